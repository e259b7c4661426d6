"""nbgrader plugins that take submissions out of archives from an LMS, set in ``nbgrader_config.py``.

Students wrote what is in an archive, including file names. nbgrader's own extractor unpacks all of it, however large,
and relies on file names. `NotebookExtractor` finds where in the archive each student's upload begins, limits each
upload, and writes one notebook for each student: the one that contains the assignment. `LmsCollector` tells from the
place of a notebook whose it is; use the two together.
"""

import contextlib
import functools
import hashlib
import io
import json
import stat
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from nbformat import NotebookNode
from nbgrader.apps.zipcollectapp import ZipCollectApp
from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Integer

from chainrule.grading import harmless, lms
from chainrule.grading.course import Course, CourseError
from chainrule.grading.files import make_folder, walk, write_atomically
from chainrule.grading.limits import MOST_BYTES, MOST_TOGETHER
from chainrule.grading.lms import Owner
from chainrule.grading.notebooks import parsed, source_text
from chainrule.grading.submission import choosing
from chainrule.grading.term import incoming
from chainrule.grading.term.submitted import is_student

_MOST_LISTED = 20_000
_MOST_WARNINGS = 10
_PART = 2**20
_PACKED = (".gz", ".7z", ".rar", ".tar", ".tgz", ".xz", ".bz2")
_BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Methods of compression of which `zipfile` unpacks only as much as is read; of others, all that a part is made of."""


_File = tuple[PurePosixPath, Callable[[], IO[bytes]]]
"""A file's name, and a function that opens the file."""


class _TooMuchError(Exception):
    """An upload exceeds the limits."""


@dataclass
class _Upload:
    """One student's upload.

    Attributes
    ----------
    files : dict
        Its notebooks, by their names in the archive.
    others : list of str
        The names of its other files.
    refused : list of tuple
        Files in its zips that cannot be taken, and why.
    entries, room : int
        How many more files and bytes will be read.
    """

    entries: int
    room: int
    files: dict[str, bytes] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)
    refused: list[tuple[PurePosixPath, Exception]] = field(default_factory=list)


class NotebookExtractor(ExtractorPlugin):
    """Takes one notebook for each student out of an LMS's archive, and out of students' own zips in it."""

    most_files = Integer(2_000, help="Maximum number of files in one student's upload.").tag(config=True)
    most_bytes = Integer(MOST_TOGETHER, help="Maximum number of bytes extracted from one student's upload.").tag(
        config=True
    )

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Write ``extracted/<student>/<assignment>.ipynb`` from what is in ``downloaded/<assignment>/archive/``.

        What cannot be extracted is left out, with a warning that says why. A notebook that was collected before and has
        not changed is not written again, nor is one for which a person put another notebook into ``submitted/``.

        Parameters
        ----------
        archive_path, extracted_path : str
            The two folders.
        """
        source, target = Path(archive_path), Path(extracted_path)
        self._assignment = target.parent.name
        left_out: list[Path] = []
        found = [path for path in walk(source, left_out.append) if path.is_symlink() or not path.is_dir()]
        found.sort(key=lambda path: (path.lstat().st_mtime_ns, path))
        for path in left_out:
            self.log.warning(f"Left out {_shown(str(path.relative_to(source)))}: it lies too deep, or cannot be read.")
        if not found:
            self.log.warning(f"{source} is empty: put the zip from the LMS there.")
        self._uploads: dict[Owner, dict[str, list[_File]]] = {}
        self._numbered: dict[str, Owner] = {}
        self._typed = 0
        with contextlib.ExitStack() as self._archives:
            for path in found:
                name = PurePosixPath(path.relative_to(source))
                try:
                    if path.is_symlink() or not path.is_file():
                        raise OSError("it is not a regular file")
                    self._sort(path, name)
                except Exception as error:  # noqa: BLE001 - it may be a student's own zip
                    self._leave(name, error)
            if self._typed:
                self.log.warning(f"Left out {self._typed} texts that were typed into Moodle (onlinetext.html).")
            self._write(target)

    def _write(self, target: Path) -> None:
        """Write each student's notebook if it is new."""
        assignment, before = self._assignment, _Collected(target)
        if many := sum(len(archives) > 1 for archives in self._uploads.values()):
            self.log.info(f"{many} students are in several archives: the newest with a notebook of theirs counts.")
        for student, owners in self._people(before.people).items():
            is_theirs = before.is_theirs(owners, student)
            if len(owners) > 1:
                whose = " and ".join(harmless.line(owner.person) for owner in owners)
                what = "number" if any(owner.lms == "canvas" for owner in owners) else "name"
                self.log.warning(
                    f"{student}: files of {whose} have this {what}; none is taken. Put theirs into submitted/ yourself."
                )
                continue
            if not is_student(student):
                self.log.warning(f"Left out the files of {harmless.line(student)}: not a valid student ID.")
                continue
            if not is_theirs:
                why = "this name was somebody else's in an earlier archive"
                self.log.warning(f"{student}: {why}. Put it into submitted/ yourself.")
                continue
            content = self._content(owners[0], student, assignment)
            if content is not None and before.is_new(student, content, self.log.warning):
                path = target / student / f"{assignment}.ipynb"
                make_folder(path.parent)
                path.write_bytes(content)
        before.save()

    # Whose uploads -------------------------------------------------------------------------------

    def _people(self, known: Mapping[str, str]) -> dict[str, list[Owner]]:
        """Return the owners of the uploads by the student's id; several only if the LMS cannot tell them apart."""
        people: dict[str, list[Owner]] = {}
        for owner, student in lms.students(self._uploads, known).items():
            people.setdefault(student, []).append(owner)
        return {student: sorted(people[student], key=lambda owner: owner.person) for student in sorted(people)}

    def _sort(self, path: Path, name: PurePosixPath) -> None:
        """Note the owner of a file, or the owners of the files in the LMS's own zip."""
        whose = _owner(name)
        if path.suffix.lower() != ".zip" or (whose is not None and path.stat().st_size > MOST_BYTES):
            self._note(whose, name, lambda: path.open("rb"))
            return
        if whose is not None:
            _check_listing(path.read_bytes())
        archive = self._archives.enter_context(zipfile.ZipFile(path))
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        owners = [_owner(_path(entry)) for entry in entries]
        if whose is None:
            for owner, entry in zip(owners, entries, strict=True):
                self._note(owner, name / _path(entry), functools.partial(_opened, archive, entry), str(name))
        elif any(owners):
            raise OSError("its name and names in it are both a student's; rename the LMS's own zip to submissions.zip")
        else:
            self._note(whose, name, lambda: path.open("rb"))

    def _note(
        self, owner: Owner | None, name: PurePosixPath, opened: Callable[[], IO[bytes]], archive: str = ""
    ) -> None:
        """Note whose a file is, and in which of the LMS's archives: the oldest first, what is in none as one more."""
        if owner is None:
            if lms.ONLINE_TEXT in str(name):
                self._typed += 1
            elif not choosing.is_junk(str(name)):
                self.log.warning(f"Left out {_shown(name)}: Canvas and Moodle give no uploaded file such a name.")
        elif not owner.student:
            self.log.warning(f"Left out {_shown(name)}: it does not name a student.")
        elif not lms.is_certain(_part(name), self._assignment):
            why = "the numbers in its name could be those of several students"
            self.log.warning(f"Left out {_shown(name)}: {why}. Put it into submitted/ yourself.")
        else:
            if owner.lms == "moodle":  # by the number alone: somebody may have another name since an older archive
                owner = self._numbered.setdefault(owner.person, owner)
            archives = self._uploads.setdefault(owner, {})
            archives[archive] = [*archives.pop(archive, []), (name, opened)]

    # Which notebook ------------------------------------------------------------------------------

    def _content(self, owner: Owner, student: str, assignment: str) -> bytes | None:
        """Return a student's notebook, out of the newest archive that has one, and warn about anything else there."""
        rest: list[str] = []
        for files in reversed(self._uploads[owner].values()):
            upload = self._read(files, student)
            chosen = choosing.choose(_source(assignment), assignment, upload.files)
            taken = None if chosen is None else chosen.name
            rest += [name for name in [*upload.files, *upload.others] if name != taken]
            others = choosing.left_out(rest)
            if taken is not None:
                if others:
                    self.log.warning(f"{student}: {_shown(taken)} is taken; left out: {others}.")
                return incoming.without_orders(taken, upload.files[taken])
        self.log.warning(f"{student} handed in no notebook for {assignment}, only: {others or 'nothing'}.")
        return None

    def _read(self, files: list[_File], student: str) -> _Upload:
        """Read what a student has in one archive."""
        upload = _Upload(self.most_files, self.most_bytes)
        for name, opened in files:
            try:
                with opened() as content:
                    self._take(upload, content, name)
            except _TooMuchError as error:
                self._leave(name, error)
                break
            except Exception as error:  # noqa: BLE001 - whatever a student's file does to a library, the others go on
                self._leave(name, error)
        for refused, reason in upload.refused[:_MOST_WARNINGS]:
            self._leave(refused, reason)
        if len(upload.refused) > _MOST_WARNINGS:
            self.log.warning(f"{student}: left out {len(upload.refused) - _MOST_WARNINGS} more files like these.")
        return upload

    def _take(self, upload: _Upload, content: IO[bytes], name: PurePosixPath, depth: int = 0) -> None:
        """Take a notebook, or the notebooks in a student's zip."""
        if choosing.is_notebook(str(name)):
            upload.files.setdefault(str(name), _read(upload, content))
        elif name.suffix.lower() == ".zip" and depth == 0:
            whole = _read(upload, content)
            _check_listing(whole)
            with zipfile.ZipFile(io.BytesIO(whole)) as archive:
                for entry in archive.infolist():
                    upload.entries -= 1
                    if upload.entries < 0:
                        raise _TooMuchError(f"it contains more than {self.most_files:,} files")
                    if not entry.is_dir():
                        self._take_entry(upload, archive, entry, name / _path(entry))
        elif name.suffix.lower() in (".zip", *_PACKED):
            raise OSError("unpack it by hand")
        else:
            upload.others.append(str(name))

    def _take_entry(
        self, upload: _Upload, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: PurePosixPath
    ) -> None:
        try:
            with _opened(archive, entry) as content:
                self._take(upload, content, name, depth=1)
        except _TooMuchError:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            if not choosing.is_junk(str(name)):
                upload.refused.append((name, error))

    def _leave(self, name: PurePosixPath, error: Exception) -> None:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        self.log.warning(f"Left out {_shown(name)}: {harmless.line(reason)}.")


class LmsCollector(FileNameCollectorPlugin):
    """Tells whose a notebook is by where `NotebookExtractor` put it, and lets it replace no other file."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        if isinstance(self.parent, ZipCollectApp):  # which has no setting for it
            self.parent._transfer_files = self._transfer
            Course.find(Path(self.parent.coursedir.root)).let_group_write()

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Return the owner of an extracted notebook.

        Parameters
        ----------
        submitted_file : str
            Its path, ``…/extracted/<student>/<assignment>.ipynb``.

        Returns
        -------
        dict or None
            ``student_id`` and ``file_id``, the file's name; None if the extractor did not put it there.
        """
        path = Path(submitted_file)
        if path.parents[1].name != "extracted" or path.suffix != ".ipynb":
            return None
        return {"student_id": path.parent.name, "file_id": path.name}

    def _transfer(self, collected: dict[str, dict[str, Any]]) -> None:
        """Put notebooks in place; nbgrader's own way is to delete first whatever lies in the folder."""
        sources = [Path(source) for files in collected.values() for source in files["src_files"]]
        before = {extracted: _Collected(extracted) for extracted in {source.parents[1] for source in sources}}
        for student, files in collected.items():
            for source, target in zip(files["src_files"], map(Path, files["dest_files"]), strict=True):
                is_replaced = target.is_file()
                make_folder(target.parent)
                content = Path(source).read_bytes()
                write_atomically(target, content)
                before[Path(source).parents[1]].put_in_place(student, content)
                self.log.info(f"Copied {source} to {target}")
                if is_replaced and target.with_name(incoming.TIMESTAMP).exists():
                    self.log.warning(
                        f"{student}: the notebook is a newer one now; {incoming.TIMESTAMP}, which a person put "
                        "beside it, stays as it is: look whether it still holds."
                    )
        for record in before.values():
            record.save()


class _Collected:
    """What was collected before, so that a second archive, with late work, replaces that and nothing else."""

    def __init__(self, extracted: Path) -> None:
        self._assignment = extracted.parent.name
        self._root = extracted.parents[2]
        self._record = extracted.parent / lms.RECORD
        known = lms.recorded(extracted.parent)
        self.people: dict[str, str] = known["people"]
        # What was put in place last, and all that was extracted since: a run may end before that is in submitted/.
        self._hashes = {student: [one] if isinstance(one, str) else one for student, one in known["hashes"].items()}

    def is_theirs(self, owners: list[Owner], student: str) -> bool:
        """Return whether an id is nobody else's, and remember whose it is, also if there is no notebook of theirs yet.

        In Moodle, students can take each other's names, but not the numbers that it gives them in an assignment.
        """
        people = {owner.person for owner in owners if owner.lms == "moodle"}
        if not people:
            return True
        return {self.people.setdefault(student, "" if len(people) > 1 else min(people))} == people

    def is_new(self, student: str, content: bytes, warn: Callable[[str], None]) -> bool:
        """Return whether to collect a notebook, and remember that it was collected."""
        place = self._root / "submitted" / student / self._assignment / f"{self._assignment}.ipynb"
        now = _hash(content)
        try:
            before = place.read_bytes()
        except OSError:
            before = None
        there, ours = None if before is None else _hash(before), self._hashes.setdefault(student, [])
        if there not in (None, now, *ours):
            warn(f"{student}: a person put the notebook into submitted/, so it stays; delete it to collect this one.")
            return False
        assignment = self._assignment
        if before and there != now and choosing.is_another(_source(assignment), assignment, before, content):
            warn(f"{student}: this notebook has none of the questions of {assignment}, so the earlier one stays.")
            return False
        if now in ours:
            ours.remove(now)
        ours.append(now)
        return there != now

    def put_in_place(self, student: str, content: bytes) -> None:
        """Forget what was there earlier: if it is there again, a person put it back."""
        ours = self._hashes.get(student, [])
        if (now := _hash(content)) in ours:
            self._hashes[student] = ours[ours.index(now) :]

    def save(self) -> None:
        """Remember what was collected for the next archive."""
        known = {"hashes": self._hashes, "people": self.people}
        write_atomically(self._record, json.dumps(known, indent=1, ensure_ascii=False) + "\n")


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _owner(name: PurePosixPath) -> Owner | None:
    return lms.owner_of(_part(name))


def _part(name: PurePosixPath) -> str:
    """Return the outermost part of a file's path that an LMS named, or its last one; Canvas makes no folders."""
    return next((part for part in name.parts[:-1] if lms.MOODLE.match(part)), name.name)


def _source(assignment: str) -> NotebookNode | None:
    try:
        return parsed(source_text(Course.find(), assignment))
    except CourseError:  # not built: file names alone decide
        return None


def _shown(name: PurePosixPath | str) -> str:
    return harmless.line(str(name))


def _read(upload: _Upload, content: IO[bytes]) -> bytes:
    """Read a file part by part: what is refused in the end, or damaged, has been read, too, and counts."""
    data = bytearray()
    while part := content.read(_PART):
        upload.room -= len(part)
        if upload.room < 0:
            raise _TooMuchError("its contents are too large in total")
        data += part
        if len(data) > MOST_BYTES:
            raise OSError(f"it is larger than {MOST_BYTES // 2**20} MB")
    return bytes(data)


def _check_listing(data: bytes) -> None:
    """Refuse a zip with a long list of contents before it is turned into objects; each entry begins with this mark."""
    if data.count(b"PK\1\2") > _MOST_LISTED:
        raise OSError("its list of contents is too long")


def _path(entry: zipfile.ZipInfo) -> PurePosixPath:
    """Return an entry's name as a path. It is only inspected and shown; no file is ever written to it."""
    return PurePosixPath(entry.filename.replace("\\", "/"))


def _opened(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> IO[bytes]:
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        raise OSError("it is not a regular file")
    if entry.compress_type not in _BOUNDED:
        raise OSError("it is compressed in an unusual way; unpack it by hand")
    return archive.open(entry)
