# %% wrong: nan-far-out | (e^x - e^-x) / (e^x + e^-x) is inf / inf = nan at ±1000
# expect: explained
class Tanh:
    """z = tanh(x), elementwise."""

    def forward(self, X):
        self.z = (np.exp(X) - np.exp(-X)) / (np.exp(X) + np.exp(-X))
        return self.z

    def backward(self, dout):
        return dout * (1 - self.z**2)

# %% wrong: slope-of-the-input | the slope is 1 - x² with the input instead of 1 - tanh² x
# expect: activation-slope-of-input
class Tanh:
    """z = tanh(x), elementwise."""

    def forward(self, X):
        self.X = X
        return np.tanh(X)

    def backward(self, dout):
        return dout * (1 - self.X**2)

# %% wrong: not-squared | the slope is 1 - tanh x: the square is missing
# expect: local-derivative-wrong
class Tanh:
    """z = tanh(x), elementwise."""

    def forward(self, X):
        self.t = np.tanh(X)
        return self.t

    def backward(self, dout):
        return (1 - self.t) * dout

# %% wrong: sigmoids-slope | copied from Sigmoid: the slope is z (1 - z)
# expect: local-derivative-wrong
class Tanh:
    """z = tanh(x), elementwise."""

    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: brackets | 1 - z² * dout: the brackets around the slope are missing, so only the square is multiplied by dout
# expect: explained
class Tanh:
    """z = tanh(x), elementwise."""

    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return 1 - self.z**2 * dout

# %% wrong: tanh-twice | forward stores the output, and backward takes tanh of it again
# expect: local-derivative-wrong
class Tanh:
    """z = tanh(x), elementwise."""

    def forward(self, X):
        self.cache = np.tanh(X)
        return self.cache

    def backward(self, dout):
        return dout * (1 - np.tanh(self.cache) ** 2)

# %% right: by-expm1 | written with expm1(-2|x|) and the sign of x, slope as (1 - z)(1 + z)
class Tanh:
    """z = tanh(x), elementwise."""

    def forward(self, X):
        e = np.expm1(-2.0 * np.abs(X))  # between -1 and 0
        self.z = np.sign(X) * -e / (2 + e)
        return self.z

    def backward(self, dout):
        return dout * (1 - self.z) * (1 + self.z)

# %% wrong: tanh-of-the-output | backward takes tanh of the stored output once more: 1 - tanh²(tanh x)
# expect: local-derivative-wrong
class Tanh:
    def forward(self, X):
        self.X = np.tanh(X)
        return self.X

    def backward(self, dout):
        return dout * (1 - np.tanh(self.X) ** 2)

# %% wrong: slope-squared-only-outside | (1 - z)² instead of 1 - z²
# expect: local-derivative-wrong
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return dout * (1 - self.z) ** 2

# %% wrong: quotient-of-exponentials | (e^x - e^-x) / (e^x + e^-x): nan at ±1000
# expect: explained
class Tanh:
    def forward(self, X):
        a, b = np.exp(1.0 * X), np.exp(-1.0 * X)
        self.z = (a - b) / (a + b)
        return self.z

    def backward(self, dout):
        return (1 - self.z**2) * dout

# %% wrong: exponentials-written-out | (e^x - e^-x) / (e^x + e^-x): nan at ±1000
# expect: explained
class Tanh:
    def forward(self, X):
        self.Z = (np.exp(X) - np.exp(-X)) / (np.exp(X) + np.exp(-X))
        return self.Z

    def backward(self, dout):
        return dout * (1 - self.Z**2)

# %% wrong: slope-of-the-sigmoid | z (1 - z)
# expect: local-derivative-wrong
class Tanh:
    def forward(self, X):
        self.Z = np.tanh(X)
        return self.Z

    def backward(self, dout):
        return dout * self.Z * (1 - self.Z)

# %% wrong: slope-at-x-squared | 1 - x² instead of 1 - tanh² x
# expect: activation-slope-of-input
class Tanh:
    def forward(self, X):
        self.Z = X
        return np.tanh(X)

    def backward(self, dout):
        return dout * (1 - self.Z**2)

# %% wrong: one-minus-z | square forgotten
# expect: local-derivative-wrong
class Tanh:
    def forward(self, X):
        self.Z = np.tanh(X)
        return self.Z

    def backward(self, dout):
        return dout * (1 - self.Z)

# %% wrong: arctan | np.arctan for tanh
# expect: explained
class Tanh:
    def forward(self, X):
        self.Z = np.arctan(X)
        return self.Z

    def backward(self, dout):
        return dout * (1 - self.Z**2)

# %% wrong: upstream-squared-in | 1 - (dout z)²
# expect: explained
class Tanh:
    def forward(self, X):
        self.Z = np.tanh(X)
        return self.Z

    def backward(self, dout):
        return 1 - (dout * self.Z) ** 2

# %% right: two-factors | (1 - z)(1 + z), from a stored function
class Tanh:
    def forward(self, X):
        self.slope = (lambda z: (1 - z) * (1 + z))(z := np.tanh(X))
        return z

    def backward(self, dout):
        return np.multiply(self.slope, dout)

# %% right: from-expm1 | built from expm1 of -2|x| and the sign
class Tanh:
    def forward(self, X):
        e = np.expm1(-2 * np.abs(X, dtype=float))
        self.Z = np.sign(X) * -e / (e + 2)
        return self.Z

    def backward(self, dout):
        return dout - dout * self.Z * self.Z

# %% wrong: slope-of-input | The slope is 1 - x², of the input, instead of 1 - tanh²(x).
# expect: activation-slope-of-input
class Tanh:
    def forward(self, X):
        self.X = X
        return np.tanh(X)

    def backward(self, dout):
        return dout * (1 - self.X**2)

# %% wrong: square-forgotten | The slope is 1 - tanh(x): the square is missing.
# expect: local-derivative-wrong
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return dout * (1 - self.z)

# %% wrong: square-outside | The slope is (1 - tanh x)² instead of 1 - tanh² x.
# expect: local-derivative-wrong
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return dout * (1 - self.z) ** 2

# %% wrong: sinh-over-cosh | sinh / cosh is inf / inf = nan at ±1,000.
# expect: explained
class Tanh:
    def forward(self, X):
        self.z = np.sinh(X) / np.cosh(X)
        return self.z

    def backward(self, dout):
        return dout * (1 - self.z**2)

# %% wrong: sigmoid-slope | backward uses the sigmoid's slope z (1 - z) for tanh.
# expect: local-derivative-wrong
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: stretched-sigmoid | 2 sigma(x) - 1 is tanh(x / 2): the factor 2 in the argument is forgotten.
# expect: explained
class Tanh:
    def forward(self, X):
        s = 1 / (1 + np.exp(-X))
        self.z = 2 * s - 1
        return self.z

    def backward(self, dout):
        return dout * (1 - self.z**2)

# %% wrong: tanh-twice-again | backward applies tanh to the output that was kept, as if it were the input.
# expect: local-derivative-wrong
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return dout * (1 - np.tanh(self.z) ** 2)

# %% wrong: dout-changed | backward multiplies the caller's dout in place (and fails for an integer dout).
# expect: explained
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        dout *= 1 - self.z**2
        return dout

# %% wrong: first-slope-kept | The slope is computed once and kept for ever: after a second forward, backward still uses that of the first.
# expect: other-inputs-remembered
class Tanh:
    slope = None

    def forward(self, X):
        z = np.tanh(X)
        if self.slope is None:
            self.slope = 1 - z**2
        return z

    def backward(self, dout):
        return dout * self.slope

# %% right: cosh-slope | The slope as 1 / cosh², where an overflow of cosh gives the right 0.
class Tanh:
    def forward(self, X):
        self.X = np.array(X, dtype=float)
        return np.tanh(self.X)

    def backward(self, dout):
        with np.errstate(over="ignore"):
            return dout / np.cosh(self.X) ** 2

# %% right: exp-of-minus-abs | tanh by e^(-2|x|) and the sign, its slope as (1 - z)(1 + z).
class Tanh:
    def forward(self, X):
        X = np.asarray(X, dtype=float)
        e = np.exp(-2 * np.abs(X))
        self.z = np.sign(X) * (1 - e) / (1 + e)
        return self.z.copy()

    def backward(self, dout):
        return dout * ((1 - self.z) * (1 + self.z))

# %% wrong: slope-of-the-input-again | backward takes 1 - x², with the input instead of the output.
# expect: activation-slope-of-input
class Tanh:
    def forward(self, X):
        self.X = X
        return np.tanh(X)

    def backward(self, dout):
        return dout * (1 - self.X**2)

# %% wrong: slope-of-sigmoid | The slope is copied from the sigmoid: z (1 - z) instead of 1 - z².
# expect: local-derivative-wrong
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return dout * self.z * (1 - self.z)

# %% wrong: square-forgotten-again | The slope is 1 - tanh x, without the square.
# expect: local-derivative-wrong
class Tanh:
    def forward(self, X):
        self.out = np.tanh(X)
        return self.out

    def backward(self, dout):
        return (1 - self.out) * dout

# %% wrong: quotient-of-exponentials-again | The value is (e^x - e^-x) / (e^x + e^-x), which is inf / inf at ±1,000.
# expect: explained
class Tanh:
    def forward(self, X):
        up, down = np.exp(X), np.exp(-X)
        self.z = (up - down) / (up + down)
        return self.z

    def backward(self, dout):
        return dout * (1 - self.z**2)

# %% wrong: sigmoid-not-of-twice-x | tanh is taken for 2 sigma(x) - 1; it is 2 sigma(2x) - 1.
# expect: explained
class Tanh:
    def forward(self, X):
        self.z = 2 / (1 + np.exp(-X)) - 1
        return self.z

    def backward(self, dout):
        return dout * (1 - self.z**2)

# %% wrong: tanh-of-the-output-again | backward applies tanh once more to the stored output.
# expect: local-derivative-wrong
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return dout * (1 - np.tanh(self.z) ** 2)

# %% wrong: dout-squared-too | A misplaced bracket: the upstream gradient is subtracted from, dout - z², instead of multiplied with 1 - z².
# expect: explained
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        return dout * 1 - self.z**2

# %% wrong: dout-scaled-in-place | The slope is multiplied into the caller's dout, which is changed (and raises an error if it holds integers).
# expect: explained
class Tanh:
    def forward(self, X):
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        dout *= 1 - self.z**2
        return dout

# %% wrong: cosh-overflows | The slope is 1 / cosh² = (2 / (e^x + e^-x))², with a forward by sinh / cosh: not a number at ±1,000.
# expect: explained
class Tanh:
    def forward(self, X):
        self.X = X
        return np.sinh(X) / np.cosh(X)

    def backward(self, dout):
        return dout / np.cosh(self.X) ** 2

# %% wrong: flat-from-five | Beyond ±5 the function is taken for saturated, exactly ±1 with slope 0; tanh 5 is 0.99991, and the slope there 0.00018.
# expect: not-precise
class Tanh:
    def forward(self, X):
        self.z = np.where(np.abs(X) >= 5, np.sign(X), np.tanh(X))
        return self.z

    def backward(self, dout):
        return (1 - self.z**2) * dout

# %% right: one-plus-times-one-minus | The slope is (1 + z)(1 - z), of a tanh made from expm1 of -2|x|.
class Tanh:
    def forward(self, X):
        rest = np.expm1(-2.0 * np.abs(X))  # between -1 and 0
        self.z = np.sign(X) * (-rest) / (2.0 + rest)
        return self.z.copy()

    def backward(self, dout):
        return (1 + self.z) * dout * (1 - self.z)

# %% right: slope-kept-by-forward | forward computes and keeps the slopes; a row at a time.
class Tanh:
    def forward(self, X):
        rows = [np.tanh(row) for row in X]
        self.slopes = [1 - np.square(row) for row in rows]
        return np.stack(rows)

    def backward(self, dout):
        return np.stack([slope * row for slope, row in zip(self.slopes, dout)])

# %% wrong: quotient-of-exponentials-again-again | (e^x - e^-x) / (e^x + e^-x) is infinity over infinity (NaN) at ±1000.
# expect: explained
class Tanh:
    """z = tanh(x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        up, down = np.exp(X), np.exp(-X)
        self.z = (up - down) / (up + down)
        return self.z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * (1 - self.z**2)

# %% wrong: sigmoid-not-doubled | tanh(x) is 2 sigma(2x) - 1; here it is 2 sigma(x) - 1, without the inner 2.
# expect: explained
class Tanh:
    """z = tanh(x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.z = 2 * Sigmoid().forward(X) - 1
        return self.z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * (1 - self.z**2)

# %% wrong: slope-of-the-sigmoid-again | backward is copied from Sigmoid: z (1 - z) is not the slope of tanh.
# expect: local-derivative-wrong
class Tanh:
    """z = tanh(x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * self.z * (1 - self.z)

# %% wrong: missing-brackets | Without brackets dout * 1 - z**2 subtracts z^2 from dout.
# expect: explained
class Tanh:
    """z = tanh(x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.z = np.tanh(X)
        return self.z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * 1 - self.z**2

# %% wrong: square-of-the-difference | The slope is written (1 - z)^2 instead of 1 - z^2.
# expect: local-derivative-wrong
class Tanh:
    """z = tanh(x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.out = np.tanh(X)
        return self.out

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * (1 - self.out) ** 2

# %% wrong: written-into-x | tanh writes its result into the caller's X to save memory (and fails for integers).
# expect: explained
class Tanh:
    """z = tanh(x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.z = np.tanh(X, out=X)
        return self.z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * (1 - self.z * self.z)

# %% wrong: stack-shared-by-all | The outputs are pushed on a list of the class and popped in backward: layers share it, and backward cannot be called twice.
# expect: other-inputs-remembered
class Tanh:
    """z = tanh(x), elementwise."""

    outputs = []

    def forward(self, X):
        """Return z, of the shape of X."""
        z = np.tanh(X)
        self.outputs.append(z)
        return z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        z = self.outputs.pop()
        return dout * (1 - z**2)

# %% wrong: chain-rule-of-the-inner-two | Written as 2 sigma(2x) - 1; in the slope 4 sigma (1 - sigma) the inner derivative 2 is forgotten.
# expect: halved
class Tanh:
    """z = tanh(x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.s = 1 / (1 + np.exp(-2.0 * X))
        return 2 * self.s - 1

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * 2 * self.s * (1 - self.s)

# %% right: cosh | The slope as 1 / cosh^2 of the input, which is 0 where cosh overflows.
class Tanh:
    """z = tanh(x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = np.asarray(X, dtype=float)
        return np.tanh(self.X)

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout / np.cosh(self.X) / np.cosh(self.X)

# %% right: exponentials-of-minus-abs | Only exponentials of negative numbers are used, and (1 - z)(1 + z) for the slope.
class Tanh:
    """z = tanh(x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        X = np.array(X, dtype=float)
        e = np.expm1(-2.0 * np.abs(X))
        self.z = -np.sign(X) * e / (2.0 + e)
        return self.z.copy()

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return np.multiply(dout, (1 - self.z) * (1 + self.z))
