# %% wrong: zero-times-log-zero | 0 * log(0) is nan, and the nan survives the sum: a class with y_i = 0 and y_hat_i = 0 should contribute 0.
# expect: explained
def cross_entropy(y, y_hat):
    return -np.sum(y * np.log(y_hat))

# %% wrong: epsilon-inside-the-log | A "small number for safety" of 1e-12 inside the logarithm changes the loss where y_hat is tiny, such as 1e-200.
# expect: number-added-for-safety
def cross_entropy(y, y_hat):
    eps = 1e-12
    return -np.sum(y * np.log(y_hat + eps))

# %% wrong: clipped-prediction | The prediction is clipped to [1e-15, 1], so a probability of 1e-200 costs only 34.5 instead of 460.
# expect: number-added-for-safety
def cross_entropy(y, y_hat):
    clipped = np.clip(y_hat, 1e-15, 1.0)
    return float(-(y * np.log(clipped)).sum())

# %% wrong: only-the-top-class | Takes the logarithm at the most probable true class only, which is right for one-hot y and wrong for a distribution such as (0.7, 0.2, 0.1).
# expect: truth-taken-as-certain
def cross_entropy(y, y_hat):
    k = np.argmax(y)
    return -np.log(y_hat[k])

# %% wrong: mean-over-classes | np.mean in place of np.sum: the loss is divided by the number of classes.
# expect: averaged-over-classes
def cross_entropy(y, y_hat):
    use = y > 0
    terms = np.where(use, -y * np.log(np.where(use, y_hat, 1.0)), 0.0)
    return terms.mean()

# %% wrong: binary-cross-entropy | Adds (1 - y) log(1 - y_hat) for each class, the formula for independent yes/no outputs.
# expect: all-classes-counted
def cross_entropy(y, y_hat):
    loss = 0.0
    for p, q in zip(y, y_hat):
        if p > 0:
            loss -= p * np.log(q)
        if p < 1:
            loss -= (1 - p) * np.log(1 - q)
    return loss

# %% wrong: roles-swapped | The two distributions are exchanged: it weights log y by y_hat, so -sum y_hat log y, and is infinite or wrong unless they agree.
# expect: distributions-swapped
def cross_entropy(y, y_hat):
    total = 0
    for i in range(len(y)):
        if y_hat[i] != 0:
            total += y_hat[i] * np.log(y[i])
    return -total

# %% wrong: fills-zeros-in-place | Zeros of y_hat are replaced by 1 in the caller's own array before the logarithm is taken; the value is right but the argument is changed.
# expect: explained
def cross_entropy(y, y_hat):
    y_hat[y_hat == 0] = 1      # log 1 = 0, so these classes drop out
    return -np.dot(y, np.log(y_hat))

# %% wrong: forgot-the-minus | The minus sign is lost: the result is the (negative) log-likelihood sum y log y_hat.
# expect: sign-flipped
def cross_entropy(y, y_hat):
    keep = y != 0
    return np.sum(y[keep] * np.log(y_hat[keep]))

# %% wrong: kl-divergence | Computes sum y log(y / y_hat), the KL divergence, which lacks the entropy of y; right only for one-hot y.
# expect: entropy-subtracted
def cross_entropy(y, y_hat):
    ok = y > 0
    return np.sum(y[ok] * np.log(y[ok] / y_hat[ok]))

# %% wrong: base-two | Uses log2, bits as in information theory, where the notebook's logarithms are natural.
# expect: log-base-2
def cross_entropy(y, y_hat):
    some = y > 0
    return -np.sum(y[some] * np.log2(y_hat[some]))

# %% right: masked-dot | Selects the classes with y > 0 and takes a dot product.
def cross_entropy(y, y_hat):
    nz = np.flatnonzero(y)
    return -(y[nz] @ np.log(y_hat[nz]))

# %% right: log-where | np.log with where= and out= leaves the logarithm at 0 for classes that do not count.
def cross_entropy(y, y_hat):
    logs = np.log(y_hat, where=np.asarray(y) > 0, out=np.zeros(len(y)))
    return float(-(y * logs).sum())

# %% right: python-sum | A generator over pairs, with a condition, and Python floats only.
def cross_entropy(y, y_hat):
    from math import log
    return -sum(float(t) * log(p) for t, p in zip(y, y_hat) if t > 0)

# %% wrong: small-number-for-safety | clips the prediction at 1e-15, so the surprise at 1e-200 is 34.5 instead of 460
# expect: number-added-for-safety
def cross_entropy(y, y_hat):
    return -np.sum(y * np.log(np.clip(y_hat, 1e-15, 1.0)))

# %% wrong: binary-formula | adds the terms (1 - t) log(1 - p) of the binary cross-entropy
# expect: all-classes-counted
def cross_entropy(y, y_hat):
    L = 0.0
    for t, p in zip(y, y_hat):
        if t > 0:
            L -= t * np.log(p)
        if t < 1 and p < 1:
            L -= (1 - t) * np.log(1 - p)
    return L

# %% wrong: kl-divergence-2 | subtracts the entropy of the truth: it is the KL divergence, equal only for one-hot truths
# expect: entropy-subtracted
def cross_entropy(y, y_hat):
    keep = y > 0
    return np.sum(y[keep] * np.log(y[keep] / y_hat[keep]))

# %% right: math-fsum | a plain sum over pairs with math.log and math.fsum
def cross_entropy(y, y_hat):
    import math

    return -math.fsum(float(t) * math.log(float(p)) for t, p in zip(y, y_hat) if t != 0)

# %% right: where-argument | np.log with its where argument, on an array of zeros; mask on the prediction
def cross_entropy(y, y_hat):
    p = np.asarray(y_hat, dtype=float)
    logs = np.log(p, out=np.zeros_like(p), where=p > 0)
    return float(-(np.asarray(y, dtype=float) @ logs))

# %% wrong: arguments-crossed | the logarithm is taken of the truth, weighted by the prediction
# expect: distributions-swapped
def cross_entropy(y, y_hat):
    on = y > 0
    return -np.sum(y_hat[on] * np.log(y[on]))

# %% wrong: label-only | only the class with the largest share of the truth counts
# expect: truth-taken-as-certain
def cross_entropy(y, y_hat):
    return -np.log(y_hat[np.argmax(y)])

# %% wrong: plain-formula | 0 * log(0) is nan where both are 0
# expect: explained
def cross_entropy(y, y_hat):
    return -np.sum(y * np.log(y_hat))

# %% wrong: small-number-for-safety-2 | log(y_hat + 1e-12): wrong for probabilities like 1e-200
# expect: number-added-for-safety
def cross_entropy(y, y_hat):
    return -np.sum(y * np.log(y_hat + 1e-12))

# %% wrong: argmax-stands-for-the-truth | takes only the most likely true class, as if y were a label
# expect: truth-taken-as-certain
def cross_entropy(y, y_hat):
    k = np.argmax(y)
    return -np.log(y_hat[k])

# %% wrong: mean-over-classes-2 | np.mean: divides by K
# expect: averaged-over-classes
def cross_entropy(y, y_hat):
    there = y > 0
    return -np.mean(y[there] * np.log(y_hat[there]))

# %% wrong: arguments-swapped | prediction times log of the truth
# expect: distributions-swapped
def cross_entropy(y, y_hat):
    there = (y > 0) & (y_hat > 0)
    return -np.sum(y_hat[there] * np.log(y[there]))

# %% wrong: kullback-leibler | subtracts the entropy of the truth: KL divergence, 0 at p = t; agrees only for one-hot truths
# expect: entropy-subtracted
def cross_entropy(y, y_hat):
    there = y > 0
    return -np.sum(y[there] * np.log(y_hat[there] / y[there]))

# %% wrong: clipped-at-1e-15 | np.clip(y_hat, 1e-15, 1) inside the logarithm: no term above 34.5, wrong for probabilities like 1e-200
# expect: number-added-for-safety
def cross_entropy(y, y_hat):
    return -np.sum(y * np.log(np.clip(y_hat, 1e-15, 1.0)))

# %% wrong: bits | np.log2
# expect: log-base-2
def cross_entropy(y, y_hat):
    there = y > 0
    return -np.sum(y[there] * np.log2(y_hat[there]))

# %% wrong: both-sides-of-each-class | adds (1 - y) log(1 - y_hat), the loss of K separate sigmoids
# expect: all-classes-counted
def cross_entropy(y, y_hat):
    there = y > 0
    return -np.sum(y[there] * np.log(y_hat[there])) - np.sum((1 - y[y_hat < 1]) * np.log1p(-y_hat[y_hat < 1]))

# %% wrong: only-certain-classes | looks for y == 1: with a soft truth nothing is found and the loss is 0
# expect: all-zero
def cross_entropy(y, y_hat):
    return -np.sum(np.log(y_hat[y == 1]))

# %% right: log-with-where | np.log with where= and out=, then a dot product
def cross_entropy(y, y_hat):
    safe = np.zeros(len(y))
    np.log(y_hat, out=safe, where=np.asarray(y) > 0, casting="unsafe", dtype=float)
    return -float(y @ safe)

# %% right: python-generator | math.log in a generator with a condition
import math


def cross_entropy(y, y_hat):
    return -math.fsum(float(t) * math.log(p) for t, p in zip(y, y_hat) if t > 0)

# %% right: xlogy | scipy.special.xlogy, which is 0 where the first factor is 0 | open: an import from SciPy
from scipy.special import xlogy


def cross_entropy(y, y_hat):
    return -xlogy(y, y_hat).sum()

# %% wrong: no-minus | The minus in front of the sum is forgotten.
# expect: sign-flipped
def cross_entropy(y, y_hat):
    seen = y > 0
    return float(np.sum(y[seen] * np.log(y_hat[seen])))

# %% wrong: zero-times-minus-infinity | Classes with y = 0 are multiplied by log(0) instead of being left out, which gives nan.
# expect: explained
def cross_entropy(y, y_hat):
    return float(-np.sum(y * np.log(y_hat)))

# %% wrong: epsilon-in-the-logarithm | A small number for safety stands inside the logarithm, which changes the surprise at a very small probability.
# expect: number-added-for-safety
def cross_entropy(y, y_hat):
    return float(-np.sum(y * np.log(y_hat + 1e-12)))

# %% wrong: only-the-label | Only the most likely class of the truth is counted, as for a label, instead of the whole distribution.
# expect: truth-taken-as-certain
def cross_entropy(y, y_hat):
    return float(-np.log(y_hat[np.argmax(y)]))

# %% wrong: arguments-exchanged | Prediction and truth are exchanged: the logarithm of the truth is weighted with the prediction.
# expect: distributions-swapped
def cross_entropy(y, y_hat):
    total = 0.0
    for t, p in zip(y, y_hat):
        if t > 0:
            total -= p * np.log(t)
    return total

# %% wrong: base-two-again | The logarithm is to base 2, as in Shannon's bits, instead of natural.
# expect: log-base-2
def cross_entropy(y, y_hat):
    keep = y != 0
    return float(-(y[keep] * np.log2(y_hat[keep])).sum())

# %% wrong: clipped-prediction-again | The prediction is clipped from below at 1e-15, as libraries do, so that smaller probabilities all cost the same.
# expect: number-added-for-safety
def cross_entropy(y, y_hat):
    safe = np.clip(y_hat, 1e-15, 1.0)
    return float(-np.sum(y * np.log(safe)))

# %% wrong: mean-over-the-classes | The mean over the classes is returned instead of the sum.
# expect: averaged-over-classes
def cross_entropy(y, y_hat):
    terms = [-t * np.log(p) if t > 0 else 0.0 for t, p in zip(y, y_hat)]
    return float(np.mean(terms))

# %% wrong: binary-cross-entropy-again | The binary formula is summed over the classes, so each class is also charged for 1 - p.
# expect: all-classes-counted
def cross_entropy(y, y_hat):
    total = 0.0
    for t, p in zip(y, y_hat):
        if t > 0:
            total -= t * np.log(p)
        if t < 1:
            total -= (1 - t) * np.log(1 - p)
    return float(total)

# %% wrong: zeros-of-the-truth-overwritten | The zeros of y are replaced by 1e-12 in the caller's array, and log(0) by the lowest float, so an impossible class costs 1e296.
# expect: explained
def cross_entropy(y, y_hat):
    y[y == 0] = 1e-12
    return float(-np.sum(y * np.nan_to_num(np.log(y_hat))))

# %% wrong: kullback-leibler-again | The entropy of the truth is subtracted, which gives the Kullback-Leibler divergence instead of the cross-entropy.
# expect: entropy-subtracted
def cross_entropy(y, y_hat):
    seen = y > 0
    return float(np.sum(y[seen] * np.log(y[seen] / y_hat[seen])))

# %% right: loop-with-fsum | A loop over the classes that skips y = 0, with math.log.
def cross_entropy(y, y_hat):
    from math import fsum, log

    return -fsum(float(t) * log(p) for t, p in zip(y, y_hat) if t != 0)

# %% right: log-with-where-again | The logarithm is taken only where the truth is positive, with zeros elsewhere, and a dot product.
def cross_entropy(y, y_hat):
    logs = np.zeros(len(y))
    np.log(y_hat, out=logs, where=np.asarray(y) > 0)
    return float(-(y @ logs))

# %% wrong: small-number-for-safety-again | A small number is added inside the logarithm, which changes the answer where y_hat is 1e-200.
# expect: number-added-for-safety
def cross_entropy(y, y_hat):
    """Return the cross-entropy of a prediction."""
    return -np.sum(y * np.log(y_hat + 1e-12))

# %% wrong: roles-exchanged | Truth and prediction are exchanged: the logarithm is taken of the truth.
# expect: distributions-swapped
def cross_entropy(y, y_hat):
    """Return the cross-entropy of a prediction."""
    seen = y > 0
    return -np.sum(y_hat[seen] * np.log(y[seen]))

# %% wrong: only-the-likeliest-class | Only the likeliest class of the truth is looked at, as if every truth were one-hot.
# expect: truth-taken-as-certain
def cross_entropy(y, y_hat):
    """Return the cross-entropy of a prediction."""
    return -np.log(y_hat[np.argmax(y)])

# %% wrong: binary-formula-again | The two-class formula, with (1 - y) log(1 - y_hat), is added up over all classes.
# expect: all-classes-counted
def cross_entropy(y, y_hat):
    """Return the cross-entropy of a prediction."""
    loss = 0.0
    for t, p in zip(y, y_hat):
        if t > 0:
            loss -= t * np.log(p)
        if t < 1:
            loss -= (1 - t) * np.log(1 - p)
    return loss

# %% wrong: kullback-leibler-again-again | It is the distance from y to y_hat, so the entropy of the truth is subtracted.
# expect: entropy-subtracted
def cross_entropy(y, y_hat):
    """Return the cross-entropy of a prediction."""
    m = y > 0
    return np.sum(y[m] * np.log(y[m] / y_hat[m]))

# %% wrong: logarithm-of-the-sum | The logarithm of the average probability in place of the average of the logarithms.
# expect: nothing
def cross_entropy(y, y_hat):
    """Return the cross-entropy of a prediction."""
    return float(-np.log(np.dot(y, y_hat)))

# %% wrong: zeros-of-the-caller-replaced | Zeros of y_hat are replaced by 1 in the caller's own array.
# expect: explained
def cross_entropy(y, y_hat):
    """Return the cross-entropy of a prediction."""
    y_hat[y_hat == 0] = 1  # log 1 = 0
    return -np.sum(y * np.log(y_hat))

# %% wrong: rare-classes-left-out | Classes with a true probability of a millionth or less are left out, though however small it is, the class counts.
# expect: nothing
def cross_entropy(y, y_hat):
    """Return the cross-entropy of a prediction."""
    counts = y > 1e-6  # 0, but for rounding
    return -np.sum(y[counts] * np.log(y_hat[counts]))

# %% wrong: certain-means-right | A prediction with an entry of 1 is taken to be certain and right, but 1 may be rounded, with 1e-200 for a class that does occur.
# expect: nothing
def cross_entropy(y, y_hat):
    """Return the cross-entropy of a prediction."""
    if np.any(y_hat == 1):
        return 0.0  # certain; all others are 0, and so is the truth there
    possible = y > 0
    return -np.sum(y[possible] * np.log(y_hat[possible]))

# %% right: where-in-the-logarithm | A logarithm only where the truth is positive, by the ufunc's own where and out, and a scalar product.
def cross_entropy(y, y_hat):
    """Return the cross-entropy of a prediction."""
    surprise = np.log(y_hat, out=np.zeros(len(y_hat)), where=y > 0, dtype=float)
    return -float(np.einsum("i,i->", y, surprise))

# %% right: plain-loop | A loop with the standard library's logarithm, which skips what never happens.
def cross_entropy(y, y_hat):
    """Return the cross-entropy of a prediction."""
    import math

    total = 0.0
    for t, p in zip(y.tolist(), y_hat.tolist()):
        if not t:
            continue
        total -= t * math.log(p)
    return total

# %% wrong: zero-times-minus-infinity-again | Takes the formula as it stands, so that a class with y = 0 and y_hat = 0 gives 0 * -inf = nan instead of 0.
# expect: explained
def cross_entropy(y, y_hat):
    return -np.sum(y * np.log(y_hat))

# %% wrong: epsilon-for-safety | Adds 1e-12 inside the logarithm, which changes the surprise of a class that was given 1e-200.
# expect: number-added-for-safety
def cross_entropy(y, y_hat):
    return -np.sum(y * np.log(y_hat + 1e-12))

# %% wrong: most-likely-class-only | Reads the truth as a label, argmax(y), and so ignores all other classes of a distribution that is not one-hot.
# expect: truth-taken-as-certain
def cross_entropy(y, y_hat):
    label = np.argmax(y)
    return -np.log(y_hat[label])

# %% wrong: binary-cross-entropy-again-again | Adds (1 - y) log(1 - y_hat) for each class, the formula for independent yes-or-no questions.
# expect: all-classes-counted
def cross_entropy(y, y_hat):
    loss = 0.0
    for t, p in zip(y, y_hat):
        if t > 0:
            loss -= t * np.log(p)
        if t < 1:
            loss -= (1 - t) * np.log(1 - p)
    return loss

# %% wrong: relative-entropy | Computes the Kullback-Leibler divergence sum y log(y / y_hat), which lacks the entropy of the truth; the two agree only for one-hot truths.
# expect: entropy-subtracted
def cross_entropy(y, y_hat):
    on = y > 0
    return np.sum(y[on] * np.log(y[on] / y_hat[on]))

# %% wrong: logarithm-of-the-sum-again | Takes the logarithm of the sum of y * y_hat instead of the sum of y * log(y_hat); for one-hot truths both are the same.
# expect: explained
def cross_entropy(y, y_hat):
    return -np.log(np.sum(y * y_hat))

# %% wrong: repairs-the-prediction-in-place | Replaces the zeros of y_hat by ones before the logarithm, in the caller's array.
# expect: explained
def cross_entropy(y, y_hat):
    y_hat[y_hat == 0] = 1
    return -np.sum(y * np.log(y_hat))

# %% wrong: rare-classes-dropped | Treats every y below 1e-8 as 0 to be safe against rounding, although each class with y > 0 counts, however small.
# expect: nothing
def cross_entropy(y, y_hat):
    mask = y > 1e-8
    return float(-(y[mask] * np.log(y_hat[mask])).sum())

# %% right: log-with-where-again-again | Takes logarithms only where the truth is positive, into an array of zeros, and a dot product.
def cross_entropy(y, y_hat):
    p = np.asarray(y_hat, dtype=float)
    logs = np.log(p, out=np.zeros(p.shape), where=np.asarray(y) > 0)
    return float(-np.dot(y, logs))

# %% right: generator-of-surprises | A sum over pairs in plain Python that skips the impossible classes; adds 0.0 so that the result is not -0.0.
def cross_entropy(y, y_hat):
    return 0.0 + sum(float(t) * -float(np.log(p)) for t, p in zip(y, y_hat) if t != 0)
