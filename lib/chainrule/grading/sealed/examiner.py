"""The examiner: runs a notebook's cells with the student and its tests on its own side, and decides the scores.

It works in three passes, so that what leaves as text was written before anything hidden was known:

1. the student's cells run, top to bottom; where a test cell stands, the student's process is copied;
2. each test cell's visible part is run against its copy: failures may quote numbers and messages;
3. then the hidden parts are: failures name the mistake, never an input or a value.

So each test cell meets the names as they were at its place, cannot disturb another, and a copy that dies or hangs
costs that test only. A cell that kills the student's process is left out when the others are run again.
"""

import base64
import builtins
import contextlib
import copy
import ctypes
import os
import struct
import threading
import time
import traceback
import warnings
import zlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from types import CodeType, MappingProxyType
from typing import Any

import matplotlib
import numpy as np
from nbformat import NotebookNode
from nbformat.v4 import new_output
from threadpoolctl import threadpool_limits

from chainrule.check import AnswerError, CheckFailed
from chainrule.datasets import DataError
from chainrule.grading import cells, regions
from chainrule.grading.course import CourseError
from chainrule.grading.limits import Limits
from chainrule.grading.sealed.inside import wire
from chainrule.grading.sealed.proxies import CELLS_MODULE, Student, clean, error_parts
from chainrule.grading.sealed.sandbox import Connection, Sandbox, Session, Stop, Tampering, TimedOut

__all__ = ["Examination", "Limits", "TestResult", "examine"]

_MAX_RESTARTS = 12
_MAX_STOPS = 3
_MAX_PICTURES = 16 << 20
_MAX_SIDE = 10_000
_MAX_MESSAGE = 4000


@dataclass(frozen=True)
class TestResult:
    """The verdict on one test cell.

    Parameters
    ----------
    grade_id : str
        The test cell.
    score, max_score : float
        All of its points, or none.
    message : str or None
        What the student may read; None if it passed.
    mistake : str or None
        A name from `chainrule.mistakes`, if the failure was recognised.
    """

    __test__ = False  # not a test class, whatever pytest thinks

    grade_id: str
    score: float
    max_score: float
    message: str | None = None
    mistake: str | None = None


@dataclass
class Examination:
    """What came of a notebook.

    Parameters
    ----------
    tests : dict
        The verdict on every test cell, by its ``grade_id``.
    outputs : dict
        nbformat outputs by index of the cell: what the student's cells showed, made harmless, and the failed tests'
        messages.
    events : list of str
        What an instructor should know: time-outs, deaths, tampering.
    """

    tests: dict[str, TestResult] = field(default_factory=dict)
    outputs: dict[int, list[NotebookNode]] = field(default_factory=dict)
    events: list[str] = field(default_factory=list)


def examine(
    notebook: NotebookNode,
    sandbox: Sandbox,
    limits: Limits = Limits(),  # noqa: B008
    idle: Collection[int] = (),
) -> Examination:
    """Run a rebuilt notebook and grade it.

    Parameters
    ----------
    notebook : NotebookNode
        The instructor's notebook with the student's text in it. Its metadata is trusted.
    sandbox : Sandbox
        Where the student's cells run.
    limits : Limits
    idle : collection of int
        Cells that need not run.

    Returns
    -------
    Examination

    Raises
    ------
    CourseError
        If one of the instructor's own cells fails.
    """
    matplotlib.use("Agg")  # and not by the environment, which the kernels of a Jupyter server would inherit
    with threadpool_limits(1):
        return _Examiner(notebook, sandbox, limits, idle).run()


class _Names(dict[str, Any]):
    """A namespace that looks up on the student's side what it does not hold."""

    def __init__(
        self, examiner: "_Examiner", *args: Any, given: Mapping[str, Any] = MappingProxyType({}), keep: bool = False
    ) -> None:
        super().__init__(*args)
        self._examiner = examiner
        self._given = given
        self._keep = keep

    def __missing__(self, name: str) -> Any:
        if name in self._given:
            # A copy: an answer may change what it is called with, and that must not reach other tests.
            self[name] = value = self._given[name]
            if isinstance(value, (np.ndarray, list, dict, tuple)):
                self[name] = value = copy.deepcopy(value)
            return value
        # Python asks here before it looks among the builtins.
        if hasattr(builtins, name):
            return getattr(builtins, name)
        value = self._examiner.lookup(name)
        if self._keep:
            self[name] = value
        return value


@dataclass
class _Test:
    """A test cell on its way through the passes."""

    index: int
    grade_id: str
    points: float
    pieces: list[tuple[CodeType, bool]]
    source: str
    names: _Names
    student: Student
    connection: Connection

    @property
    def answer(self) -> str:
        return cells.answer_of(self.grade_id)


class _Examiner:
    def __init__(self, notebook: NotebookNode, sandbox: Sandbox, limits: Limits, idle: Collection[int]) -> None:
        self._cells = notebook.cells
        self._sandbox = sandbox
        self._limits = limits
        self._result = Examination()
        self._given = _Names(self, {"__name__": CELLS_MODULE, "__builtins__": builtins})
        self._student: Student | None = None
        self._left_out = set(idle)
        self._reasons: dict[str, str] = {}
        self._stops: dict[str, int] = {}
        self._end = time.monotonic() + limits.submission_seconds
        self._snapshots: dict[int, dict[str, Any]] = {}
        self._told = False  # whether the student's code has met a hidden input

    def run(self) -> Examination:
        self._run_given()
        for _ in range(_MAX_RESTARTS):
            if time.monotonic() >= self._end:
                break
            try:
                with self._sandbox.session(self._limits, self._end) as session:
                    tests = self._run_cells(session)
                    if tests is not None and self._run_tests(tests):
                        return self._result
            except Stop as stop:
                self._result.events.append(f"the sandbox did not start ({stop}); tried again")
        late = time.monotonic() >= self._end
        why = f"ran out of time ({self._limits.submission_seconds:g} s)" if late else "kept ending its own process"
        for index, cell in enumerate(self._cells):
            if cells.role(cell) == "test" and cells.grade_id(cell) not in self._result.tests:
                self._fail(index, f"It was not tested: the notebook's code {why}.")
        self._result.events.append("gave up: the time is over" if late else "gave up: the process died too often")
        return self._result

    def lookup(self, name: str) -> Any:
        if self._student is None:
            raise NameError(f"{name} is not defined")
        try:
            return self._student.lookup(name)
        except NameError as error:
            if isinstance(error, AnswerError) or name not in self._reasons:
                raise
            raise NameError(f"{name} is not defined: {self._reasons[name]}") from None

    # ---- pass 1: the cells

    def _run_given(self) -> None:
        """Run the instructor's locked cells on this side; each test sees the names of those above it."""
        for index, cell in enumerate(self._cells):
            kind = cells.role(cell)
            if kind == "test":
                self._snapshots[index] = dict(self._given)
            if kind == "given":
                name = f"<given {cells.grade_id(cell)}>"
                try:
                    with _quiet():
                        exec(compile(cell.source, name, "exec"), self._given)
                except DataError as error:  # without its data an assignment cannot be graded: no zeros for anyone
                    raise CourseError(str(error)) from error
                except Exception as error:
                    raise CourseError(
                        f"The given cell {cells.grade_id(cell)!r} fails on the examiner's side: "
                        f"{type(error).__name__}: {error}. Given cells are plain Python and call no answer."
                    ) from error

    def _run_cells(self, session: Session) -> list[_Test] | None:
        """Run the student's side of the notebook; return the open tests, or None if the process died."""
        tests, last = [], None
        for index, cell in enumerate(self._cells):
            kind = cells.role(cell)
            try:
                if kind in ("given", "answer", "play") and index not in self._left_out and not cells.is_long(cell):
                    last = index
                    self._run_cell(session, index, cell)
                elif kind == "test" and cells.grade_id(cell) not in self._result.tests:
                    tests.append(self._open(session, index, cell))
            except Stop as stop:
                if last is None:
                    raise
                self._leave_out(last, f"{_why(stop, self._limits.cell_seconds)}")
                return None
        return tests

    def _run_cell(self, session: Session, index: int, cell: NotebookNode) -> None:
        seconds = min(self._limits.cell_seconds, max(0.1, self._end - time.monotonic()))
        start = time.monotonic()
        outputs, error = session.run(index, cell.source, seconds)
        with _as_tampering():
            shown = [new for output in outputs[:400] for new in _harmless(output, self._limits.output_bytes)]
            if error is not None:
                kind, text, places = error_parts(error)
                if kind == "KeyboardInterrupt" and time.monotonic() - start >= seconds:
                    kind, text = "TimeoutError", f"this cell ran out of time ({seconds:g} s) and was interrupted"
                    self._result.events.append(f"{self._title(index)} ran out of time ({seconds:g} s)")
                    self._left_out.add(index)
                if self._told:
                    return
                where = self._place(places)
                if cells.role(cell) == "given":
                    self._result.events.append(f"{self._title(index)} stopped with {kind}: {text}")
                shown.append(_error(kind, text, [where] if where else []))
                self._reasons[str(cells.grade_id(cell))] = f"its cell stopped with {kind}: {text}"
        if not self._told:  # a process that is told hidden inputs can leave word in the kernel's clocks and counters
            self._result.outputs[index] = shown

    def _leave_out(self, index: int, why: str) -> None:
        self._left_out.add(index)
        cell = self._cells[index]
        self._reasons[str(cells.grade_id(cell))] = f"its cell was stopped because {why}"
        self._result.outputs[index] = [_error("RuntimeError", f"this cell was stopped because {why}", [])]
        self._result.events.append(f"{self._title(index)} was stopped: {why}; the others were run again without it")

    def _title(self, index: int) -> str:
        name = cells.grade_id(self._cells[index])
        return f"the cell {name}" if name else f"cell {index + 1}"

    def _place(self, places: list[tuple[int, int]]) -> str:
        """Quote the student's own lines, from the notebook rather than from what the process claims."""
        lines = []
        for index, number in places:
            if 0 <= index < len(self._cells) and cells.role(self._cells[index]) in ("given", "answer", "play"):
                text = self._cells[index].source.split("\n")[number - 1 : number] if number else []
                code = clean(text[0].strip(), 200) if text else ""
                if code:  # a line that is not there could be any number
                    lines.append(f"line {number} of {self._title(index)}: {code}")
        return "\n".join(lines)

    # ---- passes 2 and 3: the tests

    def _open(self, session: Session, index: int, cell: NotebookNode) -> _Test:
        connection = session.fork()
        student = Student(connection, self._limits.call_seconds, self._place)
        name = str(cells.grade_id(cell))
        pieces = [(compile(code, f"<test {name}>", "exec"), hidden) for code, hidden in regions.parts(cell.source)]
        names = _Names(self, given=self._snapshots[index], keep=True)
        return _Test(index, name, cells.points(cell), pieces, cell.source, names, student, connection)

    def _run_tests(self, tests: list[_Test]) -> bool:
        """Return whether every test has its verdict; otherwise the rest must be run again in a new process."""
        seen: dict[str, int] = {}
        last: _Test | None = None
        for hidden in (False, True):
            for test in tests:
                if test.grade_id in self._result.tests:
                    continue
                if not hidden:
                    seen[test.grade_id] = _leading_visible(test.pieces)
                start = 0 if not hidden else seen[test.grade_id]
                stop = seen[test.grade_id] if not hidden else len(test.pieces)
                if self._stops.get(test.answer, 0) >= _MAX_STOPS:
                    self._fail(test.index, f"{test.answer} was not called again: it had to be stopped before.")
                    continue
                if self._gone(test):
                    self._blame(last or test)
                    return False
                last = test
                self._run_pieces(test, start, stop, hidden)
                if hidden and test.grade_id not in self._result.tests:
                    self._result.tests[test.grade_id] = TestResult(test.grade_id, test.points, test.points)
                if test.grade_id in self._result.tests:
                    test.connection.close()
        return True

    def _gone(self, test: _Test) -> bool:
        """Return whether another test's answer took this test's process with it."""
        test.connection.deadline = time.monotonic() + self._limits.call_seconds
        try:
            test.student.ask("name", "__name__")
        except Stop:
            return True
        except NameError:
            pass
        return False

    def _blame(self, test: _Test) -> None:
        """Fail the test whose answer took other processes with it, or every new attempt would end the same way."""
        why = test.connection.reason()
        self._stops[test.answer] = self._stops.get(test.answer, 0) + 1
        self._result.events.append(f"{test.grade_id}: {test.answer} ended the processes of other tests ({why})")
        self._fail(test.index, f"{test.answer} ended other processes: {why}.")

    def _run_pieces(self, test: _Test, start: int, stop: int, hidden: bool) -> None:
        seconds = self._limits.test_seconds
        self._told = hidden = hidden and start < stop or self._told
        test.connection.deadline = min(time.monotonic() + seconds, self._end)
        self._student = test.student
        try:
            with _quiet(), warnings.catch_warnings(action="ignore"), _alarm(seconds + 1):
                for code, _ in test.pieces[start:stop]:
                    exec(code, test.names)
        except Stop as error:
            why = _why(error, seconds)
            self._stops[test.answer] = self._stops.get(test.answer, 0) + 1
            self._result.events.append(f"{test.grade_id} stopped {test.answer}: {why}")
            self._fail(test.index, f"{_prefix(test, hidden)}{test.answer} was stopped: {why}.")
        except wire.WireError as error:
            self._stops[test.answer] = self._stops.get(test.answer, 0) + 1
            self._result.events.append(f"{test.grade_id}: attempted tampering ({error})")
            self._fail(test.index, f"{_prefix(test, hidden)}{test.answer} was stopped: attempted tampering.")
        except CheckFailed as error:
            text = f"{_prefix(test, hidden)}{error.public}" if hidden else error.message
            self._fail(test.index, text, error.mistake)
        except AnswerError as error:
            text = f"{test.answer} raised {error.kind}" + ("" if hidden or not error.text else f": {error.text}")
            lines = error.where.splitlines()
            where = "".join(f"\n{line}" for line in (lines[-1:] if hidden else lines))
            self._fail(test.index, _prefix(test, hidden) + text + where)
        except Exception as error:  # noqa: BLE001 - a test that stumbles over a wrong value has failed
            self._fail(test.index, _stumble(test, error, hidden))
        finally:
            self._student = None

    def _fail(self, index: int, message: str, mistake: str | None = None) -> None:
        cell = self._cells[index]
        name = str(cells.grade_id(cell))
        message = clean(message, _MAX_MESSAGE)
        self._result.tests[name] = TestResult(name, 0.0, cells.points(cell), message, mistake)
        self._result.outputs[index] = [_error("CheckFailed", message, [], traceback=[message])]


def _leading_visible(pieces: list[tuple[CodeType, bool]]) -> int:
    return next((n for n, (_, hidden) in enumerate(pieces) if hidden), len(pieces))


def _prefix(test: _Test, hidden: bool) -> str:
    return f"A hidden check on {test.answer} failed: " if hidden else ""


def _stumble(test: _Test, error: Exception, hidden: bool) -> str:
    """Explain a failure that is neither a check's nor an exception of the answer."""
    if isinstance(error, NameError) and not hidden:
        return str(error)
    if hidden:
        what = "a check failed" if isinstance(error, AssertionError) else f"{type(error).__name__} in the check"
        return _prefix(test, True) + what + "."
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith("<test ")]
    line = f" (line {lines[-1]}: {test.source.splitlines()[(lines[-1] or 1) - 1].strip()})" if lines else ""
    text = f": {error}" if str(error) else ""
    if isinstance(error, AssertionError):
        return f"A check of {test.answer} failed{line}{text}"
    return f"A check of {test.answer} stopped with {type(error).__name__}{text}{line}"


def _why(stop: Stop, seconds: float) -> str:
    if isinstance(stop, TimedOut):
        return str(stop) or f"it ran out of time ({seconds:g} s)"
    if isinstance(stop, Tampering):
        return f"attempted tampering ({stop})"
    return str(stop) or "its process ended"


@contextlib.contextmanager
def _as_tampering() -> Iterator[None]:
    try:
        yield
    except wire.WireError as error:
        raise Tampering(str(error)) from None


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Drop what the instructor's cells print on this side."""
    with open(os.devnull, "w") as sink, contextlib.redirect_stdout(sink), contextlib.redirect_stderr(sink):
        yield


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise `TimedOut` in this thread if the block takes longer, also where it waits for nothing."""
    thread = ctypes.c_ulong(threading.get_ident())
    lock, over = threading.Lock(), False

    def ring() -> None:
        with lock:
            if not over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(TimedOut))

    timer = threading.Timer(seconds, ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            over = True
        timer.cancel()


# ---- outputs made harmless -----------------------------------------------------------------------------------------


def _error(kind: str, text: str, lines: list[str], traceback: list[str] | None = None) -> NotebookNode:
    shown = traceback if traceback is not None else [*lines, f"{kind}: {text}"]
    output: NotebookNode = new_output("error", ename=kind, evalue=text, traceback=shown)
    return output


def _harmless(output: Any, limit: int) -> list[NotebookNode]:
    """Turn what a process claims that a cell showed into outputs of plain text and pictures."""
    match output:
        case ["text", str(stream), str(text)] if stream in ("stdout", "stderr"):
            return [new_output("stream", name=stream, text=clean(text, limit))]
        case [str(kind), str(text), bytes() | None as picture] if kind in ("display", "result"):
            data = {"text/plain": clean(text, limit)} if text else {}
            if picture is not None and is_png(picture):
                data["image/png"] = base64.b64encode(picture).decode("ascii")
            if not data:
                return []
            if kind == "result":
                return [new_output("execute_result", data=data, execution_count=None)]
            return [new_output("display_data", data=data)]
    raise wire.WireError("an output has another structure")


def is_png(data: bytes) -> bool:
    """Return whether the bytes are exactly one well-formed PNG image of a sensible size."""
    if len(data) > _MAX_PICTURES or not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return False
    start, kinds = 8, []
    while start + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, start)
        stop = start + 12 + length
        if stop > len(data):
            return False
        kind = data[start + 4 : start + 8]
        if zlib.crc32(data[start + 4 : stop - 4]) != struct.unpack_from(">I", data, stop - 4)[0]:
            return False
        if kind == b"IHDR":
            width, height = struct.unpack_from(">II", data, start + 8)
            if not (0 < width <= _MAX_SIDE and 0 < height <= _MAX_SIDE):
                return False
        kinds.append(kind)
        start = stop
    return start == len(data) and kinds[:1] == [b"IHDR"] and kinds[-1:] == [b"IEND"] and kinds.count(b"IHDR") == 1
