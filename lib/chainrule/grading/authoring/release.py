"""From the instructor's notebook to what students get: nbgrader's release, and a check that nothing leaks."""

import logging
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException

from chainrule.grading import regions
from chainrule.grading.authoring import source
from chainrule.grading.course import Course, CourseError
from chainrule.grading.settings import alembic_on_path, course_directory
from chainrule.mistakes import Mistake

_SHORT = 8  # a secret line of fewer characters, such as "else:", gives nothing away
_NEVER = re.compile(
    r"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)|chainrule\.(reference|grading)\b|\b(from|import) trusted\b"
)
_ERROR_LINE = re.compile(r"^[\w.]*(?:Error|Exception|Exit)\b.*", re.MULTILINE)


def release(course: Course, assignment: str, change_questions: Callable[[NotebookNode], object] | None = None) -> Path:
    """Make the student's version of an assignment, and enter its questions in nbgrader's gradebook.

    ``release/<assignment>/`` is replaced as a whole, and only by files that contain no line of a solution or hidden
    test. The same source gives the same bytes.

    Parameters
    ----------
    course : Course
        The course directory.
    assignment : str
        The name of the assignment.
    change_questions : callable, optional
        Called with the instructor's notebook once nothing speaks against its release, to prepare the gradebook:
        nbgrader refuses changed questions as soon as anything was handed in.

    Returns
    -------
    Path
        The student's notebook.

    Raises
    ------
    CourseError
        If the instructor's notebook is older than its text, if nbgrader refuses it, or if the result would give
        something away.
    """
    source.check_current(course, assignment)
    target = course.release(assignment)
    target.parent.parent.mkdir(exist_ok=True)
    drafts = course.root / ".chainrule"
    drafts.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=drafts, prefix="release-") as folder:
        draft = Path(folder) / assignment
        _convert(course, assignment, draft.parent, register=False)
        notebook = nbformat.read(course.source(assignment), as_version=4)
        leak = find_leak(notebook, draft)
        if leak:
            raise CourseError(f"{assignment} is not released: {leak}")
        if change_questions is not None:
            change_questions(notebook)
        # Only a notebook that may be released enters the gradebook: hence a second pass.
        _convert(course, assignment, draft.parent, register=True)
        _replace(target.parent, draft, Path(folder) / "old")
    return target


def find_leak(notebook: NotebookNode, folder: Path) -> str | None:
    """Return what a folder of files gives away of an instructor's notebook.

    Parameters
    ----------
    notebook : NotebookNode
        The instructor's notebook.
    folder : Path
        The files that students would get.

    Returns
    -------
    str or None
        The first line of a solution or hidden test in a file, or the first word that only instructors should read, and
        the file; None if there is neither.
    """
    visible: list[str] = []
    secret: set[str] = set()
    for cell in notebook.cells:
        open_lines, secret_lines = regions.split(cell.source)
        visible += open_lines
        secret.update(line.strip() for line in secret_lines)
    in_the_open = "\n".join(visible)
    secret = {line for line in secret if len(line) >= _SHORT and line not in in_the_open}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        text, name = _text(path), path.relative_to(folder)
        for line in sorted(secret):
            if line in text:
                return f"{name} contains a line of a solution or hidden test: {line}"
        if word := _NEVER.search(text):
            return f"{name} mentions {word.group()}, which is not for students."
    return None


def check_sentences(course: Course, assignments: Iterable[str], own: Iterable[Mistake]) -> None:
    """Check that the words of a course's own mistakes, which students read, contain no line of a solution or test.

    Raises
    ------
    CourseError
        If one does; the message says which.
    """
    with tempfile.TemporaryDirectory() as folder:
        for mistake in own:
            Path(folder, mistake.name).write_text(f"{mistake.says}\n{mistake.asks}", encoding="utf-8")
        for assignment in assignments:
            leak = find_leak(nbformat.read(course.source(assignment), as_version=4), Path(folder))
            if leak:
                raise CourseError(f"{assignment}: in trusted/mistakes.py, {leak}")


class _ErrorLog(logging.Handler):
    """Keeps what nbgrader logs about a failure: its exception only says that there was one."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += record.getMessage() + "\n"


def _convert(course: Course, assignment: str, into: Path, *, register: bool) -> None:
    """Run nbgrader's generate_assignment, writing below `into` instead of ``release/``."""
    config = course.settings()
    config.SaveCells.enabled = register
    errors = _ErrorLog()
    log = logging.Logger("chainrule.release")
    log.addHandler(errors)
    coursedir = course_directory(course, release_directory=str(into), assignment_id=assignment, notebook_id=assignment)
    converter = GenerateAssignment(coursedir, config=config, log=log, force=True, no_database=not register)
    try:
        with alembic_on_path():
            converter.start()
    except NbGraderException as error:
        reason = (_ERROR_LINE.findall(errors.text) or [str(error)])[-1]
        if reason.startswith("sqlalchemy."):
            reason = f"the gradebook {coursedir.db_url} cannot be used, {reason.partition(' ')[2]}"
            if "no such column" in reason or "UndefinedColumn" in reason:
                reason += ". An older nbgrader made it: keep a copy, and run `nbgrader db upgrade`."
        raise CourseError(f"{assignment} is not released: {reason}") from error


def _replace(target: Path, new: Path, old: Path) -> None:
    """Put the folder `new` in place of `target`, which becomes `old`."""
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise


def _text(path: Path) -> str:
    """Return the text of a file; for a notebook, its strings without JSON's escapes."""
    if path.suffix == ".ipynb":
        return "\n".join(_strings(nbformat.read(path, as_version=4)))
    return path.read_bytes().decode("utf-8", errors="ignore")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
