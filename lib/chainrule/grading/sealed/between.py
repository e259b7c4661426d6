"""Names that test cells define for cells below them, in courses whose notebook is one program from top to bottom.

Here a test cell runs apart from the student's cells and from other tests. So one that needs names of earlier tests runs
after them, in its own place; and the visible part of a test whose names a student's cell needs runs there, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode

from chainrule.grading import cells, names, regions


@dataclass(frozen=True)
class Needs:
    """What a test needs of those above it.

    Parameters
    ----------
    imports : list of str
        Their import statements that it uses.
    tests : list of NotebookNode
        Those that bind other names for it, or change what is bound to them, in order.
    """

    imports: list[str] = field(default_factory=list)
    tests: list[NotebookNode] = field(default_factory=list)


def needs(source: Sequence[NotebookNode]) -> dict[str, Needs]:
    """Return what each test of the instructor's notebook needs of earlier ones, by its ``grade_id``."""
    owners: dict[str, set[int]] = {}
    given: set[str] = set()
    imports: dict[str, str] = {}
    direct: dict[int, set[int]] = {}
    found: dict[str, Needs] = {}
    for index, cell in enumerate(source):
        code = names.python(cell.source)
        defined = names.definitions(code)
        if cells.role(cell) == "test":
            read = names.free(code)
            direct[index] = set[int]().union(*(owners[name] for name in read & owners.keys()))
            direct[index] |= set[int]().union(*(direct[other] for other in direct[index]))
            used = {imports[name] for name in read & imports.keys()}
            tests = [source[other] for other in sorted(direct[index])]
            found[str(cells.grade_id(cell))] = Needs(sorted(used), tests)
            for statement in names.imports(code):
                bound = names.imported(statement)
                imports |= dict.fromkeys(bound, statement)
                defined -= bound
            for name in (names.changed(code) | names.told(code)) & (owners.keys() | given) - imports.keys():
                owners[name] = owners.get(name, set()) | {index}
            sure = names.surely_defined(code)
            owners |= {name: {index} | (set() if name in sure else owners.get(name, set())) for name in defined}
        elif cells.is_run(cell):
            for name in defined:
                owners.pop(name, None)
                imports.pop(name, None)
            given -= defined
            if cells.role(cell) != "answer":
                given |= defined - names.imported(code)
    return found


def shared(notebook: Sequence[NotebookNode]) -> set[int]:
    """Return the test cells, by index, whose visible part defines names for a cell that runs with the student."""
    owners: dict[str, int] = {}
    found: set[int] = set()
    for index, cell in enumerate(notebook):
        if cells.role(cell) == "test":
            owners |= dict.fromkeys(names.definitions(names.python(regions.visible(cell.source))), index)
        elif cells.is_run(cell):
            code = names.python(cell.source, soon=cells.role(cell) != "given")  # it may be the student's
            found |= {owners[name] for name in names.free(code) if name in owners}
            for name in names.definitions(code):
                owners.pop(name, None)
    return found
