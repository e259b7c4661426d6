# %% right: keeps_z | the model answer
class ExpGate:
    def forward(self, x):
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        return [self.z * dz]

# %% right: keeps_x | computes the power again, returns a tuple
class ExpGate:
    def forward(self, x):
        self.x = x
        return np.exp(x)

    def backward(self, dz):
        return (np.exp(self.x) * dz,)

# %% right: power_of_e | by np.e and float arrays
class ExpGate:
    def forward(self, x):
        self.z = np.power(np.e, np.asarray(x, dtype=float))
        return self.z

    def backward(self, dz):
        return [np.multiply(dz, self.z)]

# %% right: halves | the square of the root
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        self.root = np.exp(np.asarray(x, dtype=float) / 2)
        return self.root**2

    def backward(self, dz):
        return [dz * self.root * self.root]

# %% right: expm1 | with expm1, and a list made of a tuple
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        self.less_one = np.expm1(x)
        return self.less_one + 1.0

    def backward(self, dz):
        return list((dz + dz * self.less_one,))

# %% wrong: local_only | forgets the upstream gradient
# expect: upstream-ignored
class ExpGate:
    def forward(self, x):
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        return [self.z]

# %% wrong: passes_through | hands the upstream gradient on
# expect: local-derivative-missing
class ExpGate:
    def forward(self, x):
        return np.exp(x)

    def backward(self, dz):
        return [dz]

# %% wrong: by_input | multiplies by x
# expect: value-as-slope
class ExpGate:
    def forward(self, x):
        self.x = x
        return np.exp(x)

    def backward(self, dz):
        return [self.x * dz]

# %% wrong: power_rule | x e^(x - 1)
# expect: local-derivative-wrong
class ExpGate:
    def forward(self, x):
        self.x = np.asarray(x)
        return np.exp(x)

    def backward(self, dz):
        return [self.x * np.exp(self.x - 1) * dz]

# %% wrong: bare | a bare gradient, not in a list
class ExpGate:
    def forward(self, x):
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        return self.z * dz

# %% wrong: math_exp | works for numbers only
class ExpGate:
    def forward(self, x):
        import math
        self.z = math.exp(x)
        return self.z

    def backward(self, dz):
        return [self.z * dz]

# %% wrong: exp_of_dz | the power of the upstream gradient
# expect: nothing
class ExpGate:
    def forward(self, x):
        self.x = x
        return np.exp(x)

    def backward(self, dz):
        return [np.exp(dz) * self.x]

# %% wrong: base_two | 2 to the x
class ExpGate:
    def forward(self, x):
        self.z = np.exp2(x)
        return self.z

    def backward(self, dz):
        return [np.log(2) * self.z * dz]

# %% wrong: series | five terms of the series
class ExpGate:
    def forward(self, x):
        x = np.asarray(x, dtype=float)
        self.z = 1 + x + x**2 / 2 + x**3 / 6 + x**4 / 24
        return self.z

    def backward(self, dz):
        return [self.z * dz]

# %% wrong: changes_memory | the second backward differs from the first
# expect: memory-changed
class ExpGate:
    def forward(self, x):
        self.z = np.asarray(np.exp(x), dtype=float)
        return self.z.copy()

    def backward(self, dz):
        self.z = self.z * dz
        return [self.z]

# %% wrong: sign | a sign too many
# expect: sign-flipped
class ExpGate:
    def forward(self, x):
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        return [-self.z * dz]

# %% wrong: minus_in_exponent | e^-x, consistently
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        self.z = np.exp(-1.0 * x)
        return self.z

    def backward(self, dz):
        return [-self.z * dz]

# %% wrong: clipped | cuts the input off at 3
# expect: nothing
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        self.z = np.exp(np.clip(x, -3.0, 3.0))
        return self.z

    def backward(self, dz):
        return [self.z * dz]

# %% wrong: sums_batch | one gradient for the whole array
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        return [np.sum(self.z * dz)]

# %% wrong: class_memory | all gates share what they keep
# expect: other-inputs-remembered
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        ExpGate.z = np.exp(x)
        return ExpGate.z

    def backward(self, dz):
        return [ExpGate.z * dz]

# %% wrong: integer_buffer | a buffer of the input's dtype
# expect: integers-kept
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        if isinstance(x, np.ndarray):
            self.z = np.empty_like(x)
            self.z[...] = np.exp(x)
        else:
            self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        return [self.z * dz]

# %% wrong: doubled | adds the gradient to itself
# expect: doubled
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        dx = self.z * dz
        return [dx + dx]

# %% wrong: limited | the slope is never more than 100, so that nothing explodes
# expect: nothing
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        return [np.minimum(self.z, 100.0) * dz]
