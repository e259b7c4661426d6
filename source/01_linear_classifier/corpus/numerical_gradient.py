# %% right: ndindex | a copy, entry by entry
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        old = x[i]
        x[i] = old + h
        above = f(x)
        x[i] = old - h
        below = f(x)
        x[i] = old
        g[i] = (above - below) / (2 * h)
    return g

# %% right: unit_vectors | x ± h e with arrays of zeros
def numerical_gradient(f, x, h=1e-5):
    x = x.astype(np.float64)
    slopes = []
    for k in range(x.size):
        e = np.zeros(x.size)
        e[k] = h
        e = e.reshape(x.shape)
        slopes.append((f(x + e) - f(x - e)) / (2 * h))
    return np.array(slopes).reshape(x.shape)

# %% right: nditer | NumPy's iterator
def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=np.float64).copy()
    gradient = np.zeros_like(x)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        i = it.multi_index
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        gradient[i] = (f(up) - f(down)) / 2 / h
        it.iternext()
    return gradient

# %% right: flat | through the flat view of a copy
def numerical_gradient(f, x, h=1e-5):
    w = np.array(x, dtype=np.float64, order="C")
    flat = w.ravel() if w.ndim else w.reshape(1)
    g = np.empty(flat.size)
    for k, center in enumerate(flat.copy()):
        flat[k] = center + h
        plus = float(f(w))
        flat[k] = center - h
        minus = float(f(w))
        flat[k] = center
        g[k] = (plus - minus) / (2 * h)
    return g.reshape(w.shape)

# %% right: identity | the rows of a scaled identity
def numerical_gradient(f, x, h=1e-5):
    steps = (h * np.eye(x.size)).reshape(x.size, *x.shape)
    return np.array([(f(x + s) - f(x - s)) / (2 * h) for s in steps]).reshape(x.shape)

# %% wrong: forward | forward difference
# expect: one-sided-difference, not-precise
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    g = np.zeros(x.shape)
    base = f(x)
    for i in np.ndindex(*x.shape):
        y = x.copy()
        y[i] += h
        g[i] = (f(y) - base) / h
    return g

# %% wrong: backward | backward difference
# expect: one-sided-difference, not-precise
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        y = x.copy()
        y[i] -= h
        g[i] = (f(x) - f(y)) / h
    return g

# %% wrong: divided_by_h | h in place of 2h
# expect: doubled
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        a, b = x.copy(), x.copy()
        a[i] += h
        b[i] -= h
        g[i] = (f(a) - f(b)) / h
    return g

# %% wrong: half_steps | a step of h / 2 to each side
# expect: step-not-as-given, not-precise
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        a, b = x.copy(), x.copy()
        a[i] += h / 2
        b[i] -= h / 2
        g[i] = (f(a) - f(b)) / h
    return g

# %% wrong: own_h | a step of its own
# expect: step-not-as-given
def numerical_gradient(f, x, h=1e-5):
    h = 1e-5
    x = np.array(x, dtype=float)
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        a, b = x.copy(), x.copy()
        a[i] += h
        b[i] -= h
        g[i] = (f(a) - f(b)) / (2 * h)
    return g

# %% wrong: relative_step | a step that grows with the entry
# expect: step-not-as-given
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        s = h * max(1.0, abs(x[i]))
        a, b = x.copy(), x.copy()
        a[i] += s
        b[i] -= s
        g[i] = (f(a) - f(b)) / (2 * s)
    return g

# %% wrong: in_place | x changes by rounding
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        below = f(x)
        x[i] += h
        g[i] = (above - below) / (2 * h)
    return g

# %% wrong: in_place_restored | restored, but integers and float32 lose the step
# expect: integers-kept
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        old = x[i].copy()
        x[i] = old + h
        above = f(x)
        x[i] = old - h
        below = f(x)
        x[i] = old
        g[i] = (above - below) / (2 * h)
    return g

# %% wrong: zeros_like | a gradient of integers for integers
# expect: integers-kept
def numerical_gradient(f, x, h=1e-5):
    w = np.array(x, dtype=float)
    g = np.zeros_like(x)
    for i in np.ndindex(*x.shape):
        a, b = w.copy(), w.copy()
        a[i] += h
        b[i] -= h
        g[i] = (f(a) - f(b)) / (2 * h)
    return g

# %% wrong: copy_of_kind | a copy of the same kind: the step is cut off
# expect: integers-kept
def numerical_gradient(f, x, h=1e-5):
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        a, b = x.copy(), x.copy()
        a[i] += h
        b[i] -= h
        g[i] = (f(a) - f(b)) / (2 * h)
    return g

# %% wrong: all_at_once | all entries move together
# expect: several-entries-moved
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))

# %% wrong: not_restored | earlier entries stay moved
# expect: not-moved-back
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        g[i] = (above - f(x)) / (2 * h)
    return g

# %% wrong: vectors_only | one dimension only
# expect: several-entries-moved
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    g = np.zeros(x.shape)
    for i in range(len(x)):
        a, b = x.copy(), x.copy()
        a[i] += h
        b[i] -= h
        g[i] = (f(a) - f(b)) / (2 * h)
    return g

# %% wrong: flattened | the gradient comes flat
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    g = []
    for i in np.ndindex(*x.shape):
        a, b = x.copy(), x.copy()
        a[i] += h
        b[i] -= h
        g.append((f(a) - f(b)) / (2 * h))
    return np.array(g)

# %% wrong: flat_calls | f gets flat arrays
def numerical_gradient(f, x, h=1e-5):
    flat = np.array(x, dtype=float).ravel()
    g = np.zeros(flat.size)
    for k in range(flat.size):
        a, b = flat.copy(), flat.copy()
        a[k] += h
        b[k] -= h
        g[k] = (f(a) - f(b)) / (2 * h)
    return g.reshape(np.shape(x))

# %% wrong: sign | below minus above
# expect: sign-flipped
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    g = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        a, b = x.copy(), x.copy()
        a[i] += h
        b[i] -= h
        g[i] = (f(b) - f(a)) / (2 * h)
    return g

# %% wrong: single_precision | computed in float32
# expect: nothing
def numerical_gradient(f, x, h=1e-5):
    w = np.array(x, dtype=np.float32)
    g = np.zeros(w.shape)
    for i in np.ndindex(*w.shape):
        a, b = w.copy(), w.copy()
        a[i] += h
        b[i] -= h
        g[i] = (f(a) - f(b)) / (2 * h)
    return g

# %% wrong: keeps_kind | right for float64; the result has the kind of x
def numerical_gradient(f, x, h=1e-5):
    w = np.array(x, dtype=float)
    g = np.zeros(w.shape)
    for i in np.ndindex(*w.shape):
        a, b = w.copy(), w.copy()
        a[i] += h
        b[i] -= h
        g[i] = (f(a) - f(b)) / (2 * h)
    return g.astype(np.float32) if x.dtype == np.float32 else g

# %% wrong: uses_square | the slope of x², whatever f is
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    return 2.0 * np.array(x, dtype=float)

# %% wrong: ravel_taken_for_view | of a transposed array ravel() is a copy, and f sees nothing move
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    z = x if x.dtype == float else x.astype(float)
    v, g = z.ravel(), np.zeros(x.shape)
    for i in range(v.size):
        old = v[i]
        v[i] = old + h
        up = f(z)
        v[i] = old - h
        down = f(z)
        v[i] = old
        g.flat[i] = (up - down) / (2 * h)
    return g

# %% wrong: order_of_memory | goes through the numbers as they lie in memory
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    flat = x.ravel(order="K").copy()
    slopes = np.zeros(x.size)
    for i in range(x.size):
        up, down = flat.copy(), flat.copy()
        up[i] += h
        down[i] -= h
        slopes[i] = (f(up.reshape(x.shape)) - f(down.reshape(x.shape))) / (2 * h)
    return slopes.reshape(x.shape)

# %% wrong: no_single_numbers | an array of shape () becomes one of shape (1,)
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    x = np.atleast_1d(np.array(x, dtype=float))
    slopes = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[index] += h
        down[index] -= h
        slopes[index] = (f(up) - f(down)) / (2 * h)
    return slopes
