"""nbgrader plug-ins that take submissions out of archives from an LMS, set in ``nbgrader_config.py``.

What is in an archive was written by students, names included. nbgrader's own extractor unpacks all of it, whatever
that expands to; `NotebookExtractor` takes notebooks only, so many and so large as a class has them, and writes nothing
outside its folder.
"""

import io
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO, Any

from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin
from traitlets import Integer

from chainrule.grading import harmless, lms
from chainrule.grading.limits import MOST_BYTES

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError)


class NotebookExtractor(ExtractorPlugin):
    """Takes the notebooks out of zips, also out of zips in these, and leaves all else there."""

    most_files = Integer(20_000, help="Notebooks and zips of one archive that are looked at.").tag(config=True)
    most_bytes = Integer(8 * 2**30, help="Bytes that are taken out of one archive.").tag(config=True)

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Take the notebooks in ``downloaded/<assignment>/archive/`` out, into ``extracted/``.

        What cannot be taken is left, with a warning that says why.

        Parameters
        ----------
        archive_path, extracted_path : str
            The two folders.
        """
        source, target = Path(archive_path), Path(extracted_path)
        found = sorted(path for path in source.rglob("*") if path.is_symlink() or not path.is_dir())
        if not found:
            self.log.warning(f"There is nothing in {source}: put the zip from the LMS there.")
        for path in found:
            name = PurePosixPath(path.relative_to(source))
            self._files, self._bytes = self.most_files, self.most_bytes
            try:
                if path.is_symlink() or not path.is_file():
                    raise OSError("it is not a regular file")
                with path.open("rb") as content:
                    self._take(content, target, name)
            except _BROKEN as error:
                self._leave(name, error)

    def _take(self, content: IO[bytes], target: Path, name: PurePosixPath, depth: int = 0) -> None:
        """Take a notebook, or the notebooks of a zip; other files are left without a word."""
        if name.suffix == ".ipynb":
            self._write(content, target / name)
        elif name.suffix == ".zip" and depth < 2:
            with zipfile.ZipFile(content) as archive:
                # A folder that ends in .zip is the instructor's archive, whose name tells no student.
                self._unpack(archive, target, name if depth == 0 else name.with_suffix(""), depth)
        elif name.suffix in (".zip", ".gz", ".7z", ".rar"):
            raise OSError("a person has to unpack it")

    def _unpack(self, archive: zipfile.ZipFile, target: Path, folder: PurePosixPath, depth: int) -> None:
        for entry in archive.infolist():
            name = PurePosixPath(entry.filename)
            if entry.is_dir() or not name.suffix:
                continue
            self._files -= 1
            if self._files < 0:
                raise zipfile.BadZipFile(f"it holds more than {self.most_files:,} files")
            try:
                _check(entry)
                with archive.open(entry) as content:
                    whole = content if name.suffix == ".ipynb" else io.BytesIO(self._read(content))
                    self._take(whole, target, folder / name, depth + 1)
            except _BROKEN as error:
                if self._bytes < 0 or self._files < 0:
                    raise
                self._leave(folder / name, error)

    def _write(self, content: IO[bytes], path: Path) -> None:
        data = self._read(content)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(data)

    def _read(self, content: IO[bytes]) -> bytes:
        data = content.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise OSError(f"it has more than {MOST_BYTES // 2**20} MB")
        self._bytes -= len(data)
        if self._bytes < 0:
            raise zipfile.BadZipFile(f"all that it holds is more than {self.most_bytes:,} bytes")
        return data

    def _leave(self, name: PurePosixPath, error: Exception) -> None:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        self.log.warning(f"Left out {harmless.line(str(name))}: {harmless.line(reason)}.")


def _check(entry: zipfile.ZipInfo) -> None:
    """Refuse what no LMS writes: a way out of the folder, a link, a name that a terminal would act on."""
    name = PurePosixPath(entry.filename)
    mode = entry.external_attr >> 16
    if name.is_absolute() or ".." in name.parts or "\\" in entry.filename or entry.filename[1:2] == ":":
        raise OSError("its name leads out of the folder")
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise OSError("it is not a regular file")
    if harmless.text(entry.filename).splitlines() != [entry.filename]:
        raise OSError("its name holds control characters")


class LmsCollector(FileNameCollectorPlugin):
    """Tells from the name of an extracted notebook whose it is (see `chainrule.grading.lms`).

    Of two notebooks that seem to be the same student's the first is taken, and a warning names both.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._taken: dict[tuple[str, str], str] = {}

    def collect(self, submitted_file: str) -> dict[str, str] | None:
        """Return whose an extracted notebook is.

        Parameters
        ----------
        submitted_file : str
            Its path, ``…/downloaded/<assignment>/extracted/…``.

        Returns
        -------
        dict or None
            ``student_id`` and ``file_id``, which is the assignment's name; None if the file is to be left out.
        """
        parts = Path(submitted_file).parts
        assignment, inside = next(
            (name, "/".join(parts[number + 3 :]))
            for number, (top, name, step) in enumerate(zip(parts, parts[1:], parts[2:], strict=False))
            if (top, step) == ("downloaded", "extracted")
        )
        student = lms.owner(next(name for name in inside.split("/") if not name.endswith(".zip")))
        if student is None:
            self.log.warning(f"Left out {harmless.line(inside)}: neither Canvas nor Moodle names a file like this.")
            return None
        if not student:
            self.log.warning(f"Left out {harmless.line(inside)}: it names no student.")
            return None
        first = self._taken.setdefault((assignment, student), inside)
        if first != inside:
            both = f"{harmless.line(first)} is taken, {harmless.line(inside)} is left out"
            self.log.warning(f"{student} has two notebooks: {both}. Put the right one into submitted/ yourself.")
            return None
        return {"student_id": student, "file_id": assignment}
