"""What both sides of the wall have agreed on, besides the wire: how to start the warm process and talk to it."""

import json
import struct
from dataclasses import asdict, dataclass, field

LIMITS = ("memory_bytes", "processes", "disk_bytes", "files", "output_bytes", "cpu_seconds")
"""The limits that the student's side enforces, by their names in `chainrule.grading.limits.Limits`."""

ANNOUNCED = struct.Struct(f">{len(LIMITS)}QI")
"""What announces a submission to the warm process: its limits, and how long the text is that follows.

The text says which modules to load before: a line for each, its name and then those to take from it.
"""

SIGNAL = struct.Struct(">QB")
"""What the examiner sends to a submission's supervisor: the number of a process, and a signal for it."""

NEWS = struct.Struct(">BQ")
"""What the supervisor sends back: `ENDED` or `TOO_MUCH`, and a number."""

ENDED, TOO_MUCH = 0, 1
"""The process with that number ended; or all were killed for using too much of that number in `RESOURCES`."""

RESOURCES = ("memory_bytes", "processes", "disk_bytes", "files", "cpu_seconds")


@dataclass(frozen=True)
class Plan:
    """How the warm process is walled in.

    Parameters
    ----------
    wall : str
        The wall's name.
    user : int or None
        The user to become, where started as root.
    trees, files, links : dict
        For namespaces: the file system to build, as in `linux.new_root`.
    hidden : list of str
        For namespaces: folders to leave empty.
    readable, listed : list of str
        For a container: what may be read, and which folders may only be listed.
    landlock : int
        For a container: the ABI of Landlock to use; 0 for none.
    folder : str
        For a container: where submissions' folders are made.
    socket_bytes : int
        The most that one socket may hold.
    """

    wall: str
    user: int | None = None
    trees: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    readable: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    landlock: int = 0
    folder: str = ""
    socket_bytes: int = 0

    def packed(self) -> str:
        """Return the plan as an argument for a program."""
        return json.dumps(asdict(self))

    @classmethod
    def unpacked(cls, text: str) -> "Plan":
        """Return the plan that `packed` turned into this text."""
        return cls(**json.loads(text))


_METHODS = """
len length_hint getitem setitem delitem contains iter next reversed
eq ne lt le gt ge bool str repr format bytes int float complex index round trunc floor ceil neg pos abs invert
add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor or
radd rsub rmul rmatmul rtruediv rfloordiv rmod rdivmod rpow rlshift rrshift rand rxor ror
iadd isub imul imatmul itruediv ifloordiv imod ipow ilshift irshift iand ixor ior
enter exit dir array instancecheck subclasscheck
"""

OPERATIONS = tuple(f"__{name}__" for name in _METHODS.split())
"""The operations that a type of the student's may have, by the names of Python's own methods for them."""

COPY = "__deepcopy__"
"""By which name an object that was lent is asked for a copy of itself."""

ATTRIBUTES = "__dict__"
"""By which name an object that was lent is asked for the names of its attributes."""

PARAMETERS = ("POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD", "VAR_POSITIONAL", "KEYWORD_ONLY", "VAR_KEYWORD")
"""The kinds of parameters in a signature."""

REPLACEABLE = ("input", "print")
"""Functions of Python's own that a test may replace, for the answers that it calls, too."""
