"""What a wrong result is: a sum of a few ingredients of the right one, with simple factors."""

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from chainrule.mistakes.facts import Array, accounts_for
from chainrule.mistakes.ingredients import ingredients
from chainrule.mistakes.ingredients.names import PENALTIES, RIGHT
from chainrule.mistakes.probe import Sample

_FACTORS = sorted({sign * a / b for sign in (1, -1) for a in (1, 2, 3, 4) for b in (1, 2, 3, 4)})
_EXACT = 1e-6
_NEARLY = 1e-4

_MOST = 160
"""The most ingredients that are tried in pairs."""

_FIRST = 14
"""How many of them are tried in triples."""


class Term(NamedTuple):
    """A factor and the ingredient that it multiplies."""

    factor: float
    words: str


def combination(samples: Sequence[Sample], control: Sequence[Sample], first: Sample) -> list[Term] | None:
    """Return the shortest sum of ingredients that is the wrong result in all samples and in the control, or None.

    One set of factors must fit all samples at once, so it does not fit by chance; the control had no part in finding
    it. Nor is it said of the call that went wrong, `first`, if something else came out there.
    """
    if any(sample.got is None or sample.got.shape != sample.expected.shape for sample in (*samples, *control)):
        return None
    found = _sum(samples, control, first)
    return found if found is not None and len(found) == 1 else _with_another_slope((*samples, *control)) or found


def _with_another_slope(samples: Sequence[Sample]) -> list[Term] | None:
    """Return what comes out if a gate has another slope, if that is the wrong result in all samples."""
    if len(samples) < 2 or not all("bent" in sample.facts for sample in samples):
        return None
    left: list[str] | None = None
    for sample in samples:
        made = sample.facts["bent"]()
        left = [words for words in (made if left is None else left) if words in made and _is(sample, made[words])]
        if not left:
            return None
    return [Term(1.0, left[0])] if left else None


def _sum(samples: Sequence[Sample], control: Sequence[Sample], first: Sample) -> list[Term] | None:
    tables = [_table(sample) for sample in (*samples, *control)]
    words = [word for word in tables[0] if all(word in table for table in tables[1:])] if tables else []
    if not words or len(samples) < 2:
        return None
    columns = np.array([np.concatenate([table[word].ravel() for table in tables[: len(samples)]]) for word in words])
    apart = _apart(columns)
    words, columns = [words[i] for i in apart], columns[apart]
    target = np.concatenate([sample.got.ravel() for sample in samples if sample.got is not None])
    if (target == 1).all():  # any ingredient, plus 1, less that ingredient
        return None
    awkward = None
    for terms in _sums(columns, target, words):
        held = [
            _is(sample, sum(term.factor * table[term.words] for term in terms))
            for sample, table in zip((*samples, *control), tables, strict=True)
        ]
        if not control or not all(held) or not _holds_for(terms, first) or all(term.words == "1" for term in terms):
            continue
        if len(terms) == 1 or all(term.factor == 1 for term in terms if term.words == RIGHT):
            return terms
        awkward = awkward or terms  # a part of the right result, or its opposite, and something else
    return awkward


def _apart(columns: Array) -> list[int]:
    """Return the rows that are no simple multiples of earlier ones, nor zero: a size that never varies is a factor."""
    sizes = np.linalg.norm(columns, axis=1)
    directions = columns / np.where(sizes > 0, sizes, 1.0)[:, None]
    pairs = np.argwhere(np.tril(np.abs(directions @ directions.T) > 1 - 1e-12, k=-1))
    multiples = {i for i, j in pairs if np.isclose(sizes[i], np.abs(_FACTORS) * sizes[j], rtol=1e-9).any()}
    return [i for i in range(len(columns)) if sizes[i] > 0 and i not in multiples]


def _sums(columns: Array, target: Array, words: list[str]) -> Iterator[list[Term]]:
    """Yield sums that fit: the shortest first, then those of the penalty and a few others."""
    for chosen, factors in _fits(columns, target):
        yield [Term(factor, words[i]) for i, factor in zip(chosen, factors, strict=True)]
    for penalty in PENALTIES:
        if penalty in words:
            for chosen, factors in _fits(columns, target - columns[words.index(penalty)]):
                terms = [Term(factor, words[i]) for i, factor in zip(chosen, factors, strict=True)]
                if penalty not in {term.words for term in terms}:
                    yield [*terms, Term(1.0, penalty)]


def _table(sample: Sample) -> dict[str, Array]:
    with np.errstate(all="ignore"):
        found = ingredients(sample.facts, sample.expected)
    return {word: array for word, array in found.items() if np.isfinite(array).all()}


def _holds_for(terms: list[Term], first: Sample) -> bool:
    """Tell whether a sum is what came out, but for float32's rounding; not if an ingredient is not known there."""
    table = _table(first)
    if first.got is None or not all(term.words in table for term in terms):
        return False
    made = np.asarray(sum(term.factor * table[term.words] for term in terms))
    return accounts_for(made, first.got, first.expected, _NEARLY if _is_single(first) else _EXACT)


def _is_single(sample: Sample) -> bool:
    return any(isinstance(one, np.ndarray) and one.dtype == np.float32 for one in sample.facts.values())


def _is(sample: Sample, predicted: Array | float) -> bool:
    return sample.got is not None and accounts_for(np.asarray(predicted), sample.got, sample.expected, _EXACT)


def _fits(columns: Array, target: Array) -> Iterator[tuple[tuple[int, ...], list[float]]]:
    """Yield the fits with simple factors: of one term, of two, then of three of the first ingredients."""
    size = float(np.linalg.norm(target))
    enough = target.size >= 6 and np.count_nonzero(np.abs(target) > 1e-9 * size) >= 4 and size > 0
    if not enough:
        return
    scales = np.linalg.norm(columns, axis=1)
    for chosen in _candidates(columns / scales[:, None], target / size):
        some = columns[list(chosen)]
        factors = np.linalg.lstsq(some.T, target, rcond=None)[0]
        rounded = [min(_FACTORS, key=lambda nice, factor=factor: abs(nice - factor)) for factor in factors]  # type: ignore[misc]
        if np.linalg.norm(np.array(rounded) @ some - target) <= _EXACT * size:
            yield chosen, rounded


def _candidates(columns: Array, target: Array) -> Iterator[tuple[int, ...]]:
    """Yield single columns, pairs, then triples of the first ones, if a sum of them comes near the target.

    All have length 1. What a pair leaves of the target follows from the angles between the three.
    """
    angles = columns @ columns.T
    onto = columns @ target
    yield from ((int(i),) for i in np.flatnonzero(1 - onto**2 < 1e-9))
    i, j = np.triu_indices(min(len(columns), _MOST), k=1)
    apart = 1 - angles[i, j] ** 2
    kept = apart > 1e-9
    i, j, apart = i[kept], j[kept], apart[kept]
    remains = 1 - (onto[i] ** 2 - 2 * angles[i, j] * onto[i] * onto[j] + onto[j] ** 2) / apart
    yield from ((int(a), int(b)) for a, b in zip(i[remains < 1e-8], j[remains < 1e-8], strict=True))
    few = min(len(columns), _FIRST)
    chosen = np.array(list(itertools.combinations(range(few), 3)), dtype=int).reshape(-1, 3)
    cosines = angles[chosen[:, :, None], chosen[:, None, :]]
    chosen = chosen[np.linalg.det(cosines) > 1e-9]
    cosines = angles[chosen[:, :, None], chosen[:, None, :]]
    factors = np.linalg.solve(cosines, onto[chosen][:, :, None])[:, :, 0]
    remains = 1 - (factors * onto[chosen]).sum(axis=1)
    yield from ((int(a), int(b), int(c)) for a, b, c in chosen[remains < 1e-8])
