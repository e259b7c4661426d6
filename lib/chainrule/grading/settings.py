"""A course's settings for nbgrader."""

import contextlib
import os
import sysconfig
from collections.abc import Iterator

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from chainrule.grading.course import CONFIG, Course, CourseError


def load_config(course: Course) -> Config:
    """Return the settings of the course's ``nbgrader_config.py``.

    Raises
    ------
    CourseError
        If Python cannot run the file.
    """
    try:
        return PyFileConfigLoader(CONFIG, path=str(course.root)).load_config()
    except (SyntaxError, ImportError, NameError) as error:
        raise CourseError(f"{CONFIG}: {type(error).__name__}: {error}") from error


@contextlib.contextmanager
def alembic_on_path() -> Iterator[None]:
    """Let nbgrader, which starts ``alembic`` by its bare name for a new gradebook, find it in any environment."""
    before = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before
