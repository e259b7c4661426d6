"""nbgrader plug-ins of the release side, set in ``nbgrader_config.py``."""

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions

from chainrule.grading import cells


class ClearNamedSolutions(ClearSolutions):
    """nbgrader's `ClearSolutions`, with a stub that says which answer is missing."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Replace the solution regions of one cell."""
        missing = f'raise NotImplementedError("{cells.grade_id(cell)} is not answered yet")'
        self.code_stub = {"python": f"# YOUR CODE HERE\n{missing}"}
        return super().preprocess_cell(cell, resources, cell_index)


RELEASE = [
    ClearNamedSolutions if plugin is ClearSolutions else plugin
    for plugin in GenerateAssignment.class_traits()["preprocessors"].default()
]
"""What ``nbgrader generate_assignment`` runs over an instructor's notebook, in order."""
