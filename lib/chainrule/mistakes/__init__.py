"""From a wrong result to what is wrong with it.

A mistake has a formula: what would the result be if the mistake were made? If the result *is* that, to within rounding,
the mistake has been found. Each topic has a module, with each formula next to its sentence and question. If several
formulas explain a result, the most specific one (of the lowest rank) is named; if none does, nothing is claimed.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike

from chainrule.mistakes import (
    asked,
    averages,
    chance,
    differences,
    extremes,
    flow,
    hinge,
    layers,
    penalty,
    softmax,
    steps,
    triplets,
    walks,
    where,
    whole,
)
from chainrule.mistakes.entry import Mistake, Rank, nothing
from chainrule.mistakes.explanation import Explanation, nearly, refuted
from chainrule.mistakes.explanation import explain as explained
from chainrule.mistakes.facts import (
    FROM_ANSWERS,
    KEYS,
    Array,
    Facts,
    accounts_for,
    batch_size,
    close,
    distributions,
    is_numeric,
    known,
)
from chainrule.mistakes.probe import Probe, Sample

__all__ = [
    "MEASURED", "NAMES", "NOT_PRECISE", "RESULTS_SWAPPED", "TABLE",
    "Explanation", "Facts", "Mistake", "Probe", "Rank", "Sample",
    "asked", "everything", "explain", "find", "not_finite", "is_numeric", "known", "use",
]  # fmt: skip

_TOPICS = (penalty, hinge, triplets, softmax, layers, differences, walks, chance, steps, flow, averages, whole)

TABLE: tuple[Mistake, ...] = tuple(
    sorted((mistake for topic in _TOPICS for mistake in topic.ENTRIES), key=lambda mistake: mistake.rank)
)


_searched = list(TABLE)


def use(own: Iterable[Mistake]) -> None:
    """Add a course's own mistakes to the table's, in place of any that were added before."""
    _searched[:] = sorted((*own, *TABLE), key=lambda mistake: mistake.rank)


def everything() -> list[Mistake]:
    """Return every mistake that can be named: the table's, the course's, and those recognised by other means."""
    return [*BY_THEMSELVES, *_searched]


def find(
    got: ArrayLike,
    expected: ArrayLike,
    facts: Facts | Mapping[str, Any] | None = None,
    tolerance: float = 1e-5,
    unless: Callable[[Mistake], bool] = lambda mistake: False,
) -> Mistake | None:
    """Return the mistake that turns `expected` into `got`, or None if no known one does.

    Parameters
    ----------
    got, expected : array_like
        The wrong and the right value.
    facts : mapping, optional
        What is known about the call (see `Facts`); the more is known, the more specific the mistake.
    tolerance : float
        Relative to the largest entry.
    unless : callable
        Tells whether something else speaks against a mistake.

    Raises
    ------
    ValueError
        If a fact is unknown to the formulas, or not of the kind that they expect.

    Examples
    --------
    >>> find([3.0, -6.0], [-3.0, 6.0]).name
    'sign-flipped'
    """
    facts = _checked(facts or {})
    numbers = _numbers(got, expected)
    if numbers is None:
        return None
    kind = np.asarray(got).dtype.kind
    got, expected = numbers
    integers_kept = kind in "iu" and _lost_its_fraction(got, expected)
    if integers_kept and _given_integers(facts) and not unless(INTEGERS_KEPT):
        return INTEGERS_KEPT
    if _one_for_each_example(got, expected, facts) and close(got.sum(axis=0), expected, tolerance):
        return NOT_SUMMED
    for mistake in _searched:
        if _explains(mistake, got, expected, facts, tolerance) and not unless(mistake):
            return mistake
    if integers_kept and not unless(INTEGERS_KEPT):
        return INTEGERS_KEPT
    if (
        got.shape == expected.shape
        and nearly(got, expected)
        and not close(got, expected, 1e-9)
        and not unless(NOT_PRECISE)
    ):
        return NOT_PRECISE
    found = _explains(OTHER_SLOPE, got, expected, facts, tolerance / 10) and not unless(OTHER_SLOPE)
    return OTHER_SLOPE if found else None


def explain(
    got: ArrayLike, expected: ArrayLike, facts: Facts | Mapping[str, Any] | None = None, probe: Probe | None = None
) -> Explanation:
    """Explain a wrong result: by a named mistake, or else by what it is, where it is wrong, and how the answer behaves.

    Parameters
    ----------
    got, expected, facts
        As for `find`.
    probe : Probe, optional
        The answer, to be called again: whatever is said holds for new inputs, too. Without it, only a mistake can be
        named.
    """
    facts = _checked(facts or {})
    numbers = _numbers(got, expected)
    if probe is None or numbers is None:
        wrong, right = numbers or (np.zeros(()), np.zeros(()))
        first = Sample(lambda: facts, wrong, right)
        found = find(
            got, expected, facts, unless=lambda one: one is not INTEGERS_KEPT and refuted(one, first, [], _predictions)
        )
        return Explanation(found, where=where.here(first) if numbers and found is None else None)
    return explained(lambda unless: find(got, expected, facts, unless=unless), *numbers, facts, probe, _predictions)


def not_finite(got: Array, bad: str, probe: Probe | None) -> str | None:
    """Say in which rows a result becomes `bad`, nan or inf, if the answer does so on new inputs, too."""
    return None if probe is None else extremes.not_finite(np.asarray(got, dtype=float), bad, probe)


def _numbers(got: ArrayLike, expected: ArrayLike) -> tuple[Array, Array] | None:
    """Return both as arrays of floats, if they are finite real numbers."""
    try:
        if np.iscomplexobj(got):
            return None
        numbers = np.asarray(got, dtype=float), np.asarray(expected, dtype=float)
    except (TypeError, ValueError):
        return None
    return numbers if all(np.isfinite(one).all() for one in numbers) else None


def _checked(facts: Mapping[str, Any]) -> Facts:
    """Return the facts that are not None, after a check that formulas know each of them."""
    given = {name: value for name, value in facts.items() if value is not None}
    given = {name: value for name, value in given.items() if name not in FROM_ANSWERS or is_numeric(value)}
    if refused := given.keys() - known(given).keys():
        name = min(refused)
        raise ValueError(f"{name!r} is no fact" if name not in KEYS else f"the fact {name!r} should hold numbers")
    return cast(Facts, given)


def _explains(mistake: Mistake, got: Array, expected: Array, facts: Facts, tolerance: float) -> bool:
    """Tell whether a mistake turns the right value into what was returned.

    A prediction that equals the right value (with a penalty of strength 0, or a batch of one) proves nothing.
    """
    return any(
        accounts_for(predicted, got, expected, tolerance)
        and not (predicted.shape == expected.shape and close(predicted, expected, 10 * tolerance))
        for predicted in _predictions(mistake, expected, facts)
    )


def _predictions(mistake: Mistake, expected: Array, facts: Facts) -> list[Array]:
    """Return what a mistake turns the right value into: by its formula, and by the facts of this very call."""
    try:
        with np.errstate(all="ignore"):
            by_formula = mistake.predicts(expected, facts)
    except ArithmeticError:
        by_formula = None
    of_call = facts.get("named", {}).get(mistake.name, ())
    return [np.asarray(one, dtype=float) for one in (by_formula, *of_call) if one is not None]


def _lost_its_fraction(got: Array, expected: Array) -> bool:
    """Tell whether there are integers in place of fractions; a single integer may have another explanation."""
    if got.shape != expected.shape or not (expected % 1).any():
        return False
    return got.ndim > 0 or bool(got != 0 and got == np.trunc(expected))


def _given_integers(facts: Facts) -> bool:
    given = [fact for name, fact in facts.items() if name != "y"] + list(facts.get("gate_values", ()))
    return any(isinstance(fact, np.ndarray) and fact.dtype.kind in "iu" for fact in given)


def _one_for_each_example(got: Array, expected: Array, facts: Facts) -> bool:
    upstream = np.asarray(facts.get("upstream", 0.0))
    size = batch_size(facts) or (len(upstream) if upstream.ndim == 2 else None)
    return (
        got.ndim == expected.ndim + 1
        and len(got) > 1
        and len(got) == size
        and got.shape[1:] == expected.shape
        and distributions(facts) is None
    )


NOT_SUMMED = Mistake(
    "not-summed-over-batch",
    "there is one for each example.",
    "what should happen to the contributions of the single examples?",
    nothing,
)

INTEGERS_KEPT = Mistake(
    "integers-kept",
    "the fractional part is lost: the result contains integers.",
    "what is the dtype of the array you fill, or of the input you modelled it on?",
    nothing,
)

NOT_PRECISE = Mistake(
    "not-precise",
    "it is nearly right, but not to enough digits.",
    "which line is not exact: a rounded number, float32, a step that is too large, a small number added for safety?",
    nothing,
    Rank.WHOLE,
)

OTHER_SLOPE = Mistake(
    "local-derivative-wrong",
    "the upstream gradient is multiplied by something other than the derivative.",
    "what is the derivative of what forward computes? Work it out at one of the inputs, and compare.",
    flow.own_slope_times_upstream,
    Rank.WHOLE,
)

RESULTS_SWAPPED = Mistake(
    "results-swapped",
    "they are right, but in another order.",
    "in which order does the contract list the results?",
    nothing,
)

MEASURED = Mistake(
    "measured-not-derived",
    "it seems to be measured, by moving one entry after another, not derived; or the same work is done over and over.",
    "which formula of your derivation gives all entries at once?",
    nothing,
)

BY_THEMSELVES = (NOT_SUMMED, INTEGERS_KEPT, NOT_PRECISE, OTHER_SLOPE, RESULTS_SWAPPED, MEASURED)
"""Mistakes that are recognised by other means than the table."""

NAMES: tuple[str, ...] = tuple(dict.fromkeys(mistake.name for mistake in (*BY_THEMSELVES, *TABLE)))
"""All the names."""

SENTENCES = "own.json"
"""Next to this file in a course's wheel: its own mistakes, as ``[name, says, asks]``, without their formulas."""

if (_sentences := Path(__file__).with_name(SENTENCES)).is_file():
    use(Mistake(name, says, asks, nothing) for name, says, asks in json.loads(_sentences.read_text("utf-8")))
