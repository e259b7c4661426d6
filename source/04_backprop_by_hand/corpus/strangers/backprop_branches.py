# %% wrong: branch-overwritten | `dx =` and `dy =` are used for every branch, so the later wire overwrites the earlier ones instead of adding to them.
# expect: overwritten-at-branch
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    f = t * m
    dt, dm = m, t
    dx = y * dt
    dy = x * dt
    dx = s * (1 - s) * dt
    if x > y:
        dx = dm
    else:
        dy = dm
    return f, dx, dy

# %% wrong: sigmoid-slope-at-x | The sigmoid's slope is written as x (1 - x): the formula needs the output of the sigmoid.
# expect: activation-slope-of-input
def backprop_branches(x, y):
    sig = 1 / (1 + np.exp(-x))
    t = x * y + sig
    m = np.maximum(x, y)
    f = t * m
    dx = m * y + m * x * (1 - x) + (t if x >= y else 0)
    dy = m * x + (t if y > x else 0)
    return f, dx, dy

# %% wrong: max-to-the-loser | The max gate's gradient is routed to the smaller input.
# expect: max-misrouted
def backprop_branches(x, y):
    sig = 1 / (1 + np.exp(-x))
    t = x * y + sig
    m = max(x, y)
    dm = t
    dt = m
    dx = dt * y + dt * sig * (1 - sig)
    dy = dt * x
    if x < y:
        dx += dm
    else:
        dy += dm
    return t * m, dx, dy

# %% wrong: max-to-both | The max gate sends its gradient to both inputs, as an add gate would.
# expect: max-misrouted
def backprop_branches(x, y):
    s = 1.0 / (1.0 + np.exp(-x))
    m = max(x, y)
    t = x * y + s
    f = t * m
    dx = m * (y + s * (1 - s)) + t
    dy = m * x + t
    return f, dx, dy

# %% wrong: max-as-constant | The max is treated as a constant: nothing flows back through it.
# expect: branch-missing, overwritten-at-branch
def backprop_branches(x, y):
    sx = 1 / (1 + np.exp(-x))
    mx = x if x > y else y
    f = (x * y + sx) * mx
    dx = (y + sx * (1 - sx)) * mx
    dy = x * mx
    return f, dx, dy

# %% wrong: sigma-branch-without-upstream | The sigmoid's branch lacks the upstream gradient m: its local slope is added as it is.
# expect: nothing
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    m = max(x, y)
    t = x * y + s
    f = t * m
    dx, dy = 0.0, 0.0
    dx += y * m
    dy += x * m
    dx += s * (1 - s)
    if x > y:
        dx += t
    else:
        dy += t
    return f, dx, dy

# %% wrong: last-gate-not-switched | The last × gate is not switched: t is passed to t's branch and m to the max, each its own value.
# expect: nothing
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    f = t * m
    dt = t
    dm = m
    dx = dt * y + dt * s * (1 - s)
    dy = dt * x
    if x >= y:
        dx = dx + dm
    else:
        dy = dy + dm
    return f, dx, dy

# %% wrong: tie-doubles | Two separate conditions, x >= y and y >= x, both hold at a tie, so the max's gradient goes out twice; elsewhere it is right.
# expect: max-misrouted
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    dx = m * y + m * s * (1 - s) + t * (x >= y)
    dy = m * x + t * (y >= x)
    return t * m, dx, dy

# %% wrong: tie-vanishes | At a tie neither x > y nor y > x holds and the max's gradient gets lost: the parts should add up to the whole; elsewhere it is right.
# expect: max-misrouted
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    dm = t
    dx = m * y + m * s * (1 - s)
    dy = m * x
    if x > y:
        dx += dm
    elif y > x:
        dy += dm
    return t * m, dx, dy

# %% wrong: product-branch-not-switched | The × gate x y is not switched: x gets x and y gets y from it.
# expect: product-not-switched
def backprop_branches(x, y):
    sig = lambda v: 1 / (1 + np.exp(-v))
    t = x * y + sig(x)
    m = max(x, y)
    f = t * m
    dx = m * x + m * sig(x) * (1 - sig(x))
    dy = m * y
    if x > y:
        dx += t
    else:
        dy += t
    return f, dx, dy

# %% wrong: max-at-zero | The max is taken for a ReLU: its gradient goes to x if x > 0, whichever of the two is larger.
# expect: nothing
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    xy = x * y
    t = xy + s
    m = np.maximum(x, y)
    f = t * m
    dx = m * y + m * s * (1 - s)
    dy = m * x
    if x > 0:
        dx += t
    else:
        dy += t
    return f, dx, dy

# %% wrong: slope-of-helper-deleted | Calls a helper `sigmoid` that stands in no cell of the notebook (it was in a scratch cell, deleted since): NameError.
# expect: explained
def backprop_branches(x, y):
    t = x * y + sigmoid(x)
    m = max(x, y)
    f = t * m
    ds = sigmoid(x) * (1 - sigmoid(x))
    dx = m * (y + ds) + (t if x > y else 0.0)
    dy = m * x + (0.0 if x > y else t)
    return f, dx, dy

# %% wrong: sum-gate-upstream-is-t | Copy-paste slip in dy: the product's branch multiplies x by t, the gate's own value, instead of by m (dx has it right).
# expect: nothing
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    x_wins = 1.0 if x >= y else 0.0
    dx = y * m + s * (1 - s) * m + x_wins * t
    dy = x * t + (1 - x_wins) * t
    return t * m, dx, dy

# %% right: half-each-at-a-tie | np.sign gives the share of the max: 1, 0, or one half each at a tie.
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    share = (1 + np.sign(x - y)) / 2
    m = share * x + (1 - share) * y
    t = x * y + s
    grads = {"x": 0.0, "y": 0.0}
    grads["x"] += m * y
    grads["y"] += m * x
    grads["x"] += m * s * (1 - s)
    grads["x"] += share * t
    grads["y"] += (1 - share) * t
    return t * m, grads["x"], grads["y"]

# %% right: by-cases | No graph: the formula is split in two cases and each is differentiated by the product rule, (x y + s) x or (x y + s) y.
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    ds = np.exp(-x) * s**2
    if x >= y:
        return x * x * y + x * s, 2 * x * y + s + x * ds, x * x
    return x * y * y + y * s, y * y + y * ds, 2 * x * y + s

# %% right: tape-of-closures | A tiny tape: each gate appends a closure, and the closures run in reverse order.
def backprop_branches(x, y):
    value = {"x": x, "y": y}
    grad = dict.fromkeys(["x", "y", "p", "s", "t", "m", "f"], 0.0)
    tape = []

    def gate(out, inputs, function, *slopes):
        value[out] = function(*(value[i] for i in inputs))

        def back():
            for i, slope in zip(inputs, slopes):
                grad[i] = grad[i] + slope() * grad[out]
        tape.append(back)

    gate("p", "xy", lambda a, b: a * b, lambda: y, lambda: x)
    gate("s", "x", lambda a: 1 / (1 + np.exp(-a)), lambda: value["s"] * (1 - value["s"]))
    gate("t", "ps", lambda a, b: a + b, lambda: 1, lambda: 1)
    gate("m", "xy", max, lambda: float(x > y), lambda: float(not x > y))
    gate("f", "tm", lambda a, b: a * b, lambda: value["m"], lambda: value["t"])
    grad["f"] = 1.0
    for back in reversed(tape):
        back()
    return value["f"], grad["x"], grad["y"]

# %% wrong: last-use-wins | plain = in place of +=: the gradient of the last use of x and y overwrites the others
# expect: overwritten-at-branch
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    f = t * m
    dt, dm = m, t
    dx = dt * y
    dy = dt * x
    dx = dt * s * (1 - s)
    if x >= y:
        dx = dm
    else:
        dy = dm
    return f, dx, dy

# %% wrong: tie-pays-twice | at a tie both inputs of max get the whole gradient
# expect: max-misrouted
def backprop_branches(x, y):
    sig = 1.0 / (1.0 + np.exp(-x))
    m = max(x, y)
    t = x * y + sig
    dx = m * (y + sig * (1 - sig))
    dy = m * x
    if x >= y:
        dx = dx + t
    if y >= x:
        dy = dy + t
    return t * m, dx, dy

# %% right: absolute-value-trick | max as (x + y + |x - y|) / 2 with sign as its slope: half and half at a tie
def backprop_branches(x, y):
    x, y = float(x), float(y)
    m = (x + y + abs(x - y)) / 2
    side = float(np.sign(x - y))
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    contributions_x = (m * y, m * s * (1 - s), t * (1 + side) / 2)
    contributions_y = (m * x, t * (1 - side) / 2)
    return t * m, sum(contributions_x), sum(contributions_y)

# %% wrong: max-as-constant-2 | max(x, y) is treated as a constant factor: its own gradient is missing
# expect: branch-missing, overwritten-at-branch
def backprop_branches(x, y):
    h = 1 / (1 + np.exp(-x))
    m = np.maximum(x, y)
    return (x * y + h) * m, m * (y + h * (1 - h)), m * x

# %% wrong: value-instead-of-one | the winner of max gets t times its own value (derivative of max taken as max)
# expect: nothing
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    dx = m * y + m * s * (1 - s) + (t * x if x > y else 0)
    dy = m * x + (t * y if y >= x else 0)
    return t * m, dx, dy

# %% wrong: last-use-only | = instead of +=: dx holds only what the max sends (or σ's part)
# expect: branch-missing
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    f = t * m
    dt, dm = m, t
    dx = dt * y
    dx = dt * s * (1 - s)
    dy = dt * x
    if x >= y:
        dx = dx + dm
    else:
        dy = dy + dm
    return f, dx, dy

# %% wrong: max-always-to-x | the max's gradient goes to x, whoever is larger
# expect: max-misrouted, overwritten-at-branch
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    f = t * m
    dt, dm = m, t
    dx = dt * y + dt * s * (1 - s)
    dy = dt * x
    dx = dx + dm
    return f, dx, dy

# %% wrong: max-forgotten | max(x, y) is treated as a constant: no gradient flows through it
# expect: branch-missing, overwritten-at-branch
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    f = t * m
    dt, dm = m, t
    dx = dt * y + dt * s * (1 - s)
    dy = dt * x
    return f, dx, dy

# %% wrong: max-to-both-2 | both inputs of the max get all of dm, as at an addition
# expect: max-misrouted
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    f = t * m
    dt, dm = m, t
    dx = dt * y + dt * s * (1 - s)
    dy = dt * x
    dx = dx + dm
    dy = dy + dm
    return f, dx, dy

# %% wrong: max-to-the-loser-2 | the gradient is routed to the smaller input
# expect: max-misrouted
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    f = t * m
    dt, dm = m, t
    dx = dt * y + dt * s * (1 - s)
    dy = dt * x
    if x < y:
        dx = dx + dm
    else:
        dy = dy + dm
    return f, dx, dy

# %% wrong: max-routes-its-value | sends dm times the winner's value
# expect: explained
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    f = t * m
    dt, dm = m, t
    dx = dt * y + dt * s * (1 - s)
    dy = dt * x
    if x >= y:
        dx = dx + dm * x
    else:
        dy = dy + dm * y
    return f, dx, dy

# %% wrong: sigma-without-upstream | σ's part is s (1 - s), without the factor m
# expect: explained
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    f = t * m
    dt, dm = m, t
    dx = dt * y + s * (1 - s)
    dy = dt * x
    if x >= y:
        dx = dx + dm
    else:
        dy = dy + dm
    return f, dx, dy

# %% wrong: sigma-of-the-product | the value is σ(x y) + ... : reads x y + σ(x) as σ(x y), gradients as for the right graph
# expect: nothing
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x * y))
    t = x * y + s
    m = max(x, y)
    f = t * m
    dt, dm = m, t
    dx = dt * y + dt * s * (1 - s)
    dy = dt * x
    if x >= y:
        dx = dx + dm
    else:
        dy = dy + dm
    return f, dx, dy

# %% wrong: sum-shares-between-terms | dt is halved at the + gate
# expect: explained
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    f = t * m
    dt, dm = m / 2, t
    dx = dt * y + dt * s * (1 - s)
    dy = dt * x
    if x >= y:
        dx = dx + dm
    else:
        dy = dy + dm
    return f, dx, dy

# %% wrong: dm-without-sigma | upstream of the max is x y, the σ(x) is forgotten in it
# expect: explained
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    f = t * m
    dt, dm = m, x * y
    dx = dt * y + dt * s * (1 - s)
    dy = dt * x
    if x >= y:
        dx = dx + dm
    else:
        dy = dy + dm
    return f, dx, dy

# %% wrong: tie-gives-to-both | strict comparisons twice: at x = y neither gets anything (elsewhere right); and σ's slope is s instead of s (1 - s): two slips
# expect: value-as-slope
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    f = t * m
    dt, dm = m, t
    dx = dt * y + dt * s
    dy = dt * x
    if x > y:
        dx = dx + dm
    elif y > x:
        dy = dy + dm
    return f, dx, dy

# %% right: half-each-at-a-tie-2 | the share of the max by np.sign: ½ each at a tie
def backprop_branches(x, y):
    s = 0.5 * (1 + np.tanh(0.5 * x))
    share = (1 + np.sign(x - y)) / 2
    t, m = x * y + s, share * x + (1 - share) * y
    return t * m, (y + s * (1 - s)) * m + t * share, x * m + t * (1 - share)

# %% right: dict-of-wires | collects what each wire sends in lists and sums them
def backprop_branches(x, y):
    sigma = 1 / (1 + np.exp(-x))
    m, t = np.maximum(x, y), x * y + sigma
    sent = {"x": [m * y, m * sigma * (1 - sigma), t * (x > y)], "y": [m * x, t * (x <= y)]}
    return t * m, sum(sent["x"]), sum(sent["y"])

# %% right: log-form-of-max | max by (x + y + |x - y|) / 2, its slopes by the sign
def backprop_branches(x, y):
    a = abs(x - y)
    side = np.sign(x - y)
    s = np.exp(x) / (np.exp(x) + 1)
    t, m = x * y + s, (x + y + a) / 2
    return t * m, m * (y + s - s * s) + t * (1 + side) / 2, m * x + t * (1 - side) / 2

# %% wrong: last-use-only-again | dx is overwritten at each use instead of added up, so only that of the max is left.
# expect: overwritten-at-branch
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    dt, dm = m, t
    dx = y * dt
    dy = x * dt
    dx = s * (1 - s) * dt
    if x >= y:
        dx = dm
    else:
        dy = dm
    return t * m, dx, dy

# %% wrong: max-without-gradient | The max is treated as a constant and sends nothing back.
# expect: branch-missing
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    m = max(x, y)
    t = x * y + s
    return t * m, m * (y + s * (1 - s)), m * x

# %% wrong: max-gives-to-both | The max hands its gradient to both inputs like a + gate, instead of to the larger one.
# expect: max-misrouted
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    m = max(x, y)
    t = x * y + s
    dx = m * (y + s * (1 - s)) + t
    dy = m * x + t
    return t * m, dx, dy

# %% wrong: both-at-the-tie | At the tie both inputs of the max get the whole gradient (two tests with >=), which counts it twice.
# expect: max-misrouted
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    m = max(x, y)
    t = x * y + s
    dx = m * (y + s * (1 - s)) + t * (x >= y)
    dy = m * x + t * (y >= x)
    return t * m, dx, dy

# %% wrong: nobody-at-the-tie | With two strict tests nobody gets the gradient of the max at the tie.
# expect: max-misrouted
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    m = max(x, y)
    t = x * y + s
    dx, dy = m * (y + s * (1 - s)), m * x
    if x > y:
        dx += t
    if y > x:
        dy += t
    return t * m, dx, dy

# %% wrong: routed-to-the-smaller | The gradient of the max goes to the smaller input.
# expect: max-misrouted
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    m = max(x, y)
    t = x * y + s
    dx, dy = m * y + m * s * (1 - s), m * x
    if x < y:
        dx = dx + t
    else:
        dy = dy + t
    return t * m, dx, dy

# %% wrong: sigma-branch-forgotten | The gradient that comes back through the sigma is missing from dx.
# expect: branch-missing
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    m = max(x, y)
    t = x * y + s
    dx = m * y + (t if x >= y else 0)
    dy = m * x + (0 if x >= y else t)
    return t * m, dx, dy

# %% wrong: max-routes-its-value-again | The winner of the max gets the value m instead of the upstream gradient t.
# expect: explained
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    m = max(x, y)
    t = x * y + s
    dx, dy = m * (y + s * (1 - s)), m * x
    if x > y:
        dx += m
    else:
        dy += m
    return t * m, dx, dy

# %% wrong: sigma-slope-without-upstream | The slope of sigma is added to dx without the upstream gradient m.
# expect: explained
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    m = max(x, y)
    t = x * y + s
    dx = m * y + s * (1 - s) + (t if x >= y else 0)
    dy = m * x + (0 if x >= y else t)
    return t * m, dx, dy

# %% wrong: max-with-zero | The max is taken with 0, like a ReLU, so two negative inputs go wrong: max(x, y) is confused with max(0, .).
# expect: all-zero
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    m = max(0, x, y)
    t = x * y + s
    dx, dy = m * (y + s * (1 - s)), m * x
    if m == x:
        dx += t
    elif m == y:
        dy += t
    return t * m, dx, dy

# %% wrong: rounded-tie | Ties are recognised with np.isclose at a coarse tolerance, and half goes to each, also where one clearly wins by a little.
# expect: nothing
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    m = max(x, y)
    t = x * y + s
    share = 0.5 if np.isclose(x, y, atol=0.05) else float(x > y)
    return t * m, m * (y + s * (1 - s)) + share * t, m * x + (1 - share) * t

# %% wrong: sigma-mirrored | Sigma is written with exp(x) below instead of exp(-x): value and gradient belong to sigma(-x).
# expect: nothing
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(x))
    m = max(x, y)
    t = x * y + s
    dx = m * (y + s * (1 - s)) + (t if x >= y else 0.0)
    dy = m * x + (0.0 if x >= y else t)
    return t * m, dx, dy

# %% right: split-by-the-sign | The max as (x + y + |x - y|) / 2, whose gradient is split in halves at a tie.
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    m = (x + y + abs(x - y)) / 2
    t = x * y + s
    toward_x = (1 + np.sign(x - y)) / 2
    return t * m, m * (y + s * (1 - s)) + t * toward_x, m * x + t * (1 - toward_x)

# %% right: product-multiplied-out | Two cases, each a product written out and differentiated by the product rule.
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    slope = s - s**2
    if y > x:  # f = x y² + s y
        return x * y**2 + s * y, y**2 + slope * y, 2 * x * y + s
    # f = x² y + s x
    return x**2 * y + s * x, 2 * x * y + s + slope * x, x**2 * 1.0

# %% wrong: last-use-only-again-again | A plain = where += belongs: dx and dy keep only the gradient from their last use, the max.
# expect: overwritten-at-branch
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y).

    x, y: scalars, Python or NumPy.
    Returns (f, dx, dy). At a tie x = y, any split of the max's gradient between the two is right.
    """
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    f = t * m
    dt, dm = m, t
    dx = dt * y
    dy = dt * x
    dx = dt * s * (1 - s)
    dx = dm * (x >= y)
    dy = dm * (x < y)
    return f, dx, dy

# %% wrong: sigmoid-wire-forgotten | The gradient that comes back through the sigmoid is never added to dx.
# expect: branch-missing
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y).

    x, y: scalars, Python or NumPy.
    Returns (f, dx, dy). At a tie x = y, any split of the max's gradient between the two is right.
    """
    t = x * y + 1 / (1 + np.exp(-x))
    m = max(x, y)
    dx = m * y
    dy = m * x
    if x >= y:
        dx += t
    else:
        dy += t
    return t * m, dx, dy

# %% wrong: max-to-both-again | Max hands its gradient to both inputs, as an addition would, instead of to the winner.
# expect: max-misrouted
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y).

    x, y: scalars, Python or NumPy.
    Returns (f, dx, dy). At a tie x = y, any split of the max's gradient between the two is right.
    """
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = np.maximum(x, y)
    dx = m * (y + s * (1 - s)) + t
    dy = m * x + t
    return t * m, dx, dy

# %% wrong: tie-paid-twice | At a tie both inputs get the whole gradient of the max, together twice as much as there is.
# expect: max-misrouted
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y).

    x, y: scalars, Python or NumPy.
    Returns (f, dx, dy). At a tie x = y, any split of the max's gradient between the two is right.
    """
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    dx = m * (y + s * (1 - s)) + t * (x >= y)
    dy = m * x + t * (y >= x)
    return t * m, dx, dy

# %% wrong: tolerant-tie | Numbers that differ by a relative 1e-5 are taken for a tie and share the gradient, although only x = y exactly is one.
# expect: nothing
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y).

    x, y: scalars, Python or NumPy.
    Returns (f, dx, dy). At a tie x = y, any split of the max's gradient between the two is right.
    """
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    if np.isclose(x, y):
        to_x = to_y = 0.5
    else:
        to_x, to_y = float(x > y), float(y > x)
    dx = m * y + m * s * (1 - s) + to_x * t
    dy = m * x + to_y * t
    return t * m, dx, dy

# %% wrong: factor-recovered-by-division | The first factor is recovered as f / m on the way back, which fails where max(x, y) is 0.
# expect: explained
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y).

    x, y: scalars, Python or NumPy.
    Returns (f, dx, dy). At a tie x = y, any split of the max's gradient between the two is right.
    """
    s = 1 / (1 + np.exp(-x))
    m = max(x, y)
    f = (x * y + s) * m
    dm = f / m
    dt = m
    dx = dt * y + dt * s * (1 - s)
    dy = dt * x
    if x > y:
        dx = dx + dm
    else:
        dy = dy + dm
    return f, dx, dy

# %% wrong: max-gets-its-own-value | The last product does not switch: max is handed m and the sum is handed t, each its own value.
# expect: nothing
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y).

    x, y: scalars, Python or NumPy.
    Returns (f, dx, dy). At a tie x = y, any split of the max's gradient between the two is right.
    """
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    dt, dm = t, m
    dx = dt * (y + s * (1 - s)) + (dm if x > y else 0)
    dy = dt * x + (0 if x > y else dm)
    return t * m, dx, dy

# %% wrong: first-factor-without-upstream | The wires of the sum are given a gradient of 1, not of max(x, y): only the max hears of the other factor.
# expect: explained
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y).

    x, y: scalars, Python or NumPy.
    Returns (f, dx, dy). At a tie x = y, any split of the max's gradient between the two is right.
    """
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    dx = y + s * (1 - s)
    dy = x
    if x > y:
        dx += t
    else:
        dy += t
    return t * m, dx, dy

# %% wrong: slope-of-x-and-larger-size | Two slips: the sigmoid's slope is x (1 - x), and max is routed to the input of larger size instead of the larger one.
# expect: nothing
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y).

    x, y: scalars, Python or NumPy.
    Returns (f, dx, dy). At a tie x = y, any split of the max's gradient between the two is right.
    """
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    dx = m * y + m * x * (1 - x)
    dy = m * x
    if abs(x) >= abs(y):
        dx += t
    else:
        dy += t
    return t * m, dx, dy

# %% right: half-sign-split | Routes with (1 ± sign(x − y)) / 2, which splits a tie in halves, and sums the wires with sum().
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y).

    x, y: scalars, Python or NumPy.
    Returns (f, dx, dy). At a tie x = y, any split of the max's gradient between the two is right.
    """
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = np.maximum(x, y)
    share = (1 + np.sign(x - y)) / 2
    wires = {"x": [m * y, m * s * (1 - s), t * share], "y": [m * x, t * (1 - share)]}
    return t * m, sum(wires["x"]), sum(wires["y"])

# %% right: two-cases | The product rule written out separately for the case that x wins and for the case that y does.
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y).

    x, y: scalars, Python or NumPy.
    Returns (f, dx, dy). At a tie x = y, any split of the max's gradient between the two is right.
    """
    s = 1 / (1 + np.exp(-x))
    slope = s - s * s
    if x > y:
        return (x * y + s) * x, 2 * x * y + s + x * slope, x * x
    return (x * y + s) * y, y * (y + slope), 2 * x * y + s

# %% wrong: sigma-path-forgotten | x has three wires, but the one through the sigmoid is left out of dx.
# expect: branch-missing
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y)."""
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    f = t * m
    dt, dm = m, t
    dx = dt * y
    dy = dt * x
    if x >= y:
        dx = dx + dm
    else:
        dy = dy + dm
    return f, dx, dy

# %% wrong: assigned-instead-of-added | The winner of the max gets its gradient with a plain =, which forgets what the other uses had sent.
# expect: overwritten-at-branch
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y)."""
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = np.maximum(x, y)
    f = t * m
    dt = m
    dm = t
    dx = dt * y + dt * s * (1 - s)
    dy = dt * x
    if x > y:
        dx = dm
    else:
        dy = dm
    return f, dx, dy

# %% wrong: tie-counted-twice | With x >= y and y >= x both inputs get the whole gradient of max at a tie.
# expect: max-misrouted
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y)."""
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = np.maximum(x, y)
    dx = m * (y + s * (1 - s)) + t * (x >= y)
    dy = m * x + t * (y >= x)
    return t * m, dx, dy

# %% wrong: near-ties-split | Takes numbers that are merely close (np.isclose) for a tie and splits, although only x = y exactly is one.
# expect: nothing
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y)."""
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    if np.isclose(x, y):
        share = 0.5
    elif x > y:
        share = 1.0
    else:
        share = 0.0
    dx = m * y + m * s * (1 - s) + t * share
    dy = m * x + t * (1 - share)
    return t * m, dx, dy

# %% wrong: max-taken-for-relu | The max is routed as if it were max(x, 0) and max(y, 0): by the sign of each input, not by which is larger.
# expect: nothing
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y)."""
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = np.maximum(x, y)
    f = t * m
    dm = t
    dt = m
    dx = dt * y + dt * s * (1 - s) + (x > 0) * dm
    dy = dt * x + (y > 0) * dm
    return f, dx, dy

# %% wrong: sigmoid-applied-twice | The helper for the slope applies the sigmoid itself, but is given sigma(x) instead of x.
# expect: nothing
def sigmoid(u):
    return 1 / (1 + np.exp(-u))


def sigmoid_slope(u):
    return sigmoid(u) * (1 - sigmoid(u))


def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y)."""
    s = sigmoid(x)
    t = x * y + s
    m = max(x, y)
    f = t * m
    dx = m * y + m * sigmoid_slope(s)
    dy = m * x
    if x > y:
        dx += t
    else:
        dy += t
    return f, dx, dy

# %% wrong: max-multiplies-by-its-value | The local gradient of max is taken to be the winning number instead of 1.
# expect: explained
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y)."""
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    f = t * m
    dt = m
    dm = t
    dx = dt * y + dt * s * (1 - s)
    dy = dt * x
    if x > y:
        dx = dx + dm * x
    else:
        dy = dy + dm * y
    return f, dx, dy

# %% wrong: integer-accumulators | dx and dy start as zeros_like of the inputs and are added to in place, which fails for integers.
# expect: explained
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y)."""
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = np.maximum(x, y)
    f = t * m
    dx, dy = np.zeros_like(x), np.zeros_like(y)
    dx += m * y
    dx += m * s * (1 - s)
    dy += m * x
    if x >= y:
        dx += t
    else:
        dy += t
    return f, dx, dy

# %% right: product-rule-with-heaviside | The product rule on one line each, the max routed by np.heaviside, which splits a tie in halves.
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y)."""
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, np.maximum(x, y)
    to_x = np.heaviside(x - y, 0.5)
    return t * m, (y + s - s**2) * m + t * to_x, x * m + t * (1 - to_x)

# %% right: wires-in-a-list | Every use sends its part into a list, and the lists are summed.
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y)."""
    sigma = 1.0 / (1.0 + np.exp(-x))
    first, second = x * y + sigma, (x if x > y else y)
    wires = {"x": [], "y": []}
    wires["x" if x > y else "y"].append(first)
    wires["x"].append(second * sigma * (1 - sigma))
    wires["x"].append(second * y)
    wires["y"].append(second * x)
    return first * second, sum(wires["x"]), sum(wires["y"])
