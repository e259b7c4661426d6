"""Slips in the steps of optimisers."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from chainrule.mistakes.entry import Mistake, named
from chainrule.mistakes.facts import Array, Facts, Formula, array, close, fact, has

_Gradient = Callable[[Array], Array]
_Caching = Callable[..., Sequence[Array]]
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


class Adam(NamedTuple):
    """The arguments of a step of Adam."""

    w: Array
    g: Array
    m: Array
    v: Array
    t: int
    lr: float
    beta1: float
    beta2: float
    eps: float

    @classmethod
    def of(cls, facts: Facts) -> "Adam | None":
        """Return them; None if they are not known."""
        if not has(facts, ("w", "g", "m", "v", "t", "lr", "beta1", "beta2")):
            return None
        w, g, m, v = (array(facts[name]) for name in ("w", "g", "m", "v"))
        numbers = float(facts["lr"]), float(facts["beta1"]), float(facts["beta2"]), float(facts.get("eps", 1e-8))
        return cls(w, g, m, v, int(facts["t"]), *numbers)

    def means(self, square: Array | None = None) -> tuple[Array, Array]:
        """Return the new running means, the second of the square of the gradient, or of something else."""
        of_squares = self.g**2 if square is None else square
        return (
            self.beta1 * self.m + (1 - self.beta1) * self.g,
            self.beta2 * self.v + (1 - self.beta2) * of_squares,
        )

    def corrections(self, t: int | None = None) -> tuple[float, float]:
        """Return what the means are divided by in a step of this number."""
        t = self.t if t is None else t
        return 1 - self.beta1**t, 1 - self.beta2**t

    def moved(self, m: Array, v: Array, of_m: float, of_v: float, under: float = 0.0) -> Array:
        """Return the new weights, given the means and what they are divided by; `under` is added under the root."""
        beside = 0.0 if under else self.eps
        return self.w - self.lr * (m / of_m) / (np.sqrt(v / of_v + under) + beside)

    def new(self) -> Sequence[Array]:
        """Return the new weights and means."""
        return self.moved(*self.means(), *self.corrections()), *self.means()


def adam(facts: Facts) -> Sequence[Array] | None:
    """Return a step of Adam: the new weights and the two running means; None if its arguments are not known."""
    known = Adam.of(facts)
    return None if known is None else known.new()


def with_adam(formula: Callable[[Adam], Sequence[Array]]) -> Formula:
    """Return a formula for the new weights, or a running mean, by `formula`."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        known = Adam.of(facts)
        if known is None or not known.w.shape == known.g.shape == known.m.shape == known.v.shape == expected.shape:
            return None
        return _other(expected, known.new(), formula(known))

    return predicts


def _corrected(by: Callable[[Adam], tuple[float, float]]) -> Formula:
    """Return a formula of Adam with other corrections of the means."""
    return with_adam(lambda step: (step.moved(*step.means(), *by(step)), *step.means()))


def _kept(step: Adam) -> Sequence[Array]:
    (m, v), (of_m, of_v) = step.means(), step.corrections()
    return step.new()[0], m / of_m, v / of_v


def _made_of(square: Callable[[Array], Array]) -> Formula:
    """Return a formula of Adam whose second mean is one of something else than squares."""

    def step(known: Adam) -> Sequence[Array]:
        means = known.means(square(known.g))
        return known.moved(*means, *known.corrections()), *means

    return with_adam(step)


def _with_mean(step: Callable[[Array, Array, Array, float, float], Array]) -> Formula:
    """Return a formula of RMSProp with a right cache, by which ``step(w, g, new cache, lr, eps)`` moves."""

    def moved(w: Array, g: Array, cache: Array, lr: float, decay: float, eps: float) -> Sequence[Array]:
        new = rmsprop(w, g, cache, lr, decay, eps)[1]
        return step(w, g, new, lr, eps), new

    return with_decay(moved)


def _with_mean_of(square: Callable[[Array], Array]) -> Formula:
    """Return a formula of RMSProp whose cache is a mean of something else than squares."""

    def moved(w: Array, g: Array, cache: Array, lr: float, decay: float, eps: float) -> Sequence[Array]:
        new = decay * cache + (1 - decay) * square(g)
        return w - lr * g / (np.sqrt(new) + eps), new

    return with_decay(moved)


def _other(expected: Array, rights: Sequence[Array], others: Sequence[Array]) -> ArrayLike | None:
    """Return what stands among `others` where `rights` has what is expected."""
    return next((other for one, other in zip(rights, others, strict=True) if close(one, expected, 1e-5)), None)


def _stepping(right: _Caching, formula: _Caching, *numbers: str) -> Formula:
    """Return a formula for the new weights, or the new cache, by `formula`, where a step by `right` is expected."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        if not has(facts, ("w", "g", "cache", *numbers)) or ("decay" in facts) != ("decay" in numbers):
            return None
        w, g, cache = array(facts["w"]), array(facts["g"]), array(facts["cache"])
        if not w.shape == g.shape == cache.shape == expected.shape:
            return None
        given = w, g, cache, *(float(fact(facts, name)) for name in numbers), float(facts.get("eps", 1e-8))
        return _other(expected, right(*given), formula(*given))

    return predicts


def with_cache(formula: Callable[[Array, Array, Array, float, float], Sequence[Array]]) -> Formula:
    """Return a formula of AdaGrad by ``formula(w, g, cache, lr, eps)``."""
    return _stepping(adagrad, formula, "lr")


def with_decay(formula: Callable[[Array, Array, Array, float, float, float], Sequence[Array]]) -> Formula:
    """Return a formula of RMSProp by ``formula(w, g, cache, lr, decay, eps)``."""
    return _stepping(rmsprop, formula, "lr", "decay")


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
        _with_mean(lambda w, g, new, lr, eps: w + lr * g / (np.sqrt(new) + eps)),
        with_adam(lambda step: (2 * step.w - step.new()[0], *step.means())),
    ),
    *named(
        "step-size-ignored",
        "the learning rate is missing.",
        "where does the step size, or learning rate, enter?",
        plain(lambda w, g, lr: w - g),
        _of_v(lambda w, v, gradient, lr, mu: mu * v - gradient(w + mu * v)),
        _with_mean(lambda w, g, new, lr, eps: w - g / (np.sqrt(new) + eps)),
        with_adam(lambda step: (step._replace(lr=1.0).new()[0], *step.means())),
    ),
    *named(
        "gradient-normalised",
        "each step has the same length, however steep it is.",
        "by what is the gradient multiplied before it is subtracted?",
        plain(lambda w, g, lr: w - lr * g / np.linalg.norm(g)),
        plain(lambda w, g, lr: w - lr * np.sign(g)),
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
        _with_mean(lambda w, g, new, lr, eps: w - lr * g / np.sqrt(new + eps)),
        with_adam(lambda step: (step.moved(*step.means(), *step.corrections(), under=step.eps), *step.means())),
    ),
    *named(
        "bias-correction-missing",
        "the running means are used as they are, although they started at 0.",
        "how large are they after the very first step, beside the gradient and its square?",
        _corrected(lambda step: (1.0, 1.0)),
        _corrected(lambda step: (1.0, step.corrections()[1])),
        _corrected(lambda step: (step.corrections()[0], 1.0)),
    ),
    Mistake(
        "corrected-mean-kept",
        "the corrected mean is returned, in place of the running one.",
        "which of the two does the next step go on with?",
        with_adam(_kept),
    ),
    *named(
        "step-counted-from-zero",
        "the correction is that of another step.",
        "which number does the first step have, and what is 1 - beta^t there?",
        _corrected(lambda step: step.corrections(step.t + 1)),
        _corrected(lambda step: step.corrections(step.t - 1)),
        _corrected(lambda step: step.corrections(1)),
    ),
    *named(
        "gradient-not-squared",
        "the cache is made of the gradient itself, not of its square.",
        "what is the running mean a mean of?",
        _with_mean_of(lambda g: g),
        _with_mean_of(np.abs),
        _made_of(lambda g: g),
    ),
)
