"""MNIST: downloaded by pooch from public mirrors, checked, and kept in a folder."""

import gzip
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chainrule.datasets.carried import carried
from chainrule.datasets.kinds import Labels, count
from chainrule.language import say

if TYPE_CHECKING:
    import pooch


_HERE = Path.cwd()
"""What a relative path is relative to, wherever tests work."""


class Digits(NamedTuple):
    """MNIST: images for training, and images to test on, once, at the end."""

    X_train: NDArray[np.float32]
    y_train: Labels
    X_test: NDArray[np.float32]
    y_test: Labels


class DataError(Exception):
    """Data is not on this machine and cannot be downloaded; the message is one line that says what to do."""

    def _render_traceback_(self) -> list[str]:
        """Show the message alone: IPython calls this in place of its traceback."""
        return [str(self)]


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
        How many images, from the first on; fewer are read faster.

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
    ::

        X_train, y_train, X_test, y_test = mnist()  # of shapes (60000, 784) and (10000, 784), and their labels
    """
    train, test = count(train, "train", 60_000), count(test, "test", 10_000)
    most = (train, train, test, test)
    X_train, y_train, X_test, y_test = (
        _carried(most) if sys.platform == "emscripten" else map(_read_idx, map(_fetched, MNIST_FILES), most)
    )
    return Digits(_ink(X_train), y_train.astype(np.int64), _ink(X_test), y_test.astype(np.int64))


def _carried(most: tuple[int, int, int, int]) -> Iterator[NDArray[np.uint8]]:
    """Return the first images and labels of those that the site carries."""
    ours = carried("mnist")
    if ours is None:
        raise DataError(
            say(
                "This site in the browser has no MNIST. "
                "For all of them, download your notebook and run it on a computer with Python."
            )
        )
    arrays = [ours[name] for name in Digits._fields]
    if any(wanted > len(array) for array, wanted in zip(arrays, most, strict=True)):
        train, _, test, _ = map(len, arrays)
        raise DataError(
            say(
                "This site in the browser has only the first {some} training images of MNIST and "
                "{others} test images: ask for mnist(train={train}, test={test}). "
                "For all of them, download your notebook and run it on a computer with Python.",
                some=f"{train:,}",
                others=f"{test:,}",
                train=train,
                test=test,
            )
        )
    return (array[:wanted] for array, wanted in zip(arrays, most, strict=True))


def mnist_folder() -> Path:
    """Return where the files of MNIST are kept: ``$CHAINRULE_DATA/mnist``, or in the user's cache."""
    return Path(_store().path) / "mnist"


def _store(mirror: str = "") -> "pooch.Pooch":
    import pooch

    pooch.get_logger().setLevel("WARNING")  # the progress says enough
    return pooch.create(
        path=_HERE / os.path.expanduser(os.environ.get("CHAINRULE_DATA") or pooch.os_cache("chainrule")),
        base_url=mirror,
        registry={f"mnist/{name}": f"sha256:{digest}" for name, digest in MNIST_FILES.items()},
        urls={f"mnist/{name}": mirror + name for name in MNIST_FILES},
    )


def _fetched(name: str) -> Path:
    """Return a file of MNIST; if it is missing or damaged, download it from the first mirror that has it intact."""
    import pooch

    path = mnist_folder() / name
    reasons = []
    missing = say("{path} is damaged", path=path) if path.exists() else say("{path} is not there", path=path)
    for mirror in MNIST_MIRRORS:
        downloader = pooch.HTTPDownloader(progressbar=_Progress(name), timeout=30)
        try:
            return Path(_store(mirror).fetch(f"mnist/{name}", downloader=downloader))
        except PermissionError as error:
            lacking = say("{path} cannot be read", path=path)
            if not path.exists():
                lacking = say("{path} is not there, and cannot be written", path=path)
            raise DataError(
                say(
                    "{lacking}: {error}. Check who may read and write there, or set CHAINRULE_DATA to a folder of "
                    "your own.",
                    lacking=lacking,
                    error=error.strerror,
                )
            ) from error
        except (OSError, ValueError) as error:  # those of requests are of the first kind, a wrong SHA-256 of the second
            reasons.append(f"{mirror.split('/')[2]}: {type(error).__name__}")
    raise DataError(
        say(
            "{missing}, and could not be downloaded ({reasons}). With a network connection, run "
            "`chainrule data mnist`; without one, copy the four files {files} into {folder}, "
            "or set CHAINRULE_DATA to a folder that has them in mnist/.",
            missing=missing,
            reasons="; ".join(reasons),
            files=", ".join(MNIST_FILES),
            folder=path.parent,
        )
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
