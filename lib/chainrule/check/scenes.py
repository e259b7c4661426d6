"""Scenes: what a test did with an object before it checks a gradient (made it, ran `forward`, ran `backward`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import numpy as np

from chainrule import gradcheck, mistakes
from chainrule.check import again
from chainrule.check.answers import Called, called_for, name_of, read_as, recent_calls
from chainrule.kinds.copies import copies

_TENSORS = ("W", "b")
"""Attributes of a layer that a test may set."""


@dataclass(frozen=True)
class Scene:
    """A forward and a backward pass of one object, and which of its gradients is checked.

    Parameters
    ----------
    thing : object
    forward, backward : Called
    of : str
        What the gradient is with respect to: an input, or an attribute of `thing`.
    """

    thing: Any
    forward: Called
    backward: Called
    of: str

    @property
    def inputs(self) -> dict[str, Any]:
        """The inputs of `forward`, by name."""
        [given] = self.forward.args
        return dict(given) if isinstance(given, dict) else {"X": given}

    def tensors(self) -> dict[str, Any]:
        """Return the object's weights and biases, if it has any."""
        found = {name: again.tried(partial(getattr, self.thing, name)) for name in _TENSORS}
        return {name: value.copy() for name, value in found.items() if isinstance(value, np.ndarray)}

    def arguments(self) -> dict[str, Any]:
        """Return all that the gradient depends on, by name."""
        upstream: dict[str, Any] = {again.UPSTREAM: self.backward.args[0]} if self.backward.args else {}
        return {**self.inputs, **self.tensors(), **upstream}

    def output(self, changed: Mapping[str, Any]) -> Any:
        """Run `forward` with other arguments."""
        for name in _TENSORS:
            if name in changed:
                setattr(self.thing, name, changed[name].copy())
        given = dict(zip(self.inputs, copies([changed[name] for name in self.inputs]), strict=True))
        return self.forward.answer(given if isinstance(self.forward.args[0], dict) else given["X"])

    def gradient(self, changed: Mapping[str, Any]) -> Any:
        """Run both passes with other arguments, and return the gradient."""
        self.output(changed)
        result = self.backward.answer(*copies([changed[again.UPSTREAM]] if self.backward.args else []))
        if self.of not in self.inputs:
            return getattr(self.thing, f"d{self.of}")
        return result.get(self.of) if isinstance(result, dict) else result

    def slope(self, changed: Mapping[str, Any]) -> Any:
        """Return the right gradient, if `forward` is right: the slope of its output times the upstream gradient."""
        upstream = changed.get(again.UPSTREAM, 1.0)
        return gradcheck.central(
            lambda moved: np.sum(upstream * np.asarray(self.output({**changed, self.of: moved}))), changed[self.of]
        )


def scene_of(got: Any) -> Scene | None:
    """Return the scene of a gradient, if the test has used only one object of its kind since that was made."""
    calls, found = recent_calls(), called_for(got)
    if found is not None:
        backward, pick = found
        of = pick[0] if pick else "X"
    else:
        name = read_as(got)
        if name is None or not calls or not name.startswith("d"):
            return None
        backward, of = calls[0], name.removeprefix("d")
    kind, _, method = name_of(backward.answer).rpartition(".")
    if method != "backward" or not isinstance(of, str) or len(backward.args) > 1 or backward.kwargs:
        return None
    before = [(name_of(call.answer), call) for call in calls]
    made = [i for i, (name, _) in enumerate(before) if name == kind]
    forwards = [call for name, call in before[: made[0] if made else 0] if name == f"{kind}.forward"]
    alone = len(made) == 1 or len(made) > 1 and made[1] > made[0] + 1
    if not made:
        forwards = [call for name, call in before if name == f"{kind}.forward"]
        alone = len(forwards) == 1 and found is not None
    if not alone or not forwards or len(forwards[0].args) != 1 or forwards[0].kwargs:
        return None
    return Scene(before[made[0]][1].result if made else None, forwards[0], backward, of)


def of_layer(got: Any, expected: Any) -> mistakes.Probe | None:
    """Return a probe of a gradient that the last `backward` of an object returned, or set as an attribute.

    The right gradient is found from the object's own `forward`, by differences, if that agrees with `expected` here.
    """
    scene = scene_of(got)
    if scene is None or not mistakes.is_numeric(expected):
        return None
    arguments = {name: again.real(value) for name, value in scene.arguments().items() if mistakes.is_numeric(value)}
    if not arguments.keys() >= {scene.of, *scene.inputs} or np.size(arguments[scene.of]) > again.SIZE:
        return None
    slope = again.tried(lambda: scene.slope(arguments))
    if slope is None or np.shape(slope) != np.shape(expected) or not np.allclose(slope, expected, 1e-4, 1e-6):
        return None

    def known(changed: Mapping[str, Any]) -> mistakes.Facts:
        facts = {name: value for name, value in changed.items() if name in ("X", *_TENSORS)}
        if again.UPSTREAM in changed:
            facts["upstream"] = changed[again.UPSTREAM]
        return cast(mistakes.Facts, {"quantity": "gradient", **mistakes.known(facts), "values": dict(changed)})

    return again.probe(arguments, scene.gradient, scene.slope, known, loose=True)
