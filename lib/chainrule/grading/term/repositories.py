"""Collects submissions from students' git repositories, in which there can be anything.

Nothing of a repository is checked out: the contents of its files are asked for one by one, and written to new ones.
"""

import contextlib
import csv
import fnmatch
import functools
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from chainrule.grading.course import Course, CourseError
from chainrule.grading.settings import course_directory
from chainrule.grading.term import incoming, submitted
from chainrule.grading.term.incoming import Reader

_MOST_BYTES = 2**30
"""Of a repository's last commit, compressed."""

_MOST_LISTED = 2**26
"""Bytes of the list of an assignment's files."""

_SECONDS = 300
"""For all of git's commands on one repository; of the processor's time, each of its processes may use as much."""

_TOO_LONG = f"git took more than {_SECONDS} seconds"

_MOST_MEMORY = 3 * 2**30
"""Bytes of a process of git, which reads some files whole; what it maps of a pack counts, too."""

_TIME = ("-1", "--format=%cI")
_MOST_TIME = 1_000
"""Bytes of git's answer."""

_LOGIN = re.compile(r"(?P<scheme>https?://)(?P<login>[^/@]*)@(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_VARIABLE = {"username": "CHAINRULE_GIT_USERNAME", "password": "CHAINRULE_GIT_PASSWORD"}

_COLUMNS = ("id", "repository")
_REGULAR = ("100644", "100755")


class _GitError(Exception):
    """Git has failed, or exceeded its limits."""


def read_roster(path: Path) -> dict[str, str]:
    """Return the students' repositories by their IDs.

    Parameters
    ----------
    path : Path
        A CSV file with the columns ``id`` and ``repository``.

    Raises
    ------
    CourseError
        If it cannot be read, lacks a column or an ID that can be a folder's name, or has two repositories for one.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, skipinitialspace=True)
            missing = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
            pairs = [] if missing else [(row["id"] or "", row["repository"] or "") for row in rows]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CourseError(f"{path} cannot be read: {error}") from error
    if missing:
        raise CourseError(f"{path} has no column {missing[0]!r}: its first line is `id,repository`.")
    found: dict[str, str] = {}
    for student, repository in filter(any, pairs):  # spreadsheets write empty rows
        if not submitted.is_student(student):
            raise CourseError(f"{path}: {student!r} is not a valid student ID.")
        if found.setdefault(student, repository) != repository:
            raise CourseError(f"{path}: {student!r} has two repositories.")
    return found


def collect(
    course: Course, assignment: str, roster: dict[str, str], prefix: str = "", say: Callable[[str], None] = print
) -> list[str]:
    """Write into ``submitted/`` what is in students' repositories; return the students of whom something came.

    Parameters
    ----------
    course : Course
        The course directory.
    assignment : str
        The assignment: the name of the folder in each repository.
    roster : dict
        The repositories by student: addresses, or what comes after `prefix` in them.
    prefix : str
        How all addresses begin, possibly with a user's name and password: they are never shown, and stand in no
        command line, since everybody on the machine can read those.
    say : callable
        Called with one line for each student of whom nothing came, or not everything.
    """
    collected = []
    for student, given in roster.items():
        repository, _ = without_login(given)
        try:
            left_out = _collect(course, assignment, student, prefix + given)
        except _GitError as error:
            say(f"{student}: {repository} {error}.")
        except OSError as error:
            say(f"{student}: not collected: {error.strerror or error}.")
        except (ValueError, LookupError) as error:
            say(f"{student}: {repository} cannot be read ({type(error).__name__}).")
        else:
            collected.append(student)
            if left_out:
                say(f"{student}: {left_out}.")
    return collected


def without_login(address: str) -> tuple[str, list[str]]:
    """Return a web address without the user's name and password in it, and those, as far as they are there."""
    found = _LOGIN.match(address)
    if found is None:
        return address, []
    return found["scheme"] + found["rest"], [urllib.parse.unquote(one) for one in found["login"].split(":", 1)]


def _logged_in(address: str, login: list[str]) -> dict[str, str]:
    """Return the variables with which git logs in to an address, on its own host only.

    Git hands an address with a password on to other programs, as an argument.
    """
    if not login:
        return {}
    place = urllib.parse.urlsplit(address)
    helper = f"credential.{place.scheme}://{place.netloc}.helper"
    lines = "".join(f' printf "{name}=%s\\n" "${_VARIABLE[name]}";' for name, _ in zip(_VARIABLE, login, strict=False))
    ours = (helper, f'!f() {{ test "$1" != get || {{{lines} }}; }}; f')
    settings = [("credential.helper", ""), ours] if len(login) == len(_VARIABLE) else [ours]
    pairs = {
        f"GIT_CONFIG_{part}_{number}": text
        for number, pair in enumerate(settings)
        for part, text in zip(("KEY", "VALUE"), pair, strict=True)
    }
    return {"GIT_CONFIG_COUNT": str(len(settings)), **pairs, **dict(zip(_VARIABLE.values(), login, strict=False))}


def _collect(course: Course, assignment: str, student: str, address: str) -> str | None:
    address, login = without_login(address)
    run = functools.partial(_git, environment=_logged_in(address, login))
    target, end = course.root / "submitted" / student / assignment, time.monotonic() + _SECONDS
    with tempfile.TemporaryDirectory() as folder:
        options = ["--quiet", "--bare", "--no-local", "--depth=1", "--single-branch", "--no-tags", "--template="]
        try:
            run(folder, "clone", *options, "--", address, "repository.git", most=_MOST_BYTES, end=end)
        except _GitError as error:
            raise _GitError(f"cannot be cloned ({error}): it is not there, too large, or may not be read") from None
        ask = functools.partial(run, f"{folder}/repository.git", end=end)
        try:
            listing = ask("ls-tree", "-r", "-l", "-z", f"HEAD:{assignment}", most=_MOST_LISTED)
        except _GitError as error:
            raise _GitError(f"has no folder {assignment}, or too many files in it ({error})") from None
        last = ask("log", *_TIME, most=_MOST_TIME)

        def when() -> datetime:
            """Return the time of the last commit that changed the assignment, or of the last one of all."""
            changed = b""
            with contextlib.suppress(_GitError):  # its history may be too much
                ask("fetch", "--quiet", "--unshallow", "--no-tags", "--filter=blob:none", "origin", most=_MOST_BYTES)
                changed = ask("log", *_TIME, "HEAD", "--", assignment, most=_MOST_TIME)
            return _time((changed or last).decode().strip())

        return incoming.put(target, _files(course, listing, ask), when)


def _files(course: Course, listing: bytes, ask: Callable[..., bytes]) -> Iterator[tuple[str, Reader]]:
    """Yield the files in a listing of git's, but those that the course ignores and those that only we may write."""
    patterns = course_directory(course).ignore
    entries: dict[str, list[str]] = {}
    for entry in listing.decode("utf-8", "surrogateescape").split("\0"):
        if entry:
            marks, _, name = entry.partition("\t")
            entries[name] = marks.split()
    for name in sorted(entries, key=incoming.first):
        if not name.startswith(incoming.SECRET) and not any(
            fnmatch.fnmatch(part, glob) for part in name.split("/") for glob in patterns
        ):
            yield name, functools.partial(_read, ask, entries[name])


def _read(ask: Callable[..., bytes], marks: list[str], most: int) -> bytes:
    mode, kind, name, size = marks
    if mode not in _REGULAR or kind != "blob":
        raise OSError("not a regular file")
    if int(size) > most:
        raise OSError("too large")
    try:
        return ask("cat-file", "blob", name, most=most)
    except _GitError as error:
        raise OSError(str(error)) from None


def _time(committed: str) -> datetime:
    """Return the time of a commit; the present where git does not know it, since students can write anything there."""
    try:
        return datetime.fromisoformat(committed).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.now(UTC)


_NAMING = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_NAMESPACE")
"""Variables that name another repository, such as the one in whose hook this runs."""


def _around() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _NAMING}


def _git(folder: str, *arguments: str, most: int, end: float, environment: dict[str, str]) -> bytes:
    """Run git without asking anybody anything, and return what it prints.

    It writes no file larger than `most`, works no longer than until `end` (on the clock of ``time.monotonic``), and
    uses no more memory than allowed, whatever a repository holds.
    """
    left = end - time.monotonic()
    if left <= 0:
        raise _GitError(_TOO_LONG)

    def limit() -> None:
        import resource  # Windows has none

        limits = {"FSIZE": most, "AS": _MOST_MEMORY, "CPU": _SECONDS}
        for name, value in limits.items():
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))

    with tempfile.TemporaryFile() as output:
        try:
            done = subprocess.run(
                ["git", *arguments],
                cwd=folder,
                env={**_around(), "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.DEVNULL,
                timeout=left,
                check=False,
                preexec_fn=limit if sys.platform != "win32" else None,
            )
        except subprocess.TimeoutExpired:
            raise _GitError(_TOO_LONG) from None
        except FileNotFoundError:
            raise CourseError("Install git: it is not on the path.") from None
        if done.returncode:
            raise _GitError(f"git ended with {done.returncode}")
        output.seek(0)
        return output.read()
