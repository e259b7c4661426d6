"""The package as it would be published: built, checked, and complete; its version has one home."""

import re
import subprocess
import sys
import tomllib
import zipfile

import pytest
from conftest import ROOT

import chainrule


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The wheel and the source archive, by the backend that ``pip`` and ``python -m build`` call as well."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--directory", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_index_would_accept_it(built):
    command = [sys.executable, "-m", "twine", "check", "--strict", *map(str, built.iterdir())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("PASSED") == 2


def test_the_wheel_holds_the_package_and_no_course(built):
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "lib" / "chainrule"
    files = {f"chainrule/{path.relative_to(package)}" for path in package.rglob("*") if path.is_file()}
    files = {name for name in files if "__pycache__" not in name}
    assert {name for name in names if ".dist-info/" not in name} == files
    assert not [name for name in names if name.endswith((".ipynb", ".gz"))]


def test_the_version_is_the_same_everywhere(built):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert "version" not in project
    (wheel,) = built.glob("*.whl")
    assert wheel.name.split("-")[1] == chainrule.__version__
    cited = re.search(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text(), re.MULTILINE)
    assert cited is not None
    assert cited.group(1) == chainrule.__version__
    assert f"\n## {chainrule.__version__}\n" in (ROOT / "CHANGELOG.md").read_text()


def test_nobody_is_told_to_install_a_name_that_is_not_published():
    """Anybody could register it. What is installed is a clone, or a wheel by its path."""
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("lib/**/*.py"), *ROOT.glob("source/*/*.py")]
    told = re.compile(r"pip install [^`\n]*?(?<![./\w-])'?chainrule(?![\w-]*\.whl|-)(\[\w+\])?'?")
    assert [page.name for page in pages if told.search(page.read_text(encoding="utf-8"))] == []
