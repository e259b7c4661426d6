# %% wrong: decay-swapped | the new square is weighted with decay, the old mean with 1 - decay
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = (1 - decay) * cache + decay * g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: one-rate-for-all | the mean of the squares over all weights, not entry by entry: one common rate
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * np.mean(g**2)
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: eps-under-the-root | eps is added under the root
# expect: eps-misplaced
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    c = decay * cache + (1 - decay) * np.square(g)
    return w - lr * g / np.sqrt(c + eps), c

# %% wrong: weights-exchanged | (1 - decay) c + decay g²
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = (1 - decay) * cache + decay * g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: new-square-in-full | decay c + g²
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: square-forgotten | running mean of g, not of g² (and of its size, for the root)
# expect: gradient-not-squared
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * np.abs(g)
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: whole-term-squared | ((1 - decay) g)²
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + ((1 - decay) * g) ** 2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: eps-inside | √(c' + eps)
# expect: eps-misplaced
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * g**2
    return w - lr * g / (np.sqrt(cache + eps)), cache

# %% wrong: root-left-out | divides by c'
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * g**2
    return w - lr * g / (cache + eps), cache

# %% wrong: decay-is-always-nine-tenths | 0.9 and 0.1 are written in
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = 0.9 * cache + 0.1 * g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: corrected-like-adam | divides the cache by 1 - decay before the root, as if every step were the first
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * g**2
    return w - lr * g / (np.sqrt(cache / (1 - decay)) + eps), cache

# %% wrong: order-of-update | step with the old cache, then the new one is computed
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    w = w - lr * g / (np.sqrt(cache) + eps)
    return w, decay * cache + (1 - decay) * g**2

# %% right: interpolation | c + (1 - decay)(g² - c)
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    new = cache + (1 - decay) * (g * g - cache)
    return w - lr * np.divide(g, new**0.5 + eps), new

# %% wrong: decay-swapped-again | decay and 1 - decay are swapped, so the cache forgets almost everything in each step.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = (1 - decay) * cache + decay * g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: new-square-not-weighted | The new square counts in full, decay c + g²: the factor 1 - decay is missing.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: old-cache | w is divided by the root of the cache before this step.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    new_cache = decay * cache + (1 - decay) * g**2
    return w - lr * g / (np.sqrt(cache) + eps), new_cache

# %% wrong: eps-under-the-root-again | eps stands under the root instead of beside it.
# expect: eps-misplaced
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * g**2
    return w - lr * g / np.sqrt(cache + eps), cache

# %% wrong: starts-at-the-first-square | A cache of zeros is filled with the first g² instead of (1 - decay) g², a repair that the formula does not have.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    if not np.any(cache):
        cache = g**2
    else:
        cache = decay * cache + (1 - decay) * g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: squares-not-taken | The running mean is that of |g| and not of g².
# expect: gradient-not-squared
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * np.abs(g)
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: decay-fixed | The function uses 0.9 whatever decay is given.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = 0.9 * cache + 0.1 * g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: cache-in-place | The running mean is updated in the caller's array.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache *= decay
    cache += (1 - decay) * g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: mean-over-the-entries-and-no-root | The squares are averaged over all entries, and the root is missing: two mistakes.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * np.mean(g**2)
    return w - lr * g / (cache + eps), cache

# %% right: step-towards-the-square | The running mean as a step of 1 - decay from the old mean towards the new square.
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    g = np.asarray(g, dtype=float)
    mean = cache + (1 - decay) * (np.square(g) - cache)
    return w - np.divide(lr * g, np.sqrt(mean) + eps), mean

# %% right: average-and-flat-loop | np.average for the mean, entries by a comprehension over the flat arrays.
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    w, g, cache = (np.asarray(one, dtype=float) for one in (w, g, cache))
    mean = np.average([cache, g**2], axis=0, weights=[decay, 1 - decay])
    moved = [a - lr * b / (c**0.5 + eps) for a, b, c in zip(w.flat, g.flat, mean.flat)]
    return np.reshape(moved, w.shape), mean

# %% wrong: decay-swapped-again-again | decay and 1 - decay are swapped: the running mean forgets nearly all at once.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = (1 - decay) * cache + decay * g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: full-square-added | The new square enters with weight 1 instead of 1 - decay: a decaying sum, no mean.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: adagrad-copied | The cache is the growing sum of AdaGrad; decay is not used.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    new_cache = cache + g**2
    return w - lr * g / (np.sqrt(new_cache) + eps), new_cache

# %% wrong: eps-under-the-root-again-again | eps is added under the root instead of beside it.
# expect: eps-misplaced
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    c = decay * cache + (1 - decay) * g**2
    return w - lr * g / np.sqrt(c + eps), c

# %% wrong: square-of-the-mean | The weighted gradient is squared as a whole, ((1 - decay) g)², because of a bracket.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    c = decay * cache + ((1 - decay) * g) ** 2
    return w - lr * g / (np.sqrt(c) + eps), c

# %% wrong: bias-corrected-like-adam | The cache is divided by 1 - decay, as in the first step of Adam, before the root; RMSProp has no such repair.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    c = decay * cache + (1 - decay) * g**2
    return w - lr * g / (np.sqrt(c / (1 - decay)) + eps), c

# %% wrong: root-forgotten | The step is divided by the running mean of the squares itself, without the root.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    c = decay * cache + (1 - decay) * g * g
    return w - lr * g / (c + eps), c

# %% wrong: old-cache-in-place-of-new | The weights are moved with the old cache, which is then decayed in the caller's array.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    new_w = w - lr * g / (np.sqrt(cache) + eps)
    cache[...] = decay * cache + (1 - decay) * g**2
    return new_w, cache

# %% wrong: written-into-integers | The running mean is written into a copy of the cache, which cuts off fractions if the cache holds integers.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    new_cache = cache.copy()
    new_cache[:] = decay * cache + (1 - decay) * g**2
    return w - lr * g / (np.sqrt(new_cache) + eps), new_cache

# %% wrong: mean-starts-at-first-square | If the cache is empty it is set to g², against the bias of a mean that starts at 0, instead of to (1 - decay) g².
# expect: nothing
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    if np.all(cache == 0):
        new_cache = np.square(g)
    else:
        new_cache = decay * cache + (1 - decay) * np.square(g)
    return w - lr * g / (np.sqrt(new_cache) + eps), new_cache

# %% right: step-towards-the-square-again | The mean moves towards the new square by the share 1 - decay.
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    new_cache = cache + (1 - decay) * (np.square(g) - cache)
    return w - lr * np.divide(g, eps + np.sqrt(new_cache)), new_cache

# %% right: stacked | Cache and new square stacked in one array; the scale is completed in place.
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    squares = np.stack([cache, np.multiply(g, g)])
    new_cache = decay * squares[0] + (1 - decay) * squares[1]
    scale = np.sqrt(new_cache)
    scale += eps
    return np.subtract(w, lr * np.asarray(g) / scale), new_cache

# %% wrong: decay-swapped-again-again-again | decay and 1 - decay are swapped: the cache forgets nine tenths in each step.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    """Return (new w, new cache)."""
    new = (1 - decay) * cache + decay * g**2
    return w - lr * g / (np.sqrt(new) + eps), new

# %% wrong: gradient-at-full-weight | decay * c + g^2, without the factor 1 - decay: no mean, but a decaying sum.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    """Return (new w, new cache)."""
    new = decay * cache + g**2
    return w - lr * g / (np.sqrt(new) + eps), new

# %% wrong: eps-under-the-root-again-again-again | eps is added under the root, not beside it.
# expect: eps-misplaced
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    """Return (new w, new cache)."""
    new = decay * cache + (1 - decay) * g**2
    return w - lr * g / np.sqrt(new + eps), new

# %% wrong: decay-fixed-again | 0.9 and 0.1 are written as numbers; the argument decay is ignored.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    """Return (new w, new cache)."""
    new = 0.9 * cache + 0.1 * g**2
    return w - lr * g / (np.sqrt(new) + eps), new

# %% wrong: factor-squared-too | ((1 - decay) g)^2: the bracket squares the factor together with the gradient.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    """Return (new w, new cache)."""
    new = decay * cache + ((1 - decay) * g) ** 2
    return w - lr * g / (np.sqrt(new) + eps), new

# %% wrong: decay-on-the-sum | AdaGrad's sum is damped as a whole: decay * (c + g^2).
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    """Return (new w, new cache)."""
    new = decay * (cache + g**2)
    return w - lr * g / (np.sqrt(new) + eps), new

# %% wrong: mean-over-the-weights | The mean of the squares is taken over the entries of g, not over the steps, so that all weights share it.
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    """Return (new w, new cache)."""
    new = decay * cache + (1 - decay) * np.mean(g**2)
    return w - lr * g / (np.sqrt(new) + eps), new

# %% wrong: cache-in-place-again | The caller's cache is updated in place (and an integer cache fails).
# expect: explained
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    """Return (new w, new cache)."""
    cache *= decay
    cache += (1 - decay) * g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% right: towards-the-square | The mean is moved a fraction 1 - decay of the way towards g^2.
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    """Return (new w, new cache)."""
    c, g = np.array(cache, dtype=float), np.array(g, dtype=float)
    c = c + (1 - decay) * (g * g - c)
    return w - lr * g / (eps + np.sqrt(c)), c

# %% right: average | np.average with the two weights over a stack of the cache and the squares.
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    """Return (new w, new cache)."""
    g = np.asarray(g, dtype=float)
    new = np.average(np.stack([np.asarray(cache, dtype=float), g**2]), axis=0, weights=[decay, 1 - decay])
    return np.subtract(w, lr * (g / (np.sqrt(new) + eps))), new
