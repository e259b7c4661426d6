"""Processes that work side by side, and what each of them keeps warm."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from multiprocessing import forkserver
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any, TypeVar

from chainrule.grading.sandbox import Sandbox

Call = TypeVar("Call")
Result = TypeVar("Result")


def count(jobs: int | None, calls: int) -> int:
    """Return how many workers to start: what was asked for, or one per core, but not more than there are calls."""
    return min(jobs or os.cpu_count() or 1, max(calls, 1))


def start() -> None:
    """Let a process import what workers need, from which they are forked; it goes on beside what the caller does."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(["chainrule.grading.grade"])
    forkserver.ensure_running()


_warm: dict[tuple[Path, bool], Sandbox] = {}


def warm_sandbox(root: Path, sealed: bool) -> Sandbox:
    """Return this process's sandbox for a course: started once, stopped for another course or when the process ends."""
    if (root, sealed) not in _warm:
        _cool()
        _warm[root, sealed] = Sandbox(sealed=sealed, hidden=(root,)).__enter__()
        # Worker processes end without atexit.
        Finalize(None, _cool, exitpriority=10)
    return _warm[root, sealed]


def _cool() -> None:
    while _warm:
        _warm.popitem()[1].close()


def results(work: Callable[[Call], Result], calls: Iterable[Call], jobs: int) -> Iterator[tuple[Call, Future[Result]]]:
    """Run calls and yield each with its finished future, as they finish.

    If a worker dies, Python gives up the whole pool: those that were running then run again, each alone, so that
    only the one that kills its worker fails.

    Parameters
    ----------
    work : callable
        A function of a module, which workers can import.
    calls : iterable
        Its arguments, read as workers become free.
    jobs : int
        How many workers. With 1, this process does it all.
    """
    waiting = iter(calls)
    suspects: list[Call] = []
    ended = False
    while not ended:
        pool = _pool(jobs)
        running: dict[Future[Result], Call] = {}
        try:
            while not suspects:
                while len(running) < 2 * jobs and (call := next(waiting, None)) is not None:
                    running[_submit(pool, work, call)] = call
                if not running:
                    ended = True
                    break
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    call = running.pop(future)
                    if isinstance(future.exception(), BrokenExecutor):
                        suspects.append(call)
                    else:
                        yield call, future
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        suspects += running.values()
        while suspects:
            call = suspects.pop(0)
            with _pool(1, process=True) as alone:
                future = _submit(alone, work, call)
                wait([future])
            yield call, future


class _Here(Executor):
    """Does everything at once, in this process."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(work(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 (handed on to whoever asks the future)
            future.set_exception(error)
        return future


def _pool(jobs: int, process: bool = False) -> Executor:
    """Return workers: processes with everything imported, or this one if one is enough."""
    if jobs == 1 and not process:
        return _Here()
    start()
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("forkserver"))


def _submit(pool: Executor, work: Callable[[Call], Result], call: Call) -> Future[Result]:
    try:
        return pool.submit(work, call)
    except BrokenExecutor as error:
        future: Future[Result] = Future()
        future.set_exception(error)
        return future
