# %% wrong: no-square-root | divides by cache + eps instead of by its square root
# expect: root-missing
def adagrad_step(w, g, cache, lr, eps=1e-8):
    """Return (new w, new cache), given the gradient g; cache is the sum of the squares of all gradients so far."""
    cache = cache + g**2
    return w - lr * g / (cache + eps), cache

# %% wrong: eps-under-the-root | sqrt(cache + eps): eps belongs outside of the root; where gradients are tiny, this makes a difference
# expect: eps-misplaced
def adagrad_step(w, g, cache, lr, eps=1e-8):
    new_cache = cache + g * g
    new_w = w - lr * g / np.sqrt(new_cache + eps)
    return new_w, new_cache

# %% wrong: old-cache | divides by the root of the old cache, without the new gradient: an enormous first step
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    w_new = w - lr * g / (np.sqrt(cache) + eps)
    cache_new = cache + g**2
    return w_new, cache_new

# %% wrong: gradient-not-squared | adds g to the cache instead of g²
# expect: nothing
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + np.abs(g)
    w = w - lr * g / (np.sqrt(cache) + eps)
    return w, cache

# %% wrong: cache-replaced | the cache is g² of this step only: nothing is accumulated
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: decaying-cache | the cache decays (0.9 cache + 0.1 g²), which is RMSProp
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    decay = 0.9
    cache = decay * cache + (1 - decay) * g**2
    w = w - lr * g / (np.sqrt(cache) + eps)
    return w, cache

# %% wrong: cache-in-place | cache += g**2 changes the caller's array (and raises for an integer cache)
# expect: explained
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache += g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: one-rate-for-all | adds the sum of all squared gradients to every entry: all weights get the same learning rate
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    new_cache = cache + np.sum(g**2)
    return w - lr / (np.sqrt(new_cache) + eps) * g, new_cache

# %% wrong: no-eps | eps is left out: a weight whose gradients were all 0 becomes 0 / 0 = nan
# expect: explained
def adagrad_step(w, g, cache, lr, eps=1e-8):
    c = cache + g**2
    return w - lr * g / np.sqrt(c), c

# %% wrong: results-swapped | returns (new cache, new w)
# expect: results-swapped
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    w = w - lr * g / (np.sqrt(cache) + eps)
    return cache, w

# %% wrong: gradient-divided-away | the gradient is missing in the numerator: every weight moves by lr / sqrt(cache), always downwards
# expect: explained
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    step = lr / (np.sqrt(cache) + eps)
    return w - step, cache

# %% right: via-sgd | a rate per weight, handed to sgd_step
def adagrad_step(w, g, cache, lr, eps=1e-8):
    total = np.add(cache, np.square(g))
    rates = lr / (np.power(total, 0.5) + eps)
    return sgd_step(w, g, rates), total

# %% wrong: root-forgotten | divides by the cache itself, without the square root
# expect: root-missing
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w - lr * g / (cache + eps), cache

# %% wrong: sum-of-gradients-squared | adds the gradient to the root of the cache and squares: (sum of g)² in place of the sum of g²
# expect: nothing
def adagrad_step(w, g, cache, lr, eps=1e-8):
    c = (np.sqrt(cache) + g) ** 2
    return w - lr * g / (np.sqrt(c) + eps), c

# %% wrong: cache-in-place-2 | cache += g**2 (on a float cache) changes the caller's cache
# expect: explained
def adagrad_step(w, g, cache, lr, eps=1e-8):
    if not np.issubdtype(cache.dtype, np.floating):
        cache = cache.astype(float)
    cache += g * g
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: old-cache-divides | divides by the root of the cache before this gradient: g / eps in the first step
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w - lr * g / (np.sqrt(cache - g**2) + eps), cache

# %% wrong: no-root | divides by the cache itself
# expect: root-missing
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w - lr * g / (cache + eps), cache

# %% wrong: eps-under-the-root-2 | √(c' + eps): visible for tiny gradients or large eps
# expect: eps-misplaced
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w - lr * g / (np.sqrt(cache + eps)), cache

# %% wrong: absolute-values-added | c' = c + |g|
# expect: explained
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + np.abs(g)
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: cache-in-place-3 | cache += g²: the caller's cache is changed
# expect: explained
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache += g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: cache-of-the-whole-vector | adds the sum of all squares to every entry
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + np.sum(g**2)
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: old-cache-returned | returns the cache without the new square
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    return w - lr * g / (np.sqrt(cache + g**2) + eps), cache

# %% wrong: division-by-eps-precedence | lr g / √c' + eps: adds eps to the step
# expect: explained
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w - lr * g / np.sqrt(cache) + eps, cache

# %% right: hypot-of-root | root of the new cache as hypot(√c, g)
def adagrad_step(w, g, cache, lr, eps=1e-8):
    root = np.hypot(np.sqrt(cache), g)
    return w - lr * (g / (root + eps)), cache + np.square(g)

# %% wrong: not-squared | The cache adds up the absolute values of the gradients instead of their squares.
# expect: explained
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + np.abs(g)
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: eps-under-the-root-again | eps stands under the root, sqrt(c' + eps), instead of beside it.
# expect: eps-misplaced
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w - lr * g / np.sqrt(cache + eps), cache

# %% wrong: old-cache-again | w is divided by the root of the old cache, without the square of the present gradient.
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    new_w = w - lr * g / (np.sqrt(cache) + eps)
    return new_w, cache + g**2

# %% wrong: root-forgotten-again | The gradient is divided by the sum of squares itself: the root is missing.
# expect: root-missing
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w - lr * g / (cache + eps), cache

# %% wrong: one-cache-for-all | The squares of all entries are added up, so all weights share one rate.
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + np.sum(g**2)
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: cache-in-place-again | cache += g**2 changes the caller's cache.
# expect: explained
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache += g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: vectors-only | A loop with math.sqrt over the entries of a vector fails for weights with two axes.
# expect: explained
def adagrad_step(w, g, cache, lr, eps=1e-8):
    import math

    new_w, new_cache = [], []
    for wi, gi, ci in zip(w, g, cache):
        ci = ci + gi * gi
        new_cache.append(ci)
        new_w.append(wi - lr * gi / (math.sqrt(ci) + eps))
    return np.array(new_w), np.array(new_cache)

# %% wrong: root-is-kept | The root of the sum is returned as the cache, so the next step adds squares to a root.
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    root = np.sqrt(cache + g**2)
    return w - lr * g / (root + eps), root

# %% wrong: eps-hard-coded-and-uphill | eps is always 1e-8, whatever the argument, and the step goes uphill: two mistakes.
# expect: uphill
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w + lr * g / (np.sqrt(cache) + 1e-8), cache

# %% right: hypot | The new root as the hypotenuse of the old root and the gradient.
def adagrad_step(w, g, cache, lr, eps=1e-8):
    g = np.asarray(g, dtype=float)
    root = np.hypot(np.sqrt(cache), g)
    return w - g * (lr / (root + eps)), cache + np.square(g)

# %% right: rates-first | The rate of each weight first, then the step with it.
def adagrad_step(w, g, cache, lr, eps=1e-8):
    total = np.add(cache, np.multiply(g, g))
    rates = lr / (total**0.5 + eps)
    return np.subtract(w, rates * g), total

# %% wrong: old-cache-divides-again | The step is divided by the root of the old cache, without the square of this gradient: the first step is divided by eps alone.
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    w_new = w - lr * g / (np.sqrt(cache) + eps)
    return w_new, cache + g**2

# %% wrong: eps-under-the-root-again-again | eps is added under the root instead of beside it.
# expect: eps-misplaced
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w - lr * g / np.sqrt(cache + eps), cache

# %% wrong: root-forgotten-again-again | The gradient is divided by the sum of squares itself, without the root.
# expect: root-missing
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g * g
    return w - lr * g / (cache + eps), cache

# %% wrong: gradient-not-squared-again | The cache sums up the sizes |g| instead of their squares.
# expect: explained
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + np.abs(g)
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: one-rate-for-all-again | The squares of all entries are summed to a single number, so that all weights share one rate.
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + np.sum(g**2)
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: cache-in-place-again-again | The squares are added to the caller's cache in place.
# expect: explained
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache += g**2
    new_w = w - lr * g / (np.sqrt(cache) + eps)
    return new_w, cache

# %% wrong: rate-squared-into-cache | The gradient is multiplied by lr first, so that lr is in the cache as well and cancels in the step.
# expect: nothing
def adagrad_step(w, g, cache, lr, eps=1e-8):
    step = lr * g
    cache = cache + step**2
    return w - step / (np.sqrt(cache) + eps), cache

# %% wrong: root-kept-in-cache | The root is returned as the cache, so that the next step adds a square to a root.
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    root = np.sqrt(cache + g**2)
    return w - lr * g / (root + eps), root

# %% wrong: eps-default-for-given | eps is written into the formula as 1e-8, and the argument ignored; and the step goes uphill.
# expect: uphill
def adagrad_step(w, g, cache, lr, eps=1e-8):
    new_cache = cache + np.square(g)
    new_w = w + lr * g / (np.sqrt(new_cache) + 1e-8)
    return new_w, new_cache

# %% wrong: first-step-plain | As long as the cache is empty a plain step of gradient descent is taken, "since there is nothing to divide by yet".
# expect: nothing
def adagrad_step(w, g, cache, lr, eps=1e-8):
    new_cache = cache + g**2
    if not np.any(cache):
        return w - lr * g, new_cache
    return w - lr * g / (np.sqrt(new_cache) + eps), new_cache

# %% right: rates-first-again | The rate of each weight is computed first, then the step.
def adagrad_step(w, g, cache, lr, eps=1e-8):
    g = np.asarray(g, dtype=float)
    new_cache = np.add(cache, np.power(g, 2))
    rates = lr / (eps + new_cache**0.5)
    return w - rates * g, new_cache

# %% right: entry-by-entry | A loop over the entries, with math's square root by a power.
def adagrad_step(w, g, cache, lr, eps=1e-8):
    new_w, new_cache = np.array(w, dtype=float), np.array(cache, dtype=float)
    for i in np.ndindex(new_w.shape):
        new_cache[i] += float(g[i]) ** 2
        new_w[i] -= lr * float(g[i]) / (new_cache[i] ** 0.5 + eps)
    return new_w, new_cache

# %% wrong: old-cache-again-again | The step divides by the root of the cache before this gradient was added.
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    """Return (new w, new cache)."""
    new = cache + g**2
    return w - lr * g / (np.sqrt(cache) + eps), new

# %% wrong: eps-under-the-root-again-again-again | eps is added under the root, not beside it.
# expect: eps-misplaced
def adagrad_step(w, g, cache, lr, eps=1e-8):
    """Return (new w, new cache)."""
    new = cache + g**2
    return w - lr * g / np.sqrt(new + eps), new

# %% wrong: one-rate-for-all-again-again | The squares of all entries are summed, so that all weights share one rate.
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    """Return (new w, new cache)."""
    new = cache + np.sum(g**2)
    return w - lr * g / (np.sqrt(new) + eps), new

# %% wrong: cache-in-place-again-again-again | cache += g**2 changes the caller's cache.
# expect: explained
def adagrad_step(w, g, cache, lr, eps=1e-8):
    """Return (new w, new cache)."""
    cache += g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: root-forgotten-again-again-again | The step is divided by the sum of the squares itself.
# expect: root-missing
def adagrad_step(w, g, cache, lr, eps=1e-8):
    """Return (new w, new cache)."""
    new = cache + g**2
    return w - lr * g / (new + eps), new

# %% wrong: root-kept | The root of the sum is returned as the new cache.
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    """Return (new w, new cache)."""
    root = np.sqrt(cache + g**2)
    return w - lr * g / (root + eps), root

# %% wrong: root-of-a-sum-split | sqrt(c + g^2) is taken for sqrt(c) + |g|.
# expect: explained
def adagrad_step(w, g, cache, lr, eps=1e-8):
    """Return (new w, new cache)."""
    new = cache + g**2
    root = np.sqrt(cache) + np.abs(g)
    return w - lr * g / (root + eps), new

# %% wrong: running-mean | The cache is a running mean, 0.9 c + 0.1 g^2, as in RMSProp, where AdaGrad sums.
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    """Return (new w, new cache)."""
    new = 0.9 * cache + 0.1 * g**2
    return w - lr * g / (np.sqrt(new) + eps), new

# %% right: rates-first-again-again | The rate of each weight first, then a plain step with these rates.
def adagrad_step(w, g, cache, lr, eps=1e-8):
    """Return (new w, new cache)."""
    squares = np.add(cache, np.square(g, dtype=float))
    rates = lr / (squares**0.5 + eps)
    return np.subtract(w, rates * g), squares

# %% right: list-of-entries | Plain Python numbers, entry by entry, reshaped at the end.
def adagrad_step(w, g, cache, lr, eps=1e-8):
    """Return (new w, new cache)."""
    shape = np.shape(w)
    ws, cs = [], []
    for one, slope, c in zip(np.ravel(w).tolist(), np.ravel(g).tolist(), np.ravel(cache).tolist()):
        c = c + slope * slope
        cs.append(c)
        ws.append(one - lr * slope / (c**0.5 + eps))
    return np.reshape(ws, shape), np.reshape(cs, shape)
