# %% right: shifted | subtract the largest
def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

# %% right: log_sum_exp | score minus log-sum-exp
def log_softmax(scores):
    top = np.max(scores, axis=1)
    log_sum = top + np.log(np.sum(np.exp(scores - top[:, None]), axis=1))
    return scores - log_sum[:, None]

# %% right: logaddexp | NumPy's own
def log_softmax(scores):
    return scores - np.logaddexp.reduce(scores, axis=1)[:, None]

# %% right: loops | row by row
def log_softmax(scores):
    rows = []
    for row in scores:
        top = max(row)
        total = 0.0
        for score in row:
            total += np.exp(score - top)
        rows.append([score - top - np.log(total) for score in row])
    return np.array(rows)

# %% right: log1p | the largest term of the sum is 1
def log_softmax(scores):
    s = np.array(scores, dtype=np.float64)
    s -= s.max(axis=1, keepdims=True)
    largest = s.argmax(axis=1)
    rest = np.exp(s)
    rest[np.arange(len(s)), largest] = 0
    return s - np.log1p(rest.sum(axis=1))[:, None]

# %% right: by_scipy | a library function
def log_softmax(scores):
    from scipy.special import log_softmax as of_scipy

    return of_scipy(scores, axis=1)

# %% wrong: too_late | the logarithm after the softmax
def log_softmax(scores):
    return np.log(softmax(scores))

# %% wrong: small_number | a small number for safety
def log_softmax(scores):
    return np.log(softmax(scores) + 1e-300)

# %% wrong: clipped | never below the smallest float
def log_softmax(scores):
    return np.log(np.maximum(softmax(scores), 5e-324))

# %% wrong: no_shift | overflows
def log_softmax(scores):
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))

# %% wrong: shift_forgotten | the shift comes off once only
# expect: shift-not-undone
def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

# %% wrong: largest_of_batch | one shift for all rows
def log_softmax(scores):
    shifted = scores - scores.max()
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))

# %% wrong: first_axis | sums over the examples
# expect: softmax-over-wrong-axis
def log_softmax(scores):
    shifted = scores - scores.max(axis=0)
    return shifted - np.log(np.exp(shifted).sum(axis=0))

# %% wrong: over_everything | one sum for the batch
# expect: softmax-over-wrong-axis
def log_softmax(scores):
    shifted = scores - scores.max()
    return shifted - np.log(np.exp(shifted).sum())

# %% wrong: base_10 | another logarithm
# expect: log-base-10
def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return (shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))) / np.log(10)

# %% wrong: no_logarithm | the softmax itself
def log_softmax(scores):
    return softmax(scores)

# %% wrong: sign | minus the logarithm: the loss of each class
# expect: sign-flipped
def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.log(np.exp(shifted).sum(axis=1, keepdims=True)) - shifted

# %% wrong: mean_for_sum | the mean of the exponentials
def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).mean(axis=1, keepdims=True))

# %% wrong: replaced_infinity | a large number where the logarithm is infinite
def log_softmax(scores):
    return np.nan_to_num(np.log(softmax(scores)), neginf=-800.0)

# %% wrong: keeps_integers | a result of the input's dtype
# expect: integers-kept
def log_softmax(scores):
    out = scores.copy()
    out -= scores.max(axis=1, keepdims=True)
    out[...] = out - np.log(np.exp(out).sum(axis=1, keepdims=True))
    return out

# %% wrong: changes_its_argument | shifts the caller's array
def log_softmax(scores):
    scores -= scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))

# %% wrong: nearly_zero_taken_for_zero | logarithms above -0.001 become 0
# expect: not-precise
def log_softmax(scores):
    z = scores - scores.max(axis=1, keepdims=True)
    L = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return np.where(L > -1e-3, 0, L)

# %% wrong: never_below_a_thousand | a logarithm below −1,000 is cut off
def log_softmax(scores):
    s = scores - scores.max(axis=1, keepdims=True)
    return np.maximum(s - np.log(np.exp(s).sum(axis=1, keepdims=True)), -1000.0)

# %% wrong: nearly_certain | a logarithm above −0.0001 is taken for 0
# expect: not-precise
def log_softmax(scores):
    s = scores - scores.max(axis=1, keepdims=True)
    logs = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    return np.where(logs > -1e-4, 0.0, logs)
