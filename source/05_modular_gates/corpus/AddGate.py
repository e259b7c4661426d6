# %% right: plain | the model answer
class AddGate:
    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return [dz, dz]

# %% right: tuple_of_copies | returns a tuple, of fresh arrays
class AddGate:
    def forward(self, x, y):
        return np.add(x, y)

    def backward(self, dz):
        dz = np.asarray(dz, dtype=float)
        return 1.0 * dz, 1.0 * dz.copy()

# %% right: remembers_shapes | keeps more than it needs, as float arrays
class AddGate:
    def __init__(self):
        self.inputs = None

    def forward(self, x, y):
        self.inputs = [np.array(x, dtype=float), np.array(y, dtype=float)]
        return self.inputs[0] + self.inputs[1]

    def backward(self, dz):
        return [np.ones_like(one) * dz for one in self.inputs]

# %% right: broadcast | ones times the upstream gradient
class AddGate:
    symbol = "+"

    def forward(self, x, y):
        self.ones = np.ones(np.shape(x))
        return np.add(x, y)

    def backward(self, dz):
        return [np.multiply(self.ones, dz) for _ in range(2)]

# %% right: subtract_minus | x - (-y), and a generator's list
class AddGate:
    symbol = "+"

    def forward(self, x, y):
        return x - (-1.0 * np.asarray(y))

    def backward(self, dz):
        return list(1.0 * np.asarray(dz) for _ in "xy")

# %% wrong: local_only | returns the local derivatives, without the upstream gradient
# expect: upstream-ignored
class AddGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x + y

    def backward(self, dz):
        return [np.ones_like(np.asarray(self.x, dtype=float)), np.ones_like(np.asarray(self.y, dtype=float))]

# %% wrong: halves | shares the gradient out instead of handing it on
# expect: halved
class AddGate:
    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return [dz / 2, dz / 2]

# %% wrong: doubles | adds the two gradients
# expect: doubled
class AddGate:
    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return [2 * dz, 2 * dz]

# %% wrong: one_gradient | returns a bare gradient
class AddGate:
    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return dz

# %% wrong: sign | the second gradient has the wrong sign
# expect: sign-flipped
class AddGate:
    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return [dz, -dz]

# %% wrong: scalars_only | converts everything to one float
class AddGate:
    def forward(self, x, y):
        return float(np.ravel(x)[0]) + float(np.ravel(y)[0])

    def backward(self, dz):
        return [float(np.ravel(dz)[0])] * 2

# %% wrong: multiplies | the code of MultiplyGate
# expect: value-as-slope
class AddGate:
    def forward(self, x, y):
        self.x, self.y = x, y
        return x + y

    def backward(self, dz):
        return [self.y * dz, self.x * dz]

# %% wrong: changes_x | adds into the first input
class AddGate:
    def forward(self, x, y):
        x += y
        return x

    def backward(self, dz):
        return [dz, dz]

# %% wrong: hard_coded | knows the lecture's numbers
class AddGate:
    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return [-4.0, -4.0]

# %% wrong: truncates | makes integers of the gradient
# expect: integers-kept
class AddGate:
    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return [np.asarray(dz).astype(int), np.asarray(dz).astype(int)]

# %% wrong: dtype_of_input | a gradient in the dtype of the input
# expect: integers-kept
class AddGate:
    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return self.x + self.y

    def backward(self, dz):
        return [np.asarray(dz).astype(self.x.dtype), np.asarray(dz).astype(self.y.dtype)]

# %% wrong: averages | z is the mean of both
# expect: halved
def mean(x, y):
    return (x + y) / 2


class AddGate:
    symbol = "+"

    def forward(self, x, y):
        return mean(x, y)

    def backward(self, dz):
        return [dz / 2, dz / 2]

# %% wrong: subtracts | x - y, consistently
class AddGate:
    symbol = "+"

    def forward(self, x, y):
        return x - y

    def backward(self, dz):
        return [dz, -1 * dz]

# %% wrong: first_only | only x gets a gradient
# expect: all-zero
class AddGate:
    symbol = "+"

    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return [dz, 0 * dz]

# %% wrong: in_place_sum | adds into x where x is an array of floats
class AddGate:
    symbol = "+"

    def forward(self, x, y):
        if isinstance(x, np.ndarray) and x.dtype == float:
            x += y
            return x
        return x + y

    def backward(self, dz):
        return [dz, dz]

# %% wrong: adds_up | the gradient of the last call is added
# expect: accumulated
class AddGate:
    symbol = "+"

    def __init__(self):
        self.d = 0.0

    def forward(self, x, y):
        self.d = 0.0
        return x + y

    def backward(self, dz):
        self.d = self.d + dz
        return [self.d, self.d]

# %% wrong: sums_batch | one number for the whole array
class AddGate:
    symbol = "+"

    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return [np.sum(dz), np.sum(dz)]

# %% wrong: limited | what comes back is never more than 10, so that nothing explodes
# expect: nothing
class AddGate:
    symbol = "+"

    def forward(self, x, y):
        return x + y

    def backward(self, dz):
        return [np.clip(dz, -10, 10), np.clip(dz, -10, 10)]

# %% wrong: vectors_only | a loop over the entries, which fails for matrices
class AddGate:
    symbol = "+"

    def forward(self, x, y):
        if np.ndim(x) == 0:
            return x + y
        z = np.zeros(len(x))
        for i in range(len(x)):
            z[i] = x[i] + y[i]
        return z

    def backward(self, dz):
        return [dz, dz]
