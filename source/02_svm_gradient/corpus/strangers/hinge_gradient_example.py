# %% wrong: correct-row-only-once | The row of the correct class gets -x once, however many classes count.
# expect: correct-row-counted-once
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = W @ x
    dW = np.zeros(W.shape)
    for j in range(W.shape[0]):
        if j != y and scores[j] - scores[y] + delta > 0:
            dW[j] = x
            dW[y] = -x
    return dW

# %% wrong: correct-row-forgotten | Only the wrong classes' rows are filled; the correct class's row stays 0.
# expect: correct-row-missing
def hinge_gradient_example(W, x, y, delta=1.0):
    margins = svm_margins(W, x[None], np.array([y]), delta)[0]
    dW = np.zeros(W.shape)
    dW[margins > 0] = x
    return dW

# %% wrong: times-the-margin | Multiplies x by the margin: takes the slope of max(0, m) to be m instead of 1.
# expect: margin-instead-of-indicator
def hinge_gradient_example(W, x, y, delta=1.0):
    s = W @ x
    m = np.maximum(0, s - s[y] + delta)
    m[y] = 0
    m[y] = -m.sum()
    return np.outer(m, x)

# %% wrong: kink-counted | Uses >= 0, so a margin of exactly 0 counts.
# expect: zero-margin-counted
def hinge_gradient_example(W, x, y, delta=1.0):
    s = W @ x
    counts = (s - s[y] + delta >= 0).astype(float)
    counts[y] = 0
    counts[y] = -counts.sum()
    return np.outer(counts, x)

# %% wrong: correct-class-counted | The correct class's own margin (delta) is counted among the violations, so its row gets one -x too many.
# expect: correct-class-counted
def hinge_gradient_example(W, x, y, delta=1.0):
    s = W.dot(x)
    mask = (s - s[y] + delta) > 0
    dW = np.zeros(W.shape)
    dW[mask] = x
    dW[y] = -np.sum(mask) * x
    return dW

# %% wrong: boolean-count | The count is written into a boolean mask, where minus any number is just True: the correct row gets +x.
# expect: explained
def hinge_gradient_example(W, x, y, delta=1.0):
    s = W @ x
    mask = s - s[y] + delta > 0
    mask[y] = False
    mask[y] = -np.sum(mask)
    return np.outer(mask, x)

# %% wrong: signs-exchanged | The wrong classes get -x and the correct one +x, which is the direction of the step and not the gradient.
# expect: sign-flipped
def hinge_gradient_example(W, x, y, delta=1.0):
    grad = np.zeros(W.shape)
    s = W @ x
    for j, s_j in enumerate(s):
        if j == y:
            continue
        if s_j - s[y] + delta > 0:
            grad[j] -= x
            grad[y] += x
    return grad

# %% wrong: integer-gradient | zeros_like(W) is an integer array for integer W, so real pixels are cut off.
# expect: integers-kept
def hinge_gradient_example(W, x, y, delta=1.0):
    dW = np.zeros_like(W)
    scores = W @ x
    for j in range(len(W)):
        if j == y:
            continue
        if scores[j] - scores[y] + delta > 0:
            dW[j] = x
            dW[y] = dW[y] - x
    return dW

# %% wrong: only-misclassified | Returns 0 as soon as the prediction is right, though the lead may be smaller than delta.
# expect: nothing
def hinge_gradient_example(W, x, y, delta=1.0):
    s = W @ x
    if np.argmax(s) == y:
        return np.zeros(W.shape)
    ind = (s - s[y] + delta > 0) * 1.0
    ind[y] -= ind.sum()
    return np.outer(ind, x)

# %% wrong: only-the-worst-class | Treats the loss as the maximum over classes and moves only the class with the largest margin.
# expect: worst-class-only
def hinge_gradient_example(W, x, y, delta=1.0):
    s = W @ x
    m = s - s[y] + delta
    m[y] = -np.inf
    worst = np.argmax(m)
    dW = np.zeros(W.shape)
    if m[worst] > 0:
        dW[worst] = x
        dW[y] = -x
    return dW

# %% wrong: rows-share-memory | [np.zeros(D)] * K is K times the same row, so every row gets everything.
# expect: all-zero
def hinge_gradient_example(W, x, y, delta=1.0):
    K, D = W.shape
    rows = [np.zeros(D)] * K
    s = W @ x
    for j in range(K):
        if j != y and s[j] - s[y] + delta > 0:
            rows[j] += x
            rows[y] -= x
    return np.array(rows)

# %% wrong: weights-for-pixels | Copies W[j] and W[y] into the gradient, confusing the derivative by w with that by x.
# expect: nothing
def hinge_gradient_example(W, x, y, delta=1.0):
    dW = np.zeros(W.shape)
    scores = W @ x
    for j in range(W.shape[0]):
        if j != y and scores[j] - scores[y] + delta > 0:
            dW[j] += W[j]
            dW[y] -= W[y]
    return dW

# %% wrong: return-in-the-loop | The return is indented too far, so only class 0 is looked at.
# expect: nothing
def hinge_gradient_example(W, x, y, delta=1.0):
    dW = np.zeros(W.shape)
    correct = W[y] @ x
    for j in range(len(W)):
        margin = W[j] @ x - correct + delta
        if j != y and margin > 0:
            dW[j] += x
            dW[y] -= x
        return dW

# %% wrong: default-margin-used | Calls svm_margins without delta, so every margin but 1 is ignored.
# expect: delta-fixed, zero-margin-counted
def hinge_gradient_example(W, x, y, delta=1.0):
    counts = (svm_margins(W, x.reshape(1, -1), np.array([y])) > 0).astype(int)
    counts[0, y] = -counts.sum()
    return counts.T @ x.reshape(1, -1)

# %% wrong: example-as-a-batch | Takes x for a batch: unpacking its shape (D,) into N, D raises.
# expect: explained
def hinge_gradient_example(W, x, y, delta=1.0):
    N, D = x.shape
    scores = x @ W.T
    G = (scores - scores[np.arange(N), y][:, None] + delta > 0).astype(float)
    G[np.arange(N), y] = 0
    G[np.arange(N), y] = -G.sum(axis=1)
    return G.T @ x

# %% wrong: outer-product-transposed | The outer product is the wrong way round: (D, K) instead of (K, D).
# expect: transposed
def hinge_gradient_example(W, x, y, delta=1.0):
    s = W @ x
    c = np.where(s - s[y] + delta > 0, 1, 0)
    c[y] = 0
    c[y] = -c.sum()
    return np.outer(x, c)

# %% wrong: negates-the-callers-x | Prepares minus x with *=, on the same array: the caller's x is changed, and both rows get the same sign.
# expect: explained
def hinge_gradient_example(W, x, y, delta=1.0):
    s = W @ x
    dW = np.zeros(W.shape)
    minus_x = x
    minus_x *= -1
    for j in range(len(s)):
        if j != y and s[j] - s[y] + delta > 0:
            dW[j] += x
            dW[y] += minus_x
    return dW

# %% right: bincount | collects the labels of the rows that count, and counts them with np.bincount
def hinge_gradient_example(W, x, y, delta=1.0):
    K = len(W)
    plus = [j for j, w in enumerate(W) if j != y and w @ x - W[y] @ x + delta > 0]
    minus = [y] * len(plus)
    plus, minus = np.array(plus, dtype=int), np.array(minus, dtype=int)
    return np.multiply.outer(np.bincount(plus, minlength=K) - np.bincount(minus, minlength=K), x)

# %% right: own-x-taken-off-again | lets the correct class count itself, and subtracts the full count: the two cancel
def hinge_gradient_example(W, x, y, delta=1.0):
    s = W @ x
    hit = s - s[y] + delta > 0
    g = hit[:, None] * x[None, :]
    g[y] = g[y] - hit.sum() * x
    return g

# %% right: column-sum-is-zero | fills the wrong classes' rows, and uses that all rows add up to 0
def hinge_gradient_example(W, x, y, delta=1.0):
    m = svm_margins(W, x[np.newaxis], np.array([y]), delta)[0]
    dW = np.sign(m)[:, np.newaxis] * x
    dW[y] = -dW.sum(axis=0)
    return dW

# %% wrong: correct-row-once | the correct class's row gets -x once, not once per class that counts
# expect: correct-row-counted-once
def hinge_gradient_example(W, x, y, delta=1.0):
    s = W @ x
    g = np.zeros(W.shape)
    for j in range(len(W)):
        if j != y and s[j] - s[y] + delta > 0:
            g[j] = x
            g[y] = -x
    return g

# %% wrong: kink-counts | a shortfall of exactly 0 counts (>= instead of >)
# expect: zero-margin-counted
def hinge_gradient_example(W, x, y, delta=1.0):
    s = W @ x
    active = (s - s[y] + delta >= 0).astype(float)
    active[y] = 0
    active[y] = -active.sum()
    return active[:, None] * x[None, :]

# %% wrong: only-the-closest-rival | moves only the class with the largest shortfall (Crammer–Singer's max) and the correct one
# expect: worst-class-only
def hinge_gradient_example(W, x, y, delta=1.0):
    m = W @ x - W[y] @ x + delta
    m[y] = -np.inf
    worst = int(np.argmax(m))
    g = np.zeros(W.shape)
    if m[worst] > 0:
        g[worst] = x
        g[y] = -x
    return g

# %% right: sum-of-outers | reduces over a generator of outer products of difference vectors
def hinge_gradient_example(W, x, y, delta=1.0):
    W, x = np.asarray(W, dtype=float), np.asarray(x, dtype=float)
    basis = np.eye(len(W))
    needed = [j for j in range(len(W)) if j != y and W[j] @ x - W[y] @ x + delta > 0]
    return sum((np.outer(basis[j] - basis[y], x) for j in needed), np.zeros(W.shape))

# %% wrong: shortfall-as-slope | multiplies x by the shortfall itself: takes the derivative of max(0, m) to be max(0, m)
# expect: margin-instead-of-indicator
def hinge_gradient_example(W, x, y, delta=1.0):
    s = W @ x
    m = np.maximum(0, s - s[y] + delta)
    m[y] = 0
    m[y] = -m.sum()
    return np.outer(m, x)

# %% wrong: dtype-of-the-weights | the gradient is made with zeros_like(W): for integer weights the pixels' fractions are cut off
# expect: integers-kept
def hinge_gradient_example(W, x, y, delta=1.0):
    grad = np.zeros_like(W)
    scores = W @ x
    for j, s in enumerate(scores):
        if j == y:
            continue
        if s - scores[y] + delta > 0:
            grad[j] = grad[j] + x
            grad[y] = grad[y] - x
    return grad

# %% wrong: correct-row-forgotten-2 | only the rows of the wrong classes are filled; the correct class's row stays 0
# expect: correct-row-missing
def hinge_gradient_example(W, x, y, delta=1.0):
    shortfall = W @ x - (W @ x)[y] + delta
    counts = shortfall > 0
    counts[y] = False
    return np.outer(counts.astype(float), x)

# %% wrong: kink-counts-2 | >= 0: a shortfall of exactly 0 moves two rows, although the text takes the slope 0 there
# expect: zero-margin-counted
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = W @ x
    counts = (scores - scores[y] + delta >= 0).astype(float)
    counts[y] = 0
    counts[y] = -counts.sum()
    return np.outer(counts, x)

# %% wrong: correct-row-once-2 | the correct row gets -x once, however many classes count
# expect: correct-row-counted-once
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = W @ x
    counts = (scores - scores[y] + delta > 0).astype(float)
    counts[y] = 0
    counts[y] = -float(counts.any())
    return np.outer(counts, x)

# %% wrong: counts-itself-as-rival | the correct class is not taken out before counting: its row is (1 more) times -x
# expect: correct-class-counted
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = W @ x
    counts = (scores - scores[y] + delta > 0).astype(float)
    counts[y] = -counts.sum()
    return np.outer(counts, x)

# %% wrong: rows-of-shortfalls | multiplies x by the shortfall max(0, m), the slope of a squared hinge (without 2)
# expect: margin-instead-of-indicator
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = W @ x
    counts = np.maximum(0, scores - scores[y] + delta).astype(float)
    counts[y] = 0
    counts[y] = -counts.sum()
    return np.outer(counts, x)

# %% wrong: correct-row-pushed-the-same-way | the correct row is +count times x
# expect: correct-row-sign
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = W @ x
    counts = (scores - scores[y] + delta > 0).astype(float)
    counts[y] = 0
    counts[y] = counts.sum()
    return np.outer(counts, x)

# %% wrong: outer-product-turned | np.outer(x, counts): (D, K)
# expect: transposed
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = W @ x
    counts = (scores - scores[y] + delta > 0).astype(float)
    counts[y] = 0
    counts[y] = -counts.sum()
    return np.outer(x, counts)

# %% wrong: margin-left-out-of-the-test | counts only classes with s_j > s_y, without delta
# expect: delta-ignored
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = W @ x
    counts = (scores - scores[y] > 0).astype(float)
    counts[y] = 0
    counts[y] = -counts.sum()
    return np.outer(counts, x)

# %% wrong: correct-row-assigned | = instead of -= for the correct row: only one rival counts
# expect: correct-row-counted-once
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = W @ x
    dW = np.zeros(W.shape)
    for j in range(len(W)):
        if j == y:
            continue
        if scores[j] - scores[y] + delta > 0:
            dW[j] += x
            dW[y] = -x
    return dW

# %% wrong: booleans-kept | the indicator stays boolean: the count becomes True, so the correct row is +x
# expect: explained
def hinge_gradient_example(W, x, y, delta=1.0):
    counts = W @ x - (W @ x)[y] + delta > 0
    counts[y] = False
    counts[y] = -counts.sum()
    return np.outer(counts, x)

# %% wrong: descent-direction | returns the step to take (minus the gradient): wrong rows -x, correct row +x
# expect: sign-flipped
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = W @ x
    dW = np.zeros(W.shape)
    for j in range(len(W)):
        if j == y:
            continue
        if scores[j] - scores[y] + delta > 0:
            dW[j] -= x
            dW[y] += x
    return dW

# %% wrong: worst-rival-only | moves only the row of the highest wrong score
# expect: worst-class-only
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = (W @ x).astype(float)
    s_y = scores[y]
    scores[y] = -np.inf
    j = scores.argmax()
    dW = np.zeros(W.shape)
    if scores[j] - s_y + delta > 0:
        dW[j], dW[y] = x, -x
    return dW

# %% wrong: stops-at-the-correct-class | break instead of continue: classes after y are never looked at
# expect: explained
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = W @ x
    dW = np.zeros(W.shape)
    for j in range(len(W)):
        if j == y:
            break
        if scores[j] - scores[y] + delta > 0:
            dW[j] += x
            dW[y] -= x
    return dW

# %% wrong: zeros-like-integer-weights | np.zeros_like(W): with integer weights and a float image the rows are cut to integers (or += fails)
# expect: integers-kept
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = W @ x
    dW = np.zeros_like(W)
    for j in range(len(W)):
        if j != y and scores[j] - scores[y] + delta > 0:
            dW[j] = dW[j] + x
            dW[y] = dW[y] - x
    return dW

# %% right: tensordot-with-unit-vectors | multiplies the indicator by (I - e_y) instead of writing into the correct entry
def hinge_gradient_example(W, x, y, delta=1.0):
    K = len(W)
    hit = (W - W[y]) @ x + delta > 0
    hit &= np.arange(K) != y
    return (hit @ (np.eye(K) - np.eye(K)[y]))[:, None] * x[None, :]

# %% right: heaviside-and-broadcasting | np.heaviside with value 0 at the kink
def hinge_gradient_example(W, x, y, delta=1.0):
    g = np.heaviside(W @ x - W[y] @ x + delta, 0.0)
    g[y] -= g.sum()
    return g[..., None] * x

# %% right: kron-of-row-and-image | np.kron of the multiples as a column with the image as a row
def hinge_gradient_example(W, x, y, delta=1.0):
    lead = (W[y] - W) @ x
    hit = (lead < delta) & (np.arange(len(W)) != y)
    multiple = hit - hit.sum() * (np.arange(len(W)) == y)
    return np.kron(multiple[:, None], x[None, :])

# %% wrong: gradient-with-respect-to-the-image | sums the rows of weights, w_j - w_y: the gradient for x, (D,), not for W
# expect: explained
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = W @ x
    counts = (scores - scores[y] + delta > 0).astype(float)
    counts[y] = 0
    counts[y] = -counts.sum()
    return counts @ W

# %% wrong: correct-row-once-again | The correct row gets -x once instead of once for every class that counts.
# expect: correct-row-counted-once
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W.

    Parameters
    ----------
    W : (K, D) weights, x : (D,) one example, y : int, its label, delta : number, at least 0

    Returns
    -------
    ndarray, (K, D)
    """
    scores = W @ x
    dW = np.zeros(W.shape)
    for j in range(len(W)):
        if j != y and scores[j] - scores[y] + delta > 0:
            dW[j] = x
            dW[y] = -x
    return dW

# %% wrong: times-the-shortfall | Multiplies x by the shortfall instead of by 1, as if max(0, m) had the slope m.
# expect: margin-instead-of-indicator
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W.

    Parameters
    ----------
    W : (K, D) weights, x : (D,) one example, y : int, its label, delta : number, at least 0

    Returns
    -------
    ndarray, (K, D)
    """
    m = np.maximum(0, W @ x - W[y] @ x + delta)
    m[y] = 0
    m[y] = -m.sum()
    return np.outer(m, x).astype(float)

# %% wrong: kink-counts-again | A shortfall of exactly 0 counts, too (>= instead of >).
# expect: zero-margin-counted
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W.

    Parameters
    ----------
    W : (K, D) weights, x : (D,) one example, y : int, its label, delta : number, at least 0

    Returns
    -------
    ndarray, (K, D)
    """
    scores = W @ x
    dW = np.zeros(W.shape)
    for j in range(len(W)):
        if j != y and scores[j] - scores[y] + delta >= 0:
            dW[j] += x
            dW[y] -= x
    return dW

# %% wrong: correct-class-counted-again | The number of classes that count includes the correct one, whose "shortfall" is delta, so its row is too large by x.
# expect: correct-class-counted
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W.

    Parameters
    ----------
    W : (K, D) weights, x : (D,) one example, y : int, its label, delta : number, at least 0

    Returns
    -------
    ndarray, (K, D)
    """
    counts = (W @ x - W[y] @ x + delta > 0).astype(float)
    counts[y] = -counts.sum()
    return np.outer(counts, x)

# %% wrong: worst-rival-only-again | Only the worst of the wrong classes gets a slope, as if the loss were the largest shortfall.
# expect: worst-class-only
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W.

    Parameters
    ----------
    W : (K, D) weights, x : (D,) one example, y : int, its label, delta : number, at least 0

    Returns
    -------
    ndarray, (K, D)
    """
    m = (W @ x - W[y] @ x + delta).astype(float)
    m[y] = -np.inf
    worst = np.argmax(m)
    dW = np.zeros(W.shape)
    if m[worst] > 0:
        dW[worst] = x
        dW[y] = -x
    return dW

# %% wrong: dtype-of-the-weights-again | np.zeros_like(W) has the weights' dtype: weights of integers cut off the fractions of the image.
# expect: integers-kept
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W.

    Parameters
    ----------
    W : (K, D) weights, x : (D,) one example, y : int, its label, delta : number, at least 0

    Returns
    -------
    ndarray, (K, D)
    """
    dW = np.zeros_like(W)
    scores = W @ x
    for j in range(len(W)):
        if j != y and scores[j] - scores[y] + delta > 0:
            dW[j] = dW[j] + x
            dW[y] = dW[y] - x
    return dW

# %% wrong: nearly-kinks-left-out | A shortfall of less than 0.001 is taken for a rounding error of 0 and does not count.
# expect: nothing
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W.

    Parameters
    ----------
    W : (K, D) weights, x : (D,) one example, y : int, its label, delta : number, at least 0

    Returns
    -------
    ndarray, (K, D)
    """
    eps = 1e-3
    counts = (W @ x - W[y] @ x + delta > eps).astype(float)
    counts[y] = 0
    counts[y] = -counts.sum()
    return np.outer(counts, x)

# %% wrong: measured-not-derived | Measures each slope by central differences of the loss.
# expect: measured-not-derived
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W.

    Parameters
    ----------
    W : (K, D) weights, x : (D,) one example, y : int, its label, delta : number, at least 0

    Returns
    -------
    ndarray, (K, D)
    """
    def loss(W):
        m = np.maximum(0, W @ x - W[y] @ x + delta)
        return m.sum() - m[y]

    W = np.array(W, dtype=float)
    dW = np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        old = W[i]
        W[i] = old + 1e-5
        up = loss(W)
        W[i] = old - 1e-5
        dW[i] = (up - loss(W)) / 2e-5
        W[i] = old
    return dW

# %% wrong: rows-are-one-list | [row] * K makes K names for one array, so every row of the result is the same.
# expect: all-zero
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W.

    Parameters
    ----------
    W : (K, D) weights, x : (D,) one example, y : int, its label, delta : number, at least 0

    Returns
    -------
    ndarray, (K, D)
    """
    scores = W @ x
    dW = [np.zeros(len(x))] * len(W)
    for j in range(len(W)):
        if j != y and scores[j] - scores[y] + delta > 0:
            dW[j] += x
            dW[y] -= x
    return np.array(dW)

# %% right: outer-product | The outer product of a row of multiples with the image.
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W.

    Parameters
    ----------
    W : (K, D) weights, x : (D,) one example, y : int, its label, delta : number, at least 0

    Returns
    -------
    ndarray, (K, D)
    """
    W, x = np.asarray(W, dtype=float), np.asarray(x, dtype=float)
    late = np.flatnonzero((W @ x) - (W @ x)[y] + delta > 0)
    multiples = np.bincount(late, minlength=len(W)).astype(float)
    multiples[y] = 1.0 - len(late) if y in late else -float(len(late))
    return multiples[:, None] * x

# %% right: margins-of-the-task-before | Uses svm_margins with a batch of one, and lets the rows add up to zero.
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W.

    Parameters
    ----------
    W : (K, D) weights, x : (D,) one example, y : int, its label, delta : number, at least 0

    Returns
    -------
    ndarray, (K, D)
    """
    counts = svm_margins(W, x[np.newaxis], np.array([y]), delta)[0] > 0
    dW = np.where(counts[:, np.newaxis], np.asarray(x, dtype=float), 0.0)
    dW[y] -= dW.sum(axis=0)
    return dW

# %% wrong: correct-row-once-again-again | The correct row gets -x once (assigned, not accumulated), however many classes have a shortfall.
# expect: correct-row-counted-once
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W."""
    scores = W @ x
    dW = np.zeros(W.shape)
    for j in range(W.shape[0]):
        if j == y:
            continue
        if scores[j] - scores[y] + delta > 0:
            dW[j] = x
            dW[y] = -x
    return dW

# %% wrong: slope-is-the-shortfall | The image is multiplied by the shortfall itself: the slope of max(0, m) is taken to be m in place of 1.
# expect: margin-instead-of-indicator
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W."""
    G = svm_margins(W, x[np.newaxis], np.array([y]), delta)[0]
    G[y] = -G.sum()
    return np.outer(G, x)

# %% wrong: kink-counts-again-again | A shortfall of exactly 0 is counted (>= in place of >), against the convention.
# expect: zero-margin-counted
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W."""
    scores = W @ x
    counts = (scores - scores[y] + delta >= 0).astype(float)
    counts[y] = 0
    counts[y] = -counts.sum()
    return counts[:, np.newaxis] * x

# %% wrong: counts-the-correct-class-too | The correct class, whose own "shortfall" is delta > 0, is counted among the wrong ones, so its row is -x too much.
# expect: correct-class-counted
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W."""
    scores = W.dot(x)
    G = 1.0 * (scores - scores[y] + delta > 0)
    G[y] = -np.sum(G)
    return np.outer(G, x)

# %% wrong: only-the-worst-rival | Only the wrong class with the largest shortfall is counted, in place of all with a shortfall above 0.
# expect: worst-class-only
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W."""
    margins = svm_margins(W, x.reshape(1, -1), np.array([y]), delta)[0]
    dW = np.zeros(W.shape)
    worst = np.argmax(margins)
    if margins[worst] > 0:
        dW[worst] = x
        dW[y] = -x
    return dW

# %% wrong: zeros-like-weights | The result has the type of W, so with integer weights the pixels lose their fractions.
# expect: integers-kept
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W."""
    dW = np.zeros_like(W)
    scores = W @ x
    active = [j for j in range(len(W)) if j != y and scores[j] - scores[y] + delta > 0]
    for j in active:
        dW[j] = x
    dW[y] = -len(active) * x
    return dW

# %% wrong: perceptron-rule | If the correct class already has the highest score nothing is done, and else only classes that are ahead count: the margin plays no part.
# expect: delta-ignored
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W."""
    scores = W @ x
    if scores.argmax() == y:
        return np.zeros(W.shape)
    G = (scores > scores[y]).astype(float)
    G[y] = -G.sum()
    return np.outer(G, x)

# %% wrong: central-differences | The slopes are measured, two looks at the image for every weight, and not derived.
# expect: measured-not-derived
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W."""
    W = W.astype(float)
    dW = np.zeros(W.shape)
    h = 1e-5
    for index in np.ndindex(*W.shape):
        old = W[index]
        W[index] = old + h
        above = svm_margins(W, x[None], np.array([y]), delta).sum()
        W[index] = old - h
        below = svm_margins(W, x[None], np.array([y]), delta).sum()
        W[index] = old
        dW[index] = (above - below) / (2 * h)
    return dW

# %% wrong: close-to-the-kink-is-the-kink | Shortfalls for which np.isclose says 0 are taken to be at the kink, so one of 5e-9 does not count.
# expect: nothing
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W."""
    scores = W @ x
    m = scores - scores[y] + delta
    G = ((m > 0) & ~np.isclose(m, 0)).astype(float)  # never compare floats exactly
    G[y] = 0
    G[y] = -G.sum()
    return np.outer(G, x)

# %% right: sign-and-eye | The signs of the shortfalls times the rows of (unit matrix minus the correct unit row), multiplied with the image.
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W."""
    counts = np.sign(svm_margins(W, x[None, :], np.array([y]), delta)[0])
    unit = np.eye(len(W))
    multiples = counts @ (unit - unit[y])
    return np.einsum("k,d->kd", multiples, x)

# %% right: rows-sum-to-zero | Fills the wrong rows one by one, and gets the correct row from the fact that all rows add up to zero.
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W."""
    own = float(W[y] @ x)
    rows = []
    for j, w in enumerate(W):
        counts = j != y and w @ x - own + delta > 0
        rows.append(1.0 * x if counts else 0.0 * x)
    rows[y] = -np.sum(rows, axis=0)
    return np.stack(rows)

# %% wrong: correct-row-only-once-again | The correct row gets -x a single time (assignment instead of accumulation), however many wrong classes come too close.
# expect: correct-row-counted-once
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = W @ x
    dW = np.zeros(W.shape)
    for j in range(W.shape[0]):
        if j == y:
            continue
        if scores[j] - scores[y] + delta > 0:
            dW[j] = x
            dW[y] = -x
    return dW

# %% wrong: own-class-counted | The correct class, whose 'shortfall' is delta, stays in the mask and is counted among the rivals, so the correct row gets one -x too many.
# expect: correct-class-counted
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = W @ x
    active = (scores - scores[y] + delta > 0).astype(float)
    active[y] = -active.sum()
    return np.outer(active, x)

# %% wrong: counts-at-the-kink | Uses >= 0, so that a shortfall of exactly 0 counts, against the convention that the slope there is 0.
# expect: zero-margin-counted
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = W.dot(x)
    active = (scores - scores[y] + delta >= 0) * 1.0
    active[y] = 0.0
    active[y] = -np.sum(active)
    return active[:, None] * x[None, :]

# %% wrong: multiplied-by-the-shortfall | Multiplies x by the size of the shortfall: takes the derivative of max(0, m) to be m (that of a squared hinge, but for a 2) instead of 0 or 1.
# expect: margin-instead-of-indicator
def hinge_gradient_example(W, x, y, delta=1.0):
    margins = np.maximum(0, W @ x - W[y] @ x + delta)
    margins[y] = 0
    dW = np.outer(margins, x)
    dW[y] = -margins.sum() * x
    return dW

# %% wrong: gradient-in-the-type-of-W | The gradient is accumulated in zeros_like(W); with weights of integers the fractions of the pixels are cut off.
# expect: integers-kept
def hinge_gradient_example(W, x, y, delta=1.0):
    s = W @ x
    dW = np.zeros_like(W)
    count = 0
    for j in range(len(s)):
        if j != y and s[j] - s[y] + delta > 0:
            dW[j] = x
            count += 1
    dW[y] = -count * x
    return dW

# %% wrong: only-rivals-that-win | The margin is forgotten in the condition: only classes that score higher than the correct one count, as in a perceptron.
# expect: delta-ignored
def hinge_gradient_example(W, x, y, delta=1.0):
    s = W @ x
    dW = np.zeros(W.shape)
    for j in range(W.shape[0]):
        if s[j] > s[y]:
            dW[j] += x
            dW[y] -= x
    return dW

# %% wrong: nothing-if-classified-right | Returns zeros as soon as the correct class has the highest score, although it may lead by less than the margin.
# expect: explained
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = W @ x
    if np.argmax(scores) == y:
        return np.zeros(W.shape)
    coefficient = np.where(scores - scores[y] + delta > 0, 1.0, 0.0)
    coefficient[y] = 0
    coefficient[y] = -coefficient.sum()
    return np.outer(coefficient, x)

# %% wrong: changes-the-image | The numbers are right, but x is multiplied in place for the correct row, so the caller's image is changed.
# expect: explained
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = W @ x
    dW = np.zeros(W.shape)
    count = 0
    for j in range(W.shape[0]):
        if j != y and scores[j] - scores[y] + delta > 0:
            dW[j] = x
            count += 1
    x *= -count
    dW[y] = x
    return dW

# %% right: rows-in-a-list | Builds the list of coefficients by a comprehension and stacks the rows at the end.
def hinge_gradient_example(W, x, y, delta=1.0):
    scores = [float(s) for s in W @ x]
    hit = [j != y and scores[j] - scores[y] + delta > 0 for j in range(len(scores))]
    multiples = [-float(sum(hit)) if j == y else float(hit[j]) for j in range(len(scores))]
    return np.stack([multiple * x for multiple in multiples])

# %% right: accumulate-both-rows | One loop over the wrong classes that adds x to the one row and subtracts it from the other, in an array of floats of its own.
def hinge_gradient_example(W, x, y, delta=1.0):
    def shortfall(j):
        return scores[j] - scores[y] + delta

    scores = W @ x
    gradient = np.zeros((len(W), len(x)), dtype=float)
    rivals = set(range(len(W))) - {int(y)}
    for j in rivals:
        if shortfall(j) > 0:
            gradient[j] += x
            gradient[y] -= x
    return gradient
