"""Slips in numerical gradients."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from chainrule.mistakes.entry import Mistake, named
from chainrule.mistakes.facts import Array, Facts, Formula, array, has


def difference(
    formula: Callable[[Callable[[Array], Any], Array, Array, float], float],
) -> Formula:
    """Return the formula of a numerical gradient: ``formula(f, x, e, h)`` per entry, where e is 1 and elsewhere 0."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if not has(facts, ("f", "x", "h")):
            return None
        x, wrong = array(facts["x"]).copy(), np.zeros(np.shape(facts["x"]))
        for index in np.ndindex(x.shape):
            unit = np.zeros_like(x)
            unit[index] = 1.0
            wrong[index] = formula(lambda at: float(facts["f"](at)), x, unit, float(facts["h"]))
        return wrong

    return predicts


def step_lost(expected: Array, facts: Facts) -> ArrayLike | None:
    """Return a numerical gradient at integers, where x + h is cut off to an integer."""
    if "x" not in facts or np.asarray(facts["x"]).dtype.kind not in "iu":
        return None
    return difference(lambda f, x, unit, h: (f(np.trunc(x + h * unit)) - f(np.trunc(x - h * unit))) / (2 * h))(
        expected, facts
    )


def central(f: Callable[[Array], Any], x: Array, step: Array, h: float) -> float:
    return (f(x + h * step) - f(x - h * step)) / (2 * h)


def unit_rows(unit: Array) -> Array:
    """Return all entries that move if only the first index of an entry is used, as in ``x[i]``."""
    return np.broadcast_to(unit.any(axis=tuple(range(1, unit.ndim)), keepdims=True), unit.shape).astype(float)


def not_moved_back(f: Callable[[Array], Any], x: Array, unit: Array, h: float) -> float:
    moved = x - h * (np.cumsum(unit.ravel()) == 0).reshape(x.shape)
    return central(f, moved, unit, h)


ENTRIES = (
    *named(
        "one-sided-difference",
        "it is a one-sided difference.",
        "at which two points does a central difference look, and how far apart are they?",
        difference(lambda f, x, unit, h: (f(x + h * unit) - f(x)) / h),
        difference(lambda f, x, unit, h: (f(x) - f(x - h * unit)) / h),
    ),
    Mistake(
        "bracket-missing",
        "it is multiplied by h where it should be divided.",
        "in which order does Python work out a / b * c?",
        difference(lambda f, x, unit, h: central(f, x, unit, h) * h**2),
    ),
    *named(
        "step-not-as-given",
        "the step is not the given h.",
        "how far to each side does the formula with h go?",
        difference(lambda f, x, unit, h: central(f, x, unit, h / 2)),
        difference(lambda f, x, unit, h: central(f, x, unit, 2 * h)),
        difference(lambda f, x, unit, h: central(f, x, unit, 1e-5)),
        difference(lambda f, x, unit, h: central(f, x, unit, h * max(1.0, abs((x * unit).sum())))),
    ),
    Mistake(
        "integers-kept",
        "the step is lost: integers have no fractional part.",
        "what is the dtype of the array that you add the step to?",
        step_lost,
    ),
    *named(
        "several-entries-moved",
        "several entries of x move at once.",
        "which entries of x change while the slope of one of them is measured?",
        difference(lambda f, x, unit, h: central(f, x, np.ones_like(x), h)),
        difference(lambda f, x, unit, h: central(f, x, unit_rows(unit), h)),
    ),
    Mistake(
        "not-moved-back",
        "one entry of x moves at a time, but those before it are not moved back.",
        "where should the entries be whose slopes are already measured?",
        difference(not_moved_back),
    ),
)
