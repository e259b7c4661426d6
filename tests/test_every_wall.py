"""All attacks on the walls, behind every wall and as either kind of user.

`test_attacks` by itself runs them as whoever runs the tests, behind one wall; here are all others. The walls are made
of different things, and each can have holes of its own. Attacks that no wall has to do with, since they are made on
the examiner, by what an answer returns or says, are marked ``any_wall`` and run behind that one wall only.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from needs import TESTED_WALL

from chainrule.grading.sealed.sandbox import Sandbox

HERE = Path(__file__).parent
ORDINARY_USER = 4321
FILES = ("test_attacks.py", "test_sandbox.py")


DOCKERS = (
    "chown dac_override fowner fsetid kill setgid setuid setpcap net_bind_service net_raw sys_chroot mknod audit_write"
)
AS_DOCKERS_ROOT = ("setpriv", "--inh-caps=-all", "--bounding-set=-all,+" + DOCKERS.replace(" ", ",+"))


WAYS = {
    "namespaces, root": ("namespaces", 0, ()),
    "namespaces, ordinary user": ("namespaces", ORDINARY_USER, ()),
    "container, root": ("container", 0, ()),
    "container, root of a container": ("container", 0, AS_DOCKERS_ROOT),
    "container, ordinary user": ("container", ORDINARY_USER, ()),
}


@pytest.fixture(scope="module")
def here() -> str:
    """The wall of `test_attacks`."""
    with Sandbox(TESTED_WALL) as warm:
        return warm.wall


@pytest.mark.needs("root")
@pytest.mark.parametrize("way", WAYS)
def test_attacks(way: str, here: str) -> None:
    wall, user, become = WAYS[way]
    if WAYS[way] == (here, os.getuid(), ()):
        return  # the way of test_attacks itself
    command = [sys.executable, HERE / "elsewhere.py", str(user), *become, sys.executable, "-m", "pytest", "-q"]
    options = ["-p", "no:cacheprovider", "-m", "not any_wall"]
    done = subprocess.run(
        [*command, *options, *(HERE / name for name in FILES)],
        env={**os.environ, "CHAINRULE_TEST_WALL": wall, "CHAINRULE_ALLOW_SKIPS": ""},
        cwd=HERE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-10_000:]
