"""What students get: it is what the source gives, it gives nothing away, and it runs."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from conftest import ASSIGNMENTS_TO_RUN, ROOT
from nbclient import NotebookClient
from nbgrader.api import Gradebook

from chainrule.grading import cells
from chainrule.grading.authoring import release, source
from chainrule.grading.course import Course, CourseError

ASSIGNMENTS = sorted(path.parent.name for path in ROOT.glob("release/*/*.ipynb"))


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


@pytest.fixture
def built(tiny_course, empty_gradebook):
    shutil.copy(empty_gradebook, tiny_course.root / "gradebook.db")
    source.build(tiny_course, "01_tiny", run=False)
    return tiny_course


def test_a_stub_says_which_answer_is_missing(released_course):
    text = {cell.id: cell.source for cell in read(released_course.release("01_tiny")).cells}
    assert text["double"].endswith('    # YOUR CODE HERE\n    raise NotImplementedError("double is not answered yet")')
    assert text["facts"].endswith('# YOUR CODE HERE\nraise NotImplementedError("facts is not answered yet")')
    assert text["double__number"] == 'assert double(3) == 6, "double(3) is 6"'
    assert text["explain_double"] == "YOUR ANSWER HERE"


def test_the_code_of_tests_is_folded_and_nothing_else(released_course):
    folded = {cell.id: cell.metadata.get("jupyter") for cell in read(released_course.release("01_tiny")).cells}
    tests = [cell.id for cell in read(released_course.source("01_tiny")).cells if cells.role(cell) == "test"]
    assert {name: marks for name, marks in folded.items() if marks} == dict.fromkeys(tests, {"source_hidden": True})


def test_only_the_notebook_is_released(released_course):
    assert list(files(released_course.root / "release")) == ["01_tiny/01_tiny.ipynb"]


def test_releasing_twice_gives_the_same_bytes(released_course):
    before = files(released_course.root / "release")
    release.release(released_course, "01_tiny")
    assert files(released_course.root / "release") == before


def test_nbgraders_own_command_gives_the_same_notebook(released_course):
    from nbgrader.apps import NbGraderAPI

    before = files(released_course.root / "release")
    config = released_course.settings()
    config.CourseDirectory.root = str(released_course.root)
    assert NbGraderAPI(config=config).generate_assignment("01_tiny")["success"]
    assert files(released_course.root / "release") == before


def test_the_questions_are_in_the_gradebook(released_course):
    with Gradebook(released_course.db_url) as gradebook:
        notebook = gradebook.find_notebook("01_tiny", "01_tiny")
        assert notebook.max_score == 8.5
        tests = {cell.name: cell.source for cell in notebook.source_cells}
    assert "BEGIN HIDDEN TESTS" in tests["double__number"]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        (
            "hints.txt",
            "you could\n  return np.multiply(x, two)",
            "hints.txt contains a line of a solution or hidden test",
        ),
        (
            "notes/why.md",
            "Because addition and multiplication by two agree.",
            "contains a line of a solution or hidden test",
        ),
        ("todo.txt", "see chainrule.reference", "todo.txt mentions chainrule.reference"),
        ("draft.md", "### BEGIN HIDDEN TESTS", "draft.md mentions BEGIN HIDDEN TESTS"),
    ],
)
def test_a_leak_stops_the_release_and_leaves_the_old_one(built, name, text, says):
    release.release(built, "01_tiny")
    before = files(built.root / "release"), (built.root / "gradebook.db").read_bytes()
    extra = built.source("01_tiny").parent / name
    extra.parent.mkdir(exist_ok=True)
    extra.write_text(text)
    with pytest.raises(CourseError, match=says):
        release.release(built, "01_tiny")
    assert (files(built.root / "release"), (built.root / "gradebook.db").read_bytes()) == before
    assert [path.name for path in (built.root / ".chainrule").iterdir()] == ["built"]


def test_pictures_and_data_are_released(built):
    (built.source("01_tiny").parent / "graph.png").write_bytes(b"\x89PNG\xff\xfe")
    release.release(built, "01_tiny")
    assert "graph.png" in files(built.release("01_tiny").parent)


def test_a_leak_within_the_notebook_is_found(released_course):
    instructors = read(released_course.source("01_tiny"))
    notebook = read(released_course.release("01_tiny"))
    notebook.cells[0].source += '\nassert facts["half of ten"] == 5, "half of ten is something else"'
    nbformat.write(notebook, released_course.release("01_tiny"))
    assert "half of ten" in release.find_leak(instructors, released_course.release("01_tiny").parent)


def test_an_old_notebook_is_not_released(built):
    text = built.text("01_tiny")
    text.write_text(text.read_text().replace("Why?", "Why not?"))
    with pytest.raises(CourseError, match=r"does not match its text. Run: chainrule build 01_tiny"):
        release.release(built, "01_tiny")
    assert not (built.root / "release").exists()


@pytest.mark.filterwarnings("ignore:Object of type:sqlalchemy.exc.SAWarning")  # nbgrader's own
def test_questions_cannot_change_once_students_handed_in(released_course):
    with Gradebook(released_course.db_url) as gradebook:
        gradebook.add_student("ada")
        gradebook.add_submission("01_tiny", "ada")
    text = released_course.text("01_tiny")
    text.write_text(text.read_text().replace('"double__array"', '"double__arrays"'))
    source.build(released_course, "01_tiny", run=False)
    before = files(released_course.root / "release")
    with pytest.raises(CourseError, match="Cannot add or remove cells .* because there are submissions"):
        release.release(released_course, "01_tiny")
    assert files(released_course.root / "release") == before


@pytest.mark.parametrize("spoil", ["folder", "junk"])
def test_a_broken_gradebook_is_named(built, spoil):
    gradebook = built.root / "gradebook.db"
    gradebook.unlink()
    gradebook.mkdir() if spoil == "folder" else gradebook.write_text("junk")
    with pytest.raises(CourseError, match=r"the gradebook sqlite:///.*gradebook.db cannot be used"):
        release.release(built, "01_tiny")
    assert not (built.root / "release" / "01_tiny").exists()


def test_broken_settings_are_named(built):
    (built.root / "nbgrader_config.py").write_text("c = get_config()\nimport nothing_of_that_name")
    with pytest.raises(CourseError, match=r"nbgrader_config.py:2: ModuleNotFoundError: No module named"):
        release.release(built, "01_tiny")


def run_as_student(path: Path, folder: Path) -> nbformat.NotebookNode:
    """Run a copy of a student's notebook in an empty folder, from top to bottom whatever fails."""
    notebook = read(path)
    client = NotebookClient(
        notebook,
        timeout=source.CELL_SECONDS,
        startup_timeout=source.START_SECONDS,
        allow_errors=True,
        resources={"metadata": {"path": str(folder)}},
    )
    return client.execute()


def check_untouched_copy(notebook: nbformat.NotebookNode) -> None:
    """Check that all that is given runs, and that each test fails saying which answer is missing."""
    for cell in notebook.cells:
        if cells.role(cell) not in ("given", "answer", "test"):
            continue
        errors = [output for output in cell.outputs if output.output_type == "error"]
        shown = "\n".join(
            output.get("evalue") or output.get("text") or str(output.get("data")) for output in cell.outputs
        )
        name = cells.grade_id(cell) or ""
        match cells.role(cell):
            case "given":
                assert not errors, (name, shown)
            case "answer":
                assert not errors or shown == f"{name} is not answered yet"
            case "test":
                assert errors, f"{name} passes although nothing is answered"
                assert re.search(rf"{cells.answer_of(name)}\b.*(is not answered|has no value for .*) yet", shown), (
                    name,
                    shown,
                )


def test_a_students_copy_of_the_tiny_course_runs(released_course, tmp_path):
    check_untouched_copy(run_as_student(released_course.release("01_tiny"), tmp_path))


@pytest.mark.parametrize("assignment", ASSIGNMENTS_TO_RUN)
def test_a_students_copy_runs(assignment, tmp_path):
    check_untouched_copy(run_as_student(Course(ROOT).release(assignment), tmp_path))


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_committed_release_is_what_the_source_gives(assignment, tmp_path, empty_gradebook):
    # All of them: what a notebook says that it needs depends on what the course has.
    shutil.copytree(ROOT / "source", tmp_path / "source", ignore=shutil.ignore_patterns("corpus"))
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    shutil.copy(empty_gradebook, tmp_path / "gradebook.db")
    release.release(Course(tmp_path), assignment)
    assert files(tmp_path / "release") == {
        f"{assignment}/{name}": data for name, data in files(ROOT / "release" / assignment).items()
    }


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_nothing_leaks(assignment):
    notebook = read(Course(ROOT).source(assignment))
    assert release.find_leak(notebook, ROOT / "release" / assignment) is None


def test_every_assignment_is_released():
    assert sorted(path.parent.name for path in ROOT.glob("source/*/*.py")) == ASSIGNMENTS
