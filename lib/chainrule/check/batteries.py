"""Batteries of checks that every elementwise gate and layer must pass."""

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.check.answers import attribute, call
from chainrule.check.gates import as_gate, gate, gate_again, gate_in_all_kinds
from chainrule.check.values import true, value
from chainrule.language import say


def elementwise(
    make: Callable[[], Any],
    trusted: Callable[[], Any],
    *,
    inputs: int = 1,
    seed: int,
    layer: bool = False,
    larger: float = 0.0,
    near: float = 0.0,
    far: bool = False,
    memory: bool = True,
) -> None:
    """Check a gate that works entry by entry: for matrices of all `kinds`, for numbers, and with several gates in use.

    Parameters
    ----------
    make, trusted : callable
        Each returns a new gate: the student's, and one that is right.
    inputs : int
        How many inputs the gate has.
    seed : int
        The seed of the random inputs. Their absolute values are 0.6 to 2.4: away from kinks at 0.
    layer : bool
        Whether `backward` returns a single gradient instead of a list; then no numbers are tried.
    larger : float
        The factor of the inputs in a check of larger numbers; 0 for no such check.
    near : float
        The divisor of the inputs in a check near 0; 0 for no such check.
    far : bool
        Whether to try inputs as large as ±1000.
    memory : bool
        Whether to check that each gate remembers its own inputs; another task may check that.
    """
    ours, right = (as_gate(make), as_gate(trusted)) if layer else (make, trusted)
    names = ["dX"] if layer else None
    rng = np.random.default_rng(seed)
    first, second = rng.uniform(0.6, 2.4, (2, inputs, 4, 3)) * rng.choice([-1.0, 1.0], (2, inputs, 4, 3))
    if inputs == 2:  # no ties, not even after rounding
        first[1] = np.where(np.rint(first[0]) == np.rint(first[1]), -first[1], first[1])
        second[1] = np.where(np.rint(larger * second[0]) == np.rint(larger * second[1]), -second[1], second[1])
    dz = rng.normal(size=(4, 3))
    gate_in_all_kinds(ours, *first, dz=dz, trusted=right, about=say("matrices"), names=names)
    if larger:
        gate_in_all_kinds(ours, *(larger * second), dz=-9 * dz, trusted=right, about=say("larger numbers"), names=names)
    if near:
        gate(ours, *(first[:, :1] / near), dz=dz[:1], trusted=right, about=say("one example, near 0"), names=names)
    if far:
        extreme = np.array([[-1000.0, 0.25, 1000.0], [1000.0, -1.0, -800.0]])
        upstream = np.array([[2.0, -3.0, 4.0], [1.0, 5.0, -2.0]])
        gate(ours, *[extreme] * inputs, dz=upstream, trusted=right, about=say("far out and near"), names=names)
    if not layer:
        gate(ours, *(1.5, np.array(-2.5))[:inputs], dz=-0.75, trusted=right, about=say("numbers of Python and NumPy"))
        gate(ours, *(-1.25, np.float64(0.75))[:inputs], dz=2.5, trusted=right, about=say("a negative number first"))
        gate(ours, *(2, -4)[:inputs], dz=0.75, trusted=right, about=say("Python integers"))
    if memory:
        gate_again(ours, tuple(first), tuple(second), dz, say("matrices"), trusted=right, names=names)


def kink(make: Callable[[], Any], below: float, above: float, *, layer: bool = False) -> None:
    """Check a gate at its kink at 0, where any slope between those on either side is right, with integers as input.

    Parameters
    ----------
    make : callable
        Returns a new gate, which leaves inputs of 0 and above as they are.
    below, above : float
        The slopes on either side of 0; inputs far below 0 are not tried.
    layer : bool
        As in `elementwise`.
    """
    one = call(make)
    value(call(attribute(one, "forward"), np.array([[0, 3]])), np.array([[0.0, 3.0]]), say("integers, with a zero"))
    gradient = call(attribute(one, "backward"), np.array([[4, 4]]))
    quarters = np.asarray(gradient if layer else gradient[0], dtype=float).reshape(-1) / 4
    true(quarters.shape == (2,), say("The gradient should have the shape of the input."))
    value(quarters[1], above, say("the slope above the kink"))
    true(below <= quarters[0] <= above, say("At the kink the slope has to be between those at its sides."))
