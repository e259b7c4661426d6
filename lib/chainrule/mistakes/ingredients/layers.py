"""What comes back from a gate or a layer may be made of."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from chainrule.language import formula, words
from chainrule.mistakes.facts import Array, Facts, array, is_numeric
from chainrule.mistakes.ingredients.names import RIGHT
from chainrule.mistakes.ingredients.products import times

_OF_ONE: dict[str, Callable[[Array], Array]] = {
    "{x}": lambda v: v,
    "({x} > 0)": lambda v: (v > 0).astype(float),
    "({x} < 0)": lambda v: (v < 0).astype(float),
    "sign({x})": np.sign,
    "|{x}|": np.abs,
    "(1 - {x})": lambda v: 1 - v,
    "(1 + {x})": lambda v: 1 + v,
    "(1 - {x}²)": lambda v: 1 - v**2,
    "{x} (1 - {x})": lambda v: v * (1 - v),
    "{x}²": np.square,
    "exp({x})": lambda v: np.exp(np.minimum(v, 700)),
    "exp(-{x})": lambda v: np.exp(np.minimum(-v, 700)),
    "1 / {x}": lambda v: 1 / v,
    "1 / {x}²": lambda v: 1 / v**2,
    "log(|{x}|)": lambda v: np.log(np.abs(v)),
    "{x}³": lambda v: v**3,
    "√|{x}|": lambda v: np.sqrt(np.abs(v)),
    "1 / (1 + {x}²)": lambda v: 1 / (1 + v**2),
    "tanh({x})": np.tanh,
    "max(0, {x})": lambda v: np.maximum(v, 0.0),
    "{x} exp({x} - 1)": lambda v: v * np.exp(np.minimum(v, 700) - 1),
}
"""What slopes are made of."""

_OF_TWO: dict[str, Callable[[Array, Array], Array]] = {
    "({a} + {b})": lambda a, b: a + b,
    "({a} - {b})": lambda a, b: a - b,
    "{a} / ({a} + {b})": lambda a, b: a / (a + b),
    "{b} / ({a} + {b})": lambda a, b: b / (a + b),
    "|{a}| / (|{a}| + |{b}|)": lambda a, b: np.abs(a) / (np.abs(a) + np.abs(b)),
    "max({a}, {b})": np.maximum,
    "min({a}, {b})": np.minimum,
    "(|{a}| > |{b}|)": lambda a, b: (np.abs(a) > np.abs(b)).astype(float),
}
"""What slopes are made of that take a gate's other input for their own, or both."""


def of_gate(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    """Yield what a gate may multiply the upstream gradient by in place of its slope, entry by entry."""
    slope, upstream = array(facts.get("ignoring_upstream", np.nan)), array(facts.get("upstream", np.nan))
    if "gate_values" not in facts or not slope.shape == upstream.shape == expected.shape:
        return
    values = {name: array(value) for name, value in facts.get("values", {}).items() if is_numeric(value)}
    values = {name: value for name, value in values.items() if value.shape == expected.shape}
    above = words("the upstream gradient")
    yield above, upstream
    yield words("the right slope"), slope
    for (a, left), (b, right) in itertools.permutations(values.items(), 2):
        yield formula("({a} > {b}) × {above}", a=a, b=b, above=above), (left > right) * upstream
    for a, one in values.items():
        product = upstream * one
        yield formula("{x} × (1 - {x})", x=times(above, a)), product * (1 - product)
        yield formula("1 - ({x})²", x=times(above, a)), 1 - product**2
    for name, value in {**values, above: upstream}.items():
        for signs, function in _OF_ONE.items():
            made = function(value)
            yield formula(signs + " × {above}", x=name, above=above), made * upstream
            if signs != "|{x}|":
                yield formula(signs + " × {right}", x=name, right=RIGHT), made * expected
        if "slope_at" in facts and name != above:
            for place, at in (
                (name, value),
                (formula("-{x}", x=name), -value),
                (formula("|{x}|", x=name), np.abs(value)),
            ):
                phrase = words("the slope at {at}, times {above},", at=place, above=above)
                yield phrase, array(facts["slope_at"](at)) * upstream
    if "slope_at" in facts:
        slope = array(facts["slope_at"](upstream))
        yield words("the slope at {at}", at=above), slope
        yield words("the right slope, taken at {above}, times {above},", above=above), slope * upstream
        if len(values) > 1:
            x = next(iter(values.values()))
            yield (
                words("the slope where the input is twice what it is, times {above},", above=above),
                array(facts["slope_at"](2 * x)) * upstream,
            )
    yield from ((formula(signs, x=above), function(upstream)) for signs, function in _OF_ONE.items())
    for (a, one), (b, other) in itertools.permutations(values.items(), 2):
        for signs, both in _OF_TWO.items():
            yield formula(signs + " × {above}", a=a, b=b, above=above), both(one, other) * upstream


def of_layer(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    """Yield what single examples contribute to the gradients of a linear layer."""
    upstream, X = array(facts.get("upstream", 0.0)), array(facts.get("X", 0.0))
    if not upstream.ndim == X.ndim == 2 or len(X) != len(upstream) or not len(X):
        return
    for phrase, k in ((words("what the first example gives"), 0), (words("what the last example gives"), -1)):
        if expected.shape == (upstream.shape[1], X.shape[1]):
            yield phrase, np.outer(upstream[k], X[k])
        if expected.shape == upstream.shape[1:]:
            yield phrase, upstream[k]
    if expected.shape == (upstream.shape[1], X.shape[1]):
        sums = np.outer(upstream.sum(axis=0), X.sum(axis=0))
        yield words("the product of the sum of the upstream gradient and the sum of X"), sums
        ones = np.ones_like(upstream)
        yield words("the sum of X over the examples, in each row,"), ones.T @ X
        yield words("the sum of the upstream gradient over the examples, in each column,"), upstream.T @ np.ones_like(X)
