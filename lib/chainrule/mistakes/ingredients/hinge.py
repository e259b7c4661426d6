"""What a hinge loss and its gradient may be made of."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from chainrule.language import words
from chainrule.mistakes.facts import Array, Facts, data_and_penalty, scores_of
from chainrule.mistakes.hinge import margins_of
from chainrule.mistakes.ingredients.scores import of_scores


def of_hinge(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a hinge loss, of its losses per example, its margins, or its gradient."""
    known = margins_of(facts)
    if known is None:
        return
    margins, y = known
    truth = np.eye(margins.shape[1])[y]
    violated = (margins > 0) * (1 - truth)
    for name, dscores in (
        (words("the rows of the wrong classes"), violated),
        (words("the rows of the correct classes"), -truth * violated.sum(axis=1, keepdims=True)),
        (words("the rows of classes that keep the margin"), (margins <= 0) * (1 - truth)),
        (words("the correct classes, once per example,"), -truth),
        (words("the shortfalls of the wrong classes"), np.maximum(margins, 0) * (1 - truth)),
    ):
        yield from of_scores(name, dscores, expected, facts)
    data, penalty = data_and_penalty(expected, facts)
    if penalty.any():
        yield words("the penalty, for each wrong class,"), (margins.shape[1] - 1) * penalty
        with_a_loss = max(int(violated.any(axis=1).sum()), 1)
        yield words("the data's sum, divided by the number of examples with a loss,"), data * len(y) / with_a_loss
    highest = margins - margins.max(axis=1, keepdims=True) + facts["delta"]
    against = np.maximum(highest, 0) * (highest < facts["delta"])
    if expected.shape == margins.shape:
        yield words("the shortfalls against the highest score"), np.maximum(highest, 0)
        yield words("the shortfalls against the highest score, without its own,"), against
        yield (
            words("the shortfalls against the highest score, without the correct class's,"),
            np.maximum(highest, 0) * (1 - truth),
        )
    terms = np.maximum(margins, 0) * (1 - truth)
    found = scores_of(facts)
    if found is not None and expected.shape == y.shape:
        own = found[0][np.arange(len(y)), y]
        yield words("max(0, delta - s_y), as of a class with score 0,"), np.maximum(facts["delta"] - own, 0)
    if expected.ndim == 0 or expected.shape == y.shape:
        without = np.maximum(margins - facts["delta"], 0) * (1 - truth)
        wrong, each = margins.shape[1] - 1, np.ones(len(y))
        for phrase, losses in (
            (words("the sum of max(0, s_j - s_y)"), without.sum(axis=1)),
            (words("delta for each wrong class"), wrong * facts["delta"] * each),
            (words("the sum of min(0, s_j - s_y + delta)"), (np.minimum(margins, 0) * (1 - truth)).sum(axis=1)),
            (words("the sum of the squared shortfalls"), (terms**2).sum(axis=1)),
            (words("the largest shortfall"), terms.max(axis=1)),
            (words("the mean over the wrong classes"), terms.sum(axis=1) / max(wrong, 1)),
            (words("the mean over all classes"), terms.sum(axis=1) / (wrong + 1)),
            (words("the number of classes that come too close"), violated.sum(axis=1)),
        ):
            yield phrase, losses if expected.ndim else losses.mean()
    if expected.ndim == 0:
        yield words("the mean over the positive shortfalls"), terms.sum() / max(violated.sum(), 1)
        yield words("the sum of all shortfalls"), terms.sum()
        yield words("the number of positive shortfalls"), violated.sum()
        yield words("the first example's loss"), terms[0].sum()
        yield words("the last example's loss"), terms[-1].sum()
        yield "delta", facts["delta"]
