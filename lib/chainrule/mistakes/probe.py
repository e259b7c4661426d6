"""Calling an answer again, on new inputs: nothing is claimed that does not hold for these, too."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from chainrule.mistakes.facts import Array, Facts

_SIZES = {
    "W": "KD", "X": "ND", "x": "D", "y": "N", "b": "K", "scores": "NK", "theta": "NK", "dout": "NK",
    "anchor": "ND", "positive": "ND", "negative": "ND",
}  # fmt: skip
"""What the axes of the curriculum's arrays count: N examples, D pixels, K classes."""

LABELS = {"y", "labels"}
"""Names of integers that number classes."""

_REAL = {"lam", "delta", "alpha", "beta", "mu", "lr", "step_size"}
"""Numbers that a call may give as the integer 0, although any number may stand there."""

_SQUARES = {"cache"}
"""What is a sum of squares."""


_MANY, _ENOUGH = 100, 40
"""In place of more examples than many, as many as are enough are drawn: what is true of those is true of more."""

_SCALES = (1.0, 1.0, 0.4, 2.5)
"""Factors for the sizes of arrays: what is true of numbers of one size alone is no explanation."""

_WEAK = 1e-3
"""The strength of a penalty below which it does not show beside the data."""


@dataclass(frozen=True)
class Sample:
    """What an answer returned for some inputs, and what is right.

    Parameters
    ----------
    known : callable
        Returns what is known of the call: it is asked for only if needed, since it may take longer than the call.
    got : ndarray or None
        None if the answer raised an exception, or returned no numbers.
    expected : ndarray
    """

    known: Callable[[], Facts]
    got: Array | None
    expected: Array

    @cached_property
    def facts(self) -> Facts:
        """What is known of the call."""
        return self.known()

    @property
    def wrong(self) -> Array:
        """Which entries of the result are wrong."""
        if self.got is None or self.got.shape != self.expected.shape:
            return np.ones(self.expected.shape, dtype=bool)
        largest = float(np.abs(self.expected).max(initial=0.0))
        return ~(np.abs(self.got - self.expected) <= 1e-5 * np.maximum(np.abs(self.expected), 1e-2 * largest) + 1e-12)

    @property
    def is_right(self) -> bool:
        """Whether all of the result is right."""
        return not self.wrong.any()


@dataclass(frozen=True)
class Probe:
    """An answer that can be called again.

    Parameters
    ----------
    arguments : mapping
        The arguments of the call that went wrong, by name.
    ask : callable
        Takes arguments like these and returns a `Sample`, or None if no right result is known.
    resizes : bool
        Whether arguments may have other sizes.
    loose : bool
        Whether numbers may have either sign, and all sizes may change, if those that are equal stay so: as for gates.
    situation : str
        In which situation it is asked: ``"used again"``.
    otherwise : Probe, optional
        The answer without that situation.
    default : str
        The name of an argument that the call left out, and whose default is not that of the task.
    """

    arguments: Mapping[str, Any]
    ask: Callable[[Mapping[str, Any]], Sample | None]
    resizes: bool = True
    loose: bool = False
    situation: str = ""
    otherwise: "Probe | None" = None
    default: str = ""

    def fresh(self, seed: int, how_many: int) -> Iterator[Sample]:
        """Yield samples for new random inputs; the last few have other sizes, if the sizes are known."""
        for i in range(how_many):
            rng, resize = np.random.default_rng([seed, i]), self.resizes and i >= (how_many + 1) // 2
            sample = self.ask(redrawn(self.arguments, rng, resize, self.loose))
            if sample is not None and np.isfinite(sample.expected).all():
                yield sample


def redrawn(
    arguments: Mapping[str, Any], rng: np.random.Generator, resize: bool = False, loose: bool = False
) -> dict[str, Any]:
    """Return other arguments of the same kinds: of the same sizes, unless their axes are known and `resize` is set.

    If they are `loose`, sizes need not be known, and numbers may have either sign.
    """
    if loose:
        return _redrawn_loosely(arguments, rng, resize)
    sizes = _sizes(arguments)
    if sizes.get("N", 0) > _MANY:
        sizes = {**sizes, "N": _ENOUGH}
    if resize and sizes:
        sizes = _other_sizes(sizes)
    classes = sizes.get("K") or _classes(arguments)
    drawn = {}
    for name, value in arguments.items():
        shape = value.shape if isinstance(value, np.ndarray) else ()
        if sizes and name in _SIZES and shape:
            shape = tuple(sizes[axis] for axis in _SIZES[name][-len(shape) :])
        if callable(value):
            drawn[name] = _other_function(name, value, arguments, rng)
            continue
        of_squares = name == "v" and "m" in arguments  # Adam's, not a velocity
        drawn[name] = other_value("cache" if of_squares else name, value, shape, classes, rng)
    return drawn


def _other_function(name: str, value: Any, arguments: Mapping[str, Any], rng: np.random.Generator) -> Any:
    """Return another function, every second time, where the task takes any: in a valley x², much is true by chance."""
    beside = {"gradient": {"v", "start"}, "f": {"h"}, "loss": {"trials"}}.get(name, set())
    if not arguments.keys() & beside or rng.random() < 0.5:
        return value
    a, b, c, d = rng.uniform(0.5, 1.5, 4)
    if name == "loss":  # some weights have the same
        return lambda W: a + float(np.rint(b * np.sum(W) / 4))
    if name == "gradient":
        return lambda x: a * np.sin(b * np.asarray(x, dtype=float)) + c * np.asarray(x, dtype=float) / 4 + d
    return lambda x: float(a * np.sum(np.sin(b * np.asarray(x))) + c * np.sum(np.asarray(x) ** 3) + d * np.sum(x) ** 2)


def _redrawn_loosely(arguments: Mapping[str, Any], rng: np.random.Generator, resize: bool) -> dict[str, Any]:
    sizes = sorted({size for value in arguments.values() for size in np.shape(value)} - {0, 1})
    others = {size: size + 1 + i for i, size in enumerate(sizes)} if resize else {}
    drawn: dict[str, Any] = {}
    for name, value in arguments.items():
        if isinstance(value, (int, np.integer)) and name in LABELS:
            drawn[name] = int(rng.integers(len(drawn["W"]))) if np.ndim(drawn.get("W", 0)) == 2 else value
            continue
        shape = tuple(others.get(size, size) for size in np.shape(value))
        size = float(np.clip(np.sqrt(np.mean(np.square(value))) if np.size(value) else 1.0, 0.5, 2.0))
        numbers = size * rng.uniform(0.2, 1.5, shape) * rng.choice([-1.0, 1.0], shape)
        drawn[name] = numbers if shape else float(numbers)
    return drawn


def other_value(name: str, value: Any, shape: tuple[int, ...], classes: int, rng: np.random.Generator) -> Any:
    """Return another value of the same kind."""
    if isinstance(value, np.ndarray) and value.dtype.kind in "iuf":
        return _other_array(name, value, shape, classes, rng)
    if name == "eps":
        return float(10.0 ** rng.uniform(-2, 0))  # as small as usual, it would not show where it stands
    if name == "t":
        return int(rng.integers(1, 12))
    if name in _REAL and not isinstance(value, bool) and value == 0:
        value = 0.0
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        return int(rng.integers(classes)) if name in LABELS and classes else value
    if isinstance(value, (float, np.floating)):
        too_weak = name == "lam" and abs(float(value)) < _WEAK
        return _other_number(0.0 if too_weak else float(value), rng)
    return value


def _other_number(value: float, rng: np.random.Generator) -> float:
    if value == 0:
        return float(rng.uniform(0.3, 0.8))
    if 0 < value < 1:
        return float(value * rng.uniform(0.6, 1.0))
    return float(value * rng.uniform(0.6, 1.6))


def _other_array(name: str, value: Array, shape: tuple[int, ...], classes: int, rng: np.random.Generator) -> Array:
    numbers = value.astype(float)
    is_distribution = bool(value.ndim and value.size and (numbers >= 0).all() and np.allclose(numbers.sum(axis=-1), 1))
    if value.dtype.kind in "iu" and name in LABELS and (classes or not is_distribution):
        if classes:
            return rng.integers(classes, size=shape)
        return rng.permutation(value) if shape == value.shape else rng.choice(value.ravel(), size=shape)
    if is_distribution:
        return rng.dirichlet(np.ones(shape[-1]), size=shape[:-1])
    if value.size and np.isin(numbers, (0.0, 1.0)).all() and numbers.any() and not numbers.all():
        return (rng.random(shape) < 0.5).astype(float)
    size = float(np.clip(np.sqrt(np.mean(numbers**2)) if value.size else 1.0, 0.5, 2.0))
    drawn = size * rng.choice(_SCALES) * rng.standard_normal(shape)
    positive = name in _SQUARES or bool(value.size > 3 and (numbers > 0).all())
    return np.abs(drawn) + 0.1 if positive else drawn


def _sizes(arguments: Mapping[str, Any]) -> dict[str, int]:
    """Return N, D and K if all arrays agree on them; otherwise nothing."""
    sizes: dict[str, int] = {}
    for name, value in arguments.items():
        if not isinstance(value, np.ndarray):
            continue
        axes = _SIZES.get(name, "")
        if value.ndim > len(axes) or name == "y" and value.ndim == 1 and value.dtype.kind == "f":
            return {}
        for axis, size in zip(axes[len(axes) - value.ndim :], value.shape, strict=True):
            if sizes.setdefault(axis, size) != size:
                return {}
    return sizes if all(sizes.values()) else {}


def _other_sizes(sizes: Mapping[str, int]) -> dict[str, int]:
    """Return other sizes, no two alike or next to each other, so that no axis is mistaken for another, or one less."""
    others: dict[str, int] = {}
    for axis, size in sizes.items():
        others[axis] = next(
            other for other in range(size + 1, size + 12) if all(abs(other - one) > 1 for one in others.values())
        )
    return others


def _classes(arguments: Mapping[str, Any]) -> int:
    """Return how many classes there are, or 0."""
    for name in ("W", "scores"):
        value = arguments.get(name)
        if isinstance(value, np.ndarray) and value.ndim == 2:
            return int(value.shape[0] if name == "W" else value.shape[1])
    return 0
