"""Reads ``submitted/``: who submitted, which file is graded, and when it was submitted."""

import contextlib
import functools
import os
import time
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from chainrule.grading import harmless, lms
from chainrule.grading.course import Course, CourseError
from chainrule.grading.files import NotRegularError, open_regular
from chainrule.grading.limits import MOST_BYTES, MOST_TOGETHER
from chainrule.grading.notebooks import parsed, source_text
from chainrule.grading.submission import choosing, stamps
from chainrule.grading.term import incoming

_READ_AGAIN_SECONDS = (0.1, 0.3, 1.0)

_MOST_SEEN = 5_000
"""How many files and folders of a submission are looked at for its notebook."""

_LONGEST_NAME, _MOST_BYTES = 128, 200
"""Letters and bytes of a student's ID: nbgrader's tables hold 128 letters, which SQLite alone does not mind.

A file system takes 255 bytes, and names of files may hold more than the ID.
"""


class ChangingError(OSError):
    """A file changed each time it was read."""


@dataclass(frozen=True)
class Handed:
    """A student's submission for one assignment.

    Parameters
    ----------
    student, assignment : str
        The student, and the assignment.
    path : Path
        The notebook.
    problem : str or None
        Why the file is not opened, in one sentence.
    note : str or None
        What was wrong with the folder, in one sentence.
    name : str or None
        The notebook, where it is not the one named like the assignment.
    deep : int
        How many folders further in the notebook lies.
    """

    student: str
    assignment: str
    path: Path
    problem: str | None = None
    note: str | None = None
    name: str | None = None
    deep: int = 0

    @property
    def folder(self) -> Path:
        """The submission's folder, ``submitted/<student>/<assignment>``."""
        return self.path.parents[self.deep]

    @property
    def notebook(self) -> str:
        """The notebook that this is handed in for."""
        return self.name or self.assignment

    @property
    def has_name(self) -> bool:
        """Whether the folder's name is a safe student ID."""
        return is_student(self.student)

    def read(self) -> bytes | str | None:
        """Return the file, or why it cannot be read."""
        return self.problem or read(self.path)


def is_student(name: str) -> bool:
    """Return whether a name is a safe student ID: it is a folder's, and appears unescaped in formgrader's pages.

    Nothing in it makes it look like another: what is not seen, a letter that is another way to write others (``ﬁ`` for
    ``fi``, ``²`` for ``2``), or a mark that a letter has twice.

    Examples
    --------
    >>> is_student("ana@example.org"), is_student(".."), is_student("<b>"), is_student("ana ")
    (True, False, False, False)
    """
    name = _composed(name)
    if not name:
        return False
    is_short = len(name) <= _LONGEST_NAME and len(name.encode(errors="replace")) <= _MOST_BYTES
    is_plain = lms.plain(name) == name
    is_known = all(harmless.is_letter(char) or char in "_.@+ -" for char in name)
    is_seen = name == " ".join(name.split())
    return is_short and is_known and is_seen and is_plain and (name[:1] == "_" or harmless.is_letter(name[:1]))


def find(course: Course, assignments: list[str], students: tuple[str, ...] = ()) -> list[Handed]:
    """Return the submissions in ``submitted/``, in order. Symbolic links are not followed.

    Raises
    ------
    CourseError
        If a named student's folder is missing, or nothing was handed in.
    """
    root = course.root / "submitted"
    try:
        known = sorted(one.name for one in os.scandir(root) if os.path.isdir(one) and not one.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        known = []
    wanted = {_composed(student) for student in students}
    for student in sorted(wanted - set(map(_composed, known))):
        raise CourseError(f"There is no student {student!r} in {root}.")
    handed = [
        in_folder(course, root / name / assignment, assignment, notebook)
        for assignment in assignments
        for notebook in course.notebooks(assignment)
        for name in known
        if (_composed(name) in wanted or not wanted) and os.path.lexists(root / name / assignment)
    ]
    if not handed:
        raise CourseError(f"Nothing was handed in: {root} has no folder <student>/{'|'.join(assignments)}.")
    return _told_apart(handed)


def strays(course: Course) -> list[Path]:
    """Return what lies in ``submitted/`` where nothing is looked for: files, and folders of no assignment."""
    known = course.assignments()
    found = []
    for entry in sorted((course.root / "submitted").glob("*")):
        inside = [entry]
        if entry.is_dir() and not entry.is_symlink():
            with contextlib.suppress(PermissionError):  # grading says so
                inside = sorted(entry.iterdir())
        found += [path for path in inside if path.name not in known and not path.name.startswith((".", "README"))]
    return found


def read(path: Path) -> bytes | str | None:
    """Return a submitted file, or a sentence saying why it cannot be read; None if there is none.

    Raises
    ------
    OSError
        If the file keeps changing while it is read, or the disk fails.

    Examples
    --------
    >>> read(Path("/usr"))
    'The notebook is a folder.'
    """
    if any(folder.is_symlink() for folder in (path.parent, path.parent.parent)):
        return "The folder is a symbolic link."
    for pause in (*_READ_AGAIN_SECONDS, None):
        try:
            file = open_regular(path)
        except FileNotFoundError:
            return None
        except NotRegularError as error:
            return f"The notebook is {error}."
        except OSError as error:
            return f"The notebook cannot be opened: {error.strerror}."
        with file:
            before = os.fstat(file.fileno())
            content = file.read(MOST_BYTES + 1)
            after = os.fstat(file.fileno())
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
            return content
        if pause is not None:
            time.sleep(pause)
    raise ChangingError("the file changed while it was read; run the same command again")


def secret_in(folder: Path) -> bytes | None:
    """Return the secret that nbgrader puts beside a submission in the exchange; None if there is none that can be one.

    Raises
    ------
    OSError
        As `read` does.
    """
    content = read(folder / incoming.SECRET)
    return content if isinstance(content, bytes) and incoming.is_secret(content) else None


def time_in(folder: Path, home: str | None) -> tuple[datetime | None, str | None]:
    """Return when the submission in a folder was handed in, and what is wrong with its time stamp: as `stamps.when`.

    Raises
    ------
    OSError
        As for `read`.
    """
    stamp = read(folder / "timestamp.txt")
    if isinstance(stamp, str):
        return None, stamps.CANNOT
    return stamps.when((stamp or b"")[: stamps.MOST + 1], home)


@functools.lru_cache(maxsize=8)
def time_zone(course: Course) -> str | None:
    """Return the time zone the course sets for time stamps in nbgrader's exchange."""
    zone = course.settings().Exchange.get("timezone")
    return zone if isinstance(zone, str) else None


def _composed(name: str) -> str:
    """Return a name as the gradebook spells it: macOS writes accents as separate characters."""
    return unicodedata.normalize("NFC", name)


def _told_apart(handed: list[Handed]) -> list[Handed]:
    """Keep the first of several folders whose names look the same, with a note."""
    found: dict[tuple[str, str, str], Handed] = {}
    for each in handed:
        key = (each.student, each.assignment, each.notebook)
        first = found.setdefault(key, each)
        if first is not each:
            note = "Another folder's name looks the same; its contents were ignored."
            found[key] = replace(first, note=" ".join(filter(None, [first.note, note])))
    return list(found.values())


def in_folder(course: Course, folder: Path, assignment: str, notebook: str) -> Handed:
    """Return what is handed in for a notebook in a submission's folder."""
    path = folder / f"{notebook}.ipynb"
    handed = Handed(_composed(folder.parent.name), assignment, path, name=None if notebook == assignment else notebook)
    if not handed.has_name:
        return replace(handed, problem="The folder's name is not a valid student ID; rename it.")
    if folder.parent.is_symlink() or folder.is_symlink():
        return replace(handed, problem="The folder is a symbolic link.")
    if not folder.is_dir():
        return replace(handed, problem="The submission folder is a file.")
    try:
        names = sorted(entry.name for entry in folder.iterdir() if entry.name != "timestamp.txt")
    except OSError as error:
        return replace(handed, problem=f"The folder cannot be opened: {error.strerror}.")
    ours = {f"{other}.ipynb" for other in course.notebooks(assignment)} - {path.name}
    notebooks = [name for name in _notebooks(folder) if PurePosixPath(name).name not in ours]
    if os.path.lexists(path) and set(notebooks) <= {path.name}:
        return handed
    chosen = _chosen(course, folder, handed, notebooks)
    if os.path.lexists(path) and (chosen is None or chosen.name == path.name):
        rivals = choosing.left_out(chosen.rivals if chosen else [])
        note = f"{path.name} is graded; beside it, with answers to the same questions: {rivals}."
        return replace(handed, note=note) if rivals else handed
    taken = {path.name, chosen.name.split("/")[0]} if chosen else set()
    others = choosing.left_out([name for name in names if name not in taken])
    if chosen is None:
        return replace(handed, problem=f"There is no {path.name}, only: {others or 'other files'}.")
    beside, shown = f", beside {others}" if others else "", harmless.line(chosen.name, 80)
    note = f"The notebook was not named {path.name} but {shown}{beside}."
    if os.path.lexists(path):
        note = f"{shown} is graded, which has more answers than {path.name}{beside}."
    return replace(handed, path=folder / chosen.name, note=note, deep=chosen.name.count("/"))


def _notebooks(folder: Path) -> list[str]:
    """Return the notebooks in a submission's folder and in folders in it, by their relative names, what is further out
    first; links are not followed.
    """
    found: list[str] = []
    waiting, seen = [""], 0
    for place in waiting:
        try:
            entries = sorted(os.scandir(folder / place), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            name, seen = place + entry.name, seen + 1
            if seen > _MOST_SEEN:
                return found
            if entry.is_dir(follow_symlinks=False):
                waiting += [f"{name}/"] if name.count("/") < incoming.MOST_DEEP and not choosing.is_junk(name) else []
            elif choosing.is_notebook(name):
                found.append(name)
    return found


def _chosen(course: Course, folder: Path, handed: Handed, names: list[str]) -> choosing.Choice | None:
    """Return which of several notebooks belongs to the assignment."""
    names = [name for name in names if not choosing.is_junk(name)]
    if len(names) < 2:
        return choosing.Choice(names[0], []) if names else None
    files, room = {}, MOST_TOGETHER
    for name in choosing.to_read(names, handed.notebook):
        content = read(folder / name)
        if isinstance(content, bytes) and len(content) <= room:
            files[name] = content
            room -= len(content)
    source = parsed(source_text(course, handed.assignment, handed.notebook))
    return choosing.choose(source, handed.notebook, files)
