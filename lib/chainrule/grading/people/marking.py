"""Marking written answers question by question, across students and without names.

What is shown comes from the graded notebooks; points and comments go into nbgrader's gradebook as formgrader writes
them, so that both can be used side by side. `marking_server` puts this on a page.
"""

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache

import nbformat
from nbformat import NotebookNode

from chainrule.grading import cells, formulas, regions
from chainrule.grading.course import Course, CourseError
from chainrule.grading.notebooks import parsed, source_text
from chainrule.grading.term.gradebook import Grades, Mark

REMARKS = 9
"""How many of the comments that were given before are offered."""


class Changed(Exception):
    """Somebody else has marked an answer since it was shown."""


@dataclass(frozen=True)
class Question:
    """A question that a person marks.

    Parameters
    ----------
    name, topic : str
        The answer, and the heading under which it is asked.
    most : float
        The most points.
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
    """How far marking a question has come: `marked` of `total` answers, and how many left it as released."""

    marked: int
    total: int
    blank: int


class Desk:
    """The written answers to an assignment, to be marked.

    Parameters
    ----------
    course : Course
        The course directory.
    grades : Grades
        Its gradebook, open.
    assignment : str
        Of which assignment.

    Raises
    ------
    CourseError
        If the assignment has no question that a person marks, or its notebook is not built.
    """

    def __init__(self, course: Course, grades: Grades, assignment: str) -> None:
        self.course, self.assignment = course, assignment
        self._grades = grades
        self._source = parsed(source_text(course, assignment))
        if not self.questions:
            raise CourseError(f"No question of {assignment} is marked by a person.")

    @property
    def title(self) -> str:
        """What the assignment calls itself."""
        return cells.title(self._source) or self.assignment

    @cached_property
    def questions(self) -> dict[str, Question]:
        """What there is to mark, by name, in the notebook's order."""
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
                    formulas.to_html("\n\n".join(asked)),
                    formulas.to_html(scheme),
                )
        return found

    def answers(self, question: str) -> list[Mark]:
        """Return the answers to a question, in an order that says nothing about who gave them.

        Those that were left as released are left out: nbgrader has given them no points.
        """
        return [mark for mark in self._all(question) if not _is_blank(mark)]

    def progress(self, question: str) -> Progress:
        """Return how far a question is marked."""
        found = self._all(question)
        answers = [mark for mark in found if not _is_blank(mark)]
        return Progress(sum(not mark.waiting for mark in answers), len(answers), len(found) - len(answers))

    def find(self, question: str, entry: str) -> Mark | None:
        """Return an answer, None if there is none of this id."""
        return next((mark for mark in self.answers(question) if mark.entry == entry), None)

    def next_waiting(self, question: str, after: str | None = None) -> tuple[str, str] | None:
        """Return question and id of the next answer that waits for a person: here, then in other questions."""
        here = self.answers(question)
        place = next((number + 1 for number, mark in enumerate(here) if mark.entry == after), 0)
        names = list(self.questions)
        others = names[names.index(question) + 1 :] + names[: names.index(question)]
        candidates = here[place:] + here[:place] + [mark for name in others for mark in self.answers(name)]
        return next(((mark.question, mark.entry) for mark in candidates if mark.waiting), None)

    def shown(self, mark: Mark) -> str:
        """Return an answer as HTML; it was made harmless when it was graded."""
        cell = self._graded_cell(mark)
        return formulas.to_html(cell.source, cell.get("attachments"))

    def remarks(self, question: str) -> list[str]:
        """Return what was said most often of answers to a question, a line each, the commonest first."""
        lines = Counter(line.strip() for mark in self.answers(question) for line in mark.comment.splitlines())
        return [line for line, _ in lines.most_common() if line][:REMARKS]

    def mark(self, mark: Mark, points: float | None, seen: float | None) -> None:
        """Give an answer points, or take them back.

        Parameters
        ----------
        mark : Mark
            The answer, as the gradebook has it now.
        points : float or None
            From 0 to the most.
        seen : float or None
            A person's points as they were shown to the one who marks.

        Raises
        ------
        Changed
            If somebody else has given other points meanwhile.
        ValueError
            If these are no points that the question can have.
        """
        if points is not None and not (math.isfinite(points) and 0 <= points <= mark.most):
            raise ValueError(f"From 0 to {mark.most:g} points.")
        if mark.manual_score != seen:
            raise Changed
        self._grades.mark(mark.entry, points)

    def comment(self, mark: Mark, text: str, seen: str) -> None:
        """Write a comment beside an answer; an empty one takes it back. `seen` and the errors are as for `mark`."""
        if _normal(mark.comment) != _normal(seen):
            raise Changed
        self._grades.comment(mark.entry, _normal(text))

    def _all(self, question: str) -> list[Mark]:
        found = self._grades.to_mark(self.assignment, [question])
        return sorted((mark for mark in found if self._is_graded(mark.student)), key=lambda mark: mark.entry)

    def _is_graded(self, student: str) -> bool:
        return self.course.autograded(student, self.assignment).is_file()

    def _graded_cell(self, mark: Mark) -> NotebookNode:
        path = self.course.autograded(mark.student, self.assignment)
        notebook = _read(str(path), path.stat().st_mtime_ns)
        found: NotebookNode = next(cell for cell in notebook.cells if cells.grade_id(cell) == mark.question)
        return found


def _normal(comment: str) -> str:
    """Return a comment as a browser's field gives it back."""
    return comment.replace("\r\n", "\n").strip()


def _is_blank(mark: Mark) -> bool:
    return mark.auto_score == 0 and mark.manual_score is None and not mark.waiting


@lru_cache(maxsize=64)
def _read(path: str, _: int) -> NotebookNode:
    """Return a graded notebook; a later one has another time."""
    notebook: NotebookNode = nbformat.read(path, as_version=4)
    return notebook
