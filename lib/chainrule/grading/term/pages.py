"""Feedback for a class: nbgrader's ``generate_feedback``, for several students at once and always up to date."""

import hashlib
import logging
import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter, NotebookExporter
from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from traitlets.config import Config

from chainrule import __version__
from chainrule.grading.course import Course, CourseError
from chainrule.grading.files import write_atomically
from chainrule.grading.sealed import workers
from chainrule.grading.settings import course_directory
from chainrule.grading.templates import TEMPLATES
from chainrule.grading.term.grade import Progress
from chainrule.grading.term.gradebook import Grades

_AT_A_TIME = 8

_RECORD = ".made-from"
"""A file beside a page, which holds in short all that the page was made from."""

Call = tuple[Course, str, dict[str, str]]


@dataclass(frozen=True)
class Pages:
    """The feedback pages of a class.

    Parameters
    ----------
    written, current : list of tuple
        Assignment and student of pages that were written, and of pages already up to date.
    """

    written: list[tuple[str, str]]
    current: list[tuple[str, str]]


class NotMadeError(CourseError):
    """Pages of some students could not be made.

    Parameters
    ----------
    without : list of tuple
        Assignment and student of each.
    made : Pages
        All others, which are up to date.
    """

    def __init__(self, without: list[tuple[str, str]], made: Pages) -> None:
        self.made = made
        self._without = ", ".join(f"{student} ({name})" for name, student in without)

    def __str__(self) -> str:
        what = f"No feedback page could be made for {self._without}; all others are up to date."
        return f"{what} {self.__cause__} If questions have changed since, run `chainrule grade` first."


class _Some(GenerateFeedback):
    """Makes the pages of some students."""

    students: tuple[str, ...] = ()

    def init_notebooks(self) -> None:
        """Choose the graded notebooks."""
        name = self.coursedir.assignment_id
        folders = [self._format_source(name, student) for student in self.students]
        self.assignments = {folder: [os.path.join(folder, f"{name}.ipynb")] for folder in folders}


def write_feedback(
    course: Course,
    assignments: list[str],
    students: tuple[str, ...] = (),
    *,
    jobs: int | None = None,
    force: bool = False,
    progress: Progress = lambda done, total: None,
) -> Pages:
    """Write ``feedback/<student>/<assignment>/``, the same bytes as ``nbgrader generate_feedback``.

    A page is rewritten if anything it shows has changed: the graded notebook, points, marks, comments, the submission
    time, the late penalty, or the course's settings.

    Parameters
    ----------
    course : Course
        The course directory.
    assignments : list of str
        The assignments; those without graded notebooks are skipped.
    students : tuple of str
        The students; by default all.
    jobs : int, optional
        Number of processes; by default one per core, as far as memory goes.
    force : bool
        Rewrite pages that are up to date, too.
    progress : callable
        Called after every few students.

    Returns
    -------
    Pages
        The pages written, and those already up to date.

    Raises
    ------
    CourseError
        If nothing is graded, or the gradebook cannot be used.
    NotMadeError
        After all other pages, if nbgrader cannot make some.
    """
    found = {assignment: _graded(course, assignment, students) for assignment in assignments}
    if not any(found.values()):
        raise CourseError("Nothing to write: run `chainrule grade` first.")
    made_from = _inputs(course, {name: names for name, names in found.items() if names})
    current = [key for key, digest in made_from.items() if not force and _recorded(course, *key) == digest]
    stale = [key for key in made_from if key not in set(current)]
    calls: list[Call] = []
    for assignment in found:
        names = [student for name, student in stale if name == assignment]
        for start in range(0, len(names), _AT_A_TIME):
            some = {student: made_from[assignment, student] for student in names[start : start + _AT_A_TIME]}
            calls.append((course, assignment, some))
    progress(0, len(stale))
    failed = _failures(calls, jobs, lambda done: progress(done, len(stale)))
    alone = [(course, name, {student: digest}) for (_, name, some), _ in failed for student, digest in some.items()]
    failed = _failures(alone, jobs)  # so that a page that cannot be made takes no other with it
    if failed:
        without = {(name, student) for (_, name, some), _ in failed for student in some}
        left = Pages([key for key in stale if key not in without], current)
        raise NotMadeError(sorted(without), left) from failed[0][1]
    return Pages(stale, current)


def page(course: Course, assignment: str, student: str) -> Path:
    """Return the path of a page."""
    return _folder(course, assignment, student) / f"{assignment}.html"


def notebook(course: Course, assignment: str, student: str) -> bytes:
    """Return the graded notebook as the page shows it: with scores and comments, without what is for graders only.

    Raises
    ------
    CourseError
        If nbgrader cannot make it.
    """
    with tempfile.TemporaryDirectory() as folder:
        _generate(course, assignment, (student,), NotebookExporter, feedback_directory=folder)
        return Path(folder, student, assignment, f"{assignment}.ipynb").read_bytes()


def _folder(course: Course, assignment: str, student: str) -> Path:
    return course.root / "feedback" / student / assignment


def _graded(course: Course, assignment: str, students: tuple[str, ...]) -> list[str]:
    """Return the students with a graded notebook."""
    found = course.root.glob(f"autograded/*/{assignment}/{assignment}.ipynb")
    names = sorted(path.parent.parent.name for path in found)
    return [name for name in names if not students or name in students]


def _inputs(course: Course, found: dict[str, list[str]]) -> dict[tuple[str, str], str]:
    """Return a hash of everything each page shows, with current late penalties."""
    # Not where the functions among the settings lie in memory, which is another place in every process.
    recipe = re.sub(r" at 0x[0-9a-f]+>", ">", repr((__version__, course.settings()))).encode()
    recipe += b"".join(path.read_bytes() for path in sorted(TEMPLATES.rglob("*")) if path.is_file())
    made_from = {}
    with Grades(course) as grades:
        grades.refresh_penalties(found)
        for assignment, students in found.items():
            shown = grades.shown(assignment)
            for student in students:
                digest = hashlib.sha256(recipe)
                digest.update(repr(shown.get(student)).encode())
                for path in sorted(course.autograded(student, assignment).parent.iterdir()):
                    if path.is_file():
                        digest.update(path.name.encode() + b"\0" + path.read_bytes())
                made_from[assignment, student] = digest.hexdigest()
    return made_from


def _recorded(course: Course, assignment: str, student: str) -> str | None:
    try:
        text = (_folder(course, assignment, student) / _RECORD).read_text(encoding="ascii")
    except (OSError, ValueError):
        return None
    return text if page(course, assignment, student).is_file() else None


def _failures(
    calls: list[Call], jobs: int | None, progress: Callable[[int], None] = lambda done: None
) -> list[tuple[Call, BaseException]]:
    """Write pages, and return the calls in which one could not be made."""
    failed, done = [], 0
    for call, future in workers.results(_work, calls, workers.count(jobs, len(calls))):
        if (error := future.exception()) is not None:
            failed.append((call, error))
        done += len(call[2])
        progress(done)
    return failed


def _work(call: Call) -> None:
    course, assignment, made_from = call
    _generate(course, assignment, tuple(made_from))
    for student, digest in made_from.items():
        write_atomically(_folder(course, assignment, student) / _RECORD, digest)


def _generate(
    course: Course, assignment: str, students: tuple[str, ...], exporter: type[Exporter] | None = None, **folders: Any
) -> None:
    """Run nbgrader's converter for some students."""
    config: Config = course.settings()
    directory = course_directory(course, assignment_id=assignment, **folders)
    log = logging.Logger("chainrule.feedback", logging.CRITICAL)
    options = {} if exporter is None else {"exporter_class": exporter}
    writer = _Some(directory, config=config, log=log, force=True, **options)
    writer.students = students
    try:
        writer.start()
    except NbGraderException:
        command = f"nbgrader generate_feedback {assignment} --student NAME"
        raise CourseError(f"nbgrader makes none for one of {', '.join(students)}: `{command}` says why.") from None
