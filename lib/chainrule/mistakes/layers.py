"""Slips in what layers compute forwards: weights, biases and inputs."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from chainrule.mistakes.entry import Mistake, Rank, named, nothing
from chainrule.mistakes.facts import Array, Facts, Formula, array, arrays, has


def wrong_bias(factor: float) -> Formula:
    """Return a formula for scores, or a mean loss of scores, with `factor` times the bias."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        known = arrays(facts, "W", "b", "X")
        if known is None:
            return None
        W, b, X = known
        if X.ndim != 2 or W.ndim != 2 or b.ndim != 1 or X.shape[1] != W.shape[1] or len(b) != len(W):
            return None
        scores = X @ W.T + factor * b
        if expected.shape == scores.shape:
            return scores
        if "losses" not in facts or expected.ndim:
            return None
        return np.mean(facts["losses"](scores, facts["y"])) + facts["lam"] * (W**2).sum()

    return predicts


def without_bias_gradient(expected: Array, facts: Facts) -> ArrayLike | None:
    """Return the gradient of weights whose last entry is the bias, without that entry's."""
    if (
        not has(facts, ("w", "x"))
        or np.ndim(facts["x"]) != 1
        or expected.shape != np.shape(facts["w"])
        or expected.ndim != 1
    ):
        return None
    if len(expected) != len(facts["x"]) + 1:
        return None
    return np.append(expected[:-1], 0.0)


def square_weights(expected: Array, facts: Facts) -> ArrayLike | None:
    W, b, X = array(facts.get("W", 0.0)), array(facts.get("b", 0.0)), array(facts.get("X", 0.0))
    square = W.ndim == X.ndim == 2 and W.shape[0] == W.shape[1] == X.shape[1]
    return X @ W + b if square and expected.shape == X.shape and b.shape in ((), W.shape[:1]) else None


def ranking(objective: Callable[[float], float], delta: float | None = None, bias: float = 1.0) -> Formula:
    """Return a formula for the objective that ranks x above x_c, with another margin, or without the bias."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        known = arrays(facts, "U", "W", "b", "x", "x_c")
        if known is None or expected.ndim:
            return None
        U, W, b, x, x_c = known
        if W.ndim != 2 or x.shape != x_c.shape or x.shape != W.shape[1:] or not U.shape == b.shape == W.shape[:1]:
            return None
        s, s_c = (U @ (1 / (1 + np.exp(-(W @ one + bias * b)))) for one in (x, x_c))
        return objective(float((facts.get("delta", 1.0) if delta is None else delta) + s_c - s))

    return predicts


def weighted_by_objective(expected: Array, facts: Facts) -> ArrayLike | None:
    objective = ranking(relu)(np.zeros(()), facts)
    return None if objective is None else expected * objective


def relu(margin: float) -> float:
    return max(0.0, margin)


ENTRIES = (
    Mistake(
        "delta-ignored",
        "the margin delta is missing.",
        "what should happen when delta grows?",
        ranking(relu, delta=0.0),
    ),
    Mistake(
        "delta-fixed",
        "the margin is 1, whatever delta says.",
        "where does the argument delta enter?",
        ranking(relu, delta=1.0),
    ),
    Mistake(
        "hinge-missing",
        "a shortfall below zero counts as well.",
        "what should the loss be when the order is right by a wide margin?",
        ranking(float),
    ),
    *named(
        "bias-missing",
        "the bias is missing.",
        "what is added to the product of weights and inputs?",
        wrong_bias(0.0),
        ranking(relu, bias=0.0),
    ),
    Mistake(
        "weights-transposed",
        "the weights are transposed.",
        "a row of W holds the weights of one class: which product multiplies rows by examples?",
        square_weights,
    ),
    Mistake(
        "bias-gradient-missing",
        "the bias gets no gradient.",
        "what is the derivative of w·x + b with respect to b?",
        without_bias_gradient,
    ),
    Mistake(
        "bias-subtracted",
        "the bias is subtracted.",
        "with which sign does the bias enter?",
        wrong_bias(-1.0),
    ),
    Mistake(
        "activation-missing",
        "the activation function is missing.",
        "what does the formula apply to the sum of weights times inputs?",
        nothing,
    ),
    Mistake(
        "margin-instead-of-indicator",
        "it is weighted by the size of the shortfall.",
        "draw max(0, m): how steep is it at m = 3, and how steep at m = -3?",
        weighted_by_objective,
        Rank.LINK,
    ),
    Mistake(
        "mask-not-scaled",
        "what survives dropout is not divided by keep.",
        "what is the mean of an output over many masks, and what is it without dropout?",
        nothing,
    ),
    Mistake(
        "mask-scaled-wrongly",
        "what survives dropout is multiplied by another number than 1 / keep.",
        "by what is it multiplied, line by line, and what is then its mean over many masks?",
        nothing,
    ),
    Mistake(
        "scaled-in-test",
        "the outputs are scaled after training as well.",
        "inverted dropout scales while it trains: what is left to do afterwards?",
        nothing,
    ),
    Mistake(
        "mask-left-over",
        "the mask of an earlier forward is used.",
        "what does a forward with train=False leave behind for backward?",
        nothing,
    ),
    Mistake(
        "mask-from-output",
        "an output of 0 is taken for a unit that was silenced.",
        "which units output 0 although they survived, and what is their slope?",
        nothing,
    ),
)
