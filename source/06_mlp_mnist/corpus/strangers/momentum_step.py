# %% wrong: pytorch-style | the velocity is mu v + g and the step -lr v' (PyTorch's form): here the learning rate belongs into the velocity
# expect: learning-rate-misplaced
def momentum_step(w, g, v, lr, mu):
    """Return (new w, new v), given the gradient g and the velocity v; arrays of any one shape."""
    v = mu * v + g
    w = w - lr * v
    return w, v

# %% wrong: moving-average | the velocity is an exponential average, mu v - (1 - mu) lr g
# expect: friction-misplaced
def momentum_step(w, g, v, lr, mu):
    new_v = mu * v - (1 - mu) * lr * g
    return w + new_v, new_v

# %% wrong: old-velocity | the weights move by the old velocity v instead of the new one
# expect: old-velocity-used
def momentum_step(w, g, v, lr, mu):
    v_new = mu * v - lr * g
    w_new = w + v
    return w_new, v_new

# %% wrong: results-swapped | returns (new v, new w)
# expect: results-swapped
def momentum_step(w, g, v, lr, mu):
    v = mu * v - lr * g
    w = w + v
    return v, w

# %% wrong: opposite-velocity | the velocity is stored with the other sign, mu v + lr g, and subtracted
# expect: velocity-sign
def momentum_step(w, g, v, lr, mu):
    v = mu * v + lr * g
    w = w - v
    return (w, v)

# %% wrong: mu-on-both | mu (v - lr g): the friction also weakens the gradient's part
# expect: friction-misplaced
def momentum_step(w, g, v, lr, mu):
    v_next = mu * (v - lr * g)
    w_next = w + v_next
    return w_next, v_next

# %% wrong: velocity-in-place | v *= mu; v -= lr * g changes the caller's velocity
# expect: explained
def momentum_step(w, g, v, lr, mu):
    v *= mu
    v -= lr * g
    return w + v, v

# %% wrong: gradient-subtracted-twice | the new velocity contains -lr g already, and the weights subtract lr g once more
# expect: step-taken-twice
def momentum_step(w, g, v, lr, mu):
    v2 = mu * v - lr * g
    return w + v2 - lr * g, v2

# %% wrong: only-the-weights | returns only the new weights: the velocity is lost
# expect: explained
def momentum_step(w, g, v, lr, mu):
    v = mu * v - lr * g
    return w + v

# %% right: namedtuple | a namedtuple Step(w, v)
from collections import namedtuple

Step = namedtuple("Step", "w v")


def momentum_step(w, g, v, lr, mu):
    velocity = np.subtract(np.multiply(mu, v), np.multiply(lr, g))
    return Step(w=w + velocity, v=velocity)

# %% right: stacked | one matrix product for both results
def momentum_step(w, g, v, lr, mu):
    rule = np.array([[1.0, -lr, mu], [0.0, -lr, mu]])
    new_w, new_v = np.tensordot(rule, np.stack([w, g, v]), axes=1)
    return new_w, new_v

# %% wrong: running-mean | (1 - mu) weighs the gradient, as in a running mean
# expect: friction-misplaced
def momentum_step(w, g, v, lr, mu):
    v_new = mu * v - (1 - mu) * lr * g
    return w + v_new, v_new

# %% wrong: velocity-without-rate | PyTorch's form, v' = mu v + g and w' = w - lr v': another velocity is returned
# expect: learning-rate-misplaced
def momentum_step(w, g, v, lr, mu):
    v = mu * v + g
    w = w - lr * v
    return w, v

# %% wrong: old-velocity-2 | w moves by the velocity of the last step, not by the new one
# expect: old-velocity-used
def momentum_step(w, g, v, lr, mu):
    new_v = mu * v - lr * g
    return w + v, new_v

# %% wrong: plus-gradient-in-the-velocity | v' = mu v + lr g, w' = w + v': uphill
# expect: uphill
def momentum_step(w, g, v, lr, mu):
    v = mu * v + lr * g
    return w + v, v

# %% wrong: positive-velocity-convention | v' = mu v + lr g and w' = w - v': the same w for v = 0, but v has the other sign, and a given v is used with the wrong one
# expect: velocity-sign
def momentum_step(w, g, v, lr, mu):
    v = mu * v + lr * g
    return w - v, v

# %% wrong: old-velocity-moves | w' = w + v with the old v, the new one is only returned
# expect: old-velocity-used
def momentum_step(w, g, v, lr, mu):
    return w + v, mu * v - lr * g

# %% wrong: running-mean-2 | v' = mu v - (1 - mu) lr g
# expect: friction-misplaced
def momentum_step(w, g, v, lr, mu):
    v = mu * v - (1 - mu) * lr * g
    return w + v, v

# %% wrong: rate-outside-the-velocity | v' = mu v - g, w' = w + lr v'
# expect: learning-rate-misplaced
def momentum_step(w, g, v, lr, mu):
    v = mu * v - g
    return w + lr * v, v

# %% wrong: velocity-in-place-2 | v *= mu; v -= lr g: the caller's v is changed
# expect: explained
def momentum_step(w, g, v, lr, mu):
    v *= mu
    v -= lr * g
    return w + v, v

# %% wrong: velocity-first | returns (v, w)
# expect: results-swapped
def momentum_step(w, g, v, lr, mu):
    v = mu * v - lr * g
    return v, w + v

# %% wrong: gradient-step-and-velocity | w' = w + v' - lr g: the gradient counts twice
# expect: step-taken-twice
def momentum_step(w, g, v, lr, mu):
    v = mu * v - lr * g
    return w + v - lr * g, v

# %% right: walrus-velocity | walrus in the returned pair
def momentum_step(w, g, v, lr, mu):
    return w + (new := mu * v - lr * g), new

# %% wrong: old-velocity-scaled-after | v' = mu (v - lr g): momentum also on the new gradient
# expect: friction-misplaced
def momentum_step(w, g, v, lr, mu):
    v = mu * (v - lr * g)
    return w + v, v

# %% wrong: old-velocity-again | w moves by the old velocity v instead of by the new one.
# expect: old-velocity-used
def momentum_step(w, g, v, lr, mu):
    new_v = mu * v - lr * g
    return w + v, new_v

# %% wrong: velocity-of-other-sign | The velocity is kept with the opposite sign, v' = mu v + lr g and w' = w - v': w is wrong as soon as v is not 0.
# expect: velocity-sign
def momentum_step(w, g, v, lr, mu):
    v = mu * v + lr * g
    return w - v, v

# %% wrong: running-mean-again | The velocity is a running mean, mu v - (1 - mu) lr g, so it never grows to 1 / (1 - mu) steps.
# expect: friction-misplaced
def momentum_step(w, g, v, lr, mu):
    v = mu * v - (1 - mu) * lr * g
    return w + v, v

# %% wrong: rate-outside-the-velocity-again | As in PyTorch, the velocity adds up gradients without the rate, v' = mu v - g, and w' = w + lr v'.
# expect: learning-rate-misplaced
def momentum_step(w, g, v, lr, mu):
    v = mu * v - g
    return w + lr * v, v

# %% wrong: v-changed-in-place | v *= mu and v -= lr * g change the caller's velocity.
# expect: explained
def momentum_step(w, g, v, lr, mu):
    v *= mu
    v -= lr * g
    return w + v, v

# %% wrong: nesterov-form | w moves by mu v' - lr g, a second share of the momentum, which is a form of Nesterov's rule and not this one.
# expect: explained
def momentum_step(w, g, v, lr, mu):
    new_v = mu * v - lr * g
    return w + mu * new_v - lr * g, new_v

# %% wrong: results-swapped-again | The results are returned in the order (v, w).
# expect: results-swapped
def momentum_step(w, g, v, lr, mu):
    v = mu * v - lr * g
    w = w + v
    return v, w

# %% wrong: velocity-limited | The new velocity is limited to ±10 per entry, a speed limit that the rule does not have.
# expect: nothing
def momentum_step(w, g, v, lr, mu):
    v = np.clip(mu * v - lr * g, -10, 10)
    return w + v, v

# %% wrong: mu-on-both-and-old-v-returned | mu multiplies the whole bracket, mu (v - lr g), and the old velocity is returned: two mistakes.
# expect: friction-misplaced
def momentum_step(w, g, v, lr, mu):
    step = mu * (v - lr * g)
    return w + step, v

# %% right: step-backwards | The new w first, the velocity as the difference of its parts, in place on own arrays.
def momentum_step(w, g, v, lr, mu):
    new_v = np.multiply(v, mu, dtype=float)
    new_v -= lr * np.asarray(g, dtype=float)
    new_w = np.add(w, new_v)
    return new_w, new_v

# %% right: stacked-again | One linear map: both results are the rows of a matrix product with (w, v, g).
def momentum_step(w, g, v, lr, mu):
    table = np.array([[1.0, mu, -lr], [0.0, mu, -lr]])
    stacked = np.stack([np.asarray(one, dtype=float) for one in (w, v, g)])
    new_w, new_v = np.tensordot(table, stacked, axes=1)
    return new_w, new_v

# %% wrong: velocity-added-uphill | The gradient enters the velocity with a plus, and the velocity is added.
# expect: uphill
def momentum_step(w, g, v, lr, mu):
    v = mu * v + lr * g
    return w + v, v

# %% wrong: velocity-positive-convention | The velocity has the opposite sign, v' = mu v + lr g with w' = w - v': the convention of another book, which flips a given velocity.
# expect: velocity-sign
def momentum_step(w, g, v, lr, mu):
    new_v = mu * v + lr * g
    new_w = w - new_v
    return new_w, new_v

# %% wrong: running-mean-again-again | The velocity is a running mean: the gradient is multiplied by 1 - mu.
# expect: friction-misplaced
def momentum_step(w, g, v, lr, mu):
    v_new = mu * v - (1 - mu) * lr * g
    return w + v_new, v_new

# %% wrong: rate-outside | The rate multiplies the whole velocity when it is added to w, and not the gradient in it (as in PyTorch).
# expect: learning-rate-misplaced
def momentum_step(w, g, v, lr, mu):
    v_new = mu * v - g
    return w + lr * v_new, v_new

# %% wrong: old-velocity-moves-again | The weights are moved by the old velocity, and the new one is only kept for the next step.
# expect: old-velocity-used
def momentum_step(w, g, v, lr, mu):
    v_new = mu * v - lr * g
    w_new = w + v
    return w_new, v_new

# %% wrong: velocity-in-place-again | The caller's velocity is changed in place, and returned.
# expect: explained
def momentum_step(w, g, v, lr, mu):
    v *= mu
    v -= lr * g
    return w + v, v

# %% wrong: swapped-results | The two results are returned in the order velocity, weights.
# expect: results-swapped
def momentum_step(w, g, v, lr, mu):
    v = mu * v - lr * g
    return v, w + v

# %% wrong: mu-on-both-again | mu multiplies the whole new velocity, also the new gradient's share.
# expect: friction-misplaced
def momentum_step(w, g, v, lr, mu):
    v = mu * (v - lr * g)
    return w + v, v

# %% wrong: gradient-counted-twice | The gradient is subtracted in the velocity and then from the weights once more.
# expect: step-taken-twice
def momentum_step(w, g, v, lr, mu):
    v_new = mu * v - lr * g
    w_new = w - lr * g + v_new
    return w_new, v_new

# %% wrong: velocity-of-the-type-of-g | The new velocity is written into an array like g, so that fractions are cut off if the gradient holds integers.
# expect: explained
def momentum_step(w, g, v, lr, mu):
    new_v = np.empty_like(g)
    new_v[...] = mu * v - lr * g
    return w + new_v, new_v

# %% right: by-stacked-matrix | One step of a linear recursion, entry by entry, with a small matrix.
def momentum_step(w, g, v, lr, mu):
    step = np.array([[1.0, -lr, mu], [0.0, -lr, mu]])
    new_w, new_v = np.tensordot(step, np.stack([w, g, v]), axes=1)
    return new_w, new_v

# %% right: own-arrays-in-place | In-place steps on own float arrays.
def momentum_step(w, g, v, lr, mu):
    velocity = np.array(v, dtype=float)
    velocity *= mu
    velocity -= np.multiply(lr, g)
    weights = np.array(w, dtype=float)
    weights += velocity
    return weights, velocity

# %% wrong: running-mean-again-again-again | The velocity is a running mean, mu v - (1 - mu) lr g, so that the gradient counts a tenth.
# expect: friction-misplaced
def momentum_step(w, g, v, lr, mu):
    """Return (new w, new v)."""
    v_new = mu * v - (1 - mu) * lr * g
    return w + v_new, v_new

# %% wrong: rate-outside-the-velocity-again-again | PyTorch's form: v' = mu v + g and w' = w - lr v'; the velocity has another unit and sign.
# expect: learning-rate-misplaced
def momentum_step(w, g, v, lr, mu):
    """Return (new w, new v)."""
    v_new = mu * v + g
    return w - lr * v_new, v_new

# %% wrong: old-velocity-used | w moves by the velocity of the step before, and the new one is only returned.
# expect: old-velocity-used
def momentum_step(w, g, v, lr, mu):
    """Return (new w, new v)."""
    v_new = mu * v - lr * g
    return w + v, v_new

# %% wrong: velocity-changed-in-place | v *= mu and v -= lr g change the caller's velocity.
# expect: explained
def momentum_step(w, g, v, lr, mu):
    """Return (new w, new v)."""
    v *= mu
    v -= lr * g
    return w + v, v

# %% wrong: nesterov-form-again | The look-ahead form w + mu v' - lr g belongs to Nesterov, not to plain momentum.
# expect: explained
def momentum_step(w, g, v, lr, mu):
    """Return (new w, new v)."""
    v_new = mu * v - lr * g
    return w + mu * v_new - lr * g, v_new

# %% wrong: velocity-points-uphill | v' = mu v + lr g with w' = w - v': the same path from rest, but the velocity that comes in and goes out has the opposite sign.
# expect: velocity-sign
def momentum_step(w, g, v, lr, mu):
    """Return (new w, new v)."""
    v_new = mu * v + lr * g
    return w - v_new, v_new

# %% wrong: gradient-damped-too | mu (v - lr g): the new gradient is multiplied by mu as well.
# expect: friction-misplaced
def momentum_step(w, g, v, lr, mu):
    """Return (new w, new v)."""
    v_new = mu * (v - lr * g)
    return w + v_new, v_new

# %% wrong: rate-applied-twice | The velocity already holds lr, and w moves by lr times the velocity.
# expect: learning-rate-misplaced
def momentum_step(w, g, v, lr, mu):
    """Return (new w, new v)."""
    v_new = mu * v - lr * g
    return w + lr * v_new, v_new

# %% right: entry-by-entry | A loop over all indices fills two own arrays of floats.
def momentum_step(w, g, v, lr, mu):
    """Return (new w, new v)."""
    w, g, v = (np.asarray(one, dtype=float) for one in (w, g, v))
    w_new, v_new = np.empty(w.shape), np.empty(w.shape)
    for place in np.ndindex(w.shape):
        v_new[place] = mu * v[place] - lr * g[place]
        w_new[place] = w[place] + v_new[place]
    return w_new, v_new

# %% right: two-pushes | The step in two pushes on own copies: first the damped velocity, then the slope.
def momentum_step(w, g, v, lr, mu):
    """Return (new w, new v)."""
    velocity = np.array(v, dtype=float)
    velocity *= mu
    velocity -= lr * np.asarray(g, dtype=float)
    position = np.array(w, dtype=float)
    position += velocity
    return position, velocity
