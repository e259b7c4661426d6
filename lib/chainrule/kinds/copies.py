"""Copies of data, so that whoever changes one leaves the owner's own alone."""

import contextlib
import copy
import functools
import gc
import itertools
import sys
import weakref
from collections.abc import Iterable, Iterator
from types import BuiltinMethodType, CellType, FunctionType, MethodType, ModuleType
from typing import Any, Self

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
    return copy_of_object(thing, within) if is_copied(thing) else thing


def is_copied(thing: Any) -> bool:
    """Return whether something is an object of a class that read-only cells define, and no function of the test."""
    return type(thing).__module__ == OF_CELLS and not callable(thing)


def copy_of_object(thing: Any, within: dict[int, Any]) -> Any:
    """Copy an object with all that it holds but modules and classes.

    Also copied is what `copy.deepcopy` takes for constant, if it works on what is copied: a method of a list (``put =
    cells.append``), a function made in the block of another, a weak reference.

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
        _settle(within, before)
    except Exception as error:
        for key in list(itertools.islice(within, before, None)):  # what is copied in part is no copy
            del within[key]
        what = f"an object of type {type(thing).__name__} cannot be handed to an answer: it cannot be copied"
        raise Unsendable(f"{what} ({error})") from error
    return new


class ObjectsApart:
    """Copies objects of classes that read-only cells define, which hold copies of what is theirs until the block ends.

    What objects of a class share, such as a list in its body, an answer could change through a copy of one of them.
    What of a class cannot be copied stays.
    """

    def __init__(self) -> None:
        self._within: dict[int, Any] = {}
        self._own: dict[type, dict[str, Any]] = {}
        self._known = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for kind, held in self._own.items():
            _put(kind, held)

    def __contains__(self, thing: object) -> bool:
        return id(thing) in self._within

    def copy(self, thing: Any) -> Any:
        """Return the copy of an object, the same each time."""
        new = copy_of_object(thing, self._within)
        self._part()
        return new

    def _part(self) -> None:
        while fresh := list(itertools.islice(self._within.values(), self._known, None)):
            self._known += len(fresh)
            for kind in _classes_of(fresh):
                if kind not in self._own:
                    self._own[kind] = dict(vars(kind))
                    for name, value in self._own[kind].items():
                        with contextlib.suppress(Unsendable):
                            if _is_held(name, value) and (new := copy_of_object(value, self._within)) is not value:
                                type.__setattr__(kind, name, new)

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Let the classes hold in the block what is their own: in it works a function of the test."""
        apart = {kind: dict(vars(kind)) for kind in self._own}
        for kind, held in self._own.items():
            _put(kind, held)
        try:
            yield
        finally:
            for kind, held in apart.items():
                self._own[kind] = dict(vars(kind))
                _put(kind, held)


def _classes_of(things: Iterable[Any]) -> list[type]:
    """Return the classes of objects that read-only cells define: with those above each, its own, and inner ones."""
    found: dict[type, None] = {}
    waiting = [base for thing in things for base in type(thing).__mro__]
    while waiting:
        kind = waiting.pop()
        if kind.__module__ == OF_CELLS and kind not in found:
            found[kind] = None
            inner = (one for one in vars(kind).values() if isinstance(one, type))
            waiting += [base for one in (kind, type(kind), *inner) for base in one.__mro__]
    return list(found)


def _put(kind: type, held: dict[str, Any]) -> None:
    now = dict(vars(kind))
    for name in now.keys() - held.keys():
        type.__delattr__(kind, name)
    for name, value in held.items():
        if now.get(name, held) is not value:
            type.__setattr__(kind, name, value)


def _is_held(name: str, value: Any) -> bool:
    """Return whether a class holds a value for its objects: what Python keeps there itself, and methods, are not."""
    is_pythons = name.startswith("__") and name.endswith("__")
    return not (is_pythons or hasattr(type(value), "__get__") or isinstance(value, type))


# ---- what `copy.deepcopy` takes for constant -----------------------------------------------------------------------

_REFERRING = frozenset({BuiltinMethodType, FunctionType, weakref.ref, tuple})
"""Types of what it takes for constant; a tuple is, whose items are."""


def _settle(within: dict[int, Any], before: int) -> None:
    """Let what was copied refer to copies alone, and stay as it is from now on.

    Raises
    ------
    TypeError
        If something does not, in a place where nothing else can be put: in a set, say.
    """
    kept_alive = within.get(id(within))  # the originals: `deepcopy` keeps them
    while found := list(itertools.islice(within.values(), before, None)):
        fresh = [one for one in found if id(one) not in within and one is not kept_alive and type(one) is not tuple]
        within.update([(id(one), one) for one in fresh])
        before += len(found)
        for one in fresh:
            if not hasattr(type(one), "__deepcopy__"):  # or it knows how it is copied
                _refer_to_copies(one, within)


def _refer_to_copies(made: Any, within: dict[int, Any]) -> None:
    holder: Any
    for holder in (made, getattr(made, "__dict__", None)):
        places = enumerate(holder) if isinstance(holder, list) else holder.items() if isinstance(holder, dict) else ()
        for place, one in list(places):
            if type(one) in _REFERRING and (new := _apart(one, within)) is not one:
                holder[place] = new
    if type(made) in (BuiltinMethodType, FunctionType, MethodType):  # what those hold is copied, or is their class's
        return
    for one in gc.get_referents(made):
        if type(one) in _REFERRING and _apart(one, within) is not one:
            raise TypeError(f"a {type(made).__name__} in it holds {getattr(one, '__name__', 'a weak reference')}")


def _apart(thing: Any, within: dict[int, Any]) -> Any:
    """Copy a value; a method, a function, a weak reference or a tuple only if what it works on or holds is copied."""
    if type(thing) not in _REFERRING or id(thing) in within:
        return within[id(thing)] if id(thing) in within else copy.deepcopy(thing, within)
    if isinstance(thing, FunctionType):
        return _function_apart(thing, within)
    if isinstance(thing, tuple):
        items = tuple([_apart(item, within) for item in thing])
        is_same = all(a is b for a, b in zip(items, thing, strict=True))
        return within.setdefault(id(thing), thing if is_same else items)
    is_method = isinstance(thing, BuiltinMethodType)
    owner = thing.__self__ if is_method else thing()
    new = owner if isinstance(owner, ModuleType) else _apart(owner, within)
    if new is owner:
        return thing
    within[id(thing)] = getattr(new, thing.__name__) if is_method else weakref.ref(new)
    return within[id(thing)]


def _function_apart(function: FunctionType, within: dict[int, Any]) -> Any:
    """Copy a function with what it holds of the block in which it was made, and with its defaults."""
    cells = tuple([CellType() for _ in function.__closure__ or ()])
    made = FunctionType(function.__code__, function.__globals__, function.__name__, None, cells)
    functools.update_wrapper(made, function, updated=())
    vars(made).clear()
    within[id(function)] = made  # it may hold itself
    is_other = False

    def copied(value: Any) -> Any:
        nonlocal is_other
        new = _apart(value, within)
        is_other |= new is not value and value is not function
        return new

    for mine, cell in zip(cells, function.__closure__ or (), strict=True):
        with contextlib.suppress(ValueError):  # nothing is in it yet
            mine.cell_contents = copied(cell.cell_contents)
    made.__defaults__ = function.__defaults__ and tuple(map(copied, function.__defaults__))
    made.__kwdefaults__ = {name: copied(value) for name, value in (function.__kwdefaults__ or {}).items()}
    vars(made).update({name: copied(value) for name, value in vars(function).items()})
    within[id(function)] = made if is_other else function
    return within[id(function)]
