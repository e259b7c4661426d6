"""The tests of every assignment, tested: no wrong answer gets through, no right one is refused."""

from collections import Counter

import nbformat
import pytest
from conftest import ROOT, needs_bubblewrap

from chainrule.grading import cells, corpus
from chainrule.grading.course import Course
from chainrule.grading.verify import verify

COURSE = Course(ROOT)
CORPUS = ROOT / "tests" / "corpus"


@needs_bubblewrap
@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_every_answer_is_judged_rightly_and_its_mistake_named(assignment):
    verdicts = verify(COURSE, [assignment], CORPUS)
    misjudged = [
        (verdict.section.answer, verdict.section.kind, verdict.section.name, verdict.score, verdict.messages)
        for verdict in verdicts
        if not verdict.as_expected
    ]
    assert misjudged == []
    misnamed = [
        (verdict.section.answer, verdict.section.name, verdict.section.expect, verdict.mistake)
        for verdict in verdicts
        if verdict.section.expect and verdict.mistake not in verdict.section.expect
    ]
    assert misnamed == []


@pytest.mark.parametrize("assignment", COURSE.assignments())
def test_every_answer_has_right_and_wrong_ones(assignment):
    notebook = nbformat.read(COURSE.source(assignment), as_version=4)
    answers = {cells.grade_id(cell) for cell in notebook.cells if cells.role(cell) == "answer"}
    kinds = Counter((section.answer, section.kind) for section in corpus.read(CORPUS, [assignment]))
    assert {answer for answer, _ in kinds} == answers
    few = {key: many for key, many in kinds.items() if many < {"right": 2, "wrong": 4}[key[1]]}
    assert few == {}
