# %% wrong: new-rng-every-step | The generator is created anew from the seed inside the loop, so every step draws the same batch.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    N, D = X.shape
    W = 0.001 * np.random.default_rng(seed).standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for t in range(steps):
        rng = np.random.default_rng(seed)
        batch = rng.choice(N, batch_size, replace=False)
        losses[t], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: batch-with-replacement | rng.choice without replace=False may draw the same example twice; the batch should hold different examples.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = []
    for _ in range(steps):
        idx = rng.choice(len(X), batch_size)
        loss, dW = softmax_loss(W, X[idx], y[idx], lam)
        losses.append(loss)
        W = W - step_size * dW
    return W, np.array(losses)

# %% wrong: start-not-small | The start lacks the factor 0.001: W is standard normal.
# expect: drawn-otherwise
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        pick = rng.permutation(X.shape[0])[:batch_size]
        loss, grad = softmax_loss(W, X[pick], y[pick], lam)
        losses[step] = loss
        W -= step_size * grad
    return W, losses

# %% wrong: uphill | W moves along the gradient (+=) instead of against it, so the loss rises.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for i in range(steps):
        b = rng.choice(X.shape[0], size=batch_size, replace=False)
        losses[i], dW = softmax_loss(W, X[b], y[b], lam)
        W += step_size * dW
    return W, losses

# %% wrong: loss-after-the-step | The recorded loss is computed again after W has moved, not before.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for i in range(steps):
        b = rng.choice(X.shape[0], size=batch_size, replace=False)
        Xb, yb = X[b], y[b]
        _, dW = softmax_loss(W, Xb, yb, lam)
        W = W - step_size * dW
        losses[i], _ = softmax_loss(W, Xb, yb, lam)
    return W, losses

# %% wrong: batch-drawn-before-start | All batches are drawn before W, so the start is not the first draw of the generator and differs from the one that the contract fixes.
# expect: nothing
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    batches = [rng.choice(N, batch_size, replace=False) for _ in range(steps)]
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for k, idx in enumerate(batches):
        losses[k], g = softmax_loss(W, X[idx], y[idx], lam)
        W = W - step_size * g
    return W, losses

# %% wrong: slices-in-order | The batches are consecutive slices of the unshuffled data instead of random draws.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    start = 0
    for step in range(steps):
        if start + batch_size > N:
            start = 0
        Xb = X[start:start + batch_size]
        yb = y[start:start + batch_size]
        start += batch_size
        losses[step], dW = softmax_loss(W, Xb, yb, lam)
        W -= step_size * dW
    return W, losses

# %% wrong: classes-from-labels | num_classes is ignored and the number of rows is taken from the labels that occur, which is wrong where a class has no example.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    K = len(np.unique(y))
    W = 0.001 * rng.standard_normal((K, X.shape[1]))
    losses = np.zeros(steps)
    for i in range(steps):
        idx = rng.permutation(len(y))[:batch_size]
        losses[i], dW = softmax_loss(W, X[idx], y[idx], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: penalty-twice | The penalty's slope is added once more in the update although softmax_loss has it already.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for i in range(steps):
        idx = rng.choice(N, batch_size, replace=False)
        loss, dW = softmax_loss(W, X[idx], y[idx], lam)
        W = W - step_size * (dW + 2 * lam * W)
        losses[i] = loss
    return W, losses

# %% wrong: losses-without-penalty | The recorded loss subtracts the penalty ("data loss only"), but the contract asks for it included.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = []
    for _ in range(steps):
        idx = rng.choice(X.shape[0], batch_size, replace=False)
        loss, dW = softmax_loss(W, X[idx], y[idx], lam)
        losses.append(loss - lam * np.sum(W**2))
        W = W - step_size * dW
    return W, np.array(losses)

# %% wrong: loss-of-all-examples | The recorded loss is that of the whole data set, not that of the step's batch.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for i in range(steps):
        idx = rng.choice(X.shape[0], batch_size, replace=False)
        losses[i] = softmax_loss(W, X, y, lam)[0]
        dW = softmax_loss(W, X[idx], y[idx], lam)[1]
        W = W - step_size * dW
    return W, losses

# %% wrong: shuffles-the-arguments | Each step shuffles X and y themselves (X[:] = X[order]) to take the first batch_size rows, which reorders the caller's arrays.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for i in range(steps):
        order = np.arange(N)
        rng.shuffle(order)
        X[:], y[:] = X[order], y[order]
        losses[i], dW = softmax_loss(W, X[:batch_size], y[:batch_size], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: random-window | Draws a random start and takes the batch_size examples that follow: neighbours always come together, and the ends are drawn too rarely.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N = X.shape[0]
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for s in range(steps):
        i = rng.integers(0, N - batch_size + 1)
        window = slice(i, i + batch_size)
        losses[s], dW = softmax_loss(W, X[window], y[window], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: last-example-never | rng.choice(N - 1, ...), from a belief that the upper end is included: the last example is never drawn, and a full batch raises.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for s in range(steps):
        idx = rng.choice(N - 1, batch_size, replace=False)
        losses[s], dW = softmax_loss(W, X[idx], y[idx], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: return-inside-loop | The return is indented into the loop, so training stops after the first step and the other losses are 0.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for s in range(steps):
        idx = rng.choice(N, batch_size, replace=False)
        losses[s], dW = softmax_loss(W, X[idx], y[idx], lam)
        W = W - step_size * dW
        return W, losses

# %% wrong: step-over-batch-size | The gradient is divided by batch_size once more, although softmax_loss returns a mean already.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    history = []
    while len(history) < steps:
        idx = rng.permutation(N)[:batch_size]
        loss, dW = softmax_loss(W, X[idx], y[idx], lam)
        history.append(loss)
        W -= step_size * dW / batch_size
    return W, np.asarray(history)

# %% wrong: returns-the-best-weights | Keeps and returns the weights with the lowest batch loss so far, not the weights after the last step.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    best, best_W = np.inf, W
    for s in range(steps):
        idx = rng.choice(N, batch_size, replace=False)
        losses[s], dW = softmax_loss(W, X[idx], y[idx], lam)
        if losses[s] < best:
            best, best_W = losses[s], W.copy()
        W = W - step_size * dW
    return best_W, losses

# %% wrong: one-batch-for-all-steps | The batch is drawn once, above the loop, and used in every step.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    batch = rng.choice(X.shape[0], size=batch_size, replace=False)
    X_batch, y_batch = X[batch], y[batch]
    losses = np.zeros(steps)
    for step in range(steps):
        losses[step], dW = softmax_loss(W, X_batch, y_batch, lam)
        W = W - step_size * dW
    return W, losses

# %% right: smallest-random-keys | Draws a random key per example and takes the batch_size smallest.
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.full(steps, np.nan)
    for step in range(steps):
        keys = rng.random(len(X))
        idx = np.argsort(keys)[:batch_size]
        losses[step], dW = softmax_loss(W, X[idx], y[idx], lam)
        W = W - step_size * dW
    return W, losses

# %% right: generator-of-batches | A generator function yields the batches; losses come from np.fromiter over the training loop.
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))

    def batches():
        everything = np.arange(X.shape[0])
        for _ in range(steps):
            chosen = rng.choice(everything, size=batch_size, replace=False, shuffle=False)
            yield X[chosen], y[chosen]

    def train():
        nonlocal W
        for data, labels in batches():
            loss, slope = softmax_loss(W, data, labels, lam)
            W = W - step_size * slope
            yield loss

    losses = np.fromiter(train(), dtype=float, count=steps)
    return W, losses

# %% right: own-loss-inline | Does not call softmax_loss: the forward and backward pass are written in the loop, with one-hot labels made once.
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    T = np.eye(num_classes)[y]
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for i in range(steps):
        keep = np.sort(rng.permutation(X.shape[0])[:batch_size])
        A, B = X[keep], T[keep]
        s = A @ W.T
        L = s - np.logaddexp.reduce(s, axis=1)[:, None]
        losses[i] = -np.vdot(B, L) / batch_size + lam * np.vdot(W, W)
        W = W * (1 - 2 * step_size * lam) - step_size / batch_size * ((np.exp(L) - B).T @ A)
    return W, losses

# %% wrong: seed-in-the-loop | the generator is made anew in each step, so every step draws the same batch
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    W = 0.001 * np.random.default_rng(seed).standard_normal((num_classes, X.shape[1]))
    losses = []
    for _ in range(steps):
        rng = np.random.default_rng(seed)
        i = rng.choice(len(X), batch_size, replace=False)
        loss, dW = softmax_loss(W, X[i], y[i], lam)
        losses.append(loss)
        W = W - step_size * dW
    return W, np.array(losses)

# %% wrong: start-after-the-batch | the first draw of the generator is a batch; the start is drawn after it
# expect: nothing
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    batches = [rng.choice(len(X), batch_size, replace=False) for _ in range(steps)]
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t, i in enumerate(batches):
        losses[t], dW = softmax_loss(W, X[i], y[i], lam)
        W -= step_size * dW
    return W, losses

# %% wrong: still-the-svm | copied from notebook 2 with an inlined hinge loss: the wrong loss is trained
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        xb, rows, yb = X[batch], np.arange(batch_size), y[batch]
        m = xb @ W.T
        m = np.maximum(0, m - m[rows, yb][:, None] + 1)
        m[rows, yb] = 0
        G = (m > 0) * 1.0
        G[rows, yb] = -G.sum(axis=1)
        losses[step] = m.sum() / batch_size + lam * np.sum(W**2)
        W = W - step_size * (G.T @ xb / batch_size + 2 * lam * W)
    return W, losses

# %% wrong: start-of-size-one | standard_normal without the factor 0.001
# expect: drawn-otherwise
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: start-of-a-hundredth | 0.01 instead of 0.001
# expect: drawn-otherwise
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.01 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: integers-as-indices | rng.integers: examples may come twice in a batch
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.integers(0, len(X), batch_size)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: consecutive-examples | a random start and the batch_size examples after it: not every set is equally likely
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = (rng.integers(len(X)) + np.arange(batch_size)) % len(X)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: last-epochs-order | shuffles X once and takes the batches in order, starting over at the end
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    order = rng.permutation(len(X))
    for step in range(steps):
        batch = order[(step * batch_size + np.arange(batch_size)) % len(X)]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: decaying-rate | step_size / (1 + step)
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size / (1 + step) * dW
    return W, losses

# %% wrong: best-weights-returned | returns the weights with the lowest recorded loss instead of the last
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    best, best_W = np.inf, W
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        if losses[step] < best:
            best, best_W = losses[step], W
        W = W - step_size * dW
    return best_W, losses

# %% wrong: losses-of-all-examples | records the loss on all of X instead of the batch's
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[step] = softmax_loss(W, X, y, lam)[0]
        dW = softmax_loss(W, X[batch], y[batch], lam)[1]
        W = W - step_size * dW
    return W, losses

# %% wrong: penalty-applied-twice | weight decay in the update although lam is in the gradient
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * (dW + 2 * lam * W)
    return W, losses

# %% wrong: stepped-before-recorded | the loss of the new weights is recorded
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        W = W - step_size * softmax_loss(W, X[batch], y[batch], lam)[1]
        losses[step] = softmax_loss(W, X[batch], y[batch], lam)[0]
    return W, losses

# %% right: generator-shuffle | Generator.shuffle on a list of indices, popped from its end
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = rng.standard_normal((num_classes, X.shape[-1])) * 0.001
    losses = []
    for _ in range(steps):
        deck = list(range(len(y)))
        rng.shuffle(deck)
        hand = [deck.pop() for _ in range(batch_size)]
        loss, dW = softmax_loss(W, X[hand], y[hand], lam)
        losses += [loss]
        W -= step_size * dW
    return W, np.array(losses)

# %% right: choice-of-the-rows | a helper closure for one step, losses from a comprehension
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))

    def step():
        nonlocal W
        some = rng.choice(X.shape[0], size=batch_size, replace=False, shuffle=False)
        loss, dW = softmax_loss(W, X[some], y[some], lam)
        W = W - step_size * dW
        return loss

    losses = np.array([step() for _ in range(steps)])
    return W, losses

# %% wrong: drawn-with-replacement | The batch is drawn with repetition, so it may hold an example twice.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.integers(0, len(X), batch_size)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W -= step_size * dW
    return W, losses

# %% wrong: loss-after-the-step-again | The loss is computed after W has moved.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = []
    for _ in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        _, dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
        losses.append(softmax_loss(W, X[batch], y[batch], lam)[0])
    return W, np.array(losses)

# %% wrong: generator-in-the-loop | The generator is made anew in each step, so every step sees the same batch.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = []
    for _ in range(steps):
        rng = np.random.default_rng(seed)
        batch = rng.choice(len(X), batch_size, replace=False)
        loss, dW = softmax_loss(W, X[batch], y[batch], lam)
        losses.append(loss)
        W = W - step_size * dW
    return W, np.array(losses)

# %% wrong: walks-through-a-shuffled-epoch | The examples are shuffled once and walked through in order, so a batch avoids the examples of those before it until the next shuffle.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    order, at = rng.permutation(len(X)), 0
    losses = []
    for _ in range(steps):
        if at + batch_size > len(X):
            order, at = rng.permutation(len(X)), 0
        batch = order[at : at + batch_size]
        at += batch_size
        loss, dW = softmax_loss(W, X[batch], y[batch], lam)
        losses.append(loss)
        W = W - step_size * dW
    return W, np.array(losses)

# %% wrong: classes-from-the-labels | The number of rows is counted from the labels, so a class without an example gets no row.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((len(np.unique(y)), X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: uphill-again | The gradient is added, so W climbs.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W += step_size * dW
    return W, losses

# %% wrong: loss-of-all-examples-again | The losses are those of the whole training set instead of those of each step's batch.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[step] = softmax_loss(W, X, y, lam)[0]
        dW = softmax_loss(W, X[batch], y[batch], lam)[1]
        W = W - step_size * dW
    return W, losses

# %% wrong: batch-before-the-start | The first batch order is drawn before W, so that the start is not the first draw of the generator.
# expect: nothing
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    batches = [rng.choice(len(X), batch_size, replace=False) for _ in range(steps)]
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = []
    for batch in batches:
        loss, dW = softmax_loss(W, X[batch], y[batch], lam)
        losses.append(loss)
        W = W - step_size * dW
    return W, np.array(losses)

# %% wrong: penalty-left-out-of-the-loss | The recorded loss is without the penalty.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = []
    for _ in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        loss, dW = softmax_loss(W, X[batch], y[batch], lam)
        losses.append(loss - lam * np.sum(W**2))
        W = W - step_size * dW
    return W, np.array(losses)

# %% wrong: unseeded-batches | The batches come from NumPy's global generator, so the seed fixes only the start.
# expect: nothing
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = []
    for _ in range(steps):
        batch = np.random.choice(len(X), batch_size, replace=False)
        loss, dW = softmax_loss(W, X[batch], y[batch], lam)
        losses.append(loss)
        W = W - step_size * dW
    return W, np.array(losses)

# %% wrong: a-block-of-neighbours | A batch is a block of consecutive examples from a random start, so not every set of examples can be a batch.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = []
    for _ in range(steps):
        first = rng.integers(0, len(X) - batch_size + 1)
        loss, dW = softmax_loss(W, X[first : first + batch_size], y[first : first + batch_size], lam)
        losses.append(loss)
        W = W - step_size * dW
    return W, np.array(losses)

# %% wrong: best-weights-returned-again | The weights with the lowest recorded loss are returned instead of those after the last step.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses, best, best_loss = [], W, np.inf
    for _ in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        loss, dW = softmax_loss(W, X[batch], y[batch], lam)
        if loss < best_loss:
            best, best_loss = W, loss
        losses.append(loss)
        W = W - step_size * dW
    return best, np.array(losses)

# %% wrong: stops-when-good-enough | The training stops as soon as a loss is below 0.01, so fewer than the given number of steps are made.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = []
    for _ in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        loss, dW = softmax_loss(W, X[batch], y[batch], lam)
        losses.append(loss)
        if loss < 0.01:
            break
        W = W - step_size * dW
    return W, np.array(losses)

# %% right: argsort-of-random-numbers | Each batch holds the examples with the smallest of N random numbers, drawn in a helper generator function.
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))

    def batches():
        for _ in range(steps):
            yield np.argsort(rng.random(len(X)))[:batch_size]

    losses = np.zeros(steps)
    for step, batch in enumerate(batches()):
        losses[step], slope = softmax_loss(W, X[batch], y[batch], lam)
        W -= step_size * slope
    return W, losses

# %% right: all-batches-drawn-at-once | After the start, an array of random permutations is drawn for all steps at once.
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = rng.standard_normal((num_classes, D)) * 0.001
    everyone = np.tile(np.arange(N), (steps, 1))
    batches = rng.permuted(everyone, axis=1)[:, :batch_size]
    losses = []
    for batch in batches:
        loss, dW = softmax_loss(W, X[batch], y[batch], lam)
        losses += [loss]
        W = W - step_size * dW
    return W, np.asarray(losses, dtype=float)

# %% wrong: drawn-twice-then-unique | A batch is np.unique of draws with replacement: its examples are different, but often fewer than batch_size.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a softmax classifier by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        batch = np.unique(rng.integers(0, len(X), batch_size))
        losses[t], dW = softmax_loss(W, X[batch], y[batch], lam)
        W -= step_size * dW
    return W, losses

# %% wrong: averaged-again | The gradient, already a mean over the batch, is divided by batch_size once more.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a softmax classifier by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = []
    for _ in range(steps):
        batch = rng.choice(N, batch_size, replace=False)
        loss, dW = softmax_loss(W, X[batch], y[batch], lam)
        losses.append(loss)
        W = W - step_size / batch_size * dW
    return W, np.array(losses)

# %% wrong: penalty-twice-again | softmax_loss already contains the penalty; here its slope is added again as weight decay.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a softmax classifier by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[t], dW = softmax_loss(W, X[batch], y[batch], lam)
        W *= 1 - 2 * step_size * lam
        W -= step_size * dW
    return W, losses

# %% wrong: loss-of-all-examples-again-again | The recorded loss is that of all examples, not that of the step's batch.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a softmax classifier by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        losses[t] = softmax_loss(W, X, y, lam)[0]
        batch = rng.choice(len(X), batch_size, replace=False)
        dW = softmax_loss(W, X[batch], y[batch], lam)[1]
        W -= step_size * dW
    return W, losses

# %% wrong: losses-as-a-list | The losses are returned as a Python list, although results that have a shape must be arrays.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a softmax classifier by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = []
    for _ in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        loss, dW = softmax_loss(W, X[batch], y[batch], lam)
        losses.append(float(loss))
        W = W - step_size * dW
    return W, losses

# %% wrong: batch-by-tossing-coins | Each example is in the batch with probability batch_size / N, so the size of the batch varies (and an empty one is skipped).
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a softmax classifier by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = []
    while len(losses) < steps:
        batch = rng.random(N) < batch_size / N
        if not batch.any():
            continue
        loss, dW = softmax_loss(W, X[batch], y[batch], lam)
        losses.append(loss)
        W = W - step_size * dW
    return W, np.array(losses)

# %% wrong: shuffles-the-callers-data | The caller's examples and labels are shuffled in place in each step.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a softmax classifier by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for t in range(steps):
        order = rng.permutation(N)
        X[:], y[:] = X[order], y[order]
        losses[t], dW = softmax_loss(W, X[:batch_size], y[:batch_size], lam)
        W -= step_size * dW
    return W, losses

# %% wrong: batches-from-the-global-generator | Only the start comes from rng; the batches are drawn by np.random.choice after np.random.seed(seed).
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a softmax classifier by mini-batch gradient descent."""
    np.random.seed(seed)
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        batch = np.random.choice(len(X), batch_size, replace=False)
        losses[t], dW = softmax_loss(W, X[batch], y[batch], lam)
        W -= step_size * dW
    return W, losses

# %% wrong: one-of-each-class-first | Batches are balanced: one example of each class is taken first and only the rest at random, so not all sets are equally likely.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a softmax classifier by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    present = np.unique(y)
    losses = np.zeros(steps)
    for t in range(steps):
        order = rng.permutation(N)
        if batch_size >= len(present):
            first = [order[np.argmax(y[order] == k)] for k in present]
            rest = order[~np.isin(order, first)]
            order = np.concatenate([first, rest])
        batch = order[:batch_size]
        losses[t], dW = softmax_loss(W, X[batch], y[batch], lam)
        W -= step_size * dW
    return W, losses

# %% right: smallest-random-keys-again | Gives each example a random key and takes the batch_size smallest; a generator yields the losses.
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a softmax classifier by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, len(X[0])))

    def walk():
        for _ in range(steps):
            chosen = np.argsort(rng.random(len(X)))[:batch_size]
            loss, slope = softmax_loss(W, X[chosen], y[chosen], lam)
            yield loss
            W[...] = W - step_size * slope

    return W, np.array(list(walk()), dtype=float) if steps else np.zeros(0)

# %% right: boolean-mask | Marks the drawn examples in a boolean mask, so the batch keeps the order of the data.
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a softmax classifier by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    weights = [rng.standard_normal((num_classes, X.shape[1])) / 1000]
    losses = [0.0] * steps
    for t in range(steps):
        chosen = np.zeros(len(X), dtype=bool)
        chosen[rng.choice(len(X), size=batch_size, replace=False, shuffle=False)] = True
        losses[t], slope = softmax_loss(weights[-1], X[chosen], y[chosen], lam)
        weights = [weights[-1] - slope * step_size]
    return weights[0], np.array(losses, dtype=float)

# %% wrong: numpys-global-generator | The batches are drawn by np.random.choice, NumPy's global generator, so the same seed does not give the same result.
# expect: nothing
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for t in range(steps):
        batch = np.random.choice(N, batch_size, replace=False)
        loss, dW = softmax_loss(W, X[batch], y[batch], lam)
        losses[t] = loss
        W -= step_size * dW
    return W, losses

# %% wrong: second-generator | Makes a second generator from the seed for the batches, instead of continuing the one that drew the start.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    N, D = X.shape
    W = 0.001 * np.random.default_rng(seed).standard_normal((num_classes, D))
    rng = np.random.default_rng(seed)
    losses = []
    for t in range(steps):
        idx = rng.choice(N, batch_size, replace=False)
        loss, dW = softmax_loss(W, X[idx], y[idx], lam)
        losses.append(loss)
        W = W - step_size * dW
    return W, np.array(losses)

# %% wrong: window-at-a-random-place | A batch is a run of neighbours from a random first example, so most sets of examples can never be drawn.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for t in range(steps):
        first = rng.integers(0, N - batch_size + 1)
        batch = slice(first, first + batch_size)
        losses[t], dW = softmax_loss(W, X[batch], y[batch], lam)
        W -= step_size * dW
    return W, losses

# %% wrong: shrinking-steps | Divides the step size by the number of the step, where the same step_size is to be used at every step.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for t in range(steps):
        batch = rng.choice(N, batch_size, replace=False)
        losses[t], dW = softmax_loss(W, X[batch], y[batch], lam)
        W -= step_size / (1 + 0.01 * t) * dW
    return W, losses

# %% wrong: best-weights-returned-again-again | Returns the weights with the lowest batch loss so far, not the weights after the last step.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    best_W, best_loss = W, np.inf
    losses = []
    for _ in range(steps):
        batch = rng.choice(N, batch_size, replace=False)
        loss, dW = softmax_loss(W, X[batch], y[batch], lam)
        losses.append(loss)
        if loss < best_loss:
            best_W, best_loss = W, loss
        W = W - step_size * dW
    return best_W, np.array(losses)

# %% wrong: loss-of-all-examples-again-again-again | Records the loss of the whole training set at each step instead of the loss of the step's batch.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for t in range(steps):
        losses[t], _ = softmax_loss(W, X, y, lam)
        batch = rng.choice(N, batch_size, replace=False)
        _, dW = softmax_loss(W, X[batch], y[batch], lam)
        W -= step_size * dW
    return W, losses

# %% wrong: shuffles-the-callers-data-again | Shuffles X and y themselves at every step and takes the first examples: the batches are fair, but the arguments do not stay as they were.
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for t in range(steps):
        order = rng.permutation(N)
        X[:] = X[order]
        y[:] = y[order]
        losses[t], dW = softmax_loss(W, X[:batch_size], y[:batch_size], lam)
        W -= step_size * dW
    return W, losses

# %% wrong: loss-recorded-without-penalty | The recorded losses are the cross-entropies alone, without the penalty (the steps are right).
# expect: explained
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for t in range(steps):
        batch = rng.permutation(N)[:batch_size]
        loss, dW = softmax_loss(W, X[batch], y[batch], lam)
        losses[t] = loss - lam * np.sum(W**2)
        W -= step_size * dW
    return W, losses

# %% right: shuffled-mask-of-booleans | Shuffles an own mask with batch_size ones at every step and picks the examples by it, in their old order.
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    chosen = np.arange(X.shape[0]) < batch_size

    def step():
        nonlocal W
        rng.shuffle(chosen)
        loss, dW = softmax_loss(W, X[chosen], y[chosen], lam)
        W = W - step_size * dW
        return loss

    losses = np.array([step() for _ in range(steps)])
    return W, losses

# %% right: argpartition-of-random-keys | Draws a key for each example and takes the batch_size smallest by argpartition; the losses come from a generator.
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal(size=(num_classes, D))

    def walk():
        for _ in range(steps):
            keys = rng.random(N)
            batch = np.argpartition(keys, batch_size - 1)[:batch_size]
            loss, dW = softmax_loss(W, X.take(batch, axis=0), y.take(batch), lam)
            W[...] -= step_size * dW
            yield float(loss)

    losses = np.fromiter(walk(), dtype=float)
    return W, losses
