"""The multiclass support vector machine: hinge loss, its gradient, and training.

Scores are ``W x``, without a bias. Shapes: X ``(N, D)``, y ``(N,)`` integer labels, W ``(K, D)``, scores ``(N, K)``.
The hinge loss of one example is ``L_i = sum over j != y_i of max(0, m_ij)`` with the margins
``m_ij = w_j · x_i - w_{y_i} · x_i + delta``; only a margin above 0 counts, so at exactly 0 the slope is 0.

References
----------
Weston, Watkins: *Support vector machines for multi-class pattern recognition*, ESANN, 1999.
Crammer, Singer: *On the algorithmic implementation of multiclass kernel-based vector machines*, Journal of Machine
Learning Research 2 (2001), whose loss takes the largest margin where this one takes their sum.
"""

import numpy as np
from numpy.typing import NDArray

from chainrule.reference.descent import train_linear

Array = NDArray[np.floating]
Labels = NDArray[np.integer]


def svm_margins(W: Array, X: Array, y: Labels, delta: float = 1.0) -> Array:
    """Return the margins that count, ``max(0, s_ij - s_{i, y_i} + delta)``, and 0 in the correct class's column.

    Parameters
    ----------
    W : ndarray, (K, D)
        Weights, a row per class.
    X : ndarray, (N, D)
        Examples.
    y : ndarray of int, (N,)
        Labels.
    delta : float
        By how much the correct class must win; at least 0.

    Returns
    -------
    ndarray, (N, K)
        Its rows sum to the hinge losses of the examples.

    Examples
    --------
    >>> svm_margins(np.array([[-2.0, -1.0], [1.0, -5.0]]), np.array([[3.0, 2.0]]), np.array([0]))
    array([[0., 2.]])
    """
    examples = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0.0, scores - scores[examples, y][:, None] + delta)
    margins[examples, y] = 0.0
    return margins


def hinge_gradient_example(W: Array, x: Array, y: int, delta: float = 1.0) -> Array:
    """Return the gradient of one example's hinge loss.

    ``∂L/∂w_j = [m_j > 0] x`` for ``j != y``, and ``∂L/∂w_y = -(number of j != y with m_j > 0) x``.

    Parameters
    ----------
    W : ndarray, (K, D)
        Weights.
    x : ndarray, (D,)
        The example.
    y : int
        Its label.
    delta : float
        As in `svm_margins`.

    Returns
    -------
    ndarray, (K, D)

    Examples
    --------
    >>> hinge_gradient_example(np.array([[-2.0, -1.0], [1.0, -5.0]]), np.array([3.0, 2.0]), 0)
    array([[-3., -2.],
           [ 3.,  2.]])
    """
    return _score_gradient(svm_margins(W, x[None, :], np.array([y]), delta), np.array([y])).T * x


def svm_loss_loops(W: Array, X: Array, y: Labels, lam: float, delta: float = 1.0) -> tuple[float, Array]:
    """Return what `svm_loss` returns, by loops over examples and classes: slow, but easy to verify line by line."""
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y, strict=True):
        for j, w in enumerate(W):
            margin = w @ x - W[label] @ x + delta
            if j != label and margin > 0:
                loss += margin / len(X)
                dW[j] += x / len(X)
                dW[label] -= x / len(X)
    return loss + lam * (W**2).sum(), dW + 2 * lam * W


def svm_loss(W: Array, X: Array, y: Labels, lam: float, delta: float = 1.0) -> tuple[float, Array]:
    """Return the loss of a multiclass SVM and its gradient.

    ``L = 1/N sum_i L_i + lam sum W²``, and ``∂L/∂W = 1/N G^T X + 2 lam W`` with the score gradients ``G`` ``(N, K)``:
    ``G_ij = [m_ij > 0]`` for ``j != y_i``, and minus the sum of these in the correct class's column.

    Parameters
    ----------
    W, X, y, delta
        As in `svm_margins`.
    lam : float
        Strength of the penalty.

    Returns
    -------
    loss : float
    dW : ndarray, (K, D)

    Examples
    --------
    >>> loss, dW = svm_loss(np.array([[-2.0, -1.0], [1.0, -5.0]]), np.array([[3.0, 2.0]]), np.array([0]), 0.5)
    >>> float(loss)
    17.5
    >>> dW
    array([[-5., -3.],
           [ 4., -3.]])
    """
    margins = svm_margins(W, X, y, delta)
    loss = margins.sum() / len(y) + lam * (W**2).sum()
    return loss, _score_gradient(margins, y).T @ X / len(y) + 2 * lam * W


def train_svm(
    X: Array, y: Labels, num_classes: int, lam: float, step_size: float, batch_size: int, steps: int, seed: int
) -> tuple[Array, Array]:
    """Train a multiclass SVM by mini-batch gradient descent, as `chainrule.reference.descent.train_linear` says.

    Returns
    -------
    W : ndarray, (num_classes, D)
        The last weights.
    losses : ndarray, (steps,)
        The loss of each batch, penalty included, before its step.
    """
    return train_linear(svm_loss, X, y, num_classes, lam, step_size, batch_size, steps, seed)


def _score_gradient(margins: Array, y: Labels) -> Array:
    """Return the gradient of each example's loss with respect to its scores, ``(N, K)``; its rows sum to 0."""
    gradient = (margins > 0).astype(np.float64)
    gradient[np.arange(len(y)), y] = -gradient.sum(axis=1)
    return gradient
