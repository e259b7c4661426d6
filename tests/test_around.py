"""What a build adds for the course at hand: each notebook holds in a course that leaves others out."""

import functools
import re
import shutil

import nbformat
import pytest
from class_of_students import ROOT
from conftest import needs_sandbox

from chainrule import language
from chainrule.grading import cells
from chainrule.grading.authoring import around, source
from chainrule.grading.course import Course, CourseError
from chainrule.grading.plugins.feedback import FeedbackExporter
from chainrule.grading.sealed.sandbox import Sandbox
from chainrule.grading.stubs import released
from chainrule.grading.submission import grade_one

PROJECT = Course(ROOT)
ASSIGNMENTS = PROJECT.assignments()

_NUMBERED = re.compile(r"\b(assignment|notebook)s?\s+\d|\bin (?:assignment|notebook)s?\b", re.IGNORECASE)


@functools.cache
def parsed(assignment):
    return source.parse(PROJECT.text(assignment).read_text(), assignment)


def course_of(root, *names):
    """A course with some of the project's assignments."""
    (root / "nbgrader_config.py").write_text("c = get_config()\n")
    course = Course(root)
    for name in names:
        course.text(name).parent.mkdir(parents=True)
        shutil.copy(PROJECT.text(name), course.text(name))
    return course


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_no_text_names_another_assignment(assignment):
    notebook = parsed(assignment)
    names = {name for name in ASSIGNMENTS if name != assignment}
    titles = {cells.title(parsed(name)).partition(": ")[0] for name in names}
    for cell in notebook.cells:
        assert _NUMBERED.findall(cell.source) == []
        assert [one for one in names | titles if one in cell.source] == []


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_what_a_notebook_needs_comes_before_it(assignment):
    notebook = parsed(assignment)
    needed = {name for cell in notebook.cells for name in cell.metadata.get(around.NEEDS, ())}
    assert needed <= set(ASSIGNMENTS[: ASSIGNMENTS.index(assignment)])
    assert bool(needed) == (assignment != ASSIGNMENTS[0])


def test_a_course_without_the_others_mentions_none_of_them(tmp_path):
    names = [ASSIGNMENTS[3], ASSIGNMENTS[5]]
    course = course_of(tmp_path, *names)
    left_out = [cells.title(parsed(name)).partition(": ")[0] for name in ASSIGNMENTS if name not in names]
    for name in names:
        source.build(course, name, run=False)
        text = "\n".join(cell.source for cell in nbformat.read(course.source(name), as_version=4).cells)
        assert "**You need:**" in text
        assert not [title for title in left_out if title in text]
    whole = nbformat.read(PROJECT.source(names[1]), as_version=4)
    assert "(notebook *5 · Modular gates*)" in "\n".join(cell.source for cell in whole.cells)
    assert "cross-entropy's gradient; gates of a graph." in text


NEEDING = '# %% [markdown] needs={"02_other": "patience"}\n# # A title'


@pytest.fixture
def needing(tiny_course):
    text = tiny_course.text("01_tiny")
    head, _, rest = text.read_text().partition("\n# %%")
    assert head.startswith("# %% [markdown]\n")
    text.write_text(NEEDING + "\n\n# %%" + rest)
    return tiny_course


def test_a_notebook_cannot_need_what_comes_later(needing):
    source.build(needing, "01_tiny", run=False)  # a course without the other one
    needing.text("02_other").parent.mkdir()
    needing.text("02_other").write_text("# %% [markdown]\n# # Patience: how to wait")
    with pytest.raises(CourseError, match="01_tiny needs 02_other, which does not come before it"):
        source.build(needing, "01_tiny", run=False)


def test_the_courses_configuration_sets_the_order(needing):
    needing.text("02_other").parent.mkdir()
    needing.text("02_other").write_text("# %% [markdown]\n# # Patience: how to wait")
    needing.text("00_first").parent.mkdir()
    needing.text("00_first").write_text("# %% [markdown]\n# # A start")
    with (needing.root / "nbgrader_config.py").open("a") as config:
        config.write('\nc.Chainrule.order = ["02_other", "01_tiny"]\n')
    assert needing.assignments() == ["02_other", "01_tiny", "00_first"]
    assert needing.assignments(("00_first", "01_tiny")) == ["01_tiny", "00_first"]
    built = nbformat.read(source.build(needing, "01_tiny", run=False), as_version=4)
    assert built.cells[0].source == "# A title\n\n**You need:** patience (notebook *Patience*)."


def test_an_order_of_what_is_not_there_is_one_line(tiny_course):
    with (tiny_course.root / "nbgrader_config.py").open("a") as config:
        config.write('\nc.Chainrule.order = ["01_tinny"]\n')
    with pytest.raises(CourseError, match=r"c.Chainrule.order names '01_tinny', which is not in source/.*: 01_tiny"):
        tiny_course.assignments()


@pytest.mark.parametrize("value", ['"02_other"', "{}", '{"02_other": 3}'])
def test_needs_that_say_nothing_are_an_error(value):
    with pytest.raises(CourseError, match=r"needs=\{.*belongs on a cell of prose"):
        source.parse(f"# %% [markdown] needs={value}\n# # A title")


def test_a_course_in_german_says_so_to_its_checks_and_to_its_text(needing):
    with (needing.root / "nbgrader_config.py").open("a") as config:
        config.write('\nc.Chainrule.language = "de"\n')
    path = source.build(needing, "01_tiny", run=False)
    built = nbformat.read(path, as_version=4)
    assert cells.language(built) == "de"
    assert built.cells[0].source == "# A title\n\n**Das brauchst du:** patience."
    [given] = [cell for cell in built.cells if cells.role(cell) == "given"]
    assert given.source.endswith('\n\nfrom chainrule import language\n\nlanguage.use("de")')
    assert source.is_current(needing, "01_tiny")
    text = needing.text("01_tiny").read_text()
    path.write_text(path.read_text().replace("A title", "Another title"))
    source.from_notebook(needing, "01_tiny")
    assert needing.text("01_tiny").read_text() == text.replace("A title", "Another title")


def test_a_language_without_a_catalogue_is_one_line(tiny_course):
    with (tiny_course.root / "nbgrader_config.py").open("a") as config:
        config.write('\nc.Chainrule.language = "xx"\n')
    with pytest.raises(CourseError, match="there is no language 'xx'; c.Chainrule.language is one of de, en, es"):
        source.build(tiny_course, "01_tiny", run=False)


@needs_sandbox
def test_work_in_a_german_course_is_graded_in_german_whoever_grades(tiny_course, monkeypatch):
    with (tiny_course.root / "nbgrader_config.py").open("a") as config:
        config.write('\nc.Chainrule.language = "de"\n')
    monkeypatch.setenv(language.VARIABLE, "es")
    original = nbformat.read(source.build(tiny_course, "01_tiny", run=False), as_version=4)
    handed_in = released(original)
    [answer] = [cell for cell in handed_in.cells if cells.grade_id(cell) == "double"]
    answer.source = "def double(x):\n    return 3 * abs(x) - 3"
    with Sandbox() as sandbox:
        graded, result = grade_one.grade("ada", "01_tiny", original, nbformat.writes(handed_in).encode(), sandbox)
    messages = {test.grade_id: test.message for test in result.tests}
    assert messages["double__array"].startswith("Eine Prüfung von double ist fehlgeschlagen")
    assert messages["double__number"].startswith("Eine verborgene Prüfung von double ist fehlgeschlagen:")
    graded.metadata["chainrule"] = {"submission": {"status": "graded", "answers": []}}
    for cell in graded.cells:
        cell.metadata.get("nbgrader", {}).update(score=0, marked=True, comment=None)
    known = {"title": "T", "questions": [], "findings": [], "code_colours": {"light": "", "dark": ""}}
    marks = {"notebook": "01_tiny", "score": 0, "max_score": 8.5, "late_penalty": 0}
    page, _ = FeedbackExporter().from_notebook_node(graded, {**known, "nbgrader": marks})
    assert '<html lang="de">' in page
    assert "von 8.5 Punkten" in page
    assert "Deine Antwort" in page
    assert "Your answer" not in page
