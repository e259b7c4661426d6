"""Finds cells that need not run for grading: the instructor's plots and experiments, if unchanged.

They earn no points and students have already seen their output, yet plotting takes most of a notebook's run time.
"""

import builtins

from nbformat import NotebookNode

from chainrule.grading import cells, names

_MOST_CODE = 30_000
"""Characters of the student's own: to go through more could take longer than what it saves."""


def idle_cells(source: NotebookNode, notebook: NotebookNode) -> set[int]:
    """Return the indices of playground cells that grading can skip.

    These are the instructor's cells that the student left unchanged. A cell is not idle if it binds or modifies a name
    that a running cell reads, or reads data that an answer reads, too: whatever it hands them to may change them. No
    cell is idle if any code is not plain Python or looks up names dynamically, or if there is so much of the student's
    that going through it could take longer than plotting.

    Parameters
    ----------
    source : NotebookNode
        The instructor's notebook.
    notebook : NotebookNode
        A submission, rebuilt.
    """
    own = {cell.id: cell.source for cell in source.cells if cells.role(cell) == "play"}
    if is_much(source, notebook):
        return set()
    idle: dict[int, names.Uses] = {}
    read: set[str] = set()
    answers: set[str] = set()
    no_data = set(vars(builtins))
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code" or cells.is_long(cell):
            continue
        found = names.uses(cell.source)
        if found is None:
            return set()
        no_data |= names.imported(cell.source) | names.functions(cell.source)
        if cells.role(cell) == "play" and own.get(cell.id) == cell.source:
            idle[index] = found
            continue
        read |= found.read
        if cells.role(cell) == "answer":
            answers |= found.read
    if read & names.LOOKING_UP_BY_TEXT:
        return set()
    filling = {index for index, found in idle.items() if found.read & answers - no_data}
    read.update(*(idle.pop(index).read for index in filling))
    return idle.keys() - names.needed(idle, read)


def is_much(source: NotebookNode, notebook: NotebookNode) -> bool:
    """Return whether a submission has so much code of the student's that to go through it could take long.

    Python's parser needs the square of a name's length.
    """
    known = {cell.source for cell in source.cells}
    return sum(len(cell.source) for cell in notebook.cells if cell.source not in known) > _MOST_CODE
