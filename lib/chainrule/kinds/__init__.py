"""The types of data that are made of parts: they cross the wire between answers and tests by value, and are copied.

This is the only list of them: `copies` and the wire of the sandbox both use it.
"""

from typing import Any

from chainrule.kinds import arrays, basic, tables
from chainrule.kinds.arrays import is_of_numbers
from chainrule.kinds.plain import Kind

KINDS = {kind.tag: kind for kind in (*tables.KINDS, *arrays.KINDS, *basic.KINDS)}
"""The types by their tags. A type stands before the types that it is made of: a `Timestamp` is a `datetime`, too."""

_BUILT_IN = frozenset(map(id, (float, str, int, bool, type(None), list, dict, tuple, bytes)))
"""Types that are no entries: most of what crosses."""


def kind_of(value: Any) -> Kind | None:
    """Return the entry for a value's type; None if it does not cross as parts."""
    if id(type(value)) in _BUILT_IN or is_of_numbers(value):
        return None
    return next((kind for kind in KINDS.values() if kind.has(value)), None)
