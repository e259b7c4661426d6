"""nbgrader plugins for releasing, to be set in ``nbgrader_config.py``."""

from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions

from chainrule.grading.stubs import ClearNamedSolutions, FoldTests

RELEASE = [
    *(
        ClearNamedSolutions if plugin is ClearSolutions else plugin
        for plugin in GenerateAssignment.class_traits()["preprocessors"].default()
    ),
    FoldTests,
]
"""What ``nbgrader generate_assignment`` runs over an instructor's notebook, in order."""
