"""Where a course keeps its files, and the errors that a person can act on."""

import traceback
from dataclasses import dataclass
from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, JSONFileConfigLoader, PyFileConfigLoader

CONFIG = "nbgrader_config.py"

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
            If there is no ``nbgrader_config.py``, or nbgrader could not find files there.
        """
        root = (root or Path.cwd()).resolve()
        if not (root / CONFIG).is_file():
            raise CourseError(f"{root} is not a course: it has no {CONFIG}. Change to the course directory.")
        if odd := next((char for char in str(root) if char in "*?["), None):
            raise CourseError(f"nbgrader finds no files in {root}: rename the folder whose name holds {odd}.")
        return cls(root)

    def settings(self) -> Config:
        """Return what nbgrader is told: by the course's ``nbgrader_config.py``, and by the user's and the machine's.

        Raises
        ------
        CourseError
            If a file cannot be run, or asks for other folders than nbgrader's own.
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
                raise CourseError(f"Grading knows nbgrader's own folders alone: remove c.CourseDirectory.{name}.")
        return found

    @property
    def db_url(self) -> str:
        """The address of nbgrader's gradebook."""
        url: str = self.settings().CourseDirectory.get("db_url") or f"sqlite:///{self.root / 'gradebook.db'}"
        return url

    def assignments(self, names: tuple[str, ...] = ()) -> list[str]:
        """Return the named assignments (default: all), sorted.

        Raises
        ------
        CourseError
            If a name is not a folder of ``source/`` with a notebook, or there are none at all.
        """
        found = [*self.root.glob("source/*/*.py"), *self.root.glob("source/*/*.ipynb")]
        known = sorted({path.stem for path in found if path.stem == path.parent.name})
        if not known:
            raise CourseError(f"{self.root / 'source'} holds no assignment.")
        for name in known:
            if odd := next((char for char in name if char in _ODD), None):
                raise CourseError(f"nbgrader knows no assignment whose name holds {odd}: rename source/{name}.")
        for name in names:
            if name not in known:
                raise CourseError(f"There is no assignment {name!r}; there are {', '.join(known)}.")
        return sorted(set(names)) or known

    def text(self, assignment: str) -> Path:
        """The text notebook that people edit."""
        return self.root / "source" / assignment / f"{assignment}.py"

    def source(self, assignment: str) -> Path:
        """The instructor's notebook, built from the text."""
        return self.root / "source" / assignment / f"{assignment}.ipynb"

    def corpus(self, assignment: str) -> Path:
        """The folder of right and wrong answers that test an assignment's tests."""
        return self.root / "source" / assignment / "corpus"

    @property
    def trusted(self) -> Path:
        """The course's own trusted answers, which its tests import as ``trusted``; students never get them."""
        return self.root / "trusted"

    def release(self, assignment: str) -> Path:
        """The notebook that students get."""
        return self.root / "release" / assignment / f"{assignment}.ipynb"

    def submitted(self, student: str, assignment: str) -> Path:
        """The notebook that a student handed in."""
        return self.root / "submitted" / student / assignment / f"{assignment}.ipynb"

    def autograded(self, student: str, assignment: str) -> Path:
        """The graded notebook."""
        return self.root / "autograded" / student / assignment / f"{assignment}.ipynb"


def _line(error: BaseException, file: str) -> str:
    """Return where in a file an error was raised, as ``:12``, if it was there."""
    if isinstance(error, SyntaxError):
        return f":{error.lineno}"
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).name == file]
    return f":{lines[-1]}" if lines else ""
