# %% wrong: best-starts-at-zero | The best loss starts at 0, so positive losses never count as better and best_W stays None.
# expect: explained
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, 0
    for _ in range(trials):
        W = rng.standard_normal(shape)
        L = loss(W)
        if L < best_loss:
            best_W, best_loss = W, L
    return best_W, best_loss

# %% wrong: magic-large-start | The best loss starts at 1000, taken for larger than any loss; if all losses are larger, nothing is found.
# expect: nothing
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    bestloss = 1000.0
    bestW = np.zeros(shape)
    for trial in range(trials):
        W = rng.standard_normal(shape)
        current = loss(W)
        if current < bestloss:
            bestloss = current
            bestW = W
    return bestW, bestloss

# %% wrong: last-of-equals | Compares with <=, so among equal losses the last is kept.
# expect: last-of-equals
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_loss = float("inf")
    for _ in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if value <= best_loss:
            best_loss, best_W = value, W
    return best_W, best_loss

# %% wrong: generator-in-the-loop | The generator is made anew in every trial, so every trial draws the same weights.
# expect: first-not-best
def random_search(loss, shape, trials, seed):
    best_W, best_loss = None, np.inf
    for i in range(trials):
        rng = np.random.default_rng(seed)
        W = rng.standard_normal(shape)
        if loss(W) < best_loss:
            best_W, best_loss = W, loss(W)
    return best_W, best_loss

# %% wrong: shape-unpacked | Unpacks shape into the arguments of standard_normal; the second number is taken for a dtype, and a matrix raises.
# expect: explained
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    candidates = [rng.standard_normal(*shape) for _ in range(trials)]
    values = [loss(W) for W in candidates]
    i = int(np.argmin(values))
    return candidates[i], values[i]

# %% wrong: drawn-twice | Draws the weights once to compute the loss and once more to remember them, so best_W is not what was measured.
# expect: nothing
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_loss = np.inf
    for _ in range(trials):
        L = loss(rng.standard_normal(shape))
        if L < best_loss:
            best_loss = L
            best_W = rng.standard_normal(shape)
    return best_W, best_loss

# %% wrong: global-random | Seeds and draws from the old global np.random, which is another sequence than default_rng.
# expect: drawn-otherwise
def random_search(loss, shape, trials, seed):
    np.random.seed(seed)
    best_loss = np.inf
    for _ in range(trials):
        W = np.random.standard_normal(shape)
        L = loss(W)
        if L < best_loss:
            best_W, best_loss = W, L
    return best_W, best_loss

# %% wrong: same-buffer | Draws into one buffer with out=, and remembers the buffer instead of a copy, so best_W is the last draw.
# expect: last-not-best, last-of-equals
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    W = np.empty(shape)
    best_loss = np.inf
    best_W = W
    for _ in range(trials):
        rng.standard_normal(out=W)
        L = loss(W)
        if L < best_loss:
            best_loss = L
            best_W = W
    return best_W, best_loss

# %% wrong: one-trial-short | Draws a first candidate as the start and then skips one: range(1, trials - 1) leaves out the last trial.
# expect: trial-missing
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W = rng.standard_normal(shape)
    best_loss = loss(best_W)
    for t in range(1, trials - 1):
        W = rng.standard_normal(shape)
        L = loss(W)
        if L < best_loss:
            best_W, best_loss = W, L
    return best_W, best_loss

# %% right: all-at-once | draws one array (trials, *shape), the same numbers in the same order, and uses argmin
def random_search(loss, shape, trials, seed):
    W = np.random.default_rng(seed).standard_normal((trials, *shape))
    values = np.array([loss(w) for w in W])
    i = values.argmin()
    return W[i].copy(), values[i]

# %% right: min-with-key-namedtuple | Python's min over a generator keeps the first; returns a namedtuple
from collections import namedtuple

Found = namedtuple("Found", "best_W best_loss")


def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    pairs = ((W, loss(W)) for W in (rng.standard_normal(shape) for _ in range(trials)))
    return Found(*min(pairs, key=lambda pair: pair[1]))

# %% wrong: keeps-the-last-of-equals | uses <=, so the last one of equal losses is returned
# expect: last-of-equals
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best = None
    for t in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if best is None or value <= best[1]:
            best = (W, value)
    return best

# %% right: min-with-key | a generator of (loss, index) pairs and Python's min
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    tried = [rng.standard_normal(shape) for _ in range(trials)]
    value, index = min((loss(W), i) for i, W in enumerate(tried))
    return tried[index], value

# %% wrong: one-buffer | all trials are written into the same array, so best_W is always the last one drawn
# expect: last-not-best, last-of-equals
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    W = np.empty(shape)
    best_W, best_loss = None, np.inf
    for _ in range(trials):
        W[...] = rng.standard_normal(shape)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: big-number-start | the best loss starts at 999999 rather than infinity: with larger losses nothing is ever found
# expect: nothing
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_loss = 999999
    best_W = np.zeros(shape)
    for t in range(trials):
        W = rng.standard_normal(shape)
        L = loss(W)
        if L < best_loss:
            best_loss = L
            best_W = W
    return best_W, best_loss

# %% wrong: last-of-equals-2 | <= keeps the last of equal losses, not the first
# expect: last-of-equals
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, np.inf
    for _ in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if best_W is None or value <= best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: starts-from-zero | best_loss starts at 0: positive losses never count, None is returned
# expect: explained
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, 0.0
    for _ in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: generator-made-anew | default_rng(seed) inside the loop: every trial is the same draw
# expect: first-not-best
def random_search(loss, shape, trials, seed):
    best_W, best_loss = None, np.inf
    for _ in range(trials):
        rng = np.random.default_rng(seed)
        W = rng.standard_normal(shape)
        value = loss(W)
        if best_W is None or value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: same-buffer-for-all | draws into one array with out=: best_W is that array and ends as the last draw
# expect: last-not-best, last-of-equals
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    W = np.empty(shape)
    best_W, best_loss = W, np.inf
    for _ in range(trials):
        rng.standard_normal(out=W)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: first-guess-not-counted | draws a starting guess and then trials more: trials + 1 draws
# expect: trial-too-many
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W = rng.standard_normal(shape)
    best_loss = loss(best_W)
    for _ in range(trials):
        W = rng.standard_normal(shape)
        if loss(W) < best_loss:
            best_W, best_loss = W, loss(W)
    return best_W, best_loss

# %% wrong: range-from-one | range(1, trials): one draw too few, None for trials = 1
# expect: trial-missing
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, np.inf
    for _ in range(1, trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if best_W is None or value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: small-weights | scales the draws by 0.001, as the lecture's code does
# expect: drawn-otherwise
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, np.inf
    for _ in range(trials):
        W = 0.001 * rng.standard_normal(shape)
        value = loss(W)
        if best_W is None or value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: uniform-draws | rng.random instead of standard_normal
# expect: drawn-otherwise
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, np.inf
    for _ in range(trials):
        W = rng.random(shape)
        value = loss(W)
        if best_W is None or value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: improves-the-best | adds each draw to the best so far (a local search) instead of drawing afresh
# expect: nothing
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, np.inf
    for _ in range(trials):
        W = rng.standard_normal(shape) + (0 if best_W is None else best_W)
        value = loss(W)
        if best_W is None or value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: keeps-the-largest | keeps the highest loss, as if it were an accuracy
# expect: worst-kept
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, np.inf
    for _ in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if best_W is None or value > best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: closest-to-zero | compares absolute values: a loss of -5 loses against 0.1
# expect: worst-kept, all-zero
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, np.inf
    for _ in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if best_W is None or abs(value) < abs(best_loss):
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: old-global-generator | np.random.seed and np.random.randn: other numbers than default_rng(seed)
# expect: drawn-otherwise
def random_search(loss, shape, trials, seed):
    np.random.seed(seed)
    best_W, best_loss = None, np.inf
    for _ in range(trials):
        W = np.random.randn(*shape)
        value = loss(W)
        if best_W is None or value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% right: all-draws-then-argmin | one list of draws, np.argmin takes the first of equals
def random_search(loss, shape, trials, seed):
    rng = np.random.default_rng(seed)
    tried = [rng.standard_normal(shape) for _ in range(trials)]
    values = [loss(W) for W in tried]
    best = int(np.argmin(values))
    return tried[best], values[best]

# %% right: one-big-draw | a single draw (trials, *shape), which comes from the stream in the same order | open: "one rng.standard_normal(shape) each"
def random_search(loss, shape, trials, seed):
    draws = np.random.default_rng(seed).standard_normal((trials, *shape))
    value, i = min((loss(W), i) for i, W in enumerate(draws))
    return draws[i], value

# %% wrong: rng-inside-the-loop | The generator is made anew in every trial, so every trial draws the same weights.
# expect: first-not-best
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss.

    Parameters
    ----------
    loss : function from an array of weights to a number, shape : tuple, of the weights,
    trials : how many to draw, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (best_W, best_loss) : an ndarray of the given shape, and a number
    """
    best_W, best_loss = None, np.inf
    for _ in range(trials):
        rng = np.random.default_rng(seed)
        W = rng.standard_normal(shape)
        value = loss(W)
        if best_W is None or value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: last-of-equals-again | With <= the last one of equally good weights is kept instead of the first.
# expect: last-of-equals
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss.

    Parameters
    ----------
    loss : function from an array of weights to a number, shape : tuple, of the weights,
    trials : how many to draw, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (best_W, best_loss) : an ndarray of the given shape, and a number
    """
    rng = np.random.default_rng(seed)
    best_W = rng.standard_normal(shape)
    best_loss = loss(best_W)
    for _ in range(trials - 1):
        W = rng.standard_normal(shape)
        value = loss(W)
        if value <= best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: starts-from-a-billion | The best loss starts at 1e9 as a stand-in for infinity; losses above it are never accepted.
# expect: explained
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss.

    Parameters
    ----------
    loss : function from an array of weights to a number, shape : tuple, of the weights,
    trials : how many to draw, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (best_W, best_loss) : an ndarray of the given shape, and a number
    """
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, 1e9
    for _ in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: zero-taken-for-none | "not best_loss" is meant for "nothing found yet", but is also true when the best loss is exactly 0, which the next trial then replaces.
# expect: last-of-equals
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss.

    Parameters
    ----------
    loss : function from an array of weights to a number, shape : tuple, of the weights,
    trials : how many to draw, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (best_W, best_loss) : an ndarray of the given shape, and a number
    """
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, None
    for _ in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if not best_loss or value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: one-draw-too-many | Draws the first weights before the loop, and then trials more: one too many.
# expect: trial-too-many
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss.

    Parameters
    ----------
    loss : function from an array of weights to a number, shape : tuple, of the weights,
    trials : how many to draw, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (best_W, best_loss) : an ndarray of the given shape, and a number
    """
    rng = np.random.default_rng(seed)
    best_W = rng.standard_normal(shape)
    best_loss = loss(best_W)
    for _ in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: walks-from-the-best | Adds each draw to the best weights so far (a local search) instead of trying the draw itself.
# expect: nothing
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss.

    Parameters
    ----------
    loss : function from an array of weights to a number, shape : tuple, of the weights,
    trials : how many to draw, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (best_W, best_loss) : an ndarray of the given shape, and a number
    """
    rng = np.random.default_rng(seed)
    best_W = rng.standard_normal(shape)
    best_loss = loss(best_W)
    for _ in range(trials - 1):
        W = best_W + rng.standard_normal(shape)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: buffer-kept-as-best | All draws go into one array; best_W is only another name for it, and ends as the last draw.
# expect: last-not-best
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss.

    Parameters
    ----------
    loss : function from an array of weights to a number, shape : tuple, of the weights,
    trials : how many to draw, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (best_W, best_loss) : an ndarray of the given shape, and a number
    """
    rng = np.random.default_rng(seed)
    W = np.empty(shape)
    best_W, best_loss = W, np.inf
    for _ in range(trials):
        rng.standard_normal(out=W)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: zero-weights-compete | The search starts with weights of 0, which were never drawn, as the best so far.
# expect: all-zero
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss.

    Parameters
    ----------
    loss : function from an array of weights to a number, shape : tuple, of the weights,
    trials : how many to draw, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (best_W, best_loss) : an ndarray of the given shape, and a number
    """
    rng = np.random.default_rng(seed)
    best_W = np.zeros(shape)
    best_loss = loss(best_W)
    for _ in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: loss-of-the-last | Only the best weights are remembered; the loss returned is that of the last trial.
# expect: last-not-best
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss.

    Parameters
    ----------
    loss : function from an array of weights to a number, shape : tuple, of the weights,
    trials : how many to draw, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (best_W, best_loss) : an ndarray of the given shape, and a number
    """
    rng = np.random.default_rng(seed)
    best_W = None
    for _ in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if best_W is None or value < loss(best_W):
            best_W = W
    return best_W, value

# %% right: all-at-once-again | All trials in one array, filled in the same order, and argmin.
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss.

    Parameters
    ----------
    loss : function from an array of weights to a number, shape : tuple, of the weights,
    trials : how many to draw, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (best_W, best_loss) : an ndarray of the given shape, and a number
    """
    tried = np.random.default_rng(seed).standard_normal((trials, *shape))
    values = [loss(W.copy()) for W in tried]
    best = min(range(trials), key=values.__getitem__)
    return tried[best].copy(), values[best]

# %% right: min-of-a-generator | min of (loss, number, weights), so that the first of equals wins.
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss.

    Parameters
    ----------
    loss : function from an array of weights to a number, shape : tuple, of the weights,
    trials : how many to draw, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (best_W, best_loss) : an ndarray of the given shape, and a number
    """
    rng = np.random.default_rng(seed)

    def trial(number):
        W = rng.standard_normal(shape)
        return loss(W), number, W

    value, _, W = min((trial(number) for number in range(trials)), key=lambda t: t[:2])
    return W, value

# %% wrong: start-at-a-million | The best loss starts at a million instead of infinity, so that losses above it are never kept.
# expect: explained
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    rng = np.random.default_rng(seed)
    best_W, best_loss = np.zeros(shape), 1e6
    for _ in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: start-at-largest-integer | The best loss starts at sys.maxsize, about 9e18; if all losses are larger, no weights are returned at all.
# expect: explained
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    import sys

    rng = np.random.default_rng(seed)
    best_W, best_loss = None, sys.maxsize
    for _ in range(trials):
        W = rng.standard_normal(shape)
        current = loss(W)
        if current < best_loss:
            best_loss = current
            best_W = W
    return best_W, best_loss

# %% wrong: last-of-equals-again-again | Compares with <=, so that the last of equal losses is kept instead of the first.
# expect: last-of-equals
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, np.inf
    for _ in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if value <= best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: generator-in-the-loop-again | Makes the generator anew in each trial, so that all trials draw the same weights.
# expect: first-not-best
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    best_W, best_loss = None, float("inf")
    for _ in range(trials):
        rng = np.random.default_rng(seed)
        W = rng.standard_normal(shape)
        if loss(W) < best_loss:
            best_W, best_loss = W, loss(W)
    return best_W, best_loss

# %% wrong: one-array-drawn-over | Draws all trials into the same array and keeps only a reference to it, so that the weights returned are the last ones drawn.
# expect: last-not-best
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    rng = np.random.default_rng(seed)
    W = np.empty(shape)
    best_W, best_loss = W, np.inf
    for _ in range(trials):
        rng.standard_normal(out=W)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: one-draw-too-many-again | The first weights are drawn before the loop and the loop draws `trials` more, so that one more is tried than asked for.
# expect: trial-too-many
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    rng = np.random.default_rng(seed)
    best_W = rng.standard_normal(shape)
    best_loss = loss(best_W)
    for _ in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: better-by-a-tolerance | Asks for an improvement of at least 1e-12 against rounding noise, so that a smaller improvement is not taken.
# expect: first-not-best
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    rng = np.random.default_rng(seed)
    best_W = rng.standard_normal(shape)
    best_loss = loss(best_W)
    for _ in range(1, trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if best_loss - value > 1e-12:  # really better, not only rounding
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: steps-from-the-best | Adds each draw to the best weights so far (a random walk downhill) instead of trying the draw itself.
# expect: nothing
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    rng = np.random.default_rng(seed)
    best_W = np.zeros(shape)
    best_loss = np.inf
    for _ in range(trials):
        W = best_W + rng.standard_normal(shape)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: global-generator-and-swapped | Two slips: it seeds and uses NumPy's old global generator instead of default_rng, and returns the loss before the weights.
# expect: explained
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    np.random.seed(seed)
    candidates = [np.random.standard_normal(shape) for _ in range(trials)]
    values = [loss(W) for W in candidates]
    best = int(np.argmin(values))
    return values[best], candidates[best]

# %% right: list-and-argmin | Draws all candidates into a list, computes all losses, and takes the first minimum.
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    rng = np.random.default_rng(seed)
    candidates = [rng.standard_normal(shape) for _ in range(trials)]
    values = [float(loss(W)) for W in candidates]
    first = values.index(min(values))
    return candidates[first], values[first]

# %% right: min-of-a-generator-again | Python's min over a generator of (loss, weights), with the loss as key, which keeps the first of equals.
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    rng = np.random.default_rng(seed)

    def tried():
        for _ in range(trials):
            W = rng.standard_normal(shape)
            yield loss(W), W

    best_loss, best_W = min(tried(), key=lambda pair: pair[0])
    return best_W, best_loss

# %% wrong: record-starts-at-a-million | Takes one million for infinity, so larger losses never count and no weights are returned.
# expect: explained
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, 1e6
    for _ in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: last-of-equals-again-again-again | Replaces the best also by an equal one (<=), so the last of equals is returned.
# expect: last-of-equals
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    rng = np.random.default_rng(seed)
    best_loss = float("inf")
    for trial in range(trials):
        W = rng.standard_normal(shape)
        L = loss(W)
        if L <= best_loss:
            best_loss = L
            best_W = W
    return best_W, best_loss

# %% wrong: generator-in-the-loop-again-again | Makes the generator anew in each trial, so every trial draws the same weights.
# expect: first-not-best
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    best_W, best_loss = None, np.inf
    for _ in range(trials):
        rng = np.random.default_rng(seed)
        W = rng.standard_normal(shape)
        current = loss(W)
        if current < best_loss:
            best_loss, best_W = current, W
    return best_W, best_loss

# %% wrong: one-draw-too-many-again-again | Draws a start before the loop and then all the trials, one array more than asked for.
# expect: trial-too-many
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    rng = np.random.default_rng(seed)
    best_W = rng.standard_normal(shape)
    best_loss = loss(best_W)
    for _ in range(trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: one-buffer-for-all | Draws into one array again and again and keeps only a second name for it, so the last weights come back with the best loss.
# expect: last-not-best
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    rng = np.random.default_rng(seed)
    W = np.empty(shape)
    best_W, best_loss = W, np.inf
    for _ in range(trials):
        W[...] = rng.standard_normal(shape)
        value = loss(W)
        if value < best_loss:
            best_W = W
            best_loss = value
    return best_W, best_loss

# %% wrong: local-search | Steps at random from the best weights so far (the lecture's random local search) instead of drawing every time anew.
# expect: nothing
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    rng = np.random.default_rng(seed)
    best_W = rng.standard_normal(shape)
    best_loss = loss(best_W)
    for _ in range(trials - 1):
        W = best_W + rng.standard_normal(shape)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: shape-unpacked-again | Unpacks the shape as for np.random.randn; standard_normal takes the second number for a dtype and fails beyond one axis.
# expect: explained
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, np.inf
    for _ in range(trials):
        W = rng.standard_normal(*shape)
        value = loss(W)
        if value < best_loss:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% wrong: worthwhile-only | Accepts new weights only if they are better by more than 1e-9, where "however little" is said.
# expect: first-not-best
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    rng = np.random.default_rng(seed)
    best_W = rng.standard_normal(shape)
    best_loss = loss(best_W)
    for _ in range(1, trials):
        W = rng.standard_normal(shape)
        value = loss(W)
        if best_loss - value > 1e-9:
            best_W, best_loss = W, value
    return best_W, best_loss

# %% right: argmin-of-a-list | Keeps all the weights and losses in lists and takes the first minimum by argmin.
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    rng = np.random.default_rng(seed)
    drawn = [rng.standard_normal(shape) for _ in range(trials)]
    values = [loss(W) for W in drawn]
    first = int(np.argmin(values))
    return drawn[first], values[first]

# %% right: min-of-a-generator-again-again | Lets Python's min, which keeps the first of equals, choose among pairs made one after the other.
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss."""
    rng = np.random.default_rng(seed)

    def pairs():
        for _ in range(trials):
            W = rng.standard_normal(shape)
            yield W, loss(W)

    return min(pairs(), key=lambda pair: pair[1])
