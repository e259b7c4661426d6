"""The student's side of a test cell: what the test asks of it, and what it may ask of the test meanwhile."""

import builtins
import contextlib
import copy
import functools
import time
import types
import warnings
from collections.abc import Callable, Collection, Iterator
from typing import Any, cast

from chainrule.check import AnswerError
from chainrule.grading import harmless
from chainrule.grading.sealed.foreign import Foreign, Handles, original, short, things_in
from chainrule.grading.sealed.handles import Answer, handle, open_handle
from chainrule.grading.sealed.inside import wire
from chainrule.grading.sealed.inside.protocol import ATTRIBUTES, COPY, OPERATIONS
from chainrule.grading.sealed.sandbox import Connection, Tampering, TimedOut
from chainrule.grading.sealed.surroundings import Surroundings
from chainrule.kinds.copies import OF_CELLS, ObjectsApart, is_copied
from chainrule.language import say

CELLS_MODULE = OF_CELLS
"""The module of classes that the instructor's cells define: their objects may be handed to an answer, and read.

Not in a course of any kind, and without operators and class: a test that cannot be passed so is known to need the
student's process. With some more of what an object can do, another right answer than the instructor's would fail.
"""

MODELS_MODULE = "__model__"
"""The module of classes that the instructor's answers define: of their objects attributes can be set, too."""

_ATTRIBUTES = {
    CELLS_MODULE: ["__getattr__", ATTRIBUTES],
    MODELS_MODULE: ["__getattr__", "__setattr__", ATTRIBUTES],
}
"""What can be done with attributes that are no methods, and whose names are public, by the module of the class."""

_GOING = ("__iter__", "__reversed__")
_NO_OPERATORS = frozenset(("__enter__", "__exit__", "__dir__", "__instancecheck__", "__subclasscheck__"))
_LENT = frozenset(OPERATIONS) - _NO_OPERATORS | {"__hash__"}
"""The operators of objects of the instructor's answers that other answers can use."""

_MAX_HANDLES = 100_000

_MOST_READ = 1_000
"""How many attributes of objects may be read along with a call."""

ATTENDED = frozenset({"call", "get", "set", "delete", "operate", "copy"})
"""What may run code of the student's that prints, reads, draws random numbers or looks at the test's names."""


def error_parts(description: Any) -> tuple[str, str, list[tuple[int, int]]]:
    """Check an exception that a student's process described: the type, the message, places as (cell, line).

    The type is a builtin one: the nearest above a type of the student's own, whose name could carry anything.
    """
    match description:
        case [str(), list(kinds), str(text), list(places), *_]:
            pass
        case _:
            raise wire.WireError("an error is malformed")
    kind = next((name for name in kinds if isinstance(name, str) and name in _SHOWN), "Exception")
    checked = [
        (place[0], place[1])
        for place in places[:5]
        if isinstance(place, list) and len(place) == 2 and all(type(n) is int and 0 <= n < 10**6 for n in place)
    ]
    return kind, harmless.printed(text, 2000), checked


def operands(description: Any) -> list[str]:
    """Return what an error's description ends with: an operation with its shapes, and the name of an index.

    They are shown where the visible part of a test failed, never for a hidden one.
    """
    return [harmless.printed(text, 300) if isinstance(text, str) else "" for text in description[4:6]]


_SHOWN = frozenset(
    {name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException)}
) - {"BaseException", "Exception"}
_CAUGHT: dict[str, type[Exception]] = {
    name: ValueError if issubclass(kind, UnicodeError) else kind  # whose constructor takes what only a codec knows
    for name, kind in vars(builtins).items()
    if isinstance(kind, type)
    and issubclass(kind, Exception)
    and not issubclass(kind, ExceptionGroup | StopIteration | StopAsyncIteration)
    and kind is not Exception
}


def _as_raised(description: Any) -> type[AnswerError]:
    """Return a class for an exception that was described: `except ValueError` in a test catches an answer's."""
    return _caught_as(tuple([name for name in description[1] if isinstance(name, str) and name in _CAUGHT]))


@functools.lru_cache(maxsize=256)
def _caught_as(kinds: tuple[str, ...]) -> type[AnswerError]:
    found = dict.fromkeys(_CAUGHT[name] for name in kinds)
    bases = [one for one in found if not any(one is not other and issubclass(other, one) for other in found)]
    try:
        return type(kinds[0] if kinds else AnswerError.__name__, (AnswerError, *bases), {})
    except TypeError:  # these have nothing in common that one class could be
        return type(kinds[0], (AnswerError, bases[0]), {})


_WARNINGS = {
    name: kind for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, Warning)
}


def _warn(caught: Any) -> None:
    """Repeat a warning of the student's code on this side: it means nothing, unless the test cell says so."""
    match caught:
        case [str(kind), str(text)] if kind in _WARNINGS:
            warnings.warn(harmless.printed(text, 200), _WARNINGS[kind], stacklevel=2)
        case _:
            raise wire.WireError("a warning is malformed")


class Student:
    """The student's side of one test cell.

    Parameters
    ----------
    connection : Connection
        A process made for this test cell.
    call_seconds : float
        Time for one call of an answer, with everything that it calls.
    place : callable
        Turns places, ``[(cell, line), …]``, into text.
    names : dict, optional
        The names of the test, if handles are open to it: then they have operators, arguments that a call changes are
        changed, and calls share their surroundings with the test (see `Surroundings`).
    handles : Handles, optional
        Where the test may meet handles; without it, anywhere.
    answers : collection of str, optional
        The names of answers: other classes of the notebook are the instructor's.
    is_stock : bool
        Whether it is a course of any kind.
    """

    def __init__(
        self,
        connection: Connection,
        call_seconds: float,
        place: Callable[[list[tuple[int, int]]], str],
        names: dict[str, Any] | None = None,
        handles: Handles | None = None,
        answers: Collection[str] | None = None,
        is_stock: bool = False,
    ) -> None:
        self._handles = handles
        self._own_answers = answers
        self._is_stock = is_stock
        self._surroundings = None if names is None else Surroundings(names)
        self._connection = connection
        self._call_seconds = call_seconds
        self._place = place
        self._answers: dict[int, Any] = {}
        self._of_library: set[int] = set()
        self._lent: list[tuple[Any, list[str]]] = []
        self._lent_numbers: dict[int, int] = {}
        self._called: set[int] = set()
        self._raised: list[Exception] = []
        self._depth = 0
        self._label = ""
        self._copies: ObjectsApart | None = None  # of objects that the request hands over
        wires = connection.wire
        wires.handler, wires.complain = self._serve, self._complain
        wires.dump, wires.load = self._dump, self._load

    def lookup(self, name: str) -> Any:
        """Return the student's value of a name.

        Raises
        ------
        NameError
            If the student's cells did not define it.
        """
        value = self.ask("name", name)
        if self._handles is not None:
            self._handles.found(name)
        if self._surroundings is not None:
            self._surroundings.found(name)
        return value

    def bound(self) -> None:
        """Note that the names that were looked up are bound, and the test runs next."""
        if self._surroundings is not None:
            self._surroundings.bound()

    def lend(self, name: str, value: Any) -> None:
        """Let a name of the student's stand for something of the examiner's, which is called here."""
        with self._connection.within(self._call_seconds):
            match self._connection.talk(self._connection.wire.ask, "lend", name, value):
                case "value", [None]:
                    return
        raise Tampering("it did not take what it was lent")

    def wait(self) -> None:
        """Return when the student's process has answered something, no matter what."""
        with self._connection.within(self._call_seconds):
            self._connection.talk(self._connection.wire.ask, "name", "__name__")

    def has_called(self, value: Any) -> bool:
        """Return whether the student's code has called something that it was lent, or handed it on."""
        return any(self._lent[number][0] is value for number in self._called)

    def ask(self, op: str, *values: Any, in_place: bool = False) -> Any:
        """Make a request; return its value, or a stand-in for it, or raise what the student's code raised.

        With `in_place`, the values become what the student's code makes of them.
        """
        if op == "get" and self._handles is not None and values[0]._number in self._of_library:
            self._handles.asked_library()
        handed = things_in(values[1:]) if in_place else []
        value = self._asked(op, values, in_place)
        what, label = " ".join([op, *(text for text in values[:2] if type(text) is str)]), _label(op, values)
        if in_place and type(changed := self._believed(f"{what} changing", values[1:], label, handed)) is Foreign:
            bool(changed)
        return self._believed(what, value, label)

    def _believed(self, what: str, value: Any, label: str, handed: Collection[Any] = ()) -> Any:
        return value if self._handles is None else self._handles.believed(what, value, label, handed)

    def _asked(self, op: str, values: tuple[Any, ...], in_place: bool) -> Any:
        connection = self._connection
        outside = self._label, self._copies
        self._label = _label(op, values)
        self._depth += 1
        try:
            with ObjectsApart() as copies:
                self._copies = None if in_place else copies
                if self._depth > 1:
                    return self._result(self._talk(op, values, in_place), values)
                has_all = connection.deadline >= time.monotonic() + self._call_seconds  # or how long, the test knows
                with connection.within(self._call_seconds):
                    try:
                        return self._result(self._talk(op, values, in_place), values)
                    except TimedOut:
                        seconds = f"{self._call_seconds:g}"
                        raise TimedOut(
                            say("it ran out of time ({seconds} s)", seconds=seconds) if has_all else ""
                        ) from None
        finally:
            self._depth -= 1
            self._label, self._copies = outside

    def _talk(self, op: str, values: tuple[Any, ...], in_place: bool) -> tuple[str, list[Any]]:
        wires = self._connection.wire
        if self._surroundings is None or op not in ATTENDED:
            return self._connection.talk(wires.ask, op, *values, in_place=in_place)
        lent = self._surroundings.lent()
        reply, answer = self._connection.talk(wires.ask, "attend", lent, op, list(values), in_place=in_place)
        if reply != "attended":
            return reply, answer
        match answer:
            case [returned, str(reply), *rest]:
                self._surroundings.take(returned)
                return reply, rest
        raise wire.WireError("a malformed reply")

    def _result(self, reply: tuple[str, list[Any]], values: tuple[Any, ...]) -> Any:
        match reply:
            case "value", [value]:
                return value
            case "value", [value, list(caught)]:
                for warning in caught[: wire.MAX_WARNINGS]:
                    _warn(warning)
                return value
            case "missing", []:
                raise NameError(f"{values[0]} is not defined", name=str(values[0]))
            case "raised", [int(number)] if 0 <= number < len(self._raised):
                raise self._raised[number]
            case "error", description:
                kind, text, places = error_parts(description)
                raise _as_raised(description)(kind, text, self._place(places), *operands(description))
        raise wire.WireError("a malformed reply")

    # Requests of the student: only calls of what it was given, and what it printed before one

    def _serve(self, op: str, values: list[Any]) -> tuple[str, list[Any]]:
        if op == "printed" and self._surroundings is not None and len(values) == 1:
            self._surroundings.write(values[0])
            return "value", [None]
        match op, values:
            case "callback", [int(number), str(method), tuple(args), dict(kwargs), list(to_set), list(to_read)]:
                target = self._lent_thing(number, method)
            case _:
                raise wire.WireError("a malformed request")
        if not all(isinstance(name, str) for name in kwargs) or len(to_read) > _MOST_READ:
            raise wire.WireError("a malformed request")
        if self._surroundings is None:
            args, kwargs, to_set = self._connection.wire.not_ours([args, kwargs, to_set])
        what = f"callback {method} of {getattr(target, '__qualname__', type(target).__qualname__)}"
        args = tuple(self._taken(f"{what} {n}", value) for n, value in enumerate(args))
        kwargs = {name: self._taken(f"{what} {short(name)}", value) for name, value in kwargs.items()}
        changed = [self._attribute("__setattr__", one) for one in to_set]
        wanted = [self._attribute("__getattr__", one) for one in to_read]
        try:
            for owner, *attribute in changed:
                _call(owner, "__setattr__", tuple(attribute), {})
            copies = self._copies
            together = contextlib.nullcontext() if copies is None or target in copies else copies.together()
            with together, self._apart(target, method) as thing:
                result = _call(thing, method, args, kwargs)
            return "value", [result, [[vars(owner)[name]] if _is_own(owner, name) else [] for owner, name in wanted]]
        except Exception as error:  # noqa: BLE001 - it goes on in the student's code, and comes back from there
            return self._complain(error)

    def _lent_thing(self, number: int, method: str) -> Any:
        """Return what was lent under a number, of which something is asked that it was lent for."""
        if not 0 <= number < len(self._lent) or method not in self._lent[number][1]:
            raise wire.WireError("a call of what was not lent")
        self._called.add(number)
        return self._lent[number][0]

    @contextlib.contextmanager
    def _apart(self, target: Any, method: str) -> Iterator[Any]:
        """Yield what a method works on: of an object that can be called, which is the test's own, a copy.

        So a test can count calls, and nothing but a call reaches the count.
        """
        is_own = type(target).__module__ == CELLS_MODULE and (self._copies is None or target not in self._copies)
        is_method = method not in ("__call__", *_ATTRIBUTES[CELLS_MODULE])
        if not (is_own and callable(target) and is_method):
            yield target
            return
        with ObjectsApart() as copies:
            yield copies.copy(target)

    def _attribute(self, method: str, described: Any) -> tuple[Any, ...]:
        """Return an object that was lent, the name of one of its attributes, and what else is said of it."""
        match described:
            case [int(number), str(name), *rest]:
                return self._lent_thing(number, method), name, *rest
        raise wire.WireError("a malformed request")

    def _taken(self, what: str, value: Any) -> Any:
        """Return an argument of a callback; what was lent itself is the test's own, whose classes it knows."""
        return value if id(value) in self._lent_numbers else self._believed(what, value, self._label)

    def _complain(self, error: Exception) -> tuple[str, list[Any]]:
        _forget_values(error)
        self._raised.append(error)
        kind = next((kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins"), "RuntimeError")
        return "error", [len(self._raised) - 1, kind, str(error)]

    # What is not plain data

    def _dump(self, value: Any) -> list[Any]:
        if issubclass(type(value), Answer):
            if value._student is not self:
                raise wire.Unsendable(f"{value._label} belongs to another test cell")
            return ["H", value._number]
        if type(value) is Foreign:
            return cast(list[Any], self._connection.wire._dump(original(value), 0))
        if self._copies is not None and not self._is_stock and is_copied(value):
            value = self._copies.copy(value)
        if id(value) not in self._lent_numbers:
            methods = _public_methods(value) if self._may_lend(value) else []
            if not methods:
                raise wire.Unsendable(f"an object of type {type(value).__name__} cannot be handed to an answer")
            self._lent_numbers[id(value)] = len(self._lent)
            self._lent.append((value, methods))
        number = self._lent_numbers[id(value)]
        if _is_answer_class(value):
            return ["K", number, value.__name__, _methods_of(value)]
        bases = type(value).__mro__ if type(value).__module__ == MODELS_MODULE else ()
        kinds = [base.__name__ for base in bases if base.__module__ in _ATTRIBUTES]
        return ["F", number, self._lent[number][1], kinds]

    def _may_lend(self, value: Any) -> bool:
        """Return whether answers may have a thing: in a course of any kind, an object asks for the student's process.

        There, nobody has told students that it has no more than methods and attributes.
        """
        return not self._is_stock or type(value).__module__ != CELLS_MODULE

    def _load(self, item: list[Any]) -> Any:
        match item:
            case ["F", int(number)] if 0 <= number < len(self._lent):
                self._called.add(number)  # the test may call it in place of an answer
                return self._lent[number][0]
            case ["H", int(number), str(kind), list(operations), list(claims)]:
                if number not in self._answers:
                    if len(self._answers) >= _MAX_HANDLES:
                        raise wire.WireError("too many objects")
                    known = (self, number, kind, self._label)
                    made = handle(*known) if self._surroundings is None else open_handle(*known, operations, claims)
                    self._answers[number] = made
                    if kind != "class" and self._is_another_class(claims):
                        self._of_library.add(number)
                return self._answers[number]
        raise wire.WireError("an unknown tag")

    def _is_another_class(self, claims: list[Any]) -> bool:
        """Return whether an object says that its class is neither an answer nor one of Python's basic ones."""
        match claims:
            case [["__main__", str(name)], *_]:
                return self._own_answers is not None and name.partition(".")[0] not in self._own_answers
            case [[str(module), str()], *_]:
                return module != "builtins"
        return False


def _forget_values(error: BaseException | None) -> None:
    """Drop the frames of an exception, and of those that led to it: they hold what a student's code handed over."""
    for one in led_to(error):
        one.__traceback__ = None


def led_to(error: BaseException | None) -> list[BaseException]:
    """Return an exception and those that led to it, each once: one may be raised from itself."""
    found: list[BaseException] = []
    while error is not None and not any(error is one for one in found):
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def _label(op: str, values: tuple[Any, ...]) -> str:
    """What messages call a thing that a request returns.

    Made of what the test asked for, not of a name that the student's process claims: that could carry an input.
    """
    match op, values:
        case "name", (str(name),):
            return name
        case "get", (Answer() as owner, str(name)):
            return f"{owner._label}.{name}"
        case "call", (Answer() as called, *_):
            return str(called._label)
    return "an answer"


class _Steps:
    """What an object or a generator of one of the instructor's answers is gone through with."""

    def __init__(self, steps: Iterator[Any]) -> None:
        self._steps = steps

    def __iter__(self) -> "_Steps":
        return self

    def __next__(self) -> Any:
        return next(self._steps)


def _call(target: Any, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call a method of something that was lent, or read or set one of its attributes.

    An operator of an answer's object returns whether it knows what to do with its operand, and what it makes of it.
    """
    if method == ATTRIBUTES:
        return [name for name in getattr(target, ATTRIBUTES, ()) if _is_attribute(target, name)]
    if method in _ATTRIBUTES[MODELS_MODULE]:
        name, *value = args
        if not _is_attribute(target, name):
            raise AttributeError(name)
        return setattr(target, name, *value) if method == "__setattr__" else getattr(target, name)
    if method == COPY:
        return copy.deepcopy(target)
    result = getattr(target, method)(*args, **kwargs)
    if type(target).__module__ != MODELS_MODULE and type(target) is not _Steps:
        return result
    if isinstance(result, types.GeneratorType) or method in _GOING and not _public_methods(result):
        result = _Steps(result)
    if method not in _LENT:
        return result
    return (False, None) if result is NotImplemented else (True, result)


def _is_attribute(target: Any, name: Any) -> bool:
    """Return whether an answer may have what is called so of an object that was lent: not what is private."""
    return isinstance(name, str) and not name.startswith("_") and not callable(getattr(type(target), name, None))


def _is_own(target: Any, name: str) -> bool:
    """Return whether only who sets an object's attribute changes which one it is, and nothing else happens then."""
    bases = type(target).__mro__[:-1]
    is_plain = not any("__setattr__" in vars(base) or "__getattribute__" in vars(base) for base in bases)
    is_of_model = type(target).__module__ == MODELS_MODULE and not name.startswith("_")
    return is_of_model and is_plain and not hasattr(type(target), name) and name in vars(target)


def _is_answer_class(value: Any) -> bool:
    return isinstance(value, type) and value.__module__ == MODELS_MODULE


def _public_methods(value: Any) -> list[str]:
    if type(value) is _Steps:
        return ["__iter__", "__next__"]
    methods = ["__call__"] if callable(value) else []
    return methods + [name for name in _methods_of(type(value)) if name != "__call__"]


def _methods_of(cls: type) -> list[str]:
    """Return what can be called of the objects of a class."""
    module = getattr(cls, "__module__", "")
    methods: list[str] = []
    if module in _ATTRIBUTES or module.startswith("chainrule."):
        methods += [name for name in dir(cls) if not name.startswith("_") and callable(getattr(cls, name))]
    if module == MODELS_MODULE:
        own = {name for base in cls.__mro__[:-1] for name in vars(base)}
        methods += sorted(name for name in (_LENT | {"__call__"}) & own if getattr(cls, name) is not None)
        methods.append(COPY)
    return methods + _ATTRIBUTES.get(module, [])
