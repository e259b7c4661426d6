"""Late penalties in nbgrader's gradebook, which nbgrader itself computes only when it grades."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from nbgrader.api import Assignment, Grade, SubmittedAssignment, SubmittedNotebook
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session, scoped_session
from traitlets.config import Config


def refresh(
    session: Session | scoped_session[Session], config: Config, assignment: str, student: str | None = None
) -> None:
    """Recompute late penalties from the current marks, due dates, extensions and settings.

    Call this before reading one.

    Parameters
    ----------
    session : Session
        Of nbgrader's gradebook.
    config : Config
        The course's settings, which define late penalties.
    assignment : str
        The assignment; if it is not in the gradebook, nothing is changed.
    student : str, optional
        The student; by default all.
    """
    entry, penalty = SubmittedNotebook.id, SubmittedNotebook.late_submission_penalty
    whose, when, due = SubmittedAssignment.student_id, SubmittedAssignment.timestamp, Assignment.duedate
    extension = SubmittedAssignment.extension
    found = (
        select(entry, penalty, whose, when, due, extension, func.coalesce(func.sum(Grade.score), 0.0))
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .outerjoin(Grade, Grade.notebook_id == entry)
        # nbgrader cannot tell what is late where there is an extension and no due date.
        .where(Assignment.name == assignment, or_(due.is_not(None), penalty.is_not(None)))
        .group_by(entry, penalty, whose, when, due, extension)
    )
    rules = Rules(config)
    for key, had, name, handed_in, until, more, score in session.execute(
        found if student is None else found.where(whose == student)
    ).all():
        has = rules.penalty(name, score, handed_in, until, more)
        if has != had:
            session.execute(update(SubmittedNotebook).where(entry == key).values(late_submission_penalty=has))
    session.commit()


class Rules:
    """What a course takes off for being late.

    Parameters
    ----------
    config : Config
        The course's settings.
    """

    def __init__(self, config: Config) -> None:
        self._config = config

    def penalty(
        self, student: str, score: float, handed_in: datetime | None, due: datetime | None, extension: timedelta | None
    ) -> float | None:
        """Return the late penalty of a submission, at most its score; None if there is none."""
        until = due + extension if due and extension else due
        late = (handed_in - until).total_seconds() if handed_in and until else 0
        if late <= 0:
            return None
        penalty = self._plugin.late_submission_penalty(student, score, late)
        return None if penalty is None else min(max(penalty, 0.0), score)

    @cached_property
    def _plugin(self) -> Any:
        return _plugin(self._config)


def _plugin(config: Config) -> Any:
    """Return the course's nbgrader plugin for late penalties."""
    # Without a section that nbconvert makes for itself, which this preprocessor would warn about.
    preprocessor = AssignLatePenalties(config=Config({k: v for k, v in config.items() if k != "NbConvertBase"}))
    preprocessor.init_plugin()
    return preprocessor.plugin_inst
