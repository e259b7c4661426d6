# %% wrong: power-rule | the derivative of e^x is taken as x e^(x-1), the power rule for x^n
# expect: local-derivative-wrong
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.x = x
        return np.exp(x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.x * np.exp(self.x - 1)]

# %% wrong: exp-of-upstream | backward exponentiates the upstream gradient: the local slope belongs to the input x, not to dz
# expect: explained
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        return np.exp(x)

    def backward(self, dz):
        return [np.exp(dz)]

# %% wrong: input-instead-of-output | forward stores x but backward multiplies by it as if it were e^x
# expect: value-as-slope
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        self.cache = x
        return np.exp(x)

    def backward(self, dz):
        return [self.cache * dz]

# %% wrong: exp-twice | forward stores z = e^x and backward takes np.exp of it once more
# expect: local-derivative-wrong
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        return [dz * np.exp(self.z)]

# %% wrong: math-exp | math.exp takes only single numbers: forward raises for arrays
# expect: explained
import math


class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        self.z = math.exp(x)
        return self.z

    def backward(self, dz):
        return [dz * self.z]

# %% wrong: bare-array | backward returns the gradient itself instead of a list with one gradient
# expect: explained
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        return dz * self.z

# %% wrong: scales-stored-output | backward multiplies the stored z in place (self.z *= dz), which changes the output already handed out and makes a second backward wrong
# expect: memory-changed
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        self.z *= dz
        return [self.z]

# %% right: powers-of-e | np.e ** x, the slope recomputed from the stored input
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def _f(self, x):
        return np.power(np.e, x)

    def forward(self, x):
        self.x = x
        return self._f(x)

    def backward(self, dz):
        return [dz * self._f(self.x)]

# %% wrong: power-rule-2 | x e^(x-1), the power rule applied to the exponential
# expect: local-derivative-wrong
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        self.x = x
        return np.exp(x)

    def backward(self, dz):
        return [dz * self.x * np.exp(self.x - 1)]

# %% wrong: exponential-twice | stores the output but takes its exponential again in backward
# expect: local-derivative-wrong
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        self.x = np.exp(x)
        return self.x

    def backward(self, dz):
        return [np.exp(self.x) * dz]

# %% wrong: cache-eaten | backward multiplies the stored e^x by dz in place, so a second backward starts from the wrong number
# expect: memory-changed
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        self.z = self.z * dz
        return [self.z]

# %% wrong: power-rule-3 | derivative x e^(x-1)
# expect: local-derivative-wrong
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        self.x = x
        return np.exp(x)

    def backward(self, dz):
        return [dz * self.x * np.exp(self.x - 1)]

# %% wrong: exponential-of-the-result | e^z: stores z but exponentiates again
# expect: local-derivative-wrong
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        return [dz * np.exp(self.z)]

# %% wrong: value-is-the-slope | times x instead of e^x
# expect: value-as-slope
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        self.z = x
        return np.exp(x)

    def backward(self, dz):
        return [dz * self.z]

# %% wrong: not-a-list | returns the array itself instead of a list of one
# expect: explained
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        return dz * self.z

# %% wrong: exponential-of-dz | e^dz: applies the function to the upstream gradient
# expect: nothing
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        return [np.exp(dz) * self.z]

# %% wrong: hands-on-unchanged | [dz]: "e^x is its own derivative", so nothing changes
# expect: local-derivative-missing
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        return [dz]

# %% wrong: memory-updated-in-backward | multiplies the stored z in place: a second backward starts from the first's result (for scalars: z is overwritten)
# expect: memory-changed
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        self.z = self.z * dz
        return [self.z]

# %% right: power-of-e | np.e ** x, stored as its logarithm's exponential again in backward
class ExpGate:
    symbol = "exp"

    def forward(self, x):
        self.x = x
        return np.power(np.e, x)

    def backward(self, dz):
        return [np.exp(self.x) * dz]

# %% wrong: times-x | The local slope is taken to be x, the number that was stored, instead of e^x.
# expect: value-as-slope
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.x = x
        return np.exp(x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.x]

# %% wrong: power-rule-again | Differentiates e^x like a power of x: x e^(x-1).
# expect: local-derivative-wrong
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.x = x
        return np.exp(x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.x * np.exp(self.x - 1)]

# %% wrong: upstream-forgotten | backward returns e^x, the local slope, without the factor dz.
# expect: upstream-ignored
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z]

# %% wrong: exp-of-upstream-again | backward takes the exponential of dz and not of the input.
# expect: explained
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        return np.exp(x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * np.exp(dz)]

# %% wrong: slope-of-e-to-minus-x | A minus sign in backward, as for e^-x in the sigmoid.
# expect: sign-flipped
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [-self.z * dz]

# %% wrong: math-exp-again | math.exp takes a single number, so arrays fail.
# expect: explained
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        import math

        self.z = math.exp(x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * dz]

# %% wrong: not-a-list-again | backward returns the gradient itself and not a list of one.
# expect: explained
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return self.z * dz

# %% wrong: scales-its-memory | backward multiplies the stored e^x in place: a second backward is wrong, and so is the output that forward had handed out.
# expect: memory-changed
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        self.z *= dz
        return [self.z]

# %% wrong: kept-in-the-class | e^x is kept in the class, so that another exp gate's forward overwrites it.
# expect: other-inputs-remembered
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        ExpGate.z = np.exp(x)
        return ExpGate.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [ExpGate.z * dz]

# %% wrong: clipped-at-ten | Clips x to ±10 against overflow, though inputs may be 20 in size: beyond 10 both value and slope are wrong.
# expect: nothing
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.z = np.exp(np.clip(x, -10, 10))  # safe
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * dz]

# %% wrong: short-series | Adds up 25 terms of the power series, enough for small x, but far off for x = -20 or 20.
# expect: nothing
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        term = z = np.ones(np.shape(x))
        for n in range(1, 25):
            term = term * x / n
            z = z + term
        self.z = z
        return z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * dz]

# %% wrong: measured-slope | backward runs forward again at moved inputs and takes the difference quotient; it has to be derived, not measured.
# expect: explained
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.x = x
        return np.exp(x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        h = 1e-5
        return [dz * (np.exp(self.x + h) - np.exp(self.x - h)) / (2 * h)]

# %% wrong: type-of-the-input | The output is converted to the type of the input, so that integers cut the decimals off.
# expect: integers-kept
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        x = np.asarray(x)
        self.z = np.exp(x).astype(x.dtype)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * dz]

# %% right: power-of-e-again | e as the base of a power, and a comprehension of one.
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.z = np.e**x
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [upstream * self.z for upstream in (dz,)]

# %% right: recomputed-from-x | Stores x and computes e^x once more in backward.
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.x = x
        return np.exp(x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        dx = np.exp(self.x)
        return [np.multiply(dx, dz)]

# %% right: own-array-in-place | Works in place, on a float copy of its own.
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        power = np.array(x, dtype=float)
        np.exp(power, out=power)
        self.power = power
        return power.copy()

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        dx = self.power.copy()
        dx *= dz
        return [dx]

# %% wrong: power-rule-again-again | e^x is differentiated like a power: x e^(x−1).
# expect: local-derivative-wrong
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.x = x
        return np.exp(x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.x * np.exp(self.x - 1.0)]

# %% wrong: no-upstream | Returns e^x, the local slope, without the upstream gradient.
# expect: upstream-ignored
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z]

# %% wrong: exponential-of-upstream | Backward applies the exponential to dz, instead of multiplying dz by the slope at x.
# expect: explained
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        return np.exp(x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.exp(dz)]

# %% wrong: slope-is-input | Stores the input and multiplies dz by x instead of by e^x.
# expect: value-as-slope
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.x = x
        return np.exp(x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.x]

# %% wrong: result-in-input-dtype | The result is written into an array with the dtype of x, and integers cut it off to whole numbers.
# expect: integers-kept
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        x = np.asarray(x)
        self.z = np.zeros_like(x)
        self.z[...] = np.exp(x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.z]

# %% wrong: memory-spoiled | dz is multiplied into the remembered e^x in place: a second backward multiplies by both, and the value that forward returned changes.
# expect: memory-changed
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.z = np.exp(np.asarray(x))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        self.z *= dz
        return [self.z]

# %% wrong: numbers-only | math.exp takes single numbers only, and arrays are an error.
# expect: explained
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        import math

        self.z = math.exp(x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.z]

# %% wrong: clipped-input | x is clipped to ±15 against overflow, so that values and slopes between 15 and 20 are wrong.
# expect: explained
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.z = np.exp(np.clip(x, -15, 15))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.z]

# %% wrong: base-rounded-and-bare | Two slips: the base is rounded to 2.718, which costs digits for large x, and backward returns the gradient without a list.
# expect: nothing
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.z = 2.718 ** np.asarray(x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return dz * self.z

# %% right: recomputed | Keeps only the input, as floats, and computes e^x again in backward.
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.x = np.add(x, 0.0)
        return np.exp(self.x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        slope = np.exp(self.x)
        return [np.multiply(slope, dz)]

# %% right: power-of-e-again-again | The power np.e ** x, of floats, stored once and multiplied in a comprehension.
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.slopes = [np.power(np.e, np.asarray(x, dtype=float))]
        return self.slopes[0]

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [slope * dz for slope in self.slopes]

# %% wrong: power-rule-again-again-again | Differentiates e^x like a power of x: x e^(x-1).
# expect: local-derivative-wrong
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.x = x
        return np.exp(x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.x * np.exp(self.x - 1) * dz]

# %% wrong: exp-of-the-stored-output | Stores z, and takes its exponential once more in backward.
# expect: local-derivative-wrong
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.exp(self.z) * dz]

# %% wrong: shifted-as-in-softmax | Subtracts the largest entry "for stability", as in softmax, where it cancels; here it changes the value.
# expect: explained
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.z = np.exp(x - np.max(x))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * dz]

# %% wrong: clipped-input-again | Clips x to ±15 against an overflow, although inputs may be as large as 20.
# expect: nothing
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.z = np.exp(np.clip(x, -15, 15))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * dz]

# %% wrong: memory-times-dz-in-place | Backward multiplies the stored z by dz in place, so a second backward returns e^x dz².
# expect: memory-changed
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        self.z *= dz
        return [self.z]

# %% wrong: divided-by-z | Divides by z, the slope of the logarithm in terms of the exponential, instead of multiplying.
# expect: local-derivative-wrong
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz / self.z]

# %% wrong: rounded-e | Uses 2.718 for e, which is good to four digits at x = 1 only and worse further out.
# expect: not-precise
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.z = 2.718 ** np.asarray(x, dtype=float)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * dz]

# %% wrong: math-exp-again-again | Uses math.exp, which takes a single number and fails for arrays.
# expect: explained
import math


class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.z = math.exp(x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * dz]

# %% right: recomputed-slope | Keeps x and computes the exponential again in backward.
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        self.x = x
        return np.exp(x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.multiply(dz, np.exp(self.x))]

# %% right: power-of-e-again-again-again | np.power with np.e in float64, and an unpacked list.
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def __init__(self):
        self.slope = None

    def forward(self, x):
        """Return z."""
        z = np.power(np.e, x)
        self.slope = z
        return z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        dx = self.slope * dz
        return [*(dx,)]
