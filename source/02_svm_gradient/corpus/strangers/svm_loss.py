# %% wrong: gradient-not-divided | The gradient is the sum over the batch; only the loss is divided by N.
# expect: sum-not-mean
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    margins = svm_margins(W, X, y, delta)
    loss = margins.sum() / N + lam * np.sum(W**2)
    G = (margins > 0).astype(float)
    G[np.arange(N), y] = -G.sum(axis=1)
    return loss, G.T @ X + 2 * lam * W

# %% wrong: loss-not-divided | The loss is the sum over the batch, the gradient the mean.
# expect: sum-not-mean
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    margins = svm_margins(W, X, y, delta)
    loss = np.sum(margins) + lam * np.sum(W * W)
    G = np.where(margins > 0, 1.0, 0.0)
    G[np.arange(N), y] -= G.sum(axis=1)
    dW = G.T.dot(X) / N + 2 * lam * W
    return loss, dW

# %% wrong: mean-over-all-entries | Takes np.mean of the (N, K) margins and divides the gradient by G.size as well, so both are too small by K.
# expect: averaged-over-classes
def svm_loss(W, X, y, lam, delta=1.0):
    m = svm_margins(W, X, y, delta)
    G = (m > 0).astype(float)
    G[np.arange(len(y)), y] = -G.sum(axis=1)
    return np.mean(m) + lam * np.sum(W**2), G.T @ X / G.size + 2 * lam * W

# %% wrong: margins-for-ones | Multiplies by the margins themselves instead of 0 or 1: the slope of max(0, m) is not m.
# expect: margin-instead-of-indicator
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    margins = svm_margins(W, X, y, delta)
    loss = margins.sum() / N + lam * np.sum(W**2)
    margins[np.arange(N), y] = -margins.sum(axis=1)
    dW = margins.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: minus-one-for-minus-count | The correct class's coefficient is always -1, whether two classes count or none.
# expect: correct-row-counted-once
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    m = svm_margins(W, X, y, delta)
    G = (m > 0) * 1.0
    G[range(N), y] = -1
    return m.sum() / N + lam * (W**2).sum(), G.T @ X / N + 2 * lam * W

# %% wrong: own-class-in-the-count | Counts the violations while the correct class (margin delta) is still among them, so the count is one too large.
# expect: correct-class-counted
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    S = X @ W.T
    M = S - S[np.arange(N), y].reshape(N, 1) + delta
    mask = (M > 0).astype(float)
    count = mask.sum(axis=1)
    mask[np.arange(N), y] = -count
    M[np.arange(N), y] = 0
    loss = np.maximum(M, 0).sum() / N + lam * np.sum(W**2)
    return loss, mask.T @ X / N + 2 * lam * W

# %% wrong: own-class-in-the-loss | The correct class is not taken out of the loss, which is too large by delta; the gradient is right.
# expect: correct-class-counted
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    S = X @ W.T
    M = np.maximum(0, S - S[np.arange(N), y][:, None] + delta)
    loss = np.mean(M.sum(axis=1)) + lam * np.sum(W**2)
    G = (M > 0).astype(float)
    G[np.arange(N), y] = 0
    G[np.arange(N), y] = -G.sum(axis=1)
    return loss, np.einsum("nk,nd->kd", G, X) / N + 2 * lam * W

# %% wrong: integer-mask-divided | Divides the integer mask in place by N, which NumPy refuses: raises.
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    margins = svm_margins(W, X, y, delta)
    loss = margins.sum() / N + lam * np.sum(W**2)
    G = (margins > 0).astype(int)
    G[np.arange(N), y] = -G.sum(axis=1)
    G /= N
    dW = G.T @ X + 2 * lam * W
    return loss, dW

# %% wrong: boolean-mask-count | The count is written into a boolean mask, where it becomes True: the correct rows get +x.
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    margins = svm_margins(W, X, y, delta)
    mask = margins > 0
    mask[np.arange(N), y] = -mask.sum(axis=1)
    return margins.sum() / N + lam * np.sum(W**2), mask.T @ X / N + 2 * lam * W

# %% wrong: kink-counted | The mask is taken with >= 0, so a margin of exactly 0 counts in the gradient.
# expect: zero-margin-counted
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    idx = np.arange(N)
    scores = X @ W.T
    raw = scores - scores[idx, y][:, None] + delta
    raw[idx, y] = 0
    loss = np.maximum(raw, 0).sum() / N + lam * np.sum(W**2)
    G = (raw >= 0).astype(float)
    G[idx, y] = 0
    G[idx, y] = -G.sum(axis=1)
    return loss, G.T @ X / N + 2 * lam * W

# %% wrong: fancy-index-subtraction | dW[y] -= … with repeated labels keeps only one example per label (np.add.at would add them all).
# expect: repeated-index-lost
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    margins = svm_margins(W, X, y, delta)
    mask = (margins > 0).astype(float)
    dW = mask.T @ X
    dW[y] -= mask.sum(axis=1)[:, None] * X
    dW = dW / N + 2 * lam * W
    return margins.sum() / N + lam * np.sum(W**2), dW

# %% wrong: counts-over-examples | Sums the mask over the examples (axis 0) instead of over the classes: raises unless N equals K, or counts wrongly.
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    margins = svm_margins(W, X, y, delta)
    G = (margins > 0).astype(float)
    G[np.arange(N), y] = -np.sum(G, axis=0)
    return np.sum(margins) / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: transposed-gradient | Multiplies X.T @ G, which is (D, K); adding the penalty's gradient then raises, or is silently wrong if K equals D.
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    margins = svm_margins(W, X, y, delta)
    G = (margins > 0).astype(float)
    G[np.arange(N), y] = -G.sum(axis=1)
    dW = X.T @ G / N
    dW += 2 * lam * W
    return np.sum(margins) / N + lam * np.sum(W**2), dW

# %% wrong: column-for-entry | Subtracts scores[:, y], an (N, N) array: raises unless N equals K, where it is silently wrong (and right for one example only).
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[:, y] + delta)
    margins[np.arange(N), y] = 0
    loss = margins.sum() / N + lam * np.sum(W**2)
    G = (margins > 0).astype(float)
    G[np.arange(N), y] = -G.sum(axis=1)
    return loss, G.T @ X / N + 2 * lam * W

# %% wrong: penalty-gradient-without-2 | The penalty has no factor 1/2, but its gradient is written as lam W.
# expect: regularization-halved
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    M = svm_margins(W, X, y, delta)
    G = np.sign(M)
    G[np.arange(N), y] = -G.sum(axis=1)
    loss = M.sum() / N + lam * np.sum(W**2)
    dW = G.T @ X / N + lam * W
    return loss, dW

# %% wrong: penalty-inside-the-mean | Loss and gradient of the penalty are divided by N together with the rest.
# expect: regularization-averaged
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    M = svm_margins(W, X, y, delta)
    G = np.sign(M)
    G[np.arange(N), y] = -G.sum(axis=1)
    loss = (M.sum() + lam * np.sum(W**2)) / N
    dW = (G.T @ X + 2 * lam * W) / N
    return loss, dW

# %% wrong: delta-only-in-the-loss | The loss uses delta, but the indicator in the gradient compares s_j with s_y alone.
# expect: delta-ignored
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    S = X @ W.T
    s_y = S[np.arange(N), y][:, None]
    hinge = np.maximum(0, S - s_y + delta)
    hinge[np.arange(N), y] = 0
    G = (S > s_y).astype(float)
    G[np.arange(N), y] = -G.sum(axis=1)
    return hinge.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: default-margin-used | Calls svm_margins without delta, which works only for delta = 1.
# expect: delta-fixed
def svm_loss(W, X, y, lam, delta=1.0):
    margins = svm_margins(W, X, y)
    N = len(y)
    coeff = np.where(margins > 0, 1.0, 0.0)
    coeff[np.arange(N), y] = -coeff.sum(axis=1)
    return margins.sum() / N + lam * (W * W).sum(), coeff.T @ X / N + 2 * lam * W

# %% wrong: loop-over-examples | Right numbers, but with a Python loop over the examples: far too slow for the speed check.
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        margins = np.maximum(0, scores - scores[y[i]] + delta)
        margins[y[i]] = 0
        mask = (margins > 0).astype(float)
        mask[y[i]] = -mask.sum()
        loss += margins.sum()
        dW += np.outer(mask, X[i])
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: classes-from-labels | The one-hot matrix has only as many columns as the largest label of the batch asks for, so it raises when the last class is missing.
# expect: nothing
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(y)
    T = np.eye(y.max() + 1)[y]
    S = X @ W.T
    M = np.maximum(0, S - (S * T).sum(axis=1, keepdims=True) + delta) * (1 - T)
    P = (M > 0).astype(float)
    G = P - T * P.sum(axis=1, keepdims=True)
    return M.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: two-slips | Two mistakes at once: the penalty's gradient has no 2, and the gradient of the data is not divided by N.
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    margins = svm_margins(W, X, y, delta)
    loss = margins.sum(axis=1).mean() + lam * np.sum(W**2)
    ind = (margins > 0).astype(float)
    ind[np.arange(len(y)), y] = -ind.sum(axis=1)
    dW = ind.T @ X
    dW += lam * W
    return loss, dW

# %% right: add-at | np.add.at for the correct rows and a product for the others
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    s = X @ W.T
    m = s - s[np.arange(N), y][:, None] + delta
    m[np.arange(N), y] = 0
    hit = m > 0
    dW = hit.T.astype(float) @ X
    np.subtract.at(dW, y, hit.sum(axis=1)[:, None] * X)
    return m[hit].sum() / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% right: loop-over-classes | one pass over the classes, the correct rows by a one-hot product at the end; a NamedTuple as result
from typing import NamedTuple


class SvmResult(NamedTuple):
    loss: float
    dW: np.ndarray


def svm_loss(W, X, y, lam, delta=1.0):
    K, D = W.shape
    N = len(y)
    correct = (W[y] * X).sum(axis=1)
    loss, how_often = 0.0, np.zeros(N)
    rows = []
    for j in range(K):
        m = X @ W[j] - correct + delta
        counts = (y != j) & (m > 0)
        loss += m[counts].sum()
        how_often += counts
        rows.append(X[counts].sum(axis=0))
    one_hot = np.equal.outer(np.arange(K), y) * how_often
    dW = (np.array(rows) - one_hot @ X) / N + 2.0 * lam * W
    return SvmResult(loss / N + lam * np.sum(np.square(W)), dW)

# %% right: one-hot-einsum | one-hot labels, (I - 1 T) written out with einsum, 0-d array as the loss
def svm_loss(W, X, y, lam, delta=1.0):
    K = W.shape[0]
    T = (y[:, None] == np.arange(K)).astype(float)
    S = np.einsum("nd,kd->nk", X, W)
    M = (S - np.einsum("nk,nk->n", S, T)[:, None] + delta) * (1 - T)
    P = np.heaviside(M, 0.0)
    G = (P - np.einsum("nj,nk->nk", P, T)) / len(y)
    loss = np.einsum("nk,nk->", M, P) / len(y) + lam * np.einsum("kd,kd->", W, W)
    return np.asarray(loss), np.einsum("nk,nd->kd", G, X) + 2 * lam * W

# %% wrong: minus-one-in-own-column | G has -1 in the correct class's column where it should have minus the number of classes that count
# expect: correct-row-counted-once
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    m = svm_margins(W, X, y, delta)
    G = (m > 0).astype(float)
    G[np.arange(N), y] = -1.0 * G.any(axis=1)
    return m.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: whole-columns-subtracted | G[:, y] -= … works on whole columns instead of one entry per row
# expect: all-pairs-of-labels
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    margins = svm_margins(W, X, y, delta)
    G = (margins > 0).astype(float)
    G[:, y] -= G.sum(axis=1, keepdims=True)
    return margins.sum() / N + lam * (W**2).sum(), (G.T @ X) / N + 2 * lam * W

# %% wrong: weights-decayed-in-place | computes 2 lam W by doubling the caller's W in place
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    margins = svm_margins(W, X, y, delta)
    loss = margins.sum() / N + lam * np.sum(W**2)
    G = (margins > 0).astype(float)
    G[np.arange(N), y] = -G.sum(axis=1)
    R = W
    R *= 2
    return loss, G.T @ X / N + lam * R

# %% right: add-at-by-label | dW of the wrong rows by a product, that of the correct rows by np.subtract.at
def svm_loss(W, X, y, lam, delta=1.0):
    W, X = np.asarray(W, dtype=float), np.asarray(X, dtype=float)
    N = len(X)
    m = svm_margins(W, X, y, delta)
    counts = m > 0
    dW = counts.astype(float).T @ X
    np.subtract.at(dW, y, counts.sum(axis=1)[:, None] * X)
    return float(m.sum()) / N + lam * float(np.sum(W**2)), dW / N + 2 * lam * W

# %% right: loop-over-classes-2 | a loop over the classes with boolean selections of examples, float32-safe sums
def svm_loss(W, X, y, lam, delta=1.0):
    W64, X64, y = np.asarray(W, np.float64), np.asarray(X, np.float64), np.asarray(y)
    n = X64.shape[0]
    own = np.einsum("nd,nd->n", X64, W64[y])
    hits = np.zeros(n)
    loss, grad = lam * np.vdot(W64, W64), 2 * lam * W64
    for k, w in enumerate(W64):
        short = X64 @ w - own + delta
        bad = (short > 0) & (y != k)
        loss += short[bad].sum() / n
        grad[k] += X64[bad].sum(axis=0) / n
        hits += bad
    for k in range(len(W64)):
        grad[k] -= (hits * (y == k)) @ X64 / n
    return loss, grad

# %% wrong: counts-by-column | the counts that count are added up down the columns (axis 0) and looked up by label
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    margins = svm_margins(W, X, y, delta)
    G = np.where(margins > 0, 1.0, 0.0)
    G[np.arange(N), y] = -G.sum(axis=0)[y]
    dW = G.T.dot(X) / N + 2 * lam * W
    return np.sum(margins) / N + lam * np.sum(W * W), dW

# %% wrong: mean-over-everything | np.mean over the (N, K) table divides the loss by N K
# expect: averaged-over-classes
def svm_loss(W, X, y, lam, delta=1.0):
    margins = svm_margins(W, X, y, delta)
    G = (margins > 0) * 1.0
    G[np.arange(len(y)), y] -= G.sum(axis=1)
    return np.mean(margins) + lam * np.sum(W**2), G.T @ X / len(X) + 2 * lam * W

# %% wrong: penalty-inside-the-mean-2 | dW is divided by N after the penalty's slope was added
# expect: regularization-averaged
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    margins = svm_margins(W, X, y, delta)
    mask = (margins > 0).astype(float)
    mask[range(N), y] = -np.sum(mask, axis=1)
    dW = mask.T @ X
    dW += 2 * lam * W
    dW /= N
    return margins.sum() / N + lam * np.sum(W**2), dW

# %% wrong: mean-over-the-table | np.mean of the (N, K) table and division of G by N K: both data parts are K times too small
# expect: averaged-over-classes
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    G = (m > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    return m.mean() + lam * np.sum(W**2), G.T @ X / m.size + 2 * lam * W

# %% wrong: counts-per-class | G.sum(axis=0): error unless N = K, then counts the images per class instead of the classes per image
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    G = (m > 0).astype(float)
    G[rows, y] = -G.sum(axis=0)
    return m.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: whole-columns-of-g | G[:, y] = ... writes the counts into whole columns: an error, or garbage when shapes happen to fit
# expect: all-pairs-of-labels
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    G = (m > 0).astype(float)
    G[:, y] = -G.sum(axis=1)
    return m.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: shortfalls-as-slopes | keeps m in place of the indicator in the gradient
# expect: margin-instead-of-indicator
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    G = m.copy()
    G[rows, y] = -G.sum(axis=1)
    return m.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: correct-entries-minus-one | -1 in the correct class instead of minus the count
# expect: correct-row-counted-once
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    G = (m > 0).astype(float)
    G[rows, y] = -1
    return m.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: regularisation-slope-halved | 2 lam W in the loss's slope written as lam W
# expect: regularization-halved
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    G = (m > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    return m.sum() / N + lam * np.sum(W**2), G.T @ X / N + lam * W

# %% wrong: loop-hidden-in-apply-along-axis | computes the gradient with np.apply_along_axis over the examples: a hidden Python loop; the numbers are right, the speed is not
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    with_labels = np.column_stack([X, y])
    grads = np.apply_along_axis(lambda row: hinge_gradient_example(W, row[:-1], int(row[-1]), delta).ravel(), 1, with_labels)
    loss = svm_margins(W, X, y, delta).sum() / N + lam * np.sum(W**2)
    return loss, grads.sum(axis=0).reshape(W.shape) / N + 2 * lam * W

# %% wrong: loop-in-a-generator | sum of a generator over all examples: a Python loop over examples in one line; the numbers are right
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    dW = sum(hinge_gradient_example(W, X[i], y[i], delta) for i in range(N)) / N + 2 * lam * W
    return svm_margins(W, X, y, delta).sum() / N + lam * np.sum(W**2), dW

# %% wrong: all-pairs-diagonal | takes the correct scores as the diagonal of scores[:, y], an (N, N) table that does not fit into memory for 30,000 examples; small batches are right
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    m = np.maximum(0, scores - np.diag(scores[:, y])[:, None] + delta)
    m[rows, y] = 0
    G = (m > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    return m.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: penalty-forgotten-in-the-loss | loss without lam * sum(W²), dW with its slope
# expect: regularization-missing
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    G = (m > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    return m.sum() / N, G.T @ X / N + 2 * lam * W

# %% wrong: transposed-gradient-2 | X.T @ G: (D, K); cannot be added to W unless K = D
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    G = (m > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    return m.sum() / N + lam * np.sum(W**2), X.T @ G / N + 2 * lam * W

# %% wrong: average-over-violators | divides the gradient by the number of images with a loss instead of N
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    G = (m > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    return m.sum() / N + lam * np.sum(W**2), G.T @ X / max(1, (m.sum(axis=1) > 0).sum()) + 2 * lam * W

# %% wrong: correct-class-counted-with-the-rivals | m's correct entries are zeroed only after G was made: G counts the correct class, too
# expect: correct-class-counted
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    G = (m > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    m[rows, y] = 0
    return m.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: weights-decayed-towards-sign | the slope of the penalty is 2 lam |W|: negative weights are pushed further down
# expect: nothing
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    G = (m > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    return m.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * np.abs(W)

# %% right: loop-over-classes-only | one Python loop over classes, allowed by the task
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    s_y = (X * W[y]).sum(axis=1)
    loss, dW, pulls = 0.0, 2.0 * lam * W, np.zeros(N)
    for k in range(W.shape[0]):
        short = X @ W[k] - s_y + delta
        hit = (short > 0) & (y != k)
        loss += short[hit].sum()
        dW[k] += hit @ X / N
        pulls += hit
    np.subtract.at(dW, y, pulls[:, None] * X / N)
    return loss / N + lam * np.linalg.norm(W) ** 2, dW

# %% right: one-hot-algebra | one-hot matrix, indicator minus count times one-hot, einsum
def svm_loss(W, X, y, lam, delta=1.0):
    N, K = len(y), len(W)
    hot = (y[:, None] == np.arange(K)).astype(float)
    scores = np.einsum("nd,kd->nk", X, W)
    short = (scores - (scores * hot).sum(1, keepdims=True) + delta) * (1 - hot)
    hit = np.sign(np.maximum(short, 0))
    G = hit - hot * hit.sum(axis=1)[:, None]
    return np.maximum(short, 0).sum() / N + lam * np.einsum("kd,kd", W, W), np.einsum("nk,nd->kd", G, X) / N + 2 * lam * W

# %% right: sparse-matrix | indicator table as a SciPy sparse matrix, minus the counts on a second one | open: needs SciPy
from scipy import sparse


def svm_loss(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    one_hot = sparse.csr_matrix((np.ones(N), (np.arange(N), y)), shape=(N, K))
    scores = X @ W.T
    short = scores - np.asarray(one_hot.multiply(scores).sum(axis=1)).reshape(-1, 1) + delta
    short[np.arange(N), y] = 0
    hit = sparse.csr_matrix(short > 0, dtype=float)
    G = hit - sparse.diags(np.asarray(hit.sum(axis=1)).ravel()) @ one_hot
    return short[short > 0].sum() / N + lam * (W**2).sum(), np.asarray((G.T @ X)) / N + 2 * lam * W

# %% wrong: squeezed-for-a-single-example | np.squeeze on the table: a batch of one loses its axis and fails
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = np.squeeze(X @ W.T)
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    G = (m > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    return m.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: counts-clipped-to-one | np.sign of the count: several shortfalls of one image count once in the correct row
# expect: correct-row-counted-once
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    G = (m > 0).astype(float)
    G[rows, y] = -np.sign(G.sum(axis=1))
    return m.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: shortfalls-as-multiples | Uses the shortfalls themselves as G, instead of 1 where they are above 0.
# expect: margin-instead-of-indicator
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    N = len(X)
    G = svm_margins(W, X, y, delta).astype(float)
    loss = G.sum() / N + lam * np.sum(W**2)
    G[np.arange(N), y] = -G.sum(axis=1)
    return loss, G.T @ X / N + 2 * lam * W

# %% wrong: clipped-at-zero-counts | Compares the shortfalls with >= 0 after they were cut at 0, so every wrong class counts.
# expect: indicator-missing
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    N = len(X)
    margins = svm_margins(W, X, y, delta)
    G = (margins >= 0).astype(float)
    G[np.arange(N), y] = 0
    G[np.arange(N), y] = -G.sum(axis=1)
    return margins.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: eight-bit-counts | G is stored in int8 to save memory, in which a count of more than 128 classes overflows.
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    N = len(X)
    margins = svm_margins(W, X, y, delta)
    G = (margins > 0).astype(np.int8)
    G[np.arange(N), y] = -G.sum(axis=1)
    return margins.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: repeated-labels-lost | dW[y] -= … takes only one of the examples with the same label, since a repeated index counts once.
# expect: repeated-index-lost
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    N = len(X)
    margins = svm_margins(W, X, y, delta)
    counts = (margins > 0).astype(float)
    dW = counts.T @ X
    dW[y] -= counts.sum(axis=1)[:, np.newaxis] * X
    return margins.sum() / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: table-of-all-pairs | Takes the diagonal of scores[:, y], a table of N × N numbers, which does not fit into memory.
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    N = len(X)
    scores = X @ W.T
    correct = np.diag(scores[:, y])
    margins = np.maximum(0, scores - correct[:, np.newaxis] + delta)
    margins[np.arange(N), y] = 0
    G = (margins > 0).astype(float)
    G[np.arange(N), y] = -G.sum(axis=1)
    return margins.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: calls-the-loops | Calls the version with loops, which has a Python loop over the examples.
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    return svm_loss_loops(W, X, y, lam, delta)

# %% wrong: mean-of-all-entries | The loss is the mean over all N × K shortfalls, so it is also divided by K.
# expect: averaged-over-classes
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    N = len(X)
    margins = svm_margins(W, X, y, delta)
    G = (margins > 0).astype(float)
    G[np.arange(N), y] = -G.sum(axis=1)
    return margins.mean() + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: half-penalty-in-the-loss | The loss has a factor 1/2 at the penalty, and the gradient lam * W fits to it.
# expect: regularization-halved
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    N = len(X)
    margins = svm_margins(W, X, y, delta)
    G = (margins > 0).astype(float)
    G[np.arange(N), y] = -G.sum(axis=1)
    return margins.sum() / N + 0.5 * lam * np.sum(W**2), G.T @ X / N + lam * W

# %% wrong: rows-that-occur-penalised | Only the rows of classes that occur in the batch get the slope of the penalty.
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    N = len(X)
    margins = svm_margins(W, X, y, delta)
    G = (margins > 0).astype(float)
    G[np.arange(N), y] = -G.sum(axis=1)
    dW = G.T @ X / N
    for k in np.unique(y):
        dW[k] += 2 * lam * W[k]
    return margins.sum() / N + lam * np.sum(W**2), dW

# %% right: loop-over-classes-again | A loop over the classes only; each adds the images that come too close to it, and the labels' rows are collected by np.add.at.
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    N = len(X)
    scores = np.asarray(X, dtype=float) @ np.asarray(W, dtype=float).T
    correct = scores[np.arange(N), y]
    total, late, dW = 0.0, np.zeros(N), np.zeros(W.shape)
    for j in range(len(W)):
        m = np.where(y == j, 0.0, scores[:, j] - correct + delta)
        counts = m > 0
        total += m[counts].sum()
        late += counts
        dW[j] += X[counts].sum(axis=0)
    np.add.at(dW, y, -late[:, np.newaxis] * X)
    return total / N + lam * np.sum(np.square(W)), dW / N + 2 * lam * W

# %% right: one-hot-algebra-again | G from a one-hot table, and einsum for the product.
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    N, K = X.shape[0], W.shape[0]
    one_hot = np.eye(K)[y]
    scores = np.einsum("nd,kd->nk", X, W)
    shortfall = scores - np.sum(scores * one_hot, axis=1, keepdims=True) + delta * (1 - one_hot)
    active = np.heaviside(shortfall * (1 - one_hot), 0.0)
    G = active - one_hot * active.sum(axis=1, keepdims=True)
    loss = np.sum(active * shortfall) / N + lam * np.vdot(W, W)
    return loss, np.einsum("nk,nd->kd", G, X) / N + 2 * lam * W

# %% wrong: repeated-labels-lost-again | dW[y] -= … with an index array keeps only the last example of each label, where it should add up all of them.
# expect: repeated-index-lost
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples."""
    N = len(X)
    margins = svm_margins(W, X, y, delta)
    counts = (margins > 0).astype(float)
    dW = counts.T @ X
    dW[y] -= counts.sum(axis=1)[:, None] * X
    return margins.sum() / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: minus-count-in-a-boolean-mask | The mask stays boolean, so assigning minus the count to the correct class's entry stores True, that is +1.
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples."""
    N = X.shape[0]
    margins = svm_margins(W, X, y, delta)
    loss = margins.sum() / N + lam * np.sum(W * W)
    G = margins > 0
    G[np.arange(N), y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: loss-after-overwriting | The table of shortfalls is overwritten with ones and minus counts before the loss is computed from it, so the loss is only the penalty.
# expect: data-term-missing
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples."""
    N = len(y)
    margins = svm_margins(W, X, y, delta)
    G = margins
    G[margins > 0] = 1
    G[np.arange(N), y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    loss = margins.sum() / N + lam * np.sum(W**2)
    return loss, dW

# %% wrong: mean-over-all-entries-again | np.mean over the whole (N, K) table divides by N times K; and the gradient of the penalty has no factor 2.
# expect: averaged-over-classes
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples."""
    margins = svm_margins(W, X, y, delta)
    loss = np.mean(margins) + lam * np.sum(W**2)
    G = np.sign(margins)
    G[np.arange(len(y)), y] = -G.sum(axis=1)
    dW = G.T @ X / margins.size + lam * W
    return loss, dW

# %% wrong: hidden-loop-over-examples | A generator goes through the examples one at a time in Python, although the task forbids a loop over examples.
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples."""
    N = len(X)
    loss = svm_margins(W, X, y, delta).sum() / N + lam * (W**2).sum()
    dW = sum(hinge_gradient_example(W, x, label, delta) for x, label in zip(X, y)) / N
    return loss, dW + 2 * lam * W

# %% wrong: diagonal-of-all-pairs | The correct scores are the diagonal of scores[:, y], a table of N by N entries, which does not fit into memory for 30,000 examples.
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples."""
    N = len(X)
    scores = X @ W.T
    correct = np.diag(scores[:, y])
    margins = np.maximum(0, scores - correct.reshape(N, 1) + delta)
    margins[np.arange(N), y] = 0
    G = (margins > 0).astype(float)
    G[np.arange(N), y] = -G.sum(axis=1)
    return margins.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: single-precision-for-speed | Everything is cast to float32, so that differences between large, similar pixels and small shortfalls lose their digits.
# expect: nothing
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples."""
    W, X = W.astype(np.float32), X.astype(np.float32)
    N = len(X)
    margins = svm_margins(W, X, y, delta)
    G = (margins > 0).astype(np.float32)
    G[np.arange(N), y] = -G.sum(axis=1)
    return margins.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: counts-in-eight-bits | G is stored in int8, so the minus count of the correct class wraps round if more than 128 classes have a shortfall.
# expect: nothing
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples."""
    N = len(X)
    margins = svm_margins(W, X, y, delta)
    G = (margins > 0).astype(np.int8)  # small whole numbers, so one byte each will do
    G[np.arange(N), y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return margins.sum() / N + lam * np.sum(W**2), dW

# %% wrong: penalty-array-of-integers | dW begins as 2 * lam * W, an array of integers if weights and lam are integers, and += of fractions raises an error.
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples."""
    N = len(X)
    margins = svm_margins(W, X, y, delta)
    loss = margins.sum() / N + lam * np.sum(W**2)
    G = (margins > 0).astype(float)
    G[np.arange(N), y] = -G.sum(axis=1)
    dW = 2 * lam * W
    dW += G.T @ X / N
    return loss, dW

# %% right: loop-over-classes-again-again | A loop over the classes only: the mask of each class's examples adds to its own row, and np.add.at takes it off the correct rows.
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples."""
    N = X.shape[0]
    own = np.einsum("nd,nd->n", X, W[y])
    loss, rivals, dW = 0.0, np.zeros(N), np.zeros(W.shape)
    for k, w in enumerate(W):
        shortfall = X @ w - own + delta
        counts = (shortfall > 0) & (y != k)
        loss += shortfall[counts].sum() / N
        dW[k] += X[counts].sum(axis=0) / N
        rivals += counts
    np.add.at(dW, y, -rivals[:, np.newaxis] * X / N)
    return loss + lam * np.einsum("kd,kd->", W, W), dW + lam * (W + W)

# %% right: pulls-minus-pushes | With a one-hot matrix: what the wrong classes get, minus the one-hot times the number of rivals.
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples."""
    truth = np.equal.outer(y, np.arange(len(W))).astype(float)
    scores = np.tensordot(X, W, axes=(1, 1))
    margins = scores - (truth * scores).sum(axis=1, keepdims=True) + delta
    wrong = np.where((margins > 0) & (truth == 0), 1.0, 0.0)
    loss = np.average((wrong * margins).sum(axis=1)) + lam * np.linalg.norm(W) ** 2
    G = wrong - truth * wrong.sum(axis=1, keepdims=True)
    return loss, np.matmul(X.T, G).T / len(X) + 2 * lam * W

# %% wrong: counts-put-into-a-mask-of-bools | G stays an array of booleans, so writing minus the count into it stores True: the correct row gets +x once instead of -count * x.
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W**2)
    G = margins > 0
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: mean-over-classes-too | The loss is margins.mean(), which divides by N*K instead of N; the gradient is divided by N.
# expect: averaged-over-classes
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[np.arange(N), y].reshape(-1, 1) + delta)
    margins[np.arange(N), y] = 0
    loss = np.mean(margins) + lam * np.sum(W * W)
    G = (margins > 0).astype(float)
    G[np.arange(N), y] = -G.sum(axis=1)
    return loss, G.T.dot(X) / N + 2 * lam * W

# %% wrong: diagonal-of-all-pairs-again | Gets the correct scores as the diagonal of scores[:, y], a table of all N×N pairs, which for 30,000 examples does not fit into memory.
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    scores = X @ W.T
    correct = np.diag(scores[:, y])
    margins = np.maximum(0, scores - correct[:, np.newaxis] + delta)
    margins[np.arange(N), y] = 0
    G = (margins > 0).astype(float)
    G[np.arange(N), y] = -np.sum(G, axis=1)
    loss = np.sum(margins) / N + lam * np.sum(W**2)
    return loss, G.T @ X / N + 2 * lam * W

# %% wrong: reshape-for-transpose | X.T @ G has the shape (D, K) and is brought to (K, D) by reshape, which does not transpose but mixes up the entries.
# expect: nothing
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    scores = X @ W.T
    margins = scores - scores[np.arange(N), y][:, None] + delta
    margins[np.arange(N), y] = 0
    margins = np.maximum(margins, 0)
    loss = margins.sum() / N + lam * (W**2).sum()
    G = np.where(margins > 0, 1.0, 0.0)
    G[np.arange(N), y] = -G.sum(axis=1)
    dW = (X.T @ G).reshape(W.shape) / N
    return loss, dW + 2 * lam * W

# %% wrong: mask-overwrites-the-shortfalls | G is a second name for margins, not a copy; the loss, computed after the mask is built, sums the entries of G, which add up to 0.
# expect: data-term-missing
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    scores = X @ W.T
    margins = np.maximum(0.0, scores - scores[np.arange(N), y][:, None] + delta)
    margins[np.arange(N), y] = 0
    G = margins
    G[G > 0] = 1
    G[np.arange(N), y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    loss = margins.sum() / N + lam * np.sum(W**2)
    return loss, dW

# %% wrong: half-a-slope-at-the-kink | A shortfall of exactly 0 gets the slope ½, the middle of both one-sided slopes, where the notebook agrees on 0.
# expect: nothing
def svm_loss(W, X, y, lam, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    wrong = np.arange(K)[None, :] != y[:, None]
    scores = X @ W.T
    shortfalls = scores - scores[np.arange(N), y][:, None] + delta
    loss = np.sum(np.maximum(0, shortfalls) * wrong) / N + lam * np.sum(W**2)
    G = np.heaviside(shortfalls, 0.5) * wrong
    G[np.arange(N), y] = -G.sum(axis=1)
    return loss, G.T @ X / N + 2 * lam * W

# %% wrong: whole-columns-in-G | Subtracts the counts by G[:, y], which changes the whole columns of all labels that occur, instead of one entry in each row.
# expect: all-pairs-of-labels
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[np.arange(N), y][:, None] + delta)
    margins[np.arange(N), y] = 0
    loss = margins.sum() / N + lam * np.sum(W**2)
    G = (margins > 0).astype(float)
    G[:, y] -= G.sum(axis=1, keepdims=True)
    return loss, G.T @ X / N + 2 * lam * W

# %% wrong: still-a-loop-over-examples | The inner loop over the classes is gone, but a Python loop over the examples is left, which the task forbids.
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        margins = np.maximum(0, scores - scores[y[i]] + delta)
        margins[y[i]] = 0
        loss += margins.sum()
        g = (margins > 0).astype(float)
        g[y[i]] = -g.sum()
        dW += np.outer(g, X[i])
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% right: loop-over-classes-again-again-again | One pass per class, over all examples at once; the correct rows are filled by a second pass with boolean masks.
def svm_loss(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    scores = X @ W.T
    correct = scores[np.arange(N), y]
    counts = np.zeros(N)
    total = 0.0
    dW = np.zeros(W.shape)
    for j in range(K):
        lack = scores[:, j] - correct + delta
        hit = (lack > 0) & (y != j)
        total += lack[hit].sum()
        counts += hit
        dW[j] = hit.astype(float) @ X
    for k in range(K):
        mine = y == k
        dW[k] -= counts[mine] @ X[mine]
    return total / N + lam * (W**2).sum(), dW / N + 2 * lam * W

# %% right: one-hot-and-einsum | Works with a one-hot table of the labels: multiples are hits minus the number of hits in the label's place, and einsum adds up.
def svm_loss(W, X, y, lam, delta=1.0):
    A, B = np.asarray(W, dtype=float), np.asarray(X, dtype=float)
    one_hot = (np.asarray(y)[:, None] == np.arange(A.shape[0])).astype(float)
    scores = np.einsum("kd,nd->nk", A, B)
    lack = scores - (scores * one_hot).sum(axis=1, keepdims=True) + delta
    hits = np.where(one_hot == 1, 0.0, lack > 0)
    G = hits - one_hot * hits.sum(axis=1, keepdims=True)
    loss = np.sum(hits * lack) / len(B) + lam * np.einsum("kd,kd->", A, A)
    return loss, np.einsum("nk,nd->kd", G, B) / len(B) + 2 * lam * A
