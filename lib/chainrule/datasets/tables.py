"""The lectures' small tables, and a curve."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from chainrule.datasets.kinds import Array, Labels


class Scores(NamedTuple):
    """Scores of a few examples, as printed on a slide.

    Parameters
    ----------
    scores : ndarray, (N, K)
        One row per example, one column per class.
    y : ndarray of int, (N,)
        The correct classes.
    names : tuple of str
        What the classes are called.
    """

    scores: Array
    y: Labels
    names: tuple[str, ...]


class Example(NamedTuple):
    """One example and the weights that score it: ``W @ x`` has one entry per class.

    Parameters
    ----------
    W : ndarray, (K, D)
        Weights, a row per class.
    x : ndarray, (D,)
        The example.
    y : int
        Its correct class.
    names : tuple of str
        What the classes are called.
    """

    W: Array
    x: Array
    y: int
    names: tuple[str, ...]


def cat_car_frog() -> Scores:
    """Return the scores of a cat, a car and a frog; their hinge losses are 2.9, 0 and 12.9.

    Examples
    --------
    >>> scores, y, names = cat_car_frog()
    >>> names[scores[0].argmax()], names[y[0]]
    ('car', 'cat')
    """
    scores = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
    return Scores(scores, np.arange(3), ("cat", "car", "frog"))


def apple_banana_pear() -> Scores:
    """Return the scores of an apple, a banana and a pear; the last has a hinge loss of 0.

    Examples
    --------
    >>> apple_banana_pear().scores[2]
    array([ 0.1, -0.3,  1.1])
    """
    scores = np.array([[1.87, 1.3, 0.56], [-0.4, 1.1, 1.35], [0.1, -0.3, 1.1]])
    return Scores(scores, np.arange(3), ("apple", "banana", "pear"))


def bird_or_car() -> Example:
    """Return an image of two pixels that shows a bird, and weights that take it for a car.

    Examples
    --------
    >>> W, x, y, names = bird_or_car()
    >>> W @ x
    array([-8., -7.])
    """
    return Example(np.array([[-2.0, -1.0], [1.0, -5.0]]), np.array([3.0, 2.0]), 0, ("bird", "car"))


def tea_displeasure(temperature: ArrayLike) -> Array:
    """Return how little we like tea at a temperature, from 0 (perfect) upwards.

    A smooth curve, ``(t - 62)² / 400 - 6 exp(-((t - 5) / 10)²)``: best at 62 °C, a second and worse valley near
    7.4 °C (iced tea), and between them, near 19.5 °C, a hill of lukewarm tea. Which valley a walk downhill finds
    depends on where it starts.

    Parameters
    ----------
    temperature : array_like
        In °C.

    Returns
    -------
    ndarray of float64, shape of `temperature`
        A NumPy number if the temperature is a number.

    Examples
    --------
    >>> tea_displeasure([7.4, 19.5, 57.0]).round(2)
    array([1.79, 3.78, 0.06])
    """
    t = np.asarray(temperature, dtype=np.float64)
    return (t - 62.0) ** 2 / 400.0 - 6.0 * np.exp(-(((t - 5.0) / 10.0) ** 2))
