# %% right: matrix_product | the usual way
def linear_scores(W, b, X):
    return X @ W.T + b

# %% right: loops | three loops
def linear_scores(W, b, X):
    S = np.zeros((len(X), len(W)))
    for i in range(len(X)):
        for k in range(len(W)):
            total = 0.0
            for d in range(len(X[i])):
                total += W[k, d] * X[i, d]
            S[i, k] = total + b[k]
    return S

# %% right: einsum | indices written out
def linear_scores(W, b, X):
    return np.einsum("kd,nd->nk", W, X) + b[None, :]

# %% right: bias_trick | the bias as one more pixel
def linear_scores(W, b, X):
    ones = np.ones((X.shape[0], 1))
    return np.hstack([X, ones]).dot(np.column_stack([W, b]).T)

# %% right: transposed_product | columns first
def linear_scores(W, b, X):
    return (np.matmul(W, X.T) + b.reshape(-1, 1)).T

# %% right: row_by_row | a list of rows, as an array
def linear_scores(W, b, X):
    return np.array([W @ x + b for x in X])

# %% wrong: no_bias | the bias is missing
# expect: bias-missing
def linear_scores(W, b, X):
    return X @ W.T

# %% wrong: transposed | the result is (K, N)
# expect: transposed
def linear_scores(W, b, X):
    return W @ X.T + b[:, None]

# %% wrong: not_transposed | X @ W fits only if K = D
def linear_scores(W, b, X):
    return X @ W + b

# %% wrong: subtracted | the bias is subtracted
# expect: bias-subtracted
def linear_scores(W, b, X):
    return X @ W.T - b

# %% wrong: list | a list in place of an array
def linear_scores(W, b, X):
    return [list(W @ x + b) for x in X]

# %% wrong: in_place | the examples are overwritten
def linear_scores(W, b, X):
    S = X @ W.T + b
    X -= X.mean(axis=0)
    return S

# %% wrong: integers | the result is cut to integers where X is
# expect: integers-kept
def linear_scores(W, b, X):
    S = np.zeros((len(X), len(W)), dtype=X.dtype)
    for i, x in enumerate(X):
        S[i] = W @ x + b
    return S

# %% wrong: first_only | only the first example
def linear_scores(W, b, X):
    return (W @ X[0] + b)[None, :] * np.ones((len(X), 1))

# %% wrong: bias_in_place | the caller's bias grows
def linear_scores(W, b, X):
    b *= 1.0
    S = X @ W.T
    S += b
    b += 1e-9
    return S

# %% wrong: three_classes | right for three classes only
def linear_scores(W, b, X):
    return np.stack([X @ W[k] + b[k] for k in range(3)], axis=1)

# %% wrong: squeezed | a batch of one loses its axis
def linear_scores(W, b, X):
    return np.squeeze(X @ W.T + b)

# %% wrong: bias_per_example | the bias is added along the wrong axis
def linear_scores(W, b, X):
    S = X @ W.T
    for i in range(len(S)):
        S[i] += b[i % len(b)]
    return S

# %% wrong: hard_coded | the numbers of the visible checks
def linear_scores(W, b, X):
    return np.array([[-8.0, -7.0]]) if len(W) == 2 else np.array([[1.0, 3.0, -1.0], [5.0, 4.0, 3.0]])

# %% wrong: same_shapes | remembers the result of the last call with these shapes
# expect: explained
remembered = {}


def linear_scores(W, b, X):
    return remembered.setdefault((W.shape, X.shape), X @ W.T + b)

# %% wrong: single_precision | computed in float32
# expect: not-precise
def linear_scores(W, b, X):
    return X.astype(np.float32) @ W.T.astype(np.float32) + b.astype(np.float32)

# %% wrong: tiled_biases | the biases are laid below each other as often as there are classes
def linear_scores(W, b, X):
    return X @ W.T + np.tile(b, (len(W), 1))[: len(X)]

# %% wrong: whole_pixels_normalised | integers are taken for grey values up to 255
def linear_scores(W, b, X):
    X = X / 255 if X.dtype.kind in "iu" else X
    return X @ W.T + b

# %% wrong: rounded | four digits behind the point
# expect: not-precise
def linear_scores(W, b, X):
    return np.round(X @ W.T + b, 4)
