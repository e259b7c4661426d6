# %% wrong: no-shift | np.exp of the scores overflows at 10,000: inf / inf = nan
# expect: explained
def softmax_cross_entropy(scores, y):
    N = len(scores)
    e = np.exp(scores)
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean()
    d = p.copy()
    d[np.arange(N), y] -= 1
    return loss, d / N

# %% wrong: one-shift-for-all-rows | the scores are shifted by the maximum of the whole batch: rows of much smaller size underflow to 0 / 0
# expect: explained
def softmax_cross_entropy(scores, y):
    shifted = scores - np.max(scores)
    exps = np.exp(shifted)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    n = scores.shape[0]
    loss = -np.mean(np.log(probs[range(n), y]))
    dscores = probs
    dscores[range(n), y] -= 1
    dscores /= n
    return loss, dscores

# %% wrong: log-of-underflow | the softmax is shifted row by row, but the logarithm of a probability that underflowed to 0 is -inf: at scores (10,000, -10,000) with the second right, the loss is inf instead of 20,000
# expect: explained
def softmax_cross_entropy(scores, y):
    N = scores.shape[0]
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    correct = p[np.arange(N), y]
    loss = np.mean(-np.log(correct))
    onehot = np.zeros(p.shape)
    onehot[np.arange(N), y] = 1
    return loss, (p - onehot) / N

# %% wrong: small-number-in-the-log | log(p + 1e-12) keeps the loss finite but wrong: at most 27.6, where the right one may be 20,000
# expect: nothing
def softmax_cross_entropy(scores, y):
    N = scores.shape[0]
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y] + 1e-12).mean()
    dscores = p.copy()
    dscores[np.arange(N), y] -= 1
    return loss, dscores / N

# %% wrong: gradient-not-averaged | the loss is a mean over the batch, but the gradient is not divided by N
# expect: sum-not-mean
def softmax_cross_entropy(scores, y):
    rows = np.arange(len(y))
    s = scores - scores.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[rows, y].mean()
    dscores = np.exp(logp)
    dscores[rows, y] -= 1
    return loss, dscores

# %% wrong: sum-and-sum | both the loss and its gradient are sums over the batch instead of means
# expect: sum-not-mean
def softmax_cross_entropy(scores, y):
    total, grad = 0.0, np.zeros(scores.shape)
    for i in range(len(scores)):
        s = scores[i] - np.max(scores[i])
        log_z = np.log(np.sum(np.exp(s)))
        total += log_z - s[y[i]]
        grad[i] = np.exp(s - log_z)
        grad[i, y[i]] -= 1
    return total, grad

# %% wrong: column-indexing | p[:, y] -= 1 subtracts 1 in whole columns, from all examples, instead of one entry per row
# expect: all-pairs-of-labels
def softmax_cross_entropy(scores, y):
    N = len(y)
    s = scores - np.max(scores, axis=1, keepdims=True)
    logp = s - np.log(np.sum(np.exp(s), axis=1, keepdims=True))
    loss = -np.mean(logp[np.arange(N), y])
    p = np.exp(logp)
    p[:, y] -= 1
    return loss, p / N

# %% wrong: softmax-over-examples | max and sum run over axis 0: the probabilities of each class add up to 1 over the batch
# expect: explained
def softmax_cross_entropy(scores, y):
    N = len(y)
    s = scores - scores.max(axis=0)
    logp = s - np.log(np.exp(s).sum(axis=0))
    loss = -logp[np.arange(N), y].mean()
    d = np.exp(logp)
    d[np.arange(N), y] -= 1
    return loss, d / N

# %% wrong: shifts-the-callers-scores | scores -= max changes the caller's array (and the caller's next use of it)
# expect: explained
def softmax_cross_entropy(scores, y):
    scores -= scores.max(axis=1, keepdims=True)
    logp = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    N = scores.shape[0]
    loss = -logp[np.arange(N), y].sum() / N
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    dscores /= N
    return loss, dscores

# %% wrong: results-swapped | returns (dscores, loss)
# expect: results-swapped
def softmax_cross_entropy(scores, y):
    N = scores.shape[0]
    s = scores - scores.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    return dscores / N, loss

# %% wrong: onehot-of-present-classes | the one-hot matrix has as many columns as different labels occur in y: it does not fit when the batch lacks a class
# expect: nothing
def softmax_cross_entropy(scores, y):
    K = len(np.unique(y))
    onehot = np.eye(K)[y]
    s = scores - scores.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -np.mean(np.sum(onehot * logp, axis=1))
    return loss, (np.exp(logp) - onehot) / len(y)

# %% wrong: mean-over-all-entries | np.mean of the matrix onehot * log p divides by N K instead of by N (in the loss and, alike, in the gradient)
# expect: averaged-over-classes
def softmax_cross_entropy(scores, y):
    N, K = scores.shape
    onehot = np.zeros((N, K))
    onehot[np.arange(N), y] = 1
    s = scores - scores.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -np.mean(onehot * logp)
    dscores = (np.exp(logp) - onehot) / onehot.size
    return loss, dscores

# %% wrong: gradient-turned | dscores = onehot - p: the sign is wrong, it points downhill
# expect: sign-flipped
def softmax_cross_entropy(scores, y):
    N, K = scores.shape
    T = (np.arange(K) == np.asarray(y)[:, None]).astype(float)
    s = scores - scores.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -(T * logp).sum() / N
    return loss, (T - np.exp(logp)) / N

# %% wrong: shift-only-in-the-sum | the log-sum-exp is that of the shifted scores, but the right score is taken unshifted: the loss is off by the row's maximum
# expect: explained
def softmax_cross_entropy(scores, y):
    N = len(y)
    m = scores.max(axis=1)
    exps = np.exp(scores - m[:, None])
    logsum = np.log(exps.sum(axis=1))
    loss = np.mean(logsum - scores[np.arange(N), y])
    dscores = exps / exps.sum(axis=1)[:, None]
    dscores[np.arange(N), y] -= 1
    return loss, dscores / N

# %% wrong: gradient-in-integers | dscores is built in np.zeros_like(scores), an integer array for integer scores: all entries become 0 or -1
# expect: integers-kept
def softmax_cross_entropy(scores, y):
    N = len(y)
    dscores = np.zeros_like(scores)
    loss = 0.0
    for i in range(N):
        s = scores[i] - scores[i].max()
        p = np.exp(s) / np.exp(s).sum()
        loss += (np.log(np.exp(s).sum()) - s[y[i]]) / N
        p[y[i]] -= 1
        dscores[i] = p / N
    return loss, dscores

# %% wrong: shift-by-a-constant | the scores are shifted by a fixed 700 (the largest exponent that exp can take) instead of by the row's maximum: 10,000 - 700 still overflows
# expect: explained
def softmax_cross_entropy(scores, y):
    N = len(y)
    s = np.where(scores.max() > 700, scores - 700, scores)
    Z = np.exp(s).sum(axis=1, keepdims=True)
    logp = s - np.log(Z)
    p = np.exp(s) / Z
    p[np.arange(N), y] -= 1
    return -logp[np.arange(N), y].mean(), p / N

# %% right: logaddexp-reduce | np.logaddexp.reduce over the classes
def softmax_cross_entropy(scores, y):
    logp = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    target = np.equal.outer(y, np.arange(scores.shape[1]))
    return -np.mean(logp[target]), (np.exp(logp) - target) / len(logp)

# %% right: sum-of-exponentials-of-gaps | loss as log of the sum of e^(s_j - s_y), shifted by the largest gap; a namedtuple comes out
from collections import namedtuple

LossAndGradient = namedtuple("LossAndGradient", ["loss", "dscores"])


def softmax_cross_entropy(scores, y):
    gaps = scores - np.take_along_axis(scores, np.asarray(y)[:, None], axis=1)
    top = gaps.max(axis=1, keepdims=True)
    powers = np.exp(gaps - top)
    total = powers.sum(axis=1, keepdims=True)
    loss = (top + np.log(total)).mean()
    gradient = powers / total
    np.put_along_axis(gradient, np.asarray(y)[:, None], np.take_along_axis(gradient, np.asarray(y)[:, None], 1) - 1, axis=1)
    return LossAndGradient(loss=loss, dscores=gradient / len(y))

# %% right: row-by-row | a loop over examples with a helper, in Python floats
def softmax_cross_entropy(scores, y):
    def one(s, label):
        s = s - max(s)
        log_sum = np.log(sum(np.exp(s)))
        gradient = np.exp(s - log_sum)
        gradient[label] -= 1
        return float(log_sum - s[label]), gradient

    losses, gradients = zip(*(one(s, label) for s, label in zip(scores, y)))
    return sum(losses) / len(losses), np.array(gradients) / len(losses)

# %% wrong: log-of-zero | the log of the softmax, which is -inf where a probability is rounded to 0
# expect: explained
def softmax_cross_entropy(scores, y):
    N = len(y)
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).sum() / N
    p[np.arange(N), y] -= 1
    return loss, p / N

# %% wrong: only-the-label-moves | the gradient is set only in the label's column, (p - 1)/N; the other classes get 0
# expect: explained
def softmax_cross_entropy(scores, y):
    N = len(scores)
    s = scores - scores.max(axis=1, keepdims=True)
    logp = s - np.log(np.sum(np.exp(s), axis=1, keepdims=True))
    picked = logp[np.arange(N), y]
    dscores = np.zeros(scores.shape)
    dscores[np.arange(N), y] = (np.exp(picked) - 1) / N
    return -picked.mean(), dscores

# %% right: labels-by-boolean-table | a boolean table of labels and np.logaddexp.reduce
def softmax_cross_entropy(scores, y):
    s = np.asarray(scores, dtype=np.float64)
    is_label = np.arange(s.shape[1]) == np.reshape(y, (-1, 1))
    log_p = s - np.logaddexp.reduce(s, axis=1, keepdims=True)
    return float(-log_p[is_label].mean()), (np.exp(log_p) - is_label) / s.shape[0]

# %% wrong: gradient-not-averaged-2 | the loss is a mean, the gradient is not divided by N
# expect: sum-not-mean
def softmax_cross_entropy(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    n = np.arange(len(y))
    d = np.exp(logp)
    d[n, y] -= 1
    return -logp[n, y].mean(), d

# %% wrong: divided-by-all-entries | loss and gradient are divided by N K (size of the table)
# expect: averaged-over-classes
def softmax_cross_entropy(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    onehot = np.eye(scores.shape[1])[y]
    return -np.mean(onehot * logp), (np.exp(logp) - onehot) / scores.size

# %% wrong: gradient-of-the-sum | dscores is not divided by N
# expect: sum-not-mean
def softmax_cross_entropy(scores, y):
    N = len(scores)
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    return -logp[np.arange(N), y].mean(), dscores

# %% wrong: loss-summed | sum of the losses, gradient of the mean
# expect: sum-not-mean, averaged-twice
def softmax_cross_entropy(scores, y):
    N = len(scores)
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    return -logp[np.arange(N), y].sum(), dscores / N

# %% wrong: truth-minus-prediction | sign of the gradient
# expect: sign-flipped
def softmax_cross_entropy(scores, y):
    N = len(scores)
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    return -logp[np.arange(N), y].mean(), -dscores / N

# %% wrong: one-from-every-column | dscores[:, y] -= 1
# expect: all-pairs-of-labels
def softmax_cross_entropy(scores, y):
    N = len(scores)
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(logp)
    dscores[:, y] -= 1
    return -logp[np.arange(N), y].mean(), dscores / N

# %% wrong: one-not-subtracted | gradient is softmax / N
# expect: one-hot-not-subtracted
def softmax_cross_entropy(scores, y):
    N = len(scores)
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(logp)
    return -logp[np.arange(N), y].mean(), dscores / N

# %% wrong: unshifted-exponentials | no shift: nan for large scores
# expect: explained
def softmax_cross_entropy(scores, y):
    N = len(scores)
    shifted = scores
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    return -logp[np.arange(N), y].mean(), dscores / N

# %% wrong: maximum-of-the-table | one shift for all rows: log(0) in rows far below
# expect: explained
def softmax_cross_entropy(scores, y):
    N = len(scores)
    shifted = scores - scores.max()
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    return -logp[np.arange(N), y].mean(), dscores / N

# %% wrong: epsilon-in-the-log | -log(p + 1e-8): never more than 18.4
# expect: not-precise
def softmax_cross_entropy(scores, y):
    N = len(scores)
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    return -np.log(np.exp(logp[np.arange(N), y]) + 1e-8).mean(), dscores / N

# %% wrong: mean-over-all-entries-2 | divides loss and gradient by N K
# expect: averaged-over-classes
def softmax_cross_entropy(scores, y):
    N = len(scores)
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    return -logp[np.arange(N), y].sum() / scores.size, dscores / scores.size

# %% wrong: softmax-of-columns | normalises over the batch axis
# expect: explained
def softmax_cross_entropy(scores, y):
    N = len(scores)
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    return -logp[np.arange(N), y].mean(), dscores / N

# %% wrong: one-off-the-last-class | the 1 is taken off the last column in every row, whatever the label (right for the smallest example)
# expect: explained
def softmax_cross_entropy(scores, y):
    N = len(scores)
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(logp)
    dscores[:, -1] -= 1
    return -logp[np.arange(N), y].mean(), dscores / N

# %% wrong: one-off-the-highest-score | the gradient takes 1 off the highest score instead of the label
# expect: explained
def softmax_cross_entropy(scores, y):
    N = len(scores)
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(logp)
    dscores[np.arange(N), scores.argmax(axis=1)] -= 1
    return -logp[np.arange(N), y].mean(), dscores / N

# %% right: logaddexp-and-identity | logaddexp.reduce and rows of np.eye
def softmax_cross_entropy(scores, y):
    hot = np.eye(scores.shape[-1])[y]
    lse = np.logaddexp.reduce(scores, axis=-1, keepdims=True)
    return float(np.mean(lse - (hot * scores).sum(-1, keepdims=True))), (np.exp(scores - lse) - hot) * (1 / len(y))

# %% right: example-by-example | one row after the other
def softmax_cross_entropy(scores, y):
    loss, dscores = 0.0, np.empty(scores.shape)
    for i, (row, k) in enumerate(zip(scores, y)):
        e = np.exp(row - max(row))
        loss += (np.log(e.sum()) + max(row) - row[k]) / len(y)
        dscores[i] = (e / e.sum() - (np.arange(len(row)) == k)) / len(y)
    return loss, dscores

# %% wrong: gradient-not-divided | The loss is the mean over the batch, but its gradient is not divided by N.
# expect: sum-not-mean
def softmax_cross_entropy(scores, y):
    N = len(y)
    s = scores - scores.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    return loss, dscores

# %% wrong: sum-not-mean | Loss and gradient are those of the sum over the batch, not of the mean.
# expect: sum-not-mean
def softmax_cross_entropy(scores, y):
    N = len(y)
    s = scores - scores.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].sum()
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    return loss, dscores

# %% wrong: no-shift-again | Nothing is subtracted from the scores before exp, which overflows for scores of 10,000.
# expect: explained
def softmax_cross_entropy(scores, y):
    N = len(y)
    e = np.exp(scores)
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean()
    dscores = p.copy()
    dscores[np.arange(N), y] -= 1
    return loss, dscores / N

# %% wrong: one-shift-for-all-rows-again | The maximum of the whole batch is subtracted, so rows far below it become 0 / 0.
# expect: explained
def softmax_cross_entropy(scores, y):
    N = len(y)
    e = np.exp(scores - np.max(scores))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y]))
    dscores = p.copy()
    dscores[np.arange(N), y] -= 1
    return loss, dscores / N

# %% wrong: logarithm-of-zero | The probabilities are stable, but the logarithm is taken of a probability that has underflowed to 0: the loss is infinite.
# expect: explained
def softmax_cross_entropy(scores, y):
    N = len(y)
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y]).mean()
    dscores = p.copy()
    dscores[np.arange(N), y] -= 1
    return loss, dscores / N

# %% wrong: small-number-in-the-log-again | 1e-12 is added inside the logarithm, so no example can cost more than 27.6.
# expect: nothing
def softmax_cross_entropy(scores, y):
    N = len(y)
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y] + 1e-12).mean()
    dscores = p.copy()
    dscores[np.arange(N), y] -= 1
    return loss, dscores / N

# %% wrong: minus-one-in-every-row | p[:, y] -= 1 subtracts from the columns of all labels in every row, not from each row's own label.
# expect: all-pairs-of-labels
def softmax_cross_entropy(scores, y):
    N = len(y)
    s = scores - scores.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    dscores = np.exp(logp)
    dscores[:, y] -= 1
    return loss, dscores / N

# %% wrong: classes-counted-from-the-batch | The one-hot table has as many columns as the largest label in the batch plus 1, which is too few if the last class is missing.
# expect: explained
def softmax_cross_entropy(scores, y):
    N = len(y)
    onehot = np.eye(y.max() + 1)[y]
    s = scores - scores.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    return loss, (np.exp(logp) - onehot) / N

# %% wrong: scores-changed | The maximum is subtracted from the caller's array in place.
# expect: explained
def softmax_cross_entropy(scores, y):
    N = len(y)
    scores -= scores.max(axis=1, keepdims=True)
    logp = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    dscores /= N
    return loss, dscores

# %% wrong: mean-over-classes-too | np.mean over the N x K table of one-hot times log p divides the loss, and then the gradient, by N K instead of N.
# expect: averaged-over-classes
def softmax_cross_entropy(scores, y):
    N, K = scores.shape
    onehot = np.zeros((N, K))
    onehot[np.arange(N), y] = 1
    s = scores - scores.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -np.mean(onehot * logp)
    return loss, (np.exp(logp) - onehot) / scores.size

# %% wrong: gradient-of-integers | The array for the gradient has the dtype of the scores, so for integer scores it is cut to whole numbers.
# expect: integers-kept
def softmax_cross_entropy(scores, y):
    N = len(y)
    dscores = np.zeros_like(scores)
    losses = []
    for i in range(N):
        s = scores[i] - scores[i].max()
        logp = s - np.log(np.exp(s).sum())
        losses.append(-logp[y[i]])
        row = np.exp(logp)
        row[y[i]] -= 1
        dscores[i] = row / N
    return np.mean(losses), dscores

# %% wrong: lag-cut-at-a-thousand | Scores more than 1,000 below the row's largest are raised to 1,000 below it "against underflow", so a loss of 20,000 becomes one of 1,000.
# expect: nothing
def softmax_cross_entropy(scores, y):
    N = len(y)
    s = scores - scores.max(axis=1, keepdims=True)
    s = np.maximum(s, -1000)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    dscores = np.exp(logp)
    dscores[np.arange(N), y] -= 1
    return loss, dscores / N

# %% right: logaddexp-reduce-again | The logarithm of the sum by logaddexp.reduce, the one-hot by comparison.
def softmax_cross_entropy(scores, y):
    scores, y = np.asarray(scores, dtype=float), np.asarray(y)
    logp = scores - np.logaddexp.reduce(scores, axis=1)[:, None]
    truth = np.arange(scores.shape[1]) == y[:, None]
    return -logp[truth].sum() / len(y), (np.exp(logp) - truth) / len(y)

# %% right: row-by-row-again | A loop over the examples, losses as the logarithm of a sum of lags behind the label.
def softmax_cross_entropy(scores, y):
    total, rows = 0.0, []
    for row, label in zip(np.asarray(scores, dtype=float), y):
        top = row.max()
        e = np.exp(row - top)
        total += np.log(e.sum()) + top - row[label]
        rows.append(e / e.sum() - (np.arange(len(row)) == label))
    return total / len(rows), np.stack(rows) / len(rows)

# %% wrong: one-maximum-for-the-batch | The largest score of the whole batch is subtracted from all rows: a row that is far below it underflows to 0 / 0.
# expect: explained
def softmax_cross_entropy(scores, y):
    e = np.exp(scores - np.max(scores))
    p = e / e.sum(axis=1, keepdims=True)
    rows = np.arange(len(y))
    loss = -np.log(p[rows, y]).mean()
    dscores = p.copy()
    dscores[rows, y] -= 1
    return loss, dscores / len(y)

# %% wrong: log-of-underflow-guarded | The scores are shifted, but the logarithm is taken of the probability plus 1e-12: sure and wrong costs at most 27.6 instead of 800.
# expect: nothing
def softmax_cross_entropy(scores, y):
    N = scores.shape[0]
    shifted = scores - scores.max(axis=1, keepdims=True)
    probs = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(probs[range(N), y] + 1e-12))
    dscores = probs.copy()
    dscores[range(N), y] -= 1
    dscores /= N
    return loss, dscores

# %% wrong: gradient-not-averaged-again | The loss is the mean over the batch, the gradient lacks the 1 / N.
# expect: sum-not-mean
def softmax_cross_entropy(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    loss = -log_p[rows, y].mean()
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return loss, dscores

# %% wrong: mean-over-all-entries-again | Loss and gradient are divided by N * K, the number of the scores, since np.mean of a table of one-hot times log is taken.
# expect: averaged-over-classes
def softmax_cross_entropy(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    onehot = np.zeros(scores.shape)
    onehot[np.arange(len(y)), y] = 1
    loss = -np.mean(onehot * log_p)
    dscores = (np.exp(log_p) - onehot) / scores.size
    return loss, dscores

# %% wrong: columns-instead-of-entries | [:, y] takes whole columns instead of one entry per row, in the loss and in the gradient.
# expect: all-pairs-of-labels
def softmax_cross_entropy(scores, y):
    z = scores - scores.max(axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    loss = -np.mean(log_p[:, y])
    dscores = np.exp(log_p)
    dscores[:, y] -= 1
    dscores = dscores / scores.shape[0]
    return loss, dscores

# %% wrong: scores-shifted-in-place | The maximum is subtracted in place, from the caller's scores.
# expect: explained
def softmax_cross_entropy(scores, y):
    scores -= scores.max(axis=1, keepdims=True)
    e = np.exp(scores)
    total = e.sum(axis=1)
    n = np.arange(len(scores))
    loss = np.mean(np.log(total) - scores[n, y])
    dscores = e / total[:, None]
    dscores[n, y] -= 1
    return loss, dscores / len(scores)

# %% wrong: classes-counted-from-labels | The one-hot table has as many columns as the largest label in the batch says, which is too few if the last class is missing.
# expect: nothing
def softmax_cross_entropy(scores, y):
    onehot = np.eye(np.max(y) + 1)[y]
    z = scores - scores.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    loss = -np.sum(onehot * log_p) / len(y)
    return loss, (np.exp(log_p) - onehot) / len(y)

# %% wrong: gradient-sign-and-sum | The gradient is onehot minus softmax, the direction of descent, and both it and the loss are sums over the batch.
# expect: sum-not-mean
def softmax_cross_entropy(scores, y):
    z = scores - scores.max(axis=1, keepdims=True)
    e = np.exp(z)
    p = e / e.sum(axis=1, keepdims=True)
    rows = np.arange(len(y))
    loss = np.sum(np.log(e.sum(axis=1)) - z[rows, y])
    t = np.zeros_like(p)
    t[rows, y] = 1
    return loss, t - p

# %% wrong: scores-clipped | Against overflow the scores are clipped to ±500 before softmax: scores of 10,000 and 9,999 become equal, and cost ln 2.
# expect: nothing
def softmax_cross_entropy(scores, y):
    e = np.exp(np.clip(scores, -500, 500))
    p = e / e.sum(axis=1, keepdims=True)
    i = np.arange(len(y))
    loss = np.mean(-np.log(p[i, y]))
    p[i, y] -= 1
    return loss, p / len(y)

# %% wrong: maximum-along-the-wrong-axis | The maxima are those of the columns, so scores within a row are shifted by different amounts and softmax changes.
# expect: explained
def softmax_cross_entropy(scores, y):
    e = np.exp(scores - scores.max(axis=0))
    p = e / e.sum(axis=1, keepdims=True)
    i = np.arange(len(y))
    loss = -np.log(p[i, y]).mean()
    grad = p.copy()
    grad[i, y] -= 1
    return loss, grad / len(y)

# %% wrong: labels-renumbered | The labels are renumbered by np.unique, as if the classes that occur in the batch were all that there are.
# expect: explained
def softmax_cross_entropy(scores, y):
    _, y = np.unique(y, return_inverse=True)
    z = scores - scores.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    dscores = np.exp(log_p)
    dscores[rows, y] -= 1
    return -log_p[rows, y].mean(), dscores / len(y)

# %% wrong: mean-subtracted | Each row is shifted by its mean instead of its maximum: enough for scores that are close to each other, and an overflow for 10,000 beside -10,000.
# expect: explained
def softmax_cross_entropy(scores, y):
    z = scores - scores.mean(axis=1, keepdims=True)
    e = np.exp(z)
    total = e.sum(axis=1, keepdims=True)
    i = np.arange(len(y))
    loss = np.mean(np.log(total[:, 0]) - z[i, y])
    dscores = e / total
    dscores[i, y] -= 1
    return loss, dscores / len(y)

# %% right: logaddexp-and-leads | The loss is the log of a sum over exp(s_j - s_y), by logaddexp; the gradient of the label is minus the sum of the others.
def softmax_cross_entropy(scores, y):
    scores = np.array(scores, dtype=float)
    rows = np.arange(len(scores))
    leads = scores - scores[rows, y][:, np.newaxis]
    losses = np.logaddexp.reduce(leads, axis=1)
    p = np.exp(leads - losses[:, np.newaxis])
    p[rows, y] = 0.0
    p[rows, y] = -p.sum(axis=1)
    return losses.mean(), p / len(scores)

# %% right: row-by-row-again-again | A loop over the examples, each with its own maximum.
def softmax_cross_entropy(scores, y):
    total, gradient = 0.0, np.zeros(np.shape(scores))
    for i, (row, label) in enumerate(zip(scores, y)):
        row = row.astype(float) - float(max(row))
        powers = np.exp(row)
        total += np.log(powers.sum()) - row[label]
        gradient[i] = powers / powers.sum()
        gradient[i, label] -= 1
    return total / len(y), gradient / len(y)

# %% wrong: one-maximum-for-all-rows | The maximum of the whole array is subtracted, so that all exponentials of a much smaller row are 0 (log of 0, 0/0).
# expect: explained
def softmax_cross_entropy(scores, y):
    """Return (loss, dscores)."""
    N = len(y)
    e = np.exp(scores - np.max(scores))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y]))
    dscores = p.copy()
    dscores[np.arange(N), y] -= 1
    return loss, dscores / N

# %% wrong: clipped-scores | Scores are clipped to ±500 against overflow: 10,000 and 9,999 become equal, and the loss of a sure mistake is cut to some hundreds or, where the clipped scores are 1,000 apart, is infinite.
# expect: nothing
def softmax_cross_entropy(scores, y):
    """Return (loss, dscores)."""
    N = len(y)
    e = np.exp(np.clip(scores, -500, 500))
    p = e / e.sum(axis=1, keepdims=True)
    loss = -np.mean(np.log(p[np.arange(N), y]))
    p[np.arange(N), y] -= 1
    return loss, p / N

# %% wrong: epsilon-in-the-log-again | log(p + 1e-12) caps the loss of one example at 27.6, where 800 or 20,000 is right.
# expect: nothing
def softmax_cross_entropy(scores, y):
    """Return (loss, dscores)."""
    N = len(y)
    shifted = scores - scores.max(axis=1, keepdims=True)
    p = np.exp(shifted)
    p /= p.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(N), y] + 1e-12).mean()
    p[np.arange(N), y] -= 1
    return loss, p / N

# %% wrong: one-hot-as-wide-as-the-batch | The one-hot matrix has as many columns as the largest label in the batch asks for: it does not fit if the last class is missing.
# expect: nothing
def softmax_cross_entropy(scores, y):
    """Return (loss, dscores)."""
    N = len(y)
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    onehot = np.eye(y.max() + 1)[y]
    loss = -np.sum(onehot * logp) / N
    return loss, (np.exp(logp) - onehot) / N

# %% wrong: columns-of-all-labels | dscores[:, y] -= 1 subtracts 1 in the columns of all labels of the batch, in every row; right only where all examples have the same label (a batch of one included).
# expect: all-pairs-of-labels
def softmax_cross_entropy(scores, y):
    """Return (loss, dscores)."""
    N = len(y)
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -logp[np.arange(N), y].mean()
    dscores = np.exp(logp)
    dscores[:, y] -= 1
    return loss, dscores / N

# %% wrong: gradient-of-the-sum-again | The loss is the mean, but the gradient is not divided by N: it belongs to the sum.
# expect: sum-not-mean
def softmax_cross_entropy(scores, y):
    """Return (loss, dscores)."""
    rows = np.arange(len(y))
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(logp)
    dscores[rows, y] -= 1
    return -logp[rows, y].mean(), dscores

# %% wrong: mean-over-the-classes-too | The mean is taken over all N * K entries of one-hot times log p, so the loss is K times too small.
# expect: averaged-over-classes
def softmax_cross_entropy(scores, y):
    """Return (loss, dscores)."""
    N, K = scores.shape
    onehot = np.eye(K)[y]
    shifted = scores - scores.max(axis=1, keepdims=True)
    logp = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = np.mean(-onehot * logp)
    return loss, (np.exp(logp) - onehot) / N

# %% wrong: shifted-in-place | scores -= max changes the caller's scores.
# expect: explained
def softmax_cross_entropy(scores, y):
    """Return (loss, dscores)."""
    N = len(y)
    scores -= scores.max(axis=1, keepdims=True)
    e = np.exp(scores)
    total = e.sum(axis=1)
    loss = np.mean(np.log(total) - scores[np.arange(N), y])
    dscores = e / total[:, None]
    dscores[np.arange(N), y] -= 1
    return loss, dscores / N

# %% right: logaddexp-reduce-again-again | log-sum-exp by np.logaddexp.reduce in double precision; the one-hot by comparison with a range.
def softmax_cross_entropy(scores, y):
    """Return (loss, dscores)."""
    s = np.asarray(scores, dtype=np.float64)
    s = s - np.max(s, axis=1, keepdims=True)
    logp = s - np.logaddexp.reduce(s, axis=1, keepdims=True)
    onehot = np.asarray(y)[:, None] == np.arange(s.shape[1])
    return -logp[onehot].mean(), (np.exp(logp) - onehot) / len(scores)

# %% right: row-by-row-again-again-again | A loop over the examples, each with the differences to its own largest score.
def softmax_cross_entropy(scores, y):
    """Return (loss, dscores)."""
    N = len(scores)
    loss, rows = 0.0, []
    for s, label in zip(scores, y):
        s = np.array(s, dtype=float)
        s = s - s.max()
        weights = np.exp(s)
        total = weights.sum()
        loss += (np.log(total) - s[label]) / N
        row = weights / total
        row[label] -= 1.0
        rows.append(row / N)
    return loss, np.array(rows)
