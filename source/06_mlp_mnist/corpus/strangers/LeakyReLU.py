# %% wrong: backward-is-plain-relu | forward leaks, but backward has slope 0 for negative inputs, copied from ReLU
# expect: local-derivative-wrong
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.mask = X > 0
        return np.where(self.mask, X, self.slope * X)

    def backward(self, dout):
        return dout * self.mask

# %% wrong: mask-from-upstream | backward applies the leak where dout is negative instead of where the input was
# expect: mask-from-upstream
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        return np.maximum(X, self.slope * X)

    def backward(self, dout):
        return np.where(dout > 0, dout, self.slope * dout)

# %% wrong: hard-coded-slope | backward uses 0.1 whatever the argument slope is
# expect: local-derivative-wrong
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        return np.where(self.X > 0, 1, 0.1) * dout

# %% wrong: slope-times-input-in-backward | for negative inputs backward multiplies dout by slope * x, the value, instead of by the slope
# expect: local-derivative-wrong
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1.0, self.slope * self.X)

# %% wrong: integer-slopes | the slopes are written into np.ones_like(X): for integer X they become 0 instead of the slope
# expect: nothing
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.slopes = np.ones_like(X)
        self.slopes[X < 0] = self.slope
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        return dout * self.slopes

# %% wrong: copy-scaled-in-place | out[X < 0] *= slope on a copy of X: raises for integer X, which cannot be multiplied in place by 0.1
# expect: explained
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.neg = X < 0
        out = X.copy()
        out[self.neg] *= self.slope
        return out

    def backward(self, dout):
        dX = dout.astype(float)
        dX[self.neg] *= self.slope
        return dX

# %% wrong: output-by-input | the slope is recovered as output / input, which is 0 / 0 = nan at exactly 0
# expect: explained
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        self.Z = np.maximum(self.slope * X, X)
        return self.Z

    def backward(self, dout):
        return dout * self.Z / self.X

# %% wrong: both-added | forward is max(0, x) + slope * x: the leak is added on the positive side, too, where the slope becomes 1 + slope
# expect: explained
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.maximum(0, X) + self.slope * X

    def backward(self, dout):
        return dout * ((self.X > 0) + self.slope)

# %% wrong: zero-slope-means-default | slope or 0.1 treats the slope 0 (allowed) as "not given"
# expect: explained
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=None):
        self.slope = slope or 0.1

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        return np.where(self.X > 0, dout, self.slope * dout)

# %% wrong: minus-on-the-left | the left branch is -slope * x: the leak gets the wrong sign in value and slope, as in a scaled |x|
# expect: explained
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.factor = np.where(X > 0, 1.0, -self.slope)
        return self.factor * X

    def backward(self, dout):
        return self.factor * dout

# %% wrong: constant-leak | the left branch is the constant -slope instead of slope * x; its backward uses slope
# expect: explained
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, -self.slope)

    def backward(self, dout):
        return np.where(self.X > 0, dout, self.slope * dout)

# %% wrong: positive-slope-ignores-upstream | backward returns 1 (not dout) where the input is positive: the upstream is only used on the left
# expect: explained
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        return np.where(self.X > 0, 1.0, self.slope * dout)

# %% right: one-minus-slope-of-relu | written as slope * x + (1 - slope) * max(0, x)
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.on = np.heaviside(X, 0.5)
        return self.slope * X + (1 - self.slope) * np.maximum(X, 0)

    def backward(self, dout):
        return dout * (self.slope + (1 - self.slope) * self.on)

# %% right: mask-from-output | a dataclass that keeps only the output; the sign survives unless slope is 0, which is right, too
from dataclasses import dataclass


@dataclass
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    slope: float = 0.1

    def forward(self, X):
        self.Z = np.maximum(X, self.slope * X)
        return self.Z

    def backward(self, dout):
        return np.choose(self.Z > 0, [self.slope * dout, dout])

# %% wrong: slope-hard-coded | 0.1 is written into backward: other slopes are only used forward
# expect: local-derivative-wrong
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        return np.where(self.X > 0, dout, 0.1 * dout)

# %% right: max-trick | max(x, a x), right since a < 1; the slope from comparing the two
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        small = self.slope * np.asarray(X)
        self.kept = X > small
        return np.maximum(X, small)

    def backward(self, dout):
        return np.choose(self.kept.astype(int), [self.slope * np.asarray(dout), dout])

# %% wrong: subtracts-instead | x - slope x on the negative side: the slope there is 1 - a
# expect: explained
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.factor = 1 - self.slope * (X <= 0)
        return X * self.factor

    def backward(self, dout):
        return dout * self.factor

# %% wrong: tenth-written-in | 0.1 in both passes, the argument slope is not used
# expect: explained
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, 0.1 * X)

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1.0, 0.1)

# %% wrong: slope-on-the-wrong-side | positive inputs are scaled
# expect: nothing
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, self.slope * X, X)

    def backward(self, dout):
        return dout * np.where(self.X > 0, self.slope, 1.0)

# %% wrong: constant-below-zero | returns the constant `slope` for negative inputs
# expect: explained
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.slope)

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1.0, self.slope)

# %% wrong: value-in-backward | slope * x in place of slope
# expect: local-derivative-wrong
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1.0, self.slope * self.X)

# %% wrong: plain-relu-backward | forward leaks, backward does not
# expect: local-derivative-wrong
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1.0, 0.0)

# %% wrong: subtracts-the-leak | -slope * x below 0: bends upwards (like |x|)
# expect: explained
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, -self.slope * X)

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1.0, -self.slope)

# %% wrong: asks-the-gradient-there-too | backward tests dout > 0
# expect: mask-from-upstream
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        return dout * np.where(dout > 0, 1.0, self.slope)

# %% right: larger-of-two-lines | max(x, a x), right as a < 1
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.factor = np.where(np.greater(X, 0), 1.0, self.slope)
        return np.maximum(X, self.slope * X)

    def backward(self, dout):
        return self.factor * dout

# %% right: relu-of-both-sides | max(0, x) + a min(0, x), slope at 0 halfway
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.s = self.slope + (1 - self.slope) * np.heaviside(X, 0.5)
        return np.maximum(0, X) + self.slope * np.minimum(0, X)

    def backward(self, dout):
        return self.s * dout

# %% wrong: slope-hard-coded-again | The slope is always 0.1, whatever the argument says.
# expect: explained
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, 0.1 * X)

    def backward(self, dout):
        return np.where(self.X > 0, dout, 0.1 * dout)

# %% wrong: backward-not-leaky | backward is that of ReLU: negative inputs get no gradient at all.
# expect: local-derivative-wrong
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        return dout * (self.X > 0)

# %% wrong: sign-of-output-at-slope-zero | backward decides by output >= 0, which for slope = 0 holds everywhere, so nothing is masked then.
# expect: local-derivative-missing
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.z = np.where(X > 0, X, self.slope * X)
        return self.z

    def backward(self, dout):
        return np.where(self.z >= 0, dout, self.slope * dout)

# %% wrong: masked-by-dout | backward looks at the sign of dout instead of that of the input.
# expect: mask-from-upstream
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        return np.maximum(X, self.slope * X)

    def backward(self, dout):
        return np.where(dout > 0, dout, self.slope * dout)

# %% wrong: integers-truncated | The result is a copy of X with its dtype, so for integers the small negative values are cut to whole numbers.
# expect: integers-kept
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.negative = X < 0
        z = X.copy()
        z[self.negative] = self.slope * X[self.negative]
        return z

    def backward(self, dout):
        return np.where(self.negative, self.slope * dout, dout)

# %% wrong: constant-for-negative | For negative x the result is the slope itself, a constant, instead of slope * x.
# expect: explained
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.slope)

    def backward(self, dout):
        return np.where(self.X > 0, dout, self.slope * dout)

# %% wrong: upstream-forgotten-on-the-left | On the negative side backward returns the slope without dout.
# expect: explained
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        return np.where(self.X > 0, dout, self.slope)

# %% wrong: zero-means-default | A slope of 0 is taken for a missing one and replaced by 0.1.
# expect: explained
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope or 0.1

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1, self.slope)

# %% wrong: slope-array-of-x-dtype | The array of slopes has the dtype of X, so for integers the slope 0.1 becomes 0.
# expect: explained
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.local = np.ones_like(X)
        self.local[X < 0] = self.slope
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        return dout * self.local

# %% right: maximum-of-two-lines | max(x, slope x), as slope < 1, and a slope that blends 1 and slope.
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        X = np.asarray(X)
        self.on = (X > 0).astype(float)
        return np.maximum(X, self.slope * X)

    def backward(self, dout):
        return dout * (self.slope + (1 - self.slope) * self.on)

# %% right: two-parts | The positive part plus slope times the negative part.
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = np.array(X, dtype=float)
        return self.X.clip(min=0) + self.slope * self.X.clip(max=0)

    def backward(self, dout):
        dX = np.array(dout, dtype=float)
        dX[self.X < 0] *= self.slope
        return dX

# %% wrong: slope-hard-coded-again-again | The slope is 0.1 whatever the argument says.
# expect: explained
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, 0.1 * X)

    def backward(self, dout):
        return np.where(self.X > 0, dout, 0.1 * dout)

# %% wrong: no-leak-backward | forward leaks, but backward is that of a plain ReLU.
# expect: local-derivative-wrong
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        return dout * (self.X > 0)

# %% wrong: constant-instead-of-line | For negative x the value is the constant -slope instead of slope * x.
# expect: explained
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, -self.slope)

    def backward(self, dout):
        return np.where(self.X > 0, 1, self.slope) * dout

# %% wrong: masked-by-upstream | backward leaks where dout is negative instead of where the input was.
# expect: mask-from-upstream
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.X = X
        return np.maximum(X, self.slope * X)

    def backward(self, dout):
        return np.maximum(dout, self.slope * dout)

# %% wrong: integer-slopes-again | The array of slopes has the type of X, so that with integers the slope of the negative side becomes 0.
# expect: integers-kept
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.slopes = np.ones_like(X)
        self.slopes[X <= 0] = self.slope
        return X * self.slopes

    def backward(self, dout):
        return dout * self.slopes

# %% wrong: sign-of-the-output | backward asks whether the output was negative; with slope 0 it never is, and the slope 1 is passed on there.
# expect: local-derivative-missing
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.z = np.where(X > 0, X, self.slope * X)
        return self.z

    def backward(self, dout):
        return dout * np.where(self.z < 0, self.slope, 1.0)

# %% wrong: slope-falsy-default | A slope of 0 is taken for "not given" by `or`, and becomes 0.1.
# expect: explained
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope or 0.1

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        return np.where(self.X > 0, 1.0, self.slope) * dout

# %% wrong: input-scaled-in-place | forward scales the negative entries in the caller's X, and backward then multiplies by slope there all the same.
# expect: explained
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.negative = X < 0
        X[self.negative] *= self.slope
        return X

    def backward(self, dout):
        dX = dout.astype(float)
        dX[self.negative] *= self.slope
        return dX

# %% wrong: leak-on-both-sides | The leak is added to ReLU everywhere: max(0, x) + slope * x has the slope 1.1 on the right.
# expect: explained
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.on = X > 0
        return np.maximum(0, X) + self.slope * X

    def backward(self, dout):
        return dout * (self.on + self.slope)

# %% right: maximum | max(x, slope x), as the slope is below 1; the gradient by an own array of slopes.
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.negative = np.asarray(X) < 0
        return np.maximum(X, self.slope * X)

    def backward(self, dout):
        slopes = np.full(np.shape(dout), 1.0)
        slopes[self.negative] *= self.slope
        slopes *= dout
        return slopes

# %% right: mean-and-half-difference | The line with the mean slope plus a multiple of |x|; at 0 the slope is the mean of both.
class LeakyReLU:
    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        self.sign = np.sign(X)
        mean, half = (1 + self.slope) / 2, (1 - self.slope) / 2
        return mean * X + half * np.abs(X)

    def backward(self, dout):
        mean, half = (1 + self.slope) / 2, (1 - self.slope) / 2
        return dout * (mean + half * self.sign)

# %% wrong: fixed-tenth-in-backward | backward uses 0.1 whatever the argument slope was.
# expect: local-derivative-wrong
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = X
        return np.where(X > 0, X, self.slope * X)

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return np.where(self.X > 0, dout, 0.1 * dout)

# %% wrong: maximum-with-the-slope | max(slope, x) instead of max(slope * x, x): everything negative becomes the constant slope.
# expect: explained
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = X
        return np.maximum(self.slope, X)

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return np.where(self.X > 0, dout, self.slope * dout)

# %% wrong: positive-on-the-left | The negative side gets slope * |x|, with the matching backward: the branch points up instead of down.
# expect: explained
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = X
        return np.where(X > 0, X, self.slope * np.abs(X))

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return np.where(self.X > 0, dout, -self.slope * dout)

# %% wrong: integer-slopes-again-again | The slopes are written into ones_like(X): if X holds integers, the slope 0.1 is cut to 0.
# expect: integers-kept
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        """Return z, of the shape of X."""
        self.factor = np.ones_like(X)
        self.factor[X < 0] = self.slope
        return X * self.factor

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * self.factor

# %% wrong: parameter-overwritten | forward stores the array of slopes under the name of the parameter, so that the next forward works with the slopes of the last.
# expect: explained
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        """Return z, of the shape of X."""
        self.slope = np.where(X > 0, 1.0, self.slope)
        return self.slope * X

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return self.slope * dout

# %% wrong: zero-means-default-again | `slope or 0.1` replaces the allowed slope 0 by the default.
# expect: explained
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=None):
        self.slope = slope or 0.1

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = X
        return np.maximum(X, self.slope * X)

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return np.where(self.X > 0, 1, self.slope) * dout

# %% wrong: slope-as-value-over-input | The slope is computed as z / x, which is 0/0 = NaN at x = 0.
# expect: explained
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = X
        self.z = np.maximum(X, self.slope * X)
        return self.z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * (self.z / self.X)

# %% wrong: leak-added-everywhere | ReLU plus slope * x: the positive side gets the slope 1 + a.
# expect: explained
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = X
        return np.maximum(0, X) + self.slope * X

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * ((self.X > 0) + self.slope)

# %% right: convex-mixture | slope + (1 - slope) [x > 0] as the factor of both passes.
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        """Return z, of the shape of X."""
        self.factor = self.slope + (1 - self.slope) * (np.asarray(X) > 0)
        return self.factor * X

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return self.factor * dout

# %% right: two-relus | max(x, 0) + slope * min(x, 0), and np.select in backward, with a slope between at 0.
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        """Return z, of the shape of X."""
        self.sign = np.sign(X)
        return np.maximum(X, 0) + self.slope * np.minimum(X, 0)

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        slopes = np.select([self.sign > 0, self.sign < 0], [1.0, self.slope], default=(1 + self.slope) / 2)
        return slopes * dout
