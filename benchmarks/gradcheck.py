"""A gradient check of a 784-256-128-10 network: random directions against entry by entry, and what they find.

Run it in the project's directory: ``python benchmarks/gradcheck.py``; it takes about two minutes. Entry by entry
would take as long as it prints: it is measured on a sample of the entries, and multiplied.

Wrong gradients are those of the corpus's wrong answers for layers, losses, networks and backward passes, each built
into this network, and made ones: single wrong entries of several sizes, swapped entries and rows, wrong factors,
missing penalties, sums that are not taken. The benchmark fails if one of them passes, or a right one does not.
"""

import os

from chainrule.grading.limits import ONE_THREAD

os.environ |= ONE_THREAD  # before NumPy is loaded

import contextlib
import io
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from machine import machine

from chainrule import check, gradcheck
from chainrule.grading.authoring import corpus
from chainrule.grading.course import Course
from chainrule.reference import layers
from chainrule.reference.layers import Array, Labels
from chainrule.reference.mlp import MLP

PROJECT = Course(Path(__file__).parent.parent)
SIZES, LAM = (784, 256, 128, 10), 0.01
NAMES = [f"{kind}{i}" for i in (1, 2, 3) for kind in ("dW", "db")]
SAMPLE = 100  # entries of each tensor that are measured one by one
SEEDS = range(3)  # of the directions, for each made gradient
RIGHT_SEEDS = range(50)
LIMITS = 10.0 ** -np.arange(1, 9)

Gradients = list[Array]


class Problem:
    """A batch, a network with non-zero biases, the loss of its parameters, and how often that was called."""

    def __init__(self, examples: int = 16, seed: int = 0) -> None:
        rng = np.random.default_rng(seed)
        self.X: Array = rng.random((examples, SIZES[0])) * (rng.random((examples, SIZES[0])) < 0.3)
        self.y: Labels = rng.integers(0, SIZES[-1], examples)
        self.network = MLP(SIZES, seed)
        for linear in self.network.linears:
            linear.b += 0.1 * rng.standard_normal(linear.b.shape)
        self.tensors = [tensor.copy() for tensor in self.network.parameters]
        self.passes = 0

    def loss(self, *tensors: Array) -> float:
        """Return the reference's loss; one forward pass."""
        self.passes += 1
        for linear, W, b in zip(self.network.linears, tensors[::2], tensors[1::2], strict=True):
            linear.W, linear.b = W, b
        penalty = sum(np.square(W).sum() for W in tensors[::2])
        return layers.softmax_cross_entropy(self.network.forward(self.X), self.y)[0] + LAM * float(penalty)

    def gradients_of(self, network: Any, examples: slice = slice(None), lam: float = LAM) -> Gradients:
        """Return the gradients that some network claims here."""
        for linear, W, b in zip(network.linears, self.tensors[::2], self.tensors[1::2], strict=True):
            linear.W, linear.b = W.copy(), b.copy()
        pairs = network.loss_and_gradients(self.X[examples], self.y[examples], lam)[1]
        return [gradient for pair in pairs for gradient in pair]

    def passes_check(self, gradients: Sequence[Array], seed: int = 0) -> bool:
        """Tell whether `check.gradients` lets them pass."""
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                check.gradients(gradients, self.loss, self.tensors, "the network", names=NAMES, seed=seed)
        except check.CheckFailed:
            return False
        return True


# --- Wrong gradients: the corpus ----------------------------------------------------------------------------------


def built(section: corpus.Section) -> Any:
    """Return the network with an answer of the corpus in its place: as a layer, as the loss, or as the whole."""
    names: dict[str, Any] = {"np": np, **vars(layers)}
    linears = [item for item in corpus.read(PROJECT, ["06_mlp_mnist"]) if item.answer == "MLP" and item.kind == "right"]
    exec(linears[0].code, names)
    exec(section.code, names)
    answer = names[section.answer]

    class GateLayer(layers.Linear):
        def forward(self, X: Any) -> Array:
            self.gate = answer()
            return self.gate.forward(X, self.W, self.b)

        def backward(self, dout: Any) -> Array:
            dX, self.dW, self.db = self.gate.backward(dout)
            return dX

    class HiddenLayer(layers.Linear):
        def backward(self, dout: Any) -> Array:
            if len(self.b) == SIZES[-1]:
                return super().backward(dout)
            dX, self.dW, self.db = answer(self.X, self.W, self.b, dout)
            return dX

    class Through(layers.ReLU):
        def backward(self, dout: Any) -> Array:
            return dout

    class ElementwiseGate:
        def forward(self, X: Any) -> Array:
            self.gate = answer()
            return self.gate.forward(X)

        def backward(self, dout: Any) -> Array:
            return self.gate.backward(dout)[0]

    names |= {
        "LinearGate": {"Linear": GateLayer},
        "ReLUGate": {"ReLU": ElementwiseGate},
        "repaired_backward": {"Linear": HiddenLayer, "ReLU": Through},
    }.get(section.answer, {})
    return names["MLP"](SIZES, seed=0)


def of_the_corpus(problem: Problem) -> Iterator[Gradients]:
    """Yield the gradients of the corpus's answers, right and wrong, that can be run in this network."""
    wanted = {"Linear", "ReLU", "softmax_cross_entropy", "MLP", "LinearGate", "ReLUGate", "repaired_backward"}
    for section in corpus.read(PROJECT, ["04_backprop_by_hand", "05_modular_gates", "06_mlp_mnist"]):
        if section.answer not in wanted:
            continue
        # Shapes that do not fit raise an error: nothing is left to check.
        with contextlib.suppress(ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            yield problem.gradients_of(built(section))


def agree(got: Gradients, right: Gradients) -> bool:
    """Tell whether gradients are right, by the trusted ones: an answer may be wrong in other ways."""
    return all(
        np.shape(one) == trusted.shape and np.abs(one - trusted).max() <= 1e-6 * np.linalg.norm(trusted)
        for one, trusted in zip(got, right, strict=True)
    )


# --- Wrong gradients: made ----------------------------------------------------------------------------------------


def made(problem: Problem, right: Gradients, rng: np.random.Generator) -> Iterator[tuple[str, Gradients]]:
    """Yield kind and gradients, each wrong in one way."""

    def but(i: int, gradient: Array) -> Gradients:
        return [*right[:i], gradient, *right[i + 1 :]]

    examples = len(problem.X)
    first = problem.gradients_of(MLP(SIZES, 0), slice(1), 0.0)
    most = problem.gradients_of(MLP(SIZES, 0), slice(examples - 1))
    unpenalised = problem.gradients_of(MLP(SIZES, 0), lam=0.0)
    yield "no penalty", unpenalised
    yield "half the penalty", [(one + other) / 2 for one, other in zip(right, unpenalised, strict=True)]
    yield "the last example left out", most
    yield "everything summed over the batch", [examples * gradient for gradient in right]
    for i, (gradient, tensor) in enumerate(zip(right, problem.tensors, strict=True)):
        yield "the sign of one tensor", but(i, -gradient)
        yield "one tensor twice", but(i, 2 * gradient)
        yield "one tensor times 1.0001", but(i, 1.0001 * gradient)
        yield "one tensor rounded to float16", but(i, gradient.astype(np.float16).astype(float))
        typical, flat = np.sqrt(np.mean(gradient**2)), int(rng.integers(gradient.size))
        for factor in (10.0, 1.0, 0.1, 0.01):
            wrong = gradient.copy()
            wrong.flat[flat] += factor * typical
            yield f"one entry, by {factor:g} of the typical one", but(i, wrong)
        wrong = gradient.copy()
        wrong.flat[flat] = wrong.flat[flat - 1]
        wrong.flat[flat - 1] = gradient.flat[flat]
        yield "two entries swapped", but(i, wrong)
        if gradient.ndim == 1:
            yield "a bias that is penalised", but(i, gradient + 2 * LAM * tensor)
            yield "a bias that is not summed over the batch", but(i, first[i] / examples)
        else:
            yield "one tensor without penalty", but(i, unpenalised[i])
            yield "one tensor's entries in the order of its transpose", but(i, gradient.T.reshape(gradient.shape))
            yield "two rows swapped", but(i, gradient[[1, 0, *range(2, len(gradient))]])
            yield "one row 0", but(i, gradient * (np.arange(len(gradient)) > 0)[:, None])
            yield "one column 0", but(i, gradient * (np.arange(gradient.shape[1]) != gradient.shape[1] // 2))


# --- What is printed ----------------------------------------------------------------------------------------------


def cost(problem: Problem, right: Gradients) -> None:
    """Print passes and seconds of both ways."""
    problem.passes, begun = 0, time.process_time()
    if not problem.passes_check(right):
        raise SystemExit("the right gradient does not pass")
    passes, seconds = problem.passes, time.process_time() - begun
    rng = np.random.default_rng(0)
    problem.passes, one_by_one = 0, 0.0
    for i, (tensor, gradient) in enumerate(zip(problem.tensors, right, strict=True)):
        chosen = rng.choice(tensor.size, min(SAMPLE, tensor.size), replace=False)

        def loss(part: Array, i: int = i, tensor: Array = tensor, chosen: Any = chosen) -> float:
            moved = tensor.copy()
            moved.flat[chosen] = part
            return problem.loss(*problem.tensors[:i], moved, *problem.tensors[i + 1 :])

        begun = time.process_time()
        numerical = gradcheck.central(loss, tensor.flat[chosen])
        one_by_one += (time.process_time() - begun) / len(chosen) * tensor.size
        np.testing.assert_allclose(gradient.flat[chosen], numerical, atol=1e-6 * np.linalg.norm(gradient))
    entries = sum(tensor.size for tensor in problem.tensors)
    print("| check of 784-256-128-10 | forward passes | seconds |")
    print("|---|---|---|")
    print(f"| random directions (`check.gradients`) | {passes} | {seconds:.2f} |")
    measured = f"{one_by_one:,.0f}, from {problem.passes:,} passes"
    print(f"| entry by entry (`gradcheck.central`) | {2 * entries:,} | {measured} |")
    print(f"| ratio | {2 * entries / passes:,.0f} | {one_by_one / seconds:,.0f} |\n")


def found(problem: Problem, right: Gradients) -> bool:
    """Print how many gradients, wrong and right ones, are refused; return whether that is all and none."""
    refused: dict[tuple[str, bool], list[bool]] = {}

    def judge(kind: str, gradients: Gradients, wrong: bool = True, seed: int = 0) -> None:
        refused.setdefault((kind, wrong), []).append(not problem.passes_check(gradients, seed))

    for gradients in of_the_corpus(problem):
        judge("answers of the corpus", gradients, wrong=not agree(gradients, right))
    for seed in SEEDS:
        for kind, gradients in made(problem, right, np.random.default_rng(seed)):
            judge(kind, gradients, seed=seed)
    for seed in RIGHT_SEEDS:
        judge("the reference's, along other directions", right, wrong=False, seed=seed)
    for wrong in (True, False):
        print(f"| {'wrong' if wrong else 'right'} gradients | checked | refused |\n|---|---|---|")
        for (kind, which), hits in refused.items():
            if which == wrong:
                print(f"| {kind} | {len(hits)} | {sum(hits)} |")
        print(flush=True)
    return all(hits == [wrong] * len(hits) for (_, wrong), hits in refused.items())


def limit(problem: Problem, right: Gradients) -> None:
    """Print the smallest error of a single entry that is found, of 0.1, 0.01, …"""
    print("| tensor | entries | smallest wrong entry found, in norms | in typical entries |")
    print("|---|---|---|---|")
    for i, gradient in enumerate(right):
        norm, entries, smallest = float(np.linalg.norm(gradient)), gradient.size, np.inf
        for size in LIMITS:
            wrong = gradient.copy()
            wrong.flat[entries // 2] += size * norm
            if problem.passes_check([*right[:i], wrong, *right[i + 1 :]]):
                break
            smallest = size
        print(f"| {NAMES[i]} | {entries:,} | {smallest:.0e} | {smallest * np.sqrt(entries):.0e} |", flush=True)


def main() -> None:
    """Print all tables; fail if the check is wrong once."""
    problem = Problem()
    right = problem.gradients_of(MLP(SIZES, 0))
    print(f"{machine()}\n")
    cost(problem, right)
    as_expected = found(problem, right)
    limit(problem, right)
    if not as_expected:
        raise SystemExit("A wrong gradient passed, or a right one did not.")


if __name__ == "__main__":
    main()
