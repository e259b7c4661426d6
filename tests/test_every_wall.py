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


@pytest.mark.needs("root")
@pytest.mark.parametrize("user", [0, ORDINARY_USER], ids=["root", "user"])
@pytest.mark.parametrize("wall", ["namespaces", "container"])
def test_attacks(wall: str, user: int) -> None:
    command = [sys.executable, HERE / "elsewhere.py", str(user), sys.executable, "-m", "pytest", "-q"]
    done = subprocess.run(
        [*command, "-p", "no:cacheprovider", *(HERE / name for name in FILES)],
        env={**os.environ, "CHAINRULE_TEST_WALL": wall, "CHAINRULE_ALLOW_SKIPS": ""},
        cwd=HERE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-10_000:]
