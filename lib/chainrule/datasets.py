"""The data of the course: the lectures' small tables, a spiral, and handwritten digits.

Every function returns fresh arrays, so that nothing done to one can spoil another. Examples are rows ``X (N, D)``,
labels are integers ``y (N,)`` from 0.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


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


class Batch(NamedTuple):
    """Examples ``X (N, D)`` and their labels ``y (N,)``."""

    X: Array
    y: Labels


class Split(NamedTuple):
    """Examples to learn from, and others to judge by what was learned."""

    X_train: Array
    y_train: Labels
    X_val: Array
    y_val: Labels


def _count(number: int, what: str, most: int | None = None) -> int:
    """Return a number of things, after a check that it is one."""
    whole = isinstance(number, (int, np.integer)) and not isinstance(number, bool)
    if not whole or number < 1 or (most is not None and number > most):
        limits = "at least 1" if most is None else f"from 1 to {most}"
        raise ValueError(f"{what} should be an integer, {limits}, but it is {number!r}")
    return int(number)


# --- The lectures' tables -----------------------------------------------------------------------------------------


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
        For a number a NumPy number.

    Examples
    --------
    >>> tea_displeasure([7.4, 19.5, 57.0]).round(2)
    array([1.79, 3.78, 0.06])
    """
    t = np.asarray(temperature, dtype=np.float64)
    return (t - 62.0) ** 2 / 400.0 - 6.0 * np.exp(-(((t - 5.0) / 10.0) ** 2))


# --- Generated data -----------------------------------------------------------------------------------------------


def spiral(n: int = 100, arms: int = 3, noise: float = 0.2, seed: int = 0) -> Batch:
    """Return points on the arms of a spiral: no straight line separates them.

    Parameters
    ----------
    n : int
        Points on each arm.
    arms : int
        How many; each is a class.
    noise : float
        Standard deviation of the angle, in radians; 0 gives perfect arms.
    seed : int
        Of ``numpy.random.default_rng``. The same seed gives the same points.

    Returns
    -------
    X : ndarray, (n * arms, 2)
        Points within the unit circle, arm after arm.
    y : ndarray of int, (n * arms,)
        The arm of each.

    Raises
    ------
    ValueError
        If `n` or `arms` is no integer of at least 1, or `noise` is negative.

    Examples
    --------
    >>> X, y = spiral(n=100, arms=3)
    >>> X.shape, np.bincount(y)
    ((300, 2), array([100, 100, 100]))
    """
    n, arms = _count(n, "n, the number of points on each arm,"), _count(arms, "arms")
    if not noise >= 0:
        raise ValueError(f"noise is a standard deviation, at least 0, but it is {noise}")
    rng = np.random.default_rng(seed)
    y = np.repeat(np.arange(arms), n)
    radius = np.tile(np.linspace(0.0, 1.0, n), arms)
    angle = 2 * np.pi * y / arms + 4.0 * radius + noise * rng.standard_normal(n * arms)
    return Batch(radius[:, None] * np.column_stack([np.sin(angle), np.cos(angle)]), y)


# --- Real data ----------------------------------------------------------------------------------------------------


def digits(train: int = 1500, seed: int = 0) -> Split:
    """Return scikit-learn's handwritten digits, 8 × 8 pixels each, shuffled and split.

    Parameters
    ----------
    train : int
        Examples to train on, of 1797; the others are for validation.
    seed : int
        Of ``numpy.random.default_rng``, which shuffles them.

    Returns
    -------
    X_train : ndarray, (train, 64)
        Pixels from 0 (paper) to 1 (ink), row after row.
    y_train : ndarray of int, (train,)
        The digits 0 to 9.
    X_val : ndarray, (1797 - train, 64)
    y_val : ndarray of int, (1797 - train,)

    Raises
    ------
    ValueError
        If `train` is no integer from 1 to 1796, so that something is left to validate.

    References
    ----------
    Alpaydin, Kaynak: *Optical recognition of handwritten digits*, UCI Machine Learning Repository, 1998.

    Examples
    --------
    >>> X_train, y_train, X_val, y_val = digits()
    >>> X_train.shape, X_val.shape
    ((1500, 64), (297, 64))
    """
    from sklearn.datasets import load_digits

    pixels, labels = load_digits(return_X_y=True)
    train = _count(train, "train", len(labels) - 1)
    order = np.random.default_rng(seed).permutation(len(labels))
    X, y = pixels[order].astype(np.float64) / 16.0, labels[order].astype(np.int64)
    return Split(X[:train], y[:train], X[train:].copy(), y[train:].copy())
