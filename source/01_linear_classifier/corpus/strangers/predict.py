# %% wrong: argmax-axis-0 | Takes the argmax over the examples (axis 0) instead of the classes, so it returns K numbers.
# expect: explained
def predict(W, b, X):
    scores = X @ W.T + b
    return np.argmax(scores, axis=0)

# %% wrong: argmax-of-everything | Calls argmax without an axis, so it gets a single index into the flattened scores.
# expect: explained
def predict(W, b, X):
    return np.argmax(linear_scores(W, b, X))

# %% wrong: highest-label-at-a-tie | The loop replaces the best class with >=, so at a tie the highest label wins.
# expect: nothing
def predict(W, b, X):
    labels = []
    for x in X:
        best, best_score = 0, -np.inf
        for k in range(len(b)):
            s = W[k] @ x + b[k]
            if s >= best_score:
                best, best_score = k, s
        labels.append(best)
    return np.array(labels)

# %% wrong: returns-the-scores | Returns the highest score instead of its label.
# expect: explained
def predict(W, b, X):
    scores = linear_scores(W, b, X)
    return scores.max(axis=1)

# %% wrong: float-labels | Collects labels in np.zeros(N), so they are floats and not of an integer dtype.
# expect: explained
def predict(W, b, X):
    scores = X @ W.T + b
    y_hat = np.zeros(len(X))
    for i in range(len(X)):
        y_hat[i] = np.argmax(scores[i])
    return y_hat

# %% wrong: bias-left-out | Thinks the bias does not matter to who wins, and leaves it out.
# expect: nothing
def predict(W, b, X):
    # the bias just shifts all the scores, so we don't need it for the argmax
    return (X @ W.T).argmax(axis=1)

# %% wrong: best-starts-at-zero | The running best starts at the score 0, so when all scores are negative the label stays 0.
# expect: nothing
def predict(W, b, X):
    scores = linear_scores(W, b, X)
    out = np.zeros(scores.shape[0], dtype=int)
    for i, row in enumerate(scores):
        best = 0
        for k, s in enumerate(row):
            if s > best:
                best = s
                out[i] = k
    return out

# %% wrong: argsort-last | Takes the last of argsort, which at a tie is the highest of the tied labels.
# expect: nothing
def predict(W, b, X):
    return np.argsort(X @ W.T + b, axis=1, kind="stable")[:, -1]

# %% right: stable-argsort-of-negative | first of a stable argsort of the negative scores
def predict(W, b, X):
    return np.argsort(-(X @ W.T + b), axis=1, kind="stable")[:, 0]

# %% right: python-max-with-key | plain Python max over range(K): it also keeps the first of equals
def predict(W, b, X):
    scores = linear_scores(W, b, X)
    return np.array([max(range(len(row)), key=row.__getitem__) for row in scores], dtype=np.int32)

# %% right: running-comparison-over-classes | a loop over classes with np.where and a strict >
def predict(W, b, X):
    best = X @ W[0] + b[0]
    label = np.zeros(X.shape[0], dtype=np.int64)
    for k in range(1, W.shape[0]):
        s = X @ W[k] + b[k]
        label = np.where(s > best, k, label)
        best = np.maximum(s, best)
    return label

# %% wrong: argsort-last-2 | takes the last of argsort, which is the highest label at a tie and not the lowest
# expect: nothing
def predict(W, b, X):
    return np.argsort(linear_scores(W, b, X), axis=1, kind="stable")[:, -1]

# %% wrong: best-from-zero | the running best score starts at 0 instead of minus infinity, so with only negative scores label 0 always wins
# expect: nothing
def predict(W, b, X):
    scores = linear_scores(W, b, X)
    labels = np.zeros(len(scores), dtype=int)
    for i, row in enumerate(scores):
        best = 0
        for k, s in enumerate(row):
            if s > best:
                best = s
                labels[i] = k
    return labels

# %% wrong: bias-forgotten | predicts from W x alone, without the biases
# expect: explained
def predict(W, b, X):
    return (X @ W.T).argmax(axis=1)
