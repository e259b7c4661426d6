"""How long an answer takes beside something of our own, and whether it is vectorised."""

import math
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from chainrule.check import borrowed, smaller
from chainrule.check.answers import RAISED, failure_of, name_of, titled
from chainrule.check.failures import SLOW, CheckFailed, passed
from chainrule.kinds.copies import copies
from chainrule.language import say

Judge = Callable[[Sequence[Any]], Callable[[Any], None]]
"""Takes arguments, and returns a function that raises `CheckFailed` if a result is not right for them."""

CLEARLY = 3
"""How many times faster than it must be an answer passes without further measurements."""

LONG = 0.5
"""Seconds after which a call that takes many times too long is not tried again."""

NEAR = 3.0
"""An answer that takes at most so many times too long is tried `MORE` times as often: it may have had to wait."""

MORE = 5

_ONE_IN = 5
"""The loop runs over one in so many of the examples, and for all takes as many times as long; later over all."""

_MARGIN = 1.1
_MOST_WAITING = 1.3
"""Less than what the cheapest loops over examples take of the loop's time, or they would pass on a busy machine."""
_FAR = 10.0


@titled
def vectorised(
    answer: Callable[..., Any],
    looped: Callable[..., Any],
    inputs: Callable[[int], Sequence[Any]],
    *,
    about: str,
    tries: int = 6,
    judge: Judge | None = None,
) -> None:
    """Check that an answer is faster than a Python loop over the examples that does part of its work.

    Both are timed in turns on the same machine, and of both the fastest run counts: other work can only make a run
    slower, and it would have to slow every run of one and none of the other to change the verdict. A student's code may
    have started processes that keep the machine busy while the loop runs: it counts at most 1.3 times the time that it
    really used of the processor. An answer that comes near is tried more often, since on a busy machine each of a few
    runs may have had to wait. Choose sizes at which a vectorised answer takes a fifth of the loop's time or less; then
    calling an answer in another process does not matter.

    Parameters
    ----------
    answer : callable
        What should be vectorised.
    looped : callable
        Takes the same arguments and does some of the work in a loop over the examples; its result does not matter.
    inputs : callable
        Returns the arguments of a try for a number, to be used as a seed: see `fresh`. Their longest axis is that of
        the examples.
    about : str
        What is checked, for the message.
    tries : int
        How often both are timed: only until the answer takes less than a third of the loop's time; only twice if it
        then takes more than ten times as long and more than half a second; up to five times as often while it is slower
        than the loop, but takes at most three times as long.
    judge : callable, optional
        Checks every result that was timed; see `Task.vectorised`.

    Raises
    ------
    CheckFailed
        If the answer is slower: most likely it loops, too. Or if it makes a table of all pairs; see `refuse_tables`.
    """
    new = fresh(inputs)
    smaller.refuse_tables(answer, new, about)
    loop = fastest = math.inf
    for i in range(1, MORE * tries + 1):
        args, one_in = next(new), _ONE_IN if i <= tries else 1
        if i == tries + 1:  # on a busy machine, a part of the loop has to wait less often than what takes longer
            loop = math.inf
        loop = min(loop, one_in * yardstick(looped, smaller.some(args, one_in)))
        fastest = min(fastest, seconds(answer, args, judge))
        if CLEARLY * fastest <= loop or (i >= 2 and fastest > max(LONG, _FAR * loop)):
            break  # three times as fast is enough even if the loop had to wait
        if (i >= tries and _MARGIN * fastest <= loop) or (i > tries and fastest > NEAR * loop):
            break
    if _MARGIN * fastest > loop:
        raise CheckFailed(
            say(
                "{about}: {answer} takes {times} times as long as a simple loop over the examples. "
                "Without such a loop it takes less than {allowed} times as long.",
                about=about,
                answer=name_of(answer),
                times=f"{fastest / loop:.1f}",
                allowed=f"{1 / _MARGIN:.1f}",
            ),
            say(
                "{about}: {answer} takes too long. Does it loop over the examples in Python?",
                about=about,
                answer=name_of(answer),
            ),
            explained="behaviour",
            then=SLOW,
        )
    passed(about)


def fresh(inputs: Callable[[int], Sequence[Any]]) -> Iterator[Sequence[Any]]:
    """Yield the arguments of one try after another, each for a number up to 2³¹ that nobody can foresee.

    Those of earlier tries an answer may remember, and for numbers that count up, it could compute the next ones.
    """
    while True:
        yield inputs(secrets.randbits(31))


def seconds(function: Callable[..., Any], args: Sequence[Any], judge: Judge | None = None) -> float:
    """Return how long an answer takes, and have its result judged: one that need not be right is quickly made."""
    judged = judge(args) if judge is not None else None
    elapsed, _, result = _timed(function, args, 1)
    if judged is not None:
        judged(result)
    return elapsed


def yardstick(function: Callable[..., Any], args: Sequence[Any], times: int = 1) -> float:
    """Return how long calls of a function of our own take: at most 1.3 times what they use of the processor."""
    elapsed, used, _ = _timed(function, args, times)
    return min(elapsed, _MOST_WAITING * used)


def _timed(function: Callable[..., Any], args: Sequence[Any], times: int) -> tuple[float, float, Any]:
    """Return how long calls took, how much of this their own thread used the processor, and the last result."""
    given = copies(args)
    # In the browser there is one thread, whose time no clock counts.
    clock = getattr(time, "thread_time", time.perf_counter)
    try:
        with borrowed.as_in_grading(function, given):
            start, used = time.perf_counter(), clock()
            for _ in range(times):
                result = function(*given)
    except RAISED as error:
        raise failure_of(name_of(function), error) from error
    return time.perf_counter() - start, clock() - used, result
