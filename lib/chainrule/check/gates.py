"""Gates and layers: checks of both passes of an object that remembers its inputs."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from chainrule import mistakes
from chainrule.check import again, passes
from chainrule.check.answers import attribute, call, in_place, name_of, titled
from chainrule.check.failures import describe, failed, other_kind, passed
from chainrule.check.slopes import PERHAPS_BESIDE_FORWARD, OwnNumber, check_gradient
from chainrule.check.values import (
    TOLERANCE,
    TOLERANCE_FLOAT32,
    check_count,
    check_order,
    close,
    compare,
    is_single,
    kinds,
    value,
)
from chainrule.language import say, words


@titled
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

    forward = passes.Forward(make)

    def known(i: int | None) -> mistakes.Facts:
        found: mistakes.Facts = {**passes.facts_of(make, forward, trusted, inputs, dz, names, i), **(facts or {})}
        found["probe"] = partial(passes.of_gate, make, trusted, inputs, dz, names, i)
        return found

    if trusted is not None:
        right_output = passes.output_of(trusted, inputs)
        # Integers are real numbers: no dtype is asked for.
        found: mistakes.Facts = {} if close(output, right_output) else known(None)
        compare(output, right_output, about, tolerance, words("the output of forward"), None, found)
    elif np.shape(output) != np.shape(dz):
        values = {"what": words("the output of forward"), "shape": np.shape(dz)}
        detail = say("{what} should have the shape {shape}, but is {got}", got=describe(output), **values)
        raise failed(about, detail, say("{what} should have the shape {shape}", **values))
    expected = passes.gradients_of(forward, trusted, inputs, dz)
    if not isinstance(gradients, (tuple, list)) or len(gradients) != len(names):
        wanted = say("a list with a gradient for each input, [{names}]", names=", ".join(names))
        raise other_kind(gradients, wanted, about, words("the result of backward"))
    if len(names) > 2:
        check_order(gradients, expected, about, names)
    for i, name in enumerate(names):
        found = {} if close(gradients[i], expected[i]) else known(i)
        if trusted is None:
            loss = forward.slice_of(inputs, i, dz)
            elsewhere = partial(passes.gradient_beside, make, inputs, i, dz)
            own = _own(one, inputs, i, dz)
            check_gradient(gradients[i], loss, inputs[i], about, name, tolerance, found, elsewhere, own)
        else:
            compare(gradients[i], expected[i], about, tolerance, name, None, found)
    passed(about)


def _own(gate: Any, inputs: Sequence[Any], i: int, dz: Any) -> OwnNumber:
    """Tell what the slopes of a gate's own output are compared with, if its task is known by its name."""

    def slope() -> Any:
        kind = name_of(attribute(gate, "forward")).rpartition(".")[0]

        def loss(x: Any) -> Any:
            made = mistakes.asked.output(kind, [*inputs[:i], x, *inputs[i + 1 :]])
            return None if made is None else np.sum(dz * made)

        return again.slope_if_known(loss, inputs[i])

    return OwnNumber(slope, says=PERHAPS_BESIDE_FORWARD)


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
    def backward(self) -> "_InAList":
        """The layer's `backward`, looked up when it is used: `forward` may define it."""
        return _InAList(attribute(self._layer, "backward"))


class _InAList:
    """A layer's `backward`, by its name, but with the gradient in a list."""

    def __init__(self, backward: Callable[..., Any]) -> None:
        self._backward = backward
        self.__wrapped__ = backward
        self.__qualname__ = name_of(backward)

    def __call__(self, dout: Any) -> list[Any] | None:
        gradient = self._backward(dout)
        return None if gradient is None else [gradient]

    def __in_place__(self, dout: Any) -> list[Any] | None:
        gradient = in_place(self._backward)(dout)
        return None if gradient is None else [gradient]


def both_passes(make: Callable[[], Any]) -> Callable[..., Any]:
    """Return a function of a gate's inputs and ``dz`` that returns its output and gradients: for `alike`, say.

    Examples
    --------
    ::

        check.alike(check.both_passes(ExpGate), {"x": x, "dz": dz}, "random numbers", names=("z", "dx"))
    """

    def forward_and_backward(*given: Any) -> list[Any]:
        *inputs, dz = given
        one = call(make)
        output = call(attribute(one, "forward"), *inputs)
        gradients = call(attribute(one, "backward"), dz)
        return [output, *(gradients if isinstance(gradients, (list, tuple)) else [gradients])]

    forward_and_backward.__qualname__ = name_of(make)
    return forward_and_backward


def gate_in_all_kinds(make: Callable[[], Any], *inputs: Any, dz: Any, about: str, **kwargs: Any) -> None:
    """Check `gate` for inputs and `dz` in all `kinds`: as they are, as float32, as integers."""
    for kind in kinds(*inputs, dz):
        *variant, upstream = kind.arguments
        gate(make, *variant, dz=upstream, about=about + kind.about, **kwargs)


@titled
def gate_again(
    make: Callable[[], Any],
    first: Sequence[Any],
    second: Sequence[Any],
    dz: Any,
    about: str,
    *,
    trusted: Callable[[], Any] | None = None,
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
    answered = list(passes.used_more_than_once(make, first, second, dz))  # first: what it cannot do is said there
    forward = passes.Forward(make)
    of_first, of_second = (passes.gradients_of(forward, trusted, inputs, dz) for inputs in (first, second))
    for turn, got in enumerate(answered):
        expected, remembered = (of_first, of_second) if turn < 2 else (of_second, of_first)
        where = f"{about}, {say(passes.SITUATIONS[turn])}"
        check_count(got, tuple(expected), where, words("the result of backward"), names)
        for i, name in enumerate(names):
            facts = passes.memory_facts(expected[i], remembered[i], dz, turn)
            facts["probe"] = partial(passes.of_memory, make, trusted, first, second, dz, names, turn, i)
            if trusted is None and not close(got[i], expected[i]):
                own = _own(call(make), first if turn < 2 else second, i, dz)
                if beside := own.beside(got[i], expected[i], where, name):
                    raise beside
            compare(got[i], expected[i], where, TOLERANCE, name, None, facts)
    passed(about)


def gate_reshaped(make: Callable[[], Any], *, inputs: int = 1, seed: int = 1) -> None:
    """Check that a gate can be used again with inputs of other shapes: it does what a new one does.

    Parameters
    ----------
    make : callable
        As for `gate`.
    inputs : int
        How many inputs the gate has, all of one shape.
    seed : int
        The seed of the inputs, which lie between 1 and 2.

    Examples
    --------
    >>> class Double:
    ...     def forward(self, x):
    ...         return 2 * x
    ...
    ...     def backward(self, dz):
    ...         return [2 * dz]
    >>> gate_reshaped(Double)
    ✓ a gate that is used again, with the shape (3,)
    ✓ a gate that is used again, with the shape (2, 1)
    ✓ a gate that is used again, with the shape ()
    """
    rng = np.random.default_rng(seed)
    one = call(make)
    for shape in ((3,), (2, 1), ()):
        given = [rng.uniform(1.0, 2.0, shape)[()] for _ in range(inputs + 1)]
        _like_a_new_one(one, make, given, say("a gate that is used again, with the shape {shape}", shape=shape))


@titled
def _like_a_new_one(gate: Any, make: Callable[[], Any], given: Sequence[Any], about: str) -> None:
    *inputs, dz = given
    call(attribute(gate, "forward"), *inputs)
    got = call(attribute(gate, "backward"), dz)
    value(got, tuple(both_passes(make)(*given)[1:]), about, names=("dx", "dy")[: len(inputs)])
