"""Grades in nbgrader's gradebook, written with nbgrader's own API and rules."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import sqlalchemy
import sqlalchemy.exc
import tornado.log
from nbformat import NotebookNode
from nbgrader.api import (
    Assignment,
    BaseCell,
    Gradebook,
    InvalidEntry,
    MissingEntry,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties, SaveAutoGrades

from chainrule.grading import cells
from chainrule.grading.course import Course, CourseError
from chainrule.grading.settings import load_config

_LOCKED_SECONDS = 60
_ADVICE = {
    "locked": " Another program uses it: close it (formgrader, nbgrader), and run the same command again.",
    "readonly": " Check who may write there.",
    "full": " Make room, and run the same command again; what was recorded before is kept.",
}


class Grades:
    """The gradebook of a course, open for a while.

    Parameters
    ----------
    course : Course
        The course directory.

    Raises
    ------
    CourseError
        On entering, if there is no gradebook or it cannot be used.

    Examples
    --------
    ::

        with Grades(course) as grades:
            grades.check("01_linear_classifier", source)
            grades.record("ada", "01_linear_classifier", graded, handed_in=None)
    """

    def __init__(self, course: Course) -> None:
        self.course = course
        self._config = load_config(course)

    def __enter__(self) -> "Grades":
        if not (self.course.root / "gradebook.db").is_file():
            raise CourseError(f"{self.course.root} has no gradebook yet: run `chainrule release` first.")
        name = self._config.CourseDirectory.get("course_id") or "default_course"
        with _clear_errors(self.course):
            self._book = Gradebook(self.course.db_url, name)
        sqlalchemy.event.listen(self._book.engine, "connect", _be_patient)
        self._book.engine.dispose()  # of the connection that was made before
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def check(self, assignment: str, source: NotebookNode) -> None:
        """Check that the gradebook knows an assignment and all its graded cells.

        Raises
        ------
        CourseError
            If it does not; the release tells it.
        """
        with _clear_errors(self.course):
            try:
                notebook = self._book.find_notebook(assignment, assignment)
            except MissingEntry:
                message = f"The gradebook does not know {assignment}: run `chainrule release {assignment}` first."
                raise CourseError(message) from None
            known = {cell.name: cell.max_score for cell in notebook.grade_cells}
        graded = {cells.grade_id(cell): cells.points(cell) for cell in source.cells if cells.points(cell)}
        if known != graded:
            differing = ", ".join(sorted({str(name) for name, _ in known.items() ^ graded.items()}))
            message = f"The gradebook has other cells or points for {assignment} ({differing})"
            raise CourseError(f"{message}: run `chainrule release {assignment}` again.")

    def check_writable(self) -> None:
        """Check that grades can be recorded now.

        Raises
        ------
        CourseError
            If the gradebook stays locked for a while, or may not be written.
        """
        with _clear_errors(self.course), self._book.engine.connect() as connection:
            connection.exec_driver_sql("UPDATE student SET id = id WHERE false")
            connection.rollback()

    def recorded(self, assignment: str) -> set[str]:
        """Return the students whose submissions are recorded."""
        with _clear_errors(self.course):
            found = self._book.db.query(SubmittedAssignment.student_id).join(Assignment).filter_by(name=assignment)
            return {student for (student,) in found}

    def marks(self, assignment: str) -> dict[str, dict[str, float | None]]:
        """Return every student's points for every graded cell, before deductions for handing in late.

        Returns
        -------
        dict
            By student, then by cell; None where a person has yet to mark a cell.
        """
        with _clear_errors(self.course):
            submitted = self._book.notebook_submissions(assignment, assignment)
            return {
                notebook.student.id: {
                    grade.name: None if grade.auto_score is None and grade.manual_score is None else grade.score
                    for grade in notebook.grades
                }
                for notebook in submitted
            }

    def record(
        self,
        student: str,
        assignment: str,
        graded: NotebookNode,
        handed_in: datetime | None,
        comment: str | None = None,
    ) -> float:
        """Record one graded submission, all of it or nothing.

        The rules are nbgrader's (``SaveAutoGrades``, ``AssignLatePenalties``): scores that a person gave stay, and
        are marked for another look.

        Parameters
        ----------
        student, assignment : str
            Whose, and of what.
        graded : NotebookNode
            The graded notebook: outputs of test cells say what was passed.
        handed_in : datetime or None
            When, in UTC without zone; None if that is not known.
        comment : str or None
            A comment for the first answer, such as the reason why a file could not be read.

        Returns
        -------
        float
            The penalty for handing in late.

        Raises
        ------
        CourseError
            If the gradebook is locked or cannot be written.
        """
        with _clear_errors(self.course), self._transaction():
            self._book.update_or_create_student(student)
            when = {} if handed_in is None else {"timestamp": handed_in}
            submission = self._book.update_or_create_submission(assignment, student, **when)
            notebook = self._book.find_submission_notebook(assignment, assignment, student)
            self._save_scores(notebook, graded, comment)
            self._book.db.flush()
            self._book.db.refresh(notebook)
            late = submission.total_seconds_late
            notebook.late_submission_penalty = self._penalty(student, notebook.score, late) if late > 0 else None
            return notebook.late_submission_penalty or 0.0

    def _save_scores(self, notebook: SubmittedNotebook, graded: NotebookNode, comment: str | None) -> None:
        # Not `entry.name`, which costs a query each.
        known = self._book.db.query(BaseCell.id, BaseCell.name).filter_by(notebook_id=notebook.notebook_id)
        names = {cell_id: name for cell_id, name in known}
        comments = {names[entry.cell_id]: entry for entry in notebook.comments}
        saver = SaveAutoGrades()
        saver.gradebook = _Loaded({names[entry.cell_id]: entry for entry in notebook.grades}, comments)
        saver.notebook_id = saver.assignment_id = saver.student_id = ""
        for index, cell in enumerate(graded.cells):
            saver.preprocess_cell(cell, {}, index)
        answers = [cells.grade_id(cell) for cell in graded.cells if cells.role(cell) in ("answer", "written")]
        if comment and answers:
            comments[answers[0]].auto_comment = comment

    def _penalty(self, student: str, score: float, seconds: float) -> float | None:
        penalties = AssignLatePenalties(config=self._config)
        penalties.init_plugin()
        penalty = penalties.plugin_inst.late_submission_penalty(student, score, seconds)
        return None if penalty is None else min(max(penalty, 0.0), score)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Make everything until the end one transaction: nbgrader's API commits at every step."""
        session = self._book.db
        session.remove()
        with self._book.engine.begin() as connection, warnings.catch_warnings():
            # nbgrader builds submissions in a way that SQLAlchemy 2.1 warns about.
            warnings.simplefilter("ignore", sqlalchemy.exc.SAWarning)
            session.configure(bind=connection)
            try:
                yield
                session.commit()
            finally:
                session.remove()
                session.configure(bind=self._book.engine)


def _be_patient(connection: Any, _: Any) -> None:
    """Let a new connection wait for a lock of formgrader's or nbgrader's to end."""
    connection.execute(f"PRAGMA busy_timeout = {_LOCKED_SECONDS * 1000}")


class _Loaded:
    """Grades and comments of one notebook, loaded at once, for a preprocessor that asks for them one by one."""

    def __init__(self, grades: dict[str, Any], comments: dict[str, Any]) -> None:
        self._grades, self._comments = grades, comments
        self.db = SimpleNamespace(commit=lambda: None)

    def find_grade(self, name: str, *_: str) -> Any:
        return self._grades[name]

    def find_comment(self, name: str, *_: str) -> Any:
        return self._comments[name]


@contextmanager
def _clear_errors(course: Course) -> Iterator[None]:
    """Turn what SQLite says of a locked, damaged or read-only file into one line, instead of nbgrader's many."""
    log, before = tornado.log.app_log, tornado.log.app_log.disabled
    log.disabled = True
    try:
        yield
    except (sqlalchemy.exc.DatabaseError, InvalidEntry) as error:
        cause = error.__context__ if isinstance(error, InvalidEntry) else error
        reason = str(getattr(cause, "orig", cause))
        advice = next((advice for words, advice in _ADVICE.items() if words in reason), "")
        raise CourseError(f"The gradebook {course.root / 'gradebook.db'} cannot be used: {reason}.{advice}") from error
    finally:
        log.disabled = before
