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
