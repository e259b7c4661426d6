"""Training a multi-layer perceptron on shuffled mini-batches.

References
----------
Bottou: *Stochastic gradient descent tricks*, in Neural Networks: Tricks of the Trade, 2012.
"""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from chainrule.reference.layers import Array, Labels
from chainrule.reference.mlp import MLP
from chainrule.reference.optimizers import SGD, Optimizer


def train_mlp(
    X: Array,
    y: Labels,
    sizes: Sequence[int],
    epochs: int,
    batch_size: int,
    lr: float,
    seed: Any,
    *,
    optimizer: Callable[[float], Optimizer] = SGD,
    keep: float = 1.0,
    lam: float = 0.0,
    decay: bool = False,
    augment: Callable[[Array, np.random.Generator], Array] = lambda X, rng: X,
    after_epoch: Callable[[int, MLP, float], object] = lambda epoch, network, loss: None,
) -> MLP:
    """Train an `MLP`.

    In each epoch every example is used once, in a new order, `batch_size` at a time; the last batch takes what is left.

    Parameters
    ----------
    X : ndarray, (N, D)
        Examples; if they are float32, so is the network.
    y : ndarray of int, (N,)
        Labels.
    sizes : sequence of int
        Of the network; the first is `D`.
    epochs : int
        How many times every example is used.
    batch_size : int
        Examples in a step; it may exceed `N`.
    lr : float
        Learning rate.
    seed : int, or whatever ``numpy.random.default_rng`` takes
        Of the weights, the dropout masks and the order of the examples.
    optimizer : callable
        From the learning rate to an optimizer.
    keep, lam : float
        Dropout and penalty of the network.
    decay : bool
        Let the learning rate fall linearly, to 0 after the last step.
    augment : callable
        From the examples of a batch and a random generator to what is trained on in their place: `shifted`, say.
    after_epoch : callable
        Called with the number of the epoch (from 1), the network, and the mean of the batches' losses.

    Returns
    -------
    MLP

    Examples
    --------
    >>> X, y = np.array([[0.0, 1.0], [1.0, 0.0]]), np.array([1, 0])
    >>> train_mlp(X, y, [2, 8, 2], epochs=50, batch_size=2, lr=0.5, seed=0).predict(X)
    array([1, 0])
    """
    weights, rng = np.random.default_rng(seed).spawn(2)
    network = MLP(sizes, weights, keep, dtype=np.float32 if X.dtype == np.float32 else np.float64)
    method, parameters = optimizer(lr), network.parameters
    starts = range(0, len(X), batch_size)
    for epoch in range(1, epochs + 1):
        order, total = rng.permutation(len(X)), 0.0
        for number, start in enumerate(starts):
            if decay:
                method.lr = lr * (1 - ((epoch - 1) * len(starts) + number) / (epochs * len(starts)))
            batch = order[start : start + batch_size]
            loss, gradients = network.loss_and_gradients(augment(X[batch], rng), y[batch], lam)
            method.step(parameters, [gradient for pair in gradients for gradient in pair])
            total += loss
        after_epoch(epoch, network, total / len(starts))
    return network


def shifted(X: Array, rng: np.random.Generator, most: int = 1) -> Array:
    """Return a batch of square images, moved by up to `most` pixels up or down and left or right.

    The whole batch shifts alike: what leaves an image on one side comes in on the other, where there is paper, too.

    Examples
    --------
    >>> shifted(np.arange(9.0).reshape(1, 9), np.random.default_rng(0))
    array([[6., 7., 8., 0., 1., 2., 3., 4., 5.]])
    """
    side = math.isqrt(X.shape[1])
    down, right = rng.integers(-most, most, size=2, endpoint=True)
    return np.roll(X.reshape(-1, side, side), (int(down), int(right)), axis=(1, 2)).reshape(X.shape)
