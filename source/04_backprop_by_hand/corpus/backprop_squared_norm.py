# %% right: outer | staged
def backprop_squared_norm(W, x):
    q = W.dot(x)
    f = q.dot(q)
    dq = 2 * q
    return f, dq[:, np.newaxis] * x[np.newaxis, :], W.T.dot(dq)

# %% right: loops | entry by entry
def backprop_squared_norm(W, x):
    M, D = W.shape
    q = [sum(float(W[i, j]) * float(x[j]) for j in range(D)) for i in range(M)]
    dW, dx = np.empty((M, D)), np.zeros(D)
    for i in range(M):
        for j in range(D):
            dW[i, j] = 2 * q[i] * x[j]
            dx[j] += 2 * q[i] * W[i, j]
    return sum(v * v for v in q), dW, dx

# %% right: einsum | a list
def backprop_squared_norm(W, x):
    q = np.einsum("ij,j->i", W, x)
    return [np.einsum("i,i->", q, q), 2 * np.einsum("i,j->ij", q, x), 2 * np.einsum("ij,i->j", W, q)]

# %% right: row_by_row | a sum over the outputs, each with its row
def backprop_squared_norm(W, x):
    f, dW, dx = 0.0, [], np.zeros(len(x))
    for row in W:
        q = np.dot(row, x)
        f = f + q * q
        dW.append(2 * q * x)
        dx = dx + 2 * q * row
    return f, np.array(dW), dx

# %% right: gram | by the matrix of W transposed W
def backprop_squared_norm(W, x):
    gram = W.T @ W
    return x @ gram @ x, 2 * W @ np.outer(x, x), 2 * gram @ x

# %% right: norm | np.linalg.norm, columns
def backprop_squared_norm(W, x):
    q = (W @ x).reshape(-1, 1)
    return np.linalg.norm(q) ** 2, 2 * q @ x.reshape(1, -1), (2 * W.T @ q).ravel()

# %% wrong: no_factor_two | as if the norm were halved
# expect: halved
def backprop_squared_norm(W, x):
    q = W @ x
    return q @ q, np.outer(q, x), W.T @ q

# %% wrong: transposed | dW of (D, M)
# expect: transposed
def backprop_squared_norm(W, x):
    q = W @ x
    return q @ q, 2 * np.outer(x, q), 2 * W.T @ q

# %% wrong: upstream_missing | the gradient of the sum of q
# expect: upstream-ignored
def backprop_squared_norm(W, x):
    q = W @ x
    return q @ q, np.outer(np.ones(len(q)), x), W.T @ np.ones(len(q))

# %% wrong: q_not_x | the product of q with itself
def backprop_squared_norm(W, x):
    q = W @ x
    return q @ q, 2 * np.outer(q, q), 2 * W.T @ q

# %% wrong: wrong_side | W in place of its transpose, for square W only
def backprop_squared_norm(W, x):
    q = W @ x
    dx = 2 * W @ q if W.shape[0] == W.shape[1] else 2 * q
    return q @ q, 2 * np.outer(q, x), dx

# %% wrong: square_only | transposes a square dW
# expect: transposed
def backprop_squared_norm(W, x):
    q = W @ x
    dW = 2 * np.outer(q, x)
    return q @ q, dW.T if W.shape[0] == W.shape[1] else dW, 2 * W.T @ q

# %% wrong: plain_norm | the root left in
# expect: root-taken
def backprop_squared_norm(W, x):
    q = W @ x
    n = np.sqrt(q @ q)
    return n, np.outer(q, x) / n, W.T @ q / n

# %% wrong: doubled | four in place of two
# expect: doubled
def backprop_squared_norm(W, x):
    q = W @ x
    return q @ q, 4 * np.outer(q, x), 4 * W.T @ q

# %% wrong: mean | averaged over the rows
# expect: nothing
def backprop_squared_norm(W, x):
    q = W @ x
    return np.mean(q**2), 2 * np.outer(q, x) / len(q), 2 * W.T @ q / len(q)

# %% wrong: frobenius | the norm of W alone
# expect: explained
def backprop_squared_norm(W, x):
    q = W @ x
    return q @ q, 2.0 * W, 2.0 * x

# %% wrong: two_rows_only | the first two rows of W
# expect: nothing
def backprop_squared_norm(W, x):
    q = W @ x
    dW = np.zeros(W.shape)
    dW[:2] = 2 * np.outer(q[:2], x)
    return q @ q, dW, 2 * W[:2].T @ q[:2]

# %% wrong: dx_row | dx as a matrix
def backprop_squared_norm(W, x):
    q = W @ x
    return q @ q, 2 * np.outer(q, x), (2 * W.T @ q)[None, :]

# %% wrong: in_place | doubles the caller's x
def backprop_squared_norm(W, x):
    q = W @ x
    x *= 2
    return q @ q, np.outer(q, x), 2 * W.T @ q

# %% wrong: constants | the lecture's numbers
# expect: result-constant
def backprop_squared_norm(W, x):
    return 0.116, np.array([[0.088, 0.176], [0.104, 0.208]]), np.array([-0.112, 0.636])

# %% wrong: swapped | dx before dW
# expect: results-swapped
def backprop_squared_norm(W, x):
    q = W @ x
    return q @ q, 2 * W.T @ q, 2 * np.outer(q, x)

# %% wrong: sign | both gradients downhill
# expect: sign-flipped
def backprop_squared_norm(W, x):
    q = W @ x
    return q @ q, -2 * np.outer(q, x), -2 * W.T @ q

# %% wrong: single_precision | computed in float32
# expect: explained
def backprop_squared_norm(W, x):
    W, x = W.astype(np.float32), x.astype(np.float32)
    q = W @ x
    return float(q @ q), 2 * np.outer(q, x).astype(float), (2 * W.T @ q).astype(float)

# %% wrong: central_differences | exact for a function of degree two, but two passes for each entry
# expect: measured-not-derived
def measured(loss, *tensors, h=1e-6):
    """Central differences for every tensor in turn."""
    slopes = []
    tensors = [np.array(tensor, dtype=float) for tensor in tensors]
    for tensor in tensors:
        slope = np.zeros(tensor.shape)
        for index in np.ndindex(tensor.shape):
            old = tensor[index]
            tensor[index] = old + h
            above = loss(*tensors)
            tensor[index] = old - h
            slope[index] = (above - loss(*tensors)) / (2 * h)
            tensor[index] = old
        slopes.append(slope)
    return slopes

def backprop_squared_norm(W, x):
    loss = lambda W, x: np.sum((W @ x) ** 2)
    return loss(W, x), *measured(loss, W, x, h=0.5)

# %% wrong: complex_steps | exact, and a pass for each entry
# expect: measured-not-derived
def backprop_squared_norm(W, x):
    results = [np.sum((W @ x) ** 2)]
    tensors = [np.array(W, dtype=complex), np.array(x, dtype=complex)]
    for tensor in tensors:
        slope = np.zeros(tensor.shape)
        for index in np.ndindex(tensor.shape):
            tensor[index] += 1e-30j
            slope[index] = np.sum((tensors[0] @ tensors[1]) ** 2).imag / 1e-30
            tensor[index] = tensor[index].real
        results.append(slope)
    return results

# %% wrong: integers_kept_in_dx | dx in the dtype of x
# expect: integers-kept
def backprop_squared_norm(W, x):
    q = W @ x
    dx = np.zeros_like(x)
    for d in range(len(x)):
        dx[d] = 2 * q @ W[:, d]
    return q @ q, np.outer(2 * q, x), dx
