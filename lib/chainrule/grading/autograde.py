"""The old name of `chainrule.grading.plugins.autograde`; it goes with version 1.0."""

import warnings

from chainrule.grading.plugins.autograde import *  # noqa: F403

warnings.warn(f"{__name__} is now chainrule.grading.plugins.autograde", DeprecationWarning, stacklevel=2)
