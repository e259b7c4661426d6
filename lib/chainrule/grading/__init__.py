"""The sealed autograder. Never given to students."""

import os
import sysconfig

# nbgrader starts `alembic` by its bare name; find it also where the environment is not activated.
_SCRIPTS = sysconfig.get_path("scripts")
if _SCRIPTS not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join([_SCRIPTS, os.environ.get("PATH", os.defpath)])
