"""Functions for test cells: they check values, shapes and gradients, and explain failures.

A check prints one line if an answer passes, and raises `CheckFailed` otherwise. A failure is a short message,
not a traceback: what was expected, the worst entry, and the name of the mistake if one matches.

Examples
--------
>>> from chainrule import check
>>> check.value(2.9, 2.9, "the hinge loss of the lecture's cat")
✓ the hinge loss of the lecture's cat
"""

from chainrule.check.answers import attribute, call, in_place, part, raises, results
from chainrule.check.batteries import elementwise, kink
from chainrule.check.derived import derived, digits
from chainrule.check.failures import AnswerError, CheckFailed, hint, passed
from chainrule.check.gates import as_gate, both_passes, gate, gate_again, gate_in_all_kinds, gate_reshaped
from chainrule.check.laws import alike, one_by_one
from chainrule.check.slopes import gradient, gradients
from chainrule.check.speed import vectorised
from chainrule.check.tasks import Task, own_gradient, task
from chainrule.check.values import (
    TOLERANCE,
    TOLERANCE_FLOAT32,
    Kind,
    agrees,
    agrees_in_all_kinds,
    kinds,
    true,
    value,
)

__all__ = [
    "AnswerError",
    "CheckFailed",
    "Kind",
    "TOLERANCE",
    "TOLERANCE_FLOAT32",
    "Task",
    "agrees",
    "agrees_in_all_kinds",
    "alike",
    "as_gate",
    "attribute",
    "both_passes",
    "call",
    "derived",
    "digits",
    "elementwise",
    "gate",
    "gate_again",
    "gate_in_all_kinds",
    "gate_reshaped",
    "gradient",
    "gradients",
    "hint",
    "in_place",
    "kink",
    "kinds",
    "one_by_one",
    "own_gradient",
    "part",
    "passed",
    "raises",
    "results",
    "task",
    "true",
    "value",
    "vectorised",
]
