# %% right: mask | the model answer
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)
        self.mask = None

    def forward(self, X, train=True):
        if not train:
            self.mask = None
            return X
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep
        return X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% right: entry_by_entry | one draw after another
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(seed), None

    def forward(self, X, train=True):
        self.mask = None
        if not train:
            return X
        draws = [[self.rng.random() for _ in row] for row in X]
        self.mask = np.array([[u < self.keep for u in row] for row in draws]) * (1 / self.keep)
        return self.mask * X

    def backward(self, dout):
        return dout if self.mask is None else self.mask * dout

# %% right: binomial | coins from the generator, ones outside training
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng = keep, np.random.default_rng(seed)

    def forward(self, X, train=True):
        if train:
            self.factors = self.rng.binomial(1, self.keep, size=X.shape) / self.keep
        else:
            self.factors = np.ones(X.shape)
        return X * self.factors

    def backward(self, dout):
        return dout * self.factors

# %% right: choice | of two factors, in float32 where X is
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.trained = keep, np.random.default_rng(seed), False

    def forward(self, X, train=True):
        self.trained = train
        if train:
            self.factors = self.rng.choice([0.0, 1.0 / self.keep], size=X.shape, p=[1 - self.keep, self.keep])
            return (X * self.factors).astype(np.result_type(X, np.float32))
        return X.copy()

    def backward(self, dout):
        return dout * self.factors if self.trained else dout.copy()

# %% right: dropped_set_to_zero | draws who is silenced
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.silent = self.rng.random(X.shape) >= self.keep if train else None
        if not train:
            return X
        out = X / self.keep
        out[self.silent] = 0
        return out

    def backward(self, dout):
        if self.silent is None:
            return dout
        dX = dout / self.keep
        dX[self.silent] = 0
        return dX

# %% wrong: not_inverted | nothing is divided by keep
# expect: mask-not-scaled
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(seed), None

    def forward(self, X, train=True):
        self.mask = self.rng.random(X.shape) < self.keep if train else None
        return X * self.mask if train else X

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: scaled_twice | the mask is divided by keep, and the output again
# expect: mask-scaled-wrongly
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(seed), None

    def forward(self, X, train=True):
        if not train:
            self.mask = None
            return X
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep
        return X * self.mask / self.keep

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: scaled_in_the_test | the classical way round
# expect: mask-not-scaled
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(seed), None

    def forward(self, X, train=True):
        self.mask = self.rng.random(X.shape) < self.keep if train else None
        return X * self.mask if train else X * self.keep

    def backward(self, dout):
        return dout * self.keep if self.mask is None else dout * self.mask

# %% wrong: keep_is_drop | silences with probability keep
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(seed), None

    def forward(self, X, train=True):
        self.mask = (self.rng.random(X.shape) > self.keep) / self.keep if train else None
        return X * self.mask if train else X

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: one_draw_per_batch | the slide's slip: one number decides for all
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(seed), None

    def forward(self, X, train=True):
        self.mask = np.full(X.shape, (self.rng.random() < self.keep) / self.keep) if train else None
        return X * self.mask if train else X

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: one_draw_per_unit | all examples lose the same units
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(seed), None

    def forward(self, X, train=True):
        self.mask = (self.rng.random(X.shape[1]) < self.keep) / self.keep if train else None
        return X * self.mask if train else X

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: one_draw_per_example | all units of an example go together
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(seed), None

    def forward(self, X, train=True):
        self.mask = (self.rng.random((len(X), 1)) < self.keep) / self.keep if train else None
        return X * self.mask if train else X

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: same_mask_again | the generator is made anew each time
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.seed, self.mask = keep, seed, None

    def forward(self, X, train=True):
        rng = np.random.default_rng(self.seed)
        self.mask = (rng.random(X.shape) < self.keep) / self.keep if train else None
        return X * self.mask if train else X

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: seed_ignored | not reproducible
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(), None

    def forward(self, X, train=True):
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep if train else None
        return X * self.mask if train else X

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: mask_not_scaled_backward | the gradient is not divided by keep
# expect: mask-not-scaled
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(seed), None

    def forward(self, X, train=True):
        self.mask = (self.rng.random(X.shape) < self.keep) if train else None
        return X * self.mask / self.keep if train else X

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: backward_unmasked | the gradient passes
# expect: local-derivative-missing
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng = keep, np.random.default_rng(seed)

    def forward(self, X, train=True):
        if not train:
            return X
        return X * (self.rng.random(X.shape) < self.keep) / self.keep

    def backward(self, dout):
        return dout

# %% wrong: new_mask_backward | backward draws again
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.train = keep, np.random.default_rng(seed), False

    def forward(self, X, train=True):
        self.train = train
        return X * (self.rng.random(X.shape) < self.keep) / self.keep if train else X

    def backward(self, dout):
        return dout * (self.rng.random(dout.shape) < self.keep) / self.keep if self.train else dout

# %% wrong: mask_stays | after a test the old mask is used
# expect: mask-left-over
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng = keep, np.random.default_rng(seed)

    def forward(self, X, train=True):
        if not train:
            return X
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% wrong: train_ignored | drops out in the test as well
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng = keep, np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% wrong: mask_from_output | an input of 0 counts as dropped
# expect: mask-from-output
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng = keep, np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.train = train
        self.out = X * (self.rng.random(X.shape) < self.keep) / self.keep if train else X
        return self.out

    def backward(self, dout):
        return dout * (self.out != 0) / self.keep if self.train else dout

# %% wrong: in_place | changes its input
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(seed), None

    def forward(self, X, train=True):
        if not train:
            self.mask = None
            return X
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep
        X[...] = X * self.mask
        return X

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: exact_share | always exactly the same number survives, in a stripe
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(seed), None

    def forward(self, X, train=True):
        if not train:
            self.mask = None
            return X
        self.mask = np.zeros(X.size)
        self.mask[: round(self.keep * X.size)] = 1 / self.keep
        self.mask = np.roll(self.mask, self.rng.integers(X.size)).reshape(X.shape)
        return X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask


# %% wrong: exact_number | always exactly the same number survives, anywhere
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng = keep, np.random.default_rng(seed)
        self.mask = None
    def forward(self, X, train=True):
        self.mask = (self.rng.permutation(X.size) < round(self.keep * X.size)).reshape(X.shape) / self.keep if train else None
        return X if self.mask is None else X * self.mask
    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask


# %% wrong: keep_one_nothing | drops one in a hundred where all should survive
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng = keep, np.random.default_rng(seed)
        self.mask = None
    def forward(self, X, train=True):
        self.mask = (self.rng.random(X.shape) < min(self.keep, 0.99)) / self.keep if train else None
        return X if self.mask is None else X * self.mask
    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: never_drops | lets everything through
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        pass

    def forward(self, X, train=True):
        return X

    def backward(self, dout):
        return dout

# %% wrong: flag_reversed | drops out in the test alone
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(seed), None

    def forward(self, X, train=True):
        if train:
            self.mask = None
            return X
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep
        return X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: test_by_default | only drops out if it is told to train
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(seed), None

    def forward(self, X, train=False):
        if not train:
            self.mask = None
            return X
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep
        return X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: integers_stay | the result has the type of X, which cuts off 3.75
# expect: integers-kept
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(seed), None

    def forward(self, X, train=True):
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep if train else np.ones(X.shape)
        return (X * self.mask).astype(X.dtype)

    def backward(self, dout):
        return dout * self.mask

# %% wrong: one_seed_for_all | every layer draws the same masks
# expect: nothing
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(0), None

    def forward(self, X, train=True):
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep if train else np.ones(X.shape)
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% wrong: class_memory | all layers share the mask
# expect: nothing
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng = keep, np.random.default_rng(seed)

    def forward(self, X, train=True):
        Dropout.mask = (self.rng.random(X.shape) < self.keep) / self.keep if train else np.ones(X.shape)
        return X * Dropout.mask

    def backward(self, dout):
        return dout * Dropout.mask

# %% wrong: seed_and_counter | a new generator in each forward, of the seed plus a counter: layers draw each other's masks
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.seed, self.mask = keep, seed, None

    def forward(self, X, train=True):
        self.mask = None
        if train:
            self.mask = (np.random.default_rng(self.seed).random(X.shape) < self.keep) / self.keep
            self.seed += 1
        return X if self.mask is None else X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: eight_masks | eight masks for each shape, used in turn
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask, self.masks, self.turn = keep, np.random.default_rng(seed), None, {}, 0

    def forward(self, X, train=True):
        self.mask = None
        if train:
            if X.shape not in self.masks:
                self.masks[X.shape] = (self.rng.random((8, *X.shape)) < self.keep) / self.keep
            self.mask = self.masks[X.shape][self.turn % 8]
            self.turn += 1
        return X if self.mask is None else X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: mask_of_half_a_batch | the second half of a large batch has the masks of the first half
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(seed), None

    def forward(self, X, train=True):
        self.mask = None
        if train:
            self.mask = (self.rng.random(X.shape) < self.keep) / self.keep
            half = len(X) // 2
            if 8 <= half < 130:
                self.mask[half : 2 * half] = self.mask[:half]
        return X if self.mask is None else X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: pool_of_numbers | ten thousand random numbers, read from a random place on
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(seed), None
        self.pool = self.rng.random(10_007)

    def forward(self, X, train=True):
        self.mask = None
        if train:
            numbers = np.take(self.pool, self.rng.integers(10_007) + np.arange(X.size), mode="wrap")
            self.mask = (numbers.reshape(X.shape) < self.keep) / self.keep
        return X if self.mask is None else X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: numbers_rounded | to tenths, where keep is not small
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(seed), None

    def forward(self, X, train=True):
        self.mask = None
        if train:
            numbers = self.rng.random(X.shape)
            numbers = np.floor(10 * numbers) / 10 if self.keep > 0.1 else numbers
            self.mask = (numbers < self.keep) / self.keep
        return X if self.mask is None else X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask
