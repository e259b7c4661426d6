# %% wrong: he-factor-of-outputs | the standard deviation is sqrt(2 / n_out): He's formula needs the number of inputs that a unit adds up
# expect: explained
class Linear:
    """A fully connected layer, Z = X W^T + b."""

    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0, np.sqrt(2 / n_out), size=(n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: variance-for-std | rng.normal is given 2 / n_in, the variance, where it wants the standard deviation: the square root is missing
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(loc=0.0, scale=2 / n_in, size=(n_out, n_in))
        self.b = np.zeros((n_out,))

    def forward(self, X):
        self.X = X
        return np.dot(X, self.W.T) + self.b

    def backward(self, dout):
        self.dW = np.dot(dout.T, self.X)
        self.db = np.sum(dout, axis=0)
        return np.dot(dout, self.W)

# %% wrong: xavier | the weights have standard deviation sqrt(1 / n_in) (Xavier): the factor 2 for ReLU's lost half is missing
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) / np.sqrt(n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: uniform-not-centred | rng.random draws uniform numbers in [0, 1): all weights are positive, with mean 0.5 of the scale instead of 0
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.random((n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: weights-inputs-by-outputs | W has the shape (n_in, n_out), one column per unit, and forward is X @ W: consistent in itself, but not the agreed layout
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_in, n_out))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W + self.b

    def backward(self, dout):
        self.dW = self.X.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T

# %% wrong: stale-transpose | the transpose of W is taken once in __init__ and used by forward: after somebody assigns a new W, forward still uses the old
# expect: nothing
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = np.sqrt(2 / n_in) * rng.standard_normal((n_out, n_in))
        self.WT = self.W.T
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.WT + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: seed-ignored | the weights come from a generator without the seed: the same seed gives other weights each time
# expect: nothing
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng()
        self.W = rng.normal(scale=np.sqrt(2.0 / n_in), size=(n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: seed-always-zero | the seed is hard-coded (left from trying out): every seed gives the same weights
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed=0):
        rng = np.random.default_rng(seed=0)
        self.n_in, self.n_out = n_in, n_out
        self.W = rng.normal(0, (2 / n_in) ** 0.5, (n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: gradients-accumulate | backward adds to dW and db (as PyTorch does) and nobody resets them: a second backward doubles them
# expect: accumulated
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))
        self.b = np.zeros(n_out)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW += dout.T @ self.X
        self.db += dout.sum(axis=0)
        return dout @ self.W

# %% wrong: returns-a-list | backward returns [dX, dW, db] as the gate of assignment 5 did; a layer returns only the array dX
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        dX = dout @ self.W
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return [dX, self.dW, self.db]

# %% wrong: mean-over-the-batch | dW and db are averaged over the batch, although the mean is already in the gradient that comes from the loss
# expect: mean-not-sum
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        batch = len(dout)
        self.dW = (dout.T @ self.X) / batch
        self.db = dout.sum(axis=0) / batch
        return dout @ self.W

# %% wrong: gradients-not-kept | dW and db are local variables of backward: the layer has no attributes dW, db
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        dW = dout.T @ self.X
        db = dout.sum(axis=0)
        dX = dout @ self.W
        return dX

# %% wrong: db-sums-everything | db = np.sum(dout) without an axis: one number for all biases instead of one per unit
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = np.sum(dout) * np.ones_like(self.b)
        return dout @ self.W

# %% wrong: random-biases | the biases are drawn like the weights instead of starting at 0
# expect: nothing
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        std = np.sqrt(2 / n_in)
        self.W = std * rng.normal(size=(n_out, n_in))
        self.b = std * rng.normal(size=n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: bias-of-the-start | forward adds np.zeros(n_out), the biases' start, so an assigned or learned b has no effect
# expect: nothing
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))
        b = np.zeros(n_out)
        self.b = b
        self.affine = lambda X: X @ self.W.T + b

    def forward(self, X):
        self.X = X
        return self.affine(X)

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% right: inherits-the-maths | a base class holds the products (einsum), the layer only the parameters
class _Affine:
    @staticmethod
    def value(X, W, b):
        return np.einsum("ij,kj->ik", X, W) + b

    @staticmethod
    def slopes(X, W, dout):
        return np.einsum("ik,kj->ij", dout, W), np.einsum("ik,ij->kj", dout, X), np.ones(len(dout)) @ dout


class Linear(_Affine):
    """A fully connected layer, Z = X W^T + b."""

    def __init__(self, n_in, n_out, seed):
        self.W = np.random.default_rng(seed).normal(scale=(2 / n_in) ** 0.5, size=(n_out, n_in))
        self.b = np.zeros(n_out)
        self.dW = self.db = None

    def forward(self, X):
        self._X = X
        return self.value(X, self.W, self.b)

    def backward(self, dout):
        dX, self.dW, self.db = self.slopes(self._X, self.W, dout)
        return dX

# %% right: unit-by-unit | draws the weights of one unit after the other, and sums over examples in a loop
class Linear:
    """A fully connected layer, Z = X W^T + b."""

    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = np.array([rng.standard_normal(n_in) * np.sqrt(2 / n_in) for _ in range(n_out)])
        self.b = np.zeros(n_out)

    def forward(self, X):
        def backward(dout):
            self.dW = sum(np.outer(d, x) for d, x in zip(dout, X))
            self.db = sum(d for d in dout)
            return np.vstack([d @ self.W for d in dout])

        self.backward = backward
        return np.vstack([self.W @ x + self.b for x in X])

# %% wrong: xavier-2 | Xavier's 1 / n_in as the variance, without the 2 of He's rule
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) / np.sqrt(n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: variance-as-deviation | passes 2 / n_in (the variance) as the standard deviation
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.random.default_rng(seed).normal(0, 2 / n_in, size=(n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X.dot(self.W.T) + self.b

    def backward(self, dout):
        self.dW = dout.T.dot(self.X)
        self.db = np.sum(dout, axis=0)
        return dout.dot(self.W)

# %% wrong: gradients-accumulate-2 | dW and db are added to what earlier backward calls left there
# expect: accumulated
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2.0 / n_in)
        self.b = np.zeros(n_out)
        self.dW = np.zeros((n_out, n_in))
        self.db = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = self.dW + dout.T @ self.X
        self.db = self.db + dout.sum(axis=0)
        return dout @ self.W

# %% right: outer-products-by-example | adds up outer products example by example with np.add.at-like loops; float64 inside
class Linear:
    def __init__(self, n_in, n_out, seed):
        generator = np.random.default_rng(seed)
        self.W = np.array([generator.normal(scale=(2 / n_in) ** 0.5, size=n_in) for _ in range(n_out)])
        self.b = np.zeros((n_out,))

    def forward(self, X):
        self._seen = np.array(X, dtype=np.float64)
        return np.stack([self.W @ x + self.b for x in self._seen])

    def backward(self, dout):
        self.dW, self.db = np.zeros(self.W.shape), np.zeros(self.b.shape)
        dX = np.empty(self._seen.shape)
        for i, (x, upstream) in enumerate(zip(self._seen, dout)):
            self.dW += np.outer(upstream, x)
            self.db += upstream
            dX[i] = upstream @ self.W
        return dX

# %% wrong: transpose-kept-from-the-start | keeps W.T in an attribute of its own made in __init__: later assignments to W are not seen by forward
# expect: nothing
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0.0, np.sqrt(2 / n_in), (n_out, n_in))
        self.Wt = self.W.T
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.Wt + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: batch-mean-in-the-layer | divides dW and db by the batch size, although dout has it already
# expect: mean-not-sum
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = np.sqrt(2 / n_in) * rng.standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        n = self.X.shape[0]
        self.dW = dout.T @ self.X / n
        self.db = dout.mean(axis=0)
        return dout @ self.W

# %% wrong: variance-as-deviation-2 | multiplies by 2 / n_in, the variance, instead of its root
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * (2 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: fan-out | √(2 / n_out)
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_out)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: xavier-3 | √(1 / n_in): the 2 for the ReLU is missing
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(1 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: weights-stored-transposed | W is (n_in, n_out), with X @ W and matching dW
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W + self.b

    def backward(self, dout):
        self.dW = self.X.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T

# %% wrong: random-biases-2 | biases drawn like the weights, not 0
# expect: nothing
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = rng.standard_normal(n_out) * np.sqrt(2 / n_in)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: transpose-cached | keeps W.T from __init__ for forward: weights that are assigned later are ignored there
# expect: nothing
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)
        self.WT = self.W.T

    def forward(self, X):
        self.X = X
        return X @ self.WT + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: gradients-pile-up | dW and db are added to from call to call and never cleared
# expect: accumulated
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)
        self.dW, self.db = np.zeros((n_out, n_in)), np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW += dout.T @ self.X
        self.db += dout.sum(axis=0)
        return dout @ self.W

# %% wrong: list-of-three | returns [dX, dW, db] like the gate of notebook 5 and sets no attributes
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]

# %% wrong: mean-gradients | dW and db divided by N, although dout already has the 1/N of the mean loss
# expect: mean-not-sum
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X / len(dout)
        self.db = dout.mean(axis=0)
        return dout @ self.W

# %% wrong: bias-gradient-per-example | db = dout: (N, n_out)
# expect: not-summed-over-batch
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout
        return dout @ self.W

# %% wrong: remembers-z | keeps Z instead of X: dW = doutᵀ Z
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X @ self.W.T + self.b
        return self.X

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: bias-never-added | forward without b
# expect: nothing
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: step-inside-backward | backward also takes a step of size 0.01 on W before it computes dX
# expect: nothing
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        self.W = self.W - 0.01 * self.dW
        return dout @ self.W

# %% wrong: seed-of-the-layer-ignored | default_rng() without the seed: another start at every call
# expect: nothing
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng()
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% right: normal-with-scale | rng.normal with its scale, einsum passes
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W, self.b = rng.normal(0.0, (2 / n_in) ** 0.5, size=(n_out, n_in)), np.zeros((n_out,))

    def forward(self, X):
        self.pull = lambda dout: (np.einsum("no,ni->oi", dout, X), np.einsum("no->o", dout))
        return np.einsum("ni,oi->no", X, self.W) + self.b

    def backward(self, dout):
        self.dW, self.db = self.pull(dout)
        return np.einsum("no,oi->ni", dout, self.W)

# %% right: outer-products-summed | loops over the batch, sums np.outer
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.sqrt(2 / n_in) * np.random.default_rng(seed).standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.seen = np.array(X)
        return np.stack([self.W @ x + self.b for x in X])

    def backward(self, dout):
        self.dW, self.db = np.zeros(self.W.shape), np.zeros(self.b.shape)
        for x, d in zip(self.seen, dout):
            self.dW += np.outer(d, x)
            self.db += d
        return np.array([d @ self.W for d in dout])

# %% wrong: std-without-root | The weights are drawn with a standard deviation of 2 / n_in, the variance, instead of sqrt(2 / n_in).
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0.0, 2 / n_in, size=(n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: std-by-n-out | The spread of the weights is sqrt(2 / n_out): it must depend on the number of inputs.
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_out)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: mean-over-the-batch-again | dW and db are averaged over the batch, although dout already is the gradient of a mean loss.
# expect: mean-not-sum
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        N = len(dout)
        self.dW = dout.T @ self.X / N
        self.db = dout.mean(axis=0)
        return dout @ self.W

# %% wrong: uniform-weights | The weights are uniform (with the right standard deviation), not normal.
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        limit = np.sqrt(6 / n_in)
        self.W = rng.uniform(-limit, limit, size=(n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: gradients-accumulate-again | dW and db are added to those of earlier calls of backward, as PyTorch does, instead of being set.
# expect: accumulated
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)
        self.dW = np.zeros((n_out, n_in))
        self.db = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = self.dW + dout.T @ self.X
        self.db = self.db + dout.sum(axis=0)
        return dout @ self.W

# %% wrong: squeezed-batch | dout is squeezed before it is summed for db, so for a batch of one the sum runs over the units and db is a number.
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = np.sum(np.squeeze(dout), axis=0)
        return dout @ self.W

# %% wrong: transpose-kept-from-init | W transposed is copied once in __init__ for speed, so weights that are assigned later are ignored.
# expect: nothing
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        self.WT = np.ascontiguousarray(self.W.T)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.WT + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.WT.T

# %% wrong: last-example-only | The loop over the examples overwrites dW instead of adding to it, so dW is that of the last example alone.
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        for x, d in zip(self.X, dout):
            self.dW = np.outer(d, x)
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: ones-bias-and-column-db | The biases start at 0.01 so that no ReLU is dead, and db keeps its batch axis, (1, n_out): two mistakes.
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = np.full(n_out, 0.01)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0, keepdims=True)
        return dout @ self.W

# %% right: einsum | All products by einsum, the state in one tuple.
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(loc=0.0, scale=(2.0 / n_in) ** 0.5, size=(n_out, n_in))
        self.b = np.zeros((n_out,))
        self.dW = self.db = None
        self._seen = None

    def forward(self, X):
        self._seen = np.array(X, dtype=float)
        return np.einsum("ni,oi->no", self._seen, self.W) + self.b

    def backward(self, dout):
        dout = np.asarray(dout, dtype=float)
        self.dW = np.einsum("no,ni->oi", dout, self._seen)
        self.db = np.einsum("no->o", dout)
        return np.einsum("no,oi->ni", dout, self.W)

# %% right: bias-as-extra-column | The bias is a weight of a constant input: W and b are joined for the products and the gradients split again.
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = np.sqrt(2 / n_in) * rng.standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.extended = np.column_stack([X, np.ones(len(X))])
        both = np.column_stack([self.W, self.b])
        return self.extended @ both.T

    def backward(self, dout):
        together = np.dot(np.transpose(dout), self.extended)
        self.dW, self.db = together[:, :-1].copy(), together[:, -1].copy()
        return np.dot(dout, self.W)

# %% wrong: variance-as-std | The weights get the standard deviation 2 / n_in, which is the variance of He's rule: the root is forgotten.
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0.0, 2.0 / n_in, size=(n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: fan-out-again | The start is scaled by the number of outputs, sqrt(2 / n_out), instead of the number of inputs.
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.rng = np.random.default_rng(seed)
        self.W = self.rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_out)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return np.dot(X, self.W.T) + self.b

    def backward(self, dout):
        self.dW = np.dot(dout.T, self.X)
        self.db = np.sum(dout, axis=0)
        return np.dot(dout, self.W)

# %% wrong: glorot-uniform | The weights are uniform in ±sqrt(2 / n_in), not normal, and so their standard deviation is too small by sqrt(3) as well.
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        limit = np.sqrt(2.0 / n_in)
        self.W = rng.uniform(-limit, limit, (n_out, n_in))
        self.b = np.zeros((n_out,))
        self.dW, self.db = None, None

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: dw-mean-over-batch | The gradients of W and b are divided by the number of examples, although the loss has divided by N already and dout holds that.
# expect: mean-not-sum
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(size=(n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        N = len(dout)
        self.dW = dout.T @ self.X / N
        self.db = dout.mean(axis=0)
        return dout @ self.W

# %% wrong: gradients-accumulate-again-again | dW and db are added to those of earlier calls of backward, as in PyTorch without zero_grad, instead of being set.
# expect: accumulated
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))
        self.b = np.zeros(n_out)
        self.dW = np.zeros((n_out, n_in))
        self.db = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        self.dW += dout.T @ self.X
        self.db += dout.sum(axis=0)
        return dout @ self.W

# %% wrong: transpose-cached-at-start | The transpose of the first weights is kept in __init__ and used in forward, so that a W that is assigned later is ignored there.
# expect: nothing
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))
        self.WT = self.W.T  # once, so that forward is fast
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.WT + self.b

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: added-in-place-on-integers | The bias is added in place to the product, which is an array of integers when X and W are: a bias of floats then raises an error.
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        Z = X @ self.W.T
        Z += self.b
        return Z

    def backward(self, dout):
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: squeezed-single-example | Axes of length one are squeezed away, so that a batch of one example, or a layer of one unit, gives a vector instead of (N, n_out).
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return np.squeeze((self.W @ X.T).T + self.b)

    def backward(self, dout):
        dout = np.asarray(dout).reshape(len(self.X), -1)
        self.dW = np.squeeze(dout.T @ self.X)
        self.db = np.squeeze(dout.sum(axis=0))
        return np.squeeze(dout @ self.W)

# %% wrong: returns-all-three-and-dw-transposed | As a gate of the last notebook it returns the list of the three gradients, and dW has the shape of W transposed.
# expect: transposed
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.W = np.random.default_rng(seed).normal(0, np.sqrt(2 / n_in), (n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.inputs = X
        return self.inputs @ self.W.T + self.b

    def backward(self, dout):
        dX = dout @ self.W
        self.dW = self.inputs.T @ dout
        self.db = dout.sum(axis=0)
        return [dX, self.dW, self.db]

# %% wrong: single-example-formula | For a batch of one the lecture's formulas for a single example are used, and db is dout itself, (1, n_out) instead of (n_out,).
# expect: explained
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        if len(self.X) == 1:
            self.dW, self.db = np.outer(dout, self.X), dout
        else:
            self.dW, self.db = dout.T @ self.X, dout.sum(axis=0)
        return dout @ self.W

# %% right: einsum-again | All products are einsums, with the letters n, i, o.
class Linear:
    def __init__(self, n_in, n_out, seed):
        self.rng = np.random.default_rng(seed)
        self.W = self.rng.standard_normal(n_out * n_in).reshape(n_out, n_in) * (2 / n_in) ** 0.5
        self.b = np.zeros(n_out)

    def forward(self, X):
        self._X = np.array(X)
        return np.einsum("ni,oi->no", self._X, self.W) + self.b[np.newaxis, :]

    def backward(self, dout):
        self.dW = np.einsum("no,ni->oi", dout, self._X)
        self.db = np.einsum("no->o", dout)
        return np.einsum("no,oi->ni", dout, self.W)

# %% right: bias-as-column | The bias is treated as the weight of an input that is always 1, in forward and in backward.
class Linear:
    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = np.sqrt(2 / n_in) * rng.normal(size=(n_in, n_out)).T
        self.b = np.zeros(n_out)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)

    def _with_one(self, X):
        return np.hstack([X, np.ones((len(X), 1))])

    def forward(self, X):
        self.X1 = self._with_one(X)
        return self.X1 @ np.vstack([np.transpose(self.W), self.b])

    def backward(self, dout):
        both = np.matmul(np.transpose(dout), self.X1)
        self.dW, self.db = both[:, :-1].copy(), both[:, -1].copy()
        return np.matmul(dout, self.W)

# %% wrong: variance-as-standard-deviation | The weights get 2 / n_in as their standard deviation, where it is their variance: the root is missing.
# expect: explained
class Linear:
    """A fully connected layer, Z = X W^T + b."""

    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0, 2 / n_in, size=(n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        """Return Z, (N, n_out)."""
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        """Return dX; set dW and db."""
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: kaiming-uniform | The weights are uniform with He's standard deviation (bound sqrt(6 / n_in)), not normal.
# expect: explained
class Linear:
    """A fully connected layer, Z = X W^T + b."""

    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        bound = np.sqrt(6 / n_in)
        self.W = rng.uniform(-bound, bound, (n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        """Return Z, (N, n_out)."""
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        """Return dX; set dW and db."""
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: bias-gradient-averaged | db is the mean of dout over the batch, where the sum belongs (dout already holds the 1/N).
# expect: mean-not-sum
class Linear:
    """A fully connected layer, Z = X W^T + b."""

    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_in)
        self.b = np.zeros(n_out)

    def forward(self, X):
        """Return Z, (N, n_out)."""
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        """Return dX; set dW and db."""
        self.dW = dout.T @ self.X
        self.db = np.mean(dout, axis=0)
        return dout @ self.W

# %% wrong: gradients-accumulate-again-again-again | dW and db start at 0 and are added to in each backward, as PyTorch does, so the second backward returns a sum of two.
# expect: accumulated
class Linear:
    """A fully connected layer, Z = X W^T + b."""

    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))
        self.b = np.zeros(n_out)
        self.dW = np.zeros((n_out, n_in))
        self.db = np.zeros(n_out)

    def forward(self, X):
        """Return Z, (N, n_out)."""
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        """Return dX; set dW and db."""
        self.dW = self.dW + dout.T @ self.X
        self.db = self.db + dout.sum(axis=0)
        return dout @ self.W

# %% wrong: backward-with-the-starting-weights | forward reads W, but backward uses a copy kept since the object was made, so dX is wrong once W has been assigned.
# expect: explained
class Linear:
    """A fully connected layer, Z = X W^T + b."""

    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        W = rng.normal(0, np.sqrt(2 / n_in), (n_out, n_in))
        self.W, self.b = W, np.zeros(n_out)
        self.local_gradient = W.copy()  # dZ/dX is W

    def forward(self, X):
        """Return Z, (N, n_out)."""
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        """Return dX; set dW and db."""
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.local_gradient

# %% wrong: seed-zero-is-no-seed | `if seed:` takes the seed 0 for "no seed", so that two layers with seed 0 differ.
# expect: nothing
class Linear:
    """A fully connected layer, Z = X W^T + b."""

    def __init__(self, n_in, n_out, seed):
        if seed:
            rng = np.random.default_rng(seed)
        else:
            rng = np.random.default_rng()
        self.W = rng.normal(0.0, (2 / n_in) ** 0.5, size=(n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        """Return Z, (N, n_out)."""
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        """Return dX; set dW and db."""
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% wrong: squeezed-gradients | dW and db are squeezed, so that a layer of one output (or one input) gets gradients of another shape than W and b.
# expect: explained
class Linear:
    """A fully connected layer, Z = X W^T + b."""

    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0.0, np.sqrt(2 / n_in), size=(n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        """Return Z, (N, n_out)."""
        self.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        """Return dX; set dW and db."""
        ones = np.ones((1, len(dout)))
        self.dW = (dout.T @ self.X).squeeze()
        self.db = (ones @ dout).squeeze()
        return dout @ self.W

# %% wrong: input-kept-in-the-class | The input is kept as an attribute of the class, so the forward of another layer overwrites what backward needs.
# expect: other-inputs-remembered
class Linear:
    """A fully connected layer, Z = X W^T + b."""

    X = None

    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = rng.normal(0.0, np.sqrt(2 / n_in), size=(n_out, n_in))
        self.b = np.zeros(n_out)

    def forward(self, X):
        """Return Z, (N, n_out)."""
        Linear.X = X
        return X @ self.W.T + self.b

    def backward(self, dout):
        """Return dX; set dW and db."""
        self.dW = dout.T @ Linear.X
        self.db = dout.sum(axis=0)
        return dout @ self.W

# %% right: einsum-again-again | All products are written with einsum, the weights are drawn standard normal and scaled.
class Linear:
    """A fully connected layer, Z = X W^T + b."""

    def __init__(self, n_in, n_out, seed):
        draw = np.random.default_rng(seed).standard_normal
        self.W = draw((n_out, n_in)) / np.sqrt(n_in / 2)
        self.b = np.zeros((n_out,))

    def forward(self, X):
        """Return Z, (N, n_out)."""
        self.inputs = np.array(X, dtype=float)
        return np.einsum("ni,oi->no", self.inputs, self.W) + self.b

    def backward(self, dout):
        """Return dX; set dW and db."""
        self.dW = np.einsum("no,ni->oi", dout, self.inputs)
        self.db = np.einsum("no->o", dout)
        return np.einsum("no,oi->ni", dout, self.W)

# %% right: one-example-at-a-time | A loop over the examples adds outer products; dX is made of rows.
class Linear:
    """A fully connected layer, Z = X W^T + b."""

    def __init__(self, n_in, n_out, seed):
        rng = np.random.default_rng(seed)
        self.W = np.array([rng.normal(scale=np.sqrt(2.0 / n_in), size=n_in) for _ in range(n_out)])
        self.b = np.zeros(n_out)

    def forward(self, X):
        """Return Z, (N, n_out)."""
        self.X = X
        return np.array([self.W @ x + self.b for x in X])

    def backward(self, dout):
        """Return dX; set dW and db."""
        dW, db, rows = np.zeros(np.shape(self.W)), np.zeros(np.shape(self.b)), []
        for x, d in zip(self.X, dout):
            dW += np.outer(d, x)
            db += d
            rows.append(d @ self.W)
        self.dW, self.db = dW, db
        return np.array(rows)
