# %% right: outer | diag minus outer
def softmax_jacobian(theta):
    y_hat = softmax(theta)
    return np.diag(y_hat) - np.outer(y_hat, y_hat)

# %% right: two_loops | entry by entry
def softmax_jacobian(theta):
    y_hat = softmax(theta)
    K = len(theta)
    J = np.zeros((K, K))
    for i in range(K):
        for j in range(K):
            if i == j:
                J[i, j] = y_hat[i] * (1 - y_hat[i])
            else:
                J[i, j] = -y_hat[i] * y_hat[j]
    return J

# %% right: kronecker | y_hat_i (delta_ij - y_hat_j) by broadcasting
def softmax_jacobian(theta):
    y_hat = softmax(theta)
    return y_hat[:, None] * (np.eye(len(theta)) - y_hat[None, :])

# %% right: einsum | with its own softmax
def softmax_jacobian(theta):
    p = np.exp(theta - np.max(theta))
    p = p / p.sum()
    return np.einsum("i,ij->ij", p, np.identity(p.size)) - np.einsum("i,j->ij", p, p)

# %% right: quotient_rule | as derived, from exponentials, without simplification
def softmax_jacobian(theta):
    e = np.exp(np.asarray(theta, dtype=np.float64))
    S = e.sum()
    return (np.diag(e) * S - np.outer(e, e)) / S**2

# %% right: logarithmic | the derivative of the logarithm times y_hat
def softmax_jacobian(theta):
    logs = log_softmax_of(theta)
    return np.exp(logs)[:, None] * (np.eye(len(logs)) - np.exp(logs))


def log_softmax_of(theta):
    return theta - np.max(theta) - np.log(np.sum(np.exp(theta - np.max(theta))))

# %% right: complex_step | a derivative found numerically, to the last digit
def softmax_jacobian(theta):
    K = len(theta)
    moved = np.asarray(theta, dtype=complex) + 1e-30j * np.eye(K)  # row j: score j moved
    powers = np.exp(moved)
    return (powers / powers.sum(axis=1, keepdims=True)).imag.T / 1e-30

# %% wrong: diagonal_only | scores act on their own class alone
# expect: jacobian-diagonal-only
def softmax_jacobian(theta):
    y_hat = softmax(theta)
    return np.diag(y_hat * (1 - y_hat))

# %% wrong: off_diagonal_sign | plus off the diagonal
# expect: jacobian-off-diagonal-sign
def softmax_jacobian(theta):
    y_hat = softmax(theta)
    J = np.outer(y_hat, y_hat)
    np.fill_diagonal(J, y_hat * (1 - y_hat))
    return J

# %% wrong: no_diagonal | only the denominator is differentiated
# expect: jacobian-numerator-missing
def softmax_jacobian(theta):
    y_hat = softmax(theta)
    return -np.outer(y_hat, y_hat)

# %% wrong: diagonal_everywhere | y_hat_i (1 - y_hat_j) for all entries
# expect: jacobian-diagonal-everywhere
def softmax_jacobian(theta):
    y_hat = softmax(theta)
    return y_hat[:, None] * (1 - y_hat[None, :])

# %% wrong: sign | the whole has the wrong sign
# expect: sign-flipped
def softmax_jacobian(theta):
    y_hat = softmax(theta)
    return np.outer(y_hat, y_hat) - np.diag(y_hat)

# %% wrong: a_vector | only the diagonal, as a vector
def softmax_jacobian(theta):
    y_hat = softmax(theta)
    return y_hat * (1 - y_hat)

# %% wrong: identity_minus | I - y_hat y_hat^T
# expect: jacobian-diagonal-wrong
def softmax_jacobian(theta):
    y_hat = softmax(theta)
    return np.eye(len(theta)) - np.outer(y_hat, y_hat)

# %% wrong: squared_diagonal | y_hat² on the diagonal
# expect: jacobian-diagonal-wrong
def softmax_jacobian(theta):
    y_hat = softmax(theta)
    return np.diag(y_hat**2) - np.outer(y_hat, y_hat)

# %% wrong: of_the_logarithm | the Jacobian of log softmax
# expect: jacobian-of-logarithm
def softmax_jacobian(theta):
    y_hat = softmax(theta)
    return np.eye(len(theta)) - y_hat[None, :]

# %% wrong: in_scores | takes the scores for probabilities
# expect: softmax-missing
def softmax_jacobian(theta):
    return np.diag(theta) - np.outer(theta, theta)

# %% wrong: upper_half | forgets that j may be below i
# expect: jacobian-lower-half-missing
def softmax_jacobian(theta):
    y_hat = softmax(theta)
    J = np.diag(y_hat * (1 - y_hat))
    for i in range(len(theta)):
        for j in range(i + 1, len(theta)):
            J[i, j] = -y_hat[i] * y_hat[j]
    return J

# %% wrong: three_classes | written for three classes
def softmax_jacobian(theta):
    y_hat = softmax(theta)
    J = np.zeros((3, 3))
    for i in range(3):
        for j in range(3):
            J[i, j] = y_hat[i] * ((i == j) - y_hat[j])
    return J

# %% wrong: no_exponential | integers stay integers
# expect: integers-kept
def softmax_jacobian(theta):
    J = np.zeros((len(theta), len(theta)), dtype=theta.dtype)
    y_hat = softmax(theta)
    J[...] = np.diag(y_hat) - np.outer(y_hat, y_hat)
    return J

# %% wrong: forward_difference | a numerical derivative that is too coarse
# expect: not-precise
def softmax_jacobian(theta):
    h = 1e-4
    return np.array([(softmax(theta + h * e) - softmax(theta)) / h for e in np.eye(len(theta))]).T

# %% wrong: nested_lists | no array
def softmax_jacobian(theta):
    y_hat = softmax(theta)
    return (np.diag(y_hat) - np.outer(y_hat, y_hat)).tolist()

# %% wrong: squared | the outer product alone, with a plus
# expect: sign-flipped
def softmax_jacobian(theta):
    y_hat = softmax(theta)
    return np.outer(y_hat, y_hat) - np.diag(y_hat)

# %% wrong: by_differences | central differences of the softmax
# expect: nothing
def softmax_jacobian(theta):
    return np.array([gradcheck.central(lambda t: softmax(t)[i], theta) for i in range(len(theta))])
