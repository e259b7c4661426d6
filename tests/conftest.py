"""A small course to test with, and the settings that all tests share."""

import os
import shutil
from pathlib import Path

import pytest

from chainrule import datasets
from chainrule.grading.course import CONFIG, Course

# Before NumPy is loaded, and for all processes that tests start.
os.environ.update({name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")})

ROOT = Path(__file__).parent.parent

needs_bubblewrap = pytest.mark.skipif(
    shutil.which("bwrap") is None and os.environ.get("CI") != "true",
    reason="bubblewrap is not installed (apt-get install bubblewrap); CI never skips this",
)

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("CI") != "true",
    reason="Chromium is not installed (apt-get install chromium); CI never skips this",
)

needs_mnist = pytest.mark.skipif(
    not all((datasets.mnist_folder() / name).is_file() for name in datasets.MNIST_FILES)
    and os.environ.get("CI") != "true",
    reason="MNIST is not on this machine (chainrule data mnist); CI never skips this, and downloads it",
)

ASSIGNMENTS_TO_RUN = [
    pytest.param(name, marks=needs_mnist) if name == "06_mlp_mnist" else name for name in Course(ROOT).assignments()
]
"""All assignments, for tests that run their cells."""

TINY = '''\
# %% [markdown]
# # Tiny
# Two answers and a written one.

# %% given="setup"
import numpy as np

two = 2

# %% [markdown]
# Write `double`.

# %% answer="double"
def double(x):
    """Return twice `x`, a number or an array."""
    ### BEGIN SOLUTION
    return np.multiply(x, two)
    ### END SOLUTION

# %%
print(f"{double(np.arange(4)).sum():.2f}")

# %% test="double__number" points=2
assert double(3) == 6, "double(3) is 6"
### BEGIN HIDDEN TESTS
assert double(-3.5) == -7, "double is also for negative numbers"
### END HIDDEN TESTS

# %% test="double__array" points=1.5
assert np.array_equal(double(np.ones(3)), [2, 2, 2])

# %% answer="facts"
facts = {"half of ten": None}
### BEGIN SOLUTION
facts = {"half of ten": 10 / 2}
### END SOLUTION

# %% test="facts__half" points=1
assert facts["half of ten"] is not None, "facts is not answered yet"
### BEGIN HIDDEN TESTS
assert facts["half of ten"] == 5, "half of ten is something else"
### END HIDDEN TESTS

# %% [markdown]
# Why?

# %% [markdown] written="explain_double" points=4
# ### BEGIN SOLUTION
# Because addition and multiplication by two agree.
#
# **Marking scheme** (4 points)
# - 4: says that they agree
# ### END SOLUTION
'''


_LONGEST = ("test_corpus", "test_same_as_nbgrader", "test_notebooks")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take longest: with several workers, none is left alone with one at the end."""
    items.sort(key=lambda item: (item.path.stem not in _LONGEST, "06_mlp_mnist" not in item.name))


@pytest.fixture
def tiny_course(tmp_path: Path) -> Course:
    """A course with one assignment, ``01_tiny``, as text: two answers and a written one, 8.5 points in all."""
    return _write_tiny_course(tmp_path / "course")


@pytest.fixture
def released_course(tmp_path: Path, _released: Course) -> Course:
    """The tiny course with its notebook built (not executed), released and registered in the gradebook."""
    return Course(shutil.copytree(_released.root, tmp_path / "course"))


@pytest.fixture(scope="session")
def _released(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Made once: nbgrader takes seconds for a new gradebook."""
    from chainrule.grading.authoring import release, source

    course = _write_tiny_course(tmp_path_factory.mktemp("released") / "course")
    source.build(course, "01_tiny", run=False)
    release.release(course, "01_tiny")
    return course


def _write_tiny_course(root: Path) -> Course:
    text = root / "source" / "01_tiny" / "01_tiny.py"
    text.parent.mkdir(parents=True)
    text.write_text(TINY)
    shutil.copy(ROOT / CONFIG, root)
    return Course(root)
