# %% wrong: gradient-here | the gradient is taken at w, which is plain momentum
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    """Return (new w, new v): the velocity's step first, corrected by the gradient where it leads."""
    v = mu * v - lr * gradient(w)
    return w + v, v

# %% wrong: full-velocity-ahead | looks ahead by v instead of by mu v
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    g = gradient(w + v)
    v_new = mu * v - lr * g
    return w + v_new, v_new

# %% wrong: looks-backwards | the gradient is taken at w - mu v, behind
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    look = w - mu * v
    v_new = mu * v - lr * gradient(look)
    w_new = w + v_new
    return w_new, v_new

# %% wrong: velocity-twice | the new velocity, which contains mu v, is added to the point ahead, which contains it, too
# expect: step-taken-twice
def nesterov_step(w, v, gradient, lr, mu):
    w_ahead = w + mu * v
    v_new = mu * v - lr * gradient(w_ahead)
    return w_ahead + v_new, v_new

# %% wrong: correction-as-velocity | the weights are right, but the returned velocity is only the correction -lr g
# expect: velocity-ignored
def nesterov_step(w, v, gradient, lr, mu):
    ahead = w + mu * v
    v = -lr * gradient(ahead)
    return ahead + v, v

# %% wrong: moves-the-callers-weights | w += mu * v goes ahead in the caller's array (and never comes back)
# expect: explained
def nesterov_step(w, v, gradient, lr, mu):
    old = w.copy()
    w += mu * v
    v = mu * v - lr * gradient(w)
    return old + v, v

# %% wrong: gradient-of-the-velocity | gradient is called with mu v, the step, instead of with the point w + mu v
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    step = mu * v
    v_new = step - lr * gradient(step)
    return w + v_new, v_new

# %% wrong: results-swapped | returns (new v, new w)
# expect: results-swapped
def nesterov_step(w, v, gradient, lr, mu):
    new_v = mu * v - lr * gradient(w + mu * v)
    new_w = w + new_v
    return new_v, new_w

# %% wrong: old-velocity | the weights move by the old velocity
# expect: old-velocity-used
def nesterov_step(w, v, gradient, lr, mu):
    g = gradient(w + mu * v)
    return w + v, mu * v - lr * g

# %% wrong: gradient-not-called | gradient is used as if it were an array: multiplying a function by lr raises
# expect: explained
def nesterov_step(w, v, gradient, lr, mu):
    v_new = mu * v - lr * gradient
    return w + v_new, v_new

# %% wrong: lookahead-after-momentum | first the full momentum step with the gradient at w, then the gradient at the new point is used for another step
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    v1 = mu * v - lr * gradient(w)
    w1 = w + v1
    v2 = mu * v - lr * gradient(w1)
    return w + v2, v2

# %% right: from-the-point-ahead | goes to the point ahead, corrects there, and sums up the velocity from both parts
def nesterov_step(w, v, gradient, lr, mu):
    coast = mu * v
    ahead = w + coast
    correction = -lr * gradient(ahead)
    return ahead + correction, coast + correction

# %% right: by-momentum | momentum_step with the gradient at the point ahead, as the text describes it
def nesterov_step(w, v, gradient, lr, mu):
    return momentum_step(w, gradient(w + mu * v), v, lr, mu)

# %% wrong: momentum-twice | the new velocity is added to the point ahead instead of to w: the momentum counts twice
# expect: step-taken-twice
def nesterov_step(w, v, gradient, lr, mu):
    ahead = w + mu * v
    v_next = mu * v - lr * gradient(ahead)
    return ahead + v_next, v_next

# %% wrong: looks-back | looks at w - mu v, behind instead of ahead
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    g = gradient(w - mu * v)
    v1 = mu * v - lr * g
    return w + v1, v1

# %% wrong: gradient-here-2 | the gradient is taken at w, so it is plain momentum
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    v_next = mu * v - lr * gradient(w)
    return w + v_next, v_next

# %% wrong: velocity-is-the-correction | the velocity returned is the correction alone, without mu v
# expect: velocity-ignored
def nesterov_step(w, v, gradient, lr, mu):
    ahead = w + mu * v
    correction = -lr * np.asarray(gradient(ahead))
    return ahead + correction, correction

# %% wrong: gradient-where-it-stands | gradient(w): plain momentum
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v - lr * gradient(w)
    return w + v, v

# %% wrong: looks-a-whole-velocity-ahead | gradient(w + v) without mu
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v - lr * gradient(w + v)
    return w + v, v

# %% wrong: moves-from-the-lookahead | w' = (w + mu v) + v': the momentum step counts twice
# expect: step-taken-twice
def nesterov_step(w, v, gradient, lr, mu):
    ahead = w + mu * v
    v = mu * v - lr * gradient(ahead)
    return ahead + v, v

# %% wrong: looks-back-2 | gradient(w - mu v)
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v - lr * gradient(w - mu * v)
    return w + v, v

# %% wrong: velocity-without-momentum | v' = -lr g(ahead): right w' from the lookahead, but the returned velocity lacks mu v
# expect: velocity-ignored
def nesterov_step(w, v, gradient, lr, mu):
    ahead = w + mu * v
    step = -lr * gradient(ahead)
    return ahead + step, step

# %% wrong: gradient-times-momentum | v' = mu (v - lr g): momentum applied to the new gradient as well
# expect: friction-misplaced
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * (v - lr * gradient(w + mu * v))
    return w + v, v

# %% wrong: lookahead-after-update | v is updated with the gradient at w + mu v, where v is already scaled: mu twice
# expect: explained
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v
    v = v - lr * gradient(w + mu * v)
    return w + v, v

# %% wrong: lookahead-in-place | w += mu v moves the caller's weights
# expect: explained
def nesterov_step(w, v, gradient, lr, mu):
    w += mu * v
    step = lr * gradient(w)
    return w - step, mu * v - step

# %% right: difference-of-positions | new velocity as difference of new and old weights
def nesterov_step(w, v, gradient, lr, mu):
    ahead = w + mu * v
    new = ahead - lr * gradient(ahead)
    return new, new - w

# %% wrong: sutskever-rewritten | w' = w - mu v + (1 + mu) v': the rule for weights kept at the lookahead point, mixed with the gradient at w + mu v
# expect: explained
def nesterov_step(w, v, gradient, lr, mu):
    old = v
    v = mu * v - lr * gradient(w + mu * v)
    return w - mu * old + (1 + mu) * v, v

# %% wrong: gradient-at-w | The gradient is taken at w, where plain momentum takes it, not at w + mu v.
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v - lr * gradient(w)
    return w + v, v

# %% wrong: looks-a-whole-velocity-ahead-again | The gradient is taken at w + v instead of at w + mu v.
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v - lr * gradient(w + v)
    return w + v, v

# %% wrong: looks-back-again | The gradient is taken at w - mu v, behind w instead of ahead of it.
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v - lr * gradient(w - mu * v)
    return w + v, v

# %% wrong: momentum-twice-again | The new velocity, which contains mu v, is added to the point ahead: mu v counts twice.
# expect: step-taken-twice
def nesterov_step(w, v, gradient, lr, mu):
    ahead = w + mu * v
    v = mu * v - lr * gradient(ahead)
    return ahead + v, v

# %% wrong: velocity-is-the-correction-again | The velocity that is returned is only the correction -lr g, without mu v.
# expect: velocity-ignored
def nesterov_step(w, v, gradient, lr, mu):
    ahead = w + mu * v
    correction = -lr * gradient(ahead)
    return ahead + correction, correction

# %% wrong: w-moved-in-place | w += mu * v moves the caller's weights.
# expect: explained
def nesterov_step(w, v, gradient, lr, mu):
    w += mu * v
    g = gradient(w)
    w -= lr * g
    return w, mu * v - lr * g

# %% wrong: gradient-scaled-in-place | g *= lr changes the array that the function gradient returned, which may be the point ahead itself.
# expect: all-zero
def nesterov_step(w, v, gradient, lr, mu):
    ahead = w + mu * v
    g = gradient(ahead)
    g *= lr
    return ahead - g, mu * v - g

# %% wrong: gradient-ahead-with-keras-step | The form without look-ahead, w' = w + mu v' - lr g, is combined with the gradient at the point ahead: momentum acts twice.
# expect: explained
def nesterov_step(w, v, gradient, lr, mu):
    g = gradient(w + mu * v)
    v = mu * v - lr * g
    return w + mu * v - lr * g, v

# %% wrong: uphill-and-old-velocity | The correction is added, uphill, and the velocity is returned unchanged: two mistakes.
# expect: uphill
def nesterov_step(w, v, gradient, lr, mu):
    ahead = w + mu * v
    return ahead + lr * gradient(ahead), v

# %% right: by-momentum-step | The rule of momentum with the gradient at the point ahead, by calling momentum_step.
def nesterov_step(w, v, gradient, lr, mu):
    return momentum_step(w, gradient(np.asarray(w) + mu * np.asarray(v)), v, lr, mu)

# %% right: velocity-as-difference | Where it arrives first; the velocity is how far it went.
def nesterov_step(w, v, gradient, lr, mu):
    lead = mu * np.asarray(v, dtype=float)
    there = w + lead
    correction = lr * np.array(gradient(there.copy()), dtype=float)
    return there - correction, lead - correction

# %% wrong: gradient-here-again | The gradient is taken at w, which is plain momentum.
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    v_new = mu * v - lr * gradient(w)
    return w + v_new, v_new

# %% wrong: whole-velocity-ahead | The gradient is taken at w + v, without the friction mu.
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    v_new = mu * v - lr * gradient(w + v)
    return w + v_new, v_new

# %% wrong: momentum-step-twice | The new velocity, which contains mu v already, is added to the point ahead: mu v is walked twice.
# expect: step-taken-twice
def nesterov_step(w, v, gradient, lr, mu):
    ahead = w + mu * v
    v_new = mu * v - lr * gradient(ahead)
    return ahead + v_new, v_new

# %% wrong: behind | The point ahead has the wrong sign, w - mu v (from the convention in which the velocity is subtracted).
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    v_new = mu * v - lr * gradient(w - mu * v)
    return w + v_new, v_new

# %% wrong: uphill | The gradient ahead is added instead of subtracted.
# expect: uphill
def nesterov_step(w, v, gradient, lr, mu):
    v_new = mu * v + lr * gradient(w + mu * v)
    return w + v_new, v_new

# %% wrong: correction-not-in-velocity | The correction moves the weights, but the returned velocity is mu v without it.
# expect: explained
def nesterov_step(w, v, gradient, lr, mu):
    v = mu * v
    ahead = w + v
    return ahead - lr * gradient(ahead), v

# %% wrong: ahead-after-momentum-step | The gradient is taken after a whole momentum step, at w + mu v - lr g(w), with two gradients in one step.
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    first = mu * v - lr * gradient(w)
    v_new = mu * v - lr * gradient(w + first)
    return w + v_new, v_new

# %% wrong: result-of-gradient-changed | The array that gradient returns is scaled in place; if gradient returns what it was given, the point ahead is scaled with it, and the new weights start from there.
# expect: nothing
def nesterov_step(w, v, gradient, lr, mu):
    ahead = w + mu * v
    g = gradient(ahead)
    g *= lr
    new_w = ahead - g
    return new_w, mu * v - g

# %% wrong: arguments-moved | The weights are moved to the point ahead in the caller's own array.
# expect: explained
def nesterov_step(w, v, gradient, lr, mu):
    start = w.copy()
    w += mu * v
    v = mu * v - lr * gradient(w)
    return start + v, v

# %% wrong: gradient-taken-for-linear | gradient(w + mu v) is expanded to gradient(w) + mu gradient(v), which only holds in a valley that is a pure square around 0.
# expect: nothing
def nesterov_step(w, v, gradient, lr, mu):
    g_ahead = gradient(w) + mu * gradient(v)
    v_new = mu * v - lr * g_ahead
    return w + v_new, v_new

# %% right: two-moves | Two moves from w, each of which is collected in the new velocity.
def nesterov_step(w, v, gradient, lr, mu):
    glide = np.multiply(mu, v)
    correction = np.multiply(-lr, gradient(np.add(w, glide)))
    moves = np.stack([glide, correction])
    velocity = moves.sum(axis=0)
    return np.add(w, velocity), velocity

# %% right: by-momentum-step-again | The momentum rule of above, with the gradient ahead.
def nesterov_step(w, v, gradient, lr, mu):
    return momentum_step(w, gradient(w + mu * v), v, lr, mu)

# %% wrong: gradient-where-it-stands-again | The gradient is taken at w, which is plain momentum.
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    """Return (new w, new v)."""
    v_new = mu * v - lr * gradient(w)
    return w + v_new, v_new

# %% wrong: full-velocity-ahead-again | The gradient is taken at w + v, not at w + mu v.
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    """Return (new w, new v)."""
    v_new = mu * v - lr * gradient(w + v)
    return w + v_new, v_new

# %% wrong: velocity-added-twice | The new velocity, which contains mu v, is added to the point ahead, which contains it, too.
# expect: step-taken-twice
def nesterov_step(w, v, gradient, lr, mu):
    """Return (new w, new v)."""
    ahead = w + mu * v
    v_new = mu * v - lr * gradient(ahead)
    return ahead + v_new, v_new

# %% wrong: look-ahead-of-the-optimisers | The form of deep learning libraries: gradient at w, and w' = w + mu v' - lr g; its w is the point ahead, not this w.
# expect: explained
def nesterov_step(w, v, gradient, lr, mu):
    """Return (new w, new v)."""
    g = gradient(w)
    v_new = mu * v - lr * g
    return w + mu * v_new - lr * g, v_new

# %% wrong: looks-back-again-again | The point is w - mu v: the velocity is taken for a gradient, and subtracted.
# expect: gradient-at-another-point
def nesterov_step(w, v, gradient, lr, mu):
    """Return (new w, new v)."""
    ahead = w - mu * v
    v_new = mu * v - lr * gradient(ahead)
    return w + v_new, v_new

# %% wrong: gradient-scaled-in-place-again | The array that gradient returns is multiplied by -lr in place; if gradient returns what it was given, this is the point ahead itself.
# expect: nothing
def nesterov_step(w, v, gradient, lr, mu):
    """Return (new w, new v)."""
    ahead = w + mu * v
    step = gradient(ahead)
    step *= -lr
    return ahead + step, mu * v + step

# %% wrong: velocity-not-damped | w is right, but the new velocity is v - lr g: the factor mu is used for the look ahead only.
# expect: friction-misplaced
def nesterov_step(w, v, gradient, lr, mu):
    """Return (new w, new v)."""
    ahead = w + mu * v
    g = gradient(ahead)
    return ahead - lr * g, v - lr * g

# %% wrong: moved-in-place | w += mu * v moves the caller's weights to the point ahead.
# expect: explained
def nesterov_step(w, v, gradient, lr, mu):
    """Return (new w, new v)."""
    w += mu * v
    g = gradient(w)
    v_new = mu * v - lr * g
    return w - lr * g, v_new

# %% right: by-momentum-step-again-again | The gradient ahead is handed to the momentum rule.
def nesterov_step(w, v, gradient, lr, mu):
    """Return (new w, new v)."""
    return momentum_step(w, gradient(w + mu * v), v, lr, mu)

# %% right: step-then-correction | Momentum step first, on own copies, then the correction is added to both.
def nesterov_step(w, v, gradient, lr, mu):
    """Return (new w, new v)."""
    push = np.multiply(mu, v, dtype=float)
    point = np.add(w, push)
    correction = -lr * np.array(gradient(point.copy()), dtype=float)
    return point + correction, push + correction
