"""Grades in nbgrader's gradebook, written with nbgrader's own API and rules."""

import warnings
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import sqlalchemy
import sqlalchemy.exc
import tornado.log
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    InvalidEntry,
    MissingEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import SaveAutoGrades
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from chainrule.grading import cells, stock
from chainrule.grading.course import Course, CourseError
from chainrule.grading.harmless import SafeMarkdown
from chainrule.grading.settings import alembic_on_path
from chainrule.grading.submission import grade_one
from chainrule.grading.term import entries, penalties, questions

_LOCKED_SECONDS = 60
_WRITES_NOTHING = "UPDATE student SET id = id WHERE false"
_INDEXED = {
    "submitted_assignment": "student_id",
    "submitted_notebook": "assignment_id",
    "grade": "notebook_id",
    "comment": "notebook_id",
}
"""What is looked up for each submission; without an index, nbgrader's gradebook reads whole tables for that."""
_ADVICE = {
    "locked": " Another program is using it: close it (formgrader, nbgrader), and run the same command again.",
    "readonly": " Check its permissions.",
    "full": " Free some space, and run the same command again; results so far are kept.",
    "no such column": " It was made by an older nbgrader: back it up, and run `nbgrader db upgrade`.",
    "UndefinedColumn": " It was made by an older nbgrader: back it up, and run `nbgrader db upgrade`.",
}


@dataclass(frozen=True)
class Change:
    """How grading changes, or would change, a submission in the gradebook.

    Parameters
    ----------
    student, assignment : str
        The student, and the assignment.
    before, after : float or None
        The score after the late penalty; None if not graded.
    cells : dict
        For each graded cell whose points differ, the points before and after; None where not marked yet.
    waited, waiting : int
        The number of cells that need manual grading, before and after.
    """

    student: str
    assignment: str
    before: float | None
    after: float | None
    cells: dict[str, tuple[float | None, float | None]]
    waited: int
    waiting: int


@dataclass(frozen=True)
class Mark:
    """A manually graded answer in the gradebook.

    Parameters
    ----------
    entry : str
        nbgrader's id for it, also used by formgrader; it does not identify the student.
    student, question : str
        The student, and the question.
    auto_score, manual_score : float or None
        nbgrader's points (0 for an unchanged answer), and the grader's.
    most : float
        The maximum points.
    waiting : bool
        Whether it needs manual grading.
    comment : str
        The comment for the student.
    """

    entry: str
    student: str
    question: str
    auto_score: float | None
    manual_score: float | None
    most: float
    waiting: bool
    comment: str


class UnfitError(CourseError):
    """The gradebook does not take a value: a server has limits that SQLite has not."""


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
        self._config = course.settings()
        self._rules = penalties.Rules(self._config)
        self._saver = SaveVerdicts()
        self._saver.notebook_id = self._saver.assignment_id = self._saver.student_id = ""
        self._open: sqlalchemy.Connection | None = None

    def __enter__(self) -> "Grades":
        with _clear_errors(self.course):
            url = make_url(self.course.db_url)
        is_file = url.get_backend_name() == "sqlite"
        if not self.exists(self.course):
            command = "nbgrader generate_assignment ASSIGNMENT" if self.course.stock else "chainrule release"
            raise CourseError(f"There is no gradebook yet, {url.database}: run `{command}` first.")
        name = self._config.CourseDirectory.get("course_id") or "default_course"
        with _clear_errors(self.course), alembic_on_path():
            self._book = Gradebook(self.course.db_url, name)
        if is_file:
            sqlalchemy.event.listen(self._book.engine, "connect", _be_patient)
            self._book.engine.dispose()  # of the connection that was made before
        return self

    @staticmethod
    def exists(course: Course) -> bool:
        """Return whether there is a gradebook; one on a server is made when it is first used."""
        url = make_url(course.db_url)
        return url.get_backend_name() != "sqlite" or bool(url.query) or Path(url.database or "").is_file()

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def check(self, assignment: str, source: NotebookNode, name: str | None = None) -> None:
        """Check that the gradebook knows a notebook, by default the assignment's only one, and its graded cells.

        Raises
        ------
        CourseError
            If it does not; releasing the assignment fixes that.
        """
        with _clear_errors(self.course):
            try:
                notebook = self._book.find_notebook(name or assignment, assignment)
            except MissingEntry:
                raise CourseError(_unknown(assignment, stock.is_stock(source))) from None
            known = {cell.name: cell.max_score for cell in notebook.grade_cells}
        graded = {
            cells.grade_id(cell): cells.points(cell) for cell in source.cells if cells.role(cell) in ("test", "written")
        }
        if known != graded:
            differing = ", ".join(sorted({str(name) for name, _ in known.items() ^ graded.items()}))
            message = f"The gradebook has different cells or points for {assignment} ({differing})"
            raise CourseError(f"{message}: run `{_release(assignment, stock.is_stock(source))}` again.")

    def check_writable(self) -> None:
        """Check that grades can be recorded now, and let the gradebook find the rows of a submission without a search.

        Raises
        ------
        CourseError
            If the gradebook stays locked for a while, or may not be written.
        """
        with _clear_errors(self.course), self._book.engine.begin() as connection:
            connection.exec_driver_sql(_WRITES_NOTHING)
            for known in Grade.metadata.sorted_tables:
                connection.execute(sqlalchemy.select(known).limit(0))  # all columns of nbgrader's are there
            there = sqlalchemy.inspect(connection)
            for table, column in _INDEXED.items():
                name = f"{table}_by_{column}"
                if not any(index["name"] == name for index in there.get_indexes(table)):  # only an owner may ask for it
                    connection.exec_driver_sql(f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({column})")

    def recorded(self, assignment: str, name: str | None = None) -> dict[str, dict[str, float | None]]:
        """Return, by student with a recorded submission, the points that grading gave a notebook's graded cells."""
        scores = (
            self._book.db.query(SubmittedAssignment.student_id, BaseCell.name, Grade.auto_score)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .filter(Assignment.name == assignment)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
            .filter(Notebook.name == (name or assignment))
        )
        found: dict[str, dict[str, float | None]] = {}
        with _clear_errors(self.course):
            for student, cell, score in scores:
                found.setdefault(student, {})[cell] = score
        return found

    def marks(self, assignment: str, name: str | None = None) -> dict[str, dict[str, float | None]]:
        """Return every student's points for every graded cell of a notebook, before late penalties.

        Returns
        -------
        dict
            By student with a submission, then by cell; None where not marked yet.
        """
        with _clear_errors(self.course):
            submitted = self._book.notebook_submissions(name or assignment, assignment)
            return {notebook.student.id: _points(notebook) for notebook in submitted if handed_in(notebook.assignment)}

    def shown(self, assignment: str) -> dict[str, list[tuple[Any, ...]]]:
        """Return, by student, everything the gradebook stores about a submission: points, comments, penalty, time."""
        on_notebook = SubmittedNotebook.id
        submitted = (
            self._book.db.query(SubmittedAssignment)
            .join(Assignment)
            .filter(Assignment.name == assignment)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        )
        student = SubmittedAssignment.student_id
        grade = (Grade.auto_score, Grade.manual_score, Grade.extra_credit, Grade.needs_manual_grade, Grade.max_score)
        comment = (Comment.auto_comment, Comment.manual_comment)
        cell = BaseCell.name
        queries = (
            submitted.with_entities(student, SubmittedAssignment.timestamp, SubmittedNotebook.late_submission_penalty),
            submitted.join(Grade, Grade.notebook_id == on_notebook)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
            .with_entities(student, cell, *grade),
            submitted.join(Comment, Comment.notebook_id == on_notebook)
            .join(BaseCell, BaseCell.id == Comment.cell_id)
            .with_entities(student, cell, *comment),
        )
        found: dict[str, list[tuple[Any, ...]]] = {}
        with _clear_errors(self.course):
            for query in queries:
                for name, *row in query:
                    found.setdefault(name, []).append(tuple(row))
        return {name: sorted(rows, key=repr) for name, rows in found.items()}

    def to_mark(self, assignment: str, questions: Iterable[str]) -> list[Mark]:
        """Return all students' current marks for some questions, including changes made by others."""
        names = list(questions)

        def of_cells(kind: type[Grade] | type[Comment], *columns: Any) -> Any:
            found = (
                self._book.db.query(SubmittedAssignment.student_id, BaseCell.name, *columns)
                .select_from(kind)
                .join(BaseCell, BaseCell.id == kind.cell_id)
                .join(SubmittedNotebook, SubmittedNotebook.id == kind.notebook_id)
                .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
                .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            )
            return found.filter(Assignment.name == assignment, BaseCell.name.in_(names))

        points = (Grade.auto_score, Grade.manual_score, Grade.max_score, Grade.needs_manual_grade)
        with _clear_errors(self.course):
            self._book.db.remove()
            comments = {
                (student, name): manual or auto or ""
                for student, name, manual, auto in of_cells(Comment, Comment.manual_comment, Comment.auto_comment)
            }
            return [
                Mark(entry, student, name, auto, manual, most, waiting, comments.get((student, name), ""))
                for student, name, entry, auto, manual, most, waiting in of_cells(Grade, Grade.id, *points)
            ]

    def mark(self, entry: str, points: float | None) -> None:
        """Give an answer points, or remove them (None), following formgrader's rules."""
        with _clear_errors(self.course):
            grade = self._book.find_grade_by_id(entry)
            grade.manual_score = points
            grade.needs_manual_grade = points is None and grade.auto_score is None
            self._book.db.commit()

    def comment(self, entry: str, text: str) -> None:
        """Set the comment on an answer; an empty one removes it."""
        with _clear_errors(self.course):
            grade = self._book.find_grade_by_id(entry)
            beside = self._book.db.query(Comment).filter_by(notebook_id=grade.notebook_id).join(BaseCell)
            beside.filter(BaseCell.name == grade.name).one().manual_comment = text or None
            self._book.db.commit()

    def change_questions(self, assignment: str, source: NotebookNode, *, force: bool = False) -> list[str]:
        """Give the gradebook the questions of an instructor's notebook, as `questions.change` describes it."""
        with _clear_errors(self.course):
            return questions.change(self._book, assignment, source, force=force)

    def refresh_penalties(self, assignments: Iterable[str]) -> None:
        """Recompute late penalties from the current marks, due dates, extensions and settings."""
        with _clear_errors(self.course):
            for assignment in assignments:
                penalties.refresh(self._book.db, self._config, assignment)

    def knows(self, student: str) -> bool:
        """Return whether the gradebook has a student with this id."""
        with _clear_errors(self.course):
            return bool(self._book.db.query(Student).filter_by(id=student).count())

    def extend(self, assignment: str, student: str, by: timedelta) -> datetime:
        """Grant a student an extension, and return the new due date in UTC.

        Raises
        ------
        CourseError
            If the gradebook does not know the assignment, or it has no due date.
        """
        with _clear_errors(self.course), self._transaction():
            try:
                due_date = self._book.find_assignment(assignment).duedate
            except MissingEntry:
                raise CourseError(_unknown(assignment)) from None
            if due_date is None:
                advice = f'nbgrader db assignment add {assignment} --duedate="2026-10-01 23:59 UTC"'
                raise CourseError(f"{assignment} has no due date that could be extended. To set one: {advice}")
            self._book.update_or_create_student(student)
            self._book.update_or_create_submission(assignment, student)
            self._book.grant_extension(assignment, student, minutes=by.total_seconds() / 60)
            due: datetime = self._book.find_submission(assignment, student).duedate
            return due

    def record(
        self,
        student: str,
        assignment: str,
        graded: NotebookNode,
        handed_in: datetime | None,
        comment: SafeMarkdown | None = None,
        before: NotebookNode | None = None,
        *,
        name: str | None = None,
        keep: bool = True,
    ) -> Change:
        """Record one graded submission, completely or not at all.

        The rules are nbgrader's (``SaveAutoGrades``, ``AssignLatePenalties``): manual scores are kept
        and flagged for review, but here only if the answer, the verdict of its tests or its points have changed.

        Parameters
        ----------
        student, assignment : str
            The student, and the assignment.
        graded : NotebookNode
            The graded notebook; the outputs of its test cells give the verdicts.
        handed_in : datetime or None
            The submission time, in UTC without a zone; None if unknown.
        comment : SafeMarkdown or None
            A comment for the first answer, such as the reason why a file could not be read.
        before : NotebookNode or None
            The graded notebook that this one replaces.
        name : str or None
            The notebook, where it is not the one named like the assignment.
        keep : bool
            If False, only find out what would change.

        Returns
        -------
        Change
            The scores before and after.

        Raises
        ------
        CourseError
            If the gradebook is locked or cannot be written.
        """
        with _clear_errors(self.course), self.together(keep=keep) as connection:
            entry = entries.find_or_make(connection, student, assignment, name or assignment, handed_in)
            had, had_score, waited = entry.points, entry.score - (entry.late_penalty or 0.0), entry.waiting
            self._save_scores(connection, entry, graded, comment, _same(answers_and_points(before), graded))
            late = entry.handed_in, entry.due_date, entry.extension
            entries.write_penalty(connection, entry, self._rules.penalty(student, entry.score, *late))
            has = entry.points
            return Change(
                student,
                assignment,
                None if all(points is None for points in had.values()) else had_score,
                entry.score - (entry.late_penalty or 0.0),
                {cell: (had.get(cell), points) for cell, points in has.items() if had.get(cell) != points},
                waited,
                entry.waiting,
            )

    def _save_scores(
        self,
        connection: sqlalchemy.Connection,
        entry: entries.Entry,
        graded: NotebookNode,
        comment: SafeMarkdown | None,
        same: set[str],
    ) -> None:
        comments = entry.comments
        self._saver.gradebook, self._saver.same = Loaded(entry.grades, comments), same
        for index, cell in enumerate(graded.cells):
            self._saver.preprocess_cell(cell, ResourcesDict(), index)
        answers = [str(cells.grade_id(cell)) for cell in graded.cells if cells.role(cell) in ("answer", "written")]
        if comment and answers:
            comments[answers[0]].auto_comment = comment
        entries.write(connection, entry)

    @contextmanager
    def together(self, *, keep: bool = True) -> Iterator[sqlalchemy.Connection]:
        """Run the block as one transaction; a block within it is a part that fails by itself.

        Parameters
        ----------
        keep : bool
            If False, what the block did is undone at its end.
        """
        if self._open is not None:
            part = self._open.begin_nested()
            try:
                yield self._open
            except BaseException:
                with suppress(sqlalchemy.exc.DBAPIError):  # where the disk is full, the database has undone everything
                    part.rollback()
                raise
            part.commit() if keep else part.rollback()
            return
        self._book.db.remove()
        with (
            _clear_errors(self.course),
            self._book.engine.connect() as connection,
            connection.begin() as transaction,
        ):
            # SQLite's driver begins a transaction with the first statement that writes.
            connection.exec_driver_sql(_WRITES_NOTHING)
            self._open = connection
            try:
                yield connection
            finally:
                self._open = None
            if not keep:
                transaction.rollback()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """Run the block as one transaction, since nbgrader's API commits at every step."""
        session = self._book.db
        session.remove()
        with self._book.engine.connect() as connection, warnings.catch_warnings():
            # nbgrader builds submissions in a way that SQLAlchemy 2.1 warns about.
            warnings.simplefilter("ignore", sqlalchemy.exc.SAWarning)
            transaction = connection.begin()
            session.configure(bind=connection)
            try:
                yield
                session.commit()
                transaction.commit()
            finally:
                session.remove()
                session.configure(bind=self._book.engine)


def handed_in(submission: SubmittedAssignment) -> bool:
    """Return whether anything was submitted: an extension alone also creates a submission in the gradebook."""
    if submission.timestamp is not None:
        return True
    return any(points is not None for notebook in submission.notebooks for points in _points(notebook).values())


def _points(notebook: SubmittedNotebook) -> dict[str, float | None]:
    """Return the points of every graded cell; None where not marked yet."""
    return {
        grade.name: None if grade.auto_score is None and grade.manual_score is None else grade.score
        for grade in notebook.grades
    }


def _same(old: dict[str, Any], graded: NotebookNode) -> set[str]:
    """Return the graded cells of a notebook that had the same points, for the same answer, in an earlier one.

    One that has a new name is the same as one whose name is gone.
    """
    new = answers_and_points(graded)
    gone = [both for name, both in old.items() if name not in new]
    return {name for name, both in new.items() if (old[name] == both if name in old else both in gone)}


def answers_and_points(graded: NotebookNode | None) -> dict[str, Any]:
    """Return what each cell of a graded notebook examines, pictures included, and the points that it has, by name."""
    named = {name: cell for cell in graded.cells if (name := cells.grade_id(cell)) is not None} if graded else {}
    found = {}
    for name, cell in named.items():
        answer = named.get(cells.answer_of(name))
        if answer is not None and cells.role(cell) in ("test", "written"):
            found[name] = answer.source, answer.get("attachments"), cells.points(cell)
    return found


def _unknown(assignment: str, is_stock: bool = False) -> str:
    return f"The gradebook does not know {assignment}: run `{_release(assignment, is_stock)}` first."


def _release(assignment: str, is_stock: bool) -> str:
    return f"{'nbgrader generate_assignment' if is_stock else 'chainrule release'} {assignment}"


def _be_patient(connection: Any, _: Any) -> None:
    """Make a new connection wait for locks held by formgrader or nbgrader."""
    connection.execute(f"PRAGMA busy_timeout = {_LOCKED_SECONDS * 1000}")


@dataclass(frozen=True)
class Marks:
    """What the gradebook stores about one submission, as `Loaded` hands it out.

    Parameters
    ----------
    grades, comments : dict
        Rows of nbgrader's `Grade` and `Comment`, by cell.
    score, max_score, late_penalty : float
        The points, before the late penalty.
    """

    grades: dict[str, Any]
    comments: dict[str, Any]
    score: float
    max_score: float
    late_penalty: float


@contextmanager
def session(db_url: str) -> Iterator[Session]:
    """Provide a session of a gradebook that is there already: nbgrader's `Gradebook` first looks at all its tables."""
    with Session(_engine(db_url)) as opened:
        yield opened


@lru_cache(maxsize=4)
def _engine(db_url: str) -> sqlalchemy.Engine:
    """Return what remembers how SQLAlchemy's queries read; it keeps no connection open."""
    engine = sqlalchemy.create_engine(db_url, poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        sqlalchemy.event.listen(engine, "connect", _be_patient)
    return engine


def marks_of(session: Session, notebook: str, assignment: str, student: str) -> Marks:
    """Return the marks of a submission, in three queries.

    Raises
    ------
    MissingEntry
        If the gradebook does not know it.
    """
    submitted = (
        session.query(SubmittedNotebook.id, SubmittedNotebook.late_submission_penalty)
        .add_columns(SubmittedNotebook.score, SubmittedNotebook.max_score)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .filter(Assignment.name == assignment, Notebook.name == notebook, SubmittedAssignment.student_id == student)
        .one_or_none()
    )
    if submitted is None:
        raise MissingEntry(f"No such submission: {assignment}/{notebook} for {student}")
    entry, late_penalty, score, max_score = submitted

    def by_cell(kind: type[Grade] | type[Comment], *columns: Any) -> dict[str, Any]:
        of_cells = session.query(BaseCell.name, *columns).select_from(kind).join(BaseCell, BaseCell.id == kind.cell_id)
        return {row.name: row for row in of_cells.filter(kind.notebook_id == entry)}

    points = (Grade.score, Grade.max_score, Grade.auto_score, Grade.manual_score, Grade.needs_manual_grade)
    return Marks(by_cell(Grade, *points), by_cell(Comment, Comment.comment), score, max_score, late_penalty or 0.0)


class SaveVerdicts(SaveAutoGrades):
    """nbgrader's `SaveAutoGrades`, which also queues tests that broke for a person; they keep their points.

    A voided cell has its points, whatever anybody thought of the answer. What a person gave need not be looked at again
    if the answer, its points and the verdict are the same as before.

    Attributes
    ----------
    same : collection of str
        The graded cells with the same answer and points as before.
    """

    same: Collection[str] = ()

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Save what all test cells of a notebook say."""
        names = resources["nbgrader"]
        self.same = _same(getattr(self.parent, "before", {}).get((names["student"], names["notebook"]), {}), nb)
        saved: tuple[NotebookNode, ResourcesDict] = super().preprocess(nb, resources)
        return saved

    def _add_score(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        name = cells.grade_id(cell)
        grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
        is_given, before = grade.manual_score is not None and not grade.needs_manual_grade, grade.auto_score
        super()._add_score(cell, resources)
        if is_given and name in self.same and grade.auto_score == before:
            grade.needs_manual_grade = False
            self.gradebook.db.commit()

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Save what a test cell's outputs say."""
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if grade_one.UNTESTED in cell.metadata.get("tags", []):
            name = cells.grade_id(cell)
            grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
            grade.needs_manual_grade = True
            self.gradebook.db.commit()
        elif cells.is_voided(cell):
            name = cells.grade_id(cell)
            grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
            grade.auto_score, grade.manual_score, grade.needs_manual_grade = cells.points(cell), None, False
            self.gradebook.db.commit()
        return cell, resources


class Loaded:
    """Preloaded grades and comments of one notebook, for a preprocessor that reads them one by one."""

    def __init__(self, grades: dict[str, Any], comments: dict[str, Any]) -> None:
        self._grades, self._comments = grades, comments
        self.db = SimpleNamespace(commit=lambda: None)

    def find_grade(self, name: str, *_: str) -> Any:
        return self._grades[name]

    def find_comment(self, name: str, *_: str) -> Any:
        return self._comments[name]


@contextmanager
def _clear_errors(course: Course) -> Iterator[None]:
    """Report database errors (locked, damaged, read-only, missing) in one line instead of nbgrader's many."""
    log, before = tornado.log.app_log, tornado.log.app_log.disabled
    log.disabled = True
    try:
        yield
    except sqlalchemy.exc.DataError as error:
        raise UnfitError(f"The gradebook refuses it: {_reason(error)}") from error
    except (sqlalchemy.exc.SQLAlchemyError, InvalidEntry, ImportError) as error:
        cause = error.__context__ if isinstance(error, InvalidEntry) else error
        raise CourseError(explain(course.db_url, cause or error)) from error
    finally:
        log.disabled = before


def explain(db_url: str, error: BaseException) -> str:
    """Return, in one line, why a gradebook cannot be used, and what to do."""
    original, reason = getattr(error, "orig", None) or error, _reason(error)
    advice = next((advice for words, advice in _ADVICE.items() if words in f"{type(original)} {reason}"), "")
    if isinstance(error, ImportError):
        advice = " Install it: pip install psycopg2-binary, for PostgreSQL."
    try:
        url = make_url(db_url)
        name = url.database if url.get_backend_name() == "sqlite" else url.render_as_string()
    except sqlalchemy.exc.ArgumentError:
        name = "of c.CourseDirectory.db_url"
    return f"The gradebook {name} cannot be used: {reason}.{advice}"


def _reason(error: BaseException) -> str:
    original = getattr(error, "orig", None) or error
    return (str(original).strip() or type(original).__name__).splitlines()[0].rstrip(".")
