# %% wrong: zero-times-infinity | both branches are multiplied by masks and added: at x = 1000 the left one is 0 * inf = nan
# expect: explained
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return (X > 0) * X + (X <= 0) * self.alpha * (np.exp(X) - 1)

    def backward(self, dout):
        return dout * ((self.X > 0) + (self.X <= 0) * self.alpha * np.exp(np.minimum(self.X, 0)))

# %% wrong: slope-is-the-value | backward uses alpha (e^x - 1), the value, as the slope for negative x: the -1 has no derivative
# expect: local-derivative-wrong
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * (np.exp(X) - 1))

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1, self.alpha * (np.exp(self.X) - 1))

# %% wrong: alpha-missing-in-slope | the slope for negative x is e^x without alpha: right only for alpha = 1
# expect: local-derivative-wrong
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * np.expm1(X))

    def backward(self, dout):
        slope = np.where(self.X > 0, 1.0, np.exp(self.X))
        return dout * slope

# %% wrong: output-plus-one | the slope is read off the output as z + 1; it is z + alpha
# expect: local-derivative-wrong
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.Z = np.where(X > 0, X, self.alpha * (np.exp(X) - 1))
        return self.Z

    def backward(self, dout):
        return np.where(self.Z > 0, dout, (self.Z + 1) * dout)

# %% wrong: brackets | alpha * e^x - 1 in place of alpha * (e^x - 1): a jump at 0 unless alpha is 1
# expect: nothing
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * np.exp(X) - 1)

    def backward(self, dout):
        return np.where(self.X > 0, dout, self.alpha * np.exp(self.X) * dout)

# %% wrong: integer-copy | the left values are written into a copy of X: for integer X they are cut to integers
# expect: integers-kept
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        Z = X.copy()
        left = X < 0
        Z[left] = self.alpha * (np.exp(X[left]) - 1)
        return Z

    def backward(self, dout):
        return dout * np.where(self.X < 0, self.alpha * np.exp(np.minimum(self.X, 0)), 1)

# %% wrong: nan-slope-far-right | the slope is computed as mask + (1 - mask) * alpha * e^x: at x = 1000 this is 1 + 0 * inf = nan; the values are right
# expect: explained
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.mask = (X > 0).astype(float)
        self.X = X
        return np.where(X > 0, X, self.alpha * np.expm1(np.minimum(X, 0)))

    def backward(self, dout):
        return dout * (self.mask + (1 - self.mask) * self.alpha * np.exp(self.X))

# %% wrong: exponent-sign | the exponent has the wrong sign: alpha (e^-x - 1) for negative x explodes to the left instead of going to -alpha
# expect: nothing
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * (np.exp(-X) - 1))

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1, -self.alpha * np.exp(-self.X))

# %% wrong: upstream-only-left | backward multiplies only the left branch by dout; on the right it returns 1
# expect: explained
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * (np.exp(X) - 1))

    def backward(self, dout):
        return np.where(self.X > 0, 1, self.alpha * np.exp(self.X) * dout)

# %% wrong: alpha-not-stored-as-given | __init__ sets self.alpha = 1.0, the default, instead of the argument
# expect: nothing
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = 1.0

    def forward(self, X):
        self.Z = np.where(X > 0, X, self.alpha * np.expm1(X))
        return self.Z

    def backward(self, dout):
        return dout * np.where(self.Z > 0, 1, self.Z + self.alpha)

# %% wrong: leaky-slope | backward is copied from LeakyReLU: the slope on the left is the constant alpha instead of alpha e^x
# expect: local-derivative-wrong
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * (np.exp(X) - 1))

    def backward(self, dout):
        dX = np.where(self.X > 0, dout, self.alpha * dout)
        return dX

# %% wrong: mask-from-upstream-exp-of-output | two mistakes: the branch is chosen by the sign of dout, and the exponential is taken of the output
# expect: nothing
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.out = np.where(X > 0, X, self.alpha * (np.exp(X) - 1))
        return self.out

    def backward(self, dout):
        return np.where(dout > 0, dout, dout * self.alpha * np.exp(self.out))

# %% right: two-clipped-halves | max(x, 0) + alpha * expm1(min(x, 0)), slope alpha + value on the left
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        left = self.alpha * np.expm1(np.minimum(X, 0.0))
        self.slope = np.where(X > 0, 1.0, left + self.alpha)
        return np.maximum(X, 0.0) + left

    def backward(self, dout):
        return self.slope * dout

# %% right: masked-ufunc | expm1 with out= and where=, into a float copy
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        X = np.asarray(X)
        self.left = X <= 0
        Z = X.astype(np.result_type(X, np.float32))
        self.e = np.exp(X, where=self.left, out=np.ones(X.shape))
        np.multiply(self.alpha, np.expm1(Z, where=self.left, out=np.zeros_like(Z)), out=Z, where=self.left)
        return Z

    def backward(self, dout):
        dX = np.array(dout, dtype=float)
        dX[self.left] *= self.alpha * self.e[self.left]
        return dX

# %% wrong: zero-times-infinity-2 | mask arithmetic: 0 * (e^1000 - 1) is nan
# expect: explained
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.mask = (X > 0).astype(float)
        self.e = np.exp(X)
        return self.mask * X + (1 - self.mask) * self.alpha * (self.e - 1)

    def backward(self, dout):
        return dout * (self.mask + (1 - self.mask) * self.alpha * self.e)

# %% wrong: alpha-in-the-exponent | alpha multiplies x in the exponent, not the exponential
# expect: nothing
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, np.exp(self.alpha * np.minimum(X, 0)) - 1)

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1, self.alpha * np.exp(self.alpha * np.minimum(self.X, 0)))

# %% right: piecewise-function | np.piecewise on float copies
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = np.array(X, dtype=float)
        return np.piecewise(self.X, [self.X > 0], [lambda x: x, lambda x: self.alpha * np.expm1(x)])

    def backward(self, dout):
        slopes = np.piecewise(self.X, [self.X > 0], [1.0, lambda x: self.alpha * np.exp(x)])
        return slopes * dout

# %% wrong: slope-z-plus-one | the slope is taken as z + 1, right only for alpha = 1 (it is z + alpha)
# expect: local-derivative-wrong
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        self.z = np.where(X > 0, X, self.alpha * np.expm1(np.minimum(X, 0)))
        return self.z

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1.0, self.z + 1)

# %% wrong: alpha-inside-the-bracket | alpha e^x - 1: right for alpha = 1 only
# expect: nothing
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * np.exp(np.minimum(X, 0)) - 1)

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1.0, self.alpha * np.exp(np.minimum(self.X, 0)))

# %% wrong: masks-multiplied | (X > 0) X + (X <= 0) alpha (e^x - 1): 0 · inf = nan at 1000
# expect: explained
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return (X > 0) * X + (X <= 0) * self.alpha * (np.exp(X) - 1)

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1.0, self.alpha * np.exp(np.minimum(self.X, 0)))

# %% wrong: alpha-not-in-the-slope | slope e^x below 0
# expect: local-derivative-wrong
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * (np.exp(np.minimum(X, 0)) - 1))

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1.0, np.exp(np.minimum(self.X, 0)))

# %% wrong: value-as-slope | slope alpha (e^x - 1) below 0
# expect: local-derivative-wrong
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * (np.exp(np.minimum(X, 0)) - 1))

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1.0, self.alpha * (np.exp(np.minimum(self.X, 0)) - 1))

# %% wrong: leaky-slope-2 | alpha as the slope below 0, as for a leaky ReLU
# expect: local-derivative-wrong
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * (np.exp(np.minimum(X, 0)) - 1))

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1.0, self.alpha)

# %% wrong: slope-from-the-output-minus | z - alpha in place of z + alpha: the slope below 0 is alpha (e^x - 2)
# expect: local-derivative-wrong
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.Z = np.where(X > 0, X, self.alpha * np.expm1(np.minimum(X, 0)))
        return self.Z

    def backward(self, dout):
        return dout * np.where(self.Z > 0, 1.0, self.Z - self.alpha)

# %% wrong: exponential-of-minus-x | e^-x below 0: grows without bound
# expect: nothing
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * (np.exp(-np.minimum(X, 0)) - 1))

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1.0, self.alpha * np.exp(-np.minimum(self.X, 0)))

# %% right: slope-from-the-output | slope z + alpha below 0, expm1
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.Z = np.maximum(X, 0) + self.alpha * np.expm1(np.minimum(X, 0))
        return self.Z

    def backward(self, dout):
        return dout * np.where(self.Z > 0, 1.0, self.Z + self.alpha)

# %% wrong: abs-of-x-in-backward | slope alpha e^-|x| also on the positive side
# expect: local-derivative-wrong
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * (np.exp(np.minimum(X, 0)) - 1))

    def backward(self, dout):
        return dout * self.alpha * np.exp(-np.abs(self.X))

# %% wrong: alpha-missing-in-backward | The slope on the negative side is e^x, without the factor alpha.
# expect: local-derivative-wrong
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * (np.exp(X) - 1))

    def backward(self, dout):
        return np.where(self.X > 0, dout, dout * np.exp(self.X))

# %% wrong: output-plus-one-again | The slope from the output is taken as z + 1, which is alpha e^x only for alpha = 1: it is z + alpha.
# expect: local-derivative-wrong
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.z = np.where(X > 0, X, self.alpha * (np.exp(X) - 1))
        return self.z

    def backward(self, dout):
        return dout * np.where(self.z > 0, 1.0, self.z + 1)

# %% wrong: alpha-only-on-exp | alpha multiplies only e^x, alpha e^x - 1, so for alpha other than 1 the function jumps at 0.
# expect: nothing
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * np.exp(X) - 1)

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1.0, self.alpha * np.exp(self.X))

# %% wrong: zero-times-infinity-again | The branches are joined by multiplying with masks, and at 1,000 the mask 0 times e^1000 = inf is nan.
# expect: explained
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return X * (X > 0) + self.alpha * (np.exp(X) - 1) * (X <= 0)

    def backward(self, dout):
        return dout * ((self.X > 0) + self.alpha * np.exp(self.X) * (self.X <= 0))

# %% wrong: slopes-of-x-dtype | The array of slopes has the dtype of X, so for integer inputs alpha e^x is cut to 0.
# expect: explained
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * (np.exp(np.minimum(X, 0)) - 1))

    def backward(self, dout):
        slope = np.ones_like(self.X)
        neg = self.X < 0
        slope[neg] = self.alpha * np.exp(self.X[neg])
        return dout * slope

# %% wrong: leaky-slope-again | On the negative side backward uses the constant slope alpha, as a leaky ReLU, instead of alpha e^x.
# expect: local-derivative-wrong
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * (np.exp(X) - 1))

    def backward(self, dout):
        return np.where(self.X > 0, dout, self.alpha * dout)

# %% wrong: maximum-of-the-branches | max(x, alpha (e^x - 1)) picks the exponential for positive x, too, because e^x - 1 >= x.
# expect: nothing
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.maximum(X, self.alpha * (np.exp(X) - 1))

    def backward(self, dout):
        return np.where(self.X > 0, dout, dout * self.alpha * np.exp(self.X))

# %% wrong: exp-of-output | The slope is alpha e^z of the output that was kept, not of the input.
# expect: local-derivative-wrong
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.z = np.where(X > 0, X, self.alpha * (np.exp(X) - 1))
        return self.z

    def backward(self, dout):
        return np.where(self.z > 0, dout, dout * self.alpha * np.exp(self.z))

# %% wrong: slope-minus-one-and-in-place | forward writes into the caller's X, and the slope is alpha (e^x - 1), the value, instead of alpha e^x: two mistakes.
# expect: explained
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        neg = X < 0
        X[neg] = self.alpha * (np.exp(X[neg]) - 1)
        self.z, self.neg = X, neg
        return X

    def backward(self, dout):
        return dout * np.where(self.neg, self.z, 1.0)

# %% right: minimum-maximum | max(x, 0) + min(0, alpha (e^x - 1)), where an overflow is taken care of by the minimum.
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        X = np.asarray(X, dtype=float)
        low = np.minimum(X, 0)
        self.positive, self.exp_low = X > 0, np.exp(low)
        return np.maximum(X, 0) + self.alpha * np.expm1(low)

    def backward(self, dout):
        return np.where(self.positive, 1.0, self.alpha * self.exp_low) * dout

# %% right: output-plus-alpha | Own arrays, filled branch by branch; the slope is z + alpha.
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        z = np.array(X, dtype=float)
        self.neg = z < 0
        z[self.neg] = self.alpha * (np.exp(z[self.neg]) - 1)
        self.of_neg = z[self.neg] + self.alpha
        return z

    def backward(self, dout):
        dX = np.array(dout, dtype=float)
        dX[self.neg] *= self.of_neg
        return dX

# %% wrong: slope-z-plus-one-again | The slope of the negative side is z + 1 instead of z + alpha: right for alpha = 1 only.
# expect: local-derivative-wrong
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        self.z = np.where(X > 0, X, self.alpha * (np.exp(np.minimum(X, 0)) - 1))
        return self.z

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1, self.z + 1)

# %% wrong: masks-by-multiplication | Both sides are multiplied with 0 or 1 and added; at 1,000 that is 0 * inf, not a number.
# expect: explained
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return (X > 0) * X + (X <= 0) * self.alpha * (np.exp(X) - 1)

    def backward(self, dout):
        return dout * ((self.X > 0) + (self.X <= 0) * self.alpha * np.exp(self.X))

# %% wrong: alpha-inside | alpha multiplies the exponential only: alpha e^x - 1 instead of alpha (e^x - 1).
# expect: nothing
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * np.exp(X) - 1)

    def backward(self, dout):
        return np.where(self.X > 0, dout, dout * self.alpha * np.exp(self.X))

# %% wrong: alpha-missing-backward | forward has alpha, the slope of the negative side is e^x without it.
# expect: local-derivative-wrong
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * (np.exp(X) - 1))

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1.0, np.exp(self.X))

# %% wrong: slope-is-the-value-again | The slope of the negative side is taken to be the value alpha (e^x - 1), since "the exponential is its own derivative".
# expect: local-derivative-wrong
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        self.out = np.where(X > 0, X, self.alpha * (np.exp(X) - 1))
        return self.out

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1, self.out)

# %% wrong: minus-one-forgotten | The value of the negative side is alpha e^x, without the minus 1.
# expect: nothing
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.where(X > 0, X, self.alpha * np.exp(X))

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1, self.alpha * np.exp(self.X))

# %% wrong: maximum-of-both | As for the leaky ReLU, the larger one of both branches is taken: for alpha above 1 that is the wrong branch near 0, and e^x - 1 is above x on the right.
# expect: nothing
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        return np.maximum(X, self.alpha * (np.exp(X) - 1))

    def backward(self, dout):
        return dout * np.where(self.X > 0, 1, self.alpha * np.exp(self.X))

# %% wrong: sign-of-the-output-shifted | backward tells the sides apart by z > -alpha instead of z > 0, so nearly the whole negative side gets slope 1.
# expect: local-derivative-missing
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.z = np.where(X > 0, X, self.alpha * np.expm1(np.minimum(X, 0)))
        return self.z

    def backward(self, dout):
        return np.where(self.z > -self.alpha, 1.0, self.z + self.alpha) * dout

# %% wrong: copied-into-integers | The negative side is written into a copy of X, which cuts off the fractions if X holds integers.
# expect: integers-kept
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.X = X
        z = X.copy()
        low = X < 0
        z[low] = self.alpha * (np.exp(X[low]) - 1)
        return z

    def backward(self, dout):
        low = self.X < 0
        dX = np.array(dout, dtype=float)
        dX[low] *= self.alpha * np.exp(self.X[low])
        return dX

# %% wrong: slope-capped-at-one | The slope is min(1, z + alpha), "at most 1": wrong just above 0 for alpha below 1, and just below 0 for alpha above 1.
# expect: local-derivative-wrong
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        self.z = np.where(X > 0, X, self.alpha * np.expm1(np.minimum(X, 0)))
        return self.z

    def backward(self, dout):
        return np.minimum(1, self.z + self.alpha) * dout

# %% right: sum-of-clipped | max(x, 0) + alpha expm1(min(x, 0)); the slope from the value, alpha + z on the left.
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        X = np.asarray(X, dtype=float)
        left = np.minimum(X, 0)
        self.slope = np.where(X >= 0, 1.0, self.alpha * np.exp(left))
        return np.maximum(X, 0) + self.alpha * np.expm1(left)

    def backward(self, dout):
        return np.multiply(dout, self.slope)

# %% right: boolean-indexing | Own float arrays, filled on the negative side by a mask.
class ELU:
    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        z = np.array(X, dtype=float)
        self.low = z < 0
        self.factor = self.alpha * np.exp(z[self.low])
        z[self.low] = self.alpha * np.expm1(z[self.low])
        return z

    def backward(self, dout):
        dX = np.array(dout, dtype=float)
        dX[self.low] = dX[self.low] * self.factor
        return dX

# %% wrong: one-outside-the-bracket | alpha * e^x - 1 instead of alpha * (e^x - 1): right for alpha = 1 only.
# expect: explained
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = X
        return np.where(X > 0, X, self.alpha * np.exp(X) - 1)

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * np.where(self.X > 0, 1, self.alpha * np.exp(self.X))

# %% wrong: output-plus-one-again-again | The slope of the negative side from the output is z + alpha; here it is z + 1.
# expect: local-derivative-wrong
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        """Return z, of the shape of X."""
        self.z = np.where(X > 0, X, self.alpha * (np.exp(X) - 1))
        return self.z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * np.where(self.z > 0, 1, self.z + 1)

# %% wrong: value-for-slope | On the negative side dout is multiplied by the value alpha (e^x - 1), as if the -1 survived the derivative.
# expect: local-derivative-wrong
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = X
        return np.where(X > 0, X, self.alpha * (np.exp(X) - 1))

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return np.where(self.X > 0, dout, dout * self.alpha * (np.exp(self.X) - 1))

# %% wrong: maximum-of-both-branches | max(x, alpha (e^x - 1)), as for the leaky ReLU: for alpha = 1 the exponential is the larger one for every x > 0 (for a smaller alpha from some x on; for alpha above 1 x wins just left of 0).
# expect: explained
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = X
        return np.maximum(X, self.alpha * (np.exp(X) - 1))

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * np.where(self.X > 0, 1.0, self.alpha * np.exp(self.X))

# %% wrong: zero-times-infinity-again-again | The branches are multiplied by masks and added: at x = 1000, 0 times infinity is NaN.
# expect: explained
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = X
        return (X > 0) * X + (X <= 0) * self.alpha * (np.exp(X) - 1)

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        slope = (self.X > 0) + (self.X <= 0) * self.alpha * np.exp(self.X)
        return dout * slope

# %% wrong: copied-integers | The negative values are written into a copy of X: if that holds integers, all of them are cut to 0 or whole numbers.
# expect: integers-kept
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = X
        z = X.copy()
        neg = X <= 0
        z[neg] = self.alpha * (np.exp(X[neg]) - 1)
        return z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        slope = np.ones(self.X.shape)
        neg = self.X <= 0
        slope[neg] = self.alpha * np.exp(self.X[neg])
        return dout * slope

# %% wrong: backward-of-the-leaky-relu | backward is copied from the leaky ReLU: the slope of the negative side is alpha everywhere.
# expect: local-derivative-wrong
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = X
        return np.where(X > 0, X, self.alpha * np.expm1(X))

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return np.where(self.X > 0, dout, self.alpha * dout)

# %% wrong: slope-capped-at-one-again | The slope is min(1, alpha e^x) for every x: for alpha below 1 it is too small right of 0, for alpha above 1 too small left of it.
# expect: local-derivative-wrong
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = X
        return np.where(X > 0, X, self.alpha * np.expm1(np.minimum(X, 0)))

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * np.minimum(1, self.alpha * np.exp(self.X))

# %% right: sum-of-two-sides | max(x, 0) + alpha expm1(min(x, 0)); the slope from the output.
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        """Return z, of the shape of X."""
        X = np.asarray(X, dtype=float)
        self.down, self.right = np.minimum(X, 0), X > 0
        return np.maximum(X, 0) + self.alpha * np.expm1(self.down)

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * np.where(self.right, 1.0, self.alpha * np.exp(self.down))

# %% right: entry-by-entry | A Python loop over the entries with np.ndenumerate and helpers for one number.
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def value(self, x):
        return x if x > 0 else self.alpha * np.expm1(x)

    def slope(self, x):
        return 1.0 if x > 0 else self.alpha * np.exp(x)

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = np.array(X, dtype=float)
        z = np.empty(self.X.shape)
        for place, x in np.ndenumerate(self.X):
            z[place] = self.value(x)
        return z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        dX = np.empty(self.X.shape)
        for place, x in np.ndenumerate(self.X):
            dX[place] = dout[place] * self.slope(x)
        return dX
