"""Slips that show in a result as a whole, whatever the task."""

import numpy as np
from numpy.typing import ArrayLike

from chainrule.mistakes.entry import Mistake, Rank, named, of
from chainrule.mistakes.facts import Array, Facts, Formula, array
from chainrule.mistakes.flow import value_as_slope


def transposed(expected: Array, facts: Facts) -> ArrayLike | None:
    return expected.T if expected.ndim == 2 else None


def times(factor: float) -> Formula:
    return lambda expected, facts: factor * expected


def reshaped_transpose(expected: Array, facts: Facts) -> ArrayLike | None:
    """Return the transpose's numbers in the required shape; biases are added after that."""
    b = array(facts.get("b", 0.0))
    if expected.ndim != 2 or b.shape not in ((), expected.shape[1:]):
        return None
    return (expected - b).T.reshape(expected.shape) + b


def root(expected: Array, facts: Facts) -> ArrayLike | None:
    """Return the square root of a number."""
    return np.sqrt(expected) if expected.ndim == 0 and expected > 0 else None


def zeros(expected: Array, facts: Facts) -> ArrayLike:
    """Return zeros."""
    return np.zeros_like(expected)


_OF_GRADIENT, _OF_ANYTHING_ELSE = of("gradient"), of("gradient", but=True)

ENTRIES = (
    *named(
        "transposed",
        "it is the transpose.",
        "which index of the result belongs to the rows?",
        transposed,
        rank=Rank.WHOLE,
    ),
    Mistake(
        "transposed",
        "it has the numbers of the transpose, but in another order.",
        "what does reshape do to rows and columns, and what does a transpose do?",
        reshaped_transpose,
        Rank.WHOLE,
    ),
    Mistake(
        "sign-flipped",
        "it has the opposite sign.",
        "if this input rises a little, does what you differentiate rise or fall? Try it with numbers.",
        _OF_GRADIENT(times(-1.0)),
        Rank.WHOLE,
    ),
    Mistake(
        "sign-flipped",
        "it has the opposite sign.",
        "should it be positive or negative here? Look for the line in which the sign is decided.",
        _OF_ANYTHING_ELSE(times(-1.0)),
        Rank.WHOLE,
    ),
    Mistake(
        "doubled",
        "it is twice what it should be.",
        "which line brings in a factor 2, or adds the same thing a second time?",
        times(2.0),
        Rank.WHOLE,
    ),
    Mistake(
        "halved",
        "it is half of what it should be.",
        "which line halves it, shares it out, or leaves out a factor 2?",
        times(0.5),
        Rank.WHOLE,
    ),
    *named(
        "value-as-slope",
        "the upstream gradient is multiplied by a value of the gate, not by its derivative.",
        "what is the derivative of the output with respect to this input?",
        *(value_as_slope(index, sign) for index in range(3) for sign in (1.0, -1.0)),
        rank=Rank.WHOLE,
    ),
    Mistake(
        "root-taken",
        "it is the square root of what it should be.",
        "compare with the formula: what is done to the sum of squares there?",
        root,
        Rank.WHOLE,
    ),
    Mistake(
        "all-zero",
        "it is zero everywhere.",
        "after which line are the numbers zero for the first time? Print them.",
        zeros,
        Rank.WHOLE,
    ),
)
