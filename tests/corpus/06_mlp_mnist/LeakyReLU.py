# %% right: where | the model answer
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.slopes = np.where(X > 0, 1.0, self.slope)
        return X * self.slopes

    def backward(self, dout):
        return dout * self.slopes

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
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        return np.where(dout > 0, dout, self.slope * dout)

# %% wrong: integers | an integer array cannot hold a tenth
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
