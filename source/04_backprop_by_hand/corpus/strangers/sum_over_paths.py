# %% wrong: product-in-reading-order | The matrices are multiplied in the order of the list, first @ second, instead of with the later layer on the left: a shape error or the wrong matrix.
# expect: explained
def sum_over_paths(factors):
    result = factors[0]
    for F in factors[1:]:
        result = result @ F
    return result

# %% wrong: multi-dot-of-one | np.linalg.multi_dot needs at least two arrays, so a list of one matrix raises.
# expect: explained
def sum_over_paths(factors):
    return np.linalg.multi_dot(factors[::-1])

# %% wrong: list-emptied | factors.pop(0) takes the matrices out of the caller's list; the result is right but the list is changed.
# expect: explained
def sum_over_paths(factors):
    total = factors.pop(0)
    while factors:
        total = factors.pop(0) @ total
    return total

# %% wrong: transposed-result | The result is (n_0, n_L): transposes are multiplied and not turned back at the end.
# expect: transposed
def sum_over_paths(factors):
    M = factors[0].T
    for A in factors[1:]:
        M = M @ A.T
    return M

# %% wrong: layer-sums | Sums the factors that enter each node and multiplies on, starting from ones for all inputs together: the paths of different inputs are mixed.
# expect: nothing
def sum_over_paths(factors):
    n_in = factors[0].shape[1]
    values = np.ones(n_in)
    for A in factors:
        values = A @ values
    return np.repeat(values[:, None], n_in, axis=1)

# %% wrong: two-layers-only | Only the first two matrices are used: written for the network in the picture.
# expect: explained
def sum_over_paths(factors):
    if len(factors) == 1:
        return factors[0]
    first, second = factors[0], factors[1]
    n_out, n_hidden = second.shape
    n_in = first.shape[1]
    total = np.zeros((n_out, n_in))
    for i in range(n_out):
        for j in range(n_in):
            for h in range(n_hidden):
                total[i, j] += second[i, h] * first[h, j]
    return total

# %% wrong: last-path-wins | The walk over the paths assigns each path's product instead of adding it, so only the last path from each input is kept.
# expect: nothing
def sum_over_paths(factors):
    total = factors[0]
    for A in factors[1:]:
        new = np.zeros((A.shape[0], total.shape[1]))
        for i in range(A.shape[0]):
            for j in range(total.shape[1]):
                for k in range(A.shape[1]):
                    new[i, j] = A[i, k] * total[k, j]
        total = new
    return total

# %% wrong: integer-accumulator | The accumulator takes the dtype of the first matrix, an integer one perhaps, so later fractional factors are truncated.
# expect: integers-kept
def sum_over_paths(factors):
    total = np.eye(factors[0].shape[1], dtype=factors[0].dtype)
    for A in factors:
        new = np.zeros((A.shape[0], total.shape[1]), dtype=total.dtype)
        for i in range(A.shape[0]):
            for j in range(total.shape[1]):
                new[i, j] = np.sum(A[i] * total[:, j])
        total = new
    return total

# %% wrong: list-reversed-in-place | factors.reverse() turns the caller's own list around before the product is taken.
# expect: explained
def sum_over_paths(factors):
    factors.reverse()
    product = factors[0]
    for A in factors[1:]:
        product = product @ A
    return product

# %% right: path-by-path | Walks every path with itertools.product over the hidden nodes and adds the products up.
def sum_over_paths(factors):
    from itertools import product

    sizes = [factors[0].shape[1]] + [A.shape[0] for A in factors]
    total = np.zeros((sizes[-1], sizes[0]))
    for path in product(*(range(n) for n in sizes)):
        weight = 1.0
        for A, tail, head in zip(factors, path, path[1:]):
            weight *= A[head, tail]
        total[path[-1], path[0]] += weight
    return total

# %% right: recursion-on-last | Recursion: the last matrix times the sum over the paths through all others.
def sum_over_paths(factors):
    *rest, last = factors
    return last @ sum_over_paths(rest) if rest else np.array(last)

# %% right: reduce-with-tensordot | functools.reduce with np.tensordot, later layers on the left, from an identity.
from functools import reduce


def sum_over_paths(factors):
    start = np.eye(np.shape(factors[0])[1])
    return reduce(lambda done, A: np.tensordot(A, done, axes=1), factors, start)

# %% wrong: factors-added-along-a-path | walks every path, but adds the factors along it instead of multiplying them
# expect: nothing
def sum_over_paths(factors):
    def walk(layer, node, so_far):
        if layer == len(factors):
            total[node, j] += so_far
            return
        for nxt in range(factors[layer].shape[0]):
            walk(layer + 1, nxt, so_far + factors[layer][nxt, node])

    total = np.zeros((factors[-1].shape[0], factors[0].shape[1]))
    for j in range(factors[0].shape[1]):
        walk(0, j, 0.0)
    return total

# %% wrong: integer-table | collects the products in an array of the first matrix's dtype: with integers first and fractions later the rest is cut off
# expect: integers-kept
def sum_over_paths(factors):
    out = np.eye(factors[0].shape[1], dtype=factors[0].dtype)
    for F in factors:
        new = np.zeros((F.shape[0], out.shape[1]), dtype=out.dtype)
        for i in range(F.shape[0]):
            for k in range(out.shape[1]):
                new[i, k] = F[i] @ out[:, k]
        out = new
    return out

# %% wrong: table-turned-over | makes the shapes fit by transposing every matrix and keeps the order of the list: the result is (n_0, n_L), the transpose of what is asked for
# expect: transposed
def sum_over_paths(factors):
    total = factors[0].T
    for F in factors[1:]:
        total = total @ F.T
    return total

# %% wrong: order-of-the-products | multiplies left to right, F1 F2 F3: error unless the sizes fit, wrong order where they do
# expect: explained
def sum_over_paths(factors):
    total = factors[0]
    for F in factors[1:]:
        total = total @ F
    return np.array(total)

# %% wrong: elementwise-product | factors multiplied entry by entry
# expect: explained
def sum_over_paths(factors):
    total = factors[0]
    for F in factors[1:]:
        total = F * total
    return np.array(total)

# %% wrong: first-layer-forgotten | starts from the second matrix
# expect: explained
def sum_over_paths(factors):
    total = np.eye(len(factors[0]))
    for F in factors[1:]:
        total = F @ total
    return np.array(total)

# %% wrong: sums-before-multiplying | product of the sums of all factors of each layer: one number spread over all entries
# expect: nothing
def sum_over_paths(factors):
    return np.prod([np.sum(F) for F in factors]) * np.ones((len(factors[-1]), factors[0].shape[1]))

# %% wrong: inputs-in-rows | returns (n_0, n_L), the transpose
# expect: transposed
def sum_over_paths(factors):
    total = factors[0]
    for F in factors[1:]:
        total = F @ total
    return np.array(total).T

# %% wrong: absolute-factors | adds absolute values: paths of opposite sign do not cancel
# expect: nothing
def sum_over_paths(factors):
    total = np.abs(factors[0])
    for F in factors[1:]:
        total = np.abs(F) @ total
    return np.array(total)

# %% wrong: adds-along-the-path | adds the factors along each path instead of multiplying them
# expect: nothing
from itertools import product


def sum_over_paths(factors):
    sizes = [factors[0].shape[1]] + [len(F) for F in factors]
    total = np.zeros((sizes[-1], sizes[0]))
    for path in product(*map(range, sizes)):
        total[path[-1], path[0]] += sum(F[i, j] for F, j, i in zip(factors, path, path[1:]))
    return total

# %% wrong: strongest-path-only | takes the maximum over the paths instead of the sum
# expect: nothing
def sum_over_paths(factors):
    total = factors[0]
    for F in factors[1:]:
        total = (F[:, :, None] * total[None]).max(axis=1)
    return np.array(total)

# %% wrong: writes-into-the-first-matrix | total = factors[0] and total[:] = F @ total: for square layers the caller's first matrix is overwritten, others fail
# expect: explained
def sum_over_paths(factors):
    total = factors[0]
    for F in factors[1:]:
        total[:] = F @ total
    return np.array(total)

# %% wrong: pops-the-callers-list | factors.pop(0) empties the list that was passed
# expect: explained
def sum_over_paths(factors):
    total = factors.pop(0)
    while factors:
        total = factors.pop(0) @ total
    return total

# %% right: multi-dot-or-single | np.linalg.multi_dot of the reversed list, a copy for a single matrix
def sum_over_paths(factors):
    return np.array(factors[0]) if len(factors) == 1 else np.linalg.multi_dot(factors[::-1])

# %% right: walks-every-path | itertools.product over all nodes
from itertools import product


def sum_over_paths(factors):
    sizes = [np.shape(factors[0])[1], *(len(F) for F in factors)]
    total = np.zeros((sizes[-1], sizes[0]))
    for path in product(*(range(size) for size in sizes)):
        along = 1.0
        for F, (j, i) in zip(factors, zip(path[:-1], path[1:])):
            along = along * F[i, j]
        total[path[-1], path[0]] += along
    return total

# %% right: reduce-backwards | functools.reduce from the output side
from functools import reduce


def sum_over_paths(factors):
    return reduce(lambda after, before: after @ before, reversed(factors), np.eye(factors[-1].shape[0]))

# %% right: node-by-node-backwards | for every output the blame of each node, added up from the right
def sum_over_paths(factors):
    rows = []
    for i in range(len(factors[-1])):
        blame = np.zeros(len(factors[-1]))
        blame[i] = 1.0
        for F in factors[::-1]:
            blame = np.array([sum(blame[k] * F[k, j] for k in range(F.shape[0])) for j in range(F.shape[1])])
        rows.append(blame)
    return np.array(rows)

# %% wrong: order-reversed | The matrices are multiplied in the order of the list, first layer on the left.
# expect: explained
def sum_over_paths(factors):
    total = factors[0]
    for F in factors[1:]:
        total = total @ F
    return total

# %% wrong: first-two-only | Only the first two matrices are multiplied, as in the picture: deeper networks lose their further layers.
# expect: explained
def sum_over_paths(factors):
    if len(factors) == 1:
        return np.array(factors[0])
    return factors[1] @ factors[0]

# %% wrong: transposed | The result is transposed: entry [j, i] belongs to input j and output i.
# expect: transposed
def sum_over_paths(factors):
    total = factors[0].T
    for F in factors[1:]:
        total = total @ F.T
    return total

# %% wrong: entry-by-entry | The factors are multiplied entry by entry where the shapes allow it, instead of summed over the nodes between.
# expect: nothing
def sum_over_paths(factors):
    total = factors[0]
    for F in factors[1:]:
        total = F * total if F.shape == total.shape else F @ total
    return total

# %% wrong: sum-of-the-factors | Along a path the factors are added instead of multiplied.
# expect: nothing
def sum_over_paths(factors):
    total = np.array(factors[0], dtype=float)
    for F in factors[1:]:
        total = np.array(
            [[sum(F[i, k] + total[k, j] for k in range(F.shape[1])) for j in range(total.shape[1])] for i in range(len(F))]
        )
    return total

# %% wrong: squeezed | The result is squeezed, so a network with one output gives a vector or a number instead of a matrix.
# expect: explained
def sum_over_paths(factors):
    total = factors[0]
    for F in factors[1:]:
        total = F @ total
    return np.squeeze(total)

# %% wrong: list-changed | The matrices are popped from the caller's list, which is empty afterwards.
# expect: explained
def sum_over_paths(factors):
    total = factors.pop()
    while factors:
        total = total @ factors.pop()
    return total

# %% wrong: strongest-path | For each pair only the path with the largest product is kept instead of the sum over all.
# expect: nothing
def sum_over_paths(factors):
    total = np.array(factors[0], dtype=float)
    for F in factors[1:]:
        total = (np.asarray(F)[:, :, None] * total[None, :, :]).max(axis=1)
    return total

# %% wrong: last-path-assigned | In the loop over the nodes between, = stands in place of +=, so that only the last path is left.
# expect: nothing
def sum_over_paths(factors):
    total = np.array(factors[0], dtype=float)
    for F in factors[1:]:
        new = np.zeros((F.shape[0], total.shape[1]))
        for i in range(F.shape[0]):
            for j in range(total.shape[1]):
                for k in range(F.shape[1]):
                    new[i, j] = F[i, k] * total[k, j]
        total = new
    return total

# %% wrong: type-of-the-first-layer | The product is written back into the first matrix's type: a first layer of integers cuts the real numbers of later ones.
# expect: integers-kept
def sum_over_paths(factors):
    total = factors[0]
    for F in factors[1:]:
        total = (F @ total).astype(factors[0].dtype)
    return total

# %% wrong: inputs-summed | The paths from all inputs are added together: a number per output instead of one per pair.
# expect: explained
def sum_over_paths(factors):
    reached = np.ones(factors[0].shape[1])
    for F in factors:
        reached = F @ reached
    return reached[:, None]

# %% wrong: one-matrix-too-many | The accumulation starts with the first matrix and the loop begins with it again, so it is multiplied in twice where the shape allows it.
# expect: nothing
def sum_over_paths(factors):
    total = np.asarray(factors[0], dtype=float)
    for F in factors:
        if F.shape[1] == total.shape[0] and (F is not factors[0] or F.shape[0] == F.shape[1]):
            total = F @ total
    return total

# %% wrong: at-most-three-layers | One, two and three matrices are written out; whatever comes after the third is ignored.
# expect: explained
def sum_over_paths(factors):
    if len(factors) == 1:
        return np.array(factors[0])
    if len(factors) == 2:
        return factors[1] @ factors[0]
    return factors[2] @ factors[1] @ factors[0]

# %% right: walking-the-paths | All paths are walked one by one with itertools.product.
def sum_over_paths(factors):
    from itertools import product

    widths = [np.shape(factors[0])[1]] + [np.shape(F)[0] for F in factors]
    total = np.zeros((widths[-1], widths[0]))
    for nodes in product(*map(range, widths)):
        along = 1.0
        for F, tail, head in zip(factors, nodes, nodes[1:]):
            along *= F[head][tail]
        total[nodes[-1], nodes[0]] += along
    return total

# %% right: backwards-from-an-identity | From the output back, starting from an identity matrix, as backpropagation does.
def sum_over_paths(factors):
    total = np.eye(len(factors[-1]))
    for F in reversed(factors):
        total = np.einsum("ok,kj->oj", total, F)
    return total

# %% wrong: multiplied-in-list-order | The matrices are multiplied from left to right as they stand in the list, inputs' side first, instead of from the right.
# expect: explained
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each.

    factors: a list of at least one matrix. The l-th is (n_l, n_{l-1}); entry [i, j] is the factor of the edge from
        node j of layer l-1 to node i of layer l.
    Returns (n_L, n_0): entry [i, j] sums over all paths from input j to output i.
    """
    total = factors[0]
    for factor in factors[1:]:
        total = total @ factor
    return total

# %% wrong: entry-by-entry-again | Multiplies the matrices entry by entry, which follows no path from layer to layer.
# expect: explained
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each.

    factors: a list of at least one matrix. The l-th is (n_l, n_{l-1}); entry [i, j] is the factor of the edge from
        node j of layer l-1 to node i of layer l.
    Returns (n_L, n_0): entry [i, j] sums over all paths from input j to output i.
    """
    total = np.array(factors[0], dtype=float)
    for factor in factors[1:]:
        total = factor * total
    return total

# %% wrong: inputs-in-rows-again | The result is transposed: row j, column i belongs to the paths from input j to output i.
# expect: transposed
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each.

    factors: a list of at least one matrix. The l-th is (n_l, n_{l-1}); entry [i, j] is the factor of the edge from
        node j of layer l-1 to node i of layer l.
    Returns (n_L, n_0): entry [i, j] sums over all paths from input j to output i.
    """
    total = factors[0].T
    for factor in factors[1:]:
        total = total @ factor.T
    return total

# %% wrong: factors-added-along-a-path-again | The factors along a path are added up instead of multiplied.
# expect: nothing
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each.

    factors: a list of at least one matrix. The l-th is (n_l, n_{l-1}); entry [i, j] is the factor of the edge from
        node j of layer l-1 to node i of layer l.
    Returns (n_L, n_0): entry [i, j] sums over all paths from input j to output i.
    """
    total = np.array(factors[0], dtype=float)
    for factor in factors[1:]:
        new = np.zeros((factor.shape[0], total.shape[1]))
        for i in range(factor.shape[0]):
            for j in range(total.shape[1]):
                for k in range(factor.shape[1]):
                    new[i, j] += factor[i, k] + total[k, j]
        total = new
    return total

# %% wrong: strongest-path-only-again | Takes the product of the strongest path from each input to each output instead of the sum over all of them.
# expect: nothing
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each.

    factors: a list of at least one matrix. The l-th is (n_l, n_{l-1}); entry [i, j] is the factor of the edge from
        node j of layer l-1 to node i of layer l.
    Returns (n_L, n_0): entry [i, j] sums over all paths from input j to output i.
    """
    total = factors[0]
    for factor in factors[1:]:
        products = factor[:, :, None] * total[None, :, :]
        total = products.max(axis=1)
    return total

# %% wrong: one-matrix-forgotten | np.linalg.multi_dot takes at least two matrices, and a list with one is an error instead of that matrix.
# expect: explained
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each.

    factors: a list of at least one matrix. The l-th is (n_l, n_{l-1}); entry [i, j] is the factor of the edge from
        node j of layer l-1 to node i of layer l.
    Returns (n_L, n_0): entry [i, j] sums over all paths from input j to output i.
    """
    return np.linalg.multi_dot(factors[::-1])

# %% wrong: list-turned-round-in-place | The caller's list is reversed in place; the result is right, but a second call with the same list is not.
# expect: explained
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each.

    factors: a list of at least one matrix. The l-th is (n_l, n_{l-1}); entry [i, j] is the factor of the edge from
        node j of layer l-1 to node i of layer l.
    Returns (n_L, n_0): entry [i, j] sums over all paths from input j to output i.
    """
    factors.reverse()
    total = factors[0]
    for factor in factors[1:]:
        total = total @ factor
    return total

# %% wrong: dtype-of-the-last-layer | Starts from the outputs and keeps the dtype of the last matrix, so that real factors before a last layer of integers are cut off.
# expect: integers-kept
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each.

    factors: a list of at least one matrix. The l-th is (n_l, n_{l-1}); entry [i, j] is the factor of the edge from
        node j of layer l-1 to node i of layer l.
    Returns (n_L, n_0): entry [i, j] sums over all paths from input j to output i.
    """
    total = np.eye(factors[-1].shape[0], dtype=factors[-1].dtype)
    for factor in reversed(factors):
        new = np.zeros((total.shape[0], factor.shape[1]), dtype=total.dtype)
        for i in range(new.shape[0]):
            for j in range(new.shape[1]):
                new[i, j] = np.sum(total[i] * factor[:, j])
        total = new
    return total

# %% wrong: zero-products-only-positive-edges | Only edges with a positive factor are walked, as if a negative or zero factor meant that there is no edge.
# expect: nothing
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each.

    factors: a list of at least one matrix. The l-th is (n_l, n_{l-1}); entry [i, j] is the factor of the edge from
        node j of layer l-1 to node i of layer l.
    Returns (n_L, n_0): entry [i, j] sums over all paths from input j to output i.
    """
    total = np.maximum(factors[0], 0)
    for factor in factors[1:]:
        total = np.where(factor > 0, factor, 0) @ total
    return total

# %% right: walks-every-path-again | Walks the paths one by one with itertools.product over the nodes of all layers.
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each.

    factors: a list of at least one matrix. The l-th is (n_l, n_{l-1}); entry [i, j] is the factor of the edge from
        node j of layer l-1 to node i of layer l.
    Returns (n_L, n_0): entry [i, j] sums over all paths from input j to output i.
    """
    import itertools

    sizes = [factors[0].shape[1]] + [factor.shape[0] for factor in factors]
    total = np.zeros((sizes[-1], sizes[0]))
    for path in itertools.product(*map(range, sizes)):
        product = 1.0
        for factor, before, after in zip(factors, path, path[1:]):
            product *= factor[after, before]
        total[path[-1], path[0]] += product
    return total

# %% right: one-input-at-a-time | Sends a unit vector per input through all layers and puts the columns side by side.
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each.

    factors: a list of at least one matrix. The l-th is (n_l, n_{l-1}); entry [i, j] is the factor of the edge from
        node j of layer l-1 to node i of layer l.
    Returns (n_L, n_0): entry [i, j] sums over all paths from input j to output i.
    """
    columns = []
    for unit in np.eye(factors[0].shape[1]):
        for factor in factors:
            unit = (factor * unit).sum(axis=1)
        columns.append(unit)
    return np.stack(columns, axis=1)

# %% wrong: factors-in-reading-order | The matrices are multiplied in the order of the list, first times second, which is the wrong side (and has no fitting shapes unless square).
# expect: explained
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each."""
    result = factors[0]
    for F in factors[1:]:
        result = result @ F
    return result

# %% wrong: transposed-result-again | Walks forward with one row per input and returns (n_0, n_L), the transpose of what is asked for.
# expect: transposed
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each."""
    rows = np.eye(factors[0].shape[1])
    for F in factors:
        rows = rows @ F.T
    return rows

# %% wrong: factors-added-along-a-path-again-again | Along a path the factors are added, where the chain rule multiplies them.
# expect: nothing
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each."""
    total = np.array(factors[0], dtype=float)
    paths = np.ones_like(total)  # number of paths from each input
    for F in factors[1:]:
        n_out, n_mid = F.shape
        new = np.zeros((n_out, total.shape[1]))
        counts = np.zeros_like(new)
        for i in range(n_out):
            for k in range(n_mid):
                new[i] += total[k] + F[i, k] * paths[k]
                counts[i] += paths[k]
        total, paths = new, counts
    return total

# %% wrong: buffer-in-the-first-dtype | The result of each layer is collected in an array of the dtype of the first matrix, so integers there cut all later real factors.
# expect: integers-kept
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each."""
    kind = factors[0].dtype
    result = factors[0]
    for F in factors[1:]:
        new = np.zeros((F.shape[0], result.shape[1]), dtype=kind)
        for i in range(new.shape[0]):
            for j in range(new.shape[1]):
                new[i, j] = np.sum(F[i, :] * result[:, j])
        result = new
    return result

# %% wrong: pops-the-argument | Takes the matrices off the list with pop, so the caller's list is empty afterwards.
# expect: explained
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each."""
    result = factors.pop(0)
    while factors:
        result = factors.pop(0) @ result
    return result

# %% wrong: multi-dot-of-one-again | np.linalg.multi_dot on the reversed list, which refuses a list of a single matrix.
# expect: explained
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each."""
    return np.linalg.multi_dot(factors[::-1])

# %% wrong: each-node-visited-once | A search that marks nodes as visited, as in a search for reachability: later paths through the same node are lost.
# expect: nothing
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each."""
    depth = len(factors)
    result = np.zeros((factors[-1].shape[0], factors[0].shape[1]))
    for start in range(result.shape[1]):
        visited = set()

        def walk(layer, node, product):
            if layer == depth:
                result[node, start] += product
                return
            if (layer, node) in visited:
                return
            visited.add((layer, node))
            for nxt in range(factors[layer].shape[0]):
                walk(layer + 1, nxt, product * factors[layer][nxt, node])

        walk(0, start, 1.0)
    return result

# %% wrong: cache-without-the-layer | The recursion remembers its results by node and output only, so nodes with the same index in different layers are mixed up.
# expect: nothing
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each."""
    known = {}

    def to_output(layer, node, i):
        if layer == len(factors):
            return 1.0 if node == i else 0.0
        if (node, i) not in known:
            F = factors[layer]
            known[node, i] = sum(F[k, node] * to_output(layer + 1, k, i) for k in range(F.shape[0]))
        return known[node, i]

    n_out, n_in = factors[-1].shape[0], factors[0].shape[1]
    return np.array([[to_output(0, j, i) for j in range(n_in)] for i in range(n_out)])

# %% right: walking-with-itertools | Lists every path with itertools.product, one choice of node per layer.
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each."""
    from itertools import product

    sizes = [factors[0].shape[1]] + [F.shape[0] for F in factors]
    total = np.zeros((sizes[-1], sizes[0]))
    for path in product(*map(range, sizes)):
        weight = 1.0
        for F, tail, head in zip(factors, path, path[1:]):
            weight *= F[head, tail]
        total[path[-1], path[0]] += weight
    return total

# %% right: reduce-from-the-output | functools.reduce from the last matrix towards the first, starting from the identity.
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each."""
    from functools import reduce

    return reduce(np.matmul, reversed(factors), np.eye(len(factors[-1])))
