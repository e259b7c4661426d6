"""What students get: the wheel with their half of the package, and a zip with everything they need."""

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from importlib.metadata import metadata, version
from pathlib import Path

from packaging.requirements import Requirement

import chainrule
from chainrule.grading.course import Course
from chainrule.grading.files import digest
from chainrule.grading.settings import limits_of
from chainrule.grading.students_half import students_paths
from chainrule.mistakes import SENTENCES, Mistake

_JUPYTER = ("jupyterlab", "ipykernel", "ipywidgets")
"""What students need besides the dependencies of their half: something that opens and runs notebooks, and sliders."""

_LIBRARIES = """
## What your answers may import in this course

{names}, and what the notebook itself imports. In grading, a cell that imports anything else is not run.
"""

_PROJECT = """\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "chainrule"
version = "{version}"
description = "What the notebooks of chainrule import: checks, data and plots."
requires-python = "{python}"
dependencies = {dependencies}

[tool.hatch.build.targets.wheel]
packages = ["chainrule"]
"""


def students_wheel(into: Path, own: Sequence[Mistake] = (), data: Mapping[str, bytes] | None = None) -> Path:
    """Build the wheel that students install, and return its path.

    It contains `STUDENTS_HALF`, and nothing of ``reference`` or ``grading``. The same code gives the same bytes, and
    changed code another version.

    Parameters
    ----------
    into : Path
        The folder to put it in, in place of any earlier wheel.
    own : sequence of Mistake
        The course's own mistakes. Students get their words only: a formula may hold a solution.
    data : mapping from str to bytes, optional
        Files to add, by their path in the package.
    """
    for old in into.glob("chainrule-*.whl"):
        old.unlink()
    paths = students_paths()
    # pip does not replace an installed wheel by another one of the same version: hence a version for each content.
    content = digest(file for path in paths for file in _modules(path))
    added = dict(data or {})
    if own:
        words = json.dumps([(one.name, one.says, one.asks) for one in own], indent=1, ensure_ascii=False)
        added[f"mistakes/{SENTENCES}"] = words.encode()
    for name in sorted(added):
        content = hashlib.sha256(content.encode() + added[name]).hexdigest()
    return _wheel(paths, _dependencies(), into, f"{chainrule.__version__}+{content[:8]}", added)


def instructors_wheel(into: Path) -> Path:
    """Build a wheel of the whole package, for a machine that grades, and return its path.

    Parameters
    ----------
    into : Path
        The folder to put it in. Never give the wheel to students: it contains the trusted answers.
    """
    paths = [path for path in sorted(Path(chainrule.__file__).parent.iterdir()) if path.name != "__pycache__"]
    wanted = [f"{name}=={version(name)}" for name in instructors_packages()]
    return _wheel(paths, wanted, into, chainrule.__version__)


def instructors_packages() -> list[str]:
    """Return the names of the packages that grading needs."""
    wanted = map(Requirement, metadata("chainrule").get_all("Requires-Dist", []))
    return sorted(one.name for one in wanted if one.marker is None or one.marker.evaluate({"extra": "instructor"}))


def _modules(path: Path) -> list[Path]:
    found = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    return [file for file in found if "__pycache__" not in file.parts]


def _wheel(
    paths: list[Path], dependencies: list[str], into: Path, version: str, added: Mapping[str, bytes] | None = None
) -> Path:
    from hatchling.builders.wheel import WheelBuilder

    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder, "chainrule")
        package.mkdir()
        for path in paths:
            if path.is_dir():
                shutil.copytree(path, package / path.name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(path, package)
        for name, data in (added or {}).items():
            (package / name).parent.mkdir(exist_ok=True)
            (package / name).write_bytes(data)
        project = _PROJECT.format(
            version=version, python=metadata("chainrule")["Requires-Python"], dependencies=dependencies
        )
        Path(folder, "pyproject.toml").write_text(project)
        (built,) = WheelBuilder(folder).build(directory=str(Path(folder, "dist")), versions=["standard"])
        into.mkdir(parents=True, exist_ok=True)
        draft = into / f".{Path(built).name}.{os.getpid()}"
        shutil.copy(built, draft)
        return draft.replace(into / Path(built).name)


def students_zip(course: Course, assignments: list[str], wheel: Path) -> Path:
    """Pack released assignments with everything needed to work on them, and return the zip's path.

    The zip has one folder with ``README.md`` (the course's ``docs/student.md``, if there is one), ``requirements.txt``
    with the versions that the course was released with, the wheel, and a folder for each assignment. The same files
    give the same bytes.

    Parameters
    ----------
    course : Course
        The course directory.
    assignments : list of str
        The names of released assignments.
    wheel : Path
        The wheel from `students_wheel`; the zip is put next to it.
    """
    content = {wheel.name: wheel.read_bytes(), "requirements.txt": requirements(wheel.name).encode()}
    guide = course.root / "docs" / "student.md"
    if guide.is_file():
        content["README.md"] = guide.read_bytes()
        if (allowed := limits_of(course.settings()).libraries) is not None:
            names = ", ".join(f"`{name}`" for name in allowed)
            content["README.md"] += _LIBRARIES.format(names=names).encode()
    for assignment in assignments:
        folder = course.release(assignment).parent
        content |= {f"{assignment}/{path.relative_to(folder)}": path.read_bytes() for path in released_files(folder)}
    # Each content has a folder name of its own: unpacked next to an earlier zip, a new one overwrites nobody's work.
    mark = hashlib.sha256(repr(sorted(content.items())).encode()).hexdigest()[:8]
    name = f"chainrule-{chainrule.__version__}-student-{mark}"
    for old in wheel.parent.glob("chainrule-*-student*.zip"):
        old.unlink()
    target = wheel.with_name(f"{name}.zip")
    draft = wheel.with_name(f".{name}.{os.getpid()}")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in sorted(content.items()):
            # ZipInfo's default date, 1980, keeps the clock out of the bytes.
            entry = zipfile.ZipInfo(f"{name}/{path}")
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return draft.replace(target)


def released_files(folder: Path) -> list[Path]:
    """Return the files of a released folder, without those that Jupyter leaves behind when someone opens it."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in paths if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def _dependencies() -> list[str]:
    return [text for text in metadata("chainrule").get_all("Requires-Dist", []) if "extra ==" not in text]


def requirements(wheel: str) -> str:
    """Return the text of ``requirements.txt``: what students install to work on the notebooks.

    Parameters
    ----------
    wheel : str
        The path of the wheel from `students_wheel`, from the folder in which pip runs.
    """
    names = sorted([*(Requirement(text).name for text in _dependencies()), *_JUPYTER])
    pins = "\n".join(f"{name}=={version(name)}" for name in names)
    return f"# In this folder: pip install -r requirements.txt\n{pins}\n./{wheel}\n"
