"""Gates and layers: checks of both passes of an object that remembers its inputs."""

import contextlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule import gradcheck, mistakes
from chainrule.check.answers import attribute, call, name_of
from chainrule.check.failures import CheckFailed, describe, failed, other_kind, passed
from chainrule.check.slopes import check_gradient
from chainrule.check.values import (
    TOLERANCE,
    TOLERANCE_FLOAT32,
    as_double,
    check_count,
    check_order,
    close,
    compare,
    is_single,
    kinds,
    part_of,
)


def gate(
    make: Callable[[], Any],
    *inputs: Any,
    dz: Any,
    about: str,
    trusted: Callable[[], Any] | None = None,
    names: Sequence[str] | None = None,
    facts: mistakes.Facts | None = None,
) -> None:
    """Check both passes of a gate: ``forward(*inputs)``, then ``backward(dz)``, one gradient per input.

    Parameters
    ----------
    make : callable
        Returns a new gate: the gate's class, if that takes no arguments.
    *inputs : numbers or ndarrays
        What `forward` takes; float32 is compared with the tolerance of float32.
    dz : number or ndarray
        The upstream gradient, of the shape of the output. Best not all ones.
    about : str
        As in `value`.
    trusted : callable, optional
        Returns a gate that is right. Without it, `backward` is compared with central differences of the gate's own
        `forward`.
    names : sequence of str, optional
        Names of the gradients, by default ``dx`` and ``dy``.
    facts : mapping, optional
        As in `value`.
    """
    names = names or ("dx", "dy")[: len(inputs)]
    tolerance = TOLERANCE_FLOAT32 if is_single(inputs) else TOLERANCE
    one = call(make)
    output = call(attribute(one, "forward"), *inputs)
    gradients = call(attribute(one, "backward"), dz)
    if trusted is None:
        if np.shape(output) != np.shape(dz):
            wanted = f"should have the shape {np.shape(dz)}"
            raise failed(about, "the output of forward", f"{wanted}, but is {describe(output)}", wanted)
        expected, local = (_slopes(make, inputs, upstream) for upstream in (dz, np.ones_like(dz, dtype=float)))
    else:
        right = trusted()
        # Integers are real numbers, too: any dtype will do.
        right_output = np.asarray(right.forward(*map(as_double, inputs)), dtype=float)
        compare(
            output,
            right_output,
            about,
            tolerance,
            "the output of forward",
            None,
            {"gate_values": inputs, **(facts or {})},
        )
        expected, local = (right.backward(upstream) for upstream in (as_double(dz), np.ones_like(dz, dtype=float)))
        expected = [np.asarray(gradient, dtype=float) for gradient in expected]
    if not isinstance(gradients, (tuple, list)) or len(gradients) != len(names):
        wanted = f"a list with a gradient for each input, [{', '.join(names)}]"
        raise other_kind(gradients, wanted, about, "the result of backward")
    if len(names) > 2:
        check_order(gradients, expected, about, names)
    swapped = len(names) == 2 and close(gradients[0], expected[1]) and close(gradients[1], expected[0])
    own = None if all(map(close, gradients, expected)) else _own_slopes(one, dz)
    for i, name in enumerate(names):
        other = expected[1 - i] if swapped else None
        known: mistakes.Facts = {
            "ignoring_upstream": local[i],
            "upstream": dz,
            "other_input": other,
            "gate_values": [output, *inputs],
            "own_slope": part_of(own, i),
            **(facts or {}),
        }
        if trusted is None:
            check_gradient(gradients[i], _slice(make, inputs, i, dz), inputs[i], about, name, tolerance, known)
        else:
            compare(gradients[i], expected[i], about, tolerance, name, None, known)
    passed(about)


def _own_slopes(gate: Any, dz: Any) -> Any:
    """Return a gate's own slopes, right or wrong: what `backward` returns for an upstream gradient of ones."""
    ones = np.ones_like(dz, dtype=float)
    with contextlib.suppress(CheckFailed):
        return call(gate.backward, ones if ones.ndim else 1.0)
    return None


def as_gate(make: Callable[[], Any]) -> Callable[[], Any]:
    """Return a function that makes a layer and wraps it as a gate, whose ``backward`` returns a list of one gradient.

    Examples
    --------
    ::

        check.gate(check.as_gate(ReLU), X, dz=dout, names=["dX"], about="a batch")
    """
    return lambda: _LayerAsGate(call(make))


class _LayerAsGate:
    def __init__(self, layer: Any) -> None:
        self.forward = attribute(layer, "forward")
        self._layer = layer

    @property
    def backward(self) -> Callable[..., Any]:
        """The layer's `backward`, looked up when it is used: `forward` may define it."""
        backward = attribute(self._layer, "backward")

        def gradients(dout: Any) -> list[Any] | None:
            gradient = backward(dout)
            return None if gradient is None else [gradient]

        return _named(gradients, backward)


def _named(function: Callable[..., Any], like: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that reports call by the name of another one."""

    def named(*args: Any) -> Any:
        return function(*args)

    named.__qualname__ = name_of(like)
    return named


def gate_in_all_kinds(make: Callable[[], Any], *inputs: Any, dz: Any, about: str, **kwargs: Any) -> None:
    """Check `gate` for inputs and `dz` in all `kinds`: as they are, as float32, as integers."""
    for kind in kinds(*inputs, dz):
        *variant, upstream = kind.arguments
        gate(make, *variant, dz=upstream, about=about + kind.about, **kwargs)


def gate_again(
    make: Callable[[], Any],
    first: Sequence[Any],
    second: Sequence[Any],
    dz: Any,
    about: str,
    *,
    trusted: Callable[[], Any],
    names: Sequence[str] | None = None,
) -> None:
    """Check that a gate remembers its own last inputs: with a second gate in use, and when it is used again.

    Parameters
    ----------
    make, trusted, about, names
        As for `gate`.
    first, second : sequences of inputs
        The inputs of the two gates; then the first gate gets `second`, too.
    dz : number or ndarray
        The upstream gradient; `backward` is called twice with it.
    """
    names = names or ("dx", "dy")[: len(first)]
    one, other = call(make), call(make)
    call(one.forward, *first)
    call(other.forward, *second)
    of_first, of_second = (_trusted_gradients(trusted, inputs, dz) for inputs in (first, second))
    for expected, remembered, situation in (
        (of_first, of_second, "with another gate in use"),
        (of_second, of_first, "used again"),
    ):
        if expected is of_second:
            call(one.forward, *second)
        for turn in (situation, f"{situation}, backward called twice"):
            got, where = call(one.backward, dz), f"{about}, {turn}"
            check_count(got, expected, where, "the result of backward", names)
            for name, gradient, right, wrong in zip(names, got, expected, remembered, strict=True):
                facts: mistakes.Facts = {"remembered": wrong}
                if turn != situation:
                    facts["before"] = right
                    facts["spoiled"] = right * dz if right.shape == np.shape(dz) else None
                compare(gradient, right, where, TOLERANCE, name, None, facts)
    passed(about)


def _trusted_gradients(make: Callable[[], Any], inputs: Sequence[Any], dz: Any) -> tuple[NDArray[np.float64], ...]:
    gate = make()
    gate.forward(*inputs)
    return tuple(np.asarray(gradient, dtype=float) for gradient in gate.backward(dz))


def _slopes(make: Callable[[], Any], inputs: Sequence[Any], dz: Any) -> list[NDArray[np.float64]]:
    """Return the numerical gradient of ``sum(dz * output)`` with respect to each input."""
    return [gradcheck.central(_slice(make, inputs, i, dz), one) for i, one in enumerate(inputs)]


def _slice(make: Callable[[], Any], inputs: Sequence[Any], i: int, dz: Any) -> gradcheck.Scalar:
    """Return the loss ``sum(dz * output)`` as a function of input `i` alone."""

    def loss(x: NDArray[Any]) -> Any:
        return np.sum(dz * np.asarray(make().forward(*inputs[:i], x, *inputs[i + 1 :])))

    return loss
