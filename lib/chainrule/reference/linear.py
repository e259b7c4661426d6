"""The linear classifier: one row of weights per class."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


def linear_scores(W: ArrayLike, b: ArrayLike, X: ArrayLike) -> NDArray[Any]:
    """Return the scores ``S = X Wᵀ + b``: row i is ``W x_i + b``.

    Parameters
    ----------
    W : array_like, (K, D)
    b : array_like, (K,)
    X : array_like, (N, D)

    Returns
    -------
    ndarray, (N, K)

    Examples
    --------
    >>> linear_scores([[-2, -1], [1, -5]], [0, 1], [[3, 2]])
    array([[-8., -6.]])
    """
    return np.asarray(X, dtype=float) @ np.asarray(W, dtype=float).T + np.asarray(b, dtype=float)


def predict(W: ArrayLike, b: ArrayLike, X: ArrayLike) -> NDArray[np.intp]:
    """Return for each example the label ``argmax_k s_k`` of its highest score, the lowest label at a tie.

    Parameters are those of `linear_scores`.

    Returns
    -------
    ndarray of int, (N,)
    """
    return linear_scores(W, b, X).argmax(axis=1)
