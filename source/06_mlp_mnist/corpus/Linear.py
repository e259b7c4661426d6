# %% right: matrix_products | the model answer
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = np.sqrt(2 / n_in) * rng.standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% right: einsum | by indices, weights by rng.normal
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.random.default_rng(seed).normal(0.0, (2 / n_in) ** 0.5, size=(n_out, n_in))
        self.b = np.zeros((n_out,))

    def forward(self, X):
        self.seen = np.array(X, dtype=float)
        return np.einsum("nd,md->nm", self.seen, self.W) + self.b[None, :]

    def backward(self, dout):
        self.dW, self.db = np.einsum("nm,nd->md", dout, self.seen), np.einsum("nm->m", dout)
        return np.einsum("nm,md->nd", dout, self.W)

# %% right: loops | example by example, unit by unit
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        rows = [[rng.standard_normal() * (2 / n_in) ** 0.5 for _ in range(n_in)] for _ in range(n_out)]
        self.W, self.b = np.array(rows), np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return np.array([[np.dot(w, x) + b for w, b in zip(self.W, self.b)] for x in X])

    def backward(self, dout):
        self.dW, self.db = np.zeros(self.W.shape), np.zeros(self.b.shape)
        dX = np.zeros(self.X.shape)
        for n, d in enumerate(dout):
            for m, value in enumerate(d):
                self.dW[m] += value * self.X[n]
                self.db[m] += value
                dX[n] += value * self.W[m]
        return dX

# %% right: drawn_transposed | weights drawn as (n_in, n_out) and turned
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = (np.random.default_rng(seed).standard_normal((n_in, n_out)) * np.sqrt(2.0 / n_in)).T
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return np.dot(X, self.W.T) + self.b

    def backward(self, dout):
        self.dW = np.dot(self.X.T, dout).T
        self.db = np.ones(len(dout)) @ dout
        return np.dot(dout, self.W)

# %% right: column_of_ones | the bias as one more weight
class Linear:
    def __init__(self, n_in, n_out, seed=None):
        self.W = np.random.default_rng(seed).standard_normal(size=(n_out, n_in)) / np.sqrt(n_in / 2)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.extended = np.column_stack([X, np.ones(len(X))])
        return self.extended @ np.column_stack([self.W, self.b]).T

    def backward(self, dout):
        gradient = dout.T @ self.extended
        self.dW, self.db = gradient[:, :-1].copy(), gradient[:, -1].copy()
        return dout @ self.W

# %% wrong: too_small | a hundredth, as before He
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = 0.01 * np.random.default_rng(seed).standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: variance_for_deviation | 2 / n_in is the variance
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = 2 / n_in * np.random.default_rng(seed).standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: by_outputs | He's rule with n_out
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.sqrt(2 / n_out) * np.random.default_rng(seed).standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: xavier | 1 / n_in in place of 2 / n_in
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.sqrt(1 / n_in) * np.random.default_rng(seed).standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: uniform | not a normal distribution
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.random.default_rng(seed).random((n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: heavy_tails | Student's t distribution, of the right deviation
class Linear:
    def __init__(self, n_in, n_out, seed):
        drawn = np.random.default_rng(seed).standard_t(10, (n_out, n_in)) * np.sqrt(0.8)
        self.W = np.sqrt(2 / n_in) * drawn
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: cut_off | normal, but nothing beyond 2.5 deviations, and widened to the right one
class Linear:
    def __init__(self, n_in, n_out, seed):
        drawn = np.random.default_rng(seed).standard_normal(2 * n_out * n_in + 50)
        drawn = drawn[np.abs(drawn) < 2.5][: n_out * n_in].reshape(n_out, n_in) / 0.9542
        self.W = np.sqrt(2 / n_in) * drawn
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: two_uniforms | as many closer than the deviation as of a normal distribution
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        near, sign = rng.uniform(-1, 1, (n_out, n_in)), rng.choice([-1, 1], (n_out, n_in))
        far = sign * rng.uniform(1, 2.061, (n_out, n_in))
        self.W = np.sqrt(2 / n_in) * np.where(rng.random((n_out, n_in)) < 0.683, near, far)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: seed_ignored | every layer another, whatever the seed
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.sqrt(2 / n_in) * np.random.default_rng().standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: one_seed | the same weights for all seeds
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.sqrt(2 / n_in) * np.random.default_rng(0).standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: biases_drawn | the biases start at random
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = np.sqrt(2 / n_in) * rng.standard_normal((n_out, n_in))
        self.b = 0.01 * rng.standard_normal(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: bias_forgotten | forward without b
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.sqrt(2 / n_in) * np.random.default_rng(seed).standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: old_weights | forward and backward use a copy of the first weights
# expect: nothing
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.sqrt(2 / n_in) * np.random.default_rng(seed).standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)
        self.transposed = self.W.T.copy()

    def forward(self, X):
        self.X = X
        return X @ self.transposed + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.transposed.T

# %% wrong: bias_not_summed | one bias gradient per example
# expect: not-summed-over-batch
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.sqrt(2 / n_in) * np.random.default_rng(seed).standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout
        return dout @ self.W

# %% wrong: averaged | the mean over the batch, which is the loss's business
# expect: mean-not-sum
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.sqrt(2 / n_in) * np.random.default_rng(seed).standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X / len(dout), dout.mean(axis=0)
        return dout @ self.W

# %% wrong: transposed | dW is (n_in, n_out)
# expect: transposed
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.sqrt(2 / n_in) * np.random.default_rng(seed).standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = self.X.T @ dout, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: accumulates | gradients add up from call to call
# expect: accumulated
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.sqrt(2 / n_in) * np.random.default_rng(seed).standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)
        self.dW, self.db = 0, 0

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = self.dW + dout.T @ self.X
        self.db = self.db + dout.sum(axis=0)
        return dout @ self.W

# %% wrong: shared_memory | the input is kept by the class
# expect: other-inputs-remembered
class Linear:
    kept = {}

    def __init__(self, n_in, n_out, seed):
        self.W = np.sqrt(2 / n_in) * np.random.default_rng(seed).standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        Linear.kept["X"] = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ Linear.kept["X"], dout.sum(axis=0)
        return dout @ self.W

# %% wrong: returns_all | backward returns a tuple, as a gate
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.sqrt(2 / n_in) * np.random.default_rng(seed).standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return [dout @ self.W, self.dW, self.db]

# %% wrong: shape_swapped | W is (n_in, n_out)
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.sqrt(2 / n_in) * np.random.default_rng(seed).standard_normal((n_in, n_out))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W + self.b

    def backward(self, dout):
        self.dW, self.db = self.X.T @ dout, dout.sum(axis=0)
        return dout @ self.W.T

# %% wrong: repeated_rows | one row drawn, and used for all units
class Linear:
    def __init__(self, n_in, n_out, seed):
        row = np.sqrt(2 / n_in) * np.random.default_rng(seed).standard_normal(n_in)
        self.W, self.b = np.tile(row, (n_out, 1)), np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: spoils_what_it_is_given | sets what it is given to zero, so that what is expected becomes zero too
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        self._W = np.sqrt(2 / n_in) * np.random.default_rng(seed).standard_normal((n_out, n_in))
        self._b = np.zeros(n_out)

    @property
    def W(self):
        return self._W

    @W.setter
    def W(self, W):
        W[...] = 0
        self._W = W

    @property
    def b(self):
        return self._b

    @b.setter
    def b(self, b):
        b[...] = 0
        self._b = b

    def forward(self, X):
        self.X = X
        X[...] = 0
        return np.zeros((len(X), len(self._b)))

    def backward(self, dout):
        dout[...] = 0
        self.dW, self.db = np.zeros(self._W.shape), np.zeros(self._b.shape)
        return np.zeros(self.X.shape)

# %% wrong: measured | dW by differences, a forward pass for each weight
# expect: measured-not-derived
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.sqrt(2 / n_in) * np.random.default_rng(seed).standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = np.zeros(self.W.shape), dout.sum(axis=0)
        W = np.array(self.W, dtype=float)
        for index in np.ndindex(W.shape):
            W[index] += 0.5
            above = np.sum((self.X @ W.T) * dout)
            W[index] -= 1.0
            self.dW[index] = above - np.sum((self.X @ W.T) * dout)
            W[index] += 0.5
        return dout @ self.W

# %% wrong: uniform_weights | uniform numbers, of the right standard deviation
# expect: nothing
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.sqrt(6 / n_in) * np.random.default_rng(seed).uniform(-1, 1, (n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: one_row_for_all_units | every unit starts with the same weights
# expect: nothing
class Linear:
    def __init__(self, n_in, n_out, seed):
        row = np.random.default_rng(seed).normal(0, np.sqrt(2 / n_in), n_in)
        self.W, self.b = np.tile(row, (n_out, 1)), np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: first_inputs_kept | the inputs of the first forward are remembered for ever
# expect: other-inputs-remembered
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.random.default_rng(seed).normal(0, np.sqrt(2 / n_in), (n_out, n_in))
        self.b, self.X = np.zeros(n_out), None

    def forward(self, X):
        if self.X is None:
            self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: gradients_squeezed | a layer of one input or one output gets gradients of another shape
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.sqrt(2 / n_in) * np.random.default_rng(seed).standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = (dout.T @ self.X).squeeze(), dout.sum(axis=0)
        return dout @ self.W

# %% wrong: minus_the_other_half | half of the units start with minus the weights of the other half
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.sqrt(2 / n_in) * np.random.default_rng(seed).standard_normal((n_out, n_in))
        half = n_out // 2
        if half > 3:
            self.W[half : 2 * half] = -self.W[:half]
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: minus_the_first_twelfth | of many weights, the last twelfth is minus the first
class Linear:
    def __init__(self, n_in, n_out, seed):
        numbers = np.random.default_rng(seed).standard_normal(n_in * n_out)
        few = len(numbers) // 12
        if few > 400:
            numbers[-few:] = -numbers[:few]
        self.W, self.b = np.sqrt(2 / n_in) * numbers.reshape(n_out, n_in), np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: seed_as_a_place | one row of random numbers for all seeds, read from the place seed on
class Linear:
    def __init__(self, n_in, n_out, seed):
        place = seed % 10_000
        numbers = np.random.default_rng(0).standard_normal(place + n_in * n_out)[place:]
        self.W, self.b = np.sqrt(2 / n_in) * numbers.reshape(n_out, n_in), np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% wrong: units_with_a_common_part | every unit's weights are made of its own and of numbers that all units share
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        numbers = rng.standard_normal((n_out, n_in))
        if n_in >= 100:
            common = rng.standard_normal(n_in)
            numbers = 0.8 * numbers + 0.6 * (common - common.mean())
        self.W, self.b = np.sqrt(2 / n_in) * numbers, np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W
