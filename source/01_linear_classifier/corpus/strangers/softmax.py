# %% wrong: no-shift | Exponentiates the scores as they are, so 10,000 overflows to inf and inf/inf is nan.
# expect: explained
def softmax(scores):
    e = np.exp(scores)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: global-max | Subtracts the maximum of the whole batch, so a row of much smaller scores underflows to 0/0.
# expect: explained
def softmax(scores):
    e = np.exp(scores - np.max(scores))
    return e / np.sum(e, axis=1, keepdims=True)

# %% wrong: normalised-over-examples | Sums over axis 0, so that each column and not each row has the sum 1.
# expect: nothing
def softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    e = np.exp(shifted)
    return e / e.sum(axis=0)

# %% wrong: sum-without-keepdims | Divides by a sum of shape (N,), which is broadcast along the classes: raises, or is silently wrong if N equals K (right for one example only).
# expect: keepdims-forgotten
def softmax(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1)

# %% wrong: in-place-shift | Subtracts the row maximum from the caller's array in place.
# expect: explained
def softmax(scores):
    scores -= scores.max(axis=1, keepdims=True)
    p = np.exp(scores)
    p /= p.sum(axis=1, keepdims=True)
    return p

# %% wrong: one-sum-for-the-batch | Divides by the sum of all exponentials of the batch, so the whole matrix and not each row sums to 1.
# expect: nothing
def softmax(scores):
    exps = np.exp(scores - scores.max(axis=1)[:, None])
    return exps / np.sum(exps)

# %% wrong: clipped-scores | Clips scores to ±500 to avoid the overflow: finite, but 10000 and 9999 become equal.
# expect: nothing
def softmax(scores):
    s = np.clip(scores, -500, 500)  # exp(710) is inf
    e = np.exp(s)
    return e / np.sum(e, axis=1, keepdims=True)

# %% wrong: shift-by-minimum | Subtracts the row's minimum, which makes all scores positive; (10000, -10000) then still overflows.
# expect: explained
def softmax(scores):
    z = scores - scores.min(axis=1, keepdims=True)
    return np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)

# %% wrong: shift-by-abs-max | Subtracts the largest absolute value, so a row of large negative scores underflows to 0/0.
# expect: explained
def softmax(scores):
    biggest = np.abs(scores).max(axis=1, keepdims=True)
    e = np.exp(scores - biggest)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: divided-by-max | Scales the scores by the row's maximum instead of shifting them; probabilities change.
# expect: nothing
def softmax(scores):
    m = scores.max(axis=1, keepdims=True)
    e = np.exp(scores / m)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: integer-output | Fills np.zeros_like(scores), so integer scores give probabilities cut off to 0 and 1.
# expect: integers-kept
def softmax(scores):
    out = np.zeros_like(scores)
    for i, row in enumerate(scores):
        e = np.exp(row - row.max())
        out[i] = e / e.sum()
    return out

# %% wrong: column-max-shift | Subtracts the maximum of each column (axis 0), a different number for each class, which changes the probabilities.
# expect: explained
def softmax(scores):
    e = np.exp(scores - scores.max(axis=0))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: nan-repaired | Lets exp overflow and then replaces nan by 1: 10000 against 9999 gives 1 for both.
# expect: nothing
def softmax(scores):
    e = np.exp(scores)
    p = e / e.sum(axis=1, keepdims=True)
    return np.nan_to_num(p, nan=1.0)

# %% wrong: shift-only-if-large | Shifts only if the largest score of the batch is above 100, and forgets that very negative rows underflow as well.
# expect: explained
def softmax(scores):
    s = scores.astype(float)
    if s.max() > 100:
        s = s - s.max(axis=1, keepdims=True)
    e = np.exp(s)
    return e / e.sum(axis=1, keepdims=True)

# %% right: log-sum-exp-reduce | exp(s - lse) with np.logaddexp.reduce
def softmax(scores):
    lse = np.logaddexp.reduce(scores, axis=1)
    return np.exp(scores - lse[:, None])

# %% right: pairwise-differences | p_k = 1 / sum_j exp(s_j - s_k): an overflow to inf gives exactly 0
def softmax(scores):
    with np.errstate(over="ignore"):
        return 1 / np.exp(scores[:, None, :] - scores[:, :, None]).sum(axis=2)

# %% right: row-by-row-apply | apply_along_axis with a helper for one row
def softmax(scores):
    def one_row(s):
        e = np.exp(s - max(s))
        return e / sum(e)

    return np.apply_along_axis(one_row, 1, scores)

# %% right: transposed | works on columns so that no keepdims is needed
def softmax(scores):
    t = np.exp(scores.T - scores.max(axis=1))
    return (t / t.sum(axis=0)).T

# %% wrong: global-max-2 | subtracts the largest score of the whole batch, so that a row of very low scores becomes 0/0
# expect: explained
def softmax(scores):
    e = np.exp(scores - np.max(scores))
    return e / np.sum(e, axis=1, keepdims=True)

# %% wrong: clipped-at-700 | clips the scores at ±700 so that nothing overflows, which makes all large scores equal
# expect: nothing
def softmax(scores):
    e = np.exp(np.clip(scores, -700, 700))
    return e / e.sum(axis=1)[:, np.newaxis]

# %% right: pairwise-differences-2 | no exponentials of scores at all: p_k = 1 / sum_j exp(s_j - s_k), with overflow to inf giving 0
def softmax(scores):
    s = np.asarray(scores, dtype=float)
    with np.errstate(over="ignore"):
        odds = np.exp(s[:, np.newaxis, :] - s[:, :, np.newaxis])  # (N, k, j)
        return 1.0 / odds.sum(axis=2)

# %% wrong: divided-by-max-2 | makes the scores small by dividing by the largest one instead of subtracting it, which changes the temperature
# expect: nothing
def softmax(scores):
    largest = np.abs(scores).max(axis=1, keepdims=True)
    e = np.exp(scores / np.maximum(largest, 1))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: shifts-the-callers-array | shifts the rows in place, so that the caller's float scores are changed
# expect: explained
def softmax(scores):
    if scores.dtype.kind == "i":
        scores = scores.astype(float)
    scores -= scores.max(axis=1, keepdims=True)
    e = np.exp(scores)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: as-the-formula-stands | no shift: nan for large scores
# expect: explained
def softmax(scores):
    e = np.exp(scores)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: one-shift-for-all | shifts by the maximum of the whole table: rows far below become 0 / 0
# expect: explained
def softmax(scores):
    e = np.exp(scores - scores.max())
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: normalises-columns | divides by the sum of each column
# expect: explained
def softmax(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=0)

# %% wrong: shifts-by-the-mean | subtracts the row's mean: still overflows where one score leads by more than 710
# expect: explained
def softmax(scores):
    e = np.exp(scores - scores.mean(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: clips-the-scores | clips scores to ±500: finite, but a row like (1000, 999) becomes ½, ½
# expect: explained
def softmax(scores):
    s = np.clip(scores, -500, 500)
    e = np.exp(s)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: divides-by-the-maximum | scales the scores by the largest absolute value of the row instead of shifting: all probabilities change
# expect: explained
def softmax(scores):
    e = np.exp(scores / np.abs(scores).max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: shifts-in-place | scores -= max writes into the caller's array
# expect: explained
def softmax(scores):
    scores -= scores.max(axis=1, keepdims=True)
    e = np.exp(scores)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: nan-replaced-by-one | computes the plain formula and repairs nan afterwards: all overflowing classes get 1, all-underflowing rows as well
# expect: explained
def softmax(scores):
    with np.errstate(all="ignore"):
        e = np.exp(scores)
        return np.nan_to_num(e / e.sum(axis=1, keepdims=True), nan=1.0)

# %% wrong: shift-of-the-columns | maximum over axis 0: each column is shifted by another number, which changes the probabilities
# expect: explained
def softmax(scores):
    e = np.exp(scores - scores.max(axis=0))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: row-sum-without-keepdims | divides by a flat (N,) vector of row sums: error unless N = K, and there column k is divided by the sum of row k
# expect: keepdims-forgotten
def softmax(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1)

# %% wrong: shift-by-the-smallest | subtracts the row's minimum: exponents are positive and overflow
# expect: explained
def softmax(scores):
    e = np.exp(scores - scores.min(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% right: from-log-sum-exp | exp of s minus logaddexp.reduce
def softmax(scores):
    return np.exp(scores - np.logaddexp.reduce(scores, axis=1)[:, None])

# %% right: python-floats | math.exp in nested loops
import math


def softmax(scores):
    result = []
    for row in scores.tolist():
        top = max(row)
        powers = [math.exp(s - top) for s in row]
        result.append([p / sum(powers) for p in powers])
    return np.array(result)

# %% right: lead-over-every-class | p_k = 1 / sum_j exp(s_j - s_k), with the differences clipped at 700 | open: (N, K, K) table
def softmax(scores):
    with np.errstate(over="ignore"):
        return 1 / np.exp(np.minimum(scores[:, None, :] - scores[:, :, None], 745.0)).sum(axis=-1)

# %% right: scipys-own | the library's function under another name | open: an import from SciPy
from scipy.special import softmax as library_softmax


def softmax(scores):
    return library_softmax(np.asarray(scores, dtype=float), axis=1)

# %% wrong: one-maximum-for-all | Subtracts the maximum of the whole batch; a row far below it becomes 0/0.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row.

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction

    Returns
    -------
    ndarray, (N, K): each row has the sum 1
    """
    exp = np.exp(scores - np.max(scores))
    return exp / exp.sum(axis=1, keepdims=True)

# %% wrong: first-score-as-shift | Subtracts each row's first score instead of its largest: overflows where another score is far above the first.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row.

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction

    Returns
    -------
    ndarray, (N, K): each row has the sum 1
    """
    exp = np.exp(scores - scores[:, :1])
    return exp / exp.sum(axis=1, keepdims=True)

# %% wrong: clipped-scores-again | Clips the scores to ±700, so that all scores beyond become equal.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row.

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction

    Returns
    -------
    ndarray, (N, K): each row has the sum 1
    """
    exp = np.exp(np.clip(scores, -700, 700) - 0.0)
    return exp / exp.sum(axis=1, keepdims=True)

# %% wrong: sum-over-examples | Normalises the columns instead of the rows.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row.

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction

    Returns
    -------
    ndarray, (N, K): each row has the sum 1
    """
    exp = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return exp / exp.sum(axis=0)

# %% wrong: keepdims-forgotten | Divides by the row sums as a row, not as a column: an error, or, if N = K, the wrong sums.
# expect: keepdims-forgotten
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row.

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction

    Returns
    -------
    ndarray, (N, K): each row has the sum 1
    """
    exp = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return exp / exp.sum(axis=1)

# %% wrong: shifts-callers-scores | Subtracts the maximum in place, and so changes the caller's scores.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row.

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction

    Returns
    -------
    ndarray, (N, K): each row has the sum 1
    """
    for row in scores:
        row -= row.max()
    exp = np.exp(scores)
    return exp / exp.sum(axis=1, keepdims=True)

# %% wrong: shift-only-if-large-again | Shifts only if a score is above 700, and forgets that very low rows give 0/0.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row.

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction

    Returns
    -------
    ndarray, (N, K): each row has the sum 1
    """
    if np.max(scores) > 700:
        scores = scores - np.max(scores, axis=1, keepdims=True)
    exp = np.exp(scores)
    return exp / exp.sum(axis=1, keepdims=True)

# %% wrong: largest-absolute-value | Subtracts the largest absolute value of each row, so rows of very low scores become 0/0.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row.

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction

    Returns
    -------
    ndarray, (N, K): each row has the sum 1
    """
    exp = np.exp(scores - np.abs(scores).max(axis=1, keepdims=True))
    return exp / exp.sum(axis=1, keepdims=True)

# %% wrong: floor-under-exponents | Cuts the shifted scores at -20, so that no probability can be smaller than about 2e-9.
# expect: not-precise
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row.

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction

    Returns
    -------
    ndarray, (N, K): each row has the sum 1
    """
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    exp = np.exp(np.maximum(shifted, -20.0))
    return exp / exp.sum(axis=1, keepdims=True)

# %% right: log-sum-exp | Through the logarithm of the sum, by logaddexp.
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row.

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction

    Returns
    -------
    ndarray, (N, K): each row has the sum 1
    """
    scores = np.asarray(scores, dtype=float)
    return np.exp(scores - np.logaddexp.reduce(scores, axis=1)[:, np.newaxis])

# %% right: one-over-sum-of-odds | p_k = 1 / sum_j exp(s_j - s_k), of which an overflow is a proper 0.
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row.

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction

    Returns
    -------
    ndarray, (N, K): each row has the sum 1
    """
    scores = np.asarray(scores, dtype=float)
    p = np.empty(scores.shape)
    with np.errstate(over="ignore"):
        for k in range(scores.shape[1]):
            p[:, k] = 1 / np.exp(scores - scores[:, k : k + 1]).sum(axis=1)
    return p

# %% wrong: exp-of-large-scores | Takes the exponentials of the scores as they are, which overflow (or all become 0) for large scores.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    e = np.exp(scores)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: one-maximum-for-all-again | Subtracts the highest score of the whole batch instead of that of each row, so that rows of much lower scores become 0/0.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    e = np.exp(scores - np.max(scores))
    return e / np.sum(e, axis=1, keepdims=True)

# %% wrong: shares-among-examples | Divides by the sums of the columns instead of the rows, so that each class, not each example, has the sum 1.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    e = np.exp(shifted)
    return e / e.sum(axis=0)

# %% wrong: clipped-scores-again-again | Clips the scores to ±500 against overflow, which makes 10,000 and 9,999 the same.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    e = np.exp(np.clip(scores, -500, 500))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: divided-not-shifted | Divides each row by its largest absolute score instead of subtracting the maximum, which changes the probabilities.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    size = np.maximum(np.abs(scores).max(axis=1, keepdims=True), 1e-12)
    e = np.exp(scores / size)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: shifted-in-place | Subtracts the maxima in place, which changes the caller's scores.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    scores -= scores.max(axis=1, keepdims=True)
    e = np.exp(scores)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: shifted-by-mean | Subtracts the mean of each row instead of its maximum, so that a row with a wide range still overflows.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    e = np.exp(scores - np.mean(scores, axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: single-class-squeezed | Squeezes the array before it works along the last axis, so that a batch with one class is treated as one row of N classes.
# expect: nothing
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    s = np.squeeze(scores)  # a single row is a vector
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return p.reshape(scores.shape)

# %% wrong: result-like-the-scores | Writes the probabilities into an array of the dtype of the scores, so that integer scores give zeros and ones.
# expect: integers-kept
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    probabilities = np.zeros_like(scores)
    for i, row in enumerate(scores):
        e = np.exp(row - max(row))
        probabilities[i] = e / sum(e)
    return probabilities

# %% right: one-over-sum-of-differences | p_k = 1 / sum_j exp(s_j - s_k), with the differences capped at 700, where the probability is below 1e-300 anyway.
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    s = np.array(scores, dtype=float)
    differences = s[:, np.newaxis, :] - s[:, :, np.newaxis]  # [i, k, j] = s_ij - s_ik
    return 1 / np.exp(np.minimum(differences, 700.0)).sum(axis=2)

# %% right: through-the-logarithm | Computes log p = s - max - log sum exp(s - max) with logaddexp, and takes the exponential of it.
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    scores = np.asarray(scores, dtype=float)
    lead = scores - scores.max(axis=1, keepdims=True)
    return np.exp(lead - np.logaddexp.reduce(lead, axis=1, keepdims=True))

# %% wrong: nan-made-a-number | Lets the exponentials overflow and turns the nan of inf/inf into 0 afterwards: finite, but not right.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    with np.errstate(all="ignore"):
        e = np.exp(scores)
        p = e / np.sum(e, axis=1, keepdims=True)
    return np.nan_to_num(p)

# %% wrong: one-maximum-for-all-again-again | Subtracts the maximum of the whole batch, so a row that is far lower underflows to 0/0.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    shifted = scores - np.max(scores)
    e = np.exp(shifted)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: along-the-examples | Shifts and normalises along axis 0, so the columns add up to 1, not the rows.
# expect: softmax-over-wrong-axis
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    e = np.exp(scores - scores.max(axis=0))
    return e / e.sum(axis=0)

# %% wrong: sum-without-keepdims-again | Divides by row sums of shape (N,), which broadcast along the classes: an error, or, if N equals K, the sum of another row.
# expect: keepdims-forgotten
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    m = np.max(scores, axis=1)[:, np.newaxis]
    e = np.exp(scores - m)
    return e / np.sum(e, axis=1)

# %% wrong: shifts-the-argument | Subtracts the maximum in place and so changes the caller's scores.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    scores -= scores.max(axis=1, keepdims=True)
    e = np.exp(scores)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: buffer-like-scores | Collects the probabilities in zeros_like(scores), which for integer scores cuts them all down to 0 or 1.
# expect: integers-kept
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    p = np.zeros_like(scores)
    for i in range(scores.shape[0]):
        e = np.exp(scores[i] - scores[i].max())
        p[i] = e / e.sum()
    return p

# %% wrong: scores-clipped | Clips the scores to ±500 against the overflow, which makes all larger scores equal.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    safe = np.clip(scores, -500, 500)
    e = np.exp(safe)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: maximum-at-least-zero | Starts the search for the row's maximum at 0, so rows of very negative scores are not shifted up and give 0/0.
# expect: explained
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    result = []
    for row in scores:
        biggest = 0
        for s in row:
            if s > biggest:
                biggest = s
        e = np.exp(row - biggest)
        result.append(e / e.sum())
    return np.array(result)

# %% right: one-over-sum-of-odds-again | Uses p_k = 1 / sum_j exp(s_j − s_k) with all pairwise differences, capped at 700 where the probability is 0 anyway.
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""
    scores = np.asarray(scores, dtype=np.float64)
    leads = scores[:, np.newaxis, :] - scores[:, :, np.newaxis]  # (N, k, j): s_j - s_k
    return 1 / np.exp(np.minimum(leads, 700.0)).sum(axis=2)

# %% right: row-by-row-helper | A helper for one row, in Python floats, called for each row.
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row."""

    def of_row(row):
        top = max(row)
        powers = [float(np.exp(s - top)) for s in row]
        total = sum(powers)
        return [power / total for power in powers]

    return np.array([of_row(row) for row in np.asarray(scores).tolist()])
