"""The triplet loss, which puts similar things close together.

References
----------
Schroff, Kalenichenko, Philbin: *FaceNet: a unified embedding for face recognition and clustering*, CVPR 2015.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


def triplet_loss(anchor: Array, positive: Array, negative: Array, alpha: float) -> tuple[float, Array, Array, Array]:
    """Return the triplet loss of a batch and its gradient with respect to each of the three points.

    ``L = sum_i max(0, ‖a_i - p_i‖² - ‖a_i - n_i‖² + alpha)``, a sum over the batch. Where the margin is positive,
    ``∂L/∂a = 2 (n - p)``, ``∂L/∂p = 2 (p - a)``, ``∂L/∂n = 2 (a - n)``; elsewhere, at exactly 0 too, all three are 0.

    Parameters
    ----------
    anchor, positive, negative : ndarray, (N, D)
        A point, one that belongs with it, and one that does not, per row.
    alpha : float
        By how much the negative should be farther away, in squared distance.

    Returns
    -------
    loss : float
    d_anchor, d_positive, d_negative : ndarray, (N, D)

    Examples
    --------
    >>> loss, *gradients = triplet_loss(np.zeros((1, 2)), np.array([[2.0, 1.0]]), np.array([[1.0, -2.0]]), 1.0)
    >>> loss, gradients[0]
    (1.0, array([[-2., -6.]]))
    """
    margin = ((anchor - positive) ** 2 - (anchor - negative) ** 2).sum(axis=1) + alpha
    twice = 2.0 * (margin > 0)[:, None]
    return (
        float(np.maximum(margin, 0.0).sum()),
        twice * (negative - positive),
        twice * (positive - anchor),
        twice * (anchor - negative),
    )
