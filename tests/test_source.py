"""The notebook that the text gives, and what is said when the text is broken."""

import os
import re
import shutil

import nbformat
import pytest
from class_of_students import ROOT, TINY
from click.testing import CliRunner
from nbgrader.nbgraderformat import MetadataValidator

from chainrule.cli import main
from chainrule.grading import cells, regions
from chainrule.grading.authoring import source
from chainrule.grading.course import Course, CourseError


def tiny(old: str = "", new: str = "") -> str:
    assert old in TINY
    return TINY.replace(old, new, 1)


def test_marks_become_nbgraders_metadata():
    notebook = source.parse(TINY)
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    found = [(cells.role(cell), cells.grade_id(cell), cells.points(cell)) for cell in notebook.cells]
    assert found == [
        ("prose", None, 0),
        ("given", "setup", 0),
        ("prose", None, 0),
        ("answer", "double", 0),
        ("play", None, 0),
        ("test", "double__number", 2),
        ("test", "double__array", 1.5),
        ("answer", "facts", 0),
        ("test", "facts__half", 1),
        ("prose", None, 0),
        ("written", "explain_double", 4),
    ]
    marks = [cell.metadata.nbgrader for cell in notebook.cells if "nbgrader" in cell.metadata]
    assert all(mark.schema_version == 3 and mark.task is False for mark in marks)


def test_cell_ids_stay_when_other_cells_change():
    before = {cell.id for cell in source.parse(TINY).cells}
    after = {cell.id for cell in source.parse(tiny("# Why?", "# Why?\n\n# %%\n1 + 1\n\n# %%\n1 + 1")).cells}
    assert before < after
    assert len(after - before) == 2


def test_tags_are_kept():
    notebook = source.parse(tiny("# %%\nprint", '# %% tags=["raises-exception"]\nprint'))
    assert notebook.cells[4].metadata == {"tags": ["raises-exception"]}


EDGE = "### BEGIN SOLUTION"


def test_a_test_reads_nothing_that_stands_beside_an_answer() -> None:
    """A student may change it there, and decide so what the test compares with."""
    text = tiny("def double", "six = 6\n\n\ndef double").replace("double(3) == 6", "double(3) == six")
    with pytest.raises(CourseError, match="'six', which an answer's cell defines beside its answer"):
        source.parse(text, "tiny.py")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# %% [markdown]\n# # Tiny", "import numpy\n\n# %%", "1: a text notebook starts with a cell line, # %%."),
        ("points=2", "point=2", "23: unknown mark 'point'; known: given, answer, test, written, points, tags, needs."),
        ('answer="double"', 'answer="double" given="x"', "13: a cell has one role, not both 'answer' and 'given'."),
        ("# %% [markdown]\n# Why", "# %% [raw]\n# Why", "44: raw cells are not allowed in an assignment."),
        ('"double__array"', '"double__number"', "29: there is already a cell named 'double__number'."),
        (" points=2", "", "23: test cell 'double__number' needs points, such as points=2."),
        ("points=2", "points=-1", "23: test cell 'double__number' needs points, such as points=2."),
        ('given="setup"', 'given="setup" points=1', "5: only test and written cells have points."),
        ("# %%\nprint", "# %% points=1\nprint", "20: only test and written cells have points."),
        ('test="double__array"', 'test="double"', "29: a test is named <answer>__<aspect>, which 'double' is not."),
        ('test="double__array"', 'test="triple__x"', "29: test 'triple__x' has no answer cell 'triple' above it."),
        ('given="setup"', 'given="set up"', "5: given='set up' is not a Python name (of at most 64 letters)."),
        ("# %% [markdown]\n# # T", '# %% [markdown] given="a"\n# # T', "1: given='a' belongs on a code cell."),
        ('"explain_double"', '"double_why"', "47: the name 'double_why' has to start with explain_ or derive_."),
        ("def double", "def duble", "14: answer cell 'double' does not define double outside its solution region."),
        ("two = 2", "two = double(1)", "8: given code may not use the answer 'double'."),
        ("two = 2", "two =", "8: not valid Python: invalid syntax."),
        ("double(-3.5) ==", "double(-3.5 ==", "26: not valid Python: '(' was never closed."),
        (
            "import numpy as np",
            "import chainrule.grading",
            "6: students have no chainrule.reference, chainrule.grading or trusted.",
        ),
        (
            "np\n",
            "np\nfrom chainrule import check, reference\n",
            "7: students have no chainrule.reference, chainrule.grading or trusted.",
        ),
        ("    ### END SOLUTION\n", "", "16: BEGIN SOLUTION without the other end of the region."),
        ("    ### BEGIN SOLUTION\n", "", "17: END SOLUTION without the other end of the region."),
        (
            "### BEGIN HIDDEN",
            "### BEGIN SOLUTION\n### BEGIN HIDDEN",
            "25: BEGIN SOLUTION is not allowed in a test cell.",
        ),
        ("# # Tiny", "# ### BEGIN SOLUTION", "2: BEGIN SOLUTION is not allowed in a prose cell."),
        (
            "### END HIDDEN TESTS",
            "## END HIDDEN TESTS",
            "27: '## END HIDDEN TESTS': a region's edge stands alone on its line, as ### BEGIN SOLUTION.",
        ),
        # nbgrader takes these for comments, and would release the tests below them.
        *[
            ("### BEGIN HIDDEN TESTS", meant, f"25: {meant!r}: a region's edge stands alone on its line, as {EDGE}.")
            for meant in ("### BEGIN HIDDEN TEST", "### BEGIN HIDDEN_TESTS", "# begin hidden tests")
        ],
        (
            '### BEGIN SOLUTION\nfacts = {"half of ten": 10 / 2}\n### END SOLUTION\n',
            "",
            "32: answer cell 'facts' has no solution region.",
        ),
        (
            "### BEGIN HIDDEN TESTS\nassert facts",
            "### BEGIN HIDDEN TESTS\n1 +\nassert facts",
            "41: not valid Python: invalid syntax.",
        ),
        (
            'assert facts["half of ten"] is not None, "facts is not answered yet"\n### BEGIN HIDDEN TESTS',
            "# See whether:\n### BEGIN HIDDEN TESTS\nfrom chainrule.reference import losses",
            "39: test cell 'facts__half' has no check that students can see.",
        ),
        ('test="facts__half"', 'test="double__half"', "32: answer 'facts' has no test."),
        (
            "# %%\nprint",
            '# %%\nthree = 3\n\n# %% test="double__more" points=1\nassert double(three) == 6\n\n# %%\nprint',
            "23: test 'double__more' uses 'three', which only a test cell or playground cell defines.",
        ),
    ],
)
def test_a_broken_rule_is_named_with_its_line(old, new, message):
    with pytest.raises(CourseError) as caught:
        source.parse(tiny(old, new), "tiny.py")
    assert str(caught.value) == f"tiny.py:{message}"


@pytest.mark.parametrize("name", ["sum", "two"])
def test_an_answer_may_not_have_a_name_that_tests_would_find_elsewhere(name):
    """Not in the student's process, but in Python or in a read-only cell: every answer would pass."""
    with pytest.raises(CourseError, match=f"32: answer '{name}' has a name that Python or a read-only cell has"):
        source.parse(TINY.replace("facts", name), "tiny.py")


@pytest.mark.parametrize("hiding", ["def half(three):\n    return three / 2", "twice = lambda three: 2 * three"])
def test_an_argument_of_that_name_does_not_make_a_students_name_the_instructors(hiding):
    more = '# %%\nthree = 3\n\n# %% test="double__more" points=1\nassert double(three) == 6\n\n# %%\nprint'
    text = tiny("# %%\nprint", more).replace("two = 2", f"two = 2\n{hiding}", 1)
    with pytest.raises(CourseError, match="test 'double__more' uses 'three'"):
        source.parse(text, "tiny.py")
    text = tiny("# %%\nprint", more.replace("assert", f"{hiding}\nassert"))
    with pytest.raises(CourseError, match="test 'double__more' uses 'three'"):
        source.parse(text, "tiny.py")


def test_a_cell_line_inside_a_string_does_not_shift_the_lines():
    text = tiny("two = 2", 'two = 2\nnote = """\n# %%\n"""').replace("points=2", "point=2")
    with pytest.raises(CourseError, match="tiny.py:26: unknown mark 'point'"):
        source.parse(text, "tiny.py")


def test_building_twice_gives_the_same_bytes(tiny_course):
    path = source.build(tiny_course, "01_tiny")
    first = path.read_bytes()
    assert source.build(tiny_course, "01_tiny").read_bytes() == first
    notebook = nbformat.reads(first.decode(), as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, 8))
    assert code[2].outputs[0].text == "12.00\n"
    assert source.is_current(tiny_course, "01_tiny")


def test_a_notebook_is_current_until_the_text_changes(tiny_course):
    assert not source.is_current(tiny_course, "01_tiny")
    source.build(tiny_course, "01_tiny", run=False)
    assert source.is_current(tiny_course, "01_tiny")
    tiny_course.text("01_tiny").write_text(tiny("Why?", "Why not?"))
    assert not source.is_current(tiny_course, "01_tiny")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("np.multiply(x, two)", "1 / 0", "21: play cell: ZeroDivisionError: division by zero"),
        ("two = 2", "two = 2\n\n1 / 0", "10: given cell 'setup': ZeroDivisionError: division by zero"),
        ('print(f"', 'import os; os._exit(1)  # (f"', "21: play cell: the cell killed its Python process."),
        ("two = 2", "two = 2\nobject()", "6: given cell 'setup': it shows a memory address (end the line with ;): <"),
        (
            "two = 2",
            "two = 2\nimport sys; print('oh', file=sys.stderr)",
            "6: given cell 'setup': it writes to stderr, which differs from run to run: oh",
        ),
    ],
)
def test_a_failing_cell_is_named_and_leaves_the_old_notebook(tiny_course, old, new, message):
    path = source.build(tiny_course, "01_tiny", run=False)
    before = path.read_bytes()
    tiny_course.text("01_tiny").write_text(tiny(old, new))
    with pytest.raises(CourseError) as caught:
        source.build(tiny_course, "01_tiny")
    assert str(caught.value).startswith(f"source/01_tiny/01_tiny.py:{message}")
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == before
    assert sorted(file.name for file in path.parent.iterdir()) == ["01_tiny.ipynb", "01_tiny.py"]


def test_a_cell_that_never_ends_is_stopped(tiny_course, monkeypatch):
    monkeypatch.setattr(source, "CELL_SECONDS", 1)
    tiny_course.text("01_tiny").write_text(tiny("two = 2", "two = 2\nwhile True: pass"))
    with pytest.raises(CourseError, match=r"01_tiny.py:6: given cell 'setup': the cell runs for more than 1 seconds"):
        source.build(tiny_course, "01_tiny")


def test_a_kernel_that_does_not_start_is_told_in_a_line(tiny_course, tmp_path, monkeypatch):
    (tmp_path / "ipykernel_launcher.py").write_text("raise SystemExit")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(CourseError, match=r"source/01_tiny/01_tiny.py: the kernel did not start. Build it again."):
        source.build(tiny_course, "01_tiny")


def test_split_regions():
    visible, secret = regions.split("a\n  ### BEGIN SOLUTION\n  b\n  ### END SOLUTION\nc")
    assert (visible, secret) == (["a", "c"], ["  b"])


def test_what_was_edited_in_the_notebook_is_not_lost_and_can_be_carried_back(tiny_course):
    path = source.build(tiny_course, "01_tiny", run=False)
    text = tiny_course.text("01_tiny").read_text()
    assert source.from_notebook(tiny_course, "01_tiny").read_text() == text
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].source = "# Tiny, but longer"
    notebook.cells[5].metadata.nbgrader.points = 2.5
    notebook.metadata["language_info"] = {"name": "python", "version": "3.13"}  # as Jupyter saves it
    nbformat.write(notebook, path)
    with pytest.raises(CourseError, match=r"was edited, .* chainrule build --from-notebook 01_tiny"):
        source.build(tiny_course, "01_tiny", run=False)
    tiny_course.text("01_tiny").write_text(text + "\n# %% [markdown]\n# The end.\n")
    with pytest.raises(CourseError, match="was edited"):  # both were
        source.build(tiny_course, "01_tiny", run=False)
    with pytest.raises(CourseError, match="were both edited"):
        source.from_notebook(tiny_course, "01_tiny")
    source.from_notebook(tiny_course, "01_tiny", force=True)
    carried = text.replace("# Tiny\n# Two answers and a written one.", "# Tiny, but longer").replace("=2\n", "=2.5\n")
    assert tiny_course.text("01_tiny").read_text() == carried
    source.build(tiny_course, "01_tiny", run=False)
    assert source.is_current(tiny_course, "01_tiny")


def test_a_text_whose_notebook_nobody_edited_keeps_its_edits(tiny_course, monkeypatch):
    """They were gone without a word, of all assignments by default."""
    monkeypatch.chdir(tiny_course.root)
    source.build(tiny_course, "01_tiny", run=False)
    text = tiny_course.text("01_tiny")
    edited = text.read_text() + "\n# %% [markdown]\n# The end.\n"
    text.write_text(edited)
    done = CliRunner().invoke(main, ["build", "--from-notebook", "--no-run"])
    assert done.exit_code == 0, done.output
    assert text.read_text() == edited
    assert source.is_current(tiny_course, "01_tiny")


def test_in_a_fresh_copy_the_younger_file_counts(tiny_course):
    path = source.build(tiny_course, "01_tiny", run=False)
    shutil.rmtree(tiny_course.root / ".chainrule")
    text = tiny_course.text("01_tiny")
    text.write_text(tiny("Why?", "Why not?"))
    os.utime(text, (1_000, 1_000))
    os.utime(path, (2_000, 2_000))
    with pytest.raises(CourseError, match="was edited"):
        source.build(tiny_course, "01_tiny", run=False)
    os.utime(text, (3_000, 3_000))
    source.build(tiny_course, "01_tiny", run=False)
    text.write_text(TINY)
    path.write_text(path.read_text().replace("Why not?", "Who?"))
    source.build(tiny_course, "01_tiny", run=False, force=True)
    assert source.is_current(tiny_course, "01_tiny")


@pytest.mark.parametrize("assignment", Course(ROOT).assignments())
def test_the_text_of_every_assignment_can_be_made_from_its_notebook(assignment, tmp_path):
    """Word for word, so that what was edited is all that differs."""
    course = Course(tmp_path)
    course.source(assignment).parent.mkdir(parents=True)
    shutil.copy(Course(ROOT).source(assignment), course.source(assignment))
    course.text(assignment).write_text(Course(ROOT).text(assignment).read_text())
    text = source.from_notebook(course, assignment).read_text()
    assert text == Course(ROOT).text(assignment).read_text()


def test_a_notebook_that_no_text_can_say_is_left_alone(tiny_course):
    path = source.build(tiny_course, "01_tiny", run=False)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_raw_cell("raw"))
    nbformat.write(notebook, path)
    before = tiny_course.text("01_tiny").read_text()
    with pytest.raises(CourseError, match="as text:.*: raw cells are not allowed"):
        source.from_notebook(tiny_course, "01_tiny")
    assert tiny_course.text("01_tiny").read_text() == before


def made_with_formgrader(course):
    """Turn the tiny notebook into one as formgrader's Create Assignment makes it."""
    path = source.build(course, "01_tiny", run=False)
    course.text("01_tiny").unlink()
    notebook = nbformat.read(path, as_version=4)
    for number, cell in enumerate(notebook.cells):
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.grade_id = f"cell-{number:016x}"
        if cells.role(cell) in ("answer", "written") and "facts" not in cell.source:
            cell.source = regions.without_edges(cell.source)
    nbformat.write(notebook, path)
    return path


def test_a_notebook_made_with_formgrader_becomes_a_text(tiny_course):
    made_with_formgrader(tiny_course)
    said = []
    text = source.from_notebook(tiny_course, "01_tiny", said.append).read_text()
    assert re.findall(r'(?:answer|test|written|given)="(\w+)"', text) == [
        *("given_1", "double", "double__check_1", "double__check_2", "facts", "facts__check_1", "explain_answer_1"),
    ]
    assert '    """Return twice `x`, a number or an array."""\n    ### BEGIN SOLUTION\n    return np.multi' in text
    assert "is double__check_1 now" in said[3]
    assert len(said) == 9  # seven names, two regions
    source.build(tiny_course, "01_tiny", force=True)  # and all cells run
    once = tiny_course.text("01_tiny").read_text()
    said.clear()
    assert source.from_notebook(tiny_course, "01_tiny", said.append).read_text() == once
    assert said == []


def test_the_command_says_what_was_renamed(tiny_course, monkeypatch):
    made_with_formgrader(tiny_course)
    monkeypatch.chdir(tiny_course.root)
    done = CliRunner().invoke(main, ["build", "--from-notebook", "--no-run", "01_tiny"])
    assert done.exit_code == 0, done.output
    assert re.search(r"^cell-0+\d is double now$", done.output, re.MULTILINE)


@pytest.mark.parametrize("assignment", sorted(path.parent.name for path in ROOT.glob("source/*/*.py")))
def test_the_minutes_of_the_parts_add_up(assignment):
    text = Course(ROOT).text(assignment).read_text()
    (total, around), *more = re.findall(r"\*\*Time\.\*\* About (\d+) minutes: (\d+) for the beginning", text)
    assert not more
    parts = re.findall(r"^# ## \d+ · .+\n#\n# \*About (\d+) minutes\.\*$", text, re.MULTILINE)
    assert len(parts) == len(re.findall(r"^# ## \d+ · ", text, re.MULTILINE))
    assert sum(map(int, parts)) + int(around) == int(total)
