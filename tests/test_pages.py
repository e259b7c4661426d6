"""Feedback for a class on several cores is nbgrader's own, byte for byte."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from class_of_students import RIGHT, hand_in
from click.testing import CliRunner

from chainrule.cli import main
from chainrule.grading.course import CourseError
from chainrule.grading.term import pages
from chainrule.grading.term.grade import grade_class


@pytest.fixture(scope="module")
def course(tmp_path_factory, release_tiny_course):
    made = release_tiny_course(tmp_path_factory.mktemp("released") / "course")
    for number in range(5):
        hand_in(made, f"s{number}", {**RIGHT, "explain_double": f"Because of ${number}$."} if number % 2 else {})
    grade_class(made, ["01_tiny"], jobs=1, wall="none")
    return made


def taken(course):
    found = {path.relative_to(course.root): path.read_bytes() for path in course.root.glob("feedback/*/*/[!.]*")}
    shutil.rmtree(course.root / "feedback")
    return found


def test_the_pages_are_those_of_nbgrader(course, monkeypatch):
    command = [Path(sys.executable).with_name("nbgrader"), "generate_feedback", "01_tiny"]
    subprocess.run(command, cwd=course.root, check=True, capture_output=True)
    theirs = taken(course)
    assert len(theirs) >= 5
    monkeypatch.setattr(pages, "_AT_A_TIME", 2)
    for jobs in (1, 2):
        assert len(pages.write_feedback(course, ["01_tiny"], jobs=jobs).written) == 5
        assert taken(course) == theirs


def test_the_command_writes_for_some_students(course, monkeypatch):
    monkeypatch.chdir(course.root)
    done = CliRunner().invoke(main, ["feedback", "--student", "s1", "--jobs", "1"])
    assert done.exit_code == 0, done.output
    assert "1 pages written, 0 were up to date." in done.output
    assert {path.parts[1] for path in taken(course)} == {"s1"}


def test_nothing_graded_is_one_line(course, tmp_path):
    with pytest.raises(CourseError, match="run `chainrule grade` first"):
        pages.write_feedback(course, ["01_tiny"], ("nobody",))


def test_a_page_that_cannot_be_made_takes_no_other_with_it(course, monkeypatch):
    graded = course.autograded("s2", "01_tiny")
    content = graded.read_bytes()
    graded.write_bytes(b"{")
    said = r"made for s2 \(01_tiny\); all others are up to date. nbgrader makes none"
    monkeypatch.chdir(course.root)
    try:
        with pytest.raises(CourseError, match=said):
            pages.write_feedback(course, ["01_tiny"], jobs=1)
        done = CliRunner().invoke(main, ["return", "--to", "folder", "--jobs", "1"])
        assert done.exit_code == 1
        assert re.search(said, done.output)
        assert "01_tiny: 4 for folder" in done.output
    finally:
        graded.write_bytes(content)
    assert {path.parts[1] for path in taken(course)} == {"s0", "s1", "s3", "s4"}
