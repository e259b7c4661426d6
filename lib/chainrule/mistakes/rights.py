"""Formulas for right results, given the facts of a call.

Where a check has only right numbers and no trusted function, they tell what is right for other inputs.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from chainrule.mistakes import differences, hinge, layers, penalty, softmax, steps, triplets, walks
from chainrule.mistakes.facts import Array, Facts, Formula, array, arrays, close


def _triplet(part: int) -> Formula:
    def formula(expected: Array, facts: Facts) -> ArrayLike | None:
        known = arrays(facts, "anchor", "positive", "negative")
        if known is None or "alpha" not in facts or known[0].ndim != 2 or len({one.shape for one in known}) > 1:
            return None
        return triplets.triplet(known[0], known[1], known[2], facts["alpha"])[part]

    return formula


def _step(part: int) -> Formula:
    def formula(expected: Array, facts: Facts) -> ArrayLike | None:
        if not facts.keys() >= {"w", "v", "lr", "mu"} or not facts.keys() & {"g", "gradient"}:
            return None
        w, v = array(facts["w"]), array(facts["v"])

        def gradient(at: Array) -> Array:
            return array(facts["g"] if "g" in facts else facts["gradient"](at.copy()))

        return steps.momentum(w, v, gradient, float(facts["lr"]), float(facts["mu"]))[part]

    return formula


def _adagrad(part: int) -> Formula:
    def formula(expected: Array, facts: Facts) -> ArrayLike | None:
        known = arrays(facts, "w", "g", "cache")
        if known is None or "lr" not in facts:
            return None
        w, g, cache = known
        return steps.adagrad(w, g, cache, float(facts["lr"]), float(facts.get("eps", 1e-8)))[part]

    return formula


_FORMULAS: tuple[Formula, ...] = (
    hinge.hinge_loss(hinge.hinge_terms),
    hinge.hinge_rows(hinge.minus_sum, hinge.indicator),
    softmax.softmax_rows(-1.0),
    softmax.each_cross_entropy(lambda logs, y, _: -softmax.of_correct(logs, y)),
    softmax.cross_entropy(lambda y, p: -np.sum(np.where(y > 0, y * np.log(np.where(y > 0, p, 1.0)), 0.0))),
    softmax.jacobian(lambda p: np.diag(p) - np.outer(p, p)),
    softmax.normalised_over(-1),
    penalty.size_of_weights(lambda squares, absolute, beta: squares + absolute),
    penalty.size_of_weights(lambda squares, absolute, beta: beta * squares + absolute),
    layers.wrong_bias(1.0),
    layers.ranking(layers.relu),
    differences.difference(differences.central),
    walks.walk(lambda x, start, step_size, gradient: x - step_size * gradient(x)),
    *(_triplet(part) for part in range(4)),
    steps.plain(lambda w, g, lr: w - lr * g),
    *(_step(part) for part in range(2)),
    *(_adagrad(part) for part in range(2)),
)


def recognised(expected: Any, facts: Facts) -> Formula | None:
    """Return the formula that gives the right result from the facts of the call, or None."""
    right = array(expected)
    for formula in _FORMULAS:
        try:
            with np.errstate(all="ignore"):
                made = formula(np.zeros(right.shape), facts)
        except ArithmeticError:
            continue
        if made is not None and np.shape(made) == right.shape and close(array(made), right, 1e-3):
            return formula
    return None


def right(formula: Formula, like: tuple[int, ...], facts: Mapping[str, Any]) -> Array | None:
    """Return what the formula gives, in the shape `like`."""
    with np.errstate(all="ignore"):
        made = formula(np.zeros(like), facts)  # type: ignore[arg-type]
    return None if made is None or np.shape(made) != like else array(made)
