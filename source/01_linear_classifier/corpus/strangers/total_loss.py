# %% wrong: sum-not-mean | Adds up the losses of the examples without dividing by N.
# expect: sum-not-mean
def total_loss(W, b, X, y, lam, losses):
    scores = linear_scores(W, b, X)
    return np.sum(losses(scores, y)) + lam * weight_penalty(W)

# %% wrong: biases-penalised | The penalty also contains the squared biases.
# expect: biases-penalised
def total_loss(W, b, X, y, lam, losses):
    scores = linear_scores(W, b, X)
    return losses(scores, y).mean() + lam * (np.sum(W**2) + np.sum(b**2))

# %% wrong: penalty-divided-by-N | The penalty is added before dividing by N, so it shrinks with the size of the batch.
# expect: regularization-averaged
def total_loss(W, b, X, y, lam, losses):
    N = X.shape[0]
    L = losses(X @ W.T + b, y).sum()
    L += lam * np.sum(W * W)
    return L / N

# %% wrong: half-the-penalty | Uses the factor 1/2 of other courses.
# expect: regularization-halved
def total_loss(W, b, X, y, lam, losses):
    data_loss = np.mean(losses(linear_scores(W, b, X), y))
    reg_loss = 0.5 * lam * np.sum(W * W)
    return data_loss + reg_loss

# %% wrong: one-example-at-a-time | Calls losses once for each example instead of once with the whole batch.
# expect: nothing
def total_loss(W, b, X, y, lam, losses):
    total = 0.0
    for i in range(len(X)):
        scores = linear_scores(W, b, X[i : i + 1])
        total += losses(scores, y[i : i + 1])[0]
    return total / len(X) + lam * weight_penalty(W, "l2")

# %% wrong: always-hinge | Ignores the argument losses and always uses hinge_losses.
# expect: nothing
def total_loss(W, b, X, y, lam, losses):
    scores = linear_scores(W, b, X)
    losses = hinge_losses(scores, y)
    return losses.mean() + lam * weight_penalty(W)

# %% wrong: penalty-for-each-class | Takes the mean over rows of the squared weights, so the penalty is too small by the factor K.
# expect: nothing
def total_loss(W, b, X, y, lam, losses):
    penalty = np.mean(np.sum(W**2, axis=1))
    return np.mean(losses(linear_scores(W, b, X), y)) + lam * penalty

# %% wrong: labels-predicted | Hands the predicted labels to losses instead of the true ones, so the loss is how sure and not how right it is.
# expect: explained
def total_loss(W, b, X, y, lam, losses):
    scores = linear_scores(W, b, X)
    y_hat = predict(W, b, X)
    return np.mean(losses(scores, y_hat)) + lam * np.sum(W**2)

# %% right: average-and-norm | np.average and the squared Frobenius norm
def total_loss(W, b, X, y, lam, losses):
    return np.average(losses(X @ W.T + b, y)) + lam * np.linalg.norm(W.astype(float)) ** 2

# %% right: penalty-spread-over-examples | adds the penalty to each example's loss before the mean
def total_loss(W, b, X, y, lam, losses):
    each = losses(np.stack([W @ x + b for x in X]), y) + lam * np.trace(W @ W.T)
    return float(each.sum() / each.size)

# %% wrong: penalty-averaged-too | the penalty is inside the mean and is divided by the number of examples
# expect: regularization-averaged
def total_loss(W, b, X, y, lam, losses):
    L = losses(linear_scores(W, b, X), y)
    return (L.sum() + lam * np.sum(W**2)) / len(X)

# %% wrong: biases-penalised-2 | the biases are penalised as well
# expect: biases-penalised
def total_loss(W, b, X, y, lam, losses):
    data = np.mean(losses(linear_scores(W, b, X), y))
    theta = np.concatenate([W.ravel(), b])
    return data + lam * (theta @ theta)

# %% wrong: divided-by-classes | divides by the number of classes instead of the number of examples
# expect: divided-by-other-size
def total_loss(W, b, X, y, lam, losses):
    N = len(W)
    return np.sum(losses(linear_scores(W, b, X), y)) / N + lam * weight_penalty(W, "l2")
