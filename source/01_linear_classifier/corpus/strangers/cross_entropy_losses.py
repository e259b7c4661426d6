# %% wrong: base-10-logarithm | Uses log10, the mistake of the slide; logarithms are natural.
# expect: log-base-10
def cross_entropy_losses(scores, y):
    p = softmax(scores)
    return -np.log10(p[np.arange(len(y)), y])

# %% wrong: log-of-softmax | Takes the logarithm of a probability that has underflowed to 0, so a very wrong example has the loss inf instead of 20,000.
# expect: explained
def cross_entropy_losses(scores, y):
    p = softmax(scores)
    return -np.log(p[np.arange(len(y)), y])

# %% wrong: epsilon-in-the-log | Adds 1e-12 before the logarithm: finite, but the largest possible loss is 27.6.
# expect: not-precise, number-added-for-safety
def cross_entropy_losses(scores, y):
    p = softmax(scores)[np.arange(len(y)), y]
    return -np.log(p + 1e-12)

# %% wrong: column-for-entry | Indexes the probabilities with [:, y], which gives an (N, N) array.
# expect: all-pairs-of-labels
def cross_entropy_losses(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_p[:, y]

# %% wrong: sign-forgotten | Returns log p, not minus log p.
# expect: sign-flipped
def cross_entropy_losses(scores, y):
    N = scores.shape[0]
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted[np.arange(N), y] - np.log(np.sum(np.exp(shifted), axis=1))

# %% wrong: maximum-not-added-back | Shifts inside the log-sum-exp but subtracts the unshifted correct score, so each loss is off by the row's maximum.
# expect: shift-not-undone
def cross_entropy_losses(scores, y):
    m = scores.max(axis=1, keepdims=True)
    lse = np.log(np.exp(scores - m).sum(axis=1))
    return lse - scores[np.arange(len(y)), y]

# %% wrong: one-hot-times-minus-inf | Multiplies log p by a one-hot mask; where another class's probability has underflowed, 0 times -inf is nan.
# expect: explained
def cross_entropy_losses(scores, y):
    K = scores.shape[1]
    one_hot = np.eye(K)[y]
    return -np.sum(one_hot * np.log(softmax(scores)), axis=1)

# %% wrong: global-maximum | The log-sum-exp is shifted by the maximum of the whole batch, so a row of much smaller scores gets log 0.
# expect: explained
def cross_entropy_losses(scores, y):
    s = scores - scores.max()
    lse = np.log(np.sum(np.exp(s), axis=1))
    return lse - s[np.arange(len(s)), y]

# %% wrong: mean-of-batch | Returns one number, the mean loss of the batch, instead of each example's.
# expect: reduced-too-far
def cross_entropy_losses(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    return -np.mean(log_p[np.arange(len(y)), y])

# %% wrong: binary-terms-added | Adds -log(1 - p) of the wrong classes, as in the cross-entropy of K yes-no questions.
# expect: all-classes-counted
def cross_entropy_losses(scores, y):
    p = softmax(scores)
    t = np.zeros(p.shape)
    t[np.arange(len(y)), y] = 1
    eps = 1e-300
    return -np.sum(t * np.log(p + eps) + (1 - t) * np.log(1 - p + eps), axis=1)

# %% wrong: one-hot-of-seen-classes | The one-hot matrix has as many columns as the largest label of the batch says, so it raises when the last class is missing.
# expect: explained
def cross_entropy_losses(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    hot = np.zeros((len(y), y.max() + 1))
    hot[np.arange(len(y)), y] = 1
    return -(hot * log_p).sum(axis=1)

# %% wrong: log-of-score-ratio | Forgets the exponentials: minus the log of the correct score's share of the sum of scores.
# expect: explained
def cross_entropy_losses(scores, y):
    p = scores / scores.sum(axis=1, keepdims=True)
    return -np.log(p[np.arange(len(y)), y])

# %% wrong: shifts-the-callers-scores | Subtracts the row maximum in place, so the caller's scores are changed.
# expect: explained
def cross_entropy_losses(scores, y):
    scores -= np.max(scores, axis=1)[:, None]
    correct = scores[np.arange(scores.shape[0]), y]
    return np.log(np.exp(scores).sum(axis=1)) - correct

# %% wrong: column-of-losses | Keeps the second axis, so the losses have the shape (N, 1) instead of (N,).
# expect: explained
def cross_entropy_losses(scores, y):
    m = np.max(scores, axis=1, keepdims=True)
    lse = m + np.log(np.sum(np.exp(scores - m), axis=1, keepdims=True))
    return lse - np.take_along_axis(scores, y[:, None], axis=1)

# %% wrong: log1p-of-all | Two mistakes: log1p of the sum of exp(s_j - s_y) over all classes counts the correct class's 1 twice, and exp overflows for large differences.
# expect: explained
def cross_entropy_losses(scores, y):
    c = scores[np.arange(len(y)), y]
    return np.log1p(np.exp(scores - c[:, None]).sum(axis=1))

# %% right: logaddexp-reduce | log-sum-exp minus the correct score, with a ufunc's reduce
def cross_entropy_losses(scores, y):
    return np.logaddexp.reduce(scores, axis=1) - np.take_along_axis(scores, y[:, np.newaxis], 1)[:, 0]

# %% right: loop-with-math | a plain loop with the math module, relative to the row's maximum
def cross_entropy_losses(scores, y):
    import math

    losses = np.empty(len(y))
    for i, (row, k) in enumerate(zip(scores.tolist(), y)):
        top = max(row)
        losses[i] = math.log(math.fsum(math.exp(s - top) for s in row)) + (top - row[k])
    return losses

# %% right: relative-to-correct | everything relative to the correct score, and the shift by the largest difference
def cross_entropy_losses(scores, y):
    s = np.asarray(scores, dtype=np.float64)
    d = s - s[np.arange(len(s)), y].reshape(-1, 1)
    top = d.max(axis=1)
    return top + np.log(np.exp(d.T - top).sum(axis=0))

# %% wrong: shift-not-undone | the log of the sum is computed of the shifted scores, but the unshifted score of the label is subtracted
# expect: shift-not-undone
def cross_entropy_losses(scores, y):
    shift = np.max(scores, axis=1, keepdims=True)
    logsum = np.log(np.sum(np.exp(scores - shift), axis=1))
    return logsum - scores[range(len(y)), y]

# %% wrong: winner-not-label | the surprise at the predicted class, not at the true one
# expect: correct-class-ignored
def cross_entropy_losses(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    return -logp.max(axis=1)

# %% right: logaddexp-reduce-2 | np.logaddexp.reduce of the differences to the label's score
def cross_entropy_losses(scores, y):
    s = np.asarray(scores, dtype=np.float64)
    own = np.array([row[label] for row, label in zip(s, y)])
    return np.logaddexp.reduce(s - own[:, None], axis=1)

# %% wrong: eps-in-the-log | protects the logarithm with + 1e-12, so no loss can exceed 27.6
# expect: number-added-for-safety, not-precise
def cross_entropy_losses(scores, y):
    p = softmax(scores)
    return -np.log(p[np.arange(len(y)), y] + 1e-12)

# %% wrong: log-base-ten | uses the base-10 logarithm at the end (as the lecturer did with the calculator)
# expect: log-base-10
def cross_entropy_losses(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    log_sum = np.log10(np.exp(s).sum(axis=1))
    return log_sum - s[np.arange(len(s)), y] / np.log(10)

# %% wrong: log-after-softmax | -log of the softmax: inf where the correct class is more than 745 behind
# expect: explained
def cross_entropy_losses(scores, y):
    return -np.log(softmax(scores)[np.arange(len(y)), y])

# %% wrong: tiny-number-inside-the-log | adds 1e-12 inside the logarithm: the loss never exceeds 27.6
# expect: number-added-for-safety, not-precise
def cross_entropy_losses(scores, y):
    return -np.log(softmax(scores)[np.arange(len(y)), y] + 1e-12)

# %% wrong: log-to-base-ten | np.log10, as on the lecturer's calculator
# expect: log-base-10
def cross_entropy_losses(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return -np.log10(np.exp(1)) * shifted[np.arange(len(y)), y] + np.log10(np.exp(shifted).sum(axis=1))

# %% wrong: shift-not-taken-back | log-sum-exp of the shifted scores minus the unshifted correct score: off by the row's maximum
# expect: shift-not-undone
def cross_entropy_losses(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=1)) - scores[np.arange(len(y)), y]

# %% wrong: mean-of-the-batch | returns the mean, a number, instead of one loss per example
# expect: reduced-too-far
def cross_entropy_losses(scores, y):
    return np.mean(np.log(np.exp(scores - scores.max(axis=1, keepdims=True)).sum(axis=1)) - (scores - scores.max(axis=1, keepdims=True))[np.arange(len(y)), y])

# %% wrong: sum-of-log-probabilities | sums -log p over all classes instead of the correct one's
# expect: all-classes-counted
def cross_entropy_losses(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -logp.sum(axis=1)

# %% wrong: binary-cross-entropy | adds -log(1 - p_k) of all wrong classes, as for sigmoids
# expect: all-classes-counted
def cross_entropy_losses(scores, y):
    logp = scores - np.logaddexp.reduce(scores, axis=1)[:, None]
    hot = np.eye(scores.shape[1])[y]
    with np.errstate(divide="ignore"):
        other = np.log1p(-np.exp(np.minimum(logp, -1e-12)))
    return -(hot * logp + (1 - hot) * other).sum(axis=1)

# %% wrong: sign-forgotten-2 | returns log p, which is negative
# expect: sign-flipped
def cross_entropy_losses(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted[np.arange(len(y)), y] - np.log(np.exp(shifted).sum(axis=1))

# %% wrong: one-maximum-for-all-rows | shifts by the largest score of the table: -log of 0 in rows that lie far below
# expect: explained
def cross_entropy_losses(scores, y):
    shifted = scores - scores.max()
    return np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y]

# %% wrong: columns-for-labels | shifted[:, y]: an (N, N) table instead of one number per example
# expect: explained
def cross_entropy_losses(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=1)) - shifted[:, y]

# %% wrong: max-is-log-sum-exp | takes the maximum for the whole log-sum-exp: right for far-apart scores only, 0 for a correct leader
# expect: explained
def cross_entropy_losses(scores, y):
    return scores.max(axis=1) - scores[np.arange(len(y)), y]

# %% wrong: one-minus-p | takes 1 - p as the surprise instead of -ln p
# expect: logarithm-missing
def cross_entropy_losses(scores, y):
    return 1 - softmax(scores)[np.arange(len(y)), y]

# %% right: logaddexp-reduce-3 | log-sum-exp by logaddexp.reduce
def cross_entropy_losses(scores, y):
    return np.logaddexp.reduce(scores, axis=1) - np.take_along_axis(scores, y[:, None], axis=1)[:, 0]

# %% right: log1p-of-the-leads | log-sum-exp of the leads over the correct score, max taken with 0
def cross_entropy_losses(scores, y):
    d = scores - scores[np.arange(len(y)), y][:, None]
    m = d.max(axis=1)
    return m + np.log(np.exp(d - m[:, None]).sum(axis=1))

# %% wrong: averages-log-sum | np.log of the mean of the exponentials instead of their sum: ln K too small
# expect: nothing
def cross_entropy_losses(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).mean(axis=1)) - shifted[np.arange(len(y)), y]

# %% wrong: log-of-softmax-again | Takes the logarithm of the softmax, which is -log 0 = inf where the probability is rounded to 0.
# expect: explained
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i].

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction, y : (N,) integer labels

    Returns
    -------
    ndarray, (N,)
    """
    return -np.log(softmax(scores)[np.arange(len(y)), y])

# %% wrong: tiny-added | Adds 1e-12 to the probability before the logarithm: finite, but never above 27.6.
# expect: number-added-for-safety
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i].

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction, y : (N,) integer labels

    Returns
    -------
    ndarray, (N,)
    """
    return -np.log(softmax(scores)[np.arange(len(y)), y] + 1e-12)

# %% wrong: log-base-ten-again | Uses the decimal instead of the natural logarithm.
# expect: log-base-10
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i].

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction, y : (N,) integer labels

    Returns
    -------
    ndarray, (N,)
    """
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    log_p = shifted[np.arange(len(y)), y] - np.log(np.exp(shifted).sum(axis=1))
    return -log_p / np.log(10)

# %% wrong: shift-not-undone-again | The logarithm of the sum is that of the shifted scores, but the correct score is the unshifted one.
# expect: shift-not-undone
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i].

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction, y : (N,) integer labels

    Returns
    -------
    ndarray, (N,)
    """
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=1)) - scores[np.arange(len(y)), y]

# %% wrong: relative-to-correct-score | log sum exp(s_j - s_y) without a further shift: overflows when a rival is far ahead.
# expect: explained
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i].

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction, y : (N,) integer labels

    Returns
    -------
    ndarray, (N,)
    """
    correct = scores[np.arange(len(y)), y][:, np.newaxis]
    return np.log(np.exp(scores - correct).sum(axis=1))

# %% wrong: one-maximum-for-all | One maximum for the whole batch: rows far below it have the sum 0 and the logarithm -inf.
# expect: explained
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i].

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction, y : (N,) integer labels

    Returns
    -------
    ndarray, (N,)
    """
    top = np.max(scores)
    return np.log(np.exp(scores - top).sum(axis=1)) + top - scores[np.arange(len(y)), y]

# %% wrong: dtype-of-the-scores | The losses are stored in an array of the scores' dtype, so that scores of integers give losses without fractions.
# expect: integers-kept
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i].

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction, y : (N,) integer labels

    Returns
    -------
    ndarray, (N,)
    """
    losses = np.zeros(len(y), dtype=scores.dtype)
    for i, label in enumerate(y):
        top = scores[i].max()
        losses[i] = np.log(np.sum(np.exp(scores[i] - top))) + top - scores[i, label]
    return losses

# %% wrong: entropy-term | Multiplies by the probability, -p ln p, as in the entropy.
# expect: explained
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i].

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction, y : (N,) integer labels

    Returns
    -------
    ndarray, (N,)
    """
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    log_p = shifted[np.arange(len(y)), y] - np.log(np.exp(shifted).sum(axis=1))
    return -np.exp(log_p) * log_p

# %% wrong: predicted-class | Takes the probability of the predicted class, and not that of the label.
# expect: correct-class-ignored
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i].

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction, y : (N,) integer labels

    Returns
    -------
    ndarray, (N,)
    """
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_p[np.arange(len(y)), np.argmax(scores, axis=1)]

# %% right: logaddexp | logaddexp.reduce of the differences to the correct score.
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i].

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction, y : (N,) integer labels

    Returns
    -------
    ndarray, (N,)
    """
    scores = np.asarray(scores, dtype=float)
    correct = scores[np.arange(len(y)), y]
    return np.logaddexp.reduce(scores - correct[:, np.newaxis], axis=1)

# %% right: loop-with-one-hot | A loop over the examples, and a one-hot row that picks the correct one.
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i].

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction, y : (N,) integer labels

    Returns
    -------
    ndarray, (N,)
    """
    losses = np.zeros(len(y))
    for i, row in enumerate(np.asarray(scores, dtype=float)):
        shifted = row - row.max()
        one_hot = np.arange(len(row)) == y[i]
        losses[i] = np.log(sum(np.exp(s) for s in shifted)) - np.sum(one_hot * shifted)
    return losses

# %% wrong: logarithm-of-rounded-zero | Takes the logarithm of the (stable) softmax, which is minus infinity where the probability is rounded to 0.
# expect: explained
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    p = softmax(scores)
    return -np.log(p[np.arange(len(y)), y])

# %% wrong: small-number-in-the-logarithm | Adds 1e-12 to the probability before the logarithm: finite, but never above 27.6, where it should be 20,000.
# expect: number-added-for-safety
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    p = softmax(scores)[np.arange(len(y)), y]
    return -np.log(p + 1e-12)

# %% wrong: maximum-not-added-back-again | Subtracts the maximum inside the logarithm of the sum but not from the correct score (nor adds it back).
# expect: shift-not-undone
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    highest = scores.max(axis=1)
    log_sum = np.log(np.exp(scores - highest[:, np.newaxis]).sum(axis=1))
    return log_sum - scores[np.arange(len(y)), y]

# %% wrong: decimal-logarithm | Uses the decimal logarithm instead of the natural one (and so stays with the slide's 0.89 for the cat).
# expect: log-base-10
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    rows = np.arange(len(y))
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.log10(np.exp(shifted).sum(axis=1)) - shifted[rows, y] * np.log10(np.e)

# %% wrong: maximum-where-it-underflows | Where the probability is rounded to 0 it returns max - s_y, without the logarithm of the sum, which is not 0 if several scores are near the maximum.
# expect: nothing
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    p = softmax(scores)
    losses = np.zeros(len(y))
    for i in range(len(y)):
        if p[i, y[i]] > 0:
            losses[i] = -np.log(p[i, y[i]])
        else:  # the highest score is all that is left of the sum
            losses[i] = max(scores[i]) - scores[i, y[i]]
    return losses

# %% wrong: sum-over-all-classes | Adds up the surprises of all classes instead of taking that of the correct one.
# expect: all-classes-counted
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -log_p.sum(axis=1)

# %% wrong: mean-in-bits | Two slips: the binary logarithm, and the mean over the batch instead of one loss for each example.
# expect: explained
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = (shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))) / np.log(2)
    return -np.mean(log_p[np.arange(len(y)), y])

# %% wrong: losses-in-an-integer-array | Collects the losses in an array like y, which is of integers and cuts off their fractions.
# expect: integers-kept
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    losses = np.zeros_like(y)
    for i, (row, label) in enumerate(zip(scores, y)):
        top = row.max()
        losses[i] = top + np.log(np.exp(row - top).sum()) - row[label]
    return losses

# %% wrong: one-hot-of-seen-classes-again | Builds the one-hot rows for as many classes as the batch has labels, which does not fit when the last class is missing from the batch.
# expect: explained
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    truth = np.eye(y.max() + 1)[y]
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.sum(truth * log_p, axis=1)

# %% right: rivals-relative-to-correct | log of the sum of exp(s_j - s_y) over all j, with the largest difference taken out of the sum first.
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    lead_of_rival = scores - np.take_along_axis(scores, y[:, np.newaxis], axis=1)
    most = lead_of_rival.max(axis=1)  # at least 0: the correct class itself has 0
    return most + np.log(np.exp(lead_of_rival - most[:, np.newaxis]).sum(axis=1))

# %% right: logaddexp-fold | Folds each row with np.logaddexp, one class at a time, after subtracting the correct score.
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""

    def surprise(row, label):
        total = -np.inf
        for s in row:
            total = np.logaddexp(total, float(s) - float(row[label]))
        return total

    return np.array([surprise(row, label) for row, label in zip(scores, y)])

# %% wrong: log-of-underflow | Takes the logarithm of the finished probability, which is −inf where the probability is rounded to 0.
# expect: explained
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    p = softmax(scores)
    return -np.log(p[np.arange(len(y)), y])

# %% wrong: probability-clipped | Keeps the probability above 1e-12 before the logarithm, so no loss exceeds 27.6: finite, but wrong.
# expect: number-added-for-safety
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    p = softmax(scores)[np.arange(scores.shape[0]), y]
    return -np.log(np.maximum(p, 1e-12))

# %% wrong: shift-not-given-back | Subtracts the maximum inside the exponentials but not from the correct score, so the loss is too small by the maximum.
# expect: shift-not-undone
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    m = scores.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(scores - m).sum(axis=1))
    return log_sum - scores[np.arange(len(y)), y]

# %% wrong: sum-of-raw-exponentials | Writes the logarithm of the quotient as a difference, but sums the exponentials of the unshifted scores, which overflow or all vanish.
# expect: explained
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    rows = np.arange(len(scores))
    return np.log(np.sum(np.exp(scores), axis=1)) - scores[rows, y]

# %% wrong: one-hot-from-the-labels | Builds the one-hot matrix with max(y) + 1 columns, which is too narrow when the last class is missing from the batch.
# expect: explained
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    one_hot = np.eye(y.max() + 1)[y]
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -(one_hot * log_p).sum(axis=1)

# %% wrong: lead-where-it-underflows | Patches the infinite losses with max(s) − s_y, which forgets that several classes may share the highest score.
# expect: nothing
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    rows = np.arange(len(y))
    p = softmax(scores)[rows, y]
    with np.errstate(divide="ignore"):
        losses = -np.log(p)
    lead = scores.max(axis=1) - scores[rows, y]
    return np.where(np.isinf(losses), lead, losses)

# %% wrong: one-shift-for-the-batch | Shifts by the maximum of the whole batch, so the sum of a much lower row underflows to 0 and its logarithm is −inf.
# expect: explained
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    z = scores - scores.max()
    return np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(y)), y]

# %% wrong: weighted-by-probability | Mixes it up with the entropy and returns −p ln p of the correct class.
# expect: explained
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    rows = np.arange(len(y))
    z = scores - scores.max(axis=1, keepdims=True)
    log_p = z[rows, y] - np.log(np.sum(np.exp(z), axis=1))
    return -np.exp(log_p) * log_p

# %% right: logaddexp-again | Measures all scores from the correct one and adds up in the log domain by np.logaddexp.reduce.
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    behind = scores - np.take_along_axis(scores, y[:, np.newaxis], axis=1)
    return np.logaddexp.reduce(behind, axis=1)

# %% right: loop-with-log1p | Loops over the rows, takes the winner out of the sum and uses log1p for the rest.
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i]."""
    losses = np.empty(len(y))
    for i, (row, label) in enumerate(zip(np.asarray(scores).tolist(), y)):
        winner = row.index(max(row))
        rest = sum(float(np.exp(s - row[winner])) for j, s in enumerate(row) if j != winner)
        losses[i] = (row[winner] - row[label]) + np.log1p(rest)
    return losses
