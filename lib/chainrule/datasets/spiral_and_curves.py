"""A spiral, drawn anew for each seed; and the learning curves of five training runs."""

from typing import NamedTuple

import numpy as np

from chainrule.datasets.kinds import Array, Labels, count
from chainrule.language import say, words


class Batch(NamedTuple):
    """Examples ``X (N, D)`` and their labels ``y (N,)``."""

    X: Array
    y: Labels


class LearningCurve(NamedTuple):
    """What a training run looked like: four arrays with an entry per epoch, losses and shares of right answers."""

    train_loss: Array
    val_loss: Array
    train_accuracy: Array
    val_accuracy: Array


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
    n, arms = count(n, words("n, the number of points on each arm,")), count(arms, "arms")
    if not noise >= 0:
        raise ValueError(say("noise is a standard deviation, at least 0, but it is {noise}", noise=noise))
    rng = np.random.default_rng(seed)
    y = np.repeat(np.arange(arms), n)
    radius = np.tile(np.linspace(0.0, 1.0, n), arms)
    angle = 2 * np.pi * y / arms + 4.0 * radius + noise * rng.standard_normal(n * arms)
    return Batch(radius[:, None] * np.column_stack([np.sin(angle), np.cos(angle)]), y)


# Five runs, four rows each: loss of training and validation, accuracy of training and validation, epoch by epoch.
# benchmarks/learning_curves.py made them.
_CURVES = """
1.00 0.92 0.87 0.84 0.82 0.81 0.80 0.80 0.79 0.79 0.78 0.78 0.78 0.78 0.78 0.78 0.77 0.78 0.78 0.77 0.77 0.77
1.01 0.92 0.87 0.84 0.81 0.79 0.78 0.78 0.77 0.76 0.76 0.76 0.76 0.75 0.75 0.74 0.74 0.74 0.74 0.74 0.74 0.74
0.43 0.54 0.51 0.53 0.51 0.54 0.50 0.50 0.50 0.49 0.50 0.50 0.50 0.49 0.50 0.50 0.50 0.50 0.50 0.49 0.50 0.50
0.39 0.49 0.49 0.53 0.54 0.53 0.53 0.53 0.55 0.53 0.53 0.53 0.53 0.51 0.51 0.51 0.51 0.53 0.52 0.52 0.52 0.52
2.46 2.44 2.41 2.39 2.37 2.36 2.34 2.33 2.31 2.30 2.29 2.27 2.26 2.25 2.24 2.23 2.22 2.21 2.20 2.19 2.18 2.17
2.43 2.41 2.39 2.37 2.35 2.33 2.32 2.31 2.29 2.28 2.27 2.26 2.24 2.23 2.22 2.21 2.20 2.19 2.18 2.17 2.16 2.15
0.10 0.10 0.11 0.11 0.12 0.13 0.14 0.14 0.15 0.17 0.18 0.19 0.19 0.20 0.21 0.21 0.22 0.23 0.24 0.25 0.26 0.26
0.12 0.12 0.13 0.14 0.14 0.16 0.16 0.17 0.17 0.17 0.19 0.19 0.20 0.20 0.21 0.22 0.23 0.24 0.24 0.25 0.25 0.26
1.95 1.59 1.30 1.06 0.86 0.71 0.62 0.51 0.47 0.39 0.35 0.31 0.28 0.26 0.23 0.21 0.19 0.18 0.18 0.16 0.14 0.14
2.05 1.75 1.49 1.28 1.10 0.98 0.91 0.78 0.76 0.67 0.63 0.60 0.59 0.55 0.52 0.51 0.48 0.46 0.47 0.44 0.44 0.43
0.41 0.61 0.81 0.95 0.95 0.93 0.93 0.97 0.95 0.99 0.97 0.97 0.99 0.99 1.00 0.99 0.99 0.99 0.99 0.99 1.00 0.99
0.35 0.47 0.66 0.77 0.79 0.81 0.82 0.84 0.85 0.86 0.86 0.87 0.86 0.87 0.87 0.87 0.88 0.89 0.87 0.89 0.88 0.88
0.46 0.22 0.15 0.26 0.65 0.49 0.36 0.29 0.12 0.28 0.15 0.38 0.08 0.08 0.10 0.17 0.08 0.04 0.02 0.05 0.23 0.10
0.50 0.29 0.21 0.34 0.68 0.65 0.38 0.44 0.27 0.41 0.28 0.54 0.22 0.15 0.16 0.39 0.26 0.20 0.14 0.14 0.37 0.31
0.84 0.92 0.96 0.92 0.83 0.87 0.90 0.93 0.96 0.93 0.96 0.93 0.98 0.97 0.97 0.95 0.98 0.99 0.99 0.98 0.96 0.97
0.83 0.90 0.94 0.90 0.83 0.85 0.89 0.91 0.92 0.91 0.93 0.91 0.94 0.95 0.96 0.93 0.95 0.97 0.96 0.97 0.95 0.95
2.56 2.99 2.72 2.52 2.95 2.64 2.75 2.51 2.53 2.91 2.95 2.51 3.17 2.47 3.26 2.67 2.64 2.62 2.44 2.68 2.52 2.49
2.57 3.05 2.75 2.50 2.99 2.65 2.78 2.48 2.56 2.96 2.92 2.56 3.22 2.54 3.34 2.67 2.67 2.61 2.51 2.69 2.49 2.51
0.11 0.11 0.11 0.09 0.11 0.10 0.11 0.11 0.11 0.10 0.10 0.11 0.09 0.11 0.10 0.11 0.10 0.10 0.11 0.10 0.09 0.09
0.09 0.10 0.09 0.11 0.09 0.11 0.09 0.10 0.09 0.10 0.09 0.09 0.11 0.09 0.09 0.10 0.09 0.10 0.09 0.10 0.11 0.11
"""


def learning_curves() -> dict[str, LearningCurve]:
    """Return the curves of five training runs, "A" to "E", each with something wrong.

    They are numbers of real runs, rounded to two digits.

    Examples
    --------
    >>> curves = learning_curves()
    >>> list(curves), curves["A"].val_loss.shape
    (['A', 'B', 'C', 'D', 'E'], (22,))
    """
    rows = [np.array(line.split(), dtype=float) for line in _CURVES.split("\n") if line]
    return {name: LearningCurve(*rows[4 * i : 4 * i + 4]) for i, name in enumerate("ABCDE")}
