"""Grading a class: many submissions at once, each a pure function of its bytes.

Workers grade; only the caller reads ``submitted/`` and writes ``autograded/`` and the gradebook. Results depend neither
on the number of workers nor on the order.
"""

import errno
import functools
import hashlib
import json
import os
import re
import stat
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import parse_utc

from chainrule import __version__
from chainrule.grading import cells, harmless, submission, workers
from chainrule.grading.course import Course, CourseError
from chainrule.grading.gradebook import Grades
from chainrule.grading.rebuild import MOST_BYTES
from chainrule.grading.source import write_atomically
from chainrule.grading.submission import Submission

Progress = Callable[[int, int], None]
"""Called with how many are done, of how many."""

_NAME = re.compile(r"\w[\w.@+ -]{0,127}")


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
        return bool(_NAME.fullmatch(self.student))

    def read(self) -> bytes | str | None:
        """Return the file, or why it cannot be read."""
        return self.problem or read(self.path)


def grade_class(
    course: Course,
    assignments: list[str],
    students: tuple[str, ...] = (),
    *,
    jobs: int | None = None,
    force: bool = False,
    sealed: bool = True,
    progress: Progress = lambda done, total: None,
) -> list[Submission]:
    """Grade what students handed in, and write ``autograded/`` and the gradebook.

    Parameters
    ----------
    course : Course
        The course directory.
    assignments : list of str
        Which assignments.
    students : tuple of str
        Whose; by default everyone's.
    jobs : int, optional
        How many processes; by default one per core. With 1, this process does it all.
    force : bool
        Grade also what was graded before with the same content, source and version.
    sealed : bool
        Whether student code runs in the sandbox.
    progress : callable
        Called after each submission.

    Returns
    -------
    list of Submission
        One for each submission, whatever became of it.

    Raises
    ------
    CourseError
        If a student or assignment is unknown, the assignment is not released, the gradebook cannot be used, or there
        is no sandbox.
    """
    handed = find(course, assignments, students)
    sources = {name: source_text(course, name) for name in assignments}
    with Grades(course) as grades:
        for name, text in sources.items():
            grades.check(name, parsed(text))
        done: list[Submission] = []
        todo: list[Handed] = []
        for each in handed:
            source = sources[each.assignment]
            before = None if force else _graded_before(course, each, source, sealed, grades)
            if before is None:
                todo.append(each)
            else:
                done.append(before)
        calls = (prepare(course, each, sources[each.assignment], sealed) for each in todo)
        for call, future in workers.results(_work, calls, workers.count(jobs, len(todo))):
            error = future.exception()
            if isinstance(error, CourseError):
                raise error
            if error is None:
                text, result = future.result()
                _keep(course, grades, call, text, result)
            else:
                result = _failed(call, error)
            done.append(result)
            progress(len(done), len(handed))
    return sorted(done, key=lambda result: (result.assignment, result.student))


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
    for student in students:
        if student not in known:
            raise CourseError(f"There is no student {student!r} in {root}.")
    handed = [
        _handed(root / student / assignment, student, assignment)
        for assignment in assignments
        for student in (sorted(set(students)) or known)
        if os.path.lexists(root / student / assignment)
    ]
    if not handed:
        raise CourseError(f"Nothing was handed in: {root} has no folder <student>/{'|'.join(assignments)}.")
    return handed


def read(path: Path) -> bytes | str | None:
    """Return a submitted file, or a sentence that says why it is not read; None if there is none.

    Examples
    --------
    >>> read(Path("/usr"))
    'There is a folder in place of the notebook.'
    """
    if any(folder.is_symlink() for folder in (path.parent, path.parent.parent)):
        return "The folder is a symbolic link."
    try:
        # A pipe would wait for ever; a link could lead to other people's files.
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno == errno.ELOOP:
            return "The notebook is a symbolic link."
        return f"The notebook cannot be opened: {error.strerror}."
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        return f"There is {'a folder' if stat.S_ISDIR(mode) else 'no ordinary file'} in place of the notebook."
    with open(descriptor, "rb") as file:
        return file.read(MOST_BYTES + 1)


def prepare(course: Course, handed: Handed, source: str, sealed: bool = True) -> "Call":
    """Return all that is needed to grade a submission; `source` is the text of the instructor's notebook."""
    when, problem = _when(handed)
    notes = [note for note in (handed.note, problem) if note]
    return Call(course.root, handed, source, handed.read(), when, " ".join(notes) or None, sealed)


# Before and after the work --------------------------------------------------------------------------


def _handed(folder: Path, student: str, assignment: str) -> Handed:
    path = folder / f"{assignment}.ipynb"
    handed = Handed(student, assignment, path)
    if not handed.has_name:
        return Handed(student, assignment, path, problem="The folder's name is not a student's name; rename it.")
    if folder.parent.is_symlink() or folder.is_symlink():
        return Handed(student, assignment, path, problem="The folder is a symbolic link.")
    if not folder.is_dir():
        return Handed(student, assignment, path, problem="There is a file in place of the folder.")
    if os.path.lexists(path):
        return handed
    others = sorted(other for other in folder.iterdir() if other.suffix == ".ipynb")
    if len(others) == 1:
        note = f"The notebook was not named {path.name} but {harmless.line(others[0].name, 80)}."
        return Handed(student, assignment, others[0], note=note)
    names = ", ".join(harmless.line(other.name, 40) for other in others[:5])
    return Handed(student, assignment, path, problem=f"There is no {path.name}, only: {names or 'other files'}.")


def source_text(course: Course, assignment: str) -> str:
    """Return the text of the instructor's notebook."""
    try:
        return course.source(assignment).read_text(encoding="utf-8")
    except FileNotFoundError:
        message = f"{course.source(assignment)} is not built: run `chainrule build {assignment}` first."
        raise CourseError(message) from None


@functools.lru_cache(maxsize=8)
def parsed(text: str) -> NotebookNode:
    """Return the notebook of which this is the text; it is not to be changed."""
    return nbformat.reads(text, as_version=4)


def _when(handed: Handed) -> tuple[datetime | None, str | None]:
    """Return when it was handed in, in UTC, and what is wrong with the time stamp."""
    content = read(handed.path.with_name("timestamp.txt"))
    if not isinstance(content, bytes) or not content.strip():
        return None, None
    try:
        return parse_utc(content[:200].decode().strip()), None
    except (ValueError, OverflowError):
        return None, "The time in timestamp.txt cannot be read; the submission counts as in time."


def _graded_before(course: Course, handed: Handed, source: str, sealed: bool, grades: Grades) -> Submission | None:
    """Return the result of an earlier run, if nothing has changed since."""
    if not handed.has_name or not grades.has(handed.student, handed.assignment):
        return None
    try:
        text = course.autograded(handed.student, handed.assignment).read_text(encoding="utf-8")
        record = json.loads(text)["metadata"]["chainrule"]
        if record["fingerprint"] == prepare(course, handed, source).fingerprint and record["sealed"] in (True, sealed):
            return Submission.from_json(record["submission"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None


def _keep(course: Course, grades: Grades, call: "Call", text: str, result: Submission) -> None:
    """Write one result. The notebook comes last: what is interrupted before is graded again."""
    handed = call.handed
    if not handed.has_name:
        return
    graded = nbformat.v4.reads(text)
    comment = result.reason if result.status == "unreadable" else None
    grades.record(handed.student, handed.assignment, graded, call.handed_in, comment)
    target = course.autograded(handed.student, handed.assignment)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(target, text)
    stamp = read(handed.path.with_name("timestamp.txt"))
    if isinstance(stamp, bytes):
        # nbgrader compares the two to find out what was handed in again.
        write_atomically(target.with_name("timestamp.txt"), stamp[:200].decode(errors="replace"))


def _failed(call: "Call", error: BaseException) -> Submission:
    """Return the row of a submission that could not be graded through no fault of its own."""
    if isinstance(error, BrokenExecutor):
        what = "the grading process died"
    else:
        what = f"{type(error).__name__}: {harmless.line(str(error))}"
    points = sum(cells.points(cell) for cell in parsed(call.source).cells if cells.role(cell) == "test")
    reason = f"Not graded and not recorded: {what}."
    return Submission(call.handed.student, call.handed.assignment, "unreadable", reason, 0.0, points, 0.0, [])


# The work -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """All that a worker needs for one submission."""

    root: Path
    handed: Handed
    source: str
    submitted: bytes | str | None
    handed_in: datetime | None
    note: str | None
    sealed: bool

    @property
    def fingerprint(self) -> str:
        """What the result depends on, but for the sandbox, in short: with the same one it is the same."""
        content = self.submitted if isinstance(self.submitted, bytes) else repr(self.submitted).encode()
        digest = hashlib.sha256(content)
        for part in (self.source, self.note, self.handed_in, __version__):
            digest.update(repr(part).encode())
        return digest.hexdigest()


def _work(call: Call) -> tuple[str, Submission]:
    """Grade one submission in a worker; return the text of the graded notebook and the scores."""
    handed, source = call.handed, parsed(call.source)
    sandbox = workers.warm_sandbox(call.root, call.sealed)
    graded, result = submission.grade(handed.student, handed.assignment, source, call.submitted, sandbox, call.note)
    submission.stamp(graded, result, call.fingerprint, call.sealed)
    return nbformat.writes(graded) + "\n", result
