"""Formulas for right results, given the facts of a call.

Where a check has only right numbers and no trusted function, they tell what is right for other inputs.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from chainrule.mistakes import chance, contracts, differences, hinge, layers, penalty, softmax, steps, triplets, walks
from chainrule.mistakes.facts import Array, Facts, Formula, array, arrays, close, distributions, is_numeric
from chainrule.mistakes.facts import softmax as probabilities
from chainrule.mistakes.ingredients.names import INPUT, INPUTS


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
        if known is None or "lr" not in facts or "decay" in facts:
            return None
        w, g, cache = known
        return steps.adagrad(w, g, cache, float(facts["lr"]), float(facts.get("eps", 1e-8)))[part]

    return formula


def _rmsprop(part: int) -> Formula:
    def formula(expected: Array, facts: Facts) -> ArrayLike | None:
        known = arrays(facts, "w", "g", "cache")
        if known is None or not facts.keys() >= {"lr", "decay"}:
            return None
        w, g, cache = known
        lr, decay, eps = float(facts["lr"]), float(facts["decay"]), float(facts.get("eps", 1e-8))
        return steps.rmsprop(w, g, cache, lr, decay, eps)[part]

    return formula


def _adam(part: int) -> Formula:
    def formula(expected: Array, facts: Facts) -> ArrayLike | None:
        step = steps.adam(facts)
        return None if step is None else step[part]

    return formula


def _of_input(function: Callable[[Array], Array]) -> Formula:
    """Return the formula of a function that `forward` computes entry by entry."""

    def formula(expected: Array, facts: Facts) -> ArrayLike | None:
        given = facts.get("values", {}).get(INPUT)
        if given is None or not is_numeric(given) or np.shape(given) != expected.shape:
            return None
        return function(array(given))

    return formula


def _of_two_inputs(function: Callable[[Array, Array], Array]) -> Formula:
    """Return the formula of a function that `forward` computes of two inputs, entry by entry."""

    def formula(expected: Array, facts: Facts) -> ArrayLike | None:
        values = facts.get("values", {})
        given = [values.get(name) for name in INPUTS]
        if any(one is None or not is_numeric(one) or np.shape(one) != expected.shape for one in given):
            return None
        return function(*map(array, given))

    return formula


def _of_values(names: Sequence[str], function: Callable[..., Any]) -> Formula:
    """Return the formula of a number that is computed of values with these names, and no others."""

    def formula(expected: Array, facts: Facts) -> ArrayLike | None:
        values = facts.get("values", {})
        if expected.ndim or values.keys() != set(names) or not all(map(is_numeric, values.values())):
            return None
        try:
            return function(*(array(values[name]) for name in names))
        except (ValueError, IndexError):  # sizes that do not fit together
            return None

    return formula


def sigmoid(x: Array) -> Array:
    """Return ``1 / (1 + exp(-x))``, where the exponential would overflow, too."""
    return np.exp(-np.logaddexp(0.0, -x))


def _margin(U: Array, W: Array, b: Array, x: Array, x_c: Array, delta: Array) -> Any:
    return np.maximum(0, delta + U @ sigmoid(W @ x_c + b) - U @ sigmoid(W @ x + b))


def _svm(W: Array, x: Array, y: Array, delta: Array) -> Any:
    scores = W @ x
    return np.maximum(0, np.delete(scores, int(y)) - scores[int(y)] + delta).sum()


BY_HAND: dict[str, Callable[..., Any]] = {
    "backprop_add_multiply": lambda x, y, z: (x + y) * z,
    "backprop_sigmoid_neuron": lambda w, x: sigmoid(w[:-1] @ x + w[-1]),
    "backprop_branches": lambda x, y: (x * y + sigmoid(x)) * np.maximum(x, y),
    "backprop_svm_network": _svm,
    "backprop_squared_norm": lambda W, x: ((W @ x) ** 2).sum(),
    "backprop_hidden_layer": _margin,
    "backprop_two_layer": lambda W1, b1, W2, b2, x, t: ((sigmoid(W2 @ sigmoid(W1 @ x + b1) + b2) - t) ** 2).sum(),
}
"""The first results of the answers by hand."""


def _of_scores(function: Callable[[Array], Array]) -> Formula:
    """Return the formula of a function of all scores."""

    def formula(expected: Array, facts: Facts) -> ArrayLike | None:
        scores = facts.get("theta", facts.get("scores"))
        return None if scores is None or np.shape(scores) != expected.shape else function(array(scores))

    return formula


def _leaking(slope: float, x: Array) -> Array:
    return np.where(x > 0, x, slope * x)


def _bending(alpha: float, x: Array) -> Array:
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def _sums(scores: Array) -> Array:
    summed: Array = np.exp(scores - scores.max(axis=-1, keepdims=True)).sum(axis=-1, keepdims=True)
    return summed


def _shortfalls(expected: Array, facts: Facts) -> ArrayLike | None:
    known = hinge.margins_of(facts)
    if known is None or known[0].shape != expected.shape or "X" not in facts:
        return None
    margins, y = known
    return np.maximum(margins, 0) * (1 - np.eye(margins.shape[1])[y])


def _slope_of_scores(expected: Array, facts: Facts) -> ArrayLike | None:
    known = distributions(facts)
    return known[0] - known[1] if known is not None and known[0].shape == expected.shape else None


def _labels(expected: Array, facts: Facts) -> ArrayLike | None:
    known = arrays(facts, "W", "b", "X")
    if known is None or expected.ndim != 1 or known[0].ndim != 2 or known[2].shape[1:] != known[0].shape[1:]:
        return None
    return (known[2] @ known[0].T + known[1]).argmax(axis=1)


_ENTRYWISE: tuple[Formula, ...] = (
    _of_input(sigmoid),
    _of_input(np.tanh),
    _of_input(lambda x: np.maximum(x, 0)),
    _of_input(np.exp),
    _of_input(lambda x: 1 / x),
    *(_of_input(partial(_leaking, slope)) for slope in (0.01, 0.1, 0.2, 0.25, 0.3, 0.5)),
    *(_of_input(partial(_bending, alpha)) for alpha in (0.25, 0.5, 1.0, 1.5, 2.0, 3.0)),
    *(_of_two_inputs(function) for function in (np.add, np.multiply, np.maximum)),
)
"""Functions of single entries: a few numbers may fit several of them."""

_FORMULAS: tuple[Formula, ...] = (
    hinge.hinge_loss(hinge.hinge_terms),
    hinge.hinge_rows(hinge.minus_sum, hinge.indicator),
    softmax.softmax_rows(-1.0),
    softmax.each_cross_entropy(lambda logs, y, _: -softmax.of_correct(logs, y)),
    softmax.cross_entropy(lambda y, p: -np.sum(np.where(y > 0, y * np.log(np.where(y > 0, p, 1.0)), 0.0))),
    softmax.jacobian(lambda p: np.diag(p) - np.outer(p, p)),
    _of_scores(probabilities),
    _of_scores(lambda scores: scores - scores.max(axis=-1, keepdims=True) - np.log(_sums(scores))),
    _shortfalls,
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
    *(_rmsprop(part) for part in range(2)),
    *(_adam(part) for part in range(3)),
    *_ENTRYWISE,
    *(_of_values(contracts.BY_HAND[answer], function) for answer, function in BY_HAND.items()),
    _slope_of_scores,
    _labels,
    chance.search(),
)


def recognised(expected: Any, facts: Facts) -> Formula | None:
    """Return the formula that gives the right result from the facts of the call, or None.

    If several functions of single entries do, as all rectifiers do for positive numbers, it may be any of them.
    """
    right = array(expected)
    found = next((formula for formula in _FORMULAS if _gives(formula, right, facts)), None)
    return found if found not in _ENTRYWISE or _is_only_one(right, facts) else None


def _is_only_one(right: Array, facts: Facts) -> bool:
    return sum(_gives(formula, right, facts) for formula in _ENTRYWISE) == 1


def _gives(formula: Formula, right: Array, facts: Facts) -> bool:
    try:
        with np.errstate(all="ignore"):
            made = formula(np.zeros(right.shape), facts)
    except ArithmeticError:
        return False
    fits = made is not None and np.shape(made) == right.shape and np.isfinite(array(made)).all()
    if not fits:
        return False
    if formula in _ENTRYWISE:  # beside a large number, a slope of a hundredth is not 0
        return bool(np.allclose(array(made), right, rtol=1e-3, atol=1e-3))
    return close(array(made), right, 1e-3)


def right(formula: Formula, like: tuple[int, ...], facts: Mapping[str, Any]) -> Array | None:
    """Return what the formula gives, in the shape `like`."""
    with np.errstate(all="ignore"):
        made = formula(np.zeros(like), facts)  # type: ignore[arg-type]
    return None if made is None or np.shape(made) != like else array(made)
