# %% right: argmax | the usual way
def predict(W, b, X):
    return np.argmax(X @ W.T + b, axis=1)

# %% right: loops | keep the best so far
def predict(W, b, X):
    labels = []
    for x in X:
        best, label = None, 0
        for k in range(len(W)):
            s = float(np.dot(W[k], x) + b[k])
            if best is None or s > best:
                best, label = s, k
        labels.append(label)
    return np.array(labels)

# %% right: int32 | another integer dtype
def predict(W, b, X):
    scores = linear_scores(W, b, X)
    return np.array([list(row).index(max(row)) for row in scores], dtype=np.int32)

# %% right: stable_sort | sort by minus the score, stably
def predict(W, b, X):
    return np.argsort(-linear_scores(W, b, X), axis=1, kind="stable")[:, 0]

# %% right: comparisons | counts for each class how many beat it
def predict(W, b, X):
    scores = np.einsum("nd,kd->nk", X, W) + b
    lower = np.arange(len(b))[None, :] < np.arange(len(b))[:, None]
    beaten = (scores[:, None, :] > scores[:, :, None]) | ((scores[:, None, :] == scores[:, :, None]) & lower)
    return np.where(~beaten.any(axis=2))[1]

# %% wrong: last_of_ties | the highest label at a tie
def predict(W, b, X):
    scores = linear_scores(W, b, X)
    return scores.shape[1] - 1 - scores[:, ::-1].argmax(axis=1)

# %% wrong: floats | labels as floats
def predict(W, b, X):
    return linear_scores(W, b, X).argmax(axis=1).astype(float)

# %% wrong: lowest | the lowest score wins
def predict(W, b, X):
    return linear_scores(W, b, X).argmin(axis=1)

# %% wrong: no_bias | the bias is forgotten
def predict(W, b, X):
    return (X @ W.T).argmax(axis=1)

# %% wrong: wrong_axis | the best example of each class
def predict(W, b, X):
    return linear_scores(W, b, X).argmax(axis=0)

# %% wrong: one_hot | a matrix of truths
def predict(W, b, X):
    scores = linear_scores(W, b, X)
    return (scores == scores.max(axis=1, keepdims=True)).astype(int)

# %% wrong: positive_only | starts at 0, so negative scores never win
def predict(W, b, X):
    scores = linear_scores(W, b, X)
    labels = np.zeros(len(X), dtype=int)
    for i, row in enumerate(scores):
        best = 0
        for k, s in enumerate(row):
            if s > best:
                best, labels[i] = s, k
    return labels

# %% wrong: absolute | the largest in absolute value
def predict(W, b, X):
    return np.abs(linear_scores(W, b, X)).argmax(axis=1)

# %% wrong: list | a list of labels
def predict(W, b, X):
    return [int(k) for k in linear_scores(W, b, X).argmax(axis=1)]

# %% wrong: scores | the score in place of its label
def predict(W, b, X):
    return linear_scores(W, b, X).max(axis=1)

# %% wrong: from_one | labels from 1
def predict(W, b, X):
    return linear_scores(W, b, X).argmax(axis=1) + 1

# %% wrong: unstable | ties are broken by noise
def predict(W, b, X):
    scores = linear_scores(W, b, X)
    return (scores + 1e-9 * np.arange(scores.shape[1])).argmax(axis=1)

# %% wrong: squeezed | a batch of one loses its axis
def predict(W, b, X):
    return np.squeeze(linear_scores(W, b, X).argmax(axis=1))

# %% wrong: two_classes | right for two classes only
def predict(W, b, X):
    scores = linear_scores(W, b, X)
    return (scores[:, 1] > scores[:, 0]).astype(int)

# %% wrong: rounded | compares scores of one digit
# expect: nothing
def predict(W, b, X):
    return np.round(linear_scores(W, b, X), 1).argmax(axis=1)

# %% wrong: hard_coded | the labels of the visible checks
def predict(W, b, X):
    return np.array([1, 0, *np.zeros(max(0, len(X) - 2), dtype=int)])[: len(X)] if len(X) > 1 else np.array([0])

# %% wrong: nearly_a_tie | scores that nearly agree count as a tie
# expect: nothing
def predict(W, b, X):
    s = X @ W.T + b
    return (s > s.max(axis=1, keepdims=True) - 1e-4).argmax(axis=1)

# %% wrong: bytes_as_labels | labels as uint8, which ends at 255
def predict(W, b, X):
    return linear_scores(W, b, X).argmax(axis=1).astype(np.uint8)

# %% wrong: tie_to_zero | at a tie, whichever, label 0
def predict(W, b, X):
    scores = linear_scores(W, b, X)
    best = scores.max(axis=1, keepdims=True)
    return np.where((scores == best).sum(axis=1) > 1, 0, scores.argmax(axis=1))

# %% wrong: close_is_a_tie | np.isclose tells who has the highest score
def predict(W, b, X):
    scores = linear_scores(W, b, X)
    return np.isclose(scores, scores.max(axis=1, keepdims=True)).argmax(axis=1)

# %% wrong: whole_pixels_normalised | integers are taken for grey values up to 16
def predict(W, b, X):
    X = X / 16 if X.dtype.kind in "iu" else X
    return (X @ W.T + b).argmax(axis=1)
