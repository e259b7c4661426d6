"""nbgrader's own idea of a course, and what it needs of the environment."""

import contextlib
import os
import sysconfig
from collections.abc import Iterator
from typing import Any

from nbgrader.coursedir import CourseDirectory
from traitlets import TraitError

from chainrule.grading.course import CONFIG, Course, CourseError


def course_directory(course: Course, **traits: Any) -> CourseDirectory:
    """Return nbgrader's object for a course, with the course's settings.

    Raises
    ------
    CourseError
        If a setting is of the wrong kind.
    """
    config = course.settings()
    try:
        return CourseDirectory(config=config, root=str(course.root), **traits)
    except TraitError as error:
        raise CourseError(f"{CONFIG}: {error}") from error


@contextlib.contextmanager
def alembic_on_path() -> Iterator[None]:
    """Let nbgrader, which starts ``alembic`` by its bare name for a new gradebook, find it in any environment."""
    before = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before
