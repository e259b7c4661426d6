"""Optimisers: how a gradient becomes a step.

Each rule is given twice: as a function of one array, which returns new arrays and follows the formula, and as a class
that moves all parameters of a network in place, which is used for training.

References
----------
Polyak: *Some methods of speeding up the convergence of iteration methods*, USSR Computational Mathematics 4 (1964).
Nesterov: *A method for solving the convex programming problem with convergence rate O(1/k²)*, 1983; in the form of
Sutskever, Martens, Dahl, Hinton: *On the importance of initialization and momentum in deep learning*, ICML, 2013.
Duchi, Hazan, Singer: *Adaptive subgradient methods*, Journal of Machine Learning Research 12 (2011).
Tieleman, Hinton: *RMSProp*, lecture 6.5 of *Neural networks for machine learning*, Coursera, 2012.
Kingma, Ba: *Adam: a method for stochastic optimization*, ICLR, 2015.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


# --- The rules ----------------------------------------------------------------------------------------------------


def sgd_step(w: Array, g: Array, lr: float) -> Array:
    """Return ``w - lr g``.

    Parameters
    ----------
    w, g : ndarray, any one shape
        A parameter and its gradient.
    lr : float
        The learning rate.

    Examples
    --------
    >>> sgd_step(np.array([1.0, 2.0]), np.array([0.5, -1.0]), lr=0.1)
    array([0.95, 2.1 ])
    """
    return w - lr * g


def momentum_step(w: Array, g: Array, v: Array, lr: float, mu: float) -> tuple[Array, Array]:
    """Return ``(w', v')``: ``v' = mu v - lr g``, ``w' = w + v'``.

    Parameters
    ----------
    w, g, v : ndarray, any one shape
        A parameter, its gradient, and its velocity.
    lr, mu : float
        The learning rate, and the part of the velocity that is left after a step.
    """
    v = mu * v - lr * g
    return w + v, v


def nesterov_step(w: Array, v: Array, gradient: Callable[[Array], Array], lr: float, mu: float) -> tuple[Array, Array]:
    """Return ``(w', v')``: ``v' = mu v - lr gradient(w + mu v)``, ``w' = w + v'``.

    The momentum step comes first; the gradient where it leads corrects it.

    Parameters
    ----------
    w, v : ndarray, any one shape
        A parameter and its velocity.
    gradient : callable
        From a parameter to the gradient there.
    lr, mu : float
        As in `momentum_step`.
    """
    v = mu * v - lr * gradient(w + mu * v)
    return w + v, v


def adagrad_step(w: Array, g: Array, cache: Array, lr: float, eps: float = 1e-8) -> tuple[Array, Array]:
    """Return ``(w', cache')``: ``cache' = cache + g²``, ``w' = w - lr g / (sqrt(cache') + eps)``.

    Parameters
    ----------
    w, g, cache : ndarray, any one shape
        A parameter, its gradient, and the sum of the squares of its gradients so far.
    lr : float
        The learning rate: the size of each entry's first step.
    eps : float
        Keeps the quotient finite.
    """
    cache = cache + g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache


def rmsprop_step(
    w: Array, g: Array, cache: Array, lr: float, decay: float = 0.9, eps: float = 1e-8
) -> tuple[Array, Array]:
    """Return ``(w', cache')``: ``cache' = decay cache + (1 - decay) g²``, ``w' = w - lr g / (sqrt(cache') + eps)``.

    Parameters
    ----------
    w, g, cache : ndarray, any one shape
        A parameter, its gradient, and the running mean of the squares of its gradients.
    lr : float
        The learning rate: about the size of each entry's steps, however steep it is.
    decay, eps : float
        What is left of the cache after a step, and what keeps the quotient finite.
    """
    cache = decay * cache + (1 - decay) * g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache


def adam_step(
    w: Array,
    g: Array,
    m: Array,
    v: Array,
    t: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, Array, Array]:
    """Return ``(w', m', v')``: running means of gradient and square, corrected for their start at 0.

    ``m' = beta1 m + (1 - beta1) g``, ``v' = beta2 v + (1 - beta2) g²``,
    ``w' = w - lr (m' / (1 - beta1^t)) / (sqrt(v' / (1 - beta2^t)) + eps)``.

    Parameters
    ----------
    w, g, m, v : ndarray, any one shape
        A parameter, its gradient, and the running means of its gradients and of their squares.
    t : int
        The number of the step, from 1.
    lr, beta1, beta2, eps : float
        The learning rate; what is left of the running means after a step; what keeps the quotient finite.

    Examples
    --------
    The first step has the size of the learning rate, whatever that of the gradient:

    >>> w, m, v = adam_step(np.ones(2), np.array([4.0, -0.001]), np.zeros(2), np.zeros(2), t=1, lr=0.1)
    >>> w.round(4)
    array([0.9, 1.1])
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


# --- In place, for a whole network --------------------------------------------------------------------------------


class Optimizer(Protocol):
    """Moves parameters in place; `lr` may be changed between the steps."""

    lr: float

    def step(self, parameters: Sequence[Array], gradients: Sequence[Array]) -> None:
        """Move the parameters. The gradients are overwritten."""


class SGD:
    """`sgd_step` for all parameters."""

    def __init__(self, lr: float) -> None:
        self.lr = lr

    def step(self, parameters: Sequence[Array], gradients: Sequence[Array]) -> None:
        """Move the parameters."""
        for w, g in zip(parameters, gradients, strict=True):
            g *= self.lr
            w -= g


class Momentum:
    """`momentum_step` for all parameters, from rest."""

    def __init__(self, lr: float, mu: float = 0.9) -> None:
        self.lr, self.mu = lr, mu
        self.velocities: list[Array] = []

    def step(self, parameters: Sequence[Array], gradients: Sequence[Array]) -> None:
        """Move the parameters."""
        self.velocities = self.velocities or [np.zeros_like(w) for w in parameters]
        for w, g, v in zip(parameters, gradients, self.velocities, strict=True):
            g *= self.lr
            v *= self.mu
            v -= g
            w += v


class Nesterov:
    """`nesterov_step` for all parameters, from rest.

    It moves the points to which the rule looks ahead, ``u = w + mu v``: these are the network's weights, so its
    gradient is automatically taken there (Bengio, Boulanger-Lewandowski, Pascanu, 2013)::

        v' = mu v - lr g(u),    u' = w' + mu v' = u - lr g(u) + mu v'

    As the velocity dies away, ``u`` and ``w`` become the same.
    """

    def __init__(self, lr: float, mu: float = 0.9) -> None:
        self.lr, self.mu = lr, mu
        self.velocities: list[Array] = []

    def step(self, parameters: Sequence[Array], gradients: Sequence[Array]) -> None:
        """Move the parameters."""
        self.velocities = self.velocities or [np.zeros_like(u) for u in parameters]
        for u, g, v in zip(parameters, gradients, self.velocities, strict=True):
            g *= self.lr
            v *= self.mu
            v -= g
            u -= g
            np.multiply(v, self.mu, out=g)
            u += g


class AdaGrad:
    """`adagrad_step` for all parameters, from an empty cache."""

    def __init__(self, lr: float, eps: float = 1e-8) -> None:
        self.lr, self.eps = lr, eps
        self.caches: list[Array] = []

    def step(self, parameters: Sequence[Array], gradients: Sequence[Array]) -> None:
        """Move the parameters."""
        self.caches = self.caches or [np.zeros_like(w) for w in parameters]
        for w, g, cache in zip(parameters, gradients, self.caches, strict=True):
            cache += g * g
            root = np.sqrt(cache)
            root += self.eps
            g *= self.lr
            g /= root
            w -= g
