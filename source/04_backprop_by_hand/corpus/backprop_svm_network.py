# %% right: vectorised | an indicator and an outer product
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    margins = s - s[y] + delta
    margins[y] = 0
    active = (margins > 0) * 1.0
    loss = np.maximum(margins, 0).sum()
    active[y] = -active.sum()
    return loss, active[:, None] * x, W.T @ active

# %% right: loops | scalars only
def backprop_svm_network(W, x, y, delta=1.0):
    K, D = W.shape
    scores = [sum(float(W[j, d]) * float(x[d]) for d in range(D)) for j in range(K)]
    loss, dW, dx = 0.0, np.zeros((K, D)), np.zeros(D)
    for j in range(K):
        if j == y:
            continue
        margin = scores[j] - scores[y] + delta
        if margin > 0:
            loss += margin
            for d in range(D):
                dW[j, d] += x[d]
                dW[y, d] -= x[d]
                dx[d] += float(W[j, d]) - float(W[y, d])
    return loss, dW, dx

# %% right: einsum | a list of results
def backprop_svm_network(W, x, y, delta=1.0):
    W, x = np.asarray(W, dtype=float), np.asarray(x, dtype=float)
    s = np.einsum("kd,d->k", W, x)
    others = np.arange(len(W)) != y
    margins = np.where(others, s - s[y] + delta, 0.0)
    ds = np.where(margins > 0, 1.0, 0.0)
    ds = ds - ds.sum() * ~others
    return [float(np.clip(margins, 0, None).sum()), np.einsum("k,d->kd", ds, x), np.einsum("k,kd->d", ds, W)]

# %% right: one_hot | the correct class by a one-hot vector
from collections import namedtuple
Gradients = namedtuple("Gradients", "loss dW dx")

def backprop_svm_network(W, x, y, delta=1.0):
    hot = np.eye(len(W))[y]
    s = W @ x
    margins = (s - hot @ s + delta) * (1 - hot)
    active = (margins > 0).astype(np.float64)
    ds = active - active.sum() * hot
    return Gradients(np.sum(margins * active), np.outer(ds, x), ds @ W)

# %% right: numerical_scores | central differences of the loss in the scores, which is piecewise linear
def backprop_svm_network(W, x, y, delta=1.0):
    s = np.array(W, dtype=float) @ np.array(x, dtype=float)
    ds = np.zeros(len(s))
    loss = 0.0
    for j in range(len(s)):
        if j != y and s[j] - s[y] + delta > 0:
            loss += s[j] - s[y] + delta
            ds[j] += 1
            ds[y] -= 1
    return loss, np.outer(ds, x), np.dot(ds, W)

# %% wrong: correct_row_missing | the correct class gets nothing
# expect: correct-row-missing
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    margins = np.maximum(0, s - s[y] + delta)
    margins[y] = 0
    ds = (margins > 0) * 1.0
    return margins.sum(), np.outer(ds, x), W.T @ ds

# %% wrong: correct_row_once | the correct class moves once, however many violate
# expect: correct-row-counted-once
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    margins = np.maximum(0, s - s[y] + delta)
    margins[y] = 0
    ds = (margins > 0) * 1.0
    ds[y] = -1.0 if ds.any() else 0.0
    return margins.sum(), np.outer(ds, x), W.T @ ds

# %% wrong: correct_row_sign | the correct row moves the wrong way
# expect: correct-row-sign
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    margins = np.maximum(0, s - s[y] + delta)
    margins[y] = 0
    ds = (margins > 0) * 1.0
    ds[y] = ds.sum()
    return margins.sum(), np.outer(ds, x), W.T @ ds

# %% wrong: no_indicator | every class counts
# expect: indicator-missing
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    margins = np.maximum(0, s - s[y] + delta)
    margins[y] = 0
    ds = np.ones(len(s))
    ds[y] = 1.0 - len(s)
    return margins.sum(), np.outer(ds, x), W.T @ ds

# %% wrong: margin_as_gradient | weighted by the margin
# expect: margin-instead-of-indicator
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    margins = np.maximum(0, s - s[y] + delta)
    margins[y] = 0
    ds = margins * 1.0
    ds[y] = -ds.sum()
    return margins.sum(), np.outer(ds, x), W.T @ ds

# %% wrong: sign | a gradient that climbs down
# expect: sign-flipped
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    margins = np.maximum(0, s - s[y] + delta)
    margins[y] = 0
    ds = (margins > 0) * -1.0
    ds[y] = -ds.sum()
    return margins.sum(), np.outer(ds, x), W.T @ ds

# %% wrong: transposed | dW of (D, K)
# expect: transposed
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    margins = np.maximum(0, s - s[y] + delta)
    margins[y] = 0
    ds = (margins > 0) * 1.0
    ds[y] = -ds.sum()
    return margins.sum(), np.outer(x, ds), W.T @ ds

# %% wrong: delta_fixed | always 1
# expect: delta-fixed
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    margins = np.maximum(0, s - s[y] + 1)
    margins[y] = 0
    ds = (margins > 0) * 1.0
    ds[y] = -ds.sum()
    return margins.sum(), np.outer(ds, x), W.T @ ds

# %% wrong: correct_class_counted | delta too much, and one row too often
# expect: correct-class-counted
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    margins = np.maximum(0, s - s[y] + delta)
    ds = (margins > 0) * 1.0
    ds[y] -= ds.sum()
    return margins.sum(), np.outer(ds, x), W.T @ ds

# %% wrong: zero_counts | a margin of exactly 0 as well
# expect: zero-margin-counted
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    margins = s - s[y] + delta
    ds = (margins >= 0) * 1.0
    ds[y] = 0
    ds[y] = -ds.sum()
    margins[y] = 0
    return np.maximum(margins, 0).sum(), np.outer(ds, x), W.T @ ds

# %% wrong: worst_class | only the largest margin
# expect: worst-class-only, delta-ignored
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    margins = np.maximum(0, s - s[y] + delta)
    margins[y] = 0
    ds = np.zeros(len(s))
    worst = int(np.argmax(margins))
    if margins[worst] > 0:
        ds[worst], ds[y] = 1.0, -1.0
    return margins.max(), np.outer(ds, x), W.T @ ds

# %% wrong: two_classes | right for K = 2 only
# expect: nothing
def backprop_svm_network(W, x, y, delta=1.0):
    other = 1 - y
    margin = W[other] @ x - W[y] @ x + delta
    dW = np.zeros(W.shape)
    if margin > 0:
        dW[other], dW[y] = x, -1.0 * x
    return max(0.0, margin), dW, (W[other] - W[y]) * float(margin > 0)

# %% wrong: dx_correct_row | the input hears of the correct class alone
# expect: only-correct-row
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    margins = np.maximum(0, s - s[y] + delta)
    margins[y] = 0
    ds = (margins > 0) * 1.0
    ds[y] = -ds.sum()
    return margins.sum(), np.outer(ds, x), ds[y] * W[y]

# %% wrong: dx_is_dW_summed | the gradients of the weights added up
# expect: all-zero
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    margins = np.maximum(0, s - s[y] + delta)
    margins[y] = 0
    ds = (margins > 0) * 1.0
    ds[y] = -ds.sum()
    dW = np.outer(ds, x)
    return margins.sum(), dW, dW.sum(axis=0)

# %% wrong: integer_gradients | dW in the dtype of W
# expect: integers-kept
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    margins = np.maximum(0, s - s[y] + delta)
    margins[y] = 0
    dW = np.zeros_like(W)
    for j in range(len(W)):
        if j != y and margins[j] > 0:
            dW[j] += x.astype(W.dtype)
            dW[y] -= x.astype(W.dtype)
    ds = (margins > 0) * 1.0
    ds[y] = -ds.sum()
    return margins.sum(), dW, W.T @ ds

# %% wrong: constants | the lecture's numbers
def backprop_svm_network(W, x, y, delta=1.0):
    return 2.0, np.array([[-3.0, -2.0], [3.0, 2.0]]), np.array([3.0, -4.0])

# %% wrong: central_differences | all gradients measured
# expect: measured-not-derived
def measured(loss, *tensors, h=1e-6):
    """Central differences for every tensor in turn."""
    slopes = []
    tensors = [np.array(tensor, dtype=float) for tensor in tensors]
    for tensor in tensors:
        slope = np.zeros(tensor.shape)
        for index in np.ndindex(tensor.shape):
            old = tensor[index]
            tensor[index] = old + h
            above = loss(*tensors)
            tensor[index] = old - h
            slope[index] = (above - loss(*tensors)) / (2 * h)
            tensor[index] = old
        slopes.append(slope)
    return slopes

def backprop_svm_network(W, x, y, delta=1.0):
    def loss(W, x):
        scores = W @ x
        return np.maximum(0, scores - scores[y] + delta).sum() - delta

    return loss(W, x), *measured(loss, W, x)

# %% wrong: differences_of_pieces | with steps that no rounding spoils, among the classes that count
# expect: measured-not-derived
def backprop_svm_network(W, x, y, delta=1.0):
    W, x = np.array(W, dtype=float), np.array(x, dtype=float)
    scores = W @ x
    counts = scores - scores[y] + delta > 0
    counts[y] = False

    def piece():
        s = W @ x
        return (s - s[y] + delta)[counts].sum()

    here, gradients = piece(), []
    for tensor in (W, x):
        slope = np.zeros(tensor.shape)
        for index in np.ndindex(tensor.shape):
            tensor[index] += 1
            slope[index] = piece() - here
            tensor[index] -= 1
        gradients.append(slope)
    return here, *gradients

# %% wrong: zero_delta_is_one | a delta of 0 is taken for none, and becomes 1
# expect: nothing
def backprop_svm_network(W, x, y, delta=None):
    delta = delta or 1.0
    scores = W @ x
    margins = np.maximum(0, scores - scores[y] + delta)
    margins[y] = 0
    ds = (margins > 0) * 1.0
    ds[y] = -ds.sum()
    return margins.sum(), np.outer(ds, x), W.T @ ds

# %% wrong: integers_kept_in_dx | dx in the dtype of x
# expect: integers-kept
def backprop_svm_network(W, x, y, delta=1.0):
    scores = W @ x
    margins = np.maximum(0, scores - scores[y] + delta)
    margins[y] = 0
    ds = (margins > 0) * 1.0
    ds[y] = -ds.sum()
    dx = np.zeros_like(x)
    for d in range(len(x)):
        dx[d] = W[:, d] @ ds
    return margins.sum(), np.outer(ds, x), dx
