"""Landlock: which files a process can reach, and which processes it can signal. It needs no privilege.

See ``linux/landlock.h``; each ABI offers more than the one before.
"""

import contextlib
import ctypes
import os
import stat
import struct
from collections.abc import Iterable, Iterator

from . import linux

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_READ = _EXECUTE | _READ_FILE | _READ_FOLDER
_FILES_ONLY = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 14 | 1 << 15
_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
"""How many rights to files there are, from these ABIs on."""

_NO_TCP = 0b11
_NO_SIGNALS_AND_NO_ABSTRACT_SOCKETS = 0b11

FILES, SIGNALS = 3, 6
"""The first ABIs that govern all writing to files (Linux 6.2), and signals (Linux 6.12)."""


def abi() -> int:
    """Return the version of this kernel's Landlock; 0 if it has none."""
    return max(0, linux.call(_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1)))


def restrict(version: int, readable: Iterable[str], listed: Iterable[str], devices: Iterable[str], own: str) -> None:
    """Let this process and its descendants reach only these files, and signal only each other.

    Parameters
    ----------
    version : int
        The ABI to use.
    readable : iterable of str
        Files and folders that may be read and run, with everything in them. Missing ones are skipped.
    listed : iterable of str
        Folders whose contents may be listed.
    devices : iterable of str
        Files that may be read and written.
    own : str
        The folder that may be written; no program in it can be run.
    """
    rights = _rights(version)
    network = _NO_TCP if version >= 4 else 0
    scopes = _NO_SIGNALS_AND_NO_ABSTRACT_SOCKETS if version >= SIGNALS else 0
    attributes = struct.pack("=3Q", rights, network, scopes)[: 24 if version >= SIGNALS else 16 if version >= 4 else 8]
    rules = (
        (_READ & rights, readable),
        (_READ_FOLDER & rights, listed),
        ((_READ_FILE | _WRITE_FILE) & rights, devices),
        (rights & ~_EXECUTE, [own]),  # nobody may look into a program that can be run but not read
    )
    with _ruleset(attributes, rules) as ruleset:
        enforce(ruleset)


@contextlib.contextmanager
def files(version: int, writable: Iterable[str], readable: Iterable[str]) -> Iterator[int]:
    """Provide rules for `enforce`: to write only to these files and folders, to run no program, and no network.

    They are made once, and hold for each copy of this process that enforces them.

    Parameters
    ----------
    version : int
        The ABI to use.
    writable : iterable of str
        Files, and folders with everything in them, which may also be read. Missing ones are skipped.
    readable : iterable of str
        The same, for reading alone.
    """
    rights = _rights(version)
    attributes = struct.pack("=2Q", rights, _NO_TCP)[: 16 if version >= 4 else 8]
    rules = [(rights & ~_EXECUTE, writable), (_READ_FILE | _READ_FOLDER, readable)]
    with _ruleset(attributes, rules) as ruleset:
        yield ruleset


def enforce(ruleset: int) -> None:
    """Let rules hold for this process and its descendants, from now on."""
    linux.prctl(38, 1)
    linux.checked(linux.call(_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint32(0)), "landlock")


def _rights(version: int) -> int:
    return (1 << max(count for first, count in _RIGHTS.items() if first <= version)) - 1


@contextlib.contextmanager
def _ruleset(attributes: bytes, rules: Iterable[tuple[int, Iterable[str]]]) -> Iterator[int]:
    ruleset = linux.checked(
        linux.call(_CREATE, attributes, ctypes.c_size_t(len(attributes)), ctypes.c_uint32(0)), "landlock"
    )
    try:
        for allowed, paths in rules:
            for path in paths:
                with contextlib.suppress(FileNotFoundError):
                    _allow(ruleset, path, allowed)
        yield ruleset
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, allowed: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(descriptor).st_mode):
            allowed &= _FILES_ONLY
        rule = struct.pack("=Qi", allowed, descriptor)
        linux.checked(
            linux.call(_ADD, ctypes.c_int(ruleset), ctypes.c_int(1), rule, ctypes.c_uint32(0)), f"landlock {path}"
        )
    finally:
        os.close(descriptor)
