# %% wrong: correct-column-keeps-delta | The correct class's column is set to 0 before delta is added, so it ends up as delta.
# expect: correct-class-counted
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    rows = np.arange(len(y))
    diff = scores - scores[rows, y][:, None]
    diff[rows, y] = 0
    return np.maximum(0, diff + delta)

# %% wrong: no-transpose | Multiplies X @ W although W has a row for each class: raises, or silently wrong if K equals D.
# expect: explained
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W
    correct = scores[np.arange(X.shape[0]), y].reshape(-1, 1)
    margins = np.maximum(0, scores - correct + delta)
    margins[np.arange(X.shape[0]), y] = 0
    return margins

# %% wrong: negative-margins-kept | Forgets the maximum with 0, so margins that do not count show up as negative numbers.
# expect: hinge-missing
def svm_margins(W, X, y, delta=1.0):
    scores = np.einsum("nd,kd->nk", X, W)
    s_y = np.take_along_axis(scores, y[:, None], axis=1)
    m = scores - s_y + delta
    np.put_along_axis(m, y[:, None], 0, axis=1)
    return m

# %% wrong: column-for-entry | Zeroes margins[:, y], the columns of all labels of the batch in all rows.
# expect: nothing
def svm_margins(W, X, y, delta=1.0):
    s = X.dot(W.T)
    m = np.maximum(0, s - s[np.arange(len(y)), y][:, np.newaxis] + delta)
    m[:, y] = 0
    return m

# %% wrong: rows-for-entries | Zeroes margins[y], whole rows with the numbers of the labels.
# expect: nothing
def svm_margins(W, X, y, delta=1.0):
    s = X.dot(W.T)
    correct = np.array([s[i, y[i]] for i in range(len(y))])
    m = np.maximum(0, s - correct[:, None] + delta)
    m[y] = 0
    return m

# %% wrong: correct-scores-as-a-row | The correct scores are not made a column, so they are broadcast along the classes: raises unless N equals K (or 1).
# expect: explained
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    correct = scores[np.arange(len(y)), y]
    margins = np.maximum(0, scores - correct + delta)
    margins[np.arange(len(y)), y] = 0
    return margins

# %% wrong: compared-with-the-best | Compares with the highest score of the row instead of the correct class's.
# expect: nothing
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    margins = np.maximum(0, scores - scores.max(axis=1, keepdims=True) + delta)
    margins[np.arange(len(y)), y] = 0
    return margins

# %% wrong: lead-for-shortfall | Computes s_y - s_j + delta, the wrong way round.
# expect: margin-turned
def svm_margins(W, X, y, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    margins = np.zeros((N, K))
    for i in range(N):
        s = W @ X[i]
        for j in range(K):
            if j != y[i]:
                margins[i, j] = max(0, s[y[i]] - s[j] + delta)
    return margins

# %% wrong: np-max-for-maximum | Calls np.max(0, …), where the second argument is the axis: raises.
# expect: explained
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    correct_scores = scores[np.arange(y.size), y][:, None]
    margins = np.max(0, scores - correct_scores + delta)
    margins[np.arange(y.size), y] = 0
    return margins

# %% wrong: integer-margins | The margins are collected in an array of X's dtype, so integer images with real weights lose what is behind the point.
# expect: integers-kept
def svm_margins(W, X, y, delta=1.0):
    margins = np.zeros((X.shape[0], W.shape[0]), X.dtype)
    for i, (x, label) in enumerate(zip(X, y)):
        for j, w in enumerate(W):
            if j == label:
                continue
            margins[i, j] = max(0, w @ x - W[label] @ x + delta)
    return margins

# %% wrong: delta-after-the-max | Adds delta after the maximum with 0, so classes that are far behind have the margin delta.
# expect: nothing
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    idx = np.arange(scores.shape[0])
    margins = np.maximum(scores - scores[idx, y][:, None], 0) + delta
    margins[idx, y] = 0
    return margins

# %% wrong: correct-class-deleted | Leaves the correct class out instead of putting a 0, so there are only K - 1 columns.
# expect: explained
def svm_margins(W, X, y, delta=1.0):
    out = []
    for i in range(len(X)):
        s = W @ X[i]
        out.append([max(0, s[j] - s[y[i]] + delta) for j in range(len(s)) if j != y[i]])
    return np.array(out)

# %% wrong: delta-missing-in-the-condition | Selects the classes that count by s_j > s_y, without delta, so a class that is behind by less than delta is not counted.
# expect: nothing
def svm_margins(W, X, y, delta=1.0):
    s = X @ W.T
    s_y = s[np.arange(len(y)), y][:, None]
    return np.where(s > s_y, s - s_y + delta, 0.0)

# %% right: difference-of-rows | multiplies by the differences W - W[y] of the weights, with a batch einsum
def svm_margins(W, X, y, delta=1.0):
    m = np.einsum("nkd,nd->nk", W[None] - W[y][:, None], X) + delta
    wrong_class = y[:, None] != np.arange(len(W))
    return np.where(wrong_class & (m > 0), m, 0.0)

# %% right: one-hot-arithmetic | subtracts delta times one-hot before the clip, so that the correct entry is exactly 0
def svm_margins(W, X, y, delta=1.0):
    T = np.eye(W.shape[0])[y]
    S = X @ W.T
    m = (S - (S * T).sum(1, keepdims=True) + delta) * (1 - T)
    return m.clip(min=0)

# %% wrong: fancy-columns | scores[:, y] picks whole columns, (N, N): runs only if N == K (or N == 1), and then class j of image i is compared with the score of image j's label
# expect: explained
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    m = np.maximum(0, scores - scores[:, y] + delta)
    m[np.arange(len(y)), y] = 0
    return m

# %% wrong: lead-instead | the lead s_y - s_j + delta instead of the shortfall: sign of the difference is turned round
# expect: margin-turned
def svm_margins(W, X, y, delta=1.0):
    s = X @ W.T
    own = s[np.arange(len(s)), y].reshape(-1, 1)
    m = np.clip(own - s + delta, 0, None)
    m[np.arange(len(s)), y] = 0
    return m

# %% right: broadcast-rows-of-W | works with differences of the rows of W: (w_j - w_y)·x
def svm_margins(W, X, y, delta=1.0):
    W, X = np.asarray(W, float), np.asarray(X, float)
    differences = W[np.newaxis, :, :] - W[y][:, np.newaxis, :]  # (N, K, D)
    m = np.einsum("nkd,nd->nk", differences, X) + delta * (1 - np.eye(len(W))[y])
    return np.where(m > 0, m, 0.0)

# %% wrong: delta-stays | the correct class's own column keeps delta
# expect: correct-class-counted
def svm_margins(W, X, y, delta=1.0):
    scores = X.dot(W.T)
    s_y = scores[np.arange(X.shape[0]), y]
    return np.maximum(0.0, scores - s_y[:, None] + delta)

# %% wrong: dots-show-delta | the correct class's column is not set to 0 and holds delta
# expect: correct-class-counted
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    rows = np.arange(len(y))
    m = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    return m

# %% wrong: all-shortfalls-not-clipped | no max(0, .): leads that are large enough appear as negative numbers
# expect: hinge-missing
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    rows = np.arange(len(y))
    m = (scores - scores[rows, y][:, np.newaxis] + delta).astype(float)
    m[rows, y] = 0
    return m

# %% wrong: blanks-whole-columns | m[:, y] = 0 sets the columns of all labels that occur to 0, in every row
# expect: explained
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    rows = np.arange(len(y))
    m = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    m[:, y] = 0
    return m

# %% wrong: lead-in-place-of-shortfall | s_y - s_j + delta: sign of the difference turned round
# expect: margin-turned
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    rows = np.arange(len(y))
    m = np.maximum(0, scores[rows, y][:, np.newaxis] - scores + delta)
    m[rows, y] = 0
    return m

# %% wrong: delta-taken-off | s_j - s_y - delta
# expect: delta-subtracted
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    rows = np.arange(len(y))
    m = np.maximum(0, scores - scores[rows, y][:, np.newaxis] - delta)
    m[rows, y] = 0
    return m

# %% wrong: classes-down-examples-across | returns (K, N)
# expect: transposed
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    rows = np.arange(len(y))
    m = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    m[rows, y] = 0
    return m.T

# %% wrong: best-score-as-reference | subtracts the row's highest score instead of the label's
# expect: explained
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    rows = np.arange(len(y))
    m = np.maximum(0, scores - scores.max(axis=1, keepdims=True) + delta)
    m[rows, y] = 0
    return m

# %% wrong: ones-where-it-counts | returns the indicator (1.0 where the shortfall is positive) instead of its size
# expect: violations-counted
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    rows = np.arange(len(y))
    m = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    m[rows, y] = 0
    return (m > 0).astype(float)

# %% wrong: cut-to-the-integers-of-x | result array with X's dtype: for integer images and float weights or delta the shortfalls are cut
# expect: integers-kept
def svm_margins(W, X, y, delta=1.0):
    m = np.zeros((len(X), len(W)), dtype=X.dtype)
    for i in range(len(X)):
        s = W @ X[i]
        for j in range(len(W)):
            if j != y[i]:
                m[i, j] = max(0, s[j] - s[y[i]] + delta)
    return m

# %% wrong: skips-j-equal-to-i | compares j with the whole label array's position: leaves out j == i instead of j == y_i
# expect: nothing
def svm_margins(W, X, y, delta=1.0):
    m = np.zeros((len(X), len(W)))
    for i in range(len(X)):
        s = W @ X[i]
        for j in range(len(W)):
            if j != i:
                m[i, j] = max(0.0, s[j] - s[y[i]] + delta)
    return m

# %% wrong: zeroes-what-equals-delta | finds the correct class by m == delta: wrong classes with exactly the same score vanish, too (as in the second and fourth small images)
# expect: nothing
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    rows = np.arange(len(y))
    m = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    m[m == delta] = 0
    return m

# %% right: subtracts-weight-rows-first | differences of weight rows, w_j - w_y, then one einsum
def svm_margins(W, X, y, delta=1.0):
    gap = np.einsum("nkd,nd->nk", W[None] - W[y][:, None], X) + delta
    return np.where(np.arange(len(W)) == y[:, None], 0.0, gap.clip(min=0))

# %% right: put-along-axis | take_along_axis and put_along_axis with a label column
def svm_margins(W, X, y, delta=1.0):
    label = y.reshape(-1, 1)
    scores = np.inner(X, W)
    m = np.fmax(scores - np.take_along_axis(scores, label, -1) + delta, 0.0)
    np.put_along_axis(m, label, 0.0, axis=-1)
    return m

# %% right: one-class-at-a-time | columns from a list comprehension over classes, times a 0/1 table
def svm_margins(W, X, y, delta=1.0):
    s_y = np.sum(X * W[y], axis=1)
    return np.column_stack([np.maximum(X @ w - s_y + delta, 0) * (y != j) for j, w in enumerate(W)])

# %% wrong: correct-column-not-cleared | The correct class keeps its shortfall to itself, which is delta, instead of 0.
# expect: correct-class-counted
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N, K)
    """
    scores = X @ W.T
    correct = scores[np.arange(len(y)), y][:, np.newaxis]
    return np.maximum(0, scores - correct + delta)

# %% wrong: whole-columns-cleared | margins[:, y] = 0 clears the columns of all labels in the batch for every example.
# expect: explained
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N, K)
    """
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[np.arange(len(y)), y][:, np.newaxis] + delta)
    margins[:, y] = 0
    return margins

# %% wrong: columns-of-y | scores[:, y] picks whole columns instead of one score for each example.
# expect: explained
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N, K)
    """
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[:, y] + delta)
    margins[np.arange(len(y)), y] = 0
    return margins

# %% wrong: margin-always-one | Uses a margin of 1, whatever delta is.
# expect: delta-fixed
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N, K)
    """
    scores = X @ W.T
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + 1)
    margins[rows, y] = 0
    return margins

# %% wrong: recognised-by-value | Clears all entries that are equal to delta, to remove the correct class, and so also a rival with the same score.
# expect: nothing
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N, K)
    """
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[np.arange(len(y)), y][:, np.newaxis] + delta)
    margins[margins == delta] = 0
    return margins

# %% wrong: only-rivals-ahead | Only classes whose score is at least the correct one's are given a shortfall; those behind by less than delta get 0.
# expect: explained
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N, K)
    """
    scores = X @ W.T
    rows = np.arange(len(y))
    correct = scores[rows, y][:, np.newaxis]
    margins = np.where(scores >= correct, scores - correct + delta, 0.0)
    margins[rows, y] = 0
    return margins

# %% wrong: whole-numbers | The table is np.zeros_like of the scores, so that scores of integers cut the fractions of delta.
# expect: integers-kept
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N, K)
    """
    scores = X @ W.T
    margins = np.zeros_like(scores)
    for i in range(len(X)):
        for j in range(len(W)):
            if j != y[i]:
                margins[i, j] = max(0, scores[i, j] - scores[i, y[i]] + delta)
    return margins

# %% wrong: zero-before-the-margin | The correct class is left out too early: its score is set to 0, and then competes with the score 0.
# expect: explained
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N, K)
    """
    scores = X @ W.T
    rows = np.arange(len(y))
    correct = scores[rows, y]
    scores[rows, y] = 0
    return np.maximum(0, scores - correct[:, np.newaxis] + delta)

# %% wrong: delta-zero-is-default | "delta or 1.0" replaces a delta of 0 by 1.
# expect: explained
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N, K)
    """
    delta = delta or 1.0
    scores = X @ W.T
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[rows, y] = 0
    return margins

# %% right: differences-of-rows | Differences of rows of W, multiplied by each image.
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N, K)
    """
    margins = np.zeros((len(X), len(W)))
    for i, (x, label) in enumerate(zip(X, y)):
        lead = (W[label] - np.asarray(W, dtype=float)) @ x
        margins[i] = np.where(np.arange(len(W)) == label, 0.0, np.clip(delta - lead, 0.0, None))
    return margins

# %% right: one-hot-mask | A one-hot mask picks the correct scores and clears their columns.
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N, K)
    """
    scores = np.einsum("nd,kd->nk", X, W).astype(float)
    correct = np.equal.outer(y, np.arange(W.shape[0]))
    return np.maximum(scores - scores[correct].reshape(-1, 1) + delta, 0) * ~correct

# %% wrong: correct-column-keeps-delta-again | The correct class's column is never set to 0, so it holds delta.
# expect: correct-class-counted
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column."""
    scores = X @ W.T
    correct = scores[np.arange(len(y)), y]
    return np.maximum(0, scores - correct[:, np.newaxis] + delta)

# %% wrong: zeroes-whole-columns | margins[:, y] = 0 sets to 0, in every row, the columns of all labels in the batch, not one entry per row.
# expect: explained
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column."""
    scores = X @ W.T
    correct = scores[np.arange(len(y)), y].reshape(-1, 1)
    margins = np.maximum(0, scores - correct + delta)
    margins[:, y] = 0
    return margins

# %% wrong: lead-instead-of-shortfall | The sign of the difference is turned round: it is the lead s_y - s_j plus delta, not the shortfall s_j - s_y + delta.
# expect: margin-turned
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column."""
    N = X.shape[0]
    scores = X.dot(W.T)
    s_y = scores[range(N), y][:, None]
    margins = np.maximum(0, s_y - scores + delta)
    margins[range(N), y] = 0
    return margins

# %% wrong: only-classes-that-win | A wrong class counts only if its score is above the correct one's, so shortfalls between 0 and delta are lost.
# expect: explained
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column."""
    margins = np.zeros((len(X), len(W)))
    for i in range(len(X)):
        scores = W @ X[i]
        for j in range(len(W)):
            if j != y[i] and scores[j] > scores[y[i]]:
                margins[i, j] = scores[j] - scores[y[i]] + delta
    return margins

# %% wrong: break-at-the-correct-class | The loop over classes is left (break) at the correct class instead of skipping it, so the classes after it are never looked at.
# expect: explained
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column."""
    N, K = X.shape[0], W.shape[0]
    margins = np.zeros((N, K))
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                break
            margins[i, j] = max(0, scores[j] - scores[y[i]] + delta)
    return margins

# %% wrong: table-of-integers | The result is stored in an array of the type of X, so for integer images a shortfall of 2.5 becomes 2.
# expect: integers-kept
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column."""
    margins = np.zeros((X.shape[0], W.shape[0]), dtype=X.dtype)
    for i, (x, label) in enumerate(zip(X, y)):
        scores = W @ x
        margins[i] = np.maximum(0, scores - scores[label] + delta)
        margins[i, label] = 0
    return margins

# %% wrong: zero-margin-is-default | A delta of 0 is taken as not given (delta or 1.0), so 1 is used in its place.
# expect: explained
def svm_margins(W, X, y, delta=None):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column."""
    delta = delta or 1.0
    rows = np.arange(len(X))
    scores = X @ W.T
    margins = scores - scores[rows, y][:, None] + delta
    margins[margins < 0] = 0
    margins[rows, y] = 0
    return margins

# %% wrong: transposed-and-no-max | The scores are W @ X.T and the result is not transposed back, so it is (K, N); and negative shortfalls are kept.
# expect: explained
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column."""
    scores = W @ X.T
    n = np.arange(X.shape[0])
    margins = scores - scores[y, n] + delta
    margins[y, n] = 0
    return margins

# %% wrong: small-shortfalls-as-noise | Shortfalls below a millionth are taken for rounding noise and set to 0, though however small a shortfall is, it counts.
# expect: nothing
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column."""
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = scores - scores[rows, y][:, np.newaxis] + delta
    margins[rows, y] = 0
    return np.where(margins > 1e-6, margins, 0.0)  # below that it is only rounding

# %% right: subtract-delta-again | Lets the correct class come out as delta, and takes exactly this delta away from it afterwards.
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column."""
    scores = np.einsum("nd,kd->nk", X, W).astype(float)
    lead = np.take_along_axis(scores, y[:, np.newaxis], axis=1) - scores
    counted = (delta - lead).clip(min=0.0)
    counted[np.arange(len(y)), y] -= float(delta)
    return counted

# %% right: nested-comprehension | One list comprehension over examples and classes, with a small helper for the shortfall.
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column."""

    def shortfall(scores, j, label):
        return 0.0 if j == label else max(0.0, scores[j] - scores[label] + delta)

    table = [[shortfall(W @ x, j, label) for j in range(len(W))] for x, label in zip(X, y)]
    return np.array(table, dtype=float)

# %% wrong: correct-column-keeps-delta-again-again | The correct class's column is not set to 0: its shortfall s_y - s_y + delta = delta is left standing.
# expect: correct-class-counted
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    correct = scores[np.arange(len(y)), y][:, np.newaxis]
    return np.maximum(0, scores - correct + delta)

# %% wrong: lead-instead-of-shortfall-again | The difference is the wrong way round: s_y - s_j + delta is the lead plus the margin, not what is missing.
# expect: margin-turned
def svm_margins(W, X, y, delta=1.0):
    rows = np.arange(X.shape[0])
    scores = X.dot(W.T)
    correct = scores[rows, y].reshape(-1, 1)
    margins = np.maximum(0, correct - scores + delta)
    margins[rows, y] = 0
    return margins

# %% wrong: every-delta-is-zeroed | Finds the correct column by its value, margins == delta, and so also wipes out every rival that ties with the correct class.
# expect: nothing
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    correct = scores[range(len(y)), y]
    margins = np.maximum(0, scores - correct[:, None] + delta)
    # the correct class always gives exactly delta
    margins[margins == delta] = 0
    return margins

# %% wrong: closest-rival-only | Keeps only the largest shortfall of each image (the Crammer-Singer hinge) and drops the other wrong classes that also come too close.
# expect: worst-class-only
def svm_margins(W, X, y, delta=1.0):
    N = X.shape[0]
    scores = X @ W.T
    correct = scores[np.arange(N), y]
    rivals = scores.astype(float)
    rivals[np.arange(N), y] = -np.inf
    worst = rivals.argmax(axis=1)
    margins = np.zeros(scores.shape)
    margins[np.arange(N), worst] = np.maximum(0, rivals[np.arange(N), worst] - correct + delta)
    return margins

# %% wrong: integer-buffer | The result is collected in zeros_like(scores), which is of integers if W and X are, so that a delta of 2.5 is cut off to 2.
# expect: integers-kept
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    margins = np.zeros_like(scores)
    for i in range(scores.shape[0]):
        for j in range(scores.shape[1]):
            if j != y[i]:
                margins[i, j] = max(0, scores[i, j] - scores[i, y[i]] + delta)
    return margins

# %% wrong: break-at-the-label | At the correct class the inner loop is left with break instead of continue, so that the classes behind the label are never looked at.
# expect: explained
def svm_margins(W, X, y, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    margins = np.zeros((N, K))
    for i in range(N):
        s = W @ X[i]
        for j in range(K):
            if j == y[i]:
                break
            m = s[j] - s[y[i]] + delta
            if m > 0:
                margins[i, j] = m
    return margins

# %% wrong: correct-score-set-to-zero | Sets the correct score to 0 before the hinge instead of the shortfall after it, so the column holds max(0, delta - s_y), which is not 0 for small or negative scores.
# expect: explained
def svm_margins(W, X, y, delta=1.0):
    idx = np.arange(X.shape[0])
    scores = X @ W.T
    correct = scores[idx, y].copy()
    scores[idx, y] = 0
    return np.maximum(0, scores - correct[:, None] + delta)

# %% wrong: delta-is-always-one | The margin is written as the number 1, the argument delta is never used.
# expect: delta-fixed
def svm_margins(W, X, y, delta=1.0):
    N = len(X)
    s = X @ W.T
    s_y = s[np.arange(N), y].reshape(N, 1)
    margins = np.maximum(0.0, s - s_y + 1.0)
    margins[np.arange(N), y] = 0.0
    return margins

# %% right: weight-differences-per-image | Loops over the images and multiplies the differences of the weight rows with each image.
def svm_margins(W, X, y, delta=1.0):
    table = np.zeros((X.shape[0], W.shape[0]))
    for i, (x, label) in enumerate(zip(X, y)):
        shortfalls = (W - W[label]) @ x + delta
        wrong = np.arange(W.shape[0]) != label
        table[i, wrong] = shortfalls[wrong].clip(min=0)
    return table

# %% right: take-along-axis-and-where | Picks the correct scores with take_along_axis and masks by comparing class numbers with labels.
def svm_margins(W, X, y, delta=1.0):
    s = np.einsum("nd,kd->nk", X, W)
    label = np.asarray(y)[:, None]
    m = s - np.take_along_axis(s, label, axis=1) + delta
    counts = (m > 0) & (np.arange(W.shape[0])[None, :] != label)
    return np.where(counts, m, 0.0)
