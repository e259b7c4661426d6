# %% wrong: kink-counts | A class at exactly s_j - s_y + delta = 0 is counted (>=), but at the kink it should add nothing to the gradients.
# expect: zero-margin-counted
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    margins = s - s[y] + delta
    margins[y] = 0
    loss = np.maximum(0, margins).sum()
    ds = (margins >= 0).astype(float)
    ds[y] = 0
    ds[y] = -ds.sum()
    return loss, np.outer(ds, x), W.T @ ds

# %% wrong: correct-class-counted | The correct class itself is not left out: it adds delta to the loss and 1 to its own slope.
# expect: correct-class-counted
def backprop_svm_network(W, x, y, delta=1.0):
    s = W.dot(x)
    m = np.maximum(0, s - s[y] + delta)
    loss = m.sum()
    ds = np.where(m > 0, 1.0, 0.0)
    ds[y] -= np.sum(m > 0) - 1
    dW = np.outer(ds, x)
    dx = W.T @ ds
    return loss, dW, dx

# %% wrong: right-row-once | The row of the correct class gets -x once, not once for every class that is too close.
# expect: correct-row-counted-once
def backprop_svm_network(W, x, y, delta=1.0):
    scores = W @ x
    loss = 0.0
    dW = np.zeros(W.shape)
    dx = np.zeros(x.shape)
    for j in range(W.shape[0]):
        if j == y:
            continue
        margin = scores[j] - scores[y] + delta
        if margin > 0:
            loss += margin
            dW[j] = x
            dW[y] = -x
            dx += W[j] - W[y]
    return loss, dW, dx

# %% wrong: dx-overwritten | dx is assigned, not added to, in the loop, so only the last class that counts is left.
# expect: nothing
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    loss, dW, dx = 0.0, np.zeros(W.shape), np.zeros(len(x))
    for j, s_j in enumerate(s):
        if j != y and s_j - s[y] + delta > 0:
            loss += s_j - s[y] + delta
            dW[j] += x
            dW[y] -= x
            dx = W[j] - W[y]
    return loss, dW, dx

# %% wrong: right-class-missing-in-dx | dx sums the rows of the classes that are too close but forgets to subtract the row of the correct class.
# expect: correct-row-missing
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    shortfall = np.maximum(0, s - s[y] + delta)
    shortfall[y] = 0
    bad = shortfall > 0
    ds = bad.astype(float)
    dx = W.T @ ds
    ds[y] = -bad.sum()
    dW = ds[:, None] * x
    return shortfall.sum(), dW, dx

# %% wrong: outer-transposed | np.outer(x, ds) has shape (D, K): the transposed of dW.
# expect: transposed
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    margins = s - s[y] + delta
    margins[y] = 0
    mask = (margins > 0) * 1.0
    mask[y] = -np.sum(mask)
    return np.sum(margins[margins > 0]), np.outer(x, mask), W.T @ mask

# %% wrong: dx-without-transpose | W @ ds instead of W.T @ ds for dx: a shape error unless K = D.
# expect: explained
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    h = np.maximum(0, s - s[y] + delta)
    h[y] = 0
    ds = (h > 0).astype(float)
    ds[y] = -ds.sum()
    dW = np.outer(ds, x)
    dx = W @ ds
    return h.sum(), dW, dx

# %% wrong: worst-rival-only | Only the highest rival counts (max over the classes instead of the sum), so it is right for two classes only.
# expect: worst-class-only, delta-ignored
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    others = s.astype(float)
    others[y] = -np.inf
    j = int(np.argmax(others))
    margin = s[j] - s[y] + delta
    dW, dx = np.zeros(W.shape), np.zeros(x.shape)
    if margin > 0:
        dW[j], dW[y] = x, -x
        dx = W[j] - W[y]
    return max(0.0, margin), dW, dx

# %% wrong: delta-hard-wired | The margin is written as 1 in the formula, so the argument delta is ignored.
# expect: delta-fixed
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    margins = np.maximum(0, s - s[y] + 1)
    margins[y] = 0
    ds = np.sign(margins)
    ds[y] = -ds.sum()
    return margins.sum(), np.outer(ds, x), ds @ W

# %% wrong: slope-is-the-hinge | The size of the hinge is used as upstream gradient instead of 1 where it is positive.
# expect: margin-instead-of-indicator
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    ds = np.maximum(0.0, s - s[y] + delta)
    ds[y] = 0
    loss = ds.sum()
    ds[y] = -loss
    dW = np.outer(ds, x)
    dx = W.T @ ds
    return loss, dW, dx

# %% wrong: gradients-like-arguments | dW and dx take the dtype of W and x: with an integer x and a real W, dx is an integer array and loses its fractions (and likewise dW for an integer W and a real x).
# expect: integers-kept
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    loss = 0
    dW, dx = np.zeros_like(W), np.zeros_like(x)
    for j in range(len(s)):
        m = s[j] - s[y] + delta
        if j != y and m > 0:
            loss += m
            dW[j] = dW[j] + x
            dW[y] = dW[y] - x
            dx[:] = dx + W[j] - W[y]
    return loss, dW, dx

# %% wrong: lead-in-place-of-shortfall | The hinge is of the lead, s_y - s_j + delta, so classes that are well behind are punished.
# expect: margin-turned
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    gap = s[y] - s + delta
    gap[y] = 0
    loss = np.maximum(0, gap).sum()
    ds = -(gap > 0).astype(float)
    ds[y] = -ds.sum()
    return loss, np.outer(ds, x), W.T @ ds

# %% wrong: mask-forgets-delta | The loss has delta, but whether a class counts for the gradient is asked without it, s_j > s_y.
# expect: delta-ignored
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    terms = np.maximum(0, s - s[y] + delta)
    terms[y] = 0
    ds = (s > s[y]).astype(float)
    ds[y] = -ds.sum()
    return terms.sum(), np.outer(ds, x), W.T @ ds

# %% right: difference-matrix | Scores of the differences W_j - W_y without the right row, and np.insert to put its gradient back.
def backprop_svm_network(W, x, y, delta=1.0):
    rivals = np.delete(W, y, axis=0) - W[y]
    gap = rivals @ x + delta
    on = np.where(gap > 0, 1.0, 0.0)
    ds = np.insert(on, y, -on.sum())
    return gap @ on, np.einsum("k,d->kd", ds, x), np.einsum("k,kd->d", on, rivals)

# %% right: centred-slope-matrix | A matrix A with A s = s_j - s_y, so the backward pass is A^T, then W^T.
def backprop_svm_network(W, x, y, delta=1.0):
    K = W.shape[0]
    A = np.eye(K)
    A[:, y] -= 1.0
    u = A @ (W @ x) + delta
    g = np.array([float(u[j] > 0 and j != y) for j in range(K)])
    ds = A.T @ g
    return float(np.sum(u * g)), ds.reshape(-1, 1) * x, ds @ W

# %% wrong: correct-row-not-in-dx | dx adds up the rows of the wrong classes only, without taking away that of the correct one
# expect: correct-row-missing
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    loss, dW, dx = 0.0, np.zeros(W.shape), np.zeros(x.shape)
    for j in range(len(s)):
        m = s[j] - s[y] + delta
        if j != y and m > 0:
            loss += m
            dW[j] += x
            dW[y] -= x
            dx += W[j]
    return loss, dW, dx

# %% wrong: delta-only-forward | the loss uses delta, but the mask of the backward pass compares the scores without it
# expect: delta-ignored
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    m = np.maximum(0, s - s[y] + delta)
    m[y] = 0
    g = (s > s[y]).astype(float)
    g[y] = -g.sum()
    return m.sum(), np.outer(g, x), g @ W

# %% wrong: shortfall-carried-back | the shortfalls themselves, not 0 or 1, are carried back to W and x
# expect: margin-instead-of-indicator
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    m = np.maximum(0.0, s - s[y] + delta)
    m[y] = 0.0
    g = m.copy()
    g[y] = -m.sum()
    return m.sum(), np.outer(g, x), W.T @ g

# %% wrong: input-gradient-not-transposed | W @ g for dx: error unless K = D, and there the rows are summed
# expect: explained
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    m = s - s[y] + delta
    g = (m > 0).astype(float)
    g[y] = 0
    loss = np.sum(g * m)
    g[y] = -g.sum()
    return loss, np.outer(g, x), W @ g

# %% wrong: own-class-costs-delta | the correct class is not left out: loss delta too large and its count 1 too high
# expect: correct-class-counted
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    m = s - s[y] + delta
    g = (m > 0).astype(float)
    loss = np.sum(g * m)
    g[y] = -g.sum()
    return loss, np.outer(g, x), W.T @ g

# %% wrong: correct-class-minus-one | g_y = -1 however many rivals count
# expect: correct-row-counted-once
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    m = s - s[y] + delta
    g = (m > 0).astype(float)
    g[y] = 0
    loss = np.sum(g * m)
    g[y] = -1.0
    return loss, np.outer(g, x), W.T @ g

# %% wrong: kink-has-slope-one | >= 0: a shortfall of exactly 0 sends a gradient
# expect: zero-margin-counted
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    m = s - s[y] + delta
    g = (m >= 0).astype(float)
    g[y] = 0
    loss = np.sum(g * m)
    g[y] = -g.sum()
    return loss, np.outer(g, x), W.T @ g

# %% wrong: shortfall-sent-back | sends m itself back through the max
# expect: margin-instead-of-indicator
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    m = s - s[y] + delta
    g = (m > 0).astype(float)
    g[y] = 0
    loss = np.sum(g * m)
    g = g * m
    g[y] = -g.sum()
    return loss, np.outer(g, x), W.T @ g

# %% wrong: dx-from-the-correct-row | dx = -W[y]: only the correct score's use of x
# expect: only-correct-row
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    m = s - s[y] + delta
    g = (m > 0).astype(float)
    g[y] = 0
    loss = np.sum(g * m)
    g[y] = -g.sum()
    return loss, np.outer(g, x), g[y] * W[y]

# %% wrong: dx-without-the-correct-row | dx computed before the correct class's entry is filled in
# expect: correct-row-missing
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    m = s - s[y] + delta
    g = (m > 0).astype(float)
    g[y] = 0
    loss = np.sum(g * m)
    dx = W.T @ g
    g[y] = -g.sum()
    return loss, np.outer(g, x), dx

# %% wrong: weights-table-transposed | np.outer(x, g): (D, K)
# expect: transposed
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    m = s - s[y] + delta
    g = (m > 0).astype(float)
    g[y] = 0
    loss = np.sum(g * m)
    g[y] = -g.sum()
    return loss, np.outer(x, g), W.T @ g

# %% wrong: mean-over-classes | loss and gradients divided by K - 1
# expect: averaged-over-margins
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    m = s - s[y] + delta
    g = (m > 0).astype(float)
    g[y] = 0
    loss = np.sum(g * m) / (len(W) - 1)
    g = g / (len(W) - 1)
    g[y] = -g.sum()
    return loss, np.outer(g, x), W.T @ g

# %% wrong: delta-left-at-one | the margin 1 is written in
# expect: delta-fixed
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    m = s - s[y] + 1
    g = (m > 0).astype(float)
    g[y] = 0
    loss = np.sum(g * m)
    g[y] = -g.sum()
    return loss, np.outer(g, x), W.T @ g

# %% wrong: dx-is-a-matrix | elementwise g[:, None] * W without the sum over classes: (K, D) for dx
# expect: explained
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    m = s - s[y] + delta
    g = (m > 0).astype(float)
    g[y] = 0
    loss = np.sum(g * m)
    g[y] = -g.sum()
    return loss, np.outer(g, x), g[:, None] * W

# %% right: loop-over-rivals | loop over the classes, each moves two rows of dW and dx by a difference of rows
def backprop_svm_network(W, x, y, delta=1.0):
    loss, dW, dx = 0.0, np.zeros(W.shape), np.zeros(x.shape)
    for k, row in enumerate(W):
        if k != y and (short := (row - W[y]) @ x + delta) > 0:
            loss += short
            dW[k] += x
            dW[y] -= x
            dx += row - W[y]
    return loss, dW, dx

# %% right: einsum-and-eye | g from the differences of one-hot vectors, products by einsum
def backprop_svm_network(W, x, y, delta=1.0):
    rivals = np.arange(len(W)) != y
    m = np.where(rivals, W @ x - W[y] @ x + delta, 0)
    g = (np.eye(len(W)) - np.eye(len(W))[y]).T @ (m > 0)
    return m.clip(0).sum(), np.einsum("k,d->kd", g, x), np.einsum("k,kd->d", g, W)

# %% wrong: dw-only-for-wrong-rows | the correct row of dW stays 0 (dx is right)
# expect: correct-row-missing
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    m = s - s[y] + delta
    g = (m > 0).astype(float)
    g[y] = 0
    loss = np.sum(g * m)
    g[y] = -g.sum()
    return loss, np.outer(np.where(np.arange(len(W)) == y, 0, g), x), W.T @ g

# %% wrong: right-class-counted | The right class is not left out, so its shortfall delta is added to the loss (and its gradients cancel).
# expect: correct-class-counted
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    shortfall = s - s[y] + delta
    g = (shortfall > 0).astype(float)
    g[y] -= g.sum()
    return float(np.maximum(0, shortfall).sum()), np.outer(g, x), W.T @ g

# %% wrong: one-for-the-right-class | The right class gets -1, however many rivals are inside the margin.
# expect: correct-row-counted-once
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    shortfall = s - s[y] + delta
    shortfall[y] = 0
    g = (shortfall > 0).astype(float)
    g[y] = -1.0 if g.any() else 0.0
    return float(np.maximum(0, shortfall).sum()), np.outer(g, x), W.T @ g

# %% wrong: row-of-the-right-class-forgotten | The right class gets no gradient: only the rows of its rivals do.
# expect: correct-row-missing
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    shortfall = s - s[y] + delta
    shortfall[y] = 0
    g = (shortfall > 0).astype(float)
    return float(np.maximum(0, shortfall).sum()), np.outer(g, x), W.T @ g

# %% wrong: zero-counted | A class whose shortfall is exactly 0 is counted in the gradients (>= instead of >).
# expect: zero-margin-counted
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    g = np.zeros(len(s))
    loss = 0.0
    for j in range(len(s)):
        if j == y:
            continue
        shortfall = s[j] - s[y] + delta
        if shortfall >= 0:
            loss += shortfall
            g[j] += 1
            g[y] -= 1
    return loss, np.outer(g, x), W.T @ g

# %% wrong: outer-transposed-again | The outer product is the wrong way round, (D, K) instead of (K, D).
# expect: transposed
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    shortfall = s - s[y] + delta
    shortfall[y] = 0
    g = (shortfall > 0).astype(float)
    g[y] = -g.sum()
    return float(np.maximum(0, shortfall).sum()), np.outer(x, g), W.T @ g

# %% wrong: input-from-rivals-only | dx sums the rows of the rivals inside the margin; the row of the right class is not subtracted.
# expect: correct-row-missing
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    shortfall = s - s[y] + delta
    shortfall[y] = 0
    on = (shortfall > 0).astype(float)
    g = on.copy()
    g[y] = -on.sum()
    return float(np.maximum(0, shortfall).sum()), np.outer(g, x), W.T @ on

# %% wrong: delta-ignored | The margin is fixed at 1; the argument delta is never used.
# expect: delta-fixed
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    shortfall = s - s[y] + 1
    shortfall[y] = 0
    g = (shortfall > 0).astype(float)
    g[y] = -g.sum()
    return float(np.maximum(0, shortfall).sum()), np.outer(g, x), W.T @ g

# %% wrong: closest-rival-only | Only the strongest rival is counted instead of all classes inside the margin, as scikit-learn's hinge does.
# expect: worst-class-only
def backprop_svm_network(W, x, y, delta=1.0):
    s = np.array(W @ x, dtype=float)
    rivals = s.copy()
    rivals[y] = -np.inf
    j = int(np.argmax(rivals))
    loss = max(0.0, s[j] - s[y] + delta)
    g = np.zeros(len(s))
    if loss > 0:
        g[j], g[y] = 1.0, -1.0
    return loss, np.outer(g, x), W.T @ g

# %% wrong: gradient-scaled-by-the-shortfall | The shortfalls themselves are passed back in place of 1, as for a squared hinge.
# expect: margin-instead-of-indicator
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    shortfall = np.maximum(0, s - s[y] + delta)
    shortfall[y] = 0
    g = shortfall.astype(float)
    g[y] = -g.sum()
    return float(shortfall.sum()), np.outer(g, x), W.T @ g

# %% wrong: mask-without-the-margin | The gradient counts only rivals that score higher than the right class: delta is missing from the mask.
# expect: delta-ignored
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    losses = np.maximum(0, s - s[y] + delta)
    losses[y] = 0
    g = (s > s[y]).astype(float)
    g[y] = -g.sum()
    return float(losses.sum()), np.outer(g, x), W.T @ g

# %% wrong: gradients-like-the-weights | dW is made with zeros_like(W): with weights of integers the fractions of the pixels are cut off.
# expect: integers-kept
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    dW, dx = np.zeros_like(W), np.zeros(len(x))
    loss = 0.0
    for j in range(len(W)):
        if j != y and s[j] - s[y] + delta > 0:
            loss += s[j] - s[y] + delta
            dW[j] += x.astype(dW.dtype)
            dW[y] -= x.astype(dW.dtype)
            dx += W[j] - W[y]
    return float(loss), dW, dx

# %% wrong: delta-zero-taken-for-missing | A delta of 0 is taken for one that is missing, and replaced by 1.
# expect: explained
def backprop_svm_network(W, x, y, delta=1.0):
    delta = delta or 1.0
    s = W @ x
    shortfall = s - s[y] + delta
    shortfall[y] = 0
    g = (shortfall > 0).astype(float)
    g[y] = -g.sum()
    return float(np.maximum(0, shortfall).sum()), np.outer(g, x), W.T @ g

# %% wrong: dx-like-the-pixels | dx is collected in an array like x: with pixels of integers and real weights its fractions are cut off.
# expect: integers-kept
def backprop_svm_network(W, x, y, delta=1.0):
    s = W @ x
    shortfall = s - s[y] + delta
    shortfall[y] = 0
    g = (shortfall > 0).astype(float)
    g[y] = -g.sum()
    dx = np.zeros_like(x)
    for d in range(len(x)):
        dx[d] = g @ W[:, d]
    return float(np.maximum(0, shortfall).sum()), np.outer(g, x), dx

# %% right: loop-of-pairs | A loop over the rivals that collects rows and differences of rows.
def backprop_svm_network(W, x, y, delta=1.0):
    scores = [float(np.dot(row, x)) for row in W]
    behind = [j for j in range(len(W)) if j != y and scores[j] - scores[y] + delta > 0]
    dW = np.zeros(W.shape, dtype=float)
    dx = np.zeros(len(x))
    for j in behind:
        dW[j] = x
        dx += W[j]
        dx -= W[y]
    dW[y] = -len(behind) * np.asarray(x, dtype=float)
    return sum(scores[j] - scores[y] + delta for j in behind), dW, dx

# %% right: difference-matrix-again | The differences of the rows are a matrix product with (I - one-hot), and the gradient goes back through its transpose.
def backprop_svm_network(W, x, y, delta=1.0):
    K = len(W)
    A = np.delete(np.eye(K), y, axis=0)  # row per rival
    A[:, y] = -1
    shortfalls = A @ (W @ x) + delta
    up = np.where(shortfalls > 0, 1.0, 0.0)
    g = up @ A
    return shortfalls @ up, np.einsum("k,d->kd", g, x), np.einsum("k,kd->d", g, W)

# %% wrong: right-class-counted-again | The sum runs over all classes: the right one adds delta to the loss and one to the count.
# expect: correct-class-counted
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients.

    W: (K, D), one row per class.  x: (D,).  y: the correct class, an int.  delta: at least 0.
    Returns (loss, dW, dx): a number, (K, D) and (D,).
    """
    s = W @ x
    shortfalls = np.maximum(0, s - s[y] + delta)
    loss = shortfalls.sum()
    g = (shortfalls > 0).astype(float)
    g[y] -= np.sum(np.delete(g, y))
    return loss, np.outer(g, x), W.T @ g

# %% wrong: right-class-pulled-once | The row of the right class gets minus x once, however many classes come too close.
# expect: correct-row-counted-once
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients.

    W: (K, D), one row per class.  x: (D,).  y: the correct class, an int.  delta: at least 0.
    Returns (loss, dW, dx): a number, (K, D) and (D,).
    """
    s = W @ x
    shortfalls = s - s[y] + delta
    shortfalls[y] = 0
    loss = np.sum(shortfalls[shortfalls > 0])
    g = np.where(shortfalls > 0, 1.0, 0.0)
    if g.any():
        g[y] = -1.0
    return loss, np.outer(g, x), W.T @ g

# %% wrong: exact-margin-counts | A class whose shortfall is exactly 0 counts in the gradients.
# expect: zero-margin-counted
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients.

    W: (K, D), one row per class.  x: (D,).  y: the correct class, an int.  delta: at least 0.
    Returns (loss, dW, dx): a number, (K, D) and (D,).
    """
    s = W @ x
    shortfalls = s - s[y] + delta
    shortfalls[y] = -1
    loss = np.maximum(0, shortfalls).sum()
    g = (shortfalls >= 0) * 1.0
    g[y] = -g.sum()
    return loss, np.outer(g, x), W.T @ g

# %% wrong: shortfall-as-slope | The gradient at the scores is the shortfall itself, as if its square were the loss, and not 1 where it is above 0.
# expect: margin-instead-of-indicator
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients.

    W: (K, D), one row per class.  x: (D,).  y: the correct class, an int.  delta: at least 0.
    Returns (loss, dW, dx): a number, (K, D) and (D,).
    """
    s = W @ x
    shortfalls = np.maximum(0, s - s[y] + delta)
    shortfalls[y] = 0
    loss = shortfalls.sum()
    g = shortfalls.astype(float)
    g[y] = -shortfalls.sum()
    return loss, np.outer(g, x), W.T @ g

# %% wrong: integer-buffer | The gradients are collected in arrays with the dtype of W and x, which cuts them off to whole numbers where those are integers.
# expect: integers-kept
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients.

    W: (K, D), one row per class.  x: (D,).  y: the correct class, an int.  delta: at least 0.
    Returns (loss, dW, dx): a number, (K, D) and (D,).
    """
    s = W @ x
    loss = 0.0
    dW = np.zeros_like(W)
    dx = np.zeros_like(x)
    for j in range(len(W)):
        if j == y:
            continue
        shortfall = s[j] - s[y] + delta
        if shortfall > 0:
            loss += shortfall
            dW[j] = dW[j] + x
            dW[y] = dW[y] - x
            dx[:] = dx + W[j] - W[y]
    return loss, dW, dx

# %% wrong: pixel-keeps-last-class | dx is assigned and not added in the loop: a pixel hears only of the last class that came too close.
# expect: explained
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients.

    W: (K, D), one row per class.  x: (D,).  y: the correct class, an int.  delta: at least 0.
    Returns (loss, dW, dx): a number, (K, D) and (D,).
    """
    s = W @ x
    loss, dW, dx = 0.0, np.zeros(W.shape), np.zeros(x.shape)
    for j in range(W.shape[0]):
        if j != y and s[j] - s[y] + delta > 0:
            loss += s[j] - s[y] + delta
            dW[j] += x
            dW[y] -= x
            dx = W[j] - W[y]
    return loss, dW, dx

# %% wrong: right-class-hidden-in-the-mask | The right class is left in the mask and taken out again as one that always counts, which is off by one where delta is 0.
# expect: nothing
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients.

    W: (K, D), one row per class.  x: (D,).  y: the correct class, an int.  delta: at least 0.
    Returns (loss, dW, dx): a number, (K, D) and (D,).
    """
    s = W @ x
    shortfalls = np.maximum(0, s - s[y] + delta)
    loss = shortfalls.sum() - delta
    g = (shortfalls > 0).astype(float)
    g[y] = 1 - g.sum()
    return loss, np.outer(g, x), W.T @ g

# %% wrong: scalar-zeros-without-loss | Where there is no loss, plain zeros are returned for dW and dx instead of arrays of the shapes of W and x.
# expect: explained
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients.

    W: (K, D), one row per class.  x: (D,).  y: the correct class, an int.  delta: at least 0.
    Returns (loss, dW, dx): a number, (K, D) and (D,).
    """
    s = W @ x
    shortfalls = s - s[y] + delta
    shortfalls[y] = 0
    loss = np.maximum(shortfalls, 0).sum()
    if loss == 0:
        return 0.0, 0.0, 0.0
    g = (shortfalls > 0).astype(float)
    g[y] = -g.sum()
    return loss, np.outer(g, x), W.T @ g

# %% wrong: weights-changed-by-alias | dx starts as the row W[j] itself and the in-place subtraction changes the caller's weights.
# expect: explained
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients.

    W: (K, D), one row per class.  x: (D,).  y: the correct class, an int.  delta: at least 0.
    Returns (loss, dW, dx): a number, (K, D) and (D,).
    """
    s = W @ x
    loss, g, dx = 0.0, np.zeros(len(s)), np.zeros(len(x))
    for j in range(len(s)):
        if j == y:
            continue
        shortfall = s[j] - s[y] + delta
        if shortfall > 0:
            loss += shortfall
            g[j] += 1
            g[y] -= 1
            difference = W[j]
            difference -= W[y]
            dx += difference
    return loss, np.outer(g, x), dx

# %% right: right-class-cancels | The right class stays in mask and sum; its delta and its count are subtracted exactly.
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients.

    W: (K, D), one row per class.  x: (D,).  y: the correct class, an int.  delta: at least 0.
    Returns (loss, dW, dx): a number, (K, D) and (D,).
    """
    s = W @ x
    shortfalls = s - s[y] + delta
    on = shortfalls > 0
    g = on.astype(float)
    g[y] -= on.sum()
    return shortfalls[on].sum() - delta, np.einsum("k,d->kd", g, x), g @ W

# %% right: pair-by-pair | Loops over the classes that are not right and adds the gradients of each pair into float arrays.
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients.

    W: (K, D), one row per class.  x: (D,).  y: the correct class, an int.  delta: at least 0.
    Returns (loss, dW, dx): a number, (K, D) and (D,).
    """
    x_float = x.astype(float)
    loss, dW, dx = 0.0, np.zeros(W.shape), np.zeros(x.shape)
    for j in (k for k in range(len(W)) if k != y):
        difference = W[j] - W[y]
        shortfall = W[j] @ x - W[y] @ x + delta
        if shortfall > 0:
            loss = loss + shortfall
            dW[j] += x_float
            dW[y] -= x_float
            dx += difference
    return loss, dW, dx

# %% wrong: right-class-counted-once | The row of the correct class gets -x once, however many classes have a shortfall, instead of once for each.
# expect: correct-row-counted-once
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients."""
    s = W @ x
    shortfall = np.maximum(0, s - s[y] + delta)
    shortfall[y] = 0
    loss = shortfall.sum()
    g = (shortfall > 0).astype(float)
    if loss > 0:
        g[y] = -1.0
    return loss, np.outer(g, x), W.T @ g

# %% wrong: right-class-in-the-loss | The sum runs over all classes, the correct one too, which adds delta to the loss.
# expect: correct-class-counted
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients."""
    s = W @ x
    shortfall = np.maximum(0, s - s[y] + delta)
    loss = np.sum(shortfall)
    g = np.where(shortfall > 0, 1.0, 0.0)
    g[y] = 0.0
    g[y] = -np.sum(g)
    return loss, np.outer(g, x), W.T @ g

# %% wrong: dx-without-the-right-class | dx adds the rows of the classes with a shortfall, but does not subtract the row of the correct class for each.
# expect: correct-row-missing
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients."""
    loss = 0.0
    dW = np.zeros(W.shape)
    dx = np.zeros(x.shape)
    s = W.dot(x)
    for j in range(len(s)):
        if j == y:
            continue
        shortfall = s[j] - s[y] + delta
        if shortfall > 0:
            loss += shortfall
            dW[j] += x
            dW[y] -= x
            dx += W[j]
    return loss, dW, dx

# %% wrong: zero-shortfall-counts | A class whose shortfall is exactly 0 is counted (>= 0), where it should add nothing to the gradients.
# expect: zero-margin-counted
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients."""
    s = W @ x
    m = s - s[y] + delta
    active = m >= 0
    active[y] = False
    loss = m[active].sum()
    g = active * 1.0
    g[y] = -active.sum()
    return loss, g[:, None] * x, g @ W

# %% wrong: shortfall-as-slope-again | The score of each class gets its shortfall as gradient (the squared hinge), not 1.
# expect: margin-instead-of-indicator
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients."""
    s = W @ x
    m = np.maximum(0.0, s - s[y] + delta)
    m[y] = 0.0
    loss = m.sum()
    g = m.copy()
    g[y] = -m.sum()
    return loss, np.outer(g, x), W.T @ g

# %% wrong: dW-in-the-dtype-of-W | dW is made with np.zeros_like(W), so with weights of integers the real pixels that are assigned to its rows are truncated.
# expect: integers-kept
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients."""
    s = W @ x
    g = np.zeros(len(s))
    loss = 0.0
    for j in range(len(s)):
        if j != y and s[j] - s[y] + delta > 0:
            loss += s[j] - s[y] + delta
            g[j] = 1.0
            g[y] -= 1.0
    dW = np.zeros_like(W)
    for k in range(len(s)):
        dW[k] = g[k] * x
    dx = W.T @ g
    return loss, dW, dx

# %% wrong: delta-fixed-at-one | The argument delta is accepted, but a margin of 1 is written into the formula.
# expect: delta-fixed
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients."""
    s = W @ x
    m = np.maximum(0, s - s[y] + 1)
    m[y] = 0
    g = (m > 0).astype(float)
    g[y] = -g.sum()
    return m.sum(), np.outer(g, x), W.T @ g

# %% wrong: only-the-worst-class | Only the class with the largest shortfall is counted, in the loss and in the gradients, instead of the sum over all classes.
# expect: worst-class-only
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients."""
    s = W @ x
    m = s - s[y] + delta
    m[y] = 0
    worst = np.argmax(m)
    loss = max(0.0, m[worst])
    dW = np.zeros(W.shape)
    dx = np.zeros(W.shape[1])
    if loss > 0:
        dW[worst] += x
        dW[y] -= x
        dx += W[worst] - W[y]
    return loss, dW, dx

# %% right: loop-over-classes | A plain loop over the classes, with real buffers.
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients."""
    K, D = W.shape
    scores = [sum(float(W[k, d]) * float(x[d]) for d in range(D)) for k in range(K)] if D < 50 else list(W @ x)
    loss, dW, dx = 0.0, np.zeros((K, D)), np.zeros(D)
    for k in range(K):
        shortfall = scores[k] - scores[y] + delta
        if k == y or shortfall <= 0:
            continue
        loss += shortfall
        dW[k] += x
        dW[y] -= x
        dx += W[k]
        dx -= W[y]
    return loss, dW, dx

# %% right: differences-of-rows-and-einsum | The other classes are taken out with np.delete, the gradient of the scores is a sum of unit vectors, the rest einsum.
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients."""
    s = np.einsum("kd,d->k", W, x)
    others = np.delete(np.arange(len(s)), y)
    shortfalls = delta + (s[others] - s[y])
    blamed = others[shortfalls > 0]
    unit = np.eye(len(s))
    g = (unit[blamed] - unit[y]).sum(axis=0)
    return shortfalls.clip(min=0).sum(), np.einsum("k,d->kd", g, x), np.einsum("k,kd->d", g, W)
