"""Comparing gradients with the slope of a loss."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule import gradcheck, mistakes
from chainrule.check import again
from chainrule.check.answers import titled
from chainrule.check.failures import (
    RETURNED,
    CheckFailed,
    difference,
    explained,
    failed,
    other_kind,
    passed,
    wrong_shape,
)
from chainrule.check.scenes import of_layer
from chainrule.check.values import TOLERANCE, close
from chainrule.language import say, words

_STEEPEST = 1e4
"""By how much the slope jumps at most at a kink, beside its size, or 1."""

_FEW = 2
"""At so many entries there may be a kink if the answer cannot be asked for its gradient beside it."""

_EXACT = 1e-8
"""The accuracy required beside a kink: the slope there may be `_STEEPEST` times as large as what is right."""

_BESIDE = 4 * gradcheck.CENTRAL_STEP
"""How far beside a kink that is asked for: a difference at this place does not reach it."""

_LARGE_LOSS = 1e5
"""Differences of losses of this size have few digits left for small slopes."""


PERHAPS_BESIDE_NUMBER = words(
    "{gradient} is not the slope of your {number}, but may be right all the same: is your {number} what is asked for?"
)
"""Of an answer that has the name of one of ours: another course may ask for something else by this name."""

PERHAPS_BESIDE_FORWARD = words(
    "{gradient} is not the slope of your output, but may be right all the same: is your forward right?"
)


@dataclass(frozen=True)
class OwnNumber:
    """What a gradient is compared with, if that is the slope of a number of the same answer: it may be what is wrong.

    Parameters
    ----------
    asked_for : callable
        Returns the slope of the number that the task asks for; None if that is not known.
    name : str
        What the answer calls the number.
    says : str
        What is said of a right gradient beside a wrong number.
    """

    asked_for: Callable[[], Any]
    name: str = "loss"
    says: str = PERHAPS_BESIDE_NUMBER

    @cached_property
    def right(self) -> Any:
        """What `asked_for` returns."""
        return self.asked_for()

    def is_wrong(self, slope: Any) -> bool:
        """Tell whether the number may be wrong, by its slope: then a factor of the gradient may be the number's."""
        return self.right is None or not close(slope, self.right)

    def beside(self, got: Any, slope: Any, about: str, gradient: str) -> CheckFailed | None:
        """Return the failure of a gradient that is right, but not the slope of the answer's own number."""
        if self.right is None or not close(got, self.right) or close(slope, self.right):
            return None
        said = say(self.says, gradient=gradient, number=self.name)
        return failed(about, said, said)


@titled
def gradient(
    got: Any,
    loss: gradcheck.Scalar,
    at: Any,
    about: str,
    *,
    name: str = words("the gradient"),
    tolerance: float = TOLERANCE,
    facts: mistakes.Facts | None = None,
) -> None:
    """Check a gradient against central differences of `loss` at the point `at`, entry by entry.

    Parameters
    ----------
    got : ndarray, shape of `at`
        The gradient to check.
    loss : callable
        From an array like `at` to a number; called ``2 * at.size`` times.
    at : array_like
        The point. Its entries are best about 1 in size and away from kinks; at a kink, any gradient between the
        one-sided slopes is accepted if the answer's gradient is right on either side. If no answer was called for
        `got` at this point, to be asked there, two entries may be at kinks.
    about, tolerance, facts
        As in `value`; `name` is the name of the gradient. The tolerance is relative to the largest entry of the
        gradient.

    Raises
    ------
    CheckFailed
        With the ratio, the worst entry, and the name of the mistake if one matches; also if the loss is not finite at
        the point and beside it, or above 1e5 and so large beside its slope that any gradient would fit.
    """
    known: mistakes.Facts = {"quantity": "gradient", **(facts or {})}

    def probe() -> mistakes.Probe | None:
        right = gradcheck.central(loss, at)
        by_formula = again.of_value(got, right, known)  # here not only the point changes
        return by_formula or again.of_gradient(got, loss, at, known, name) or of_layer(got, right)

    known["probe"] = probe
    own = OwnNumber(partial(again.slope_asked_for, got, at)) if again.is_its_own(loss, got) else None
    check_gradient(got, loss, at, about, name, tolerance, known, again.elsewhere(got, at), own)
    passed(about)


def check_gradient(
    got: Any,
    loss: gradcheck.Scalar,
    at: Any,
    about: str,
    name: str,
    tolerance: float,
    facts: mistakes.Facts,
    elsewhere: Callable[[Any], Any] | None,
    own: OwnNumber | None = None,
) -> None:
    """Do what `gradient` does, but print nothing if the gradient is right.

    `elsewhere` returns what the answer says of another point; `own` says whose number the loss is, if the answer's.
    """
    value = np.asarray(loss(np.array(at, dtype=np.float64)))
    if value.size != 1:
        detail = say("the loss should be a number, but is an array of shape {shape}", shape=value.shape)
        raise failed(about, detail, say("the loss should be a number"))
    size = abs(float(value.reshape(())))
    with np.errstate(invalid="ignore"):  # inf - inf
        numerical = gradcheck.central(loss, at) if np.isfinite(size) else np.array(np.nan)
    if _is_lost(size, np.abs(numerical).max(initial=0.0)) or not np.isfinite(numerical).all():
        raise _unmeasurable(about)
    array = _tensor(got, numerical, about, name, facts)
    error = np.array(np.abs(array - numerical))  # an array, even of a single number
    allowed = _allowed(size, float(np.abs(numerical).max(initial=0.0)), tolerance)
    steepest = _STEEPEST * max(1.0, float(np.abs(numerical).max(initial=0.0)))
    kinks = []
    for index in map(tuple, np.argwhere(error > allowed)):
        left, right = sorted(gradcheck.one_sided(loss, at, index))
        is_between = left - allowed <= array[index] <= right + allowed and right - left <= steepest
        if is_between and gradcheck.is_kink(loss, at, index):
            kinks.append(index)
    for index in kinks:
        if len(kinks) <= _FEW if elsewhere is None else _is_right_beside(elsewhere, loss, at, index):
            error[index] = 0.0
    if (error > allowed).any():
        beside = own and own.beside(array, numerical, about, name)
        is_either = own is not None and own.is_wrong(numerical)
        raise beside or _wrong_gradient(array, numerical, error, allowed, about, name, facts, is_either)


def _is_right_beside(elsewhere: Callable[[Any], Any], loss: gradcheck.Scalar, at: Any, index: tuple[int, ...]) -> bool:
    """Tell whether an answer's gradient is the slope of the loss on either side of a kink.

    Beside a kink that only its own loss has, and wherever it was asked first, a wrong gradient is as wrong as ever.
    """
    points = [np.array(at, dtype=np.float64) for _ in range(2)]
    for side, point in zip((-_BESIDE, _BESIDE), points, strict=True):
        point[index] += side * max(1.0, abs(float(point[index])))
    return all(_is_right_at(point, elsewhere, loss, index) for point in points)


def _is_right_at(
    point: NDArray[Any], elsewhere: Callable[[Any], Any], loss: gradcheck.Scalar, index: tuple[int, ...]
) -> bool:
    def along(x: NDArray[Any]) -> Any:
        moved = point.copy()
        moved[index] = x
        return loss(moved)

    slope = float(gradcheck.central(along, point[index]))
    got = again.tried(lambda: float(np.asarray(elsewhere(point[()]))[index]))
    return got is not None and abs(got - slope) <= _allowed(_size(loss, point), abs(slope), _EXACT)


@titled
def gradients(
    got: Sequence[Any],
    loss: Callable[..., Any],
    at: Sequence[Any],
    about: str,
    *,
    names: Sequence[str],
    seed: int | None = None,
    directions: int = 2,
    tolerance: float = TOLERANCE,
    facts: mistakes.Facts | None = None,
) -> None:
    """Check the gradients of a large model by random directions: ``3 * directions`` calls of `loss` per tensor.

    For each tensor, ``gradient · d`` is compared with the slope of the loss along ``d``, a random direction.
    If they differ, that tensor is compared entry by entry, to say where it is wrong.

    Parameters
    ----------
    got : sequence of ndarray
        A gradient for each tensor of `at`.
    loss : callable
        ``loss(*tensors)`` returns a number.
    at : sequence of array_like
        The tensors.
    names : sequence of str
        Names of the gradients.
    seed : int, optional
        That of the directions. By default nobody can foresee them: along known ones, an answer could measure the slopes
        with a few passes, and return whatever fits.
    """
    rng = np.random.default_rng(seed)
    tensors = [np.array(tensor, dtype=float) for tensor in at]
    if len(got) != len(tensors):
        count = len(tensors)
        raise CheckFailed(
            say(
                "{about}: there should be {count} gradients, but there are {got}.",
                about=about,
                count=count,
                got=len(got),
            ),
            say("{about}: there should be {count} gradients, but there are more or fewer.", about=about, count=count),
        )
    for i, tensor in enumerate(tensors):

        def one(x: NDArray[Any], i: int = i) -> Any:
            return loss(*tensors[:i], x, *tensors[i + 1 :])

        array = _tensor(got[i], tensor, about, names[i], facts or {})
        for _ in range(directions):
            direction = gradcheck.random_direction(tensor.shape, rng)
            if not _fits_along(array, one, tensor, direction, tolerance, about):
                raise _located(array, one, tensor, about, names[i], facts or {}, rng, tolerance)
    passed(about)


def _fits_along(
    got: NDArray[Any],
    loss: gradcheck.Scalar,
    at: NDArray[Any],
    direction: NDArray[Any],
    tolerance: float,
    about: str,
) -> bool:
    """Tell whether ``gradient · d`` is the slope of the loss along ``d``.

    Among thousands of ReLUs, some may have their kink within the step. Smaller steps avoid it, and do not make a wrong
    gradient right.
    """
    claimed, size = float((got * direction).sum()), _size(loss, at)
    for shrink in (1.0, 1 / 32, 1 / 1024):
        slope = gradcheck.along(loss, at, direction, gradcheck.CENTRAL_STEP * shrink)
        if not np.isfinite(slope) or _is_lost(size, abs(slope)):
            raise _unmeasurable(about)
        scale = max(abs(slope), float(np.linalg.norm(got)))
        if abs(slope - claimed) <= _allowed(size, scale, tolerance, shrink):
            return True
    return False


def _located(
    got: NDArray[Any],
    loss: gradcheck.Scalar,
    at: NDArray[Any],
    about: str,
    name: str,
    facts: mistakes.Facts,
    rng: np.random.Generator,
    tolerance: float,
    most: int = 400,
) -> CheckFailed:
    """Find where a gradient that failed along a direction is wrong, by central differences of `most` entries."""
    flat = got.ravel()
    if flat.size <= most:
        chosen = np.arange(flat.size)
    else:
        largest = np.argsort(-np.abs(flat))[: most // 2]
        others = np.setdiff1d(np.arange(flat.size), largest)
        chosen = np.sort(np.concatenate([largest, rng.choice(others, most // 2, replace=False)]))

    def through_chosen(part: NDArray[Any]) -> Any:
        moved = at.ravel().copy()
        moved[chosen] = part
        return loss(moved.reshape(at.shape))

    numerical = gradcheck.central(through_chosen, at.ravel()[chosen])
    if flat.size <= most:
        numerical = numerical.reshape(at.shape)
    else:
        # Facts describe whole tensors; in a part, only factors can be recognised.
        got, facts = flat[chosen], mistakes.known({"X": facts.get("X")})
    error = np.abs(got - numerical)
    allowed = _allowed(_size(loss, at), float(np.abs(numerical).max(initial=0.0)), tolerance)
    if (error <= allowed).all():
        detail = say("{what} differs from the slope of the loss along a random direction", what=name)
        return failed(about, detail, detail, mistakes.Explanation())
    return _wrong_gradient(got, numerical, error, allowed, about, name, facts)


def _tensor(got: Any, like: NDArray[Any], about: str, name: str, facts: mistakes.Facts) -> NDArray[Any]:
    """Return a gradient as an array of its own dtype, which may be the mistake, after a check of kind and shape."""
    if not isinstance(got, (np.ndarray, np.generic, float, int)):
        raise other_kind(got, say("an array of shape {shape}", shape=like.shape), about, name)
    array = np.asarray(got)
    if array.dtype.kind not in "biuf":
        detail = say("{what} should hold numbers, but its dtype is {dtype}", what=name, dtype=array.dtype)
        raise failed(about, detail, say("{what} should hold numbers", what=name), then=RETURNED)
    if array.shape != like.shape:
        raise wrong_shape(array, like, about, name, facts)
    if not np.isfinite(array).all():
        detail = say("{what} contains nan or inf", what=name)
        raise failed(about, detail, detail)
    return array


def _is_lost(size: float, slope: float) -> bool:
    """Return whether a loss is so large beside its slope that any gradient would fit."""
    return size > _LARGE_LOSS and _rounding(size) > 0.1 * slope


def _unmeasurable(about: str) -> CheckFailed:
    detail = say("the loss is not a number of moderate size there, so its slope cannot be measured")
    return failed(about, detail, detail)


def _size(loss: gradcheck.Scalar, at: Any) -> float:
    return abs(float(np.asarray(loss(np.array(at, dtype=np.float64))).reshape(())))


def _allowed(size: float, scale: float, tolerance: float, shrink: float = 1.0) -> float:
    """Return how far a right gradient may be from a central difference, whose rounding error is ``eps |f| / h``."""
    return tolerance * scale + _rounding(max(size, 1e-3)) / shrink


def _rounding(size: float) -> float:
    """Return how far rounding may take a central difference of numbers of this size from the slope."""
    return float(20 * np.finfo(float).eps * size / gradcheck.CENTRAL_STEP)


def _wrong_gradient(
    got: NDArray[Any],
    numerical: NDArray[Any],
    error: NDArray[Any],
    allowed: float,
    about: str,
    name: str,
    facts: mistakes.Facts,
    is_either: bool = False,
) -> CheckFailed:
    """Build the failure. A factor, or a sign, is blamed on nobody if `is_either`: the loss may be what has it."""
    factor = None
    large = np.abs(numerical) > 1e-3 * np.abs(numerical).max(initial=0.0)
    if large.sum() > 1:
        ratios = got[large] / numerical[large]
        if ratios.mean() and close(got, ratios.mean() * numerical):
            factor = ratios.mean()
    values = {"what": name, "difference": difference(got, numerical, error, np.full_like(error, allowed))}
    if factor is None:
        detail = say("{what} is not the slope of the loss:{difference}", **values)
    else:
        detail = say(
            "{what} is not the slope of the loss: it is {factor} times the numerical gradient everywhere;{difference}",
            factor=f"{factor:.3f}",
            **values,
        )
    why: mistakes.Explanation | None = explained(got, numerical, facts)
    if factor is not None and why is not None and is_either:
        why = replace(why, mistake=None)
    if factor is not None and why is not None and (why.multiple or why.kind is None):
        why = None  # said already; and the loss may be what has a factor too many, so that the gradient is right
    return failed(about, detail, say("{what} is not the slope of the loss", what=name), why)
