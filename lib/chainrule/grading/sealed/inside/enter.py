"""A program that runs another one in namespaces and a file system of its own.

``python -m inside.enter PLAN COMMAND…``, where PLAN is an `protocol.Plan`. It does what bubblewrap does, with no more
privilege than the namespaces of each submission need anyway.
"""

import os
import sys

from . import linux
from .protocol import Plan


def main() -> None:
    """Make the namespaces, and run the program as their first process, which is killed when this one ends."""
    plan = Plan.unpacked(sys.argv[1])
    linux.die_with_parent()
    try:
        linux.new_namespaces(user=plan.user is None)
        child = os.fork()
        if child:
            _, status = os.waitpid(child, 0)
            sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
        linux.new_root(plan.trees, plan.files, plan.links, plan.hidden)
        os.chdir("/tmp")
        os.setsid()
        if plan.user is not None:
            linux.become(plan.user)
        linux.drop_privileges()
        linux.die_with_parent()  # after the last change of user, which would undo it
    except OSError as error:
        sys.exit(error.strerror or str(error))
    os.execv(sys.argv[2], sys.argv[2:])


if __name__ == "__main__":
    main()
