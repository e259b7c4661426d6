"""Returns feedback to students: through nbgrader's exchange, Moodle, Canvas, or as files in a folder."""

import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell
from nbgrader.auth import Authenticator
from nbgrader.exchange import ExchangeError, ExchangeFactory

from chainrule.grading import cells, harmless, lms
from chainrule.grading.course import Course, CourseError
from chainrule.grading.files import walk, write_atomically
from chainrule.grading.settings import course_directory
from chainrule.grading.submission import choosing
from chainrule.grading.term import incoming, pages, submitted
from chainrule.language import say, speaking

WAYS = ("exchange", "moodle", "canvas", "folder")

_MOODLE = re.compile(r".+?_\d+_assignsubmission_file")


@dataclass
class Returned:
    """Feedback on one assignment returned in one way.

    Parameters
    ----------
    assignment, way : str
        The assignment, and how its feedback is returned.
    where : Path or None
        The file to upload or the folder to hand out; None for the exchange, where it is already released.
    students : list of str
        The students whose feedback it is.
    """

    assignment: str
    way: str
    where: Path | None
    students: list[str] = field(default_factory=list)


class NotReleasedError(ExchangeError):
    """Pages of some students could not be released in the exchange; those of the others are."""


class _NoExchangeError(CourseError):
    """There is no exchange that can be used."""


_NAMED = 3


def by_secret(feedback: Path, assignment: str) -> dict[bytes, list[str]]:
    """Return whose folder of ``feedback/`` has which secret, which names the page in the exchange.

    Who knows it reads the page. Two have the same where somebody has copied a folder of ``submitted/``.
    """
    found: dict[bytes, list[str]] = {}
    for folder in sorted(feedback.glob(f"*/{assignment}")):
        if (secret := submitted.secret_in(folder)) is not None:
            found.setdefault(secret, []).append(folder.parent.name)
    return found


def why_not_exchange(folder: Path, known: dict[bytes, list[str]]) -> str | None:
    """Return why a folder of ``feedback/`` has no place in the exchange, for use in a sentence; None if it has.

    Parameters
    ----------
    folder : Path
        ``feedback/<student>/<assignment>``.
    known : dict
        What `by_secret` returns.
    """
    secret = submitted.secret_in(folder)
    if secret is None or not (folder / incoming.TIMESTAMP).is_file():
        return "did not hand in through the exchange"
    others = [student for student in known[secret] if student != folder.parent.name]
    if not others:
        return None
    return f"has the {incoming.SECRET} of {choosing.listed(others, _NAMED)}: copy notebooks, not folders, for a group"


def deliver(
    course: Course, assignment: str, students: list[str], way: str | None, output: Path
) -> tuple[list[Returned], list[str]]:
    """Return current pages to students.

    Parameters
    ----------
    course : Course
        The course directory, whose pages are up to date.
    assignment : str
        The assignment.
    students : list of str
        The students.
    way : str or None
        One of `WAYS`; None for the way each student submitted.
    output : Path
        The folder for archives and files.

    Returns
    -------
    returned : list of Returned
        One for each way used.
    left_out : list of str
        The students who cannot get feedback this way and why, one sentence each.

    Raises
    ------
    CourseError
        If all is to go through the exchange, and it cannot be used.
    """
    origins, secrets = _origins(course, assignment), by_secret(course.root / "feedback", assignment)
    ways = {student: way or _way(course, assignment, student, origins, secrets) for student in students}
    returned, left_out = [], []
    for each in WAYS:
        chosen = [student for student in students if ways[student] == each]
        if chosen:
            try:
                result, problems = _BY[each](course, assignment, chosen, origins, output)
            except _NoExchangeError as error:
                if way is not None:
                    raise
                left_out.append(_not_in_exchange(assignment, chosen, error))
                continue
            left_out += problems
            if result.students:
                returned.append(result)
    return returned, left_out


def _not_in_exchange(assignment: str, students: list[str], error: CourseError) -> str:
    """Return who is left out, and why: a student can hand in the file that is the sign of the exchange, too."""
    whose = f"{students[0]} has" if len(students) == 1 else f"{', '.join(students)} have"
    return (
        f"{whose} {incoming.SECRET} in submitted/…/{assignment}, as who hands in through the exchange. {error} "
        "If it was not through the exchange: delete that file and grade again, or use --to."
    )


def _way(
    course: Course, assignment: str, student: str, origins: dict[str, list[str]], secrets: dict[bytes, list[str]]
) -> str:
    """Return the way a student submitted."""
    if why_not_exchange(pages.page(course, assignment, student).parent, secrets) is None:
        return "exchange"
    if student in origins:
        return "moodle" if any(map(_MOODLE.match, origins[student])) else "canvas"
    return "folder"


def _origins(course: Course, assignment: str) -> dict[str, list[str]]:
    """Return by what files or folders the archives of an LMS know each student, those of the latest archive last.

    Students of one name or number are left out: no page goes to the other one. So are those whose name was somebody
    else's in an earlier archive, also if that is no longer there.
    """
    folder = course.root / "downloaded" / assignment
    known, archives = lms.recorded(folder)["people"], folder / "archive"
    outermost: list[str] = []
    for path in sorted(walk(archives), key=lambda path: path.lstat().st_mtime_ns):
        place = PurePosixPath(path.relative_to(archives))
        if path.suffix.lower() == ".zip" and _outermost(place) is None:  # not a student's, with names of their choice
            try:
                with zipfile.ZipFile(path) as archive:
                    names = archive.namelist()
            except (OSError, ValueError, zipfile.BadZipFile):
                continue  # nbgrader zip_collect has said so
        else:
            names = [str(place)] if path.is_file() else []
        outermost += filter(None, (_outermost(PurePosixPath(name)) for name in names))
    latest = list(dict.fromkeys(reversed(outermost)))[::-1]
    owners = {name: owner for name in latest if (owner := lms.owner_of(name)) and lms.is_certain(name, assignment)}
    students = lms.students(owners.values(), known)
    people: dict[str, set[str]] = {}
    found: dict[str, list[str]] = {}
    for name, owner in owners.items():
        if owner.lms == "moodle" and known.get(students[owner], owner.person) != owner.person:
            continue
        people.setdefault(students[owner], set()).add(owner.person)
        found.setdefault(students[owner], []).append(name)
    return {student: names for student, names in found.items() if len(people[student]) == 1}


def _outermost(path: PurePosixPath) -> str | None:
    """Return the outermost part of a path in an archive that says whose it is."""
    return next((part for part in path.parts if lms.owner_of(part) is not None), None)


# The ways -------------------------------------------------------------------------------------------

_Result = tuple[Returned, list[str]]


def _exchange(
    course: Course, assignment: str, students: list[str], origins: dict[str, list[str]], output: Path
) -> _Result:
    """Release pages in the exchange that is set up, nbgrader's own or another."""
    config = course.settings()
    factory = ExchangeFactory(config=config)
    result, problems = Returned(assignment, "exchange", None), []
    secrets = by_secret(course.root / "feedback", assignment)
    for student in students:
        if why := why_not_exchange(pages.page(course, assignment, student).parent, secrets):
            problems.append(f"{student} {why}.")
            continue
        directory = course_directory(course, assignment_id=assignment, student_id=student)
        release = factory.ReleaseFeedback(
            coursedir=directory, authenticator=Authenticator(config=config), config=config, log=_silent()
        )
        release.secrets = secrets
        try:
            release.start()
        except NotReleasedError as error:
            problems.append(str(error))
            continue
        except ExchangeError as error:
            advice = "Run `chainrule doctor` for details."
            raise _NoExchangeError(f"The exchange cannot be used: {error}. {advice}") from None
        result.students.append(student)
    return result, problems


def _silent() -> logging.Logger:
    return logging.Logger("chainrule.exchange", logging.CRITICAL + 1)


def _moodle(
    course: Course, assignment: str, students: list[str], origins: dict[str, list[str]], output: Path
) -> _Result:
    """Pack pages as Moodle takes them under *Upload multiple feedback files in a zip*.

    Moodle tells whose a file is from the folder's name: that of its own archive.
    """
    found = {student: [name for name in origins.get(student, []) if _MOODLE.match(name)] for student in students}
    problems = [f"{student} is in no archive of Moodle's." for student in students if not found[student]]

    def entries() -> Iterator[tuple[str, bytes]]:
        for student, names in found.items():
            if names:
                match = _MOODLE.match(names[-1])
                # A folder, or, as in archives without folders, a file named like one.
                rest = names[-1][match.end() :] if match else ""
                joint = "/" if rest in ("", "_") else "_"
                folder = names[-1] if joint == "/" else names[-1].removesuffix(rest)
                yield f"{folder}{joint}{assignment}.html", pages.page(course, assignment, student).read_bytes()

    return _packed(Returned(assignment, "moodle", output / f"{assignment}-moodle.zip"), found, entries()), problems


def _canvas(
    course: Course, assignment: str, students: list[str], origins: dict[str, list[str]], output: Path
) -> _Result:
    """Pack feedback as Canvas takes it under *Upload Submissions*.

    Canvas tells whose a file is from its name, that of its own archive, and shows it to the student under the name of
    what was handed in: so a notebook goes back for a notebook, and a zip for a zip.
    """
    found = {student: [name for name in origins.get(student, []) if not _MOODLE.match(name)] for student in students}
    chosen = {student: _like_the_page(names) for student, names in found.items()}
    problems = [f"{student} handed in no notebook or zip in Canvas." for student in students if not chosen[student]]

    def entries() -> Iterator[tuple[str, bytes]]:
        for student, name in chosen.items():
            if not name:
                continue
            if name.lower().endswith(".zip"):
                content = {f"{assignment}.html": pages.page(course, assignment, student).read_bytes()}
                yield name, _zip(content.items())
            else:
                yield name, _feedback_notebook(course, assignment, student)

    given = {student: [name] if name else [] for student, name in chosen.items()}
    return _packed(Returned(assignment, "canvas", output / f"{assignment}-canvas.zip"), given, entries()), problems


def _like_the_page(names: list[str]) -> str | None:
    for suffix in (".ipynb", ".zip"):
        fitting = [name for name in names if name.lower().endswith(suffix)]
        if fitting:
            return fitting[-1]
    return None


def _folder(
    course: Course, assignment: str, students: list[str], origins: dict[str, list[str]], output: Path
) -> _Result:
    """Put all pages into one folder, each named after its student."""
    folder = output / assignment
    folder.mkdir(parents=True, exist_ok=True)
    for student in students:
        write_atomically(folder / f"{student}.html", pages.page(course, assignment, student).read_bytes())
    return Returned(assignment, "folder", folder, list(students)), []


_BY: dict[str, Callable[[Course, str, list[str], dict[str, list[str]], Path], _Result]] = {
    "exchange": _exchange,
    "moodle": _moodle,
    "canvas": _canvas,
    "folder": _folder,
}


def _packed(result: Returned, found: dict[str, list[str]], entries: Iterator[tuple[str, bytes]]) -> Returned:
    result.students = [student for student, names in found.items() if names]
    if result.students and result.where is not None:
        result.where.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(result.where, _zip(entries))
    return result


def _zip(entries: Iterable[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            entry = zipfile.ZipInfo(name)  # of 1980: no clock in the bytes
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return buffer.getvalue()


def _feedback_notebook(course: Course, assignment: str, student: str) -> bytes:
    """Return the page as a notebook, with points at the top and each comment below its cell."""
    notebook = nbformat.reads(pages.notebook(course, assignment, student).decode(), as_version=4)
    notebook.metadata.pop("chainrule", None)
    with speaking(cells.language(notebook)):
        notebook.cells = list(_with_comments(notebook))
    written: str = nbformat.writes(notebook)
    return written.encode() + b"\n"


def _with_comments(notebook: NotebookNode) -> Iterator[NotebookNode]:
    yield new_markdown_cell(_points(notebook), id="points")
    for cell in notebook.cells:
        yield cell
        comment = cell.metadata.get("nbgrader", {}).get("comment")
        if comment:
            head = say("Comment on {answer}", answer=cells.grade_id(cell))
            text = harmless.without_tags(f"**{head}**: {comment}")
            yield new_markdown_cell(text, id=f"comment-{cells.grade_id(cell)}"[:64])


def _points(notebook: NotebookNode) -> str:
    """Return a table of what each answer earned, in Markdown."""
    marks: dict[str, list[NotebookNode]] = {}
    for cell in notebook.cells:
        if cells.role(cell) in ("test", "written"):
            marks.setdefault(cells.answer_of(cell.metadata.nbgrader.grade_id), []).append(cell.metadata.nbgrader)
    lines = [f"**{say('Feedback')}**", "", f"| {say('question')} | {say('points')} | {say('of')} |", "|---|---:|---:|"]
    for name, parts in marks.items():
        known = all(part.get("marked", True) for part in parts)
        points = f"{sum(part.score for part in parts):g}" if known else say("not marked yet")
        lines.append(f"| {name} | {points} | {sum(part.points for part in parts):g} |")
    return "\n".join(lines)
