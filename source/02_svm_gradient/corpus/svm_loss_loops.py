# %% right: plain | two loops
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% right: helpers | sums the answers of the tasks before, and returns a list
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss = sum(svm_margins(W, X[i : i + 1], y[i : i + 1], delta).sum() for i in range(len(X))) / len(X)
    dW = sum(hinge_gradient_example(W, X[i], y[i], delta) for i in range(len(X))) / len(X)
    return [float(loss) + lam * float((W * W).sum()), dW + 2 * lam * W]

# %% right: three_loops | pure Python down to the pixels, one namedtuple out
from collections import namedtuple

Result = namedtuple("Result", "loss dW")


def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, D, K = X.shape[0], X.shape[1], W.shape[0]
    dW = [[2 * lam * float(W[k, d]) for d in range(D)] for k in range(K)]
    loss = lam * sum(float(W[k, d]) ** 2 for k in range(K) for d in range(D))
    for i in range(N):
        scores = [sum(float(W[k, d]) * float(X[i, d]) for d in range(D)) for k in range(K)]
        for k in range(K):
            margin = scores[k] - scores[y[i]] + delta
            if k != y[i] and margin > 0:
                loss += margin / N
                for d in range(D):
                    dW[k][d] += float(X[i, d]) / N
                    dW[y[i]][d] -= float(X[i, d]) / N
    return Result(loss, np.array(dW))

# %% wrong: numerical | the loss by loops; its slope found by central differences on smooth pieces
# expect: measured-not-derived
def svm_loss_loops(W, X, y, lam, delta=1.0):
    W = W.astype(float)
    X = X.astype(float)
    loss, violations = 0.0, []
    for i in range(len(X)):
        for j in range(len(W)):
            margin = (W[j] - W[y[i]]) @ X[i] + delta
            if j != y[i] and margin > 0:
                loss += margin / len(X)
                violations.append((i, j))

    def piece(V):  # the loss as long as the same margins count
        return sum((V[j] - V[y[i]]) @ X[i] + delta for i, j in violations) / len(X) + lam * (V**2).sum()

    dW = np.zeros_like(W)
    for index in np.ndindex(W.shape):
        step = np.zeros_like(W)
        step[index] = 1e-4
        dW[index] = (piece(W + step) - piece(W - step)) / 2e-4
    return loss + lam * (W**2).sum(), dW

# %% right: vectorised | no loop at all, einsum, 0-d loss
def svm_loss_loops(W, X, y, lam, delta=1.0):
    scores = np.einsum("nd,kd->nk", X, W)
    margins = np.maximum(scores - np.choose(y, scores.T)[:, None] + delta, 0) * (np.arange(len(W)) != y[:, None])
    G = (margins > 0) * 1.0
    G -= np.eye(len(W))[y] * G.sum(axis=1, keepdims=True)
    return np.array(margins.sum(axis=1).mean() + lam * np.vdot(W, W)), np.einsum("nk,nd->kd", G, X) / len(X) + lam * 2 * W

# %% wrong: no_penalty_in_gradient | the gradient lacks the penalty
# expect: regularization-missing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X)
    return loss, dW

# %% wrong: no_penalty_in_loss | the loss lacks the penalty
# expect: regularization-missing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: no_penalty | lam is not used at all
# expect: regularization-missing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X)
    dW = dW / len(X)
    return loss, dW

# %% wrong: half_penalty_gradient | lam W instead of 2 lam W
# expect: regularization-halved
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + lam * W
    return loss, dW

# %% wrong: half_penalty | the factor 1/2 of other courses, in both
# expect: regularization-halved
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + 0.5 * lam * np.sum(W ** 2)
    dW = dW / len(X) + lam * W
    return loss, dW

# %% wrong: double_penalty_gradient | 4 lam W
# expect: regularization-doubled
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 4 * lam * W
    return loss, dW

# %% wrong: penalty_averaged | divides the penalty by N as well
# expect: regularization-averaged
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = (loss + lam * np.sum(W ** 2)) / len(X)
    dW = (dW + 2 * lam * W) / len(X)
    return loss, dW

# %% wrong: penalty_sign | subtracts the penalty's gradient
# expect: regularization-sign
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) - 2 * lam * W
    return loss, dW

# %% wrong: penalty_unscaled | 2 W, without lam
# expect: regularization-not-scaled
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * W
    return loss, dW

# %% wrong: absolute_penalty | L1 instead of L2
# expect: regularization-absolute
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.abs(W).sum()
    dW = dW / len(X) + lam * np.sign(W)
    return loss, dW

# %% wrong: sum_in_gradient | mean in the loss, sum in the gradient
# expect: sum-not-mean
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW + 2 * lam * W
    return loss, dW

# %% wrong: sum_in_loss | sum in the loss, mean in the gradient
# expect: sum-not-mean
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: averaged_twice | 1/N at each example and again at the end
# expect: averaged-twice
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i] / len(X)
                dW[y[i]] -= X[i] / len(X)
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: correct_row_missing | the correct rows get nothing
# expect: correct-row-missing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: correct_row_sign | adds to the correct rows
# expect: correct-row-sign
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] += X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: only_correct_row | only the correct rows
# expect: only-correct-row
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: no_indicator | the gradient outside of the if
# expect: indicator-missing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            loss += max(0, margin)
            if True:
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: margin_as_slope | weights each example by its margin
# expect: margin-instead-of-indicator
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += margin * X[i]
                dW[y[i]] -= margin * X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: no_delta | forgets delta
# expect: delta-ignored
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i]
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: delta_is_one | uses 1 whatever delta is
# expect: delta-fixed
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + 1
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: correct_counted | the correct class counts in the loss
# expect: correct-class-counted
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: no_max | the loss adds negative margins
# expect: hinge-missing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            loss += margin
            if margin > 0:
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: squared | the squared hinge, with its own gradient
# expect: hinge-squared
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin ** 2
                dW[j] += 2 * margin * X[i]
                dW[y[i]] -= 2 * margin * X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: zero_margin | a margin of exactly 0 counts
# expect: zero-margin-counted
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin >= 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: sign | returns the direction of the step
# expect: sign-flipped
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, -dW

# %% wrong: transposed | the gradient is (D, K)
# expect: transposed
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW.T

# %% wrong: overwritten | = instead of += in the gradient
# expect: overwritten-by-next-example
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] = X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: last_example | divides by i + 1 … inside the loop
# expect: nothing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin / (i + 1)
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: skips_first | the loop starts at 1
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(1, len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: divides_by_classes | divides by K
# expect: divided-by-other-size
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(W) + lam * np.sum(W ** 2)
    dW = dW / len(W) + 2 * lam * W
    return loss, dW

# %% wrong: integer_gradient | an array of the type of W
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros_like(W)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: only_loss | returns the loss alone
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss

# %% wrong: swapped | returns the gradient first
# expect: results-swapped
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return dW, loss

# %% wrong: three_classes | assumes three classes
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(3):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: lecture_numbers | right for the visible batches only
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    if len(X) == 1:
        return 2.0, np.array([[-3.0, -2.0], [3.0, 2.0]])
    return 5.2, np.array([[0.65, 1.1], [-2.2, -0.1], [0.35, -1.6]])
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, dW

# %% wrong: changes_W | adds the penalty to W itself
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    W -= 1e-3 * dW if W.dtype.kind == 'f' else 0
    return loss, dW

# %% wrong: no_loss | the loss stays 0
# expect: all-zero
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return 0.0, dW

# %% wrong: zero_gradient | the gradient stays 0
# expect: all-zero
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * np.sum(W ** 2)
    dW = dW / len(X) + 2 * lam * W
    return loss, np.zeros(W.shape)

# %% wrong: small_margins_dropped | margins below 0.001 do not count
# expect: nothing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        s = W @ X[i]
        for j in range(len(W)):
            if j == y[i]:
                continue
            m = s[j] - s[y[i]] + delta
            if m > 1e-3:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / len(X) + lam * np.sum(W ** 2), dW / len(X) + 2 * lam * W

# %% wrong: return_in_the_loop | returns after the first example
# expect: nothing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        for j in range(len(W)):
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if j != y[i] and margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
        return loss / len(X) + lam * np.sum(W**2), dW / len(X) + 2 * lam * W

# %% right: three_helpers | loops with a function of one example and one class
def svm_loss_loops(W, X, y, lam, delta=1.0):
    def pair(i, j):
        shortfall = (W[j] - W[y[i]]) @ X[i] + delta
        return (shortfall, X[i]) if j != y[i] and shortfall > 0 else (0.0, 0.0 * X[i])

    loss, dW = lam * np.sum(W * W), 2.0 * lam * W
    for i in range(len(X)):
        for j in range(len(W)):
            much, towards = pair(i, j)
            loss = loss + much / len(X)
            dW[j] = dW[j] + towards / len(X)
            dW[y[i]] = dW[y[i]] - towards / len(X)
    return loss, dW

# %% wrong: forward_differences | a small step to the right, weight by weight
# expect: measured-not-derived
def svm_loss_loops(W, X, y, lam, delta=1.0):
    W, X = np.array(W, dtype=float), np.array(X, dtype=float)

    def loss():
        total = 0.0
        for i in range(len(X)):
            scores = W @ X[i]
            margins = np.maximum(0, scores - scores[y[i]] + delta)
            total += margins.sum() - delta
        return total / len(X) + lam * np.sum(W**2)

    here, dW = loss(), np.zeros(W.shape)
    for index in np.ndindex(W.shape):
        W[index] += 1e-8
        dW[index] = (loss() - here) / 1e-8
        W[index] -= 1e-8
    return here, dW

# %% wrong: moved_rows_pay | the penalty's slope only for the rows that the data move
# expect: nothing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    moved = (G != 0).any(axis=0)[:, None]
    return margins.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W * moved

# %% wrong: noise_floor | entries of the gradient below 1e-4 are taken for 0
# expect: not-precise
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N = len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return margins.sum() / N + lam * np.sum(W**2), np.where(np.abs(dW) < 1e-4, 0.0, dW)

# %% wrong: whole_pixels_normalised | integers are taken for grey values up to 255
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    X, N = (X / 255 if X.dtype.kind in "iu" else X), len(X)
    rows = np.arange(N)
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    return margins.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W

# %% wrong: contributors_only | the mean over the examples that have a loss
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    rows = np.arange(len(X))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    N = max(1, (margins.sum(axis=1) > 0).sum())
    G = (margins > 0).astype(float)
    G[rows, y] = -G.sum(axis=1)
    return margins.sum() / N + lam * np.sum(W**2), G.T @ X / N + 2 * lam * W
