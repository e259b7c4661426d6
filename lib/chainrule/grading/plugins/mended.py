"""What nbgrader has no setting for: `mend` is called by the course's configuration, in each process that reads it.

nbgrader's own reader of ``timestamp.txt`` stops at one that is no time, formgrader's list of a class included;
formgrader's pages show names, also those in their own addresses, as they are; nbgrader copies whatever lies beside
a student's notebook, through links, to where formgrader serves it as pages of its own; and it looks for notebooks in a
submission's folder only.
"""

import functools
import os
import stat
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import escape
from nbconvert.exporters import HTMLExporter
from nbgrader.converters import Autograde
from nbgrader.converters import base as converters
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import find_all_files

from chainrule.grading.course import Course
from chainrule.grading.plugins import autograde
from chainrule.grading.term import extras, incoming, submitted

_FORMGRADER = "nbgrader.server_extensions.formgrader"
_API, _PAGES, _HANDLERS = "nbgrader.apps.api", f"{_FORMGRADER}.formgrader", f"{_FORMGRADER}.handlers"
"""The modules of formgrader, which has loaded them when it reads the configuration."""

_NAMES = ("student", "last_name", "first_name")
"""What students, or an LMS, may have chosen."""


def mend() -> None:
    """Let nbgrader, in this process, read times and files as `chainrule grade` does, and formgrader escape them."""
    CourseDirectory.get_existing_timestamp = _time_in
    converters.find_all_files = _files_beside
    Autograde.init_notebooks = autograde.init_notebooks
    if api := sys.modules.get(_API):
        api.NbGraderAPI.get_submitted_timestamp = _time_of
    if pages := sys.modules.get(_PAGES):
        pages.Environment = functools.partial(Environment, autoescape=True)  # type: ignore[attr-defined]
        pages.HTMLExporter = _WithNames  # type: ignore[attr-defined]
    if handlers := sys.modules.get(_HANDLERS):
        handlers.SubmissionFilesHandler.set_extra_headers = _apart


def is_done() -> bool:
    """Return whether `mend` has been called in this process."""
    return CourseDirectory.get_existing_timestamp is _time_in


def _time_in(directory: CourseDirectory, folder: str) -> datetime | None:
    """Return when what is in a folder was handed in; say in one line what is wrong with its ``timestamp.txt``."""
    zone = directory.config.Exchange.get("timezone")
    try:
        when, problem = submitted.time_in(Path(folder), zone if isinstance(zone, str) else None)
    except OSError as error:
        when, problem = None, f"timestamp.txt: {error.strerror or error}"
    if problem:
        directory.log.warning(f"{folder}: {problem}")
    return when


def _time_of(api: Any, assignment: str, student: str) -> datetime | None:
    directory = api.coursedir
    return _time_in(directory, directory.format_path(directory.submitted_directory, student, assignment))


def _files_beside(folder: str, exclude: list[str]) -> list[str]:
    """Return the files that nbgrader copies along with notebooks: of a student's, those that grading takes.

    What is copied on to the pages of feedback are no links either, nor pipes or devices.
    """
    step, _, assignment = Path(os.path.abspath(folder)).parts[-3:]
    if step not in ("submitted", "autograded"):
        return list(find_all_files(folder, exclude))
    if step == "autograded":
        return [path for path in find_all_files(folder, exclude) if stat.S_ISREG(os.lstat(path).st_mode)]
    taken, _ = extras.read(Course.find(), assignment, Path(folder))
    names = [incoming.SECRET] if submitted.secret_in(Path(folder)) is not None else []
    return [os.path.join(folder, name) for name in (*taken, *names)]


class _WithNames(HTMLExporter):
    """Makes formgrader's page of a submission, with the student's names as text: its template escapes nothing."""

    def from_filename(self, filename: str, resources: dict[str, Any] | None = None, **options: Any) -> Any:
        """Convert a graded notebook."""
        names = {name: value for name in _NAMES if (value := (resources or {}).get(name))}
        escaped = {name: str(escape(value)) for name, value in names.items()}
        return super().from_filename(filename, {**(resources or {}), **escaped}, **options)


def _apart(handler: Any, path: str) -> None:
    """Let what a student handed in have no part of the page that it is opened from, if it is a page itself."""
    handler.set_header("Content-Security-Policy", "sandbox")
