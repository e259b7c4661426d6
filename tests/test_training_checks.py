"""What the checks of a training loop say of an answer that starts elsewhere: the start is wrong, the rest is not."""

import ast
import re

import numpy as np
import pytest
from conftest import ROOT
from test_hidden_messages import parts

from chainrule import check, datasets
from chainrule.reference import softmax, svm

SVM = "02_svm_gradient", svm, "svm"
SOFTMAX = "03_softmax_cross_entropy", softmax, "softmax"

STARTS = {
    "too large": "W = rng.standard_normal((num_classes, X.shape[1]))",
    "batches first": (
        "batches = [rng.choice(len(X), batch_size, replace=False) for _ in range(steps)]\n"
        "    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))"
    ),
    "zeros": "W = np.zeros((num_classes, X.shape[1]))",
    "right": "W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))",
}

TRAIN = """
def train(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    {start}
    losses = np.zeros(steps)
    for step in range(steps):
        batch = {batch}
        losses[step], dW = loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses
"""


def messages(course, start):
    """Run the checks of a training loop, and return what they say, by test."""
    folder, reference, kind = course
    loss = getattr(reference, f"{kind}_loss")
    batch = "batches[step]" if "batches" in start else "rng.choice(len(X), batch_size, replace=False)"
    namespace = {"np": np, "check": check, "datasets": datasets, f"{kind}_loss": loss, "loss": loss}
    exec(TRAIN.format(start=start, batch=batch), namespace)
    namespace[f"train_{kind}"] = namespace.pop("train")
    found = {}
    for header, body in parts(ROOT / "source" / folder / f"{folder}.py"):
        if 'given="examples"' in header or 'given="checking_training"' in header:
            defined = [node for node in ast.parse(body).body if isinstance(node, (ast.FunctionDef, ast.ImportFrom))]
            exec(compile(ast.Module(defined, []), folder, "exec"), namespace)
        if match := re.search(rf'test="train_{kind}__(\w+)"', header):
            try:
                exec(body, dict(namespace))
            except check.CheckFailed as failure:
                found[match[1]] = failure.message
    return found


@pytest.mark.parametrize("course", [SVM, SOFTMAX], ids=["svm", "softmax"])
def test_a_right_answer_passes(course):
    assert messages(course, STARTS["right"]) == {}


@pytest.mark.parametrize("start", ["too large", "batches first"])
@pytest.mark.parametrize("course", [SVM, SOFTMAX], ids=["svm", "softmax"])
def test_another_start_is_blamed_alone(course, start):
    found = messages(course, STARTS[start])
    first = next(iter(found))
    assert "start" in found.pop(first)
    for name, message in found.items():
        blamed = re.search("[Tt]he start|your start|the result of train_softmax|is not right", message)
        assert blamed, (name, message)
        assert not re.search("each step|first step|batches differ|pair|downhill|fall", message), (name, message)


@pytest.mark.parametrize("course", [SVM, SOFTMAX], ids=["svm", "softmax"])
def test_where_all_batches_cost_the_same_nothing_is_said_of_them(course):
    for message in messages(course, STARTS["zeros"]).values():
        assert not re.search("same batch|again and again|pair", message), message
