# %% wrong: same-mask-every-time | the generator is made anew from the seed in every forward, so all forwards draw the same mask
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.seed = seed

    def forward(self, X, train=True):
        if not train:
            self.mask = np.ones(X.shape)
            return X
        rng = np.random.default_rng(self.seed)
        self.mask = (rng.random(X.shape) < self.keep) / self.keep
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% wrong: mask-per-unit | one mask for the whole batch: units are dropped for all examples together, not for every entry
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        if train:
            self.mask = (self.rng.random(X.shape[1]) < self.keep) / self.keep
        else:
            self.mask = 1.0
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% wrong: one-number-per-batch | draws a single number (as on the lecture's slide): the whole batch survives or dies
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.m = 1.0
        if train:
            u = self.rng.random()
            self.m = 1 / self.keep if u < self.keep else 0.0
        return self.m * X

    def backward(self, dout):
        return self.m * dout

# %% wrong: keep-is-the-drop-rate | keep is taken as the probability to be dropped (u > keep survives), and scaled by 1 / (1 - keep): right only for 0.5
# expect: mask-scaled-wrongly
class Dropout:
    def __init__(self, keep, seed):
        self.p = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        if not train or self.p == 1:
            self.mask = np.ones(X.shape)
        else:
            self.mask = (self.rng.random(X.shape) >= self.p) / (1 - self.p)
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% wrong: comparison-turned | entries with u > keep survive: the share of survivors is 1 - keep, while the scale is still 1 / keep
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        if train:
            mask = self.rng.random(X.shape) > self.keep
            self.mask = mask / self.keep
        else:
            self.mask = np.ones_like(X, dtype=float)
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% wrong: not-inverted | survivors are not divided by keep; instead the test forward multiplies by keep (plain, not inverted dropout)
# expect: mask-not-scaled
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        if train:
            self.mask = self.rng.random(X.shape) < self.keep
            return X * self.mask
        self.mask = self.keep
        return X * self.keep

    def backward(self, dout):
        return dout * self.mask

# %% wrong: backward-unscaled | forward divides by keep, but backward only masks: the factor 1 / keep is missing there
# expect: mask-not-scaled
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.train = train
        if not train:
            return X
        self.mask = self.rng.random(X.shape) < self.keep
        return np.where(self.mask, X / self.keep, 0)

    def backward(self, dout):
        if not self.train:
            return dout
        return np.where(self.mask, dout, 0)

# %% wrong: old-mask-after-test | a test forward leaves the mask of the last training forward in place, and backward still applies it
# expect: mask-left-over
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)
        self.mask = 1.0

    def forward(self, X, train=True):
        if not train:
            return X
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep
        return self.mask * X

    def backward(self, dout):
        return self.mask * dout

# %% wrong: new-mask-in-backward | backward draws a mask of its own instead of using that of forward
# expect: nothing
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)
        self.train = True

    def _mask(self, shape):
        return (self.rng.random(shape) < self.keep) / self.keep

    def forward(self, X, train=True):
        self.train = train
        return X * self._mask(X.shape) if train else X

    def backward(self, dout):
        return dout * self._mask(dout.shape) if self.train else dout

# %% wrong: mask-from-the-output | backward reads the mask off the output (z != 0): where an input was exactly 0, as behind a ReLU, a survivor is taken for dropped
# expect: mask-from-output
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.train = train
        if train:
            self.out = X * (self.rng.random(X.shape) < self.keep) / self.keep
        else:
            self.out = X
        return self.out

    def backward(self, dout):
        if self.train:
            return dout * (self.out != 0) / self.keep
        return dout

# %% wrong: drops-in-place | the dropped entries are set to 0 in the caller's X
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        if not train:
            self.drop = np.zeros(X.shape, dtype=bool)
            self.scale = 1.0
            return X
        self.drop = self.rng.random(X.shape) >= self.keep
        self.scale = 1 / self.keep
        X[self.drop] = 0
        return X * self.scale

    def backward(self, dout):
        dX = dout * self.scale
        dX[self.drop] = 0
        return dX

# %% wrong: integer-survivors | survivors are written into np.zeros_like(X): for integer X the scaled values lose their decimals
# expect: integers-kept
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.scaled_mask = np.ones(X.shape)
        if not train:
            return X
        survives = self.rng.random(X.shape) < self.keep
        Z = np.zeros_like(X)
        Z[survives] = X[survives] / self.keep
        self.scaled_mask = survives / self.keep
        return Z

    def backward(self, dout):
        return dout * self.scaled_mask

# %% wrong: exact-share | exactly keep * n_in units of every row survive (a random permutation): the entries are not independent
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.mask = np.ones(X.shape)
        if train:
            n = X.shape[1]
            k = round(self.keep * n)
            self.mask = np.zeros(X.shape)
            for row in self.mask:
                row[self.rng.permutation(n)[:k]] = 1 / self.keep
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% wrong: global-random | draws from np.random.rand, not from a generator with the seed: two layers of one seed drop different entries
# expect: nothing
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.seed = seed

    def forward(self, X, train=True):
        if train:
            self.mask = (np.random.rand(*X.shape) < self.keep) / self.keep
        else:
            self.mask = np.ones(X.shape)
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% wrong: shared-generator | the generator is made once for the class: a second layer with the same seed goes on in the same stream instead of starting its own
# expect: nothing
class Dropout:
    rng = None

    def __init__(self, keep, seed):
        self.keep = keep
        if Dropout.rng is None:
            Dropout.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.mask = np.ones(X.shape)
        if train:
            self.mask = (Dropout.rng.random(X.shape) < self.keep) / self.keep
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% wrong: normal-draws | the numbers come from a normal distribution (rng.normal), so u < keep is true with another probability than keep
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)
        self.mask = None

    def forward(self, X, train=True):
        if train:
            u = self.rng.normal(size=X.shape)
            self.mask = (u < self.keep) * (1 / self.keep)
            return X * self.mask
        self.mask = None
        return X

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: mask-per-example | the mask has one entry per row: all units of an example survive or die together
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        if train:
            self.mask = (self.rng.random((len(X), 1)) < self.keep) / self.keep
        else:
            self.mask = np.ones((len(X), 1))
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% right: binomial | rng.binomial(1, keep), and the layer's backward is set by forward
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng = keep, np.random.default_rng(seed)

    def forward(self, X, train=True):
        if not train:
            self.backward = lambda dout: dout
            return X
        mask = self.rng.binomial(1, self.keep, size=X.shape) / self.keep
        self.backward = lambda dout: mask * dout
        return mask * X

# %% right: keep-one-draws-nothing | with keep = 1 nothing is drawn; a mask of None means identity
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)
        self.mask = None

    def forward(self, X, train=True):
        self.mask = None
        if train and self.keep < 1:
            self.mask = self.rng.choice([0.0, 1.0 / self.keep], p=[1 - self.keep, self.keep], size=X.shape)
        return X if self.mask is None else X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% right: masked-where | np.where with the boolean survivors, a loop over rows, floor(u + keep) as the coin
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.train = train
        if not train:
            return X
        self.survive = np.stack([np.floor(self.rng.random(len(x)) + self.keep) >= 1 for x in X])
        return np.where(self.survive, X / self.keep, 0)

    def backward(self, dout):
        return np.where(self.survive, dout / self.keep, 0) if self.train else dout

# %% wrong: scaled-at-test-time | old-style dropout: no division while training, times keep outside
# expect: mask-not-scaled
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        if train:
            self.mask = self.rng.random(X.shape) < self.keep
        else:
            self.mask = self.keep
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% wrong: old-mask-after-validation | a forward with train=False does not clear the mask, so backward still masks
# expect: mask-left-over
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)
        self.mask = None

    def forward(self, X, train=True):
        if not train:
            return X
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep
        return self.mask * X

    def backward(self, dout):
        if self.mask is None:
            return dout
        return self.mask * dout

# %% wrong: generator-in-forward | the generator is made anew in every forward: always the same mask
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.seed = keep, seed

    def forward(self, X, train=True):
        if train:
            rng = np.random.default_rng(self.seed)
            self.mask = (rng.random(np.shape(X)) < self.keep) / self.keep
        else:
            self.mask = np.ones(np.shape(X))
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% right: binomial-draw | rng.binomial draws the mask; a lambda remembers it
class Dropout:
    def __init__(self, keep, seed):
        self.keep = float(keep)
        self.rng = np.random.default_rng(seed)
        self.back = lambda dout: dout

    def forward(self, X, train=True):
        if not train:
            self.back = lambda dout: dout
            return X
        mask = self.rng.binomial(1, self.keep, size=np.shape(X)) / self.keep
        self.back = lambda dout: np.multiply(mask, dout)
        return np.multiply(mask, X)

    def backward(self, dout):
        return self.back(dout)

# %% wrong: keep-is-drop | an entry is dropped with probability keep
# expect: mask-scaled-wrongly
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)
        self.mask = 1.0

    def forward(self, X, train=True):
        if not train or self.keep == 1:
            self.mask = 1.0
            return X
        self.mask = (self.rng.random(X.shape) > self.keep) / (1 - self.keep)
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% wrong: division-forgotten-backward | the division by keep is done forward only; backward just masks
# expect: mask-not-scaled
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.on = keep, np.random.default_rng(seed), None

    def forward(self, X, train=True):
        if not train:
            self.on = None
            return X
        self.on = self.rng.random(X.shape) < self.keep
        return np.where(self.on, X / self.keep, 0)

    def backward(self, dout):
        if self.on is None:
            return dout
        return np.where(self.on, dout, 0.0)

# %% wrong: mask-from-the-output-2 | backward takes the mask from where the output is not 0, and so drops gradients of inputs that were 0
# expect: mask-from-output
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.train = train
        if not train:
            return X
        u = self.rng.random(X.shape)
        self.out = X * (u < self.keep) / self.keep
        return self.out

    def backward(self, dout):
        if not self.train:
            return dout
        return dout * (self.out != 0) / self.keep

# %% wrong: not-divided-by-keep | plain dropout without the division
# expect: mask-not-scaled
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.mask = (self.rng.random(X.shape) < self.keep) if train else None
        return X if self.mask is None else X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: divided-by-what-is-lost | divides by 1 - keep
# expect: mask-scaled-wrongly
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.mask = (self.rng.random(X.shape) < self.keep) / (1 - self.keep) if train else None
        return X if self.mask is None else X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: keep-is-the-drop-probability | survives where u > keep
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.mask = (self.rng.random(X.shape) >= self.keep) / self.keep if train else None
        return X if self.mask is None else X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: same-mask-for-all-examples | one row of a mask for the whole batch
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.mask = (self.rng.random(X.shape[1:]) < self.keep) / self.keep if train else None
        return X if self.mask is None else X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: whole-examples-dropped | one number per example
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.mask = (self.rng.random((len(X), 1)) < self.keep) / self.keep if train else None
        return X if self.mask is None else X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: same-mask-every-time-2 | generator made in forward: each call the same mask
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.seed = seed

    def forward(self, X, train=True):
        self.mask = (np.random.default_rng(self.seed).random(X.shape) < self.keep) / self.keep if train else None
        return X if self.mask is None else X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: new-mask-backwards | backward draws a mask of its own
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep if train else None
        return X if self.mask is None else X * self.mask

    def backward(self, dout):
        if self.mask is None:
            return dout
        return dout * (self.rng.random(dout.shape) < self.keep) / self.keep

# %% wrong: backward-without-scale | backward multiplies by 0 or 1, without 1/keep
# expect: mask-not-scaled
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep if train else None
        return X if self.mask is None else X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * (self.mask > 0)

# %% wrong: scaled-in-the-test | multiplies by keep if train is False (and divides while training, too)
# expect: scaled-in-test
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep if train else None
        return X * self.keep if self.mask is None else X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: old-mask-after-a-test | a forward with train=False leaves the last mask: backward uses it
# expect: mask-left-over
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        if not train:
            return X
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep
        return X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: exact-number-survives | silences exactly round((1 - keep) N) entries of the batch: not each with its own probability
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.mask = None
        if train:
            flat = np.zeros(X.size)
            flat[self.rng.permutation(X.size)[: round(self.keep * X.size)]] = 1 / self.keep
            self.mask = flat.reshape(X.shape)
        return X if self.mask is None else X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: normal-numbers-compared | standard_normal < keep: survives with probability Φ(keep), not keep
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.mask = (self.rng.standard_normal(X.shape) < self.keep) / self.keep if train else None
        return X if self.mask is None else X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: silences-in-place | X *= mask: changes the caller's batch (and fails for integers)
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep if train else None
        if train:
            X *= self.mask
        return X

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: root-of-keep | divides by √keep, to keep the mean square instead of the mean
# expect: mask-scaled-wrongly
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.mask = (self.rng.random(X.shape) < self.keep) / np.sqrt(self.keep) if train else None
        return X if self.mask is None else X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% right: binomial-mask | rng.binomial draws 0 or 1; mask 1 outside training | open: then an equal copy is returned, not X itself
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.rng, self.mask = keep, np.random.default_rng(seed), 1

    def forward(self, X, train=True):
        self.mask = self.rng.binomial(1, self.keep, size=X.shape) / self.keep if train else 1
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% right: choice-of-two-factors | rng.choice among 0 and 1/keep with probabilities, closure for backward
class Dropout:
    def __init__(self, keep, seed):
        rng = np.random.default_rng(seed)
        self.draw = lambda shape: rng.choice([0.0, 1 / keep], size=shape, p=[1 - keep, keep])

    def forward(self, X, train=True):
        m = self.draw(X.shape) if train else None
        self.backward_of = (lambda d: d) if m is None else (lambda d: d * m)
        return self.backward_of(X)

    def backward(self, dout):
        return self.backward_of(dout)

# %% right: survivors-by-indices | draws 1 - u >= 1 - keep, scales a copy through boolean indexing
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.draw = keep, np.random.default_rng(seed).random

    def forward(self, X, train=True):
        self.gone = 1 - self.draw(X.shape) < 1 - self.keep if train else None
        if self.gone is None:
            return X
        Z = np.true_divide(X, self.keep)
        Z[self.gone] = 0
        return Z

    def backward(self, dout):
        return dout if self.gone is None else np.where(self.gone, 0, dout / self.keep)

# %% wrong: not-scaled | What survives is not divided by keep, so the mean shrinks in training.
# expect: mask-not-scaled
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        if not train:
            self.mask = None
            return X
        self.mask = self.rng.random(X.shape) < self.keep
        return X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: keep-is-the-share-dropped | An entry survives if u > keep, with probability 1 - keep: keep is taken for the probability to be dropped.
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        if not train:
            self.mask = None
            return X
        self.mask = (self.rng.random(X.shape) > self.keep) / self.keep
        return X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: one-row-of-mask | A single row of random numbers is drawn, so all examples of the batch have the same units silenced.
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        if not train:
            self.mask = None
            return X
        self.mask = (self.rng.random(X.shape[1]) < self.keep) / self.keep
        return X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: generator-made-anew | Each forward makes its generator anew from the seed, so every step has the same mask.
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.seed = seed

    def forward(self, X, train=True):
        self.train = train
        if not train:
            return X
        rng = np.random.default_rng(self.seed)
        self.mask = (rng.random(X.shape) < self.keep) / self.keep
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask if self.train else dout

# %% wrong: backward-not-scaled | The mask is kept without its factor 1 / keep, which forward applies and backward does not.
# expect: mask-not-scaled
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.train = train
        if not train:
            return X
        self.mask = self.rng.random(X.shape) < self.keep
        return X * self.mask / self.keep

    def backward(self, dout):
        return dout * self.mask if self.train else dout

# %% wrong: mask-left-over | After a forward with train=False, backward still uses the mask of the training forward before it.
# expect: mask-left-over
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)
        self.mask = 1.0

    def forward(self, X, train=True):
        if not train:
            return X
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% wrong: no-mask-at-keep-one | A shortcut for keep = 1 returns before the mask is set, so backward fails for such a layer.
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.train = train
        if not train or self.keep == 1:
            return X
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep
        return X * self.mask

    def backward(self, dout):
        if not self.train:
            return dout
        return dout * self.mask

# %% wrong: mask-from-the-output-again | backward finds the mask by output != 0, so survivors whose value was 0 get no gradient.
# expect: mask-from-output
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.train = train
        if not train:
            return X
        self.out = np.where(self.rng.random(X.shape) < self.keep, X / self.keep, 0)
        return self.out

    def backward(self, dout):
        if not self.train:
            return dout
        return np.where(self.out != 0, dout / self.keep, 0)

# %% wrong: scaled-at-test-time-again | The original dropout: nothing is divided in training, and X is multiplied by keep when testing.
# expect: mask-not-scaled
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        if train:
            self.mask = (self.rng.random(X.shape) < self.keep).astype(float)
            return X * self.mask
        self.mask = self.keep
        return X * self.keep

    def backward(self, dout):
        return dout * self.mask

# %% wrong: whole-percents | The lot is drawn in whole per cents, so an entry survives with probability 0.12 where keep is 0.125, and never where it is 0.004.
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.percent = int(100 * keep)
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.mask = None
        if not train:
            return X
        self.mask = (self.rng.integers(100, size=X.shape) < self.percent) / self.keep
        return X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% right: binomial-again | Lots by rng.binomial, the factor in the mask, zeros by multiplication.
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.lots, self.m = keep, np.random.default_rng(seed), None

    def forward(self, X, train=True):
        self.m = self.lots.binomial(1, self.keep, size=np.shape(X)) / self.keep if train else None
        return X if self.m is None else np.multiply(X, self.m)

    def backward(self, dout):
        if self.m is None:
            return dout
        return np.multiply(dout, self.m)

# %% right: function-for-backward | forward leaves behind the function that backward calls.
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)
        self.way_back = lambda dout: dout

    def forward(self, X, train=True):
        if not train:
            self.way_back = lambda dout: dout
            return X
        gone = self.rng.uniform(size=np.shape(X)) >= self.keep

        def masked(values):
            scaled = np.asarray(values) / self.keep
            scaled[gone] = 0.0
            return scaled

        self.way_back = masked
        return masked(X)

    def backward(self, dout):
        return self.way_back(dout)

# %% wrong: not-inverted-again | Survivors are not divided by keep, neither forward nor backward, so the mean of the output shrinks to keep times what it was.
# expect: mask-not-scaled
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        if not train:
            self.mask = None
            return X
        self.mask = self.rng.random(X.shape) < self.keep
        return X * self.mask

    def backward(self, dout):
        return dout if self.mask is None else dout * self.mask

# %% wrong: old-style-scaled-in-test | The original dropout: nothing is divided in training, and in testing the output is multiplied by keep.
# expect: mask-not-scaled
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        if train:
            self.mask = (self.rng.random(X.shape) < self.keep).astype(float)
        else:
            self.mask = np.full(X.shape, self.keep)
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% wrong: keep-is-probability-to-drop | keep is taken for the probability with which a unit is silenced, and survivors are divided by 1 - keep (0 / 0 for keep = 1).
# expect: mask-scaled-wrongly
class Dropout:
    def __init__(self, keep, seed):
        self.p = keep
        self.rng = np.random.default_rng(seed)
        self.mask = 1.0

    def forward(self, X, train=True):
        self.mask = 1.0
        if train:
            self.mask = (self.rng.random(X.shape) > self.p) / (1 - self.p)
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% wrong: generator-made-in-forward | The generator is made anew from the seed in each forward, so every step has the same mask.
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep, self.seed = keep, seed

    def forward(self, X, train=True):
        if train:
            rng = np.random.default_rng(self.seed)
            self.mask = (rng.random(X.shape) < self.keep) / self.keep
        else:
            self.mask = np.ones(X.shape)
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% wrong: mask-left-over-after-test | A forward with train=False leaves the mask of the last training forward in place, and backward uses it.
# expect: mask-left-over
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)
        self.mask = None

    def forward(self, X, train=True):
        if not train:
            return X
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep
        return X * self.mask

    def backward(self, dout):
        if self.mask is None:
            return dout
        return dout * self.mask

# %% wrong: one-row-for-all-examples | One number per unit is drawn, and the row of them is used for all examples of the batch.
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.m = 1.0
        if train:
            self.m = (self.rng.uniform(size=X.shape[1]) < self.keep) / self.keep
        return X * self.m

    def backward(self, dout):
        return dout * self.m

# %% wrong: mask-read-off-the-output | backward takes for silenced what is 0 in the output, also where the input itself was 0 and the unit survived.
# expect: mask-from-output
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.train = train
        if train:
            self.z = np.where(self.rng.random(X.shape) < self.keep, X / self.keep, 0)
            return self.z
        return X

    def backward(self, dout):
        if not self.train:
            return dout
        return np.where(self.z != 0, dout / self.keep, 0)

# %% wrong: ten-sided-die | The mask comes from whole numbers 0 to 9 and keep is compared in tenths: for keep = 0.25 the units survive with probability 0.3.
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        if not train:
            self.mask = np.ones(X.shape)
            return X
        self.mask = (self.rng.integers(0, 10, size=X.shape) < 10 * self.keep) / self.keep
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% wrong: exact-share-survives | Exactly round(keep * size) entries survive in each mask, chosen by a permutation, instead of each by itself: of a single unit with keep = 0.6 the survivor is certain.
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        if not train:
            self.mask = np.ones(X.shape)
            return X
        mask = np.zeros(X.size)
        mask[self.rng.permutation(X.size)[: round(self.keep * X.size)]] = 1 / self.keep
        self.mask = mask.reshape(X.shape)
        return X * self.mask

    def backward(self, dout):
        return dout * self.mask

# %% wrong: mask-kept-per-shape-and-input-changed | The mask is only drawn anew when the shape of the batch changes, and it is multiplied into the caller's X in place.
# expect: explained
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)
        self.mask = np.zeros(0)

    def forward(self, X, train=True):
        self.train = train
        if train:
            if self.mask.shape != X.shape:
                self.mask = (self.rng.random(X.shape) < self.keep) / self.keep
            X *= self.mask
        return X

    def backward(self, dout):
        return dout * self.mask if self.train else dout

# %% wrong: divided-by-keep-twice | backward divides by keep again although the mask has been divided already.
# expect: mask-scaled-wrongly
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep if train else None
        return X * self.mask if train else X

    def backward(self, dout):
        if self.mask is None:
            return dout
        return dout * self.mask / self.keep

# %% right: binomial-again-again | The mask is a binomial draw of one trial for every entry.
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)
        self.factor = None

    def forward(self, X, train=True):
        if not train:
            self.factor = None
            return X
        self.factor = self.rng.binomial(1, self.keep, size=np.shape(X)) / self.keep
        return self.factor * X

    def backward(self, dout):
        if self.factor is None:
            return dout
        return self.factor * dout

# %% right: closure-and-row-by-row | forward draws the rows one after another from the object's generator, and leaves behind the function that backward calls.
class Dropout:
    def __init__(self, keep, seed):
        self.keep = keep
        self.draw = np.random.default_rng(seed).random
        self.back = lambda dout: dout

    def forward(self, X, train=True):
        if train:
            dropped = np.array([self.draw(len(row)) >= self.keep for row in X])
            silence = lambda A: np.where(dropped, 0.0, np.true_divide(A, self.keep))
        else:
            silence = lambda A: A
        self.back = silence
        return silence(X)

    def backward(self, dout):
        return self.back(dout)

# %% wrong: generator-made-in-forward-again | forward makes its generator from the seed in each call, so every forward has the same mask.
# expect: explained
class Dropout:
    """Inverted dropout."""

    def __init__(self, keep, seed):
        self.keep, self.seed = keep, seed

    def forward(self, X, train=True):
        """Return z, of the shape of X; X itself if train is False."""
        if not train:
            self.mask = 1.0
            return X
        rng = np.random.default_rng(self.seed)
        self.mask = (rng.random(X.shape) < self.keep) / self.keep
        return X * self.mask

    def backward(self, dout):
        """Return dX."""
        return dout * self.mask

# %% wrong: mask-drawn-again-in-backward | backward draws a mask of its own instead of using that of the last forward.
# expect: explained
class Dropout:
    """Inverted dropout."""

    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)
        self.train = True

    def draw(self, shape):
        return (self.rng.random(shape) < self.keep) / self.keep

    def forward(self, X, train=True):
        """Return z, of the shape of X; X itself if train is False."""
        self.train = train
        return X * self.draw(X.shape) if train else X

    def backward(self, dout):
        """Return dX."""
        return dout * self.draw(dout.shape) if self.train else dout

# %% wrong: old-mask-after-a-test-again | A forward with train=False leaves the mask of the training forward before it in place, and backward still applies it.
# expect: mask-left-over
class Dropout:
    """Inverted dropout."""

    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)
        self.mask = None

    def forward(self, X, train=True):
        """Return z, of the shape of X; X itself if train is False."""
        if train:
            self.mask = (self.rng.random(X.shape) < self.keep) / self.keep
            return X * self.mask
        return X

    def backward(self, dout):
        """Return dX."""
        if self.mask is None:
            return dout
        return dout * self.mask

# %% wrong: survivors-read-off-the-output | backward takes what is not 0 in the output for kept, so that kept units with input 0 lose their gradient.
# expect: mask-from-output
class Dropout:
    """Inverted dropout."""

    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        """Return z, of the shape of X; X itself if train is False."""
        self.train = train
        if not train:
            return X
        self.z = X * (self.rng.random(X.shape) < self.keep) / self.keep
        return self.z

    def backward(self, dout):
        """Return dX."""
        if not self.train:
            return dout
        return np.where(self.z != 0, dout / self.keep, 0)

# %% wrong: exact-share-of-each-batch | A shuffled mask with exactly keep * size ones: entries do not survive independently, each with probability keep.
# expect: explained
class Dropout:
    """Inverted dropout."""

    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        """Return z, of the shape of X; X itself if train is False."""
        self.mask = np.ones(X.shape)
        if train:
            kept = round(self.keep * X.size)
            mask = np.zeros(X.size)
            mask[:kept] = 1 / self.keep
            self.rng.shuffle(mask)
            self.mask = mask.reshape(X.shape)
        return X * self.mask

    def backward(self, dout):
        """Return dX."""
        return dout * self.mask

# %% wrong: integer-output | The survivors are written into zeros_like(X), so that for integers the fractions are cut off after the division by keep.
# expect: integers-kept
class Dropout:
    """Inverted dropout."""

    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        """Return z, of the shape of X; X itself if train is False."""
        self.train = train
        if not train:
            return X
        self.kept = self.rng.random(X.shape) < self.keep
        z = np.zeros_like(X)
        z[self.kept] = X[self.kept] / self.keep
        return z

    def backward(self, dout):
        """Return dX."""
        if not self.train:
            return dout
        return self.kept * dout / self.keep

# %% wrong: scaled-in-the-test-instead | Classic dropout: survivors are not divided by keep in training, and everything is multiplied by keep with train=False.
# expect: mask-not-scaled
class Dropout:
    """Dropout."""

    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        """Return z, of the shape of X."""
        if train:
            self.mask = self.rng.binomial(1, self.keep, size=X.shape)
        else:
            self.mask = self.keep
        return X * self.mask

    def backward(self, dout):
        """Return dX."""
        return dout * self.mask

# %% wrong: nothing-kept-when-all-survive | With keep = 1 forward returns at once and keeps no mask, so that backward fails.
# expect: explained
class Dropout:
    """Inverted dropout."""

    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)

    def forward(self, X, train=True):
        """Return z, of the shape of X; X itself if train is False."""
        if self.keep == 1:
            return X
        if train:
            self.mask = self.rng.uniform(size=X.shape) < self.keep
        else:
            self.mask = np.full(X.shape, True)
        self.factor = 1 / self.keep if train else 1.0
        return X * self.mask * self.factor

    def backward(self, dout):
        """Return dX."""
        return dout * self.mask * self.factor

# %% right: binomial-again-again-again | The mask is drawn from the binomial distribution; None stands for "not in training".
class Dropout:
    """Inverted dropout."""

    def __init__(self, keep, seed):
        self.keep = keep
        self.rng = np.random.default_rng(seed)
        self.mask = None

    def forward(self, X, train=True):
        """Return z, of the shape of X; X itself if train is False."""
        self.mask = self.rng.binomial(1, self.keep, size=np.shape(X)) / self.keep if train else None
        return X if self.mask is None else self.mask * X

    def backward(self, dout):
        """Return dX."""
        return dout if self.mask is None else self.mask * dout

# %% right: one-function-for-both | forward keeps a function that is applied to X and to dout alike; the dropped entries are set to 0 in an own copy.
class Dropout:
    """Inverted dropout."""

    def __init__(self, keep, seed):
        self.keep = keep
        self.draw = np.random.default_rng(seed).random

    def forward(self, X, train=True):
        """Return z, of the shape of X; X itself if train is False."""
        if train:
            dropped = self.draw(X.shape) >= self.keep

            def through(values):
                own = np.array(values, dtype=float) / self.keep
                own[dropped] = 0.0
                return own
        else:

            def through(values):
                return values

        self.through = through
        return through(X)

    def backward(self, dout):
        """Return dX."""
        return self.through(dout)
