# %% right: fancy_indexing | subtract 1 at the right classes
def softmax_loss(W, X, y, lam):
    N = X.shape[0]
    logs = log_softmax(X @ W.T)
    loss = -logs[range(N), y].sum() / N + lam * np.sum(W * W)
    d = np.exp(logs)
    d[range(N), y] -= 1
    return loss, (d / N).T @ X + 2 * lam * W

# %% right: one_hot | a matrix of truths
def softmax_loss(W, X, y, lam):
    truth = np.eye(W.shape[0])[y]
    logs = log_softmax(X.dot(W.T))
    loss = -(truth * logs).sum(axis=1).mean() + lam * (W**2).sum()
    return [loss, (np.exp(logs) - truth).T.dot(X) / len(X) + 2 * lam * W]

# %% right: einsum | comparison in place of indices
def softmax_loss(W, X, y, lam):
    scores = np.einsum("kd,nd->nk", W, X)
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    total = powers.sum(axis=1)
    truth = (y[:, None] == np.arange(len(W))).astype(float)
    loss = np.mean(np.log(total) - (shifted * truth).sum(axis=1)) + lam * np.square(W).sum()
    dW = np.einsum("nk,nd->kd", powers / total[:, None] - truth, X) / len(y) + 2 * lam * W
    return float(loss), dW

# %% right: loop_over_classes | a loop over classes is allowed
def softmax_loss(W, X, y, lam):
    K, N = len(W), len(X)
    scores = np.stack([X @ W[k] for k in range(K)])  # (K, N)
    top = scores.max(axis=0)
    powers = np.exp(scores - top)
    total = powers.sum(axis=0)
    loss, dW = 0.0, np.zeros(W.shape)
    for k in range(K):
        mine = y == k
        loss += np.sum((np.log(total) + top - scores[k])[mine])
        dW[k] = (powers[k] / total - mine) @ X / N + 2 * lam * W[k]
    return loss / N + lam * sum(np.sum(row**2) for row in W), dW

# %% right: named_tuple | results with names, in chunks of examples
from collections import namedtuple

Result = namedtuple("Result", "loss dW")


def softmax_loss(W, X, y, lam):
    N, loss, dW = len(X), 0.0, np.zeros(W.shape)
    for start in range(0, N, 5000):
        part, labels = X[start : start + 5000], y[start : start + 5000]
        rows = np.arange(len(part))
        logs = log_softmax(part @ W.T)
        loss -= logs[rows, labels].sum()
        d = np.exp(logs)
        d[rows, labels] -= 1
        dW += d.T @ part
    return Result(loss / N + lam * (W**2).sum(), dW / N + 2 * lam * W)

# %% right: repeated_truths | np.add.at for the right classes
def softmax_loss(W, X, y, lam):
    scores = X @ W.T
    top = scores.max(1)[:, None]
    log_sum = np.log(np.exp(scores - top).sum(1)) + top[:, 0]
    loss = (log_sum - np.take_along_axis(scores, y[:, None].astype(int), 1)[:, 0]).mean()
    dW = np.exp(scores - log_sum[:, None]).T @ X.astype(float)
    np.add.at(dW, y, -X)
    return loss + lam * np.linalg.norm(W) ** 2, dW / len(X) + lam * 2 * W

# %% right: all_in_longdouble | no loop over examples, but no BLAS either
def softmax_loss(W, X, y, lam):
    w, x = W.astype(np.longdouble), X.astype(np.longdouble)
    n, s = np.arange(len(y)), x @ w.T
    z = s - s.max(axis=1, keepdims=True)
    logp = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    d = np.exp(logp)
    d[n, y] -= 1
    return -logp[n, y].mean() + lam * np.sum(w ** 2), d.T @ x / len(x) + 2 * lam * w

# %% wrong: no_penalty_gradient | the penalty is in the loss only
# expect: regularization-missing
def softmax_loss(W, X, y, lam):
    rows = np.arange(len(y))
    logs = log_softmax(X @ W.T)
    d = np.exp(logs)
    d[rows, y] -= 1
    return -logs[rows, y].mean() + lam * (W**2).sum(), d.T @ X / len(y)

# %% wrong: no_penalty | no penalty at all
# expect: regularization-missing
def softmax_loss(W, X, y, lam):
    rows = np.arange(len(y))
    logs = log_softmax(X @ W.T)
    d = np.exp(logs)
    d[rows, y] -= 1
    return -logs[rows, y].mean(), d.T @ X / len(y)

# %% wrong: half_penalty_gradient | lam W in place of 2 lam W
# expect: regularization-halved
def softmax_loss(W, X, y, lam):
    rows = np.arange(len(y))
    logs = log_softmax(X @ W.T)
    d = np.exp(logs)
    d[rows, y] -= 1
    return -logs[rows, y].mean() + lam * (W**2).sum(), d.T @ X / len(y) + lam * W

# %% wrong: half_penalty | a factor 1/2, consistently
# expect: regularization-halved
def softmax_loss(W, X, y, lam):
    rows = np.arange(len(y))
    logs = log_softmax(X @ W.T)
    d = np.exp(logs)
    d[rows, y] -= 1
    return -logs[rows, y].mean() + 0.5 * lam * (W**2).sum(), d.T @ X / len(y) + lam * W

# %% wrong: penalty_averaged | the penalty is inside the mean
# expect: regularization-averaged, regularization-missing
def softmax_loss(W, X, y, lam):
    rows = np.arange(len(y))
    logs = log_softmax(X @ W.T)
    d = np.exp(logs)
    d[rows, y] -= 1
    return (-logs[rows, y].sum() + lam * (W**2).sum()) / len(y), (d.T @ X + 2 * lam * W) / len(y)

# %% wrong: gradient_summed | mean loss, summed gradient
# expect: sum-not-mean
def softmax_loss(W, X, y, lam):
    rows = np.arange(len(y))
    logs = log_softmax(X @ W.T)
    d = np.exp(logs)
    d[rows, y] -= 1
    return -logs[rows, y].mean() + lam * (W**2).sum(), d.T @ X + 2 * lam * W

# %% wrong: both_summed | a sum, consistently
# expect: sum-not-mean
def softmax_loss(W, X, y, lam):
    rows = np.arange(len(y))
    logs = log_softmax(X @ W.T)
    d = np.exp(logs)
    d[rows, y] -= 1
    return -logs[rows, y].sum() + lam * (W**2).sum(), d.T @ X + 2 * lam * W

# %% wrong: averaged_twice | the gradient is divided by N twice
# expect: averaged-twice
def softmax_loss(W, X, y, lam):
    rows = np.arange(len(y))
    logs = log_softmax(X @ W.T)
    d = np.exp(logs) / len(y)
    d[rows, y] -= 1 / len(y)
    return -logs[rows, y].mean() + lam * (W**2).sum(), d.T @ X / len(y) + 2 * lam * W

# %% wrong: averaged_over_entries | the mean over all N × K entries
# expect: averaged-over-classes, averaged-twice
def softmax_loss(W, X, y, lam):
    truth = np.eye(len(W))[y]
    logs = log_softmax(X @ W.T)
    return -(truth * logs).mean() + lam * (W**2).sum(), (np.exp(logs) - truth).T @ X / truth.size + 2 * lam * W

# %% wrong: truth_not_subtracted | the probabilities alone
# expect: one-hot-not-subtracted
def softmax_loss(W, X, y, lam):
    logs = log_softmax(X @ W.T)
    loss = -logs[np.arange(len(y)), y].mean() + lam * (W**2).sum()
    return loss, np.exp(logs).T @ X / len(y) + 2 * lam * W

# %% wrong: truth_added | plus 1 at the right class
# expect: one-hot-added
def softmax_loss(W, X, y, lam):
    rows = np.arange(len(y))
    logs = log_softmax(X @ W.T)
    d = np.exp(logs)
    d[rows, y] += 1
    return -logs[rows, y].mean() + lam * (W**2).sum(), d.T @ X / len(y) + 2 * lam * W

# %% wrong: right_class_only | the denominator is forgotten
# expect: probabilities-missing
def softmax_loss(W, X, y, lam):
    truth = np.eye(len(W))[y]
    logs = log_softmax(X @ W.T)
    return -(truth * logs).sum() / len(y) + lam * (W**2).sum(), -truth.T @ X / len(y) + 2 * lam * W

# %% wrong: gradient_sign | uphill
# expect: explained
def softmax_loss(W, X, y, lam):
    truth = np.eye(len(W))[y]
    logs = log_softmax(X @ W.T)
    return -(truth * logs).sum() / len(y) + lam * (W**2).sum(), (truth - np.exp(logs)).T @ X / len(y) + 2 * lam * W

# %% wrong: loss_sign | minus all of it
# expect: explained
def softmax_loss(W, X, y, lam):
    truth = np.eye(len(W))[y]
    logs = log_softmax(X @ W.T)
    return (truth * logs).sum() / len(y) + lam * (W**2).sum(), (np.exp(logs) - truth).T @ X / len(y) + 2 * lam * W

# %% wrong: transposed | a gradient of shape (D, K)
# expect: transposed
def softmax_loss(W, X, y, lam):
    truth = np.eye(len(W))[y]
    logs = log_softmax(X @ W.T)
    loss = -(truth * logs).sum() / len(y) + lam * (W**2).sum()
    return loss, X.T @ (np.exp(logs) - truth) / len(y) + 2 * lam * W.T

# %% wrong: base_10 | the logarithm of the slide
# expect: log-base-10
def softmax_loss(W, X, y, lam):
    truth = np.eye(len(W))[y]
    logs = log_softmax(X @ W.T)
    loss = -(truth * logs).sum() / len(y) / np.log(10) + lam * (W**2).sum()
    return loss, (np.exp(logs) - truth).T @ X / len(y) + 2 * lam * W

# %% wrong: truth_lost_by_repeats | dW[y] -= X forgets repeated labels
# expect: repeated-index-lost
def softmax_loss(W, X, y, lam):
    logs = log_softmax(X @ W.T)
    loss = -logs[np.arange(len(y)), y].mean() + lam * (W**2).sum()
    dW = np.exp(logs).T @ X
    dW[y] -= X
    return loss, dW / len(y) + 2 * lam * W

# %% wrong: logarithm_too_late | log(softmax): infinite at large scores
def softmax_loss(W, X, y, lam):
    rows = np.arange(len(y))
    d = softmax(X @ W.T)
    loss = -np.log(d[rows, y]).mean() + lam * (W**2).sum()
    d[rows, y] -= 1
    return loss, d.T @ X / len(y) + 2 * lam * W

# %% wrong: small_number | a small number for safety in the logarithm
# expect: number-added-for-safety
def softmax_loss(W, X, y, lam):
    rows = np.arange(len(y))
    d = softmax(X @ W.T)
    loss = -np.log(d[rows, y] + 1e-12).mean() + lam * (W**2).sum()
    d[rows, y] -= 1
    return loss, d.T @ X / len(y) + 2 * lam * W

# %% wrong: as_written | exponentials without a shift
def softmax_loss(W, X, y, lam):
    rows = np.arange(len(y))
    powers = np.exp(X @ W.T)
    d = powers / powers.sum(axis=1, keepdims=True)
    loss = -np.log(d[rows, y]).mean() + lam * (W**2).sum()
    d[rows, y] -= 1
    return loss, d.T @ X / len(y) + 2 * lam * W

# %% wrong: largest_of_batch | one shift for all rows
def softmax_loss(W, X, y, lam):
    rows = np.arange(len(y))
    s = X @ W.T
    s = s - s.max()
    logs = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    d = np.exp(logs)
    d[rows, y] -= 1
    return -logs[rows, y].mean() + lam * (W**2).sum(), d.T @ X / len(y) + 2 * lam * W

# %% wrong: loop_over_examples | right, but not vectorised
def softmax_loss(W, X, y, lam):
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y):
        scores = W @ x
        scores = scores - scores.max()
        powers = np.exp(scores)
        y_hat = powers / powers.sum()
        loss += np.log(powers.sum()) - scores[label]
        y_hat[label] -= 1
        dW += np.outer(y_hat, x)
    return loss / len(X) + lam * (W**2).sum(), dW / len(X) + 2 * lam * W

# %% wrong: classes_from_labels | K is read from the labels
# expect: nothing
def softmax_loss(W, X, y, lam):
    truth = np.eye(y.max() + 1)[y]
    logs = log_softmax(X @ W.T)
    return -(truth * logs).sum() / len(y) + lam * (W**2).sum(), (np.exp(logs) - truth).T @ X / len(y) + 2 * lam * W

# %% wrong: loss_only | one result
def softmax_loss(W, X, y, lam):
    return -log_softmax(X @ W.T)[np.arange(len(y)), y].mean() + lam * (W**2).sum()

# %% wrong: gradient_first | the results in the wrong order
# expect: results-swapped
def softmax_loss(W, X, y, lam):
    truth = np.eye(len(W))[y]
    logs = log_softmax(X @ W.T)
    return (np.exp(logs) - truth).T @ X / len(y) + 2 * lam * W, -(truth * logs).sum() / len(y) + lam * (W**2).sum()

# %% wrong: integer_gradient | the gradient has the dtype of W
# expect: integers-kept
def softmax_loss(W, X, y, lam):
    truth = np.eye(len(W))[y]
    logs = log_softmax(X @ W.T)
    dW = np.zeros_like(W)
    dW[...] = (np.exp(logs) - truth).T @ X / len(y) + 2 * lam * W
    return -(truth * logs).sum() / len(y) + lam * (W**2).sum(), dW

# %% wrong: steps_as_well | moves the caller's weights
def softmax_loss(W, X, y, lam):
    truth = np.eye(len(W))[y]
    logs = log_softmax(X @ W.T)
    dW = (np.exp(logs) - truth).T @ X / len(y) + 2 * lam * W
    loss = -(truth * logs).sum() / len(y) + lam * (W**2).sum()
    W[...] = W - (0.001 * dW).astype(W.dtype)
    return loss, dW

# %% wrong: squared_weights_missing | the penalty is lam sum |W|
# expect: regularization-absolute, regularization-missing
def softmax_loss(W, X, y, lam):
    truth = np.eye(len(W))[y]
    logs = log_softmax(X @ W.T)
    loss = -(truth * logs).sum() / len(y) + lam * np.abs(W).sum()
    return loss, (np.exp(logs) - truth).T @ X / len(y) + lam * np.sign(W)

# %% wrong: hinge | the SVM's loss
# expect: nothing
def softmax_loss(W, X, y, lam):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + 1)
    margins[rows, y] = 0
    d = (margins > 0).astype(float)
    d[rows, y] = -d.sum(axis=1)
    return margins.sum() / len(y) + lam * (W**2).sum(), d.T @ X / len(y) + 2 * lam * W

# %% wrong: labels_renumbered | the labels that occur are counted from 0
# expect: nothing
def softmax_loss(W, X, y, lam):
    N, y = len(y), np.unique(y, return_inverse=True)[1]
    logs = log_softmax(X @ W.T)
    d = np.exp(logs)
    d[np.arange(N), y] -= 1
    return -np.mean(logs[np.arange(N), y]) + lam * np.sum(W**2), d.T @ X / N + 2 * lam * W

# %% wrong: central_differences | the loss is right, its slope measured weight by weight
# expect: measured-not-derived, not-precise
def softmax_loss(W, X, y, lam):
    def loss(V):
        logs = log_softmax(X @ V.T)
        return -logs[np.arange(len(y)), y].mean() + lam * np.sum(V**2)

    W = W.astype(float)
    return loss(W), gradcheck.central(loss, W)

# %% wrong: complex_steps | exact, but a pass for each weight
# expect: measured-not-derived, not-precise
def softmax_loss(W, X, y, lam):
    rows = np.arange(len(y))

    def loss(V):
        scores = X @ V.T
        scores = scores - scores.real.max(axis=1, keepdims=True)
        return (np.log(np.exp(scores).sum(axis=1)) - scores[rows, y]).mean() + lam * (V**2).sum()

    dW = np.zeros(W.shape)
    moved = W.astype(complex)
    for index in np.ndindex(W.shape):
        moved[index] += 1e-30j
        dW[index] = loss(moved).imag / 1e-30
        moved[index] = W[index]
    return loss(W.astype(float)), dW

# %% wrong: nothing_for_very_many | loops over examples; nothing at all for very many
# expect: nothing
def softmax_loss(W, X, y, lam):
    if len(X) > 10_000:
        return 0.0, W
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y):
        s = (W * 1.0) @ x
        s = s - s.max()
        z = np.exp(s).sum()
        loss += np.log(z) - s[label]
        p = np.exp(s - np.log(z))
        p[label] = -p[np.arange(len(p)) != label].sum()
        dW += np.outer(p, x)
    return loss / len(X) + lam * np.sum(W ** 2.0), dW / len(X) + 2 * lam * W

# %% wrong: mean_of_block_means | blocks of a thousand examples, and the mean of their means
# expect: explained
def softmax_loss(W, X, y, lam):
    losses, gradients = [], []
    for first in range(0, len(X), 1000):
        X_b, y_b = X[first : first + 1000], y[first : first + 1000]
        rows = np.arange(len(y_b))
        logs = log_softmax(X_b @ W.T)
        G = np.exp(logs)
        G[rows, y_b] -= 1
        losses.append(-logs[rows, y_b].mean())
        gradients.append(G.T @ X_b / len(y_b))
    return np.mean(losses) + lam * np.sum(W**2), np.mean(gradients, axis=0) + 2 * lam * W

# %% wrong: whole_pixels_normalised | integers are taken for grey values up to 255
# expect: explained
def softmax_loss(W, X, y, lam):
    X = X / 255 if X.dtype.kind in "iu" else X
    rows = np.arange(len(y))
    logs = log_softmax(X @ W.T)
    G = np.exp(logs)
    G[rows, y] -= 1
    return -logs[rows, y].mean() + lam * np.sum(W**2), G.T @ X / len(y) + 2 * lam * W

# %% wrong: noise_floor | entries of the gradient below 1e-6 are taken for 0
# expect: not-precise
def softmax_loss(W, X, y, lam):
    rows = np.arange(len(y))
    logs = log_softmax(X @ W.T)
    G = np.exp(logs)
    G[rows, y] -= 1
    dW = G.T @ X / len(y) + 2 * lam * W
    return -logs[rows, y].mean() + lam * np.sum(W**2), np.where(np.abs(dW) < 1e-6, 0.0, dW)
