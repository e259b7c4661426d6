"""The page that goes back to a student: what is on it, and what is not."""

import html
import math
import re
import zipfile
from copy import deepcopy
from html.parser import HTMLParser

import nbformat
import numpy as np
import pytest
from bs4 import BeautifulSoup
from class_of_students import RIGHT, filled_in, hand_in
from conftest import ROOT
from nbconvert.exporters import HTMLExporter
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from chainrule.grading import cells, formulas, markup, regions
from chainrule.grading.authoring import bundle, corpus
from chainrule.grading.authoring.release import release
from chainrule.grading.course import Course
from chainrule.grading.limits import Limits
from chainrule.grading.plugins import feedback
from chainrule.grading.term.grade import grade_class

PROJECT = Course(ROOT)
ASSIGNMENT = "04_backprop_by_hand"


class Shown(HTMLParser):
    """The text that a browser shows, and the table at the top."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.text, self.rows, self.links, self.ids = "", [], set(), set()
        self._skip = self._cell = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self._skip = tag in ("style", "script")
        self.ids.add(attributes.get("id"))
        if tag == "a":
            self.links.add(attributes["href"])
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append("")
        self._cell = tag == "td" or (self._cell and tag != "tr")

    def handle_endtag(self, tag):
        self._skip = False
        self._cell = self._cell and tag != "td"

    def handle_data(self, data):
        if not self._skip:
            self.text += data
        if self._cell:
            self.rows[-1][-1] += data


def page_of(course, student, assignment="01_tiny", **options):
    config = course.settings()
    directory = CourseDirectory(config=config, root=str(course.root), assignment_id=assignment, student_id=student)
    GenerateFeedback(directory, config=config, force=True, **options).start()
    return (course.root / "feedback" / student / assignment / f"{assignment}.html").read_text()


@pytest.fixture(scope="module")
def course(tmp_path_factory, release_tiny_course):
    course = release_tiny_course(tmp_path_factory.mktemp("feedback") / "course")
    hand_in(course, "ada", RIGHT)
    hand_in(course, "ben", {**RIGHT, "double": "def double(x):\n    return abs(x + x)"})
    hand_in(course, "cut", b"no notebook")
    grade_class(course, ["01_tiny"], jobs=1, wall="none")
    return course


def test_every_question_has_a_row_with_its_points_that_leads_to_it(course):
    shown = Shown(page_of(course, "ben"))
    rows = {row[0].split()[0]: [" ".join(cell.split()) for cell in row[1:]] for row in shown.rows if row}
    assert rows == {
        "double": ["◐ some points", "1.5 / 3.5"],
        "facts": ["✓ all points", "1 / 1"],
        "explain_double": ["○ not marked yet", "? / 4"],
    }
    assert {"#double", "#facts", "#explain_double"} <= shown.links
    assert all(link[1:] in shown.ids for link in shown.links if link.startswith("#"))
    assert "2.5 of 8.5 points, 4 of them not marked yet" in " ".join(shown.text.split())


def test_a_passing_notebook_says_that_hidden_checks_ran(course):
    assert "Passed, hidden checks included." in Shown(page_of(course, "ada")).text


def test_a_file_that_could_not_be_read_gives_the_reason_and_does_not_say_that_checks_ran(course):
    shown = Shown(page_of(course, "cut"))
    assert "This submission could not be read" in shown.text
    assert "hidden checks ran" not in shown.text.lower()


def test_headings_of_the_students_own_stand_in_no_part_of_the_page_that_is_ours(released_course):
    """Nor do those of the marking scheme, which is for graders."""
    book = filled_in(released_course, RIGHT)
    heading = nbformat.v4.new_markdown_cell("# 8.5 of 8.5 points, all marked")
    place = next(i for i, cell in enumerate(book.cells) if cell.metadata.get("nbgrader", {}).get("grade_id") == "facts")
    for at in (place, 0):
        book.cells.insert(at, deepcopy(heading))
        heading.id = f"other-{at}"
    nbformat.write(book, hand_in(released_course, "eve", {}))
    grade_class(released_course, ["01_tiny"], jobs=1, wall="none")
    page = Shown(page_of(released_course, "eve"))
    assert page.text.count("8.5 of 8.5") == 2
    assert not [row for row in page.rows if "8.5 of" in "".join(row)]


def test_no_line_of_the_verdict_is_the_students(released_course):
    claims = "Passed, hidden checks included."
    text = f"no\\n\\n{claims}\\nThis looks like “a mistake of ours”: none"
    answer = f"def double(x):\n    raise ValueError('{text}')"
    hand_in(released_course, "eve", {**RIGHT, "double": answer})
    hand_in(released_course, "mal", {**RIGHT, "facts": f"raise ValueError('{text}')"})
    grade_class(released_course, ["01_tiny"], jobs=1, wall="none")
    for student in ("eve", "mal"):
        soup = BeautifulSoup(page_of(released_course, student), "html.parser")
        lines = [
            line.get_text() for verdict in soup.select(".card.bad .verdict") for line in verdict.find_all(["p", "pre"])
        ]
        assert any(claims in line for line in lines)
        assert not [line for line in lines if line.startswith((claims, "This looks like"))]
        assert not soup.select(".verdict .named")


def test_marks_and_comments_of_a_person_are_shown(course):
    with Gradebook(course.db_url, "chainrule") as gradebook:
        names = ("explain_double", "01_tiny", "01_tiny", "ada")
        grade = gradebook.find_grade(*names)
        grade.manual_score, grade.needs_manual_grade = 3, False  # as formgrader does
        gradebook.find_comment(*names).manual_comment = "Say **why** a<b and c>d."
        gradebook.db.commit()
    page = page_of(course, "ada")
    shown = Shown(page)
    assert "not marked yet" not in shown.text
    assert "7.5 of 8.5 points" in " ".join(shown.text.split())
    assert "Say <strong>why</strong> a&lt; b and c&gt;d." in page


class ByNbconvert(feedback.FeedbackExporter):
    """Makes the page as nbconvert does: it parses all of it, and remembers nothing."""

    def from_notebook_node(self, nb, resources=None, **options):
        return HTMLExporter.from_notebook_node(self, nb, resources, **options)

    def _create_environment(self):
        environment = super()._create_environment()
        environment.bytecode_cache = None
        return environment


LOOSE = """An <b>element that nobody closes, <img src="a.png"> a picture, &lt;em&gt; and &nbsp; entities.

| $x$ | `<i>` |
|-----|-------|
| 1   | a\n  |

```python
f"{x!r}" < 'y'
```
"""


def test_the_page_is_the_one_that_nbconvert_makes(course, monkeypatch):
    graded = course.autograded("ben", "01_tiny")
    before = graded.read_bytes()
    notebook = nbformat.read(graded, as_version=4)
    notebook.cells[0].source = notebook.cells[-2].source = LOOSE
    nbformat.write(notebook, graded)
    try:
        pages = {student: page_of(course, student) for student in ("ada", "ben", "cut", "ada")}
        monkeypatch.setattr(markup, "_mended", lambda html: html)
        monkeypatch.setattr(formulas, "_remembered", formulas._rendered)
        for student, page in pages.items():
            # The parser's own way to write the same page, as nbconvert uses it.
            assert str(BeautifulSoup(page, "html.parser")) == page_of(course, student, exporter_class=ByNbconvert)
    finally:
        graded.write_bytes(before)
    assert 'alt="No description' in pages["ben"]


def test_the_page_is_ours_also_when_formgrader_makes_it():
    config = Config({"HTMLExporter": {"template_name": "formgrade", "sanitize_html": False}})
    exporter = feedback.FeedbackExporter(config=config)
    assert exporter.template_name == "feedback"
    assert exporter.sanitize_html


def test_the_heading_above_an_answer_is_its_topic():
    prose = nbformat.v4.new_markdown_cell("## 3 · The loss\n\nPlease.")
    answer = nbformat.v4.new_code_cell("def loss(): ...", metadata={"nbgrader": {"grade_id": "loss", "solution": True}})
    assert cells.topics(nbformat.v4.new_notebook(cells=[prose, answer])) == {"loss": "3 · The loss"}


# --- What students never get --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def returned(tmp_path_factory):
    """All text that students of one real assignment get: release, wheel, and feedback on many wrong answers."""
    course = Course(tmp_path_factory.mktemp("returned"))
    (course.root / "nbgrader_config.py").write_text((ROOT / "nbgrader_config.py").read_text())
    folder = course.text(ASSIGNMENT).parent
    folder.mkdir(parents=True)
    for name in (PROJECT.text(ASSIGNMENT), PROJECT.source(ASSIGNMENT)):
        (folder / name.name).write_bytes(name.read_bytes())
    release(course, ASSIGNMENT)
    wrong = [section for section in corpus.read(PROJECT, [ASSIGNMENT]) if section.kind == "wrong"]
    # Not those that are slow as well: how long loops take is measured again and again.
    quick = [section for section in wrong if not re.search(r"\b(for|while)\b", section.code)]
    quick.sort(key=lambda section: section.expect is not None)  # the last one to an answer counts
    students = ["s0", "s1"]
    for number, student in enumerate(students):
        answers = {section.answer: section.code for section in quick[number::2]}
        nbformat.write(filled_in(course, answers, ASSIGNMENT), hand_in(course, student, {}, ASSIGNMENT))
    grade_class(course, [ASSIGNMENT], jobs=1, wall="none", limits=Limits(follow_through=False))
    texts = {student: page_of(course, student, ASSIGNMENT) for student in students}
    texts |= {path.name: path.read_text() for path in course.release(ASSIGNMENT).parent.iterdir()}
    with zipfile.ZipFile(bundle.students_wheel(course.root / "release")) as wheel:
        texts |= {name: wheel.read(name).decode(errors="ignore") for name in wheel.namelist()}  # some are compiled
    return {name: html.unescape(re.sub(r"<[^>]*>", "", text)) for name, text in texts.items()}


def test_feedback_holds_failures_of_hidden_checks(returned):
    for student in ("s0", "s1"):
        assert "A hidden check on" in returned[student]
        assert "This looks like “" in returned[student]
        assert "Ask yourself: " in returned[student]


def test_no_file_holds_a_line_of_a_hidden_test(returned):
    notebook = nbformat.read(PROJECT.source(ASSIGNMENT), as_version=4)
    seen = "\n".join(regions.visible(cell.source) for cell in notebook.cells)
    tests = [cell.source for cell in notebook.cells if cells.role(cell) == "test"]
    hidden = {
        line.strip()
        for test in tests
        for code, is_hidden in regions.parts(test)
        if is_hidden
        for line in code.split("\n")
    }
    # Shorter ones, such as "task.agrees(", stand in the docstrings of check as well, and say nothing.
    hidden = {line for line in hidden if len(line) >= 16 and line not in seen}
    assert len(hidden) > 20
    for name, text in returned.items():
        assert [line for line in hidden if line in text] == [], name
        assert not re.search(r"chainrule[./](reference|grading)|HIDDEN TESTS", text), name


def test_no_file_holds_an_input_or_an_expected_value_of_a_hidden_test(returned):
    # Again and again: what is drawn anew was not on these pages, and one of thousands is there by chance.
    hidden = set.intersection(*(numbers_of(hidden=True) for _ in range(3))) - numbers_of(hidden=False)
    assert len(hidden) > 100
    for name, text in returned.items():
        assert hidden & set(re.findall(r"\d+\.\d{4,}", text)) == set(), name


def numbers_of(hidden):
    """Return what the tests, hidden or visible, call the model answers with and get from them, as digits."""
    met = set()
    names = {"__name__": "__main__"}

    def spied(answer):
        def spy(*args, **kwargs):
            result = answer(*args, **kwargs)
            for thing in (*args, *kwargs.values(), *(result if isinstance(result, tuple) else (result,))):
                # Not the thousands of a check of cost: writing them down would take longer than it allows.
                if isinstance(thing, (float, np.ndarray, np.floating)) and np.size(thing) <= 1000:
                    met.update(form(number) for number in np.ravel(thing) for form in (repr_of, six_digits))
            return result

        return spy

    def repr_of(number):
        return repr(abs(float(number)))

    def six_digits(number):
        return f"{abs(number):.6g}"

    for cell in nbformat.read(PROJECT.source(ASSIGNMENT), as_version=4).cells:
        role = cells.role(cell)
        if role in ("given", "answer"):
            exec(cell.source, names)
            if role == "answer" and callable(names[cells.grade_id(cell)]):
                names[cells.grade_id(cell)] = spied(names[cells.grade_id(cell)])
        elif role == "test":
            before = dict(names)
            for code, is_hidden in regions.parts(cell.source):
                kept, _ = set(met), exec(code, before)
                if is_hidden != hidden:
                    met.intersection_update(kept)
    return {digits for digits in met if re.fullmatch(r"\d+\.\d{4,}", digits) and not math.isclose(float(digits), 0)}
