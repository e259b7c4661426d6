"""Calling an answer, and checking what it must not do and what it should return."""

import contextlib
import functools
import inspect
import linecache
import sys
import traceback
import types
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

import numpy as np

from chainrule import mistakes
from chainrule.check import borrowed, titles
from chainrule.check.errors import hints, in_our_words, is_of_shapes
from chainrule.check.failures import (
    CHANGED,
    RETURNED,
    SENTENCE,
    SHAPES,
    STOPPED,
    UNWRITTEN,
    AnswerError,
    CheckFailed,
    describe,
    failure,
    passed,
    quoted,
)
from chainrule.check.operations import shapes_of, whole_columns
from chainrule.kinds import kind_of, stays
from chainrule.kinds.copies import copies
from chainrule.kinds.plain import Unsendable
from chainrule.language import say, words

Given = ParamSpec("Given")
Result = TypeVar("Result")

_NUMBERS = ("loss", "f", "J", "L")
"""Names of results that are a number, and come before its gradients."""

_TRAINED = ("W", "losses")
"""What training returns: weights of two dimensions, and losses of one."""

_NOT_STUDENTS = ("<test ", "<given ", "<model ", "<frozen ")
"""How the names of files begin that are never quoted: the examiner's own code, and parts of Python."""

RAISED = (Exception, SystemExit)
"""What an answer may raise. Anything else, such as an interrupt, is not its doing, and goes on."""

_MOST_LINES = 8
"""The most lines of a student's code that the report of an exception shows."""


def titled(checking: Callable[Given, Result]) -> Callable[Given, Result]:
    """Make a function that is given the title of a case as `about` say it in every failure, exceptions included."""
    signature = inspect.signature(checking)
    return _saying(checking, lambda frame, args, kwargs: signature.bind(*args, **kwargs).arguments.get("about"))


def _titled(asking: Callable[Given, Result]) -> Callable[Given, Result]:
    """Make a function that fails before its result is checked say the title of that check, if a notebook calls it."""
    return _saying(asking, lambda frame, args, kwargs: titles.title_of_next(frame))


def _saying(
    function: Callable[Given, Result],
    title: Callable[[types.FrameType, tuple[Any, ...], dict[str, Any]], str | None],
) -> Callable[Given, Result]:
    """Make a function say a title in every failure but that of an answer that is not written yet."""

    @functools.wraps(function)
    def with_title(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        try:
            return function(*args, **kwargs)
        except CheckFailed as failure:
            about = title(sys._getframe(1), args, kwargs) if failure.then is not UNWRITTEN else None
            raise failure.of_case(about or "") from failure.__cause__

    return with_title


@_titled
def call(answer: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Return ``answer(*args, **kwargs)``, after a check that the arguments are left unchanged.

    The answer gets copies, so that nothing it does to them changes what the test goes on with.

    Raises
    ------
    CheckFailed
        If the answer is not written yet, raises an exception, returns nothing, or changes an argument.
    """
    name = name_of(answer)
    arguments = (*args, *kwargs.values())
    given = copies(arguments)
    borrowed.remember(answer, name)
    try:
        with borrowed.as_in_grading(answer, arguments):
            result = in_place(answer)(*given[: len(args)], **dict(zip(kwargs, given[len(args) :], strict=True)))
    except RAISED as error:
        raise failure_of(name, error) from error
    changed = [i for i, argument in enumerate(arguments) if not _same(_plain(argument), _plain(given[i]))]
    if changed:
        called = _argument_name(answer, changed[0], kwargs, len(args))
        raise CheckFailed(
            say(
                "{answer} changes its argument {argument}. Its caller still needs it: work on a copy "
                "(`x -= …` changes the caller's array, `x = x - …` makes a new one).",
                answer=name,
                argument=called,
            ),
            explained="behaviour",
            then=CHANGED,
        )
    if result is None:
        said = say("{answer} returns None: is the `return` missing?", answer=name)
        raise CheckFailed(said, explained="behaviour", then=RETURNED)
    _recent.appendleft(Called(answer, args, kwargs, result))
    with contextlib.suppress(TypeError):  # an answer that cannot be a key is not remembered
        _latest[answer] = [_kept(_plain(argument)) for argument in arguments], _kept(_plain(result))
    return result


def in_place(answer: Callable[..., Any]) -> Callable[..., Any]:
    """Return an answer that may change its arguments, for a test of what it does to them.

    When a notebook is graded, answers run in another process, and changes of their arguments otherwise stay there.

    Examples
    --------
    >>> def reset(x):
    ...     x[...] = 0
    >>> x = np.ones(2)
    >>> in_place(reset)(x)
    >>> x
    array([0., 0.])
    """
    called: Callable[..., Any] = getattr(answer, "__in_place__", answer)
    return called


def is_elsewhere(answer: Callable[..., Any]) -> bool:
    """Return whether an answer runs in another process, as all do when a notebook is graded."""
    return hasattr(answer, "__in_place__")


_latest: WeakKeyDictionary[Callable[..., Any], tuple[list[Any], Any]] = WeakKeyDictionary()
"""Arguments and result of each answer's last call: hard-coded numbers are returned for other arguments, too."""


class Called(NamedTuple):
    """A call of an answer, and what it returned."""

    answer: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    result: Any


_recent: deque[Called] = deque(maxlen=8)
"""The last calls: what a test checks is usually what one of them returned, or a part of it."""

_read: deque[tuple[str, Any]] = deque(maxlen=4)
"""The last attributes that were read."""


def recent_calls() -> list[Called]:
    """Return the last calls, the latest first."""
    return list(_recent)


def largest_argument() -> float:
    """Return the size of the largest entry among the numbers that the last call was given; 0 if there are none."""
    given = [*_recent[0].args, *_recent[0].kwargs.values()] if _recent else []
    arrays = [one for one in given if isinstance(one, np.ndarray) and one.dtype.kind in "iuf"]
    return max((float(np.abs(one).max(initial=0.0)) for one in arrays), default=0.0)


def called_for(got: Any) -> tuple[Called, tuple[Any, ...]] | None:
    """Return the call that returned `got`, and which part of its results that is; None if no recent call did."""
    for called in _recent:
        if called.result is got:
            return called, ()
        if isinstance(called.result, (list, tuple, dict)):
            parts = called.result.items() if isinstance(called.result, dict) else enumerate(called.result)
            for key, part in parts:
                if part is got:
                    return called, (key,)
    return None


def read_as(value: Any) -> str | None:
    """Return the name of the attribute that a value was read from."""
    return next((name for name, one in _read if one is value), None)


def earlier_result(answer: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    """Return what an answer returned last, if that was for other arguments."""
    with contextlib.suppress(TypeError):
        before, result = _latest.get(answer, ([], None))
        return None if _same(before, [_plain(argument) for argument in arguments]) else result
    return None


@_titled
def results(got: Any, names: Sequence[str]) -> Sequence[Any]:
    """Return the several results of an answer, after a check that there are as many as `names`.

    Examples
    --------
    >>> loss, dW = results((0.5, np.zeros(2)), ("loss", "dW"))

    Raises
    ------
    CheckFailed
        If `got` is not a tuple or list of that length.
    """
    if not isinstance(got, (tuple, list)) or len(got) != len(names):
        listed: dict[str, Any] = {"count": len(names), "names": ", ".join(names)}
        raise CheckFailed(
            say(
                "There should be {count} results, ({names}), but what is returned is {got}.",
                got=describe(got),
                **listed,
            ),
            say("There should be {count} results, ({names}).", **listed),
            then=RETURNED,
        )
    if names[0] in _NUMBERS and np.ndim(got[0]) and any(np.ndim(result) == 0 for result in got[1:]):
        raise in_other_order("", names)
    if tuple(names) == _TRAINED and isinstance(got[0], np.ndarray) and got[0].ndim < np.ndim(got[1]):
        raise in_other_order("", names)
    return got


@_titled
def part(got: Any, names: Sequence[str], name: str) -> Any:
    """Return one of several results, called `names`, after a check that there are as many.

    Examples
    --------
    >>> part((2.0, 0.5), ("loss", "dW"), "dW")
    0.5
    """
    return results(got, names)[list(names).index(name)]


def in_other_order(about: str, names: Sequence[str]) -> CheckFailed:
    """Build the failure of results in the wrong order."""
    listed = ", ".join(names)
    if about:
        said = say("{about}: the results should be ({names}), in this order.", about=about, names=listed)
    else:
        said = say("The results should be ({names}), in this order.", names=listed)
    return failure(said, said, mistakes.Explanation(mistakes.RESULTS_SWAPPED))


def raises(exception: type[Exception], answer: Callable[..., Any], *args: Any, about: str, **kwargs: Any) -> None:
    """Check that ``answer(*args, **kwargs)`` raises `exception`.

    Raises
    ------
    Unsendable
        If an argument cannot be handed to an answer: what that raises says nothing of the answer.
    """
    for one in (*args, *kwargs.values()):
        if (kind := stays(one)) is not None:
            raise Unsendable(
                f"an object of type {kind.__name__} cannot be handed to an answer, which runs in a process of its own "
                "when it is graded: this check can say nothing of it"
            )
    name = name_of(answer)
    wanted = {"answer": name, "exception": exception.__name__, "about": about}
    try:
        with borrowed.as_in_grading(answer, (*args, *kwargs.values())):
            answer(*args, **kwargs)
    except Unsendable:
        raise
    except RAISED as error:
        is_unwritten = isinstance(error, NotImplementedError) or _anatomy(error)[0] == NotImplementedError.__name__
        if isinstance(error, exception) and (not is_unwritten or exception is NotImplementedError):
            passed(about)
            return
        failure = failure_of(name, error)
        if isinstance(error, CheckFailed) or is_unwritten:
            raise failure from error
        lead = say("{answer} should raise {exception} for {about}.", **wanted) + " "
        raise CheckFailed(lead + failure.message, lead + failure.public, explained="behaviour", then=STOPPED) from error
    said = say("{answer} should raise {exception} for {about}, and does not.", **wanted)
    raise CheckFailed(said, explained="behaviour", then=SENTENCE)


def name_of(answer: Any) -> str:
    """Return the name of an answer: ``softmax``, or ``ReLU.forward`` for a method."""
    name = getattr(answer, "__qualname__", None) or getattr(answer, "__name__", type(answer).__name__)
    return str(name).rpartition("<locals>.")[2]


def _argument_name(answer: Any, position: int, kwargs: Mapping[str, Any], positional: int) -> str:
    if position >= positional:
        return list(kwargs)[position - positional]
    try:
        parameter = list(inspect.signature(answer).parameters.values())[position]
    except (TypeError, ValueError, IndexError):  # a builtin
        return say("number {number}", number=position + 1)
    # The proxy of an answer in another process takes any arguments.
    several = parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
    return say("number {number}", number=position + 1) if several else parameter.name


def _plain(argument: Any, within: tuple[Any, ...] = ()) -> Any:
    """Return what can be compared after a call: the data in an argument, in lists, but not functions and objects.

    `within` is what the argument lies in: of a list in itself, only that is said.
    """
    if any(argument is one for one in within):
        return "itself"
    if isinstance(argument, np.ndarray) and not argument.dtype.hasobject:
        return argument
    if isinstance(argument, (np.generic, int, float, complex, str, bytes)):
        return argument
    if isinstance(argument, bytearray):
        return bytes(argument)
    inner = (*within, argument)
    if isinstance(argument, dict):
        return ["dict", *([_plain(key, inner), _plain(item, inner)] for key, item in argument.items())]
    kind = None if type(argument) in (list, tuple) else kind_of(argument)
    if kind is not None:
        parts = [_plain(part, inner) for part in kind.parts(argument) or ()]
        return [kind.tag, *(sorted(parts, key=repr) if isinstance(argument, (set, frozenset)) else parts)]
    return [_plain(item, inner) for item in argument] if isinstance(argument, (list, tuple)) else None


def _kept(plain: Any) -> Any:
    """Return data, as `_plain` returns it, that nobody else can change."""
    if isinstance(plain, list):
        return list(map(_kept, plain))
    return np.array(plain) if isinstance(plain, np.ndarray) else plain


def _same(a: Any, b: Any) -> bool:
    """Tell whether two pieces of data, as `_plain` returns them, are equal bit for bit."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return bool(a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes())
    if type(a) is not type(b):
        return False
    if isinstance(a, list):
        return len(a) == len(b) and all(map(_same, a, b))
    return bool(a == b or (a != a and b != b))


@_titled
def attribute(thing: Any, name: str, after: str = "") -> Any:
    """Return an attribute of a student's object, after a check that there is one.

    Parameters
    ----------
    thing : object
        A layer, gate or network.
    name : str
        The name of the attribute.
    after : str
        The method that should have set it: ``"backward"``.
    """
    try:
        value = getattr(thing, name)
    except RAISED as error:
        kind, _, _ = _anatomy(error)
        if kind != "AttributeError":
            raise failure_of(name, error) from error
        values = {"owner": type(thing).__name__, "name": name, "after": after}
        known = values["owner"] != "object"  # what is of another process does not tell the name of its class
        if after and known:
            said = say(
                "After {after}, {owner} should have the attribute {name}, and has not: is it set, as self.{name}?",
                **values,
            )
        elif known:
            said = say("{owner} should have the attribute {name}, and has not: is it set, as self.{name}?", **values)
        elif after:
            said = say(
                "After {after}, there should be an attribute {name}, and is not: is it set, as self.{name}?", **values
            )
        else:
            said = say("There should be an attribute {name}, and is not: is it set, as self.{name}?", **values)
        raise CheckFailed(said, then=SENTENCE) from error
    _read.appendleft((name, value))
    return value


def failure_of(name: str, error: BaseException) -> CheckFailed:
    """Turn an answer's exception into a failure that says where in the student's code it was raised."""
    if isinstance(error, CheckFailed):  # raised by a callback of the test: it explains more
        return error
    kind, text, where = _anatomy(error)
    if kind == "NotImplementedError":
        return CheckFailed(
            say("{answer} is not answered yet: write it in its cell, run that cell, then run this one.", answer=name),
            then=UNWRITTEN,
        )
    if isinstance(error, borrowed.Borrowed):
        return CheckFailed(f"{text}\n{where}".rstrip(), explained="behaviour", then=SENTENCE)
    operation, columns = _operands(error)
    more, then = hints(text, columns), SHAPES if is_of_shapes(text) else STOPPED
    text = quoted(in_our_words(text))
    if kind == "SystemExit":
        text = say("it ends the program, as `sys.exit()` does. An answer returns its result.")
    if operation:
        text = f"{quoted(operation)}: {text}"
    raised = say("{answer} raised {kind}", answer=name, kind=kind)
    last = where.strip().splitlines()[-1].strip() if where.strip() else ""
    message = f"{raised}: {text}\n{where}".rstrip() if text else f"{raised}\n{where}".rstrip()
    return CheckFailed(
        "\n".join([message, *more]),
        say("{answer} raised {kind}, in {place}.", answer=name, kind=kind, place=last) if last else f"{raised}.",
        explained="behaviour",
        hints=tuple(more),
        short=message,
        then=then,
    )


def _anatomy(error: BaseException) -> tuple[str, str, str]:
    """Return an exception's type, message and lines of student code, raised in this process or another one."""
    if isinstance(error, AnswerError):
        return error.kind, error.text, error.where
    places = [(frame, number) for frame, number in traceback.walk_tb(error.__traceback__) if number is not None]
    lines = [f"  {_line(*place)}" for place in places if _is_students(place[0].f_code.co_filename)]
    if len(lines) > _MOST_LINES:  # a recursion that never ends
        lines[2:-2] = ["  …"]
    where = "\n".join(lines)
    return type(error).__name__, str(error), where


def _line(frame: types.FrameType, number: int) -> str:
    """Quote a line, with its number in the cell: editors count from there, and not from the function's first line."""
    name, file = frame.f_code.co_qualname.replace("<locals>.", ""), frame.f_code.co_filename
    cell = words("the cell that runs") if name == "<module>" else words("the cell that defines {name}", name=name)
    number_seen = number + titles.dropped_above(frame)
    code = linecache.getline(file, number).strip()
    return say("line {number} of {function}: {code}", number=number_seen, function=cell, code=code)


def _operands(error: BaseException) -> tuple[str | None, str | None]:
    """Return the operation that raised an exception, with its shapes, and the name in a ``[:, y]`` before it."""
    if isinstance(error, AnswerError):
        return error.operation or None, error.columns or None
    return shapes_of(error, _is_students), whole_columns(error, _is_students)


def _is_students(filename: str) -> bool:
    return (filename.startswith("<") and not filename.startswith(_NOT_STUDENTS)) or "ipykernel_" in filename
