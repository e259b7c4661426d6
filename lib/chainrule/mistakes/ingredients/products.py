"""Whatever the task: products and other simple combinations of what is known by name."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from chainrule.language import Phrase, formula, words
from chainrule.mistakes.facts import Array, Facts, array, is_numeric
from chainrule.mistakes.ingredients.names import INPUT, RIGHT

_MOST_VALUES = 14


_OF_INPUT: dict[str, Callable[[Array], Array]] = {
    words("σ of the input"): lambda v: 1 / (1 + np.exp(-v)),
    words("σ of twice the input"): lambda v: 1 / (1 + np.exp(-2 * v)),
    words("σ of minus the input"): lambda v: 1 / (1 + np.exp(v)),
    words("tanh of the input"): np.tanh,
    words("arctan of the input"): np.arctan,
    words("the input, where it is positive,"): lambda v: np.maximum(v, 0.0),
    words("the absolute value of the input"): np.abs,
    words("the input, where it is negative,"): lambda v: np.minimum(v, 0.0),
    words("the exponential of the input"): lambda v: np.exp(np.minimum(v, 700)),
    words("the exponential of minus the input"): lambda v: np.exp(np.minimum(-v, 700)),
    words("the sine of the input"): np.sin,
    words("the logarithm of the absolute value of the input"): lambda v: np.log(np.abs(v)),
}
"""What a function may be taken for."""


def of_values(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    """Yield the named values of a task in the shape of `expected`, and their products and quotients."""
    values = {name: array(value) for name, value in _named_values(facts).items()}
    values = dict(list(values.items())[:_MOST_VALUES])
    yield "1", np.ones_like(expected)
    if INPUT in values and values[INPUT].shape == expected.shape:
        for phrase, function in _OF_INPUT.items():
            yield phrase, function(values[INPUT])
    yield from _transposes(expected)
    for name, value in values.items():
        yield from _shaped(name, value, expected.shape)
    for name, value in values.items():
        if value.shape in ((), expected.shape):
            yield words("{name} × the right result", name=name), value * expected
            if value.all():
                yield words("the right result / {name}", name=name), expected / value
        if value.ndim == 0:
            yield words("exp({name}) × the right result", name=name), np.exp(min(float(value), 700.0)) * expected
    for (a, left), (b, right) in itertools.combinations_with_replacement(values.items(), 2):
        yield from _products(a, left, b, right, expected.shape)
    if max(1, expected.size) <= 200:
        for names in itertools.combinations_with_replacement(values, 3):
            yield from _elementwise(names, values, expected.shape)
    for (a, left), (b, right) in itertools.permutations(values.items(), 2):
        if expected.ndim < 2 or left.shape in (expected.shape, ()) and right.shape in (expected.shape, ()):
            yield from _quotients(a, left, b, right, expected.shape)
    for name, value in values.items():
        yield from _means(name, value, expected)
    yield from _of_rows(values, expected.shape)
    yield from _of_right(expected)


def _of_right(expected: Array) -> Iterator[tuple[str, Array]]:
    """Yield simple functions of the right result: one of them too many, or in another base."""
    size = np.abs(expected)
    yield from (
        (formula("({right})²", right=RIGHT), expected**2),
        (formula("√|{right}|", right=RIGHT), np.sqrt(size)),
        (formula("|{right}|", right=RIGHT), size),
        (formula("1 / ({right})", right=RIGHT), 1 / expected),
        (formula("exp({right})", right=RIGHT), np.exp(np.minimum(expected, 700))),
        (formula("exp(-({right}))", right=RIGHT), np.exp(np.minimum(-expected, 700))),
        (formula("log|{right}|", right=RIGHT), np.log(size)),
        (formula("log10|{right}|", right=RIGHT), np.log10(size)),
        (formula("log(1 + ({right}))", right=RIGHT), np.log1p(np.maximum(expected, -1))),
        (formula("max(0, {right})", right=RIGHT), np.maximum(expected, 0)),
        (formula("min(0, {right})", right=RIGHT), np.minimum(expected, 0)),
        (formula("({right}) / log(2)", right=RIGHT), expected / np.log(2)),
        (formula("({right}) / log(10)", right=RIGHT), expected / np.log(10)),
    )
    if expected.ndim == 2:
        for axis, rows in ((1, words("in its row")), (0, words("in its column"))):
            total, mean = expected.sum(axis=axis, keepdims=True), expected.mean(axis=axis, keepdims=True)
            highest = expected.max(axis=axis, keepdims=True, initial=-np.inf)
            yield words("the right result, divided by the sum {rows},", rows=rows), expected / total
            yield words("the sum of the right result {rows}", rows=rows), np.broadcast_to(total, expected.shape)
            yield words("the mean of the right result {rows}", rows=rows), np.broadcast_to(mean, expected.shape)
            yield words("the largest of the right result {rows}", rows=rows), np.broadcast_to(highest, expected.shape)


def _of_rows(values: Mapping[str, Array], shape: tuple[int, ...]) -> Iterator[tuple[str, Array]]:
    """Yield products of a matrix and a row, entry by entry, and the sums of such, also of squares."""
    for (a, matrix), (b, row) in itertools.permutations(values.items(), 2):
        if matrix.ndim != 2 or row.ndim != 1 or matrix.shape[1:] != row.shape or matrix.size > 200:
            continue
        for phrase, made in (
            (times(a, b), matrix * row),
            (times(a, b, b), matrix * row**2),
            (times(a, a, b), matrix**2 * row),
            (times(a, a), matrix**2),
        ):
            if shape == made.shape:
                yield phrase, made
            if shape == made.shape[1:]:
                yield words("the sums of the columns of {name}", name=phrase), made.sum(axis=0)
            if shape == made.shape[:1]:
                yield words("the sums of the rows of {name}", name=phrase), made.sum(axis=1)


def _means(name: str, value: Array, expected: Array) -> Iterator[tuple[str, Array]]:
    """Yield what a mean gives in place of a sum."""
    if value.ndim == 1:
        yield words("the right result / the number of entries of {name}", name=name), expected / len(value)
    if value.ndim == 2:
        yield words("the right result / the number of rows of {name}", name=name), expected / value.shape[0]
        yield words("the right result / the number of columns of {name}", name=name), expected / value.shape[1]


def _named_values(facts: Facts) -> Mapping[str, Any]:
    found: dict[str, Any] = {
        name: value for name, value in facts.get("values", {}).items() if is_numeric(value) and np.size(value)
    }
    if "upstream" in facts:
        found.setdefault(words("the upstream gradient"), facts["upstream"])
    if is_numeric(facts.get("remembered", "")):
        found.setdefault(words("the gradient for the other inputs"), facts["remembered"])
    if "gate_values" in facts and not facts.get("values"):
        names = (words("the output"), words("the first input"), words("the second input"), words("the third input"))
        found |= dict(zip(names, facts["gate_values"], strict=False))
    return found


def _transposes(expected: Array) -> Iterator[tuple[str, Array]]:
    if expected.ndim == 2:
        yield words("the transpose of the right result"), expected.T
    if expected.ndim == 1:
        yield words("the right result in reverse order"), expected[::-1]
    if expected.ndim:
        yield words("the mean of the right result"), np.full_like(expected, expected.mean())
        yield words("the sum of the right result"), np.full_like(expected, expected.sum())


def _shaped(name: str, value: Array, shape: tuple[int, ...]) -> Iterator[tuple[str, Array]]:
    if value.shape == shape or value.ndim == 0:
        yield name, np.broadcast_to(value, shape)
    if value.ndim == 2:
        yield words("the sum of {name} over the examples", name=name), value.sum(axis=0)
        yield words("the mean of {name} over the examples", name=name), value.mean(axis=0)
        yield words("the sum of {name} over the columns", name=name), value.sum(axis=1)
        yield words("the mean of {name} over the columns", name=name), value.mean(axis=1)
        yield formula("{name}.T", name=name), value.T
        yield formula("sum({name} @ {name}.T)", name=name), np.asarray((value.sum(axis=0) ** 2).sum())
        yield formula("max(sum(|{name}|, axis=0))", name=name), np.asarray(np.abs(value).sum(axis=0).max(initial=0.0))
    if value.ndim == 1 and len(shape) == 2 and shape[1:] == value.shape:
        yield words("{name}, in each row,", name=name), np.broadcast_to(value, shape)
    if value.ndim == 1 and len(shape) == 2 and shape[:1] == value.shape:
        yield words("{name}, in each column,", name=name), np.broadcast_to(value[:, None], shape)
    if value.ndim:
        yield words("the sum of {name}", name=name), np.asarray(value.sum())
        yield words("the mean of {name}", name=name), np.asarray(value.mean())
        yield words("the sum of {name}²", name=name), np.asarray((value**2).sum())
        if value.shape == shape:
            yield formula("({name} > 0)", name=name), (value > 0).astype(float)
            yield formula("max(0, {name})", name=name), np.maximum(value, 0.0)
            yield formula("1 - {name}", name=name), 1 - value
            yield formula("exp({name})", name=name), np.exp(np.minimum(value, 700))


def _products(a: str, left: Array, b: str, right: Array, shape: tuple[int, ...]) -> Iterator[tuple[str, Array]]:
    if shape == np.broadcast_shapes(left.shape, right.shape) if _broadcast(left, right) else False:
        yield times(a, b), left * right
    if left.ndim == right.ndim == 1:
        if shape == left.shape + right.shape:
            yield formula("outer({a}, {b})", a=a, b=b), np.outer(left, right)
        if shape == right.shape + left.shape:
            yield formula("outer({b}, {a})", b=b, a=a), np.outer(right, left)
    if max(left.ndim, right.ndim) == 2 and min(left.ndim, right.ndim) >= 1:
        for (p, one), (q, other) in itertools.product(_turned(a, left), _turned(b, right)):
            yield from _matrix_product(p, one, q, other, shape)
            yield from _matrix_product(q, other, p, one, shape)


def _matrix_product(p: str, left: Array, q: str, right: Array, shape: tuple[int, ...]) -> Iterator[tuple[str, Array]]:
    """Yield a product, and what is left of its sum if each term overwrites the previous one."""
    if left.shape[-1] == right.shape[0] and shape == left.shape[:-1] + right.shape[1:]:
        yield formula("{p} @ {q}", p=p, q=q), left @ right
        yield words("the last term alone of {p} @ {q}", p=p, q=q), np.tensordot(left[..., -1], right[-1], axes=0)


def _broadcast(left: Array, right: Array) -> bool:
    pairs = zip(left.shape[::-1], right.shape[::-1], strict=False)
    return all(a == b or 1 in (a, b) for a, b in pairs)


def _turned(name: str, value: Array) -> list[tuple[str, Array]]:
    return [(name, value), (formula("{name}.T", name=name), value.T)] if value.ndim == 2 else [(name, value)]


_POWERS = {1: "{x}", 2: "{x}²", 3: "{x}³"}


def times(*names: str) -> Phrase:
    """Return the name of a product: "x² × y" of x, x and y."""
    powers = [formula(_POWERS[names.count(name)], x=name) for name in dict.fromkeys(names)]
    made, *others = powers
    for power in others:
        made = formula("{product} × {x}", product=made, x=power)
    return made


def _elementwise(
    names: tuple[str, ...], values: Mapping[str, Array], shape: tuple[int, ...]
) -> Iterator[tuple[str, Array]]:
    chosen = [values[name] for name in names]
    if all(value.shape in ((), shape) for value in chosen):
        yield times(*names), np.broadcast_to(np.prod(np.broadcast_arrays(*chosen), axis=0), shape)


def _quotients(a: str, left: Array, b: str, right: Array, shape: tuple[int, ...]) -> Iterator[tuple[str, Array]]:
    if left.shape in ((), shape) and right.shape in ((), shape) and right.all():
        yield formula("{a} / {b}", a=a, b=b), np.broadcast_to(left / right, shape)
        yield formula("{a} / {b}²", a=a, b=b), np.broadcast_to(left / right**2, shape)
        if (right > 0).all():
            yield formula("{a} / √{b}", a=a, b=b), np.broadcast_to(left / np.sqrt(right), shape)
