"""The files beside a notebook: the instructor's, on both sides, what a student handed in, and where each test works."""

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from nbformat import NotebookNode

from chainrule.grading import stock
from chainrule.grading.course import Course
from chainrule.grading.files import digest
from chainrule.grading.sealed import new_code

_LARGE = 1 << 16
"""Files with more bytes are linked, not copied, for each test."""

_FILES, _TEMPORARY = "beside", "temporary"
"""What is in the place of a test."""


@dataclass(frozen=True)
class Beside:
    """Files beside a notebook, by their relative names there.

    Parameters
    ----------
    files : mapping of str to Path
        The instructor's.
    replaceable : collection of str
        Those of them that are the student's to hand in.
    handed_in : mapping of str to bytes
        The student's.
    kept : Path, optional
        Where the course keeps what is known of the tests of its notebooks.
    trusted : str
        A hash of the course's own trusted answers, on which that depends.
    """

    files: Mapping[str, Path] = field(default_factory=dict)
    replaceable: Collection[str] = ()
    handed_in: Mapping[str, bytes] = field(default_factory=dict)
    kept: Path | None = None
    trusted: str = ""

    @property
    def own(self) -> "Beside":
        """The same, as if the instructor had handed in the files that are the student's to hand in."""
        return replace(self, handed_in={name: self.files[name].read_bytes() for name in self._replaced})

    @property
    def fixed(self) -> dict[str, Path]:
        """The instructor's files that no student can replace: what the examiner's side sees."""
        return {name: path for name, path in self.files.items() if name not in self.replaceable}

    @property
    def students(self) -> dict[str, bytes]:
        """What the student's side sees: the instructor's files, and of the student's those that are in nobody's way."""
        found = {name: path.read_bytes() for name, path in self.fixed.items()}
        taken = found.keys() | {folder for name in found for folder in _folders(name)}
        for name, content in self.handed_in.items():
            if name not in taken and not any(folder in found for folder in _folders(name)):
                found[name] = content
        return found

    @property
    def _replaced(self) -> list[str]:
        return [name for name in self.files if name in self.replaceable]


def of(course: Course, assignment: str, source: NotebookNode, handed_in: Mapping[str, bytes] | None = None) -> Beside:
    """Return the files beside a notebook; courses of this package have none, but keep what is known of their tests."""
    kept, trusted = course.root / ".chainrule" / "proofs", digest(sorted(course.trusted.rglob("*.py")))
    if not stock.is_stock(source):
        return Beside(kept=kept, trusted=trusted)
    files, replaceable = stock.supporting_files(course, assignment), source.metadata[stock.KEY]["replaceable"]
    return Beside(files, replaceable, handed_in or {}, kept, trusted)


@contextlib.contextmanager
def at(files: Mapping[str, Path]) -> Iterator[None]:
    """Work in a folder with copies of files, whose modules can be imported; none of them stays imported.

    Parameters
    ----------
    files : mapping of str to Path
        The files, by their relative names.
    """
    before, loaded = Path.cwd(), set(sys.modules)
    with tempfile.TemporaryDirectory(prefix="chainrule-beside-") as name:
        folder = Path(name).resolve()
        for relative, path in files.items():
            (folder / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, folder / relative)
        os.chdir(folder)
        sys.path.insert(0, str(folder))
        try:
            with new_code.importing(files.values()):
                yield
        finally:
            os.chdir(before)
            sys.path.remove(str(folder))
            for module in [name for name in sys.modules.keys() - loaded if _is_in(sys.modules[name], folder)]:
                del sys.modules[module]


@dataclass(frozen=True)
class Place:
    """Where a test works: a folder with copies of the files that lie where this process works, made when it needs them.

    Parameters
    ----------
    path : Path
    linked : bool
        Whether tests cannot write to the originals: then large files are linked.
    """

    path: Path
    linked: bool

    @contextlib.contextmanager
    def within(self) -> Iterator[None]:
        """Work there, in a copy of this process: where temporary files go stays as it is then."""
        files, temporary = self.path / _FILES, self.path / _TEMPORARY
        if not files.exists():
            shutil.copytree(os.getcwd(), files, symlinks=True, copy_function=self._put)
            temporary.mkdir()
        tempfile.tempdir = os.environ["TMPDIR"] = str(temporary)
        with contextlib.chdir(files):
            yield

    def _put(self, source: str, target: str) -> None:
        if self.linked and os.path.getsize(source) > _LARGE:
            os.symlink(source, target)
        elif os.path.isfile(source):
            shutil.copyfile(source, target)


@contextlib.contextmanager
def places(tests: Iterable[str], *, linked: bool) -> Iterator[dict[str, Place]]:
    """Make a place for each test, by its ``grade_id``; `linked` is as for `Place`."""
    from chainrule.grading.sealed.inside import walls  # not on Windows, where this module is imported all the same

    root = os.path.realpath(tempfile.mkdtemp(prefix="chainrule-tests-"))
    try:
        yield {test: Place(Path(tempfile.mkdtemp(dir=root)), linked) for test in tests}
    finally:
        walls.remove(root)  # a test may have made very deep folders


def remove(names: Collection[str]) -> None:
    """Remove copies of files from the folder of `at`."""
    for name in names:
        Path(name).unlink(missing_ok=True)


def _is_in(module: object, folder: Path) -> bool:
    file = getattr(module, "__file__", None)
    return file is not None and Path(file).is_relative_to(folder)


def _folders(name: str) -> list[str]:
    return [folder.as_posix() for folder in PurePosixPath(name).parents]
