"""Handles of the student's own objects and functions.

Calling one, or reading an attribute, sends plain data and gets plain data back. An `Answer` forwards nothing else: no
operator, no comparison, no conversion of the student's ever runs, or answers, on the examiner's side.

An *open* handle has the operators of the object, too. What one returns is plain data, but it is the student's process
that says it, an ``==`` that is always true included. So handles are open only for tests of courses that this package
did not write, which the instructor's own answers do not pass otherwise; their verdicts are marked.
"""

import functools
import inspect
import sys
import types
from collections.abc import Callable, Collection
from typing import Any

from chainrule.check import AnswerError
from chainrule.grading.sealed.inside import wire
from chainrule.grading.sealed.inside.protocol import OPERATIONS, PARAMETERS


class Answer:
    """An object of the student's that is not plain data. Compared by identity.

    Parameters
    ----------
    student : Student
        The side that it lives on.
    number : int
        Its number there.
    kind : {"class", "function", "object"}
    label : str
        What messages call it: made of what the test asked for, not of a name that the student's process claims.
    """

    def __init__(self, student: Any, number: int, kind: str, label: str) -> None:
        for name, value in (("_student", student), ("_number", number), ("_kind", kind), ("_label", label)):
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        if name in ("__name__", "__qualname__"):
            return self._label
        if name.startswith("__"):
            raise AttributeError(name)
        return self._student.ask("get", self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._student.ask("set", self, name, value)

    def __copy__(self) -> "Answer":
        return self

    def __deepcopy__(self, memo: Any) -> "Answer":
        """Return itself: what holds it can be copied, but the student's object is one."""
        return self

    def __repr__(self) -> str:
        return f"<{self._kind} {self._label}>"


class CallableAnswer(Answer):
    """A function, class or callable object of the student's."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it with copies: what it does to its arguments stays there."""
        return self._student.ask("call", self, args, kwargs)

    def __in_place__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it, and let the arguments become what it makes of them: for `check.in_place`."""
        return self._student.ask("call", self, args, kwargs, in_place=True)


# As messages to students name the type of what is no plain data.
Answer.__name__, CallableAnswer.__name__ = "object", "function"


def handle(student: Any, number: int, kind: str, label: str) -> Answer:
    """Return a handle that forwards calls and attributes alone."""
    kind = kind if kind in ("class", "function") else "object"
    return (Answer if kind == "object" else CallableAnswer)(student, number, kind, label)


# ---- open handles --------------------------------------------------------------------------------------------------

_READ = ("__doc__", "__annotations__", "__dict__")
_READ_IF_THERE = frozenset(
    ("__name__", "__qualname__", "__defaults__", "__kwdefaults__", "__wrapped__", "__self__", "__func__", "__version__")
)


class _Open:
    """What every open handle forwards, beside the operations of its type."""

    _student: Any

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name not in _READ_IF_THERE:
            raise AttributeError(name)
        return self._student.ask("get", self, name)

    def __delattr__(self, name: str) -> None:
        self._student.ask("delete", self, name)

    def __copy__(self) -> Any:
        return self._student.ask("copy", self, False)

    def __deepcopy__(self, memo: Any) -> Any:
        return self._student.ask("copy", self, True)

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        """The library's class that the object says it is of; see `claimed_class`."""
        claim = object.__getattribute__(self, "_claim")
        return type(self) if claim is None else claim


class _OpenCallable(_Open):
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._student.ask("call", self, args, kwargs, in_place=True)

    @property
    def __signature__(self) -> inspect.Signature:
        return _signature(self._student.ask("signature", self))


def open_handle(
    student: Any, number: int, kind: str, label: str, operations: Collection[Any], claims: Collection[Any]
) -> Any:
    """Return a handle with these operations, which says that it is of a library's class if that can be believed.

    `claims` are the class's name and those of its bases, each with its module; of a class, they are its own. One of
    Python's basic types, as in annotations, is itself.
    """
    kind = kind if kind in ("class", "function") else "object"
    if kind == "class":
        basic = next(
            (_BASIC[name] for module, name in _names(claims)[:1] if module == "builtins" and name in _BASIC), None
        )
        if basic is not None:
            return basic
    known = frozenset(name for name in OPERATIONS if name in operations)
    made = _open_type(kind != "object", known)(student, number, kind, label)
    object.__setattr__(made, "_claim", type if kind == "class" else claimed_class(claims))
    return made


@functools.lru_cache(maxsize=1024)
def _open_type(is_callable: bool, operations: frozenset[str]) -> type[Answer]:
    base, name = (CallableAnswer, "function") if is_callable else (Answer, "object")
    methods: dict[str, Any] = {each: property(_reader(each)) for each in _READ}
    methods |= {each: _operator(each) for each in operations}
    methods["__hash__"] = object.__hash__  # by identity, or a set would have to ask while it is being decoded
    return type(name, (_OpenCallable if is_callable else _Open, base), methods)


def _reader(name: str) -> Callable[[Any], Any]:
    return lambda self: self._student.ask("get", self, name)


def _operator(name: str) -> Callable[..., Any]:
    def operate(self: Any, *args: Any) -> Any:
        if name == "__exit__":  # of an exception only the type's name and the message can cross
            error = args[1]
            args = (None, None) if error is None else (type(error).__name__, str(error))
        try:
            match self._student.ask("operate", self, name, args):
                case [True, value]:
                    return value
                case [False, None]:
                    return False if name in ("__instancecheck__", "__subclasscheck__") else NotImplemented
        except wire.Unsendable:
            return False if name in ("__instancecheck__", "__contains__") else NotImplemented
        except AnswerError as error:
            if name == "__next__" and error.kind == "StopIteration":
                raise StopIteration from None
            raise
        raise wire.WireError("a malformed reply")

    operate.__name__ = name
    return operate


# ---- what a handle says of itself ----------------------------------------------------------------------------------

_BASIC_TYPES = (bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, type(None))
_BASIC = {kind.__name__: kind for kind in _BASIC_TYPES}
_BELIEVED = {"function": types.FunctionType, "generator": types.GeneratorType}
_NEVER_BELIEVED = sys.stdlib_module_names | {"chainrule", "numpy", "pandas", "scipy"}


def claimed_class(claims: Collection[Any]) -> type | None:
    """Return the first class that an object claims to be of and that can be believed; None if there is none.

    A claim is data. Classes of Python, NumPy, pandas and SciPy are not believed: a true value of these would have come
    by value, or is nothing that a test should rely on. Exceptions are not, nor is anything of this package, and nothing
    is loaded for a claim. What is left are other libraries' classes that the instructor's side has loaded, such as an
    estimator's: of these, ``isinstance`` says what the student's process says.
    """
    for module, name in _names(claims):
        if module == "builtins" and name in _BELIEVED:
            return _BELIEVED[name]
        if module.partition(".")[0] not in _NEVER_BELIEVED and module in sys.modules:
            found = vars(sys.modules[module]).get(name)  # no getattr: a module may load others when it is asked
            if isinstance(found, type) and found.__module__ == module and not issubclass(found, BaseException):
                return found
    return None


def _names(claims: Collection[Any]) -> list[tuple[str, str]]:
    pairs = [claim for claim in list(claims)[:20] if isinstance(claim, list) and len(claim) == 2]
    return [(module, name) for module, name in pairs if type(module) is str and type(name) is str]


def _signature(parts: Any) -> inspect.Signature:
    """Return the signature that the student's process described."""
    if not isinstance(parts, list):
        raise wire.WireError("a signature is malformed")
    parameters = []
    try:
        for part in parts:
            match part:
                case [str(name), str(kind), bool(has_default), default] if kind in PARAMETERS:
                    given = default if has_default else inspect.Parameter.empty
                    parameters.append(inspect.Parameter(name, getattr(inspect.Parameter, kind), default=given))
                case _:
                    raise wire.WireError("a signature is malformed")
        return inspect.Signature(parameters)
    except ValueError as error:
        raise wire.WireError("a signature is malformed") from error
