"""The types that data sets are made of, and a check of their arguments."""

import numpy as np
from numpy.typing import NDArray

from chainrule.language import say

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


def count(number: int, what: str, most: int | None = None) -> int:
    """Return a count, after a check that it is an integer within its limits."""
    whole = isinstance(number, (int, np.integer)) and not isinstance(number, bool)
    if not whole or number < 1 or (most is not None and number > most):
        if most is None:
            said = say("{what} should be an integer, at least 1, but it is {number}", what=what, number=repr(number))
        else:
            said = say(
                "{what} should be an integer, from 1 to {most}, but it is {number}",
                what=what,
                most=most,
                number=repr(number),
            )
        raise ValueError(said)
    return int(number)
