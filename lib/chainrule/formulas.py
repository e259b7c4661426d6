"""What common mistakes make of a loss or gradient: a formula for each, by topic.

`chainrule.mistakes` gives them names, sentences and questions. A `Formula` takes the right value and what is known
about the call; most functions here are formulas, or return one.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]
Facts = Mapping[str, Any]
"""What is known about the call, by the names of the curriculum, and what slips would have made of this very gradient.

of the call
    ``W``, ``X`` (or ``x``), ``y``, ``lam``, ``delta``, ``scores``, ``dout``; ``theta``, ``y`` and ``y_hat`` of a single
    softmax; ``anchor``, ``positive``, ``negative`` and ``alpha`` of triplets; ``f``, ``x`` and ``h`` of a numerical
    gradient; ``gradient``, ``start``, ``step_size`` and ``steps`` of a descent; ``losses``, the function of scores and
    labels whose mean is taken; ``kind`` and ``beta`` of a penalty. A ``delta`` says that the loss is a hinge; without
    one, scores and labels are those of a cross-entropy.
of other calls
    ``earlier``, what came out for other arguments; ``before``, the gradient of the call before.
of a gate
    ``upstream``, the gradient from above; ``gate_values``, the output and the inputs; ``own_slope``, what the gate
    itself returns for an upstream gradient of ones.
the gradient, had the answer …
    ``ignoring_upstream``: taken all upstream gradients for ones; ``other_input``: returned that of the gate's other
    input; ``masked_by_upstream``: looked at the sign of what comes from above where ReLU looks at its input;
    ``masked_twice``: looked at both; ``remembered``: kept the inputs of another time; ``spoiled``: worked in what the
    gate keeps.
lists of gradients, had the answer …
    ``branches``: followed one branch only; ``without_slope``: given an activation slope 1; ``slope_of_input``: made its
    slope of its input; ``not_switched``: passed on a product's own input; ``misrouted``: handed a maximum's gradient to
    another input or to both; ``named``: made the mistake of that name.
"""

Formula = Callable[[NDArray[Any], Facts], ArrayLike | None]
"""From the right value and the facts to what a mistake makes of it; None where it does not apply."""

# --- What the formulas are made of --------------------------------------------------------------------------------


def close(a: Array, b: Array, tolerance: float) -> bool:
    """Tell whether two arrays agree relative to the larger one's largest entry."""
    scale = max(float(np.abs(a).max(initial=0.0)), float(np.abs(b).max(initial=0.0)))
    return bool(np.abs(a - b).max(initial=0.0) <= tolerance * scale)


def _batch(facts: Facts) -> tuple[Array, Array] | None:
    """The examples (N, D) and labels (N,); a single example becomes a batch of one."""
    X, y = facts.get("X", facts.get("x")), facts.get("y")
    if X is None or y is None:
        return None
    X, y = np.atleast_2d(np.asarray(X, dtype=float)), np.atleast_1d(np.asarray(y))
    return (X, y) if y.dtype.kind in "iu" and X.ndim == 2 and y.shape == X.shape[:1] else None


def batch_size(facts: Facts) -> int | None:
    """The number of examples."""
    for name in ("X", "scores", "dout", "anchor"):
        if name in facts and np.ndim(facts[name]) == 2:
            return len(facts[name])
    return 1 if "delta" in facts and np.ndim(facts.get("x", 0)) == 1 else None


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
    if known is None or "delta" not in facts:
        return None
    scores, y = known
    if y.size and (y.min() < 0 or y.max() >= scores.shape[1]):
        return None
    delta = facts["delta"] if delta is None else delta
    return scores - scores[np.arange(len(y)), y][:, None] + delta, y


def _probabilities(facts: Facts) -> tuple[Array, Array] | None:
    known = _scores(facts)
    if known is None or "delta" in facts:
        return None
    return _softmax(known[0]), known[1]


def _softmax(scores: Array, axis: int | None = -1) -> Array:
    powers = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def _from_score_gradient(dscores: Array, expected: Array, facts: Facts) -> Array | None:
    """The gradient of the mean loss for the shape of `expected`, from the gradient of each example's scores.

    That may be the gradient of the scores, of the weights, or of the only example.
    """
    if expected.shape == dscores.shape:
        return dscores / len(dscores)
    batch = _batch(facts)
    if batch is None or "W" not in facts:
        return None
    if "x" in facts and expected.shape == np.shape(facts["x"]):
        return (dscores @ np.asarray(facts["W"], dtype=float))[0]
    if expected.shape != np.shape(facts["W"]):
        return None
    penalty = _penalty(expected, facts)
    return dscores.T @ batch[0] / len(batch[0]) + (0.0 if penalty is None else penalty)


# --- Wrong regularisation -----------------------------------------------------------------------------------------


def with_penalty(change: Formula) -> Formula:
    """Replace the penalty's part of the right value by `change(penalty, facts)`."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        penalty = _penalty(expected, facts)
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
    return _penalty(expected, facts)


def biases_penalised(expected: Array, facts: Facts) -> ArrayLike | None:
    if "b" not in facts or _penalty(expected, facts) is None or expected.ndim:
        return None
    return expected + facts["lam"] * np.square(np.asarray(facts["b"], dtype=float)).sum()


def penalty_by(size: Callable[[Array], Array], slope: Callable[[Array], Array]) -> Callable[[Array, Facts], ArrayLike]:
    """A penalty that is ``lam`` times another `size` of the weights, or its `slope`."""

    def change(penalty: Array, facts: Facts) -> ArrayLike:
        W = np.asarray(facts["W"], dtype=float)
        return facts["lam"] * (slope(W) if penalty.ndim else size(W))

    return change


def size_of_weights(formula: Callable[[float, float, float], float]) -> Formula:
    """What ``formula(sum W², sum |W|, beta)`` makes of an elastic penalty, or of one of its parts."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if "kind" not in facts or "beta" not in facts or expected.ndim:
            return None
        W = np.asarray(facts["W"], dtype=float)
        squares, absolute = float((W**2).sum()), float(np.abs(W).sum())
        parts = {"l2": (squares, 0.0), "l1": (0.0, absolute)}.get(facts["kind"], (squares, absolute))
        return formula(*parts, float(facts["beta"]))

    return predicts


def without_absolute(expected: Array, facts: Facts) -> ArrayLike | None:
    if "kind" not in facts or expected.ndim:
        return None
    W = np.asarray(facts["W"], dtype=float)
    return expected - np.abs(W).sum() + abs(W.sum())


def mean_of_weights(expected: Array, facts: Facts) -> ArrayLike | None:
    return expected / np.size(facts["W"]) if "kind" in facts else None


# --- Wrong averages -----------------------------------------------------------------------------------------------


def scaled_data(power: int) -> Formula:
    """Multiply the data's part of the right value by N to the `power`."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        size = batch_size(facts)
        if not size:
            return None
        data, penalty = _data_and_penalty(expected, facts)
        return data * float(size) ** power + penalty

    return predicts


def scaled_all(power: int) -> Formula:
    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        size = batch_size(facts)
        return expected * float(size) ** power if size else None

    return predicts


def divided_by(axis: int) -> Formula:
    """Divide the sum over the batch by the number of rows or columns of the weights, not by that of examples."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        size, W = batch_size(facts), np.asarray(facts.get("W", 0.0))
        if not size or W.ndim != 2 or _scores(facts) is None:
            return None
        data, penalty = _data_and_penalty(expected, facts)
        return data * size / W.shape[axis] + penalty

    return predicts


def reduced(reduce: Callable[[Array], Array]) -> Formula:
    """One number where one for each example is asked for."""
    return lambda expected, facts: reduce(expected) if expected.ndim == 1 and _scores(facts) else None


def first_example(expected: Array, facts: Facts) -> ArrayLike | None:
    upstream, X = np.asarray(facts.get("upstream", 0.0)), np.asarray(facts.get("X", 0.0))
    if upstream.ndim != 2 or X.ndim != 2 or len(X) != len(upstream):
        return None
    return upstream[0] if expected.ndim == 1 else np.outer(upstream[0], X[0])


def summed_over_outputs(expected: Array, facts: Facts) -> ArrayLike | None:
    upstream = facts.get("upstream", facts.get("dout"))
    return np.sum(upstream, axis=1) if expected.ndim == 1 and np.ndim(upstream) == 2 else None


def summed_over_examples(expected: Array, facts: Facts) -> ArrayLike | None:
    known = _hinge_margins(facts)
    return hinge_terms(*known).sum(axis=0) if known is not None and expected.ndim == 1 else None


def averaged_over_classes(expected: Array, facts: Facts) -> ArrayLike | None:
    if "y_hat" in facts or distributions(facts) is not None:
        return expected / len(facts["y"])
    known, size = _scores(facts), batch_size(facts)
    if known is None or not size:
        return None
    data, penalty = _data_and_penalty(expected, facts)
    return data * size / known[0].size + penalty


# --- Wrong hinge --------------------------------------------------------------------------------------------------


def hinge_gradient(dscores: Callable[[Array, Array], Array]) -> Formula:
    """A hinge gradient from ``dscores(margins, y)`` (N, K); the correct class's margin is -inf, as it never counts."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        known = _hinge_margins(facts)
        if known is None:
            return None
        margins, y = known
        margins[np.arange(len(y)), y] = -np.inf
        return _from_score_gradient(dscores(margins, y), expected, facts)

    return predicts


def hinge_rows(correct: Callable[[Array], Array], active: Callable[[Array], Array]) -> Formula:
    """A hinge gradient whose wrong classes get ``active(margins)`` and whose right class gets ``correct`` of it."""

    def dscores(margins: Array, y: Array) -> Array:
        rows = np.arange(len(y))
        gradient = active(margins)
        gradient[rows, y] = 0.0
        gradient[rows, y] = correct(gradient)
        return gradient

    return hinge_gradient(dscores)


def without_input(expected: Array, facts: Facts) -> ArrayLike | None:
    """The gradient of a hinge loss's weights with ones for the examples."""
    for name in ("X", "x"):
        if name in facts:
            scores, rows = _scores(facts), hinge_rows(minus_sum, indicator)
            ones = np.ones_like(facts[name], dtype=float)
            return (
                None if scores is None else rows(expected, {**facts, "scores": scores[0], "y": scores[1], name: ones})
            )
    return None


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
    """What ``dW[y] -= …`` makes of it: with an index given twice, NumPy keeps the last."""
    dscores = indicator(margins)
    last = {int(label): i for i, label in enumerate(y)}
    for label, i in last.items():
        dscores[i, label] = -dscores[i].sum()
    return dscores


def row_overwritten(expected: Array, facts: Facts) -> ArrayLike | None:
    """What loops over examples and classes make of the gradient with = where += belongs for the wrong classes."""
    known, batch = _hinge_margins(facts), _batch(facts)
    if known is None or batch is None or expected.shape != np.shape(facts["W"]):
        return None
    (margins, _), (X, y) = known, batch
    dW = np.zeros(expected.shape)
    for i, j in np.argwhere(margins > 0):
        if j != y[i]:
            dW[j] = X[i]
            dW[y[i]] -= X[i]
    penalty = _penalty(expected, facts)
    return dW / len(X) + (0.0 if penalty is None else penalty)


def with_delta(delta: float) -> Formula:
    """What is right for another margin than the one asked for."""
    loss = hinge_loss(hinge_terms, delta)
    gradient = hinge_rows(minus_sum, indicator)

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if "delta" not in facts:
            return None
        predicted = loss(expected, facts)
        return predicted if predicted is not None else gradient(expected, {**facts, "delta": delta})

    return predicts


def hinge_loss(terms: Callable[[Array, Array], Array], delta: float | None = None) -> Formula:
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


def one_subtracted(expected: Array, facts: Facts) -> ArrayLike | None:
    """The correct class is counted, and taken away as if delta were 1."""
    return expected + facts["delta"] - 1.0 if "delta" in facts and "scores" in facts and expected.ndim == 1 else None


def _lead_of_others(margins: Array, y: Array, delta: float) -> Array:
    return np.maximum(other_margins(2 * delta - margins, y), 0.0)


def turned_margins(expected: Array, facts: Facts) -> ArrayLike | None:
    """Margins with the correct class's score and the other's in the wrong order."""
    if "delta" not in facts:
        return None
    return hinge_loss(lambda margins, y: _lead_of_others(margins, y, float(facts["delta"])))(expected, facts)


def subtracted_delta(expected: Array, facts: Facts) -> ArrayLike | None:
    return hinge_loss(hinge_terms, -float(facts["delta"]))(expected, facts) if "delta" in facts else None


def other_margins(margins: Array, y: Array) -> Array:
    others = margins.copy()
    others[np.arange(len(y)), y] = 0.0
    return others


def hinge_terms(margins: Array, y: Array) -> Array:
    return np.maximum(other_margins(margins, y), 0.0)


# --- Wrong softmax and cross-entropy ------------------------------------------------------------------------------


def softmax_rows(onehot_factor: float, probability_factor: float = 1.0) -> Formula:
    """A cross-entropy gradient with ``probability_factor * p + onehot_factor * onehot`` in place of ``p - onehot``."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        one = distributions(facts)
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


def softmax_last_of_class_only(expected: Array, facts: Facts) -> ArrayLike | None:
    """What ``dW[y] -= X`` makes of it: with an index given twice, NumPy keeps the last."""
    known = _probabilities(facts)
    if known is None:
        return None
    dscores, y = known
    if len(np.unique(y)) == len(y):  # no label occurs twice: nothing is lost
        return None
    for label, i in {int(label): i for i, label in enumerate(y)}.items():
        dscores[i, label] -= 1.0
    return _from_score_gradient(dscores, expected, facts)


def distributions(facts: Facts) -> tuple[Array, Array] | None:
    """Return ``softmax(theta)`` and the truth `y`, a distribution too, of a single example."""
    theta, y = facts.get("theta"), facts.get("y")
    if theta is None or y is None or np.ndim(theta) != 1 or np.shape(theta) != np.shape(y):
        return None
    return _softmax(np.asarray(theta, dtype=float)), np.asarray(y, dtype=float)


def of_distributions(formula: Callable[[Array, Array], Array]) -> Formula:
    """What ``formula(y_hat, y)`` makes of the gradient of one example's cross-entropy."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        known = distributions(facts)
        return None if known is None else formula(*known)

    return predicts


def scores_for_probabilities(expected: Array, facts: Facts) -> ArrayLike | None:
    known = distributions(facts)
    return None if known is None else np.asarray(facts["theta"], dtype=float) - known[1]


def jacobian_of_scores(expected: Array, facts: Facts) -> ArrayLike | None:
    theta = np.asarray(facts.get("theta", 0.0), dtype=float)
    return np.diag(theta) - np.outer(theta, theta) if theta.ndim == 1 and expected.ndim == 2 else None


def jacobian(formula: Callable[[Array], Array]) -> Formula:
    """A softmax's Jacobian by ``formula(y_hat)``."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        theta = facts.get("theta")
        if theta is None or np.ndim(theta) != 1 or expected.ndim != 2:
            return None
        return formula(_softmax(np.asarray(theta, dtype=float)))

    return predicts


def normalised_over(axis: int | None) -> Formula:
    """A softmax of a batch, or its logarithm, whose exponentials are divided by their sum over another `axis`."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        scores = facts.get("theta", facts.get("scores"))
        if scores is None or np.ndim(scores) != 2 or np.shape(scores) != expected.shape:
            return None
        wrong = _softmax(np.asarray(scores, dtype=float), axis)
        return np.log(wrong) if (expected <= 0).all() else wrong

    return predicts


def each_cross_entropy(
    formula: Callable[[Array, Array, Array], Array],
) -> Formula:
    """What ``formula(log p, y, scores)`` makes of each example's cross-entropy, or of their mean with the penalty."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        known = _scores(facts)
        if (
            known is None
            or "delta" in facts
            or (known[1].size and not 0 <= known[1].min() <= known[1].max() < known[0].shape[1])
        ):
            return None
        scores, y = known
        highest = scores.max(axis=1, keepdims=True)
        logs = scores - highest - np.log(np.exp(scores - highest).sum(axis=1, keepdims=True))
        each = formula(logs, y, scores)
        if expected.shape == each.shape:
            return each
        penalty = _penalty(expected, facts)
        return each.mean() + (0.0 if penalty is None else penalty) if expected.ndim == 0 and "W" in facts else None

    return predicts


def of_correct(numbers: Array, y: Array) -> Array:
    return np.take_along_axis(numbers, y[:, None], axis=1)[:, 0]


def binary(logs: Array, y: Array, scores: Array) -> Array:
    truth = np.arange(logs.shape[1]) == y[:, None]
    return -np.where(truth, logs, np.log1p(-np.exp(np.minimum(logs, -1e-300)))).sum(axis=1)


def cross_entropy(formula: Callable[[Array, Array], ArrayLike]) -> Formula:
    """What ``formula(y, y_hat)`` makes of the cross-entropy of one prediction."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        y, y_hat = facts.get("y"), facts.get("y_hat")
        if y is None or y_hat is None:
            return None
        return formula(np.asarray(y, dtype=float), np.asarray(y_hat, dtype=float))

    return predicts


def safety(change: Callable[[Array, float], Array], tiny: float) -> Formula:
    """A cross-entropy whose probabilities are changed by a `tiny` number before the logarithm is taken."""
    of_one = cross_entropy(lambda y, y_hat: -np.sum(y * np.log(change(y_hat, tiny))))
    of_batch = each_cross_entropy(lambda logs, y, _: -np.log(change(np.exp(of_correct(logs, y)), tiny)))
    return lambda expected, facts: of_one(expected, facts) if "y_hat" in facts else of_batch(expected, facts)


def swapped_cross_entropy(expected: Array, facts: Facts) -> ArrayLike | None:
    y, y_hat = facts.get("y"), facts.get("y_hat")
    if y is None or y_hat is None or not np.all(y):
        return None
    return -np.sum(y_hat * np.log(y))


def other_logarithm(base: float) -> Formula:
    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        of_every_class = "scores" in facts and expected.shape == np.shape(facts["scores"])
        if not of_every_class and (expected.ndim > 1 or (_scores(facts) is None and "y_hat" not in facts)):
            return None
        data, penalty = _data_and_penalty(expected, facts)
        return data / np.log(base) + penalty

    return predicts


# --- Wrong forward passes, slopes and walks -----------------------------------------------------------------------


def wrong_bias(factor: float) -> Formula:
    """Scores, or a mean loss of scores, with `factor` times the bias."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        W, b, X = (np.asarray(facts.get(name), dtype=float) for name in ("W", "b", "X"))
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
    """The gradient of weights whose last entry is the bias."""
    if expected.shape != np.shape(facts["w"]) or len(expected) != len(facts["x"]) + 1:
        return None
    return np.append(expected[:-1], 0.0)


def square_weights(expected: Array, facts: Facts) -> ArrayLike | None:
    W, b, X = (np.asarray(facts.get(name, 0.0), dtype=float) for name in ("W", "b", "X"))
    square = W.ndim == X.ndim == 2 and W.shape[0] == W.shape[1] == X.shape[1]
    return X @ W + b if square and expected.shape == X.shape else None


def difference(
    formula: Callable[[Callable[[Array], Any], Array, Array, float], float],
) -> Formula:
    """A numerical gradient by ``formula(f, x, e, h)`` for each entry, with e 1 there and 0 elsewhere."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if not {"f", "x", "h"} <= facts.keys():
            return None
        x, wrong = np.array(facts["x"], dtype=float), np.zeros(np.shape(facts["x"]))
        for index in np.ndindex(x.shape):
            unit = np.zeros_like(x)
            unit[index] = 1.0
            wrong[index] = formula(lambda at: float(facts["f"](at)), x, unit, float(facts["h"]))
        return wrong

    return predicts


def step_lost(expected: Array, facts: Facts) -> ArrayLike | None:
    """A numerical gradient at integers, of which x + h is cut off."""
    if np.asarray(facts.get("x")).dtype.kind not in "iu":
        return None
    return difference(lambda f, x, unit, h: (f(np.trunc(x + h * unit)) - f(np.trunc(x - h * unit))) / (2 * h))(
        expected, facts
    )


def central(f: Callable[[Array], Any], x: Array, step: Array, h: float) -> float:
    return (f(x + h * step) - f(x - h * step)) / (2 * h)


def unit_rows(unit: Array) -> Array:
    """All entries that move when ``x[i]`` does, for the first index i alone."""
    return np.broadcast_to(unit.any(axis=tuple(range(1, unit.ndim)), keepdims=True), unit.shape).astype(float)


def not_moved_back(f: Callable[[Array], Any], x: Array, unit: Array, h: float) -> float:
    moved = x - h * (np.cumsum(unit.ravel()) == 0).reshape(x.shape)
    return central(f, moved, unit, h)


def walk(step: Callable[[Array, Array, float, Callable[[Array], Any]], Array], decay: bool = False) -> Formula:
    """A descent whose points follow from ``step(x, start, step_size, gradient)``; `decay` divides step t by t."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if not {"gradient", "start", "step_size", "steps"} <= facts.keys():
            return None
        start = np.array(facts["start"], dtype=float)
        points = [start]
        for t in range(1, facts["steps"] + 1):
            size = facts["step_size"] / (t if decay else 1)
            points.append(step(points[-1], start, size, lambda x: np.array(facts["gradient"](x.copy()))))
        return np.array(points)

    return predicts


def lagging_walk(expected: Array, facts: Facts) -> ArrayLike | None:
    """A descent whose gradients are those of the points before."""
    if not {"gradient", "start", "step_size", "steps"} <= facts.keys():
        return None
    start = np.array(facts["start"], dtype=float)
    points, gradient = [start], np.array(facts["gradient"](start.copy()))
    for _ in range(facts["steps"]):
        points.append(points[-1] - facts["step_size"] * gradient)
        gradient = np.array(facts["gradient"](points[-2].copy()))
    return np.array(points)


def same_point(which: Callable[[Array], Array]) -> Formula:
    """A descent's points had each been overwritten by one of them, or been put in another order."""
    return lambda expected, facts: which(expected) if "step_size" in facts and "start" in facts else None


def ranking(objective: Callable[[float], float], delta: float | None = None, bias: float = 1.0) -> Formula:
    """The objective of a hidden layer that ranks x above x_c, made of another margin, or without its bias."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if not {"U", "W", "b", "x", "x_c"} <= facts.keys() or expected.ndim:
            return None
        U, W, b, x, x_c = (np.asarray(facts[name], dtype=float) for name in ("U", "W", "b", "x", "x_c"))
        s, s_c = (U @ (1 / (1 + np.exp(-(W @ one + bias * b)))) for one in (x, x_c))
        return objective(float((facts.get("delta", 1.0) if delta is None else delta) + s_c - s))

    return predicts


def weighted_by_objective(expected: Array, facts: Facts) -> ArrayLike | None:
    objective = ranking(relu)(np.zeros(()), facts)
    return None if objective is None else expected * objective


def relu(margin: float) -> float:
    return max(0.0, margin)


# --- Wrong triplets -----------------------------------------------------------------------------------------------


def triplets(
    formula: Callable[[Array, Array, Array, float], Sequence[Array]],
) -> Formula:
    """What ``formula(anchor, positive, negative, alpha)`` makes of the loss or of one of the three gradients."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if not {"anchor", "positive", "negative", "alpha"} <= facts.keys():
            return None
        a, p, n = (np.asarray(facts[name], dtype=float) for name in ("anchor", "positive", "negative"))
        right, wrong = triplet(a, p, n, facts["alpha"]), formula(a, p, n, facts["alpha"])
        for one, other in zip(right, wrong, strict=True):
            if one.shape == expected.shape and close(one, expected, 1e-5):
                return other
        return None

    return predicts


def triplet(
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


def triplet_order(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
    loss, d_anchor, d_positive, d_negative = triplet(a, p, n, alpha)
    return loss, d_anchor, d_negative, d_positive


def triplet_of_lengths(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
    near, far = np.linalg.norm(a - p, axis=1), np.linalg.norm(a - n, axis=1)
    return np.maximum(near - far + alpha, 0.0).sum(), *triplet(a, p, n, alpha)[1:]


def triplet_by_coordinate(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
    margins = (a - p) ** 2 - (a - n) ** 2 + alpha
    active = 2.0 * (margins > 0)
    return np.maximum(margins, 0.0).sum(), active * (n - p), active * (p - a), active * (a - n)


def triplet_other_axis(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
    margins = ((a - p) ** 2 - (a - n) ** 2).sum(axis=0) + alpha
    active = 2.0 * (margins > 0)
    return np.maximum(margins, 0.0).sum(), active * (n - p), active * (p - a), active * (a - n)


def triplet_all_at_once(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
    loss, *gradients = triplet(a, p, n, alpha, np.ones_like)
    return np.maximum(loss, 0.0), *((loss > 0) * gradient for gradient in gradients)


def triplet_swapped(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
    loss, d_anchor, d_positive, d_negative = triplet(a, n, p, alpha)
    return loss, d_anchor, d_negative, d_positive


def triplet_anchor_once(which: int) -> Callable[[Array, Array, Array, float], Sequence[Array]]:
    """The anchor's gradient from one of the two distances alone: minus that of the other end."""

    def formula(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
        loss, _, *others = triplet(a, p, n, alpha)
        return loss, -others[which], *others

    return formula


# --- Wrong flow ---------------------------------------------------------------------------------------------------


def from_facts(name: str) -> Formula:
    return lambda expected, facts: facts.get(name)


def item(name: str, index: int) -> Formula:
    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        items = facts.get(name, ())
        return items[index] if index < len(items) else None

    return predicts


def one_branch(index: int) -> Formula:
    branch = item("branches", index)
    return lambda expected, facts: branch(expected, facts) if len(facts.get("branches", ())) > 1 else None


def all_branches_but(index: int) -> Formula:
    branch = item("branches", index)

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        missing = branch(expected, facts)
        return None if missing is None or len(facts["branches"]) < 3 else expected - missing

    return predicts


def branch_turned(index: int) -> Formula:
    branch = item("branches", index)

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        turned = branch(expected, facts)
        return None if turned is None or len(facts["branches"]) < 2 else expected - 2 * np.asarray(turned)

    return predicts


def value_as_slope(index: int, sign: float) -> Formula:
    """The gradient from above times what a gate puts out or takes in."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        values = facts.get("gate_values", ())
        if index >= len(values) or not np.shape(values[index]) == np.shape(facts["upstream"]) == expected.shape:
            return None
        return sign * np.asarray(values[index], dtype=float) * facts["upstream"]

    return predicts


def where_upstream_positive(expected: Array, facts: Facts) -> ArrayLike | None:
    upstream, W = np.asarray(facts.get("upstream", 0.0)), np.asarray(facts.get("W", 0.0))
    if expected.ndim and upstream.shape == expected.shape:
        return expected * (upstream > 0)
    if upstream.ndim == W.ndim == expected.ndim == 2 and expected.shape == (len(upstream), W.shape[1]):
        return np.maximum(upstream, 0.0) @ W
    return None


def own_slope_times_upstream(expected: Array, facts: Facts) -> ArrayLike | None:
    """What a gate returns that uses its upstream gradient rightly, whatever its slope; of ones, any gate does."""
    slope, upstream = (np.asarray(facts.get(name), dtype=float) for name in ("own_slope", "upstream"))
    return slope * upstream if slope.shape == upstream.shape and (upstream != 1).any() else None


def slope_of_tanh(expected: Array, facts: Facts) -> ArrayLike | None:
    values = facts.get("gate_values", ())
    if len(values) != 2 or not np.shape(values[0]) == np.shape(facts["upstream"]) == expected.shape:
        return None
    return (1.0 - np.square(values[0])) * facts["upstream"]


def accumulated(expected: Array, facts: Facts) -> ArrayLike | None:
    return expected + facts["before"] if "before" in facts else None


def transposed(expected: Array, facts: Facts) -> ArrayLike | None:
    return expected.T if expected.ndim == 2 else None


def times(factor: float) -> Formula:
    return lambda expected, facts: factor * expected
