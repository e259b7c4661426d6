"""An nbgrader plug-in for late submissions, for ``nbgrader_config.py``."""

import math

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float


class PenaltyPerDay(LateSubmissionPlugin):
    """Takes off a part of the score for each day that has begun since the due date, extension included.

    Examples
    --------
    ::

        c.AssignLatePenalties.plugin_class = late.PenaltyPerDay
        c.PenaltyPerDay.part = 0.1
    """

    part = Float(0.1, min=0, max=1, help="The part of the score that a day costs.").tag(config=True)
    grace_minutes = Float(15, min=0, help="So much later is not late.").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        """Return the points to take off, at most all; None if it is not late.

        Parameters
        ----------
        student_id : str
            Whose submission it is.
        score : float
            Its points.
        total_seconds_late : float
            By how much it came later than the student's due date.

        Examples
        --------
        >>> PenaltyPerDay(part=0.25).late_submission_penalty("ada", 8.0, 25 * 3600)
        4.0
        """
        if total_seconds_late <= 60 * self.grace_minutes:
            return None
        days = math.ceil(total_seconds_late / 86_400)
        return score * min(1.0, days * self.part)
