"""What nbgrader has no setting for: `mend` is called by the course's configuration, in each process that reads it.

nbgrader's own reader of ``timestamp.txt`` stops at one that is no time, formgrader's list of a class included; and
formgrader's pages show names, also those in their own addresses, as they are.
"""

import functools
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment
from nbgrader.coursedir import CourseDirectory

from chainrule.grading.term import submitted

_API, _PAGES = "nbgrader.apps.api", "nbgrader.server_extensions.formgrader.formgrader"
"""The modules of formgrader, which has loaded them when it reads the configuration."""


def mend() -> None:
    """Let nbgrader, in this process, read times as `chainrule grade` does, and formgrader escape what it shows."""
    CourseDirectory.get_existing_timestamp = _time_in
    if api := sys.modules.get(_API):
        api.NbGraderAPI.get_submitted_timestamp = _time_of
    if pages := sys.modules.get(_PAGES):
        pages.Environment = functools.partial(Environment, autoescape=True)  # type: ignore[attr-defined]


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
