# %% wrong: no-transpose | Writes X @ W as on the slide for one image; with W of shape (K, D) it needs X @ W.T, so it raises (or is wrong when K equals D).
# expect: explained
def linear_scores(W, b, X):
    return X @ W + b

# %% wrong: classes-by-examples | Computes W @ X.T, so scores come out as (K, N), one column per example; the bias is put on a column to make it fit.
# expect: transposed
def linear_scores(W, b, X):
    return W @ X.T + b[:, None]

# %% wrong: bias-forgotten | The bias is never added.
# expect: bias-missing
def linear_scores(W, b, X):
    scores = np.dot(X, W.T)
    return scores

# %% wrong: integer-result-array | The result array takes the dtype of X, so real scores are cut off to whole numbers when X is an integer array.
# expect: integers-kept
def linear_scores(W, b, X):
    scores = np.zeros((X.shape[0], W.shape[0]), dtype=X.dtype)
    for i in range(X.shape[0]):
        for k in range(W.shape[0]):
            scores[i, k] = W[k] @ X[i] + b[k]
    return scores

# %% wrong: bias-inside-the-sum | In the loop the bias is added once for each pixel, so it counts D times.
# expect: nothing
def linear_scores(W, b, X):
    N, D = X.shape
    K = len(b)
    scores = np.zeros((N, K))
    for n in range(N):
        for k in range(K):
            for d in range(D):
                scores[n, k] += W[k, d] * X[n, d] + b[k]
    return scores

# %% wrong: squeezed-single-example | Squeezes the result, so a batch of one example gives (K,) instead of (1, K).
# expect: explained
def linear_scores(W, b, X):
    return np.squeeze(np.array([W @ x + b for x in X]))

# %% wrong: in-place-bias-on-product | Adds the bias in place to the product, which raises when W and X are integers and b is real.
# expect: explained
def linear_scores(W, b, X):
    out = X.dot(W.T)
    out += b
    return out

# %% right: einsum | einsum instead of a product
def linear_scores(W, b, X):
    return np.einsum("nd,kd->nk", X, W) + b

# %% right: bias-trick | appends a column of ones to X and the bias as a further column of W
def linear_scores(W, b, X):
    ones = np.ones((len(X), 1))
    X1 = np.hstack([X, ones])
    W1 = np.column_stack((W, b))
    return X1 @ W1.T

# %% wrong: bias-down-the-rows | the bias is added before transposing, so b runs over the examples: only possible if N == K (or an error), and then b_k is added to example k
# expect: explained
def linear_scores(W, b, X):
    s = np.dot(W, X.T) + b
    return s.T

# %% right: three-loops | three plain loops, Python floats, assembled into an array at the end
def linear_scores(W, b, X):
    rows = []
    for i in range(X.shape[0]):
        row = []
        for k in range(W.shape[0]):
            total = float(b[k])
            for d in range(X.shape[1]):
                total += float(W[k, d]) * float(X[i, d])
            row.append(total)
        rows.append(row)
    return np.array(rows)

# %% right: homogeneous-coordinates | appends the bias as a last column of W and a column of ones to X, one product
def linear_scores(W, b, X):
    W_plus = np.column_stack([W, b])
    X_plus = np.hstack([X, np.ones((len(X), 1))])
    return np.einsum("kd,nd->nk", W_plus, X_plus)

# %% wrong: reshape-for-transpose | W @ X.T is (K, N) and is brought to (N, K) by reshape, not by transposing, so scores get mixed up between examples
# expect: transposed
def linear_scores(W, b, X):
    scores = W @ X.T  # (K, N)
    scores = scores.reshape(X.shape[0], W.shape[0])
    return scores + b

# %% wrong: weights-not-transposed | thinks row i is x_i W, multiplies X @ W without the transpose: error unless K = D, and there the weights are read by column
# expect: explained
def linear_scores(W, b, X):
    return X @ W + b

# %% wrong: bias-per-example | makes the bias a column, so it is added along the examples: error unless N = K (or 1), then b_i is added to row i instead of b_k to column k
# expect: explained
def linear_scores(W, b, X):
    return (W @ X.T).T + b[:, np.newaxis]

# %% wrong: result-lies-down | writes the formula W x + b for the whole batch and returns (K, N), the scores transposed
# expect: transposed
def linear_scores(W, b, X):
    return W @ X.T + b[:, None]

# %% wrong: return-inside-the-loop | the return is indented into the loop: only row 0 is filled, all other rows stay 0
# expect: explained
def linear_scores(W, b, X):
    scores = np.zeros((len(X), len(W)))
    for i in range(len(X)):
        scores[i] = W @ X[i] + b
        return scores

# %% wrong: bias-trick-and-bias | appends a column of ones and b to W, and then adds b once more: the bias counts twice
# expect: explained
def linear_scores(W, b, X):
    X1 = np.hstack([X, np.ones((len(X), 1))])
    W1 = np.hstack([W, b[:, None]])
    return X1 @ W1.T + b

# %% wrong: centres-the-images | subtracts the batch's mean image first ("always normalise your data"): every row is off by W times the mean
# expect: explained
def linear_scores(W, b, X):
    X = X - X.mean(axis=0)
    return X @ W.T + b

# %% wrong: squeezed-to-a-vector | np.squeeze drops the batch axis: with N = 1 (or K = 1) the result is no longer (N, K)
# expect: explained
def linear_scores(W, b, X):
    return np.squeeze(X @ W.T + b)

# %% wrong: buffer-of-the-pixels-dtype | allocates the result with X's dtype: with integer images and float weights every score is cut to an integer
# expect: integers-kept
def linear_scores(W, b, X):
    N, K = X.shape[0], W.shape[0]
    scores = np.zeros((N, K), dtype=X.dtype)
    for i in range(N):
        for k in range(K):
            scores[i, k] = np.sum(W[k] * X[i]) + b[k]
    return scores

# %% wrong: bias-inside-the-sum-2 | adds b_k to every product W_kd x_d before summing over the pixels: the bias counts D times
# expect: explained
def linear_scores(W, b, X):
    scores = np.empty((len(X), len(W)))
    for k in range(len(W)):
        scores[:, k] = (W[k] * X + b[k]).sum(axis=1)
    return scores

# %% right: einsum-with-bias | einsum over named axes
def linear_scores(W, b, X):
    return np.einsum("nd,kd->nk", X, W) + b

# %% right: bias-as-extra-pixel | appends a pixel that is always 1
def linear_scores(W, b, X):
    return np.column_stack([X, np.ones(X.shape[0])]) @ np.column_stack([W, b]).T

# %% right: row-by-row-list | a list comprehension over examples, stacked
def linear_scores(W, b, X):
    return np.stack([W @ x + b for x in X])

# %% wrong: classes-in-rows | The result is W X^T, of shape (K, N): one row per class instead of one per example.
# expect: transposed
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples

    Returns
    -------
    ndarray, (N, K)
    """
    return W @ X.T + b[:, np.newaxis]

# %% wrong: bias-forgotten-again | The bias is left out; only the weighted sum of the pixels is returned.
# expect: bias-missing
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples

    Returns
    -------
    ndarray, (N, K)
    """
    return X @ W.T

# %% wrong: weights-not-transposed-again | Multiplies by W instead of its transpose: an error, or, if K = D, sums over the classes instead of the pixels.
# expect: explained
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples

    Returns
    -------
    ndarray, (N, K)
    """
    return X @ W + b

# %% wrong: bias-as-column | The bias is added as a column, one per example instead of one per class; works without an error only if N = K (or N or K is 1).
# expect: explained
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples

    Returns
    -------
    ndarray, (N, K)
    """
    return X @ W.T + np.reshape(b, (-1, 1))

# %% wrong: starts-from-bias-array | Starts from a copy of the biases and fills it entry by entry, so that biases of integers cut the scores down to integers.
# expect: integers-kept
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples

    Returns
    -------
    ndarray, (N, K)
    """
    scores = np.tile(b, (len(X), 1))
    for i in range(len(X)):
        for k in range(len(W)):
            scores[i, k] += np.sum(W[k] * X[i])
    return scores

# %% wrong: accumulates-in-bias | Every row starts as an alias of b and adds to it in place, so b is changed and each example carries the scores of those before it.
# expect: explained
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples

    Returns
    -------
    ndarray, (N, K)
    """
    rows = []
    for x in X:
        s = b
        s += W @ x
        rows.append(s.copy())
    return np.array(rows)

# %% wrong: mean-opinion | Takes the mean over the pixels instead of the sum.
# expect: explained
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples

    Returns
    -------
    ndarray, (N, K)
    """
    return np.mean(X[:, np.newaxis, :] * W[np.newaxis, :, :], axis=2) + b

# %% wrong: squeezed-away | Squeezes the result, so that a batch of one, or a single class, loses an axis.
# expect: explained
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples

    Returns
    -------
    ndarray, (N, K)
    """
    return np.squeeze(X @ W.T + b)

# %% wrong: rows-in-a-list | Returns a Python list of lists instead of a NumPy array.
# expect: explained
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples

    Returns
    -------
    ndarray, (N, K)
    """
    return [[float(sum(w * p for w, p in zip(W[k], x)) + b[k]) for k in range(len(W))] for x in X]

# %% right: einsum-again | With einsum.
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples

    Returns
    -------
    ndarray, (N, K)
    """
    return np.einsum("kd,nd->nk", W, X) + b

# %% right: bias-trick-again | Appends a pixel that is always 1, and the bias as its weight, and fills the table with loops.
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples

    Returns
    -------
    ndarray, (N, K)
    """
    X1 = np.hstack([X, np.ones((len(X), 1))])
    W1 = np.hstack([W, np.asarray(b)[:, np.newaxis]])
    scores = np.zeros((len(X1), len(W1)))
    for k, row in enumerate(W1):
        scores[:, k] = (X1 * row).sum(axis=1)
    return scores

# %% wrong: weights-not-transposed-reshaped | W is reshaped to (D, K) instead of transposed, so the weights of different classes get mixed up.
# expect: nothing
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    K, D = W.shape
    return X @ W.reshape(D, K) + b

# %% wrong: no-bias | The bias is forgotten: it returns W x_i instead of W x_i + b.
# expect: bias-missing
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    return np.dot(X, W.T)

# %% wrong: classes-in-rows-again | Returns one row per class, (K, N), instead of one row per example, (N, K).
# expect: transposed
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    return W @ X.T + b[:, np.newaxis]

# %% wrong: x-times-w-untransposed | Computes X W instead of X W^T, which fails unless there are as many classes as pixels and is wrong then, too.
# expect: explained
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    return X @ W + b

# %% wrong: bias-in-place-on-integers | Adds the biases in place to the product, which cannot hold fractions if weights and examples are integers (NumPy refuses).
# expect: explained
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    scores = X @ W.T
    scores += b
    return scores

# %% wrong: single-example-squeezed | Squeezes the result, so that a single example (or a single class) gives shape (K,) or (N,) instead of (N, K).
# expect: explained
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    scores = []
    for x in X:
        scores.append(W @ x + b)
    return np.squeeze(np.array(scores))

# %% wrong: starts-with-biases-of-their-dtype | Fills an array that has the dtype of the biases, so that integer biases cut off the fractions of the scores.
# expect: integers-kept
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    scores = np.tile(b, (len(X), 1))
    for i in range(len(X)):
        for k in range(len(W)):
            scores[i, k] = scores[i, k] + np.sum(W[k] * X[i])
    return scores

# %% wrong: bias-once-per-pixel | Adds the bias inside the sum over the pixels, so that it counts D times.
# expect: explained
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    N, D = X.shape
    K = W.shape[0]
    scores = np.zeros((N, K))
    for i in range(N):
        for k in range(K):
            for d in range(D):
                scores[i, k] += W[k, d] * X[i, d] + b[k]
    return scores

# %% wrong: biases-in-their-own-sum | Adds the sum of all biases to every score instead of each class's own bias.
# expect: nothing
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    scores = np.zeros((X.shape[0], W.shape[0]))
    for i, x in enumerate(X):
        for k, w in enumerate(W):
            scores[i, k] = w @ x + np.sum(b)
    return scores

# %% right: bias-trick-again-again | Appends a column of ones to the examples and the biases as a further column to the weights.
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    with_one = np.hstack([X, np.ones((len(X), 1))])
    with_bias = np.hstack([W, np.reshape(b, (-1, 1))])
    return with_one @ with_bias.T

# %% right: einsum-plus-outer | Sums with einsum, and builds the biases as an outer product of ones and b.
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    opinions = np.einsum("kd,nd->nk", W, X)
    return opinions + np.outer(np.ones(X.shape[0]), b)

# %% wrong: reshape-for-transpose-again | Turns W into the shape (D, K) by reshape instead of by transposing, which mixes the weights of different classes.
# expect: explained
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    K, D = W.shape
    return X @ W.reshape(D, K) + b

# %% wrong: classes-as-rows | Copies s = W x + b with the examples as columns and returns the scores as (K, N), not (N, K).
# expect: transposed
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    scores = W @ X.T + b[:, np.newaxis]
    return scores

# %% wrong: bias-in-the-inner-loop | Adds the bias once per pixel, in the loop over d, so it counts D times.
# expect: explained
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    N, D = X.shape
    K = W.shape[0]
    scores = np.zeros((N, K))
    for i in range(N):
        for k in range(K):
            for d in range(D):
                scores[i, k] += W[k, d] * X[i, d] + b[k]
    return scores

# %% wrong: ones-on-the-wrong-side | Uses the bias trick, but puts the ones before the pixels and the bias after the weights, so nothing meets its partner.
# expect: nothing
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    X_one = np.hstack([np.ones((X.shape[0], 1)), X])
    W_b = np.hstack([W, b[:, np.newaxis]])
    return X_one @ W_b.T

# %% wrong: buffer-with-dtype-of-x | Allocates the scores in the dtype of X, so that images of integers cut off the fractions of weights and biases.
# expect: integers-kept
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    scores = np.empty((len(X), len(W)), dtype=X.dtype)
    for i, x in enumerate(X):
        scores[i] = W @ x + b
    return scores

# %% wrong: bias-added-in-place | Adds the bias with += to the product, which is an array of integers if W and X are, and then NumPy refuses to add floats.
# expect: explained
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    scores = np.dot(X, W.T)
    scores += b
    return scores

# %% wrong: squeezed | Squeezes the result, so a batch of one image (or a single class) loses an axis.
# expect: explained
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    scores = np.array([W.dot(x.T) + b for x in X])
    return np.squeeze(scores)

# %% wrong: one-bias-per-example | Turns b into a column, as in the formula for column vectors, and so adds bias i to example i: an error for most batches, wrong numbers if N equals K, and K rows instead of one for a single image.
# expect: explained
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    return X.dot(W.T) + b.reshape(-1, 1)

# %% right: einsum-again-again | Sums over the pixel index by einsum and lets the biases broadcast.
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    return np.einsum("nd,kd->nk", X, W) + b[np.newaxis, :]

# %% right: bias-trick-again-again-again | Appends a column of ones to the images and the biases to the weights, and needs one product.
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b."""
    X_one = np.column_stack([X, np.ones(len(X))])
    W_b = np.column_stack([W, b])
    return (W_b @ X_one.T).T
