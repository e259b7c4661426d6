# %% right: formula | the model answer
def momentum_step(w, g, v, lr, mu):
    v = mu * v - lr * g
    return w + v, v

# %% right: list | other names, a list
def momentum_step(w, g, v, lr, mu):
    velocity = np.subtract(np.multiply(mu, v), np.multiply(lr, g))
    return [np.add(w, velocity), velocity]

# %% wrong: plus | v' = mu v + lr g
# expect: uphill
def momentum_step(w, g, v, lr, mu):
    v = mu * v + lr * g
    return w + v, v

# %% wrong: old_velocity | moves by v, not v'
# expect: old-velocity-used
def momentum_step(w, g, v, lr, mu):
    return w + v, mu * v - lr * g

# %% wrong: averaged | (1 - mu) g
# expect: friction-misplaced
def momentum_step(w, g, v, lr, mu):
    v = mu * v - (1 - mu) * lr * g
    return w + v, v

# %% wrong: swapped | (v', w')
# expect: results-swapped
def momentum_step(w, g, v, lr, mu):
    v = mu * v - lr * g
    return v, w + v

# %% wrong: gradient_velocity | PyTorch's convention, v' = mu v + g
# expect: learning-rate-misplaced
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

# %% right: unrolled | both written out
def momentum_step(w, g, v, lr, mu):
    return w + mu * v - lr * g, mu * v - lr * g

# %% right: copies | in place on copies
def momentum_step(w, g, v, lr, mu):
    velocity = v.astype(np.result_type(w, g, v, np.float32))
    velocity *= mu
    velocity -= lr * g
    new = w.astype(velocity.dtype)
    new += velocity
    return new, velocity

# %% right: namedtuple | results with names
from collections import namedtuple

Step = namedtuple("Step", "w v")

def momentum_step(w, g, v, lr, mu):
    after = -(lr * g - mu * v)
    return Step(w=w + after, v=after)

# %% wrong: subtracts_velocity | w - v'
# expect: velocity-sign
def momentum_step(w, g, v, lr, mu):
    v = mu * v - lr * g
    return w - v, v

# %% wrong: mu_forgotten | v' = v - lr g
# expect: friction-misplaced
def momentum_step(w, g, v, lr, mu):
    v = v - lr * g
    return w + v, v

# %% wrong: rate_forgotten | v' = mu v - g
# expect: step-size-ignored
def momentum_step(w, g, v, lr, mu):
    v = mu * v - g
    return w + v, v

# %% wrong: rate_on_both | v' = lr (mu v - g)
# expect: learning-rate-misplaced
def momentum_step(w, g, v, lr, mu):
    v = lr * (mu * v - g)
    return w + v, v

# %% wrong: velocity_of_weights | v' = mu w - lr g
def momentum_step(w, g, v, lr, mu):
    v = mu * w - lr * g
    return w + v, v

# %% wrong: old_velocity_returned | w moves, v stays
# expect: explained
def momentum_step(w, g, v, lr, mu):
    return w + mu * v - lr * g, v

# %% wrong: plain_step | the velocity is ignored
# expect: velocity-ignored
def momentum_step(w, g, v, lr, mu):
    return w - lr * g, -lr * g

# %% wrong: limited | the gradient is cut off at 5, so that nothing explodes
# expect: nothing
def momentum_step(w, g, v, lr, mu):
    v = mu * v - lr * np.clip(g, -5, 5)
    return w + v, v
