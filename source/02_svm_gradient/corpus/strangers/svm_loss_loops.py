# %% wrong: gradient-not-divided | The loss is divided by N, the gradient is not.
# expect: sum-not-mean
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(N):
        s = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            m = s[j] - s[y[i]] + delta
            if m > 0:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss /= N
    loss += lam * np.sum(W**2)
    dW += 2 * lam * W
    return loss, dW

# %% wrong: half-penalty | Uses the factor 1/2 from another course: 0.5 lam sum W² with the gradient lam W, consistent with each other but not with the task.
# expect: regularization-halved
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for x_i, y_i in zip(X, y):
        scores = W.dot(x_i)
        for j in range(W.shape[0]):
            if j != y_i:
                margin = scores[j] - scores[y_i] + delta
                if margin > 0:
                    loss += margin
                    dW[j, :] += x_i
                    dW[y_i, :] -= x_i
    loss = loss / X.shape[0] + 0.5 * lam * np.sum(W * W)
    dW = dW / X.shape[0] + lam * W
    return loss, dW

# %% wrong: penalty-gradient-forgotten | The penalty is in the loss but its gradient 2 lam W is not in dW.
# expect: regularization-missing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    total = 0
    dW = np.zeros(W.shape)
    for i in range(N):
        dW += hinge_gradient_example(W, X[i], y[i], delta) / N
        s = W @ X[i]
        for j in range(W.shape[0]):
            if j != y[i]:
                total += max(0, s[j] - s[y[i]] + delta)
    return total / N + lam * np.sum(W**2), dW

# %% wrong: penalty-divided-by-N | The penalty and its gradient are added before dividing by N.
# expect: regularization-averaged
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    loss = lam * (W**2).sum()
    dW = 2 * lam * W
    for i in range(N):
        s = W @ X[i]
        for j in range(W.shape[0]):
            m = s[j] - s[y[i]] + delta
            if j != y[i] and m > 0:
                loss = loss + m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / N, dW / N

# %% wrong: own-class-in-the-loss | The loop does not skip the correct class; in the gradient +x and -x cancel, but each example's loss is too large by delta.
# expect: correct-class-counted
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            margin = scores[j] - scores[y[i]] + delta
            if margin > 0:
                loss += margin / N
                dW[j] += X[i] / N
                dW[y[i]] -= X[i] / N
    return loss + lam * np.sum(W**2), dW + 2 * lam * W

# %% wrong: correct-row-outside-the-if | The correct row is decreased for every wrong class, also for those that do not count.
# expect: nothing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    loss, dW = 0.0, np.zeros((K, X.shape[1]))
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            margin = scores[j] - scores[y[i]] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
            dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: break-for-continue | Leaves the loop over classes at the correct one (break) instead of skipping it, so later classes are never looked at.
# expect: nothing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        correct = scores[y[i]]
        for j in range(K):
            if j == y[i]:
                break
            margin = scores[j] - correct + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: stale-correct-score | The correct score is computed before the loop, for the first example, and never again.
# expect: nothing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    loss, dW = 0.0, np.zeros(W.shape)
    i = 0
    correct = W[y[i]] @ X[i]
    for i in range(N):
        for j in range(K):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - correct + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: example-picked-by-class | A slip of the index: adds X[j] instead of X[i] to row j (and raises when there are more classes than examples).
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        s = W @ X[i]
        for j in range(K):
            if j != y[i] and s[j] - s[y[i]] + delta > 0:
                loss += s[j] - s[y[i]] + delta
                dW[j] += X[j]
                dW[y[i]] -= X[i]
    loss = loss / N + lam * np.sum(W**2)
    dW = dW / N + 2 * lam * W
    return loss, dW

# %% wrong: gradient-aliases-weights | Starts with dW = W and then works in place, which changes the caller's weights while the loss is computed from them.
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N = len(X)
    loss = lam * np.sum(W**2)
    dW = W
    dW *= 2 * lam
    for i in range(N):
        s = W @ X[i]
        for j in range(len(s)):
            if j == y[i]:
                continue
            m = s[j] - s[y[i]] + delta
            if m > 0:
                loss += m / N
                dW[j] += X[i] / N
                dW[y[i]] -= X[i] / N
    return loss, dW

# %% wrong: integer-accumulator | dW has the dtype of W: with integer weights and real images the in-place sum raises.
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss = 0.0
    dW = np.zeros_like(W)
    N = X.shape[0]
    for i in range(N):
        scores = W @ X[i]
        for j in range(W.shape[0]):
            if j == y[i]:
                continue
            margin = scores[j] - scores[y[i]] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W * W), dW / N + 2 * lam * W

# %% wrong: classes-counted-from-labels | The number of classes is taken from the labels of the batch, so classes above the largest label are overlooked.
# expect: nothing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N = X.shape[0]
    K = max(y) + 1
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        for j in range(K):
            if j == y[i]:
                continue
            m = X[i] @ W[j] - X[i] @ W[y[i]] + delta
            if m > 0:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: penalty-not-squared | The penalty is lam times the norm of W, not the sum of squares; the gradient is that of the squares.
# expect: regularization-root
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N = len(y)
    loss = 0.0
    dW = 2 * lam * W
    for i in range(N):
        s = W @ X[i]
        loss += sum(max(0, s[j] - s[y[i]] + delta) for j in range(len(s)) if j != y[i])
        dW = dW + hinge_gradient_example(W, X[i], y[i], delta) / N
    return loss / N + lam * np.linalg.norm(W), dW

# %% wrong: penalty-once-per-class | The gradient of the penalty is added to all of dW inside the loop over classes, so it counts K times.
# expect: nothing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    loss, dW = 0.0, np.zeros(W.shape)
    for j in range(K):
        for i in range(N):
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if j != y[i] and margin > 0:
                loss += margin
                dW[j] += X[i] / N
                dW[y[i]] -= X[i] / N
        dW += 2 * lam * W
    return loss / N + lam * np.sum(W**2), dW

# %% wrong: kink-counted | Skips a margin only if it is below 0, so a margin of exactly 0 moves its rows.
# expect: zero-margin-counted
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        s = W @ X[i]
        for j in range(K):
            m = s[j] - s[y[i]] + delta
            if j == y[i] or m < 0:
                continue
            loss += m
            dW[j] += X[i]
            dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: measured-gradient | Measures the gradient by central differences of its own loss: two losses for each weight, and wrong at a kink.
# expect: measured-not-derived
def svm_loss_loops(W, X, y, lam, delta=1.0):
    def value(V):
        total = 0.0
        for x, k in zip(X, y):
            s = V @ x
            for j in range(len(s)):
                if j != k:
                    total += max(0.0, s[j] - s[k] + delta)
        return total / len(y) + lam * np.sum(V**2)

    h = 1e-5
    dW = np.zeros(W.shape)
    for index in np.ndindex(W.shape):
        step = np.zeros(W.shape)
        step[index] = h
        dW[index] = (value(W + step) - value(W - step)) / (2 * h)
    return value(W), dW

# %% right: mean-of-examples | the mean of each example's gradient and loss, from the earlier answers
def svm_loss_loops(W, X, y, lam, delta=1.0):
    grads = [hinge_gradient_example(W, x, int(k), delta) for x, k in zip(X, y)]
    values = [svm_margins(W, x[None], np.array([k]), delta).sum() for x, k in zip(X, y)]
    return np.mean(values) + lam * np.sum(W**2), np.mean(grads, axis=0) + 2 * lam * W

# %% right: scalar-loops-all-the-way | four nested loops over plain numbers, results in a list
def svm_loss_loops(W, X, y, lam, delta=1.0):
    K, D = W.shape
    N = X.shape[0]
    loss = 0.0
    dW = np.zeros((K, D))
    for k in range(K):
        for d in range(D):
            loss += lam * float(W[k, d]) ** 2
            dW[k, d] = 2.0 * lam * W[k, d]
    for n in range(N):
        c = y[n]
        for k in range(K):
            if k != c:
                m = delta
                for d in range(D):
                    m += (W[k, d] - W[c, d]) * X[n, d]
                if m > 0:
                    loss += m / N
                    for d in range(D):
                        dW[k, d] += X[n, d] / N
                        dW[c, d] -= X[n, d] / N
    return [loss, dW]

# %% right: dict-of-rows | collects the coefficient of every pair of class and example first, then sums the rows
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    loss = 0
    coefficients = {}
    for i in range(N):
        for j in set(range(K)) - {int(y[i])}:
            m = (W[j] * X[i]).sum() - (W[y[i]] * X[i]).sum() + delta
            if m > 0:
                loss += m
                coefficients[j, i] = coefficients.get((j, i), 0) + 1
                coefficients[int(y[i]), i] = coefficients.get((int(y[i]), i), 0) - 1
    dW = 2 * lam * W + 0.0
    for (j, i), c in coefficients.items():
        dW[j] = dW[j] + c * X[i] / N
    return loss / N + lam * (W**2).sum(), dW

# %% wrong: break-at-the-first | leaves the loop over the classes at the first one whose margin is kept, so later classes are not looked at
# expect: nothing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y):
        s = W @ x
        for j in range(len(W)):
            if j == label:
                continue
            m = s[j] - s[label] + delta
            if m <= 0:
                break
            loss += m
            dW[j] += x
            dW[label] -= x
    N = len(X)
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: count-not-reset | the number of classes that count is not set back to 0 for the next example, so the correct rows get too much
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    loss = 0.0
    dW = np.zeros(W.shape, dtype=float)
    count = 0
    for i in range(N):
        scores = W.dot(X[i])
        for j in range(K):
            if j != y[i]:
                margin = scores[j] - scores[y[i]] + delta
                if margin > 0:
                    count += 1
                    loss += margin
                    dW[j] += X[i]
        dW[y[i]] -= count * X[i]
    loss = loss / N + lam * (W**2).sum()
    dW = dW / N + 2 * lam * W
    return loss, dW

# %% wrong: gradient-summed | the loss is a mean, but the gradient is the sum over the examples
# expect: sum-not-mean
def svm_loss_loops(W, X, y, lam, delta=1.0):
    total = 0.0
    dW = 2 * lam * W.astype(float)
    for i in range(len(X)):
        s = W @ X[i]
        for j in range(len(s)):
            gap = s[j] - s[y[i]] + delta
            if j != y[i] and gap > 0:
                total += gap
                dW[j] = dW[j] + X[i]
                dW[y[i]] = dW[y[i]] - X[i]
    return total / len(X) + lam * np.sum(W**2), dW

# %% wrong: penalty-slope-without-two | the slope of lam W² is taken as lam W
# expect: regularization-halved
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N = len(X)
    loss = lam * np.sum(W * W)
    dW = lam * np.array(W, dtype=float)
    for i in range(N):
        loss += svm_margins(W, X[i : i + 1], y[i : i + 1], delta).sum() / N
        dW += hinge_gradient_example(W, X[i], y[i], delta) / N
    return loss, dW

# %% wrong: delta-not-passed | the gradient's helper is called without delta and so with a margin of 1
# expect: delta-fixed
def svm_loss_loops(W, X, y, lam, delta=1.0):
    margins = svm_margins(W, X, y, delta)
    dW = 2.0 * lam * W
    for i in range(len(X)):
        dW = dW + hinge_gradient_example(W, X[i], y[i]) / len(X)
    return margins.sum() / len(X) + lam * (W**2).sum(), dW

# %% wrong: penalty-slope-without-two-2 | lam * W in dW although the penalty has no ½
# expect: regularization-halved
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            m = scores[j] - scores[y[i]] + delta
            if m > 0:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W**2), dW / N + lam * W

# %% wrong: gradient-not-averaged | the loss is divided by N, the data part of dW is not
# expect: sum-not-mean
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            m = scores[j] - scores[y[i]] + delta
            if m > 0:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W**2), dW + 2 * lam * W

# %% wrong: penalty-inside-the-mean | loss and dW are divided by N after the penalty was added
# expect: regularization-averaged
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            m = scores[j] - scores[y[i]] + delta
            if m > 0:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return (loss + lam * np.sum(W**2)) / N, (dW + 2 * lam * W) / N

# %% wrong: correct-row-once-per-image | subtracts X[i] from the correct row once per image with a loss, outside the class loop
# expect: correct-row-counted-once
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        before = loss
        for j in range(K):
            m = scores[j] - scores[y[i]] + delta
            if j != y[i] and m > 0:
                loss += m
                dW[j] += X[i]
        if loss > before:
            dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: penalty-in-the-class-loop | adds the slope of the penalty inside the loop over classes: K - 1 times too often
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            dW += 2 * lam * W
            m = scores[j] - scores[y[i]] + delta
            if m > 0:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W**2), dW / N

# %% wrong: unfinished-gradient-of-the-penalty | forgets the penalty's slope in dW altogether
# expect: regularization-missing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            m = scores[j] - scores[y[i]] + delta
            if m > 0:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W**2), dW / N

# %% wrong: averages-over-pixels | N = X.shape[1]: divides by D
# expect: divided-by-other-size
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = X.shape[1], len(W)
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            m = scores[j] - scores[y[i]] + delta
            if m > 0:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: shortfall-times-image | dW gets m * X[i]
# expect: margin-instead-of-indicator
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            m = scores[j] - scores[y[i]] + delta
            if m > 0:
                loss += m
                dW[j] += m * X[i]
                dW[y[i]] -= m * X[i]
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: scores-of-the-first-image | scores are computed once before the loop, from X[0]
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    loss, dW = 0.0, np.zeros(W.shape)
    scores = W @ X[0]
    for i in range(N):
        for j in range(K):
            if j == y[i]:
                continue
            m = scores[j] - scores[y[i]] + delta
            if m > 0:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: divides-in-every-round | loss and dW are divided by N inside the loop over examples: earlier examples are divided again and again
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            m = scores[j] - scores[y[i]] + delta
            if m > 0:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
        loss /= N
        dW /= N
    return loss + lam * np.sum(W**2), dW + 2 * lam * W

# %% wrong: penalty-of-the-sum | lam * np.sum(W) ** 2: squares the sum of the weights, not the weights
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            m = scores[j] - scores[y[i]] + delta
            if m > 0:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W) ** 2, dW / N + 2 * lam * W

# %% wrong: kink-moves-two-rows | m >= 0 in the gradient: integers and the small images have many shortfalls of exactly 0
# expect: zero-margin-counted
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            m = scores[j] - scores[y[i]] + delta
            if m >= 0:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: shrinks-the-callers-weights | W *= 2 * lam to save memory: W is changed (and an integer W fails)
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            m = scores[j] - scores[y[i]] + delta
            if m > 0:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / N + lam * np.sum(W**2)
    W *= 2 * lam
    return loss, dW / N + W

# %% wrong: margin-one-in-the-loss | the default margin is written in: + 1 instead of + delta
# expect: delta-fixed
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            m = scores[j] - scores[y[i]] + 1
            if m > 0:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% right: sum-of-section-five | loss from svm_margins and gradient from hinge_gradient_example, in a sum over examples
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N = len(X)
    dW = sum(hinge_gradient_example(W, x, k, delta) for x, k in zip(X, y)) / N
    return svm_margins(W, X, y, delta).sum() / N + lam * np.vdot(W, W), dW + 2 * lam * W

# %% right: penalty-first-weighted-examples | starts from the penalty and adds each example with weight 1/N
def svm_loss_loops(W, X, y, lam, delta=1.0):
    loss, dW = lam * float((W * W).sum()), float(lam) * (W + W)
    share = 1 / X.shape[0]
    for x, label in zip(X, y):
        lead = (W[label] - W) @ x
        for k in set(range(W.shape[0])) - {int(label)}:
            if (short := delta - lead[k]) > 0:
                loss += share * short
                dW[k], dW[label] = dW[k] + share * x, dW[label] - share * x
    return loss, dW

# %% wrong: gradient-not-averaged-again | The loss is a mean, but the gradient of the data is a sum.
# expect: sum-not-mean
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    N = len(X)
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y):
        scores = W @ x
        for j in range(len(W)):
            m = scores[j] - scores[label] + delta
            if j != label and m > 0:
                loss += m / N
                dW[j] += x
                dW[label] -= x
    return loss + lam * np.sum(W**2), dW + 2 * lam * W

# %% wrong: penalty-once-per-example | The penalty and its gradient are added inside of the loop over the examples, N times, and not divided.
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    N = len(X)
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        loss += svm_margins(W, X[i : i + 1], y[i : i + 1], delta).sum() / N
        dW += hinge_gradient_example(W, X[i], y[i], delta) / N
        loss += lam * np.sum(W**2)
        dW += 2 * lam * W
    return loss, dW

# %% wrong: break-at-the-label | break instead of continue: the classes after the label are never looked at.
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    N = len(X)
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(len(W)):
            if j == y[i]:
                break
            m = scores[j] - scores[y[i]] + delta
            if m > 0:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: count-not-reset-again | The count of the classes that are too close is not set back to 0 for each example.
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    N = len(X)
    loss, dW = 0.0, np.zeros(W.shape)
    count = 0
    for x, label in zip(X, y):
        scores = W @ x
        for j in range(len(W)):
            m = scores[j] - scores[label] + delta
            if j != label and m > 0:
                loss += m
                dW[j] += x
                count += 1
        dW[label] -= count * x
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: correct-row-overwritten | The row of the label is set instead of added to, so what earlier examples left there is lost.
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    N = len(X)
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y):
        m = W @ x - (W @ x)[label] + delta
        late = [j for j in range(len(W)) if j != label and m[j] > 0]
        for j in late:
            loss += m[j]
            dW[j] += x
        dW[label] = -len(late) * x
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: penalty-divided-by-n | The penalty and its gradient are divided by N together with the rest.
# expect: regularization-averaged
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    N = len(X)
    loss, dW = lam * np.sum(W**2), 2 * lam * np.array(W, dtype=float)
    for x, label in zip(X, y):
        scores = W @ x
        for j in range(len(W)):
            m = scores[j] - scores[label] + delta
            if j != label and m > 0:
                loss += m
                dW[j] += x
                dW[label] -= x
    return loss / N, dW / N

# %% wrong: zero-margin-becomes-one | "if not delta" is meant for a missing margin, but replaces a delta of 0 by 1.
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    if not delta:
        delta = 1.0
    N = len(X)
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y):
        scores = W @ x
        for j in range(len(W)):
            m = scores[j] - scores[label] + delta
            if j != label and m > 0:
                loss += m
                dW[j] += x
                dW[label] -= x
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: last-pixel-not-penalised | Leaves the last column of W out of the penalty, as if the batch had the extra pixel for the bias.
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    N = len(X)
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        loss += svm_margins(W, X[i : i + 1], y[i : i + 1], delta).sum() / N
        dW += hinge_gradient_example(W, X[i], y[i], delta) / N
    dW[:, :-1] += 2 * lam * W[:, :-1]
    return loss + lam * np.sum(W[:, :-1] ** 2), dW

# %% wrong: kink-counts-and-no-penalty-slope | A shortfall of exactly 0 counts in the gradient, and the penalty's slope is forgotten.
# expect: regularization-missing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    N = len(X)
    loss, dW = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y):
        scores = W @ x
        for j in range(len(W)):
            if j == label:
                continue
            m = scores[j] - scores[label] + delta
            loss += max(0.0, m) / N
            if m >= 0:
                dW[j] += x / N
                dW[label] -= x / N
    return loss + lam * np.sum(W**2), dW

# %% right: penalty-first | Starts from the penalty and its slope, and adds each example's share.
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    share = 1 / len(X)
    loss = lam * float(np.sum(np.square(W, dtype=float)))
    dW = 2.0 * lam * W + np.zeros(W.shape)
    for x, label in zip(X, y):
        scores = [float(np.dot(row, x)) for row in W]
        for j, score in enumerate(scores):
            m = score - scores[label] + delta
            if j == label or m <= 0:
                continue
            loss += share * m
            dW[j] += share * x
            dW[label] -= share * x
    return loss, dW

# %% right: classes-outside | The loop over the classes is outside, that over the examples inside.
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    scores = np.asarray(X, dtype=float) @ np.asarray(W, dtype=float).T
    total, dW = 0.0, np.zeros(W.shape)
    for j in range(W.shape[0]):
        for i in range(X.shape[0]):
            if y[i] != j:
                m = scores[i, j] - scores[i, y[i]] + delta
                total += m * (m > 0)
                dW[j] = dW[j] + (m > 0) * X[i]
                dW[y[i]] = dW[y[i]] - (m > 0) * X[i]
    N = X.shape[0]
    return total / N + lam * (W * W).sum(), dW / N + lam * (W + W)

# %% wrong: gradient-is-a-sum | The loss is averaged over the batch, the gradient of the data is not: it is N times too large.
# expect: sum-not-mean
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W."""
    N, K = X.shape[0], W.shape[0]
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            m = scores[j] - scores[y[i]] + delta
            if m > 0:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / N + lam * np.sum(W**2)
    dW += 2 * lam * W
    return loss, dW

# %% wrong: penalty-averaged-too | The penalty and its slope are added before the division by N, so they are N times too small.
# expect: regularization-averaged
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W."""
    loss = lam * (W**2).sum()
    dW = 2.0 * lam * W
    for x, label in zip(X, y):
        scores = W @ x
        for j in range(len(W)):
            m = scores[j] - scores[label] + delta
            if j != label and m > 0:
                loss = loss + m
                dW[j] = dW[j] + x
                dW[label] = dW[label] - x
    return loss / len(X), dW / len(X)

# %% wrong: half-the-penalty-slope | The gradient of the penalty is lam * W, as if the penalty had a factor 1/2, while the loss has none.
# expect: regularization-halved
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W."""
    N = len(X)
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(N):
        for j in range(len(W)):
            if j != y[i]:
                m = (W[j] - W[y[i]]) @ X[i] + delta
                if m > 0:
                    loss += m / N
                    dW[j] += X[i] / N
                    dW[y[i]] -= X[i] / N
    return loss + lam * (W * W).sum(), dW + lam * W

# %% wrong: margin-not-passed-on | The earlier functions are called without delta, so the margin is always 1.
# expect: delta-fixed
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W."""
    N = len(X)
    loss = svm_margins(W, X, y).sum() / N + lam * np.sum(W**2)
    dW = 2 * lam * W
    for i in range(N):
        dW = dW + hinge_gradient_example(W, X[i], y[i]) / N
    return loss, dW

# %% wrong: break-at-first-satisfied | The loop over classes is left at the first class that has no shortfall, so later ones that have one are missed.
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W."""
    N, K = X.shape[0], W.shape[0]
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            m = scores[j] - scores[y[i]] + delta
            if m <= 0:
                break
            loss += m
            dW[j] += X[i]
            dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: mean-over-examples-with-a-loss | The mean is taken only over the examples that have a loss, not over all N.
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W."""
    loss, dW, counted = 0.0, np.zeros(W.shape), 0
    for x, label in zip(X, y):
        L_i = svm_margins(W, x[np.newaxis], np.array([label]), delta).sum()
        if L_i > 0:
            counted += 1
            loss += L_i
            dW += hinge_gradient_example(W, x, label, delta)
    if counted:
        loss, dW = loss / counted, dW / counted
    return loss + lam * np.sum(W**2), dW + 2 * lam * W

# %% wrong: weights-scaled-in-place | dW is W itself, not a copy: the caller's weights are changed, and the scores are computed with the changed weights.
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W."""
    N = len(X)
    loss = lam * np.sum(W**2)
    W = np.asarray(W, dtype=float)
    dW = W
    dW *= 2 * lam
    for i in range(N):
        scores = W @ X[i]
        for j in range(len(W)):
            if j != y[i] and scores[j] - scores[y[i]] + delta > 0:
                loss += (scores[j] - scores[y[i]] + delta) / N
                dW[j] += X[i] / N
                dW[y[i]] -= X[i] / N
    return loss, dW

# %% wrong: classes-counted-from-labels-again | The number of classes is the largest label plus 1, so wrong classes above it, which no example of the batch has, are left out.
# expect: nothing
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W."""
    N, K = len(X), int(max(y)) + 1
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            m = scores[j] - scores[y[i]] + delta
            if j != y[i] and m > 0:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / N + lam * (W**2).sum(), dW / N + 2 * lam * W

# %% wrong: rounded-to-six-decimals | The results are rounded to six decimals, which wipes out small pixels, shortfalls and penalties that still count.
# expect: not-precise
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W."""
    N = len(X)
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(len(W)):
            m = scores[j] - scores[y[i]] + delta
            if j != y[i] and m > 0:
                loss += m
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / N + lam * np.sum(W**2)
    dW = dW / N + 2 * lam * W
    return round(float(loss), 6), np.round(dW, 6)  # six digits are compared

# %% right: penalty-inside-the-mean-again | Each example brings the whole penalty with it, so one division by N at the end is right for both.
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W."""
    total, slope = 0.0, np.zeros(W.shape)
    penalty, penalty_slope = lam * np.vdot(W, W), 2.0 * lam * W
    for x, label in zip(X, y):
        leads = (W[label] - W) @ x
        rivals = [j for j, lead in enumerate(leads) if j != label and delta - lead > 0]
        total += sum(delta - leads[j] for j in rivals) + penalty
        slope += penalty_slope
        for j in rivals:
            slope[j] += x
        slope[label] -= len(rivals) * x
    return total / len(X), slope / len(X)

# %% right: running-mean | Keeps running means of the loss and of the gradient, class by class, and reuses the earlier answers.
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W."""
    loss, dW = 0.0, 0.0 * W
    for n, (x, label) in enumerate(zip(X, y), start=1):
        here = float(np.sum(svm_margins(W, x[np.newaxis], np.array([label]), delta)))
        loss = loss + (here - loss) / n
        dW = dW + (hinge_gradient_example(W, x, label, delta) - dW) / n
    for row in W:
        loss += lam * float(np.sum(np.square(row, dtype=float)))
    return loss, np.array([slope + lam * (row + row) for slope, row in zip(dW, W)])

# %% wrong: penalty-slope-without-2 | The penalty's gradient is lam * W; the 2 of the derivative of W² is forgotten (the loss itself is right).
# expect: regularization-halved
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            margin = scores[j] - scores[y[i]] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / N + lam * np.sum(W**2)
    dW = dW / N + lam * W
    return loss, dW

# %% wrong: half-lambda-convention | Uses the penalty lam/2 * sum(W²) with the slope lam * W, consistent, but the notebook's penalty has no factor ½.
# expect: regularization-halved
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = len(X), len(W)
    loss = 0.5 * lam * np.sum(W * W)
    dW = lam * W.astype(float)
    for i in range(N):
        s = W @ X[i]
        for j in range(K):
            m = s[j] - s[y[i]] + delta
            if j != y[i] and m > 0:
                loss += m / N
                dW[j] += X[i] / N
                dW[y[i]] -= X[i] / N
    return loss, dW

# %% wrong: gradient-is-a-sum-again | The loss is averaged over the batch, but the data part of the gradient is not divided by N.
# expect: sum-not-mean
def svm_loss_loops(W, X, y, lam, delta=1.0):
    num_train = X.shape[0]
    num_classes = W.shape[0]
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(num_train):
        scores = W.dot(X[i])
        correct = scores[y[i]]
        for j in range(num_classes):
            if j == y[i]:
                continue
            margin = scores[j] - correct + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss /= num_train
    loss += lam * np.sum(W * W)
    dW += 2 * lam * W
    return loss, dW

# %% wrong: penalty-averaged-too-again | The penalty is added before the division by N, so that it becomes smaller the larger the batch is, in the loss and in the gradient.
# expect: regularization-averaged
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    loss = lam * np.sum(W**2)
    dW = 2.0 * lam * W
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            margin = scores[j] - scores[y[i]] + delta
            if j != y[i] and margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / N, dW / N

# %% wrong: count-never-reset | The number of classes that come too close is set to 0 once before the loop over the examples, so later examples also subtract the counts of the earlier ones.
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    loss, count = 0.0, 0
    dW = np.zeros(W.shape)
    for i in range(N):
        s = W @ X[i]
        for j in range(K):
            if j != y[i]:
                m = s[j] - s[y[i]] + delta
                if m > 0:
                    loss += m
                    dW[j] += X[i]
                    count += 1
        dW[y[i]] -= count * X[i]
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W

# %% wrong: asarray-is-no-copy | Starts the gradient with np.asarray(W, dtype=float), which is W itself if W is float64; scaling it in place overwrites the caller's weights, with which all scores are then computed.
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    loss = lam * np.sum(np.square(W))
    dW = np.asarray(W, dtype=float)
    dW *= 2 * lam
    for i in range(N):
        s = W @ X[i]
        for j in range(K):
            m = s[j] - s[y[i]] + delta
            if j != y[i] and m > 0:
                loss += m / N
                dW[j] += X[i] / N
                dW[y[i]] -= X[i] / N
    return loss, dW

# %% wrong: division-inside-the-loop | The division by N is indented too far: loss and gradient are divided again after every example.
# expect: explained
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            margin = scores[j] - scores[y[i]] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
        loss /= N
        dW /= N
    loss += lam * np.sum(W**2)
    dW += 2 * lam * W
    return loss, dW

# %% wrong: all-labels-at-once | Writes dW[y] instead of dW[y[i]]: every class that is a label anywhere in the batch gets the example subtracted.
# expect: all-pairs-of-labels
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N, K = X.shape[0], W.shape[0]
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(N):
        scores = W @ X[i]
        for j in range(K):
            if j == y[i]:
                continue
            margin = scores[j] - scores[y[i]] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y] -= X[i]
    return loss / N + lam * (W**2).sum(), dW / N + 2 * lam * W

# %% right: from-the-earlier-answers | Adds up the earlier answers, the shortfalls and the gradient of each example, and averages.
def svm_loss_loops(W, X, y, lam, delta=1.0):
    N = len(y)
    total, gradient = 0.0, np.zeros(W.shape)
    for x, label in zip(X, y):
        total += float(svm_margins(W, x[np.newaxis], np.array([label]), delta).sum())
        gradient += hinge_gradient_example(W, x, label, delta)
    squares = float((np.asarray(W, dtype=float) ** 2).sum())
    return total / N + lam * squares, gradient / N + 2 * lam * W

# %% right: classes-outside-examples-inside | The loop over the classes is the outer one, the penalty comes first, and each contribution is divided by N at once.
def svm_loss_loops(W, X, y, lam, delta=1.0):
    W = np.array(W, dtype=float)
    X = np.array(X, dtype=float)
    N = X.shape[0]
    loss = lam * np.vdot(W, W)
    dW = lam * (W + W)
    S = X @ W.T
    for j in range(W.shape[0]):
        for i in range(N):
            k = y[i]
            lack = S[i, j] - S[i, k] + delta
            if k == j or not lack > 0:
                continue
            loss = loss + lack / N
            share = X[i] / N
            dW[j] += share
            dW[k] -= share
    return loss, dW
