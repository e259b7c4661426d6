"""What comes out if the right losses are put together in another way, or the weights measured in another way."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from chainrule.language import Phrase, words
from chainrule.mistakes.facts import Array, Facts, array, fact, is_numeric, probabilities_of, scores_of
from chainrule.mistakes.hinge import margins_of

_OF_EACH: tuple[tuple[Phrase, Callable[[Array], Any]], ...] = (
    (words("the mean of the losses that are positive"), lambda v: v[v > 0].mean() if (v > 0).any() else 0.0),
    (words("the sum of the losses"), np.sum),
    (words("the median of the losses"), np.median),
    (words("the largest of the losses"), np.max),
    (words("the smallest of the losses"), np.min),
    (words("the first of the losses"), lambda v: v[0]),
    (words("the last of the losses"), lambda v: v[-1]),
    (words("the mean of the squares of the losses"), lambda v: np.mean(v**2)),
    (words("the root of the mean of the squares of the losses"), lambda v: np.sqrt(np.mean(v**2))),
    (words("the mean of the losses, the last one left out,"), lambda v: v[:-1].mean()),
    (words("the mean of the losses, the first one left out,"), lambda v: v[1:].mean()),
    (words("the sum of the losses, divided by their number less 1,"), lambda v: v.sum() / max(len(v) - 1, 1)),
    (words("the sum of the losses, divided by their number plus 1,"), lambda v: v.sum() / (len(v) + 1)),
    (words("the mean of the absolute values of the losses"), lambda v: np.abs(v).mean()),
)


def of_losses(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    """Yield what single examples' right losses give if they are not averaged, or not all of them are."""
    known = scores_of(facts)
    if expected.ndim or known is None or len(known[1]) < 2:
        return
    (scores, y), margins, probabilities = known, margins_of(facts), probabilities_of(facts)
    if "losses" in facts:
        each = np.asarray(fact(facts, "losses")(scores.copy(), y.copy()))
        if not is_numeric(each):
            return
    elif margins is not None:
        each = (np.maximum(margins[0], 0) * (1 - np.eye(scores.shape[1])[y])).sum(axis=1)
    elif probabilities is not None:
        with np.errstate(all="ignore"):
            each = -np.log(probabilities[0][np.arange(len(y)), y])
    else:
        return
    if each.shape != y.shape:
        return
    for phrase, reduce in _OF_EACH:
        yield phrase, reduce(each)
    labels = np.unique(y)
    of_class = [each[y == label] for label in labels]
    yield words("the mean over the classes of their examples' mean loss"), np.mean([one.mean() for one in of_class])
    yield words("the sum of the losses, divided by the number of classes,"), each.sum() / scores.shape[1]
    wrongly = scores.argmax(axis=1) != y
    for phrase, counts in (
        (words("the mean loss of the examples that are recognised wrongly"), wrongly),
        (words("the mean loss of the examples that are recognised rightly"), ~wrongly),
    ):
        yield phrase, each[counts].mean() if counts.any() else 0.0
    yield (
        words("the sum of the losses of the examples that are recognised wrongly, divided by N,"),
        (each[wrongly].sum() / len(y)),
    )


def of_norms(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    """Yield what the penalty is, or its derivative, if the size of the weights is measured in another way."""
    if "W" not in facts or not {"lam", "kind"} & facts.keys() or np.ndim(facts["W"]) != 2 or not np.size(facts["W"]):
        return
    lam, W = float(fact(facts, "lam") or 0.0) if "lam" in facts else 1.0, array(facts["W"])
    if expected.ndim == 0:
        largest = np.linalg.norm(W, 2)
        for phrase, size in (
            ("lam × √sum(W²)", np.sqrt((W**2).sum())),
            ("lam × sum(|W|)", np.abs(W).sum()),
            ("lam × sum(|W|)²", np.abs(W).sum() ** 2),
            ("lam × max(W²)", (W**2).max()),
            ("lam × max(|W|)", np.abs(W).max()),
            ("lam × norm(W, 2)", largest),
            ("lam × norm(W, 2)²", largest**2),
            ("lam × sum(√sum(W², axis=1))", np.sqrt((W**2).sum(axis=1)).sum()),
            ("lam × sum(√sum(W², axis=0))", np.sqrt((W**2).sum(axis=0)).sum()),
            ("lam × mean(W²)", (W**2).mean()),
            ("lam × sum(mean(W², axis=1))", (W**2).mean(axis=1).sum()),
            ("lam × sum(diag(W)²)", (np.diag(W) ** 2).sum()),
            ("lam × sum(W[1:]²)", (W[1:] ** 2).sum()),
            ("lam × sum(W[:, :-1]²)", (W[:, :-1] ** 2).sum()),
            ("lam × sum(W[:, 1:]²)", (W[:, 1:] ** 2).sum()),
            ("lam × sum(sum(W, axis=1)²)", (W.sum(axis=1) ** 2).sum()),
            ("lam × sum(sum(W, axis=0)²)", (W.sum(axis=0) ** 2).sum()),
        ):
            yield phrase if "lam" in facts else phrase.replace("lam × ", ""), lam * size
        if "lam" not in facts:
            return
        yield "lam² × sum(W²)", lam**2 * (W**2).sum()
        yield "lam", lam
        b = fact(facts, "b")
        if b is not None and is_numeric(b):
            yield "lam × sum(b²)", lam * (array(b) ** 2).sum()
    elif expected.shape == W.shape:
        for phrase, made in (
            ("lam × sign(W)", lam * np.sign(W)),
            ("lam × |W|", lam * np.abs(W)),
            ("lam × W²", lam * W**2),
            ("lam × W / √sum(W²)", lam * W / np.sqrt((W**2).sum())),
            ("lam × sum(W²)", np.full_like(W, lam * (W**2).sum())),
            ("lam² × W", lam**2 * W),
            ("W", W),
            ("lam", np.full_like(W, lam)),
            (words("lam × W, in its first column alone,"), lam * W * (np.arange(W.shape[1]) == 0)),
            (words("lam × W, without its first column,"), lam * W * (np.arange(W.shape[1]) > 0)),
        ):
            yield phrase, made


def of_distributions(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    """Yield what the cross-entropy of two distributions may be mistaken for."""
    y, p = fact(facts, "y"), fact(facts, "y_hat")
    if expected.ndim or y is None or p is None or np.ndim(y) != 1 or np.shape(y) != np.shape(p) or not np.size(y):
        return
    y, p = array(y), array(p)
    seen = y > 0
    with np.errstate(all="ignore"):
        logs = np.log(p)
        yield from (
            ("-log(sum(y × y_hat))", -np.log((y * p).sum())),
            ("sum(-log(y_hat))", -logs.sum()),
            ("mean(-log(y_hat))", -logs.mean()),
            ("sum(-log(y_hat[y > 0]))", -logs[seen].sum()),
            ("-log(y_hat[argmax(y)])", -logs[y.argmax()]),
            ("-log(max(y_hat))", -logs.max()),
            ("sum(-y_hat × log(y_hat))", -(p * logs)[p > 0].sum()),
            ("sum(-y × log(y))", -(y * np.log(np.where(seen, y, 1.0))).sum()),
            ("sum(-(1 - y) × log(1 - y_hat))", -((1 - y) * np.log(1 - p))[y < 1].sum()),
            ("sum(-(1 - y) × log(y_hat))", -((1 - y) * logs)[y < 1].sum()),
            ("sum(-y × log(1 - y_hat))", -(y * np.log(1 - p))[seen].sum()),
            ("sum(-y × log10(y_hat))", -(y * logs)[seen].sum() / np.log(10)),
            ("sum(-y × log2(y_hat))", -(y * logs)[seen].sum() / np.log(2)),
            ("sum(-log(y × y_hat))", -np.log(y * p)[seen].sum()),
            ("sum((y - y_hat)²)", ((y - p) ** 2).sum()),
            ("sum(|y - y_hat|)", np.abs(y - p).sum()),
            ("sum(y × y_hat)", (y * p).sum()),
            ("sum(y / y_hat)", (y / p)[seen].sum()),
            ("sum((y × log(y_hat))²)", ((y * logs)[seen] ** 2).sum()),
        )
