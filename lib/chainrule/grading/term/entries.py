"""The rows of one submission in nbgrader's gradebook: read, made if there are none, and written, in few statements.

nbgrader's API makes and changes them object by object, with a query or more for each.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    MissingEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from sqlalchemy import Connection, bindparam, insert, select, update

_GRADE = ("auto_score", "manual_score", "extra_credit", "needs_manual_grade")
_COMMENT = ("auto_comment", "manual_comment")

# Built once: it takes longer to put a statement together than to run it.
_students, _submissions = Student.__table__, SubmittedAssignment.__table__
_notebooks, _grades, _comments = SubmittedNotebook.__table__, Grade.__table__, Comment.__table__
_KNOWN = select(_students.c.id).where(_students.c.id == bindparam("student"))
_NOTEBOOKS = (
    select(Assignment.id, Assignment.duedate, Notebook.id, Notebook.name)
    .join(Notebook, Notebook.assignment_id == Assignment.id)
    .where(Assignment.name == bindparam("assignment"))
)
_SUBMISSION = select(_submissions.c.id, _submissions.c.timestamp, _submissions.c.extension).where(
    _submissions.c.assignment_id == bindparam("assignment"), _submissions.c.student_id == bindparam("student")
)
_ENTRY = select(_notebooks.c.id, _notebooks.c.late_submission_penalty).where(
    _notebooks.c.assignment_id == bindparam("submission"), _notebooks.c.notebook_id == bindparam("notebook")
)
_CELLS = select(BaseCell.id, BaseCell.name, BaseCell.type).where(BaseCell.notebook_id == bindparam("notebook"))
_ROWS = {
    # Locked: on a server, a person may save a mark between this and `write`. SQLite has locked everything by then.
    table: select(table.c.id, table.c.cell_id, *(table.c[name] for name in columns))
    .where(table.c.notebook_id == bindparam("entry"))
    .order_by(table.c.id)
    .with_for_update()
    for table, columns in ((_grades, _GRADE), (_comments, _COMMENT))
}
_CHANGES = {
    table: update(table).where(table.c.id == bindparam("key")).values({name: bindparam(name) for name in columns})
    for table, columns in ((_grades, _GRADE), (_comments, _COMMENT))
}
_HANDED_IN = update(_submissions).where(_submissions.c.id == bindparam("key")).values(timestamp=bindparam("timestamp"))
_PENALTY = (
    update(_notebooks)
    .where(_notebooks.c.id == bindparam("key"))
    .values(late_submission_penalty=bindparam("late_submission_penalty"))
)


@dataclass
class Entry:
    """What the gradebook stores about one notebook that a student handed in.

    Parameters
    ----------
    id : str
        nbgrader's key of it.
    grades, comments : dict
        By cell, objects with the columns of nbgrader's `Grade` and `Comment`; change them, then `write`.
    handed_in, due_date, extension : datetime, datetime, timedelta or None
        What decides whether it is late.
    late_penalty : float or None
        The late penalty, as it is stored.
    """

    id: str
    grades: dict[str, Any]
    comments: dict[str, Any]
    handed_in: datetime | None
    due_date: datetime | None
    extension: timedelta | None
    late_penalty: float | None

    @property
    def points(self) -> dict[str, float | None]:
        """The points of every graded cell, by nbgrader's rules; None where not marked yet."""
        return {name: _score(grade) for name, grade in self.grades.items()}

    @property
    def score(self) -> float:
        """The points of all cells, before the late penalty."""
        return sum(points or 0.0 for points in self.points.values())

    @property
    def waiting(self) -> int:
        """How many cells a person has to look at."""
        return sum(grade.needs_manual_grade for grade in self.grades.values())


def find_or_make(
    connection: Connection, student: str, assignment: str, notebook: str, handed_in: datetime | None
) -> Entry:
    """Return the rows of a submission; if there are none, make them for all notebooks of the assignment.

    Parameters
    ----------
    connection : Connection
        In a transaction.
    student, assignment, notebook : str
        Their names.
    handed_in : datetime or None
        The submission time, in UTC without a zone; None leaves what is there.

    Raises
    ------
    MissingEntry
        If the gradebook does not know the assignment or the notebook.
    """
    if connection.execute(_KNOWN, {"student": student}).first() is None:
        connection.execute(insert(_students), {"id": student})
    found = connection.execute(_NOTEBOOKS, {"assignment": assignment}).all()
    keys = {name: key for _, _, key, name in found}
    if notebook not in keys:
        raise MissingEntry(f"No such notebook: {assignment}/{notebook}")
    which, due_date = found[0][:2]
    names = {"assignment": which, "student": student}
    submission = connection.execute(_SUBMISSION, names).first()
    if submission is None:
        key = new_uuid()
        row = {"id": key, "assignment_id": which, "student_id": student, "timestamp": handed_in}
        connection.execute(insert(_submissions), row)
        made = {name: _made(connection, key, one) for name, one in keys.items()}
        for name, rows in made.items():
            if name != notebook:
                write(connection, Entry(*rows, handed_in, due_date, None, None))
        return Entry(*made[notebook], handed_in, due_date, None, None)
    key, timestamp, extension = submission
    if handed_in is not None and handed_in != timestamp:
        timestamp = handed_in
        connection.execute(_HANDED_IN, {"key": key, "timestamp": handed_in})
    entry = connection.execute(_ENTRY, {"submission": key, "notebook": keys[notebook]}).first()
    if entry is None:
        raise MissingEntry(f"No such notebook: {assignment}/{notebook} for {student}")
    cell_names = {cell: name for cell, name, _ in connection.execute(_CELLS, {"notebook": keys[notebook]})}
    grades, comments = (_rows(connection, table, entry[0], cell_names) for table in (_grades, _comments))
    return Entry(entry[0], grades, comments, timestamp, due_date, extension, entry[1])


def write(connection: Connection, entry: Entry) -> None:
    """Write the grades and comments of an entry that are new or have changed."""
    for table, columns, rows in ((_grades, _GRADE, entry.grades), (_comments, _COMMENT, entry.comments)):
        new = [row for row in rows.values() if row.was is None]
        changed = [
            row for row in rows.values() if row.was and any(getattr(row, name) != row.was[name] for name in columns)
        ]
        if new:
            connection.execute(insert(table), [_values(row, ("id", "cell_id", "notebook_id", *columns)) for row in new])
        if changed:
            connection.execute(_CHANGES[table], [{"key": row.id, **_values(row, columns)} for row in changed])


def _values(row: Any, columns: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in columns}


def write_penalty(connection: Connection, entry: Entry, penalty: float | None) -> None:
    """Write an entry's late penalty."""
    if penalty != entry.late_penalty:
        entry.late_penalty = penalty
        connection.execute(_PENALTY, {"key": entry.id, "late_submission_penalty": penalty})


def _made(connection: Connection, submission: str, notebook: str) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Make the row of one notebook; return its key, and rows for the points and comments of its cells, to be written.

    As nbgrader makes them: what is not graded yet needs a person.
    """
    key = new_uuid()
    connection.execute(insert(_notebooks), {"id": key, "assignment_id": submission, "notebook_id": notebook})
    grades, comments = {}, {}
    for cell, name, kind in connection.execute(_CELLS, {"notebook": notebook}):
        known = {"cell_id": cell, "notebook_id": key, "was": None}
        if kind in ("GradeCell", "TaskCell"):
            empty = {**dict.fromkeys(_GRADE), "needs_manual_grade": True}
            grades[name] = SimpleNamespace(id=new_uuid(), **known, **empty)
        if kind in ("SolutionCell", "TaskCell"):
            comments[name] = SimpleNamespace(id=new_uuid(), **known, **dict.fromkeys(_COMMENT))
    return key, grades, comments


def _rows(connection: Connection, table: Any, entry: str, names: dict[str, str]) -> dict[str, Any]:
    """Return rows as objects that may be changed, by cell; each knows what it `was`."""
    found: Iterable[Any] = connection.execute(_ROWS[table], {"entry": entry}).mappings()
    return {names[row["cell_id"]]: SimpleNamespace(**row, was=row) for row in found}


def _score(grade: Any) -> float | None:
    """Return nbgrader's `Grade.score`; None where neither the autograder nor a person gave points."""
    points = grade.auto_score if grade.manual_score is None else grade.manual_score
    return None if points is None else points + (grade.extra_credit or 0.0)
