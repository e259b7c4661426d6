"""What a softmax, its logarithm, its Jacobian, the cross-entropy and its gradient may be made of."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from chainrule.language import words
from chainrule.mistakes.facts import Array, Facts, array, probabilities_of, scores_of, softmax
from chainrule.mistakes.ingredients.scores import of_scores


def of_softmax(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    """Yield the parts of a cross-entropy loss or of its gradient."""
    known = probabilities_of(facts)
    if known is None:
        return
    p, y = known
    truth = np.eye(p.shape[1])[y]
    found = scores_of(facts)
    scores = p if found is None else found[0]
    powers, in_rows = np.exp(scores - scores.max(initial=0.0)), np.exp(scores - scores.max(axis=1, keepdims=True))
    wrongly = (p.argmax(axis=1) != y)[:, None]
    for name, dscores in (
        (words("the probabilities"), p),
        (words("the correct classes"), truth),
        (words("ones for all classes"), np.ones_like(p)),
        (words("the scores"), scores),
        (words("the logarithms of the probabilities"), np.log(np.maximum(p, 1e-300))),
        (words("the correct classes of examples that are recognised wrongly"), truth * wrongly),
        (words("the exponentials, divided by the sum of their column,"), powers / powers.sum(axis=0)),
        (
            words("the exponentials, shifted by the largest of their row and divided by the sum of their column,"),
            in_rows / in_rows.sum(axis=0),
        ),
        (words("the exponentials, divided by the sum of all,"), powers / powers.sum()),
        (words("the probabilities of the correct classes"), p * truth),
        (words("the classes that occur in the batch"), np.ones_like(p) * truth.any(axis=0)),
        (words("the classes that occur in the batch, as often as they do,"), np.ones_like(p) * truth.sum(axis=0)),
    ):
        yield from of_scores(name, dscores, expected, facts)
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


def of_exponentials(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
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
        (words("the exponentials, divided by the mean of their row,"), powers / powers.mean(axis=1, keepdims=True)),
        (words("the exponentials, times the sum of their row,"), plain * plain.sum(axis=1, keepdims=True)),
        (words("the shifted exponentials, times the sum of their row,"), powers * total),
        (words("the shifted exponentials, divided by the sum of the row's scores,"),
         powers / rows.sum(axis=1, keepdims=True)),
        (words("the scores, divided by the sum of the row's shifted exponentials,"), rows / total),
        (words("the shifted scores, divided by the sum of the row's shifted exponentials,"), (rows - highest) / total),
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
        (words("the sum of the row's exponentials"), np.broadcast_to(plain.sum(axis=1, keepdims=True), rows.shape)),
        (words("the sum of the row's shifted exponentials"), np.broadcast_to(total, rows.shape)),
        (words("the base-2 logarithm of the sum of the row's shifted exponentials"),
         np.broadcast_to(np.log2(total), rows.shape)),
        (words("the base-10 logarithm of the sum of the row's shifted exponentials"),
         np.broadcast_to(np.log10(total), rows.shape)),
        (words("the logarithm of the mean of the row's exponentials"),
         np.broadcast_to(highest + np.log(total / rows.shape[1]), rows.shape)),
        (words("the logarithm of the sum of the row's shifted exponentials"),
         np.broadcast_to(np.log(total), rows.shape)),
        (words("the logarithm of the number of classes"), np.full(rows.shape, np.log(rows.shape[1]))),
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
        log_p = (rows - highest - np.log(total))[np.arange(len(y)), y]
        yield words("p × (-log p) of the correct class"), -np.exp(log_p) * log_p


def _softmax(rows: Array) -> Array:
    return softmax(np.where(np.isfinite(rows), rows, 0.0))


def of_jacobian(facts: Facts, expected: Array) -> Iterator[tuple[str, Any]]:
    """Yield what the Jacobian of a softmax, or the gradient by way of it, may be made of."""
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
            (
                words("the products e_i e_j of the exponentials, divided by their sum once,"),
                np.outer(p, p) * np.exp(theta).sum(),
            ),
            (
                words("the products e_i e_j of the shifted exponentials, divided by their sum once,"),
                np.outer(p, p) / p.max(),
            ),
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
            (words("the softmax of the truth"), softmax(y)),
            ("ones", np.ones_like(p)),
            (words("the Jacobian times the truth"), jacobian @ y),
            (words("the truth divided by the prediction"), y / p),
            (words("the Jacobian times the prediction"), jacobian @ p),
            (words("the difference of prediction and truth, times the prediction"), (p - y) * p),
        )
