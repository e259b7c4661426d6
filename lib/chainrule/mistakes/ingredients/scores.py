"""What scores, and gradients by way of scores, may be made of."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from chainrule.language import words
from chainrule.mistakes.facts import Array, Facts, array, data_and_penalty, examples, scores_of


def gradient_of(dscores: Array, expected: Array, facts: Facts) -> Array | None:
    """Return the gradient, in the shape of `expected`, that one of the scores causes, without a penalty."""
    batch = examples(facts)
    if dscores.shape == expected.shape:
        return dscores
    if batch is None:
        return None
    if expected.ndim == 2 and expected.shape == (dscores.shape[1], batch[0].shape[1]):
        return dscores.T @ batch[0]
    W = array(facts.get("W", 0.0))
    if expected.ndim == 1 and W.ndim == 2 and expected.shape == W.shape[1:]:
        return (dscores @ W)[0]
    return None


def of_scores(name: str, dscores: Array, expected: Array, facts: Facts) -> Iterator[tuple[str, Any]]:
    """Yield the gradient that some slopes of the scores cause: averaged over the examples, and summed."""
    gradient = gradient_of(dscores, expected, facts)
    if gradient is not None:
        yield words("the mean of what {name} give", name=name), gradient / len(dscores)
        yield words("the sum of what {name} give", name=name), gradient


def of_linear(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    """Yield what scores, or a loss of scores, may be made of."""
    W, X, b = (array(facts.get(name, 0.0)) for name in ("W", "X", "b"))
    if W.ndim == X.ndim == 2 and W.shape[1] == X.shape[1] and expected.shape == (len(X), len(W)):
        if b.shape == W.shape[:1]:
            yield words("the scores without b"), X @ W.T
            yield words("the sum of b"), np.full(expected.shape, b.sum())
            yield words("{name}, in each row,", name="b"), np.broadcast_to(b, expected.shape)
            yield words("the mean of b"), np.full(expected.shape, b.mean())
            yield words("the largest of b"), np.full(expected.shape, b.max(initial=-np.inf))
            turned = W.reshape(W.shape[::-1])
            yield words("what W, reshaped in place of transposed, gives,"), X @ turned
            yield "X @ W[::-1].T", X @ W[::-1].T
            yield words("the scores of the absolute values of W"), X @ np.abs(W).T
            yield (
                words("the distances of X and the rows of W, squared,"),
                (((X[:, np.newaxis] - W) ** 2).sum(axis=2) if X.size * len(W) < 10_000 else np.nan),
            )
            yield words("b, once for each pixel,"), np.broadcast_to(W.shape[1] * b, expected.shape)
            yield words("the mean of w × x over the pixels, plus b,"), X @ W.T / W.shape[1] + b
        yield words("the scores of the mean image, without b,"), np.broadcast_to(X.mean(axis=0) @ W.T, expected.shape)
    if W.ndim == X.ndim == 2 and W.shape[1] == X.shape[1] and b.shape in ((), W.shape[:1]) and expected.ndim == 1:
        yield words("the highest score, not its index,"), (X @ W.T + b).max(axis=1, initial=-np.inf)
    data, penalty = data_and_penalty(expected, facts)
    if expected.ndim == 0 and penalty.any():
        yield words("the data's part times the penalty"), data * penalty
        known = scores_of(facts)
        if known is not None and "losses" in facts:
            scores, y = known
            leads = scores - scores[np.arange(len(y)), y][:, None] + 1.0
            yield words("the mean hinge loss, with a margin of 1,"), np.maximum(leads, 0).sum(axis=1).mean() - 1.0
