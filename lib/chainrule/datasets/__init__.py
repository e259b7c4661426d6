"""The data of the course: the lectures' small tables, a spiral, and handwritten digits, small and large.

Every function returns fresh arrays, so that nothing done to one can spoil another. Examples are rows ``X (N, D)``,
labels are integers ``y (N,)`` from 0.
"""

from chainrule.datasets.failing_runs import BrokenRun, broken_runs
from chainrule.datasets.mnist_digits import MNIST_FILES, DataError, Digits, mnist, mnist_folder
from chainrule.datasets.small_digits import Split, digits
from chainrule.datasets.spiral_and_curves import Batch, LearningCurve, learning_curves, spiral
from chainrule.datasets.tables import (
    Example,
    Scores,
    apple_banana_pear,
    bird_or_car,
    cat_car_frog,
    tea_displeasure,
)

__all__ = [
    "MNIST_FILES",
    "Batch",
    "BrokenRun",
    "DataError",
    "Digits",
    "Example",
    "LearningCurve",
    "Scores",
    "Split",
    "apple_banana_pear",
    "bird_or_car",
    "broken_runs",
    "cat_car_frog",
    "digits",
    "learning_curves",
    "mnist",
    "mnist_folder",
    "spiral",
    "tea_displeasure",
]
