"""A copy of this process that works under limits, which hold in C code too, and reports each result as it comes.

Whatever is computed on behalf of an answer is computed in such a copy: the kernel ends it when its time is up, and
gives it no more memory than it may have. This process only reads lines of plain data.
"""

import contextlib
import gc
import json
import os
import random
import signal
import socket
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn, Self

from chainrule.grading.sealed.inside import linux

Tell = Callable[..., None]
"""Takes plain data: what JSON can represent."""

LACKED = {"time": "took too long", "memory": "needed too much memory"}
"""What to say about work that ran out of something."""

_DONE = "done"
_PAUSED = "paused"
_CRASHED = "crashed"
_NO_MEMORY = 3


def run(work: Callable[[Tell], None], hear: Tell, memory_bytes: int, seconds: float) -> str | None:
    """Do work in a copy of this process.

    Parameters
    ----------
    work : callable
        Called in the copy, with a function that sends plain data to this process.
    hear : callable
        Called in this process with what was sent, in order.
    memory_bytes, seconds
        As for `Copy`.

    Returns
    -------
    str or None
        What the copy ran out of, if it was ended before the work was done: ``"time"`` or ``"memory"``.

    Raises
    ------
    RuntimeError
        If the work raised an exception.
    """
    with Copy(lambda line: work(line.tell), memory_bytes, seconds) as copy:
        return copy.listen(hear)


class Line:
    """What a copy of this process has to speak with the original."""

    def __init__(self, sock: socket.socket, start: int) -> None:
        self._sock = sock
        self._start = start

    def tell(self, *values: Any) -> None:
        """Send plain data."""
        self._sock.sendall(json.dumps(values).encode() + b"\n")

    def pause(self) -> Any:
        """Wait until the original lets this copy go on, and return what it says."""
        self.tell(_PAUSED, max(_used() - self._start, 0), self._start)
        with self._sock.makefile(encoding="utf-8") as lines:
            return json.loads(lines.readline())


class Copy:
    """A copy of this process at work, for which this process waits. As a context manager, it leaves nothing behind.

    Parameters
    ----------
    work : callable
        Called in the copy, with its `Line`.
    memory_bytes : int
        How much memory the copy may use beyond what this process uses.
    seconds : float
        How long it may take; `within` sets shorter limits for parts of it.

    Attributes
    ----------
    held : int
        While it waits for `go_on`: how many bytes it uses beyond what this process used.
    """

    def __init__(self, work: Callable[[Line], None], memory_bytes: int, seconds: float) -> None:
        self.held = self._start = 0
        self._sock, theirs = socket.socketpair()
        end, self._lifeline = os.pipe()
        state = random.getstate()
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            # The copy uses no lock of another thread (a progress bar's, a cluster's).
            self._pid: int | None = linux.fork()
        if not self._pid:
            self._sock.close()
            os.close(self._lifeline)
            random.setstate(state)  # Python seeds it anew in every copy of a process
            _work(work, theirs, end, memory_bytes, seconds)
        theirs.close()
        os.close(end)
        self._lines = self._sock.makefile(encoding="utf-8")

    def listen(self, hear: Tell) -> str | None:
        """Hear what the copy tells until it pauses or ends; the rest is as for `run`."""
        crash = ""
        while (line := self._read_line()).endswith("\n"):
            match json.loads(line):
                case ["done"]:
                    return None
                case ["paused", int(held), int(start)]:
                    self.held, self._start = held, start
                    return None
                case ["crashed", str(crash)]:
                    pass
                case told:
                    hear(*told)
        if crash:
            raise RuntimeError(crash)
        status = self._await()
        return "time" if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM else "memory"

    def go_on(self, said: Any, memory_bytes: int) -> None:
        """Let the copy go on after a pause, with so much memory; its `pause` returns what is said here, plain data."""
        if self._start and self._pid is not None:
            _limit_memory(self._start + memory_bytes, self._pid)
        with contextlib.suppress(ConnectionError):  # it has ended, as `listen` will say
            self._sock.sendall(json.dumps(said).encode() + b"\n")

    def close(self) -> None:
        """End the copy."""
        if self._pid is not None:
            os.kill(self._pid, signal.SIGKILL)
            self._await()
        self.held = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read_line(self) -> str:
        try:
            return self._lines.readline()
        except ConnectionError:  # it was ended before it read what it was told
            return ""

    def _await(self) -> int:
        assert self._pid is not None
        pid, self._pid = self._pid, None
        self._lines.close()
        self._sock.close()
        os.close(self._lifeline)
        return os.waitpid(pid, 0)[1]


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """End this process, a copy, if the block takes longer; an outer limit stays."""
    start = time.monotonic()
    left, _ = signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.01))
    if left and left < seconds:
        signal.setitimer(signal.ITIMER_REAL, left)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - start), 0.01) if left else 0)


def _work(
    work: Callable[[Line], None], sock: socket.socket, lifeline: int, memory_bytes: int, seconds: float
) -> NoReturn:
    """Work in the copy, and end it without the clean-up at exit, which is left to this process."""
    status = 1
    try:
        gc.freeze()  # or each full collection would go through all that the original holds, and copy its pages
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process, whatever it does
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl-C goes to the other process, too
        signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.01))
        _end_with(lifeline)
        used = _used()
        if used:
            _limit_memory(used + memory_bytes)
        line = Line(sock, used)
        try:
            work(line)
            line.tell(_DONE)
        except MemoryError:
            status = _NO_MEMORY
        except Exception:  # noqa: BLE001 - raised again in the other process
            line.tell(_CRASHED, traceback.format_exc())
    finally:
        os._exit(status)


def _end_with(lifeline: int) -> None:
    """Let the kernel end this process when the original, which holds the other end of a pipe, is gone."""
    import fcntl

    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, os.O_ASYNC)


def _used() -> int:
    """Return how many bytes this process uses; 0 on macOS, which does not enforce a limit either."""
    import resource

    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[0]) * resource.getpagesize() if statm.exists() else 0


def _limit_memory(most: int, pid: int = 0) -> None:
    import resource

    if sys.platform == "linux":
        resource.prlimit(pid, resource.RLIMIT_AS, (most, resource.getrlimit(resource.RLIMIT_AS)[1]))
