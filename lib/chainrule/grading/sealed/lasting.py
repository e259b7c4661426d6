"""Whether a test could change something of the read-only cells that outlasts it: then it is judged in a copy.

A copy of the examiner's process costs more than most tests do by themselves, and most read only modules, data of which
they get copies, and functions of the read-only cells that only compute: an answer may call those that it is handed.
"""

import dis
import sys
import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

import chainrule
from chainrule.grading import names
from chainrule.grading.sealed.proxies import CELLS_MODULE

_DATA = (list, dict, set, tuple, frozenset, bytearray)
_CONSTANT = (bool, int, float, complex, str, bytes, range, np.generic, np.ufunc, type(None))
_CODE = (types.FunctionType, types.BuiltinFunctionType, type)
_INSTALLED = (sys.prefix, sys.base_prefix, Path(chainrule.__file__).parent)
"""Where modules are that only compute, also if all of it lies in the course."""

_COMPUTING = frozenset(
    ("builtins", "chainrule", "cmath", "collections", "fractions", "functools", "_functools", "itertools", "math")
    + ("numbers", "numpy", "operator", "_operator", "statistics", "string", "typing")
)
"""Libraries that functions of read-only cells may use: what they keep for good, only the names below change."""
_SETTERS = frozenset({"open", "seed", "set_state", "setbufsize", "seterr", "seterrcall", "set_printoptions"})
_DRAWS_ITSELF = frozenset({"default_rng", "Generator", "RandomState", "SeedSequence", "PCG64"})
_STORES = ("STORE_GLOBAL", "DELETE_GLOBAL", "STORE_ATTR", "DELETE_ATTR")
_INDIRECT = frozenset({"setattr", "delattr", "globals", "vars", "exec", "eval", "__import__", "__dict__"}) | _SETTERS


def can_change(value: Any) -> bool:
    """Return whether something of a read-only cell, or what it changes, could stay changed although it was copied.

    Examples
    --------
    >>> can_change([0.5, {"a": range(3)}]), can_change(iter([]))
    (False, True)
    """
    return not (is_data(value) or _is_pure(value))


def patches(code: str, known: Mapping[str, Any]) -> bool:
    """Return whether the code of a test sets something of a library's, which other tests use, too."""
    found = names.patched(code)
    return any(_is_library(known[name]) for name in found & known.keys()) or not found.isdisjoint(names.imported(code))


def is_data(value: Any) -> bool:
    """Return whether `copy.deepcopy` copies all of a value that could be changed."""
    if type(value) is np.ndarray:
        return value.dtype.kind in "biufcSUmM"
    if type(value) is dict:
        return all(map(is_data, (*value.keys(), *value.values())))
    return all(map(is_data, value)) if type(value) in _DATA else _is_constant(value)


def _is_pure(function: Any) -> bool:
    """Return whether a function of a read-only cell changes nothing by itself, nor by those that it reads."""
    known: set[str] = set()
    waiting = [function]
    while waiting:
        value = waiting.pop()
        if isinstance(value, types.FunctionType) and value.__module__ == CELLS_MODULE:
            if not _is_plain(value):
                return False
            read = {name for code in _codes(value.__code__) for name in code.co_names}
            waiting += [value.__globals__[name] for name in read - known if name in value.__globals__]
            known |= read
        elif not _is_library(value) or not (value is function or _computes(value)):
            return False
    return True


def _is_plain(function: types.FunctionType) -> bool:
    """Return whether a function of a read-only cell keeps nothing itself, and sets nothing outside of itself."""
    defaults = [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]
    if function.__closure__ or function.__dict__ or not all(map(_is_constant, defaults)):
        return False
    return not any(map(_sets, _codes(function.__code__)))


def _sets(code: types.CodeType) -> bool:
    """Return whether code could set or draw something that is not its own."""
    if _INDIRECT.intersection(code.co_names):
        return True
    last = ""
    for step in dis.get_instructions(code):
        is_imported = step.opname == "IMPORT_NAME" and _root(step.argval) not in _COMPUTING
        if is_imported or step.opname in _STORES or (last == "random" and step.argval not in _DRAWS_ITSELF):
            return True
        last = step.argval if step.opname in ("LOAD_ATTR", "LOAD_GLOBAL", "IMPORT_NAME") else ""
    return False


def _is_library(value: Any) -> bool:
    """Return whether it is a constant, or a module, function or class of a library."""
    return (isinstance(value, types.ModuleType) or _is_constant(value)) and not _is_beside(value)


def _computes(value: Any) -> bool:
    """Return whether a module, or where a function or class comes from, is one that only computes."""
    name = getattr(value, "__name__", None)
    home = name if isinstance(value, types.ModuleType) else getattr(value, "__module__", None)
    return _root(home or "builtins") in _COMPUTING and name not in {*_SETTERS, "numpy.random"}


def _root(name: str) -> str:
    return name.partition(".")[0]


def _is_constant(value: Any) -> bool:
    if type(value) in (tuple, frozenset):
        return all(map(_is_constant, value))
    return isinstance(value, _CONSTANT) or (isinstance(value, _CODE) and value.__module__ != CELLS_MODULE)


def _is_beside(value: Any) -> bool:
    """Return whether it is, or comes from, a module beside the notebook: of those, nothing is known."""
    module = value if isinstance(value, types.ModuleType) else sys.modules.get(getattr(value, "__module__", None) or "")
    file = getattr(module, "__file__", None)
    if file is None or any(Path(file).is_relative_to(place) for place in _INSTALLED):
        return False
    return Path(file).is_relative_to(Path.cwd())


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _codes(constant)
