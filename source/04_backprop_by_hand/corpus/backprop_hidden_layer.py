# %% right: staged | error signals
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h_c - U @ h
    on = 1.0 if margin > 0 else 0.0
    error, error_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    db = error + error_c
    return max(0.0, margin), dU, dW, db

# %% right: early_return | nothing to do where the margin is kept
def sigma(v):
    return 1 / (1 + np.exp(-v))

def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h, h_c = sigma(W @ x + b), sigma(W @ x_c + b)
    J = delta + np.dot(U, h_c) - np.dot(U, h)
    if J <= 0:
        return 0.0, np.zeros(U.shape), np.zeros(W.shape), np.zeros(b.shape)
    delta_c, delta_true = U * h_c * (1 - h_c), U * h * (1 - h)
    return [J, h_c - h, delta_c[:, None] * x_c[None, :] - delta_true[:, None] * x[None, :], delta_c - delta_true]

# %% right: loops | unit by unit
import math

def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    H, D = W.shape
    score = {}
    hidden = {}
    for name, v in (("x", x), ("c", x_c)):
        hidden[name] = [1 / (1 + math.exp(-sum(float(W[i, j]) * float(v[j]) for j in range(D)) - float(b[i]))) for i in range(H)]
        score[name] = sum(float(U[i]) * hidden[name][i] for i in range(H))
    J = max(0.0, delta + score["c"] - score["x"])
    dU, dW, db = np.zeros(H), np.zeros((H, D)), np.zeros(H)
    if J > 0:
        for name, v, sign in (("x", x, -1), ("c", x_c, 1)):
            for i in range(H):
                h = hidden[name][i]
                dU[i] += sign * h
                e = sign * float(U[i]) * h * (1 - h)
                db[i] += e
                for j in range(D):
                    dW[i, j] += e * float(v[j])
    return J, dU, dW, db

# %% right: batch_of_two | both inputs at once
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    X = np.stack([x, x_c]).astype(float)
    H = 0.5 * (1 + np.tanh((X @ W.T + b) / 2))
    s = H @ U
    J = np.maximum(0, delta + s[1] - s[0])
    ds = np.array([-1.0, 1.0]) * (J > 0)
    dV = ds[:, None] * U * H * (1 - H)
    return J, ds @ H, dV.T @ X, dV.sum(axis=0)

# %% right: two_passes | one backward pass per example, added
from collections import namedtuple
Result = namedtuple("Result", ["J", "dU", "dW", "db"])

def one(U, W, b, x, ds):
    v = W @ x + b
    h = 1.0 / (1.0 + np.exp(-v))
    dv = ds * U * np.exp(-v) / (1.0 + np.exp(-v)) ** 2
    return U @ h, np.array([ds * h, dv, *np.outer(dv, x).T])

def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    margin = delta + one(U, W, b, x_c, 1.0)[0] - one(U, W, b, x, 1.0)[0]
    on = float(margin > 0)
    g = one(U, W, b, x, -on)[1] + one(U, W, b, x_c, on)[1]
    return Result(np.maximum(margin, 0), g[0], g[2:].T, g[1])

# %% wrong: last_overwrites | only the corrupted example counts
# expect: overwritten-at-branch
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h_c - U @ h
    on = 1.0 if margin > 0 else 0.0
    error, error_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    dU = on * h_c
    dW = np.outer(error_c, x_c)
    db = error_c
    return max(0.0, margin), dU, dW, db

# %% wrong: first_only | only the true example counts
# expect: overwritten-at-branch
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h_c - U @ h
    on = 1.0 if margin > 0 else 0.0
    error, error_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    dU = -on * h
    dW = np.outer(error, x)
    db = error
    return max(0.0, margin), dU, dW, db

# %% wrong: dW_overwritten | W of the corrupted example alone
# expect: overwritten-at-branch
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h_c - U @ h
    on = 1.0 if margin > 0 else 0.0
    error, error_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(error_c, x_c)
    db = error + error_c
    return max(0.0, margin), dU, dW, db

# %% wrong: slope_missing | errors without the slope of sigma
# expect: activation-slope-missing, all-zero
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h_c - U @ h
    on = 1.0 if margin > 0 else 0.0
    error, error_c = -on * U, on * U
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    db = error + error_c
    return max(0.0, margin), dU, dW, db

# %% wrong: slope_of_input | v (1 - v) in place of h (1 - h)
# expect: activation-slope-of-input
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h_c - U @ h
    on = 1.0 if margin > 0 else 0.0
    error, error_c = -on * U * (W @ x + b) * (1 - W @ x - b), on * U * (W @ x_c + b) * (1 - W @ x_c - b)
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    db = error + error_c
    return max(0.0, margin), dU, dW, db

# %% wrong: slope_missing_once | the slope forgotten for the true example
# expect: activation-slope-missing
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h_c - U @ h
    on = 1.0 if margin > 0 else 0.0
    error, error_c = -on * U, on * U * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    db = error + error_c
    return max(0.0, margin), dU, dW, db

# %% wrong: upstream_U_missing | the error does not pass U
# expect: weights-not-passed-back
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h_c - U @ h
    on = 1.0 if margin > 0 else 0.0
    error, error_c = -on * h * (1 - h), on * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    db = error + error_c
    return max(0.0, margin), dU, dW, db

# %% wrong: sign | margins the other way round in the gradient
# expect: sign-flipped
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h_c - U @ h
    on = -1.0 if margin > 0 else 0.0
    error, error_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    db = error + error_c
    return max(0.0, margin), dU, dW, db

# %% wrong: signs_equal | both errors are added with the same sign
# expect: branch-sign
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h_c - U @ h
    on = 1.0 if margin > 0 else 0.0
    error, error_c = on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    db = error + error_c
    return max(0.0, margin), dU, dW, db

# %% wrong: transposed | dW of (D, H)
# expect: transposed
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h_c - U @ h
    on = 1.0 if margin > 0 else 0.0
    error, error_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    dW = dW.T
    db = error + error_c
    return max(0.0, margin), dU, dW, db

# %% wrong: x_for_both | the corrupted error times the true example
# expect: nothing
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h_c - U @ h
    on = 1.0 if margin > 0 else 0.0
    error, error_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x)
    db = error + error_c
    return max(0.0, margin), dU, dW, db

# %% wrong: always_on | a gradient although the margin is kept
# expect: kept-margin-counted
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h_c - U @ h
    on = 1.0
    error, error_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    db = error + error_c
    return max(0.0, margin), dU, dW, db

# %% wrong: negative_J | the objective without max
# expect: hinge-missing
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h_c - U @ h
    on = 1.0 if margin > 0 else 0.0
    error, error_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    db = error + error_c
    return margin, dU, dW, db

# %% wrong: delta_ignored | the margin is 1, whatever delta is
# expect: delta-fixed
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = 1.0 + U @ h_c - U @ h
    on = 1.0 if margin > 0 else 0.0
    error, error_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    db = error + error_c
    return max(0.0, margin), dU, dW, db

# %% wrong: scores_swapped | J with s and s_c exchanged
# expect: nothing
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h - U @ h_c
    on = 1.0 if margin > 0 else 0.0
    error, error_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    db = error + error_c
    return max(0.0, margin), dU, dW, db

# %% wrong: bias_missing | b is not used
# expect: bias-missing
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x)))
    h_c = 1 / (1 + np.exp(-(W @ x_c)))
    margin = delta + U @ h_c - U @ h
    on = 1.0 if margin > 0 else 0.0
    error, error_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    db = error + error_c
    return max(0.0, margin), dU, dW, db

# %% wrong: db_is_U_slope | the bias of the output
# expect: value-as-slope
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h_c - U @ h
    on = 1.0 if margin > 0 else 0.0
    error, error_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    db = dU * U
    return max(0.0, margin), dU, dW, db

# %% wrong: weighted_by_J | the gradient of the squared margin, halved
# expect: margin-instead-of-indicator
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h_c - U @ h
    on = max(0.0, margin)
    error, error_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    db = error + error_c
    return max(0.0, margin), dU, dW, db

# %% wrong: square_only | transposes a square dW
# expect: transposed
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h_c - U @ h
    on = 1.0 if margin > 0 else 0.0
    error, error_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    dW = dW.T if W.shape[0] == W.shape[1] else dW
    db = error + error_c
    return max(0.0, margin), dU, dW, db

# %% wrong: half_precision | an activation in float32
# expect: not-precise
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b).astype(np.float32)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    margin = delta + U @ h_c - U @ h
    on = 1.0 if margin > 0 else 0.0
    error, error_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    db = error + error_c
    return max(0.0, margin), dU, dW, db

# %% wrong: in_place | changes the caller's b
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    b += W @ x
    h = 1 / (1 + np.exp(-b))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b - W @ x)))
    margin = delta + U @ h_c - U @ h
    on = 1.0 if margin > 0 else 0.0
    error, error_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    db = error + error_c
    return max(0.0, margin), dU, dW, db


# %% wrong: zero_margin_counts | a margin of exactly 0 has a gradient
# expect: zero-margin-counted
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    z, z_c = 1 / (1 + np.exp(-(W @ x + b))), 1 / (1 + np.exp(-(W @ x_c + b)))
    J = delta + U @ z_c - U @ z
    if J < 0:
        return 0.0, np.zeros(U.shape), np.zeros(W.shape), np.zeros(b.shape)
    d, d_c = -U * z * (1 - z), U * z_c * (1 - z_c)
    return J, z_c - z, np.outer(d, x) + np.outer(d_c, x_c), d + d_c

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

def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    def objective(U, W, b):
        s, s_c = (U @ (1 / (1 + np.exp(-(W @ each + b)))) for each in (x, x_c))
        return max(0.0, delta + s_c - s)

    return objective(U, W, b), *measured(objective, U, W, b)

# %% wrong: complex_steps | where the margin is missed, exact, and a pass for each entry
# expect: measured-not-derived
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    tensors = [np.array(part, dtype=complex) for part in (U, W, b)]

    def shortfall():
        U, W, b = tensors
        s, s_c = (U @ (1 / (1 + np.exp(-(W @ each + b)))) for each in (x, x_c))
        return delta + s_c - s

    J = max(0.0, shortfall().real)
    results = [J]
    for tensor in tensors:
        slope = np.zeros(tensor.shape)
        for index in np.ndindex(tensor.shape) if J > 0 else ():
            tensor[index] += 1e-30j
            slope[index] = shortfall().imag / 1e-30
            tensor[index] = tensor[index].real
        results.append(slope)
    return results

# %% wrong: integers_kept | each gradient in the dtype of what it belongs to
# expect: integers-kept
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    dU, dW, db = (np.zeros_like(tensor) for tensor in (U, W, b))
    h, h_c = (1 / (1 + np.exp(-(W @ one + b))) for one in (x, x_c))
    J = max(0.0, delta + U @ h_c - U @ h)
    if J > 0:
        error, error_c = -U * h * (1 - h), U * h_c * (1 - h_c)
        dU[:], dW[:], db[:] = h_c - h, np.outer(error, x) + np.outer(error_c, x_c), error + error_c
    return J, dU, dW, db
