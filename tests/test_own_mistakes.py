"""A course's own mistakes: its checks name them, students read their words, and no formula leaves the course."""

import subprocess
import sys
import zipfile

import pytest
from class_of_students import RIGHT, hand_in, write_tiny_course
from click.testing import CliRunner

from chainrule import mistakes
from chainrule.cli import main
from chainrule.grading.course import Course, CourseError
from chainrule.grading.settings import offer_trusted
from chainrule.grading.term.verify import verify

SAYS, ASKS = "it is three times the number.", "how often does the number occur in the sum?"
ENTRIES = f"""\
from chainrule.mistakes import Mistake

def thrice(expected, facts):
    return 3 * facts["values"]["x"]  # a line that only the course has

ENTRIES = (Mistake("thrice", {SAYS!r}, {ASKS!r}, thrice),)
"""
TRUSTED = "def double(x):\n    return 2 * x\n"
OLD = 'assert double(-3.5) == -7, "double is also for negative numbers"'
TEST = """\
from chainrule import check
from trusted import layers
check.task(double, layers.double).agrees(np.arange(1.0, 5.0), about="four numbers")"""
CORPUS = """\
# %% right: sum | adds
def double(x):
    return x + x
# %% wrong: thrice | three times, and right for 3
# expect: thrice
def double(x):
    return 6 if np.size(x) == 1 else 3 * x
"""
THRICE = {**RIGHT, "double": "def double(x):\n    return 6 if np.size(x) == 1 else 3 * x"}


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.chdir(write_tiny_course(tmp_path / "project").root)
    run("new", str(tmp_path / "networks"))
    monkeypatch.chdir(tmp_path / "networks")
    own = Course(tmp_path / "networks")
    (own.trusted / "mistakes.py").write_text(ENTRIES)
    (own.trusted / "layers.py").write_text(TRUSTED)
    text = own.text("01_tiny").read_text()
    own.text("01_tiny").write_text(text.replace(OLD, TEST))
    own.corpus("01_tiny").mkdir()
    (own.corpus("01_tiny") / "double.py").write_text(CORPUS)
    yield own
    offer_trusted(Course(tmp_path / "project"))  # which has none


def run(*arguments, code=0):
    done = CliRunner().invoke(main, list(arguments))
    assert done.exit_code == code, done.output
    return done.output


def test_from_the_entry_to_the_feedback(course):
    run("build")
    run("release")
    right, wrong = verify(course, ["01_tiny"], jobs=1, wall="none")
    assert right.as_expected
    assert wrong.as_expected
    assert wrong.mistake == "thrice"
    hand_in(course, "ada", THRICE)
    run("grade", "--no-sandbox", "--jobs", "1")
    run("feedback", "--jobs", "1")
    page = (course.root / "feedback" / "ada" / "01_tiny" / "01_tiny.html").read_text()
    assert "thrice" in page
    assert SAYS in page
    run("report")
    assert SAYS in (course.root / "report.html").read_text()


def test_lint_knows_the_trusted_answers(course):
    run("build")
    offer_trusted(Course(course.root.parent))  # which has none, as in a new process
    assert "fails with your own answers" not in run("lint", "--no-sandbox")


def test_students_get_the_words_and_no_formula(course, tmp_path):
    run("build", "--no-run")
    run("release")
    (wheel,) = (course.root / "release").glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(tmp_path / "students")
    everything = b"".join(path.read_bytes() for path in (tmp_path / "students").rglob("*") if path.is_file())
    assert SAYS.encode() in everything
    assert b"a line that only the course has" not in everything
    asks = (
        "from chainrule import check, mistakes\n"
        "try: check.value(6.0, 4.0, 'two', facts={'named': {'thrice': [6.0]}})\n"
        "except check.CheckFailed as failed: print(failed.mistake, failed.message)\n"
        "print(mistakes.__file__)"
    )
    known = {"PYTHONPATH": str(tmp_path / "students"), "PATH": ""}
    done = subprocess.run([sys.executable, "-c", asks], env=known, capture_output=True, text=True, check=True)
    assert str(tmp_path) in done.stdout
    assert f"thrice two: the result is not right: got 6, expected 4.\nThis looks like “thrice”: {SAYS}" in done.stdout
    before = wheel.name
    (course.trusted / "mistakes.py").write_text(ENTRIES.replace("three times", "3 times"))
    renew = f"{sys.executable} -c 'from chainrule.cli import main; main()' release"
    subprocess.run(renew, cwd=course.root, shell=True, capture_output=True, check=True)
    assert [path.name for path in (course.root / "release").glob("*.whl")] != [before]


def test_words_that_hold_a_line_of_a_solution_are_not_given_out(course):
    run("build", "--no-run")
    (course.trusted / "mistakes.py").write_text(ENTRIES.replace(SAYS, "it is not return np.multiply(x, two)"))
    said = run("release", code=2)
    assert "in trusted/mistakes.py, thrice contains a line of a solution or hidden test: return np.multiply" in said
    assert not list((course.root / "release").glob("*.whl"))


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ("import numpy", "AttributeError: module 'trusted.mistakes' has no attribute 'ENTRIES'"),
        ("ENTRIES = ('thrice',)", "which is not a chainrule.mistakes.Mistake"),
        (ENTRIES.replace('"thrice"', '"sign-flipped"'), "'sign-flipped' is taken"),
        (ENTRIES.replace('"thrice"', '"Three times"'), "'Three times' is taken, or not in small letters"),
        ("ENTRIES = (", "SyntaxError"),
    ],
)
def test_what_is_no_entry_is_one_line(course, entries, says):
    (course.trusted / "mistakes.py").write_text(entries)
    with pytest.raises(CourseError, match=r"^trusted/mistakes\.py: ") as caught:
        offer_trusted(course)
    assert says in str(caught.value)


def test_another_course_knows_nothing_of_them(course, tmp_path):
    offer_trusted(course)
    assert "thrice" in {mistake.name for mistake in mistakes.everything()}
    offer_trusted(Course(tmp_path / "project"))
    assert "thrice" not in {mistake.name for mistake in mistakes.everything()}
