"""What a test cell calls: values, shapes and gradients, with failures that explain.

A check prints one line when an answer passes and raises `CheckFailed` when it does not. The failure is a short message,
not a traceback: what was expected of what, the worst entry, and, where one matches, the name of the mistake.

Examples
--------
>>> from chainrule import check
>>> check.value(2.9, 2.9, "the hinge loss of the lecture's cat")
✓ the hinge loss of the lecture's cat
"""

import contextlib
import copy
import inspect
import itertools
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from chainrule import gradcheck, mistakes

TOLERANCE = 1e-6
"""Relative accuracy asked of answers to float64 input."""

TOLERANCE_FLOAT32 = 1e-4
"""Relative accuracy asked of answers to float32 input."""


_NUMBERS = ("loss", "f", "J", "L")
"""What a result is called that is a number, and comes before its gradients."""

_FEW = 10
"""Results whose number a hidden check may show."""

_MOST_LINES = 8
"""Lines of a student's code that the report of an exception shows."""


class CheckFailed(AssertionError):
    """An answer is wrong.

    Parameters
    ----------
    message : str
        All that a student at work may read: numbers, shapes, the worst entry.
    public : str
        The same without inputs and values, for hidden checks.
    mistake : str, optional
        A name from `mistakes.NAMES`.
    """

    def __init__(self, message: str, public: str | None = None, mistake: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.public = message if public is None else public
        self.mistake = mistake

    def _render_traceback_(self) -> list[str]:
        """Show the message alone: IPython calls this in place of its traceback."""
        return ["✗ " + self.message]


class AnswerError(Exception):
    """An exception in an answer that runs in another process.

    Parameters
    ----------
    kind : str
        The exception's type.
    text : str
        Its message.
    where : str
        The lines of the student's own code that led to it.
    """

    def __init__(self, kind: str, text: str = "", where: str = "") -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text
        self.where = where


# --- Calling an answer --------------------------------------------------------------------------------------------


def call(answer: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Return ``answer(*args, **kwargs)``, after a check that the arguments are left unchanged.

    Raises
    ------
    CheckFailed
        If the answer is not written yet, raises, returns nothing, or changes an argument.
    """
    name = _name(answer)
    arguments = (*args, *kwargs.values())
    before = copy.deepcopy([_plain(argument) for argument in arguments])
    try:
        result = answer(*args, **kwargs)
    except Exception as error:
        raise _failure_of(name, error) from error
    changed = [i for i, argument in enumerate(arguments) if not _same(before[i], _plain(argument))]
    for i in changed:
        _put_back(arguments[i], before[i])
    if changed:
        called = _argument_name(answer, changed[0], kwargs, len(args))
        raise CheckFailed(
            f"{name} changes its argument {called}. Its caller still needs it: work on a copy "
            "(`x -= …` changes the caller's array, `x = x - …` makes a new one)."
        )
    if result is None:
        raise CheckFailed(f"{name} returns None: is the `return` missing?")
    with contextlib.suppress(TypeError):  # no answer is remembered that has no identity
        _latest[answer] = before, copy.deepcopy(_plain(result))
    return result


_latest: WeakKeyDictionary[Callable[..., Any], tuple[list[Any], Any]] = WeakKeyDictionary()
"""Arguments and result of each answer's last call: one that knows numbers by heart returns them for others, too."""


def _earlier(answer: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    """What an answer returned last, if that was for other arguments."""
    with contextlib.suppress(TypeError):
        before, result = _latest.get(answer, ([], None))
        return None if _same(before, [_plain(argument) for argument in arguments]) else result
    return None


def results(got: Any, names: Sequence[str]) -> Sequence[Any]:
    """Return the several results of an answer, after a check that there are as many as `names`.

    Examples
    --------
    >>> loss, dW = results((0.5, np.zeros(2)), ("loss", "dW"))

    Raises
    ------
    CheckFailed
        If `got` is no tuple or list of that length.
    """
    if not isinstance(got, (tuple, list)) or len(got) != len(names):
        expected = f"There should be {len(names)} results, ({', '.join(names)})"
        raise CheckFailed(f"{expected}, but what is returned is {_describe(got)}.", f"{expected}.")
    if names[0] in _NUMBERS and np.ndim(got[0]) and any(np.ndim(result) == 0 for result in got[1:]):
        raise _in_other_order("", names)
    return got


def part(got: Any, names: Sequence[str], name: str) -> Any:
    """Return one of several results, called `names`, after a check that there are as many.

    Examples
    --------
    >>> part((2.0, 0.5), ("loss", "dW"), "dW")
    0.5
    """
    return results(got, names)[list(names).index(name)]


def _in_other_order(about: str, names: Sequence[str]) -> CheckFailed:
    """Build the failure of results that have changed places."""
    lead = f"{about}: the" if about else "The"
    return _failure(f"{lead} results should be ({', '.join(names)}), in this order.", None, mistakes.RESULTS_SWAPPED)


def _check_order(got: Any, expected: Sequence[Any], about: str, names: Sequence[str]) -> None:
    """Check that several results, all of them right, have not changed places."""
    if not isinstance(got, (tuple, list)) or len(got) != len(expected):
        return
    right = [np.asarray(result, dtype=float) for result in expected]
    if all(map(_close, got, right)):
        return
    if any(all(map(_close, order, right)) for order in itertools.permutations(got)):
        raise _in_other_order(about, names)


def raises(exception: type[Exception], answer: Callable[..., Any], *args: Any, about: str, **kwargs: Any) -> None:
    """Check that ``answer(*args, **kwargs)`` raises `exception`."""
    name = _name(answer)
    try:
        answer(*args, **kwargs)
    except exception:
        _passed(about)
        return
    except Exception as error:
        failure = _failure_of(name, error)
        if isinstance(error, (CheckFailed, NotImplementedError)) or _anatomy(error)[0] == "NotImplementedError":
            raise failure from error
        lead = f"{name} should raise {exception.__name__} for {about}. "
        raise CheckFailed(lead + failure.message, lead + failure.public) from error
    raise CheckFailed(f"{name} should raise {exception.__name__} for {about}, and does not.")


def _name(answer: Any) -> str:
    """What to call an answer: ``softmax``, or ``ReLU.forward`` for a method."""
    name = getattr(answer, "__qualname__", None) or getattr(answer, "__name__", type(answer).__name__)
    return str(name).rpartition("<locals>.")[2]


def _argument_name(answer: Any, position: int, kwargs: Mapping[str, Any], positional: int) -> str:
    if position >= positional:
        return list(kwargs)[position - positional]
    try:
        parameter = list(inspect.signature(answer).parameters.values())[position]
    except (TypeError, ValueError, IndexError):  # a builtin
        return f"number {position + 1}"
    # An answer in another process takes whatever it is given.
    return f"number {position + 1}" if parameter.kind is parameter.VAR_POSITIONAL else parameter.name


def _plain(argument: Any) -> Any:
    """What of an argument can be compared afterwards: plain data; functions and objects cannot."""
    if isinstance(argument, (np.ndarray, np.generic, int, float, complex, str, bytes)):
        return argument
    if isinstance(argument, (list, tuple)):
        return [_plain(item) for item in argument]
    if isinstance(argument, dict):
        return {key: _plain(item) for key, item in argument.items()}
    return None


def _same(a: Any, b: Any) -> bool:
    """Tell whether two pieces of plain data are equal bit for bit."""
    if isinstance(a, np.ndarray):
        return a.shape == b.shape and a.dtype == b.dtype and a.tobytes() == b.tobytes()
    if isinstance(a, list):
        return len(a) == len(b) and all(map(_same, a, b))
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(_same(a[key], b[key]) for key in a)
    return bool(a == b or (a != a and b != b))


def _put_back(argument: Any, was: Any) -> None:
    """Undo what an answer did to an array of the notebook, so that the repaired answer meets the right numbers."""
    if isinstance(argument, np.ndarray) and argument.shape == was.shape and argument.flags.writeable:
        argument[...] = was
    elif isinstance(argument, (list, tuple)):
        for item, before in zip(argument, was, strict=False):
            _put_back(item, before)


def _failure_of(name: str, error: Exception) -> CheckFailed:
    """Turn an exception of the answer into a failure that says where in the student's code it arose."""
    if isinstance(error, CheckFailed):  # raised by a callback of the test: it says more than we could
        return error
    kind, text, where = _anatomy(error)
    if kind == "NotImplementedError":
        return CheckFailed(f"{name} is not answered yet: write it in its cell, run that cell, then run this one.")
    message = f"{name} raised {kind}: {text}" if text else f"{name} raised {kind}"
    last = where.strip().splitlines()[-1].strip() if where.strip() else ""
    return CheckFailed(f"{message}\n{where}".rstrip(), f"{name} raised {kind}" + (f", in {last}" if last else "") + ".")


def _anatomy(error: Exception) -> tuple[str, str, str]:
    """Return type, message and the student's own lines of an exception, raised here or in another process."""
    if isinstance(error, AnswerError):
        return error.kind, error.text, error.where
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_students(frame.filename)]
    lines = [f"  line {frame.lineno} of {frame.name}: {frame.line}" for frame in frames]
    if len(lines) > _MOST_LINES:  # a recursion that never ends
        lines[2:-2] = ["  …"]
    where = "\n".join(lines)
    return type(error).__name__, str(error), where


def _is_students(filename: str) -> bool:
    return filename.startswith("<") or "ipykernel_" in filename


# --- Comparing values ---------------------------------------------------------------------------------------------


def value(
    got: Any,
    expected: Any,
    about: str,
    *,
    tolerance: float = TOLERANCE,
    names: Sequence[str] | None = None,
    facts: mistakes.Facts | None = None,
) -> None:
    """Check that `got` is `expected` in kind, shape and value.

    Parameters
    ----------
    got : plain data
        What the answer returned.
    expected : number, array_like, tuple or dict
        What is right. An ndarray, or a list of numbers, asks for an ndarray of its shape; a number for a number (a
        0-d array will do); a tuple for as many results; a dict for its keys. An array of integers asks for an
        integer dtype.
    about : str
        What is checked, in a student's words: ``"the scores of three images"``. Shown also for hidden checks.
    tolerance : float
        Relative to each entry; entries much smaller than the largest are compared with that in mind.
    names : sequence of str, optional
        What the results of a tuple are called.
    facts : mapping, optional
        For the name of the mistake: see `mistakes.Facts`.

    Raises
    ------
    CheckFailed
        With what differs.
    """
    _compare(got, expected, about, tolerance, "", names, facts or {})
    _passed(about)


def true(condition: Any, message: str) -> None:
    """Check that a property holds; `message` says what does not, and is also shown for hidden checks."""
    if not bool(condition):
        raise CheckFailed(message)


def agrees(
    answer: Callable[..., Any],
    trusted: Callable[..., Any],
    *args: Any,
    about: str,
    names: Sequence[str] | None = None,
    only: str | None = None,
    facts: mistakes.Facts | None = None,
    **kwargs: Any,
) -> None:
    """Check that an answer returns what a trusted function returns, and leaves its arguments unchanged.

    float32 arguments are given to `trusted` as float64 and compared with the tolerance of float32. The names of the
    arguments (``W``, ``X``, ``y``, ``lam`` …), read from the signature of `trusted`, are the facts that name mistakes.
    Of several results, called `names`, `only` picks the one to compare, so that each can earn its own points.

    Raises
    ------
    CheckFailed
        If they disagree, or the answer cannot be called.
    """
    expected = trusted(*(_as_double(copy.deepcopy(_keep(argument))) for argument in args), **kwargs)
    known = {**(facts or {}), **_bound(trusted, args, kwargs)}
    earlier = _earlier(answer, (*args, *kwargs.values()))
    got = call(answer, *args, **kwargs)
    known["earlier"] = earlier
    part = ""
    if names is not None and isinstance(expected, tuple):
        _check_order(got, expected, about, names)
    if only is not None and names is not None:
        _check_count(got, expected, about, f"the result of {_name(answer)}", names)
        i = names.index(only)
        part, got, expected, known["earlier"] = only, got[i], expected[i], _part_of(earlier, i)
    tolerance = TOLERANCE_FLOAT32 if _is_single(args) else TOLERANCE
    _compare(got, expected, about, tolerance, part, names, known, _name(answer))
    _passed(about)


def agrees_in_all_kinds(
    answer: Callable[..., Any], trusted: Callable[..., Any], *args: Any, about: str, **kwargs: Any
) -> None:
    """Check `agrees` for the arguments as they are, as float32, and with each float array alone made integers."""
    for kind, variant in kinds(*args):
        agrees(answer, trusted, *variant, about=f"{about}{kind}", **kwargs)


def kinds(*args: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """Yield ``(description, arguments)``: as given, with float32 arrays, and with each float array alone of int64.

    Examples
    --------
    >>> [kind for kind, _ in kinds(np.ones(2), 3)]
    ['', ' (float32)', ' (argument 1 of integers)']
    """
    yield "", args
    floats = [i for i, argument in enumerate(args) if isinstance(argument, np.ndarray) and argument.dtype.kind == "f"]
    if floats:
        yield " (float32)", tuple(a.astype(np.float32) if i in floats else a for i, a in enumerate(args))
    for i in floats:
        whole = np.rint(args[i]).astype(np.int64)
        yield f" (argument {i + 1} of integers)", (*args[:i], whole, *args[i + 1 :])


def _keep(argument: Any) -> Any:
    return argument if isinstance(argument, (np.ndarray, list, dict)) else _Opaque(argument)


class _Opaque:
    """Holds an argument that must not be copied: a function, a generator, an object in another process."""

    def __init__(self, held: Any) -> None:
        self.held = held

    def __deepcopy__(self, memo: dict[int, Any]) -> "_Opaque":
        return self


def _as_double(argument: Any) -> Any:
    if isinstance(argument, _Opaque):
        return argument.held
    if isinstance(argument, np.ndarray) and argument.dtype == np.float32:
        return argument.astype(np.float64)
    return argument


def _part_of(results: Any, i: int) -> Any:
    return results[i] if isinstance(results, (list, tuple)) and i < len(results) else None


def _bound(trusted: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    try:
        bound = inspect.signature(trusted).bind(*args, **kwargs)
    except (TypeError, ValueError):  # a builtin without a signature: no facts
        return {}
    bound.apply_defaults()
    return dict(bound.arguments)


def _compare(
    got: Any,
    expected: Any,
    about: str,
    tolerance: float,
    part: str,
    names: Sequence[str] | None,
    facts: mistakes.Facts,
    answer: str = "",
) -> None:
    what = part or (f"the result of {answer}" if answer else "the result")
    if isinstance(expected, dict):
        _compare_dict(got, expected, about, tolerance, what, facts)
    elif isinstance(expected, tuple):
        _check_count(got, expected, about, what, names)
        for i, (one, right) in enumerate(zip(got, expected, strict=True)):
            known = {**facts, "earlier": _part_of(facts.get("earlier"), i)}
            _compare(one, right, about, tolerance, names[i] if names else f"result {i + 1}", None, known)
    elif isinstance(expected, (str, bool, type(None))):
        if not isinstance(got, type(expected)) or got != expected:
            raise _failed(about, what, f"should be {expected!r}, but is {_describe(got)}", "is not what it should be")
    else:
        # A list is written by hand: [1, 1] there asks for numbers, not for integers.
        right = np.asarray(expected, dtype=float if isinstance(expected, list) else None)
        _compare_numbers(got, right, about, tolerance, what, facts)


def _check_count(got: Any, expected: tuple[Any, ...], about: str, what: str, names: Sequence[str] | None) -> None:
    if not isinstance(got, (tuple, list)) or len(got) != len(expected):
        listed = f" ({', '.join(names)})" if names else ""
        raise _other_kind(got, f"{len(expected)} results{listed}", about, what)


def _compare_dict(
    got: Any, expected: dict[Any, Any], about: str, tolerance: float, what: str, facts: mistakes.Facts
) -> None:
    if not isinstance(got, dict):
        raise _other_kind(got, "a dict", about, what)
    for key, right in expected.items():
        if key not in got:
            raise _failed(about, what, f"has no entry {key!r}", "lacks an entry")
        if got[key] is None:
            raise _failed(about, what, f"has no value for {key!r} yet: it is still None", "has an entry that is None")
        _compare(got[key], right, about, tolerance, f"entry {key!r}", None, facts)


def _compare_numbers(
    got: Any, expected: NDArray[Any], about: str, tolerance: float, what: str, facts: mistakes.Facts
) -> None:
    if got is None:
        raise _failed(about, what, "is None: is it computed, and returned?")
    if expected.ndim and not isinstance(got, np.ndarray):
        mistake = mistakes.find(got, expected, facts) if np.ndim(got) == 0 else None
        raise _other_kind(got, f"an array of shape {expected.shape}", about, what, mistake)
    try:
        array = np.asarray(got)
    except ValueError as error:  # a ragged list
        raise _failed(about, what, f"is no array: {error}", "is no array") from error
    if array.dtype.kind not in "biufc":
        raise _other_kind(got, "numbers" if expected.ndim else "a number", about, what)
    if array.shape != expected.shape:
        raise _wrong_shape(array, expected, about, what, facts)
    if expected.ndim and expected.dtype.kind in "iu" and array.dtype.kind not in "iu":
        raise _failed(about, what, f"should hold integers, but its dtype is {array.dtype}")
    if not np.isfinite(array[np.isfinite(expected)]).all():
        bad = "nan" if np.isnan(array).any() else "inf"
        raise _failed(about, what, f"contains {bad}, as after an overflow, a division by 0 or log(0)")
    finite = np.isfinite(expected)
    off = np.abs(array - expected, where=finite, out=np.where(finite | (array == expected), 0.0, np.inf))
    # An entry that cancels to nearly nothing carries the rounding of its neighbours: float64 keeps 10 digits of the
    # largest entry, float32 only 6.
    largest = float(np.abs(expected[np.isfinite(expected)]).max(initial=0.0))
    floor = largest * (1e-4 if tolerance <= TOLERANCE else 1e-2)
    allowed = tolerance * np.maximum(np.abs(expected, where=finite, out=np.zeros(expected.shape)), max(floor, 1e-6))
    if (off <= allowed).all():
        return
    raise _failed(
        about,
        what,
        f"is not right:{_difference(array, expected, off, allowed)}",
        "is not right",
        mistakes.find(array, expected, facts),
    )


def _other_kind(got: Any, wanted: str, about: str, what: str, mistake: mistakes.Mistake | None = None) -> CheckFailed:
    wanted = f"should be {wanted}, but is"
    return _failed(about, what, f"{wanted} {_describe(got)}", f"{wanted} {_outline(got)}", mistake)


def _wrong_shape(
    got: NDArray[Any], expected: NDArray[Any], about: str, what: str, facts: mistakes.Facts
) -> CheckFailed:
    """Build the failure; a hidden check names a shape only if it is made of sizes that occur in the call.

    Any other shape could spell out an input.
    """
    sizes = {0, 1, *expected.shape}.union(*(np.shape(fact) for fact in facts.values() if isinstance(fact, np.ndarray)))
    known = got.ndim <= expected.ndim + 2 and sizes.issuperset(got.shape)
    wanted = f", and should have {expected.shape}" if expected.ndim else ", and should be a number"
    detail = f"has shape {got.shape}{wanted}"
    public = detail if known else f"has another shape{wanted}"
    return _failed(about, what, detail, public, mistakes.find(got, expected, facts))


def _difference(got: NDArray[Any], expected: NDArray[Any], error: NDArray[Any], allowed: NDArray[Any]) -> str:
    """Show two arrays' difference: the values themselves if there are few, else the worst entry and how many."""
    if expected.ndim == 0:
        return f" got {_digits(got)}, expected {_digits(expected)}"
    if expected.size <= 6:
        return f"\n  got      {_digits(got)}\n  expected {_digits(expected)}"
    worst = np.unravel_index(int(np.argmax(error / allowed)), expected.shape)
    index = "[" + ", ".join(str(int(i)) for i in worst) + "]"
    wrong = int((error > allowed).sum())
    many = "every entry" if wrong == expected.size else f"{wrong} of {expected.size} entries"
    return (
        f" {many} of shape {expected.shape}; the worst is {index}: "
        f"got {_digits(got[worst])}, expected {_digits(expected[worst])}"
    )


def _digits(numbers: Any) -> str:
    if np.ndim(numbers) == 0:
        number = np.asarray(numbers)[()]
        return f"{number:.6g}" if number.dtype.kind == "f" else str(number)
    return np.array2string(np.asarray(numbers), precision=6, separator=", ", suppress_small=False).replace("\n", "")


def _describe(thing: Any) -> str:
    if isinstance(thing, np.ndarray):
        return f"an array of shape {thing.shape} and dtype {thing.dtype}"
    if isinstance(thing, (tuple, list)):
        return f"a {type(thing).__name__} of {len(thing)}"
    if isinstance(thing, np.generic):
        thing = thing.item()
    if isinstance(thing, (bool, int, float, str)):
        return f"{thing!r}"[:80]
    return "None" if thing is None else f"of type {type(thing).__name__}"


def _outline(thing: Any) -> str:
    """Describe for hidden checks: without a value, a length or a name, which could spell out an input."""
    if isinstance(thing, np.ndarray):
        return "an array"
    if isinstance(thing, (tuple, list)):
        return f"a {type(thing).__name__}" + (f" of {len(thing)}" if len(thing) < _FEW else "")
    if thing is None or isinstance(thing, dict):
        return "None" if thing is None else "a dict"
    if isinstance(thing, (str, bytes)):
        return "text"
    if isinstance(thing, (bool, int, float, complex, np.generic)):
        return "a number"
    return "something else"


def _failed(
    about: str, what: str, detail: str, public: str | None = None, mistake: mistakes.Mistake | None = None
) -> CheckFailed:
    """Build the failure; without `public`, the detail holds no input and no value and may be shown as it is."""
    return _failure(
        f"{about}: {what} {detail}{'' if detail.endswith((']', '?')) else '.'}",
        f"{about}: {what} {public or detail}{'' if (public or detail).endswith('?') else '.'}",
        mistake,
    )


def _failure(message: str, public: str | None, mistake: mistakes.Mistake | None) -> CheckFailed:
    """Build a failure that ends with the mistake's name and a question."""
    lead = ""
    if mistake is not None:
        lead = f"\nThis looks like “{mistake.name}”: {mistake.says}\nAsk yourself: {mistake.asks}"
    return CheckFailed(message + lead, (public or message) + lead, mistake.name if mistake else None)


def _passed(about: str) -> None:
    print(f"✓ {about}")


# --- Comparing gradients ------------------------------------------------------------------------------------------


def gradient(
    got: Any,
    loss: gradcheck.Scalar,
    at: Any,
    about: str,
    *,
    name: str = "the gradient",
    tolerance: float = TOLERANCE,
    facts: mistakes.Facts | None = None,
) -> None:
    """Check a gradient against central differences of `loss` at the point `at`, entry by entry.

    Parameters
    ----------
    got : ndarray, shape of `at`
        The gradient to check.
    loss : callable
        From an array like `at` to a number; called ``2 * at.size`` times.
    at : array_like
        Where. Best with entries of size about 1, away from kinks; an entry at a kink is not judged unless it lies
        outside the one-sided slopes.
    about, tolerance, facts
        As in `value`; `name` is what the gradient is called. The tolerance is relative to the tensor's largest entry.

    Raises
    ------
    CheckFailed
        With the ratio, the worst entry, and the mistake's name where one matches.
    """
    _check_gradient(got, loss, at, about, name, tolerance, facts or {})
    _passed(about)


def _check_gradient(
    got: Any, loss: gradcheck.Scalar, at: Any, about: str, name: str, tolerance: float, facts: mistakes.Facts
) -> None:
    value = np.asarray(loss(np.array(at, dtype=np.float64)))
    if value.size != 1:
        raise _failed(about, "the loss", f"should be a number, but is an array of shape {value.shape}")
    numerical = gradcheck.central(loss, at)
    array = _tensor(got, numerical, about, name, facts)
    error = np.abs(array - numerical)
    allowed = _allowed(loss, at, float(np.abs(numerical).max(initial=0.0)), tolerance)
    for index in map(tuple, np.argwhere(error > allowed)):
        left, right = sorted(gradcheck.one_sided(loss, at, index))
        if gradcheck.is_kink(loss, at, index) and left - allowed <= array[index] <= right + allowed:
            error[index] = 0.0
    if (error > allowed).any():
        raise _wrong_gradient(array, numerical, error, allowed, about, name, facts)


def gradients(
    got: Sequence[Any],
    loss: Callable[..., Any],
    at: Sequence[Any],
    about: str,
    *,
    names: Sequence[str],
    seed: int = 0,
    directions: int = 2,
    tolerance: float = TOLERANCE,
    facts: mistakes.Facts | None = None,
) -> None:
    """Check the gradients of a large model by random directions: ``3 * directions`` calls of `loss` per tensor.

    For each tensor, ``gradient · d`` is compared with the slope of the loss along ``d``, a random direction.
    A tensor that fails is then looked at entry by entry, to say where it is wrong.

    Parameters
    ----------
    got : sequence of ndarray
        A gradient for each tensor of `at`.
    loss : callable
        ``loss(*tensors)`` returns a number.
    at : sequence of array_like
        The tensors.
    names : sequence of str
        What the gradients are called.
    """
    rng = np.random.default_rng(seed)
    tensors = [np.array(tensor, dtype=float) for tensor in at]
    if len(got) != len(tensors):
        wanted = f"{about}: there should be {len(tensors)} gradients"
        raise CheckFailed(f"{wanted}, but there are {len(got)}.", f"{wanted}, but there are more or fewer.")
    for i, tensor in enumerate(tensors):

        def one(x: NDArray[Any], i: int = i) -> Any:
            return loss(*tensors[:i], x, *tensors[i + 1 :])

        array = _tensor(got[i], tensor, about, names[i], facts or {})
        for _ in range(directions):
            if not _fits_along(array, one, tensor, gradcheck.random_direction(tensor.shape, rng), tolerance):
                raise _located(array, one, tensor, about, names[i], facts or {}, rng, tolerance)
    _passed(about)


def _fits_along(
    got: NDArray[Any], loss: gradcheck.Scalar, at: NDArray[Any], direction: NDArray[Any], tolerance: float
) -> bool:
    """Tell whether ``gradient · d`` is the slope of the loss along ``d``.

    Among thousands of ReLUs some may have their kink within a step. Smaller steps leave it out, while a wrong
    gradient stays wrong.
    """
    claimed = float((got * direction).sum())
    for shrink in (1.0, 1 / 32, 1 / 1024):
        slope = gradcheck.along(loss, at, direction, gradcheck.CENTRAL_STEP * shrink)
        scale = max(abs(slope), float(np.linalg.norm(got)))
        if abs(slope - claimed) <= _allowed(loss, at, scale, tolerance, shrink):
            return True
    return False


def _located(
    got: NDArray[Any],
    loss: gradcheck.Scalar,
    at: NDArray[Any],
    about: str,
    name: str,
    facts: mistakes.Facts,
    rng: np.random.Generator,
    tolerance: float,
    most: int = 400,
) -> CheckFailed:
    """Find where a gradient that failed along a direction is wrong, by central differences of `most` entries."""
    flat = got.ravel()
    if flat.size <= most:
        chosen = np.arange(flat.size)
    else:
        largest = np.argsort(-np.abs(flat))[: most // 2]
        others = np.setdiff1d(np.arange(flat.size), largest)
        chosen = np.sort(np.concatenate([largest, rng.choice(others, most // 2, replace=False)]))

    def through_chosen(part: NDArray[Any]) -> Any:
        moved = at.ravel().copy()
        moved[chosen] = part
        return loss(moved.reshape(at.shape))

    numerical = gradcheck.central(through_chosen, at.ravel()[chosen])
    if flat.size <= most:
        numerical = numerical.reshape(at.shape)
    else:
        # Facts describe whole tensors; of a part, only factors can be recognised.
        got, facts = flat[chosen], {key: fact for key, fact in facts.items() if key == "X"}
    error = np.abs(got - numerical)
    allowed = _allowed(loss, at, float(np.abs(numerical).max(initial=0.0)), tolerance)
    if (error <= allowed).all():
        return _failed(about, name, "differs from the slope of the loss along a random direction")
    return _wrong_gradient(got, numerical, error, allowed, about, name, facts)


def _tensor(got: Any, like: NDArray[Any], about: str, name: str, facts: mistakes.Facts) -> NDArray[np.float64]:
    """Return a gradient as float64, after a check of its kind and shape."""
    if not isinstance(got, (np.ndarray, np.generic, float, int)):
        raise _other_kind(got, f"an array of shape {like.shape}", about, name)
    array = np.asarray(got)
    if array.dtype.kind not in "biuf":
        raise _failed(about, name, f"should hold numbers, but its dtype is {array.dtype}")
    if array.shape != like.shape:
        raise _wrong_shape(array, like, about, name, facts)
    if not np.isfinite(array).all():
        raise _failed(about, name, "contains nan or inf")
    return array.astype(np.float64)


def _allowed(loss: gradcheck.Scalar, at: Any, scale: float, tolerance: float, shrink: float = 1.0) -> float:
    """How far a right gradient may be from a central difference, whose rounding error is about ``eps |f| / h``."""
    size = abs(float(np.asarray(loss(np.array(at, dtype=np.float64))).reshape(())))
    return tolerance * scale + 20 * np.finfo(float).eps * max(size, 1e-3) / (gradcheck.CENTRAL_STEP * shrink)


def _wrong_gradient(
    got: NDArray[Any],
    numerical: NDArray[Any],
    error: NDArray[Any],
    allowed: float,
    about: str,
    name: str,
    facts: mistakes.Facts,
) -> CheckFailed:
    ratio = ""
    large = np.abs(numerical) > 1e-3 * np.abs(numerical).max(initial=0.0)
    if large.sum() > 1:
        ratios = got[large] / numerical[large]
        if _close(got, ratios.mean() * numerical):
            ratio = f" it is {ratios.mean():.3f} times the numerical gradient everywhere;"
    detail = _difference(got, numerical, error, np.full_like(error, allowed))
    return _failed(
        about,
        name,
        f"is not the slope of the loss:{ratio}{detail}",
        "is not the slope of the loss",
        mistakes.find(got, numerical, facts),
    )


# --- Gates --------------------------------------------------------------------------------------------------------


def gate(
    make: Callable[[], Any],
    *inputs: Any,
    dz: Any,
    about: str,
    trusted: Callable[[], Any] | None = None,
    names: Sequence[str] | None = None,
    facts: mistakes.Facts | None = None,
) -> None:
    """Check both passes of a gate: ``forward(*inputs)``, then ``backward(dz)``, one gradient per input.

    Parameters
    ----------
    make : callable
        Returns a new gate: its class, if that takes no arguments.
    *inputs : numbers or ndarrays
        What `forward` takes; float32 is compared with the tolerance of float32.
    dz : number or ndarray
        The upstream gradient, of the shape of the output. Best not all ones.
    about : str
        As in `value`.
    trusted : callable, optional
        Returns a gate that is right. Without it, `backward` is compared with central differences of the gate's own
        `forward`.
    names : sequence of str, optional
        What the gradients are called, by default ``dx`` and ``dy``.
    facts : mapping, optional
        As in `value`.
    """
    names = names or ("dx", "dy")[: len(inputs)]
    tolerance = TOLERANCE_FLOAT32 if _is_single(inputs) else TOLERANCE
    one = make()
    output = call(one.forward, *inputs)
    gradients = call(one.backward, dz)
    if trusted is None:
        expected, local = (_slopes(make, inputs, upstream) for upstream in (dz, np.ones_like(dz, dtype=float)))
    else:
        right = trusted()
        # Integers are real numbers: no dtype is asked for.
        right_output = np.asarray(right.forward(*map(_as_double, inputs)), dtype=float)
        _compare(
            output,
            right_output,
            about,
            tolerance,
            "the output of forward",
            None,
            {"gate_values": inputs, **(facts or {})},
        )
        expected, local = (right.backward(upstream) for upstream in (_as_double(dz), np.ones_like(dz, dtype=float)))
        expected = [np.asarray(gradient, dtype=float) for gradient in expected]
    if not isinstance(gradients, (tuple, list)) or len(gradients) != len(names):
        wanted = f"a list with a gradient for each input, [{', '.join(names)}]"
        raise _other_kind(gradients, wanted, about, "the result of backward")
    if len(names) > 2:
        _check_order(gradients, expected, about, names)
    swapped = len(names) == 2 and _close(gradients[0], expected[1]) and _close(gradients[1], expected[0])
    for i, name in enumerate(names):
        other = expected[1 - i] if swapped else None
        known = {"ignoring_upstream": local[i], "upstream": dz, "other_input": other, "gate_values": [output, *inputs]}
        known |= facts or {}
        if trusted is None:
            _check_gradient(gradients[i], _slice(make, inputs, i, dz), inputs[i], about, name, tolerance, known)
        else:
            _compare(gradients[i], expected[i], about, tolerance, name, None, known)
    _passed(about)


def as_gate(make: Callable[[], Any]) -> Callable[[], Any]:
    """Return what makes gates of layers: a layer's ``backward`` returns the gradient of its one input by itself.

    Examples
    --------
    >>> check.gate(check.as_gate(ReLU), X, dz=dout, names=["dX"], about="a batch")  # doctest: +SKIP
    """
    return lambda: _LayerAsGate(make())


class _LayerAsGate:
    def __init__(self, layer: Any) -> None:
        self.forward = layer.forward
        self._backward = layer.backward
        self.backward = _named(self._gradients, self._backward)

    def _gradients(self, dout: Any) -> list[Any] | None:
        gradient = self._backward(dout)
        return None if gradient is None else [gradient]


def _named(function: Callable[..., Any], like: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that reports call by another one's name."""

    def named(*args: Any) -> Any:
        return function(*args)

    named.__qualname__ = _name(like)
    return named


def gate_in_all_kinds(make: Callable[[], Any], *inputs: Any, dz: Any, about: str, **kwargs: Any) -> None:
    """Check `gate` for inputs and `dz` as they are, as float32, and with each float array alone made integers."""
    for kind, (*variant, upstream) in kinds(*inputs, dz):
        gate(make, *variant, dz=upstream, about=f"{about}{kind}", **kwargs)


def gate_again(
    make: Callable[[], Any],
    first: Sequence[Any],
    second: Sequence[Any],
    dz: Any,
    about: str,
    *,
    trusted: Callable[[], Any],
    names: Sequence[str] | None = None,
) -> None:
    """Check that a gate remembers its own last inputs: with a second gate in use, and when it is used again.

    Parameters
    ----------
    make, trusted, about, names
        As for `gate`.
    first, second : sequences of inputs
        What the two gates are given; then the first gate is given `second`, too.
    dz : number or ndarray
        The upstream gradient; `backward` is called twice with it.
    """
    names = names or ("dx", "dy")[: len(first)]
    one, other = make(), make()
    call(one.forward, *first)
    call(other.forward, *second)
    of_first, of_second = (_trusted_gradients(trusted, inputs, dz) for inputs in (first, second))
    for expected, remembered, situation in (
        (of_first, of_second, "with another gate in use"),
        (of_second, of_first, "used again"),
    ):
        if expected is of_second:
            call(one.forward, *second)
        for turn in (situation, f"{situation}, backward called twice"):
            got, where = call(one.backward, dz), f"{about}, {turn}"
            _check_count(got, expected, where, "the result of backward", names)
            for name, gradient, right, wrong in zip(names, got, expected, remembered, strict=True):
                facts: dict[str, Any] = {"remembered": wrong}
                if turn != situation:
                    facts |= {"before": right, "spoiled": right * dz if right.shape == np.shape(dz) else None}
                _compare(gradient, right, where, TOLERANCE, name, None, facts)
    _passed(about)


def _trusted_gradients(make: Callable[[], Any], inputs: Sequence[Any], dz: Any) -> tuple[NDArray[np.float64], ...]:
    gate = make()
    gate.forward(*inputs)
    return tuple(np.asarray(gradient, dtype=float) for gradient in gate.backward(dz))


def _is_single(arguments: Sequence[Any]) -> bool:
    return any(
        isinstance(argument, (np.ndarray, np.float32)) and argument.dtype == np.float32 for argument in arguments
    )


def _close(got: Any, expected: NDArray[Any]) -> bool:
    """Tell whether a result is an array, or number, that agrees to four digits of the largest entry."""
    if np.shape(got) != np.shape(expected) or np.asarray(got).dtype.kind not in "biuf":
        return False
    return bool(np.abs(got - expected).max(initial=0.0) <= 1e-4 * np.abs(expected).max(initial=1e-12))


def _slopes(make: Callable[[], Any], inputs: Sequence[Any], dz: Any) -> list[NDArray[np.float64]]:
    """The gradient of ``sum(dz * output)`` with respect to each input, numerically."""
    return [gradcheck.central(_slice(make, inputs, i, dz), one) for i, one in enumerate(inputs)]


def _slice(make: Callable[[], Any], inputs: Sequence[Any], i: int, dz: Any) -> gradcheck.Scalar:
    """The loss ``sum(dz * output)`` as a function of input `i` alone."""

    def loss(x: NDArray[Any]) -> Any:
        return np.sum(dz * np.asarray(make().forward(*inputs[:i], x, *inputs[i + 1 :])))

    return loss


# --- Speed --------------------------------------------------------------------------------------------------------


def vectorised(
    answer: Callable[..., Any], looped: Callable[..., Any], *args: Any, about: str, times: float = 1.8, tries: int = 6
) -> None:
    """Check that an answer is at least `times` as fast as one that loops over the examples in Python.

    Both are measured at the same time, so that a busy machine slows both, and the fastest runs count. With a loop for
    the yardstick, what it costs to reach an answer in another process is small beside the limit.

    Parameters
    ----------
    answer : callable
        What should be vectorised.
    looped : callable
        Takes the same arguments and does in a loop over the examples some of the work; its result does not matter.

    Raises
    ------
    CheckFailed
        If the answer is slower: most likely it loops, too.
    """
    loop = min(_seconds(looped, args) for _ in range(3))
    fastest = float("inf")
    for _ in range(tries):
        fastest = min(fastest, _seconds(answer, args))
        if times * fastest <= loop:
            _passed(about)
            return
    raise CheckFailed(
        f"{about}: {_name(answer)} takes {fastest / loop:.1f} times as long as a simple loop over the examples. "
        f"Without such a loop it takes less than {1 / times:.2g} times as long.",
        f"{about}: {_name(answer)} takes too long. Does it loop over the examples in Python?",
    )


def _seconds(function: Callable[..., Any], args: Sequence[Any]) -> float:
    # Copies: an answer that changes its arguments would change what the next check is about.
    fresh = [argument.copy() if isinstance(argument, np.ndarray) else argument for argument in args]
    start = time.perf_counter()
    try:
        function(*fresh)
    except Exception as error:
        raise _failure_of(_name(function), error) from error
    return time.perf_counter() - start
