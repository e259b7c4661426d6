# %% wrong: mask-from-upstream | backward lets pass where the upstream gradient is positive instead of where the input is
# expect: mask-from-upstream
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        return np.maximum(0, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.maximum(0, dz)]

# %% wrong: output-times-upstream | backward multiplies dz by the output max(0, x) instead of by the slope 0 or 1
# expect: value-as-slope
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        self.z = np.maximum(0, x)
        return self.z

    def backward(self, dz):
        return [self.z * dz]

# %% wrong: in-place-zeros | forward sets the negative entries of the caller's own x to 0 (x[x < 0] = 0), which also fails for plain numbers
# expect: explained
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        self.mask = x > 0
        x[x < 0] = 0
        return x

    def backward(self, dz):
        return [dz * self.mask]

# %% wrong: zeroes-the-upstream | backward sets entries of the caller's dz to 0 (dx is only another name for it), so dz is changed
# expect: explained
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        self.x = x
        return np.maximum(0, x)

    def backward(self, dz):
        if np.ndim(dz) == 0:
            return [dz if self.x > 0 else 0.0]
        dx = dz
        dx[self.x <= 0] = 0
        return [dx]

# %% wrong: python-max | Python's max(0, x) compares whole objects and raises for arrays
# expect: explained
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        self.x = x
        return max(0, x)

    def backward(self, dz):
        return [dz if self.x > 0 else 0]

# %% wrong: abs-instead | forward is (x + |x|) / 2, fine, but backward uses sign(x), the slope of |x|: negative inputs pass the gradient with a minus
# expect: local-derivative-wrong
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        self.x = x
        return (x + np.abs(x)) / 2

    def backward(self, dz):
        return [dz * np.sign(self.x)]

# %% wrong: integer-gradient | dx is np.zeros_like(x), an integer array for integer x, and the gradient's decimals are cut off
# expect: integers-kept
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        self.x = np.array(x)
        return np.maximum(self.x, 0)

    def backward(self, dz):
        dz = np.asarray(dz)
        dx = np.zeros_like(self.x)
        dx[self.x > 0] = dz[self.x > 0]
        return [dx]

# %% wrong: mask-shared-by-all | the mask is a class variable, written with ReLUGate.mask: a second gate's forward overwrites it
# expect: other-inputs-remembered
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"
    mask = None

    def forward(self, x):
        ReLUGate.mask = np.asarray(x) > 0
        return np.maximum(x, 0)

    def backward(self, dz):
        return [dz * ReLUGate.mask]

# %% right: heaviside | keeps a Heaviside step, with slope 0.5 at exactly 0, and multiplies by it in both directions
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        self.slope = np.heaviside(x, 0.5)
        return self.slope * x

    def backward(self, dz):
        return [self.slope * dz]

# %% right: mask-from-output | the mask is read off the output, z > 0, and the values are clipped
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        z = np.clip(x, 0, None)
        self.passes = z > 0
        return z

    def backward(self, dz):
        return [np.where(self.passes, dz, 0)]

# %% wrong: output-as-slope | multiplies by the stored output max(0, x)
# expect: value-as-slope
class ReLUGate:
    symbol = "max(0,·)"

    def forward(self, x):
        self.z = np.maximum(0, x)
        return self.z

    def backward(self, dz):
        return [self.z * dz]

# %% wrong: cut-in-place | sets the negative entries of the input itself to 0 (and keeps a copy of what it was for the mask)
# expect: explained
class ReLUGate:
    symbol = "max(0,·)"

    def forward(self, x):
        self.mask = np.array(x) > 0
        if np.ndim(x) == 0:
            return max(0, x)
        x[x < 0] = 0
        return x

    def backward(self, dz):
        return [dz * self.mask]

# %% right: half-of-sum | (x + |x|) / 2, with slope (1 + sign) / 2, ½ at the kink
class ReLUGate:
    symbol = "max(0,·)"

    def forward(self, x):
        self.slope = (1 + np.sign(x)) / 2
        return (x + np.abs(x)) / 2

    def backward(self, dz):
        return [self.slope * dz]

# %% wrong: mask-of-the-upstream | relu is applied to dz: negative gradients are thrown away, whatever the input was
# expect: mask-from-upstream
class ReLUGate:
    symbol = "max(0,·)"

    def forward(self, x):
        return np.maximum(0, x)

    def backward(self, dz):
        return [np.maximum(0, dz)]

# %% wrong: absolute-value | max(0, x) for x > 0, but the gradient of negative inputs is passed on with a minus, as for |x|
# expect: local-derivative-wrong
class ReLUGate:
    symbol = "max(0,·)"

    def forward(self, x):
        self.sign = np.sign(x)
        return np.maximum(0, x)

    def backward(self, dz):
        return [dz * self.sign]

# %% wrong: asks-the-gradient | mask dz > 0 instead of x > 0
# expect: mask-from-upstream
class ReLUGate:
    symbol = "max(0,·)"

    def forward(self, x):
        self.on = np.asarray(x) > 0
        return np.maximum(0, x)

    def backward(self, dz):
        return [np.maximum(0, dz)]

# %% wrong: value-passed-back | dz times max(0, x)
# expect: value-as-slope
class ReLUGate:
    symbol = "max(0,·)"

    def forward(self, x):
        self.z = np.maximum(0, x)
        return self.z

    def backward(self, dz):
        return [dz * self.z]

# %% wrong: slope-without-dz | returns the 0/1 mask
# expect: upstream-ignored
class ReLUGate:
    symbol = "max(0,·)"

    def forward(self, x):
        self.on = np.asarray(x) > 0
        return np.maximum(0, x)

    def backward(self, dz):
        return [self.on * 1.0]

# %% wrong: all-pass | backward hands dz on unchanged
# expect: local-derivative-missing
class ReLUGate:
    symbol = "max(0,·)"

    def forward(self, x):
        self.on = np.asarray(x) > 0
        return np.maximum(0, x)

    def backward(self, dz):
        return [dz]

# %% wrong: absolute-value-2 | |x|: negative inputs are mirrored
# expect: explained
class ReLUGate:
    symbol = "max(0,·)"

    def forward(self, x):
        self.on = np.asarray(x) > 0
        return np.abs(x)

    def backward(self, dz):
        return [dz * self.on]

# %% wrong: largest-entry-of-all | np.max(x, 0): the maximum along axis 0 instead of the elementwise one
# expect: explained
class ReLUGate:
    symbol = "max(0,·)"

    def forward(self, x):
        self.on = np.asarray(x) > 0
        return np.max(x, 0)

    def backward(self, dz):
        return [dz * self.on]

# %% wrong: zeroes-the-input | x[x < 0] = 0 changes the caller's array (and fails for scalars)
# expect: explained
class ReLUGate:
    symbol = "max(0,·)"

    def forward(self, x):
        self.on = np.asarray(x) > 0
        x[x < 0] = 0
        return x

    def backward(self, dz):
        return [dz * self.on]

# %% wrong: zeroes-the-upstream-2 | dz[~on] = 0 in place: the caller's gradient is changed (and scalars fail)
# expect: explained
class ReLUGate:
    symbol = "max(0,·)"

    def forward(self, x):
        self.on = np.asarray(x) > 0
        return np.maximum(0, x)

    def backward(self, dz):
        dz[~self.on] = 0
        return [dz]

# %% right: half-of-sum-with-size | (x + |x|) / 2 and the sign's slope, ½ at 0
class ReLUGate:
    symbol = "max(0,·)"

    def forward(self, x):
        self.slope = (1 + np.sign(x)) / 2
        return (x + np.abs(x)) / 2

    def backward(self, dz):
        return [self.slope * dz]

# %% right: times-the-mask | x * (x > 0), slope from sign of the clipped input
class ReLUGate:
    symbol = "max(0,·)"

    def forward(self, x):
        self.x = np.array(x, dtype=float)
        return self.x * (self.x > 0)

    def backward(self, dz):
        return [np.multiply(dz, np.sign(np.clip(self.x, 0, None)))]

# %% wrong: masked-by-upstream | backward cuts off the negative upstream gradients; what counts is the sign of the input.
# expect: nothing
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        return np.maximum(0, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.maximum(0, dz)]

# %% wrong: times-the-value | backward multiplies by z, the value, instead of by its slope, 0 or 1.
# expect: value-as-slope
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.z = np.maximum(0, x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * dz]

# %% wrong: upstream-forgotten | backward is the mask alone.
# expect: upstream-ignored
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.x = x
        return np.maximum(0, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [1.0 * (self.x > 0)]

# %% wrong: cuts-the-input | forward sets the negative entries of the caller's array to 0.
# expect: explained
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        x = np.asarray(x)
        x[x < 0] = 0
        self.mask = x > 0
        return x

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.mask]

# %% wrong: cuts-the-upstream | backward sets entries of dz itself to 0, and so changes an array that it was given.
# expect: explained
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.x = np.asarray(x)
        return np.maximum(0, self.x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        dx = np.asarray(dz)
        dx[self.x <= 0] = 0
        return [dx]

# %% wrong: integer-gradients | The gradients are written into zeros like x: for integers the decimals are lost.
# expect: integers-kept
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.x = np.asarray(x)
        return np.maximum(0, self.x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        dx = np.zeros_like(self.x)
        alive = self.x > 0
        dx[alive] = np.asarray(dz)[alive]
        return [dx]

# %% wrong: sign-as-slope | Uses the sign of x for the slope, which is -1 for negative inputs, as for |x|.
# expect: nothing
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.x = x
        return np.maximum(0, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.sign(self.x) * dz]

# %% wrong: wrong-side | The mask is the wrong way round: the gradient passes where the ReLU is 0.
# expect: local-derivative-wrong
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.cut = x > 0
        return np.maximum(0, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.where(self.cut, 0, dz)]

# %% wrong: clipped-slope | Takes x, clipped to between 0 and 1, for the slope: right from 1 on, but for x = 0.3 the slope is 1 and not 0.3.
# expect: nothing
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.slope = np.clip(x, 0, 1)
        return np.maximum(0, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.slope * dz]

# %% wrong: open-near-zero | Lets the gradient pass where z and x are close, so also for tiny negative x, where the slope is 0; only at exactly 0 one is free.
# expect: nothing
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.x = x
        self.z = np.maximum(0, x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.where(np.isclose(self.z, self.x), dz, 0)]

# %% wrong: leaky | backward lets a hundredth pass where x is negative, the slope of another function.
# expect: nothing
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.x = x
        return np.maximum(0, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.where(self.x > 0, dz, 0.01 * dz)]

# %% wrong: all-or-nothing | One decision for the whole array: if any entry is positive, all gradients pass.
# expect: nothing
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.alive = np.any(x > 0)
        return np.maximum(0, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz if self.alive else 0 * dz]

# %% wrong: pythons-max | max(0, x) works for numbers only.
# expect: explained
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.x = x
        return max(0, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * (self.x > 0)]

# %% right: absolute-value-again | (x + |x|) / 2, with slope (1 + sign x) / 2, so 1/2 at 0.
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.slope = (1 + np.sign(x)) / 2
        return (x + np.abs(x)) / 2

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.slope * dz]

# %% right: mask-in-both | The mask of forward multiplies in both directions; at 0 the slope is 1.
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.alive = np.asarray(x) >= 0
        return self.alive * x

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.alive * dz]

# %% right: own-copy-in-place | Sets entries to 0 in place, in copies of its own.
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        z = np.array(x, dtype=float)
        self.dead = z < 0
        z[self.dead] = 0
        return z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        dx = np.array(dz, dtype=float)
        dx[self.dead] = 0
        return [dx]

# %% wrong: mask-of-upstream | The mask asks where dz is positive, not where the input was.
# expect: mask-from-upstream
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        return np.maximum(0, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * (np.asarray(dz) > 0)]

# %% wrong: masked-twice | A negative upstream gradient is cut off as well, as if the ReLU worked in both directions.
# expect: negative-gradients-stopped
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.x = x
        return np.maximum(0, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.maximum(0, dz) * (self.x > 0)]

# %% wrong: output-never-negative | The mask asks where the remembered output is at least 0, which is everywhere.
# expect: local-derivative-missing
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.z = np.maximum(0, x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * (self.z >= 0)]

# %% wrong: output-as-slope-again | dz is multiplied by the output max(0, x) instead of by the slope 1 or 0.
# expect: value-as-slope
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.z = np.maximum(0, x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.z]

# %% wrong: sign-as-slope-again | np.sign is taken as the slope, so that negative inputs get −dz instead of 0.
# expect: local-derivative-wrong
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.x = x
        return np.maximum(x, 0)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * np.sign(self.x)]

# %% wrong: input-clipped-in-place | The negative entries are set to 0 in the array x itself, which changes the caller's input.
# expect: explained
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.x = np.asarray(x)
        self.active = self.x > 0
        self.x[~self.active] = 0
        return self.x

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.active]

# %% wrong: leaky-again | A slope of 0.01 is let through on the negative side, as in a leaky ReLU, while forward is an ordinary one.
# expect: local-derivative-wrong
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.x = x
        return np.maximum(0, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.where(np.asarray(self.x) > 0, dz, 0.01 * np.asarray(dz))]

# %% wrong: tiny-counts-as-zero | Inputs below 1e-12 are taken for rounding noise and get no slope, although every input above 0 has slope 1.
# expect: nothing
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.active = np.asarray(x) > 1e-12
        return np.maximum(0, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.active]

# %% wrong: slope-by-division-one-for-all | Two slips: Python's max decides about numbers only, and the slope is z / x, which fails at 0.
# expect: explained
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.x = x
        self.z = max(0, x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [dz * self.z / self.x]

# %% right: half-plus-half-sign | The value is (x + |x|) / 2, the slope (1 + sign(x)) / 2, which is ½ at 0.
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.slope = (1 + np.sign(x)) / 2
        return (x + np.abs(x)) / 2

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.slope * dz]

# %% right: where-on-output | Asks where the output is positive, and selects with np.where in both directions.
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.z = np.where(np.asarray(x) > 0, x, 0)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.where(self.z > 0, dz, 0.0)]

# %% wrong: mask-of-the-upstream-again | Asks where dz is positive instead of where x was, so negative gradients never pass.
# expect: mask-from-upstream
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        return np.maximum(0, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.maximum(0, dz)]

# %% wrong: np-max-with-an-axis | np.max(x, 0) takes the maximum along axis 0, where np.maximum compares every entry with 0.
# expect: explained
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.x = x
        return np.max(x, 0)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [(self.x > 0) * dz]

# %% wrong: value-as-slope | Multiplies dz by z instead of by the slope, 0 or 1.
# expect: value-as-slope
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.z = np.maximum(0, x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.z * dz]

# %% wrong: output-never-below-zero | The mask is z >= 0, which is true everywhere, since z is a maximum with 0: the gradient passes always.
# expect: local-derivative-missing
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.z = np.maximum(0, x)
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [(self.z >= 0) * dz]

# %% wrong: leaky-again-again | Lets 0.01 of the gradient pass for negative x, as a leaky ReLU does, while forward is the plain one.
# expect: local-derivative-wrong
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.x = x
        return np.maximum(0, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [np.where(self.x > 0, dz, 0.01 * dz)]

# %% wrong: dz-set-to-zero-in-place | Sets the blocked entries of dz itself to 0, which changes the array that other gates may be given.
# expect: explained
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.x = np.asarray(x)
        return np.maximum(0, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        if np.ndim(dz) == 0:
            return [dz if self.x > 0 else 0.0]
        dz[self.x <= 0] = 0
        return [dz]

# %% wrong: sign-as-slope-again-again | Takes np.sign(x) as the slope, which is -1 and not 0 for negative x.
# expect: local-derivative-wrong
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.slope = np.sign(x)
        return np.maximum(0, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.slope * dz]

# %% wrong: input-overwritten | Forward sets the negative entries of x to 0 in place, so the caller's array is changed.
# expect: explained
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        if np.ndim(x) == 0:
            self.z = x if x > 0 else 0 * x
        else:
            x[x < 0] = 0
            self.z = x
        return self.z

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [(self.z > 0) * dz]

# %% right: half-of-x-plus-absolute | z = (x + |x|) / 2, whose slope (1 + sign x) / 2 is ½ at the kink.
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.slope = (1 + np.sign(x)) / 2
        return (x + np.abs(x)) / 2

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        return [self.slope * dz]

# %% right: own-copy-of-dz | A real copy of dz, in which the blocked entries are set to 0; the kink passes the gradient.
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        self.blocked = np.less(x, 0)
        return np.where(self.blocked, 0, x)

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        dx = np.array(dz, dtype=float)
        dx[self.blocked] = 0.0
        return [dx[()]]
