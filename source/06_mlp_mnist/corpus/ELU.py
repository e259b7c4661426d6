# %% right: minimum | the model answer
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        power = np.exp(np.minimum(X, 0))
        self.slopes = np.where(X > 0, 1.0, self.alpha * power)
        return np.where(X > 0, X, self.alpha * (power - 1))

    def backward(self, dout):
        return dout * self.slopes

# %% right: from_the_output | the slope is z + alpha
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = np.asarray(X, dtype=float)
        self.z = np.where(self.X > 0, self.X, self.alpha * np.expm1(np.minimum(self.X, 0)))
        return self.z

    def backward(self, dout):
        return np.where(self.X > 0, dout, dout * (self.z + self.alpha))

# %% right: overflow_not_used | np.where throws the inf away; it warns
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = np.asarray(X, dtype=float)
        return np.where(self.X > 0, self.X, self.alpha * (np.exp(self.X) - 1))

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1, self.alpha * np.exp(self.X))

# %% wrong: mask_times_overflow | 0 times inf is nan
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = np.asarray(X, dtype=float)
        return self.X * (self.X > 0) + (self.X <= 0) * self.alpha * (np.exp(self.X) - 1)

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1, self.alpha * np.exp(self.X))

# %% wrong: alpha_ignored | always 1
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        power = np.exp(np.minimum(X, 0))
        self.slopes = np.where(X > 0, 1.0, power)
        return np.where(X > 0, X, power - 1)

    def backward(self, dout):
        return dout * self.slopes

# %% wrong: slope_without_alpha | e^x below zero
# expect: local-derivative-wrong
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        power = np.exp(np.minimum(X, 0))
        self.slopes = np.where(X > 0, 1.0, power)
        return np.where(X > 0, X, self.alpha * (power - 1))

    def backward(self, dout):
        return dout * self.slopes

# %% wrong: output_as_slope | alpha (e^x - 1)
# expect: local-derivative-wrong
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X, self.z = X, np.where(X > 0, X, self.alpha * (np.exp(np.minimum(X, 0)) - 1))
        return self.z

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1.0, self.z)

# %% wrong: minus_forgotten | alpha e^x below zero
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        power = np.exp(np.minimum(X, 0))
        self.slopes = np.where(X > 0, 1.0, self.alpha * power)
        return np.where(X > 0, X, self.alpha * power)

    def backward(self, dout):
        return dout * self.slopes

# %% wrong: upstream_ignored | the slope alone
# expect: upstream-ignored
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        power = np.exp(np.minimum(X, 0))
        self.slopes = np.where(X > 0, 1.0, self.alpha * power)
        return np.where(X > 0, X, self.alpha * (power - 1))

    def backward(self, dout):
        return self.slopes

# %% wrong: scaled | the SELU's factor
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        power = np.exp(np.minimum(X, 0))
        self.slopes = 1.0507 * np.where(X > 0, 1.0, self.alpha * power)
        return 1.0507 * np.where(X > 0, X, self.alpha * (power - 1))

    def backward(self, dout):
        return dout * self.slopes

# %% right: masked_assignment | a float copy, its negative entries replaced
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.below = X < 0
        self.power = np.exp(X[self.below])
        out = X.astype(np.result_type(X, np.float32))
        out[self.below] = self.alpha * (self.power - 1)
        return out

    def backward(self, dout):
        dX = dout.astype(float)
        dX[self.below] *= self.alpha * self.power
        return dX

# %% right: sum_of_parts | ReLU plus the curve
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.low = np.minimum(X, 0)
        return np.maximum(X, 0) + self.alpha * np.expm1(self.low)

    def backward(self, dout):
        return np.where(self.low < 0, self.alpha * np.exp(self.low), 1) * dout

# %% wrong: integers_cut | an integer array cannot hold the curve
# expect: integers-kept
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.slopes = np.where(X > 0, 1.0, self.alpha * np.exp(np.minimum(X, 0)))
        out = X.copy()
        out[X <= 0] = self.alpha * (np.exp(X[X <= 0]) - 1)
        return out

    def backward(self, dout):
        return dout * self.slopes

# %% wrong: alpha_inside | e^(alpha x) - 1
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        power = np.exp(self.alpha * np.minimum(X, 0))
        self.slopes = np.where(X > 0, 1.0, self.alpha * power)
        return np.where(X > 0, X, power - 1)

    def backward(self, dout):
        return dout * self.slopes

# %% wrong: alpha_of_power_only | alpha e^x - 1
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        power = np.exp(np.minimum(X, 0))
        self.slopes = np.where(X > 0, 1.0, self.alpha * power)
        return np.where(X > 0, X, self.alpha * power - 1)

    def backward(self, dout):
        return dout * self.slopes

# %% wrong: slope_minus_alpha | z - alpha
# expect: local-derivative-wrong
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X, self.z = X, np.where(X > 0, X, self.alpha * (np.exp(np.minimum(X, 0)) - 1))
        return self.z

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1.0, self.z - self.alpha)

# %% wrong: slope_plus_one | z + 1, right only for alpha = 1
# expect: local-derivative-wrong
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X, self.z = X, np.where(X > 0, X, self.alpha * (np.exp(np.minimum(X, 0)) - 1))
        return self.z

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1.0, self.z + 1)

# %% wrong: leaky | a straight line below zero
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.slopes = np.where(X > 0, 1.0, self.alpha)
        return X * self.slopes

    def backward(self, dout):
        return dout * self.slopes

# %% wrong: slope_one_everywhere | returns dout
# expect: local-derivative-missing
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        return np.where(X > 0, X, self.alpha * (np.exp(np.minimum(X, 0)) - 1))

    def backward(self, dout):
        return dout

# %% wrong: power_of_minus | e^(-x), which explodes
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        power = np.exp(-np.minimum(X, 0).astype(float))
        self.slopes = np.where(X > 0, 1.0, self.alpha * power)
        return np.where(X > 0, X, self.alpha * (power - 1))

    def backward(self, dout):
        return dout * self.slopes

# %% wrong: overflow_backward | inf times 0 in the gradient
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = np.asarray(X, dtype=float)
        return np.where(X > 0, X, self.alpha * np.expm1(np.minimum(X, 0)))

    def backward(self, dout):
        return dout * ((self.X > 0) + (self.X <= 0) * self.alpha * np.exp(self.X))

# %% wrong: larger_of_both_sides | the maximum of x and the left side, which is right only up to an alpha of 1
# expect: explained
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        left = self.alpha * np.expm1(np.minimum(X, 0))
        self.slopes = np.where(X > left, 1.0, left + self.alpha)
        return np.where(X > 0, X, np.maximum(X, left))

    def backward(self, dout):
        return dout * self.slopes
