"""The visible checks of the notebooks as a student meets them, one after the other: titles, order, what each judges."""

import ast
import re
import sys

import nbformat
import pytest
from conftest import ROOT
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from chainrule.check import CheckFailed
from chainrule.grading import cells, regions
from chainrule.grading.authoring import corpus
from chainrule.grading.course import Course

ASSIGNMENTS = sorted(path.parent.name for path in ROOT.glob("source/*/*.py"))
NUMBERED = {name[:2]: name for name in ASSIGNMENTS}

VAGUE = re.compile(r"(a |an |the )?(random |larger )?(numbers|arrays?|matri(x|ces)|network|layer|image|gradient there)")
"""Titles that say nothing of their case."""


def notebook(assignment):
    return nbformat.read(Course(ROOT).source(assignment), as_version=4).cells


def visible(cell):
    return "\n".join(text for text, hidden in regions.parts(cell.source) if not hidden)


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_titles_say_what_is_special_about_their_case(assignment):
    tests = [visible(cell) for cell in notebook(assignment) if cells.role(cell) == "test"]
    nodes = [node for test in tests for node in ast.walk(ast.parse(test))]
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert len(texts) > 20
    assert [text for text in texts if VAGUE.fullmatch(text) or text.startswith(("random ", "a random"))] == []


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_small_cases_come_before_large_ones(assignment):
    for cell in notebook(assignment):
        if cells.role(cell) == "test" and "check.derived(" in visible(cell):
            first = re.search(r"check\.(value|gradient|own_gradient|gate)\(|check_network\(", visible(cell))
            assert first is not None
            assert first.start() < visible(cell).index("check.derived("), cells.grade_id(cell)


@pytest.fixture
def run(monkeypatch):
    """Run a cell in a notebook of its own, and return the exception that it ends with."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))

    def run_cell(code):
        done = shell.run_cell(code, store_history=True)
        return done.error_before_exec or done.error_in_exec

    return run_cell


OF_NOTEBOOK = {
    "svm_loss_loops": "02",
    "svm_loss": "02",
    "softmax_loss": "03",
    "triplet_loss": "03",
    "backprop_add_multiply": "04",
    "softmax_cross_entropy": "06",
}


@pytest.mark.parametrize("answer", OF_NOTEBOOK)
def test_a_wrong_loss_fails_its_own_checks_and_not_those_of_a_right_gradient(answer, run):
    """The loss of a batch is one too high: all else is right."""
    spoiled = f"_right = {answer}\ndef {answer}(*args, **kwargs):\n    number, *others = _right(*args, **kwargs)\n"
    spoiled += "    return (number + 1.0, *others)"
    for cell in notebook(NUMBERED[OF_NOTEBOOK[answer]]):
        name, role = str(cells.grade_id(cell)), cells.role(cell)
        if role in ("given", "answer") and cell.cell_type == "code":
            assert run(cell.source) is None
            assert name != answer or run(spoiled) is None
        elif name == f"{answer}__value":
            assert isinstance(run(visible(cell)), CheckFailed)
        elif name == f"{answer}__gradient":
            assert run(visible(cell)) is None
            break


@pytest.mark.parametrize("slip", ["flag_reversed", "test_by_default", "never_drops"])
def test_dropout_that_drops_nothing_is_not_said_to_draw_too_few_numbers(slip, run):
    course = Course(ROOT)
    sections = corpus.read(course, [NUMBERED["06"]])
    wrong = next(one.code for one in sections if (one.answer, one.name) == ("Dropout", slip))
    for cell in notebook(NUMBERED["06"]):
        name, role = str(cells.grade_id(cell)), cells.role(cell)
        if role in ("given", "answer") and cell.cell_type == "code":
            assert run(wrong if name == "Dropout" else cell.source) is None
        elif name.startswith("Dropout__"):
            failure = run(visible(cell))
            assert str(failure).startswith("In training nothing drops out:")
            if name == "Dropout__backward":
                break
