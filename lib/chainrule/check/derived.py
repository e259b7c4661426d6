"""Whether a gradient was derived, or measured by moving one entry after another."""

import math
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from chainrule import mistakes
from chainrule.check import smaller
from chainrule.check.answers import name_of, titled
from chainrule.check.failures import SLOW, CheckFailed, failure, passed
from chainrule.check.speed import CLEARLY, LONG, MORE, NEAR, Judge, fresh, seconds, yardstick
from chainrule.check.values import value
from chainrule.language import say

_FEWEST = 20
"""Forward passes that are timed at once: a single one is too short for the clock."""

_PARTS, _LEAST = (100, 10), 10
"""Of the longest axis of its arguments, a gradient is first tried on one part of so many, and at least on so much.

What takes a pass for each entry takes a hundredth of its time for a tenth: the smallest part alone does not show it.
"""

_SHORTEST = 200
"""A shorter axis is not cut."""

_FEW_TRIES = 3

_CLEAR = 0.1
"""Seconds that show how the time of an answer grows."""

_LOST = 1e-7
"""By how much a difference of losses of size 1, divided by its step, is wrong at most."""


@titled
def derived(
    answer: Callable[..., Any],
    forward: Callable[..., Any],
    inputs: Callable[[int], Sequence[Any]],
    *,
    entries: int,
    about: str,
    passes: int | None = None,
    tries: int = 3,
    judge: Judge | None = None,
) -> None:
    """Check that a gradient costs far less than a forward pass for each of its entries.

    Finite differences and complex steps need at least one pass for each entry. A derived gradient needs a few in all,
    and one with loops over examples, classes or even entries stays well below a pass for every third entry.

    Parameters
    ----------
    answer : callable
        Computes the gradient.
    forward : callable
        Takes the same arguments and does a lean forward pass, or the part of it that takes longest.
    inputs : callable
        Returns the arguments of a try for a number, to be used as a seed: see `fresh`.
    entries : int
        Of the gradient.
    passes : int, optional
        How many forward passes it may take; by default a third of `entries`.
    tries : int
        How often an answer is called that takes longer, or up to five times as often while it takes at most three times
        too long, or a tenth of a second; the fastest call counts.
    judge : callable, optional
        Checks every result that was timed; see `Task.derived`.

    Raises
    ------
    CheckFailed
        If the answer takes longer.

    Examples
    --------
    >>> derived(
    ...     lambda w: 2 * w,
    ...     lambda w: w @ w,
    ...     lambda seed: [np.random.default_rng(seed).standard_normal(20_000)],
    ...     entries=20_000,
    ...     about="the gradient of 20,000 weights",
    ... )
    ✓ the gradient of 20,000 weights
    """
    allowed = entries // 3 if passes is None else passes
    new = fresh(inputs)
    for parts in _PARTS:
        found = _passes_on_a_part(answer, forward, new, allowed, parts)
        if found is not None:
            raise _measured(answer, about, found[0], round(entries * found[1]))
    smaller.refuse_tables(answer, new, about)
    args = next(new)
    roughly = yardstick(forward, args, _FEWEST) / _FEWEST
    fastest = seconds(answer, args, judge)
    if CLEARLY * fastest <= allowed * roughly:
        passed(about)
        return
    at_once = max(_FEWEST, allowed // 20)  # for a while: a busy machine then slows both alike
    one: list[float] = []
    for i in range(1, MORE * tries + 1):
        one.append(yardstick(forward, args, at_once) / at_once)
        taken = fastest / median(one)
        if taken <= allowed:
            passed(about)
            return
        is_far = i >= tries and taken > NEAR * allowed and fastest > _CLEAR  # a short call may only have had to wait
        if is_far or (taken > 4 * allowed and fastest > LONG):
            break
        args = next(new)
        fastest = min(fastest, seconds(answer, args, judge))
    raise _measured(answer, about, taken, entries)


def _passes_on_a_part(
    answer: Callable[..., Any], forward: Callable[..., Any], new: Iterator[Sequence[Any]], allowed: float, parts: int
) -> tuple[float, float] | None:
    """Return how many forward passes an answer takes for two of so many parts of its arguments, and their share.

    None if the whole may take no more than are allowed, as far as what a small part takes more than half of it tells,
    or if it takes no long time either way; or if the answer can only be called with the whole.
    """
    half = full = one = math.inf
    of_part = part = most = 0.0
    for i in range(1, MORE * _FEW_TRIES + 1):
        whole, other = next(new), next(new)
        longest = smaller.longest_axis(whole)
        size = max(longest // parts, _LEAST)
        if longest < _SHORTEST:
            return None
        less = smaller.cut(whole, 2 * size)
        part = max(map(np.size, less)) / max(map(np.size, whole))
        try:
            of_whole, of_part = (yardstick(forward, args, _FEWEST) / _FEWEST for args in (whole, less))
            half, full = min(half, seconds(answer, smaller.cut(other, size))), min(full, seconds(answer, less))
        except CheckFailed:  # it has to say what goes wrong on the whole
            return None
        one = min(one, of_whole)
        most = max(NEAR * allowed * one, 2 * LONG)
        if max(2 * full / part, _of_whole(half, full, part)) <= most:
            return None
        if full > LONG or (i >= _FEW_TRIES and _of_whole(half, full, part) > NEAR * most):
            break
    # Only now: in a single try, a half that had to wait would hide what the other half takes.
    return (full / of_part, part) if _of_whole(half, full, part) > most else None


def _of_whole(half: float, full: float, part: float) -> float:
    """Return how long a whole takes at least if a part of it takes so long, and half of that part so long.

    Where no clock or overhead blurs it, what grows with the square goes on doing so.
    """
    if full < _CLEAR:
        return 2 * (full - half) / part
    power = min(max(math.log2(full / half), 0.0), 2.0)
    return float(full * (1 / part) ** power)


def _measured(answer: Callable[..., Any], about: str, passes: float, entries: int) -> CheckFailed:
    name = name_of(answer)
    return failure(
        say(
            "{about}: {answer} takes as long as {passes} forward passes, for {entries} entries.",
            about=about,
            answer=name,
            passes=f"{_round(passes):,}",
            entries=f"{entries:,}",
        ),
        say("{about}: {answer} takes as long as thousands of forward passes.", about=about, answer=name),
        mistakes.Explanation(mistakes.MEASURED),
        SLOW,
    )


def digits(got: Any, expected: ArrayLike, about: str, *, facts: mistakes.Facts | None = None) -> None:
    """Check tiny slopes to five digits, each relative to itself: what differences of a loss cannot give.

    Parameters
    ----------
    got : ndarray
        What the answer returned.
    expected : array_like
        What is right; no entry is 0.
    about, facts
        As in `value`.

    Examples
    --------
    >>> digits(np.array([-2.06115e-9, 2.06115e-9]), [-2.0611536e-9, 2.0611536e-9], "scores 20 and 0")
    ✓ scores 20 and 0
    """
    right = np.asarray(expected, dtype=float)
    if np.shape(got) == right.shape and np.asarray(got).dtype.kind in "biuf":
        found = np.asarray(got, dtype=float)
        error = np.abs(found - right)
        if (error <= 1e-5 * np.abs(right)).all():
            passed(about)
            return
        if (error <= _LOST).all() and found.any() and not _is_simple(found / right):
            least = f"{np.abs(right).min():.1g}"
            raise failure(
                say("{about}: slopes as small as {least} have lost their digits.", about=about, least=least),
                say("{about}: small slopes have lost their digits.", about=about),
                mistakes.Explanation(mistakes.NOT_PRECISE),
            )
    value(got, right, about, facts=facts)


def _is_simple(factors: NDArray[np.float64]) -> bool:
    """Tell whether all factors are the same whole number, or the same part of 1: a slip, and no lost digits."""
    one = factors.flat[0]
    whole = one if abs(one) >= 1 else 1 / one if one else 0.5
    return bool((np.abs(factors - one) <= 1e-4 * abs(one)).all() and abs(whole - round(whole)) <= 1e-4 * abs(whole))


def _round(number: float) -> int:
    """Two digits are enough."""
    return int(float(f"{number:.2g}"))
