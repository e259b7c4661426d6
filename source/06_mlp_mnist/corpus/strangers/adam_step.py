# %% wrong: corrected-means-returned | returns the corrected m and v as the state, so they are corrected again in the next step
# expect: corrected-mean-kept
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    v = (beta2 * v + (1 - beta2) * g**2) / (1 - beta2**t)
    return w - lr * m / (np.sqrt(v) + eps), m, v

# %% wrong: times-t | 1 - beta * t for 1 - beta ** t in the correction (right for t = 1 only)
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 * t)
    v_hat = v / (1 - beta2 * t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: corrects-m-only | only m is corrected, v is not
# expect: bias-correction-missing
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m1 = beta1 * m + (1 - beta1) * g
    v1 = beta2 * v + (1 - beta2) * g * g
    step = lr * m1 / (1 - beta1**t)
    return w - step / (np.sqrt(v1) + eps), m1, v1

# %% right: interpolations | running means as m + (1 − β)(g − m), corrections folded into the rate and eps
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    w, g, m, v = (np.asarray(a, dtype=float) for a in (w, g, m, v))
    m = m + (1 - beta1) * (g - m)
    v = v + (1 - beta2) * (g**2 - v)
    root = np.sqrt(1 - beta2**t)
    rate = lr * root / (1 - beta1**t)
    return w - rate * m / (np.sqrt(v) + eps * root), m, v

# %% wrong: variance-of-the-mean | v is the running mean of the squares of the new m, not of g
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * m**2
    mh, vh = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * mh / (np.sqrt(vh) + eps), m, v

# %% wrong: raw-gradient-in-the-step | the step takes g instead of the corrected m (RMSProp with a correction)
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m_new = beta1 * m + (1 - beta1) * g
    v_new = beta2 * v + (1 - beta2) * g**2
    v_hat = v_new / (1 - beta2**t)
    return w - lr * g / (np.sqrt(v_hat) + eps), m_new, v_new

# %% wrong: no-bias-correction | m and v are used as they are: the first step is 3 times too long
# expect: bias-correction-missing
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m
    v_hat = v
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: corrected-means-returned-2 | returns m̂ and v̂ as the state: corrected again in the next step
# expect: corrected-mean-kept
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m = m / (1 - beta1**t)
    v = v / (1 - beta2**t)
    return w - lr * m / (np.sqrt(v) + eps), m, v

# %% wrong: counts-from-zero | 1 - beta^(t+1), as if t began at 0
# expect: step-counted-from-zero
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2 ** (t + 1))
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: power-became-product | 1 - beta t instead of 1 - beta^t: right in the first step only
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 * t)
    v_hat = v / (1 - beta2 * t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: correction-without-t | 1 - beta in every step: right in the first step only
# expect: step-counted-from-zero
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1)
    v_hat = v / (1 - beta2)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: one-beta-for-both | v is corrected with beta1
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta1**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: eps-under-the-root | √(v̂ + eps)
# expect: eps-misplaced
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat + eps)), m, v

# %% wrong: betas-exchanged | beta2 for m and beta1 for v
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta2 * m + (1 - beta2) * g
    v = beta1 * v + (1 - beta1) * g**2
    m_hat = m / (1 - beta2**t)
    v_hat = v / (1 - beta1**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: square-of-the-mean | v from the squared running mean m² instead of g²
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * m**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: gradient-over-root | the step uses g instead of m̂: RMSProp with a correction
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * g / (np.sqrt(v_hat) + eps), m, v

# %% wrong: root-corrected-outside | √v / (1 - beta2^t): the correction is not under the root
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v) / (1 - beta2**t) + eps), m, v

# %% wrong: means-in-place | m *= beta1; m += ...: the caller's m and v are changed
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: only-the-new-weights | returns w', not the three
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps)

# %% wrong: t-advanced-inside | t += 1 before the correction
# expect: step-counted-from-zero
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    t += 1
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% right: rate-of-the-step | both corrections pulled into one rate and a scaled epsilon
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = m + (1 - beta1) * (g - m), v + (1 - beta2) * (g**2 - v)
    root = (1 - beta2**t) ** 0.5
    return w - (lr * root / (1 - beta1**t)) * m / (np.sqrt(v) + eps * root), m, v

# %% right: helper-for-a-running-mean | a local helper returns mean and corrected mean
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    def running(old, new, beta):
        mean = np.add(beta * old, (1 - beta) * new)
        return mean, mean / -np.expm1(t * np.log(beta)) if beta > 0 else mean
    new_m, first = running(m, g, beta1)
    new_v, second = running(v, np.square(g), beta2)
    return w - lr * first / (second**0.5 + eps), new_m, new_v

# %% right: entry-by-entry | loops over all entries with np.ndindex
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    new_w, new_m, new_v = (np.empty(np.shape(w)) for _ in range(3))
    for i in np.ndindex(np.shape(w)):
        new_m[i] = beta1 * m[i] + (1 - beta1) * g[i]
        new_v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i]
        new_w[i] = w[i] - lr * (new_m[i] / (1 - beta1**t)) / ((new_v[i] / (1 - beta2**t)) ** 0.5 + eps)
    return new_w, new_m, new_v

# %% wrong: amsgrad | keeps the maximum of old and new v, as AMSGrad does
# expect: nothing
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = np.maximum(v, beta2 * v + (1 - beta2) * g**2)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: no-bias-correction-again | m and v are used as they are, without being divided by 1 - beta^t.
# expect: bias-correction-missing
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return w - lr * m / (np.sqrt(v) + eps), m, v

# %% wrong: corrected-means-kept | The corrected means are returned, and would be corrected again in the next step.
# expect: corrected-mean-kept
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = (beta1 * m + (1 - beta1) * g) / (1 - beta1**t)
    v = (beta2 * v + (1 - beta2) * g**2) / (1 - beta2**t)
    return w - lr * m / (np.sqrt(v) + eps), m, v

# %% wrong: steps-counted-from-zero | The exponent is t + 1, as if t were counted from 0.
# expect: step-counted-from-zero
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 ** (t + 1))
    v_hat = v / (1 - beta2 ** (t + 1))
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: eps-on-the-uncorrected-root | The short form with a corrected rate adds eps to the root of the uncorrected v, so eps weighs more than it should.
# expect: not-precise
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return w - rate * m / (np.sqrt(v) + eps), m, v

# %% wrong: corrected-at-the-start-only | The correction is left out after ten steps "because it is 1 by then", which it is not: with beta2 = 0.999 it takes thousands.
# expect: nothing
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m, v
    if t <= 10:
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: square-of-the-mean-again | v is the running mean of m'² instead of g².
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * m**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: betas-times-t | The correction divides by 1 - beta * t instead of 1 - beta to the power t: right for t = 1 alone.
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1 * t)
    v_hat = v / (1 - beta2 * t)
    return w - lr * m_hat / (np.sqrt(np.abs(v_hat)) + eps), m, v

# %% wrong: means-in-place-again | m and v are updated in the caller's arrays, which may even be one and the same array of zeros.
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: only-v-falls-never | v keeps the larger of its old and new value, as AMSGrad does, so it never falls.
# expect: nothing
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = np.maximum(v, beta2 * v + (1 - beta2) * g**2)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: only-m-corrected-and-eps-under-root | v is not corrected, and eps stands under the root: two mistakes.
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    return w - lr * m_hat / np.sqrt(v + eps), m, v

# %% right: running-mean-helper | A helper for both means and both corrections.
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    def mean(old, new, beta):
        kept = np.add(np.multiply(beta, old), np.multiply(1 - beta, new))
        return kept, kept / (1 - beta**t)

    g = np.asarray(g, dtype=float)
    m, m_hat = mean(m, g, beta1)
    v, v_hat = mean(v, g * g, beta2)
    return w - lr * np.divide(m_hat, np.sqrt(v_hat) + eps), m, v

# %% right: rate-and-eps-corrected | The short form of the paper, where eps is multiplied by the same root, so nothing changes.
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    new_m = m + (1 - beta1) * (np.asarray(g, dtype=float) - m)
    new_v = v + (1 - beta2) * (np.square(np.asarray(g, dtype=float)) - v)
    root = (1 - beta2**t) ** 0.5
    new_w = w - (lr * root / (1 - beta1**t)) * new_m / (np.sqrt(new_v) + eps * root)
    return new_w, new_m, new_v

# %% wrong: no-bias-correction-again-again | The means are used as they are, without the repair for their start at 0.
# expect: bias-correction-missing
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    return w - lr * m / (np.sqrt(v) + eps), m, v

# %% wrong: corrected-means-returned-again | The repaired means are returned as the state, so the next step repairs them again.
# expect: corrected-mean-kept
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g * g
    m = m / (1 - beta1**t)
    v = v / (1 - beta2**t)
    w = w - lr * m / (np.sqrt(v) + eps)
    return w, m, v

# %% wrong: power-t-forgotten | The repair is always that of the first step, 1 - beta, without the power t.
# expect: step-counted-from-zero
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1), v / (1 - beta2)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: step-counted-from-zero | The exponent is t + 1, as if the steps were counted from 0.
# expect: step-counted-from-zero
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m_new = beta1 * m + (1 - beta1) * g
    v_new = beta2 * v + (1 - beta2) * g**2
    m_hat = m_new / (1 - beta1 ** (t + 1))
    v_hat = v_new / (1 - beta2 ** (t + 1))
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m_new, v_new

# %% wrong: eps-under-the-root-again | eps is added under the root.
# expect: eps-misplaced
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    lr_t = lr / (1 - beta1**t)
    return w - lr_t * m / np.sqrt(v / (1 - beta2**t) + eps), m, v

# %% wrong: eps-before-correction | The folded formula, lr sqrt(1 - beta2^t) / (1 - beta1^t) times m / (sqrt(v) + eps), has eps beside the root of v' instead of that of the repaired one.
# expect: nothing
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    alpha = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return w - alpha * m / (np.sqrt(v) + eps), m, v

# %% wrong: one-beta-for-both-again | The second mean uses beta1 as well, in the mean and in its repair.
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta1 * v + (1 - beta1) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta1**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: gradient-over-v | The numerator is the gradient itself, not its running mean: RMSProp with a repair; m is kept, but not used.
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = v / (1 - beta2**t)
    return w - lr * g / (np.sqrt(v_hat) + eps), m, v

# %% wrong: square-of-the-mean-again-again | v averages the square of the running mean m' instead of the square of the gradient.
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * m**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: v-never-falls | The larger of old and new v is kept (as in AMSGrad), so that v does not fall when gradients get smaller.
# expect: nothing
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m = beta1 * m + (1 - beta1) * g
    v = np.maximum(v, beta2 * v + (1 - beta2) * g**2)
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% wrong: state-in-place | The running means are updated in the caller's arrays.
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g**2
    w = w - lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return w, m, v

# %% wrong: means-of-the-type-of-g | Both means are made with zeros_like(g) and filled, so that integers in g cut off their fractions.
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    new_m, new_v = np.zeros_like(g), np.zeros_like(g)
    new_m[:] = beta1 * m + (1 - beta1) * g
    new_v[:] = beta2 * v + (1 - beta2) * g**2
    m_hat = new_m / (1 - beta1**t)
    v_hat = new_v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), new_m, new_v

# %% right: folded-with-scaled-eps | The folded formula with eps multiplied by the same root, which is the same algebra.
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    new_m = m + (1 - beta1) * (g - m)
    new_v = v + (1 - beta2) * (np.square(g) - v)
    root = (1 - beta2**t) ** 0.5
    return w - lr / (1 - beta1**t) * root * new_m / (np.sqrt(new_v) + eps * root), new_m, new_v

# %% right: helper-for-both-means | An inner function makes a running mean and its repaired value.
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    def mean(old, new, beta):
        kept = beta * np.asarray(old, dtype=float) + (1.0 - beta) * np.asarray(new, dtype=float)
        return kept, kept / (1.0 - np.power(beta, float(t)))

    (m_next, m_hat), (v_next, v_hat) = mean(m, g, beta1), mean(v, np.multiply(g, g), beta2)
    return w - lr * m_hat / (v_hat**0.5 + eps), m_next, v_next

# %% wrong: beta-times-t | 1 - beta * t instead of 1 - beta^t: right in the first step only.
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Return (new w, new m, new v)."""
    m_new = beta1 * m + (1 - beta1) * g
    v_new = beta2 * v + (1 - beta2) * g**2
    m_hat = m_new / (1 - beta1 * t)
    v_hat = v_new / (1 - beta2 * t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m_new, v_new

# %% wrong: repaired-in-the-first-step-only | The start at 0 is repaired for t = 1 only, later steps use the raw means.
# expect: bias-correction-missing
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Return (new w, new m, new v)."""
    m_new = beta1 * m + (1 - beta1) * g
    v_new = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m_new, v_new
    if t == 1:
        m_hat, v_hat = m_new / (1 - beta1), v_new / (1 - beta2)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m_new, v_new

# %% wrong: correction-outside-the-root | sqrt(v') / (1 - beta2^t): the correction of v is applied to its root.
# expect: nothing
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Return (new w, new m, new v)."""
    m_new = beta1 * m + (1 - beta1) * g
    v_new = beta2 * v + (1 - beta2) * g**2
    m_hat = m_new / (1 - beta1**t)
    root = np.sqrt(v_new) / (1 - beta2**t)
    return w - lr * m_hat / (root + eps), m_new, v_new

# %% wrong: eps-not-corrected | Both corrections are moved into the rate, lr sqrt(1 - beta2^t) / (1 - beta1^t), so that eps stands beside the root of the raw v: with a large eps the step differs.
# expect: nothing
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Return (new w, new m, new v)."""
    m_new = beta1 * m + (1 - beta1) * g
    v_new = beta2 * v + (1 - beta2) * g**2
    rate = lr * np.sqrt(1 - beta2**t) / (1 - beta1**t)
    return w - rate * m_new / (np.sqrt(v_new) + eps), m_new, v_new

# %% wrong: betas-exchanged-again | beta2 belongs to the squares and beta1 to the gradient; here it is the other way round.
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Return (new w, new m, new v)."""
    m_new = beta2 * m + (1 - beta2) * g
    v_new = beta1 * v + (1 - beta1) * g**2
    m_hat = m_new / (1 - beta2**t)
    v_hat = v_new / (1 - beta1**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m_new, v_new

# %% wrong: square-of-the-mean-again-again-again | v averages the squares of m', not of the gradient.
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Return (new w, new m, new v)."""
    m_new = beta1 * m + (1 - beta1) * g
    v_new = beta2 * v + (1 - beta2) * m_new**2
    m_hat = m_new / (1 - beta1**t)
    v_hat = v_new / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m_new, v_new

# %% wrong: corrected-means-returned-again-again | m and v are overwritten by their corrected values, which are returned and go into the next step.
# expect: corrected-mean-kept
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Return (new w, new m, new v)."""
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m = m / (1 - beta1**t)
    v = v / (1 - beta2**t)
    return w - lr * m / (np.sqrt(v) + eps), m, v

# %% wrong: means-in-place-again-again | m and v are updated in place and change for the caller.
# expect: explained
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Return (new w, new m, new v)."""
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g * g
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v

# %% right: helper-for-both-means-again | One helper updates and corrects a running mean, used for g and for g^2.
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Return (new w, new m, new v)."""
    def track(mean, value, beta):
        mean = beta * np.asarray(mean, dtype=float) + (1 - beta) * value
        return mean, mean / (1 - beta**t)

    g = np.asarray(g, dtype=float)
    (m_new, m_hat), (v_new, v_hat) = track(m, g, beta1), track(v, np.square(g), beta2)
    return w - lr * (m_hat / (v_hat**0.5 + eps)), m_new, v_new

# %% right: common-denominator | Algebra: corrections multiplied out, with eps scaled by the root of its correction.
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Return (new w, new m, new v)."""
    g = np.array(g, dtype=float)
    m_new = m + (1 - beta1) * (g - m)
    v_new = v + (1 - beta2) * (g * g - v)
    c1, c2 = 1 - beta1**t, np.sqrt(1 - beta2**t)
    return w - (lr * c2 / c1) * m_new / (np.sqrt(v_new) + eps * c2), m_new, v_new
