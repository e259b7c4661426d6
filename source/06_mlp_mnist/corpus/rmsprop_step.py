# %% right: formula | the model answer
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% right: rates | a learning rate for each weight, a list
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    mean = cache + (1 - decay) * (np.square(g) - cache)
    rates = lr / (mean**0.5 + eps)
    return [w - rates * g, mean]

# %% right: loop | weight by weight
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    new, mean = np.empty(w.shape), np.empty(w.shape)
    for i in np.ndindex(*w.shape):
        mean[i] = decay * cache[i] + (1 - decay) * float(g[i]) ** 2
        new[i] = w[i] - lr * g[i] / (mean[i] ** 0.5 + eps)
    return new, mean

# %% right: average | NumPy's weighted mean, and a namedtuple
from collections import namedtuple

Step = namedtuple("Step", "w cache")

def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    mean = np.average([cache, g * g], axis=0, weights=[decay, 1 - decay])
    return Step(w - lr * np.divide(g, np.sqrt(mean) + eps), mean)

# %% right: by_adagrad | AdaGrad's step from a cache that has faded
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    share = np.sqrt(1 - decay)
    _, total = adagrad_step(w, share * g, decay * cache, lr, eps)
    return w - lr * g / (total**0.5 + eps), total

# %% wrong: adagrad | a sum, not a mean
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = cache + g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: decay_swapped | the new square weighs 0.9
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = (1 - decay) * cache + decay * g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: not_squared | a running mean of the gradient
# expect: gradient-not-squared
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * g
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: absolute_values | of its size
# expect: gradient-not-squared
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * np.abs(g)
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: eps_inside | sqrt(cache + eps)
# expect: eps-misplaced
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * g**2
    return w - lr * g / np.sqrt(cache + eps), cache

# %% wrong: no_eps | 0 / 0 at the start
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * g**2
    return w - lr * g / np.sqrt(cache), cache

# %% wrong: fixed_eps | the default, whatever eps says
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * g**2
    return w - lr * g / (np.sqrt(cache) + 1e-8), cache

# %% wrong: fixed_decay | 0.9, whatever decay says
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = 0.9 * cache + 0.1 * g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: old_cache | divides by the cache before the step
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    return w - lr * g / (np.sqrt(cache) + eps), decay * cache + (1 - decay) * g**2

# %% wrong: no_root | divides by the cache itself
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * g**2
    return w - lr * g / (cache + eps), cache

# %% wrong: one_rate | one mean for all weights
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * g**2
    return w - lr * g / (np.sqrt(cache.mean()) + eps), cache

# %% wrong: in_place | changes the cache
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache *= decay
    cache += (1 - decay) * g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: uphill | plus
# expect: uphill
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * g**2
    return w + lr * g / (np.sqrt(cache) + eps), cache

# %% wrong: rate_forgotten | steps of size 1
# expect: step-size-ignored
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * g**2
    return w - g / (np.sqrt(cache) + eps), cache

# %% wrong: swapped | cache first
# expect: results-swapped
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * g**2
    return cache, w - lr * g / (np.sqrt(cache) + eps)

# %% wrong: weights_only | the cache is not returned
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * g**2
    return w - lr * g / (np.sqrt(cache) + eps)

# %% wrong: corrected | Adam's correction of a first step, at every step
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    cache = decay * cache + (1 - decay) * g**2
    return w - lr * g / (np.sqrt(cache / (1 - decay)) + eps), cache
