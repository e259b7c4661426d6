"""The old name of `chainrule.grading.plugins.preprocessors`; it goes with version 1.0."""

import warnings

from chainrule.grading.plugins.preprocessors import *  # noqa: F403

warnings.warn(f"{__name__} is now chainrule.grading.plugins.preprocessors", DeprecationWarning, stacklevel=2)
