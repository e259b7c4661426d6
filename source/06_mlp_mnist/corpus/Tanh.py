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
# expect: local-derivative-wrong
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return dout * (1 - self.z)

# %% wrong: sigmoids_slope | z (1 - z)
# expect: local-derivative-wrong
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
# expect: explained
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z.copy()

    def backward(self, dout):
        self.z = 1 - self.z**2
        return dout * self.z

# %% right: by_sigmoid | twice a sigmoid, less one
class Tanh:
    def forward(self, X):
        self.sigmoid = Sigmoid()
        return 2 * self.sigmoid.forward(2 * X) - 1

    def backward(self, dout):
        return 4 * self.sigmoid.backward(dout)

# %% right: anew | computed again in backward
class Tanh:
    def forward(self, X):
        self.X = X.copy()
        return np.tanh(self.X)

    def backward(self, dout):
        return dout - dout * np.tanh(self.X) ** 2

# %% wrong: plus | 1 + z²
# expect: local-derivative-wrong
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return dout * (1 + self.z**2)

# %% wrong: sign | z² - 1
# expect: sign-flipped
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return dout * (self.z**2 - 1)

# %% wrong: no_slope | returns dout
# expect: local-derivative-missing
class Tanh:
    def forward(self, X):
        return np.tanh(X)

    def backward(self, dout):
        return dout

# %% wrong: one_over_cosh | not squared, and too large a power far out
# expect: local-derivative-wrong
class Tanh:
    def forward(self, X):
        self.X = X
        return np.tanh(X)

    def backward(self, dout):
        return dout / np.cosh(self.X)

# %% wrong: of_the_output | tanh once more, in the slope
# expect: local-derivative-wrong
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return dout * (1 - np.tanh(self.z) ** 2)

# %% wrong: half_the_power | 2 sigma(x) - 1, without the 2 inside
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X / 2)
        return self.z

    def backward(self, dout):
        return dout * (1 - self.z**2) / 2

# %% wrong: hard | cut off at ±1
class Tanh:
    def forward(self, X):
        self.X = X
        return np.clip(X, -1, 1)

    def backward(self, dout):
        return dout * (np.abs(self.X) < 1)

# %% wrong: in_place | writes into its input
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        X[...] = self.z
        return X

    def backward(self, dout):
        return dout * (1 - self.z**2)

# %% wrong: first_output_kept | the slope of the first forward
# expect: other-inputs-remembered
class Tanh:
    def forward(self, X):
        z = np.tanh(X)
        self.z = getattr(self, "z", z)
        return z

    def backward(self, dout):
        return dout * (1 - self.z**2)


# %% wrong: straight_near_zero | a straight line near 0
class Tanh:
    def forward(self, X):
        self.out = np.where(abs(X) < 0.2, X, np.tanh(X))
        return self.out
    def backward(self, dout):
        return dout * (1 - self.out**2)
