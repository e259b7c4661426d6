"""What holds for any right answer, so that it can be checked without a right result: with numbers of another kind the
result is the same, and an example's result does not hang on those beside it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule import mistakes
from chainrule.check.answers import call, name_of, results, titled
from chainrule.check.failures import SHAPES, CheckFailed, failure, other_kind, passed
from chainrule.check.values import TOLERANCE, TOLERANCE_FLOAT32
from chainrule.language import say, words


@titled
def alike(
    answer: Callable[..., Any],
    given: Mapping[str, Any],
    about: str,
    *,
    names: Sequence[str] = (),
    only: Sequence[str] = (),
    single: bool = True,
) -> None:
    """Check that an answer returns the same for the same numbers as integers, as float32, and stored column by column.

    Parameters
    ----------
    answer : callable
    given : mapping
        Its arguments, by name and in order. Arrays of floats are tried in other kinds: one, all, and all but one.
    about : str
        As in `value`.
    names : sequence of str
        The names of the results, if there are several.
    only : sequence of str
        Those to compare, so that each can earn its own points; by default all.
    single : bool
        Whether to try float32.

    Examples
    --------
    >>> alike(lambda X: X / 2, {"X": np.array([[1.5, 3.0]])}, "half of a matrix")
    ✓ half of a matrix
    """
    for kind, which, args, plain, tolerance in _kinds(given, single):
        got, expected = (_parts(answer, arguments, about, names, only) for arguments in (args, plain))
        for (what, one), right in zip(got.items(), expected.values(), strict=True):
            if not _is(one, right, tolerance):
                said = say(_SAYS[kind], about=about, what=what, names=", ".join(which))
                why = mistakes.Explanation(mistakes.INTEGERS_KEPT) if kind == _WHOLE and _lost(one, right) else None
                raise failure(_with_numbers(said, one, right), said + ".", why)
    passed(about)


@titled
def one_by_one(
    answer: Callable[..., Any],
    given: Mapping[str, Any],
    rows: Sequence[str],
    about: str,
    *,
    names: Sequence[str] = (),
    only: Sequence[str] = (),
    mean: bool = False,
) -> None:
    """Check that an example, alone in its batch, has the result that it has beside others.

    Parameters
    ----------
    answer, given, about, names, only
        As for `alike`.
    rows : sequence of str
        The arguments that have a row, or an entry, for each example.
    mean : bool
        Whether the results of a batch are the means of the examples'; otherwise they have a row for each.

    Examples
    --------
    >>> one_by_one(lambda X: X.sum(axis=1), {"X": np.array([[1.0, 2.0], [3.0, 4.0]])}, ["X"], "sums of rows")
    ✓ sums of rows
    """
    count = len(given[rows[0]])
    whole = _parts(answer, list(given.values()), about, names, only)
    alone = [
        _parts(answer, [one[[i]] if name in rows else one for name, one in given.items()], about, names, only)
        for i in range(count)
    ]
    for what, of_all in whole.items():
        got, singles = np.asarray(of_all), [np.asarray(one[what]) for one in alone]
        shape = got.shape if mean else (1, *got.shape[1:])
        if any(one.shape != shape for one in singles):
            said = say(
                "{about}: for an example alone, {what} should have the shape {shape}.",
                about=about,
                what=what,
                shape=shape,
            )
            raise CheckFailed(said, then=SHAPES)
        expected = np.mean(singles, axis=0) if mean else np.concatenate(singles)
        if not _is(got, expected, TOLERANCE):
            if mean:
                said = say("{about}: {what} of a batch is not the mean of the examples'", about=about, what=what)
            else:
                said = say("{about}: {what} changes for an example with those beside it", about=about, what=what)
            raise CheckFailed(_with_numbers(said, got, expected), said + ".", explained="behaviour")
    passed(about)


_WHOLE, _SINGLE, _COLUMNS = range(3)

_SAYS = (
    words("{about}: {what} differs if {names} holds the same numbers as integers"),
    words("{about}: {what} differs if {names} holds the same numbers as float32"),
    words("{about}: {what} is another one if {names} is stored column by column, as a transpose is"),
)

_Variant = tuple[int, list[str], list[Any], list[Any], float]


def _kinds(given: Mapping[str, Any], single: bool) -> Iterator[_Variant]:
    """Yield which kind, of which arguments, all of them, the same numbers in float64, and the accuracy to require."""
    floats = [name for name, one in given.items() if isinstance(one, np.ndarray) and one.dtype.kind == "f"]
    several = [floats] * (len(floats) > 1)
    but_one = [[one for one in floats if one != name] for name in floats] if len(floats) > 2 else []
    for chosen in (*([name] for name in floats), *several, *but_one):
        whole = {name: np.rint(given[name]).astype(np.int64) for name in chosen}
        plain = {**given, **{name: one.astype(float) for name, one in whole.items()}}
        yield _WHOLE, chosen, list({**given, **whole}.values()), list(plain.values()), TOLERANCE
    if single and floats:
        halved = {name: given[name].astype(np.float32) for name in floats}
        plain = {**given, **{name: one.astype(float) for name, one in halved.items()}}
        yield _SINGLE, floats, list({**given, **halved}.values()), list(plain.values()), TOLERANCE_FLOAT32
    for name in floats:
        if given[name].ndim > 1:
            turned = {**given, name: np.asfortranarray(given[name])}
            yield _COLUMNS, [name], list(turned.values()), list(given.values()), TOLERANCE


def _parts(
    answer: Callable[..., Any], args: Sequence[Any], about: str, names: Sequence[str], only: Sequence[str]
) -> dict[str, Any]:
    """Return the results to compare, by what they are called, after a check that they are numbers."""
    got = call(answer, *args)
    if names:
        found = {name: one for name, one in zip(names, results(got, names), strict=True) if name in (only or names)}
    else:
        found = {words("the result of {answer}", answer=name_of(answer)): got}
    for what, one in found.items():
        numbers = _numbers(one)
        if numbers is None or (numbers.size and np.isnan(numbers).all()):  # which would be like any other such result
            raise other_kind(one, say("numbers"), about, what)
    return found


def _numbers(value: Any) -> NDArray[Any] | None:
    return np.asarray(value, dtype=float) if mistakes.is_numeric(value) else None


def _is(got: Any, expected: Any, tolerance: float) -> bool:
    one, other = _numbers(got), _numbers(expected)
    if one is None or other is None or one.shape != other.shape:
        return False
    scale = max(float(np.abs(other).max(initial=0.0)), 1.0 if tolerance > TOLERANCE else 1e-6)
    return bool(np.allclose(one, other, rtol=tolerance, atol=tolerance * scale, equal_nan=True))


def _lost(got: Any, expected: Any) -> bool:
    """Tell whether there are integers in place of fractions."""
    one, other = _numbers(got), _numbers(expected)
    if one is None or other is None:
        return False
    return bool(one.any() and not (one % 1).any() and (other % 1).any())


def _with_numbers(said: str, got: Any, expected: Any) -> str:
    def shown(value: Any) -> str:
        return np.array2string(np.asarray(value), precision=6, threshold=12, edgeitems=2)

    return f"{said}:\n{shown(got)}\n{say('in place of')}\n{shown(expected)}"
