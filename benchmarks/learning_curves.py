"""The five learning curves that assignment 6 has students diagnose: where the numbers in ``datasets`` come from.

Run it in the project's directory: ``python benchmarks/learning_curves.py``. Each is a real run of the reference
network; what is printed is the table of `chainrule.datasets.learning_curves`. It takes a few seconds.
"""

import os

from chainrule.grading.limits import ONE_THREAD

os.environ |= ONE_THREAD  # before NumPy is loaded

from collections.abc import Sequence

import numpy as np

from chainrule import datasets
from chainrule.reference.layers import softmax_cross_entropy
from chainrule.reference.mlp import MLP
from chainrule.reference.training import train_mlp

EPOCHS = 22


def run(data: datasets.Split, sizes: Sequence[int], batch_size: int, lr: float) -> np.ndarray:
    """Return the losses and accuracies ``(4, EPOCHS)``: of training, of validation; of training, of validation."""
    rows = []

    def measure(epoch: int, network: MLP, loss: float) -> None:
        parts = ((data.X_train, data.y_train), (data.X_val, data.y_val))
        losses = [softmax_cross_entropy(network.forward(X), y)[0] for X, y in parts]
        rows.append([*losses, *(network.accuracy(X, y) for X, y in parts)])

    train_mlp(data.X_train, data.y_train, sizes, EPOCHS, batch_size, lr, seed=0, after_epoch=measure)
    return np.transpose(rows)


def main() -> None:
    """Print all five."""
    digits = datasets.digits(train=1000)
    X, y = datasets.spiral(n=150, noise=0.25)
    mixed = np.random.default_rng(0).permutation(len(y))
    spiral = datasets.Split(X[mixed[:300]], y[mixed[:300]], X[mixed[300:]], y[mixed[300:]])
    few = datasets.Split(digits.X_train[:80], digits.y_train[:80], digits.X_val, digits.y_val)
    runs = {
        "A": run(spiral, [2, 3], 32, 0.5),  # capacity too low: a linear classifier on the spiral
        "B": run(digits, [64, 32, 10], 32, 0.0015),  # learning rate too low
        "C": run(few, [64, 128, 10], 16, 0.15),  # overfitting: 80 examples
        "D": run(digits, [64, 32, 10], 1, 0.12),  # batch too small
        "E": run(digits, [64, 32, 10], 16, 8.0),  # learning rate too high
    }
    for name, table in runs.items():
        print(name)
        for row in table:
            print(" ".join(f"{value:.2f}" for value in row))


if __name__ == "__main__":
    main()
