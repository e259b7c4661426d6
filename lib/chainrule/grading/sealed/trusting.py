"""Tests in the student's process, in courses that this package did not write: all of them, as nbgrader runs them.

A test that cannot be sealed has its verdict there: it asks for something that only the student's own process can
tell, such as an operator of an object of the student's, the source of a function, a figure. What that process says is
marked. One that has passed with the examiner has to pass there, too: whether an answer changed its arguments, say,
shows nowhere else. Each runs in a copy of the process made for it, of processes in which the examiner judges nothing:
the student's code can read its text there.
"""

import re
from dataclasses import replace
from typing import Any

from nbformat import NotebookNode

from chainrule.check import AnswerError
from chainrule.grading import cells
from chainrule.grading.sealed.attempt import Attempt, OpenTest, Piece, partial, statements
from chainrule.grading.sealed.proxies import error_parts
from chainrule.grading.sealed.sandbox import Tampering

_NUMBER = re.compile(r"(?:np\.(?:float|int|uint)\d+\()?([-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|inf|nan))\)?")
"""How Python and NumPy show a number."""


class Trusting(Attempt):
    """One attempt at a notebook, for the tests that have no verdict yet."""

    _needs_hidden = False
    """Whether a test gets hidden parts of the earlier ones that it needs, not only their visible parts."""

    def _open(self, index: int, cell: NotebookNode) -> OpenTest:
        """Open a test of which nothing runs here."""
        test = super()._open(index, cell)
        before = [piece for piece in test.before if self._needs_hidden or not piece.hidden]
        return replace(test, is_apart=False, before=before)

    def _run_piece(self, test: OpenTest, piece: Piece) -> None:
        """Run a part of a test where the student's cells have run, and raise what it is said to have raised."""
        match test.connection.talk(test.connection.wire.ask, "run", test.index, piece.source):
            case "ran", [list(outputs), error]:
                pass
            case _:
                raise Tampering("its reply to a test is malformed")
        test.earned = partial(_number(outputs), cells.points(test.cell))
        if error is not None:
            kind, text, places = error_parts(error)
            if kind == "AssertionError":
                raise AssertionError(text or _line(piece, [line for cell, line in places if cell == test.index]))
            raise AnswerError(kind, text, self._place(places, self._answer_of(test.index)))


class Confirming(Trusting):
    """One attempt at tests that have passed with the examiner, and should find here what they found there.

    That is all parts of earlier tests that they need, hidden ones, too; and what they need of unlocked cells, which the
    student may have edited, as the instructor wrote it.
    """

    _needs_hidden = True

    def __init__(self, *known: Any) -> None:
        super().__init__(*known, whole=False)
        self._restored: set[str] = set()

    def _run_before(self, test: OpenTest) -> None:
        if test.grade_id not in self._restored:
            self._restored.add(test.grade_id)
            values, code = self._given.restored(test.grade_id) or ({}, "")
            for name, value in values.items():
                test.student.lend(name, value)
            test.before = [*statements(Piece(code, compile(code, "<given>", "exec"), hidden=False)), *test.before]
        super()._run_before(test)


def _line(piece: Piece, numbers: list[int]) -> str:
    """Return the innermost of some lines of a part of a test."""
    lines = piece.source.split("\n")
    return next((lines[number - 1].strip() for number in reversed(numbers) if 0 < number <= len(lines)), "")


def _number(outputs: list[Any]) -> float | None:
    """Return the number that a cell ends with, if it does."""
    for output in outputs:
        match output:
            case [str(kind), str(text), *_] if kind == "result":
                found = _NUMBER.fullmatch(text)
                return float(found[1]) if found else None
    return None
