"""What counts as plain data: its limits, how types are added to it, and what is wrong with the rest.

Everything here, and in the modules that use it (`basic`, `arrays`, `tables`), is written for a hostile peer, as `wire`
is: a value is built by constructors of Python, NumPy, pandas and SciPy, from parts whose types and sizes were checked.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

DTYPES = {
    np.dtype(code).str: np.dtype(code)
    for code in ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "g", "c8", "c16", "G")
}
"""The types of arrays of numbers, whose bytes are sent as they are."""

MAX_DEPTH = 32
MAX_DIMENSION = 1 << 26
MAX_BITS = 14_000
"""The most bits of an integer: Python prints no number of more than 4,300 digits."""

MAX_HASHED = 10_000
"""The most members of a set, or keys of a dict, that are no text: numbers can be chosen to have the same hash."""

_MOST_ENTRIES = 1 << 40


class WireError(Exception):
    """The peer broke the protocol. The message never quotes the peer, because it reaches the feedback."""


class Unsendable(TypeError):
    """A value is not plain data."""


@dataclass(frozen=True)
class Kind:
    """A type of values that cross the wire as parts, each of which crosses as plain data in its turn.

    To let another type cross, add an entry to `basic.KINDS`, `arrays.KINDS` or `tables.KINDS`.

    Parameters
    ----------
    tag : str
        Stands for the type in a frame; at least two letters.
    has : callable
        Whether a value is of this type.
    parts : callable
        Takes a value, perhaps of a subclass with methods of its own; returns its parts, which hold nothing of the
        subclass, or None if this value cannot cross.
    build : callable
        Takes parts of any number, of any types of plain data, and returns a value of exactly this type. It raises
        `WireError`, or whatever the constructor raises, if the parts are not those of such a value.
    change : callable, optional
        For types that can be changed: makes the first value what the second is.
    state : callable, optional
        For types that can be changed: what the value holds, as bytes or as a list of objects and bytes.
    stands_for : callable
        How many entries a value has for whoever reads it, beyond its parts.
    """

    tag: str
    has: Callable[[Any], bool]
    parts: Callable[[Any], Sequence[Any] | None]
    build: Callable[..., Any]
    change: Callable[[Any, Any], None] | None = None
    state: Callable[[Any], bytes | list[Any]] | None = None
    stands_for: Callable[[Any], int] = lambda value: 0

    def built(self, parts: Sequence[Any]) -> Any:
        """Return the value with these parts, which are plain data, but may be any.

        Raises
        ------
        WireError
            If there is none.
        """
        with refusing("a value is malformed"):
            return self.build(*parts)

    def can_be_built(self, parts: Sequence[Any]) -> bool:
        """Return whether the other side will accept these: what is unusual must not look like an attack, or end it."""
        try:
            self.built(parts)
        except WireError:
            return False
        return True


@contextmanager
def refusing(why: str) -> Iterator[None]:
    """Refuse parts that a type does not take: libraries raise anything for them."""
    try:
        yield
    except (WireError, MemoryError):
        raise
    except Exception as error:
        raise WireError(why) from error


def is_a(*types: type) -> Callable[[Any], bool]:
    """Return a function that tells whether a value is of one of these types, whatever it claims to be."""
    known = frozenset(map(id, types))  # no class is asked what it equals
    return lambda value: not known.isdisjoint(map(id, type(value).__mro__))


def is_possible(shape: Sequence[int]) -> bool:
    """Return whether an array may have this shape: even one without entries must have sensible sizes."""
    small = len(shape) <= MAX_DEPTH and all(0 <= size <= MAX_DIMENSION for size in shape)
    return small and math.prod(max(size, 1) for size in shape) <= _MOST_ENTRIES


def are_few_to_hash(members: Sequence[Any]) -> bool:
    """Return whether these may be members of one set: the hash of text cannot be foreseen, that of numbers can."""
    return sum(type(member) not in (str, bytes) for member in members) <= MAX_HASHED


def need(condition: bool) -> None:
    """Refuse a value whose parts do not fulfil a condition."""
    if not condition:
        raise WireError("a value is malformed")


def whole(*numbers: Any, least: int | None = None, most: int | None = None) -> None:
    """Refuse a value if any of these parts is not exactly an integer, or is out of bounds."""
    for number in numbers:
        need(type(number) is int)
        need((least is None or number >= least) and (most is None or number <= most))
