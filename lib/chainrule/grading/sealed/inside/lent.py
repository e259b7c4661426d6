"""What the examiner lends to answers, as they meet it: functions, objects and classes that stay on the examiner's side.

An object of one of the instructor's answers, which stand for those that failed, is of a class of the notebook, if it is
so over there: one that was lent itself, or the student's own, or one of a read-only cell. So `isinstance`, `len`,
``for`` and ``+`` do what they do in a notebook.
"""

import contextlib
import copy
import inspect
import types
from collections.abc import Callable, Iterator, MutableMapping
from typing import Any

from .held import Ask, Held
from .protocol import ATTRIBUTES, COPY

_PLAIN = ("__call__", "__getattr__", "__setattr__")


class Lent:
    """An object of the examiner's: its public methods can be called, and run on the examiner's side.

    So can other public attributes be read, if it is of a class of the instructor's cells; and operators be used, if
    that is one of the instructor's answers.
    """

    _number: int

    def __copy__(self) -> Any:
        return self._copied(lambda value: value)

    def __deepcopy__(self, memo: Any) -> Any:
        return self._copied(lambda value: copy.deepcopy(value, memo))

    def _copied(self, of: Callable[[Any], Any]) -> Any:
        """Return another of its kind, with what an answer has set on it itself."""
        made = object.__new__(type(self))
        _here(made).update({name: of(value) for name, value in _here(self).items()})
        if hasattr(type(self), "_of_copy"):
            _here(made).update(_number=type(self)._of_copy(self))  # type: ignore[attr-defined]
        return made


_here: Callable[[Lent], dict[str, Any]] = vars(Lent)["__dict__"].__get__
"""Returns what an object has on this side: its number, and what an answer has set on it alone."""

_NAMES = ("_number", "__name__")
"""Of these, what no answer has set."""


class _Attributes(MutableMapping[str, Any]):
    """What `vars` returns of an object: its attributes, wherever they are, as they are now.

    Parameters
    ----------
    lent : Lent
        The object.
    names : callable
        Takes its number; returns the names of those that it has on the examiner's side.
    """

    def __init__(self, lent: Lent, names: Callable[[int], list[str]]) -> None:
        self._lent = lent
        self._names = names

    def _all(self) -> dict[str, None]:
        here = [name for name in _here(self._lent) if name not in _NAMES]
        return dict.fromkeys([*self._names(self._lent._number), *here])

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __getitem__(self, name: str) -> Any:
        if name not in self._all():
            raise KeyError(name)
        return getattr(self._lent, name)

    def __setitem__(self, name: str, value: Any) -> None:
        setattr(self._lent, name, value)

    def __delitem__(self, name: str) -> None:
        if name not in _here(self._lent):
            raise KeyError(name)
        del _here(self._lent)[name]

    def __repr__(self) -> str:
        return repr(dict(self))

    def copy(self) -> dict[str, Any]:
        return dict(self)


class Loans:
    """Everything that has been lent for one test.

    Parameters
    ----------
    names : dict
        The names of the notebook.
    ask : callable
        Asks the examiner's side.

    Attributes
    ----------
    held : Held
        Attributes of the objects.
    """

    def __init__(self, names: dict[str, Any], ask: Ask) -> None:
        self.held = Held(ask)
        self._names = names
        self._answers: set[int | None] = set()
        self._functions: dict[int, int | None] = {}
        self._things: dict[int, Any] = {}
        self._kinds: dict[Any, type[Lent]] = {}

    def number(self, value: Any) -> int | None:
        """Return the number of what was lent; None of anything else, of an object of a derived class, too."""
        if isinstance(value, type):
            number: int | None = vars(value).get("_class_number")
            return number
        if isinstance(value, types.FunctionType):
            return self._functions.get(id(value))
        return value._number if "_is_made" in vars(type(value)) else None

    def thing(self, number: int, methods: list[str], kinds: list[str]) -> Any:
        """Return what stands for an object or a function.

        Parameters
        ----------
        number : int
            Its number.
        methods : list of str
            What can be called.
        kinds : list of str
            Of an object of one of the instructor's answers, the names of its class and that one's bases, so far as
            the instructor's answers or cells define them.
        """
        if number not in self._things:
            own = next((found for name in kinds if isinstance(found := self._names.get(name), type)), None)
            is_lent = own is not None and "_class_number" in vars(own) and own.__name__ == kinds[0]
            thing: Any = object.__new__(own if is_lent and own is not None else self._kind(methods, kinds, own))
            _here(thing).update({"_number": number} if kinds else {"_number": number, "__name__": "function"})
            self._things[number] = thing
        return self._things[number]

    def kind(self, number: int, name: str, methods: list[str]) -> type[Lent]:
        """Return what stands for a class: its objects are made on the examiner's side, and have these methods."""

        def begin(made: Any, *args: Any, **kwargs: Any) -> None:
            of = _here(made)["_number"] = self._call(number, "__call__", args, kwargs)._number
            self._things[of] = made

        if number not in self._things:
            members = {**self._members(methods, None), "__init__": begin, "_class_number": number}
            self._things[number] = type(name, (Lent,), members | {"__module__": "__main__", "__qualname__": name})
        made: type[Lent] = self._things[number]
        return made

    def bind(self, name: str, value: Any) -> None:
        """Let a name stand for something that was lent.

        So does all else that stood for the same function, or the same class: other names, defaults, entries of tables,
        a base.
        """
        before = self._names.get(name)
        self._answers.add(self.number(value))
        if isinstance(before, types.FunctionType) and not (isinstance(value, type) or _is_bound_elsewhere(before)):
            self._functions[id(before)] = self.number(value)
            _become(before, value)
            return
        self._names[name] = value
        if not isinstance(value, type) or not isinstance(before, type) or before.__module__ != "__main__":
            return
        for attribute, member in vars(before).items():
            if isinstance(member, types.FunctionType) and not hasattr(value, attribute):
                setattr(value, attribute, member)  # an answer may have added it to the class, or need it all the same
        for other in [other for other, bound in self._names.items() if bound is before]:
            self._names[other] = value
        derived: Any
        for derived in type.__subclasses__(before):
            try:
                derived.__bases__ = tuple([value if base is before else base for base in derived.__bases__])
            except TypeError:  # it has slots, or the like: then it stays what it is
                continue

    def _call(self, number: int, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if number in self._answers:
            args, kwargs = tuple(map(_crossing, args)), {name: _crossing(value) for name, value in kwargs.items()}
        return self.held.call(number, method, args, kwargs)

    def _kind(self, methods: list[str], kinds: list[str], own: type | None) -> type[Lent]:
        key = tuple(methods), tuple(kinds), own
        if key not in self._kinds:
            members = self._members(methods, own)
            if own is not None:
                members["__class__"] = property(lambda _: own)
                members["__new__"] = lambda _, *args, **kwargs: own(*args, **kwargs)
            name = kinds[0] if own is not None else "function" if methods == ["__call__"] else "object"
            self._kinds[key] = type(name, (Lent,), members)
        return self._kinds[key]

    def _members(self, methods: list[str], own: type | None) -> dict[str, Any]:
        members: dict[str, Any] = {name: self._method(name, own) for name in methods if name not in (COPY, ATTRIBUTES)}
        if COPY in methods:
            members["_of_copy"] = lambda lent: self._call(lent._number, COPY, (), {})._number
        if ATTRIBUTES in methods:
            members["__dict__"] = property(lambda lent: _Attributes(lent, self._names_of))
        return members | {"_is_made": True}

    def _names_of(self, number: int) -> list[str]:
        names: list[str] = self._call(number, ATTRIBUTES, (), {})
        return names

    def _method(self, name: str, own: type | None) -> Callable[..., Any]:
        call, held = self._call, self.held
        is_operator = name.startswith("__") and name not in _PLAIN

        def run(self: Lent, *args: Any, **kwargs: Any) -> Any:
            if name in _PLAIN[1:] and str(args[0]).startswith("_"):  # what `copy` asks of an object still empty, too
                if name == "__setattr__":
                    return object.__setattr__(self, *args)
                raise AttributeError(args[0])
            if name == "__setattr__" and callable(args[1]) and hasattr(type(self), args[0]):
                return object.__setattr__(self, *args)  # one's own in the place of a method, for whoever calls it here
            if name == "__setattr__":
                return held.set(self._number, *args)
            if name == "__getattr__":
                return held.get(self._number, *args)
            is_made_here = own is not None and any(isinstance(one, own) and not isinstance(one, Lent) for one in args)
            if is_operator and is_made_here:
                with contextlib.suppress(AttributeError, TypeError):  # over there, what was made here has no operators
                    return getattr(own, name)(self, *args, **kwargs)
            result = call(self._number, name, args, kwargs)
            if not is_operator:
                return result
            is_known, value = result
            return value if is_known else NotImplemented

        run.__name__ = name
        return run


def _is_bound_elsewhere(function: types.FunctionType) -> bool:
    """Return whether a function is a library's, or one of those that another function makes."""
    return function.__module__ != "__main__" or function.__closure__ is not None


def _become(function: types.FunctionType, other: Any) -> None:
    """Let a function call something else, whatever it did; its name and its signature stay."""
    vars(function)["__signature__"] = inspect.signature(function)
    name = f"__lent_{function.__name__}"
    made: dict[str, Any] = {}
    exec(f"def made(*args, **kwargs): return {name}(*args, **kwargs)", made)
    function.__globals__[name] = other
    function.__code__, function.__defaults__, function.__kwdefaults__ = made["made"].__code__, None, None


def _crossing(value: Any) -> Any:
    """Return an argument of one of the instructor's answers: of what a seed may be and stays here, a number drawn."""
    import numpy as np

    if isinstance(value, (np.random.Generator, np.random.SeedSequence, np.random.BitGenerator, np.random.RandomState)):
        return int(np.random.default_rng(value).integers(2**63))
    return value
