# %% wrong: correct-class-counted | The correct class is not left out of the sum, so every loss is too large by delta.
# expect: correct-class-counted
def hinge_losses(scores, y, delta=1.0):
    correct = scores[np.arange(len(y)), y][:, None]
    return np.maximum(0, scores - correct + delta).sum(axis=1)

# %% wrong: column-for-entry | Takes scores[:, y], all N labels' columns of every row, instead of one entry per row.
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    N = scores.shape[0]
    correct = scores[:, y]
    margins = np.maximum(0, scores - correct + delta)
    margins[np.arange(N), y] = 0
    return margins.sum(axis=1)

# %% wrong: minus-one-for-minus-delta | Removes the correct class's part by subtracting 1, which is right only when delta is 1.
# expect: delta-fixed
def hinge_losses(scores, y, delta=1.0):
    correct = np.take_along_axis(scores, y[:, None], axis=1)
    return np.maximum(scores - correct + delta, 0).sum(axis=1) - 1

# %% wrong: max-of-the-sum | The maximum with 0 is taken of the whole sum, not of each term, so good classes pay for bad ones.
# expect: hinge-of-the-sum
def hinge_losses(scores, y, delta=1.0):
    losses = []
    for s, label in zip(scores, y):
        total = sum(s[j] - s[label] + delta for j in range(len(s)) if j != label)
        losses.append(max(0, total))
    return np.array(losses)

# %% wrong: only-the-worst-class | Takes the largest shortfall instead of the sum over all the wrong classes.
# expect: worst-class-only
def hinge_losses(scores, y, delta=1.0):
    margins = scores - scores[np.arange(len(scores)), y].reshape(-1, 1) + delta
    margins[np.arange(len(scores)), y] = 0
    return np.max(np.maximum(margins, 0), axis=1)

# %% wrong: signs-swapped | The difference is the wrong way round: s_y - s_j + delta punishes the lead.
# expect: margin-turned
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    m = np.maximum(0, scores[rows, y][:, None] - scores + delta)
    m[rows, y] = 0
    return np.sum(m, axis=1)

# %% wrong: already-the-mean | Returns the mean over the batch, one number, where each example's loss is asked for.
# expect: reduced-too-far
def hinge_losses(scores, y, delta=1.0):
    N = len(y)
    m = np.maximum(0, scores - scores[range(N), y][:, np.newaxis] + delta)
    m[range(N), y] = 0
    return m.sum() / N

# %% wrong: losses-as-integers | The losses are collected in zeros_like(y), an integer array, so everything behind the point is cut off.
# expect: integers-kept
def hinge_losses(scores, y, delta=1.0):
    losses = np.zeros_like(y)
    for i in range(len(y)):
        for j in range(scores.shape[1]):
            if j == y[i]:
                continue
            losses[i] += max(0, scores[i, j] - scores[i, y[i]] + delta)
    return losses

# %% wrong: masks-the-callers-scores | Writes -inf over the correct scores in the caller's array (and raises for integer scores).
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    idx = np.arange(scores.shape[0])
    correct = scores[idx, y].copy()
    scores[idx, y] = -np.inf
    return np.maximum(0, scores - correct[:, None] + delta).sum(axis=1)

# %% wrong: zero-delta-becomes-one | Writes `delta or 1.0`, so the allowed margin of 0 is replaced by 1.
# expect: nothing
def hinge_losses(scores, y, delta=1.0):
    delta = delta or 1.0
    N = scores.shape[0]
    margins = np.maximum(0, scores.T - scores[np.arange(N), y] + delta).T
    margins[np.arange(N), y] = 0
    return margins.sum(axis=1)

# %% wrong: flat-reference | Forgets to turn the correct scores into a column, so they are broadcast along the classes: raises unless N equals K (or 1).
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    correct = scores[np.arange(len(y)), y]
    margins = np.maximum(0, scores - correct + delta)
    margins[np.arange(len(y)), y] = 0
    return margins.sum(axis=1)

# %% right: subtract-delta-again | keeps the correct class in the sum, and takes its delta off again
def hinge_losses(scores, y, delta=1.0):
    correct = scores.ravel()[y + scores.shape[1] * np.arange(len(y))]
    return np.maximum(scores - correct[:, None] + delta, 0).sum(axis=1) - delta

# %% right: delete-the-correct-one | for each row np.delete and np.clip
def hinge_losses(scores, y, delta=1.0):
    def one(s, k):
        return np.clip(np.delete(s, k) - s[k] + delta, 0, None).sum()
    return np.array([one(s, k) for s, k in zip(scores, y)])

# %% right: one-hot-mask | correct score by a one-hot sum, and where= in the sum
def hinge_losses(scores, y, delta=1.0):
    hot = np.arange(scores.shape[1]) == y[:, None]
    s_y = np.sum(scores, axis=1, where=hot, keepdims=True)
    m = scores - s_y + delta
    return np.sum(m, axis=1, where=(m > 0) & ~hot)

# %% wrong: correct-found-by-value | removes the correct class by looking for entries that equal delta, and so removes every other class with the same score as the correct one
# expect: nothing
def hinge_losses(scores, y, delta=1.0):
    s_y = np.array([scores[i, label] for i, label in enumerate(y)])
    m = scores - s_y[:, None] + delta
    m[m == delta] = 0
    m[m < 0] = 0
    return np.sum(m, axis=1)

# %% wrong: worst-rival-only | takes only the largest shortfall of each example, not the sum of all of them
# expect: worst-class-only
def hinge_losses(scores, y, delta=1.0):
    idx = np.arange(scores.shape[0])
    shortfall = scores - scores[idx, y, None] + delta
    shortfall[idx, y] = 0
    return np.maximum(shortfall.max(axis=1), 0)

# %% wrong: integer-buffer | collects the losses in np.zeros_like of the scores' first column, so integer scores cut off the fractions that delta brings in
# expect: integers-kept
def hinge_losses(scores, y, delta=1.0):
    losses = np.zeros_like(scores[:, 0])
    for i in range(len(scores)):
        for j in range(scores.shape[1]):
            if j != y[i]:
                losses[i] += max(0, scores[i, j] - scores[i, y[i]] + delta)
    return losses

# %% right: masked-array | uses a boolean mask of wrong classes as a factor
def hinge_losses(scores, y, delta=1.0):
    wrong = np.arange(scores.shape[1])[None, :] != np.asarray(y)[:, None]
    lead = np.take_along_axis(scores, np.asarray(y)[:, None], axis=1) - scores
    return (wrong * np.clip(delta - lead, 0, None)).sum(axis=1)

# %% wrong: minus-one-not-delta | sums over all classes and takes away the correct class's own term as 1 instead of delta
# expect: delta-fixed
def hinge_losses(scores, y, delta=1.0):
    n = np.arange(len(y))
    correct = scores[n, y][:, np.newaxis]
    return np.maximum(0, scores - correct + delta).sum(axis=1) - 1

# %% wrong: clamp-after-sum | sums the shortfalls first and clamps the sum at 0, so classes far behind make up for those too close
# expect: hinge-of-the-sum
def hinge_losses(scores, y, delta=1.0):
    N, K = scores.shape
    s_y = scores[np.arange(N), y].reshape(-1, 1)
    total = (scores - s_y + delta).sum(axis=1) - delta
    return np.maximum(0, total)
