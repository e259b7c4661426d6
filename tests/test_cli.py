"""The command line: bad use gets one clear line and exit status 2, and leaves nothing behind."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from class_of_students import TINY
from click.testing import CliRunner

import chainrule
from chainrule.cli import main
from chainrule.grading.course import Course


@pytest.fixture
def here(tiny_course, monkeypatch) -> Course:
    monkeypatch.chdir(tiny_course.root)
    return tiny_course


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def refused(*arguments: str) -> str:
    """Run a command that has to fail and return its one line."""
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert result.stderr.startswith("chainrule: ")
    assert result.stderr.count("\n") == 1
    return result.stderr.removeprefix("chainrule: ").rstrip("\n")


def test_build_and_release(here):
    result = CliRunner().invoke(main, ["build", "--no-run"])
    assert (result.exit_code, result.stdout) == (0, "source/01_tiny/01_tiny.ipynb\n")
    result = CliRunner().invoke(main, ["release", "01_tiny"])
    assert result.exit_code == 0
    notebook, wheel, zip_ = result.stdout.splitlines()
    assert notebook == "release/01_tiny/01_tiny.ipynb"
    version = re.escape(chainrule.__version__)
    assert re.fullmatch(rf"release/chainrule-{version}\+[0-9a-f]{{8}}-py3-none-any\.whl", wheel)
    assert re.fullmatch(rf"release/chainrule-{version}-student-[0-9a-f]{{8}}\.zip", zip_)


def test_version_and_help():
    assert CliRunner().invoke(main, ["--version"]).stdout == f"chainrule, version {chainrule.__version__}\n"
    assert "release" in CliRunner().invoke(main, ["--help"]).stdout


def test_help_loads_nothing_large():
    code = "import sys, chainrule.cli; print(*{'numpy', 'nbgrader', 'jupytext', 'rich'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "\n"


@pytest.mark.parametrize("command", ["build", "release"])
def test_an_unknown_assignment(here, command):
    assert refused(command, "02_nope") == "There is no assignment '02_nope'; available: 01_tiny."
    assert len(files(here.root)) == 2


@pytest.mark.parametrize("command", ["build", "release"])
def test_a_folder_that_is_no_course(tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    assert (
        refused(command) == f"{tmp_path} is not a course: it has no nbgrader_config.py. Change to the course directory."
    )
    assert not files(tmp_path)


def test_a_folder_whose_name_nbgrader_reads_as_another_is_refused(tmp_path, monkeypatch):
    folder = tmp_path / "networks%20copy"
    folder.mkdir()
    (folder / "nbgrader_config.py").write_text("c = get_config()\n")
    monkeypatch.chdir(folder)
    assert refused("build") == f"nbgrader cannot find files in {folder}: rename the folder with %20 in its name."


def test_a_submission_is_no_course(here, monkeypatch):
    """Its configuration would run as the person who looks into it."""
    folder = here.root / "submitted" / "bob" / "01_tiny"
    (folder / "source" / "01_tiny").mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text("raise SystemExit('ran')")
    monkeypatch.chdir(folder)
    assert refused("report") == (
        f"{folder} is a submission, whose nbgrader_config.py is a student's. Change to {here.root}."
    )


def test_a_course_without_assignments(here):
    here.text("01_tiny").unlink()
    assert refused("build") == f"{here.root / 'source'} contains no assignments."


def test_a_broken_text(here):
    here.text("01_tiny").write_text(TINY.replace("points=2", "points=two"))
    assert refused("build").startswith("source/01_tiny/01_tiny.py:23: ")
    here.text("01_tiny").write_bytes(b"# %%\n\xff")
    assert refused("build") == "source/01_tiny/01_tiny.py is not UTF-8 text: invalid start byte at byte 5."
    assert len(files(here.root)) == 2


def test_a_release_before_the_build(here):
    message = "source/01_tiny/01_tiny.ipynb does not match its text. Run: chainrule build 01_tiny, or, if you edited "
    message += "the notebook, chainrule build --from-notebook 01_tiny"
    assert refused("release") == message
    assert len(files(here.root)) == 2


def test_a_file_where_a_folder_belongs(here):
    CliRunner().invoke(main, ["build", "--no-run"])
    (here.root / "release").write_text("")
    before = files(here.root)
    assert refused("release") == f"{here.root / 'release'}: File exists."
    assert files(here.root) == before


def test_a_folder_where_a_file_belongs(here):
    here.source("01_tiny").mkdir()
    before = files(here.root)
    assert "01_tiny.ipynb" in refused("build", "--no-run")
    assert files(here.root) == before


def test_no_write_permission(here, monkeypatch):
    def forbidden(path, *_, **__):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "write_bytes", forbidden)
    said = refused("build", "--no-run")
    assert said.startswith(str(here.root / "source" / "01_tiny"))
    assert said.endswith(": Permission denied. Check its permissions.")
    assert len(files(here.root)) == 2
