"""Nothing that a student writes runs in a viewer: not on the feedback page, not in formgrader, not on a terminal."""

import html
import io
import json
import re
import shutil
import sqlite3
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import nbgrader.server_extensions.formgrader as formgrader
import numpy as np
import pytest
from class_of_students import RIGHT, filled_in, hand_in
from hypothesis import given, settings
from hypothesis import strategies as st
from nbconvert.exporters import HTMLExporter
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from rich.console import Console

from chainrule.grading import cells, formulas, harmless, markup
from chainrule.grading.people import report, terminal
from chainrule.grading.plugins import feedback
from chainrule.grading.plugins.formgrader import FILTERS
from chainrule.grading.results import Answer, Event, Submission, TestResult
from chainrule.grading.term.grade import grade_class

EVIL = [
    "<script>steal()</script>",
    "<img src=x onerror=steal()>",
    "<svg onload=steal()><a xlink:href='javascript:steal()'>x</a></svg>",
    "<svg/onload=steal()>",
    "<iframe srcdoc='<script>steal()</script>'></iframe>",
    "<details open ontoggle=steal()>",
    "<math><mtext><table><mglyph><style><img src=x onerror=steal()>",
    "<!--><img src=x onerror=steal()>-->",
    "[click](javascript:steal())",
    "[click](  java\nscript:steal())",
    "[click][evil]\n\n[evil]: javascript:steal()",
    "![x](javascript:steal())",
    "![x](attachment:nothing.png)",
    "![x](http://evil.example/beacon.png)",
    "[a](data:text/html;base64,PHNjcmlwdD5zdGVhbCgpPC9zY3JpcHQ+)",
    "<javascript:steal()>",
    "$\\href{javascript:steal()}{x}$ $<img src=x onerror=steal()>$",
    "$$</script><script>steal()</script>$$",
    "```mermaid\ngraph TD; A[<img src=x onerror=steal()>]\n```",
    "~~~ mermaid\n</pre><script>steal()</script>\n~~~",
    "`<script>steal()</script>`",
    "    <script>steal()</script>",
    "| a |\n|---|\n| <script>steal()</script> |",
    "# <script>steal()</script>",
    "\x1b]8;;javascript:steal()\x07x\x1b]8;;\x07 \x1b[31mred \x1b[2J",
    "<scr\u0000ipt>steal()</scr\u0000ipt>",
    "<\x1b[0mscript>steal()</script>",
    "{{ 1 }} {% raw %} </div></div></body>",
    "\\begin{x}<script>steal()</script>\\end{x}",
    "<\\style onload=steal()>",
    "<\\data onmouseover=steal()>x<\\htmlx onmousemove=steal()>",
    "$\\\\hr\\hrefef{javascript:steal()}{x}$",
    "Ask <1eve@evil.example>, <_@evil.example>, 1eve@evil.example, mailto:eve@evil.example or <+@evil>.",
    "Both are 2, see https://evil.example/steal(), HTTP://evil.example and www.evil.example.",
]
IN_CODE = """
print('<script>steal()</script>\\x1b[31mred')
from IPython.display import HTML, SVG, Javascript, Markdown, display
display(HTML('<script>steal()</script>'), Javascript('steal()'), Markdown('[x](javascript:steal())'))
display(SVG('<svg xmlns="http://www.w3.org/2000/svg" onload="steal()"></svg>'))
display({'text/html': '<img src=x onerror=steal()>', 'text/latex': '<script>steal()</script>'}, raw=True)
raise ValueError('<script>steal()</script>\\x1b[31m')
"""


class Page(HTMLParser):
    """Collects what could run: scripts, event attributes, addresses."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.found = []
        self.in_script = False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.in_script = tag == "script"
        for name, value in attributes:
            address = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or address.startswith(("javascript:", "vbscript:", "data:text")):
                self.found.append((tag, name, value))
            if (
                name in ("src", "href")
                and "evil.example" in address
                and not address.startswith(("#", "data:image/png"))
            ):
                self.found.append((tag, name, value))
        if tag in ("iframe", "object", "embed", "svg"):
            self.found.append((tag, "", ""))

    def handle_data(self, data):
        if self.in_script and "steal" in data:
            self.found.append(("script", "", data))

    def handle_endtag(self, tag):
        self.in_script = False


@pytest.fixture(scope="module")
def course(tmp_path_factory, release_tiny_course):
    """A course in which one student has tried everything, graded, with feedback."""
    course = release_tiny_course(tmp_path_factory.mktemp("viewers") / "course")
    answers = {**RIGHT, "double": RIGHT["double"] + IN_CODE, "explain_double": "\n\n".join(EVIL)}
    notebook = filled_in(course, answers)
    for number, text in enumerate(EVIL):
        place = 3 * number % len(notebook.cells)
        notebook.cells.insert(place, nbformat.v4.new_markdown_cell(text))
        notebook.cells.insert(place, nbformat.v4.new_raw_cell(text, metadata={"raw_mimetype": "text/html"}))
    code = "# </pre></div><script>steal()</script>\nprint('</pre><svg/onload=steal()>')"
    notebook.cells.append(nbformat.v4.new_code_cell(code))
    notebook.metadata["title"] = "<script>steal()</script>"
    notebook.metadata.kernelspec.language = "<img src=x onerror=steal()>\x1b[31m"
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"x": "</script><script>steal()"}}
    hand_in(course, "eve", json.dumps(notebook).encode())
    grade_class(course, ["01_tiny"], jobs=1, wall="none")
    config = course.settings()
    directory = CourseDirectory(config=config, root=str(course.root), assignment_id="01_tiny")
    GenerateFeedback(directory, config=config).start()
    return course


def test_the_feedback_page(course):
    text = (course.root / "feedback" / "eve" / "01_tiny" / "01_tiny.html").read_text()
    assert Page(text).found == []
    assert "\x1b" not in text
    assert "Both give" not in text
    assert "steal()" in text  # shown, as text
    for secret in ("Marking scheme", "negative numbers", "-3.5", "BEGIN HIDDEN", "np.multiply"):
        assert secret not in text


def test_the_page_of_formgrader(course):
    config = course.settings()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [str(Path(formgrader.__file__).parent / "templates")]
    graded = course.autograded("eve", "01_tiny")
    names = ("assignment_id", "notebook_id", "submission_id", "base_url", "student", "notebook_path")
    resources = {name: "x" for name in names} | {"index": 0, "total": 1, "last_name": "", "first_name": ""}
    text, _ = HTMLExporter(config=config).from_filename(str(graded), resources=resources)
    # The page itself is nbgrader's: only what it has beyond an empty notebook can be the student's.
    empty, _ = HTMLExporter(config=config).from_notebook_node(nbformat.v4.new_notebook(), resources=resources)
    assert [entry for entry in Page(text).found if entry not in Page(empty).found] == []
    assert "Marking scheme" in text
    added = [cell for cell in nbformat.read(graded, as_version=4).cells if cell.id.startswith(cells.ADDED)]
    assert text.count("<p>Added by the student:</p>") == len(added) > 0


def test_the_graded_notebook_in_jupyter(course):
    graded = nbformat.read(course.autograded("eve", "01_tiny"), as_version=4)
    nbformat.validate(graded)
    kinds = {kind for cell in graded.cells for output in cell.get("outputs", []) for kind in output.get("data", {})}
    assert kinds <= {"text/plain", "image/png"}
    assert "widgets" not in graded.metadata
    assert not any("attachments" in cell for cell in graded.cells)
    assert "\\u001b" not in course.autograded("eve", "01_tiny").read_text()


def test_the_gradebook(course):
    with sqlite3.connect(course.root / "gradebook.db") as connection:
        written = str(connection.execute("select auto_comment from comment").fetchall())
        assert "steal" not in written
        assert connection.execute("select id from student").fetchall() == [("eve",)]


def test_the_terminal(course):
    shutil.copytree(course.root / "submitted" / "eve", course.root / "submitted" / "\x1b[31m[bold]x")
    try:
        results = grade_class(course, ["01_tiny"], jobs=1, wall="none")
    finally:
        shutil.rmtree(course.root / "submitted" / "\x1b[31m[bold]x")
    shown = io.StringIO()
    terminal.print_scores(results, Console(file=shown, width=200))
    assert "\x1b" not in shown.getvalue()
    assert "[bold]x" in shown.getvalue()


@pytest.mark.parametrize("text", EVIL)
def test_each_by_itself_in_plain_nbconvert(text):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(harmless.markdown(text))])
    page, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook)
    assert Page(page).found == []


@given(
    st.lists(
        st.sampled_from(
            [*"<\\/!?[](): \n`~$ax\x1b", "\x1b[1m", "style", "data", "href", "html", "```mermaid", ":", "//", "www."]
        )
    )
)
@settings(max_examples=1000, deadline=None)
def test_no_removal_puts_together_what_was_set_apart(parts):
    text = harmless.markdown("".join(parts))
    for pattern in (harmless._TAG, harmless._LINK, harmless._ADDRESS):
        assert pattern.search(text) is None
    assert not re.search(r"\\(?:style|data|href|html)", text)
    assert harmless.markdown(text) == text


def test_formulas_and_markdown_look_as_written():
    text = "`X@W`, $a<1$\n\n**Since** $a_i < b$, $x\\le y$:\n\n1. `x < y`\n\n| a |\n|---|\n| 1 |\n\n$$\\frac{1}{2}$$"
    assert harmless.markdown(text) == text


@pytest.mark.parametrize("opener", ["\\begin{align}", "\\\\[", "\\\\("])
def test_formulas_that_do_not_end_are_few(opener):
    """nbconvert looks for the end of each through the rest of the text."""
    text = harmless.markdown(f"{opener} x " * 1000)
    assert text.count(opener) == 200
    assert text.replace(" ", "") == f"{opener} x ".replace(" ", "") * 1000


@pytest.mark.parametrize("text", ["`" * 10**7, "~" * 10**7, "``` " * 10**6, "\x1b[" + "0" * 10**7, "]" * 10**7])
def test_making_harmless_looks_at_no_character_again_and_again(text):
    """Were it quadratic, this would take days."""
    harmless.markdown(text)


@pytest.mark.parametrize(
    "exporter", [feedback.FeedbackExporter(), HTMLExporter(filters=FILTERS)], ids=["feedback", "formgrader"]
)
def test_no_filter_of_a_page_looks_at_brackets_again_and_again(exporter):
    """nbconvert's own takes minutes."""
    text = "[" * 200_000
    assert exporter.environment.filters["strip_files_prefix"](text) == text


# --- Nothing reaches a page as markup ---------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["<1eve@evil.example>", "<+@evil>", "<_x@evil.example>", "<1eve@evil>"])
def test_no_address_for_mail_is_a_link(text):
    for safe in (harmless.markdown(text), harmless.literal(text)):
        assert "<a" not in formulas.to_html(safe)
    for bare in ("1eve@evil.example", "mailto:eve@evil.example"):  # where JupyterLab's parser looks for one
        for safe in (harmless.markdown(bare), harmless.literal(bare)):
            assert not re.search(r"[\w.+-]@[\w-]+\.\w", safe)


NAMES = [text.replace("/", "").replace("\0", "") + ".ipynb" for text in EVIL] + ["*x*.ipynb", "www.evil.example.ipynb"]


@pytest.mark.parametrize(
    "text",
    [*EVIL, *NAMES, "- # 1. x", "--- | ---", "https://evil.example", "$x$ **b** _i_ `c`", "x __b__ a__b a_b_ _a_b_c_"],
)
def test_a_message_is_shown_as_it_is(text):
    """Whatever stands in a message or file name: the page shows its characters, and makes none of them anything."""
    page = formulas.to_html(harmless.literal(text))
    shown = Page(page)
    assert shown.found == []
    assert re.sub(r"</?p>", "", page).count("<") == 0
    assert html.unescape(re.sub(r"<[^>]*>", "", page)).strip() == harmless.line(text, 10**6)


def poisoned(text):
    """A graded notebook in which every place that a file, a name or a message can reach holds a text."""
    marks = {"grade": True, "solution": False, "locked": True, "points": 1.0, "score": 0.0, "marked": True}

    def cell(new, **more):
        made = new(text)
        made.metadata["nbgrader"] = {**marks, "grade_id": text, "comment": harmless.literal(text), **more}
        return made

    test, part = cell(nbformat.v4.new_code_cell), cell(nbformat.v4.new_code_cell, score=0.5)
    test.outputs = [nbformat.v4.new_output("error", ename=text, evalue=text, traceback=text.split("\n"))]
    part.outputs = [
        nbformat.v4.new_output("stream", text=text),
        nbformat.v4.new_output("stream", text="Ask yourself: " + text),
    ]
    answer = cell(nbformat.v4.new_code_cell, grade=False, solution=True, locked=False)
    answer.outputs = [
        nbformat.v4.new_output("stream", name="stderr", text=text),
        nbformat.v4.new_output("execute_result", data={"text/plain": text}),
        nbformat.v4.new_output("display_data", data={"image/png": text}),
        nbformat.v4.new_output("error", ename=text, evalue=text, traceback=[text]),
    ]
    written = cell(nbformat.v4.new_markdown_cell, solution=True)
    written.source = harmless.markdown(text)
    finding = nbformat.v4.new_markdown_cell(harmless.literal(text), metadata={"tags": ["findings"]})
    submission = {"status": text, "answers": [{"answer": cells.answer_of(text), "tests": [{"mistake": text}]}]}
    metadata = {
        "chainrule": {"submission": submission},
        "title": text,
        "kernelspec": {"name": text, "display_name": text},
    }
    return nbformat.v4.new_notebook(cells=[finding, test, part, answer, written], metadata=metadata)


@pytest.mark.parametrize("text", EVIL)
def test_every_place_of_the_feedback_page(text):
    names = {name: text for name in ("notebook", "assignment", "student", "db_url")}
    marks = {"score": 0.5, "max_score": 3.0, "late_penalty": 1.0, "index": 0}
    exporter = feedback.FeedbackExporter(preprocessors=[feedback.Overview])
    page, _ = exporter.from_notebook_node(poisoned(text), {"nbgrader": {**names, **marks}, "metadata": {"name": text}})
    assert Page(page).found == []


@pytest.mark.parametrize("text", EVIL)
def test_every_place_of_the_report(text, tmp_path):
    tests = [TestResult(text, 2.0, "failed", message=f"This looks like “{text}”: {text}", mistake=text)]
    one = Submission(text, text, "repaired", text, 1.0, [Answer(text, tests)], events=[Event("stopped", text)])
    scores = np.zeros((1, 1))
    made = report.AssignmentReport(text, [text], {text: text}, {text: 2.0}, [one], scores)
    report.write([made, made], tmp_path / "report.html")
    allowed = {("svg", "", "")}
    assert set(Page((tmp_path / "report.html").read_text()).found) <= allowed


def test_only_one_module_decides_what_is_not_escaped():
    package = Path(markup.__file__).parents[1]
    for path in [*package.rglob("*.py"), *package.rglob("*.j2")]:
        text = path.read_text()
        if path != Path(markup.__file__):
            assert not re.search(r"\bMarkup\(|\|\s*safe\b|autoescape\s*(=|:)\s*False|autoescape false", text), path
        assert "Environment(" not in text or "autoescape=True" in text, path


def test_file_names_are_text_wherever_they_are_shown(released_course):
    """Two notebooks of other names are named in the reason, which becomes nbgrader's comment, which is Markdown."""
    for number, name in enumerate(NAMES):
        folder = released_course.root / "submitted" / f"s{number}" / "01_tiny"
        folder.mkdir(parents=True)
        for file in (name[-200:], "other.ipynb"):
            (folder / file).write_bytes(b"{}")
    grade_class(released_course, ["01_tiny"], jobs=1, wall="none")
    with sqlite3.connect(released_course.root / "gradebook.db") as connection:
        comments = [
            row for (row,) in connection.execute("select auto_comment from comment") if row and "There is no" in row
        ]
    assert len(comments) == len(NAMES)
    for comment in comments:
        assert re.sub(r"</?p>", "", formulas.to_html(comment)).count("<") == 0
