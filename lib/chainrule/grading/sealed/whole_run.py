"""The whole notebook in the student's process, from top to bottom, as nbgrader runs it; in courses of any kind.

A test that cannot be sealed has its verdict here: it asks for something that only the student's own process can tell,
such as an operator of an object of the student's, the source of a function, a figure. What that process says is marked.
One that has passed with the examiner has to pass here, too: whether an answer changed its arguments, say, shows nowhere
else. The examiner judges nothing else in these processes: the student's code can read the text of all tests there.
"""

import functools
import re
import time
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

from nbformat import NotebookNode

from chainrule.check import AnswerError
from chainrule.grading import cells, regions
from chainrule.grading.sealed.attempt import (
    Attempt,
    OpenTest,
    Piece,
    kind_of,
    leave_out,
    partial,
    passed,
    statements,
    why,
)
from chainrule.grading.sealed.proxies import Student, error_parts
from chainrule.grading.sealed.sandbox import Stop, TimedOut

_NUMBER = re.compile(r"(?:np\.(?:float|int|uint)\d+\()?([-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|inf|nan))\)?")
"""How Python and NumPy show a number."""

_NOTHING = compile("", "<test>", "exec")


class WholeRun(Attempt):
    """One run of a notebook, in which the tests that have no verdict yet get one.

    What ends the process is left out when another run has to do the rest.
    """

    _has_ended = False
    """Whether a test was the last thing that the process did."""

    def run(self) -> None:
        """Judge the tests; the notes say `complete` unless another run is needed."""
        for index, cell in enumerate(self._cells[: self._end_of_tests()]):
            is_test, is_to_run = cells.role(cell) == "test", self._is_to_run(index, cell)
            if not is_test and not (is_to_run and cells.is_run(cell)):
                continue
            self._notes.doing(index)
            try:
                if not is_test:
                    self._run_cell(index, cell)
                elif is_to_run:
                    self._run_test(index, cell)
                else:
                    self._run_rest(index, cell)
            except Stop as stop:
                if self._record.told:  # which cell it is could spell a hidden input
                    self._notes.left_out(index)
                else:
                    leave_out(self._notes, self._cells, index, kind_of(stop), why(stop, self._limits.cell_seconds))
                return
            if self._has_ended:
                return
        self._notes.complete()

    def _run_test(self, index: int, cell: NotebookNode) -> None:
        """Run a test: for its verdict, or if it has one, for what it makes."""
        test, known = self._begin(index, cell), self._record.tests.get(str(cells.grade_id(cell)))
        hides = test.pieces[0].hidden
        if known is None:
            self._run_pieces(test, test.pieces, hides)
            has_verdict = test.grade_id in self._record.tests
            if self._has_ended and has_verdict:
                self._notes.left_out(index)
            elif not self._has_ended and not has_verdict:
                self._notes.verdict(passed(test.grade_id, cells.points(cell), test.earned))
            return
        if hides and not self._record.told:
            self._notes.told()
        seconds = self._limits.call_seconds if known.verdict == "failed" else self._limits.test_seconds
        self._session.run(index, cell.source, seconds)

    def _run_rest(self, index: int, cell: NotebookNode) -> None:
        """Run what asks no answers in a test that has ended the process: later tests may need what it defines."""
        test = self._begin(index, cell)
        rest = [one.source for one in statements(test.pieces[0]) if not self._asks(test, one)]
        self._session.run(index, "\n".join(rest), self._limits.call_seconds)

    def _begin(self, index: int, cell: NotebookNode) -> OpenTest:
        place = functools.partial(self._place, answer=self._answer_of(index))
        student = Student(self._session.main, self._limits.call_seconds, place)
        piece = Piece(cell.source, _NOTHING, regions.hides(cell.source))
        return OpenTest(index, cell, [piece], student, self._session.main, is_stock=True)

    def _run_piece(self, test: OpenTest, piece: Piece) -> None:
        """Run a test where the student's cells have run, and raise what it is said to have raised."""
        start, seconds = time.monotonic(), self._limits.test_seconds
        try:
            outputs, error = self._session.run(test.index, piece.source, seconds)
        except Stop:
            self._has_ended = True
            raise
        test.earned = partial(_number(outputs), cells.points(test.cell))
        if error is not None:
            kind, text, places = error_parts(error)
            if kind == "KeyboardInterrupt" and time.monotonic() - start >= seconds:
                self._notes.left_out(test.index)  # what it has left running may end the process of all
                raise TimedOut
            if kind == "AssertionError":
                raise AssertionError(text or _line(piece, [line for cell, line in places if cell == test.index]))
            raise AnswerError(kind, text, self._place(places, self._answer_of(test.index)))


def as_given(notebook: NotebookNode, source: NotebookNode) -> NotebookNode:
    """Return a submission with the instructor's own unlocked cells, where the student has edited them."""
    own = {cell.id: cell for cell in source.cells if cells.role(cell) == "play"}
    made = deepcopy(notebook)
    made.cells = [own.get(cell.id, cell) for cell in made.cells]
    return made


def _line(piece: Piece, numbers: Sequence[int]) -> str:
    """Return the innermost of some lines of a test."""
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
