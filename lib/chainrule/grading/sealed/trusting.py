"""Tests that cannot be sealed, in courses that this package did not write.

Such a test asks for something that only the student's own process can tell: an operator of an object of the student's,
the source of a function, a figure. It runs there, in a copy that is made for it, of processes in which no other test is
judged; its verdict is what that process says, and is marked. Its text can be read there by the student's code.
"""

from dataclasses import replace
from typing import Any

from nbformat import NotebookNode

from chainrule.check import AnswerError
from chainrule.grading import cells
from chainrule.grading.sealed.attempt import Attempt, OpenTest, Piece, partial
from chainrule.grading.sealed.proxies import error_parts
from chainrule.grading.sealed.sandbox import Tampering


class Trusting(Attempt):
    """One attempt at a notebook, for the tests that have no verdict yet."""

    def _open(self, index: int, cell: NotebookNode) -> OpenTest:
        return replace(super()._open(index, cell), is_apart=False)  # nothing of it runs here

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
                raise AssertionError(text)
            raise AnswerError(kind, text, self._place(places, self._answer_of(test.index)))

    def _run_before(self, test: OpenTest) -> None:
        """Run the visible parts of earlier tests that define names for this one: here, their text can be read."""
        test.before = [piece for piece in test.before if not piece.hidden]
        super()._run_before(test)


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
