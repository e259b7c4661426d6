# %% right: formula | the model answer
def sgd_step(w, g, lr):
    return w - lr * g

# %% right: copy | in place on a copy
def sgd_step(w, g, lr):
    new = np.array(w, dtype=np.result_type(w, g, np.float32))
    new -= (lr * g).astype(new.dtype)
    return new

# %% wrong: uphill | plus
# expect: uphill
def sgd_step(w, g, lr):
    return w + lr * g

# %% wrong: in_place | changes w
def sgd_step(w, g, lr):
    w -= lr * g
    return w

# %% wrong: rate_missing | a step of size 1
# expect: step-size-ignored
def sgd_step(w, g, lr):
    return w - g

# %% wrong: step_only | returns the difference
# expect: weights-missing
def sgd_step(w, g, lr):
    return -lr * g

# %% wrong: fixed_rate | 0.1 whatever lr says
def sgd_step(w, g, lr):
    return w - 0.1 * g

# %% wrong: normalised | the gradient's length is lost
# expect: gradient-normalised
def sgd_step(w, g, lr):
    return w - lr * g / np.linalg.norm(g)

# %% right: lambda | a name for a formula
sgd_step = lambda w, g, lr: np.add(w, -lr * g)

# %% right: entry_by_entry | a loop over all entries
def sgd_step(w, g, lr):
    new = np.empty(w.shape)
    for index in np.ndindex(*w.shape):
        new[index] = w[index] - lr * g[index]
    return new

# %% right: momentum_without | a step of momentum with mu = 0, by hand
def sgd_step(w, g, lr):
    velocity = np.zeros(np.shape(w))
    velocity -= lr * g
    return w + velocity

# %% wrong: rate_of_weights | lr times w
def sgd_step(w, g, lr):
    return w - lr * w

# %% wrong: divided | g / lr
def sgd_step(w, g, lr):
    return w - g / lr

# %% wrong: sign_only | every weight moves by lr
# expect: gradient-normalised
def sgd_step(w, g, lr):
    return w - lr * np.sign(g)

# %% wrong: averaged | divided by the number of rows
def sgd_step(w, g, lr):
    return w - lr * g / len(w)

# %% wrong: decays | shrinks the weights on the way
def sgd_step(w, g, lr):
    return (1 - lr) * w - lr * g

# %% wrong: halved | lr / 2
def sgd_step(w, g, lr):
    return w - 0.5 * lr * g

# %% wrong: whole_numbers | the result has the dtype of w
# expect: integers-kept
def sgd_step(w, g, lr):
    new = np.zeros_like(w)
    new[...] = w - lr * g
    return new

# %% wrong: returns_nothing | no return
def sgd_step(w, g, lr):
    w = w - lr * g

# %% wrong: clipped | no entry moves by more than 0.5
def sgd_step(w, g, lr):
    return w - np.clip(lr * g, -0.5, 0.5)
