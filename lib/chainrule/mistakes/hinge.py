"""Slips in the hinge loss of a linear classifier."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from chainrule.language import words
from chainrule.mistakes.entry import Mistake, Rank, named
from chainrule.mistakes.facts import Array, Facts, Formula, examples, from_score_gradient, has, penalty_of, scores_of


def margins_of(facts: Facts, delta: float | None = None) -> tuple[Array, Array] | None:
    """Return the margins ``s_j - s_y + delta`` (N, K), and the labels."""
    known = scores_of(facts)
    if known is None or "delta" not in facts:
        return None
    scores, y = known
    if y.size and (y.min() < 0 or y.max() >= scores.shape[1]):
        return None
    delta = facts["delta"] if delta is None else delta
    return scores - scores[np.arange(len(y)), y][:, None] + delta, y


def hinge_gradient(dscores: Callable[[Array, Array], Array]) -> Formula:
    """Return the formula of a hinge gradient with ``dscores(margins, y)`` (N, K).

    The correct class's margin is -inf, because it never counts.
    """

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        known = margins_of(facts)
        if known is None:
            return None
        margins, y = known
        margins[np.arange(len(y)), y] = -np.inf
        return from_score_gradient(dscores(margins, y), expected, facts)

    return predicts


def hinge_rows(correct: Callable[[Array], Array], active: Callable[[Array], Array]) -> Formula:
    """Return the formula of a hinge gradient: ``active(margins)`` for wrong classes, ``correct`` of that otherwise."""

    def dscores(margins: Array, y: Array) -> Array:
        rows = np.arange(len(y))
        gradient = active(margins)
        gradient[rows, y] = 0.0
        gradient[rows, y] = correct(gradient)
        return gradient

    return hinge_gradient(dscores)


def without_input(expected: Array, facts: Facts) -> ArrayLike | None:
    """Return the gradient of a hinge loss with ones in place of the examples."""
    found, batch = scores_of(facts), examples(facts)
    if found is None or batch is None:
        return None
    scores, y = found
    ones: Facts = {**facts, "scores": scores, "y": y}
    if "X" in facts:
        ones["X"] = np.ones_like(batch[0])
    else:
        ones["x"] = np.ones(batch[0].shape[1])
    return hinge_rows(minus_sum, indicator)(expected, ones)


def indicator(margins: Array) -> Array:
    return (margins > 0).astype(float)


def minus_sum(dscores: Array) -> Array:
    return -dscores.sum(axis=1)


def worst(margins: Array) -> Array:
    return ((margins > 0) & (margins == margins.max(axis=1, keepdims=True))).astype(float)


def only_correct(margins: Array, y: Array) -> Array:
    dscores = np.zeros_like(margins)
    dscores[np.arange(len(y)), y] = minus_sum(indicator(margins))
    return dscores


def last_of_class_only(margins: Array, y: Array) -> Array:
    """Return the slopes that ``dW[y] -= …`` uses: if an index occurs twice, NumPy keeps the last."""
    dscores = indicator(margins)
    last = {int(label): i for i, label in enumerate(y)}
    for label, i in last.items():
        dscores[i, label] = -dscores[i].sum()
    return dscores


def columns_set(margins: Array, y: Array) -> Array:
    """Return the slopes that ``G[:, y] = -G.sum(axis=1)`` gives: the sums lie along the columns, the last one stays."""
    dscores = indicator(margins)
    sums = dscores.sum(axis=1)
    for label, i in {int(label): i for i, label in enumerate(y)}.items():
        dscores[:, label] = -sums[i]
    return dscores


def columns_lowered(margins: Array, y: Array) -> Array:
    """Return the slopes that ``G[:, y] -= G.sum(axis=1, keepdims=True)`` gives."""
    dscores = indicator(margins)
    dscores[:, np.unique(y)] -= dscores.sum(axis=1, keepdims=True)
    return dscores


def row_overwritten(expected: Array, facts: Facts) -> ArrayLike | None:
    """Return the gradient from loops over examples and classes with = in place of += for the wrong classes."""
    known, batch = margins_of(facts), examples(facts)
    if known is None or batch is None or expected.shape != np.shape(facts["W"]):
        return None
    (margins, _), (X, y) = known, batch
    dW = np.zeros(expected.shape)
    for i, j in np.argwhere(margins > 0):
        if j != y[i]:
            dW[j] = X[i]
            dW[y[i]] -= X[i]
    penalty = penalty_of(expected, facts)
    return dW / len(X) + (0.0 if penalty is None else penalty)


def with_delta(delta: float) -> Formula:
    """Return a formula for what would be right with another margin."""
    loss = hinge_loss(hinge_terms, delta)
    gradient = hinge_rows(minus_sum, indicator)

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if "delta" not in facts:
            return None
        predicted = loss(expected, facts)
        return predicted if predicted is not None else gradient(expected, {**facts, "delta": delta})

    return predicts


def hinge_loss(terms: Callable[[Array, Array], Array], delta: float | None = None) -> Formula:
    """Return the formula of ``terms(margins, y)`` (N, K), their sum per example, or its mean with the penalty."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        known = margins_of(facts, delta)
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
        penalty = penalty_of(expected, facts)
        return per_example.mean() + (0.0 if penalty is None else penalty)

    return predicts


def one_subtracted(expected: Array, facts: Facts) -> ArrayLike | None:
    """Return losses that count the correct class and then subtract 1, as if that were delta."""
    return expected + facts["delta"] - 1.0 if has(facts, ("delta", "scores")) and expected.ndim == 1 else None


def lead_of_others(margins: Array, y: Array, delta: float) -> Array:
    return np.maximum(other_margins(2 * delta - margins, y), 0.0)


def turned_margins(expected: Array, facts: Facts) -> ArrayLike | None:
    """Return margins in which the correct class's score and the other one are swapped."""
    if "delta" not in facts:
        return None
    return hinge_loss(lambda margins, y: lead_of_others(margins, y, float(facts["delta"])))(expected, facts)


def subtracted_delta(expected: Array, facts: Facts) -> ArrayLike | None:
    return hinge_loss(hinge_terms, -float(facts["delta"]))(expected, facts) if "delta" in facts else None


def other_margins(margins: Array, y: Array) -> Array:
    others = margins.copy()
    others[np.arange(len(y)), y] = 0.0
    return others


def hinge_terms(margins: Array, y: Array) -> Array:
    return np.maximum(other_margins(margins, y), 0.0)


def violated(margins: Array, y: Array) -> float:
    """Return how many margins are violated."""
    return float((other_margins(margins, y) > 0).sum())


def _rows(margins: Array, y: Array) -> Array:
    dscores = indicator(margins)
    dscores[np.arange(len(y)), y] = minus_sum(dscores)
    return dscores


def summed_over_examples(expected: Array, facts: Facts) -> ArrayLike | None:
    known = margins_of(facts)
    return hinge_terms(*known).sum(axis=0) if known is not None and expected.ndim == 1 else None


def _of_weights(formula: Formula) -> Formula:
    """Return a formula that applies to the gradient of the weights alone, of which a sentence names rows."""
    return lambda expected, facts: None if _is_of_input(expected, facts) else formula(expected, facts)


def _of_input(formula: Formula) -> Formula:
    """Return a formula that applies to the gradient of the only example alone: what rows of W it is the sum of."""
    return lambda expected, facts: formula(expected, facts) if _is_of_input(expected, facts) else None


def _is_of_input(expected: Array, facts: Facts) -> bool:
    return "x" in facts and expected.ndim == 1 and expected.shape == np.shape(facts["x"])


_NOT_FROM_CORRECT = hinge_rows(lambda d: np.zeros(len(d)), indicator)
_CORRECT_ONCE = hinge_rows(lambda d: -(d.sum(axis=1) > 0).astype(float), indicator)
_CORRECT_IN_ANY_CASE = hinge_rows(lambda d: -np.ones(len(d)), indicator)
_CORRECT_TURNED = hinge_rows(lambda d: d.sum(axis=1), indicator)
_CORRECT_COUNTED = hinge_rows(lambda d: -d.sum(axis=1) - 1.0, indicator)

_IN_SHORTFALL = words("which two scores are in a shortfall, and how does each of them change with x?")

_KINK = words("draw max(0, m): how steep is it at m = 3, and how steep at m = -3?")

ENTRIES = (
    Mistake(
        "correct-row-missing",
        "the row of the correct class gets nothing from the data.",
        "the correct class's score is in every shortfall of its example: what does that do to its row?",
        _of_weights(_NOT_FROM_CORRECT),
    ),
    Mistake(
        "correct-row-missing",
        "the correct class's row of W is missing in it.",
        _IN_SHORTFALL,
        _of_input(_NOT_FROM_CORRECT),
    ),
    *named(
        "correct-row-counted-once",
        "the row of the correct class moves once per example, however many classes violate the margin.",
        "how often does the correct class's score occur in the loss of one example?",
        _of_weights(_CORRECT_ONCE),
        _of_weights(_CORRECT_IN_ANY_CASE),
    ),
    *named(
        "correct-row-counted-once",
        "the correct class's row of W is in it once, however many classes violate the margin.",
        "how often does the correct class's score occur in the loss of one example?",
        _of_input(_CORRECT_ONCE),
        _of_input(_CORRECT_IN_ANY_CASE),
    ),
    Mistake(
        "correct-row-sign",
        "the row of the correct class moves the wrong way.",
        "what does a higher score of the correct class do to the loss?",
        _of_weights(_CORRECT_TURNED),
    ),
    Mistake(
        "correct-row-sign",
        "the correct class's row of W enters with the wrong sign.",
        "what does a higher score of the correct class do to the loss?",
        _of_input(_CORRECT_TURNED),
    ),
    Mistake(
        "only-correct-row",
        "only the row of the correct class gets a gradient.",
        "which other scores are in the loss?",
        _of_weights(hinge_gradient(only_correct)),
    ),
    Mistake(
        "only-correct-row",
        "of the rows of W, only the correct class's is in it.",
        _IN_SHORTFALL,
        _of_input(hinge_gradient(only_correct)),
    ),
    Mistake(
        "zero-margin-counted",
        "a shortfall of exactly 0 counts as well.",
        "which slope does our convention take at the kink of max(0, m)?",
        hinge_rows(minus_sum, lambda m: (m >= 0).astype(float)),
    ),
    Mistake(
        "indicator-missing",
        "classes that keep the margin count as well.",
        _KINK,
        hinge_rows(minus_sum, np.ones_like),
    ),
    Mistake(
        "margin-instead-of-indicator",
        "each row is weighted by the size of its shortfall.",
        _KINK,
        hinge_rows(minus_sum, lambda m: np.maximum(m, 0.0)),
    ),
    Mistake(
        "overwritten-by-next-example",
        "a row holds what the last example gave it.",
        "two examples move the same row: what should happen to their two contributions?",
        row_overwritten,
    ),
    Mistake(
        "repeated-index-lost",
        "of several examples of one class only the last reaches that class's row.",
        "what does `a[index] += values` do in NumPy when the same number occurs twice in index?",
        hinge_gradient(last_of_class_only),
    ),
    *named(
        "all-pairs-of-labels",
        "each example meets the labels of all examples.",
        "which shape does indexing with `:` and an array of labels give? Print it.",
        hinge_gradient(columns_set),
        hinge_gradient(columns_lowered),
    ),
    Mistake("delta-ignored", "the margin delta is missing.", "what should happen when delta grows?", with_delta(0.0)),
    Mistake(
        "input-missing",
        "the input x is missing.",
        "a score is w·x: what is its derivative with respect to w?",
        without_input,
    ),
    Mistake(
        "delta-fixed",
        "the margin is 1, whatever delta says.",
        "where does the argument delta enter?",
        with_delta(1.0),
    ),
    Mistake(
        "one-subtracted",
        "each loss is too large by delta - 1.",
        "what would the correct class add to the loss if it counted, and what is subtracted for it?",
        one_subtracted,
    ),
    Mistake(
        "delta-subtracted",
        "delta enters with the wrong sign.",
        "what should a larger delta do to the loss?",
        subtracted_delta,
    ),
    Mistake(
        "margin-turned",
        "the correct score and the others are swapped in the shortfall.",
        "which of the two scores should make the loss larger when it rises?",
        turned_margins,
    ),
    Mistake(
        "correct-class-counted",
        "the correct class counts as one of the others, so that its row moves once too often.",
        "with which classes is the correct one compared?",
        _of_weights(_CORRECT_COUNTED),
    ),
    Mistake(
        "correct-class-counted",
        "the correct class counts as one of the others, so that its row of W is in it once too often.",
        "with which classes is the correct one compared?",
        _of_input(_CORRECT_COUNTED),
    ),
    Mistake(
        "correct-class-counted",
        "the correct class counts as one of the others, which adds delta to each example.",
        "with which classes is the correct one compared?",
        hinge_loss(lambda margins, y: np.maximum(margins, 0.0)),
    ),
    Mistake(
        "hinge-missing",
        "classes that keep the margin count as well, with a negative loss.",
        "what should a class cost that is far behind the correct one?",
        hinge_loss(other_margins),
    ),
    *named(
        "worst-class-only",
        "only the worst class counts.",
        "two classes violate the margin: what does each of them add to the loss?",
        hinge_loss(lambda margins, y: hinge_terms(margins, y) * worst(hinge_terms(margins, y))),
        hinge_rows(minus_sum, worst),
    ),
    Mistake(
        "hinge-squared",
        "it is the gradient of the squared shortfalls.",
        "which power of a shortfall does the loss add up?",
        hinge_rows(minus_sum, lambda m: 2 * np.maximum(m, 0.0)),
    ),
    Mistake(
        "hinge-squared",
        "the shortfalls are squared.",
        "how does the loss change when a shortfall doubles?",
        hinge_loss(lambda margins, y: hinge_terms(margins, y) ** 2),
    ),
    *named(
        "averaged-over-violations",
        "it is the mean over the positive shortfalls, not over the examples.",
        "how should the loss change when one more class violates its margin by very little?",
        hinge_loss(lambda margins, y: hinge_terms(margins, y) * len(y) / max(violated(margins, y), 1.0)),
        hinge_gradient(lambda margins, y: _rows(margins, y) * len(y) / max((margins > 0).sum(), 1.0)),
        rank=Rank.VALUE,
    ),
    *named(
        "averaged-over-margins",
        "each example's shortfalls are averaged, not added.",
        "what should happen to the loss if there were twice as many wrong classes, just as near?",
        hinge_loss(lambda margins, y: hinge_terms(margins, y) / max(margins.shape[1] - 1, 1)),
        hinge_loss(lambda margins, y: hinge_terms(margins, y) / margins.shape[1]),
        rank=Rank.VALUE,
    ),
    Mistake(
        "hinge-of-the-sum",
        "the maximum with 0 is taken of the sum of the shortfalls.",
        "what should a class add to the loss that is far behind the correct one?",
        hinge_loss(lambda margins, y: np.maximum(other_margins(margins, y).sum(axis=1, keepdims=True), 0.0)),
    ),
    Mistake(
        "violations-counted",
        "classes are counted; their shortfalls are not added.",
        "how much does a class cost that violates the margin by a lot?",
        hinge_loss(lambda margins, y: indicator(other_margins(margins, y))),
    ),
    Mistake(
        "summed-over-wrong-axis",
        "the sum runs along the wrong axis.",
        "which axis of the array should be left after the sum?",
        summed_over_examples,
        Rank.MEAN,
    ),
)
