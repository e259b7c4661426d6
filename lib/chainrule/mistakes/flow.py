"""Slips in the chain rule: what flows back through gates, branches and activation functions."""

import numpy as np
from numpy.typing import ArrayLike

from chainrule.mistakes.entry import Mistake, Rank, named, nothing
from chainrule.mistakes.facts import Array, Facts, Formula, array, arrays, fact


def from_facts(name: str) -> Formula:
    return lambda expected, facts: fact(facts, name)


def item(name: str, index: int) -> Formula:
    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        items = fact(facts, name) or ()
        return items[index] if index < len(items) else None

    return predicts


def one_branch(index: int) -> Formula:
    branch = item("branches", index)
    return lambda expected, facts: branch(expected, facts) if len(facts.get("branches", ())) > 1 else None


def last_branch(expected: Array, facts: Facts) -> ArrayLike | None:
    """Return the last of the branches on which anything flows back: an assignment in place of a sum, in each case."""
    branches = facts.get("branches", ())
    return next((one for one in branches[::-1] if np.any(one)), None) if len(branches) > 1 else None


def all_branches_but(index: int) -> Formula:
    branch = item("branches", index)

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        missing = branch(expected, facts)
        return (
            None
            if missing is None or np.shape(missing) != expected.shape or len(facts["branches"]) < 3
            else expected - missing
        )

    return predicts


def branch_turned(index: int) -> Formula:
    branch = item("branches", index)

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        turned = branch(expected, facts)
        return (
            None
            if turned is None or np.shape(turned) != expected.shape or len(facts["branches"]) < 2
            else expected - 2 * np.asarray(turned)
        )

    return predicts


def value_as_slope(index: int, sign: float) -> Formula:
    """Return the formula of the upstream gradient times a gate's output or one of its inputs."""

    def predicts(expected: Array, facts: Facts) -> ArrayLike | None:
        values = facts.get("gate_values", ())
        if (
            index >= len(values)
            or "upstream" not in facts
            or not np.shape(values[index]) == np.shape(facts.get("upstream", ())) == expected.shape
        ):
            return None
        return sign * np.asarray(values[index], dtype=float) * array(facts["upstream"])

    return predicts


def where_upstream_positive(expected: Array, facts: Facts) -> ArrayLike | None:
    upstream, W = np.asarray(facts.get("upstream", 0.0)), np.asarray(facts.get("W", 0.0))
    if expected.ndim and upstream.shape == expected.shape:
        return expected * (upstream > 0)
    if upstream.ndim == W.ndim == expected.ndim == 2 and expected.shape == (len(upstream), W.shape[1]):
        return np.maximum(upstream, 0.0) @ W
    return None


def own_slope_times_upstream(expected: Array, facts: Facts) -> ArrayLike | None:
    """Return a gate's own slope, right or wrong, times the upstream gradient; None if that is all ones."""
    found = arrays(facts, "own_slope", "upstream")
    if found is None:
        return None
    slope, upstream = found
    return slope * upstream if slope.shape == upstream.shape and (upstream != 1).any() else None


def slope_of_tanh(expected: Array, facts: Facts) -> ArrayLike | None:
    values = facts.get("gate_values", ())
    if (
        len(values) != 2
        or "upstream" not in facts
        or not np.shape(values[0]) == np.shape(facts.get("upstream", ())) == expected.shape
    ):
        return None
    return (1.0 - np.square(values[0])) * array(facts["upstream"])


def where_remembered(expected: Array, facts: Facts) -> ArrayLike | None:
    """Return the gradient where the one of another call is not zero."""
    remembered = facts.get("remembered")
    if remembered is None or np.shape(remembered) != expected.shape:
        return None
    return expected * (np.asarray(remembered) != 0)


def upstream_twice(expected: Array, facts: Facts) -> ArrayLike | None:
    """Return the gradient times the upstream gradient once more."""
    upstream = facts.get("upstream")
    return None if upstream is None or np.shape(upstream) not in ((), expected.shape) else expected * upstream


def accumulated(expected: Array, facts: Facts) -> ArrayLike | None:
    before = facts.get("before")
    return None if before is None or np.shape(before) != expected.shape else expected + before


ENTRIES = (
    *named(
        "other-inputs-remembered",
        "it is the gradient for the inputs of another call, or of another gate.",
        "where does forward store what backward needs, and who else writes there?",
        from_facts("remembered"),
        where_remembered,
        rank=Rank.LINK,
    ),
    Mistake(
        "upstream-used-twice",
        "the upstream gradient is multiplied in twice.",
        "how often does the chain rule multiply by the upstream gradient?",
        upstream_twice,
        Rank.LINK,
    ),
    Mistake(
        "weights-not-passed-back",
        "the gradient passes through a layer without being multiplied by its weights.",
        "through which weights does a unit act on the result?",
        nothing,
        Rank.LINK,
    ),
    Mistake(
        "memory-shared",
        "two hidden layers use the memory of one ReLU.",
        "what does a ReLU object remember, and how many of them are there?",
        nothing,
        Rank.LINK,
    ),
    Mistake(
        "memory-changed",
        "backward has changed what forward has stored.",
        "does a line of backward write into an array that forward has kept?",
        from_facts("spoiled"),
        Rank.LINK,
    ),
    Mistake(
        "result-constant",
        "it is the same as for other inputs.",
        "which lines of your code read the arguments?",
        from_facts("earlier"),
        Rank.LINK,
    ),
    Mistake(
        "accumulated",
        "it is added to the gradient of the previous call.",
        "what is left over from the first call when the second begins?",
        accumulated,
        Rank.LINK,
    ),
    Mistake(
        "upstream-ignored",
        "the upstream gradient is not used.",
        "what should happen to the result when the upstream gradient doubles?",
        from_facts("ignoring_upstream"),
        Rank.LINK,
    ),
    Mistake(
        "local-derivative-missing",
        "it is the upstream gradient, unchanged.",
        "what is the derivative of the output with respect to this input, and where does it enter?",
        from_facts("upstream"),
        Rank.LINK,
    ),
    Mistake(
        "inputs-swapped",
        "it is the gradient of the other input.",
        "if only this input moves a little, how fast does the output move?",
        from_facts("other_input"),
        Rank.LINK,
    ),
    *named(
        "overwritten-at-branch",
        "only one of the uses of this value counts.",
        "in how many places is this value used, and what becomes of the gradient of each?",
        *(one_branch(index) for index in range(3)),
        last_branch,
        rank=Rank.LINK,
    ),
    *named(
        "branch-missing",
        "what flows back from one of its uses is missing.",
        "in how many places is this value used?",
        *(all_branches_but(index) for index in range(3)),
        rank=Rank.LINK,
    ),
    *named(
        "activation-slope-missing",
        "the gradient passes through an activation function as if its slope were 1.",
        "what is the local gradient of the activation function?",
        *(item("without_slope", index) for index in range(3)),
        rank=Rank.LINK,
    ),
    Mistake(
        "kept-margin-counted",
        "the gradient passes through max(0, ·) although what stands in it is negative: the margin is kept.",
        "draw max(0, m): how steep is it at m = 3, and how steep at m = -3?",
        nothing,
        Rank.LINK,
    ),
    *named(
        "activation-slope-of-input",
        "the slope of the activation function is computed from the wrong number.",
        "the slope is a formula in one number of the forward pass: in which one, and which do you use?",
        *(item("slope_of_input", index) for index in range(3)),
        rank=Rank.LINK,
    ),
    *named(
        "branch-sign",
        "what flows back from one of its uses has the wrong sign.",
        "if this value rises a little, what does each of its uses do to the result?",
        *(branch_turned(index) for index in range(3)),
        rank=Rank.WHOLE,
    ),
    *named(
        "max-misrouted",
        "the gradient of max goes to the wrong input, to both, or only in part to the right one.",
        "which of the two inputs moves the maximum, and how fast?",
        *(item("misrouted", index) for index in range(3)),
        rank=Rank.LINK,
    ),
    *named(
        "negative-gradients-stopped",
        "negative upstream gradients are not passed on.",
        "what does a negative upstream gradient mean, and what should happen to it?",
        where_upstream_positive,
        from_facts("masked_twice"),
        rank=Rank.LINK,
    ),
    Mistake(
        "slope-of-tanh",
        "it is the slope of tanh, 1 - z².",
        "which function is it, and what is its derivative in terms of its output?",
        slope_of_tanh,
        Rank.LINK,
    ),
    *named(
        "product-not-switched",
        "the product passes on the input's own value.",
        "if x grows by 1, by how much does x y grow?",
        *(item("not_switched", index) for index in range(3)),
        rank=Rank.LINK,
    ),
    Mistake(
        "mask-from-upstream",
        "ReLU passes on upstream gradients that are positive, whatever its own input was.",
        "what decides whether the slope of max(0, s) is 0 or 1?",
        from_facts("masked_by_upstream"),
        Rank.LINK,
    ),
)
