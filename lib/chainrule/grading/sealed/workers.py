"""Processes that work side by side, here or on a cluster, and what each of them keeps warm."""

import asyncio
import gc
import logging
import multiprocessing
import os
import signal
import threading
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any, TypeVar

from chainrule.grading.course import CourseError
from chainrule.grading.sealed import capacity
from chainrule.grading.sealed.inside import linux
from chainrule.grading.sealed.sandbox import Sandbox

Call = TypeVar("Call")
Result = TypeVar("Result")

_ANSWER_SECONDS = 10
_WAITING_ON_CLUSTER = 100

one_at_a_time = threading.Lock()
"""Held while a process grades: a cluster's workers may have several threads, and grading is a process's business."""


def count(jobs: int | None, calls: int) -> int:
    """Return how many workers to start: as requested, or as many as there is room for, but no more than calls."""
    return min(jobs or capacity.submissions(), max(calls, 1))


def start() -> None:
    """Start a process that imports what workers need, and from which they are forked; it runs in the background."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(["chainrule.grading.term.grade"])
    with _ignoring_interrupts():
        forkserver.ensure_running()


@contextmanager
def _ignoring_interrupts() -> Iterator[None]:
    """Let processes that are started in the block ignore Ctrl-C, which a terminal sends to all of them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


_warm: dict[tuple[Path | None, str], Sandbox] = {}


def warm_sandbox(root: Path, wall: str) -> Sandbox:
    """Return this process's sandbox for a course: started once, stopped for another course or when the process ends."""
    if _place(root, wall) not in _warm:
        _cool()
        _keep(root, wall, Sandbox(wall, hidden=(root,)).__enter__())
    return _warm[_place(root, wall)]


def _place(root: Path, wall: str) -> tuple[Path | None, str]:
    """Return what a sandbox is for: a wall hides the course; without one, all courses may have the same."""
    return (None if wall == "none" else root), wall


def _keep(root: Path, wall: str, sandbox: Sandbox) -> None:
    """Keep a sandbox for this process's next submissions."""
    _warm[_place(root, wall)] = sandbox
    Finalize(None, _cool, exitpriority=10)  # worker processes end without atexit


def _cool() -> None:
    while _warm:
        _warm.popitem()[1].close()


def results(
    work: Callable[[Call], Result],
    calls: Iterable[Call],
    jobs: int,
    scheduler: str | None = None,
    idle: Callable[[], None] = lambda: None,
) -> Generator[tuple[Call, Future[Result]], None, None]:
    """Run calls and yield each with its finished future, as they finish. When it is closed, all work ends at once.

    If a worker dies, Python gives up the whole pool: those that were running then run again, one at a time. Only the
    one that ends its worker fails, and not before it has done so twice more: others, too, kill workers. (Dask does the
    like by itself.)

    Parameters
    ----------
    work : callable
        A function of a module, which workers can import.
    calls : iterable
        Its arguments, read as workers become free.
    jobs : int
        How many workers. With 1, this process does it all.
    scheduler : str, optional
        The address of a Dask scheduler, whose workers do the work instead.
    idle : callable
        Called when all that is finished has been yielded, before the next wait; meanwhile, workers have work.

    Raises
    ------
    CourseError
        If the scheduler does not answer, or goes away.
    """
    waiting = iter(calls)
    if scheduler is not None:
        with _cluster(scheduler) as (pool, most):
            try:
                for call, future in _finished(pool, work, waiting, {}, most, idle):
                    if future.cancelled():
                        raise ConnectionError
                    yield call, future
            except OSError:
                raise CourseError(_GONE.format(scheduler)) from None
        return
    yield from _finished_here(work, waiting, jobs, idle)


def _finished_here(
    work: Callable[[Call], Result], waiting: Iterator[Call], jobs: int, idle: Callable[[], None], chances: int = 2
) -> Iterator[tuple[Call, Future[Result]]]:
    """Yield what workers on this machine finish; a call has failed if its worker died and it had no more chances."""
    while True:
        running: dict[Future[Result], Call] = {}
        suspects: list[Call] = []
        with _pool(jobs, process=chances < 2) as pool:
            for call, future in _finished(pool, work, waiting, running, lambda: 2 * jobs if jobs > 1 else 1, idle):
                died = isinstance(future.exception(), BrokenExecutor)
                if died and chances:
                    suspects = [call, *running.values()]
                    break
                yield call, future
                if died:
                    break
            else:
                return
        if suspects:
            yield from _finished_here(work, iter(suspects), 1, idle, chances - 1)


def _finished(
    pool: Executor,
    work: Callable[[Call], Result],
    waiting: Iterator[Call],
    running: dict[Future[Result], Call],
    most: Callable[[], int],
    idle: Callable[[], None],
) -> Iterator[tuple[Call, Future[Result]]]:
    """Keep a pool busy with `most` calls at a time, and yield what finishes; `running` holds the others."""
    while True:
        if not running:
            idle()  # what comes next may run in this process
        while len(running) < most() and (call := next(waiting, None)) is not None:
            running[_submit(pool, work, call)] = call
        if not running:
            return
        idle()
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            yield running.pop(future), future


class _Here(Executor):
    """Runs everything immediately, in this process."""

    def submit(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(work(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 (passed on through the future)
            future.set_exception(error)
        return future


@dataclass
class _Crew:
    """Worker processes, which end with their lifeline, and the sandboxes that this process started for them."""

    pool: ProcessPoolExecutor
    theirs: Connection
    lifeline: Connection
    sandboxes: list[Sandbox] = field(default_factory=list)

    def end(self) -> None:
        """Wait for what the workers are doing, unless the lifeline is closed, and end them."""
        self.pool.shutdown(cancel_futures=True)
        self.lifeline.close()
        self.theirs.close()
        for sandbox in self.sandboxes:
            sandbox.close()


_warming: list[Sandbox] = []
"""The sandboxes of workers that are not hired yet."""
_hired: list[_Crew] = []
"""Workers that wait for work."""


def warm_up(root: Path, wall: str, jobs: int) -> None:
    """Start the sandboxes that workers will need, in the background; meanwhile, this process can import the rest.

    Parameters
    ----------
    root : Path
        The course.
    wall : str
        The wall of the sandboxes.
    jobs : int
        How many workers there will be. A single one is this process itself.
    """
    _dismiss()
    if jobs == 1 and _place(root, wall) in _warm:
        return
    _cool()
    sandboxes = [Sandbox(wall, hidden=(root,)).begin() for _ in range(jobs)]
    if jobs == 1:
        _keep(root, wall, sandboxes[0])
    else:
        _warming.extend(sandboxes)
        Finalize(None, _dismiss, exitpriority=10)


@contextmanager
def loading() -> Iterator[None]:
    """Collect no garbage in the block, in which this process imports what it and its copies keep, nor later in that."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        linux.use_large_pages()


def hire(root: Path, wall: str) -> None:
    """Fork the workers whose sandboxes are warming up, for the next call of `results`.

    They are copies of this process, which has imported what they need. Call it while there is no other thread, and
    before a gradebook is opened: no copy must have its connection.
    """
    if not _warming:
        return
    sandboxes = list(_warming)
    _warming.clear()
    context = multiprocessing.get_context("fork")
    theirs, lifeline = context.Pipe(duplex=False)
    places = context.SimpleQueue()
    for place in range(len(sandboxes)):
        places.put(place)

    def move_in() -> None:
        lifeline.close()
        _end_with(theirs)
        mine = places.get()
        for place, sandbox in enumerate(sandboxes):
            if place != mine:
                sandbox.let_go()
        _keep(root, wall, sandboxes[mine])

    pool = ProcessPoolExecutor(len(sandboxes), mp_context=context, initializer=move_in)
    with _ignoring_interrupts(), warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        pool.submit(os.getpid)  # all of them are forked at the first call; threads, if any, are idle ones of a library
    for sandbox in sandboxes:
        sandbox.let_go()
    _hired.append(_Crew(pool, theirs, lifeline, sandboxes))


def _dismiss() -> None:
    """End what was started and never used."""
    while _hired:
        _hired.pop().end()
    while _warming:
        _warming.pop().close()


@contextmanager
def _pool(jobs: int, process: bool = False) -> Iterator[Executor]:
    """Provide workers: those hired, new processes, or this one if one is enough. No process outlives the block."""
    if jobs == 1 and not process and not _hired:
        yield _Here()
        return
    crew = _hired.pop() if _hired else _from_server(jobs)
    try:
        yield crew.pool
    except BaseException:
        crew.lifeline.close()  # what is being graded need not be waited for
        raise
    finally:
        crew.end()


def _from_server(jobs: int) -> _Crew:
    start()
    context = multiprocessing.get_context("forkserver")
    theirs, lifeline = context.Pipe(duplex=False)
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_end_with, initargs=(theirs,))
    return _Crew(pool, theirs, lifeline)


def _end_with(lifeline: Connection) -> None:
    """End this process when the other end of a pipe is closed: by the caller, or because the caller was killed."""

    def watch() -> None:
        with suppress(EOFError, OSError):
            lifeline.recv_bytes()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


_NO_DASK = "--scheduler needs Dask, which is not installed: pip install 'dask[distributed]'."
_SILENT = "No Dask scheduler answers at {}. Check the address (tcp://HOST:8786), and that `dask scheduler` runs there."
_GONE = "The Dask scheduler at {} is gone. What is graded is kept; run the same command again for the rest."


@contextmanager
def _cluster(address: str) -> Iterator[tuple[Executor, Callable[[], int]]]:
    """Provide a Dask cluster, and how many calls to hand over at a time.

    That is more than there are workers, since an adaptive cluster starts workers when calls are waiting.
    """
    try:
        import distributed
    except ImportError:
        raise CourseError(_NO_DASK) from None

    async def kind() -> Any:
        tls = distributed.Security().get_connection_args("client")  # as Dask's configuration says
        async with distributed.rpc(address, timeout=_ANSWER_SECONDS, connection_args=tls) as server:
            return (await asyncio.wait_for(server.identity(), _ANSWER_SECONDS))["type"]

    try:
        found = asyncio.run(kind())
    except Exception:  # noqa: BLE001 - whatever comes of talking to a server that is not Dask's
        found = None
    if found != "Scheduler":
        raise CourseError(_SILENT.format(address))
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # that it is gone is said in one line
    with distributed.Client(address, timeout=_ANSWER_SECONDS, set_as_default=False) as client:
        pool = client.get_executor(pure=False)
        try:
            yield pool, lambda: _WAITING_ON_CLUSTER + 2 * sum(client.nthreads().values())
        finally:
            pool.shutdown(wait=False)


def _submit(pool: Executor, work: Callable[[Call], Result], call: Call) -> Future[Result]:
    try:
        return pool.submit(work, call)
    except BrokenExecutor as error:
        future: Future[Result] = Future()
        future.set_exception(error)
        return future
