# %% wrong: nan-far-right | e^x / (1 + e^x) is inf / inf = nan at x = 1000
# expect: explained
class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    def forward(self, X):
        e = np.exp(X)
        self.z = e / (1 + e)
        return self.z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: slope-of-the-input | backward uses X (1 - X), with the input where the output belongs
# expect: activation-slope-of-input
class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    def forward(self, X):
        self.X = X
        return 1 / (1 + np.exp(-X))

    def backward(self, dout):
        return self.X * (1 - self.X) * dout

# %% wrong: sign-of-the-exponent | forward computes 1 / (1 + e^x), the mirror image
# expect: nothing
class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    def forward(self, X):
        self.out = 1 / (1 + np.exp(X))
        return self.out

    def backward(self, dout):
        return dout * self.out * (1 - self.out)

# %% wrong: nan-slope-far-left | the slope e^-x / (1 + e^-x)² is inf / inf = nan at x = -1000; the values are right
# expect: explained
class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    def forward(self, X):
        self.X = X
        return 1.0 / (1.0 + np.exp(-X))

    def backward(self, dout):
        e = np.exp(-self.X)
        return dout * e / (1 + e) ** 2

# %% wrong: integer-output | the two halves are written into np.zeros_like(X), which cuts everything to 0 or 1 when X holds integers
# expect: integers-kept
class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    def forward(self, X):
        z = np.zeros_like(X)
        right = X >= 0
        z[right] = 1 / (1 + np.exp(-X[right]))
        left = np.exp(X[~right])
        z[~right] = left / (1 + left)
        self.z = z
        return z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: sigmoid-of-dout | backward applies the slope formula to dout: the slope is taken at the upstream gradient
# expect: explained
class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    def f(self, x):
        return 1 / (1 + np.exp(-x))

    def forward(self, X):
        return self.f(X)

    def backward(self, dout):
        s = self.f(dout)
        return s * (1 - s)

# %% right: by-tanh | half of 1 + tanh(x / 2)
class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    def forward(self, X):
        self.t = np.tanh(np.asarray(X, dtype=float) / 2)
        return (1 + self.t) / 2

    def backward(self, dout):
        return dout * (1 + self.t) * (1 - self.t) / 4

# %% right: loop-over-entries | np.vectorize of a scalar function with math.exp
import math


def _sigma(x):
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    def forward(self, X):
        z = np.vectorize(_sigma, otypes=[float])(X)
        self.backward = lambda dout: dout * z * (1 - z)
        return z

# %% wrong: exp-over-exp | e^x / (1 + e^x), which is inf / inf = nan at 1000
# expect: explained
class Sigmoid:
    def forward(self, X):
        e = np.exp(np.asarray(X, dtype=float))
        self.z = e / (1 + e)
        return self.z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: tanh-slope | uses 1 - z², the slope of tanh
# expect: slope-of-tanh
class Sigmoid:
    def forward(self, X):
        self.z = 1 / (1 + np.exp(-X))
        return self.z

    def backward(self, dout):
        return dout * (1 - self.z**2)

# %% wrong: integer-result | fills an array like X by masks for both signs: integers make all values 0 (or 1)
# expect: integers-kept
class Sigmoid:
    def forward(self, X):
        z = np.zeros_like(X)
        pos = X >= 0
        z[pos] = 1 / (1 + np.exp(-X[pos]))
        e = np.exp(X[~pos])
        z[~pos] = e / (1 + e)
        self.z = z
        return z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: quotient-of-infinities | e^x / (1 + e^x): nan at 1000
# expect: explained
class Sigmoid:
    def forward(self, X):
        self.Z = np.exp(X) / (1 + np.exp(X))
        return self.Z

    def backward(self, dout):
        return dout * self.Z * (1 - self.Z)

# %% wrong: slope-from-the-input | X (1 - X)
# expect: activation-slope-of-input
class Sigmoid:
    def forward(self, X):
        self.X = X
        return 1 / (1 + np.exp(-X))

    def backward(self, dout):
        return dout * self.X * (1 - self.X)

# %% wrong: sigmoid-of-dout-2 | applies σ' to the upstream gradient instead of multiplying by σ'(x)
# expect: explained
class Sigmoid:
    def forward(self, X):
        self.Z = 1 / (1 + np.exp(-X))
        return self.Z

    def backward(self, dout):
        s = 1 / (1 + np.exp(-dout))
        return s * (1 - s)

# %% wrong: plus-in-the-exponent | 1 / (1 + e^x): mirrored
# expect: explained
class Sigmoid:
    def forward(self, X):
        self.Z = 1 / (1 + np.exp(X))
        return self.Z

    def backward(self, dout):
        return dout * self.Z * (1 - self.Z)

# %% wrong: quarter-everywhere | takes the largest slope ¼ as the slope
# expect: local-derivative-wrong
class Sigmoid:
    def forward(self, X):
        self.Z = 1 / (1 + np.exp(-X))
        return self.Z

    def backward(self, dout):
        return dout * 0.25

# %% wrong: slope-twice-applied | σ of the stored output in backward: σ(z)(1 - σ(z))
# expect: local-derivative-wrong
class Sigmoid:
    def forward(self, X):
        self.Z = 1 / (1 + np.exp(-X))
        return self.Z

    def backward(self, dout):
        s = 1 / (1 + np.exp(-self.Z))
        return dout * s * (1 - s)

# %% right: from-tanh | (1 + tanh(x/2)) / 2
class Sigmoid:
    def forward(self, X):
        self.half = np.tanh(0.5 * X)
        return 0.5 * (self.half + 1)

    def backward(self, dout):
        return dout * (1 - self.half**2) / 4

# %% right: scipys-expit | scipy.special.expit | open: an import from SciPy
from scipy.special import expit


class Sigmoid:
    def forward(self, X):
        self.Z = expit(np.asarray(X, dtype=float))
        return self.Z

    def backward(self, dout):
        return dout * self.Z * (1.0 - self.Z)

# %% wrong: slope-of-input | The slope is x (1 - x), of the input, instead of z (1 - z), of the output.
# expect: activation-slope-of-input
class Sigmoid:
    def forward(self, X):
        self.X = X
        return 1 / (1 + np.exp(-X))

    def backward(self, dout):
        return dout * self.X * (1 - self.X)

# %% wrong: sigmoid-twice | backward applies the sigmoid once more to the kept output before it takes the slope.
# expect: local-derivative-wrong
class Sigmoid:
    def _sigma(self, x):
        return 1 / (1 + np.exp(-x))

    def forward(self, X):
        self.z = self._sigma(X)
        return self.z

    def backward(self, dout):
        s = self._sigma(self.z)
        return dout * s * (1 - s)

# %% wrong: upstream-forgotten | backward returns the local slope alone, not multiplied by dout.
# expect: upstream-ignored
class Sigmoid:
    def forward(self, X):
        self.z = 1 / (1 + np.exp(-X))
        return self.z

    def backward(self, dout):
        return self.z * (1 - self.z)

# %% wrong: exp-over-one-plus-exp | e^x / (1 + e^x) is inf / inf = nan for large positive x.
# expect: explained
class Sigmoid:
    def forward(self, X):
        e = np.exp(X)
        self.z = e / (1 + e)
        return self.z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: sign-of-exponent | 1 / (1 + e^x) has the wrong sign in the exponent: it falls instead of rising.
# expect: explained
class Sigmoid:
    def forward(self, X):
        self.z = 1 / (1 + np.exp(X))
        return self.z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: flat-beyond-eight | Beyond ±8 the sigmoid is taken to be exactly 0 or 1, with slope 0, although it is still 0.0003 away, and not flat.
# expect: not-precise
class Sigmoid:
    def forward(self, X):
        X = np.asarray(X, dtype=float)
        z = 1 / (1 + np.exp(-np.clip(X, -8, 8)))
        z[X > 8] = 1.0
        z[X < -8] = 0.0
        self.z = z
        return z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: zeros-left-out | The two stable branches are for x > 0 and x < 0, so at exactly 0 the result stays 0 instead of a half.
# expect: nothing
class Sigmoid:
    def forward(self, X):
        X = np.asarray(X, dtype=float)
        z = np.zeros(X.shape)
        pos, neg = X > 0, X < 0
        z[pos] = 1 / (1 + np.exp(-X[pos]))
        e = np.exp(X[neg])
        z[neg] = e / (1 + e)
        self.z = z
        return z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: slope-overwrites-output | backward turns the kept output into the slope in place, so the array it returned from forward changes and a second backward is wrong.
# expect: explained
class Sigmoid:
    def forward(self, X):
        self.z = 1 / (1 + np.exp(-X))
        return self.z

    def backward(self, dout):
        self.z *= 1 - self.z
        return dout * self.z

# %% wrong: shifted-as-softmax | As in softmax the maximum of the whole batch is subtracted, so entries far below it become 0 / 0.
# expect: explained
class Sigmoid:
    def forward(self, X):
        top = np.max(X)
        self.z = np.exp(X - top) / (np.exp(-top) + np.exp(X - top))
        return self.z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% right: by-tanh-again | The sigmoid as (1 + tanh(x/2)) / 2.
class Sigmoid:
    def forward(self, X):
        self.t = np.tanh(np.asarray(X) / 2)
        return (1 + self.t) / 2

    def backward(self, dout):
        return dout * (1 - self.t) * (1 + self.t) / 4

# %% right: logaddexp | The sigmoid as exp(-log(1 + e^-x)), its slope as sigma(x) sigma(-x).
class Sigmoid:
    def forward(self, X):
        X = np.array(X, dtype=float)
        self.up = np.exp(-np.logaddexp(0, -X))
        self.down = np.exp(-np.logaddexp(0, X))
        return self.up.copy()

    def backward(self, dout):
        return np.asarray(dout) * (self.up * self.down)

# %% wrong: slope-of-the-input-again | backward takes x (1 - x), with the input instead of the output.
# expect: activation-slope-of-input
class Sigmoid:
    def forward(self, X):
        self.x = X
        return 1 / (1 + np.exp(-X))

    def backward(self, dout):
        return self.x * (1 - self.x) * dout

# %% wrong: sigmoid-applied-twice | backward applies the sigmoid to the stored output once more before it takes s (1 - s).
# expect: local-derivative-wrong
class Sigmoid:
    def sigma(self, x):
        return 1.0 / (1.0 + np.exp(-x))

    def forward(self, X):
        self.z = self.sigma(X)
        return self.z

    def backward(self, dout):
        s = self.sigma(self.z)
        return s * (1 - s) * dout

# %% wrong: exp-over-one-plus-exp-again | The value is e^x / (1 + e^x) for all x, which is inf / inf, not a number, at 1,000.
# expect: explained
class Sigmoid:
    def forward(self, X):
        e = np.exp(X)
        self.z = e / (1 + e)
        return self.z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: sign-in-the-exponent | The exponent lost its minus: 1 / (1 + e^x) is the sigmoid of -x, and its slope keeps the sign of the right one.
# expect: explained
class Sigmoid:
    def forward(self, X):
        self.out = 1 / (1 + np.exp(X))
        return self.out

    def backward(self, dout):
        return dout * self.out * (1 - self.out)

# %% wrong: clipped-at-ten | x is clipped to ±10 against overflow, so that the value far out is 0.0000454 and not 0, and the slope not 0 either.
# expect: not-precise
class Sigmoid:
    def forward(self, X):
        self.z = 1 / (1 + np.exp(-np.clip(X, -10, 10)))
        return self.z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: upstream-forgotten-again | backward returns the local slope, without the gradient from above.
# expect: upstream-ignored
class Sigmoid:
    def forward(self, X):
        self.z = 1 / (1 + np.exp(-X))
        return self.z

    def backward(self, dout):
        return self.z * (1 - self.z)

# %% wrong: slope-of-the-exponential | The slope is derived as s², without the inner factor e^-x of the chain rule.
# expect: local-derivative-wrong
class Sigmoid:
    def forward(self, X):
        self.X = X
        return 1 / (1 + np.exp(-X))

    def backward(self, dout):
        return dout / (1 + np.exp(-self.X)) ** 2

# %% wrong: quotient-not-stable-backward | The slope is e^-x / (1 + e^-x)² from the stored input, which is inf / inf at -1,000.
# expect: explained
class Sigmoid:
    def forward(self, X):
        self.X = X
        return 1 / (1 + np.exp(-X))

    def backward(self, dout):
        e = np.exp(-self.X)
        return dout * e / (1 + e) ** 2

# %% wrong: branches-into-integer-array | The stable branches are written into an array of the type of X, so that integer inputs give 0 or 1.
# expect: integers-kept
class Sigmoid:
    def forward(self, X):
        z = np.zeros_like(X)
        pos = X >= 0
        z[pos] = 1 / (1 + np.exp(-X[pos]))
        e = np.exp(X[~pos])
        z[~pos] = e / (1 + e)
        self.z = z
        return z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: clipped-at-fifteen | x is clipped to ±15, "where the sigmoid is flat anyway": below, every value is 3e-7, and not one digit of sigma(-20) is right.
# expect: not-precise
class Sigmoid:
    def forward(self, X):
        X = np.clip(X, -15, 15)
        self.out = 1.0 / (1.0 + np.exp(-X))
        return self.out

    def backward(self, dout):
        return self.out * (1.0 - self.out) * dout

# %% right: exp-of-minus-abs | Only e^-|x| is computed; slope e / (1 + e)² is the same on both sides.
class Sigmoid:
    def forward(self, X):
        e = np.exp(-np.abs(X))
        self.slope = e / (1 + e) ** 2
        return np.where(np.asarray(X) >= 0, 1, e) / (1 + e)

    def backward(self, dout):
        return self.slope * dout

# %% right: logaddexp-again | The value is exp(-ln(1 + e^-x)), by logaddexp, and the slope sigma(x) sigma(-x).
class Sigmoid:
    def forward(self, X):
        self.X = np.array(X)
        return np.exp(-np.logaddexp(0, -self.X))

    def backward(self, dout):
        return dout * np.exp(-np.logaddexp(0, -self.X) - np.logaddexp(0, self.X))

# %% wrong: clipped-to-ten | The input is clipped to -10 … 10 against overflow, so sigma(-1000) is 0.000045 and not 0.
# expect: not-precise
class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.z = 1 / (1 + np.exp(-np.clip(X, -10, 10)))
        return self.z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * self.z * (1 - self.z)

# %% wrong: slope-from-exponentials | The slope is computed as e^-x / (1 + e^-x)^2, which is infinity over infinity (NaN) at -1000.
# expect: explained
class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.e = np.exp(-1.0 * X)
        return 1 / (1 + self.e)

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * self.e / (1 + self.e) ** 2

# %% wrong: forgotten-square | The quotient rule without the square in the denominator: e^-x / (1 + e^-x), which is 1 - z.
# expect: local-derivative-wrong
class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.z = 1.0 / (1.0 + np.exp(-X))
        return self.z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * (1 - self.z)

# %% wrong: one-branch-for-all | The stable branch is chosen for the whole array, by whether any entry is negative: a batch with -1 and +1000 gives NaN.
# expect: explained
class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        if np.any(X < 0):
            e = np.exp(X)
            self.z = e / (1 + e)
        else:
            self.z = 1 / (1 + np.exp(-X))
        return self.z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * self.z * (1 - self.z)

# %% wrong: integer-buffer | The two branches are written into zeros_like(X), which holds integers if X does: all values become 0 (or 1).
# expect: integers-kept
class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        z = np.zeros_like(X)
        pos = X >= 0
        z[pos] = 1 / (1 + np.exp(-X[pos]))
        e = np.exp(X[~pos])
        z[~pos] = e / (1 + e)
        self.z = z
        return z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * self.z * (1 - self.z)

# %% wrong: softmax-backward | backward copies the gradient of softmax, z (dout - sum(dout z)), which couples the entries of a row.
# expect: nothing
class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.z = 1 / (1 + np.exp(-X))
        return self.z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return self.z * (dout - np.sum(dout * self.z, axis=1, keepdims=True))

# %% wrong: tanh-without-the-half | sigma(x) is (1 + tanh(x/2)) / 2; the half of the argument is forgotten.
# expect: explained
class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.z = (1 + np.tanh(X)) / 2
        return self.z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * self.z * (1 - self.z)

# %% wrong: kept-value-overwritten | backward turns the kept z into the slope in place, so a second backward of the same forward, and the array that forward returned, are wrong.
# expect: explained
class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.z = 1 / (1 + np.exp(-X))
        return self.z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        self.z *= 1 - self.z
        return dout * self.z

# %% right: half-angle-tanh | sigma from tanh of half the argument, in double precision; the slope from 1 - tanh^2.
class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.t = np.tanh(np.asarray(X, dtype=float) / 2)
        return (1 + self.t) / 2

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * ((1 - self.t) * (1 + self.t)) / 4

# %% right: log-domain | The value is exp(-log(1 + e^-x)), the slope the product of sigma(x) and sigma(-x), both by logaddexp.
class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    @staticmethod
    def sigma(x):
        return np.exp(-np.logaddexp(0.0, -x))

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = np.array(X, dtype=np.float64)
        return self.sigma(self.X)

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return self.sigma(self.X) * self.sigma(-self.X) * dout
