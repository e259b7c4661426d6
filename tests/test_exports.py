"""Grades on their way out: nbgrader's CSV, those of Canvas and Moodle, late penalties and extensions."""

import csv
import logging
import subprocess
import sys
from pathlib import Path

import pytest
from class_of_students import RIGHT, hand_in
from nbgrader.api import Gradebook

from chainrule.grading.plugins import late
from chainrule.grading.plugins.exporters import CanvasExporter, CsvExporter, MoodleExporter, PlainCsvExporter
from chainrule.grading.term.grade import grade_class


@pytest.fixture
def course(released_course):
    return released_course


def book(course) -> Gradebook:
    return Gradebook(course.db_url, "chainrule")


@pytest.fixture
def graded(course):
    """Ada has all 4.5 points of the tests and 3 of a person's, ben has 1, carl handed nothing in."""
    with book(course) as gradebook:
        gradebook.add_student("1001", first_name="Ada", last_name="Lovelace", email="ada@example.org")
        gradebook.add_student("1002", first_name='=HYPERLINK("x")', last_name="Ben, Jr.")
        gradebook.add_student("1003")
    hand_in(course, "1001", RIGHT)
    hand_in(course, "1002", {"facts": RIGHT["facts"]})
    grade_class(course, ["01_tiny"], jobs=1, wall="none")
    with book(course) as gradebook:
        gradebook.find_grade("explain_double", "01_tiny", "01_tiny", "1001").manual_score = 3
        gradebook.db.commit()
    return course


def rows(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def export(course, exporter, **options) -> list[list[str]]:
    target = course.root / "out.csv"
    with book(course) as gradebook:
        exporter(to=str(target), log=logging.getLogger(), config=course.settings(), **options).export(gradebook)
    return rows(target)


def test_canvas(graded):
    assert export(graded, CanvasExporter, columns={"01_tiny": "Tiny (4711)"}) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Tiny (4711)"],
        ["    Points Possible", "", "", "", "", "8.5"],
        ["Lovelace, Ada", "1001", "", "", "", "7.5"],
        ['Ben, Jr., =HYPERLINK("x")', "1002", "", "", "", "1"],
        ["1003", "1003", "", "", "", ""],
    ]


def test_canvas_by_login(graded):
    (_, _, ada, *_) = export(graded, CanvasExporter, student_id="SIS Login ID")
    assert ada == ["Lovelace, Ada", "", "", "1001", "", "7.5"]


def test_moodle(graded):
    assert export(graded, MoodleExporter) == [
        ["Username", "First name", "Last name", "Email address", "01_tiny"],
        ["1001", "Ada", "Lovelace", "ada@example.org", "7.5"],
        ["1002", '\'=HYPERLINK("x")', "Ben, Jr.", "", "1"],
        ["1003", "", "", "", ""],
    ]


def test_some_students_and_assignments(graded):
    assert [row[0] for row in export(graded, MoodleExporter, student=["1001"])] == ["Username", "1001"]
    assert export(graded, MoodleExporter, assignment=["02_other"])[1] == ["1001", "Ada", "Lovelace", "ada@example.org"]


@pytest.mark.parametrize(
    ("exporter", "score"), [(CsvExporter, "0.0"), (PlainCsvExporter, "0.0"), (CanvasExporter, ""), (MoodleExporter, "")]
)
def test_who_handed_in_nothing(graded, exporter, score):
    """The zero is nbgrader's; no LMS is told of one."""
    table = export(graded, exporter)
    (row,) = (row for row in table if "1003" in row)
    column = table[0].index("score") if "score" in table[0] else -1
    assert row[column] == score


@pytest.mark.parametrize("exporter", [CsvExporter, PlainCsvExporter])
def test_in_nbgraders_own_table_no_name_is_a_formula_or_two_fields(graded, exporter):
    found = export(graded, exporter)
    assert sorted(row[3:8] for row in found[1:]) == [
        ["1001", "Lovelace", "Ada", "ada@example.org", "7.5"],
        ["1002", "Ben, Jr.", '\'=HYPERLINK("x")', "", "1.0"],
        ["1003", "", "", "", "0.0"],
    ]
    assert {len(row) for row in found} == {11}
    assert len(export(graded, exporter, student=["1002"])) == 2


@pytest.mark.parametrize(
    ("options", "file", "header"),
    [
        ([], "grades.csv", "assignment,duedate,timestamp,student_id,"),
        (["--exporter", "chainrule.grading.plugins.exporters.CanvasExporter"], "canvas.csv", "Student,ID,SIS User ID,"),
        (
            ["--exporter", "chainrule.grading.plugins.exporters.MoodleExporter", "--to", "m.csv"],
            "m.csv",
            "Username,First name",
        ),
    ],
)
def test_nbgraders_command(course, options, file, header):
    command = [Path(sys.executable).with_name("nbgrader"), "export", *options]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (course.root / file).read_text().startswith(header)


def test_late_days_cost_a_part_of_the_score_and_extensions_count(course):
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(
            "\nfrom chainrule.grading import late\n"
            "c.AssignLatePenalties.plugin_class = late.PenaltyPerDay\n"
            "c.PenaltyPerDay.part = 0.2\n"
        )
    with book(course) as gradebook:
        gradebook.update_or_create_assignment("01_tiny", duedate="2030-01-01 12:00:00 UTC")
        gradebook.update_or_create_student("ill")
        gradebook.update_or_create_submission("01_tiny", "ill")
        gradebook.grant_extension("01_tiny", "ill", days=1)
    stamps = {"early": "01-01 11:59", "soon": "01-01 12:10", "late": "01-02 13:00", "ill": "01-02 13:00"}
    for student, stamp in stamps.items():
        hand_in(course, student, RIGHT).with_name("timestamp.txt").write_text(f"2030-{stamp}:00 UTC")
    grade_class(course, ["01_tiny"], jobs=1, wall="none")
    scores = {row[0]: float(row[4]) for row in export(course, MoodleExporter)[1:]}
    assert scores == pytest.approx({"early": 4.5, "soon": 4.5, "late": 4.5 * 0.6, "ill": 4.5 * 0.8})


def test_no_penalty_takes_more_than_there_is():
    assert late.PenaltyPerDay(part=0.5).late_submission_penalty("ada", 3.0, 10 * 86_400) == 3.0
