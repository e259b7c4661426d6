# %% right: branches | three cases
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return (W**2).sum()
    elif kind == "l1":
        return np.abs(W).sum()
    elif kind == "elastic":
        return (beta * W**2 + np.abs(W)).sum()
    else:
        raise ValueError("kind must be l2, l1 or elastic")

# %% right: loop | entry by entry, a Python float
def weight_penalty(W, kind="l2", beta=1.0):
    size = {"l2": lambda w: w * w, "l1": abs, "elastic": lambda w: beta * w * w + abs(w)}
    if kind not in size:
        raise ValueError(kind)
    return float(sum(size[kind](w) for w in np.ravel(W).tolist()))

# %% right: match | pattern matching, a 0-d array
def weight_penalty(W, kind="l2", beta=1.0):
    match kind:
        case "l2":
            a, c = 1, 0
        case "l1":
            a, c = 0, 1
        case "elastic":
            a, c = beta, 1
        case _:
            raise ValueError(f"no penalty {kind}")
    return np.array(a * np.sum(np.square(W)) + c * np.sum(np.absolute(W)))

# %% right: norms | vector norms of the flattened weights
class UnknownPenalty(ValueError):
    pass


def weight_penalty(W, kind="l2", beta=1.0):
    w = np.asarray(W, dtype=float).reshape(-1)
    l2, l1 = np.linalg.norm(w) ** 2, np.linalg.norm(w, 1)
    try:
        return {"l2": l2, "l1": l1, "elastic": beta * l2 + l1}[kind]
    except KeyError:
        raise UnknownPenalty(kind) from None

# %% right: steps | two sums first, einsum and where
def weight_penalty(W, kind="l2", beta=1.0):
    flat = np.asarray(W, dtype=float).ravel()
    squares, absolute = np.einsum("i,i", flat, flat), np.where(flat < 0, -flat, flat).sum()
    if kind not in ("l2", "l1", "elastic"):
        raise ValueError("no such kind: " + kind)
    return [squares, absolute, beta * squares + absolute][("l2", "l1", "elastic").index(kind)]

# %% right: rows_of_numbers | loops over rows and numbers: W is always (K, D)
def weight_penalty(W, kind='l2', beta=1.0):
    f = {'l2': lambda w: w * w, 'l1': abs, 'elastic': lambda w: beta * w * w + abs(w)}.get(kind)
    if f is None:
        raise ValueError()
    return sum(f(w) for row in W.tolist() for w in row)

# %% wrong: no_absolute | the sum of the weights
# expect: absolute-value-missing
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.abs(np.sum(W))
    if kind == "elastic":
        return np.sum(beta * W**2) + np.abs(np.sum(W))
    raise ValueError(kind)

# %% wrong: half | a factor 1/2
# expect: halved
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return 0.5 * np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return np.sum(beta * W**2 + np.abs(W))
    raise ValueError(kind)

# %% wrong: norm | the root of the sum of squares
# expect: root-taken
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sqrt(np.sum(W**2))
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return np.sum(beta * W**2 + np.abs(W))
    raise ValueError(kind)

# %% wrong: matrix_norm | the matrix norms of NumPy
# expect: nothing
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.linalg.norm(W) ** 2
    if kind == "l1":
        return np.linalg.norm(W, 1)
    if kind == "elastic":
        return beta * np.linalg.norm(W) ** 2 + np.linalg.norm(W, 1)
    raise ValueError(kind)

# %% wrong: beta_everywhere | beta acts on l2 as well
# expect: beta-misplaced
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return beta * np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return np.sum(beta * W**2 + np.abs(W))
    raise ValueError(kind)

# %% wrong: beta_on_l1 | beta multiplies the absolute values
# expect: beta-misplaced
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return np.sum(W**2 + beta * np.abs(W))
    raise ValueError(kind)

# %% wrong: beta_on_both | beta multiplies all of it
# expect: beta-misplaced
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return beta * np.sum(W**2 + np.abs(W))
    raise ValueError(kind)

# %% wrong: beta_ignored | no beta
# expect: beta-misplaced
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return np.sum(W**2 + np.abs(W))
    raise ValueError(kind)

# %% wrong: mean | the mean
# expect: averaged-over-entries
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.mean(W**2)
    if kind == "l1":
        return np.mean(np.abs(W))
    if kind == "elastic":
        return np.mean(beta * W**2 + np.abs(W))
    raise ValueError(kind)

# %% wrong: rows | the sum of each row
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sum(W**2, axis=-1)
    if kind == "l1":
        return np.sum(np.abs(W), axis=-1)
    if kind == "elastic":
        return np.sum(beta * W**2 + np.abs(W), axis=-1)
    raise ValueError(kind)

# %% wrong: no_error | anything else is elastic
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    return np.sum(beta * W**2 + np.abs(W))

# %% wrong: key_error | a KeyError
def weight_penalty(W, kind="l2", beta=1.0):
    return {"l2": np.sum(W**2), "l1": np.sum(np.abs(W)), "elastic": np.sum(beta * W**2 + np.abs(W))}[kind]

# %% wrong: returned_error | the error is returned
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return np.sum(beta * W**2 + np.abs(W))
    return ValueError(kind)

# %% wrong: lower_case | "L2" is taken for "l2"
def weight_penalty(W, kind="l2", beta=1.0):
    kind = kind.lower()
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return np.sum(beta * W**2 + np.abs(W))
    raise ValueError(kind)

# %% wrong: beta_never_zero | a beta of 0 is taken for none
# expect: nothing
def weight_penalty(W, kind="l2", beta=1.0):
    beta = beta or 1.0
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return np.sum(beta * W**2 + np.abs(W))
    raise ValueError(kind)

# %% wrong: vectors_only | the dot product of a row
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.dot(W, W)
    if kind == "l1":
        return sum(abs(w) for w in W)
    if kind == "elastic":
        return beta * np.dot(W, W) + sum(abs(w) for w in W)
    raise ValueError(kind)

# %% wrong: in_place | squares the caller's weights
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind not in ("l2", "elastic"):
        raise ValueError(kind)
    size = np.sum(np.abs(W)) if kind == "elastic" else 0.0
    W *= W
    return (beta if kind == "elastic" else 1) * np.sum(W) + size

# %% wrong: always_raises | raises ValueError, whatever the kind
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    raise ValueError("unknown kind of penalty")

# %% wrong: spelling_forgiven | capital letters and spaces do not matter
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    kind = kind.strip().lower()
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return np.sum(beta * W**2 + np.abs(W))
    raise ValueError(kind)

# %% wrong: beginning_is_enough | whatever begins with elastic is elastic
# expect: explained
def weight_penalty(W, kind="l2", beta=1.0):
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind.startswith("elastic"):
        return np.sum(beta * W**2 + np.abs(W))
    raise ValueError(kind)
