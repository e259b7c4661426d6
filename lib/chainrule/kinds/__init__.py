"""The types of data that are made of parts: they cross the wire between answers and tests by value, and are copied.

This is the only list of them: `copies` and the wire of the sandbox both use it.
"""

from typing import Any

import numpy as np

from chainrule.kinds import arrays, basic, tables
from chainrule.kinds.arrays import is_of_numbers
from chainrule.kinds.plain import Kind

KINDS = {kind.tag: kind for kind in (*tables.KINDS, *arrays.KINDS, *basic.KINDS)}
"""The types by their tags. A type stands before the types that it is made of: a `Timestamp` is a `datetime`, too."""

_BUILT_IN = frozenset((float, str, int, bool, type(None), list, dict, tuple, bytes))
"""Types that are no entries: most of what crosses."""

_MOST_REMEMBERED = 256
_without: dict[int, type] = {}
"""Other types that are none, by their numbers: no class is asked for its hash. Only of arrays, not all are alike."""


def kind_of(value: Any) -> Kind | None:
    """Return the entry for a value's type; None if it does not cross as parts."""
    kind = type(value)
    if type(kind) is type and kind in _BUILT_IN:  # the class of a student's class could answer what that equals
        return None
    if is_of_numbers(value) or _without.get(id(kind)) is kind:
        return None
    found = next((entry for entry in KINDS.values() if entry.has(value)), None)
    if found is None and len(_without) < _MOST_REMEMBERED and not issubclass(kind, np.ndarray):
        _without[id(kind)] = kind
    return found


_LENT = ("__main__", "__examiner__", "__model__", "chainrule")
"""Modules of classes whose objects can be lent: those of a notebook, wherever it runs, and ours."""


def stays(value: Any) -> type | None:
    """Return the type of what keeps a value from being handed to an answer in another process; None if nothing does.

    Whether it is too large, or nested too deeply, only the wire knows.

    Examples
    --------
    >>> stays([1, {"a": len}]), stays([iter("a")])
    (None, <class 'str_ascii_iterator'>)
    """
    waiting, seen = [value], {}
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, (bool, int, float, complex, str, bytes, np.generic, type(None))):
            continue
        seen[id(one)] = one
        kind = kind_of(one)
        if kind is not None and (parts := kind.parts(one)) is not None:
            waiting += parts
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, (list, tuple)):
            waiting += one
        elif not (is_of_numbers(one) or callable(one) or type(one).__module__.partition(".")[0] in _LENT):
            return type(one)
    return None
