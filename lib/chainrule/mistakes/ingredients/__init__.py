"""The ingredients of a right result, with a name for each: its terms, its factors, and their simplest products."""

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from chainrule.language import words
from chainrule.mistakes.facts import Array, Facts, array, batch_size, data_and_penalty, penalty_of
from chainrule.mistakes.ingredients.differences import of_difference
from chainrule.mistakes.ingredients.hinge import of_hinge
from chainrule.mistakes.ingredients.layers import of_gate, of_layer
from chainrule.mistakes.ingredients.names import DATA, PENALTIES, RIGHT
from chainrule.mistakes.ingredients.products import of_values
from chainrule.mistakes.ingredients.reductions import of_distributions, of_losses, of_norms
from chainrule.mistakes.ingredients.scores import of_linear
from chainrule.mistakes.ingredients.softmax import of_exponentials, of_jacobian, of_softmax
from chainrule.mistakes.ingredients.steps import of_means, of_step
from chainrule.mistakes.ingredients.triplets import of_triplets


def ingredients(facts: Facts, expected: Array) -> dict[str, Array]:
    """Return arrays of the shape of `expected`, by their names; the likeliest come first."""
    found: dict[str, Array] = {}
    for phrase, value in itertools.chain(_of_task(facts, expected), of_values(facts, expected)):
        value = np.asarray(value, dtype=float)
        if value.shape == expected.shape and phrase not in found:
            found[phrase] = value
    return found


def _of_task(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    yield RIGHT, expected
    penalty = penalty_of(expected, facts)
    if penalty is not None:
        data, _ = data_and_penalty(expected, facts)
        yield DATA, data
        yield PENALTIES[min(expected.ndim, 1)], penalty
        if size := batch_size(facts):
            yield words("the data's sum"), data * size
            yield words("the penalty, for each example,"), penalty * size
        if expected.ndim == 0:
            yield words("lam × the square of the sum of W"), facts["lam"] * array(facts["W"]).sum() ** 2
        else:
            yield words("lam × the sum of W"), np.full(expected.shape, facts["lam"] * array(facts["W"]).sum())
            yield words("the data's part divided by N"), data / size
    yield from of_hinge(facts, expected)
    yield from of_softmax(facts, expected)
    yield from of_linear(facts, expected)
    yield from of_exponentials(facts, expected)
    yield from of_jacobian(facts, expected)
    yield from of_triplets(facts, expected)
    yield from of_difference(facts, expected)
    yield from of_gate(facts, expected)
    yield from of_layer(facts, expected)
    yield from of_step(facts, expected)
    yield from of_means(facts, expected)
    yield from of_norms(facts, expected)
    yield from of_losses(facts, expected)
    yield from of_distributions(facts, expected)
