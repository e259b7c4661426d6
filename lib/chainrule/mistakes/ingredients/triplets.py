"""What a triplet loss and its gradients may be made of."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from chainrule.language import words
from chainrule.mistakes.facts import Array, Facts, arrays


def of_triplets(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a triplet loss or of its gradients."""
    known = arrays(facts, "anchor", "positive", "negative")
    if known is None or "alpha" not in facts or known[0].ndim != 2 or len({one.shape for one in known}) > 1:
        return
    a, p, n = known
    near, far = ((a - p) ** 2).sum(axis=1), ((a - n) ** 2).sum(axis=1)
    margins = near - far + facts["alpha"]
    active = (margins > 0).astype(float)
    if expected.ndim == 0:
        yield words("the sum over the triplets"), np.maximum(margins, 0).sum()
        yield words("the mean over the triplets"), np.maximum(margins, 0).mean()
        yield words("the mean over the violated triplets"), np.maximum(margins, 0).sum() / max(active.sum(), 1)
        yield words("the number of violated triplets"), active.sum()
        yield "alpha", facts["alpha"]
    for phrase, part in (("anchor - positive", a - p), ("anchor - negative", a - n), ("positive - negative", p - n)):
        yield words("{phrase}, where the margin is violated,", phrase=phrase), active[:, None] * part
        yield phrase, part
