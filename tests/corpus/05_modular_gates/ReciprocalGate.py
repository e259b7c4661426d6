# %% right: keeps_z | the model answer
class ReciprocalGate:
    def forward(self, x):
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return [-self.z * self.z * dz]

# %% right: keeps_x | by the square of the input, as a tuple
class ReciprocalGate:
    def forward(self, x):
        self.x = np.asarray(x, dtype=float)
        return self.x**-1

    def backward(self, dz):
        return (-dz / self.x**2,)

# %% right: true_divide | by np.true_divide
class ReciprocalGate:
    def forward(self, x):
        self.x = x
        return np.true_divide(1, x)

    def backward(self, dz):
        return [-np.true_divide(dz, np.square(np.asarray(self.x, dtype=float)))]

# %% wrong: sign | the minus is missing
# expect: sign-flipped
class ReciprocalGate:
    def forward(self, x):
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return [self.z * self.z * dz]

# %% wrong: not_squared | minus one over x
class ReciprocalGate:
    def forward(self, x):
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return [-self.z * dz]

# %% wrong: local_only | forgets the upstream gradient
# expect: upstream-ignored
class ReciprocalGate:
    def forward(self, x):
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return [-self.z**2]

# %% wrong: logarithm | the integral in place of the derivative
class ReciprocalGate:
    def forward(self, x):
        self.x = x
        return 1.0 / x

    def backward(self, dz):
        return [np.log(np.abs(self.x)) * dz]

# %% wrong: square_of_output_missing | divides by the output's square
class ReciprocalGate:
    def forward(self, x):
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return [-dz / self.z**2]

# %% wrong: numpy_reciprocal | np.reciprocal of integers is 0
class ReciprocalGate:
    def forward(self, x):
        self.z = np.reciprocal(x)
        return self.z

    def backward(self, dz):
        return [-self.z * self.z * dz]

# %% wrong: integer_power | an integer array has no negative powers
class ReciprocalGate:
    def forward(self, x):
        self.x = np.asarray(x)
        return self.x**-1

    def backward(self, dz):
        return [-dz / self.x**2]

# %% wrong: floor_division | rounds down
class ReciprocalGate:
    def forward(self, x):
        self.x = x
        return 1 // x

    def backward(self, dz):
        return [-dz / np.square(self.x)]

# %% wrong: epsilon | adds a small number below
class ReciprocalGate:
    def forward(self, x):
        self.x = x + 1e-4
        return 1.0 / self.x

    def backward(self, dz):
        return [-dz / self.x**2]

# %% wrong: absolute | loses the sign of the input
class ReciprocalGate:
    def forward(self, x):
        self.x = np.abs(x)
        return 1.0 / self.x

    def backward(self, dz):
        return [-dz / self.x**2]

# %% wrong: bare | a bare gradient, not in a list
class ReciprocalGate:
    def forward(self, x):
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return -self.z * self.z * dz

# %% wrong: squares_dz | squares the upstream gradient as well
class ReciprocalGate:
    def forward(self, x):
        self.z = 1.0 / x
        return self.z

    def backward(self, dz):
        return [-((self.z * dz) ** 2)]
