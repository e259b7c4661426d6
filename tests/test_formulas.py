"""Formulas on pages: MathML, made when the page is made, of what the course and its students write."""

import os
import re
from copy import deepcopy
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import nbformat
import nbgrader.server_extensions.formgrader as formgrader
import pytest
from conftest import ROOT, needs_browser
from nbconvert.exporters import HTMLExporter
from needs import CHROMIUM

from chainrule.grading import filters, formulas, harmless, macros, markup
from chainrule.grading.course import Course
from chainrule.grading.plugins.feedback import FeedbackExporter

ASSIGNMENTS = sorted(path.parent.name for path in ROOT.glob("source/*/*.py"))
BY_STUDENTS = [
    r"\begin{aligned} a &= b \\ &= c \end{aligned}",
    r"\begin{split} a&=b \\ &=c \end{split}",
    r"\begin{eqnarray} a&=&b \end{eqnarray}",
    r"\begin{align*} a &= b \\ c &= d \end{align*}",
    r"\begin{cases} 1 & \mbox{if } x>0 \\ 0 & \text{otherwise} \end{cases}",
    r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
    r"\left. \frac{dL}{dx} \right|_{x=0} \implies \mathds{1}[m_{ij} > 0]",
    r"\underbrace{a+b}_{\textbf{sum}} \label{eq:1} \tag{1}",
    r"\boxed{\nabla_W L = \frac1N X^\top (P - Y) + 2\lambda W}",
    r"\operatorname*{arg\,max}_k \; \color{red}{s_k}",
]
NESTED = ["{{", r"\frac1", r"\sqrt", r"\frac{1}{", r"\left(", "x^{", r"\text{", r"\begin{matrix}", r"\overset", "_"]


class Elements(HTMLParser):
    """The elements of a page, and their attributes."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


MARKS = {"notebook": "x", "score": 0, "max_score": 0, "late_penalty": 0}
RESOURCES = {"title": None, "nbgrader": MARKS, "questions": [], "findings": [], "code_colours": {}}


def page_of(markdown: str, exporter: HTMLExporter) -> str:
    return page_of_cells([nbformat.v4.new_markdown_cell(markdown)], exporter)


def page_of_cells(shown: list[nbformat.NotebookNode], exporter: HTMLExporter) -> str:
    notebook = nbformat.v4.new_notebook(cells=shown, metadata={"chainrule": {"submission": {"status": "graded"}}})
    resources = dict(RESOURCES)
    names = ("assignment_id", "notebook_id", "submission_id", "base_url", "student", "notebook_path")
    resources |= {name: "x" for name in names} | {"index": 0, "total": 1, "last_name": "", "first_name": ""}
    return exporter.from_notebook_node(notebook, resources=resources)[0]


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_formula_of_the_course_is_converted(assignment):
    notebook = nbformat.read(ROOT / "source" / assignment / f"{assignment}.ipynb", as_version=4)
    shown = "".join(formulas.to_html(cell.source) for cell in notebook.cells if cell.cell_type == "markdown")
    assert shown.count("<math") > 5
    assert 'class="formula"' not in shown
    assert "$" not in re.sub(r"<code.*?</code>|<pre.*?</pre>", "", shown, flags=re.DOTALL)


@pytest.mark.parametrize("latex", BY_STUDENTS)
def test_what_students_write_is_converted(latex):
    assert ElementTree.fromstring(formulas.mathml(latex, display=True)).tag == "math"


@pytest.mark.parametrize("latex", [r"\unheard{x}", "a_b_c", r"\frac{a", "x & y"])
def test_what_cannot_be_converted_stays_readable(latex):
    shown = formulas.to_html(f"so ${latex}$ it is")
    assert f'so <code class="formula">{latex.replace("&", "&amp;")}</code> it is' in shown


@pytest.mark.parametrize(
    "latex",
    [
        r"\text{<img src=x onerror=steal()>}",
        r"\href{javascript:steal()}{x}",
        r"\textcolor{red;background:url(//evil.example)}{x}",
        r"\style{background:url(//evil.example)}{x}",
        r"\unheard{<script>steal()</script>}",
        r"\text{</mtext></math><script>steal()</script>}",
        r"\operatorname{<b onclick=steal()>}",
    ],
)
def test_nothing_in_a_formula_can_act(latex):
    """Not even where it was not made harmless before."""
    elements = Elements(formulas.mathml(latex)).found
    assert {tag for tag, _ in elements} <= {"math", "mtext", "mrow", "mi", "mo", "code", "mspace"}
    assert all(set(attributes) <= {"class", "lspace", "rspace", "stretchy"} for _, attributes in elements)


@pytest.mark.parametrize(
    "latex",
    [r"\hspace{99999em}", r"\raisebox{-8em}{x}", r"\genfrac{}{}{300em}{}{}{}", r"\mkern-999mu x", r"\qquad" * 60],
)
def test_a_formula_stays_in_its_place(latex):
    assert formulas.mathml(latex).startswith("<code")


@pytest.mark.parametrize(
    "latex",
    [
        r"\genfrac{}{}{9999em}{}{a}{b}",
        r"\raisebox{99em}{x}",
        r"\shoveleft[99em]{a}",
        r"\begin{multlined}[9999em]",
        r"\begin{array}{p{9999em}}",
        r"a\cr[99em]",
        r"\kern-9em" * 20,
        r"a \\[-9em]" * 20,
        r"a \\[-2.5em]",
        r"\raisebox{1.5em}{x}",
        r"\raisebox{-.6em}{x}" * 2,
        r"\raisebox 9em{x}",
        r"\!" * 61,
        r"\negthickspace" * 40,
    ],
)
def test_where_mathjax_shows_it_a_formula_stays_in_its_place_too(latex):
    kept = macros.without_others(latex)
    assert "\\ " in kept
    assert kept.count("-9em") == latex.count("-9em")


@pytest.mark.parametrize(
    "latex",
    [
        r"\genfrac{}{}{0pt}{}{a}{b}",
        r"\begin{array}{cc} a \\[5pt] b",
        r"x \kern-.5em y" * 9,
        r"\int\!\!\int" * 9,
        r"a \\[-2pt] b",
    ],
)
def test_lengths_that_people_write_stay(latex):
    assert macros.without_others(latex) == latex


def test_no_letter_has_more_marks_than_scripts_have():
    """They pile up on what is above."""
    assert harmless.markdown("a" + "\u0301" * 99 + "b") == "a" + "\u0301" * 8 + "b"
    assert harmless.markdown("שָּׁ पर्ि ཀྵྀ") == "שָּׁ पर्ि ཀྵྀ"


OVER = ["# $\\raisebox{3.9em}{████████}$", "a" + "\u0488\u030b" * 60, "# $\\sum^{x^{\\raisebox{-3.9em}{████████}}}$"]


WIDTH = 1000


@pytest.fixture(scope="module")
def page():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=os.getuid() != 0)
        yield browser.new_page(viewport={"width": WIDTH, "height": 1200})
        browser.close()


def show(page, cells_shown, exporter, folder, hides=""):
    """Show the feedback page, or formgrader's, with these cells in a browser."""
    config = Course(ROOT).settings()
    made = FeedbackExporter(config=config)
    if exporter == "formgrader":
        config.HTMLExporter.template_name = "formgrade"
        config.HTMLExporter.extra_template_basedirs = [str(Path(formgrader.__file__).parent / "templates")]
        made = HTMLExporter(config=config)
    static = (Path(formgrader.__file__).parent / "static").as_uri()
    html = page_of_cells(cells_shown, made).replace("x/formgrader/static", static)
    (folder / "page.html").write_text(html.replace("</head>", f"{hides}</head>"))
    page.goto((folder / "page.html").as_uri())
    page.wait_for_timeout(200)


@needs_browser
@pytest.mark.parametrize("exporter", ["feedback", "formgrader"])
def test_nothing_of_a_cell_lies_on_the_verdict_above_or_below_it(exporter, page, tmp_path):
    marks = {"grade_id": "double__a", "grade": True, "solution": False, "points": 1.0, "score": 0.0, "marked": True}
    test = nbformat.v4.new_code_cell("check(1)", metadata={"nbgrader": marks})
    test.outputs = [nbformat.v4.new_output("error", ename="Failed", evalue="no", traceback=["A check failed."])]
    written = nbformat.v4.new_markdown_cell("$x$")
    cells_shown = [nbformat.v4.new_markdown_cell("Before."), test, written, deepcopy(test)]
    cells_shown[-1].id = "below"
    for text in OVER:
        looks = []
        for hides in ("", "<style>math, .zalgo { visibility: hidden }</style>"):
            written.source = f'<div class="zalgo">\n\n{text}\n\n</div>'
            show(page, cells_shown, exporter, tmp_path, hides)
            verdicts = page.locator(".card" if exporter == "feedback" else ".code_cell")
            looks.append([verdicts.nth(number).screenshot() for number in (0, 1)])
        assert looks[0] == looks[1]


@needs_browser
@pytest.mark.parametrize("exporter", ["feedback", "formgrader"])
def test_the_end_of_a_wide_formula_can_be_read(exporter, page, tmp_path):
    wide = nbformat.v4.new_markdown_cell("$$" + " + ".join(f"x_{{{number}}}" for number in range(200)) + "$$")
    show(page, [wide], exporter, tmp_path)
    last = page.locator("math mn").last
    last.scroll_into_view_if_needed()
    box = last.bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= WIDTH
    point = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    assert page.evaluate("([x, y]) => document.elementFromPoint(x, y)?.closest('math') != null", point)


@needs_browser
@pytest.mark.parametrize("exporter", ["feedback", "formgrader"])
@pytest.mark.parametrize("gap", [" ", "\u2003", "\u2800", "x"])
def test_what_an_exception_says_begins_no_line_of_the_verdict(exporter, gap, page, tmp_path):
    """A line of many spaces goes on where it looks like a line of its own."""
    marks = {"grade_id": "double__a", "grade": True, "solution": False, "points": 1.0, "score": 0.0}
    test = nbformat.v4.new_code_cell("check(1)", metadata={"nbgrader": marks})
    said = f"double raised ValueError: bad{gap * 400}The hidden checks of double passed."
    test.outputs = [nbformat.v4.new_output("error", ename="Failed", evalue="no", traceback=[said, "Failed."])]
    show(page, [test], exporter, tmp_path)
    starts = page.evaluate(
        """() => {
            const text = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            while (text.nextNode() && !text.currentNode.data.includes("raised ValueError"));
            const range = document.createRange(), {data} = text.currentNode;
            return [...data.split("Failed.")[0]].map((_, i) => {
                range.setStart(text.currentNode, i);
                range.setEnd(text.currentNode, i + 1);
                const box = range.getBoundingClientRect();
                return [box.top, box.left];
            });
        }"""
    )
    top, left = starts[0]
    assert all(further > left for below, further in starts if below > top + 5)


def test_lengths_are_those_that_people_write():
    latex = r"\quad x \qquad y \hskip 2em z \color[rgb]{0.99,0.5,0} w"
    assert "<math" in formulas.mathml(latex)


@pytest.mark.parametrize("piece", NESTED)
def test_what_is_nested_without_end_stops_nobody(piece):
    """The converter recurses, and would end the process."""
    for many in (9_990 // len(piece), 99_990 // len(piece)):
        assert formulas.mathml(piece * many + "x" + "}" * (many if "{" in piece else 0)).startswith("<code")


@pytest.mark.parametrize("definition", [r"\def\a{xxxx}", r"\newcommand{\a}{xxxx}", r"\let\a\sum", r"\gdef\a{x}"])
def test_a_formula_defines_nothing(definition):
    assert formulas.mathml(definition + r"\a").startswith("<code")


def test_pictures_beside_formulas_are_shown():
    shown = formulas.to_html("$x$ ![a](attachment:a.png)", {"a.png": {"image/png": "aGk="}})
    assert '<img src="data:image/png;base64,aGk=" alt="a"' in shown


def test_a_feedback_page_holds_no_script_and_asks_for_nothing():
    page = page_of("$$x^2$$", FeedbackExporter(config=Course(ROOT).settings()))
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in page
    elements = Elements(page).found
    assert "script" not in {tag for tag, _ in elements}
    assert not [element for element in elements if {"src", "href"} & set(element[1]) and element[0] != "a"]


def test_formgraders_page_asks_nothing_from_elsewhere():
    config = Course(ROOT).settings()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [str(Path(formgrader.__file__).parent / "templates")]
    page = page_of(harmless.markdown("$$x^2$$"), HTMLExporter(config=config))
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in page
    addresses = [attributes.get("src") or attributes.get("href") or "" for _, attributes in Elements(page).found]
    assert [address for address in addresses if "//" in address] == []
    assert any(address.endswith("formgrade.js") for address in addresses)
    assert "window.MathJax =" in page


def test_a_page_of_many_formulas_is_not_made_longer_and_longer(monkeypatch):
    monkeypatch.setattr(filters, "_MOST_ON_A_PAGE", 10_000)
    notebook = nbformat.v4.new_notebook(metadata={"chainrule": {"submission": {"status": "graded"}}})
    notebook.cells = [nbformat.v4.new_markdown_cell(f"$x_{{{n}}}{chr(39) * 50}$") for n in range(100)]
    notebook.cells += [nbformat.v4.new_markdown_cell("The <last>.")]
    page = FeedbackExporter().from_notebook_node(notebook, resources=RESOURCES)[0]
    assert 2 < page.count("<math") < 60
    assert "shown as it was written]</p><pre>The &lt;last&gt;.</pre>" in page


def test_a_cell_that_would_be_too_much_is_not_shown_first(monkeypatch):
    monkeypatch.setattr(filters, "_MOST_ON_A_PAGE", 10_000)
    notebook = nbformat.v4.new_notebook(metadata={"chainrule": {"submission": {"status": "graded"}}})
    picture = {"a.png": {"image/png": "A" * 1000}}
    notebook.cells = [nbformat.v4.new_markdown_cell("![a](attachment:a.png) " * 50, attachments=picture)]
    page = FeedbackExporter().from_notebook_node(notebook, resources=RESOURCES)[0]
    assert "shown as it was written]</p><pre>![a](attachment:a.png)" in page
    assert "AAAA" not in page


SLOW = {"markdown": "a" + " " * 99_000 + "b", "code": "x = 1\n" + " \n" * 14_000 + "y = 2"}
"""Minutes of work for Markdown's parser and a highlighter."""


@pytest.mark.parametrize("kind", list(SLOW))
@pytest.mark.parametrize("exporter", [FeedbackExporter, HTMLExporter])
def test_what_a_converter_is_slow_for_is_shown_as_it_was_written(monkeypatch, exporter, kind):
    """Also by formgrader; a page has one limit for all its texts."""
    monkeypatch.setattr(filters, "_MOST_SECONDS", 0.5)
    notebook = nbformat.v4.new_notebook(metadata={"chainrule": {"submission": {"status": "graded"}}})
    slow = getattr(nbformat.v4, f"new_{kind}_cell")(SLOW[kind])
    first, last = map(nbformat.v4.new_markdown_cell, ("The *first*.", SLOW["markdown"]))
    notebook.cells = [first, slow, last]
    settings = {} if exporter is FeedbackExporter else {"config": Course(ROOT).settings()}
    page = exporter(**settings).from_notebook_node(notebook, resources=deepcopy(RESOURCES))[0]
    assert "<em>first</em>" in page
    assert page.count("shown as it was written") == 2


@pytest.mark.parametrize("text", ["> a\n- b\n" * 300, "- " * 2_000 + "a", "> " * 5_000, "*a **b " * 2_000])
@pytest.mark.parametrize("exporter", [FeedbackExporter, HTMLExporter])
def test_what_a_converter_stumbles_over_is_shown_as_it_was_written(exporter, text):
    """In all pages, and where answers are marked: nobody could get past it there."""
    notebook = nbformat.v4.new_notebook(metadata={"chainrule": {"submission": {"status": "graded"}}})
    notebook.cells = [nbformat.v4.new_markdown_cell(harmless.markdown(text)), nbformat.v4.new_markdown_cell("*last*")]
    settings = {} if exporter is FeedbackExporter else {"config": Course(ROOT).settings()}
    page = exporter(**settings).from_notebook_node(notebook, resources=deepcopy(RESOURCES))[0]
    assert "<em>last</em>" in page
    assert markup.rendered(harmless.markdown(text))


def test_a_marked_answer_is_shown_as_it_was_written_if_it_takes_too_long(monkeypatch):
    monkeypatch.setattr(filters, "_MOST_SECONDS", 0.5)
    assert "shown as it was written" in markup.rendered(SLOW["markdown"])
    assert "<em>x</em>" in markup.rendered("*x*")
