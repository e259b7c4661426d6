# %% wrong: slope-of-the-activation | sigma'(u) is evaluated at f instead of u: sigma(f) (1 - sigma(f)).
# expect: nothing
def backprop_sigmoid_neuron(w, x):
    def sig(t):
        return 1 / (1 + np.exp(-t))

    u = w[0] * x[0] + w[1] * x[1] + w[2]
    f = sig(u)
    du = sig(f) * (1 - sig(f))
    dw = np.array([x[0], x[1], 1.0]) * du
    dx = w[:2] * du
    return f, dw, dx

# %% wrong: pre-activation-slope | u (1 - u) in place of f (1 - f): the formula holds for the output of the sigmoid, not its input.
# expect: activation-slope-of-input
def backprop_sigmoid_neuron(w, x):
    u = np.dot(w[:2], x) + w[2]
    f = 1 / (1 + np.exp(-u))
    du = u * (1 - u)
    return f, du * np.append(x, 1), du * w[:2]

# %% wrong: bias-multiplied | The gradient of the bias is du times w2, as if the bias were multiplied by itself, instead of du.
# expect: explained
def backprop_sigmoid_neuron(w, x):
    u = w[0]*x[0] + w[1]*x[1] + w[2]
    f = 1.0 / (1.0 + np.exp(-u))
    du = f * (1 - f)
    dw = np.array([du * x[0], du * x[1], du * w[2]])
    dx = np.array([du * w[0], du * w[1]])
    return f, dw, dx

# %% wrong: dx-with-three-entries | x was extended by 1 for the bias and dx has still three entries: the last one belongs to the constant and must be cut off.
# expect: explained
def backprop_sigmoid_neuron(w, x):
    x1 = np.append(x, 1.0)
    f = 1 / (1 + np.exp(-(w @ x1)))
    du = f * (1 - f)
    return f, du * x1, du * w

# %% wrong: not-switched | Each × gate sends its own input back: dw gets w and dx gets x.
# expect: explained
def backprop_sigmoid_neuron(w, x):
    u = w[:2] @ x + w[2]
    f = 1 / (1 + np.exp(-u))
    du = f * (1 - f)
    dw = np.append(w[:2], 1.0) * du
    dx = x * du
    return f, dw, dx

# %% wrong: exp-gate-sign | In the walk through the primitive gates the ×(−1) gate is left out of the backward pass, so all gradients have the wrong sign.
# expect: sign-flipped
def backprop_sigmoid_neuron(w, x):
    # forward
    s = w[0] * x[0] + w[1] * x[1] + w[2]
    e = np.exp(-s)
    d = 1 + e
    f = 1 / d
    # backward
    dd = -1 / d**2
    de = dd
    ds = e * de
    dw = np.array([x[0] * ds, x[1] * ds, ds])
    dx = np.array([w[0] * ds, w[1] * ds])
    return f, dw, dx

# %% wrong: integer-slots | The slots are np.zeros_like(w) and np.zeros_like(x), integer arrays for integer arguments, so gradients below 1 become 0.
# expect: integers-kept
def backprop_sigmoid_neuron(w, x):
    u = w[2]
    for i in range(2):
        u = u + w[i] * x[i]
    f = 1 / (1 + np.exp(-u))
    dw, dx = np.zeros_like(w), np.zeros_like(x)
    for i in range(2):
        dw[i] = f * (1 - f) * x[i]
        dx[i] = f * (1 - f) * w[i]
    dw[2] = f * (1 - f)
    return f, dw, dx

# %% wrong: reciprocal-gate-slope | The local gradient of 1/d is written as -1/d instead of -1/d².
# expect: explained
def backprop_sigmoid_neuron(w, x):
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    e = np.exp(-u)
    d = 1 + e
    f = 1 / d
    dd = -1 / d
    du = -(e * dd)
    return f, du * np.array([x[0], x[1], 1.0]), du * w[:2]

# %% wrong: bias-left-out-of-dw | dw has two entries only: the gradient of the bias w2 is missing.
# expect: explained
def backprop_sigmoid_neuron(w, x):
    weights, bias = w[:2], w[2]
    u = np.sum(weights * x) + bias
    f = 1 / (1 + np.exp(-u))
    du = f * (1 - f)
    dw = du * x
    dx = du * weights
    return f, dw, dx

# %% right: four-primitive-gates | Walks back through 1/·, +1, exp and ×(−1) gate by gate.
def backprop_sigmoid_neuron(w, x):
    w0, w1, w2 = (float(v) for v in w)
    x0, x1 = (float(v) for v in x)
    a, b = w0 * x0, w1 * x1
    u = a + b + w2
    neg = -u
    e = np.exp(neg)
    den = e + 1
    f = 1 / den
    dden = -1 / den**2
    de = dden
    dneg = e * de
    du = -dneg
    return f, np.array([x0 * du, x1 * du, du]), np.array([w0 * du, w1 * du])

# %% right: tanh-form | The sigmoid written with tanh, its slope as 1/4 (1 - tanh²), with np.r_ for the constant 1.
def backprop_sigmoid_neuron(w, x):
    xe = np.r_[x, 1.0]
    th = np.tanh(w @ xe / 2)
    slope = (1 - th * th) / 4
    return (1 + th) / 2, slope * xe, slope * w[:-1]

# %% wrong: slope-of-the-sum | u (1 - u) instead of f (1 - f)
# expect: activation-slope-of-input
def backprop_sigmoid_neuron(w, x):
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    f = 1 / (1 + np.exp(-u))
    du = u * (1 - u)
    return f, np.array([x[0] * du, x[1] * du, du]), np.array([w[0] * du, w[1] * du])

# %% wrong: bias-times-itself | the bias's gradient is multiplied by w2, as if its input were w2 and not 1
# expect: explained
def backprop_sigmoid_neuron(w, x):
    f = 1.0 / (1.0 + np.exp(-(w[:2] @ x + w[2])))
    df = f * (1 - f)
    return f, df * np.append(x, w[2]), df * w[:2]

# %% right: dataclass-tape | a little tape of local slopes in a dataclass, walked backwards
from dataclasses import dataclass


@dataclass
class Stage:
    value: float
    local: float


def backprop_sigmoid_neuron(w, x):
    w, x = np.asarray(w, dtype=float), np.asarray(x, dtype=float)
    u = float(w[0] * x[0] + w[1] * x[1] + w[2])
    minus = Stage(-u, -1.0)
    power = Stage(np.exp(minus.value), np.exp(minus.value))
    plus = Stage(1 + power.value, 1.0)
    inverse = Stage(1 / plus.value, -1 / plus.value**2)
    upstream = 1.0
    for stage in (inverse, plus, power, minus):
        upstream = upstream * stage.local
    return inverse.value, upstream * np.array([*x, 1.0]), upstream * w[:2]

# %% wrong: minus-forgotten | gate by gate, but the local gradient -1 of the ×(−1) gate is forgotten
# expect: sign-flipped
def backprop_sigmoid_neuron(w, x):
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    e = np.exp(-u)
    d = 1 + e
    f = 1 / d
    dd = -1 / d**2
    de = dd
    du = e * de
    dw = np.array([x[0] * du, x[1] * du, du])
    dx = np.array([w[0] * du, w[1] * du])
    return f, dw, dx

# %% wrong: bias-times-its-weight | the bias's gradient is du w2 instead of du
# expect: explained
def backprop_sigmoid_neuron(w, x):
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    f = 1 / (1 + np.exp(-u))
    du = f * (1 - f)
    return f, du * np.array([x[0], x[1], w[2]]), du * np.asarray(w[:2], dtype=float)

# %% wrong: slope-at-the-wrong-variable | u (1 - u) in place of f (1 - f)
# expect: activation-slope-of-input
def backprop_sigmoid_neuron(w, x):
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    f = 1 / (1 + np.exp(-u))
    du = u * (1 - u)
    return f, du * np.array([x[0], x[1], 1.0]), du * np.asarray(w[:2], dtype=float)

# %% wrong: sign-gate-forgotten | walks back without the ×(−1) gate: all gradients have the wrong sign
# expect: sign-flipped
def backprop_sigmoid_neuron(w, x):
    p, q = w[0] * x[0], w[1] * x[1]
    u = p + q + w[2]
    neg = -u
    e = np.exp(neg)
    s = 1 + e
    f = 1 / s
    ds = -1 / s**2
    de = ds
    dneg = e * de
    du = dneg
    return f, np.array([x[0] * du, x[1] * du, du]), np.array([w[0] * du, w[1] * du])

# %% wrong: reciprocal-keeps-its-sign | local gradient of 1/s is +1/s²
# expect: sign-flipped
def backprop_sigmoid_neuron(w, x):
    p, q = w[0] * x[0], w[1] * x[1]
    u = p + q + w[2]
    neg = -u
    e = np.exp(neg)
    s = 1 + e
    f = 1 / s
    ds = 1 / s**2
    de = ds
    dneg = e * de
    du = -dneg
    return f, np.array([x[0] * du, x[1] * du, du]), np.array([w[0] * du, w[1] * du])

# %% wrong: exp-without-local-factor | the exponential passes its gradient on unchanged
# expect: explained
def backprop_sigmoid_neuron(w, x):
    p, q = w[0] * x[0], w[1] * x[1]
    u = p + q + w[2]
    neg = -u
    e = np.exp(neg)
    s = 1 + e
    f = 1 / s
    ds = -1 / s**2
    de = ds
    dneg = de
    du = -dneg
    return f, np.array([x[0] * du, x[1] * du, du]), np.array([w[0] * du, w[1] * du])

# %% wrong: switch-not-done | dw from w and dx from x
# expect: explained
def backprop_sigmoid_neuron(w, x):
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    f = 1 / (1 + np.exp(-u))
    du = f * (1 - f)
    return f, du * np.array([w[0], w[1], 1.0]), du * np.asarray(x, dtype=float)

# %% wrong: slope-left-out | the derivative of σ is missing: dw = (x, 1), dx = w
# expect: upstream-ignored
def backprop_sigmoid_neuron(w, x):
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    f = 1 / (1 + np.exp(-u))
    du = 1.0
    return f, du * np.array([x[0], x[1], 1.0]), du * np.asarray(w[:2], dtype=float)

# %% wrong: dx-has-three-entries | dx with the bias's weight in it: (3,) instead of (2,)
# expect: explained
def backprop_sigmoid_neuron(w, x):
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    f = 1 / (1 + np.exp(-u))
    du = f * (1 - f)
    return f, du * np.array([x[0], x[1], 1.0]), du * np.asarray(w, dtype=float)

# %% wrong: bias-not-in-u | u = w0 x0 + w1 x1
# expect: explained
def backprop_sigmoid_neuron(w, x):
    u = w[0] * x[0] + w[1] * x[1]
    f = 1 / (1 + np.exp(-u))
    du = f * (1 - f)
    return f, du * np.array([x[0], x[1], 1.0]), du * np.asarray(w[:2], dtype=float)

# %% wrong: slope-squared | multiplies by f (1 - f) twice, once in u and once at the inputs
# expect: explained
def backprop_sigmoid_neuron(w, x):
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    f = 1 / (1 + np.exp(-u))
    du = f * (1 - f)
    return f, du * f * (1 - f) * np.array([x[0], x[1], 1.0]), du * np.asarray(w[:2], dtype=float)

# %% right: dot-with-extended-input | w @ append(x, 1), and the slope f² e^-u
def backprop_sigmoid_neuron(w, x):
    one = np.append(x, 1.0)
    e = np.exp(-(w @ one))
    f = 1 / (1 + e)
    du = e / (1 + e) ** 2
    return f, du * one, (du * w)[:-1]

# %% right: tanh-form-2 | σ as (1 + tanh(u/2)) / 2
def backprop_sigmoid_neuron(w, x):
    t = np.tanh((np.dot(w[:-1], x) + w[-1]) / 2)
    slope = (1 - t) * (1 + t) / 4
    return (1 + t) / 2, slope * np.concatenate([x, [1]]), slope * w[:2]

# %% wrong: slope-of-the-sum-in-sigma | The local slope is u (1 - u) of the sum instead of f (1 - f) of the output.
# expect: activation-slope-of-input
def backprop_sigmoid_neuron(w, x):
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    f = 1 / (1 + np.exp(-u))
    du = u * (1 - u)
    return f, np.array([du * x[0], du * x[1], du]), np.array([du * w[0], du * w[1]])

# %% wrong: sigma-applied-twice | sigma is applied to f once more for its slope: sigma(f) (1 - sigma(f)).
# expect: nothing
def backprop_sigmoid_neuron(w, x):
    def sigma(u):
        return 1 / (1 + np.exp(-u))

    f = sigma(w[:2] @ x + w[2])
    du = sigma(f) * (1 - sigma(f))
    return f, du * np.append(x, 1.0), du * w[:2]

# %% wrong: bias-slope-is-the-bias | The slope of the bias is du times w2 instead of du times 1.
# expect: explained
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    du = f * (1 - f)
    return f, du * np.append(x, w[2]), du * w[:2]

# %% wrong: bias-missing-in-the-sum | The bias w2 is forgotten in the sum, though it has a gradient.
# expect: explained
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-np.dot(w[:2], x)))
    du = f * (1 - f)
    return f, du * np.append(x, 1.0), du * w[:2]

# %% wrong: sigma-without-slope | The sigma is skipped on the way back, as if its local slope were 1.
# expect: upstream-ignored
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[:2] @ x + w[2])))
    return f, np.array([x[0], x[1], 1.0]), np.array([w[0], w[1]], dtype=float)

# %% wrong: minus-gate-forgotten | In the chain of primitive gates the x(-1) gate is forgotten, so all slopes have the wrong sign.
# expect: sign-flipped
def backprop_sigmoid_neuron(w, x):
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    e = np.exp(-u)
    f = 1 / (1 + e)
    d_sum = -(f**2)
    d_e = d_sum * 1
    du = d_e * e
    return f, du * np.array([x[0], x[1], 1.0]), du * w[:2]

# %% wrong: bias-slope-in-dx | dx gets three entries, one for the constant 1 of the bias, instead of two.
# expect: explained
def backprop_sigmoid_neuron(w, x):
    inputs = np.append(x, 1.0)
    f = 1 / (1 + np.exp(-(w @ inputs)))
    du = f * (1 - f)
    return f, du * inputs, du * w

# %% wrong: arrays-of-the-inputs-type | dw and dx are made like w and x, so integers cut every slope to 0.
# expect: integers-kept
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[:2] @ x + w[2])))
    du = f * (1 - f)
    dw, dx = np.zeros_like(w), np.zeros_like(x)
    dw[:2] = du * x
    dw[2] = du
    dx[:] = du * w[:2]
    return f, dw, dx

# %% wrong: weights-and-inputs-exchanged | The product does not switch: dw gets the weights and dx the inputs.
# expect: explained
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[:2] @ x + w[2])))
    du = f * (1 - f)
    return f, du * np.array([w[0], w[1], 1.0]), du * np.array([x[0], x[1]])

# %% wrong: slope-of-the-tanh | The slope is 1 - f^2, that of tanh, instead of f (1 - f).
# expect: slope-of-tanh
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[:2] @ x + w[2])))
    du = 1 - f**2
    return f, du * np.append(x, 1.0), du * w[:2]

# %% wrong: products-in-a-view | The products are computed in place in a view of w, which changes the caller's weights (and dx is divided by x, which may be 0).
# expect: explained
def backprop_sigmoid_neuron(w, x):
    products = w[:2]
    products *= x
    f = 1 / (1 + np.exp(-(products.sum() + w[2])))
    du = f * (1 - f)
    return f, du * np.append(x, 1.0), du * products / x

# %% wrong: dx-like-x | dx is an array like x, so inputs of integers cut its slopes to 0.
# expect: integers-kept
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[:2] @ x + w[2])))
    du = f * (1 - f)
    dw = du * np.append(x, 1.0)
    dx = np.zeros_like(x)
    for i in range(2):
        dx[i] = du * w[i]
    return f, dw, dx

# %% right: cosh-form | sigma and its slope written with the hyperbolic cosine of u / 2.
def backprop_sigmoid_neuron(w, x):
    u = float(np.dot(w, [*x, 1]))
    f = np.exp(u / 2) / (2 * np.cosh(u / 2))
    du = 1 / (4 * np.cosh(u / 2) ** 2)
    dw = np.array([du * value for value in (*x, 1)])
    dx = np.array([du * value for value in w[:-1]])
    return f, dw, dx

# %% right: primitive-gates | All gates of the graph, one by one, with float copies of the inputs.
def backprop_sigmoid_neuron(w, x):
    w0, w1, w2 = (float(v) for v in w)
    x0, x1 = (float(v) for v in x)
    u = w0 * x0 + w1 * x1 + w2
    e = np.exp(-u)
    d = 1 + e
    f = 1 / d
    dd = -1 / d**2
    de = dd
    dminus = de * e
    du = -dminus
    return f, np.array([x0 * du, x1 * du, du]), np.array([w0 * du, w1 * du])

# %% wrong: slope-at-the-sum | The slope of the sigmoid is taken as u (1 - u), with the sum in place of the output f.
# expect: activation-slope-of-input
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2).

    w: (3,), the last entry is the bias.  x: (2,).
    Returns (f, dw, dx): a number, an array (3,) and an array (2,).
    """
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    f = 1 / (1 + np.exp(-u))
    du = u * (1 - u)
    dw = du * np.array([x[0], x[1], 1.0])
    dx = du * w[:2]
    return f, dw, dx

# %% wrong: bias-without-gradient | dw has only the two entries of the real weights; the bias, the third entry of w, gets none.
# expect: explained
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2).

    w: (3,), the last entry is the bias.  x: (2,).
    Returns (f, dw, dx): a number, an array (3,) and an array (2,).
    """
    u = w[:2] @ x + w[2]
    f = 1 / (1 + np.exp(-u))
    du = f * (1 - f)
    dw = du * x
    dx = du * w[:2]
    return f, dw, dx

# %% wrong: minus-gate-forgotten-again | On the way back the gate times -1 is left out, so that all gradients have the opposite sign.
# expect: sign-flipped
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2).

    w: (3,), the last entry is the bias.  x: (2,).
    Returns (f, dw, dx): a number, an array (3,) and an array (2,).
    """
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    e = np.exp(-u)
    f = 1 / (1 + e)
    dsum = -(f**2)
    de = dsum * 1
    dneg = de * e
    du = dneg
    return f, np.array([du * x[0], du * x[1], du]), np.array([du * w[0], du * w[1]])

# %% wrong: bias-multiplied-again | The bias is treated like the other weights with itself as its input: its gradient is multiplied by w2 instead of 1.
# expect: nothing
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2).

    w: (3,), the last entry is the bias.  x: (2,).
    Returns (f, dw, dx): a number, an array (3,) and an array (2,).
    """
    f = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    du = f * (1 - f)
    dw = du * np.array([x[0], x[1], w[2]])
    dx = du * np.array([w[0], w[1]])
    return f, dw, dx

# %% wrong: input-gradient-with-bias | dx is the slope times all of w, including the bias, and has three entries where x has two.
# expect: explained
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2).

    w: (3,), the last entry is the bias.  x: (2,).
    Returns (f, dw, dx): a number, an array (3,) and an array (2,).
    """
    inputs = np.append(x, 1.0)
    f = 1 / (1 + np.exp(-np.dot(w, inputs)))
    slope = f * (1 - f)
    return f, slope * inputs, slope * w

# %% wrong: integer-buffer | dw is collected in an array of the dtype of w, so that integer weights cut its entries off to whole numbers.
# expect: integers-kept
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2).

    w: (3,), the last entry is the bias.  x: (2,).
    Returns (f, dw, dx): a number, an array (3,) and an array (2,).
    """
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    f = 1 / (1 + np.exp(-u))
    du = f * (1 - f)
    dw = np.zeros_like(w)
    dw[:2] = du * x
    dw[2] = du
    dx = w[:2] * du
    return f, dw, dx

# %% wrong: input-gradient-in-place | dx is made in place in a view of w, so the caller's weights are multiplied by the slope (and integers raise an error).
# expect: explained
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2).

    w: (3,), the last entry is the bias.  x: (2,).
    Returns (f, dw, dx): a number, an array (3,) and an array (2,).
    """
    u = w[:2] @ x + w[2]
    f = 1 / (1 + np.exp(-u))
    du = f * (1 - f)
    dw = np.append(du * x, du)
    dx = w[:2]
    dx *= du
    return f, dw, dx

# %% wrong: clipped-sum | The sum is clipped to ±30 "against overflow", so that f of a neuron that is far off is wrong by many orders of magnitude.
# expect: nothing
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2).

    w: (3,), the last entry is the bias.  x: (2,).
    Returns (f, dw, dx): a number, an array (3,) and an array (2,).
    """
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    u = np.clip(u, -30, 30)
    f = 1 / (1 + np.exp(-u))
    du = f * (1 - f)
    return f, du * np.array([x[0], x[1], 1.0]), du * w[:2]

# %% wrong: sum-slope-missing-and-swapped | The sigmoid's slope is left out and the products do not switch: dw is made of w and dx of x, both scaled by f.
# expect: nothing
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2).

    w: (3,), the last entry is the bias.  x: (2,).
    Returns (f, dw, dx): a number, an array (3,) and an array (2,).
    """
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    f = 1 / (1 + np.exp(-u))
    dw = f * w
    dx = f * x
    return f, dw, dx

# %% right: complex-step | Complex steps of 1e-20 through the forward formula, which lose no digits; parts 1 to 3 allow any way.
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2).

    w: (3,), the last entry is the bias.  x: (2,).
    Returns (f, dw, dx): a number, an array (3,) and an array (2,).
    """
    def neuron(w, x):
        return 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))

    w, x, h = np.array(w, dtype=complex), np.array(x, dtype=complex), 1e-20
    dw = np.array([neuron(w + 1j * h * e, x).imag / h for e in np.eye(3)])
    dx = np.array([neuron(w, x + 1j * h * e).imag / h for e in np.eye(2)])
    return neuron(w, x).real, dw, dx

# %% right: four-primitive-gates-again | Every one of the primitive gates is walked back with its own local slope, and the pieces are joined with np.concatenate.
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2).

    w: (3,), the last entry is the bias.  x: (2,).
    Returns (f, dw, dx): a number, an array (3,) and an array (2,).
    """
    e = np.exp(-(np.sum(w[:2] * x) + w[-1]))
    total = 1 + e
    f = 1 / total
    upstream = -1 / total / total
    upstream = upstream * e
    upstream = upstream * -1
    return f, np.concatenate([upstream * x, [upstream]]), np.array([upstream * each for each in w[:-1]])

# %% wrong: inputs-not-switched | The products do not switch: dw is the slope times w and dx the slope times x.
# expect: explained
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2)."""
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    f = 1 / (1 + np.exp(-u))
    du = f * (1 - f)
    dw = du * w
    dx = du * x
    return f, dw, dx

# %% wrong: slope-from-u | The slope is written as u (1 - u), with the pre-activation in place of the output of the sigmoid.
# expect: activation-slope-of-input
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2)."""
    u = w[:2] @ x + w[2]
    f = 1 / (1 + np.exp(-u))
    du = u * (1 - u)
    return f, du * np.append(x, 1.0), du * w[:2]

# %% wrong: slope-of-tanh | Uses 1 - f², the slope of tanh in terms of its output, for the sigmoid.
# expect: slope-of-tanh
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2)."""
    u = w[:2] @ x + w[2]
    f = 1 / (1 + np.exp(-u))
    du = 1 - f**2
    dw = np.array([du * x[0], du * x[1], du])
    dx = np.array([du * w[0], du * w[1]])
    return f, dw, dx

# %% wrong: bias-gradient-is-one | The gradient of the bias is its local gradient 1, without the upstream f (1 - f).
# expect: explained
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2)."""
    u = w[:2] @ x + w[2]
    f = 1 / (1 + np.exp(-u))
    du = f * (1 - f)
    dw = np.append(du * x, 1.0)
    dx = du * w[:2]
    return f, dw, dx

# %% wrong: minus-gate-skipped | Walks the primitive gates back but forgets the gate ×(−1), so that all gradients have the wrong sign.
# expect: sign-flipped
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2)."""
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    e = np.exp(-u)
    d = 1 + e
    f = 1 / d
    dd = -1 / d**2
    de = dd
    du = e * de
    dw = np.array([x[0] * du, x[1] * du, du])
    dx = np.array([w[0] * du, w[1] * du])
    return f, dw, dx

# %% wrong: integer-buffers | Gradients are written into np.zeros_like(w) and np.zeros_like(x), which are of integers when the arguments are, so their fractions are cut off; the bias's, at most 1/4, always becomes 0.
# expect: integers-kept
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2)."""
    u = np.dot(w[:2], x) + w[2]
    f = 1 / (1 + np.exp(-u))
    du = f * (1 - f)
    dw = np.zeros_like(w)
    dx = np.zeros_like(x)
    for i in range(2):
        dw[i] = du * x[i]
        dx[i] = du * w[i]
    dw[2] = du
    return f, dw, dx

# %% wrong: output-clipped | Clips f into [1e-7, 1 - 1e-7] "for stability", so a neuron that is far off or far on has a wrong value and slope.
# expect: nothing
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2)."""
    eps = 1e-7
    u = w[:2] @ x + w[2]
    f = np.clip(1 / (1 + np.exp(-u)), eps, 1 - eps)
    du = f * (1 - f)
    return f, du * np.append(x, 1), du * w[:2]

# %% wrong: dx-with-the-bias | The input is extended by a 1 for the bias and dx is returned for all three entries, so its shape is (3,) and not that of x.
# expect: explained
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2)."""
    x = np.append(x, 1.0)
    u = w @ x
    f = 1 / (1 + np.exp(-u))
    du = f * (1 - f)
    dw = du * x
    dx = du * w
    return f, dw, dx

# %% right: exp-of-minus-absolute | A helper that uses e^-|u|, and the slope e^-u f², without the difference 1 - f.
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2)."""
    u = float(w[2])
    for weight, entry in zip(w, x):
        u += float(weight) * float(entry)
    small = np.exp(-abs(u))
    f = 1 / (1 + small) if u >= 0 else small / (1 + small)
    slope = small / (1 + small) ** 2
    return f, np.array([slope * each for each in (*x, 1)]), np.array([slope * each for each in w[:-1]])

# %% right: gate-by-gate | The primitive gates one by one, forwards and backwards.
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2)."""
    products = w[:2] * x
    u = products.sum() + w[2]
    minus = -u
    e = np.exp(minus)
    one_more = 1 + e
    f = 1 / one_more
    d_one_more = -(f**2)
    d_minus = d_one_more * e
    du = -d_minus
    dw = np.concatenate([x * du, [du]])
    dx = w[:2] * du
    return f, dw, dx
