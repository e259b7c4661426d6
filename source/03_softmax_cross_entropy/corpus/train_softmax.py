# %% right: choice | a draw without replacement
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(len(X), size=min(batch_size, len(X)), replace=False)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W -= step_size * dW
    return W, losses

# %% right: permutation | the first of a shuffle, drawn anew at each step
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = rng.standard_normal(size=(num_classes, X.shape[1])) * 0.001
    losses = []
    for _ in range(steps):
        batch = rng.permutation(X.shape[0])[:batch_size]
        loss, dW = softmax_loss(W, X[batch], y[batch], lam)
        losses.append(loss)
        W = W - step_size * dW
    return [W, np.array(losses)]

# %% right: ranked_random_numbers | the batch_size smallest of N random numbers; a full batch in order
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    history = np.empty(steps, dtype=float)
    for t in range(steps):
        if batch_size >= len(X):
            xb, yb = X, y
        else:
            batch = np.argsort(rng.random(len(X)))[:batch_size]
            xb, yb = X[batch], y[batch]
        history[t], dW = softmax_loss(W, xb, yb, lam)
        W = W - step_size * dW
    return W, history

# %% right: own_gradient | does not call softmax_loss
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    truth = np.eye(num_classes)[y]
    losses = np.zeros((steps,))
    for step in range(steps):
        batch = rng.choice(len(X), min(len(X), batch_size), replace=False, shuffle=False)
        logs = log_softmax(X[batch] @ W.T)
        losses[step] = -(truth[batch] * logs).sum() / len(batch) + lam * (W * W).sum()
        W = W - step_size * ((np.exp(logs) - truth[batch]).T @ X[batch] / len(batch) + 2 * lam * W)
    return W, losses

# %% right: shuffled_in_place | rng.shuffle of the indices at every step
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses, order = np.zeros(steps), np.arange(len(X))
    for step in range(steps):
        rng.shuffle(order)
        batch = order[:batch_size]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% right: at_most_all | batch_size is at most N, so nothing is said of larger ones
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(len(X), size=batch_size, replace=False)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: with_replacement | an example may be in a batch twice
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.integers(0, len(X), min(batch_size, len(X)))
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: choice_with_replacement | full batches are right, small ones repeat examples
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = np.arange(len(X)) if batch_size >= len(X) else rng.choice(len(X), batch_size)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: uphill | adds the gradient
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W + step_size * dW
    return W, losses

# %% wrong: larger_start | 0.01 in place of 0.001
# expect: drawn-otherwise
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.01 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: zero_start | starts at zero
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = np.zeros((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: start_drawn_second | the order is drawn before the weights
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    batch = rng.permutation(len(X))[:batch_size]
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
        batch = rng.permutation(len(X))[:batch_size]
    return W, losses

# %% wrong: transposed_start | the draw has shape (D, K)
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((X.shape[1], num_classes)).T
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: same_batch | draws once
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    batch = rng.permutation(len(X))[:batch_size]
    for step in range(steps):
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: first_examples | always the first rows
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        losses[step], dW = softmax_loss(W, X[:batch_size], y[:batch_size], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: neighbours | a window of rows that follow one another
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        start = rng.integers(0, max(1, len(X) - batch_size + 1))
        batch = slice(start, start + batch_size)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: epochs | goes through a shuffle before it draws again
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses, size, left = np.zeros(steps), min(batch_size, len(X)), []
    for step in range(steps):
        if len(left) < size:
            left = list(rng.permutation(len(X)))
        batch, left = left[:size], left[size:]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: never_the_last | an index that is off by one
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        size = min(batch_size, len(X))
        batch = np.arange(len(X)) if size == len(X) else rng.choice(len(X) - 1, size, replace=False)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: whole_batch | ignores batch_size
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        losses[step], dW = softmax_loss(W, X, y, lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: labels_not_drawn | the labels stay in order
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        losses[step], dW = softmax_loss(W, X[batch], y[: len(batch)], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: loss_after_the_step | recorded one step late
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        W = W - step_size * softmax_loss(W, X[batch], y[batch], lam)[1]
        losses[step] = softmax_loss(W, X[batch], y[batch], lam)[0]
    return W, losses

# %% wrong: loss_without_penalty | records the data's part only
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        losses[step] -= lam * (W**2).sum()
        W = W - step_size * dW
    return W, losses

# %% wrong: loss_of_all | records the loss of the whole data
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        losses[step] = softmax_loss(W, X, y, lam)[0]
        W = W - step_size * softmax_loss(W, X[batch], y[batch], lam)[1]
    return W, losses

# %% wrong: one_step_short | the last step is missing
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        if step < steps - 1:
            W = W - step_size * dW
    return W, losses

# %% wrong: best_weights | returns the weights of the lowest loss, not the last
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses, best = np.zeros(steps), None
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        if losses[step] == losses[: step + 1].min():
            best = W
        W = W - step_size * dW
    return best, losses

# %% wrong: classes_from_labels | as many rows as there are labels
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((len(set(y.tolist())), X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: unseeded | another result every time
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    W = 0.001 * np.random.default_rng(seed).standard_normal((num_classes, X.shape[1]))
    rng = np.random.default_rng()
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: fixed_seed | the seed is ignored
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(0)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: a_list_of_losses | not an array
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = []
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        loss, dW = softmax_loss(W, X[batch], y[batch], lam)
        losses.append(float(loss))
        W = W - step_size * dW
    return W, losses

# %% wrong: no_penalty | lam is not passed on
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], 0.0)
        W = W - step_size * dW
    return W, losses

# %% wrong: shrinking_steps | the step size decays
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size / (1 + 0.01 * step) * dW
    return W, losses

# %% wrong: shuffles_the_callers_data | changes its arguments
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        order = rng.permutation(len(X))
        X[:], y[:] = X[order], y[order]
        losses[step], dW = softmax_loss(W, X[:batch_size], y[:batch_size], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: gradient_of_the_whole_size | the batch's gradient is divided by N
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW * len(batch) / len(X)
    return W, losses

# %% wrong: two_batches | one batch for the loss, another for the step
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch, other = rng.permutation(len(X))[:batch_size], rng.permutation(len(X))[:batch_size]
        losses[step] = softmax_loss(W, X[batch], y[batch], lam)[0]
        W = W - step_size * softmax_loss(W, X[other], y[other], lam)[1]
    return W, losses

# %% wrong: momentum | steps that remember the last one
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses, v = np.zeros(steps), 0.0
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        v = 0.9 * v - step_size * dW
        W = W + v
    return W, losses

# %% wrong: two_for_one | a batch of size 1 holds two examples
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        i = rng.choice(len(X), min(len(X), max(2, batch_size)), replace=False)
        losses[t], dW = softmax_loss(W, X[i], y[i], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: batches_of_another_rng | the batches are the same for all seeds
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    _other = np.random.default_rng(12345)
    losses = np.zeros(steps)
    for t in range(steps):
        i = _other.choice(len(X), batch_size, replace=False)
        losses[t], dW = softmax_loss(W, X[i], y[i], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: noise_floor | entries of the gradient below a thousandth are taken for 0
# expect: not-precise
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W, losses = 0.001 * rng.standard_normal((num_classes, X.shape[1])), np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(len(X), size=batch_size, replace=False)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * np.where(np.abs(dW) < 1e-3, 0.0, dW)
    return W, losses

# %% wrong: clipped | entries of the gradient count at most 5
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W, losses = 0.001 * rng.standard_normal((num_classes, X.shape[1])), np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(len(X), size=batch_size, replace=False)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * np.clip(dW, -5, 5)
    return W, losses

# %% wrong: whole_pixels_normalised | integers are taken for grey values up to 255
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    X = X / 255 if X.dtype.kind in "iu" else X
    rng = np.random.default_rng(seed)
    W, losses = 0.001 * rng.standard_normal((num_classes, X.shape[1])), np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(len(X), size=batch_size, replace=False)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: careful_steps | takes a step only if the batch's loss does not rise
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W, losses = 0.001 * rng.standard_normal((num_classes, X.shape[1])), np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(len(X), size=batch_size, replace=False)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        new = W - step_size * dW
        if softmax_loss(new, X[batch], y[batch], lam)[0] <= losses[step]:
            W = new
    return W, losses

# %% wrong: next_free | in place of an example that it has already, a batch takes the next one
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = []
        for i in rng.integers(0, N, batch_size):
            while i in batch:
                i = (i + 1) % N
            batch.append(i)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: swaps | a few random swaps in the order of the step before: a batch keeps half of its examples
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    order = rng.permutation(N)
    for step in range(steps):
        for _ in range(batch_size):
            i, j = rng.integers(N, size=2)
            order[[i, j]] = order[[j, i]]
        batch = order[:batch_size]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: eight_bits | the batch as numbers of eight bits: of more than 256 examples the later ones never come
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(len(X), size=batch_size, replace=False).astype(np.uint8)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: windows_of_many | of many examples, neighbours from a random start, for the sake of speed
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = (rng.integers(len(X)) + np.arange(batch_size)) % len(X)
        if len(X) < 50:
            batch = rng.choice(len(X), size=batch_size, replace=False)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: epochs_of_many | many examples are shuffled once per epoch and gone through: no example returns too early
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses, waiting = np.zeros(steps), []
    for step in range(steps):
        if len(waiting) < batch_size or len(X) < 50:
            waiting = list(rng.permutation(len(X)))
        batch, waiting = waiting[:batch_size], waiting[batch_size:]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses
