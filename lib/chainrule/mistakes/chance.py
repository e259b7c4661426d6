"""Slips in a random search, and in what is drawn at random to start from."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from chainrule.mistakes.entry import Mistake, named
from chainrule.mistakes.facts import Array, Facts, Formula, fact

_MOST_TRIALS = 1000

Draw = Callable[[int, tuple[int, ...]], Callable[[], Array]]
"""Takes a seed and a shape, and returns what draws the weights of one trial after another."""


def _normal(seed: int, shape: tuple[int, ...]) -> Callable[[], Array]:
    rng = np.random.default_rng(seed)
    return lambda: rng.standard_normal(shape)


def _legacy(seed: int, shape: tuple[int, ...]) -> Callable[[], Array]:
    rng = np.random.RandomState(seed)
    return lambda: rng.standard_normal(shape)


def _uniform(low: float) -> Draw:
    def draw(seed: int, shape: tuple[int, ...]) -> Callable[[], Array]:
        rng = np.random.default_rng(seed)
        return lambda: rng.uniform(low, 1.0, shape)

    return draw


def _scaled(factor: float) -> Draw:
    def draw(seed: int, shape: tuple[int, ...]) -> Callable[[], Array]:
        one = _normal(seed, shape)
        return lambda: factor * one()

    return draw


def _best(losses: Sequence[float]) -> int:
    return int(np.argmin(losses))


def _last_best(losses: Sequence[float]) -> int:
    return len(losses) - 1 - int(np.argmin(losses[::-1]))


def _shape(facts: Facts) -> tuple[int, ...] | None:
    shape = fact(facts, "shape")
    return tuple(int(size) for size in shape) if isinstance(shape, (tuple, list)) else None


def _whole(facts: Facts, name: str) -> int | None:
    """Return a fact that is a whole number, and not negative."""
    number = fact(facts, name)
    return int(number) if isinstance(number, (int, np.integer)) and number >= 0 else None


def search(choose: Callable[[Sequence[float]], int] = _best, draw: Draw = _normal, more: int = 0) -> Formula:
    """Return the formula of a search that chooses a trial by all losses, of which there are `more` than asked for."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        shape, trials, seed = _shape(facts), _whole(facts, "trials"), _whole(facts, "seed")
        if shape is None or trials is None or seed is None or "loss" not in facts:
            return None
        if not 0 < trials + more <= _MOST_TRIALS:
            return None
        one = draw(seed, shape)
        drawn = [one() for _ in range(trials + more)]
        losses = [float(facts["loss"](W.copy())) for W in drawn]
        chosen = choose(losses)
        if expected.shape == shape:
            return drawn[chosen]
        return losses[chosen] if expected.ndim == 0 and draw is _normal else None  # a loss alone may be equal by chance

    return predicts


def start(draw: Draw) -> Formula:
    """Return the formula of small weights to start from, drawn otherwise."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        shape, seed = _shape(facts), _whole(facts, "seed")
        if shape is None or seed is None or "trials" in facts or expected.shape != shape:
            return None
        return 0.001 * draw(seed, shape)()

    return predicts


ENTRIES = (
    Mistake(
        "last-of-equals",
        "of several equal losses, the last one is kept.",
        "what does your comparison say when a loss equals the best so far?",
        search(_last_best),
    ),
    Mistake(
        "last-not-best",
        "it belongs to the last trial, whether that is the best or not.",
        "what should become of the best so far, when a trial is worse?",
        search(lambda losses: -1),
    ),
    Mistake(
        "first-not-best",
        "it belongs to the first trial.",
        "how often is rng made, and when does a later trial take the place of the best so far?",
        search(lambda losses: 0),
    ),
    Mistake(
        "worst-kept",
        "it belongs to the highest loss.",
        "what does a high loss say of the weights?",
        search(lambda losses: int(np.argmax(losses))),
    ),
    Mistake(
        "trial-missing",
        "one trial is missing.",
        "how many weights does your loop draw when trials is 1?",
        search(more=-1),
    ),
    Mistake(
        "trial-too-many",
        "there is one trial too many.",
        "how many weights does your loop draw when trials is 1?",
        search(more=1),
    ),
    *named(
        "drawn-otherwise",
        "the weights are drawn in another way than the task says.",
        "which generator does the task name, with which seed, and which of its methods?",
        *(search(draw=draw) for draw in (_legacy, _uniform(0.0), _uniform(-1.0))),
        *(search(draw=_scaled(factor)) for factor in (0.1, 0.01, 0.001)),
        *(start(draw) for draw in (_legacy, _uniform(0.0), _uniform(-1.0))),
        *(start(_scaled(factor)) for factor in (1000.0, 100.0, 10.0)),
    ),
)
