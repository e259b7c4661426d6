# %% right: formula | the model answer
def sgd_step(w, g, lr):
    return w - lr * g

# %% right: copy | in place on a copy
def sgd_step(w, g, lr):
    new = np.array(w, dtype=np.result_type(w, g, np.float32))
    new -= (lr * g).astype(new.dtype)
    return new

# %% wrong: uphill | plus
def sgd_step(w, g, lr):
    return w + lr * g

# %% wrong: in_place | changes w
def sgd_step(w, g, lr):
    w -= lr * g
    return w

# %% wrong: rate_missing | a step of size 1
def sgd_step(w, g, lr):
    return w - g

# %% wrong: step_only | returns the difference
def sgd_step(w, g, lr):
    return -lr * g

# %% wrong: fixed_rate | 0.1 whatever lr says
def sgd_step(w, g, lr):
    return w - 0.1 * g

# %% wrong: normalised | the gradient's length is lost
def sgd_step(w, g, lr):
    return w - lr * g / np.linalg.norm(g)
