# %% right: keep_best | the usual way
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, float("inf")
    for _ in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% right: all_at_once | all weights in one draw, the same numbers
def random_search(loss, shape, trials, seed):
    candidates = np.random.default_rng(seed).standard_normal((trials, *shape))
    values = [loss(W) for W in candidates]
    best = np.argmin(values)
    return candidates[best], values[best]

# %% right: min_with_key | Python's min returns the first of equals
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    drawn = [rng.standard_normal(size=shape) for _ in range(trials)]
    best = min(drawn, key=loss)
    return [best, loss(best)]

# %% right: named_tuple | results with names
from collections import namedtuple

Found = namedtuple("Found", "best_W best_loss")


def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    W = rng.standard_normal(shape)
    found = Found(W, loss(W))
    for _ in range(trials - 1):
        W = rng.standard_normal(shape)
        found = min(found, Found(W, loss(W)), key=lambda f: f.best_loss)
    return found

# %% right: normal | rng.normal draws the same numbers
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best = None
    for _ in range(trials):
        W = rng.normal(size=shape)
        value = float(loss(W))
        if best is None or value < best[1]:
            best = (W, value)
    return best

# %% wrong: last_of_equals | the last of equals
# expect: last-of-equals
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, np.inf
    for _ in range(trials):
        W = rng.standard_normal(shape)
        if loss(W) <= best_loss:
            best_W, best_loss = W, loss(W)
    return best_W, best_loss

# %% wrong: worst | keeps the worst
# expect: worst-kept
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    drawn = [rng.standard_normal(shape) for _ in range(trials)]
    worst = max(drawn, key=loss)
    return worst, loss(worst)

# %% wrong: last | the last trial
# expect: last-not-best, last-of-equals
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    for _ in range(trials):
        W = rng.standard_normal(shape)
    return W, loss(W)

# %% wrong: uniform | another distribution
# expect: drawn-otherwise
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    drawn = [rng.random(shape) for _ in range(trials)]
    best = min(drawn, key=loss)
    return best, loss(best)

# %% wrong: scaled | small weights
# expect: drawn-otherwise
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    drawn = [0.001 * rng.standard_normal(shape) for _ in range(trials)]
    best = min(drawn, key=loss)
    return best, loss(best)

# %% wrong: legacy | the legacy generator
# expect: drawn-otherwise
def random_search(loss, shape, trials, seed):
    np.random.seed(seed)
    drawn = [np.random.randn(*shape) for _ in range(trials)]
    best = min(drawn, key=loss)
    return best, loss(best)

# %% wrong: seed_ignored | always seed 0
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(0)
    drawn = [rng.standard_normal(shape) for _ in range(trials)]
    best = min(drawn, key=loss)
    return best, loss(best)

# %% wrong: fresh_generator | the same weights in every trial
# expect: first-not-best
def random_search(loss, shape, trials, seed):
    best_W, best_loss = None, np.inf
    for _ in range(trials):
        W = np.random.default_rng(seed).standard_normal(shape)
        if loss(W) < best_loss:
            best_W, best_loss = W, loss(W)
    return best_W, best_loss

# %% wrong: zero_start | no loss below 0 is expected... or above
# expect: nothing
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W, best_loss = np.zeros(shape), 1e6
    for _ in range(trials):
        W = rng.standard_normal(shape)
        if loss(W) < best_loss:
            best_W, best_loss = W, loss(W)
    return best_W, best_loss

# %% wrong: absolute | the loss closest to 0
# expect: explained
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    drawn = [rng.standard_normal(shape) for _ in range(trials)]
    best = min(drawn, key=lambda W: abs(loss(W)))
    return best, loss(best)

# %% wrong: one_less | one trial too few
# expect: trial-missing
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    drawn = [rng.standard_normal(shape) for _ in range(max(1, trials - 1))]
    best = min(drawn, key=loss)
    return best, loss(best)

# %% wrong: one_more | one trial too many
# expect: trial-too-many
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    drawn = [rng.standard_normal(shape) for _ in range(trials + 1)]
    best = min(drawn, key=loss)
    return best, loss(best)

# %% wrong: only_weights | the loss is not returned
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    return min((rng.standard_normal(shape) for _ in range(trials)), key=loss)

# %% wrong: swapped | the loss first
# expect: results-swapped
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best = min((rng.standard_normal(shape) for _ in range(trials)), key=loss)
    return loss(best), best

# %% wrong: loss_of_last | the best weights with the loss of the last
# expect: last-not-best
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, np.inf
    for _ in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, value

# %% wrong: two_dimensions | shapes of two entries only
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    drawn = [rng.standard_normal((shape[0], shape[-1])) for _ in range(trials)] if len(shape) > 1 else [rng.standard_normal(shape) for _ in range(trials)]
    best = min(drawn, key=loss)
    return best, loss(best)

# %% wrong: local_steps | each trial adds to the best so far
# expect: nothing
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W = rng.standard_normal(shape)
    for _ in range(trials - 1):
        W = best_W + 0.1 * rng.standard_normal(shape)
        if loss(W) < loss(best_W):
            best_W = W
    return best_W, loss(best_W)

# %% wrong: one_buffer | the best weights are overwritten by the next draw
# expect: last-not-best, last-of-equals
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    W, best_W, best_loss = np.empty(shape), None, np.inf
    for _ in range(trials):
        W[...] = rng.standard_normal(shape)
        if loss(W) < best_loss:
            best_W, best_loss = W, loss(W)
    return best_W, best_loss

# %% wrong: nearly_equal | losses that nearly agree count as equal
# expect: first-not-best
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best = None
    for _ in range(trials):
        W = rng.standard_normal(shape)
        v = loss(W)
        if best is None or v < best[1] - 1e-3:
            best = W, v
    return best

# %% wrong: large_but_finite | begins with a best loss of 1000
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, 1000
    for _ in range(trials):
        W = rng.standard_normal(shape)
        if loss(W) < best_loss:
            best_W, best_loss = W, loss(W)
    return best_W, best_loss

# %% wrong: billion_is_infinity | begins with a best loss of a billion
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, 1e9
    for _ in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: worthwhile_improvement | changes to what is better by a thousandth
# expect: first-not-best
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W = rng.standard_normal(shape)
    best_loss = loss(best_W)
    for _ in range(trials - 1):
        W = rng.standard_normal(shape)
        value = loss(W)
        if value < best_loss - 1e-3 * abs(best_loss):
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: close_is_equal | np.isclose tells what is equal
# expect: first-not-best
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    drawn = [rng.standard_normal(shape) for _ in range(trials)]
    values = np.array([loss(W) for W in drawn])
    first = np.isclose(values, values.min()).argmax()
    return drawn[first], values[first]

# %% wrong: one_trial_is_none | needs two trials to compare
# expect: trial-too-many
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W = rng.standard_normal(shape)
    for _ in range(max(1, trials - 1)):
        W = rng.standard_normal(shape)
        value = loss(W)
        if value < loss(best_W):
            best_W = W
    return best_W, value if value < loss(best_W) else loss(best_W)

# %% wrong: rows_and_columns | weights are always a matrix or a vector
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    drawn = [rng.standard_normal(shape[0]) if len(shape) == 1 else rng.standard_normal((shape[0], shape[1])) for _ in range(trials)]
    best = min(drawn, key=loss)
    return best, loss(best)
