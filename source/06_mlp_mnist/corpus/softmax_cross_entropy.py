# %% right: log_softmax | the model answer
def softmax_cross_entropy(scores, y):
    examples = np.arange(len(y))
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(log_probabilities)
    dscores[examples, y] -= 1
    return -log_probabilities[examples, y].mean(), dscores / len(y)

# %% right: loops | row by row, a list of results
def softmax_cross_entropy(scores, y):
    N = len(scores)
    loss, dscores = 0.0, np.zeros(scores.shape)
    for i in range(N):
        row = np.asarray(scores[i], dtype=float) - max(scores[i])
        powers = np.exp(row)
        loss += np.log(powers.sum()) - row[y[i]]
        dscores[i] = powers / powers.sum()
        dscores[i, y[i]] -= 1
    return [loss / N, dscores / N]

# %% right: one_hot | with a matrix of truths
def softmax_cross_entropy(scores, y):
    onehot = np.eye(scores.shape[1])[y]
    shifted = scores - np.max(scores, axis=1)[:, None]
    total = np.sum(np.exp(shifted), axis=1)[:, None]
    loss = np.mean(np.log(total[:, 0]) - np.sum(onehot * shifted, axis=1))
    return float(loss), (np.exp(shifted) / total - onehot) / len(scores)

# %% right: scipy_like | logsumexp of its own, a namedtuple
from collections import namedtuple

Result = namedtuple("Result", "loss dscores")

def softmax_cross_entropy(scores, y):
    top = scores.max(axis=1)
    lse = top + np.log(np.exp(scores - top[:, None]).sum(axis=1))
    p = np.exp(scores - lse[:, None])
    p[range(len(y)), y] -= 1.0
    return Result(np.mean(lse - scores[range(len(y)), y]), p / p.shape[0])

# %% right: logaddexp | NumPy's own sum of logarithms
def softmax_cross_entropy(scores, y):
    logs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
    gradient = np.exp(logs)
    np.subtract.at(gradient, (np.arange(len(y)), y), 1)
    return np.array(-np.take_along_axis(logs, y[:, None], axis=1).mean()), gradient / len(y)

# %% right: jacobian | row by row, through the matrix of all slopes
def softmax_cross_entropy(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    N, K = logs.shape
    dscores = np.zeros((N, K))
    for n in range(N):
        upstream = np.zeros(K)
        upstream[y[n]] = -1 / N
        dscores[n] = (np.eye(K) - np.tile(np.exp(logs[n]), (K, 1))).T @ upstream
    return -logs[np.arange(N), y].mean(), dscores

# %% right: all_jacobians | the same for all rows at once
def softmax_cross_entropy(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    N, K = logs.shape
    truth = np.eye(K)[y]
    slopes = np.eye(K)[None] - np.exp(logs)[:, None, :]
    return -(truth * logs).sum() / N, -np.einsum("na,nab->nb", truth, slopes) / N

# %% wrong: unstable | exponentials of the scores themselves
def softmax_cross_entropy(scores, y):
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(len(y)), y]).mean()
    p[np.arange(len(y)), y] -= 1
    return loss, p / len(y)

# %% wrong: logarithm_of_zero | shifted, but the logarithm of a probability
def softmax_cross_entropy(scores, y):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = -np.log(p[np.arange(len(y)), y]).mean()
    p[np.arange(len(y)), y] -= 1
    return loss, p / len(y)

# %% wrong: clipped | no probability below 1e-12
def softmax_cross_entropy(scores, y):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = powers / powers.sum(axis=1, keepdims=True)
    loss = -np.log(np.maximum(p[np.arange(len(y)), y], 1e-12)).mean()
    p[np.arange(len(y)), y] -= 1
    return loss, p / len(y)

# %% wrong: one_maximum | the largest score of the whole batch is subtracted
def softmax_cross_entropy(scores, y):
    shifted = scores - scores.max()
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(logs)
    loss = -logs[np.arange(len(y)), y].mean()
    p[np.arange(len(y)), y] -= 1
    return loss, p / len(y)

# %% wrong: sum | the sum over the batch, in loss and gradient
# expect: sum-not-mean
def softmax_cross_entropy(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(logs)
    p[np.arange(len(y)), y] -= 1
    return -logs[np.arange(len(y)), y].sum(), p

# %% wrong: gradient_not_averaged | only the loss is a mean
# expect: sum-not-mean
def softmax_cross_entropy(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(logs)
    p[np.arange(len(y)), y] -= 1
    return -logs[np.arange(len(y)), y].mean(), p

# %% wrong: averaged_over_all | over examples and classes
# expect: averaged-over-classes
def softmax_cross_entropy(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(logs)
    p[np.arange(len(y)), y] -= 1
    return -logs[np.arange(len(y)), y].mean(), p / p.size

# %% wrong: one_hot_missing | the probabilities alone
# expect: one-hot-not-subtracted
def softmax_cross_entropy(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -logs[np.arange(len(y)), y].mean(), np.exp(logs) / len(y)

# %% wrong: only_correct | the other classes get no gradient
# expect: probabilities-missing
def softmax_cross_entropy(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -logs[np.arange(len(y)), y].mean(), -np.eye(scores.shape[1])[y] / len(y)

# %% wrong: sign | uphill
# expect: sign-flipped
def softmax_cross_entropy(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(logs)
    p[np.arange(len(y)), y] -= 1
    return -logs[np.arange(len(y)), y].mean(), -p / len(y)

# %% wrong: wrong_axis | normalised over the examples
# expect: explained
def softmax_cross_entropy(scores, y):
    shifted = scores - scores.max(axis=0, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))
    p = np.exp(logs)
    p[np.arange(len(y)), y] -= 1
    return -logs[np.arange(len(y)), y].mean(), p / len(y)

# %% wrong: log10 | as on the slide
# expect: log-base-10
def softmax_cross_entropy(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(logs)
    p[np.arange(len(y)), y] -= 1
    return -logs[np.arange(len(y)), y].mean() / np.log(10), p / len(y)

# %% wrong: repeated_labels_lost | one row for each label
# expect: all-pairs-of-labels
def softmax_cross_entropy(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(logs)
    p[:, y] -= 1
    return -logs[np.arange(len(y)), y].mean(), p / len(y)

# %% wrong: changes_scores | subtracts the maximum in place
def softmax_cross_entropy(scores, y):
    scores -= scores.max(axis=1, keepdims=True)
    logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    p = np.exp(logs)
    p[np.arange(len(y)), y] -= 1
    return -logs[np.arange(len(y)), y].mean(), p / len(y)

# %% wrong: three_classes | ten for everybody
def softmax_cross_entropy(scores, y):
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -logs[np.arange(len(y)), y].mean(), (np.exp(logs) - np.eye(3)[y]) / len(y)

# %% wrong: measured | central differences of the loss
# expect: measured-not-derived, not-precise
def softmax_cross_entropy(scores, y):
    def loss(s):
        s = s - s.max(axis=1, keepdims=True)
        return (np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]).mean()

    s, dscores = np.array(scores, dtype=float), np.zeros(np.shape(scores))
    for index in np.ndindex(s.shape):
        old = s[index]
        s[index] = old + 1e-6
        above = loss(s)
        s[index] = old - 1e-6
        dscores[index] = (above - loss(s)) / 2e-6
        s[index] = old
    return loss(s), dscores

# %% wrong: complex_steps | exact, and a pass for each score
# expect: measured-not-derived
def softmax_cross_entropy(scores, y):
    s = np.array(scores, dtype=complex)
    s -= s.real.max(axis=1, keepdims=True)
    loss = lambda: (np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y]).mean()
    dscores = np.zeros(s.shape)
    for index in np.ndindex(s.shape):
        s[index] += 1e-30j
        dscores[index] = loss().imag / 1e-30
        s[index] = s[index].real
    return loss().real, dscores
