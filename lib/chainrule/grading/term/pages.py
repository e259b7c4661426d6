"""Feedback for a class: nbgrader's own ``generate_feedback``, for several students at once."""

import logging
import os

from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory

from chainrule.grading.course import Course, CourseError
from chainrule.grading.sealed import workers
from chainrule.grading.settings import load_config
from chainrule.grading.term.grade import Progress

_AT_A_TIME = 8

Call = tuple[Course, str, list[str], bool]


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
) -> int:
    """Write ``feedback/<student>/<assignment>/``, the same bytes as ``nbgrader generate_feedback``.

    Parameters
    ----------
    course : Course
        The course directory.
    assignments : list of str
        Which assignments; those without a graded notebook are left out.
    students : tuple of str
        Whose; by default everyone's.
    jobs : int, optional
        How many processes; by default one per core.
    force : bool
        Write also pages that nbgrader takes for up to date.
    progress : callable
        Called after each few students.

    Returns
    -------
    int
        For how many students and assignments.

    Raises
    ------
    CourseError
        If nothing is graded, or nbgrader cannot make a page.
    """
    found = [(assignment, _graded(course, assignment, students)) for assignment in assignments]
    total = sum(len(names) for _, names in found)
    if not total:
        raise CourseError("Nothing to write: grade the submissions first (chainrule grade).")
    calls: list[Call] = [
        (course, assignment, names[start : start + _AT_A_TIME], force)
        for assignment, names in found
        for start in range(0, len(names), _AT_A_TIME)
    ]
    done = 0
    for (_, _, names, _), future in workers.results(_work, calls, workers.count(jobs, len(calls))):
        future.result()
        done += len(names)
        progress(done, total)
    return total


def _graded(course: Course, assignment: str, students: tuple[str, ...]) -> list[str]:
    """Return who has a graded notebook."""
    found = course.root.glob(f"autograded/*/{assignment}/{assignment}.ipynb")
    names = sorted(path.parent.parent.name for path in found)
    return [name for name in names if not students or name in students]


def _work(call: Call) -> None:
    course, assignment, students, force = call
    config = load_config(course)
    directory = CourseDirectory(config=config, root=str(course.root), assignment_id=assignment)
    log = logging.Logger("chainrule.feedback", logging.CRITICAL)
    writer = _Some(directory, config=config, log=log, force=force)
    writer.students = tuple(students)
    try:
        writer.start()
    except NbGraderException:
        advice = f"nbgrader generate_feedback {assignment} --student NAME says why"
        raise CourseError(f"Feedback on {assignment} failed for one of {', '.join(students)}: {advice}.") from None
