"""Numerical gradients: the slow, simple answers that analytical gradients are checked against.

References
----------
Nocedal, Wright: *Numerical Optimization*, 2nd ed., section 8.1 (finite differences and their step).
Squire, Trapp: *Using complex variables to estimate derivatives of real functions*, SIAM Review 40 (1998).
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from chainrule.language import say

Scalar = Callable[[NDArray[Any]], Any]
"""A function from an array to one number."""

CENTRAL_STEP = float(np.finfo(np.float64).eps ** (1 / 3))
"""About 6e-6: where the h² truncation and the eps/h rounding error of a central difference are equal."""


def _number(f: Scalar, x: NDArray[Any]) -> Any:
    value = np.asarray(f(x))
    if value.size != 1:
        raise ValueError(say("a loss must be one number, but it has shape {shape}", shape=value.shape))
    return value.reshape(())[()]


def _real(x: ArrayLike) -> NDArray[np.float64]:
    return np.array(x, dtype=np.float64)  # always a fresh copy: the caller's array is never touched


def central(f: Scalar, x: ArrayLike, h: float | None = None) -> NDArray[np.float64]:
    """Return the gradient of `f` at `x` by central differences, entry by entry.

    ``g[i] = (f(x + h e_i) - f(x - h e_i)) / 2h``, with an error of order ``h²``: two calls per entry.

    Parameters
    ----------
    f : callable
        From an array of the shape of `x` to a number. It is called with fresh float64 arrays, so that
        neither integers nor float32 can swallow the step.
    x : array_like, any shape
        Where; integers and float32 are converted, and never changed.
    h : float, optional
        The step; by default about 6e-6 times ``max(1, |x_i|)`` for each entry.

    Returns
    -------
    ndarray of float64, shape of `x`

    Raises
    ------
    ValueError
        If `f` does not return one number.

    Examples
    --------
    >>> central(lambda x: (x ** 2).sum(), [1.0, 2.0, 3.0]).round(6)
    array([2., 4., 6.])
    """
    x = _real(x)
    gradient = np.empty_like(x)
    for i, above, below, taken in _nudged(x, h):
        gradient[i] = (_number(f, above) - _number(f, below)) / taken
    return gradient


def slopes(f: Callable[[NDArray[Any]], Any], x: ArrayLike) -> NDArray[np.float64]:
    """Return the Jacobian of a function with several results, by central differences.

    Parameters
    ----------
    f : callable
        From an array of the shape of `x` to an array, whose shape is always the same.
    x : array_like, any shape

    Returns
    -------
    ndarray of float64, shape (entries of the result, entries of `x`)

    Examples
    --------
    >>> slopes(lambda x: x[0] * x, [2.0, 3.0]).round(6)
    array([[4., 0.],
           [3., 2.]])
    """
    x = _real(x)
    columns = [np.ravel(f(above[()]) - f(below[()])) / taken for _, above, below, taken in _nudged(x, None)]
    return np.stack(columns, axis=1)


def _nudged(
    x: NDArray[np.float64], h: float | None
) -> Iterator[tuple[tuple[int, ...], NDArray[np.float64], NDArray[np.float64], float]]:
    """Yield the index of each entry, two copies of an array with this entry moved up and down, and how far apart."""
    for i in np.ndindex(x.shape):
        step = h if h is not None else CENTRAL_STEP * max(1.0, abs(float(x[i])))
        above, below = x.copy(), x.copy()
        above[i] += step
        below[i] -= step
        yield i, above, below, float(above[i] - below[i])  # x + h rounds, and f may change what it is given


def one_sided(f: Scalar, x: ArrayLike, index: tuple[int, ...], h: float = 1e-6) -> tuple[float, float]:
    """Return the slopes of `f` to the left and to the right of entry `index` of `x`.

    At a kink, as of ``max(0, x)`` at 0, they differ, and no numerical gradient can judge an answer there.

    Examples
    --------
    >>> left, right = one_sided(lambda x: max(0.0, x[0]), [0.0], (0,))
    >>> round(left, 6), round(right, 6)
    (0.0, 1.0)
    """
    x = _real(x)
    above, below = x.copy(), x.copy()
    above[index] += h
    below[index] -= h
    here = _number(f, x.copy())
    return (
        float((here - _number(f, below)) / (x[index] - below[index])),
        float((_number(f, above) - here) / (above[index] - x[index])),
    )


def is_kink(f: Scalar, x: ArrayLike, index: tuple[int, ...], h: float = CENTRAL_STEP) -> bool:
    """Tell whether `f` has a kink within `h` of entry `index` of `x`.

    On a smooth function the gap between the one-sided slopes shrinks with the step (it is ``h f''``); at a kink it
    stays.
    """
    gaps = []
    for step in (h, h / 8):
        left, right = one_sided(f, x, index, step)
        gaps.append(abs(right - left))
        if gaps[0] <= 1e-3 * max(1.0, abs(left), abs(right)):
            return False
    return gaps[1] > gaps[0] / 2


def complex_step(f: Scalar, x: ArrayLike, h: float = 1e-30) -> NDArray[np.float64]:
    """Return the gradient of an analytic `f` at `x`, exact to rounding.

    ``g[i] = Im f(x + i h e_i) / h``: nothing is subtracted, so `h` may be tiny. Every step of `f` must work on
    complex numbers and be analytic: no ``abs``, ``max`` or comparison of the values.

    Examples
    --------
    >>> complex_step(lambda x: np.exp(x).sum(), [0.0, 1.0])
    array([1.        , 2.71828183])
    """
    x = _real(x)
    gradient = np.empty_like(x)
    for i in np.ndindex(x.shape):
        moved = x.astype(np.complex128)
        moved[i] += 1j * h
        gradient[i] = np.imag(_number(f, moved)) / h
    return gradient


def along(f: Scalar, x: ArrayLike, direction: ArrayLike, h: float = CENTRAL_STEP) -> float:
    """Return the slope of `f` at `x` along `direction`: two calls, whatever the size of `x`.

    ``(f(x + h d) - f(x - h d)) / 2h``, which is ``gradient · d`` for a smooth `f`. A few random directions check
    a gradient of any size: they find every wrong one but for a set of measure zero, and for errors below the accuracy
    of the slope, about 1e-6 of the gradient's norm. The step is `h` times ``max(1, |x|)``; the more entries move, the
    likelier one of many kinks is within it. A smaller `h` leaves them out, and is less accurate.
    """
    x, direction = _real(x), _real(direction)
    h *= max(1.0, float(np.abs(x).max(initial=0.0)))
    return float((_number(f, x + h * direction) - _number(f, x - h * direction)) / (2 * h))


def random_direction(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float64]:
    """Return a direction whose entries have either sign and a size between 1/2 and 1.

    Each entry of a gradient counts, none is weighted by almost zero. All sizes differ, or errors of equal size (two
    entries swapped, say) would cancel along every other direction.
    """
    return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(0.5, 1.0, size=shape)
