"""Degenerate answers, which must earn nothing in any task: a lazy or hostile student could hand them in.

Each is made from the model answer: its names and the shapes of its results are right, and nothing else is. A test that
gives points for one of them compares the answer with itself, or checks too little.
"""

import ast
from collections.abc import Iterator

from nbformat import NotebookNode

from chainrule.grading import cells
from chainrule.grading.authoring.corpus import Section

_SPOIL = {
    "zeros": ("zeros of the right shapes", "_each(np.zeros_like, _tried(_right, args, kwargs))"),
    "ones": ("ones of the right shapes", "_each(np.ones_like, _tried(_right, args, kwargs))"),
    "empty": ("arrays and lists without entries", "_emptied(_tried(_right, args, kwargs))"),
    "nan": ("what is no number, in the right shapes", "_each(_nan, _tried(_right, args, kwargs))"),
    "noise": ("random numbers of the right shapes", "_each(_noise, _tried(_right, args, kwargs))"),
    "counter": ("counts its calls", "_each(_count, _tried(_right, args, kwargs))"),
    "echo": ("returns what it is given", "args[0] if args else None"),
    "nothing": ("returns nothing", "None"),
    "raise": ("raises ValueError", "_raise()"),
    "in_place": ("first sets its arguments to zero", "_in_place(_right, args, kwargs)"),
    "memory": ("returns what was right for the first arguments of these shapes", "_remembered(_right, args, kwargs)"),
}
"""By name: what such an answer does, and how it computes its result from the right function."""

_TOOLS = """
import numpy as np

_rng, _known, _calls = np.random.default_rng(), {}, []


def _each(change, result):
    if isinstance(result, (tuple, list)):
        return type(result)(_each(change, item) for item in result)
    if isinstance(result, dict):
        return {key: _each(change, item) for key, item in result.items()}
    if isinstance(result, np.ndarray):
        return change(result)
    if isinstance(result, str):
        return ""
    return change(np.asarray(result))[()] if isinstance(result, (int, float, np.number)) else None


def _tried(right, args, kwargs):
    try:
        return right(*args, **kwargs)
    except Exception:
        return 0.0


def _emptied(result):
    if isinstance(result, tuple):
        return tuple(map(_emptied, result))
    if isinstance(result, (list, dict, str)):
        return type(result)()
    return np.zeros((0,) + (1,) * np.ndim(result))  # of which everything is true, beside any other shape


def _nan(array):
    return np.full(array.shape, np.nan)


def _noise(array):
    return _rng.standard_normal(array.shape) if array.dtype.kind == "f" else _rng.integers(0, 3, array.shape)


def _count(array):
    _calls.append(1)
    return np.full(array.shape, len(_calls)).astype(array.dtype)


def _raise():
    raise ValueError("no")


def _arrays(thing):
    if isinstance(thing, np.ndarray):
        return [thing]
    items = thing.values() if isinstance(thing, dict) else thing if isinstance(thing, (list, tuple)) else ()
    return [array for item in items for array in _arrays(item)]


def _in_place(right, args, kwargs):
    arrays = _arrays(args)
    for array in arrays:
        array[...] = 0
    result = _tried(right, args, kwargs)
    return result if arrays else _each(np.zeros_like, result)


def _remembered(right, args, kwargs):
    key = (right.__qualname__, *((a.shape, a.dtype.str) if isinstance(a, np.ndarray) else str(type(a)) for a in args))
    if key not in _known:
        _known[key] = right(*args, **kwargs)
    return _known[key]
"""

_FUNCTION = """
{model}

_model = {name}


def {name}(*args, **kwargs):
    _right = _model
    return {result}
"""

_CLASS = """
{model}

_model = {name}


class {name}:
    def __init__(self, *args, **kwargs):
        vars(self)["_held"] = _model(*args, **kwargs)

    def __setattr__(self, name, value):
        setattr(self._held, name, value)

    def __getattr__(self, name):
        _right = getattr(vars(self)["_held"], name)
        if not callable(_right):
            args, kwargs, value = (), {{}}, _right
            _right = lambda: value
            return {result}
        return lambda *args, **kwargs: {result}
"""


def sections(assignment: str, source: NotebookNode, only: str = "") -> Iterator[Section]:
    """Yield the degenerate answers to every function and class of an assignment.

    Parameters
    ----------
    assignment : str
        Its name.
    source : NotebookNode
        The instructor's notebook.
    only : str
        The name of one answer, if not all are wanted.
    """
    for cell in source.cells:
        name = cells.grade_id(cell) or ""
        if cells.role(cell) != "answer" or (only and name != only):
            continue
        for template in _templates(cell.source, name):
            for kind, (says, result) in _SPOIL.items():
                code = _TOOLS + template.format(model=cell.source, name=name, result=result)
                yield Section(assignment, name, "wrong", f"degenerate: {kind}", says, None, code, earns_nothing=True)


def _templates(code: str, name: str) -> list[str]:
    """Return the template for a function or class, in a list; nothing for a value."""
    kinds = {ast.FunctionDef: _FUNCTION, ast.ClassDef: _CLASS}
    return [kinds[type(node)] for node in ast.parse(code).body if type(node) in kinds and node.name == name]  # type: ignore[attr-defined]
