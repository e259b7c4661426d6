"""The tests of every assignment, tested: no wrong answer gets through, no right one is refused."""

import re
from collections import Counter

import nbformat
import pytest
from conftest import ROOT
from needs import WALL
from questions import FORMULAS

from chainrule.grading import cells
from chainrule.grading.authoring import corpus
from chainrule.grading.course import Course
from chainrule.grading.sealed import beside
from chainrule.grading.sealed.examiner import examine
from chainrule.grading.sealed.sandbox import Sandbox
from chainrule.grading.settings import offer_trusted
from chainrule.grading.term.verify import verify

COURSE = Course(ROOT)

_WRONG = (r"is not (right|the slope of the loss)\b", r"\bd\w* is not (right|the slope of the loss)\b")
"""How a message says that a loss or gradient is wrong. From assignment 4 on what comes out forwards is neither."""


STRANGERS = 40
"""One in so many of the strangers' answers is graded here; `chainrule verify` grades all, once a week in CI."""

_SIZES = Counter((section.assignment, section.answer) for section in corpus.read(COURSE, COURSE.assignments()))


@pytest.mark.parametrize(("assignment", "answer"), [key for key, _ in _SIZES.most_common()])
def test_every_answer_is_judged_and_named_rightly(assignment, answer):
    """Those with most sections first. pytest runs these side by side: one job is enough."""
    verdicts = verify(COURSE, [f"{assignment}:{answer}"], jobs=1, wall=WALL, strangers=STRANGERS)
    wrong = [verdict for verdict in verdicts if verdict.section.kind == "wrong"]
    formulas = [verdict for verdict in wrong if answer in FORMULAS[assignment]]
    problems = {
        "misjudged": [verdict for verdict in verdicts if not verdict.as_expected],
        "named otherwise than the corpus says": [verdict for verdict in wrong if not verdict.is_named],
        "without a word on its name": [one for one in formulas if one.section.expect is None and _is_wrong(one)],
    }
    assert {problem: list(map(_told, found)) for problem, found in problems.items() if found} == {}


def _is_wrong(verdict):
    """Whether a loss or gradient was found wrong; an answer may also fail otherwise, for which there is no name."""
    pattern = _WRONG[verdict.section.assignment >= "04"]
    return any(re.search(pattern, message) for message in verdict.messages)


def _told(verdict):
    section = verdict.section
    return section.answer, section.kind, section.name, section.expect, verdict.score, verdict.mistakes, verdict.messages


_OWN_TESTS = {
    ("02_svm_gradient", "svm_loss_loops"): ["value", "gradient"],
    ("02_svm_gradient", "svm_loss"): ["value speed", "gradient speed"],
    ("03_softmax_cross_entropy", "softmax_loss"): ["value stable speed", "gradient stable speed"],
    ("03_softmax_cross_entropy", "triplet_loss"): ["value", "gradient", "gradient", "gradient"],
    ("04_backprop_by_hand", "backprop_add_multiply"): ["value", "gradient", "gradient", "gradient"],
    ("04_backprop_by_hand", "backprop_sigmoid_neuron"): ["value", "weights", "inputs"],
    ("04_backprop_by_hand", "backprop_svm_network"): ["loss", "weights", "input"],
    ("04_backprop_by_hand", "backprop_squared_norm"): ["value", "weights", "input"],
    ("04_backprop_by_hand", "backprop_hidden_layer"): ["objective", "output_weights", "weights", "biases"],
    ("04_backprop_by_hand", "backprop_two_layer"): ["loss", "hidden_layer", "hidden_layer", "output_layer"],
    ("04_backprop_by_hand", "repaired_backward"): ["dX", "dW", "db"],
}
"""For each result of an answer the tests that judge it."""

_ONE_WRONG = """
_right = {answer}
def {answer}(*args, **kwargs):
    results = list(_right(*args, **kwargs))
    results[{i}] = 1.7 * results[{i}]
    return tuple(results)
"""


@pytest.mark.parametrize(("assignment", "answer"), _OWN_TESTS)
def test_one_wrong_result_costs_the_points_of_its_own_tests_alone(assignment, answer):
    with Sandbox(WALL) as sandbox:
        notebook = nbformat.read(COURSE.source(assignment), as_version=4)
        own = next(cell.source for cell in notebook.cells if cells.grade_id(cell) == answer)
        offer_trusted(COURSE)
        files = beside.of(COURSE, assignment, notebook)
        for i, tests in enumerate(_OWN_TESTS[assignment, answer]):
            code = own + _ONE_WRONG.format(answer=answer, i=i)
            section = corpus.Section(assignment, answer, "wrong", "one", "one wrong result", None, code)
            found = examine(corpus.excerpt(notebook, section), sandbox, source=notebook, beside=files).tests
            failed = {name for name, test in found.items() if test.verdict != "passed"}
            assert {name for name in failed if cells.answer_of(name) == answer} == {
                f"{answer}__{test}" for test in tests.split()
            }


@pytest.mark.parametrize(("strangers", "least"), [(0, 0.87), (1, 0.85)])
def test_most_wrong_losses_and_gradients_are_named_or_explained(strangers, least):
    """That they are so in truth, and by no other name, is tested above."""
    judged = [
        section
        for section in corpus.read(COURSE, FORMULAS, strangers=strangers)
        if section.answer in FORMULAS[section.assignment] and section.expect is not None
    ]
    told = [section for section in judged if section.expect or section.explained]
    assert len(told) >= least * len(judged), f"{len(told)} of {len(judged)}"


@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_strangers_answers_stay_out_of_what_students_get(assignment):
    strangers = {path.name for path in (COURSE.corpus(assignment) / "strangers").glob("*.py")}
    assert strangers
    released = {path.name for path in (ROOT / "release" / assignment).rglob("*")}
    assert not released & {"strangers", "corpus", *strangers}


@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_every_answer_has_right_and_wrong_ones(assignment):
    notebook = nbformat.read(COURSE.source(assignment), as_version=4)
    answers = {cells.grade_id(cell) for cell in notebook.cells if cells.role(cell) == "answer"}
    kinds = Counter((section.answer, section.kind) for section in corpus.read(COURSE, [assignment]))
    assert {answer for answer, _ in kinds} == answers
    least = {answer: {"right": 5, "wrong": 15 if answer in FORMULAS.get(assignment, ()) else 5} for answer in answers}
    assert {key: many for key, many in kinds.items() if many < least[key[0]][key[1]]} == {}
