"""The command ``chainrule``.

One small function per command. What a command needs is imported when it runs, so that
``chainrule --help`` is quick.
"""

import errno
from typing import Any

import click

from chainrule import __version__
from chainrule.grading.course import Course, CourseError


class _Failure(click.ClickException):
    """An error that the person at the terminal can act on: one line, exit status 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:
        click.echo(f"chainrule: {self.message}", file=file, err=file is None)


class _Commands(click.Group):
    """Commands whose foreseen errors end in one line instead of a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CourseError as error:
            raise _Failure(str(error)) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # `chainrule … | head`: click ends quietly
                raise
            raise _Failure(_explain(error)) from error


def _explain(error: OSError) -> str:
    """Return what the operating system refused, of which file, and what to do."""
    what = f"{error.filename}: {error.strerror}." if error.filename else f"{error.strerror or error}."
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return f"{what} Check who may write there."
    return what


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="chainrule")
def main() -> None:
    """Release, grade and report assignments. Run it in the course directory, beside nbgrader_config.py."""


@main.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT…]")
@click.option("--no-run", is_flag=True, help="Do not execute the cells; the notebooks get no outputs.")
def build(assignments: tuple[str, ...], no_run: bool) -> None:
    """Build the instructor's notebooks from the text (default: all)."""
    course = Course.find()
    names = course.assignments(assignments)
    from chainrule.grading import source

    for name in names:
        path = source.build(course, name, run=not no_run)
        click.echo(path.relative_to(course.root))


@main.command()
@click.argument("assignments", nargs=-1, metavar="[ASSIGNMENT…]")
def release(assignments: tuple[str, ...]) -> None:
    """Make the notebooks that students get, without solutions and hidden tests (default: all)."""
    course = Course.find()
    names = course.assignments(assignments)
    from chainrule.grading import release as releasing

    for name in names:
        path = releasing.release(course, name)
        click.echo(path.relative_to(course.root))
