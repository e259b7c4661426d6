# %% right: formula | the model answer
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% right: rates | a learning rate for each weight
def adagrad_step(w, g, cache, lr, eps=1e-8):
    total = np.add(cache, np.square(g))
    rates = lr / (total**0.5 + eps)
    return [w - rates * g, total]

# %% wrong: eps_inside | sqrt(cache + eps)
# expect: eps-misplaced
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w - lr * g / np.sqrt(cache + eps), cache

# %% wrong: old_cache | divides by the cache before the step
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    return w - lr * g / (np.sqrt(cache) + eps), cache + g**2

# %% wrong: no_root | divides by the cache itself
# expect: root-missing
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w - lr * g / (cache + eps), cache

# %% wrong: sum_of_gradients | g is not squared
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + np.abs(g)
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: rmsprop | a running mean
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = 0.9 * cache + 0.1 * g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: one_rate | one sum for all weights
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w - lr * g / (np.sqrt(cache.sum()) + eps), cache

# %% wrong: in_place | changes the cache
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache += g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: no_eps | 0 / 0 at the start
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w - lr * g / np.sqrt(cache), cache

# %% wrong: uphill | plus
# expect: uphill
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w + lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: fixed_eps | the default, whatever eps says
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w - lr * g / (np.sqrt(cache) + 1e-8), cache

# %% right: loop | weight by weight
def adagrad_step(w, g, cache, lr, eps=1e-8):
    new, total = np.empty(w.shape), np.empty(w.shape)
    for i in np.ndindex(*w.shape):
        total[i] = cache[i] + float(g[i]) ** 2
        new[i] = w[i] - lr * g[i] / (total[i] ** 0.5 + eps)
    return new, total

# %% right: reciprocal | multiplied, not divided
def adagrad_step(w, g, cache, lr, eps=1e-8):
    total = cache + g * g
    return w - np.reciprocal(np.sqrt(total) + eps) * lr * g, total

# %% right: hypot | the root of a sum of squares
def adagrad_step(w, g, cache, lr, eps=1e-8):
    root = np.hypot(np.sqrt(cache), g)
    return (w - lr * np.asarray(g) / (root + eps), root**2)

# %% wrong: rate_in_cache | adds the square of the step
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + (lr * g) ** 2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: cache_not_kept | returns the old one
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    return w - lr * g / (np.sqrt(cache + g**2) + eps), cache

# %% wrong: cache_not_added | only the last gradient counts
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: gradient_added | the cache is a sum of gradients, squared later
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g
    return w - lr * g / (np.sqrt(cache**2) + eps), cache

# %% wrong: swapped | (cache', w')
# expect: results-swapped
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return cache, w - lr * g / (np.sqrt(cache) + eps)

# %% wrong: sum_at_once | the cache becomes one number
# expect: cache-misused
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + np.sum(g**2)
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: vectors_only | a loop over the entries, which fails for matrices
def adagrad_step(w, g, cache, lr, eps=1e-8):
    moved, cache = np.zeros(len(w)), cache + g**2
    for i in range(len(w)):
        moved[i] = w[i] - lr * g[i] / (np.sqrt(cache[i]) + eps)
    return moved, cache
