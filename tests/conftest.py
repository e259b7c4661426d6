"""A small course to test with, and the settings that all tests share."""

import os

from chainrule.grading.limits import ONE_THREAD

os.environ |= ONE_THREAD  # before NumPy is loaded, and for all processes that tests start

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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

_LONGEST = (
    "test_every_wall",
    "test_corpus",
    "test_resume",
    "test_docs",
    "test_site",
    "test_notebooks",
    "test_same_as_nbgrader",
    "test_whole_way",
    "test_scheduler",
    "test_own_course",
    "test_browser",
    "test_bundle",
)
"""The files that take longest, in the order in which they begin: short ones are left for the end.

Attacks on walls are one after another in one worker: they use up all that they may, and would disturb each other.
Beside them comes the corpus: it copies its process for each answer, and that of the tests grows from file to file.
"""

_APART = ("test_notebooks", "test_same_as_nbgrader", "test_browser", "test_corpus")
"""Files whose tests share nothing that takes time to make: each of them can run anywhere."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest; the last notebook takes longer than the others."""
    place = {name: number for number, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: (place.get(item.path.stem, len(place)), "06_mlp_mnist" not in item.name))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Run the tests of one file in one worker, or each would make what they share once more."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return nodeid if Path(file).stem in _APART else file

    config.option.loadscopereorder = False  # by how many tests a file has
    return ByFile(config, log)


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
