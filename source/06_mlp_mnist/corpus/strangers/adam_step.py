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
