# %% wrong: multiplies-upstream-by-inputs | backward multiplies the upstream gradient by the inputs, as if the local derivative of x + y with respect to x were x; it is 1
# expect: value-as-slope
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [self.x * dz, self.y * dz]

# %% wrong: splits-the-gradient | backward halves dz between the two inputs ("add distributes" understood as sharing out); each input gets the whole of it
# expect: halved
class AddGate:
    """z = x + y."""
    symbol = "+"

    def forward(self, x, y):
        z = x + y
        return z

    def backward(self, dz):
        dx = dz / 2
        dy = dz / 2
        return [dx, dy]

# %% wrong: only-local-derivative | backward returns the local derivatives [1, 1] and forgets to multiply by the upstream gradient
# expect: upstream-ignored
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        self.shape = np.shape(x)
        return x + y

    def backward(self, dz):
        return [np.ones(self.shape), np.ones(self.shape)]

# %% wrong: in-place-addition | forward adds y into x with +=, so the caller's array x is changed (and integer x with real y raises)
# expect: explained
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        x += y
        return x

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz, dz]

# %% wrong: one-gradient-for-both | backward returns only [dz]: one gradient although the gate has two inputs
# expect: explained
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        # dz/dx = dz/dy = 1
        return [dz]

# %% wrong: sums-the-upstream | backward sums the upstream array to one number (np.sum) as if z were a scalar made of all entries, so arrays get the total everywhere
# expect: explained
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        return np.add(x, y)

    def backward(self, dz):
        total = np.sum(dz)
        return [total * 1.0, total * 1.0]

# %% right: numpy-ones-times-dz | local derivatives written out as arrays of ones of the input's shape
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        self.local = (np.ones(np.shape(x)), np.ones(np.shape(y)))
        return np.add(x, y)

    def backward(self, dz):
        return [dz * local for local in self.local]

# %% right: tuple-result | returns a tuple (dz,) * 2
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, *inputs):
        return sum(inputs)

    def backward(self, dz):
        return (dz,) * 2

# %% wrong: inputs-handed-back | returns the inputs times dz, as the multiply gate does with the other input
# expect: value-as-slope
class AddGate:
    symbol = "+"

    def forward(self, x, y):
        self.x, self.y = x, y
        return x + y

    def backward(self, dz):
        return [self.x * dz, self.y * dz]

# %% wrong: one-gradient-for-both-2 | returns a list with a single gradient, for both inputs together
# expect: explained
class AddGate:
    symbol = "+"

    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return [dz]

# %% wrong: shares-equally | the gradient is divided between the inputs
# expect: halved
class AddGate:
    symbol = "+"

    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return [dz / 2, dz / 2]

# %% wrong: returns-one-gradient | [dz]: one gradient for two inputs
# expect: explained
class AddGate:
    symbol = "+"

    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return [dz]

# %% wrong: ones-without-upstream | local derivative 1 for each, dz ignored
# expect: upstream-ignored
class AddGate:
    symbol = "+"

    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return [np.ones_like(dz), np.ones_like(dz)]

# %% wrong: doubles-in-place | forward writes x += y into the caller's array
# expect: explained
class AddGate:
    symbol = "+"

    def forward(self, x, y):
        x += y
        return x

    def backward(self, dz):
        return [dz, dz]

# %% wrong: multiplies-by-the-inputs | dz x and dz y, as if it were a product with itself
# expect: value-as-slope
class AddGate:
    symbol = "+"

    def forward(self, x, y):
        self.x, self.y = x, y
        return x + y

    def backward(self, dz):
        return [dz * self.x, dz * self.y]

# %% wrong: sums-the-gradient | np.sum(dz) for arrays: the shape is lost
# expect: explained
class AddGate:
    symbol = "+"

    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return [np.sum(dz), np.sum(dz)]

# %% right: list-times-two | remembers the number of inputs, any number of them
class AddGate:
    symbol = "+"

    def forward(self, *inputs):
        self.count = len(inputs)
        return sum(inputs)

    def backward(self, dz):
        return [dz] * self.count

# %% wrong: half-to-each | backward gives each input half of dz: "distributes" is read as "shares out", but both local slopes are 1.
# expect: halved
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz / 2, dz / 2]

# %% wrong: upstream-forgotten | backward returns the local slopes 1 and 1 and forgets to multiply by dz.
# expect: upstream-ignored
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [1.0, 1.0]

# %% wrong: slopes-of-a-product | backward switches the inputs, as a multiply gate does, instead of passing dz on.
# expect: value-as-slope
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * self.y, dz * self.x]

# %% wrong: times-own-input | backward multiplies dz by the input itself, taking the value for the local slope.
# expect: value-as-slope
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        self.x = x
        self.y = y
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        dx = dz * self.x
        dy = dz * self.y
        return [dx, dy]

# %% wrong: second-negative | backward sends -dz to y, the slopes of x - y.
# expect: sign-flipped
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz, -dz]

# %% wrong: bare-dz | backward returns dz itself and not a list with one gradient per input.
# expect: explained
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return dz

# %% wrong: sums-everything | forward adds up all entries of both arrays to a single number, where the gate is elementwise.
# expect: explained
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        return np.sum([x, y])

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz, dz]

# %% wrong: adds-into-x | forward uses x += y, which changes the caller's array (and fails when an array of integers gets floats).
# expect: explained
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        x += y
        return x

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz, dz]

# %% wrong: integer-gradients | backward fills arrays made like the inputs: for integer inputs the gradients lose their decimals.
# expect: integers-kept
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        dx = np.zeros_like(self.x)
        dy = np.zeros_like(self.y)
        dx[...] = dz
        dy[...] = dz
        return [dx, dy]

# %% wrong: gradients-pile-up | backward adds to gradients kept in self, so that a second call returns the double.
# expect: accumulated
class AddGate:
    """z = x + y."""

    symbol = "+"

    def __init__(self):
        self.dx = 0.0
        self.dy = 0.0

    def forward(self, x, y):
        """Return z."""
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        self.dx = self.dx + dz
        self.dy = self.dy + dz
        return [self.dx, self.dy]

# %% wrong: ones-of-first-shape | The array of local slopes is made at the first forward only: used again with inputs of another shape, the gradients have the old shape or the product fails.
# expect: explained
class AddGate:
    """z = x + y."""

    symbol = "+"

    def __init__(self):
        self.ones = None

    def forward(self, x, y):
        """Return z."""
        if self.ones is None:
            self.ones = np.ones(np.shape(x))  # the local slopes never change
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [self.ones * dz, self.ones * dz]

# %% wrong: total-of-dz | backward sums dz over all entries before it hands it on, so every entry's gradient is a single number.
# expect: explained
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        total = np.sum(dz)
        return [total, total]

# %% right: list-times-two-again | Repeats the list, without any state.
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        return np.add(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return 2 * [dz]

# %% right: local-slopes-loop | Multiplies dz by a stored local slope for each input, in a comprehension.
class AddGate:
    """z = x + y."""

    symbol = "+"

    slopes = (1, 1)

    def forward(self, x, y):
        """Return z."""
        return sum((x, y))

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [slope * dz for slope in self.slopes]

# %% right: written-into-own-arrays | Makes new float arrays and fills them in place.
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        z = np.zeros(np.shape(x))
        z += x
        z += y
        return z

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        dx, dy = np.empty(np.shape(dz)), np.empty(np.shape(dz))
        dx[...] = dz
        dy[...] = dz
        return [dx, dy]

# %% wrong: shares-equally-again | "Distributes" is read as sharing out: each input gets half of dz instead of all of it.
# expect: halved
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz / 2, dz / 2]

# %% wrong: no-upstream | Returns the local derivatives, 1 and 1, without multiplying by the upstream gradient.
# expect: upstream-ignored
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [1.0 + 0 * self.x, 1.0 + 0 * self.y]

# %% wrong: like-a-product | The backward pass is that of a multiplication: each input gets dz times the other input.
# expect: value-as-slope
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * self.y, dz * self.x]

# %% wrong: one-gradient-for-two | Returns a single gradient, since both are equal, instead of one per input.
# expect: explained
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz]

# %% wrong: summed-over-entries | dz is summed over all entries, as for a bias that serves a whole batch, so the gradients lose the shape of their inputs.
# expect: explained
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        total = np.sum(dz)
        return [total, total]

# %% wrong: filled-in-the-input-dtype | The gradients are built with full_like from the inputs, so that integer inputs cut dz off to whole numbers.
# expect: integers-kept
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [np.full_like(self.x, dz), np.full_like(self.y, dz)]

# %% wrong: sum-in-place | The sum is formed in place in x: an array that is given as x is changed.
# expect: explained
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        z = x
        z += y
        return z

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz, dz]

# %% wrong: scaled-by-share-of-the-sum | dz is shared in proportion to what each input contributed to the sum, which is not a derivative and fails where the sum is 0.
# expect: local-derivative-wrong
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y, self.z = x, y, x + y
        return self.z

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * self.x / self.z, dz * self.y / self.z]

# %% right: loop-over-inputs | Collects the gradients, each its own float array, in a comprehension over the remembered number of inputs.
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        terms = (x, y)
        self.count = len(terms)
        return sum(terms)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [np.multiply(1.0, dz) for _ in range(self.count)]

# %% right: slopes-remembered | Forward stores one slope per input, each 1, and backward does the general "upstream times local" with them.
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        self.slopes = 1.0, 1.0
        return np.add(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        dx, dy = (slope * np.asarray(dz)[()] for slope in self.slopes)
        return [dx, dy]

# %% wrong: shares-the-gradient | "Distributes" is read as "shares out": each input gets half of dz.
# expect: halved
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz / 2, dz / 2]

# %% wrong: one-gradient-for-two-inputs | Backward returns a list with a single gradient, since both are equal, where it needs one for each input.
# expect: explained
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz]  # dz/dx = dz/dy = 1

# %% wrong: adds-into-its-input | The sum is formed in place in x, so the array that was handed in is changed.
# expect: explained
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        x += y
        return x

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz, dz]

# %% wrong: local-ones-only | Backward returns the local derivatives, 1 and 1, and ignores dz.
# expect: upstream-ignored
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [np.ones_like(dz), np.ones_like(dz)]

# %% wrong: np-sum-over-everything | z = np.sum([x, y]) adds up all entries of both arrays; only for two numbers is that x + y.
# expect: explained
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        return np.sum([x, y])

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz, dz]

# %% wrong: gradients-collected-in-the-gate | The gate adds up its gradients from call to call, as PyTorch does, so a second backward returns twice as much.
# expect: accumulated
class AddGate:
    """z = x + y."""

    symbol = "+"

    def __init__(self):
        self.dx = 0
        self.dy = 0

    def forward(self, x, y):
        """Return z."""
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        self.dx = self.dx + dz
        self.dy = self.dy + dz
        return [self.dx, self.dy]

# %% wrong: same-array-added-up | Where both inputs are one object, the gate adds the two gradients itself, although each input is to have its own.
# expect: nothing
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        self.same = x is y
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        if self.same:
            return [2 * dz, 2 * dz]
        return [dz, dz]

# %% wrong: gradient-in-the-dtype-of-the-input | The gradients are cast to the dtype of the inputs, so for integers their decimals are cut off.
# expect: integers-kept
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        self.kinds = [np.asarray(x).dtype, np.asarray(y).dtype]
        return x + y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [np.asarray(dz).astype(kind) for kind in self.kinds]

# %% right: one-times-dz | Upstream times local in a comprehension, with the local derivatives written out.
class AddGate:
    """z = x + y."""

    symbol = "+"
    local = (1.0, 1.0)

    def forward(self, *inputs):
        """Return z."""
        return sum(inputs)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [slope * dz for slope in self.local]

# %% right: numpy-with-a-copy | np.add, and a copy for the second input, so that the two never share memory.
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        return np.add(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        gradients = list()
        gradients.append(dz)
        gradients.append(np.copy(dz))
        return gradients
