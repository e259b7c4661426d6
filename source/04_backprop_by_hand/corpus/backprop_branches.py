# %% right: staged | += at each branch
def sigma(u):
    return 1 / (1 + np.exp(-u))

def backprop_branches(x, y):
    p = x * y
    s = sigma(x)
    t = p + s
    m = max(x, y)
    f = t * m
    dt, dm = m, t
    dx = dy = 0.0
    dx += dt * y
    dy += dt * x
    dx += dt * s * (1 - s)
    if x > y:
        dx += dm
    else:
        dy += dm
    return f, dx, dy

# %% right: closed_form | where and np.maximum
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    m, t = np.maximum(x, y), x * y + s
    return t * m, (y + s * (1 - s)) * m + np.where(x >= y, t, 0), x * m + np.where(x >= y, 0, t)

# %% right: half_at_ties | splits a tie in the middle
def backprop_branches(x, y):
    x, y = float(x), float(y)
    s = 1 / (1 + np.exp(-x))
    m, t = max(x, y), x * y + s
    share = 0.5 if x == y else float(x > y)
    return (t * m, y * m + s * (1 - s) * m + share * t, x * m + (1 - share) * t)

# %% right: arrays | 0-d arrays in a list
def backprop_branches(x, y):
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    s = 0.5 * (1 + np.tanh(x / 2))
    m, t = np.maximum(x, y), x * y + s
    wins = (x > y).astype(float)
    return [np.asarray(t * m), np.asarray(y * m + s * (1 - s) * m + wins * t), np.asarray(x * m + (1 - wins) * t)]

# %% right: two_cases | the maximum resolved first
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    if x > y:
        return t * x, (y + s * (1 - s)) * x + t, x * x
    return t * y, (y + s * (1 - s)) * y, x * y + t

# %% wrong: last_use_only | overwritten by the maximum
# expect: overwritten-at-branch
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    dx, dy = m * y, m * x
    dx = m * s * (1 - s)
    if x > y:
        dx, dy = t, 0.0
    else:
        dx, dy = 0.0, t
    return t * m, dx, dy

# %% wrong: first_use_only | the product alone
# expect: overwritten-at-branch
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    return t * m, m * y, m * x

# %% wrong: sigma_overwrites | the sigmoid's gradient replaces the product's
# expect: branch-missing
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    dx, dy = m * y, m * x
    dx = m * s * (1 - s)
    if x > y:
        dx += t
    else:
        dy += t
    return t * m, dx, dy

# %% wrong: max_forgotten | nothing through the maximum
# expect: branch-missing, overwritten-at-branch
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    return t * m, m * y + m * s * (1 - s), m * x

# %% wrong: sigma_forgotten | nothing through the sigmoid
# expect: branch-missing
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    return t * m, m * y + (t if x > y else 0), m * x + (0 if x > y else t)

# %% wrong: sigma_slope_missing | the sigmoid's slope is 1
# expect: activation-slope-missing
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    return t * m, m * y + m + (t if x > y else 0), m * x + (0 if x > y else t)

# %% wrong: sigma_slope_of_input | x (1 - x)
# expect: activation-slope-of-input
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    return t * m, m * y + m * x * (1 - x) + (t if x > y else 0), m * x + (0 if x > y else t)

# %% wrong: upstream_missing | local gradients only
# expect: upstream-ignored
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    return t * m, y + s * (1 - s) + (x > y), x + (y > x) * 1.0

# %% wrong: max_to_both | the maximum hands its gradient to both
# expect: max-misrouted
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    return t * m, m * y + m * s * (1 - s) + t, m * x + t

# %% wrong: max_to_loser | routed to the smaller
# expect: max-misrouted
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    return t * m, m * y + m * s * (1 - s) + (t if x < y else 0), m * x + (t if y < x else 0)

# %% wrong: x_always_wins | right only where x is larger
# expect: max-misrouted, overwritten-at-branch
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    return t * m, m * y + m * s * (1 - s) + t, m * x

# %% wrong: max_always_halved | half to each, also without a tie
# expect: max-misrouted
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    return t * m, m * y + m * s * (1 - s) + t / 2, m * x + t / 2

# %% wrong: tie_counted_twice | at a tie both get all
# expect: max-misrouted
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    return t * m, m * y + m * s * (1 - s) + t * (x >= y), m * x + t * (y >= x)

# %% wrong: tie_lost | at a tie nobody gets anything
# expect: max-misrouted
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    return t * m, m * y + m * s * (1 - s) + t * (x > y), m * x + t * (y > x)

# %% wrong: sigma_of_y | the sigmoid of the other input
# expect: nothing
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-y))
    t, m = x * y + s, max(x, y)
    return t * m, m * y + (t if x > y else 0), m * x + m * s * (1 - s) + (0 if x > y else t)

# %% wrong: results_swapped | dy before dx
# expect: results-swapped
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    return t * m, m * x + (0 if x > y else t), m * y + m * s * (1 - s) + (t if x > y else 0)

# %% wrong: forward_differences | a numerical gradient that is too coarse
# expect: not-precise
def backprop_branches(x, y):
    def f(x, y):
        return (x * y + 1 / (1 + np.exp(-x))) * max(x, y)

    h = 1e-4
    x, y = float(x), float(y)
    return f(x, y), (f(x + h, y) - f(x, y)) / h, (f(x, y + h) - f(x, y)) / h


# %% wrong: close_is_tie | takes numbers that are near one another for a tie
# expect: nothing
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    a = x * y + s
    m = max(x, y)
    f = a * m
    dx = m * y + m * s * (1 - s) + a * (0.5 if abs(x - y) < 0.1 else float(x > y))
    dy = m * x + a * (0.5 if abs(x - y) < 0.1 else float(y > x))
    return f, dx, dy

# %% wrong: sigma_of_minus_x | the minus of exp(-x) is forgotten, in the value, too
# expect: nothing
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(x))
    t, m = x * y + s, max(x, y)
    dx, dy = m * y - m * s * (1 - s), m * x
    return (t * m, dx + t, dy) if x >= y else (t * m, dx, dy + t)

# %% wrong: never_below_zero | the maximum of x, y and 0
# expect: nothing
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y, 0)
    dx, dy = m * (y + s * (1 - s)), m * x
    if m > 0:
        dx, dy = (dx + t, dy) if x >= y else (dx, dy + t)
    return t * m, dx, dy

# %% wrong: extrapolates_a_tie | at a tie x gets twice the gradient of max, and y its negative
def backprop_branches(x, y):
    s = 1 / (1 + np.exp(-x))
    t, m = x * y + s, max(x, y)
    share = 2.0 if x == y else float(x > y)
    return t * m, m * (y + s * (1 - s)) + share * t, m * x + (1 - share) * t
