# %% right: formula | the model answer
def momentum_step(w, g, v, lr, mu):
    v = mu * v - lr * g
    return w + v, v

# %% right: list | other names, a list
def momentum_step(w, g, v, lr, mu):
    velocity = np.subtract(np.multiply(mu, v), np.multiply(lr, g))
    return [np.add(w, velocity), velocity]

# %% wrong: plus | v' = mu v + lr g
def momentum_step(w, g, v, lr, mu):
    v = mu * v + lr * g
    return w + v, v

# %% wrong: old_velocity | moves by v, not v'
def momentum_step(w, g, v, lr, mu):
    return w + v, mu * v - lr * g

# %% wrong: averaged | (1 - mu) g
def momentum_step(w, g, v, lr, mu):
    v = mu * v - (1 - mu) * lr * g
    return w + v, v

# %% wrong: swapped | (v', w')
def momentum_step(w, g, v, lr, mu):
    v = mu * v - lr * g
    return v, w + v

# %% wrong: gradient_velocity | PyTorch's convention, v' = mu v + g
def momentum_step(w, g, v, lr, mu):
    v = mu * v + g
    return w - lr * v, v

# %% wrong: in_place | changes v
def momentum_step(w, g, v, lr, mu):
    v *= mu
    v -= lr * g
    return w + v, v

# %% wrong: fixed_mu | 0.9 whatever mu says
def momentum_step(w, g, v, lr, mu):
    v = 0.9 * v - lr * g
    return w + v, v

# %% wrong: weights_only | forgets the velocity
def momentum_step(w, g, v, lr, mu):
    return w + mu * v - lr * g

# %% wrong: nesterovs_correction | looks ahead with the same gradient
def momentum_step(w, g, v, lr, mu):
    v = mu * v - lr * g
    return w + mu * v - lr * g, v
