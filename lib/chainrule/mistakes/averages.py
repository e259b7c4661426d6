"""Slips in means and sums: over the wrong thing, or none at all."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from chainrule.mistakes.entry import Mistake, Rank, named
from chainrule.mistakes.facts import (
    Array,
    Facts,
    Formula,
    array,
    batch_size,
    data_and_penalty,
    distributions,
    scores_of,
)


def scaled_data(power: int) -> Formula:
    """Multiply the data's part of the right value, a mean, by N to the `power`."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        size = batch_size(facts)
        if not size or is_sum(expected, facts):
            return None
        data, penalty = data_and_penalty(expected, facts)
        return data * float(size) ** power + penalty

    return predicts


def scaled_all(power: int) -> Formula:
    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        size = batch_size(facts)
        return expected * float(size) ** power if size and not is_sum(expected, facts) else None

    return predicts


def is_sum(expected: Array, facts: Facts) -> bool:
    """Tell whether the right value is a sum over the batch: the triplet loss, or of a layer, but for its input."""
    of_layer = not facts.keys().isdisjoint({"upstream", "dout"}) and expected.shape != np.shape(facts.get("X", ()))
    return of_layer or "anchor" in facts


def mean_of_sum(expected: Array, facts: Facts) -> ArrayLike | None:
    size = batch_size(facts)
    return expected / size if size and is_sum(expected, facts) else None


def divided_by(axis: int) -> Formula:
    """Divide the sum over the batch by the number of the weights' rows or columns, not of examples."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        size, W = batch_size(facts), np.asarray(facts.get("W", 0.0))
        if not size or W.ndim != 2 or scores_of(facts) is None:
            return None
        data, penalty = data_and_penalty(expected, facts)
        return data * size / W.shape[axis] + penalty

    return predicts


def reduced(reduce: Callable[[Array], Array]) -> Formula:
    """Return a formula for one number in place of one for each example."""
    return lambda expected, facts: reduce(expected) if expected.ndim == 1 and scores_of(facts) else None


def first_example(expected: Array, facts: Facts) -> ArrayLike | None:
    upstream, X = np.asarray(facts.get("upstream", 0.0)), np.asarray(facts.get("X", 0.0))
    if upstream.ndim != 2 or X.ndim != 2 or len(X) != len(upstream):
        return None
    return upstream[0] if expected.ndim == 1 else np.outer(upstream[0], X[0])


def summed_over_outputs(expected: Array, facts: Facts) -> ArrayLike | None:
    upstream = array(facts.get("upstream", facts.get("dout", 0.0)))
    return upstream.sum(axis=1) if expected.ndim == 1 and upstream.ndim == 2 else None


def averaged_over_classes(expected: Array, facts: Facts) -> ArrayLike | None:
    if np.ndim(facts.get("y", 0)) == 1 and ("y_hat" in facts or distributions(facts) is not None):
        return expected / len(facts["y"])
    known, size = scores_of(facts), batch_size(facts)
    if known is None or not size:
        return None
    data, penalty = data_and_penalty(expected, facts)
    return data * size / known[0].size + penalty


ENTRIES = (
    *named(
        "sum-not-mean",
        "it is the sum over the batch, and should be the mean.",
        "how should the result change if each example were in the batch twice?",
        scaled_data(1),
        scaled_all(1),
        rank=Rank.MEAN,
    ),
    *named(
        "averaged-twice",
        "it is divided by the number of examples once too often.",
        "in which lines is something divided by the number of examples, or its mean taken?",
        scaled_data(-1),
        scaled_all(-1),
        rank=Rank.MEAN,
    ),
    Mistake(
        "mean-not-sum",
        "it is the mean over the batch, and should be the sum.",
        "if each example were in the batch twice, how should the result change? Which line keeps it from that?",
        mean_of_sum,
        Rank.MEAN,
    ),
    Mistake(
        "averaged-over-classes",
        "it is averaged over the classes as well.",
        "how many numbers are averaged, and what does each of them stand for?",
        averaged_over_classes,
        Rank.MEAN,
    ),
    Mistake(
        "one-example-only",
        "only one example of the batch counts.",
        "which examples used these weights?",
        first_example,
        Rank.MEAN,
    ),
    *named(
        "divided-by-other-size",
        "the sum over the batch is divided by the number of classes or of pixels.",
        "which axis of X holds the examples?",
        divided_by(0),
        divided_by(1),
        rank=Rank.MEAN,
    ),
    *named(
        "reduced-too-far",
        "it is one number for the whole batch.",
        "how many losses does the task ask for when there are N examples?",
        reduced(np.mean),
        reduced(np.sum),
        rank=Rank.MEAN,
    ),
    Mistake(
        "summed-over-wrong-axis",
        "the sum runs along the wrong axis.",
        "which axis of the array should be left after the sum?",
        summed_over_outputs,
        Rank.MEAN,
    ),
)
