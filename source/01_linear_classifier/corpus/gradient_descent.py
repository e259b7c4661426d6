# %% right: list | a list of points, as an array
def gradient_descent(gradient, start, step_size, steps):
    x = start
    points = [x]
    for _ in range(steps):
        x = x - step_size * gradient(x)
        points.append(x)
    return np.array(points)

# %% right: filled | an array that is filled
def gradient_descent(gradient, start, step_size, steps):
    points = np.zeros((steps + 1, *start.shape))
    points[0] = start
    for t in range(steps):
        points[t + 1] = points[t] - step_size * gradient(points[t])
    return points

# %% right: stacked | copies, stacked
def gradient_descent(gradient, start, step_size, steps):
    x = np.array(start, dtype=float)
    walk = [x.copy()]
    while len(walk) <= steps:
        g = np.array(gradient(x.copy()))
        x -= step_size * g
        walk.append(x.copy())
    return np.stack(walk, axis=0)

# %% right: accumulate | itertools
from itertools import accumulate


def gradient_descent(gradient, start, step_size, steps):
    return np.array(list(accumulate(range(steps), lambda x, _: x - step_size * gradient(x), initial=start)))

# %% right: recursion | the walk of one step less, and a step
def gradient_descent(gradient, start, step_size, steps):
    if steps == 0:
        return start[None].astype(float)
    before = gradient_descent(gradient, start, step_size, steps - 1)
    return np.concatenate([before, [before[-1] - step_size * gradient(before[-1])]])

# %% wrong: in_place | all points are the same array, and the start is changed
def gradient_descent(gradient, start, step_size, steps):
    x = start
    points = [x]
    for _ in range(steps):
        x -= step_size * gradient(x)
        points.append(x)
    return np.array(points)

# %% wrong: same_array | a copy of the start, but all points are the same array
# expect: same-array-repeated
def gradient_descent(gradient, start, step_size, steps):
    x = np.array(start, dtype=float)
    points = [x]
    for _ in range(steps):
        x -= step_size * gradient(x)
        points.append(x)
    return np.array(points)

# %% wrong: uphill | the sign
# expect: uphill
def gradient_descent(gradient, start, step_size, steps):
    points = [start]
    for _ in range(steps):
        points.append(points[-1] + step_size * gradient(points[-1]))
    return np.array(points)

# %% wrong: last_only | the last point
def gradient_descent(gradient, start, step_size, steps):
    x = start
    for _ in range(steps):
        x = x - step_size * gradient(x)
    return x

# %% wrong: without_start | the start is missing
def gradient_descent(gradient, start, step_size, steps):
    x, points = start, []
    for _ in range(steps):
        x = x - step_size * gradient(x)
        points.append(x)
    return np.array(points)

# %% wrong: one_short | one step too few
def gradient_descent(gradient, start, step_size, steps):
    points = [start]
    for _ in range(steps - 1):
        points.append(points[-1] - step_size * gradient(points[-1]))
    return np.array(points)

# %% wrong: step_size_ignored | steps of size 1
# expect: step-size-ignored
def gradient_descent(gradient, start, step_size, steps):
    points = [start]
    for _ in range(steps):
        points.append(points[-1] - gradient(points[-1]))
    return np.array(points)

# %% wrong: normalised | steps of fixed length
# expect: gradient-normalised
def gradient_descent(gradient, start, step_size, steps):
    points = [start]
    for _ in range(steps):
        g = gradient(points[-1])
        points.append(points[-1] - step_size * g / (np.linalg.norm(g) + 1e-12))
    return np.array(points)

# %% wrong: gradient_at_start | the slope of the start throughout
# expect: gradient-not-updated
def gradient_descent(gradient, start, step_size, steps):
    g = gradient(start)
    return np.array([start - t * step_size * g for t in range(steps + 1)])

# %% wrong: integer_points | whole numbers stay whole
# expect: integers-kept
def gradient_descent(gradient, start, step_size, steps):
    points = np.zeros((steps + 1, *start.shape), dtype=start.dtype)
    points[0] = start
    for t in range(steps):
        points[t + 1] = points[t] - step_size * gradient(points[t])
    return points

# %% wrong: decay | the step size shrinks
# expect: step-size-changed
def gradient_descent(gradient, start, step_size, steps):
    points = [start]
    for t in range(steps):
        points.append(points[-1] - step_size / (t + 1) * gradient(points[-1]))
    return np.array(points)

# %% wrong: momentum | something else
# expect: nothing
def gradient_descent(gradient, start, step_size, steps):
    points, v = [start], 0
    for _ in range(steps):
        v = 0.9 * v - step_size * gradient(points[-1])
        points.append(points[-1] + v)
    return np.array(points)

# %% wrong: list_returned | a list of points
def gradient_descent(gradient, start, step_size, steps):
    points = [start]
    for _ in range(steps):
        points.append(points[-1] - step_size * gradient(points[-1]))
    return points

# %% wrong: reversed | the last point first
# expect: order-reversed
def gradient_descent(gradient, start, step_size, steps):
    points = [start]
    for _ in range(steps):
        points.append(points[-1] - step_size * gradient(points[-1]))
    return np.array(points[::-1])

# %% wrong: flat | points as rows of a matrix
def gradient_descent(gradient, start, step_size, steps):
    points = [start]
    for _ in range(steps):
        points.append(points[-1] - step_size * gradient(points[-1]))
    return np.array(points).reshape(steps + 1, -1)

# %% wrong: no_zero_steps | needs at least one step
def gradient_descent(gradient, start, step_size, steps):
    x, points = start, [start]
    for t in range(max(steps, 1)):
        x = x - step_size * gradient(x)
        points.append(x)
    return np.array(points)

# %% wrong: sign_only | moves by the sign of the slope
# expect: gradient-normalised
def gradient_descent(gradient, start, step_size, steps):
    points = [start]
    for _ in range(steps):
        points.append(points[-1] - step_size * np.sign(gradient(points[-1])))
    return np.array(points)

# %% wrong: changes_the_gradient | works in the array that the gradient returned
# expect: nothing
def gradient_descent(gradient, start, step_size, steps):
    x = start.astype(float)
    points = [x]
    for _ in range(steps):
        g = gradient(x)
        g *= step_size
        x = x - g
        points.append(x)
    return np.array(points)

# %% wrong: step_too_late | the gradient of the point before
# expect: gradient-not-updated
def gradient_descent(gradient, start, step_size, steps):
    points, g = [start], gradient(start)
    for _ in range(steps):
        points.append(points[-1] - step_size * g)
        g = gradient(points[-2])
    return np.array(points)

# %% wrong: stops_early | stands still where a step is small
# expect: nothing
def gradient_descent(gradient, start, step_size, steps):
    x = np.array(start, dtype=float)
    path = [x]
    for _ in range(steps):
        x = x - step_size * gradient(x)
        path.append(x)
        if np.abs(path[-1] - path[-2]).max() < 1e-4:
            path += [x] * (steps - len(path) + 1)
            break
    return np.array(path)

# %% wrong: number_as_row | a start of shape () gives points of shape (1,)
def gradient_descent(gradient, start, step_size, steps):
    x = np.atleast_1d(np.array(start, dtype=float))
    path = [x]
    for _ in range(steps):
        x = x - step_size * gradient(x)
        path.append(x)
    return np.array(path)

# %% wrong: clipped | entries of the gradient count at most 20
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    points = [start]
    for _ in range(steps):
        points.append(points[-1] - step_size * np.clip(gradient(points[-1]), -20, 20))
    return np.array(points)

# %% wrong: clipped_length | a gradient that is longer than 20 is shortened to it
# expect: explained
def gradient_descent(gradient, start, step_size, steps):
    points = [start]
    for _ in range(steps):
        g = gradient(points[-1])
        length = np.sqrt(np.sum(g**2))
        points.append(points[-1] - step_size * (g * (20 / length) if length > 20 else g))
    return np.array(points)

# %% wrong: careful_walker | halves the step as long as it leads to where the slope is steeper
# expect: nothing
def gradient_descent(gradient, start, step_size, steps):
    points = [np.array(start, dtype=float)]
    for _ in range(steps):
        g, size = gradient(points[-1]), step_size
        for _ in range(20):
            if np.sum(gradient(points[-1] - size * g) ** 2) <= np.sum(g**2):
                break
            size = size / 2
        points.append(points[-1] - size * g)
    return np.array(points)
