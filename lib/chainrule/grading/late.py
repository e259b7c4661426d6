"""The old name of `chainrule.grading.plugins.late`; it goes with version 1.0."""

import warnings

from chainrule.grading.plugins.late import *  # noqa: F403

warnings.warn(f"{__name__} is now chainrule.grading.plugins.late", DeprecationWarning, stacklevel=2)
