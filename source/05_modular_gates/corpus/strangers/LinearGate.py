# %% wrong: no-transpose-forward | forward computes X @ W + b although W has one row per output: it raises unless W is square, and is wrong then
# expect: explained
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        dX = dout @ self.W.T
        dW = self.X.T @ dout
        db = dout.sum(axis=0)
        return [dX, dW, db]

# %% wrong: dw-transposed | dW = X^T dout has the shape (D, M), the transpose of W's
# expect: transposed
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X = X
        self.W = W
        self.b = b
        return X.dot(W.T) + b

    def backward(self, dout):
        dX = dout.dot(self.W)
        dW = self.X.T.dot(dout)
        db = np.sum(dout, axis=0)
        return [dX, dW, db]

# %% wrong: dx-with-w-transposed | dX = dout @ W.T instead of dout @ W: raises unless the layer is square
# expect: explained
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.cache = X, W, b
        return X @ W.T + b

    def backward(self, dout):
        X, W, b = self.cache
        return [dout @ W.T, dout.T @ X, dout.sum(0)]

# %% wrong: db-over-the-outputs | db sums dout over axis 1, the outputs, and comes out with one entry per example
# expect: summed-over-wrong-axis
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        dX = dout @ self.W
        dW = dout.T @ self.X
        db = dout.sum(axis=1)
        return [dX, dW, db]

# %% wrong: db-not-summed | db = dout, as in an add gate: the bias is broadcast over the batch, so its gradient has to be summed over the examples
# expect: not-summed-over-batch
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return np.matmul(X, W.T) + b

    def backward(self, dout):
        return [np.matmul(dout, self.W), np.matmul(dout.T, self.X), dout]

# %% wrong: averages-over-the-batch | dW and db are divided by N once more: the upstream gradient already contains the mean
# expect: mean-not-sum
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        N = self.X.shape[0]
        dX = dout @ self.W
        dW = dout.T @ self.X / N
        db = dout.mean(axis=0)
        return [dX, dW, db]

# %% wrong: db-mean | db uses np.mean over the batch instead of np.sum
# expect: mean-not-sum
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return (W @ X.T).T + b

    def backward(self, dout):
        return [dout @ self.W, (self.X.T @ dout).T, np.mean(dout, axis=0)]

# %% wrong: db-keepdims | db keeps the summed axis and has the shape (1, M) instead of (M,)
# expect: explained
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        dX = dout @ self.W
        dW = dout.T @ self.X
        db = np.sum(dout, axis=0, keepdims=True)
        return [dX, dW, db]

# %% wrong: weights-first | the list is [dW, dX, db]: the order of the inputs is X, W, b
# expect: results-swapped
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W, self.b = X, W, b
        return X @ W.T + b

    def backward(self, dout):
        dW = dout.T @ self.X
        dX = dout @ self.W
        db = dout.sum(axis=0)
        return [dW, dX, db]

# %% wrong: ignores-upstream | dX and dW are built from ones instead of dout: the upstream gradient is taken as 1 everywhere
# expect: upstream-ignored
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        ones = np.ones_like(dout)
        dX = ones @ self.W
        dW = ones.T @ self.X
        db = np.sum(dout, axis=0)
        return [dX, dW, db]

# %% wrong: bias-added-in-place | Z += b raises when X and W are integers and b is not: the integer array Z cannot take real numbers
# expect: explained
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        Z = X @ W.T
        Z += b
        return Z

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]

# %% wrong: last-example-only | the loop over examples assigns dW = outer(...) instead of adding, so only the last example counts
# expect: explained
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return np.array([W @ x + b for x in X])

    def backward(self, dout):
        dX = np.zeros(self.X.shape)
        db = np.zeros(dout.shape[1])
        for i, d in enumerate(dout):
            dX[i] = d @ self.W
            dW = np.outer(d, self.X[i])
            db += d
        return [dX, dW, db]

# %% wrong: squeezed | np.squeeze drops the batch axis of a single example (and the only column of a single output)
# expect: explained
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return np.squeeze(X @ W.T + b)

    def backward(self, dout):
        dout = dout.reshape(len(self.X), -1)
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]

# %% wrong: accumulates | dW and db are added up over all calls of backward (self.dW += ...), so a second backward returns twice the gradient
# expect: accumulated
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def __init__(self):
        self.dW = 0
        self.db = 0

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        self.dW = self.dW + dout.T @ self.X
        self.db = self.db + dout.sum(axis=0)
        return [dout @ self.W, self.dW, self.db]

# %% wrong: output-instead-of-input | dW is computed from the stored output Z instead of from the input X
# expect: explained
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.W = W
        self.Z = X @ W.T + b
        return self.Z

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.Z, dout.sum(axis=0)]

# %% wrong: bias-forgotten | forward leaves out b; backward is right
# expect: bias-missing
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]

# %% wrong: class-state | X and W are kept on the class (LinearGate.X), so two layers of one network share what they remember
# expect: other-inputs-remembered
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"
    X = W = None

    def forward(self, X, W, b):
        LinearGate.X, LinearGate.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ LinearGate.W, dout.T @ LinearGate.X, dout.sum(axis=0)]

# %% wrong: swapped-products-and-wrong-axis | two mistakes: dX and dW are products of the right matrices in the wrong order, and db sums over axis 1
# expect: transposed
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        dX = self.W.T @ dout.T
        dW = self.X.T @ dout
        db = np.sum(dout, axis=1)
        return [dX, dW, db]

# %% right: einsum | all products as np.einsum
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return np.einsum("nd,md->nm", X, W) + b

    def backward(self, dout):
        return [
            np.einsum("nm,md->nd", dout, self.W),
            np.einsum("nm,nd->md", dout, self.X),
            np.einsum("nm->m", dout),
        ]

# %% right: loop-over-examples | plain loops over the examples with np.outer
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.saved = (X, W)
        return np.stack([W @ x + b for x in X])

    def backward(self, dout):
        X, W = self.saved
        dX, dW, db = [], np.zeros(W.shape), np.zeros(len(W))
        for x, d in zip(X, dout):
            dX.append(d @ W)
            dW = dW + np.outer(d, x)
            db = db + d
        return [np.array(dX), dW, db]

# %% right: bias-as-a-weight | appends a column of ones to X and b to W, and cuts the gradient apart again
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X1 = np.column_stack([X, np.ones(len(X))])
        self.W1 = np.column_stack([W, b])
        return self.X1 @ self.W1.T

    def backward(self, dout):
        dX1, dW1 = dout @ self.W1, dout.T @ self.X1
        return [dX1[:, :-1], dW1[:, :-1], dW1[:, -1]]

# %% right: namedtuple | returns a namedtuple, which unpacks like a list
from collections import namedtuple

Gradients = namedtuple("Gradients", "dX dW db")


class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X.copy(), W.copy()
        return np.inner(X, W) + b

    def backward(self, dout):
        return Gradients(dX=dout @ self.W, dW=np.tensordot(dout, self.X, axes=(0, 0)), db=np.add.reduce(dout))

# %% wrong: means-over-the-batch | dW and db are means over the batch
# expect: mean-not-sum
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        N = len(dout)
        return [dout @ self.W, dout.T @ self.X / N, dout.sum(axis=0) / N]

# %% wrong: sum-along-units | db sums along the units (axis 1), one number per example
# expect: summed-over-wrong-axis
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.inputs = (X, W)
        return np.dot(X, W.T) + b

    def backward(self, dout):
        X, W = self.inputs
        return [np.dot(dout, W), np.dot(dout.T, X), dout.sum(axis=1)]

# %% right: tensordot-and-einsum | products by einsum and tensordot, db as the product with ones
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = np.array(X, dtype=float), np.array(W, dtype=float)
        return np.tensordot(self.X, self.W, axes=(1, 1)) + np.asarray(b)[None, :]

    def backward(self, dout):
        dX = np.einsum("nm,md->nd", dout, self.W)
        dW = np.tensordot(dout, self.X, axes=(0, 0))
        return [dX, dW, np.ones(len(self.X)) @ dout]

# %% wrong: bias-not-summed | db is dout, (N, M), and not summed over the examples
# expect: not-summed-over-batch
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, dout]

# %% wrong: order-of-the-list | returns [dW, db, dX], not the order of the inputs
# expect: results-swapped
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X = X
        self.W = W
        return X @ W.T + b

    def backward(self, dout):
        dW = dout.T @ self.X
        db = dout.sum(axis=0)
        dX = dout @ self.W
        return [dW, db, dX]

# %% wrong: weights-gradient-lies | X.T @ dout: (D, M), the transpose of dW
# expect: transposed
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W, self.X.T @ dout, dout.sum(axis=0)]

# %% wrong: bias-mean | mean over the batch for db
# expect: mean-not-sum
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, dout.mean(axis=0)]

# %% wrong: bias-gets-the-whole-table | db = dout, (N, M)
# expect: not-summed-over-batch
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, dout]

# %% wrong: bias-summed-over-outputs | axis=1: (N,)
# expect: summed-over-wrong-axis
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=1)]

# %% wrong: averages-by-n | dW and db are divided by N, although dout is the gradient of the loss already
# expect: mean-not-sum
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X / len(self.X), dout.sum(axis=0) / len(self.X)]

# %% wrong: wt-backwards | dX = dout @ W.T: fails unless M = D
# expect: explained
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W.T, dout.T @ self.X, dout.sum(axis=0)]

# %% wrong: order-of-the-list-2 | [dW, dX, db]
# expect: results-swapped
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout.T @ self.X, dout @ self.W, dout.sum(axis=0)]

# %% wrong: output-remembered-as-input | keeps the output in self.X: dW from the output; fails unless M = D
# expect: explained
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.W = W
        self.X = X @ W.T + b
        return self.X

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]

# %% wrong: bias-left-out | the forward pass without b
# expect: bias-missing
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]

# %% wrong: bias-as-a-column | b[:, None]: added to the rows; error unless N = M or N = 1, where the shape is wrong
# expect: explained
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b[:, None]

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]

# %% wrong: two-gradients-only | no gradient for b
# expect: explained
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X]

# %% wrong: accumulates-over-calls | self.dW += ...: a second backward adds to the first
# expect: accumulated
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        if not hasattr(self, "dW"):
            self.dW, self.db = np.zeros(W.shape), np.zeros(b.shape)
        return X @ W.T + b

    def backward(self, dout):
        self.dW += dout.T @ self.X
        self.db += dout.sum(axis=0)
        return [dout @ self.W, self.dW, self.db]

# %% wrong: first-example-for-the-weights | np.outer of the sums: dW = (Σ dout)ᵀ (Σ X), mixes examples; right for N = 1
# expect: explained
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W, np.outer(dout.sum(axis=0), self.X.sum(axis=0)), dout.sum(axis=0)]

# %% right: einsum-thrice | einsum for all products
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.seen = X, W
        return np.einsum("nd,md->nm", X, W) + b[np.newaxis]

    def backward(self, dout):
        X, W = self.seen
        return [np.einsum("nm,md->nd", dout, W), np.einsum("nm,nd->md", dout, X), np.einsum("nm->m", dout)]

# %% right: extended-matrix | appends ones to X and b to W, splits the gradient afterwards
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X1 = np.column_stack([X, np.ones(len(X))])
        self.W1 = np.column_stack([W, b])
        return np.inner(self.X1, self.W1)

    def backward(self, dout):
        dW1 = dout.T @ self.X1
        return [(dout @ self.W1)[:, :-1], dW1[:, :-1], dW1[:, -1]]

# %% wrong: outer-for-a-batch | np.outer(dout, X): flattens both, right for N = 1 only
# expect: explained
class LinearGate:
    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        return [dout @ self.W, np.outer(dout, self.X), dout.sum(axis=0)]

# %% wrong: not-transposed | forward is X @ W + b, which fails or is wrong: W is (M, D), so its transpose is needed.
# expect: explained
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        return [dout @ self.W.T, self.X.T @ dout, dout.sum(axis=0)]

# %% wrong: bias-forgotten-again | forward leaves b out.
# expect: bias-missing
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W.T

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]

# %% wrong: dW-lying | dW is X^T dout, (D, M), the transpose of what belongs to W (M, D).
# expect: transposed
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        dX = dout @ self.W
        dW = self.X.T @ dout
        db = dout.sum(axis=0)
        return [dX, dW, db]

# %% wrong: db-not-summed-again | db is dout, one row per example; every example touches b, so the rows have to be added.
# expect: not-summed-over-batch
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        return [dout @ self.W, dout.T @ self.X, dout]

# %% wrong: averaged-over-batch | dW and db are divided by N; dout already knows about the batch, so the sums are right.
# expect: mean-not-sum
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        N = len(self.X)
        return [dout @ self.W, dout.T @ self.X / N, dout.mean(axis=0)]

# %% wrong: db-over-outputs | db sums over the outputs and keeps the examples: shape (N,) instead of (M,).
# expect: summed-over-wrong-axis
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=1)]

# %% wrong: db-two-dimensional | keepdims leaves db with the shape (1, M), and b has (M,).
# expect: explained
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        return [dout @ self.W, dout.T @ self.X, np.sum(dout, axis=0, keepdims=True)]

# %% wrong: wrong-order | The gradients are returned as dW, db, dX, not in the order of the inputs.
# expect: results-swapped
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return np.dot(X, W.T) + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        dW = np.dot(dout.T, self.X)
        db = np.sum(dout, axis=0)
        dX = np.dot(dout, self.W)
        return [dW, db, dX]

# %% wrong: last-example-only-again | The loop over the examples assigns dW and db instead of adding, so only the last example counts.
# expect: explained
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        dX = np.zeros(self.X.shape)
        for n in range(len(self.X)):
            dX[n] = dout[n] @ self.W
            dW = np.outer(dout[n], self.X[n])
            db = 1.0 * dout[n]
        return [dX, dW, db]

# %% wrong: either-convention | Transposes W only if the shapes ask for it: for a layer with as many inputs as outputs it uses W where W^T is due.
# expect: weights-transposed
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X = X
        self.W = W if W.shape[0] == X.shape[1] else W.T  # now (D, M)
        self.turned = W.shape[0] != X.shape[1]
        return X @ self.W + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        dW = self.X.T @ dout
        return [dout @ self.W.T, dW.T if self.turned else dW, dout.sum(axis=0)]

# %% wrong: integer-gradients | The gradients are written into zeros like the inputs: for examples or weights of integers, their decimals are lost.
# expect: integers-kept
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W, self.b = X, W, b
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        dX, dW, db = np.zeros_like(self.X), np.zeros_like(self.W), np.zeros_like(self.b)
        dX[:] = dout @ self.W
        dW[:] = dout.T @ self.X
        db[:] = dout.sum(axis=0)
        return [dX, dW, db]

# %% wrong: bias-added-into-integers | b is added in place to the product: if examples and weights are integers, a real b does not go into it.
# expect: explained
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        scores = X @ W.T
        scores += b
        return scores

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]

# %% wrong: piled-up-weights | dW and db are added to those of earlier calls, as if somebody would zero them.
# expect: accumulated
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def __init__(self):
        self.dW, self.db = 0.0, 0.0

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        self.dW = self.dW + dout.T @ self.X
        self.db = self.db + dout.sum(axis=0)
        return [dout @ self.W, self.dW, self.db]

# %% wrong: measured | backward moves every single entry and runs forward again; it has to be derived, and this takes a forward pass per weight.
# expect: measured-not-derived
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.inputs = [X, W, b]
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        h, gradients = 1e-6, []
        for i in range(3):
            gradient = np.zeros(self.inputs[i].shape)
            for place in np.ndindex(gradient.shape):
                results = []
                for step in (h, -h):
                    X, W, b = [np.array(array, dtype=float) for array in self.inputs]
                    [X, W, b][i][place] += step
                    results.append(np.sum((X @ W.T + b) * dout))
                gradient[place] = (results[0] - results[1]) / (2 * h)
            gradients.append(gradient)
        return gradients

# %% right: einsum-again | Every product by its indices.
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return np.einsum("nd,md->nm", X, W) + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        return [
            np.einsum("nm,md->nd", dout, self.W),
            np.einsum("nm,nd->md", dout, self.X),
            np.einsum("nm->m", dout),
        ]

# %% right: loop-over-examples-again | Adds up one outer product per example.
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return np.array([W @ example + b for example in X])

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        dX = np.zeros(self.X.shape)
        dW = np.zeros(self.W.shape)
        db = np.zeros(len(self.W))
        for n, upstream in enumerate(dout):
            dX[n] = self.W.T @ upstream
            dW += np.outer(upstream, self.X[n])
            db += upstream
        return [dX, dW, db]

# %% right: bias-as-a-column-again | Appends the column of ones to X and b to W, and takes both gradients from one product.
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X1 = np.column_stack([X, np.ones(len(X))])
        self.W1 = np.column_stack([W, b])
        return self.X1 @ self.W1.T

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        dW1 = dout.T @ self.X1
        dX1 = dout @ self.W1
        return [dX1[:, :-1], dW1[:, :-1], dW1[:, -1]]

# %% wrong: transposes-mixed | dW is X.T @ dout, of the transposed shape, as in a layer that stores its weights as (D, M).
# expect: transposed
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        return [dout @ self.W, self.X.T @ dout, dout.sum(axis=0)]

# %% wrong: bias-per-example | db is dout itself, one bias gradient per example, instead of their sum.
# expect: not-summed-over-batch
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W, self.b = X, W, b
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        dX = dout @ self.W
        dW = dout.T @ self.X
        db = dout
        return [dX, dW, db]

# %% wrong: averaged-over-the-batch | The gradients of weights and biases are divided by the number of examples; averaging belongs to the loss.
# expect: mean-not-sum
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        N = len(self.X)
        return [dout @ self.W, dout.T @ self.X / N, dout.mean(axis=0)]

# %% wrong: weights-first-again | The gradients are right, but come in the order weights, biases, input, not in the order of the inputs.
# expect: results-swapped
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        dW = dout.T @ self.X
        db = np.sum(dout, axis=0)
        dX = dout @ self.W
        return [dW, db, dX]

# %% wrong: first-weights-kept | The weights are remembered only at the first forward, "since a layer's weights stay": after a step, dX is that of the old ones.
# expect: other-inputs-remembered
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X = X
        if not hasattr(self, "W"):
            self.W, self.b = W, b
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]

# %% wrong: bias-added-in-place-again | b is added in place to the product, which is an error where X and W are integers and b is real.
# expect: explained
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        out = X @ W.T
        out += b
        return out

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]

# %% wrong: gradients-pile-up | dW and db are added to those of the previous backward, so that a second call returns twice the gradient.
# expect: accumulated
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        if not hasattr(self, "dW"):
            self.dW, self.db = np.zeros(W.shape), np.zeros(b.shape)
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        self.dW = self.dW + dout.T @ self.X
        self.db = self.db + dout.sum(axis=0)
        return [dout @ self.W, self.dW, self.db]

# %% wrong: squeezed-again | All gradients are squeezed, so that batches of one, single features and single outputs lose an axis.
# expect: explained
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        dX, dW, db = dout @ self.W, dout.T @ self.X, dout.sum(axis=0, keepdims=True)
        return [np.squeeze(dX), np.squeeze(dW), np.squeeze(db)]

# %% wrong: bias-missing-and-summed-over-units | Two slips: forward leaves b out, and db is summed over the outputs instead of over the examples.
# expect: bias-missing
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W.T

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=1)]

# %% right: einsum-again-again | All four products as einsum expressions with the indices of the text.
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.inputs = X, W
        return np.einsum("nd,md->nm", X, W) + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        X, W = self.inputs
        return [
            np.einsum("nm,md->nd", dout, W),
            np.einsum("nm,nd->md", dout, X),
            np.einsum("nm->m", dout),
        ]

# %% right: bias-as-a-column-again-again | Appends a column of ones to X and b to W, so that a single product gives dW and db together.
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.extended = np.hstack([X, np.ones((len(X), 1))])
        self.weights = np.hstack([W, b[:, None]])
        return self.extended @ self.weights.T

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        both = np.transpose(dout) @ self.extended
        dX = (dout @ self.weights)[:, :-1]
        return [dX, both[:, :-1], both[:, -1]]

# %% wrong: dW-turned | dW = X^T dout has the shape (D, M), the transpose of W.
# expect: transposed
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        dX = dout @ self.W
        dW = self.X.T @ dout
        db = dout.sum(axis=0)
        return [dX, dW, db]

# %% wrong: bias-not-summed-again | db is dout itself, one row for each example, instead of the sum over the batch.
# expect: not-summed-over-batch
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        return [dout @ self.W, dout.T @ self.X, dout]

# %% wrong: divided-by-the-batch | dW and db are averaged over the batch, although the mean, if there is one, is in dout already.
# expect: mean-not-sum
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        N = len(self.X)
        dX = dout @ self.W
        dW = dout.T @ self.X / N
        db = dout.mean(axis=0)
        return [dX, dW, db]

# %% wrong: weights-as-D-by-M | Written for the other convention, X W + b with W (D, M), forwards and backwards.
# expect: explained
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        dX = dout @ self.W.T
        dW = self.X.T @ dout
        db = np.sum(dout, axis=0)
        return [dX, dW, db]

# %% wrong: bias-added-in-place-again-again | The product is of integers when X and W are, and the real biases cannot be added to it in place.
# expect: explained
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        out = X @ W.T
        out += b
        return out

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]

# %% wrong: last-example-only-again-again | The loop over the batch assigns dW and db instead of adding, so only the last example teaches the weights.
# expect: explained
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W, self.b = X, W, b
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        dX = np.zeros(self.X.shape)
        for n in range(len(self.X)):
            dX[n] = dout[n] @ self.W
            dW = np.outer(dout[n], self.X[n])
            db = dout[n]
        return [dX, dW, db]

# %% wrong: gradients-pile-up-again | dW and db are attributes that every backward adds to, so the second call returns the sum of both.
# expect: accumulated
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def __init__(self):
        self.dW = 0
        self.db = 0

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        dX = dout @ self.W
        self.dW = self.dW + dout.T @ self.X
        self.db = self.db + dout.sum(axis=0)
        return [dX, self.dW, self.db]

# %% wrong: squeezed-batch-of-one | Squeezes the gradients "to get rid of empty axes", so with one example or one unit the shapes are no longer those of X, W and b.
# expect: explained
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        dX = np.dot(dout, self.W)
        dW = np.dot(dout.T, self.X)
        db = np.sum(dout, axis=0, keepdims=True)
        return [np.squeeze(dX), np.squeeze(dW), np.squeeze(db)]

# %% right: einsum-again-again-again | All four formulas by einsum, as one would write them with indices.
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.inputs = X, W
        return np.einsum("nd,md->nm", X, W) + b

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        X, W = self.inputs
        return [
            np.einsum("nm,md->nd", dout, W),
            np.einsum("nm,nd->md", dout, X),
            np.einsum("nm->m", dout),
        ]

# %% right: one-example-at-a-time | A loop over the batch that adds outer products to its own real arrays.
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        self.X, self.W = X, W
        return np.array([W @ x + b for x in X])

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        dW, db, rows = np.zeros(self.W.shape), np.zeros(len(self.W)), []
        for x, upstream in zip(self.X, dout):
            rows.append(self.W.T @ upstream)
            dW += np.outer(upstream, x)
            db += upstream
        return [np.array(rows), dW, db]
