"""What students have of the package, and the wheel that brings it to them."""

import os
import shutil
import tempfile
from importlib.metadata import metadata
from pathlib import Path

import chainrule

STUDENTS_HALF = ("__init__", "check", "datasets", "gradcheck", "graphs", "layered", "mistakes", "plots")
"""The modules; all else is never given to students."""

_PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "chainrule"
version = "{version}"
description = "What the notebooks of chainrule import: checks, data and pictures."
requires-python = "{python}"
dependencies = {dependencies}

[tool.hatch.build.targets.wheel]
packages = ["chainrule"]
"""


def students_wheel(into: Path) -> Path:
    """Build the wheel that students install, and return its path.

    It holds `STUDENTS_HALF` and nothing of ``reference`` or ``grading``. The same code gives the same bytes.

    Parameters
    ----------
    into : Path
        The folder to put it in; an earlier wheel there is replaced.
    """
    from hatchling.builders.wheel import WheelBuilder

    about = metadata("chainrule")
    dependencies = [text for text in about.get_all("Requires-Dist", []) if "extra ==" not in text]
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder, "chainrule")
        package.mkdir()
        for name in STUDENTS_HALF:
            shutil.copy(Path(chainrule.__file__).with_name(f"{name}.py"), package)
        project = _PROJECT.format(
            version=chainrule.__version__, python=about["Requires-Python"], dependencies=dependencies
        )
        Path(folder, "pyproject.toml").write_text(project)
        (built,) = WheelBuilder(folder).build(directory=str(Path(folder, "dist")), versions=["standard"])
        into.mkdir(parents=True, exist_ok=True)
        draft = into / f".{Path(built).name}.{os.getpid()}"
        shutil.copy(built, draft)
        return draft.replace(into / Path(built).name)
