"""A run in which something was left out says so in its last lines, and has failed unless that was announced."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SUITE = """
import needs, pytest

def test_that_runs():
    pass

@pytest.mark.needs("index")
def test_that_finds_out():
    needs.skip("index")

@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.needs("nothing here")
def test_that_is_marked(number):
    pass
"""
CONFTEST = """
import needs
needs.NEEDS["nothing here"] = needs.Need("something: ask for it", lambda: False)
pytest_plugins = ["needs"]
"""


@pytest.fixture
def run(tmp_path):
    """Runs a suite, by default one of four tests, three of which lack something."""
    (tmp_path / "conftest.py").write_text(CONFTEST)

    def run(allowed="", suite=SUITE, *extra):
        (tmp_path / "test_suite.py").write_text(suite)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--rootdir={tmp_path}"]
        path = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
        environment = {**os.environ, "PYTHONPATH": path, "CHAINRULE_ALLOW_SKIPS": allowed}
        options = {"cwd": tmp_path, "env": environment, "capture_output": True, "text": True}
        return subprocess.run([*command, *extra], check=False, **options)

    return run


@pytest.mark.parametrize("extra", [(), ("-n", "2")], ids=["alone", "two workers"])
def test_what_was_not_announced_fails_the_run(run, extra):
    done = run("index", SUITE, *extra)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-5:-1] == [
        "Not run:",
        "  2 tests: needs something: ask for it",
        "  1 test: needs the package index: connect to the network",
        "Hence this run has failed. To do without: CHAINRULE_ALLOW_SKIPS=index,nothing here",
    ]


def test_what_was_announced_does_not(run):
    done = run("index,nothing here")
    assert done.returncode == 0
    assert "  2 tests: needs something: ask for it" in done.stdout
    assert "failed" not in done.stdout


def test_a_skip_without_a_name_cannot_be_announced(run):
    done = run("index", "import pytest\ndef test(): pytest.skip('not today')\ndef test_other(): pass")
    assert done.returncode == 1
    assert "  1 test: not today" in done.stdout


def test_a_whole_run_says_nothing(run):
    done = run("", "def test(): pass")
    assert done.returncode == 0
    assert "Not run" not in done.stdout


def test_a_name_that_nothing_has_is_refused(run):
    done = run("bowser")
    assert done.returncode == 4
    assert "CHAINRULE_ALLOW_SKIPS: nothing is called bowser; there are sandbox, browser" in done.stderr
