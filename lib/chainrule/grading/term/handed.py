"""What is in ``submitted/``: whose it is, which file counts, and when it was handed in."""

import errno
import functools
import os
import stat
import time
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path

from chainrule.grading import harmless
from chainrule.grading.course import Course, CourseError
from chainrule.grading.limits import MOST_BYTES
from chainrule.grading.notebooks import parsed, source_text
from chainrule.grading.submission import choosing

_READ = sum((getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")), os.O_RDONLY)
_READ_AGAIN_SECONDS = (0.1, 0.3, 1.0)


class ChangingError(OSError):
    """A file was written to whenever it was read."""


@dataclass(frozen=True)
class Handed:
    """What a student handed in for one assignment.

    Parameters
    ----------
    student, assignment : str
        Whose, and of what.
    path : Path
        The notebook.
    problem : str or None
        Why it is not even opened, one sentence.
    note : str or None
        What was wrong with the folder, one sentence.
    """

    student: str
    assignment: str
    path: Path
    problem: str | None = None
    note: str | None = None

    @property
    def has_name(self) -> bool:
        """Whether the folder's name can be a student's: it appears unescaped in formgrader's pages."""
        name = self.student
        known = len(name) <= 128 and all(harmless.is_letter(char) or char in "_.@+ -" for char in name)
        return known and (name[:1] == "_" or harmless.is_letter(name[:1]))

    def read(self) -> bytes | str | None:
        """Return the file, or why it cannot be read."""
        return self.problem or read(self.path)


def find(course: Course, assignments: list[str], students: tuple[str, ...] = ()) -> list[Handed]:
    """Return what is in ``submitted/``, in order. Symbolic links are not followed.

    Raises
    ------
    CourseError
        If a named student's folder is missing, or nothing was handed in.
    """
    root = course.root / "submitted"
    try:
        known = sorted(entry.name for entry in os.scandir(root) if entry.is_dir() and not entry.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        known = []
    wanted = {_composed(student) for student in students}
    for student in sorted(wanted - set(map(_composed, known))):
        raise CourseError(f"There is no student {student!r} in {root}.")
    handed = [
        _handed(course, root / name / assignment, assignment)
        for assignment in assignments
        for name in known
        if (_composed(name) in wanted or not wanted) and os.path.lexists(root / name / assignment)
    ]
    if not handed:
        raise CourseError(f"Nothing was handed in: {root} has no folder <student>/{'|'.join(assignments)}.")
    return _told_apart(handed)


def read(path: Path) -> bytes | str | None:
    """Return a submitted file, or a sentence that says why it is not read; None if there is none.

    Raises
    ------
    OSError
        If the file changes whenever it is read, or the disk fails.

    Examples
    --------
    >>> read(Path("/usr"))
    'There is a folder in place of the notebook.'
    """
    if any(folder.is_symlink() for folder in (path.parent, path.parent.parent)):
        return "The folder is a symbolic link."
    for pause in (*_READ_AGAIN_SECONDS, None):
        try:
            # A pipe would wait for ever; a link could lead to other people's files.
            descriptor = os.open(path, _READ)
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno == errno.ELOOP:
                return "The notebook is a symbolic link."
            return f"The notebook cannot be opened: {error.strerror}."
        before = os.fstat(descriptor)
        if not stat.S_ISREG(before.st_mode):
            os.close(descriptor)
            kind = "a folder" if stat.S_ISDIR(before.st_mode) else "no ordinary file"
            return f"There is {kind} in place of the notebook."
        with open(descriptor, "rb") as file:
            content = file.read(MOST_BYTES + 1)
            after = os.fstat(descriptor)
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
            return content
        if pause is not None:
            time.sleep(pause)
    raise ChangingError("the file changed while it was read; run the same command again")


@functools.lru_cache(maxsize=8)
def time_zone(course: Course) -> str | None:
    """Return the zone in which nbgrader's exchange writes time stamps, as the course sets it."""
    zone = course.settings().Exchange.get("timezone")
    return zone if isinstance(zone, str) else None


def _composed(name: str) -> str:
    """Return a name as the gradebook has it: macOS writes its accents as characters of their own."""
    return unicodedata.normalize("NFC", name)


def _told_apart(handed: list[Handed]) -> list[Handed]:
    """Keep the first of folders whose names differ in nothing that can be seen, with a note."""
    found: dict[tuple[str, str], Handed] = {}
    for each in handed:
        first = found.setdefault((each.student, each.assignment), each)
        if first is not each:
            note = "Another folder's name looks the same, and what is in it does not count."
            found[each.student, each.assignment] = replace(first, note=" ".join(filter(None, [first.note, note])))
    return list(found.values())


def _handed(course: Course, folder: Path, assignment: str) -> Handed:
    path = folder / f"{assignment}.ipynb"
    handed = Handed(_composed(folder.parent.name), assignment, path)
    if not handed.has_name:
        return replace(handed, problem="The folder's name is not a student's name; rename it.")
    if folder.parent.is_symlink() or folder.is_symlink():
        return replace(handed, problem="The folder is a symbolic link.")
    if not folder.is_dir():
        return replace(handed, problem="There is a file in place of the folder.")
    if os.path.lexists(path):
        return handed
    try:
        names = sorted(entry.name for entry in folder.iterdir() if entry.name != "timestamp.txt")
    except OSError as error:
        return replace(handed, problem=f"The folder cannot be opened: {error.strerror}.")
    chosen = _chosen(course, folder, assignment, [name for name in names if choosing.is_notebook(name)])
    others = choosing.left_out([name for name in names if name != chosen])
    if chosen is None:
        return replace(handed, problem=f"There is no {path.name}, only: {others or 'other files'}.")
    beside = f", beside {others}" if others else ""
    note = f"The notebook was not named {path.name} but {harmless.line(chosen, 80)}{beside}."
    return replace(handed, path=folder / chosen, note=note)


def _chosen(course: Course, folder: Path, assignment: str, names: list[str]) -> str | None:
    """Return which of several notebooks is the one of the assignment."""
    names = [name for name in names if not choosing.is_junk(name)]
    if len(names) < 2:
        return names[0] if names else None
    files = {name: content for name in names if isinstance(content := read(folder / name), bytes)}
    return choosing.choose(parsed(source_text(course, assignment)), assignment, files)
