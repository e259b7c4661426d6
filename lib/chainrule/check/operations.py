"""Which operation of an answer raised an exception, and the shapes it was given."""

import ast
import linecache
import re
import traceback
import types
from collections.abc import Callable
from typing import Any

import numpy as np

_PURE = (ast.Name, ast.Attribute, ast.Constant, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop, ast.expr_context)
"""What may be computed once more: names, attributes and arithmetic, which change nothing."""


_COLUMNS = re.compile(r"\[\s*:\s*,\s*([A-Za-z_]\w*)\s*\]")


def shapes_of(error: BaseException, is_students: Callable[[str], bool]) -> str | None:
    """Return the operation in which an exception was raised, with the shapes of its arrays.

    Parameters
    ----------
    error : exception
    is_students : callable
        Tells of a file's name whether its code is a student's.

    Returns
    -------
    str or None
        Such as ```W @ ds`, (4, 3) and (4,)``; None if no line of a student's combines two arrays.
    """
    found = _place_of(error, is_students)
    if found is None:
        return None
    frame, place = found
    if place.lineno is None or place.colno is None or place.lineno != place.end_lineno:
        return None
    code = linecache.getline(place.filename, place.lineno).encode()[place.colno : place.end_colno].decode()
    try:
        node = ast.parse(code.strip(), mode="eval").body
        values = [_value(one, frame.f_globals | frame.f_locals) for one in _operands(node)]
    except Exception:  # noqa: BLE001 - then nothing is said of it
        return None
    shapes = [str(np.shape(value)) for value in values if isinstance(value, np.ndarray)]
    return f"`{code.strip()}`, {' and '.join(shapes)}" if len(shapes) == 2 else None


def whole_columns(error: BaseException, is_students: Callable[[str], bool]) -> str | None:
    """Return the name in a ``[:, y]`` of the function that raised an exception, if it holds an integer for each row.

    Parameters
    ----------
    error, is_students
        As for `shapes_of`.
    """
    found = _place_of(error, is_students)
    if found is None:
        return None
    frame, place = found
    first, last = frame.f_code.co_firstlineno, place.lineno or 0
    lines = [linecache.getline(place.filename, number) for number in range(first, last + 1)]
    names = {name: frame.f_locals.get(name) for name in _COLUMNS.findall("".join(lines))}
    return next(
        (name for name, y in names.items() if isinstance(y, np.ndarray) and y.ndim == 1 and y.dtype.kind in "iu"), None
    )


def _place_of(
    error: BaseException, is_students: Callable[[str], bool]
) -> tuple[types.FrameType, traceback.FrameSummary] | None:
    """Return the innermost place of a student's code that an exception went through."""
    frames = zip(traceback.walk_tb(error.__traceback__), traceback.extract_tb(error.__traceback__), strict=True)
    students = [(frame, place) for (frame, _), place in frames if is_students(place.filename)]
    return students[-1] if students else None


def _operands(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp):
        return [node.left, node.right]
    return node.args if isinstance(node, ast.Call) else []


def _value(node: ast.expr, names: dict[str, Any]) -> Any:
    """Compute an operand once more; None if it is more than names, attributes and arithmetic."""
    if not all(isinstance(part, _PURE) for part in ast.walk(node)):
        return None
    return eval(compile(ast.Expression(node), "<operand>", "eval"), {"__builtins__": {}}, names)
