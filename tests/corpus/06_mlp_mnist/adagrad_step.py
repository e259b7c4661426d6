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
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w - lr * g / np.sqrt(cache + eps), cache

# %% wrong: old_cache | divides by the cache before the step
def adagrad_step(w, g, cache, lr, eps=1e-8):
    return w - lr * g / (np.sqrt(cache) + eps), cache + g**2

# %% wrong: no_root | divides by the cache itself
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w - lr * g / (cache + eps), cache

# %% wrong: sum_of_gradients | g is not squared
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + np.abs(g)
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: rmsprop | a running mean
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
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w + lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: fixed_eps | the default, whatever eps says
def adagrad_step(w, g, cache, lr, eps=1e-8):
    cache = cache + g**2
    return w - lr * g / (np.sqrt(cache) + 1e-8), cache
