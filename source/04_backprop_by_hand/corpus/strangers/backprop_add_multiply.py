# %% wrong: multiply-not-switched | The × gate passes its own input back: dz = z and dq = q, instead of each getting the other input.
# expect: product-not-switched
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    dq = q
    dz = z
    dx = 1 * dq
    dy = 1 * dq
    return f, dx, dy, dz

# %% wrong: upstream-forgotten | dx and dy are the local gradient of the + gate, 1, without the upstream gradient z.
# expect: upstream-ignored
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    dz = q
    dx = 1.0
    dy = 1.0
    return f, dx, dy, dz

# %% wrong: precedence | x + y * z without the parentheses: the value is that of another graph, although the gradients belong to (x + y) z.
# expect: explained
def backprop_add_multiply(x, y, z):
    f = x + y * z
    return f, z, z, x + y

# %% wrong: add-treated-as-multiply | The + gate is treated as a × gate: x gets y times the upstream gradient and y gets x times it.
# expect: explained
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    dq, dz = z, q
    dx = y * dq
    dy = x * dq
    return f, dx, dy, dz

# %% wrong: results-in-backward-order | The gradients are returned in the order in which they are found, dz first, instead of dx, dy, dz.
# expect: results-swapped
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    dz = q
    dq = z
    dx = dq
    dy = dq
    return f, dz, dx, dy

# %% wrong: distributes-in-halves | "Add distributes" is misunderstood: the gradient is split in halves between x and y instead of going to both in full.
# expect: halved
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    dz = q
    dx = z / 2
    dy = z / 2
    return f, dx, dy, dz

# %% wrong: upstream-is-f | The walk back starts with f instead of with df/df = 1.
# expect: explained
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    df = f
    dq = z * df
    dz = q * df
    return f, dq, dq, dz

# %% right: multiplied-out | Multiplies the formula out to x z + y z and adds the gradients of the two uses of z.
def backprop_add_multiply(x, y, z):
    xz, yz = x * z, y * z
    f = xz + yz
    dz = 0
    dz += x
    dz += y
    return f, z, z, dz

# %% right: gate-classes | Two small gate classes with forward and backward.
class Add:
    def forward(self, a, b):
        return a + b

    def backward(self, up):
        return up, up


class Multiply:
    def forward(self, a, b):
        self.a, self.b = a, b
        return a * b

    def backward(self, up):
        return up * self.b, up * self.a


def backprop_add_multiply(x, y, z):
    add, mul = Add(), Multiply()
    f = mul.forward(add.forward(x, y), z)
    dq, dz = mul.backward(1.0)
    dx, dy = add.backward(dq)
    return f, dx, dy, dz

# %% wrong: add-shares | the + gate splits the upstream gradient in halves ("distributes")
# expect: halved
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    dq = z
    dz = q
    return f, dq / 2, dq / 2, dz

# %% wrong: product-in-dz | takes dz to be x y
# expect: explained
def backprop_add_multiply(x, y, z):
    f = (x + y) * z
    return f, z, z, x * y
