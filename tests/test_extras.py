"""Files that a student hands in beside the notebook: what is taken, what is seen where, and what they cannot do."""

import os
from pathlib import Path

import pytest
from conftest import needs_sandbox
from kinds_of_tests import Book, Kind

from chainrule.grading import stock
from chainrule.grading.course import CONFIG, Course, CourseError
from chainrule.grading.notebooks import source_text
from chainrule.grading.sealed import beside, workers
from chainrule.grading.sealed.beside import Beside
from chainrule.grading.sealed.examiner import examine
from chainrule.grading.term import extras, grade

CONFIGURED = """c = get_config()
c.ClearSolutions.begin_solution_delimeter = "BEGIN ANSWER"
c.ClearSolutions.end_solution_delimeter = "END ANSWER"
c.Autograde.exclude_overwriting = {"ps1": ["mycode.py"]}

from chainrule.grading import seal

seal.configure(c)
"""
TOTAL = Kind(
    "total",
    "import numpy\nimport reading\ndef total():\n    return reading.numbers('numbers.txt') + numpy.arange(1).sum()",
    "import numpy\nimport reading\ndef total():\n    return 0",
    ("import reading\nimport numpy\nassert total() == reading.numbers('numbers.txt') == numpy.arange(4).sum()",),
)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    import nbformat

    folder = tmp_path / "source" / "ps1"
    folder.mkdir(parents=True)
    nbformat.write(Book([TOTAL]).source(), folder / "sums.ipynb")
    (folder / "numbers.txt").write_text("1\n2\n3\n")
    (folder / "reading.py").write_text("def numbers(name):\n    return sum(map(int, open(name)))\n")
    (folder / "mycode.py").write_text("half = None\n")
    (tmp_path / CONFIG).write_text(CONFIGURED)
    return Course(tmp_path)


@pytest.fixture
def folder(course: Course) -> Path:
    folder = course.submitted("ada", "ps1").parent
    folder.mkdir(parents=True)
    return folder


def test_what_students_hand_in_is_taken_but_for_the_instructors_own_files(course, folder):
    (folder / "data").mkdir()
    wanted = {"data/mine.csv": b"1", "mycode.py": b"half = 2", "numpy.py": b"raise SystemExit"}
    ignored = [".profile", "timestamp.txt", "submission_secret.txt", "sums.ipynb", "numbers.txt", "data/.hidden"]
    for name, content in wanted.items():
        (folder / name).write_bytes(content)
    for name in ignored:
        (folder / name).write_text("0")
    assert extras.read(course, "ps1", folder) == (wanted, None)


def test_links_pipes_odd_names_and_too_much_are_left_out_and_named(course, folder, monkeypatch):
    monkeypatch.setattr(extras, "MOST_FILES", 2)
    monkeypatch.setattr(extras, "MOST_BYTES", 10)
    (folder / "a-link.txt").symlink_to(course.root / CONFIG)
    (folder / "b-folder").symlink_to(course.root / "source")
    os.mkfifo(folder / "c-pipe")
    (folder / "d\nname").write_text("1")
    (folder / ("e" * 201)).write_text("1")
    (folder / "f-large").write_text("1" * 11)
    for name in ("g", "h", "i"):
        (folder / name).write_text("12345")
    found, said = extras.read(course, "ps1", folder)
    assert found == {"g": b"12345", "h": b"12345"}
    assert said is not None
    assert said.endswith("a-link.txt, b-folder, c-pipe and 4 more.")


def test_a_folder_that_is_a_link_gives_nothing(course, folder):
    other = folder.with_name("ps2")
    other.symlink_to(course.root / "source" / "ps1")
    assert extras.read(course, "ps1", other) == ({}, None)


def test_neither_side_sees_a_students_file_where_the_instructor_has_one(course):
    source = stock.read(course, "ps1", course.source("ps1", "sums"))
    handed_in = {"numbers.txt": b"9", "numbers.txt/x": b"9", "mycode.py": b"mine", "more/x.csv": b"1"}
    found = beside.of(course, "ps1", source, handed_in)
    assert found.students == {
        "numbers.txt": b"1\n2\n3\n",
        "reading.py": (course.root / "source" / "ps1" / "reading.py").read_bytes(),
        "mycode.py": b"mine",
        "more/x.csv": b"1",
    }
    assert found.fixed.keys() == {"numbers.txt", "reading.py"}
    assert found.own.students["mycode.py"] == b"half = None\n"
    assert "mycode.py" not in beside.of(course, "ps1", source).students


@needs_sandbox
@pytest.mark.parametrize("right", [True, False])
def test_no_name_of_a_file_changes_the_verdict(course, right):
    """Modules in the place of the examiner's own libraries and files change nothing: they are on the other side."""
    source = stock.read(course, "ps1", course.source("ps1", "sums"))
    lying = b"class Equal:\n    __eq__ = lambda *_: True\nnumbers = arange = lambda *_: Equal()\n"
    names = ["numpy.py", "reading.py", "numpy/__init__.py", "chainrule/__init__.py", "sitecustomize.py", "ast.py"]
    handed_in = beside.of(course, "ps1", source, dict.fromkeys(names, lying))
    submitted = Book([TOTAL]).handed_in(stock.read(course, "ps1", course.source("ps1", "sums")), right)
    found = examine(submitted, workers.warm_sandbox(course.root, "auto"), source=source, beside=handed_in)
    assert {name: test.score for name, test in found.tests.items()} == {"total_0": float(right)}


def test_courses_of_this_package_take_no_files(course):
    (course.root / CONFIG).write_text("c = get_config()\n")
    plain = Course(course.root)
    folder = plain.submitted("ada", "ps1").parent
    folder.mkdir(parents=True)
    (folder / "mine.csv").write_text("1")
    assert extras.read(plain, "ps1", folder) == ({}, None)
    found = beside.of(plain, "ps1", Book([TOTAL]).source())
    assert found == Beside(kept=course.root / ".chainrule" / "proofs", trusted=found.trusted)


@pytest.mark.parametrize("elsewhere", ["nothing", "other numbers"])
def test_a_worker_without_the_files_of_the_course_refuses(course, folder, tmp_path_factory, elsewhere):
    """An answer that reads them would lose its points there."""
    (folder / "sums.ipynb").write_text((course.root / "source" / "ps1" / "sums.ipynb").read_text())
    [handed] = grade.find(course, ["ps1"])
    call = grade.prepare(course, handed, source_text(course, "ps1", "sums"), wall="none")
    assert grade._work(call)[1].score == 1
    if elsewhere == "nothing":
        course.root.rename(tmp_path_factory.mktemp("elsewhere") / "course")
    else:
        (course.root / "source" / "ps1" / "numbers.txt").write_text("1\n")
    with pytest.raises(CourseError, match="other files beside the notebooks of ps1"):
        grade._work(call)
