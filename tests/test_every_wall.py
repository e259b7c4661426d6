"""All attacks, behind every wall and as either kind of user.

`test_attacks` by itself runs them as whoever runs the tests, behind one wall. The walls are made of different things,
and each can have holes of its own.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ORDINARY_USER = 4321
FILES = ("test_attacks.py", "test_sandbox.py")


DOCKERS = (
    "chown dac_override fowner fsetid kill setgid setuid setpcap net_bind_service net_raw sys_chroot mknod audit_write"
)
AS_DOCKERS_ROOT = ("setpriv", "--inh-caps=-all", "--bounding-set=-all,+" + DOCKERS.replace(" ", ",+"))


@pytest.mark.needs("root")
@pytest.mark.parametrize(
    ("wall", "user", "become"),
    [
        pytest.param("namespaces", 0, (), id="namespaces, root"),
        pytest.param("namespaces", ORDINARY_USER, (), id="namespaces, ordinary user"),
        pytest.param("container", 0, (), id="container, root"),
        pytest.param("container", 0, AS_DOCKERS_ROOT, id="container, root of a container"),
        pytest.param("container", ORDINARY_USER, (), id="container, ordinary user"),
    ],
)
def test_attacks(wall: str, user: int, become: tuple[str, ...]) -> None:
    command = [sys.executable, HERE / "elsewhere.py", str(user), *become, sys.executable, "-m", "pytest", "-q"]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", *(HERE / name for name in FILES)],
        env={**os.environ, "CHAINRULE_TEST_WALL": wall, "CHAINRULE_ALLOW_SKIPS": ""},
        cwd=HERE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-10_000:]
