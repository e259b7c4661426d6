# %% wrong: not-switched | backward gives each input its own value times dz instead of the other's
# expect: inputs-swapped
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x = x
        self.y = y
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [self.x * dz, self.y * dz]

# %% wrong: class-variables | the inputs are kept in class variables (MultiplyGate.x), so a second gate overwrites what the first remembers
# expect: other-inputs-remembered
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"
    x = None
    y = None

    def forward(self, x, y):
        MultiplyGate.x = x
        MultiplyGate.y = y
        return x * y

    def backward(self, dz):
        return [MultiplyGate.y * dz, MultiplyGate.x * dz]

# %% wrong: global-cache | the inputs are kept in one module-level dict under fixed keys, shared by all gates
# expect: other-inputs-remembered
cache = {}


class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        cache["x"], cache["y"] = x, y
        return x * y

    def backward(self, dz):
        return [dz * cache["y"], dz * cache["x"]]

# %% wrong: forgot-upstream | backward returns the local derivatives [y, x] without multiplying by dz
# expect: upstream-ignored
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        self.inputs = x, y
        return x * y

    def backward(self, dz):
        x, y = self.inputs
        dx = y
        dy = x
        return [dx, dy]

# %% wrong: stack-of-inputs | forward pushes the inputs on a list and backward pops them, so the second backward after one forward raises (or uses an older forward's inputs)
# expect: explained
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def __init__(self):
        self.history = []

    def forward(self, x, y):
        self.history.append((x, y))
        return x * y

    def backward(self, dz):
        x, y = self.history.pop()
        return [y * dz, x * dz]

# %% wrong: remembers-the-first | the inputs are stored only if nothing is stored yet, so backward keeps referring to the first forward
# expect: other-inputs-remembered
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def __init__(self):
        self.x = None
        self.y = None

    def forward(self, x, y):
        if self.x is None:
            self.x = x
            self.y = y
        return x * y

    def backward(self, dz):
        return [dz * self.y, dz * self.x]

# %% wrong: divides-output-by-input | dx is computed as z / x * dz, which is y only where x is not 0: at an input of exactly 0 it is nan
# expect: explained
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        self.z = self.x * self.y
        return self.z

    def backward(self, dz):
        return [self.z / self.x * dz, self.z / self.y * dz]

# %% wrong: dot-product | uses np.dot, which for two vectors gives one number (and for matrices the matrix product) instead of the elementwise product
# expect: explained
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        self.x, self.y = x, y
        return np.dot(x, y)

    def backward(self, dz):
        return [np.multiply(dz, self.y), np.multiply(dz, self.x)]

# %% right: backward-set-in-forward | forward stores a closure as self.backward
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        self.backward = lambda dz: [dz * y, dz * x]
        return x * y

# %% right: reversed-pair | keeps the inputs as a pair and walks it in reverse
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, *inputs):
        self.inputs = inputs
        x, y = inputs
        return np.multiply(x, y)

    def backward(self, dz):
        return [dz * other for other in reversed(self.inputs)]

# %% wrong: not-switched-2 | each input gets its own value times dz instead of the other's
# expect: inputs-swapped
class MultiplyGate:
    symbol = "×"

    def forward(self, x, y):
        self.x = x
        self.y = y
        return x * y

    def backward(self, dz):
        return [dz * self.x, dz * self.y]

# %% wrong: remembers-the-first-2 | a cache that is only filled if it is empty: backward refers to the first forward for ever
# expect: other-inputs-remembered
class MultiplyGate:
    symbol = "×"

    def __init__(self):
        self.cache = None

    def forward(self, x, y):
        if self.cache is None:
            self.cache = (x, y)
        return x * y

    def backward(self, dz):
        x, y = self.cache
        return [y * dz, x * dz]

# %% right: closure-in-self | forward leaves a closure in self that backward calls
class MultiplyGate:
    symbol = "×"

    def forward(self, x, y):
        x, y = np.array(x), np.array(y)
        self.send_back = lambda dz: [np.multiply(dz, other) for other in (y, x)]
        return x * y

    def backward(self, dz):
        return self.send_back(dz)

# %% wrong: memory-on-the-class | stores the inputs on the class, so that the last forward of any gate is remembered by all of them
# expect: other-inputs-remembered
class MultiplyGate:
    symbol = "×"

    def forward(self, x, y):
        MultiplyGate.x, MultiplyGate.y = x, y
        return x * y

    def backward(self, dz):
        return [MultiplyGate.y * dz, MultiplyGate.x * dz]

# %% wrong: output-over-input | stores the output and gets the other input as z / x: nan where an input is 0
# expect: explained
class MultiplyGate:
    symbol = "×"

    def forward(self, x, y):
        self.x, self.y, self.z = x, y, x * y
        return self.z

    def backward(self, dz):
        return [dz * np.divide(self.z, self.x), dz * np.divide(self.z, self.y)]

# %% wrong: does-not-switch | dx = dz x, dy = dz y
# expect: inputs-swapped
class MultiplyGate:
    symbol = "×"

    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        return [dz * self.x, dz * self.y]

# %% wrong: upstream-forgotten | returns [y, x] without dz
# expect: upstream-ignored
class MultiplyGate:
    symbol = "×"

    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        return [self.y, self.x]

# %% wrong: memory-in-the-class | keeps the inputs in class attributes: all MultiplyGates share the last one's
# expect: other-inputs-remembered
class MultiplyGate:
    symbol = "×"

    def forward(self, x, y):
        MultiplyGate.x, MultiplyGate.y = x, y
        return x * y

    def backward(self, dz):
        return [dz * self.y, dz * self.x]

# %% wrong: remembers-the-first-forward | stores the inputs only if it has none yet: a second forward is not seen by backward
# expect: other-inputs-remembered
class MultiplyGate:
    symbol = "×"

    def forward(self, x, y):
        if not hasattr(self, "x"):
            self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        return [dz * self.y, dz * self.x]

# %% wrong: forgets-after-backward | pops its inputs in backward: a second backward fails
# expect: explained
class MultiplyGate:
    symbol = "×"

    def forward(self, x, y):
        self.inputs = [x, y]
        return x * y

    def backward(self, dz):
        y = self.inputs.pop()
        x = self.inputs.pop()
        return [dz * y, dz * x]

# %% wrong: matrix-product | x @ y in place of the elementwise product: fails for scalars, wrong for arrays
# expect: explained
class MultiplyGate:
    symbol = "×"

    def forward(self, x, y):
        self.x, self.y = x, y
        return np.dot(x, y)

    def backward(self, dz):
        return [dz * self.y, dz * self.x]

# %% wrong: result-over-input | z / x for the other input: 0 / 0 where an input is 0
# expect: explained
class MultiplyGate:
    symbol = "×"

    def forward(self, x, y):
        self.x, self.y, self.z = x, y, x * y
        return self.z

    def backward(self, dz):
        return [dz * (self.z / self.x), dz * (self.z / self.y)]

# %% wrong: product-of-all-three | local derivative x y for both inputs: dz x y
# expect: value-as-slope
class MultiplyGate:
    symbol = "×"

    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        return [dz * self.x * self.y] * 2

# %% right: closure-as-memory | forward leaves a function behind that backward calls
class MultiplyGate:
    symbol = "×"

    def forward(self, x, y):
        self.pull = lambda dz: [dz * y, x * dz]
        return np.multiply(x, y)

    def backward(self, dz):
        return self.pull(dz)

# %% right: reversed-tuple | keeps the pair in reverse order
class MultiplyGate:
    symbol = "×"

    def forward(self, x, y):
        self.other = (y, x)
        return y * x

    def backward(self, dz):
        return [dz * value for value in self.other]

# %% wrong: not-switched-again | backward multiplies dz by each input's own value instead of the other's.
# expect: inputs-swapped
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * self.x, dz * self.y]

# %% wrong: upstream-forgotten-again | backward returns the local slopes y and x without the factor dz.
# expect: upstream-ignored
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [self.y, self.x]

# %% wrong: upstream-added | backward adds dz to the local slopes, where the chain rule multiplies.
# expect: explained
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz + self.y, dz + self.x]

# %% wrong: upstream-in-dx-only | dx has the factor dz, dy has been forgotten.
# expect: upstream-ignored
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x = x
        self.y = y
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        dx = dz * self.y
        dy = self.x
        return [dx, dy]

# %% wrong: kept-in-the-class | The inputs are kept in the class, not in self, so all multiply gates share one memory.
# expect: other-inputs-remembered
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        MultiplyGate.x = x
        MultiplyGate.y = y
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * MultiplyGate.y, dz * MultiplyGate.x]

# %% wrong: first-inputs-only | Remembers the inputs of the first forward and never again, so backward does not refer to the last one.
# expect: other-inputs-remembered
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        if not hasattr(self, "x"):
            self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * self.y, dz * self.x]

# %% wrong: popped-memory | backward pops the inputs from a stack, so that it cannot be called twice.
# expect: explained
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def __init__(self):
        self.memory = []

    def forward(self, x, y):
        """Return z."""
        self.memory.append((x, y))
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        x, y = self.memory.pop()
        return [dz * y, dz * x]

# %% wrong: dot-product-again | forward takes the dot product, one number, where the gate is elementwise.
# expect: explained
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return np.dot(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * self.y, dz * self.x]

# %% wrong: multiplies-into-x | forward multiplies into the caller's array x and then remembers the product as x.
# expect: explained
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        x *= y
        return x

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * self.y, dz * self.x]

# %% wrong: output-over-input-again | The local slope is found as z / x, which is 0 / 0 where an input is 0.
# expect: explained
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y, self.z = x, y, x * y
        return self.z

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * self.z / self.x, dz * self.z / self.y]

# %% wrong: integer-gradients | The gradients are written into arrays like the inputs, and lose their decimals where those are integers.
# expect: integers-kept
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = np.asarray(x), np.asarray(y)
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        dx = np.empty_like(self.x)
        dy = np.empty_like(self.y)
        dx[...] = dz * self.y
        dy[...] = dz * self.x
        return [dx, dy]

# %% wrong: buffers-of-first-shape | The arrays for the gradients are made once, at the first backward, to save time: with inputs of another shape later, they do not fit.
# expect: explained
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def __init__(self):
        self.dx = None

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        if self.dx is None:
            self.dx = np.empty(np.shape(dz))
            self.dy = np.empty(np.shape(dz))
        self.dx[...] = dz * self.y
        self.dy[...] = dz * self.x
        return [self.dx.copy(), self.dy.copy()]

# %% right: reversed-memory | Keeps the pair of inputs and walks through it backwards, in a comprehension.
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.inputs = (x, y)
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * other for other in reversed(self.inputs)]

# %% right: closure | Stores a function of dz instead of the inputs.
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self._back = lambda dz: [np.multiply(y, dz), np.multiply(x, dz)]
        return np.multiply(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return self._back(dz)

# %% right: einsum | Elementwise products by einsum, on float copies of the inputs.
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = np.array(x, dtype=float), np.array(y, dtype=float)
        return np.einsum("...,...->...", self.x, self.y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [np.einsum("...,...->...", dz, self.y), np.einsum("...,...->...", self.x, dz)]

# %% wrong: not-switched-again-again | Each input is handed dz times itself instead of dz times the other input.
# expect: inputs-swapped
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * self.x, dz * self.y]

# %% wrong: no-upstream | Returns the local derivatives y and x and ignores dz.
# expect: upstream-ignored
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [self.y, self.x]

# %% wrong: memory-in-the-class-again | The inputs are stored on the class, so that all multiply gates share what the last of them was given.
# expect: other-inputs-remembered
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        MultiplyGate.x = x
        MultiplyGate.y = y
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * MultiplyGate.y, dz * MultiplyGate.x]

# %% wrong: matrix-product-again | Multiplies with np.dot, which is elementwise for numbers only.
# expect: explained
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return np.dot(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * self.y, dz * self.x]

# %% wrong: upstream-changed-in-place | dx is formed in place in dz: dy is then computed from the spoiled dz, and the caller's array is changed.
# expect: explained
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        dx = dz
        dx *= self.y
        dy = dz * self.x
        return [dx, dy]

# %% wrong: memory-used-up | The inputs are popped from a stack in backward, so that a second backward finds nothing.
# expect: explained
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.memory = [x, y]
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        y = self.memory.pop()
        x = self.memory.pop()
        return [dz * y, dz * x]

# %% wrong: first-inputs-kept | The inputs are remembered only at the first forward; a gate that is used again answers for old inputs.
# expect: other-inputs-remembered
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        if not hasattr(self, "x"):
            self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * self.y, dz * self.x]

# %% wrong: other-input-by-division | The other input is recovered as z divided by the own one, which fails where an input is 0.
# expect: explained
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        self.z = x * y
        return self.z

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [dz * self.z / self.x, dz * self.z / self.y]

# %% wrong: square-special-case | If both inputs are the same object the gate takes itself for a square and sends 2x dz to both of them, so that x² gets twice its slope.
# expect: nothing
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        if self.x is self.y:  # z = x²
            return [2 * self.x * dz, 2 * self.x * dz]
        return [dz * self.y, dz * self.x]

# %% right: reversed-memory-again | Remembers the inputs as a tuple, walks it in reverse, and multiplies with np.multiply.
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.inputs = x, y
        return np.multiply(*self.inputs)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [np.multiply(other, dz) for other in self.inputs[::-1]]

# %% right: backward-as-closure | Forward stores a function that knows both inputs; backward only calls it.
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.pull = lambda dz: [y * dz, x * dz]
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return self.pull(dz)

# %% wrong: own-factor | Each input is multiplied by its own value, not by that of the other one.
# expect: inputs-swapped
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x = x
        self.y = y
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        dx = self.x * dz
        dy = self.y * dz
        return [dx, dy]

# %% wrong: memory-of-the-class | The inputs are kept in the class and not in self, so a second gate overwrites the memory of the first.
# expect: other-inputs-remembered
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        MultiplyGate.x = x
        MultiplyGate.y = y
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [MultiplyGate.y * dz, MultiplyGate.x * dz]

# %% wrong: memory-multiplied-in-place | Backward multiplies the stored inputs by dz in place, which changes the inputs and spoils a second backward.
# expect: memory-changed
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x = x
        self.y = y
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        self.x *= dz
        self.y *= dz
        return [self.y, self.x]

# %% wrong: upstream-forgotten-again-again | Backward returns the local derivatives y and x without the upstream gradient.
# expect: upstream-ignored
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.cache = (x, y)
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        x, y = self.cache
        return [y, x]

# %% wrong: matrix-product-again-again | Uses the matrix (or dot) product for arrays, where the gate works elementwise.
# expect: explained
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x = x
        self.y = y
        return np.dot(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [self.y * dz, self.x * dz]

# %% wrong: other-factor-by-division | Keeps z and one input and gets the other back as z / x, which is 0/0 where x is 0.
# expect: explained
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x = x
        self.z = x * y
        return self.z

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [self.z / self.x * dz, self.x * dz]

# %% wrong: stack-that-is-emptied | The inputs are pushed on a stack and popped in backward, so the second backward finds nothing (or an earlier forward).
# expect: explained
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def __init__(self):
        self.stack = []

    def forward(self, x, y):
        """Return z."""
        self.stack.append((x, y))
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        x, y = self.stack.pop()
        return [y * dz, x * dz]

# %% wrong: gradients-in-integer-arrays | The gradients are written into arrays made like the inputs, which for integers cuts their decimals off.
# expect: integers-kept
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        dx = np.zeros_like(self.x)
        dy = np.zeros_like(self.y)
        dx[...] = self.y * dz
        dy[...] = self.x * dz
        return [dx, dy]

# %% right: keeps-a-closure | Forward stores a function that knows the inputs; backward calls it.
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        self._send = lambda dz: [dz * y, dz * x]
        return np.multiply(x, y)

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return self._send(dz)

# %% right: reversed-tuple-again | The inputs are stored in the order in which backward will need them.
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def __init__(self):
        self.others = None

    def forward(self, x, y):
        """Return z."""
        self.others = (y, x)
        return y * x

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        return [np.asarray(other, dtype=float)[()] * dz for other in self.others]
