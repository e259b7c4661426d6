# %% wrong: factor-two-missing | The slope of q² is written as q: both gradients are half of what they should be.
# expect: halved
def backprop_squared_norm(W, x):
    q = W @ x
    f = np.sum(q**2)
    return f, np.outer(q, x), W.T @ q

# %% wrong: outer-transposed | np.outer(x, dq) is the transposed of dW: its shape is (D, M).
# expect: transposed
def backprop_squared_norm(W, x):
    q = W @ x
    dq = 2 * q
    return q @ q, np.outer(x, dq), W.T @ dq

# %% wrong: weights-not-transposed | W @ dq instead of W.T @ dq for dx: a shape error for M ≠ D, and wrong numbers otherwise.
# expect: explained
def backprop_squared_norm(W, x):
    q = np.dot(W, x)
    f = np.dot(q, q)
    dq = 2 * q
    dW = dq.reshape(-1, 1) * x
    dx = np.dot(W, dq)
    return f, dW, dx

# %% wrong: norm-not-squared | f is the norm, without the square, though the gradients are those of the square.
# expect: root-taken
def backprop_squared_norm(W, x):
    q = W @ x
    f = np.linalg.norm(q)
    dq = 2 * q
    dW = np.outer(dq, x)
    dx = W.T @ dq
    return f, dW, dx

# %% wrong: elementwise-product | W * x instead of the matrix product: the sum over j is missing inside the square.
# expect: nothing
def backprop_squared_norm(W, x):
    q = W * x
    f = (q**2).sum()
    dW = 2 * q * x
    dx = (2 * q * W).sum(axis=0)
    return f, dW, dx

# %% wrong: x-missing-in-dw | dW repeats dq in every column: the local gradient x_j of q_i with respect to W_ij was forgotten.
# expect: explained
def backprop_squared_norm(W, x):
    q = W @ x
    f = np.sum(q * q)
    dq = 2 * q
    dW = np.tile(dq[:, None], (1, len(x)))
    dx = dq @ W
    return f, dW, dx

# %% wrong: dx-overwritten-per-row | In the loop dx is assigned for each q_i instead of added to: one x_j appears in all of them.
# expect: explained
def backprop_squared_norm(W, x):
    M, D = W.shape
    f = 0.0
    dW = np.zeros((M, D))
    dx = np.zeros(D)
    for i in range(M):
        q_i = sum(W[i, j] * x[j] for j in range(D))
        f += q_i**2
        for j in range(D):
            dW[i, j] = 2 * q_i * x[j]
            dx[j] = 2 * q_i * W[i, j]
    return f, dW, dx

# %% wrong: column-from-dot-of-vectors | dq @ x.T of two 1-d arrays is a dot product, not an outer one: a shape error for M ≠ D and a number in place of dW otherwise.
# expect: explained
def backprop_squared_norm(W, x):
    q = W @ x
    dq = 2 * q
    dW = dq @ x.T
    dx = W.T @ dq
    return np.sum(q**2), dW, dx

# %% right: quadratic-form | Uses f = x^T (W^T W) x, so dx = 2 W^T W x and dW = 2 W x x^T.
def backprop_squared_norm(W, x):
    G = W.T @ W
    return x @ G @ x, 2 * (W @ np.outer(x, x)), (G + G.T) @ x

# %% right: column-vectors | Works with (D, 1) columns as on paper and flattens at the end; f by .item().
def backprop_squared_norm(W, x):
    col = x.reshape(-1, 1)
    q = W @ col
    f = (q.T @ q).item()
    dq = 2 * q
    return f, dq @ col.T, (W.T @ dq).ravel()

# %% wrong: two-forgotten | the factor 2 of the square is forgotten in dx only
# expect: halved
def backprop_squared_norm(W, x):
    q = W.dot(x)
    dW = 2 * q[:, np.newaxis] * x[np.newaxis, :]
    dx = W.T.dot(q)
    return np.sum(q**2), dW, dx

# %% wrong: squares-of-the-entries | takes ||Wx||² as the sum of (W_ij x_j)², so each entry's slope sees only itself
# expect: nothing
def backprop_squared_norm(W, x):
    q = W @ x
    f = np.sum(q**2)
    dW = 2 * W * x**2
    dx = (2 * W**2 * x).sum(axis=0)
    return f, dW, dx

# %% right: quadratic-form-2 | through the Gram matrix: f = xᵀ(WᵀW)x, dx = 2 (WᵀW) x, dW = 2 W (x xᵀ)
def backprop_squared_norm(W, x):
    W, x = np.asarray(W, float), np.asarray(x, float)
    f = float(x @ (W.T @ (W @ x)))
    dW = 2 * np.einsum("ij,j,k->ik", W, x, x, optimize=["einsum_path", (0, 1), (0, 1)])
    dx = 2 * W.T @ (W @ x)
    return f, dW, dx

# %% wrong: w-not-transposed | dx = 2 W q instead of 2 Wᵀ q: runs only where W is square
# expect: explained
def backprop_squared_norm(W, x):
    q = W @ x
    dq = 2 * q
    return q @ q, np.outer(dq, x), W @ dq
