"""What an answer holds of the attributes of objects that were lent, as if the objects were here.

In a notebook, ``network.losses.append(loss)`` and ``layer.W[...] = W`` change what the object has. Here they change a
copy, which goes back before anything runs on the examiner's side; and what an answer has read comes along with what
that returns, so that a training step costs one exchange instead of one for each tensor.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Key = tuple[int, str]
"""The number of an object that was lent, and the name of an attribute."""

Ask = Callable[[int, str, tuple[Any, ...], dict[str, Any], list[tuple[int, str, Any]], list[Key]], list[Any]]
"""Takes the number of what was lent, the name of a method and its arguments, attributes to set before, and attributes
to read afterwards. Returns what the method does, and for each attribute ``[value]``, or ``[]`` if it may become another
one without a call.
"""

_ATOMS = (bool, int, float, complex, str, bytes, type(None))
_DEEPEST = 8
_OLDEST = 1
"""How many calls an attribute is held for that the answer has not used since."""
_HERE = 2
"""What refers to a value that is held, and to nothing but that: the entry, and who counts."""


@dataclass
class _Attribute:
    value: Any
    state: Any
    """What it is over there."""
    age: int = 0

    @property
    def is_in_use(self) -> bool:
        """Whether the answer has it by another name, too."""
        return sys.getrefcount(self.value) > _HERE


class Held:
    """The attributes that an answer has read or set in one request, each the same list or array until it is another.

    Parameters
    ----------
    ask : callable
        Asks the examiner's side.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._held: dict[Key, _Attribute] = {}

    def get(self, number: int, name: str) -> Any:
        """Return an attribute of an object."""
        if (number, name) not in self._held:
            value, (found,) = self._ask(number, "__getattr__", (name,), {}, self._changed(), [(number, name)])
            if not found:
                return value
            self._held[number, name] = _Attribute(value, state(value))
        held = self._held[number, name]
        held.age = 0
        return held.value

    def set(self, number: int, name: str, value: Any) -> None:
        """Set an attribute of an object: at once, if whether it can be is not known."""
        if (number, name) in self._held:
            self._held[number, name].value = value
            self._held[number, name].age = 0
            return
        _, (found,) = self._exchange(number, "__setattr__", (name, value), {}, (number, name))
        if found:
            self._keep((number, name), _Attribute(value, state(value)), *found)

    def call(self, number: int, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a method, or what was lent itself."""
        return self._exchange(number, method, args, kwargs)[0]

    def end(self) -> None:
        """Set what has changed, at the end of a request, and hold nothing any more."""
        if changed := self._changed():
            *others, (number, name, value) = changed
            self._ask(number, "__setattr__", (name, value), {}, others, [])
        self._held.clear()

    def _exchange(
        self, number: int, method: str, args: tuple[Any, ...], kwargs: dict[str, Any], *more: Key
    ) -> tuple[Any, list[Any]]:
        """Ask for something by which any attribute may change; return what it gives, and further attributes."""
        changed = self._changed()
        before = {key: one for key, one in self._held.items() if one.age <= _OLDEST or one.is_in_use}
        self._held = {}  # if it raises, nothing is known
        result, found = self._ask(number, method, args, kwargs, changed, [*before, *more])
        for (key, one), values in zip(before.items(), found, strict=False):
            if values:
                one.age += 1
                self._keep(key, one, *values)
        return result, found[len(before) :]

    def _changed(self) -> list[tuple[int, str, Any]]:
        """Return what has changed here, to be set over there."""
        changed = []
        for key, one in self._held.items():
            if (now := state(one.value)) != one.state:
                one.state = now
                changed.append((*key, one.value))
        return changed

    def _keep(self, key: Key, held: _Attribute, now: Any) -> None:
        """Hold an attribute on, as what it is here, or as another one if it is that now."""
        current = state(now)
        self._held[key] = held if held.state == current else _Attribute(now, current, held.age)


def state(value: Any, depth: int = 0) -> Any:
    """Return what a list, a dict or an array of numbers holds, and which one anything else is, for comparison.

    Examples
    --------
    >>> losses = [0.5]
    >>> before = state(losses)
    >>> losses.append(0.25)
    >>> state(losses) == before, state([0.5]) == before
    (False, True)
    """
    if type(value) in _ATOMS:
        return repr(value)  # which NaN has in common with itself
    if _is_array(value):
        return value.shape, value.dtype.str, value.tobytes()
    if type(value) in (list, tuple) and depth < _DEEPEST:
        return type(value), [state(one, depth + 1) for one in value]
    if type(value) is dict and depth < _DEEPEST:
        return [(state(key, depth + 1), state(one, depth + 1)) for key, one in value.items()]
    return id(value)


def _is_array(value: Any) -> bool:
    import numpy as np

    return type(value) is np.ndarray and value.dtype.kind in "biufc"
