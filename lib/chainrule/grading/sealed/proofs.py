"""What is known of the tests of any nbgrader course, which is found out once: kept in this process and in the course.

All workers that grade a class must take a test for the same, even one whose result depends on chance or time; and none
has to find out again what another has found.
"""

import functools
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path

from nbformat import NotebookNode

import chainrule
from chainrule.grading.files import digest, write_atomically


@dataclass(frozen=True)
class Proof:
    """What became of the tests of any nbgrader course when they met the instructor's own answers.

    Parameters
    ----------
    trusting : dict
        Tests that pass only in a student's process, each with the reason.
    opened : dict
        Tests that pass with the examiner only if operators of the student's objects work there, each with the reason.
    marked : dict
        Tests that pass with the examiner, but believe what the student's process says of more than answers, each with
        the reason: they are judged as sealed ones are, and marked as trusting.
    broken : dict
        Tests that do not pass there either, or ran out of time or memory, each with what is wrong.
    scored : list of str
        Tests that end with a number of points.
    written : list of str
        Files beside the notebook that the answers write or delete: they are the student's.
    confirmed : list of str
        Tests that pass both with the examiner and in a student's process: with a student's answers, they have to do
        both, too.
    handles : dict, optional
        Where sealed tests met handles, if that is known: only there may they meet them with a student's answers.
    """

    trusting: dict[str, str] = field(default_factory=dict)
    opened: dict[str, str] = field(default_factory=dict)
    marked: dict[str, str] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    scored: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    handles: dict[str, list[list[str]]] | None = None


_known: dict[str, Proof] = {}


def known(source: NotebookNode, around: str, folder: Path | None, prove: Callable[[], Proof]) -> Proof:
    """Return what is known of an instructor's notebook; found out first if neither this process nor the folder knows.

    Parameters
    ----------
    source : NotebookNode
        The notebook. Its metadata has a hash of the files beside it.
    around : str
        What else its tests' verdicts depend on: the wall behind which its answers run, what tests may read, and the
        course's own trusted answers.
    folder : Path, optional
        Where the course keeps this. Tests that fail are not kept: the reason may have been the machine.
    prove : callable
        Finds it out.
    """
    key = sha256(f"{repr(source)} {around} {_installed()}".encode()).hexdigest()
    if key not in _known:
        _known[key] = prove() if folder is None else _kept(folder / f"{key}.json", prove)
    return _known[key]


def _kept(path: Path, prove: Callable[[], Proof]) -> Proof:
    from filelock import FileLock  # only in processes that need it: it has work to do at each fork

    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock")):
        if path.is_file():
            return Proof(**json.loads(path.read_text(encoding="utf-8")))
        proof = prove()
        if not proof.broken:
            write_atomically(path, json.dumps(asdict(proof)))
        return proof


@functools.cache
def _installed() -> str:
    """Return a hash of Python, of this package and of what is installed, with versions, as names of folders have them.

    Where tests meet handles is told by places in bytecode, which each version of Python compiles in its own way.
    """
    versions = sorted({path.name for entry in sys.path for path in Path(entry).glob("*.*-info")})
    package = digest(sorted(Path(chainrule.__file__).parent.rglob("*.py")))
    return sha256(f"{sys.version} {package} {versions}".encode()).hexdigest()
