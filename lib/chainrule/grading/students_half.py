"""The part of this package that students have: the wheel, the sandbox and a test all read it here."""

from pathlib import Path

import chainrule

STUDENTS_HALF = ("__init__", "check", "datasets", "gradcheck", "graphs", "mistakes", "plots")
"""The modules and packages; all else is never given to students."""


def students_paths() -> list[Path]:
    """Return where the modules and packages of `STUDENTS_HALF` are, and the mark that they have types."""
    package = Path(chainrule.__file__).parent
    modules = [folder if (folder := package / name).is_dir() else package / f"{name}.py" for name in STUDENTS_HALF]
    return [*modules, package / "py.typed"]
