"""Where a course keeps its files, and the errors that a person can act on."""

import functools
import itertools
import os
import re
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, JSONFileConfigLoader, PyFileConfigLoader

CONFIG = "nbgrader_config.py"

OWN_GRADEBOOK = """

# A gradebook of its own, whatever is said above, or for all courses of the machine.
import os

c.CourseDirectory.db_url = f"sqlite:///{os.path.dirname(os.path.abspath(__file__))}/gradebook.db"
"""
"""What to put below the settings of a course that become those of another one."""

_FOLDERS = {"directory_structure": "{nbgrader_step}/{student_id}/{assignment_id}"} | {
    f"{step}_directory": step for step in ("source", "release", "submitted", "autograded", "feedback")
}
_ODD = "+*?[]"
"""Characters of an assignment's name that nbgrader's exchange and its file patterns take for their own."""


class CourseError(Exception):
    """Something about the course or a command is wrong; the message is one line that says what to do."""


@dataclass(frozen=True)
class Course:
    """A course directory in nbgrader's layout.

    Parameters
    ----------
    root : Path
        The directory that holds ``nbgrader_config.py``.
    """

    root: Path

    @classmethod
    def find(cls, root: Path | None = None) -> "Course":
        """Return the course at `root` (default: here).

        Raises
        ------
        CourseError
            If there is no ``nbgrader_config.py``, it is a student's, or nbgrader could not find files there.
        """
        root = (root or Path.cwd()).resolve()
        if not (root / CONFIG).is_file():
            raise CourseError(f"{root} is not a course: it has no {CONFIG}. Change to the course directory.")
        above = (one for one in root.parents if (one / CONFIG).is_file() and root.is_relative_to(one / "submitted"))
        if course := next(above, None):
            raise CourseError(f"{root} is a submission, whose {CONFIG} is a student's. Change to {course}.")
        if odd := re.search(r"[*?[]|%[0-9A-Fa-f]{2}", str(root)):  # a gradebook's address has %20 for a space
            raise CourseError(f"nbgrader cannot find files in {root}: rename the folder with {odd[0]} in its name.")
        return cls(root)

    def settings(self) -> Config:
        """Return nbgrader's configuration from the ``nbgrader_config.py`` of the course, the user and the machine.

        Raises
        ------
        CourseError
            If a file fails, or sets folders other than nbgrader's defaults.
        """
        found = Config()
        for folder in (*reversed(jupyter_config_path()), str(self.root)):
            for loader in (JSONFileConfigLoader, PyFileConfigLoader):
                name = CONFIG if loader is PyFileConfigLoader else CONFIG.replace(".py", ".json")
                shown = name if folder == str(self.root) else str(Path(folder, name))
                try:
                    found.merge(loader(name, path=folder).load_config())
                except ConfigFileNotFound:
                    continue
                except (Exception, SystemExit) as error:
                    raise CourseError(f"{shown}{_line(error, name)}: {type(error).__name__}: {error}") from error
        for name, folder in _FOLDERS.items():
            if found.CourseDirectory.get(name, folder) != folder:
                raise CourseError(f"Grading supports only nbgrader's default folders: remove c.CourseDirectory.{name}.")
        return found

    @property
    def is_shared(self) -> bool:
        """Whether the group may write what is the course's, as nbgrader's ``groupshared`` says."""
        return bool(self.settings().CourseDirectory.get("groupshared"))

    def let_group_write(self) -> None:
        """Let the group write whatever this process writes from now on, if the course is shared.

        nbgrader changes the modes of files when it has written them, and not of all.
        """
        if self.is_shared:
            os.umask(os.umask(0) & ~0o070)

    @property
    def db_url(self) -> str:
        """The address of nbgrader's gradebook."""
        url: str = self.settings().CourseDirectory.get("db_url") or f"sqlite:///{self.root / 'gradebook.db'}"
        return url

    def assignments(self, names: tuple[str, ...] = ()) -> list[str]:
        """Return the named assignments (default: all), in the order of the course.

        That is ``c.Chainrule.order``, a list of names; those that are not in it come last, sorted.

        Raises
        ------
        CourseError
            If a name, also one in the order, is not a folder of ``source/`` with a notebook, or there are no
            assignments.
        """
        found = [*self.root.glob("source/*/*.py"), *self.root.glob("source/*/*.ipynb")]
        known = sorted({path.parent.name for path in found if path.stem == path.parent.name or self._is_stock(path)})
        if not known:
            raise CourseError(f"{self.root / 'source'} contains no assignments.")
        for name in known:
            if odd := next((char for char in name if char in _ODD), None):
                raise CourseError(f"nbgrader does not allow {odd} in the name of an assignment: rename source/{name}.")
        for name in names:
            if name not in known:
                if (self.root / "source" / name).is_dir():
                    raise CourseError(f"source/{name} has no {name}.py or {name}.ipynb: name the file like its folder.")
                raise CourseError(f"There is no assignment {name!r}; available: {', '.join(known)}.")
        known = self._in_order(known)
        return [name for name in known if name in names] or known

    def _in_order(self, known: list[str]) -> list[str]:
        order = list(self.settings().Chainrule.get("order", ()))
        for name in order:
            if name not in known:
                there = ", ".join(known)
                raise CourseError(f"{CONFIG}: c.Chainrule.order names {name!r}, which is not in source/: {there}.")
        return sorted(known, key=lambda name: (order.index(name) if name in order else len(order), name))

    @functools.cached_property
    def stock(self) -> bool:
        """Whether the course follows nbgrader's own conventions (`seal.configure`), with notebooks of any names."""
        return bool(self.settings().Examine.get("stock", False))

    def _is_stock(self, path: Path) -> bool:
        return path.suffix == ".ipynb" and self.stock

    def notebooks(self, assignment: str) -> list[str]:
        """Return the names of an assignment's notebooks; in a course of this package's, there is one."""
        if not self.stock:
            return [assignment]
        return sorted(path.stem for path in self.source(assignment).parent.glob("*.ipynb"))

    def text(self, assignment: str) -> Path:
        """The text notebook, which authors edit."""
        return self.root / "source" / assignment / f"{assignment}.py"

    def source(self, assignment: str, notebook: str | None = None) -> Path:
        """The instructor's notebook, built from the text; by default the one named like its assignment."""
        return self.root / "source" / assignment / f"{notebook or assignment}.ipynb"

    def corpus(self, assignment: str) -> Path:
        """The folder of right and wrong answers that test an assignment's tests."""
        return self.root / "source" / assignment / "corpus"

    @property
    def trusted(self) -> Path:
        """The course's own trusted answers, which its tests import as ``trusted``; students never get them."""
        return self.root / "trusted"

    def release(self, assignment: str, notebook: str | None = None) -> Path:
        """The notebook released to students."""
        return self.root / "release" / assignment / f"{notebook or assignment}.ipynb"

    def submitted(self, student: str, assignment: str, notebook: str | None = None) -> Path:
        """The notebook a student submitted."""
        return self.root / "submitted" / student / assignment / f"{notebook or assignment}.ipynb"

    def count_submitted(self, assignments: Sequence[str] = (), students: Sequence[str] = ()) -> int:
        """Return about how many notebooks were submitted: a look at names, before anything else is known."""
        wanted = itertools.product(students or ["*"], assignments or ["*"])
        return sum(len(list(self.root.glob(f"submitted/{student}/{name}/*.ipynb"))) for student, name in wanted)

    def autograded(self, student: str, assignment: str, notebook: str | None = None) -> Path:
        """The graded notebook."""
        return self.root / "autograded" / student / assignment / f"{notebook or assignment}.ipynb"


def _line(error: BaseException, file: str) -> str:
    """Return where in a file an error was raised, as ``:12``, if it was there."""
    if isinstance(error, SyntaxError):
        return f":{error.lineno}"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).name == file]
    return f":{lines[-1]}" if lines else ""
