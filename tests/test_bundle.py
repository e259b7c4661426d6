"""What students get and install: the notebooks, their half of the package, and nothing else of it."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import needs
import pytest
from conftest import ROOT

from chainrule.grading import cells
from chainrule.grading.authoring import bundle as bundling
from chainrule.grading.authoring.bundle import students_wheel, students_zip
from chainrule.grading.course import Course
from chainrule.grading.people import demo
from chainrule.grading.students_half import STUDENTS_HALF
from chainrule.grading.submission.rebuild import rebuild

PACKAGE = ROOT / "lib" / "chainrule"
COURSE = Course(ROOT)
ASSIGNMENTS = sorted(path.stem for path in ROOT.glob("release/*/*.ipynb"))
ASSIGNMENT = "04_backprop_by_hand"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return students_wheel(tmp_path_factory.mktemp("release"))


def test_every_module_is_either_the_students_or_kept_back():
    modules = {path.stem for path in PACKAGE.glob("*.py")} | {path.parent.name for path in PACKAGE.glob("*/*.py")}
    assert modules - set(STUDENTS_HALF) == {"cli", "reference", "grading"}


def test_the_wheel_holds_the_students_half_only(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[1].removesuffix(".py") for name in names if name.endswith(".py")} == set(STUDENTS_HALF)
    assert "chainrule/py.typed" in names
    assert not any("__pycache__" in name for name in names)


def test_it_works_where_nothing_else_of_the_package_is(wheel, tmp_path):
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        tmp_path,
        wheel,
    ]
    subprocess.run(install, check=True, capture_output=True)
    code = "import chainrule; from chainrule import " + ", ".join(STUDENTS_HALF[1:]) + "; print(chainrule.__file__)"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(str(tmp_path))


def test_building_twice_gives_the_same_bytes(wheel, tmp_path):
    assert students_wheel(tmp_path).read_bytes() == wheel.read_bytes()


def test_other_content_has_another_version_and_another_folder(released_course, tmp_path, monkeypatch):
    """pip would keep a wheel of the same version, and a zip of the same name be unpacked over students' work."""
    into = tmp_path / "release"
    first = students_zip(released_course, ["01_tiny"], students_wheel(into))
    wheels = {path.name for path in into.glob("*.whl")}
    notebook = released_course.release("01_tiny")
    notebook.write_text(notebook.read_text().replace("Why?", "Why not?"))
    second = students_zip(released_course, ["01_tiny"], students_wheel(into))
    assert {path.name for path in into.glob("*.whl")} == wheels
    assert second.stem != first.stem
    assert [path.name for path in into.glob("*.zip")] == [second.name]  # the old one is gone
    assert all(name.startswith(f"{second.stem}/") for name in zipfile.ZipFile(second).namelist())
    half = shutil.copytree(PACKAGE / "check", tmp_path / "check")
    (half / "values.py").write_text("# corrected")
    monkeypatch.setattr(bundling, "students_paths", lambda: [PACKAGE / "__init__.py", half])
    students_wheel(into)
    assert len([path for path in into.glob("*.whl")]) == 1
    assert {path.name for path in into.glob("*.whl")} != wheels


@pytest.fixture(scope="module")
def bundle(wheel):
    return students_zip(COURSE, ASSIGNMENTS, wheel)


def answered(assignment: str) -> nbformat.NotebookNode:
    """Return the released notebook with all answers right."""
    ada = demo.STUDENTS[0]
    return demo.fill_in(nbformat.read(COURSE.source(assignment), as_version=4), ada, [])


def test_the_zip_holds_what_was_released_and_how_to_start(bundle, wheel):
    root = f"{bundle.stem}/"
    with zipfile.ZipFile(bundle) as archive:
        content = {name.removeprefix(root): archive.read(name) for name in archive.namelist()}
    assert all(name.startswith(root) for name in zipfile.ZipFile(bundle).namelist())
    assert content.pop("README.md") == (ROOT / "docs" / "student.md").read_bytes()
    assert content.pop(wheel.name) == wheel.read_bytes()
    pins = content.pop("requirements.txt").decode().splitlines()
    assert pins[-1] == f"./{wheel.name}"
    assert [line.partition("==")[0] for line in pins[1:-1]] == [
        *("ipykernel", "ipywidgets", "jupyterlab", "matplotlib", "numpy", "pooch", "scikit-learn")
    ]
    assert set(pins[1:-1]) <= set((ROOT / "requirements.txt").read_text().splitlines())
    assert content == {f"{name}/{name}.ipynb": COURSE.release(name).read_bytes() for name in ASSIGNMENTS}


def test_packing_twice_gives_the_same_bytes_whatever_lies_around(released_course, tmp_path):
    wheel = students_wheel(tmp_path)  # a folder of its own: the zip goes beside the wheel
    (first,) = [students_zip(released_course, ["01_tiny"], wheel).read_bytes()]
    left_by_jupyter = released_course.release("01_tiny").parent / ".ipynb_checkpoints" / "01_tiny-checkpoint.ipynb"
    left_by_jupyter.parent.mkdir()
    left_by_jupyter.write_text("solutions")
    os.utime(released_course.release("01_tiny"))
    assert students_zip(released_course, ["01_tiny"], wheel).read_bytes() == first


def test_an_assignment_can_be_completed_in_an_empty_environment(bundle, tmp_path):
    """As a student does it, with the real packages: the slowest part is pip."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "JUPYTER"))}
    environment |= {"HOME": str(tmp_path), "IPYTHONDIR": str(tmp_path / "ipython")}
    zipfile.ZipFile(bundle).extractall(tmp_path)
    folder = tmp_path / bundle.stem

    def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)

    python = tmp_path / "course" / "bin" / "python"
    run(sys.executable, "-m", "venv", tmp_path / "course").check_returncode()
    done = run(python, "-m", "pip", "install", "--quiet", "--no-compile", "-r", "requirements.txt")
    if "Failed to establish a new connection" in done.stderr:
        needs.skip("index")
    assert done.returncode == 0, done.stderr
    assert "No module named 'chainrule.reference'" in run(python, "-c", "import chainrule.reference").stderr

    notebook = folder / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    nbformat.write(answered(ASSIGNMENT), notebook)
    # A busy machine needs its time to compile what was just installed.
    done = run(python.with_name("jupyter"), "execute", "--inplace", "--startup_timeout=600", notebook)
    assert done.returncode == 0, done.stderr
    tests = [cell for cell in nbformat.read(notebook, as_version=4).cells if cells.role(cell) == "test"]
    assert [cell.id for cell in tests if "✓" not in "".join(output.get("text", "") for output in cell.outputs)] == []


def by_colab(notebook: dict) -> None:
    notebook["metadata"] = {"colab": {"provenance": []}, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    for number, cell in enumerate(notebook["cells"]):
        cell["id"], cell["metadata"] = f"Qx{number}", {"id": f"Qx{number}", "colab": {"height": 35}, "outputId": "a"}


def by_vs_code(notebook: dict) -> None:
    notebook["metadata"]["language_info"] = {"name": "python", "version": "3.12.1"}
    for cell in notebook["cells"]:
        cell["metadata"]["vscode"] = {"languageId": "python"}


def by_classic_notebook(notebook: dict) -> None:
    notebook["nbformat_minor"] = 4
    for cell in notebook["cells"]:
        del cell["id"]


@pytest.mark.parametrize("saved", [by_colab, by_vs_code, by_classic_notebook])
@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_wherever_a_notebook_was_saved_it_is_graded_alike(assignment, saved):
    """What is graded is the rebuilt notebook: it is the same."""
    source = nbformat.read(COURSE.source(assignment), as_version=4)
    handed_in = answered(assignment)
    expected = rebuild(source, nbformat.writes(handed_in).encode())
    assert expected.status == "graded"
    changed = json.loads(nbformat.writes(handed_in))
    saved(changed)
    assert rebuild(source, json.dumps(changed).encode()).notebook == expected.notebook
