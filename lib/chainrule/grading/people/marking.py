"""Marks manually graded answers question by question, across students and without names.

Answers come from the graded notebooks. Points and comments are stored in nbgrader's gradebook the way formgrader does,
so that both can be used side by side. `marking_server` puts this on a page.
"""

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from nbformat import NotebookNode

from chainrule.grading import cells, harmless, markup, regions
from chainrule.grading.course import Course, CourseError
from chainrule.grading.notebooks import graded_notebook, parsed, source_text
from chainrule.grading.term.gradebook import Grades, Mark

REMARKS = 9
"""How many of the comments that were given before are offered."""

_BEFORE = "{} is not in the graded notebook, which is older or damaged: run `chainrule grade {}`, then load this again."


class Changed(Exception):
    """Someone else has marked the answer since it was shown."""


@dataclass(frozen=True)
class Question:
    """A manually graded question.

    Parameters
    ----------
    name, topic : str
        The name of the answer, and the heading above it.
    most : float
        The maximum points.
    asked, scheme : str
        What was asked, and the model answer with its marking scheme, as HTML.
    """

    name: str
    topic: str
    most: float
    asked: str
    scheme: str


@dataclass(frozen=True)
class Progress:
    """Progress on a question: `marked` of `total` answers, and how many students left it unchanged."""

    marked: int
    total: int
    blank: int


class Desk:
    """The manually graded answers of an assignment.

    Parameters
    ----------
    course : Course
        The course directory.
    grades : Grades
        Its gradebook, open.
    assignment : str
        The assignment.

    Raises
    ------
    CourseError
        If the assignment has no manually graded questions, or its notebook is not built.
    """

    def __init__(self, course: Course, grades: Grades, assignment: str) -> None:
        self.course, self.assignment = course, assignment
        self._grades = grades
        self._source = parsed(source_text(course, assignment))
        if not self.questions:
            raise CourseError(f"{assignment} has no manually graded questions.")

    @property
    def title(self) -> str:
        """The title of the assignment."""
        return cells.title(self._source) or self.assignment

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The questions to mark, by name, in the notebook's order."""
        topics, found = cells.topics(self._source), {}
        asked: list[str] = []
        for cell in self._source.cells:
            role, name = cells.role(cell), cells.grade_id(cell)
            if role == "prose":
                if any(line.startswith("#") for line in cell.source.splitlines()):
                    asked = []
                asked.append(cell.source)
            elif role == "written" and name is not None:
                scheme = "\n".join(regions.split(cell.source)[1])
                found[name] = Question(
                    name,
                    topics.get(name, ""),
                    cells.points(cell),
                    markup.rendered("\n\n".join(asked)),
                    markup.rendered(scheme),
                )
        return found

    def answers(self, question: str) -> list[Mark]:
        """Return the answers to a question, in an order that does not reveal whose they are.

        Unchanged answers are left out, since nbgrader has given them no points.
        """
        return [mark for mark in self._all(question) if not _is_blank(mark)]

    def progress(self, question: str) -> Progress:
        """Return the progress on a question."""
        found = self._all(question)
        answers = [mark for mark in found if not _is_blank(mark)]
        return Progress(sum(not mark.waiting for mark in answers), len(answers), len(found) - len(answers))

    def find(self, question: str, entry: str) -> Mark | None:
        """Return an answer by its id, None if there is none."""
        return next((mark for mark in self.answers(question) if mark.entry == entry), None)

    def next_waiting(self, question: str, after: str | None = None) -> tuple[str, str] | None:
        """Return question and id of the next unmarked answer, first in this question, then in others."""
        here = self.answers(question)
        place = next((number + 1 for number, mark in enumerate(here) if mark.entry == after), 0)
        names = list(self.questions)
        others = names[names.index(question) + 1 :] + names[: names.index(question)]
        candidates = here[place:] + here[:place] + [mark for name in others for mark in self.answers(name)]
        return next(((mark.question, mark.entry) for mark in candidates if mark.waiting), None)

    def shown(self, mark: Mark) -> str:
        """Return an answer as HTML: text made harmless, whoever graded it, and code as it stands."""
        cell = self._graded_cell(mark)
        if cell is None:
            return markup.literal(_BEFORE.format(mark.question, self.assignment))
        if cell.cell_type == "code":
            return markup.literal(cell.source)
        pictures = cell.get("attachments", {})
        return markup.rendered(harmless.markdown(cell.source, pictures), pictures)

    def remarks(self, question: str) -> list[str]:
        """Return the most frequent comment lines on a question, the most frequent first."""
        lines = Counter(line.strip() for mark in self.answers(question) for line in mark.comment.splitlines())
        return [line for line, _ in lines.most_common() if line][:REMARKS]

    def mark(self, mark: Mark, points: float | None, seen: float | None) -> None:
        """Give an answer points, or remove them.

        Parameters
        ----------
        mark : Mark
            The answer, as currently in the gradebook.
        points : float or None
            From 0 to the maximum; None to remove them.
        seen : float or None
            The points that the page showed when they were changed.

        Raises
        ------
        Changed
            If someone else has given different points in the meantime.
        ValueError
            If the points are out of range.
        """
        if points is not None and not (math.isfinite(points) and 0 <= points <= mark.most):
            raise ValueError(f"From 0 to {mark.most:g} points.")
        if mark.manual_score != seen:
            raise Changed
        self._grades.mark(mark.entry, points)

    def comment(self, mark: Mark, text: str, seen: str) -> None:
        """Set the comment on an answer; an empty one removes it. `seen` and the errors are as for `mark`."""
        if _normal(mark.comment) != _normal(seen):
            raise Changed
        self._grades.comment(mark.entry, _normal(text))

    def _all(self, question: str) -> list[Mark]:
        found = self._grades.to_mark(self.assignment, [question])
        return sorted((mark for mark in found if self._is_graded(mark.student)), key=lambda mark: mark.entry)

    def _is_graded(self, student: str) -> bool:
        return self.course.autograded(student, self.assignment).is_file()

    def _graded_cell(self, mark: Mark) -> NotebookNode | None:
        path = self.course.autograded(mark.student, self.assignment)
        notebook = _read(str(path), path.stat().st_mtime_ns)
        there = [] if notebook is None else notebook.cells
        return next((cell for cell in there if cells.grade_id(cell) == mark.question), None)


def _normal(comment: str) -> str:
    """Return a comment as a browser's field gives it back."""
    return comment.replace("\r\n", "\n").strip()


def _is_blank(mark: Mark) -> bool:
    return mark.auto_score == 0 and mark.manual_score is None and not mark.waiting


@lru_cache(maxsize=64)
def _read(path: str, _: int) -> NotebookNode | None:
    """Return a graded notebook, None if it is damaged; a later one has another time."""
    return graded_notebook(Path(path))
