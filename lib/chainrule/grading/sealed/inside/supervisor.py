"""The supervisor of one submission's processes: it passes on signals, adds up what they use, and ends them."""

import contextlib
import math
import os
import random
import resource
import select
import signal
import socket
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from . import walls
from .protocol import ENDED, LIMITS, NEWS, RESOURCES, SIGNAL, TOO_MUCH

_SAMPLE_SECONDS = 0.1
_POLITE_CORES, _MOST_BUSY, _BUSY_SECONDS = 2, 6, 3.0
"""Who has more cores busy, on average over some seconds, has no more than the share of so many processes from then on.
More than the second number count as so many, so that nobody does before a second is over.
"""
_WEIGHT_OF_LEVEL, _NICEST = 1.25, 19
"""By what factor each level of niceness lowers a process's share (sched(7)), and the last level."""
_MOST_NEWS = 2**16  # bytes; a submission whose copies end faster than they can be told of waits for them in vain
_SAMPLES_PER_COUNT = 5  # of mappings, which takes longer
_BYTES_OF_MAPPING, _BYTES_OF_GENERATION = 256, 64  # that the kernel keeps, and for each ancestor that has it, too
_SOCKET, _PIPE = "socket:", "pipe:"
_HOLDERS = (_SOCKET, _PIPE)
_BYTES_OF_PIPE = 1 << 16
_DESCRIPTORS_OF_PROCESS = 32
"""With so many for each process that it may have, a submission has too many: each takes a while to look at."""
_MOST_SECONDS = 5.0
"""How long a count may take of the supervisor's own time on a core: what takes longer is made to.

An honest notebook with half a gigabyte of Python's objects and ninety tests, each in a copy, takes more than a second.
Meanwhile all are stopped (`_LATE`).
"""
_LATE, _MOST_BLOCKED = 0.3, 5.0
"""Seconds: who is counted so late, or for so long, is stopped; whose count does so long neither run nor wait for a
core, although all are stopped, has too much."""
_LONG = 0.2
"""Seconds: after a count that took so long, what has been added meanwhile counts as well. Who was looked at first may
have grown while others were looked at, in a call into the kernel that goes on although the process is stopped."""
_MAPPINGS_OF_PROCESS = 2048
"""With so many for each process that it may have, a submission has too many: to count them takes half a second."""

_HASTY = 2
"""After so many looks in a row during which processes were started, those that were missed included, or files were
moved about, all processes are stopped to be looked at: what is never there when it is looked at is not counted."""
_MOST_HASTY = 20
_STOP_SECONDS = (0.001, 0.002, 0.004, 0.008, 0.016)
"""Until they have stopped: on a busy machine they wait for a core to do so, and may just have started another one."""
_FEW_THREADS, _SAMPLES_PER_STOP = 8, 10
"""With more threads in all, they are stopped for a moment after one count of so many: who is stopped while it waits
lets go of what it waits for, and finds that it has been closed meanwhile, by a thread that may be gone."""

_TICK = 0.004
"""Seconds: how far behind the kernel may be when it says how long a thread has run."""


class _State(NamedTuple):
    """What is known of a process: which it is, CPU time of its own and of those that it waited for, and so on.

    `letter` says what its first thread does, and `generation` how many of its ancestors are the submission's.
    """

    identity: tuple[int, str]
    own: float
    waited: float
    threads: int
    letter: str
    generation: int


_TICKS = os.sysconf("SC_CLK_TCK")

MOST_FILES = 512
"""How many descriptors a process may have open."""


class Supervisor:
    """Watches the processes of a submission, all descendants of this one.

    Parameters
    ----------
    control : socket
        The connection to the examiner, which sends signals for processes and is told which process ended, or that all
        were killed because together they used too much.
    wall : Wall
    limits : dict
        What they may use, by name (`protocol.LIMITS`).
    """

    def __init__(self, control: socket.socket, wall: walls.Wall, limits: dict[str, int]) -> None:
        self._control = control
        self._wall = wall
        self._limits = limits
        self._seen: dict[tuple[int, str], float] = {}
        self._glimpsed: dict[tuple[int, str], float] = {}
        self._cores = len(os.sched_getaffinity(0))
        self._chance = random.SystemRandom()  # the submission has a copy of the other one's state
        self._gone = 0.0
        self._reaped = 0.0
        self._counted = 0.0
        self._busy = 0.0
        self._hasty = 0
        self._samples = 0
        self._threads = 0
        self._news = bytearray()
        self._mapped = 0.0
        self._most_mappings = _MAPPINGS_OF_PROCESS * limits["processes"]
        self._most_descriptors = _DESCRIPTORS_OF_PROCESS * limits["processes"]
        self._counter = ThreadPoolExecutor(1, initializer=self._open_clock)
        self._counting: Future[tuple[dict[str, float], float]] | None = None
        self._clock: int | None = None
        self._waited = 0.0
        self._is_stopped = False
        self._has_glimpsed = False
        self._when = time.monotonic()
        self._next = self._when + _SAMPLE_SECONDS
        self._turn = self._chance.uniform(self._when, self._next)

    def run(self, wake: socket.socket, waker: socket.socket) -> None:
        """Work until the examiner hangs up; there is something to read on `wake` whenever a child has ended.

        Parameters
        ----------
        wake, waker : socket
            What is written to the second, which does not block, can be read from the first.
        """
        are_all_reaped = True
        while True:
            waits = max(self._turn - time.monotonic(), 0) if are_all_reaped else 0
            ready, _, _ = select.select([self._control, wake], [self._control] if self._news else [], [], waits)
            if self._control in ready:
                data = self._control.recv(SIGNAL.size, socket.MSG_WAITALL)
                if len(data) < SIGNAL.size:
                    return
                self._pass_on(*SIGNAL.unpack(data))
            if wake in ready:
                wake.recv(4096)
            self._watch(waker)
            are_all_reaped = self._reap()
            self._send()

    def _watch(self, waker: socket.socket) -> None:
        """Let what is used be counted, and look after that: a count may have to wait for the submission's own locks.

        Who is counted late, since it keeps the cores busy, or takes long to be counted, is stopped until it is.
        """
        now = time.monotonic()
        if not self._wall.counts:
            self._turn = now + 1
        elif self._counting is None and now < self._next:
            if not self._has_glimpsed and now >= self._turn:
                self._has_glimpsed = True
                self._glimpse()
            self._turn = self._next
        elif self._counting is None:
            self._stop_if(now - self._next)
            self._counting = self._counter.submit(self._looked, now - self._when)
            self._counting.add_done_callback(lambda _: _write_to(waker))
            self._when, self._waited = now, self._blocked()
            self._turn = now + _LATE
        elif not self._counting.done():
            self._stop_if(now - self._when)
            self._turn = now + _LATE
            if self._blocked() - self._waited > _MOST_BLOCKED:
                self._end("memory_bytes")
        else:
            used, spent = self._counting.result()
            self._counting = None
            if self._is_stopped:
                self._is_stopped = False
                self._wall.signal_all(signal.SIGCONT)
            too_much = next((name for name, amount in used.items() if amount > self._limits[name]), None)
            if too_much is not None:
                self._end(too_much)
            self._next = max(self._when + _SAMPLE_SECONDS, now + min(spent, _LATE))
            self._turn, self._has_glimpsed = self._chance.uniform(now, self._next), False

    def _stop_if(self, late: float) -> None:
        if late >= _LATE and not self._is_stopped:
            self._is_stopped = True
            self._wall.signal_all(signal.SIGSTOP)

    def _open_clock(self) -> None:
        name = "thread-self/schedstat"
        with contextlib.suppress(OSError):
            proc = self._wall.proc
            self._clock = os.open(name if proc is not None else f"/proc/{name}", os.O_RDONLY, dir_fd=proc)

    def _blocked(self) -> float:
        """Return a time that passes while the counting thread neither runs nor waits for a core."""
        ran = waited = 0
        if self._clock is not None:
            ran, waited = map(int, os.pread(self._clock, 100, 0).split()[:2])
        return time.monotonic() - (ran + waited) / 1e9

    def _end(self, resource_: str) -> None:
        """Kill all processes, for using too much."""
        self._news += NEWS.pack(TOO_MUCH, RESOURCES.index(resource_))
        self._send()
        self._wall.signal_all(signal.SIGKILL)

    def _pass_on(self, pid: int, number: int) -> None:
        # The submission itself says which number a copy of it has: signal no process but its own.
        if self._wall.owns(pid):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)

    def _reap(self) -> bool:
        """Wait for children that have ended, and return whether these were all."""
        count = 0
        with contextlib.suppress(ChildProcessError):
            for pid, used in walls.ended():
                count += 1
                self._reaped += used.ru_utime + used.ru_stime
                if len(self._news) < _MOST_NEWS:
                    self._news += NEWS.pack(ENDED, pid)
        return count < walls.MOST_ENDED

    def _send(self) -> None:
        """Send as much news as can be sent at once: an examiner that is busy must not stop the counting."""
        with contextlib.suppress(BlockingIOError):
            while self._news:
                del self._news[: self._control.send(self._news, socket.MSG_DONTWAIT)]

    def _glimpse(self) -> None:
        """Note which processes run, at a moment that nobody can foresee, for what will have ended at the next count.

        A process whose parent ignores that it ends leaves its time to nobody. On average over such moments, it is seen
        as often as it runs. One that is gone when it is looked at ran.
        """
        self._glimpsed = {}
        for pid in walls.descendants(self._wall.pid, self._wall.proc):
            try:
                state = self._state(pid, {})
                self._glimpsed[state.identity] = self._running(pid, state, waiting=False)
            except OSError:
                self._glimpsed[pid, ""] = 1.0

    def _looked(self, seconds: float) -> tuple[dict[str, float], float]:
        """Return what all processes use, and what it took to count that, in seconds of a core.

        It is too much if they start others whenever somebody looks.

        What is there before and after a look was seen. What was not there before may have been handed over meanwhile,
        by a process that had not been looked at and ended.
        """
        is_due = self._threads > _FEW_THREADS and self._samples % _SAMPLES_PER_STOP == 0
        is_hasty, start = self._hasty >= _HASTY, time.thread_time()
        has_stopped = is_due or is_hasty
        try:
            before = self._stopped() if is_hasty else self._states()
            # One that was being started when the others were told to stop does so when these have gone on already.
            has_stopped = has_stopped or any(state.letter == "T" for state in before.values())
            used = self._use(before, seconds)
            is_steady = self._states().keys() <= before.keys() and (is_hasty or not self._wall.is_moving)
            self._hasty = 0 if is_steady else self._hasty + 1
            if is_due and not is_hasty:
                self._stopped()
        finally:
            if has_stopped:
                self._wall.signal_all(signal.SIGCONT)
        spent = time.thread_time() - start
        is_evasive = self._hasty > _MOST_HASTY or spent > _MOST_SECONDS
        return used | {"memory_bytes": math.inf} if is_evasive else used, spent

    def _stopped(self) -> dict[int, _State]:
        """Stop all processes, those that are being started included, and return them."""
        self._wall.signal_all(signal.SIGSTOP)
        for pause in _STOP_SECONDS:
            time.sleep(pause)
            states = self._states()
            if all(state.letter in "TtZX" for state in states.values()):
                break
        return states

    def _states(self) -> dict[int, _State]:
        """Return what is known of each process, by the number of a thread that still has its memory and files."""
        states, generations = {}, {self._wall.pid: -1}
        for pid in walls.descendants(self._wall.pid, self._wall.proc):
            with contextlib.suppress(OSError):
                state = self._state(pid, generations)
                states[walls.alive(pid, self._wall.proc) if state.threads > 1 else pid] = state
        return states

    def _use(self, states: dict[int, _State], seconds: float) -> dict[str, float]:
        pids, start = list(states), time.monotonic()
        seen = {state.identity: state.own for state in states.values()}
        # A process that ended counts with what was last seen of it, and if it was running since, as if it had all the
        # time; or with what its parent was told. Not all parents ask.
        self._gone += sum(own for process, own in self._seen.items() if process not in seen)
        ended = sum(cores for process, cores in self._glimpsed.items() if process not in seen)
        self._gone += min(ended, self._cores) * seconds
        self._seen, self._glimpsed = seen, {}
        cpu = max(
            self._gone + sum(seen.values()), self._reaped + sum(state.own + state.waited for state in states.values())
        )
        running = sum(self._running(pid, state, waiting=True) for pid, state in states.items())
        cores = max((cpu - self._counted) / seconds, running)
        self._counted = cpu
        self._busy += (min(cores, _MOST_BUSY) - self._busy) * (1 - math.exp(-seconds / _BUSY_SECONDS))
        if self._busy > _POLITE_CORES:
            niceness = min(math.ceil(math.log(max(cores, self._busy) / _POLITE_CORES, _WEIGHT_OF_LEVEL)), _NICEST)
            for pid in pids:
                _give_way(pid, niceness, self._wall)
        if self._samples % _SAMPLES_PER_COUNT == 0:
            self._mapped = self._mappings(states)
        self._samples += 1
        memory, anonymous = self._memory(pids, exact=False)
        if memory + self._mapped > self._limits["memory_bytes"]:
            memory, anonymous = self._memory(pids, exact=True)
        disk, files = self._wall.disk_used(pids, self._most_mappings)
        if time.monotonic() - start > _LONG:
            memory += max(self._memory(pids, exact=False)[1] - anonymous, 0)
        self._threads = sum(state.threads for state in states.values())
        return {
            "memory_bytes": memory + self._mapped,
            "processes": self._threads,
            "disk_bytes": disk,
            "files": files,
            "cpu_seconds": cpu,
        }

    def _state(self, pid: int, generations: dict[int, int]) -> _State:
        """Read what is known of a process, and note its generation; its parent's has been noted before."""
        fields = walls.read(f"{pid}/stat", self._wall.proc).rpartition(")")[2].split()
        user, system, waited_user, waited_system = (int(field) / _TICKS for field in fields[11:15])
        generations[pid] = generations.get(int(fields[1]), -1) + 1
        return _State(
            identity=(pid, fields[19]),
            own=user + system,
            waited=waited_user + waited_system,
            threads=int(fields[17]),
            letter=fields[0],
            generation=generations[pid],
        )

    def _running(self, pid: int, state: _State, *, waiting: bool) -> float:
        """Return how many threads of a process run, or wait for a core.

        Unless `waiting`, each counts for the part of that time in which it had one.
        """
        running = 0.0
        with contextlib.suppress(OSError):
            tasks = walls.listed(f"{pid}/task", self._wall.proc) if state.threads > 1 else [str(pid)]
            for task in tasks:
                with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                    name = f"{pid}/task/{task}"
                    letter = walls.state(name, self._wall.proc) if state.threads > 1 else state.letter
                    if letter == "R":
                        running += 1.0 if waiting else self._share(name)
        return running

    def _share(self, task: str) -> float:
        """Return for what part of the time in which a thread was able to run it had a core."""
        try:
            ran, waited = (int(field) / 1e9 for field in walls.read(f"{task}/schedstat", self._wall.proc).split()[:2])
        except FileNotFoundError:  # the kernel does not say
            return 1.0
        return (ran + _TICK) / (ran + _TICK + waited)

    def _mappings(self, states: dict[int, _State]) -> float:
        """Return what the kernel keeps of the pieces of their memory; infinitely much if there are too many."""
        left, kept = self._most_mappings, 0
        for pid, state in states.items():
            count = walls.maps(pid, self._wall.proc, left).count("\n")
            left -= count
            if left < 0:
                return math.inf
            kept += count * (_BYTES_OF_MAPPING + _BYTES_OF_GENERATION * state.generation)
        return kept

    def _memory(self, pids: list[int], *, exact: bool) -> tuple[float, int]:
        """Return how many bytes of memory processes use, with what their sockets and pipes may hold, and without.

        Files in memory count as files instead. Unless `exact`, pages that processes share since a fork count once for
        each of them, as they always do in the second number. The first is infinite if they have too many descriptors
        to look at all.
        """
        used, alone, holders, unknown, many = 0, 0, set(), 0, 0
        for pid in pids:
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                sizes = _kilobytes(walls.read(f"{pid}/status", self._wall.proc))
                anonymous = sizes.get("RssAnon", 0) + sizes.get("VmSwap", 0)
                alone += anonymous << 10
                if exact:
                    with contextlib.suppress(PermissionError):  # a program that may be run but not read
                        shares = _kilobytes(walls.read(f"{pid}/smaps_rollup", self._wall.proc))
                        anonymous = shares["Pss_Anon"] + shares["SwapPss"]
                used += (anonymous + sizes.get("VmPTE", 0)) << 10
                try:
                    found = walls.descriptors(pid, self._wall.proc)
                except PermissionError:
                    unknown += MOST_FILES
                else:
                    many += len(found)
                    if many > self._most_descriptors:
                        return math.inf, alone
                    holders |= {name for name in found if name.startswith(_HOLDERS)}
        pipes = sum(name.startswith(_PIPE) for name in holders)
        held = (len(holders) - pipes + unknown) * self._wall.socket_bytes + pipes * _BYTES_OF_PIPE
        return used + held, alone


def limited(limits: dict[str, int]) -> None:
    """Set the limits that the kernel enforces, for this process and its descendants."""
    for kind, amount in (
        (resource.RLIMIT_AS, limits["memory_bytes"]),
        (resource.RLIMIT_FSIZE, limits["disk_bytes"]),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_CORE, 1),  # 0 would let a program of the system's dump core, where one is set: core(5)
        (resource.RLIMIT_NOFILE, MOST_FILES),
    ):
        resource.setrlimit(kind, (amount, amount))


def unpacked(data: Sequence[int]) -> dict[str, int]:
    """Return limits by name."""
    return dict(zip(LIMITS, data, strict=True))


def _write_to(waker: socket.socket) -> None:
    with contextlib.suppress(BlockingIOError):  # then there is something to read, anyway
        waker.send(b"x")


def _give_way(pid: int, niceness: int, wall: walls.Wall) -> None:
    """Lower a process's share of the cores to that of a level of niceness, unless it is lower already."""
    with contextlib.suppress(OSError):
        for task in walls.listed(f"{pid}/task", wall.proc):
            number = walls.number_here(f"{pid}/task/{task}", wall.proc)
            if os.getpriority(os.PRIO_PROCESS, number) < niceness:
                os.setpriority(os.PRIO_PROCESS, number, niceness)


def _kilobytes(text: str) -> dict[str, int]:
    lines = (line.split() for line in text.splitlines())
    return {words[0][:-1]: int(words[1]) for words in lines if len(words) == 3 and words[2] == "kB"}
