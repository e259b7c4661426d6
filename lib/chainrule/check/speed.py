"""Whether an answer is vectorised."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from chainrule.check.answers import copies, failure_of, name_of
from chainrule.check.failures import CheckFailed, passed


def vectorised(
    answer: Callable[..., Any],
    looped: Callable[..., Any],
    inputs: Callable[[int], Sequence[Any]],
    *,
    about: str,
    times: float = 1.8,
    tries: int = 6,
) -> None:
    """Check that an answer is at least `times` as fast as one that loops over the examples in Python.

    Both are measured at the same time, so that a busy machine slows both, and the fastest runs count. Compared with a
    loop, what it costs to call an answer in another process is small.

    Parameters
    ----------
    answer : callable
        What should be vectorised.
    looped : callable
        Takes the same arguments and does some of the work in a loop over the examples; its result does not matter.
    inputs : callable
        Returns the arguments of the n-th try, which differ from all others: an answer may remember earlier results.

    Raises
    ------
    CheckFailed
        If the answer is slower: most likely it loops, too.
    """
    loop = min(_seconds(looped, inputs(i)) for i in range(3))
    fastest = float("inf")
    for i in range(tries):
        fastest = min(fastest, _seconds(answer, inputs(3 + i)))
        if times * fastest <= loop:
            passed(about)
            return
    raise CheckFailed(
        f"{about}: {name_of(answer)} takes {fastest / loop:.1f} times as long as a simple loop over the examples. "
        f"Without such a loop it takes less than {1 / times:.2g} times as long.",
        f"{about}: {name_of(answer)} takes too long. Does it loop over the examples in Python?",
        explained="behaviour",
    )


def _seconds(function: Callable[..., Any], args: Sequence[Any]) -> float:
    given = copies(args)
    start = time.perf_counter()
    try:
        function(*given)
    except Exception as error:
        raise failure_of(name_of(function), error) from error
    return time.perf_counter() - start
