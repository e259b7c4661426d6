"""What the course's tasks ask for, by the name of the answer: the number, or the output, whose slopes it returns.

A gradient that is compared with the slope of an answer's own number may be right beside a wrong one.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from chainrule.mistakes import contracts, hinge, rights, softmax
from chainrule.mistakes.facts import Array, Formula, array, known

_LOSSES: dict[str, Formula] = {
    "svm_loss": hinge.hinge_loss(hinge.hinge_terms),
    "svm_loss_loops": hinge.hinge_loss(hinge.hinge_terms),
    "softmax_loss": softmax.each_cross_entropy(lambda logs, y, _: -softmax.of_correct(logs, y)),
}
"""Losses with a penalty."""


def _cross_entropy(scores: Array, y: Array) -> Any:
    return -softmax.of_correct(softmax.log_probabilities(scores), y.astype(int)).mean()


_OUTPUTS: dict[str, Callable[..., Any]] = {
    "AddGate": lambda x, y: x + y,
    "MultiplyGate": lambda x, y: x * y,
    "MaxGate": np.maximum,
    "ExpGate": np.exp,
    "ReciprocalGate": lambda x: 1 / x,
    "SigmoidGate": rights.sigmoid,
    "ReLUGate": lambda x: np.maximum(x, 0.0),
    "LinearGate": lambda X, W, b: X @ W.T + b,
    "Sigmoid": rights.sigmoid,
    "Tanh": np.tanh,
    "ReLU": lambda X: np.maximum(X, 0.0),
}


def number(answer: str, given: Mapping[str, Any]) -> Any:
    """Return the number that an answer should return first for these arguments; None if its task is not known."""
    if answer in rights.BY_HAND:
        defaults = {name: contracts.DEFAULTS.get(name) for name in contracts.BY_HAND[answer]}
        return rights.BY_HAND[answer](*(array({**defaults, **given}[name]) for name in defaults))
    if answer == "softmax_cross_entropy":
        return _cross_entropy(array(given["scores"]), np.asarray(given["y"]))
    if answer in _LOSSES:
        margin = {} if answer == "softmax_loss" else {"delta": contracts.DEFAULTS["delta"]}
        return _LOSSES[answer](np.zeros(()), known({**margin, **given}))
    return None


def output(gate: str, inputs: Sequence[Any]) -> Any:
    """Return what `forward` of a gate or layer should return; None if its task is not known."""
    return _OUTPUTS[gate](*map(array, inputs)) if gate in _OUTPUTS else None
