# %% wrong: mean-over-triplets | The loss and its gradients are averaged over the triplets, but this loss is a sum.
# expect: mean-not-sum
def triplet_loss(anchor, positive, negative, alpha):
    N = anchor.shape[0]
    inside = ((anchor - positive)**2).sum(axis=1) - ((anchor - negative)**2).sum(axis=1) + alpha
    active = (inside > 0)[:, None]
    loss = np.maximum(0, inside).mean()
    d_a = 2 * (negative - positive) * active / N
    d_p = 2 * (positive - anchor) * active / N
    d_n = 2 * (anchor - negative) * active / N
    return loss, d_a, d_p, d_n

# %% wrong: distances-not-squared | Uses the Euclidean distance itself (np.linalg.norm) in the loss while the gradients are those of the squared distance.
# expect: squares-missing
def triplet_loss(anchor, positive, negative, alpha):
    dist_p = np.linalg.norm(anchor - positive, axis=1)
    dist_n = np.linalg.norm(anchor - negative, axis=1)
    hinge = np.maximum(0, dist_p - dist_n + alpha)
    mask = (hinge > 0).astype(float).reshape(-1, 1)
    return (
        hinge.sum(),
        mask * 2 * (negative - positive),
        mask * 2 * (positive - anchor),
        mask * 2 * (anchor - negative),
    )

# %% wrong: factor-two-missing | The derivative of the square lost its factor 2 in all three gradients.
# expect: halved
def triplet_loss(anchor, positive, negative, alpha):
    ap = anchor - positive
    an = anchor - negative
    inside = np.sum(ap**2, axis=1) - np.sum(an**2, axis=1) + alpha
    loss = np.sum(np.maximum(0, inside))
    on = (inside > 0)[:, np.newaxis]
    return loss, on * (ap - an), on * (-ap), on * an

# %% wrong: anchor-pulled-only | The anchor's gradient has only the part from the positive, 2 (a - p); the part from the distance to the negative is missing.
# expect: overwritten-at-branch
def triplet_loss(anchor, positive, negative, alpha):
    inside = ((anchor - positive)**2).sum(1) - ((anchor - negative)**2).sum(1) + alpha
    on = (inside > 0)[:, None]
    d_anchor = 2 * (anchor - positive) * on
    d_positive = -2 * (anchor - positive) * on
    d_negative = 2 * (anchor - negative) * on
    return np.maximum(inside, 0).sum(), d_anchor, d_positive, d_negative

# %% wrong: no-mask | The gradients do not know about max(0, ·): a triplet that is far enough apart still pulls.
# expect: indicator-missing
def triplet_loss(anchor, positive, negative, alpha):
    loss = 0
    for a, p, n in zip(anchor, positive, negative):
        loss += max(0, np.sum((a - p)**2) - np.sum((a - n)**2) + alpha)
    d_anchor = 2 * (anchor - positive) - 2 * (anchor - negative)
    d_positive = -2 * (anchor - positive)
    d_negative = 2 * (anchor - negative)
    return loss, d_anchor, d_positive, d_negative

# %% wrong: one-hinge-for-the-batch | max(0, ·) is taken of the sum over the batch, so triplets in order cancel the loss of others; the mask, too, is one for all.
# expect: hinge-misplaced
def triplet_loss(anchor, positive, negative, alpha):
    d_ap = np.sum((anchor - positive)**2)
    d_an = np.sum((anchor - negative)**2)
    total = d_ap - d_an + alpha * len(anchor)
    loss = max(0.0, total)
    on = 1.0 if total > 0 else 0.0
    return loss, on * 2 * (negative - positive), on * 2 * (positive - anchor), on * 2 * (anchor - negative)

# %% wrong: kink-counts | A triplet that stands exactly at 0 is counted as active (>= 0), but the text says that it adds nothing to the gradients.
# expect: zero-margin-counted
def triplet_loss(anchor, positive, negative, alpha):
    u = ((anchor - positive)**2).sum(axis=1) - ((anchor - negative)**2).sum(axis=1) + alpha
    on = np.where(u >= 0, 2.0, 0.0)[:, None]
    return np.clip(u, 0, None).sum(), on * (negative - positive), on * (positive - anchor), on * (anchor - negative)

# %% wrong: alpha-missing-in-mask | The mask asks whether the positive is farther than the negative and forgets alpha, so triplets inside the margin get no gradient.
# expect: delta-ignored
def triplet_loss(anchor, positive, negative, alpha):
    dp = ((anchor - positive)**2).sum(axis=1)
    dn = ((anchor - negative)**2).sum(axis=1)
    loss = np.sum(np.maximum(0, dp - dn + alpha))
    mask = (dp > dn)[:, None]
    d_anchor = np.where(mask, 2 * (negative - positive), 0.0)
    d_positive = np.where(mask, 2 * (positive - anchor), 0.0)
    d_negative = np.where(mask, 2 * (anchor - negative), 0.0)
    return loss, d_anchor, d_positive, d_negative

# %% wrong: inner-derivative-sign | For the positive the inner derivative -1 of (a - p) is forgotten, and likewise for the negative: both gradients have the wrong sign.
# expect: sign-flipped
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    inside = (ap * ap).sum(1) - (an * an).sum(1) + alpha
    on = (inside > 0).astype(float)[:, None]
    loss = (inside * on[:, 0]).sum()
    d_anchor = 2 * on * (ap - an)
    d_positive = 2 * on * ap
    d_negative = -2 * on * an
    return loss, d_anchor, d_positive, d_negative

# %% wrong: mask-without-column | The mask of shape (N,) multiplies (N, D) arrays without [:, None]: a shape error unless N = D (or N = 1), and the wrong entries then.
# expect: explained
def triplet_loss(anchor, positive, negative, alpha):
    inside = np.sum((anchor - positive)**2, axis=1) - np.sum((anchor - negative)**2, axis=1) + alpha
    mask = inside > 0
    loss = inside[mask].sum()
    return loss, 2 * (negative - positive) * mask, 2 * (positive - anchor) * mask, 2 * (anchor - negative) * mask

# %% wrong: square-of-the-sum | The square is outside the sum: (sum of the differences)² is not the squared distance.
# expect: nothing
def triplet_loss(anchor, positive, negative, alpha):
    to_p = np.sum(anchor - positive, axis=1)**2
    to_n = np.sum(anchor - negative, axis=1)**2
    inside = to_p - to_n + alpha
    active = (inside > 0)[:, None]
    loss = np.maximum(0, inside).sum()
    return loss, active * 2 * (negative - positive), active * 2 * (positive - anchor), active * 2 * (anchor - negative)

# %% wrong: alpha-per-coordinate | alpha is added before the sum over the coordinates, so it counts D times.
# expect: nothing
def triplet_loss(anchor, positive, negative, alpha):
    inside = np.sum((anchor - positive)**2 - (anchor - negative)**2 + alpha, axis=1)
    hit = inside > 0
    d_a, d_p, d_n = np.zeros(anchor.shape), np.zeros(anchor.shape), np.zeros(anchor.shape)
    d_a[hit] = 2 * (negative - positive)[hit]
    d_p[hit] = 2 * (positive - anchor)[hit]
    d_n[hit] = 2 * (anchor - negative)[hit]
    return inside[hit].sum(), d_a, d_p, d_n

# %% wrong: loop-writes-into-like-anchor | The gradients are np.zeros_like(anchor), integer arrays for an integer anchor, so real points' gradients are truncated.
# expect: integers-kept
def triplet_loss(anchor, positive, negative, alpha):
    loss = 0.0
    d_anchor = np.zeros_like(anchor)
    d_positive = np.zeros_like(anchor)
    d_negative = np.zeros_like(anchor)
    for i in range(len(anchor)):
        a, p, n = anchor[i], positive[i], negative[i]
        value = (a - p) @ (a - p) - (a - n) @ (a - n) + alpha
        if value > 0:
            loss += value
            d_anchor[i] = 2 * (n - p)
            d_positive[i] = 2 * (p - a)
            d_negative[i] = 2 * (a - n)
    return loss, d_anchor, d_positive, d_negative

# %% wrong: gradients-in-wrong-order | The last two results are exchanged: d_negative is returned before d_positive.
# expect: results-swapped, positive-and-negative-swapped
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    inside = np.einsum("nd,nd->n", ap, ap) - np.einsum("nd,nd->n", an, an) + alpha
    w = 2.0 * (inside > 0)[:, None]
    d_positive = -w * ap
    d_negative = w * an
    return np.maximum(inside, 0).sum(), -(d_positive + d_negative), d_negative, d_positive

# %% wrong: anchor-plus-in-place-of-minus | Algebra slip in the anchor's gradient: 2(a - p) + 2(a - n), the minus before the second distance was lost.
# expect: explained
def triplet_loss(anchor, positive, negative, alpha):
    x = np.sum((anchor - positive)**2, axis=1) - np.sum((anchor - negative)**2, axis=1) + alpha
    on = np.heaviside(x, 0.0)[:, None]
    loss = np.sum(x * on.ravel())
    d_anchor = on * (2 * (anchor - positive) + 2 * (anchor - negative))
    d_positive = on * (-2 * (anchor - positive))
    d_negative = on * (2 * (anchor - negative))
    return loss, d_anchor, d_positive, d_negative

# %% wrong: hinge-scales-gradient | The gradients are multiplied by the size of the hinge instead of by 0 or 1, as if the hinge were squared.
# expect: margin-instead-of-indicator
def triplet_loss(anchor, positive, negative, alpha):
    inside = ((anchor - positive)**2).sum(axis=1, keepdims=True) - ((anchor - negative)**2).sum(axis=1, keepdims=True) + alpha
    hinge = np.maximum(0, inside)
    return (
        hinge.sum(),
        2 * hinge * (negative - positive),
        2 * hinge * (positive - anchor),
        2 * hinge * (anchor - negative),
    )

# %% wrong: halved-and-averaged | Two mistakes: the gradients lack the factor 2 of the square and are averaged over the triplets, while the loss is a proper sum.
# expect: explained
def triplet_loss(anchor, positive, negative, alpha):
    n_triplets = len(anchor)
    inside = ((anchor - positive)**2).sum(axis=1) - ((anchor - negative)**2).sum(axis=1) + alpha
    active = np.where(inside > 0, 1.0 / n_triplets, 0.0).reshape(-1, 1)
    loss = inside[inside > 0].sum()
    return loss, active * (negative - positive), active * (positive - anchor), active * (anchor - negative)

# %% right: derivative-of-expanded-form | Expands the difference of squares to (n - p)·(2a - p - n), so the anchor's square is never computed.
def triplet_loss(anchor, positive, negative, alpha):
    inside = np.einsum("id,id->i", negative - positive, 2 * anchor - positive - negative) + alpha
    g = 2 * np.where(inside > 0, 1, 0).reshape(-1, 1)
    return np.where(inside > 0, inside, 0).sum(), g * (negative - positive), g * (positive - anchor), g * (anchor - negative)

# %% right: diagonal-matrix-of-active | Active triplets as a diagonal matrix that multiplies from the left; anchor as minus the sum of the others; result a namedtuple.
from collections import namedtuple

Triplet = namedtuple("Triplet", ["loss", "d_anchor", "d_positive", "d_negative"])


def triplet_loss(anchor, positive, negative, alpha):
    pull, push = positive - anchor, negative - anchor
    short = (pull * pull).sum(1) - (push * push).sum(1) + alpha
    active = np.diag(2.0 * (short > 0))
    d_p = active @ pull
    d_n = -active @ push
    return Triplet(short.clip(0).sum(), -d_p - d_n, d_p, d_n)

# %% right: loop-with-continue | A plain loop, skipping what is far enough, with += into float arrays.
def triplet_loss(anchor, positive, negative, alpha):
    loss, grads = 0.0, [np.zeros(np.shape(anchor)) for _ in range(3)]
    for i, (a, p, n) in enumerate(zip(anchor, positive, negative)):
        shortfall = np.dot(a - p, a - p) - np.dot(a - n, a - n) + alpha
        if shortfall <= 0:
            continue
        loss += shortfall
        grads[0][i] += 2 * (a - p) - 2 * (a - n)
        grads[1][i] += 2 * (p - a)
        grads[2][i] += -2 * (n - a)
    return (loss, *grads)

# %% wrong: distances-not-squared-2 | uses the distances themselves (norms), not their squares
# expect: squares-missing
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    d_p = np.linalg.norm(ap, axis=1)
    d_n = np.linalg.norm(an, axis=1)
    hinge = d_p - d_n + alpha
    on = (hinge > 0).astype(float)[:, None]
    up = ap / np.where(d_p > 0, d_p, 1)[:, None]
    un = an / np.where(d_n > 0, d_n, 1)[:, None]
    return np.maximum(hinge, 0).sum(), on * (up - un), -on * up, on * un

# %% wrong: hinge-per-coordinate | max(0, ·) is applied to every coordinate before they are added up
# expect: hinge-misplaced
def triplet_loss(anchor, positive, negative, alpha):
    D = anchor.shape[1]
    inside = (anchor - positive) ** 2 - (anchor - negative) ** 2 + alpha / D
    on = inside > 0
    loss = inside[on].sum()
    return loss, 2 * on * (negative - positive), 2 * on * (positive - anchor), 2 * on * (anchor - negative)

# %% wrong: gradients-never-off | the gradients are not switched off for triplets that are in order
# expect: indicator-missing
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    loss = np.maximum(0, (ap * ap).sum(axis=1) - (an * an).sum(axis=1) + alpha).sum()
    return loss, 2.0 * (ap - an), -2.0 * ap, 2.0 * an

# %% right: loop-and-in-place-rows | a loop over the triplets that fills three arrays of floats
def triplet_loss(anchor, positive, negative, alpha):
    grads = [np.zeros(np.shape(anchor)) for _ in range(3)]
    loss = 0.0
    for i, (a, p, n) in enumerate(zip(*(np.asarray(each, float) for each in (anchor, positive, negative)))):
        term = (a - p) @ (a - p) - (a - n) @ (a - n) + alpha
        if term > 0:
            loss += term
            grads[1][i] = -2 * (a - p)
            grads[2][i] = 2 * (a - n)
            grads[0][i] = -(grads[1][i] + grads[2][i])
    return (loss, *grads)

# %% wrong: mean-over-triplets-2 | loss and gradients are means over the triplets, not sums
# expect: mean-not-sum
def triplet_loss(anchor, positive, negative, alpha):
    N = len(anchor)
    inside = ((anchor - positive) ** 2).sum(1) - ((anchor - negative) ** 2).sum(1) + alpha
    on = (inside > 0)[:, None] / N
    return (
        np.maximum(0, inside).mean(),
        2 * on * (negative - positive),
        2 * on * (positive - anchor),
        2 * on * (anchor - negative),
    )

# %% wrong: anchor-hears-positive-only | the anchor's gradient has only the term of the positive
# expect: overwritten-at-branch
def triplet_loss(anchor, positive, negative, alpha):
    ap = anchor - positive
    an = anchor - negative
    inside = np.sum(ap**2, axis=1) - np.sum(an**2, axis=1) + alpha
    mask = (inside > 0).astype(float).reshape(-1, 1)
    return np.sum(np.maximum(0, inside)), mask * 2 * ap, -mask * 2 * ap, mask * 2 * an

# %% wrong: alpha-missing-in-the-mask | the mask asks whether the negative is nearer, without alpha
# expect: delta-ignored
def triplet_loss(anchor, positive, negative, alpha):
    near = ((anchor - positive) ** 2).sum(axis=1)
    far = ((anchor - negative) ** 2).sum(axis=1)
    loss = np.maximum(0, near - far + alpha).sum()
    m = (near > far)[:, None]
    return loss, 2.0 * m * (negative - positive), 2.0 * m * (positive - anchor), 2.0 * m * (anchor - negative)

# %% wrong: distances-not-squared-3 | uses lengths instead of squared distances in the loss; gradients as for squares
# expect: squares-missing
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    m = np.linalg.norm(ap, axis=1) - np.linalg.norm(an, axis=1) + alpha
    on = (m > 0)[:, None]
    return np.maximum(0, m).sum(), 2 * on * (ap - an), -2 * on * ap, 2 * on * an

# %% wrong: mean-over-triplets-3 | loss and gradients divided by N
# expect: mean-not-sum
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    m = (ap**2).sum(axis=1) - (an**2).sum(axis=1) + alpha
    on = (m > 0)[:, None]
    N = len(m)
    return np.maximum(0, m).mean(), 2 * on * (ap - an) / N, -2 * on * ap / N, 2 * on * an / N

# %% wrong: factor-two-missing-2 | gradients without the 2 of the square
# expect: halved
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    m = (ap**2).sum(axis=1) - (an**2).sum(axis=1) + alpha
    on = (m > 0)[:, None] * 1.0
    return np.maximum(0, m).sum(), on * (ap - an), -on * ap, on * an

# %% wrong: negative-drawn-nearer | sign of d_negative turned round
# expect: sign-flipped
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    m = (ap**2).sum(axis=1) - (an**2).sum(axis=1) + alpha
    on = (m > 0)[:, None]
    return np.maximum(0, m).sum(), 2 * on * (ap - an), -2 * on * ap, -2 * on * an

# %% wrong: anchor-feels-the-positive-only | d_anchor without the negative's part
# expect: overwritten-at-branch
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    m = (ap**2).sum(axis=1) - (an**2).sum(axis=1) + alpha
    on = (m > 0)[:, None]
    return np.maximum(0, m).sum(), 2 * on * ap, -2 * on * ap, 2 * on * an

# %% wrong: gate-of-the-whole-batch | one switch for the batch: all triplets count if the total is above 0
# expect: hinge-misplaced
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    m = (ap**2).sum(axis=1) - (an**2).sum(axis=1) + alpha
    on = m.sum() > 0
    return np.maximum(0, m).sum(), 2 * on * (ap - an), -2 * on * ap, 2 * on * an

# %% wrong: max-of-the-sum | max(0, .) around the sum over the triplets
# expect: hinge-misplaced
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    m = (ap**2).sum(axis=1) - (an**2).sum(axis=1) + alpha
    on = (m > 0)[:, None]
    return max(0, m.sum()), 2 * on * (ap - an), -2 * on * ap, 2 * on * an

# %% wrong: no-gate | gradients without the indicator: satisfied triplets go on pulling
# expect: indicator-missing
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    m = (ap**2).sum(axis=1) - (an**2).sum(axis=1) + alpha
    on = 1.0
    return np.maximum(0, m).sum(), 2 * on * (ap - an), -2 * on * ap, 2 * on * an

# %% wrong: kink-pulls | >= 0: a triplet at exactly 0 has gradients
# expect: zero-margin-counted
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    m = (ap**2).sum(axis=1) - (an**2).sum(axis=1) + alpha
    on = (m >= 0)[:, None]
    return np.maximum(0, m).sum(), 2 * on * (ap - an), -2 * on * ap, 2 * on * an

# %% wrong: alpha-subtracted | margin with the wrong sign: - alpha
# expect: delta-subtracted
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    m = (ap**2).sum(axis=1) - (an**2).sum(axis=1) - alpha
    on = (m > 0)[:, None]
    return np.maximum(0, m).sum(), 2 * on * (ap - an), -2 * on * ap, 2 * on * an

# %% wrong: weighted-by-the-shortfall | gradients are multiplied by max(0, m)
# expect: margin-instead-of-indicator
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    m = (ap**2).sum(axis=1) - (an**2).sum(axis=1) + alpha
    on = np.maximum(0, m)[:, None]
    return np.maximum(0, m).sum(), 2 * on * (ap - an), -2 * on * ap, 2 * on * an

# %% wrong: sums-along-the-batch | squared distances summed over axis 0: one per coordinate
# expect: summed-over-wrong-axis
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    m = (ap**2).sum(axis=0) - (an**2).sum(axis=0) + alpha
    on = (m > 0)[None, :]
    return np.maximum(0, m).sum(), 2 * on * (ap - an), -2 * on * ap, 2 * on * an

# %% wrong: anchor-direction-swapped | d_anchor = 2 (p - n) instead of 2 (n - p)
# expect: sign-flipped
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    m = (ap**2).sum(axis=1) - (an**2).sum(axis=1) + alpha
    on = (m > 0)[:, None]
    return np.maximum(0, m).sum(), 2 * on * (an - ap), -2 * on * ap, 2 * on * an

# %% right: anchor-from-the-other-two | the three gradients sum to zero, so d_anchor is minus the other two
def triplet_loss(anchor, positive, negative, alpha):
    active = np.where(np.sum((anchor - positive) ** 2 - (anchor - negative) ** 2, axis=1) + alpha > 0, 2.0, 0.0).reshape(-1, 1)
    d_positive, d_negative = active * (positive - anchor), active * (anchor - negative)
    loss = sum(max(0.0, (a - p) @ (a - p) - (a - n) @ (a - n) + alpha) for a, p, n in zip(anchor, positive, negative))
    return loss, -(d_positive + d_negative), d_positive, d_negative

# %% right: difference-of-squares | algebra: ‖a-p‖² - ‖a-n‖² = (n - p)·(2a - p - n), by einsum
def triplet_loss(anchor, positive, negative, alpha):
    m = np.einsum("nd,nd->n", negative - positive, 2 * anchor - positive - negative) + alpha
    on = np.heaviside(m, 0.0)[:, np.newaxis] * 2
    return float(m[m > 0].sum()), on * (negative - positive), on * (positive - anchor), on * (anchor - negative)

# %% right: loop-with-a-switch | one triplet after another, only those above 0
def triplet_loss(anchor, positive, negative, alpha):
    loss = 0.0
    grads = [np.zeros(anchor.shape) for _ in range(3)]
    for i, (a, p, n) in enumerate(zip(anchor, positive, negative)):
        if (m := np.dot(p - a, p - a) - np.dot(n - a, n - a) + alpha) > 0:
            loss += m
            for g, pull in zip(grads, (n - p, p - a, a - n)):
                g[i] += 2 * pull
    return (loss, *grads)

# %% wrong: positive-treated-like-anchor | d_positive = 2 (a - p): sign turned round
# expect: sign-flipped
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    m = (ap**2).sum(axis=1) - (an**2).sum(axis=1) + alpha
    on = (m > 0)[:, None]
    return np.maximum(0, m).sum(), 2 * on * (ap - an), 2 * on * ap, 2 * on * an

# %% wrong: mean-over-the-triplets | Loss and gradients are means over the triplets instead of sums.
# expect: mean-not-sum
def triplet_loss(anchor, positive, negative, alpha):
    N = len(anchor)
    ap, an = anchor - positive, anchor - negative
    inside = (ap**2).sum(axis=1) - (an**2).sum(axis=1) + alpha
    on = (inside > 0)[:, None]
    loss = np.maximum(0, inside).mean()
    return float(loss), 2 * on * (negative - positive) / N, -2 * on * ap / N, 2 * on * an / N

# %% wrong: max-after-the-sum | The maximum with 0 is taken of the sum over all triplets, so that good triplets pay for bad ones.
# expect: hinge-misplaced
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    inside = (ap**2).sum(axis=1) - (an**2).sum(axis=1) + alpha
    total = inside.sum()
    on = 1.0 if total > 0 else 0.0
    return float(max(0.0, total)), 2 * on * (negative - positive), -2 * on * ap, 2 * on * an

# %% wrong: distances-not-squared-again | Distances are compared instead of squared distances.
# expect: explained
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    d_ap = np.sqrt((ap**2).sum(axis=1, keepdims=True))
    d_an = np.sqrt((an**2).sum(axis=1, keepdims=True))
    inside = d_ap - d_an + alpha
    on = inside > 0
    u = ap / np.where(d_ap > 0, d_ap, 1)
    v = an / np.where(d_an > 0, d_an, 1)
    return float(np.maximum(0, inside).sum()), on * (u - v), -on * u, on * v

# %% wrong: gradients-not-masked | Triplets whose negative is far enough away still add to the gradients.
# expect: indicator-missing
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    inside = (ap**2).sum(axis=1) - (an**2).sum(axis=1) + alpha
    loss = np.maximum(0, inside).sum()
    return float(loss), 2 * (ap - an), -2 * ap, 2 * an

# %% wrong: zero-counted | A triplet with exactly 0 inside the maximum is counted in the gradients (>= instead of >).
# expect: zero-margin-counted
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    inside = (ap**2).sum(axis=1) - (an**2).sum(axis=1) + alpha
    on = (inside >= 0).astype(float)[:, None]
    return float(np.maximum(0, inside).sum()), 2 * on * (ap - an), -2 * on * ap, 2 * on * an

# %% wrong: signs-of-positive-and-negative | The inner derivative of a - p and a - n is forgotten, so d_positive and d_negative have the wrong sign.
# expect: sign-flipped
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    inside = (ap**2).sum(axis=1) - (an**2).sum(axis=1) + alpha
    on = (inside > 0)[:, None]
    return float(inside[inside > 0].sum()), 2 * on * (ap - an), 2 * on * ap, -2 * on * an

# %% wrong: anchor-feels-only-the-positive | The gradient of the anchor has the term of the positive only; that of the negative is forgotten.
# expect: overwritten-at-branch
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    inside = np.sum(ap**2, axis=1) - np.sum(an**2, axis=1) + alpha
    on = (inside > 0)[:, None]
    loss = np.sum(np.maximum(0, inside))
    return float(loss), on * 2 * ap, on * -2 * ap, on * 2 * an

# %% wrong: factor-two-forgotten | The factor 2 of the square is forgotten in all three gradients.
# expect: halved
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    inside = np.sum(ap**2, axis=1) - np.sum(an**2, axis=1) + alpha
    on = (inside > 0)[:, None]
    return float(np.maximum(0, inside).sum()), on * (negative - positive), on * -ap, on * an

# %% wrong: arrays-like-the-anchor | All three gradients are written into arrays like the anchor, so anchors of integers cut the fractions off.
# expect: integers-kept
def triplet_loss(anchor, positive, negative, alpha):
    loss = 0.0
    d_anchor, d_positive, d_negative = (np.zeros_like(anchor) for _ in range(3))
    for i in range(len(anchor)):
        ap, an = anchor[i] - positive[i], anchor[i] - negative[i]
        inside = ap @ ap - an @ an + alpha
        if inside > 0:
            loss += inside
            d_anchor[i] = 2 * (ap - an)
            d_positive[i] = -2 * ap
            d_negative[i] = 2 * an
    return float(loss), d_anchor, d_positive, d_negative

# %% wrong: margin-fixed-at-one | The margin is fixed at 1, and the mask ignores it altogether: a triplet counts only if the negative is nearer than the positive.
# expect: delta-fixed
def triplet_loss(anchor, positive, negative, alpha):
    ap, an = anchor - positive, anchor - negative
    near, far = (ap**2).sum(axis=1), (an**2).sum(axis=1)
    on = (near - far > 0)[:, None]
    return float(np.maximum(0, near - far + 1).sum()), 2 * on * (ap - an), -2 * on * ap, 2 * on * an

# %% wrong: stops-at-the-first-satisfied | The loop breaks off at the first triplet that is in order instead of going on to the next.
# expect: nothing
def triplet_loss(anchor, positive, negative, alpha):
    loss = 0.0
    d_anchor, d_positive, d_negative = (np.zeros(anchor.shape) for _ in range(3))
    for i, (a, p, n) in enumerate(zip(anchor, positive, negative)):
        inside = np.sum((a - p) ** 2) - np.sum((a - n) ** 2) + alpha
        if inside <= 0:
            break
        loss += inside
        d_anchor[i] = 2 * (n - p)
        d_positive[i] = 2 * (p - a)
        d_negative[i] = 2 * (a - n)
    return float(loss), d_anchor, d_positive, d_negative

# %% wrong: negative-compared-with-the-positive | The distance of the negative is measured from the positive instead of from the anchor.
# expect: nothing
def triplet_loss(anchor, positive, negative, alpha):
    ap, pn = anchor - positive, positive - negative
    inside = (ap**2).sum(axis=1) - (pn**2).sum(axis=1) + alpha
    on = (inside > 0)[:, None]
    return float(np.maximum(0, inside).sum()), 2 * on * ap, -2 * on * (ap + pn), 2 * on * pn

# %% wrong: arrays-like-the-positive | The gradients are written into arrays like the positive points, so positives of integers cut the fractions off.
# expect: integers-kept
def triplet_loss(anchor, positive, negative, alpha):
    d_anchor, d_positive, d_negative = (np.zeros_like(positive) for _ in range(3))
    loss = 0.0
    for i in range(len(positive)):
        ap, an = anchor[i] - positive[i], anchor[i] - negative[i]
        inside = ap @ ap - an @ an + alpha
        if inside > 0:
            loss += inside
            d_anchor[i] = 2 * (ap - an)
            d_positive[i] = -2 * ap
            d_negative[i] = 2 * an
    return float(loss), d_anchor, d_positive, d_negative

# %% right: chosen-rows | Only the rows of the active triplets are computed and written into zeros, and the anchor takes minus the sum of the others.
def triplet_loss(anchor, positive, negative, alpha):
    a, p, n = (np.array(each, dtype=float) for each in (anchor, positive, negative))
    inside = np.einsum("nd,nd->n", a - p, a - p) - np.einsum("nd,nd->n", a - n, a - n) + alpha
    chosen = np.flatnonzero(inside > 0)
    d_p, d_n = np.zeros(a.shape), np.zeros(a.shape)
    d_p[chosen] = 2 * (p - a)[chosen]
    d_n[chosen] = 2 * (a - n)[chosen]
    return inside[chosen].sum(), -(d_p + d_n), d_p, d_n

# %% right: difference-of-squares-again | The difference of the squared distances is factored into (n - p) . (2a - p - n).
def triplet_loss(anchor, positive, negative, alpha):
    losses, gradients = [0.0], []
    for a, p, n in zip(anchor, positive, negative):
        inside = float((n - p) @ (2.0 * a - p - n)) + alpha
        active = 2.0 if inside > 0 else 0.0
        losses.append(max(inside, 0.0))
        gradients.append([active * (n - p), active * (p - a), active * (a - n)])
    d = np.array(gradients, dtype=float)
    return sum(losses), d[:, 0], d[:, 1], d[:, 2]

# %% wrong: distances-not-squared-again-again | The distances themselves are compared, not their squares, while the gradients are those of the squares.
# expect: squares-missing
def triplet_loss(anchor, positive, negative, alpha):
    """Return the triplet loss of a batch and its three gradients."""
    near = np.linalg.norm(anchor - positive, axis=1)
    far = np.linalg.norm(anchor - negative, axis=1)
    inside = near - far + alpha
    active = (inside > 0).astype(float)[:, np.newaxis]
    loss = np.sum(np.maximum(0, inside))
    d_positive = -2 * active * (anchor - positive)
    d_negative = 2 * active * (anchor - negative)
    return loss, -d_positive - d_negative, d_positive, d_negative

# %% wrong: anchor-pulled-by-the-positive-only | The anchor's gradient contains only the distance to the positive; that to the negative, in which it also occurs, is forgotten.
# expect: overwritten-at-branch
def triplet_loss(anchor, positive, negative, alpha):
    """Return the triplet loss of a batch and its three gradients."""
    ap, an = anchor - positive, anchor - negative
    inside = np.sum(ap**2, axis=1) - np.sum(an**2, axis=1) + alpha
    active = (inside > 0).reshape(-1, 1)
    return np.sum(inside[inside > 0]), 2 * ap * active, -2 * ap * active, 2 * an * active

# %% wrong: negative-pulled-in | The sign of the negative's gradient is wrong: the minus before its distance is forgotten, there and in the anchor's.
# expect: explained
def triplet_loss(anchor, positive, negative, alpha):
    """Return the triplet loss of a batch and its three gradients."""
    ap, an = anchor - positive, anchor - negative
    inside = (ap * ap).sum(axis=1) - (an * an).sum(axis=1) + alpha
    on = np.where(inside > 0, 1.0, 0.0)[:, None]
    loss = (on[:, 0] * inside).sum()
    return loss, on * (2 * ap + 2 * an), on * -2 * ap, on * -2 * an

# %% wrong: one-maximum-for-the-batch | The maximum with 0 is taken of the sum over the batch, so a triplet that is far enough away pays for the others.
# expect: hinge-misplaced
def triplet_loss(anchor, positive, negative, alpha):
    """Return the triplet loss of a batch and its three gradients."""
    ap, an = anchor - positive, anchor - negative
    inside = np.sum(ap**2) - np.sum(an**2) + alpha * len(anchor)
    if inside <= 0:
        return 0.0, np.zeros(ap.shape), np.zeros(ap.shape), np.zeros(ap.shape)
    return inside, 2 * (ap - an), -2 * ap, 2 * an

# %% wrong: gradients-of-all-triplets | The gradients are not set to 0 for triplets whose negative is far enough away.
# expect: indicator-missing
def triplet_loss(anchor, positive, negative, alpha):
    """Return the triplet loss of a batch and its three gradients."""
    loss = 0.0
    for a, p, n in zip(anchor, positive, negative):
        loss += max(0.0, np.sum((a - p) ** 2) - np.sum((a - n) ** 2) + alpha)
    return loss, 2 * (negative - positive), 2 * (positive - anchor), 2 * (anchor - negative)

# %% wrong: factor-two-and-kink | The factor 2 of the square is missing in all three gradients, and a triplet at exactly 0 counts.
# expect: halved
def triplet_loss(anchor, positive, negative, alpha):
    """Return the triplet loss of a batch and its three gradients."""
    inside = ((anchor - positive) ** 2).sum(axis=-1) - ((anchor - negative) ** 2).sum(axis=-1) + alpha
    active = (inside >= 0)[:, np.newaxis]
    loss = inside[inside >= 0].sum()
    return loss, active * (negative - positive), active * (positive - anchor), active * (anchor - negative)

# %% wrong: all-of-the-type-of-positive | All three gradients have the type of positive, so if the positives are integers and the other points are not, fractions are lost.
# expect: integers-kept
def triplet_loss(anchor, positive, negative, alpha):
    """Return the triplet loss of a batch and its three gradients."""
    d_anchor, d_positive, d_negative = (np.zeros_like(positive) for _ in range(3))
    loss = 0.0
    for i in range(len(anchor)):
        ap, an = anchor[i] - positive[i], anchor[i] - negative[i]
        inside = ap @ ap - an @ an + alpha
        if inside > 0:
            loss += inside
            d_anchor[i] = 2 * ap - 2 * an
            d_positive[i] = -2 * ap
            d_negative[i] = 2 * an
    return loss, d_anchor, d_positive, d_negative

# %% wrong: nearly-zero-is-zero | A triplet counts only if what is inside the maximum is above a millionth, though above 0, however little, it counts in full.
# expect: nothing
def triplet_loss(anchor, positive, negative, alpha):
    """Return the triplet loss of a batch and its three gradients."""
    ap, an = anchor - positive, anchor - negative
    inside = (ap**2).sum(axis=1) - (an**2).sum(axis=1) + alpha
    active = inside > 1e-6  # the rest is rounding
    on = active.astype(float)[:, None]
    return inside[active].sum(), on * 2 * (ap - an), on * -2 * ap, on * 2 * an

# %% right: third-from-the-other-two | Works only on the active rows, and gets the anchor's gradient from the fact that the three add up to zero.
def triplet_loss(anchor, positive, negative, alpha):
    """Return the triplet loss of a batch and its three gradients."""
    towards, away = np.subtract(positive, anchor, dtype=float), np.subtract(anchor, negative, dtype=float)
    inside = np.einsum("nd,nd->n", towards, towards) - np.einsum("nd,nd->n", away, away) + alpha
    (rows,) = np.nonzero(inside > 0)
    d_positive, d_negative = np.zeros(towards.shape), np.zeros(towards.shape)
    d_positive[rows] = 2 * towards[rows]
    d_negative[rows] += 2 * away[rows]
    return inside[rows].sum(), -(d_positive + d_negative), d_positive, d_negative

# %% right: difference-of-squares-again-again | One triplet at a time, with |a-p|² - |a-n|² as the product (n - p)·(2a - p - n).
def triplet_loss(anchor, positive, negative, alpha):
    """Return the triplet loss of a batch and its three gradients."""

    def one(a, p, n):
        inside = (n - p) @ ((a - p) + (a - n)) + alpha
        if not inside > 0:
            return 0.0, 0.0 * a, 0.0 * p, 0.0 * n
        return inside, 2.0 * (n - p), 2.0 * (p - a), 2.0 * (a - n)

    losses, *slopes = zip(*(one(*points) for points in zip(anchor, positive, negative)))
    return (sum(losses), *(np.array(rows) for rows in slopes))

# %% wrong: hinge-of-the-total | Takes max(0, ·) once, of the sum over all triplets, so that triplets that are in order make up for others.
# expect: hinge-misplaced
def triplet_loss(anchor, positive, negative, alpha):
    inside = np.sum((anchor - positive) ** 2, axis=1) - np.sum((anchor - negative) ** 2, axis=1) + alpha
    loss = max(0.0, inside.sum())
    on = 1.0 if loss > 0 else 0.0
    d_anchor = on * 2 * (negative - positive)
    d_positive = on * 2 * (positive - anchor)
    d_negative = on * 2 * (anchor - negative)
    return loss, d_anchor, d_positive, d_negative

# %% wrong: mean-over-the-triplets-again | Averages loss and gradients over the triplets as in the other losses, although this one is a sum.
# expect: mean-not-sum
def triplet_loss(anchor, positive, negative, alpha):
    N = anchor.shape[0]
    inside = ((anchor - positive) ** 2).sum(axis=1) - ((anchor - negative) ** 2).sum(axis=1) + alpha
    loss = np.maximum(0, inside).mean()
    active = (inside > 0)[:, None] / N
    d_anchor = active * 2 * (negative - positive)
    d_positive = active * 2 * (positive - anchor)
    d_negative = active * 2 * (anchor - negative)
    return loss, d_anchor, d_positive, d_negative

# %% wrong: distances-not-squared-again-again-again | Uses the distances themselves (np.linalg.norm) and their gradients, where the loss has squared distances.
# expect: squares-missing
def triplet_loss(anchor, positive, negative, alpha):
    to_p, to_n = anchor - positive, anchor - negative
    dist_p = np.linalg.norm(to_p, axis=1, keepdims=True)
    dist_n = np.linalg.norm(to_n, axis=1, keepdims=True)
    inside = dist_p - dist_n + alpha
    active = (inside > 0).astype(float)
    loss = np.sum(np.maximum(0, inside))
    unit_p = to_p / np.where(dist_p == 0, 1, dist_p)
    unit_n = to_n / np.where(dist_n == 0, 1, dist_n)
    return loss, active * (unit_p - unit_n), -active * unit_p, active * unit_n

# %% wrong: anchor-feels-the-positive-only-again | The anchor's gradient is 2 (a - p); the part of the distance to the negative is forgotten.
# expect: overwritten-at-branch
def triplet_loss(anchor, positive, negative, alpha):
    diff_p = anchor - positive
    diff_n = anchor - negative
    inside = np.sum(diff_p**2, axis=1) - np.sum(diff_n**2, axis=1) + alpha
    loss = np.sum(np.maximum(inside, 0))
    mask = (inside > 0).astype(float)[:, None]
    return loss, mask * 2 * diff_p, mask * -2 * diff_p, mask * 2 * diff_n

# %% wrong: gradients-without-the-hinge | The gradients are those of the expression inside max(0, ·), for all triplets, also for those that are in order.
# expect: indicator-missing
def triplet_loss(anchor, positive, negative, alpha):
    d_pos = np.sum((anchor - positive) ** 2, axis=1)
    d_neg = np.sum((anchor - negative) ** 2, axis=1)
    loss = np.sum(np.maximum(0, d_pos - d_neg + alpha))
    d_anchor = 2 * (anchor - positive) - 2 * (anchor - negative)
    d_positive = -2 * (anchor - positive)
    d_negative = 2 * (anchor - negative)
    return loss, d_anchor, d_positive, d_negative

# %% wrong: squares-multiplied-out | Computes |a|² - 2 a·p + |p|² instead of subtracting first, which loses all digits for points far from the origin.
# expect: nothing
def triplet_loss(anchor, positive, negative, alpha):
    a2 = np.sum(anchor**2, axis=1)
    dist_p = a2 - 2 * np.sum(anchor * positive, axis=1) + np.sum(positive**2, axis=1)
    dist_n = a2 - 2 * np.sum(anchor * negative, axis=1) + np.sum(negative**2, axis=1)
    inside = dist_p - dist_n + alpha
    loss = np.maximum(0, inside).sum()
    active = np.where(inside > 0, 2.0, 0.0)[:, None]
    return loss, active * (negative - positive), active * (positive - anchor), active * (anchor - negative)

# %% wrong: gradient-in-the-type-of-the-points | Fills zeros_like of each point; for anchors of integers the fractions of the gradient are cut off.
# expect: integers-kept
def triplet_loss(anchor, positive, negative, alpha):
    loss = 0.0
    d_anchor = np.zeros_like(anchor)
    d_positive = np.zeros_like(positive)
    d_negative = np.zeros_like(negative)
    for i in range(len(anchor)):
        a, p, n = anchor[i], positive[i], negative[i]
        inside = np.sum((a - p) ** 2) - np.sum((a - n) ** 2) + alpha
        if inside > 0:
            loss += inside
            d_anchor[i] = 2 * (n - p)
            d_positive[i] = 2 * (p - a)
            d_negative[i] = 2 * (a - n)
    return loss, d_anchor, d_positive, d_negative

# %% wrong: three-names-for-one-array | The three gradients are created by one chained assignment and are the same array, which holds the negative's gradient in the end.
# expect: explained
def triplet_loss(anchor, positive, negative, alpha):
    loss = 0.0
    d_anchor = d_positive = d_negative = np.zeros(anchor.shape)
    for i in range(len(anchor)):
        a, p, n = anchor[i], positive[i], negative[i]
        inside = np.sum((a - p) ** 2) - np.sum((a - n) ** 2) + alpha
        if inside > 0:
            loss += inside
            d_anchor[i] = 2 * (n - p)
            d_positive[i] = 2 * (p - a)
            d_negative[i] = 2 * (a - n)
    return loss, d_anchor, d_positive, d_negative

# %% right: anchor-balances-the-others | The gradients of the positive and the negative by einsum on own differences; the anchor's is minus their sum.
def triplet_loss(anchor, positive, negative, alpha):
    u = np.subtract(positive, anchor, dtype=float)
    v = np.subtract(anchor, negative, dtype=float)
    inside = np.einsum("nd,nd->n", u, u) - np.einsum("nd,nd->n", v, v) + alpha
    hit = inside > 0
    u[~hit] = 0
    v[~hit] = 0
    u *= 2
    v *= 2
    return inside[hit].sum(), -(u + v), u, v

# %% right: one-triplet-after-the-other | A helper for a single triplet returns its four results, which are summed and stacked.
def triplet_loss(anchor, positive, negative, alpha):
    def single(a, p, n):
        pull, push = a - p, a - n
        inside = float(pull @ pull - push @ push + alpha)
        if not inside > 0:
            return 0.0, 0 * pull, 0 * pull, 0 * push
        return inside, 2 * (pull - push), -2 * pull, 2 * push

    points = (np.array(point, dtype=float) for point in (anchor, positive, negative))
    losses, *gradients = zip(*(single(*triplet) for triplet in zip(*points)))
    return (sum(losses), *(np.stack(gradient) for gradient in gradients))
