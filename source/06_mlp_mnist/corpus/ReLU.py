# %% right: mask | the model answer
class ReLU:
    def forward(self, X):
        self.active = X > 0
        return np.maximum(X, 0)

    def backward(self, dout):
        return dout * self.active

# %% right: where | another way to write it
class ReLU:
    def forward(self, X):
        self.out = np.where(X > 0, X, 0.0)
        return self.out

    def backward(self, dout):
        return np.where(self.out > 0, dout, 0.0)

# %% right: slope_one_at_zero | at the kink the other slope
class ReLU:
    def forward(self, X):
        self.X = X
        return X * (X >= 0)

    def backward(self, dout):
        dX = np.array(dout, dtype=float)
        dX[self.X < 0] = 0.0
        return dX

# %% right: half_at_zero | a heaviside function
class ReLU:
    def forward(self, X):
        X = np.asarray(X, dtype=float)
        self.slope = np.heaviside(X, 0.5)
        return (X + np.abs(X)) / 2

    def backward(self, dout):
        return self.slope * dout

# %% wrong: mask_from_upstream | looks at the sign of dout
# expect: mask-from-upstream
class ReLU:
    def forward(self, X):
        return np.maximum(X, 0)

    def backward(self, dout):
        return np.maximum(dout, 0)

# %% wrong: no_mask | the slope is 1 everywhere
# expect: local-derivative-missing
class ReLU:
    def forward(self, X):
        return np.maximum(X, 0)

    def backward(self, dout):
        return dout

# %% wrong: upstream_ignored | returns the slope alone
# expect: upstream-ignored
class ReLU:
    def forward(self, X):
        self.active = X > 0
        return np.maximum(X, 0)

    def backward(self, dout):
        return self.active * 1.0

# %% wrong: in_place | changes its input
class ReLU:
    def forward(self, X):
        X[X < 0] = 0
        self.active = X > 0
        return X

    def backward(self, dout):
        return dout * self.active

# %% wrong: input_times_upstream | multiplies by the output
# expect: value-as-slope
class ReLU:
    def forward(self, X):
        self.out = np.maximum(X, 0)
        return self.out

    def backward(self, dout):
        return dout * self.out

# %% wrong: as_list | a list, as a gate
class ReLU:
    def forward(self, X):
        self.active = X > 0
        return np.maximum(X, 0)

    def backward(self, dout):
        return [dout * self.active]

# %% wrong: first_mask_only | keeps the mask of the first forward
# expect: other-inputs-remembered
class ReLU:
    active = None

    def forward(self, X):
        if self.active is None:
            self.active = X > 0
        return np.maximum(X, 0)

    def backward(self, dout):
        return dout * self.active

# %% wrong: capped | a ReLU6
class ReLU:
    def forward(self, X):
        self.active = (X > 0) & (X < 6)
        return np.clip(X, 0, 6)

    def backward(self, dout):
        return dout * self.active

# %% wrong: slope_two_at_zero | counts the kink twice
class ReLU:
    def forward(self, X):
        self.slope = (X > 0) * 1.0 + (X == 0) * 2.0
        return np.maximum(X, 0)

    def backward(self, dout):
        return dout * self.slope

# %% right: boolean_index | a copy whose negative entries are set to 0
class ReLU:
    def forward(self, X):
        self.below = X < 0
        out = X.copy()
        out[self.below] = 0
        return out

    def backward(self, dout):
        dX = dout.copy()
        dX[self.below] = 0
        return dX

# %% right: ufunc | with NumPy's own functions, entry by entry
class ReLU:
    def __init__(self):
        self.kept = None

    def forward(self, X):
        self.kept = np.greater(X, 0).astype(np.float32)
        return np.vectorize(lambda x: max(x, 0.0), otypes=[float])(X)

    def backward(self, dout):
        return np.multiply(self.kept, dout)

# %% wrong: identity | lets everything through
class ReLU:
    def forward(self, X):
        self.X = X
        return X

    def backward(self, dout):
        return dout * (self.X > 0)

# %% wrong: absolute | folds what is negative over
class ReLU:
    def forward(self, X):
        self.X = X
        return np.abs(X)

    def backward(self, dout):
        return dout * np.sign(self.X)

# %% wrong: other_side | keeps what is negative
class ReLU:
    def forward(self, X):
        self.active = X < 0
        return np.minimum(X, 0)

    def backward(self, dout):
        return dout * self.active

# %% wrong: larger_than_one | the threshold is 1
class ReLU:
    def forward(self, X):
        self.active = X > 1
        return X * self.active

    def backward(self, dout):
        return dout * self.active

# %% wrong: sign_for_slope | -1 where the slope is 0
# expect: local-derivative-wrong
class ReLU:
    def forward(self, X):
        self.X = X
        return np.maximum(X, 0)

    def backward(self, dout):
        return dout * np.sign(self.X)

# %% wrong: in_place_backward | spoils the gradient from above
class ReLU:
    def forward(self, X):
        self.active = X > 0
        return np.maximum(X, 0)

    def backward(self, dout):
        dout[~self.active] = 0
        return dout

# %% wrong: mask_of_the_class | the last forward of any ReLU counts
# expect: other-inputs-remembered
class ReLU:
    def forward(self, X):
        ReLU.active = X > 0
        return np.maximum(X, 0)

    def backward(self, dout):
        return dout * ReLU.active

# %% wrong: mask_spent | backward may be called only once
# expect: all-zero
class ReLU:
    def forward(self, X):
        self.active = X > 0
        return np.maximum(X, 0)

    def backward(self, dout):
        active, self.active = self.active, False
        return dout * active

# %% wrong: largest_only | max over the row
class ReLU:
    def forward(self, X):
        self.active = X == X.max(axis=1, keepdims=True)
        return X * self.active

    def backward(self, dout):
        return dout * self.active

# %% wrong: integers_cut | the gradient gets the dtype of the input
# expect: integers-kept
class ReLU:
    def forward(self, X):
        self.X = X
        return np.maximum(X, 0)

    def backward(self, dout):
        dX = np.zeros_like(self.X)
        dX[self.X > 0] = dout[self.X > 0]
        return dX

# %% wrong: threshold | what is small counts as 0
# expect: nothing
class ReLU:
    def forward(self, X):
        self.on = X > 0.01
        return X * self.on

    def backward(self, dout):
        return dout * self.on
