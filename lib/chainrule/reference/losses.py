"""Losses of a linear classifier, example by example, and what they add up to."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from chainrule.reference.linear import linear_scores
from chainrule.reference.softmax import log_softmax, softmax

__all__ = ["cross_entropy_losses", "hinge_losses", "softmax", "total_loss", "weight_penalty"]


def hinge_losses(scores: ArrayLike, y: ArrayLike, delta: float = 1.0) -> NDArray[np.float64]:
    """Return each example's multiclass hinge loss ``L_i = sum over j != y_i of max(0, s_j - s_{y_i} + delta)``.

    Parameters
    ----------
    scores : array_like, (N, K)
    y : array_like of int, (N,)
    delta : float
        The margin, at least 0.

    Returns
    -------
    ndarray, (N,)

    References
    ----------
    Weston, Watkins: *Support vector machines for multi-class pattern recognition*, ESANN 1999.

    Examples
    --------
    >>> hinge_losses([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]], [0, 1, 2]).round(1)
    array([ 2.9,  0. , 12.9])
    """
    scores, y = np.asarray(scores, dtype=float), np.asarray(y)
    rows = np.arange(len(y))
    margins = np.maximum(0.0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0.0
    return margins.sum(axis=1)


def cross_entropy_losses(scores: ArrayLike, y: ArrayLike) -> NDArray[np.float64]:
    """Return each example's cross-entropy ``L_i = -ln softmax(s_i)_{y_i}``, finite for scores of any size.

    Parameters
    ----------
    scores : array_like, (N, K)
    y : array_like of int, (N,)

    Returns
    -------
    ndarray, (N,)

    Examples
    --------
    >>> cross_entropy_losses([[3.2, 5.1, -1.7]], [0]).round(3)
    array([2.04])
    """
    y = np.asarray(y)
    return -log_softmax(np.asarray(scores, dtype=float))[np.arange(len(y)), y]


def weight_penalty(W: ArrayLike, kind: str = "l2", beta: float = 1.0) -> float:
    """Return how large the weights are.

    ``"l2"``: ``sum W²``; ``"l1"``: ``sum |W|``; ``"elastic"``: ``sum (beta W² + |W|)``.

    Raises
    ------
    ValueError
        If `kind` is none of these.

    References
    ----------
    Zou, Hastie: *Regularization and variable selection via the elastic net*, JRSS B 67 (2005).
    """
    W = np.asarray(W, dtype=float)
    squares, sizes = float((W**2).sum()), float(np.abs(W).sum())
    penalties = {"l2": squares, "l1": sizes, "elastic": beta * squares + sizes}
    if kind not in penalties:
        raise ValueError(f"kind should be one of {', '.join(penalties)}, not {kind!r}")
    return penalties[kind]


def total_loss(
    W: ArrayLike, b: ArrayLike, X: ArrayLike, y: ArrayLike, lam: float, losses: Callable[[Any, Any], Any]
) -> float:
    """Return ``L = 1/N sum L_i + lam * sum W²``; the biases are not penalised.

    Parameters
    ----------
    W, b, X
        As in `linear_scores`.
    y : array_like of int, (N,)
    lam : float
        The strength of the penalty.
    losses : callable
        From scores (N, K) and labels (N,) to the losses (N,), such as `hinge_losses`.
    """
    return float(np.mean(losses(linear_scores(W, b, X), y)) + lam * weight_penalty(W))
