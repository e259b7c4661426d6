"""One attempt at a notebook, in a copy of the worker's process: the cells run, then the tests are judged.

There are three passes, so that all student-written text is produced before any hidden input is revealed:

1. the student's cells run from top to bottom, and the student's process is copied at each test cell;
2. the visible part of each test cell runs against its copy; failures may quote numbers and messages;
3. the hidden parts run; failures name the mistake, never an input or a value.

Each test cell therefore sees the names as they were at its position and cannot disturb other tests, and a copy that
dies or hangs costs only that test.
"""

import contextlib
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

from nbformat import NotebookNode

from chainrule.check import AnswerError, CheckFailed
from chainrule.grading import cells, harmless, regions
from chainrule.grading.limits import Limits
from chainrule.grading.results import EventKind, TestResult
from chainrule.grading.sealed import fork, shown
from chainrule.grading.sealed.given import Given, bind, new_names, silenced
from chainrule.grading.sealed.inside import wire
from chainrule.grading.sealed.proxies import Student, error_parts
from chainrule.grading.sealed.record import Notes
from chainrule.grading.sealed.sandbox import Connection, Session, Stop, Tampering, TimedOut

_MAX_STOPS = 3
_GRACE_SECONDS = 1.0
_MOST_QUOTED = 200


@dataclass(frozen=True)
class Piece:
    """A visible or hidden part of a test cell."""

    source: str
    code: CodeType
    hidden: bool


def pieces(cell: NotebookNode) -> list[Piece]:
    """Return the parts of a test cell, in order."""
    name = f"<test {cells.grade_id(cell)}>"
    return [Piece(text, compile(text, name, "exec"), hidden) for text, hidden in regions.parts(cell.source)]


@dataclass
class _Test:
    """A test cell during the passes."""

    index: int
    cell: NotebookNode
    pieces: list[Piece]
    student: Student
    connection: Connection
    names: dict[str, Any] = field(default_factory=new_names)

    @property
    def grade_id(self) -> str:
        return str(cells.grade_id(self.cell))

    @property
    def answer(self) -> str:
        return cells.answer_of(self.grade_id)

    @property
    def leading_visible(self) -> int:
        return next((n for n, piece in enumerate(self.pieces) if piece.hidden), len(self.pieces))


class Attempt:
    """One attempt at a notebook.

    Parameters
    ----------
    notebook : NotebookNode
        The instructor's notebook with the student's text in it.
    given : Given
        The results of its read-only cells on this side.
    session : Session
        The student's process.
    limits : Limits
    end : float
        The deadline for the whole submission, on the clock of ``time.monotonic``.
    notes : Notes
        Records the results.
    solved : frozenset of str
        Names defined by the instructor's own answers. If a submission lacks one, the test is not at fault.
    """

    def __init__(
        self,
        notebook: NotebookNode,
        given: Given,
        session: Session,
        limits: Limits,
        end: float,
        notes: Notes,
        solved: frozenset[str],
    ) -> None:
        self._cells = notebook.cells
        self._given = given
        self._session = session
        self._limits = limits
        self._end = end
        self._notes = notes
        self._record = notes.record
        self._solved = solved

    def run(self) -> None:
        """Judge every test without a verdict; the notes say `complete` unless another attempt is needed."""
        tests = self._run_cells()
        if tests is not None and self._run_tests(tests):
            self._notes.complete()

    # Pass 1: the cells

    def _run_cells(self) -> list[_Test] | None:
        """Run the student's side of the notebook; return the open tests, or None if the process died."""
        tests, last = [], None
        for index, cell in enumerate(self._cells):
            kind = cells.role(cell)
            try:
                if kind in ("given", "answer", "play") and self._is_to_run(index, cell):
                    last = index
                    self._notes.doing(index)
                    self._run_cell(index, cell)
                elif kind == "test" and self._is_to_open(cell):
                    tests.append(self._open(index, cell))
            except Stop as stop:
                if last is None:
                    raise
                leave_out(self._notes, self._cells, last, kind_of(stop), why(stop, self._limits.cell_seconds))
                return None
        return tests

    def _is_to_open(self, cell: NotebookNode) -> bool:
        return cells.grade_id(cell) not in self._record.tests

    def _is_to_run(self, index: int, cell: NotebookNode) -> bool:
        return index not in self._record.left_out and not cells.is_long(cell)

    def _run_cell(self, index: int, cell: NotebookNode) -> None:
        seconds = min(self._limits.cell_seconds, max(0.1, self._end - time.monotonic()))
        start = time.monotonic()
        with fork.within(2 * seconds + 5 * _GRACE_SECONDS), _as_tampering():
            outputs, error = self._session.run(index, cell.source, seconds)
            visible = shown.outputs(outputs, self._limits.output_bytes)
            if error is not None:
                kind, text, places = error_parts(error)
                if kind == "KeyboardInterrupt" and time.monotonic() - start >= seconds:
                    kind, text = "TimeoutError", f"this cell ran out of time ({seconds:g} s) and was interrupted"
                    name = described(self._cells, index)
                    self._notes.event("ran out of time", f"{name} ran out of time ({seconds:g} s)")
                    self._notes.left_out(index)
                if self._record.told:
                    return
                where = self._place(places)
                if cells.role(cell) == "given":
                    self._notes.event(
                        "given cell failed", f"{described(self._cells, index)} stopped with {kind}: {text}"
                    )
                visible.append(shown.error(kind, text, [where] if where else []))
                self._notes.reason(str(cells.grade_id(cell)), f"its cell stopped with {kind}: {text}")
        if not self._record.told:
            # A process that is told hidden inputs can leave word in the kernel's clocks and counters.
            self._notes.outputs(index, visible)

    def _place(self, places: list[tuple[int, int]]) -> str:
        """Quote the student's own lines from the notebook, not from anything the process sends."""
        lines = []
        for index, number in places:
            if 0 <= index < len(self._cells) and cells.role(self._cells[index]) in ("given", "answer", "play"):
                text = self._cells[index].source.split("\n")[number - 1 : number] if number else []
                code = harmless.printed(text[0].strip(), _MOST_QUOTED) if text else ""
                if code:  # a line that is not there could be any number
                    lines.append(f"line {number} of {described(self._cells, index)}: {code}")
        return "\n".join(lines)

    # Passes 2 and 3: the tests

    def _open(self, index: int, cell: NotebookNode) -> _Test:
        connection = self._session.fork()
        student = Student(connection, self._limits.call_seconds, self._place)
        return _Test(index, cell, pieces(cell), student, connection)

    def _run_tests(self, tests: list[_Test]) -> bool:
        """Return whether every test has a verdict; if not, the rest must be run again in a new process."""
        last: _Test | None = None
        for hidden in (False, True):
            for test in tests:
                if test.grade_id in self._record.tests:
                    continue
                if self._record.stops[test.answer] >= _MAX_STOPS:
                    self._fail(test, f"{test.answer} was not called again: it had already been stopped several times.")
                    continue
                self._notes.doing(test.index)
                if self._gone(test):
                    self._blame(last or test)
                    return False
                last = test
                chosen = test.pieces[test.leading_visible :] if hidden else test.pieces[: test.leading_visible]
                self._run_pieces(test, chosen, hidden)
                if hidden and test.grade_id not in self._record.tests:
                    self._notes.verdict(TestResult(test.grade_id, cells.points(test.cell)))
                if test.grade_id in self._record.tests:
                    test.connection.close()
        return True

    def _gone(self, test: _Test) -> bool:
        """Return whether another test's answer killed this test's process."""
        test.connection.deadline = time.monotonic() + self._limits.call_seconds
        try:
            test.student.ask("name", "__name__")
        except Stop:
            return True
        except NameError:
            pass
        return False

    def _blame(self, test: _Test) -> None:
        """Fail the test whose answer killed other processes; otherwise every attempt would end the same way."""
        reason = test.connection.reason()
        self._notes.stopped(test.answer)
        self._notes.event("stopped", f"{test.grade_id}: {test.answer} ended the processes of other tests ({reason})")
        self._fail(test, f"{test.answer} ended other processes: {reason}.")

    def _run_pieces(self, test: _Test, chosen: list[Piece], hidden: bool) -> None:
        seconds = self._limits.test_seconds
        if hidden and chosen and not self._record.told:
            self._notes.told()
        hidden = self._record.told
        test.connection.deadline = min(time.monotonic() + seconds, self._end)
        try:
            with fork.within(seconds + _GRACE_SECONDS), silenced():
                for piece in chosen:
                    self._given.lend(test.student.lookup)
                    bind(piece.source, test.names, self._given.above(test.grade_id), test.student.lookup)
                    exec(piece.code, test.names)
        except Stop as error:
            reason = why(error, seconds)
            self._notes.stopped(test.answer)
            self._notes.event(kind_of(error), f"{test.grade_id}: {test.answer} was stopped: {reason}")
            self._fail(test, f"{prefix(test.answer, hidden)}{test.answer} was stopped: {reason}.")
        except wire.WireError as error:
            self._notes.stopped(test.answer)
            self._notes.event("attempted tampering", f"{test.grade_id}: attempted tampering ({error})")
            self._fail(test, f"{prefix(test.answer, hidden)}{test.answer} was stopped: attempted tampering.")
        except CheckFailed as error:
            text = f"{prefix(test.answer, hidden)}{error.public}" if hidden else error.message
            kind = error.publicly_explained if hidden else error.explained
            fail(self._notes, test.cell, text, error.mistake, kind, hidden)
        except AnswerError as error:
            text = f"{test.answer} raised {error.kind}" + ("" if hidden or not error.text else f": {error.text}")
            lines = error.where.splitlines()
            where = "".join(f"\n{line}" for line in (lines[-1:] if hidden else lines))
            self._fail(test, prefix(test.answer, hidden) + text + where)
        except Exception as error:  # noqa: BLE001 - whose doing it was is found out later
            self._stumble(test, error, hidden)

    def _stumble(self, test: _Test, error: Exception, hidden: bool) -> None:
        """Fail a test that stopped for a reason other than a failed check or an exception in the answer."""
        missing = error.name if isinstance(error, NameError) else None
        if missing not in self._solved | self._record.reasons.keys() and not isinstance(error, AssertionError):
            self._notes.broken(test.grade_id)
        if missing is not None and (not hidden or missing == test.answer):
            reason = "" if hidden else self._record.reasons.get(missing, "")
            self._fail(
                test, prefix(test.answer, hidden) + f"{missing} is not defined" + (f": {reason}" if reason else ".")
            )
            return
        if hidden:
            what = (
                "an assertion failed" if isinstance(error, AssertionError) else f"{type(error).__name__} in the check"
            )
            self._fail(test, f"{prefix(test.answer, True)}{what}.")
            return
        frames = traceback.extract_tb(error.__traceback__)
        numbers = [frame.lineno or 0 for frame in frames if frame.filename == f"<test {test.grade_id}>"]
        line = f" (line {numbers[-1]}: {test.cell.source.splitlines()[numbers[-1] - 1].strip()})" if numbers else ""
        text = f": {error}" if str(error) else ""
        if isinstance(error, AssertionError):
            self._fail(test, f"A check of {test.answer} failed{line}{text}")
        else:
            self._fail(test, f"A check of {test.answer} stopped with {type(error).__name__}{text}{line}")

    def _fail(self, test: _Test, message: str) -> None:
        fail(self._notes, test.cell, message, hidden=self._record.told)


def fail(
    notes: Notes,
    cell: NotebookNode,
    message: str,
    mistake: str | None = None,
    explained: str | None = None,
    hidden: bool = False,
) -> None:
    """Record that a test failed."""
    message = harmless.text(message).strip()
    notes.verdict(
        TestResult(
            str(cells.grade_id(cell)),
            cells.points(cell),
            "failed",
            message,
            mistake,
            explained=explained,
            hidden=hidden,
        )
    )


def leave_out(notes: Notes, notebook: list[NotebookNode], index: int, kind: EventKind, reason: str) -> None:
    """Record that a cell ended its process and must not be run again."""
    notes.left_out(index)
    notes.reason(str(cells.grade_id(notebook[index])), f"its cell was stopped: {reason}")
    notes.outputs(index, [shown.error("RuntimeError", f"this cell was stopped: {reason}", [])])
    said = f"{described(notebook, index)} was stopped: {reason}; the other cells were run again without it"
    notes.event(kind, said)


def described(notebook: list[NotebookNode], index: int) -> str:
    """Return what messages call a cell."""
    name = cells.grade_id(notebook[index])
    return f"the cell {name}" if name else f"cell {index + 1}"


def prefix(answer: str, hidden: bool) -> str:
    """Return the start of a message."""
    return f"A hidden check on {answer} failed: " if hidden else ""


def why(stop: Stop, seconds: float) -> str:
    """Return why something was stopped."""
    if isinstance(stop, TimedOut):
        return str(stop) or f"it ran out of time ({seconds:g} s)"
    if isinstance(stop, Tampering):
        return f"attempted tampering ({stop})"
    return str(stop) or "its process ended"


def kind_of(stop: Stop) -> EventKind:
    """Return the kind of event for a stop."""
    if isinstance(stop, Tampering):
        return "attempted tampering"
    return "ran out of time" if isinstance(stop, TimedOut) else "stopped"


@contextlib.contextmanager
def _as_tampering() -> Iterator[None]:
    try:
        yield
    except wire.WireError as error:
        raise Tampering(str(error)) from None
