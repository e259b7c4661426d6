# %% right: repaired | the three lines repaired
def repaired_backward(X, W, b, dout):
    mask = X @ W.T + b > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% right: loops | example by example
def repaired_backward(X, W, b, dout):
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(len(b))
    for n in range(len(X)):
        for m in range(len(b)):
            if W[m] @ X[n] + b[m] > 0:
                dX[n] += dout[n, m] * W[m]
                dW[m] += dout[n, m] * X[n]
                db[m] += dout[n, m]
    return dX, dW, db

# %% right: einsum | a list, and slope 1 at exactly 0
def repaired_backward(X, W, b, dout):
    dS = np.where(np.einsum("nd,md->nm", X, W) + b >= 0, dout, 0.0)
    return [np.einsum("nm,md->nd", dS, W), np.einsum("nm,nd->md", dS, X), np.einsum("nm->m", dS)]

# %% right: forward_kept | the mask from the output
from collections import namedtuple
Gradients = namedtuple("Gradients", "dX dW db")

def repaired_backward(X, W, b, dout):
    out = np.maximum(0, X @ W.T + b)
    dS = dout.astype(float)
    dS[out == 0] = 0
    return Gradients(dX=dS.dot(W), dW=X.T.dot(dS).T, db=np.ones(len(X)) @ dS)

# %% right: ones_column | the bias as one more weight
def repaired_backward(X, W, b, dout):
    extended = np.hstack([X, np.ones((len(X), 1))])
    weights = np.hstack([W, b[:, None]])
    dS = dout * np.sign(np.maximum(extended @ weights.T, 0))
    both = dS.T @ extended
    return (dS @ weights)[:, :-1], both[:, :-1], both[:, -1]

# %% wrong: starter | as given
# expect: mask-from-upstream
def repaired_backward(X, W, b, dout):
    mask = dout > 0
    dS = dout * mask
    dX = dS @ W
    dW = X.T @ dS
    db = dS
    return dX, dW, db

# %% wrong: mask_left | the mask is still that of dout
# expect: mask-from-upstream
def repaired_backward(X, W, b, dout):
    dS = dout * (dout > 0)
    return dS @ W, dS.T @ X, dS.sum(axis=0)

# %% wrong: bias_left | one bias gradient per example
# expect: not-summed-over-batch
def repaired_backward(X, W, b, dout):
    dS = dout * (X @ W.T + b > 0)
    return dS @ W, dS.T @ X, dS

# %% wrong: transposed_left | dW of (D, M)
# expect: transposed
def repaired_backward(X, W, b, dout):
    dS = dout * (X @ W.T + b > 0)
    return dS @ W, X.T @ dS, dS.sum(axis=0)

# %% wrong: bias_averaged | the mean over the batch
# expect: mean-not-sum
def repaired_backward(X, W, b, dout):
    dS = dout * (X @ W.T + b > 0)
    return dS @ W, dS.T @ X, dS.mean(axis=0)

# %% wrong: all_averaged | dW and db averaged
# expect: mean-not-sum
def repaired_backward(X, W, b, dout):
    dS = dout * (X @ W.T + b > 0)
    return dS @ W, dS.T @ X / len(X), dS.mean(axis=0)

# %% wrong: no_mask | a layer without ReLU
# expect: activation-slope-missing
def repaired_backward(X, W, b, dout):
    return dout @ W, dout.T @ X, dout.sum(axis=0)

# %% wrong: upstream_ignored | the mask alone
# expect: upstream-ignored
def repaired_backward(X, W, b, dout):
    dS = (X @ W.T + b > 0) * 1.0
    return dS @ W, dS.T @ X, dS.sum(axis=0)

# %% wrong: mask_without_bias | the pre-activation lacks b
# expect: bias-missing
def repaired_backward(X, W, b, dout):
    dS = dout * (X @ W.T > 0)
    return dS @ W, dS.T @ X, dS.sum(axis=0)

# %% wrong: both_masks | the gradient's mask as well
# expect: negative-gradients-stopped
def repaired_backward(X, W, b, dout):
    dS = dout * (X @ W.T + b > 0) * (dout > 0)
    return dS @ W, dS.T @ X, dS.sum(axis=0)

# %% wrong: values_as_mask | multiplied by the output
# expect: value-as-slope
def repaired_backward(X, W, b, dout):
    dS = dout * np.maximum(0, X @ W.T + b)
    return dS @ W, dS.T @ X, dS.sum(axis=0)

# %% wrong: bias_summed_wrong | summed over the units
def repaired_backward(X, W, b, dout):
    dS = dout * (X @ W.T + b > 0)
    return dS @ W, dS.T @ X, dS.sum(axis=1)

# %% wrong: bias_kept_2d | keepdims
def repaired_backward(X, W, b, dout):
    dS = dout * (X @ W.T + b > 0)
    return dS @ W, dS.T @ X, dS.sum(axis=0, keepdims=True)

# %% wrong: in_place | overwrites dout
def repaired_backward(X, W, b, dout):
    dout[X @ W.T + b <= 0] = 0
    return dout @ W, dout.T @ X, dout.sum(axis=0)

# %% wrong: square_only | transposes where it cannot be seen by shape
# expect: transposed
def repaired_backward(X, W, b, dout):
    dS = dout * (X @ W.T + b > 0)
    dW = dS.T @ X
    if dW.shape[0] == dW.shape[1]:
        dW = dW.T
    return dS @ W, dW, dS.sum(axis=0)

# %% wrong: reshaped | dW forced into shape
# expect: transposed
def repaired_backward(X, W, b, dout):
    dS = dout * (X @ W.T + b > 0)
    return dS @ W, (X.T @ dS).reshape(W.shape), dS.sum(axis=0)

# %% wrong: order | dW before dX
# expect: explained
def repaired_backward(X, W, b, dout):
    dS = dout * (X @ W.T + b > 0)
    return dS.T @ X, dS @ W, dS.sum(axis=0)


# %% wrong: slope_two_at_zero | the slope of ReLU is 2 at exactly 0
def repaired_backward(X, W, b, dout):
    a = X @ W.T + b
    da = dout * np.heaviside(a, 2.0)
    return da @ W, da.T @ X, da.sum(axis=0)


# %% wrong: slope_below_zero_at_zero | the slope of ReLU is -1 at exactly 0
def repaired_backward(X, W, b, dout):
    a = X @ W.T + b
    da = dout * np.heaviside(a, -1.0)
    return da @ W, da.T @ X, da.sum(axis=0)


# %% right: any_slope_at_zero | at exactly 0 the slope differs from entry to entry
def repaired_backward(X, W, b, dout):
    z = X @ W.T + b
    slope = (z > 0).astype(float)
    slope[z == 0] = np.arange((z == 0).sum()) % 2
    da = slope * dout
    return da @ W, da.T @ X, da.sum(0)

# %% wrong: central_differences | nothing repaired: all three measured
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

def repaired_backward(X, W, b, dout):
    return measured(lambda X, W, b: np.sum(relu_layer(X, W, b) * dout), X, W, b)

# %% wrong: one_step_each | differences of the linear pieces, exact, a pass for each entry
# expect: measured-not-derived
def repaired_backward(X, W, b, dout):
    tensors = [np.array(part, dtype=float) for part in (X, W, b)]
    on = tensors[0] @ tensors[1].T + tensors[2] > 0
    piece = lambda: np.sum(((tensors[0] @ tensors[1].T + tensors[2]) * dout)[on])
    here, results = piece(), []
    for tensor in tensors:
        slope = np.zeros(tensor.shape)
        for index in np.ndindex(tensor.shape):
            tensor[index] += 1
            slope[index] = piece() - here
            tensor[index] -= 1
        results.append(slope)
    return results

# %% wrong: integers_kept | each gradient in the dtype of what it belongs to
# expect: integers-kept
def repaired_backward(X, W, b, dout):
    dX, dW, db = np.zeros_like(X), np.zeros_like(W), np.zeros_like(b)
    dS = dout * (X @ W.T + b > 0)
    dX[:], dW[:], db[:] = dS @ W, dS.T @ X, dS.sum(axis=0)
    return dX, dW, db
