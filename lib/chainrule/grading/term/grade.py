"""Grades a class: many submissions at once, each as a pure function of its bytes.

Workers grade; only the caller reads ``submitted/`` and writes ``autograded/`` and the gradebook. Results do not depend
on the number of workers or the order. However a run ends, each submission is either graded and recorded or neither, and
the next run grades the rest.
"""

import contextlib
import errno
import functools
import hashlib
import json
import os
import platform
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import nbformat

import chainrule
from chainrule import __version__
from chainrule.grading import cells, harmless, individual, stock
from chainrule.grading.authoring.source import check_current
from chainrule.grading.course import Course, CourseError
from chainrule.grading.files import digest, make_folder, write_atomically
from chainrule.grading.limits import Limits
from chainrule.grading.notebooks import graded_notebook, parsed, source_text
from chainrule.grading.results import Answer, Submission, TestResult
from chainrule.grading.sealed import beside, walls, workers
from chainrule.grading.settings import offer_trusted
from chainrule.grading.submission import grade_one
from chainrule.grading.term import broken_tests, extras, incoming
from chainrule.grading.term.gradebook import Change, Grades, UnfitError
from chainrule.grading.term.submitted import ChangingError, Handed, find, secret_in, time_in, time_zone

Progress = Callable[[int, int], None]
"""Called with the number done and the total."""

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


_JUDGES = ("reference", "check", "gradcheck", "mistakes")
"""Modules that, like the notebook itself, affect the verdict on an answer."""

KEPT = "Results so far are kept; run the same command again for the rest."


def grade_class(
    course: Course,
    assignments: list[str],
    students: tuple[str, ...] = (),
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
    wall: str = walls.AUTO,
    limits: Limits = Limits(),  # noqa: B008
    progress: Progress = lambda done, total: None,
    confirm: Callable[[list[Change]], bool] | None = None,
) -> list[Submission]:
    """Grade submissions, and write ``autograded/`` and the gradebook.

    Parameters
    ----------
    course : Course
        The course directory.
    assignments : list of str
        The assignments; those without submissions are skipped.
    students : tuple of str
        The students; by default all.
    jobs : int, optional
        Number of processes; by default one per core, as far as memory goes. With 1, everything runs in this process.
    scheduler : str, optional
        The address of a Dask scheduler, whose workers grade instead of processes of this machine.
    force : bool
        Also grade submissions already graded with the same content, source and version.
    wall : str
        The wall around students' code: one of `limits.WALLS`.
    limits : Limits
        What each submission may use.
    progress : callable
        Called at the start and after each submission; unchanged submissions are not counted.
    confirm : callable, optional
        Called with the pending changes, if anything was graded, before any of it is written; returns whether to write.

    Returns
    -------
    list of Submission
        One for each submission, graded or not.

    Raises
    ------
    CourseError
        If a student or assignment is unknown, the assignment is not released or its text is newer than its notebook,
        the gradebook cannot be used, the disk is full, another process grades this course, there is no sandbox, or
        the scheduler does not answer. What was recorded until then stays.
    """
    handed = find(course, assignments, students)
    sources = sources_of(course, handed)
    trusted = judges(course)
    with alone(course), Grades(course) as grades:
        grades.check_writable()
        for (assignment, notebook), text in sources.items():
            grades.check(assignment, parsed(text), notebook)
        before = {} if force else _graded_before(course, handed, sources, wall, limits, grades)
        todo = [each for each in handed if each not in before]
        for each in before:
            _carry_secret(course, each)
        done: list[Submission] = []
        finished: list[Finished] = []
        progress(0, len(todo))

        def add(result: Submission) -> None:
            done.append(result)
            progress(len(done), len(todo))

        def calls() -> Iterator[Call]:
            for each in todo:
                try:
                    yield prepare(course, each, sources[each.assignment, each.notebook], wall, limits, trusted)
                except CourseError:
                    raise
                except Exception as error:  # noqa: BLE001 - whatever is in one student's folder, the others are graded
                    add(_failed(each, sources[each.assignment, each.notebook], error))

        def write() -> None:
            for result in _keep(course, grades, finished):
                add(result)
            finished.clear()

        idle = (lambda: None) if confirm else write
        graded = workers.results(_work, calls(), workers.count(jobs, len(todo)), scheduler, idle)
        with contextlib.closing(graded):
            for call, future in graded:
                try:
                    text, result = future.result()
                except CourseError:
                    raise
                except Exception as error:  # noqa: BLE001 - whatever it is, the others are graded
                    add(_failed(call.handed, call.source, error))
                else:
                    finished.append(Finished(call, text, result))
                    if confirm:
                        add(result)
        named = [one for one in finished if one.call.handed.has_name]
        if named and confirm and confirm([_tell(course, grades, one, keep=False) for one in named]):
            kept = {(result.student, result.shown): result for result in _keep(course, grades, finished)}
            done = [kept.get((result.student, result.shown), result) for result in done]
        grades.refresh_penalties({assignment for assignment, _ in sources})
    return sorted([*before.values(), *done], key=lambda result: (result.assignment, result.student, result.notebook))


def sources_of(course: Course, handed: list[Handed]) -> dict[tuple[str, str], str]:
    """Return the text of the instructor's notebooks for the submissions, by assignment and notebook.

    Raises
    ------
    CourseError
        If one is not built from its current text.
    """
    names = dict.fromkeys((each.assignment, each.notebook) for each in handed)
    for assignment, _ in names if not course.stock else ():
        check_current(course, assignment)
    return {name: source_text(course, *name) for name in names}


def handed_in_again(course: Course, assignments: list[str], students: tuple[str, ...] = ()) -> list[Handed]:
    """Return submissions that are new or changed since they were graded, or were never graded."""
    try:
        handed = find(course, assignments, students)
    except CourseError:
        return []  # a student without a folder in submitted/, and a term of which no folder is left, hand nothing in
    found = []
    for each in handed:
        graded = graded_notebook(course.autograded(each.student, each.assignment, each.notebook))
        record = {} if graded is None else graded.metadata.get("chainrule", {})
        call = prepare(course, each, "", trusted="")
        if each.has_name and record.get("fingerprint", "").partition("-")[0] != call.fingerprint.partition("-")[0]:
            found.append(each)
    return found


def judges(course: Course) -> str:
    """Return a hash of the trusted answers, checks and mistakes that verdicts depend on."""
    return hashlib.sha256(f"{_our_judges()} {_code([course.trusted])}".encode()).hexdigest()


@functools.cache
def _our_judges() -> str:
    """Return a hash of those in this package: of what this process has imported, even if the files change later."""
    package = Path(chainrule.__file__).parent
    return _code([package / name for name in _JUDGES])


def _code(roots: list[Path]) -> str:
    """Return a hash of modules and of all that is in packages."""
    paths = [path for root in roots for path in (root.with_suffix(".py"), *root.rglob("*.py")) if path.is_file()]
    return digest(sorted(paths))


def prepare(
    course: Course,
    handed: Handed,
    source: str,
    wall: str = walls.AUTO,
    limits: Limits = Limits(),  # noqa: B008
    trusted: str | None = None,
) -> "Call":
    """Return everything needed to grade a submission; `source` is the text of the instructor's notebook.

    `trusted` is the result of `judges`, if it is already known.

    Raises
    ------
    OSError
        If a file keeps changing while it is read, or the disk fails.
    """
    when, problem = time_in(handed.folder, time_zone(course))
    files, left_out = extras.read(course, handed.assignment, handed.path.parent)
    notes = [note for note in (handed.note, problem, left_out) if note]
    return Call(
        course.root,
        handed,
        source,
        handed.read(),
        when,
        " ".join(notes) or None,
        wall,
        limits,
        __version__,
        judges(course) if trusted is None else trusted,
        individual.seed_of(course, handed.assignment, handed.student, source),
        files,
    )


# Before and after the work --------------------------------------------------------------------------


@contextlib.contextmanager
def alone(course: Course) -> Iterator[None]:
    """Keep other processes from grading the course. The kernel releases the lock however this process ends."""
    from filelock import FileLock, Timeout  # not before workers are hired: it has work to do at each fork

    folder = course.root / ".chainrule"
    make_folder(folder)
    grader = folder / "grader.txt"
    try:
        lock = FileLock(folder / "grading.lock").acquire(timeout=0)
    except Timeout:
        who = grader.read_text(encoding="utf-8") if grader.is_file() else "just started"
        message = f"Another process ({who}) is grading {course.root}: wait for it or stop it."
        raise CourseError(message) from None
    with lock:
        grader.write_text(f"{os.getpid()} on {platform.node()}", encoding="utf-8")
        yield


def _graded_before(
    course: Course, handed: list[Handed], sources: dict[tuple[str, str], str], wall: str, limits: Limits, grades: Grades
) -> dict[Handed, Submission]:
    """Return the results of earlier runs where nothing has changed since."""
    recorded = {name: grades.recorded(*name) for name in sources}
    trusted = judges(course)
    before = {}
    for each in handed:
        name = each.assignment, each.notebook
        scores = recorded[name].get(each.student)
        if not each.has_name or scores is None:
            continue
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            text = course.autograded(each.student, *name).read_text(encoding="utf-8")
            record = json.loads(text)["metadata"]["chainrule"]
            fingerprint = prepare(course, each, sources[name], limits=limits, trusted=trusted).fingerprint
            done = Submission.from_json(record["submission"])
            same = record["fingerprint"] == fingerprint and (done.wall in (*walls.TRIED, wall) or wall == "none")
            # A gradebook that was brought back from a backup may know other scores.
            if same and all(scores[test.grade_id] == test.score for answer in done.answers for test in answer.tests):
                before[each] = broken_tests.restored(course, done)
    return before


@dataclass(frozen=True)
class Finished:
    """What a worker made of a submission: the text of the graded notebook, and the scores."""

    call: "Call"
    text: str
    result: Submission

    def target(self, course: Course) -> Path:
        """Return where the graded notebook belongs."""
        handed = self.call.handed
        return course.autograded(handed.student, handed.assignment, handed.notebook)

    def draft(self, course: Course) -> Path:
        """Return where it lies until the gradebook is written."""
        target = self.target(course)
        return target.with_name(f".{target.name}.draft")


def _keep(course: Course, grades: Grades, finished: list[Finished]) -> list[Submission]:
    """Write results, those for the gradebook in one transaction; return them, or the rows of those that failed.

    Notebooks are put in place last: if interrupted before, submissions are graded again.
    """
    results = [one.result for one in finished]

    def each(step: Callable[[Course, Grades, Finished], None]) -> None:
        for index, one in enumerate(finished):
            if results[index].status == "failed" or not one.call.handed.has_name:
                continue
            try:
                step(course, grades, one)
            except UnfitError as error:
                results[index] = _failed(one.call.handed, one.call.source, error)
            except CourseError:
                raise
            except Exception as error:
                if isinstance(error, OSError) and error.errno in _NO_ROOM:
                    raise CourseError(f"{one.target(course)}: {error.strerror}. {KEPT}") from error
                results[index] = _failed(one.call.handed, one.call.source, error)

    try:
        if finished:
            with grades.together():
                each(_record)
        each(_put_in_place)
    finally:
        for one in finished:
            with contextlib.suppress(OSError):
                one.draft(course).unlink(missing_ok=True)
    return results


def _record(course: Course, grades: Grades, one: Finished) -> None:
    """Write everything but the notebook, which becomes a draft."""
    handed, when, target = one.call.handed, one.call.handed_in, one.target(course)
    make_folder(target.parent)
    one.draft(course).write_text(one.text, encoding="utf-8", newline="\n")
    put_time(target.parent, when)
    _carry_secret(course, handed)
    _tell(course, grades, one)


def put_time(folder: Path, when: datetime | None) -> None:
    """Write when a submission was handed in to the folder of the graded one, as nbgrader writes it.

    nbgrader compares the two to find out what was handed in again, and its other steps have to be able to read it.
    """
    _put(folder / "timestamp.txt", None if when is None else f"{when:%Y-%m-%d %H:%M:%S.%f} UTC".encode())


def _put_in_place(course: Course, _: Grades, one: Finished) -> None:
    broken_tests.keep(course, one.result)
    one.draft(course).replace(one.target(course))


def _tell(course: Course, grades: Grades, one: Finished, *, keep: bool = True) -> Change:
    """Tell the gradebook of a result; return what changes."""
    handed, result = one.call.handed, one.result
    comment = harmless.literal(result.reason or "") if result.status == "unreadable" else None
    before = graded_notebook(one.target(course))
    known = (handed.student, handed.assignment, nbformat.v4.reads(one.text), one.call.handed_in, comment, before)
    return grades.record(*known, name=handed.notebook, keep=keep)


def _carry_secret(course: Course, handed: Handed) -> None:
    """Carry over the secret that names a student's feedback in the exchange, if there is one."""
    target = course.autograded(handed.student, handed.assignment)
    secret = secret_in(handed.folder)
    if target.parent.is_dir():
        _put(target.with_name(incoming.SECRET), secret)


def _put(path: Path, content: bytes | None) -> None:
    """Write a file if its content differs; remove it if the content is None."""
    if content is None:
        path.unlink(missing_ok=True)
    elif not path.is_file() or path.read_bytes() != content:
        write_atomically(path, content)


def _failed(handed: Handed, source: str, error: BaseException) -> Submission:
    """Return the row of a submission that could not be graded for reasons unrelated to its content."""
    if isinstance(error, BrokenExecutor):
        what = "the grading process died"
    elif isinstance(error, OSError) and error.filename is not None:
        what = f"{error.filename}: {error.strerror}"
    else:
        what = str(error) if isinstance(error, ChangingError | UnfitError) else f"{type(error).__name__}: {error}"
    reason = f"Not graded: {harmless.line(what)}."
    tests: dict[str, list[TestResult]] = {}
    for cell in parsed(source).cells:
        if cells.role(cell) == "test":
            name = str(cells.grade_id(cell))
            tests.setdefault(cells.answer_of(name), []).append(TestResult(name, cells.points(cell), "failed", reason))
    answers = [Answer(name, results) for name, results in tests.items()]
    return Submission(handed.student, handed.assignment, "failed", reason, 0.0, answers, notebook=handed.notebook)


# The work -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Call:
    """Everything a worker needs for one submission."""

    root: Path
    handed: Handed
    source: str
    submitted: bytes | str | None
    handed_in: datetime | None
    note: str | None
    wall: str
    limits: Limits
    version: str
    trusted: str
    seed: int = 0
    beside: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """A hash of everything the result depends on, except the sandbox.

        The part before the hyphen stands for the submission, the part after it for what it is graded with.
        """
        content = self.submitted if isinstance(self.submitted, bytes) else repr(self.submitted).encode()
        handed = hashlib.sha256(content)
        handed.update(repr((self.note, self.handed_in)).encode())
        for name, content in self.beside.items():
            handed.update(repr((name, content)).encode())
        judged_by: tuple[object, ...] = (self.source, self.version, self.trusted, self.limits.follow_through)
        judged_by += (self.seed,) if self.seed else ()
        judged_by += (self.limits.libraries,) if self.limits.libraries is not None else ()
        judged_by += (self.limits.readable,) if self.limits.readable else ()
        graded_with = hashlib.sha256(repr(judged_by).encode())
        return f"{handed.hexdigest()}-{graded_with.hexdigest()}"


def _work(call: Call) -> tuple[str, Submission]:
    """Grade one submission in a worker; return the text of the graded notebook and the scores."""
    if call.version != __version__:
        here = f"A worker on {platform.node()} has chainrule {__version__}"
        raise CourseError(f"{here}, but {call.version} sends it work: install the same version.")
    if call.trusted != judges(Course(call.root)):
        raise CourseError(f"A worker on {platform.node()} has other trusted answers or checks: install the same.")
    handed, source, course = call.handed, parsed(call.source), Course(call.root)
    if not stock.has_files(course, handed.assignment, source):
        what = f"other files beside the notebooks of {handed.assignment}"
        raise CourseError(f"A worker on {platform.node()} has {what}: put the same into its {call.root}.")
    offer_trusted(course)
    files = beside.of(course, handed.assignment, source, call.beside)
    with workers.one_at_a_time, individual.using(call.seed):
        sandbox = workers.warm_sandbox(call.root, call.wall)
        graded, result = grade_one.grade(
            handed.student, handed.assignment, source, call.submitted, sandbox, call.note, call.limits, files
        )
    result = replace(result, notebook=handed.notebook)
    grade_one.stamp(graded, result, call.fingerprint)
    return nbformat.writes(graded) + "\n", result
