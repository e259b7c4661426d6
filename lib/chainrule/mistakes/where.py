"""Where a result is wrong: the simplest true statement about its entries, or about the calls that go wrong."""

import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

import numpy as np

from chainrule.language import Phrase, say, words
from chainrule.mistakes.facts import (
    Array,
    Facts,
    array,
    close,
    examples,
    from_score_gradient,
    is_numeric,
    penalty_of,
    scores_of,
    softmax,
)
from chainrule.mistakes.hinge import margins_of
from chainrule.mistakes.probe import Probe, Sample, redrawn

_SEED = 21

_LEAST = 3
"""How many entries must be wrong, and as many right, before anything is said about where."""


_MOSTLY = 0.9
_OFTEN = 0.6
"""How much of a mask must be wrong, if only that is, or right; and how much in the rows of correct classes."""

_MOST_EXAMPLES = 50
"""In larger batches it is not asked which examples count."""

_MOST_BESIDE = 4
"""Of more arrays, not every two are compared."""

_OF_CORRECT = words("in the rows of classes that are some example's correct class")

_ALL_NEGATIVE = words("for examples all of whose scores are negative")

_SHARES = {_OF_CORRECT: _OFTEN, _ALL_NEGATIVE: 0.4}
"""How much of these masks must be wrong; of two labels, any may be right by chance."""


def entries(samples: Sequence[Sample]) -> str | None:
    """Return which entries are wrong, in all the samples, in words; None if nothing simple fits."""
    match _found(samples):
        case True, phrase:
            return say("It is wrong only {where}.", where=phrase)
        case False, phrase:
            return say("It is right only {where}.", where=phrase)
    return None


def _found(samples: Sequence[Sample]) -> tuple[bool, str] | None:
    """Return whether some entries are the only wrong or the only right ones, and a phrase that says which."""
    shapes_fit = all(one.got is not None and one.got.shape == one.expected.shape for one in samples)
    wrong = sum(int(sample.wrong.sum()) for sample in samples)
    right = sum(int(sample.wrong.size - sample.wrong.sum()) for sample in samples)
    if not samples or not shapes_fit or min(wrong, right) < _LEAST or all(map(_is_multiple, samples)):
        return None
    masks = [dict(_predicates(sample.facts, sample.expected)) for sample in samples]
    common = [phrase for phrase in masks[0] if all(phrase in mask for mask in masks)]
    for is_wrong in (True, False):
        for phrase in common:
            chosen, meant = [sample.wrong == is_wrong for sample in samples], [mask[phrase] for mask in masks]
            if phrase == _ALL_NEGATIVE and sum(bool(mask.any()) for mask in meant) > 1:  # often none in a call
                chosen, meant = ([np.concatenate([part.ravel() for part in one])] for one in (chosen, meant))
            if _holds(chosen, meant, _SHARES.get(phrase, _MOSTLY)):
                return is_wrong, phrase
    beyond = _beyond(samples)
    return None if beyond is None else (True, beyond)


_ENOUGH = 8
"""How many entries must be wrong, and as many right, that a number which parts them is no accident."""


def _beyond(samples: Sequence[Sample]) -> Phrase | None:
    """Return beyond which numbers all entries are wrong, and no others, in words: a bound, whatever it is."""
    wrong = np.concatenate([sample.wrong.ravel() for sample in samples])
    told = sum(bool(sample.wrong.any() and not sample.wrong.all()) for sample in samples)
    if told < 2 or min(wrong.sum(), (~wrong).sum()) < _ENOUGH:
        return None
    tables = [dict(_alike(sample.facts, sample.expected)) for sample in samples]
    for name in tables[0]:
        if not all(name in table for table in tables):
            continue
        numbers = np.concatenate([table[name].ravel() for table in tables])
        for phrase, sizes in (
            (words("where {name} is above a certain number", name=name), numbers),
            (words("where {name} is below a certain number", name=name), -numbers),
            (words("where {name} is larger in size than a certain number", name=name), np.abs(numbers)),
            (words("where {name} is smaller in size than a certain number", name=name), -np.abs(numbers)),
        ):
            if sizes[wrong].min() > sizes[~wrong].max():
                return phrase
    return None


def _is_multiple(sample: Sample) -> bool:
    """Tell whether all of a result has the same wrong factor: where it is right anyway, both are 0."""
    got, expected = np.asarray(sample.got, dtype=float), sample.expected
    return close(got * float((expected**2).sum()), expected * float((got * expected).sum()), 1e-6)


def _holds(chosen: Sequence[Array], masks: Sequence[Array], share: float) -> bool:
    """Tell whether these entries lie within the masks and fill them, and more than one sample's mask says something.

    Some of a mask's entries may be different by chance.
    """
    told = [bool(mask.any() and not mask.all()) for mask in masks]
    inside = all(not (entries & ~mask).any() for entries, mask in zip(chosen, masks, strict=True))
    filled = sum(int(entries.sum()) for entries in chosen) >= share * sum(int(mask.sum()) for mask in masks)
    return sum(told) >= min(2, len(masks)) and inside and filled


def _predicates(facts: Facts, expected: Array) -> Iterator[tuple[Phrase, Array]]:
    """Yield phrases, each with the entries that it means."""
    index = np.indices(expected.shape) if expected.ndim else np.zeros((0,))
    known = scores_of(facts)
    if known is not None:
        yield from _of_classes(known[1], known[0].shape[1], expected)
    scores = _scores_alone(facts)
    if scores is not None and expected.shape[:1] == scores.shape[:1]:
        low = (scores < 0).all(axis=1).reshape(-1, *[1] * (expected.ndim - 1))
        yield _ALL_NEGATIVE, np.broadcast_to(low, expected.shape)
    if expected.ndim == 2:
        i, j = index
        if expected.shape[0] == expected.shape[1]:
            yield words("on the diagonal"), np.asarray(i == j)
            yield words("below the diagonal"), np.asarray(i > j)
            yield words("above the diagonal"), np.asarray(i < j)
        yield words("in the first column"), j == 0
        yield words("in the last column"), j == expected.shape[1] - 1
    if expected.ndim:
        rows = expected.ndim > 1
        yield words("in the first row") if rows else words("in the first entry"), index[0] == 0
        yield words("in the last row") if rows else words("in the last entry"), index[0] == len(expected) - 1
    for name, value in _alike(facts, expected):
        yield words("where {name} is positive", name=name), value > 0
        yield words("where {name} is negative", name=name), value < 0
        yield words("where {name} is 0", name=name), value == 0
    beside = list(itertools.islice(_alike(facts, expected), _MOST_BESIDE))
    for (a, one), (b, other) in itertools.combinations(beside, 2):
        yield words("where {name} is larger than {other}", name=a, other=b), one > other
        yield words("where {name} is smaller than {other}", name=a, other=b), one < other
        yield words("where {name} + {other} is negative", name=a, other=b), one + other < 0
        yield words("where {name} + {other} is positive", name=a, other=b), one + other > 0
        yield words("where {name} and {other} have opposite signs", name=a, other=b), one * other < 0
        yield words("where {name} and {other} have the same sign", name=a, other=b), one * other > 0
    if expected.ndim:
        yield words("where the right result is positive"), expected > 0
        yield words("where the right result is negative"), expected < 0
        yield words("where the right result is 0"), expected == 0


def _scores_alone(facts: Facts) -> Array | None:
    """Return the scores (N, K), given or computed from weights, whatever is known of labels."""
    if "scores" in facts:
        scores = array(facts["scores"])
    else:
        X, W, b = (array(facts.get(name, 0.0)) for name in ("X", "W", "b"))
        if X.ndim != 2 or W.ndim != 2 or X.shape[1] != W.shape[1] or b.shape not in ((), W.shape[:1]):
            return None
        scores = X @ W.T + b
    return scores if scores.ndim == 2 and scores.size else None


def _alike(facts: Facts, expected: Array) -> Iterator[tuple[str, Array]]:
    values: dict[str, Any] = {**facts.get("values", {})}
    if "upstream" in facts:
        values.setdefault(words("the upstream gradient"), facts["upstream"])
    for name, value in values.items():
        if is_numeric(value) and np.shape(value) == expected.shape and expected.ndim:
            yield name, array(value)


def _of_classes(y: Array, classes: int, expected: Array) -> Iterator[tuple[Phrase, Array]]:
    if expected.ndim == 2 and expected.shape == (len(y), classes):
        yield words("at the correct classes"), np.eye(classes)[y] == 1
        repeated = np.isin(y, [label for label in y if (y == label).sum() > 1])
        yield words("in the rows of labels that occur twice"), np.broadcast_to(repeated[:, None], expected.shape)
    if expected.ndim == 2 and len(expected) == classes:
        counts = np.bincount(y, minlength=classes)
        for phrase, rows in (
            (_OF_CORRECT, counts > 0),
            (words("in the rows of classes that are the correct class of several examples"), counts > 1),
        ):
            yield phrase, np.broadcast_to(rows[:, None], expected.shape)
    if expected.ndim == 1 and len(expected) == len(y):
        yield words("for labels that occur twice"), np.isin(y, [label for label in y if (y == label).sum() > 1])
        yield words("for examples of class 0"), y == 0


def which_examples(samples: Sequence[Sample]) -> str | None:
    """Return which examples alone count in the gradient of a mean loss, in words: it is a sum of what each gives."""
    counted = [_counted(sample) for sample in samples]
    found = [one for one in counted if one is not None]
    if len(found) < max(2, len(samples)):
        return None
    for phrase in found[0][1]:
        told = [0 < mask[phrase].sum() < mask[phrase].size for _, mask in found]
        if sum(told) >= 2 and all((counts == mask[phrase]).all() for counts, mask in found):
            return say("Only the examples {which} count.", which=phrase)
    return None


def which_classes(samples: Sequence[Sample]) -> str | None:
    """Return which classes, or which examples, alone count in a hinge loss or its gradient, in words.

    Zeros show nothing: no class counts in them.
    """
    if len(samples) < 2:
        return None
    left: Collection[tuple[str, Phrase]] | None = None
    told: Counter[tuple[str, Phrase]] = Counter()
    counted: Counter[tuple[str, Phrase]] = Counter()
    for sample in samples:
        made = _hinges_of_some(sample, left)
        left = [key for key, (one, _) in made.items() if sample.got is not None and close(one, sample.got, 1e-6)]
        counted.update(key for key in left if made[key][1])
        told.update(key for key in left if not close(made[key][0], sample.expected, 1e-5))
        if not left:
            return None
    found = (key for key in left or () if min(told[key], counted[key]) >= 2)
    return next((say(sentence, which=phrase) for sentence, phrase in found), None)


_CLASSES, _EXAMPLES = words("Only the classes {which} count."), words("Only the examples {which} count.")


def _hinges_of_some(
    sample: Sample, wanted: Collection[tuple[str, Phrase]] | None
) -> dict[tuple[str, Phrase], tuple[Array, bool]]:
    """Return hinge losses, or their gradients, in which some of the classes or examples count, by what is said of it.

    None are returned if the right result is not what comes out if all count; else those that are wanted, or all, and
    with each whether any count: where none do, nothing but a penalty is left, whatever is said to count.
    """
    known, expected = margins_of(sample.facts), sample.expected
    if known is None or sample.got is None or sample.got.shape != expected.shape:
        return {}
    margins, y = known
    truth = np.eye(margins.shape[1], dtype=bool)[y]
    violated = (margins > 0) & ~truth

    def hinges(counts: Array) -> Array | None:
        losses = np.where(violated & counts, margins, 0.0)
        if expected.shape == losses.shape and close(np.where(violated, margins, 0.0), expected, 1e-5):
            return losses
        if expected.shape == y.shape and "W" not in sample.facts:
            return losses.sum(axis=1)
        if expected.ndim == 0:
            penalty = penalty_of(expected, sample.facts)
            return np.asarray(losses.sum(axis=1).mean() + (0.0 if penalty is None else penalty))
        dscores = (violated & counts).astype(float)
        return from_score_gradient(dscores - truth * dscores.sum(axis=1, keepdims=True), expected, sample.facts)

    whole = hinges(np.ones_like(truth))
    if whole is None or whole.shape != expected.shape or not close(whole, expected, 1e-5):
        return {}
    some = _of_some(margins, truth, violated, y)
    made = {key: hinges(counts) for key, counts in some.items() if wanted is None or key in wanted}
    return {key: (one, bool((violated & some[key]).any())) for key, one in made.items() if one is not None}


def _of_some(margins: Array, truth: Array, violated: Array, y: Array) -> dict[tuple[str, Phrase], Array]:
    j = np.arange(margins.shape[1])
    correct, so_far = y[:, None], np.cumsum(violated, axis=1)
    ahead = margins > (margins * truth).sum(axis=1, keepdims=True)
    wrongly = (margins.argmax(axis=1) != y)[:, None]
    place = np.arange(len(y))[:, None]
    masks = {
        (_CLASSES, words("before the correct one")): j < correct,
        (_CLASSES, words("after the correct one")): j > correct,
        (_CLASSES, words("before the first one that keeps the margin")): np.logical_and.accumulate(
            violated | truth, axis=1
        ),
        (_CLASSES, words("that are the first to come too close")): violated & (so_far == 1),
        (_CLASSES, words("that are the last to come too close")): violated & (so_far == so_far[:, -1:]),
        (_CLASSES, words("that score higher than the correct one")): ahead,
        (_CLASSES, words("that are some example's correct class")): np.isin(j, y),
        (_CLASSES, words("that are no example's correct class")): ~np.isin(j, y),
        (_CLASSES, words("up to the largest label")): j <= y.max(initial=0),
        (_CLASSES, words("of number 0")): j == 0,
        (_CLASSES, words("above number 0")): j > 0,
        (_CLASSES, words("below the highest number")): j < margins.shape[1] - 1,
        (_EXAMPLES, words("that are recognised wrongly")): wrongly,
        (_EXAMPLES, words("that are recognised rightly")): ~wrongly,
        (_EXAMPLES, words("after the first")): place > 0,
        (_EXAMPLES, words("before the last")): place < len(y) - 1,
    }
    return {key: np.broadcast_to(mask, truth.shape) for key, mask in masks.items()}


def _counted(sample: Sample) -> tuple[Array, dict[Phrase, Array]] | None:
    """Return which examples count in a gradient of the weights, and phrases that each mean some of them."""
    batch, known = examples(sample.facts), scores_of(sample.facts)
    if batch is None or known is None or sample.got is None or sample.got.shape != sample.expected.shape:
        return None
    (X, _), (scores, y), margins = batch, known, margins_of(sample.facts)
    if len(X) > _MOST_EXAMPLES:
        return None
    truth = np.eye(scores.shape[1])[y]
    if margins is None:
        dscores = softmax(scores) - truth
    else:
        violated = (margins[0] > 0) * (1 - truth)
        dscores = violated - truth * violated.sum(axis=1, keepdims=True)
    if sample.expected.shape != (dscores.shape[1], X.shape[1]):
        return None
    each = np.array([np.outer(row, x).ravel() for row, x in zip(dscores, X, strict=True)]) / len(X)
    rest = sample.expected.ravel() - each.sum(axis=0)
    shares = np.linalg.lstsq(each.T, sample.got.ravel() - rest, rcond=None)[0]
    counts = np.rint(shares)
    if not np.allclose(shares, counts, atol=1e-5) or not np.isin(counts, (0, 1)).all():
        return None
    if not np.allclose(counts @ each + rest, sample.got.ravel(), atol=1e-6 * max(np.abs(sample.got).max(), 1e-9)):
        return None
    place, alone = np.arange(len(y)), [label not in y[i + 1 :] for i, label in enumerate(y)]
    masks: dict[Phrase, Array] = {
        words("that are recognised wrongly"): scores.argmax(axis=1) != y,
        words("that are recognised rightly"): scores.argmax(axis=1) == y,
        words("whose label no later one has"): np.array(alone, dtype=bool),
        words("after the first"): place > 0,
        words("before the last"): place < len(y) - 1,
    }
    gives = each.any(axis=1)
    return (counts == 1)[gives], {phrase: mask[gives] for phrase, mask in masks.items()}


def here(sample: Sample) -> str | None:
    """Return which entries are wrong in a single result, of an answer that cannot be asked again."""
    match _found([sample]):
        case True, phrase:
            return say("Here it is wrong only {where}.", where=phrase)
        case False, phrase:
            return say("Here it is right only {where}.", where=phrase)
    return None


def situation(probe: Probe, fresh: Sequence[Sample]) -> str | None:
    """Return the only situation in which the result is wrong, in words: without it, it is right for all inputs."""
    if probe.otherwise is None or not fresh or any(sample.is_right for sample in fresh):
        return None
    without = list(probe.otherwise.fresh(_SEED, len(fresh)))
    if not without or not all(one.is_right for one in without):
        return None
    return say("It is wrong only {situation}.", situation=probe.situation)


# --- Calls -----------------------------------------------------------------------------------------------------------

_Change = Callable[[Any], Any]

_INTEGERS = words("It is wrong only when {name} holds integers.")

_FEATURES: tuple[tuple[str, Callable[[Any], bool], _Change, _Change], ...] = (
    (
        _INTEGERS,
        lambda value: isinstance(value, np.ndarray) and value.dtype.kind in "iu",
        lambda value: value.astype(float),
        lambda value: np.rint(3 * value).astype(np.int64),
    ),
    (
        words("It is wrong only when {name} is float32."),
        lambda value: isinstance(value, np.ndarray) and value.dtype == np.float32,
        lambda value: value.astype(float),
        lambda value: value.astype(np.float32),
    ),
    (
        words("It is wrong only when {name} is not contiguous in memory, such as a transpose."),
        lambda value: isinstance(value, np.ndarray) and not value.flags.c_contiguous,
        np.ascontiguousarray,
        np.asfortranarray,
    ),
    (
        words("It is wrong only when {name} holds large numbers."),
        lambda value: is_numeric(value) and np.ndim(value) > 0 and float(np.abs(value).max(initial=0)) > 50,
        lambda value: value / np.abs(value).max(),
        lambda value: value + 1000.0 * np.sign(value[..., :1] if value.ndim == 2 else value),  # a row keeps its leads
    ),
    (
        words("It is wrong only when {name} holds equal numbers in a row."),
        lambda value: isinstance(value, np.ndarray) and value.ndim == 2 and bool((np.diff(np.sort(value)) == 0).any()),
        lambda value: value + 0.013 * np.arange(value.shape[-1]),
        lambda value: 0.8 * np.sign(value),
    ),
    (
        words("It is wrong only when {name} holds zeros."),
        lambda value: isinstance(value, np.ndarray) and value.dtype.kind == "f" and bool((value == 0).any()),
        lambda value: np.where(value == 0, 0.37, value),
        lambda value: np.where(np.arange(value.size).reshape(value.shape) % 2, value, 0.0),
    ),
    (
        words("It is wrong only when {name} holds negative numbers."),
        lambda value: isinstance(value, np.ndarray) and value.dtype.kind == "f" and bool((value < 0).any()),
        np.abs,
        lambda value: -np.abs(value),
    ),
    (
        words("It is wrong only when {name} is 0."),
        lambda value: isinstance(value, (int, float)) and not isinstance(value, bool) and value == 0,
        lambda value: value or 0.37,
        lambda value: 0.0,
    ),
)
"""Special features of a call: how to detect each, how to remove it, and how to add it."""

_FACTORS = (1.0, 0.2, 0.03, 5.0)
"""Factors for inputs without a feature, whatever their size is: the answer must be right for all."""

_TRIES = 3
"""How often a call with the feature must be wrong, of twice as many with other arguments."""


def calls(sample: Sample, fresh: Sequence[Sample], probe: Probe) -> str | None:
    """Return for which calls the result is wrong, in words: those with a feature without which it is right."""
    if sample.is_right:
        return None
    for name, value in probe.arguments.items():
        if name in ("y", "labels") and np.asarray(value).dtype.kind in "iu":
            continue
        for sentence, has, without, with_it in _FEATURES:
            if not has(value):
                continue
            if not _turns_right(probe, name, without) or not _turns_wrong(probe, name, without, with_it):
                continue
            if sentence is not _INTEGERS or _is_right_in_float32(probe, name):
                return say(sentence, name=name)
    return None


def _turns_right(probe: Probe, name: str, without: _Change) -> bool:
    one = probe.ask({**probe.arguments, name: without(probe.arguments[name])})
    return one is not None and one.is_right


def _is_right_in_float32(probe: Probe, name: str) -> bool:
    """Tell whether the result is right, but for rounding, for an argument in float32."""
    one = probe.ask({**probe.arguments, name: np.asarray(probe.arguments[name], dtype=np.float32)})
    same_shape = one is not None and one.got is not None and one.got.shape == one.expected.shape
    return one is not None and one.got is not None and same_shape and close(one.got, one.expected, 1e-3)


def _turns_wrong(probe: Probe, name: str, without: _Change, with_it: _Change) -> bool:
    """Tell whether new calls are right without the feature, of whatever size they are, and wrong with it."""
    turned = 0
    for seed, (i, size) in itertools.product(range(11, 11 + 2 * _TRIES), enumerate(_FACTORS)):
        resize = probe.resizes and seed % 2 == 0
        arguments = redrawn(probe.arguments, np.random.default_rng([seed, i]), resize, probe.loose)
        if without is np.abs and seed % 2:  # where the others are negative, this one need not be
            arguments = {**arguments, **{key: _turned(one) for key, one in arguments.items() if key != name}}
        value = arguments[name]
        if not isinstance(value, (float, np.ndarray)):
            return False
        plain = without(value)
        if not _is_share(value):
            plain = size * plain if np.ndim(value) else min(size, 1.0) * plain
        one = probe.ask({**arguments, name: plain})
        if one is None or not one.is_right:
            return False
        if i == 0:
            special = probe.ask({**arguments, name: with_it(value)})
            if special is None:
                return False
            turned += not special.is_right
    return turned >= _TRIES


def _turned(value: Any) -> Any:
    """Return an array of positive real numbers with the other sign, and anything else as it is."""
    turns = isinstance(value, np.ndarray) and value.dtype.kind == "f" and not _is_share(value) and (value > 0).all()
    return -value if turns else value


def _is_share(value: Any) -> bool:
    """Tell whether rows are distributions, or entries 0 and 1: other sizes would make them something else."""
    numbers = np.asarray(value, dtype=float)
    if numbers.ndim == 0 or not numbers.size:
        return False
    return bool(np.isin(numbers, (0, 1)).all() or (numbers >= 0).all() and np.allclose(numbers.sum(axis=-1), 1))
