"""What is known about a call, and what the formulas of mistakes are made of."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypedDict, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]


class Facts(TypedDict, total=False):
    """What is known about the call, by the names of the curriculum, and what slips would have made of this gradient.

    A ``delta`` says that the loss is a hinge; without one, scores and labels are those of a cross-entropy.
    """

    # the call
    W: Any
    X: Any
    x: Any
    """The examples (N, D), or one of them (D,)."""
    y: Any
    """Labels (N,), or one; beside `theta` or `y_hat`, a distribution."""
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
    """What a step of an optimiser starts from."""
    # the result
    values: Mapping[str, Any]
    """What else has a name: arguments, and what is computed on the way."""
    renew: Any
    """From other inputs, by name, to these facts for them."""
    probe: Any
    """Returns a `mistakes.Probe` of the answer, to ask it again."""
    quantity: str
    """What is checked: ``"loss"``, ``"gradient"``, ``"jacobian"``, or ``"output"`` of a layer."""
    # other calls
    earlier: Any
    """What came out for other arguments."""
    before: Any
    """The gradient of the call before."""
    # a gate
    upstream: Any
    """The gradient from above."""
    gate_values: Sequence[Any]
    """The output and the inputs."""
    own_slope: Any
    """What the gate itself returns for an upstream gradient of ones."""
    # the gradient, had the answer …
    ignoring_upstream: Any
    """… taken all upstream gradients for ones."""
    other_input: Any
    """… returned that of the gate's other input."""
    masked_by_upstream: Any
    """… looked at the sign of what comes from above where ReLU looks at its input."""
    masked_twice: Any
    """… looked at both."""
    remembered: Any
    """… kept the inputs of another time."""
    spoiled: Any
    """… worked in what the gate keeps."""
    # gradients, had the answer …
    branches: Sequence[Any]
    """… followed one branch only."""
    without_slope: Sequence[Any]
    """… given an activation slope 1."""
    slope_of_input: Sequence[Any]
    """… made its slope of its input."""
    not_switched: Sequence[Any]
    """… passed on a product's own input."""
    misrouted: Sequence[Any]
    """… handed a maximum's gradient to another input or to both."""
    named: Mapping[str, Sequence[Any]]
    """… made the mistake of that name."""


KEYS = frozenset(Facts.__annotations__)

Formula = Callable[[Array, Facts], ArrayLike | None]
"""From the right value and the facts to what a mistake makes of it; None where it does not apply."""

FROM_ANSWERS = frozenset({"earlier", "own_slope"})
"""Facts that answers returned: they may be anything."""

_CALLABLE = {"f", "gradient", "losses", "renew", "probe"}
_OTHER = {"kind", "quantity", "named", "gate_values", "values"}
_SINGLE = {"lam", "delta", "alpha", "h", "step_size", "steps", "beta", "lr", "mu", "eps"}
_LISTS = {"branches", "without_slope", "slope_of_input", "not_switched", "misrouted"}


def known(names: Mapping[str, Any]) -> Facts:
    """Return those of the `names` of a call that are facts, and of the kind that formulas expect.

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


def examples(facts: Facts) -> tuple[Array, Array] | None:
    """The examples (N, D) and labels (N,); a single example becomes a batch of one."""
    X, y = facts.get("X", facts.get("x")), facts.get("y")
    if X is None or y is None:
        return None
    X, y = np.atleast_2d(array(X)), np.atleast_1d(np.asarray(y))
    return (X, y) if y.dtype.kind in "iu" and X.ndim == 2 and y.shape == X.shape[:1] else None


def batch_size(facts: Facts) -> int | None:
    """The number of examples."""
    for value in (facts.get("X"), facts.get("scores"), facts.get("dout"), facts.get("anchor")):
        if value is not None and np.ndim(value) == 2:
            return len(value)
    return 1 if "delta" in facts and np.ndim(facts.get("x", 0)) == 1 else None


def scores_of(facts: Facts) -> tuple[Array, Array] | None:
    """Scores (N, K) and labels (N,) that name columns of them, given or computed from the weights."""
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
    """The part of a right loss or gradient that the penalty ``lam * sum W²`` contributes."""
    if not has(facts, ("lam", "W")) or np.ndim(facts["lam"]):
        return None
    W = array(facts["W"])
    if expected.ndim == 0:
        return np.asarray(facts["lam"] * (W**2).sum())
    return 2 * facts["lam"] * W if expected.shape == W.shape else None


def data_and_penalty(expected: Array, facts: Facts) -> tuple[Array, Array]:
    """Split a right value; without a known penalty, all of it is data."""
    penalty = penalty_of(expected, facts)
    return (expected, np.zeros_like(expected)) if penalty is None else (expected - penalty, penalty)


def probabilities_of(facts: Facts) -> tuple[Array, Array] | None:
    """Softmax probabilities (N, K) and labels (N,)."""
    found = None if "delta" in facts else scores_of(facts)
    return None if found is None else (softmax(found[0]), found[1])


def softmax(scores: Array, axis: int | None = -1) -> Array:
    """The softmax of each row, or along another axis."""
    powers = np.exp(scores - scores.max(axis=axis, keepdims=True))
    return powers / powers.sum(axis=axis, keepdims=True)


def distributions(facts: Facts) -> tuple[Array, Array] | None:
    """Return ``softmax(theta)`` and the truth `y`, a distribution too, of a single example."""
    theta, y = facts.get("theta"), facts.get("y")
    if theta is None or y is None or np.ndim(theta) != 1 or np.shape(theta) != np.shape(y):
        return None
    return softmax(array(theta)), array(y)


def from_score_gradient(dscores: Array, expected: Array, facts: Facts) -> Array | None:
    """The gradient of the mean loss for the shape of `expected`, from the gradient of each example's scores.

    That may be the gradient of the scores, of the weights, or of the only example.
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
