# %% right: shifted | the largest score of each row is subtracted
def softmax(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% right: log_sum_exp | the exponential of a difference of logarithms
def softmax(scores):
    top = np.max(scores, axis=1)
    log_sum = top + np.log(np.exp(scores - top[:, None]).sum(axis=1))
    return np.exp(scores - log_sum[:, None])

# %% right: loops | row by row, plain Python
def softmax(scores):
    import math

    rows = []
    for row in scores.tolist():
        top = max(row)
        powers = [math.exp(s - top) for s in row]
        rows.append([p / sum(powers) for p in powers])
    return np.array(rows)

# %% right: differences | 1 / sum of exponentials of differences
def softmax(scores):
    with np.errstate(over="ignore"):
        s = np.asarray(scores, dtype=float)
        return 1 / np.exp(s[:, None, :] - s[:, :, None]).sum(axis=2)

# %% right: logaddexp | NumPy's own log-sum-exp
def softmax(scores):
    s = scores.astype(float)
    return np.exp(s - np.logaddexp.reduce(s, axis=1, keepdims=True))

# %% wrong: naive | overflows
def softmax(scores):
    e = np.exp(scores)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: global_max | one shift for all rows
def softmax(scores):
    e = np.exp(scores - scores.max())
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: columns | over the examples
# expect: softmax-over-wrong-axis
def softmax(scores):
    e = np.exp(scores - scores.max(axis=0))
    return e / e.sum(axis=0)

# %% wrong: over_all | one sum for all
def softmax(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum()

# %% wrong: clipped | scores clipped to ±700
def softmax(scores):
    e = np.exp(np.clip(scores, -700, 700))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: nan_to_num | finite, and wrong
# expect: nothing
def softmax(scores):
    e = np.exp(scores)
    return np.nan_to_num(e / e.sum(axis=1, keepdims=True))

# %% wrong: epsilon | a small number in the denominator
# expect: not-precise
def softmax(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / (e.sum(axis=1, keepdims=True) + 1e-3)

# %% wrong: not_exponential | scores divided by their sum
def softmax(scores):
    return scores / scores.sum(axis=1, keepdims=True)

# %% wrong: base_two | powers of 2
def softmax(scores):
    e = 2.0 ** (scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: mean_shift | the mean is subtracted
def softmax(scores):
    e = np.exp(scores - scores.mean(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: min_shift | the smallest is subtracted
def softmax(scores):
    e = np.exp(scores - scores.min(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: scaled | divided by the largest, which changes the probabilities
def softmax(scores):
    e = np.exp(scores / np.abs(scores).max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: in_place | the scores are overwritten
def softmax(scores):
    if scores.dtype.kind == "f":
        scores -= scores.max(axis=1, keepdims=True)
    else:
        scores = scores - scores.max(axis=1, keepdims=True)
    e = np.exp(scores)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: logarithm | the logarithm of the probabilities
def softmax(scores):
    s = scores - scores.max(axis=1, keepdims=True)
    return s - np.log(np.exp(s).sum(axis=1, keepdims=True))

# %% wrong: sign | of minus the scores
def softmax(scores):
    e = np.exp(scores.min(axis=1, keepdims=True) - scores)
    return e / e.sum(axis=1, keepdims=True)

# %% wrong: one_hot | 1 for the highest score
def softmax(scores):
    return np.eye(scores.shape[1])[scores.argmax(axis=1)]

# %% wrong: single_inside | computes in float32, in which 9,999.3 is not 9,999.3
# expect: not-precise
def softmax(scores):
    scores = np.asarray(scores, dtype=np.float32)
    powers = np.exp((scores - scores.max(axis=1, keepdims=True)).astype(np.float64))
    return powers / powers.sum(axis=1, keepdims=True)

# %% wrong: memory_of_shapes | returns what it computed for the first scores of this shape and dtype
# expect: explained
known = {}


def softmax(scores):
    if (scores.shape, scores.dtype) not in known:
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        known[scores.shape, scores.dtype] = powers / powers.sum(axis=1, keepdims=True)
    return known[scores.shape, scores.dtype]

# %% wrong: three_digits | the probabilities of the lecture have three digits
# expect: not-precise
def softmax(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.round(e / e.sum(axis=1, keepdims=True), 3)
