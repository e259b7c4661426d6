"""Handwritten digits of 8 × 8 pixels, which come with scikit-learn."""

import functools
import importlib.util
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chainrule.datasets.carried import carried
from chainrule.datasets.kinds import Array, Labels, count


class Split(NamedTuple):
    """Examples to learn from, and others to judge by what was learned."""

    X_train: Array
    y_train: Labels
    X_val: Array
    y_val: Labels


def digits(train: int = 1500, seed: int = 0) -> Split:
    """Return scikit-learn's handwritten digits, 8 × 8 pixels each, shuffled and split.

    Parameters
    ----------
    train : int
        Examples to train on, of 1797; the others are for validation.
    seed : int
        Of ``numpy.random.default_rng``, which shuffles them.

    Returns
    -------
    X_train : ndarray, (train, 64)
        Pixels from 0 (paper) to 1 (ink), row after row.
    y_train : ndarray of int, (train,)
        The digits 0 to 9.
    X_val : ndarray, (1797 - train, 64)
    y_val : ndarray of int, (1797 - train,)

    Raises
    ------
    ValueError
        If `train` is no integer from 1 to 1796, so that something is left to validate.

    References
    ----------
    Alpaydin, Kaynak: *Optical recognition of handwritten digits*, UCI Machine Learning Repository, 1998.

    Examples
    --------
    >>> X_train, y_train, X_val, y_val = digits()
    >>> X_train.shape, X_val.shape
    ((1500, 64), (297, 64))
    """
    pixels, labels = all_digits()
    train = count(train, "train", len(labels) - 1)
    order = np.random.default_rng(seed).permutation(len(labels))
    X, y = pixels[order].astype(np.float64) / 16.0, labels[order].astype(np.int64)
    return Split(X[:train], y[:train], X[train:].copy(), y[train:].copy())


@functools.cache
def all_digits() -> tuple[NDArray[Any], NDArray[Any]]:
    """Return the images, (1797, 64), with pixels from 0 to 16, and their labels.

    They are read once, from the file that scikit-learn keeps them in: to import all of it takes over a second.
    """
    if (ours := carried("digits")) is not None:
        return ours["pixels"], ours["labels"]
    package = importlib.util.find_spec("sklearn")
    for folder in (package and package.submodule_search_locations) or ():
        path = Path(folder, "datasets", "data", "digits.csv.gz")
        if path.is_file():
            table = np.loadtxt(path, delimiter=",", dtype=np.int64)  # four times as fast as without dtype
            return table[:, :-1], table[:, -1]
    from sklearn.datasets import load_digits  # it keeps them elsewhere, or says how to get it

    pixels, labels = load_digits(return_X_y=True)
    return pixels, labels
