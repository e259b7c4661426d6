"""Slips in the triplet loss."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from chainrule.language import words
from chainrule.mistakes.entry import Mistake, Rank, named
from chainrule.mistakes.facts import Array, Facts, Formula, arrays, close


def triplets(
    formula: Callable[[Array, Array, Array, float], Sequence[Array]],
) -> Formula:
    """Return the formula by which ``formula(anchor, positive, negative, alpha)`` gives the loss or a gradient."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        known = arrays(facts, "anchor", "positive", "negative")
        if known is None or "alpha" not in facts or {one.ndim for one in known} != {2}:
            return None
        a, p, n = known
        if not a.shape == p.shape == n.shape:
            return None
        right, wrong = triplet(a, p, n, facts["alpha"]), formula(a, p, n, facts["alpha"])
        for one, other in zip(right, wrong, strict=True):
            if one.shape == expected.shape and close(one, expected, 1e-5):
                return other
        return None

    return predicts


def triplet(
    a: Array,
    p: Array,
    n: Array,
    alpha: float,
    weight: Callable[[Array], Array] = lambda margins: (margins > 0.0).astype(float),
) -> tuple[Array, Array, Array, Array]:
    """Return the triplet loss and its gradients, with each triplet weighted by ``weight(margins)``."""
    margins = ((a - p) ** 2 - (a - n) ** 2).sum(axis=1) + alpha
    twice = 2.0 * weight(margins)[:, None]
    return np.asarray((weight(margins) * margins).sum()), twice * (n - p), twice * (p - a), twice * (a - n)


def triplet_order(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
    loss, d_anchor, d_positive, d_negative = triplet(a, p, n, alpha)
    return loss, d_anchor, d_negative, d_positive


def triplet_of_lengths(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
    near, far = np.linalg.norm(a - p, axis=1), np.linalg.norm(a - n, axis=1)
    return np.maximum(near - far + alpha, 0.0).sum(), *triplet(a, p, n, alpha)[1:]


def triplet_by_coordinate(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
    margins = (a - p) ** 2 - (a - n) ** 2 + alpha
    active = 2.0 * (margins > 0)
    return np.maximum(margins, 0.0).sum(), active * (n - p), active * (p - a), active * (a - n)


def triplet_other_axis(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
    margins = ((a - p) ** 2 - (a - n) ** 2).sum(axis=0) + alpha
    active = 2.0 * (margins > 0)
    return np.maximum(margins, 0.0).sum(), active * (n - p), active * (p - a), active * (a - n)


def triplet_all_at_once(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
    loss, *gradients = triplet(a, p, n, alpha, np.ones_like)
    return np.maximum(loss, 0.0), *((loss > 0) * gradient for gradient in gradients)


def triplet_swapped(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
    loss, d_anchor, d_positive, d_negative = triplet(a, n, p, alpha)
    return loss, d_anchor, d_negative, d_positive


def triplet_anchor_once(which: int) -> Callable[[Array, Array, Array, float], Sequence[Array]]:
    """Return a formula whose anchor gradient has only one of the two distances: minus that of its other end."""

    def formula(a: Array, p: Array, n: Array, alpha: float) -> Sequence[Array]:
        loss, _, *others = triplet(a, p, n, alpha)
        return loss, -others[which], *others

    return formula


_KINK = words("draw max(0, m): how steep is it at m = 3, and how steep at m = -3?")

ENTRIES = (
    Mistake(
        "indicator-missing",
        "triplets that keep the margin count as well.",
        _KINK,
        triplets(lambda a, p, n, alpha: triplet(a, p, n, alpha, np.ones_like)),
    ),
    Mistake(
        "zero-margin-counted",
        "a triplet at exactly 0 counts as well.",
        "which slope does our convention take at the kink of max(0, m)?",
        triplets(lambda a, p, n, alpha: triplet(a, p, n, alpha, lambda margins: (margins >= 0.0).astype(float))),
    ),
    Mistake(
        "margin-instead-of-indicator",
        "each triplet is weighted by the size of its shortfall.",
        _KINK,
        triplets(lambda a, p, n, alpha: triplet(a, p, n, alpha, lambda margins: np.maximum(margins, 0.0))),
    ),
    Mistake(
        "delta-ignored",
        "the margin alpha is missing.",
        "what should happen when alpha grows?",
        triplets(lambda a, p, n, alpha: triplet(a, p, n, 0.0)),
    ),
    Mistake(
        "delta-fixed",
        "the margin is 1, whatever alpha says.",
        "where does the argument alpha enter?",
        triplets(lambda a, p, n, alpha: triplet(a, p, n, 1.0)),
    ),
    Mistake(
        "delta-subtracted",
        "alpha enters with the wrong sign.",
        "what should a larger alpha do to the loss?",
        triplets(lambda a, p, n, alpha: triplet(a, p, n, -alpha)),
    ),
    Mistake(
        "squares-missing",
        "the distances are not squared.",
        "which power of a distance does the formula contain?",
        triplets(triplet_of_lengths),
    ),
    *named(
        "hinge-misplaced",
        "max(0, ·) is taken of each coordinate, or of the sum of all triplets.",
        "which quantities does the formula keep from falling below 0, one by one?",
        triplets(triplet_by_coordinate),
        triplets(lambda a, p, n, alpha: triplet_by_coordinate(a, p, n, alpha / a.shape[1])),
        triplets(triplet_all_at_once),
    ),
    *named(
        "positive-and-negative-swapped",
        "positive and negative are swapped.",
        "which of the two should be near the anchor?",
        triplets(triplet_swapped),
        triplets(triplet_order),
    ),
    *named(
        "overwritten-at-branch",
        "only one of the anchor's two distances counts.",
        "in how many distances does the anchor occur, and what does each of them contribute to its gradient?",
        *(triplets(triplet_anchor_once(which)) for which in (0, 1)),
        rank=Rank.LINK,
    ),
    Mistake(
        "summed-over-wrong-axis",
        "the sum runs along the wrong axis.",
        "which axis of the array should be left after the sum?",
        triplets(triplet_other_axis),
        Rank.MEAN,
    ),
)
