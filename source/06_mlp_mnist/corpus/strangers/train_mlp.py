# %% wrong: labels-not-shuffled | the examples are shuffled, the labels are not: they no longer belong together
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    net = MLP(sizes, seed)
    N = len(X)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(N)
        X_shuffled = X[order]
        for start in range(0, N, batch_size):
            xb, yb = X_shuffled[start : start + batch_size], y[start : start + batch_size]
            loss, grads = net.loss_and_gradients(xb, yb, 0.0)
            losses[-1].append(loss)
            for layer, (dW, db) in zip(net.linears, grads):
                layer.W = sgd_step(layer.W, dW, lr)
                layer.b = sgd_step(layer.b, db, lr)
    net.losses = [np.mean(one) for one in losses]
    return net

# %% wrong: two-permutations | X and y are each shuffled by a permutation of their own
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    net = MLP(sizes, seed)
    losses = []
    for _ in range(epochs):
        losses.append([])
        Xs = rng.permutation(X)
        ys = rng.permutation(y)
        for i in range(0, len(X), batch_size):
            loss, grads = net.loss_and_gradients(Xs[i : i + batch_size], ys[i : i + batch_size], 0)
            losses[-1].append(loss)
            for lin, (dW, db) in zip(net.linears, grads):
                lin.W, lin.b = sgd_step(lin.W, dW, lr), sgd_step(lin.b, db, lr)
    net.losses = [np.mean(one) for one in losses]
    return net

# %% wrong: last-batch-dropped | N // batch_size batches: the incomplete last one is never used, and with a batch size above N there is no step at all
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed=seed)
    n_batches = len(X) // batch_size
    losses = []
    for epoch in range(epochs):
        losses.append([])
        perm = rng.permutation(len(X))
        for b in range(n_batches):
            idx = perm[b * batch_size : (b + 1) * batch_size]
            loss, grads = network.loss_and_gradients(X[idx], y[idx], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: learning-rate-times-batch | the step is multiplied by the size of the batch, as if the gradient were a sum that has to be restored
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed=seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        perm = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            idx = perm[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[idx], y[idx], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW * len(idx), lr)
                linear.b = sgd_step(linear.b, db * len(idx), lr)
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: steps-not-stored | the new weights are bound to local names W, b and never put back into the layers: the network stays as it started
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        perm = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = perm[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for layer, (dW, db) in zip(network.linears, grads):
                W, b = layer.W, layer.b
                W = sgd_step(W, dW, lr)
                b = sgd_step(b, db, lr)
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: biases-not-trained | only the weights take a step; the biases stay 0
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    model = MLP(sizes, seed)
    losses = []
    for _ in range(epochs):
        losses.append([])
        order = rng.permutation(len(y))
        for k in range(0, len(y), batch_size):
            take = order[k : k + batch_size]
            loss, grads = model.loss_and_gradients(X[take], y[take], 0.0)
            losses[-1].append(loss)
            for layer, (dW, _) in zip(model.linears, grads):
                layer.W = sgd_step(layer.W, dW, lr)
    model.losses = [np.mean(one) for one in losses]
    return model

# %% wrong: only-the-last-layer | the update stands after the loop over the layers instead of inside: only the last layer is trained
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    model = MLP(sizes, seed)
    losses = []
    for _ in range(epochs):
        losses.append([])
        order = rng.permutation(len(y))
        for k in range(0, len(y), batch_size):
            take = order[k : k + batch_size]
            loss, grads = model.loss_and_gradients(X[take], y[take], 0.0)
            losses[-1].append(loss)
            for layer, (dW, db) in zip(model.linears, grads):
                newW = layer.W - lr * dW
                newb = layer.b - lr * db
            layer.W, layer.b = newW, newb
    model.losses = [np.mean(one) for one in losses]
    return model

# %% wrong: shuffles-the-callers-data | rng.shuffle reorders the caller's X and y in place
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        np.random.default_rng([seed, epoch]).shuffle(X)
        np.random.default_rng([seed, epoch]).shuffle(y)
        for start in range(0, len(X), batch_size):
            loss, grads = network.loss_and_gradients(X[start : start + batch_size], y[start : start + batch_size], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: new-network-each-epoch | the network is made inside the loop over the epochs, so each epoch starts from scratch and only the last counts
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        network = MLP(sizes, seed)
        perm = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            idx = perm[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[idx], y[idx], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: never-shuffled | the batches are taken in the given order in every epoch
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    for epoch in progress(epochs):
        for start in range(0, len(X), batch_size):
            xb = X[start : start + batch_size]
            yb = y[start : start + batch_size]
            loss, grads = network.loss_and_gradients(xb, yb, 0.0)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
    return network

# %% wrong: drawn-with-replacement | each batch is drawn at random with replacement: in an epoch some examples come several times, others never
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    steps = int(np.ceil(len(X) / batch_size))
    losses = []
    for epoch in range(epochs):
        losses.append([])
        for step in range(steps):
            idx = rng.integers(0, len(X), size=batch_size)
            loss, grads = network.loss_and_gradients(X[idx], y[idx], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: batch-larger-than-data | rng.choice(..., replace=False) raises when batch_size exceeds the number of examples (and draws each batch afresh, so an epoch misses examples)
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        for _ in range(0, len(X), batch_size):
            idx = rng.choice(len(X), batch_size, replace=False)
            loss, grads = network.loss_and_gradients(X[idx], y[idx], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: uphill | adds lr times the gradient: the loss grows
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        idx = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            b = idx[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[b], y[b], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W += lr * dW
                linear.b += lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: returns-more | returns (network, losses) instead of the network
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    losses = []
    for epoch in range(epochs):
        idx = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            b = idx[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[b], y[b], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    return network, losses

# %% wrong: order-without-the-seed | the order comes from np.random.permutation, which does not know the seed: two trainings with one seed differ
# expect: nothing
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        idx = np.random.permutation(len(X))
        for start in range(0, len(X), batch_size):
            b = idx[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[b], y[b], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: whole-set-each-step | the batch is cut out, but loss_and_gradients gets X and y, all examples: no mini-batches, and many times slower
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        idx = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            X_batch, y_batch = X[idx[start : start + batch_size]], y[idx[start : start + batch_size]]
            loss, grads = network.loss_and_gradients(X, y, 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: standardises-inside | the examples are standardised inside train_mlp, so the returned network expects standardised inputs, which nobody gives it
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    X = (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-8)
    network = MLP(sizes, seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        idx = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            b = idx[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[b], y[b], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: return-too-early | return is indented into the loop over the epochs: training ends after the first
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        idx = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            b = idx[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[b], y[b], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses = [np.mean(one) for one in losses]
        return network

# %% wrong: labels-shuffled-once-more | y is reassigned to its shuffled self each epoch, X is not: right in the first epoch, mixed up from the second
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        idx = rng.permutation(len(X))
        Xs = X[idx]
        y = y[idx]
        for start in range(0, len(X), batch_size):
            loss, grads = network.loss_and_gradients(Xs[start : start + batch_size], y[start : start + batch_size], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: lam-forgotten | loss_and_gradients is called without lam, which has no default: TypeError
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        idx = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            b = idx[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[b], y[b])
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: velocity-and-weights-swapped | the results of momentum_step are unpacked in the wrong order: the weights get the velocity
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    vel = [[np.zeros_like(l.W), np.zeros_like(l.b)] for l in network.linears]
    mu = 0.9
    losses = []
    for epoch in range(epochs):
        losses.append([])
        idx = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            b = idx[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[b], y[b], 0.0)
            losses[-1].append(loss)
            for i, (l, (dW, db)) in enumerate(zip(network.linears, grads)):
                vel[i][0], l.W = momentum_step(l.W, dW, vel[i][0], lr * (1 - mu), mu)
                vel[i][1], l.b = momentum_step(l.b, db, vel[i][1], lr * (1 - mu), mu)
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: epochs-short-by-one | range(1, epochs) runs one epoch too few: none at all for epochs = 1
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    for epoch in range(1, epochs):
        idx = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            b = idx[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[b], y[b], 0.0)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
    return network

# %% wrong: rate-decays-every-step | lr is multiplied by 0.9 after every batch instead of every epoch: after some 50 batches nothing moves any more
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        idx = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            b = idx[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[b], y[b], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
            lr *= 0.9
    network.losses = [np.mean(one) for one in losses]
    return network

# %% right: momentum | momentum with mu = 0.9 and lr scaled by 1 - mu, velocities in a dict
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    mu, velocity, network.losses = 0.9, {}, []
    for _ in range(epochs):
        network.losses.append(network.loss_and_gradients(X, y, 0.0)[0])
        for rows in np.split(rng.permutation(len(X)), range(batch_size, len(X), batch_size)):
            _, grads = network.loss_and_gradients(X[rows], y[rows], 0.0)
            for i, pair in enumerate(grads):
                for name, g in zip("Wb", pair):
                    old = getattr(network.linears[i], name)
                    new, velocity[i, name] = momentum_step(old, g, velocity.get((i, name), np.zeros_like(old)), (1 - mu) * lr, mu)
                    setattr(network.linears[i], name, new)
    return network

# %% right: adagrad | AdaGrad, with lr scaled down to a fifth
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    seeds = np.random.SeedSequence(seed).spawn(2)
    rng = np.random.default_rng(seeds[0])
    network = MLP(sizes, int(seeds[1].generate_state(1)[0]))
    caches = [(np.zeros(l.W.shape), np.zeros(l.b.shape)) for l in network.linears]
    network.losses = []
    for _ in progress(epochs):
        order = rng.permutation(len(X))
        network.losses.append(0.0)
        while len(order):
            rows, order = order[:batch_size], order[batch_size:]
            loss, grads = network.loss_and_gradients(X[rows], y[rows], 0.0)
            network.losses[-1] += loss * len(rows) / len(X)
            for i, l in enumerate(network.linears):
                l.W, cW = adagrad_step(l.W, grads[i][0], caches[i][0], lr / 5)
                l.b, cb = adagrad_step(l.b, grads[i][1], caches[i][1], lr / 5)
                caches[i] = cW, cb
    return network

# %% right: one-long-vector-nesterov | Nesterov on one vector of all weights
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    shapes = [t.shape for l in network.linears for t in (l.W, l.b)]
    ends = np.cumsum([int(np.prod(s)) for s in shapes])[:-1]
    flatten = lambda tensors: np.concatenate([np.ravel(t) for t in tensors])

    def put(w):
        parts = [p.reshape(s) for p, s in zip(np.split(w, ends), shapes)]
        for l, W, b in zip(network.linears, parts[::2], parts[1::2]):
            l.W, l.b = W, b

    w = flatten([t for l in network.linears for t in (l.W, l.b)])
    v = np.zeros_like(w)
    network.losses = []
    for _ in range(epochs):
        put(w)
        network.losses.append(network.loss_and_gradients(X, y, 0.0)[0])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]

            def gradient(at):
                put(at)
                return flatten([g for pair in network.loss_and_gradients(X[rows], y[rows], 0.0)[1] for g in pair])

            w, v = nesterov_step(w, v, gradient, lr * 0.2, 0.8)
    put(w)
    return network

# %% right: generator-of-batches | an inner generator yields all batches of all epochs; X and y are shuffled cumulatively and together
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)

    def batches(X, y):
        for _ in range(epochs):
            order = rng.permutation(len(y))
            X, y = X[order], y[order]
            number = -(-len(y) // batch_size)
            for i in range(number):
                yield X[i * batch_size : (i + 1) * batch_size], y[i * batch_size : (i + 1) * batch_size]

    network, losses = MLP(sizes, seed=seed), []
    for batch in batches(X, y):
        loss, grads = network.loss_and_gradients(*batch, lam=0.0)
        losses.append(loss * len(batch[1]) / len(y))
        for linear, (dW, db) in zip(network.linears, grads):
            linear.W, linear.b = linear.W - lr * dW, linear.b - lr * db
    network.losses = np.sum(np.reshape(losses, (epochs, -1)), axis=1)
    return network

# %% wrong: shuffled-once | one permutation before the loop over the epochs: the same order in each epoch
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    order = np.random.default_rng(seed).permutation(len(X))
    X, y = X[order], y[order]
    network.losses = []
    for epoch in range(epochs):
        losses = []
        for i in range(0, len(X), batch_size):
            loss, grads = network.loss_and_gradients(X[i : i + batch_size], y[i : i + batch_size], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = sgd_step(linear.W, dW, lr), sgd_step(linear.b, db, lr)
        network.losses.append(float(np.mean(losses)))
    return network

# %% wrong: sum-of-the-losses | losses holds the sum of an epoch's losses and not their mean
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    model = MLP(sizes, seed)
    model.losses = [0.0] * epochs
    for e in range(epochs):
        perm = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            part = perm[start : start + batch_size]
            loss, grads = model.loss_and_gradients(X[part], y[part], 0.0)
            model.losses[e] += loss
            for lin, (dW, db) in zip(model.linears, grads):
                lin.W = lin.W - lr * dW
                lin.b = lin.b - lr * db
    return model

# %% wrong: labels-shuffled-apart | images and labels are shuffled by two permutations
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for _ in range(epochs):
        X, y = X[rng.permutation(len(X))], y[rng.permutation(len(y))]
        epoch = []
        for i in range(0, len(X), batch_size):
            loss, grads = network.loss_and_gradients(X[i : i + batch_size], y[i : i + batch_size], 0.0)
            epoch.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = linear.W - lr * dW, linear.b - lr * db
        network.losses.append(np.mean(epoch))
    return network

# %% right: momentum-with-state-dict | momentum with velocities in a dict, lr scaled by 1 - mu
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng, mu = np.random.default_rng([seed, 1]), 0.5
    network, velocity = MLP(sizes, seed), {}
    network.losses = []

    def move(owner, name, slope):
        old = velocity.get((id(owner), name), np.zeros(slope.shape))
        new, velocity[id(owner), name] = momentum_step(getattr(owner, name), slope, old, (1 - mu) * lr, mu)
        setattr(owner, name, new)

    for _ in range(epochs):
        waiting, seen = list(rng.permutation(len(X))), []
        while waiting:
            batch, waiting = waiting[:batch_size], waiting[batch_size:]
            loss, pairs = network.loss_and_gradients(X[batch], y[batch], 0.0)
            seen.append(loss)
            for linear, (dW, db) in zip(network.linears, pairs):
                move(linear, "W", dW)
                move(linear, "b", db)
        network.losses.append(sum(seen) / len(seen))
    return network

# %% wrong: last-batch-left-out | only full batches are used: the rest of each epoch is dropped
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    net = MLP(sizes, seed)
    net.losses = []
    batch_size = min(batch_size, len(X))
    for _ in range(epochs):
        order = rng.permutation(len(X))
        total = []
        for i in range(0, len(X) - batch_size + 1, batch_size):
            idx = order[i : i + batch_size]
            loss, grads = net.loss_and_gradients(X[idx], y[idx], 0.0)
            total.append(loss)
            for lin, (dW, db) in zip(net.linears, grads):
                lin.W = lin.W - lr * dW
                lin.b = lin.b - lr * db
        net.losses.append(np.mean(total))
    return net

# %% wrong: steps-not-assigned | sgd_step returns new arrays, but its results are only bound to local names
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for _ in range(epochs):
        losses = []
        order = rng.permutation(len(X))
        for batch in np.split(order, range(batch_size, len(X), batch_size)):
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                W, b = linear.W, linear.b
                W = sgd_step(W, dW, lr)
                b = sgd_step(b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: labels-left-behind | images are shuffled, labels not
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[start : start + batch_size], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: never-shuffled-2 | batches in the order of the data
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        order = np.arange(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: shuffled-once-2 | one permutation for all epochs
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    order = rng.permutation(len(X))
    for epoch in range(epochs):
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: same-order-every-epoch | the generator is made anew in each epoch
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        rng = np.random.default_rng(seed)
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: rest-thrown-away | N // batch_size batches: the last examples of the order, or all if the batch is larger than N, are not used
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X) - batch_size + 1, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: biases-stay | only W is updated
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: result-not-assigned | sgd_step is called, its results are not kept
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                sgd_step(linear.W, dW, lr)
                sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: only-the-last-layer-2 | the step stands outside the loop over the layers (indentation): only the last Linear moves
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                pass
            linear.W = sgd_step(linear.W, dW, lr)
            linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: uphill-2 | adds the gradients
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W + lr * dW
                linear.b = linear.b + lr * db
        network.losses.append(np.mean(losses))
    return network

# %% wrong: rate-as-the-penalty | passes lr as lam: a penalty of strength 0.1 (and it is in the losses)
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], lr)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: gradient-averaged-again | divides the step by batch_size once more
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW / batch_size, lr)
                linear.b = sgd_step(linear.b, db / batch_size, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: loss-of-every-batch | losses has a number for each step, not for each epoch
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            network.losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
    return network

# %% wrong: losses-summed | the sum of the batch losses of each epoch
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.sum(losses))
    return network

# %% wrong: last-batch-stands-for-the-epoch | records the last batch's loss only
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(loss)
    return network

# %% wrong: list-not-emptied | the losses of earlier epochs stay in the list: a mean over all epochs so far
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: network-and-losses | returns a pair, and the network has no attribute losses
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    history = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        history.append(np.mean(losses))
    return network, history

# %% wrong: one-batch-per-epoch | one random batch per epoch instead of all
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in [0]:
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: unseeded-order | default_rng() for the order: the same seed does not give the same network
# expect: nothing
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng()
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: adam-at-its-default-rate | Adam with a fixed rate of 0.001, lr is ignored: a hundredth of lr does not give a hundredth of the step
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    state = [[(0.0, 0.0), (0.0, 0.0)] for _ in network.linears]
    t = 0
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            t += 1
            for linear, (dW, db), s in zip(network.linears, grads, state):
                linear.W, *s[0] = adam_step(linear.W, dW, *s[0], t, 0.001)
                linear.b, *s[1] = adam_step(linear.b, db, *s[1], t, 0.001)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: shuffles-the-callers-data-2 | rng.shuffle in place with two equal generators: pairs stay together, the caller's arrays change
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        np.random.default_rng(seed + epoch).shuffle(X)
        np.random.default_rng(seed + epoch).shuffle(y)
        losses = []
        for start in range(0, len(X), batch_size):
            batch = slice(start, start + batch_size)
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: epochs-counted-as-steps | stops after `epochs` steps in all
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    steps = 0
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            steps += 1
            if steps > epochs:
                break
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: labels-drawn-with-another-permutation | two permutations, one for X and one for y
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        order, other = rng.permutation(len(X)), rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[other[start : start + batch_size]], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% right: momentum-scaled | momentum 0.9 with a tenth of the rate, velocities in a dict, np.split for the batches
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng([seed, 1])
    network, velocity = MLP(sizes, seed), {}
    network.losses = []
    for _ in range(epochs):
        cuts = np.split(rng.permutation(len(y)), range(batch_size, len(y), batch_size))
        total = 0.0
        for part in cuts:
            loss, grads = network.loss_and_gradients(X[part], y[part], 0.0)
            total += loss * len(part) / len(y)
            for i, pair in enumerate(grads):
                for name, g in zip("Wb", pair):
                    old = getattr(network.linears[i], name)
                    new, velocity[i, name] = momentum_step(old, g, velocity.get((i, name), np.zeros(old.shape)), 0.1 * lr, 0.9)
                    setattr(network.linears[i], name, new)
        network.losses.append(float(total))
    return network

# %% right: sorts-by-random-keys-in-place-steps | argsort of random keys; in-place -= on the network's own arrays; losses written at the end
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed=seed), np.random.default_rng(seed)
    means = np.zeros(epochs)
    for epoch in range(epochs):
        order = rng.random(X.shape[0]).argsort()
        n_batches = -(-len(order) // batch_size)
        for k in range(n_batches):
            some = order[k * batch_size : (k + 1) * batch_size]
            loss, grads = network.loss_and_gradients(X[some], y[some], lam=0.0)
            means[epoch] += loss / n_batches
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W -= lr * dW
                linear.b -= lr * db
    network.losses = means.tolist()
    return network

# %% wrong: rate-shrinks-with-the-epochs | lr / (epoch + 1)**2: after a few epochs hardly anything moves (the first epoch is right)
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr / (epoch + 1) ** 2)
                linear.b = sgd_step(linear.b, db, lr / (epoch + 1) ** 2)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: gradient-of-the-first-batch | loss and gradients are computed once per epoch, and the same gradient is used for all its batches
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        batch = order[:batch_size]
        loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
        for start in range(0, len(X), batch_size):
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% right: adam-scaled | Adam with a hundredth of lr, step counter from itertools.count, whole epoch's losses weighted by batch size
import itertools


def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    network.losses, count = [], itertools.count(1)
    tensors = [(linear, name) for linear in network.linears for name in ("W", "b")]
    state = {i: (np.zeros_like(getattr(linear, name)),) * 2 for i, (linear, name) in enumerate(tensors)}
    for _ in range(epochs):
        deck = rng.permutation(len(X))
        total = 0.0
        while len(deck):
            hand, deck = deck[:batch_size], deck[batch_size:]
            loss, grads = network.loss_and_gradients(X[hand], y[hand], 0.0)
            total, t = total + loss * len(hand), next(count)
            for i, g in enumerate(g for pair in grads for g in pair):
                linear, name = tensors[i]
                new, *state[i] = adam_step(getattr(linear, name), g, *state[i], t, lr / 100)
                setattr(linear, name, new)
        network.losses.append(total / len(X))
    return network

# %% right: adagrad-scaled | AdaGrad with half of the rate, a cache per tensor, batches from np.split
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    cache = [[np.zeros_like(linear.W), np.zeros_like(linear.b)] for linear in network.linears]
    for _ in range(epochs):
        total = []
        for part in np.split(rng.permutation(len(X)), range(batch_size, len(X), batch_size)):
            loss, grads = network.loss_and_gradients(X[part], y[part], 0.0)
            total.append(loss)
            for linear, c, (dW, db) in zip(network.linears, cache, grads):
                linear.W, c[0] = adagrad_step(linear.W, dW, c[0], 0.5 * lr)
                linear.b, c[1] = adagrad_step(linear.b, db, c[1], 0.5 * lr)
        network.losses.append(sum(total) / len(total))
    return network

# %% wrong: two-permutations-again | Images and labels are shuffled by two permutations, so the labels leave their images.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for _ in range(epochs):
        X_now, y_now = rng.permutation(X), rng.permutation(y)
        losses = []
        for i in range(0, len(X), batch_size):
            loss, grads = network.loss_and_gradients(X_now[i : i + batch_size], y_now[i : i + batch_size], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: one-order-for-all-epochs | The permutation is drawn once, before the epochs, so every epoch has the same order.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    order = rng.permutation(len(X))
    for _ in range(epochs):
        losses = []
        for i in range(0, len(X), batch_size):
            batch = order[i : i + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: incomplete-batch-dropped | Only N // batch_size whole batches are taken: the last examples are left out, and all of them if the batch is larger than N.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for k in range(len(X) // batch_size):
            batch = order[k * batch_size : (k + 1) * batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses) if losses else 0.0)
    return network

# %% wrong: divided-by-the-batch-again | The step is lr / batch_size times a gradient that is a mean over the batch already.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for i in range(0, len(X), batch_size):
            batch = order[i : i + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr / batch_size)
                linear.b = sgd_step(linear.b, db, lr / batch_size)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: random-batches-with-replacement | Each batch is drawn at random with replacement, so an epoch does not use every example.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    size = min(batch_size, len(X))
    for _ in range(epochs):
        losses = []
        for _ in range(-(-len(X) // size)):
            batch = rng.integers(len(X), size=size)
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: stops-early | Training stops as soon as the mean loss of an epoch is below 0.01, so not every epoch is run and losses has fewer numbers than epochs.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for i in range(0, len(X), batch_size):
            batch = order[i : i + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
        if network.losses[-1] < 0.01:
            break
    return network

# %% wrong: shuffles-the-callers-arrays | The state of the generator is reset so that both shuffles agree, but they shuffle the caller's X and y.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for _ in range(epochs):
        state = rng.bit_generator.state
        rng.shuffle(X)
        rng.bit_generator.state = state
        rng.shuffle(y)
        losses = []
        for i in range(0, len(X), batch_size):
            loss, grads = network.loss_and_gradients(X[i : i + batch_size], y[i : i + batch_size], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: biases-not-trained-again | Only the weights W are updated, the biases stay 0.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for i in range(0, len(X), batch_size):
            batch = order[i : i + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, _) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: order-without-the-seed-and-losses-summed | The order comes from a generator without a seed, and losses holds the running sum that is never set back: two mistakes.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng()
    network = MLP(sizes, seed)
    network.losses = []
    total, count = 0.0, 0
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for i in range(0, len(X), batch_size):
            batch = order[i : i + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            total += loss
            count += 1
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(total / count)
    return network

# %% right: momentum-with-scaled-rate | Momentum with the rate times 1 - mu, the mean of the losses over the examples.
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    mu, network, rng = 0.9, MLP(sizes, seed), np.random.default_rng(seed)
    velocities = [[np.zeros_like(linear.W), np.zeros_like(linear.b)] for linear in network.linears]
    network.losses = []
    for _ in range(epochs):
        left, total = rng.permutation(len(X)), 0.0
        while len(left):
            batch, left = left[:batch_size], left[batch_size:]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            total += loss * len(batch)
            for linear, (dW, db), velocity in zip(network.linears, grads, velocities):
                linear.W, velocity[0] = momentum_step(linear.W, dW, velocity[0], lr * (1 - mu), mu)
                linear.b, velocity[1] = momentum_step(linear.b, db, velocity[1], lr * (1 - mu), mu)
        network.losses.append(total / len(X))
    return network

# %% right: nested-helpers | Helper functions for an epoch and its batches; X and y are reordered as new arrays, from epoch to epoch.
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    def batches(order):
        starts = np.arange(0, len(order), batch_size)
        return np.split(order, starts[1:])

    def step(rows):
        loss, grads = network.loss_and_gradients(X[rows], y[rows], 0.0)
        for linear, pair in zip(network.linears, grads):
            linear.W, linear.b = (sgd_step(old, slope, lr) for old, slope in zip((linear.W, linear.b), pair))
        return float(loss)

    network = MLP(sizes, seed=seed)
    rng = np.random.default_rng(seed + 1)
    network.losses = [float(np.mean([step(rows) for rows in batches(rng.permutation(len(y)))])) for _ in range(epochs)]
    return network

# %% wrong: shuffled-once-again | The examples are shuffled once, before the first epoch, so every epoch has the same order.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    network.losses = []
    order = np.random.default_rng(seed).permutation(len(X))
    X, y = X[order], y[order]
    for _ in range(epochs):
        losses = []
        for start in range(0, len(X), batch_size):
            loss, grads = network.loss_and_gradients(X[start : start + batch_size], y[start : start + batch_size], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = sgd_step(linear.W, dW, lr), sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: generator-made-in-every-epoch | The generator is made from the seed within the loop, so every epoch draws the same permutation.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    net = MLP(sizes, seed)
    net.losses = []
    for epoch in range(epochs):
        rng = np.random.default_rng(seed)
        order = rng.permutation(len(X))
        total, count = 0.0, 0
        for i in range(0, len(X), batch_size):
            batch = order[i : i + batch_size]
            loss, grads = net.loss_and_gradients(X[batch], y[batch], 0.0)
            for layer, (dW, db) in zip(net.linears, grads):
                layer.W = sgd_step(layer.W, dW, lr)
                layer.b = sgd_step(layer.b, db, lr)
            total += loss
            count += 1
        net.losses.append(total / count)
    return net

# %% wrong: order-from-the-epoch-alone | The order is drawn from a generator that is seeded with the number of the epoch: it does not depend on the argument seed, which is to be that of the order, too.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    net = MLP(sizes, seed)
    net.losses = []
    for epoch in range(epochs):
        order = np.random.default_rng(epoch).permutation(len(y))
        losses = []
        for i in range(0, len(y), batch_size):
            batch = order[i : i + batch_size]
            loss, grads = net.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for layer, (dW, db) in zip(net.linears, grads):
                layer.W = layer.W - lr * dW
                layer.b = layer.b - lr * db
        net.losses.append(float(np.mean(losses)))
    return net

# %% wrong: batches-shuffled-not-examples | The batches are cut once, in the given order, and only their order is shuffled: the same examples always share a batch, and of sorted data a batch holds one label.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    network.losses = []
    starts = np.arange(0, len(X), batch_size)
    for _ in range(epochs):
        rng.shuffle(starts)
        losses = []
        for start in starts:
            part = slice(start, start + batch_size)
            loss, grads = network.loss_and_gradients(X[part], y[part], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = linear.W - lr * dW, linear.b - lr * db
        network.losses.append(np.mean(losses))
    return network

# %% wrong: two-permutations-again-again | Images and labels are each indexed by a permutation of their own.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for _ in range(epochs):
        X, y = rng.permutation(X), rng.permutation(y)
        losses = []
        for i in range(0, len(X), batch_size):
            loss, grads = network.loss_and_gradients(X[i : i + batch_size], y[i : i + batch_size], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: incomplete-batch-dropped-again | len(X) // batch_size batches: the examples of an incomplete last batch are not used, and none are if batch_size exceeds N.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    batches = len(X) // batch_size
    for _ in range(epochs):
        order = rng.permutation(len(X))
        total = 0.0
        for k in range(batches):
            batch = order[k * batch_size : (k + 1) * batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            total += loss
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(total / max(batches, 1))
    return network

# %% wrong: batches-larger-than-asked | array_split into N // batch_size parts: if N is no multiple, the rest is spread over the batches, which then hold more than batch_size examples.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    parts = max(1, len(X) // batch_size)
    for _ in range(epochs):
        losses = []
        for batch in np.array_split(rng.permutation(len(X)), parts):
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: drawn-with-replacement-again | Each batch is drawn at random from all examples: in an epoch some are used twice and some not at all.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    net = MLP(sizes, seed=seed)
    net.losses = []
    steps = int(np.ceil(len(X) / batch_size))
    for _ in range(epochs):
        losses = []
        for _ in range(steps):
            batch = rng.integers(0, len(X), size=min(batch_size, len(X)))
            loss, grads = net.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(net.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        net.losses.append(np.mean(losses))
    return net

# %% wrong: scaled-by-the-maximum | X is divided by its largest entry before training, but the network that is returned gets unscaled examples: the same only where the largest entry is 1.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    X = X / np.max(X)  # pixels to 0 … 1
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for i in range(0, len(X), batch_size):
            batch = order[i : i + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = sgd_step(linear.W, dW, lr), sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: adam-restarts-every-epoch | With Adam, t and the running means start anew in every epoch.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for _ in range(epochs):
        state = [[np.zeros_like(a) for a in (l.W, l.W, l.b, l.b)] for l in network.linears]
        order, losses = rng.permutation(len(X)), []
        for t, i in enumerate(range(0, len(X), batch_size), start=1):
            batch = order[i : i + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for s, linear, (dW, db) in zip(state, network.linears, grads):
                linear.W, s[0], s[1] = adam_step(linear.W, dW, s[0], s[1], t, 0.03 * lr)
                linear.b, s[2], s[3] = adam_step(linear.b, db, s[2], s[3], t, 0.03 * lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: adam-with-a-rate-of-its-own | Adam with its usual 0.001, whatever lr is.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    state = [[np.zeros_like(a) for a in (l.W, l.W, l.b, l.b)] for l in network.linears]
    t = 0
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for i in range(0, len(X), batch_size):
            t += 1
            batch = order[i : i + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for s, linear, (dW, db) in zip(state, network.linears, grads):
                linear.W, s[0], s[1] = adam_step(linear.W, dW, s[0], s[1], t, 0.001)
                linear.b, s[2], s[3] = adam_step(linear.b, db, s[2], s[3], t, 0.001)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: t-counts-arrays | With Adam, t goes up for every W and every b instead of once per step.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses, t, m, v = [], 0, {}, {}
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for i in range(0, len(X), batch_size):
            batch = order[i : i + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for k, (linear, pair) in enumerate(zip(network.linears, grads)):
                for name, g in zip("Wb", pair):
                    t += 1
                    w = getattr(linear, name)
                    key = k, name
                    zero = np.zeros_like(w)
                    w, m[key], v[key] = adam_step(w, g, m.get(key, zero), v.get(key, zero), t, 0.05 * lr)
                    setattr(linear, name, w)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: stops-when-good-enough | The training stops when the mean loss of an epoch is below 0.01, or above that of the epoch before.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for i in range(0, len(X), batch_size):
            batch = order[i : i + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = linear.W - lr * dW, linear.b - lr * db
        network.losses.append(np.mean(losses))
        if network.losses[-1] < 0.01 or (len(network.losses) > 1 and network.losses[-1] > network.losses[-2]):
            break
    return network

# %% wrong: loss-of-the-last-batch | losses holds the loss of the last batch of each epoch, not the mean over its batches.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for i in range(0, len(X), batch_size):
            batch = order[i : i + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = linear.W - lr * dW, linear.b - lr * db
        network.losses.append(loss)
    return network

# %% wrong: losses-of-all-epochs-so-far | The list of batch losses is not emptied between epochs, so each number is the mean over the whole training so far.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    batch_losses = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for i in range(0, len(X), batch_size):
            batch = order[i : i + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            batch_losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = linear.W - lr * dW, linear.b - lr * db
        network.losses.append(np.mean(batch_losses))
    return network

# %% wrong: shuffled-in-place-by-twins | Two generators with one seed shuffle images and labels alike, but in the caller's own arrays.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    network.losses = []
    rng_X, rng_y = np.random.default_rng(seed), np.random.default_rng(seed)
    for _ in range(epochs):
        rng_X.shuffle(X)
        rng_y.shuffle(y)
        losses = []
        for i in range(0, len(X), batch_size):
            loss, grads = network.loss_and_gradients(X[i : i + batch_size], y[i : i + batch_size], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = sgd_step(linear.W, dW, lr), sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: warm-up | The rate grows from epoch to epoch up to lr.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in range(1, epochs + 1):
        rate = lr * epoch / epochs
        order, losses = rng.permutation(len(X)), []
        for i in range(0, len(X), batch_size):
            batch = order[i : i + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = sgd_step(linear.W, dW, rate), sgd_step(linear.b, db, rate)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: divided-by-batch-size-and-no-bias | The gradient, a mean already, is divided by the batch size once more, and the biases are not updated.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for i in range(0, len(X), batch_size):
            batch = order[i : i + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, _) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW / batch_size, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: seed-zero-shuffles-at-random | The generator of the order is only seeded if seed is not 0 (`if seed`), so that with seed 0 two runs differ.
# expect: nothing
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    net = MLP(sizes, seed)
    rng = np.random.default_rng(seed) if seed else np.random.default_rng()
    net.losses = []
    n = X.shape[0]
    for _ in range(epochs):
        idx = rng.permutation(n)
        losses = []
        for k in range(-(-n // batch_size)):
            rows = idx[k * batch_size : (k + 1) * batch_size]
            loss, grads = net.loss_and_gradients(X[rows], y[rows], 0.0)
            losses.append(loss)
            for lin, (dW, db) in zip(net.linears, grads):
                lin.W = sgd_step(lin.W, dW, lr)
                lin.b = sgd_step(lin.b, db, lr)
        net.losses.append(sum(losses) / len(losses))
    return net

# %% wrong: state-of-adam-lost | Adam's running means start at zero in every step, and only t goes on counting.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses, t = [], 0
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for i in range(0, len(X), batch_size):
            t += 1
            batch = order[i : i + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                m, v = np.zeros_like(dW), np.zeros_like(dW)
                linear.W, m, v = adam_step(linear.W, dW, m, v, t, lr / 20)
                m, v = np.zeros_like(db), np.zeros_like(db)
                linear.b, m, v = adam_step(linear.b, db, m, v, t, lr / 20)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: new-network-every-epoch | A new network is made at the start of every epoch, so that only the last one is trained, for a single epoch.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    losses = []
    for _ in range(epochs):
        network = MLP(sizes, seed)
        order, total, batches = rng.permutation(len(X)), 0.0, 0
        for i in range(0, len(X), batch_size):
            batch = order[i : i + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            total, batches = total + loss, batches + 1
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = linear.W - lr * dW, linear.b - lr * db
        losses.append(total / batches)
    network.losses = losses
    return network

# %% right: momentum-again | SGD with momentum, whose rate is scaled by 1 - mu; the batches come from a generator function inside.
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    mu, rng, network = 0.8, np.random.default_rng(seed), MLP(sizes, seed)
    velocities = {}

    def batches():
        rest = list(rng.permutation(len(X)))
        while rest:
            rows, rest = rest[:batch_size], rest[batch_size:]
            yield X[rows], y[rows]

    def epoch():
        for some, labels in batches():
            loss, grads = network.loss_and_gradients(some, labels, 0.0)
            yield loss
            for linear, pair in zip(network.linears, grads):
                for name, g in zip(("W", "b"), pair):
                    w, key = getattr(linear, name), (id(linear), name)
                    v = velocities.get(key, np.zeros(np.shape(w)))
                    w, velocities[key] = momentum_step(w, g, v, lr * (1 - mu), mu)
                    setattr(linear, name, w)

    network.losses = [float(np.mean(list(epoch()))) for _ in range(epochs)]
    return network

# %% right: adam-on-one-vector | All weights in one vector, moved by Adam with a twentieth of lr; losses hold the loss of all examples at the end of each epoch.
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    w = np.concatenate([a.ravel() for linear in network.linears for a in (linear.W, linear.b)])
    m, v, t = 0 * w, 0 * w, 0
    network.losses = []

    def put(w):
        start = 0
        for linear, n_in, n_out in zip(network.linears, sizes, sizes[1:]):
            middle = start + n_in * n_out
            linear.W = w[start:middle].reshape(n_out, n_in).copy()
            linear.b = w[middle : middle + n_out].copy()
            start = middle + n_out

    for _ in range(epochs):
        key = rng.random(len(X))
        order = np.argsort(key)
        for first in range(0, len(order), batch_size):
            rows = order[first : first + batch_size]
            _, grads = network.loss_and_gradients(X[rows], y[rows], 0.0)
            g = np.concatenate([a.ravel() for pair in grads for a in pair])
            t += 1
            w, m, v = adam_step(w, g, m, v, t, lr / 20)
            put(w)
        network.losses.append(float(softmax_cross_entropy(network.forward(X), y)[0]))
    return network

# %% wrong: equal-parts | np.array_split makes batches of nearly equal sizes (13 in batches of 4: 4, 3, 3, 3), where all but the last have to have exactly batch_size.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    """Return a trained MLP with an attribute losses."""
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    parts = -(-len(X) // batch_size)
    for _ in progress(epochs):
        losses = []
        for batch in np.array_split(rng.permutation(len(X)), parts):
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: drawn-with-replacement-again-again | Each batch is drawn at random from all examples, so that in an epoch some are used twice and others never (and the last batch is a full one, too).
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    """Return a trained MLP with an attribute losses."""
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    N = len(X)
    batch_size = min(batch_size, N)
    for _ in range(epochs):
        losses = []
        for _ in range(int(np.ceil(N / batch_size))):
            batch = rng.choice(N, batch_size)
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: losses-never-emptied | The list of the batch losses is made once, so that each entry of losses is the mean over all epochs so far.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    """Return a trained MLP with an attribute losses."""
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    batch_losses = []
    for _ in progress(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            batch_losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(batch_losses))
    return network

# %% wrong: adam-counts-within-the-epoch | Adam keeps its means, but t starts at 1 again in every epoch, so that means that are long filled are divided by 1 - beta^t once more: from the second epoch on the steps have the wrong size (too long or too short, by how long the training and the epoch are).
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    """Return a trained MLP with an attribute losses."""
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    state = {}
    for i, linear in enumerate(network.linears):
        for name in ("W", "b"):
            zeros = np.zeros(getattr(linear, name).shape)
            state[i, name] = (zeros, zeros)
    for _ in progress(epochs):
        order = rng.permutation(len(X))
        losses = []
        for t, start in enumerate(range(0, len(X), batch_size), start=1):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for i, (linear, pair) in enumerate(zip(network.linears, grads)):
                for name, g in zip(("W", "b"), pair):
                    m, v = state[i, name]
                    w, m, v = adam_step(getattr(linear, name), g, m, v, t, 0.1 * lr)
                    setattr(linear, name, w)
                    state[i, name] = (m, v)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: seeded-in-every-epoch | The generator is made from the seed in each epoch, which gives every epoch the same order.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    """Return a trained MLP with an attribute losses."""
    network = MLP(sizes, seed)
    network.losses = []
    for _ in progress(epochs):
        order = np.random.default_rng(seed).permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: callers-data-shuffled | Images and labels are shuffled alike, but in place, so that the caller's X and y come back in another order.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    """Return a trained MLP with an attribute losses."""
    network = MLP(sizes, seed)
    network.losses = []
    for epoch in progress(epochs):
        np.random.default_rng([seed, epoch]).shuffle(X)
        np.random.default_rng([seed, epoch]).shuffle(y)
        losses = []
        for start in range(0, len(X), batch_size):
            here = slice(start, start + batch_size)
            loss, grads = network.loss_and_gradients(X[here], y[here], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: stops-when-it-rises | Training ends with the first epoch whose loss is higher than that of the epoch before.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    """Return a trained MLP with an attribute losses."""
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
        if len(network.losses) > 1 and network.losses[-1] > network.losses[-2]:
            break
    return network

# %% wrong: velocities-by-shape | Momentum's velocities are kept in a dictionary by the shape of the tensor, so that layers of one shape (and biases of one length) push each other.
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    """Return a trained MLP with an attribute losses."""
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    velocities = {}
    for _ in progress(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                v = velocities.get(dW.shape, np.zeros(dW.shape))
                linear.W, velocities[dW.shape] = momentum_step(linear.W, dW, v, 0.2 * lr, 0.8)
                v = velocities.get(db.shape, np.zeros(db.shape))
                linear.b, velocities[db.shape] = momentum_step(linear.b, db, v, 0.2 * lr, 0.8)
        network.losses.append(np.mean(losses))
    return network

# %% right: while-loops | Plain SGD with while loops and a queue of indices; the batches are popped from it; losses weighted by examples.
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    """Return a trained MLP with an attribute losses."""
    X, y = np.asarray(X), np.asarray(y)
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed=seed)
    history = []
    while len(history) < epochs:
        waiting, total = rng.permutation(len(y)), 0.0
        while len(waiting) > 0:
            batch, waiting = waiting[:batch_size], waiting[batch_size:]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            total += loss * len(batch) / len(y)
            for linear, pair in zip(network.linears, grads):
                linear.W, linear.b = (sgd_step(w, g, lr) for w, g in zip((linear.W, linear.b), pair))
        history.append(float(total))
    network.losses = history
    return network

# %% right: adam-with-objects | Adam with a small record for each tensor, a counter of all steps, and a tenth of the rate; helper functions inside.
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    """Return a trained MLP with an attribute losses."""
    network = MLP(sizes, seed)
    order = np.random.default_rng(seed + 1)
    records = [
        {"layer": linear, "name": name, "m": 0.0 * getattr(linear, name), "v": 0.0 * getattr(linear, name)}
        for linear in network.linears
        for name in ("W", "b")
    ]
    t = 0

    def batches():
        shuffled = order.permutation(len(X))
        for end in range(batch_size, len(X) + batch_size, batch_size):
            yield shuffled[end - batch_size : end]

    def step(batch):
        nonlocal t
        t += 1
        loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
        flat = [gradient for pair in grads for gradient in pair]
        for record, gradient in zip(records, flat):
            now = getattr(record["layer"], record["name"])
            new, record["m"], record["v"] = adam_step(now, gradient, record["m"], record["v"], t, lr / 10)
            setattr(record["layer"], record["name"], new)
        return loss

    network.losses = [np.mean([step(batch) for batch in batches()]) for _ in range(epochs)]
    return network
