"""A copy of this process that works under limits which hold in C code too, and tells what it finds as it finds it.

Whatever is computed on behalf of an answer is computed there: the kernel ends the copy when its time is over, and gives
it no more memory than it may have. This process only reads lines of plain data.
"""

import json
import os
import signal
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

Tell = Callable[..., None]
"""Called with plain data: what JSON can hold."""

_DONE = "done"
_CRASHED = "crashed"
_NO_MEMORY = 3


def run(work: Callable[[Tell], None], hear: Tell, memory_bytes: int, seconds: float) -> str | None:
    """Do work in a copy of this process.

    Parameters
    ----------
    work : callable
        Called in the copy with a function that tells this process something.
    hear : callable
        Called in this process with what was told, in order.
    memory_bytes : int
        What the copy may use beyond what this process has.
    seconds : float
        How long it may take; `within` sets shorter limits for parts of it.

    Returns
    -------
    str or None
        What the copy lacked, if it was ended before the work was done: ``"time"`` or ``"memory"``.

    Raises
    ------
    RuntimeError
        If the work raised an exception.
    """
    reading, writing = os.pipe()
    theirs, lifeline = os.pipe()
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        # Of other threads (a progress bar's, a cluster's) the copy uses no lock.
        pid = os.fork()
    if not pid:
        os.close(reading)
        os.close(lifeline)
        _work(work, writing, theirs, memory_bytes, seconds)
    os.close(writing)
    os.close(theirs)
    done, crash = False, ""
    try:
        with open(reading, encoding="utf-8") as lines:
            for line in lines:
                if not line.endswith("\n"):
                    break
                match json.loads(line):
                    case ["done"]:
                        done = True
                        break
                    case ["crashed", str(crash)]:
                        pass
                    case told:
                        hear(*told)
    except BaseException:
        os.kill(pid, signal.SIGKILL)
        raise
    finally:
        os.close(lifeline)
        status = os.waitpid(pid, 0)[1]
    if crash:
        raise RuntimeError(crash)
    if done:
        return None
    return "time" if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM else "memory"


@contextmanager
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


def _work(work: Callable[[Tell], None], writing: int, lifeline: int, memory_bytes: int, seconds: float) -> NoReturn:
    """Work in the copy, and end it: nothing of what this process has to tidy up is the copy's."""
    status = 1
    try:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # ends the process, whatever it does
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's Ctrl-C goes to the other process, too
        signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.01))
        _end_with(lifeline)
        _limit_memory(memory_bytes)
        with open(writing, "w", encoding="utf-8") as pipe:

            def tell(*values: Any) -> None:
                pipe.write(json.dumps(values) + "\n")
                pipe.flush()

            try:
                work(tell)
                tell(_DONE)
            except MemoryError:
                status = _NO_MEMORY
            except Exception:  # noqa: BLE001 - raised again in the other process
                tell(_CRASHED, traceback.format_exc())
    finally:
        os._exit(status)


def _end_with(lifeline: int) -> None:
    """Let the kernel end this process when the other one, which holds the other end of a pipe, is gone."""
    import fcntl

    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, os.O_ASYNC)


def _limit_memory(more: int) -> None:
    """Let this process have no more than so many bytes beyond what it has."""
    import resource

    statm = Path("/proc/self/statm")
    if statm.exists():  # macOS, which keeps no such limit, has none
        used = int(statm.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + more, resource.getrlimit(resource.RLIMIT_AS)[1]))
