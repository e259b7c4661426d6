# %% right: staged | forwards, then backwards
def backprop_add_multiply(x, y, z):
    q = x + y
    f = q * z
    df = 1.0
    dq = df * z
    dz = df * q
    return f, dq * 1.0, dq * 1.0, dz

# %% right: closed_form | a list of closed forms
def backprop_add_multiply(x, y, z):
    return [x * z + y * z, z, z, x + y]

# %% right: namedtuple | a named result of 0-d arrays
from collections import namedtuple
Result = namedtuple("Result", "f dx dy dz")

def backprop_add_multiply(x, y, z):
    x, y, z = (np.asarray(v, dtype=float) for v in (x, y, z))
    return Result((x + y) * z, z, z, x + y)

# %% right: numerical | central differences, exact for a function of degree two
def backprop_add_multiply(x, y, z):
    def f(x, y, z):
        return (x + y) * z

    x, y, z = float(x), float(y), float(z)
    h = 1e-3
    return (
        f(x, y, z),
        (f(x + h, y, z) - f(x - h, y, z)) / (2 * h),
        (f(x, y + h, z) - f(x, y - h, z)) / (2 * h),
        (f(x, y, z + h) - f(x, y, z - h)) / (2 * h),
    )

# %% right: expanded | f = x z + y z, each term with its gradients
def backprop_add_multiply(x, y, z):
    terms = [(x * z, z, 0, x), (y * z, 0, z, y)]
    return tuple(sum(parts) for parts in zip(*terms))

# %% wrong: constants | the lecture's numbers
# expect: result-constant
def backprop_add_multiply(x, y, z):
    return -12.0, -4.0, -4.0, 3.0

# %% wrong: local_only | stops at the first gate
# expect: upstream-ignored
def backprop_add_multiply(x, y, z):
    q = x + y
    return q * z, 1.0, 1.0, q

# %% wrong: dx_local_only | forgets the upstream gradient of x alone
# expect: upstream-ignored
def backprop_add_multiply(x, y, z):
    q = x + y
    return q * z, 1.0, z, q

# %% wrong: sign | gradients of -f
# expect: sign-flipped
def backprop_add_multiply(x, y, z):
    q = x + y
    return q * z, -z, -z, -q

# %% wrong: not_switched | q gets q
# expect: product-not-switched
def backprop_add_multiply(x, y, z):
    q = x + y
    return q * z, q, q, z

# %% wrong: no_value | three results
def backprop_add_multiply(x, y, z):
    return z, z, x + y

# %% wrong: value | f of another formula
# expect: explained
def backprop_add_multiply(x, y, z):
    return x + y * z, z, z, x + y

# %% wrong: truncated | whole numbers only
# expect: nothing
def backprop_add_multiply(x, y, z):
    x, y, z = int(x), int(y), int(z)
    return (x + y) * z, z, z, x + y

# %% wrong: zeros | nothing flows back
# expect: all-zero
def backprop_add_multiply(x, y, z):
    return (x + y) * z, 0.0, 0.0, 0.0

# %% wrong: dz | the product's other input is x
# expect: explained
def backprop_add_multiply(x, y, z):
    return (x + y) * z, z, z, x

# %% wrong: prints | prints, and returns nothing
def backprop_add_multiply(x, y, z):
    print((x + y) * z, z, z, x + y)

# %% wrong: multiply_add | f = x y + z
# expect: explained
def backprop_add_multiply(x, y, z):
    return x * y + z, y, x, 1.0

# %% wrong: dz_forgets_y | z hears of x only
# expect: explained
def backprop_add_multiply(x, y, z):
    return (x + y) * z, z, z, x

# %% wrong: dx_dy_shared | the gradient is split between x and y
# expect: halved
def backprop_add_multiply(x, y, z):
    return (x + y) * z, z / 2, z / 2, x + y

# %% wrong: twice | the upstream gradient is used twice
# expect: explained
def backprop_add_multiply(x, y, z):
    return (x + y) * z, z * z, z * z, x + y

# %% wrong: doubled | a factor 2 too many
# expect: doubled
def backprop_add_multiply(x, y, z):
    return (x + y) * z, 2 * z, 2 * z, 2 * (x + y)

# %% wrong: value_last | the value after its gradients
# expect: results-swapped
def backprop_add_multiply(x, y, z):
    return z, z, x + y, (x + y) * z

# %% wrong: quotient | the gradient of z is taken back from f, which fails where z is 0
# expect: nothing
def backprop_add_multiply(x, y, z):
    f = (x + y) * z
    return f, z, z, f / z if z else 0.0
