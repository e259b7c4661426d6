"""Any nbgrader course, sealed: the verdicts are nbgrader's, and each test has the seal that it can have."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from click.testing import CliRunner
from conftest import needs_sandbox
from kinds_of_tests import ATTACKS, BESIDE, BROKEN, HANDED_IN, KINDS, OTHERS, SEALED, TRUSTING, Book
from little import answer, checks, notebook
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import determine_grade

from chainrule.cli import main
from chainrule.grading import cells, stock
from chainrule.grading.course import CONFIG, Course, CourseError
from chainrule.grading.notebooks import source_text
from chainrule.grading.people import report
from chainrule.grading.results import Answer, Submission, TestResult
from chainrule.grading.sealed import beside, workers
from chainrule.grading.sealed.examiner import examine
from chainrule.grading.settings import limits_of
from chainrule.grading.submission import grade_one
from chainrule.grading.term.grade import grade_class

pytestmark = needs_sandbox

PLAIN = """c = get_config()
c.Execute.startup_timeout = 600
c.ClearSolutions.begin_solution_delimeter = "BEGIN ANSWER"
c.ClearSolutions.end_solution_delimeter = "END ANSWER"
c.ClearSolutions.code_stub = {"python": "# Your turn.\\nraise NotImplementedError()"}
c.ClearHiddenTests.begin_test_delimeter = "BEGIN SECRET"
c.ClearHiddenTests.end_test_delimeter = "END SECRET"
c.IncludeHeaderFooter.header = "source/header.ipynb"
c.Autograde.exclude_overwriting = {"ps1": ["mycode.py", "data/mine.csv"]}
"""
SEALED_TOO = PLAIN + "\nfrom chainrule.grading import seal\n\nseal.configure(c)\n"
STUDENTS = {"right": True, "wrong": False, "bare": None}
AUTOTESTS = """
python3:
  setup: "from hashlib import sha1"
  hash: "sha1({{snippet}}.encode('utf-8') + b'{{salt}}').hexdigest()"
  dispatch: "type({{snippet}})"
  normalize: "str({{snippet}})"
  check: "assert {{snippet}} == '{{value}}', '{{message}}'"
  success: "print('Right.')"
  templates:
    default:
      - test: "{{snippet}}"
        fail: "wrong"
"""

Scores = dict[tuple[str, str], float | None]


@pytest.fixture(scope="module")
def course(tmp_path_factory, empty_gradebook) -> Course:
    """A course with an assignment of two notebooks, one of an older format, which three students handed in."""
    root = tmp_path_factory.mktemp("own") / "course"
    folder = root / "source" / "ps1"
    folder.mkdir(parents=True)
    files = BESIDE | {name: right.encode() for name, (right, _) in HANDED_IN.items()}
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    (root / "autotests.yml").write_text(AUTOTESTS)
    header = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("Name:")])
    header.nbformat_minor = 2
    del header.cells[0]["id"]
    nbformat.write(header, folder.parent / "header.ipynb")
    old = Book(OTHERS).source()
    old.nbformat_minor = 2
    for cell in old.cells:
        del cell["id"]
    nbformat.write(Book().source(), folder / "all kinds.ipynb")
    nbformat.write(old, folder / "second.ipynb")
    shutil.copy(empty_gradebook, root / "gradebook.db")
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "default_course") as book:
        book.db.commit()
    (root / CONFIG).write_text(SEALED_TOO)
    nbgrader(root, "generate_assignment", "ps1", "--create")
    course = Course(root)
    for student, right in STUDENTS.items():
        shutil.copytree(root / "release" / "ps1", root / "submitted" / student / "ps1")
        for name, book in (("all kinds", Book()), ("second", Book(OTHERS))):
            path = course.submitted(student, "ps1", name)
            if right is not None:
                nbformat.write(book.handed_in(nbformat.read(path, as_version=4), right), path)
        for name, contents in HANDED_IN.items() if right is not None else ():
            (course.submitted(student, "ps1").parent / name).write_text(contents[not right])
    return course


def nbgrader(root: Path, *arguments: str) -> None:
    command = [str(Path(sys.executable).with_name("nbgrader")), *arguments]
    done = subprocess.run(command, cwd=root, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-4000:]


@pytest.fixture(scope="module")
def ours(course: Course) -> list[Submission]:
    return grade_class(course, ["ps1"], jobs=1, limits=limits_of(course.settings()))


@pytest.fixture(scope="module")
def graded(course: Course, ours: list[Submission]) -> Course:
    """The course as it is after sealed grading."""
    return Course(shutil.copytree(course.root, course.root.with_name("graded")))


@pytest.fixture(scope="module")
def recorded(graded: Course) -> Scores:
    """What sealed grading wrote into the gradebook."""
    return scores(graded)


@pytest.fixture(scope="module")
def theirs(course: Course, recorded: Scores) -> Scores:
    """What nbgrader's own autograde gives, in one run."""
    (course.root / CONFIG).write_text(PLAIN)
    nbgrader(course.root, "autograde", "ps1", "--force")
    found = scores(course)
    (course.root / CONFIG).write_text(SEALED_TOO)
    return found


def scores(course: Course) -> Scores:
    with Gradebook(course.db_url, "default_course") as book:
        return {
            (submission.student.id, grade.name): grade.auto_score
            for submission in book.assignment_submissions("ps1")
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


@pytest.mark.parametrize("kind", [*KINDS, *OTHERS], ids=lambda kind: kind.name)
def test_the_points_are_those_of_nbgrader_but_for_documented_differences(kind, recorded, theirs):
    of_kind = [key for key in theirs if key[1].rpartition("_")[0] == kind.name or key[1] == kind.name]
    assert len(of_kind) == len(STUDENTS) * (len(kind.tests) + kind.manual)
    assert ({key: recorded[key] for key in of_kind} != {key: theirs[key] for key in of_kind}) == kind.differs
    if not kind.differs:
        assert {recorded["right", f"{kind.name}_{number}"] for number in range(len(kind.tests))} == {1.0}
        assert {recorded["wrong", f"{kind.name}_{number}"] for number in range(len(kind.tests))} != {1.0}


@pytest.mark.parametrize("kind", [*KINDS, *OTHERS], ids=lambda kind: kind.name)
def test_every_test_has_the_seal_that_it_can_have(kind, ours):
    tests = [test for result in ours for test in result.tests if test.grade_id.rpartition("_")[0] == kind.name]
    seals = {BROKEN if test.verdict == "not tested" else TRUSTING if test.trusting else SEALED for test in tests}
    assert seals == {kind.seal}


def test_what_is_marked_by_hand_waits_for_a_person(course, recorded, theirs):
    assert recorded["right", "task"] is theirs["right", "task"] is None
    assert recorded["right", "manual_code"] is None
    assert recorded["bare", "manual_code"] == theirs["bare", "manual_code"] == 0


def test_graded_notebooks_mark_trusting_tests_and_hide_hidden_ones(graded):
    notebook = nbformat.read(graded.autograded("right", "ps1", "all kinds"), as_version=4)
    tags = {
        cell.metadata.nbgrader.grade_id: cell.metadata.get("tags")
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    }
    assert (tags["identity_0"], tags["value_0"]) == (["trusting"], None)
    assert "double(5)" not in nbformat.writes(notebook)
    assert stock.KEY not in notebook.metadata


def test_lint_says_which_line_cannot_be_sealed_and_what_to_write_instead(course, ours, monkeypatch):
    monkeypatch.chdir(course.root)
    done = CliRunner().invoke(main, ["lint", "ps1"])
    assert done.exit_code == 1
    said = done.output
    sealed = sum(len(kind.tests) for kind in KINDS if kind.seal == SEALED)
    assert f"ps1/all kinds: {sealed} of {sum(len(kind.tests) for kind in KINDS)} tests sealed" in said
    assert "identity_0 is trusting:\n    line 2 compares by `is`, but every call returns a new copy. Instead:" in said
    assert "subclass_0 is trusting:\n    line 1 makes a subclass of a class of the student's. Instead:" in said
    assert "broken_0 fails with your own answers" in said
    others = sum(len(kind.tests) for kind in OTHERS)
    assert f"ps1/second: {others} of {others} tests sealed" in said


def test_a_notebook_in_another_language_is_refused_in_one_line(course, tmp_path):
    other = Course(shutil.copytree(course.root, tmp_path / "course"))
    notebook = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}})
    nbformat.write(notebook, other.source("ps1", "third"))
    with pytest.raises(CourseError, match=r"third\.ipynb is in R; only Python can be sealed"):
        stock.read(other, "ps1", other.source("ps1", "third"))


def test_a_tag_that_means_something_here_means_nothing_in_a_course_of_others(course, tmp_path):
    other = Course(shutil.copytree(course.root, tmp_path / "course"))
    notebook = nbformat.read(other.source("ps1", "second"), as_version=4)
    notebook.cells[-1].metadata["tags"] = ["long", "mine"]
    nbformat.write(notebook, other.source("ps1", "second"))
    assert stock.read(other, "ps1", other.source("ps1", "second")).cells[-1].metadata.tags == ["mine"]


def test_a_graded_notebook_does_not_say_what_in_a_test_cannot_be_sealed():
    """It may be a line of a hidden part."""
    test = TestResult("total_0", 1, trusting="line 4 compares by `is`")
    graded = Submission("ada", "ps1", "graded", None, 1.0, [Answer("total", [test])])
    assert "line 4" in json.dumps(graded.as_json())
    assert "line 4" not in (public := json.dumps(graded.public_json()))
    assert "chainrule lint" in public


def test_old_formats_and_schemas_are_upgraded(course, tmp_path):
    other = Course(shutil.copytree(course.root, tmp_path / "course"))
    cell = nbformat.v3.new_code_cell(
        "assert one() == 1", metadata={"nbgrader": {"grade": True, "grade_id": "a", "points": 1}}
    )
    old = nbformat.v3.new_notebook(worksheets=[nbformat.v3.new_worksheet(cells=[cell])])
    other.source("ps1", "third").write_text(nbformat.v3.writes_json(old))
    found = stock.read(other, "ps1", other.source("ps1", "third"))
    assert found.cells[-1].metadata.nbgrader.schema_version == 3
    assert len({cell.id for cell in found.cells}) == len(found.cells)


def test_the_report_has_a_section_for_each_notebook_and_says_what_is_not_sealed(graded):
    kinds, second = report.collect(graded, ["ps1"])
    assert (kinds.assignment, second.assignment) == ("ps1/all kinds", "ps1/second")
    assert "identity_0" in kinds.unsealed
    assert second.unsealed == []
    assert sorted(second.shares) == [0, 0, 1]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_on_a_course_of_any_kind_gains_nothing(attack, course):
    text = source_text(course, "ps1", "all kinds")
    source = nbformat.reads(text, as_version=4)
    wanted = ("value", "earlier_test", "file_beside")
    source.cells = [cell for cell in source.cells if str(cells.grade_id(cell)).startswith(wanted)]
    submitted = nbformat.from_dict(source)
    for cell in submitted.cells:
        if cells.role(cell) == "answer":
            cell.source = (
                ATTACKS[attack] if cells.grade_id(cell) == "value" else "def total(): return 9\ndef fourth(x): return 1"
            )
    sandbox = workers.warm_sandbox(course.root, "auto")
    found = examine(submitted, sandbox, source=source, beside=beside.of(course, "ps1", source))
    assert {name: (test.score, test.trusting) for name, test in found.tests.items()} == dict.fromkeys(
        found.tests, (0, None)
    )


def graded_here(course: Course, right: str, submitted: str, tests: dict[str, str]) -> dict[str, TestResult]:
    def made(code: str) -> NotebookNode:
        book = notebook(answer(code, "share"), *[checks(text, name, points=2) for name, text in tests.items()])
        book.metadata["stock"] = {"code_stub": {}, "text_stub": "", "files": ""}
        return book

    return examine(made(submitted), workers.warm_sandbox(course.root, "auto"), source=made(right)).tests


def test_no_model_answer_lies_where_nbgraders_own_feedback_would_show_it(graded):
    notebooks = list(graded.root.glob("autograded/*/ps1/*.ipynb"))
    assert len(notebooks) == 2 * len(STUDENTS)
    assert not [path for path in notebooks if "marking scheme" in path.read_text()]


NUMBERS = {
    "0.75": 1.5,
    "1": 2.0,
    "5": 2.0,
    "np.float64(0.25)": 0.5,
    "0.98431363859": 1.97,
    "0": 0.0,
    "-1": 0.0,
    "float('nan')": 0.0,
    "np.zeros(3)": 0.0,
    "-(10**4000)": 0.0,
    "10**4000": 2.0,
    "np.timedelta64(5, 's')": 0.0,
    "1j": 0.0,
    "[]": 0.0,
}


@pytest.mark.parametrize("value", NUMBERS)
def test_partial_credit_is_a_number_of_points_and_nothing_else_earns_any(course, value):
    right = "def share(): return 1.0"
    result = graded_here(course, right, f"def share(): return {value}", {"share__points": "2 * share()"})
    test = result["share__points"]
    assert test.score == NUMBERS[value]
    cell = checks("", "share__points", points=2)
    cell.outputs = grade_one.outputs_of(test, hidden=False)
    assert determine_grade(cell) == (test.score, 2)


PORTIONS = {"two_thirds": 0.667, "three_eighths": 0.375, "an_eighth": 0.125, "nothing": 0}
SHARES = {
    "all": "1",
    "sum": "sum([0.1] * 10)",
    "nearly": "0.99",
    "third": "1 / 3",
    "little": "1e-3",
    "none": "0",
}


def test_all_points_are_all_whatever_their_number_and_parts_are_those_of_nbgrader_rounded(tmp_path, empty_gradebook):
    def sharing(share: str) -> NotebookNode:
        tests = [checks(f"{most} * share()", f"share__{name}", points=most) for name, most in PORTIONS.items()]
        book = notebook(answer(f"def share():\n    return {share}", "share"), *tests)
        book.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        return book

    course = Course(tmp_path)
    shutil.copy(empty_gradebook, tmp_path / "gradebook.db")
    (tmp_path / CONFIG).write_text("from chainrule.grading import seal\n\nc = get_config()\nseal.configure(c)\n")
    handed_in = [(course.submitted(student, "ps1"), share) for student, share in SHARES.items()]
    for path, share in [(course.source("ps1"), "1"), *handed_in]:
        path.parent.mkdir(parents=True)
        nbformat.write(sharing(share), path)
    nbgrader(tmp_path, "generate_assignment", "ps1", "--create")
    grade_class(course, ["ps1"], jobs=1)
    ours = scores(course)
    (tmp_path / CONFIG).write_text("c = get_config()\n")
    nbgrader(tmp_path, "autograde", "ps1", "--force")
    theirs = scores(course)
    for (student, name), points in theirs.items():
        most = PORTIONS[name.removeprefix("share__")]
        right = most if student in ("all", "sum") else min(round(points, 2), most)
        assert (student, name, ours[student, name]) == (student, name, right)


def test_a_value_that_is_no_number_of_points_earns_all_if_the_instructors_is_none_either(course):
    tests = {"share__value": "assert share() > 0\n[share()]"}
    assert graded_here(course, "def share(): return 1", "def share(): return 2", tests)["share__value"].score == 2


def test_a_trusting_test_says_nothing_that_a_sealed_one_has_told(course):
    right = "L = [1]\ndef get(): return L\ndef double(x): return 2 * x"
    wrong = "L = [1]\ndef get(): raise ValueError('the' + ' input')\ndef double(x): return x"
    hidden = "### BEGIN HIDDEN TESTS\nassert double(314159) == 628318\n### END HIDDEN TESTS"
    found = graded_here(course, right, wrong, {"get__same": "assert get() is L", "double__hidden": hidden})
    assert found["get__same"].trusting
    assert "ValueError" in found["get__same"].message
    assert "the input" not in found["get__same"].message
    found = graded_here(course, right, wrong, {"get__same": "assert get() is L"})
    assert "the input" in found["get__same"].message


def test_nbgraders_own_command_grades_with_the_seal(course, recorded, theirs, monkeypatch):
    monkeypatch.chdir(course.root)
    shutil.rmtree(course.root / "autograded")
    config = course.settings()
    api = NbGraderAPI(CourseDirectory(config=config, root=str(course.root)), config=config)
    assert api.autograde("ps1", "wrong")["success"]
    wrong = {key: score for key, score in recorded.items() if key[0] == "wrong"}
    assert {key: score for key, score in scores(course).items() if key[0] == "wrong"} == wrong
