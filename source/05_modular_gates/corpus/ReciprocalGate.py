# %% right: keeps_z | the model answer
class ReciprocalGate:
    def forward(self, x):
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return [-self.z * self.z * dz]

# %% right: keeps_x | by the square of the input, as a tuple
class ReciprocalGate:
    def forward(self, x):
        self.x = np.asarray(x, dtype=float)
        return self.x**-1

    def backward(self, dz):
        return (-dz / self.x**2,)

# %% right: true_divide | by np.true_divide
class ReciprocalGate:
    def forward(self, x):
        self.x = x
        return np.true_divide(1, x)

    def backward(self, dz):
        return [-np.true_divide(dz, np.square(np.asarray(self.x, dtype=float)))]

# %% right: power | a negative power of a float
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        self.x = np.asarray(x, dtype=float)
        return self.x**-1.0

    def backward(self, dz):
        return [-(self.x**-2.0) * dz]

# %% right: product_rule | from x z = 1: z dx + x dz = 0
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        self.x, self.z = x, 1 / x
        return self.z

    def backward(self, dz):
        return [-dz * self.z / self.x]

# %% wrong: sign | the minus is missing
# expect: sign-flipped
class ReciprocalGate:
    def forward(self, x):
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return [self.z * self.z * dz]

# %% wrong: not_squared | minus one over x
# expect: value-as-slope
class ReciprocalGate:
    def forward(self, x):
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return [-self.z * dz]

# %% wrong: local_only | forgets the upstream gradient
# expect: upstream-ignored
class ReciprocalGate:
    def forward(self, x):
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return [-self.z**2]

# %% wrong: logarithm | the integral in place of the derivative
# expect: local-derivative-wrong
class ReciprocalGate:
    def forward(self, x):
        self.x = x
        return 1.0 / x

    def backward(self, dz):
        return [np.log(np.abs(self.x)) * dz]

# %% wrong: square_of_output_missing | divides by the output's square
# expect: local-derivative-wrong
class ReciprocalGate:
    def forward(self, x):
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return [-dz / self.z**2]

# %% wrong: numpy_reciprocal | np.reciprocal of integers is 0
# expect: integers-kept
class ReciprocalGate:
    def forward(self, x):
        self.z = np.reciprocal(x)
        return self.z

    def backward(self, dz):
        return [-self.z * self.z * dz]

# %% wrong: integer_power | an integer array has no negative powers
class ReciprocalGate:
    def forward(self, x):
        self.x = np.asarray(x)
        return self.x**-1

    def backward(self, dz):
        return [-dz / self.x**2]

# %% wrong: floor_division | rounds down
# expect: nothing
class ReciprocalGate:
    def forward(self, x):
        self.x = x
        return 1 // x

    def backward(self, dz):
        return [-dz / np.square(self.x)]

# %% wrong: epsilon | adds a small number below
# expect: nothing
class ReciprocalGate:
    def forward(self, x):
        self.x = x + 1e-4
        return 1.0 / self.x

    def backward(self, dz):
        return [-dz / self.x**2]

# %% wrong: absolute | loses the sign of the input
# expect: explained
class ReciprocalGate:
    def forward(self, x):
        self.x = np.abs(x)
        return 1.0 / self.x

    def backward(self, dz):
        return [-dz / self.x**2]

# %% wrong: bare | a bare gradient, not in a list
class ReciprocalGate:
    def forward(self, x):
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return -self.z * self.z * dz

# %% wrong: squares_dz | squares the upstream gradient as well
# expect: upstream-used-twice
class ReciprocalGate:
    def forward(self, x):
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return [-((self.z * dz) ** 2)]

# %% wrong: class_memory | all gates share what they keep
# expect: other-inputs-remembered
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        ReciprocalGate.z = 1.0 / x
        return ReciprocalGate.z

    def backward(self, dz):
        return [-(ReciprocalGate.z**2) * dz]

# %% wrong: halved | as for the square root
# expect: halved
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return [-0.5 * self.z**2 * dz]

# %% wrong: eats_its_memory | the second backward differs from the first
# expect: memory-changed
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        self.z = 1.0 / x
        self.slope = -self.z * self.z
        return self.z

    def backward(self, dz):
        self.slope = self.slope * dz
        return [self.slope]

# %% wrong: no_gradient | zero, since 1 is a constant
# expect: all-zero
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        return 1.0 / x

    def backward(self, dz):
        return [0.0 * dz]

# %% wrong: sums_batch | one gradient for the whole array
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return [np.sum(-(self.z**2) * dz)]

# %% wrong: limited | the slope is never below -100, so that nothing explodes near 0
# expect: nothing
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return [np.maximum(-(self.z**2), -100.0) * dz]
