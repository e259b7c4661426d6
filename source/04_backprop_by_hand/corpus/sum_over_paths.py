# %% right: products | from the input on
def sum_over_paths(factors):
    result = factors[0]
    for F in factors[1:]:
        result = np.dot(F, result)
    return result

# %% right: multi_dot | from the output back
def sum_over_paths(factors):
    result = np.eye(factors[-1].shape[0])
    for F in reversed(factors):
        result = result @ F
    return result

# %% right: path_by_path | walks every path
import itertools

def sum_over_paths(factors):
    sizes = [factors[0].shape[1]] + [F.shape[0] for F in factors]
    total = np.zeros((sizes[-1], sizes[0]))
    for path in itertools.product(*(range(n) for n in sizes)):
        product = 1.0
        for F, i, j in zip(factors, path[1:], path):
            product *= F[i, j]
        total[path[-1], path[0]] += product
    return total

# %% right: recursion | one layer fewer each time
def sum_over_paths(factors):
    if len(factors) == 1:
        return np.array(factors[0], dtype=float)
    return factors[-1] @ sum_over_paths(factors[:-1])

# %% right: forward_mode | pushes one unit input at a time
from functools import reduce

def sum_over_paths(factors):
    columns = np.eye(factors[0].shape[1])
    return np.stack([reduce(lambda v, F: F @ v, factors, e) for e in columns], axis=1)

# %% wrong: transposed | (n_0, n_L)
# expect: transposed
def sum_over_paths(factors):
    result = factors[0]
    for F in factors[1:]:
        result = F @ result
    return result.T

# %% wrong: wrong_order | products from the wrong side
def sum_over_paths(factors):
    result = factors[0]
    for F in factors[1:]:
        result = result @ F
    return result

# %% wrong: last_two | only two layers
def sum_over_paths(factors):
    return factors[-1] @ factors[-2] if len(factors) > 1 else factors[0]

# %% wrong: pops | empties the caller's list
def sum_over_paths(factors):
    result = factors.pop(0)
    while factors:
        result = factors.pop(0) @ result
    return result

# %% wrong: in_place | scales the caller's matrix
def sum_over_paths(factors):
    result = factors[0]
    for F in factors[1:]:
        result = F @ result
    factors[0] *= 1.0 + 1e-9
    return result

# %% wrong: largest_path | the largest path in place of the sum
import itertools

def sum_over_paths(factors):
    sizes = [factors[0].shape[1]] + [F.shape[0] for F in factors]
    total = np.full((sizes[-1], sizes[0]), -np.inf)
    for path in itertools.product(*(range(n) for n in sizes)):
        product = 1.0
        for F, i, j in zip(factors, path[1:], path):
            product *= F[i, j]
        total[path[-1], path[0]] = max(total[path[-1], path[0]], product)
    return total

# %% wrong: summed_factors | adds along a path
import itertools

def sum_over_paths(factors):
    sizes = [factors[0].shape[1]] + [F.shape[0] for F in factors]
    total = np.zeros((sizes[-1], sizes[0]))
    for path in itertools.product(*(range(n) for n in sizes)):
        total[path[-1], path[0]] += sum(F[i, j] for F, i, j in zip(factors, path[1:], path))
    return total

# %% wrong: counts_paths | the number of paths
def sum_over_paths(factors):
    result = np.ones(factors[0].shape)
    for F in factors[1:]:
        result = np.ones(F.shape) @ result
    return result

# %% wrong: absolute | absolute factors
def sum_over_paths(factors):
    result = np.abs(factors[0])
    for F in factors[1:]:
        result = np.abs(F) @ result
    return result

# %% wrong: total_only | one number
def sum_over_paths(factors):
    result = factors[0]
    for F in factors[1:]:
        result = F @ result
    return result.sum()

# %% wrong: list | nested lists
def sum_over_paths(factors):
    result = factors[0]
    for F in factors[1:]:
        result = F @ result
    return result.tolist()

# %% wrong: needs_two | fails for a single matrix
def sum_over_paths(factors):
    return np.linalg.multi_dot(factors[::-1])

# %% wrong: integer_start | keeps the dtype of the first matrix
# expect: integers-kept
def sum_over_paths(factors):
    result = factors[0]
    for F in factors[1:]:
        result = (F @ result).astype(factors[0].dtype)
    return result

# %% wrong: three_layers_at_most | written out for one, two and three matrices
# expect: nothing
def sum_over_paths(factors):
    if len(factors) == 1:
        return factors[0]
    if len(factors) == 2:
        return factors[1] @ factors[0]
    return factors[2] @ factors[1] @ factors[0]
