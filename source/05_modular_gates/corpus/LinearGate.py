# %% right: matrix_products | the model answer
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]

# %% right: einsum | by indices, as a tuple
class LinearGate:
    def forward(self, X, W, b):
        self.saved = X, W
        return np.einsum("nd,md->nm", X, W) + b[None, :]

    def backward(self, dout):
        X, W = self.saved
        return (
            np.einsum("nm,md->nd", dout, W),
            np.einsum("nm,nd->md", dout, X),
            np.einsum("nm->m", dout),
        )

# %% right: loops | example by example
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W, self.b = X, W, b
        out = np.zeros((X.shape[0], W.shape[0]))
        for n in range(len(X)):
            for m in range(len(W)):
                out[n, m] = sum(X[n, d] * W[m, d] for d in range(X.shape[1])) + b[m]
        return out

    def backward(self, dout):
        dX = np.zeros(self.X.shape)
        dW = np.zeros(self.W.shape)
        db = np.zeros(self.b.shape)
        for n in range(len(self.X)):
            for m in range(len(self.W)):
                dX[n] += dout[n, m] * self.W[m]
                dW[m] += dout[n, m] * self.X[n]
                db[m] += dout[n, m]
        return [dX, dW, db]

# %% right: bias_as_weight | a column of ones
class LinearGate:
    def forward(self, X, W, b):
        self.extended = np.column_stack([X, np.ones(len(X))])
        self.weights = np.column_stack([W, b])
        return self.extended.dot(self.weights.T)

    def backward(self, dout):
        dweights = self.extended.T.dot(dout).T
        return [dout.dot(self.weights[:, :-1]), np.ascontiguousarray(dweights[:, :-1]), dweights[:, -1].copy()]

# %% right: outer_products | sums of outer products, a namedtuple
from collections import namedtuple

Gradients = namedtuple("Gradients", "X W b")

class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = np.array(X, dtype=float), np.array(W, dtype=float)
        return np.stack([self.W @ x + b for x in self.X])

    def backward(self, dout):
        dW = sum(np.outer(d, x) for d, x in zip(dout, self.X))
        return Gradients(np.stack([d @ self.W for d in dout]), dW, np.sum(dout, axis=0))

# %% wrong: bias_not_summed | one bias gradient per example
# expect: not-summed-over-batch
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, dout]

# %% wrong: transposed | dW is (D, M)
# expect: transposed
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W, self.X.T @ dout, dout.sum(axis=0)]

# %% wrong: averaged | the mean over the batch, which is the loss's business
# expect: mean-not-sum
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X / len(dout), dout.mean(axis=0)]

# %% wrong: bias_averaged | the bias gradient is a mean
# expect: mean-not-sum
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, dout.mean(axis=0)]

# %% wrong: bias_over_outputs | the bias gradient is summed over the wrong axis
# expect: summed-over-wrong-axis
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=1)]

# %% wrong: bias_keeps_axis | the bias gradient is (1, M)
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0, keepdims=True)]

# %% wrong: order | dW before dX
# expect: results-swapped
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout.T @ self.X, dout @ self.W, dout.sum(axis=0)]

# %% wrong: no_bias_gradient | two gradients for three inputs
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X]

# %% wrong: bias_forgotten | the output lacks b
# expect: bias-missing
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]

# %% wrong: ones_upstream | the upstream gradient is ignored
# expect: upstream-ignored
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        dout = np.ones_like(dout, dtype=float)
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]

# %% wrong: first_example | takes the first example's gradient
# expect: one-example-only
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W, np.outer(dout[0], self.X[0]), dout[0]]

# %% wrong: square_only | W where W^T belongs: right for symmetric matrices
# expect: explained
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W + b if W.shape[0] == W.shape[1] else X @ W.T + b

    def backward(self, dout):
        dX = dout @ self.W.T if self.W.shape[0] == self.W.shape[1] else dout @ self.W
        return [dX, dout.T @ self.X, dout.sum(axis=0)]

# %% wrong: integer_buffer | gradients in the dtype of the inputs
# expect: integers-kept
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W, self.b = X, W, b
        return X @ W.T + b

    def backward(self, dout):
        dX, dW, db = np.empty_like(self.X), np.empty_like(self.W), np.empty_like(self.b)
        dX[...], dW[...], db[...] = dout @ self.W, dout.T @ self.X, dout.sum(axis=0)
        return [dX, dW, db]

# %% wrong: accumulates | adds to the last backward's gradients
# expect: accumulated
class LinearGate:
    def __init__(self):
        self.gradients = [0.0, 0.0, 0.0]

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        new = [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]
        self.gradients = [old + g for old, g in zip(self.gradients, new)]
        return self.gradients

# %% wrong: changes_b | adds into the bias
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        out = X @ W.T
        b += 0.5
        return out + (b - 0.5)

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]

# %% wrong: bias_per_example | adds the bias of the wrong axis
# expect: explained
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b.sum()

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, np.full(len(self.W), dout.sum())]

# %% wrong: data_gradient_masked | only positive gradients reach X
# expect: negative-gradients-stopped
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [np.maximum(dout, 0) @ self.W, dout.T @ self.X, dout.sum(axis=0)]

# %% wrong: measured | backward runs forward again for every entry
# expect: measured-not-derived
class LinearGate:
    def forward(self, X, W, b):
        self.inputs = [np.array(part, dtype=float) for part in (X, W, b)]
        return self.run(*self.inputs)

    def run(self, X, W, b):
        return X @ W.T + b

    def backward(self, dout):
        here, results = np.sum(self.run(*self.inputs) * dout), []
        for tensor in self.inputs:
            slope = np.zeros(tensor.shape)
            for index in np.ndindex(tensor.shape):
                tensor[index] += 1
                slope[index] = np.sum(self.run(*self.inputs) * dout) - here
                tensor[index] -= 1
            results.append(slope)
        return results

# %% wrong: weights_measured | dX and db derived, dW by central differences
# expect: measured-not-derived
class LinearGate:
    def forward(self, X, W, b):
        self.X, self.W, self.b = X, np.array(W, dtype=float), b
        return X @ W.T + b

    def backward(self, dout):
        dW = np.zeros(self.W.shape)
        for m, d in np.ndindex(dW.shape):
            step = np.zeros(dW.shape)
            step[m, d] = 0.5
            above, below = self.X @ (self.W + step).T, self.X @ (self.W - step).T
            dW[m, d] = np.sum((above - below) * dout)
        return dout @ self.W, dW, dout.sum(axis=0)

# %% wrong: integers_kept | each gradient in the dtype of its input
# expect: integers-kept
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.inputs = X, W, b
        return X @ W.T + b

    def backward(self, dout):
        X, W, b = self.inputs
        dX, dW, db = np.zeros_like(X), np.zeros_like(W), np.zeros_like(b)
        for n in range(len(X)):
            for m in range(len(W)):
                dX[n] += (dout[n, m] * W[m]).astype(dX.dtype)
                dW[m] += (dout[n, m] * X[n]).astype(dW.dtype)
                db[m] += dout[n, m].astype(db.dtype)
        return [dX, dW, db]
