"""How an answer behaves: what it ignores, what it should not depend on, what it remembers."""

from collections.abc import Callable
from typing import Any

import numpy as np

from chainrule.language import say, words
from chainrule.mistakes.facts import close
from chainrule.mistakes.probe import LABELS, Probe, Sample, other_value, redrawn

_TRIES, _TIMES = 10, 4
"""How often an argument is changed before it is said that nothing depends on it."""

_WIDELY = (1.0, 0.05, 20.0)
"""Factors for a number that may be ignored, of which a little more or less changes little."""


_FAR = 6.0
"""The same for all numbers of a gate."""


def of(probe: Probe, fresh: list[Sample]) -> str | None:
    """Return one true sentence about an answer's behaviour, or None.

    Examples
    --------
    An answer that does not use `lam`: "The result stays the same whatever lam is."
    """
    return (
        _remembers(probe)
        or _ignores(probe)
        or (say("It returns the same for all inputs.") if is_constant(fresh) else None)
        or _raises(fresh)
        or _mixes(probe)
        or _couples(probe)
        or _moves(probe, words("The result stays the same if all of {name} is doubled."), _doubled, False)
        or _moves(probe, words("The result changes if the same number is added to all of {name}."), _shifted, True)
    )


def _remembers(probe: Probe) -> str | None:
    one, two = probe.ask(probe.arguments), probe.ask(probe.arguments)
    if one is None or two is None or one.got is None or two.got is None:
        return None
    if not _same(one.got, two.got) and _same(one.expected, two.expected):
        return say("Called twice with the same arguments, it returns two different results.")
    return None


def _ignores(probe: Probe) -> str | None:
    numbers = {name: value for name, value in probe.arguments.items() if isinstance(value, (float, np.ndarray))}
    if len(probe.arguments) < 2:
        return None
    ignored = [name for name in numbers if _is_ignored(probe, name, numbers[name])]
    if not ignored or len(ignored) == len(numbers):
        return None
    return say("The result stays the same whatever {name} is.", name=ignored[0])


def _is_ignored(probe: Probe, name: str, value: Any) -> bool:
    """Tell whether changing only this argument changes what is right, but never what is returned.

    The other arguments are those of the failed call, then new ones: where all scores nearly agree, say, an answer that
    rounds them seems to ignore everything.
    """
    changes = 0
    for seed in range(_TRIES):
        rng = np.random.default_rng([seed, 1])
        resize = probe.resizes and seed % 4 == 3
        given = redrawn(probe.arguments, rng, resize, probe.loose) if seed % 2 else probe.arguments
        if probe.loose and seed % 4 == 1:  # of small numbers, an answer that cuts off fractions sees nothing
            given = {key: value if key in LABELS else _FAR * value for key, value in given.items()}
        one = probe.ask(given)
        if probe.loose:  # a gate's y holds no labels
            other = redrawn({name: given[name]}, rng, loose=True)[name] * (_FAR if seed % 4 == 1 else 1.0)
        else:
            other = other_value(name, value, np.shape(given[name]), _classes(given), rng)
            other = other * _WIDELY[seed % 3] if isinstance(other, float) else other
        two = probe.ask({**given, name: other})
        if one is None or two is None or one.got is None or two.got is None or not _same(one.got, two.got):
            return False
        changes += not _agree(one.expected, two.expected)
    return 2 * changes > _TRIES


def _agree(a: Any, b: Any) -> bool:
    """Tell whether two right results are the same, but for the digits that slopes found by differences lack."""
    return np.shape(a) == np.shape(b) and close(a, b, 1e-5)


def _classes(arguments: Any) -> int:
    W, scores = arguments.get("W"), arguments.get("scores")
    return len(W) if np.ndim(W) == 2 else np.shape(scores)[1] if np.ndim(scores) == 2 else 0


def is_constant(fresh: list[Sample]) -> bool:
    """Tell whether the same comes out for all inputs of the first one's sizes, for which other results are right.

    Or none but 0, as of a slope of an answer's own result that is constant, too.
    """
    alike = [one for one in fresh if one.got is not None and one.expected.shape == fresh[0].expected.shape]
    got, right = [one.got for one in alike], [one.expected for one in alike]
    if len(alike) < 2 or right[0].any() and all(_same(right[0], one) for one in right[1:]):
        return False
    return all(_same(got[0], one) for one in got[1:])


def _raises(fresh: list[Sample]) -> str | None:
    """Say that an answer stops with an error if the sizes change, as they do in the later samples, and only then.

    If only some of these stop it, it is something else.
    """
    stopped, half = [sample.got is None for sample in fresh], (len(fresh) + 1) // 2
    if stopped[half:] and all(stopped[half:]) and not any(stopped[:half]) and any(one.is_right for one in fresh):
        return say("With other sizes it stops with an error: do the sizes of this one example stand in your code?")
    return None


def _mixes(probe: Probe) -> str | None:
    """Say whether the order of the examples changes a result that it should not change."""
    X, y = np.asarray(probe.arguments.get("X", 0)), np.asarray(probe.arguments.get("y", 0))
    if not (X.ndim == 2 and y.ndim == 1 and len(X) == len(y) > 1):
        return None
    turned = {**probe.arguments, "X": X[::-1].copy(), "y": y[::-1].copy()}
    one, two = probe.ask(probe.arguments), probe.ask(turned)
    if one is None or two is None or one.got is None or two.got is None or not _same(one.expected, two.expected):
        return None
    return None if _same(one.got, two.got) else say("The result depends on the order of the examples.")


def _doubled(value: Any) -> Any:
    return 2 * value


def _shifted(value: Any) -> Any:
    return value + 0.7


def _couples(probe: Probe) -> str | None:
    """Say whether an entry, or a row, hangs on others of the arguments that the right one does not hang on."""
    rows, changes = False, 0
    for seed in range(_TIMES):
        rng = np.random.default_rng([seed, 2])
        given = redrawn(probe.arguments, rng, loose=probe.loose)
        other = redrawn(given, rng, loose=probe.loose)
        one = probe.ask(given)
        if one is None or one.got is None or one.got.shape != one.expected.shape or one.got.shape[:1] in ((), (1,)):
            return None
        along = [name for name, value in given.items() if np.shape(value)[:1] == one.got.shape[:1]]
        rows = rows or any(np.ndim(given[name]) > 1 for name in along)
        changed = {**given, **{name: np.concatenate([other[name][:1], given[name][1:]]) for name in along}}
        two = probe.ask(changed)
        if not along or two is None or two.got is None or two.got.shape != one.got.shape:
            return None
        if not _same(one.expected[1:], two.expected[1:]):
            return None
        changes += not _same(one.got[1:], two.got[1:])
    if changes < 2:
        return None
    if rows:
        return say("What comes out for one row of the arguments changes with another row.")
    return say("What comes out for one entry of the arguments changes with another entry.")


def _moves(probe: Probe, sentence: str, change: Callable[[Any], Any], moves: bool) -> str | None:
    """Say that a change of one argument moves the result that should not, or does not move the one that should."""
    for name, value in probe.arguments.items():
        if not (isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.size > 1):
            continue
        if all(_moved(probe, name, change, seed) == (moves, not moves) for seed in range(_TIMES)):
            return say(sentence, name=name)
    return None


def _moved(probe: Probe, name: str, change: Callable[[Any], Any], seed: int) -> tuple[bool, bool] | None:
    """Tell whether a change of one argument moves what is returned, and what is right."""
    given = redrawn(probe.arguments, np.random.default_rng([seed, 2]), loose=probe.loose) if seed else probe.arguments
    one, two = probe.ask(given), probe.ask({**given, name: change(given[name])})
    if one is None or two is None or one.got is None or two.got is None:
        return None
    return not _same(one.got, two.got), not _same(one.expected, two.expected)


def _same(a: Any, b: Any) -> bool:
    """Tell whether two results are the same, but for how sums round."""
    largest = float(np.abs(a).max(initial=0.0)) if np.shape(a) == np.shape(b) else 0.0
    return np.shape(a) == np.shape(b) and bool(np.allclose(a, b, rtol=1e-9, atol=1e-13 * largest))
