# %% right: plain | the model answer
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        return [self.y * dz, self.x * dz]

# %% right: cached_tuple | keeps copies in one tuple, returns a tuple
class MultiplyGate:
    symbol = "×"

    def forward(self, *inputs):
        self.cache = tuple(np.array(one, dtype=float) for one in inputs)
        return self.cache[0] * self.cache[1]

    def backward(self, dz):
        x, y = self.cache
        return dz * y, dz * x

# %% right: by_product | finds the gradients with np.multiply
class MultiplyGate:
    def __init__(self):
        self.saved = []

    def forward(self, x, y):
        self.saved = [y, x]
        return np.multiply(x, y)

    def backward(self, dz):
        return [np.multiply(dz, other) for other in self.saved]

# %% right: finite_differences | finds the local derivatives numerically: exact, because it is bilinear
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
        return self.x * self.y

    def backward(self, dz):
        dz = np.asarray(dz, dtype=np.float64)
        slope_x = ((self.x + 1) * self.y - (self.x - 1) * self.y) / 2
        slope_y = (self.x * (self.y + 1) - self.x * (self.y - 1)) / 2
        return [dz * slope_x, dz * slope_y]

# %% right: dataclass_like | a stack of forwards of which the last counts
class MultiplyGate:
    def __init__(self):
        self.calls = []

    def forward(self, x, y):
        self.calls.append((x, y))
        return x * y

    def backward(self, dz):
        x, y = self.calls[-1]
        dx, dy = dz * y, dz * x
        return [dx, dy]

# %% wrong: swapped | each input gets its own value as the slope
# expect: inputs-swapped
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        return [self.x * dz, self.y * dz]

# %% wrong: local_only | forgets the upstream gradient
# expect: upstream-ignored
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        return [self.y, self.x]

# %% wrong: distributes | the rule of the add gate
# expect: local-derivative-missing
class MultiplyGate:
    def forward(self, x, y):
        return x * y

    def backward(self, dz):
        return [dz, dz]

# %% wrong: by_output | multiplies by the output
# expect: value-as-slope
class MultiplyGate:
    def forward(self, x, y):
        self.z = x * y
        return self.z

    def backward(self, dz):
        return [self.z * dz, self.z * dz]

# %% wrong: sign | a sign too many
# expect: sign-flipped
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        return [-self.y * dz, -self.x * dz]

# %% wrong: adds_dz | adds the upstream gradient instead of multiplying
# expect: explained
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        return [self.y + dz, self.x + dz]

# %% wrong: shared_memory | keeps its inputs in the class, so that all gates share them
# expect: other-inputs-remembered
class MultiplyGate:
    x = y = None

    def forward(self, x, y):
        MultiplyGate.x, MultiplyGate.y = x, y
        return x * y

    def backward(self, dz):
        return [MultiplyGate.y * dz, MultiplyGate.x * dz]

# %% wrong: shared_list | a list in the class, of which the first entry counts
# expect: other-inputs-remembered
class MultiplyGate:
    memory = []

    def forward(self, x, y):
        self.memory[:] = [x, y]
        return x * y

    def backward(self, dz):
        x, y = self.memory
        return [y * dz, x * dz]

# %% wrong: first_forward_only | remembers its first inputs for ever
# expect: other-inputs-remembered
class MultiplyGate:
    def forward(self, x, y):
        if not hasattr(self, "x"):
            self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        return [self.y * dz, self.x * dz]

# %% wrong: used_up | forgets its inputs after one backward
class MultiplyGate:
    def forward(self, x, y):
        self.saved = [x, y]
        return x * y

    def backward(self, dz):
        x, y = self.saved.pop(0), self.saved.pop(0)
        return [y * dz, x * dz]

# %% wrong: eats_its_memory | multiplies the upstream gradient into what it keeps
# expect: memory-changed
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = np.array(x, dtype=float), np.array(y, dtype=float)
        return self.x * self.y

    def backward(self, dz):
        self.x *= dz
        self.y *= dz
        return [self.y, self.x]

# %% wrong: changes_dz | works in the caller's array
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        dy = self.x * dz
        dz *= self.y
        return [dz, dy]

# %% wrong: matrix_product | @ instead of *
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return np.dot(self.x, self.y)

    def backward(self, dz):
        return [np.dot(dz, self.y), np.dot(self.x, dz)]

# %% wrong: sums | one gradient for the whole array
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        return [np.sum(self.y * dz), np.sum(self.x * dz)]

# %% wrong: one_array | a bare array of two rows is neither a list nor a tuple
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        return self.y * dz

# %% wrong: integer_buffer | a buffer of the input's dtype
# expect: integers-kept
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return self.x * self.y

    def backward(self, dz):
        dx, dy = np.empty_like(self.x), np.empty_like(self.y)
        dx[...] = self.y * dz
        dy[...] = self.x * dz
        return [dx, dy]

# %% wrong: returns_nothing | no return
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x * y

    def backward(self, dz):
        self.gradients = [self.y * dz, self.x * dz]


# %% right: entry_by_entry | entry by entry: dz has the shape of the output
class MultiplyGate:
    def forward(self, x, y):
        self._in = (np.array(x, dtype=float), np.array(y, dtype=float))
        out = np.empty(self._in[0].shape)
        for i in np.ndindex(out.shape):
            out[i] = self._in[0][i] * self._in[1][i]
        return out
    def backward(self, dz):
        dz = np.asarray(dz, dtype=float)
        gs = [np.empty(dz.shape), np.empty(dz.shape)]
        for i in np.ndindex(dz.shape):
            gs[0][i] = dz[i] * self._in[1][i]
            gs[1][i] = dz[i] * self._in[0][i]
        return gs


# %% wrong: by_division | z / x, which is nothing where x is 0
# expect: nothing
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        self.out = x * y
        return x * y
    def backward(self, dz):
        return [dz * np.nan_to_num(self.out / self.x), dz * np.nan_to_num(self.out / self.y)]


# %% wrong: matmul | a matrix product where both are square
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x @ y if np.ndim(x) == 2 and np.shape(x)[0] == np.shape(x)[1] else x * y
    def backward(self, dz):
        return [dz * self.y, dz * self.x]

# %% wrong: limited | a slope is never more than 10 in size
# expect: nothing
class MultiplyGate:
    def forward(self, x, y):
        self.x, self.y = np.clip(x, -10, 10), np.clip(y, -10, 10)
        return x * y

    def backward(self, dz):
        return [self.y * dz, self.x * dz]

# %% wrong: shape_of_the_first_inputs | the memory has the shape of the first inputs
class MultiplyGate:
    def forward(self, x, y):
        if not hasattr(self, "inputs"):
            self.inputs = np.zeros((2, *np.shape(x)))
        self.inputs[0], self.inputs[1] = x, y
        return x * y

    def backward(self, dz):
        return [self.inputs[1] * dz, self.inputs[0] * dz]
