"""Grading a class: scores in the gradebook, graded notebooks, and what becomes of what is not as it should be."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys

import nbformat
import pytest
from class_of_students import RIGHT, hand_in
from click.testing import CliRunner
from conftest import needs_sandbox
from nbgrader.api import Gradebook

from chainrule.cli import main
from chainrule.grading import cells
from chainrule.grading.course import CourseError
from chainrule.grading.limits import MOST_BYTES
from chainrule.grading.sealed import walls, workers
from chainrule.grading.term import grade as grading
from chainrule.grading.term import gradebook
from chainrule.grading.term.grade import grade_class
from chainrule.grading.term.submitted import find

WRONG = {"double": "def double(x):\n    return abs(2 * x)", "facts": "facts = {'half of ten': 4}"}
NAMES = ["01_tiny"]
PASSED = {
    "verdict": "passed",
    "message": None,
    "mistake": None,
    "trouble": None,
    "explained": None,
    "hidden": False,
    "lent": [],
    "earned": None,
    "trusting": None,
}


@pytest.fixture(scope="module")
def released(tmp_path_factory, release_tiny_course):
    return release_tiny_course(tmp_path_factory.mktemp("released") / "course")


@pytest.fixture
def course(released):
    """The released course with nothing handed in; one place for all tests, for the sake of the warm sandbox."""
    kept = {name: (released.root / name).read_bytes() for name in ("gradebook.db", "nbgrader_config.py")}
    yield released
    for name in ("submitted", "autograded", "feedback"):
        shutil.rmtree(released.root / name, ignore_errors=True)
    for name, content in kept.items():
        (released.root / name).unlink(missing_ok=True)
        (released.root / name).write_bytes(content)


def grade(course, *students, **options):
    return grade_class(course, NAMES, students, **{"jobs": 1, "wall": "none", **options})


def by_student(results):
    return {result.student: result for result in results}


def graded(course, student):
    return nbformat.read(course.autograded(student, "01_tiny"), as_version=4)


def book(course):
    return Gradebook(course.db_url, "chainrule")


def grades(course, student):
    """What the gradebook says: score, and whether a person has to look, by cell."""
    with book(course) as gradebook:
        notebook = gradebook.find_submission_notebook("01_tiny", "01_tiny", student)
        return {grade.name: (grade.score, grade.needs_manual_grade) for grade in notebook.grades}


def comments(course, student):
    with book(course) as gradebook:
        notebook = gradebook.find_submission_notebook("01_tiny", "01_tiny", student)
        return {comment.name: comment.auto_comment for comment in notebook.comments}


def cell(notebook, name):
    return next(cell for cell in notebook.cells if cells.grade_id(cell) == name)


def run(*arguments):
    return CliRunner().invoke(main, list(arguments))


def test_a_class_is_graded(course):
    hand_in(course, "ada", RIGHT)
    hand_in(course, "bob", WRONG)
    hand_in(course, "cid", {})
    results = by_student(grade(course))
    assert [results[name].score for name in ("ada", "bob", "cid")] == [4.5, 1.5, 0]
    assert all(result.max_score == 4.5 and result.status == "graded" for result in results.values())
    assert grades(course, "ada") == {
        "double__number": (2, False),
        "double__array": (1.5, False),
        "facts__half": (1, False),
        "explain_double": (0, True),
    }
    assert grades(course, "cid")["explain_double"] == (0, False)
    assert comments(course, "cid")["explain_double"] == "No response."
    assert comments(course, "ada")["explain_double"] is None


def test_the_graded_notebook_shows_verdicts_and_hides_hidden_tests(course):
    hand_in(course, "bob", {**WRONG, "explain_double": "Because."})
    grade(course)
    notebook = graded(course, "bob")
    text = json.dumps(notebook.cells)
    assert "BEGIN HIDDEN" not in text
    assert "-3.5" not in text
    failed, passed = cell(notebook, "double__number"), cell(notebook, "double__array")
    assert [output.output_type for output in failed.outputs] == ["error"]
    assert failed.outputs[0].evalue == "A hidden check on double failed: an assertion failed."
    assert passed.outputs[0].text == "Passed.\n"
    place = notebook.cells.index(cell(notebook, "explain_double"))
    scheme = notebook.cells[place + 1]
    assert "Marking scheme" in scheme.source
    assert scheme.metadata.tags == ["marking-scheme"]


def test_files_that_cannot_be_read_get_a_row_and_the_others_their_grades(course):
    hand_in(course, "ada", RIGHT)
    hand_in(course, "bad", b"not a notebook")
    hand_in(course, "big", b" " * (MOST_BYTES + 1))
    hand_in(course, "folder", {}).unlink()
    course.submitted("folder", "01_tiny").mkdir()
    hand_in(course, "nothing", {}).unlink()
    link = hand_in(course, "link", {})
    link.unlink()
    link.symlink_to(course.submitted("ada", "01_tiny"))
    (course.root / "submitted" / "linked").symlink_to(course.root / "submitted" / "ada")
    (course.root / "submitted" / "loop").symlink_to("loop")
    results = by_student(grade(course))
    reasons = {
        "bad": "not JSON",
        "big": "larger than 128 MB",
        "folder": "The notebook is a folder.",
        "nothing": "There is no 01_tiny.ipynb",
        "link": "symbolic link",
        "linked": "symbolic link",
    }
    for student, reason in reasons.items():
        assert results[student].status == "unreadable", results[student].reason
        assert reason in results[student].reason
        assert results[student].score == 0
        assert set(grades(course, student).values()) == {(0, False)}
        assert reason in comments(course, student)["double"]
        assert reason in graded(course, student).cells[0].source
    assert results["ada"].score == 4.5


def test_odd_folder_names_are_neither_recorded_nor_followed(course):
    hand_in(course, "ada", RIGHT)
    odd = ["<img src=x onerror=alert(1)>", "new\nline", "..hidden..", "\x1b[31mred"]
    for name in odd:
        hand_in(course, name, RIGHT)
    results = by_student(grade(course))
    assert results["ada"].score == 4.5
    for name in odd[:2] + odd[3:]:
        assert "rename" in results[name].reason
    with book(course) as gradebook:
        assert [student.id for student in gradebook.students] == ["ada"]
    assert sorted(os.listdir(course.root / "autograded")) == ["ada"]


def test_a_notebook_with_another_name_is_graded_and_reported(course):
    path = hand_in(course, "ada", RIGHT)
    path.rename(path.with_name("Copy of 01_tiny (1).ipynb"))
    (result,) = grade(course)
    assert result.score == 4.5
    assert result.status == "repaired"
    assert "Copy of 01_tiny" in result.reason


KILLED = """
import os
from chainrule.grading.plugins import autograde
autograde.Examine.preprocess = lambda *_: os.kill(os.getpid(), 9)
"""


def test_a_killed_autograde_leaves_no_hidden_test_and_nothing_that_counts_as_graded(course):
    hand_in(course, "ada", RIGHT)
    grading = "from nbgrader.apps.nbgraderapp import main; main()"
    for code, status in ((KILLED, -9), ("", 0)):
        command = [sys.executable, "-c", code + grading, "autograde", "01_tiny", "--create"]
        done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr
        assert "also for negative numbers" not in course.autograded("ada", "01_tiny").read_text()
    assert graded(course, "ada").metadata.chainrule.submission.score == 4.5


def test_what_has_not_changed_is_skipped_unless_forced(course):
    hand_in(course, "ada", RIGHT)
    hand_in(course, "bob", WRONG)
    first = grade(course)
    before = course.autograded("ada", "01_tiny").stat().st_mtime_ns
    assert grade(course) == first
    assert course.autograded("ada", "01_tiny").stat().st_mtime_ns == before
    hand_in(course, "bob", RIGHT)
    assert by_student(grade(course))["bob"].score == 4.5
    assert course.autograded("ada", "01_tiny").stat().st_mtime_ns == before
    grade(course, force=True)
    assert course.autograded("ada", "01_tiny").stat().st_mtime_ns > before


def test_grades_without_a_sandbox_say_so(course):
    hand_in(course, "ada", RIGHT)
    grade(course)
    assert graded(course, "ada").metadata.chainrule.submission.wall == "none"


@needs_sandbox
def test_grades_without_a_sandbox_do_not_count_for_later_and_sealed_ones_do(course):
    hand_in(course, "ada", RIGHT)
    grade(course)
    grade(course, wall="auto")
    sealed = graded(course, "ada").metadata.chainrule.submission
    assert sealed.wall in walls.TRIED
    grade(course)
    assert graded(course, "ada").metadata.chainrule.submission == sealed


def test_scores_that_a_person_gave_stay_on_a_regrade(course):
    hand_in(course, "ada", {**RIGHT, "double": WRONG["double"]})
    grade(course)
    with book(course) as gradebook:
        for name, points in (("explain_double", 3), ("double__number", 1)):
            grade_ = gradebook.find_grade(name, "01_tiny", "01_tiny", "ada")
            grade_.manual_score, grade_.needs_manual_grade = points, False
        gradebook.db.commit()
    grade(course, force=True)
    assert grades(course, "ada")["explain_double"] == (3, False)
    assert grades(course, "ada")["double__number"] == (1, False)
    hand_in(course, "ada", {**RIGHT, "explain_double": "I thought again."})
    grade(course)
    assert grades(course, "ada")["explain_double"] == (3, True)  # the answer is another one
    assert grades(course, "ada")["double__number"] == (1, True)  # and so are the answer and its verdict
    grade(course, force=True)
    assert grades(course, "ada")["explain_double"] == (3, True)  # and still is, until a person looks at it


def test_late_submissions_lose_points_as_the_course_says(course):
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    with book(course) as gradebook:
        gradebook.update_or_create_assignment("01_tiny", duedate="2030-01-01 12:00:00 UTC")
    stamps = {"early": "2030-01-01 11:59:00 UTC", "late": "2030-01-01 13:00:00 UTC", "odd": "soon"}
    for student, stamp in stamps.items():
        path = hand_in(course, student, RIGHT)
        path.with_name("timestamp.txt").write_text(stamp)
    results = by_student(grade(course))
    with book(course) as gradebook:
        submissions = gradebook.assignment_submissions("01_tiny")
        late = {entry.student.id: entry.notebooks[0].late_submission_penalty for entry in submissions}
    assert late == {"early": None, "late": 4.5, "odd": None}
    assert "timestamp.txt cannot be read" in results["odd"].reason
    assert course.autograded("late", "01_tiny").with_name("timestamp.txt").is_file()


@pytest.mark.parametrize("jobs", [1, 2])
def test_json_and_table(course, monkeypatch, jobs):
    monkeypatch.chdir(course.root)
    hand_in(course, "ada", RIGHT)
    hand_in(course, "bad", b"\x1b[31m[bold]oops")
    done = run("grade", "--no-sandbox", "--jobs", str(jobs), "--json", "out.json")
    assert done.exit_code == 0, done.output
    assert "2 submissions (1 graded, 1 unreadable)" in done.output
    assert "\x1b" not in done.output
    ada, bad = json.loads((course.root / "out.json").read_text())["submissions"]
    assert set(ada) == {
        "student",
        "assignment",
        "status",
        "reason",
        "score",
        "max_score",
        "seconds",
        "answers",
        "events",
        "wall",
        "notebook",
    }
    assert ada["answers"][0] == {
        "answer": "double",
        "score": 3.5,
        "max_score": 3.5,
        "tests": [
            {"grade_id": "double__number", "score": 2, "max_score": 2, **PASSED},
            {"grade_id": "double__array", "score": 1.5, "max_score": 1.5, **PASSED},
        ],
    }
    assert (bad["status"], bad["score"]) == ("unreadable", 0)


def test_bad_use_is_one_line_and_status_2(course, monkeypatch):
    monkeypatch.chdir(course.root)
    for arguments, says in [
        ([], "Nothing was handed in"),
        (["02_other"], "no assignment '02_other'"),
        (["--student", "zoe"], "no student 'zoe'"),
    ]:
        done = run("grade", *arguments)
        assert done.exit_code == 2
        assert says in done.output
        assert len(done.output.strip().splitlines()) == 1


def test_an_assignment_that_was_not_released(course):
    hand_in(course, "ada", RIGHT)
    with book(course) as gradebook:
        gradebook.remove_assignment("01_tiny")
    with pytest.raises(CourseError, match="chainrule release 01_tiny"):
        grade(course)
    (course.root / "gradebook.db").unlink()
    with pytest.raises(CourseError, match="no gradebook yet"):
        grade(course)


def test_a_gradebook_that_is_none_is_one_clear_line_and_nothing_is_half_written(course):
    hand_in(course, "ada", RIGHT)
    (course.root / "gradebook.db").write_bytes(b"this is not a database, but long enough to look like one" * 40)
    with pytest.raises(CourseError, match="gradebook.db cannot be used"):
        grade(course)
    assert not (course.root / "autograded").exists()


def test_a_gradebook_that_stays_locked_is_one_clear_line_and_nothing_is_half_written(course, monkeypatch):
    monkeypatch.setattr(gradebook, "_LOCKED_SECONDS", 0)
    hand_in(course, "ada", RIGHT)
    other = sqlite3.connect(course.root / "gradebook.db")
    other.execute("begin exclusive")
    with pytest.raises(CourseError, match=r"locked.* Another program is using it: close it \(formgrader, nbgrader\)"):
        grade(course)
    other.close()
    assert not (course.root / "autograded").exists()
    assert [result.score for result in grade(course)] == [4.5]


def test_one_record_is_one_transaction(course, monkeypatch):
    hand_in(course, "ada", RIGHT)

    def fails(*_):
        raise RuntimeError("in the middle")

    monkeypatch.setattr(gradebook.Grades, "_save_scores", fails)
    (result,) = grade(course)
    assert (result.status, result.reason) == ("failed", "Not graded: RuntimeError: in the middle.")
    assert not course.autograded("ada", "01_tiny").exists()
    with sqlite3.connect(course.root / "gradebook.db") as connection:
        assert connection.execute("select count(*) from student").fetchone() == (0,)
        assert connection.execute("select count(*) from submitted_assignment").fetchone() == (0,)


def test_one_that_cannot_be_recorded_takes_nothing_with_it(course, monkeypatch):
    for student in ("ada", "ben"):
        hand_in(course, student, RIGHT)
    handed = find(course, ["01_tiny"])
    (source,) = grading.sources_of(course, handed).values()
    calls = [grading.prepare(course, each, source, "none") for each in handed]
    finished = [grading.Finished(call, *grading._work(call)) for call in calls]
    real, turns = gradebook.Grades._save_scores, iter([True, False])

    def fails_once(*known):
        real(*known)
        if next(turns):
            raise RuntimeError("at the end")

    monkeypatch.setattr(gradebook.Grades, "_save_scores", fails_once)
    with gradebook.Grades(course) as grades:
        results = grading._keep(course, grades, finished)
    assert [result.reason for result in results] == ["Not graded: RuntimeError: at the end.", None]
    assert [path.parts[-3] for path in course.root.glob("autograded/*/*/*.ipynb")] == ["ben"]
    assert not list(course.root.rglob("*.draft"))
    with sqlite3.connect(course.root / "gradebook.db") as connection:
        assert connection.execute("select student_id from submitted_assignment").fetchall() == [("ben",)]


def _square_or_die(number):
    if number == 3:
        os._exit(1)
    if number == 5:
        raise ValueError("five")
    return number**2


def test_a_worker_that_dies_costs_only_its_own_submission():
    results = {call: future for call, future in workers.results(_square_or_die, range(8), 2)}
    assert sorted(results) == list(range(8))
    assert {call: f.result() for call, f in results.items() if f.exception() is None} == {
        call: call**2 for call in (0, 1, 2, 4, 6, 7)
    }
    assert isinstance(results[5].exception(), ValueError)


def test_students_who_share_a_prefix_or_hide(course):
    hand_in(course, "ann", RIGHT)
    hand_in(course, "anna", RIGHT)
    (course.root / "submitted" / ".DS_Store").write_text("")
    assert [handed.student for handed in find(course, NAMES)] == ["ann", "anna"]
    assert [handed.student for handed in find(course, NAMES, ("anna",))] == ["anna"]


def nbgrader(course, *arguments):
    command = [sys.executable, "-m", "nbgrader", *arguments]
    return subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=False)


def test_nbgrader_autograde_gives_the_same_notebooks_and_grades(course):
    hand_in(course, "ada", {**RIGHT, "double": WRONG["double"]})
    hand_in(course, "bad", b"{")
    path = hand_in(course, "cut", RIGHT)
    path.write_bytes(path.read_bytes()[:-300])
    grade(course)
    students = ("ada", "bad", "cut")
    ours = {student: (graded(course, student), grades(course, student)) for student in students}
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.Examine.sealed = False\n")
    done = nbgrader(course, "autograde", "01_tiny", "--force")
    assert done.returncode == 0, done.stderr
    for student in students:
        notebook, scores = ours[student]
        theirs = graded(course, student)
        for each in (notebook, theirs):
            each.metadata.chainrule.submission.pop("seconds")
        assert theirs == notebook
        assert grades(course, student) == scores
    for command in (["generate_feedback", "01_tiny"], ["export"]):
        assert nbgrader(course, *command).returncode == 0
    assert (course.root / "feedback" / "ada" / "01_tiny" / "01_tiny.html").is_file()
    assert "ada" in (course.root / "grades.csv").read_text()
    (course.root / "grades.csv").unlink()


def formgrader(course, *, sealed=True):
    """Return what formgrader's buttons call."""
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    config = course.settings()
    config.Examine.sealed = sealed
    return NbGraderAPI(CourseDirectory(config=config, root=str(course.root)), config=config)


def test_formgraders_autograde_button(course, monkeypatch):
    monkeypatch.chdir(course.root)
    hand_in(course, "ada", RIGHT)
    api = formgrader(course, sealed=False)
    done = api.autograde("01_tiny", "ada")
    assert done["success"], done
    assert api.get_submission("01_tiny", "ada")["score"] == 4.5


@needs_sandbox
def test_in_the_sandbox_with_two_processes(course):
    hand_in(course, "ada", RIGHT)
    hand_in(course, "bob", WRONG)
    hand_in(course, "eve", {**RIGHT, "double": "import os\nos._exit(0)"})
    results = by_student(grade(course, wall="auto", jobs=2))
    assert [results[name].score for name in ("ada", "bob", "eve")] == [4.5, 1.5, 1]
    assert graded(course, "ada").metadata.chainrule.submission.wall == "namespaces"
    assert "double" in graded(course, "eve").cells[0].source


def test_nbgraders_own_command_finds_a_notebook_by_its_content(released_course, monkeypatch):
    """One with another name had no points, and no word said so; `chainrule grade` finds it."""
    for student, name in (("ada", "01_tiny.ipynb"), ("ben", "My homework.ipynb"), ("zoe", "work/hw.ipynb")):
        path = hand_in(released_course, student, RIGHT)
        there = path.parent / name
        there.parent.mkdir(exist_ok=True)
        path.rename(there)
    monkeypatch.chdir(released_course.root)
    api = formgrader(released_course)
    for _ in range(2):
        done = api.autograde("01_tiny", "*", force=True)
        assert done["success"], done
        assert {name: api.get_submission("01_tiny", name)["score"] for name in ("ada", "ben", "zoe")} == {
            "ada": 4.5,
            "ben": 4.5,
            "zoe": 4.5,
        }


@pytest.mark.parametrize("name", ["hw1/01_tiny.ipynb", "a/b/mine.ipynb"])
def test_nbgraders_own_command_finds_a_single_students_notebook_in_a_folder(released_course, monkeypatch, name):
    """With ``--student``, or formgrader's button: where nobody else has a notebook in its place."""
    path = hand_in(released_course, "ada", RIGHT)
    there = path.parent / name
    there.parent.mkdir(parents=True)
    path.rename(there)
    monkeypatch.chdir(released_course.root)
    done = formgrader(released_course).autograde("01_tiny", "ada")
    assert done["success"], done
    assert formgrader(released_course).get_submission("01_tiny", "ada")["score"] == 4.5
    done = formgrader(released_course).autograde("01_tiny", "nobody")
    assert not done["success"]
    assert "No notebooks were matched" in done["log"]


def test_nbgraders_own_command_keeps_a_mark_for_the_same_answer(released_course, monkeypatch):
    monkeypatch.chdir(released_course.root)
    api = formgrader(released_course)
    names = ("explain_double", "01_tiny", "01_tiny", "ada")
    for text, waiting in ((RIGHT["explain_double"], True), (RIGHT["explain_double"], False), ("Another.", True)):
        hand_in(released_course, "ada", {**RIGHT, "explain_double": text})
        assert api.autograde("01_tiny", "ada", force=True)["success"]
        with Gradebook(released_course.db_url, "chainrule") as gradebook:
            grade = gradebook.find_grade(*names)
            assert grade.needs_manual_grade == waiting
            grade.manual_score, grade.needs_manual_grade = 3, False
            gradebook.db.commit()


@pytest.mark.parametrize("odd", ['eve";document.title="42";x="<img src=x onerror=document.title=43>', "two\nlines"])
def test_nbgraders_own_command_tells_the_gradebook_of_no_odd_name(released_course, monkeypatch, odd):
    """Formgrader's pages show names unescaped; `chainrule grade` refuses such a name, too."""
    hand_in(released_course, odd, RIGHT)
    monkeypatch.chdir(released_course.root)
    api = formgrader(released_course)
    done = api.autograde("01_tiny", "*")
    assert not done["success"]
    assert "is not a valid student ID; rename the folder." in done["log"]
    with Gradebook(released_course.db_url, "chainrule") as gradebook:
        assert not gradebook.students
    assert not (released_course.root / "autograded").exists()
