"""One attempt at a notebook, in a copy of the worker's process: the cells run, then the tests are judged.

There are three passes, so that all student-written text is produced before any hidden input is revealed:

1. the student's cells run from top to bottom, and the student's process is copied at each test cell;
2. the visible part of each test cell runs against its copy; failures may quote numbers and messages;
3. the hidden parts run; failures name the mistake, never an input or a value.

Each test cell therefore sees the names as they were at its position, and a copy that dies or hangs costs only that
test. On this side it gets copies of data. If it can reach more that can be changed (`lasting`), it is
judged in a copy of this process, which waits between its visible and its hidden part; not if it is the only test.
"""

import ast
import contextlib
import functools
import math
import time
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import CodeType
from typing import Any

import numpy as np
from nbformat import NotebookNode

from chainrule.check import AnswerError, CheckFailed
from chainrule.check.failures import quoted
from chainrule.grading import cells, harmless, names, regions
from chainrule.grading.limits import Limits
from chainrule.grading.results import EventKind, TestResult
from chainrule.grading.sealed import between, fork, new_code, shown
from chainrule.grading.sealed.beside import Place
from chainrule.grading.sealed.foreign import Handles
from chainrule.grading.sealed.given import Given, bind, new_names, silenced
from chainrule.grading.sealed.inside import wire
from chainrule.grading.sealed.new_code import NewCodeError
from chainrule.grading.sealed.proxies import Student, error_parts, led_to
from chainrule.grading.sealed.record import Notes
from chainrule.grading.sealed.sandbox import Connection, Session, Stop, Tampering, TimedOut
from chainrule.language import say, words

_TOO_OFTEN = words("{answer} was not called again: it had already been stopped several times.")

_STOPPED = {
    "time": words("{answer} was stopped: checking its result took too long."),
    "memory": words("{answer} was stopped: checking its result needed too much memory."),
}

KINDS: dict[str, EventKind] = {"time": "ran out of time", "memory": "stopped"}
"""What kind of event it is that the examiner's own work runs out of something."""

_NEWS = "news"
_MAX_STOPS = 3
_SHARE = 3
"""Cells to play with have one in so many parts of the time, and answers that hang one; then each has to share."""

MOST_ATTEMPTS = 12
"""From then on, cells to play with are left out if no answer needs them: one after another may end its process."""

_LEAST_SECONDS = 0.1
_GRACE_SECONDS = 1.0
_MOST_QUOTED = 200
_MOST_LINES = 128
_ALL = 1e-6
"""How far, relatively, a sum may be from all points to be all of them."""


@dataclass(frozen=True)
class Piece:
    """A visible or hidden part of a test cell; `last` is its last expression, whose value may be partial credit."""

    source: str
    code: CodeType
    hidden: bool
    last: CodeType | None = None


def pieces(cell: NotebookNode, is_stock: bool = False) -> tuple[Piece, ...]:
    """Return the parts of a test cell, in order; of any nbgrader course, if it `is_stock`."""
    return (_of_stock if is_stock else _of_ours)(cell.source, f"<test {cells.grade_id(cell)}>")


@functools.lru_cache(maxsize=1024)
def _of_ours(source: str, name: str) -> tuple[Piece, ...]:
    return tuple(Piece(text, compile(text, name, "exec"), hidden) for text, hidden in regions.parts(source))


@functools.lru_cache(maxsize=1024)
def _of_stock(source: str, name: str) -> tuple[Piece, ...]:
    """Return the parts; one part, if the regions cut through statements."""
    parts = regions.parts(source)
    code = names.python(source)
    if code != source or any(names.parsed(text) is None for text, _ in parts):
        parts = [(code, any(hidden for _, hidden in parts))]
    # Only what the whole cell ends with is a result; a part may be a comment.
    ends = [number for number, (text, _) in enumerate(parts) if (tree := names.parsed(text)) is None or tree.body]
    last = max(ends, default=-1)
    return tuple(
        _piece_of_stock(text, name, hidden, is_last=number == last) for number, (text, hidden) in enumerate(parts)
    )


def _piece_of_stock(text: str, name: str, hidden: bool, *, is_last: bool) -> Piece:
    try:
        tree = ast.parse(text, name)
        last = None
        if is_last and tree.body and isinstance(tree.body[-1], ast.Expr) and not text.rstrip().endswith(";"):
            last = compile(ast.Expression(tree.body.pop().value), name, "eval")  # type: ignore[attr-defined]
        return Piece(text, compile(tree, name, "exec"), hidden, last)
    except SyntaxError as error:  # such as that of an `await`, which is none where a notebook runs
        return Piece(text, compile(f"raise SyntaxError({str(error)!r})", name, "exec"), hidden)


def statements(piece: Piece) -> list[Piece]:
    """Return the statements of a part of a test, each for itself, and each in lines of its own: these tell places."""
    tree, name = names.parsed(piece.source), piece.code.co_filename
    texts: list[str] = []
    for one in tree.body if tree is not None else ():
        above = texts[-1].count("\n") + 1 if texts else 0
        texts.append("\n" * above + ast.unparse(one))
    return [_piece_of_stock(text, name, piece.hidden, is_last=False) for text in texts] or [piece]


@dataclass
class OpenTest:
    """A test cell during the passes; `before` are statements of earlier ones that define names for it, by their names.

    If it is judged apart, in a `copy` of this process, that has `heard` so many bytes of news of the session.
    """

    index: int
    cell: NotebookNode
    pieces: Sequence[Piece]
    student: Student
    connection: Connection
    names: dict[str, Any] = field(default_factory=new_names)
    before: list[tuple[str, Piece]] = field(default_factory=list)
    is_stock: bool = False
    earned: float | None = None
    is_apart: bool = True
    steps: Iterator[None] | None = None
    copy: fork.Copy | None = None
    heard: int = 0

    @property
    def grade_id(self) -> str:
        return str(cells.grade_id(self.cell))

    @property
    def answer(self) -> str:
        """The answer that it tests; elsewhere than in this package's own format, names of tests do not tell."""
        return self.grade_id if self.is_stock else cells.answer_of(self.grade_id)

    @property
    def called(self) -> str:
        """What messages to students call the code that the test calls."""
        return "Your code" if self.is_stock else self.answer

    @property
    def leading_visible(self) -> int:
        if any(piece.hidden for _, piece in self.before):
            return 0
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
    places : mapping of str to Place
        Where tests work.
    elsewhere : collection of str
        Tests that are not judged here.
    opened : collection of str
        Tests for which handles of the student's objects have operators, in a course of any kind.
    whole : bool
        Whether cells below the last of these tests run, too, for their outputs.
    handles : mapping, optional
        Where tests may meet handles: where they met them with the instructor's own answers. A test of which this is
        not known may meet them anywhere, and the notes say where.
    is_own : bool
        Whether the answers are the instructor's own, with which that is found out.
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
        places: Mapping[str, Place],
        *,
        elsewhere: Collection[str] = (),
        opened: Collection[str] = (),
        whole: bool = True,
        handles: Mapping[str, list[list[str]]] | None = None,
        is_own: bool = False,
    ) -> None:
        self._cells = notebook.cells
        self._given = given
        self._session = session
        self._limits = limits
        self._end = end
        self._notes = notes
        self._record = notes.record
        self._solved = solved
        self._places = places
        self._elsewhere = elsewhere
        self._opened = opened
        self._whole = whole
        self._handles = handles
        self._is_own = is_own
        self._needs = given.needs
        self._shared = between.shared(self._cells) if given.is_stock else set()
        self._before = self._interrupted
        self._open_tests: list[OpenTest] = []

    def run(self) -> None:
        """Judge every test without a verdict; the notes say `complete` unless another attempt is needed."""
        tests = self._run_cells()
        if tests is not None and self._run_tests(tests):
            self._notes.complete()

    # Pass 1: the cells

    def _run_cells(self) -> list[OpenTest] | None:
        """Run the student's side of the notebook; return the open tests, or None if the process died."""
        tests, last = [], None
        for index, cell in enumerate(self._cells[: None if self._whole else self._end_of_tests()]):
            kind = cells.role(cell)
            try:
                if cells.is_run(cell) and self._is_to_run(index, cell):
                    if (why_not := self._why_not(index)) is not None:
                        self._skip(index, why_not)
                        continue
                    last = index
                    self._notes.doing(index)
                    with self._played() if kind == "play" else contextlib.nullcontext():
                        self._run_cell(index, cell)
                elif kind == "test":
                    if self._is_to_open(cell):
                        tests.append(self._open(index, cell))
                    if index in self._shared:
                        self._session.run(index, regions.visible(cell.source), self._limits.cell_seconds)
            except Stop as stop:
                if last is None:
                    raise
                leave_out(self._notes, self._cells, last, kind_of(stop), why(stop, self._limits.cell_seconds))
                return None
        return tests

    def _end_of_tests(self) -> int:
        tests = (cells.role(cell) == "test" and self._is_to_open(cell) for cell in self._cells)
        return max((number for number, is_open in enumerate(tests, 1) if is_open), default=0)

    def _is_to_open(self, cell: NotebookNode) -> bool:
        return cells.grade_id(cell) not in self._record.tests and cells.grade_id(cell) not in self._elsewhere

    def _is_to_run(self, index: int, cell: NotebookNode) -> bool:
        return index not in self._record.left_out and not cells.is_long(cell)

    @functools.cached_property
    def _needless(self) -> set[int]:
        """The cells to play with that bind nothing an answer, test or read-only cell reads, as far as can be seen."""
        code = {place: names.uses(cell.source) for place, cell in enumerate(self._cells) if cells.is_run(cell)}
        plain = {place: found for place, found in code.items() if found is not None}
        asking = [cell for cell in self._cells if cells.role(cell) in ("answer", "given", "test")]
        needed = names.needed(plain, set[str]().union(*(names.free(cell.source) for cell in asking)))
        return {place for place in plain.keys() - needed if cells.role(self._cells[place]) == "play"}

    def _why_not(self, index: int) -> tuple[EventKind, str] | None:
        """Return why a cell is left out that no answer needs; None if it runs."""
        name = functools.partial(described, self._cells, index)
        if _SHARE * self._record.played > self._limits.submission_seconds and index in self._needless:
            return "ran out of time", say("{cell} was not run: cells above it took too long", cell=name())
        if self._record.attempts > MOST_ATTEMPTS and index in self._needless:
            return "stopped", say("{cell} was not run: too many cells ended their process", cell=name())
        return None

    def _skip(self, index: int, why_not: tuple[EventKind, str]) -> None:
        if not self._record.told:  # then how long anything takes, or how often it ends, could spell a hidden input
            self._notes.event(*why_not)
        self._notes.left_out(index)

    @contextlib.contextmanager
    def _played(self) -> Iterator[None]:
        """Note how long a cell to play with takes, also if it ends its process."""
        start = time.monotonic()
        try:
            yield
        finally:
            self._notes.played(time.monotonic() - start)

    def _run_cell(self, index: int, cell: NotebookNode) -> None:
        seconds = min(self._limits.cell_seconds, max(0.1, self._end - time.monotonic()))
        start = time.monotonic()
        with fork.within(2 * seconds + 5 * _GRACE_SECONDS), _as_tampering():
            outputs, error = self._session.run(index, cell.source, seconds)
            visible = shown.outputs(outputs, self._limits.output_bytes)
            if error is not None:
                kind, text, places = error_parts(error)
                if self._record.told:
                    return
                if kind == "KeyboardInterrupt" and time.monotonic() - start >= seconds:
                    kind, text = (
                        "TimeoutError",
                        say("this cell ran out of time ({seconds} s) and was interrupted", seconds=f"{seconds:g}"),
                    )
                    name = described(self._cells, index)
                    said = say("{cell} ran out of time ({seconds} s)", cell=name, seconds=f"{seconds:g}")
                    self._notes.event("ran out of time", said)
                    self._notes.left_out(index)
                    _spend(self._notes, self._cells[index:])
                where = self._place(places)
                if cells.role(cell) == "given":
                    cell_name = described(self._cells, index)
                    said = say("{cell} stopped with {kind}: {text}", cell=cell_name, kind=kind, text=text)
                    self._notes.event("given cell failed", said)
                visible.append(shown.error(kind, text, [where] if where else []))
                self._notes.reason(
                    str(cells.grade_id(cell)), say("its cell stopped with {kind}: {text}", kind=kind, text=text)
                )
        if not self._record.told:
            # A process that is told hidden inputs can leave word in the kernel's clocks and counters.
            self._notes.outputs(index, visible)

    def _place(self, places: list[tuple[int, int]], answer: int = -1) -> str:
        """Quote the student's own lines from the notebook, not from anything the process sends.

        Once hidden inputs have been told, only lines of the answer under test, one of few: the choice is the process's.
        """
        lines = []
        for index, number in places:
            if self._record.told and (index != answer or not self._is_one_of_few(index, number)):
                continue
            if 0 <= index < len(self._cells) and cells.role(self._cells[index]) in ("given", "answer", "play"):
                text = self._cells[index].source.split("\n")[number - 1 : number] if number else []
                code = harmless.printed(text[0].strip(), _MOST_QUOTED) if text else ""
                if code:  # a line that is not there could be any number
                    lines.append(
                        say(
                            "line {number} of {function}: {code}",
                            number=number,
                            function=described(self._cells, index),
                            code=code,
                        )
                    )
        return "\n".join(lines)

    def _is_one_of_few(self, index: int, number: int) -> bool:
        lines = names.lines(self._cells[index].source)
        return number in lines and len(lines) <= _MOST_LINES

    def _answer_of(self, test: int) -> int:
        """Return which cell a test tests: the answer of its name, or the last one above it."""
        above = [index for index in range(test) if cells.role(self._cells[index]) == "answer"]
        name = cells.answer_of(str(cells.grade_id(self._cells[test])))
        named = [index for index in above if cells.grade_id(self._cells[index]) == name]
        return (named or above or [-1])[-1]

    # Passes 2 and 3: the tests

    def _open(self, index: int, cell: NotebookNode) -> OpenTest:
        connection = self._session.fork()
        place = functools.partial(self._place, answer=self._answer_of(index))
        if not self._given.is_stock:
            seconds, handles = self._limits.call_seconds, self._handles_of(cell)
            student = Student(connection, seconds, place, handles=handles, answers=self._solved)
            is_apart = self._given.can_be_changed(str(cells.grade_id(cell)), cell.source)
            return OpenTest(index, cell, pieces(cell), student, connection, is_apart=is_apart)
        needs = self._needs[str(cells.grade_id(cell))]
        before = [("", Piece(text, compile(text, "<import>", "exec"), hidden=False)) for text in needs.imports]
        for other in needs.tests:
            earlier = str(cells.grade_id(other))
            before += [(earlier, one) for piece in pieces(other, True) for one in statements(piece)]
        known, name, own = new_names(is_stock=True), str(cells.grade_id(cell)), pieces(cell, True)
        is_open = name in self._opened
        shared = known if is_open else None
        seconds, handles = self._limits.call_seconds, self._handles_of(cell)
        student = Student(connection, seconds, place, shared, handles, self._solved, is_stock=True)
        code = "\n".join(piece.source for piece in (*[piece for _, piece in before], *own))
        is_apart = is_open or self._given.can_be_changed(name, code)
        return OpenTest(index, cell, own, student, connection, known, before, is_stock=True, is_apart=is_apart)

    def _handles_of(self, cell: NotebookNode) -> Handles:
        name = str(cells.grade_id(cell))
        places = None if self._handles is None else self._handles.get(name)
        known = None if places is None else {tuple(place) for place in places}
        return Handles(known, lambda place: self._notes.handed(name, place), name in self._opened, self._is_own)

    def _run_tests(self, tests: list[OpenTest]) -> bool:
        """Return whether every test has a verdict; if not, the rest must be run again in a new process."""
        try:
            return self._judge_all(tests)
        finally:
            for test in tests:
                self._close(test)

    @property
    def _is_over(self) -> bool:
        """Whether all processes were ended, perhaps by what an interrupted cell or test left running beside them.

        The next attempt leaves that one out; so no other is to blame.
        """
        return self._session.has_run_out and self._interrupted > self._before

    @property
    def _interrupted(self) -> int:
        """How often a cell or test had to be stopped."""
        return len(self._record.left_out) + self._record.stops.total()

    def _judge_all(self, tests: list[OpenTest]) -> bool:
        last: OpenTest | None = None
        self._open_tests = tests
        for hidden in (False, True):
            for test in tests:
                if test.grade_id in self._record.tests:
                    continue
                if (left := self._end - time.monotonic()) < _LEAST_SECONDS:
                    time.sleep(max(left, 0))
                    return False
                if self._record.stops[test.answer] >= _MAX_STOPS:
                    self._notes.spent(test.grade_id)
                    self._fail(
                        test,
                        say(
                            "{answer} was not called again: it had already been stopped several times.",
                            answer=test.answer,
                        ),
                    )
                    continue
                self._notes.doing(test.index)
                if self._gone(test):
                    if not self._is_over:
                        self._blame(last or test)
                    return False
                last = test
                if hidden or test.leading_visible:
                    self._take_step(test, tests)
                if test.grade_id in self._record.tests:
                    test.connection.close()
                    test.names.clear()  # its copies of the instructor's data may be large
                    self._close(test)
        return all(test.grade_id in self._record.tests for test in tests)

    def _take_step(self, test: OpenTest, tests: list[OpenTest]) -> None:
        """Judge the visible part of a test, or the rest."""
        if test.is_apart and len(tests) > 1:
            held = sum(other.copy.held for other in tests if other.copy is not None and other is not test)
            self._go_on(test, self._judge_there, self._notes.add, held)
            return
        if test.steps is None:
            test.steps = self._judge(test)
        next(test.steps, None)

    def _judge_there(self, test: OpenTest, line: fork.Line) -> None:
        """Judge a test in a copy of this process."""
        for _ in self._judge(test):
            for news in line.pause():
                self._session.learn(bytes.fromhex(news))

    def _go_on(
        self, test: OpenTest, work: Callable[[OpenTest, fork.Line], None], hear: fork.Tell, held: int = 0
    ) -> None:
        """Let work on a test begin in a copy of this process, or go on there, until it pauses or ends.

        Other copies may hold some of the memory that the examiner may have.
        """

        def working(line: fork.Line) -> None:
            self._notes = Notes(self._record, line.tell)
            self._session.pass_on = lambda news: line.tell(_NEWS, news.hex())
            work(test, line)

        def heard(what: str, *values: Any) -> None:
            if what == _NEWS:
                self._session.learn(bytes.fromhex(*values))
            else:
                hear(what, *values)

        room = max(self._limits.examiner_bytes - held, 0)
        if test.copy is None:
            test.copy = fork.Copy(working, room, max(self._end - time.monotonic(), 0) + 1)
        else:
            news = self._session.news[test.heard :].hex()
            test.copy.go_on([news, ""] if self._session.ended else [news], room)
        lacked = test.copy.listen(heard)
        test.heard = len(self._session.news)
        if lacked is not None:
            lack(self._notes, test.cell, lacked)

    def _judge(self, test: OpenTest) -> Iterator[None]:
        """Run a test to its verdict, in steps: its visible part, if it has one, and the rest, if there is any."""
        visible = test.leading_visible
        if visible:
            self._run_pieces(test, test.pieces[:visible], hidden=False)
            if test.grade_id not in self._record.tests and visible < len(test.pieces):
                yield
        if test.grade_id not in self._record.tests:
            self._run_pieces(test, test.pieces[visible:], hidden=True)
        if test.grade_id not in self._record.tests and not self._is_over:
            self._notes.verdict(passed(test.grade_id, cells.points(test.cell), test.earned))

    @staticmethod
    def _close(test: OpenTest) -> None:
        if test.copy is not None:
            test.copy.close()

    def _gone(self, test: OpenTest) -> bool:
        """Return whether another test's answer killed this test's process."""
        test.connection.deadline = time.monotonic() + self._limits.call_seconds
        try:
            with new_code.refused():
                test.student.wait()
        except Stop:
            return True
        except NewCodeError:
            self._notes.making(test.grade_id)
        return False

    def _blame(self, test: OpenTest) -> None:
        """Fail the test whose answer killed other processes; otherwise every attempt would end the same way."""
        reason = test.connection.reason()
        self._notes.stopped(test.answer)
        said = say("{answer} ended the processes of other tests ({reason})", answer=test.answer, reason=reason)
        self._notes.event("stopped", f"{test.grade_id}: {said}")
        if self._record.told:
            self._fail(test, say("{answer} ended other processes.", answer=test.answer))
        else:
            self._fail(test, say("{answer} ended other processes: {reason}.", answer=test.answer, reason=reason))

    def _run_pieces(self, test: OpenTest, chosen: Sequence[Piece], hidden: bool) -> None:
        seconds = self._seconds_for(test)
        if hidden and chosen and not self._record.told:
            self._notes.told()
        hidden = self._record.told
        test.connection.deadline = min(time.monotonic() + seconds, self._end)
        try:
            with fork.within(seconds + _GRACE_SECONDS), silenced(), self._places[test.grade_id].within():
                if chosen:
                    self._run_before(test)
                for piece in chosen:
                    self._run_piece(test, piece)
        except Stop as error:
            if self._is_over:
                return
            reason = why(error, seconds)
            self._notes.stopped(test.answer)
            if isinstance(error, TimedOut) or self._session.has_run_out:
                self._notes.spent(test.grade_id)
            said = say("{answer} was stopped: {reason}", answer=test.answer, reason=reason)
            self._notes.event(kind_of(error), f"{test.grade_id}: {said}")
            said = say("{answer} was stopped: {reason}.", answer=test.called, reason=reason)
            self._fail(test, prefix(test.answer, hidden) + said)
        except wire.WireError as error:
            self._notes.stopped(test.answer)
            self._notes.event("attempted tampering", f"{test.grade_id}: attempted tampering ({error})")
            said = say("{answer} was stopped: attempted tampering.", answer=test.called)
            self._fail(test, prefix(test.answer, hidden) + said)
        except CheckFailed as error:
            text = f"{prefix(test.answer, hidden)}{error.public}" if hidden else error.message
            kind = error.publicly_explained if hidden else error.explained
            fail(self._notes, test.cell, text, error.mistake, kind, hidden)
        except AnswerError as error:
            if error.kind == MemoryError.__name__:
                self._notes.spent(test.grade_id)
            text = say("{answer} raised {kind}", answer=test.called, kind=error.kind)
            text += "" if hidden or not error.text else f": {quoted(error.text)}"
            lines = error.where.splitlines()
            where = "".join(f"\n{line}" for line in (lines[-1:] if hidden else lines))
            self._fail(test, prefix(test.answer, hidden) + text + where)
        except Exception as error:  # noqa: BLE001 - whose doing it was is found out later
            self._stumble(test, error, hidden)

    def _seconds_for(self, test: OpenTest) -> float:
        """Return how long a part of a test may take: a share, if its answer was stopped before, or many others were.

        Or else answers that hang would use up the time of those that wait, which may be right.
        """
        left = max(self._end - time.monotonic(), 0.0)
        hung = self._record.stops.total() * self._limits.call_seconds
        if self._record.stops[test.answer] or _SHARE * hung > self._limits.submission_seconds:
            waiting = sum(one.grade_id not in self._record.tests for one in self._open_tests)
            left = min(left, max(left / (2 * waiting + 1), _LEAST_SECONDS))
        return min(self._limits.test_seconds, round(left, 1))

    def _run_piece(self, test: OpenTest, piece: Piece) -> None:
        lookup = self._given.looking_up(test.grade_id, test.student.lookup)
        given, is_open = self._given.above(test.grade_id), test.grade_id in self._opened
        students = self._given.students_at(test.grade_id, is_open=is_open)
        with new_code.refused():  # to look up a name, too, is to let the student's code call what it was lent
            self._given.lend(test.grade_id, lookup)
            bind(piece.source, test.names, given, lookup, students, copied=not test.is_apart)
            test.student.bound()
            with _as_failures():
                exec(piece.code, test.names)
                if piece.last is not None:
                    test.earned = partial(eval(piece.last, test.names), cells.points(test.cell))

    def _run_before(self, test: OpenTest) -> None:
        """Run earlier tests that define names for this one, once: also what comes after a statement that fails.

        An answer could fail one here on purpose, to have this test judged with the numbers of an earlier one. What asks
        answers is left out of a test in which one had to be stopped: this test may be another's.
        """
        while test.before:
            earlier, piece = test.before.pop(0)
            if self._record.stops[earlier] and self._asks(test, piece):
                continue
            with contextlib.suppress(Exception):
                self._run_piece(test, piece)
            test.earned = None

    def _asks(self, test: OpenTest, piece: Piece) -> bool:
        """Return whether a statement may call an answer."""
        return bool(names.free(piece.source) & self._given.students_at(test.grade_id, is_open=False))

    def _stumble(self, test: OpenTest, error: Exception, hidden: bool) -> None:
        """Fail a test that stopped for a reason other than a failed check or an exception in the answer."""
        missing = error.name if isinstance(error, NameError) else None
        if isinstance(error, MemoryError):
            self._notes.spent(test.grade_id)
        if isinstance(error, NewCodeError):
            self._notes.making(test.grade_id)
        if (path := _closed_file(error)) is not None:
            self._notes.closed(test.grade_id, path)
        if missing not in self._solved | self._record.reasons.keys() and not isinstance(error, AssertionError):
            self._notes.broken(test.grade_id)
        if missing is not None and (not hidden or missing == test.answer):
            reason = "" if hidden else self._record.reasons.get(missing, "")
            said = say("{name} is not defined", name=missing) + (f": {quoted(reason)}" if reason else ".")
            self._fail(test, prefix(test.answer, hidden) + said)
            return
        if hidden:
            what = say("an assertion failed")
            if not isinstance(error, AssertionError):
                what = say("{kind} in the check", kind=type(error).__name__)
            self._fail(test, f"{prefix(test.answer, True)}{what}.")
            return
        frames = traceback.extract_tb(error.__traceback__)
        numbers = [frame.lineno or 0 for frame in frames if frame.filename == f"<test {test.grade_id}>"]
        code = test.cell.source.splitlines()[numbers[-1] - 1 : numbers[-1]] if numbers else []  # magics may shift lines
        line = " " + say("(line {number}: {code})", number=numbers[-1], code=code[0].strip()) if code else ""
        told = quoted(_text(error))
        text = f": {told}" if told else ""
        if isinstance(error, AssertionError):
            self._fail(test, say("A check of {answer} failed", answer=test.answer) + line + text)
        else:
            kind = type(error).__name__
            said = say("A check of {answer} stopped with {kind}", answer=test.answer, kind=kind)
            self._fail(test, said + text + line)

    def _fail(self, test: OpenTest, message: str) -> None:
        fail(self._notes, test.cell, message, hidden=self._record.told)


@contextlib.contextmanager
def _as_failures() -> Iterator[None]:
    """Let what is raised past ``except Exception`` fail the test: by pytest where it fails one, or by ``sys.exit()``.

    The examiner's own work on it is ended by the kernel.
    """
    try:
        yield
    except (Exception, Stop):
        raise
    except BaseException as error:
        raise AssertionError(str(error)) from error


def _text(error: Exception) -> str:
    """Return the text of what a test raised; none if it asks a student's object for its own, which fails."""
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - it may be any code of the student's
        return ""


def _closed_file(error: BaseException) -> str | None:
    """Return the file that could not be opened, if that is why a test stopped."""
    for one in led_to(error):
        if isinstance(one, PermissionError) and isinstance(one.filename, str):
            return one.filename
    return None


def partial(result: Any, most: float) -> float | None:
    """Return the points that the last value of a test cell stands for, by nbgrader's rule; None if it is no number.

    Parts of the points are rounded to hundredths: all digits of a number could tell what a hidden test computed with.
    What reaches all of them, but for errors of a sum, stands for exactly all.

    Examples
    --------
    >>> partial(2 / 3, 2.0), partial(3, 2.0), partial(float("nan"), 2.0), partial(True, 2.0), partial(None, 2.0)
    (0.67, 2.0, 0.0, None, None)
    >>> partial(-(10**400), 2.0), partial(np.timedelta64(5, "s"), 2.0)
    (0.0, None)
    >>> partial(0.667, 0.667), partial(0.666, 0.667), partial(0.125, 0.125), partial(sum([0.0125] * 10), 0.125)
    (0.667, 0.667, 0.125, 0.125)
    """
    if type(result) in (bool, np.timedelta64) or not issubclass(type(result), int | float | np.integer | np.floating):
        return None
    number = float(min(max(result, -1.0), most + 1))  # an integer can be too large for a float
    if number >= most or math.isclose(number, most, rel_tol=_ALL):
        return most
    return min(round(number, 2), most) if number >= 0 else 0.0


def passed(grade_id: str, points: float, earned: float | None) -> TestResult:
    """Return the verdict on a test that ran to its end; it has failed if that earns nothing of its points."""
    if earned == 0 < points:
        return TestResult(grade_id, points, "failed", say("It earned 0 of {points} points.", points=f"{points:g}"))
    return TestResult(grade_id, points, earned=earned)


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


def lack(notes: Notes, cell: NotebookNode, lacked: str) -> None:
    """Fail a test that used up the time or memory of the examiner's own work on it."""
    name = str(cells.grade_id(cell))
    answer = cells.answer_of(name)
    notes.broken(name)
    notes.spent(name)
    notes.stopped(answer)
    notes.event(KINDS[lacked], f"{name} {fork.LACKED[lacked]}")
    fail(notes, cell, say(_STOPPED[lacked], answer=answer))


def leave_out(notes: Notes, notebook: list[NotebookNode], index: int, kind: EventKind, reason: str) -> None:
    """Record that a cell ended its process and must not be run again.

    Once hidden inputs have been told, which cell ends its process could spell one: then nothing more is judged.
    """
    if notes.record.told:
        notes.over()
        return
    notes.left_out(index)
    _spend(notes, notebook[index:])
    notes.reason(str(cells.grade_id(notebook[index])), say("its cell was stopped: {reason}", reason=reason))
    notes.outputs(index, [shown.error("RuntimeError", say("this cell was stopped: {reason}", reason=reason), [])])
    said = say(
        "{cell} was stopped: {reason}; the other cells were run again without it",
        cell=described(notebook, index),
        reason=reason,
    )
    notes.event(kind, said)


def _spend(notes: Notes, below: list[NotebookNode]) -> None:
    """Note that the tests below a cell that was stopped may fail because of that."""
    for cell in below:
        if cells.role(cell) == "test":
            notes.spent(str(cells.grade_id(cell)))


def described(notebook: list[NotebookNode], index: int) -> str:
    """Return what messages call a cell."""
    name = cells.grade_id(notebook[index])
    return words("the cell {name}", name=name) if name else words("cell {number}", number=index + 1)


def prefix(answer: str, hidden: bool) -> str:
    """Return the start of a message."""
    return say("A hidden check on {answer} failed:", answer=answer) + " " if hidden else ""


def why(stop: Stop, seconds: float) -> str:
    """Return why something was stopped."""
    if isinstance(stop, TimedOut):
        return str(stop) or say("it ran out of time ({seconds} s)", seconds=f"{seconds:g}")
    if isinstance(stop, Tampering):
        return f"attempted tampering ({stop})"
    return str(stop) or say("its process ended")


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
