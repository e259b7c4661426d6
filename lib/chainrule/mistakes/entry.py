"""A mistake: its name, its sentence, its question, its formula."""

from dataclasses import dataclass
from enum import IntEnum

from chainrule.mistakes.facts import Array, Facts, Formula


class Rank(IntEnum):
    """How specific a formula is: if several explain a result, the most specific is right."""

    PART = 1
    """Which term, row or case of this task's formula is wrong."""
    LINK = 2
    """Which link of the chain rule is wrong, whatever the task."""
    MEAN = 3
    """Over what a mean or sum is taken."""
    VALUE = 4
    """How the loss of a single example is made."""
    WHOLE = 5
    """Only that the whole result has a wrong factor or sign, or is transposed."""


@dataclass(frozen=True)
class Mistake:
    """A named mistake.

    Parameters
    ----------
    name : str
        Its name in reports and tests.
    says : str
        What the difference looks like, in one sentence for a student.
    asks : str
        A question that leads further without giving the answer away.
    predicts : Formula
        Returns what the mistake turns a right value into.
    rank : Rank
        How specific it is.
    """

    name: str
    says: str
    asks: str
    predicts: Formula
    rank: Rank = Rank.PART


def named(name: str, says: str, asks: str, *formulas: Formula, rank: Rank = Rank.PART) -> list[Mistake]:
    """Return a mistake that can be made in several ways, once for the formula of each."""
    return [Mistake(name, says, asks, formula, rank) for formula in formulas]


def nothing(expected: Array, facts: Facts) -> None:
    """The formula of mistakes without one, which only the facts of a call can predict (see `Facts`, ``named``)."""


def of(*quantities: str, but: bool = False) -> "Guard":
    """Restrict formulas to results of these kinds, or to all but these."""
    return Guard(quantities, but)


@dataclass(frozen=True)
class Guard:
    """Wraps formulas: see `of`."""

    quantities: tuple[str, ...]
    but: bool

    def __call__(self, formula: Formula) -> Formula:
        """Return the formula, restricted."""
        return lambda expected, facts: (
            formula(expected, facts) if (facts.get("quantity") in self.quantities) != self.but else None
        )
