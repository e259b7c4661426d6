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
