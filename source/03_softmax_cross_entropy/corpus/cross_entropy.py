# %% right: possible_classes | a mask
def cross_entropy(y, y_hat):
    happens = y > 0
    return -np.sum(y[happens] * np.log(y_hat[happens]))

# %% right: where | the logarithm of 1 where nothing happens
def cross_entropy(y, y_hat):
    return -np.dot(y, np.log(np.where(y == 0, 1.0, y_hat)))

# %% right: a_loop | Python floats
def cross_entropy(y, y_hat):
    import math

    loss = 0.0
    for truth, guess in zip(y, y_hat):
        if truth != 0:
            loss -= float(truth) * math.log(float(guess))
    return loss

# %% right: nan_removed | 0 · -inf is nan, and becomes 0
def cross_entropy(y, y_hat):
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.nansum(y * np.log(y_hat))

# %% right: zero_dimensional | returns a 0-d array
def cross_entropy(y, y_hat):
    terms = np.log(y_hat, where=y > 0, out=np.zeros(len(y)))
    return np.array(-(y * terms).sum())

# %% right: by_scipy | xlogy
def cross_entropy(y, y_hat):
    from scipy.special import xlogy

    return -xlogy(y, y_hat).sum()

# %% wrong: as_written | 0 · log 0 is nan
def cross_entropy(y, y_hat):
    return -np.sum(y * np.log(y_hat))

# %% wrong: small_number | a small number for safety
# expect: number-added-for-safety
def cross_entropy(y, y_hat):
    return -np.sum(y * np.log(y_hat + 1e-12))

# %% wrong: clipped | clips the prediction
# expect: number-added-for-safety
def cross_entropy(y, y_hat):
    return -np.sum(y * np.log(np.clip(y_hat, 1e-15, 1)))

# %% wrong: tiny_clip | clips at the smallest number of float32
# expect: number-added-for-safety
def cross_entropy(y, y_hat):
    return -np.sum(y * np.log(np.maximum(y_hat, 1e-38)))

# %% wrong: certain_only | only the likeliest class of the truth
# expect: truth-taken-as-certain
def cross_entropy(y, y_hat):
    return -np.log(y_hat[np.argmax(y)])

# %% wrong: possible_but_unweighted | every possible class counts 1
# expect: truth-not-weighted
def cross_entropy(y, y_hat):
    return -np.sum(np.log(y_hat[y > 0]))

# %% wrong: sign | the minus is missing
# expect: sign-flipped
def cross_entropy(y, y_hat):
    happens = y > 0
    return np.sum(y[happens] * np.log(y_hat[happens]))

# %% wrong: mean | averaged over the classes
# expect: averaged-over-classes
def cross_entropy(y, y_hat):
    happens = y > 0
    return -np.sum(y[happens] * np.log(y_hat[happens])) / len(y)

# %% wrong: base_10 | as the slide has it
# expect: log-base-10
def cross_entropy(y, y_hat):
    happens = y > 0
    return -np.sum(y[happens] * np.log10(y_hat[happens]))

# %% wrong: base_2 | in bits
# expect: log-base-2
def cross_entropy(y, y_hat):
    happens = y > 0
    return -np.sum(y[happens] * np.log2(y_hat[happens]))

# %% wrong: swapped | the logarithm of the truth
# expect: distributions-swapped
def cross_entropy(y, y_hat):
    happens = y_hat > 0
    return -np.sum(y_hat[happens] * np.log(y[happens]))

# %% wrong: divergence | subtracts the truth's entropy
# expect: entropy-subtracted
def cross_entropy(y, y_hat):
    happens = y > 0
    return np.sum(y[happens] * np.log(y[happens] / y_hat[happens]))

# %% wrong: each_class_alone | the binary cross-entropy of every class
# expect: all-classes-counted, doubled
def cross_entropy(y, y_hat):
    inside = np.clip(y_hat, 1e-300, 1 - 1e-16)
    return -np.sum(y * np.log(inside) + (1 - y) * np.log(1 - inside))

# %% wrong: one_per_class | does not add up
def cross_entropy(y, y_hat):
    return np.where(y > 0, -y * np.log(np.where(y > 0, y_hat, 1)), 0)

# %% wrong: squared | another loss
# expect: squared-error
def cross_entropy(y, y_hat):
    return np.sum((y - y_hat) ** 2)

# %% wrong: a_constant | the lecture's number
# expect: explained
def cross_entropy(y, y_hat):
    return 2.0402

# %% wrong: changes_its_argument | replaces the zeros in the caller's array
def cross_entropy(y, y_hat):
    y_hat[y == 0] = 1
    return -np.sum(y * np.log(y_hat))

# %% wrong: rare_classes_dropped | classes with a probability below 0.001 do not count
# expect: nothing
def cross_entropy(y, y_hat):
    on = y > 1e-3
    return -np.sum(y[on] * np.log(y_hat[on]))

# %% wrong: kind_of_the_truth | the terms have the dtype of the truth
# expect: integers-kept
def cross_entropy(y, y_hat):
    terms = np.zeros_like(y)
    happens = y > 0
    terms[happens] = y[happens] * np.log(y_hat[happens])
    return -terms.sum()
