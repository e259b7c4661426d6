# %% wrong: relu-after-the-scores | a ReLU follows every Linear layer, also the last: negative scores become 0
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = []
        self.layers = []
        for i in range(len(sizes) - 1):
            linear = Linear(sizes[i], sizes[i + 1], seed * 1000 + i)
            self.linears.append(linear)
            self.layers += [linear, ReLU()]
            if keep < 1 and i < len(sizes) - 2:
                self.layers.append(Dropout(keep, seed * 1000 + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        loss += lam * sum(np.sum(l.W**2) for l in self.linears)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% wrong: one-seed-for-all-layers | every Linear gets the same seed, so layers of one shape start with the same weights
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(a, b, seed) for a, b in zip(sizes[:-1], sizes[1:])]
        self.relus = [ReLU() for _ in self.linears[:-1]]
        self.drops = [Dropout(keep, seed + 77 + i) for i in range(len(self.relus))]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, True), y)
        d = self.linears[-1].backward(d)
        for linear, relu, drop in reversed(list(zip(self.linears, self.relus, self.drops))):
            d = linear.backward(relu.backward(drop.backward(d)))
        for linear in self.linears:
            loss += lam * (linear.W**2).sum()
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: one-relu-for-all | a single ReLU object serves all hidden layers: it remembers only its last input, so backward of the earlier ones uses the wrong mask
# expect: memory-shared
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.keep = keep
        self.relu = ReLU()
        self.linears = [Linear(sizes[i], sizes[i + 1], seed + i) for i in range(len(sizes) - 1)]
        self.drops = [Dropout(keep, seed + 100 + i) for i in range(len(sizes) - 2)]

    def forward(self, X, train=False):
        for i, linear in enumerate(self.linears[:-1]):
            X = self.relu.forward(linear.forward(X))
            X = self.drops[i].forward(X, train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        dout = self.linears[-1].backward(dout)
        for i in range(len(self.linears) - 2, -1, -1):
            dout = self.drops[i].backward(dout)
            dout = self.relu.backward(dout)
            dout = self.linears[i].backward(dout)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: biases-penalised | the penalty and its gradient include the biases
# expect: biases-penalised
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        self.linears = []
        self.layers = []
        for i in range(len(sizes) - 1):
            if i > 0:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, int(rng.integers(1 << 30))))
            self.linears.append(Linear(sizes[i], sizes[i + 1], int(rng.integers(1 << 30))))
            self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        out = X
        for layer in self.layers:
            if isinstance(layer, Dropout):
                out = layer.forward(out, train=train)
            else:
                out = layer.forward(out)
        return out

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in self.layers[::-1]:
            dout = layer.backward(dout)
        grads = []
        for l in self.linears:
            loss += lam * (np.sum(l.W**2) + np.sum(l.b**2))
            grads.append((l.dW + 2 * lam * l.W, l.db + 2 * lam * l.b))
        return loss, grads

# %% wrong: penalty-only-in-the-loss | the penalty is added to the loss, but not to the gradients
# expect: regularization-missing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(m, n, [seed, i]) for i, (m, n) in enumerate(zip(sizes, sizes[1:]))]
        self.layers = []
        for i, linear in enumerate(self.linears[:-1]):
            self.layers += [linear, ReLU(), Dropout(keep, [seed, i, 1])]
        self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train=train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        scores = self.forward(X, train=True)
        loss, dout = softmax_cross_entropy(scores, y)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        return loss, [(linear.dW, linear.db) for linear in self.linears]

# %% wrong: penalty-only-in-the-gradient | the gradients contain 2 lam W, but the loss lacks the penalty
# expect: regularization-missing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(m, n, 10 * seed + i) for i, (m, n) in enumerate(zip(sizes, sizes[1:]))]
        self.layers = []
        for i, linear in enumerate(self.linears[:-1]):
            self.layers += [linear, ReLU(), Dropout(keep, 10 * seed + i)]
        self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train=train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        for linear in self.linears:
            linear.dW = linear.dW + 2 * lam * linear.W
        return loss, [(linear.dW, linear.db) for linear in self.linears]

# %% wrong: penalty-without-two | the penalty's gradient is lam * W, as if there were a factor 1/2 in the penalty; the loss has none
# expect: regularization-halved
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        seeds = np.random.SeedSequence(seed).spawn(2 * len(sizes))
        self.linears, self.stack = [], []
        for i, (a, b) in enumerate(zip(sizes[:-1], sizes[1:])):
            if self.linears:
                self.stack.append(ReLU())
                if keep < 1:
                    self.stack.append(Dropout(keep, seeds[2 * i]))
            self.linears.append(Linear(a, b, seeds[2 * i + 1]))
            self.stack.append(self.linears[-1])

    def forward(self, X, train=False):
        h = X
        for layer in self.stack:
            h = layer.forward(h, train) if type(layer) is Dropout else layer.forward(h)
        return h

    def loss_and_gradients(self, X, y, lam):
        data_loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        reg_loss = lam * sum(np.sum(l.W * l.W) for l in self.linears)
        for layer in reversed(self.stack):
            d = layer.backward(d)
        return data_loss + reg_loss, [(l.dW + lam * l.W, l.db) for l in self.linears]

# %% wrong: penalty-of-the-last-layer | after the loop the variable linear is the last layer: only its weights are in the loss's penalty (the gradients are right)
# expect: nothing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(a, b, seed + 31 * i) for i, (a, b) in enumerate(zip(sizes, sizes[1:]))]
        self.relus = [ReLU() for _ in sizes[2:]]
        self.drops = [Dropout(keep, seed + 17 * i + 5) for i in range(len(sizes) - 2)]

    def forward(self, X, train=False):
        for linear, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(linear.forward(X)), train=train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        d = self.linears[-1].backward(d)
        for i in reversed(range(len(self.relus))):
            d = self.linears[i].backward(self.relus[i].backward(self.drops[i].backward(d)))
        grads = []
        for linear in self.linears:
            grads.append((linear.dW + 2 * lam * linear.W, linear.db))
        loss += lam * np.sum(linear.W**2)
        return loss, grads

# %% wrong: gradients-last-to-first | grads is filled during the backward loop and never turned round: its order is last layer to first
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        n = len(sizes) - 1
        for i in range(n):
            self.linears.append(Linear(sizes[i], sizes[i + 1], seed + i))
            self.layers.append(self.linears[i])
            if i < n - 1:
                self.layers.append(ReLU())
                self.layers.append(Dropout(keep, seed + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            if isinstance(layer, Dropout):
                X = layer.forward(X, train)
            else:
                X = layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, True), y)
        grads = []
        for layer in reversed(self.layers):
            d = layer.backward(d)
            if isinstance(layer, Linear):
                loss = loss + lam * np.sum(layer.W**2)
                grads.append((layer.dW + 2 * lam * layer.W, layer.db))
        return loss, grads

# %% wrong: no-dropout-in-training | loss_and_gradients calls forward without train=True, so dropout is never active in training
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(a, b, seed + i) for i, (a, b) in enumerate(zip(sizes, sizes[1:]))]
        self.layers = [self.linears[0]]
        for i, linear in enumerate(self.linears[1:]):
            self.layers += [ReLU(), Dropout(keep, seed - i - 1 if seed > i else seed + 50 + i), linear]

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X), y)
        for layer in self.layers[::-1]:
            d = layer.backward(d)
        loss += lam * sum((l.W**2).sum() for l in self.linears)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% wrong: dropout-when-testing | forward does not hand train on to the Dropout layers, whose default is True: units drop out in use, too
# expect: nothing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i in range(1, len(sizes)):
            linear = Linear(sizes[i - 1], sizes[i], seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 1:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        loss += lam * sum((l.W**2).sum() for l in self.linears)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% wrong: dropout-on-the-scores | a Dropout follows the last Linear as well: scores are dropped in training
# expect: nothing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(a, b, seed + i) for i, (a, b) in enumerate(zip(sizes, sizes[1:]))]
        self.relus = [ReLU() for _ in self.linears]
        self.drops = [Dropout(keep, seed + i) for i in range(len(self.linears))]

    def forward(self, X, train=False):
        last = len(self.linears) - 1
        for i, linear in enumerate(self.linears):
            X = linear.forward(X)
            if i < last:
                X = self.relus[i].forward(X)
            X = self.drops[i].forward(X, train)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, True), y)
        last = len(self.linears) - 1
        for i in range(last, -1, -1):
            d = self.drops[i].backward(d)
            if i < last:
                d = self.relus[i].backward(d)
            d = self.linears[i].backward(d)
        loss += lam * sum(np.sum(l.W**2) for l in self.linears)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% wrong: eats-the-sizes | sizes.pop(0) takes the numbers out of the caller's list
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        n_in = sizes.pop(0)
        while sizes:
            n_out = sizes.pop(0)
            self.linears.append(Linear(n_in, n_out, seed + 7 * len(self.linears)))
            self.layers.append(self.linears[-1])
            if sizes:
                self.layers.append(ReLU())
                self.layers.append(Dropout(keep, seed + 7 * len(self.linears)))
            n_in = n_out

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        loss += lam * sum(np.sum(l.W**2) for l in self.linears)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% wrong: penalty-of-old-weights | the weights for the penalty are collected once in __init__; after an assignment to W (every training step) the penalty is still that of the start
# expect: nothing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(a, b, seed + i) for i, (a, b) in enumerate(zip(sizes, sizes[1:]))]
        self.weights = [l.W for l in self.linears]
        self.layers = [self.linears[0]]
        for i, l in enumerate(self.linears[1:]):
            self.layers += [ReLU(), Dropout(keep, seed + 1000 + i), l]

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        loss += lam * sum(np.sum(W**2) for W in self.weights)
        return loss, [(l.dW + 2 * lam * W, l.db) for l, W in zip(self.linears, self.weights)]

# %% wrong: two-sizes-not-handled | first and last layer are built separately, so sizes = [D, K] gives two layers instead of one
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(sizes[0], sizes[1], seed)]
        for i in range(1, len(sizes) - 2):
            self.linears.append(Linear(sizes[i], sizes[i + 1], seed + i))
        self.linears.append(Linear(sizes[-2], sizes[-1], seed + len(sizes)))
        self.layers = [self.linears[0]]
        for i, l in enumerate(self.linears[1:]):
            self.layers += [ReLU(), Dropout(keep, seed + 1000 + i), l]

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        loss += lam * sum(np.sum(l.W**2) for l in self.linears)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% wrong: slope-skipped | backward goes only through the Linear layers: the slopes of the ReLUs (and the dropout masks) are left out
# expect: activation-slope-missing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(a, b, seed + i) for i, (a, b) in enumerate(zip(sizes, sizes[1:]))]
        self.relus = [ReLU() for _ in self.linears[1:]]
        self.drops = [Dropout(keep, seed + 9 + i) for i in range(len(self.relus))]

    def forward(self, X, train=False):
        for i, linear in enumerate(self.linears):
            X = linear.forward(X)
            if i < len(self.relus):
                X = self.drops[i].forward(self.relus[i].forward(X), train)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, True), y)
        grads = []
        for linear in self.linears[::-1]:
            d = linear.backward(d)
            loss += lam * np.sum(linear.W**2)
            grads.insert(0, (linear.dW + 2 * lam * linear.W, linear.db))
        return loss, grads

# %% wrong: no-relu-at-all | the hidden layers are only Linear and Dropout: without a kink in between the network is linear
# expect: nothing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(a, b, seed + i) for i, (a, b) in enumerate(zip(sizes, sizes[1:]))]
        self.drops = [Dropout(keep, seed + i) for i in range(len(self.linears) - 1)]

    def forward(self, X, train=False):
        for linear, drop in zip(self.linears, self.drops):
            X = drop.forward(linear.forward(X), train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, True), y)
        d = self.linears[-1].backward(d)
        for linear, drop in zip(self.linears[-2::-1], self.drops[::-1]):
            d = linear.backward(drop.backward(d))
        loss += lam * sum(np.sum(l.W**2) for l in self.linears)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% wrong: attribute-named-layers | the Linear layers are kept as self.layers; there is no attribute linears
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.layers = [Linear(a, b, seed + i) for i, (a, b) in enumerate(zip(sizes, sizes[1:]))]
        self.acts = [ReLU() for _ in self.layers[1:]]
        self.drops = [Dropout(keep, seed + i + 20) for i in range(len(self.acts))]

    def forward(self, X, train=False):
        for layer, act, drop in zip(self.layers, self.acts, self.drops):
            X = drop.forward(act.forward(layer.forward(X)), train)
        return self.layers[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, True), y)
        d = self.layers[-1].backward(d)
        for layer, act, drop in reversed([*zip(self.layers, self.acts, self.drops)]):
            d = layer.backward(act.backward(drop.backward(d)))
        loss += lam * sum(np.sum(l.W**2) for l in self.layers)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.layers]

# %% wrong: square-of-the-sum | the penalty is lam * (sum of W)² instead of the sum of the squares (the gradient is that of the sum of squares)
# expect: nothing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(a, b, seed + i) for i, (a, b) in enumerate(zip(sizes, sizes[1:]))]
        self.layers = [self.linears[0]]
        for i, l in enumerate(self.linears[1:]):
            self.layers += [ReLU(), Dropout(keep, seed + 1000 + i), l]

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        R = 0
        for l in self.linears:
            R += np.sum(l.W) ** 2
        return loss + lam * R, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% wrong: penalty-averaged | the penalty and its gradient are divided by the batch size, as the data loss is
# expect: regularization-averaged
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(a, b, seed + i) for i, (a, b) in enumerate(zip(sizes, sizes[1:]))]
        self.layers = [self.linears[0]]
        for i, l in enumerate(self.linears[1:]):
            self.layers += [ReLU(), Dropout(keep, seed + 1000 + i), l]

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        N = X.shape[0]
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        loss += lam / N * sum(np.sum(l.W**2) for l in self.linears)
        return loss, [(l.dW + 2 * lam / N * l.W, l.db) for l in self.linears]

# %% right: recursive | a chain of layers, each calling the rest: forward and backward in one recursion
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        seeds = iter(np.random.SeedSequence(seed).generate_state(2 * len(sizes)))
        self.chain = []
        for a, b in zip(sizes, sizes[1:]):
            self.chain += [Linear(a, b, next(seeds)), ReLU(), Dropout(keep, next(seeds))]
        self.chain = self.chain[:-2]

    @property
    def linears(self):
        return [layer for layer in self.chain if isinstance(layer, Linear)]

    def _pass(self, x, train, end, place=0):
        """Go forward to the end, ask `end` for the gradient of the scores, and come back."""
        if place == len(self.chain):
            return end(x)
        layer = self.chain[place]
        options = {"train": train} if isinstance(layer, Dropout) else {}
        d = self._pass(layer.forward(x, **options), train, end, place + 1)
        return layer.backward(d) if d is not None else None

    def forward(self, X, train=False):
        found = []
        self._pass(X, train, found.append)
        return found[0]

    def loss_and_gradients(self, X, y, lam):
        found = []

        def end(scores):
            loss, d = softmax_cross_entropy(scores, y)
            found.append(loss)
            return d

        self._pass(X, True, end)
        penalty = sum(np.vdot(linear.W, linear.W) for linear in self.linears)
        return found[0] + lam * penalty, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% right: no-activation-objects | only Linear objects; ReLU and dropout are written out with masks in lists
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.rng = np.random.default_rng(seed)
        self.keep = keep
        self.linears = [Linear(a, b, self.rng.integers(2**31)) for a, b in zip(sizes, sizes[1:])]

    def forward(self, X, train=False):
        self.masks = []
        for linear in self.linears[:-1]:
            X = linear.forward(X)
            mask = (X > 0) * 1.0
            if train and self.keep < 1:
                mask = mask * (self.rng.random(X.shape) < self.keep) / self.keep
            self.masks.append(mask)
            X = X * mask
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        grads = []
        for linear, mask in zip(self.linears[::-1], [*self.masks[::-1], 1.0]):
            d = linear.backward(d)
            if len(grads) < len(self.linears) - 1:
                d = d * mask
            grads.append((linear.dW + 2 * lam * linear.W, linear.db))
            loss = loss + lam * np.sum(np.square(linear.W))
        return loss, grads[::-1]

# %% right: blocks-inherit | a Hidden block class, subclass of Linear, that contains its ReLU and Dropout
class _Hidden(Linear):
    def __init__(self, n_in, n_out, seed, keep):
        super().__init__(n_in, n_out, seed)
        self.relu, self.dropout = ReLU(), Dropout(keep, seed + 1)
        self.train = False

    def block(self, X):
        return self.dropout.forward(self.relu.forward(self.forward(X)), train=self.train)

    def block_back(self, d):
        return self.backward(self.relu.backward(self.dropout.backward(d)))


class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        *hidden, last = zip(sizes, sizes[1:])
        self.hidden = [_Hidden(a, b, 1_000 * seed + 2 * i, keep) for i, (a, b) in enumerate(hidden)]
        self.top = Linear(*last, seed=1_000 * seed + 999)
        self.linears = [*self.hidden, self.top]

    def forward(self, X, train=False):
        for block in self.hidden:
            block.train = train
            X = block.block(X)
        return self.top.forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        d = self.top.backward(d)
        for block in reversed(self.hidden):
            d = block.block_back(d)
        for linear in self.linears:
            loss += lam * np.linalg.norm(linear.W) ** 2
        return loss, tuple((linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears)

# %% wrong: same-seed-for-all | every layer gets the network's seed itself, so layers of one shape start with the same weights
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(a, b, seed) for a, b in zip(sizes[:-1], sizes[1:])]
        self.layers = [self.linears[0]]
        for lin in self.linears[1:]:
            self.layers.append(ReLU())
            if keep < 1:
                self.layers.append(Dropout(keep, seed))
            self.layers.append(lin)

    def forward(self, X, train=False):
        out = X
        for layer in self.layers:
            out = layer.forward(out, train=train) if type(layer) is Dropout else layer.forward(out)
        return out

    def loss_and_gradients(self, X, y, lam):
        loss, grad = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            grad = layer.backward(grad)
        loss = loss + lam * sum((lin.W**2).sum() for lin in self.linears)
        return loss, [(lin.dW + 2 * lam * lin.W, lin.db) for lin in self.linears]

# %% wrong: gradients-last-first | grads are collected during the backward loop and stay in its order, last layer first
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        seeds = np.random.SeedSequence(seed).spawn(2 * len(sizes))
        self.linears = []
        self.stack = []
        for i in range(len(sizes) - 1):
            self.linears.append(Linear(sizes[i], sizes[i + 1], seeds[2 * i]))
            self.stack.append(self.linears[-1])
            if i < len(sizes) - 2:
                self.stack.append(ReLU())
                if keep < 1:
                    self.stack.append(Dropout(keep, seeds[2 * i + 1]))

    def forward(self, X, train=False):
        for layer in self.stack:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        grads = []
        for layer in self.stack[::-1]:
            d = layer.backward(d)
            if isinstance(layer, Linear):
                loss += lam * np.sum(layer.W**2)
                grads.append((layer.dW + 2 * lam * layer.W, layer.db))
        return loss, grads

# %% wrong: one-relu-object | all hidden layers share a single ReLU object, whose memory is that of the last one
# expect: memory-shared
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        relu = ReLU()
        self.linears = [Linear(n, m, [seed, i]) for i, (n, m) in enumerate(zip(sizes, sizes[1:]))]
        self.layers = []
        for i, linear in enumerate(self.linears[:-1]):
            self.layers += [linear, relu] + ([Dropout(keep, [seed, i, 1])] if keep < 1 else [])
        self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train=train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, back = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            back = layer.backward(back)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% right: blocks-and-recursion | hidden blocks in a small helper class of the cell, forward and backward by recursion over the blocks
class Block:
    def __init__(self, n_in, n_out, seeds, keep):
        self.linear, self.kink = Linear(n_in, n_out, seeds[0]), ReLU()
        self.drop = Dropout(keep, seeds[1]) if keep < 1 else None

    def forward(self, X, train):
        h = self.kink.forward(self.linear.forward(X))
        return h if self.drop is None else self.drop.forward(h, train=train)

    def backward(self, dout):
        if self.drop is not None:
            dout = self.drop.backward(dout)
        return self.linear.backward(self.kink.backward(dout))


class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        seeds = np.random.default_rng(seed).integers(0, 2**32, size=(len(sizes), 2))
        *hidden, last = list(zip(sizes, sizes[1:], seeds))
        self.blocks = [Block(a, b, pair, keep) for a, b, pair in hidden]
        self.head = Linear(last[0], last[1], last[2][0])
        self.linears = [block.linear for block in self.blocks] + [self.head]

    def forward(self, X, train=False):
        def through(i, signal):
            return signal if i == len(self.blocks) else through(i + 1, self.blocks[i].forward(signal, train))

        return self.head.forward(through(0, X))

    def loss_and_gradients(self, X, y, lam):
        loss, upstream = softmax_cross_entropy(self.forward(X, train=True), y)
        upstream = self.head.backward(upstream)
        for block in reversed(self.blocks):
            upstream = block.backward(upstream)
        penalty = lam * sum(float(np.vdot(linear.W, linear.W)) for linear in self.linears)
        return loss + penalty, [(linear.dW + 2 * lam * linear.W, linear.db.copy()) for linear in self.linears]

# %% wrong: relu-on-the-scores | a ReLU follows the last layer, too
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        seeds = np.random.default_rng(seed).integers(0, 2**31, 2 * len(sizes))
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            lin = Linear(n_in, n_out, seeds[2 * i])
            self.linears.append(lin)
            self.layers += [lin, ReLU()]
            if keep < 1 and i < len(sizes) - 2:
                self.layers.append(Dropout(keep, seeds[2 * i + 1]))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in self.layers[::-1]:
            d = layer.backward(d)
        loss += lam * sum(np.sum(l.W**2) for l in self.linears)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% wrong: biases-penalised-too | the penalty includes the biases, in the loss and in their gradients
# expect: biases-penalised
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(a, b, 1000 * seed + i) for i, (a, b) in enumerate(zip(sizes, sizes[1:]))]
        self.relus = [ReLU() for _ in sizes[1:-1]]
        self.drops = [Dropout(keep, 1000 * seed + 500 + i) for i in range(len(sizes) - 2)]
        self.keep = keep

    def forward(self, X, train=False):
        for lin, relu, drop in zip(self.linears, self.relus, self.drops):
            X = drop.forward(relu.forward(lin.forward(X)), train=train and self.keep < 1)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, True), y)
        d = self.linears[-1].backward(d)
        for lin, relu, drop in zip(self.linears[-2::-1], self.relus[::-1], self.drops[::-1]):
            d = lin.backward(relu.backward(drop.backward(d)))
        for lin in self.linears:
            loss += lam * (np.sum(lin.W**2) + np.sum(lin.b**2))
        return loss, [(lin.dW + 2 * lam * lin.W, lin.db + 2 * lam * lin.b) for lin in self.linears]

# %% wrong: no-dropout-in-training-2 | loss_and_gradients calls forward without train=True: dropout is never active
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        self.layers = []
        for i in range(1, len(sizes)):
            self.layers.append(Linear(sizes[i - 1], sizes[i], int(rng.integers(1 << 30))))
            if i < len(sizes) - 1:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, int(rng.integers(1 << 30))))
        self.linears = [layer for layer in self.layers if hasattr(layer, "W")]

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if hasattr(layer, "keep") else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        scores = self.forward(X)
        loss, dout = softmax_cross_entropy(scores, y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        penalty = sum(np.sum(np.square(linear.W)) for linear in self.linears)
        return loss + lam * penalty, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: one-relu-for-all-2 | a single ReLU object in all hidden layers: it remembers the last input only (right for one hidden layer)
# expect: memory-shared
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        relu = ReLU()
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(relu)
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: relu-after-the-scores-2 | a ReLU after the last Linear, too: no negative scores
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if True:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: same-seed-for-all-layers | Linear(n_in, n_out, seed): layers of equal sizes start with the same weights
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=seed)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: biases-penalised-2 | b in the penalty's value and slope
# expect: biases-penalised
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) + np.sum(linear.b**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db + 2 * lam * linear.b) for linear in self.linears]

# %% wrong: decay-without-the-two | lam W in dW
# expect: regularization-halved
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: penalty-only-in-the-loss-2 | the slope of the penalty is not added to dW
# expect: regularization-missing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW, linear.db) for linear in self.linears]

# %% wrong: penalty-only-in-the-gradient-2 | the loss has no penalty
# expect: regularization-missing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: last-layer-unpenalised | the penalty sums over the hidden layers only, value and slope
# expect: nothing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears[:-1])
        decays = [2 * lam] * (len(self.linears) - 1) + [0]
        return loss, [(linear.dW + decay * linear.W, linear.db) for linear, decay in zip(self.linears, decays)]

# %% wrong: gradients-last-layer-first | collected on the way back and not turned round
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in reversed(self.linears)]

# %% wrong: train-not-passed-on | layer.forward(X) for all: Dropout trains also in a test
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: trains-without-dropout | loss_and_gradients calls self.forward(X) with its default: no unit ever drops out
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: dropout-on-the-scores-2 | a Dropout after the last layer, too
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
            if keep < 1:
                self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: keep-turned-round | Dropout(1 - keep, ...)
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(1 - keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: flat-list-of-gradients | [dW1, db1, dW2, ...] instead of pairs
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        grads = []
        for linear in self.linears:
            grads += [linear.dW + 2 * lam * linear.W, linear.db]
        return loss, grads

# %% wrong: root-of-squares-penalty | lam times the norm of each W instead of its square; slope of the square
# expect: nothing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.linalg.norm(linear.W) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: relu-skipped-backwards | backward goes through the Linear layers only: ReLU's slope is left out
# expect: activation-slope-missing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.linears):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: softmax-in-forward | forward returns probabilities, on which softmax_cross_entropy applies a second softmax
# expect: nothing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        e = np.exp(X - X.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: first-hidden-layer-only | builds Linear, ReLU, Linear from sizes[0], sizes[1], sizes[-1]: further hidden layers are left out, and [64, 10] gets a layer of 10 in between
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        sizes = [sizes[0], sizes[1], sizes[-1]]
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: penalty-grows-from-call-to-call | adds 2 lam W to linear.dW in a list that is kept in self: the second call returns the first's gradients, too
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        self.grads = getattr(self, "grads", [])
        self.grads += [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]
        return loss, self.grads

# %% wrong: he-weights-scaled-again | the weights of each Linear are multiplied by √(2/n_in) once more in MLP
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            linear.W = linear.W * np.sqrt(2 / n_in)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: equal-layers-shared | layers of the same two sizes as the one before are the same Linear object; with all sizes different it is right
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i > 0 and sizes[i] == n_out and sizes[i - 1] == n_in:
                self.linears[i] = self.layers[-1] = self.linears[i - 1]
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% right: blocks-and-local-function | seeds from rng.integers, layers in blocks; gradients picked on the way back and reversed
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        fresh = lambda: int(rng.integers(2**32))
        self.linears = [Linear(a, b, fresh()) for a, b in zip(sizes[:-1], sizes[1:])]
        self.blocks = [[lin, ReLU()] + [Dropout(keep, fresh())] * (keep < 1) for lin in self.linears[:-1]] + [self.linears[-1:]]

    def forward(self, X, train=False):
        for layer in (layer for block in self.blocks for layer in block):
            X = layer.forward(X, train) if type(layer) is Dropout else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, True), y)
        grads = []
        for block in self.blocks[::-1]:
            for layer in block[::-1]:
                d = layer.backward(d)
            W = block[0].W
            loss += lam * np.vdot(W, W)
            grads.insert(0, (block[0].dW + 2 * lam * W, block[0].db))
        return loss, grads

# %% right: dropout-before-relu | the mask stands before the ReLU, with which it commutes | open: the text says "a Dropout after it"
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        seeds = np.random.SeedSequence(seed).generate_state(2 * len(sizes)).tolist()
        self.linears = [Linear(m, n, s) for m, n, s in zip(sizes, sizes[1:], seeds)]
        self.relus = [ReLU() for _ in sizes[1:-1]]
        self.drops = [Dropout(keep, s) for _, s in zip(self.relus, reversed(seeds))]

    def forward(self, X, train=False):
        for linear, drop, relu in zip(self.linears, self.drops, self.relus):
            X = relu.forward(drop.forward(linear.forward(X), train))
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        d = self.linears[-1].backward(d)
        for linear, drop, relu in list(zip(self.linears, self.drops, self.relus))[::-1]:
            d = linear.backward(drop.backward(relu.backward(d)))
        penalty = sum((linear.W**2).sum() for linear in self.linears)
        return loss + lam * penalty, [(linear.dW + lam * 2 * linear.W, linear.db) for linear in self.linears]

# %% wrong: decay-from-updated-dw | the penalty's slope is written into linear.dW before the way back, and backward overwrites it
# expect: regularization-missing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for linear in self.linears:
            linear.dW = 2 * lam * linear.W
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW, linear.db) for linear in self.linears]

# %% wrong: penalty-divided-by-n | lam / N in value and slope
# expect: regularization-averaged
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 500 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            gradient = layer.backward(gradient)
        lam = lam / len(y)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: one-relu-for-all-again | All hidden layers share one ReLU object, which remembers only its last input: wrong from two hidden layers on.
# expect: memory-shared
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(a, b, seed + i) for i, (a, b) in enumerate(zip(sizes, sizes[1:]))]
        relu = ReLU()
        self.layers = []
        for i, linear in enumerate(self.linears[:-1]):
            self.layers += [linear, relu]
            if keep < 1:
                self.layers.append(Dropout(keep, seed + 100 + i))
        self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        loss = loss + lam * sum(np.sum(l.W**2) for l in self.linears)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% wrong: one-dropout-for-all | All hidden layers share one Dropout object, so with two hidden layers backward uses the last mask for both.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(a, b, seed + i) for i, (a, b) in enumerate(zip(sizes, sizes[1:]))]
        self.dropout = Dropout(keep, seed + 1000) if keep < 1 else None
        self.layers = []
        for linear in self.linears[:-1]:
            self.layers += [linear, ReLU()]
            if self.dropout is not None:
                self.layers.append(self.dropout)
        self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if layer is self.dropout else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        loss = loss + lam * sum(np.sum(l.W**2) for l in self.linears)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% wrong: seed-times-index | Layer i gets the seed times i + 1, so with seed 0 all layers have the seed 0, and those of one shape the same weights.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i in range(len(sizes) - 1):
            linear = Linear(sizes[i], sizes[i + 1], seed * (i + 1))
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed * (i + 1) + 7))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        loss = loss + lam * sum(np.sum(l.W**2) for l in self.linears)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% wrong: relu-on-the-scores-again | A ReLU (and a Dropout) stands after the last Linear, too, so no score is ever negative.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i in range(len(sizes) - 1):
            self.linears.append(Linear(sizes[i], sizes[i + 1], seed + i))
            self.layers += [self.linears[-1], ReLU()]
            if keep < 1:
                self.layers.append(Dropout(keep, seed + 50 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        loss = loss + lam * sum(np.sum(l.W**2) for l in self.linears)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% wrong: biases-penalised-again | The penalty counts the squares of the biases as well, in the loss and in the gradient.
# expect: biases-penalised
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i in range(len(sizes) - 1):
            self.linears.append(Linear(sizes[i], sizes[i + 1], seed + i))
            self.layers.append(self.linears[-1])
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed + 50 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        loss = loss + lam * sum(np.sum(l.W**2) + np.sum(l.b**2) for l in self.linears)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return loss, [(l.dW + 2 * lam * l.W, l.db + 2 * lam * l.b) for l in self.linears]

# %% wrong: factor-two-missing | The gradient of lam * W² is taken as lam * W: the factor 2 is missing.
# expect: regularization-halved
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i in range(len(sizes) - 1):
            self.linears.append(Linear(sizes[i], sizes[i + 1], seed + i))
            self.layers.append(self.linears[-1])
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed + 50 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        loss = loss + lam * sum(np.sum(l.W**2) for l in self.linears)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return loss, [(l.dW + lam * l.W, l.db) for l in self.linears]

# %% wrong: train-not-passed-on-again | forward calls every layer without train, so a Dropout drops out also when the network is tested.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i in range(len(sizes) - 1):
            self.linears.append(Linear(sizes[i], sizes[i + 1], seed + i))
            self.layers.append(self.linears[-1])
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed + 50 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        loss = loss + lam * sum(np.sum(l.W**2) for l in self.linears)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% wrong: dropout-never-in-training | loss_and_gradients calls forward without train=True, so no unit ever drops out while training.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i in range(len(sizes) - 1):
            self.linears.append(Linear(sizes[i], sizes[i + 1], seed + i))
            self.layers.append(self.linears[-1])
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed + 50 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X), y)
        loss = loss + lam * sum(np.sum(l.W**2) for l in self.linears)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% wrong: same-seed-for-all-layers-again | Every Linear gets the seed itself, so two layers of one shape start with the same weights.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(a, b, seed) for a, b in zip(sizes, sizes[1:])]
        self.layers = []
        for linear in self.linears[:-1]:
            self.layers += [linear, ReLU()]
            if keep < 1:
                self.layers.append(Dropout(keep, seed))
        self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        loss = loss + lam * sum(np.sum(l.W**2) for l in self.linears)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% wrong: penalty-of-the-starting-weights | The arrays W are collected once in __init__ and penalised; weights assigned later to the layers are not seen.
# expect: nothing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i in range(len(sizes) - 1):
            self.linears.append(Linear(sizes[i], sizes[i + 1], seed + i))
            self.layers.append(self.linears[-1])
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed + 50 + i))
        self.weights = [linear.W for linear in self.linears]

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        loss = loss + lam * sum(np.sum(W**2) for W in self.weights)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return loss, [(l.dW + 2 * lam * W, l.db) for l, W in zip(self.linears, self.weights)]

# %% wrong: backward-without-relu-and-half-lambda | backward walks through the Linear layers only, and the penalty is lam / 2: two mistakes.
# expect: activation-slope-missing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i in range(len(sizes) - 1):
            self.linears.append(Linear(sizes[i], sizes[i + 1], seed + i))
            self.layers.append(self.linears[-1])
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed + 50 + i))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        loss = loss + 0.5 * lam * sum(np.sum(l.W**2) for l in self.linears)
        for linear in reversed(self.linears):
            d = linear.backward(d)
        return loss, [(l.dW + lam * l.W, l.db) for l in self.linears]

# %% wrong: dropout-on-the-inputs | A Dropout stands in front of every Linear, the first one included, so pixels drop out as well.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i in range(len(sizes) - 1):
            if i > 0:
                self.layers.append(ReLU())
            if keep < 1:
                self.layers.append(Dropout(keep, seed + 50 + i))
            self.linears.append(Linear(sizes[i], sizes[i + 1], seed + i))
            self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        loss = loss + lam * sum(np.sum(l.W**2) for l in self.linears)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% right: recursion-and-spawned-seeds | Seeds from a generator, hidden blocks as lists, backward by recursion.
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        seeds = iter(np.random.default_rng(seed).choice(2**31, size=2 * len(sizes), replace=False).tolist())
        self.linears = [Linear(n_in, n_out, next(seeds)) for n_in, n_out in zip(sizes[:-1], sizes[1:])]
        after = [[ReLU()] + ([Dropout(keep, next(seeds))] if keep < 1 else []) for _ in sizes[2:]] + [[]]
        self.chain = [gate for linear, gates in zip(self.linears, after) for gate in (linear, *gates)]

    def forward(self, X, train=False):
        z = np.asarray(X)
        for gate in self.chain:
            z = gate.forward(z, train=train) if type(gate) is Dropout else gate.forward(z)
        return z

    def _back(self, d, k):
        if k >= 0:
            self._back(self.chain[k].backward(d), k - 1)

    def loss_and_gradients(self, X, y, lam):
        loss, dscores = softmax_cross_entropy(self.forward(X, True), y)
        self._back(dscores, len(self.chain) - 1)
        grads = []
        for linear in self.linears:
            loss += lam * np.vdot(linear.W, linear.W)
            grads.append((linear.dW + 2 * lam * linear.W, linear.db))
        return loss, grads

# %% right: three-lists | Separate lists of linears, ReLUs and dropouts, walked by index.
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        n = len(sizes) - 1
        self.keep = keep
        self.linears = [Linear(sizes[i], sizes[i + 1], seed=[seed, i]) for i in range(n)]
        self.relus = [ReLU() for _ in range(n - 1)]
        self.dropouts = [Dropout(keep, seed=[seed, n + i]) for i in range(n - 1)]

    def forward(self, X, train=False):
        h = X
        for linear, relu, dropout in zip(self.linears, self.relus, self.dropouts):
            h = relu.forward(linear.forward(h))
            if self.keep < 1:
                h = dropout.forward(h, train)
        return self.linears[-1].forward(h)

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        for k in range(len(self.linears) - 1, -1, -1):
            d = self.linears[k].backward(d)
            if k > 0:
                if self.keep < 1:
                    d = self.dropouts[k - 1].backward(d)
                d = self.relus[k - 1].backward(d)
        penalty = sum(float((linear.W**2).sum()) for linear in self.linears)
        return loss + lam * penalty, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: one-relu-for-all-again-again | A single ReLU object serves all hidden layers, so that backward uses the mask of the last one everywhere.
# expect: memory-shared
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(a, b, seed + i) for i, (a, b) in enumerate(zip(sizes, sizes[1:]))]
        self.relu = ReLU()
        self.keep = keep
        self.dropouts = [Dropout(keep, seed + 100 + i) for i in range(len(sizes) - 2)]

    def forward(self, X, train=False):
        for i, linear in enumerate(self.linears[:-1]):
            X = self.relu.forward(linear.forward(X))
            if self.keep < 1:
                X = self.dropouts[i].forward(X, train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        d = self.linears[-1].backward(d)
        for i in reversed(range(len(self.linears) - 1)):
            if self.keep < 1:
                d = self.dropouts[i].backward(d)
            d = self.linears[i].backward(self.relu.backward(d))
        loss += lam * sum(np.sum(l.W**2) for l in self.linears)
        return loss, [(l.dW + 2 * lam * l.W, l.db) for l in self.linears]

# %% wrong: seeds-multiplied | The seeds of the layers are seed times 1, 2, 3, …, which are all 0 for the seed 0: then layers of one shape start alike.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears, self.layers = [], []
        for i in range(len(sizes) - 1):
            linear = Linear(sizes[i], sizes[i + 1], seed * (2 * i + 1))
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed * (2 * i + 2)))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        grads = []
        for linear in self.linears:
            loss = loss + lam * np.sum(linear.W**2)
            grads.append((linear.dW + 2 * lam * linear.W, linear.db))
        return loss, grads

# %% wrong: one-seed-for-all-layers-again | Every Linear gets the same seed, so that layers of one shape start with the same weights.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.layers = []
        for n_in, n_out in zip(sizes[:-1], sizes[1:]):
            self.layers += [Linear(n_in, n_out, seed), ReLU()]
            if keep < 1:
                self.layers.append(Dropout(keep, seed + len(self.layers)))
        while not isinstance(self.layers[-1], Linear):
            self.layers.pop()
        self.linears = [layer for layer in self.layers if isinstance(layer, Linear)]

    def forward(self, X, train=False):
        for layer in self.layers:
            if isinstance(layer, Dropout):
                X = layer.forward(X, train)
            else:
                X = layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in self.layers[::-1]:
            dout = layer.backward(dout)
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: relu-on-the-scores-again-again | The last layer is followed by a ReLU (and a Dropout) as well, so that no score can be negative.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        self.layers, self.linears = [], []
        for n_in, n_out in zip(sizes, sizes[1:]):
            linear = Linear(n_in, n_out, int(rng.integers(2**31)))
            self.linears.append(linear)
            self.layers += [linear, ReLU()]
            if keep < 1:
                self.layers.append(Dropout(keep, int(rng.integers(2**31))))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, True), y)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        loss = loss + lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: biases-penalised-again-again | The penalty and its gradient include the biases.
# expect: biases-penalised
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        n = len(sizes) - 1
        self.linears = [Linear(sizes[i], sizes[i + 1], 1000 * seed + i) for i in range(n)]
        self.relus = [ReLU() for _ in range(n - 1)]
        self.drops = [Dropout(keep, 1000 * seed + n + i) for i in range(n - 1)] if keep < 1 else []

    def forward(self, X, train=False):
        for i, relu in enumerate(self.relus):
            X = relu.forward(self.linears[i].forward(X))
            if self.drops:
                X = self.drops[i].forward(X, train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        d = self.linears[-1].backward(d)
        for i in range(len(self.relus) - 1, -1, -1):
            if self.drops:
                d = self.drops[i].backward(d)
            d = self.relus[i].backward(d)
            d = self.linears[i].backward(d)
        grads = []
        for linear in self.linears:
            loss += lam * (np.sum(linear.W**2) + np.sum(linear.b**2))
            grads.append((linear.dW + 2 * lam * linear.W, linear.db + 2 * lam * linear.b))
        return loss, grads

# %% wrong: two-of-the-square-forgotten | The gradient of the penalty is lam W, without the factor 2 of the derivative of a square.
# expect: regularization-halved
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.layers, self.linears = [], []
        for i in range(1, len(sizes)):
            self.linears.append(Linear(sizes[i - 1], sizes[i], seed + 10 * i))
            self.layers.append(self.linears[-1])
            if i + 1 < len(sizes):
                self.layers.append(ReLU())
                if keep < 1.0:
                    self.layers.append(Dropout(keep, seed + 10 * i + 1))

    def forward(self, X, train=False):
        out = X
        for layer in self.layers:
            out = layer.forward(out, train) if type(layer) is Dropout else layer.forward(out)
        return out

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        penalty = sum(np.sum(linear.W * linear.W) for linear in self.linears)
        return loss + lam * penalty, [(linear.dW + lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: penalty-averaged-over-batch | The penalty, too, is divided by the number of examples, in the loss and in the gradient.
# expect: regularization-averaged
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.layers, self.linears = [], []
        for i in range(1, len(sizes)):
            self.linears.append(Linear(sizes[i - 1], sizes[i], seed + 10 * i))
            self.layers.append(self.linears[-1])
            if i + 1 < len(sizes):
                self.layers.append(ReLU())
                if keep < 1.0:
                    self.layers.append(Dropout(keep, seed + 10 * i + 1))

    def forward(self, X, train=False):
        out = X
        for layer in self.layers:
            out = layer.forward(out, train) if type(layer) is Dropout else layer.forward(out)
        return out

    def loss_and_gradients(self, X, y, lam):
        N = X.shape[0]
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears) / N
        return loss, [(linear.dW + 2 * lam * linear.W / N, linear.db) for linear in self.linears]

# %% wrong: train-not-passed-on-again-again | forward calls every layer with X alone, so that Dropout trains while the network is tested.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.layers = []
        for i in range(len(sizes) - 2):
            self.layers.append(Linear(sizes[i], sizes[i + 1], seed + i))
            self.layers.append(ReLU())
            if keep < 1:
                self.layers.append(Dropout(keep, seed + 50 + i))
        self.layers.append(Linear(sizes[-2], sizes[-1], seed + len(sizes)))
        self.linears = [layer for layer in self.layers if hasattr(layer, "W")]

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: dropout-asleep-in-training | loss_and_gradients calls forward without train=True, so that no unit ever drops out.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.layers = []
        for i in range(len(sizes) - 2):
            self.layers.append(Linear(sizes[i], sizes[i + 1], seed + i))
            self.layers.append(ReLU())
            if keep < 1:
                self.layers.append(Dropout(keep, seed + 50 + i))
        self.layers.append(Linear(sizes[-2], sizes[-1], seed + len(sizes)))
        self.linears = [layer for layer in self.layers if hasattr(layer, "W")]

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: two-forwards-two-masks | The loss and dscores come from one training forward, and a second one, with other masks, is made before backward.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(n, m, seed + i) for i, (n, m) in enumerate(zip(sizes, sizes[1:]))]
        self.hidden = [[ReLU()] for _ in self.linears[:-1]]
        if keep < 1:
            for i, block in enumerate(self.hidden):
                block.append(Dropout(keep, seed + 17 * (i + 1)))

    def forward(self, X, train=False):
        self.path = []
        for linear, block in zip(self.linears, self.hidden + [[]]):
            X = linear.forward(X)
            self.path.append(linear)
            for layer in block:
                X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
                self.path.append(layer)
        return X

    def loss(self, X, y, lam):
        scores = self.forward(X, train=True)
        data_loss, self.dscores = softmax_cross_entropy(scores, y)
        return data_loss + lam * sum(np.sum(linear.W**2) for linear in self.linears)

    def loss_and_gradients(self, X, y, lam):
        loss = self.loss(X, y, lam)
        dout = self.dscores
        self.forward(X, train=True)  # so that every layer remembers its input
        for layer in reversed(self.path):
            dout = layer.backward(dout)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: gradients-in-reverse | The pairs are collected on the way back and returned in that order, last layer first.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.layers, self.linears = [], []
        for i in range(1, len(sizes)):
            self.linears.append(Linear(sizes[i - 1], sizes[i], seed + 10 * i))
            self.layers.append(self.linears[-1])
            if i + 1 < len(sizes):
                self.layers.append(ReLU())
                if keep < 1.0:
                    self.layers.append(Dropout(keep, seed + 10 * i + 1))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train=train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        grads = []
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
            if isinstance(layer, Linear):
                grads.append((layer.dW + 2 * lam * layer.W, layer.db))
                loss += lam * np.sum(layer.W**2)
        return loss, grads

# %% wrong: one-dropout-seed | Every Dropout gets the network's own seed, so that hidden layers of one width always silence the same units.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.linears = [Linear(n, m, (seed + 1) * 1000 + i) for i, (n, m) in enumerate(zip(sizes, sizes[1:]))]
        self.layers = []
        for linear in self.linears[:-1]:
            self.layers += [linear, ReLU()] + ([Dropout(keep, seed)] if keep < 1 else [])
        self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train=train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        grads = [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]
        return loss + lam * sum(np.sum(linear.W**2) for linear in self.linears), grads

# %% wrong: dropout-after-first-layer-only-and-penalty-not-in-loss | Only the first hidden layer has a Dropout, and the penalty is in the gradients but not in the loss.
# expect: regularization-missing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        self.keep = keep
        self.linears = [Linear(n, m, rng.integers(10**9)) for n, m in zip(sizes, sizes[1:])]
        self.relus = [ReLU() for _ in sizes[1:-1]]
        self.dropout = Dropout(keep, rng.integers(10**9))

    def forward(self, X, train=False):
        for i in range(len(self.relus)):
            X = self.relus[i].forward(self.linears[i].forward(X))
            if i == 0:
                X = self.dropout.forward(X, train)
        return self.linears[-1].forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, d = softmax_cross_entropy(self.forward(X, True), y)
        d = self.linears[-1].backward(d)
        for i in reversed(range(len(self.relus))):
            if i == 0:
                d = self.dropout.backward(d)
            d = self.linears[i].backward(self.relus[i].backward(d))
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: penalty-of-the-start | The sum of the squares is computed once, when the network is made, and does not follow the weights.
# expect: nothing
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.layers, self.linears = [], []
        for i in range(1, len(sizes)):
            self.linears.append(Linear(sizes[i - 1], sizes[i], seed + 10 * i))
            self.layers.append(self.linears[-1])
            if i + 1 < len(sizes):
                self.layers.append(ReLU())
                if keep < 1.0:
                    self.layers.append(Dropout(keep, seed + 10 * i + 1))
        self.squares = sum(np.sum(linear.W**2) for linear in self.linears)

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train=train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        return loss + lam * self.squares, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: dropout-on-inputs-too | A Dropout stands before every Linear, so that inputs of the network drop out as well, and not only hidden units.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.layers, self.linears = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            if keep < 1:
                self.layers.append(Dropout(keep, 2 * (seed + 100 * i) + 1))
            linear = Linear(n_in, n_out, 2 * (seed + 100 * i))
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train=train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: seed-zero-counts-as-none | The generator of the seeds is made from `seed or None`: with seed 0 every network is another one.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed or None)
        self.linears, self.layers = [], []
        for i in range(len(sizes) - 1):
            self.linears.append(Linear(sizes[i], sizes[i + 1], rng.integers(1 << 30)))
            self.layers.append(self.linears[-1])
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, rng.integers(1 << 30)))

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        grads = []
        for linear in self.linears:
            loss = loss + lam * np.sum(linear.W**2)
            grads.append((linear.dW + 2 * lam * linear.W, linear.db))
        return loss, grads

# %% wrong: sizes-consumed | The list sizes is emptied with pop while the layers are made, so that the caller's list has changed.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.layers = []
        n_in = sizes.pop(0)
        while sizes:
            n_out = sizes.pop(0)
            self.layers.append(Linear(n_in, n_out, seed + len(self.layers)))
            if sizes:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed + len(self.layers)))
            n_in = n_out
        self.linears = [layer for layer in self.layers if isinstance(layer, Linear)]

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, dout = softmax_cross_entropy(self.forward(X, True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        loss = loss + lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: loss-without-masks | The loss that is returned comes from a forward without dropout, the gradients from one with it: they belong to two networks.
# expect: explained
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        self.layers = []
        for i in range(len(sizes) - 2):
            self.layers.append(Linear(sizes[i], sizes[i + 1], seed + i))
            self.layers.append(ReLU())
            if keep < 1:
                self.layers.append(Dropout(keep, seed + 50 + i))
        self.layers.append(Linear(sizes[-2], sizes[-1], seed + len(sizes)))
        self.linears = self.layers[:: 3 if keep < 1 else 2]

    def forward(self, X, train=False):
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        loss, _ = softmax_cross_entropy(self.forward(X), y)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        _, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% right: stack-of-backwards | Each hidden layer is a tuple of a Linear, a ReLU and a Dropout or None; forward leaves a stack of functions to go back by.
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        seeds = [int(s) for s in np.random.SeedSequence(seed).generate_state(2 * len(sizes))]
        self.linears = [Linear(n, m, seeds.pop()) for n, m in zip(sizes, sizes[1:])]
        self.kinks = [(ReLU(), Dropout(keep, seeds.pop()) if keep < 1 else None) for _ in sizes[1:-1]]

    def _run(self, X, train):
        back, kinks = [], iter(self.kinks)
        for linear in self.linears:
            X = linear.forward(X)
            back.insert(0, linear.backward)
            relu, dropout = next(kinks, (None, None))
            if relu is not None:
                X = relu.forward(X)
                back.insert(0, relu.backward)
            if dropout is not None:
                X = dropout.forward(X, train=train)
                back.insert(0, dropout.backward)
        return X, back

    def forward(self, X, train=False):
        return self._run(X, train)[0]

    def loss_and_gradients(self, X, y, lam):
        scores, back = self._run(X, True)
        loss, d = softmax_cross_entropy(scores, y)
        for step in back:
            d = step(d)
        penalty = sum(np.vdot(linear.W, linear.W) for linear in self.linears)
        return loss + lam * penalty, [[linear.dW + (lam + lam) * linear.W, linear.db] for linear in self.linears]

# %% right: gradients-by-formula | Only Linear and Dropout are used as layers; the kinks are masks of the network's own, and the penalty's gradient is written into new arrays.
class MLP:
    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        draw = lambda: int(rng.integers(2**32))
        self.linears = [Linear(sizes[i], sizes[i + 1], draw()) for i in range(len(sizes) - 1)]
        self.dropouts = [Dropout(keep, draw()) for _ in range(len(sizes) - 2)]

    def forward(self, X, train=False):
        *hidden, last = self.linears
        self.active = []
        for linear, dropout in zip(hidden, self.dropouts):
            z = linear.forward(X)
            self.active.append(z > 0)
            X = dropout.forward(z * self.active[-1], train)
        return last.forward(X)

    def loss_and_gradients(self, X, y, lam):
        loss, delta = softmax_cross_entropy(self.forward(X, train=True), y)
        grads = []
        for i in range(len(self.linears) - 1, -1, -1):
            linear = self.linears[i]
            below = linear.backward(delta)
            dW = np.array(linear.dW)
            dW += 2 * lam * linear.W
            grads = [(dW, np.array(linear.db))] + grads
            loss = loss + lam * np.square(linear.W).sum()
            if i:
                delta = self.dropouts[i - 1].backward(below) * self.active[i - 1]
        return loss, grads

# %% wrong: one-relu-for-all-again-again-again | All hidden layers share one ReLU object, which remembers the input of the last of them only.
# expect: memory-shared
class MLP:
    """A multi-layer perceptron."""

    def __init__(self, sizes, seed, keep=1.0):
        relu = ReLU()
        self.layers, self.linears = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + 2 * i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(relu)
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 2 * i + 1))

    def forward(self, X, train=False):
        """Return the scores, (N, K), of a batch X, (N, D); units drop out only if train is True."""
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        """Return (loss, grads) of a batch, with dropout (if any) active."""
        scores = self.forward(X, train=True)
        loss, dout = softmax_cross_entropy(scores, y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        grads = []
        for linear in self.linears:
            loss += lam * np.sum(linear.W**2)
            grads.append((linear.dW + 2 * lam * linear.W, linear.db))
        return loss, grads

# %% wrong: half-lambda-convention | Penalty (lam / 2) * sum W^2 with the gradient lam * W: consistent, but half of the penalty of the text.
# expect: regularization-halved
class MLP:
    """A multi-layer perceptron."""

    def __init__(self, sizes, seed, keep=1.0):
        self.layers, self.linears = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + 2 * i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 2 * i + 1))

    def forward(self, X, train=False):
        """Return the scores, (N, K), of a batch X, (N, D); units drop out only if train is True."""
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        """Return (loss, grads) of a batch, with dropout (if any) active."""
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in self.layers[::-1]:
            dout = layer.backward(dout)
        loss += 0.5 * lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: biases-penalised-again-again-again | The penalty and its gradient contain the biases as well; with biases of 0, as at the start, nothing is seen.
# expect: biases-penalised
class MLP:
    """A multi-layer perceptron."""

    def __init__(self, sizes, seed, keep=1.0):
        self.layers, self.linears = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + 2 * i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 2 * i + 1))

    def forward(self, X, train=False):
        """Return the scores, (N, K), of a batch X, (N, D); units drop out only if train is True."""
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        """Return (loss, grads) of a batch, with dropout (if any) active."""
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in self.layers[::-1]:
            dout = layer.backward(dout)
        grads = []
        for linear in self.linears:
            loss = loss + lam * (np.sum(linear.W**2) + np.sum(linear.b**2))
            grads.append((linear.dW + 2 * lam * linear.W, linear.db + 2 * lam * linear.b))
        return loss, grads

# %% wrong: gradients-last-layer-first-again | The pairs are collected while walking backwards and returned in that order, last layer first.
# expect: explained
class MLP:
    """A multi-layer perceptron."""

    def __init__(self, sizes, seed, keep=1.0):
        self.layers, self.linears = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + 2 * i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 2 * i + 1))

    def forward(self, X, train=False):
        """Return the scores, (N, K), of a batch X, (N, D); units drop out only if train is True."""
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        """Return (loss, grads) of a batch, with dropout (if any) active."""
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        grads = []
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
            if isinstance(layer, Linear):
                loss += lam * np.sum(layer.W**2)
                grads.append((layer.dW + 2 * lam * layer.W, layer.db))
        return loss, grads

# %% wrong: stays-in-training-mode | loss_and_gradients switches a training flag on and nobody switches it off: after the first training step forward(X) drops units, too.
# expect: nothing
class MLP:
    """A multi-layer perceptron."""

    def __init__(self, sizes, seed, keep=1.0):
        self.training = False
        self.layers, self.linears = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + 2 * i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 2 * i + 1))

    def forward(self, X, train=False):
        """Return the scores, (N, K), of a batch X, (N, D); units drop out only if train is True."""
        for layer in self.layers:
            if isinstance(layer, Dropout):
                X = layer.forward(X, train or self.training)
            else:
                X = layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        """Return (loss, grads) of a batch, with dropout (if any) active."""
        self.training = True
        loss, dout = softmax_cross_entropy(self.forward(X), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: sizes-popped | The constructor pops the numbers off the caller's list sizes, which is empty afterwards but for the classes.
# expect: explained
class MLP:
    """A multi-layer perceptron."""

    def __init__(self, sizes, seed, keep=1.0):
        self.layers, self.linears = [], []
        i = 0
        while len(sizes) > 1:
            linear = Linear(sizes.pop(0), sizes[0], seed=1000 * seed + 2 * i)
            self.linears.append(linear)
            self.layers.append(linear)
            if len(sizes) > 1:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 2 * i + 1))
            i += 1

    def forward(self, X, train=False):
        """Return the scores, (N, K), of a batch X, (N, D); units drop out only if train is True."""
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        """Return (loss, grads) of a batch, with dropout (if any) active."""
        scores = self.forward(X, train=True)
        loss, dout = softmax_cross_entropy(scores, y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        grads = []
        for linear in self.linears:
            loss += lam * np.sum(linear.W**2)
            grads.append((linear.dW + 2 * lam * linear.W, linear.db))
        return loss, grads

# %% wrong: dropout-in-the-loss-forgotten | loss_and_gradients calls forward(X) with its default train=False, so that dropout is never active in training.
# expect: explained
class MLP:
    """A multi-layer perceptron."""

    def __init__(self, sizes, seed, keep=1.0):
        self.layers, self.linears = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + 2 * i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seed=1000 * seed + 2 * i + 1))

    def forward(self, X, train=False):
        """Return the scores, (N, K), of a batch X, (N, D); units drop out only if train is True."""
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        """Return (loss, grads) of a batch, with dropout (if any) active."""
        loss, dout = softmax_cross_entropy(self.forward(X), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        loss += lam * sum((linear.W**2).sum() for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]

# %% wrong: scores-drop-out-too | With keep < 1 a Dropout follows every Linear, the last one included, so that scores are set to 0 in training.
# expect: explained
class MLP:
    """A multi-layer perceptron."""

    def __init__(self, sizes, seed, keep=1.0):
        self.layers, self.linears = [], []
        for i, (n_in, n_out) in enumerate(zip(sizes, sizes[1:])):
            linear = Linear(n_in, n_out, seed=1000 * seed + 2 * i)
            self.linears.append(linear)
            self.layers.append(linear)
            if i < len(sizes) - 2:
                self.layers.append(ReLU())
            if keep < 1:
                self.layers.append(Dropout(keep, seed=1000 * seed + 2 * i + 1))

    def forward(self, X, train=False):
        """Return the scores, (N, K), of a batch X, (N, D); units drop out only if train is True."""
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X

    def loss_and_gradients(self, X, y, lam):
        """Return (loss, grads) of a batch, with dropout (if any) active."""
        scores = self.forward(X, train=True)
        loss, dout = softmax_cross_entropy(scores, y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        grads = []
        for linear in self.linears:
            loss += lam * np.sum(linear.W**2)
            grads.append((linear.dW + 2 * lam * linear.W, linear.db))
        return loss, grads

# %% right: spawned-seeds-and-slices | Seeds from a SeedSequence; hidden blocks as small lists; the penalty's gradient is added in a comprehension.
class MLP:
    """A multi-layer perceptron."""

    def __init__(self, sizes, seed, keep=1.0):
        count = len(sizes) - 1
        seeds = [int(one) for one in np.random.SeedSequence(seed).generate_state(2 * count, np.uint64)]
        self.linears = [Linear(sizes[i], sizes[i + 1], seeds[i]) for i in range(count)]
        self.blocks = []
        for linear, mask_seed in zip(self.linears[:-1], seeds[count:]):
            self.blocks.append([linear, ReLU(), Dropout(keep, mask_seed) if keep < 1 else None])

    def forward(self, X, train=False):
        """Return the scores."""
        hidden = X
        for linear, relu, dropout in self.blocks:
            hidden = relu.forward(linear.forward(hidden))
            if dropout is not None:
                hidden = dropout.forward(hidden, train)
        return self.linears[-1].forward(hidden)

    def loss_and_gradients(self, X, y, lam):
        """Return (loss, grads)."""
        loss, dscores = softmax_cross_entropy(self.forward(X, True), y)
        upstream = self.linears[-1].backward(dscores)
        for linear, relu, dropout in self.blocks[::-1]:
            if dropout is not None:
                upstream = dropout.backward(upstream)
            upstream = linear.backward(relu.backward(upstream))
        penalty = sum(np.vdot(linear.W, linear.W) for linear in self.linears)
        return loss + lam * penalty, [[linear.dW + 2 * lam * linear.W, linear.db] for linear in self.linears]

# %% right: recursion | A network is a first block and a rest of the network; forward and backward recurse over the layers.
class MLP:
    """A multi-layer perceptron."""

    def __init__(self, sizes, seed, keep=1.0):
        rng = np.random.default_rng(seed)
        self.linears, self.layers = [], []
        for n_in, n_out in zip(sizes[:-1], sizes[1:]):
            if self.linears:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, int(rng.integers(2**62))))
            self.linears.append(Linear(n_in, n_out, int(rng.integers(2**62))))
            self.layers.append(self.linears[-1])

    def forward(self, X, train=False):
        """Return the scores."""

        def through(values, first):
            if first == len(self.layers):
                return values
            layer = self.layers[first]
            options = {"train": train} if isinstance(layer, Dropout) else {}
            return through(layer.forward(values, **options), first + 1)

        return through(X, 0)

    def loss_and_gradients(self, X, y, lam):
        """Return (loss, grads)."""
        loss, gradient = softmax_cross_entropy(self.forward(X, train=True), y)

        def back(gradient, last):
            if last >= 0:
                back(self.layers[last].backward(gradient), last - 1)

        back(gradient, len(self.layers) - 1)
        grads = []
        for linear in self.linears:
            loss = loss + lam * np.sum(np.square(linear.W))
            grads.append((linear.dW + lam * (linear.W + linear.W), linear.db))
        return loss, grads
