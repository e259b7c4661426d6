"""Changes in mid-term: questions voided, added, removed, renamed; who changes by how much; settings and names."""

import io
import subprocess
import sys

import nbformat
import pytest
from class_of_students import RIGHT, hand_in
from click.testing import CliRunner
from nbgrader.api import Gradebook
from rich.console import Console

from chainrule.cli import main
from chainrule.grading.authoring import source
from chainrule.grading.course import Course, CourseError
from chainrule.grading.people import report, terminal
from chainrule.grading.term import grade as grading
from chainrule.grading.term import pages, questions
from chainrule.grading.term.gradebook import Change

ONE_POINT_WRONG = {**RIGHT, "double": "def double(x):\n    return abs(2 * x)"}  # 2 points, in fact


@pytest.fixture
def course(released_course, monkeypatch):
    monkeypatch.chdir(released_course.root)
    return released_course


def run(*arguments, **options):
    return CliRunner().invoke(main, list(arguments), **options)


def grade(course, **options):
    results = grading.grade_class(course, ["01_tiny"], jobs=1, wall="none", **options)
    return {result.student: result for result in results}


def change(course, *pairs):
    """Change the text, build and release it."""
    text = course.text("01_tiny").read_text()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    course.text("01_tiny").write_text(text)
    source.build(course, "01_tiny", run=False)
    return run("release", "01_tiny")


def book(course) -> Gradebook:
    return Gradebook(course.db_url, "chainrule")


def scores(course):
    with book(course) as gradebook:
        return {
            one.student.id: (one.score, one.max_score, one.needs_manual_grade)
            for one in gradebook.assignment_submissions("01_tiny")
        }


def mark(course, student, points, name="explain_double"):
    with book(course) as gradebook:
        found = gradebook.find_grade(name, "01_tiny", "01_tiny", student)
        found.manual_score, found.needs_manual_grade = points, False
        gradebook.db.commit()


def test_a_question_that_is_left_out_counts_for_nobody(course):
    hand_in(course, "ada", RIGHT)
    hand_in(course, "ben", ONE_POINT_WRONG)
    grade(course)
    mark(course, "ben", 2)
    done = change(course, ('"double__number" points=2', '"double__number" points=0'), ("points=4", "points=0"))
    assert done.exit_code == 0, done.output
    grade(course)
    assert scores(course) == {"ada": (2.5, 2.5, False), "ben": (2.5, 2.5, False)}
    made = pages.write_feedback(course, ["01_tiny"], jobs=1)
    assert len(made.written) == 2
    report.write(report.collect(course, ["01_tiny"]), course.root / "report.html")


def test_a_question_with_full_points_is_everyones(course):
    hand_in(course, "ada", {})
    hand_in(course, "ben", ONE_POINT_WRONG)
    hand_in(course, "bad", b"{")
    grade(course)
    mark(course, "ben", 1)
    full = 'tags=["full-points"]'
    done = change(
        course,
        ('"double__number" points=2', f'"double__number" points=2 {full}'),
        ("points=4", f"points=4 {full}"),
    )
    assert done.exit_code == 0, done.output
    grade(course)
    assert scores(course) == {"ada": (6, 8.5, False), "ben": (8.5, 8.5, False), "bad": (6, 8.5, False)}


@pytest.mark.parametrize("release", ["chainrule", "nbgrader"])
def test_marks_are_flagged_for_review_where_points_have_changed_since(course, release, monkeypatch):
    """Points of 4 are not the same of 2; and what the instructor changed is no edit of the students'."""
    hand_in(course, "ada", {**RIGHT, "explain_double": "Twice."})
    hand_in(course, "ben", {**ONE_POINT_WRONG, "explain_double": "Two."})
    grade(course)
    mark(course, "ada", 4)
    mark(course, "ben", 1.5, "double__array")
    mark(course, "ben", 1, "explain_double")
    if release == "nbgrader":  # which knows nothing of marks
        monkeypatch.setattr(questions, "_flagged", lambda *_: [])
    done = change(course, ("points=4", "points=2"), ('"double__number" points=2', '"double__number" points=3'))
    assert done.exit_code == 0, done.output
    if release == "chainrule":
        assert (
            "explain_double has 2 points now, not 4; marks that were given for it are kept, and flagged" in done.output
        )
        assert scores(course)["ada"][2]
    results = grade(course)
    assert {student: result.status for student, result in results.items()} == {"ada": "graded", "ben": "graded"}
    assert {student: needs for student, (_, _, needs) in scores(course).items()} == {"ada": True, "ben": True}
    with book(course) as gradebook:
        found = {
            name: gradebook.find_grade(name, "01_tiny", "01_tiny", "ben").needs_manual_grade
            for name in ("explain_double", "double__array")
        }
    assert found == {"explain_double": True, "double__array": False}


def test_questions_come_and_go_and_are_renamed_after_grading(course):
    hand_in(course, "ada", RIGHT)
    grade(course)
    mark(course, "ada", 3)
    more = '\n# %% test="facts__sign" points=1\nassert facts["half of ten"] > 0\n\n# %% [markdown]\n# Why?'
    done = change(
        course, ('test="double__array" points=1.5\nassert np.array_equal(double(np.ones(3)), [2, 2, 2])\n\n# %% ', "")
    )
    assert done.exit_code == 0, done.output
    assert "double__array was removed from all submissions." in done.output
    done = change(course, ("\n# %% [markdown]\n# Why?", more))
    assert "facts__sign was added to all submissions: grade them again." in done.output
    grade(course)
    assert scores(course) == {"ada": (7, 8, False)}
    done = change(course, ("explain_double", "explain_doubling"))
    assert "explain_double is explain_doubling now; marks and comments were kept." in done.output
    grade(course)
    assert scores(course) == {"ada": (7, 8, False)}  # the answer is the same, so the mark fits


def test_marks_that_a_person_gave_are_not_lost_by_mistake(course):
    hand_in(course, "ada", RIGHT)
    grade(course)
    mark(course, "ada", 3)
    text = course.text("01_tiny").read_text()
    course.text("01_tiny").write_text(text[: text.index("# %% [markdown] written=")])
    source.build(course, "01_tiny", run=False)
    done = run("release", "01_tiny")
    assert done.exit_code == 2
    assert "explain_double would be removed, and marks that a person gave with it." in done.output
    assert scores(course) == {"ada": (7.5, 8.5, False)}
    assert run("release", "--force", "01_tiny").exit_code == 0
    assert scores(course) == {"ada": (4.5, 4.5, False)}


def test_regrade_shows_who_changes_before_it_writes(course):
    hand_in(course, "ada", RIGHT)
    hand_in(course, "ben", ONE_POINT_WRONG)
    grade(course)
    change(course, ("assert double(-3.5) == -7", "assert double(3.5) == 7"))
    arguments = ("regrade", "--no-sandbox", "--jobs", "1")
    before = scores(course), course.autograded("ben", "01_tiny").read_bytes()
    done = run(*arguments, input="n\n", env={"COLUMNS": "200"})
    assert "double__number 0 → 2" in done.output
    assert "2 submissions graded again: 1 would change." in done.output
    assert (scores(course), course.autograded("ben", "01_tiny").read_bytes()) == before
    assert run(*arguments, "--yes").exit_code == 0
    assert scores(course)["ben"][0] == 4.5
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (
        0,
        "2 had not changed since they were last graded, nor had what they are graded with.\n",
    )
    change(course, ("for negative numbers", "for numbers below zero"))
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (0, "2 submissions graded again: no score changes.\n")
    assert "2 had not changed" in run(*arguments).stdout


def test_no_name_is_cut_off_in_a_narrow_terminal():
    change = Change("ada.lovelace@example.org", "02_svm_gradient", 41, 38, {"train_svm__full_batch": (3, 0)}, 0, 0)
    shown = io.StringIO()
    assert terminal.print_changes([change], Console(file=shown, width=40))
    (row,) = [line for line in shown.getvalue().splitlines() if "ada" in line]
    assert row.startswith("ada.lovelace@example.org  02_svm_gradient ")
    assert "train_svm__full_batch 3 → 0" in row


def test_a_text_that_is_newer_than_its_notebook_is_not_graded_with(course):
    hand_in(course, "ada", RIGHT)
    course.text("01_tiny").write_text(course.text("01_tiny").read_text().replace("== -7", "== -8"))
    with pytest.raises(CourseError, match=r"does not match its text. Run: chainrule build 01_tiny, or, if you edited"):
        grade(course)
    assert not (course.root / "autograded").exists()


def test_a_corrected_trusted_answer_grades_again(course):
    hand_in(course, "ada", RIGHT)
    seen = []
    grade(course)
    course.trusted.mkdir()
    (course.trusted / "layers.py").write_text("def f(x):\n    return x\n")
    grade(course, progress=lambda done, total: seen.append(total))
    assert seen[0] == 1
    seen.clear()
    grade(course, progress=lambda done, total: seen.append(total))
    assert seen[0] == 0


def test_a_gradebook_from_a_backup_is_brought_up_to_date(course):
    hand_in(course, "ada", ONE_POINT_WRONG)
    grade(course)
    backup = (course.root / "gradebook.db").read_bytes()
    hand_in(course, "ada", RIGHT)
    grade(course)
    (course.root / "gradebook.db").write_bytes(backup)
    assert scores(course)["ada"][0] == 2.5
    assert grade(course)["ada"].score == 4.5
    assert scores(course)["ada"][0] == 4.5


def test_what_lies_where_nothing_is_looked_for_gets_a_line(course):
    hand_in(course, "ada", RIGHT)
    (course.root / "submitted" / "README.md").write_text("What lies here.")
    (course.root / "submitted" / "bob" / "hw1").mkdir(parents=True)
    (course.root / "submitted" / "tim").mkdir()
    (course.root / "submitted" / "tim" / "01_tiny.ipynb").write_text("{}")
    (course.root / "submitted" / "kim.ipynb").write_text("{}")
    (course.root / "submitted" / "zoe\x1b[2J").touch()
    done = run("grade", "--no-sandbox", "--jobs", "1")
    ignored = [line.split()[1] for line in done.output.splitlines() if line.startswith("Ignored: ")]
    assert ignored == ["submitted/bob/hw1", "submitted/kim.ipynb", "submitted/tim/01_tiny.ipynb", "submitted/zoe"]
    assert "\x1b" not in done.output
    assert "submitted/<student>/<assignment>" in done.output


def test_a_renamed_folder_says_that_its_file_has_to_be_renamed(course):
    course.text("01_tiny").parent.rename(course.root / "source" / "01_small")
    course.text("01_tiny").parent.mkdir()
    course.text("01_tiny").write_text("# %%\n1\n")
    assert "name the file like its folder" in run("build", "01_small").output


def test_assignments_that_nobody_handed_in_stop_nothing(course):
    for name in ("02_more", "03_else"):
        folder = course.root / "source" / name
        folder.mkdir()
        (folder / f"{name}.py").write_text(course.text("01_tiny").read_text())
    hand_in(course, "ada", RIGHT)
    done = run("grade", "--no-sandbox", "--jobs", "1")
    assert done.exit_code == 0, done.output
    done = run("grade", "01_tiny", "03_else", "--no-sandbox", "--jobs", "1")
    assert "Nobody handed in 03_else." in done.output


def test_penalties_follow_marks_due_dates_and_extensions(course):
    from chainrule.grading.plugins.exporters import MoodleExporter

    def exported():
        with book(course) as gradebook:
            target = course.root / "moodle.csv"
            MoodleExporter(to=str(target), config=course.settings()).export(gradebook)
            return {line.split(",")[0]: line.split(",")[-1] for line in target.read_text().splitlines()[1:]}

    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("\nfrom chainrule.grading.plugins import late\n")
        config.write("c.AssignLatePenalties.plugin_class = late.PenaltyPerDay\n")
    hand_in(course, "ada", RIGHT).with_name("timestamp.txt").write_text("2030-01-02 10:00:00 UTC")
    grade(course)
    assert "01_tiny has no due date that could be extended." in run("extend", "01_tiny", "ada", "--days", "2").output
    with book(course) as gradebook:
        gradebook.update_or_create_assignment("01_tiny", duedate="2030-01-01 12:00:00 UTC")
    assert exported() == {"ada": "4.05"}
    mark(course, "ada", 4)
    assert exported() == {"ada": "7.65"}
    for number in ("nan", "inf", "1e12", "-1", "0"):
        refused = run("extend", "01_tiny", "ada", "--hours", number)
        assert refused.exit_code == 2
        assert "Traceback" not in refused.output
    assert "'ada ' is not a valid student ID" in run("extend", "01_tiny", "ada ", "--days", "2").output
    done = run("extend", "01_tiny", "ada", "--days", "2")
    assert "ada has time until 2030-01-03 12:00 UTC for 01_tiny." in done.output
    assert "new in the gradebook" not in done.output
    done = run("extend", "01_tiny", "ill", "--days", "2")
    assert (done.exit_code, "ill is new in the gradebook." in done.output) == (0, True)
    assert exported() == {"ada": "8.5", "ill": ""}
    assert scores(course)["ada"] == (8.5, 8.5, False)  # nothing is marked for another look


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("import os; os.environ['NOT_SET']", "nbgrader_config.py:2: KeyError: 'NOT_SET'"),
        ("1 / 0", "nbgrader_config.py:2: ZeroDivisionError: division by zero"),
        ("raise SystemExit('no')", "nbgrader_config.py:2: SystemExit: no"),
        ("c.CourseDirectory.submitted_directory = 'handed'", "remove c.CourseDirectory.submitted_directory"),
        ("c.CourseDirectory.db_url = 'nonsense'", "The gradebook of c.CourseDirectory.db_url cannot be used"),
    ],
)
def test_errors_in_the_settings_are_one_line(course, line, says):
    hand_in(course, "ada", RIGHT)
    (course.root / "nbgrader_config.py").write_text(f"c = get_config()\n{line}\n")
    done = run("grade", "--no-sandbox", "--jobs", "1")
    assert done.exit_code == 2, done.output
    (error,) = done.output.splitlines()
    assert says in error


def test_the_gradebook_of_the_settings_is_used(course, tmp_path):
    (course.root / "gradebook.db").rename(tmp_path / "elsewhere.db")
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = 'sqlite:///{tmp_path}/elsewhere.db'\n")
    hand_in(course, "ada", RIGHT)
    assert run("release").exit_code == 0
    assert run("grade", "--no-sandbox", "--jobs", "1").exit_code == 0
    assert scores(course)["ada"][0] == 4.5
    assert not (course.root / "gradebook.db").exists()


def test_an_old_gradebook_says_how_to_upgrade_it(course):
    import sqlite3

    hand_in(course, "ada", RIGHT)
    with sqlite3.connect(course.root / "gradebook.db") as connection:
        connection.execute("alter table student drop column lms_user_id")
    done = run("grade", "--no-sandbox", "--jobs", "1")
    assert done.exit_code == 2
    assert "run `nbgrader db upgrade`" in done.output


@pytest.mark.parametrize("char", "+[*")
def test_names_that_nbgrader_cannot_find_are_one_line(course, tmp_path, char):
    folder = course.root / "source" / f"hw{char}1"
    folder.mkdir()
    (folder / f"hw{char}1.py").write_text("# %%\n1 + 1\n")
    done = run("build")
    assert done.exit_code == 2
    assert f"does not allow {char} in the name" in done.output
    if char != "+":
        odd = tmp_path / f"course {char}"
        odd.mkdir()
        (odd / "nbgrader_config.py").write_text("c = get_config()\n")
        with pytest.raises(CourseError, match="rename the folder"):
            Course.find(odd)


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_a_name_that_the_terminal_cannot_show_stops_nothing(course, encoding):
    hand_in(course, "Dvořák", RIGHT)
    command = [sys.executable, "-m", "chainrule.cli", "grade", "--no-sandbox", "--jobs", "1", "--json", "out.json"]
    command[1:3] = ["-c", "from chainrule.cli import main; main()"]
    import os

    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, cwd=course.root, env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert b"Dvo" in done.stdout
    assert "Dvo" in (course.root / "out.json").read_text()


def test_what_nbgrader_left_unwritable_is_replaced(course):
    hand_in(course, "ada", RIGHT).with_name("timestamp.txt").write_text("2030-01-02 10:00:00 UTC")
    grade(course)
    stamp = course.autograded("ada", "01_tiny").with_name("timestamp.txt")
    node = stamp.stat().st_ino
    course.submitted("ada", "01_tiny").with_name("timestamp.txt").write_text("2030-01-03 10:00:00 UTC")
    grade(course)
    assert stamp.read_text().startswith("2030-01-03 10:00:00")
    assert stamp.stat().st_ino != node  # another file: whoever may write to the folder may do so
    assert nbformat.read(course.autograded("ada", "01_tiny"), as_version=4)
