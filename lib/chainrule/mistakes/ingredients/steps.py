"""What a step of an optimiser may be made of."""

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from chainrule.language import formula, words
from chainrule.mistakes.facts import Array, Facts, array, fact


def of_step(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    """Yield what a step of an optimiser may be made of."""
    if not {"w", "lr"} <= facts.keys() or np.shape(facts["w"]) != expected.shape:
        return
    w, lr, mu, v = array(facts["w"]), float(facts["lr"]), facts.get("mu"), facts.get("v")
    yield "w", w
    if "g" in facts:
        gradients = {"g": array(facts["g"])}
    elif "gradient" in facts and v is not None and mu is not None:
        points = {"w": w, "w + mu v": w + mu * v, "w + v": w + v, "w - mu v": w - mu * v, "mu v": mu * array(v)}
        points |= {"w + mu² v": w + mu**2 * array(v), "w + lr v": w + lr * array(v), "w - v": w - array(v)}
        points |= {"w + mu": w + mu, "v": array(v), "mu w": mu * w}
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
                ("(lr g)²", (lr * g) ** 2),
                (words("lr g / √(old cache + (lr g)²)"), lr * g / np.sqrt(cache + (lr * g) ** 2)),
                (words("g / √(new cache)"), g / np.sqrt(cache + g**2)),
                (words("lr g² / √(new cache)"), lr * g**2 / np.sqrt(cache + g**2)),
                (words("lr × the new cache"), lr * (cache + g**2)),
                (words("lr g / (√(old cache) + |g|)"), lr * g / (np.sqrt(cache) + np.abs(g))),
            )


def of_means(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    """Yield what the running means of RMSProp and Adam, and the steps by them, may be made of."""
    if not {"w", "g", "lr"} <= facts.keys() or not {"decay", "beta2"} & facts.keys():
        return
    g, lr, eps = array(facts["g"]), float(facts["lr"]), float(facts.get("eps", 1e-8))
    t = facts.get("t", 1)
    above: dict[str, Array] = {"g": g, "1": np.ones_like(g)}
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
            known[words("the old {name}, corrected,", name=name)] = old / (1 - beta**t)
            if name == "v":
                known[words("the corrected mean of |g|")] = (beta * old + (1 - beta) * np.abs(g)) / (1 - beta**t)
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
