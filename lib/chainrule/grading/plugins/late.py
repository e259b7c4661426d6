"""An nbgrader plugin for late penalties, to be set in ``nbgrader_config.py``."""

import math

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float


class PenaltyPerDay(LateSubmissionPlugin):
    """Deducts a fraction of the score for each day or part of a day late, counted from the extended due date.

    Examples
    --------
    ::

        c.AssignLatePenalties.plugin_class = late.PenaltyPerDay
        c.PenaltyPerDay.part = 0.1
    """

    part = Float(0.1, min=0, max=1, help="Fraction of the score deducted for each day late.").tag(config=True)
    grace_minutes = Float(15, min=0, help="Grace period, in minutes.").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """Return the points to deduct, at most the whole score; None if the submission is on time.

        Parameters
        ----------
        student_id : str
            The student.
        score : float
            The score of the submission.
        total_seconds_late : float
            Seconds past the student's due date.

        Examples
        --------
        >>> PenaltyPerDay(part=0.25).late_submission_penalty("ada", 8.0, 25 * 3600)
        4.0
        """
        if total_seconds_late <= 60 * self.grace_minutes:
            return None
        days = math.ceil(total_seconds_late / 86_400)
        return score * min(1.0, days * self.part)
