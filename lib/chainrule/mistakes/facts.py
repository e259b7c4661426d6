"""What is known about a call, and the parts that the formulas of mistakes are made of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypedDict, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]


class Facts(TypedDict, total=False):
    """What is known about the call, by the names of the curriculum, and the gradients that slips would have returned.

    A ``delta`` means that the loss is a hinge loss; without one, scores and labels belong to a cross-entropy.
    """

    # the call
    W: Any
    X: Any
    x: Any
    """The examples (N, D), or one of them (D,)."""
    y: Any
    """Labels (N,), or one; together with `theta` or `y_hat`, a distribution."""
    b: Any
    w: Any
    lam: Any
    delta: Any
    scores: Any
    dout: Any
    theta: Any
    y_hat: Any
    anchor: Any
    positive: Any
    negative: Any
    alpha: Any
    U: Any
    x_c: Any
    f: Any
    h: Any
    """`f`, `x` and `h` of a numerical gradient."""
    gradient: Any
    start: Any
    step_size: Any
    steps: Any
    """`gradient`, `start`, `step_size` and `steps` of a descent."""
    loss: Any
    shape: Any
    trials: Any
    seed: Any
    """`loss`, `shape`, `trials` and `seed` of a random search; `shape` and `seed` alone: of weights to start from."""
    losses: Any
    """The function of scores and labels whose mean is taken."""
    kind: Any
    beta: Any
    """`kind` and `beta` of a penalty."""
    v: Any
    g: Any
    cache: Any
    lr: Any
    mu: Any
    eps: Any
    decay: Any
    m: Any
    t: Any
    beta1: Any
    beta2: Any
    """The arguments of an optimiser's step. A `decay` means that the cache is a running mean."""
    # the result
    values: Mapping[str, Any]
    """Other values with a name: arguments, and intermediate results."""
    renew: Any
    """Takes other inputs, by name, and returns these facts for them."""
    probe: Any
    """Returns a `mistakes.Probe` of the answer, to call it again."""
    quantity: str
    """What is checked: ``"loss"``, ``"gradient"``, ``"jacobian"``, or ``"output"`` of a layer."""
    # other calls
    earlier: Any
    """The result for other arguments."""
    before: Any
    """The gradient of the previous call."""
    # a gate
    upstream: Any
    """The upstream gradient: that of the loss with respect to the output."""
    gate_values: Sequence[Any]
    """The output and the inputs."""
    own_slope: Any
    """What the gate itself returns for an upstream gradient of ones."""
    slope_at: Any
    """The right slope of a gate of one input, as a function of that input."""
    # the gradient, had the answer …
    ignoring_upstream: Any
    """… taken all upstream gradients to be 1."""
    other_input: Any
    """… returned that of the gate's other input."""
    masked_by_upstream: Any
    """… looked at the sign of the upstream gradient where ReLU looks at its input."""
    masked_twice: Any
    """… looked at both."""
    remembered: Any
    """… kept the inputs of another call."""
    spoiled: Any
    """… changed the arrays that the gate keeps."""
    # gradients, had the answer …
    branches: Sequence[Any]
    """… followed one branch only."""
    without_slope: Sequence[Any]
    """… given an activation the slope 1."""
    slope_of_input: Sequence[Any]
    """… computed an activation's slope from its input."""
    not_switched: Sequence[Any]
    """… passed on a product's own input."""
    misrouted: Sequence[Any]
    """… given a maximum's gradient to the other input, or to both."""
    named: Mapping[str, Sequence[Any]]
    """… made the mistake of that name."""
    bent: Any
    """A function that returns the gradients, by what each is, had the answer taken another slope for a gate's."""


KEYS = frozenset(Facts.__annotations__)

Formula = Callable[[Array, Facts], ArrayLike | None]
"""Takes the right value and the facts, and returns what a mistake turns it into; None if it does not apply."""

FROM_ANSWERS = frozenset({"earlier", "own_slope"})
"""Facts that answers returned, so they may be anything."""

_CALLABLE = {"f", "gradient", "loss", "losses", "renew", "probe", "slope_at", "bent"}
_OTHER = {"kind", "quantity", "named", "gate_values", "values"}
_OF_STEPS = {"lr", "mu", "eps", "decay", "t", "beta1", "beta2"}
_SINGLE = {"lam", "delta", "alpha", "h", "step_size", "steps", "beta", "trials", "seed"} | _OF_STEPS
_LISTS = {"branches", "without_slope", "slope_of_input", "not_switched", "misrouted"}


def known(names: Mapping[str, Any]) -> Facts:
    """Return those arguments of a call that are facts, and of the kind that formulas expect.

    Examples
    --------
    >>> known({"lam": 0.5, "verbose": True, "W": "text"})
    {'lam': 0.5}
    """
    return {name: value for name, value in names.items() if name in KEYS and _fits(name, value)}  # type: ignore[return-value]


def _fits(name: str, value: Any) -> bool:
    if name in _CALLABLE:
        return callable(value)
    if name in _OTHER:
        return True
    if name in _SINGLE and np.ndim(value):
        return False
    return value is not None and all(map(is_numeric, value if name in _LISTS else [value]))


def is_numeric(value: Any) -> bool:
    """Tell whether a value is a number, or an array or regular list of numbers."""
    try:
        return np.asarray(value).dtype.kind in "biuf"
    except ValueError:  # a ragged list
        return False


def array(value: Any) -> Array:
    """Return a fact as an array of floats."""
    return np.asarray(value, dtype=float)


def fact(facts: Facts, name: str) -> Any:
    """Return a fact by its name, or None."""
    return cast(Mapping[str, Any], facts).get(name)


def arrays(facts: Facts, *names: str) -> list[Array] | None:
    """Return facts as arrays of floats, or None if one is not known."""
    return [array(fact(facts, name)) for name in names] if has(facts, names) else None


def has(facts: Facts, names: Iterable[str]) -> bool:
    """Tell whether all of these facts are known."""
    return facts.keys() >= set(names)


def close(a: Array, b: Array, tolerance: float) -> bool:
    """Tell whether two arrays agree relative to the larger one's largest entry."""
    scale = max(float(np.abs(a).max(initial=0.0)), float(np.abs(b).max(initial=0.0)))
    return bool(np.abs(a - b).max(initial=0.0) <= tolerance * scale)


def accounts_for(predicted: Array, got: Array, expected: Array, tolerance: float) -> bool:
    """Tell whether a statement says what a result is: not only nearly, but all of what it is off by.

    Where a wrong result is nearly right, what predicts the right one would otherwise pass for an explanation.

    Examples
    --------
    >>> near = np.array([1.00002])
    >>> accounts_for(np.array([1.0]), near, np.array([1.0]), 1e-4), accounts_for(near, near, np.array([1.0]), 1e-4)
    (False, True)
    """
    if predicted.shape != got.shape:
        return False
    sizes = [float(np.abs(one).max(initial=0.0)) for one in (predicted, got, expected)]
    missed = float(np.abs(predicted - got).max(initial=0.0))
    allowed = tolerance * max(sizes[:2])
    if got.shape == expected.shape:
        off = float(np.abs(got - expected).max(initial=0.0))
        allowed = min(allowed, max(_SHARE * off, _ROUNDED * max(sizes)))
    return missed <= max(allowed, _NOISE * max(sizes))


_SHARE = 0.01
"""How much of a deviation a statement may leave over."""

_ROUNDED = 1e-7
"""What rounding, and slopes found by differences, leave over in a number that is nearly right, beside the largest."""

_NOISE = 1e-12
"""What rounding leaves over in a 0, beside the largest number."""


def examples(facts: Facts) -> tuple[Array, Array] | None:
    """Return the examples (N, D) and labels (N,); a single example becomes a batch of one."""
    X, y = facts.get("X", facts.get("x")), facts.get("y")
    if X is None or y is None:
        return None
    X, y = np.atleast_2d(array(X)), np.atleast_1d(np.asarray(y))
    return (X, y) if y.dtype.kind in "iu" and X.ndim == 2 and y.shape == X.shape[:1] else None


def batch_size(facts: Facts) -> int | None:
    """Return the number of examples."""
    for value in (facts.get("X"), facts.get("scores"), facts.get("dout"), facts.get("anchor")):
        if value is not None and np.ndim(value) == 2:
            return len(value)
    return 1 if "delta" in facts and np.ndim(facts.get("x", 0)) == 1 else None


def scores_of(facts: Facts) -> tuple[Array, Array] | None:
    """Return scores (N, K), given or computed from the weights, and labels (N,), which number their columns."""
    if "scores" in facts and "y" in facts:
        scores, y = array(facts["scores"]), np.asarray(facts["y"])
    else:
        batch, W = examples(facts), array(facts.get("W", 0.0))
        if batch is None or W.ndim != 2 or W.shape[1] != batch[0].shape[1]:
            return None
        b = array(facts.get("b", 0.0))
        if b.shape not in ((), W.shape[:1]):
            return None
        scores, y = batch[0] @ W.T + b, batch[1]
    fits = scores.ndim == 2 and y.shape == scores.shape[:1] and y.dtype.kind in "iu"
    in_range = fits and (not y.size or (y.min() >= 0 and y.max() < scores.shape[1]))
    return (scores, y) if in_range and scores.size else None


def penalty_of(expected: Array, facts: Facts) -> Array | None:
    """Return the part of a right loss or gradient that the penalty ``lam * sum W²`` contributes."""
    if not has(facts, ("lam", "W")) or np.ndim(facts["lam"]):
        return None
    W = array(facts["W"])
    if expected.ndim == 0:
        return np.asarray(facts["lam"] * (W**2).sum())
    return 2 * facts["lam"] * W if expected.shape == W.shape else None


def data_and_penalty(expected: Array, facts: Facts) -> tuple[Array, Array]:
    """Split a right value into the data's part and the penalty's; if no penalty is known, all of it is the data's."""
    penalty = penalty_of(expected, facts)
    return (expected, np.zeros_like(expected)) if penalty is None else (expected - penalty, penalty)


def probabilities_of(facts: Facts) -> tuple[Array, Array] | None:
    """Return softmax probabilities (N, K) and labels (N,)."""
    found = None if "delta" in facts else scores_of(facts)
    return None if found is None else (softmax(found[0]), found[1])


def softmax(scores: Array, axis: int | None = -1) -> Array:
    """Return the softmax of each row, or along another axis."""
    powers = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def distributions(facts: Facts) -> tuple[Array, Array] | None:
    """Return ``softmax(theta)`` and the truth `y`, a distribution too, of a single example."""
    theta, y = facts.get("theta"), facts.get("y")
    if theta is None or y is None or np.ndim(theta) != 1 or np.shape(theta) != np.shape(y):
        return None
    return softmax(array(theta)), array(y)


def from_score_gradient(dscores: Array, expected: Array, facts: Facts) -> Array | None:
    """Return the gradient of the mean loss, given the gradient with respect to each example's scores.

    The shape of `expected` says with respect to what: the scores, the weights, or the only example.
    """
    if expected.shape == dscores.shape:
        return dscores / len(dscores)
    batch = examples(facts)
    if batch is None or "W" not in facts:
        return None
    if "x" in facts and expected.shape == np.shape(facts["x"]):
        return (dscores @ array(facts["W"]))[0]
    if expected.shape != np.shape(facts["W"]):
        return None
    penalty = penalty_of(expected, facts)
    return dscores.T @ batch[0] / len(batch[0]) + (0.0 if penalty is None else penalty)
