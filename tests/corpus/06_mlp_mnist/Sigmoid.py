# %% right: two_sides | never a power above 1
class Sigmoid:
    def forward(self, X):
        power = np.exp(-np.abs(X))
        self.z = np.where(X >= 0, 1.0, power) / (1.0 + power)
        return self.z

    def backward(self, dout):
        return dout * self.z * (1.0 - self.z)

# %% right: plain | the formula; it warns of an overflow, and is right
class Sigmoid:
    def forward(self, X):
        self.z = 1 / (1 + np.exp(-np.asarray(X, dtype=float)))
        return self.z

    def backward(self, dout):
        return (1 - self.z) * self.z * dout

# %% right: by_tanh | half of one plus tanh
class Sigmoid:
    def forward(self, X):
        self.t = np.tanh(X / 2)
        return 0.5 * (1 + self.t)

    def backward(self, dout):
        return dout * 0.25 * (1 - self.t**2)

# %% right: clipped | beyond 500 nothing happens
class Sigmoid:
    def forward(self, X):
        self.X = np.clip(X, -500, 500)
        return 1 / (1 + np.exp(-self.X))

    def backward(self, dout):
        z = 1 / (1 + np.exp(-self.X))
        return z * (1 - z) * dout

# %% wrong: positive_power | inf / inf far to the right
class Sigmoid:
    def forward(self, X):
        self.z = np.exp(np.asarray(X, dtype=float)) / (1 + np.exp(np.asarray(X, dtype=float)))
        return self.z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: slope_of_input | x (1 - x)
# expect: activation-slope-of-input
class Sigmoid:
    def forward(self, X):
        self.X = X
        power = np.exp(-np.abs(X))
        return np.where(X >= 0, 1.0, power) / (1.0 + power)

    def backward(self, dout):
        return dout * self.X * (1 - self.X)

# %% wrong: upstream_ignored | the slope alone
# expect: upstream-ignored
class Sigmoid:
    def forward(self, X):
        self.z = 1 / (1 + np.exp(-np.asarray(X, dtype=float)))
        return self.z

    def backward(self, dout):
        return self.z * (1 - self.z)

# %% wrong: no_slope | returns dout
# expect: local-derivative-missing
class Sigmoid:
    def forward(self, X):
        return 1 / (1 + np.exp(-np.asarray(X, dtype=float)))

    def backward(self, dout):
        return dout

# %% wrong: sign | minus the slope
# expect: sign-flipped
class Sigmoid:
    def forward(self, X):
        self.z = 1 / (1 + np.exp(-np.asarray(X, dtype=float)))
        return self.z

    def backward(self, dout):
        return dout * self.z * (self.z - 1)

# %% wrong: squared | z (1 - z²)
class Sigmoid:
    def forward(self, X):
        self.z = 1 / (1 + np.exp(-np.asarray(X, dtype=float)))
        return self.z

    def backward(self, dout):
        return dout * self.z * (1 - self.z**2)

# %% wrong: exponential_slope | inf times 0 far out
class Sigmoid:
    def forward(self, X):
        self.X = np.asarray(X, dtype=float)
        return 1 / (1 + np.exp(-self.X))

    def backward(self, dout):
        return dout * np.exp(-self.X) / (1 + np.exp(-self.X)) ** 2

# %% wrong: clipped_at_ten | too early
class Sigmoid:
    def forward(self, X):
        self.z = 1 / (1 + np.exp(-np.clip(X, -10, 10)))
        return self.z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)
