"""The old name of `chainrule.grading.plugins.feedback`; it goes with version 1.0."""

import warnings

from chainrule.grading.plugins.feedback import *  # noqa: F403

warnings.warn(f"{__name__} is now chainrule.grading.plugins.feedback", DeprecationWarning, stacklevel=2)
