"""The workflows for students' repositories and for the course's: their commands are run, as GitHub would run them."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import yaml
from class_of_students import RIGHT, filled_in
from conftest import ROOT, needs_sandbox

FILES = ROOT / "docs" / "github"
OURS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
THEIRS = sorted(FILES.glob("*.yml"))
INSTALLING = re.compile(r"\bpip install\b")
"""What is installed here already: the commands that install are read, not run."""


def steps(workflow: Path) -> list[dict]:
    return [step for job in yaml.safe_load(workflow.read_text())["jobs"].values() for step in job.get("steps", [])]


def run_steps(workflow: str, folder: Path, **given: str) -> str:
    """Run the commands of a workflow in a folder, and return the summary; `given` replaces its expressions."""
    (job,) = yaml.safe_load((FILES / workflow).read_text())["jobs"].values()
    summary, temporary = folder.parent / "summary.md", folder.parent / "temporary"
    temporary.mkdir()
    summary.touch()
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    runner = {"PATH": path, "GITHUB_STEP_SUMMARY": str(summary), "RUNNER_TEMP": str(temporary)}
    for step in job["steps"]:
        if "run" not in step or INSTALLING.search(step["run"]):
            continue
        variables = {**job.get("env", {}), **step.get("env", {})}
        known = {name: given.get(name, text) for name, text in variables.items()}
        assert not [name for name, text in known.items() if "${{" in text]
        assert "${{" not in step["run"], "what others write never becomes part of a command"
        shell = [sys.executable, "-c"] if step.get("shell") == "python" else ["bash", "-eo", "pipefail", "-c"]
        place = folder / step.get("working-directory", ".")
        options = {"cwd": place, "env": {**os.environ, **runner, **known}, "capture_output": True, "text": True}
        done = subprocess.run([*shell, step["run"]], check=False, **options)
        assert done.returncode == 0, done.stdout + done.stderr
    return summary.read_text()


def test_a_students_push_shows_which_visible_tests_pass(tmp_path, released_course):
    folder = tmp_path / "runner"
    (folder / "handout").mkdir(parents=True)
    shutil.copy(FILES / "visible.py", folder / "handout")
    shutil.copytree(released_course.release("01_tiny").parent, folder / "work" / "01_tiny")
    answers = {**RIGHT, "double": "def double(x):\n    raise ValueError('<b>not</b> done')"}
    nbformat.write(filled_in(released_course, answers), folder / "work" / "01_tiny" / "01_tiny.ipynb")
    (folder / "work" / "torn.ipynb").write_text("{")
    summary = run_steps("visible.yml", folder)
    assert "1 of 3 visible tests pass" in summary
    assert "| double: number | not yet |" in summary
    assert "| facts: half | passed |" in summary
    assert "    ValueError: <b>not</b> done" in summary.splitlines()
    assert "not a notebook that can be read" in summary


def test_what_is_installed_for_students_is_what_their_zip_lists():
    (command,) = (step["run"] for step in steps(FILES / "visible.yml") if INSTALLING.search(step.get("run", "")))
    assert command.endswith("--requirement requirements.txt")
    assert json.loads((FILES / "devcontainer.json").read_text())["postCreateCommand"] == command


@needs_sandbox
def test_the_course_grades_what_is_in_the_students_repositories(tmp_path, released_course):
    repositories = tmp_path / "github" / "example-course"
    for student, answers in {"ana": RIGHT, "ben": {**RIGHT, "double": "def double(x):\n    return 6"}}.items():
        place = repositories / student / "01_tiny"
        place.mkdir(parents=True)
        nbformat.write(filled_in(released_course, answers), place / "01_tiny.ipynb")
        who = ["-c", f"user.name={student}", "-c", "user.email=student@example.org"]
        for command in (["init", "-q"], ["add", "."], [*who, "commit", "-qm", "hand in"]):
            subprocess.run(["git", *command], cwd=repositories / student, check=True)
    lines = ["id,repository", "ana,example-course/ana", "ben,example-course/ben", "eva,example-course/gone"]
    (released_course.root / "roster.csv").write_text("\n".join(lines))
    given = {"ASSIGNMENT": "01_tiny", "STUDENTS": f"file://{tmp_path}/github/"}
    summary = run_steps("hidden.yml", released_course.root, **given)
    assert summary.splitlines()[2:] == ["| ana | graded | 4.5 | 4.5 |", "| ben | graded | 1.0 | 4.5 |"]
    assert (released_course.root / "feedback" / "ana" / "01_tiny" / "01_tiny.html").is_file()
    (upload,) = (step["with"]["path"] for step in steps(FILES / "hidden.yml") if "upload" in step.get("uses", ""))
    assert all((released_course.root / name).exists() for name in upload.split())


@pytest.mark.parametrize("workflow", [*OURS, *THEIRS], ids=lambda path: path.stem)
def test_every_action_is_pinned_and_no_workflow_may_do_more_than_it_needs(workflow):
    used = re.findall(r"uses: (\S+)(.*)", workflow.read_text())
    actions = [(name, comment) for name, comment in used if "/.github/workflows/" not in name]
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", name) and " # v" in comment for name, comment in actions)
    content = yaml.safe_load(workflow.read_text())
    assert content["permissions"] == {"contents": "read"}


def test_the_containers_for_codespaces_say_what_to_install():
    course = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text())
    target = course["postCreateCommand"].split()[1]
    assert f"INSTALLED := {target}" in (ROOT / "Makefile").read_text()
    students = json.loads((FILES / "devcontainer.json").read_text())
    assert students["image"] == course["image"]
