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
``scores``, ``dout``; also ``ignoring_upstream``, the gradient had the upstream gradient been all ones, ``upstream``,
that gradient itself, ``other_input``, the gradient of a gate's other input, ``branches``, the gradients that flow back
along each branch, ``theta``, ``y`` and ``y_hat`` of a single softmax, ``anchor``, ``positive``, ``negative`` and
``alpha`` of triplets, ``without_slope`` and ``slope_of_input``, lists of gradients had an activation slope 1, or had
its slope been made of its input, ``not_switched``, had a product passed on its own input, ``misrouted``, a list of
gradients had a maximum handed its gradient to another input or to both, ``masked_by_upstream``, the gradient had ReLU
looked at the sign of what comes from above, ``masked_twice``, had it looked at both, ``gate_values``, a gate's output
and inputs, ``remembered``, its gradient for inputs of another time, ``spoiled``, that gradient had backward worked in
what the gate keeps, and ``before``, the gradient of the call before; ``earlier``, what came out for other arguments;
``f``, ``x`` and ``h`` of a numerical gradient; ``gradient``, ``start``, ``step_size``, ``steps`` of a descent;
``named``, lists of what mistakes make of this very value, by their names; ``losses``, the function of scores and labels
whose mean is taken; ``kind`` and ``beta`` of a penalty.

A ``delta`` says that the loss is a hinge; without one, scores and labels are those of a cross-entropy."""


Formula = Callable[[NDArray[Any], Facts], ArrayLike | None]
"""From the right value and the facts to what a mistake makes of it; None where it does not apply."""


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
    predicts : Formula
        What the mistake makes of a right value.
    """

    name: str
    says: str
    asks: str
    predicts: Formula


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


def _with_penalty(change: Formula) -> Formula:
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


def _penalty_by(size: Callable[[Array], Array], slope: Callable[[Array], Array]) -> Callable[[Array, Facts], ArrayLike]:
    """A penalty that is ``lam`` times another `size` of the weights, or its `slope`."""

    def change(penalty: Array, facts: Facts) -> ArrayLike:
        W = np.asarray(facts["W"], dtype=float)
        return facts["lam"] * (slope(W) if penalty.ndim else size(W))

    return change


def _size_of_weights(formula: Callable[[float, float, float], float]) -> Formula:
    """What ``formula(sum W², sum |W|, beta)`` makes of an elastic penalty, or of one of its parts."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if "kind" not in facts or "beta" not in facts or expected.ndim:
            return None
        W = np.asarray(facts["W"], dtype=float)
        squares, absolute = float((W**2).sum()), float(np.abs(W).sum())
        parts = {"l2": (squares, 0.0), "l1": (0.0, absolute)}.get(facts["kind"], (squares, absolute))
        return formula(*parts, float(facts["beta"]))

    return predicts


def _without_absolute(expected: Array, facts: Facts) -> ArrayLike | None:
    if "kind" not in facts or expected.ndim:
        return None
    W = np.asarray(facts["W"], dtype=float)
    return expected - np.abs(W).sum() + abs(W.sum())


def _mean_of_weights(expected: Array, facts: Facts) -> ArrayLike | None:
    return expected / np.size(facts["W"]) if "kind" in facts else None


# --- Wrong averages -----------------------------------------------------------------------------------------------


def _scaled_data(power: int) -> Formula:
    """Multiply the data's part of the right value by N to the `power`."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        size = _size(facts)
        if not size:
            return None
        data, penalty = _data_and_penalty(expected, facts)
        return data * float(size) ** power + penalty

    return predicts


def _scaled_all(power: int) -> Formula:
    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        size = _size(facts)
        return expected * float(size) ** power if size else None

    return predicts


def _divided_by(axis: int) -> Formula:
    """Divide the sum over the batch by the number of rows or columns of the weights, not by that of examples."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        size, W = _size(facts), np.asarray(facts.get("W", 0.0))
        if not size or W.ndim != 2 or _scores(facts) is None:
            return None
        data, penalty = _data_and_penalty(expected, facts)
        return data * size / W.shape[axis] + penalty

    return predicts


def _reduced(reduce: Callable[[Array], Array]) -> Formula:
    """One number where one for each example is asked for."""
    return lambda expected, facts: reduce(expected) if expected.ndim == 1 and _scores(facts) else None


def _first_example(expected: Array, facts: Facts) -> ArrayLike | None:
    upstream, X = np.asarray(facts.get("upstream", 0.0)), np.asarray(facts.get("X", 0.0))
    if upstream.ndim != 2 or X.ndim != 2 or len(X) != len(upstream):
        return None
    return upstream[0] if expected.ndim == 1 else np.outer(upstream[0], X[0])


def _summed_over_outputs(expected: Array, facts: Facts) -> ArrayLike | None:
    upstream = facts.get("upstream", facts.get("dout"))
    return np.sum(upstream, axis=1) if expected.ndim == 1 and np.ndim(upstream) == 2 else None


def _summed_over_examples(expected: Array, facts: Facts) -> ArrayLike | None:
    known = _hinge_margins(facts)
    return _terms(*known).sum(axis=0) if known is not None and expected.ndim == 1 else None


def _averaged_over_classes(expected: Array, facts: Facts) -> ArrayLike | None:
    if "y_hat" in facts or _distributions(facts) is not None:
        return expected / len(facts["y"])
    known, size = _scores(facts), _size(facts)
    if known is None or not size:
        return None
    data, penalty = _data_and_penalty(expected, facts)
    return data * size / known[0].size + penalty


# --- Wrong hinge --------------------------------------------------------------------------------------------------


def _hinge_gradient(dscores: Callable[[Array, Array], Array]) -> Formula:
    """A hinge gradient from ``dscores(margins, y)`` (N, K); the correct class's margin is -inf, as it never counts."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        known = _hinge_margins(facts)
        if known is None:
            return None
        margins, y = known
        margins[np.arange(len(y)), y] = -np.inf
        return _from_score_gradient(dscores(margins, y), expected, facts)

    return predicts


def _hinge_rows(correct: Callable[[Array], Array], active: Callable[[Array], Array]) -> Formula:
    """A hinge gradient whose wrong classes get ``active(margins)`` and whose right class gets ``correct`` of it."""

    def dscores(margins: Array, y: Array) -> Array:
        rows = np.arange(len(y))
        gradient = active(margins)
        gradient[rows, y] = 0.0
        gradient[rows, y] = correct(gradient)
        return gradient

    return _hinge_gradient(dscores)


def _without_input(expected: Array, facts: Facts) -> ArrayLike | None:
    """The gradient of a hinge loss's weights with ones for the examples."""
    for name in ("X", "x"):
        if name in facts:
            scores, rows = _scores(facts), _hinge_rows(_minus_sum, _indicator)
            ones = np.ones_like(facts[name], dtype=float)
            return (
                None if scores is None else rows(expected, {**facts, "scores": scores[0], "y": scores[1], name: ones})
            )
    return None


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


def _row_overwritten(expected: Array, facts: Facts) -> ArrayLike | None:
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


def _with_delta(delta: float) -> Formula:
    """What is right for another margin than the one asked for."""
    loss = _hinge_loss(_terms, delta)
    gradient = _hinge_rows(_minus_sum, _indicator)

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if "delta" not in facts:
            return None
        predicted = loss(expected, facts)
        return predicted if predicted is not None else gradient(expected, {**facts, "delta": delta})

    return predicts


def _hinge_loss(terms: Callable[[Array, Array], Array], delta: float | None = None) -> Formula:
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


def _one_subtracted(expected: Array, facts: Facts) -> ArrayLike | None:
    """The correct class is counted, and taken away as if delta were 1."""
    return expected + facts["delta"] - 1.0 if "delta" in facts and "scores" in facts and expected.ndim == 1 else None


def _lead_of_others(margins: Array, y: Array, delta: float) -> Array:
    return np.maximum(_others(2 * delta - margins, y), 0.0)


def _turned_margins(expected: Array, facts: Facts) -> ArrayLike | None:
    """Margins with the correct class's score and the other's in the wrong order."""
    if "delta" not in facts:
        return None
    return _hinge_loss(lambda margins, y: _lead_of_others(margins, y, float(facts["delta"])))(expected, facts)


def _subtracted_delta(expected: Array, facts: Facts) -> ArrayLike | None:
    return _hinge_loss(_terms, -float(facts["delta"]))(expected, facts) if "delta" in facts else None


def _others(margins: Array, y: Array) -> Array:
    others = margins.copy()
    others[np.arange(len(y)), y] = 0.0
    return others


def _terms(margins: Array, y: Array) -> Array:
    return np.maximum(_others(margins, y), 0.0)


# --- Wrong softmax and cross-entropy ------------------------------------------------------------------------------


def _softmax_rows(onehot_factor: float, probability_factor: float = 1.0) -> Formula:
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


def _of_distributions(formula: Callable[[Array, Array], Array]) -> Formula:
    """What ``formula(y_hat, y)`` makes of the gradient of one example's cross-entropy."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        known = _distributions(facts)
        return None if known is None else formula(*known)

    return predicts


def _scores_for_probabilities(expected: Array, facts: Facts) -> ArrayLike | None:
    known = _distributions(facts)
    return None if known is None else np.asarray(facts["theta"], dtype=float) - known[1]


def _jacobian_of_scores(expected: Array, facts: Facts) -> ArrayLike | None:
    theta = np.asarray(facts.get("theta", 0.0), dtype=float)
    return np.diag(theta) - np.outer(theta, theta) if theta.ndim == 1 and expected.ndim == 2 else None


def _jacobian(formula: Callable[[Array], Array]) -> Formula:
    """A softmax's Jacobian by ``formula(y_hat)``."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        theta = facts.get("theta")
        if theta is None or np.ndim(theta) != 1 or expected.ndim != 2:
            return None
        return formula(_softmax(np.asarray(theta, dtype=float)))

    return predicts


def _normalised_over(axis: int | None) -> Formula:
    """A softmax of a batch, or its logarithm, whose exponentials are divided by their sum over another `axis`."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        scores = facts.get("theta", facts.get("scores"))
        if scores is None or np.ndim(scores) != 2 or np.shape(scores) != expected.shape:
            return None
        wrong = _softmax(np.asarray(scores, dtype=float), axis)
        return np.log(wrong) if (expected <= 0).all() else wrong

    return predicts


def _each_cross_entropy(
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


def _of_correct(numbers: Array, y: Array) -> Array:
    return np.take_along_axis(numbers, y[:, None], axis=1)[:, 0]


def _binary(logs: Array, y: Array, scores: Array) -> Array:
    truth = np.arange(logs.shape[1]) == y[:, None]
    return -np.where(truth, logs, np.log1p(-np.exp(np.minimum(logs, -1e-300)))).sum(axis=1)


def _cross_entropy(formula: Callable[[Array, Array], ArrayLike]) -> Formula:
    """What ``formula(y, y_hat)`` makes of the cross-entropy of one prediction."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        y, y_hat = facts.get("y"), facts.get("y_hat")
        if y is None or y_hat is None:
            return None
        return formula(np.asarray(y, dtype=float), np.asarray(y_hat, dtype=float))

    return predicts


def _safety(change: Callable[[Array, float], Array], tiny: float) -> Formula:
    """A cross-entropy whose probabilities are changed by a `tiny` number before the logarithm is taken."""
    of_one = _cross_entropy(lambda y, y_hat: -np.sum(y * np.log(change(y_hat, tiny))))
    of_batch = _each_cross_entropy(lambda logs, y, _: -np.log(change(np.exp(_of_correct(logs, y)), tiny)))
    return lambda expected, facts: of_one(expected, facts) if "y_hat" in facts else of_batch(expected, facts)


def _swapped_cross_entropy(expected: Array, facts: Facts) -> ArrayLike | None:
    y, y_hat = facts.get("y"), facts.get("y_hat")
    if y is None or y_hat is None or not np.all(y):
        return None
    return -np.sum(y_hat * np.log(y))


def _other_logarithm(base: float) -> Formula:
    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        of_every_class = "scores" in facts and expected.shape == np.shape(facts["scores"])
        if not of_every_class and (expected.ndim > 1 or (_scores(facts) is None and "y_hat" not in facts)):
            return None
        data, penalty = _data_and_penalty(expected, facts)
        return data / np.log(base) + penalty

    return predicts


# --- Wrong forward passes, slopes and walks -----------------------------------------------------------------------


def _wrong_bias(factor: float) -> Formula:
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


def _without_bias_gradient(expected: Array, facts: Facts) -> ArrayLike | None:
    """The gradient of weights whose last entry is the bias."""
    if expected.shape != np.shape(facts["w"]) or len(expected) != len(facts["x"]) + 1:
        return None
    return np.append(expected[:-1], 0.0)


def _square_weights(expected: Array, facts: Facts) -> ArrayLike | None:
    W, b, X = (np.asarray(facts.get(name, 0.0), dtype=float) for name in ("W", "b", "X"))
    square = W.ndim == X.ndim == 2 and W.shape[0] == W.shape[1] == X.shape[1]
    return X @ W + b if square and expected.shape == X.shape else None


def _difference(
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


def _central(f: Callable[[Array], Any], x: Array, step: Array, h: float) -> float:
    return (f(x + h * step) - f(x - h * step)) / (2 * h)


def _rows(unit: Array) -> Array:
    """All entries that move when ``x[i]`` does, for the first index i alone."""
    return np.broadcast_to(unit.any(axis=tuple(range(1, unit.ndim)), keepdims=True), unit.shape).astype(float)


def _not_moved_back(f: Callable[[Array], Any], x: Array, unit: Array, h: float) -> float:
    moved = x - h * (np.cumsum(unit.ravel()) == 0).reshape(x.shape)
    return _central(f, moved, unit, h)


def _walk(step: Callable[[Array, Array, float, Callable[[Array], Any]], Array], decay: bool = False) -> Formula:
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


def _lagging_walk(expected: Array, facts: Facts) -> ArrayLike | None:
    """A descent whose gradients are those of the points before."""
    if not {"gradient", "start", "step_size", "steps"} <= facts.keys():
        return None
    start = np.array(facts["start"], dtype=float)
    points, gradient = [start], np.array(facts["gradient"](start.copy()))
    for _ in range(facts["steps"]):
        points.append(points[-1] - facts["step_size"] * gradient)
        gradient = np.array(facts["gradient"](points[-2].copy()))
    return np.array(points)


def _same_point(which: Callable[[Array], Array]) -> Formula:
    """A descent's points had each been overwritten by one of them, or been put in another order."""
    return lambda expected, facts: which(expected) if "step_size" in facts and "start" in facts else None


def _ranking(objective: Callable[[float], float], delta: float | None = None, bias: float = 1.0) -> Formula:
    """The objective of a hidden layer that ranks x above x_c, made of another margin, or without its bias."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if not {"U", "W", "b", "x", "x_c"} <= facts.keys() or expected.ndim:
            return None
        U, W, b, x, x_c = (np.asarray(facts[name], dtype=float) for name in ("U", "W", "b", "x", "x_c"))
        s, s_c = (U @ (1 / (1 + np.exp(-(W @ one + bias * b)))) for one in (x, x_c))
        return objective(float((facts.get("delta", 1.0) if delta is None else delta) + s_c - s))

    return predicts


def _weighted_by_objective(expected: Array, facts: Facts) -> ArrayLike | None:
    objective = _ranking(_relu)(np.zeros(()), facts)
    return None if objective is None else expected * objective


def _relu(margin: float) -> float:
    return max(0.0, margin)


# --- Wrong triplets -----------------------------------------------------------------------------------------------


def _triplets(
    formula: Callable[[Array, Array, Array, float], Sequence[Array]],
) -> Formula:
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


def _triplet_order(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
    loss, d_anchor, d_positive, d_negative = _triplet(a, p, n, alpha)
    return loss, d_anchor, d_negative, d_positive


def _triplet_of_lengths(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
    near, far = np.linalg.norm(a - p, axis=1), np.linalg.norm(a - n, axis=1)
    return np.maximum(near - far + alpha, 0.0).sum(), *_triplet(a, p, n, alpha)[1:]


def _triplet_by_coordinate(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
    margins = (a - p) ** 2 - (a - n) ** 2 + alpha
    active = 2.0 * (margins > 0)
    return np.maximum(margins, 0.0).sum(), active * (n - p), active * (p - a), active * (a - n)


def _triplet_other_axis(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
    margins = ((a - p) ** 2 - (a - n) ** 2).sum(axis=0) + alpha
    active = 2.0 * (margins > 0)
    return np.maximum(margins, 0.0).sum(), active * (n - p), active * (p - a), active * (a - n)


def _triplet_all_at_once(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
    loss, *gradients = _triplet(a, p, n, alpha, np.ones_like)
    return np.maximum(loss, 0.0), *((loss > 0) * gradient for gradient in gradients)


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


def _nothing(expected: Array, facts: Facts) -> None:
    """For mistakes of which no formula is known, but single calls can tell (see `Facts`, ``named``)."""


def _fact(name: str) -> Formula:
    return lambda expected, facts: facts.get(name)


def _item(name: str, index: int) -> Formula:
    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        items = facts.get(name, ())
        return items[index] if index < len(items) else None

    return predicts


def _one_branch(index: int) -> Formula:
    branch = _item("branches", index)
    return lambda expected, facts: branch(expected, facts) if len(facts.get("branches", ())) > 1 else None


def _all_branches_but(index: int) -> Formula:
    branch = _item("branches", index)

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        missing = branch(expected, facts)
        return None if missing is None or len(facts["branches"]) < 3 else expected - missing

    return predicts


def _branch_turned(index: int) -> Formula:
    branch = _item("branches", index)

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        turned = branch(expected, facts)
        return None if turned is None or len(facts["branches"]) < 2 else expected - 2 * np.asarray(turned)

    return predicts


def _value_as_slope(index: int, sign: float) -> Formula:
    """The gradient from above times what a gate puts out or takes in."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        values = facts.get("gate_values", ())
        if index >= len(values) or not np.shape(values[index]) == np.shape(facts["upstream"]) == expected.shape:
            return None
        return sign * np.asarray(values[index], dtype=float) * facts["upstream"]

    return predicts


def _where_upstream_positive(expected: Array, facts: Facts) -> ArrayLike | None:
    upstream, W = np.asarray(facts.get("upstream", 0.0)), np.asarray(facts.get("W", 0.0))
    if expected.ndim and upstream.shape == expected.shape:
        return expected * (upstream > 0)
    if upstream.ndim == W.ndim == expected.ndim == 2 and expected.shape == (len(upstream), W.shape[1]):
        return np.maximum(upstream, 0.0) @ W
    return None


def _slope_of_tanh(expected: Array, facts: Facts) -> ArrayLike | None:
    values = facts.get("gate_values", ())
    if len(values) != 2 or not np.shape(values[0]) == np.shape(facts["upstream"]) == expected.shape:
        return None
    return (1.0 - np.square(values[0])) * facts["upstream"]


def _accumulated(expected: Array, facts: Facts) -> ArrayLike | None:
    return expected + facts["before"] if "before" in facts else None


def _transposed(expected: Array, facts: Facts) -> ArrayLike | None:
    return expected.T if expected.ndim == 2 else None


def _times(factor: float) -> Formula:
    return lambda expected, facts: factor * expected


def _named(name: str, says: str, asks: str, *formulas: Formula) -> list[Mistake]:
    """One mistake that is made in several places, with a formula for each."""
    return [Mistake(name, says, asks, formula) for formula in formulas]


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
        "regularization-mean",
        "the squares of the weights are averaged, not added.",
        "what does lam * sum(W²) ask for: a sum, or a mean?",
        _with_penalty(_penalty_by(lambda W: (W**2).mean(), lambda W: 2 * W / W.size)),
    ),
    Mistake(
        "regularization-absolute",
        "the penalty is made of absolute values.",
        "which penalty is asked for here: the sum of squares, or that of absolute values?",
        _with_penalty(_penalty_by(lambda W: np.abs(W).sum(), np.sign)),
    ),
    Mistake(
        "regularization-root",
        "the penalty is the root of the sum of squares.",
        "the penalty is lam * sum(W²): is there a root in it?",
        _with_penalty(_penalty_by(lambda W: np.sqrt((W**2).sum()), lambda W: W / np.linalg.norm(W))),
    ),
    *_named(
        "beta-misplaced",
        "beta is missing, or multiplies something else than the squares of “elastic”.",
        "on which of the three kinds does beta act, and on which of its parts?",
        _size_of_weights(lambda squares, absolute, beta: squares + absolute),
        _size_of_weights(lambda squares, absolute, beta: squares + beta * absolute),
        _size_of_weights(lambda squares, absolute, beta: beta * (squares + absolute)),
    ),
    Mistake(
        "absolute-value-missing",
        "positive and negative weights cancel.",
        "of what is the absolute value taken: of each weight, or of their sum?",
        _without_absolute,
    ),
    Mistake(
        "averaged-over-entries",
        "it is the mean over all weights, not the sum.",
        "does the penalty add the weights' sizes, or average them?",
        _mean_of_weights,
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
    *_named(
        "correct-row-counted-once",
        "the row of the correct class moves once per example, however many classes violate the margin.",
        "how often does the correct class's score occur in the loss of one example?",
        _hinge_rows(lambda d: -(d.sum(axis=1) > 0).astype(float), _indicator),
        _hinge_rows(lambda d: -np.ones(len(d)), _indicator),
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
        "zero-margin-counted",
        "a margin of exactly 0 counts as well.",
        "which side does our convention take at the kink of max(0, m)?",
        _hinge_rows(_minus_sum, lambda m: (m >= 0).astype(float)),
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
        "overwritten-by-next-example",
        "a row holds what the last example gave it.",
        "if several examples move one row, is what they give added up?",
        _row_overwritten,
    ),
    *_named(
        "repeated-index-lost",
        "of several examples of one class only the last reaches that class's row.",
        "what does `a[index] += values` do in NumPy when the same number occurs twice in index?",
        _hinge_gradient(_last_of_class_only),
        _softmax_last_of_class_only,
    ),
    *_named(
        "delta-ignored",
        "the margin delta is not in it.",
        "by how much must the correct class win?",
        _with_delta(0.0),
        _ranking(_relu, delta=0.0),
    ),
    Mistake(
        "input-missing",
        "the input x is not in it.",
        "a score is w·x: what is its derivative with respect to w?",
        _without_input,
    ),
    *_named(
        "delta-fixed",
        "the margin is 1, whatever delta says.",
        "where does the argument delta enter?",
        _with_delta(1.0),
        _one_subtracted,
        _ranking(_relu, delta=1.0),
    ),
    *_named(
        "delta-subtracted",
        "the margin is subtracted where it should be added.",
        "must the correct class win by delta, or may it lose by delta?",
        _subtracted_delta,
    ),
    Mistake(
        "margin-turned",
        "the correct score and the others have changed places in the margin.",
        "which of the two scores should make the loss larger when it rises?",
        _turned_margins,
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
        "hinge-missing",
        "a margin below zero counts as well.",
        "what is max(0, m) where m is negative?",
        _ranking(float),
    ),
    *_named(
        "worst-class-only",
        "only the worst class counts.",
        "is it the largest margin or the sum of the margins?",
        _hinge_loss(lambda margins, y: _terms(margins, y) * _worst(_terms(margins, y))),
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
        "delta-fixed",
        "the margin is 1, whatever alpha says.",
        "where does the argument alpha enter?",
        _triplets(lambda a, p, n, alpha: _triplet(a, p, n, 1.0)),
    ),
    Mistake(
        "delta-subtracted",
        "the margin alpha is subtracted where it should be added.",
        "must the negative be farther away by alpha, or may it be nearer by alpha?",
        _triplets(lambda a, p, n, alpha: _triplet(a, p, n, -alpha)),
    ),
    Mistake(
        "squares-missing",
        "the distances are not squared.",
        "is it ‖a - p‖, or its square?",
        _triplets(_triplet_of_lengths),
    ),
    *_named(
        "hinge-misplaced",
        "max(0, ·) is taken of each coordinate, or of the sum of all triplets, not of each triplet.",
        "for each of which is the loss at least 0?",
        _triplets(_triplet_by_coordinate),
        _triplets(lambda a, p, n, alpha: _triplet_by_coordinate(a, p, n, alpha / a.shape[1])),
        _triplets(_triplet_all_at_once),
    ),
    *_named(
        "positive-and-negative-swapped",
        "positive and negative have changed places.",
        "which of the two should be near the anchor?",
        _triplets(_triplet_swapped),
        _triplets(_triplet_order),
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
    *_named(
        "softmax-missing",
        "the scores are taken for probabilities.",
        "what turns scores into probabilities?",
        _scores_for_probabilities,
        _jacobian_of_scores,
    ),
    Mistake(
        "squared-error",
        "it is the squared error.",
        "which loss is asked for: squares of differences, or a logarithm?",
        _cross_entropy(lambda y, y_hat: np.sum((y - y_hat) ** 2)),
    ),
    Mistake(
        "squared-error",
        "it is the gradient of the squared error.",
        "which loss is asked for, and what is its derivative with respect to a probability?",
        _of_distributions(lambda p, y: 2 * (np.diag(p) - np.outer(p, p)) @ (p - y)),
    ),
    Mistake(
        "chain-stopped-early",
        "it is the gradient with respect to the probabilities.",
        "which link leads on from the probabilities to the scores?",
        _of_distributions(lambda y_hat, y: -y / y_hat),
    ),
    *_named(
        "jacobian-diagonal-only",
        "each score moves its own probability alone.",
        "in which denominators is one score?",
        _jacobian(lambda y_hat: np.diag(y_hat * (1 - y_hat))),
        _of_distributions(lambda y_hat, y: y * (y_hat - 1)),
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
        "jacobian-lower-half-missing",
        "the entries below the diagonal are missing.",
        "does a score move only the probabilities of the classes before it?",
        _jacobian(lambda y_hat: np.triu(np.diag(y_hat) - np.outer(y_hat, y_hat))),
    ),
    *_named(
        "jacobian-diagonal-wrong",
        "on the diagonal it is not y_hat (1 - y_hat).",
        "what does the quotient rule give where the score is in numerator and denominator?",
        _jacobian(lambda y_hat: np.eye(len(y_hat)) - np.outer(y_hat, y_hat)),
        _jacobian(lambda y_hat: np.diag(2 * y_hat**2) - np.outer(y_hat, y_hat)),
        _jacobian(lambda y_hat: np.diag(y_hat**2) - np.outer(y_hat, y_hat)),
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
    *_named(
        "softmax-over-wrong-axis",
        "the exponentials are divided by a sum over several examples.",
        "which numbers of the result should sum to 1?",
        _normalised_over(0),
        _normalised_over(None),
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
        "bias-missing",
        "it is what comes out without the bias.",
        "what is added to the product of weights and inputs?",
        _wrong_bias(0.0),
    ),
    Mistake(
        "bias-missing",
        "it is what comes out without the bias.",
        "what is added to the product of weights and inputs?",
        _ranking(_relu, bias=0.0),
    ),
    Mistake(
        "weights-transposed",
        "the weights are used as their transpose.",
        "a row of W holds the weights of one class: which product takes rows with examples?",
        _square_weights,
    ),
    Mistake(
        "bias-gradient-missing",
        "the bias gets no gradient.",
        "what is the derivative of w·x + b with respect to b?",
        _without_bias_gradient,
    ),
    Mistake(
        "bias-subtracted",
        "the bias is subtracted.",
        "with which sign does the bias enter?",
        _wrong_bias(-1.0),
    ),
    *_named(
        "one-sided-difference",
        "it is a one-sided difference.",
        "on how many sides of x does a central difference look, and how far apart are they?",
        _difference(lambda f, x, unit, h: (f(x + h * unit) - f(x)) / h),
        _difference(lambda f, x, unit, h: (f(x) - f(x - h * unit)) / h),
    ),
    *_named(
        "step-not-as-given",
        "the step is not the h that was asked for.",
        "how far to each side does the formula with h go?",
        _difference(lambda f, x, unit, h: _central(f, x, unit, h / 2)),
        _difference(lambda f, x, unit, h: _central(f, x, unit, 2 * h)),
        _difference(lambda f, x, unit, h: _central(f, x, unit, 1e-5)),
        _difference(lambda f, x, unit, h: _central(f, x, unit, h * max(1.0, abs((x * unit).sum())))),
    ),
    Mistake(
        "integers-kept",
        "the step is lost: integers have nothing behind the point.",
        "which dtype has the array to which the step is added?",
        _difference(lambda f, x, unit, h: (f(np.trunc(x + h * unit)) - f(np.trunc(x - h * unit))) / (2 * h)),
    ),
    *_named(
        "several-entries-moved",
        "several entries of x move at once.",
        "which entries of x change while the slope of one of them is measured?",
        _difference(lambda f, x, unit, h: _central(f, x, np.ones_like(x), h)),
        _difference(lambda f, x, unit, h: _central(f, x, _rows(unit), h)),
        _difference(_not_moved_back),
    ),
    Mistake(
        "uphill",
        "the walk goes along the gradient.",
        "a gradient points to where the function grows: where should the step go?",
        _walk(lambda x, start, step_size, gradient: x + step_size * gradient(x)),
    ),
    Mistake(
        "step-size-ignored",
        "the steps are as long as the gradient.",
        "where does step_size enter?",
        _walk(lambda x, start, step_size, gradient: x - gradient(x)),
    ),
    *_named(
        "gradient-not-updated",
        "the gradient is not that of the point where the walk is.",
        "at which point is the gradient of the second step taken?",
        _walk(lambda x, start, step_size, gradient: x - step_size * gradient(start)),
        _lagging_walk,
    ),
    *_named(
        "gradient-normalised",
        "each step has a length of its own, however steep it is.",
        "by what is the gradient multiplied before it is subtracted?",
        _walk(lambda x, start, step_size, gradient: x - step_size * gradient(x) / np.linalg.norm(gradient(x))),
        _walk(lambda x, start, step_size, gradient: x - step_size * np.sign(gradient(x))),
    ),
    Mistake(
        "step-size-changed",
        "the steps become smaller as the walk goes on.",
        "does step_size change from step to step?",
        _walk(lambda x, start, step_size, gradient: x - step_size * gradient(x), decay=True),
    ),
    Mistake(
        "same-array-repeated",
        "all points are one and the same array.",
        "does your list hold copies, or the same array many times, which the last step overwrote?",
        _same_point(lambda points: np.broadcast_to(points[-1], points.shape)),
    ),
    Mistake(
        "order-reversed",
        "the points come in the reverse order.",
        "which point comes first?",
        _same_point(lambda points: points[::-1]),
    ),
    *_named(
        "other-inputs-remembered",
        "it is the gradient for inputs of another time, or of another gate.",
        "what does a gate keep of its last forward, and where: in self, or in something that all gates share?",
        _fact("remembered"),
        lambda expected, facts: expected * (np.asarray(facts["remembered"]) != 0),
    ),
    Mistake(
        "upstream-used-twice",
        "the gradient from above is multiplied in twice.",
        "how often does the chain rule multiply by the gradient from above?",
        lambda expected, facts: expected * facts["upstream"],
    ),
    Mistake(
        "weights-not-passed-back",
        "the gradient passes a layer without its weights.",
        "through which weights does a unit act on the result?",
        _nothing,
    ),
    Mistake(
        "activation-missing",
        "it is what comes out without an activation function.",
        "what does the formula apply to the sum of weights times inputs?",
        _nothing,
    ),
    Mistake(
        "memory-changed",
        "the gate has changed what it remembers.",
        "does backward write into an array that forward has kept?",
        _fact("spoiled"),
    ),
    Mistake(
        "result-constant",
        "it is what came out for other numbers.",
        "where do the arguments enter?",
        _fact("earlier"),
    ),
    Mistake(
        "accumulated",
        "it is added to the gradient of the call before.",
        "does each call start afresh?",
        _accumulated,
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
    *_named(
        "branch-missing",
        "what flows back along one of its branches is missing.",
        "in how many places is this value used?",
        *(_all_branches_but(index) for index in range(3)),
    ),
    *_named(
        "activation-slope-missing",
        "the gradient passes an activation function as if its slope were 1.",
        "what is the local gradient of the activation function?",
        *(_item("without_slope", index) for index in range(3)),
    ),
    *_named(
        "activation-slope-of-input",
        "the slope of σ is made of its input.",
        "z (1 - z) is the slope of σ: is z what goes into σ, or what comes out?",
        *(_item("slope_of_input", index) for index in range(3)),
    ),
    Mistake(
        "margin-instead-of-indicator",
        "it is weighted by the size of the margin.",
        "what is the slope of max(0, m) where m is positive: m, or 1?",
        _weighted_by_objective,
    ),
    *_named(
        "branch-sign",
        "what flows back along one of its branches has the wrong sign.",
        "if this value rises, does what this branch leads to make the result larger or smaller?",
        *(_branch_turned(index) for index in range(3)),
    ),
    *_named(
        "max-misrouted",
        "max hands its gradient to the wrong input, to both, or only a part of it to the winner.",
        "which of the two inputs moves the maximum, and how much?",
        *(_item("misrouted", index) for index in range(3)),
    ),
    *_named(
        "negative-gradients-stopped",
        "what is negative from above does not pass.",
        "may a gradient that comes from above be negative?",
        _where_upstream_positive,
        _fact("masked_twice"),
    ),
    Mistake(
        "slope-of-tanh",
        "it is the slope of tanh: 1 - z².",
        "which function is it, and what is its derivative in terms of its output?",
        _slope_of_tanh,
    ),
    Mistake(
        "product-not-switched",
        "a product passes on the input's own value.",
        "what is the derivative of x y with respect to x?",
        _item("not_switched", 0),
    ),
    Mistake(
        "mask-from-upstream",
        "ReLU lets through what is positive from above, whatever its own input was.",
        "what decides whether the slope of max(0, s) is 0 or 1?",
        _fact("masked_by_upstream"),
    ),
    *_named(
        "sum-not-mean",
        "it is the sum over the batch, not the mean.",
        "does every example of the batch count as 1/N, in the loss and in the gradient?",
        _scaled_data(1),
        _scaled_all(1),
    ),
    *_named(
        "averaged-twice",
        "it is divided by the number of examples once too often.",
        "in how many places is the mean taken?",
        _scaled_data(-1),
        _scaled_all(-1),
    ),
    Mistake(
        "averaged-over-classes",
        "it is averaged over the classes as well.",
        "over what is the mean taken: examples, or all entries?",
        _averaged_over_classes,
    ),
    Mistake(
        "one-example-only",
        "only one example of the batch counts.",
        "which examples used these weights?",
        _first_example,
    ),
    *_named(
        "divided-by-other-size",
        "the sum over the batch is divided by the number of classes or of pixels.",
        "which axis of X holds the examples?",
        _divided_by(0),
        _divided_by(1),
    ),
    *_named(
        "reduced-too-far",
        "it is one number for the whole batch.",
        "is the batch's loss asked for, or that of each example?",
        _reduced(np.mean),
        _reduced(np.sum),
    ),
    *_named(
        "summed-over-wrong-axis",
        "the sum goes along the other axis.",
        "which axis of the array should be left after the sum?",
        _triplets(_triplet_other_axis),
        _summed_over_examples,
        _summed_over_outputs,
    ),
    *_named(
        "logarithm-missing",
        "no logarithm is taken of the probability.",
        "the loss is -log p: what is it where p is 1, and where p is nearly 0?",
        _each_cross_entropy(lambda logs, y, _: np.exp(_of_correct(logs, y))),
        _each_cross_entropy(lambda logs, y, _: 1 - np.exp(_of_correct(logs, y))),
    ),
    Mistake(
        "correct-class-ignored",
        "it is the loss of the class with the highest score.",
        "where does the label enter?",
        _each_cross_entropy(lambda logs, y, _: -logs.max(axis=1)),
    ),
    *_named(
        "all-classes-counted",
        "the logarithms of other classes count as well.",
        "the surprise at which class is the loss?",
        _each_cross_entropy(lambda logs, y, _: -logs.sum(axis=1)),
        _each_cross_entropy(lambda logs, y, _: -(np.exp(logs) * logs).sum(axis=1)),
        _each_cross_entropy(_binary),
        _cross_entropy(lambda y, p: -np.sum(y * np.log(p) + (1 - y) * np.log1p(-np.minimum(p, 1 - 1e-16)))),
    ),
    Mistake(
        "shift-not-undone",
        "the shift of the scores is taken off in one place only.",
        "if all scores of a row are shifted, where else does the shift belong?",
        _each_cross_entropy(lambda logs, y, scores: -_of_correct(logs, y) - scores.max(axis=1)),
    ),
    *_named(
        "number-added-for-safety",
        "a small number keeps the logarithm finite, and the loss from being right.",
        "what should the loss be where a probability is smaller than that number?",
        *(
            _safety(change, tiny)
            for tiny in (
                1e-5,
                1e-6,
                1e-7,
                1e-8,
                1e-9,
                1e-10,
                1e-12,
                1e-15,
                1e-16,
                1e-20,
                1.1754943508222875e-38,
                1e-30,
                1e-38,
                1e-300,
            )
            for change in (np.add, np.maximum)
        ),
    ),
    Mistake(
        "truth-taken-as-certain",
        "only the likeliest class of the truth counts.",
        "what of the other classes of y, when y is any distribution?",
        _cross_entropy(lambda y, y_hat: -np.log(y_hat[y.argmax()])),
    ),
    Mistake(
        "truth-not-weighted",
        "each class that is possible counts fully.",
        "how much does a class count that is the truth one time in ten?",
        _cross_entropy(lambda y, y_hat: -np.log(y_hat[y > 0]).sum()),
    ),
    Mistake(
        "entropy-subtracted",
        "the truth's own entropy is subtracted.",
        "is the cross-entropy zero where prediction and truth agree?",
        _cross_entropy(lambda y, y_hat: np.sum(y[y > 0] * (np.log(y[y > 0]) - np.log(y_hat[y > 0])))),
    ),
    *_named(
        "transposed",
        "it is the transpose.",
        "which index of the result belongs to the rows?",
        _transposed,
        lambda expected, facts: expected.T.reshape(expected.shape) if expected.ndim == 2 else None,
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
    *_named(
        "value-as-slope",
        "the gradient from above is multiplied by a value of the gate, not by its derivative.",
        "what is the derivative of the output with respect to this input?",
        *(_value_as_slope(index, sign) for index in range(3) for sign in (1.0, -1.0)),
    ),
    Mistake(
        "root-taken",
        "it is the square root of what it should be.",
        "is the root part of what is asked for?",
        lambda expected, facts: np.sqrt(expected) if expected.ndim == 0 and expected > 0 else None,
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
    """Return the mistake that turns `expected` into `got`, or None where none is known.

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
        kind = np.asarray(got).dtype.kind
        got, expected = np.asarray(got, dtype=float), np.asarray(expected, dtype=float)
    except (TypeError, ValueError):
        return None
    facts = facts or {}
    if not np.isfinite(got).all() or not np.isfinite(expected).all():
        return None
    integers_kept = kind in "iu" and _lost_its_fraction(got, expected)
    if integers_kept and _given_integers(facts):
        return INTEGERS_KEPT
    if _one_for_each_example(got, expected, facts) and _close(got.sum(axis=0), expected, tolerance):
        return NOT_SUMMED
    for mistake in TABLE:
        for predicted in _predictions(mistake, expected, facts):
            # A prediction that equals the right value (a penalty of strength 0, a batch of one) tells nothing.
            if (
                predicted.shape == got.shape
                and _close(predicted, got, tolerance)
                and not (predicted.shape == expected.shape and _close(predicted, expected, 10 * tolerance))
            ):
                return mistake
    if integers_kept:
        return INTEGERS_KEPT
    return NOT_PRECISE if got.shape == expected.shape and _is_nearly(got, expected) else None


def _predictions(mistake: Mistake, expected: Array, facts: Facts) -> list[Array]:
    """What a mistake makes of the right value, by its formula and by what is known of this very call."""
    try:
        with np.errstate(all="ignore"):
            by_formula = mistake.predicts(expected, facts)
    except (ArithmeticError, LookupError, TypeError, ValueError):  # facts of another kind than the formula's
        by_formula = None
    known = facts.get("named", {}).get(mistake.name, ())
    return [np.asarray(one, dtype=float) for one in (by_formula, *known) if one is not None]


def _is_nearly(got: Array, expected: Array) -> bool:
    """Tell whether three digits of the largest entry are right, but not nine, and nothing is off by much."""
    return _close(got, expected, 2e-3) and not _close(got, expected, 1e-9) and bool(np.abs(got - expected).max() < 0.02)


def _lost_its_fraction(got: Array, expected: Array) -> bool:
    """Tell whether integers stand where there should be fractions; a single integer may be anything else as well."""
    if got.shape != expected.shape or not (expected % 1).any():
        return False
    return got.ndim > 0 or (got != 0 and got == np.trunc(expected))


def _given_integers(facts: Facts) -> bool:
    given = [fact for name, fact in facts.items() if name != "y"] + list(facts.get("gate_values", ()))
    return any(isinstance(fact, np.ndarray) and fact.dtype.kind in "iu" for fact in given)


def _one_for_each_example(got: Array, expected: Array, facts: Facts) -> bool:
    return (
        got.ndim == expected.ndim + 1
        and len(got) > 1
        and (expected.ndim > 0 or len(got) == _size(facts))  # of a number alone nothing is known of a batch
        and got.shape[1:] == expected.shape
        and _distributions(facts) is None
    )


NOT_SUMMED = Mistake(
    "not-summed-over-batch",
    "there is one for each example.",
    "what becomes of what the single examples contribute: does it stay apart, or is it added up?",
    _nothing,
)

INTEGERS_KEPT = Mistake(
    "integers-kept",
    "what stands behind the point is lost: the result holds integers.",
    "which dtype has the array that you fill, or the input that it was made like?",
    _nothing,
)

NOT_PRECISE = Mistake(
    "not-precise",
    "it is nearly right, but not to the digits that are asked for.",
    "is something rounded, computed in float32, found with too large a step, or kept away from 0 by a small number?",
    _nothing,
)

RESULTS_SWAPPED = Mistake(
    "results-swapped",
    "they are right, but in another order.",
    "in which order does the contract list the results?",
    _nothing,
)

_BY_THEMSELVES = (NOT_SUMMED, INTEGERS_KEPT, NOT_PRECISE, RESULTS_SWAPPED)

NAMES: tuple[str, ...] = tuple(dict.fromkeys(mistake.name for mistake in (*_BY_THEMSELVES, *TABLE)))
"""All the names."""
