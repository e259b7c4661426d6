# %% wrong: shuffled-apart | X and y are each shuffled with a permutation of their own, so examples lose their labels.
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    X = rng.permutation(X)
    y = rng.permutation(y)
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(X), batch_size)]

# %% wrong: shuffles-the-callers-arrays | Shuffles the caller's arrays in place, with two equally seeded generators.
# expect: explained
def minibatches(X, y, batch_size, seed):
    np.random.default_rng(seed).shuffle(X)
    np.random.default_rng(seed).shuffle(y)
    batches = []
    for i in range(0, len(X), batch_size):
        batches.append((X[i : i + batch_size].copy(), y[i : i + batch_size].copy()))
    return batches

# %% wrong: last-batch-dropped | Makes N // batch_size batches, so the rest of the examples is lost.
# expect: explained
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(X))
    batches = []
    for k in range(len(X) // batch_size):
        idx = order[k * batch_size : (k + 1) * batch_size]
        batches.append((X[idx], y[idx]))
    return batches

# %% wrong: empty-last-batch | Makes N // batch_size + 1 batches, so there is an empty one when batch_size divides N.
# expect: explained
def minibatches(X, y, batch_size, seed):
    N = len(y)
    perm = np.random.default_rng(seed).permutation(N)
    Xs, ys = X[perm], y[perm]
    n_batches = N // batch_size + 1
    return [(Xs[k * batch_size : (k + 1) * batch_size], ys[k * batch_size : (k + 1) * batch_size]) for k in range(n_batches)]

# %% wrong: labels-not-shuffled | The permutation is applied to X, but the labels are cut from the unshuffled y.
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    idx = rng.permutation(X.shape[0])
    batches = []
    for start in range(0, X.shape[0], batch_size):
        batch = idx[start : start + batch_size]
        batches.append((X[batch], y[start : start + batch_size]))
    return batches

# %% wrong: with-replacement | Draws every batch by rng.integers, with replacement, so some examples come twice and others never.
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    N = len(X)
    result = []
    for start in range(0, N, batch_size):
        size = min(batch_size, N - start)
        idx = rng.integers(0, N, size)
        result.append((X[idx], y[idx]))
    return result

# %% wrong: equal-sizes | np.array_split makes batches of nearly equal size (4, 3, 3), not full ones and a rest (4, 4, 2).
# expect: explained
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(X))
    count = -(-len(X) // batch_size)
    return [(X[part], y[part]) for part in np.array_split(order, count)]

# %% wrong: only-batches-shuffled | Cuts the batches in the given order, and then shuffles only the list of batches (the short one may end up anywhere).
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    batches = [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(X), batch_size)]
    rng.shuffle(batches)
    return batches

# %% wrong: seed-ignored | Shuffles with the global np.random.permutation, so the same seed gives different batches.
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    order = np.random.permutation(len(y))
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(y), batch_size)]

# %% wrong: generator-not-list | Uses yield, so it returns a generator and not a list.
# expect: explained
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(X))
    for start in range(0, len(X), batch_size):
        idx = order[start : start + batch_size]
        yield X[idx], y[idx]

# %% wrong: labels-glued-to-X | Glues y to X as a column to shuffle both together, so the labels come back as floats when X is real.
# expect: explained
def minibatches(X, y, batch_size, seed):
    data = np.column_stack([X, y])
    np.random.default_rng(seed).shuffle(data)
    return [
        (data[i : i + batch_size, :-1], data[i : i + batch_size, -1])
        for i in range(0, len(data), batch_size)
    ]

# %% wrong: rotated-only | "Shuffles" by rolling the order by a random amount, so neighbours always stay neighbours.
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    order = np.roll(np.arange(len(X)), rng.integers(len(X)))
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(X), batch_size)]

# %% right: argsort-of-random | orders the examples by random numbers, and splits at multiples of batch_size
def minibatches(X, y, batch_size, seed):
    order = np.argsort(np.random.default_rng(seed).random(len(y)))
    return [(X[part], y[part]) for part in np.split(order, range(batch_size, len(y), batch_size))]

# %% right: fisher-yates | a hand-written shuffle of the indices, and batches popped off while any are left
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    idx = list(range(len(X)))
    for i in range(len(idx) - 1, 0, -1):
        j = int(rng.integers(i + 1))
        idx[i], idx[j] = idx[j], idx[i]
    batches = []
    while idx:
        now, idx = idx[:batch_size], idx[batch_size:]
        batches.append((X[now], y[now]))
    return batches

# %% right: zip-and-shuffle | shuffles a list of (example, label) pairs, with the labels' dtype kept
def minibatches(X, y, batch_size, seed):
    pairs = list(zip(X, y))
    order = np.random.default_rng(seed).choice(len(pairs), size=len(pairs), replace=False)
    pairs = [pairs[i] for i in order]
    batches = []
    for k in range(0, len(pairs), batch_size):
        xs, ys = zip(*pairs[k : k + batch_size])
        batches.append((np.array(xs), np.array(ys, dtype=y.dtype)))
    return batches

# %% wrong: last-batch-dropped-2 | integer division drops the examples that do not fill a batch
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    perm = rng.permutation(len(y))
    batches = []
    for i in range(max(1, len(y) // batch_size)):
        idx = perm[i * batch_size : (i + 1) * batch_size]
        batches.append((X[idx], y[idx]))
    return batches

# %% wrong: drawn-with-replacement | draws each batch by rng.integers, so some examples come twice and others never
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    out = []
    left = len(X)
    while left > 0:
        n = min(batch_size, left)
        i = rng.integers(0, len(X), n)
        out.append((X[i], y[i]))
        left -= n
    return out

# %% right: sort-by-random-keys | random keys and argsort in place of a permutation
def minibatches(X, y, batch_size, seed):
    keys = np.random.default_rng(seed).random(len(X))
    order = list(np.argsort(keys))
    result = []
    while order:
        batch, order = order[:batch_size], order[batch_size:]
        result.append((np.take(X, batch, axis=0), np.take(y, batch)))
    return result

# %% wrong: array-split | np.array_split makes the batches as equal as possible (4, 3, 3) instead of full ones and a rest (4, 4, 2)
# expect: explained
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(X))
    parts = np.array_split(order, -(-len(X) // batch_size))
    return [(X[p], y[p]) for p in parts]

# %% wrong: two-generators-in-place | shuffles both arrays in step with two equal generators, but in place: the caller's arrays are changed
# expect: explained
def minibatches(X, y, batch_size, seed):
    np.random.default_rng(seed).shuffle(X)
    np.random.default_rng(seed).shuffle(y)
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(X), batch_size)]

# %% wrong: two-permutations | shuffles X and y each with a permutation of its own: labels leave their images
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    X, y = rng.permutation(X), rng.permutation(y)
    batches = []
    for start in range(0, len(X), batch_size):
        chosen = slice(start, start + batch_size)
        batches.append((X[chosen], y[chosen]))
    return batches

# %% wrong: not-shuffled-at-all | cuts the examples in their order, the seed is unused
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    order = np.arange(len(X))
    batches = []
    for start in range(0, len(X), batch_size):
        chosen = order[start : start + batch_size]
        batches.append((X[chosen], y[chosen]))
    return batches

# %% wrong: with-replacement-2 | rng.integers draws the order: some examples twice, some never
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    order = rng.integers(0, len(X), len(X))
    batches = []
    for start in range(0, len(X), batch_size):
        chosen = order[start : start + batch_size]
        batches.append((X[chosen], y[chosen]))
    return batches

# %% wrong: last-batch-dropped-3 | range stops at N - B + 1: the short last batch is lost (all of it, if B exceeds N)
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(X))
    batches = []
    for start in range(0, len(X) - batch_size + 1, batch_size):
        chosen = order[start : start + batch_size]
        batches.append((X[chosen], y[chosen]))
    return batches

# %% wrong: even-cut | np.array_split into ceil(N/B) parts: sizes differ by at most one, not B each but for the last
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(X))
    batches = []
    for chosen in np.array_split(order, -(-len(X) // batch_size)):
        batches.append((X[chosen], y[chosen]))
    return batches

# %% wrong: empty-batch-at-the-end | N // B + 1 batches: an empty one if B divides N
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(X))
    batches = []
    for i in range(len(X) // batch_size + 1):
        start = i * batch_size
        chosen = order[start : start + batch_size]
        batches.append((X[chosen], y[chosen]))
    return batches

# %% wrong: shuffles-the-callers-arrays-2 | rng.shuffle in place on X and y with the same seed twice: pairs stay together, but the caller's arrays change
# expect: explained
def minibatches(X, y, batch_size, seed):
    np.random.default_rng(seed).shuffle(X)
    np.random.default_rng(seed).shuffle(y)
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(X), batch_size)]

# %% wrong: only-batches-shuffled-2 | cuts first, then shuffles the list of batches: neighbours stay together, and the short batch may stand anywhere
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    cuts = [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(X), batch_size)]
    rng.shuffle(starts := list(range(len(cuts))))
    return [cuts[i] for i in starts]

# %% wrong: seed-ignored-2 | default_rng() without the seed: other batches at every call
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng()
    order = rng.permutation(len(X))
    batches = []
    for start in range(0, len(X), batch_size):
        chosen = order[start : start + batch_size]
        batches.append((X[chosen], y[chosen]))
    return batches

# %% wrong: rotated-deck | np.roll by a random number: not every order is equally likely
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    order = np.roll(np.arange(len(X)), rng.integers(len(X)))
    batches = []
    for start in range(0, len(X), batch_size):
        chosen = order[start : start + batch_size]
        batches.append((X[chosen], y[chosen]))
    return batches

# %% wrong: each-batch-drawn-afresh | rng.choice without replacement inside each batch only: an example may return in the next batch
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(X))
    batches = []
    for start in range(0, len(X), batch_size):
        chosen = rng.choice(len(X), min(batch_size, len(X) - start), replace=False)
        batches.append((X[chosen], y[chosen]))
    return batches

# %% wrong: labels-keep-their-order | only X is shuffled, y is cut as it stands
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(X))
    batches = []
    for start in range(0, len(X), batch_size):
        chosen = order[start : start + batch_size]
        batches.append((X[chosen], y[start : start + batch_size]))
    return batches

# %% wrong: zip-of-flat-lists | returns a pair (list of X_b, list of y_b) instead of a list of pairs
# expect: explained
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(X))
    batches = []
    for start in range(0, len(X), batch_size):
        chosen = order[start : start + batch_size]
        batches.append(chosen)
    return [X[c] for c in batches], [y[c] for c in batches]

# %% right: sorts-random-keys | argsort of uniform random keys gives the order
def minibatches(X, y, batch_size, seed):
    keys = np.random.default_rng(seed).random(len(X))
    order = np.argsort(keys)
    return [(X[part], y[part]) for part in np.split(order, range(batch_size, len(order), batch_size))]

# %% right: pops-from-a-list | shuffles a Python list of indices and takes slices off it while any are left
def minibatches(X, y, batch_size, seed):
    rest = list(range(len(y)))
    np.random.default_rng(seed).shuffle(rest)
    batches = []
    while rest:
        now, rest = rest[:batch_size], rest[batch_size:]
        batches.append((np.take(X, now, axis=0), np.take(y, now)))
    return batches

# %% right: draws-from-the-rest | each batch by rng.choice without replacement from what is left; pairs as lists | open: "pairs" as lists [X_b, y_b]
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    left, batches = np.arange(X.shape[0]), []
    while left.size:
        some = rng.choice(left, size=min(batch_size, left.size), replace=False)
        left = np.setdiff1d(left, some)
        batches += [[X[some], y[some]]]
    return batches

# %% wrong: rest-dropped | The last, smaller batch is dropped.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, batch_size : at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    list of (X_b, y_b), with shapes (n, D) and (n,)
    """
    order = np.random.default_rng(seed).permutation(len(X))
    batches = []
    for k in range(len(X) // batch_size):
        chosen = order[k * batch_size : (k + 1) * batch_size]
        batches.append((X[chosen], y[chosen]))
    return batches

# %% wrong: keys-with-ties | Sorts by random integers from 0 to N - 1, among which there are ties; these keep the given order, so it is likelier than others.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, batch_size : at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    list of (X_b, y_b), with shapes (n, D) and (n,)
    """
    keys = np.random.default_rng(seed).integers(0, len(X), size=len(X))
    order = np.argsort(keys, kind="stable")
    return [
        (X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(X), batch_size)
    ]

# %% wrong: equal-parts | np.array_split makes the batches as equal as possible instead of all but the last of exactly batch_size.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, batch_size : at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    list of (X_b, y_b), with shapes (n, D) and (n,)
    """
    order = np.random.default_rng(seed).permutation(len(X))
    parts = np.array_split(order, -(-len(X) // batch_size))
    return [(X[part], y[part]) for part in parts]

# %% wrong: empty-last-batch-again | Makes N // B + 1 batches, of which the last is empty if B divides N.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, batch_size : at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    list of (X_b, y_b), with shapes (n, D) and (n,)
    """
    order = np.random.default_rng(seed).permutation(len(X))
    batches = []
    for k in range(len(X) // batch_size + 1):
        chosen = order[k * batch_size : (k + 1) * batch_size]
        batches.append((X[chosen], y[chosen]))
    return batches

# %% wrong: only-batches-shuffled-again | Cuts the examples in the given order, and shuffles only the order of the batches.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, batch_size : at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    list of (X_b, y_b), with shapes (n, D) and (n,)
    """
    rng = np.random.default_rng(seed)
    batches = [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(X), batch_size)]
    return [batches[k] for k in rng.permutation(len(batches))]

# %% wrong: callers-arrays-shuffled | Shuffles the caller's X and y in place (with the same seed for each).
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, batch_size : at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    list of (X_b, y_b), with shapes (n, D) and (n,)
    """
    np.random.default_rng(seed).shuffle(X)
    np.random.default_rng(seed).shuffle(y)
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(X), batch_size)]

# %% wrong: last-batch-filled-up | The last batch is filled up with examples from the beginning, which then come twice.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, batch_size : at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    list of (X_b, y_b), with shapes (n, D) and (n,)
    """
    order = np.random.default_rng(seed).permutation(len(X))
    batches = []
    for first in range(0, len(X), batch_size):
        chosen = np.take(order, np.arange(first, first + batch_size), mode="wrap")
        batches.append((X[chosen], y[chosen]))
    return batches

# %% wrong: generator-not-list-again | yield makes a generator of the batches, not a list.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, batch_size : at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    list of (X_b, y_b), with shapes (n, D) and (n,)
    """
    order = np.random.default_rng(seed).permutation(len(X))
    for first in range(0, len(X), batch_size):
        chosen = order[first : first + batch_size]
        yield X[chosen], y[chosen]

# %% right: sorted-by-random-numbers | Orders by random floats, and splits at multiples of the batch size.
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, batch_size : at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    list of (X_b, y_b), with shapes (n, D) and (n,)
    """
    order = np.argsort(np.random.default_rng(seed).random(len(X)))
    cuts = range(batch_size, len(X), batch_size)
    return list(zip(np.split(X[order], cuts), np.split(y[order], cuts)))

# %% right: fisher-yates-again | The right shuffle by hand, and batches popped from the end of a list.
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, batch_size : at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    list of (X_b, y_b), with shapes (n, D) and (n,)
    """
    rng = np.random.default_rng(seed)
    order = list(range(len(X)))
    for i in range(len(order) - 1, 0, -1):
        j = int(rng.integers(i + 1))
        order[i], order[j] = order[j], order[i]
    batches = []
    while order:
        chosen, order = order[:batch_size], order[batch_size:]
        batches.append((X[chosen], y[chosen]))
    return batches

# %% wrong: shuffled-apart-again | Shuffles examples and labels each in an order of its own, so that an example loses its label.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    rng = np.random.default_rng(seed)
    X, y = rng.permutation(X), rng.permutation(y)
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(y), batch_size)]

# %% wrong: last-batch-dropped-again | Makes only full batches and drops the rest of the examples.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    order = np.random.default_rng(seed).permutation(len(y))
    batches = []
    for k in range(len(y) // batch_size):
        chosen = order[k * batch_size : (k + 1) * batch_size]
        batches.append((X[chosen], y[chosen]))
    return batches

# %% wrong: empty-last-batch-again-again | Always makes N // B + 1 batches, so that the last one is empty if B divides N.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    order = np.random.default_rng(seed).permutation(len(y))
    batches = []
    for k in range(len(y) // batch_size + 1):
        chosen = order[k * batch_size : (k + 1) * batch_size]
        batches.append((X[chosen], y[chosen]))
    return batches

# %% wrong: drawn-with-replacement-again | Draws each batch at random with replacement, so that some examples come twice and others never.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    rng = np.random.default_rng(seed)
    batches = []
    for first in range(0, len(y), batch_size):
        chosen = rng.integers(0, len(y), min(batch_size, len(y) - first))
        batches.append((X[chosen], y[chosen]))
    return batches

# %% wrong: evenly-split | Splits into batches of nearly equal size (array_split) instead of full ones and a rest.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    order = np.random.default_rng(seed).permutation(len(y))
    count = -(-len(y) // batch_size)
    return [(X[part], y[part]) for part in np.array_split(order, count)]

# %% wrong: swap-with-any | Swaps each place with any other instead of with one of those that are left, so that not all orders are equally likely.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    rng = np.random.default_rng(seed)
    order = list(range(len(y)))
    for i in range(len(order)):
        j = rng.integers(len(order))
        order[i], order[j] = order[j], order[i]
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(order), batch_size)]

# %% wrong: no-batch-of-one | Gives a single example that is left over to the batch before it, so that this has one too many and the number of batches is too small.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    order = np.random.default_rng(seed).permutation(len(y))
    parts = [order[i : i + batch_size] for i in range(0, len(order), batch_size)]
    if batch_size > 1 and len(parts) > 1 and len(parts[-1]) == 1:  # a slope of one example is too rough
        rest = parts.pop()
        parts[-1] = np.concatenate([parts[-1], rest])
    return [(X[part], y[part]) for part in parts]

# %% wrong: only-batches-shuffled-again-again | Cuts first and then shuffles the batches, so that neighbours always stay together (and the short batch need not be the last).
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    rng = np.random.default_rng(seed)
    batches = [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(y), batch_size)]
    return [batches[k] for k in rng.permutation(len(batches))]

# %% wrong: shuffles-the-caller's-arrays | Shuffles the caller's X and y in place (in the same order, by two generators of the same seed), and so changes the arguments.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    np.random.default_rng(seed).shuffle(X)
    np.random.default_rng(seed).shuffle(y)
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(y), batch_size)]

# %% right: sorted-by-random-keys | Sorts the examples by random numbers, and takes batches off the front until nothing is left.
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    rng = np.random.default_rng(seed)
    rest = np.argsort(rng.random(X.shape[0]))
    batches = []
    while rest.size > 0:
        now, rest = rest[:batch_size], rest[batch_size:]
        batches.append((X[now], y[now]))
    return batches

# %% right: drawn-from-the-hat | Draws one number after the other out of a list of those that are left (every order equally likely), and cuts with np.split.
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    rng = np.random.default_rng(seed)
    hat, order = list(range(len(y))), []
    while hat:
        order.append(hat.pop(int(rng.integers(len(hat)))))
    cuts = np.arange(batch_size, len(y), batch_size)
    return list(zip(np.split(X[order], cuts), np.split(y[order], cuts)))

# %% wrong: labels-left-in-order | Shuffles the examples but cuts the labels in their old order, so examples and labels no longer belong together.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(X))
    batches = []
    for first in range(0, len(X), batch_size):
        batches.append((X[order[first : first + batch_size]], y[first : first + batch_size]))
    return batches

# %% wrong: callers-arrays-shuffled-again | Writes the shuffled examples back into the caller's arrays and cuts those, which changes the arguments.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(X.shape[0])
    X[:] = X[order]
    y[:] = y[order]
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, X.shape[0], batch_size)]

# %% wrong: always-one-more | Makes N // B + 1 batches, of which the last is empty if B divides N.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    rng = np.random.default_rng(seed)
    N = len(y)
    order = rng.permutation(N)
    batches = []
    for k in range(N // batch_size + 1):
        chosen = order[k * batch_size : (k + 1) * batch_size]
        batches.append((X[chosen], y[chosen]))
    return batches

# %% wrong: rest-dropped-again | Makes N // B full batches only: the rest is dropped, and if B exceeds N there is no batch at all.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(y))
    batches = []
    for k in range(len(y) // batch_size):
        chosen = order[k * batch_size : (k + 1) * batch_size]
        batches.append((X[chosen], y[chosen]))
    return batches

# %% wrong: evenly-split-again | Lets np.array_split cut, which makes batches as equal as possible (4, 3, 3) and not of exactly B examples (4, 4, 2).
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(X))
    number = int(np.ceil(len(X) / batch_size))
    return [(X[part], y[part]) for part in np.array_split(order, number)]

# %% wrong: rows-swapped-as-views | Swaps rows of the matrix as a, b = b, a; rows are views, so one example is doubled and the other lost.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    rng = np.random.default_rng(seed)
    X, y = X.copy(), y.copy()
    N = len(X)
    for i in range(N - 1, 0, -1):
        j = rng.integers(0, i + 1)
        X[i], X[j] = X[j], X[i]
        y[i], y[j] = y[j], y[i]
    return [(X[a : a + batch_size], y[a : a + batch_size]) for a in range(0, N, batch_size)]

# %% wrong: never-stays-in-place | Draws the partner of each swap from 0 … i − 1, without i itself, so only orders in which every example moves can come up.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    rng = np.random.default_rng(seed)
    order = list(range(len(y)))
    for i in range(len(y) - 1, 0, -1):
        j = int(rng.integers(0, i))
        order[i], order[j] = order[j], order[i]
    return [
        (X[order[a : a + batch_size]], y[order[a : a + batch_size]]) for a in range(0, len(y), batch_size)
    ]

# %% wrong: labels-as-a-column | Glues the labels to the examples as one more column, which keeps them together but makes floats of them.
# expect: explained
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    rng = np.random.default_rng(seed)
    data = np.column_stack([X, y])
    rng.shuffle(data)
    batches = []
    for first in range(0, len(data), batch_size):
        part = data[first : first + batch_size]
        batches.append((part[:, :-1], part[:, -1]))
    return batches

# %% right: argsort-of-uniforms | Orders the examples by uniform random floats and splits at the multiples of B.
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    rng = np.random.default_rng(seed)
    order = np.argsort(rng.random(len(y)))
    cuts = np.arange(batch_size, len(y), batch_size)
    return list(zip(np.split(X[order], cuts), np.split(y[order], cuts)))

# %% right: popped-from-a-deck | Shuffles a deck of indices and deals from its end until it is empty.
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches."""
    rng = np.random.default_rng(seed)
    deck = np.arange(len(X))
    rng.shuffle(deck)
    deck = list(deck)
    batches = []
    while deck:
        hand = [deck.pop() for _ in range(min(batch_size, len(deck)))]
        batches.append((X[hand], y[hand]))
    return batches
