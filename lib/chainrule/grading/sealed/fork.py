"""A copy of this process that works under limits, which hold in C code too, and reports each result as it comes.

Whatever is computed on behalf of an answer is computed in such a copy: the kernel ends it when its time is up, and
gives it no more memory than it may have. This process only reads lines of plain data.
"""

import gc
import json
import os
import random
import signal
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

Tell = Callable[..., None]
"""Takes plain data: what JSON can represent."""

LACKED = {"time": "took too long", "memory": "needed too much memory"}
"""What to say about work that ran out of something."""

_DONE = "done"
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
    memory_bytes : int
        How much memory the copy may use beyond what this process uses.
    seconds : float
        How long it may take; `within` sets shorter limits for parts of it.

    Returns
    -------
    str or None
        What the copy ran out of, if it was ended before the work was done: ``"time"`` or ``"memory"``.

    Raises
    ------
    RuntimeError
        If the work raised an exception.
    """
    reading, writing = os.pipe()
    theirs, lifeline = os.pipe()
    state = random.getstate()
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        # The copy uses no lock of another thread (a progress bar's, a cluster's).
        pid = os.fork()
    if not pid:
        os.close(reading)
        os.close(lifeline)
        random.setstate(state)  # Python seeds it anew in every copy of a process
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
    """Work in the copy, and end it without the clean-up at exit, which is left to this process."""
    status = 1
    try:
        gc.freeze()  # or each full collection would go through all that the original holds, and copy its pages
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
    """Let the kernel end this process when the original, which holds the other end of a pipe, is gone."""
    import fcntl

    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, os.O_ASYNC)


def _limit_memory(more: int) -> None:
    """Let this process use no more memory than it uses now and `more` bytes."""
    import resource

    statm = Path("/proc/self/statm")
    if statm.exists():  # not on macOS, which does not enforce this limit either
        used = int(statm.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + more, resource.getrlimit(resource.RLIMIT_AS)[1]))
