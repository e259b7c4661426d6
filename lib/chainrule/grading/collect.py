"""The old name of `chainrule.grading.plugins.collect`; it goes with version 1.0."""

import warnings

from chainrule.grading.plugins.collect import *  # noqa: F403

warnings.warn(f"{__name__} is now chainrule.grading.plugins.collect", DeprecationWarning, stacklevel=2)
