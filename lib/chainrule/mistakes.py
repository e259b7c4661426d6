"""From a wrong gradient or loss to the name of the mistake.

A mistake is a formula: what would the answer be if it were made? When the answer *is* that, within rounding, the
mistake has been found. The table is ordered from the most specific to the most general; no match, no claim.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]
Facts = Mapping[str, Any]
"""What is known about the call, by the names of the curriculum: ``W``, ``X`` (or ``x``), ``y``, ``lam``, ``delta``,
``scores``, ``dout``; also ``ignoring_upstream``, the gradient had the upstream gradient been all ones,
``upstream``, that gradient itself, ``other_input``, the gradient of a gate's other input, ``branches``, the gradients
that flow back along each branch,
``theta``, ``y`` and ``y_hat`` of a single softmax, ``anchor``, ``positive``, ``negative`` and ``alpha`` of triplets,
``without_slope`` and ``slope_of_input``, lists of gradients had an activation slope 1, or had its slope been made of
its input, and ``masked_by_upstream``, the gradient had ReLU looked at the sign of what comes from above."""


@dataclass(frozen=True)
class Mistake:
    """A named mistake.

    Parameters
    ----------
    name : str
        What reports and tests call it.
    says : str
        What the difference looks like, in one sentence for a student.
    asks : str
        A question that leads on without giving the answer.
    predicts : callable
        From the right value and the facts to what the mistake makes of it; None where it does not apply.
    """

    name: str
    says: str
    asks: str
    predicts: Callable[[Array, Facts], ArrayLike | None]


# --- What the formulas are made of --------------------------------------------------------------------------------


def _batch(facts: Facts) -> tuple[Array, Array] | None:
    """The examples (N, D) and labels (N,); a single example becomes a batch of one."""
    X, y = facts.get("X", facts.get("x")), facts.get("y")
    if X is None or y is None:
        return None
    X, y = np.atleast_2d(np.asarray(X, dtype=float)), np.atleast_1d(np.asarray(y))
    return (X, y) if y.dtype.kind in "iu" and X.ndim == 2 and y.shape == X.shape[:1] else None


def _size(facts: Facts) -> int | None:
    """The number of examples."""
    for name in ("X", "scores", "dout", "anchor"):
        if name in facts and np.ndim(facts[name]) == 2:
            return len(facts[name])
    return None


def _scores(facts: Facts) -> tuple[Array, Array] | None:
    """Scores (N, K) and labels (N,), given or computed from the weights."""
    if "scores" in facts and "y" in facts:
        return np.asarray(facts["scores"], dtype=float), np.asarray(facts["y"])
    batch = _batch(facts)
    if batch is None or "W" not in facts:
        return None
    X, y = batch
    W = np.asarray(facts["W"], dtype=float)
    return (X @ W.T + facts.get("b", 0.0), y) if W.ndim == 2 and W.shape[1] == X.shape[1] else None


def _penalty(expected: Array, facts: Facts) -> Array | None:
    """The part of a right loss or gradient that the penalty ``lam * sum W²`` contributes."""
    lam, W = facts.get("lam"), facts.get("W")
    if lam is None or W is None:
        return None
    W = np.asarray(W, dtype=float)
    if expected.ndim == 0:
        return np.asarray(lam * (W**2).sum())
    return 2 * lam * W if expected.shape == W.shape else None


def _data_and_penalty(expected: Array, facts: Facts) -> tuple[Array, Array]:
    """Split a right value; without a known penalty, all of it is data."""
    penalty = _penalty(expected, facts)
    return (expected, np.zeros_like(expected)) if penalty is None else (expected - penalty, penalty)


def _hinge_margins(facts: Facts, delta: float | None = None) -> tuple[Array, Array] | None:
    """``s_j - s_y + delta`` (N, K), and the labels."""
    known = _scores(facts)
    if known is None:
        return None
    scores, y = known
    if y.size and (y.min() < 0 or y.max() >= scores.shape[1]):
        return None
    delta = facts.get("delta", 1.0) if delta is None else delta
    return scores - scores[np.arange(len(y)), y][:, None] + delta, y


def _probabilities(facts: Facts) -> tuple[Array, Array] | None:
    known = _scores(facts)
    if known is None:
        return None
    return _softmax(known[0]), known[1]


def _softmax(scores: Array, axis: int | None = -1) -> Array:
    powers = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def _from_score_gradient(dscores: Array, expected: Array, facts: Facts) -> Array | None:
    """The gradient of the mean loss for the shape of `expected`, from the gradient of each example's scores."""
    if expected.shape == dscores.shape:
        return dscores / len(dscores)
    batch = _batch(facts)
    if batch is None or "W" not in facts or expected.shape != np.shape(facts["W"]):
        return None
    penalty = _penalty(expected, facts)
    return dscores.T @ batch[0] / len(batch[0]) + (0.0 if penalty is None else penalty)


# --- Wrong regularisation -----------------------------------------------------------------------------------------


def _with_penalty(change: Callable[[Array, Facts], ArrayLike | None]) -> Callable[[Array, Facts], ArrayLike | None]:
    """Replace the penalty's part of the right value by `change(penalty, facts)`."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        penalty = _penalty(expected, facts)
        if penalty is None:
            return None
        changed = change(penalty, facts)
        return None if changed is None else expected - penalty + changed

    return predicts


def _penalty_averaged(penalty: Array, facts: Facts) -> ArrayLike | None:
    size = _size(facts)
    return penalty / size if size else None


def _penalty_unscaled(penalty: Array, facts: Facts) -> ArrayLike | None:
    return penalty / facts["lam"] if facts["lam"] else None


def _only_penalty(expected: Array, facts: Facts) -> ArrayLike | None:
    return _penalty(expected, facts)


def _biases_penalised(expected: Array, facts: Facts) -> ArrayLike | None:
    if "b" not in facts or _penalty(expected, facts) is None or expected.ndim:
        return None
    return expected + facts["lam"] * np.square(np.asarray(facts["b"], dtype=float)).sum()


# --- Wrong averages -----------------------------------------------------------------------------------------------


def _scaled_data(power: int) -> Callable[[Array, Facts], ArrayLike | None]:
    """Multiply the data's part of the right value by N to the `power`."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        size = _size(facts)
        if not size:
            return None
        data, penalty = _data_and_penalty(expected, facts)
        return data * float(size) ** power + penalty

    return predicts


def _scaled_all(power: int) -> Callable[[Array, Facts], ArrayLike | None]:
    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        size = _size(facts)
        return expected * float(size) ** power if size else None

    return predicts


def _averaged_over_classes(expected: Array, facts: Facts) -> ArrayLike | None:
    if "y_hat" in facts or _distributions(facts) is not None:
        return expected / len(facts["y"])
    known, size = _scores(facts), _size(facts)
    if known is None or not size:
        return None
    data, penalty = _data_and_penalty(expected, facts)
    return data * size / known[0].size + penalty


# --- Wrong hinge --------------------------------------------------------------------------------------------------


def _hinge_gradient(dscores: Callable[[Array, Array], Array]) -> Callable[[Array, Facts], ArrayLike | None]:
    """A hinge gradient from ``dscores(margins, y)`` (N, K); the correct class's margin is -inf, as it never counts."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        known = _hinge_margins(facts)
        if known is None:
            return None
        margins, y = known
        margins[np.arange(len(y)), y] = -np.inf
        return _from_score_gradient(dscores(margins, y), expected, facts)

    return predicts


def _hinge_rows(
    correct: Callable[[Array], Array], active: Callable[[Array], Array]
) -> Callable[[Array, Facts], ArrayLike | None]:
    """A hinge gradient whose wrong classes get ``active(margins)`` and whose right class gets ``correct`` of it."""

    def dscores(margins: Array, y: Array) -> Array:
        rows = np.arange(len(y))
        gradient = active(margins)
        gradient[rows, y] = 0.0
        gradient[rows, y] = correct(gradient)
        return gradient

    return _hinge_gradient(dscores)


def _indicator(margins: Array) -> Array:
    return (margins > 0).astype(float)


def _minus_sum(dscores: Array) -> Array:
    return -dscores.sum(axis=1)


def _worst(margins: Array) -> Array:
    return ((margins > 0) & (margins == margins.max(axis=1, keepdims=True))).astype(float)


def _only_correct(margins: Array, y: Array) -> Array:
    dscores = np.zeros_like(margins)
    dscores[np.arange(len(y)), y] = _minus_sum(_indicator(margins))
    return dscores


def _last_of_class_only(margins: Array, y: Array) -> Array:
    """What ``dW[y] -= …`` makes of it: with an index given twice, NumPy keeps the last."""
    dscores = _indicator(margins)
    last = {int(label): i for i, label in enumerate(y)}
    for label, i in last.items():
        dscores[i, label] = -dscores[i].sum()
    return dscores


def _with_delta(delta: float) -> Callable[[Array, Facts], ArrayLike | None]:
    """What is right for another margin than the one asked for."""
    loss = _hinge_loss(_terms, delta)
    gradient = _hinge_rows(_minus_sum, _indicator)

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        predicted = loss(expected, facts)
        return predicted if predicted is not None else gradient(expected, {**facts, "delta": delta})

    return predicts


def _hinge_loss(
    terms: Callable[[Array, Array], Array], delta: float | None = None
) -> Callable[[Array, Facts], ArrayLike | None]:
    """A hinge loss from ``terms(margins, y)`` (N, K): these, their sum per example, or its mean with the penalty."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        known = _hinge_margins(facts, delta)
        if known is None:
            return None
        each = terms(*known)
        if expected.shape == each.shape:
            return each
        per_example = each.sum(axis=1)
        if expected.shape == per_example.shape:
            return per_example
        if expected.ndim or "W" not in facts:
            return None
        penalty = _penalty(expected, facts)
        return per_example.mean() + (0.0 if penalty is None else penalty)

    return predicts


def _others(margins: Array, y: Array) -> Array:
    others = margins.copy()
    others[np.arange(len(y)), y] = 0.0
    return others


def _terms(margins: Array, y: Array) -> Array:
    return np.maximum(_others(margins, y), 0.0)


# --- Wrong softmax and cross-entropy ------------------------------------------------------------------------------


def _softmax_rows(onehot_factor: float, probability_factor: float = 1.0) -> Callable[[Array, Facts], ArrayLike | None]:
    """A cross-entropy gradient with ``probability_factor * p + onehot_factor * onehot`` in place of ``p - onehot``."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        one = _distributions(facts)
        if one is not None:
            return probability_factor * one[0] + onehot_factor * one[1]
        known = _probabilities(facts)
        if known is None:
            return None
        p, y = known
        if y.size and (y.min() < 0 or y.max() >= p.shape[1]):
            return None
        dscores = probability_factor * p
        dscores[np.arange(len(y)), y] += onehot_factor
        return _from_score_gradient(dscores, expected, facts)

    return predicts


def _softmax_last_of_class_only(expected: Array, facts: Facts) -> ArrayLike | None:
    """What ``dW[y] -= X`` makes of it: with an index given twice, NumPy keeps the last."""
    known = _probabilities(facts)
    if known is None:
        return None
    dscores, y = known
    for label, i in {int(label): i for i, label in enumerate(y)}.items():
        dscores[i, label] -= 1.0
    return _from_score_gradient(dscores, expected, facts)


def _distributions(facts: Facts) -> tuple[Array, Array] | None:
    """Return ``softmax(theta)`` and the truth `y`, a distribution too, of a single example."""
    theta, y = facts.get("theta"), facts.get("y")
    if theta is None or y is None or np.ndim(theta) != 1 or np.shape(theta) != np.shape(y):
        return None
    return _softmax(np.asarray(theta, dtype=float)), np.asarray(y, dtype=float)


def _of_distributions(formula: Callable[[Array, Array], Array]) -> Callable[[Array, Facts], ArrayLike | None]:
    """What ``formula(y_hat, y)`` makes of the gradient of one example's cross-entropy."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        known = _distributions(facts)
        return None if known is None else formula(*known)

    return predicts


def _jacobian(formula: Callable[[Array], Array]) -> Callable[[Array, Facts], ArrayLike | None]:
    """A softmax's Jacobian by ``formula(y_hat)``."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        theta = facts.get("theta")
        if theta is None or np.ndim(theta) != 1 or expected.ndim != 2:
            return None
        return formula(_softmax(np.asarray(theta, dtype=float)))

    return predicts


def _normalised_over(axis: int | None) -> Callable[[Array, Facts], ArrayLike | None]:
    """A softmax of a batch, or its logarithm, whose exponentials are divided by their sum over another `axis`."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        scores = facts.get("theta", facts.get("scores"))
        if scores is None or np.ndim(scores) != 2 or np.shape(scores) != expected.shape:
            return None
        wrong = _softmax(np.asarray(scores, dtype=float), axis)
        return np.log(wrong) if (expected <= 0).all() else wrong

    return predicts


def _swapped_cross_entropy(expected: Array, facts: Facts) -> ArrayLike | None:
    y, y_hat = facts.get("y"), facts.get("y_hat")
    if y is None or y_hat is None or not np.all(y):
        return None
    return -np.sum(y_hat * np.log(y))


def _other_logarithm(base: float) -> Callable[[Array, Facts], ArrayLike | None]:
    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        of_every_class = "scores" in facts and expected.shape == np.shape(facts["scores"])
        if not of_every_class and (expected.ndim > 1 or (_scores(facts) is None and "y_hat" not in facts)):
            return None
        data, penalty = _data_and_penalty(expected, facts)
        return data / np.log(base) + penalty

    return predicts


# --- Wrong triplets -----------------------------------------------------------------------------------------------


def _triplets(
    formula: Callable[[Array, Array, Array, float], Sequence[Array]],
) -> Callable[[Array, Facts], ArrayLike | None]:
    """What ``formula(anchor, positive, negative, alpha)`` makes of the loss or of one of the three gradients."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if not {"anchor", "positive", "negative", "alpha"} <= facts.keys():
            return None
        a, p, n = (np.asarray(facts[name], dtype=float) for name in ("anchor", "positive", "negative"))
        right, wrong = _triplet(a, p, n, facts["alpha"]), formula(a, p, n, facts["alpha"])
        for one, other in zip(right, wrong, strict=True):
            if one.shape == expected.shape and _close(one, expected, 1e-5):
                return other
        return None

    return predicts


def _triplet(
    a: Array,
    p: Array,
    n: Array,
    alpha: float,
    weight: Callable[[Array], Array] = lambda margins: (margins > 0.0).astype(float),
) -> tuple[Array, Array, Array, Array]:
    """The triplet loss and its gradients, each triplet's weighted by ``weight(margins)``."""
    margins = ((a - p) ** 2 - (a - n) ** 2).sum(axis=1) + alpha
    twice = 2.0 * weight(margins)[:, None]
    return np.asarray((weight(margins) * margins).sum()), twice * (n - p), twice * (p - a), twice * (a - n)


def _triplet_swapped(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
    loss, d_anchor, d_positive, d_negative = _triplet(a, n, p, alpha)
    return loss, d_anchor, d_negative, d_positive


def _triplet_anchor_once(which: int) -> Callable[[Array, Array, Array, float], Sequence[Array]]:
    """The anchor's gradient from one of the two distances alone: minus that of the other end."""

    def formula(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
        loss, _, *others = _triplet(a, p, n, alpha)
        return loss, -others[which], *others

    return formula


# --- Wrong flow ---------------------------------------------------------------------------------------------------


def _fact(name: str) -> Callable[[Array, Facts], ArrayLike | None]:
    return lambda expected, facts: facts.get(name)


def _item(name: str, index: int) -> Callable[[Array, Facts], ArrayLike | None]:
    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        items = facts.get(name, ())
        return items[index] if index < len(items) else None

    return predicts


def _one_branch(index: int) -> Callable[[Array, Facts], ArrayLike | None]:
    branch = _item("branches", index)
    return lambda expected, facts: branch(expected, facts) if len(facts.get("branches", ())) > 1 else None


def _all_branches_but(index: int) -> Callable[[Array, Facts], ArrayLike | None]:
    branch = _item("branches", index)

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        missing = branch(expected, facts)
        return None if missing is None or len(facts["branches"]) < 3 else expected - missing

    return predicts


def _transposed(expected: Array, facts: Facts) -> ArrayLike | None:
    return expected.T if expected.ndim == 2 else None


def _times(factor: float) -> Callable[[Array, Facts], ArrayLike | None]:
    return lambda expected, facts: factor * expected


_BRANCHES = (
    "only one branch of the graph counts.",
    "a value is used more than once: are the gradients of all its uses added, or does one overwrite another?",
)

TABLE: tuple[Mistake, ...] = (
    Mistake(
        "regularization-missing",
        "the penalty on the weights is missing.",
        "what does lam * sum(W²) add to the loss, and what is its derivative?",
        _with_penalty(lambda penalty, facts: np.zeros_like(penalty)),
    ),
    Mistake(
        "regularization-halved",
        "the penalty on the weights counts half.",
        "the penalty is lam * sum(W²), without a factor 1/2: what is its derivative?",
        _with_penalty(lambda penalty, facts: penalty / 2),
    ),
    Mistake(
        "regularization-doubled",
        "the penalty on the weights counts twice.",
        "is it added in two places, or has it a factor 2 too many?",
        _with_penalty(lambda penalty, facts: 2 * penalty),
    ),
    Mistake(
        "regularization-sign",
        "the penalty on the weights is subtracted.",
        "should large weights make the loss larger or smaller?",
        _with_penalty(lambda penalty, facts: -penalty),
    ),
    Mistake(
        "regularization-averaged",
        "the penalty on the weights is divided by the number of examples.",
        "does the penalty belong inside the mean over the batch?",
        _with_penalty(_penalty_averaged),
    ),
    Mistake(
        "regularization-not-scaled",
        "the penalty on the weights is not multiplied by lam.",
        "where does the strength lam enter?",
        _with_penalty(_penalty_unscaled),
    ),
    Mistake(
        "biases-penalised",
        "the penalty counts the biases as well.",
        "the penalty is lam * sum(W²): is b in it?",
        _biases_penalised,
    ),
    Mistake(
        "data-term-missing",
        "only the penalty on the weights is left.",
        "where does what the examples say enter?",
        _only_penalty,
    ),
    Mistake(
        "correct-row-missing",
        "the row of the correct class gets nothing from the data.",
        "the correct class's score is in every margin of its example: what does that do to its row?",
        _hinge_rows(lambda d: np.zeros(len(d)), _indicator),
    ),
    Mistake(
        "correct-row-counted-once",
        "the row of the correct class moves once per example, however many classes violate the margin.",
        "how often does the correct class's score occur in the loss of one example?",
        _hinge_rows(lambda d: -(d.sum(axis=1) > 0).astype(float), _indicator),
    ),
    Mistake(
        "correct-row-sign",
        "the row of the correct class moves the wrong way.",
        "should a higher score of the correct class raise or lower the loss?",
        _hinge_rows(lambda d: d.sum(axis=1), _indicator),
    ),
    Mistake(
        "only-correct-row",
        "only the row of the correct class gets a gradient.",
        "which other scores are in the loss?",
        _hinge_gradient(_only_correct),
    ),
    Mistake(
        "indicator-missing",
        "classes within the margin count as well.",
        "what is the slope of max(0, m) where m is negative?",
        _hinge_rows(_minus_sum, np.ones_like),
    ),
    Mistake(
        "margin-instead-of-indicator",
        "each row is weighted by the size of its margin.",
        "what is the slope of max(0, m) where m is positive: m, or 1?",
        _hinge_rows(_minus_sum, lambda m: np.maximum(m, 0.0)),
    ),
    Mistake(
        "zero-margin-counted",
        "a margin of exactly 0 counts as well.",
        "which side does our convention take at the kink of max(0, m)?",
        _hinge_rows(_minus_sum, lambda m: (m >= 0).astype(float)),
    ),
    *(
        Mistake(
            "repeated-index-lost",
            "of several examples of one class only the last reaches that class's row.",
            "what does `a[index] += values` do in NumPy when the same number occurs twice in index?",
            formula,
        )
        for formula in (_hinge_gradient(_last_of_class_only), _softmax_last_of_class_only)
    ),
    Mistake(
        "delta-ignored",
        "the margin delta is not in it.",
        "by how much must the correct class win?",
        _with_delta(0.0),
    ),
    Mistake(
        "delta-fixed",
        "the margin is 1, whatever delta says.",
        "where does the argument delta enter?",
        _with_delta(1.0),
    ),
    Mistake(
        "correct-class-counted",
        "the correct class counts as one of the others, so that its row moves once too often.",
        "over which classes does the sum run?",
        _hinge_rows(lambda d: -d.sum(axis=1) - 1.0, _indicator),
    ),
    Mistake(
        "correct-class-counted",
        "the correct class counts as one of the others, which adds delta to each example.",
        "over which classes does the sum run?",
        _hinge_loss(lambda margins, y: np.maximum(margins, 0.0)),
    ),
    Mistake(
        "hinge-missing",
        "margins below zero count as well.",
        "what becomes of a class that loses by more than delta?",
        _hinge_loss(_others),
    ),
    Mistake(
        "worst-class-only",
        "only the worst class counts.",
        "is it the largest margin or the sum of the margins?",
        _hinge_loss(lambda margins, y: _terms(margins, y) * _worst(_terms(margins, y))),
    ),
    Mistake(
        "worst-class-only",
        "only the worst class counts.",
        "is it the largest margin or the sum of the margins?",
        _hinge_rows(_minus_sum, _worst),
    ),
    Mistake(
        "hinge-squared",
        "it is the gradient of the squared margins.",
        "is it max(0, m) or its square?",
        _hinge_rows(_minus_sum, lambda m: 2 * np.maximum(m, 0.0)),
    ),
    Mistake(
        "hinge-squared",
        "the margins are squared.",
        "is it max(0, m) or its square?",
        _hinge_loss(lambda margins, y: _terms(margins, y) ** 2),
    ),
    Mistake(
        "violations-counted",
        "classes are counted, not their margins added.",
        "how much does a class cost that violates the margin by a lot?",
        _hinge_loss(lambda margins, y: _indicator(_others(margins, y))),
    ),
    Mistake(
        "indicator-missing",
        "triplets whose margin is not positive count as well.",
        "what is the slope of max(0, m) where m is negative?",
        _triplets(lambda a, p, n, alpha: _triplet(a, p, n, alpha, np.ones_like)),
    ),
    Mistake(
        "zero-margin-counted",
        "a margin of exactly 0 counts as well.",
        "which side does our convention take at the kink of max(0, m)?",
        _triplets(lambda a, p, n, alpha: _triplet(a, p, n, alpha, lambda margins: (margins >= 0.0).astype(float))),
    ),
    Mistake(
        "margin-instead-of-indicator",
        "each triplet is weighted by the size of its margin.",
        "what is the slope of max(0, m) where m is positive: m, or 1?",
        _triplets(lambda a, p, n, alpha: _triplet(a, p, n, alpha, lambda margins: np.maximum(margins, 0.0))),
    ),
    Mistake(
        "delta-ignored",
        "the margin alpha is not in it.",
        "by how much farther should the negative be?",
        _triplets(lambda a, p, n, alpha: _triplet(a, p, n, 0.0)),
    ),
    Mistake(
        "positive-and-negative-swapped",
        "positive and negative have changed places.",
        "which of the two should be near the anchor?",
        _triplets(_triplet_swapped),
    ),
    Mistake(
        "one-hot-not-subtracted",
        "the gradient is that of the probabilities alone.",
        "what does the correct class's own score contribute to its loss?",
        _softmax_rows(0.0),
    ),
    Mistake(
        "one-hot-added",
        "the correct class's 1 is added, not subtracted.",
        "should a higher score of the correct class raise or lower the loss?",
        _softmax_rows(1.0),
    ),
    Mistake(
        "probabilities-missing",
        "only the correct class gets a gradient.",
        "the other scores are in the softmax's denominator: what follows for them?",
        _softmax_rows(-1.0, 0.0),
    ),
    Mistake(
        "chain-stopped-early",
        "it is the gradient with respect to the probabilities.",
        "which link leads on from the probabilities to the scores?",
        _of_distributions(lambda y_hat, y: -y / y_hat),
    ),
    *(
        Mistake(
            "jacobian-diagonal-only",
            "each score moves its own probability alone.",
            "in which denominators is one score?",
            formula,
        )
        for formula in (
            _jacobian(lambda y_hat: np.diag(y_hat * (1 - y_hat))),
            _of_distributions(lambda y_hat, y: y * (y_hat - 1)),
        )
    ),
    Mistake(
        "truth-taken-as-certain",
        "all of the truth goes to its likeliest class.",
        "what of the other classes of y, when y is any distribution?",
        _of_distributions(lambda y_hat, y: y_hat - np.eye(len(y))[y.argmax()]),
    ),
    Mistake(
        "slope-already-cancelled",
        "it is multiplied by y_hat (1 - y_hat) once more.",
        "what becomes of that factor when the Jacobian meets the derivative of the logarithm?",
        _of_distributions(lambda y_hat, y: (y_hat - y) * y_hat * (1 - y_hat)),
    ),
    Mistake(
        "jacobian-of-logarithm",
        "it is the Jacobian of the logarithm of the softmax.",
        "by what does the slope of log u differ from that of u?",
        _jacobian(lambda y_hat: np.eye(len(y_hat)) - y_hat),
    ),
    Mistake(
        "jacobian-off-diagonal-sign",
        "off the diagonal the sign is wrong.",
        "if one score rises, do the other probabilities grow or shrink?",
        _jacobian(lambda y_hat: np.diag(y_hat - 2 * y_hat**2) + np.outer(y_hat, y_hat)),
    ),
    Mistake(
        "jacobian-numerator-missing",
        "only the denominator is differentiated.",
        "on the diagonal the score is in the numerator, too: what does that add?",
        _jacobian(lambda y_hat: -np.outer(y_hat, y_hat)),
    ),
    Mistake(
        "jacobian-diagonal-everywhere",
        "the formula of the diagonal is used for all entries.",
        "what is the derivative of the numerator if the score is another one?",
        _jacobian(lambda y_hat: np.outer(y_hat, 1 - y_hat)),
    ),
    *(
        Mistake(
            "softmax-over-wrong-axis",
            "the exponentials are divided by a sum over several examples.",
            "which numbers of the result should sum to 1?",
            _normalised_over(axis),
        )
        for axis in (0, None)
    ),
    Mistake(
        "distributions-swapped",
        "truth and prediction have changed places.",
        "of which of the two is the logarithm taken?",
        _swapped_cross_entropy,
    ),
    Mistake(
        "log-base-10",
        "the logarithm has base 10.",
        "which logarithm do we use throughout?",
        _other_logarithm(10.0),
    ),
    Mistake(
        "log-base-2",
        "the logarithm has base 2.",
        "which logarithm do we use throughout?",
        _other_logarithm(2.0),
    ),
    Mistake(
        "upstream-ignored",
        "the gradient from above is not used.",
        "this is the local gradient: what does the chain rule multiply it by?",
        _fact("ignoring_upstream"),
    ),
    Mistake(
        "local-derivative-missing",
        "it is the gradient from above, unchanged.",
        "what is the derivative of the output with respect to this input, and where does it enter?",
        _fact("upstream"),
    ),
    Mistake(
        "inputs-swapped",
        "it is the gradient of the other input.",
        "which input is the slope with respect to this one made of?",
        _fact("other_input"),
    ),
    *(Mistake("overwritten-at-branch", *_BRANCHES, _one_branch(index)) for index in range(3)),
    *(Mistake("overwritten-at-branch", *_BRANCHES, _triplets(_triplet_anchor_once(which))) for which in (0, 1)),
    *(
        Mistake(
            "branch-missing",
            "what flows back along one of its branches is missing.",
            "in how many places is this value used?",
            _all_branches_but(index),
        )
        for index in range(3)
    ),
    *(
        Mistake(
            "activation-slope-missing",
            "the gradient passes an activation function as if its slope were 1.",
            "what is the local gradient of the activation function?",
            _item("without_slope", index),
        )
        for index in range(3)
    ),
    *(
        Mistake(
            "activation-slope-of-input",
            "the slope of σ is made of its input.",
            "z (1 - z) is the slope of σ: is z what goes into σ, or what comes out?",
            _item("slope_of_input", index),
        )
        for index in range(3)
    ),
    Mistake(
        "mask-from-upstream",
        "ReLU lets through what is positive from above, whatever its own input was.",
        "what decides whether the slope of max(0, s) is 0 or 1?",
        _fact("masked_by_upstream"),
    ),
    Mistake(
        "sum-not-mean",
        "it is the sum over the batch, not the mean.",
        "does every example of the batch count as 1/N, in the loss and in the gradient?",
        _scaled_data(1),
    ),
    Mistake(
        "sum-not-mean",
        "it is the sum over the batch, not the mean.",
        "does every example of the batch count as 1/N, in the loss and in the gradient?",
        _scaled_all(1),
    ),
    Mistake(
        "averaged-twice",
        "it is divided by the number of examples once too often.",
        "in how many places is the mean taken?",
        _scaled_data(-1),
    ),
    Mistake(
        "averaged-twice",
        "it is divided by the number of examples once too often.",
        "in how many places is the mean taken?",
        _scaled_all(-1),
    ),
    Mistake(
        "averaged-over-classes",
        "it is averaged over the classes as well.",
        "over what is the mean taken: examples, or all entries?",
        _averaged_over_classes,
    ),
    Mistake(
        "transposed",
        "it is the transpose.",
        "which index of the result belongs to the rows?",
        _transposed,
    ),
    Mistake(
        "sign-flipped",
        "it has the opposite sign.",
        "does the loss grow or shrink along it?",
        _times(-1.0),
    ),
    Mistake(
        "doubled",
        "it is twice too large.",
        "where does a factor 2 come from?",
        _times(2.0),
    ),
    Mistake(
        "halved",
        "it is half of what it should be.",
        "where has a factor 2 gone?",
        _times(0.5),
    ),
    Mistake(
        "all-zero",
        "it is zero everywhere.",
        "is the result computed, and returned?",
        lambda expected, facts: np.zeros_like(expected),
    ),
)


def _close(a: Array, b: Array, tolerance: float) -> bool:
    """Tell whether two arrays agree relative to the larger one's largest entry."""
    scale = max(float(np.abs(a).max(initial=0.0)), float(np.abs(b).max(initial=0.0)))
    return bool(np.abs(a - b).max(initial=0.0) <= tolerance * scale)


def find(got: ArrayLike, expected: ArrayLike, facts: Facts | None = None, tolerance: float = 1e-5) -> Mistake | None:
    """Return the mistake that turns `expected` into `got`, or None where none in the table does.

    Parameters
    ----------
    got, expected : array_like
        The wrong and the right value.
    facts : mapping, optional
        What is known about the call (see `Facts`); the more, the more specific the name.
    tolerance : float
        Relative to the largest entry.

    Examples
    --------
    >>> find([3.0, -6.0], [-3.0, 6.0]).name
    'sign-flipped'
    """
    try:
        got, expected = np.asarray(got, dtype=float), np.asarray(expected, dtype=float)
    except (TypeError, ValueError):
        return None
    facts = facts or {}
    if not np.isfinite(got).all() or not np.isfinite(expected).all():
        return None
    if (
        got.ndim == expected.ndim + 1
        and len(got) > 1
        and (expected.ndim or len(got) == _size(facts))  # of a number alone nothing is known of a batch
        and got.shape[1:] == expected.shape
        and _close(got.sum(axis=0), expected, tolerance)
    ):
        return NOT_SUMMED
    for mistake in TABLE:
        prediction = mistake.predicts(expected, facts)
        if prediction is None:
            continue
        predicted = np.asarray(prediction, dtype=float)
        # A prediction that equals the right value (a penalty of strength 0, a batch of one) tells nothing.
        if (
            predicted.shape == got.shape
            and _close(predicted, got, tolerance)
            and not (predicted.shape == expected.shape and _close(predicted, expected, 1e-3))
        ):
            return mistake
    return None


NOT_SUMMED = Mistake(
    "not-summed-over-batch",
    "there is one for each example.",
    "what becomes of what the single examples contribute: does it stay apart, or is it added up?",
    lambda expected, facts: None,
)

NAMES: tuple[str, ...] = tuple(dict.fromkeys([NOT_SUMMED.name, *(mistake.name for mistake in TABLE)]))
"""All the names, most specific first."""
