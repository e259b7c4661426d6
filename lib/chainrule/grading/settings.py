"""What nbgrader and test cells need of a course: its settings, its trusted answers, programs on the path."""

import contextlib
import importlib.util
import os
import sys
import sysconfig
from collections.abc import Iterator
from typing import Any

from nbgrader.coursedir import CourseDirectory
from traitlets import TraitError
from traitlets.config import Config

from chainrule.grading.course import CONFIG, Course, CourseError
from chainrule.grading.limits import Limits


def course_directory(course: Course, **traits: Any) -> CourseDirectory:
    """Return nbgrader's object for a course, with the course's settings.

    Raises
    ------
    CourseError
        If a setting has the wrong type.
    """
    config = course.settings()
    try:
        return CourseDirectory(config=config, root=str(course.root), **traits)
    except TraitError as error:
        raise CourseError(f"{CONFIG}: {error}") from error


def limits_of(config: Config) -> Limits:
    """Return the limits on a submission, with what a course's settings (``c.Examine``) say of them."""
    return Limits(follow_through=bool(config.Examine.get("follow_through", True)))


def offer_trusted(course: Course) -> None:
    """Let test cells import the course's own trusted answers, as ``trusted``, and nothing else of the course."""
    path = course.trusted / "__init__.py"
    if getattr(sys.modules.get("trusted"), "__file__", None) == str(path):
        return
    for name in [name for name in sys.modules if name.partition(".")[0] == "trusted"]:
        del sys.modules[name]
    spec = importlib.util.spec_from_file_location("trusted", path) if path.is_file() else None
    if spec is not None and spec.loader is not None:
        sys.modules["trusted"] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)


@contextlib.contextmanager
def alembic_on_path() -> Iterator[None]:
    """Let nbgrader find ``alembic``, which it starts by its bare name for a new gradebook, in any environment."""
    before = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before
