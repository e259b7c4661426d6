"""Runs a command as root or as an ordinary user, from whose Python nobody is shut out.

As root: ``python tests/elsewhere.py USER COMMAND…`` with a user's number, or 0. Where Python or these tests lie in
folders that only root may enter, they are put in the same place in a file system of their own, which ends with the
command.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def main() -> None:
    """Become somebody else, and run the command."""
    if "--inside" not in sys.argv:
        os.execvp("unshare", ["unshare", "--mount", sys.executable, __file__, "--inside", *sys.argv[1:]])
    user, *command = sys.argv[2:]
    open_up([Path(sys.prefix), Path(sys.base_prefix), ROOT])
    if int(user):
        os.setgroups([])
        os.setgid(int(user))
        os.setuid(int(user))
        os.environ["HOME"] = tempfile.mkdtemp()
    os.execvp(command[0], command)


def open_up(trees: list[Path]) -> None:
    """Let everyone enter the folders above some trees; of what else is in them, nothing is left."""
    while closed := [path for tree in trees for path in reversed(tree.parents) if not path.stat().st_mode & 1]:
        held = {tree: tempfile.mkdtemp() for tree in trees if tree.is_relative_to(closed[0])}
        for tree, place in held.items():
            subprocess.run(["mount", "--bind", tree, place], check=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "none", closed[0]], check=True)
        for tree, place in held.items():
            tree.mkdir(parents=True, mode=0o755)
            subprocess.run(["mount", "--bind", place, tree], check=True)
            subprocess.run(["umount", place], check=True)
            os.rmdir(place)


if __name__ == "__main__":
    main()
