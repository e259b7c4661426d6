# %% wrong: uphill | Adds the gradient, so the loss rises.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for t in range(steps):
        idx = rng.choice(N, batch_size, replace=False)
        losses[t], dW = svm_loss(W, X[idx], y[idx], lam)
        W += step_size * dW
    return W, losses

# %% wrong: with-replacement | rng.choice draws with replacement by default, so a batch may hold the same example twice, and the full batch is not full.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = []
    for _ in range(steps):
        batch = rng.choice(X.shape[0], batch_size)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses.append(loss)
        W = W - step_size * dW
    return W, np.array(losses)

# %% wrong: loss-after-the-update | Records the loss after the step instead of before it.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.empty(steps)
    for t in range(steps):
        pick = rng.permutation(N)[:batch_size]
        _, dW = svm_loss(W, X[pick], y[pick], lam)
        W = W - step_size * dW
        losses[t] = svm_loss(W, X[pick], y[pick], lam)[0]
    return W, losses

# %% wrong: batch-drawn-once | The batch is drawn before the loop, so every step sees the same examples.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    idx = rng.choice(len(X), size=batch_size, replace=False)
    X_b, y_b = X[idx], y[idx]
    losses = np.zeros(steps)
    for step in range(steps):
        loss, grad = svm_loss(W, X_b, y_b, lam)
        losses[step] = loss
        W -= step_size * grad
    return W, losses

# %% wrong: generator-in-the-loop | A new generator with the same seed in each step draws the same batch again and again.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    W = 0.001 * np.random.default_rng(seed).standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        rng = np.random.default_rng(seed)
        idx = rng.choice(len(y), batch_size, replace=False)
        losses[t], dW = svm_loss(W, X[idx], y[idx], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: weights-drawn-second | The batches of all steps are drawn before the weights, so the start is not the first draw of rng.
# expect: nothing
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    batches = [rng.choice(N, batch_size, replace=False) for _ in range(steps)]
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = []
    for idx in batches:
        loss, dW = svm_loss(W, X[idx], y[idx], lam)
        losses.append(loss)
        W -= step_size * dW
    return W, np.array(losses)

# %% wrong: start-not-small | Forgets the factor 0.001 of the start.
# expect: drawn-otherwise
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        idx = rng.choice(X.shape[0], batch_size, replace=False)
        losses[t], dW = svm_loss(W, X[idx], y[idx], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: start-transposed | Draws the start as (D, num_classes) and transposes it, so the numbers stand in other places.
# expect: nothing
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = (0.001 * rng.standard_normal((X.shape[1], num_classes))).T
    losses = np.zeros(steps)
    for t in range(steps):
        idx = rng.choice(X.shape[0], batch_size, replace=False)
        losses[t], dW = svm_loss(W, X[idx], y[idx], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: classes-from-labels | Takes the number of classes from the labels, so W lacks rows when the last classes have no example.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    num_classes = len(np.unique(y))
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        idx = rng.choice(X.shape[0], batch_size, replace=False)
        losses[t], dW = svm_loss(W, X[idx], y[idx], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: loss-of-all-examples | Records the loss of the whole training set, not that of the batch.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N = X.shape[0]
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        idx = rng.choice(N, batch_size, replace=False)
        losses[t] = svm_loss(W, X, y, lam)[0]
        W = W - step_size * svm_loss(W, X[idx], y[idx], lam)[1]
    return W, losses

# %% wrong: penalty-not-recorded | The recorded loss leaves out the penalty (though the steps use its gradient).
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N = X.shape[0]
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        idx = rng.choice(N, batch_size, replace=False)
        losses[t] = svm_margins(W, X[idx], y[idx]).sum() / batch_size
        _, dW = svm_loss(W, X[idx], y[idx], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: epochs-of-batches | Shuffles once per epoch and cuts the batches from that order one after the other, so a batch is not drawn afresh from all N.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    order = rng.permutation(N)
    losses = np.zeros(steps)
    position = 0
    for t in range(steps):
        if position + batch_size > N:
            order = rng.permutation(N)
            position = 0
        idx = order[position : position + batch_size]
        position += batch_size
        losses[t], dW = svm_loss(W, X[idx], y[idx], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: random-window | Draws only where the batch starts, and takes neighbouring examples: not every set is equally likely.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = []
    for _ in range(steps):
        first = rng.integers(0, N - batch_size + 1)
        X_b, y_b = X[first : first + batch_size], y[first : first + batch_size]
        loss, dW = svm_loss(W, X_b, y_b, lam)
        losses.append(loss)
        W = W - step_size * dW
    return W, np.asarray(losses)

# %% wrong: labels-drawn-apart | The labels are drawn with a second call of rng.choice, so examples and labels do not belong together.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        X_b = rng.choice(X, batch_size, replace=False)
        y_b = rng.choice(y, batch_size, replace=False)
        losses[t], dW = svm_loss(W, X_b, y_b, lam)
        W -= step_size * dW
    return W, losses

# %% wrong: losses-as-a-list | Returns the losses as a Python list where an array (steps,) is asked for.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = []
    for _ in range(steps):
        idx = rng.choice(len(X), batch_size, replace=False)
        loss, dW = svm_loss(W, X[idx], y[idx], lam)
        losses.append(loss)
        W = W - step_size * dW
    return W, losses

# %% wrong: best-weights-returned | Returns the weights with the lowest batch loss on the way instead of the last.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    best_W, best = W, np.inf
    for t in range(steps):
        idx = rng.choice(len(X), batch_size, replace=False)
        loss, dW = svm_loss(W, X[idx], y[idx], lam)
        losses[t] = loss
        if loss < best:
            best_W, best = W.copy(), loss
        W = W - step_size * dW
    return best_W, losses

# %% wrong: one-step-too-few | Counts the start as the first step: the last loss is recorded, but its update is not made.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = []
    while True:
        idx = rng.permutation(len(X))[:batch_size]
        loss, dW = svm_loss(W, X[idx], y[idx], lam)
        losses.append(loss)
        if len(losses) == steps:
            break
        W = W - step_size * dW
    return W, np.array(losses)

# %% right: partial-shuffle-by-argsort | the batch_size smallest of N random numbers, and rng.normal for the start
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = rng.normal(0.0, 0.001, size=(num_classes, D))
    losses = np.full(steps, np.nan)
    for t in range(steps):
        chosen = np.argpartition(rng.random(N), batch_size - 1)[:batch_size]
        losses[t], dW = svm_loss(W, X[chosen], y[chosen], lam, delta=1.0)
        W = W - step_size * dW
    return W, losses

# %% right: all-permutations-first | one (steps, N) table of permuted indices drawn after the weights, and the gradient written out
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    table = rng.permuted(np.tile(np.arange(len(X)), (steps, 1)), axis=1)[:, :batch_size]
    losses = []
    for rows in table:
        A, k = X[rows], y[rows]
        m = svm_margins(W, A, k)
        G = (m > 0).astype(float)
        G -= np.eye(num_classes)[k] * G.sum(axis=1, keepdims=True)
        losses.append(m.sum(axis=1).mean() + lam * (W**2).sum())
        W = (1 - 2 * lam * step_size) * W - step_size / batch_size * (G.T @ A)
    return W, np.array(losses)

# %% right: trainer-class | a small class with a step method; batches by shuffling its own list of indices
class _Trainer:
    def __init__(self, X, y, K, seed):
        self.rng = np.random.default_rng(seed)
        self.X, self.y = X, y
        self.W = 0.001 * self.rng.standard_normal((K, X.shape[1]))

    def step(self, lam, eta, size):
        order = np.arange(len(self.y))
        self.rng.shuffle(order)
        part = order[-size:]
        loss, dW = svm_loss(self.W, self.X[part], self.y[part], lam)
        self.W = self.W - eta * dW
        return loss


def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    trainer = _Trainer(X, y, num_classes, seed)
    losses = np.array([trainer.step(lam, step_size, batch_size) for _ in range(steps)])
    return trainer.W, losses

# %% wrong: with-replacement-2 | batches are drawn with rng.integers: an example may be in a batch twice
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        batch = rng.integers(0, len(X), batch_size)
        losses[t], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: penalty-twice | the step decays the weights once more although dW contains the penalty already
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = []
    for _ in range(steps):
        i = rng.choice(X.shape[0], size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[i], y[i], lam)
        losses.append(loss)
        W = W - step_size * (dW + 2 * lam * W)
    return W, np.array(losses)

# %% right: closure-and-generator | an inner generator yields (loss, W) for each step
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)

    def walk(W):
        for _ in range(steps):
            chosen = rng.permuted(np.arange(len(X)))[:batch_size]
            loss, slope = svm_loss(W, X[chosen], y[chosen], lam)
            W = W - step_size * slope
            yield loss, W

    losses, weights = zip(*walk(0.001 * rng.standard_normal((num_classes, X.shape[1]))))
    return weights[-1], np.array(losses)

# %% wrong: loss-after-the-step | records the loss after the update instead of before
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = []
    for t in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        _, dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
        losses.append(svm_loss(W, X[batch], y[batch], lam)[0])
    return W, np.array(losses)

# %% wrong: classes-counted | the number of rows is the number of labels that occur instead of num_classes
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((int(y.max()) + 1, X.shape[1]))
    losses = np.empty(steps)
    for t in range(steps):
        i = rng.permutation(len(X))[:batch_size]
        losses[t], dW = svm_loss(W, X[i], y[i], lam)
        W -= step_size * dW
    return W, losses

# %% wrong: drawn-with-replacement | rng.choice's default, replace=True: an example may be twice in a batch
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: batch-chosen-once | draws one batch before the loop and uses it in all steps
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    batch = rng.choice(len(X), batch_size, replace=False)
    for step in range(steps):
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: generator-in-the-loop-2 | a new default_rng(seed) in each step: the same batch every time
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        rng = np.random.default_rng(seed)
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: walks-through-a-permutation | one permutation, cut into consecutive batches and repeated: an epoch, not a fresh draw
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    order = rng.permutation(len(X))
    for step in range(steps):
        batch = np.take(order, np.arange(step * batch_size, (step + 1) * batch_size), mode="wrap")
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: loss-after-the-step-2 | records the loss of the batch after the update
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        _, dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
        losses[step] = svm_loss(W, X[batch], y[batch], lam)[0]
    return W, losses

# %% wrong: starts-at-zero | W = zeros instead of the small random start
# expect: all-zero
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = np.zeros((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: start-drawn-after-the-first-batch | a first batch is drawn (to look at its shape) before the weights: the start is not the first draw
# expect: nothing
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    batch = rng.choice(len(X), batch_size, replace=False)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: climbs | W + step_size * dW
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W + step_size * dW
    return W, losses

# %% wrong: only-classes-seen | the number of rows is y.max() + 1, not num_classes
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((y.max() + 1, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: loss-without-penalty | records the loss with lam = 0
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        dW = svm_loss(W, X[batch], y[batch], lam)[1]
        losses[step] = svm_loss(W, X[batch], y[batch], 0.0)[0]
        W = W - step_size * dW
    return W, losses

# %% wrong: lam-given-as-the-margin | svm_loss(W, X, y, 1.0, lam): strength and margin change places
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[step], dW = svm_loss(W, X[batch], y[batch], 1.0, lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: always-full-batch-gradient | the loss is of the batch, but the step uses the gradient of all examples
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        dW = svm_loss(W, X, y, lam)[1]
        W = W - step_size * dW
    return W, losses

# %% wrong: step-divided-by-batch | divides the gradient by batch_size once more
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW / batch_size
    return W, losses

# %% wrong: returns-the-first-loss-too-many | records the loss of the start and one after each step: steps + 1 numbers
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = [svm_loss(W, X, y, lam)[0]]
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses.append(loss)
        W = W - step_size * dW
    return W, np.array(losses)

# %% right: head-of-a-permutation | the first batch_size of a fresh permutation in each step
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W, losses = rng.standard_normal((num_classes, X.shape[1])) / 1000, []
    while len(losses) < steps:
        chosen = rng.permutation(X.shape[0])[:batch_size]
        loss, slope = svm_loss(W, X[chosen], y[chosen], lam, delta=1.0)
        losses.append(loss)
        W -= step_size * slope
    return W, np.array(losses, dtype=float)

# %% right: smallest-random-keys | the examples with the smallest of N uniform keys, and a boolean mask
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = rng.standard_normal((num_classes, X.shape[1])) * 1e-3
    losses = np.zeros(steps)
    for t in range(steps):
        keys = rng.random(len(y))
        inside = keys <= np.sort(keys)[batch_size - 1]
        losses[t], slope = svm_loss_loops(W, X[inside], y[inside], lam)
        W = W - step_size * slope
    return W, losses

# %% wrong: momentum-sneaks-in | keeps 0.9 of the last step: not W - step_size dW from the second step on
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    velocity = 0
    for step in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        velocity = 0.9 * velocity - step_size * dW
        W = W + velocity
    return W, losses

# %% wrong: epochs | Goes through a shuffled order of all examples before any returns, instead of drawing each batch afresh.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, num_classes : number of rows of W,
    lam : strength of the penalty, step_size : of each step, batch_size : examples in a batch,
    steps : number of steps, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (W, losses) : ndarrays (num_classes, D) and (steps,)
    """
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses, order = [], []
    for _ in range(steps):
        if len(order) < batch_size:
            order = list(rng.permutation(len(X)))
        batch, order = order[:batch_size], order[batch_size:]
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses.append(loss)
        W = W - step_size * dW
    return W, np.array(losses)

# %% wrong: keys-with-ties | Sorts by random integers with ties, so that sets with the first examples are likelier than others.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, num_classes : number of rows of W,
    lam : strength of the penalty, step_size : of each step, batch_size : examples in a batch,
    steps : number of steps, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (W, losses) : ndarrays (num_classes, D) and (steps,)
    """
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        batch = np.argsort(rng.integers(0, len(X), len(X)), kind="stable")[:batch_size]
        losses[t], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: stops-at-zero-loss | Stops when a batch has no loss; the other steps are not done, and their losses stay 0.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, num_classes : number of rows of W,
    lam : strength of the penalty, step_size : of each step, batch_size : examples in a batch,
    steps : number of steps, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (W, losses) : ndarrays (num_classes, D) and (steps,)
    """
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[t], dW = svm_loss(W, X[batch], y[batch], lam)
        if losses[t] == 0:
            break
        W = W - step_size * dW
    return W, losses

# %% wrong: weights-of-dtype-of-images | The start is cast to the images' dtype, so that with images of integers all its weights become 0.
# expect: nothing
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, num_classes : number of rows of W,
    lam : strength of the penalty, step_size : of each step, batch_size : examples in a batch,
    steps : number of steps, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (W, losses) : ndarrays (num_classes, D) and (steps,)
    """
    rng = np.random.default_rng(seed)
    W = (0.001 * rng.standard_normal((num_classes, X.shape[1]))).astype(X.dtype)
    losses = np.zeros(steps)
    for t in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        losses[t], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: rows-from-the-labels | The number of rows of W is that of the classes that occur in y, and not num_classes.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, num_classes : number of rows of W,
    lam : strength of the penalty, step_size : of each step, batch_size : examples in a batch,
    steps : number of steps, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (W, losses) : ndarrays (num_classes, D) and (steps,)
    """
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((len(np.unique(y)), X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[t], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: penalty-not-recorded-again | The losses are recorded without the penalty.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, num_classes : number of rows of W,
    lam : strength of the penalty, step_size : of each step, batch_size : examples in a batch,
    steps : number of steps, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (W, losses) : ndarrays (num_classes, D) and (steps,)
    """
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[t], _ = svm_loss(W, X[batch], y[batch], 0.0)
        _, dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: neighbours-as-batch | Draws only where the batch begins, and takes the examples next to each other from there: most sets never come up.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, num_classes : number of rows of W,
    lam : strength of the penalty, step_size : of each step, batch_size : examples in a batch,
    steps : number of steps, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (W, losses) : ndarrays (num_classes, D) and (steps,)
    """
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        first = rng.integers(len(X) - batch_size + 1)
        X_b, y_b = X[first : first + batch_size], y[first : first + batch_size]
        losses[t], dW = svm_loss(W, X_b, y_b, lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: batch-before-the-start | The first batch is drawn before the weights, so the start is not the first draw of the generator.
# expect: nothing
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, num_classes : number of rows of W,
    lam : strength of the penalty, step_size : of each step, batch_size : examples in a batch,
    steps : number of steps, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (W, losses) : ndarrays (num_classes, D) and (steps,)
    """
    rng = np.random.default_rng(seed)
    losses = np.zeros(steps)
    for t in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        if t == 0:
            W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
        losses[t], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: uphill-and-start-too-large | Adds the gradient, and forgets the factor 0.001 of the start.
# expect: drawn-otherwise
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, num_classes : number of rows of W,
    lam : strength of the penalty, step_size : of each step, batch_size : examples in a batch,
    steps : number of steps, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (W, losses) : ndarrays (num_classes, D) and (steps,)
    """
    rng = np.random.default_rng(seed)
    W = rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[t], dW = svm_loss(W, X[batch], y[batch], lam)
        W += step_size * dW
    return W, losses

# %% right: permutation-each-step | The first part of a new permutation in each step.
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, num_classes : number of rows of W,
    lam : strength of the penalty, step_size : of each step, batch_size : examples in a batch,
    steps : number of steps, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (W, losses) : ndarrays (num_classes, D) and (steps,)
    """
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    record = []
    while len(record) < steps:
        batch = rng.permutation(X.shape[0])[:batch_size]
        loss, slope = svm_loss(W, X[batch], y[batch], lam)
        record.append(float(loss))
        W -= step_size * slope
    return W, np.asarray(record)

# %% right: smallest-random-keys-again | Takes the examples with the smallest of N random floats, and collects the losses from a helper that is a generator.
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, num_classes : number of rows of W,
    lam : strength of the penalty, step_size : of each step, batch_size : examples in a batch,
    steps : number of steps, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (W, losses) : ndarrays (num_classes, D) and (steps,)
    """
    rng = np.random.default_rng(seed)
    W = rng.standard_normal((num_classes, np.shape(X)[1])) * 0.001

    def walk():
        nonlocal W
        for _ in range(steps):
            chosen = np.argsort(rng.random(len(y)))[:batch_size]
            loss, dW = svm_loss(W, X[chosen], y[chosen], lam, 1.0)
            W = W - np.multiply(step_size, dW)
            yield loss

    losses = np.fromiter(walk(), dtype=float, count=steps)
    return W, losses

# %% wrong: with-replacement-again | rng.integers draws with replacement, so an example may be in a batch twice.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        batch = rng.integers(0, len(X), batch_size)
        losses[t], dW = svm_loss(W, X[batch], y[batch], lam)
        W -= step_size * dW
    return W, losses

# %% wrong: epochs-again | The examples are shuffled once and gone through in order until all are used: an example cannot return before the others had their turn.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = []
    order, at = rng.permutation(N), 0
    for _ in range(steps):
        if at + batch_size > N:
            order, at = rng.permutation(N), 0
        batch = order[at : at + batch_size]
        at += batch_size
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses.append(loss)
        W = W - step_size * dW
    return W, np.array(losses)

# %% wrong: best-weights | It returns the weights with the lowest batch loss, not the last ones.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    best, best_loss = W.copy(), np.inf
    losses = np.empty(steps)
    for t in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[t] = loss
        if loss < best_loss:
            best, best_loss = W.copy(), loss
        W -= step_size * dW
    return best, losses

# %% wrong: loss-after-the-step-again | The loss of the batch is recorded after the update, with the new weights.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = []
    for _ in range(steps):
        batch = rng.permutation(len(X))[:batch_size]
        _, dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
        loss, _ = svm_loss(W, X[batch], y[batch], lam)
        losses.append(loss)
    return W, np.array(losses)

# %% wrong: consecutive-examples | A batch is a run of neighbours from a random place, so most sets of examples can never be a batch.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for t in range(steps):
        first = rng.integers(0, N - batch_size + 1)
        batch = slice(first, first + batch_size)
        losses[t], dW = svm_loss(W, X[batch], y[batch], lam)
        W -= step_size * dW
    return W, losses

# %% wrong: stops-when-satisfied | Training ends as soon as a batch has no hinge loss, and the losses of the steps left stay 0; also the penalty is not in the recorded loss.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[t] = loss - lam * np.sum(W**2)
        if losses[t] == 0:
            break
        W -= step_size * dW
    return W, losses

# %% wrong: rows-only-for-classes-seen | W has a row only for each different label, not num_classes rows.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    num_classes = len(np.unique(y))
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        losses[t], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: losses-of-the-type-of-X | The losses are stored in an array of the type of X, so with integer images they lose their fractions.
# expect: integers-kept
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.empty(steps, dtype=X.dtype)
    for t in range(steps):
        batch = rng.choice(N, batch_size, replace=False)
        losses[t], dW = svm_loss(W, X[batch], y[batch], lam)
        W -= step_size * dW
    return W, losses

# %% wrong: second-generator-for-the-batches | The batches come from a second generator with the same seed, not from the one that drew the start.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent."""

    def initial(D):
        rng = np.random.default_rng(seed)
        return 0.001 * rng.standard_normal((num_classes, D))

    def batches(N):
        rng = np.random.default_rng(seed)
        for _ in range(steps):
            yield rng.choice(N, batch_size, replace=False)

    W, losses = initial(X.shape[1]), []
    for batch in batches(len(X)):
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses.append(loss)
        W = W - step_size * dW
    return W, np.array(losses)

# %% right: shuffle-one-deck | One array of indices is shuffled again as a whole in each step, and its first batch_size entries are the batch.
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    W = rng.standard_normal((num_classes, X.shape[1])) * 0.001
    deck = np.arange(X.shape[0])

    def step():
        rng.shuffle(deck)
        hand = np.sort(deck[:batch_size])
        loss, dW = svm_loss(W, X.take(hand, axis=0), y.take(hand), lam)
        np.subtract(W, step_size * dW, out=W)
        return loss

    return W, np.fromiter((step() for _ in range(steps)), dtype=float, count=steps)

# %% right: draw-until-different | Draws single examples until there are batch_size different ones.
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent."""
    rng = np.random.default_rng(seed)
    N, D = X.shape
    path = [0.001 * rng.standard_normal((num_classes, D))]
    losses = []
    while len(losses) < steps:
        drawn = set()
        while len(drawn) < batch_size:
            drawn.add(int(rng.integers(N)))
        chosen = sorted(drawn)
        loss, dW = svm_loss(path[-1], X[chosen], y[chosen], lam, delta=1.0)
        losses.append(float(loss))
        path.append(path[-1] - step_size * dW)
    return path[-1], np.asarray(losses)

# %% wrong: with-replacement-again-again | rng.integers draws with replacement, so that an example may be in a batch twice, although batch_size different examples are asked for.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for t in range(steps):
        batch = rng.integers(0, N, size=batch_size)
        losses[t], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: epochs-again-again | Shuffles once per epoch and walks through the batches, so that no example returns before all others had their turn; the batches should be drawn afresh from all N.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = []
    order = rng.permutation(N)
    position = 0
    for _ in range(steps):
        if position + batch_size > N:
            order = rng.permutation(N)
            position = 0
        batch = order[position : position + batch_size]
        position += batch_size
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses.append(loss)
        W -= step_size * dW
    return W, np.array(losses)

# %% wrong: loss-after-the-update-again | Records the loss of the batch with the weights after the step, not before it.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for t in range(steps):
        batch = rng.choice(len(X), batch_size, replace=False)
        Xb, yb = X[batch], y[batch]
        _, dW = svm_loss(W, Xb, yb, lam)
        W -= step_size * dW
        losses[t] = svm_loss(W, Xb, yb, lam)[0]
    return W, losses

# %% wrong: new-generator-at-every-step | Makes a new generator with the same seed inside the loop, so that every step draws the same batch.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    N, D = X.shape
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = []
    for step in range(steps):
        rng = np.random.default_rng(seed)
        index = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[index], y[index], lam)
        losses.append(loss)
        W = W - step_size * dW
    return W, np.array(losses)

# %% wrong: stops-when-a-batch-is-done | Ends the training as soon as a batch has no loss any more, before all steps are done and with fewer losses than steps.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = []
    for _ in range(steps):
        batch = rng.permutation(N)[:batch_size]
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses.append(loss)
        if loss < 1e-8:  # converged
            break
        W -= step_size * dW
    return W, np.array(losses)

# %% wrong: images-and-labels-drawn-apart | Draws the images and the labels of a batch by two different draws, so that the labels do not belong to the images.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        X_batch = rng.choice(X, batch_size, replace=False)
        y_batch = rng.choice(y, batch_size, replace=False)
        losses[t], dW = svm_loss(W, X_batch, y_batch, lam)
        W -= step_size * dW
    return W, losses

# %% wrong: classes-counted-in-the-labels | The number of rows is taken from the labels instead of num_classes, so W is too small when some classes have no examples.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    K = len(np.unique(y))
    W = 0.001 * rng.standard_normal((K, D))
    losses = np.zeros(steps)
    for i in range(steps):
        idx = rng.choice(N, batch_size, replace=False)
        loss, grad = svm_loss(W, X[idx], y[idx], lam)
        losses[i] = loss
        W = W - step_size * grad
    return W, losses

# %% wrong: penalty-only-in-the-record | Steps along the gradient of the data alone (lam = 0) and only adds the penalty to the recorded loss; the whole gradient is asked for.
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for t in range(steps):
        batch = rng.choice(N, batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], 0.0)
        losses[t] = loss + lam * np.sum(W**2)
        W -= step_size * dW
    return W, losses

# %% right: smallest-random-keys-again-again | Gives every example a random key and takes those with the smallest keys, with a helper function for one step.
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)

    def one_step(W):
        keys = rng.random(X.shape[0])
        chosen = np.argsort(keys)[:batch_size]
        loss, slope = svm_loss(W, X[chosen], y[chosen], lam, 1.0)
        return W - step_size * slope, float(loss)

    W, record = 0.001 * rng.standard_normal((num_classes, X.shape[1])), []
    while len(record) < steps:
        W, loss = one_step(W)
        record.append(loss)
    return W, np.asarray(record)

# %% right: floyds-sample-in-a-set | Collects different indices in a set by Floyd's algorithm, which makes every set equally likely with batch_size draws.
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = np.shape(X)
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.full(steps, np.nan)
    for t in range(steps):
        chosen = set()
        for last in range(N - batch_size, N):
            candidate = int(rng.integers(last + 1))
            chosen.add(last if candidate in chosen else candidate)
        batch = sorted(chosen)
        losses[t], gradient = svm_loss(W, X[batch], y[batch], lam)
        W -= step_size * gradient
    return W, losses
