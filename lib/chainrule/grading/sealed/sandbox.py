"""The sandbox around students' code, and the processes in it.

`Sandbox` is a worker's warm process behind a wall (`walls`); it forks a `Session` for each submission, and a session
forks a `Connection` for each test cell. See `student` for the other side.
"""

import contextlib
import os
import select
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from chainrule.grading.course import CourseError
from chainrule.grading.limits import Limits
from chainrule.grading.sealed import walls
from chainrule.grading.sealed.inside import wire
from chainrule.grading.sealed.inside.protocol import ANNOUNCED, ENDED, LIMITS, NEWS, RESOURCES, SIGNAL
from chainrule.language import say

_START_SECONDS = 120.0
_GREET_SECONDS = 30.0
_GRACE_SECONDS = 1.0
_END_SECONDS = 30.0
_PART_BYTES = 8 << 20
_MOST_PROCESSES = 1 << 22
"""The largest process number on Linux."""

_NO_FORK = "Grading needs Linux or macOS. On Windows, use WSL (wsl --install)."
_NO_WALL = (
    "Students' code cannot be sandboxed on this machine. {}. See docs/security.md, or use --wall none if you trust "
    "every submission."
)


class Stop(BaseException):
    """A student's process was stopped or is gone. Tests must not catch this as an error in the answer."""


class TimedOut(Stop):
    """A time limit passed."""


class Died(Stop):
    """The process is gone."""


class Tampering(Stop):
    """The process broke the protocol, which only code that tampers with it can do."""


class Sandbox:
    """A warm process that forks for each submission.

    Parameters
    ----------
    wall : str
        Which wall: one of `limits.WALLS`.
    hidden : tuple of Path
        Directories, such as the course, to hide even if they are inside the Python installation.
    hash_seed : int
        Decides in which order sets of text are gone through there; graded is with the same one always.

    Attributes
    ----------
    wall : str
        The wall; never "auto" once the process has started.
    hidden : tuple of Path
        As above.

    Raises
    ------
    CourseError
        On entering, if the wall does not work here.

    Examples
    --------
    ::

        with Sandbox() as sandbox, sandbox.session(Limits()) as session:
            session.run(0, "print(1 + 1)", seconds=10)
    """

    def __init__(self, wall: str = walls.AUTO, *, hidden: tuple[Path, ...] = (), hash_seed: int = 0) -> None:
        self.wall = wall
        self.hidden = hidden
        self._hash_seed = hash_seed
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._warming: str | None = None
        self._errors: IO[bytes] | None = None
        self._needs = contextlib.ExitStack()

    def __enter__(self) -> Self:
        self._start()
        return self

    def begin(self) -> Self:
        """Start the warm process without waiting for it; whether a wall works shows when the sandbox is used."""
        with contextlib.suppress(CourseError):
            self._launch(self._to_try[0])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def let_go(self) -> None:
        """Leave the warm process to a copy of this process, and only wait for its end when this is closed."""
        if self._control is not None:
            self._control.close()
            self._control = None
        self._warming = None

    def close(self) -> None:
        """End the warm process and everything in the sandbox."""
        is_empty = self._warming is not None
        self.let_go()
        if self._process is not None:
            if self.wall == "namespaces" or is_empty:
                self._process.kill()
            try:
                self._process.wait(_END_SECONDS)  # behind other walls, it cleans up first
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
        self._needs.close()

    def ready(self) -> str:
        """Wait until the warm process has started, and return which wall it is behind."""
        if self._control is None or self._warming:
            self._start()
        return self.wall

    def session(self, limits: Limits, until: float = float("inf"), modules: str = "") -> "Session":
        """Return a fresh process for one submission; restarts the warm process if it is gone.

        Parameters
        ----------
        limits : Limits
        until : float
            The deadline for everything, on the clock of ``time.monotonic``.
        modules : str
            What to load before, once for all such submissions: see `libraries.to_load`.
        """
        for attempt in (1, 2):
            self.ready()
            with contextlib.ExitStack() as theirs:
                mine, other = socket.socketpair()
                theirs.enter_context(other)
                control, supervised = socket.socketpair()
                theirs.enter_context(supervised)
                text = modules.encode()
                packed = ANNOUNCED.pack(*(int(getattr(limits, name)) for name in LIMITS), len(text))
                try:
                    assert self._control is not None
                    socket.send_fds(self._control, [packed + text], [other.fileno(), supervised.fileno()])
                except OSError:
                    mine.close()
                    control.close()
                    self.close()
                    continue
            try:
                return Session(mine, control, limits, until, _START_SECONDS if modules else _GREET_SECONDS)
            except Stop:
                mine.close()
                control.close()
                self.close()
                if attempt == 2 or time.monotonic() >= until:
                    raise
        raise CourseError("The sandbox did not start.")

    @property
    def _to_try(self) -> Sequence[str]:
        return walls.TRIED if self.wall == walls.AUTO else [self.wall]

    def _start(self) -> None:
        """Start the warm process behind the wall; for "auto", try one wall after another."""
        if not hasattr(os, "fork"):
            raise CourseError(_NO_FORK)
        failed: dict[str, list[str]] = {}  # walls by what is said of them
        for wall in self._to_try:
            try:
                if self._warming != wall:
                    self._launch(wall)
                self._await_warmth()
            except CourseError as error:
                failed.setdefault(str(error), []).append(wall)
            else:
                self.wall = wall
                return
        raise CourseError(_NO_WALL.format("; ".join(f"{' and '.join(names)}: {why}" for why, names in failed.items())))

    def _launch(self, wall: str) -> None:
        start = self._needs.enter_context(walls.prepared(wall, self.hidden))
        self._control, theirs = socket.socketpair()
        self._errors = self._needs.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - it is closed with the rest
        with theirs:
            self._process = subprocess.Popen(
                start.command(theirs.fileno(), self._hash_seed),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                env=start.environment,
                start_new_session=True,
            )
        self._warming = wall

    def _await_warmth(self) -> None:
        assert self._control is not None
        assert self._process is not None
        assert self._errors is not None
        self._control.settimeout(_START_SECONDS)
        try:
            ready = self._control.recv(5)
        except (TimeoutError, ConnectionError):
            ready = b""
        if ready != b"ready":
            self._process.kill()
            self._process.wait()
            self._errors.seek(0)
            lines = self._errors.read().decode(errors="replace").strip().splitlines() or ["it gave no reason"]
            self.close()
            raise CourseError(lines[-1])
        self._control.settimeout(None)
        self._warming = None


class Connection:
    """One process of a submission, as the examiner sees it.

    Attributes
    ----------
    wire : Wire
        The connection; every wait on it ends at `deadline`.
    deadline : float
        On the clock of ``time.monotonic``.
    """

    def __init__(self, session: "Session", sock: socket.socket, greet_seconds: float = _GREET_SECONDS) -> None:
        self._session = session
        self._sock = sock
        self.deadline = session.soon(greet_seconds)
        self.wire = wire.Wire(sock, wait=self._await)
        match self.talk(self.wire.hear):
            case "hello", [pid] if type(pid) is int and 1 < pid < _MOST_PROCESSES:
                self._pid = pid  # what it says; the supervisor signals no process but the submission's
            case _:
                raise Tampering("its greeting is malformed")

    def talk(self, action: Any, *values: Any, **options: Any) -> tuple[str, list[Any]]:
        """Call a method of the wire, and turn its errors into a `Stop`."""
        try:
            answer: tuple[str, list[Any]] = action(*values, **options)
        except wire.Closed:
            raise Died(self._session.reason()) from None
        except wire.WireError as error:
            raise Tampering(str(error)) from None
        return answer

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Limit the waits in the block; an outer limit still holds."""
        before = self.deadline
        self.deadline = min(before, time.monotonic() + seconds)
        try:
            yield
        finally:
            self.deadline = before

    def signal(self, number: int) -> None:
        """Send the process a signal."""
        self._session.signal(self._pid, number)

    def reason(self) -> str:
        """Say why processes of this submission ended."""
        return self._session.reason()

    def close(self) -> None:
        """Kill the process."""
        self.signal(signal.SIGKILL)
        self._sock.close()

    def _await(self, direction: str) -> None:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimedOut
        poll = select.poll()
        poll.register(self._sock, select.POLLIN if direction == "read" else select.POLLOUT)
        poll.register(self._session.control, select.POLLIN)
        ready = dict(poll.poll(left * 1000))
        if not ready:
            raise TimedOut
        if self._sock.fileno() not in ready:
            self._session.notice()
            if self._pid_is_gone():
                raise Died(self._session.reason())

    def _pid_is_gone(self) -> bool:
        return self._session.ended or getattr(self, "_pid", None) in self._session.gone


class Session:
    """The processes of one submission. As a context manager, it leaves nothing behind.

    Attributes
    ----------
    main : Connection
        The process that runs the cells.
    gone : set of int
        The processes that ended.
    ended : bool
        Whether all of them did.
    news : bytearray
        What was heard of their ends. One process hears of each: of a session's copies of the examiner, only one at a
        time may look, and it has to `pass_on` to the others what they `learn`.
    pass_on : callable
        Called with each part of the news.
    """

    def __init__(
        self, sock: socket.socket, control: socket.socket, limits: Limits, until: float, greet_seconds: float
    ) -> None:
        self.limits = limits
        self.control = control
        self.gone: set[int] = set()
        self.ended = False
        self._until = until
        self.news = bytearray()
        self.pass_on: Callable[[bytes], object] = bytes
        self._known = 0
        self._too_much: str | None = None
        control.setblocking(False)
        self.main = Connection(self, sock, greet_seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Kill everything."""
        self.main._sock.close()
        self.control.close()
        self.ended = True

    def soon(self, seconds: float) -> float:
        """Return the deadline for a wait of that many seconds, or the submission's deadline if that is sooner."""
        return min(time.monotonic() + seconds, self._until)

    def run(self, cell: int, code: str, seconds: float) -> tuple[list[Any], Any]:
        """Run a cell; return its outputs and error as they came, unchecked.

        A cell that runs over time is interrupted; if it keeps running, `TimedOut` is raised.
        """
        self.main.deadline = time.monotonic() + seconds
        interrupted = False
        while True:
            try:
                if not interrupted:
                    answer = self.main.talk(self.main.wire.ask, "run", cell, code)
                else:
                    answer = self.main.talk(self.main.wire.hear)
                break
            except TimedOut:
                if interrupted:
                    raise
                interrupted = True
                self.main.signal(signal.SIGINT)
                self.main.deadline = time.monotonic() + _GRACE_SECONDS
        match answer:
            case "ran", [list(outputs), error]:
                return outputs, error
        raise Tampering("its reply to a cell is malformed")

    def put(self, name: str, content: bytes) -> None:
        """Write a file into the submission's folder."""
        for start in range(0, max(len(content), 1), _PART_BYTES):
            self.main.deadline = self.soon(_GREET_SECONDS)
            op, _ = self.main.talk(self.main.wire.ask, "put", name, content[start : start + _PART_BYTES])
            if op != "value":
                raise Died(f"{name} could not be put into its folder")

    def watch(self, files: Sequence[str]) -> None:
        """Let `written` tell which files in the submission's folder are written from now on."""
        self._ask("watch", list(files))

    def written(self) -> set[str]:
        """Return which watched files were written or deleted, as the submission's process says."""
        return set(map(str, self._ask("written")))

    def _ask(self, op: str, *values: list[str]) -> list[Any]:
        self.main.deadline = self.soon(_GREET_SECONDS)
        match self.main.talk(self.main.wire.ask, op, *values):
            case "value", [list(said)]:
                return said
        raise Died("its files could not be looked at")

    def fork(self) -> Connection:
        """Return a copy of the main process in its current state."""
        mine, theirs = socket.socketpair()
        try:
            with theirs:
                self.main.deadline = self.soon(_GREET_SECONDS)
                op, _ = self.main.talk(self.main.wire.ask, "fork", descriptor=theirs.fileno())
            if op != "forked":
                raise Died("its process could not be copied")
            return Connection(self, mine)
        except Stop:
            mine.close()
            raise

    def signal(self, pid: int, number: int) -> None:
        """Send a signal to a process of the submission, if it is still there."""
        with contextlib.suppress(OSError):
            self.control.send(SIGNAL.pack(pid, number))

    def notice(self) -> None:
        """Record which processes have ended."""
        try:
            data = self.control.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        self.learn(data)
        self.pass_on(data)

    def learn(self, data: bytes) -> None:
        """Take in a part of the news; the last one is empty."""
        self.ended = self.ended or not data
        self.news += data
        whole = len(self.news) // NEWS.size * NEWS.size
        for kind, number in NEWS.iter_unpack(self.news[self._known : whole]):
            if kind == ENDED:
                self.gone.add(number)
            else:
                self._too_much = self._too_much or RESOURCES[number]
        self._known = whole

    @property
    def has_run_out(self) -> bool:
        """Whether it was ended because it used more of something than it may."""
        return self._too_much is not None

    def reason(self) -> str:
        """Say why processes ended, as far as that is known."""
        self.notice() if self.control.fileno() >= 0 else None
        match self._too_much:
            case "memory_bytes":
                size = f"{self.limits.memory_bytes / (1 << 30):.3g}"
                return say("it used more than {size} GiB of memory", size=size)
            case "disk_bytes":
                size = f"{self.limits.disk_bytes / (1 << 20):.3g}"
                return say("it wrote more than {size} MiB of files", size=size)
            case "files":
                return say("it made more than {count} files", count=self.limits.files)
            case "cpu_seconds":
                seconds = f"{self.limits.cpu_seconds:g}"
                return say("its processes used more than {seconds} s of CPU time in total", seconds=seconds)
            case "processes":
                return say("it started more than {count} processes", count=self.limits.processes)
        return say("its process ended")
