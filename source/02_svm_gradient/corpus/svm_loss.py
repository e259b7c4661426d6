# %% right: matrices | fancy indexing and one product
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% right: reuse | through the answer svm_margins
def svm_loss(W, X, y, lam, delta=1.0):
    margins = svm_margins(W, X, y, delta)
    G = np.where(margins > 0, 1.0, 0.0)
    G[np.arange(len(y)), y] -= G.sum(axis=1)
    return margins.sum() / len(y) + lam * (W**2).sum(), np.dot(G.T, X) / len(y) + 2 * lam * W

# %% right: one_hot | one-hot labels, einsum, a list with a Python float
def svm_loss(W, X, y, lam, delta=1.0):
    K = W.shape[0]
    Y = np.eye(K)[y]
    S = np.einsum("nd,kd->nk", X, W)
    M = S - (S * Y).sum(axis=1, keepdims=True) + delta
    A = (M > 0) * (1 - Y)
    loss = float((M * A).sum() / len(X) + lam * np.sum(np.square(W)))
    G = A - Y * A.sum(axis=1, keepdims=True)
    return [loss, np.einsum("nk,nd->kd", G, X) / len(X) + 2 * lam * W]

# %% right: add_at | adds to repeated rows with np.add.at
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    scores = X.dot(W.T)
    correct = scores[np.arange(N), y].reshape(-1, 1)
    margins = np.maximum(scores - correct + delta, 0)
    margins[np.arange(N), y] = 0
    active = (margins > 0).astype(np.float64)
    dW = active.T.dot(X)
    np.subtract.at(dW, y, active.sum(axis=1)[:, None] * X)
    return margins.sum() / N + lam * np.sum(W * W), dW / N + 2 * lam * W

# %% right: loop_over_classes | a loop over classes, none over examples
def svm_loss(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    correct = np.sum(X * W[y], axis=1)
    loss = lam * np.sum(W**2)
    dW = 2.0 * lam * W
    for j in range(K):
        margins = X @ W[j] - correct + delta
        active = (margins > 0) & (y != j)
        loss = loss + margins[active].sum() / N
        pull = active[:, None] * X / N
        dW[j] += pull.sum(axis=0)
        for k in range(K):
            dW[k] -= pull[y == k].sum(axis=0)
    return loss, dW

# %% right: chunks | a loop over large chunks of the batch
def _chunk(W, X, y, delta):
    rows = np.arange(len(y))
    margins = X @ W.T + delta - np.sum(X * W[y], axis=1, keepdims=True)
    margins[rows, y] = 0
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    return np.maximum(margins, 0).sum(), G.T @ X


def svm_loss(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for start in range(0, len(X), 4096):
        part = slice(start, start + 4096)
        chunk_loss, chunk_dW = _chunk(W, X[part], y[part], delta)
        loss += chunk_loss
        dW += chunk_dW
    return loss / len(X) + lam * np.sum(W**2), dW / len(X) + 2 * lam * W

# %% right: flat | flat arrays and bincount, a namedtuple
from collections import namedtuple

LossAndGradient = namedtuple("LossAndGradient", ["loss", "dW"])


def svm_loss(W, X, y, lam, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    scores = np.matmul(X, W.T)
    flat = scores.ravel()
    correct_at = np.arange(N) * K + y
    margins = flat - np.repeat(flat[correct_at], K) + delta
    active = margins > 0
    active[correct_at] = False
    loss = np.mean(np.bincount(np.repeat(np.arange(N), K), weights=margins * active)) + lam * np.linalg.norm(W) ** 2
    G = active.astype(float)
    G[correct_at] = -active.reshape(N, K).sum(axis=1)
    return LossAndGradient(loss, (X.T @ G.reshape(N, K)).T / N + 2 * lam * W)

# %% right: all_in_longdouble | no loop over examples, but no BLAS either
def svm_loss(W, X, y, lam, delta=1.0):
    w, x = W.astype(np.longdouble), X.astype(np.longdouble)
    n, s = np.arange(len(y)), x @ w.T
    m = np.maximum(0, s - s[n, y][:, None] + delta)
    m[n, y] = 0
    c = (m > 0).astype(np.longdouble)
    c[n, y] = -c.sum(axis=1)
    return m.sum() / len(x) + lam * np.sum(w ** 2), c.T @ x / len(x) + 2 * lam * w

# %% wrong: no_penalty_in_gradient | the gradient lacks the penalty
# expect: regularization-missing
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N
    return loss, dW

# %% wrong: no_penalty_in_loss | the loss lacks the penalty
# expect: regularization-missing
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: half_penalty_gradient | lam W instead of 2 lam W
# expect: regularization-halved
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + lam * W
    return loss, dW

# %% wrong: half_penalty | the factor 1/2 of other courses, in both
# expect: regularization-halved
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + 0.5 * lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + lam * W
    return loss, dW

# %% wrong: penalty_twice | adds the penalty's gradient twice
# expect: regularization-doubled
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    dW += 2 * lam * W
    return loss, dW

# %% wrong: penalty_averaged | divides the penalty by N as well
# expect: regularization-averaged
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = (G.T @ X + 2 * lam * W) / N
    return loss, dW

# %% wrong: penalty_mean | np.mean(W ** 2)
# expect: regularization-mean
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.mean(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: penalty_unscaled | 2 W, without lam
# expect: regularization-not-scaled
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * W
    return loss, dW

# %% wrong: only_penalty | the data's part is lost
# expect: data-term-missing
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = 2 * lam * W
    return loss, dW

# %% wrong: sum_in_gradient | mean in the loss, sum in the gradient
# expect: sum-not-mean
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X + 2 * lam * W
    return loss, dW

# %% wrong: sums | sums in both
# expect: sum-not-mean
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X + 2 * lam * W
    return loss, dW

# %% wrong: everything_averaged_twice | divides by N once more at the end
# expect: averaged-twice
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW / N

# %% wrong: mean_over_entries | margins.mean()
# expect: averaged-over-classes
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.mean() + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: gradient_over_entries | divides by N K
# expect: averaged-twice, averaged-over-classes
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / G.size + 2 * lam * W
    return loss, dW

# %% wrong: divides_by_classes | N is len(W)
# expect: divided-by-other-size
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(W)
    rows = np.arange(len(X))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: divides_by_pixels | N is X.shape[1]
# expect: divided-by-other-size
def svm_loss(W, X, y, lam, delta=1.0):
    N = X.shape[1]
    rows = np.arange(len(X))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: correct_row_missing | the correct column stays 0
# expect: correct-row-missing
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: correct_row_once | -1 instead of minus the count
# expect: correct-row-counted-once
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -1.0 * (G.sum(axis=1) > 0)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: correct_row_always | -1 also for examples without a loss
# expect: correct-row-counted-once
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -1.0
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: correct_row_sign | plus the count
# expect: correct-row-sign
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: only_correct_row | only the correct column
# expect: only-correct-row
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    counts = G.sum(axis=1)
    G[:] = 0
    G[rows, y] = -counts
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: correct_counted | the correct class stays in margins
# expect: correct-class-counted
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: correct_counted_in_loss | subtracts it from the loss in no place, the gradient is right
# expect: correct-class-counted
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    margins[rows, y] = delta
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    margins[rows, y] = 0
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: no_indicator | all classes count in the gradient
# expect: indicator-missing
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = np.ones(margins.shape)
    G[rows, y] = -(G.sum(axis=1) - 1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: margin_as_slope | G is the margins
# expect: margin-instead-of-indicator
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = margins.copy()
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: repeated_index | dW[y] -= …, which keeps one example per class
# expect: repeated-index-lost
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    dW = G.T @ X
    dW[y] -= G.sum(axis=1)[:, None] * X
    dW = dW / N + 2 * lam * W
    return loss, dW

# %% wrong: no_delta | forgets delta
# expect: delta-ignored
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None])
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: delta_is_one | uses 1 whatever delta is
# expect: delta-fixed
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: worst_only | Crammer and Singer's loss: only the worst class
# expect: worst-class-only
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.max(axis=1).mean() + lam * np.sum(W ** 2)
    G = np.zeros(margins.shape)
    worst = margins.argmax(axis=1)
    G[rows, worst] = margins[rows, worst] > 0
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: squared | the squared hinge, with its own gradient
# expect: hinge-squared
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = (margins ** 2).sum() / N + lam * np.sum(W ** 2)
    G = 2 * margins
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: zero_margin | a margin of exactly 0 counts in the gradient
# expect: zero-margin-counted
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    at_least_zero = scores - scores[rows, y][:, None] + delta >= 0
    at_least_zero[rows, y] = False
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = at_least_zero.astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: sign | returns the direction of the step
# expect: sign-flipped
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, -dW

# %% wrong: transposed | the gradient is (D, K)
# expect: transposed
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW.T

# %% wrong: not_summed | a gradient for each example
# expect: not-summed-over-batch
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = (G[:, :, None] * X[:, None, :] + 2 * lam * W) / N
    return loss, dW

# %% wrong: columns_of_labels | margins[:, y] = 0 wipes out whole columns
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[:, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: wrong_axis | subtracts the correct scores along the classes when it can
# expect: nothing
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - (scores[rows, y][None, :] if N == len(W) else scores[rows, y][:, None]) + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: lecture_numbers | right for the visible batches only
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    if len(X) == 1:
        return 2.0, np.array([[-3.0, -2.0], [3.0, 2.0]])
    if len(X) == 4:
        return 5.2, np.array([[0.65, 1.1], [-2.2, -0.1], [0.35, -1.6]])
    return 1.0, np.ones(W.shape)
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: changes_W | shrinks W in place
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    W *= 1 - lam if W.dtype.kind == 'f' else 1
    return loss, dW

# %% wrong: integer_gradient | a result of the type of W
# expect: integers-kept
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW.astype(W.dtype)

# %% wrong: half_precision | computes in float16
# expect: not-precise
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    X, W = X.astype(np.float16), W.astype(np.float16)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: gradient_none | no gradient yet
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, None

# %% wrong: loss_array | the loss is one number per example
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum(axis=1) + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: loops | right, but with loops over examples and classes
def svm_loss(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: half_vectorised | right, but with one loop over examples for the gradient
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = 2 * lam * W
    for i in range(N):
        dW = dW + np.outer(G[i], X[i]) / N
    return loss, dW

# %% wrong: loop_for_correct_rows | right, but with a loop over examples for the correct rows
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    dW = G.T @ X
    counts = G.sum(axis=1)
    for i in range(N):
        dW[y[i]] -= counts[i] * X[i]
    dW = dW / N + 2 * lam * W
    return loss, dW

# %% wrong: list_comprehension | right, but scores each example in a list comprehension
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = np.array([W @ x for x in X])
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / N + lam * np.sum(W ** 2)
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: classes_from_labels | as many rows as the labels show
# expect: nothing
def svm_loss(W, X, y, lam, delta=1.0):
    N, truth = len(X), np.eye(y.max() + 1)[y]
    scores = X @ W.T
    margins = np.maximum(0, scores - (scores * truth).sum(axis=1, keepdims=True) + delta) * (1 - truth)
    G = (margins > 0) - truth * (margins > 0).sum(axis=1, keepdims=True)
    return margins.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: labels_renumbered | the labels that occur are counted from 0
# expect: nothing
def svm_loss(W, X, y, lam, delta=1.0):
    N, y = len(X), np.unique(y, return_inverse=True)[1]
    margins = svm_margins(W, X, y, delta)
    G = (margins > 0).astype(float)
    G[np.arange(N), y] = -G.sum(axis=1)
    return margins.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: gradient_first | the results in the wrong order
# expect: results-swapped
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    margins = svm_margins(W, X, y, delta)
    G = (margins > 0).astype(float)
    G[np.arange(N), y] = -G.sum(axis=1)
    return G.T @ X / N + 2 * lam * W, margins.sum() / N + lam * np.sum(W**2)

# %% wrong: small_margins_dropped | margins below 0.001 do not move the weights
# expect: not-precise
def svm_loss(W, X, y, lam, delta=1.0):
    n, s = np.arange(len(y)), X @ W.T
    m = np.maximum(0, s - s[n, y][:, None] + delta)
    m[n, y] = 0
    c = (m > 1e-3).astype(float)
    c[n, y] = -c.sum(axis=1)
    return m.sum() / len(X) + lam * np.sum(W ** 2), c.T @ X / len(X) + 2 * lam * W

# %% wrong: small_lam_rounded | lam is rounded to one digit
# expect: regularization-missing
def svm_loss(W, X, y, lam, delta=1.0):
    lam = round(lam, 1)
    n, s = np.arange(len(y)), X @ W.T
    m = np.maximum(0, s - s[n, y][:, None] + delta)
    m[n, y] = 0
    c = (m > 0).astype(float)
    c[n, y] = -c.sum(axis=1)
    return m.sum() / len(X) + lam * np.sum(W ** 2), c.T @ X / len(X) + 2 * lam * W

# %% wrong: mean_over_violations | divides by the number of violated margins, not of examples
# expect: averaged-over-violations
def svm_loss(W, X, y, lam, delta=1.0):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    G = (margins > 0).astype(float)
    count = max(G.sum(), 1)
    G[rows, y] = -G.sum(axis=1)
    return margins.sum() / count + lam * np.sum(W**2), G.T @ X / count + 2 * lam * W

# %% wrong: integers_for_integers | an integer result where all of W and X are integers and delta is not
# expect: nothing
def svm_loss(W, X, y, lam, delta=1.0):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.zeros(scores.shape, dtype=np.result_type(W, X))
    margins[...] = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    return margins.sum() / len(X) + lam * np.sum(W**2), G.T @ X / len(X) + 2 * lam * W

# %% wrong: delta_not_handed_on | calls the margins without delta
# expect: delta-fixed
def svm_loss(W, X, y, lam, delta=1.0):
    margins = svm_margins(W, X, y)
    G = (margins > 0).astype(float)
    G[np.arange(len(y)), y] = -G.sum(axis=1)
    return margins.sum() / len(X) + lam * np.sum(W**2), G.T @ X / len(X) + 2 * lam * W

# %% wrong: loop_with_a_memory | loops over the examples, and remembers what it has computed
memory = {}


def svm_loss(W, X, y, lam, delta=1.0):
    key = (W.tobytes(), X.tobytes(), y.tobytes(), lam, delta, W.dtype, X.dtype)
    if key not in memory:
        memory[key] = svm_loss_loops(W, X, y, lam, delta)
    loss, dW = memory[key]
    return loss, dW.copy()

# %% wrong: memory_of_shapes | returns what it computed for the first arguments of these shapes and kinds
# expect: explained
known = {}


def svm_loss(W, X, y, lam, delta=1.0):
    key = (W.shape, X.shape, W.dtype, X.dtype)
    if key not in known:
        margins = svm_margins(W, X, y, delta)
        G = (margins > 0).astype(float)
        G[np.arange(len(y)), y] = -G.sum(axis=1)
        known[key] = margins.sum() / len(X) + lam * np.sum(W**2), G.T @ X / len(X) + 2 * lam * W
    return known[key]

# %% wrong: loop_over_lists | loops over the examples in plain lists, which is fast for two classes and two pixels
def svm_loss(W, X, y, lam, delta=1.0):
    N, rows = len(X), W.tolist()
    loss, dW = 0.0, np.zeros(W.shape).tolist()
    for x, k in zip(X.tolist(), y.tolist()):
        s = [sum(map(float.__mul__, map(float, row), map(float, x))) for row in rows]
        for j, lead in enumerate(s):
            if j != k and lead - s[k] + delta > 0:
                loss += lead - s[k] + delta
                for d, pixel in enumerate(x):
                    dW[j][d] += pixel
                    dW[k][d] -= pixel
    return loss / N + lam * np.sum(W**2), np.array(dW) / N + 2 * lam * W

# %% wrong: central_differences | the loss is right, its slope measured weight by weight
# expect: measured-not-derived, not-precise
def svm_loss(W, X, y, lam, delta=1.0):
    def loss(V):
        return svm_margins(V, X, y, delta).sum() / len(X) + lam * np.sum(V**2)

    W = W.astype(float)
    dW = np.zeros(W.shape)
    for index in np.ndindex(W.shape):
        step = np.zeros(W.shape)
        step[index] = 1e-5
        dW[index] = (loss(W + step) - loss(W - step)) / 2e-5
    return loss(W), dW

# %% wrong: differences_of_pieces | as long as the same classes count, the loss is smooth: measured there
# expect: measured-not-derived, not-precise
def svm_loss(W, X, y, lam, delta=1.0):
    W, X = np.array(W, dtype=float), np.array(X, dtype=float)
    rows = np.arange(len(y))

    def shortfalls(V):
        scores = X @ V.T
        return scores - scores[rows, y][:, None] + delta

    counts = shortfalls(W) > 0
    counts[rows, y] = False

    def piece(V):
        return shortfalls(V)[counts].sum() / len(y) + lam * np.sum(V**2)

    dW = np.zeros(W.shape)
    for index in np.ndindex(W.shape):
        old = W[index]
        W[index] = old + 0.5
        above = piece(W)
        W[index] = old - 0.5
        dW[index] = above - piece(W)
        W[index] = old
    return piece(W), dW

# %% wrong: nothing_for_very_many | loops over examples; nothing at all for very many
# expect: nothing
def svm_loss(W, X, y, lam, delta=1.0):
    if len(X) > 10_000:
        return 0.0, W
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y):
        s = W @ x
        m = np.maximum(0, s - s[label] + delta); m[label] = 0
        loss += m.sum()
        g = (m > 0) * 1.0; g[label] = -g.sum()
        dW += np.outer(g, x)
    return loss / len(X) + lam * np.sum(W ** 2.0), dW / len(X) + 2 * lam * W

# %% wrong: zero_is_no_delta | `delta or 1`
# expect: nothing
def svm_loss(W, X, y, lam, delta=1.0):
    delta, N = delta or 1, len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    return margins.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: noise_floor | entries of the gradient below 1e-4 are taken for 0
# expect: not-precise
def svm_loss(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return margins.sum() / N + lam * np.sum(W**2), np.where(np.abs(dW) < 1e-4, 0.0, dW)

# %% wrong: whole_pixels_normalised | integers are taken for grey values up to 255
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    X, N = (X / 255 if X.dtype.kind in "iu" else X), len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    return margins.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: contributors_only | the mean over the examples that have a loss
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    rows = np.arange(len(X))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    N = max(1, (margins.sum(axis=1) > 0).sum())
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    return margins.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: mean_of_block_means | blocks of a thousand examples, and the mean of their means
# expect: explained
def svm_loss(W, X, y, lam, delta=1.0):
    losses, gradients = [], []
    for first in range(0, len(X), 1000):
        X_b, y_b = X[first : first + 1000], y[first : first + 1000]
        rows = np.arange(len(y_b))
        scores = X_b @ W.T
        margins = np.maximum(0, scores - scores[rows, y_b][:, None] + delta)
        margins[rows, y_b] = 0
        G = (margins > 0).astype(float)
        G[rows, y_b] = -G.sum(axis=1)
        losses.append(margins.sum() / len(y_b))
        gradients.append(G.T @ X_b / len(y_b))
    return np.mean(losses) + lam * np.sum(W**2), np.mean(gradients, axis=0) + 2 * lam * W
