"""Copies of data, so that whoever changes one leaves the owner's own alone."""

import contextlib
import copy
import itertools
import sys
from collections.abc import Iterable
from typing import Any

import numpy as np

from chainrule.kinds import kind_of
from chainrule.kinds.plain import Unsendable, WireError

_ATOMS = frozenset({type(None), bool, int, float, complex, str, bytes})

OF_CELLS = "__examiner__"
"""The module of the classes that read-only cells define, where tests run apart from answers."""


def copies(values: Iterable[Any], *, objects: bool = True) -> list[Any]:
    """Copy all data in values that can be changed, whatever crosses the wire by value, but not functions.

    What occurs twice is copied once. A copy is of the same class, and that of an array has the same layout in memory.
    Of objects, only those of classes that read-only cells define are copied, with all that they hold: not what can be
    called, and not where answers and tests run together, where a class may be an answer. With `objects=False` none is
    copied.

    Raises
    ------
    Unsendable
        If such an object cannot be copied.
    """
    made: dict[int, tuple[Any, Any]] = {}  # what was copied stays, or something else could get its number
    within: dict[int, Any] = {}  # the same for what objects hold

    def copied(thing: Any) -> Any:
        kind = type(thing)  # not what it claims to be
        if kind in _ATOMS or issubclass(kind, np.generic):
            return thing
        if id(thing) in made:
            return made[id(thing)][1]
        if issubclass(kind, tuple):
            items = [copied(item) for item in tuple.__iter__(thing)]
            are_same = all(a is b for a, b in zip(items, tuple.__iter__(thing), strict=True))
            made[id(thing)] = thing, thing if are_same else tuple.__new__(kind, items)
            return made[id(thing)][1]
        known = kind_of(thing)
        if not issubclass(kind, np.ndarray | list | dict | bytearray) and (known is None or known.change is None):
            if not objects:
                return thing
            made[id(thing)] = thing, object_apart(thing, within)
            return made[id(thing)][1]
        new = copy.copy(thing)
        made[id(thing)] = thing, new
        if issubclass(kind, list):
            new[:] = map(copied, thing)
        elif known is not None and known.change is not None:
            with contextlib.suppress(WireError):  # what cannot cross has no need of more
                known.change(new, known.built([copied(part) for part in known.parts(thing) or ()]))
        elif issubclass(kind, dict):
            items = [(copied(key), copied(item)) for key, item in thing.items()]
            new.clear()
            new.update(items)
        return new

    return [copied(value) for value in values]


def object_apart(thing: Any, within: dict[int, Any]) -> Any:
    """Copy an object of a class that read-only cells define, as `copies` does; return anything else as it is."""
    is_copied = type(thing).__module__ == OF_CELLS and not callable(thing)
    return copy_of_object(thing, within) if is_copied else thing


def copy_of_object(thing: Any, within: dict[int, Any]) -> Any:
    """Copy an object with all that it holds but modules.

    Parameters
    ----------
    thing : object
        What is copied.
    within : dict
        What has been copied before, by identity, also of what objects hold; it takes up what is copied now. A copy, and
        what it holds, stay as they are.

    Raises
    ------
    Unsendable
        If it holds what cannot be copied: a file, a generator, a lock …
    """
    if not within:
        within.update([(id(module), module) for module in list(sys.modules.values())])
    before = len(within)
    try:
        new = copy.deepcopy(thing, within)
    except Exception as error:
        what = f"an object of type {type(thing).__name__} cannot be handed to an answer: it cannot be copied"
        raise Unsendable(f"{what} ({error})") from error
    within.update([(id(one), one) for one in itertools.islice(within.values(), before, None)])
    return new
