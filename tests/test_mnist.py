"""MNIST: read from a folder, downloaded into it, checked; and what happens when that fails."""

import gzip
import hashlib
import struct
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from conftest import needs_mnist

from chainrule import datasets
from chainrule.cli import main
from chainrule.datasets import mnist_digits

CLOSED = "http://127.0.0.1:9/"
"""Port 9 discards: nobody listens there."""


def idx(values: np.ndarray) -> bytes:
    head = struct.pack(">HBB", 0, 8, values.ndim) + struct.pack(f">{values.ndim}I", *values.shape)
    return gzip.compress(head + values.astype(np.uint8).tobytes(), mtime=0)


@pytest.fixture
def small(monkeypatch):
    """A data set like MNIST, of 20 and 5 images; its files by name."""
    rng = np.random.default_rng(0)
    images, labels = rng.integers(0, 256, (25, 28, 28)), rng.integers(0, 10, 25)
    contents = [idx(part) for part in (images[:20], labels[:20], images[20:], labels[20:])]
    files = dict(zip(datasets.MNIST_FILES, contents, strict=True))
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    monkeypatch.setattr(mnist_digits, "MNIST_FILES", digests)
    return files, images.reshape(25, 784), labels


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder for the data, far from any network."""
    monkeypatch.setenv("CHAINRULE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(mnist_digits, "MNIST_MIRRORS", (CLOSED, CLOSED))
    return tmp_path / "data" / "mnist"


@pytest.fixture
def mirror(tmp_path, folder, small, monkeypatch):
    """A mirror in second place; the first cannot be reached. Its files, and what was asked of it."""
    root = tmp_path / "mirror"
    write(root, small[0])
    asked = []

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *arguments):
            asked.append(Path(self.path).name)

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(root))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        monkeypatch.setattr(mnist_digits, "MNIST_MIRRORS", (CLOSED, f"http://127.0.0.1:{server.server_port}/"))
        yield root, asked
        server.shutdown()
        thread.join()


def write(folder, files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def test_images_and_labels(small, folder):
    files, images, labels = small
    write(folder, files)
    read = datasets.mnist()
    assert read.X_train.dtype == read.X_test.dtype == np.float32
    np.testing.assert_array_equal(np.rint(255 * np.vstack([read.X_train, read.X_test])), images)
    assert read.X_train.min() == 0
    assert read.X_train.max() == 1
    np.testing.assert_array_equal(np.concatenate([read.y_train, read.y_test]), labels)
    assert read.y_train.dtype == read.y_test.dtype == np.int64
    read.X_train[:] = 0.5  # fresh arrays: nothing done to them spoils the next
    np.testing.assert_array_equal(np.rint(255 * datasets.mnist().X_train), images[:20])


def test_only_the_first_images(small, folder):
    files, images, labels = small
    write(folder, files)
    read = datasets.mnist(train=7, test=2)
    np.testing.assert_array_equal(np.rint(255 * read.X_train), images[:7])
    np.testing.assert_array_equal(read.y_test, labels[20:22])


@pytest.mark.parametrize("counts", [{"train": 0}, {"train": 60_001}, {"test": 2.5}])
def test_there_are_not_so_many(small, folder, counts):
    with pytest.raises(ValueError, match="should be an integer, from 1 to"):
        datasets.mnist(**counts)


def test_it_is_downloaded_once_with_progress(mirror, capsys):
    _, asked = mirror
    first = datasets.mnist()
    assert sorted(asked) == sorted(datasets.MNIST_FILES)
    assert "train-images-idx3-ubyte.gz: 100%" in capsys.readouterr().err
    np.testing.assert_array_equal(datasets.mnist().X_test, first.X_test)
    assert len(asked) == 4


def test_a_damaged_file_is_fetched_anew(mirror, small, folder):
    _, asked = mirror
    write(folder, small[0])
    damaged = folder / "t10k-images-idx3-ubyte.gz"
    damaged.write_bytes(damaged.read_bytes()[:-20])
    assert len(datasets.mnist().X_test) == 5
    assert asked == ["t10k-images-idx3-ubyte.gz"]
    assert damaged.read_bytes() == small[0][damaged.name]


def test_offline_it_says_exactly_what_to_do(small, folder):
    with pytest.raises(datasets.DataError) as error:
        datasets.mnist()
    message = str(error.value)
    assert "\n" not in message
    for part in ("is not there", "ConnectionError", "`chainrule data mnist`", "CHAINRULE_DATA", str(folder)):
        assert part in message
    for name in datasets.MNIST_FILES:
        assert name in message


def test_offline_a_damaged_file_is_reported_and_kept(small, folder):
    write(folder, small[0])
    path = folder / "train-labels-idx1-ubyte.gz"
    path.write_bytes(b"no labels")
    with pytest.raises(
        datasets.DataError, match=r"train-labels-idx1-ubyte\.gz is damaged, and could not be downloaded"
    ):
        datasets.mnist()
    assert path.read_bytes() == b"no labels"


def test_a_mirror_that_serves_something_else(mirror, folder):
    root, _ = mirror
    (root / "train-images-idx3-ubyte.gz").write_bytes(b"<html>Log in to this network</html>")
    (root / "t10k-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(
        datasets.DataError, match=r"train-images.* is not there, and could not .*127.0.0.1:\d+: ValueError"
    ):
        datasets.mnist()
    assert not (folder / "train-images-idx3-ubyte.gz").exists()


def test_a_folder_that_cannot_be_written(small, folder, monkeypatch):
    def refuse(*arguments, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pooch.Pooch.fetch", refuse)  # root may write everywhere
    with pytest.raises(datasets.DataError, match="is not there, and cannot be written: Permission denied"):
        datasets.mnist()


def test_without_a_folder_the_users_cache(monkeypatch):
    monkeypatch.delenv("CHAINRULE_DATA", raising=False)
    assert datasets.mnist_folder().parts[-2:] == ("chainrule", "mnist")


def test_the_command(mirror, folder):
    done = CliRunner().invoke(main, ["data", "mnist"])
    assert done.exit_code == 0
    assert f"MNIST is in {folder}: 20 and 5 images" in done.output


def test_the_command_fails_in_one_line(small, folder):
    done = CliRunner().invoke(main, ["data", "mnist"])
    assert done.exit_code == 2
    assert done.output.startswith(f"chainrule: {folder / 'train-images-idx3-ubyte.gz'} is not there")
    assert done.output.count("\n") == 1
    assert CliRunner().invoke(main, ["data", "imagenet"]).exit_code == 2


@needs_mnist
def test_the_real_one_is_complete():
    read = datasets.mnist()
    assert read.X_train.shape == (60_000, 784)
    assert read.X_test.shape == (10_000, 784)
    np.testing.assert_array_equal(
        np.bincount(read.y_train), [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    )
    np.testing.assert_array_equal(read.y_test[:10], [7, 2, 1, 0, 4, 1, 4, 9, 5, 9])
    assert abs(read.X_train.mean() - 0.1307) < 1e-4
    assert read.X_train.min() == 0
    assert read.X_train.max() == 1
