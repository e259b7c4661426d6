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
# expect: one-subtracted
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
# expect: one-subtracted
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

# %% wrong: correct-class-counts | does not leave out j = y_i: every loss is too large by delta
# expect: correct-class-counted
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    correct = scores[rows, y][:, None]
    short = np.maximum(0, scores - correct + delta)
    return short.sum(axis=1)

# %% wrong: correct-minus-others | s_y - s_j + delta: punishes the lead instead of the shortfall
# expect: margin-turned
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    correct = scores[rows, y][:, None]
    short = np.maximum(0, correct - scores + delta)
    short[rows, y] = 0
    return short.sum(axis=1)

# %% wrong: takes-off-one | sums over all classes and subtracts 1 for the correct one, which is right only for delta = 1
# expect: one-subtracted
def hinge_losses(scores, y, delta=1.0):
    correct = scores[np.arange(len(y)), y][:, None]
    return np.maximum(0, scores - correct + delta).sum(axis=1) - 1

# %% wrong: picks-columns | scores[:, y] picks N columns for each row: error unless N = K, then the wrong correct scores are subtracted
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    correct = scores[:, y]
    short = np.maximum(0, scores - correct + delta)
    short[rows, y] = 0
    return short.sum(axis=1)

# %% wrong: margin-outside-the-max | max(0, s_j - s_y) + delta: each wrong class costs delta even if it is far behind
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    correct = scores[rows, y][:, None]
    short = np.maximum(0, scores - correct) + delta
    short[rows, y] = 0
    return short.sum(axis=1)

# %% wrong: clips-the-sum | sums the shortfalls first and applies max(0, .) to the sum: negative shortfalls pay for positive ones
# expect: hinge-of-the-sum
def hinge_losses(scores, y, delta=1.0):
    short = scores - scores[np.arange(len(y)), y][:, None] + delta
    short[np.arange(len(y)), y] = 0
    return np.maximum(0, short.sum(axis=1))

# %% wrong: mean-over-rivals | divides by K - 1, an average over the wrong classes
# expect: averaged-over-margins
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    correct = scores[rows, y][:, None]
    short = np.maximum(0, scores - correct + delta)
    short[rows, y] = 0
    return short.sum(axis=1) / (scores.shape[1] - 1)

# %% wrong: closest-rival-only | max over the wrong classes instead of the sum (the other form of Crammer and Singer)
# expect: worst-class-only
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    correct = scores[rows, y][:, None]
    short = np.maximum(0, scores - correct + delta)
    short[rows, y] = 0
    return short.max(axis=1)

# %% wrong: margin-of-one-written-in | a literal 1 instead of delta
# expect: delta-fixed
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    correct = scores[rows, y][:, None]
    short = np.maximum(0, scores - correct + 1)
    short[rows, y] = 0
    return short.sum(axis=1)

# %% wrong: drops-whatever-equals-delta | removes the correct class by value (== delta): rivals with exactly the correct class's score are dropped, too
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    correct = scores[np.arange(len(y)), y][:, None]
    short = np.maximum(0, scores - correct + delta)
    short[short == delta] = 0
    return short.sum(axis=1)

# %% wrong: squares-the-shortfalls | the squared hinge
# expect: hinge-squared
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    correct = scores[rows, y][:, None]
    short = np.maximum(0, scores - correct + delta)
    short[rows, y] = 0
    return (short**2).sum(axis=1)

# %% wrong: shifts-the-callers-scores | subtracts the correct scores from the argument in place (and fails for integers with a float delta)
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    scores -= scores[rows, y][:, None].copy()
    scores += delta
    scores[rows, y] = 0
    return np.maximum(0, scores).sum(axis=1)

# %% wrong: predicted-in-place-of-true | subtracts the highest score instead of that of the label: losses of wrong predictions vanish
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    top = scores.argmax(axis=1)
    short = np.maximum(0, scores - scores[rows, top][:, None] + delta)
    short[rows, top] = 0
    return short.sum(axis=1)

# %% right: all-minus-delta | sums over all classes and takes off delta, which the correct class always adds
def hinge_losses(scores, y, delta=1.0):
    return np.clip(scores - np.take_along_axis(scores, y[:, None], axis=1) + delta, 0, None).sum(axis=1) - delta

# %% right: one-hot-mask-2 | one-hot rows of np.eye pick and mask
def hinge_losses(scores, y, delta=1.0):
    hot = np.eye(scores.shape[1])[y]
    s_y = (scores * hot).sum(axis=-1, keepdims=True)
    return ((1 - hot) * np.maximum(scores - s_y + delta, 0)).sum(axis=-1)

# %% right: deletes-the-correct-entry | loop over rows with np.delete
def hinge_losses(scores, y, delta=1.0):
    return np.array([sum(max(0.0, s - row[k] + delta) for s in np.delete(row, k)) for row, k in zip(scores, y)])

# %% right: sorted-columns-masked-array | np.ma hides the correct class
def hinge_losses(scores, y, delta=1.0):
    short = np.ma.masked_array(scores - np.choose(y, scores.T)[:, None] + delta, mask=False)
    short[np.arange(len(y)), y] = np.ma.masked
    return np.asarray(np.ma.maximum(short, 0).filled(0).sum(axis=1)) if len(y) else np.zeros(0)

# %% wrong: correct-class-counted-again | The sum runs over all j, the correct class included, so that each loss is too large by delta.
# expect: correct-class-counted
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta).

    Parameters
    ----------
    scores : (N, K), y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N,)
    """
    correct = scores[np.arange(len(y)), y][:, np.newaxis]
    return np.maximum(0, scores - correct + delta).sum(axis=1)

# %% wrong: minus-one-not-delta-again | Removes the correct class's term by subtracting 1, which is right only for delta = 1.
# expect: one-subtracted
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta).

    Parameters
    ----------
    scores : (N, K), y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N,)
    """
    correct = scores[np.arange(len(y)), y][:, np.newaxis]
    return np.maximum(0, scores - correct + delta).sum(axis=1) - 1

# %% wrong: lead-not-shortfall | The difference is the wrong way round: s_y - s_j + delta instead of s_j - s_y + delta.
# expect: margin-turned
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta).

    Parameters
    ----------
    scores : (N, K), y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N,)
    """
    rows = np.arange(len(y))
    m = np.maximum(0, scores[rows, y][:, np.newaxis] - scores + delta)
    m[rows, y] = 0
    return m.sum(axis=1)

# %% wrong: only-those-ahead | Only classes whose score is at least the correct one's are counted; a class that is behind, but by less than the margin, costs nothing.
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta).

    Parameters
    ----------
    scores : (N, K), y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N,)
    """
    losses = np.zeros(len(y))
    for i in range(len(y)):
        correct = scores[i, y[i]]
        for j in range(scores.shape[1]):
            if j != y[i] and scores[i, j] >= correct:
                losses[i] += scores[i, j] - correct + delta
    return losses

# %% wrong: worst-rival-only-again | Takes the largest shortfall instead of the sum of all of them.
# expect: worst-class-only
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta).

    Parameters
    ----------
    scores : (N, K), y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N,)
    """
    rows = np.arange(len(y))
    m = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    m[rows, y] = 0
    return m.max(axis=1)

# %% wrong: max-after-the-sum | The shortfalls are summed first and cut at 0 afterwards, so negative ones cancel positive ones.
# expect: hinge-of-the-sum
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta).

    Parameters
    ----------
    scores : (N, K), y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N,)
    """
    rows = np.arange(len(y))
    m = scores - scores[rows, y][:, np.newaxis] + delta
    m[rows, y] = 0
    return np.maximum(0, m.sum(axis=1))

# %% wrong: correct-score-overwritten | Sets the correct score to minus infinity in the caller's array (an error for integers).
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta).

    Parameters
    ----------
    scores : (N, K), y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N,)
    """
    rows = np.arange(len(y))
    correct = scores[rows, y].copy()
    scores[rows, y] = -np.inf
    return np.maximum(0, scores - correct[:, np.newaxis] + delta).sum(axis=1)

# %% wrong: zeros-like-labels | The losses are collected in np.zeros_like(y), an array of integers, which cuts off their fractions.
# expect: integers-kept
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta).

    Parameters
    ----------
    scores : (N, K), y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N,)
    """
    losses = np.zeros_like(y)
    for i in range(len(y)):
        for j in range(scores.shape[1]):
            if j != y[i]:
                losses[i] += max(0, scores[i, j] - scores[i, y[i]] + delta)
    return losses

# %% wrong: margin-inside-as-zero-score | The correct score is replaced by 0 instead of being left out, so a class of score 0 competes when s_y is small.
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta).

    Parameters
    ----------
    scores : (N, K), y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N,)
    """
    rows = np.arange(len(y))
    others = np.array(scores, dtype=float)
    correct = others[rows, y].copy()
    others[rows, y] = 0
    return np.maximum(0, others - correct[:, np.newaxis] + delta).sum(axis=1)

# %% right: subtract-delta | Sums over all classes and subtracts the delta of the correct one.
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta).

    Parameters
    ----------
    scores : (N, K), y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N,)
    """
    correct = np.take_along_axis(np.asarray(scores), np.asarray(y)[:, None], axis=1)
    return np.maximum(scores - correct + delta, 0.0).sum(axis=1) - delta

# %% right: comprehension | One comprehension with np.delete.
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta).

    Parameters
    ----------
    scores : (N, K), y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N,)
    """
    return np.array(
        [
            float(np.sum(np.clip(np.delete(row, label) - (row[label] - delta), 0, None)))
            for row, label in zip(np.asarray(scores, dtype=float), y)
        ]
    )

# %% wrong: correct-class-counted-again-again | The sum runs over all classes, also the correct one, so that every loss is too large by delta.
# expect: correct-class-counted
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    correct = scores[np.arange(len(y)), y][:, np.newaxis]
    return np.maximum(0, scores - correct + delta).sum(axis=1)

# %% wrong: minus-one-not-minus-delta | Takes the correct class out again by subtracting 1 instead of delta, which is right for the default margin only.
# expect: one-subtracted
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    correct = np.array([scores[i, y[i]] for i in range(len(y))])
    margins = np.maximum(0, scores - correct[:, None] + delta)
    return margins.sum(axis=1) - 1

# %% wrong: worst-rival-only-again-again | Takes the largest shortfall instead of the sum of the shortfalls.
# expect: worst-class-only
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y].reshape(-1, 1) + delta)
    margins[rows, y] = 0
    return margins.max(axis=1)

# %% wrong: mean-of-the-batch | Returns the mean of the losses, one number, instead of the loss of each example.
# expect: reduced-too-far
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    total = 0.0
    for i in range(len(y)):
        for j in range(scores.shape[1]):
            if j != y[i]:
                total += max(0, scores[i, j] - scores[i, y[i]] + delta)
    return total / len(y)

# %% wrong: break-at-correct-class | Leaves the loop at the correct class (break) instead of skipping it (continue), so that later classes are never looked at.
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    losses = np.zeros(len(y))
    for i in range(len(y)):
        for j in range(scores.shape[1]):
            if j == y[i]:
                break
            losses[i] += max(0, scores[i, j] - scores[i, y[i]] + delta)
    return losses

# %% wrong: sentinel-of-minus-thousand | Overwrites the correct score with -1000 so that it does not count, but it does where the correct score itself is lower than that.
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    rows = np.arange(len(y))
    correct = scores[rows, y]
    others = scores.copy()
    others[rows, y] = -1000  # never a rival
    return np.maximum(0, others - correct[:, np.newaxis] + delta).sum(axis=1)

# %% wrong: correct-by-equal-score | Recognises the correct class by its score instead of its label, so that a rival with the same score is left out as well.
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    losses = []
    for row, label in zip(scores, y):
        losses.append(sum(max(0, s - row[label] + delta) for s in row if s != row[label]))
    return np.array(losses)

# %% wrong: rivals-ahead-only | Counts a rival only if its score is higher than the correct one, so that a lead smaller than the margin costs nothing.
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    lead = scores - scores[np.arange(len(y)), y][:, None]
    return np.where(lead > 0, lead + delta, 0.0).sum(axis=1)

# %% wrong: changes-the-scores | Writes the shortfall of the correct class away in the caller's own array of scores (and, for integer scores, cuts off the fraction of the margin).
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    rows = np.arange(len(y))
    correct = scores[rows, y]
    scores[rows, y] = correct - delta
    return np.maximum(0, scores - correct[:, np.newaxis] + delta).sum(axis=1)

# %% right: without-the-column | Deletes the correct score from each row with a mask and reshapes the rest to K - 1 columns.
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    N, K = scores.shape
    own = np.arange(K) == np.asarray(y)[:, np.newaxis]
    rivals, correct = scores[~own].reshape(N, K - 1), scores[own].reshape(N, 1)
    return np.clip(rivals - (correct - delta), 0, None).sum(axis=1)

# %% right: all-classes-minus-delta | Sums over all classes and subtracts delta, which is exactly what the correct class adds, as delta is at least 0.
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    correct = np.take_along_axis(scores, np.asarray(y)[:, None], axis=1)
    shortfall = scores - correct + delta
    return (shortfall * (shortfall > 0)).sum(axis=1) - delta

# %% wrong: correct-class-counted-again-again-again | Sums over all j, also over the correct class, which adds delta to every loss.
# expect: correct-class-counted
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    correct = scores[np.arange(len(y)), y].reshape(-1, 1)
    return np.sum(np.maximum(0, scores - correct + delta), axis=1)

# %% wrong: one-taken-off | Takes the correct class off again as 1, not as delta, which is right only with the usual margin.
# expect: one-subtracted
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    rows = np.arange(scores.shape[0])
    shortfall = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    return shortfall.sum(axis=1) - 1

# %% wrong: worst-rival-only-again-again-again | Takes only the largest shortfall of each example (Crammer and Singer's loss), where the text adds them all up.
# expect: worst-class-only
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    losses = np.zeros(len(y))
    for i in range(len(y)):
        others = np.delete(scores[i], y[i])
        losses[i] = max(0, others.max() - scores[i, y[i]] + delta)
    return losses

# %% wrong: clipped-after-the-sum | Adds up the shortfalls with their signs and clips the sum, so a clear lead over one class makes up for a lack against another.
# expect: hinge-of-the-sum
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    N = scores.shape[0]
    shortfall = scores - scores[np.arange(N), y][:, None] + delta
    shortfall[np.arange(N), y] = 0
    return np.maximum(0, shortfall.sum(axis=1))

# %% wrong: correct-class-by-its-score | Leaves out all entries that have the score of the correct class, so a rival with an equal score costs nothing.
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    losses = []
    for row, label in zip(scores, y):
        correct = row[label]
        losses.append(sum(max(0.0, s - correct + delta) for s in row if s != correct))
    return np.array(losses)

# %% wrong: infinity-into-the-scores | Masks the correct class by writing minus infinity into the caller's scores, which changes the argument and fails for integers.
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    rows = np.arange(len(scores))
    correct = scores[rows, y]
    scores[rows, y] = -np.inf
    return np.maximum(0, scores - correct[:, np.newaxis] + delta).sum(axis=1)

# %% wrong: only-if-misclassified | Gives no loss where the correct class has the highest score, as the perceptron does, although the margin may be missed.
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    rows = np.arange(len(y))
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[rows, y] = 0
    losses = margins.sum(axis=1)
    losses[scores.argmax(axis=1) == y] = 0
    return losses

# %% wrong: columns-y-of-all-rows | Takes scores[:, y], all N columns, instead of one entry per row; an error or wrong numbers for most batches.
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    correct = scores[:, y]
    margins = np.maximum(0, scores - correct + delta)
    margins[np.arange(len(y)), y] = 0
    return margins.sum(axis=1)

# %% right: double-loop | Two plain loops and an if, in Python floats.
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    N, K = scores.shape
    losses = np.zeros(N)
    for i in range(N):
        s_y = float(scores[i, y[i]])
        for j in range(K):
            shortfall = float(scores[i, j]) - s_y + float(delta)
            if j != y[i] and shortfall > 0:
                losses[i] += shortfall
    return losses

# %% right: others-cut-out | Cuts the rivals out by a boolean mask as an (N, K − 1) array and subtracts the correct score there.
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta)."""
    N, K = scores.shape
    rival = np.arange(K) != y[:, np.newaxis]
    rivals = scores[rival].reshape(N, K - 1)
    own = np.take_along_axis(scores, y[:, np.newaxis], axis=1)
    return np.clip(rivals - own + delta, 0, None).sum(axis=1)
