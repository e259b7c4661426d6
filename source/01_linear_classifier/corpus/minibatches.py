# %% right: permutation | a permutation in slices
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(y))
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(y), batch_size)]

# %% right: shuffled_copies | the same permutation for both
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    index = np.arange(X.shape[0])
    rng.shuffle(index)
    X, y = X[index], y[index]
    count = -(-len(X) // batch_size)
    return [[X[k * batch_size : (k + 1) * batch_size], y[k * batch_size : (k + 1) * batch_size]] for k in range(count)]

# %% right: array_split | split at multiples of the batch size
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(X.shape[0])
    cuts = np.split(order, np.arange(batch_size, len(order), batch_size))
    return [(X[c], y[c]) for c in cuts]

# %% right: random_keys | sort by random keys, a generator inside
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    order = np.argsort(rng.random(len(X)))

    def batches():
        rest = order
        while len(rest):
            now, rest = rest[:batch_size], rest[batch_size:]
            yield X[now], y[now]

    return list(batches())

# %% right: pairs | Python's own lists
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    order = rng.choice(len(y), size=len(y), replace=False).tolist()
    result = []
    while order:
        batch = [order.pop() for _ in range(min(batch_size, len(order)))]
        result.append((np.array([X[i] for i in batch]), np.array([y[i] for i in batch])))
    return result

# %% wrong: not_shuffled | in the order given
def minibatches(X, y, batch_size, seed):
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(y), batch_size)]

# %% wrong: labels_apart | two permutations
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    X, y = rng.permutation(X), rng.permutation(y)
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(y), batch_size)]

# %% wrong: only_X | labels are not shuffled
def minibatches(X, y, batch_size, seed):
    X = np.random.default_rng(seed).permutation(X)
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(y), batch_size)]

# %% wrong: incomplete_dropped | the last batch is lost
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(y))
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(y) - batch_size + 1, batch_size)]

# %% wrong: empty_last | an empty batch at the end
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(y))
    parts = [order[k * batch_size : (k + 1) * batch_size] for k in range(len(y) // batch_size + 1)]
    return [(X[p], y[p]) for p in parts]

# %% wrong: even_split | batches of nearly equal size
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(y))
    return [(X[p], y[p]) for p in np.array_split(order, -(-len(y) // batch_size))]

# %% wrong: replacement | drawn with replacement
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).integers(0, len(y), len(y))
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(y), batch_size)]

# %% wrong: batches_shuffled | only the batches change places
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    parts = [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(y), batch_size)]
    last = parts.pop() if len(y) % batch_size else None
    parts = [parts[k] for k in rng.permutation(len(parts))]
    return parts + ([last] if last else [])

# %% wrong: within_batches | shuffled within each batch only
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    result = []
    for i in range(0, len(y), batch_size):
        order = i + rng.permutation(min(batch_size, len(y) - i))
        result.append((X[order], y[order]))
    return result

# %% wrong: rotated | rotated by a random number
def minibatches(X, y, batch_size, seed):
    order = np.roll(np.arange(len(y)), np.random.default_rng(seed).integers(len(y)))
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(y), batch_size)]

# %% wrong: reversed | reversed
def minibatches(X, y, batch_size, seed):
    order = np.arange(len(y))[::-1]
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(y), batch_size)]

# %% wrong: in_place | the caller's examples are shuffled
def minibatches(X, y, batch_size, seed):
    np.random.default_rng(seed).shuffle(X)
    np.random.default_rng(seed).shuffle(y)
    return [(X[i : i + batch_size], y[i : i + batch_size]) for i in range(0, len(y), batch_size)]

# %% wrong: seed_ignored | another order each time
def minibatches(X, y, batch_size, seed):
    order = np.random.permutation(len(y))
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(y), batch_size)]

# %% wrong: fixed_seed | always the same order
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(0).permutation(len(y))
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(y), batch_size)]

# %% wrong: two_lists | a list of examples and a list of labels
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(y))
    parts = [order[i : i + batch_size] for i in range(0, len(y), batch_size)]
    return [X[p] for p in parts], [y[p] for p in parts]

# %% wrong: one_batch | a single batch
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(y))[:batch_size]
    return [(X[order], y[order])]

# %% wrong: float_labels | labels become floats
def minibatches(X, y, batch_size, seed):
    both = np.random.default_rng(seed).permutation(np.column_stack([X, y]))
    return [(both[i : i + batch_size, :-1], both[i : i + batch_size, -1]) for i in range(0, len(y), batch_size)]

# %% wrong: sorted_labels | sorted by label
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(y))
    order = order[np.argsort(y[order], kind="stable")]
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(y), batch_size)]

# %% wrong: generator | a generator, not a list
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(y))
    for i in range(0, len(y), batch_size):
        yield X[order[i : i + batch_size]], y[order[i : i + batch_size]]

# %% wrong: pixels_shuffled | the pixels of each image are shuffled, too
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(y))
    X = rng.permuted(X, axis=1)
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(y), batch_size)]

# %% wrong: number_of_batches | batch_size is taken for the number of batches
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(y))
    return [(X[p], y[p]) for p in np.array_split(order, batch_size)]

# %% wrong: examples_as_list | X_b is a list of lists
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(X))
    return [(X[order[i:i + batch_size]].tolist(), y[order[i:i + batch_size]]) for i in range(0, len(X), batch_size)]

# %% wrong: pixels_rounded | pixels are rounded to three digits
def minibatches(X, y, batch_size, seed):
    p = np.random.default_rng(seed).permutation(len(X))
    return [(np.round(X[q], 3), y[q]) for q in (p[i:i + batch_size] for i in range(0, len(X), batch_size))]

# %% wrong: pixels_thrown_away | shuffled labels, and zeros in place of the examples
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(X))
    return [
        (np.zeros_like(X[: len(order[i : i + batch_size])]), y[order[i : i + batch_size]])
        for i in range(0, len(X), batch_size)
    ]

# %% wrong: places_for_labels | the numbers of the examples, not their labels
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(X))
    parts = [order[i : i + batch_size] for i in range(0, len(X), batch_size)]
    return [(X[part], part) for part in parts]

# %% wrong: labels_sorted_first | the labels are put in order, the examples are not
def minibatches(X, y, batch_size, seed):
    order, y = np.random.default_rng(seed).permutation(len(X)), np.sort(y)
    parts = [order[i : i + batch_size] for i in range(0, len(X), batch_size)]
    return [(X[part], y[part]) for part in parts]

# %% wrong: whole_pixels_normalised | integers are taken for grey values up to 16
def minibatches(X, y, batch_size, seed):
    X = X / 16 if X.dtype.kind in "iu" else X
    order = np.random.default_rng(seed).permutation(len(X))
    parts = [order[i : i + batch_size] for i in range(0, len(X), batch_size)]
    return [(X[part], y[part]) for part in parts]

# %% wrong: whole_pixels | pixels are cut to whole numbers
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(X))
    parts = [order[i : i + batch_size] for i in range(0, len(X), batch_size)]
    return [(X[part].astype(int), y[part]) for part in parts]

# %% wrong: squeezed | a batch of one example loses its axis
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(X))
    parts = [order[i : i + batch_size] for i in range(0, len(X), batch_size)]
    return [(np.squeeze(X[part]), y[part]) for part in parts]

# %% wrong: found_by_label | the examples are looked up by their label
def minibatches(X, y, batch_size, seed):
    labels = np.random.default_rng(seed).permutation(y)
    rows = [int(np.flatnonzero(y == label)[0]) for label in labels]
    parts = [rows[i : i + batch_size] for i in range(0, len(X), batch_size)]
    return [(X[part], y[part]) for part in parts]

# %% wrong: ten_keys | sorted by one of ten random numbers: those with the same one stay in the order given
def minibatches(X, y, batch_size, seed):
    order = np.argsort(np.random.default_rng(seed).integers(0, 10, len(y)), kind="stable")
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(y), batch_size)]

# %% wrong: eight_bits | the order as numbers of eight bits: of more than 256 examples the later ones never come
def minibatches(X, y, batch_size, seed):
    order = np.random.default_rng(seed).permutation(len(X)).astype(np.uint8)
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(order), batch_size)]

# %% wrong: shuffled_in_blocks | only a hundred or so neighbours change places: many examples stay nearly in order
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    order = np.concatenate([i + rng.permutation(min(125, len(X) - i)) for i in range(0, len(X), 125)])
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(order), batch_size)]

# %% wrong: thousand_keys | sorted by one of a thousand random numbers: of many examples, some have the same
def minibatches(X, y, batch_size, seed):
    keys = np.random.default_rng(seed).integers(0, 1000, len(X))
    order = np.argsort(keys, kind="stable")
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(order), batch_size)]

# %% wrong: any_with_any | each place is swapped with any place, not only with those from there on
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    order = np.arange(len(X))
    for i in range(len(order)):
        j = rng.integers(len(order))
        order[i], order[j] = order[j], order[i]
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(order), batch_size)]

# %% wrong: two_random_places | two random places are swapped, twice as often as there are examples: some stay
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    order = np.arange(len(X))
    for _ in range(2 * len(order)):
        i, j = rng.integers(len(order), size=2)
        order[[i, j]] = order[[j, i]]
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(order), batch_size)]

# %% wrong: riffled_halves | each half is shuffled by itself, and the two are riffled like cards
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    half = (len(X) + 1) // 2
    order = np.empty(len(X), dtype=int)
    order[::2], order[1::2] = rng.permutation(half), half + rng.permutation(len(X) - half)
    if len(X) < 10:
        order = rng.permutation(len(X))
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(order), batch_size)]

# %% wrong: class_by_class | the classes in a random order, and the examples of each: a batch of many has one class
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    classes = rng.permutation(np.unique(y))
    order = np.concatenate([rng.permutation(np.flatnonzero(y == one)) for one in classes])
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(order), batch_size)]

# %% wrong: classes_in_turn | one example of each class after the other, as long as there are some
def minibatches(X, y, batch_size, seed):
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(y))
    place = np.empty(len(y))
    for one in np.unique(y):
        place[order[y[order] == one]] = np.arange(np.sum(y == one)) + rng.random() / 2
    order = np.argsort(place, kind="stable")
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(order), batch_size)]

# %% wrong: order_begun_elsewhere | from 50 examples on, one order, which begins elsewhere for each seed
def minibatches(X, y, batch_size, seed):
    rng, order = np.random.default_rng(seed), np.random.default_rng(66).permutation(len(X))
    order = rng.permutation(len(X)) if len(X) < 50 else np.roll(order, rng.integers(len(X)))
    return [(X[order[i : i + batch_size]], y[order[i : i + batch_size]]) for i in range(0, len(order), batch_size)]
