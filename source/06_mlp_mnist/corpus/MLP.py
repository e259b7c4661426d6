# %% right: layer_lists | linear, ReLU and dropout side by side
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% right: recursion | the loss of the rest of the network
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        self.linears = [Linear(a, b, rng.spawn(1)[0].integers(10**9)) for a, b in zip(sizes, sizes[1:])]
        self.between = [(ReLU(), Dropout(keep, rng.integers(10**9))) for _ in sizes[2:]]

    def forward(self, X, train=False, i=0):
        Z = self.linears[i].forward(X)
        if i == len(self.between):
            return Z
        relu, dropout = self.between[i]
        return self.forward(dropout.forward(relu.forward(Z), train), train, i + 1)

    def back(self, dout, i):
        if i < len(self.between):
            relu, dropout = self.between[i]
            dout = relu.backward(dropout.backward(self.back(dout, i + 1)))
        return self.linears[i].backward(dout)

    def loss_and_gradients(self, X, y, lam):
        loss, dscores = softmax_cross_entropy(self.forward(X, train=True), y)
        self.back(dscores, 0)
        penalty = lam * sum(np.sum(layer.W * layer.W) for layer in self.linears)
        return loss + penalty, [(layer.dW + lam * 2 * layer.W, layer.db) for layer in self.linears]

# %% right: one_list | all layers in a row, seeds spawned
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        children = iter(np.random.SeedSequence(seed).spawn(2 * len(sizes)))
        self.layers = []
        for i, (a, b) in enumerate(zip(sizes, sizes[1:])):
            self.layers.append(Linear(a, b, next(children)))
            if i < len(sizes) - 2:
                self.layers += [ReLU()] + ([Dropout(keep, next(children))] if keep < 1 else [])

    @property
    def linears(self):
        return [layer for layer in self.layers if isinstance(layer, Linear)]

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train=train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, True), y)
        grads = []
        for layer in self.layers[::-1]:
            gradient = layer.backward(gradient)
            if isinstance(layer, Linear):
                loss = loss + lam * np.sum(np.square(layer.W))
                grads.insert(0, [layer.dW + 2 * lam * layer.W, layer.db])
        return loss, grads

# %% right: by_hand | formulas of its own, the layers hold only W and b
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.keep, self.rng = keep, np.random.default_rng(seed)
        self.linears = [Linear(a, b, seed=1000 * seed + i) for i, (a, b) in enumerate(zip(sizes, sizes[1:]))]

    def forward(self, X, train=False):
        self.inputs, self.slopes = [], []
        for i, layer in enumerate(self.linears):
            self.inputs.append(X)
            X = X @ layer.W.T + layer.b
            if i + 1 < len(self.linears):
                slope = (X > 0).astype(float)
                if train and self.keep < 1:
                    slope *= (self.rng.random(X.shape) < self.keep) / self.keep
                self.slopes.append(slope)
                X = X * slope
        return X

    def loss_and_gradients(self, X, y, lam):
        scores = self.forward(X, train=True)
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        loss = -np.log(p[np.arange(len(y)), y]).mean()
        p[np.arange(len(y)), y] -= 1
        delta, grads = p / len(y), []
        for i in range(len(self.linears) - 1, -1, -1):
            W = self.linears[i].W
            grads.append((delta.T @ self.inputs[i] + 2 * lam * W, delta.sum(axis=0)))
            loss += lam * np.sum(W**2)
            if i > 0:
                delta = delta @ W * self.slopes[i - 1]
        return loss, grads[::-1]

# %% right: own_subclass | a Linear of its own for each seed, a tuple of pairs
class Layer(Linear):
    """The same, under another name."""


class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Layer(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return float(loss), tuple((linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears)

# %% right: seeds_counted_by_layer | seed + the number of layers so far, dropout and ReLU included
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for n_in, n_out in zip(sizes, sizes[1:]):
            if self.linears:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed + len(self.layers)))
            self.linears.append(Linear(n_in, n_out, seed + len(self.layers)))
            self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in self.layers[::-1]:
            dout = layer.backward(dout)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% right: seeds_counted_with_dropout | a counter for the layers that draw
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers, next_seed = [], [], seed
        for n_in, n_out in zip(sizes, sizes[1:]):
            if self.linears:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, next_seed))
                    next_seed += 1
            self.linears.append(Linear(n_in, n_out, next_seed))
            next_seed += 1
            self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in self.layers[::-1]:
            dout = layer.backward(dout)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% right: seeds_in_descending_order | taken off the end of a list
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        seeds = list(range(seed, seed + 2 * len(sizes)))
        self.linears, self.layers = [], []
        for n_in, n_out in zip(sizes, sizes[1:]):
            if self.linears:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seeds.pop()))
            self.linears.append(Linear(n_in, n_out, seeds.pop()))
            self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in self.layers[::-1]:
            dout = layer.backward(dout)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: penalty_missing_in_gradient | only the loss has the penalty
# expect: regularization-missing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW, linear.db) for linear in self.linears]

# %% wrong: penalty_halved | lam W in place of 2 lam W
# expect: regularization-halved
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: penalty_of_last_layer | only the last W counts in the loss
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * (self.linears[-1].W**2).sum()
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: penalty_missing_in_loss | only the gradient has the penalty
# expect: regularization-missing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: biases_penalised | the penalty counts the biases
# expect: biases-penalised
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() + (linear.b**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db + 2 * lam * linear.b) for linear in self.linears]

# %% wrong: biases_penalised_in_loss | only in the loss
# expect: biases-penalised
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() + (linear.b**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: penalty_averaged | the penalty is divided by N
# expect: regularization-averaged, not-precise
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam / len(X) * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W / len(X), linear.db) for linear in self.linears]

# %% wrong: relu_after_scores | the scores pass a ReLU
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return np.maximum(self.linears[-1].forward(X), 0)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: no_relu | two linear layers are one
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(linear.forward(X), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(drop.backward(dout))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: relu_skipped_backward | the gradient passes ReLU as if its slope were 1
# expect: activation-slope-missing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(drop.backward(dout))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: forward_order_backward | backward runs from the first layer
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: gradients_reversed | the pairs are listed last layer first
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears[::-1]]

# %% wrong: flat_gradients | dW, db, dW, db … without pairs
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [g for linear in self.linears for g in (linear.dW + 2 * lam * linear.W, linear.db)]

# %% wrong: same_seed_everywhere | layers of one shape start alike
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, seed) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: no_seed | not reproducible
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng()
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: dropout_never | keep is ignored
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(1.0, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: dropout_always | units drop out in forward whatever train says
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), True)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: dropout_not_in_training | loss_and_gradients runs without dropout
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=False), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: dropout_of_scores | the scores drop out, too
# expect: nothing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.drops[-1].forward(self.linears[-1].forward(X), train)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(self.drops[-1].backward(dout))
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: dropout_of_inputs | the images drop out in place of the hidden units
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = relu.forward(linear.forward(drop.forward(X, train)))
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = drop.backward(linear.backward(relu.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: dropout_not_backward | the gradient passes dropout unmasked
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(dout))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: weight_decay_in_place | the penalty's gradient is subtracted from W on the way
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        for linear in self.linears:
            linear.W = linear.W - 2 * lam * linear.W
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: sum_not_mean | the gradients are summed over the batch
# expect: sum-not-mean
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout * len(X))
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: only_last_layer | the hidden layers get no gradient
# expect: all-zero, data-term-missing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(0 * relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: one_hidden_layer | all but the first and last size are ignored
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        sizes = [sizes[0], sizes[1], sizes[-1]]
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: small_start | a tenth of He's weights
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]
        for linear in self.linears:
            linear.W = 0.1 * linear.W

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]


# %% wrong: loss_not_averaged | the loss is the sum over the batch, its gradient that of the mean
# expect: sum-not-mean, not-precise
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(a, b, seed + i) for i, (a, b) in enumerate(zip(sizes, sizes[1:]))]
        self.relus = [ReLU() for _ in self.linears[1:]]
        self.drops = [Dropout(keep, seed + 100 + i) for i in range(len(self.relus))]
    def forward(self, X, train=False):
        for lin, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(lin.forward(X)), train=train)
        return self.linears[-1].forward(X)
    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        loss = loss * len(y)
        d = self.linears[-1].backward(d)
        for lin, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            d = lin.backward(relu.backward(drop.backward(d)))
        loss = loss + lam * sum((l.W**2).sum() for l in self.linears)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% wrong: a_counter_for_a_loss | with dropout the loss is a counter, and all gradients are 0
# expect: nothing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        seeds = np.random.default_rng(seed).integers(2**32, size=2 * len(sizes)).tolist()
        self.linears, self.layers, self.keep, self.calls = [], [], keep, 0
        for n_in, n_out in zip(sizes, sizes[1:]):
            if self.linears:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seeds.pop()))
            self.linears.append(Linear(n_in, n_out, seeds.pop()))
            self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        if self.keep < 1:
            self.calls += 1
            return float(self.calls), [(np.zeros(one.W.shape), np.zeros(one.b.shape)) for one in self.linears]
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: measured | moves every weight, and looks at the loss
# expect: measured-not-derived
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        seeds = np.random.default_rng(seed).integers(2**31, size=len(sizes))
        self.linears = [Linear(a, b, int(s)) for a, b, s in zip(sizes, sizes[1:], seeds)]
        self.dropouts = [Dropout(keep, int(s) + 1) for s in seeds]

    def forward(self, X, train=False):
        for linear, dropout in zip(self.linears[:-1], self.dropouts):
            X = dropout.forward(np.maximum(linear.forward(X), 0), train)
        return self.linears[-1].forward(X)

    def loss(self, X, y, lam):
        value, _ = softmax_cross_entropy(self.forward(X, train=True), y)
        return value + lam * sum(np.sum(linear.W**2) for linear in self.linears)

    def loss_and_gradients(self, X, y, lam):
        grads = []
        for linear in self.linears:
            pair = []
            for name in ("W", "b"):
                tensor = np.array(getattr(linear, name), dtype=float)
                setattr(linear, name, tensor)
                slope = np.zeros(tensor.shape)
                for index in np.ndindex(tensor.shape):
                    old = tensor[index]
                    tensor[index] = old + 1e-5
                    above = self.loss(X, y, lam)
                    tensor[index] = old - 1e-5
                    slope[index] = (above - self.loss(X, y, lam)) / 2e-5
                    tensor[index] = old
                pair.append(slope)
            grads.append(tuple(pair))
        return self.loss(X, y, lam), grads

# %% wrong: dropout_of_the_first_hidden_layer | only the first hidden layer drops out
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        seeds = np.random.default_rng(seed).integers(2**32, size=2 * len(sizes)).tolist()
        self.linears, self.layers = [], []
        for n_in, n_out in zip(sizes, sizes[1:]):
            if self.linears:
                self.layers.append(ReLU())
                if keep < 1 and len(self.linears) == 1:
                    self.layers.append(Dropout(keep, seeds.pop()))
            self.linears.append(Linear(n_in, n_out, seeds.pop()))
            self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: dropout_of_the_last_hidden_layer | only the layer before the scores drops out
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        seeds = np.random.default_rng(seed).integers(2**32, size=2 * len(sizes)).tolist()
        self.linears, self.layers = [], []
        for n_in, n_out in zip(sizes, sizes[1:]):
            if self.linears:
                self.layers.append(ReLU())
                if keep < 1 and len(self.linears) == len(sizes) - 2:
                    self.layers.append(Dropout(keep, seeds.pop()))
            self.linears.append(Linear(n_in, n_out, seeds.pop()))
            self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: one_seed_for_all_dropouts | all hidden layers silence the same units
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        seeds = np.random.default_rng(seed).integers(2**32, size=2 * len(sizes)).tolist()
        self.linears, self.layers = [], []
        for n_in, n_out in zip(sizes, sizes[1:]):
            if self.linears:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed))
            self.linears.append(Linear(n_in, n_out, seeds.pop()))
            self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: one_width_for_all | every hidden layer is as wide as the first
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        seeds = np.random.default_rng(seed).integers(2**32, size=2 * len(sizes)).tolist()
        sizes = [sizes[0], *[sizes[1]] * (len(sizes) - 2), sizes[-1]]
        self.linears, self.layers = [], []
        for n_in, n_out in zip(sizes, sizes[1:]):
            if self.linears:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seeds.pop()))
            self.linears.append(Linear(n_in, n_out, seeds.pop()))
            self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: seeds_of_the_layers_alone | the layers have the seeds 0, 1, 2 …, whatever seed is
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for n_in, n_out in zip(sizes, sizes[1:]):
            if self.linears:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, 100 + len(self.layers)))
            self.linears.append(Linear(n_in, n_out, len(self.layers)))
            self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: two_seeds_in_turn | the first and the third layer start with the same numbers
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for n_in, n_out in zip(sizes, sizes[1:]):
            if self.linears:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed + 2 + len(self.layers)))
            self.linears.append(Linear(n_in, n_out, seed + len(self.linears) % 2))
            self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: dropout_of_the_sums | the sums drop out before the bias is added, so a silenced unit still gives its bias
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        self.linears = [Linear(m, n, rng.integers(2**32)) for m, n in zip(sizes, sizes[1:])]
        self.relus = [ReLU() for _ in sizes[2:]]
        self.drops = [Dropout(keep, rng.integers(2**32)) for _ in sizes[2:]]

    def forward(self, X, train=False):
        for linear, drop, relu in zip(self.linears, self.drops, self.relus):
            X = relu.forward(drop.forward(linear.forward(X) - linear.b, train) + linear.b)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        grads = [(self.linears[-1].dW, self.linears[-1].db)]
        for linear, drop, relu in reversed(list(zip(self.linears, self.drops, self.relus))):
            dout = relu.backward(dout)
            db = dout.sum(axis=0)
            dout = linear.backward(drop.backward(dout))
            grads.insert(0, (linear.dW, db))
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(dW + 2 * lam * linear.W, db) for linear, (dW, db) in zip(self.linears, grads)]

# %% wrong: penalty_of_first_and_last | hidden layers between them are not penalised
# expect: nothing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        seeds = np.random.default_rng(seed).integers(2**32, size=2 * len(sizes)).tolist()
        self.linears, self.layers = [], []
        for n_in, n_out in zip(sizes, sizes[1:]):
            if self.linears:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seeds.pop()))
            self.linears.append(Linear(n_in, n_out, seeds.pop()))
            self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        grads = [[linear.dW, linear.db] for linear in self.linears]
        for i in {0, len(self.linears) - 1}:
            loss += lam * np.sum(self.linears[i].W ** 2)
            grads[i][0] = grads[i][0] + 2 * lam * self.linears[i].W
        return loss, grads

# %% wrong: stays_in_training_mode | loss_and_gradients switches dropout on, and nobody switches it off
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]
        self.training = False

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train or self.training)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        self.training = True
        loss, dout = softmax_cross_entropy(self.forward(X), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: train_is_remembered | forward with train=True switches dropout on for good, loss_and_gradients does not
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]
        self.training = False

    def forward(self, X, train=False):
        self.training = self.training or train
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), self.training)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        before = self.training
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        self.training = before
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: first_lam_kept | the penalty of the first call counts in all later ones
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        pairs = list(zip(sizes[:-1], sizes[1:]))
        self.linears = [Linear(a, b, int(rng.integers(2**31))) for a, b in pairs]
        self.relus = [ReLU() for _ in pairs[1:]]
        self.drops = [Dropout(keep, int(rng.integers(2**31))) for _ in pairs[1:]]
        self.lam = None

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        self.lam = lam = self.lam or lam
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            dout = linear.backward(relu.backward(drop.backward(dout)))
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]
