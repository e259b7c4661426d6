"""Which cells need not run when a notebook is graded: the instructor's pictures and experiments, left as they were.

They earn no points and students have already seen what they show, yet drawing takes most of a notebook's run time.
"""

from nbformat import NotebookNode

from chainrule.grading import cells
from chainrule.grading.names import Uses, uses

_LOOKS_UP_BY_TEXT = frozenset({"eval", "exec", "globals", "locals", "vars", "dir", "get_ipython"})


def idle_cells(source: NotebookNode, notebook: NotebookNode) -> set[int]:
    """Return the indices of play cells that can be left out when a notebook is graded.

    These are the instructor's, unchanged by the student. One that binds a name, or assigns to a part of it, that a
    cell which runs reads is not idle; none is if some code is no plain Python, or looks names up by their text.

    Parameters
    ----------
    source : NotebookNode
        The instructor's notebook.
    notebook : NotebookNode
        A submission, rebuilt.
    """
    own = {cell.id: cell.source for cell in source.cells if cells.role(cell) == "play"}
    idle: dict[int, Uses] = {}
    needed: set[str] = set()
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code" or cells.is_long(cell):
            continue
        found = uses(cell.source)
        if found is None:
            return set()
        if cells.role(cell) == "play" and own.get(cell.id) == cell.source:
            idle[index] = found
        else:
            needed |= found.read
    if needed & _LOOKS_UP_BY_TEXT:
        return set()
    while wanted := [index for index, found in idle.items() if found.changed & needed]:
        for index in wanted:
            needed |= idle.pop(index).read
    return set(idle)
