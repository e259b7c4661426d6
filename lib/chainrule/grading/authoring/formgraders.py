"""Notebooks made with formgrader's *Create Assignment*: names and regions as a text notebook has them.

Formgrader calls a cell ``cell-3f2a9c…``, ties no test to an answer, and takes a cell without a region for a solution as
a whole.
"""

import ast
import re
from collections.abc import Iterator

from nbformat import NotebookNode

from chainrule.grading import cells, names, regions


def adopt(notebook: NotebookNode) -> Iterator[str]:
    """Rename and complete, in place, the cells that break a rule of text notebooks; yield a line for each.

    An answer is named after what it defines, a test after the answer above it, and a written answer is numbered. A
    solution without a region gets one: the body of its only function, or the whole of a written answer.
    """
    taken = {str(cells.grade_id(cell)) for cell in notebook.cells if cells.grade_id(cell)}
    answer = ""
    for cell in notebook.cells:
        role, old = cells.role(cell), cells.grade_id(cell)
        if role in ("answer", "written") and not regions.split(cell.source)[1] and (whole := _with_region(cell)):
            cell.source = whole
            yield f"{old}: its solution now stands between ### BEGIN SOLUTION and ### END SOLUTION"
        if role == "answer":
            defined = sorted(names.definitions(regions.visible(cell.source)), key=cell.source.find)
            new = old if old in defined else next(iter(defined), old)
            answer = str(new)
        elif role == "test":
            fits = cells.answer_of(str(old)) == answer and "__" in str(old)
            new = old if fits or not answer else _free(f"{answer}__check", taken)
        elif role == "written":
            new = old if str(old).startswith(("explain_", "derive_")) else _free("explain_answer", taken)
        elif role == "given":
            new = old if re.fullmatch(r"[A-Za-z_]\w*", str(old), re.ASCII) else _free("given", taken)
        else:
            continue
        if new != old:
            cell.metadata.nbgrader.grade_id = new
            taken.add(str(new))
            yield f"{old} is {new} now"


def _free(stem: str, taken: set[str]) -> str:
    """Return a name that no cell has yet."""
    number = next(number for number in range(1, len(taken) + 2) if f"{stem}_{number}" not in taken)
    taken.add(f"{stem}_{number}")
    return f"{stem}_{number}"


def _with_region(cell: NotebookNode) -> str | None:
    """Return a cell's source with its solution in a region; None if it is not clear what that is."""
    lines = cell.source.split("\n")
    first, last = 0, len(lines)
    if cell.cell_type == "code":
        tree = names.parsed(cell.source)
        functions = [one for one in tree.body if isinstance(one, ast.FunctionDef)] if tree else []
        if tree is None or len(tree.body) != 1 or not functions:
            return None
        body = functions[0].body[1:] if ast.get_docstring(functions[0]) is not None else functions[0].body
        if not body:
            return None
        first, last = body[0].lineno - 1, body[-1].end_lineno or last
    indent = lines[first][: len(lines[first]) - len(lines[first].lstrip())]
    region = [f"{indent}### BEGIN SOLUTION", *lines[first:last], f"{indent}### END SOLUTION"]
    return "\n".join([*lines[:first], *region, *lines[last:]])
