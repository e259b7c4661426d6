"""Late penalties in nbgrader's gradebook, which nbgrader itself computes only when it grades."""

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
    plugin = None
    for key, had, name, handed_in, until, more, score in session.execute(
        found if student is None else found.where(whose == student)
    ).all():
        until = until + more if until and more else until
        late = (handed_in - until).total_seconds() if handed_in and until else 0
        has = None
        if late > 0:
            plugin = plugin or _plugin(config)
            has = plugin.late_submission_penalty(name, score, late)
        if has is not None:
            has = min(max(has, 0.0), score)
        if has != had:
            session.execute(update(SubmittedNotebook).where(entry == key).values(late_submission_penalty=has))
    session.commit()


def _plugin(config: Config) -> "AssignLatePenalties":
    """Return the course's nbgrader plugin for late penalties."""
    # Without a section that nbconvert makes for itself, which this preprocessor would warn about.
    preprocessor = AssignLatePenalties(config=Config({k: v for k, v in config.items() if k != "NbConvertBase"}))
    preprocessor.init_plugin()
    return preprocessor.plugin_inst
