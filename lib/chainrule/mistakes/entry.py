"""A mistake: its name, its sentence, its question, its formula."""

from dataclasses import dataclass
from enum import IntEnum

from chainrule.mistakes.facts import Array, Facts, Formula


class Rank(IntEnum):
    """How much a formula knows: where several explain a result, the one that knows most is right."""

    PART = 1
    """Which term, row or case of this task's formula is wrong."""
    LINK = 2
    """Which link of the chain rule is wrong, whatever the task."""
    MEAN = 3
    """Over what a mean or sum is taken."""
    VALUE = 4
    """How the loss of a single example is made."""
    WHOLE = 5
    """A factor, sign or transposition of the whole, of which nothing else is known."""


@dataclass(frozen=True)
class Mistake:
    """A named mistake.

    Parameters
    ----------
    name : str
        What reports and tests call it.
    says : str
        What the difference looks like, in one sentence for a student.
    asks : str
        A question that leads on without giving the answer.
    predicts : Formula
        What the mistake makes of a right value.
    rank : Rank
        How specific it is.
    """

    name: str
    says: str
    asks: str
    predicts: Formula
    rank: Rank = Rank.PART


def named(name: str, says: str, asks: str, *formulas: Formula, rank: Rank = Rank.PART) -> list[Mistake]:
    """One mistake that is made in several ways, with a formula for each."""
    return [Mistake(name, says, asks, formula, rank) for formula in formulas]


def nothing(expected: Array, facts: Facts) -> None:
    """For mistakes of which no formula is known, but single calls can tell (see `Facts`, ``named``)."""


def of(*quantities: str, but: bool = False) -> "Guard":
    """Let a formula apply to results of these kinds only, or to all but these."""
    return Guard(quantities, but)


@dataclass(frozen=True)
class Guard:
    """Wraps formulas, see `of`."""

    quantities: tuple[str, ...]
    but: bool

    def __call__(self, formula: Formula) -> Formula:
        """Return the formula, guarded."""
        return lambda expected, facts: (
            formula(expected, facts) if (facts.get("quantity") in self.quantities) != self.but else None
        )
