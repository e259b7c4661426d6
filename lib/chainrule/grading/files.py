"""Files that are written whole or not at all, those that others may have put there, and a hash of files."""

import contextlib
import errno
import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

_READ = sum((getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY")), os.O_RDONLY)

_DEEPEST = 100
"""Folders in folders that are looked into: more than people make, and far less than what a path may have."""


class NotRegularError(OSError):
    """What is at a path is no regular file; the message says what it is."""


def open_regular(path: str | Path, folder: int | None = None) -> BinaryIO:
    """Open a file that somebody else may have put there.

    A pipe would wait for ever, and a link could lead to other people's files.

    Parameters
    ----------
    path : str or Path
        The file; links among the folders of the path are followed.
    folder : int, optional
        The descriptor of the folder to which the path is relative.

    Raises
    ------
    NotRegularError
        If it is a link, or anything else but a regular file.
    OSError
        If it cannot be opened.
    """
    try:
        descriptor = os.open(path, _READ, dir_fd=folder)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise NotRegularError("a symbolic link") from None
        raise
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise NotRegularError("a folder" if stat.S_ISDIR(mode) else "not a regular file (a pipe, socket or device)")
    return open(descriptor, "rb")


def walk(folder: Path, leave: Callable[[Path], object] = lambda _: None) -> Iterator[Path]:
    """Yield what is in a folder and in those in it, each folder before what is in it; links are not followed.

    The library's own walks call themselves for each level, and end with an error where somebody has made a thousand.

    Parameters
    ----------
    folder : Path
        The folder.
    leave : callable
        Called with each folder that is left out: what is in it lies too deep, or cannot be listed.
    """
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            if len(place.parts) - len(folder.parts) > _DEEPEST:
                raise OSError("too deep")
            entries = sorted(os.scandir(place), key=lambda entry: entry.name)
        except OSError:
            leave(place)
            continue
        for entry in entries:
            yield place / entry.name
        waiting += [place / entry.name for entry in reversed(entries) if entry.is_dir(follow_symlinks=False)]


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that is in it, however deep, also where its owner may not write."""
    waiting, number = [folder], 0
    while waiting:
        top, deep = waiting.pop(), list[Path]()
        for path in (top, *walk(top, deep.append)):
            if path.is_dir() and not path.is_symlink():
                with contextlib.suppress(PermissionError):  # somebody else's: removing it says so
                    path.chmod(0o700)
        for place in deep:
            number += 1
            waiting.append(place.replace(folder.with_name(f".{folder.name}.{number}")))
        shutil.rmtree(top)


def remove(path: Path) -> None:
    """Remove a file or a link, or a folder with all that is in it, if there is one."""
    remove_folder(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make a folder and those above it; where the group may write, what is in them will be the group's, as nbgrader's.

    See `Course.let_group_write`.
    """
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for folder in missing:
        mode = folder.stat().st_mode
        if mode & stat.S_IWGRP:
            folder.chmod(stat.S_IMODE(mode) | stat.S_ISGID)


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file so that readers see either the old content or the new, never part of it.

    Read-only files, such as those nbgrader leaves, are replaced, too.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content.encode() if isinstance(content, str) else content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def digest(paths: Iterable[Path]) -> str:
    """Return a hash of the names and contents of files, in the given order."""
    found = hashlib.sha256()
    for path in paths:
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()
