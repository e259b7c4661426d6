# %% wrong: log-after-softmax | Takes the logarithm of the finished softmax: where a probability is rounded to 0 it gives -inf.
# expect: explained
def log_softmax(scores):
    return np.log(softmax(scores))

# %% wrong: tiny-number-added | Adds 1e-300 before the logarithm: finite, but -690.8 in place of any smaller value such as -800.
# expect: nothing
def log_softmax(scores):
    p = softmax(scores)
    return np.log(p + 1e-300)

# %% wrong: no-shift | The logarithm is simplified on paper, but the sum of exponentials is not shifted and overflows.
# expect: explained
def log_softmax(scores):
    return scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))

# %% wrong: shift-only-in-the-exponent | The row maximum is subtracted inside the exponential, but neither from the scores outside nor added back to the logarithm.
# expect: shift-not-undone
def log_softmax(scores):
    m = scores.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(scores - m).sum(axis=1, keepdims=True))
    return scores - log_sum

# %% wrong: max-added-with-wrong-sign | The maximum is put back with the wrong sign: scores + m - log(sum) instead of scores - m - log(sum).
# expect: nothing
def log_softmax(scores):
    m = scores.max(axis=1, keepdims=True)
    return scores + m - np.log(np.exp(scores - m).sum(axis=1, keepdims=True))

# %% wrong: one-maximum-for-the-batch | Subtracts the largest score of the whole batch, so a row of far smaller scores has log(0) as its denominator.
# expect: explained
def log_softmax(scores):
    s = scores - scores.max()
    return s - np.log(np.exp(s).sum(axis=1, keepdims=True))

# %% wrong: sum-over-examples | The sum of exponentials runs over axis 0, the examples, and keeps the columns normalised instead of the rows.
# expect: softmax-over-wrong-axis
def log_softmax(scores):
    m = np.max(scores, axis=0, keepdims=True)
    lse = m + np.log(np.sum(np.exp(scores - m), axis=0, keepdims=True))
    return scores - lse

# %% wrong: no-column-vector | The row maxima and log-sums are (N,) vectors without keepdims: a shape error unless N = K, and then subtracted from the wrong entries.
# expect: explained
def log_softmax(scores):
    m = scores.max(1)
    lse = m + np.log(np.exp(scores.T - m).sum(0))
    return scores - lse

# %% wrong: in-place-shift | `scores -= max` changes the caller's array; the result itself is right.
# expect: explained
def log_softmax(scores):
    scores -= scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))

# %% wrong: negative-log | Returns the loss, minus the log-probability, in place of the log-probability.
# expect: sign-flipped
def log_softmax(scores):
    top = scores.max(axis=1)[:, None]
    log_total = top + np.log(np.exp(scores - top).sum(axis=1))[:, None]
    return log_total - scores

# %% wrong: per-row-into-scores-dtype | Rows are written into a copy of scores, which is an integer array for integer scores, so the logarithms are truncated.
# expect: integers-kept
def log_softmax(scores):
    result = scores.copy()
    for i, row in enumerate(scores):
        shifted = row - row.max()
        result[i] = shifted - np.log(np.exp(shifted).sum())
    return result

# %% right: logaddexp-reduce | np.logaddexp.reduce does the stable sum.
def log_softmax(scores):
    scores = np.asarray(scores, dtype=float)
    return scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)

# %% right: pairwise-differences | log p_j = -log sum_k exp(s_k - s_j), from all (N, K, K) differences, each with its own shift.
def log_softmax(scores):
    diff = scores[:, None, :] - scores[:, :, None]          # diff[n, j, k] = s_k - s_j
    m = diff.max(axis=2)
    return -(m + np.log(np.exp(diff - m[:, :, None]).sum(axis=2)))

# %% right: log1p-of-the-rest | Takes the largest score out of the sum and uses log1p for the others, row by row.
def log_softmax(scores):
    out = []
    for row in scores:
        k = int(np.argmax(row))
        rest = np.delete(row, k) - row[k]
        out.append((row - row[k]) - np.log1p(np.exp(rest).sum()))
    return np.array(out)

# %% wrong: shift-subtracted-twice | log-sum-exp of the shifted scores is taken from the unshifted scores
# expect: shift-not-undone
def log_softmax(scores):
    top = scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))

# %% wrong: log-sum-over-columns | the sum of exponentials runs over the examples
# expect: explained
def log_softmax(scores):
    z = scores - scores.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=0, keepdims=True))

# %% right: scipy-free-loop-logaddexp | folds np.logaddexp over the columns
def log_softmax(scores):
    import functools

    s = np.asarray(scores, dtype=np.float64)
    total = functools.reduce(np.logaddexp, [s[:, k] for k in range(s.shape[1])])
    return (s.T - total).T

# %% wrong: log-of-softmax | the logarithm comes after the softmax, with a small number for safety
# expect: nothing
def log_softmax(scores):
    return np.log(softmax(scores) + 1e-300)

# %% wrong: log-comes-too-late | np.log(softmax(scores)): -inf for probabilities that are too small
# expect: explained
def log_softmax(scores):
    return np.log(softmax(scores))

# %% wrong: safe-log-of-softmax | log of max(p, 1e-300): never below -690
# expect: nothing
def log_softmax(scores):
    return np.log(np.maximum(softmax(scores), 1e-300))

# %% wrong: maximum-subtracted-twice | the shift is in the scores and once more in the result
# expect: explained
def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - scores.max(axis=1, keepdims=True) - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

# %% wrong: unshifted-minus-shifted-sum | scores minus the log-sum of the shifted ones: off by the maximum
# expect: shift-not-undone
def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

# %% wrong: naive-log-sum | s - log(sum(exp(s))) without a shift: inf or nan for large scores
# expect: explained
def log_softmax(scores):
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))

# %% wrong: sum-over-columns | log-sum along axis 0
# expect: explained
def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=0))

# %% wrong: log-of-each-exponential | sum of the logs instead of log of the sum
# expect: explained
def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted)).sum(axis=1, keepdims=True)

# %% wrong: normalises-by-the-total | the sum of exponentials over the whole table
# expect: nothing
def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum())

# %% wrong: minus-log-probabilities | returns -log p, the surprises
# expect: sign-flipped
def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=1, keepdims=True)) - shifted

# %% wrong: batch-maximum | shifts every row by the maximum of the batch: rows far below get log(0)
# expect: explained
def log_softmax(scores):
    shifted = scores - scores.max()
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

# %% wrong: shift-written-back | scores -= max in place
# expect: explained
def log_softmax(scores):
    shifted = scores
    shifted -= scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

# %% right: reduce-logaddexp | ufunc method logaddexp.reduce with keepdims
def log_softmax(scores):
    return scores - np.logaddexp.reduce(scores, axis=-1, keepdims=True)

# %% right: log1p-without-the-top | log1p of the other exponentials, per row
def log_softmax(scores):
    out = np.empty(scores.shape)
    for n, row in enumerate(np.asarray(scores, dtype=float)):
        top = row.argmax()
        rest = np.delete(np.exp(row - row[top]), top).sum()
        out[n] = row - row[top] - np.log1p(rest)
    return out

# %% wrong: logarithm-after-the-softmax | The logarithm is taken after the softmax, where a small probability has already become 0.
# expect: explained
def log_softmax(scores):
    return np.log(softmax(scores))

# %% wrong: epsilon-in-the-logarithm | A tiny number is added to the probability, so that every impossible class gets the same logarithm.
# expect: nothing
def log_softmax(scores):
    return np.log(softmax(scores) + 1e-300)

# %% wrong: shift-not-given-back | The maximum is subtracted inside the sum of exponentials only and not added back to its logarithm.
# expect: shift-not-undone
def log_softmax(scores):
    shift = scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores - shift).sum(axis=1, keepdims=True))

# %% wrong: one-shift-for-the-batch | The shift is the maximum of the whole batch, so the sum of a row far below it is 0 and its logarithm infinite.
# expect: explained
def log_softmax(scores):
    shifted = scores - scores.max()
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

# %% wrong: unshifted | The sum of exponentials is not made safe, so scores beyond ±745 give infinities.
# expect: explained
def log_softmax(scores):
    return scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))

# %% wrong: column-sums | The sum of exponentials runs over axis 0, over the examples, instead of over the classes.
# expect: explained
def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))

# %% wrong: without-keepdims | The row sums lack keepdims: with as many rows as columns they are subtracted column by column.
# expect: explained
def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1))

# %% wrong: log-of-each-exponential-summed | The logarithm is taken inside the sum: log of a sum is confused with a sum of logs.
# expect: explained
def log_softmax(scores):
    top = np.max(scores, axis=1, keepdims=True)
    shifted = scores - top
    return shifted - np.sum(np.log(np.exp(shifted) + 1e-300), axis=1, keepdims=True)

# %% wrong: divided-by-the-logarithm | The quotient becomes a division of the score by the log-sum instead of a difference.
# expect: explained
def log_softmax(scores):
    top = scores.max(axis=1, keepdims=True)
    log_total = top + np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
    return scores / log_total

# %% wrong: approximated-by-the-maximum | The log-sum is replaced by the maximum as soon as the scores are large, although close rivals still count there.
# expect: explained
def log_softmax(scores):
    top = scores.max(axis=1, keepdims=True)
    if np.abs(scores).max() > 700:
        return scores - top
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))

# %% wrong: written-into-the-scores | The rows are shifted in the caller's own array, which changes the argument.
# expect: explained
def log_softmax(scores):
    for row in scores:
        row -= row.max()
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))

# %% wrong: clipped-at-minus-ten-thousand | The shifted scores are clipped at -10,000, the size of a single score, although a difference of two may be twice as large.
# expect: explained
def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    shifted = np.clip(shifted, -10_000, 0)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

# %% right: logaddexp | np.logaddexp.reduce computes the safe log-sum.
def log_softmax(scores):
    scores = np.asarray(scores, dtype=float)
    return scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)

# %% right: log1p-of-the-others | Row by row, with log1p of the exponentials beside the largest.
def log_softmax(scores):
    scores = np.asarray(scores, dtype=float)
    result = np.empty(scores.shape)
    for n, row in enumerate(scores):
        best = int(np.argmax(row))
        others = np.delete(row, best)
        result[n] = row - row[best] - np.log1p(np.exp(others - row[best]).sum())
    return result

# %% wrong: logarithm-after-softmax | The logarithm comes after the softmax, so for scores 0 and 800 it is minus infinity.
# expect: explained
def log_softmax(scores):
    """Return the logarithms of the probabilities, row by row."""
    with np.errstate(divide="ignore"):
        return np.log(softmax(scores))

# %% wrong: small-number-in-the-logarithm | 1e-300 keeps the logarithm finite, but at -690 in place of -800.
# expect: nothing
def log_softmax(scores):
    """Return the logarithms of the probabilities, row by row."""
    return np.log(np.maximum(softmax(scores), 1e-300))

# %% wrong: shift-not-undone | The sum of exponentials is that of the shifted scores, but it is subtracted from the unshifted ones: each row is too high by its maximum.
# expect: shift-not-undone
def log_softmax(scores):
    """Return the logarithms of the probabilities, row by row."""
    m = scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores - m).sum(axis=1, keepdims=True))

# %% wrong: one-shift-for-the-batch-again | The same shift, the maximum of the batch, is used for all rows: in a row of much smaller scores all exponentials vanish.
# expect: explained
def log_softmax(scores):
    """Return the logarithms of the probabilities, row by row."""
    shifted = scores - scores.max()
    return shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))

# %% wrong: columns-instead-of-rows | Maximum and sum are taken over axis 0, that is over the examples.
# expect: softmax-over-wrong-axis
def log_softmax(scores):
    """Return the logarithms of the probabilities, row by row."""
    shifted = scores - scores.max(axis=0)
    return shifted - np.log(np.exp(shifted).sum(axis=0))

# %% wrong: filled-into-the-type-of-scores | The rows are filled into np.empty_like(scores), so integer scores give integer logarithms.
# expect: integers-kept
def log_softmax(scores):
    """Return the logarithms of the probabilities, row by row."""
    result = np.empty_like(scores)
    for n, s in enumerate(scores):
        shifted = s - s.max()
        result[n] = shifted - np.log(np.exp(shifted).sum())
    return result

# %% wrong: works-on-the-argument | result is only another name for the argument, so -= changes the caller's scores, and fails for integers.
# expect: explained
def log_softmax(scores):
    """Return the logarithms of the probabilities, row by row."""
    result = scores
    result -= result.max(axis=1, keepdims=True)
    result -= np.log(np.exp(result).sum(axis=1, keepdims=True))
    return result

# %% wrong: ties-left-out | To be exact near 0 the top score is left out of the sum and log1p is used, but with ties all the top scores are left out.
# expect: explained
def log_softmax(scores):
    """Return the logarithms of the probabilities, row by row."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    others = np.where(shifted < 0, np.exp(shifted), 0).sum(axis=1, keepdims=True)
    return shifted - np.log1p(others)

# %% wrong: lead-where-it-underflows | Where the probability underflows only the distance to the top score is taken, without the logarithm of the sum, which is not 0 if several classes share the top.
# expect: nothing
def log_softmax(scores):
    """Return the logarithms of the probabilities, row by row."""
    p = softmax(scores)
    tiny = p < 1e-300
    behind = scores - scores.max(axis=1, keepdims=True)
    return np.where(tiny, behind, np.log(np.where(tiny, 1, p)))

# %% right: logaddexp-class-by-class | Adds the classes one by one to a running log-sum-exp with np.logaddexp.
def log_softmax(scores):
    """Return the logarithms of the probabilities, row by row."""
    s = scores.astype(float)
    total = s[:, 0].copy()
    for k in range(1, s.shape[1]):
        total = np.logaddexp(total, s[:, k])
    return (s.T - total).T

# %% right: minus-log-of-sum-of-odds | -log p_j is the log-sum-exp of the differences s_k - s_j, computed for all pairs of classes with a shift of its own.
def log_softmax(scores):
    """Return the logarithms of the probabilities, row by row."""
    differences = scores[:, np.newaxis, :] - scores[:, :, np.newaxis]  # [n, j, k] is s_k - s_j
    top = differences.max(axis=2)
    return -(top + np.log(np.exp(differences - top[:, :, np.newaxis]).sum(axis=2)))

# %% wrong: logarithm-after-the-softmax-again | Takes the logarithm of the finished probabilities, which is -inf where one is rounded to 0.
# expect: explained
def log_softmax(scores):
    return np.log(softmax(scores))

# %% wrong: epsilon-inside-the-logarithm | Adds 1e-15 to the probabilities before the logarithm: finite, but -34.5 at most where it should be -800.
# expect: nothing
def log_softmax(scores):
    p = softmax(scores)
    return np.log(p + 1e-15)

# %% wrong: one-maximum-for-the-batch-again | Shifts all rows by the maximum of the whole batch; in a row far below it the sum of exponentials is 0 and its logarithm -inf.
# expect: explained
def log_softmax(scores):
    m = np.max(scores)
    return scores - m - np.log(np.sum(np.exp(scores - m), axis=1, keepdims=True))

# %% wrong: maximum-not-added-back | The logarithm of the sum is computed from shifted scores but subtracted from the unshifted ones: each row is too large by its maximum.
# expect: shift-not-undone
def log_softmax(scores):
    m = scores.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(scores - m).sum(axis=1, keepdims=True))
    return scores - log_sum

# %% wrong: sums-without-keepdims | The row sums have the shape (N,) and are subtracted column by column; with as many rows as columns nobody complains.
# expect: explained
def log_softmax(scores):
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=1))

# %% wrong: scores-shifted-in-place | Shifts the caller's scores in place (the result is right).
# expect: explained
def log_softmax(scores):
    for row in scores:
        row -= row.max()
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))

# %% wrong: integer-result-array | Fills empty_like(scores), which for scores of integers cuts the logarithms off.
# expect: integers-kept
def log_softmax(scores):
    out = np.empty_like(scores)
    for n in range(scores.shape[0]):
        s = scores[n] - scores[n].max()
        out[n] = s - np.log(np.sum(np.exp(s)))
    return out

# %% wrong: maximum-for-the-log-sum | Replaces the logarithm of the sum by the maximum, which is only nearly right and only where one score is far ahead.
# expect: explained
def log_softmax(scores):
    # for large scores log(sum(exp(s))) is max(s)
    return scores - scores.max(axis=1, keepdims=True)

# %% right: logaddexp-class-by-class-again | Builds up the logarithm of the sum by a running logaddexp over the columns.
def log_softmax(scores):
    s = np.array(scores, dtype=float)
    log_sum = s[:, 0].copy()
    for k in range(1, s.shape[1]):
        log_sum = np.logaddexp(log_sum, s[:, k])
    return s - log_sum[:, None]

# %% right: rows-with-log1p | Row by row: log1p of the exponentials of the others, with the highest score taken out.
def log_softmax(scores):
    rows = []
    for row in scores:
        top = int(np.argmax(row))
        shifted = [float(s) - float(row[top]) for s in row]
        others = sum(float(np.exp(d)) for k, d in enumerate(shifted) if k != top)
        rows.append([d - float(np.log1p(others)) for d in shifted])
    return np.array(rows)
