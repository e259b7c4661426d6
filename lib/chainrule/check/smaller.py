"""Trying an answer on less first: one that would fill the memory is told so before it does."""

import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from chainrule.check import again, answers
from chainrule.check.failures import SHAPES, CheckFailed
from chainrule.kinds.copies import copies
from chainrule.language import say

_FEW = 1000
"""How much of the longest axis is left to see how much memory an answer needs: this, and twice as much."""

_GIGABYTES = 2.0
"""What a right answer never needs."""


def refuse_tables(answer: Callable[..., Any], new: Iterator[Sequence[Any]], about: str) -> None:
    """Refuse an answer that makes a table of all pairs, too large for the memory, before it makes it.

    Its memory is measured for a thousand entries of the longest axis, and for two thousand: what grows with the square
    is a table of pairs. Of an answer in another process nothing would be seen here; that process has a limit.

    Raises
    ------
    CheckFailed
        If for the whole axis it would take gigabytes.
    """
    if answers.is_elsewhere(answer):
        return
    longest = longest_axis(next(new))
    if longest < 4 * _FEW:
        return
    little, more = (_memory_of(answer, cut(next(new), size)) for size in (_FEW, 2 * _FEW))
    if not little or more < 3 * little:
        return
    gigabytes = (more - 2 * little) * longest**2 / (2 * _FEW**2) / 1e9
    if gigabytes > _GIGABYTES:
        values = {"about": about, "answer": answers.name_of(answer)}
        raise CheckFailed(
            say(
                "{about}: {answer} seems to make a table of all pairs: twice the size takes four times the memory, and "
                "{count} would take {gigabytes} GB.",
                count=f"{longest:,}",
                gigabytes=f"{gigabytes:,.0f}",
                **values,
            ),
            say("{about}: {answer} seems to make a table of all pairs, which would not fit into memory.", **values),
            explained="behaviour",
            then=SHAPES,
        )


def cut(args: Sequence[Any], size: int) -> list[Any]:
    """Return arguments with less of the longest axis, in all arrays that have one of this length.

    Examples
    --------
    >>> [one.shape for one in cut([np.ones((3, 500)), np.ones(500), np.ones(3)], 10)]
    [(3, 10), (10,), (3,)]
    """
    longest = longest_axis(args)
    return [
        one[tuple(slice(size) if axis == longest else slice(None) for axis in one.shape)]
        if isinstance(one, np.ndarray) and one.ndim
        else one
        for one in args
    ]


def some(args: Sequence[Any], one_in: int) -> list[Any]:
    """Return arguments with one in so many entries of the longest axis."""
    return cut(args, max(longest_axis(args) // one_in, 1))


def longest_axis(args: Sequence[Any]) -> int:
    """Return the length of the longest axis of arrays; 0 if there are none."""
    return max((axis for one in args if isinstance(one, np.ndarray) for axis in one.shape), default=0)


def _memory_of(answer: Callable[..., Any], args: Sequence[Any]) -> int:
    """Return how many bytes an answer has at once at most; 0 if it cannot be called with these arguments."""
    was_tracing = tracemalloc.is_tracing()
    if not was_tracing:
        tracemalloc.start()
    try:
        given = copies(args)
        tracemalloc.reset_peak()
        before, _ = tracemalloc.get_traced_memory()
        if again.tried(lambda: answer(*given)) is None:  # on the whole it says what goes wrong
            return 0
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        if not was_tracing:
            tracemalloc.stop()
