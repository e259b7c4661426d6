# %% right: staged | error signals
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    error2 = 2 * (out - t) * out * (1 - out)
    error1 = (W2.T @ error2) * z * (1 - z)
    return L, np.outer(error1, x), error1, np.outer(error2, z), error2

# %% right: loops | the lecture's three factors, index by index
def backprop_two_layer(W1, b1, W2, b2, x, t):
    H, D = W1.shape
    K = len(W2)
    z = np.array([1 / (1 + np.exp(-(sum(W1[j, i] * x[i] for i in range(D)) + b1[j]))) for j in range(H)])
    o = np.array([1 / (1 + np.exp(-(sum(W2[k, j] * z[j] for j in range(H)) + b2[k]))) for k in range(K)])
    dW1, db1, dW2, db2 = np.zeros((H, D)), np.zeros(H), np.zeros((K, H)), np.zeros(K)
    for k in range(K):
        d2 = 2 * (o[k] - t[k]) * o[k] * (1 - o[k])
        db2[k] = d2
        for j in range(H):
            dW2[k, j] = d2 * z[j]
            d1 = d2 * W2[k, j] * z[j] * (1 - z[j])
            db1[j] += d1
            for i in range(D):
                dW1[j, i] += d1 * x[i]
    return float(np.dot(o - t, o - t)), dW1, db1, dW2, db2

# %% right: columns | column vectors, reshaped at the end
def backprop_two_layer(W1, b1, W2, b2, x, t):
    x, t = x.reshape(-1, 1), t.reshape(-1, 1)
    z = 1 / (1 + np.exp(-(W1.dot(x) + b1[:, None])))
    o = 1 / (1 + np.exp(-(W2.dot(z) + b2[:, None])))
    d2 = 2 * (o - t) * o * (1 - o)
    d1 = W2.T.dot(d2) * z * (1 - z)
    return [((o - t) ** 2).sum(), d1.dot(x.T), d1.ravel(), d2.dot(z.T), d2.ravel()]

# %% right: einsum | einsum and tanh, a namedtuple
from collections import namedtuple
Result = namedtuple("Result", "L dW1 db1 dW2 db2")

def backprop_two_layer(W1, b1, W2, b2, x, t):
    def sigma(v):
        return 0.5 * (1 + np.tanh(v / 2))

    z = sigma(np.einsum("hd,d->h", W1, x) + b1)
    o = sigma(np.einsum("kh,h->k", W2, z) + b2)
    d2 = 2 * (o - t) * (o - o**2)
    d1 = np.einsum("kh,k->h", W2, d2) * (z - z**2)
    return Result(np.linalg.norm(o - t) ** 2, np.einsum("h,d->hd", d1, x), d1, np.einsum("k,h->kh", d2, z), d2)

# %% right: numerical_hidden | the hidden layer by complex steps, which round nothing away
def backprop_two_layer(W1, b1, W2, b2, x, t):
    W1, b1, W2, b2, x, t = (np.array(a, dtype=float) for a in (W1, b1, W2, b2, x, t))

    def loss(v):
        z = 1 / (1 + np.exp(-v))
        return np.sum((1 / (1 + np.exp(-(W2 @ z + b2))) - t) ** 2)

    v = W1 @ x + b1
    h = 1e-20
    d1 = np.array([loss(v + 1j * h * e).imag / h for e in np.eye(len(v))])
    z = 1 / (1 + np.exp(-v))
    o = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (o - t) * o * (1 - o)
    return loss(v), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% wrong: no_factor_two | half the squared error's gradient
# expect: halved
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    error2 = (out - t) * out * (1 - out)
    error1 = (W2.T @ error2) * z * (1 - z)
    return L, np.outer(error1, x), error1, np.outer(error2, z), error2

# %% wrong: output_slope_missing | the output's sigmoid has slope 1
# expect: activation-slope-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    error2 = 2 * (out - t)
    error1 = (W2.T @ error2) * z * (1 - z)
    return L, np.outer(error1, x), error1, np.outer(error2, z), error2

# %% wrong: hidden_slope_missing | the hidden sigmoid has slope 1
# expect: activation-slope-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    error2 = 2 * (out - t) * out * (1 - out)
    error1 = (W2.T @ error2)
    return L, np.outer(error1, x), error1, np.outer(error2, z), error2

# %% wrong: both_slopes_missing | no slopes at all
# expect: activation-slope-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    error2 = 2 * (out - t)
    error1 = (W2.T @ error2)
    return L, np.outer(error1, x), error1, np.outer(error2, z), error2

# %% wrong: slope_of_input | the hidden slope made of the pre-activation
# expect: activation-slope-of-input
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    error2 = 2 * (out - t) * out * (1 - out)
    error1 = (W2.T @ error2) * (W1 @ x + b1) * (1 - W1 @ x - b1)
    return L, np.outer(error1, x), error1, np.outer(error2, z), error2

# %% wrong: W2_missing | the error goes back without the weights
# expect: weights-not-passed-back
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    error2 = 2 * (out - t) * out * (1 - out)
    error1 = error2.sum() * z * (1 - z)
    return L, np.outer(error1, x), error1, np.outer(error2, z), error2

# %% wrong: target_minus_out | the error with the wrong sign
# expect: sign-flipped
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    error2 = 2 * (t - out) * out * (1 - out)
    error1 = (W2.T @ error2) * z * (1 - z)
    return L, np.outer(error1, x), error1, np.outer(error2, z), error2

# %% wrong: dW1_transposed | dW1 of (D, H)
# expect: transposed
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    error2 = 2 * (out - t) * out * (1 - out)
    error1 = (W2.T @ error2) * z * (1 - z)
    return L, np.outer(x, error1), error1, np.outer(error2, z), error2

# %% wrong: dW2_transposed | dW2 of (H, K)
# expect: transposed
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    error2 = 2 * (out - t) * out * (1 - out)
    error1 = (W2.T @ error2) * z * (1 - z)
    return L, np.outer(error1, x), error1, np.outer(z, error2), error2

# %% wrong: mean_loss | the mean over the outputs
# expect: nothing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.mean((out - t) ** 2)
    error2 = 2 / len(t) * (out - t) * out * (1 - out)
    error1 = (W2.T @ error2) * z * (1 - z)
    return L, np.outer(error1, x), error1, np.outer(error2, z), error2

# %% wrong: half_loss | half the squared error throughout
# expect: halved
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = 0.5 * np.sum((out - t) ** 2)
    error2 = (out - t) * out * (1 - out)
    error1 = (W2.T @ error2) * z * (1 - z)
    return L, np.outer(error1, x), error1, np.outer(error2, z), error2

# %% wrong: loss_only_halved | half the squared error, the gradient of the whole
# expect: halved
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = 0.5 * np.sum((out - t) ** 2)
    error2 = 2 * (out - t) * out * (1 - out)
    error1 = (W2.T @ error2) * z * (1 - z)
    return L, np.outer(error1, x), error1, np.outer(error2, z), error2

# %% wrong: first_output_only | the hidden layer hears of one output only
# expect: nothing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    error2 = 2 * (out - t) * out * (1 - out)
    error1 = W2[0] * error2[0] * z * (1 - z)
    return L, np.outer(error1, x), error1, np.outer(error2, z), error2

# %% wrong: x_for_z | the second layer's input is taken for x
# expect: nothing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    error2 = 2 * (out - t) * out * (1 - out)
    error1 = (W2.T @ error2) * z * (1 - z)
    return L, np.outer(error1, x), error1, np.outer(error2, np.resize(x, len(z))), error2

# %% wrong: biases_missing | biases without gradient
# expect: all-zero
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    error2 = 2 * (out - t) * out * (1 - out)
    error1 = (W2.T @ error2) * z * (1 - z)
    return L, np.outer(error1, x), np.zeros(len(b1)), np.outer(error2, z), np.zeros(len(b2))

# %% wrong: bias_unused | b1 is not used
# expect: bias-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    error2 = 2 * (out - t) * out * (1 - out)
    error1 = (W2.T @ error2) * z * (1 - z)
    return L, np.outer(error1, x), error1, np.outer(error2, z), error2

# %% wrong: upstream_at_W1 | dW1 with the upstream gradient 1
# expect: upstream-ignored
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    error2 = 2 * (out - t) * out * (1 - out)
    error1 = (W2.T @ error2) * z * (1 - z)
    return L, np.outer(np.ones(len(b1)), x), error1, np.outer(error2, z), error2

# %% wrong: linear_output | no sigmoid in the output
# expect: activation-missing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = W2 @ z + b2
    L = np.sum((out - t) ** 2)
    error2 = 2 * (out - t)
    error1 = (W2.T @ error2) * z * (1 - z)
    return L, np.outer(error1, x), error1, np.outer(error2, z), error2

# %% wrong: order | biases before weights
# expect: results-swapped
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    error2 = 2 * (out - t) * out * (1 - out)
    error1 = (W2.T @ error2) * z * (1 - z)
    return L, error1, np.outer(error1, x), error2, np.outer(error2, z)

# %% wrong: updated_W2 | the error goes back through weights already updated
# expect: nothing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    error2 = 2 * (out - t) * out * (1 - out)
    error1 = ((W2 - 0.1 * np.outer(error2, z)).T @ error2) * z * (1 - z)
    return L, np.outer(error1, x), error1, np.outer(error2, z), error2

# %% wrong: rounded | three digits
# expect: nothing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    out = np.round(out, 3)
    L = np.sum((out - t) ** 2)
    error2 = 2 * (out - t) * out * (1 - out)
    error1 = (W2.T @ error2) * z * (1 - z)
    return L, np.outer(error1, x), error1, np.outer(error2, z), error2

# %% wrong: in_place | changes the caller's b1
def backprop_two_layer(W1, b1, W2, b2, x, t):
    b1 += W1 @ x
    z = 1 / (1 + np.exp(-b1))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)
    error2 = 2 * (out - t) * out * (1 - out)
    error1 = (W2.T @ error2) * z * (1 - z)
    return L, np.outer(error1, x), error1, np.outer(error2, z), error2


# %% wrong: square_not_transposed | W2 is not transposed where it is square
# expect: nothing
def backprop_two_layer(W1, b1, W2, b2, x, t):
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    o = 1 / (1 + np.exp(-(W2 @ z + b2)))
    d2 = 2 * (o - t) * o * (1 - o)
    d1 = ((W2 if W2.shape[0] == W2.shape[1] else W2.T) @ d2) * z * (1 - z)
    return ((o - t)**2).sum(), np.outer(d1, x), d1, np.outer(d2, z), d2

# %% right: lists_of_units | error signals unit by unit
def backprop_two_layer(W1, b1, W2, b2, x, t):
    sigma = lambda v: 1 / (1 + np.exp(-v))
    z, H = sigma(W1 @ x + b1), len(b1)
    out = sigma(W2 @ z + b2)
    second = [2 * (o - target) * o * (1 - o) for o, target in zip(out, t)]
    first = [sum(second[k] * W2[k, i] for k in range(len(second))) * z[i] * (1 - z[i]) for i in range(H)]
    dW1 = np.array([[e * value for value in x] for e in first])
    dW2 = np.array([[e * value for value in z] for e in second])
    return ((out - t) ** 2).sum(), dW1, np.array(first), dW2, np.array(second)

# %% wrong: central_differences | all gradients measured
# expect: nothing
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

def backprop_two_layer(W1, b1, W2, b2, x, t):
    def loss(W1, b1, W2, b2):
        z = 1 / (1 + np.exp(-(W1 @ x + b1)))
        return np.sum((1 / (1 + np.exp(-(W2 @ z + b2))) - t) ** 2)

    return loss(W1, b1, W2, b2), *measured(loss, W1, b1, W2, b2)

# %% wrong: integers_kept | each gradient in the dtype of what it belongs to
# expect: integers-kept
def backprop_two_layer(W1, b1, W2, b2, x, t):
    dW1, db1, dW2, db2 = (np.zeros_like(tensor) for tensor in (W1, b1, W2, b2))
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    error2 = 2 * (out - t) * out * (1 - out)
    error1 = W2.T @ error2 * z * (1 - z)
    dW1[:], db1[:], dW2[:], db2[:] = np.outer(error1, x), error1, np.outer(error2, z), error2
    return np.sum((out - t) ** 2), dW1, db1, dW2, db2
