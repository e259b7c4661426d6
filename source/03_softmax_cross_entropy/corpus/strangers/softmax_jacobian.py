# %% wrong: diagonal-only | Only the derivative of a probability with respect to its own score is kept; the off-diagonal entries -p_i p_j are left at 0.
# expect: jacobian-diagonal-only
def softmax_jacobian(theta):
    p = softmax(theta)
    return np.diag(p * (1 - p))

# %% wrong: plus-the-outer-product | The off-diagonal terms have the wrong sign: diag(p) + p p^T instead of diag(p) - p p^T.
# expect: explained
def softmax_jacobian(theta):
    p = softmax(theta)
    return np.diag(p) + np.outer(p, p)

# %% wrong: p-times-one-minus-p-everywhere | Uses p_i (1 - p_j) for all entries, forgetting that the 1 belongs on the diagonal only.
# expect: jacobian-diagonal-everywhere
def softmax_jacobian(theta):
    y_hat = softmax(theta)
    J = np.outer(y_hat, 1 - y_hat)
    return J

# %% wrong: transpose-of-a-vector | p.T of a 1-d array is p itself, so p * p.T is p squared, and broadcasting subtracts p_j squared from all of column j.
# expect: explained
def softmax_jacobian(theta):
    p = softmax(theta)
    return np.diag(p) - p * p.T

# %% wrong: missing-row-factor | p * (I - p) multiplies column j by p_j, giving p_j (1[i=j] - p_j): the factor that belongs to the row needs p[:, None].
# expect: explained
def softmax_jacobian(theta):
    p = softmax(theta)
    K = len(p)
    return p * (np.eye(K) - p)

# %% wrong: half-a-matrix | The inner loop starts at i, so only the upper triangle is filled and the lower one stays 0.
# expect: jacobian-lower-half-missing
def softmax_jacobian(theta):
    p = softmax(theta)
    K = theta.shape[0]
    J = np.zeros((K, K))
    for i in range(K):
        for j in range(i, K):
            if i == j:
                J[i, j] = p[i] * (1 - p[i])
            else:
                J[i, j] = -p[i] * p[j]
    return J

# %% wrong: integer-jacobian | The matrix gets the dtype of theta, so for integer scores every entry is cut to 0.
# expect: integers-kept
def softmax_jacobian(theta):
    p = softmax(theta)
    J = np.zeros((len(theta), len(theta)), dtype=theta.dtype)
    for i in range(len(theta)):
        for j in range(len(theta)):
            J[i, j] = p[i] * ((1 if i == j else 0) - p[j])
    return J

# %% wrong: quotient-rule-denominator | The quotient rule's denominator is left at S instead of S squared: (e_i S - e_i e_j) / S.
# expect: explained
def softmax_jacobian(theta):
    e = np.exp(theta)
    S = e.sum()
    J = -np.outer(e, e)
    J[np.arange(len(e)), np.arange(len(e))] += e * S
    return J / S

# %% wrong: fill-diagonal-returns-none | np.fill_diagonal works in place and returns None, which is then what the function returns.
# expect: explained
def softmax_jacobian(theta):
    p = softmax(theta)
    J = -np.outer(p, p)
    J = np.fill_diagonal(J, p * (1 - p))
    return J

# %% wrong: denominator-held-constant | On the diagonal it forgets that the score is in the denominator too: the derivative of e_i / S by theta_i is taken to be e_i / S = p_i instead of p_i (1 - p_i).
# expect: explained
def softmax_jacobian(theta):
    p = softmax(theta)
    J = -p[:, None] * p[None, :]
    for i in range(len(p)):
        J[i, i] = p[i]
    return J

# %% wrong: sigmoid-slope-of-the-score | The slope p (1 - p) is evaluated at the score instead of the probability on the diagonal: theta (1 - theta).
# expect: explained
def softmax_jacobian(theta):
    p = softmax(theta)
    J = -np.outer(p, p)
    np.fill_diagonal(J, theta * (1 - theta))
    return J

# %% wrong: sign-of-both-flipped | The whole matrix has the wrong sign: p_i (p_j - 1[i = j]), an algebra slip when the minus is factored out.
# expect: sign-flipped
def softmax_jacobian(theta):
    p = softmax(theta).reshape(-1, 1)
    return p @ p.T - np.diagflat(p)

# %% wrong: off-diagonal-from-column-only | Off the diagonal it puts -p_j p_j (copy-paste: the same index twice) instead of -p_i p_j.
# expect: explained
def softmax_jacobian(theta):
    y_hat = softmax(theta)
    K = y_hat.size
    rows = []
    for i in range(K):
        row = [-y_hat[j] * y_hat[j] if j != i else y_hat[i] * (1 - y_hat[i]) for j in range(K)]
        rows.append(row)
    return np.array(rows)

# %% right: einsum-broadcast | p_i (delta_ij - p_j) as one einsum with the identity.
def softmax_jacobian(theta):
    p = softmax(theta)
    return np.einsum("i,ij->ij", p, np.eye(p.size) - p)

# %% right: quotient-rule-from-scratch | The quotient rule with exponentials (scores are within ±20, so no shift), not simplified.
def softmax_jacobian(theta):
    e = np.exp(np.asarray(theta, dtype=np.float64))
    S = e.sum()
    return (np.diag(e) * S - np.outer(e, e)) / S**2

# %% right: nested-comprehension | Nested comprehension with two cases, turned into an array at the end; it repeats softmax inside.
def softmax_jacobian(theta):
    def d(i, j, p=softmax(theta)):
        return p[i] * (1 - p[i]) if i == j else -p[i] * p[j]
    n = range(len(theta))
    return np.array([[d(i, j) for j in n] for i in n])

# %% wrong: diagonal-only-2 | only the diagonal p (1 - p), as for a sigmoid: the influence of the other scores is missing
# expect: jacobian-diagonal-only
def softmax_jacobian(theta):
    p = softmax(theta)
    return np.diag(p * (1 - p))

# %% wrong: plus-off-diagonal | the entries off the diagonal have the wrong sign
# expect: jacobian-off-diagonal-sign
def softmax_jacobian(theta):
    p = softmax(theta)
    K = len(p)
    J = np.zeros((K, K))
    for i in range(K):
        for j in range(K):
            J[i, j] = p[i] * (1 - p[i]) if i == j else p[i] * p[j]
    return J

# %% right: einsum-kronecker | p_i (δ_ij − p_j) by einsum, with the diagonal built as minus the sum of the rest of its row
def softmax_jacobian(theta):
    p = softmax(np.asarray(theta, dtype=float))
    J = -np.einsum("i,j->ij", p, p)
    np.fill_diagonal(J, 0.0)
    np.fill_diagonal(J, -J.sum(axis=1))
    return J

# %% wrong: diagonal-counted-twice | diag(p (1 - p)) minus the full outer product: the diagonal is p - 2p²
# expect: explained
def softmax_jacobian(theta):
    p = softmax(theta)
    return np.diag(p * (1 - p)) - np.outer(p, p)

# %% wrong: one-minus-everywhere | p_i (1 - p_j) for all pairs
# expect: jacobian-diagonal-everywhere
def softmax_jacobian(theta):
    p = softmax(theta).reshape(-1, 1)
    return p @ (1 - p).T

# %% wrong: diagonal-only-3 | p (1 - p) on the diagonal and 0 elsewhere, as for sigmoids
# expect: jacobian-diagonal-only
def softmax_jacobian(theta):
    return np.diag(p := softmax(theta)) * (1 - p)

# %% wrong: off-diagonal-positive | diag(p) + p p^T
# expect: explained
def softmax_jacobian(theta):
    p = softmax(theta)
    return np.diag(p) + np.outer(p, p)

# %% wrong: diagonal-p | off the diagonal right, on the diagonal p instead of p (1 - p)
# expect: explained
def softmax_jacobian(theta):
    p = softmax(theta)
    J = -np.outer(p, p)
    np.fill_diagonal(J, p)
    return J

# %% wrong: star-in-place-of-outer | np.diag(p) - p * p: broadcasts the vector p² over all rows
# expect: explained
def softmax_jacobian(theta):
    p = softmax(theta)
    return np.diag(p) - p * p

# %% wrong: measured-by-differences | central differences of softmax: loses the entries near 1e-9
# expect: nothing
def softmax_jacobian(theta):
    h = 1e-5
    return np.array([(softmax(theta + h * e) - softmax(theta - h * e)) / (2 * h) for e in np.eye(len(theta))]).T

# %% wrong: scores-in-place-of-probabilities | uses theta where p belongs in the outer product
# expect: explained
def softmax_jacobian(theta):
    p = softmax(theta)
    return np.diag(p) - np.outer(p, theta)

# %% wrong: vector-of-slopes | returns p (1 - p), (K,): "the derivative of softmax has the shape of softmax"
# expect: explained
def softmax_jacobian(theta):
    return (p := softmax(theta)) * (1 - p)

# %% wrong: exponentials-left-over | quotient rule without the division by the square of the sum: entries too large by the sum
# expect: explained
def softmax_jacobian(theta):
    e = np.exp(theta - theta.max())
    S = e.sum()
    return (np.diag(e) * S - np.outer(e, e)) / S

# %% wrong: dot-in-place-of-outer | p @ p is a number, subtracted from every entry
# expect: outer-product-missing
def softmax_jacobian(theta):
    p = softmax(theta)
    return np.diag(p) - p @ p

# %% wrong: diagonal-from-one-minus-rest | J[i, i] = 1 - p_i: forgets the factor p_i
# expect: explained
def softmax_jacobian(theta):
    p = softmax(theta)
    J = -np.outer(p, p)
    J[np.diag_indices(len(p))] = 1 - p
    return J

# %% right: kronecker-delta | p_i (delta_ij - p_j) by broadcasting
def softmax_jacobian(theta):
    p = softmax(theta)
    return p[:, None] * (np.eye(p.size) - p[None, :])

# %% right: double-loop-products | two loops, the diagonal from the sum of the others, so that nothing cancels
def softmax_jacobian(theta):
    p = softmax(theta)
    K = len(p)
    J = np.empty((K, K))
    for i in range(K):
        for j in range(K):
            J[i, j] = p[i] * (np.delete(p, i).sum() if i == j else -p[j])
    return J

# %% right: complex-step | one complex step per score: no differences, no lost digits | open: "accepted ... for a single row of scores"
def softmax_jacobian(theta):
    def complex_softmax(z):
        e = np.exp(z - z.real.max())
        return e / e.sum()
    steps = 1e-30j * np.eye(len(theta))
    return np.stack([complex_softmax(theta + step).imag / 1e-30 for step in steps], axis=1)

# %% wrong: averaged-rows | subtracts the mean of the rows to make them sum to zero: diag(p) minus its row means p_i / K instead of p_i p_j
# expect: explained
def softmax_jacobian(theta):
    p = softmax(theta)
    return np.diag(p) - np.outer(p, np.full(len(p), 1 / len(p)))

# %% wrong: diagonal-only-again | Only the diagonal p (1 - p) is filled in, as if each probability depended on its own score alone.
# expect: jacobian-diagonal-only
def softmax_jacobian(theta):
    p = softmax(theta)
    return np.diag(p * (1 - p))

# %% wrong: off-diagonal-sign | The entries off the diagonal are +p_i p_j instead of -p_i p_j.
# expect: jacobian-off-diagonal-sign
def softmax_jacobian(theta):
    p = softmax(theta)
    J = np.outer(p, p)
    J[np.diag_indices(len(p))] = p * (1 - p)
    return J

# %% wrong: slopes-as-a-vector | A vector of K slopes p (1 - p) is returned instead of the K x K matrix.
# expect: explained
def softmax_jacobian(theta):
    p = softmax(theta)
    return p * (1 - p)

# %% wrong: inner-instead-of-outer | The inner product p @ p, a number, is subtracted instead of the outer product.
# expect: outer-product-missing
def softmax_jacobian(theta):
    p = softmax(theta)
    return np.diag(p) - p @ p

# %% wrong: identity-without-p | The identity stands in place of the diagonal matrix of p: delta_ij - p_i p_j.
# expect: jacobian-diagonal-wrong
def softmax_jacobian(theta):
    p = softmax(theta)
    return np.eye(len(p)) - np.outer(p, p)

# %% wrong: jacobian-of-the-logarithm | This is the Jacobian of log p, delta_ij - p_j: the factor p_i in front is missing.
# expect: jacobian-of-logarithm
def softmax_jacobian(theta):
    p = softmax(theta)
    return np.eye(len(p)) - p[None, :]

# %% wrong: central-differences | The slopes are measured by central differences, which lose their digits where a slope is a billionth.
# expect: nothing
def softmax_jacobian(theta):
    theta = np.asarray(theta, dtype=float)
    K, h = len(theta), 1e-5
    J = np.zeros((K, K))
    for j in range(K):
        step = np.zeros(K)
        step[j] = h
        J[:, j] = (softmax(theta + step) - softmax(theta - step)) / (2 * h)
    return J

# %% wrong: integer-table | The table is made with zeros_like of the scores, so that scores of integers give a table of zeros.
# expect: integers-kept
def softmax_jacobian(theta):
    p = softmax(theta)
    J = np.zeros_like(theta, shape=(len(theta), len(theta)))
    for i in range(len(p)):
        for j in range(len(p)):
            J[i, j] = p[i] * ((i == j) - p[j])
    return J

# %% wrong: exponent-in-the-quotient-rule | In the quotient rule the denominator is not squared for the second term: e_i e_j is divided by the sum only once.
# expect: explained
def softmax_jacobian(theta):
    e = np.exp(theta - np.max(theta))
    total = e.sum()
    return np.diag(e / total) - np.outer(e, e) / total

# %% wrong: squeezed | The result of the column vectors is squeezed, so for a single class the (1, 1) Jacobian loses its shape.
# expect: explained
def softmax_jacobian(theta):
    p = softmax(theta)[:, None]
    return np.squeeze(np.diagflat(p) - p @ p.T)

# %% right: diagonal-as-minus-the-rest-of-the-row | The entries off the diagonal are written first, then each diagonal entry is minus the sum of its row.
def softmax_jacobian(theta):
    p = softmax(theta)
    J = -np.outer(p, p)
    np.fill_diagonal(J, 0.0)
    J[np.diag_indices_from(J)] = -J.sum(axis=1)
    return J

# %% right: quotient-rule-in-loops | The quotient rule with exponentials, the rest of the sum added up instead of subtracted.
def softmax_jacobian(theta):
    scores = [float(score) for score in theta]
    e = [np.exp(score - max(scores)) for score in scores]
    total = sum(e)
    K = len(e)
    J = np.empty((K, K))
    for i in range(K):
        for j in range(K):
            if i == j:
                J[i, i] = e[i] * sum(e[k] for k in range(K) if k != i) / total**2
            else:
                J[i, j] = -e[i] * e[j] / total**2
    return J

# %% wrong: plus-off-the-diagonal | Off the diagonal the sign is wrong: +p_i p_j in place of -p_i p_j.
# expect: jacobian-off-diagonal-sign
def softmax_jacobian(theta):
    """Return how each probability moves with each score."""
    p = softmax(theta)
    K = len(p)
    J = np.zeros((K, K))
    for i in range(K):
        for j in range(K):
            if i == j:
                J[i, j] = p[i] * (1 - p[i])
            else:
                J[i, j] = p[i] * p[j]
    return J

# %% wrong: inner-instead-of-outer-again | p @ p.T of a one-dimensional array is a single number, the sum of squares, not the table of all products.
# expect: outer-product-missing
def softmax_jacobian(theta):
    """Return how each probability moves with each score."""
    p = softmax(theta)
    return np.diag(p) - p @ p.T

# %% wrong: no-delta | p_i (1 - p_j) is used everywhere, as if i were always equal to j.
# expect: jacobian-diagonal-everywhere
def softmax_jacobian(theta):
    """Return how each probability moves with each score."""
    p = softmax(theta)
    return np.outer(p, 1 - p)

# %% wrong: of-the-logarithm | It is the Jacobian of log p, delta_ij - p_j: the factor p_i is forgotten.
# expect: jacobian-of-logarithm
def softmax_jacobian(theta):
    """Return how each probability moves with each score."""
    p = softmax(theta)
    return np.eye(len(p)) - p

# %% wrong: upper-triangle-only | The inner loop begins at i, so all entries below the diagonal are left 0.
# expect: jacobian-lower-half-missing
def softmax_jacobian(theta):
    """Return how each probability moves with each score."""
    p = softmax(theta)
    J = np.zeros((len(p), len(p)))
    for i in range(len(p)):
        for j in range(i, len(p)):
            J[i, j] = p[i] * ((i == j) - p[j])
    return J

# %% wrong: type-of-the-scores | The table has the type of theta, so with integer scores all slopes become 0.
# expect: integers-kept
def softmax_jacobian(theta):
    """Return how each probability moves with each score."""
    p = softmax(theta)
    J = np.zeros((theta.size, theta.size), dtype=theta.dtype)
    for i in range(theta.size):
        J[i] = -p[i] * p
        J[i, i] = p[i] - p[i] * p[i]
    return J

# %% wrong: central-differences-again | The slopes are measured, and those of a billionth have lost their digits.
# expect: nothing
def softmax_jacobian(theta):
    """Return how each probability moves with each score."""
    K, h = len(theta), 1e-5
    J = np.zeros((K, K))
    for j in range(K):
        e = np.zeros(K)
        e[j] = h
        J[:, j] = (softmax(theta + e) - softmax(theta - e)) / (2 * h)
    return J

# %% wrong: diagonal-counts-itself | The diagonal is minus the sum of the row, to make the row sum to zero, but the row's sum still contains the old diagonal entry.
# expect: explained
def softmax_jacobian(theta):
    """Return how each probability moves with each score."""
    p = softmax(theta)
    J = -np.outer(p, p)
    np.fill_diagonal(J, -J.sum(axis=1))
    return J

# %% wrong: below-a-billionth-is-noise | Entries below 1e-9 are set to 0 as rounding noise, although those near 1e-9 must be right to six digits.
# expect: nothing
def softmax_jacobian(theta):
    """Return how each probability moves with each score."""
    p = softmax(theta)
    J = np.diag(p) - np.outer(p, p)
    J[np.abs(J) < 1e-9] = 0
    return J

# %% right: rows-close-to-zero | Fills everything but the diagonal with -p_i p_j, and then sets each diagonal entry to what the others lose.
def softmax_jacobian(theta):
    """Return how each probability moves with each score."""
    p = softmax(theta).astype(float)
    J = np.multiply.outer(-p, p)
    np.fill_diagonal(J, 0.0)
    J[np.diag_indices(len(p))] = -J.sum(axis=1)
    return J

# %% right: quotient-rule | From the exponentials by the quotient rule, column by column, without the earlier softmax.
def softmax_jacobian(theta):
    """Return how each probability moves with each score."""
    e = np.exp(theta - np.max(theta)).astype(float)
    Z = e.sum()
    columns = []
    for j in range(e.size):
        column = -e * e[j] / Z**2
        column[j] = e[j] * np.delete(e, j).sum() / Z**2
        columns.append(column)
    return np.array(columns).T

# %% wrong: dot-for-outer | p @ p.T of a vector is the number sum p², not the outer product, so the same number is subtracted from all entries.
# expect: outer-product-missing
def softmax_jacobian(theta):
    p = softmax(theta)
    return np.diag(p) - p @ p.T

# %% wrong: diagonal-only-again-again | Only p_i (1 - p_i) on the diagonal, as for the sigmoid; the other entries, where the score is in the denominator only, are left 0.
# expect: jacobian-diagonal-only
def softmax_jacobian(theta):
    p = softmax(theta)
    return np.diag(p * (1 - p))

# %% wrong: one-minus-everywhere-again | Uses p_i (1 - p_j) for every pair instead of p_i (δ_ij - p_j): the 1 is there on the diagonal only.
# expect: jacobian-diagonal-everywhere
def softmax_jacobian(theta):
    p = softmax(theta)
    K = len(p)
    J = np.zeros((K, K))
    for i in range(K):
        for j in range(K):
            J[i, j] = p[i] * (1 - p[j])
    return J

# %% wrong: diagonal-lacks-the-square | Fills the diagonal with p_i instead of p_i - p_i²: forgets that the raised score is in the denominator, too.
# expect: explained
def softmax_jacobian(theta):
    p = softmax(theta)
    J = -np.outer(p, p)
    np.fill_diagonal(J, p)
    return J

# %% wrong: jacobian-of-the-logarithms | Returns δ_ij - p_j, the derivative of log p_i; the factor p_i is missing.
# expect: jacobian-of-logarithm
def softmax_jacobian(theta):
    p = softmax(theta)
    return np.eye(len(p)) - p

# %% wrong: measured-not-derived | Measures the slopes by central differences, which lose the digits of entries near a billionth.
# expect: nothing
def softmax_jacobian(theta):
    theta = np.asarray(theta, dtype=float)
    K, h = len(theta), 1e-5
    J = np.zeros((K, K))
    for j in range(K):
        step = np.zeros(K)
        step[j] = h
        J[:, j] = (softmax(theta + step) - softmax(theta - step)) / (2 * h)
    return J

# %% wrong: scores-taken-for-probabilities | Applies diag(p) - p pᵀ to the scores themselves, as if theta were the probabilities already.
# expect: softmax-missing
def softmax_jacobian(theta):
    return np.diag(theta) - np.outer(theta, theta)

# %% wrong: off-diagonal-without-minus | The entries for i ≠ j are +p_i p_j: the minus from differentiating the denominator is lost.
# expect: jacobian-off-diagonal-sign
def softmax_jacobian(theta):
    p = softmax(theta)
    J = np.outer(p, p)
    for i in range(p.shape[0]):
        J[i, i] = p[i] * (1 - p[i])
    return J

# %% right: flows-and-row-sums | Fills in the flows -p_i p_j between different classes; the diagonal is what makes each row sum to zero.
def softmax_jacobian(theta):
    p = softmax(np.asarray(theta, dtype=float))
    J = np.array([[0.0 if i == j else -a * b for j, b in enumerate(p)] for i, a in enumerate(p)])
    for i in range(len(p)):
        J[i, i] = -J[i].sum()
    return J

# %% right: kronecker-by-broadcasting | The formula p_i (δ_ij - p_j) by broadcasting a column against a row.
def softmax_jacobian(theta):
    p = softmax(np.array(theta, dtype=float))
    delta = np.identity(p.size)
    return p[:, np.newaxis] * (delta - p[np.newaxis, :])
