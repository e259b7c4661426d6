"""The types that data sets are made of, and a check of their arguments."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


def count(number: int, what: str, most: int | None = None) -> int:
    """Return a count, after a check that it is an integer within its limits."""
    whole = isinstance(number, (int, np.integer)) and not isinstance(number, bool)
    if not whole or number < 1 or (most is not None and number > most):
        limits = "at least 1" if most is None else f"from 1 to {most}"
        raise ValueError(f"{what} should be an integer, {limits}, but it is {number!r}")
    return int(number)
