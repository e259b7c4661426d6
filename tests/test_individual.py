"""Individual numbers: a hidden test draws its data from whose submission it is, the same in every regrade."""

import stat

import pytest
from class_of_students import RIGHT, hand_in
from click.testing import CliRunner

from chainrule.cli import main
from chainrule.grading import individual
from chainrule.grading.authoring import release, source
from chainrule.grading.course import CourseError
from chainrule.grading.term import grade as grading
from chainrule.grading.term import years
from chainrule.grading.term.verify import verify

OLD = 'assert double(-3.5) == -7, "double is also for negative numbers"'
TELLS = """\
from chainrule import check
from chainrule.grading import individual
check.true(double(1) != 3, f"number {individual.seed()}")"""
ASKS = """\
from chainrule.grading import individual
assert double(individual.seed()) == 2 * individual.seed()"""
TRIPLE = {**RIGHT, "double": "def double(x):\n    return 3 * x if np.size(x) == 1 and x == 1 else 2 * x"}


def write_test(course, code):
    text = course.text("01_tiny").read_text()
    course.text("01_tiny").write_text(text.replace(OLD, code))
    source.build(course, "01_tiny")  # the cells run, that test's included
    release.release(course, "01_tiny")


@pytest.fixture
def course(released_course, monkeypatch):
    monkeypatch.chdir(released_course.root)
    write_test(released_course, TELLS)
    return released_course


def numbers(course, **options):
    """What the hidden test tells each student, for this once, of their number."""
    results = grading.grade_class(course, ["01_tiny"], jobs=1, wall="none", **options)
    return {result.student: result.answers[0].tests[0].message for result in results}


def test_two_students_have_two_numbers_and_each_the_same_again(course):
    for student in ("ada", "ben"):
        hand_in(course, student, TRIPLE)
    first = numbers(course)
    assert "number " in first["ada"]
    assert first["ada"] != first["ben"]
    assert numbers(course, force=True) == first
    key = individual.secret_path(course)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    key.unlink()
    assert numbers(course) != first  # and graded again, unasked


@pytest.mark.parametrize("follow_through", [True, False])
def test_nbgraders_own_command_draws_the_same(course, follow_through):
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.Examine.sealed = False\nc.Examine.follow_through = {follow_through}\n")
    hand_in(course, "ada", TRIPLE)
    assert CliRunner().invoke(main, ["grade", "--no-sandbox", "--jobs", "1"]).exit_code == 0
    ours = course.autograded("ada", "01_tiny").read_text()
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    config = course.settings()
    api = NbGraderAPI(CourseDirectory(config=config, root=str(course.root)), config=config)
    assert api.autograde("01_tiny", "ada")["success"]
    theirs = course.autograded("ada", "01_tiny").read_text()
    assert [line for line in theirs.split("\n") if "seconds" not in line] == [
        line for line in ours.split("\n") if "seconds" not in line
    ]
    assert "1 of them had not changed" in CliRunner().invoke(main, ["grade", "--no-sandbox", "--jobs", "1"]).output


def test_the_secret_comes_back_with_an_archive_and_goes_with_the_term(course, tmp_path):
    hand_in(course, "ada", TRIPLE)
    before = numbers(course)
    years.archive(course, tmp_path / "term.tar.gz")
    years.new(course)
    release.release(course, "01_tiny")
    hand_in(course, "ada", TRIPLE)
    assert numbers(course) != before
    years.new(course)
    years.restore(course, tmp_path / "term.tar.gz")
    assert numbers(course, force=True) == before


HELPER = "from chainrule.grading import individual\n\n\ndef drawn():\n    return individual.seed()\n"
WAYS = {
    "from chainrule.grading import cells, individual": "individual.seed()",
    "from chainrule.grading import (\n    individual as one,\n)": "one.seed()",
    "import chainrule.grading as g; from chainrule.grading import individual as _": "g.individual.seed()",
    "from chainrule import grading, check": "grading.individual.seed()",
    "from trusted import draws": "draws.drawn()",
    'import importlib; one = importlib.import_module("chainrule.grading.indi" "vidual")': "one.seed()",
}


@pytest.mark.parametrize("imported", WAYS)
def test_a_seed_is_found_however_it_is_imported_or_missed_aloud(released_course, monkeypatch, imported):
    monkeypatch.chdir(released_course.root)
    released_course.trusted.mkdir()
    (released_course.trusted / "__init__.py").touch()
    if "draws" in imported:
        (released_course.trusted / "draws.py").write_text(HELPER)
    text = f"{imported}\nfrom chainrule import check\ncheck.true(double(1) != 3, f'number {{{WAYS[imported]}}}')"
    course = released_course.text("01_tiny").read_text()
    released_course.text("01_tiny").write_text(course.replace(OLD, text))
    source.build(released_course, "01_tiny", run=False)
    release.release(released_course, "01_tiny")
    hand_in(released_course, "ada", TRIPLE)
    (result,) = grading.grade_class(released_course, ["01_tiny"], jobs=1, wall="none")
    test = result.answers[0].tests[0]
    if "importlib" in imported:
        assert test.verdict == "not tested"
        assert "write `from chainrule.grading import individual` into the test" in test.trouble
    else:
        assert "number " in test.message
        assert "number 0" not in test.message


def test_a_course_without_them_has_no_secret(released_course):
    hand_in(released_course, "ada", RIGHT)
    numbers(released_course)
    assert not individual.secret_path(released_course).exists()


def test_students_cannot_be_told(released_course):
    """The wheel does not hold it, and what is visible may not ask for it."""
    told = "import numpy as np\nfrom chainrule.grading import individual\n"
    text = released_course.text("01_tiny").read_text().replace("import numpy as np\n", told)
    with pytest.raises(CourseError, match="students have no"):
        source.parse(text)


def test_verify_looks_at_several_numbers(released_course, tmp_path):
    write_test(released_course, ASKS)
    other = individual.SEVERAL[1]
    folder = tmp_path / "01_tiny"
    folder.mkdir()
    (folder / "double.py").write_text(
        f"# %% wrong: slip | wrong for one number\ndef double(x):\n    return x * (3 if np.all(x == {other}) else 2)\n"
        f"# %% right: sum | right for each\ndef double(x):\n    return x + x\n"
        f"# %% right: but | not for one\ndef double(x):\n    return x * (2 if np.any(x != {other}) else 5)\n"
    )
    verdicts = verify(released_course, ["01_tiny"], tmp_path, jobs=1, wall="none")
    assert {each.section.name: each.as_expected for each in verdicts} == {"slip": False, "sum": True, "but": False}
