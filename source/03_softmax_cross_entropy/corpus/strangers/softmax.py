# %% wrong: as-written | The formula is coded as it stands, with no shift: np.exp overflows for scores above 709 and the row becomes nan.
# expect: explained
def softmax(theta):
    e = np.exp(theta)
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: one-shift-for-all-rows | The largest score of the whole array is subtracted instead of each row's own, so a row of much smaller scores underflows to 0/0.
# expect: explained
def softmax(theta):
    shifted = theta - np.max(theta)
    e = np.exp(shifted)
    return e / np.sum(e, axis=-1, keepdims=True)

# %% wrong: sum-over-everything | The denominator sums over the whole array, so for a batch the probabilities of all rows together sum to 1; a single example is right.
# expect: nothing
def softmax(theta):
    c = theta.max(axis=-1, keepdims=True)
    exps = np.exp(theta - c)
    total = exps.sum()
    return exps / total

# %% wrong: axis-zero | Maximum and sum run down the columns (axis 0), over the examples, instead of over the classes; with one (K,) example it is right.
# expect: softmax-over-wrong-axis
def softmax(theta):
    theta = theta - np.max(theta, axis=0)
    return np.exp(theta) / np.sum(np.exp(theta), axis=0)

# %% wrong: only-a-batch | axis=1 is hard-wired, so a single example of shape (K,) raises an AxisError although the contract allows it.
# expect: explained
def softmax(theta):
    biggest = theta.max(axis=1, keepdims=True)
    numerator = np.exp(theta - biggest)
    return numerator / numerator.sum(axis=1, keepdims=True)

# %% wrong: forgot-keepdims | The row sums lack keepdims, so (N, K) / (N,) raises, or, for N = K, divides column j by the sum of row j.
# expect: keepdims-forgotten
def softmax(theta):
    e = np.exp(theta - theta.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1)

# %% wrong: shift-in-place | `theta -= ...` shifts the caller's array; the returned probabilities are right but the argument is changed.
# expect: explained
def softmax(theta):
    theta -= theta.max(axis=-1, keepdims=True)   # now the largest is 0
    probs = np.exp(theta)
    probs = probs / probs.sum(axis=-1, keepdims=True)
    return probs

# %% wrong: shift-by-the-mean | The row mean is subtracted instead of the row maximum, which still overflows when one score is far above the others.
# expect: explained
def softmax(theta):
    c = -np.mean(theta, axis=-1, keepdims=True)
    e = np.exp(theta + c)
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: clipped-scores | Scores are clipped to ±700 to avoid overflow, which makes two different scores beyond 700 equal.
# expect: nothing
def softmax(theta):
    safe = np.clip(theta, -700, 700)
    e = np.exp(safe)
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: result-like-theta | The loop fills np.zeros_like(theta), which is an integer array when the scores are integers, so all probabilities below 1 are cut to 0.
# expect: integers-kept
def softmax(theta):
    out = np.zeros_like(theta)
    if theta.ndim == 1:
        e = np.exp(theta - theta.max())
        out[:] = e / e.sum()
    else:
        for i in range(theta.shape[0]):
            e = np.exp(theta[i] - theta[i].max())
            out[i] = e / e.sum()
    return out

# %% right: transpose-trick | Transposes so that the classes lie on axis 0, which works for (K,) and (N, K) without keepdims.
def softmax(theta):
    t = np.asarray(theta, dtype=float).T
    t = t - t.max(axis=0)
    e = np.exp(t)
    return (e / e.sum(axis=0)).T

# %% right: recursion-over-rows | A batch calls the function again for each row and stacks the results.
def softmax(theta):
    if np.ndim(theta) == 2:
        return np.stack([softmax(row) for row in theta])
    e = np.exp(theta - np.max(theta))
    return e / np.sum(e)

# %% right: through-logaddexp | exp of the scores minus np.logaddexp.reduce; no shift of its own is visible.
def softmax(theta):
    scores = np.atleast_2d(theta).astype(float)
    log_total = np.logaddexp.reduce(scores, axis=1)
    return np.exp(scores - log_total[:, np.newaxis]).reshape(np.shape(theta))

# %% wrong: max-over-everything | the maximum of the whole batch is subtracted, so a row that is far below it becomes nan
# expect: explained
def softmax(theta):
    z = np.exp(theta - theta.max())
    return z / z.sum(axis=-1, keepdims=True)

# %% wrong: always-axis-zero | sums over axis 0: right for a single example, but for a batch over the examples of a class
# expect: softmax-over-wrong-axis
def softmax(theta):
    shifted = theta - np.max(theta, axis=0)
    e = np.exp(shifted)
    return e / np.sum(e, axis=0)

# %% right: recursion-by-row | handles a batch by calling itself for each row
def softmax(theta):
    theta = np.asarray(theta, dtype=float)
    if theta.ndim == 2:
        return np.stack([softmax(row) for row in theta])
    top = max(theta)
    powers = [np.exp(t - top) for t in theta]
    return np.array(powers) / np.sum(powers)

# %% wrong: mean-shift | shifts by the mean of the row, which does not keep the largest exponential from overflowing
# expect: explained
def softmax(theta):
    shifted = theta - theta.mean(axis=-1, keepdims=True)
    e = np.exp(shifted)
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: whole-table-is-one-distribution | sum and maximum over everything: fine for (K,), for (N, K) all entries together have the sum 1
# expect: softmax-over-wrong-axis
def softmax(theta):
    e = np.exp(theta - np.max(theta))
    return e / np.sum(e)

# %% wrong: first-axis | axis=0: fine for a vector, columns for a batch
# expect: softmax-over-wrong-axis
def softmax(theta):
    e = np.exp(theta - theta.max(axis=0, keepdims=True))
    return e / e.sum(axis=0, keepdims=True)

# %% wrong: batches-only | axis=1: an error for a single example (K,)
# expect: explained
def softmax(theta):
    e = np.exp(theta - theta.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: atleast-2d-comes-back | np.atleast_2d for a single example is never undone: (1, K) instead of (K,)
# expect: explained
def softmax(theta):
    theta = np.atleast_2d(theta)
    e = np.exp(theta - theta.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: shift-plus-instead-of-minus | adds the maximum: overflows for half as large scores
# expect: explained
def softmax(theta):
    e = np.exp(theta + theta.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: shift-by-a-constant | subtracts 700 from everything "so that exp fits": too small rows become 0 / 0
# expect: explained
def softmax(theta):
    e = np.exp(theta - 700.0)
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: largest-in-size | shifts by max |theta|: rows of very negative scores underflow to 0 / 0
# expect: explained
def softmax(theta):
    e = np.exp(theta - np.abs(theta).max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: one-maximum-for-the-batch | the maximum of the whole batch: rows far below the top row become nan
# expect: explained
def softmax(theta):
    e = np.exp(theta - theta.max())
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: floor-of-probabilities | clips the probabilities to at least 1e-7: rows no longer sum to 1, small probabilities are wrong
# expect: not-precise
def softmax(theta):
    e = np.exp(theta - theta.max(axis=-1, keepdims=True))
    return np.clip(e / e.sum(axis=-1, keepdims=True), 1e-7, 1.0)

# %% wrong: in-the-callers-array | shifts theta in place
# expect: explained
def softmax(theta):
    theta -= theta.max(axis=-1, keepdims=True)
    e = np.exp(theta)
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: shifted-numerator-only | the numerator is shifted, the denominator is not: probabilities too small by e^max, and overflow
# expect: nothing
def softmax(theta):
    e = np.exp(theta - theta.max(axis=-1, keepdims=True))
    return e / np.exp(theta).sum(axis=-1, keepdims=True)

# %% right: transposes-there-and-back | works on the transpose, so that no keepdims is needed
def softmax(theta):
    t = np.asarray(theta, dtype=float).T
    e = np.exp(t - np.max(t, axis=0))
    return (e / np.sum(e, axis=0)).T

# %% right: recursion-over-rows-2 | a single row by formula, a batch by calling itself
def softmax(theta):
    if theta.ndim == 2:
        return np.array([softmax(row) for row in theta])
    powers = np.exp(np.subtract(theta, max(theta), dtype=float))
    return powers / powers.sum()

# %% right: scipys-special | imports scipy.special.softmax | open: an import from SciPy
import scipy.special


def softmax(theta):
    return scipy.special.softmax(np.asarray(theta, dtype=float), axis=-1)

# %% wrong: unshifted | The exponentials are taken without a shift, so large scores give inf / inf and very negative ones 0 / 0.
# expect: explained
def softmax(theta):
    theta = np.asarray(theta, dtype=float)
    e = np.exp(theta)
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: one-shift-for-the-whole-batch | The maximum of the whole batch is subtracted instead of that of each row, so a row far below the others becomes 0 / 0.
# expect: explained
def softmax(theta):
    e = np.exp(theta - np.max(theta))
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: normalised-over-the-batch | Shift and sum run over axis 0, which is right for one example but turns columns instead of rows into distributions.
# expect: softmax-over-wrong-axis
def softmax(theta):
    e = np.exp(theta - theta.max(axis=0))
    return e / e.sum(axis=0)

# %% wrong: divided-column-by-column | The sum over axis 1 lacks keepdims, so a square batch is divided column by column and others do not broadcast.
# expect: keepdims-forgotten
def softmax(theta):
    if theta.ndim == 1:
        e = np.exp(theta - theta.max())
        return e / e.sum()
    e = np.exp(theta - theta.max(axis=1, keepdims=True))
    return e / e.sum(axis=1)

# %% wrong: shift-in-place-again | The scores are shifted in place, which changes the caller's array.
# expect: explained
def softmax(theta):
    theta -= theta.max(axis=-1, keepdims=True)
    e = np.exp(theta)
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: shift-by-the-mean-again | The row's mean is subtracted instead of its maximum, so a row with one very high score still overflows.
# expect: explained
def softmax(theta):
    e = np.exp(theta - theta.mean(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: scores-clipped | The scores are clipped to ±500 against the overflow, which makes all scores beyond equal.
# expect: explained
def softmax(theta):
    safe = np.clip(theta, -500, 500)
    e = np.exp(safe)
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: result-in-an-array-like-theta | The rows are written into zeros_like(theta), which for scores of integers rounds all probabilities down to 0.
# expect: integers-kept
def softmax(theta):
    rows = np.atleast_2d(theta)
    p = np.zeros_like(rows)
    for n, row in enumerate(rows):
        e = np.exp(row - row.max())
        p[n] = e / e.sum()
    return p.reshape(theta.shape)

# %% wrong: shift-by-the-absolute-maximum | The largest absolute value is subtracted instead of the maximum, so rows of very negative scores become 0 / 0.
# expect: explained
def softmax(theta):
    shift = np.abs(theta).max(axis=-1, keepdims=True)
    e = np.exp(theta - shift)
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: squeezed-batch | The result is squeezed so that one function serves both shapes, but a batch of a single example loses its first axis.
# expect: explained
def softmax(theta):
    rows = np.atleast_2d(theta)
    e = np.exp(rows - rows.max(axis=1)[:, None])
    return np.squeeze(e / e.sum(axis=1)[:, None])

# %% wrong: epsilon-in-the-denominator | A small number for safety is added to the denominator instead of a shift, so large scores still give inf / inf, and very negative ones 0.
# expect: explained
def softmax(theta):
    e = np.exp(theta)
    return e / (e.sum(axis=-1, keepdims=True) + 1e-12)

# %% right: through-logaddexp-again | The logarithm of the denominator comes from np.logaddexp.reduce, and the probability from one exponential.
def softmax(theta):
    theta = np.asarray(theta, dtype=float)
    log_total = np.logaddexp.reduce(theta, axis=-1)
    return np.exp(theta - log_total[..., np.newaxis])

# %% right: row-by-row-recursion | A single row is computed directly, a batch by calling itself for each row.
def softmax(theta):
    if theta.ndim == 2:
        return np.array([softmax(row) for row in theta])
    largest = max(theta)
    weights = np.array([np.exp(float(score) - float(largest)) for score in theta])
    return weights / np.sum(weights)

# %% wrong: one-shift-for-all-rows-again | The shift is the maximum of the whole batch, so a row of much smaller scores becomes 0/0.
# expect: explained
def softmax(theta):
    """Turn scores into probabilities, over the last axis."""
    e = np.exp(theta - np.max(theta))
    return e / np.sum(e, axis=-1, keepdims=True)

# %% wrong: sum-over-the-examples | The exponentials of a batch are summed over axis 0, over the examples, in place of the classes.
# expect: explained
def softmax(theta):
    """Turn scores into probabilities, over the last axis."""
    shifted = theta - theta.max(axis=-1, keepdims=True)
    e = np.exp(shifted)
    return e / e.sum(axis=0)

# %% wrong: shift-by-the-mean-again-again | The shift is the mean of each row: with scores 10,000 and 0 the larger exponential still overflows.
# expect: explained
def softmax(theta):
    """Turn scores into probabilities, over the last axis."""
    centred = theta - theta.mean(axis=-1, keepdims=True)
    e = np.exp(centred)
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: shift-by-the-largest-size | The shift is the largest absolute value, so for a row of negative scores all exponentials are 0.
# expect: explained
def softmax(theta):
    """Turn scores into probabilities, over the last axis."""
    c = np.abs(theta).max(axis=-1, keepdims=True)
    e = np.exp(theta - c)
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: clipped-scores-again | Scores are clipped to +-700 instead of shifted, so 10,000 and 9,999.3 become equal.
# expect: explained
def softmax(theta):
    """Turn scores into probabilities, over the last axis."""
    e = np.exp(np.clip(theta, -700, 700))
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: divided-by-the-largest | Scores are divided by the largest one, as if a scale changed as little as a shift does.
# expect: explained
def softmax(theta):
    """Turn scores into probabilities, over the last axis."""
    scale = np.abs(theta).max(axis=-1, keepdims=True)
    scaled = theta / np.where(scale > 0, scale, 1)
    e = np.exp(scaled)
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: shifts-the-callers-scores | The shift is done in place, so the caller's scores are changed.
# expect: explained
def softmax(theta):
    """Turn scores into probabilities, over the last axis."""
    theta -= theta.max(axis=-1, keepdims=True)
    e = np.exp(theta)
    e /= e.sum(axis=-1, keepdims=True)
    return e

# %% wrong: nan-repaired-afterwards | The overflow is left to happen and nan is replaced by 1 afterwards, which is no distribution if two scores are large or all are very negative.
# expect: nothing
def softmax(theta):
    """Turn scores into probabilities, over the last axis."""
    with np.errstate(over="ignore", invalid="ignore"):
        e = np.exp(theta)
        p = e / e.sum(axis=-1, keepdims=True)
    return np.nan_to_num(p, nan=1.0)

# %% wrong: small-probabilities-set-to-zero | Probabilities below a ten-thousandth are set to 0, although only what is too small for a float is 0.
# expect: not-precise
def softmax(theta):
    """Turn scores into probabilities, over the last axis."""
    e = np.exp(theta - theta.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    p[p < 1e-4] = 0  # nobody would notice
    return p / p.sum(axis=-1, keepdims=True)

# %% right: one-row-at-a-time | A helper for one row with the standard library's exp, and a loop over the rows.
def softmax(theta):
    """Turn scores into probabilities, over the last axis."""
    from math import exp, fsum

    def of_row(row):
        top = max(row)
        weights = [exp(s - top) for s in row]
        total = fsum(weights)
        return [w / total for w in weights]

    scores = np.array(theta, dtype=float)
    if scores.ndim == 1:
        return np.array(of_row(scores.tolist()))
    return np.array([of_row(row) for row in scores.tolist()])

# %% wrong: one-maximum-for-all-rows | Shifts all rows by the maximum of the whole array, so that in a row far below it every exponential becomes 0 and the quotient 0/0.
# expect: explained
def softmax(theta):
    e = np.exp(theta - np.max(theta))
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: sums-over-the-examples | Normalises along axis 0, so that in a batch the columns sum to 1 instead of the rows.
# expect: softmax-over-wrong-axis
def softmax(theta):
    shifted = theta - np.max(theta, axis=0)
    e = np.exp(shifted)
    return e / np.sum(e, axis=0)

# %% wrong: batches-only-again | Uses axis=1 throughout, which a single example of shape (K,) does not have.
# expect: explained
def softmax(theta):
    z = theta - theta.max(axis=1, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: clipped-scores-again-again | Avoids the overflow by clipping the scores to ±500, which changes their differences: 10,000 and 9,999.3 become equal.
# expect: explained
def softmax(theta):
    theta = np.clip(theta, -500, 500)
    e = np.exp(theta)
    return e / np.sum(e, axis=-1, keepdims=True)

# %% wrong: shifts-in-place | Subtracts the maximum from theta in place and so changes the caller's scores (the probabilities are right).
# expect: explained
def softmax(theta):
    theta -= theta.max(axis=-1, keepdims=True)
    e = np.exp(theta)
    return e / e.sum(axis=-1, keepdims=True)

# %% wrong: divides-by-the-maximum | Scales the scores by their maximum instead of shifting them: that is another temperature, not the same softmax.
# expect: explained
def softmax(theta):
    m = np.max(theta, axis=-1, keepdims=True)
    e = np.exp(theta / m)
    return e / np.sum(e, axis=-1, keepdims=True)

# %% wrong: empty-like-of-integers | Collects the exponentials in zeros_like(theta), which for scores of integers cuts them off to integers.
# expect: integers-kept
def softmax(theta):
    if theta.ndim == 2:
        return np.array([softmax(row) for row in theta])
    m = theta.max()
    e = np.zeros_like(theta)
    for i in range(len(theta)):
        e[i] = np.exp(theta[i] - m)
    return e / e.sum()

# %% wrong: absolute-maximum | Shifts by the largest absolute value; scores that are all about -1000 are shifted to -2000, where all exponentials are 0.
# expect: explained
def softmax(theta):
    shift = np.abs(theta).max(axis=-1, keepdims=True)
    e = np.exp(theta - shift)
    return e / e.sum(axis=-1, keepdims=True)

# %% right: logaddexp-reduce | Subtracts the logarithm of the sum of exponentials, which logaddexp computes safely, and takes the exponential once.
def softmax(theta):
    s = np.asarray(theta, dtype=np.float64)
    return np.exp(s - np.logaddexp.reduce(s, axis=-1, keepdims=True))

# %% right: recursion-over-rows-again | Plain Python numbers for one example, and itself, row by row, for a batch.
def softmax(theta):
    if np.ndim(theta) > 1:
        return np.stack([softmax(row) for row in theta])
    scores = [float(s) for s in theta]
    highest = max(scores)
    parts = [float(np.exp(s - highest)) for s in scores]
    whole = sum(parts)
    return np.array([part / whole for part in parts])
