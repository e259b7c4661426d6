"""Which operation of an answer raised an exception, and the shapes it was given."""

import ast
import linecache
import traceback
from collections.abc import Callable
from typing import Any

import numpy as np

_PURE = (ast.Name, ast.Attribute, ast.Constant, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop, ast.expr_context)
"""What may be computed once more: names, attributes and arithmetic, which change nothing."""


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
    frames = zip(traceback.walk_tb(error.__traceback__), traceback.extract_tb(error.__traceback__), strict=True)
    students = [(frame, place) for (frame, _), place in frames if is_students(place.filename)]
    if not students:
        return None
    frame, place = students[-1]
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


def _operands(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp):
        return [node.left, node.right]
    return node.args if isinstance(node, ast.Call) else []


def _value(node: ast.expr, names: dict[str, Any]) -> Any:
    """Compute an operand once more; None if it is more than names, attributes and arithmetic."""
    if not all(isinstance(part, _PURE) for part in ast.walk(node)):
        return None
    return eval(compile(ast.Expression(node), "<operand>", "eval"), {"__builtins__": {}}, names)
