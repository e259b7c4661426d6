# %% wrong: forward-difference | Looks only to one side: (f(x + h) - f(x)) / h.
# expect: one-sided-difference, not-precise
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    grad = np.zeros_like(x)
    fx = f(x)
    for i in np.ndindex(x.shape):
        old = x[i]
        x[i] = old + h
        grad[i] = (f(x) - fx) / h
        x[i] = old
    return grad

# %% wrong: divided-by-h | Divides the central difference by h instead of 2h, so all slopes are twice too large.
# expect: doubled
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        grad[i] = (f(x + e) - f(x - e)) / h
    return grad

# %% wrong: precedence | Writes / 2 * h, which divides by 2 and multiplies by h.
# expect: bracket-missing
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        grad[i] = (f(x + e) - f(x - e)) / 2 * h
    return grad

# %% wrong: integer-x-in-place | Changes the entries of x itself; an integer x cuts the small step off, so all slopes are 0 (and f gets integers).
# expect: integers-kept
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros(x.shape)
    it = np.nditer(x, flags=["multi_index"])
    while not it.finished:
        ix = it.multi_index
        old = x[ix]
        x[ix] = old + h
        plus = f(x)
        x[ix] = old - h
        minus = f(x)
        x[ix] = old
        grad[ix] = (plus - minus) / (2 * h)
        it.iternext()
    return grad

# %% wrong: not-quite-restored | Goes +h, -2h, +h in place, after which x differs from before in its last bits.
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    if x.dtype != np.float64:
        x = x.astype(np.float64)
    grad = np.zeros(x.shape)
    for idx in np.ndindex(x.shape):
        x[idx] += h
        up = f(x)
        x[idx] -= 2 * h
        down = f(x)
        x[idx] += h
        grad[idx] = (up - down) / (2 * h)
    return grad

# %% wrong: never-moved-back | Works on a copy but does not put the entry back, so all later slopes are taken at another point.
# expect: not-moved-back
def numerical_gradient(f, x, h=1e-5):
    x = x.astype(np.float64)
    g = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        fp = f(x)
        x[i] -= 2 * h
        fm = f(x)
        g[i] = (fp - fm) / (2 * h)
    return g

# %% wrong: all-entries-at-once | Moves all the entries at once, so every entry gets the slope along (1, 1, …, 1).
# expect: several-entries-moved
def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=float)
    slope = (f(x + h) - f(x - h)) / (2 * h)
    return np.full(x.shape, slope)

# %% wrong: only-vectors | Runs over range(len(x)), which moves whole rows of a matrix (and fails for a single number).
# expect: several-entries-moved
def numerical_gradient(f, x, h=1e-5):
    x = x.astype(float)
    grad = np.zeros(x.shape)
    for i in range(len(x)):
        xp = x.copy()
        xm = x.copy()
        xp[i] += h
        xm[i] -= h
        grad[i] = (f(xp) - f(xm)) / (2 * h)
    return grad

# %% wrong: f-gets-a-flat-array | Flattens x and calls f with the flat array, not with one of the shape of x.
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    flat = np.array(x, dtype=np.float64).reshape(-1)
    grad = np.zeros(flat.size)
    for i in range(flat.size):
        e = np.zeros(flat.size)
        e[i] = h
        grad[i] = (f(flat + e) - f(flat - e)) / (2 * h)
    return grad.reshape(x.shape)

# %% wrong: gradient-like-x | The gradient is zeros_like(x), so for integer x the slopes are cut off, and for float32 x it is float32.
# expect: integers-kept
def numerical_gradient(f, x, h=1e-5):
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        xp, xm = x.astype(float), x.astype(float)
        xp[i] += h
        xm[i] -= h
        grad[i] = (f(xp) - f(xm)) / (2 * h)
    return grad

# %% wrong: float32-kept | Copies x in its own floating type, so with float32 the step 1e-5 drowns in rounding and f is called with float32.
# expect: nothing
def numerical_gradient(f, x, h=1e-5):
    x = x.copy() if x.dtype.kind == "f" else x.astype(float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        keep = x[i]
        x[i] = keep + h
        a = f(x)
        x[i] = keep - h
        b = f(x)
        x[i] = keep
        grad[i] = (a - b) / (2 * h)
    return grad

# %% wrong: aliased-copies | xp = x and xm = x are the same array, so the two moves cancel and every slope is about 0.
# expect: all-zero
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=np.float64)
    grad = np.zeros(x.shape)
    for i in np.ndindex(*x.shape):
        xp = x
        xm = x
        xp[i] += h
        xm[i] -= h
        grad[i] = (f(xp) - f(xm)) / (2 * h)
    return grad

# %% wrong: own-step | Overrules h by a step relative to the size of each entry; exactly the given h is asked for.
# expect: step-not-as-given
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = h * max(1.0, abs(x[i]))
        old = x[i]
        x[i] = old + step
        hi = f(x)
        x[i] = old - step
        lo = f(x)
        x[i] = old
        grad[i] = (hi - lo) / (2 * step)
    return grad

# %% wrong: flattened-result | The result is the flat list of slopes as an array; it is not brought back to the shape of x.
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    grad = []
    for i in range(x.size):
        e = np.zeros(x.size)
        e[i] = h
        e = e.reshape(x.shape)
        grad.append((f(x + e) - f(x - e)) / (2 * h))
    return np.array(grad)

# %% wrong: wrong-way-round | Subtracts f(x + h) from f(x - h): all the slopes have the wrong sign.
# expect: sign-flipped
def numerical_gradient(f, x, h=1e-5):
    def partial(idx):
        left, right = np.array(x, dtype=float), np.array(x, dtype=float)
        left[idx] = left[idx] - h
        right[idx] = right[idx] + h
        return (f(left) - f(right)) / (2 * h)

    return np.array([partial(idx) for idx in np.ndindex(x.shape)]).reshape(x.shape)

# %% right: rows-of-the-identity | takes the steps from h times an identity matrix reshaped to the shape of x
def numerical_gradient(f, x, h=1e-5):
    point = np.asarray(x, dtype=np.float64)
    E = h * np.eye(point.size).reshape(point.size, *point.shape)
    return np.array([(f(point + e) - f(point - e)) / (2 * h) for e in E], dtype=np.float64).reshape(point.shape)

# %% right: own-copy-through-flat | one private copy, moved and put back through .flat
def numerical_gradient(f, x, h=1e-5):
    work = np.array(x, dtype=np.float64, copy=True, order="C")
    result = np.empty(work.shape)
    for i in range(work.size):
        here = work.flat[i]
        work.flat[i] = here + h
        above = float(f(work))
        work.flat[i] = here - h
        below = float(f(work))
        work.flat[i] = here
        result.flat[i] = (above - below) / (h + h)
    return result

# %% right: generator-class | a small class that remembers f, x and h, with fromiter
class _Slopes:
    def __init__(self, f, x, h):
        self.f, self.x, self.h = f, np.array(x, dtype=float), h

    def look(self, index, step):
        moved = self.x.copy()
        moved[index] += step
        return self.f(moved)

    def __iter__(self):
        for index in np.ndindex(self.x.shape):
            yield (self.look(index, self.h) - self.look(index, -self.h)) / (2 * self.h)


def numerical_gradient(f, x, h=1e-5):
    return np.fromiter(_Slopes(f, x, h), dtype=np.float64, count=np.size(x)).reshape(np.shape(x))

# %% wrong: all-at-once | moves all entries together by h, and gives every entry the slope along (1, 1, …, 1)
# expect: several-entries-moved
def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=np.float64)
    slope = (f(x + h) - f(x - h)) / (2 * h)
    return np.full(x.shape, slope, dtype=np.float64)

# %% right: identity-rows | rows of an identity matrix as the directions e, reshaped; works for shape ()
def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=np.float64)
    directions = h * np.eye(x.size)
    at = lambda e: np.array(x + e.reshape(x.shape))  # an array even for shape ()
    slopes = [(f(at(e)) - f(at(-e))) / (2 * h) for e in directions]
    return np.array(slopes, dtype=np.float64).reshape(x.shape)

# %% wrong: forward-difference-2 | forward instead of central difference
# expect: one-sided-difference, not-precise
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=np.float64)
    base = f(x)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        moved = x.copy()
        moved[i] += h
        grad[i] = (f(moved) - base) / h
    return grad

# %% wrong: not-put-back | the entry is left at x - h after its turn, so later slopes are taken at a moved point
# expect: not-moved-back
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=np.float64)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] = x[i] + h
        plus = f(x)
        x[i] = x[i] - 2 * h
        minus = f(x)
        grad[i] = (plus - minus) / (2 * h)
    return grad

# %% wrong: forward-difference-3 | (f(x + h) - f(x)) / h
# expect: one-sided-difference, not-precise
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    slope = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        slope[i] = (f(x + e) - f(x)) / h
    return slope

# %% wrong: divides-by-h-only | central difference divided by h: twice the slope
# expect: doubled
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    slope = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        slope[i] = (f(x + e) - f(x - e)) / h
    return slope

# %% wrong: precedence-of-the-division | / 2 * h: divides by 2 and multiplies by h
# expect: bracket-missing
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    slope = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        slope[i] = (f(x + e) - f(x - e)) / 2 * h
    return slope

# %% wrong: back-by-h-only | moves up by h and back by h, not 2h, before the second look: (f(x + h) - f(x)) / 2h, half the slope
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    slope = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= h
        down = f(x)
        slope[i] = (up - down) / (2 * h)
    return slope

# %% wrong: moves-the-callers-array | += h, -= 2h, += h on the caller's own x: rounding leaves it different in its last bits, and integers cannot move at all
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    slope = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        down = f(x)
        x[i] += h
        slope[i] = (up - down) / (2 * h)
    return slope

# %% wrong: zeros-like-of-integers | zeros_like(x) before the conversion: for integer x the step h is cut to 0 and so is every slope
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    slope = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = h
        slope[i] = (f(x + e) - f(x - e)) / (2 * h)
    return slope

# %% wrong: moves-whole-rows | for i in range(len(x)): moves a row at once, all its entries get the sum of its slopes (and () fails)
# expect: several-entries-moved
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    slope = np.zeros(x.shape)
    for i in range(len(x)):
        e = np.zeros(x.shape)
        e[i] = h
        slope[i] = (f(x + e) - f(x - e)) / (2 * h)
    return slope

# %% wrong: moves-all-at-once | x + h moves every entry: all slopes are their sum
# expect: several-entries-moved
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))

# %% wrong: flattened-gradient | loops over ravel and forgets to give the shape back: (x.size,)
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    slope = []
    for i in range(x.size):
        e = np.zeros(x.size)
        e[i] = h
        e = e.reshape(x.shape)
        slope.append((f(x + e) - f(x - e)) / (2 * h))
    return np.array(slope)

# %% wrong: step-scaled-by-x | uses h * max(1, |x|) as a better step, not exactly the given h
# expect: step-not-as-given
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    slope = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h * max(1.0, abs(x[i]))
        slope[i] = (f(x + e) - f(x - e)) / (2 * e[i])
    return slope

# %% wrong: minus-before-plus | f(x - h) - f(x + h): the sign of the slope is flipped
# expect: sign-flipped
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    slope = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        slope[i] = (f(x - e) - f(x + e)) / (2 * h)
    return slope

# %% wrong: half-a-step-each-way | moves h/2 to each side and divides by h: not the given step; visible where the third derivative counts
# expect: step-not-as-given, not-precise
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    slope = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h / 2
        slope[i] = (f(x + e) - f(x - e)) / h
    return slope

# %% right: rows-of-the-unit-matrix | unit vectors from np.eye, reshaped
def numerical_gradient(f, x, h=1e-5):
    x = np.asarray(x, dtype=np.float64)
    units = h * np.eye(x.size)
    slopes = [(f(x + e.reshape(x.shape)) - f(x - e.reshape(x.shape))) / (2 * h) for e in units]
    return np.array(slopes, dtype=np.float64).reshape(x.shape)

# %% right: flat-copy-assigned | assigns old + h, old - h, old to a copy through flat
def numerical_gradient(f, x, h=1e-5):
    moved = np.array(x, dtype=np.float64)
    grad = np.empty(moved.shape)
    for i, old in enumerate(moved.ravel().tolist()):
        moved.flat[i] = old + h
        up = f(moved.copy())
        moved.flat[i] = old - h
        grad.flat[i] = (up - f(moved.copy())) / (2 * h)
        moved.flat[i] = old
    return grad

# %% wrong: result-in-single-precision | slopes rounded to float32 before they are returned: dtype wrong, digits lost
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    x = np.array(x, dtype=float)
    slope = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        slope[i] = (f(x + e) - f(x - e)) / (2 * h)
    return slope.astype(np.float32)

# %% wrong: half-steps | Steps h/2 to each side instead of h.
# expect: step-not-as-given
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry.

    Parameters
    ----------
    f : function from a float64 array of the shape of x to a number,
    x : array of any shape, h : number, the step

    Returns
    -------
    ndarray of float64, shape of x
    """
    x = np.array(x, dtype=np.float64)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h / 2
        grad[i] = (f(x + e) - f(x - e)) / h
    return grad

# %% wrong: ravel-may-copy | Moves the entries of x.ravel(), which for a transposed (Fortran-ordered) array is a copy: f then sees no change, and the slopes are 0.
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry.

    Parameters
    ----------
    f : function from a float64 array of the shape of x to a number,
    x : array of any shape, h : number, the step

    Returns
    -------
    ndarray of float64, shape of x
    """
    x = x.astype(np.float64)
    grad = np.zeros(x.shape)
    flat, flat_grad = x.ravel(), grad.ravel()
    for i in range(x.size):
        old = flat[i]
        flat[i] = old + h
        up = f(x)
        flat[i] = old - h
        down = f(x)
        flat[i] = old
        flat_grad[i] = (up - down) / (2 * h)
    return grad

# %% wrong: dtype-of-x | Copies x with its dtype: with integers the step h is cut off, and float32 rounds it.
# expect: integers-kept
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry.

    Parameters
    ----------
    f : function from a float64 array of the shape of x to a number,
    x : array of any shape, h : number, the step

    Returns
    -------
    ndarray of float64, shape of x
    """
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong: there-and-back-in-place | Moves the caller's x itself and goes back by adding h again, which does not give the same bits.
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry.

    Parameters
    ----------
    f : function from a float64 array of the shape of x to a number,
    x : array of any shape, h : number, the step

    Returns
    -------
    ndarray of float64, shape of x
    """
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        down = f(x)
        x[i] += h
        grad[i] = (up - down) / (2 * h)
    return grad

# %% wrong: whole-rows-moved | Loops over the first axis only: in a matrix a whole row is moved at a time, and its entries get the sum of their slopes.
# expect: several-entries-moved
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry.

    Parameters
    ----------
    f : function from a float64 array of the shape of x to a number,
    x : array of any shape, h : number, the step

    Returns
    -------
    ndarray of float64, shape of x
    """
    x = np.array(x, dtype=np.float64)
    grad = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / (2 * h)
    return grad

# %% wrong: relative-step | Uses a step in proportion to the size of the entry instead of exactly h.
# expect: step-not-as-given
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry.

    Parameters
    ----------
    f : function from a float64 array of the shape of x to a number,
    x : array of any shape, h : number, the step

    Returns
    -------
    ndarray of float64, shape of x
    """
    x = np.array(x, dtype=np.float64)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = h * max(1.0, abs(x[i]))
        e = np.zeros(x.shape)
        e[i] = step
        grad[i] = (f(x + e) - f(x - e)) / (2 * step)
    return grad

# %% wrong: entries-stay-moved | The entry is not moved back before the next one, so later slopes are taken at a shifted point.
# expect: not-moved-back
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry.

    Parameters
    ----------
    f : function from a float64 array of the shape of x to a number,
    x : array of any shape, h : number, the step

    Returns
    -------
    ndarray of float64, shape of x
    """
    x = np.array(x, dtype=np.float64)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        up = f(x)
        x[i] -= 2 * h
        down = f(x)
        grad[i] = (up - down) / (2 * h)
    return grad

# %% wrong: gradient-of-dtype-of-x | The gradient is np.zeros_like(x): slopes of integers lose their fractions, and float32 stays float32.
# expect: integers-kept
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry.

    Parameters
    ----------
    f : function from a float64 array of the shape of x to a number,
    x : array of any shape, h : number, the step

    Returns
    -------
    ndarray of float64, shape of x
    """
    grad = np.zeros_like(x)
    wide = x.astype(np.float64)
    for i in np.ndindex(x.shape):
        e = np.zeros(wide.shape)
        e[i] = h
        grad[i] = (f(wide + e) - f(wide - e)) / (2 * h)
    return grad

# %% wrong: flat-result | The slopes are returned as a flat list of numbers in an array, not in the shape of x.
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry.

    Parameters
    ----------
    f : function from a float64 array of the shape of x to a number,
    x : array of any shape, h : number, the step

    Returns
    -------
    ndarray of float64, shape of x
    """
    x = np.array(x, dtype=np.float64)
    slopes = []
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        slopes.append((f(up) - f(down)) / (2 * h))
    return np.array(slopes)

# %% right: unit-vectors | All unit directions from an identity matrix, in a comprehension.
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry.

    Parameters
    ----------
    f : function from a float64 array of the shape of x to a number,
    x : array of any shape, h : number, the step

    Returns
    -------
    ndarray of float64, shape of x
    """
    x = np.asarray(x)
    centre = x.astype(np.float64)
    directions = h * np.eye(x.size)
    slopes = [
        (f(centre + e.reshape(x.shape)) - f(centre - e.reshape(x.shape))) / (2 * h) for e in directions
    ]
    return np.array(slopes, dtype=np.float64).reshape(x.shape)

# %% right: one-copy-put-back | One float64 copy in C order, in which each entry is moved and put back by its saved value.
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry.

    Parameters
    ----------
    f : function from a float64 array of the shape of x to a number,
    x : array of any shape, h : number, the step

    Returns
    -------
    ndarray of float64, shape of x
    """
    moved = np.array(x, dtype=np.float64, order="C")
    slopes = np.zeros(moved.size)
    for i in range(moved.size):
        kept = moved.flat[i]
        moved.flat[i] = kept + h
        slopes[i] = f(moved)
        moved.flat[i] = kept - h
        slopes[i] -= f(moved)
        moved.flat[i] = kept
    return (slopes / (2 * h)).reshape(moved.shape)

# %% wrong: forward-difference-again | Uses the forward difference of the lecture instead of the central one.
# expect: one-sided-difference
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    x = np.array(x, dtype=float)
    here = f(x.copy())
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        moved = x.copy()
        moved[i] += h
        gradient[i] = (f(moved) - here) / h
    return gradient

# %% wrong: divided-by-h-again | Divides the difference of the two looks by h instead of 2h, so that all slopes are twice as large.
# expect: doubled
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    gradient = np.zeros(np.shape(x))
    for i in np.ndindex(np.shape(x)):
        e = np.zeros(np.shape(x))
        e[i] = h
        gradient[i] = (f(x + e) - f(x - e)) / h
    return gradient

# %% wrong: divides-two-times-h-wrongly | Writes / 2 * h, which divides by 2 and multiplies by h.
# expect: bracket-missing
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    x = np.asarray(x, dtype=float)
    gradient = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        plus, minus = x.copy(), x.copy()
        plus[i] += h
        minus[i] -= h
        gradient[i] = (f(plus) - f(minus)) / 2 * h
    return gradient

# %% wrong: moved-in-the-caller's-array | Moves the entries of the caller's array by += h, -= 2h, += h: an array of integers cannot hold them, and floats do not come back to the same bits.
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        plus = f(x)
        x[i] -= 2 * h
        minus = f(x)
        x[i] += h
        gradient[i] = (plus - minus) / (2 * h)
    return gradient

# %% wrong: entries-not-moved-back | Does not move an entry back before it goes on to the next, so that later slopes are measured at another point.
# expect: not-moved-back
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    x = np.array(x, dtype=np.float64)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        plus = f(x.copy())
        x[i] -= 2 * h
        minus = f(x.copy())
        gradient[i] = (plus - minus) / (2 * h)
    return gradient

# %% wrong: ravel-of-a-transpose | Moves the entries of x.ravel(), which for a transposed array is a copy, so that f never sees the moves and all slopes are 0.
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    x = x.astype(np.float64)
    flat = x.ravel()
    gradient = np.zeros(flat.size)
    for i in range(flat.size):
        old = flat[i]
        flat[i] = old + h
        plus = f(x)
        flat[i] = old - h
        minus = f(x)
        flat[i] = old
        gradient[i] = (plus - minus) / (2 * h)
    return gradient.reshape(x.shape)

# %% wrong: relative-step-again | Makes the step larger for large entries (h times the size of the entry) instead of taking exactly the given h.
# expect: step-not-as-given
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    x = np.asarray(x, dtype=float)
    gradient = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = h * max(1.0, abs(x[i]))
        e = np.zeros(x.shape)
        e[i] = step
        gradient[i] = (f(x + e) - f(x - e)) / (2 * step)
    return gradient

# %% wrong: rounded-slopes | Rounds the slopes to seven digits after the point to remove the noise, so that small slopes lose their digits or become 0.
# expect: not-precise
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    x = np.array(x, dtype=float)
    gradient = np.empty(x.shape)
    for i in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[i] = h
        gradient[i] = (f(x + e) - f(x - e)) / (2 * h)
    return np.round(gradient, 7)

# %% wrong: kept-in-the-dtype-of-x | Two slips: copies and gradient keep the dtype of x, so that integers cut off the step, and float32 loses it; and only two-dimensional arrays work.
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    gradient = np.zeros_like(x)
    rows, columns = x.shape
    for i in range(rows):
        for j in range(columns):
            plus, minus = x.copy(), x.copy()
            plus[i, j] = x[i, j] + h
            minus[i, j] = x[i, j] - h
            gradient[i, j] = (f(plus) - f(minus)) / (2 * h)
    return gradient

# %% right: rows-of-an-identity | The rows of h times an identity matrix, reshaped like x, are the moves; a comprehension collects the slopes.
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    point = np.array(x, dtype=np.float64)
    moves = (h * np.eye(point.size)).reshape(point.size, *point.shape)
    slopes = [(float(f(point + move)) - float(f(point - move))) / (2 * h) for move in moves]
    return np.array(slopes, dtype=np.float64).reshape(point.shape)

# %% right: flat-iterator | Moves single entries of fresh copies through their flat iterator, which follows any shape and order.
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    gradient = np.zeros(np.shape(x), dtype=float)

    def look(i, step):
        moved = np.array(x, dtype=float)
        moved.flat[i] += step
        return f(moved)

    for i in range(gradient.size):
        gradient.flat[i] = 0.5 * (look(i, h) - look(i, -h)) / h
    return gradient

# %% wrong: forward-difference-again-again | Uses the lecture's forward difference, whose error is of the order of h, where central differences are asked for.
# expect: one-sided-difference, not-precise
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    x = np.array(x, dtype=np.float64)
    here = f(x)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        moved = x.copy()
        moved[i] += h
        grad[i] = (f(moved) - here) / h
    return grad

# %% wrong: only-h-below | Looks to both sides, but divides by h and not by 2h: every slope is doubled.
# expect: doubled
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    x = np.array(x, dtype=np.float64)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        grad[i] = (f(up) - f(down)) / h
    return grad

# %% wrong: there-and-back-by-arithmetic | Moves the caller's own x by +h, −2h and +h, after which rounding leaves some entries changed in their last bits.
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    x = np.asarray(x, dtype=np.float64)
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        x[i] += h
        above = f(x)
        x[i] -= 2 * h
        below = f(x)
        x[i] += h
        grad[i] = (above - below) / (2 * h)
    return grad

# %% wrong: flattened-copy | Moves the entries of x.reshape(-1), which for a transpose is a copy and not a view, so f sees no change and the gradient is 0.
# expect: explained
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    point = x.astype(np.float64)
    flat = point.reshape(-1)
    grad = np.zeros(flat.size)
    for i in range(flat.size):
        old = flat[i]
        flat[i] = old + h
        above = f(point)
        flat[i] = old - h
        below = f(point)
        flat[i] = old
        grad[i] = (above - below) / (2 * h)
    return grad.reshape(x.shape)

# %% wrong: everything-like-x | Makes the directions and the gradient in the dtype of x: for integers the slopes are cut off to whole numbers (the step itself survives), and for float32 f gets float32 arrays.
# expect: integers-kept
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    grad = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[i] = 1
        grad[i] = (f(x + h * e) - f(x - h * e)) / (2 * h)
    return grad

# %% wrong: not-put-back-again | Leaves each entry at its lower place before it moves the next one, so the later slopes are taken at another point.
# expect: not-moved-back
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    moved = np.array(x, dtype=np.float64)
    grad = np.empty(moved.shape)
    for i in np.ndindex(moved.shape):
        moved[i] += h
        above = f(moved)
        moved[i] -= 2 * h
        below = f(moved)
        grad[i] = (above - below) / (2 * h)
    return grad

# %% wrong: whole-rows-moved-again | Loops over len(x) only and so moves whole rows of a matrix at a time: the slopes of a row come out as their sum.
# expect: several-entries-moved
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    x = np.array(x, dtype=float)
    grad = np.zeros(x.shape)
    for i in range(len(x)):
        plus = x.copy()
        minus = x.copy()
        plus[i] += h
        minus[i] -= h
        grad[i] = (f(plus) - f(minus)) / (2 * h)
    return grad

# %% wrong: step-relative-to-x | Scales the step by the size of the entry, as good libraries do, where exactly the given h is asked for.
# expect: step-not-as-given
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    x = np.array(x, dtype=np.float64)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        step = h * max(1.0, abs(x[i]))
        plus, minus = x.copy(), x.copy()
        plus[i] += step
        minus[i] -= step
        grad[i] = (f(plus) - f(minus)) / (2 * step)
    return grad

# %% right: rows-of-the-identity-again | Takes the directions e as the rows of an identity matrix, reshaped, and collects the slopes in a comprehension.
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    point = np.asarray(x).astype(np.float64)
    directions = np.eye(point.size).reshape(point.size, *point.shape)
    slopes = [(f(point + h * e) - f(point - h * e)) / (2 * h) for e in directions]
    return np.array(slopes, dtype=np.float64).reshape(point.shape)

# %% right: put-back-from-memory | Moves the entries of one copy of its own and restores each from the value it remembered.
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry."""
    work = np.array(x, dtype=np.float64, order="C")
    grad = np.empty(work.shape, dtype=np.float64)
    for i in np.ndindex(*work.shape):
        old = float(work[i])
        work[i] = old + h
        above = float(f(work))
        work[i] = old - h
        below = float(f(work))
        work[i] = old
        grad[i] = (above - below) / (2.0 * h)
    return grad
