"""The old name of `chainrule.grading.plugins.exporters`; it goes with version 1.0."""

import warnings

from chainrule.grading.plugins.exporters import *  # noqa: F403

warnings.warn(f"{__name__} is now chainrule.grading.plugins.exporters", DeprecationWarning, stacklevel=2)
