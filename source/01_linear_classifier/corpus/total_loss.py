# %% right: short | one line
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(linear_scores(W, b, X), y)) + lam * weight_penalty(W)

# %% right: from_scratch | no other answer is used, a Python float
def total_loss(W, b, X, y, lam, losses):
    scores = np.array([W @ x + b for x in X])
    each = losses(scores, y)
    return float(sum(each) / len(each) + lam * sum(w**2 for row in W for w in row))

# %% right: zero_d | a 0-d array
def total_loss(W, b, X, y, lam, losses):
    L = losses(np.dot(X, W.T) + b, y)
    return np.array(L.sum() / X.shape[0] + lam * np.linalg.norm(W) ** 2)

# %% right: einsum | penalty by einsum
def total_loss(W, b, X, y, lam, losses):
    S = np.einsum("nd,kd->nk", X, W) + b
    return np.average(losses(S, y)) + lam * np.einsum("kd,kd->", W, W)

# %% right: steps | named steps
def total_loss(W, b, X, y, lam, losses):
    scores = linear_scores(W, b, X)
    data = losses(scores, y).mean()
    penalty = weight_penalty(W, "l2")
    return data + lam * penalty

# %% wrong: no_penalty | the penalty is missing
# expect: regularization-missing
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(X @ W.T + b, y))

# %% wrong: sum | the sum in place of the mean
# expect: sum-not-mean
def total_loss(W, b, X, y, lam, losses):
    return np.sum(losses(X @ W.T + b, y)) + lam * np.sum(W**2)

# %% wrong: half | a factor 1/2
# expect: regularization-halved
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(X @ W.T + b, y)) + 0.5 * lam * np.sum(W**2)

# %% wrong: unscaled | lam is missing
# expect: regularization-not-scaled
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(X @ W.T + b, y)) + np.sum(W**2)

# %% wrong: sign | the penalty is subtracted
# expect: regularization-sign
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(X @ W.T + b, y)) - lam * np.sum(W**2)

# %% wrong: averaged_penalty | the penalty inside the mean
# expect: regularization-averaged
def total_loss(W, b, X, y, lam, losses):
    return (np.sum(losses(X @ W.T + b, y)) + lam * np.sum(W**2)) / len(X)

# %% wrong: doubled | the penalty twice
# expect: regularization-doubled
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(X @ W.T + b, y)) + 2 * lam * np.sum(W**2)

# %% wrong: only_penalty | the data is forgotten
# expect: data-term-missing
def total_loss(W, b, X, y, lam, losses):
    return lam * np.sum(W**2)

# %% wrong: biases_penalised | b is penalised, too
# expect: biases-penalised
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(X @ W.T + b, y)) + lam * (np.sum(W**2) + np.sum(b**2))

# %% wrong: no_bias | the bias is missing in the scores
# expect: bias-missing
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(X @ W.T, y)) + lam * np.sum(W**2)

# %% wrong: l1 | another penalty
# expect: regularization-absolute
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(X @ W.T + b, y)) + lam * np.sum(np.abs(W))

# %% wrong: norm | the norm without its square
# expect: regularization-root
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(X @ W.T + b, y)) + lam * np.sqrt(np.sum(W**2))

# %% wrong: one_by_one | losses is called for each example
# expect: nothing
def total_loss(W, b, X, y, lam, losses):
    each = [losses(X[i : i + 1] @ W.T + b, y[i : i + 1])[0] for i in range(len(y))]
    return np.mean(each) + lam * np.sum(W**2)

# %% wrong: own_loss | the hinge loss whatever is asked for
# expect: nothing
def total_loss(W, b, X, y, lam, losses):
    return np.mean(hinge_losses(X @ W.T + b, y)) + lam * np.sum(W**2)

# %% wrong: called_twice | losses is called twice
def total_loss(W, b, X, y, lam, losses):
    S = X @ W.T + b
    return losses(S, y).sum() / len(losses(S, y)) + lam * np.sum(W**2)

# %% wrong: vector | a loss for each example
def total_loss(W, b, X, y, lam, losses):
    return losses(X @ W.T + b, y) + lam * np.sum(W**2)

# %% wrong: averaged_over_entries | divided by N K
# expect: averaged-over-classes
def total_loss(W, b, X, y, lam, losses):
    S = X @ W.T + b
    return losses(S, y).sum() / S.size + lam * np.sum(W**2)

# %% wrong: mean_penalty | the mean of the squares
# expect: regularization-mean
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(X @ W.T + b, y)) + lam * np.mean(W**2)

# %% wrong: averaged_twice | the data's part is divided by N again
# expect: averaged-twice
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(X @ W.T + b, y)) / len(y) + lam * np.sum(W**2)

# %% wrong: divided_by_classes | the sum is divided by the number of classes
# expect: divided-by-other-size
def total_loss(W, b, X, y, lam, losses):
    return losses(X @ W.T + b, y).sum() / len(W) + lam * np.sum(W**2)

# %% wrong: labels_sorted | examples and labels no longer belong together
# expect: nothing
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(X @ W.T + b, np.sort(y))) + lam * np.sum(W**2)

# %% wrong: bias_subtracted | the bias with the wrong sign
# expect: bias-subtracted
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(X @ W.T - b, y)) + lam * np.sum(W**2)

# %% wrong: low_scores_raised | scores below -10 are raised to it
# expect: nothing
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(np.maximum(X @ W.T + b, -10), y)) + lam * np.sum(W ** 2)

# %% wrong: contributors_only | the mean over the examples that have a loss
# expect: nothing
def total_loss(W, b, X, y, lam, losses):
    each = losses(X @ W.T + b, y)
    some = each[each > 0]
    return (some.mean() if some.size else 0.0) + lam * np.sum(W**2)

# %% wrong: never_negative | a loss below 0 is taken for a mistake
# expect: nothing
def total_loss(W, b, X, y, lam, losses):
    return np.mean(np.maximum(losses(X @ W.T + b, y), 0)) + lam * np.sum(W**2)

# %% wrong: predicted_labels | the labels that are predicted, not the true ones
# expect: explained
def total_loss(W, b, X, y, lam, losses):
    scores = X @ W.T + b
    return np.mean(losses(scores, scores.argmax(axis=1))) + lam * np.sum(W**2)

# %% wrong: whole_pixels_normalised | integers are taken for grey values up to 255
# expect: explained
def total_loss(W, b, X, y, lam, losses):
    X = X / 255 if X.dtype.kind in "iu" else X
    return np.mean(losses(X @ W.T + b, y)) + lam * np.sum(W**2)
