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

# %% wrong: local-gradient-only | dx = dy = 1: the upstream gradient z is not multiplied in
# expect: upstream-ignored
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    dq = z
    dz = q
    dx = 1
    dy = 1
    return f, dx, dy, dz

# %% wrong: multiply-does-not-switch | dq = q and dz = z: each factor gets its own value
# expect: product-not-switched
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    dq = q
    dz = z
    dx = dq
    dy = dq
    return f, dx, dy, dz

# %% wrong: add-shares-out | the gradient is halved between x and y
# expect: halved
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    dq = z
    dz = q
    dx = dq / 2
    dy = dq / 2
    return f, dx, dy, dz

# %% wrong: add-passes-the-values | dx = z x and dy = z y: the addition is treated like a product
# expect: explained
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    dq = z
    dz = q
    dx = dq * x
    dy = dq * y
    return f, dx, dy, dz

# %% wrong: starts-from-f | upstream gradient f instead of 1 at the output
# expect: explained
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    df = f
    dq = df * z
    dz = df * q
    dx = dq
    dy = dq
    return f, dx, dy, dz

# %% wrong: formula-without-brackets | value x + y z, with gradients to match: 1, z, y
# expect: nothing
def backprop_add_multiply(x, y, z):
    return x + y * z, 1, z, y

# %% wrong: dz-from-one-summand | dz = x only: the product's other input is taken to be x, not x + y
# expect: explained
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    dq = z
    dz = x
    dx = dq
    dy = dq
    return f, dx, dy, dz

# %% right: expanded-product | expands to x z + y z and adds the two wires of z
def backprop_add_multiply(x, y, z):
    xz, yz = x * z, y * z
    dz = 0
    dz += x
    dz += y
    return xz + yz, z, z, dz

# %% right: linear-slopes-exactly | f is linear in each argument, so exact differences f(1) - f(0) | open: parts 1 to 3 "do what you like"
def backprop_add_multiply(x, y, z):
    f = lambda x, y, z: (x + y) * z
    return f(x, y, z), f(1, y, z) - f(0, y, z), f(x, 1, z) - f(x, 0, z), f(x, y, 1) - f(x, y, 0)

# %% wrong: sum-passed-to-z-as-well | dz is the upstream of z itself, z, instead of the other input of the product, x + y.
# expect: product-not-switched
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    dq = z
    return f, dq, dq, z

# %% wrong: multiply-does-not-switch-again | The product hands each input its own value: dq = q and dz = z.
# expect: product-not-switched
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    dq = q
    dz = z
    return f, dq, dq, dz

# %% wrong: share-of-the-gradient | The + gate halves its gradient between the inputs instead of handing all of it to each.
# expect: halved
def backprop_add_multiply(x, y, z):
    q = x + y
    dq = z
    return q * z, dq / 2, dq / 2, q

# %% wrong: product-inside | The bracket is lost: x + y z is computed, with its own gradients.
# expect: nothing
def backprop_add_multiply(x, y, z):
    f = x + y * z
    return f, 1.0, z, y

# %% wrong: local-slopes-without-upstream | dx and dy are the local slopes of the + gate, 1; the upstream gradient is not multiplied in.
# expect: upstream-ignored
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    dq, dz = z, q
    dx = 1.0
    dy = 1.0
    return f, dx, dy, dz

# %% wrong: starts-from-f-again | The walk back starts from the value f instead of from 1.
# expect: explained
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    df = f
    dq, dz = df * z, df * q
    return f, dq, dq, dz

# %% wrong: gates-multiply-both | The + gate is treated as a product: x gets dq times y and y gets dq times x.
# expect: explained
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    dq = z
    dz = q
    return f, dq * y, dq * x, dz

# %% wrong: order-of-the-results | The gradients are returned in the order in which they were found, dz first.
# expect: results-swapped
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    dz = q
    dq = z
    dx, dy = dq, dq
    return f, dz, dx, dy

# %% wrong: integers-by-truncation | All inputs are cut to integers with int(), which suits the lecture's numbers only.
# expect: nothing
def backprop_add_multiply(x, y, z):
    x, y, z = int(x), int(y), int(z)
    q = x + y
    return q * z, z, z, q

# %% right: product-rule | The product rule of (x + y) and z, written for a direction in each input.
def backprop_add_multiply(x, y, z):
    directions = {"x": (1, 0, 0), "y": (0, 1, 0), "z": (0, 0, 1)}
    slopes = [(ex + ey) * z + (x + y) * ez for ex, ey, ez in directions.values()]
    return ((x + y) * z, *slopes)

# %% right: distributed-product | The product is multiplied out, x z + y z, and the gradients of z add at the branch.
def backprop_add_multiply(x, y, z):
    left, right = x * z, y * z
    f = left + right
    dz = x
    dz = dz + y
    return f, 1.0 * z, 1.0 * z, dz

# %% right: gates-as-helpers | Two helper functions for the gates, each with upstream times local.
def backprop_add_multiply(x, y, z):
    def add_back(upstream):
        return upstream, upstream

    def multiply_back(upstream, a, b):
        return upstream * b, upstream * a

    q = x + y
    dq, dz = multiply_back(1, q, z)
    return (q * z, *add_back(dq), dz)

# %% wrong: multiply-not-switched-again | The multiply gate hands each input its own value instead of the other one's: dq is q and dz is z.
# expect: product-not-switched
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z.

    x, y, z: scalars, Python or NumPy.
    Returns (f, dx, dy, dz).
    """
    q = x + y
    f = q * z
    dq = q
    dz = z
    return f, dq, dq, dz

# %% wrong: add-shares-equally | "Add distributes" is read as dividing: x and y each get half of the gradient that arrives at the sum.
# expect: halved
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z.

    x, y, z: scalars, Python or NumPy.
    Returns (f, dx, dy, dz).
    """
    q = x + y
    f = q * z
    dz = q
    dq = z
    dx = dq / 2
    dy = dq / 2
    return f, dx, dy, dz

# %% wrong: precedence-in-f | The parentheses are lost in the forward pass, f = x + y z, while the gradients are those of (x + y) z.
# expect: explained
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z.

    x, y, z: scalars, Python or NumPy.
    Returns (f, dx, dy, dz).
    """
    f = x + y * z
    dq = z
    return f, dq, dq, x + y

# %% wrong: all-three-multiplied | The gradients are those of the product x y z: each is the product of the other two inputs.
# expect: explained
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z.

    x, y, z: scalars, Python or NumPy.
    Returns (f, dx, dy, dz).
    """
    q = x + y
    f = q * z
    dx = y * z
    dy = x * z
    dz = x * y
    return f, dx, dy, dz

# %% wrong: starts-from-f-again-again | The backward pass starts with the value of f as upstream gradient instead of with 1.
# expect: explained
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z.

    x, y, z: scalars, Python or NumPy.
    Returns (f, dx, dy, dz).
    """
    q = x + y
    f = q * z
    df = f
    dq = z * df
    dz = q * df
    return f, 1 * dq, 1 * dq, dz

# %% wrong: descent-direction | Returns the direction in which to step, minus the gradient, instead of the gradient.
# expect: sign-flipped
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z.

    x, y, z: scalars, Python or NumPy.
    Returns (f, dx, dy, dz).
    """
    q = x + y
    f = q * z
    dz = -q
    dq = -z
    dx, dy = dq, dq
    return f, dx, dy, dz

# %% wrong: quotient-at-zero | The slope of z is recovered as f / z, which fails (or is nan) where z is 0, although it is x + y there.
# expect: explained
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z.

    x, y, z: scalars, Python or NumPy.
    Returns (f, dx, dy, dz).
    """
    f = (x + y) * z
    dz = f / z
    dx = dy = z
    return f, dx, dy, dz

# %% wrong: zero-stops-the-gradient | If the sum q is 0 the whole backward pass returns zeros, although x and y then still have the slope z.
# expect: nothing
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z.

    x, y, z: scalars, Python or NumPy.
    Returns (f, dx, dy, dz).
    """
    q = x + y
    f = q * z
    if q == 0:
        # nothing flows through the product
        return f, 0.0, 0.0, 0.0
    return f, z, z, q

# %% wrong: rounded-for-display | All results are rounded to two decimals, which the numbers of the notebook survive and others do not.
# expect: explained
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z.

    x, y, z: scalars, Python or NumPy.
    Returns (f, dx, dy, dz).
    """
    q = round(x + y, 2)
    f = round(q * z, 2)
    dq = round(float(z), 2)
    dz = q
    return f, dq, dq, dz

# %% right: unit-step-difference | Measured: f is a straight line in each single input, so a difference over a step of 1 is exact; allowed in parts 1 to 3.
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z.

    x, y, z: scalars, Python or NumPy.
    Returns (f, dx, dy, dz).
    """
    def value(x, y, z):
        return (x + y) * z

    f = value(x, y, z)
    return f, value(x + 1, y, z) - f, value(x, y + 1, z) - f, value(x, y, z + 1) - f

# %% right: tape-in-a-dict | Walks a small tape of (output, inputs, local slopes) backwards and collects the gradients in a dict.
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z.

    x, y, z: scalars, Python or NumPy.
    Returns (f, dx, dy, dz).
    """
    q = x + y
    tape = [("q", {"x": 1, "y": 1}), ("f", {"q": z, "z": q})]
    grad = dict.fromkeys("xyzq", 0.0) | {"f": 1.0}
    for node, local in reversed(tape):
        for source, slope in local.items():
            grad[source] += grad[node] * slope
    return q * z, grad["x"], grad["y"], grad["z"]

# %% wrong: own-factor-instead-of-other | At the multiply gate each input gets its own value as local gradient, not the value of the other input.
# expect: product-not-switched
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z."""
    q = x + y
    f = q * z
    dq = q * 1.0
    dz = z * 1.0
    dx = dq
    dy = dq
    return f, dx, dy, dz

# %% wrong: add-shares-the-gradient | "Distributes" is taken as "shares out": each summand gets half of the gradient instead of all of it.
# expect: halved
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z."""
    q = x + y
    f = q * z
    dq = z
    dz = q
    dx = dq / 2
    dy = dq / 2
    return f, dx, dy, dz

# %% wrong: parentheses-lost | Computes x + y z, with gradients that belong to that other function.
# expect: explained
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z."""
    q = y * z
    f = x + q
    dq = 1.0
    dx = 1.0
    dy = z * dq
    dz = y * dq
    return f, dx, dy, dz

# %% wrong: add-treated-like-multiply | The add gate switches its inputs as a product would: dx is multiplied by y and dy by x.
# expect: explained
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z."""
    q = x + y
    f = q * z
    dz = q
    dq = z
    dx = y * dq
    dy = x * dq
    return f, dx, dy, dz

# %% wrong: local-only-no-upstream | dx and dy are the local gradients of the sum, 1 each; the upstream gradient dq is never multiplied in.
# expect: upstream-ignored
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z."""
    q = x + y
    f = q * z
    dq = z
    dz = q
    dx = 1.0
    dy = 1.0
    return f, dx, dy, dz

# %% wrong: gradients-by-division | Gets each factor back by dividing f by the other one, which fails (0/0) where z or x + y is 0.
# expect: explained
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z."""
    f = (x + y) * z
    dq = f / (x + y)
    dz = f / z
    return f, dq, dq, dz

# %% wrong: in-place-sum-changes-x | q is another name for x and is added to in place, so a NumPy scalar array x is changed (and an integer one cannot take a real y).
# expect: explained
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z."""
    q = x
    q += y
    f = q * z
    dz = q
    dx = dy = z
    return f, dx, dy, dz

# %% wrong: lecture-numbers-inside | Sets x, y and z to the lecture's numbers inside the function, so that its arguments play no part.
# expect: result-constant
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z."""
    x, y, z = -2, 5, -4
    q = x + y  # 3
    f = q * z  # -12
    dq = z
    dz = q
    dx = 1 * dq
    dy = 1 * dq
    return f, dx, dy, dz

# %% right: differences-of-a-bilinear-function | The function is linear in each argument, so a difference with step 1 gives the exact slope (allowed in part 1).
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z."""

    def f(x, y, z):
        return (x + y) * z

    return f(x, y, z), f(1, 0, z), f(0, 1, z), f(x, y, 1)

# %% right: lists-and-locals | Upstream times local, collected in a dictionary of gradients.
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z."""
    q = x + y
    grad = {"f": 1.0}
    grad["q"], grad["z"] = (grad["f"] * other for other in (z, q))
    for name in ("x", "y"):
        grad[name] = grad["q"] * 1
    return (q * z, *(grad[name] for name in "xyz"))
