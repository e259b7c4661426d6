"""Searching for good weights: at random, by gradients, in batches."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]


def random_search(
    loss: Callable[[Array], Any], shape: tuple[int, ...], trials: int, seed: int
) -> tuple[NDArray[np.float64], float]:
    """Return the best of `trials` random weights, the first of equals, and its loss.

    Each trial is one ``rng.standard_normal(shape)``, with ``rng = numpy.random.default_rng(seed)``.

    Parameters
    ----------
    loss : callable
        From an array of `shape` to a number.
    shape : tuple of int
    trials : int
        At least 1.
    seed : int
    """
    rng = np.random.default_rng(seed)
    candidates = [rng.standard_normal(shape) for _ in range(trials)]
    losses = [float(loss(candidate.copy())) for candidate in candidates]
    best = int(np.argmin(losses))
    return candidates[best], losses[best]


def numerical_gradient(f: Callable[[Array], Any], x: ArrayLike, h: float = 1e-5) -> NDArray[np.float64]:
    """Return the gradient of `f` at `x` by central differences ``(f(x + h e) - f(x - h e)) / 2h``, entry by entry.

    Parameters
    ----------
    f : callable
        From a float64 array of the shape of `x` to a number.
    x : array_like, any shape
        Integers and float32 are converted; `x` is left as it is.
    h : float
        The step, used exactly.

    Returns
    -------
    ndarray of float64, shape of `x`

    Examples
    --------
    >>> numerical_gradient(lambda x: (x ** 2).sum(), [1, 2]).round(6)
    array([2., 4.])
    """
    x = np.asarray(x, dtype=np.float64)
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        above, below = x.copy(), x.copy()
        above[i] += h
        below[i] -= h
        gradient[i] = (f(above) - f(below)) / (2 * h)
    return gradient


def gradient_descent(
    gradient: Callable[[Array], ArrayLike], start: ArrayLike, step_size: float, steps: int
) -> NDArray[np.float64]:
    """Return all points of the walk ``x_{t+1} = x_t - step_size * gradient(x_t)`` from `start`.

    Parameters
    ----------
    gradient : callable
        From a point to the slope there, of the same shape.
    start : array_like, any shape
    step_size : float
        The learning rate.
    steps : int
        At least 0.

    Returns
    -------
    ndarray of float64, (steps + 1, *start.shape)

    References
    ----------
    Cauchy: *Méthode générale pour la résolution des systèmes d'équations simultanées*, C. R. Acad. Sci. 25 (1847).
    """
    points = [np.array(start, dtype=np.float64)]
    for _ in range(steps):
        points.append(points[-1] - step_size * np.asarray(gradient(points[-1].copy())))
    return np.array(points)


def minibatches(X: ArrayLike, y: ArrayLike, batch_size: int, seed: int) -> list[tuple[Array, Array]]:
    """Return all examples once, shuffled together with their labels, in batches of `batch_size`.

    Parameters
    ----------
    X : array_like, (N, D)
    y : array_like, (N,)
    batch_size : int
        At least 1; the last batch holds what is left.
    seed : int

    Returns
    -------
    list of (X_b, y_b), ``ceil(N / batch_size)`` of them
    """
    X, y = np.asarray(X), np.asarray(y)
    order = np.random.default_rng(seed).permutation(len(y))
    batches = [order[i * batch_size : (i + 1) * batch_size] for i in range(math.ceil(len(y) / batch_size))]
    return [(X[batch], y[batch]) for batch in batches]
