# %% wrong: truth-minus-prediction | The sign is reversed: y - y_hat is the step against the gradient, not the gradient.
# expect: sign-flipped
def cross_entropy_gradient(y, theta):
    return y - softmax(theta)

# %% wrong: first-link-only | Returns -y / y_hat, the slope of the loss for each probability, and never multiplies by the Jacobian.
# expect: chain-stopped-early
def cross_entropy_gradient(y, theta):
    y_hat = softmax(theta)
    return -y / y_hat

# %% wrong: only-sure-truths | Subtracts 1 at the class where y equals 1, so a truth such as (0.7, 0.2, 0.1) subtracts nothing.
# expect: one-hot-not-subtracted
def cross_entropy_gradient(y, theta):
    grad = softmax(theta)
    grad[y == 1] -= 1
    return grad

# %% wrong: argmax-one-hot | Turns the distribution y into a one-hot vector of its largest entry before subtracting.
# expect: truth-taken-as-certain
def cross_entropy_gradient(y, theta):
    one_hot = np.zeros(len(theta))
    one_hot[np.argmax(y)] = 1.0
    return softmax(theta) - one_hot

# %% wrong: diagonal-terms-only | In the chain rule only the term i = j is kept, -y_j (1 - y_hat_j); the sum over the other probabilities is forgotten.
# expect: jacobian-diagonal-only
def cross_entropy_gradient(y, theta):
    p = softmax(theta)
    return -y * (1 - p)

# %% wrong: scores-not-probabilities | Uses the raw scores in place of the probabilities: theta - y.
# expect: softmax-missing
def cross_entropy_gradient(y, theta):
    return theta - y

# %% wrong: zeros-like-y | The result is filled into np.zeros_like(y), which is an integer array for an integer one-hot y, so every entry is cut to 0 or -0.
# expect: integers-kept
def cross_entropy_gradient(y, theta):
    p = softmax(theta)
    grad = np.zeros_like(y)
    for j in range(len(theta)):
        grad[j] = p[j] - y[j]
    return grad

# %% wrong: divided-by-classes | The gradient is divided by the number of classes, as if the loss were a mean over them.
# expect: averaged-over-classes
def cross_entropy_gradient(y, theta):
    K = theta.shape[0]
    return (softmax(theta) - y) / K

# %% wrong: changes-the-truth | `y -= softmax(theta)` works in the caller's y (and raises for an integer y); the sign is put right afterwards.
# expect: explained
def cross_entropy_gradient(y, theta):
    y -= softmax(theta)
    return -y

# %% wrong: multiplied-by-score | Confuses theta with the weights: multiplies the error by the score as if it were an input.
# expect: explained
def cross_entropy_gradient(y, theta):
    err = softmax(theta) - y
    return err * theta

# %% wrong: sigmoid-in-place-of-softmax | Uses a sigmoid on every score instead of the softmax, so the probabilities do not share one denominator.
# expect: nothing
def cross_entropy_gradient(y, theta):
    y_hat = 1 / (1 + np.exp(-theta))
    return y_hat - y

# %% wrong: slope-of-squared-error | Multiplies the collapsed gradient by the softmax's own slope once more, p (1 - p) (p - y), as in the squared error.
# expect: slope-already-cancelled
def cross_entropy_gradient(y, theta):
    p = softmax(theta)
    delta = p - y
    return delta * p * (1 - p)

# %% wrong: chain-with-epsilon | The chain is J^T (-y / (y_hat + 1e-8)), and the epsilon spoils the gradient where a true class has a tiny probability.
# expect: not-precise
def cross_entropy_gradient(y, theta):
    y_hat = softmax(theta)
    J = softmax_jacobian(theta)
    link_1 = -y / (y_hat + 1e-8)
    return J.T @ link_1

# %% right: chain-by-jacobian | The full chain, Jacobian transposed times -y / y_hat, without the collapse (scores are within ±20).
def cross_entropy_gradient(y, theta):
    p = softmax(theta)
    J = np.diag(p) - np.outer(p, p)
    dL_dp = -(y / p)
    return J.T @ dL_dp

# %% right: double-sum | The sum over all pairs written as loops, y_i (y_hat_j - [i = j]).
def cross_entropy_gradient(y, theta):
    p = softmax(theta)
    K = len(p)
    grad = np.zeros(K)
    for j in range(K):
        for i in range(K):
            grad[j] += y[i] * (p[j] - (i == j))
    return grad

# %% right: log-sum-exp-slope | Differentiates logsumexp(theta) - y·theta and computes the softmax on the spot.
def cross_entropy_gradient(y, theta):
    z = np.asarray(theta, dtype=float)
    lse = z.max() + np.log(np.exp(z - z.max()).sum())
    return np.subtract(np.exp(z - lse), y)

# %% wrong: one-hot-forced | turns the truth into a one-hot vector first, so annotators that disagree are ignored
# expect: truth-taken-as-certain
def cross_entropy_gradient(y, theta):
    g = softmax(theta)
    g[np.argmax(y)] -= 1
    return g

# %% wrong: first-link-only-2 | stops at the slope for the probabilities, -y/p, and forgets the softmax's Jacobian
# expect: chain-stopped-early
def cross_entropy_gradient(y, theta):
    return -y / softmax(theta)

# %% wrong: masked-where-truth-is-zero | classes with y = 0 get the slope 0, "because they contribute nothing"
# expect: explained
def cross_entropy_gradient(y, theta):
    p = softmax(theta)
    g = np.zeros(len(p))
    for i in range(len(y)):
        if y[i] > 0:
            g[i] = p[i] - y[i]
    return g

# %% right: complex-step | the imaginary part of the loss at theta + ih e, one entry at a time (allowed for one row by the guide)
def cross_entropy_gradient(y, theta):
    y, theta = np.asarray(y, dtype=float), np.asarray(theta, dtype=float)
    slopes = []
    for direction in np.eye(len(theta)):
        s = theta - theta.max() + 1e-30j * direction
        loss = np.log(np.exp(s).sum()) - y @ s
        slopes.append(loss.imag / 1e-30)
    return np.array(slopes)

# %% wrong: truth-minus-prediction-2 | the sign is turned round: it is the step, not the gradient
# expect: sign-flipped
def cross_entropy_gradient(y, theta):
    return y - softmax(theta)

# %% wrong: diagonal-chain | multiplies the first link by p (1 - p), the diagonal of the Jacobian alone
# expect: jacobian-diagonal-only
def cross_entropy_gradient(y, theta):
    p = softmax(theta)
    return -y / p * p * (1 - p)

# %% wrong: truth-minus-prediction-3 | y - p, the push instead of the gradient
# expect: sign-flipped
def cross_entropy_gradient(y, theta):
    return y - softmax(theta)

# %% wrong: truth-made-one-hot | replaces y by the one-hot of its largest entry
# expect: truth-taken-as-certain
def cross_entropy_gradient(y, theta):
    return softmax(theta) - np.eye(len(y))[np.argmax(y)]

# %% wrong: averaged-over-classes | divides by K
# expect: averaged-over-classes
def cross_entropy_gradient(y, theta):
    return (softmax(theta) - y) / len(y)

# %% wrong: scores-minus-truth | theta - y
# expect: softmax-missing
def cross_entropy_gradient(y, theta):
    return theta - y

# %% wrong: stops-at-the-first-link | returns dL/dp = -y / p without the Jacobian
# expect: chain-stopped-early
def cross_entropy_gradient(y, theta):
    return -y / softmax(theta)

# %% wrong: sigmoid-slope-times-error | (p - y) p (1 - p), as for the squared error
# expect: slope-already-cancelled
def cross_entropy_gradient(y, theta):
    p = softmax(theta)
    return (p - y) * p * (1 - p)

# %% wrong: measured-loss | central differences of the cross-entropy: slopes of a billionth are lost
# expect: measured-not-derived
def cross_entropy_gradient(y, theta):
    h = 1e-6
    return np.array([(cross_entropy(y, softmax(theta + h * e)) - cross_entropy(y, softmax(theta - h * e))) / (2 * h) for e in np.eye(len(y))])

# %% wrong: only-where-truth-is | p - y where y > 0, and 0 elsewhere: wrong classes are not pushed
# expect: explained
def cross_entropy_gradient(y, theta):
    return np.where(y > 0, softmax(theta) - y, 0.0)

# %% wrong: weighted-by-truth | y (p - 1): the diagonal of the chain only, the sum over i is missing
# expect: jacobian-diagonal-only
def cross_entropy_gradient(y, theta):
    return y * (softmax(theta) - 1)

# %% wrong: truth-subtracted-in-place | y -= p and returns -y: the caller's truth is changed
# expect: explained
def cross_entropy_gradient(y, theta):
    y -= softmax(theta)
    return -y

# %% right: chain-by-matrix-without-division | sum over i of y_i (p_j - [i = j]) as a vector-matrix product
def cross_entropy_gradient(y, theta):
    p = softmax(theta)
    return y @ (p[None, :] - np.eye(len(p)))

# %% right: add-negative | accumulates in place on a fresh array
def cross_entropy_gradient(y, theta):
    g = np.negative(y, dtype=float)
    g += softmax(theta)
    return g

# %% right: complex-step-2 | complex step of log-sum-exp minus y·theta | open: "accepted ... for a single row of scores"
def cross_entropy_gradient(y, theta):
    def loss(z):
        top = z.real.max()
        return top + np.log(np.exp(z - top).sum()) - y @ z
    return np.array([loss(theta + 1e-30j * e).imag / 1e-30 for e in np.eye(len(theta))])

# %% wrong: truth-minus-prediction-again | The sign is turned: this is the push, truth minus prediction, and not the gradient.
# expect: sign-flipped
def cross_entropy_gradient(y, theta):
    return y - softmax(theta)

# %% wrong: only-the-label | One is subtracted at the most likely class, which is right only for a truth that is sure of its class.
# expect: truth-taken-as-certain
def cross_entropy_gradient(y, theta):
    grad = softmax(theta)
    grad[np.argmax(y)] -= 1
    return grad

# %% wrong: diagonal-of-the-jacobian | Only the diagonal of the Jacobian is used: the chain rule's sum over all probabilities is missing.
# expect: jacobian-diagonal-only
def cross_entropy_gradient(y, theta):
    p = softmax(theta)
    return (-y / p) * p * (1 - p)

# %% wrong: link-one-only | The slope of the loss for the probabilities, -y / p, is returned; the softmax is not passed.
# expect: chain-stopped-early
def cross_entropy_gradient(y, theta):
    return -y / softmax(theta)

# %% wrong: scores-for-probabilities | The softmax is forgotten: the truth is subtracted from the scores.
# expect: softmax-missing
def cross_entropy_gradient(y, theta):
    return theta - y

# %% wrong: weighted-by-the-truth | The derivation stops with y (p - 1): p - y is nonzero for the other classes too.
# expect: jacobian-diagonal-only
def cross_entropy_gradient(y, theta):
    p = softmax(theta)
    return y * (p - 1)

# %% wrong: central-differences | The loss is differenced numerically, which loses a slope of a billionth.
# expect: measured-not-derived
def cross_entropy_gradient(y, theta):
    theta = np.asarray(theta, dtype=float)
    slopes = np.zeros(len(theta))
    for j in range(len(theta)):
        step = np.zeros(len(theta))
        step[j] = 1e-5
        up = cross_entropy(y, softmax(theta + step))
        down = cross_entropy(y, softmax(theta - step))
        slopes[j] = (up - down) / 2e-5
    return slopes

# %% wrong: mean-over-the-classes | The difference is divided by the number of classes, as if a mean were taken over them.
# expect: averaged-over-classes
def cross_entropy_gradient(y, theta):
    return (softmax(theta) - y) / len(y)

# %% wrong: second-softmax | The truth is sent through a softmax as well before it is subtracted.
# expect: explained
def cross_entropy_gradient(y, theta):
    return softmax(theta) - softmax(y)

# %% wrong: array-of-the-type-of-the-scores | The result is written into an array like theta, which for integer scores cuts the gradient down to whole numbers.
# expect: integers-kept
def cross_entropy_gradient(y, theta):
    p = softmax(theta)
    grad = np.empty_like(theta)
    for j in range(len(p)):
        grad[j] = p[j] - y[j]
    return grad

# %% wrong: chain-with-epsilon-again | The chain rule is used with a small number for safety in link 1, -y / (p + 1e-12), which is wrong where a true class has a tiny probability.
# expect: nothing
def cross_entropy_gradient(y, theta):
    p = softmax(theta)
    link_1 = -y / (p + 1e-12)
    return softmax_jacobian(theta).T @ link_1

# %% right: flow-between-pairs | Written as a sum over pairs of classes, p_j y_i - p_i y_j, so that nothing cancels.
def cross_entropy_gradient(y, theta):
    p = softmax(theta)
    flow = np.outer(p, np.asarray(y, dtype=float))  # entry [j, i]: p_j y_i
    return (flow - flow.T).sum(axis=1)

# %% right: exponentials-over-a-common-denominator | Over the common denominator, with the differences of the exponentials summed in a loop.
def cross_entropy_gradient(y, theta):
    scores = np.asarray(theta, dtype=float)
    e = np.exp(scores - scores.max())
    K = len(e)
    return np.array([sum(e[j] * y[i] - e[i] * y[j] for i in range(K)) for j in range(K)]) / e.sum()

# %% wrong: first-link-only-again | It is the slope for the probabilities, -y/p, not that for the scores: the Jacobian of the softmax is missing.
# expect: chain-stopped-early
def cross_entropy_gradient(y, theta):
    """Return the gradient of cross_entropy(y, softmax(theta)) with respect to theta."""
    return -y / softmax(theta)

# %% wrong: always-one-hot | 1 is subtracted at the likeliest class, as if every truth were sure of one class.
# expect: truth-taken-as-certain
def cross_entropy_gradient(y, theta):
    """Return the gradient of cross_entropy(y, softmax(theta)) with respect to theta."""
    p = softmax(theta)
    p[np.argmax(y)] -= 1
    return p

# %% wrong: averaged-over-classes-again | The gradient is divided by the number of classes, though the loss is a sum over them.
# expect: averaged-over-classes
def cross_entropy_gradient(y, theta):
    """Return the gradient of cross_entropy(y, softmax(theta)) with respect to theta."""
    return (softmax(theta) - y) / len(y)

# %% wrong: only-true-classes | Classes with y_i = 0 get a slope of 0, because they contribute 0 to the loss; but their scores are in the denominator.
# expect: explained
def cross_entropy_gradient(y, theta):
    """Return the gradient of cross_entropy(y, softmax(theta)) with respect to theta."""
    p = softmax(theta)
    slopes = np.zeros(len(theta))
    for i in range(len(theta)):
        if y[i] > 0:
            slopes[i] = p[i] - y[i]
    return slopes

# %% wrong: jacobian-twice | The collapsed p - y already contains the Jacobian; multiplying with it again gives the gradient of a squared error.
# expect: explained
def cross_entropy_gradient(y, theta):
    """Return the gradient of cross_entropy(y, softmax(theta)) with respect to theta."""
    p = softmax(theta)
    return softmax_jacobian(theta).T @ (p - y)

# %% wrong: stored-in-the-truth | The result is stored in an array of the type of y, so with a truth of integers the fractions are lost.
# expect: integers-kept
def cross_entropy_gradient(y, theta):
    """Return the gradient of cross_entropy(y, softmax(theta)) with respect to theta."""
    slopes = y.copy()
    slopes[:] = softmax(theta) - y
    return slopes

# %% wrong: measured | Central differences of the loss lose the digits of a slope of a billionth.
# expect: not-precise
def cross_entropy_gradient(y, theta):
    """Return the gradient of cross_entropy(y, softmax(theta)) with respect to theta."""
    h = 1e-5
    slopes = np.zeros(len(theta))
    for j, e in enumerate(h * np.eye(len(theta))):
        above = cross_entropy(y, softmax(theta + e))
        below = cross_entropy(y, softmax(theta - e))
        slopes[j] = (above - below) / (2 * h)
    return slopes

# %% wrong: safe-denominator | A small number is added to the denominator of an own softmax, so slopes of a billionth are wrong in their first digits.
# expect: not-precise
def cross_entropy_gradient(y, theta):
    """Return the gradient of cross_entropy(y, softmax(theta)) with respect to theta."""
    e = np.exp(theta - theta.max())
    return e / (e.sum() + 1e-8) - y

# %% wrong: settled-classes-at-rest | Slopes below 1e-9 are set to 0 since the class is as good as settled, although slopes of a billionth must still be right to six digits and the push is never nothing.
# expect: nothing
def cross_entropy_gradient(y, theta):
    """Return the gradient of cross_entropy(y, softmax(theta)) with respect to theta."""
    slopes = softmax(theta) - y
    return np.where(np.abs(slopes) < 1e-9, 0.0, slopes)

# %% right: complex-step-again | A complex step through log-sum-exp, which loses no digits and costs little for a single row.
def cross_entropy_gradient(y, theta):
    """Return the gradient of cross_entropy(y, softmax(theta)) with respect to theta."""
    h = 1e-30

    def loss(s):
        top = s.real.max()
        return np.log(np.exp(s - top).sum()) + top - (y * s).sum()

    return np.array([loss(theta + 1j * h * unit).imag / h for unit in np.eye(len(theta))])

# %% right: pairs-of-classes | Class j gains y_i p_j from each class i and gives y_j p_i to it: a sum over pairs, with no difference of nearly equal numbers.
def cross_entropy_gradient(y, theta):
    """Return the gradient of cross_entropy(y, softmax(theta)) with respect to theta."""
    p = softmax(theta)
    flow = np.outer(y, p)
    return (flow - flow.T).sum(axis=0)

# %% wrong: truth-minus-prediction-again-again | The sign is wrong: y - p is the push of a step against the gradient, not the gradient.
# expect: sign-flipped
def cross_entropy_gradient(y, theta):
    return y - softmax(theta)

# %% wrong: one-hot-assumed | Subtracts 1 from the class argmax(y), which is right for a sure truth only and not for any distribution.
# expect: truth-taken-as-certain
def cross_entropy_gradient(y, theta):
    grad = softmax(theta).copy()
    grad[np.argmax(y)] -= 1
    return grad

# %% wrong: first-link-only-again-again | Returns -y / p, the gradient with respect to the probabilities; the softmax is not differentiated.
# expect: chain-stopped-early
def cross_entropy_gradient(y, theta):
    p = softmax(theta)
    return -y / p

# %% wrong: softmax-slope-twice | Multiplies p - y by p (1 - p) once more, although the collapse has used up the softmax's slope.
# expect: slope-already-cancelled
def cross_entropy_gradient(y, theta):
    p = softmax(theta)
    return (p - y) * p * (1 - p)

# %% wrong: diagonal-of-the-jacobian-again | Uses only the diagonal p_i (1 - p_i) of the Jacobian in the chain rule, with the result -y_i (1 - p_i): no score pushes another class's probability.
# expect: jacobian-diagonal-only
def cross_entropy_gradient(y, theta):
    p = softmax(theta)
    dL_dp = -y / p
    dp_ds = p * (1 - p)
    return dL_dp * dp_ds

# %% wrong: divided-by-the-classes | Divides by the number of classes as if the loss were a mean over them.
# expect: averaged-over-classes
def cross_entropy_gradient(y, theta):
    p = softmax(theta)
    return (p - y) / len(y)

# %% wrong: truth-overwritten | Computes with y in place, which changes the caller's truth (and fails if it holds integers).
# expect: explained
def cross_entropy_gradient(y, theta):
    y -= softmax(theta)
    return -y

# %% wrong: differences-of-the-loss | Measures the slopes by central differences of the loss, which have lost the digits of a slope of a billionth.
# expect: not-precise
def cross_entropy_gradient(y, theta):
    theta = theta.astype(float)
    h = 1e-6
    grad = np.zeros(len(theta))
    for j in range(len(theta)):
        up, down = theta.copy(), theta.copy()
        up[j] += h
        down[j] -= h
        grad[j] = (cross_entropy(y, softmax(up)) - cross_entropy(y, softmax(down))) / (2 * h)
    return grad

# %% right: weighted-one-hot-gradients | Averages the gradients p - e_i of the sure truths, with the weights y_i, by a matrix product.
def cross_entropy_gradient(y, theta):
    p = softmax(np.asarray(theta, dtype=float))
    gradients_if_sure = p - np.eye(len(p))  # row i: if class i were the truth
    return np.asarray(y, dtype=float) @ gradients_if_sure

# %% right: in-place-on-own-array | Starts with minus the truth, in an array of its own, and adds the probabilities one by one.
def cross_entropy_gradient(y, theta):
    gradient = np.zeros(len(y), dtype=float)
    gradient -= y
    for j, p_j in enumerate(softmax(np.array(theta, dtype=float))):
        gradient[j] += p_j
    return gradient
