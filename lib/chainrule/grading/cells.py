"""The roles that a notebook's cells play, read from nbgrader's metadata.

========  ============================================================  =====================
role      what it is                                                    runs in sealed grading
========  ============================================================  =====================
prose     Markdown of the instructor                                    nowhere
given     locked code: imports, data, worked examples                   on both sides
play      unlocked code: pictures, experiments, a student's own cells   with the student
answer    code that a test looks at                                     with the student
test      locked code with points, visible and hidden checks            with the examiner
written   Markdown that a person marks                                  nowhere
========  ============================================================  =====================

When a notebook is graded, a play cell that the student left as it was is left out (see `idle`), and so is one that is
tagged ``long``.
"""

import ast
import re
import warnings
from copy import deepcopy
from typing import Literal

from nbformat import NotebookNode

Role = Literal["prose", "given", "play", "answer", "test", "written"]

_HIDDEN = re.compile(r"^\s*#+ *BEGIN HIDDEN TESTS.*?^\s*#+ *END HIDDEN TESTS[^\n]*\n?", re.DOTALL | re.MULTILINE)
_DEFINITION = re.compile(r"^(?:async +)?(?:def|class) +(\w+)|^(\w+) *(?::[^=\n]+)?=(?!=)", re.MULTILINE)


def role(cell: NotebookNode) -> Role:
    """Return the role of a cell of an *instructor's* notebook (a student's metadata proves nothing)."""
    marks = cell.metadata.get("nbgrader", {})
    code = cell.cell_type == "code"
    if marks.get("grade") and marks.get("solution"):
        return "written"
    if marks.get("grade"):
        return "test"
    if marks.get("solution"):
        return "answer"
    if marks.get("locked") and code:
        return "given"
    return "play" if code else "prose"


def grade_id(cell: NotebookNode) -> str | None:
    """Return the name by which nbgrader knows a cell, or None for prose and play."""
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def points(cell: NotebookNode) -> float:
    """Return the most points that a cell can earn, 0 for one that is not graded."""
    return float(cell.metadata.get("nbgrader", {}).get("points", 0))


def is_long(cell: NotebookNode) -> bool:
    """Return whether a cell only shows something, and takes long to do so: it is not run when a notebook is graded."""
    return role(cell) == "play" and "long" in cell.metadata.get("tags", [])


def answer_of(test_id: str) -> str:
    """Return the answer that a test cell examines.

    Examples
    --------
    >>> answer_of("svm_loss__gradient")
    'svm_loss'
    """
    return test_id.split("__")[0]


def visible(source: str) -> str:
    """Return a test cell's source without its hidden regions: all of it that a student may ever see."""
    return _HIDDEN.sub("", source).rstrip("\n")


def parts(source: str) -> list[tuple[str, bool]]:
    """Split a test cell into ``(code, hidden)`` pieces, in order.

    Each piece is padded with blank lines, so that line numbers in a traceback are those of the whole cell.
    """
    pieces, end = [], 0
    for region in _HIDDEN.finditer(source):
        pieces.append((end, region.start(), False))
        pieces.append((region.start(), region.end(), True))
        end = region.end()
    pieces.append((end, len(source), False))
    return [
        ("\n" * source.count("\n", 0, start) + source[start:stop], hidden)
        for start, stop, hidden in pieces
        if source[start:stop].strip()
    ]


def definitions(code: str) -> set[str]:
    r"""Return the names that a cell defines at its top level, also if it is not valid Python.

    Examples
    --------
    >>> sorted(definitions("import numpy as np\ndef softmax(x):\n    y = x\nk: int = 3"))
    ['k', 'np', 'softmax']
    >>> definitions("%timeit 1\nclass ReLU:\n    pass (")
    {'ReLU'}
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {function or variable for function, variable in _DEFINITION.findall(code)}
    names = set()
    for statement in tree.body:
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                names.add(name)
            case ast.Import(names=imported) | ast.ImportFrom(names=imported):
                names |= {alias.asname or alias.name.split(".")[0] for alias in imported}
            case ast.Assign() | ast.AnnAssign(value=ast.expr()) | ast.If() | ast.Try() | ast.With() | ast.For():
                inner = list(ast.walk(statement))
                names |= {part.id for part in inner if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)}
                names |= {part.name for part in inner if isinstance(part, ast.FunctionDef | ast.ClassDef)}
    return names


def without_outputs(notebook: NotebookNode) -> NotebookNode:
    """Return a copy of a notebook as it was before any cell ran."""
    notebook = deepcopy(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook
