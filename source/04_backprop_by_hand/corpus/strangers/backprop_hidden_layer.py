# %% wrong: hinge-not-switched-off | The gradients are returned also where delta + s_c - s is negative, where they should all be 0.
# expect: kept-margin-counted
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    sig = lambda v: 1 / (1 + np.exp(-v))
    h, h_c = sig(W @ x + b), sig(W @ x_c + b)
    J = max(0, delta + U @ h_c - U @ h)
    d = -U * h * (1 - h)
    d_c = U * h_c * (1 - h_c)
    return J, h_c - h, np.outer(d, x) + np.outer(d_c, x_c), d + d_c

# %% wrong: kink-counts | A margin of exactly 0 is treated as active (only < 0 returns zeros), but there all gradients should be 0.
# expect: zero-margin-counted
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    def sigma(v):
        return 1 / (1 + np.exp(-v))

    h = sigma(W @ x + b)
    hc = sigma(W @ x_c + b)
    margin = delta + np.dot(U, hc) - np.dot(U, h)
    if margin < 0:
        return 0.0, np.zeros(U.shape), np.zeros(W.shape), np.zeros(b.shape)
    e = -U * h * (1 - h)
    ec = U * hc * (1 - hc)
    return margin, hc - h, np.outer(e, x) + np.outer(ec, x_c), e + ec

# %% wrong: corrupted-path-forgotten | W and b get only the gradient of the true example: the second use of W and b, by x_c, is left out.
# expect: overwritten-at-branch
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    s, s_c = U @ h, U @ h_c
    J = max(0.0, delta + s_c - s)
    on = 1.0 if J > 0 else 0.0
    dU = on * (h_c - h)
    err = -on * U * h * (1 - h)
    dW = np.outer(err, x)
    db = err
    return J, dU, dW, db

# %% wrong: second-path-overwrites | dU, dW and db of the second example are assigned with = and overwrite those of the first.
# expect: overwritten-at-branch
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    scores, hiddens = [], []
    for inp in (x, x_c):
        h = 1 / (1 + np.exp(-(W @ inp + b)))
        hiddens.append(h)
        scores.append(U @ h)
    margin = delta + scores[1] - scores[0]
    dU, dW, db = np.zeros(len(U)), np.zeros(W.shape), np.zeros(len(b))
    if margin > 0:
        for sign, inp, h in zip((-1, 1), (x, x_c), hiddens):
            err = sign * U * h * (1 - h)
            dU = sign * h
            dW = np.outer(err, inp)
            db = err
    return max(0, margin), dU, dW, db

# %% wrong: slope-at-pre-activation | v (1 - v) instead of h (1 - h): the pre-activation stands where the activation belongs.
# expect: activation-slope-of-input
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    v, v_c = W @ x + b, W @ x_c + b
    h, h_c = 1 / (1 + np.exp(-v)), 1 / (1 + np.exp(-v_c))
    J = np.maximum(0, delta + U @ h_c - U @ h)
    if J <= 0:
        return 0.0, 0 * U, 0 * W, 0 * b
    dv = -U * v * (1 - v)
    dv_c = U * v_c * (1 - v_c)
    return J, h_c - h, np.outer(dv, x) + np.outer(dv_c, x_c), dv + dv_c

# %% wrong: signs-of-the-examples-exchanged | The gradients are those of s - s_c: the true example is pushed down and the corrupted one up.
# expect: sign-flipped
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    f = lambda a: 1 / (1 + np.exp(-a))
    h = f(W @ x + b)
    h_c = f(W @ x_c + b)
    J = max(0, delta + U.dot(h_c) - U.dot(h))
    active = float(J > 0)
    d1 = active * U * h * (1 - h)
    d2 = -active * U * h_c * (1 - h_c)
    dU = active * (h - h_c)
    dW = np.outer(d1, x) + np.outer(d2, x_c)
    db = d1 + d2
    return J, dU, dW, db

# %% wrong: output-weights-forgotten | The error signal lacks the factor U: the gradient of s is taken to arrive at h unchanged.
# expect: weights-not-passed-back
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-W @ x - b))
    h_c = 1 / (1 + np.exp(-W @ x_c - b))
    margin = delta + U @ h_c - U @ h
    J = max(margin, 0)
    g = 1.0 * (margin > 0)
    err = -g * h * (1 - h)
    err_c = g * h_c * (1 - h_c)
    return J, g * (h_c - h), np.outer(err, x) + np.outer(err_c, x_c), err + err_c

# %% wrong: one-error-for-both-inputs | The two error signals are added first, and their sum is then multiplied with both inputs; each belongs to its own input only.
# expect: nothing
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    sigma = lambda v: 1 / (1 + np.exp(-v))
    h, h_c = sigma(W @ x + b), sigma(W @ x_c + b)
    J = max(0, delta + U @ h_c - U @ h)
    if J == 0:
        return J, np.zeros_like(h), np.zeros(W.shape), np.zeros_like(h)
    db = U * h_c * (1 - h_c) - U * h * (1 - h)
    dW = np.outer(db, x + x_c)
    return J, h_c - h, dW, db

# %% wrong: outer-transposed | The outer product has the input first, so dW comes out as (D, H).
# expect: transposed
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    hc = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0, delta + U @ hc - U @ h)
    up = 1.0 if J > 0 else 0.0
    dv, dvc = -up * U * h * (1 - h), up * U * hc * (1 - hc)
    return J, up * (hc - h), np.outer(x, dv) + np.outer(x_c, dvc), dv + dvc

# %% wrong: argument-delta-overwritten | The name `delta` is used for the error signal before the margin is tested, so the margin is computed with an array in place of Δ.
# expect: explained
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    s, s_c = U @ h, U @ h_c
    delta = -U * h * (1 - h)
    delta_c = U * h_c * (1 - h_c)
    J = max(0, delta + s_c - s)
    if J == 0:
        return 0.0, np.zeros(U.shape), np.zeros(W.shape), np.zeros(b.shape)
    return J, h_c - h, np.outer(delta, x) + np.outer(delta_c, x_c), delta + delta_c

# %% wrong: copy-paste-wrong-activation | Copy-paste slip: the error signal of the corrupted example uses the slope of the true example's activation, h (1 - h).
# expect: nothing
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = np.maximum(0, delta + np.sum(U * h_c) - np.sum(U * h))
    mask = (J > 0).astype(float)
    e = -mask * U * h * (1 - h)
    e_c = mask * U * h_c * (1 - h)
    dW = e[:, None] * x + e_c[:, None] * x_c
    return J, mask * (h_c - h), dW, e + e_c

# %% wrong: du-from-pre-activation | dU is the difference of the pre-activations v_c - v instead of the activations: U multiplies h, not v.
# expect: explained
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    v, v_c = W @ x + b, W @ x_c + b
    h, h_c = 1 / (1 + np.exp(-v)), 1 / (1 + np.exp(-v_c))
    m = delta + U @ h_c - U @ h
    k = int(m > 0)
    dU = k * (v_c - v)
    dv, dv_c = -k * U * h * (1 - h), k * U * h_c * (1 - h_c)
    return max(0, m), dU, np.outer(dv, x) + np.outer(dv_c, x_c), dv + dv_c

# %% wrong: sigmoid-slope-forgotten | The sigmoid gate is skipped on the way back: the error signal is -U and +U, so db is 0.
# expect: activation-slope-missing, all-zero
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0, delta + U @ h_c - U @ h)
    up = 1.0 if J > 0 else 0.0
    dh, dh_c = -up * U, up * U
    return J, up * (h_c - h), np.outer(dh, x) + np.outer(dh_c, x_c), dh + dh_c

# %% wrong: u-as-a-dot-product | U @ (h (1 - h)) sums over the hidden units, where each unit should keep its own error signal; np.outer then makes one row and db is a number.
# expect: explained
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0, delta + U @ h_c - U @ h)
    if J == 0:
        return 0.0, np.zeros(len(U)), np.zeros(W.shape), np.zeros(len(b))
    err = -U @ (h * (1 - h))
    err_c = U @ (h_c * (1 - h_c))
    dW = np.outer(err, x) + np.outer(err_c, x_c)
    return J, h_c - h, dW, err + err_c

# %% wrong: bias-not-in-second-forward | Copy-paste slip in the forward pass: the corrupted example's pre-activation lacks the bias (right where b = 0).
# expect: nothing
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c)))
    J = max(0, delta + U @ h_c - U @ h)
    g = 1.0 if J > 0 else 0.0
    d, dc = -g * U * h * (1 - h), g * U * h_c * (1 - h_c)
    return J, g * (h_c - h), np.outer(d, x) + np.outer(dc, x_c), d + dc

# %% wrong: helper-ignores-its-input | The helper takes `inp` but computes with x from the enclosing function, so both scores are that of the true example.
# expect: all-zero
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    def hidden(inp):
        return 1 / (1 + np.exp(-(W @ x + b)))

    h, h_c = hidden(x), hidden(x_c)
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    e, e_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    return J, on * (h_c - h), np.outer(e, x) + np.outer(e_c, x_c), e + e_c

# %% right: both-examples-stacked | The two inputs are columns of one matrix; signs (-1, 1) make one backward pass of both.
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    X = np.stack([x, x_c], axis=1)
    Hid = 1 / (1 + np.exp(-(W @ X + b[:, None])))
    signs = np.array([-1.0, 1.0])
    margin = U @ Hid @ signs + delta
    signs = signs * (margin > 0)
    E = np.outer(U, signs) * Hid * (1 - Hid)
    return np.maximum(margin, 0.0), Hid @ signs, E @ X.T, E.sum(axis=1)

# %% right: accumulating-loop | One helper for forward and backward of a single example, called twice, with += into float arrays.
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    def forward(inp):
        h = 1 / (1 + np.exp(-(W.dot(inp) + b)))
        return h, U.dot(h)

    h, s = forward(x)
    h_c, s_c = forward(x_c)
    J = max(0.0, float(delta + s_c - s))
    dU, dW, db = (np.zeros(np.shape(p), dtype=float) for p in (U, W, b))
    for inp, act, ds in ((x, h, -1.0), (x_c, h_c, 1.0)):
        if J == 0.0:
            break
        err = ds * U * act * (1 - act)
        dU += ds * act
        dW += err[:, np.newaxis] * inp[np.newaxis, :]
        db += err
    return J, dU, dW, db

# %% wrong: bias-hears-one | db is the error signal of the corrupted example only (= overwrote instead of +=)
# expect: overwritten-at-branch
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0, delta + U @ h_c - U @ h)
    dJ = 1.0 if J > 0 else 0.0
    ds, ds_c = -dJ, dJ
    dU = ds * h + ds_c * h_c
    dv = ds * U * h * (1 - h)
    dW = np.outer(dv, x)
    db = dv
    dv_c = ds_c * U * h_c * (1 - h_c)
    dW = dW + np.outer(dv_c, x_c)
    db = dv_c
    return J, dU, dW, db

# %% wrong: no-switch | the gradients are not switched off where the margin is kept
# expect: kept-margin-counted
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h, hc = (1 / (1 + np.exp(-(W @ z + b))) for z in (x, x_c))
    J = max(0, delta + U.dot(hc) - U.dot(h))
    good = -U * h * (1 - h)
    bad = U * hc * (1 - hc)
    return J, hc - h, np.outer(good, x) + np.outer(bad, x_c), good + bad

# %% wrong: difference-of-inputs | one error signal, at x, times the difference of the inputs: forgets that σ has another slope at x_c
# expect: explained
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    hc = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ hc - U @ h)
    k = 1.0 if J > 0 else 0.0
    error = k * U * h * (1 - h)
    return J, k * (hc - h), np.outer(error, x_c - x), k * U * (hc * (1 - hc) - h * (1 - h))

# %% right: batch-of-two | both inputs as one batch with the upstream (-1, +1); one code path for both
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    U, W, b = (np.asarray(a, dtype=float) for a in (U, W, b))
    both = np.array([x, x_c], dtype=float)
    H = 1 / (1 + np.exp(-(both @ W.T + b)))
    sign = np.array([-1.0, 1.0])
    J = delta + sign @ H @ U
    upstream = sign * (J > 0)
    delta_v = upstream[:, None] * U * H * (1 - H)
    return max(J, 0.0), upstream @ H, delta_v.T @ both, delta_v.sum(axis=0)

# %% wrong: slope-of-preactivation | v (1 - v) in place of h (1 - h) in the error signals
# expect: activation-slope-of-input
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    def sigma(v):
        return 1 / (1 + np.exp(-v))

    v, vc = W @ x + b, W @ x_c + b
    J = max(0.0, delta + U @ sigma(vc) - U @ sigma(v))
    if J == 0:
        return 0.0, np.zeros(U.shape), np.zeros(W.shape), np.zeros(b.shape)
    e, ec = -U * v * (1 - v), U * vc * (1 - vc)
    return J, sigma(vc) - sigma(v), np.outer(e, x) + np.outer(ec, x_c), e + ec

# %% wrong: u-missing | the error signals forget the factor U
# expect: weights-not-passed-back
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(np.dot(W, x) + b)))
    hc = 1 / (1 + np.exp(-(np.dot(W, x_c) + b)))
    margin = delta + np.dot(U, hc) - np.dot(U, h)
    on = float(margin > 0)
    d1 = -on * h * (1 - h)
    d2 = on * hc * (1 - hc)
    return on * margin, on * (hc - h), np.outer(d1, x) + np.outer(d2, x_c), d1 + d2

# %% wrong: first-example-only | the corrupted example's error signal is not added to dW and db
# expect: overwritten-at-branch
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    err = -on * U * h * (1 - h)
    err_c = on * U * h_c * (1 - h_c)
    return J, on * (h_c - h), np.outer(err, x), err

# %% wrong: signs-exchanged | the true example is pushed down, the corrupted one up
# expect: sign-flipped
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    err = on * U * h * (1 - h)
    err_c = -on * U * h_c * (1 - h_c)
    return J, on * (h_c - h), np.outer(err, x) + np.outer(err_c, x_c), err + err_c

# %% wrong: du-from-preactivations | dU uses W x + b instead of σ of it
# expect: explained
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    err = -on * U * h * (1 - h)
    err_c = on * U * h_c * (1 - h_c)
    return J, on * (W @ x_c - W @ x), np.outer(err, x) + np.outer(err_c, x_c), err + err_c

# %% wrong: slope-at-the-difference | one error signal with the slope at h_c - h for both
# expect: all-zero
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    d = h_c - h
    err_c = on * U * d * (1 - d)
    err = -err_c
    return J, on * (h_c - h), np.outer(err, x) + np.outer(err_c, x_c), err + err_c

# %% wrong: slope-forgotten | error signals without h (1 - h)
# expect: activation-slope-missing, all-zero
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    err = -on * U
    err_c = on * U
    return J, on * (h_c - h), np.outer(err, x) + np.outer(err_c, x_c), err + err_c

# %% wrong: u-forgotten | error signals without the weights U of the score
# expect: weights-not-passed-back
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    err = -on * h * (1 - h)
    err_c = on * h_c * (1 - h_c)
    return J, on * (h_c - h), np.outer(err, x) + np.outer(err_c, x_c), err + err_c

# %% wrong: no-gate | gradients also where J is 0
# expect: kept-margin-counted
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = 1.0
    err = -on * U * h * (1 - h)
    err_c = on * U * h_c * (1 - h_c)
    return J, on * (h_c - h), np.outer(err, x) + np.outer(err_c, x_c), err + err_c

# %% wrong: multiplied-by-j | the max sends back J instead of 1
# expect: margin-instead-of-indicator
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = J
    err = -on * U * h * (1 - h)
    err_c = on * U * h_c * (1 - h_c)
    return J, on * (h_c - h), np.outer(err, x) + np.outer(err_c, x_c), err + err_c

# %% wrong: bias-cancels-by-mistake | db = err - err_c, since "the two scores are subtracted": the sign is in the error signals already
# expect: branch-sign
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    err = -on * U * h * (1 - h)
    err_c = on * U * h_c * (1 - h_c)
    return J, on * (h_c - h), np.outer(err, x) + np.outer(err_c, x_c), err - err_c

# %% wrong: inputs-swapped-in-dw | err times x_c and err_c times x
# expect: explained
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    err = -on * U * h * (1 - h)
    err_c = on * U * h_c * (1 - h_c)
    return J, on * (h_c - h), np.outer(err, x_c) + np.outer(err_c, x), err + err_c

# %% wrong: one-input-for-both | adds the error signals first and multiplies by x - x_c
# expect: nothing
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    err = -on * U * h * (1 - h)
    err_c = on * U * h_c * (1 - h_c)
    return J, on * (h_c - h), np.outer(err + err_c, x - x_c), err + err_c

# %% wrong: dw-transposed | np.outer(x, err): (D, H)
# expect: transposed
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    err = -on * U * h * (1 - h)
    err_c = on * U * h_c * (1 - h_c)
    return J, on * (h_c - h), np.outer(x, err) + np.outer(x_c, err_c), err + err_c

# %% wrong: du-without-corrupted | dU = -h only
# expect: overwritten-at-branch
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    err = -on * U * h * (1 - h)
    err_c = on * U * h_c * (1 - h_c)
    return J, -on * h, np.outer(err, x) + np.outer(err_c, x_c), err + err_c

# %% wrong: bias-left-out-forwards | h = σ(W x), no bias in the forward pass
# expect: bias-missing
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x)))
    h_c = 1 / (1 + np.exp(-(W @ x_c)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    err = -on * U * h * (1 - h)
    err_c = on * U * h_c * (1 - h_c)
    return J, on * (h_c - h), np.outer(err, x) + np.outer(err_c, x_c), err + err_c

# %% right: both-examples-as-a-batch | stacks x and x_c, one signed batch pass
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    X = np.stack([x, x_c])
    sign = np.array([-1.0, 1.0])
    H = 1 / (1 + np.exp(-(X @ W.T + b)))
    J = np.maximum(0, delta + sign @ (H @ U))
    sign = sign * (J > 0)
    E = sign[:, None] * U * (H - H**2)
    return J, sign @ H, E.T @ X, E.sum(axis=0)

# %% right: early-return-and-inner-function | returns zeros at once where the objective is 0; closure for one example
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    def one(z, upstream):
        h = 1 / (1 + np.exp(-(W @ z + b)))
        error = upstream * U * h * (1 - h)
        return U @ h, upstream * h, error[:, None] * z, error
    s, *of_x = one(x, -1.0)
    s_c, *of_c = one(x_c, 1.0)
    if (J := delta + s_c - s) <= 0:
        return 0.0, np.zeros(U.shape), np.zeros(W.shape), np.zeros(b.shape)
    return (J, *(first + second for first, second in zip(of_x, of_c)))

# %% wrong: still-on-where-the-margin-is-kept | The gradients do not ask whether the shortfall is positive: they stay on where J is 0.
# expect: kept-margin-counted
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h, h_c = (1 / (1 + np.exp(-(W @ each + b))) for each in (x, x_c))
    J = max(0.0, delta + U @ h_c - U @ h)
    e = -U * h * (1 - h)
    e_c = U * h_c * (1 - h_c)
    return J, h_c - h, np.outer(e, x) + np.outer(e_c, x_c), e + e_c

# %% wrong: zero-shortfall-counted | Where the shortfall is exactly 0 the gradients are still on (J < 0 is tested instead of J <= 0).
# expect: zero-margin-counted
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h, h_c = (1 / (1 + np.exp(-(W @ each + b))) for each in (x, x_c))
    shortfall = delta + U @ h_c - U @ h
    if shortfall < 0:
        return 0.0, np.zeros(U.shape), np.zeros(W.shape), np.zeros(b.shape)
    e = -U * h * (1 - h)
    e_c = U * h_c * (1 - h_c)
    return float(shortfall), h_c - h, np.outer(e, x) + np.outer(e_c, x_c), e + e_c

# %% wrong: corrupted-example-forgotten | Only the true example sends gradients back to W and b; the second use of the weights is forgotten.
# expect: overwritten-at-branch
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    e = -on * U * h * (1 - h)
    return J, on * (h_c - h), np.outer(e, x), e

# %% wrong: roles-exchanged | The two scores are exchanged on the way back: all gradients have the wrong sign.
# expect: sign-flipped
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = 1.0 if J > 0 else 0.0
    e = on * U * h * (1 - h)
    e_c = -on * U * h_c * (1 - h_c)
    return J, on * (h - h_c), np.outer(e, x) + np.outer(e_c, x_c), e + e_c

# %% wrong: sigma-slope-missing | The error signals lack the slope of the sigmoid, h (1 - h).
# expect: activation-slope-missing
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = 1.0 if J > 0 else 0.0
    e, e_c = -on * U, on * U
    return J, on * (h_c - h), np.outer(e, x) + np.outer(e_c, x_c), e + e_c

# %% wrong: shared-error-signal | One error signal is computed from the difference of the activations and used for both examples.
# expect: nothing
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    if J == 0:
        return J, np.zeros_like(U, dtype=float), np.zeros(W.shape), np.zeros(b.shape)
    diff = h_c - h
    e = U * diff * (1 - diff)
    return J, diff, np.outer(e, x_c - x), e

# %% wrong: input-difference-with-one-error | Both error signals are taken to be that of x, so dW is its outer product with x_c - x and db vanishes.
# expect: all-zero
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    e = on * U * h * (1 - h)
    return J, on * (h_c - h), np.outer(e, x_c - x), e - e

# %% wrong: bias-counts-once | db has the error signal of the true example only, while dW has both.
# expect: overwritten-at-branch
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    e, e_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    db = e
    return J, on * (h_c - h), np.outer(e, x) + np.outer(e_c, x_c), db

# %% wrong: pre-activations-in-du | dU is the difference of the pre-activations instead of that of the activations.
# expect: explained
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    v, v_c = W @ x + b, W @ x_c + b
    h, h_c = 1 / (1 + np.exp(-v)), 1 / (1 + np.exp(-v_c))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    e, e_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    return J, on * (v_c - v), np.outer(e, x) + np.outer(e_c, x_c), e + e_c

# %% wrong: inputs-exchanged | Each error signal is multiplied with the other example's input.
# expect: explained
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    e, e_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    return J, on * (h_c - h), np.outer(e, x_c) + np.outer(e_c, x), e + e_c

# %% wrong: delta-used-as-a-factor | The margin delta is multiplied into the upstream gradient, which shows only where it is not 1.
# expect: nothing
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    up = delta if J > 0 else 0.0
    e, e_c = -up * U * h * (1 - h), up * U * h_c * (1 - h_c)
    return J, up * (h_c - h), np.outer(e, x) + np.outer(e_c, x_c), e + e_c

# %% wrong: alias-of-the-error | db is a second name for the first error signal and += changes it before dW is formed.
# expect: explained
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    e, e_c = -on * U * h * (1 - h), on * U * h_c * (1 - h_c)
    db = e
    db += e_c
    dW = np.outer(e, x) + np.outer(e_c, x_c)
    return J, on * (h_c - h), dW, db

# %% wrong: sums-in-arrays-like-the-parameters | The gradients are filled into arrays like U, W and b, so parameters of integers cut their fractions off.
# expect: integers-kept
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    dU, dW, db = np.zeros_like(U), np.zeros_like(W), np.zeros_like(b)
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = delta + U @ h_c - U @ h
    if J <= 0:
        return 0.0, dU, dW, db
    e, e_c = -U * h * (1 - h), U * h_c * (1 - h_c)
    dU[:] = h_c - h
    db[:] = e + e_c
    dW[:] = np.outer(e, x) + np.outer(e_c, x_c)
    return J, dU, dW, db

# %% right: a-batch-of-two | Both inputs as the rows of a batch, with the upstream gradients -1 and +1.
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    both = np.stack([x, x_c])
    H = 1 / (1 + np.exp(-(both @ W.T + b)))
    s, s_c = H @ U
    shortfall = delta + s_c - s
    up = np.array([-1.0, 1.0]) if shortfall > 0 else np.zeros(2)
    errors = np.outer(up, U) * H * (1 - H)
    return max(shortfall, 0.0), up @ H, errors.T @ both, errors.sum(axis=0)

# %% right: accumulating-loop-again | A loop over the two uses that accumulates into own arrays, with an early return where J is 0.
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    dU, dW, db = (np.zeros(np.shape(each)) for each in (U, W, b))
    uses = [(-1, x, np.reciprocal(1 + np.exp(-(W @ x + b)))), (1, x_c, np.reciprocal(1 + np.exp(-(W @ x_c + b))))]
    J = delta + sum(sign * np.dot(U, h) for sign, _, h in uses)
    if J <= 0:
        return 0.0, dU, dW, db
    for sign, each, h in uses:
        dU += sign * h
        error = sign * U * (h - h**2)
        db += error
        dW += error[:, None] * each[None, :]
    return J, dU, dW, db

# %% wrong: signs-exchanged-again | The two examples' signs are exchanged: the gradients are those of delta + s − s_c, uphill for the score that should win.
# expect: sign-flipped
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients.

    s = U . sigma(W x + b),  s_c = U . sigma(W x_c + b),  J = max(0, delta + s_c - s)
    U, b: (H,).  W: (H, D).  x, x_c: (D,).  delta: at least 0.
    Returns (J, dU, dW, db): a number, (H,), (H, D) and (H,).
    """
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    error = on * U * h * (1 - h)
    error_c = -on * U * h_c * (1 - h_c)
    dU = on * (h - h_c)
    return J, dU, np.outer(error, x) + np.outer(error_c, x_c), error + error_c

# %% wrong: sigmoid-slope-missing | The error signals are U alone: the slope h (1 − h) of the sigmoid is left out.
# expect: activation-slope-missing
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients.

    s = U . sigma(W x + b),  s_c = U . sigma(W x_c + b),  J = max(0, delta + s_c - s)
    U, b: (H,).  W: (H, D).  x, x_c: (D,).  delta: at least 0.
    Returns (J, dU, dW, db): a number, (H,), (H, D) and (H,).
    """
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = np.maximum(0, delta + np.dot(U, h_c) - np.dot(U, h))
    if J <= 0:
        return J, np.zeros(U.shape), np.zeros(W.shape), np.zeros(b.shape)
    return J, h_c - h, np.outer(U, x_c) - np.outer(U, x), np.zeros(b.shape)

# %% wrong: slope-at-pre-activation-again | The slope of the sigmoid is taken as v (1 − v), of the pre-activations, instead of h (1 − h).
# expect: activation-slope-of-input
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients.

    s = U . sigma(W x + b),  s_c = U . sigma(W x_c + b),  J = max(0, delta + s_c - s)
    U, b: (H,).  W: (H, D).  x, x_c: (D,).  delta: at least 0.
    Returns (J, dU, dW, db): a number, (H,), (H, D) and (H,).
    """
    v, v_c = W @ x + b, W @ x_c + b
    h, h_c = (1 / (1 + np.exp(-each)) for each in (v, v_c))
    shortfall = delta + U @ h_c - U @ h
    on = 1.0 if shortfall > 0 else 0.0
    error, error_c = -on * U * v * (1 - v), on * U * v_c * (1 - v_c)
    dW = error[:, None] * x + error_c[:, None] * x_c
    return max(0.0, shortfall), on * (h_c - h), dW, error + error_c

# %% wrong: bias-cancels | The bias is given no gradient, since it "lifts both scores by the same amount"; that holds only where both slopes agree.
# expect: all-zero
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients.

    s = U . sigma(W x + b),  s_c = U . sigma(W x_c + b),  J = max(0, delta + s_c - s)
    U, b: (H,).  W: (H, D).  x, x_c: (D,).  delta: at least 0.
    Returns (J, dU, dW, db): a number, (H,), (H, D) and (H,).
    """
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = 1.0 if J > 0 else 0.0
    error = -on * U * h * (1 - h)
    error_c = on * U * h_c * (1 - h_c)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    db = np.zeros(len(b))
    return J, on * (h_c - h), dW, db

# %% wrong: one-slope-for-both | Both error signals use the slopes of the true example's hidden units, so they always cancel in db.
# expect: all-zero
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients.

    s = U . sigma(W x + b),  s_c = U . sigma(W x_c + b),  J = max(0, delta + s_c - s)
    U, b: (H,).  W: (H, D).  x, x_c: (D,).  delta: at least 0.
    Returns (J, dU, dW, db): a number, (H,), (H, D) and (H,).
    """
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = 1.0 if J > 0 else 0.0
    error = on * U * h * (1 - h)
    dW = np.outer(error, x_c - x)
    return J, on * (h_c - h), dW, error - error

# %% wrong: weighted-by-the-objective | Everything is multiplied by J, as if J² / 2 were differentiated; the slope of max above 0 is 1.
# expect: margin-instead-of-indicator
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients.

    s = U . sigma(W x + b),  s_c = U . sigma(W x_c + b),  J = max(0, delta + s_c - s)
    U, b: (H,).  W: (H, D).  x, x_c: (D,).  delta: at least 0.
    Returns (J, dU, dW, db): a number, (H,), (H, D) and (H,).
    """
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    ds, ds_c = -J, J
    error = ds * U * h * (1 - h)
    error_c = ds_c * U * h_c * (1 - h_c)
    dU = ds * h + ds_c * h_c
    return J, dU, np.outer(error, x) + np.outer(error_c, x_c), error + error_c

# %% wrong: kept-within-a-tolerance | A shortfall below 1e-6 counts as 0, although only at exactly 0 or below are the gradients 0.
# expect: nothing
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients.

    s = U . sigma(W x + b),  s_c = U . sigma(W x_c + b),  J = max(0, delta + s_c - s)
    U, b: (H,).  W: (H, D).  x, x_c: (D,).  delta: at least 0.
    Returns (J, dU, dW, db): a number, (H,), (H, D) and (H,).
    """
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    if J < 1e-6:  # do not compare floats with ==
        return J, np.zeros(U.shape), np.zeros(W.shape), np.zeros(b.shape)
    error = -U * h * (1 - h)
    error_c = U * h_c * (1 - h_c)
    return J, h_c - h, np.outer(error, x) + np.outer(error_c, x_c), error + error_c

# %% wrong: bias-used-as-buffer | Both pre-activations are built in place in b: the second contains the first, and the caller's biases change.
# expect: explained
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients.

    s = U . sigma(W x + b),  s_c = U . sigma(W x_c + b),  J = max(0, delta + s_c - s)
    U, b: (H,).  W: (H, D).  x, x_c: (D,).  delta: at least 0.
    Returns (J, dU, dW, db): a number, (H,), (H, D) and (H,).
    """
    v = b
    v += W @ x
    h = 1 / (1 + np.exp(-v))
    v_c = b
    v_c += W @ x_c
    h_c = 1 / (1 + np.exp(-v_c))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    error = -on * U * h * (1 - h)
    error_c = on * U * h_c * (1 - h_c)
    return J, on * (h_c - h), np.outer(error, x) + np.outer(error_c, x_c), error + error_c

# %% wrong: gate-left-open-and-corrupted-forgotten | Two slips: the gradients are not switched off where the margin is kept, and W and b hear only of the true example.
# expect: kept-margin-counted
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients.

    s = U . sigma(W x + b),  s_c = U . sigma(W x_c + b),  J = max(0, delta + s_c - s)
    U, b: (H,).  W: (H, D).  x, x_c: (D,).  delta: at least 0.
    Returns (J, dU, dW, db): a number, (H,), (H, D) and (H,).
    """
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    error = -U * h * (1 - h)
    return J, h_c - h, np.outer(error, x), error

# %% right: a-batch-of-two-again | Both inputs are stacked as a batch with the upstream gradients −1 and +1, and one set of matrix products does both.
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients.

    s = U . sigma(W x + b),  s_c = U . sigma(W x_c + b),  J = max(0, delta + s_c - s)
    U, b: (H,).  W: (H, D).  x, x_c: (D,).  delta: at least 0.
    Returns (J, dU, dW, db): a number, (H,), (H, D) and (H,).
    """
    X = np.stack([x, x_c])
    H = 1 / (1 + np.exp(-(X @ W.T + b)))
    s, s_c = H @ U
    ds = np.array([-1.0, 1.0]) * (delta + s_c - s > 0)
    errors = ds[:, None] * U * H * (1 - H)
    return max(0.0, delta + s_c - s), ds @ H, errors.T @ X, errors.sum(axis=0)

# %% right: loop-with-a-helper | A helper gives a score and its three gradients; the gradients of the two examples are then subtracted.
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients.

    s = U . sigma(W x + b),  s_c = U . sigma(W x_c + b),  J = max(0, delta + s_c - s)
    U, b: (H,).  W: (H, D).  x, x_c: (D,).  delta: at least 0.
    Returns (J, dU, dW, db): a number, (H,), (H, D) and (H,).
    """
    def score(each):
        h = np.reciprocal(1.0 + np.exp(-(W @ each) - b))
        signal = U * (h - h**2)
        return np.sum(U * h), (h, signal[:, np.newaxis] * each[np.newaxis, :], signal)

    s, plus = score(x)
    s_c, minus = score(x_c)
    shortfall = delta + (s_c - s)
    if not shortfall > 0:
        return 0.0, np.zeros(len(U)), np.zeros(W.shape), np.zeros(len(b))
    return (shortfall, *(m - p for m, p in zip(minus, plus)))

# %% wrong: corrupted-example-forgotten-again | Only the path of x is walked back; the second use of U, W and b, for x_c, sends nothing.
# expect: overwritten-at-branch
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients."""
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    if J <= 0:
        return 0.0, np.zeros(U.shape), np.zeros(W.shape), np.zeros(b.shape)
    dU = -h
    dv = -U * h * (1 - h)
    dW = np.outer(dv, x)
    db = dv
    return J, dU, dW, db

# %% wrong: sum-of-signals-times-x | The two error signals are added first and then multiplied by x, although the second one belongs to x_c.
# expect: explained
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients."""
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = 1.0 if J > 0 else 0.0
    dU = on * (h_c - h)
    dv = on * (U * h_c * (1 - h_c) - U * h * (1 - h))
    dW = np.outer(dv, x)
    db = dv
    return J, dU, dW, db

# %% wrong: no-sigmoid-slope | The error signal is U itself: the factor h (1 - h) of the sigmoid is missing.
# expect: activation-slope-missing, all-zero
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients."""
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    dU = on * (h_c - h)
    dh, dh_c = -on * U, on * U
    dW = np.outer(dh, x) + np.outer(dh_c, x_c)
    db = dh + dh_c
    return J, dU, dW, db

# %% wrong: not-switched-off | J is 0 where the margin is kept, but the gradients are computed as if the loss were always on.
# expect: kept-margin-counted
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients."""
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = np.maximum(0.0, delta + U @ h_c - U @ h)
    e = -U * h * (1 - h)
    e_c = U * h_c * (1 - h_c)
    return J, h_c - h, np.outer(e, x) + np.outer(e_c, x_c), e + e_c

# %% wrong: zero-shortfall-counted-again | The gradients are switched off only below 0; at a shortfall of exactly 0 they are still there.
# expect: zero-margin-counted
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients."""
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    shortfall = delta + U @ h_c - U @ h
    if shortfall < 0:
        return 0.0, np.zeros(U.shape), np.zeros(W.shape), np.zeros(b.shape)
    e = -U * h * (1 - h)
    e_c = U * h_c * (1 - h_c)
    return shortfall, h_c - h, np.outer(e, x) + np.outer(e_c, x_c), e + e_c

# %% wrong: bias-said-to-cancel | Argues that b raises both scores alike and returns db = 0; but the sigmoid is not equally steep at the two pre-activations.
# expect: all-zero
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients."""
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    e = -on * U * h * (1 - h)
    e_c = on * U * h_c * (1 - h_c)
    dU = on * (h_c - h)
    dW = np.outer(e, x) + np.outer(e_c, x_c)
    db = np.zeros(b.shape)  # b is in both scores and cancels
    return J, dU, dW, db

# %% wrong: delta-overwritten | The error signal is stored under the name delta before J is computed, so the margin is lost and J is an array.
# expect: explained
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients."""
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    s, s_c = U @ h, U @ h_c
    delta = -U * h * (1 - h)
    delta_c = U * h_c * (1 - h_c)
    J = np.maximum(0, delta + s_c - s)
    on = J > 0
    dU = on * (h_c - h)
    dW = np.outer(on * delta, x) + np.outer(on * delta_c, x_c)
    db = on * (delta + delta_c)
    return J, dU, dW, db

# %% wrong: same-slope-for-both | The slope h (1 - h) at x is used for the corrupted example, too.
# expect: all-zero
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients."""
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    J = max(0.0, delta + U @ h_c - U @ h)
    on = float(J > 0)
    slope = h * (1 - h)
    e = -on * U * slope
    e_c = on * U * slope
    return J, on * (h_c - h), np.outer(e, x) + np.outer(e_c, x_c), e + e_c

# %% right: two-column-batch | Both examples as the columns of one matrix, with the signs (-1, 1) as the gradients of the two scores.
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients."""
    inputs = np.column_stack([x, x_c])
    V = W @ inputs + np.reshape(b, (-1, 1))
    H = 1 / (1 + np.exp(-V))
    s, s_c = U @ H
    shortfall = delta + s_c - s
    signs = np.array([-1.0, 1.0]) if shortfall > 0 else np.zeros(2)
    dU = H @ signs
    E = np.outer(U, signs) * H * (1 - H)
    return max(shortfall, 0.0), dU, E @ inputs.T, E.sum(axis=1)

# %% right: loop-over-the-two-uses | A loop over (sign, input) that adds to its own real buffers.
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients."""

    def hidden(one):
        return 1.0 / (1.0 + np.exp(-(np.einsum("hd,d->h", W, one) + b)))

    shortfall = delta - np.dot(U, hidden(x)) + np.dot(U, hidden(x_c))
    dU, dW, db = (np.zeros(np.shape(one)) for one in (U, W, b))
    if not shortfall > 0:
        return 0.0, dU, dW, db
    for sign, one in ((-1, x), (1, x_c)):
        h = hidden(one)
        error = sign * (h - h * h) * U
        dU += sign * h
        db += error
        dW += np.einsum("h,d->hd", error, one)
    return shortfall, dU, dW, db
