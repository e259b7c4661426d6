"""Slips in a penalty on the weights."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from chainrule.mistakes.entry import Mistake, named
from chainrule.mistakes.facts import Array, Facts, Formula, array, batch_size, has, penalty_of


def with_penalty(change: Formula) -> Formula:
    """Replace the penalty's part of the right value by `change(penalty, facts)`."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        penalty = penalty_of(expected, facts)
        if penalty is None:
            return None
        changed = change(penalty, facts)
        return None if changed is None else expected - penalty + changed

    return predicts


def penalty_averaged(penalty: Array, facts: Facts) -> ArrayLike | None:
    size = batch_size(facts)
    return penalty / size if size else None


def penalty_unscaled(penalty: Array, facts: Facts) -> ArrayLike | None:
    return penalty / facts["lam"] if facts["lam"] else None


def only_penalty(expected: Array, facts: Facts) -> ArrayLike | None:
    return penalty_of(expected, facts)


def biases_penalised(expected: Array, facts: Facts) -> ArrayLike | None:
    if "b" not in facts or penalty_of(expected, facts) is None or expected.ndim:
        return None
    return expected + facts["lam"] * np.square(array(facts["b"])).sum()


def penalty_by(size: Callable[[Array], Array], slope: Callable[[Array], Array]) -> Callable[[Array, Facts], ArrayLike]:
    """Return a formula for ``lam`` times another `size` of the weights, or for its `slope`."""

    def change(penalty: Array, facts: Facts) -> ArrayLike:
        W = array(facts["W"])
        return facts["lam"] * (slope(W) if penalty.ndim else size(W))

    return change


def size_of_weights(formula: Callable[[float, float, float], float]) -> Formula:
    """Return the formula of an elastic penalty, or a part of one, by ``formula(sum W², sum |W|, beta)``."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if not has(facts, ("kind", "beta", "W")) or expected.ndim:
            return None
        W = array(facts["W"])
        squares, absolute = float((W**2).sum()), float(np.abs(W).sum())
        parts = {"l2": (squares, 0.0), "l1": (0.0, absolute)}.get(facts["kind"], (squares, absolute))
        return formula(*parts, float(facts["beta"]))

    return predicts


def without_absolute(of_sum: Callable[[float], float]) -> Formula:
    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if not has(facts, ("kind", "W")) or expected.ndim:
            return None
        W = array(facts["W"])
        return expected - np.abs(W).sum() + of_sum(W.sum())

    return predicts


def mean_of_weights(expected: Array, facts: Facts) -> ArrayLike | None:
    return expected / np.size(facts["W"]) if has(facts, ("kind", "W")) else None


ENTRIES = (
    Mistake(
        "regularization-missing",
        "the penalty on the weights is missing.",
        "if all weights were twice as large and the data's loss the same, what would change?",
        with_penalty(lambda penalty, facts: np.zeros_like(penalty)),
    ),
    Mistake(
        "regularization-halved",
        "the penalty on the weights counts half.",
        "how does lam * sum(W²) change when a single weight does? Work it out for one weight.",
        with_penalty(lambda penalty, facts: penalty / 2),
    ),
    Mistake(
        "regularization-doubled",
        "the penalty on the weights counts twice.",
        "in which lines does it enter, and with which factor each time?",
        with_penalty(lambda penalty, facts: 2 * penalty),
    ),
    Mistake(
        "regularization-sign",
        "the penalty on the weights is subtracted.",
        "what should large weights do to the loss?",
        with_penalty(lambda penalty, facts: -penalty),
    ),
    Mistake(
        "regularization-averaged",
        "the penalty on the weights is divided by the number of examples.",
        "how would the penalty change if the batch had twice as many examples?",
        with_penalty(penalty_averaged),
    ),
    Mistake(
        "regularization-not-scaled",
        "the penalty on the weights is not multiplied by lam.",
        "what should lam = 0 do to the result?",
        with_penalty(penalty_unscaled),
    ),
    Mistake(
        "regularization-mean",
        "the squares of the weights are averaged.",
        "how should the penalty change if there were twice as many weights of the same size?",
        with_penalty(penalty_by(lambda W: (W**2).mean(), lambda W: 2 * W / W.size)),
    ),
    Mistake(
        "regularization-absolute",
        "the penalty adds up the weights' absolute values.",
        "which function of each weight does the task's formula add up?",
        with_penalty(penalty_by(lambda W: np.abs(W).sum(), np.sign)),
    ),
    Mistake(
        "regularization-root",
        "the penalty is the square root of the sum of squares.",
        "compare it with the formula of the penalty: what is done to the sum of squares there?",
        with_penalty(penalty_by(lambda W: np.sqrt((W**2).sum()), lambda W: W / np.linalg.norm(W))),
    ),
    *named(
        "beta-misplaced",
        "beta is missing, or multiplies the wrong part.",
        "which of the three kinds does beta act on, and on which of its terms?",
        size_of_weights(lambda squares, absolute, beta: squares + absolute),
        size_of_weights(lambda squares, absolute, beta: squares + beta * absolute),
        size_of_weights(lambda squares, absolute, beta: beta * (squares + absolute)),
    ),
    *named(
        "absolute-value-missing",
        "positive and negative weights cancel.",
        "at which step does a weight of -3 become 3?",
        without_absolute(abs),
        without_absolute(float),
    ),
    Mistake(
        "averaged-over-entries",
        "it is the mean over all weights.",
        "how should the penalty change if there were twice as many weights of the same size?",
        mean_of_weights,
    ),
    Mistake(
        "biases-penalised",
        "the penalty counts the biases as well.",
        "which letters occur in the formula of the penalty?",
        biases_penalised,
    ),
    Mistake(
        "data-term-missing",
        "only the penalty on the weights is left.",
        "how do the examples get into the result? Follow one of them through your code.",
        only_penalty,
    ),
)
