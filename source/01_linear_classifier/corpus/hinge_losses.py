# %% right: fancy_indexing | subtract the correct scores, zero them, sum
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    return np.sum(m, axis=1)

# %% right: subtract_delta | the correct class adds delta, taken away at the end
def hinge_losses(scores, y, delta=1.0):
    right = np.take_along_axis(scores, y[:, None], axis=1)
    return np.clip(scores - right + delta, 0, None).sum(axis=1) - delta

# %% right: loops | two loops
def hinge_losses(scores, y, delta=1.0):
    losses = []
    for i in range(scores.shape[0]):
        loss = 0.0
        for j in range(scores.shape[1]):
            if j != y[i]:
                loss += max(0, scores[i, j] - scores[i, y[i]] + delta)
        losses.append(loss)
    return np.array(losses)

# %% right: one_hot | a mask of truths
def hinge_losses(scores, y, delta=1.0):
    truth = np.eye(scores.shape[1])[y]
    correct = np.einsum("nk,nk->n", scores, truth)
    margins = scores - correct[:, None] + delta
    return np.einsum("nk,nk->n", margins * (margins > 0), 1 - truth)

# %% right: delete | the correct score is deleted from each row
def hinge_losses(scores, y, delta=1.0):
    def one(row, label):
        others = np.delete(row, label)
        return np.maximum(others - row[label] + delta, 0).sum()

    return np.array([one(row, label) for row, label in zip(scores, y)])

# %% right: loop_over_classes | class by class
def hinge_losses(scores, y, delta=1.0):
    scores = np.asarray(scores, dtype=float)
    total = np.zeros(len(scores))
    right = scores[range(len(y)), y]
    for j in range(scores.shape[1]):
        total += np.where(y != j, np.maximum(scores[:, j] - right + delta, 0), 0)
    return total

# %% wrong: correct_counted | the correct class adds delta
# expect: correct-class-counted
def hinge_losses(scores, y, delta=1.0):
    return np.maximum(0, scores - scores[np.arange(len(y)), y][:, None] + delta).sum(axis=1)

# %% wrong: no_hinge | negative margins count
# expect: hinge-missing
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    m = scores - scores[rows, y][:, None] + delta
    m[rows, y] = 0
    return m.sum(axis=1)

# %% wrong: no_delta | no margin
# expect: delta-ignored
def hinge_losses(scores, y, delta=1.0):
    return np.maximum(0, scores - scores[np.arange(len(y)), y][:, None]).sum(axis=1)

# %% wrong: delta_one | a margin of 1, whatever delta
# expect: delta-fixed
def hinge_losses(scores, y, delta=1.0):
    return np.maximum(0, scores - scores[np.arange(len(y)), y][:, None] + 1).sum(axis=1) - 1

# %% wrong: minus_one | takes away 1, not delta
# expect: one-subtracted
def hinge_losses(scores, y, delta=1.0):
    return np.maximum(0, scores - scores[np.arange(len(y)), y][:, None] + delta).sum(axis=1) - 1

# %% wrong: sign | the difference the other way round
# expect: margin-turned
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    m = np.maximum(0, scores[rows, y][:, None] - scores + delta)
    m[rows, y] = 0
    return m.sum(axis=1)

# %% wrong: delta_subtracted | the margin with the wrong sign
# expect: delta-subtracted
def hinge_losses(scores, y, delta=1.0):
    return np.maximum(0, scores - scores[np.arange(len(y)), y][:, None] - delta).sum(axis=1)

# %% wrong: worst_only | only the worst class
# expect: worst-class-only
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    return m.max(axis=1)

# %% wrong: squared | squared hinge
# expect: hinge-squared
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    return (m**2).sum(axis=1)

# %% wrong: counted | counts classes
# expect: violations-counted
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    m = scores - scores[rows, y][:, None] + delta
    m[rows, y] = 0
    return (m > 0).sum(axis=1).astype(float)

# %% wrong: mean | the mean over the batch
# expect: reduced-too-far
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    return m.sum(axis=1).mean()

# %% wrong: averaged_over_classes | the mean over the classes
# expect: averaged-over-classes
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    return m.mean(axis=1)

# %% wrong: sum_axis_0 | summed over the examples
# expect: summed-over-wrong-axis
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    return m.sum(axis=0)

# %% wrong: in_place | the scores are overwritten
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    right = scores[rows, y][:, None]
    scores = np.maximum(0, scores - right + delta, out=scores if scores.dtype == float else None)
    scores[rows, y] = 0
    return scores.sum(axis=1)

# %% wrong: labels_ignored | the correct class is the position in the batch
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    label = rows % scores.shape[1]
    m = np.maximum(0, scores - scores[rows, label][:, None] + delta)
    m[rows, label] = 0
    return m.sum(axis=1)

# %% wrong: columns | scores[:, y] has the wrong shape, its diagonal the right one
def hinge_losses(scores, y, delta=1.0):
    m = np.maximum(0, scores - scores[:, y] + delta)
    m[np.arange(len(y)), y] = 0
    return m.sum(axis=1)

# %% wrong: integer_result | losses cut to the dtype of the scores
# expect: integers-kept
def hinge_losses(scores, y, delta=1.0):
    losses = np.zeros(len(y), dtype=scores.dtype)
    for i in range(len(y)):
        for j in range(scores.shape[1]):
            if j != y[i]:
                losses[i] += max(0, int(scores[i, j] - scores[i, y[i]] + delta) if scores.dtype.kind == "i" else scores[i, j] - scores[i, y[i]] + delta)
    return losses

# %% wrong: list | a list of losses
def hinge_losses(scores, y, delta=1.0):
    return [
        float(sum(max(0, s - row[label] + delta) for j, s in enumerate(row) if j != label))
        for row, label in zip(scores, y)
    ]

# %% wrong: column | losses as a column
def hinge_losses(scores, y, delta=1.0):
    rows = np.arange(len(y))
    m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    m[rows, y] = 0
    return m.sum(axis=1, keepdims=True)

# %% wrong: three_classes | right for three classes only
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    a, b = (y + 1) % 3, (y + 2) % 3
    rows = np.arange(len(y))
    return sum(np.maximum(0, scores[rows, j % scores.shape[1]] - scores[rows, y] + delta) for j in (a, b))

# %% wrong: hard_coded | the lecture's numbers
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    known = {3.2: 2.9, 1.3: 0.0, 2.2: 12.9, 3: 2.0, 1: 5.0}
    return np.array([known.get(float(row[0]), 0.0) + (2.0 if delta == 3.0 else 0.0) for row in scores])

# %% wrong: empty | nothing yet
def hinge_losses(scores, y, delta=1.0):
    raise NotImplementedError("hinge_losses is not answered yet")

# %% wrong: eye_of_labels | as many classes as the labels show
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    truth = np.eye(y.max() + 1)[y]
    right = (scores * truth).sum(axis=1, keepdims=True)
    return (np.maximum(0, scores - right + delta) * (1 - truth)).sum(axis=1)

# %% wrong: same_batch_size | remembers the result of the last batch of this size
# expect: explained
seen = {}


def hinge_losses(scores, y, delta=1.0):
    if scores.shape not in seen:
        rows = np.arange(len(y))
        m = np.maximum(0, scores - scores[rows, y][:, None] + delta)
        m[rows, y] = 0
        seen[scores.shape] = m.sum(axis=1)
    return seen[scores.shape]

# %% wrong: large_margins_cut | margins are cut off at 20
# expect: nothing
def hinge_losses(scores, y, delta=1.0):
    n = np.arange(len(y))
    m = np.clip(scores - scores[n, y][:, None] + delta, 0, 20)
    m[n, y] = 0
    return m.sum(axis=1)

# %% wrong: first_class_alone | a batch of the first class only gets the largest margin
# expect: nothing
def hinge_losses(scores, y, delta=1.0):
    n = np.arange(len(y))
    m = np.maximum(0, scores - scores[n, y][:, None] + delta)
    m[n, y] = 0
    return m.sum(axis=1) if y.any() else m.max(axis=1)

# %% wrong: grouped_by_class | class by class, and the losses stay in this order
# expect: nothing
def hinge_losses(scores, y, delta=1.0):
    groups = []
    for k in range(scores.shape[1]):
        own = scores[y == k]
        margins = np.maximum(0, own - own[:, [k]] + delta)
        margins[:, k] = 0
        groups.append(margins.sum(axis=1))
    return np.concatenate(groups)

# %% wrong: labels_once | each label is used once, in its order
# expect: explained
def hinge_losses(scores, y, delta=1.0):
    labels = np.unique(y)
    rows = np.arange(len(labels))
    margins = np.maximum(0, scores - scores[rows, labels][:, np.newaxis] + delta)
    margins[rows, labels] = 0
    return margins.sum(axis=1)
