"""From a wrong gradient or loss to the name of the mistake.

A mistake is a formula: what would the answer be if it were made? When the answer *is* that, within rounding, the
mistake has been found. The table is ordered from the most specific to the most general; no match, no claim.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from chainrule import formulas as wrong
from chainrule.formulas import Array, Facts, Formula


@dataclass(frozen=True)
class Mistake:
    """A named mistake.

    Parameters
    ----------
    name : str
        What reports and tests call it.
    says : str
        What the difference looks like, in one sentence for a student.
    asks : str
        A question that leads on without giving the answer.
    predicts : Formula
        What the mistake makes of a right value.
    """

    name: str
    says: str
    asks: str
    predicts: Formula


def _nothing(expected: Array, facts: Facts) -> None:
    """For mistakes of which no formula is known, but single calls can tell (see `Facts`, ``named``)."""


def _named(name: str, says: str, asks: str, *formulas: Formula) -> list[Mistake]:
    """One mistake that is made in several places, with a formula for each."""
    return [Mistake(name, says, asks, formula) for formula in formulas]


_BRANCHES = (
    "only one branch of the graph counts.",
    "a value is used more than once: are the gradients of all its uses added, or does one overwrite another?",
)

TABLE: tuple[Mistake, ...] = (
    Mistake(
        "regularization-missing",
        "the penalty on the weights is missing.",
        "what does lam * sum(W²) add to the loss, and what is its derivative?",
        wrong.with_penalty(lambda penalty, facts: np.zeros_like(penalty)),
    ),
    Mistake(
        "regularization-halved",
        "the penalty on the weights counts half.",
        "the penalty is lam * sum(W²), without a factor 1/2: what is its derivative?",
        wrong.with_penalty(lambda penalty, facts: penalty / 2),
    ),
    Mistake(
        "regularization-doubled",
        "the penalty on the weights counts twice.",
        "is it added in two places, or has it a factor 2 too many?",
        wrong.with_penalty(lambda penalty, facts: 2 * penalty),
    ),
    Mistake(
        "regularization-sign",
        "the penalty on the weights is subtracted.",
        "should large weights make the loss larger or smaller?",
        wrong.with_penalty(lambda penalty, facts: -penalty),
    ),
    Mistake(
        "regularization-averaged",
        "the penalty on the weights is divided by the number of examples.",
        "does the penalty belong inside the mean over the batch?",
        wrong.with_penalty(wrong.penalty_averaged),
    ),
    Mistake(
        "regularization-not-scaled",
        "the penalty on the weights is not multiplied by lam.",
        "where does the strength lam enter?",
        wrong.with_penalty(wrong.penalty_unscaled),
    ),
    Mistake(
        "regularization-mean",
        "the squares of the weights are averaged, not added.",
        "what does lam * sum(W²) ask for: a sum, or a mean?",
        wrong.with_penalty(wrong.penalty_by(lambda W: (W**2).mean(), lambda W: 2 * W / W.size)),
    ),
    Mistake(
        "regularization-absolute",
        "the penalty is made of absolute values.",
        "which penalty is asked for here: the sum of squares, or that of absolute values?",
        wrong.with_penalty(wrong.penalty_by(lambda W: np.abs(W).sum(), np.sign)),
    ),
    Mistake(
        "regularization-root",
        "the penalty is the root of the sum of squares.",
        "the penalty is lam * sum(W²): is there a root in it?",
        wrong.with_penalty(wrong.penalty_by(lambda W: np.sqrt((W**2).sum()), lambda W: W / np.linalg.norm(W))),
    ),
    *_named(
        "beta-misplaced",
        "beta is missing, or multiplies something else than the squares of “elastic”.",
        "on which of the three kinds does beta act, and on which of its parts?",
        wrong.size_of_weights(lambda squares, absolute, beta: squares + absolute),
        wrong.size_of_weights(lambda squares, absolute, beta: squares + beta * absolute),
        wrong.size_of_weights(lambda squares, absolute, beta: beta * (squares + absolute)),
    ),
    Mistake(
        "absolute-value-missing",
        "positive and negative weights cancel.",
        "of what is the absolute value taken: of each weight, or of their sum?",
        wrong.without_absolute,
    ),
    Mistake(
        "averaged-over-entries",
        "it is the mean over all weights, not the sum.",
        "does the penalty add the weights' sizes, or average them?",
        wrong.mean_of_weights,
    ),
    Mistake(
        "biases-penalised",
        "the penalty counts the biases as well.",
        "the penalty is lam * sum(W²): is b in it?",
        wrong.biases_penalised,
    ),
    Mistake(
        "data-term-missing",
        "only the penalty on the weights is left.",
        "where does what the examples say enter?",
        wrong.only_penalty,
    ),
    Mistake(
        "correct-row-missing",
        "the row of the correct class gets nothing from the data.",
        "the correct class's score is in every margin of its example: what does that do to its row?",
        wrong.hinge_rows(lambda d: np.zeros(len(d)), wrong.indicator),
    ),
    *_named(
        "correct-row-counted-once",
        "the row of the correct class moves once per example, however many classes violate the margin.",
        "how often does the correct class's score occur in the loss of one example?",
        wrong.hinge_rows(lambda d: -(d.sum(axis=1) > 0).astype(float), wrong.indicator),
        wrong.hinge_rows(lambda d: -np.ones(len(d)), wrong.indicator),
    ),
    Mistake(
        "correct-row-sign",
        "the row of the correct class moves the wrong way.",
        "should a higher score of the correct class raise or lower the loss?",
        wrong.hinge_rows(lambda d: d.sum(axis=1), wrong.indicator),
    ),
    Mistake(
        "only-correct-row",
        "only the row of the correct class gets a gradient.",
        "which other scores are in the loss?",
        wrong.hinge_gradient(wrong.only_correct),
    ),
    Mistake(
        "zero-margin-counted",
        "a margin of exactly 0 counts as well.",
        "which side does our convention take at the kink of max(0, m)?",
        wrong.hinge_rows(wrong.minus_sum, lambda m: (m >= 0).astype(float)),
    ),
    Mistake(
        "indicator-missing",
        "classes within the margin count as well.",
        "what is the slope of max(0, m) where m is negative?",
        wrong.hinge_rows(wrong.minus_sum, np.ones_like),
    ),
    Mistake(
        "margin-instead-of-indicator",
        "each row is weighted by the size of its margin.",
        "what is the slope of max(0, m) where m is positive: m, or 1?",
        wrong.hinge_rows(wrong.minus_sum, lambda m: np.maximum(m, 0.0)),
    ),
    Mistake(
        "overwritten-by-next-example",
        "a row holds what the last example gave it.",
        "if several examples move one row, is what they give added up?",
        wrong.row_overwritten,
    ),
    *_named(
        "repeated-index-lost",
        "of several examples of one class only the last reaches that class's row.",
        "what does `a[index] += values` do in NumPy when the same number occurs twice in index?",
        wrong.hinge_gradient(wrong.last_of_class_only),
        wrong.softmax_last_of_class_only,
    ),
    *_named(
        "delta-ignored",
        "the margin delta is not in it.",
        "by how much must the correct class win?",
        wrong.with_delta(0.0),
        wrong.ranking(wrong.relu, delta=0.0),
    ),
    Mistake(
        "input-missing",
        "the input x is not in it.",
        "a score is w·x: what is its derivative with respect to w?",
        wrong.without_input,
    ),
    *_named(
        "delta-fixed",
        "the margin is 1, whatever delta says.",
        "where does the argument delta enter?",
        wrong.with_delta(1.0),
        wrong.one_subtracted,
        wrong.ranking(wrong.relu, delta=1.0),
    ),
    *_named(
        "delta-subtracted",
        "the margin is subtracted where it should be added.",
        "must the correct class win by delta, or may it lose by delta?",
        wrong.subtracted_delta,
    ),
    Mistake(
        "margin-turned",
        "the correct score and the others have changed places in the margin.",
        "which of the two scores should make the loss larger when it rises?",
        wrong.turned_margins,
    ),
    Mistake(
        "correct-class-counted",
        "the correct class counts as one of the others, so that its row moves once too often.",
        "over which classes does the sum run?",
        wrong.hinge_rows(lambda d: -d.sum(axis=1) - 1.0, wrong.indicator),
    ),
    Mistake(
        "correct-class-counted",
        "the correct class counts as one of the others, which adds delta to each example.",
        "over which classes does the sum run?",
        wrong.hinge_loss(lambda margins, y: np.maximum(margins, 0.0)),
    ),
    Mistake(
        "hinge-missing",
        "margins below zero count as well.",
        "what becomes of a class that loses by more than delta?",
        wrong.hinge_loss(wrong.other_margins),
    ),
    Mistake(
        "hinge-missing",
        "a margin below zero counts as well.",
        "what is max(0, m) where m is negative?",
        wrong.ranking(float),
    ),
    *_named(
        "worst-class-only",
        "only the worst class counts.",
        "is it the largest margin or the sum of the margins?",
        wrong.hinge_loss(lambda margins, y: wrong.hinge_terms(margins, y) * wrong.worst(wrong.hinge_terms(margins, y))),
        wrong.hinge_rows(wrong.minus_sum, wrong.worst),
    ),
    Mistake(
        "hinge-squared",
        "it is the gradient of the squared margins.",
        "is it max(0, m) or its square?",
        wrong.hinge_rows(wrong.minus_sum, lambda m: 2 * np.maximum(m, 0.0)),
    ),
    Mistake(
        "hinge-squared",
        "the margins are squared.",
        "is it max(0, m) or its square?",
        wrong.hinge_loss(lambda margins, y: wrong.hinge_terms(margins, y) ** 2),
    ),
    Mistake(
        "violations-counted",
        "classes are counted, not their margins added.",
        "how much does a class cost that violates the margin by a lot?",
        wrong.hinge_loss(lambda margins, y: wrong.indicator(wrong.other_margins(margins, y))),
    ),
    Mistake(
        "indicator-missing",
        "triplets whose margin is not positive count as well.",
        "what is the slope of max(0, m) where m is negative?",
        wrong.triplets(lambda a, p, n, alpha: wrong.triplet(a, p, n, alpha, np.ones_like)),
    ),
    Mistake(
        "zero-margin-counted",
        "a margin of exactly 0 counts as well.",
        "which side does our convention take at the kink of max(0, m)?",
        wrong.triplets(
            lambda a, p, n, alpha: wrong.triplet(a, p, n, alpha, lambda margins: (margins >= 0.0).astype(float))
        ),
    ),
    Mistake(
        "margin-instead-of-indicator",
        "each triplet is weighted by the size of its margin.",
        "what is the slope of max(0, m) where m is positive: m, or 1?",
        wrong.triplets(lambda a, p, n, alpha: wrong.triplet(a, p, n, alpha, lambda margins: np.maximum(margins, 0.0))),
    ),
    Mistake(
        "delta-ignored",
        "the margin alpha is not in it.",
        "by how much farther should the negative be?",
        wrong.triplets(lambda a, p, n, alpha: wrong.triplet(a, p, n, 0.0)),
    ),
    Mistake(
        "delta-fixed",
        "the margin is 1, whatever alpha says.",
        "where does the argument alpha enter?",
        wrong.triplets(lambda a, p, n, alpha: wrong.triplet(a, p, n, 1.0)),
    ),
    Mistake(
        "delta-subtracted",
        "the margin alpha is subtracted where it should be added.",
        "must the negative be farther away by alpha, or may it be nearer by alpha?",
        wrong.triplets(lambda a, p, n, alpha: wrong.triplet(a, p, n, -alpha)),
    ),
    Mistake(
        "squares-missing",
        "the distances are not squared.",
        "is it ‖a - p‖, or its square?",
        wrong.triplets(wrong.triplet_of_lengths),
    ),
    *_named(
        "hinge-misplaced",
        "max(0, ·) is taken of each coordinate, or of the sum of all triplets, not of each triplet.",
        "for each of which is the loss at least 0?",
        wrong.triplets(wrong.triplet_by_coordinate),
        wrong.triplets(lambda a, p, n, alpha: wrong.triplet_by_coordinate(a, p, n, alpha / a.shape[1])),
        wrong.triplets(wrong.triplet_all_at_once),
    ),
    *_named(
        "positive-and-negative-swapped",
        "positive and negative have changed places.",
        "which of the two should be near the anchor?",
        wrong.triplets(wrong.triplet_swapped),
        wrong.triplets(wrong.triplet_order),
    ),
    Mistake(
        "one-hot-not-subtracted",
        "the gradient is that of the probabilities alone.",
        "what does the correct class's own score contribute to its loss?",
        wrong.softmax_rows(0.0),
    ),
    Mistake(
        "one-hot-added",
        "the correct class's 1 is added, not subtracted.",
        "should a higher score of the correct class raise or lower the loss?",
        wrong.softmax_rows(1.0),
    ),
    Mistake(
        "probabilities-missing",
        "only the correct class gets a gradient.",
        "the other scores are in the softmax's denominator: what follows for them?",
        wrong.softmax_rows(-1.0, 0.0),
    ),
    *_named(
        "softmax-missing",
        "the scores are taken for probabilities.",
        "what turns scores into probabilities?",
        wrong.scores_for_probabilities,
        wrong.jacobian_of_scores,
    ),
    Mistake(
        "squared-error",
        "it is the squared error.",
        "which loss is asked for: squares of differences, or a logarithm?",
        wrong.cross_entropy(lambda y, y_hat: np.sum((y - y_hat) ** 2)),
    ),
    Mistake(
        "squared-error",
        "it is the gradient of the squared error.",
        "which loss is asked for, and what is its derivative with respect to a probability?",
        wrong.of_distributions(lambda p, y: 2 * (np.diag(p) - np.outer(p, p)) @ (p - y)),
    ),
    Mistake(
        "chain-stopped-early",
        "it is the gradient with respect to the probabilities.",
        "which link leads on from the probabilities to the scores?",
        wrong.of_distributions(lambda y_hat, y: -y / y_hat),
    ),
    *_named(
        "jacobian-diagonal-only",
        "each score moves its own probability alone.",
        "in which denominators is one score?",
        wrong.jacobian(lambda y_hat: np.diag(y_hat * (1 - y_hat))),
        wrong.of_distributions(lambda y_hat, y: y * (y_hat - 1)),
    ),
    Mistake(
        "truth-taken-as-certain",
        "all of the truth goes to its likeliest class.",
        "what of the other classes of y, when y is any distribution?",
        wrong.of_distributions(lambda y_hat, y: y_hat - np.eye(len(y))[y.argmax()]),
    ),
    Mistake(
        "slope-already-cancelled",
        "it is multiplied by y_hat (1 - y_hat) once more.",
        "what becomes of that factor when the Jacobian meets the derivative of the logarithm?",
        wrong.of_distributions(lambda y_hat, y: (y_hat - y) * y_hat * (1 - y_hat)),
    ),
    Mistake(
        "jacobian-of-logarithm",
        "it is the Jacobian of the logarithm of the softmax.",
        "by what does the slope of log u differ from that of u?",
        wrong.jacobian(lambda y_hat: np.eye(len(y_hat)) - y_hat),
    ),
    Mistake(
        "jacobian-off-diagonal-sign",
        "off the diagonal the sign is wrong.",
        "if one score rises, do the other probabilities grow or shrink?",
        wrong.jacobian(lambda y_hat: np.diag(y_hat - 2 * y_hat**2) + np.outer(y_hat, y_hat)),
    ),
    Mistake(
        "jacobian-lower-half-missing",
        "the entries below the diagonal are missing.",
        "does a score move only the probabilities of the classes before it?",
        wrong.jacobian(lambda y_hat: np.triu(np.diag(y_hat) - np.outer(y_hat, y_hat))),
    ),
    *_named(
        "jacobian-diagonal-wrong",
        "on the diagonal it is not y_hat (1 - y_hat).",
        "what does the quotient rule give where the score is in numerator and denominator?",
        wrong.jacobian(lambda y_hat: np.eye(len(y_hat)) - np.outer(y_hat, y_hat)),
        wrong.jacobian(lambda y_hat: np.diag(2 * y_hat**2) - np.outer(y_hat, y_hat)),
        wrong.jacobian(lambda y_hat: np.diag(y_hat**2) - np.outer(y_hat, y_hat)),
    ),
    Mistake(
        "jacobian-numerator-missing",
        "only the denominator is differentiated.",
        "on the diagonal the score is in the numerator, too: what does that add?",
        wrong.jacobian(lambda y_hat: -np.outer(y_hat, y_hat)),
    ),
    Mistake(
        "jacobian-diagonal-everywhere",
        "the formula of the diagonal is used for all entries.",
        "what is the derivative of the numerator if the score is another one?",
        wrong.jacobian(lambda y_hat: np.outer(y_hat, 1 - y_hat)),
    ),
    *_named(
        "softmax-over-wrong-axis",
        "the exponentials are divided by a sum over several examples.",
        "which numbers of the result should sum to 1?",
        wrong.normalised_over(0),
        wrong.normalised_over(None),
    ),
    Mistake(
        "distributions-swapped",
        "truth and prediction have changed places.",
        "of which of the two is the logarithm taken?",
        wrong.swapped_cross_entropy,
    ),
    Mistake(
        "log-base-10",
        "the logarithm has base 10.",
        "which logarithm do we use throughout?",
        wrong.other_logarithm(10.0),
    ),
    Mistake(
        "log-base-2",
        "the logarithm has base 2.",
        "which logarithm do we use throughout?",
        wrong.other_logarithm(2.0),
    ),
    Mistake(
        "bias-missing",
        "it is what comes out without the bias.",
        "what is added to the product of weights and inputs?",
        wrong.wrong_bias(0.0),
    ),
    Mistake(
        "bias-missing",
        "it is what comes out without the bias.",
        "what is added to the product of weights and inputs?",
        wrong.ranking(wrong.relu, bias=0.0),
    ),
    Mistake(
        "weights-transposed",
        "the weights are used as their transpose.",
        "a row of W holds the weights of one class: which product takes rows with examples?",
        wrong.square_weights,
    ),
    Mistake(
        "bias-gradient-missing",
        "the bias gets no gradient.",
        "what is the derivative of w·x + b with respect to b?",
        wrong.without_bias_gradient,
    ),
    Mistake(
        "bias-subtracted",
        "the bias is subtracted.",
        "with which sign does the bias enter?",
        wrong.wrong_bias(-1.0),
    ),
    *_named(
        "one-sided-difference",
        "it is a one-sided difference.",
        "on how many sides of x does a central difference look, and how far apart are they?",
        wrong.difference(lambda f, x, unit, h: (f(x + h * unit) - f(x)) / h),
        wrong.difference(lambda f, x, unit, h: (f(x) - f(x - h * unit)) / h),
    ),
    *_named(
        "step-not-as-given",
        "the step is not the h that was asked for.",
        "how far to each side does the formula with h go?",
        wrong.difference(lambda f, x, unit, h: wrong.central(f, x, unit, h / 2)),
        wrong.difference(lambda f, x, unit, h: wrong.central(f, x, unit, 2 * h)),
        wrong.difference(lambda f, x, unit, h: wrong.central(f, x, unit, 1e-5)),
        wrong.difference(lambda f, x, unit, h: wrong.central(f, x, unit, h * max(1.0, abs((x * unit).sum())))),
    ),
    Mistake(
        "integers-kept",
        "the step is lost: integers have nothing behind the point.",
        "which dtype has the array to which the step is added?",
        wrong.step_lost,
    ),
    *_named(
        "several-entries-moved",
        "several entries of x move at once.",
        "which entries of x change while the slope of one of them is measured?",
        wrong.difference(lambda f, x, unit, h: wrong.central(f, x, np.ones_like(x), h)),
        wrong.difference(lambda f, x, unit, h: wrong.central(f, x, wrong.unit_rows(unit), h)),
        wrong.difference(wrong.not_moved_back),
    ),
    Mistake(
        "uphill",
        "the walk goes along the gradient.",
        "a gradient points to where the function grows: where should the step go?",
        wrong.walk(lambda x, start, step_size, gradient: x + step_size * gradient(x)),
    ),
    Mistake(
        "step-size-ignored",
        "the steps are as long as the gradient.",
        "where does the step size, or learning rate, enter?",
        wrong.walk(lambda x, start, step_size, gradient: x - gradient(x)),
    ),
    *_named(
        "gradient-not-updated",
        "the gradient is not that of the point where the walk is.",
        "at which point is the gradient of the second step taken?",
        wrong.walk(lambda x, start, step_size, gradient: x - step_size * gradient(start)),
        wrong.lagging_walk,
    ),
    *_named(
        "gradient-normalised",
        "each step has a length of its own, however steep it is.",
        "by what is the gradient multiplied before it is subtracted?",
        wrong.walk(lambda x, start, step_size, gradient: x - step_size * gradient(x) / np.linalg.norm(gradient(x))),
        wrong.walk(lambda x, start, step_size, gradient: x - step_size * np.sign(gradient(x))),
    ),
    Mistake(
        "step-size-changed",
        "the steps become smaller as the walk goes on.",
        "does step_size change from step to step?",
        wrong.walk(lambda x, start, step_size, gradient: x - step_size * gradient(x), decay=True),
    ),
    Mistake(
        "same-array-repeated",
        "all points are one and the same array.",
        "does your list hold copies, or the same array many times, which the last step overwrote?",
        wrong.same_point(lambda points: np.broadcast_to(points[-1], points.shape)),
    ),
    Mistake(
        "order-reversed",
        "the points come in the reverse order.",
        "which point comes first?",
        wrong.same_point(lambda points: points[::-1]),
    ),
    *_named(
        "other-inputs-remembered",
        "it is the gradient for inputs of another time, or of another gate.",
        "what does a gate keep of its last forward, and where: in self, or in something that all gates share?",
        wrong.from_facts("remembered"),
        lambda expected, facts: expected * (np.asarray(facts["remembered"]) != 0),
    ),
    Mistake(
        "upstream-used-twice",
        "the gradient from above is multiplied in twice.",
        "how often does the chain rule multiply by the gradient from above?",
        lambda expected, facts: expected * facts["upstream"],
    ),
    Mistake(
        "weights-not-passed-back",
        "the gradient passes a layer without its weights.",
        "through which weights does a unit act on the result?",
        _nothing,
    ),
    Mistake(
        "activation-missing",
        "it is what comes out without an activation function.",
        "what does the formula apply to the sum of weights times inputs?",
        _nothing,
    ),
    Mistake(
        "memory-changed",
        "the gate has changed what it remembers.",
        "does backward write into an array that forward has kept?",
        wrong.from_facts("spoiled"),
    ),
    Mistake(
        "result-constant",
        "it is what came out for other numbers.",
        "where do the arguments enter?",
        wrong.from_facts("earlier"),
    ),
    Mistake(
        "accumulated",
        "it is added to the gradient of the call before.",
        "does each call start afresh?",
        wrong.accumulated,
    ),
    Mistake(
        "upstream-ignored",
        "the gradient from above is not used.",
        "this is the local gradient: what does the chain rule multiply it by?",
        wrong.from_facts("ignoring_upstream"),
    ),
    Mistake(
        "local-derivative-missing",
        "it is the gradient from above, unchanged.",
        "what is the derivative of the output with respect to this input, and where does it enter?",
        wrong.from_facts("upstream"),
    ),
    Mistake(
        "inputs-swapped",
        "it is the gradient of the other input.",
        "which input is the slope with respect to this one made of?",
        wrong.from_facts("other_input"),
    ),
    *(Mistake("overwritten-at-branch", *_BRANCHES, wrong.one_branch(index)) for index in range(3)),
    *(
        Mistake("overwritten-at-branch", *_BRANCHES, wrong.triplets(wrong.triplet_anchor_once(which)))
        for which in (0, 1)
    ),
    *_named(
        "branch-missing",
        "what flows back along one of its branches is missing.",
        "in how many places is this value used?",
        *(wrong.all_branches_but(index) for index in range(3)),
    ),
    *_named(
        "activation-slope-missing",
        "the gradient passes an activation function as if its slope were 1.",
        "what is the local gradient of the activation function?",
        *(wrong.item("without_slope", index) for index in range(3)),
    ),
    *_named(
        "activation-slope-of-input",
        "the slope of σ is made of its input.",
        "z (1 - z) is the slope of σ: is z what goes into σ, or what comes out?",
        *(wrong.item("slope_of_input", index) for index in range(3)),
    ),
    Mistake(
        "margin-instead-of-indicator",
        "it is weighted by the size of the margin.",
        "what is the slope of max(0, m) where m is positive: m, or 1?",
        wrong.weighted_by_objective,
    ),
    *_named(
        "branch-sign",
        "what flows back along one of its branches has the wrong sign.",
        "if this value rises, does what this branch leads to make the result larger or smaller?",
        *(wrong.branch_turned(index) for index in range(3)),
    ),
    *_named(
        "max-misrouted",
        "max hands its gradient to the wrong input, to both, or only a part of it to the winner.",
        "which of the two inputs moves the maximum, and how much?",
        *(wrong.item("misrouted", index) for index in range(3)),
    ),
    *_named(
        "negative-gradients-stopped",
        "what is negative from above does not pass.",
        "may a gradient that comes from above be negative?",
        wrong.where_upstream_positive,
        wrong.from_facts("masked_twice"),
    ),
    Mistake(
        "slope-of-tanh",
        "it is the slope of tanh: 1 - z².",
        "which function is it, and what is its derivative in terms of its output?",
        wrong.slope_of_tanh,
    ),
    Mistake(
        "product-not-switched",
        "a product passes on the input's own value.",
        "what is the derivative of x y with respect to x?",
        wrong.item("not_switched", 0),
    ),
    Mistake(
        "mask-from-upstream",
        "ReLU lets through what is positive from above, whatever its own input was.",
        "what decides whether the slope of max(0, s) is 0 or 1?",
        wrong.from_facts("masked_by_upstream"),
    ),
    *_named(
        "sum-not-mean",
        "it is the sum over the batch, not the mean.",
        "does every example of the batch count as 1/N, in the loss and in the gradient?",
        wrong.scaled_data(1),
        wrong.scaled_all(1),
    ),
    *_named(
        "averaged-twice",
        "it is divided by the number of examples once too often.",
        "in how many places is the mean taken?",
        wrong.scaled_data(-1),
        wrong.scaled_all(-1),
    ),
    Mistake(
        "averaged-over-classes",
        "it is averaged over the classes as well.",
        "over what is the mean taken: examples, or all entries?",
        wrong.averaged_over_classes,
    ),
    Mistake(
        "one-example-only",
        "only one example of the batch counts.",
        "which examples used these weights?",
        wrong.first_example,
    ),
    *_named(
        "divided-by-other-size",
        "the sum over the batch is divided by the number of classes or of pixels.",
        "which axis of X holds the examples?",
        wrong.divided_by(0),
        wrong.divided_by(1),
    ),
    *_named(
        "reduced-too-far",
        "it is one number for the whole batch.",
        "is the batch's loss asked for, or that of each example?",
        wrong.reduced(np.mean),
        wrong.reduced(np.sum),
    ),
    *_named(
        "summed-over-wrong-axis",
        "the sum goes along the other axis.",
        "which axis of the array should be left after the sum?",
        wrong.triplets(wrong.triplet_other_axis),
        wrong.summed_over_examples,
        wrong.summed_over_outputs,
    ),
    *_named(
        "logarithm-missing",
        "no logarithm is taken of the probability.",
        "the loss is -log p: what is it where p is 1, and where p is nearly 0?",
        wrong.each_cross_entropy(lambda logs, y, _: np.exp(wrong.of_correct(logs, y))),
        wrong.each_cross_entropy(lambda logs, y, _: 1 - np.exp(wrong.of_correct(logs, y))),
    ),
    Mistake(
        "correct-class-ignored",
        "it is the loss of the class with the highest score.",
        "where does the label enter?",
        wrong.each_cross_entropy(lambda logs, y, _: -logs.max(axis=1)),
    ),
    *_named(
        "all-classes-counted",
        "the logarithms of other classes count as well.",
        "the surprise at which class is the loss?",
        wrong.each_cross_entropy(lambda logs, y, _: -logs.sum(axis=1)),
        wrong.each_cross_entropy(lambda logs, y, _: -(np.exp(logs) * logs).sum(axis=1)),
        wrong.each_cross_entropy(wrong.binary),
        wrong.cross_entropy(lambda y, p: -np.sum(y * np.log(p) + (1 - y) * np.log1p(-np.minimum(p, 1 - 1e-16)))),
    ),
    Mistake(
        "shift-not-undone",
        "the shift of the scores is taken off in one place only.",
        "if all scores of a row are shifted, where else does the shift belong?",
        wrong.each_cross_entropy(lambda logs, y, scores: -wrong.of_correct(logs, y) - scores.max(axis=1)),
    ),
    *_named(
        "number-added-for-safety",
        "a small number keeps the logarithm finite, and the loss from being right.",
        "what should the loss be where a probability is smaller than that number?",
        *(
            wrong.safety(change, tiny)
            for tiny in (
                1e-5,
                1e-6,
                1e-7,
                1e-8,
                1e-9,
                1e-10,
                1e-12,
                1e-15,
                1e-16,
                1e-20,
                1.1754943508222875e-38,
                1e-30,
                1e-38,
                1e-300,
            )
            for change in (np.add, np.maximum)
        ),
    ),
    Mistake(
        "truth-taken-as-certain",
        "only the likeliest class of the truth counts.",
        "what of the other classes of y, when y is any distribution?",
        wrong.cross_entropy(lambda y, y_hat: -np.log(y_hat[y.argmax()])),
    ),
    Mistake(
        "truth-not-weighted",
        "each class that is possible counts fully.",
        "how much does a class count that is the truth one time in ten?",
        wrong.cross_entropy(lambda y, y_hat: -np.log(y_hat[y > 0]).sum()),
    ),
    Mistake(
        "entropy-subtracted",
        "the truth's own entropy is subtracted.",
        "is the cross-entropy zero where prediction and truth agree?",
        wrong.cross_entropy(lambda y, y_hat: np.sum(y[y > 0] * (np.log(y[y > 0]) - np.log(y_hat[y > 0])))),
    ),
    *_named(
        "transposed",
        "it is the transpose.",
        "which index of the result belongs to the rows?",
        wrong.transposed,
        lambda expected, facts: expected.T.reshape(expected.shape) if expected.ndim == 2 else None,
    ),
    Mistake(
        "sign-flipped",
        "it has the opposite sign.",
        "does the loss grow or shrink along it?",
        wrong.times(-1.0),
    ),
    Mistake(
        "doubled",
        "it is twice too large.",
        "where does a factor 2 come from?",
        wrong.times(2.0),
    ),
    Mistake(
        "halved",
        "it is half of what it should be.",
        "where has a factor 2 gone?",
        wrong.times(0.5),
    ),
    *_named(
        "value-as-slope",
        "the gradient from above is multiplied by a value of the gate, not by its derivative.",
        "what is the derivative of the output with respect to this input?",
        *(wrong.value_as_slope(index, sign) for index in range(3) for sign in (1.0, -1.0)),
    ),
    Mistake(
        "root-taken",
        "it is the square root of what it should be.",
        "is the root part of what is asked for?",
        lambda expected, facts: np.sqrt(expected) if expected.ndim == 0 and expected > 0 else None,
    ),
    Mistake(
        "all-zero",
        "it is zero everywhere.",
        "is the result computed, and returned?",
        lambda expected, facts: np.zeros_like(expected),
    ),
)


def find(got: ArrayLike, expected: ArrayLike, facts: Facts | None = None, tolerance: float = 1e-5) -> Mistake | None:
    """Return the mistake that turns `expected` into `got`, or None where none is known.

    Parameters
    ----------
    got, expected : array_like
        The wrong and the right value.
    facts : mapping, optional
        What is known about the call (see `Facts`); the more, the more specific the name.
    tolerance : float
        Relative to the largest entry.

    Examples
    --------
    >>> find([3.0, -6.0], [-3.0, 6.0]).name
    'sign-flipped'
    """
    try:
        kind = np.asarray(got).dtype.kind
        got, expected = np.asarray(got, dtype=float), np.asarray(expected, dtype=float)
    except (TypeError, ValueError):
        return None
    facts = facts or {}
    if not np.isfinite(got).all() or not np.isfinite(expected).all():
        return None
    integers_kept = kind in "iu" and _lost_its_fraction(got, expected)
    if integers_kept and _given_integers(facts):
        return INTEGERS_KEPT
    if _one_for_each_example(got, expected, facts) and wrong.close(got.sum(axis=0), expected, tolerance):
        return NOT_SUMMED
    for mistake in TABLE:
        if _explains(mistake, got, expected, facts, tolerance):
            return mistake
    if integers_kept:
        return INTEGERS_KEPT
    if got.shape == expected.shape and _is_nearly(got, expected):
        return NOT_PRECISE
    return OTHER_SLOPE if _explains(OTHER_SLOPE, got, expected, facts, tolerance / 10) else None


def _explains(mistake: Mistake, got: Array, expected: Array, facts: Facts, tolerance: float) -> bool:
    """Tell whether a mistake makes of the right value what was returned.

    A prediction that equals the right value (a penalty of strength 0, a batch of one) tells nothing.
    """
    return any(
        predicted.shape == got.shape
        and wrong.close(predicted, got, tolerance)
        and not (predicted.shape == expected.shape and wrong.close(predicted, expected, 10 * tolerance))
        for predicted in _predictions(mistake, expected, facts)
    )


def _predictions(mistake: Mistake, expected: Array, facts: Facts) -> list[Array]:
    """What a mistake makes of the right value, by its formula and by what is known of this very call."""
    try:
        with np.errstate(all="ignore"):
            by_formula = mistake.predicts(expected, facts)
    except (ArithmeticError, LookupError, TypeError, ValueError):  # facts of another kind than the formula's
        by_formula = None
    known = facts.get("named", {}).get(mistake.name, ())
    return [np.asarray(one, dtype=float) for one in (by_formula, *known) if one is not None]


def _is_nearly(got: Array, expected: Array) -> bool:
    """Tell whether three digits of the largest entry are right, but not nine, and nothing is off by much."""
    return (
        wrong.close(got, expected, 2e-3)
        and not wrong.close(got, expected, 1e-9)
        and bool(np.abs(got - expected).max() < 0.02)
    )


def _lost_its_fraction(got: Array, expected: Array) -> bool:
    """Tell whether integers stand where there should be fractions; a single integer may be anything else as well."""
    if got.shape != expected.shape or not (expected % 1).any():
        return False
    return got.ndim > 0 or (got != 0 and got == np.trunc(expected))


def _given_integers(facts: Facts) -> bool:
    given = [fact for name, fact in facts.items() if name != "y"] + list(facts.get("gate_values", ()))
    return any(isinstance(fact, np.ndarray) and fact.dtype.kind in "iu" for fact in given)


def _one_for_each_example(got: Array, expected: Array, facts: Facts) -> bool:
    return (
        got.ndim == expected.ndim + 1
        and len(got) > 1
        and (expected.ndim > 0 or len(got) == wrong.batch_size(facts))  # of a number alone nothing is known of a batch
        and got.shape[1:] == expected.shape
        and wrong.distributions(facts) is None
    )


NOT_SUMMED = Mistake(
    "not-summed-over-batch",
    "there is one for each example.",
    "what becomes of what the single examples contribute: does it stay apart, or is it added up?",
    _nothing,
)

INTEGERS_KEPT = Mistake(
    "integers-kept",
    "what stands behind the point is lost: the result holds integers.",
    "which dtype has the array that you fill, or the input that it was made like?",
    _nothing,
)

NOT_PRECISE = Mistake(
    "not-precise",
    "it is nearly right, but not to the digits that are asked for.",
    "is something rounded, computed in float32, found with too large a step, or kept away from 0 by a small number?",
    _nothing,
)

OTHER_SLOPE = Mistake(
    "local-derivative-wrong",
    "what comes from above is multiplied by something else than the derivative.",
    "what is the derivative of what forward computes? Work it out at one of the inputs, and compare.",
    wrong.own_slope_times_upstream,
)

RESULTS_SWAPPED = Mistake(
    "results-swapped",
    "they are right, but in another order.",
    "in which order does the contract list the results?",
    _nothing,
)

_BY_THEMSELVES = (NOT_SUMMED, INTEGERS_KEPT, NOT_PRECISE, OTHER_SLOPE, RESULTS_SWAPPED)

NAMES: tuple[str, ...] = tuple(dict.fromkeys(mistake.name for mistake in (*_BY_THEMSELVES, *TABLE)))
"""All the names."""
