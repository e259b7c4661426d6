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
