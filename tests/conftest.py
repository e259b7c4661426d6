"""A small course to test with, and the settings that all tests share."""

import os

# Before NumPy is loaded, and for all processes that tests start.
os.environ.update({name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")})

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import class_of_students
import pytest
from class_of_students import ROOT
from filelock import FileLock

from chainrule.grading.authoring import release, source
from chainrule.grading.course import Course

pytest_plugins = ["needs"]

needs_sandbox = pytest.mark.needs("sandbox")
needs_browser = pytest.mark.needs("browser")
needs_mnist = pytest.mark.needs("mnist")

ASSIGNMENTS_TO_RUN = [
    pytest.param(name, marks=needs_mnist) if name == "06_mlp_mnist" else name for name in Course(ROOT).assignments()
]
"""All assignments, for tests that run their cells."""

_WAITING = "test_every_wall"
_LONGEST = ("test_corpus", "test_same_as_nbgrader", "test_notebooks")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the tests that take longest, and deal them out: each worker begins with one stretch of the list.

    Otherwise one worker would have them all, and others be left with the last of them at the end. But attacks on walls
    mostly wait for what they attack: the first worker has them all, and the others the processors.
    """
    waiting = [item for item in items if item.path.stem == _WAITING]
    rest = [item for item in items if item.path.stem != _WAITING]
    rest.sort(key=lambda item: (item.path.stem not in _LONGEST, "06_mlp_mnist" not in item.name))
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    items[:] = waiting + [item for first in range(workers) for item in rest[first::workers]]


@pytest.fixture(scope="session")
def empty_gradebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook with nothing in it, to be copied: nbgrader takes five seconds to make one."""
    with _made_once(tmp_path_factory, "gradebook.db") as (path, is_there):
        if not is_there:
            class_of_students.make_gradebook(path)
    return path


@pytest.fixture(scope="session")
def _released(tmp_path_factory: pytest.TempPathFactory, empty_gradebook: Path) -> Path:
    """The tiny course, released; to be copied."""
    with _made_once(tmp_path_factory, "released") as (path, is_there):
        if not is_there:
            course = class_of_students.write_tiny_course(path)
            shutil.copy(empty_gradebook, course.root / "gradebook.db")
            source.build(course, "01_tiny", run=False)
            release.release(course, "01_tiny")
    return path


@contextmanager
def _made_once(tmp_path_factory: pytest.TempPathFactory, name: str) -> Iterator[tuple[Path, bool]]:
    """Give the one who comes first the time to make something; all workers of a run share it."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    path = folder / name
    with FileLock(f"{path}.lock"):
        yield path, path.exists()


@pytest.fixture(scope="session")
def release_tiny_course(_released: Path) -> Callable[[Path], Course]:
    """Makes the tiny course where one likes: its notebook built (not executed), released and in the gradebook."""
    return lambda root: Course(shutil.copytree(_released, root))


@pytest.fixture
def released_course(tmp_path: Path, release_tiny_course: Callable[[Path], Course]) -> Course:
    """The tiny course, released."""
    return release_tiny_course(tmp_path / "course")


@pytest.fixture
def tiny_course(tmp_path: Path) -> Course:
    """A course with one assignment, ``01_tiny``, as text: two answers and a written one, 8.5 points in all."""
    return class_of_students.write_tiny_course(tmp_path / "course")
