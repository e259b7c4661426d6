"""Slips in gradient descent."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from chainrule.mistakes.entry import Mistake, named
from chainrule.mistakes.facts import Array, Facts, Formula, array, has


def _is_walk(facts: Facts) -> bool:
    return has(facts, ("gradient", "start", "step_size", "steps")) and isinstance(facts["steps"], (int, np.integer))


def walk(step: Callable[[Array, Array, float, Callable[[Array], Any]], Array], decay: bool = False) -> Formula:
    """Return the formula of a descent with ``step(x, start, step_size, gradient)``; `decay` divides step t by t."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if not _is_walk(facts):
            return None
        start = array(facts["start"]).copy()
        points = [start]
        for t in range(1, facts["steps"] + 1):
            size = facts["step_size"] / (t if decay else 1)
            points.append(step(points[-1], start, size, lambda x: np.array(facts["gradient"](x.copy()))))
        return np.array(points)

    return predicts


def lagging_walk(expected: Array, facts: Facts) -> ArrayLike | None:
    """Return the points of a descent that takes each gradient at the previous point."""
    if not _is_walk(facts):
        return None
    start = array(facts["start"]).copy()
    points, gradient = [start], np.array(facts["gradient"](start.copy()))
    for _ in range(facts["steps"]):
        points.append(points[-1] - facts["step_size"] * gradient)
        gradient = np.array(facts["gradient"](points[-2].copy()))
    return np.array(points)


def same_point(which: Callable[[Array], Array]) -> Formula:
    """Return the formula of a descent whose points have all become one of them, or come in another order."""
    return lambda expected, facts: which(expected) if _is_walk(facts) and expected.ndim else None


ENTRIES = (
    Mistake(
        "uphill",
        "the walk goes uphill.",
        "a gradient points to where the function grows: where should the step go?",
        walk(lambda x, start, step_size, gradient: x + step_size * gradient(x)),
    ),
    Mistake(
        "step-size-ignored",
        "the steps are as long as the gradient.",
        "where does the step size, or learning rate, enter?",
        walk(lambda x, start, step_size, gradient: x - gradient(x)),
    ),
    *named(
        "gradient-not-updated",
        "the gradient is taken at a point that the walk has already left.",
        "at which point is the gradient of the second step taken?",
        walk(lambda x, start, step_size, gradient: x - step_size * gradient(start)),
        lagging_walk,
    ),
    *named(
        "gradient-normalised",
        "each step has the same length, however steep it is.",
        "by what is the gradient multiplied before it is subtracted?",
        walk(lambda x, start, step_size, gradient: x - step_size * gradient(x) / np.linalg.norm(gradient(x))),
        walk(lambda x, start, step_size, gradient: x - step_size * np.sign(gradient(x))),
    ),
    Mistake(
        "step-size-changed",
        "the steps become smaller as the walk goes on.",
        "what should step_size be in the first step, and what in the last?",
        walk(lambda x, start, step_size, gradient: x - step_size * gradient(x), decay=True),
    ),
    Mistake(
        "same-array-repeated",
        "all points are one and the same array.",
        "what does the list hold after the first step, and what after the last? Print it in the loop.",
        same_point(lambda points: np.broadcast_to(points[-1], points.shape)),
    ),
    Mistake(
        "order-reversed",
        "the points come in reverse order.",
        "which point comes first?",
        same_point(lambda points: points[::-1]),
    ),
)
