"""An instructor's notebook as students get it: with stubs for solutions, and without hidden tests."""

from copy import deepcopy

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor

from chainrule.grading import cells, regions, stock


class ClearNamedSolutions(ClearSolutions):
    """nbgrader's `ClearSolutions`, with a stub that says which answer is missing."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Replace the solution regions of one cell."""
        missing = f'raise NotImplementedError("{cells.grade_id(cell)} is not answered yet")'
        self.code_stub = {"python": f"# YOUR CODE HERE\n{missing}"}
        cleared: tuple[NotebookNode, ResourcesDict] = super().preprocess_cell(cell, resources, cell_index)
        return cleared


class FoldTests(NbGraderPreprocessor):
    """Folds the code of test cells, where the notebook's viewer can: a student reads what a check says, not the check.

    Of the metadata, nbgrader's checksums know only what is nbgrader's.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Fold one cell, if it is a test."""
        if cells.role(cell) == "test":
            cell.metadata["jupyter"] = {**cell.metadata.get("jupyter", {}), "source_hidden": True}
        return cell, resources


def released(source: NotebookNode) -> NotebookNode:
    """Return a copy of an instructor's notebook, with its cells as students got them."""
    clear = stock.clear_solutions(source) if stock.is_stock(source) else ClearNamedSolutions()
    notebook: NotebookNode = clear.preprocess(deepcopy(source), {})[0]
    for cell in notebook.cells:
        if regions.split(cell.source)[1] or cells.role(cell) == "test" or cells.is_task(cell):
            cell.source = regions.visible(cell.source)
    return notebook
