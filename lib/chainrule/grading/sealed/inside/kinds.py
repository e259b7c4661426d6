"""Every type that crosses the wire as parts, and how a value's type is found."""

from typing import Any

from . import arrays, basic, tables
from .plain import Kind

KINDS = {kind.tag: kind for kind in (*tables.KINDS, *arrays.KINDS, *basic.KINDS)}
"""The types by their tags. A type stands before the types that it is made of: a `Timestamp` is a `datetime`, too."""


def kind_of(value: Any) -> Kind | None:
    """Return the entry for a value's type; None if it does not cross as parts."""
    return next((kind for kind in KINDS.values() if kind.has(value)), None)
