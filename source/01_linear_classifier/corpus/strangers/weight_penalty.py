# %% wrong: beta-on-the-l1-part | In elastic, beta multiplies abs(W) instead of W².
# expect: beta-misplaced
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sum(W**2)
    elif kind == "l1":
        return np.sum(np.abs(W))
    elif kind == "elastic":
        return np.sum(W**2 + beta * np.abs(W))
    raise ValueError("unknown kind")

# %% wrong: beta-in-l2-as-well | beta also scales the plain l2 penalty; it should act on elastic only.
# expect: beta-misplaced
def weight_penalty(W, kind="l2", beta=1.0):
    l2 = beta * (W * W).sum()
    l1 = np.abs(W).sum()
    if kind == "l2":
        return l2
    if kind == "l1":
        return l1
    if kind == "elastic":
        return l2 + l1
    raise ValueError(f"no such penalty: {kind}")

# %% wrong: norm-not-squared | Takes the norm of W, the square root of the sum of squares.
# expect: root-taken
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.linalg.norm(W)
    if kind == "l1":
        return np.abs(W).sum()
    if kind == "elastic":
        return beta * np.linalg.norm(W) + np.abs(W).sum()
    raise ValueError(kind)

# %% wrong: error-returned | Returns a ValueError instead of raising it.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sum(np.square(W))
    elif kind == "l1":
        return np.sum(np.abs(W))
    elif kind == "elastic":
        return np.sum(beta * np.square(W) + np.abs(W))
    else:
        return ValueError("kind must be l2, l1 or elastic")

# %% wrong: key-error | Looks the kind up in a dict, so an unknown kind is a KeyError, not a ValueError.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    return {
        "l2": np.sum(W**2),
        "l1": np.sum(np.abs(W)),
        "elastic": np.sum(beta * W**2 + np.abs(W)),
    }[kind]

# %% wrong: matrix-norm | np.linalg.norm(W, 1) of a matrix is the largest column sum, not the sum of absolute values; right only for a single column.
# expect: nothing
def weight_penalty(W, kind="l2", beta=1.0):
    l2 = np.linalg.norm(W) ** 2
    l1 = np.linalg.norm(W, 1)
    if kind == "l2":
        return l2
    elif kind == "l1":
        return l1
    elif kind == "elastic":
        return beta * l2 + l1
    else:
        raise ValueError("unknown kind of penalty: " + kind)

# %% wrong: anything-else-is-elastic | The last branch is a plain else, so every unknown kind is treated as elastic.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return (W**2).sum()
    elif kind == "l1":
        return abs(W).sum()
    else:  # elastic
        return (beta * W**2 + abs(W)).sum()

# %% wrong: abs-of-the-sum | In l1 and elastic the absolute value is taken of the sum, so weights of opposite sign cancel.
# expect: absolute-value-missing
def weight_penalty(W, kind="l2", beta=1.0):
    if kind not in ("l2", "l1", "elastic"):
        raise ValueError(kind)
    squares, absolute = np.sum(W**2), np.abs(np.sum(W))
    if kind == "l2":
        return squares
    return absolute if kind == "l1" else beta * squares + absolute

# %% right: match-statement | match / case, with vdot and copysign-free absolute values
def weight_penalty(W, kind="l2", beta=1.0):
    w = W.ravel()
    match kind:
        case "l2":
            return w @ w
        case "l1":
            return np.fabs(w).sum()
        case "elastic":
            return beta * (w @ w) + np.fabs(w).sum()
        case _:
            raise ValueError(f"unknown kind {kind!r}")

# %% right: table-of-functions | a dict of lambdas, with the KeyError turned into a ValueError
def weight_penalty(W, kind="l2", beta=1.0):
    l2 = lambda: float(np.einsum("kd,kd->", W, W))
    l1 = lambda: float(np.where(W < 0, -W, W).sum())
    table = {"l1": l1, "l2": l2, "elastic": lambda: beta * l2() + l1()}
    try:
        return table[kind]()
    except KeyError:
        raise ValueError("kind should be one of " + ", ".join(table)) from None

# %% wrong: beta-on-everything | beta scales the L2 penalty also for kind "l2"
# expect: beta-misplaced
def weight_penalty(W, kind="l2", beta=1.0):
    squares = beta * np.square(W).sum()
    sizes = np.abs(W).sum()
    try:
        return {"l2": squares, "l1": sizes, "elastic": squares + sizes}[kind]
    except KeyError:
        raise ValueError("unknown kind " + str(kind))

# %% wrong: matrix-norms | np.linalg.norm(W, 1) is the largest column sum of a matrix, not the sum of all sizes
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    two = np.linalg.norm(W) ** 2
    one = np.linalg.norm(W, 1)
    if kind == "l2":
        return two
    elif kind == "l1":
        return one
    elif kind == "elastic":
        return beta * two + one
    else:
        raise ValueError("kind must be l2, l1 or elastic")

# %% wrong: gram-matrix | adds up W W^T, which is the sum of squares only for a single row
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    l2 = np.sum(W @ W.T)
    l1 = np.sum(np.abs(W))
    if kind == "l2":
        return l2
    if kind == "l1":
        return l1
    if kind == "elastic":
        return beta * l2 + l1
    raise ValueError(kind)

# %% wrong: beta-on-the-wrong-part | elastic: beta multiplies |W| instead of W²
# expect: beta-misplaced
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sum(W**2)
    elif kind == "l1":
        return np.sum(np.abs(W))
    elif kind == "elastic":
        return np.sum(W**2 + beta * np.abs(W))
    raise ValueError(f"unknown kind {kind!r}")

# %% wrong: beta-on-both | elastic: beta (W² + |W|)
# expect: beta-misplaced
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sum(W**2)
    elif kind == "l1":
        return np.sum(np.abs(W))
    elif kind == "elastic":
        return np.sum(beta * (W**2 + np.abs(W)))
    raise ValueError(f"unknown kind {kind!r}")

# %% wrong: convex-mix | elastic as in scikit-learn: beta W² + (1 - beta) |W|
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sum(W**2)
    elif kind == "l1":
        return np.sum(np.abs(W))
    elif kind == "elastic":
        return np.sum(beta * W**2 + (1 - beta) * np.abs(W))
    raise ValueError(f"unknown kind {kind!r}")

# %% wrong: factor-one-half | l2 with ½, although the table says none
# expect: halved
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return 0.5 * np.sum(W**2)
    elif kind == "l1":
        return np.sum(np.abs(W))
    elif kind == "elastic":
        return np.sum(beta * W**2 + np.abs(W))
    raise ValueError(f"unknown kind {kind!r}")

# %% wrong: root-of-the-squares | l2 is the norm, not its square
# expect: root-taken
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sqrt(np.sum(W**2))
    elif kind == "l1":
        return np.sum(np.abs(W))
    elif kind == "elastic":
        return np.sum(beta * W**2 + np.abs(W))
    raise ValueError(f"unknown kind {kind!r}")

# %% wrong: matrix-norms-2 | np.linalg.norm(W, 1) and (W, 2) are the matrix norms: largest column sum and largest singular value
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    two, one = np.linalg.norm(W, 2) ** 2, np.linalg.norm(W, 1)
    if kind == "l2":
        return two
    if kind == "l1":
        return one
    if kind == "elastic":
        return beta * two + one
    raise ValueError(kind)

# %% wrong: l1-without-absolute-values | l1 sums the weights with their signs; elastic likewise
# expect: absolute-value-missing
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sum(W**2)
    elif kind == "l1":
        return np.sum(W)
    elif kind == "elastic":
        return np.sum(beta * W**2 + W)
    raise ValueError(f"unknown kind {kind!r}")

# %% wrong: pythons-sum | built-in sum over a 2-d array: a vector (D,) of column sums instead of a number
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return sum(W**2)
    elif kind == "l1":
        return sum(abs(W))
    elif kind == "elastic":
        return np.sum(beta * W**2 + np.abs(W))
    raise ValueError(f"unknown kind {kind!r}")

# %% wrong: returns-the-error | returns a ValueError object instead of raising it
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sum(W**2)
    elif kind == "l1":
        return np.sum(np.abs(W))
    elif kind == "elastic":
        return np.sum(beta * W**2 + np.abs(W))
    return ValueError(f"unknown kind {kind!r}")

# %% wrong: dictionary-of-kinds | looks the kind up in a dict: an unknown kind raises KeyError, not ValueError
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    return {
        "l2": np.sum(W**2),
        "l1": np.sum(np.abs(W)),
        "elastic": np.sum(beta * W**2 + np.abs(W)),
    }[kind]

# %% wrong: everything-else-is-elastic | the last branch is a bare else: unknown kinds return the elastic penalty
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sum(W**2)
    elif kind == "l1":
        return np.sum(np.abs(W))
    else:
        return np.sum(beta * W**2 + np.abs(W))
    raise ValueError(f"unknown kind {kind!r}")

# %% wrong: mean-of-the-weights | np.mean in place of np.sum in all three
# expect: averaged-over-entries
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.mean(W**2)
    elif kind == "l1":
        return np.mean(np.abs(W))
    elif kind == "elastic":
        return np.mean(beta * W**2 + np.abs(W))
    raise ValueError(f"unknown kind {kind!r}")

# %% wrong: products-of-rows | np.sum(W @ W.T): products of different rows count, too; right for a single row only
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sum(W @ W.T)
    elif kind == "l1":
        return np.sum(np.abs(W))
    elif kind == "elastic":
        return np.sum(beta * W**2 + np.abs(W))
    raise ValueError(f"unknown kind {kind!r}")

# %% right: vdot-and-entrywise-norm | np.vdot, and norms of the flattened array
def weight_penalty(W, kind="l2", beta=1.0):
    w = np.ravel(W).astype(float)
    match kind:
        case "l2":
            return np.vdot(w, w)
        case "l1":
            return np.linalg.norm(w, 1)
        case "elastic":
            return beta * np.vdot(w, w) + np.linalg.norm(w, 1)
        case _:
            raise ValueError(kind)

# %% right: coefficients-by-kind | a table of two coefficients, get with a None test
def weight_penalty(W, kind="l2", beta=1.0):
    factors = {"l2": (1, 0), "l1": (0, 1), "elastic": (beta, 1)}.get(kind)
    if factors is None:
        raise ValueError("kind must be l2, l1 or elastic")
    return factors[0] * np.einsum("kd,kd->", W, W) + factors[1] * np.abs(W).sum()

# %% wrong: root-of-the-squares-again | The L2 penalty is the norm, with a square root, instead of the sum of squares.
# expect: root-taken
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind.

    Parameters
    ----------
    W : (K, D) weights, kind : str, beta : number

    Returns
    -------
    number
    """
    if kind == "l2":
        return np.sqrt(np.sum(W**2))
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return beta * np.sqrt(np.sum(W**2)) + np.sum(np.abs(W))
    raise ValueError(f"unknown kind {kind}")

# %% wrong: l1-without-absolute-value | The L1 penalty adds up the weights themselves, so that positive and negative ones cancel.
# expect: absolute-value-missing
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind.

    Parameters
    ----------
    W : (K, D) weights, kind : str, beta : number

    Returns
    -------
    number
    """
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(W)
    if kind == "elastic":
        return np.sum(beta * W**2 + W)
    raise ValueError(f"unknown kind {kind}")

# %% wrong: beta-at-the-absolute-value | In the elastic penalty beta multiplies |W| instead of W².
# expect: beta-misplaced
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind.

    Parameters
    ----------
    W : (K, D) weights, kind : str, beta : number

    Returns
    -------
    number
    """
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return np.sum(W**2 + beta * np.abs(W))
    raise ValueError(f"unknown kind {kind}")

# %% wrong: beta-also-for-l2 | beta multiplies the L2 penalty as well, though it matters only for the elastic one.
# expect: beta-misplaced
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind.

    Parameters
    ----------
    W : (K, D) weights, kind : str, beta : number

    Returns
    -------
    number
    """
    l2 = beta * np.sum(W**2)
    l1 = np.sum(np.abs(W))
    penalties = {"l2": l2, "l1": l1, "elastic": l2 + l1}
    if kind not in penalties:
        raise ValueError(f"unknown kind {kind}")
    return penalties[kind]

# %% wrong: mixture-of-both | The elastic penalty is the mixture beta W² + (1 - beta) |W|.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind.

    Parameters
    ----------
    W : (K, D) weights, kind : str, beta : number

    Returns
    -------
    number
    """
    l2, l1 = np.sum(W**2), np.sum(np.abs(W))
    if kind == "l2":
        return l2
    if kind == "l1":
        return l1
    if kind == "elastic":
        return beta * l2 + (1 - beta) * l1
    raise ValueError("kind must be l2, l1 or elastic")

# %% wrong: else-is-elastic | Every kind other than l2 and l1 is taken for elastic; no ValueError is raised.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind.

    Parameters
    ----------
    W : (K, D) weights, kind : str, beta : number

    Returns
    -------
    number
    """
    if kind == "l2":
        return np.sum(W**2)
    elif kind == "l1":
        return np.sum(np.abs(W))
    else:
        return np.sum(beta * W**2 + np.abs(W))

# %% wrong: in-a-string-not-a-tuple | kind in ("l2") looks for a part of the string, as the comma is missing: "l" or the empty string pass as known kinds.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind.

    Parameters
    ----------
    W : (K, D) weights, kind : str, beta : number

    Returns
    -------
    number
    """
    if kind in ("l2"):
        return np.sum(W**2)
    if kind in ("l1"):
        return np.sum(np.abs(W))
    if kind in ("elastic"):
        return np.sum(beta * W**2 + np.abs(W))
    raise ValueError("unknown kind: " + repr(kind))

# %% wrong: squares-in-place | Squares the caller's weights in place, and the elastic penalty then takes the absolute values of the squares.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind.

    Parameters
    ----------
    W : (K, D) weights, kind : str, beta : number

    Returns
    -------
    number
    """
    if kind == "l1":
        return np.sum(np.abs(W))
    W *= W
    if kind == "l2":
        return np.sum(W)
    if kind == "elastic":
        return np.sum(beta * W + np.abs(W))
    raise ValueError(f"unknown kind {kind}")

# %% wrong: matrix-norms-again | Uses np.linalg.norm of a matrix, which for ord 1 is the largest column sum, and for ord 2 the largest singular value.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind.

    Parameters
    ----------
    W : (K, D) weights, kind : str, beta : number

    Returns
    -------
    number
    """
    l2 = np.linalg.norm(W, 2) ** 2
    l1 = np.linalg.norm(W, 1)
    if kind == "l2":
        return l2
    if kind == "l1":
        return l1
    if kind == "elastic":
        return beta * l2 + l1
    raise ValueError(f"unknown kind {kind}")

# %% right: weights-of-two-parts | Every kind is a sum of squares and one of absolute values, with two coefficients from a table.
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind.

    Parameters
    ----------
    W : (K, D) weights, kind : str, beta : number

    Returns
    -------
    number
    """
    parts = {"l2": (1.0, 0.0), "l1": (0.0, 1.0), "elastic": (beta, 1.0)}
    if kind not in parts:
        raise ValueError(f"kind should be one of {list(parts)}, not {kind!r}")
    square, absolute = parts[kind]
    flat = np.ravel(W).astype(float)
    return square * (flat @ flat) + absolute * np.abs(flat).sum()

# %% right: loop-and-match | A match statement inside plain loops.
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind.

    Parameters
    ----------
    W : (K, D) weights, kind : str, beta : number

    Returns
    -------
    number
    """
    if kind not in {"l1", "l2", "elastic"}:
        raise ValueError(kind)
    total = 0.0
    for row in W:
        for w in row:
            size = abs(float(w))
            match kind:
                case "l2":
                    total += size * size
                case "l1":
                    total += size
                case "elastic":
                    total += size * (beta * size + 1)
    return total

# %% wrong: half-of-the-squares | Puts the factor ½ before the sum of the squares, which the table says is not there.
# expect: halved
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    if kind == "l2":
        return 0.5 * np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return np.sum(beta * W**2 + np.abs(W))
    raise ValueError(kind)

# %% wrong: norms | Uses NumPy's norms: the L2 norm is the root of the sum of the squares, and the 1-norm of a matrix is its largest column.
# expect: root-taken
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    if kind == "l2":
        return np.linalg.norm(W)
    elif kind == "l1":
        return np.linalg.norm(W, 1)
    elif kind == "elastic":
        return beta * np.linalg.norm(W) + np.linalg.norm(W, 1)
    else:
        raise ValueError("unknown kind")

# %% wrong: elastic-as-a-mixture | Mixes the two penalties with weights beta and 1 - beta, as other books define it; here |W| always counts fully.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    l2, l1 = np.square(W).sum(), np.abs(W).sum()
    if kind == "l2":
        return l2
    if kind == "l1":
        return l1
    if kind == "elastic":
        return beta * l2 + (1 - beta) * l1
    raise ValueError(f"unknown kind: {kind}")

# %% wrong: beta-on-the-absolute-values | Multiplies the absolute values by beta instead of the squares.
# expect: beta-misplaced
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    if kind == "l2":
        return (W * W).sum()
    if kind == "l1":
        return abs(W).sum()
    if kind == "elastic":
        return (W * W + beta * abs(W)).sum()
    raise ValueError("kind should be l2, l1 or elastic")

# %% wrong: key-error-again | Looks the kind up in a dictionary, so that an unknown one raises a KeyError instead of a ValueError.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    squares, sizes = np.sum(W**2), np.sum(np.abs(W))
    return {"l2": squares, "l1": sizes, "elastic": beta * squares + sizes}[kind]

# %% wrong: one-string-in-brackets | Tests membership in ("l2"), which without a comma is a string, so that parts of the word such as "l", "2" or "" pass for a kind.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    if kind in ("l2"):
        return np.sum(W**2)
    elif kind in ("l1"):
        return np.sum(np.abs(W))
    elif kind in ("elastic"):
        return np.sum(beta * W**2 + np.abs(W))
    raise ValueError(f"no such penalty: {kind!r}")

# %% wrong: forgiving-about-blanks | Strips blanks from the kind, so that " l2" or "l1 " is accepted, although a kind that is spelt otherwise should raise.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    kind = str(kind).strip()
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return np.sum(beta * W**2 + np.abs(W))
    raise ValueError("unknown kind of penalty: " + kind)

# %% wrong: squares-by-matrix-product | Takes the sum of all entries of W W^T for the squares, which for several rows also adds the products of different rows.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    squares = np.sum(W @ W.T)
    size = np.sum(np.abs(W))
    if kind == "l2":
        return squares
    if kind == "l1":
        return size
    if kind == "elastic":
        return beta * squares + size
    raise ValueError(kind)

# %% wrong: error-returned-again | Two slips: the ValueError is returned instead of raised, and elastic squares beta together with the weights.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    if kind == "l2":
        return np.sum(W**2)
    elif kind == "l1":
        return np.sum(np.abs(W))
    elif kind == "elastic":
        return np.sum((beta * W) ** 2 + np.abs(W))
    else:
        return ValueError("unknown kind")

# %% right: table-of-coefficients | A table gives for each kind the coefficients of the squares and of the absolute values, and a KeyError is turned into a ValueError.
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    table = {"l2": (1, 0), "l1": (0, 1), "elastic": (beta, 1)}
    try:
        of_squares, of_sizes = table[kind]
    except KeyError:
        raise ValueError(f"unknown kind of penalty: {kind!r}") from None
    flat = np.ravel(W)
    return of_squares * (flat @ flat) + of_sizes * np.abs(flat).sum()

# %% right: plain-python-sum | Python's sum and match over single weights, and elastic as a combination of the two others by recursion.
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    match kind:
        case "l2":
            return sum(float(w) ** 2 for row in W for w in row)
        case "l1":
            return sum(max(float(w), -float(w)) for row in W for w in row)
        case "elastic":
            return beta * weight_penalty(W, "l2") + weight_penalty(W, "l1")
        case _:
            raise ValueError("the kind of penalty should be l2, l1 or elastic")

# %% wrong: half-of-the-squares-again | Puts the factor ½ of other textbooks before the sum of squares, in "l2" and in "elastic".
# expect: halved
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    l2 = 0.5 * np.sum(W**2)
    l1 = np.sum(np.abs(W))
    if kind == "l2":
        return l2
    elif kind == "l1":
        return l1
    elif kind == "elastic":
        return beta * l2 + l1
    raise ValueError(f"unknown kind {kind!r}")

# %% wrong: rows-times-rows | Gets the squares from the matrix product W Wᵀ and sums all of it, so products of different rows are in, too.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    squares = (W @ W.T).sum()
    absolute = np.abs(W).sum()
    if kind == "l2":
        return squares
    if kind == "l1":
        return absolute
    if kind == "elastic":
        return beta * squares + absolute
    raise ValueError("kind must be l2, l1 or elastic")

# %% wrong: beta-before-both | Reads the bracket of the elastic penalty as if beta multiplied the squares and the absolute values.
# expect: beta-misplaced
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return beta * np.sum(W**2 + np.abs(W))
    raise ValueError(kind)

# %% wrong: convex-mixture | Mixes L2 and L1 in the shares beta and 1 − beta, as other libraries do, where the text leaves L1 without a factor.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    kinds = {
        "l2": lambda: (W**2).sum(),
        "l1": lambda: abs(W).sum(),
        "elastic": lambda: beta * (W**2).sum() + (1 - beta) * abs(W).sum(),
    }
    if kind not in kinds:
        raise ValueError(f"{kind} is not one of {list(kinds)}")
    return kinds[kind]()

# %% wrong: spelling-forgiven | Puts the kind into lower case and strips it first, so "L2" and "l1 " are accepted.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    kind = kind.lower().strip()
    if kind == "l2":
        return np.sum(W * W)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return np.sum(beta * W * W + np.abs(W))
    raise ValueError("unknown kind")

# %% wrong: matrix-norm-again | Takes np.linalg.norm(W, 1), which for a matrix is the largest column sum and not the sum of all absolute values.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    l1 = np.linalg.norm(W, 1)
    l2 = np.linalg.norm(W) ** 2
    if kind == "l1":
        return l1
    if kind == "l2":
        return l2
    if kind == "elastic":
        return beta * l2 + l1
    raise ValueError("unknown kind")

# %% wrong: anything-else-is-elastic-again | Treats every kind that is not "l2" or "l1" as "elastic", and never raises an error.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    if kind == "l2":
        return np.sum(np.square(W))
    elif kind == "l1":
        return np.sum(np.abs(W))
    else:
        return np.sum(beta * np.square(W) + np.abs(W))

# %% wrong: squared-in-place | Squares and takes absolute values in the caller's own W, whose weights are different afterwards.
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    if kind not in ("l2", "l1", "elastic"):
        raise ValueError("kind should be l2, l1 or elastic")
    np.abs(W, out=W)
    if kind == "l1":
        return W.sum()
    absolute = W.sum()
    W *= W
    if kind == "l2":
        return W.sum()
    return beta * W.sum() + absolute

# %% right: match-and-vdot | A match statement, with the squares as the dot product of the flattened weights.
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    flat = np.asarray(W, dtype=float).ravel()
    match kind:
        case "l2":
            return flat @ flat
        case "l1":
            return np.linalg.norm(flat, 1)
        case "elastic":
            return beta * (flat @ flat) + np.linalg.norm(flat, 1)
        case _:
            raise ValueError(f"unknown kind of penalty: {kind!r}")

# %% right: table-of-factors | Looks up the factors of squares and absolute values and turns the KeyError into a ValueError.
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind."""
    try:
        of_square, of_size = {"l2": (1, 0), "l1": (0, 1), "elastic": (beta, 1)}[kind]
    except KeyError:
        raise ValueError(f"no such kind: {kind}") from None
    total = 0.0
    for row in W:
        for w in row:
            total += of_square * float(w) ** 2 + of_size * abs(float(w))
    return total
