"""Slips in softmax and cross-entropy."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from chainrule.mistakes.entry import Mistake, Rank, named
from chainrule.mistakes.facts import (
    Array,
    Facts,
    Formula,
    array,
    data_and_penalty,
    distributions,
    from_score_gradient,
    penalty_of,
    probabilities_of,
    scores_of,
    softmax,
)


def softmax_rows(onehot_factor: float, probability_factor: float = 1.0) -> Formula:
    """Return the formula of a gradient with ``probability_factor * p + onehot_factor * onehot``, not ``p - onehot``."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        one = distributions(facts)
        if one is not None:
            return probability_factor * one[0] + onehot_factor * one[1]
        known = probabilities_of(facts)
        if known is None:
            return None
        p, y = known
        if y.size and (y.min() < 0 or y.max() >= p.shape[1]):
            return None
        dscores = probability_factor * p
        dscores[np.arange(len(y)), y] += onehot_factor
        return from_score_gradient(dscores, expected, facts)

    return predicts


def softmax_last_of_class_only(expected: Array, facts: Facts) -> ArrayLike | None:
    """Return the gradient that ``dW[y] -= X`` gives: if an index occurs twice, NumPy keeps the last."""
    known = probabilities_of(facts)
    if known is None:
        return None
    dscores, y = known
    if len(np.unique(y)) == len(y):  # no label occurs twice: nothing is lost
        return None
    for label, i in {int(label): i for i, label in enumerate(y)}.items():
        dscores[i, label] -= 1.0
    return from_score_gradient(dscores, expected, facts)


def of_distributions(formula: Callable[[Array, Array], Array]) -> Formula:
    """Return the formula of the gradient of one example's cross-entropy by ``formula(y_hat, y)``."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        known = distributions(facts)
        return None if known is None else formula(*known)

    return predicts


def scores_for_probabilities(expected: Array, facts: Facts) -> ArrayLike | None:
    known = distributions(facts)
    return None if known is None else array(facts["theta"]) - known[1]


def jacobian_of_scores(expected: Array, facts: Facts) -> ArrayLike | None:
    theta = np.asarray(facts.get("theta", 0.0), dtype=float)
    return np.diag(theta) - np.outer(theta, theta) if theta.ndim == 1 and expected.ndim == 2 else None


def jacobian(formula: Callable[[Array], Array]) -> Formula:
    """Return the formula of a softmax's Jacobian by ``formula(y_hat)``."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        theta = facts.get("theta")
        if theta is None or np.ndim(theta) != 1 or expected.ndim != 2:
            return None
        return formula(softmax(np.asarray(theta, dtype=float)))

    return predicts


def normalised_over(axis: int | None) -> Formula:
    """Return the formula of a batch's softmax, or its logarithm, whose exponentials are summed over another `axis`."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        scores = facts.get("theta", facts.get("scores"))
        if scores is None or np.ndim(scores) != 2 or np.shape(scores) != expected.shape:
            return None
        wrong = softmax(np.asarray(scores, dtype=float), axis)
        return np.log(wrong) if (expected <= 0).all() else wrong

    return predicts


def log_probabilities(scores: Array) -> Array:
    """Return the logarithms of the softmax of each row."""
    highest = scores.max(axis=1, keepdims=True)
    return scores - highest - np.log(np.exp(scores - highest).sum(axis=1, keepdims=True))


def each_cross_entropy(
    formula: Callable[[Array, Array, Array], Array],
) -> Formula:
    """Return the formula of each example's cross-entropy by ``formula(log p, y, scores)``, or of the penalised mean."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        known = scores_of(facts)
        if (
            known is None
            or "delta" in facts
            or (known[1].size and not 0 <= known[1].min() <= known[1].max() < known[0].shape[1])
        ):
            return None
        scores, y = known
        each = formula(log_probabilities(scores), y, scores)
        if expected.shape == each.shape:
            return each
        penalty = penalty_of(expected, facts)
        return each.mean() + (0.0 if penalty is None else penalty) if expected.ndim == 0 and "W" in facts else None

    return predicts


def shifted_once(expected: Array, facts: Facts) -> ArrayLike | None:
    """Return logarithms of a softmax whose exponentials alone are those of shifted scores."""
    scores = facts.get("scores")
    if scores is None or "y" in facts or np.shape(scores) != expected.shape or expected.ndim != 2:
        return None
    return expected + array(scores).max(axis=1, keepdims=True)


def with_rows_for_columns(formula: Callable[[Array, Array, Array], Array]) -> Formula:
    """Return a formula of a square batch's softmax: ``formula(exponentials, sums, highest)``, along the wrong axis."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        scores = facts.get("theta", facts.get("scores"))
        if scores is None or np.shape(scores) != expected.shape or len({*expected.shape}) != 1 or expected.ndim != 2:
            return None
        scores = np.asarray(scores, dtype=float)
        highest = scores.max(axis=1)[None, :]
        powers = np.exp(scores - highest.T)
        wrong = formula(powers, powers.sum(axis=1)[None, :], highest)
        return np.log(wrong) if (expected <= 0).all() else wrong

    return predicts


def both_along_rows(powers: Array, total: Array, highest: Array) -> Array:
    shifted = powers * np.exp(highest.T - highest)
    return shifted / shifted.sum(axis=1)


def all_pairs(expected: Array, facts: Facts) -> ArrayLike | None:
    """Return losses, or a mean loss, with ``log_p[:, y]`` in place of ``log_p[arange(N), y]``."""

    def of_all(logs: Array, y: Array, scores: Array) -> Array:
        return -(logs @ np.bincount(y, minlength=logs.shape[1])) / len(y)

    if expected.ndim == 0:
        return each_cross_entropy(of_all)(expected, facts)
    known = probabilities_of(facts)
    if known is None or expected.shape != known[1].shape or expected.size > _FEW:
        return None
    p, y = known
    return -np.log(p[:, y])


def whole_columns(expected: Array, facts: Facts) -> ArrayLike | None:
    """Return the gradient that ``p[:, y] -= 1`` gives: each label's column loses 1 in all rows."""
    known = probabilities_of(facts)
    if known is None or expected.shape == known[0].shape[:1]:
        return None
    dscores, y = known
    dscores[:, np.unique(y)] -= 1.0
    return from_score_gradient(dscores, expected, facts)


def of_correct(numbers: Array, y: Array) -> Array:
    return np.take_along_axis(numbers, y[:, None], axis=1)[:, 0]


def binary(logs: Array, y: Array, scores: Array) -> Array:
    truth = np.arange(logs.shape[1]) == y[:, None]
    return -np.where(truth, logs, np.log1p(-np.exp(np.minimum(logs, -1e-300)))).sum(axis=1)


def cross_entropy(formula: Callable[[Array, Array], ArrayLike]) -> Formula:
    """Return the formula of the cross-entropy of one prediction by ``formula(y, y_hat)``."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        y, y_hat = facts.get("y"), facts.get("y_hat")
        if y is None or y_hat is None or np.ndim(y) != 1 or np.shape(y) != np.shape(y_hat):
            return None
        return formula(np.asarray(y, dtype=float), np.asarray(y_hat, dtype=float))

    return predicts


def safety(change: Callable[[Array, float], Array], tiny: float) -> Formula:
    """Return the formula of a cross-entropy whose probabilities change by a `tiny` number before the logarithm."""
    of_one = cross_entropy(lambda y, y_hat: -np.sum(y * np.log(change(y_hat, tiny))))
    of_batch = each_cross_entropy(lambda logs, y, _: -np.log(change(np.exp(of_correct(logs, y)), tiny)))
    return lambda expected, facts: of_one(expected, facts) if "y_hat" in facts else of_batch(expected, facts)


def swapped_cross_entropy(expected: Array, facts: Facts) -> ArrayLike | None:
    y, y_hat = facts.get("y"), facts.get("y_hat")
    if y is None or y_hat is None or np.shape(y) != np.shape(y_hat) or not np.all(y):
        return None
    return -np.sum(y_hat * np.log(y))


def other_logarithm(base: float) -> Formula:
    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        of_every_class = "scores" in facts and expected.shape == np.shape(facts["scores"])
        if not of_every_class and (expected.ndim > 1 or (scores_of(facts) is None and "y_hat" not in facts)):
            return None
        data, penalty = data_and_penalty(expected, facts)
        return data / np.log(base) + penalty

    return predicts


_TINY = (
    1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-12, 1e-15, 1e-16, 1e-20, 1e-30, 1.1754943508222875e-38, 1e-38, 1e-300,
)  # fmt: skip
"""Numbers that are put into a logarithm to keep it finite; the odd one is float32's smallest."""

_FEW = 100
"""Of more examples, nobody makes a table of all pairs."""

ENTRIES = (
    Mistake(
        "repeated-index-lost",
        "of several examples of one class only the last reaches that class's row.",
        "what does `a[index] += values` do in NumPy when the same number occurs twice in index?",
        softmax_last_of_class_only,
    ),
    Mistake(
        "one-hot-not-subtracted",
        "the gradient is that of the probabilities alone.",
        "what does the correct class's own score contribute to its loss?",
        softmax_rows(0.0),
    ),
    Mistake(
        "one-hot-added",
        "the correct class's 1 enters with the wrong sign.",
        "what does a higher score of the correct class do to the loss?",
        softmax_rows(1.0),
    ),
    Mistake(
        "probabilities-missing",
        "only the correct class gets a gradient.",
        "the other scores are in the softmax's denominator: what follows for them?",
        softmax_rows(-1.0, 0.0),
    ),
    *named(
        "softmax-missing",
        "the scores are used as if they were probabilities.",
        "what turns scores into probabilities?",
        scores_for_probabilities,
        jacobian_of_scores,
    ),
    Mistake(
        "squared-error",
        "it is the squared error.",
        "which loss does the task ask for, and which function of the probability is in it?",
        cross_entropy(lambda y, y_hat: np.sum((y - y_hat) ** 2)),
    ),
    Mistake(
        "squared-error",
        "it is the gradient of the squared error.",
        "which loss does the task ask for, and what is its derivative with respect to a probability?",
        of_distributions(lambda p, y: 2 * (np.diag(p) - np.outer(p, p)) @ (p - y)),
    ),
    Mistake(
        "chain-stopped-early",
        "it is the gradient with respect to the probabilities.",
        "which link leads on from the probabilities to the scores?",
        of_distributions(lambda y_hat, y: -y / y_hat),
    ),
    *named(
        "jacobian-diagonal-only",
        "each score moves only its own probability.",
        "in which denominators is one score?",
        jacobian(lambda y_hat: np.diag(y_hat * (1 - y_hat))),
        of_distributions(lambda y_hat, y: y * (y_hat - 1)),
    ),
    Mistake(
        "truth-taken-as-certain",
        "all of the truth goes to its likeliest class.",
        "what becomes of the other classes when y is spread over several?",
        of_distributions(lambda y_hat, y: y_hat - np.eye(len(y))[y.argmax()]),
    ),
    Mistake(
        "slope-already-cancelled",
        "it is multiplied by y_hat (1 - y_hat) once more.",
        "what becomes of that factor when the Jacobian meets the derivative of the logarithm?",
        of_distributions(lambda y_hat, y: (y_hat - y) * y_hat * (1 - y_hat)),
    ),
    Mistake(
        "jacobian-of-logarithm",
        "it is the Jacobian of the logarithm of the softmax.",
        "by what does the slope of log u differ from that of u?",
        jacobian(lambda y_hat: np.eye(len(y_hat)) - y_hat),
    ),
    Mistake(
        "jacobian-off-diagonal-sign",
        "off the diagonal the sign is wrong.",
        "if one score rises, what happens to the other probabilities?",
        jacobian(lambda y_hat: np.diag(y_hat - 2 * y_hat**2) + np.outer(y_hat, y_hat)),
    ),
    Mistake(
        "jacobian-lower-half-missing",
        "the entries below the diagonal are missing.",
        "which probabilities does the last score move?",
        jacobian(lambda y_hat: np.triu(np.diag(y_hat) - np.outer(y_hat, y_hat))),
    ),
    *named(
        "jacobian-diagonal-wrong",
        "the entries on the diagonal are wrong.",
        "what does the quotient rule give where the score is in numerator and denominator?",
        jacobian(lambda y_hat: np.eye(len(y_hat)) - np.outer(y_hat, y_hat)),
        jacobian(lambda y_hat: np.diag(2 * y_hat**2) - np.outer(y_hat, y_hat)),
        jacobian(lambda y_hat: np.diag(y_hat**2) - np.outer(y_hat, y_hat)),
    ),
    Mistake(
        "jacobian-numerator-missing",
        "only the denominator is differentiated.",
        "where else is the score on the diagonal, and what does that add?",
        jacobian(lambda y_hat: -np.outer(y_hat, y_hat)),
    ),
    Mistake(
        "outer-product-missing",
        "the same number is subtracted from all entries.",
        "which shape has `p @ p.T`, or `p * p.T`, when p has one dimension? Print it.",
        jacobian(lambda y_hat: np.diag(y_hat) - y_hat @ y_hat),
    ),
    Mistake(
        "jacobian-diagonal-everywhere",
        "the formula of the diagonal is used for all entries.",
        "what is the derivative of the numerator with respect to another class's score?",
        jacobian(lambda y_hat: np.outer(y_hat, 1 - y_hat)),
    ),
    *named(
        "softmax-over-wrong-axis",
        "the exponentials are divided by a sum over several examples.",
        "which numbers of the result should sum to 1?",
        normalised_over(0),
        normalised_over(None),
    ),
    *named(
        "keepdims-forgotten",
        "each entry meets the sum, or the maximum, of another row than its own.",
        "which shape does the sum over a row have, and with which entries does NumPy combine it?",
        with_rows_for_columns(lambda e, total, highest: e / total),
        with_rows_for_columns(lambda e, total, highest: e * np.exp(highest.T - highest) / total.T),
        with_rows_for_columns(both_along_rows),
    ),
    *named(
        "all-pairs-of-labels",
        "each example meets the labels of all examples.",
        "which shape does indexing with `:` and an array of labels give? Print it.",
        all_pairs,
        whole_columns,
    ),
    Mistake(
        "distributions-swapped",
        "truth and prediction are swapped.",
        "which of the two is inside the logarithm?",
        swapped_cross_entropy,
    ),
    Mistake(
        "log-base-10",
        "the logarithm has base 10.",
        "which logarithm does this course use, and which function of NumPy is it?",
        other_logarithm(10.0),
    ),
    Mistake(
        "log-base-2",
        "the logarithm has base 2.",
        "which logarithm does this course use, and which function of NumPy is it?",
        other_logarithm(2.0),
    ),
    *named(
        "logarithm-missing",
        "the logarithm of the probability is missing.",
        "what should the loss be where the correct class's probability is 1, and where it is nearly 0?",
        each_cross_entropy(lambda logs, y, _: np.exp(of_correct(logs, y))),
        each_cross_entropy(lambda logs, y, _: 1 - np.exp(of_correct(logs, y))),
        rank=Rank.VALUE,
    ),
    Mistake(
        "correct-class-ignored",
        "it is the loss of the class with the highest score.",
        "where does the label enter?",
        each_cross_entropy(lambda logs, y, _: -logs.max(axis=1)),
        rank=Rank.VALUE,
    ),
    *named(
        "all-classes-counted",
        "the logarithms of other classes count as well.",
        "the surprise at which class makes up the loss?",
        each_cross_entropy(lambda logs, y, _: -logs.sum(axis=1)),
        each_cross_entropy(lambda logs, y, _: -(np.exp(logs) * logs).sum(axis=1)),
        each_cross_entropy(binary),
        rank=Rank.VALUE,
    ),
    Mistake(
        "all-classes-counted",
        "each class counts twice: with log p, and with log(1 - p).",
        "which logarithms does the formula of the cross-entropy contain?",
        cross_entropy(lambda y, p: -np.sum(y * np.log(p) + (1 - y) * np.log1p(-np.minimum(p, 1 - 1e-16)))),
        rank=Rank.VALUE,
    ),
    *named(
        "shift-not-undone",
        "the scores are shifted in one place only.",
        "if all scores of a row are shifted, where else does the shift belong?",
        each_cross_entropy(lambda logs, y, scores: -of_correct(logs, y) - scores.max(axis=1)),
        shifted_once,
        rank=Rank.VALUE,
    ),
    *named(
        "number-added-for-safety",
        "a small number that keeps the logarithm finite also makes the loss wrong.",
        "what should the loss be where a probability is smaller than that number?",
        *(safety(change, tiny) for tiny in _TINY for change in (np.add, np.maximum)),
        rank=Rank.VALUE,
    ),
    Mistake(
        "truth-taken-as-certain",
        "only the likeliest class of the truth counts.",
        "what becomes of the other classes when y is spread over several?",
        cross_entropy(lambda y, y_hat: -np.log(y_hat[y.argmax()])),
        rank=Rank.VALUE,
    ),
    Mistake(
        "truth-not-weighted",
        "each class that is possible counts in full.",
        "how much should a class count that is the truth one time in ten?",
        cross_entropy(lambda y, y_hat: -np.log(y_hat[y > 0]).sum()),
        rank=Rank.VALUE,
    ),
    Mistake(
        "entropy-subtracted",
        "the truth's own entropy is subtracted.",
        "what is the cross-entropy where prediction and truth agree, but are not certain?",
        cross_entropy(lambda y, y_hat: np.sum(y[y > 0] * (np.log(y[y > 0]) - np.log(y_hat[y > 0])))),
        rank=Rank.VALUE,
    ),
)
