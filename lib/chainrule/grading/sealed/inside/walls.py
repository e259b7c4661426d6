"""The student's side of each wall: how it keeps a submission in.

The warm process enters the wall once. For each submission, a fork of it makes a *world* (files and processes that only
this submission has), supervises it, and forks again; that process, which will run the cells, confines itself for good.
"""

import contextlib
import errno
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from . import landlock, linux, seccomp
from .protocol import Plan

_CLEAN_UP_SECONDS = 20
_DEEPEST = 200
_PASSES = 4
"""How often files are looked at again because some were gone: those that are moved about all the time count as many."""
_TOO_MUCH = 1 << 62
_TICK_NS = 20_000_000
"""How far behind the kernel's clock may be, by which folders say when they were changed."""
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_DEVICES = ("/dev/null", "/dev/full")
_MOST_MAPPINGS = 65_530  # vm.max_map_count
_MOST_DESCENDANTS, MOST_ENDED = 1 << 14, 64
_MOST_SHARED = 16
"""How many times a submission's processes its user may have, who may run others: the supervisor counts each one's."""


class Wall:
    """No wall: the same processes, with the rights of the user who grades.

    Parameters
    ----------
    plan : Plan

    Attributes
    ----------
    home : str
        The submission's folder.
    pid, proc : int, int or None
        The supervisor's number in the ``/proc`` that shows it and the submission, and a descriptor of that folder;
        None for ``/proc`` itself.
    first : int
        The submission's first process, whose group all others are in: no call can leave it.
    is_moving : bool
        Whether files may have been moved about between the last two looks at them, or during the first of these, so
        that it may have missed some.
    """

    counts = False
    """Whether there are limits on what all processes use together."""
    loads = True
    """Whether a library that is loaded before a submission has its walls finds the same in this system as after."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self.home = ""
        self.proc: int | None = None
        self.pid = 0
        self.first = 0
        self.is_moving = False
        self._when_looked = 0

    @property
    def socket_bytes(self) -> int:
        """The most bytes that one socket may hold."""
        return self._plan.socket_bytes

    def enter(self) -> None:
        """Prepare the warm process, before it loads the libraries.

        Raises
        ------
        OSError
            If this system does not allow what the wall needs.
        """

    def new_world(self, disk: int, files: int) -> None:
        """Make a submission's world; called in a fork of the warm process, which becomes its supervisor."""
        os.setsid()
        linux.adopt_orphans()
        self.pid = os.getpid()
        self.home = tempfile.mkdtemp(prefix="chainrule-", dir=self._plan.folder or None)

    def confine(self, processes: int) -> None:
        """Give up everything that the submission's code must not have."""
        if seccomp.known_machine():
            # Even without a wall: so a submission that kills "all processes" does not kill all of this user's.
            seccomp.refuse_system_calls(own_world=True, signals=True)

    def owns(self, pid: int) -> bool:
        """Return whether this is the number, to this process, of a process of the submission."""
        return pid > 1 and (sys.platform != "linux" or pid in descendants(self.pid))

    def disk_used(self, pids: list[int], mappings: int) -> tuple[int, int]:
        """Return how many bytes of files the submission, with these processes, has, and how many files.

        Nothing, if something else limits them.
        """
        return 0, 0

    def signal_all(self, number: int) -> None:
        """Send a signal to every process of the submission, at once: no process is started without it meanwhile."""
        if descendants(self.pid):  # or the number could be another's by now
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.first, number)

    def end(self) -> None:
        """End all processes and remove all files of a submission."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.first, signal.SIGKILL)
        remove(self.home)


class Namespaces(Wall):
    """Each submission in namespaces of its own: when its supervisor ends, the kernel ends and removes all of it."""

    counts = True

    def enter(self) -> None:
        """Try what each submission will need."""
        child = os.fork()
        if not child:
            try:
                linux.new_namespaces()
            except OSError as error:
                print(f"in each other: {error.strerror}", file=sys.stderr, flush=True)
                os._exit(1)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            sys.exit(1)

    def new_world(self, disk: int, files: int) -> None:
        """Become the first process of the world: the caller goes on in a fork of itself."""
        linux.new_namespaces()
        self.proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
        if os.fork():
            os._exit(0)
        self.pid = int(os.readlink("self", dir_fd=self.proc))
        kept = [tree for tree in self._plan.trees if Path(tree).is_relative_to("/tmp")]
        linux.new_files(disk, files, kept)
        linux.hide_memory()
        self.home = "/tmp/home"
        os.mkdir(self.home)

    def confine(self, processes: int) -> None:
        """Drop every capability, and refuse system calls that no notebook needs."""
        resource.setrlimit(resource.RLIMIT_NPROC, (processes, processes))
        linux.show_memory()
        linux.drop_privileges()
        linux.use_no_large_pages()
        seccomp.refuse_system_calls(own_world=True, signals=True)

    def owns(self, pid: int) -> bool:
        """Return whether this is a process of the submission; no others have numbers here."""
        return 1 < pid < 1 << 31

    def signal_all(self, number: int) -> None:
        """Send it to everything in this world but the supervisor, at once."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(-1, number)

    def end(self) -> None:
        """Nothing: the kernel does it."""


class Container(Wall):
    """Landlock, seccomp, and a user of its own if started as root: for systems that refuse namespaces."""

    counts = True
    loads = False  # what looks once, when it is loaded, whether there are semaphores would find some that are not there

    def enter(self) -> None:
        """Become the plan's user, and hide from other processes."""
        if not seccomp.known_machine():
            sys.exit(f"{os.uname().machine} is not a supported machine")
        if self._plan.user is not None:
            linux.become(self._plan.user)
        linux.drop_privileges()
        linux.hide_memory()
        linux.adopt_orphans()
        if not Path(f"/proc/self/task/{os.getpid()}/children").exists():
            sys.exit("the kernel does not list the children of a process (CONFIG_PROC_CHILDREN)")

    def new_world(self, disk: int, files: int) -> None:
        """Make a folder, and become the parent of descendants whose own parent ends."""
        super().new_world(disk, files)
        linux.hide_memory()

    def confine(self, processes: int) -> None:
        """Refuse all files except those in the plan, and system calls that no notebook needs."""
        share = processes if self._plan.user is not None else _MOST_SHARED * processes
        most, (_, hard) = _tasks_of(os.getuid()) + share, resource.getrlimit(resource.RLIMIT_NPROC)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(resource.RLIMIT_NPROC, (most, most))
        os.environ["TMPDIR"] = tempfile.tempdir = self.home
        linux.show_memory()
        linux.use_no_large_pages()
        plan = self._plan
        if plan.landlock:
            landlock.restrict(plan.landlock, plan.readable, plan.listed, _DEVICES, self.home)
        signals = plan.landlock >= landlock.SIGNALS or not plan.landlock
        seccomp.refuse_system_calls(own_world=False, signals=signals)

    def disk_used(self, pids: list[int], mappings: int) -> tuple[int, int]:
        """Return how many bytes are in the folder, and in files that were deleted but are still open or mapped.

        And how many files and folders there are in it.
        """
        before, self._when_looked = self._when_looked, time.time_ns() - _TICK_NS
        passes = (_files(self.home) for _ in range(_PASSES))
        files = next((one for one in passes if one is not None), None)
        if files is None:
            return _TOO_MUCH, 0
        # If none of these folders has been changed since, the look before found them all, and all that was in them.
        self.is_moving = any(stat.S_ISDIR(one.st_mode) and one.st_ctime_ns >= before for one in files.values())
        found = {number: 512 * status.st_blocks for number, status in files.items()}
        for pid in pids:
            for status in _open_files(pid):
                if status.st_nlink == 0:
                    found[status.st_ino] = 512 * status.st_blocks
            text = maps(pid, None, mappings)
            mappings -= text.count("\n")
            if mappings < 0:
                return _TOO_MUCH, 0
            for number, size in _deleted_and_mapped(text, self.home):
                if number not in found:  # Python keeps a file open that it maps; of others, a part may be mapped
                    return _TOO_MUCH, 0
                found[number] = max(size, found[number])
        return sum(found.values()), len(files)

    def end(self) -> None:
        """Kill all processes of the submission, until none is left, and remove its folder."""
        self.signal_all(signal.SIGKILL)
        end_all()
        remove(self.home)


KINDS: dict[str, type[Wall]] = {
    "namespaces": Namespaces,
    "container": Container,
    "weak-container": Container,
    "none": Wall,
}


def end_all() -> None:
    """Kill every descendant of this process; orphans become its children, so that none is missed."""
    give_up = time.monotonic() + _CLEAN_UP_SECONDS
    while time.monotonic() < give_up:
        for pid in descendants(os.getpid()):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        try:
            for _ in ended():
                pass
        except ChildProcessError:
            return
        time.sleep(0.002)


def ended() -> Iterator[tuple[int, resource.struct_rusage]]:
    """Wait for children that have ended, at most `MOST_ENDED`, and yield their numbers and what they used.

    Others may end meanwhile, for ever: processes can be started faster than they are waited for.

    Raises
    ------
    ChildProcessError
        If there are no children.
    """
    for _ in range(MOST_ENDED):
        pid, _, used = os.wait4(-1, os.WNOHANG)
        if not pid:
            return
        yield pid, used


def remove(folder: str) -> None:
    """Remove a folder, however deep: `shutil.rmtree` calls itself for each level, with a descriptor open."""
    try:
        shutil.rmtree(folder)
    except (OSError, RecursionError):
        subprocess.run(["rm", "-rf", "--", folder], stderr=subprocess.DEVNULL, check=False)


def descendants(pid: int, proc: int | None = None) -> list[int]:
    """Return the living descendants of a process: its children, theirs, and so on.

    At most some `_MOST_DESCENDANTS`: where each starts the next one, there would be no end.

    Parameters
    ----------
    pid : int
        Its number in that ``/proc``.
    proc : int, optional
        A descriptor of a ``/proc``; by default, this process's.
    """
    found: list[int] = []
    waiting = [pid]
    while waiting and len(found) < _MOST_DESCENDANTS:
        parent = waiting.pop()
        with contextlib.suppress(OSError):
            for task in listed(f"{parent}/task", proc):
                with contextlib.suppress(OSError):
                    children = [int(child) for child in read(f"{parent}/task/{task}/children", proc).split()]
                    found += children
                    waiting += children
    return found


def alive(pid: int, proc: int | None) -> int:
    """Return the number of a thread of a process that has its memory and files: a first one that has ended has none."""
    if state(f"{pid}/task/{pid}", proc) not in "ZX":
        return pid
    return next((task for task in map(int, listed(f"{pid}/task", proc)) if task != pid), pid)


def state(task: str, proc: int | None) -> str:
    """Return the letter for what a thread does, given its path below ``/proc``."""
    return read(f"{task}/stat", proc).rpartition(")")[2].split()[0]


def read(name: str, proc: int | None = None) -> str:
    """Return the text of a file below ``/proc``."""
    descriptor = os.open(name if proc is not None else f"/proc/{name}", os.O_RDONLY, dir_fd=proc)
    with open(descriptor, errors="replace") as file:
        return file.read()


def maps(pid: int, proc: int | None, most: int) -> str:
    """Return a line for each piece of a process's memory; for `_MOST_MAPPINGS` if nobody may look at it.

    If there are more than `most`, not all are read: that would take the longer, the more a submission makes.
    """
    name, parts, count = f"{pid}/maps", [], 0
    try:
        descriptor = os.open(name if proc is not None else f"/proc/{name}", os.O_RDONLY, dir_fd=proc)
        with open(descriptor, errors="replace") as file:
            while count <= most and (part := file.read(1 << 16)):
                parts.append(part)
                count += part.count("\n")
    except PermissionError:
        return "\n" * _MOST_MAPPINGS
    except OSError:
        pass
    return "".join(parts)


def number_here(task: str, proc: int | None) -> int:
    """Return the number by which this process knows a thread, given its path below ``/proc``."""
    lines = read(f"{task}/status", proc).splitlines()
    return next(int(line.split()[-1]) for line in lines if line.startswith("NSpid:"))


def descriptors(pid: int, proc: int | None) -> list[str]:
    """Return what each descriptor of a process is, such as ``socket:[7]``; for a file with too long a path, nothing."""
    found: list[str] = []
    for number in listed(f"{pid}/fd", proc):
        name = f"{pid}/fd/{number}"
        try:
            found.append(os.readlink(name if proc is not None else f"/proc/{name}", dir_fd=proc))
        except FileNotFoundError:
            pass
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                raise
            found.append("")
    return found


def listed(name: str, proc: int | None) -> list[str]:
    """Return what is in a folder below ``/proc``."""
    descriptor = os.open(name if proc is not None else f"/proc/{name}", os.O_RDONLY | os.O_DIRECTORY, dir_fd=proc)
    try:
        return os.listdir(descriptor)
    finally:
        os.close(descriptor)


def _files(folder: str) -> dict[int, os.stat_result] | None:
    """Return what is known of a folder and each file below it, by inode; None if some could not be read."""
    try:
        return {status.st_ino: status for status in _statuses(folder)}
    except (FileNotFoundError, RecursionError):
        return None


def _statuses(folder: str) -> Iterator[os.stat_result]:
    """Yield what is known of a folder and each file below it, by descriptors: a path may be too long for the kernel.

    Raises
    ------
    FileNotFoundError
        If a file or folder is gone that was there a moment ago, and with it all that it may hold.
    RecursionError
        If there are folders deeper than `_DEEPEST`.
    """
    levels = [(os.open(folder, _FOLDER), iter(os.listdir(folder)))]
    try:
        yield os.stat(levels[0][0])
        while levels:
            descriptor, names = levels[-1]
            name = next(names, None)
            if name is None:
                os.close(levels.pop()[0])
                continue
            try:
                status = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
                yield status
                if stat.S_ISDIR(status.st_mode):
                    if len(levels) == _DEEPEST:
                        raise RecursionError
                    inner = os.open(name, _FOLDER, dir_fd=descriptor)
                    levels.append((inner, iter(os.listdir(inner))))
            except FileNotFoundError:
                raise
            except OSError:
                pass
    finally:
        for descriptor, _ in levels:
            os.close(descriptor)


def _open_files(pid: int) -> Iterable[os.stat_result]:
    with contextlib.suppress(OSError):
        for number in os.listdir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                yield os.stat(f"/proc/{pid}/fd/{number}")


def _deleted_and_mapped(text: str, folder: str) -> Iterator[tuple[int, int]]:
    """Yield deleted files below a folder that a process maps: the inode, and how much of it is mapped.

    The device is not always the one that `stat` tells: not on btrfs.
    """
    for line in text.splitlines() if " (deleted)" in text else ():
        addresses, _, offset, _, inode, *path = line.split(maxsplit=5)
        if path and path[0].startswith(folder) and path[0].endswith(" (deleted)"):
            start, end = (int(address, 16) for address in addresses.split("-"))
            yield int(inode), int(offset, 16) + end - start


def _tasks_of(user: int) -> int:
    """Return how many threads a user has: a submission may share its user with others."""
    count = 0
    for path in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if path.name.isdigit() and path.stat().st_uid == user:
                count += len(os.listdir(path / "task"))
    return count
