# %% wrong: all-pairs-of-labels | `log_p[:, y]` picks an N x N table, every example with every label, and the mean runs over all of it; the gradient is right.
# expect: all-pairs-of-labels
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    log_p = log_softmax(X @ W.T)
    loss = -np.mean(log_p[:, y]) + lam * np.sum(W**2)
    dscores = np.exp(log_p)
    dscores[np.arange(N), y] -= 1
    dW = dscores.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: columns-of-labels-minus-one | `p[:, y] -= 1` subtracts 1 from whole columns, for all examples, instead of once per row.
# expect: all-pairs-of-labels
def softmax_loss(W, X, y, lam):
    N = len(y)
    logp = log_softmax(X @ W.T)
    loss = -logp[np.arange(N), y].mean() + lam * (W * W).sum()
    p = np.exp(logp)
    p[:, y] -= 1
    dW = p.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: gradient-not-averaged | The loss is a mean over the batch but the data gradient is a sum: division by N is missing in dW.
# expect: sum-not-mean
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    L = log_softmax(X.dot(W.T))
    loss = -np.sum(L[range(N), y]) / N + lam * np.sum(np.square(W))
    G = np.exp(L)
    G[range(N), y] -= 1.0
    dW = G.T.dot(X)
    dW += 2 * lam * W
    return loss, dW

# %% wrong: penalty-slope-without-two | The gradient of lam * sum(W²) is written as lam * W: the factor 2 is missing, as with the ½-convention.
# expect: regularization-halved
def softmax_loss(W, X, y, lam):
    n = X.shape[0]
    log_probs = log_softmax(X @ W.T)
    picked = log_probs[np.arange(n), y]
    loss = -picked.mean() + lam * np.sum(W ** 2)
    one_hot = np.eye(W.shape[0])[y]
    grad = (np.exp(log_probs) - one_hot).T @ X / n + lam * W
    return loss, grad

# %% wrong: half-the-penalty | The penalty is ½ lam sum(W²) in the loss and lam W in the gradient: consistent, but not the loss that the task defines.
# expect: regularization-halved
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    logp = log_softmax(X @ W.T)
    data_loss = -logp[np.arange(N), y].sum() / N
    reg_loss = 0.5 * lam * np.sum(W * W)
    d = np.exp(logp)
    d[np.arange(N), y] -= 1
    d /= N
    return data_loss + reg_loss, d.T @ X + lam * W

# %% wrong: penalty-averaged-too | The penalty is added before dividing by N, so loss and gradient carry lam / N.
# expect: regularization-averaged
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    logp = log_softmax(X @ W.T)
    loss = (-logp[np.arange(N), y].sum() + lam * np.sum(W**2)) / N
    p = np.exp(logp)
    p[np.arange(N), y] -= 1
    dW = (p.T @ X + 2 * lam * W) / N
    return loss, dW

# %% wrong: penalty-only-in-loss | The penalty is in the loss but its slope was forgotten in the gradient.
# expect: regularization-missing
def softmax_loss(W, X, y, lam):
    idx = np.arange(y.shape[0])
    logp = log_softmax(X @ W.T)
    loss = -logp[idx, y].mean() + lam * np.sum(W**2)
    err = np.exp(logp)
    err[idx, y] -= 1
    dW = err.T @ X / y.shape[0]
    return loss, dW

# %% wrong: log-of-rounded-probabilities | The loss is the logarithm of the finished softmax, so a right class with probability rounded to 0 makes it infinite.
# expect: explained
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    P = softmax(X @ W.T)
    loss = -np.log(P[np.arange(N), y]).mean() + lam * np.sum(W**2)
    P[np.arange(N), y] -= 1
    return loss, P.T @ X / N + 2 * lam * W

# %% wrong: gradient-transposed | dW is X^T times the error, (D, K), instead of (K, D); adding the penalty then raises unless K = D.
# expect: explained
def softmax_loss(W, X, y, lam):
    N, D = X.shape
    logp = log_softmax(X @ W.T)
    loss = -logp[np.arange(N), y].mean() + lam * np.sum(W**2)
    dtheta = np.exp(logp)
    dtheta[np.arange(N), y] -= 1
    dW = X.T @ dtheta / N
    return loss, dW + 2 * lam * W

# %% wrong: one-hot-of-labels-present | The one-hot table is as wide as the largest label of the batch, so a batch that lacks the last class raises (or, if only label 0 occurs, broadcasts one column over all classes).
# expect: explained
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    Y = np.zeros((N, y.max() + 1))
    Y[np.arange(N), y] = 1
    logp = log_softmax(X @ W.T)
    loss = -(Y * logp).sum() / N + lam * np.sum(W**2)
    dW = (np.exp(logp) - Y).T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: mean-over-the-table | np.mean of the masked (N, K) table divides by N·K instead of N, in the loss only.
# expect: averaged-over-classes
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    K = W.shape[0]
    one_hot = (y[:, None] == np.arange(K)).astype(float)
    logp = log_softmax(X @ W.T)
    loss = np.mean(-one_hot * logp) + lam * np.sum(W**2)
    dW = (np.exp(logp) - one_hot).T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: shift-by-batch-maximum | The softmax written inside shifts by the maximum of the whole batch, so an example of far smaller scores gets log(0) = -inf.
# expect: explained
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    scores = X @ W.T
    scores = scores - np.max(scores)
    expo = np.exp(scores)
    norm = expo.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(norm[:, 0]) - scores[np.arange(N), y]) + lam * np.sum(W**2)
    d = expo / norm
    d[np.arange(N), y] -= 1
    return loss, d.T.dot(X) / N + 2 * lam * W

# %% wrong: loop-over-examples | Right numbers, but with a Python loop over the examples where the task asks for a vectorised answer: too slow on a large batch.
# expect: explained
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(N):
        s = W @ X[i]
        s = s - s.max()
        p = np.exp(s) / np.exp(s).sum()
        loss += np.log(np.exp(s).sum()) - s[y[i]]
        p[y[i]] -= 1
        dW += np.outer(p, X[i])
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: sign-of-the-error | The error is one_hot - p, so the data part of the gradient points the wrong way while the penalty's part is right.
# expect: explained
def softmax_loss(W, X, y, lam):
    N, K = X.shape[0], W.shape[0]
    T = np.eye(K)[y]
    logp = log_softmax(X @ W.T)
    loss = -np.sum(T * logp) / N + lam * np.linalg.norm(W) ** 2
    dW = (T - np.exp(logp)).T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: no-minus-one | The gradient uses the probabilities alone: 1 is never subtracted at the right class.
# expect: one-hot-not-subtracted
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    scores = np.matmul(X, np.transpose(W))
    logp = log_softmax(scores)
    loss = -logp[np.arange(N), y].mean() + lam * np.sum(W**2)
    p = softmax(scores)
    dW = np.matmul(p.T, X) / N + 2 * lam * W
    return loss, dW

# %% wrong: divided-by-features | N is taken from X.shape[1], the number of features, for the mean in loss and gradient.
# expect: divided-by-other-size
def softmax_loss(W, X, y, lam):
    N = X.shape[1]
    rows = np.arange(len(y))
    logp = log_softmax(X @ W.T)
    loss = -logp[rows, y].sum() / N + lam * np.sum(W**2)
    g = np.exp(logp)
    g[rows, y] -= 1
    dW = g.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: gradient-in-dtype-of-weights | dW starts as np.zeros_like(W), an integer array for integer W, and `dW[k] = ...` cuts each entry to an integer.
# expect: integers-kept
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    logp = log_softmax(X @ W.T)
    p = np.exp(logp)
    loss = -logp[np.arange(N), y].mean() + lam * np.sum(W**2)
    dW = np.zeros_like(W)
    for k in range(W.shape[0]):
        err = p[:, k] - (y == k)
        dW[k] = err @ X / N + 2 * lam * W[k]
    return loss, dW

# %% wrong: scores-without-transpose | X @ W without the transpose: a shape error unless K = D, and the wrong scores then.
# expect: explained
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    scores = X @ W
    logp = log_softmax(scores)
    loss = -logp[np.arange(N), y].mean() + lam * np.sum(W**2)
    d = np.exp(logp)
    d[np.arange(N), y] -= 1
    return loss, d.T @ X / N + 2 * lam * W

# %% wrong: mean-per-class | Two mistakes: the loss averages per class before averaging the classes (a missing class gives nan), and the gradient is divided by K.
# expect: divided-by-other-size
def softmax_loss(W, X, y, lam):
    K = W.shape[0]
    N = X.shape[0]
    logp = log_softmax(X @ W.T)
    losses = -logp[np.arange(N), y]
    loss = np.mean([losses[y == k].mean() for k in range(K)]) + lam * np.sum(W**2)
    p = np.exp(logp)
    p[np.arange(N), y] -= 1
    return loss, p.T @ X / K + 2 * lam * W

# %% wrong: probability-of-right-class-only | Only the right class's row gets a gradient, (p_y - 1) x, as if the other scores were not in the denominator.
# expect: explained
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    logp = log_softmax(X @ W.T)
    right = logp[np.arange(N), y]
    loss = -right.mean() + lam * np.sum(W**2)
    dW = np.zeros(W.shape)
    np.add.at(dW, y, (np.exp(right) - 1)[:, None] * X)
    dW = dW / N + 2 * lam * W
    return loss, dW

# %% wrong: stale-scores | The local scores were renamed to theta, but log_softmax still gets `scores`, a variable left over from an earlier cell of the notebook.
# expect: explained
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    theta = X @ W.T
    log_p = log_softmax(scores)
    loss = -log_p[np.arange(N), y].mean() + lam * np.sum(W**2)
    d = softmax(theta)
    d[np.arange(N), y] -= 1
    return loss, d.T @ X / N + 2 * lam * W

# %% right: one-hot-einsum | One-hot truth by comparison, losses and gradient by einsum.
def softmax_loss(W, X, y, lam):
    T = (np.arange(W.shape[0]) == np.asarray(y)[:, None]) * 1.0
    L = log_softmax(np.einsum("nd,kd->nk", X, W))
    loss = -np.einsum("nk,nk->", T, L) / len(X) + lam * np.einsum("kd,kd->", W, W)
    dW = np.einsum("nk,nd->kd", np.exp(L) - T, X) / len(X) + 2 * lam * W
    return loss, dW

# %% right: classes-by-loop-namedtuple | Loops over the classes (allowed), works with the leads s_j - s_y and a log-sum-exp, returns a namedtuple.
from collections import namedtuple

LossAndGradient = namedtuple("LossAndGradient", "loss dW")


def softmax_loss(W, X, y, lam):
    N = len(X)
    s = X @ W.T
    gap = s - np.take_along_axis(s, y[:, None], axis=1)
    top = gap.max(axis=1)
    total = np.zeros(N)
    for k in range(len(W)):
        total += np.exp(gap[:, k] - top)
    loss = (top + np.log(total)).mean() + lam * (W**2).sum()
    dW = np.empty(np.shape(W))
    for k in range(len(W)):
        push = np.exp(gap[:, k] - top) / total - (y == k)
        dW[k] = X.T @ push / N + 2 * lam * W[k]
    return LossAndGradient(loss, dW)

# %% right: pull-and-push-with-add-at | Gradient as mean of p x for all classes minus np.add.at of x on the rows of the labels.
def softmax_loss(W, X, y, lam):
    n = y.size
    logp = log_softmax(X @ W.T)
    loss = lam * np.sum(W * W) - logp[np.arange(n), y].sum() / n
    dW = np.tensordot(np.exp(logp), X, axes=(0, 0)) / n
    np.add.at(dW, y, -X / n)
    dW = dW + 2 * lam * W
    return [loss, dW]

# %% wrong: hinge-mask | only examples that are misclassified contribute to the gradient
# expect: explained
def softmax_loss(W, X, y, lam):
    N = len(X)
    logp = log_softmax(X @ W.T)
    G = np.exp(logp)
    G[np.arange(N), y] -= 1
    G[logp.argmax(axis=1) == y] = 0
    return -logp[np.arange(N), y].mean() + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: gradient-over-N-twice | both G and the product are divided by N
# expect: averaged-twice
def softmax_loss(W, X, y, lam):
    N = len(X)
    logp = log_softmax(np.dot(X, W.T))
    onehot = np.eye(W.shape[0])[y]
    loss = -(onehot * logp).sum() / N + lam * np.sum(W * W)
    G = (np.exp(logp) - onehot) / N
    dW = np.dot(G.T, X) / N + 2 * lam * W
    return loss, dW

# %% wrong: half-penalty | the penalty has a factor one half in the loss and none in its slope
# expect: regularization-halved
def softmax_loss(W, X, y, lam):
    N = len(X)
    logp = log_softmax(X @ W.T)
    loss = -logp[np.arange(N), y].sum() / N + 0.5 * lam * np.sum(W**2)
    G = np.exp(logp)
    G[np.arange(N), y] -= 1
    return loss, G.T @ X / N + lam * W

# %% wrong: label-clipped | stable softmax, but the label's probability is clipped at 1e-12 before its logarithm
# expect: number-added-for-safety
def softmax_loss(W, X, y, lam):
    N = len(X)
    p = softmax(X @ W.T)
    loss = -np.log(np.maximum(p[np.arange(N), y], 1e-12)).mean() + lam * np.sum(W**2)
    p[np.arange(N), y] -= 1
    return loss, p.T @ X / N + 2 * lam * W

# %% right: add-at-for-labels | prediction part by einsum, truth part by np.subtract.at into the rows of dW
def softmax_loss(W, X, y, lam):
    W, X = np.asarray(W, np.float64), np.asarray(X, np.float64)
    s = X @ W.T
    s = s - s.max(axis=1)[:, None]
    logZ = np.log(np.exp(s).sum(axis=1))
    loss = np.mean(logZ - np.choose(y, s.T) if len(W) <= 32 else logZ - s[np.arange(len(y)), y])
    p = np.exp(s - logZ[:, None])
    p[np.arange(len(y)), y] = np.expm1(s[np.arange(len(y)), y] - logZ)
    dW = np.zeros(W.shape)
    np.add.at(dW, slice(None), np.einsum("nk,nd->kd", p, X) / len(X))
    return loss + lam * np.sum(np.square(W)), dW + 2 * lam * W

# %% wrong: probabilities-reused-too-early | one is subtracted from the array of probabilities before the loss reads them (G is only another name), so the loss is the logarithm of p - 1: nan
# expect: explained
def softmax_loss(W, X, y, lam):
    N = len(X)
    p = np.exp(log_softmax(X @ W.T))
    G = p
    G[np.arange(N), y] -= 1
    loss = -np.mean(np.log(p[np.arange(N), y])) + lam * np.sum(W**2)
    return loss, G.T @ X / N + 2 * lam * W

# %% wrong: whole-columns-minus-one | p[:, y] -= 1 subtracts from whole columns
# expect: all-pairs-of-labels
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    logp = log_softmax(X @ W.T)
    loss = -logp[np.arange(N), y].mean() + lam * (W**2).sum()
    p = np.exp(logp)
    p[:, y] -= 1
    return loss, p.T @ X / N + 2 * lam * W

# %% wrong: norm-penalty | penalises the norm of W, not its square; the slope is that of the norm
# expect: regularization-root
def softmax_loss(W, X, y, lam):
    N = len(X)
    logp = log_softmax(X @ W.T)
    size = np.sqrt(np.sum(W**2))
    G = np.exp(logp)
    G[np.arange(N), y] -= 1
    dW = G.T @ X / N
    if size > 0:
        dW = dW + lam * W / size
    return -logp[np.arange(N), y].mean() + lam * size, dW

# %% wrong: ones-off-whole-columns | G[:, y] -= 1: subtracts in every row the columns of all labels
# expect: all-pairs-of-labels
def softmax_loss(W, X, y, lam):
    N = len(X)
    rows = np.arange(N)
    logp = log_softmax(X @ W.T)
    loss = -logp[rows, y].sum() / N + lam * np.sum(W**2)
    G = np.exp(logp)
    G[:, y] -= 1
    return loss, G.T @ X / N + 2 * lam * W

# %% wrong: gradient-is-a-sum | dW's data part is not divided by N
# expect: sum-not-mean
def softmax_loss(W, X, y, lam):
    N = len(X)
    rows = np.arange(N)
    logp = log_softmax(X @ W.T)
    loss = -logp[rows, y].sum() / N + lam * np.sum(W**2)
    G = np.exp(logp)
    G[rows, y] -= 1
    return loss, G.T @ X + 2 * lam * W

# %% wrong: truth-minus-prediction-times-x | sign of the data part turned round
# expect: explained
def softmax_loss(W, X, y, lam):
    N = len(X)
    rows = np.arange(N)
    logp = log_softmax(X @ W.T)
    loss = -logp[rows, y].sum() / N + lam * np.sum(W**2)
    G = np.exp(logp)
    G[rows, y] -= 1
    return loss, -G.T @ X / N + 2 * lam * W

# %% wrong: penalty-half-in-the-gradient | lam * W instead of 2 lam W
# expect: regularization-halved
def softmax_loss(W, X, y, lam):
    N = len(X)
    rows = np.arange(N)
    logp = log_softmax(X @ W.T)
    loss = -logp[rows, y].sum() / N + lam * np.sum(W**2)
    G = np.exp(logp)
    G[rows, y] -= 1
    return loss, G.T @ X / N + lam * W

# %% wrong: penalty-over-n | both parts of the penalty are divided by N
# expect: regularization-averaged
def softmax_loss(W, X, y, lam):
    N = len(X)
    rows = np.arange(N)
    logp = log_softmax(X @ W.T)
    loss = -logp[rows, y].sum() / N + lam * np.sum(W**2) / N
    G = np.exp(logp)
    G[rows, y] -= 1
    return loss, G.T @ X / N + 2 * lam * W / N

# %% wrong: mean-over-entries | np.mean over a table that is zero but for the labels: loss divided by N K
# expect: averaged-over-classes
def softmax_loss(W, X, y, lam):
    N = len(X)
    rows = np.arange(N)
    logp = log_softmax(X @ W.T)
    loss = -(np.eye(len(W))[y] * logp).mean() + lam * np.sum(W**2)
    G = np.exp(logp)
    G[rows, y] -= 1
    return loss, G.T @ X / N + 2 * lam * W

# %% wrong: logarithms-as-probabilities | forgets np.exp: G starts from log p
# expect: explained
def softmax_loss(W, X, y, lam):
    N = len(X)
    rows = np.arange(N)
    logp = log_softmax(X @ W.T)
    loss = -logp[rows, y].sum() / N + lam * np.sum(W**2)
    G = logp.copy()
    G[rows, y] -= 1
    return loss, G.T @ X / N + 2 * lam * W

# %% wrong: log-of-softmax-inside | loss from np.log(softmax): inf where the label is 800 behind; gradient right
# expect: explained
def softmax_loss(W, X, y, lam):
    N = len(X)
    rows = np.arange(N)
    logp = log_softmax(X @ W.T)
    with np.errstate(divide="ignore"):
        picked = np.log(softmax(X @ W.T)[rows, y])
    loss = -picked.sum() / N + lam * np.sum(W**2)
    G = np.exp(logp)
    G[rows, y] -= 1
    return loss, G.T @ X / N + 2 * lam * W

# %% wrong: clipped-probability | np.clip(p, 1e-12, 1) inside the logarithm: at most 27.6 per example
# expect: number-added-for-safety
def softmax_loss(W, X, y, lam):
    N = len(X)
    rows = np.arange(N)
    logp = log_softmax(X @ W.T)
    loss = -np.log(np.clip(np.exp(logp[rows, y]), 1e-12, 1)).sum() / N + lam * np.sum(W**2)
    G = np.exp(logp)
    G[rows, y] -= 1
    return loss, G.T @ X / N + 2 * lam * W

# %% wrong: one-hot-of-the-classes-present | np.eye(y.max() + 1): too few columns when the last class is missing from the batch
# expect: explained
def softmax_loss(W, X, y, lam):
    N = len(X)
    rows = np.arange(N)
    logp = log_softmax(X @ W.T)
    loss = -logp[rows, y].sum() / N + lam * np.sum(W**2)
    G = np.exp(logp)
    G -= np.eye(y.max() + 1)[y]
    return loss, G.T @ X / N + 2 * lam * W

# %% wrong: loop-over-examples-kept | a Python loop over the examples (np.outer for each): right, but not vectorised
# expect: explained
def softmax_loss(W, X, y, lam):
    N = len(X)
    loss, dW = lam * np.sum(W**2), 2 * lam * W
    for x, label in zip(X, y):
        logp = log_softmax((W @ x)[None])[0]
        loss -= logp[label] / N
        dW = dW + np.outer(np.exp(logp) - np.eye(len(W))[label], x) / N
    return loss, dW

# %% wrong: outer-products-in-a-list | a list comprehension of outer products over all examples, summed: a hidden Python loop
# expect: explained
def softmax_loss(W, X, y, lam):
    N = len(X)
    T = np.eye(len(W))[y]
    logp = log_softmax(X @ W.T)
    dW = np.sum([np.outer(cross_entropy_gradient(t, s), x) for t, s, x in zip(T, X @ W.T, X)], axis=0) / N + 2 * lam * W
    return -(T * logp).sum() / N + lam * np.sum(W**2), dW

# %% wrong: loss-uses-the-highest | takes the highest log-probability of each row instead of the label's
# expect: correct-class-ignored
def softmax_loss(W, X, y, lam):
    N = len(X)
    rows = np.arange(N)
    logp = log_softmax(X @ W.T)
    loss = -logp.max(axis=1).sum() / N + lam * np.sum(W**2)
    G = np.exp(logp)
    G[rows, y] -= 1
    return loss, G.T @ X / N + 2 * lam * W

# %% wrong: softmax-before-the-transpose | normalises over the examples: softmax of W X^T, whose rows are classes
# expect: explained
def softmax_loss(W, X, y, lam):
    N = len(X)
    rows = np.arange(N)
    logp = log_softmax(W @ X.T).T
    loss = -logp[rows, y].sum() / N + lam * np.sum(W**2)
    G = np.exp(logp)
    G[rows, y] -= 1
    return loss, G.T @ X / N + 2 * lam * W

# %% wrong: only-wrong-rows-corrected | subtracts 1 only where the prediction is wrong, like a perceptron
# expect: explained
def softmax_loss(W, X, y, lam):
    N = len(X)
    rows = np.arange(N)
    logp = log_softmax(X @ W.T)
    loss = -logp[rows, y].sum() / N + lam * np.sum(W**2)
    G = np.exp(logp)
    G[rows, y] -= G.argmax(axis=1) != y
    return loss, G.T @ X / N + 2 * lam * W

# %% right: one-hot-and-einsum | one-hot table by comparison, einsum for the product
def softmax_loss(W, X, y, lam):
    hot = (np.arange(W.shape[0])[None, :] == y[:, None]) * 1.0
    s = np.einsum("kd,nd->nk", W, X)
    lse = np.logaddexp.reduce(s, axis=1)
    loss = np.mean(lse - (hot * s).sum(axis=1)) + lam * np.vdot(W, W)
    return loss, np.einsum("nk,nd->kd", np.exp(s - lse[:, None]) - hot, X) / len(y) + lam * (W + W)

# %% right: subtracts-images-with-add-at | probabilities times images, minus the sum of the images of each class by np.add.at
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    logp = log_softmax(X @ W.T)
    sums = np.zeros(W.shape)
    np.add.at(sums, y, X)
    return lam * (W**2).sum() - logp[np.arange(N), y].mean(), (np.exp(logp).T @ X - sums) / N + 2 * lam * W

# %% right: bincount-per-pixel | sums of the images of each class by np.bincount, a loop over pixels and none over examples
def softmax_loss(W, X, y, lam):
    N, K, D = len(X), *W.shape
    logp = log_softmax(np.dot(X, W.T))
    seen = np.stack([np.bincount(y, weights=X[:, d], minlength=K) for d in range(D)], axis=1)
    loss = -np.take_along_axis(logp, y[:, None], axis=1).mean() + lam * np.square(W).sum()
    return loss, (np.exp(logp).T @ X - seen) / N + 2 * lam * W

# %% wrong: label-probability-in-the-gradient | subtracts the label's probability instead of 1: the label's row gets nothing
# expect: explained
def softmax_loss(W, X, y, lam):
    N = len(X)
    rows = np.arange(N)
    logp = log_softmax(X @ W.T)
    loss = -logp[rows, y].sum() / N + lam * np.sum(W**2)
    G = np.exp(logp)
    G[rows, y] -= G[rows, y]
    return loss, G.T @ X / N + 2 * lam * W

# %% wrong: loss-and-gradient-summed | Loss and gradient are sums over the batch instead of means.
# expect: sum-not-mean
def softmax_loss(W, X, y, lam):
    N = len(X)
    logp = log_softmax(X @ W.T)
    loss = -logp[np.arange(N), y].sum() + lam * np.sum(W**2)
    G = np.exp(logp)
    G[np.arange(N), y] -= 1
    return float(loss), G.T @ X + 2 * lam * W

# %% wrong: gradient-summed | The loss is averaged over the batch but the gradient of the data is not divided by N.
# expect: sum-not-mean
def softmax_loss(W, X, y, lam):
    rows = np.arange(X.shape[0])
    logp = log_softmax(X @ W.T)
    loss = -np.mean(logp[rows, y]) + lam * np.sum(W**2)
    G = np.exp(logp)
    G[rows, y] -= 1
    dW = G.T @ X + 2 * lam * W
    return float(loss), dW

# %% wrong: whole-columns-subtracted | G[:, y] -= 1 subtracts from whole columns instead of from one entry of each row.
# expect: all-pairs-of-labels
def softmax_loss(W, X, y, lam):
    N = len(y)
    logp = log_softmax(X @ W.T)
    loss = -logp[np.arange(N), y].mean() + lam * (W**2).sum()
    G = np.exp(logp)
    G[:, y] -= 1
    return float(loss), G.T @ X / N + 2 * lam * W

# %% wrong: penalty-slope-without-two-again | The slope of the penalty is lam * W, as for a penalty with ½, instead of 2 lam W.
# expect: regularization-halved
def softmax_loss(W, X, y, lam):
    N = len(y)
    logp = log_softmax(X @ W.T)
    loss = -logp[np.arange(N), y].mean() + lam * (W**2).sum()
    G = np.exp(logp)
    G[np.arange(N), y] -= 1
    return float(loss), G.T @ X / N + lam * W

# %% wrong: penalty-divided-by-the-batch | The penalty is added before the division by N, so loss and gradient count it only one N-th.
# expect: regularization-averaged
def softmax_loss(W, X, y, lam):
    N = len(y)
    logp = log_softmax(X @ W.T)
    loss = -logp[np.arange(N), y].sum() + lam * (W**2).sum()
    G = np.exp(logp)
    G[np.arange(N), y] -= 1
    dW = G.T @ X + 2 * lam * W
    return float(loss / N), dW / N

# %% wrong: logarithm-after-the-softmax | The loss takes the logarithm of rounded probabilities, which is infinite for a label far behind.
# expect: explained
def softmax_loss(W, X, y, lam):
    N = len(y)
    p = softmax(X @ W.T)
    loss = -np.log(p[np.arange(N), y]).mean() + lam * (W**2).sum()
    G = p.copy()
    G[np.arange(N), y] -= 1
    return float(loss), G.T @ X / N + 2 * lam * W

# %% wrong: loop-over-the-examples | A Python loop walks over the examples, although the task asks for a vectorised answer.
# expect: explained
def softmax_loss(W, X, y, lam):
    N = len(X)
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y):
        logp = log_softmax((W @ x)[None])[0]
        loss -= logp[label]
        g = np.exp(logp)
        g[label] -= 1
        dW += np.outer(g, x)
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: classes-from-the-labels | The number of classes is taken from the labels of the batch, so a batch without the last class fails or loses rows.
# expect: explained
def softmax_loss(W, X, y, lam):
    N = len(y)
    K = y.max() + 1
    logp = log_softmax(X @ W.T)
    T = np.eye(K)[y]
    loss = -(T * logp).sum() / N + lam * (W**2).sum()
    dW = (np.exp(logp) - T).T @ X / N + 2 * lam * W
    return float(loss), dW

# %% wrong: gradient-uphill | The error is truth minus prediction, so the gradient of the data has the wrong sign, while that of the penalty is right.
# expect: explained
def softmax_loss(W, X, y, lam):
    N, K = len(y), len(W)
    logp = log_softmax(X @ W.T)
    T = (np.arange(K) == y[:, None]).astype(float)
    loss = -np.sum(T * logp) / N + lam * np.sum(W * W)
    return float(loss), (T - np.exp(logp)).T @ X / N + 2 * lam * W

# %% wrong: probability-floor | The log-probabilities are floored at -50, "for stability", so a label far behind does not cost what it should.
# expect: nothing
def softmax_loss(W, X, y, lam):
    N = len(y)
    p = softmax(X @ W.T)
    logp = np.log(np.maximum(p, np.exp(-50.0)))
    loss = -logp[np.arange(N), y].mean() + lam * (W**2).sum()
    p[np.arange(N), y] -= 1
    return float(loss), p.T @ X / N + 2 * lam * W

# %% wrong: mean-over-examples-and-classes | The mean is taken over all N times K entries of the one-hot product, so loss and gradient are K times too small.
# expect: averaged-over-classes
def softmax_loss(W, X, y, lam):
    T = np.eye(len(W))[y]
    logp = log_softmax(X @ W.T)
    loss = np.mean(-T * logp) + lam * np.sum(W**2)
    dW = (np.exp(logp) - T).T @ X / T.size + 2 * lam * W
    return float(loss), dW

# %% wrong: penalty-missing-in-the-loss | The penalty is in the gradient only; the loss leaves it out.
# expect: regularization-missing
def softmax_loss(W, X, y, lam):
    N = len(y)
    logp = log_softmax(X @ W.T)
    G = np.exp(logp)
    G[np.arange(N), y] -= 1
    return float(-logp[np.arange(N), y].mean()), G.T @ X / N + 2 * lam * W

# %% wrong: penalty-of-absolute-values | The loss is charged for the sum of the absolute weights instead of for the sum of their squares; the gradient is that of the squares.
# expect: regularization-absolute
def softmax_loss(W, X, y, lam):
    N = len(y)
    logp = log_softmax(X @ W.T)
    loss = -logp[np.arange(N), y].mean() + lam * np.abs(W).sum()
    G = np.exp(logp)
    G[np.arange(N), y] -= 1
    return float(loss), G.T @ X / N + 2 * lam * W

# %% right: einsum-and-one-hot | One-hot rows by comparison, and einsum for all sums.
def softmax_loss(W, X, y, lam):
    W, X = np.asarray(W, dtype=float), np.asarray(X, dtype=float)
    T = np.equal.outer(y, np.arange(W.shape[0])).astype(float)
    S = np.einsum("nd,kd->nk", X, W)
    logp = S - np.logaddexp.reduce(S, axis=1)[:, None]
    loss = -np.einsum("nk,nk->", T, logp) / len(y) + lam * np.einsum("kd,kd->", W, W)
    dW = np.einsum("nk,nd->kd", np.exp(logp) - T, X) / len(y) + 2 * lam * W
    return loss, dW

# %% right: classes-in-rows | Everything is transposed: scores are (K, N), a column per example, and the lead of the label is subtracted first.
def softmax_loss(W, X, y, lam):
    W = np.asarray(W, dtype=float)
    N = X.shape[0]
    columns = np.arange(N)
    S = W @ X.T
    leads = S - S[y, columns]  # what each class is ahead of the label
    top = leads.max(axis=0)
    e = np.exp(leads - top)
    total = e.sum(axis=0)
    loss = np.mean(top + np.log(total)) + lam * np.linalg.norm(W) ** 2
    P = e / total
    P[y, columns] = 0
    P[y, columns] = -P.sum(axis=0)
    return float(loss), P @ X / N + lam * (W + W)

# %% wrong: subtracts-from-whole-columns | G[:, y] -= 1 subtracts 1 in every row from the columns of all labels of the batch.
# expect: all-pairs-of-labels
def softmax_loss(W, X, y, lam):
    """Return the loss of a softmax classifier and its gradient."""
    N = X.shape[0]
    scores = X.dot(W.T)
    G = softmax(scores)
    loss = -np.mean(log_softmax(scores)[range(N), y]) + lam * np.sum(W * W)
    G[:, y] -= 1
    return loss, G.T.dot(X) / N + 2 * lam * W

# %% wrong: penalty-slope-without-two-again-again | The slope of lam * W squared is taken to be lam * W.
# expect: regularization-halved
def softmax_loss(W, X, y, lam):
    """Return the loss of a softmax classifier and its gradient."""
    N, K = len(X), len(W)
    truth = np.eye(K)[y]
    log_p = log_softmax(X @ W.T)
    loss = -(truth * log_p).sum() / N + lam * (W**2).sum()
    dW = (np.exp(log_p) - truth).T @ X / N + lam * W
    return loss, dW

# %% wrong: repeated-labels-lost | dW[y] -= X with an index array subtracts only one example of each label that is repeated.
# expect: repeated-index-lost
def softmax_loss(W, X, y, lam):
    """Return the loss of a softmax classifier and its gradient."""
    N = len(X)
    log_p = log_softmax(X @ W.T)
    loss = -log_p[np.arange(N), y].sum() / N + lam * np.sum(W**2)
    dW = np.exp(log_p).T @ X
    dW[y] -= X
    return loss, dW / N + 2 * lam * W

# %% wrong: mean-over-classes-too | np.mean over the (N, K) product divides the cross-entropy by N times K, and the penalty is missing in the loss.
# expect: explained
def softmax_loss(W, X, y, lam):
    """Return the loss of a softmax classifier and its gradient."""
    N, K = X.shape[0], W.shape[0]
    log_p = log_softmax(X @ W.T)
    truth = (y[:, None] == np.arange(K)).astype(float)
    loss = -np.mean(truth * log_p)
    dW = (np.exp(log_p) - truth).T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: divided-column-by-column | The probabilities of the gradient are divided by sums over the examples (axis 0), while the loss is right.
# expect: nothing
def softmax_loss(W, X, y, lam):
    """Return the loss of a softmax classifier and its gradient."""
    N = len(X)
    s = X @ W.T
    s = s - s.max(axis=1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=0)
    log_p = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    loss = -log_p[np.arange(N), y].mean() + lam * np.sum(W**2)
    p[np.arange(N), y] -= 1
    return loss, p.T @ X / N + 2 * lam * W

# %% wrong: one-hot-from-the-labels | The labels are numbered anew, in the order of those that occur, so the columns of the one-hot table are the wrong ones if a class has no example.
# expect: explained
def softmax_loss(W, X, y, lam):
    """Return the loss of a softmax classifier and its gradient."""
    N = len(X)
    names, numbers = np.unique(y, return_inverse=True)
    truth = np.zeros((N, len(W)))
    truth[np.arange(N), numbers] = 1
    log_p = log_softmax(X @ W.T)
    loss = -np.sum(truth * log_p) / N + lam * np.sum(W**2)
    return loss, (np.exp(log_p) - truth).T @ X / N + 2 * lam * W

# %% wrong: loop-over-examples-again | The examples are gone through one at a time in a Python loop, where the task asks for a vectorised answer.
# expect: explained
def softmax_loss(W, X, y, lam):
    """Return the loss of a softmax classifier and its gradient."""
    N = len(X)
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y):
        s = W @ x
        truth = np.zeros(len(W))
        truth[label] = 1
        loss -= log_softmax(s[None])[0, label] / N
        dW += np.outer(cross_entropy_gradient(truth, s), x) / N
    return loss + lam * np.sum(W**2), dW + 2 * lam * W

# %% wrong: lead-for-large-losses | Where the label's probability underflows, the loss is taken to be its distance to the top score, without the logarithm of how many classes share the top.
# expect: nothing
def softmax_loss(W, X, y, lam):
    """Return the loss of a softmax classifier and its gradient."""
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    p = softmax(scores)
    right = p[rows, y]
    behind = scores.max(axis=1) - scores[rows, y]
    safe = right > 1e-300
    losses = np.where(safe, -np.log(np.where(safe, right, 1.0)), behind)
    p[rows, y] -= 1
    return losses.mean() + lam * np.sum(W**2), p.T @ X / N + 2 * lam * W

# %% wrong: weights-become-their-gradient | The gradient is collected in W itself by -= and *=, so the caller's weights are changed; integer weights fail.
# expect: explained
def softmax_loss(W, X, y, lam):
    """Return the loss of a softmax classifier and its gradient."""
    N = len(X)
    log_p = log_softmax(X @ W.T)
    loss = -log_p[np.arange(N), y].mean() + lam * np.sum(W**2)
    G = np.exp(log_p)
    G[np.arange(N), y] -= 1
    dW = W
    dW *= 2 * lam
    dW += G.T @ X / N
    return loss, dW

# %% right: loop-over-classes | A loop over the classes: all differences to the label's score, with a shift per example; each class gets its row of the gradient.
def softmax_loss(W, X, y, lam):
    """Return the loss of a softmax classifier and its gradient."""
    N = len(X)
    scores = [X @ w for w in W]
    top = np.max(scores, axis=0)
    own = np.choose(y, scores) if len(scores) <= 32 else np.array(scores)[y, np.arange(N)]
    exps = [np.exp(s - top) for s in scores]
    Z = sum(exps)
    loss = np.sum(top - own + np.log(Z)) / N + lam * np.vdot(W, W)
    rows = [(e / Z - (y == k)) @ X / N + 2 * lam * W[k] for k, e in enumerate(exps)]
    return loss, np.array(rows)

# %% wrong: clipped-probabilities | Clips the probabilities to 1e-12 before the logarithm, so that a label far behind costs 27.6 at most instead of, say, 800.
# expect: number-added-for-safety
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    p = softmax(X @ W.T)
    loss = -np.mean(np.log(np.clip(p[np.arange(N), y], 1e-12, 1.0))) + lam * np.sum(W**2)
    G = p.copy()
    G[np.arange(N), y] -= 1
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: ones-from-whole-columns | G[:, y] -= 1 subtracts 1 from the whole columns of all labels that occur instead of from one entry of each row.
# expect: all-pairs-of-labels
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    log_p = log_softmax(X @ W.T)
    loss = -log_p[np.arange(N), y].mean() + lam * np.sum(W * W)
    G = np.exp(log_p)
    G[:, y] -= 1
    return loss, G.T @ X / N + 2 * lam * W

# %% wrong: as-many-columns-as-labels | The one-hot table gets max(y) + 1 columns; when the last class has no example in the batch, it is too narrow.
# expect: explained
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    one_hot = np.eye(y.max() + 1)[y]
    log_p = log_softmax(X @ W.T)
    loss = -np.sum(one_hot * log_p) / N + lam * np.sum(W**2)
    dW = (np.exp(log_p) - one_hot).T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: logarithms-overwritten | The gradient's table is the same array as the log-probabilities, turned into p - 1 in place before the loss is read off from it.
# expect: logarithm-missing
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    rows = np.arange(N)
    log_p = log_softmax(X @ W.T)
    G = log_p
    np.exp(G, out=G)
    G[rows, y] -= 1
    dW = G.T @ X / N + 2 * lam * W
    loss = -log_p[rows, y].mean() + lam * np.sum(W**2)
    return loss, dW

# %% wrong: mean-over-all-entries | np.mean over the table of N×K terms divides by N*K instead of N, in the loss; the gradient is divided by N.
# expect: averaged-over-classes
def softmax_loss(W, X, y, lam):
    N, K = X.shape[0], W.shape[0]
    T = np.zeros((N, K))
    T[np.arange(N), y] = 1
    log_p = log_softmax(X @ W.T)
    loss = -np.mean(T * log_p) + lam * np.sum(W**2)
    dW = (np.exp(log_p) - T).T @ X / N + 2 * lam * W
    return loss, dW

# %% wrong: one-example-at-a-time | Loops over the examples in Python and adds up the gradients of part 4, where the task asks for a vectorised answer.
# expect: explained
def softmax_loss(W, X, y, lam):
    N, K = X.shape[0], W.shape[0]
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y):
        truth = np.zeros(K)
        truth[label] = 1.0
        s = W @ x
        loss -= log_softmax(s[np.newaxis])[0, label]
        dW += np.outer(cross_entropy_gradient(truth, s), x)
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: gradient-summed-and-no-2 | Two slips: the gradient of the data is not divided by N, although the loss is a mean, and the penalty's slope lacks its 2.
# expect: explained
def softmax_loss(W, X, y, lam):
    N = len(y)
    log_p = log_softmax(X @ W.T)
    loss = -np.sum(log_p[np.arange(N), y]) / N + lam * np.sum(W**2)
    G = np.exp(log_p)
    G[np.arange(N), y] -= 1
    dW = G.T @ X + lam * W
    return loss, dW

# %% wrong: penalty-missing-in-the-gradient | The penalty is added to the loss only; its slope 2 lam W is left out of dW.
# expect: regularization-missing
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    scores = X @ W.T
    scores = scores - scores.max(axis=1, keepdims=True)
    log_p = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    loss = -np.mean(log_p[np.arange(N), y]) + lam * np.sum(W**2)
    G = np.exp(log_p)
    G[np.arange(N), y] -= 1
    return loss, G.T @ X / N

# %% right: leads-and-add-at | Works with the leads over the label, whose log-sum is the loss, and subtracts the truth with np.add.at.
def softmax_loss(W, X, y, lam):
    A, B = np.asarray(W, dtype=float), np.asarray(X, dtype=float)
    N, K = B.shape[0], A.shape[0]
    s = B @ A.T
    leads = s - s[np.arange(N), y][:, None]
    top = leads.max(axis=1)
    e = np.exp(leads - top[:, None])
    total = e.sum(axis=1)
    loss = np.average(top + np.log(total)) + lam * np.linalg.norm(A) ** 2
    G = e / total[:, None] / N
    np.add.at(G, (np.arange(N), y), -1 / N)
    return loss, np.einsum("nk,nd->kd", G, B) + 2 * lam * A

# %% right: one-pass-per-class | Loops over the classes, not the examples: one row of dW from one column of probabilities minus a comparison with the label.
def softmax_loss(W, X, y, lam):
    W, X = np.array(W, dtype=float), np.array(X, dtype=float)
    log_p = log_softmax(X @ W.T)
    N = log_p.shape[0]
    dW = np.empty(W.shape)
    loss = lam * float(np.square(W).sum())
    for k in range(W.shape[0]):
        mine = np.asarray(y) == k
        loss -= float(log_p[mine, k].sum()) / N
        dW[k] = (np.exp(log_p[:, k]) - mine) @ X / N + 2 * lam * W[k]
    return loss, dW
