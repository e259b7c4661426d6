# %% wrong: uphill | adds the gradient: w + lr g goes uphill
# expect: uphill
def sgd_step(w, g, lr):
    """Return the new w, given its gradient g; arrays of any one shape."""
    return w + lr * g

# %% wrong: in-place | w -= lr * g changes the caller's array (and raises for integer w)
# expect: explained
def sgd_step(w, g, lr):
    w -= lr * g
    return w

# %% wrong: no-learning-rate | w - g: the learning rate is not used
# expect: step-size-ignored
def sgd_step(w, g, lr):
    new_w = w - g
    return new_w

# %% wrong: step-returned | returns only the step, -lr g, not the new weights
# expect: weights-missing
def sgd_step(w, g, lr):
    return -lr * g

# %% wrong: shape-lost | a list comprehension over the flattened arrays returns a 1-d array also for a matrix of weights
# expect: explained
def sgd_step(w, g, lr):
    return np.array([wi - lr * gi for wi, gi in zip(w.flatten(), g.flatten())])

# %% wrong: learning-rate-on-both | lr * (w - g) shrinks the weights, too
# expect: learning-rate-misplaced
def sgd_step(w, g, lr):
    return lr * (w - g)

# %% wrong: integer-copy | the steps are subtracted in place from a copy of w: raises for integer w
# expect: explained
def sgd_step(w, g, lr):
    new = np.copy(w)
    new -= lr * g
    return new

# %% right: ufuncs | np.subtract of a product, via np.add and np.negative
def sgd_step(w, g, lr):
    return np.add(w, np.negative(np.multiply(lr, g)))

# %% wrong: callers-weights | subtracts in place (after making integers floats) and returns the caller's own array
# expect: explained
def sgd_step(w, g, lr):
    if w.dtype.kind in "iu":
        w = w.astype(float)
    w -= lr * g
    return w

# %% wrong: uphill-2 | adds the gradient
# expect: uphill
def sgd_step(w, g, lr):
    return w + lr * g

# %% wrong: goes-up | w + lr g
# expect: uphill
def sgd_step(w, g, lr):
    return w + lr * g

# %% wrong: in-place-2 | w -= lr g changes the caller's weights
# expect: explained
def sgd_step(w, g, lr):
    w -= lr * g
    return w

# %% wrong: divided-by-size | averages the gradient over its entries
# expect: explained
def sgd_step(w, g, lr):
    return w - lr * g / g.size

# %% wrong: sign-of-the-gradient | steps of fixed length by the sign
# expect: gradient-normalised
def sgd_step(w, g, lr):
    return w - lr * np.sign(g)

# %% wrong: returns-the-update | returns -lr g only
# expect: weights-missing
def sgd_step(w, g, lr):
    return -lr * g

# %% wrong: clips-the-gradient | clips g to ±1, "so that nothing explodes"
# expect: explained
def sgd_step(w, g, lr):
    return w - lr * np.clip(g, -1, 1)

# %% right: add-of-negative | np.add with a scaled negative
def sgd_step(w, g, lr):
    return np.add(w, np.multiply(-lr, g))

# %% wrong: uphill-again | The step is added: it goes with the gradient, uphill.
# expect: uphill
def sgd_step(w, g, lr):
    return w + lr * g

# %% wrong: in-place-again | w -= lr * g changes the caller's weights (and fails for integers).
# expect: explained
def sgd_step(w, g, lr):
    w -= lr * g
    return w

# %% wrong: gradient-normalised | The gradient is divided by its length, so all steps are equally long.
# expect: gradient-normalised
def sgd_step(w, g, lr):
    return w - lr * g / (np.linalg.norm(g) + 1e-12)

# %% wrong: gradient-clipped | Entries of the gradient beyond ±100 are clipped "against exploding gradients", which the rule does not do.
# expect: explained
def sgd_step(w, g, lr):
    g = np.clip(g, -100, 100)
    return w - lr * g

# %% wrong: divided-by-the-number-of-weights | The gradient is divided by len(w), as if it were a sum that has to become a mean.
# expect: explained
def sgd_step(w, g, lr):
    return w - lr * g / len(w)

# %% wrong: step-returned-again | Only the step -lr * g is returned, not the new weights.
# expect: weights-missing
def sgd_step(w, g, lr):
    return -lr * g

# %% wrong: cast-back-to-dtype-of-w | The result is cast to the dtype of w, so integer weights stay whole numbers.
# expect: integers-kept
def sgd_step(w, g, lr):
    return (w - lr * g).astype(w.dtype)

# %% wrong: rate-ignored-and-flattened | The learning rate is not used, and the result is flattened to a vector: two mistakes.
# expect: step-size-ignored
def sgd_step(w, g, lr):
    return np.ravel(w) - np.ravel(g)

# %% right: copy-then-subtract | In place, but on a float copy of its own.
def sgd_step(w, g, lr):
    new = np.array(w, dtype=float)
    new -= np.multiply(lr, g)
    return new

# %% right: entry-by-entry | A loop over all indices of any shape.
def sgd_step(w, g, lr):
    w, g = np.asarray(w), np.asarray(g)
    new = np.empty(w.shape)
    for index in np.ndindex(w.shape):
        new[index] = w[index] - lr * g[index]
    return new

# %% wrong: uphill-again-again | The step goes along the gradient, up the hill.
# expect: uphill
def sgd_step(w, g, lr):
    return w + lr * g

# %% wrong: in-place-again-again | The step is taken in the caller's array w, and that same array is returned (and integers raise an error).
# expect: explained
def sgd_step(w, g, lr):
    w -= lr * g
    return w

# %% wrong: rate-forgotten | The gradient is subtracted without the learning rate.
# expect: step-size-ignored
def sgd_step(w, g, lr):
    return w - g

# %% wrong: integer-copy-again | The new weights are written into a copy of w, whose type cuts off the fractions of a step if w holds integers.
# expect: integers-kept
def sgd_step(w, g, lr):
    new = np.empty_like(w)
    new[...] = w - lr * g
    return new

# %% wrong: normalised-direction | Only the direction of the gradient is used: it is divided by its length, so every step is lr long.
# expect: gradient-normalised
def sgd_step(w, g, lr):
    return w - lr * g / np.linalg.norm(g)

# %% wrong: mean-gradient | The gradient is divided by its number of rows, as if it still were a sum over examples.
# expect: explained
def sgd_step(w, g, lr):
    return w - lr * g / len(g)

# %% wrong: no-return-and-in-place | The array w is changed and nothing is returned.
# expect: explained
def sgd_step(w, g, lr):
    w[...] = w - lr * g

# %% wrong: gradient-scaled-in-place | The gradient of the caller is multiplied by lr in place on the way.
# expect: explained
def sgd_step(w, g, lr):
    g *= lr
    return w - g

# %% wrong: returns-the-change | The function returns the step -lr g, and leaves it to the caller to add it to w.
# expect: weights-missing
def sgd_step(w, g, lr):
    return -lr * np.asarray(g)

# %% right: subtract-and-multiply | By np.subtract and np.multiply, into a new array.
def sgd_step(w, g, lr):
    return np.subtract(w, np.multiply(lr, g))

# %% right: entry-by-entry-again | A loop over the entries of a float copy.
def sgd_step(w, g, lr):
    new = np.array(w, dtype=float)
    for index in np.ndindex(new.shape):
        new[index] -= lr * g[index]
    return new

# %% wrong: in-place-again-again-again | w -= lr * g changes the caller's w.
# expect: explained
def sgd_step(w, g, lr):
    """Return the new w."""
    w -= lr * g
    return w

# %% wrong: uphill-again-again-again | The step goes along the gradient, not against it.
# expect: uphill
def sgd_step(w, g, lr):
    """Return the new w."""
    return w + lr * g

# %% wrong: only-the-step | Returned is the step -lr * g, not the new weights.
# expect: weights-missing
def sgd_step(w, g, lr):
    """Return the new w."""
    return -lr * g

# %% wrong: divided-by-the-number-of-weights-again | The step is divided by len(w), as if the gradient were a sum that still has to be averaged.
# expect: explained
def sgd_step(w, g, lr):
    """Return the new w."""
    return w - lr * g / len(w)

# %% wrong: integer-copy-again-again | The new weights are an array like w: weights of integers stay integers and lose the fraction of the step.
# expect: integers-kept
def sgd_step(w, g, lr):
    """Return the new w."""
    new = np.empty_like(w)
    new[...] = w - lr * g
    return new

# %% wrong: clipped-gradient | The gradient is clipped to -1 … 1 before the step, so that large gradients make short steps.
# expect: explained
def sgd_step(w, g, lr):
    """Return the new w."""
    return w - lr * np.clip(g, -1, 1)

# %% wrong: factor-on-the-weights | w (1 - lr g): the step is multiplied by the weight, a weight of 0 never moves.
# expect: explained
def sgd_step(w, g, lr):
    """Return the new w."""
    return w * (1 - lr * g)

# %% wrong: as-a-vector | The new weights are collected in a flat list over the entries and lose the shape of w.
# expect: explained
def sgd_step(w, g, lr):
    """Return the new w."""
    return np.array([one - lr * slope for one, slope in zip(np.ravel(w), np.ravel(g))])

# %% right: flat-and-back | A comprehension over the flat entries, reshaped at the end.
def sgd_step(w, g, lr):
    """Return the new w."""
    w, g = np.asarray(w), np.asarray(g)
    flat = [float(one) - lr * float(slope) for one, slope in zip(w.ravel(), g.ravel())]
    return np.array(flat).reshape(w.shape)

# %% right: own-copy-in-place | A float copy of w is changed in place.
def sgd_step(w, g, lr):
    """Return the new w."""
    new = np.array(w, dtype=float)
    new -= np.multiply(lr, g)
    return new
