"""What an answer does where numbers are extreme: a result that stops at a bound, rows that become nan or inf."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from chainrule.language import say
from chainrule.mistakes.facts import Array
from chainrule.mistakes.probe import Probe, Sample, redrawn

_SEED = 22
_TRIES = 4
_LEAST = 3
"""How many results must stop at a bound, and how many entries be right that do not reach it."""

_FAR = 10_000.0
"""Added to all of a row, it makes exponentials overflow or vanish."""


class Bound(NamedTuple):
    """A bound that a result does not pass, although the right one does."""

    says: str
    public: str
    """The same without the number, which could spell out a hidden input."""


def bound(first: Sample, fresh: Sequence[Sample], probe: Probe) -> Bound | None:
    """Return the bound at which the result stops, in words; None if there is none.

    On all inputs, those of the call, new ones, and new ones of the call's size, exactly the entries are wrong of which
    the right value lies beyond the bound, and all of these are the bound.
    """
    stop = _stop(first)
    if stop is None:
        return None
    samples = [first, *fresh]
    for name, value in probe.arguments.items():
        if not isinstance(value, np.ndarray) or value.dtype.kind != "f" or not value.any():
            continue
        for seed in range(_TRIES):
            rng = np.random.default_rng([_SEED, seed])
            given = redrawn(probe.arguments, rng, loose=probe.loose)
            size = np.abs(value).max() / max(np.abs(given[name]).max(), 1e-9) * rng.uniform(1.0, 2.0)
            one = probe.ask({**given, name: size * given[name]})
            if one is None:
                return None
            samples.append(one)
    stops = [_stop(sample) for sample in samples if not sample.is_right]
    if len(stops) < _LEAST or any(one is None or one[1] != stop[1] or not _near(one[0], stop[0]) for one in stops):
        return None
    kept = np.concatenate([sample.expected[~sample.wrong & ~_near(sample.expected, stop[0])] for sample in samples])
    if kept.size < _LEAST or ((kept < stop[0]) if stop[1] else (kept > stop[0])).any():
        return None
    number = f"{stop[0]:.6g}"
    if stop[1]:
        public = say("It is wrong only where the right result is lower than a certain number: there it stays at that.")
        return Bound(say("The result never falls below {number}.", number=number), public)
    public = say("It is wrong only where the right result is higher than a certain number: there it stays at that.")
    return Bound(say("The result never rises above {number}.", number=number), public)


def _stop(sample: Sample) -> tuple[float, bool] | None:
    """Return the number that all wrong entries are, and whether all that is right there is lower, or else higher."""
    wrong = sample.wrong
    if sample.got is None or sample.got.shape != sample.expected.shape or not wrong.any():
        return None
    numbers, right = sample.got[wrong], sample.expected[wrong]
    limit = float(numbers[0])
    if not np.isfinite(limit) or not _near(numbers, limit).all():
        return None
    return (limit, bool(right[0] < limit)) if (right < limit).all() or (right > limit).all() else None


def _near(numbers: Array | float, limit: float) -> Array:
    return np.asarray(np.abs(numbers - limit) <= 1e-6 * abs(limit))


def not_finite(got: Array, bad: str, probe: Probe) -> str | None:
    """Return in which rows a result becomes `bad` (nan or inf), in words, if the same is so for new rows."""
    name = next((name for name, value in probe.arguments.items() if _has_rows(value, got)), None)
    if name is None:
        return None
    finite = _finite_rows(got)
    bad_rows = np.flatnonzero(~finite)
    if len(got) > 1 and bad_rows.size and all(_alone(probe, probe.arguments, name, int(i)) for i in bad_rows):
        if all(_hangs_on_others(probe, name, seed) for seed in range(_TRIES)):
            return say("A row becomes {bad} beside rows of much larger numbers: by itself it is right.", bad=bad)
        return None
    rows = probe.arguments[name]
    if _only_far(probe, name, -1.0) and ((rows.max(axis=1) < 0) | finite).all():
        return say("It becomes {bad} only in rows of {name} whose numbers are all far below 0.", bad=bad, name=name)
    if _only_far(probe, name, 1.0) and ((rows.min(axis=1) > 0) | finite).all():
        return say("It becomes {bad} only in rows of {name} whose numbers are all far above 0.", bad=bad, name=name)
    return None


def _finite_rows(numbers: Array) -> Array:
    return np.asarray(np.isfinite(numbers).reshape(len(numbers), -1).all(axis=1))


def _has_rows(value: Any, got: Array) -> bool:
    return isinstance(value, np.ndarray) and value.ndim == 2 and got.ndim > 0 and len(value) == len(got) > 0


def _alone(probe: Probe, arguments: Any, name: str, i: int) -> bool:
    """Tell whether the result for one row alone is right."""
    count = len(arguments[name])
    chosen = {
        other: value[[i]]
        for other, value in arguments.items()
        if other == name or isinstance(value, np.ndarray) and value.shape == (count,)
    }
    one = probe.ask({**arguments, **chosen})
    return one is not None and one.is_right


def _hangs_on_others(probe: Probe, name: str, seed: int) -> bool:
    """Tell whether a new row becomes nan or inf below rows of larger numbers, and alone does not."""
    given = redrawn(probe.arguments, np.random.default_rng([_SEED, seed]), loose=probe.loose)
    low = seed % len(given[name])
    rows = given[name] - _FAR * (np.arange(len(given[name])) == low)[:, None]
    given = {**given, name: rows}
    one = probe.ask(given)
    if one is None or one.got is None or one.got.shape != one.expected.shape:
        return False
    finite = _finite_rows(one.got)
    return not finite[low] and bool(np.delete(finite, low).all()) and _alone(probe, given, name, low)


def _only_far(probe: Probe, name: str, sign: float) -> bool:
    """Tell whether all rows become nan or inf far to this side of 0, and the result is right near 0 and far beyond."""
    for seed in range(_TRIES):
        given = redrawn(probe.arguments, np.random.default_rng([_SEED, seed]), loose=probe.loose)
        far, near, beyond = (probe.ask({**given, name: given[name] + by * sign * _FAR}) for by in (1, 0, -1))
        if far is None or far.got is None or far.got.shape != far.expected.shape:
            return False
        if _finite_rows(far.got).any():
            return False
        if near is None or beyond is None or not near.is_right or not beyond.is_right:
            return False
    return True
