# %% right: formula | the model answer
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v - lr * gradient(w + mu * v)
    return w + v, v

# %% right: two_steps | first the velocity's, then the correction
def nesterov_step(w, v, gradient, lr, mu):
    ahead = w + mu * v
    new = ahead - lr * np.array(gradient(ahead.copy()))
    return new, new - w

# %% right: several_calls | how often gradient is called is free
def nesterov_step(w, v, gradient, lr, mu):
    gradient(w)
    velocity = mu * v - lr * gradient(w + mu * v)
    return (w + velocity, velocity)

# %% wrong: momentum | the gradient where we stand
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v - lr * gradient(w)
    return w + v, v

# %% wrong: looks_too_far | the gradient at w + v
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v - lr * gradient(w + v)
    return w + v, v

# %% wrong: looks_back | the gradient at w - mu v
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v - lr * gradient(w - mu * v)
    return w + v, v

# %% wrong: steps_from_ahead | mu v is added twice
# expect: step-taken-twice
def nesterov_step(w, v, gradient, lr, mu):
    ahead = w + mu * v
    v = mu * v - lr * gradient(ahead)
    return ahead + v, v

# %% wrong: without_velocity | forgets mu v
# expect: velocity-ignored
def nesterov_step(w, v, gradient, lr, mu):
    v = -lr * gradient(w + mu * v)
    return w + v, v

# %% wrong: uphill | plus
# expect: uphill
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v + lr * gradient(w + mu * v)
    return w + v, v

# %% wrong: old_velocity_returned | v, not v'
# expect: explained
def nesterov_step(w, v, gradient, lr, mu):
    return w + mu * v - lr * gradient(w + mu * v), v

# %% wrong: in_place | walks ahead with w itself
def nesterov_step(w, v, gradient, lr, mu):
    start = w.copy()
    w += mu * v
    v = mu * v - lr * gradient(w)
    return start + v, v

# %% wrong: known_valley | the gradient of the visible check
# expect: nothing
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v - lr * 2 * (w + mu * v)
    return w + v, v

# %% right: names | each step with a name, a list
def nesterov_step(w, v, gradient, lr, mu):
    there = np.add(w, np.multiply(mu, v))
    correction = lr * np.asarray(gradient(there))
    velocity = mu * v - correction
    return [w + velocity, velocity]

# %% right: by_momentum | momentum's step with the gradient ahead
def nesterov_step(w, v, gradient, lr, mu):
    return momentum_step(w, gradient(w + mu * v), v, lr, mu)

# %% wrong: gradient_of_velocity | the gradient at mu v
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v - lr * gradient(mu * v)
    return w + v, v

# %% wrong: mu_of_weights | the gradient at mu (w + v)
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v - lr * gradient(mu * (w + v))
    return w + v, v

# %% wrong: rate_forgotten | a correction of size 1
# expect: step-size-ignored
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v - gradient(w + mu * v)
    return w + v, v

# %% wrong: swapped | (v', w')
# expect: results-swapped
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v - lr * gradient(w + mu * v)
    return v, w + v

# %% wrong: two_gradients | corrected here and there
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v - lr * (gradient(w) + gradient(w + mu * v)) / 2
    return w + v, v

# %% wrong: overwritten_gradient | the point ahead is changed before it is used
def nesterov_step(w, v, gradient, lr, mu):
    ahead = w + mu * v
    g = gradient(ahead)
    ahead -= lr * g
    v = mu * v - lr * g
    return w + v, v
