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
# expect: local-derivative-wrong
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
# expect: not-precise
class Sigmoid:
    def forward(self, X):
        self.z = 1 / (1 + np.exp(-np.clip(X, -10, 10)))
        return self.z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% right: masked | the two formulas, each where it is safe
class Sigmoid:
    def forward(self, X):
        z = np.empty(X.shape)
        above = X >= 0
        z[above] = 1 / (1 + np.exp(-X[above]))
        z[~above] = np.exp(X[~above]) / (1 + np.exp(X[~above]))
        self.slope = z * (1 - z)
        return z

    def backward(self, dout):
        return self.slope * dout

# %% right: by_logaddexp | the logarithm first
class Sigmoid:
    def forward(self, X):
        self.log_z, self.log_rest = -np.logaddexp(0, -X), -np.logaddexp(0, X)
        return np.exp(self.log_z)

    def backward(self, dout):
        return dout * np.exp(self.log_z + self.log_rest)

# %% wrong: power_sign | 1 / (1 + e^x)
class Sigmoid:
    def forward(self, X):
        self.z = 1 / (1 + np.exp(np.asarray(X, dtype=float)))
        return self.z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: tanh | the other function that saturates
class Sigmoid:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return dout * (1 - self.z**2)

# %% wrong: tanhs_slope | 1 - z²
# expect: slope-of-tanh
class Sigmoid:
    def forward(self, X):
        self.z = 1 / (1 + np.exp(-np.asarray(X, dtype=float)))
        return self.z

    def backward(self, dout):
        return dout * (1 - self.z**2)

# %% wrong: half_the_rest | 1 - z, z forgotten
# expect: local-derivative-wrong
class Sigmoid:
    def forward(self, X):
        self.z = 1 / (1 + np.exp(-np.asarray(X, dtype=float)))
        return self.z

    def backward(self, dout):
        return dout * (1 - self.z)

# %% wrong: of_upstream | the slope at what comes from above
# expect: explained
class Sigmoid:
    def forward(self, X):
        return 1 / (1 + np.exp(-np.asarray(X, dtype=float)))

    def backward(self, dout):
        z = 1 / (1 + np.exp(-np.asarray(dout, dtype=float)))
        return z * (1 - z)

# %% wrong: softmax | over the row
class Sigmoid:
    def forward(self, X):
        powers = np.exp(X - X.max(axis=1, keepdims=True))
        self.z = powers / powers.sum(axis=1, keepdims=True)
        return self.z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: hard | straight lines for the curve
class Sigmoid:
    def forward(self, X):
        self.X = X
        return np.clip(0.25 * X + 0.5, 0, 1)

    def backward(self, dout):
        return dout * 0.25 * (np.abs(self.X) < 2)

# %% wrong: spoiled_output | backward writes into what forward returned
# expect: nothing
class Sigmoid:
    def forward(self, X):
        self.z = 1 / (1 + np.exp(-np.asarray(X, dtype=float)))
        return self.z

    def backward(self, dout):
        self.z *= 1 - self.z
        return dout * self.z

# %% wrong: rounded | the result has the dtype of the input
# expect: integers-kept
class Sigmoid:
    def forward(self, X):
        self.z = (1 / (1 + np.exp(-np.asarray(X, dtype=float)))).astype(X.dtype)
        return self.z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: as_list | a list, as a gate
class Sigmoid:
    def forward(self, X):
        self.z = 1 / (1 + np.exp(-np.asarray(X, dtype=float)))
        return self.z

    def backward(self, dout):
        return [dout * self.z * (1 - self.z)]

# %% wrong: integers_cut | the gradient gets the dtype of what comes from above
# expect: integers-kept
class Sigmoid:
    def forward(self, X):
        self.z = 0.5 * (1 + np.tanh(X / 2))
        return self.z

    def backward(self, dout):
        dX = np.zeros_like(dout)
        dX[...] = self.z * (1 - self.z) * dout
        return dX
