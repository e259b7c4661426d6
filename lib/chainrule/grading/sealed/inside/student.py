"""The student's process: it runs in the sandbox, and never sees a test.

``python -m inside.student FD PLAN`` loads the libraries that notebooks use once, and forks for each submission that is
announced on the socket `FD`. PLAN, an `protocol.Plan`, says behind which wall (`walls`).

::

    warm process ─ fork ─► supervisor ─────── fork ─► the submission's process ─ fork ─► one copy per test cell
                           (new world, limits, kills) (runs the cells)                   (answers the examiner)

Where submissions use libraries that take long to load, a copy of the warm process loads these once, and is the warm
process of those submissions: no other one can tell whether it was there before.

The examiner trusts nothing here, and nothing here guards a secret: all secrets are elsewhere.
"""

import builtins
import contextlib
import copy
import gc
import inspect
import os
import random
import signal
import socket
import sys
import time
import traceback
import warnings
from collections.abc import Iterator
from typing import Any

from . import linux, python, walls, wire
from .lent import Loans
from .protocol import ANNOUNCED, OPERATIONS, Plan
from .shell import Outputs, Text, warm_shell
from .supervisor import Supervisor, limited, unpacked
from .surroundings import Surroundings

_MAX_NAME = 200
_OPERATIONS = frozenset(OPERATIONS)
_WARNING = ("run", "fork", "call")
"""Requests in which a notebook's own code decides what becomes of warnings; those of others are nobody's."""

_Socket = socket.socket
"""As it is when this is loaded: a cell may put another in its place, to forbid itself the network."""

_MOST_COPIES = 4
"""How many copies of the warm process with libraries are kept: each needs memory."""

_ERRORS: dict[str, type[Exception]] = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, UnicodeError)
}


def main() -> None:
    """Load the libraries, then fork for each submission."""
    control = socket.socket(fileno=int(sys.argv[1]))
    plan = Plan.unpacked(sys.argv[2])
    wall = walls.KINDS[plan.wall](plan)
    try:
        wall.enter()
    except OSError as error:
        sys.exit(error.strerror)
    with _loading():
        python.adapt()
        shell = warm_shell()
    control.sendall(b"ready")
    _serve(control, shell, wall)


@contextlib.contextmanager
def _loading() -> Iterator[None]:
    """Load libraries in the block: what they make stays."""
    gc.disable()
    yield
    gc.collect()
    gc.freeze()  # or the first collection in each fork would copy all of these pages
    linux.use_large_pages()
    gc.enable()


def _serve(control: socket.socket, shell: Any, wall: walls.Wall) -> None:
    """Fork for each submission that is announced, with two sockets, until the other side hangs up."""
    copies: dict[bytes, socket.socket] = {}
    while True:
        data, descriptors, _, _ = socket.recv_fds(control, ANNOUNCED.size, 2)
        if not data:
            break
        *limits, length = ANNOUNCED.unpack(data)
        modules = control.recv(length, socket.MSG_WAITALL) if length else b""
        if modules and wall.loads:
            _pass_on(modules, ANNOUNCED.pack(*limits, 0), descriptors, copies, control, shell, wall)
        elif not linux.fork():
            for sock in (control, *copies.values()):
                sock.close()
            with _exit_after():
                _start(shell, wall, unpacked(limits), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        with contextlib.suppress(ChildProcessError):
            for _ in walls.ended():
                pass
    for sock in copies.values():
        sock.close()
    with contextlib.suppress(ChildProcessError):  # each supervisor ends when its examiner hangs up
        while True:
            os.wait()


def _pass_on(
    modules: bytes,
    announced: bytes,
    descriptors: list[int],
    copies: dict[bytes, socket.socket],
    control: socket.socket,
    shell: Any,
    wall: walls.Wall,
) -> None:
    """Leave a submission to the copy of this process that has loaded these modules; make it, if there is none."""
    for _ in range(2):
        if modules not in copies:
            if len(copies) == _MOST_COPIES:
                copies.pop(next(iter(copies))).close()
            copies[modules], theirs = socket.socketpair()
            if not linux.fork():
                for sock in (control, *copies.values()):
                    sock.close()
                for descriptor in descriptors:
                    os.close(descriptor)
                with _exit_after():
                    with _loading():
                        _load(modules.decode())
                    _serve(theirs, shell, wall)
            theirs.close()
        try:
            socket.send_fds(copies[modules], [announced], descriptors)
        except OSError:  # it is gone
            copies.pop(modules).close()
        else:
            return


def _load(modules: str) -> None:
    for name, *taken in map(str.split, modules.splitlines()):
        with contextlib.suppress(Exception):  # the cell that imports it will say what is wrong
            __import__(name, fromlist=taken)


@contextlib.contextmanager
def _exit_after() -> Iterator[None]:
    """End a forked process at the end of the block, whatever happens there."""
    status = 1
    try:
        yield
        status = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(status)


def _start(shell: Any, wall: walls.Wall, limits: dict[str, int], session: int, control: int) -> None:
    """Make the world of one submission, run it in a fork, and supervise it."""
    wall.new_world(limits["disk_bytes"], limits["files"])
    wake, waker = socket.socketpair()
    waker.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waker.fileno(), warn_on_full_buffer=False)
    child = linux.fork()
    if not child:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with _exit_after():
            _become_submission(wall, limits, session)
            Runner(shell, socket.socket(fileno=session), limits["output_bytes"]).run()
    os.close(session)
    wall.first = child
    try:
        Supervisor(socket.socket(fileno=control), wall, limits).run(wake, waker)
    finally:
        wall.end()


def _become_submission(wall: walls.Wall, limits: dict[str, int], session: int) -> None:
    """Give up everything that the submission's code must not have."""
    os.setsid()
    os.chdir(wall.home)
    os.environ.update(HOME=wall.home, MPLCONFIGDIR=f"{wall.home}/.matplotlib", IPYTHONDIR=f"{wall.home}/.ipython")
    sys.path.insert(0, "")  # as in Jupyter: a notebook can import files that it wrote; ours are loaded already
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.closerange(3, session)
    os.closerange(session + 1, 1024)
    limited(limits)
    wall.confine(limits["processes"])


# ---- the submission's cells and answers ----------------------------------------------------------------------------


class Runner:
    """Serves the examiner's requests in the submission's process, or in a copy of it.

    Parameters
    ----------
    shell : IPython.core.interactiveshell.InteractiveShell
        Where the cells run.
    sock : socket.socket
        The connection to the examiner.
    output : int
        The most characters that one cell may print.
    """

    def __init__(self, shell: Any, sock: socket.socket, output: int) -> None:
        import numpy as np

        self._shell = shell
        self._folder = os.getcwd()
        self._watched: dict[str, tuple[int, int] | None] = {}
        self._handles: dict[int, Any] = {}
        self._raised: list[tuple[int, BaseException]] = []
        self._outputs = Outputs(output)
        self._output = output
        self._listening = False
        self._surroundings: Surroundings | None = None
        shell.display_pub.outputs = self._outputs
        sys.stdout = Text(self._outputs, "stdout")
        sys.stderr = Text(self._outputs, "stderr")
        shell.builtin_trap.activate()
        builtins.input = _refuse_input
        random.seed(0)
        np.random.seed(0)
        signal.signal(signal.SIGINT, self._interrupt)
        self._connect(sock)

    def run(self) -> None:
        """Greet the examiner and serve it until it hangs up."""
        self._wire.tell("hello", os.getpid())
        with contextlib.suppress(wire.Closed):
            while True:
                self._listening = True
                self._wire.serve()

    def _connect(self, sock: socket.socket) -> None:
        sock.settimeout(None)  # whatever a cell has set for its own
        self._sock = sock
        self._loans = Loans(self._shell.user_ns, self._call_back)
        self._wire = wire.Wire(sock, trusting=True, descriptors=True)
        self._wire.handler = self._handle
        self._wire.complain = lambda error: ("error", _describe(error))
        self._wire.dump = self._dump
        self._wire.load = self._load

    def _interrupt(self, *_: Any) -> None:
        if not self._listening:
            raise KeyboardInterrupt

    # ---- requests

    def _handle(self, op: str, values: list[Any]) -> tuple[str, list[Any]]:
        self._listening = False
        try:
            return self._answered(op, values)
        finally:
            if op != "run":
                self._outputs.clear()
            self._listening = True

    def _answered(self, op: str, values: list[Any]) -> tuple[str, list[Any]]:
        try:
            with contextlib.nullcontext() if op in _WARNING else warnings.catch_warnings(action="ignore"):
                reply: tuple[str, list[Any]] = getattr(self, f"_do_{op}")(*values)
                return reply
        except BaseException as error:  # noqa: BLE001 - whatever the student's code raises is the reply
            for number, raised in self._raised:
                if raised is error:
                    return "raised", [number]
            return "error", _describe(error)

    def _do_attend(self, lent: list[Any], op: str, values: list[Any]) -> tuple[str, list[Any]]:
        """Answer a request in the surroundings of the test, and say what became of them."""
        surroundings = Surroundings(self._shell.user_ns, self._outputs)
        outer, self._surroundings = self._surroundings, surroundings
        try:
            with surroundings.shared(*lent):
                reply, answer = self._answered(op, values)
        finally:
            self._surroundings = outer
        return "attended", [surroundings.returned(), reply, *answer]

    def _do_run(self, cell: int, code: str) -> tuple[str, list[Any]]:
        type(self._shell.compile).cell = cell
        self._outputs.clear()
        self._shell.failed = None
        try:
            result = self._shell.run_cell(code, store_history=True)
            error = result.error_before_exec or result.error_in_exec or self._shell.failed
        except Exception as failed:  # noqa: BLE001 - of IPython itself: at a deep expression, or without a stdout
            error = failed
        return "ran", [self._outputs.take(), _describe(error) if error is not None else None]

    def _do_put(self, name: str, content: bytes) -> tuple[str, list[Any]]:
        if os.path.dirname(name):
            os.makedirs(os.path.dirname(name), exist_ok=True)
        with open(name, "ab") as file:
            file.write(content)
        return "value", [None]

    def _do_watch(self, names: list[str]) -> tuple[str, list[Any]]:
        self._watched = {name: self._version(name) for name in names}
        time.sleep(0.02)  # what is written from now on gets another time
        return "value", [[]]

    def _do_written(self) -> tuple[str, list[Any]]:
        return "value", [[name for name, before in self._watched.items() if self._version(name) != before]]

    def _version(self, name: str) -> tuple[int, int] | None:
        path = os.path.join(self._folder, name)
        return (os.stat(path).st_ino, os.stat(path).st_mtime_ns) if os.path.exists(path) else None

    def _do_fork(self) -> tuple[str, list[Any]]:
        (descriptor,) = self._wire.received
        state = random.getstate()
        if not linux.fork():
            with _exit_after():
                random.setstate(state)  # Python seeds it anew in every copy of a process
                self._sock.close()
                self._connect(_Socket(fileno=descriptor))
                self.run()
        os.close(descriptor)
        return "forked", []

    def _do_name(self, name: str) -> tuple[str, list[Any]]:
        names = self._shell.user_ns
        if name not in names:
            return "missing", []
        return "value", [names[name]]

    def _do_call(self, target: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[str, list[Any]]:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("default", append=True)  # a notebook may want errors
            value = target(*args, **kwargs)
        self._loans.held.end()
        return "value", [value, [_describe_warning(one) for one in caught[: wire.MAX_WARNINGS]]]

    def _do_get(self, target: Any, name: str) -> tuple[str, list[Any]]:
        return "value", [getattr(target, name)]

    def _do_delete(self, target: Any, name: str) -> tuple[str, list[Any]]:
        delattr(target, name)
        return "value", [None]

    def _do_copy(self, target: Any, deep: bool) -> tuple[str, list[Any]]:
        return "value", [copy.deepcopy(target) if deep else copy.copy(target)]

    def _do_signature(self, target: Any) -> tuple[str, list[Any]]:
        parameters = inspect.signature(target).parameters.values()
        parts = [(one, one.default is not one.empty) for one in parameters]
        return "value", [[[one.name, one.kind.name, has, one.default if has else None] for one, has in parts]]

    def _do_operate(self, target: Any, name: str, args: tuple[Any, ...]) -> tuple[str, list[Any]]:
        if name == "__exit__":
            kind, text = args
            error = None if kind is None else _ERRORS.get(kind, RuntimeError)(text)
            args = (None if error is None else type(error), error, None)
        value = getattr(type(target), name)(target, *args)
        return "value", [[False, None] if value is NotImplemented else [True, value]]

    def _do_lend(self, name: str, value: Any) -> tuple[str, list[Any]]:
        self._loans.bind(name, value)
        return "value", [None]

    def _do_set(self, target: Any, name: str, value: Any) -> tuple[str, list[Any]]:
        setattr(target, name, value)
        return "value", [None]

    # ---- the student's objects and the examiner's functions

    def _dump(self, value: Any) -> list[Any]:
        number = self._loans.number(value)
        if number is not None:
            return ["F", number]
        self._handles[id(value)] = value
        kind = "class" if isinstance(value, type) else "function" if callable(value) else "object"
        return ["H", id(value), kind, _operations(type(value)), _ancestry(value if kind == "class" else type(value))]

    def _load(self, item: list[Any]) -> Any:
        match item:
            case ["H", number]:
                return self._handles[number]
            case ["F", number, methods, kinds]:
                return self._loans.thing(number, methods, kinds)
            case ["K", number, name, methods]:
                return self._loans.kind(number, name, methods)
        raise wire.WireError("an unknown tag")

    def _call_back(
        self,
        number: int,
        method: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        to_set: list[tuple[int, str, Any]],
        to_read: list[tuple[int, str]],
    ) -> list[Any]:
        self._listening = True
        try:
            if self._surroundings is not None and (texts := self._surroundings.printed()):
                self._wire.ask("printed", texts)
            op, values = self._wire.ask("callback", number, method, args, kwargs, to_set, to_read)
        finally:
            self._listening = False
        if op == "value":
            return values
        number, kind, text = values
        error = _ERRORS.get(kind, RuntimeError)(text)
        self._raised.append((number, error))
        raise error


def _operations(cls: type) -> list[str]:
    """Return the operations that objects of a class have and not every object has."""
    own = {name for base in cls.__mro__[:-1] for name in _OPERATIONS.intersection(vars(base))}
    return [name for name in OPERATIONS if name in own]


def _ancestry(cls: type) -> list[list[str]]:
    """Return the modules and names of a class and its bases."""
    names = [(base.__module__, base.__qualname__) for base in cls.__mro__[:20]]
    return [[module, name] for module, name in names if isinstance(module, str) and len(module + name) < _MAX_NAME]


def _describe(error: BaseException) -> list[Any]:
    """Return an exception as ``[type, builtin and other types above it, message, [[cell, line], …], …]``.

    It ends with the operation that raised it and the name of an index: see `_operands`.
    """
    kinds = [kind.__name__ for kind in type(error).__mro__]
    try:
        text = str(error)
    except Exception as worse:  # noqa: BLE001 - a student's exception may be unprintable
        text = f"(its message cannot be shown: {type(worse).__name__})"
    places = [
        [int(frame.filename[6:-1]), frame.lineno or 0]
        for frame in traceback.extract_tb(error.__traceback__)
        if _is_of_cell(frame.filename)
    ]
    if isinstance(error, SyntaxError):
        text = str(error.msg)
        if str(error.filename).startswith("<cell "):
            places.append([int(str(error.filename)[6:-1]), error.lineno or 0])
    return [
        kinds[0][:_MAX_NAME],
        [kind[:_MAX_NAME] for kind in kinds[:20]],
        text[:10_000],
        places[-5:],
        *_operands(error),
    ]


def _operands(error: BaseException) -> list[str]:
    """Return the operation that raised an exception, with its shapes, and the name in a ``[:, y]``, or nothing.

    Only where `chainrule.check` is loaded, as in every notebook of our own.
    """
    operations = sys.modules.get("chainrule.check.operations")
    if operations is None or not isinstance(error, ValueError | IndexError):
        return []
    try:
        found = [of(error, _is_of_cell) for of in (operations.shapes_of, operations.whole_columns)]
        return [str(one or "")[:1000] for one in found]
    except Exception:  # noqa: BLE001 - the student's code may have changed anything; then nothing is said of it
        return []


def _is_of_cell(filename: str) -> bool:
    return filename.startswith("<cell ")


def _describe_warning(caught: warnings.WarningMessage) -> list[str]:
    """Return a warning as ``[nearest builtin type, message]``."""
    kind = next(kind.__name__ for kind in caught.category.__mro__ if kind.__module__ == "builtins")
    return [kind, str(caught.message)[:_MAX_NAME]]


def _refuse_input(prompt: Any = "") -> str:
    raise RuntimeError(
        "input() was called, but nobody is there to type an answer: write the value into the cell instead"
    )


if __name__ == "__main__":
    if __package__ == "inside":  # in the sandbox, where nobody else is to import it
        sys.path.remove(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    main()
