"""Tests in the student's process, in courses that this package did not write: all of them, as nbgrader runs them.

A test that cannot be sealed has its verdict there: it asks for something that only the student's own process can
tell, such as an operator of an object of the student's, the source of a function, a figure. What that process says is
marked. One that has passed with the examiner has to pass there, too: whether an answer changed its arguments, say,
shows nowhere else. Each runs in a copy of the process made for it, of processes in which the examiner judges nothing:
the student's code can read its text there.
"""

from dataclasses import replace
from typing import Any

from nbformat import NotebookNode

from chainrule.check import AnswerError
from chainrule.grading import cells
from chainrule.grading.sealed.attempt import Attempt, OpenTest, Piece, partial, statements
from chainrule.grading.sealed.proxies import error_parts
from chainrule.grading.sealed.sandbox import Tampering


class Trusting(Attempt):
    """One attempt at a notebook, for the tests that have no verdict yet."""

    def _open(self, index: int, cell: NotebookNode) -> OpenTest:
        """Open a test of which nothing runs here.

        What it needs of unlocked cells, which the student may have edited, will be as the instructor wrote it.
        """
        test = super()._open(index, cell)
        text = self._given.edited(test.grade_id)
        edited = Piece(text, compile(text, "<given>", "exec"), hidden=False)
        return replace(test, is_apart=False, before=[*statements(edited), *test.before])

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

    def _run_before(self, test: OpenTest) -> None:
        """Run the visible parts of earlier tests that define names for this one: here, their text can be read."""
        test.before = [piece for piece in test.before if not piece.hidden]
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
                try:
                    return float(text)
                except ValueError:
                    return None
    return None
