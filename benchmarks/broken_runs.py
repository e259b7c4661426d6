"""The five broken training runs of assignment 6: where the numbers in ``datasets`` come from.

Run it in the project's directory: ``python benchmarks/broken_runs.py``. Each is a real run of the reference network
with one bug planted; what is printed is the table of `chainrule.datasets.broken_runs`. It takes a few seconds.
"""

import os

from chainrule.grading.limits import ONE_THREAD

os.environ |= ONE_THREAD  # before NumPy is loaded

import numpy as np

from chainrule import datasets, gradcheck
from chainrule.reference.layers import Array, Labels, ReLU, softmax_cross_entropy
from chainrule.reference.mlp import MLP

EPOCHS, EVERY, BATCH, RATE = 60, 3, 20, 0.3
BUGS = {"healthy": "", "P": "labels", "Q": "slope", "R": "sum", "S": "dropout", "T": "step"}


class WithoutSlope(ReLU):
    """A ReLU whose backward forgets the slope."""

    def backward(self, dout: Array) -> Array:
        return dout.copy()


class Run:
    """A network of 64-128-10 and its training, with a bug or none."""

    def __init__(self, bug: str) -> None:
        self.bug, self.network = bug, MLP([64, 128, 10], 3, keep=0.5 if bug == "dropout" else 1.0)
        if bug == "slope":
            self.network.relus = [WithoutSlope()]

    def scores(self, X: Array) -> Array:
        """Return the scores as the run computes them when it only looks."""
        return self.network.forward(X, train=self.bug == "dropout")

    def loss(self, X: Array, y: Labels) -> float:
        """Return the loss as the run reports it."""
        loss = softmax_cross_entropy(self.scores(X), y)[0]
        return loss * len(y) if self.bug == "sum" else loss

    def gradients(self, X: Array, y: Labels) -> list[Array]:
        """Return what backward leaves, tensor by tensor."""
        factor = len(y) if self.bug == "sum" else 1
        return [factor * g for pair in self.network.loss_and_gradients(X, y)[1] for g in pair]

    def step(self, X: Array, y: Labels, lr: float) -> None:
        """Take a step."""
        moved = self.network.parameters[: 2 if self.bug == "step" else None]
        for parameter, gradient in zip(moved, self.gradients(X, y), strict=False):
            parameter -= lr * gradient


def gradient_errors(run: Run, X: Array, y: Labels) -> list[float]:
    """Return the largest error of each tensor's gradient, divided by its largest entry; masks stay as they are."""
    dropouts = run.network.dropouts
    state = [dropout.rng.bit_generator.state for dropout in dropouts]

    def again() -> None:
        for dropout, before in zip(dropouts, state, strict=True):
            dropout.rng.bit_generator.state = before

    again()
    errors = []
    gradients = [gradient.copy() for gradient in run.gradients(X, y)]
    for parameter, gradient in zip(run.network.parameters, gradients, strict=True):
        before = parameter.copy()

        def loss(moved: Array, parameter: Array = parameter) -> float:
            parameter[...] = moved
            again()
            mean = run.network.loss_and_gradients(X, y)[0]
            return mean * len(y) if run.bug == "sum" else mean

        slopes = gradcheck.central(loss, before)
        parameter[...] = before
        errors.append(float(np.abs(gradient - slopes).max() / np.abs(slopes).max()))
    return errors


def rows_of(bug: str) -> list[list[float]]:
    """Return what every check of the notebook finds in a run."""
    split = datasets.digits(train=1000)
    X, y, X_val, y_val = split.X_train[:200], split.y_train[:200], split.X_val, split.y_val
    if bug == "labels":
        y = np.random.default_rng(4).permutation(y)
    run = Run(bug)
    start = [run.loss(X[:BATCH], y[:BATCH])]
    twice = [float((run.scores(X_val).argmax(axis=1) == y_val).mean()) for _ in range(2)]
    errors = gradient_errors(run, X[:BATCH], y[:BATCH])
    before, loss = [parameter.copy() for parameter in run.network.parameters], run.loss(X, y)
    run.step(X, y, 1e-4 if bug == "sum" else 1e-2)
    changes = [np.abs(p - b).max() for p, b in zip(run.network.parameters, before, strict=True)]
    step = [loss, run.loss(X, y)]
    few = Run(bug)
    for _ in range(300):
        few.step(X[:7], y[:7], RATE)
    heart = [float((few.scores(X[:7]).argmax(axis=1) == y[:7]).mean())]
    run, rng, curves = Run(bug), np.random.default_rng(0), []
    for epoch in range(1, EPOCHS + 1):
        order = rng.permutation(len(X))
        for batch in order.reshape(-1, BATCH):
            run.step(X[batch], y[batch], RATE)
        if epoch % EVERY:
            continue
        parts = ((X, y), (X_val, y_val))
        losses = [softmax_cross_entropy(run.scores(images), labels)[0] for images, labels in parts]
        if bug == "sum":
            losses = [BATCH * value for value in losses]
        shares = [(run.scores(images).argmax(axis=1) == labels).mean() for images, labels in parts]
        curves.append([*losses, *shares])
    return [start, twice, errors, changes, step, heart, *np.transpose(curves).tolist()]


def main() -> None:
    """Print all six."""
    for name, bug in BUGS.items():
        print(name)
        for i, row in enumerate(rows_of(bug)):
            print(" ".join(f"{value:{'.2g' if i == 2 else '.4g' if i < 6 else '.2f'}}" for value in row))


if __name__ == "__main__":
    main()
