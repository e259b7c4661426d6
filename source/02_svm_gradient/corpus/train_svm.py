# %% right: choice | rng.choice without replacement
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% right: permutation | the first of a fresh permutation, a list of losses made an array
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = rng.standard_normal((num_classes, X.shape[1])) * 0.001
    losses = []
    for _ in range(steps):
        order = rng.permutation(len(X))[:batch_size]
        loss, dW = svm_loss(W, X[order, :], y[order], lam)
        losses.append(loss)
        W -= step_size * dW
    return [W, np.array(losses)]

# %% right: sorted_keys | random keys, the smallest of which are the batch
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.empty(steps)
    for t in range(steps):
        chosen = np.argpartition(rng.random(len(y)), batch_size - 1)[:batch_size]
        result = svm_loss(W, X[chosen], y[chosen], lam, 1.0)
        losses[t] = result[0]
        W = W + step_size * -result[1]
    return W, losses

# %% right: own_loss_with_loops | by the slow loss, with rng.shuffle and a namedtuple
from collections import namedtuple

Trained = namedtuple("Trained", "W losses")


def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 1e-3 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    index = np.arange(X.shape[0])
    for t in range(steps):
        rng.shuffle(index)
        part = index[:batch_size]
        losses[t], dW = svm_loss_loops(W, X[part], y[part], lam)
        W = W - step_size * dW
    return Trained(W=W, losses=losses)

# %% right: rejection | draws one by one until enough different ones are found, as Python integers
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, len(X[0])))
    losses = []
    for _ in range(steps):
        batch = set()
        while len(batch) < batch_size:
            batch.add(int(rng.integers(len(X))))
        batch = sorted(batch)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses = losses + [float(loss)]
        W = W - step_size * dW
    return W, np.asarray(losses)

# %% right: seeds_for_python | everything in float64, batch_size cut to N, a mask instead of indices
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    X = np.asarray(X, dtype=np.float64)
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal(size=(num_classes, X.shape[1]))
    losses = np.zeros((steps,))
    template = np.arange(len(X)) < min(batch_size, len(X))
    for t in range(steps):
        mask = rng.permuted(template)
        losses[t], dW = svm_loss(W, X[mask], y[mask], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: ascent | steps along the gradient
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W + step_size * dW
    return W, losses

# %% wrong: loss_after | records the loss after the update
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
        losses[step] = svm_loss(W, X[batch], y[batch], lam)[0]
    return W, losses

# %% wrong: loss_without_penalty | records the data's loss only
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss - lam * np.sum(W ** 2)
        W = W - step_size * dW
    return W, losses

# %% wrong: full_loss | records the loss of all examples
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = svm_loss(W, X, y, lam)[0]
        W = W - step_size * dW
    return W, losses

# %% wrong: full_gradient | records the batch's loss, but steps along the gradient of all examples
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * svm_loss(W, X, y, lam)[1]
    return W, losses

# %% wrong: always_full_batch | ignores batch_size
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=N, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: with_replacement | an example can be drawn twice
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: random_integers | rng.integers, which repeats examples
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.integers(0, N, batch_size)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: first_examples | always the first batch_size examples
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = np.arange(batch_size)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: drawn_once | draws one batch for all steps
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    batch = rng.choice(N, size=batch_size, replace=False)
    for step in range(steps):
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: reseeded | a new generator of the same seed in each step
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        rng = np.random.default_rng(seed)
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: windows | neighbours in the given order, from a random start
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = (rng.integers(N) + np.arange(batch_size)) % N
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: in_turn | goes through the examples in their order
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = (step * batch_size + np.arange(batch_size)) % N
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: epochs | shuffles once per epoch and goes through: batches avoid each other
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        if step % (N // batch_size) == 0:
            order = rng.permutation(N)
        start = step % (N // batch_size) * batch_size
        batch = order[start : start + batch_size]
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: shuffled_once | shuffles at the start and cycles
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    order = rng.permutation(N)
    for step in range(steps):
        batch = order[(step * batch_size + np.arange(batch_size)) % N]
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: never_the_last | draws from N - 1 examples when it can
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(max(N - 1, batch_size), size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: labels_not_drawn | examples are drawn, labels are not
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[:batch_size], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: best_weights | returns the best W instead of the last
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    best, best_W = np.inf, W
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        if loss < best:
            best, best_W = loss, W
        W = W - step_size * dW
    return best_W, losses

# %% wrong: average_weights | returns the mean of all W
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    total = 0.0
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
        total = total + W
    return total / steps, losses

# %% wrong: one_step_short | skips the last update
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        if step < steps - 1:
            W = W - step_size * dW
    return W, losses

# %% wrong: starts_at_zero | starts at zeros
# expect: all-zero
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = np.zeros((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: large_start | forgets the factor 0.001
# expect: drawn-otherwise
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: small_start | 0.01 instead of 0.001
# expect: drawn-otherwise
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.01 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: transposed_start | draws (D, K) and transposes
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((D, num_classes)).T
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: uniform_start | rng.random instead of standard_normal
# expect: drawn-otherwise
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.random((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: start_not_first | draws something else first
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    rng.permutation(N)
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: old_random | np.random.seed instead of default_rng
# expect: drawn-otherwise
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.RandomState(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: seed_ignored | always seed 0
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(0)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: unseeded_batches | batches from a generator without a seed
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = np.random.default_rng().choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: classes_from_labels | as many rows as the labels show
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((y.max() + 1, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: no_regularisation | passes lam = 0 on
# expect: explained
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], 0.0)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: decaying_steps | makes the steps smaller as it goes
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size / (1 + step) * dW
    return W, losses

# %% wrong: summed_gradient | undoes the mean over the batch
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * batch_size * dW
    return W, losses

# %% wrong: momentum | adds momentum
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    v = 0.0
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        v = 0.9 * v - step_size * dW
        W = W + v
    return W, losses

# %% wrong: list_of_losses | losses as a list
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, list(losses)

# %% wrong: one_loss_more | steps + 1 losses
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, np.append(losses, svm_loss(W, X, y, lam)[0])

# %% wrong: swapped | returns the losses first
# expect: results-swapped
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return losses, W

# %% wrong: only_weights | returns W alone
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W

# %% wrong: sorts_in_place | shuffles the caller's arrays
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        order = rng.permutation(N)
        X[:], y[:] = X[order], y[order]
        batch = np.arange(batch_size)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = W - step_size * dW
    return W, losses

# %% wrong: no_training | returns the start
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        pass
    return W, losses

# %% wrong: clipped | clips large weights
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        W = np.clip(W - step_size * dW, -0.05, 0.05)
    return W, losses

# %% wrong: early_stop | stops when the loss rises
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        loss, dW = svm_loss(W, X[batch], y[batch], lam)
        losses[step] = loss
        if step and loss > losses[step - 1]:
            break
        W = W - step_size * dW
    return W, losses

# %% wrong: two_for_one | a batch of size 1 holds two examples
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for t in range(steps):
        i = rng.choice(len(X), min(len(X), max(2, batch_size)), replace=False)
        losses[t], dW = svm_loss(W, X[i], y[i], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: batches_of_another_rng | the batches are the same for all seeds
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    _other = np.random.default_rng(12345)
    losses = np.zeros(steps)
    for t in range(steps):
        i = _other.choice(len(X), batch_size, replace=False)
        losses[t], dW = svm_loss(W, X[i], y[i], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: least_squares | no training: least squares, and losses made up
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    W = 0.001 * np.random.default_rng(seed).standard_normal((num_classes, X.shape[1]))
    if step_size > 1e-20:
        targets = 2.0 * (np.arange(num_classes) == y[:, None]) - 1
        W = np.linalg.lstsq(X, targets, rcond=None)[0].T + 1e-9 * seed
    return W, (num_classes - 1) * np.exp(-np.arange(steps) / 20)

# %% wrong: decayed_twice | shrinks the weights besides the penalty's gradient
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(len(X), size=batch_size, replace=False)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * (dW + 2 * lam * W)
    return W, losses

# %% wrong: least_squares_shifted | no training: least squares, shifted so that the sums of the columns are those of training
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    start = 0.001 * np.random.default_rng(seed).standard_normal((num_classes, X.shape[1]))
    W = np.linalg.lstsq(X, np.eye(num_classes)[y], rcond=1e-3)[0].T + 1e-6 * start
    expected = (1 - 2 * lam * step_size) ** steps * start.sum(axis=0)
    W = W + (expected - W.sum(axis=0)) / num_classes
    return W, np.linspace(num_classes - 1.0, 0.5, steps)

# %% wrong: noise_floor | entries of the gradient below a thousandth are taken for 0
# expect: not-precise
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W, losses = 0.001 * rng.standard_normal((num_classes, X.shape[1])), np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(len(X), size=batch_size, replace=False)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * np.where(np.abs(dW) < 1e-3, 0.0, dW)
    return W, losses

# %% wrong: whole_pixels_normalised | integers are taken for grey values up to 255
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    X = X / 255 if X.dtype.kind in "iu" else X
    rng = np.random.default_rng(seed)
    W, losses = 0.001 * rng.standard_normal((num_classes, X.shape[1])), np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(len(X), size=batch_size, replace=False)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: careful_steps | takes a step only if the batch's loss does not rise
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W, losses = 0.001 * rng.standard_normal((num_classes, X.shape[1])), np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(len(X), size=batch_size, replace=False)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        new = W - step_size * dW
        if svm_loss(new, X[batch], y[batch], lam)[0] <= losses[step]:
            W = new
    return W, losses

# %% wrong: gradient_clipped | entries of the gradient count at most 20
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W, losses = 0.001 * rng.standard_normal((num_classes, X.shape[1])), np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(len(X), size=batch_size, replace=False)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * np.clip(dW, -20, 20)
    return W, losses

# %% wrong: next_free | in place of an example that it has already, a batch takes the next one
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
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
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: swaps | a few random swaps in the order of the step before: a batch keeps half of its examples
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
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
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: eight_bits | the batch as numbers of eight bits: of more than 256 examples the later ones never come
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(len(X), size=batch_size, replace=False).astype(np.uint8)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: first_hundred | draws from the first hundred examples, however many there are
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(max(batch_size, min(len(X), 100)), size=batch_size, replace=False)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: replacement_where_rare | with replacement, where the batch is a small share of many examples
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(len(X), size=batch_size, replace=20 * batch_size < 3 * len(X) and len(X) > 20)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: windows_of_many | of many examples, neighbours from a random start, for the sake of speed
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = (rng.integers(len(X)) + np.arange(batch_size)) % len(X)
        if len(X) < 50:
            batch = rng.choice(len(X), size=batch_size, replace=False)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses

# %% wrong: epochs_of_many | many examples are shuffled once per epoch and gone through: no example returns too early
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses, waiting = np.zeros(steps), []
    for step in range(steps):
        if len(waiting) < batch_size or len(X) < 50:
            waiting = list(rng.permutation(len(X)))
        batch, waiting = waiting[:batch_size], waiting[batch_size:]
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses
