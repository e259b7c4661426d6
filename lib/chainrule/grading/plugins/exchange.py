"""An nbgrader plugin for the exchange, to be set in ``nbgrader_config.py``."""

import glob
from pathlib import Path

from nbgrader.exchange.default import ExchangeReleaseFeedback
from nbgrader.utils import temp_attrs

from chainrule.grading.term.returning import came_through_exchange


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Releases feedback to students who submitted through the exchange.

    nbgrader's own version stops at the first student who submitted another way, such as through an LMS.
    """

    def copy_files(self) -> None:
        """Copy the pages, and say whose have no place in the exchange."""
        # The folder is feedback/<student>/<assignment>.
        pages = [Path(page) for page in glob.glob(f"{self.src_path}/*.html")]
        others = sorted({page.parent.parent.name for page in pages if not came_through_exchange(page.parent)})
        for student in others:
            self.log.warning(f"{student} did not hand in through the exchange: return the feedback in another way.")
        excluded = ",".join(filter(None, [self.coursedir.student_id_exclude, *others]))
        with temp_attrs(self.coursedir, student_id_exclude=excluded):
            super().copy_files()
