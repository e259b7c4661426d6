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

# %% wrong: sum-of-the-losses | np.sum of the losses instead of the mean
# expect: sum-not-mean
def total_loss(W, b, X, y, lam, losses):
    return np.sum(losses(linear_scores(W, b, X), y)) + lam * np.sum(W**2)

# %% wrong: biases-penalised-3 | adds lam * sum(b²)
# expect: biases-penalised
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(linear_scores(W, b, X), y)) + lam * (np.sum(W**2) + np.sum(b**2))

# %% wrong: penalty-also-averaged | adds the penalty to the sum and divides both by N
# expect: regularization-averaged
def total_loss(W, b, X, y, lam, losses):
    return (np.sum(losses(linear_scores(W, b, X), y)) + lam * np.sum(W**2)) / len(X)

# %% wrong: half-lambda | lam / 2, as in many books
# expect: regularization-halved
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(linear_scores(W, b, X), y)) + 0.5 * lam * np.sum(W**2)

# %% wrong: one-call-per-example | calls losses for single rows in a loop instead of once with the whole batch: a losses function that sees the batch (or counts its calls) notices; for these losses the numbers agree
# expect: explained
def total_loss(W, b, X, y, lam, losses):
    total = 0.0
    for x_i, y_i in zip(X, y):
        total += losses(linear_scores(W, b, x_i[None]), np.array([y_i]))[0]
    return total / len(X) + lam * np.sum(W**2)

# %% wrong: always-the-hinge | ignores the argument losses and calls hinge_losses
# expect: explained
def total_loss(W, b, X, y, lam, losses):
    return np.mean(hinge_losses(linear_scores(W, b, X), y)) + lam * np.sum(W**2)

# %% wrong: divides-by-classes | divides the sum by K = len(W) instead of N
# expect: divided-by-other-size
def total_loss(W, b, X, y, lam, losses):
    return np.sum(losses(linear_scores(W, b, X), y)) / len(W) + lam * np.sum(W**2)

# %% wrong: lam-passed-as-kind | weight_penalty(W, lam): lam lands in `kind`, ValueError
# expect: explained
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(linear_scores(W, b, X), y)) + lam * weight_penalty(W, lam)

# %% wrong: penalty-times-loss | lam * sum(W²) weights the mean instead of being added (missing plus)
# expect: explained
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(linear_scores(W, b, X), y)) * (1 + lam * np.sum(W**2))

# %% wrong: scores-without-bias | X @ W.T, so that the biases never enter the loss
# expect: bias-missing
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(X @ W.T, y)) + lam * np.sum(W**2)

# %% wrong: root-in-the-penalty | np.linalg.norm(W) without the square
# expect: regularization-root
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(linear_scores(W, b, X), y)) + lam * np.linalg.norm(W)

# %% right: dot-with-equal-shares | mean as a dot product with 1/N, penalty by tensordot
def total_loss(W, b, X, y, lam, losses):
    per_example = losses(linear_scores(W, b, X), y)
    return per_example @ np.full(len(y), 1 / len(y)) + lam * np.tensordot(W, W, axes=2)

# %% right: penalty-spread-over-examples-2 | adds the same penalty to every example before the mean
def total_loss(W, b, X, y, lam, losses):
    return (losses(X @ W.T + b, y) + lam * weight_penalty(W)).mean()

# %% wrong: elastic-by-accident | weight_penalty(W, "elastic"): adds lam |W| as well
# expect: nothing
def total_loss(W, b, X, y, lam, losses):
    return np.mean(losses(linear_scores(W, b, X), y)) + lam * weight_penalty(W, "elastic")

# %% wrong: penalty-divided-by-n | Divides the penalty by the number of examples, too.
# expect: regularization-averaged
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, losses : function from scores (N, K) and labels (N,) to losses (N,)

    Returns
    -------
    number
    """
    return (np.sum(losses(linear_scores(W, b, X), y)) + lam * np.sum(W**2)) / len(X)

# %% wrong: biases-penalised-again | The biases are penalised like the weights.
# expect: biases-penalised
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, losses : function from scores (N, K) and labels (N,) to losses (N,)

    Returns
    -------
    number
    """
    return np.mean(losses(linear_scores(W, b, X), y)) + lam * (np.sum(W**2) + np.sum(b**2))

# %% wrong: always-hinge-again | Ignores the argument losses and always uses the hinge loss.
# expect: explained
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, losses : function from scores (N, K) and labels (N,) to losses (N,)

    Returns
    -------
    number
    """
    return np.mean(hinge_losses(linear_scores(W, b, X), y)) + lam * weight_penalty(W)

# %% wrong: one-call-per-example-again | Calls losses once for every example, with batches of one.
# expect: explained
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, losses : function from scores (N, K) and labels (N,) to losses (N,)

    Returns
    -------
    number
    """
    total = 0.0
    for i in range(len(X)):
        total += losses(linear_scores(W, b, X[i : i + 1]), y[i : i + 1])[0]
    return total / len(X) + lam * weight_penalty(W)

# %% wrong: only-those-with-a-loss | Takes the mean over the examples that have a loss above 0 instead of over all of them.
# expect: nothing
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, losses : function from scores (N, K) and labels (N,) to losses (N,)

    Returns
    -------
    number
    """
    each = losses(linear_scores(W, b, X), y)
    return np.mean(each[each > 0]) + lam * weight_penalty(W, "l2")

# %% wrong: scores-without-bias-again | The scores are computed without the bias.
# expect: bias-missing
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, losses : function from scores (N, K) and labels (N,) to losses (N,)

    Returns
    -------
    number
    """
    return np.mean(losses(X @ W.T, y)) + lam * np.sum(W**2)

# %% wrong: divided-by-classes-again | Divides the sum of the losses by the number of classes (the rows of W) instead of examples.
# expect: divided-by-other-size
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, losses : function from scores (N, K) and labels (N,) to losses (N,)

    Returns
    -------
    number
    """
    return np.sum(losses(X @ W.T + b, y)) / W.shape[0] + lam * np.sum(W**2)

# %% wrong: loss-of-own-prediction | Asks for the loss of the predicted labels instead of the true ones.
# expect: explained
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, losses : function from scores (N, K) and labels (N,) to losses (N,)

    Returns
    -------
    number
    """
    scores = linear_scores(W, b, X)
    return np.mean(losses(scores, predict(W, b, X))) + lam * np.sum(W**2)

# %% wrong: a-loss-for-each-example | The mean is forgotten: one number for each example is returned, each with the whole penalty.
# expect: explained
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, losses : function from scores (N, K) and labels (N,) to losses (N,)

    Returns
    -------
    number
    """
    return losses(linear_scores(W, b, X), y) + lam * np.sum(W**2)

# %% right: sum-over-shape | The sum divided by the number of examples, the penalty as a scalar product.
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, losses : function from scores (N, K) and labels (N,) to losses (N,)

    Returns
    -------
    number
    """
    N = X.shape[0]
    data = sum(float(loss) for loss in losses(X @ W.T + b, y)) / N
    return data + lam * float(np.vdot(W, W))

# %% right: penalty-row-by-row | Penalty collected row by row with a helper.
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, losses : function from scores (N, K) and labels (N,) to losses (N,)

    Returns
    -------
    number
    """
    def squares(row):
        return sum(w * w for w in row)

    penalty = sum(squares(row) for row in np.asarray(W, dtype=float))
    each = np.asarray(losses(linear_scores(W, b, X), y), dtype=float)
    return np.average(each) + penalty * lam

# %% wrong: sum-of-the-losses-again | Adds up the losses of the batch instead of taking their mean.
# expect: sum-not-mean
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    scores = linear_scores(W, b, X)
    return np.sum(losses(scores, y)) + lam * weight_penalty(W)

# %% wrong: biases-penalised-again-again | Adds the squares of the biases to the penalty, which the text excludes.
# expect: biases-penalised
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    data_loss = np.mean(losses(X @ W.T + b, y))
    return data_loss + lam * (np.sum(W**2) + np.sum(b**2))

# %% wrong: penalty-shared-among-examples | Divides the penalty by N together with the losses.
# expect: regularization-averaged
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    L = losses(linear_scores(W, b, X), y).sum()
    L = L + lam * weight_penalty(W, "l2")
    return L / len(y)

# %% wrong: mean-of-positive-losses | Takes the mean over the examples with a positive loss only; all that losses returns should count.
# expect: nothing
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    values = losses(linear_scores(W, b, X), y)
    bad = values[values > 0]
    data_loss = bad.mean() if len(bad) else 0.0
    return data_loss + lam * weight_penalty(W)

# %% wrong: one-example-at-a-time-again | Calls losses once for each example instead of once with the whole batch.
# expect: explained
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    total = 0.0
    for i in range(len(y)):
        scores = linear_scores(W, b, X[i : i + 1])
        total += losses(scores, y[i : i + 1])[0]
    return total / len(y) + lam * np.sum(W**2)

# %% wrong: always-hinge-again-again | Ignores the function it is given and always uses the hinge loss.
# expect: explained
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    scores = linear_scores(W, b, X)
    losses = hinge_losses(scores, y)
    return losses.mean() + lam * weight_penalty(W, "l2")

# %% wrong: penalty-added-in-place | Adds the penalty in place to the array that losses returned: it changes an array that is not its own, and fails if the losses are integers.
# expect: explained
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    values = losses(linear_scores(W, b, X), y)
    values += lam * weight_penalty(W)  # the mean of a constant is the constant
    return np.mean(values)

# %% wrong: spectral-norm | Squares the 2-norm of the matrix W, which is its largest singular value and not the root of the sum of the squares.
# expect: nothing
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    values = losses(linear_scores(W, b, X), y)
    return sum(values) / len(values) + lam * np.linalg.norm(W, ord=2) ** 2

# %% wrong: half-penalty-no-bias | Two slips: the factor ½ before lambda, and scores without the biases.
# expect: explained
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    scores = X.dot(W.T)
    return np.mean(losses(scores, y)) + lam / 2 * np.sum(np.square(W))

# %% right: weighted-sum-with-trace | The mean as a product with 1/N, and the sum of the squares as the trace of W W^T.
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    N = len(X)
    each = np.asarray(losses(np.einsum("nd,kd->nk", X, W) + b, y))
    return each @ np.full(N, 1 / N) + lam * np.trace(W @ W.T)

# %% right: penalty-in-every-example | Adds the penalty to each example's loss in a new array and takes the mean of it.
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    penalty = lam * np.vdot(W, W)
    return np.mean([loss + penalty for loss in losses(linear_scores(W, b, X), y)])

# %% wrong: sum-of-the-losses-again-again | Adds the losses up and takes no mean over the examples.
# expect: sum-not-mean
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    scores = linear_scores(W, b, X)
    return np.sum(losses(scores, y)) + lam * weight_penalty(W, "l2")

# %% wrong: biases-penalised-again-again-again | Penalises the squared biases, too.
# expect: biases-penalised
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    data = np.mean(losses(linear_scores(W, b, X), y))
    penalty = np.sum(W**2) + np.sum(b**2)
    return data + lam * penalty

# %% wrong: penalty-in-the-mean | Divides the penalty by N together with the losses, so it fades as the batch grows.
# expect: regularization-averaged
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    N = X.shape[0]
    L = losses(linear_scores(W, b, X), y).sum()
    L += lam * np.sum(W * W)
    return L / N

# %% wrong: own-choice-of-loss | Ignores the function it was given and always uses the hinge loss.
# expect: explained
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    scores = linear_scores(W, b, X)
    losses = hinge_losses(scores, y)
    return losses.mean() + lam * weight_penalty(W)

# %% wrong: one-call-per-example-again-again | Calls losses for every example on its own, where one call with the whole batch is asked for.
# expect: explained
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    total = 0.0
    for i in range(len(y)):
        scores = linear_scores(W, b, X[i : i + 1])
        total += losses(scores, y[i : i + 1])[0]
    return total / len(y) + lam * weight_penalty(W, "l2")

# %% wrong: mean-of-the-positive | Takes the mean only over the examples that have a positive loss.
# expect: explained
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    L_i = losses(linear_scores(W, b, X), y)
    counted = L_i[L_i > 0]
    data_loss = counted.mean() if len(counted) else 0.0
    return data_loss + lam * weight_penalty(W, "l2")

# %% wrong: scores-without-bias-again-again | Takes "biases are not penalised" to mean that they play no part, and leaves them out of the scores.
# expect: bias-missing
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    scores = X @ W.T
    return np.mean(losses(scores, y)) + lam * np.sum(W**2)

# %% wrong: divided-by-classes-again-again | Divides by the length of W, the number of classes, instead of the number of examples.
# expect: divided-by-other-size
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    N = len(W)
    data_loss = np.sum(losses(linear_scores(W, b, X), y)) / N
    return data_loss + lam * weight_penalty(W, "l2")

# %% right: average-and-frobenius | One expression with np.average and the squared Frobenius norm.
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    return np.average(losses(X @ W.T + b, y)) + lam * np.linalg.norm(W, "fro") ** 2

# %% right: summed-by-hand | Adds every loss, already divided by N, and every squared weight in plain Python.
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W."""
    result = 0.0
    each = losses(linear_scores(W, b, X), y)
    for loss in each:
        result += float(loss) / len(each)
    size = sum(float(w) ** 2 for row in W for w in row)
    return result + lam * size
