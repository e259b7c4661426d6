# %% right: one_gate | sigma as one gate
def backprop_sigmoid_neuron(w, x):
    extended = np.append(x, 1.0)
    f = 1 / (1 + np.exp(-(w @ extended)))
    du = f * (1 - f)
    return f, du * extended, du * w[:2]

# %% right: primitive_gates | every gate by itself
def backprop_sigmoid_neuron(w, x):
    w0, w1, w2 = (float(v) for v in w)
    x0, x1 = (float(v) for v in x)
    a, b = w0 * x0, w1 * x1
    c = a + b
    u = c + w2
    n = -u
    e = np.exp(n)
    p = 1 + e
    f = 1 / p
    dp = -1 / p**2
    de = dp
    dn = de * e
    du = -dn
    return f, np.array([du * x0, du * x1, du]), np.array([du * w0, du * w1])

# %% right: math_module | math.exp, a list of results
import math

def backprop_sigmoid_neuron(w, x):
    u = float(w[0] * x[0] + w[1] * x[1] + w[2])
    f = 1.0 / (1.0 + math.exp(-u))
    s = math.exp(-u) / (1.0 + math.exp(-u)) ** 2
    return [f, np.array([s * float(x[0]), s * float(x[1]), s]), np.array([s * float(w[0]), s * float(w[1])])]

# %% right: tanh | the sigmoid by tanh
def backprop_sigmoid_neuron(w, x):
    f = 0.5 * (1 + np.tanh(0.5 * (np.dot(w[:2], x) + w[2])))
    local = f - f * f
    return np.float64(f), local * np.concatenate([x, [1]]), local * w[:-1]

# %% right: numerical | central differences
def backprop_sigmoid_neuron(w, x):
    w, x = np.array(w, dtype=float), np.array(x, dtype=float)

    def f(w, x):
        return 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))

    h = 1e-5
    dw = np.array([(f(w + h * e, x) - f(w - h * e, x)) / (2 * h) for e in np.eye(3)])
    dx = np.array([(f(w, x + h * e) - f(w, x - h * e)) / (2 * h) for e in np.eye(2)])
    return f(w, x), dw, dx

# %% wrong: slope_missing | the sigmoid passes the gradient unchanged
# expect: upstream-ignored
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    return f, np.array([x[0], x[1], 1.0]), 1.0 * w[:2]

# %% wrong: slope_of_input | u (1 - u)
# expect: activation-slope-of-input
def backprop_sigmoid_neuron(w, x):
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    f = 1 / (1 + np.exp(-u))
    du = u * (1 - u)
    return f, du * np.array([x[0], x[1], 1.0]), du * w[:2]

# %% wrong: upstream_only | the gradient at u for every weight
# expect: local-derivative-missing
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    du = f * (1 - f)
    return f, du * np.ones(3), du * np.ones(2)

# %% wrong: sign | the minus of exp(-u) lost
# expect: sign-flipped
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    du = -f * (1 - f)
    return f, du * np.array([x[0], x[1], 1.0]), du * w[:2]

# %% wrong: bias_missing | the bias gets no gradient
# expect: bias-gradient-missing
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    du = f * (1 - f)
    return f, du * np.array([x[0], x[1], 0.0]), du * w[:2]

# %% wrong: bias_left_out | dw of two entries
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    du = f * (1 - f)
    return f, du * x, du * w[:2]

# %% wrong: dx_with_bias | dx of three entries
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    du = f * (1 - f)
    return f, du * np.array([x[0], x[1], 1.0]), du * w

# %% wrong: not_switched | w gets w, x gets x
# expect: nothing
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    du = f * (1 - f)
    return f, du * np.array([w[0], w[1], 1.0]), du * x

# %% wrong: bias_ignored | the pre-activation has no bias
# expect: nothing
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1])))
    du = f * (1 - f)
    return f, du * np.array([x[0], x[1], 1.0]), du * w[:2]

# %% wrong: constants | the lecture's numbers
# expect: result-constant
def backprop_sigmoid_neuron(w, x):
    return 1 / (1 + np.exp(-1.0)), np.array([-0.1966, -0.3932, 0.1966]), np.array([0.3932, -0.5898])

# %% wrong: rounded | two digits
# expect: nothing
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    du = np.round(f * (1 - f), 2)
    return f, du * np.array([x[0], x[1], 1.0]), du * w[:2]

# %% wrong: lists | gradients as lists
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    du = f * (1 - f)
    return f, [du * x[0], du * x[1], du], [du * w[0], du * w[1]]

# %% wrong: integers_kept | gradients in the dtype of the arguments
# expect: integers-kept
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    dw, dx = np.zeros_like(w), np.zeros_like(x)
    dw[0], dw[1], dw[2] = f * (1 - f) * x[0], f * (1 - f) * x[1], f * (1 - f)
    dx[0], dx[1] = f * (1 - f) * w[0], f * (1 - f) * w[1]
    return f, dw, dx

# %% wrong: changes_w | works in the caller's array
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    du = f * (1 - f)
    dx = du * w[:2]
    w[0], w[1], w[2] = du * x[0], du * x[1], du
    return f, w, dx

# %% wrong: tanh | the slope of tanh
# expect: slope-of-tanh
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    du = 1 - f**2
    return f, du * np.array([x[0], x[1], 1.0]), du * np.array([w[0], w[1]])

# %% wrong: swapped | dx before dw
# expect: results-swapped
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    du = f * (1 - f)
    return f, du * np.array([w[0], w[1]]), du * np.array([x[0], x[1], 1.0])

# %% wrong: clipped | what goes into the sigmoid stays between -10 and 10
# expect: nothing
def backprop_sigmoid_neuron(w, x):
    u = np.clip(w[0] * x[0] + w[1] * x[1] + w[2], -10, 10)
    f = 1 / (1 + np.exp(-u))
    du = f * (1 - f)
    return f, du * np.array([x[0], x[1], 1.0]), du * np.array([w[0], w[1]])

# %% wrong: integers_kept_in_dx | dx in the dtype of x
# expect: integers-kept
def backprop_sigmoid_neuron(w, x):
    f = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
    du = f * (1 - f)
    dx = np.zeros_like(x)
    dx[:] = du * w[:2]
    return f, du * np.array([x[0], x[1], 1.0]), dx
