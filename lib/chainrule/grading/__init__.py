"""The sealed autograder. Never given to students."""

import os
import sys
import sysconfig

# nbgrader starts `alembic` by its bare name; find it also where the environment is not activated.
_SCRIPTS = sysconfig.get_path("scripts")
if _SCRIPTS not in os.environ.get("PATH", "").split(os.pathsep):
    os.environ["PATH"] = os.pathsep.join([_SCRIPTS, os.environ.get("PATH", os.defpath)])

# jsonschema, which nbformat loads, builds a grammar of web addresses if it finds this package: a third of the time that
# a command takes to start. No notebook has such an address to check.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
