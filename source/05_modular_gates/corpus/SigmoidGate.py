# %% right: exp_of_minus_abs | the model answer
class SigmoidGate:
    def forward(self, x):
        power = np.exp(-np.abs(x))
        self.z = np.where(np.asarray(x) >= 0, 1.0, power) / (1.0 + power)
        return self.z

    def backward(self, dz):
        return [self.z * (1.0 - self.z) * dz]

# %% right: tanh | by the hyperbolic tangent
class SigmoidGate:
    def forward(self, x):
        self.z = 0.5 + 0.5 * np.tanh(np.multiply(x, 0.5))
        return self.z

    def backward(self, dz):
        return (dz * self.z * (1 - self.z),)

# %% right: clipped | cuts the input off where the sigmoid is 0 or 1 in float64
class SigmoidGate:
    def forward(self, x):
        self.z = 1 / (1 + np.exp(-np.clip(np.asarray(x, dtype=float), -500, 500)))
        return self.z

    def backward(self, dz):
        return [dz * self.z * (1 - self.z)]

# %% right: masks | each half by its own formula
class SigmoidGate:
    def forward(self, x):
        x = np.asarray(x, dtype=float)
        flat = x.ravel()
        z = np.empty(flat.size)
        positive = flat >= 0
        z[positive] = 1 / (1 + np.exp(-flat[positive]))
        power = np.exp(flat[~positive])
        z[~positive] = power / (1 + power)
        self.z = z.reshape(x.shape)
        return self.z

    def backward(self, dz):
        return [self.z * (1 - self.z) * np.asarray(dz)]

# %% right: silenced | lets it overflow to the right limit, and keeps quiet about it
class SigmoidGate:
    def forward(self, x):
        with np.errstate(over="ignore"):
            self.z = 1 / (1 + np.exp(-np.asarray(x, dtype=float)))
        return self.z

    def backward(self, dz):
        return [self.z * (1 - self.z) * dz]

# %% right: logaddexp | by the logarithm of a sum
class SigmoidGate:
    def forward(self, x):
        self.z = np.exp(-np.logaddexp(0.0, -np.asarray(x, dtype=float)))
        return self.z

    def backward(self, dz):
        return [self.z * (1.0 - self.z) * dz]

# %% right: warnings_off | catches its own warnings
class SigmoidGate:
    def forward(self, x):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self.z = 1 / (1 + np.exp(-np.asarray(x, dtype=float)))
        return self.z

    def backward(self, dz):
        return [self.z * (1 - self.z) * dz]

# %% wrong: naive | overflows for large negative inputs: right values, but a warning
class SigmoidGate:
    def forward(self, x):
        self.z = 1 / (1 + np.exp(-np.asarray(x, dtype=float)))
        return self.z

    def backward(self, dz):
        return [self.z * (1 - self.z) * dz]

# %% wrong: other_naive | e^x / (1 + e^x), which is not a number far above zero
class SigmoidGate:
    def forward(self, x):
        power = np.exp(np.asarray(x, dtype=float))
        self.z = power / (1 + power)
        return self.z

    def backward(self, dz):
        return [self.z * (1 - self.z) * dz]

# %% wrong: where_of_both | np.where computes both formulas everywhere, and both overflow somewhere
class SigmoidGate:
    def forward(self, x):
        x = np.asarray(x, dtype=float)
        self.z = np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))
        return self.z

    def backward(self, dz):
        return [self.z * (1 - self.z) * dz]

# %% wrong: noisy_backward | a quiet forward; backward computes the power again
class SigmoidGate:
    def forward(self, x):
        self.x = np.asarray(x, dtype=float)
        return 0.5 + 0.5 * np.tanh(0.5 * self.x)

    def backward(self, dz):
        with np.errstate(invalid="ignore", over="ignore"):
            power = np.exp(-self.x)
            return [dz * power / (1 + power) ** 2]

# %% wrong: local_only | forgets the upstream gradient
# expect: upstream-ignored
class SigmoidGate:
    def forward(self, x):
        self.z = 0.5 + 0.5 * np.tanh(0.5 * np.asarray(x))
        return self.z

    def backward(self, dz):
        return [self.z * (1 - self.z)]

# %% wrong: derivative_of_input | x (1 - x)
# expect: activation-slope-of-input, local-derivative-wrong
class SigmoidGate:
    def forward(self, x):
        self.x = np.asarray(x)
        return 0.5 + 0.5 * np.tanh(0.5 * self.x)

    def backward(self, dz):
        return [self.x * (1 - self.x) * dz]

# %% wrong: sigmoid_of_sigmoid | applies the function to its own output
# expect: local-derivative-wrong
class SigmoidGate:
    def forward(self, x):
        self.z = 0.5 + 0.5 * np.tanh(0.5 * np.asarray(x))
        return self.z

    def backward(self, dz):
        s = 0.5 + 0.5 * np.tanh(0.5 * self.z)
        return [s * (1 - s) * dz]

# %% wrong: only_z | the second factor is missing
# expect: value-as-slope
class SigmoidGate:
    def forward(self, x):
        self.z = 0.5 + 0.5 * np.tanh(0.5 * np.asarray(x))
        return self.z

    def backward(self, dz):
        return [self.z * dz]

# %% wrong: tanh_slope | the slope of the hyperbolic tangent
# expect: slope-of-tanh
class SigmoidGate:
    def forward(self, x):
        self.z = 0.5 + 0.5 * np.tanh(0.5 * np.asarray(x))
        return self.z

    def backward(self, dz):
        return [(1 - self.z**2) * dz]

# %% wrong: mirrored | the sign of the exponent is lost
class SigmoidGate:
    def forward(self, x):
        self.z = 0.5 - 0.5 * np.tanh(0.5 * np.asarray(x))
        return self.z

    def backward(self, dz):
        return [-self.z * (1 - self.z) * dz]

# %% wrong: clipped_too_early | cuts the input off at 6
class SigmoidGate:
    def forward(self, x):
        self.z = 1 / (1 + np.exp(-np.clip(np.asarray(x, dtype=float), -6, 6)))
        return self.z

    def backward(self, dz):
        return [self.z * (1 - self.z) * dz]

# %% wrong: integer_buffer | a buffer of the input's dtype
# expect: integers-kept
class SigmoidGate:
    def forward(self, x):
        x = np.asarray(x)
        self.z = np.zeros_like(x)
        self.z[...] = 0.5 + 0.5 * np.tanh(0.5 * x)
        return self.z

    def backward(self, dz):
        return [self.z * (1 - self.z) * dz]

# %% wrong: hard_sigmoid | a straight line in the middle
class SigmoidGate:
    def forward(self, x):
        self.z = np.clip(0.5 + 0.25 * np.asarray(x), 0.0, 1.0)
        return self.z

    def backward(self, dz):
        return [0.25 * ((self.z > 0) & (self.z < 1)) * dz]

# %% wrong: bare | a bare gradient, not in a list
class SigmoidGate:
    def forward(self, x):
        self.z = 0.5 + 0.5 * np.tanh(0.5 * np.asarray(x))
        return self.z

    def backward(self, dz):
        return self.z * (1 - self.z) * dz

# %% wrong: class_memory | all gates share what they keep
# expect: other-inputs-remembered
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        SigmoidGate.z = 0.5 * (1.0 + np.tanh(0.5 * np.asarray(x)))
        return SigmoidGate.z

    def backward(self, dz):
        return [SigmoidGate.z * (1.0 - SigmoidGate.z) * dz]

# %% wrong: sign | z (z - 1)
# expect: sign-flipped
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        self.z = 0.5 * (1.0 + np.tanh(0.5 * np.asarray(x)))
        return self.z

    def backward(self, dz):
        return [self.z * (self.z - 1.0) * dz]

# %% wrong: passes_through | a slope of 1
# expect: local-derivative-missing
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(x)))

    def backward(self, dz):
        return [dz]

# %% wrong: numbers_unsafe | safe for arrays, and the plain formula for numbers
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        if np.ndim(x) == 0:
            self.z = 1 / (1 + np.exp(-1.0 * x))
        else:
            self.z = 0.5 * (1 + np.tanh(0.5 * x))
        return self.z

    def backward(self, dz):
        return [self.z * (1 - self.z) * dz]

# %% wrong: clipped_at_15 | inputs beyond 15 count as 15
# expect: not-precise
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        self.z = 1 / (1 + np.exp(-np.clip(x, -15, 15)))
        return self.z

    def backward(self, dz):
        return [self.z * (1 - self.z) * dz]
