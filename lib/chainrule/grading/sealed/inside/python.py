"""What Python's library and others do in another way behind walls that refuse system calls: see `seccomp`."""

import functools
import selectors
import time
from multiprocessing import synchronize
from typing import Any

import threadpoolctl

_FIRST_PAUSE, _LONGEST_PAUSE = 0.0002, 0.01


def adapt() -> None:
    """Let `asyncio` poll, and `multiprocessing` look at semaphores again and again, for the processes forked later.

    And let `threadpoolctl`, which scikit-learn uses, ask the C library which libraries are loaded, not ``/proc``.
    """
    vars(selectors)["DefaultSelector"] = selectors.PollSelector
    vars(threadpoolctl)["_HAS_PROCFS"] = False
    semaphore: Any = synchronize.SemLock
    semaphore._make_methods = _make_methods
    semaphore.__enter__ = lambda self: self.acquire()


def _make_methods(lock: Any) -> None:
    lock.acquire = functools.partial(_acquire, lock._semlock)
    lock.release = lock._semlock.release


def _acquire(semaphore: Any, block: bool = True, timeout: float | None = None) -> bool:
    """Acquire a semaphore as the C library would if it could wait: it would ask all the time, and beyond its time."""
    end = time.monotonic() + max(timeout, 0) if timeout is not None else float("inf")
    pause = _FIRST_PAUSE
    while not semaphore.acquire(False):
        left = end - time.monotonic()
        if not block or left <= 0:
            return False
        time.sleep(min(pause, left))
        pause = min(2 * pause, _LONGEST_PAUSE)
    return True
