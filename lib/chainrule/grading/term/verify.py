"""Tests the tests: does a hidden test reject every wrong answer and accept every right one?"""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

from chainrule.grading import individual, names
from chainrule.grading.authoring import corpus
from chainrule.grading.authoring import degenerate as degenerates
from chainrule.grading.authoring.corpus import Section
from chainrule.grading.course import Course, CourseError
from chainrule.grading.limits import Limits
from chainrule.grading.notebooks import parsed, source_text
from chainrule.grading.results import TestResult
from chainrule.grading.sealed import beside, walls, workers
from chainrule.grading.sealed.examiner import examine
from chainrule.grading.settings import limits_of, offer_trusted


@dataclass(frozen=True)
class Verdict:
    """The verdict of the tests on one answer of a corpus.

    Parameters
    ----------
    section : Section
        The answer.
    tests : list of TestResult
        What each of its tests gave.
    obstacle : str or None
        Why it could not be run at all: then its points say nothing about the tests.
    """

    section: Section
    tests: list[TestResult] = field(default_factory=list)
    obstacle: str | None = None

    @property
    def score(self) -> float:
        """The points of its tests."""
        return sum(test.score for test in self.tests)

    @property
    def max_score(self) -> float:
        """The most points."""
        return sum(test.max_score for test in self.tests)

    @property
    def mistakes(self) -> list[str]:
        """The recognised mistakes."""
        return [test.mistake for test in self.tests if test.mistake]

    @property
    def messages(self) -> list[str]:
        """The messages its student would read."""
        return [test.message for test in self.tests if test.message]

    @property
    def explained(self) -> str | None:
        """How the failures are explained: by a name at best, else by what, where, or how the answer behaves."""
        found = {test.explained for test in self.tests}
        return next((kind for kind in ("name", "what", "where", "behaviour") if kind in found), None)

    @property
    def visible(self) -> bool:
        """Whether a visible check fails."""
        return any(test.verdict == "failed" and not test.hidden for test in self.tests)

    @property
    def troubles(self) -> dict[str, str]:
        """What is wrong with the tests that broke."""
        return {test.grade_id: test.trouble for test in self.tests if test.trouble is not None}

    @property
    def as_expected(self) -> bool:
        """Whether no test broke, and a right answer keeps all points or a wrong one loses some.

        One that must earn nothing loses all.
        """
        judged = self.obstacle is None and not self.troubles
        if self.section.earns_nothing:
            return judged and self.score == 0
        return judged and (self.score >= self.max_score) == (self.section.kind == "right")

    @property
    def mistake(self) -> str | None:
        """The mistake found: an expected one if possible, else the first."""
        expected = [name for name in self.section.expect or () if name in self.mistakes]
        return next(iter(expected + self.mistakes), None)

    @property
    def is_named(self) -> bool:
        """Whether an expected name, if any, was found, and no other name was, or what is wrong is said without one."""
        expected = set(self.section.expect or ())
        if self.section.explained and self.explained is None:
            return False
        return expected.issuperset(self.mistakes) and bool(self.mistakes) == bool(expected)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        section = self.section
        return {
            "assignment": section.assignment,
            "answer": section.answer,
            "kind": section.kind,
            "name": section.name,
            "score": self.score,
            "max_score": self.max_score,
            "mistake": self.mistake,
            "messages": self.messages,
            "explained": self.explained,
            "visible": self.visible,
            "as_expected": self.as_expected,
        }


def verify(
    course: Course,
    wanted: list[str],
    folder: Path | None = None,
    *,
    jobs: int | None = None,
    wall: str = walls.AUTO,
    degenerate: bool = False,
    strangers: int = 0,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Verdict]:
    """Grade every answer of a corpus; all other cells contain the reference answers.

    Where tests ask for a student's seed, an answer is graded under several, and must be judged rightly under each.

    Parameters
    ----------
    course : Course
        The course directory.
    wanted : list of str
        Which assignments, or single answers as ``assignment:answer``; those without a corpus are left out.
    folder : Path, optional
        A corpus that lies elsewhere than beside the assignments.
    jobs : int, optional
        How many processes; by default one per core, as far as memory goes.
    wall : str
        Behind which wall the answers run: one of `limits.WALLS`.
    degenerate : bool
        Whether to grade the answers of `authoring.degenerate` as well.
    strangers : int
        One in how many of the strangers' answers is graded as well; 0 for none.
    progress : callable
        Called with how many are done, of how many.

    Returns
    -------
    list of Verdict
        In the order of the corpus.

    Raises
    ------
    CourseError
        If the corpus is empty or not as it should be, or a notebook is not built.
    """
    offer_trusted(course)  # with its own mistakes, which the corpus may expect
    sections = corpus.read(course, wanted, folder, strangers=strangers)
    sources = {name: source_text(course, name) for name in {section.assignment for section in sections}}
    if degenerate:
        for name in wanted:
            assignment, _, answer = name.partition(":")
            sections += degenerates.sections(assignment, parsed(sources[assignment]), answer)
    for section in sections:
        _check(sources[section.assignment], section)
    limits = limits_of(course.settings())
    calls = [(course.root, sources[section.assignment], section, wall, limits) for section in sections]
    verdicts: dict[Section, Verdict] = {}
    for call, future in workers.results(_work, calls, workers.count(jobs, len(calls))):
        section, error = call[2], future.exception()
        verdicts[section] = _not_run(section, f"the grader failed: {error!r}") if error else future.result()
        progress(len(verdicts), len(calls))
    return [verdicts[section] for section in sections]


def _check(source: str, section: Section) -> None:
    try:
        corpus.excerpt(parsed(source), section)
    except CourseError as error:
        raise CourseError(f"the corpus of {section.assignment}, {section.answer}.py: {error}") from None


def _obstacle(section: Section) -> str | None:
    """Return why a corpus section is not a valid answer. Student answers may be invalid; corpus answers may not."""
    code = TransformerManager().transform_cell(section.code)
    try:
        ast.parse(code)
    except SyntaxError as error:
        return f"line {error.lineno} of the section is not Python: {error.msg}"
    return None if section.answer in names.definitions(code) else f"it does not define {section.answer}"


def _not_run(section: Section, obstacle: str) -> Verdict:
    return Verdict(section, obstacle=obstacle)


def _work(call: tuple[Path, str, Section, str, Limits]) -> Verdict:
    root, source, section, wall, limits = call
    if obstacle := _obstacle(section):
        return _not_run(section, obstacle)
    notebook, course = parsed(source), Course(root)
    offer_trusted(course)
    sandbox, files = workers.warm_sandbox(root, wall), beside.of(course, section.assignment, notebook)
    verdicts = []
    for seed in individual.SEVERAL if individual.is_used(course, source) else (0,):
        with individual.using(seed):
            tests = examine(corpus.excerpt(notebook, section), sandbox, limits, source=notebook, beside=files).tests
        verdicts.append(Verdict(section, list(tests.values())))
    return next((verdict for verdict in verdicts if not verdict.as_expected), verdicts[0])
