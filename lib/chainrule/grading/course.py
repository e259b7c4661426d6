"""Where a course keeps its files, and the errors that a person can act on."""

from dataclasses import dataclass
from pathlib import Path

CONFIG = "nbgrader_config.py"


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
            If there is no ``nbgrader_config.py``.
        """
        root = (root or Path.cwd()).resolve()
        if not (root / CONFIG).is_file():
            raise CourseError(f"{root} is not a course: it has no {CONFIG}. Change to the course directory.")
        return cls(root)

    @property
    def db_url(self) -> str:
        """The address of nbgrader's gradebook."""
        return f"sqlite:///{self.root / 'gradebook.db'}"

    def assignments(self, names: tuple[str, ...] = ()) -> list[str]:
        """Return the named assignments (default: all), sorted.

        Raises
        ------
        CourseError
            If a name is not a folder of ``source/`` with a notebook, or there are none at all.
        """
        known = sorted(path.stem for path in self.root.glob("source/*/*.py") if path.stem == path.parent.name)
        if not known:
            raise CourseError(f"{self.root / 'source'} holds no assignment.")
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

    def release(self, assignment: str) -> Path:
        """The notebook that students get."""
        return self.root / "release" / assignment / f"{assignment}.ipynb"

    def submitted(self, student: str, assignment: str) -> Path:
        """The notebook that a student handed in."""
        return self.root / "submitted" / student / assignment / f"{assignment}.ipynb"

    def autograded(self, student: str, assignment: str) -> Path:
        """The graded notebook."""
        return self.root / "autograded" / student / assignment / f"{assignment}.ipynb"
