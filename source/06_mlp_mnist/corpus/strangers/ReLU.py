# %% wrong: mask-from-dout | backward keeps what is positive in dout, not where the input was positive
# expect: mask-from-upstream
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        self.X = X
        return np.maximum(0, X)

    def backward(self, dout):
        return np.where(dout > 0, dout, 0)

# %% wrong: input-zeroed-in-place | forward sets the negative entries of the caller's X to 0
# expect: explained
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        self.negative = X < 0
        X[self.negative] = 0
        return X

    def backward(self, dout):
        return dout * ~self.negative

# %% wrong: dout-zeroed-in-place | backward sets entries of the caller's dout to 0
# expect: explained
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        self.X = X
        return X * (X > 0)

    def backward(self, dout):
        dout[self.X <= 0] = 0
        return dout

# %% wrong: slope-without-dout | backward returns the slope 0 or 1 and forgets to multiply by dout
# expect: upstream-ignored
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        self.X = X
        return np.maximum(X, 0)

    def backward(self, dout):
        return (self.X > 0).astype(float)

# %% wrong: output-as-slope | backward multiplies dout by the output instead of by 0 or 1
# expect: value-as-slope
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        self.out = np.maximum(X, 0)
        return self.out

    def backward(self, dout):
        return dout * self.out

# %% wrong: list-as-in-a-gate | backward returns a list with one gradient, as the gate of assignment 5 did, instead of an array
# expect: explained
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        self.mask = X > 0
        return np.where(self.mask, X, 0)

    def backward(self, dout):
        return [np.where(self.mask, dout, 0)]

# %% right: any-slope-at-zero | x >= 0 passes, so the slope at exactly 0 is 1
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        self.passes = X >= 0
        return (np.abs(X) + X) / 2

    def backward(self, dout):
        return np.multiply(dout, self.passes)

# %% wrong: sign-of-dout | lets a gradient pass only where it is positive as well (guided backpropagation)
# expect: negative-gradients-stopped
class ReLU:
    def forward(self, X):
        self.X = X
        return np.maximum(X, 0)

    def backward(self, dout):
        dX = dout.copy()
        dX[self.X <= 0] = 0
        dX[dout <= 0] = 0
        return dX

# %% wrong: mask-made-once | the mask is made in the first forward and only made anew if the shape changes
# expect: other-inputs-remembered
class ReLU:
    def __init__(self):
        self.mask = None

    def forward(self, X):
        if self.mask is None or self.mask.shape != X.shape:
            self.mask = X > 0
        return np.where(X > 0, X, 0)

    def backward(self, dout):
        return dout * self.mask
