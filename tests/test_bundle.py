"""What students install: their half of the package, and nothing else of it."""

import subprocess
import sys
import zipfile

import pytest
from conftest import ROOT

from chainrule.grading.bundle import STUDENTS_HALF, students_wheel

PACKAGE = ROOT / "lib" / "chainrule"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return students_wheel(tmp_path_factory.mktemp("release"))


def test_every_module_is_either_the_students_or_kept_back():
    modules = {path.stem for path in PACKAGE.glob("*.py")}
    assert modules - set(STUDENTS_HALF) == {"cli"}
    assert {path.parent.name for path in PACKAGE.glob("*/__init__.py")} == {"reference", "grading"}


def test_the_wheel_holds_the_students_half_only(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name for name in names if name.endswith(".py")} == {f"chainrule/{name}.py" for name in STUDENTS_HALF}


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
