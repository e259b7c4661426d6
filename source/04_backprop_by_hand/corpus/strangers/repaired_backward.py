# %% wrong: mask-bug-left | The mask is still taken from dout; only the bias sum and dW are repaired.
# expect: mask-from-upstream
def repaired_backward(X, W, b, dout):
    mask = dout > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: bias-bug-left | Mask and dW are repaired, but db is still dS itself, (N, M), not summed over the batch.
# expect: not-summed-over-batch
def repaired_backward(X, W, b, dout):
    S = X @ W.T + b
    mask = S > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS
    return dX, dW, db

# %% wrong: dw-bug-left | Mask and db are repaired, but dW is still X^T dS, the transposed of what W's shape asks for.
# expect: transposed
def repaired_backward(X, W, b, dout):
    mask = relu_layer(X, W, b) > 0
    dS = dout * mask
    dX = dS @ W
    dW = X.T @ dS
    db = np.sum(dS, axis=0)
    return dX, dW, db

# %% wrong: mask-from-input | The mask is taken from X > 0, the layer's input, instead of from the pre-activation: a shape error unless D = M.
# expect: explained
def repaired_backward(X, W, b, dout):
    mask = X > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: bias-left-out-of-mask | The pre-activation for the mask is recomputed without b, so units that only the bias turns on or off are masked wrongly.
# expect: bias-missing
def repaired_backward(X, W, b, dout):
    mask = (X @ W.T) > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: bias-summed-over-units | db is summed over axis 1, the units, instead of over axis 0, the batch.
# expect: explained
def repaired_backward(X, W, b, dout):
    S = X @ W.T + b
    dS = np.where(S > 0, dout, 0)
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=1)
    return dX, dW, db

# %% wrong: bias-averaged | db is the mean over the batch: the averaging, if any, is in dout already, so it should be a sum.
# expect: mean-not-sum
def repaired_backward(X, W, b, dout):
    out = np.maximum(0, X @ W.T + b)
    dS = dout * (out > 0)
    dX = dS @ W
    dW = dS.T @ X
    db = dS.mean(axis=0)
    return dX, dW, db

# %% wrong: bias-kept-as-a-row | keepdims leaves db as (1, M), while b is (M,).
# expect: explained
def repaired_backward(X, W, b, dout):
    S = X @ W.T + b
    mask = S > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0, keepdims=True)
    return dX, dW, db

# %% wrong: relu-output-as-mask | dout is multiplied with the activation itself, max(0, S), instead of with 1 where it is positive.
# expect: value-as-slope
def repaired_backward(X, W, b, dout):
    mask = relu_layer(X, W, b)
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: dx-from-unmasked-dout | dX uses dout instead of dS: the path to the input skips the ReLU.
# expect: activation-slope-missing
def repaired_backward(X, W, b, dout):
    mask = (X @ W.T + b) > 0
    dS = dout * mask
    dX = dout @ W
    dW = dS.T @ X
    db = dS.sum(0)
    return dX, dW, db

# %% wrong: return-deleted | The last line went with the two that were to be deleted: the function returns None.
# expect: explained
def repaired_backward(X, W, b, dout):
    mask = relu_layer(X, W, b) > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)

# %% wrong: dout-masked-in-place | `dout[S <= 0] = 0` changes the caller's dout; the three gradients are right.
# expect: explained
def repaired_backward(X, W, b, dout):
    S = X @ W.T + b
    dout[S <= 0] = 0
    dX = dout @ W
    dW = dout.T @ X
    db = dout.sum(axis=0)
    return dX, dW, db

# %% wrong: scores-in-column-convention | S = W X^T + b is (M, N), so adding b raises unless N = M: the batch was taken to be in columns.
# expect: explained
def repaired_backward(X, W, b, dout):
    S = W @ X.T + b
    mask = (S > 0).T
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: dx-repaired-too-much | The right line dX = dS @ W was "repaired" as well, to dS @ W.T, which raises unless M = D.
# expect: explained
def repaired_backward(X, W, b, dout):
    S = X @ W.T + b
    dS = dout * (S > 0)
    dX = dS @ W.T
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: weights-averaged-over-batch | dW and db are divided by N, from the habit of a mean loss, although dout is given as it is.
# expect: mean-not-sum
def repaired_backward(X, W, b, dout):
    N = X.shape[0]
    S = np.dot(X, W.T) + b
    dS = dout.copy()
    dS[S < 0] = 0
    return dS.dot(W), dS.T.dot(X) / N, dS.sum(axis=0) / N

# %% right: loop-over-examples | A loop over the examples with an outer product for each, accumulated.
def repaired_backward(X, W, b, dout):
    dX = np.zeros(X.shape)
    dW = np.zeros(W.shape)
    db = np.zeros(len(b))
    for n, (x, g) in enumerate(zip(X, dout)):
        ds = np.where(W @ x + b > 0, g, 0.0)
        dX[n] = W.T @ ds
        dW += np.outer(ds, x)
        db += ds
    return dX, dW, db

# %% right: einsum-and-half-at-zero | Three einsums; np.heaviside gives the slope ½ where S is exactly 0 (any slope from 0 to 1 is allowed).
def repaired_backward(X, W, b, dout):
    slope = np.heaviside(np.einsum("nd,md->nm", X, W) + b, 0.5)
    dS = slope * dout
    return np.einsum("nm,md->nd", dS, W), np.einsum("nm,nd->md", dS, X), np.einsum("nm->m", dS)

# %% right: bias-as-an-extra-column | Appends a column of ones to X and b to W, and splits the joint gradient; slope 1 where S is 0.
def repaired_backward(X, W, b, dout):
    ones = np.ones((X.shape[0], 1))
    Xe = np.hstack([X, ones])
    We = np.hstack([W, b[:, None]])
    dS = np.where(Xe @ We.T >= 0, dout, 0.0)
    dWe = np.transpose(dS) @ Xe
    return (dS @ We)[:, :-1], dWe[:, :-1], dWe[:, -1]

# %% wrong: out-instead-of-mask | multiplies by the output itself, not by 0 or 1
# expect: value-as-slope
def repaired_backward(X, W, b, dout):
    mask = np.maximum(0, X @ W.T + b)
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: mask-of-dout-stays | S is used for the mask, but dout's negative entries are still thrown away
# expect: negative-gradients-stopped
def repaired_backward(X, W, b, dout):
    S = X @ W.T + b
    mask = (S > 0) & (dout > 0)
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = np.sum(dS, axis=0)
    return dX, dW, db

# %% wrong: bias-from-dout | db sums dout and not dS: the bias is fed past the ReLU
# expect: activation-slope-missing
def repaired_backward(X, W, b, dout):
    mask = X @ W.T + b > 0
    dS = np.where(mask, dout, 0)
    dX = dS @ W
    dW = dS.T @ X
    db = np.ones(len(X)) @ dout
    return dX, dW, db

# %% right: example-by-example | a loop over examples and units with S >= 0 open
def repaired_backward(X, W, b, dout):
    dX, dW, db = (np.zeros(np.shape(a)) for a in (X, W, b))
    for n, x in enumerate(X):
        for m, w in enumerate(W):
            if w @ x + b[m] >= 0:
                dX[n] += dout[n, m] * w
                dW[m] += dout[n, m] * x
                db[m] += dout[n, m]
    return dX, dW, db

# %% wrong: mask-without-bias | the mask looks at X Wᵀ > 0 and forgets b
# expect: bias-missing
def repaired_backward(X, W, b, dout):
    mask = X @ W.T > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: bias-averaged-2 | db is the mean over the examples instead of the sum
# expect: mean-not-sum
def repaired_backward(X, W, b, dout):
    mask = (X @ W.T + b) > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.mean(axis=0)
    return dX, dW, db

# %% wrong: mask-of-the-gradient-kept | the mask still asks dout > 0; transpose and bias repaired
# expect: mask-from-upstream
def repaired_backward(X, W, b, dout):
    mask = dout > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: mask-without-the-bias | mask of X Wᵀ > 0: entries whose sign the bias decides are wrong
# expect: bias-missing
def repaired_backward(X, W, b, dout):
    mask = X @ W.T > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: both-masks | keeps dout > 0 and adds S > 0 (guided backpropagation)
# expect: negative-gradients-stopped
def repaired_backward(X, W, b, dout):
    S = X @ W.T + b
    mask = (dout > 0) & (S > 0)
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: bias-averaged-3 | db = mean over the examples instead of the sum
# expect: mean-not-sum
def repaired_backward(X, W, b, dout):
    mask = X @ W.T + b > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.mean(axis=0)
    return dX, dW, db

# %% wrong: bias-summed-over-units-2 | sum over axis 1: (N,) instead of (M,)
# expect: explained
def repaired_backward(X, W, b, dout):
    mask = X @ W.T + b > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=1)
    return dX, dW, db

# %% wrong: bias-from-dout-2 | db sums dout before the mask
# expect: activation-slope-missing
def repaired_backward(X, W, b, dout):
    mask = X @ W.T + b > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dout.sum(axis=0)
    return dX, dW, db

# %% wrong: output-as-mask | multiplies by relu's output itself instead of its slope
# expect: value-as-slope
def repaired_backward(X, W, b, dout):
    out = relu_layer(X, W, b)
    dS = dout * out
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: repairs-dx-too | "repairs" the right line as well: dX = dS @ W.T, which fails unless M = D
# expect: explained
def repaired_backward(X, W, b, dout):
    mask = X @ W.T + b > 0
    dS = dout * mask
    dX = dS @ W.T
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: transpose-by-reshape | dW made to fit with reshape instead of a transpose: entries in the wrong places
# expect: transposed
def repaired_backward(X, W, b, dout):
    mask = X @ W.T + b > 0
    dS = dout * mask
    dX = dS @ W
    dW = (X.T @ dS).reshape(W.shape)
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: averages-over-the-batch | dW and db are divided by N although dout is the gradient already
# expect: mean-not-sum
def repaired_backward(X, W, b, dout):
    mask = X @ W.T + b > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X / len(X)
    db = dS.sum(axis=0) / len(X)
    return dX, dW, db

# %% wrong: zeroes-the-callers-gradient | dout[S <= 0] = 0 in place: results right, the argument changed
# expect: explained
def repaired_backward(X, W, b, dout):
    dS = dout
    dS[X @ W.T + b <= 0] = 0
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: bias-keeps-a-row | keepdims: db is (1, M) instead of (M,)
# expect: explained
def repaired_backward(X, W, b, dout):
    mask = X @ W.T + b > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0, keepdims=True)
    return dX, dW, db

# %% right: heaviside-half | slope ½ at 0 by np.heaviside, from scratch with einsum
def repaired_backward(X, W, b, dout):
    slope = np.heaviside(np.einsum("nd,md->nm", X, W) + b, 0.5)
    return (
        np.einsum("nm,nm,md->nd", dout, slope, W),
        np.einsum("nm,nm,nd->md", dout, slope, X),
        np.einsum("nm,nm->m", dout, slope),
    )

# %% right: one-example-after-another | loop over the examples, accumulating outer products; slope 1 at 0
def repaired_backward(X, W, b, dout):
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(b.shape)
    for n in range(len(X)):
        dS = np.where(W @ X[n] + b >= 0, dout[n], 0.0)
        dX[n] = W.T @ dS
        dW += np.outer(dS, X[n])
        db += dS
    return dX, dW, db

# %% right: ones-vector-for-the-bias | repairs in the given lines: mask from the layer's output, transpose of the product, ones @ dS
def repaired_backward(X, W, b, dout):
    mask = relu_layer(X, W, b) > 0
    dS = dout * mask
    dX = dS @ W
    dW = (X.T @ dS).T
    db = np.ones(len(X)) @ dS
    return dX, dW, db

# %% wrong: mask-not-repaired | The mask still asks where the upstream gradient is positive; the other two bugs are repaired.
# expect: mask-from-upstream
def repaired_backward(X, W, b, dout):
    mask = dout > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: mask-of-the-input | The mask asks where X is positive instead of where S is, through the shape of dS by a product with |W|.
# expect: activation-slope-missing
def repaired_backward(X, W, b, dout):
    mask = (X > 0) @ np.abs(W).T > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: bias-missing-in-the-mask | S is recomputed without the bias, so the mask is wrong wherever the bias decides.
# expect: bias-missing
def repaired_backward(X, W, b, dout):
    mask = X @ W.T > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: both-masks-again | The mask asks for a positive S and for a positive upstream gradient, as in guided backpropagation.
# expect: negative-gradients-stopped
def repaired_backward(X, W, b, dout):
    S = X @ W.T + b
    mask = (S > 0) & (dout > 0)
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: value-as-slope | The upstream gradient is multiplied with the output of the ReLU instead of with its slope, 0 or 1.
# expect: value-as-slope
def repaired_backward(X, W, b, dout):
    out = np.maximum(0.0, X @ W.T + b)
    dS = dout * out
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: bias-averaged-again | The bias gradient is the mean over the examples instead of the sum.
# expect: mean-not-sum
def repaired_backward(X, W, b, dout):
    mask = X @ W.T + b > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.mean(axis=0)
    return dX, dW, db

# %% wrong: bias-summed-over-the-units | The bias gradient is summed over axis 1, over the units, which gives a number per example.
# expect: explained
def repaired_backward(X, W, b, dout):
    mask = X @ W.T + b > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=1)
    return dX, dW, db

# %% wrong: bias-not-summed | db is still (N, M), not summed over the examples.
# expect: not-summed-over-batch
def repaired_backward(X, W, b, dout):
    mask = X @ W.T + b > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS
    return dX, dW, db

# %% wrong: reshaped-not-transposed | The shape of dW is repaired with reshape instead of a transpose, which shuffles its entries.
# expect: transposed
def repaired_backward(X, W, b, dout):
    mask = X @ W.T + b > 0
    dS = dout * mask
    dX = dS @ W
    dW = (X.T @ dS).reshape(W.shape)
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: mask-only-for-the-weights | dX is sent back from the unmasked upstream gradient, while dW and db use the masked one.
# expect: activation-slope-missing
def repaired_backward(X, W, b, dout):
    dS = np.where(X @ W.T + b > 0, dout, 0.0)
    dX = dout @ W
    dW = dS.T @ X
    db = np.sum(dS, axis=0)
    return dX, dW, db

# %% wrong: caller-s-dout-masked | The mask is written into dout itself, which changes the caller's array.
# expect: explained
def repaired_backward(X, W, b, dout):
    dS = dout
    dS[X @ W.T + b <= 0] = 0
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: averaged-over-the-batch | dW and db are divided by the number of examples, although dout is already the gradient of the loss.
# expect: mean-not-sum
def repaired_backward(X, W, b, dout):
    N = len(X)
    dS = dout * (X @ W.T + b > 0)
    dX = dS @ W
    dW = dS.T @ X / N
    db = dS.sum(axis=0) / N
    return dX, dW, db

# %% wrong: bias-gradient-squeezed | The bias gradient is squeezed, so for a layer of a single unit it is a number instead of an array (1,).
# expect: explained
def repaired_backward(X, W, b, dout):
    mask = X @ W.T + b > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = np.squeeze(dS.sum(axis=0, keepdims=True))
    return dX, dW, db

# %% wrong: dx-like-the-examples | dX is filled into an array like X, so examples of integers cut its fractions off.
# expect: integers-kept
def repaired_backward(X, W, b, dout):
    dS = dout * (X @ W.T + b > 0)
    dX = np.zeros_like(X)
    for n in range(len(X)):
        dX[n] = W.T @ dS[n]
    return dX, dS.T @ X, dS.sum(axis=0)

# %% right: heaviside-and-einsum | np.heaviside with ½ at the kink, einsum for the three gradients.
def repaired_backward(X, W, b, dout):
    slope = np.heaviside(np.einsum("nd,md->nm", X, W) + b, 0.5)
    dS = slope * dout
    dX = np.einsum("nm,md->nd", dS, W)
    dW = np.einsum("nm,nd->md", dS, X)
    return dX, dW, np.ones(len(X)) @ dS

# %% right: example-by-example-again | A loop over the examples that adds up dW and db.
def repaired_backward(X, W, b, dout):
    dX, dW, db = (np.zeros(np.shape(each)) for each in (X, W, b))
    for n, (x, upstream) in enumerate(zip(X, dout)):
        signal = np.where(W @ x + b >= 0, upstream, 0)
        dX[n] = W.T @ signal
        dW += np.outer(signal, x)
        db += signal
    return dX, dW, db

# %% wrong: mask-still-upstream | The transpose and the bias are repaired, but the mask still asks where dout is positive instead of the layer's sums.
# expect: mask-from-upstream
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b).

    X: (N, D).  W: (M, D).  b: (M,).  dout: (N, M), the gradient of the loss with respect to out.
    Returns (dX, dW, db), of the shapes of X, W and b. Where S is exactly 0, any slope from 0 to 1 is right.
    """
    mask = dout > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: both-masks-again-again | The mask of the sums is added to the old one, so that negative upstream gradients are still thrown away.
# expect: negative-gradients-stopped
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b).

    X: (N, D).  W: (M, D).  b: (M,).  dout: (N, M), the gradient of the loss with respect to out.
    Returns (dX, dW, db), of the shapes of X, W and b. Where S is exactly 0, any slope from 0 to 1 is right.
    """
    mask = (X @ W.T + b > 0) & (dout > 0)
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: sums-without-bias | The mask asks where X Wᵀ is positive and forgets the bias.
# expect: bias-missing
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b).

    X: (N, D).  W: (M, D).  b: (M,).  dout: (N, M), the gradient of the loss with respect to out.
    Returns (dX, dW, db), of the shapes of X, W and b. Where S is exactly 0, any slope from 0 to 1 is right.
    """
    mask = X @ W.T > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: bias-averaged-again-again | db is the mean over the batch instead of the sum.
# expect: mean-not-sum
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b).

    X: (N, D).  W: (M, D).  b: (M,).  dout: (N, M), the gradient of the loss with respect to out.
    Returns (dX, dW, db), of the shapes of X, W and b. Where S is exactly 0, any slope from 0 to 1 is right.
    """
    mask = (X @ W.T + b) > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.mean(axis=0)
    return dX, dW, db

# %% wrong: transpose-kept-elsewhere | Mask and bias are repaired; dW is still X.T @ dS, of the transposed shape, which goes unnoticed where the layer is square.
# expect: transposed
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b).

    X: (N, D).  W: (M, D).  b: (M,).  dout: (N, M), the gradient of the loss with respect to out.
    Returns (dX, dW, db), of the shapes of X, W and b. Where S is exactly 0, any slope from 0 to 1 is right.
    """
    mask = (X @ W.T + b) > 0
    dS = dout * mask
    dX = dS @ W
    dW = X.T @ dS
    db = np.sum(dS, axis=0)
    return dX, dW, db

# %% wrong: output-as-slope | dout is multiplied by the output of the ReLU itself instead of by whether it is positive.
# expect: value-as-slope
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b).

    X: (N, D).  W: (M, D).  b: (M,).  dout: (N, M), the gradient of the loss with respect to out.
    Returns (dX, dW, db), of the shapes of X, W and b. Where S is exactly 0, any slope from 0 to 1 is right.
    """
    out = np.maximum(0.0, X @ W.T + b)
    dS = dout * out
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: upstream-masked-in-place | The negative sums' entries of dout itself are set to 0: the gradients are right, but the caller's dout is changed.
# expect: explained
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b).

    X: (N, D).  W: (M, D).  b: (M,).  dout: (N, M), the gradient of the loss with respect to out.
    Returns (dX, dW, db), of the shapes of X, W and b. Where S is exactly 0, any slope from 0 to 1 is right.
    """
    S = X @ W.T + b
    dS = dout
    dS[S <= 0] = 0
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: sums-in-the-dtype-of-x | The sums are stored in an array of X's dtype: with integer examples and real weights, sums between 0 and 1 become 0 and are masked out.
# expect: explained
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b).

    X: (N, D).  W: (M, D).  b: (M,).  dout: (N, M), the gradient of the loss with respect to out.
    Returns (dX, dW, db), of the shapes of X, W and b. Where S is exactly 0, any slope from 0 to 1 is right.
    """
    S = np.zeros((len(X), len(W)), dtype=X.dtype)
    for n in range(len(X)):
        for m in range(len(W)):
            S[n, m] = X[n] @ W[m] + b[m]
    mask = S > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: sign-as-mask-and-axis | Two slips: np.sign as the slope turns the gradient round where the sum is negative, and db sums over the units instead of the examples.
# expect: explained
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b).

    X: (N, D).  W: (M, D).  b: (M,).  dout: (N, M), the gradient of the loss with respect to out.
    Returns (dX, dW, db), of the shapes of X, W and b. Where S is exactly 0, any slope from 0 to 1 is right.
    """
    S = X @ W.T + b
    dS = dout * np.sign(S)
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=1)
    return dX, dW, db

# %% right: einsum-and-where | np.where for the ReLU and an einsum per gradient, with the slope ½ at exactly 0.
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b).

    X: (N, D).  W: (M, D).  b: (M,).  dout: (N, M), the gradient of the loss with respect to out.
    Returns (dX, dW, db), of the shapes of X, W and b. Where S is exactly 0, any slope from 0 to 1 is right.
    """
    S = np.einsum("nd,md->nm", X, W) + b
    dS = np.where(S > 0, 1.0, np.where(S == 0, 0.5, 0.0)) * dout
    return np.einsum("nm,md->nd", dS, W), np.einsum("nm,nd->md", dS, X), np.einsum("nm->m", dS)

# %% right: example-by-example-again-again | A loop over the examples that adds outer products; the mask comes from the given forward pass.
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b).

    X: (N, D).  W: (M, D).  b: (M,).  dout: (N, M), the gradient of the loss with respect to out.
    Returns (dX, dW, db), of the shapes of X, W and b. Where S is exactly 0, any slope from 0 to 1 is right.
    """
    out = relu_layer(X, W, b)
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(b.shape)
    for n, (upstream, active) in enumerate(zip(dout, out > 0)):
        signal = np.where(active, upstream, 0.0)
        dX[n] = signal @ W
        dW += np.outer(signal, X[n])
        db += signal
    return dX, dW, db

# %% wrong: transpose-left-in | The mask and the bias are repaired, but dW = X^T dS still has the shape of W transposed.
# expect: transposed
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b)."""
    S = X @ W.T + b
    mask = S > 0
    dS = dout * mask
    dX = dS @ W
    dW = X.T @ dS
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: mask-without-the-bias-again | The sums are computed again without b, so ReLU is asked at the wrong place.
# expect: bias-missing
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b)."""
    mask = X @ W.T > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = np.sum(dS, axis=0)
    return dX, dW, db

# %% wrong: bias-summed-over-units-again | db is summed along axis 1, over the units of each example, instead of over the examples.
# expect: explained
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b)."""
    mask = (X @ W.T + b) > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=1)
    return dX, dW, db

# %% wrong: bias-averaged-again-again-again | db is the mean over the batch, where the gradients of all uses add.
# expect: mean-not-sum
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b)."""
    S = X @ W.T + b
    dS = np.where(S > 0, dout, 0)
    dX = dS @ W
    dW = dS.T @ X
    db = np.mean(dS, axis=0)
    return dX, dW, db

# %% wrong: both-masks-again-again-again | A mask for the input of ReLU is added, but the one for positive gradients stays: guided backpropagation.
# expect: negative-gradients-stopped
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b)."""
    out = np.maximum(0, X @ W.T + b)
    mask = (dout > 0) & (out > 0)
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: dout-changed-in-place | dS is another name for dout, and the blocked entries are set to 0 in it, which changes the caller's array.
# expect: explained
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b)."""
    S = X @ W.T + b
    dS = dout
    dS[S <= 0] = 0
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: value-as-slope-again | The gradient is multiplied by the output of ReLU instead of by its slope, 0 or 1.
# expect: value-as-slope
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b)."""
    mask = np.maximum(0, X @ W.T + b)
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0)
    return dX, dW, db

# %% wrong: bias-keeps-its-axis | db is summed with keepdims and returned as (1, M), not as (M,).
# expect: explained
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b)."""
    mask = X @ W.T + b > 0
    dS = dout * mask
    dX = dS @ W
    dW = dS.T @ X
    db = dS.sum(axis=0, keepdims=True)
    return dX, dW, db

# %% right: example-by-example-again-again-again | A loop over the examples which adds their parts, with the mask of each from its own sums.
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b)."""
    dX, dW, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(b.shape)
    for n, (x, upstream) in enumerate(zip(X, dout)):
        error = np.where(W @ x + b > 0, upstream, 0.0)
        dX[n] = W.T @ error
        dW += np.outer(error, x)
        db += error
    return dX, dW, db

# %% right: bias-as-a-column-of-ones | einsum on the input extended by a column of ones; the last column of that gradient is db. Slope ½ at the kink.
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b)."""
    extended = np.hstack([X, np.ones((len(X), 1))])
    both = np.hstack([W, np.reshape(b, (-1, 1))])
    dS = dout * np.heaviside(extended @ both.T, 0.5)
    d_both = np.einsum("nm,nd->md", dS, extended)
    return np.einsum("nm,md->nd", dS, W), d_both[:, :-1], d_both[:, -1]
