"""The files that a student handed in beside the notebook: what is taken of them, in courses that this package did not
write.

They lie beside the notebook in the student's process only. Nothing of them is opened, decoded or imported on the
examiner's side.
"""

import fnmatch
import os
from collections.abc import Iterator
from pathlib import Path

from chainrule.grading import harmless, stock
from chainrule.grading.course import Course
from chainrule.grading.submission import choosing
from chainrule.grading.term import submitted

MOST_FILES = 200
MOST_BYTES = 64 << 20
"""Of all files together."""

_MOST_SEEN = 1_000
_MOST_DEEP = 8
_MOST_NAME = 200
_NAMED = 3
_NOT_TAKEN = ["timestamp.txt", "submission_secret.txt", "*.ipynb"]


def read(course: Course, assignment: str, folder: Path) -> tuple[dict[str, bytes], str | None]:
    """Return the files in a submission's folder by their relative names, and what was left out, in one sentence.

    Files of the instructor's that the student handed back are neither: the instructor's own are used.

    Raises
    ------
    OSError
        If a file keeps changing while it is read, or the disk fails.
    """
    found: dict[str, bytes] = {}
    left_out: list[str] = []
    room = MOST_BYTES
    if not course.stock or folder.is_symlink() or folder.parent.is_symlink():
        return {}, None
    instructors = stock.supporting_files(course, assignment).keys() - set(stock.replaceable(course, assignment))
    for name, entry in _entries(folder, [*stock.ignored(course), *_NOT_TAKEN]):
        if name in instructors:
            continue
        size = entry.stat(follow_symlinks=False).st_size
        if len(found) + len(left_out) >= _MOST_SEEN:
            left_out.append("others")
            break
        known = name.isprintable() and len(name.encode()) <= _MOST_NAME and not entry.is_symlink()
        content = submitted.read(folder / name) if known and size <= room and len(found) < MOST_FILES else None
        if isinstance(content, bytes) and len(content) <= room:
            found[name] = content
            room -= len(content)
        else:
            left_out.append(harmless.line(name, 80))
    return found, _said(left_out)


def _entries(folder: Path, ignored: list[str], deep: int = 1) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield what lies in a folder and in those in it, but folders themselves; links are not followed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if any(fnmatch.fnmatch(entry.name, pattern) for pattern in ignored):
            continue
        if entry.is_dir(follow_symlinks=False) and deep < _MOST_DEEP:
            for name, inner in _entries(folder / entry.name, ignored, deep + 1):
                yield f"{entry.name}/{name}", inner
        else:
            yield entry.name, entry


def _said(names: list[str]) -> str | None:
    if not names:
        return None
    told = choosing.listed(names, _NAMED)
    return f"Files beside the notebook were left out (links, odd names, too many or too large): {told}."
