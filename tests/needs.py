"""What some tests need of the machine, and what becomes of a run where that is missing.

A test that cannot run is skipped, and the run fails all the same, unless ``CHAINRULE_ALLOW_SKIPS=browser,mnist`` (say)
names what may be missing: nobody takes half a run for a whole one. The last lines of a run say what was not run, and
how to get what it needs.
"""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

import pytest

from chainrule import datasets
from chainrule.grading.sealed import walls
from chainrule.grading.sealed.inside import landlock, linux
from chainrule.grading.sealed.sandbox import Sandbox

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)


@cache
def _has_wall() -> bool:
    child = os.fork()
    if not child:
        try:
            linux.new_namespaces()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0 or walls.lacking(landlock.abi()) is None


POSTGRES = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
"""Where Debian keeps the programs of the server."""


@dataclass(frozen=True)
class Need:
    """Something that not every machine has; `is_there` is None where only the test itself finds out."""

    how: str
    is_there: Callable[[], bool] | None = None


def _has_mnist() -> bool:
    return all((datasets.mnist_folder() / name).is_file() for name in datasets.MNIST_FILES)


NEEDS = {
    "sandbox": Need("a wall: Linux with user namespaces, or 6.2 or newer", _has_wall),
    "browser": Need("Chromium: apt-get install chromium", lambda: CHROMIUM is not None),
    "mnist": Need("MNIST: chainrule data mnist", _has_mnist),
    "root": Need("root, for its mounts: run the tests as root", lambda: os.geteuid() == 0),
    "mount": Need("the right to mount: run the tests as root, outside of a container"),
    "headers": Need("the kernel's headers: apt-get install linux-libc-dev", Path("/usr/include/asm-generic").is_dir),
    "postgresql": Need(
        "PostgreSQL and its driver: apt-get install postgresql, pip install psycopg2-binary",
        lambda: POSTGRES is not None and find_spec("psycopg2") is not None,
    ),
    "pyodide": Need("Pyodide: connect to the network, or unpack it beside MNIST"),
    "index": Need("the package index: connect to the network"),
}
"""By the names that ``CHAINRULE_ALLOW_SKIPS`` takes."""

TESTED_WALL = os.environ.get("CHAINRULE_TEST_WALL", "auto")
"""The wall that the tests of walls run against; `test_every_wall` runs them against the others."""

WALL = "auto" if _has_wall() else "none"
"""The wall of the tests that need none: they run sealed where that works, and elsewhere without a sandbox."""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    """A warm process behind the wall of the tests, for those of one file."""
    with Sandbox(WALL) as warm:
        yield warm


def skip(name: str) -> NoReturn:
    """Leave out a test for want of something."""
    pytest.skip(_reason(name))


def _reason(name: str) -> str:
    return f"needs {NEEDS[name].how}"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(name): what a test needs of the machine, a name of tests/needs.py")
    config.addinivalue_line("markers", "any_wall: an attack on the examiner, the same behind every wall")
    allowed = set(filter(None, os.environ.get("CHAINRULE_ALLOW_SKIPS", "").split(",")))
    if unknown := allowed - set(NEEDS):
        message = f"CHAINRULE_ALLOW_SKIPS: nothing is called {', '.join(sorted(unknown))}; there are {', '.join(NEEDS)}"
        raise pytest.UsageError(message)
    config.pluginmanager.register(_Skips(allowed), "skips")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs"):
        is_there = NEEDS[marker.args[0]].is_there
        if is_there is not None and not is_there():
            skip(marker.args[0])


class _Skips:
    """Counts what was skipped, by reason, and fails a run in which something was skipped unannounced."""

    def __init__(self, allowed: set[str]) -> None:
        self._allowed = allowed
        self._counts: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self._note(report)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self._note(report)

    def _note(self, report: pytest.TestReport | pytest.CollectReport) -> None:
        assert isinstance(report.longrepr, tuple)
        self._counts[report.longrepr[2].removeprefix("Skipped: ")] += 1

    @property
    def _missing(self) -> dict[str, str]:
        """What was missing, by the reason that its tests gave."""
        return {_reason(name): name for name in NEEDS if self._counts[_reason(name)]}

    @property
    def _unannounced(self) -> set[str]:
        return {reason for reason in +self._counts if self._missing.get(reason) not in self._allowed}

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._unannounced and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for line in self._lines():
            terminalreporter.write_line(line)

    def _lines(self) -> Iterator[str]:
        if WALL == "none":
            yield "Tests of grading ran without a sandbox, which is not what a course does."
        if not self._counts:
            return
        yield "Not run:"
        for reason, count in sorted((+self._counts).items()):
            yield f"  {count} {'tests' if count > 1 else 'test'}: {reason}"
        if self._unannounced:
            names = sorted({*self._allowed, *self._missing.values()})
            advice = f" To do without: CHAINRULE_ALLOW_SKIPS={','.join(names)}" if self._missing else ""
            yield f"Hence this run has failed.{advice}"
