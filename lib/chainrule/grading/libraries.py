"""Which libraries answers may import, if a course restricts them (``c.Examine.libraries``).

A rule for honest students, read from their code: the wall protects what must not be reached.
"""

import ast
import re
from collections.abc import Collection

from nbformat import NotebookNode

from chainrule.grading import cells, names

_IMPORT = re.compile(r"^[ \t]*(?:import|from)[ \t]+(\w+)", re.MULTILINE)


def imported(code: str) -> set[str]:
    r"""Return the libraries that a cell imports, even if it has magics or is not valid Python.

    Examples
    --------
    >>> sorted(imported("import scipy.special as s, re\nfrom numpy import linalg\n__import__('os')"))
    ['numpy', 'os', 're', 'scipy']
    >>> imported("%matplotlib inline\nimport pandas")
    {'pandas'}
    """
    tree = names.parsed(code)
    if tree is None:
        return set(_IMPORT.findall(code))
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=aliases):
                found |= {alias.name for alias in aliases}
            case ast.ImportFrom(module=str(module), level=0):
                found.add(module)
            case ast.Call(func=ast.Name(id="__import__"), args=[ast.Constant(value=str(module)), *_]):
                found.add(module)
    return {module.partition(".")[0] for module in found}


def refused(notebook: NotebookNode, allowed: Collection[str] | None) -> dict[int, str]:
    """Return the student's cells that import what the course does not allow, with a sentence for the student each.

    Parameters
    ----------
    notebook : NotebookNode
        A rebuilt notebook.
    allowed : collection of str, or None
        Names of libraries, beside those that the read-only cells import; None allows all.
    """
    if allowed is None:
        return {}
    given = [imported(cell.source) for cell in notebook.cells if cells.role(cell) == "given"]
    known = {"__future__"}.union(allowed, *given)
    found = {}
    for index, cell in enumerate(notebook.cells):
        if cells.role(cell) in ("answer", "play") and (others := sorted(imported(cell.source) - known)):
            found[index] = f"{others[0]} may not be imported in this course, only {_listed(known - {'__future__'})}"
    return found


def _listed(libraries: Collection[str]) -> str:
    *most, last = sorted(libraries)
    return f"{', '.join(most)} and {last}" if most else last
