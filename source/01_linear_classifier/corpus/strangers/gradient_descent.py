# %% wrong: one-array-appended | The point is updated in place and appended without a copy, so all rows are the last point (and the caller's start is changed).
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    x = start
    points = [x]
    for _ in range(steps):
        x -= step_size * gradient(x)
        points.append(x)
    return np.array(points)

# %% wrong: uphill | Adds the gradient instead of subtracting it.
# expect: uphill
def gradient_descent(gradient, start, step_size, steps):
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        points.append(points[-1] + step_size * gradient(points[-1]))
    return np.stack(points)

# %% wrong: start-missing | Records only the points after each step: the start is not in the result.
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    x = start.astype(float)
    path = np.zeros((steps, *start.shape))
    for t in range(steps):
        x = x - step_size * gradient(x)
        path[t] = x
    return path

# %% wrong: integer-path | The path takes the dtype of start, so an integer start cuts every point to whole numbers.
# expect: integers-kept
def gradient_descent(gradient, start, step_size, steps):
    path = np.empty((steps + 1, *start.shape), dtype=start.dtype)
    path[0] = start
    for t in range(steps):
        path[t + 1] = path[t] - step_size * gradient(path[t])
    return path

# %% wrong: slope-of-the-start | Computes the gradient once, at the start, and uses it for all steps.
# expect: gradient-not-updated
def gradient_descent(gradient, start, step_size, steps):
    g = gradient(start)
    return np.array([start - t * step_size * g for t in range(steps + 1)])

# %% wrong: scales-the-gradient-in-place | Multiplies the returned gradient in place, which spoils the point when gradient returns the very array it was given.
# expect: nothing
def gradient_descent(gradient, start, step_size, steps):
    points = [start.astype(float)]
    for _ in range(steps):
        x = points[-1]
        g = gradient(x)
        g *= step_size
        points.append(x - g)
    return np.array(points)

# %% wrong: last-point-only | Returns where the walk ends, not the whole walk.
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    x = start.copy()
    for i in range(steps):
        x = x - step_size * gradient(x)
    return x

# %% wrong: flattened-points | The path has a row of start.size numbers for each point, so for a matrix the shape is wrong.
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    path = np.zeros((steps + 1, start.size))
    path[0] = start.ravel()
    for t in range(1, steps + 1):
        x = path[t - 1].reshape(start.shape)
        path[t] = (x - step_size * gradient(x)).ravel()
    return path

# %% wrong: stops-when-flat | Breaks off as soon as a step is tiny, so there are fewer than steps + 1 points.
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    points = [start.astype(float)]
    for _ in range(steps):
        new = points[-1] - step_size * gradient(points[-1])
        if np.allclose(new, points[-1]):
            break
        points.append(new)
    return np.array(points)

# %% wrong: unit-steps | Normalises the gradient to length 1, taking step_size for the length of the step.
# expect: gradient-normalised
def gradient_descent(gradient, start, step_size, steps):
    x = np.array(start, dtype=float)
    walk = [x]
    for _ in range(steps):
        g = gradient(x)
        norm = np.linalg.norm(g)
        if norm > 0:
            g = g / norm
        x = x - step_size * g
        walk.append(x)
    return np.array(walk)

# %% right: recursion | walks the first half of the way, then the second half from where the first ended
def gradient_descent(gradient, start, step_size, steps):
    here = np.array(start, dtype=float)
    if steps == 0:
        return here[np.newaxis]
    if steps == 1:
        return np.stack([here, here - step_size * gradient(here)])
    first = gradient_descent(gradient, here, step_size, steps // 2)
    second = gradient_descent(gradient, first[-1], step_size, steps - steps // 2)
    return np.concatenate([first, second[1:]])

# %% right: accumulate | itertools.accumulate with an initial value
from itertools import accumulate


def gradient_descent(gradient, start, step_size, steps):
    def step(x, _):
        return x - step_size * gradient(x.copy())

    return np.stack(list(accumulate(range(steps), step, initial=np.array(start, dtype=float))))

# %% wrong: points-of-starts-dtype | the table of points has the dtype of the start, so a walk from whole numbers is cut off to whole numbers
# expect: integers-kept
def gradient_descent(gradient, start, step_size, steps):
    points = np.empty((steps + 1,) + start.shape, dtype=start.dtype)
    points[0] = start
    for t in range(steps):
        points[t + 1] = points[t] - step_size * gradient(points[t])
    return points

# %% right: accumulate-2 | itertools.accumulate carries the point from step to step
from itertools import accumulate


def gradient_descent(gradient, start, step_size, steps):
    begin = np.array(start, dtype=float)

    def onward(here, _):
        return here - step_size * np.array(gradient(here.copy()), dtype=float)

    return np.array(list(accumulate(range(steps), onward, initial=begin)))

# %% wrong: same-array-appended | the point is changed in place and appended again and again, so that all rows of the walk are the last point
# expect: same-array-repeated
def gradient_descent(gradient, start, step_size, steps):
    x = np.array(start, dtype=float)
    points = [x]
    for _ in range(steps):
        x -= step_size * gradient(x)
        points.append(x)
    return np.array(points)

# %% wrong: gradient-at-the-start | computes the gradient once, at the start, and walks straight on
# expect: gradient-not-updated
def gradient_descent(gradient, start, step_size, steps):
    start = np.array(start, dtype=float)
    g = np.array(gradient(start.copy()))
    t = np.arange(steps + 1).reshape((-1,) + (1,) * start.ndim)
    return start - t * step_size * g

# %% wrong: uphill-2 | adds the gradient
# expect: uphill
def gradient_descent(gradient, start, step_size, steps):
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        points.append(points[-1] + step_size * gradient(points[-1]))
    return np.array(points)

# %% wrong: start-left-out | returns only the points after the steps, (steps, ...)
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        points.append(points[-1] - step_size * gradient(points[-1]))
    return np.array(points[1:])

# %% wrong: only-where-it-ends | returns the last point instead of all
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        points.append(points[-1] - step_size * gradient(points[-1]))
    return points[-1]

# %% wrong: one-array-many-names | x -= ... and append(x): all rows are the same array, the last point
# expect: same-array-repeated
def gradient_descent(gradient, start, step_size, steps):
    x = np.array(start, dtype=float)
    points = [x]
    for _ in range(steps):
        x -= step_size * gradient(x)
        points.append(x)
    return np.array(points)

# %% wrong: scales-the-gradient-in-place-2 | g *= step_size changes the array that gradient returned, which may be the point itself
# expect: nothing
def gradient_descent(gradient, start, step_size, steps):
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        g = gradient(points[-1])
        g *= step_size
        points.append(points[-1] - g)
    return np.array(points)

# %% wrong: slope-of-the-start-2 | computes the gradient once, before the loop
# expect: gradient-not-updated
def gradient_descent(gradient, start, step_size, steps):
    points = [np.array(start, dtype=float)]
    g = np.array(gradient(points[0]))
    for _ in range(steps):
        points.append(points[-1] - step_size * g)
    return np.array(points)

# %% wrong: table-of-the-starts-dtype | np.empty with start.dtype: integer starts cut every point to an integer
# expect: integers-kept
def gradient_descent(gradient, start, step_size, steps):
    points = np.empty((steps + 1, *start.shape), dtype=start.dtype)
    points[0] = start
    for t in range(steps):
        points[t + 1] = points[t] - step_size * gradient(points[t])
    return points

# %% wrong: unit-length-steps | divides the gradient by its norm: every step has the length step_size
# expect: gradient-normalised
def gradient_descent(gradient, start, step_size, steps):
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        g = gradient(points[-1])
        points.append(points[-1] - step_size * g / (np.linalg.norm(g) + 1e-12))
    return np.array(points)

# %% wrong: steps-counts-the-start | range(steps - 1): one step too few
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    points = [np.array(start, dtype=float)]
    for _ in range(steps - 1):
        points.append(points[-1] - step_size * gradient(points[-1]))
    return np.array(points)

# %% wrong: shrinking-steps | divides step_size by the number of the step
# expect: step-size-changed
def gradient_descent(gradient, start, step_size, steps):
    points = [np.array(start, dtype=float)]
    for t in range(steps):
        points.append(points[-1] - step_size / (t + 1) * gradient(points[-1]))
    return np.array(points)

# %% wrong: stops-when-flat-2 | breaks when the gradient is small: fewer rows than steps + 1
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        g = gradient(points[-1])
        if np.linalg.norm(g) < 1e-2:
            break
        points.append(points[-1] - step_size * g)
    return np.array(points)

# %% right: accumulate-from-itertools | itertools.accumulate with an initial value
from itertools import accumulate, repeat


def gradient_descent(gradient, start, step_size, steps):
    first = np.asarray(start, dtype=float)
    return np.array(list(accumulate(repeat(None, steps), lambda x, _: x - step_size * gradient(x), initial=first)))

# %% right: recursion-over-steps | recursive, concatenates start and the rest of the walk
def gradient_descent(gradient, start, step_size, steps):
    here = np.array(start, dtype=float)
    if steps == 0:
        return here[np.newaxis]
    rest = gradient_descent(gradient, here - step_size * gradient(here), step_size, steps - 1)
    return np.concatenate([here[np.newaxis], rest])

# %% wrong: start-missing-again | The list begins with the point after the first step; the start is not in it.
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first.

    Parameters
    ----------
    gradient : function from a point to the gradient there, an array of its shape,
    start : array of any shape, also (), step_size : number, steps : how many, at least 0

    Returns
    -------
    ndarray, (steps + 1, *start.shape)
    """
    x = np.array(start, dtype=float)
    points = []
    for _ in range(steps):
        x = x - step_size * gradient(x)
        points.append(x)
    return np.array(points).reshape(steps, *x.shape)

# %% wrong: dtype-of-the-start | The table of points has the start's dtype, so with integers every point is cut off.
# expect: integers-kept
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first.

    Parameters
    ----------
    gradient : function from a point to the gradient there, an array of its shape,
    start : array of any shape, also (), step_size : number, steps : how many, at least 0

    Returns
    -------
    ndarray, (steps + 1, *start.shape)
    """
    start = np.asarray(start)
    points = np.zeros((steps + 1, *start.shape), dtype=start.dtype)
    points[0] = start
    for t in range(steps):
        points[t + 1] = points[t] - step_size * gradient(points[t])
    return points

# %% wrong: dtype-of-start-times-step | The table has the dtype of start * step_size, so with an integer start and an integer step size fractions of the gradient are cut off.
# expect: integers-kept
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first.

    Parameters
    ----------
    gradient : function from a point to the gradient there, an array of its shape,
    start : array of any shape, also (), step_size : number, steps : how many, at least 0

    Returns
    -------
    ndarray, (steps + 1, *start.shape)
    """
    start = np.asarray(start)
    points = np.empty((steps + 1, *start.shape), dtype=(start * step_size).dtype)
    points[0] = start
    for t in range(steps):
        points[t + 1] = points[t] - step_size * gradient(points[t])
    return points

# %% wrong: same-array-in-the-list | Moves one array in place and appends it each time: all entries of the list are the last point.
# expect: same-array-repeated
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first.

    Parameters
    ----------
    gradient : function from a point to the gradient there, an array of its shape,
    start : array of any shape, also (), step_size : number, steps : how many, at least 0

    Returns
    -------
    ndarray, (steps + 1, *start.shape)
    """
    x = np.array(start, dtype=float)
    points = [x]
    for _ in range(steps):
        x -= step_size * gradient(x)
        points.append(x)
    return np.array(points)

# %% wrong: gradient-scaled-in-place | Multiplies the gradient in place; if gradient returned the point itself, the point is changed with it.
# expect: step-size-ignored
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first.

    Parameters
    ----------
    gradient : function from a point to the gradient there, an array of its shape,
    start : array of any shape, also (), step_size : number, steps : how many, at least 0

    Returns
    -------
    ndarray, (steps + 1, *start.shape)
    """
    x = np.array(start, dtype=float)
    points = [x.copy()]
    for _ in range(steps):
        g = gradient(x)
        g *= step_size
        x = x - g
        points.append(x.copy())
    return np.array(points)

# %% wrong: slope-of-the-start-again | The gradient is computed once, at the start, and used for every step.
# expect: gradient-not-updated
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first.

    Parameters
    ----------
    gradient : function from a point to the gradient there, an array of its shape,
    start : array of any shape, also (), step_size : number, steps : how many, at least 0

    Returns
    -------
    ndarray, (steps + 1, *start.shape)
    """
    x = np.array(start, dtype=float)
    g = np.array(gradient(x))
    points = [x]
    for _ in range(steps):
        x = x - step_size * g
        points.append(x)
    return np.array(points)

# %% wrong: stops-on-level-ground | Stops as soon as the gradient is 0, so there are fewer than steps + 1 points.
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first.

    Parameters
    ----------
    gradient : function from a point to the gradient there, an array of its shape,
    start : array of any shape, also (), step_size : number, steps : how many, at least 0

    Returns
    -------
    ndarray, (steps + 1, *start.shape)
    """
    x = np.array(start, dtype=float)
    points = [x]
    for _ in range(steps):
        g = gradient(x)
        if not np.any(g):
            break
        x = x - step_size * g
        points.append(x)
    return np.array(points)

# %% wrong: steps-of-equal-length | Normalises the gradient, so each step has the length step_size, however steep it is.
# expect: gradient-normalised
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first.

    Parameters
    ----------
    gradient : function from a point to the gradient there, an array of its shape,
    start : array of any shape, also (), step_size : number, steps : how many, at least 0

    Returns
    -------
    ndarray, (steps + 1, *start.shape)
    """
    x = np.array(start, dtype=float)
    points = [x]
    for _ in range(steps):
        g = gradient(x)
        x = x - step_size * g / (np.linalg.norm(g) + 1e-12)
        points.append(x)
    return np.array(points)

# %% wrong: walks-the-callers-start | np.asarray makes no copy of a float array, so the caller's start is moved.
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first.

    Parameters
    ----------
    gradient : function from a point to the gradient there, an array of its shape,
    start : array of any shape, also (), step_size : number, steps : how many, at least 0

    Returns
    -------
    ndarray, (steps + 1, *start.shape)
    """
    x = np.asarray(start, dtype=float)
    points = [x.copy()]
    for _ in range(steps):
        x -= step_size * gradient(x.copy())
        points.append(x.copy())
    return np.array(points)

# %% right: accumulate-again | itertools.accumulate over the steps.
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first.

    Parameters
    ----------
    gradient : function from a point to the gradient there, an array of its shape,
    start : array of any shape, also (), step_size : number, steps : how many, at least 0

    Returns
    -------
    ndarray, (steps + 1, *start.shape)
    """
    from itertools import accumulate

    first = np.array(start, dtype=np.float64)
    walk = accumulate(range(steps), lambda x, _: x - step_size * np.asarray(gradient(x)), initial=first)
    return np.stack([np.asarray(x) for x in walk])

# %% right: filled-table | A table of floats; gradient gets a copy of each row.
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first.

    Parameters
    ----------
    gradient : function from a point to the gradient there, an array of its shape,
    start : array of any shape, also (), step_size : number, steps : how many, at least 0

    Returns
    -------
    ndarray, (steps + 1, *start.shape)
    """
    start = np.asarray(start)
    points = np.zeros((steps + 1,) + start.shape)
    points[0] = start
    for t in range(1, steps + 1):
        before = points[t - 1].copy()
        points[t] = before - np.multiply(step_size, gradient(before))
    return points

# %% wrong: uphill-again | Adds the gradient instead of subtracting it, and so walks uphill.
# expect: uphill
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        points.append(points[-1] + step_size * gradient(points[-1]))
    return np.array(points)

# %% wrong: one-array-all-along | Moves one array in place and collects references to it, so that all points are the last one and the caller's start is changed.
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    x = np.asarray(start)
    points = [x]
    for _ in range(steps):
        x -= step_size * gradient(x)
        points.append(x)
    return np.array(points)

# %% wrong: start-left-out-again | Returns the points after each step only, without the start: steps rows instead of steps + 1.
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    x = np.array(start, dtype=float)
    points = np.zeros((steps, *x.shape))
    for t in range(steps):
        x = x - step_size * gradient(x)
        points[t] = x
    return points

# %% wrong: gradient-scaled-in-place-again | Multiplies the array that gradient returned in place by the step size, which may be the point itself.
# expect: nothing
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    x = np.array(start, dtype=float)
    points = [x.copy()]
    for _ in range(steps):
        step = gradient(x)
        step *= step_size
        x = x - step
        points.append(x.copy())
    return np.array(points)

# %% wrong: points-of-integers | Stores the points in an array of the dtype of the start, so that a start of integers cuts off the fractions of all points.
# expect: integers-kept
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    points = np.zeros((steps + 1, *start.shape), dtype=start.dtype)
    points[0] = start
    for t in range(steps):
        points[t + 1] = points[t] - step_size * gradient(points[t])
    return points

# %% wrong: rests-on-level-ground | Stays where it is as soon as all slopes are below 1e-8, although each step should be the whole gradient, wherever it leads.
# expect: nothing
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        x = points[-1]
        slope = gradient(x)
        if np.all(np.abs(slope) < 1e-8):  # arrived
            points.append(x.copy())
        else:
            points.append(x - step_size * slope)
    return np.array(points)

# %% wrong: steps-of-unit-length | Divides the gradient by its length, so that it keeps only the direction (and divides by 0 on level ground).
# expect: gradient-normalised
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    points = np.empty((steps + 1, *np.shape(start)))
    points[0] = start
    for t in range(steps):
        slope = gradient(points[t].copy())
        points[t + 1] = points[t] - step_size * slope / np.sqrt(np.sum(slope**2))
    return points

# %% wrong: slope-of-the-start-again-again | Computes the gradient once, at the start, and takes all steps with it.
# expect: gradient-not-updated
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    start = np.array(start, dtype=float)
    slope = gradient(start)
    return np.array([start - t * step_size * slope for t in range(steps + 1)])

# %% wrong: clipped-slopes | Clips the slopes to ±1000 against divergence, although each step should be the whole gradient, wherever it leads.
# expect: nothing
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        slope = np.clip(gradient(points[-1]), -1000, 1000)
        points.append(points[-1] - step_size * slope)
    return np.stack(points)

# %% right: accumulate-again-again | itertools.accumulate walks from the start, each point a new array, and np.stack puts them together.
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    from itertools import accumulate

    first = np.array(start, dtype=np.float64)
    return np.stack(list(accumulate(range(steps), lambda x, _: x - step_size * gradient(x), initial=first)))

# %% right: own-array-in-place | Writes the points into one array made at the start, and subtracts the step in place from that array only, with copies for gradient.
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    points = np.empty((steps + 1,) + np.shape(start), dtype=float)
    points[:] = start
    for t in range(1, steps + 1):
        step = np.multiply(gradient(np.array(points[t - 1])), step_size)
        points[t:] -= step
    return points

# %% wrong: one-array-in-all-places | Moves x in place and appends the same array each time, so all points are the last one.
# expect: same-array-repeated
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    x = start.astype(float)
    points = [x]
    for _ in range(steps):
        x -= step_size * gradient(x)
        points.append(x)
    return np.array(points)

# %% wrong: walk-in-the-dtype-of-start | Writes the points into an array of the dtype of start, which for integers cuts off the fractions at each step.
# expect: integers-kept
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    points = np.empty((steps + 1, *start.shape), dtype=start.dtype)
    points[0] = start
    for t in range(steps):
        points[t + 1] = points[t] - step_size * gradient(points[t])
    return points

# %% wrong: stops-when-flat-again | Stops as soon as a step is smaller than 1e-6 and returns fewer points than asked for.
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        step = step_size * gradient(points[-1])
        if np.max(np.abs(step)) < 1e-6:
            break
        points.append(points[-1] - step)
    return np.array(points)

# %% wrong: gradient-scaled-in-place-again-again | Multiplies the returned gradient by the step size in place; if it is the very array of the point, the point is scaled, too.
# expect: nothing
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    x = np.array(start, dtype=float)
    points = [x.copy()]
    for _ in range(steps):
        g = gradient(x)
        g *= step_size
        x = x - g
        points.append(x.copy())
    return np.array(points)

# %% wrong: stacked-by-rows | Stacks the points with np.vstack, which for a matrix puts all rows below each other, and for a number makes columns.
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    x = start.astype(np.float64)
    walk = x.copy()
    for _ in range(steps):
        x = x - step_size * gradient(x)
        walk = np.vstack([walk, x])
    return walk

# %% wrong: steps-of-equal-length-again | Divides the gradient by its length, so that each step has the length step_size however steep it is.
# expect: gradient-normalised
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    points = np.zeros((steps + 1, *start.shape))
    points[0] = start
    for t in range(steps):
        g = gradient(points[t])
        length = np.sqrt(np.sum(g**2))
        if length > 0:
            g = g / length
        points[t + 1] = points[t] - step_size * g
    return points

# %% wrong: last-point-missing | Notes the point before each step and never the one after the last step: steps points instead of steps + 1.
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    x = np.array(start, dtype=float)
    points = []
    for _ in range(steps):
        points.append(x)
        x = x - step_size * gradient(x)
    return np.array(points).reshape(-1, *start.shape)

# %% wrong: uphill-again-again | Adds the step instead of subtracting it, and climbs.
# expect: uphill
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    x = start.astype(float)
    points = [x]
    for _ in range(steps):
        x = x + step_size * gradient(x)
        points.append(x)
    return np.stack(points)

# %% right: generator-of-points | Makes a generator of points, each of them a new array, and stacks what it yields.
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""

    def walk():
        x = np.asarray(start).astype(np.float64)
        yield x
        for _ in range(steps):
            x = np.subtract(x, np.multiply(step_size, gradient(x)))
            yield x

    return np.stack(list(walk()))

# %% right: prepared-array | Fills a prepared array, passing a fresh copy to the gradient each time.
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first."""
    start = np.asarray(start)
    path = np.full((steps + 1,) + start.shape, start, dtype=np.float64)
    t = 0
    while t < steps:
        t += 1
        path[t] = path[t - 1] - step_size * gradient(path[t - 1].copy())
    return path
