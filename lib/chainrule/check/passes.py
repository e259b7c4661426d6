"""Calling a wrong gate or layer again: both passes, on new inputs, to compare them with what is right there."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from chainrule import gradcheck, mistakes
from chainrule.check import again
from chainrule.check.again import UPSTREAM
from chainrule.check.answers import attribute, call
from chainrule.check.values import as_double, part_of
from chainrule.kinds.copies import copies
from chainrule.language import words

Make = Callable[[], Any]

_FACTS = ("X", "W", "b")
"""Inputs that formulas know by these names; a gate's ``x`` and ``y`` are not an example and its label."""


class Forward:
    """The forward pass of new gates. Outputs are remembered, since several slopes need the same ones."""

    def __init__(self, make: Make) -> None:
        self._make = make
        self._known: dict[Any, NDArray[Any]] = {}

    def __call__(self, *inputs: Any) -> NDArray[Any]:
        """Return the output of a new gate, if it is not known already."""
        arrays = map(np.asarray, inputs)
        key = tuple(
            (type(one), array.dtype, array.shape, array.tobytes()) for one, array in zip(inputs, arrays, strict=True)
        )
        if key not in self._known:
            self._known[key] = np.array(self._make().forward(*inputs))  # it may be an input, which may change
        return self._known[key]

    def slice_of(self, inputs: Sequence[Any], i: int, dz: Any) -> gradcheck.Scalar:
        """Return the loss ``sum(dz * output)`` as a function of input `i` alone, all inputs taken as real numbers.

        What a forward pass rounds off for integers among the others would be no part of a slope.
        """
        reals = [again.real(one) for one in inputs]

        def loss(x: NDArray[Any]) -> Any:
            return np.sum(dz * self(*reals[:i], x, *reals[i + 1 :]))

        return loss

    def slope(self, inputs: Sequence[Any], i: int, dz: Any) -> NDArray[np.float64]:
        """Return the gradient of this loss, numerically."""
        return gradcheck.central(self.slice_of(inputs, i, dz), inputs[i])

    def entrywise(self, at: Any) -> NDArray[np.float64]:
        """Return the slope of each entry of the output along the same entry of the only input."""
        at = np.asarray(at, dtype=float)
        step = gradcheck.CENTRAL_STEP * np.maximum(1.0, np.abs(at))
        above, below = np.array(at + step), np.array(at - step)
        change = self(above) - self(below)
        return change / (above - below) if change.shape == np.shape(at) else np.full(np.shape(at), np.nan)


def output_of(make: Make, inputs: Sequence[Any]) -> NDArray[np.float64]:
    """Return what `forward` returns for inputs that are taken as real numbers."""
    return np.asarray(make().forward(*map(as_double, inputs)), dtype=float)


def gradients_of(forward: Forward, trusted: Make | None, inputs: Sequence[Any], dz: Any) -> list[NDArray[np.float64]]:
    """Return the right gradients: those of a trusted gate, or else the slopes of the gate's own output."""
    if trusted is None:
        return [forward.slope(inputs, i, dz) for i in range(len(inputs))]
    gate = trusted()
    gate.forward(*map(as_double, inputs))
    return [np.asarray(gradient, dtype=float) for gradient in gate.backward(as_double(dz))]


def gradient_of(forward: Forward, trusted: Make | None, inputs: Sequence[Any], i: int, dz: Any) -> NDArray[np.float64]:
    """Return one of these."""
    return forward.slope(inputs, i, dz) if trusted is None else gradients_of(forward, trusted, inputs, dz)[i]


def facts_of(
    make: Make,
    forward: Forward,
    trusted: Make | None,
    inputs: Sequence[Any],
    dz: Any,
    names: Sequence[str],
    i: int | None,
) -> mistakes.Facts:
    """Return the facts about the gradient of input `i`, or about the output, if `i` is None."""
    stems = [name.removeprefix("d") for name in names]
    output = output_of(trusted or make, inputs)
    values = {**dict(zip(stems, inputs, strict=True)), words("the output"): output}
    known = mistakes.known({word: value for word, value in values.items() if word in _FACTS})
    if i is None:
        del values["the output"]
        return {**known, "gate_values": list(inputs), "values": values, "quantity": "output"}
    ones = np.ones_like(dz, dtype=float)

    def slope_at(at: Any) -> NDArray[np.float64]:
        if trusted is None:
            return forward.entrywise(at)
        return gradient_of(forward, trusted, [at], 0, np.ones_like(at, dtype=float))

    facts: Mapping[str, Any] = {
        **known,
        "quantity": "gradient",
        "upstream": dz,
        "ignoring_upstream": gradient_of(forward, trusted, inputs, i, ones),
        "other_input": gradient_of(forward, trusted, inputs, 1 - i, dz) if len(inputs) == 2 else None,
        "gate_values": [output, *inputs],
        "own_slope": part_of(_answered(make, inputs, ones if ones.ndim else 1.0), i),
        "slope_at": slope_at if len(inputs) == 1 and np.shape(inputs[0]) == np.shape(dz) else None,
        "values": values,
    }
    return cast(mistakes.Facts, {name: fact for name, fact in facts.items() if fact is not None})


def _answered(make: Make, inputs: Sequence[Any], dz: Any, times: int = 1) -> Any:
    """Return what `backward` returns when it is called so many times, or None if it cannot be called."""

    def both() -> Any:
        gate = make()
        gate.forward(*copies(inputs))
        return [gate.backward(*copies([dz])) for _ in range(times)][-1]

    return again.tried(both)


def gradient_beside(make: Make, inputs: Sequence[Any], i: int, dz: Any, x: Any) -> Any:
    """Return what `backward` returns for input `i` where that is `x`, all inputs taken as real numbers."""
    reals = [again.real(one) for one in inputs]
    return part_of(_answered(make, [*reals[:i], x, *reals[i + 1 :]], dz), i)


def of_gate(
    make: Make, trusted: Make | None, inputs: Sequence[Any], dz: Any, names: Sequence[str], i: int | None
) -> mistakes.Probe | None:
    """Return a probe of the gradient of input `i` of a gate, or of its output, if `i` is None."""
    if trusted is None and max(np.size(one) for one in inputs) > again.SIZE:
        return None
    stems = [name.removeprefix("d") for name in names]
    forward = Forward(make)

    def split(changed: Mapping[str, Any]) -> tuple[list[Any], Any]:
        return [changed[word] for word in stems], changed[UPSTREAM]

    def answered(changed: Mapping[str, Any]) -> Any:
        given, upstream = split(changed)
        return part_of(_answered(make, given, upstream), i) if i is not None else make().forward(*copies(given))

    def right(changed: Mapping[str, Any]) -> Any:
        given, upstream = split(changed)
        if i is None:
            return (trusted or make)().forward(*given)
        return gradient_of(forward, trusted, given, i, upstream)

    arguments = {**dict(zip(stems, inputs, strict=True)), UPSTREAM: dz}
    return again.probe(
        arguments,
        answered,
        right,
        lambda changed: facts_of(make, forward, trusted, *split(changed), names, i),
        loose=True,
    )


# --- Gates that are used more than once ------------------------------------------------------------------------------

SITUATIONS = (
    words("with another gate in use"),
    words("with another gate in use, backward called twice"),
    words("used again"),
    words("used again, backward called twice"),
)


TWICE = words("when backward is called twice")
"""What is to blame where nothing but this goes wrong."""


def used_more_than_once(make: Make, first: Sequence[Any], second: Sequence[Any], dz: Any) -> Iterator[Any]:
    """Yield what `backward` returns in each of the `SITUATIONS`."""
    one, other = call(make), call(make)
    call(attribute(one, "forward"), *first)
    call(attribute(other, "forward"), *second)
    for _ in range(2):
        yield call(attribute(one, "backward"), dz)
    call(attribute(one, "forward"), *second)
    for _ in range(2):
        yield call(attribute(one, "backward"), dz)


def memory_facts(right: NDArray[np.float64], remembered: NDArray[np.float64], dz: Any, turn: int) -> mistakes.Facts:
    """Return facts about gradients that belong to other inputs, or to the previous call."""
    facts: mistakes.Facts = {
        "remembered": remembered,
        "values": {words("the gradient for the other inputs"): remembered},
    }
    if turn % 2:
        facts["before"] = right
        if right.shape == np.shape(dz):
            facts["spoiled"] = right * dz
    return facts


def of_memory(
    make: Make,
    trusted: Make | None,
    first: Sequence[Any],
    second: Sequence[Any],
    dz: Any,
    names: Sequence[str],
    turn: int,
    i: int,
) -> mistakes.Probe | None:
    """Return a probe of the gradient of input `i` of a gate that is used more than once."""
    stems: list[str] = [words("the first {name}", name=name.removeprefix("d")) for name in names]
    stems += [words("the second {name}", name=name.removeprefix("d")) for name in names]
    forward = Forward(make)

    def split(changed: Mapping[str, Any]) -> tuple[list[Any], list[Any], Any]:
        given = [changed[word] for word in stems]
        return given[: len(first)], given[len(first) :], changed[UPSTREAM]

    def rights(changed: Mapping[str, Any]) -> list[NDArray[np.float64]]:
        one, other, upstream = split(changed)
        both = [gradient_of(forward, trusted, inputs, i, upstream) for inputs in (one, other)]
        return both if turn < 2 else both[::-1]

    def answered(changed: Mapping[str, Any]) -> Any:
        return part_of(next(islice(used_more_than_once(make, *split(changed)), turn, None)), i)

    def alone(changed: Mapping[str, Any], times: int = 1) -> Any:
        one, other, upstream = split(changed)
        return part_of(_answered(make, one if turn < 2 else other, upstream, times), i)

    def known(changed: Mapping[str, Any]) -> mistakes.Facts:
        here, elsewhere = rights(changed)
        return memory_facts(here, elsewhere, changed[UPSTREAM], turn)

    def right(changed: Mapping[str, Any]) -> Any:
        return rights(changed)[0]

    arguments = {**dict(zip(stems, map(again.real, (*first, *second)), strict=True)), UPSTREAM: again.real(dz)}
    otherwise = again.probe(arguments, alone, right, known, loose=True)
    twice = again.probe(
        arguments, partial(alone, times=2), right, known, loose=True, situation=TWICE, otherwise=otherwise
    )
    if turn % 2 and twice is not None and (sample := twice.ask(arguments)) is not None and not sample.is_right:
        return twice
    return again.probe(arguments, answered, right, known, loose=True, situation=SITUATIONS[turn], otherwise=twice)
