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

# %% wrong: minus-forgotten | The slope of 1/x is -1/x², here without the minus.
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

# %% wrong: not-squared-again | backward has -1/x instead of -1/x².
# expect: value-as-slope
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.z = 1 / x
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-self.z * dz]

# %% wrong: logarithm-again | Mixes up the slope with the integral: log |x| in place of -1/x².
# expect: local-derivative-wrong
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = x
        return 1 / x

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * np.log(np.abs(self.x))]

# %% wrong: output-as-input | Stores z = 1/x, and then divides by z² as if it were x.
# expect: local-derivative-wrong
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.z = 1 / x
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-dz / self.z**2]

# %% wrong: upstream-forgotten | backward is the local slope alone, without dz.
# expect: upstream-ignored
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = x
        return 1 / x

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-1 / self.x**2]

# %% wrong: upstream-below | dz has slipped into the denominator.
# expect: explained
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = x
        return 1 / x

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-1 / (self.x**2 * dz)]

# %% wrong: numpy-reciprocal | np.reciprocal keeps the type: 1/4 of an integer is 0.
# expect: integers-kept
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.z = np.reciprocal(x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-(self.z**2) * dz]

# %% wrong: negative-integer-power-again | x**-1 is refused by NumPy for arrays of integers.
# expect: explained
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = x
        return x**-1

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-dz * self.x**-2]

# %% wrong: squares-its-memory | backward squares the stored 1/x in place: the second backward has its fourth power, and the output handed out before changes.
# expect: explained
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.z = 1 / x
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        self.z **= 2
        return [-self.z * dz]

# %% wrong: keeps-away-from-zero | Replaces small inputs by 0.01 lest anything be divided by 0; zero is never an input, and at a small or slightly negative x both value and slope are wrong.
# expect: nothing
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = np.where(np.abs(x) < 0.01, 0.01, x)
        return 1 / self.x

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-dz / self.x**2]

# %% wrong: kept-in-the-class | The memory belongs to the class, so that the last reciprocal gate wins.
# expect: other-inputs-remembered
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        ReciprocalGate.z = 1.0 / x
        return ReciprocalGate.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-dz * ReciprocalGate.z**2]

# %% wrong: always-positive | forward is 1/|x|: the sign of negative inputs is lost.
# expect: nothing
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = np.abs(x)
        return 1 / self.x

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-dz / self.x**2]

# %% wrong: square-root-and-no-upstream | Two slips: the slope is taken from the power 1/2 (−1/(2 x^1.5)), and dz is missing.
# expect: explained
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = x
        return 1 / x

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-0.5 / np.abs(self.x) ** 1.5]

# %% right: minus-z-squared | Stores the output alone: the slope is -z².
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.z = np.divide(1, x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-dz * self.z * self.z]

# %% right: divided-twice-again | Divides dz by x two times.
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = x
        return 1.0 / x

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        dx = dz / self.x
        dx = dx / self.x
        return [-dx]

# %% right: float-powers | Powers with a float exponent, by np.power.
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = np.asarray(x, dtype=float)
        return np.power(self.x, -1.0)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.negative(np.power(self.x, -2.0)) * dz]

# %% wrong: sign-missing | The minus of the derivative −1/x² is missing.
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

# %% wrong: output-for-input | The formula −1/x² is used with the remembered output z instead of with x.
# expect: local-derivative-wrong
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.z = 1 / x
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-dz / self.z**2]

# %% wrong: logarithm-again-again | The antiderivative is used: 1/x belongs to log x, so backward multiplies by log |x|.
# expect: local-derivative-wrong
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = x
        return 1 / x

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * np.log(np.abs(self.x))]

# %% wrong: square-forgotten | The slope is −1/x instead of −1/x².
# expect: value-as-slope
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = x
        return 1.0 / x

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-dz / self.x]

# %% wrong: reciprocal-of-integers | np.reciprocal of integers is an integer division, so that 1/4 is 0 for an array of integers.
# expect: integers-kept
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.z = np.reciprocal(x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-dz * self.z**2]

# %% wrong: negative-power-of-integers | x ** -2 is an error for NumPy integers; forward is right, but backward fails for them.
# expect: explained
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = x
        return 1 / x

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-dz * self.x**-2]

# %% wrong: guarded-by-epsilon | 1e-8 is added to x against a division by zero, which never comes; small x lose digits by it.
# expect: nothing
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = x + 1e-8
        return 1 / self.x

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-dz / self.x**2]

# %% wrong: memory-spoiled | Backward overwrites the remembered z with −z², so that a second backward has another slope.
# expect: explained
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.z = 1.0 / np.asarray(x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        self.z = -self.z * self.z
        return [dz * self.z]

# %% wrong: no-upstream-and-whole-numbers | Two slips: the upstream gradient is left out, and // cuts the value off to a whole number.
# expect: nothing
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = x
        return 1.0 // x

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-1.0 / self.x**2]

# %% right: slope-stored | Forward stores the finished slope, as a product of two quotients; backward multiplies.
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        z = np.true_divide(1, x)
        self.slope = z * -z
        return z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.slope * dz]

# %% right: divided-twice-again-again | Backward divides −dz by x twice and squares nothing.
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = np.asarray(x, dtype=float)
        return (1 / self.x)[()]

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.negative(dz) / self.x / self.x]

# %% wrong: minus-forgotten-again | The slope of 1/x is taken as 1/x², without the minus.
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

# %% wrong: square-forgotten-again | The slope is taken as -1/x, since the square of z is forgotten.
# expect: value-as-slope
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.z = 1 / x
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-self.z * dz]

# %% wrong: integrated-not-differentiated | Uses log |x|, the integral of 1/x, as its derivative.
# expect: local-derivative-wrong
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = x
        return 1 / x

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.log(np.abs(self.x)) * dz]

# %% wrong: epsilon-in-the-denominator | Adds 1e-5 to x "against a division by zero", which is felt near 0, where x may be.
# expect: nothing
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.z = 1 / (x + 1e-5)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-(self.z**2) * dz]

# %% wrong: negative-power-of-integers-again | x ** -1 and x ** -2, which NumPy refuses for arrays of integers.
# expect: explained
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = x
        return x**-1

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-(self.x**-2) * dz]

# %% wrong: output-used-as-input | Stores z, but then uses it in the formula for x: -1/z², which is -x².
# expect: local-derivative-wrong
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.z = 1 / x
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-1 / self.z**2 * dz]

# %% wrong: negative-inputs-lifted | Lifts x to at least 1e-8 against a division by zero, so that every negative input gives z = 1e8 and a slope of -1e16.
# expect: nothing
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = np.maximum(x, 1e-8)
        return 1 / self.x

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-dz / self.x**2]

# %% wrong: memory-cleared | Backward deletes what it has used "to save memory", so it cannot be called twice.
# expect: explained
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.z = 1 / x
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        dx = -self.z * self.z * dz
        self.z = None
        return [dx]

# %% right: two-divisions | Divides dz by x twice, and changes the sign at the end.
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        self.x = x
        return np.true_divide(1, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.negative(dz / self.x / self.x)]

# %% right: slope-in-forward | The local slope is worked out in forward already.
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        z = 1.0 / x
        self.slope = -(z * z)
        return z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.slope]
