# %% wrong: factor-two-missing | The slope of the squared error is out - t, without the factor 2 (the ½-convention).
# expect: halved
def backprop_two_layer(W1, b1, W2, b2, x, t):
    sig = lambda v: 1 / (1 + np.exp(-v))
    z = sig(W1 @ x + b1)
    out = sig(W2 @ z + b2)
    L = np.sum((out - t) ** 2)
    d2 = (out - t) * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: w2-not-transposed | W2 @ d2 instead of W2.T @ d2 carries the error back: a shape error for K ≠ H.
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    e = out - t
    L = e @ e
    delta2 = 2 * e * out * (1 - out)
    delta1 = W2 @ delta2 * z * (1 - z)
    return L, np.outer(delta1, x), delta1, np.outer(delta2, z), delta2

# %% wrong: output-slope-forgotten | The output sigmoid's slope out (1 - out) is missing, as if the loss were a cross-entropy.
# expect: activation-slope-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = ((out - t) ** 2).sum()
    delta2 = 2 * (out - t)
    dW2 = np.outer(delta2, z)
    db2 = delta2
    delta1 = W2.T @ delta2 * z * (1 - z)
    dW1 = np.outer(delta1, x)
    db1 = delta1
    return L, dW1, db1, dW2, db2

# %% wrong: hidden-slope-forgotten | The error is carried back through W2 but not through the hidden sigmoid: z (1 - z) is missing in delta1.
# expect: activation-slope-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    def s(v):
        return 1 / (1 + np.exp(-v))

    z = s(W1.dot(x) + b1)
    out = s(W2.dot(z) + b2)
    L = np.sum(np.square(out - t))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = W2.T.dot(d2)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: slope-at-pre-activation | The hidden slope is v1 (1 - v1), of the pre-activation, instead of z (1 - z).
# expect: activation-slope-of-input
def backprop_two_layer(W1, b1, W2, b2, x, t):
    v1 = W1 @ x + b1
    z = 1 / (1 + np.exp(-v1))
    v2 = W2 @ z + b2
    out = 1 / (1 + np.exp(-v2))
    L = np.sum((out - t) ** 2)
    db2 = 2 * (out - t) * out * (1 - out)
    dW2 = np.outer(db2, z)
    db1 = (W2.T @ db2) * v1 * (1 - v1)
    dW1 = np.outer(db1, x)
    return L, dW1, db1, dW2, db2

# %% wrong: sign-of-the-error | t - out instead of out - t in the gradient: the loss does not show it, but every gradient points the wrong way.
# expect: sign-flipped
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    err = t - out
    L = np.sum(err**2)
    g2 = 2 * err * out * (1 - out)
    g1 = (g2 @ W2) * z * (1 - z)
    return L, g1[:, None] * x, g1, g2[:, None] * z, g2

# %% wrong: output-layer-fed-with-x | dW2 is the outer product with x, the input of the network, instead of z, the input of that layer.
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = W2.T @ d2 * z * (1 - z)
    return L, np.outer(d1, x), d1, np.outer(d2, x), d2

# %% wrong: outer-products-transposed | Both outer products have the input first, so dW1 is (D, H) and dW2 is (H, K).
# expect: transposed
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    diff = out - t
    d2 = 2 * diff * out * (1 - out)
    d1 = W2.T @ d2 * z * (1 - z)
    return diff @ diff, np.outer(x, d1), d1, np.outer(z, d2), d2

# %% wrong: mean-squared-error | The mean over the outputs is taken in place of the sum, in loss and gradients (right for one output).
# expect: halved
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.mean((out - t) ** 2)
    d2 = 2 / len(t) * (out - t) * out * (1 - out)
    d1 = W2.T @ d2 * z * (1 - z)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: error-skips-d2 | delta1 starts from the raw error 2 (out - t) again instead of from delta2, so the output's slope is missing in the hidden layer only.
# expect: activation-slope-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    dout = 2 * (out - t)
    L = np.sum((out - t) ** 2)
    delta2 = dout * out * (1 - out)
    dz = W2.T @ dout
    delta1 = dz * z * (1 - z)
    return L, np.outer(delta1, x), delta1, np.outer(delta2, z), delta2

# %% wrong: sum-over-hidden-not-outputs | (W2 * d2) without a column broadcasts over the hidden units and sums over the wrong axis; it raises for K ≠ H (except K = 1).
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = np.sum(W2 * d2, axis=0) * z * (1 - z)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: one-output-only | The loop over the outputs overwrites the hidden unit's error, so a hidden unit hears only from the last output (right for one output).
# expect: nothing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = float(np.sum((out - t) ** 2))
    d2 = 2 * (out - t) * out * (1 - out)
    dz = np.zeros(len(z))
    for k in range(len(out)):
        for h in range(len(z)):
            dz[h] = W2[k, h] * d2[k]
    d1 = dz * z * (1 - z)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: hidden-bias-left-out | The forward pass of the hidden layer forgets b1; the backward pass is right for that other network.
# expect: bias-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    sigma = lambda v: 1 / (1 + np.exp(-v))
    z = sigma(W1 @ x)
    out = sigma(W2 @ z + b2)
    L = np.sum((out - t) ** 2)
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = W2.T @ d2 * z * (1 - z)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: learning-step-inside | W2 is updated (in place, by a gradient step) before the error is carried back: delta1 uses changed weights, and the caller's W2 is modified.
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    db2 = 2 * (out - t) * out * (1 - out)
    dW2 = np.outer(db2, z)
    W2 -= 0.1 * dW2
    db1 = (W2.T @ db2) * z * (1 - z)
    dW1 = np.outer(db1, x)
    return L, dW1, db1, dW2, db2

# %% wrong: returned-output-layer-first | The results are returned in backward order, dW2 and db2 before dW1 and db1.
# expect: results-swapped
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    db2 = 2 * (out - t) * out * (1 - out)
    dW2 = np.outer(db2, z)
    db1 = (W2.T @ db2) * z * (1 - z)
    dW1 = np.outer(db1, x)
    return L, dW2, db2, dW1, db1

# %% wrong: halved-and-unsloped | Two mistakes: the factor 2 of the square is missing, and the hidden layer's slope is taken from out instead of z, which fits only for K = H or K = 1.
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    slope = out * (1 - out)
    L = np.sum((out - t) ** 2)
    d2 = (out - t) * slope
    d1 = (W2.T @ d2) * slope
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% right: list-of-layers | A loop over the layers, forwards and backwards, for any number of them.
def backprop_two_layer(W1, b1, W2, b2, x, t):
    layers = [(W1, b1), (W2, b2)]
    acts = [np.asarray(x, dtype=float)]
    for W, b in layers:
        acts.append(1 / (1 + np.exp(-(W @ acts[-1] + b))))
    L = np.sum((acts[-1] - t) ** 2)
    upstream = 2 * (acts[-1] - t)
    grads = []
    for (W, _), a_in, a_out in zip(layers[::-1], acts[-2::-1], acts[::-1]):
        signal = upstream * a_out * (1 - a_out)
        grads = [np.outer(signal, a_in), signal] + grads
        upstream = W.T @ signal
    return [L] + grads

# %% right: jacobians-multiplied | Each stage's Jacobian as an explicit matrix, multiplied along the chain; the weights' gradients by einsum.
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    row = 2 * (out - t)                                # dL/dout
    row2 = row @ np.diag(out * (1 - out))              # dL/dv2
    row1 = row2 @ W2 @ np.diag(z * (1 - z))            # dL/dv1
    return (
        ((out - t) ** 2).sum(),
        np.einsum("h,d->hd", row1, x), row1,
        np.einsum("k,h->kh", row2, z), row2,
    )

# %% right: sigmoid-class | A class keeps its output and knows its own backward; columns (n, 1) are used inside and flattened at the end.
class Sigmoid:
    def __call__(self, v):
        self.out = 1 / (1 + np.exp(-v))
        return self.out

    def back(self, g):
        return g * self.out * (1 - self.out)


def backprop_two_layer(W1, b1, W2, b2, x, t):
    col = lambda v: np.reshape(v, (-1, 1))
    first, second = Sigmoid(), Sigmoid()
    z = first(W1 @ col(x) + col(b1))
    error = second(W2 @ z + col(b2)) - col(t)
    g2 = second.back(2 * error)
    g1 = first.back(W2.T @ g2)
    return np.sum(error * error), g1 @ col(x).T, g1.flatten(), g2 @ z.T, g2.flatten()

# %% wrong: input-for-activation | the gradient of W2 is the outer product with the pre-activations of the hidden layer instead of z
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    v1 = W1 @ x + b1
    z = 1 / (1 + np.exp(-v1))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    error = out - t
    d2 = 2 * error * out * (1 - out)
    d1 = W2.T @ d2 * z * (1 - z)
    return error @ error, np.outer(d1, x), d1, np.outer(d2, v1), d2

# %% wrong: hidden-slope-of-output | uses the output's slope once more for the hidden layer, averaged, instead of z (1 - z)
# expect: nothing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    sig = lambda u: 1 / (1 + np.exp(-u))
    z = sig(W1 @ x + b1)
    out = sig(W2 @ z + b2)
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = W2.T @ (d2 * out * (1 - out))
    return ((out - t) ** 2).sum(), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% right: per-output-loop | walks from each output to each weight with loops, adding into the arrays
def backprop_two_layer(W1, b1, W2, b2, x, t):
    def sigma(u):
        return 1 / (1 + np.exp(-u))

    z, dW1, db1 = sigma(W1 @ x + b1), np.zeros(np.shape(W1)), np.zeros(np.shape(b1))
    out, dW2, db2 = sigma(W2 @ z + b2), np.zeros(np.shape(W2)), np.zeros(np.shape(b2))
    L = 0.0
    for k in range(len(out)):
        gap = out[k] - t[k]
        L += gap**2
        blame = 2 * gap * out[k] * (1 - out[k])
        db2[k] += blame
        dW2[k] += blame * z
        for i in range(len(z)):
            share = blame * W2[k, i] * z[i] * (1 - z[i])
            db1[i] += share
            dW1[i] += share * x
    return L, dW1, db1, dW2, db2

# %% wrong: output-slope-missing | δ2 = 2 (out - t), as if the output were linear (or the loss the cross-entropy)
# expect: activation-slope-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    d2 = 2 * (out - t)
    d1 = (W2.T @ d2) * z * (1 - z)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: half-squared-error | the slope of the squared error without the 2
# expect: halved
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    o = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((o - t) ** 2)
    delta2 = (o - t) * o * (1 - o)
    delta1 = (delta2 @ W2) * z * (1 - z)
    return L, np.outer(delta1, x), delta1, np.outer(delta2, z), delta2

# %% wrong: half-squared-error-slope | the 2 of the square is missing in both error signals
# expect: halved
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = (out - t) * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    return np.sum((out - t) ** 2), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: half-in-the-loss | ½ in the loss, 2 in the gradients
# expect: doubled
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    return 0.5 * np.sum((out - t) ** 2), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: target-minus-output | (t - out): all gradients with the wrong sign
# expect: sign-flipped
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (t - out) * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    return np.sum((out - t) ** 2), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: output-slope-forgotten-2 | d2 without out (1 - out), as for a linear output (or cross-entropy)
# expect: activation-slope-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t)
    d1 = (W2.T @ d2) * z * (1 - z)
    return np.sum((out - t) ** 2), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: hidden-slope-forgotten-2 | d1 = W2ᵀ d2
# expect: activation-slope-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = (W2.T @ d2)
    return np.sum((out - t) ** 2), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: weights-not-used-backwards | d1 = sum of d2 times the slope: W2 is missing
# expect: weights-not-passed-back
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = d2.sum() * z * (1 - z)
    return np.sum((out - t) ** 2), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: w2-not-transposed-2 | W2 @ d2: error unless H = K
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = (W2 @ d2) * z * (1 - z)
    return np.sum((out - t) ** 2), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: dw2-from-the-input | dW2 = outer(d2, v1): the pre-activation W1 x + b1 instead of z
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    return np.sum((out - t) ** 2), np.outer(d1, x), d1, np.outer(d2, W1 @ x + b1), d2

# %% wrong: slope-of-the-activation | slope of the hidden layer evaluated at z instead of v1: σ(z)(1 - σ(z))
# expect: nothing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = (W2.T @ d2)* (1 / (1 + np.exp(-z))) * (1 - 1 / (1 + np.exp(-z)))
    return np.sum((out - t) ** 2), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: hidden-slope-at-the-output | d1 uses out (1 - out) once more: error unless H = K or K = 1, where the wrong slope is used
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = (W2.T @ d2)* out * (1 - out)
    return np.sum((out - t) ** 2), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: biases-get-one | db = ones times nothing: gradients of the biases are the slopes z (1 - z) and out (1 - out), without upstream
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    return np.sum((out - t) ** 2), np.outer(d1, x), z * (1 - z), np.outer(d2, z), out * (1 - out)

# %% wrong: back-through-the-gradient-of-w2 | d1 is computed with the new dW2 in place of W2 (wrong variable)
# expect: nothing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = (np.outer(d2, z).T @ d2) * z * (1 - z)
    return np.sum((out - t) ** 2), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: mean-over-outputs | the mean of the squares, in loss and gradients: K times too small
# expect: nothing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 / len(t) * (out - t) * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    return np.mean((out - t) ** 2), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: loss-of-the-sum | (sum of the differences)²: mixed terms for K > 1; gradients right
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    return np.sum(out - t) ** 2, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% right: row-vectors | everything as (1, n) rows, as in a batch of one
def backprop_two_layer(W1, b1, W2, b2, x, t):
    sigma = lambda v: 1 / (1 + np.exp(-v))
    X, T = x[None], t[None]
    Z = sigma(X @ W1.T + b1)
    O = sigma(Z @ W2.T + b2)
    D2 = 2 * (O - T) * (O - O * O)
    D1 = D2 @ W2 * (Z - Z * Z)
    return ((O - T) ** 2).sum(), D1.T @ X, D1.sum(axis=0), D2.T @ Z, D2.sum(axis=0)

# %% right: jacobians-multiplied-2 | diagonal Jacobians as matrices, row vector from the loss | open: (H, H) matrices, dear for large H
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    row = 2 * (out - t) @ np.diag(out * (1 - out))
    hidden = row @ W2 @ np.diag(z * (1 - z))
    return (out - t) @ (out - t), hidden[:, None] * x, hidden, row[:, None] * z, row

# %% wrong: batch-of-weights-flattened | dW1 as d1 * x by broadcasting: error unless H = D, and there entries (d1_i x_i) repeated in a vector
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    return np.sum((out - t) ** 2), d1 * x, d1, np.outer(d2, z), d2

# %% wrong: factor-two-forgotten | The factor 2 of the squared error is forgotten, as if there were a ½ in front of it.
# expect: halved
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = (out - t) * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    return float(np.sum((out - t) ** 2)), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: mean-over-the-outputs | The loss is the mean over the outputs instead of the sum, and so are the gradients.
# expect: nothing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out) / len(t)
    d1 = (W2.T @ d2) * z * (1 - z)
    return float(np.mean((out - t) ** 2)), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: output-sigma-slope-missing | The output's error signal is 2 (out - t), as for a cross-entropy: the slope of the output's sigmoid is missing.
# expect: activation-slope-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t)
    d1 = (W2.T @ d2) * z * (1 - z)
    return float(np.sum((out - t) ** 2)), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: hidden-sigma-slope-missing | The hidden layer's error signal lacks the slope of its sigmoid.
# expect: activation-slope-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = W2.T @ d2
    return float(np.sum((out - t) ** 2)), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: error-sent-back-without-slope | What is sent back is 2 (out - t) and not the error signal delta_2 behind the sigmoid; only the hidden layer is wrong.
# expect: activation-slope-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    dout = 2 * (out - t)
    d2 = dout * out * (1 - out)
    d1 = (W2.T @ dout) * z * (1 - z)
    return float(np.sum((out - t) ** 2)), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: first-output-only | The hidden layer hears the first output only; the sum over the outputs is missing.
# expect: nothing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = W2[0] * d2[0] * z * (1 - z)
    return float(np.sum((out - t) ** 2)), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: target-minus-output-again | The error is t - out, so all gradients have the wrong sign.
# expect: sign-flipped
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (t - out) * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    return float(np.sum((out - t) ** 2)), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: sigma-applied-to-the-activation | The slope of the hidden sigmoid is taken at z instead of at v: sigma(z) (1 - sigma(z)).
# expect: nothing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    def sigma(v):
        return 1 / (1 + np.exp(-v))

    def slope(v):
        return sigma(v) * (1 - sigma(v))

    v1 = W1 @ x + b1
    z = sigma(v1)
    v2 = W2 @ z + b2
    out = sigma(v2)
    d2 = 2 * (out - t) * slope(v2)
    d1 = (W2.T @ d2) * slope(z)
    return float(np.sum((out - t) ** 2)), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: pre-activation-in-dw2 | dW2 is multiplied with the pre-activations of the hidden layer instead of with its activations z.
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    v1 = W1 @ x + b1
    z = 1 / (1 + np.exp(-v1))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    return float(np.sum((out - t) ** 2)), np.outer(d1, x), d1, np.outer(d2, v1), d2

# %% wrong: linear-output | The output layer has no sigmoid, as in regression, neither forwards nor backwards.
# expect: activation-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = W2 @ z + b2
    d2 = 2 * (out - t)
    d1 = (W2.T @ d2) * z * (1 - z)
    return float(np.sum((out - t) ** 2)), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: biases-summed | The biases get the sum of the error signals, a number, as if the vector were a batch.
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    return float(np.sum((out - t) ** 2)), np.outer(d1, x), d1.sum(axis=0), np.outer(d2, z), d2.sum(axis=0)

# %% wrong: order-of-the-results | The gradients are returned output layer first, in the order in which they were found.
# expect: results-swapped
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    return float(np.sum((out - t) ** 2)), np.outer(d2, z), d2, np.outer(d1, x), d1

# %% wrong: updated-before-passed-back | W2 is moved by its gradient (in a copy) before the error goes back through it.
# expect: nothing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out)
    dW2 = np.outer(d2, z)
    W2 = W2 - 0.1 * dW2
    d1 = (W2.T @ d2) * z * (1 - z)
    return float(np.sum((out - t) ** 2)), np.outer(d1, x), d1, dW2, d2

# %% wrong: gradients-like-the-parameters | Each gradient is filled into an array like its parameter, so parameters of integers cut the fractions off.
# expect: integers-kept
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    gradients = [np.empty_like(each) for each in (W1, b1, W2, b2)]
    for gradient, values in zip(gradients, (np.outer(d1, x), d1, np.outer(d2, z), d2)):
        gradient[...] = values
    return (float(np.sum((out - t) ** 2)), *gradients)

# %% right: loop-over-the-layers | A list of layers, walked forwards and then backwards in a loop.
def backprop_two_layer(W1, b1, W2, b2, x, t):
    values = [np.asarray(x, dtype=float)]
    for W, b in ((W1, b1), (W2, b2)):
        values.append(np.exp(-np.logaddexp(0, -(W @ values[-1] + b))))
    error = values[-1] - t
    gradients, back = [], 2 * error
    for W, before, after in ((W2, values[1], values[2]), (W1, values[0], values[1])):
        signal = back * after * (1 - after)
        gradients = [np.multiply.outer(signal, before), signal, *gradients]
        back = signal @ W
    return (error @ error, *gradients)

# %% right: jacobian-products | Through the Jacobians of the layers as matrices, in einsum notation.
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-np.einsum("hd,d->h", W1, x) - b1))
    out = 1 / (1 + np.exp(-np.einsum("kh,h->k", W2, z) - b2))
    signal2 = np.einsum("k,k->k", 2 * out - 2 * t, out - out**2)
    signal1 = np.einsum("k,kh,h->h", signal2, W2, z - z**2)
    loss = sum((o - wanted) ** 2 for o, wanted in zip(out, t))
    return loss, np.einsum("h,d->hd", signal1, x), signal1, np.einsum("k,h->kh", signal2, z), signal2

# %% wrong: two-forgotten | The 2 of the squared error is missing: all gradients are those of half the loss, while the loss has no factor ½.
# expect: halved
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients.

    z = sigma(W1 x + b1),  out = sigma(W2 z + b2),  L = sum over k of (out_k - t_k)^2
    W1: (H, D).  b1: (H,).  W2: (K, H).  b2: (K,).  x: (D,).  t: (K,).
    Returns (L, dW1, db1, dW2, db2): a number, and arrays of the shapes of W1, b1, W2, b2.
    """
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    d2 = (out - t) * out * (1 - out)
    d1 = W2.T @ d2 * z * (1 - z)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: cross-entropy-shortcut | The output's error signal is 2 (out − t) without the slope of the sigmoid, as if the loss were the cross-entropy.
# expect: activation-slope-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients.

    z = sigma(W1 x + b1),  out = sigma(W2 z + b2),  L = sum over k of (out_k - t_k)^2
    W1: (H, D).  b1: (H,).  W2: (K, H).  b2: (K,).  x: (D,).  t: (K,).
    Returns (L, dW1, db1, dW2, db2): a number, and arrays of the shapes of W1, b1, W2, b2.
    """
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    d2 = 2 * (out - t)
    d1 = (W2.T @ d2) * z * (1 - z)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: hidden-slope-missing | The hidden error signal is what the weights carry back, without the slope z (1 − z) of the hidden sigmoid.
# expect: activation-slope-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients.

    z = sigma(W1 x + b1),  out = sigma(W2 z + b2),  L = sum over k of (out_k - t_k)^2
    W1: (H, D).  b1: (H,).  W2: (K, H).  b2: (K,).  x: (D,).  t: (K,).
    Returns (L, dW1, db1, dW2, db2): a number, and arrays of the shapes of W1, b1, W2, b2.
    """
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    error = out - t
    L = error @ error
    d2 = 2 * error * out * (1 - out)
    d1 = W2.T @ d2
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: weights-not-transposed | The error goes back through W2 as it stands; where the network has as many outputs as hidden units no shape protests.
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients.

    z = sigma(W1 x + b1),  out = sigma(W2 z + b2),  L = sum over k of (out_k - t_k)^2
    W1: (H, D).  b1: (H,).  W2: (K, H).  b2: (K,).  x: (D,).  t: (K,).
    Returns (L, dW1, db1, dW2, db2): a number, and arrays of the shapes of W1, b1, W2, b2.
    """
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum(np.square(out - t))
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = (W2 @ d2) * z * (1 - z)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: outputs-averaged | The loss is the mean over the outputs instead of the sum, and so are all gradients.
# expect: nothing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients.

    z = sigma(W1 x + b1),  out = sigma(W2 z + b2),  L = sum over k of (out_k - t_k)^2
    W1: (H, D).  b1: (H,).  W2: (K, H).  b2: (K,).  x: (D,).  t: (K,).
    Returns (L, dW1, db1, dW2, db2): a number, and arrays of the shapes of W1, b1, W2, b2.
    """
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.mean((out - t) ** 2)
    d2 = 2 * (out - t) * out * (1 - out) / len(t)
    d1 = (W2.T @ d2) * z * (1 - z)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: pre-activations-into-second-layer | dW2 is the outer product with the pre-activations of the hidden layer instead of with z, what W2 was multiplied by.
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients.

    z = sigma(W1 x + b1),  out = sigma(W2 z + b2),  L = sum over k of (out_k - t_k)^2
    W1: (H, D).  b1: (H,).  W2: (K, H).  b2: (K,).  x: (D,).  t: (K,).
    Returns (L, dW1, db1, dW2, db2): a number, and arrays of the shapes of W1, b1, W2, b2.
    """
    v1 = W1 @ x + b1
    z = 1 / (1 + np.exp(-v1))
    v2 = W2 @ z + b2
    out = 1 / (1 + np.exp(-v2))
    L = np.sum((out - t) ** 2)
    delta2 = 2 * (out - t) * out * (1 - out)
    delta1 = (W2.T @ delta2) * z * (1 - z)
    return L, np.outer(delta1, x), delta1, np.outer(delta2, v1), delta2

# %% wrong: error-in-the-dtype-of-t | The errors are stored in an array of t's dtype: with whole-number targets they are all cut off to whole numbers.
# expect: integers-kept
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients.

    z = sigma(W1 x + b1),  out = sigma(W2 z + b2),  L = sum over k of (out_k - t_k)^2
    W1: (H, D).  b1: (H,).  W2: (K, H).  b2: (K,).  x: (D,).  t: (K,).
    Returns (L, dW1, db1, dW2, db2): a number, and arrays of the shapes of W1, b1, W2, b2.
    """
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    error = np.zeros_like(t)
    for k in range(len(t)):
        error[k] = out[k] - t[k]
    L = np.sum(error**2)
    d2 = 2 * error * out * (1 - out)
    d1 = W2.T @ d2 * z * (1 - z)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: out-overwritten-by-the-error | The error is computed in place in out, so that the slope out (1 − out) is taken at the error instead of the output.
# expect: nothing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients.

    z = sigma(W1 x + b1),  out = sigma(W2 z + b2),  L = sum over k of (out_k - t_k)^2
    W1: (H, D).  b1: (H,).  W2: (K, H).  b2: (K,).  x: (D,).  t: (K,).
    Returns (L, dW1, db1, dW2, db2): a number, and arrays of the shapes of W1, b1, W2, b2.
    """
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    error = out
    error -= t
    L = np.sum(error**2)
    d2 = 2 * error * out * (1 - out)
    d1 = W2.T @ d2 * z * (1 - z)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: error-turned-round-order-turned-round | Two slips: the error is t − out, which turns all signs, and the results come in the order of the backward pass, layer 2 first.
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients.

    z = sigma(W1 x + b1),  out = sigma(W2 z + b2),  L = sum over k of (out_k - t_k)^2
    W1: (H, D).  b1: (H,).  W2: (K, H).  b2: (K,).  x: (D,).  t: (K,).
    Returns (L, dW1, db1, dW2, db2): a number, and arrays of the shapes of W1, b1, W2, b2.
    """
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((t - out) ** 2)
    d2 = 2 * (t - out) * out * (1 - out)
    d1 = W2.T @ d2 * z * (1 - z)
    return L, np.outer(d2, z), d2, np.outer(d1, x), d1

# %% right: columns | Works with columns of shape (n, 1), so that every outer product is an ordinary matrix product.
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients.

    z = sigma(W1 x + b1),  out = sigma(W2 z + b2),  L = sum over k of (out_k - t_k)^2
    W1: (H, D).  b1: (H,).  W2: (K, H).  b2: (K,).  x: (D,).  t: (K,).
    Returns (L, dW1, db1, dW2, db2): a number, and arrays of the shapes of W1, b1, W2, b2.
    """
    def sigma(v):
        return 1 / (1 + np.exp(-v))

    def column(v):
        return v.reshape(-1, 1)

    z = sigma(W1 @ column(x) + column(b1))
    out = sigma(W2 @ z + column(b2))
    error = out - column(t)
    d2 = 2 * error * (out - out**2)
    d1 = (W2.T @ d2) * (z - z**2)
    return (error.T @ error).item(), d1 @ x[None], d1.ravel(), d2 @ z.T, d2.ravel()

# %% right: output-by-output | Walks back from one output at a time and adds the gradients of all outputs.
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients.

    z = sigma(W1 x + b1),  out = sigma(W2 z + b2),  L = sum over k of (out_k - t_k)^2
    W1: (H, D).  b1: (H,).  W2: (K, H).  b2: (K,).  x: (D,).  t: (K,).
    Returns (L, dW1, db1, dW2, db2): a number, and arrays of the shapes of W1, b1, W2, b2.
    """
    z = 1 / (1 + np.exp(-(np.dot(W1, x) + b1)))
    L = 0.0
    dW1, db1, dW2, db2 = np.zeros(W1.shape), np.zeros(len(b1)), np.zeros(W2.shape), np.zeros(len(b2))
    for k in range(len(t)):
        out = 1 / (1 + np.exp(-(np.dot(W2[k], z) + b2[k])))
        L += (out - t[k]) ** 2
        signal = 2 * (out - t[k]) * out * (1 - out)
        db2[k] = signal
        dW2[k] = signal * z
        hidden = signal * W2[k] * z * (1 - z)
        db1 += hidden
        dW1 += np.outer(hidden, x)
    return L, dW1, db1, dW2, db2

# %% wrong: half-in-the-loss-again | Uses the squared error with a factor ½, in the loss and in all gradients, although the text says that there is none.
# expect: halved
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients."""
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = 0.5 * np.sum((out - t) ** 2)
    d2 = (out - t) * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: output-sigmoid-skipped | delta_2 is 2 (out - t) alone, as if softmax and cross-entropy stood at the end; the slope of the output's sigmoid is missing.
# expect: activation-slope-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients."""
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    d2 = 2 * (out - t)
    d1 = W2.T @ d2 * z * (1 - z)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: hidden-slope-skipped | delta_1 is W2 transposed times delta_2; the slope z (1 - z) of the hidden sigmoid is left out.
# expect: activation-slope-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients."""
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = W2.T @ d2
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: slope-of-the-slope | The helper sigma'(u) = sigma(u)(1 - sigma(u)) is called with z and out, which have been through the sigmoid already.
# expect: nothing
def sigma(u):
    return 1 / (1 + np.exp(-u))


def sigma_prime(u):
    return sigma(u) * (1 - sigma(u))


def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients."""
    z = sigma(W1 @ x + b1)
    out = sigma(W2 @ z + b2)
    L = ((out - t) ** 2).sum()
    d2 = 2 * (out - t) * sigma_prime(out)
    d1 = (W2.T @ d2) * sigma_prime(z)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: mean-over-outputs-again | The squared error is averaged over the outputs, where the text sums.
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients."""
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.mean((out - t) ** 2)
    d2 = 2 * (out - t) / len(t) * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: weights-skipped-on-the-way-back | Each hidden unit is sent the plain sum of the output errors, without the weights W2 that carried z forwards.
# expect: weights-not-passed-back
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients."""
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    d2 = 2 * (out - t) * out * (1 - out)
    d1 = np.sum(d2) * z * (1 - z)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: error-overwrites-out | error is another name for out, and the target is subtracted in place, so the slope is taken at out - t.
# expect: explained
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients."""
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    error = out
    error -= t
    L = np.sum(error**2)
    d2 = 2 * error * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    dW2 = np.outer(d2, z)
    dW1 = np.outer(d1, x)
    return L, dW1, d1, dW2, d2

# %% wrong: target-minus-output-again-again | Writes the error the other way round, t - out, and forgets the minus of the inner derivative: all gradients have the wrong sign.
# expect: sign-flipped
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients."""
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    error = t - out
    L = np.sum(error**2)
    d2 = 2 * error * out * (1 - out)
    d1 = (W2.T @ d2) * z * (1 - z)
    return L, np.outer(d1, x), d1, np.outer(d2, z), d2

# %% right: layer-loop | A loop over the layers that keeps all activations, and goes back with one error signal.
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients."""
    layers, activations = [(W1, b1), (W2, b2)], [x]
    for W, b in layers:
        activations.append(1.0 / (1.0 + np.exp(-(W @ activations[-1] + b))))
    error = activations[-1] - t
    upstream, gradients = 2.0 * error, []
    for (W, _), before, after in reversed(list(zip(layers, activations, activations[1:]))):
        signal = upstream * after * (1.0 - after)
        gradients = [signal[:, None] * before[None, :], signal, *gradients]
        upstream = signal @ W
    return (error @ error, *gradients)

# %% right: unit-by-unit-einsum | einsum for every product, and the slopes in the form e^-v σ².
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients."""

    def sigma_and_slope(v):
        e = np.exp(-v)
        return 1 / (1 + e), e / (1 + e) / (1 + e)

    z, z_slope = sigma_and_slope(b1 + np.einsum("hd,d->h", W1, x))
    out, out_slope = sigma_and_slope(b2 + np.einsum("kh,h->k", W2, z))
    d2 = -2 * out_slope * (t - out)
    d1 = np.einsum("k,kh,h->h", d2, W2, z_slope)
    L = sum((one - aim) ** 2 for one, aim in zip(out, t))
    return L, np.einsum("h,d->hd", d1, x), d1, np.einsum("k,h->kh", d2, z), d2
