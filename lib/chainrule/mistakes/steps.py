"""Slips in the steps of optimisers."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from chainrule.mistakes.entry import Mistake, named, nothing
from chainrule.mistakes.facts import Array, Facts, Formula, array, close, has

_Gradient = Callable[[Array], Array]
_Step = Callable[[Array, Array, _Gradient, float, float], Sequence[Array]]
"""Takes ``(w, v, gradient, lr, mu)`` and returns the new ``(w, v)``."""


def momentum(w: Array, v: Array, gradient: _Gradient, lr: float, mu: float) -> Sequence[Array]:
    """Return a step with momentum, or Nesterov's, if the gradient is taken where the velocity leads."""
    v = mu * v - lr * gradient(w + mu * v)
    return w + v, v


def with_momentum(formula: _Step) -> Formula:
    """Return a formula for the new weights, or the new velocity, by `formula`."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if not has(facts, ("w", "v", "lr", "mu")) or not facts.keys() & {"g", "gradient"}:
            return None
        w, v, lr, mu = array(facts["w"]), array(facts["v"]), float(facts["lr"]), float(facts["mu"])
        if not w.shape == v.shape == expected.shape:
            return None

        def gradient(at: Array) -> Array:
            return array(facts["g"] if "g" in facts else facts["gradient"](at.copy()))

        right, wrong = momentum(w, v, gradient, lr, mu), formula(w, v, gradient, lr, mu)
        return next((other for one, other in zip(right, wrong, strict=True) if close(one, expected, 1e-5)), None)

    return predicts


def plain(formula: Callable[[Array, Array, float], Array]) -> Formula:
    """Return a formula for the new weights without momentum, by ``formula(w, g, lr)``."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if not has(facts, ("w", "g", "lr")) or facts.keys() & {"v", "cache", "m"}:
            return None
        w, g = array(facts["w"]), array(facts["g"])
        return formula(w, g, float(facts["lr"])) if w.shape == g.shape == expected.shape else None

    return predicts


def adagrad(w: Array, g: Array, cache: Array, lr: float, eps: float) -> Sequence[Array]:
    """Return a step of AdaGrad: the new weights and the new cache."""
    cache = cache + g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache


def rmsprop(w: Array, g: Array, cache: Array, lr: float, decay: float, eps: float) -> Sequence[Array]:
    """Return a step of RMSProp: the new weights and the new cache."""
    cache = decay * cache + (1 - decay) * g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache


def adam(facts: Facts) -> Sequence[Array] | None:
    """Return a step of Adam: the new weights and the two running means; None if its arguments are not known."""
    if not has(facts, ("w", "g", "m", "v", "t", "lr", "beta1", "beta2")):
        return None
    w, g, m, v = (array(facts[name]) for name in ("w", "g", "m", "v"))
    beta1, beta2, t = float(facts["beta1"]), float(facts["beta2"]), facts["t"]
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    step = m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + float(facts.get("eps", 1e-8)))
    return w - float(facts["lr"]) * step, m, v


def with_cache(formula: Callable[[Array, Array, Array, float, float], Sequence[Array]]) -> Formula:
    """Return a formula for the new weights, or the new cache, by ``formula(w, g, cache, lr, eps)``."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if not has(facts, ("w", "g", "cache", "lr")) or "decay" in facts:
            return None
        w, g, cache = array(facts["w"]), array(facts["g"]), array(facts["cache"])
        if not w.shape == g.shape == cache.shape == expected.shape:
            return None
        given = w, g, cache, float(facts["lr"]), float(facts.get("eps", 1e-8))
        pairs = zip(adagrad(*given), formula(*given), strict=True)
        return next((other for one, other in pairs if close(one, expected, 1e-5)), None)

    return predicts


def _of_v(new: Callable[[Array, Array, _Gradient, float, float], Array]) -> Formula:
    """Return a formula with a wrong velocity, by which the weights then move."""

    def step(w: Array, v: Array, gradient: _Gradient, lr: float, mu: float) -> Sequence[Array]:
        moved = new(w, v, gradient, lr, mu)
        return w + moved, moved

    return with_momentum(step)


def _of_w(new: Callable[[Array, Array, Array, _Gradient, float, float], Array]) -> Formula:
    """Return a formula with a right velocity, by which the weights do not move."""

    def step(w: Array, v: Array, gradient: _Gradient, lr: float, mu: float) -> Sequence[Array]:
        moved = momentum(w, v, gradient, lr, mu)[1]
        return new(w, v, moved, gradient, lr, mu), moved

    return with_momentum(step)


def _with_new_cache(new: Callable[[Array, Array], Array]) -> Formula:
    """Return a formula with a wrong new cache, by which the step is then divided."""
    return with_cache(
        lambda w, g, cache, lr, eps: (w - lr * g / (np.sqrt(new(cache, g)) + eps), new(cache, g)),
    )


ENTRIES = (
    *named(
        "uphill",
        "the step goes uphill.",
        "a gradient points to where the function grows: where should the step go?",
        plain(lambda w, g, lr: w + lr * g),
        _of_v(lambda w, v, gradient, lr, mu: mu * v + lr * gradient(w + mu * v)),
        with_cache(lambda w, g, cache, lr, eps: (2 * w - adagrad(w, g, cache, lr, eps)[0], cache + g**2)),
    ),
    *named(
        "step-size-ignored",
        "the learning rate is missing.",
        "where does the step size, or learning rate, enter?",
        plain(lambda w, g, lr: w - g),
        _of_v(lambda w, v, gradient, lr, mu: mu * v - gradient(w + mu * v)),
    ),
    Mistake(
        "weights-missing",
        "it is only the step.",
        "where does the step start?",
        plain(lambda w, g, lr: -lr * g),
    ),
    *named(
        "velocity-sign",
        "the velocity is kept with the opposite sign, or subtracted.",
        "in which direction does the velocity point in the formula: uphill or downhill?",
        with_momentum(
            lambda w, v, gradient, lr, mu: (
                w - mu * v - lr * gradient(w + mu * v),
                mu * v + lr * gradient(w + mu * v),
            )
        ),
        _of_w(lambda w, v, new, gradient, lr, mu: w - new),
        _of_v(lambda w, v, gradient, lr, mu: -mu * v - lr * gradient(w + mu * v)),
    ),
    *named(
        "learning-rate-misplaced",
        "the learning rate multiplies something other than the gradient alone.",
        "what does the formula multiply by the learning rate, and what by mu?",
        plain(lambda w, g, lr: lr * (w - g)),
        with_momentum(
            lambda w, v, gradient, lr, mu: (
                w - lr * (mu * v + gradient(w + mu * v)),
                mu * v + gradient(w + mu * v),
            )
        ),
        with_momentum(
            lambda w, v, gradient, lr, mu: (
                w + lr * (mu * v - gradient(w + mu * v)),
                mu * v - gradient(w + mu * v),
            )
        ),
        _of_w(lambda w, v, new, gradient, lr, mu: w + lr * new),
        _of_v(lambda w, v, gradient, lr, mu: lr * (mu * v - gradient(w + mu * v))),
    ),
    Mistake(
        "old-velocity-used",
        "the weights move by the velocity of the previous step.",
        "which of the two is computed first, and which one uses the other?",
        _of_w(lambda w, v, new, gradient, lr, mu: w + v),
    ),
    *named(
        "velocity-ignored",
        "the old velocity is missing.",
        "what should happen where the gradient is 0 and the velocity is not?",
        _of_v(lambda w, v, gradient, lr, mu: -lr * gradient(w)),
        _of_v(lambda w, v, gradient, lr, mu: -lr * gradient(w + mu * v)),
        _of_w(lambda w, v, new, gradient, lr, mu: w - lr * gradient(w)),
        with_momentum(lambda w, v, gradient, lr, mu: (momentum(w, v, gradient, lr, mu)[0], -lr * gradient(w + mu * v))),
        with_momentum(lambda w, v, gradient, lr, mu: (momentum(w, v, gradient, lr, mu)[0], v)),
    ),
    *named(
        "friction-misplaced",
        "mu multiplies something other than the old velocity alone, or is missing.",
        "what does the formula multiply by mu, and what by the learning rate?",
        _of_v(lambda w, v, gradient, lr, mu: mu * (v - lr * gradient(w + mu * v))),
        _of_v(lambda w, v, gradient, lr, mu: mu * v - (1 - mu) * lr * gradient(w + mu * v)),
        _of_v(lambda w, v, gradient, lr, mu: mu * v + (1 - mu) * lr * gradient(w + mu * v)),
        _of_v(lambda w, v, gradient, lr, mu: v - lr * gradient(w + mu * v)),
        _of_v(lambda w, v, gradient, lr, mu: v - lr * gradient(w + v)),
        _of_w(lambda w, v, new, gradient, lr, mu: w + mu * new),
    ),
    *named(
        "step-taken-twice",
        "a part of the step is taken twice.",
        "what does the new velocity contain already?",
        _of_w(lambda w, v, new, gradient, lr, mu: w + new - lr * gradient(w + mu * v)),
        _of_w(lambda w, v, new, gradient, lr, mu: w + mu * v + new),
    ),
    *named(
        "gradient-at-another-point",
        "the gradient is taken at a different point than in the formula.",
        "at which point is the gradient taken? Draw w, the velocity's step, and where it ends.",
        _of_v(lambda w, v, gradient, lr, mu: mu * v - lr * gradient(w)),
        _of_v(lambda w, v, gradient, lr, mu: mu * v - lr * gradient(w + v)),
        _of_v(lambda w, v, gradient, lr, mu: mu * v - lr * gradient(w - mu * v)),
        _of_v(lambda w, v, gradient, lr, mu: mu * v - lr * gradient(mu * v)),
        _of_v(lambda w, v, gradient, lr, mu: mu * v - lr * gradient(w + mu * v - lr * gradient(w))),
    ),
    *named(
        "root-missing",
        "the gradient is divided by the sum of squares, not by its root.",
        "which power of the cache does the formula divide by?",
        with_cache(lambda w, g, cache, lr, eps: (w - lr * g / (cache + g**2 + eps), cache + g**2)),
    ),
    *named(
        "cache-misused",
        "it is not divided by the new cache, or the cache does not hold, for each weight, the sum of its own squares.",
        "what does the cache hold after this step, and how does it enter the denominator?",
        with_cache(lambda w, g, cache, lr, eps: (w - lr * g / (np.sqrt(cache) + eps), cache + g**2)),
        with_cache(lambda w, g, cache, lr, eps: (w - lr * g / (np.sqrt(g**2) + eps), g**2)),
        _with_new_cache(lambda cache, g: cache + g),
        with_cache(
            lambda w, g, cache, lr, eps: (
                w - lr * g / (np.sqrt(cache + g**2) + eps),
                np.sqrt(cache + g**2),
            )
        ),
        with_cache(lambda w, g, cache, lr, eps: (adagrad(w, g, cache, lr, eps)[0], cache)),
        _with_new_cache(lambda cache, g: 0.9 * cache + 0.1 * g**2),
        _with_new_cache(lambda cache, g: cache + (g**2).sum()),
    ),
    *named(
        "eps-misplaced",
        "eps is under the root, or in the numerator.",
        "what should the step be where the cache is 0, and only eps is left in the denominator?",
        with_cache(lambda w, g, cache, lr, eps: (w - lr * g / np.sqrt(cache + g**2 + eps), cache + g**2)),
    ),
    Mistake(
        "bias-correction-missing",
        "the running means are used as they are, although they started at 0.",
        "how large are they after the very first step, beside the gradient and its square?",
        nothing,
    ),
    Mistake(
        "corrected-mean-kept",
        "the corrected mean is returned, in place of the running one.",
        "which of the two does the next step go on with?",
        nothing,
    ),
    Mistake(
        "step-counted-from-zero",
        "the correction is that of another step.",
        "which number does the first step have, and what is 1 - beta^t there?",
        nothing,
    ),
    Mistake(
        "gradient-not-squared",
        "the cache is made of the gradient itself, not of its square.",
        "what is the running mean a mean of?",
        nothing,
    ),
)
