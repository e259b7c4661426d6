# %% wrong: mask-from-dout | backward keeps what is positive in dout, not where the input was positive
# expect: mask-from-upstream
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        self.X = X
        return np.maximum(0, X)

    def backward(self, dout):
        return np.where(dout > 0, dout, 0)

# %% wrong: input-zeroed-in-place | forward sets the negative entries of the caller's X to 0
# expect: explained
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        self.negative = X < 0
        X[self.negative] = 0
        return X

    def backward(self, dout):
        return dout * ~self.negative

# %% wrong: dout-zeroed-in-place | backward sets entries of the caller's dout to 0
# expect: explained
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        self.X = X
        return X * (X > 0)

    def backward(self, dout):
        dout[self.X <= 0] = 0
        return dout

# %% wrong: slope-without-dout | backward returns the slope 0 or 1 and forgets to multiply by dout
# expect: upstream-ignored
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        self.X = X
        return np.maximum(X, 0)

    def backward(self, dout):
        return (self.X > 0).astype(float)

# %% wrong: output-as-slope | backward multiplies dout by the output instead of by 0 or 1
# expect: value-as-slope
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        self.out = np.maximum(X, 0)
        return self.out

    def backward(self, dout):
        return dout * self.out

# %% wrong: list-as-in-a-gate | backward returns a list with one gradient, as the gate of assignment 5 did, instead of an array
# expect: explained
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        self.mask = X > 0
        return np.where(self.mask, X, 0)

    def backward(self, dout):
        return [np.where(self.mask, dout, 0)]

# %% right: any-slope-at-zero | x >= 0 passes, so the slope at exactly 0 is 1
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        self.passes = X >= 0
        return (np.abs(X) + X) / 2

    def backward(self, dout):
        return np.multiply(dout, self.passes)

# %% wrong: sign-of-dout | lets a gradient pass only where it is positive as well (guided backpropagation)
# expect: negative-gradients-stopped
class ReLU:
    def forward(self, X):
        self.X = X
        return np.maximum(X, 0)

    def backward(self, dout):
        dX = dout.copy()
        dX[self.X <= 0] = 0
        dX[dout <= 0] = 0
        return dX

# %% wrong: mask-made-once | the mask is made in the first forward and only made anew if the shape changes
# expect: other-inputs-remembered
class ReLU:
    def __init__(self):
        self.mask = None

    def forward(self, X):
        if self.mask is None or self.mask.shape != X.shape:
            self.mask = X > 0
        return np.where(X > 0, X, 0)

    def backward(self, dout):
        return dout * self.mask

# %% wrong: masks-the-gradient | keeps positive gradients instead of gradients at positive inputs
# expect: mask-from-upstream
class ReLU:
    def forward(self, X):
        self.on = X > 0
        return np.maximum(0, X)

    def backward(self, dout):
        return np.maximum(0, dout)

# %% wrong: keeps-what-is-below | mask X < 0
# expect: local-derivative-wrong
class ReLU:
    def forward(self, X):
        self.on = X < 0
        return np.maximum(0, X)

    def backward(self, dout):
        return dout * self.on

# %% wrong: slope-alone | returns the mask, dout is not used
# expect: upstream-ignored
class ReLU:
    def forward(self, X):
        self.on = X > 0
        return np.maximum(0, X)

    def backward(self, dout):
        return self.on.astype(float)

# %% wrong: output-times-gradient | multiplies by the output
# expect: value-as-slope
class ReLU:
    def forward(self, X):
        self.on = np.maximum(0, X)
        return np.maximum(0, X)

    def backward(self, dout):
        return dout * self.on

# %% wrong: list-like-a-gate | returns [dX], a list, as in notebook 5
# expect: explained
class ReLU:
    def forward(self, X):
        self.on = X > 0
        return np.maximum(0, X)

    def backward(self, dout):
        return [dout * self.on]

# %% wrong: cuts-in-place | X[X < 0] = 0 in the caller's array
# expect: explained
class ReLU:
    def forward(self, X):
        self.on = X > 0
        X[X < 0] = 0
        return X

    def backward(self, dout):
        return dout * self.on

# %% wrong: mask-of-the-first-batch | remembers the mask of the first forward only
# expect: other-inputs-remembered
class ReLU:
    def forward(self, X):
        if not hasattr(self, "on"):
            self.on = X > 0
        return np.maximum(0, X)

    def backward(self, dout):
        return dout * self.on

# %% right: where-and-zeros | np.where both ways, mask from the stored output
class ReLU:
    def forward(self, X):
        self.Z = np.where(X > 0, X, 0)
        return self.Z

    def backward(self, dout):
        return np.where(self.Z > 0, dout, 0.0)

# %% right: half-at-zero | np.heaviside with slope ½ at 0, and (x + |x|)/2
class ReLU:
    def forward(self, X):
        self.slope = np.heaviside(X, 0.5)
        return (X + np.abs(X)) / 2

    def backward(self, dout):
        return np.einsum("...,...->...", dout, self.slope)

# %% wrong: masked-by-dout | backward lets the positive entries of dout through, instead of those where the input was positive.
# expect: mask-from-upstream
class ReLU:
    def forward(self, X):
        return np.maximum(0, X)

    def backward(self, dout):
        return np.maximum(0, dout)

# %% wrong: value-for-slope | backward multiplies dout by the output of the gate, max(0, x), instead of by its slope, 0 or 1.
# expect: value-as-slope
class ReLU:
    def forward(self, X):
        self.z = np.maximum(0, X)
        return self.z

    def backward(self, dout):
        return dout * self.z

# %% wrong: forward-in-place | forward sets the negative entries of the caller's X to 0.
# expect: explained
class ReLU:
    def forward(self, X):
        X[X < 0] = 0
        self.mask = X > 0
        return X

    def backward(self, dout):
        return dout * self.mask

# %% wrong: backward-in-place | backward sets entries of the caller's dout to 0.
# expect: explained
class ReLU:
    def forward(self, X):
        self.off = X <= 0
        return np.maximum(0, X)

    def backward(self, dout):
        dout[self.off] = 0
        return dout

# %% wrong: integers-truncated | dX is made with the dtype of X, so for integer inputs the gradient is cut to integers.
# expect: integers-kept
class ReLU:
    def forward(self, X):
        self.X = X
        return np.maximum(0, X)

    def backward(self, dout):
        dX = np.zeros_like(self.X)
        on = self.X > 0
        dX[on] = dout[on]
        return dX

# %% wrong: max-along-an-axis | np.max(X, 0) is the maximum along axis 0, not the larger of each entry and 0.
# expect: explained
class ReLU:
    def forward(self, X):
        self.mask = X > 0
        return np.max(X, 0)

    def backward(self, dout):
        return dout * self.mask

# %% wrong: sign-as-slope | The slope is taken as sign(x), so the gradient of negative inputs comes back with its sign turned instead of 0.
# expect: local-derivative-wrong
class ReLU:
    def forward(self, X):
        self.X = X
        return np.maximum(0, X)

    def backward(self, dout):
        return dout * np.sign(self.X)

# %% wrong: mask-shared-by-class | The mask is kept in a variable of the class, so another ReLU's forward overwrites it.
# expect: other-inputs-remembered
class ReLU:
    mask = None

    def forward(self, X):
        ReLU.mask = X > 0
        return X * ReLU.mask

    def backward(self, dout):
        return dout * ReLU.mask

# %% wrong: slope-clipped-value | The slope is taken as x clipped to 0 … 1, which is right only for inputs outside of (0, 1), such as integers.
# expect: nothing
class ReLU:
    def forward(self, X):
        self.X = X
        return np.maximum(X, 0)

    def backward(self, dout):
        return dout * np.clip(self.X, 0, 1)

# %% right: half-of-x-plus-abs | (x + |x|) / 2, and the slope as (1 + sign) / 2: a half at 0.
class ReLU:
    def forward(self, X):
        X = np.asarray(X, dtype=float)
        self.slope = 0.5 * (1.0 + np.sign(X))
        return 0.5 * (X + np.abs(X))

    def backward(self, dout):
        return np.multiply(dout, self.slope)

# %% right: nonzero-indices | Remembers the indices of active entries, and copies only those.
class ReLU:
    def forward(self, X):
        X = np.asarray(X)
        self.on = np.nonzero(X >= 0)
        z = np.zeros(X.shape)
        z[self.on] = X[self.on]
        return z

    def backward(self, dout):
        dX = np.zeros(np.shape(dout))
        dX[self.on] = np.asarray(dout)[self.on]
        return dX

# %% wrong: masks-the-upstream | backward applies ReLU to dout itself: it stops negative gradients instead of those of inactive units.
# expect: mask-from-upstream
class ReLU:
    def forward(self, X):
        self.X = X
        return np.maximum(0, X)

    def backward(self, dout):
        return np.maximum(0, dout)

# %% wrong: dout-changed | backward sets entries of the caller's dout to 0 in place instead of those of an array of its own.
# expect: explained
class ReLU:
    def forward(self, X):
        self.mask = X <= 0
        return np.where(self.mask, 0, X)

    def backward(self, dout):
        dout[self.mask] = 0
        return dout

# %% wrong: clips-the-input-in-place | forward writes the zeros into the caller's X.
# expect: explained
class ReLU:
    def forward(self, X):
        X[X < 0] = 0
        self.out = X
        return X

    def backward(self, dout):
        return dout * (self.out > 0)

# %% wrong: multiplies-by-output | backward multiplies dout by the output max(0, x) instead of by the slope, 0 or 1.
# expect: value-as-slope
class ReLU:
    def forward(self, X):
        self.z = np.maximum(X, 0)
        return self.z

    def backward(self, dout):
        return self.z * dout

# %% wrong: dtype-of-input | The gradient is collected in an array of the type of X, so that fractions of dout are cut off when X holds integers.
# expect: integers-kept
class ReLU:
    def forward(self, X):
        self.X = X
        return np.maximum(X, 0)

    def backward(self, dout):
        dX = np.zeros_like(self.X)
        on = self.X > 0
        dX[on] = dout[on]
        return dX

# %% wrong: one-memory-for-all | What backward needs is kept in a variable of the class, which all ReLU objects share.
# expect: other-inputs-remembered
class ReLU:
    X = None

    def forward(self, X):
        ReLU.X = X
        return X * (X > 0)

    def backward(self, dout):
        return dout * (ReLU.X > 0)

# %% wrong: whole-example-silenced | The mask is one per example (is any entry positive?) instead of one per entry.
# expect: local-derivative-missing
class ReLU:
    def forward(self, X):
        self.on = (X > 0).any(axis=1, keepdims=True)
        return np.maximum(0, X)

    def backward(self, dout):
        return dout * self.on

# %% wrong: stack-popped | Each backward takes the input off a stack, so that a second backward after one forward fails or refers to an older forward.
# expect: explained
class ReLU:
    def __init__(self):
        self.inputs = []

    def forward(self, X):
        self.inputs.append(X)
        return np.maximum(X, 0)

    def backward(self, dout):
        X = self.inputs.pop()
        return dout * (X > 0)

# %% wrong: first-forward-kept | The mask is only made by the first forward of the object, and is kept for batches of the same shape ever after.
# expect: other-inputs-remembered
class ReLU:
    def __init__(self):
        self.mask = None

    def forward(self, X):
        if self.mask is None or self.mask.shape != X.shape:
            self.mask = X > 0
        return np.maximum(0, X)

    def backward(self, dout):
        return self.mask * dout

# %% right: half-of-x-plus-abs-again | The value is (x + |x|) / 2 and the slope (1 + sign x) / 2, which is a half at 0.
class ReLU:
    def forward(self, X):
        self.slopes = (1 + np.sign(X)) / 2
        return (X + np.abs(X)) / 2

    def backward(self, dout):
        return self.slopes * dout

# %% right: loop-over-entries | A comprehension over the entries, with slope 1 at 0.
class ReLU:
    def forward(self, X):
        X = np.asarray(X)
        self.shape, self.active = X.shape, [x >= 0 for x in X.ravel()]
        return np.array([x if on else 0 * x for x, on in zip(X.ravel(), self.active)]).reshape(X.shape)

    def backward(self, dout):
        flat = [d if on else 0 * d for d, on in zip(np.ravel(dout), self.active)]
        return np.array(flat).reshape(self.shape)

# %% wrong: column-maximum | np.max(X, 0) is the maximum of each column (axis 0), not the larger of X and 0.
# expect: explained
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = X
        return np.max(X, 0)

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * (self.X > 0)

# %% wrong: input-zeroed-in-place-again | forward sets the negative entries of the caller's X to 0 and returns that array.
# expect: explained
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.mask = X > 0
        X[X < 0] = 0
        return X

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * self.mask

# %% wrong: upstream-zeroed-in-place | backward sets entries of the caller's dout to 0 instead of making a new array.
# expect: explained
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = X
        return np.maximum(0, X)

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        dX = dout
        dX[self.X <= 0] = 0
        return dX

# %% wrong: value-for-slope-again | backward multiplies by the output max(0, x), not by the slope 0 or 1.
# expect: value-as-slope
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.z = np.maximum(0, X)
        return self.z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * self.z

# %% wrong: slope-by-clipping | The slope is taken as the input clipped to 0 … 1, which is 1 only from x = 1 on: inputs between 0 and 1 get themselves as slope.
# expect: nothing
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.slope = np.clip(X, 0, 1)
        return np.maximum(X, 0)

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return self.slope * dout

# %% wrong: gradient-in-an-array-like-x | dX is made with zeros_like(X): for integer X it is an integer array, and the gradient loses its fraction.
# expect: integers-kept
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.X = X
        return np.where(X > 0, X, 0)

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        dX = np.zeros_like(self.X)
        active = self.X > 0
        dX[active] = dout[active]
        return dX

# %% wrong: mask-of-the-first-forward | The mask is made only if there is none yet, so backward refers to the first forward of the object, not to the last.
# expect: other-inputs-remembered
class ReLU:
    """z = max(0, x), elementwise."""

    def __init__(self):
        self.mask = None

    def forward(self, X):
        """Return z, of the shape of X."""
        if self.mask is None:
            self.mask = X > 0
        return np.maximum(X, 0)

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * self.mask

# %% wrong: relu-of-the-gradient | backward sends dout itself through max(0, .), as if negative gradients were to be cut, and never looks at X.
# expect: mask-from-upstream
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        return np.maximum(X, 0)

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return np.maximum(dout, 0)

# %% right: half-of-the-sum | max(0, x) as (x + |x|) / 2, the slope as (1 + sign x) / 2, which is one half at 0.
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        self.sign = np.sign(X)
        return (X + np.abs(X)) / 2

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        return dout * ((1 + self.sign) / 2)

# %% right: copies-with-index | Own copies are changed by boolean index; slope 1 at 0.
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        z = np.array(X)
        self.off = z < 0
        z[self.off] = 0
        return z

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        dX = np.array(dout)
        dX[self.off] = 0
        return dX
