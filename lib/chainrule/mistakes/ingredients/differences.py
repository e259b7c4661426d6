"""What a numerical gradient may be made of."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from chainrule.language import words
from chainrule.mistakes.facts import Array, Facts, array


def of_difference(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    """Yield values of `f` around each entry, divided by h, or multiplied, as after a forgotten bracket."""
    if not {"f", "x", "h"} <= facts.keys() or np.shape(facts["x"]) != expected.shape or expected.size > 40:
        return
    x, h = array(facts["x"]), float(facts["h"])
    here = float(facts["f"](x.copy()))
    around = {step: np.empty_like(x) for step in (1, -1, 2, -2)}
    for index in np.ndindex(x.shape):
        for step, values in around.items():
            moved = x.copy()
            moved[index] += step * h
            values[index] = float(facts["f"](moved))
    up, down = around[1], around[-1]
    yield words("the difference f(x + h) - f(x), divided by h,"), (up - here) / h
    yield words("the difference f(x) - f(x - h), divided by h,"), (here - down) / h
    yield "f(x + h) - f(x - h)", up - down
    yield words("f(x + h) - f(x - h), multiplied by h,"), (up - down) * h
    yield words("f(x + h) - f(x - h), divided by h²,"), (up - down) / h**2
    yield words("the second difference f(x + h) - 2 f(x) + f(x - h), divided by h²,"), (up - 2 * here + down) / h**2
    yield words("f(x + h), divided by h,"), up / h
    yield words("f(x - h), divided by h,"), down / h
    yield words("f(x + 2h) - f(x), divided by h,"), (around[2] - here) / h
