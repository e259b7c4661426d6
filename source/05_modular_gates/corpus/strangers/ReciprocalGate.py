# %% wrong: no-minus | the derivative of 1/x is taken as +1/x²: the minus sign is missing
# expect: sign-flipped
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = x
        return 1 / x

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz / self.x**2]

# %% wrong: not-squared | the derivative is taken as -1/x: the square is missing
# expect: value-as-slope
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        self.x = x
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return [-self.z * dz]

# %% wrong: output-squared-below | the slope is -1/z² with the stored output z; in terms of z it is -z²
# expect: local-derivative-wrong
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        self.z = 1 / x
        return self.z

    def backward(self, dz):
        return [-dz / self.z**2]

# %% wrong: negative-integer-power | x ** -1 raises for integer arrays ("integers to negative integer powers are not allowed")
# expect: explained
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        self.x = x
        return x ** -1

    def backward(self, dz):
        return [-1 * self.x ** (-2) * dz]

# %% wrong: integer-reciprocal | np.reciprocal of an integer array is integer division, 0 for everything but ±1
# expect: integers-kept
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        self.z = np.reciprocal(x)
        return self.z

    def backward(self, dz):
        return [-dz * self.z**2]

# %% wrong: slope-at-upstream | the local slope is evaluated at dz (-1/dz²) instead of at the input
# expect: explained
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        return 1 / x

    def backward(self, dz):
        return [-1 / dz**2]

# %% wrong: double-square | the stored output is squared already, and backward squares it once more: -1/x⁴
# expect: local-derivative-wrong
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        z = 1 / x
        self.slope = z * z
        return z

    def backward(self, dz):
        return [-(self.slope**2) * dz]

# %% right: slope-as-a-closure | forward keeps a function of the upstream gradient
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        z = np.true_divide(1, x)
        self._vjp = lambda dz: [np.negative(dz) * z * z]
        return z

    def backward(self, dz):
        return self._vjp(dz)

# %% wrong: minus-missing | 1 / x² without the minus sign
# expect: sign-flipped
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        self.x = x
        return 1 / x

    def backward(self, dz):
        return [dz / self.x**2]

# %% wrong: integer-powers | x ** -1 and x ** -2, which NumPy refuses for arrays of integers
# expect: explained
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        self.x = x
        return x**-1

    def backward(self, dz):
        return [-dz * self.x**-2]

# %% wrong: logarithm | the integral of 1/x instead of its derivative
# expect: local-derivative-wrong
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        self.x = x
        return 1.0 / x

    def backward(self, dz):
        return [dz * np.log(np.abs(self.x))]

# %% wrong: square-of-upstream | squares dz / x as a whole: -(dz/x)² is not linear in dz
# expect: upstream-used-twice
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return [-((dz * self.z) ** 2)]

# %% wrong: sign-lost | + dz / x²
# expect: sign-flipped
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        self.z = 1 / x
        return self.z

    def backward(self, dz):
        return [dz * self.z**2]

# %% wrong: logarithm-of-x | derivative ln x (that is the integral)
# expect: local-derivative-wrong
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        self.x = x
        return 1 / x

    def backward(self, dz):
        return [dz * np.log(np.abs(self.x))]

# %% wrong: one-power-too-few | -dz / x
# expect: value-as-slope
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        self.z = 1 / x
        return self.z

    def backward(self, dz):
        return [-dz * self.z]

# %% wrong: squares-x-not-z | -dz x²: multiplies by the square of the input
# expect: local-derivative-wrong
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        self.x = x
        return 1 / x

    def backward(self, dz):
        return [-dz * self.x**2]

# %% wrong: upstream-in-the-denominator | -1 / (x² dz)
# expect: explained
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        self.x = x
        return 1 / x

    def backward(self, dz):
        return [-1 / (self.x**2 * dz)]

# %% wrong: integer-reciprocal-2 | np.reciprocal on integers: 1/3 becomes 0
# expect: integers-kept
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        self.z = np.reciprocal(x)
        return self.z

    def backward(self, dz):
        return [-dz * self.z**2]

# %% wrong: small-number-below | 1 / (x + 1e-3) against division by zero, which never occurs
# expect: nothing
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        self.z = 1 / (x + 1e-3)
        return self.z

    def backward(self, dz):
        return [-dz * self.z**2]

# %% right: divided-twice | keeps x as float, divides twice
class ReciprocalGate:
    symbol = "1/x"

    def forward(self, x):
        self.x = np.asarray(x, dtype=float)[()]
        return self.x**-1

    def backward(self, dz):
        return [dz / -self.x / self.x]
