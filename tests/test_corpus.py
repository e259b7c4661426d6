"""The tests of every assignment, tested: no wrong answer gets through, no right one is refused."""

import re
from collections import Counter

import nbformat
import pytest
from conftest import ROOT, needs_bubblewrap

from chainrule.grading import cells, corpus
from chainrule.grading.course import Course
from chainrule.grading.verify import verify

COURSE = Course(ROOT)
CORPUS = ROOT / "tests" / "corpus"

FORMULAS = {
    "01_linear_classifier": {
        "hinge_losses", "cross_entropy_losses", "weight_penalty", "total_loss",
        "numerical_gradient", "gradient_descent",
    },
    "02_svm_gradient": {"hinge_gradient_example", "svm_loss_loops", "svm_loss"},
    "03_softmax_cross_entropy": {
        "cross_entropy", "softmax_jacobian", "cross_entropy_gradient", "softmax_loss", "triplet_loss",
    },
    "04_backprop_by_hand": {
        "backprop_add_multiply", "backprop_sigmoid_neuron", "backprop_branches", "backprop_svm_network",
        "backprop_squared_norm", "backprop_hidden_layer", "backprop_two_layer", "repaired_backward",
    },
    "05_modular_gates": {
        "AddGate", "MultiplyGate", "MaxGate", "ExpGate", "ReciprocalGate", "SigmoidGate", "ReLUGate", "LinearGate",
    },
    "06_mlp_mnist": {
        "Linear", "ReLU", "Sigmoid", "Tanh", "LeakyReLU", "ELU", "Dropout", "softmax_cross_entropy", "MLP",
        "sgd_step", "momentum_step", "nesterov_step", "adagrad_step",
    },
}  # fmt: skip
"""The losses, gradients, gates, layers and optimisers: what mistakes have names for."""

NAMED = sorted(FORMULAS)
"""Assignments whose corpus says of every wrong value which name it should get."""

_WRONG = (r"is not (right|the slope of the loss)\b", r"\bd\w* is not (right|the slope of the loss)\b")
"""How a message says that a loss or gradient is wrong. From assignment 4 on what comes out forwards is neither."""


@pytest.fixture(scope="session")
def judged():
    """Verdicts on an assignment's corpus, each graded once."""
    known = {}

    def of(assignment):
        if assignment not in known:
            known[assignment] = verify(COURSE, [assignment], CORPUS)
        return known[assignment]

    return of


@needs_bubblewrap
@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_every_answer_is_judged_rightly(judged, assignment):
    misjudged = [
        (verdict.section.answer, verdict.section.kind, verdict.section.name, verdict.score, verdict.messages)
        for verdict in judged(assignment)
        if not verdict.as_expected
    ]
    assert misjudged == []


@needs_bubblewrap
@pytest.mark.parametrize("assignment", NAMED)
def test_no_mistake_gets_another_name_than_the_corpus_says(judged, assignment):
    misnamed = [
        (verdict.section.answer, verdict.section.name, verdict.section.expect, verdict.mistakes)
        for verdict in judged(assignment)
        if verdict.section.kind == "wrong" and not verdict.is_named
    ]
    assert misnamed == []


@needs_bubblewrap
@pytest.mark.parametrize("assignment", NAMED)
def test_a_wrong_loss_or_gradient_says_its_name_or_that_it_has_none(judged, assignment):
    silent = [
        (verdict.section.answer, verdict.section.name)
        for verdict in judged(assignment)
        if verdict.section.answer in FORMULAS[assignment]
        and verdict.section.kind == "wrong"
        and verdict.section.expect is None
        and any(re.search(_WRONG[assignment >= "04"], message) for message in verdict.messages)
    ]
    assert silent == []


@needs_bubblewrap
def test_most_wrong_losses_and_gradients_get_their_name(judged):
    wrong = [
        verdict
        for assignment in NAMED
        for verdict in judged(assignment)
        if verdict.section.answer in FORMULAS[assignment] and verdict.section.expect is not None
    ]
    named = [verdict for verdict in wrong if verdict.section.expect and verdict.is_named]
    # The slope of a layer's curve can be wrong in more ways than there are names.
    assert len(named) >= 0.88 * len(wrong), f"{len(named)} of {len(wrong)}"


@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_every_answer_has_right_and_wrong_ones(assignment):
    notebook = nbformat.read(COURSE.source(assignment), as_version=4)
    answers = {cells.grade_id(cell) for cell in notebook.cells if cells.role(cell) == "answer"}
    kinds = Counter((section.answer, section.kind) for section in corpus.read(CORPUS, [assignment]))
    assert {answer for answer, _ in kinds} == answers
    least = {answer: {"right": 5, "wrong": 15 if answer in FORMULAS.get(assignment, ()) else 5} for answer in answers}
    assert {key: many for key, many in kinds.items() if many < least[key[0]][key[1]]} == {}
