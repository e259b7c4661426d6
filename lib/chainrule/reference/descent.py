"""Mini-batch gradient descent for linear classifiers, whatever their loss.

References
----------
Robbins, Monro: *A stochastic approximation method*, Annals of Mathematical Statistics 22 (1951).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
Labels = NDArray[np.integer]


def train_linear(
    loss_and_gradient: Callable[[Array, Array, Labels, float], tuple[float, Array]],
    X: Array,
    y: Labels,
    num_classes: int,
    lam: float,
    step_size: float,
    batch_size: int,
    steps: int,
    seed: int,
) -> tuple[Array, Array]:
    """Train the weights of a linear classifier.

    Starts at ``0.001 * rng.standard_normal((num_classes, D))``; every step draws a batch of different examples from all
    `N`, afresh, and goes ``W ← W - step_size ∂L/∂W``.

    Parameters
    ----------
    loss_and_gradient : callable
        ``(W, X, y, lam)`` to the loss of a batch, penalty included, and its gradient ``(num_classes, D)``.
    X : ndarray, (N, D)
        Examples.
    y : ndarray of int, (N,)
        Labels.
    num_classes : int
        Rows of `W`; some may have no example.
    lam : float
        Strength of the penalty.
    step_size : float
        Of each step.
    batch_size : int
        Examples in each batch; all of them if it exceeds `N`.
    steps : int
        How many.
    seed : int
        Of ``numpy.random.default_rng``: the start is its first draw.

    Returns
    -------
    W : ndarray, (num_classes, D)
        The last weights.
    losses : ndarray, (steps,)
        The loss of each batch before its step.
    """
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), size=min(batch_size, len(X)), replace=False)
        losses[step], dW = loss_and_gradient(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses
