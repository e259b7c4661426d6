# %% right: library | NumPy's tanh
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return dout * (1.0 - self.z**2)

# %% right: by_exponentials | of powers below 1
class Tanh:
    def forward(self, X):
        small = np.exp(-2 * np.abs(X))
        self.z = np.sign(X) * (1 - small) / (1 + small)
        return self.z

    def backward(self, dout):
        return (1 - self.z) * (1 + self.z) * dout

# %% right: slope_kept | the slope is made in forward
class Tanh:
    def forward(self, X):
        z = np.tanh(np.asarray(X, dtype=np.float64))
        self.slope = 1 - np.square(z)
        return z

    def backward(self, dout):
        return np.multiply(self.slope, dout)

# %% wrong: overflow | inf / inf
class Tanh:
    def forward(self, X):
        a, b = np.exp(np.asarray(X, dtype=float)), np.exp(-np.asarray(X, dtype=float))
        self.z = (a - b) / (a + b)
        return self.z

    def backward(self, dout):
        return dout * (1 - self.z**2)

# %% wrong: slope_of_input | 1 - x²
# expect: activation-slope-of-input
class Tanh:
    def forward(self, X):
        self.X = X
        return np.tanh(X)

    def backward(self, dout):
        return dout * (1 - self.X**2)

# %% wrong: not_squared | 1 - z
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return dout * (1 - self.z)

# %% wrong: sigmoids_slope | z (1 - z)
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: upstream_ignored | the slope alone
# expect: upstream-ignored
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return 1 - self.z**2

# %% wrong: overwritten | backward spoils what it needs next time
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z.copy()

    def backward(self, dout):
        self.z = 1 - self.z**2
        return dout * self.z
