# %% right: shifted | log-sum-exp of the shifted scores
def cross_entropy_losses(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    return np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]

# %% right: logaddexp | NumPy's own log-sum-exp
def cross_entropy_losses(scores, y):
    return np.logaddexp.reduce(scores.astype(float), axis=1) - scores[np.arange(len(y)), y]

# %% right: loops | differences to the correct score, example by example
def cross_entropy_losses(scores, y):
    losses = np.empty(len(y))
    for i, (row, label) in enumerate(zip(scores, y)):
        d = row - row[label]
        top = d.max()
        losses[i] = top + np.log(sum(np.exp(v - top) for v in d))
    return losses

# %% right: one_hot | a mask of truths picks the correct class
def cross_entropy_losses(scores, y):
    K = scores.shape[1]
    truth = (y[:, None] == np.arange(K)).astype(float)
    top = scores.max(axis=1, keepdims=True)
    logs = scores - top - np.log(np.exp(scores - top).sum(axis=1, keepdims=True))
    return -np.einsum("nk,nk->n", truth, logs)

# %% right: helper | a helper for the logarithms
def log_probabilities(scores):
    top = np.amax(scores, axis=1)[:, None]
    return scores - top - np.log(np.sum(np.exp(scores - top), axis=1))[:, None]


def cross_entropy_losses(scores, y):
    return -np.take_along_axis(log_probabilities(scores), y[:, np.newaxis], axis=1).ravel()

# %% wrong: log_of_softmax | infinite for sure mistakes
def cross_entropy_losses(scores, y):
    return -np.log(softmax(scores)[np.arange(len(y)), y])

# %% wrong: naive | overflows
def cross_entropy_losses(scores, y):
    e = np.exp(scores)
    return -np.log(e[np.arange(len(y)), y] / e.sum(axis=1))

# %% wrong: epsilon | a small number in the logarithm
# expect: number-added-for-safety, not-precise
def cross_entropy_losses(scores, y):
    return -np.log(softmax(scores)[np.arange(len(y)), y] + 1e-12)

# %% wrong: clipped | probabilities clipped from below
# expect: number-added-for-safety
def cross_entropy_losses(scores, y):
    return -np.log(np.clip(softmax(scores)[np.arange(len(y)), y], 1e-300, 1))

# %% wrong: base_ten | the slide's logarithm
# expect: log-base-10
def cross_entropy_losses(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    return (np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]) / np.log(10)

# %% wrong: base_two | bits
# expect: log-base-2
def cross_entropy_losses(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    return (np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]) / np.log(2)

# %% wrong: sign | the log-likelihood
# expect: sign-flipped
def cross_entropy_losses(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    return s[np.arange(len(y)), y] - np.log(np.exp(s).sum(axis=1))

# %% wrong: mean | the mean over the batch
# expect: reduced-too-far
def cross_entropy_losses(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    return (np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]).mean()

# %% wrong: one_minus_p | 1 - p in place of -log p
# expect: logarithm-missing
def cross_entropy_losses(scores, y):
    return 1 - softmax(scores)[np.arange(len(y)), y]

# %% wrong: all_classes | all logarithms are added
# expect: all-classes-counted
def cross_entropy_losses(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    return -(s - np.log(np.exp(s).sum(axis=1, keepdims=True))).sum(axis=1)

# %% wrong: entropy | the entropy of the prediction
# expect: all-classes-counted, correct-class-ignored
def cross_entropy_losses(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    return -(np.exp(logs) * logs).sum(axis=1)

# %% wrong: best_class | the class of the highest score, not the correct one
# expect: correct-class-ignored
def cross_entropy_losses(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    return np.log(np.exp(s).sum(axis=1))

# %% wrong: shift_forgotten | the shift is not undone
# expect: shift-not-undone
def cross_entropy_losses(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    return np.log(np.exp(s).sum(axis=1)) - scores[np.arange(len(y)), y]

# %% wrong: global_shift | one shift for all rows
def cross_entropy_losses(scores, y):
    s = scores - scores.max()
    return np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]

# %% wrong: without_logarithm | the probabilities themselves
# expect: logarithm-missing
def cross_entropy_losses(scores, y):
    return softmax(scores)[np.arange(len(y)), y]

# %% wrong: columns | scores[:, y]
def cross_entropy_losses(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    return np.log(np.exp(s).sum(axis=1)) - s[:, y]

# %% wrong: binary | both p and 1 - p count
# expect: all-classes-counted
def cross_entropy_losses(scores, y):
    p = softmax(scores)
    truth = np.eye(scores.shape[1])[y]
    return -(truth * np.log(p) + (1 - truth) * np.log(1 - p)).sum(axis=1)

# %% wrong: in_place | the scores are overwritten
def cross_entropy_losses(scores, y):
    if scores.dtype.kind == "f":
        scores -= scores.max(axis=1, keepdims=True)
    else:
        scores = scores - scores.max(axis=1, keepdims=True)
    return np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(len(y)), y]

# %% wrong: eye_of_labels | as many classes as the labels show
# expect: explained
def cross_entropy_losses(scores, y):
    truth = np.eye(y.max() + 1)[y]
    s = scores - scores.max(axis=1, keepdims=True)
    return np.log(np.exp(s).sum(axis=1)) - (s * truth).sum(axis=1)

# %% wrong: labels_renumbered | the labels that occur are counted from 0
# expect: nothing
def cross_entropy_losses(scores, y):
    y = np.unique(y, return_inverse=True)[1]
    s = scores - scores.max(axis=1, keepdims=True)
    return np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]

# %% wrong: single_precision | computed in float32
# expect: not-precise
def cross_entropy_losses(scores, y):
    s = (scores - scores.max(axis=1, keepdims=True)).astype(np.float32)
    return np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]

# %% wrong: summed | the sum over the batch
# expect: reduced-too-far
def cross_entropy_losses(scores, y):
    s = scores - scores.max(axis=1, keepdims=True)
    return (np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]).sum()

# %% wrong: grouped_by_class | class by class, and the losses stay in this order
# expect: nothing
def cross_entropy_losses(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return np.concatenate([-logs[y == k, k] for k in range(scores.shape[1])])

# %% wrong: whole_numbers_kept | the losses have the dtype of the scores
# expect: integers-kept
def cross_entropy_losses(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    losses = np.zeros(len(y), dtype=scores.dtype)
    losses[:] = np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(y)), y]
    return losses
