"""Where a check is: the title of its case, and its line as the student sees it."""

import ast
import contextlib
import inspect
import sys
import types

from chainrule.check import cells

_ABOUT = "about"
"""How checks call the argument that is the title of a case."""


def dropped_above(frame: types.FrameType) -> int:
    """Return how many empty lines stood above a cell's code: IPython drops them, and counts from there."""
    source = cells.source(frame.f_code.co_filename).strip()
    with contextlib.suppress(Exception):  # a kernel of another kind
        typed = frame.f_globals["get_ipython"]().history_manager.input_hist_raw
        for cell, raw in zip(reversed(frame.f_globals[cells.HISTORY]), reversed(typed), strict=False):
            if cell.strip() == source:
                return len(raw[: len(raw) - len(raw.lstrip())].splitlines())
    return 0


def title_of_next(frame: types.FrameType | None) -> str | None:
    """Return the title of the check that would come next in a notebook, from where a frame is; None if there is none.

    In ``got = check.call(answer, x)`` no title is known; in ``check.value(got, …, "the title")``, below it, there is.
    """
    while frame is not None and isinstance(frame.f_globals.get(cells.HISTORY), list):
        for statement, before in _from(cells.source(frame.f_code.co_filename), frame.f_lineno):
            title = _title_in(statement)
            if title is not None:
                found = _text_of(title, before, frame)
                if found is not None:
                    return found
        frame = frame.f_back
    return None


_Statement = tuple[ast.stmt, list[ast.stmt]]


def _from(cell: str, line: int) -> list[_Statement]:
    """Return the statement on a line, and those after it in its block; each with those between."""
    block = cells.parsed(cell).body
    found: list[ast.stmt] = []
    while block:
        there = [i for i, one in enumerate(block) if one.lineno <= line <= (one.end_lineno or one.lineno)]
        if not there:
            break
        found = block[there[0] :]
        inner = [getattr(found[0], part, []) for part in ("body", "orelse", "finalbody")]
        block = next((one for one in inner if one and one[0].lineno <= line <= (one[-1].end_lineno or line)), [])
    return [(one, found[: i + 1]) for i, one in enumerate(found)]


def _title_in(statement: ast.stmt) -> ast.expr | None:
    """Return the title in the first call of a check in a statement."""
    for node in ast.walk(statement):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if name == cells.CHECK:
                given = [one.value for one in node.keywords if one.arg == _ABOUT]
                place = _place_of_title(attr)
                given += node.args[place : place + 1] if place is not None else []
                if given:
                    return given[0]
    return None


def _place_of_title(function: str) -> int | None:
    """Return which argument of one of this package's functions is the title."""
    checking = getattr(sys.modules.get(__package__), function, None)
    if not inspect.isfunction(checking):
        return None
    parameters = inspect.signature(checking).parameters
    may_be_placed = _ABOUT in parameters and parameters[_ABOUT].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    return list(parameters).index(_ABOUT) if may_be_placed else None


def _text_of(title: ast.expr, before: list[ast.stmt], frame: types.FrameType) -> str | None:
    """Return the text of a title: as it stands there, or of a variable that may be set only after this line."""
    if isinstance(title, ast.Name):
        set_here: ast.expr = title
        for statement in before:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == title.id:
                    set_here = value
                case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
                    names = [one.id if isinstance(one, ast.Name) else "" for one in targets]
                    set_here = values[names.index(title.id)] if title.id in names else set_here
        title = set_here
    if not isinstance(title, (ast.Constant, ast.JoinedStr, ast.Name)):
        return None
    try:
        text = eval(compile(ast.Expression(title), "<title>", "eval"), frame.f_globals, frame.f_locals)
    except Exception:  # noqa: BLE001 - a variable that has no value yet, say
        return None
    return text if isinstance(text, str) else None
