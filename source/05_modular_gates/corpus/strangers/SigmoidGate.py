# %% wrong: naive-overflow | 1 / (1 + e^-x) overflows at x = -1000: the value is right, but NumPy warns, which this gate must not
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.z = 1 / (1 + np.exp(-x))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.z * (1 - self.z)]

# %% wrong: where-computes-both | np.where picks the harmless branch but has computed both before, so both exponentials overflow and warn
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        self.z = np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))
        return self.z

    def backward(self, dz):
        return [self.z * (1 - self.z) * dz]

# %% wrong: slope-of-the-input | backward uses x (1 - x): the formula z (1 - z) with the input in place of the output
# expect: activation-slope-of-input, local-derivative-wrong
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        self.x = x
        e = np.exp(-np.abs(x))
        return np.where(x >= 0, 1 / (1 + e), e / (1 + e))

    def backward(self, dz):
        return [dz * self.x * (1 - self.x)]

# %% wrong: clipped-at-ten | x is clipped to ±10 against the overflow, which changes the values beyond: sigma(-1000) comes out as 0.000045
# expect: not-precise
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        x = np.clip(x, -10, 10)
        self.z = 1 / (1 + np.exp(-x))
        return self.z

    def backward(self, dz):
        return [dz * self.z * (1 - self.z)]

# %% wrong: masks-need-arrays | forward fills two masked halves by indexing, which fails when x is a single number
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        z = np.empty(x.shape)
        positive = x >= 0
        z[positive] = 1 / (1 + np.exp(-x[positive]))
        e = np.exp(x[~positive])
        z[~positive] = e / (1 + e)
        self.z = z
        return z

    def backward(self, dz):
        return [dz * self.z * (1 - self.z)]

# %% wrong: integer-container | the halves are filled into np.zeros_like(x), which for integer x is an integer array: all values become 0 (or 1)
# expect: integers-kept
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        x = np.asarray(x)
        z = np.zeros_like(x)
        pos = x >= 0
        z[pos] = 1 / (1 + np.exp(-x[pos]))
        z[~pos] = np.exp(x[~pos]) / (1 + np.exp(x[~pos]))
        self.z = z
        return self.z

    def backward(self, dz):
        return [dz * self.z * (1 - self.z)]

# %% wrong: if-on-arrays | the safe branch is chosen with if x >= 0, which raises for arrays
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        if x >= 0:
            self.z = 1 / (1 + np.exp(-x))
        else:
            self.z = np.exp(x) / (1 + np.exp(x))
        return self.z

    def backward(self, dz):
        return [self.z * (1 - self.z) * dz]

# %% wrong: absolute-value-everywhere | computes 1 / (1 + e^-|x|) and forgets the mirror image for negative x: sigma(-1) comes out as sigma(1)
# expect: local-derivative-wrong
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        self.z = 1 / (1 + np.exp(-np.abs(x)))
        return self.z

    def backward(self, dz):
        return [dz * self.z * (1 - self.z)]

# %% wrong: slope-by-quotient-rule | backward computes e^-x / (1 + e^-x)² from x, which is inf / inf = nan at x = -1000, where the slope is 0
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        self.x = np.asarray(x, dtype=float)
        return 0.5 * (1 + np.tanh(self.x / 2))

    def backward(self, dz):
        e = np.exp(-self.x)
        return [dz * e / (1 + e) ** 2]

# %% wrong: forgot-upstream | backward returns the slope z (1 - z) alone, without dz
# expect: upstream-ignored
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        self.out = 0.5 + 0.5 * np.tanh(0.5 * np.asarray(x, dtype=float))
        return self.out

    def backward(self, dz):
        return [self.out * (1 - self.out)]

# %% wrong: tanh-without-half | uses (1 + tanh x) / 2, which is sigma(2x): the argument of tanh has to be x / 2
# expect: nothing
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        self.z = (1 + np.tanh(x)) / 2
        return self.z

    def backward(self, dz):
        return [2 * self.z * (1 - self.z) * dz]

# %% wrong: slope-of-tanh | backward uses 1 - z², the derivative of tanh, not that of the sigmoid
# expect: slope-of-tanh
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        with np.errstate(over="ignore"):
            self.z = 1 / (1 + np.exp(-np.asarray(x, dtype=float)))
        return self.z

    def backward(self, dz):
        return [(1 - self.z**2) * dz]

# %% right: silenced-overflow | the plain formula inside np.errstate: 1 / (1 + inf) is 0, and nobody is warned
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        with np.errstate(over="ignore"):
            self.z = 1 / (1 + np.exp(-np.asarray(x, dtype=float)))
        return self.z

    def backward(self, dz):
        return [dz * self.z * (1 - self.z)]

# %% right: logaddexp | exp(-log(1 + e^-x)) with np.logaddexp; slope as sigma(x) sigma(-x)
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    @staticmethod
    def sigma(x):
        return np.exp(-np.logaddexp(0, np.negative(x)))

    def forward(self, x):
        self.x = x
        return self.sigma(x)

    def backward(self, dz):
        return [dz * self.sigma(self.x) * self.sigma(np.negative(self.x))]

# %% right: tanh | sigma(x) = (1 + tanh(x/2)) / 2 and slope (1 - tanh²) / 4
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        self.t = np.tanh(0.5 * np.asarray(x, dtype=np.float64))
        return (1 + self.t) / 2

    def backward(self, dz):
        t = self.t
        return [dz * (1 - t) * (1 + t) / 4]

# %% right: both-clipped | each branch of np.where gets only numbers that are harmless for it
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        small = np.exp(np.minimum(x, 0))
        large = np.exp(-np.maximum(x, 0))
        self.z = np.where(np.asarray(x) >= 0, 1 / (1 + large), small / (1 + small))
        return self.z

    def backward(self, dz):
        return [dz * self.z * (1 - self.z)]

# %% wrong: where-both-branches | np.where with both formulas, which computes both everywhere and warns (the right values)
# expect: explained
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        self.z = np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))
        return self.z

    def backward(self, dz):
        return [dz * self.z * (1 - self.z)]

# %% wrong: slope-of-the-input-2 | stores the input and uses x (1 - x)
# expect: activation-slope-of-input, local-derivative-wrong
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        self.x = np.clip(x, -500, 500)
        return 1 / (1 + np.exp(-self.x))

    def backward(self, dz):
        return [dz * self.x * (1 - self.x)]

# %% wrong: clipped-at-five | clips the input at ±5 against overflow, which is far too early
# expect: explained
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        self.z = 1.0 / (1.0 + np.exp(-np.clip(x, -5, 5)))
        return self.z

    def backward(self, dz):
        return [self.z * (1 - self.z) * dz]

# %% right: logaddexp-2 | both value and slope through np.logaddexp, which never overflows
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        x = np.asarray(x, dtype=float)
        log_z = -np.logaddexp(0, -x)
        self.log_slope = log_z - np.logaddexp(0, x)
        return np.exp(log_z)

    def backward(self, dz):
        return [np.multiply(dz, np.exp(self.log_slope))]

# %% wrong: naive-overflow-2 | 1 / (1 + e^-x) as it stands: warns at x = -1000
# expect: explained
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        self.z = 1 / (1 + np.exp(-x))
        return self.z

    def backward(self, dz):
        return [dz * self.z * (1 - self.z)]

# %% wrong: minus-side-mirrored | uses e^-|x| to be safe, but forgets to mirror the result for negative inputs
# expect: local-derivative-wrong
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        e = np.exp(-np.abs(x))
        self.z = 1 / (1 + e)
        return self.z

    def backward(self, dz):
        return [dz * self.z * (1 - self.z)]

# %% wrong: warns-at-minus-1000 | 1 / (1 + e^-x): right numbers, overflow warning at -1000
# expect: explained
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        self.z = 1 / (1 + np.exp(-x))
        return self.z

    def backward(self, dz):
        return [dz * self.z * (1 - self.z)]

# %% wrong: where-computes-both-2 | np.where with e^-x and e^x: both overflow somewhere, warns (and nan is hidden)
# expect: explained
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        self.z = np.where(np.asarray(x) >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))[()]
        return self.z

    def backward(self, dz):
        return [dz * self.z * (1 - self.z)]

# %% wrong: other-end-overflows | e^x / (1 + e^x): inf / inf = nan at +1000
# expect: explained
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        self.z = np.exp(x) / (1 + np.exp(x))
        return self.z

    def backward(self, dz):
        return [dz * self.z * (1 - self.z)]

# %% wrong: slope-at-x | dz x (1 - x)
# expect: activation-slope-of-input, local-derivative-wrong
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        self.x = x
        e = np.exp(-np.abs(x))
        return np.where(np.asarray(x) >= 0, 1 / (1 + e), e / (1 + e))[()]

    def backward(self, dz):
        return [dz * self.x * (1 - self.x)]

# %% wrong: absolute-value-everywhere-2 | 1 / (1 + e^-|x|) on both sides: σ(|x|)
# expect: local-derivative-wrong
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        e = np.exp(-np.abs(x))
        self.z = 1 / (1 + e)
        return self.z

    def backward(self, dz):
        return [dz * self.z * (1 - self.z)]

# %% wrong: one-minus-square | dz (1 - z²), the slope of tanh
# expect: slope-of-tanh
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        e = np.exp(-np.abs(x))
        self.z = np.where(np.asarray(x) >= 0, 1 / (1 + e), e / (1 + e))[()]
        return self.z

    def backward(self, dz):
        return [dz * (1 - self.z**2)]

# %% wrong: clipped-too-early | clips x to ±10: off by 5e-5 beyond, more than 1e-10
# expect: not-precise
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        x = np.clip(x, -10, 10)
        e = np.exp(-np.abs(x))
        self.z = np.where(np.asarray(x) >= 0, 1 / (1 + e), e / (1 + e))[()]
        return self.z

    def backward(self, dz):
        return [dz * self.z * (1 - self.z)]

# %% wrong: tanh-without-halving | (1 + tanh x) / 2: argument not halved, σ(2x)
# expect: explained
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        self.z = (1 + np.tanh(x)) / 2
        return self.z

    def backward(self, dz):
        return [dz * self.z * (1 - self.z)]

# %% wrong: mask-assignment-needs-arrays | boolean masks and np.empty_like(x): integer inputs give 0 and 1 only, scalars fail
# expect: explained
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        z = np.empty_like(x)
        pos = x >= 0
        z[pos] = 1 / (1 + np.exp(-x[pos]))
        z[~pos] = np.exp(x[~pos]) / (1 + np.exp(x[~pos]))
        self.z = z
        return z

    def backward(self, dz):
        return [dz * self.z * (1 - self.z)]

# %% wrong: upstream-squared | dz z (1 - dz z): multiplies dz in too early
# expect: explained
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        e = np.exp(-np.abs(x))
        self.z = np.where(np.asarray(x) >= 0, 1 / (1 + e), e / (1 + e))[()]
        return self.z

    def backward(self, dz):
        return [(dz * self.z) * (1 - dz * self.z)]

# %% right: half-tanh | (1 + tanh(x / 2)) / 2, safe everywhere
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        self.t = np.tanh(np.multiply(x, 0.5))
        return 0.5 + 0.5 * self.t

    def backward(self, dz):
        return [0.25 * dz * (1 - self.t) * (1 + self.t)]

# %% right: logaddexp-3 | exp(-log(1 + e^-x)) by np.logaddexp | open: errors near 1e-16 relative only, underflow is silent by default
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        self.z = np.exp(-np.logaddexp(0.0, np.negative(x, dtype=float)))
        return self.z

    def backward(self, dz):
        return [dz * (self.z - self.z**2)]

# %% right: boolean-masks-on-a-float-copy | atleast_1d float copy, two masks, the shape restored
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        v = np.array(x, dtype=float)
        z = np.empty_like(v).reshape(-1)
        for i, value in enumerate(v.reshape(-1)):
            z[i] = 1 / (1 + np.exp(-value)) if value >= 0 else np.exp(value) / (1 + np.exp(value))
        self.z = z.reshape(v.shape)[()]
        return self.z

    def backward(self, dz):
        return [self.z * (1 - self.z) * dz]

# %% wrong: stable-forward-unstable-backward | backward computes e^-x / (1 + e^-x)² anew from x: overflows (nan) at -1000
# expect: explained
class SigmoidGate:
    symbol = "σ"

    def forward(self, x):
        self.x = x
        e = np.exp(-np.abs(x))
        return np.where(np.asarray(x) >= 0, 1 / (1 + e), e / (1 + e))[()]

    def backward(self, dz):
        e = np.exp(-self.x)
        return [dz * e / (1 + e) ** 2]

# %% wrong: plain-formula | 1 / (1 + np.exp(-x)) overflows, with a warning, at x = -1000.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.z = 1 / (1 + np.exp(-x))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * (1 - self.z) * dz]

# %% wrong: where-computes-both-again | np.where computes both branches everywhere, so that both overflow, with warnings.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.z = np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * (1 - self.z) * dz]

# %% wrong: slope-of-input | The slope is written with the input, x (1 - x), instead of the output.
# expect: activation-slope-of-input
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.x = x
        return 0.5 * (1 + np.tanh(0.5 * x))

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.x * (1 - self.x) * dz]

# %% wrong: upstream-forgotten | backward is z (1 - z), without dz.
# expect: upstream-ignored
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.z = 0.5 * (1 + np.tanh(0.5 * x))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * (1 - self.z)]

# %% wrong: slope-of-tanh-again | Takes the slope of tanh, 1 - z², for the sigmoid's.
# expect: slope-of-tanh
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.z = 0.5 * (1 + np.tanh(0.5 * x))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [(1 - self.z**2) * dz]

# %% wrong: tanh-without-half-again | Writes σ(x) as (1 + tanh x) / 2, and forgets to halve the input, so that it computes σ(2x).
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.z = (1 + np.tanh(x)) / 2
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * (1 - self.z) * dz]

# %% wrong: one-branch-for-all | Chooses the formula once for the whole array: where it has both signs, one of them overflows.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        if np.all(x >= 0):
            self.z = 1 / (1 + np.exp(-x))
        else:
            self.z = np.exp(x) / (1 + np.exp(x))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * (1 - self.z) * dz]

# %% wrong: indexed-numbers | Picks entries with masks, which plain numbers do not have.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        z = np.empty(np.shape(x))
        z[x >= 0] = 1 / (1 + np.exp(-x[x >= 0]))
        power = np.exp(x[x < 0])
        z[x < 0] = power / (1 + power)
        self.z = z
        return z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * (1 - self.z) * dz]

# %% wrong: type-of-the-input | The result is put into an array like x: for integers it is cut to 0 or 1.
# expect: integers-kept
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        x = np.asarray(x)
        z = np.zeros_like(x)
        right = x >= 0
        z[right] = 1 / (1 + np.exp(-x[right]))
        z[~right] = np.exp(x[~right]) / (1 + np.exp(x[~right]))
        self.z = z
        return z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * (1 - self.z) * dz]

# %% wrong: clipped-at-twenty | Clips x to ±20: at -1000 the value is 2e-9, and so is the slope, more than the 1e-10 that do not count.
# expect: not-precise
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        x = np.clip(x, -20, 20)
        self.z = 1 / (1 + np.exp(-x))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * (1 - self.z) * dz]

# %% wrong: clipped-at-500 | Clips x to ±500, which is enough in float64, but in float32 np.exp(500) overflows with a warning.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        x = np.clip(x, -500, 500)
        self.z = 1 / (1 + np.exp(-x))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * (1 - self.z) * dz]

# %% wrong: unsafe-backward | forward is safe, but backward computes the slope from e^-x, which overflows at -1000 and gives nan.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.x = x
        small = np.exp(-np.abs(x))
        return np.where(x >= 0, 1 / (1 + small), small / (1 + small))

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        power = np.exp(-self.x)
        return [power / (1 + power) ** 2 * dz]

# %% wrong: sigmoid-of-upstream | backward evaluates the slope at dz, the number that it is given, instead of at the input.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        return 0.5 * (1 + np.tanh(0.5 * x))

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        z = self.forward(dz)
        return [z * (1 - z)]

# %% wrong: absolute-value-only | e^-|x| is harmless, but for negative x the result must be turned over: here σ(-1) = σ(1).
# expect: local-derivative-wrong
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.z = 1 / (1 + np.exp(-np.abs(x)))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * (1 - self.z) * dz]

# %% right: tanh-again | σ(x) = (1 + tanh(x/2)) / 2.
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.z = 0.5 * (1 + np.tanh(0.5 * x))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * (1 - self.z) * dz]

# %% right: logaddexp-again | σ(x) = exp(-log(1 + e^-x)), by np.logaddexp; the slope as σ(x) σ(-x).
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.x = np.asarray(x, dtype=float)
        return np.exp(-np.logaddexp(0, -self.x))

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.exp(-np.logaddexp(0, -self.x) - np.logaddexp(0, self.x)) * dz]

# %% right: entry-by-entry | A helper for one number with math.exp, applied to every entry.
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    @staticmethod
    def one(x):
        import math

        if x >= 0:
            return 1 / (1 + math.exp(-x))
        return math.exp(x) / (1 + math.exp(x))

    def forward(self, x):
        """Return z."""
        entries = [self.one(entry) for entry in np.ravel(x).tolist()]
        self.z = np.array(entries, dtype=float).reshape(np.shape(x))
        return self.z.copy()

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        dx = 1 - self.z
        dx *= self.z
        dx *= dz
        return [dx]

# %% wrong: overflows | The textbook formula: np.exp(1000) overflows with a warning at x = −1000.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.z = 1 / (1 + np.exp(-x))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.z * (1 - self.z)]

# %% wrong: where-computes-both-again-again | np.where picks the stable formula for each sign but computes both everywhere, and so warns at ±1000.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        x = np.asarray(x, dtype=float)
        self.z = np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.z * (1 - self.z)]

# %% wrong: clipped-at-500-in-any-dtype | Clips to ±500 and keeps the dtype: in float32 e^500 still overflows and warns; it is harmless in float64 only.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.z = 1 / (1 + np.exp(-np.clip(x, -500, 500)))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.z * (1 - self.z)]

# %% wrong: clipped-at-20 | x is clipped to ±20, so that far out the value is 2·10⁻⁹ instead of 0 and a slope remains that is not there: more than 10⁻¹⁰.
# expect: not-precise
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        x = np.clip(x, -20, 20)
        self.z = 1 / (1 + np.exp(-x))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.z * (1 - self.z)]

# %% wrong: symmetric | The harmless exponential e^(−|x|) is put into the formula for positive x only, so that σ(−x) = σ(x).
# expect: local-derivative-wrong
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        e = np.exp(-np.abs(np.asarray(x, dtype=float)))
        self.z = 1 / (1 + e)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.z * (1 - self.z)]

# %% wrong: filled-in-input-dtype | The two halves are filled into an array with the dtype of x, which turns integers' values into 0 and 1.
# expect: integers-kept
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        x = np.asarray(x)
        self.z = np.zeros_like(x)
        right = x >= 0
        self.z[right] = 1 / (1 + np.exp(-x[right]))
        e = np.exp(x[~right])
        self.z[~right] = e / (1 + e)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.z * (1 - self.z)]

# %% wrong: masks-need-arrays-again | The masked assignment works for arrays only: a plain number cannot be indexed.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.z = np.zeros(np.shape(x))
        right = x >= 0
        self.z[right] = 1 / (1 + np.exp(-x[right]))
        self.z[~right] = np.exp(x[~right]) / (1 + np.exp(x[~right]))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.z * (1 - self.z)]

# %% wrong: one-branch-for-the-array | The formula is chosen once for the whole array by its largest entry; an array with large entries of both signs overflows.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        if np.max(x) > 0:
            self.z = 1 / (1 + np.exp(-x))
        else:
            self.z = np.exp(x) / (1 + np.exp(x))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.z * (1 - self.z)]

# %% wrong: sigmoid-twice-no-upstream | Two slips: backward takes the sigmoid of the output again, σ(z) (1 − σ(z)), and leaves dz out.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        e = np.exp(-np.abs(x))
        self.z = np.where(np.greater_equal(x, 0), 1, e) / (1 + e)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        s = 1 / (1 + np.exp(-self.z))
        return [s * (1 - s)]

# %% right: clipped-at-500-in-float64 | Converts to float64 and clips to ±500, where the sigmoid is 0 or 1 to far more than ten digits and no exponential overflows.
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.z = np.reciprocal(1.0 + np.exp(-np.clip(np.asarray(x, dtype=float), -500, 500)))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * dz - self.z * self.z * dz]

# %% right: small-exponential | One exponential e^(−|x|) for both signs; its slope e / (1 + e)² needs no case at all and is stored in forward.
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        e = np.exp(-np.abs(x))
        self.slope = e / (1 + e) ** 2
        return (np.where(np.less(x, 0), e, 1.0) / (1 + e))[()]

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.multiply(self.slope, dz)]

# %% wrong: lecture-formula-only | 1 / (1 + np.exp(-x)) everywhere, which overflows, with a warning, at x = -1000.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.z = 1 / (1 + np.exp(-x))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * (1 - self.z) * dz]

# %% wrong: where-computes-both-again-again-again | np.where with both formulas, each of which is computed at every x and overflows on the wrong side.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.z = np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * (1 - self.z) * dz]

# %% wrong: clipped-too-early-again | Clips x to ±20, which leaves an error of 2e-9 further out, more than the 1e-10 that do not count.
# expect: not-precise
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        x = np.clip(x, -20, 20)
        self.z = 1 / (1 + np.exp(-x))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * (1 - self.z) * dz]

# %% wrong: absolute-value-not-undone | e^-|x| is harmless everywhere, but 1 / (1 + e^-|x|) is right only for x >= 0: the mirror image for negative x is missing.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.z = 1 / (1 + np.exp(-np.abs(x)))
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * (1 - self.z) * dz]

# %% wrong: zero-in-neither-mask | One formula for x > 0 and one for x < 0; where x is exactly 0, z stays 0 instead of ½.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        x = np.asarray(x, dtype=float)
        z = np.zeros(x.shape)
        z[x > 0] = 1 / (1 + np.exp(-x[x > 0]))
        e = np.exp(x[x < 0])
        z[x < 0] = e / (1 + e)
        self.z = z
        return z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * (1 - self.z) * dz]

# %% wrong: masks-on-a-number | Fills z through x[x >= 0], which needs an array (a number has no entries), and gives it the dtype of x, which cuts σ to 0 for integers.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        z = np.zeros_like(x)
        right = x >= 0
        z[right] = 1 / (1 + np.exp(-x[right]))
        z[~right] = np.exp(x[~right]) / (1 + np.exp(x[~right]))
        self.z = z
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * (1 - self.z) * dz]

# %% wrong: slope-of-the-input-again | Stores x, and writes the slope as x (1 - x), the formula that holds for z.
# expect: activation-slope-of-input, local-derivative-wrong
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.x = x
        e = np.exp(-np.abs(x))
        return np.where(x >= 0, 1 / (1 + e), e / (1 + e))

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.x * (1 - self.x) * dz]

# %% wrong: one-branch-for-the-array-again | Chooses between the two formulas once for the whole array, so an array with numbers far out on both sides still overflows.
# expect: explained
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        if np.all(np.asarray(x) >= 0):
            self.z = 1 / (1 + np.exp(-x))
        else:
            e = np.exp(x)
            self.z = e / (1 + e)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * (1 - self.z) * dz]

# %% right: by-tanh | σ(x) = (1 + tanh(x/2)) / 2, which never overflows; errors below 1e-10 do not count.
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        self.z = 0.5 + 0.5 * np.tanh(np.asarray(x, dtype=float) / 2)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * (self.z - self.z**2)]

# %% right: two-harmless-exponentials | e^min(x,0) / (e^min(x,0) + e^-max(x,0)): both exponents are at most 0.
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        up, down = np.exp(np.minimum(x, 0)), np.exp(-np.maximum(x, 0))
        self.one, self.other = up / (up + down), down / (up + down)
        return self.one

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.one * self.other * dz]
