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
