# %% right: as_derived | a factor per triplet
def triplet_loss(anchor, positive, negative, alpha):
    near, far = anchor - positive, anchor - negative
    margins = (near**2).sum(axis=1) - (far**2).sum(axis=1) + alpha
    on = (margins > 0)[:, None]
    return np.maximum(margins, 0).sum(), 2 * (near - far) * on, -2 * near * on, 2 * far * on

# %% right: loop | triplet by triplet
def triplet_loss(anchor, positive, negative, alpha):
    loss = 0.0
    d_a, d_p, d_n = (np.zeros(anchor.shape) for _ in range(3))
    for i in range(len(anchor)):
        a, p, n = anchor[i], positive[i], negative[i]
        margin = np.dot(a - p, a - p) - np.dot(a - n, a - n) + alpha
        if margin > 0:
            loss += margin
            d_a[i] = 2 * (n - p)
            d_p[i] = 2 * (p - a)
            d_n[i] = 2 * (a - n)
    return loss, d_a, d_p, d_n

# %% right: where | np.where, a list of results, einsum for the squares
def triplet_loss(anchor, positive, negative, alpha):
    near, far = anchor - positive, anchor - negative
    margins = np.einsum("nd,nd->n", near, near) - np.einsum("nd,nd->n", far, far) + alpha
    active = np.broadcast_to((margins > 0)[:, None], anchor.shape)
    zero = np.zeros(anchor.shape)
    gradients = [2 * (negative - positive), 2 * (positive - anchor), 2 * (anchor - negative)]
    return [float(margins[margins > 0].sum())] + [np.where(active, g, zero) for g in gradients]

# %% right: gradients_add | the anchor's from its two ends
def triplet_loss(anchor, positive, negative, alpha):
    margins = np.sum((anchor - positive) ** 2 - (anchor - negative) ** 2, axis=1, keepdims=True) + alpha
    weight = np.heaviside(margins, 0.0)
    d_positive = weight * 2 * (positive - anchor)
    d_negative = weight * 2 * (anchor - negative)
    return np.sum(weight * margins), -(d_positive + d_negative), d_positive, d_negative

# %% right: masked_rows | only active rows are filled in; a named tuple
from collections import namedtuple

Triplet = namedtuple("Triplet", "loss d_anchor d_positive d_negative")


def triplet_loss(anchor, positive, negative, alpha):
    margins = np.sum((anchor - positive) ** 2, 1) - np.sum((anchor - negative) ** 2, 1) + alpha
    rows = np.flatnonzero(margins > 0)
    gradients = np.zeros((3, *anchor.shape))
    gradients[0, rows] = 2 * (negative[rows] - positive[rows])
    gradients[1, rows] = 2 * (positive[rows] - anchor[rows])
    gradients[2, rows] = 2 * (anchor[rows] - negative[rows])
    return Triplet(margins[rows].sum(), *gradients)

# %% wrong: no_hinge | all triplets count in the gradients
# expect: indicator-missing
def triplet_loss(anchor, positive, negative, alpha):
    margins = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1) + alpha
    loss = np.maximum(margins, 0).sum()
    return loss, 2 * (negative - positive), 2 * (positive - anchor), 2 * (anchor - negative)

# %% wrong: no_hinge_in_loss | far negatives make the loss smaller
# expect: indicator-missing
def triplet_loss(anchor, positive, negative, alpha):
    margins = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1) + alpha
    on = 2.0 * (margins > 0)[:, None]
    return margins.sum(), on * (negative - positive), on * (positive - anchor), on * (anchor - negative)

# %% wrong: zero_counts | at a margin of exactly 0 the slope is 1
# expect: zero-margin-counted
def triplet_loss(anchor, positive, negative, alpha):
    margins = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1) + alpha
    on = 2.0 * (margins >= 0)[:, None]
    return np.maximum(margins, 0).sum(), on * (negative - positive), on * (positive - anchor), on * (anchor - negative)

# %% wrong: mean | the mean over the triplets
# expect: mean-not-sum
def triplet_loss(anchor, positive, negative, alpha):
    margins = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1) + alpha
    on = 2.0 * (margins > 0)[:, None] / len(anchor)
    return np.maximum(margins, 0).mean(), on * (negative - positive), on * (positive - anchor), on * (anchor - negative)

# %% wrong: no_factor_two | the 2 of the square is lost
# expect: halved
def triplet_loss(anchor, positive, negative, alpha):
    margins = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1) + alpha
    on = 1.0 * (margins > 0)[:, None]
    return np.maximum(margins, 0).sum(), on * (negative - positive), on * (positive - anchor), on * (anchor - negative)

# %% wrong: no_alpha | the margin is ignored
# expect: delta-ignored
def triplet_loss(anchor, positive, negative, alpha):
    margins = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1)
    on = 2.0 * (margins > 0)[:, None]
    return np.maximum(margins, 0).sum(), on * (negative - positive), on * (positive - anchor), on * (anchor - negative)

# %% wrong: alpha_subtracted | the margin has the wrong sign
# expect: delta-subtracted
def triplet_loss(anchor, positive, negative, alpha):
    margins = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1) - alpha
    on = 2.0 * (margins > 0)[:, None]
    return np.maximum(margins, 0).sum(), on * (negative - positive), on * (positive - anchor), on * (anchor - negative)

# %% wrong: swapped | near and far exchanged
# expect: positive-and-negative-swapped
def triplet_loss(anchor, positive, negative, alpha):
    margins = ((anchor - negative) ** 2 - (anchor - positive) ** 2).sum(axis=1) + alpha
    on = 2.0 * (margins > 0)[:, None]
    return np.maximum(margins, 0).sum(), on * (positive - negative), on * (anchor - positive), on * (negative - anchor)

# %% wrong: not_squared | distances in place of their squares
# expect: squares-missing
def triplet_loss(anchor, positive, negative, alpha):
    near = np.sqrt(((anchor - positive) ** 2).sum(axis=1))
    far = np.sqrt(((anchor - negative) ** 2).sum(axis=1))
    margins = near - far + alpha
    on = 1.0 * (margins > 0)[:, None]
    to_p, to_n = (anchor - positive) / near[:, None], (anchor - negative) / far[:, None]
    return np.maximum(margins, 0).sum(), on * (to_p - to_n), -on * to_p, on * to_n

# %% wrong: anchor_once | the anchor's second path is forgotten
# expect: overwritten-at-branch
def triplet_loss(anchor, positive, negative, alpha):
    margins = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1) + alpha
    on = 2.0 * (margins > 0)[:, None]
    return np.maximum(margins, 0).sum(), on * (anchor - positive), on * (positive - anchor), on * (anchor - negative)

# %% wrong: anchor_overwritten | the second path replaces the first
# expect: overwritten-at-branch
def triplet_loss(anchor, positive, negative, alpha):
    margins = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1) + alpha
    on = 2.0 * (margins > 0)[:, None]
    d_anchor = on * (anchor - positive)
    d_anchor = -on * (anchor - negative)
    return np.maximum(margins, 0).sum(), d_anchor, on * (positive - anchor), on * (anchor - negative)

# %% wrong: weighted | weighted by the margin
# expect: margin-instead-of-indicator
def triplet_loss(anchor, positive, negative, alpha):
    margins = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1) + alpha
    on = 2.0 * np.maximum(margins, 0)[:, None]
    return np.maximum(margins, 0).sum(), on * (negative - positive), on * (positive - anchor), on * (anchor - negative)

# %% wrong: sign | all three uphill
# expect: sign-flipped
def triplet_loss(anchor, positive, negative, alpha):
    margins = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1) + alpha
    on = -2.0 * (margins > 0)[:, None]
    return np.maximum(margins, 0).sum(), on * (negative - positive), on * (positive - anchor), on * (anchor - negative)

# %% wrong: positive_sign | the positive is pushed away
# expect: sign-flipped
def triplet_loss(anchor, positive, negative, alpha):
    margins = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1) + alpha
    on = 2.0 * (margins > 0)[:, None]
    return np.maximum(margins, 0).sum(), on * (negative - positive), on * (anchor - positive), on * (anchor - negative)

# %% wrong: hinge_of_the_sum | one hinge for the whole batch
# expect: hinge-misplaced, indicator-missing
def triplet_loss(anchor, positive, negative, alpha):
    margin = (((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1) + alpha).sum()
    on = 2.0 * (margin > 0)
    return max(0.0, margin), on * (negative - positive), on * (positive - anchor), on * (anchor - negative)

# %% wrong: hinge_per_coordinate | a hinge for every coordinate
# expect: hinge-misplaced
def triplet_loss(anchor, positive, negative, alpha):
    margins = (anchor - positive) ** 2 - (anchor - negative) ** 2 + alpha / anchor.shape[1]
    on = 2.0 * (margins > 0)
    return np.maximum(margins, 0).sum(), on * (negative - positive), on * (positive - anchor), on * (anchor - negative)

# %% wrong: sums_examples | sums over the wrong axis
# expect: summed-over-wrong-axis
def triplet_loss(anchor, positive, negative, alpha):
    margins = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=0) + alpha
    on = 2.0 * (margins > 0)
    return np.maximum(margins, 0).sum(), on * (negative - positive), on * (positive - anchor), on * (anchor - negative)

# %% wrong: loss_per_triplet | not summed
# expect: not-summed-over-batch
def triplet_loss(anchor, positive, negative, alpha):
    margins = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1) + alpha
    on = 2.0 * (margins > 0)[:, None]
    return np.maximum(margins, 0), on * (negative - positive), on * (positive - anchor), on * (anchor - negative)

# %% wrong: keeps_integers | gradients of the anchor's dtype
# expect: integers-kept
def triplet_loss(anchor, positive, negative, alpha):
    margins = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1) + alpha
    d = np.zeros((3, *anchor.shape), dtype=anchor.dtype)
    for i in np.flatnonzero(margins > 0):
        d[:, i] = 2 * (negative[i] - positive[i]), 2 * (positive[i] - anchor[i]), 2 * (anchor[i] - negative[i])
    return np.maximum(margins, 0).sum(), *d

# %% wrong: loss_only | one result
def triplet_loss(anchor, positive, negative, alpha):
    return np.maximum(((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1) + alpha, 0).sum()

# %% wrong: order | positive and negative gradients in the wrong order
# expect: results-swapped, positive-and-negative-swapped
def triplet_loss(anchor, positive, negative, alpha):
    margins = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1) + alpha
    on = 2.0 * (margins > 0)[:, None]
    return np.maximum(margins, 0).sum(), on * (negative - positive), on * (anchor - negative), on * (positive - anchor)

# %% wrong: alpha_fixed | alpha is 1
# expect: delta-fixed
def triplet_loss(anchor, positive, negative, alpha):
    margins = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1) + 1
    on = 2.0 * (margins > 0)[:, None]
    return np.maximum(margins, 0).sum(), on * (negative - positive), on * (positive - anchor), on * (anchor - negative)

# %% wrong: changes_its_argument | works in place on the anchor
def triplet_loss(anchor, positive, negative, alpha):
    start = anchor.copy()
    anchor -= positive.astype(anchor.dtype)
    margins = (anchor**2 - (start - negative) ** 2).sum(axis=1) + alpha
    on = 2.0 * (margins > 0)[:, None]
    return np.maximum(margins, 0).sum(), on * (negative - positive), on * (positive - start), on * (start - negative)

# %% wrong: small_margins_dropped | margins below 0.001 do not count
# expect: nothing
def triplet_loss(anchor, positive, negative, alpha):
    m = ((anchor - positive) ** 2).sum(axis=1) - ((anchor - negative) ** 2).sum(axis=1) + alpha
    on = (m > 1e-3)[:, None]
    return m[m > 1e-3].sum(), 2 * on * (negative - positive), 2 * on * (positive - anchor), 2 * on * (anchor - negative)

# %% wrong: central_differences | every coordinate of every point moved by itself
# expect: measured-not-derived
def triplet_loss(anchor, positive, negative, alpha):
    def loss(a, p, n):
        return np.maximum(0, ((a - p) ** 2).sum(axis=1) - ((a - n) ** 2).sum(axis=1) + alpha).sum()

    points = [np.array(part, dtype=float) for part in (anchor, positive, negative)]
    gradients = []
    for k in range(3):
        one = lambda moved: loss(*points[:k], moved, *points[k + 1 :])
        gradients.append(gradcheck.central(one, points[k]))
    return loss(*points), *gradients

# %% wrong: differences_of_active | of the triplets that count, so that no kink is met
# expect: measured-not-derived
def triplet_loss(anchor, positive, negative, alpha):
    a, p, n = (np.array(part, dtype=float) for part in (anchor, positive, negative))
    inside = ((a - p) ** 2).sum(axis=1) - ((a - n) ** 2).sum(axis=1) + alpha
    counts = inside > 0

    def piece():
        return (((a - p) ** 2).sum(axis=1) - ((a - n) ** 2).sum(axis=1))[counts].sum()

    results = [inside[counts].sum()]
    for points in (a, p, n):
        gradient = np.zeros(points.shape)
        for index in np.ndindex(points.shape):
            points[index] += 0.25
            above = piece()
            points[index] -= 0.5
            gradient[index] = (above - piece()) / 0.5
            points[index] += 0.25
        results.append(gradient)
    return results

# %% wrong: zero_is_no_alpha | `alpha or 1`
# expect: nothing
def triplet_loss(anchor, positive, negative, alpha):
    m = ((anchor - positive) ** 2).sum(axis=1) - ((anchor - negative) ** 2).sum(axis=1) + (alpha or 1)
    on = 2.0 * (m > 0)[:, None]
    return np.maximum(m, 0).sum(), on * (negative - positive), on * (positive - anchor), on * (anchor - negative)
