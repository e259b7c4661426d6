# %% right: mask | the model answer
class ReLUGate:
    def forward(self, x):
        self.active = np.asarray(x) > 0
        return np.maximum(x, 0)

    def backward(self, dz):
        return [self.active * dz]

# %% right: where | the other slope at 0, as a tuple
class ReLUGate:
    def forward(self, x):
        self.x = x
        return np.where(np.greater(x, 0), x, 0.0)

    def backward(self, dz):
        return (np.where(np.greater_equal(self.x, 0), dz, 0.0),)

# %% right: copy_and_zero | zeroes a copy of the upstream gradient
class ReLUGate:
    def forward(self, x):
        self.x = np.array(x, dtype=float)
        z = self.x.copy()
        z[self.x < 0] = 0
        return z

    def backward(self, dz):
        dx = np.array(dz, dtype=float)
        dx[self.x <= 0] = 0
        return [dx]

# %% right: half_at_the_kink | slope 1/2 at 0
class ReLUGate:
    def forward(self, x):
        x = np.asarray(x, dtype=float)
        self.slope = np.heaviside(x, 0.5)
        return self.slope * x

    def backward(self, dz):
        return [self.slope * dz]

# %% right: half_sum | (x + |x|) / 2, and the sign
class ReLUGate:
    symbol = "max(0,·)"

    def forward(self, x):
        self.slope = np.heaviside(x, 0.5)
        return (np.asarray(x) + np.abs(x)) / 2

    def backward(self, dz):
        return (self.slope * np.asarray(dz),)

# %% wrong: mask_of_dz | takes the mask from the upstream gradient
# expect: mask-from-upstream
class ReLUGate:
    def forward(self, x):
        return np.maximum(x, 0)

    def backward(self, dz):
        return [np.maximum(dz, 0)]

# %% wrong: mask_of_both | negative gradients do not pass
# expect: negative-gradients-stopped
class ReLUGate:
    def forward(self, x):
        self.active = np.asarray(x) > 0
        return np.maximum(x, 0)

    def backward(self, dz):
        return [self.active * np.maximum(dz, 0)]

# %% wrong: local_only | the mask without the upstream gradient
# expect: upstream-ignored
class ReLUGate:
    def forward(self, x):
        self.active = np.asarray(x) > 0
        return np.maximum(x, 0)

    def backward(self, dz):
        return [1.0 * self.active]

# %% wrong: no_mask | the gradient passes always
# expect: local-derivative-missing
class ReLUGate:
    def forward(self, x):
        return np.maximum(x, 0)

    def backward(self, dz):
        return [dz]

# %% wrong: by_output | multiplies by the output instead of the mask
# expect: value-as-slope
class ReLUGate:
    def forward(self, x):
        self.z = np.maximum(x, 0)
        return self.z

    def backward(self, dz):
        return [self.z * dz]

# %% wrong: leaky | a slope of 0.01 below zero
# expect: local-derivative-wrong
class ReLUGate:
    def forward(self, x):
        self.x = np.asarray(x)
        return np.maximum(x, 0)

    def backward(self, dz):
        return [np.where(self.x > 0, 1.0, 0.01) * dz]

# %% wrong: changes_dz | zeroes the caller's array
class ReLUGate:
    def forward(self, x):
        self.x = np.asarray(x)
        return np.maximum(x, 0)

    def backward(self, dz):
        dz = np.asarray(dz)
        dz[self.x <= 0] = 0
        return [dz]

# %% wrong: changes_x | zeroes the caller's input
class ReLUGate:
    def forward(self, x):
        x = np.asarray(x)
        self.active = x > 0
        x[x < 0] = 0
        return x

    def backward(self, dz):
        return [self.active * dz]

# %% wrong: arrays_only | a number has no copy()
class ReLUGate:
    def forward(self, x):
        self.x = x
        return np.maximum(x, 0)

    def backward(self, dz):
        dx = dz.copy()
        dx[self.x <= 0] = 0
        return [dx]

# %% wrong: scalars_only | an if, which arrays do not allow
class ReLUGate:
    def forward(self, x):
        self.x = x
        return x if x > 0 else 0.0

    def backward(self, dz):
        return [dz if self.x > 0 else 0.0]

# %% wrong: threshold_one | begins at 1
# expect: nothing
class ReLUGate:
    def forward(self, x):
        self.active = np.asarray(x) > 1
        return self.active * x

    def backward(self, dz):
        return [self.active * dz]

# %% wrong: absolute | the absolute value
class ReLUGate:
    def forward(self, x):
        self.sign = np.sign(x)
        return np.abs(x)

    def backward(self, dz):
        return [self.sign * dz]

# %% wrong: steep_at_the_kink | slope 2 at zero
class ReLUGate:
    def forward(self, x):
        self.slope = 2 * np.heaviside(np.asarray(x, dtype=float), 1.0) - (np.asarray(x) > 0)
        return np.maximum(x, 0)

    def backward(self, dz):
        return [self.slope * dz]

# %% wrong: remembers_for_ever | units that were once off stay off
# expect: other-inputs-remembered
class ReLUGate:
    def forward(self, x):
        active = np.asarray(x) > 0
        before = getattr(self, "active", active)
        self.active = active & before if np.shape(before) == active.shape else active
        return np.maximum(x, 0)

    def backward(self, dz):
        return [self.active * dz]

# %% wrong: bare | a bare gradient, not in a list
class ReLUGate:
    def forward(self, x):
        self.active = np.asarray(x) > 0
        return np.maximum(x, 0)

    def backward(self, dz):
        return self.active * dz

# %% wrong: saturates | cut off at 6 as well
class ReLUGate:
    symbol = "max(0,·)"

    def forward(self, x):
        self.active = (np.asarray(x) > 0) & (np.asarray(x) < 6)
        return np.clip(x, 0, 6)

    def backward(self, dz):
        return [self.active * dz]

# %% wrong: class_memory | all gates share the mask
# expect: other-inputs-remembered
class ReLUGate:
    symbol = "max(0,·)"

    def forward(self, x):
        ReLUGate.active = np.asarray(x) > 0
        return np.maximum(x, 0)

    def backward(self, dz):
        return [ReLUGate.active * dz]


# %% wrong: threshold | what is small counts as 0
# expect: nothing
class ReLUGate:
    def forward(self, x):
        self.on = np.asarray(x) > 1e-2
        return np.where(np.asarray(x) > 1e-2, x, 0)
    def backward(self, dz):
        return [dz * self.on]

# %% wrong: no_numbers | numbers cannot be indexed
class ReLUGate:
    def forward(self, x):
        z = x.copy()
        z[x < 0] = 0
        self.on = x > 0
        return z

    def backward(self, dz):
        return [dz * self.on]


# %% wrong: relu6 | nothing is above 6, as in networks for telephones
# expect: nothing
class ReLUGate:
    def forward(self, x):
        self.on = (np.asarray(x) > 0) & (np.asarray(x) < 6)
        return np.clip(x, 0, 6)

    def backward(self, dz):
        return [dz * self.on]
