"""The autograder for Gradescope, run as Gradescope runs it: as root in a container, with what is left to root there.

The documented schema of results.json is written down here by hand from its specification.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import test_individual
from class_of_students import RIGHT, filled_in
from click.testing import CliRunner
from nbformat import writes

from chainrule.cli import main
from chainrule.grading import individual
from chainrule.grading.course import CONFIG, Course, CourseError
from chainrule.grading.results import Answer, Submission, TestResult
from chainrule.grading.term import gradescope

TEST_KEYS = {"score", "max_score", "status", "name", "name_format", "number", "output", "output_format"}
TEST_KEYS |= {"tags", "visibility", "extra_data"}
TOP_KEYS = {"score", "output", "output_format", "test_output_format", "test_name_format"}
TOP_KEYS |= {"visibility", "stdout_visibility", "extra_data", "tests", "leaderboard"}
FORMATS = {"text", "html", "simple_format", "md", "ansi"}
VISIBLE = {"hidden", "after_due_date", "after_published", "visible"}

DOCKERS_ROOT = ",".join(
    f"+{name}"
    for name in (
        "chown", "dac_override", "fowner", "fsetid", "kill", "setgid", "setuid", "setpcap", "net_bind_service",
        "net_raw", "sys_chroot", "mknod", "audit_write", "setfcap",
    )
)  # fmt: skip
"""The capabilities of root in a container of Docker's by default: no namespaces, no mounts."""


def check_schema(found: dict) -> None:
    assert set(found) <= TOP_KEYS
    assert "tests" in found or "score" in found
    assert found.get("output_format", "text") in FORMATS
    assert found.get("stdout_visibility", "hidden") in VISIBLE
    for test in found["tests"]:
        assert set(test) <= TEST_KEYS
        assert isinstance(test["score"], (int, float))
        assert isinstance(test["max_score"], (int, float))
        assert 0 <= test["score"] <= test["max_score"]
        assert test.get("status", "passed") in {"passed", "failed"}
        assert isinstance(test["output"], str)
        assert test["output_format"] in FORMATS
        assert test["visibility"] in VISIBLE


@pytest.fixture(scope="module")
def course(tmp_path_factory, release_tiny_course):
    return release_tiny_course(tmp_path_factory.mktemp("gradescope") / "course")


@pytest.fixture(scope="module")
def archive(course):
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(course.root)
        done = CliRunner().invoke(main, ["gradescope", "01_tiny"], catch_exceptions=False)
        assert done.exit_code == 0
        return course.root / done.stdout.strip()


def laid_out(archive: Path, folder: Path) -> Path:
    """Return what ``/autograder`` is on Gradescope, but for the packages: this machine's take their place."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder / "source")
        for entry in packed.infolist():
            (folder / "source" / entry.filename).chmod(entry.external_attr >> 16)
    shutil.copy(folder / "source" / "run_autograder", folder)
    (folder / "submission").mkdir()
    (folder / "results").mkdir()
    venv = folder / "venv" / "bin"
    venv.mkdir(parents=True)
    (venv / "python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    (venv / "python").chmod(0o755)
    return folder


def in_container(*command: str) -> list[str]:
    """Return a command that runs as in an image: Python is where all can read it; root has what Docker leaves it."""
    elsewhere = [sys.executable, str(Path(__file__).with_name("elsewhere.py")), "0"]
    root = ["setpriv", f"--bounding-set=-all,{DOCKERS_ROOT}", f"--inh-caps=-all,{DOCKERS_ROOT}"]
    return [*elsewhere, *root, *command]


def graded(folder: Path, files: dict[str, str]) -> dict:
    for name, text in files.items():
        (folder / "submission" / name).write_text(text)
    environment = {**os.environ, "CHAINRULE_VENV": str(folder / "venv")}
    command = in_container(str(folder / "run_autograder"), str(folder))
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads((folder / "results" / "results.json").read_text())
    check_schema(found)
    return found


def test_the_zip_is_what_gradescope_asks_for(archive):
    with zipfile.ZipFile(archive) as packed:
        modes = {entry.filename: entry.external_attr >> 16 for entry in packed.infolist()}
        pins = packed.read("requirements.txt").decode().splitlines()
    assert modes["setup.sh"] & 0o100
    assert modes["run_autograder"] & 0o100
    assert "source/01_tiny/01_tiny.ipynb" in modes
    assert all("==" in line or line.startswith("./chainrule-") for line in pins)
    assert {line.partition("==")[0] for line in pins} >= {"numpy", "nbgrader", "msgpack"}


def test_the_scripts_are_sound(archive, tmp_path):
    folder = laid_out(archive, tmp_path / "autograder")
    for name in ("setup.sh", "run_autograder"):
        subprocess.run(["bash", "-n", str(folder / "source" / name)], check=True)


@pytest.mark.needs("root")
def test_a_right_and_a_wrong_submission(course, archive, tmp_path):
    wrong = {**RIGHT, "double": "def double(x):\n    return x + x if np.all(x >= 0) else x"}
    right = graded(laid_out(archive, tmp_path / "right"), {"01_tiny.ipynb": writes(filled_in(course, RIGHT))})
    assert sum(test["score"] for test in right["tests"]) == 4.5
    found = graded(laid_out(archive, tmp_path / "wrong"), {"homework.ipynb": writes(filled_in(course, wrong))})
    scores = {test["name"]: test["score"] for test in found["tests"]}
    assert scores == {"double: number": 0, "double: array": 1.5, "facts: half": 1}
    failed = next(test for test in found["tests"] if test["score"] == 0)
    assert "hidden check" in failed["output"]
    assert "-3.5" not in json.dumps(found)


@pytest.mark.needs("root")
def test_a_submission_cannot_read_the_tests(course, archive, tmp_path):
    folder = laid_out(archive, tmp_path / "autograder")
    spy = f"import pathlib\ntry:\n    text = next(pathlib.Path({str(folder)!r}).rglob('*.ipynb')).read_text()\n"
    spy += "    print('FOUND', text[:20])\nexcept (OSError, StopIteration):\n    text = ''\n"
    spy += "def double(x):\n    return 6 if 'HIDDEN' in text else x + x"
    found = graded(folder, {"01_tiny.ipynb": writes(filled_in(course, {**RIGHT, "double": spy}))})
    assert sum(test["score"] for test in found["tests"]) == 4.5


@pytest.mark.needs("root")
def test_individual_numbers_are_those_of_gradescopes_student(tmp_path, release_tiny_course):
    """As in the metadata that Gradescope documents: here of a group, which has numbers of its own."""
    course = release_tiny_course(tmp_path / "course")
    test_individual.write_test(course, test_individual.TELLS)
    archive = gradescope.write_zip(course, "01_tiny", tmp_path / "tiny.zip", details=True)
    work, text = writes(filled_in(course, test_individual.TRIPLE)), course.source("01_tiny").read_text()
    folder = laid_out(archive, tmp_path / "autograder")
    users = [{"email": f"{number}@example.org", "id": number, "name": "Ada"} for number in (99, 1234)]
    metadata = {"id": 5, "created_at": "2026-10-01T14:22:32.365935-07:00", "users": users}
    (folder / "submission_metadata.json").write_text(json.dumps(metadata))
    found = graded(folder, {"01_tiny.ipynb": work})
    numbers = [individual.seed_of(course, "01_tiny", f"1234+99#{attempt}", text) for attempt in (5, 6)]
    assert f"number {numbers[0]}" in found["tests"][0]["output"]
    (folder / "submission_metadata.json").write_text(json.dumps({**metadata, "id": 6}))
    assert f"number {numbers[1]}" in graded(folder, {"01_tiny.ipynb": work})["tests"][0]["output"]


@pytest.mark.needs("root")
def test_the_rules_of_the_course_hold_there_too(tmp_path, release_tiny_course):
    course = release_tiny_course(tmp_path / "course")
    with (course.root / CONFIG).open("a") as settings:
        settings.write('\nc.Examine.libraries = ["math"]\n')
    archive = gradescope.write_zip(course, "01_tiny", tmp_path / "tiny.zip")
    work = {**RIGHT, "double": f"import fractions\n{RIGHT['double']}"}
    folder = laid_out(archive, tmp_path / "autograder")
    found = graded(folder, {"01_tiny.ipynb": writes(filled_in(course, work))})
    assert {test["name"]: test["score"] for test in found["tests"]}["double: number"] == 0


def test_the_zip_brings_the_rules_of_the_course(tmp_path, release_tiny_course, monkeypatch):
    course = release_tiny_course(tmp_path / "course")
    with (course.root / CONFIG).open("a") as settings:
        settings.write('\nc.Examine.libraries = ["math"]\nc.Examine.follow_through = False\n')
        settings.write('c.Examine.readable = ["/data"]\n')
    archive = gradescope.write_zip(course, "01_tiny", tmp_path / "tiny.zip")
    folder = laid_out(archive, tmp_path / "autograder")
    monkeypatch.setattr(gradescope.grade_one, "grade", lambda *args: pytest.fail(str(args[-1])))
    monkeypatch.setattr(gradescope, "Sandbox", lambda *args, **options: contextlib.nullcontext())
    rules = {"libraries": ("math",), "follow_through": False, "readable": ("/data",)}
    with pytest.raises(pytest.fail.Exception) as raised:
        gradescope.run(folder)
    assert str(raised.value) == str(replace(gradescope.LIMITS, **rules))


@pytest.mark.needs("root")
def test_a_pipe_among_what_was_handed_in_is_left_there(course, archive, tmp_path):
    folder = laid_out(archive, tmp_path)
    os.mkfifo(folder / "submission" / "pipe")
    found = graded(folder, {"01_tiny.ipynb": writes(filled_in(course, RIGHT))})
    assert sum(test["score"] for test in found["tests"]) == 4.5


@pytest.mark.needs("root")
def test_nothing_handed_in_is_a_result_too(archive, tmp_path):
    found = graded(laid_out(archive, tmp_path / "autograder"), {"essay.txt": "no notebook"})
    assert sum(test["score"] for test in found["tests"]) == 0


def test_what_was_not_tested_costs_nothing_and_markdown_of_a_student_does_not_act():
    tests = [
        TestResult("f__a", 2.0, "not tested", "This check could not be run."),
        TestResult("f__b", 1.0, "failed", "<img src=x>\n# not a heading"),
    ]
    found = gradescope.results(Submission("s", "01_x", "graded", None, 1.0, [Answer("f", tests)]))
    check_schema(found)
    assert [test["score"] for test in found["tests"]] == [2.0, 0.0]
    assert [test.get("status") for test in found["tests"]] == [None, "failed"]
    assert found["output"].startswith("Not tested: 1.")
    assert all(line.startswith("    ") for test in found["tests"] for line in test["output"].split("\n"))


def test_a_hidden_test_says_no_more_than_a_name_unless_it_is_asked_for():
    """What it says besides, an answer can choose: one of 64 lines tells six bits of an input in each attempt."""
    line = "A hidden check on f failed: f raised ValueError\nline 12 of the cell f: if k == 12: raise ValueError"
    named = (
        "A hidden check on f failed: dW differs.\nIn row 3 of it.\nThis looks like “sign-flipped”: its sign is flipped"
    )
    tests = [
        TestResult("f__a", 2.0, "failed", line, hidden=True),
        TestResult("f__b", 1.0, "failed", named, "sign-flipped", hidden=True),
        TestResult("f__c", 1.0, "failed", "line 12 of f: return", hidden=False),
    ]
    one = Submission("s", "01_x", "graded", None, 1.0, [Answer("f", tests)])
    brief, whole = ([test["output"] for test in gradescope.results(one, details=asked)["tests"]] for asked in (0, 1))
    assert brief[0] == "    A hidden check on f failed."
    assert "sign-flipped" in brief[1]
    assert "row 3" not in brief[1]
    assert brief[2] == whole[2]
    assert "line 12" in whole[0]
    assert "row 3" in whole[1]


def test_a_verdict_that_is_not_sealed_says_so():
    tests = [TestResult("f__a", 1.0, trusting="in one process"), TestResult("f__b", 1.0)]
    found = gradescope.results(Submission("s", "01_x", "graded", None, 1.0, [Answer("f", tests)]))
    check_schema(found)
    assert ["not sealed" in test["output"] for test in found["tests"]] == [True, False]


def test_a_notebook_whose_own_answers_fail_is_refused(tmp_path, released_course):
    path = released_course.source("01_tiny")
    path.write_text(path.read_text().replace("np.multiply(x, two)", "np.add(x, two)"))
    with pytest.raises(CourseError, match=r"01_tiny: your own answers fail double__\w+ \("):
        gradescope.write_zip(released_course, "01_tiny", tmp_path / "tiny.zip")
    assert not (tmp_path / "tiny.zip").exists()


def test_a_course_with_files_beside_its_notebooks_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(Course, "stock", True)
    with pytest.raises(CourseError, match="own format"):
        gradescope.write_zip(Course(tmp_path), "hw1", tmp_path / "hw1.zip")
