"""nbgrader plugins for the exchange, to be set in ``nbgrader_config.py``."""

import contextlib
import fnmatch
import functools
import glob
import itertools
import operator
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange.default import ExchangeCollect, ExchangeList, ExchangeReleaseFeedback
from nbgrader.utils import notebook_hash
from traitlets import Integer

from chainrule.grading import harmless
from chainrule.grading.files import NotRegularError, open_regular, remove, write_atomically
from chainrule.grading.submission import choosing, stamps
from chainrule.grading.term import incoming, submitted
from chainrule.grading.term.incoming import Reader
from chainrule.grading.term.returning import NotReleasedError, by_secret, why_not_exchange

_FOLDER = sum((getattr(os, name, 0) for name in ("O_DIRECTORY", "O_NOFOLLOW")), os.O_RDONLY)
_EVERYBODY = "jovyan"
"""What containers call every user; nbgrader then takes a student's word for who they are."""

_MOST_NAMES = 5 * incoming.MOST_FILES
"""Names that are looked at in one folder of the exchange, those left out included."""

_MOST_NAMES_OF_STUDENT = 2 * _MOST_NAMES
"""Names in folders of one student: in older folders than those with so many, nothing is looked at."""

_MOST_OF_STAMP = 100
"""Bytes of a time."""

_BLOCK, _MOST_OF_HOLES, _MOST_HOLES = 512, 1 << 20, 100
"""A file of more than a megabyte, of which less than a hundredth is on the disk, is made of holes."""

_NAMES_PER_FOLDER = 100  # as long as it takes to open it

_MOST_LINES = 10
"""Folders of one user of the system that are left out by name; how many more there are is said in one line."""


@dataclass(frozen=True)
class _HandedIn:
    """A submission in the exchange.

    Attributes
    ----------
    folder : Path
        Where it is.
    student : str
        Who handed it in, as the folder's name says.
    when : datetime
        When, in UTC.
    changed : float
        When anything in it was last changed, which its owner cannot set (ctime).
    owner : int
        The number of the user of the system whose folder it is.
    is_sure : bool
        Whether that user is the student, or may hand in for students.
    is_stamped : bool
        Whether that user has written the same time into the folder as its name says, as nbgrader does: anybody can
        move a folder of the student's here and name it.
    note : str or None
        What is wrong with the time in the folder's name.
    """

    folder: Path
    student: str
    when: datetime
    changed: float
    owner: int
    is_sure: bool
    is_stamped: bool
    note: str | None


class Collect(ExchangeCollect):
    """Collects submissions from the exchange, where students can leave anything under any name.

    nbgrader's own version follows links, relies on names and times, and stops at the first folder that it cannot read.
    """

    most_minutes = Integer(
        10,
        help="By how many minutes the time in the name of a folder in the exchange may differ from when anything in "
        "it was last changed; if it differs by more, the latter counts. With 0, the name is relied on.",
    ).tag(config=True)

    def init_src(self) -> None:
        """Find the submissions, and choose one for each student."""
        if not self.coursedir.course_id:
            self.fail("No course id specified. Re-run with --course flag.")
        self.course_path = os.path.join(self.root, self.coursedir.course_id)
        self.inbound_path = os.path.join(self.course_path, "inbound")
        for folder in (self.course_path, self.inbound_path):
            self._check(Path(folder))
        assignment = re.escape(self.coursedir.assignment_id)
        self._name = re.compile(rf"(?P<student>.+)\+{assignment}\+(?P<time>.+?)(?:\+[\w-]*)?")
        self._left_out: Counter[int] = Counter()
        self._names: Counter[str] = Counter()
        self._taken: set[tuple[int, int]] = set()
        found: dict[str, list[_HandedIn]] = {}
        for name in sorted(os.listdir(self.inbound_path), reverse=True):  # a student's newest first
            if one := self._handed_in(name):
                found.setdefault(one.student, []).append(one)
        for owner, count in self._left_out.items():
            if count > _MOST_LINES:
                whose = _known_name(owner) or f"user {owner}"
                self.log.warning(f"Left out {count - _MOST_LINES:,} more folders of {whose}.")
        self._claimed: dict[int, set[str]] = {}
        for one in itertools.chain.from_iterable(found.values()):
            self._claimed.setdefault(one.owner, set()).add(one.student)
        due = self._due() if self.before_duedate else None
        self.src_records = [one for student in sorted(found) if (one := self._chosen(found[student], due))]
        self._tell_of_many_names(found)

    def copy_files(self) -> None:
        """Collect the submissions that are new."""
        assignment, course = self.coursedir.assignment_id, self.coursedir.course_id
        if not self.src_records:
            self.log.warning(f"No submissions of '{assignment}' for course '{course}' to collect")
        for one in self.src_records:
            target = Path(self.coursedir.format_path(self.coursedir.submitted_directory, one.student, assignment))
            if not self._is_wanted(one, target):
                why = "No newer submission to collect" if self.update else "Already there; --update takes newer ones"
                self.log.info(f"{why}: {one.student} {assignment}")
                continue
            try:
                left_out = self._collect(one, target)
            except OSError as error:
                reason = harmless.line(error.strerror or str(error))
                self.log.error(f"{one.student}: not collected: {reason}.")
                continue
            self.log.info(f"Collected submission: {one.student} {assignment}")
            for note in filter(None, (one.note, left_out)):
                self.log.warning(f"{one.student}: {note}.")

    # What is in the exchange ---------------------------------------------------------------------

    def _check(self, folder: Path) -> None:
        """Refuse a folder that a student may have put into the place of the course's."""
        try:
            status = folder.lstat()
        except OSError:
            self.fail(f"Course not found: {folder}")
        if not stat.S_ISDIR(status.st_mode) or not (self.coursedir.groupshared or status.st_uid in self._instructors):
            self.fail(f"{folder} belongs to somebody else, who can read and change what is handed in: remove it.")
        if not os.access(folder, os.R_OK | os.X_OK):
            self.fail(f"You don't have read permissions for the directory: {folder}")

    @property
    def _instructors(self) -> set[int]:
        """The users of the system that may hand in for students, and have the course's folder in the exchange."""
        return {0, os.geteuid(), os.stat(self.coursedir.root).st_uid}

    def _handed_in(self, name: str) -> _HandedIn | None:
        """Return what is known of a folder in the exchange; None if it is not one to collect."""
        match = self._name.fullmatch(name)
        if match is None or not fnmatch.fnmatchcase(match["student"], self.coursedir.student_id or "*"):
            return None
        folder, student = Path(self.inbound_path, name), match["student"]
        try:
            status = folder.lstat()
        except FileNotFoundError:  # withdrawn meanwhile
            return None
        owner = _name_of(status.st_uid, student) if self.check_owner else None
        is_sure = owner == student or status.st_uid in self._instructors
        problem = None
        if not name.isprintable() or not submitted.is_student(student):
            problem = "it does not name a student"
        elif not stat.S_ISDIR(status.st_mode):
            problem = "it is not a folder"
        elif owner is not None and not is_sure:
            problem = f"it is {owner}'s (c.ExchangeCollect.check_owner = False takes it)"
        elif self._names[student] >= _MOST_NAMES_OF_STUDENT:
            problem = "too much is in newer ones of this student's"
        changed = 0.0
        if problem is None:
            try:
                changed, looked_at = self._last_changed(folder)
                self._names[student] += _NAMES_PER_FOLDER + looked_at
            except OSError as error:
                problem = error.strerror or str(error)
        if problem:
            self._left_out[status.st_uid] += 1
            if self._left_out[status.st_uid] <= _MOST_LINES:
                self.log.warning(f"Left out {harmless.line(name)}: {problem}.")
            return None
        when, note = self._when(match["time"], changed)
        is_stamped = status.st_uid in self._instructors or self._is_stamped(folder, status.st_uid, match["time"])
        return _HandedIn(folder, student, when, changed, status.st_uid, is_sure, is_stamped, note)

    def _is_stamped(self, folder: Path, owner: int, named: str) -> bool:
        try:
            with _opened(folder) as top:
                said = _read(top, incoming.TIMESTAMP, owner, _MOST_OF_STAMP, _MOST_OF_STAMP)
        except OSError:
            return False
        when, _ = stamps.when(said, self.timezone)
        return when is not None and when == stamps.when(named.encode(), self.timezone)[0]

    def _when(self, named: str, changed: float) -> tuple[datetime, str | None]:
        """Return when a submission was handed in, by its name and by when it was last changed."""
        made = datetime.fromtimestamp(changed, UTC).replace(tzinfo=None)
        said, _ = stamps.when(named.encode(), self.timezone)
        if said and not (self.most_minutes and abs(said - made) > timedelta(minutes=self.most_minutes)):
            return said, None
        theirs = f"{said:%Y-%m-%d %H:%M}" if said else "no time that can be read"
        option = "c.Collect.most_minutes = 0 relies on names"
        return made, f"the folder's name says {theirs}, but it was changed at {made:%Y-%m-%d %H:%M} UTC ({option})"

    def _chosen(self, found: list[_HandedIn], due: datetime | None) -> _HandedIn | None:
        """Return which of the submissions under a student's name to collect; None if they are several people's."""
        found = [one for one in found if one.is_sure] or found
        owners = sorted({one.owner for one in found if not one.is_sure})
        alone = [owner for owner in owners if len(self._claimed[owner]) == 1]
        if len(owners) > 1 == len(alone):  # the others hand in under several names, and this one only under this
            found, owners = [one for one in found if one.owner == alone[0]], alone
        if len(owners) > 1:
            who = " and ".join(map(str, owners))
            advice = "Put the right one into submitted/ yourself"
            self.log.error(f"{found[0].student}: users {who} both handed in under this name; none is taken. {advice}.")
            return None
        stamped = [one for one in found if one.is_stamped] or found
        in_time = [one for one in stamped if due is not None and one.when <= due]
        chosen = max(in_time or stamped, key=lambda one: one.when)
        for one in found:
            if one not in stamped and one.when > chosen.when:
                name = harmless.line(one.folder.name)
                why = f"nbgrader did not write it ({incoming.TIMESTAMP} does not say the same time)"
                self.log.warning(f"Left out {name}: {why}.")
        return chosen

    def _tell_of_many_names(self, found: dict[str, list[_HandedIn]]) -> None:
        """Say which users hand in under several names, where users are told apart."""
        unsure = {one.owner for one in itertools.chain.from_iterable(found.values()) if not one.is_sure}
        for owner in sorted(unsure) if len(unsure) > 1 else ():
            if len(names := sorted(self._claimed[owner])) > 1:
                told = choosing.listed(names, _MOST_LINES)
                self.log.warning(f"User {owner} handed in under {len(names)} names: {told}.")

    def _due(self) -> datetime | None:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                due: datetime | None = gradebook.find_assignment(self.coursedir.assignment_id).duedate
            except MissingEntry:
                return None
        return due

    # Into submitted/ -----------------------------------------------------------------------------

    def _is_wanted(self, one: _HandedIn, target: Path) -> bool:
        if not os.path.lexists(target):
            return True
        before, _ = submitted.time_in(target, self.timezone)
        if before is None:
            if self.update or self.before_duedate:
                why = "it has no time, so a person put it there; delete it to collect another"
                self.log.warning(f"{one.student}: what is in {target} stays: {why}.")
            return False
        return bool(self.update and one.when > before or self.before_duedate and one.when != before)

    def _collect(self, one: _HandedIn, target: Path) -> str | None:
        """Write one submission; return what was left out."""

        def when() -> datetime:
            """Return the time, which is known to hold only for what was not changed while it was read."""
            if self._last_changed(one.folder)[0] != one.changed:
                raise submitted.ChangingError("it was changed while it was read; collect again")
            return one.when

        with _opened(one.folder) as descriptor:
            left_out = incoming.put(target, self._files(descriptor, one), when)
        if self.coursedir.groupshared:
            self.set_perms(str(target), 0o664, 0o2775)
            with contextlib.suppress(PermissionError):  # another instructor has made it, and let the group write there
                target.parent.chmod(0o2775)
        return left_out

    def _files(self, top: int, one: _HandedIn) -> Iterator[tuple[str, Reader]]:
        """Yield the files of an open folder and of those in it, and what is a link or cannot be opened."""
        most, room = 1000 * self.coursedir.max_file_size, itertools.repeat(None, _MOST_NAMES)
        for inside, there, names in self._walk(top, room):
            for name in names:
                yield inside + name, functools.partial(self._content, there, name, one, most)
        if not operator.length_hint(room):
            yield f"all beyond the first {_MOST_NAMES:,} names", _not_looked_at

    def _content(self, folder: int, name: str, one: _HandedIn, most_allowed: int, most: int) -> bytes:
        """Return a file; of a user who may invent names to hand in under, each once, and none that takes no room."""
        if not one.is_sure:
            status = os.stat(name, dir_fd=folder, follow_symlinks=False)
            if (status.st_dev, status.st_ino) in self._taken:
                raise NotRegularError("the same file as another one")
            if status.st_size > _MOST_OF_HOLES and _BLOCK * status.st_blocks < status.st_size / _MOST_HOLES:
                raise NotRegularError("it has no content")
            self._taken.add((status.st_dev, status.st_ino))
        return _read(folder, name, one.owner, most_allowed, most)

    def _last_changed(self, folder: Path) -> tuple[float, int]:
        """Return when what is taken of a folder was last changed, and how many names were looked at."""
        room = itertools.repeat(None, _MOST_NAMES)
        with _opened(folder) as top:
            latest = os.fstat(top).st_ctime
            for _, there, names in self._walk(top, room):
                times = [os.lstat(name, dir_fd=there).st_ctime for name in names]
                latest = max(latest, os.fstat(there).st_ctime, *times)
        return latest, _MOST_NAMES - operator.length_hint(room)

    def _walk(self, top: int, room: Iterator[None], inside: str = "") -> Iterator[tuple[str, int, list[str]]]:
        """Yield an open folder and those in it: how names in it begin, its descriptor, and what it has but folders.

        For each name that is looked at, `room` is asked; what is beyond it is not there.
        """
        include = self.coursedir.include or ["*"]
        names, folders = [], []
        with os.scandir(top) as entries:
            for _, entry in zip(room, entries, strict=False):
                if self._is_ignored(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                elif any(fnmatch.fnmatch(entry.name, pattern) for pattern in include):
                    names.append(entry.name)
        yield inside, top, sorted(names, key=incoming.first)
        for name in sorted(folders) if inside.count("/") < incoming.MOST_DEEP else ():
            with contextlib.suppress(OSError), _opened(name, top) as there:
                yield from self._walk(there, room, f"{inside}{name}/")

    def _is_ignored(self, name: str) -> bool:
        return any(fnmatch.fnmatch(name, pattern) for pattern in self.coursedir.ignore)


@contextlib.contextmanager
def _opened(folder: str | Path, place: int | None = None) -> Iterator[int]:
    descriptor = os.open(folder, _FOLDER, dir_fd=place)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _read(folder: int, name: str, owner: int, most_allowed: int, most: int) -> bytes:
    """Return a file that belongs to the owner of the submission; a hard link may lead to one of somebody else's."""
    with open_regular(name, folder) as file:
        status = os.fstat(file.fileno())
        if status.st_uid != owner:
            raise NotRegularError("somebody else's file")
        if status.st_size > min(most, most_allowed):
            raise OSError("too large")
        return file.read(most + 1)


def _not_looked_at(_: int) -> bytes:
    raise OSError("too many")


def _name_of(user: int, student: str) -> str | None:
    """Return whose a user's folder is that names a student; None if the system does not tell these people apart.

    Students may have a range of further user ids (for containers), which have no names.
    """
    name = _known_name(user)
    if name is None and _is_user(student):
        return f"user {user}"
    return None if name == _EVERYBODY else name


def _known_name(user: int) -> str | None:
    import pwd  # Windows has none, nor an exchange

    with contextlib.suppress(KeyError):
        return pwd.getpwuid(user).pw_name
    return None


def _is_user(name: str) -> bool:
    import pwd

    with contextlib.suppress(KeyError):
        return bool(pwd.getpwnam(name))
    return False


class List(ExchangeList):
    """Lists and removes what is in the exchange, whatever students left there.

    nbgrader's own version opens pipes, and stops at the first thing that is not as it should be.
    """

    assignments: list[str]

    def init_dest(self) -> None:
        """Find what is there; what cannot be listed is named, and only removed."""
        super().init_dest()
        self._found = [Path(path) for path in self.assignments]
        listed = [path for path in self._found if not self.inbound or self._can_be_listed(path)]
        odd = sorted(set(self._found).difference(listed))
        for path in odd[:_MOST_LINES]:
            self.log.warning(f"Not a submission: {harmless.line(path.name)}")
        if len(odd) > _MOST_LINES:
            self.log.warning(f"{len(odd) - _MOST_LINES:,} more are no submissions.")
        self.assignments = list(map(str, listed))

    def remove_files(self) -> Any:
        """List and remove all that is found."""
        removed = self.parse_assignments()
        for path in self._found:
            try:
                remove(path)
            except OSError as error:
                self.log.error(f"Not removed: {harmless.line(path.name)}: {error.strerror or error}")
            else:
                self.log.info(f"Removed {harmless.line(path.name)}")
        return removed

    def _can_be_listed(self, folder: Path) -> bool:
        """Return whether something is a folder of files and folders, named as nbgrader names a submission."""
        try:
            self.parse_assignment(str(folder))
            if not stat.S_ISDIR(folder.lstat().st_mode):
                return False
            kinds = [path.lstat().st_mode for path in folder.iterdir()]
        except (OSError, RuntimeError):
            return False
        return all(stat.S_ISREG(kind) or stat.S_ISDIR(kind) for kind in kinds)


class ReleaseFeedback(ExchangeReleaseFeedback):
    """Releases feedback to students who submitted through the exchange.

    nbgrader's own version stops at the first student who submitted another way, such as through an LMS, and releases
    whatever page lies in a student's folder.
    """

    secrets: dict[bytes, list[str]] | None = None
    """What `by_secret` returns, where it is known already."""

    def copy_files(self) -> None:
        """Copy the pages of graded notebooks, and say whose have no place in the exchange."""
        failed, assignment = [], self.coursedir.assignment_id
        feedback = Path(self.coursedir.format_path(self.coursedir.feedback_directory, "*", assignment)).parents[1]
        secrets = by_secret(feedback, assignment) if self.secrets is None else self.secrets
        excluded = self.coursedir.student_id_exclude.split(",")
        for folder in sorted(map(Path, glob.glob(self.src_path))):  # feedback/<student>/<assignment>
            student = folder.parent.name
            if student in excluded:
                continue
            if why := why_not_exchange(folder, secrets):
                self.log.warning(f"{student} {why}. Return the feedback in another way.")
                continue
            try:
                self._release(student, folder)
            except (OSError, ValueError) as error:
                failed.append(f"{student}: not released: {harmless.line(str(error))}.")
        if failed:
            raise NotReleasedError(" ".join(failed))

    def _release(self, student: str, folder: Path) -> None:
        coursedir = self.coursedir
        graded = coursedir.format_path(coursedir.autograded_directory, student, coursedir.assignment_id)
        secret = (folder / incoming.SECRET).read_text(encoding="utf-8")
        for page in sorted(folder.glob("*.html")):
            if Path(graded, page.with_suffix(".ipynb").name).is_file():
                name = notebook_hash(secret=secret, notebook_id=page.stem)
                target = Path(self.dest_path, f"{name}.html")
                write_atomically(target, page.read_bytes())
                target.chmod(0o644)  # only who has the secret knows its name
                self.log.info(f"Released feedback for {student} on {coursedir.assignment_id}/{page.stem}")
