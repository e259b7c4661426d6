# %% right: collapsed | prediction minus truth
def cross_entropy_gradient(y, theta):
    return softmax(theta) - y

# %% right: chain_rule | three links
def cross_entropy_gradient(y, theta):
    y_hat = softmax(theta)
    return softmax_jacobian(theta).T @ (-y / y_hat)

# %% right: a_sum_of_paths | loops over both indices
def cross_entropy_gradient(y, theta):
    y_hat = softmax(theta)
    gradient = np.zeros(len(theta))
    for j in range(len(theta)):
        for i in range(len(theta)):
            gradient[j] -= y[i] * ((1.0 if i == j else 0.0) - y_hat[j])
    return gradient

# %% right: a_loop_over_classes | class by class
def cross_entropy_gradient(y, theta):
    y_hat = softmax(theta)
    gradient = np.zeros(len(theta))
    for j in range(len(theta)):
        gradient[j] = y_hat[j] - y[j]
    return gradient

# %% right: log_sum_exp | the gradient of log-sum-exp minus that of y · theta
def cross_entropy_gradient(y, theta):
    powers = np.exp(theta - np.max(theta))
    return powers * np.sum(y) / powers.sum() - y

# %% right: complex_step | to the last digit, at the price of a sum over all pairs of classes
def cross_entropy_gradient(y, theta):
    theta = np.asarray(theta, dtype=np.float64)
    gradient = np.zeros(len(theta))
    for j in range(len(theta)):
        moved = theta.astype(complex)
        moved[j] += 1e-30j
        gradient[j] = (np.log(np.exp(moved).sum()) - (y * moved).sum()).imag / 1e-30
    return gradient

# %% right: rows_of_the_jacobian | einsum over log-derivatives
def cross_entropy_gradient(y, theta):
    K = len(theta)
    logs = np.eye(K) - np.tile(softmax(theta), (K, 1))
    return -np.einsum("i,ij->j", y, logs)

# %% wrong: sign | truth minus prediction
# expect: sign-flipped
def cross_entropy_gradient(y, theta):
    return y - softmax(theta)

# %% wrong: probabilities_alone | the truth is missing
# expect: one-hot-not-subtracted
def cross_entropy_gradient(y, theta):
    return softmax(theta)

# %% wrong: truth_added | plus
# expect: one-hot-added
def cross_entropy_gradient(y, theta):
    return softmax(theta) + y

# %% wrong: truth_alone | forgets the denominator
# expect: probabilities-missing
def cross_entropy_gradient(y, theta):
    return -1.0 * y

# %% wrong: first_link | stops at the probabilities
# expect: chain-stopped-early
def cross_entropy_gradient(y, theta):
    return -y / softmax(theta)

# %% wrong: own_path_only | the diagonal of the Jacobian
# expect: jacobian-diagonal-only
def cross_entropy_gradient(y, theta):
    y_hat = softmax(theta)
    return -y / y_hat * y_hat * (1 - y_hat)

# %% wrong: averaged | divides by the number of classes
# expect: averaged-over-classes
def cross_entropy_gradient(y, theta):
    return (softmax(theta) - y) / len(y)

# %% wrong: hard_labels | takes the truth for certain
# expect: truth-taken-as-certain
def cross_entropy_gradient(y, theta):
    gradient = softmax(theta)
    gradient[np.argmax(y)] -= 1
    return gradient

# %% wrong: scores | scores minus truth
# expect: softmax-missing
def cross_entropy_gradient(y, theta):
    return theta - y

# %% wrong: doubled | of the squared error, perhaps
# expect: doubled
def cross_entropy_gradient(y, theta):
    return 2 * (softmax(theta) - y)

# %% wrong: squared_error | the gradient of sum (y_hat - y)²
# expect: squared-error
def cross_entropy_gradient(y, theta):
    y_hat = softmax(theta)
    return softmax_jacobian(theta).T @ (2 * (y_hat - y))

# %% wrong: times_slope | an extra y_hat (1 - y_hat), as for sigmoid and squared error
# expect: slope-already-cancelled
def cross_entropy_gradient(y, theta):
    y_hat = softmax(theta)
    return (y_hat - y) * y_hat * (1 - y_hat)

# %% wrong: a_number | the dot product
def cross_entropy_gradient(y, theta):
    return np.sum(softmax(theta) - y)

# %% wrong: a_matrix | the outer product with the chain's first link
def cross_entropy_gradient(y, theta):
    return softmax_jacobian(theta) * (-y / softmax(theta))[:, None]

# %% wrong: coarse | a numerical derivative that is too coarse
# expect: not-precise
def cross_entropy_gradient(y, theta):
    h = 1e-3
    at = lambda t: -(y * np.log(softmax(t))).sum()
    return np.array([(at(theta + h * e) - at(theta)) / h for e in np.eye(len(theta))])

# %% wrong: changes_its_argument | subtracts in place from the truth
def cross_entropy_gradient(y, theta):
    y *= -1
    return softmax(theta) + y

# %% wrong: lecture_numbers | knows the lecture's examples only
# expect: nothing
def cross_entropy_gradient(y, theta):
    y_hat = np.array([0.129982, 0.869050, 0.000968]) if len(y) == 3 else np.full(len(y), 1 / len(y))
    return y_hat - y

# %% wrong: by_differences | central differences of the loss
# expect: not-precise
def cross_entropy_gradient(y, theta):
    return gradcheck.central(lambda t: cross_entropy(y, softmax(t)), theta)

# %% wrong: differences_of_the_scores | the whole loss written out, one step for all
# expect: not-precise
def cross_entropy_gradient(y, theta):
    theta = np.asarray(theta, dtype=float)
    moved = theta + 1e-6 * np.eye(len(theta))
    back = theta - 1e-6 * np.eye(len(theta))
    loss = lambda t: np.log(np.exp(t).sum(axis=1)) - t @ y
    return (loss(moved) - loss(back)) / 2e-6
