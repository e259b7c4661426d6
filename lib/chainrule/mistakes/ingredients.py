"""The ingredients of a right result, with a name for each: its terms, its factors, and their simplest products."""

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from chainrule.language import Phrase, formula, words
from chainrule.mistakes.facts import (
    Array,
    Facts,
    array,
    arrays,
    batch_size,
    data_and_penalty,
    examples,
    fact,
    is_numeric,
    penalty_of,
    probabilities_of,
    scores_of,
    softmax,
)
from chainrule.mistakes.hinge import margins_of

_MOST_VALUES = 14
RIGHT = words("the right result")
"""The ingredient that all are compared with."""

PENALTIES = words("the penalty"), words("the derivative of the penalty")
"""The ingredient that is right in most wrong results: of a loss, and of a gradient."""


def ingredients(facts: Facts, expected: Array) -> dict[str, Array]:
    """Return arrays of the shape of `expected`, by their names; the likeliest come first."""
    found: dict[str, Array] = {}
    for phrase, value in itertools.chain(_of_task(facts, expected), _of_values(facts, expected)):
        value = np.asarray(value, dtype=float)
        if value.shape == expected.shape and phrase not in found:
            found[phrase] = value
    return found


def _of_task(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    yield RIGHT, expected
    penalty = penalty_of(expected, facts)
    if penalty is not None:
        data, _ = data_and_penalty(expected, facts)
        yield words("the data's part"), data
        yield PENALTIES[min(expected.ndim, 1)], penalty
        if size := batch_size(facts):
            yield words("the data's sum"), data * size
            yield words("the penalty, for each example,"), penalty * size
        if expected.ndim == 0:
            yield words("lam × the square of the sum of W"), facts["lam"] * array(facts["W"]).sum() ** 2
        else:
            yield words("lam × the sum of W"), np.full(expected.shape, facts["lam"] * array(facts["W"]).sum())
            yield words("the data's part divided by N"), data / size
    yield from _of_hinge(facts, expected)
    yield from _of_softmax(facts, expected)
    yield from _of_linear(facts, expected)
    yield from _of_exponentials(facts, expected)
    yield from _of_jacobian(facts, expected)
    yield from _of_triplets(facts, expected)
    yield from _of_difference(facts, expected)
    yield from _of_gate(facts, expected)
    yield from _of_layer(facts, expected)
    yield from _of_step(facts, expected)
    yield from _of_means(facts, expected)


def _back(dscores: Array, expected: Array, facts: Facts) -> Array | None:
    """Return the gradient, in the shape of `expected`, that one of the scores causes, without a penalty."""
    batch = examples(facts)
    if dscores.shape == expected.shape:
        return dscores
    if batch is None:
        return None
    if expected.ndim == 2 and expected.shape == (dscores.shape[1], batch[0].shape[1]):
        return dscores.T @ batch[0]
    W = array(facts.get("W", 0.0))
    if expected.ndim == 1 and W.ndim == 2 and expected.shape == W.shape[1:]:
        return (dscores @ W)[0]
    return None


def _of_scores(name: str, dscores: Array, expected: Array, facts: Facts) -> Iterator[tuple[str, Any]]:
    gradient = _back(dscores, expected, facts)
    if gradient is not None:
        yield words("the mean of what {name} give", name=name), gradient / len(dscores)
        yield words("the sum of what {name} give", name=name), gradient


def _of_hinge(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
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
        yield from _of_scores(name, dscores, expected, facts)
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
    if expected.ndim == 0 or expected.shape == y.shape:
        without = np.maximum(margins - facts["delta"], 0) * (1 - truth)
        wrong, each = margins.shape[1] - 1, np.ones(len(y))
        for phrase, losses in (
            (words("the sum of max(0, s_j - s_y)"), without.sum(axis=1)),
            (words("delta for each wrong class"), wrong * facts["delta"] * each),
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


def _of_softmax(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    known = probabilities_of(facts)
    if known is None:
        return
    p, y = known
    truth = np.eye(p.shape[1])[y]
    found = scores_of(facts)
    scores = p if found is None else found[0]
    powers = np.exp(scores - scores.max(initial=0.0))
    wrongly = (p.argmax(axis=1) != y)[:, None]
    for name, dscores in (
        (words("the probabilities"), p),
        (words("the correct classes"), truth),
        (words("ones for all classes"), np.ones_like(p)),
        (words("the scores"), scores),
        (words("the logarithms of the probabilities"), np.log(np.maximum(p, 1e-300))),
        (words("the correct classes of examples that are recognised wrongly"), truth * wrongly),
        (words("the exponentials, divided by the sum of their column,"), powers / powers.sum(axis=0)),
        (words("the probabilities of the correct classes"), p * truth),
        (words("the classes that occur in the batch"), np.ones_like(p) * truth.any(axis=0)),
        (words("the classes that occur in the batch, as often as they do,"), np.ones_like(p) * truth.sum(axis=0)),
    ):
        yield from _of_scores(name, dscores, expected, facts)
    if expected.ndim == 0:
        with np.errstate(all="ignore"):
            logs = np.log(p)
        yield words("the mean of log p over all classes and examples"), logs.mean()
        yield words("the sum of log p over all classes, averaged over the examples"), logs.sum(axis=1).mean()
        columns = (powers / powers.sum(axis=0) * truth).sum(axis=1)
        yield words("the loss with exponentials divided by the sum of their column"), -np.log(columns).mean()
        yield words("the logarithm of the mean probability"), np.log((p * truth).sum(axis=1).mean())
        yield words("the mean of log p over the columns of all labels"), (logs @ truth.sum(axis=0)).mean() / len(y)
        yield words("the sum of the losses"), -(logs * truth).sum()
        yield words("the first example's loss"), -(logs * truth)[0].sum()
        yield words("the last example's loss"), -(logs * truth)[-1].sum()
        yield (
            words("the mean score of the correct classes"),
            (array(facts.get("scores", np.zeros_like(p))) * truth).sum() / len(p),
        )


def _of_linear(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    """Yield what scores, or a loss of scores, may be made of."""
    W, X, b = (array(facts.get(name, 0.0)) for name in ("W", "X", "b"))
    if W.ndim == X.ndim == 2 and W.shape[1] == X.shape[1] and expected.shape == (len(X), len(W)):
        if b.shape == W.shape[:1]:
            yield words("b, once for each pixel,"), np.broadcast_to(W.shape[1] * b, expected.shape)
        yield words("the scores of the mean image, without b,"), np.broadcast_to(X.mean(axis=0) @ W.T, expected.shape)
    data, penalty = data_and_penalty(expected, facts)
    if expected.ndim == 0 and penalty.any():
        yield words("the data's part times the penalty"), data * penalty
        known = scores_of(facts)
        if known is not None and "losses" in facts:
            scores, y = known
            leads = scores - scores[np.arange(len(y)), y][:, None] + 1.0
            yield words("the mean hinge loss, with a margin of 1,"), np.maximum(leads, 0).sum(axis=1).mean() - 1.0


def _of_exponentials(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    """Yield what a softmax, its logarithm, or the loss of each example may be made of."""
    scores = array(facts.get("scores", facts.get("theta", 0.0)))
    if scores.ndim not in (1, 2) or not scores.size or "delta" in facts:
        return
    rows = np.atleast_2d(scores)
    highest = rows.max(axis=1, keepdims=True)
    powers = np.exp(rows - highest)
    total = powers.sum(axis=1, keepdims=True)
    plain = np.exp(np.minimum(rows, 700))
    largest = np.abs(rows).max(axis=1, keepdims=True)
    mean, lowest = rows.mean(axis=1, keepdims=True), rows.min(axis=1, keepdims=True)
    for phrase, made in (
        (words("the scores"), rows),
        (words("the exponentials"), plain),
        (words("the exponentials, divided by the sum of their column,"), plain / plain.sum(axis=0)),
        (words("the exponentials, shifted by the largest of their row and divided by the sum of their column,"),
         powers / powers.sum(axis=0)),
        (words("the shifted exponentials, divided by the sum of the others,"),
         powers / plain.sum(axis=1, keepdims=True)),
        (words("the softmax of the scores less the largest of their column"), _softmax(rows - rows.max(axis=0))),
        (words("the exponentials, divided by the sum of all,"), plain / plain.sum()),
        (words("the exponentials, divided by the largest of the row,"), powers),
        (words("the softmax of the scores divided by the largest of their row"), _softmax(rows / highest)),
        (words("the softmax of the scores divided by the largest absolute value of their row"),
         _softmax(rows / largest)),
        (words("the softmax of the negative scores"), _softmax(-rows)),
        (words("the softmax of the softmax"), _softmax(powers / total)),
        (words("σ of each score"), 1 / (1 + np.exp(-np.clip(rows, -700, 700)))),
        (words("the scores divided by the sum of their row"), rows / rows.sum(axis=1, keepdims=True)),
        (words("the largest score of the row"), np.broadcast_to(highest, rows.shape)),
        (words("the mean score of the row"), np.broadcast_to(mean, rows.shape)),
        (words("the smallest score of the row"), np.broadcast_to(lowest, rows.shape)),
        (words("the logarithm of the sum of the exponentials"), np.broadcast_to(highest + np.log(total), rows.shape)),
        (words("the logarithm of the sum of the column's exponentials"),
         np.broadcast_to(np.log(plain.sum(axis=0)), rows.shape)),
        (words("the logarithm of the sum of all exponentials"), np.broadcast_to(np.log(plain.sum()), rows.shape)),
        (words("the shifted scores"), rows - highest),
        (words("the sum of the row's shifted scores"),
         np.broadcast_to((rows - highest).sum(axis=1, keepdims=True), rows.shape)),
        (words("the logarithm of the sum of the column's shifted exponentials"),
         np.broadcast_to(np.log(powers.sum(axis=0)), rows.shape)),
        (words("the logarithm of the sum of all shifted exponentials"),
         np.broadcast_to(np.log(powers.sum()), rows.shape)),
    ):  # fmt: skip
        if made.reshape(scores.shape).shape == expected.shape:
            yield phrase, made.reshape(scores.shape)
        elif expected.shape == (len(rows),) and (made == made[:, :1]).all():
            yield phrase, made[:, 0]
    y = np.asarray(facts.get("y", 0))
    if expected.shape == y.shape == (len(rows),) and y.dtype.kind in "iu":
        yield words("the score of the correct class"), rows[np.arange(len(y)), y]


def _softmax(rows: Array) -> Array:
    return softmax(np.where(np.isfinite(rows), rows, 0.0))


def _of_jacobian(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    theta = array(facts.get("theta", 0.0))
    if theta.ndim != 1:
        return
    p = np.exp(theta - theta.max())
    p /= p.sum()
    if expected.shape == (len(p), len(p)):
        off = 1 - np.eye(len(p))
        yield from (
            (words("p on the diagonal"), np.diag(p)),
            (words("p² on the diagonal"), np.diag(p**2)),
            (words("ones on the diagonal"), np.eye(len(p))),
            (words("the products p_i p_j"), np.outer(p, p)),
            (words("p_i p_j off the diagonal"), np.outer(p, p) * off),
            (words("p_i off the diagonal"), np.outer(p, np.ones_like(p)) * off),
            (words("p_j off the diagonal"), np.outer(np.ones_like(p), p) * off),
            (words("p_i² off the diagonal"), np.outer(p**2, np.ones_like(p)) * off),
            (words("p_j² off the diagonal"), np.outer(np.ones_like(p), p**2) * off),
            (words("the right result times the sum of the exponentials"), expected * np.exp(theta).sum()),
            (words("the right result times the sum of the shifted exponentials"), expected / p.max()),
            (words("the right result times the squared sum of the shifted exponentials"), expected / p.max() ** 2),
            (words("p_i / K in every column"), np.outer(p, np.ones_like(p)) / len(p)),
            (words("the products theta_i theta_j"), np.outer(theta, theta)),
            (words("the products theta_i p_j"), np.outer(theta, p)),
            (words("the products p_i theta_j"), np.outer(p, theta)),
            (words("theta on the diagonal"), np.diag(theta)),
            (words("theta² on the diagonal"), np.diag(theta**2)),
            (words("p in every row"), np.outer(np.ones_like(p), p)),
            (words("p in every column"), np.outer(p, np.ones_like(p))),
        )
    y = array(facts.get("y", 0.0))
    if expected.shape == p.shape == y.shape:
        jacobian = np.diag(p) - np.outer(p, p)
        yield from (
            (words("the predicted probabilities"), p),
            (words("the truth"), y),
            ("ones", np.ones_like(p)),
            (words("the Jacobian times the truth"), jacobian @ y),
            (words("the truth divided by the prediction"), y / p),
            (words("the Jacobian times the prediction"), jacobian @ p),
            (words("the difference of prediction and truth, times the prediction"), (p - y) * p),
        )


def _of_triplets(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
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


def _of_difference(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
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


def _of_step(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    """Yield what a step of an optimiser may be made of."""
    if not {"w", "lr"} <= facts.keys() or np.shape(facts["w"]) != expected.shape:
        return
    w, lr, mu, v = array(facts["w"]), float(facts["lr"]), facts.get("mu"), facts.get("v")
    yield "w", w
    if "g" in facts:
        gradients = {"g": array(facts["g"])}
    elif "gradient" in facts and v is not None and mu is not None:
        points = {"w": w, "w + mu v": w + mu * v, "w + v": w + v, "w - mu v": w - mu * v, "mu v": mu * array(v)}
        points["w + mu² v"] = w + mu**2 * array(v)
        gradients = {
            words("the gradient at {at}", at=at): array(facts["gradient"](point.copy())) for at, point in points.items()
        }
    else:
        gradients = {}
    if v is not None and mu is not None:
        yield from (
            ("v", array(v)),
            ("mu v", mu * array(v)),
            ("mu² v", mu**2 * array(v)),
            ("lr v", lr * array(v)),
            ("mu lr v", mu * lr * array(v)),
        )
    for phrase, g in gradients.items():
        yield from ((formula("lr × {phrase}", phrase=phrase), lr * g), (phrase, g))
        if mu is not None and v is not None:
            moved = (1 + mu) * (mu * array(v) - lr * g)
            yield words("(1 + mu) × the new v, with {phrase},", phrase=phrase), moved
        if v is None and "cache" not in facts:
            yield words("lr × g, divided by the number of its entries,"), lr * g / max(g.size, 1)
            yield words("lr × g, with g clipped to ±1,"), lr * np.clip(g, -1.0, 1.0)
        if mu is not None:
            yield formula("mu × lr × {phrase}", phrase=phrase), mu * lr * g
        if "cache" in facts and "decay" not in facts:
            cache = array(facts["cache"])
            yield words("lr / √(new cache)"), lr / np.sqrt(cache + g**2)
            yield from (
                (words("the old cache"), cache),
                (words("(√(old cache) + g)²"), (np.sqrt(cache) + g) ** 2),
                ("g²", g**2),
                ("|g|", np.abs(g)),
                (words("lr g / √(old cache + |g|)"), lr * g / np.sqrt(cache + np.abs(g))),
                ("eps", np.full_like(g, float(facts.get("eps", 1e-8)))),
                (words("lr g / √(new cache)"), lr * g / np.sqrt(cache + g**2)),
                (words("lr g / (new cache)"), lr * g / (cache + g**2)),
                (words("lr g / √(old cache)"), lr * g / np.sqrt(cache)),
            )


def _of_means(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    """Yield what the running means of RMSProp and Adam, and the steps by them, may be made of."""
    if not {"w", "g", "lr"} <= facts.keys() or not {"decay", "beta2"} & facts.keys():
        return
    g, lr, eps = array(facts["g"]), float(facts["lr"]), float(facts.get("eps", 1e-8))
    t = facts.get("t", 1)
    above: dict[str, Array] = {"g": g}
    below: dict[str, Array] = {"g²": g**2}
    for name, factor, new, made, values in (
        ("m", "beta1", "g", g, above),
        ("v", "beta2", "g²", g**2, below),
        ("cache", "decay", "g²", g**2, below),
    ):
        if name not in facts or factor not in facts:
            continue
        old, beta = array(fact(facts, name)), float(fact(facts, factor))
        mean = beta * old + (1 - beta) * made
        for phrase, value in ((name, old), (new, made)):
            yield from ((phrase, value), (formula("{a} × {b}", a=factor, b=phrase), beta * value))
            yield formula("(1 - {a}) × {b}", a=factor, b=phrase), (1 - beta) * value
        average = np.full_like(made, made.mean())
        yield formula("(1 - {a}) × {b}", a=factor, b=words("the mean of {name}", name=new)), (1 - beta) * average
        known: dict[str, Array] = {words("the old {name}", name=name): old, words("the new {name}", name=name): mean}
        if name != "cache":
            known[words("the corrected {name}", name=name)] = mean / (1 - beta**t)
            known[words("{name}, with its root corrected by 1 - {factor}^t", name=name, factor=factor)] = (
                mean / (1 - beta**t) ** 2
            )
            other = float(fact(facts, "beta1" if name == "v" else "beta2") or 0.0)
            known[words("{name}, corrected with the other beta", name=name)] = mean / (1 - other**t)
        else:
            known[words("the new cache, divided by 1 - decay")] = mean / (1 - beta)
        yield formula("(1 - {a})² × {b}", a=factor, b=new), (1 - beta) ** 2 * made
        values |= known
        yield from known.items()
    for name, value in above.items():
        yield words("{name} squared", name=name), value**2
        if "beta2" in facts:
            square = formula("(1 - {a}) × {b}", a="beta2", b=words("{name} squared", name=name))
            yield square, (1 - float(facts["beta2"])) * value**2
    yield "w", array(facts["w"])
    for (top, value), (bottom, squares) in itertools.product(above.items(), below.items()):
        yield formula("lr × {a} / (√({b}) + eps)", a=top, b=bottom), lr * value / (np.sqrt(squares) + eps)
        yield formula("lr × {a} / √({b} + eps)", a=top, b=bottom), lr * value / np.sqrt(squares + eps)
        yield formula("lr × {a} / ({b} + eps)", a=top, b=bottom), lr * value / (squares + eps)


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
    "log({x})": np.log,
    "max(0, {x})": lambda v: np.maximum(v, 0.0),
    "{x} exp({x} - 1)": lambda v: v * np.exp(np.minimum(v, 700) - 1),
}
"""What slopes are made of."""


INPUT = words("the input")
"""The name of what a layer's `forward` was given."""

_OF_INPUT: dict[str, Callable[[Array], Array]] = {
    words("σ of the input"): lambda v: 1 / (1 + np.exp(-v)),
    words("σ of twice the input"): lambda v: 1 / (1 + np.exp(-2 * v)),
    words("σ of minus the input"): lambda v: 1 / (1 + np.exp(v)),
    words("tanh of the input"): np.tanh,
    words("arctan of the input"): np.arctan,
    words("the input, where it is positive,"): lambda v: np.maximum(v, 0.0),
    words("the absolute value of the input"): np.abs,
}
"""What a function may be taken for."""


def _of_gate(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
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
        yield formula("{x} × (1 - {x})", x=_times(above, a)), product * (1 - product)
        yield formula("1 - ({x})²", x=_times(above, a)), 1 - product**2
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


def _of_layer(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
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


# --- Whatever the task: products of what is known by name ---------------------------------------------------------


def _of_values(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
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
        yield _times(a, b), left * right
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


def _times(*names: str) -> Phrase:
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
        yield _times(*names), np.broadcast_to(np.prod(np.broadcast_arrays(*chosen), axis=0), shape)


def _quotients(a: str, left: Array, b: str, right: Array, shape: tuple[int, ...]) -> Iterator[tuple[str, Array]]:
    if left.shape in ((), shape) and right.shape in ((), shape) and right.all():
        yield formula("{a} / {b}", a=a, b=b), np.broadcast_to(left / right, shape)
        yield formula("{a} / {b}²", a=a, b=b), np.broadcast_to(left / right**2, shape)
        if (right > 0).all():
            yield formula("{a} / √{b}", a=a, b=b), np.broadcast_to(left / np.sqrt(right), shape)
