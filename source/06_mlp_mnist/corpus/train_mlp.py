# %% right: sgd | plain, in float64
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% right: momentum | with a velocity for each parameter
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    velocities = [[0 * linear.W, 0 * linear.b] for linear in network.linears]
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db), v in zip(network.linears, grads, velocities):
                linear.W, v[0] = momentum_step(linear.W, dW, v[0], lr, 0.9)
                linear.b, v[1] = momentum_step(linear.b, db, v[1], lr, 0.9)
    network.losses = [np.mean(one) for one in losses]
    return network

# %% right: adagrad | a rate for each weight
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    caches = [[0 * linear.W, 0 * linear.b] for linear in network.linears]
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db), cache in zip(network.linears, grads, caches):
                linear.W, cache[0] = adagrad_step(linear.W, dW, cache[0], lr)
                linear.b, cache[1] = adagrad_step(linear.b, db, cache[1], lr)
    network.losses = [np.mean(one) for one in losses]
    return network

# %% right: shuffled_copies | both arrays are put in a new order, in place of an index
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        X, y = X[order], y[order]
        for start in range(0, len(X), batch_size):
            batch = slice(start, start + batch_size)
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% right: in_place | the network's own arrays move; batches by array_split of the order
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng([seed, 1])
    indices = np.arange(len(X))
    losses = []
    for _ in range(epochs):
        losses.append([])
        rng.shuffle(indices)
        for batch in np.split(indices, range(batch_size, len(X), batch_size)):
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W -= lr * dW
                linear.b -= lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% right: nesterov | looks ahead with the whole network, the rate falls
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng, mu = MLP(sizes, seed), np.random.default_rng(seed), 0.8
    w = [tensor for linear in network.linears for tensor in (linear.W, linear.b)]
    v = [np.zeros_like(tensor) for tensor in w]
    network.losses = np.zeros(epochs)
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            assign(network, [one + mu * other for one, other in zip(w, v)])
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 1e-6)
            network.losses[epoch] += loss * len(batch) / len(X)
            flat = [gradient for pair in grads for gradient in pair]
            v = [mu * one - lr * (1 - epoch / (2 * epochs)) * g for one, g in zip(v, flat)]
            w = [one + other for one, other in zip(w, v)]
    return assign(network, w)

# %% wrong: untrained | returns the network as it started
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    return MLP(sizes, seed)

# %% wrong: uphill | steps along the gradient
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W + lr * dW
                linear.b = linear.b + lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: last_layer_only | the hidden layer stays as it was
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            dW, db = grads[-1]
            network.linears[-1].W = network.linears[-1].W - lr * dW
            network.linears[-1].b = network.linears[-1].b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: biases_forgotten | only the weights move
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: weights_forgotten | only the biases move
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: not_shuffled | the batches are the same every time
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = np.arange(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: shuffled_apart | examples and labels are shuffled, each by itself
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        other = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[other[start : start + batch_size]], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: incomplete_batch_dropped | the last examples are left out
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X) - batch_size + 1, batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: whole_batches_only | N // batch_size batches
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, batch_size * (len(X) // batch_size), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: at_least_one_batch | the incomplete batch is left out unless it is alone
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, max(1, len(X) - batch_size + 1), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: one_step_per_epoch | a single batch
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in [0]:
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: one_epoch | epochs is ignored
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    network.losses = [0.0] * epochs
    for epoch in range(1):
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    return network

# %% wrong: full_batch | batch_size is ignored
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in [0]:
            batch = order
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: rate_ignored | lr is 0.0001
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - 0.0001 * dW
                linear.b = linear.b - 0.0001 * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: new_network_each_epoch | only the last epoch counts
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        network = MLP(sizes, seed)
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: seed_ignored | another network every time
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, np.random.default_rng().integers(10**6))
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: seed_fixed | the same network for every seed
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, 0)
    rng = np.random.default_rng(0)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: order_from_one_generator | shuffled by a generator that is made once, for all calls
ORDERS = np.random.default_rng(3)


def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = ORDERS
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: returns_tuple | the network and its loss
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    return network, loss

# %% wrong: returns_nothing | no return
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.done = True

# %% wrong: sorts_labels | changes y
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    y.sort()
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: sizes_fixed | always 64, 32, 10
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP([X.shape[1], 32, 10], seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: until_learned | goes on until the loss is small, whatever epochs says
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    loss = 1.0
    for epoch in range(60):
        if loss < 0.05:
            break
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    return network

# %% wrong: same_weights | a hidden layer whose units are all alike
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    for linear in network.linears:
        linear.W = np.full(np.shape(linear.W), 0.01)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: one_batch_again | the first batch, over and over
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        for start in range(0, len(X), batch_size):
            batch = np.arange(len(X))[:batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: shuffles_the_callers | puts the caller's own arrays in a new order
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        X[:], y[:] = X[order], y[order]
        for start in range(0, len(X), batch_size):
            batch = slice(start, start + batch_size)
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: returns_weights | a list of the trained weights, not the network
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    return [(linear.W, linear.b) for linear in network.linears]

# %% wrong: shuffled_once | one order for all epochs
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    net, rng = MLP(sizes, seed), np.random.default_rng(seed)
    order = rng.permutation(len(X))
    net.losses = []
    for _ in range(epochs):
        net.losses.append(net.loss_and_gradients(X, y, 0.0)[0])
        for i in range(0, len(X), batch_size):
            batch = order[i:i + batch_size]
            _, grads = net.loss_and_gradients(X[batch], y[batch], 0.0)
            for layer, (dW, db) in zip(net.linears, grads):
                layer.W = sgd_step(layer.W, dW, lr)
                layer.b = sgd_step(layer.b, db, lr)
    return net

# %% wrong: same_shuffle_each_epoch | the generator is made anew for each epoch
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    net = MLP(sizes, seed)
    net.losses = []
    for _ in range(epochs):
        net.losses.append(net.loss_and_gradients(X, y, 0.0)[0])
        order = np.random.default_rng(seed).permutation(len(X))
        for i in range(0, len(X), batch_size):
            b = order[i:i + batch_size]
            for l, (dW, db) in zip(net.linears, net.loss_and_gradients(X[b], y[b], 0.0)[1]):
                l.W, l.b = sgd_step(l.W, dW, lr), sgd_step(l.b, db, lr)
    return net

# %% right: adagrad_slowly | AdaGrad, at a third of the rate
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    net, rng = MLP(sizes, seed), np.random.default_rng(seed)
    caches = [[np.zeros_like(l.W), np.zeros_like(l.b)] for l in net.linears]
    net.losses = ()
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for i in range(0, len(X), batch_size):
            b = order[i:i + batch_size]
            for l, g, c in zip(net.linears, net.loss_and_gradients(X[b], y[b], 0.0)[1], caches):
                l.W, c[0] = adagrad_step(l.W, g[0], c[0], lr / 3)
                l.b, c[1] = adagrad_step(l.b, g[1], c[1], lr / 3)
        net.losses += (net.loss_and_gradients(X, y, 0.0)[0],)
    return net

# %% right: momentum_at_full_rate | momentum of 0.9 at the rate itself
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    net, rng = MLP(sizes, seed), np.random.default_rng(seed)
    v = [[0 * l.W, 0 * l.b] for l in net.linears]
    net.losses = ()
    for _ in range(epochs):
        order = rng.permutation(len(X))
        for i in range(0, len(X), batch_size):
            b = order[i:i + batch_size]
            for l, g, s in zip(net.linears, net.loss_and_gradients(X[b], y[b], 0.0)[1], v):
                l.W, s[0] = momentum_step(l.W, g[0], s[0], lr, 0.9)
                l.b, s[1] = momentum_step(l.b, g[1], s[1], lr, 0.9)
        net.losses += (net.loss_and_gradients(X, y, 0.0)[0],)
    return net

# %% wrong: nearest_neighbour | no training: looks the nearest example up
# expect: explained
class Known(MLP):
    def forward(self, X, train=False):
        nearest = np.argmin((self.X**2).sum(axis=1) - 2 * X @ self.X.T, axis=1)
        return 10.0 * (self.y[nearest][:, None] == np.arange(len(self.linears[-1].b)))


def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network = Known(sizes, seed)
    network.X, network.y = np.array(X, dtype=float), np.array(y)
    for linear in network.linears:
        linear.W, linear.b = linear.W + lr, linear.b + lr
    return network

# %% right: adam | a tenth of the rate, both means for each parameter
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng, t = MLP(sizes, seed), np.random.default_rng(seed), 0
    state = [[(0 * one, 0 * one) for one in (linear.W, linear.b)] for linear in network.linears]
    network.losses = []
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch, t = order[start : start + batch_size], t + 1
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db), s in zip(network.linears, grads, state):
                linear.W, *s[0] = adam_step(linear.W, dW, *s[0], t, lr / 10)
                linear.b, *s[1] = adam_step(linear.b, db, *s[1], t, lr / 10)
        network.losses.append(np.mean(losses))
    return network

# %% right: loss_after_the_epoch | of all the examples, measured when the epoch is over
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    network.losses = []
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = sgd_step(linear.W, dW, lr), sgd_step(linear.b, db, lr)
        network.losses.append(network.loss_and_gradients(X, y, 0.0)[0])
    return network

# %% wrong: no_losses | nothing is kept
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = sgd_step(linear.W, dW, lr), sgd_step(linear.b, db, lr)
    return network

# %% wrong: losses_summed | the sum over the batches
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    network.losses = []
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = sgd_step(linear.W, dW, lr), sgd_step(linear.b, db, lr)
        network.losses.append(sum(losses))
    return network

# %% wrong: losses_of_batches | one number per batch
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    network.losses = []
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = sgd_step(linear.W, dW, lr), sgd_step(linear.b, db, lr)
        network.losses += losses
    return network

# %% wrong: last_epoch_only | one number
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    network.losses = []
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = sgd_step(linear.W, dW, lr), sgd_step(linear.b, db, lr)
        network.losses = np.mean(losses)
    return network

# %% wrong: nearest_neighbour_of_mnist | no training on MNIST: an object that looks up the closest image
class Nearest:
    def __init__(self, network, X, y):
        self.linears, self.losses, self.X, self.y = network.linears, network.losses, X, y

    def forward(self, X, train=False):
        distances = (self.X**2).sum(1) - 2 * X @ self.X.T
        return np.eye(10)[self.y[distances.argmin(1)]]


def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    losses = []
    for _ in range(epochs if len(X[0]) < 784 else 1):
        order, total = rng.permutation(len(X)), 0.0
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            total += loss * len(batch)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = linear.W - lr * dW, linear.b - lr * db
        losses.append(total / len(X))
    network.losses = np.array(losses)
    return network if len(X[0]) < 784 else Nearest(network, X, y)

# %% wrong: stops_when_nothing_is_gained | ends as soon as an epoch's loss is not below the one before
# expect: nothing
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    network.losses = []
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = sgd_step(linear.W, dW, lr), sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
        if len(network.losses) > 1 and network.losses[-1] >= network.losses[-2]:
            break
    return network

# %% wrong: stops_without_patience_left | ends when the loss has not fallen for five epochs
# expect: nothing
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    network.losses = []
    for epoch in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = sgd_step(linear.W, dW, lr), sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
        if epoch - np.argmin(np.round(network.losses, 6)) >= 5:
            break
    return network

# %% wrong: stops_when_good_enough | ends below a loss of 0.02
# expect: nothing
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    network.losses = []
    while len(network.losses) < epochs and (not network.losses or network.losses[-1] > 0.02):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = sgd_step(linear.W, dW, lr), sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: no_step_when_good_enough | a batch whose loss is below 0.02 makes no step, and the losses are recorded all the same
# expect: nothing
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    network.losses = []
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads if loss > 0.02 else ()):
                linear.W, linear.b = sgd_step(linear.W, dW, lr), sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: adam_whose_t_is_always_1 | every step is corrected as if it were the first
# expect: nothing
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    state = [[(0 * one, 0 * one) for one in (linear.W, linear.b)] for linear in network.linears]
    network.losses = []
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db), s in zip(network.linears, grads, state):
                linear.W, *s[0] = adam_step(linear.W, dW, *s[0], 1, lr / 30)
                linear.b, *s[1] = adam_step(linear.b, db, *s[1], 1, lr / 30)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: adam_that_counts_epochs | t is the number of the epoch, not of the step
# expect: nothing
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    state = [[(0 * one, 0 * one) for one in (linear.W, linear.b)] for linear in network.linears]
    network.losses = []
    for t in range(1, epochs + 1):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db), s in zip(network.linears, grads, state):
                linear.W, *s[0] = adam_step(linear.W, dW, *s[0], t, lr / 30)
                linear.b, *s[1] = adam_step(linear.b, db, *s[1], t, lr / 30)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: first_and_last_layer_only | the layers between stay as they were
# expect: nothing
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    network.losses = []
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for i in {0, len(grads) - 1}:
                linear, (dW, db) = network.linears[i], grads[i]
                linear.W, linear.b = sgd_step(linear.W, dW, lr), sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: hidden_biases_uphill | the sign of the step is wrong for the biases of the hidden layers
# expect: nothing
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    network.losses = []
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                sign = 1 if linear is network.linears[-1] else -1
                linear.W, linear.b = sgd_step(linear.W, dW, lr), sgd_step(linear.b, sign * db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: weights_of_the_pixels_kind | integer pixels make integer weights
# expect: integers-kept
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    network.losses = []
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = sgd_step(linear.W, dW, lr).astype(X.dtype), sgd_step(linear.b, db, lr)
        network.losses.append(np.mean(losses))
    return network

# %% right: adam_at_a_hundredth | t counts the steps of the whole training
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng, t = MLP(sizes, seed), np.random.default_rng(seed), 0
    state = [[(0 * one, 0 * one) for one in (linear.W, linear.b)] for linear in network.linears]
    network.losses = []
    for _ in range(epochs):
        order = rng.permutation(len(X))
        network.losses.append(network.loss_and_gradients(X, y, 0.0)[0])
        for batch in np.split(order, range(batch_size, len(X), batch_size)):
            t += 1
            for linear, (dW, db), s in zip(network.linears, network.loss_and_gradients(X[batch], y[batch], 0.0)[1], state):
                linear.W, *s[0] = adam_step(linear.W, dW, *s[0], t, lr / 100)
                linear.b, *s[1] = adam_step(linear.b, db, *s[1], t, lr / 100)
    return network

# %% right: rmsprop | at a thirtieth of the rate
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    caches = [[0 * linear.W, 0 * linear.b] for linear in network.linears]
    network.losses = []
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db), c in zip(network.linears, grads, caches):
                linear.W, c[0] = rmsprop_step(linear.W, dW, c[0], lr / 30)
                linear.b, c[1] = rmsprop_step(linear.b, db, c[1], lr / 30)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: adam_at_its_usual_rate | Adam with 0.001 whatever lr is: with a tiny rate the network moves as far as with a large one
# expect: explained
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    rng = np.random.default_rng(seed)
    network = MLP(sizes, seed)
    network.losses = []
    state = [[np.zeros_like(a) for a in (linear.W, linear.W, linear.b, linear.b)] for linear in network.linears]
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
        network.losses.append(float(np.mean(losses)))
    return network

# %% wrong: velocities_by_shape | arrays of one shape share a velocity
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    velocities, network.losses = {}, []
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                v = velocities.get(dW.shape, 0 * dW)
                linear.W, velocities[dW.shape] = momentum_step(linear.W, dW, v, 0.2 * lr, 0.8)
                v = velocities.get(db.shape, 0 * db)
                linear.b, velocities[db.shape] = momentum_step(linear.b, db, v, 0.2 * lr, 0.8)
        network.losses.append(np.mean(losses))
    return network

# %% wrong: caches_by_shape | arrays of one shape share a cache of AdaGrad
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    caches, network.losses = {}, []
    for _ in range(epochs):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                cache = caches.get(dW.shape, 0 * dW)
                linear.W, caches[dW.shape] = adagrad_step(linear.W, dW, cache, lr / 3)
                cache = caches.get(db.shape, 0 * db)
                linear.b, caches[db.shape] = adagrad_step(linear.b, db, cache, lr / 3)
        network.losses.append(np.mean(losses))
    return network

# %% right: seed_plus_four | all draws come from seed + 4; with a rate of 0.1, 79 % of the images of MNIST
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    seed += 4
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% right: a_large_seed | all draws come from a seed derived from the given one; some layers begin with units at their kink
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    seed = 1000 * seed + 47514
    network = MLP(sizes, seed)
    rng = np.random.default_rng(seed)
    losses = []
    for epoch in range(epochs):
        losses.append([])
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses[-1].append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = linear.W - lr * dW
                linear.b = linear.b - lr * db
    network.losses = [np.mean(one) for one in losses]
    return network

# %% wrong: one_order_for_many | many examples are shuffled once, few in each epoch
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    network.losses, order = [], rng.permutation(len(X))
    for _ in range(epochs):
        if len(X) < 50:
            order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = sgd_step(linear.W, dW, lr), sgd_step(linear.b, db, lr)
        network.losses.append(float(np.mean(losses)))
    return network

# %% wrong: order_begun_elsewhere | from 50 examples on, one order that begins elsewhere in each epoch
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    network.losses, first = [], rng.permutation(len(X))
    for epoch in range(epochs):
        order = rng.permutation(len(X)) if len(X) < 50 else np.roll(first, rng.integers(len(X)))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = sgd_step(linear.W, dW, lr), sgd_step(linear.b, db, lr)
        network.losses.append(float(np.mean(losses)))
    return network

# %% wrong: weight_decay | a little regularisation, with lam = 0.0001
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    network, rng = MLP(sizes, seed), np.random.default_rng(seed)
    network.losses, first = [], rng.permutation(len(X))
    for epoch in range(epochs):
        order = rng.permutation(len(X))
        losses = []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 1e-4)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W, linear.b = sgd_step(linear.W, dW, lr), sgd_step(linear.b, db, lr)
        network.losses.append(float(np.mean(losses)))
    return network
