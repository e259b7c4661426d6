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
