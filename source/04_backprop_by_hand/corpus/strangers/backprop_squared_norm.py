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

# %% wrong: factor-two-forgotten | dq = q
# expect: halved
def backprop_squared_norm(W, x):
    q = W @ x
    dq = q
    return np.sum(q**2), np.outer(dq, x), W.T @ dq

# %% wrong: norm-without-square | returns the length, gradients of the square
# expect: root-taken
def backprop_squared_norm(W, x):
    q = W @ x
    dq = 2 * q
    return np.linalg.norm(q), np.outer(dq, x), W.T @ dq

# %% wrong: dx-through-w | W @ dq instead of Wᵀ dq: every shape fits where W is square
# expect: explained
def backprop_squared_norm(W, x):
    q = W @ x
    dq = 2 * q
    return np.sum(q**2), np.outer(dq, x), W @ dq

# %% wrong: outer-the-wrong-way | outer(x, dq): the transpose of dW
# expect: transposed
def backprop_squared_norm(W, x):
    q = W @ x
    dq = 2 * q
    return np.sum(q**2), np.outer(x, dq), W.T @ dq

# %% wrong: upstream-is-f | dq = 2 q f: starts from f instead of 1
# expect: explained
def backprop_squared_norm(W, x):
    q = W @ x
    dq = 2 * q * np.sum(q**2)
    return np.sum(q**2), np.outer(dq, x), W.T @ dq

# %% wrong: gradient-of-the-length | q / |q|, the gradient of the norm instead of its square
# expect: explained
def backprop_squared_norm(W, x):
    q = W @ x
    dq = q / np.linalg.norm(q)
    return np.sum(q**2), np.outer(dq, x), W.T @ dq

# %% wrong: dw-by-broadcasting-the-sum | dW = 2 W x²: differentiates W_ij² x_j² and forgets the mixed terms; dx likewise 2 W² x summed
# expect: nothing
def backprop_squared_norm(W, x):
    return np.sum((W @ x) ** 2), 2 * W * x**2, 2 * (W**2).sum(axis=0) * x

# %% wrong: mean-of-the-squares | mean over the M entries instead of the sum, in value and gradient
# expect: nothing
def backprop_squared_norm(W, x):
    q = W @ x
    dq = 2 * q / len(q)
    return np.mean(q**2), np.outer(dq, x), W.T @ dq

# %% wrong: dx-stays-a-table | W * dq[:, None] without the sum over i
# expect: explained
def backprop_squared_norm(W, x):
    q = W @ x
    dq = 2 * q
    return np.sum(q**2), np.outer(dq, x), W * dq[:, None]

# %% right: quadratic-form-3 | dx = 2 WᵀW x, dW = 2 W x xᵀ
def backprop_squared_norm(W, x):
    return x @ W.T @ W @ x, 2 * (W @ x)[:, None] @ x[None, :], 2 * (W.T @ W) @ x

# %% right: entry-by-entry | triple loops over indices
def backprop_squared_norm(W, x):
    M, D = W.shape
    q = [sum(W[i, j] * x[j] for j in range(D)) for i in range(M)]
    dW, dx = np.zeros((M, D)), np.zeros(D)
    for i in range(M):
        for j in range(D):
            dW[i, j] = 2 * q[i] * x[j]
            dx[j] += 2 * q[i] * W[i, j]
    return sum(value * value for value in q), dW, dx

# %% wrong: factor-two-forgotten-again | The factor 2 of the square is forgotten.
# expect: halved
def backprop_squared_norm(W, x):
    q = W @ x
    return float(q @ q), np.outer(q, x), W.T @ q

# %% wrong: not-transposed | dx is W q instead of the transpose of W times q; where W is square the shape fits.
# expect: explained
def backprop_squared_norm(W, x):
    q = W @ x
    dq = 2 * q
    return float(q @ q), np.outer(dq, x), W @ dq

# %% wrong: outer-transposed-again | The outer product is the wrong way round.
# expect: transposed
def backprop_squared_norm(W, x):
    q = W @ x
    dq = 2 * q
    return float(q @ q), np.outer(x, dq), W.T @ dq

# %% wrong: norm-not-squared-again | f is the norm and not its square, with the gradients of the norm.
# expect: root-taken
def backprop_squared_norm(W, x):
    q = W @ x
    f = np.linalg.norm(q)
    dq = q / f
    return float(f), np.outer(dq, x), W.T @ dq

# %% wrong: squares-of-the-weights | dx squares W inside, 2 sum over i of W_ij^2 x_j: the mixed terms of the square are lost.
# expect: nothing
def backprop_squared_norm(W, x):
    q = W @ x
    dq = 2 * q
    return float((q**2).sum()), np.outer(dq, x), 2 * (W**2).sum(axis=0) * x

# %% wrong: upstream-summed-for-the-weights | dW takes the sum of the upstream gradient for every row, so that all rows are equal.
# expect: nothing
def backprop_squared_norm(W, x):
    q = W @ x
    dq = 2 * q
    return float(np.sum(q**2)), np.ones(len(q))[:, None] * dq.sum() * x, W.T @ dq

# %% wrong: local-slope-of-the-square-missing | The walk back starts at q with a gradient of ones instead of 2 q.
# expect: upstream-ignored
def backprop_squared_norm(W, x):
    q = W @ x
    dq = np.ones(len(q))
    return float(np.sum(q**2)), np.outer(dq, x), W.T @ dq

# %% wrong: plain-assignment-in-the-loop | In the loop dx is overwritten for each row instead of added up: only the last use is left.
# expect: explained
def backprop_squared_norm(W, x):
    q = W @ x
    dW = np.zeros(W.shape)
    dx = np.zeros(x.shape)
    for i in range(len(q)):
        dW[i] = 2 * q[i] * x
        dx = 2 * q[i] * W[i]
    return float(np.sum(q**2)), dW, dx

# %% wrong: mean-of-the-squares-again | f and its gradients are means over the outputs instead of sums.
# expect: nothing
def backprop_squared_norm(W, x):
    q = W @ x
    dq = 2 * q / len(q)
    return float(np.mean(q**2)), np.outer(dq, x), W.T @ dq

# %% wrong: gradients-like-the-weights | dW is an array like W: with weights of integers its fractions are cut off.
# expect: integers-kept
def backprop_squared_norm(W, x):
    q = W @ x
    dW = np.zeros_like(W)
    dW[...] = 2 * np.outer(q, x)
    return float(q @ q), dW, W.T @ (2 * q)

# %% wrong: square-of-the-sum | f is the square of the sum of all q instead of the sum of the squares.
# expect: nothing
def backprop_squared_norm(W, x):
    q = W @ x
    total = q.sum()
    dq = np.full(len(q), 2 * total)
    return float(total**2), np.outer(dq, x), W.T @ dq

# %% wrong: dx-like-the-input | dx is an array like x: with an input of integers and real weights its fractions are cut off.
# expect: integers-kept
def backprop_squared_norm(W, x):
    q = W @ x
    dx = np.zeros_like(x)
    for j in range(len(x)):
        dx[j] = np.sum(2 * q * W[:, j])
    return float(np.sum(q**2)), 2 * q[:, None] * x, dx

# %% right: quadratic-form-again | Through the matrices W^T W and x x^T: f = x^T W^T W x.
def backprop_squared_norm(W, x):
    gram = W.T @ W
    f = x @ gram @ x
    return f, 2 * (W @ np.outer(x, x)), (gram + gram.T) @ x

# %% right: in-columns | With column vectors and einsum.
def backprop_squared_norm(W, x):
    column = np.asarray(x, dtype=float).reshape(-1, 1)
    q = np.matmul(W, column)
    dq = q + q
    dx = np.einsum("md,mo->d", W, dq)
    return (q**2).sum().item(), dq @ column.T, dx

# %% wrong: two-forgotten-again | The 2 of the square's derivative is missing from both gradients.
# expect: halved
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2.

    W: (M, D).  x: (D,).
    Returns (f, dW, dx): a number, (M, D) and (D,).
    """
    q = W @ x
    return q @ q, np.outer(q, x), W.T @ q

# %% wrong: outer-turned-round | dW is the outer product in the wrong order, x by q, and has the shape of the transposed W.
# expect: transposed
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2.

    W: (M, D).  x: (D,).
    Returns (f, dW, dx): a number, (M, D) and (D,).
    """
    q = W @ x
    dq = 2 * q
    return np.sum(q**2), np.outer(x, dq), W.T @ dq

# %% wrong: forwards-instead-of-back | dx is W times the gradient at q, as in the forward pass, instead of the transposed W.
# expect: explained
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2.

    W: (M, D).  x: (D,).
    Returns (f, dW, dx): a number, (M, D) and (D,).
    """
    q = np.dot(W, x)
    f = np.sum(q * q)
    dq = 2 * q
    dW = dq[:, None] * x[None, :]
    dx = np.dot(W, dq)
    return f, dW, dx

# %% wrong: norm-not-squared-again-again | f is the length of W x and not its square, while the gradients are those of the square.
# expect: root-taken
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2.

    W: (M, D).  x: (D,).
    Returns (f, dW, dx): a number, (M, D) and (D,).
    """
    q = W @ x
    f = np.linalg.norm(q)
    return f, 2 * np.outer(q, x), 2 * W.T @ q

# %% wrong: q-doubled-before-f | q is doubled in place for the backward pass before f is computed from it, so f is four times too large.
# expect: explained
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2.

    W: (M, D).  x: (D,).
    Returns (f, dW, dx): a number, (M, D) and (D,).
    """
    q = np.asarray(W @ x, dtype=float)
    dq = q
    dq *= 2
    f = q @ q
    return f, np.outer(dq, x), W.T @ dq

# %% wrong: each-entry-squared-alone | The gradients are those of the sum of (W_ij x_j)²: every product is differentiated alone, without the rest of its row.
# expect: nothing
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2.

    W: (M, D).  x: (D,).
    Returns (f, dW, dx): a number, (M, D) and (D,).
    """
    q = W @ x
    f = (q**2).sum()
    dW = 2 * W * x**2
    dx = np.sum(2 * W**2 * x, axis=0)
    return f, dW, dx

# %% wrong: branches-averaged | x_j is in every q_i, and its gradients are averaged over the rows instead of added.
# expect: explained
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2.

    W: (M, D).  x: (D,).
    Returns (f, dW, dx): a number, (M, D) and (D,).
    """
    q = W @ x
    dq = 2 * q
    dW = np.outer(dq, x)
    dx = (dq[:, None] * W).mean(axis=0)
    return np.sum(q**2), dW, dx

# %% wrong: one-upstream-for-all-rows | The gradients at the q_i are summed to a single number first, and every row of W gets that same one.
# expect: explained
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2.

    W: (M, D).  x: (D,).
    Returns (f, dW, dx): a number, (M, D) and (D,).
    """
    q = W @ x
    f = np.sum(q**2)
    dq = 2 * np.sum(q)
    dW = dq * np.ones(W.shape) * x
    dx = dq * W.sum(axis=0)
    return f, dW, dx

# %% wrong: through-the-unit-vector | The chain goes through the length and q divided by it, which gives nan where W x is 0; the gradients are 0 there.
# expect: explained
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2.

    W: (M, D).  x: (D,).
    Returns (f, dW, dx): a number, (M, D) and (D,).
    """
    q = W @ x
    length = np.sqrt(np.sum(q**2))
    dlength = 2 * length
    dq = dlength * q / length
    return length**2, np.outer(dq, x), W.T @ dq

# %% right: einsum-throughout | All three results are einsum expressions over the indices of the text.
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2.

    W: (M, D).  x: (D,).
    Returns (f, dW, dx): a number, (M, D) and (D,).
    """
    q = np.einsum("ij,j->i", W, x)
    return np.einsum("i,i->", q, q), 2 * np.einsum("i,j->ij", q, x), 2 * np.einsum("i,ij->j", q, W)

# %% right: row-by-row | A loop over the rows, each a branch that adds its share to f and dx and fills its own row of dW.
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2.

    W: (M, D).  x: (D,).
    Returns (f, dW, dx): a number, (M, D) and (D,).
    """
    f, rows, dx = 0.0, [], np.zeros(len(x))
    for row in W:
        q = sum(a * b for a, b in zip(row, x))
        f += q * q
        rows.append([2 * q * b for b in x])
        dx += 2 * q * row
    return f, np.array(rows), dx

# %% wrong: two-forgotten-again-again | The derivative of q² is taken as q, without the factor 2.
# expect: halved
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2."""
    q = W @ x
    f = np.sum(q**2)
    dq = q
    dW = np.outer(dq, x)
    dx = W.T @ dq
    return f, dW, dx

# %% wrong: outer-product-turned | The outer product is taken in the wrong order, so dW has the shape of W transposed.
# expect: transposed
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2."""
    q = W @ x
    f = q @ q
    dq = 2 * q
    dW = np.outer(x, dq)
    dx = W.T @ dq
    return f, dW, dx

# %% wrong: no-transpose-on-the-way-back | dx = W dq, as on the way forward, instead of W transposed; it only fits where W is square.
# expect: explained
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2."""
    q = W @ x
    f = np.sum(q * q)
    dq = 2 * q
    dW = dq[:, None] * x[None, :]
    dx = W @ dq
    return f, dW, dx

# %% wrong: norm-not-squared-again-again-again | np.linalg.norm is returned without the square, while the gradients are those of the squared norm.
# expect: root-taken
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2."""
    q = W @ x
    f = np.linalg.norm(q)
    dq = 2 * q
    return f, np.outer(dq, x), W.T @ dq

# %% wrong: chain-through-the-norm | Goes through n = ||q|| with the local gradient q / n, which is 0/0 where W x is 0.
# expect: explained
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2."""
    q = W @ x
    n = np.sqrt(np.sum(q**2))
    f = n**2
    dn = 2 * n
    dq = dn * (q / n)
    return f, np.outer(dq, x), W.T @ dq

# %% wrong: elementwise-product-again | W * x is broadcast instead of the matrix product, so the sum within each q_i comes after the square.
# expect: nothing
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2."""
    q = W * x
    f = np.sum(q**2)
    dW = 2 * q * x
    dx = np.sum(2 * q * W, axis=0)
    return f, dW, dx

# %% wrong: last-use-of-x-only | In the loop over the outputs dx is assigned, not added to, so only the last q_i sends something back to x.
# expect: explained
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2."""
    M, D = W.shape
    f = 0.0
    dW = np.zeros((M, D))
    for i in range(M):
        q = W[i] @ x
        f += q**2
        dW[i] = 2 * q * x
        dx = 2 * q * W[i]
    return f, dW, dx

# %% wrong: column-vectors-returned | x is made a column for the matrix products, and dx comes back as (D, 1), not as (D,).
# expect: explained
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2."""
    x = x.reshape(-1, 1)
    q = W @ x
    f = np.sum(q**2)
    dq = 2 * q
    dW = dq @ x.T
    dx = W.T @ dq
    return f, dW, dx

# %% right: row-times-matrix | The half gradient q W of x as a row times a matrix, np.vdot for the value, np.multiply.outer for dW.
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2."""
    q = W @ x
    half = q @ W
    return np.vdot(q, q), 2 * np.multiply.outer(q, x), 2 * half

# %% right: row-by-row-again | A loop over the rows of W, with real buffers and sums for x.
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2."""
    f, rows, dx = 0.0, [], np.zeros(W.shape[1])
    for row in W:
        q = row @ x
        f += q**2
        rows.append(2.0 * q * x)
        dx += 2.0 * q * row
    return f, np.array(rows), dx
