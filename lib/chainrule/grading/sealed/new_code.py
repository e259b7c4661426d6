"""A test may not turn text into code: on the examiner's side, that could be a student's code, outside of every wall.

Python reports what it compiles, and which programs it starts (`sys.addaudithook`), before it does so. Here that raises
an exception while a test runs, also if the test would catch it. Tests that need it run where the student's cells run.

Python also reports which files it opens; then those of `/proc` are refused that tell of processes and the kernel. And
it reports whom it looks up in the network, and where it sends something: a student's text could say that.

What is imported is trusted, but not where a test may write: there, only the instructor's own files are.
"""

import ast
import collections
import contextlib
import dataclasses
import errno
import inspect
import os
import re
import symtable
import sys
import tempfile
import traceback
from collections.abc import Collection, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from chainrule.check import operations
from chainrule.grading import names

_CODE = "compile", "code.__new__", "marshal.loads", "pickle.find_class"
_PROGRAMS = (
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.fork",
    "os.forkpty",
    "pty.spawn",
    "subprocess.Popen",
)
_REFUSED = frozenset(_CODE + _PROGRAMS)
_LOOKS_UP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo")
_SENDS = ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg")
"""Landlock knows TCP alone, and since Linux 6.7 only."""

_OWN_TEXT = {str(module.__file__) for module in (collections, dataclasses, traceback, operations, names)} | {__file__}
"""What makes code of its own text, or of names that it has checked, or only parses it."""

_PARSING = {(inspect.__file__, "_signature_fromstr"), (symtable.__file__, "symtable")}
"""Functions that only parse; the first in a module that also evaluates texts: annotations, which may be a student's."""

_OF_THE_MACHINE = re.compile(r"(?!/proc/)|/proc/(?:cpuinfo|meminfo|stat|\d+/(?:stat|statm|status|maps|cgroup))$")
"""Paths but for those in `/proc` that may be another's environment, for instance: no other wall keeps them here."""

_IMPORT = "<frozen importlib"
_LIBRARIES = "import", "ctypes.dlopen"
"""What loads machine code, from the file that is named second or first."""

_WATCHED = _REFUSED.union(_LOOKS_UP, _SENDS, _LIBRARIES, ["open"])

_PROGRAM = tuple(os.path.realpath(place) for place in (sys.prefix, sys.base_prefix, Path(__file__).parents[3]))
"""Where the program is, wherever that is."""

_own: list[tuple[str, frozenset[bytes]]] = []
"""For each block that is running now: where tests may write, and the instructor's own Python files there."""

_running: list[bool] = []
"""For each block that is running now: whether something was refused in it."""


class NewCodeError(Exception):
    """A test wanted to turn text into code, or to start a program."""

    def __init__(self) -> None:
        super().__init__("a test cannot turn text into code here (eval, exec, query …), nor start programs")


@contextlib.contextmanager
def importing(files: Collection[Path]) -> Iterator[None]:
    """Let tests in the block import, of what lies where they may write (with temporary files), only these files.

    Nothing compiled is kept there: what it was made from could not be told.
    """
    own = frozenset(path.read_bytes() for path in files if path.suffix == ".py")
    _own.append((os.path.realpath(tempfile.gettempdir()), own))
    writes_none, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = writes_none
        _own.pop()


@contextlib.contextmanager
def refused() -> Iterator[None]:
    """Refuse new code in the block, and raise `NewCodeError` at its end if there was any.

    Only in a copy of the process that ends soon: what looks at it cannot be taken away again.
    """
    _look()
    _running.append(False)
    try:
        yield
    finally:
        if _running.pop():
            raise NewCodeError


def run_own(text: str, frame: FrameType) -> None:
    """Run a text where a magic has it run, if the code that calls the magic contains it.

    Parameters
    ----------
    text : str
        What to run.
    frame : FrameType
        Where the magic is called, and with which names.

    Raises
    ------
    NewCodeError
        While tests run, if the text is not in the code of that frame: it may be a student's.
    """
    if _running and text not in frame.f_code.co_consts:
        _running[-1] = True
        raise NewCodeError
    exec(text, frame.f_globals)


def _look() -> None:
    if not _Hook.is_there:
        _Hook.is_there = True
        sys.addaudithook(_refuse)


class _Hook:
    is_there = False


def _refuse(event: str, values: tuple[Any, ...]) -> None:
    if event not in _WATCHED or not _running:  # the most frequent by far is that something is asked for its `id`
        return
    if event == "open" and not isinstance(values[0], int):
        path = os.path.realpath(os.fsdecode(values[0]))
        if not _OF_THE_MACHINE.match(path):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
    if event in _LOOKS_UP or event in _SENDS and isinstance(values[1], tuple):  # another address is none in the network
        raise PermissionError(errno.EACCES, "a test has no network here")
    is_made = event in _REFUSED and not _is_of_the_program(sys._getframe(1), values)
    if is_made or event in _LIBRARIES and any(map(_is_written, values[:2])):
        _running[-1] = True
        raise NewCodeError


def _is_of_the_program(frame: FrameType | None, values: tuple[Any, ...]) -> bool:
    """Return whether code is made by an import, or of a text that is no data of a test."""
    while frame is not None and frame.f_code.co_filename == ast.__file__:
        if frame.f_code.co_name == ast.literal_eval.__name__:
            return True
        frame = frame.f_back
    code = None if frame is None else frame.f_code
    if code is not None and (code.co_filename in _OWN_TEXT or (code.co_filename, code.co_name) in _PARSING):
        return True
    while frame is not None:
        loader = frame.f_locals.get("self") if frame.f_code.co_filename.startswith(_IMPORT) else None
        if isinstance(path := getattr(loader, "path", None), str):
            return not _is_written(path, values[0])
        frame = frame.f_back
    return False


def _is_written(path: object, content: object = None) -> bool:
    """Return whether a file lies where tests may write, and is none of the instructor's."""
    if not isinstance(path, str) or os.sep not in path:
        return False
    real = os.path.realpath(path)
    if any(_is_below(real, place) for place in _PROGRAM):
        return False
    return any(_is_below(real, place) and content not in own for place, own in _own[-1:])


def _is_below(path: str, place: str) -> bool:
    return path.startswith(os.path.join(place, ""))
