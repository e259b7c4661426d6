"""The part of this package that students get: the wheel, the sandbox and a test all read it here."""

from pathlib import Path

import chainrule

STUDENTS_HALF = (
    *("__init__", "check", "datasets", "gradcheck", "graphs"),
    *("kinds", "language", "mistakes", "moving", "plots"),
)
"""Its modules and packages; students never get any others."""


def students_paths() -> list[Path]:
    """Return the paths of the modules and packages in `STUDENTS_HALF`, and of ``py.typed``."""
    package = Path(chainrule.__file__).parent
    modules = [folder if (folder := package / name).is_dir() else package / f"{name}.py" for name in STUDENTS_HALF]
    return [*modules, package / "py.typed"]
