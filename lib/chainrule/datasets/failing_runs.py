"""Five training runs, each with one bug, and a healthy one: what every check finds in them."""

from typing import NamedTuple

import numpy as np

from chainrule.datasets.kinds import Array
from chainrule.datasets.spiral_and_curves import LearningCurve


class BrokenRun(NamedTuple):
    """A training run of a network of 64-128-10 on 200 digits, as seen by six checks; tensors are W1, b1, W2, b2."""

    start: float
    """The loss that is reported for the first batch of 20, before the first step."""
    twice: Array
    """The share of validation images that are right before the first step, computed twice."""
    gradient_errors: Array
    """Of each tensor: how far its gradient is from a numerical one, relative to the largest slope."""
    changes: Array
    """The largest change of each tensor in a small step with all images."""
    small_step: Array
    """The loss before and after that step."""
    by_heart: float
    """The share of seven images that are known after 300 steps with these seven."""
    curves: LearningCurve
    """Losses and accuracies, every third epoch."""


# Ten rows each: one for each check, and four for the curves. benchmarks/broken_runs.py made them.
_RUNS = """
2.335
0.07779 0.07779
1.5e-09 1.1e-09 4.6e-10 5.2e-10
0.0005637 0.0005171 0.00151 0.0009786
2.461 2.448
1
0.49 0.19 0.14 0.08 0.06 0.05 0.04 0.03 0.03 0.02 0.02 0.02 0.02 0.01 0.01 0.01 0.01 0.01 0.01 0.01
0.65 0.35 0.32 0.25 0.25 0.24 0.22 0.22 0.21 0.21 0.21 0.21 0.21 0.21 0.21 0.21 0.21 0.21 0.21 0.21
0.92 0.97 0.99 0.99 0.99 1.00 1.00 1.00 1.00 1.00 1.00 1.00 1.00 1.00 1.00 1.00 1.00 1.00 1.00 1.00
0.86 0.91 0.91 0.93 0.93 0.93 0.94 0.94 0.94 0.94 0.94 0.94 0.94 0.94 0.93 0.94 0.94 0.94 0.94 0.94
2.352
0.07779 0.07779
1.8e-09 1.2e-09 4.9e-10 4.1e-10
0.0004764 0.0005161 0.001213 0.0009786
2.454 2.446
1
2.07 1.90 1.84 1.63 1.59 1.40 1.26 1.24 1.07 0.97 0.96 0.84 0.74 0.62 0.66 0.52 0.46 0.39 0.29 0.31
2.51 2.59 2.69 2.67 2.83 2.78 2.77 2.86 2.93 3.01 3.19 3.20 3.34 3.53 3.73 3.79 3.64 3.83 4.05 4.07
0.23 0.39 0.32 0.46 0.42 0.57 0.64 0.64 0.71 0.75 0.70 0.79 0.80 0.86 0.83 0.88 0.94 0.94 0.98 0.94
0.05 0.03 0.06 0.02 0.08 0.04 0.08 0.09 0.06 0.10 0.07 0.06 0.11 0.10 0.11 0.08 0.10 0.09 0.08 0.11
2.335
0.07779 0.07779
0.9 0.58 4.6e-10 5.2e-10
0.000806 0.000822 0.00151 0.0009786
2.461 2.448
1
0.77 0.31 0.20 0.14 0.11 0.08 0.06 0.06 0.05 0.04 0.03 0.03 0.03 0.02 0.02 0.02 0.02 0.02 0.02 0.01
0.89 0.46 0.36 0.30 0.28 0.27 0.25 0.24 0.23 0.22 0.22 0.23 0.22 0.22 0.22 0.21 0.21 0.21 0.22 0.21
0.81 0.96 0.97 0.98 0.99 0.99 1.00 1.00 1.00 1.00 1.00 1.00 1.00 1.00 1.00 1.00 1.00 1.00 1.00 1.00
0.76 0.90 0.91 0.92 0.92 0.92 0.93 0.93 0.94 0.94 0.93 0.93 0.94 0.93 0.93 0.94 0.93 0.94 0.93 0.94
46.7
0.07779 0.07779
1.7e-09 9.3e-10 5.2e-10 5.2e-10
0.001127 0.001034 0.003019 0.001957
492.2 487.1
0.8571
50.67 47.37 46.72 48.29 47.08 47.85 47.14 46.70 46.92 46.63 48.79 47.20 47.80 46.70 47.75 46.35 47.40 48.02 46.59 47.61
51.70 47.67 47.15 49.31 47.64 48.04 47.00 47.15 47.48 46.85 49.28 47.43 47.42 46.88 47.73 46.92 47.10 48.19 46.63 47.51
0.12 0.10 0.10 0.12 0.12 0.08 0.10 0.10 0.12 0.12 0.11 0.11 0.07 0.12 0.10 0.12 0.12 0.12 0.11 0.11
0.10 0.09 0.11 0.10 0.10 0.09 0.11 0.09 0.10 0.10 0.10 0.10 0.10 0.10 0.11 0.10 0.10 0.10 0.10 0.10
2.424
0.08281 0.08783
8.2e-10 7.4e-10 2.3e-10 4.9e-10
0.0009019 0.0009228 0.001833 0.0008887
2.671 2.641
1
0.84 0.46 0.33 0.27 0.24 0.18 0.17 0.12 0.14 0.09 0.08 0.06 0.07 0.08 0.07 0.05 0.05 0.07 0.05 0.05
1.06 0.70 0.57 0.46 0.45 0.40 0.38 0.34 0.34 0.32 0.36 0.35 0.33 0.31 0.34 0.30 0.31 0.32 0.30 0.34
0.71 0.87 0.90 0.93 0.93 0.96 0.96 0.97 0.97 0.98 0.98 0.98 0.98 0.98 0.98 0.98 0.99 1.00 1.00 0.99
0.64 0.81 0.82 0.83 0.86 0.88 0.86 0.90 0.87 0.91 0.90 0.89 0.91 0.90 0.90 0.91 0.92 0.91 0.91 0.89
2.335
0.07779 0.07779
1.5e-09 1.1e-09 4.6e-10 5.2e-10
0.0005637 0.0005171 0 0
2.461 2.456
1
1.17 0.67 0.48 0.37 0.31 0.26 0.23 0.20 0.18 0.17 0.16 0.15 0.14 0.13 0.12 0.11 0.11 0.10 0.10 0.09
1.31 0.84 0.65 0.55 0.48 0.44 0.41 0.39 0.37 0.35 0.34 0.33 0.32 0.31 0.31 0.30 0.29 0.29 0.29 0.28
0.71 0.96 0.97 0.98 0.98 0.99 0.98 0.99 0.99 0.99 0.99 0.99 0.99 0.99 0.99 0.99 0.99 0.99 0.99 0.99
0.63 0.88 0.88 0.90 0.91 0.91 0.91 0.92 0.92 0.92 0.92 0.91 0.92 0.92 0.92 0.92 0.92 0.92 0.92 0.92
"""


def broken_runs() -> dict[str, BrokenRun]:
    """Return six training runs: one that is healthy, and "P" to "T", each with one bug.

    They are numbers of real runs, rounded.

    Examples
    --------
    >>> runs = broken_runs()
    >>> list(runs), runs["healthy"].curves.val_loss.shape
    (['healthy', 'P', 'Q', 'R', 'S', 'T'], (20,))
    """
    rows = [np.array(line.split(), dtype=float) for line in _RUNS.split("\n") if line]
    runs = {}
    for i, name in enumerate(("healthy", *"PQRST")):
        (start,), twice, errors, changes, step, (heart,), *curves = rows[10 * i : 10 * i + 10]
        runs[name] = BrokenRun(start, twice, errors, changes, step, heart, LearningCurve(*curves))
    return runs
