# %% right: outer | counts times x
def hinge_gradient_example(W, x, y, delta=1.0):
    margins = W @ x - W[y] @ x + delta
    margins[y] = 0
    counts = (margins > 0).astype(float)
    counts[y] = -counts.sum()
    return np.outer(counts, x)

# %% right: loop | a loop over classes
def hinge_gradient_example(W, x, y, delta=1.0):
    dW = np.zeros(W.shape)
    for j in range(len(W)):
        if j == y:
            continue
        if W[j] @ x - W[y] @ x + delta > 0:
            dW[j] += x
            dW[y] -= x
    return dW

# %% right: helper | through the gradient of the scores, with a helper and lists
def _score_gradient(scores, y, delta):
    g = [1.0 if j != y and s > scores[y] - delta else 0.0 for j, s in enumerate(scores)]
    g[y] = -sum(g)
    return np.array(g)


def hinge_gradient_example(W, x, y, delta=1.0):
    return _score_gradient(list(W @ x), y, delta)[:, None] * x[None, :]

# %% right: delete | leaves the correct row out and puts it back in
def hinge_gradient_example(W, x, y, delta=1.0):
    others = np.delete(np.arange(W.shape[0]), y)
    violating = others[(W[others] - W[y]) @ x + delta > 0]
    dW = np.zeros(W.shape, dtype=np.float64)
    dW[violating] = x
    dW[y] = -len(violating) * x
    return dW

# %% right: heaviside | np.heaviside with value 0 at 0, einsum
def hinge_gradient_example(W, x, y, delta=1.0):
    active = np.heaviside(np.einsum("kd,d->k", W - W[y], x) + delta, 0.0)
    active[y] = 0.0
    onehot = np.eye(len(W))[y]
    return np.einsum("k,d->kd", active - active.sum() * onehot, x)

# %% wrong: correct_row_missing | only the wrong classes' rows
# expect: correct-row-missing
def hinge_gradient_example(W, x, y, delta=1.0):
    dW = np.zeros(W.shape)
    for j in range(len(W)):
        if j == y:
            continue
        if W[j] @ x - W[y] @ x + delta > 0:
            dW[j] += x
    return dW

# %% wrong: correct_row_once | the correct row gets -x once
# expect: correct-row-counted-once
def hinge_gradient_example(W, x, y, delta=1.0):
    margins = W @ x - W[y] @ x + delta
    margins[y] = 0
    counts = (margins > 0).astype(float)
    counts[y] = -float(counts.any())
    return np.outer(counts, x)

# %% wrong: correct_row_sign | adds x to the correct row as well
# expect: correct-row-sign
def hinge_gradient_example(W, x, y, delta=1.0):
    dW = np.zeros(W.shape)
    for j in range(len(W)):
        if j == y:
            continue
        if W[j] @ x - W[y] @ x + delta > 0:
            dW[j] += x
            dW[y] += x
    return dW

# %% wrong: only_correct_row | only the correct class's row
# expect: only-correct-row
def hinge_gradient_example(W, x, y, delta=1.0):
    dW = np.zeros(W.shape)
    for j in range(len(W)):
        if j == y:
            continue
        if W[j] @ x - W[y] @ x + delta > 0:
            dW[y] -= x
    return dW

# %% wrong: no_indicator | all classes count
# expect: indicator-missing
def hinge_gradient_example(W, x, y, delta=1.0):
    dW = np.zeros(W.shape)
    for j in range(len(W)):
        if j == y:
            continue
        if True:
            dW[j] += x
            dW[y] -= x
    return dW

# %% wrong: margin_times_x | multiplies by the margin
# expect: margin-instead-of-indicator
def hinge_gradient_example(W, x, y, delta=1.0):
    margins = W @ x - W[y] @ x + delta
    margins[y] = 0
    counts = np.maximum(margins, 0.0)
    counts[y] = -counts.sum()
    return np.outer(counts, x)

# %% wrong: no_delta | forgets delta
# expect: delta-ignored
def hinge_gradient_example(W, x, y, delta=1.0):
    margins = W @ x - W[y] @ x
    margins[y] = 0
    counts = (margins > 0).astype(float)
    counts[y] = -counts.sum()
    return np.outer(counts, x)

# %% wrong: delta_is_one | uses 1 whatever delta is
# expect: delta-fixed, zero-margin-counted
def hinge_gradient_example(W, x, y, delta=1.0):
    margins = W @ x - W[y] @ x + 1.0
    margins[y] = 0
    counts = (margins > 0).astype(float)
    counts[y] = -counts.sum()
    return np.outer(counts, x)

# %% wrong: correct_counted | counts the correct class among the violations
# expect: correct-class-counted
def hinge_gradient_example(W, x, y, delta=1.0):
    margins = W @ x - W[y] @ x + delta
    counts = (margins > 0).astype(float)
    counts[y] = -counts.sum()
    return np.outer(counts, x)

# %% wrong: sign | the direction of the step, not of the gradient
# expect: sign-flipped
def hinge_gradient_example(W, x, y, delta=1.0):
    margins = W @ x - W[y] @ x + delta
    margins[y] = 0
    counts = (margins > 0).astype(float)
    counts[y] = -counts.sum()
    return -np.outer(counts, x)

# %% wrong: transposed | D rows, K columns
# expect: transposed
def hinge_gradient_example(W, x, y, delta=1.0):
    margins = W @ x - W[y] @ x + delta
    margins[y] = 0
    counts = (margins > 0).astype(float)
    counts[y] = -counts.sum()
    return np.outer(x, counts)

# %% wrong: worst_only | only the worst class
# expect: worst-class-only
def hinge_gradient_example(W, x, y, delta=1.0):
    margins = W @ x - W[y] @ x + delta
    margins[y] = 0
    counts = np.zeros(len(W)); counts[margins.argmax()] = margins.max() > 0
    counts[y] = -counts.sum()
    return np.outer(counts, x)

# %% wrong: squared | the gradient of the squared hinge
# expect: hinge-squared
def hinge_gradient_example(W, x, y, delta=1.0):
    margins = W @ x - W[y] @ x + delta
    margins[y] = 0
    counts = 2 * np.maximum(margins, 0.0)
    counts[y] = -counts.sum()
    return np.outer(counts, x)

# %% wrong: counts_only | forgets x
# expect: input-missing
def hinge_gradient_example(W, x, y, delta=1.0):
    margins = W @ x - W[y] @ x + delta
    margins[y] = 0
    counts = (margins > 0).astype(float)
    counts[y] = -counts.sum()
    return np.outer(counts, np.ones(len(x)))

# %% wrong: zero_margin | a margin of exactly 0 counts
# expect: zero-margin-counted
def hinge_gradient_example(W, x, y, delta=1.0):
    dW = np.zeros(W.shape)
    for j in range(len(W)):
        if j == y:
            continue
        if W[j] @ x - W[y] @ x + delta >= 0:
            dW[j] += x
            dW[y] -= x
    return dW

# %% wrong: integer_result | an array of the type of W
def hinge_gradient_example(W, x, y, delta=1.0):
    dW = np.zeros(W.shape, dtype=W.dtype)
    for j in range(len(W)):
        if j == y:
            continue
        if W[j] @ x - W[y] @ x + delta > 0:
            dW[j] += x
            dW[y] -= x
    return dW

# %% wrong: averaged | divides by the number of classes
# expect: averaged-over-classes
def hinge_gradient_example(W, x, y, delta=1.0):
    margins = W @ x - W[y] @ x + delta
    margins[y] = 0
    counts = (margins > 0).astype(float)
    counts[y] = -counts.sum()
    return np.outer(counts, x) / len(W)

# %% wrong: in_place | steps W instead of returning the gradient
def hinge_gradient_example(W, x, y, delta=1.0):
    dW = W
    for j in range(len(W)):
        if j == y:
            continue
        if W[j] @ x - W[y] @ x + delta > 0:
            dW[j] += x
            dW[y] -= x
    return dW

# %% wrong: lecture | returns the lecture's numbers
# expect: explained
def hinge_gradient_example(W, x, y, delta=1.0):
    if len(W) == 2:
        return np.array([[-x[0], -x[1]], [x[0], x[1]]])
    return np.array([[2.0, -1.0], [-4.0, 2.0], [2.0, -1.0]]) if y == 1 else np.zeros(W.shape)

# %% wrong: zeros | nothing
# expect: all-zero
def hinge_gradient_example(W, x, y, delta=1.0):
    dW = np.zeros(W.shape)
    for j in range(len(W)):
        if j == y:
            continue
        if W[j] @ x - W[y] @ x + delta > 0:
            pass
    return dW

# %% wrong: nothing_returned | forgets the return
def hinge_gradient_example(W, x, y, delta=1.0):
    dW = np.zeros(W.shape)
    for j in range(len(W)):
        if j == y:
            continue
        if W[j] @ x - W[y] @ x + delta > 0:
            dW[j] += x
            dW[y] -= x

# %% wrong: two_classes | right for two classes only
# expect: nothing
def hinge_gradient_example(W, x, y, delta=1.0):
    dW = np.zeros(W.shape)
    other = 1 - y
    if W[other] @ x - W[y] @ x + delta > 0:
        dW[other], dW[y] = x, -x
    return dW

# %% wrong: penalised | adds a penalty that nobody asked for
# expect: explained
def hinge_gradient_example(W, x, y, delta=1.0):
    counts = (W @ x - W[y] @ x + delta > 0).astype(float)
    counts[y] = 1.0 - counts.sum() if delta > 0 else -counts.sum()
    return np.outer(counts, x) + 2e-3 * W

# %% wrong: small_margins_dropped | margins below 0.001 do not count
# expect: nothing
def hinge_gradient_example(W, x, y, delta=1.0):
    s = W @ x
    on = s - s[y] + delta > 1e-3
    on[y] = False
    dW = np.outer(on, x).astype(float)
    dW[y] = -on.sum() * x
    return dW

# %% wrong: like_the_weights | an array like W, which holds integers if W does
def hinge_gradient_example(W, x, y, delta=1.0):
    g = np.zeros_like(W)
    for j in range(len(W)):
        if j != y and W[j] @ x - W[y] @ x + delta > 0:
            g[j] += x
            g[y] -= x
    return g

# %% wrong: central_differences | moves one weight after another, by h in either direction
# expect: measured-not-derived
def hinge_gradient_example(W, x, y, delta=1.0):
    def loss(V):
        margins = np.maximum(0, V @ x - V[y] @ x + delta)
        margins[y] = 0
        return margins.sum()

    W = W.astype(float)
    dW = np.zeros(W.shape)
    for index in np.ndindex(W.shape):
        step = np.zeros(W.shape)
        step[index] = 1e-5
        dW[index] = (loss(W + step) - loss(W - step)) / 2e-5
    return dW

# %% wrong: forward_differences | looks at the slope on the right, in place on a copy
# expect: measured-not-derived
def hinge_gradient_example(W, x, y, delta=1.0):
    x, W, h = np.asarray(x, dtype=float), np.array(W, dtype=float), 1e-7

    def loss():
        scores = W @ x
        shortfalls = scores - scores[y] + delta
        return shortfalls[shortfalls > 0].sum() - delta

    here, dW = loss(), np.zeros(W.shape)
    for index in np.ndindex(W.shape):
        W[index] += h
        dW[index] = (loss() - here) / h
        W[index] -= h
    return np.round(dW, 4)

# %% wrong: differences_of_pieces | the loss as long as the same classes count, moved weight by weight: right at kinks, too
# expect: measured-not-derived
def hinge_gradient_example(W, x, y, delta=1.0):
    W = np.array(W, dtype=float)
    scores = W @ x
    counts = scores - scores[y] + delta > 0
    counts[y] = False

    def piece(V):
        s = V @ x
        return (s[counts] - s[y]).sum()

    dW = np.zeros(W.shape)
    for index in np.ndindex(W.shape):
        step = np.zeros(W.shape)
        step[index] = 0.5
        dW[index] = piece(W + step) - piece(W - step)
    return dW

# %% wrong: dual_numbers | carries a derivative forwards, for one weight at a time
# expect: measured-not-derived
def hinge_gradient_example(W, x, y, delta=1.0):
    K, D = W.shape
    scores = W @ x
    dW = np.zeros((K, D))
    for k in range(K):
        for d in range(D):
            seed = np.zeros((K, D))
            seed[k, d] = 1.0
            slopes = seed @ x
            moved = slopes - slopes[y]
            moved[scores - scores[y] + delta <= 0] = 0
            dW[k, d] = moved.sum()
    return dW

# %% wrong: zero_is_no_delta | `delta or 1`
# expect: nothing
def hinge_gradient_example(W, x, y, delta=1.0):
    counts = (W @ x - W[y] @ x + (delta or 1) > 0).astype(float)
    counts[y] = 0
    counts[y] = -counts.sum()
    return np.outer(counts, x)

# %% wrong: faint_pixels_dropped | entries of the gradient below 1e-5 are taken for noise
# expect: not-precise
def hinge_gradient_example(W, x, y, delta=1.0):
    counts = (W @ x - W[y] @ x + delta > 0).astype(float)
    counts[y] = 0
    counts[y] = -counts.sum()
    g = np.outer(counts, x)
    return np.where(np.abs(g) < 1e-5, 0.0, g)

# %% wrong: pixels_of_the_weights_kind | the image is cut to the dtype of the weights
# expect: explained
def hinge_gradient_example(W, x, y, delta=1.0):
    counts = (W @ x - W[y] @ x + delta > 0).astype(float)
    counts[y] = 0
    counts[y] = -counts.sum()
    return np.outer(counts, x.astype(W.dtype))
