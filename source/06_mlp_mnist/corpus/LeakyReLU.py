# %% right: where | the model answer
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.slopes = np.where(X > 0, 1.0, self.slope)
        return X * self.slopes

    def backward(self, dout):
        return dout * self.slopes

# %% right: entry_by_entry | Python's own max
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.signs = [[x > 0 for x in row] for row in X]
        return np.array([[float(max(x, self.slope * x)) for x in row] for row in X])

    def backward(self, dout):
        return np.array([[float(d if on else self.slope * d) for d, on in zip(*rows)] for rows in zip(dout, self.signs)])

# %% right: maximum | of x and a x
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.positive = X >= 0
        return np.maximum(X, self.slope * X)

    def backward(self, dout):
        return np.where(self.positive, dout, self.slope * dout)

# %% right: two_parts | sum of two ReLUs
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.a = slope

    def forward(self, X):
        self.X = X
        return np.maximum(X, 0) + self.a * np.minimum(X, 0)

    def backward(self, dout):
        dX = np.array(dout, dtype=float)
        dX[self.X <= 0] *= self.a
        return dX

# %% wrong: default_slope | 0.1 whatever is asked for
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.slopes = np.where(X > 0, 1.0, 0.1)
        return X * self.slopes

    def backward(self, dout):
        return dout * self.slopes

# %% wrong: other_default | 0.01, as in other books
class LeakyReLU:
    def __init__(self, slope=0.01):
        self.slope = slope

    def forward(self, X):
        self.slopes = np.where(X > 0, 1.0, self.slope)
        return X * self.slopes

    def backward(self, dout):
        return dout * self.slopes

# %% wrong: slope_zero | backward of a plain ReLU
# expect: local-derivative-wrong
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        return dout * (self.X > 0)

# %% wrong: sign | minus a x below zero
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.slopes = np.where(X > 0, 1.0, -self.slope)
        return X * self.slopes

    def backward(self, dout):
        return dout * self.slopes

# %% wrong: mask_from_upstream | looks at the sign of dout
# expect: mask-from-upstream
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        return np.where(dout > 0, dout, self.slope * dout)

# %% wrong: integers | an integer array cannot hold a tenth
# expect: integers-kept
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        out = X.copy()
        out[X < 0] = self.slope * X[X < 0]
        self.slopes = np.where(X > 0, 1.0, self.slope)
        return out

    def backward(self, dout):
        return dout * self.slopes

# %% right: mask_and_rest | a boolean and its complement
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.on = X > 0
        return X * self.on + self.slope * X * ~self.on

    def backward(self, dout):
        return dout * self.on + self.slope * dout * ~self.on

# %% wrong: slope_everywhere | the positive side leaks as well
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        return X * self.slope

    def backward(self, dout):
        return dout * self.slope

# %% wrong: sides_swapped | the slope for what is positive
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.slopes = np.where(X > 0, self.slope, 1.0)
        return X * self.slopes

    def backward(self, dout):
        return dout * self.slopes

# %% wrong: minimum | of x and a x
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.slopes = np.where(X > self.slope * X, self.slope, 1.0)
        return np.minimum(X, self.slope * X)

    def backward(self, dout):
        return dout * self.slopes

# %% wrong: constant | the slope itself in place of slope times x
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.slopes = np.where(X > 0, 1.0, self.slope)
        return np.where(X > 0, X, self.slope)

    def backward(self, dout):
        return dout * self.slopes

# %% wrong: divided | x / slope
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.slopes = np.where(X > 0, 1.0, 1 / max(self.slope, 1e-9))
        return X * self.slopes

    def backward(self, dout):
        return dout * self.slopes

# %% wrong: slope_added_backward | 1 + a where x is positive
# expect: local-derivative-wrong
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.maximum(X, self.slope * X)

    def backward(self, dout):
        return dout * ((self.X > 0) + self.slope)

# %% wrong: upstream_ignored | the slope alone
# expect: upstream-ignored
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.slopes = np.where(X > 0, 1.0, self.slope)
        return X * self.slopes

    def backward(self, dout):
        return self.slopes

# %% wrong: no_slope | returns dout
# expect: local-derivative-missing
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        return np.maximum(X, self.slope * X)

    def backward(self, dout):
        return dout

# %% wrong: in_place | changes its input
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.slopes = np.where(X > 0, 1.0, self.slope)
        X *= self.slopes
        return X

    def backward(self, dout):
        return dout * self.slopes

# %% wrong: zero_slope_default | slope=0 is taken for "not given"
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope or 0.1

    def forward(self, X):
        self.slopes = np.where(X > 0, 1.0, self.slope)
        return X * self.slopes

    def backward(self, dout):
        return dout * self.slopes


# %% wrong: slope_of_the_class | the slope is kept by the class
class LeakyReLU:
    def __init__(self, slope=0.1):
        LeakyReLU.slope = slope
    def forward(self, X):
        self.local = np.where(X > 0, 1.0, self.slope)
        return X * self.local
    def backward(self, dout):
        return dout * self.local
