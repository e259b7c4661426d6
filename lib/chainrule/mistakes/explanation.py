"""From a wrong result to an explanation: a named mistake if one is proved, otherwise what, where and how."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from chainrule.language import said, say, words
from chainrule.mistakes import behaviour, extremes, what, where
from chainrule.mistakes.entry import Mistake, Rank, nothing
from chainrule.mistakes.facts import Array, Facts, accounts_for, close
from chainrule.mistakes.ingredients.names import DATA, PENALTIES, RIGHT
from chainrule.mistakes.probe import LABELS, Probe, Sample

Kind = Literal["name", "what", "where", "behaviour"]

_FRESH, _FRESH_SMALL, _FRESH_NUMBER = 6, 14, 24
"""How many new inputs, by the size of the result."""

_SEED = 20

_FACTORS_OF_TWO = ("halved", "doubled")

_INTEGERS = "integers-kept"

_DEFAULT = words(
    "The result changes when {name} is passed with the default that the task gives: does your code have another one?"
)

_ENOUGH = 3
"""Different numbers in which a factor or a sign is no accident."""


@dataclass(frozen=True)
class Explanation:
    """What is wrong with a result: each part is one sentence, or None.

    Parameters
    ----------
    mistake : Mistake or None
        A known mistake, with its sentence and question.
    what : str or None
        What the result is.
    where : str or None
        Which entries, or which calls, are wrong.
    behaviour : str or None
        How the answer behaves.
    plain : bool
        Whether `what` names the right result and at most one ingredient, with a factor of ±½, ±1 or ±2.
    multiple : bool
        Whether `what` says no more than a number by which the right result is multiplied.
    """

    mistake: Mistake | None = None
    what: str | None = None
    where: str | None = None
    behaviour: str | None = None
    plain: bool = True
    multiple: bool = False

    @property
    def of_hidden_check(self) -> "Explanation":
        """The one part that a failure of a hidden check gives.

        It is one of a few thousand sentences at most. An answer that has seen a hidden input could spell it out by what
        it does when it is asked again: the free factors of several ingredients would hold many digits.
        """
        if self.mistake is not None:
            return Explanation(self.mistake)
        if self.what and self.plain:
            return Explanation(what=self.what)
        return Explanation(where=self.where) if self.where else Explanation(behaviour=self.behaviour)

    @property
    def kind(self) -> Kind | None:
        """The name of the best part."""
        if self.mistake is not None:
            return "name"
        return "what" if self.what else "where" if self.where else "behaviour" if self.behaviour else None


def explain(
    find: Callable[[Callable[[Mistake], bool]], Mistake | None],
    got: Array,
    expected: Array,
    facts: Facts,
    probe: Probe,
    predictions: Callable[[Mistake, Array, Facts], list[Array]],
) -> Explanation:
    """Explain a wrong result.

    Parameters
    ----------
    find : callable
        Returns the first mistake that turns `expected` into `got` and is not refuted by the function it is given.
    got, expected : ndarray
    facts : Facts
    probe : Probe
        The answer, to be called again.
    predictions : callable
        Returns what a mistake turns a right value into.
    """
    if probe.default:
        return Explanation(behaviour=say(_DEFAULT, name=probe.default))
    many = _FRESH if expected.size > 20 else _FRESH_SMALL if expected.size > 2 else _FRESH_NUMBER
    asked = list(probe.fresh(_SEED, many))
    first = Sample(lambda: _known_of(probe, facts), got, expected)
    fresh = _of_its_sizes(probe, first, asked, many)
    found = find(
        lambda one: (
            not _cuts(probe, fresh)
            if one.name == _INTEGERS and one.predicts is nothing
            else refuted(one, first, fresh, predictions)
        )
    )
    stop = extremes.bound(first, fresh, probe) if found is None else None
    if stop is not None:
        return Explanation(what=stop.says, where=stop.public, plain=False)
    place = where.situation(probe, fresh) or where.entries([first, *fresh])
    place = place or where.which_examples(fresh) or where.which_classes(fresh)
    of_calls = found is None or found.name == _INTEGERS
    if place is None and of_calls and any(sample.is_right for sample in fresh):
        place = where.calls(first, fresh, probe)
    if found is not None and found.rank is not Rank.WHOLE:
        return Explanation(found, where=place)
    terms = _terms(first, fresh)
    said = _said(terms) if terms else _not_summed([first, *fresh])
    if found is not None:
        known = terms is None or len(terms) > 1 or terms[0].words == RIGHT  # a name is short; beside it, a sum is not
        return Explanation(found, None if known else said, place)
    plain = terms is None or _is_plain(terms)
    how = None if said and place and plain else behaviour.of(probe, asked)
    return Explanation(None, said, place, how, plain, terms is not None and [term.words for term in terms] == [RIGHT])


def _known_of(probe: Probe, facts: Facts) -> Facts:
    """Return what is known of the call that went wrong: what the test says, and what is known of every other call."""
    own = probe.ask(probe.arguments)
    every = own.facts if own is not None else Facts()
    return {**every, **facts, "values": {**every.get("values", {}), **facts.get("values", {})}}


def _of_its_sizes(probe: Probe, first: Sample, asked: list[Sample], many: int) -> list[Sample]:
    """Return samples of the call's own sizes, if the answer returns results of the right shape for these alone.

    A task may have one size for ever, or sizes that hang together, such as three weights for two inputs.
    """
    if not _has_shape(first) or all(_has_shape(sample) for sample in asked):
        return asked
    own = list(replace(probe, resizes=False).fresh(_SEED, many))
    return own if len(own) == many and all(_has_shape(sample) for sample in own) else asked


def _has_shape(sample: Sample) -> bool:
    return sample.got is not None and sample.got.shape == sample.expected.shape


def _is_plain(terms: list[what.Term]) -> bool:
    others = [term for term in terms if (term.factor, term.words) != (1, RIGHT)]
    return len(others) <= 1 and all(abs(term.factor) in (0.5, 1, 2) for term in others)


def _terms(first: Sample, fresh: list[Sample]) -> list[what.Term] | None:
    """What the result is, in all samples in which anything came out."""
    alike = [sample for sample in fresh if sample.got is not None and sample.got.shape == sample.expected.shape]
    samples = [sample for sample in alike if np.isfinite(np.asarray(sample.got)).all()]
    if (
        len(samples) < 4
        or 2 * len(alike) < len(fresh)
        or 3 * len(samples) < len(fresh)
        or sum(not sample.is_right for sample in samples) < 4
        or behaviour.is_constant(samples)
    ):
        return None
    # Samples of either kind, of the sizes at hand and of others, are on both sides.
    terms = what.combination(samples[::2], samples[1::2], first)
    of_two = terms is not None and len(terms) == 1 and terms[0].words == RIGHT and abs(terms[0].factor) in (0.5, 2)
    return None if of_two and all(2 in _sizes(sample) for sample in samples) else terms


def _not_summed(samples: list[Sample]) -> str | None:
    """Say that a result has one axis too many, over which its sum is right."""
    got = [np.asarray(sample.got) for sample in samples if sample.got is not None]
    if len(got) < max(4, len(samples)):
        return None
    first, last = words("Its sum over the first axis is right."), words("Its sum over the last axis is right.")
    for axis, sentence in ((0, first), (-1, last)):
        sums = [one.sum(axis=axis) for one in got if one.ndim]
        if len(sums) == len(got) and all(
            one.shape == sample.expected.shape and close(one, sample.expected, 1e-6)
            for one, sample in zip(sums, samples, strict=True)
        ):
            return say(sentence)
    return None


def _cuts(probe: Probe, fresh: list[Sample]) -> bool:
    """Tell whether integers among the arguments are all that is wrong; without any, whether fractions are cut off."""
    whole = {
        name: value.astype(float)
        for name, value in probe.arguments.items()
        if isinstance(value, np.ndarray) and value.dtype.kind in "iu" and name not in LABELS
    }
    if whole:
        one = probe.ask({**probe.arguments, **whole})
        if one is None or one.is_right:
            return True
    return all(
        sample.got is not None
        and sample.got.shape == sample.expected.shape
        and bool((np.abs(sample.got - sample.expected) < 1).all())
        for sample in fresh
    )


def refuted(
    mistake: Mistake,
    first: Sample,
    fresh: list[Sample],
    predictions: Callable[[Mistake, Array, Facts], list[Array]],
) -> bool:
    """Tell whether an answer does otherwise, on fresh inputs, than if it made this mistake, or whether all is thin.

    Where the mistake makes no difference, the answer must be right; where no formula applies, nothing is refuted. But a
    factor or a sign of which nothing else is known is no more than chance, if it was seen in a number or two alone. And
    zeros are what many a mistake leads to. A half or a double may be a mean over two entries, or their sum.
    """
    got, expected = np.asarray(first.got), first.expected
    if mistake.name in _FACTORS_OF_TWO and all(2 in _sizes(sample) for sample in (first, *fresh)):
        return True
    shown = mistake.rank is not Rank.WHOLE or np.unique(expected[expected != 0]).size >= _ENOUGH
    shown = shown and bool(got.any())
    if mistake.name == "not-precise":
        return not all(_nearly(sample) for sample in fresh) if fresh else not shown
    if fresh and mistake.rank is Rank.WHOLE and all(sample.is_right for sample in fresh):
        return True
    if mistake.name == "result-constant" and any(sample.is_right for sample in fresh):
        return True
    for sample in fresh:
        made = [one for one in predictions(mistake, sample.expected, sample.facts) if np.isfinite(one).all()]
        if not made:
            continue
        again = sample.got
        if again is None or not any(accounts_for(one, again, sample.expected, 1e-5) for one in made):
            return True
        shown = shown or not sample.is_right and (bool(again.any()) or mistake.name == "all-zero")
    return not shown


def _sizes(sample: Sample) -> set[int]:
    """Return the sizes of all arrays that are known of a call."""
    known = [sample.expected, *sample.facts.values(), *sample.facts.get("values", {}).values()]
    return {size for one in known if isinstance(one, np.ndarray) for size in one.shape}


def _nearly(sample: Sample) -> bool:
    if sample.got is None or sample.got.shape != sample.expected.shape:
        return False
    # Near 0, float32 has no digits left.
    close_to_zero = bool(np.abs(sample.got - sample.expected).max(initial=0.0) < 1e-6)
    return close_to_zero or nearly(sample.got, sample.expected)


def nearly(got: Array, expected: Array) -> bool:
    """Tell whether three digits of the largest entry are right, and nothing is off by much."""
    return close(got, expected, 2e-3) and bool(np.abs(got - expected).max(initial=0.0) < 0.02)


def _said(terms: list[what.Term]) -> str:
    """Write a sum: ``½ × the data's part - lam``."""
    right = next((term for term in terms if term.words == RIGHT and term.factor == 1), None)
    others = [term for term in terms if term is not right]
    if right is None or not others:
        return say("The result is {sum}.", sum=_sum(terms))
    if len(others) == 1 and others[0].factor == -2 and others[0].words in (DATA, *PENALTIES):
        return say("The result is right but for one thing: {part} has the opposite sign.", part=others[0].words)
    too_much = all(term.factor > 0 for term in others)
    if all(term.factor < 0 for term in others):
        others = [term._replace(factor=-term.factor) for term in others]
    elif any(term.factor < 0 for term in others):
        return say("The result is the right one plus {sum}.", sum=_sum(others))
    if too_much:
        return say("The result is right but for one thing: {sum} is too much.", sum=_sum(others))
    return say("The result is right but for one thing: {sum} is missing.", sum=_sum(others))


def _sum(terms: list[what.Term]) -> str:
    text = ""
    for i, term in enumerate(terms):
        sign = ("-" if term.factor < 0 else "") if i == 0 else (" - " if term.factor < 0 else " + ")
        size = abs(term.factor)
        part = str(said(term.words)).rstrip(",")
        part = f"({part})" if term.factor != 1 and _is_sum(part) else part
        text += sign + (f"{_fraction(size)} × " if size != 1 else "") + part
    return text


def _is_sum(text: str) -> bool:
    """Tell whether a formula adds or subtracts outside of all brackets, so that a factor needs some around it."""
    outside = text
    while (less := re.sub(r"\([^()]*\)", "", outside)) != outside:
        outside = less
    return " - " in outside or " + " in outside


def _fraction(size: float) -> str:
    for below in (1, 2, 3, 4):
        if abs(size * below - round(size * below)) < 1e-9:
            return f"{round(size * below)}" if below == 1 else f"{round(size * below)}/{below}"
    return f"{size:g}"
