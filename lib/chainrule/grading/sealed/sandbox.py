"""The sandbox around students' code, and the processes in it.

`Sandbox` is a worker's warm process inside bubblewrap; it forks a `Session` for each submission, and a session forks a
`Connection` for each test cell. See `student` for the other side.
"""

import contextlib
import os
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import chainrule
from chainrule import datasets
from chainrule.grading.course import CourseError
from chainrule.grading.limits import Limits
from chainrule.grading.sealed import inside
from chainrule.grading.sealed.inside import wire
from chainrule.grading.students_half import students_paths

_RUNNER = "/chainrule-runner"
_ETC = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "localtime", "fonts", "mime.types")
_ENVIRONMENT = {
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "MKL_NUM_THREADS": "1",
    "MPLCONFIGDIR": "/tmp/matplotlib",
    "IPYTHONDIR": "/tmp/ipython",
    "NUMEXPR_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONHASHSEED": "0",
}
_START_SECONDS = 120.0
_GREET_SECONDS = 30.0
_GRACE_SECONDS = 1.0

_NO_FORK = "Grading needs Linux or macOS, which can copy a running process. On Windows, grade in WSL (wsl --install)."
_NO_BUBBLEWRAP = (
    "Grading runs students' code in a sandbox, and bubblewrap is not installed. Install it (apt install bubblewrap, "
    "dnf install bubblewrap), or grade with --no-sandbox if you trust every submission."
)
_NO_NAMESPACES = (
    "bubblewrap could not build the sandbox ({}). If this system restricts user namespaces (Ubuntu 24.04 does), allow "
    "them (sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0), or grade with --no-sandbox if you trust every "
    "submission."
)


class Stop(BaseException):
    """A student's process was stopped or is gone; no test may catch this as an error of the answer."""


class TimedOut(Stop):
    """A time limit passed."""


class Died(Stop):
    """The process is gone."""


class Tampering(Stop):
    """The process broke the protocol, which only code that meddles with it can do."""


class Sandbox:
    """A warm process that forks for each submission.

    Parameters
    ----------
    sealed : bool
        False for ``--no-sandbox``: the same processes without bubblewrap and namespaces.
    hidden : tuple of Path
        Directories to hide even if they lie inside the Python installation: the course.

    Raises
    ------
    CourseError
        On entering, if bubblewrap is not installed or cannot work here.

    Examples
    --------
    ::

        with Sandbox() as sandbox, sandbox.session(Limits()) as session:
            session.run(0, "print(1 + 1)", seconds=10)
    """

    def __init__(self, *, sealed: bool = True, hidden: tuple[Path, ...] = ()) -> None:
        self.sealed = sealed
        self._hidden = hidden
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the warm process, and with it everything in the sandbox."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            if self.sealed:
                self._process.kill()
            self._process.wait()
            self._process = None

    def session(self, limits: Limits) -> "Session":
        """Return a fresh process for one submission; restarts the warm process if it is gone."""
        for attempt in (1, 2):
            if self._control is None:
                self._start()
            with contextlib.ExitStack() as theirs:
                mine, other = socket.socketpair()
                theirs.enter_context(other)
                control, supervised = socket.socketpair()
                theirs.enter_context(supervised)
                packed = struct.pack(
                    ">4Q", limits.memory_bytes, limits.processes, limits.disk_bytes, limits.output_bytes
                )
                try:
                    assert self._control is not None
                    socket.send_fds(self._control, [packed], [other.fileno(), supervised.fileno()])
                except OSError:
                    self.close()
                    continue
            try:
                return Session(mine, control, limits)
            except Stop:
                mine.close()
                control.close()
                self.close()
                if attempt == 2:
                    raise
        raise CourseError("The sandbox does not start.")

    def _start(self) -> None:
        if not hasattr(os, "fork"):
            raise CourseError(_NO_FORK)
        self._control, theirs = socket.socketpair()
        with theirs, tempfile.TemporaryFile() as errors:
            command = self._command(str(theirs.fileno()))
            self._process = subprocess.Popen(
                command,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                env=None if self.sealed else os.environ | _THREADS,
            )
            theirs.close()
            self._control.settimeout(_START_SECONDS)
            try:
                ready = self._control.recv(5)
            except TimeoutError:
                ready = b""
            if ready != b"ready":
                self.close()
                errors.seek(0)
                lines = errors.read().decode(errors="replace").strip().splitlines() or ["it says nothing"]
                raise CourseError(_NO_NAMESPACES.format(lines[-1]))
            self._control.settimeout(None)

    def _command(self, descriptor: str) -> list[str]:
        if not self.sealed:
            return [sys.executable, "-P", "-m", f"{inside.__name__}.student", descriptor]
        bubblewrap = shutil.which("bwrap")
        if bubblewrap is None:
            raise CourseError(_NO_BUBBLEWRAP)
        command = [bubblewrap, "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
        command += ["--die-with-parent", "--new-session", "--clearenv", "--hostname", "student"]
        if os.geteuid() == 0:
            # The student's code must not be root, not even of a namespace: the limit on processes does not hold for
            # it. The warm process gives these up first thing.
            command += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
        environment = _ENVIRONMENT | _THREADS
        environment["PATH"] = os.pathsep.join([f"{sys.prefix}/bin", "/usr/local/bin", "/usr/bin", "/bin"])
        environment["PYTHONPATH"] = os.pathsep.join([f"{_RUNNER}/lib", _RUNNER])
        trees = _outermost([Path("/usr"), Path(sys.prefix), Path(sys.base_prefix)])
        command += ["--perms", "1777", "--tmpfs", "/tmp"]  # before the trees, some of which may lie in it
        for tree in trees:
            for parent in reversed(tree.parents[:-1]):  # made by us, or bubblewrap makes them for root alone
                command += ["--perms", "0755", "--dir", str(parent)]
            command += ["--ro-bind", str(tree), str(tree)]
        for name in ("bin", "sbin", "lib", "lib32", "lib64"):
            path = Path("/", name)
            if path.is_symlink():
                command += ["--symlink", os.readlink(path), str(path)]
            elif path.is_dir():
                command += ["--ro-bind", str(path), str(path)]
        for name in _ETC:
            command += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
        for directory in (_RUNNER, f"{_RUNNER}/lib", f"{_RUNNER}/lib/chainrule", f"{_RUNNER}/data"):
            command += ["--perms", "0755", "--dir", directory]
        package = Path(chainrule.__file__).parent
        installed = [Path(entry) / "chainrule" for entry in sys.path if entry]
        for path in dict.fromkeys([package, *installed, *self._hidden]):
            if path.is_dir() and any(path.is_relative_to(tree) and path != tree for tree in trees):
                command += ["--tmpfs", str(path), "--remount-ro", str(path)]
        for path in students_paths():
            command += ["--ro-bind", str(path), f"{_RUNNER}/lib/chainrule/{path.name}"]
        command += ["--ro-bind", inside.__path__[0], f"{_RUNNER}/inside"]
        mnist = datasets.mnist_folder()
        if mnist.is_dir():
            command += ["--ro-bind", str(mnist.resolve()), f"{_RUNNER}/data/mnist"]
            environment["CHAINRULE_DATA"] = f"{_RUNNER}/data"
        command += ["--proc", "/proc", "--dev", "/dev"]
        command += ["--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"]
        for name, value in environment.items():
            command += ["--setenv", name, value]
        kept = [str(tree) for tree in trees if tree.is_relative_to("/tmp")]
        return [*command, sys.executable, "-P", "-m", "inside.student", descriptor, "--sealed", *kept]


_THREADS = {name: value for name, value in _ENVIRONMENT.items() if name.endswith("_THREADS") or "HASH" in name}


def _outermost(paths: list[Path]) -> list[Path]:
    found: list[Path] = []
    for path in sorted(dict.fromkeys(paths), key=lambda path: len(path.parts)):
        if path.is_dir() and not any(path.is_relative_to(tree) for tree in found):
            found.append(path)
    return found


class Connection:
    """One process of a submission, as the examiner sees it.

    Attributes
    ----------
    wire : Wire
        What to talk over; every wait on it ends at `deadline`.
    deadline : float
        On the clock of ``time.monotonic``.
    """

    def __init__(self, session: "Session", sock: socket.socket) -> None:
        self._session = session
        self._sock = sock
        self.deadline = time.monotonic() + _GREET_SECONDS
        self.wire = wire.Wire(sock, wait=self._await)
        match self.talk(self.wire.hear):
            case "hello", [int(pid)]:
                self._pid = pid
            case _:
                raise Tampering("it greets wrongly")

    def talk(self, action: Any, *values: Any, **options: Any) -> tuple[str, list[Any]]:
        """Call a method of the wire; what goes wrong there is a `Stop`."""
        try:
            answer: tuple[str, list[Any]] = action(*values, **options)
        except wire.Closed:
            raise Died(self._session.reason()) from None
        except wire.WireError as error:
            raise Tampering(str(error)) from None
        return answer

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Bound the waits in the block; an outer bound stays."""
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
    """The processes of one submission. A context manager: nothing of it survives the block.

    Attributes
    ----------
    main : Connection
        The process that runs the cells.
    gone : set of int
        The processes that ended.
    ended : bool
        Whether all of them did.
    """

    def __init__(self, sock: socket.socket, control: socket.socket, limits: Limits) -> None:
        self.limits = limits
        self.control = control
        self.gone: set[int] = set()
        self.ended = False
        self._too_much_memory = False
        control.setblocking(False)
        self.main = Connection(self, sock)

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

    def run(self, cell: int, code: str, seconds: float) -> tuple[list[Any], Any]:
        """Run a cell; return its outputs and error as they came, unchecked.

        A cell over its time is interrupted; one that does not obey raises `TimedOut`.
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
        raise Tampering("a wrong reply to a cell")

    def fork(self) -> Connection:
        """Return a copy of the main process as it is now."""
        mine, theirs = socket.socketpair()
        try:
            with theirs:
                self.main.deadline = time.monotonic() + _GREET_SECONDS
                op, _ = self.main.talk(self.main.wire.ask, "fork", descriptor=theirs.fileno())
            if op != "forked":
                raise Died("it cannot be copied")
            return Connection(self, mine)
        except Stop:
            mine.close()
            raise

    def signal(self, pid: int, number: int) -> None:
        """Send a signal to a process of the submission, if it is still there."""
        with contextlib.suppress(OSError):
            self.control.send(struct.pack(">II", pid, number))

    def notice(self) -> None:
        """Take note of the processes that ended."""
        try:
            data = self.control.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        self.ended = self.ended or not data
        for (pid,) in struct.iter_unpack(">I", data[: len(data) // 4 * 4]):
            self.gone.add(pid)
            self._too_much_memory = self._too_much_memory or pid == 0

    def reason(self) -> str:
        """Say why processes ended, as far as that is known."""
        self.notice() if self.control.fileno() >= 0 else None
        if self._too_much_memory:
            return f"it used more than {self.limits.memory_bytes / (1 << 30):.3g} GiB of memory"
        return "its process ended"
