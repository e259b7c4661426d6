"""The reference MLP, PyTorch and scikit-learn train the same networks on MNIST, side by side, on one thread each.

Run it in the project's directory: ``python benchmarks/mlp.py [--rounds N] [--picture FILE]``; it takes about eight
minutes. The networks start from the same weights; batch, optimiser and learning rate are the same. In each round every
library trains in turn, so that whatever else the machine does hits all alike. Seconds are of the processor
(`time.process_time`): on an idle core they are those of the clock, and on a busy machine they grow far less. Measuring
the accuracy is not counted.

Then the reference alone trains by `RECIPE`, from several seeds. The recipe was chosen by accuracy on the last 10,000
training images (``--tune`` does it again, in four minutes); the test images are read when all choices are made.
"""

import os

from chainrule.grading.limits import ONE_THREAD

os.environ |= ONE_THREAD  # before NumPy is loaded

import argparse
import importlib.util
import sys
import time
from collections.abc import Callable, Sequence
from functools import cache, partial
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import sklearn
from machine import machine
from sklearn.neural_network import MLPClassifier

from chainrule import datasets, plots
from chainrule.reference.layers import Array, Labels
from chainrule.reference.mlp import MLP
from chainrule.reference.optimizers import Momentum, Nesterov
from chainrule.reference.training import shifted, train_mlp

NETWORKS = {(784, 128, 10): 5, (784, 256, 128, 10): 12}
"""Sizes, and epochs in a round: enough for the larger one to reach the goal."""
BATCH, LR, MU = 64, 0.04, 0.9
"""The learning rate: the best of 0.01, 0.02 and 0.04 for the reference on the last 10,000 training images."""
GOAL = 0.98

RECIPE: dict[str, Any] = {
    "sizes": (784, 256, 128, 10),
    "epochs": 20,
    "batch_size": 64,
    "lr": 0.05,
    "optimizer": Nesterov,
    "decay": True,
    "augment": shifted,
    "seed": 0,
}
CHANGES: list[dict[str, Any]] = [
    {},
    {"augment": lambda X, rng: X},
    {"augment": lambda X, rng: X, "keep": 0.8},
    {"keep": 0.8},
    {"lr": 0.1},
    {"lr": 0.025},
    {"batch_size": 32},
    {"batch_size": 128},
    {"decay": False},
    {"sizes": (784, 256, 10)},
    {"sizes": (784, 128, 10)},
]
"""What was tried in place of it."""

Predict = Callable[[Array], Any]
AfterEpoch = Callable[[Predict], None]


class Run(NamedTuple):
    """One training run."""

    seconds: Array
    """Of each epoch."""
    accuracies: Array
    """On the test images after each epoch."""

    def to_goal(self) -> float:
        """Return the seconds until `GOAL` was reached, infinite if it was not."""
        reached = np.flatnonzero(self.accuracies >= GOAL)
        return float(self.seconds[: reached[0] + 1].sum()) if reached.size else np.inf


# --- The libraries -------------------------------------------------------------------------------------------------


def train_reference(X: Array, y: Labels, start: MLP, epochs: int, seed: int, after_epoch: AfterEpoch) -> None:
    """Train as the course does. The network begins at `start`, which is made from the same seed."""

    def after(epoch: int, network: MLP, loss: float) -> None:
        after_epoch(network.predict)

    sizes = [X.shape[1], *(linear.W.shape[0] for linear in start.linears)]
    train_mlp(X, y, sizes, epochs, BATCH, LR, seed, optimizer=partial(Momentum, mu=MU), after_epoch=after)


@cache
def pytorch_network(sizes: tuple[int, ...], compiled: bool) -> tuple[Any, Callable[[Any, Any], Any]]:
    """Return a PyTorch network and what computes its loss, compiled once for each size of a batch."""
    import torch

    layers: list[torch.nn.Module] = []
    for n_in, n_out in pairwise(sizes):
        layers += [torch.nn.Linear(n_in, n_out), torch.nn.ReLU()]
    network, criterion = torch.nn.Sequential(*layers[:-1]), torch.nn.CrossEntropyLoss()

    def loss(images: Any, labels: Any) -> Any:
        return criterion(network(images), labels)

    return network, torch.compile(loss, mode="max-autotune", dynamic=False) if compiled else loss


def train_pytorch(
    X: Array, y: Labels, start: MLP, epochs: int, seed: int, after_epoch: AfterEpoch, *, compiled: bool = False
) -> None:
    """Train with PyTorch, batches cut from the whole tensor: quicker than its DataLoader.

    Where it is compiled, the optimiser is fused, too, and numbers near 0 count as 0: what PyTorch's guide to
    performance advises for one core of a CPU (the rest is for convolutions, several cores, or networks that do not
    learn).
    """
    import torch

    torch.set_num_threads(1)
    torch.set_flush_denormal(compiled)
    torch.manual_seed(seed)
    network, loss = pytorch_network((X.shape[1], *(linear.W.shape[0] for linear in start.linears)), compiled)
    with torch.no_grad():
        for parameter, array in zip(network.parameters(), start.parameters, strict=True):
            parameter.copy_(torch.from_numpy(array))
    images, labels = torch.from_numpy(X), torch.from_numpy(y)
    optimizer = torch.optim.SGD(network.parameters(), lr=LR, momentum=MU, fused=compiled)

    def predict(X: Array) -> Any:
        with torch.no_grad():
            return network(torch.from_numpy(X)).argmax(dim=1).numpy()

    for _ in range(epochs):
        for batch in torch.randperm(len(images)).split(BATCH):
            optimizer.zero_grad()
            loss(images[batch], labels[batch]).backward()
            optimizer.step()
        after_epoch(predict)


def train_scikit_learn(X: Array, y: Labels, start: MLP, epochs: int, seed: int, after_epoch: AfterEpoch) -> None:
    """Train with scikit-learn, an epoch for each `partial_fit`."""
    hidden = [linear.W.shape[0] for linear in start.linears[:-1]]
    network = MLPClassifier(
        hidden,
        solver="sgd",
        alpha=0,
        batch_size=BATCH,
        learning_rate_init=LR,
        momentum=MU,
        nesterovs_momentum=False,
        random_state=np.random.RandomState(seed),  # a number would give each partial_fit the same order
    )
    # One example makes its arrays; the velocity of that one step has died away after some dozen others.
    network.set_params(batch_size=1).partial_fit(X[:1], y[:1], classes=np.arange(10)).set_params(batch_size=BATCH)
    for i, linear in enumerate(start.linears):
        network.coefs_[i][...], network.intercepts_[i][...] = linear.W.T, linear.b
    for _ in range(epochs):
        network.partial_fit(X, y)
        after_epoch(network.predict)


def run(train: Callable[..., None], data: datasets.Digits, sizes: Sequence[int], epochs: int, seed: int) -> Run:
    """Train once, and return seconds and accuracies."""
    start = train_mlp(data.X_train, data.y_train, sizes, 0, BATCH, LR, seed)
    seconds, accuracies = [], []
    begun = time.process_time()

    def after_epoch(predict: Predict) -> None:
        nonlocal begun
        seconds.append(time.process_time() - begun)
        accuracies.append((predict(data.X_test) == data.y_test).mean())
        begun = time.process_time()

    train(data.X_train, data.y_train, start, epochs, seed, after_epoch)
    return Run(np.array(seconds), np.array(accuracies))


# --- What a step is made of ---------------------------------------------------------------------------------------


def parts_of_a_step(X: Array, y: Labels, sizes: Sequence[int], steps: int = 300) -> dict[str, float]:
    """Return the median microseconds of the parts of a training step, and of its matrix products alone."""
    rng = np.random.default_rng(0)
    network, optimizer = MLP(sizes, seed=0, dtype=np.float32), Momentum(LR, MU)
    upstream = [np.ones((BATCH, n_out), np.float32) for n_out in sizes[1:]]
    times = []
    for batch in rng.permutation(len(X))[: steps * BATCH].reshape(steps, BATCH):
        marks = [time.perf_counter()]
        images, labels = X[batch], y[batch]
        marks.append(time.perf_counter())
        _, gradients = network.loss_and_gradients(images, labels)
        marks.append(time.perf_counter())
        optimizer.step(network.parameters, [gradient for pair in gradients for gradient in pair])
        marks.append(time.perf_counter())
        for i, (linear, dZ) in enumerate(zip(network.linears, upstream, strict=True)):
            _ = linear.X @ linear.W.T, dZ.T @ linear.X, i and dZ @ linear.W
        marks.append(time.perf_counter())
        times.append(np.diff(marks))
    batch_, gradient, step, products = 1e6 * np.median(times, axis=0)
    whole = batch_ + gradient + step
    return {
        "a step": whole,
        "matrix products": products,
        "cutting out the batch": batch_,
        "optimiser": step,
        "all else": whole - products - batch_ - step,
    }


# --- What is printed ----------------------------------------------------------------------------------------------


def spread(values: Any, digits: int = 2) -> str:
    """Return the median and, in brackets, the quartiles."""
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75], method="nearest")
    return f"{middle:.{digits}f} ({low:.{digits}f} – {high:.{digits}f})"


def to_goal(runs: Sequence[Run], epochs: int) -> str:
    """Return the seconds until 98 % were right: the median and the extremes, or how many runs came there."""
    seconds = [one.to_goal() for one in runs]
    reached = np.isfinite(seconds).sum()
    if not reached:
        return f"not in {epochs} epochs"
    if reached < len(runs):
        return f"in {reached} of {len(runs)} runs"
    return f"{np.median(seconds):.1f} ({min(seconds):.1f} – {max(seconds):.1f})"


def compare(data: datasets.Digits, rounds: int) -> dict[tuple[int, ...], dict[str, list[Run]]]:
    """Let all of them train, print the table, and return the runs."""
    libraries = {"reference": train_reference, f"scikit-learn {sklearn.__version__}": train_scikit_learn}
    if importlib.util.find_spec("torch"):
        import torch

        version = torch.__version__.partition("+")[0]
        libraries[f"PyTorch {version}"] = train_pytorch
        libraries[f"PyTorch {version}, compiled"] = partial(train_pytorch, compiled=True)
    else:
        print("PyTorch is left out; to compare with it: python -m pip install --editable '.[bench]'", file=sys.stderr)
    results = {}
    print("| network | | epochs per second | time per epoch, reference = 1 | seconds to 98 % | final accuracy |")
    print("|---|---|---|---|---|---|")
    for sizes, epochs in NETWORKS.items():
        for train in libraries.values():  # what a library does once, when first used, is not counted
            few = 10 * BATCH + len(data.y_train) % BATCH
            run(train, datasets.Digits(*(part[:few] for part in data)), sizes, 1, seed=0)
        runs: dict[str, list[Run]] = {name: [] for name in libraries}
        for seed in range(rounds):
            for name, train in libraries.items():
                runs[name].append(run(train, data, sizes, epochs, seed))
        ours = np.array([one.seconds for one in runs["reference"]])
        for name, theirs in runs.items():
            seconds = np.array([one.seconds for one in theirs])
            last = np.array([one.accuracies[-1] for one in theirs])
            cells = (
                "-".join(map(str, sizes)),
                name,
                spread(1 / seconds),
                "1" if name == "reference" else spread(seconds / ours),
                to_goal(theirs, epochs),
                f"{100 * np.median(last):.2f} %",
            )
            print("|", " | ".join(cells), "|", flush=True)
        results[sizes] = runs
    return results


def draw(results: dict[tuple[int, ...], dict[str, list[Run]]], path: str) -> None:
    """Draw accuracy against seconds, a panel for each network: the median of the runs, and each of them faintly."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, panels = plt.subplots(1, len(results), figsize=(9, 3.6), dpi=80, sharey=True, layout="constrained")
    for panel, (sizes, runs) in zip(panels, results.items(), strict=True):
        for i, (name, all_runs) in enumerate(runs.items()):
            seconds = np.array([one.seconds for one in all_runs]).cumsum(axis=1)
            accuracies = 100 * np.array([one.accuracies for one in all_runs])
            look = {"color": plots.COLOURS[i], "linestyle": plots.STYLES[i]}
            panel.plot(seconds.T, accuracies.T, **look, lw=0.7, alpha=0.35)
            middle = np.median(seconds, axis=0), np.median(accuracies, axis=0)
            panel.plot(*middle, **look, marker=plots.MARKERS[i], markersize=5, label=name)
        panel.axhline(100 * GOAL, color="0.5", lw=1)
        panel.set(title="-".join(map(str, sizes)), xlabel="seconds of one core")
        panel.grid(alpha=0.3)
    panels[0].set(ylabel="test images right, %", ylim=(95, 98.8))
    panels[-1].legend(loc="lower right")
    figure.savefig(path)


def by_recipe(data: datasets.Digits, **changes: Any) -> tuple[float, float, float]:
    """Train by `RECIPE`; return the accuracy, and the seconds of the processor and of the clock."""
    recipe = RECIPE | changes
    begun = time.process_time(), time.perf_counter()
    network = train_mlp(data.X_train, data.y_train, **recipe)
    seconds = time.process_time() - begun[0], time.perf_counter() - begun[1]
    return network.accuracy(data.X_test, data.y_test), *seconds


def tune(data: datasets.Digits) -> None:
    """Print what each of `CHANGES` does to the accuracy on the last 10,000 training images."""
    X, y = data.X_train, data.y_train
    held_out = datasets.Digits(X[:-10_000], y[:-10_000], X[-10_000:], y[-10_000:])
    print("| change | validation | seconds |\n|---|---|---|")
    for change in CHANGES:
        accuracy, seconds, _ = by_recipe(held_out, **change)
        what = ", ".join(f"{key} {value}" for key, value in change.items() if key != "augment")
        what = ", ".join(filter(None, ["no shifts" if "augment" in change else "", what])) or "none"
        print(f"| {what} | {accuracy:.2%} | {seconds:.1f} |", flush=True)


def main() -> None:
    """Do as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="training runs of each library and network (3)")
    parser.add_argument("--picture", metavar="FILE", help="draw accuracy against seconds")
    parser.add_argument("--tune", action="store_true", help="do no more than try changes of the recipe")
    options = parser.parse_args()
    try:
        data = datasets.mnist()
    except datasets.DataError as error:
        raise SystemExit(str(error)) from None
    print(f"{machine()}\n")
    if options.tune:
        tune(data)
        return
    results = compare(data, options.rounds)
    if options.picture:
        draw(results, options.picture)
    for sizes in NETWORKS:
        parts = parts_of_a_step(data.X_train, data.y_train, sizes)
        whole = parts.pop("a step")
        shares = ", ".join(f"{name} {microseconds / whole:.0%}" for name, microseconds in parts.items())
        print(f"\nA step of {'-'.join(map(str, sizes))} takes {whole:.0f} μs: {shares}.")
    print("\n| seed | test images right | CPU seconds | wall-clock seconds |\n|---|---|---|---|")
    for seed in range(options.rounds):
        accuracy, seconds, clock = by_recipe(data, seed=seed)
        print(f"| {seed} | {accuracy:.2%} | {seconds:.1f} | {clock:.1f} |", flush=True)


if __name__ == "__main__":
    main()
