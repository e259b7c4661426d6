"""Comparing what an answer returned with what is right, and the tolerances for it."""

import functools
import inspect
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chainrule import mistakes
from chainrule.check import again
from chainrule.check.answers import call, earlier_result, in_other_order, largest_argument, name_of, titled
from chainrule.check.failures import (
    RETURNED,
    SENTENCE,
    CheckFailed,
    describe,
    difference,
    explained,
    failed,
    not_finite,
    other_kind,
    passed,
    wrong_shape,
)
from chainrule.check.scenes import of_layer
from chainrule.kinds.copies import copies
from chainrule.language import say, words

TOLERANCE = 1e-6
"""The relative accuracy required for float64 input."""

TOLERANCE_FLOAT32 = 1e-4
"""The relative accuracy required for float32 input."""


def value(
    got: Any,
    expected: Any,
    about: str,
    *,
    tolerance: float = TOLERANCE,
    names: Sequence[str] | None = None,
    facts: mistakes.Facts | None = None,
    more_keys: bool = False,
) -> None:
    """Check that `got` is `expected` in kind, shape and value.

    Parameters
    ----------
    got : plain data
        What the answer returned.
    expected : number, array_like, tuple or dict
        What is right. An ndarray or list of numbers requires an ndarray of that shape; a number requires a number (a
        0-d array will do); a tuple requires as many results; a dict requires its keys and no others. An array of
        integers requires an integer dtype.
    about : str
        What is checked, in a student's words: ``"the scores of three images"``. Shown for hidden checks, too.
    tolerance : float
        Relative to each entry; entries much smaller than the largest are allowed a little more.
    names : sequence of str, optional
        Names of the results in a tuple.
    facts : mapping, optional
        Facts to recognise mistakes by: see `mistakes.Facts`.
    more_keys : bool
        Whether dicts may have further keys, about which the check says nothing.

    Raises
    ------
    CheckFailed
        With the difference.
    """
    known: mistakes.Facts = {**again.arguments_of(got, expected), **(facts or {})}
    known["probe"] = partial(_probe_of_value, got, expected, known)
    compare(got, expected, about, tolerance, "", names, known, more_keys=more_keys)
    passed(about)


def _probe_of_value(got: Any, expected: Any, facts: mistakes.Facts, *part: int) -> mistakes.Probe | None:
    one, right = got, expected
    for i in part:
        one, right = one[i], right[i]
    return (again.of_value(got, expected, facts, *part) if facts.keys() > {"probe"} else None) or of_layer(one, right)


def true(condition: Any, message: str, *, shows: str = "") -> None:
    """Check that a property holds.

    Parameters
    ----------
    condition : truth value
    message : str
        Says what does not hold. It is shown for hidden checks, too, so it must not quote what an answer returned: that
        could spell out a hidden input.
    shows : str, optional
        What a student at work may read besides, including numbers from the answer.
    """
    if not bool(condition):
        raise CheckFailed(f"{message} {shows}".rstrip(), message, then=SENTENCE)


@titled
def agrees(
    answer: Callable[..., Any],
    trusted: Callable[..., Any],
    *args: Any,
    about: str,
    names: Sequence[str] | None = None,
    only: str | None = None,
    facts: mistakes.Facts | None = None,
    more_keys: bool = False,
    **kwargs: Any,
) -> None:
    """Check that an answer returns what a trusted function returns, and leaves its arguments unchanged.

    float32 arguments are given to `trusted` as float64 and compared with the tolerance of float32. The names of the
    arguments (``W``, ``X``, ``y``, ``lam`` …), read from the signature of `trusted`, are facts about the call.
    If there are several results, called `names`, `only` picks the one to compare, so that each can earn its own points.
    `more_keys` is that of `value`.

    Raises
    ------
    CheckFailed
        If they disagree, or the answer cannot be called.
    """
    earlier = earlier_result(answer, (*args, *kwargs.values()))
    how: dict[str, Any] = {"about": about, "names": names, "only": only, "facts": facts, "more_keys": more_keys}
    judged = judge(answer, trusted, args, kwargs, earlier=earlier, **how)
    judged(call(answer, *args, **kwargs))
    passed(about)


def judge(
    answer: Callable[..., Any],
    trusted: Callable[..., Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    *,
    about: str,
    names: Sequence[str] | None = None,
    only: str | None = None,
    facts: mistakes.Facts | None = None,
    earlier: Any = None,
    more_keys: bool = False,
) -> Callable[[Any], None]:
    """Return a function that checks what an answer returns for these arguments, as `agrees` does.

    What is right is computed now: an answer that is called later can have changed nothing of what it is computed from.
    `earlier` is what the answer returned for other arguments before.
    """
    given = copies([*args, *kwargs.values()])
    expected = trusted(*map(as_double, given[: len(args)]), **dict(zip(kwargs, given[len(args) :], strict=True)))

    def judged(got: Any) -> None:
        bound = _bound(trusted, args, kwargs)
        known: mistakes.Facts = {**(facts or {}), **mistakes.known(bound)}
        known["values"] = {**known.get("values", {}), **bound}
        known["earlier"], part, right = earlier, "", expected
        pick: tuple[int, ...] = ()
        if names is not None and isinstance(expected, tuple):
            check_order(got, expected, about, names)
        if only is not None and names is not None:
            check_count(got, expected, about, say("the result of {answer}", answer=name_of(answer)), names)
            pick = (names.index(only),)
            part, got, right, known["earlier"] = only, got[pick[0]], expected[pick[0]], part_of(earlier, pick[0])
        tolerance = TOLERANCE_FLOAT32 if is_single(args) else TOLERANCE
        all_but_defaults = None if kwargs else len(args)
        known["probe"] = partial(again.of_answer, answer, trusted, bound, known, *pick, given=all_but_defaults)
        compare(got, right, about, tolerance, part, names, known, name_of(answer), more_keys=more_keys)

    return judged


def agrees_in_all_kinds(
    answer: Callable[..., Any], trusted: Callable[..., Any], *args: Any, about: str, **kwargs: Any
) -> None:
    """Check `agrees` for the arguments in all `kinds`: as they are, as float32, as integers."""
    for kind in kinds(*args):
        agrees(answer, of_reals(trusted, args), *kind.arguments, about=about + kind.about, **kwargs)


def of_reals(trusted: Callable[..., Any], args: Sequence[Any]) -> Callable[..., Any]:
    """Return a trusted function that treats integers as real numbers where `args` has real numbers."""
    real = [isinstance(argument, np.ndarray) and argument.dtype.kind == "f" for argument in args]
    signature = inspect.signature(trusted)

    @functools.wraps(trusted)
    def function(*given: Any, **kwargs: Any) -> Any:
        bound = signature.bind(*given, **kwargs)
        pairs = itertools.zip_longest(real[: len(bound.args)], bound.args)
        return trusted(*(np.asarray(a, dtype=float) if r else a for r, a in pairs), **bound.kwargs)

    return function


class Kind(NamedTuple):
    """Arguments of one kind."""

    about: str
    """Added to the description of a check: ``" (float32)"``, or nothing."""
    arguments: tuple[Any, ...]
    tolerance: float
    """The accuracy to require."""


def kinds(*args: Any) -> Iterator[Kind]:
    """Yield the arguments as given, as float32, and with integers in one float array, in all, or in all but one.

    Examples
    --------
    >>> [kind.about for kind in kinds(np.ones(2), 3)]
    ['', ' (float32)', ' (argument 1 of integers)']
    """
    yield Kind("", args, TOLERANCE_FLOAT32 if is_single(args) else TOLERANCE)
    floats = [i for i, argument in enumerate(args) if isinstance(argument, np.ndarray) and argument.dtype.kind == "f"]
    if floats:
        single = tuple(a.astype(np.float32) if i in floats else a for i, a in enumerate(args))
        yield Kind(" (float32)", single, TOLERANCE_FLOAT32)
    for i in floats:
        yield Kind(" " + say("(argument {number} of integers)", number=i + 1), _whole(args, [i]), TOLERANCE)
    if len(floats) > 1:
        yield Kind(" " + say("(all arrays of integers)"), _whole(args, floats), TOLERANCE)
    for i in floats if len(floats) > 2 else []:
        others = [other for other in floats if other != i]
        yield Kind(
            " " + say("(all arrays but argument {number} of integers)", number=i + 1), _whole(args, others), TOLERANCE
        )


def _whole(args: Sequence[Any], chosen: Sequence[int]) -> tuple[Any, ...]:
    return tuple(np.rint(a).astype(np.int64) if i in chosen else a for i, a in enumerate(args))


def as_double(argument: Any) -> Any:
    """Return an argument as the trusted function gets it: float64 in place of float32."""
    if isinstance(argument, np.ndarray) and argument.dtype == np.float32:
        return argument.astype(np.float64)
    return argument


def is_single(arguments: Sequence[Any]) -> bool:
    """Tell whether any argument is float32, which requires less accuracy."""
    return any(
        isinstance(argument, (np.ndarray, np.float32)) and argument.dtype == np.float32 for argument in arguments
    )


def part_of(results: Any, i: int) -> Any:
    """Return one of several results; None if there are not as many."""
    return results[i] if isinstance(results, (list, tuple)) and i < len(results) else None


def _bound(trusted: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    try:
        bound = inspect.signature(trusted).bind(*args, **kwargs)
    except (TypeError, ValueError):  # a builtin without a signature: no facts
        return {}
    bound.apply_defaults()
    return dict(bound.arguments)


_NUMBERS = (np.ndarray, np.generic, float, int)


def compare(
    got: Any,
    expected: Any,
    about: str,
    tolerance: float,
    part: str,
    names: Sequence[str] | None,
    facts: mistakes.Facts,
    answer: str = "",
    more_keys: bool = False,
) -> None:
    """Check a result, each of several results, or each entry of a dict; `part` is the name of the result."""
    what = part or (words("the result of {answer}", answer=answer) if answer else words("the result"))
    if isinstance(expected, dict):
        _compare_dict(got, expected, about, tolerance, what, facts, more_keys)
    elif isinstance(expected, tuple):
        check_count(got, expected, about, what, names)
        failures = []
        for i, (one, right) in enumerate(zip(got, expected, strict=True)):
            known: mistakes.Facts = {**facts, "earlier": part_of(facts.get("earlier"), i)}
            if "probe" in facts:
                known["probe"] = partial(facts["probe"], i)
            name = names[i] if names else words("result {number}", number=i + 1)
            try:
                compare(one, right, about, tolerance, name, None, known, more_keys=more_keys)
            except CheckFailed as failure:
                failures.append(failure)
                if failure.explained:
                    break
        if failures:
            # A product that is not switched gives each input the other's gradient: there it proves nothing.
            are_gradients = all(name.startswith("d") for name in names or ())
            are_numbers = all(isinstance(one, _NUMBERS) for one in (*got, *expected))
            if are_numbers and not are_gradients and failures[-1].mistake is None:
                check_order(got, expected, about, names or ())
            raise next((failure for failure in failures if failure.explained), failures[0])
    elif isinstance(expected, (str, bool, type(None))):
        if isinstance(expected, bool) and np.ndim(got) == 0 and np.asarray(got).dtype == bool:
            got = bool(got)  # NumPy's True is one, too
        if not isinstance(got, type(expected)) or got != expected:
            detail = say("{what} should be {wanted}, but is {got}", what=what, wanted=repr(expected), got=describe(got))
            public = say("{what} is not what it should be", what=what)
            raise failed(about, detail, public, mistakes.Explanation(), RETURNED)
    else:
        # A list is written by hand: [1, 1] means numbers there, not integers.
        right = np.asarray(expected, dtype=float if isinstance(expected, list) else None)
        _compare_numbers(got, right, about, tolerance, what, facts)


def check_count(got: Any, expected: tuple[Any, ...], about: str, what: str, names: Sequence[str] | None) -> None:
    """Check that there are as many results as expected."""
    if not isinstance(got, (tuple, list)) or len(got) != len(expected):
        count = len(expected)
        listed = say("{count} results ({names})", count=count, names=", ".join(names)) if names else ""
        raise other_kind(got, listed or say("{count} results", count=count), about, what)


def check_order(got: Any, expected: Sequence[Any], about: str, names: Sequence[str]) -> None:
    """Check that several right results are in the right order."""
    if not isinstance(got, (tuple, list)) or len(got) != len(expected):
        return
    right = [np.asarray(result, dtype=float) for result in expected]
    if all(map(close, got, right)):
        return
    if any(all(map(close, order, right)) for order in itertools.permutations(got)):
        raise in_other_order(about, names)


def _compare_dict(
    got: Any,
    expected: dict[Any, Any],
    about: str,
    tolerance: float,
    what: str,
    facts: mistakes.Facts,
    more_keys: bool,
) -> None:
    if not isinstance(got, dict):
        raise other_kind(got, say("a dict"), about, what)
    for key, right in expected.items():
        if key not in got:
            detail = say("{what} has no entry {key}", what=what, key=repr(key))
            raise failed(about, detail, say("{what} lacks an entry", what=what), then=RETURNED)
        if got[key] is None:
            detail = say("{what} has no value for {key} yet: it is still None", what=what, key=repr(key))
            raise failed(about, detail, say("{what} has an entry that is None", what=what), then=RETURNED)
        known: mistakes.Facts = {**facts}
        if "probe" in facts:
            known["probe"] = partial(facts["probe"], key)
        name = words("entry {key}", key=repr(key))
        compare(got[key], right, about, tolerance, name, None, known, more_keys=more_keys)
    for key in got if not more_keys else ():
        if key not in expected:
            detail = say("{what} has an entry {key}, which should not be there", what=what, key=repr(key))
            raise failed(about, detail, say("{what} has an entry that should not be there", what=what), then=RETURNED)


def _compare_numbers(
    got: Any, expected: NDArray[Any], about: str, tolerance: float, what: str, facts: mistakes.Facts
) -> None:
    if got is None:
        detail = say("{what} is None: is it computed, and returned?", what=what)
        raise failed(about, detail, detail, then=RETURNED)
    if expected.ndim and not isinstance(got, np.ndarray):
        mistake = explained(got, expected, facts) if isinstance(got, (int, float, np.generic)) else None
        raise other_kind(got, say("an array of shape {shape}", shape=expected.shape), about, what, mistake)
    try:
        array = np.asarray(got)
    except ValueError as error:  # a ragged list
        detail = say("{what} is no array: {error}", what=what, error=error)
        raise failed(about, detail, say("{what} is no array", what=what), then=RETURNED) from error
    if array.dtype.kind not in "biufc":
        raise other_kind(got, say("numbers") if expected.ndim else say("a number"), about, what)
    if array.shape != expected.shape:
        raise wrong_shape(array, expected, about, what, facts)
    if expected.ndim and expected.dtype.kind in "iu" and array.dtype.kind not in "iu":
        detail = say("{what} should hold integers, but its dtype is {dtype}", what=what, dtype=array.dtype)
        public = say("{what} should hold integers", what=what)
        why = None if close(array, expected) else explained(array, expected, facts)
        why = why if why is not None and why.kind else None  # the dtype says enough
        raise failed(about, detail, public, why, RETURNED)
    if not np.isfinite(array[np.isfinite(expected)]).all():
        bad, probe = "nan" if np.isnan(array).any() else "inf", facts.get("probe", lambda: None)
        where = mistakes.not_finite(array, bad, probe()) if array.dtype.kind == "f" else None
        raise not_finite(about, what, bad, largest_argument(), where)
    finite = np.isfinite(expected)
    equal = array == expected
    are_whole = expected.dtype.kind in "iu" and array.dtype.kind in "iu"
    if expected.dtype.kind in "biu" and array.dtype.kind in "biu":
        array, expected = array.astype(float), expected.astype(float)  # the difference of two integers may overflow
    off = np.abs(array - expected, where=finite & ~equal, out=np.where(finite | equal, 0.0, np.inf))
    # An entry that cancels almost to 0 carries the rounding errors of the numbers that it was made of: of the size of
    # its neighbours, for which float64 keeps 10 digits and float32 only 6, or of size 1 (float32).
    largest = float(np.abs(expected[np.isfinite(expected)]).max(initial=0.0))
    share = 1e-4 if tolerance <= TOLERANCE else 1e-2
    floor = max(share * largest, share if tolerance == TOLERANCE_FLOAT32 else 1e-6)
    allowed = tolerance * np.maximum(np.abs(expected, where=finite, out=np.zeros(expected.shape)), floor)
    if are_whole and tolerance <= TOLERANCE:  # what is counted is counted exactly, also beyond the digits of floats
        off, allowed = np.where(equal, 0.0, np.maximum(off, 1.0)), np.zeros(expected.shape)
    if (off <= allowed).all():
        return
    raise failed(
        about,
        say("{what} is not right:{difference}", what=what, difference=difference(array, expected, off, allowed)),
        say("{what} is not right", what=what),
        explained(array, expected, facts),
    )


def close(got: Any, expected: NDArray[Any]) -> bool:
    """Tell whether a result is an array or number that agrees to within 1e-4 of the largest entry."""
    if np.shape(got) != np.shape(expected) or np.asarray(got).dtype.kind not in "biuf":
        return False
    return bool(np.abs(got - expected).max(initial=0.0) <= 1e-4 * np.abs(expected).max(initial=1e-12))
