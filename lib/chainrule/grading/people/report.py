"""The class report: a page of results for instructors (``templates/report``).

Points come from the gradebook in its current state; messages, mistakes, findings and times come from the graded
notebooks.
"""

import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from nbformat import NotebookNode
from numpy.typing import NDArray

from chainrule import __version__, mistakes
from chainrule.grading import cells
from chainrule.grading.course import Course, CourseError
from chainrule.grading.notebooks import parsed, source_text
from chainrule.grading.results import Submission
from chainrule.grading.settings import offer_trusted
from chainrule.grading.templates import template
from chainrule.grading.term import broken_tests
from chainrule.grading.term.gradebook import Grades

Scores = NDArray[np.float64]

BINS = 10
"""Bars of the distribution of scores."""

_FEW = 5
"""The fewest submissions for which a question's discrimination is shown."""


# --- Statistics -----------------------------------------------------------------------------------------------------


def difficulty(scores: Scores, most: float) -> float:
    """Return a question's difficulty index: the mean share of its points, from 0 (nobody got any) to 1 (all got all).

    For a right-or-wrong question it is the proportion of right answers, the *p* of classical item analysis (Crocker
    and Algina, *Introduction to Classical and Modern Test Theory*, 1986, ch. 14).

    Parameters
    ----------
    scores : ndarray, (N,)
        Points of each student; NaN where unknown.
    most : float
        The maximum points.

    Returns
    -------
    float
        NaN if no score is known.

    Examples
    --------
    >>> difficulty(np.array([2.0, 0.0, 1.0, np.nan]), 2)
    0.5
    """
    known = scores[~np.isnan(scores)]
    return float(known.mean() / most) if known.size and most else float("nan")


def discrimination(scores: Scores) -> Scores:
    """Return how well each question separates strong students from weak ones.

    This is the corrected item-total correlation: Pearson's correlation, over the students, between the points for the
    question and the sum of the points for all *other* questions (Henrysson, "Correction of item-total correlations in
    item analysis", *Psychometrika* 28, 1963, pp. 211-218). For a right-or-wrong question it is the point-biserial
    correlation with the rest of the score. Without the correction, a question would also be compared with itself.

    Parameters
    ----------
    scores : ndarray, (N, Q)
        Points of each student for each question; NaN where unknown. Students without a known score are left out of
        that question, and the sum over the other questions includes only known scores.

    Returns
    -------
    ndarray, (Q,)
        From -1 to 1; NaN where all have the same points, for the question or for the rest.

    Examples
    --------
    >>> discrimination(np.array([[1.0, 2.0, 1.0], [0.0, 1.0, 1.0], [0.0, 0.0, 1.0]])).round(2)
    array([0.87, 0.87,  nan])
    """
    result = np.full(scores.shape[1], np.nan)
    for column in range(scores.shape[1]):
        known = ~np.isnan(scores[:, column])
        item = scores[known, column]
        rest = np.nansum(np.delete(scores[known], column, axis=1), axis=1)
        if item.size > 1 and np.ptp(item) > 0 and np.ptp(rest) > 1e-9 * np.abs(rest).max():
            item, rest = item - item.mean(), rest - rest.mean()
            result[column] = item @ rest / np.sqrt((item @ item) * (rest @ rest))
    return result


def distribution(shares: Sequence[float], bins: int = BINS) -> list[int]:
    """Return how many shares, from 0 to 1, fall into each of several equal bins; 1 belongs to the last.

    Examples
    --------
    >>> distribution([0.0, 0.05, 0.1, 1.0])
    [2, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    """
    counts = [0] * bins
    for share in shares:
        counts[min(max(int(share * bins + 1e-9), 0), bins - 1)] += 1
    return counts


# --- What is reported ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """A class's results for one question.

    Parameters
    ----------
    name, topic : str
        The name of the answer, and the heading above it.
    max_score : float
        The maximum points.
    full, some, none, unknown : int
        How many students earned all points, some, or none; how many are not marked yet.
    difficulty, discrimination : float or None
        See the functions of these names; None where undefined, or until all are marked.
    """

    name: str
    topic: str
    max_score: float
    full: int
    some: int
    none: int
    unknown: int
    difficulty: float | None
    discrimination: float | None


@dataclass(frozen=True)
class Mistake:
    """A recognised mistake.

    Parameters
    ----------
    name : str
        From `chainrule.mistakes`.
    says : str
        Its explanation for students.
    answers : list of str
        The answers it was made in, the most frequent first.
    students : int
        How many made it.
    """

    name: str
    says: str
    answers: list[str]
    students: int


@dataclass(frozen=True)
class Finding:
    """A submission worth a look.

    Parameters
    ----------
    student : str
        The student.
    kinds : list of str
        What happened, in a word or two each.
    notes : list of str
        What was repaired and what happened, as sentences.
    """

    student: str
    kinds: list[str]
    notes: list[str]


@dataclass(frozen=True)
class AssignmentReport:
    """The report on one assignment.

    Parameters
    ----------
    assignment : str
        Its name, with that of the notebook if this is another.
    names : list of str
        Its questions, in the notebook's order.
    topics : dict
        The headings above them.
    most : dict
        The maximum points for each.
    submissions : list of Submission
        The results, one for each student.
    scores : ndarray, (submissions, questions)
        Points from the gradebook; NaN where not marked yet.
    """

    assignment: str
    names: list[str]
    topics: dict[str, str]
    most: dict[str, float]
    submissions: list[Submission]
    scores: Scores

    @property
    def unsealed(self) -> list[str]:
        """The tests whose verdicts come from the process of the answer."""
        return sorted({test.grade_id for one in self.submissions for test in one.tests if test.trusting})

    @cached_property
    def shares(self) -> list[float]:
        """Each student's share of the points known so far."""
        most = np.array([self.most[name] for name in self.names])
        possible = np.where(np.isnan(self.scores), 0.0, most).sum(axis=1)
        return [float(share) for share in np.nansum(self.scores, axis=1) / np.maximum(possible, 1e-12)]

    @property
    def counts(self) -> list[int]:
        """The distribution of `shares`."""
        return distribution(self.shares)

    @property
    def mean(self) -> float:
        """The mean of `shares`."""
        return statistics.fmean(self.shares)

    @property
    def median(self) -> float:
        """The median of `shares`."""
        return statistics.median(self.shares)

    @cached_property
    def questions(self) -> list[Question]:
        """The results for each question, over all readable submissions."""
        scores = self.scores[[one.status != "unreadable" for one in self.submissions]]
        telling = discrimination(scores) if len(scores) >= _FEW else np.full(len(self.names), np.nan)
        found = []
        for column, name in enumerate(self.names):
            points, most = scores[:, column], self.most[name]
            full, none, unknown = (points >= most).sum(), (points <= 0).sum(), np.isnan(points).sum()
            found.append(
                Question(
                    name,
                    self.topics.get(name, ""),
                    most,
                    int(full),
                    int(len(points) - full - none - unknown),
                    int(none),
                    int(unknown),
                    None if unknown else _known(difficulty(points, most)),
                    None if unknown else _known(telling[column]),
                )
            )
        return found

    @property
    def nobody(self) -> list[Question]:
        """Fully marked questions for which nobody got all points."""
        return [question for question in self.questions if not question.full and not question.unknown]

    @cached_property
    def mistakes(self) -> list[Mistake]:
        """Recognised mistakes, the most frequent first; a student counts once per mistake."""
        places: dict[str, Counter[str]] = defaultdict(Counter)
        students: dict[str, set[str]] = defaultdict(set)
        for one in self.submissions:
            for answer in one.answers:
                for name in dict.fromkeys(test.mistake for test in answer.tests if test.mistake):
                    places[name][answer.answer] += 1
                    students[name].add(one.student)
        says = {mistake.name: mistake.says for mistake in mistakes.everything()}
        found = [
            Mistake(name, says.get(name, ""), [place for place, _ in places[name].most_common()], len(students[name]))
            for name in places
        ]
        return sorted(found, key=lambda mistake: (-mistake.students, mistake.name))

    @property
    def findings(self) -> list[Finding]:
        """Submissions that were repaired, stopped or unreadable."""
        found = [Finding(one.student, _kinds(one), _notes(one)) for one in self.submissions]
        return [finding for finding in found if finding.kinds]

    @property
    def followed(self) -> list[tuple[str, str, int]]:
        """Tests that were passed with trusted answers in the place of earlier ones: which, with whose, how often."""
        tests = [test for one in self.submissions for test in one.tests if test.lent]
        kept = Counter((test.grade_id, ", ".join(test.lent)) for test in tests)
        return [(name, lent, many) for (name, lent), many in kept.most_common()]

    @property
    def troubles(self) -> dict[str, str]:
        """What is wrong with tests that broke, by test cell."""
        return {name: trouble for one in self.submissions for name, trouble in one.troubles.items()}

    @property
    def walls(self) -> Counter[str]:
        """The number of submissions run behind each wall."""
        return Counter(one.wall for one in self.submissions if one.wall)

    @property
    def seconds(self) -> list[float]:
        """How long grading each submission took, the longest first."""
        return sorted((one.seconds for one in self.submissions), reverse=True)


# --- Collecting and writing -----------------------------------------------------------------------------------------


def collect(course: Course, assignments: Sequence[str]) -> list[AssignmentReport]:
    """Return the reports on some assignments, leaving out those without graded submissions.

    Raises
    ------
    CourseError
        If there are no graded submissions, or the gradebook cannot be used.
    """
    found = []
    offer_trusted(course)
    with Grades(course) as grades:
        for assignment, notebook in [(name, book) for name in assignments for book in course.notebooks(name)]:
            marks = grades.marks(assignment, notebook)
            submissions = [one for student in sorted(marks) if (one := _graded(course, student, assignment, notebook))]
            if submissions:
                source = parsed(source_text(course, assignment, notebook))
                found.append(_report(source, submissions, marks))
    if not found:
        raise CourseError(f"No graded submissions yet for {', '.join(assignments)}: run `chainrule grade` first.")
    return found


def write(reports: Sequence[AssignmentReport], path: Path, *, names: bool = True) -> None:
    """Write the page as one file, without scripts or network access; without `names`, it names nobody.

    Then it has no notes, which quote what students wrote, names of files included, and no tracebacks of tests.
    """
    page = template("report").render(reports=reports, bins=BINS, few=_FEW, version=__version__, names=names)
    path.write_text(page, encoding="utf-8")


def _graded(course: Course, student: str, assignment: str, notebook: str) -> Submission | None:
    """Return the results stored in a graded notebook; None if it is missing or was not graded by us."""
    try:
        text = course.autograded(student, assignment, notebook).read_text(encoding="utf-8")
        found = Submission.from_json(json.loads(text)["metadata"]["chainrule"]["submission"])
        return broken_tests.restored(course, found)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _report(
    source: NotebookNode, submissions: list[Submission], marks: dict[str, dict[str, float | None]]
) -> AssignmentReport:
    most: dict[str, float] = defaultdict(float)
    for cell in source.cells:
        if cells.role(cell) in ("test", "written"):
            most[cells.answer_of(cell.metadata.nbgrader.grade_id)] += cells.points(cell)
    scores = np.zeros((len(submissions), len(most)))
    column = {name: number for number, name in enumerate(most)}
    for row, one in enumerate(submissions):
        for name, points in marks[one.student].items():
            if cells.answer_of(name) in column:
                scores[row, column[cells.answer_of(name)]] += np.nan if points is None else points
    return AssignmentReport(submissions[0].shown, list(most), cells.topics(source), dict(most), submissions, scores)


def _kinds(one: Submission) -> list[str]:
    kinds = [] if one.status == "graded" else [str(one.status)]
    kinds += ["not tested"] if one.troubles else []
    return list(dict.fromkeys([*kinds, *(event.kind for event in one.events)]))


def _notes(one: Submission) -> list[str]:
    return [*([one.reason] if one.reason else []), *(event.text for event in one.events)]


def _known(number: Any) -> float | None:
    return None if np.isnan(number) else float(number)
