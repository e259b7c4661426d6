"""The ``chainrule`` command.

There is one small function per command. Each imports what it needs when it runs, so that ``chainrule --help`` is fast.
"""

import contextlib
import errno
import io
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chainrule import __version__
from chainrule.grading import harmless
from chainrule.grading.course import Course, CourseError
from chainrule.grading.limits import ONE_THREAD, WALLS

if TYPE_CHECKING:
    from chainrule.grading.results import Submission
    from chainrule.grading.term.gradebook import Change
    from chainrule.grading.term.pages import Pages


_GIT_ADDRESS = "CHAINRULE_GIT_ADDRESS"


class _Failure(click.ClickException):
    """An error the user can act on: one line, exit status 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        _say(f"chainrule: {self.message}", file=file, err=file is None)


class _Commands(click.Group):
    """Commands that report expected errors in one line instead of a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)  # in the order of this file, which is that of a term

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CourseError as error:
            raise _Failure(str(error)) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # `chainrule … | head`: click ends quietly
                raise
            raise _Failure(_explain(error)) from error


def _say(line: object = "", *, file: Any = None, err: bool = False) -> None:
    """Print a line; names and messages in it may be students', and a terminal acts on some characters."""
    click.echo(harmless.text(str(line)), file=file, err=err)


def _explain(error: OSError) -> str:
    """Return what the operating system refused, for which file, and what to do about it."""
    what = f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror or error}."
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return f"{what} Check its permissions."
    return what


def _wall(command: Any) -> Any:
    """Add the options that select the wall around students' code."""
    how = "How to sandbox students' code [default: auto, the first of the next two that works here]."
    command = click.option("--no-sandbox", "wall", flag_value="none", help="Same as --wall none: trust the code.")(
        command
    )
    return click.option("--wall", type=click.Choice(WALLS), default=WALLS[0], help=how)(command)


def _known(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Return the assignments for shell completion; none outside a course."""
    try:
        return [name for name in Course.find().assignments() if name.startswith(incomplete)]
    except CourseError:
        return []


def _course() -> Course:
    """Return the course around here, whose files this process writes as its settings say."""
    course = Course.find()
    course.let_group_write()
    return course


_assignments = click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT…]", shell_complete=_known)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="chainrule")
def main() -> None:
    """Release, grade, return and report on assignments. Run it in the course directory, next to nbgrader_config.py.

    For everything else (collecting, formgrader, export), use nbgrader: see nbgrader --help.
    """
    os.environ.update(ONE_THREAD)
    for stream in (sys.stdout, sys.stderr):
        # Do not stop at a name that the terminal cannot display.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    # jsonschema, which nbformat loads, builds a grammar of web addresses if it finds this package: a third of the time
    # that a command takes to start. No notebook has such an address to check.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


@main.command()
@_assignments
@click.option("--no-run", is_flag=True, help="Do not execute the cells; the notebooks have no outputs.")
@click.option("--from-notebook", is_flag=True, help="First copy edits made in the notebook back into the text.")
@click.option(
    "--force", is_flag=True, help="Overwrite what was edited: the notebook, or with --from-notebook the text."
)
def build(assignments: tuple[str, ...], no_run: bool, from_notebook: bool, force: bool) -> None:
    """Build the instructor's notebooks from their text.

    Executes source/<assignment>/<assignment>.py and writes the .ipynb next to it (default: all assignments).
    """
    course = _course()
    names = course.assignments(assignments)
    from chainrule.grading.authoring import source

    for name in names:
        if from_notebook:
            _say(source.from_notebook(course, name, click.echo, force=force).relative_to(course.root))
        # What was in the notebook is in the text now.
        path = source.build(course, name, run=not no_run, force=force or from_notebook)
        _say(path.relative_to(course.root))


@main.command()
@_assignments
@click.option("--force", is_flag=True, help="Remove questions even if they were marked by hand, including the marks.")
def release(assignments: tuple[str, ...], force: bool) -> None:
    """Make the student notebooks, and a zip to hand out.

    Writes them to release/<assignment>/, without solutions and hidden tests (default: all assignments). The zip next
    to them contains these notebooks, a wheel of the package they import, and instructions.
    """
    course = _course()
    names = course.assignments(assignments)
    from chainrule.grading.authoring import bundle
    from chainrule.grading.authoring import release as releasing
    from chainrule.grading.settings import own_mistakes
    from chainrule.grading.term.gradebook import Grades

    for name in names:

        def change_questions(notebook: Any, name: str = name) -> None:
            if Grades.exists(course):
                with Grades(course) as grades:
                    for line in grades.change_questions(name, notebook, force=force):
                        _say(f"{name}: {line}")

        path = releasing.release(course, name, change_questions)
        _say(path.relative_to(course.root))
    own = own_mistakes(course)
    releasing.check_sentences(course, names, own)
    wheel = bundle.students_wheel(course.root / "release", own)
    _say(wheel.relative_to(course.root))
    _say(bundle.students_zip(course, names, wheel).relative_to(course.root))


@main.command()
@_assignments
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("site"),
    show_default=True,
    help="The folder for the site; an earlier site in it is replaced.",
)
@click.option(
    "--pyodide",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Put the Pyodide in this folder into the site, which then needs no other server.",
)
@click.option("--github", metavar="OWNER/NAME[@BRANCH]", help="The public repository for it: adds Colab and Binder.")
def site(assignments: tuple[str, ...], folder: Path, pyodide: Path | None, github: str | None) -> None:
    """Build a site in which released notebooks run in the browser.

    Students need nothing but the address. The site is a folder of files for GitHub Pages or any web server (default:
    all assignments). Their work stays in their browser; they download it to hand it in.
    """
    course = _course()
    names = course.assignments(assignments)
    from chainrule.grading.people import site as building

    repository = building.Repository.parse(github) if github else None
    built = building.build(course, names, folder, pyodide, repository)
    _say(f"{folder / 'index.html'}   the first page; put the whole folder on a web server")
    if not built.has_mnist:
        _say("MNIST is not on this machine, so the site has none of it. To have a slice: chainrule data mnist")


@main.command("collect-git")
@click.argument("assignment", shell_complete=_known)
@click.option(
    "--roster",
    type=click.Path(dir_okay=False, path_type=Path),
    default="roster.csv",
    show_default=True,
    help="CSV file with the columns id,repository.",
)
@click.option(
    "--address",
    metavar="URL",
    envvar=_GIT_ADDRESS,
    default="",
    help=f"What comes before each repository in the roster. With a password or token in it, give it as the environment "
    f"variable {_GIT_ADDRESS}: everybody on this machine can read a command line.",
)
@click.pass_context
def collect_git(context: click.Context, assignment: str, roster: Path, address: str) -> None:
    """Collect an assignment from students' git repositories.

    Takes the folder with the assignment's name from the last commit of each repository in the roster, and writes it
    into submitted/, in place of what is there. Nothing is checked out, and links are not followed.
    """
    course = _course()
    (name,) = course.assignments((assignment,))
    from chainrule.grading.term import repositories

    written = context.get_parameter_source("address") is click.core.ParameterSource.COMMANDLINE
    if written and repositories.without_login(address)[1]:
        _say(
            "chainrule: Everybody on this machine can read the password or token in --address while this runs: "
            f"give the address as the environment variable {_GIT_ADDRESS} instead.",
            err=True,
        )
    students = repositories.read_roster(roster)
    collected = repositories.collect(course, name, students, address, click.echo)
    _say(f"{name}: {len(collected)} of {len(students)} collected")


@main.command()
@_assignments
@click.option("--student", "students", multiple=True, metavar="ID", help="Only this student (may be repeated).")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Number of processes [default: one per core, as far as memory goes].",
)
@click.option("--scheduler", metavar="ADDRESS", help="Grade on the Dask cluster with this scheduler (tcp://HOST:8786).")
@click.option("--force", is_flag=True, help="Regrade unchanged submissions, too.")
@_wall
@click.option(
    "--follow-through/--no-follow-through",
    default=None,
    help="Whether an answer may use the trusted one in the place of an earlier one that failed "
    "[default: the course's setting, c.Examine.follow_through, or else yes].",
)
@click.option(
    "--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Also write the scores to this file."
)
def grade(
    assignments: tuple[str, ...],
    students: tuple[str, ...],
    jobs: int | None,
    scheduler: str | None,
    force: bool,
    wall: str,
    follow_through: bool | None,
    json_file: Path | None,
) -> None:
    """Grade submissions and record the scores in the gradebook.

    Graded notebooks go to autograded/ (default: all assignments and students). Submissions that have not changed since
    they were graded are skipped, so an interrupted run can simply be started again. Exits with status 1 if any
    submission could not be graded for reasons unrelated to its content.
    """
    if scheduler and jobs:
        raise click.UsageError("--jobs is for this machine; with --scheduler, the cluster has its own workers.")
    options = {"jobs": jobs, "scheduler": scheduler, "force": force, "wall": wall, "follow_through": follow_through}
    results, unchanged = _grade(assignments, students, options)
    if json_file:
        _write_json(json_file, {"submissions": [result.as_json() for result in results]})
    from chainrule.grading.people import terminal

    terminal.print_scores(results)
    if unchanged:
        _say(f"{unchanged} of them had not changed since they were last graded.")
    if wall == "none":
        _say("Graded without a wall around students' code, as the graded notebooks record.")
    for name in sorted(set(assignments) - {result.assignment for result in results}):
        _say(f"Nobody handed in {name}.")
    if any(result.status == "failed" for result in results):
        raise SystemExit(1)


def _grade(
    assignments: tuple[str, ...], students: tuple[str, ...], options: dict[str, Any]
) -> tuple[list["Submission"], int]:
    """Grade for a command; return the results, and how many had not changed since they were last graded."""
    course = Course.find()
    from dataclasses import replace

    from chainrule.grading.sealed import workers

    here = course.root, options["wall"]
    if not options.get("scheduler"):
        workers.warm_up(*here, workers.count(options["jobs"], course.count_submitted(assignments, students)))
    with workers.loading():
        course.let_group_write()  # the configuration imports much of nbgrader
        names = course.assignments(assignments)
        from chainrule.grading.people import terminal
        from chainrule.grading.settings import limits_of
        from chainrule.grading.term.grade import KEPT, grade_class
        from chainrule.grading.term.submitted import strays

    limits = limits_of(course.settings())
    follow_through = options.pop("follow_through", None)
    if follow_through is not None:
        limits = replace(limits, follow_through=follow_through)

    for path in strays(course):
        _say(f"Ignored: {path.relative_to(course.root)} is not in a folder submitted/<student>/<assignment>.")
    workers.hire(*here)
    try:
        with terminal.Ticker("Grading") as ticker:
            results = grade_class(course, names, students, progress=ticker, limits=limits, **options)
    except KeyboardInterrupt:
        _say(f"chainrule: stopped after {ticker.done} of {ticker.total} submissions. {KEPT}", err=True)
        raise SystemExit(130) from None
    return results, len(results) - ticker.total


@main.command()
@_assignments
@click.option("--student", "students", multiple=True, metavar="ID", help="Only this student (may be repeated).")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Number of processes [default: one per core, as far as memory goes].",
)
@click.option("--force", is_flag=True, help="Regrade unchanged submissions, too.")
@_wall
@click.option("--yes", is_flag=True, help="Write without asking.")
def regrade(
    assignments: tuple[str, ...], students: tuple[str, ...], jobs: int | None, force: bool, wall: str, yes: bool
) -> None:
    """Show whose scores would change, then ask whether to save them.

    Use it instead of chainrule grade after correcting tests, points or trusted answers. If no score changes, there is
    no question: the graded notebooks are saved, with today's messages.
    """
    from chainrule.grading.people import terminal

    def confirm(changes: list["Change"]) -> bool:
        if terminal.print_changes(changes):
            return yes or click.confirm("Write this into the gradebook?")
        return True

    options = {"jobs": jobs, "force": force, "wall": wall, "confirm": confirm}
    results, unchanged = _grade(assignments, students, options)
    if unchanged:
        _say(f"{unchanged} had not changed since they were last graded, nor had what they are graded with.")
    if any(result.status == "failed" for result in results):
        raise SystemExit(1)


@main.command()
@click.argument("assignment", shell_complete=_known)
@click.argument("student")
@click.option("--days", type=click.FloatRange(0, 3660), default=0.0, help="Number of days.")
@click.option("--hours", type=click.FloatRange(0, 24 * 3660), default=0.0, help="Number of hours.")
def extend(assignment: str, student: str, days: float, hours: float) -> None:
    """Grant a student an extension, before or after submission.

    It is counted from the due date. Late penalties are updated immediately.
    """
    course = _course()
    course.assignments((assignment,))
    if not days + hours > 0:  # NaN, too
        raise click.UsageError("Say how much: --days 3, or --hours 12.")
    from datetime import timedelta

    from chainrule.grading.term.gradebook import Grades
    from chainrule.grading.term.submitted import is_student

    if not is_student(student):
        raise CourseError(f"{student!r} is not a valid student ID, so nobody's.")
    with Grades(course) as grades:
        is_new = not grades.knows(student)
        due = grades.extend(assignment, student, timedelta(days=days, hours=hours))
        grades.refresh_penalties([assignment])
    _say(f"{student} has time until {due:%Y-%m-%d %H:%M} UTC for {assignment}.")
    if is_new:
        undo = f"nbgrader db student remove {student} --force"
        _say(f"{student} is new in the gradebook. If that is misspelt, run: {undo}")


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


@main.command()
@click.argument("assignment", shell_complete=_known)
@click.argument("question", required=False)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port for the page [default: any free port].")
@click.option("--no-browser", is_flag=True, help="Print the address only; do not open a browser.")
def mark(assignment: str, question: str | None, port: int, no_browser: bool) -> None:
    """Mark manually graded answers, one question at a time.

    Opens a page with all students' answers, without names, next to the marking scheme. Points and comments go straight
    into the gradebook. Stop with Ctrl-C.
    """
    course = _course()
    (name,) = course.assignments((assignment,))
    from chainrule.grading.people import marking, marking_server
    from chainrule.grading.term.gradebook import Grades

    with Grades(course) as grades, contextlib.ExitStack() as opened:
        desk = marking.Desk(course, grades, name)
        if question is not None and question not in desk.questions:
            raise CourseError(f"{name} has no written question {question!r}; available: {', '.join(desk.questions)}.")

        def ready(url: str) -> None:
            _say(f"Mark at {url} (Ctrl-C stops)")
            if not no_browser:
                try:
                    click.launch(opened.enter_context(marking_server.leading_to(url)).as_uri())
                except OSError as error:
                    _say(f"chainrule: Open it in a browser yourself: {error.filename}: {error.strerror}.", err=True)

        try:
            marking_server.serve(desk, question, port=port, ready=ready)
        except KeyboardInterrupt:
            _say()
        for one in desk.questions:
            done = desk.progress(one)
            _say(f"{one}: {done.marked} of {done.total} marked")


@main.command()
@_assignments
@click.option("--student", "students", multiple=True, metavar="ID", help="Only this student (may be repeated).")
@click.option(
    "--jobs", type=click.IntRange(min=1), help="Number of processes [default: one per core, as far as memory goes]."
)
@click.option("--force", is_flag=True, help="Rewrite pages that are up to date, too.")
def feedback(assignments: tuple[str, ...], students: tuple[str, ...], jobs: int | None, force: bool) -> None:
    """Write the feedback pages for students.

    Writes the same pages as nbgrader generate_feedback (default: for all students), but several at a time, and only
    those out of date because marks, points, comments, due dates or the submission have changed.
    """
    course = _course()
    names = course.assignments(assignments)
    from chainrule.grading.people import terminal
    from chainrule.grading.term import pages

    with terminal.Ticker("Feedback") as ticker:
        made = pages.write_feedback(course, names, students, jobs=jobs, force=force, progress=ticker)
    _tell_pages(made)
    _say(f"The pages are in {course.root / 'feedback'}.")
    _tell_handed_in_again(course, names, students)


def _tell_pages(made: "Pages") -> None:
    _say(f"{len(made.written)} pages written, {len(made.current)} were up to date.")


def _tell_handed_in_again(course: Course, names: list[str], students: tuple[str, ...]) -> set[tuple[str, str]]:
    """List and return students whose pages are not about their latest submission."""
    from chainrule.grading.term.grade import handed_in_again

    again = {(each.assignment, each.student) for each in handed_in_again(course, names, students)}
    for assignment in sorted({assignment for assignment, _ in again}):
        whose = ", ".join(sorted(student for one, student in again if one == assignment))
        _say(f"Latest submission not graded: {assignment} of {whose}. Run: chainrule grade {assignment}")
    return again


@main.command("return")
@_assignments
@click.option("--student", "students", multiple=True, metavar="ID", help="Only this student (may be repeated).")
@click.option(
    "--to",
    "way",
    type=click.Choice(["exchange", "moodle", "canvas", "folder"]),
    help="How to return it [default: the way each student submitted].",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default="returned",
    show_default=True,
    help="Directory for archives and pages.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Number of processes [default: one per core, as far as memory goes].",
)
def return_(
    assignments: tuple[str, ...], students: tuple[str, ...], way: str | None, output: Path, jobs: int | None
) -> None:
    """Return up-to-date feedback to students.

    Rewrites pages that are out of date, then releases them in nbgrader's exchange, packs them for upload to Moodle or
    Canvas, or puts them in a folder. Exits with status 1 if any student was left out.
    """
    course = _course()
    names = course.assignments(assignments)
    from chainrule.grading.people import terminal
    from chainrule.grading.term import pages, returning

    failed: pages.NotMadeError | None = None
    with terminal.Ticker("Feedback") as ticker:
        try:
            made = pages.write_feedback(course, names, students, jobs=jobs, progress=ticker)
        except pages.NotMadeError as error:
            made, failed = error.made, error
    _tell_pages(made)
    if failed is not None:
        _say(str(failed))
    again = _tell_handed_in_again(course, names, students)
    problems = len(again) + (failed is not None)
    for name in names:
        whose = [student for one, student in sorted(made.written + made.current) if one == name]
        whose = [student for student in whose if (name, student) not in again]
        returned, left_out = returning.deliver(course, name, whose, way, output)
        for each in returned:
            where = "released in the exchange" if each.where is None else str(each.where)
            _say(f"{name}: {len(each.students)} for {each.way}, {where}")
        for line in left_out:
            _say(f"{name}: left out: {line}")
        problems += len(left_out)
    if problems:
        raise SystemExit(1)


@main.command()
@_assignments
@click.option(
    "--corpus",
    type=click.Path(file_okay=False, path_type=Path),
    help="Directory of answers [default: the one next to each assignment].",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Number of processes [default: one per core, as far as memory goes].",
)
@_wall
@click.option(
    "--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), help="Also write the results to this file."
)
def verify(
    assignments: tuple[str, ...], corpus: Path | None, jobs: int | None, wall: str, json_file: Path | None
) -> None:
    """Test the hidden tests with a corpus of answers.

    They must reject all wrong answers and accept all right ones (default: all assignments). ASSIGNMENT:ANSWER selects
    the answers to one question. For each question, degenerate answers (zeros, noise, an echo, a memory …) are generated
    as well, and must not earn any points. Exits with status 1 if any answer was judged wrongly.
    """
    course = _course()
    course.assignments(tuple(name.partition(":")[0] for name in assignments))
    names = list(assignments) or course.assignments()
    from chainrule.grading.people import terminal
    from chainrule.grading.term import verify as verifying

    with terminal.Ticker("Verifying") as ticker:
        verdicts = verifying.verify(
            course, names, corpus, jobs=jobs, wall=wall, degenerate=corpus is None, strangers=1, progress=ticker
        )
    if json_file:
        _write_json(json_file, {"results": [verdict.as_json() for verdict in verdicts]})
    terminal.print_verdicts(verdicts)
    if not all(verdict.as_expected for verdict in verdicts):
        raise SystemExit(1)


@main.command()
@_assignments
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default="report.html",
    show_default=True,
    help="File for the page.",
)
@click.option("--no-names", is_flag=True, help="Name nobody, so that the page can be shown to others.")
def report(assignments: tuple[str, ...], output: Path, no_names: bool) -> None:
    """Report on a class's results, on one page.

    Shows scores, difficulty and discrimination of questions, common mistakes, and submissions worth a look (default:
    all graded assignments).
    """
    course = _course()
    names = course.assignments(assignments)
    from chainrule.grading.people import report as reporting

    reports = reporting.collect(course, names)
    reporting.write(reports, output, names=not no_names)
    missing = sorted(set(assignments) - {one.assignment for one in reports})
    if missing:
        _say(f"No graded submissions yet: {', '.join(missing)}.")
    _say(output)


@main.command()
@click.argument("assignment", shell_complete=_known)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File for the zip [default: ASSIGNMENT-gradescope.zip].",
)
@click.option(
    "--details",
    is_flag=True,
    help="Tell students all that the feedback page says of hidden tests; with many attempts, they learn their numbers.",
)
def gradescope(assignment: str, output: Path | None, details: bool) -> None:
    """Write an autograder zip for Gradescope.

    It contains the hidden tests and the trusted answers: upload it to Gradescope, and do not give it to students.
    """
    course = _course()
    course.assignments((assignment,))
    from chainrule.grading.term import gradescope as zipping

    _say(zipping.write_zip(course, assignment, output or Path(f"{assignment}-gradescope.zip"), details=details))


@main.command()
@click.argument("assignment", shell_complete=_known)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    default="similar.html",
    show_default=True,
    help="File for the page.",
)
def similar(assignment: str, output: Path) -> None:
    """Show which submissions are similar, for a person to review.

    Names, layout and comments do not count, nor does what the release gave or what many write. The page says what it
    means, and what it does not.
    """
    course = _course()
    (name,) = course.assignments((assignment,))
    from chainrule.grading.people import similarity

    pairs = similarity.find(course, name)
    similarity.write(course, name, pairs, output)
    _say(f"{output}: {len(pairs)} pairs of students with answers to read side by side.")


@main.command()
@_assignments
@_wall
def lint(assignments: tuple[str, ...], wall: str) -> None:
    """Say which tests can be sealed, and how to rewrite the others.

    Each test runs with the instructor's own answers (default: all assignments). Exits with status 1 if any test is not
    sealed: tests of other courses, see docs/own-course.md, and any that the own answers pass only in one process.
    """
    course = _course()
    names = course.assignments(assignments)
    from chainrule.grading.people import linting
    from chainrule.grading.settings import limits_of

    all_sealed = True
    for found in linting.lint(course, names, wall, limits_of(course.settings())):
        all_sealed = all_sealed and not found.trusting and not found.broken
        _say("\n".join(found.lines()))
    if not all_sealed:
        raise SystemExit(1)


@main.command()
@click.argument("directory", type=click.Path(file_okay=False, path_type=Path))
@_assignments
def new(directory: Path, assignments: tuple[str, ...]) -> None:
    """Make a course directory of your own.

    With these assignments (default: all), settings, the students' guide, a .gitignore that keeps names and grades out
    of git, and a place for your own trusted answers; this package stays beside it.
    """
    project = Course.find()
    names = project.assignments(assignments)
    from chainrule.grading.authoring.starting import new_course

    made = new_course(project, directory, names)
    _say(f"{made.root}: {', '.join(names)}. Go on there: cd {directory} && chainrule release")


@main.command()
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path), required=False)
def archive(target: Path | None) -> None:
    """Pack the course and all that it holds.

    With what students handed in and were given. Into archive/<date>.tar.gz, unless you name a file.
    """
    course = _course()
    _say(_archive(course, target))


def _archive(course: Course, target: Path | None) -> Path:
    from datetime import datetime

    from chainrule.grading.term import years

    target = target or course.root / "archive" / f"{datetime.now():%Y-%m-%d-%H%M%S}.tar.gz"
    return years.archive(course, target, click.echo)


@main.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(source: Path) -> None:
    """Bring back what chainrule archive packed.

    Submissions, feedback and gradebook, into a course that has none of its own.
    """
    course = _course()
    from chainrule.grading.term import years

    _say(f"Back in {course.root}: {', '.join(years.restore(course, source)) or 'nothing, it was empty'}.")


@main.group()
def term() -> None:
    """Begin a term."""


@term.command("new")
@click.option("--yes", is_flag=True, help="Do not ask.")
def term_new(yes: bool) -> None:
    """Archive the last term, and empty the course for the next.

    Submissions, feedback, archives of an LMS and the gradebook go; assignments and settings stay.
    """
    course = _course()
    from chainrule.grading.term import years

    years.check_own(course)
    question = f"Archive and then remove all submissions, feedback and grades in {course.root}?"
    if not yes and not click.confirm(question):
        return
    _say(f"The last term is in {_archive(course, None)}.")
    _say(f"Gone: {', '.join(years.new(course)) or 'nothing'}. Begin with: chainrule release")
    _say("What is in nbgrader's exchange stays there: nbgrader list --inbound --remove")


@main.command()
@click.argument("dataset", type=click.Choice(["mnist"]))
def data(dataset: str) -> None:
    """Download a data set and verify its checksums.

    Files already on this machine are not downloaded again.
    """
    from chainrule import datasets

    try:
        images = datasets.mnist()
    except datasets.DataError as error:
        raise CourseError(str(error)) from error
    _say(f"MNIST is in {datasets.mnist_folder()}: {len(images.X_train):,} and {len(images.X_test):,} images")


@main.command()
def doctor() -> None:
    """Check what this machine lacks, and how to get it.

    Exits with status 1 if anything required for grading or teaching is missing.
    """
    from chainrule.grading.people import doctor as examining

    signs = {"fine": "✓", "optional": "–", "missing": "✗"}
    lacking = False
    for finding in examining.examine(Path.cwd()):
        _say(f"{signs[finding.state]} {finding.about}: {finding.text}")
        lacking |= finding.state == "missing"
    if lacking:
        raise SystemExit(1)


@main.command()
@_assignments
@click.option(
    "--dir",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default="demo",
    show_default=True,
    help="Directory for the course.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Number of processes [default: one per core, as far as memory goes].",
)
@_wall
def demo(assignments: tuple[str, ...], folder: Path, jobs: int | None, wall: str) -> None:
    """Show everything with a class of simulated students.

    Releases, submits, grades and returns a course in a separate directory (default: all assignments).
    """
    project = Course.find()
    names = project.assignments(assignments)
    from chainrule.grading.sealed import workers

    if jobs != 1:
        workers.start()
    from chainrule.grading.people import demo as class_
    from chainrule.grading.people import terminal

    lacking = class_.without_mnist(project, names)
    course = class_.set_up(project, names, folder, click.echo)
    with terminal.Ticker("Grading") as ticker:
        results = class_.grade(course, names, jobs, wall, ticker)
    _say("Writing feedback and the class report")
    feedback, page = class_.write_pages(course, names, jobs)
    _say("\nThe class:")
    for student in class_.STUDENTS:
        _say(f"  {student.name:6} {student.story}")
    _say()
    terminal.print_scores(results)
    shown = Path(class_.STUDENTS[3].name, names[0], names[0])
    _say("\nLook at")
    _say(f"  {page}   the class report for instructors")
    _say(f"  {feedback / shown}.html   the feedback a student gets")
    _say(f"  {course.root / 'autograded' / shown}.ipynb   the graded notebook, as graders see it")
    _say(f"  {course.root}   the course: cd there for nbgrader export, or jupyter lab with formgrader")
    if lacking:
        what = "MNIST could not be had: what needs it counts as not tested (chainrule data mnist)"
        _say(f"\nIn {', '.join(lacking)}, {what}")
    walls = sorted({result.wall for result in results if result.wall})
    _say(f"\nStudents' code ran behind the wall: {', '.join(walls)} (docs/security.md says what that promises)")
