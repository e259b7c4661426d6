"""From one term to the next: an archive of all that a term left behind, its return, and an empty course."""

import contextlib
import os
import shutil
import sqlite3
import stat
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy.engine import make_url

from chainrule.grading import harmless, individual
from chainrule.grading.course import Course, CourseError
from chainrule.grading.files import remove, walk
from chainrule.grading.term import broken_tests
from chainrule.grading.term.grade import alone
from chainrule.grading.term.gradebook import explain

STUDENTS = ("submitted", "autograded", "feedback", "downloaded", "returned")
"""Folders of a course that hold what students did and were told."""

_SOURCES = ("source", "release", "trusted", "docs", "nbgrader_config.py")
_EXPORTS = ("grades.csv", "canvas.csv", "moodle.csv", "report.html", "similar.html")
"""Pages and tables with names and grades, under the names that commands give them by default."""

_GRADEBOOK = "gradebook.db"


def _hidden(course: Course) -> dict[str, Path]:
    """Return what of a term lies in ``.chainrule``, by its name in an archive.

    That is the secret of individual numbers, without which a regrade would draw others, and why tests broke.
    """
    return {"individual.key": individual.secret_path(course), "troubles": broken_tests.folder(course)}


_KEPT = "README.md"
"""A file of the course itself that explains one of `STUDENTS`."""


def archive(course: Course, target: Path, say: Callable[[str], None] = print) -> Path:
    """Pack a course with everything that students handed in and were given, and return the archive's path.

    Links, pipes and devices among it are left out, since nothing of them could be brought back.

    Parameters
    ----------
    course : Course
        The course directory, in which nobody grades meanwhile.
    target : Path
        The archive, a ``.tar.gz``; it must not be there yet.
    say : callable
        Called with one line for each thing that is left out.

    Raises
    ------
    CourseError
        If the archive is there, somebody grades, or the gradebook is on a server or cannot be copied.
    """
    if target.exists():
        raise CourseError(f"{target} is there already: name another archive.")
    gradebook = _gradebook(course)

    def regular(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
        if _is_regular(entry):
            return entry
        say(f"left out: {harmless.line(entry.name)} is neither a file nor a folder.")
        return None

    def leave(place: Path) -> None:
        shown = harmless.line(str(place.relative_to(course.root)))
        say(f"left out: what is in {shown} lies too deep, or cannot be read.")

    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.draft")
    try:
        with alone(course), tempfile.TemporaryDirectory() as folder, tarfile.open(draft, "w:gz") as packed:
            draft.chmod(0o600)  # names and grades
            for name in (*_SOURCES, *STUDENTS, *_EXPORTS):
                top = course.root / name
                if name in STUDENTS:
                    _open_up(top)
                for path in (top, *walk(top, leave)) if top.is_dir() else filter(Path.exists, [top]):
                    entry = path.relative_to(course.root)
                    packed.add(path, entry, recursive=False, filter=regular if name in STUDENTS else None)
            for name, place in _hidden(course).items():
                if place.exists():
                    packed.add(place, name, filter=regular)
            if gradebook.is_file():
                try:
                    packed.add(_copied(gradebook, Path(folder)), _GRADEBOOK)
                except sqlite3.OperationalError as error:  # it is locked, or the disk is full
                    raise CourseError(f"{gradebook} cannot be copied: {error}.") from error
                except sqlite3.DatabaseError as error:
                    say(f"{_GRADEBOOK} is damaged ({error}), and packed as it is.")
                    packed.add(gradebook, _GRADEBOOK)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return target


def restore(course: Course, source: Path) -> list[str]:
    """Bring what students handed in and were given, and the gradebook, back from an archive; return what came.

    The course's own files, assignments and settings, stay as they are: those of the archive are in the archive. Links,
    and whatever leads out of a folder, stay there as well.

    Raises
    ------
    CourseError
        If the course has submissions or grades of its own, the archive cannot be read, or another program still has the
        gradebook open that was there before.
    """
    gradebook = _gradebook(course)
    taken = [name for name in STUDENTS if _entries(course.root / name)] + [_GRADEBOOK] * gradebook.exists()
    if taken:
        raise CourseError(f"There is a term in this course ({', '.join(taken)}): run `chainrule term new` first.")
    _check_closed(gradebook)
    with alone(course), tempfile.TemporaryDirectory(dir=course.root / ".chainrule") as folder:
        try:
            with tarfile.open(source) as packed:
                packed.extractall(folder, filter=_only_regular)
        except (tarfile.TarError, EOFError, OSError) as error:
            raise CourseError(f"{source} cannot be unpacked: {error}") from error
        came = []
        for name in STUDENTS:
            for entry in _entries(Path(folder, name)):
                (course.root / name).mkdir(exist_ok=True)
                shutil.move(entry, course.root / name / entry.name)
                came.append(name)
        if (there := Path(folder, _GRADEBOOK)).is_file():
            shutil.move(there, gradebook)
            came.append(_GRADEBOOK)
        for name, place in _hidden(course).items():
            if (kept := Path(folder, name)).exists():
                remove(place)
                shutil.move(kept, place)
    return list(dict.fromkeys(came))


def check_own(course: Course) -> None:
    """Check that the gradebook can be removed: it lies in the course, and no other program has it open.

    One that lies elsewhere may be another course's, too. What has it open, as formgrader has from its first page to its
    end, would go on writing marks into the file that is gone.

    Raises
    ------
    CourseError
        If it lies elsewhere, is on a server, or is open.
    """
    gradebook = _gradebook(course)
    if gradebook.is_file() and not gradebook.resolve().is_relative_to(course.root.resolve()):
        raise CourseError(f"The gradebook is not in this course: move {gradebook} away yourself, and run this again.")
    _check_closed(gradebook)


def new(course: Course) -> list[str]:
    """Take away what students handed in and were given, gradebook, exports and reports; return what is gone.

    Assignments and settings stay. Call `archive` before.

    Raises
    ------
    CourseError
        If somebody grades, or the gradebook cannot be removed, as `check_own` says, or is locked.
    """
    check_own(course)
    gradebook, gone = _gradebook(course), []
    with alone(course), _locked(course, gradebook):
        for name in STUDENTS:
            for entry in _entries(course.root / name):
                remove(entry)
                gone.append(name)
        if gradebook.is_file():
            gradebook.unlink()
            gone.append(_GRADEBOOK)
        for path in filter(Path.is_file, (course.root / name for name in _EXPORTS)):
            path.unlink()
            gone.append(path.name)
        for place in _hidden(course).values():
            remove(place)
    return list(dict.fromkeys(gone))


def _open_up(top: Path) -> None:
    """Let the owner read all that is in a folder: what students pack may come out without that right.

    Only what can be read is packed, but all of it is removed.
    """
    for path in walk(top) if top.is_dir() else ():  # which looks into a folder after this has opened it
        mode = path.lstat().st_mode
        wanted = stat.S_IRWXU if stat.S_ISDIR(mode) else stat.S_IRUSR
        if (stat.S_ISDIR(mode) or stat.S_ISREG(mode)) and mode & wanted != wanted:
            with contextlib.suppress(PermissionError):  # somebody else's, which is not removed either
                path.chmod(stat.S_IMODE(mode) | wanted)


def _gradebook(course: Course) -> Path:
    url = make_url(course.db_url)
    if url.get_backend_name() != "sqlite":
        name = url.render_as_string()
        raise CourseError(f"The gradebook is on a server, {name}: use its own programs, such as pg_dump.")
    return Path(url.database or "")


def _check_closed(gradebook: Path) -> None:
    """Check that no other program has a gradebook open, as far as the system tells, or one that was there before it."""
    names = {f"{gradebook.resolve()}{end}" for end in ("", " (deleted)")}
    for entry in Path("/proc").glob("[0-9]*/fd/*"):
        process = entry.parents[1]
        with contextlib.suppress(OSError):  # it has ended since, or is somebody else's
            if os.readlink(entry) in names and process.name != str(os.getpid()):
                program = f"{harmless.line((process / 'comm').read_text())}, process {process.name}"
                advice = "close that (formgrader: shut its server down), and run the same command again"
                raise CourseError(f"{gradebook} is open in another program ({program}): {advice}.")


@contextlib.contextmanager
def _locked(course: Course, gradebook: Path) -> Iterator[None]:
    """Run the block while nobody can read or write the gradebook; one that is damaged is nobody's."""
    with contextlib.ExitStack() as stack:
        if gradebook.is_file():
            there = stack.enter_context(contextlib.closing(sqlite3.connect(gradebook)))
            try:
                there.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                raise CourseError(explain(course.db_url, error)) from error
            except sqlite3.DatabaseError:
                pass
        yield


def _copied(gradebook: Path, folder: Path) -> Path:
    """Let SQLite copy a gradebook: that is whole also while formgrader writes, for which it waits some seconds."""
    copy = folder / _GRADEBOOK
    with contextlib.closing(sqlite3.connect(gradebook)) as there:
        there.execute("VACUUM INTO ?", (str(copy),))
    return copy


def _is_regular(entry: tarfile.TarInfo) -> bool:
    return entry.isreg() or entry.isdir() or entry.islnk()


def _only_regular(entry: tarfile.TarInfo, folder: str) -> tarfile.TarInfo | None:
    """Return an entry as `tarfile.data_filter` has it; None if it is not to be unpacked."""
    try:
        return tarfile.data_filter(entry, folder) if _is_regular(entry) else None
    except tarfile.FilterError:
        return None


def _entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name != _KEPT) if folder.is_dir() else []
