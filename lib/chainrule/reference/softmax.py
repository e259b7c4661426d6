"""Softmax, cross-entropy, and the linear classifier built from them.

Scores are ``W x``, without a bias. Shapes: X ``(N, D)``, y ``(N,)`` integer labels, W ``(K, D)``, scores ``(N, K)``.

References
----------
Bridle: *Probabilistic interpretation of feedforward classification network outputs*, Neurocomputing, 1990.
Blanchard, Higham, Higham: *Accurately computing the log-sum-exp and softmax functions*, IMA Journal of Numerical
Analysis 41 (2021).
"""

import numpy as np
from numpy.typing import NDArray

from chainrule.reference.descent import train_linear

Array = NDArray[np.floating]
Labels = NDArray[np.integer]


def softmax(theta: Array) -> Array:
    """Return the probabilities ``y_hat_i = exp(theta_i) / sum_k exp(theta_k)`` over the last axis.

    Subtracting the largest score of a row changes nothing in the quotient, and leaves no exponential above 1 and no
    denominator below 1: right for scores of any size.

    Parameters
    ----------
    theta : ndarray, (K,) or (N, K)
        Scores.

    Returns
    -------
    ndarray, shape of `theta`

    Examples
    --------
    >>> softmax(np.array([1000.0, 999.0])).round(4)
    array([0.7311, 0.2689])
    """
    powers = np.exp(theta - theta.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def cross_entropy(y: Array, y_hat: Array) -> float:
    """Return ``-sum_i y_i log y_hat_i`` of two distributions ``(K,)``.

    A class with ``y_i = 0`` contributes 0, the limit of ``y log y_hat``, whatever ``y_hat_i`` is.

    Examples
    --------
    >>> cross_entropy(np.array([1.0, 0.0]), np.array([1.0, 0.0]))
    0.0
    """
    possible = y > 0
    return float(0.0 - np.sum(y[possible] * np.log(y_hat[possible])))


def softmax_jacobian(theta: Array) -> Array:
    """Return the matrix ``∂y_hat_i / ∂theta_j = y_hat_i (δ_ij - y_hat_j)``.

    Parameters
    ----------
    theta : ndarray, (K,)
        Scores of one example.

    Returns
    -------
    ndarray, (K, K)
        ``diag(y_hat) - y_hat y_hat^T``: symmetric, with rows that sum to 0.
    """
    y_hat = softmax(theta)
    return np.diag(y_hat) - np.outer(y_hat, y_hat)


def cross_entropy_gradient(y: Array, theta: Array) -> Array:
    """Return the gradient of ``cross_entropy(y, softmax(theta))`` with respect to `theta`: ``y_hat - y``.

    ``∂L/∂theta_j = sum_i (-y_i / y_hat_i) y_hat_i (δ_ij - y_hat_j) = -y_j + y_hat_j sum_i y_i``, and a distribution
    sums to 1.

    Parameters
    ----------
    y : ndarray, (K,)
        Any distribution.
    theta : ndarray, (K,)
        Scores.

    Returns
    -------
    ndarray, (K,)
    """
    return softmax(theta) - y


def log_softmax(scores: Array) -> Array:
    """Return ``log softmax(s)_j = (s_j - m) - log sum_k exp(s_k - m)`` of each row, with ``m = max_k s_k``.

    Parameters
    ----------
    scores : ndarray, (N, K)
        Scores of any size.

    Returns
    -------
    ndarray, (N, K)
        At most 0, and finite where ``log(softmax(scores))`` is ``-inf``.
    """
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def softmax_loss(W: Array, X: Array, y: Labels, lam: float) -> tuple[float, Array]:
    """Return the loss of a softmax classifier and its gradient.

    ``L = -1/N sum_i log softmax(W x_i)_{y_i} + lam sum W²``, and with one-hot rows ``Y``,
    ``∂L/∂W = 1/N (softmax(X W^T) - Y)^T X + 2 lam W``.

    Parameters
    ----------
    W : ndarray, (K, D)
        Weights, a row per class.
    X : ndarray, (N, D)
        Examples.
    y : ndarray of int, (N,)
        Labels.
    lam : float
        Strength of the penalty.

    Returns
    -------
    loss : float
    dW : ndarray, (K, D)
    """
    examples = np.arange(len(y))
    log_y_hat = log_softmax(X @ W.T)
    loss = -log_y_hat[examples, y].mean() + lam * (W**2).sum()
    dscores = np.exp(log_y_hat)
    dscores[examples, y] -= 1
    return loss, dscores.T @ X / len(y) + 2 * lam * W


def train_softmax(
    X: Array, y: Labels, num_classes: int, lam: float, step_size: float, batch_size: int, steps: int, seed: int
) -> tuple[Array, Array]:
    """Train a softmax classifier by mini-batch gradient descent, as `chainrule.reference.descent.train_linear` says.

    Returns
    -------
    W : ndarray, (num_classes, D)
        The last weights.
    losses : ndarray, (steps,)
        The loss of each batch, penalty included, before its step.
    """
    return train_linear(softmax_loss, X, y, num_classes, lam, step_size, batch_size, steps, seed)
