# %% right: fancy_indexing | picks the correct scores by two index arrays
def svm_margins(W, X, y, delta=1.0):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[rows, y] = 0
    return margins

# %% right: loops | one loop over examples, one over classes
def svm_margins(W, X, y, delta=1.0):
    margins = np.zeros((len(X), len(W)))
    for i in range(len(X)):
        for j in range(len(W)):
            if j != y[i]:
                margins[i, j] = max(0, W[j] @ X[i] - W[y[i]] @ X[i] + delta)
    return margins

# %% right: one_hot | a mask instead of an assignment
def svm_margins(W, X, y, delta=1.0):
    Y = np.eye(len(W))[y]
    scores = X @ W.T
    correct = (scores * Y).sum(axis=1, keepdims=True)
    return np.where(scores - correct + delta > 0, scores - correct + delta, 0) * (1 - Y)

# %% right: differences_of_rows | subtracts weights before it multiplies, with einsum
def svm_margins(W, X, y, delta=1.0):
    difference = W[None, :, :] - W[y][:, None, :]
    m = np.einsum("nkd,nd->nk", difference, X) + delta * (np.arange(len(W)) != y[:, None])
    return np.clip(m, 0, None)

# %% right: subtract_delta | lets the correct class have its delta, then takes it away
def svm_margins(W, X, y, delta=1.0):
    s = np.dot(X.astype(float), W.T.astype(float))
    m = s - np.take_along_axis(s, y[:, None], axis=1) + delta
    m[m < 0] = 0
    np.put_along_axis(m, y[:, None], 0.0, axis=1)
    return m

# %% wrong: correct_counted | leaves delta in the correct class's column
# expect: correct-class-counted
def svm_margins(W, X, y, delta=1.0):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    return margins

# %% wrong: no_delta | forgets delta
# expect: delta-ignored
def svm_margins(W, X, y, delta=1.0):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis])
    margins[rows, y] = 0
    return margins

# %% wrong: delta_is_one | uses 1 whatever delta is
# expect: delta-fixed
def svm_margins(W, X, y, delta=1.0):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + 1)
    margins[rows, y] = 0
    return margins

# %% wrong: no_max | keeps negative margins
# expect: hinge-missing
def svm_margins(W, X, y, delta=1.0):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = scores - scores[rows, y][:, np.newaxis] + delta
    margins[rows, y] = 0
    return margins

# %% wrong: transposed | one row per class
# expect: transposed
def svm_margins(W, X, y, delta=1.0):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[rows, y] = 0
    return margins.T

# %% wrong: summed | returns the losses
def svm_margins(W, X, y, delta=1.0):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[rows, y] = 0
    return margins.sum(axis=1)

# %% wrong: sign | correct score minus the others
# expect: margin-turned
def svm_margins(W, X, y, delta=1.0):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores[rows, y][:, np.newaxis] - scores + delta)
    margins[rows, y] = 0
    return margins

# %% wrong: delta_subtracted | asks the correct class to lose by delta
# expect: delta-subtracted
def svm_margins(W, X, y, delta=1.0):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] - delta)
    margins[rows, y] = 0
    return margins

# %% wrong: column_of_first | zeroes the column of the first example's label
def svm_margins(W, X, y, delta=1.0):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[:, y[0]] = 0
    return margins

# %% wrong: columns_of_labels | margins[:, y] = 0 wipes out whole columns
# expect: nothing
def svm_margins(W, X, y, delta=1.0):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[:, y] = 0
    return margins

# %% wrong: broadcast | subtracts the correct scores along the wrong axis
def svm_margins(W, X, y, delta=1.0):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y] + delta)
    margins[rows, y] = 0
    return margins

# %% wrong: indicators | 1 for each violated margin
# expect: violations-counted
def svm_margins(W, X, y, delta=1.0):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[rows, y] = 0
    return (margins > 0).astype(float)

# %% wrong: relative_to_best | compares with the highest score instead of the correct one
def svm_margins(W, X, y, delta=1.0):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores.max(axis=1, keepdims=True) + delta)
    margins[rows, y] = 0
    return margins

# %% wrong: integers | stores margins in an array of the scores' type
# expect: integers-kept
def svm_margins(W, X, y, delta=1.0):
    margins = np.zeros((len(X), len(W)), dtype=W.dtype)
    for i in range(len(X)):
        for j in range(len(W)):
            if j != y[i]:
                margins[i, j] = max(0, W[j] @ X[i] - W[y[i]] @ X[i] + delta)
    return margins

# %% wrong: three_classes | assumes three classes
def svm_margins(W, X, y, delta=1.0):
    margins = np.zeros((len(X), len(W)))
    for i in range(len(X)):
        for j in range(3):
            if j != y[i]:
                margins[i, j] = max(0, W[j] @ X[i] - W[y[i]] @ X[i] + delta)
    return margins

# %% wrong: a_list | returns a list of lists
def svm_margins(W, X, y, delta=1.0):
    margins = np.zeros((len(X), len(W)))
    for i in range(len(X)):
        for j in range(len(W)):
            if j != y[i]:
                margins[i, j] = max(0, W[j] @ X[i] - W[y[i]] @ X[i] + delta)
    return margins.tolist()

# %% wrong: changes_X | centres its input in place
def svm_margins(W, X, y, delta=1.0):
    X -= X.mean(axis=0)
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[rows, y] = 0
    return margins

# %% wrong: constant | knows the visible examples only
def svm_margins(W, X, y, delta=1.0):
    if len(X) == 1:
        return np.array([[0.0, 2.0]])
    return np.array([[0.0, 0, 0], [1, 0, 0], [1, 0, 7], [1, 0, 0]])

# %% wrong: zero_is_no_delta | `delta or 1`
def svm_margins(W, X, y, delta=1.0):
    delta, rows = delta or 1, np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    return margins

# %% wrong: noise_floor | shortfalls below a thousandth are taken for none
# expect: nothing
def svm_margins(W, X, y, delta=1.0):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = scores - scores[rows, y][:, None] + delta
    margins[rows, y] = 0
    return np.where(margins > 1e-3, margins, 0)

# %% wrong: removed_by_value | what equals delta is taken for the correct class
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[np.arange(len(y)), y][:, None] + delta)
    return np.where(margins == delta, 0, margins)
