"""The data of the course: the lectures' small tables, a spiral, and handwritten digits, small and large.

Every function returns fresh arrays, so that nothing done to one can spoil another. Examples are rows ``X (N, D)``,
labels are integers ``y (N,)`` from 0.
"""

import functools
import gzip
import hashlib
import os
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


class Scores(NamedTuple):
    """Scores of a few examples, as printed on a slide.

    Parameters
    ----------
    scores : ndarray, (N, K)
        One row per example, one column per class.
    y : ndarray of int, (N,)
        The correct classes.
    names : tuple of str
        What the classes are called.
    """

    scores: Array
    y: Labels
    names: tuple[str, ...]


class Example(NamedTuple):
    """One example and the weights that score it: ``W @ x`` has one entry per class.

    Parameters
    ----------
    W : ndarray, (K, D)
        Weights, a row per class.
    x : ndarray, (D,)
        The example.
    y : int
        Its correct class.
    names : tuple of str
        What the classes are called.
    """

    W: Array
    x: Array
    y: int
    names: tuple[str, ...]


class Batch(NamedTuple):
    """Examples ``X (N, D)`` and their labels ``y (N,)``."""

    X: Array
    y: Labels


class Split(NamedTuple):
    """Examples to learn from, and others to judge by what was learned."""

    X_train: Array
    y_train: Labels
    X_val: Array
    y_val: Labels


class Digits(NamedTuple):
    """MNIST: images to learn from, and others that nobody looks at before the end."""

    X_train: NDArray[np.float32]
    y_train: Labels
    X_test: NDArray[np.float32]
    y_test: Labels


class LearningCurve(NamedTuple):
    """What a training run looked like: four arrays with an entry per epoch, losses and shares of right answers."""

    train_loss: Array
    val_loss: Array
    train_accuracy: Array
    val_accuracy: Array


class DataError(Exception):
    """Data is not on this machine and cannot be had; the message is one line that says what to do."""

    def _render_traceback_(self) -> list[str]:
        """Show the message alone: IPython calls this in place of its traceback."""
        return [str(self)]


def _count(number: int, what: str, most: int | None = None) -> int:
    """Return a number of things, after a check that it is one."""
    whole = isinstance(number, (int, np.integer)) and not isinstance(number, bool)
    if not whole or number < 1 or (most is not None and number > most):
        limits = "at least 1" if most is None else f"from 1 to {most}"
        raise ValueError(f"{what} should be an integer, {limits}, but it is {number!r}")
    return int(number)


# --- The lectures' tables -----------------------------------------------------------------------------------------


def cat_car_frog() -> Scores:
    """Return the scores of a cat, a car and a frog; their hinge losses are 2.9, 0 and 12.9.

    Examples
    --------
    >>> scores, y, names = cat_car_frog()
    >>> names[scores[0].argmax()], names[y[0]]
    ('car', 'cat')
    """
    scores = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]])
    return Scores(scores, np.arange(3), ("cat", "car", "frog"))


def apple_banana_pear() -> Scores:
    """Return the scores of an apple, a banana and a pear; the last has a hinge loss of 0.

    Examples
    --------
    >>> apple_banana_pear().scores[2]
    array([ 0.1, -0.3,  1.1])
    """
    scores = np.array([[1.87, 1.3, 0.56], [-0.4, 1.1, 1.35], [0.1, -0.3, 1.1]])
    return Scores(scores, np.arange(3), ("apple", "banana", "pear"))


def bird_or_car() -> Example:
    """Return an image of two pixels that shows a bird, and weights that take it for a car.

    Examples
    --------
    >>> W, x, y, names = bird_or_car()
    >>> W @ x
    array([-8., -7.])
    """
    return Example(np.array([[-2.0, -1.0], [1.0, -5.0]]), np.array([3.0, 2.0]), 0, ("bird", "car"))


def tea_displeasure(temperature: ArrayLike) -> Array:
    """Return how little we like tea at a temperature, from 0 (perfect) upwards.

    A smooth curve, ``(t - 62)² / 400 - 6 exp(-((t - 5) / 10)²)``: best at 62 °C, a second and worse valley near
    7.4 °C (iced tea), and between them, near 19.5 °C, a hill of lukewarm tea. Which valley a walk downhill finds
    depends on where it starts.

    Parameters
    ----------
    temperature : array_like
        In °C.

    Returns
    -------
    ndarray of float64, shape of `temperature`
        For a number a NumPy number.

    Examples
    --------
    >>> tea_displeasure([7.4, 19.5, 57.0]).round(2)
    array([1.79, 3.78, 0.06])
    """
    t = np.asarray(temperature, dtype=np.float64)
    return (t - 62.0) ** 2 / 400.0 - 6.0 * np.exp(-(((t - 5.0) / 10.0) ** 2))


# --- Generated data -----------------------------------------------------------------------------------------------


def spiral(n: int = 100, arms: int = 3, noise: float = 0.2, seed: int = 0) -> Batch:
    """Return points on the arms of a spiral: no straight line separates them.

    Parameters
    ----------
    n : int
        Points on each arm.
    arms : int
        How many; each is a class.
    noise : float
        Standard deviation of the angle, in radians; 0 gives perfect arms.
    seed : int
        Of ``numpy.random.default_rng``. The same seed gives the same points.

    Returns
    -------
    X : ndarray, (n * arms, 2)
        Points within the unit circle, arm after arm.
    y : ndarray of int, (n * arms,)
        The arm of each.

    Raises
    ------
    ValueError
        If `n` or `arms` is no integer of at least 1, or `noise` is negative.

    Examples
    --------
    >>> X, y = spiral(n=100, arms=3)
    >>> X.shape, np.bincount(y)
    ((300, 2), array([100, 100, 100]))
    """
    n, arms = _count(n, "n, the number of points on each arm,"), _count(arms, "arms")
    if not noise >= 0:
        raise ValueError(f"noise is a standard deviation, at least 0, but it is {noise}")
    rng = np.random.default_rng(seed)
    y = np.repeat(np.arange(arms), n)
    radius = np.tile(np.linspace(0.0, 1.0, n), arms)
    angle = 2 * np.pi * y / arms + 4.0 * radius + noise * rng.standard_normal(n * arms)
    return Batch(radius[:, None] * np.column_stack([np.sin(angle), np.cos(angle)]), y)


# Five runs, four rows each: loss of training and validation, accuracy of training and validation, epoch by epoch.
# benchmarks/learning_curves.py made them.
_CURVES = """
1.00 0.92 0.87 0.84 0.82 0.81 0.80 0.80 0.79 0.79 0.78 0.78 0.78 0.78 0.78 0.78 0.77 0.78 0.78 0.77 0.77 0.77
1.01 0.92 0.87 0.84 0.81 0.79 0.78 0.78 0.77 0.76 0.76 0.76 0.76 0.75 0.75 0.74 0.74 0.74 0.74 0.74 0.74 0.74
0.43 0.54 0.51 0.53 0.51 0.54 0.50 0.50 0.50 0.49 0.50 0.50 0.50 0.49 0.50 0.50 0.50 0.50 0.50 0.49 0.50 0.50
0.39 0.49 0.49 0.53 0.54 0.53 0.53 0.53 0.55 0.53 0.53 0.53 0.53 0.51 0.51 0.51 0.51 0.53 0.52 0.52 0.52 0.52
2.46 2.44 2.41 2.39 2.37 2.36 2.34 2.33 2.31 2.30 2.29 2.27 2.26 2.25 2.24 2.23 2.22 2.21 2.20 2.19 2.18 2.17
2.43 2.41 2.39 2.37 2.35 2.33 2.32 2.31 2.29 2.28 2.27 2.26 2.24 2.23 2.22 2.21 2.20 2.19 2.18 2.17 2.16 2.15
0.10 0.10 0.11 0.11 0.12 0.13 0.14 0.14 0.15 0.17 0.18 0.19 0.19 0.20 0.21 0.21 0.22 0.23 0.24 0.25 0.26 0.26
0.12 0.12 0.13 0.14 0.14 0.16 0.16 0.17 0.17 0.17 0.19 0.19 0.20 0.20 0.21 0.22 0.23 0.24 0.24 0.25 0.25 0.26
1.95 1.59 1.30 1.06 0.86 0.71 0.62 0.51 0.47 0.39 0.35 0.31 0.28 0.26 0.23 0.21 0.19 0.18 0.18 0.16 0.14 0.14
2.05 1.75 1.49 1.28 1.10 0.98 0.91 0.78 0.76 0.67 0.63 0.60 0.59 0.55 0.52 0.51 0.48 0.46 0.47 0.44 0.44 0.43
0.41 0.61 0.81 0.95 0.95 0.93 0.93 0.97 0.95 0.99 0.97 0.97 0.99 0.99 1.00 0.99 0.99 0.99 0.99 0.99 1.00 0.99
0.35 0.47 0.66 0.77 0.79 0.81 0.82 0.84 0.85 0.86 0.86 0.87 0.86 0.87 0.87 0.87 0.88 0.89 0.87 0.89 0.88 0.88
0.46 0.22 0.15 0.26 0.65 0.49 0.36 0.29 0.12 0.28 0.15 0.38 0.08 0.08 0.10 0.17 0.08 0.04 0.02 0.05 0.23 0.10
0.50 0.29 0.21 0.34 0.68 0.65 0.38 0.44 0.27 0.41 0.28 0.54 0.22 0.15 0.16 0.39 0.26 0.20 0.14 0.14 0.37 0.31
0.84 0.92 0.96 0.92 0.83 0.87 0.90 0.93 0.96 0.93 0.96 0.93 0.98 0.97 0.97 0.95 0.98 0.99 0.99 0.98 0.96 0.97
0.83 0.90 0.94 0.90 0.83 0.85 0.89 0.91 0.92 0.91 0.93 0.91 0.94 0.95 0.96 0.93 0.95 0.97 0.96 0.97 0.95 0.95
2.56 2.99 2.72 2.52 2.95 2.64 2.75 2.51 2.53 2.91 2.95 2.51 3.17 2.47 3.26 2.67 2.64 2.62 2.44 2.68 2.52 2.49
2.57 3.05 2.75 2.50 2.99 2.65 2.78 2.48 2.56 2.96 2.92 2.56 3.22 2.54 3.34 2.67 2.67 2.61 2.51 2.69 2.49 2.51
0.11 0.11 0.11 0.09 0.11 0.10 0.11 0.11 0.11 0.10 0.10 0.11 0.09 0.11 0.10 0.11 0.10 0.10 0.11 0.10 0.09 0.09
0.09 0.10 0.09 0.11 0.09 0.11 0.09 0.10 0.09 0.10 0.09 0.09 0.11 0.09 0.09 0.10 0.09 0.10 0.09 0.10 0.11 0.11
"""


def learning_curves() -> dict[str, LearningCurve]:
    """Return the curves of five training runs, "A" to "E", each with something wrong.

    They are numbers of real runs, rounded to two digits.

    Examples
    --------
    >>> curves = learning_curves()
    >>> list(curves), curves["A"].val_loss.shape
    (['A', 'B', 'C', 'D', 'E'], (22,))
    """
    rows = [np.array(line.split(), dtype=float) for line in _CURVES.split("\n") if line]
    return {name: LearningCurve(*rows[4 * i : 4 * i + 4]) for i, name in enumerate("ABCDE")}


# --- Real data ----------------------------------------------------------------------------------------------------


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
    pixels, labels = _all_digits()
    train = _count(train, "train", len(labels) - 1)
    order = np.random.default_rng(seed).permutation(len(labels))
    X, y = pixels[order].astype(np.float64) / 16.0, labels[order].astype(np.int64)
    return Split(X[:train], y[:train], X[train:].copy(), y[train:].copy())


@functools.cache
def _all_digits() -> tuple[Array, Labels]:
    """Read the digits once: scikit-learn keeps them as text."""
    from sklearn.datasets import load_digits

    pixels, labels = load_digits(return_X_y=True)
    return pixels, labels


MNIST_MIRRORS = (
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
)
MNIST_FILES = {
    "train-images-idx3-ubyte.gz": "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    "train-labels-idx1-ubyte.gz": "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    "t10k-images-idx3-ubyte.gz": "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    "t10k-labels-idx1-ubyte.gz": "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
}
"""The files of the original distribution, and their SHA-256."""


def mnist(train: int = 60_000, test: int = 10_000) -> Digits:
    """Return MNIST: handwritten digits of 28 × 28 pixels.

    They are read from `mnist_folder`, and downloaded into it (12 MB) when one of the four files is not there or is
    damaged.

    Parameters
    ----------
    train, test : int
        Only the first so many images; a few are read faster.

    Returns
    -------
    X_train : ndarray of float32, (train, 784)
        Pixels from 0 (paper) to 1 (ink), row after row.
    y_train : ndarray of int, (train,)
        The digits 0 to 9.
    X_test : ndarray of float32, (test, 784)
    y_test : ndarray of int, (test,)

    Raises
    ------
    DataError
        If a file is missing or damaged and cannot be downloaded.
    ValueError
        If there are not so many images.

    References
    ----------
    LeCun, Bottou, Bengio, Haffner: *Gradient-based learning applied to document recognition*, Proceedings of the IEEE
    86 (1998).

    Examples
    --------
    >>> X_train, y_train, X_test, y_test = mnist()  # doctest: +SKIP
    >>> X_train.shape, X_test.shape  # doctest: +SKIP
    ((60000, 784), (10000, 784))
    """
    train, test = _count(train, "train", 60_000), _count(test, "test", 10_000)
    X_train, y_train, X_test, y_test = map(_read_idx, _mnist_paths(), (train, train, test, test))
    return Digits(_ink(X_train), y_train.astype(np.int64), _ink(X_test), y_test.astype(np.int64))


def mnist_folder() -> Path:
    """Return where the files of MNIST are kept: ``$CHAINRULE_DATA/mnist``, or in the user's cache."""
    data = os.environ.get("CHAINRULE_DATA")
    if data:
        return Path(data).expanduser() / "mnist"
    import pooch

    return Path(pooch.os_cache("chainrule")) / "mnist"


def _mnist_paths() -> list[Path]:
    """Return the four files, after a check of each and a download of those that do not pass it."""
    folder = mnist_folder()
    for name, digest in MNIST_FILES.items():
        if not _is_intact(folder / name, digest):
            _download(folder, name, digest)
    return [folder / name for name in MNIST_FILES]


def _is_intact(path: Path, digest: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == digest
    except FileNotFoundError:
        return False
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}. Check who may read it.") from error


def _download(folder: Path, name: str, digest: str) -> None:
    """Fetch a file of MNIST from the first mirror that has it as it should be."""
    import pooch
    import requests

    pooch.get_logger().setLevel("WARNING")  # the progress says enough
    state = "is damaged" if (folder / name).exists() else "is not there"
    reasons = []
    for mirror in MNIST_MIRRORS:
        downloader = pooch.HTTPDownloader(progressbar=_Progress(name), timeout=30)
        try:
            pooch.retrieve(mirror + name, f"sha256:{digest}", name, folder, downloader=downloader)
            return
        except PermissionError as error:
            raise DataError(
                f"{folder / name} {state}, and cannot be written: {error.strerror}. Check who may write there, or set "
                "CHAINRULE_DATA to a folder of your own."
            ) from error
        except (requests.RequestException, OSError, ValueError) as error:  # pooch: ValueError for a wrong SHA-256
            reasons.append(f"{mirror.split('/')[2]}: {type(error).__name__}")
    raise DataError(
        f"{folder / name} {state}, and could not be downloaded ({'; '.join(reasons)}). Where there is a network, run "
        f"`chainrule data mnist`; on a machine without one, copy the four files {', '.join(MNIST_FILES)} into "
        f"{folder}, or set CHAINRULE_DATA to a folder that holds them in mnist/."
    )


class _Progress:
    """Shows on the terminal, or below the cell, how much of a file has arrived; pooch calls it as it would tqdm."""

    total = 0

    def __init__(self, name: str) -> None:
        self._name, self._done = name, 0

    def update(self, size: int) -> None:
        self._done += size
        share = min(self._done, self.total) / max(self.total, 1)
        print(f"\r{self._name}: {share:4.0%}", end="", file=sys.stderr, flush=True)

    def reset(self) -> None:
        self._done = 0

    def close(self) -> None:
        print(file=sys.stderr)


def _ink(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.divide(pixels, 255, dtype=np.float32)


def _read_idx(path: Path, most: int) -> NDArray[np.uint8]:
    """Return the first images ``(n, pixels)``, or labels ``(n,)``, of a compressed file of LeCun's format.

    Its head is big-endian: two zeros, the type (8: bytes), the number of dimensions, and the size of each in 4 bytes.
    """
    with gzip.open(path) as file:
        dimensions = file.read(4)[3]
        count, *image = np.frombuffer(file.read(4 * dimensions), ">u4").tolist()
        count, pixels = min(count, most), int(np.prod(image))
        values = np.frombuffer(file.read(count * pixels), np.uint8)
    return values.reshape((count, pixels) if image else count)
