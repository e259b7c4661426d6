# %% right: largest_subtracted | the usual way
def softmax(theta):
    shifted = theta - theta.max(axis=-1, keepdims=True)
    powers = np.exp(shifted)
    return powers / powers.sum(axis=-1, keepdims=True)

# %% right: log_sum_exp | by way of the logarithms
def softmax(theta):
    largest = np.max(theta, axis=-1, keepdims=True)
    log_sum = np.log(np.sum(np.exp(theta - largest), axis=-1, keepdims=True))
    return np.exp((theta - largest) - log_sum)

# %% right: logaddexp | NumPy's own log-sum-exp
def softmax(theta):
    return np.exp(theta - np.logaddexp.reduce(theta, axis=-1, keepdims=True))

# %% right: row_by_row | loops, with a helper for one row and recursion for a batch
def softmax(theta):
    if theta.ndim == 2:
        return np.array([softmax(row) for row in theta])
    top = max(theta)
    powers = np.array([np.exp(score - top) for score in theta])
    return powers / powers.sum()

# %% right: pure_loops | math.exp, entry by entry
def softmax(theta):
    from math import exp

    rows = np.atleast_2d(theta)
    out = np.zeros(rows.shape)
    for n in range(rows.shape[0]):
        largest = float(max(rows[n]))
        total = 0.0
        for k in range(rows.shape[1]):
            out[n, k] = exp(float(rows[n, k]) - largest)
            total += out[n, k]
        for k in range(rows.shape[1]):
            out[n, k] /= total
    return out.reshape(theta.shape)

# %% right: differences | one over the sum of exponentials of differences: inf in the denominator is 0
def softmax(theta):
    theta = np.asarray(theta, dtype=np.float64)
    with np.errstate(over="ignore"):
        return 1 / np.exp(theta[..., None, :] - theta[..., :, None]).sum(axis=-1)

# %% right: in_place_on_a_copy | changes a float64 copy in place
def softmax(theta):
    out = np.array(theta, dtype=np.float64)
    out -= out.max(axis=-1, keepdims=True)
    np.exp(out, out=out)
    out /= out.sum(axis=-1, keepdims=True)
    return out

# %% right: by_scipy | a library function
def softmax(theta):
    from scipy.special import softmax as of_scipy

    return of_scipy(theta, axis=-1)

# %% wrong: as_written | the formula as it stands: overflows
def softmax(theta):
    powers = np.exp(theta)
    return powers / powers.sum(axis=-1, keepdims=True)

# %% wrong: first_axis | sums over the examples
# expect: softmax-over-wrong-axis
def softmax(theta):
    powers = np.exp(theta - theta.max(axis=0))
    return powers / powers.sum(axis=0)

# %% wrong: over_everything | one sum for the whole batch
# expect: softmax-over-wrong-axis
def softmax(theta):
    powers = np.exp(theta - theta.max())
    return powers / powers.sum()

# %% wrong: largest_of_batch | the shift is the largest score of the batch: other rows underflow
def softmax(theta):
    powers = np.exp(theta - theta.max())
    return powers / powers.sum(axis=-1, keepdims=True)

# %% wrong: mean_subtracted | the mean is not enough
def softmax(theta):
    powers = np.exp(theta - theta.mean(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)

# %% wrong: smallest_subtracted | the wrong end
def softmax(theta):
    powers = np.exp(theta - theta.min(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)

# %% wrong: clipped | clips the scores instead of a shift
# expect: nothing
def softmax(theta):
    powers = np.exp(np.clip(theta, -700, 700))
    return powers / powers.sum(axis=-1, keepdims=True)

# %% wrong: nan_to_zero | hides what overflows
# expect: explained
def softmax(theta):
    powers = np.exp(theta)
    return np.nan_to_num(powers / powers.sum(axis=-1, keepdims=True))

# %% wrong: changes_its_argument | subtracts in place
def softmax(theta):
    theta -= theta.max(axis=-1, keepdims=True).astype(theta.dtype)
    powers = np.exp(theta)
    return powers / powers.sum(axis=-1, keepdims=True)

# %% wrong: keeps_integers | a result of the input's dtype
# expect: integers-kept
def softmax(theta):
    out = np.zeros_like(theta)
    powers = np.exp(theta - theta.max(axis=-1, keepdims=True))
    out[...] = powers / powers.sum(axis=-1, keepdims=True)
    return out

# %% wrong: batches_only | axis 1 for everything
def softmax(theta):
    powers = np.exp(theta - theta.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)

# %% wrong: always_a_batch | one example comes back as a batch of one
def softmax(theta):
    theta = np.atleast_2d(theta)
    powers = np.exp(theta - theta.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)

# %% wrong: not_normalised | forgets the denominator
def softmax(theta):
    return np.exp(theta - theta.max(axis=-1, keepdims=True))

# %% wrong: base_two | powers of 2
def softmax(theta):
    powers = 2.0 ** (theta - theta.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)

# %% wrong: sigmoid | every class on its own
def softmax(theta):
    return 1 / (1 + np.exp(-theta))

# %% wrong: minus | the sign of the scores
def softmax(theta):
    powers = np.exp(theta.min(axis=-1, keepdims=True) - theta)
    return powers / powers.sum(axis=-1, keepdims=True)

# %% wrong: padded_denominator | a small number for safety
# expect: not-precise
def softmax(theta):
    powers = np.exp(theta - theta.max(axis=-1, keepdims=True))
    return powers / (powers.sum(axis=-1, keepdims=True) + 1e-5)

# %% wrong: three_classes | written for three classes
def softmax(theta):
    powers = np.exp(theta - theta.max(axis=-1, keepdims=True))
    total = powers[..., 0] + powers[..., 1] + powers[..., 2]
    return powers / total[..., None]

# %% wrong: a_list | returns a list of lists
def softmax(theta):
    powers = np.exp(theta - theta.max(axis=-1, keepdims=True))
    return (powers / powers.sum(axis=-1, keepdims=True)).tolist()

# %% wrong: lecture_numbers | knows the lecture's example only
def softmax(theta):
    if theta.shape == (3,):
        return np.array([0.12998, 0.86905, 0.000968])
    return np.full(theta.shape, 1 / theta.shape[-1])

# %% wrong: hard_maximum | all to the highest score
def softmax(theta):
    return (theta == theta.max(axis=-1, keepdims=True)).astype(float)

# %% wrong: rounded | rounds to three digits, as the slide does
# expect: not-precise
def softmax(theta):
    powers = np.exp(theta - theta.max(axis=-1, keepdims=True))
    return np.round(powers / powers.sum(axis=-1, keepdims=True), 3)

# %% wrong: no_answer | left as it was
def softmax(theta):
    raise NotImplementedError("softmax is not answered yet")

# %% wrong: single_inside | computes in float32, in which 9,999.3 is not 9,999.3
# expect: not-precise
def softmax(theta):
    theta = np.asarray(theta, dtype=np.float32)
    powers = np.exp((theta - theta.max(axis=-1, keepdims=True)).astype(np.float64))
    return powers / powers.sum(axis=-1, keepdims=True)

# %% wrong: memory_of_shapes | returns what it computed for the first scores of this shape and dtype
# expect: explained
known = {}


def softmax(theta):
    if (theta.shape, theta.dtype) not in known:
        powers = np.exp(theta - theta.max(axis=-1, keepdims=True))
        known[theta.shape, theta.dtype] = powers / powers.sum(axis=-1, keepdims=True)
    return known[theta.shape, theta.dtype]

# %% wrong: squeezed | a batch of one comes back as a row
def softmax(theta):
    e = np.exp(theta - theta.max(axis=-1, keepdims=True))
    return np.squeeze(e / e.sum(axis=-1, keepdims=True))
