"""What nbgrader and test cells need of a course: its settings, its trusted answers, programs on the path."""

import contextlib
import importlib.util
import os
import re
import sys
import sysconfig
from collections.abc import Iterator
from typing import Any

from nbgrader.coursedir import CourseDirectory
from traitlets import TraitError
from traitlets.config import Config

from chainrule import mistakes
from chainrule.grading.course import CONFIG, Course, CourseError
from chainrule.grading.limits import Limits
from chainrule.mistakes import Mistake


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
    """Return the limits on a submission, with what a course's settings (``c.Examine``) say of them.

    Raises
    ------
    CourseError
        If a setting is of the wrong kind.
    """
    allowed = config.Examine.get("libraries")
    if allowed is not None and not (
        isinstance(allowed, list | tuple | set)
        and all(isinstance(name, str) and name.isidentifier() for name in allowed)
    ):
        example = 'c.Examine.libraries = ["numpy", "math"]'
        raise CourseError(f"{CONFIG}: c.Examine.libraries is a list of names, such as {example}, not {allowed!r}.")
    follow_through = bool(config.Examine.get("follow_through", True))
    libraries = None if allowed is None else tuple(sorted(allowed))
    return Limits(follow_through=follow_through, libraries=libraries, readable=_readable(config))


def _readable(config: Config) -> tuple[str, ...]:
    named = config.Examine.get("readable", [])
    paths = [os.path.expanduser(name) for name in named] if isinstance(named, list | tuple | set) else [""]
    if not all(map(os.path.isabs, paths)):
        example = 'c.Examine.readable = ["~/nltk_data"]'
        raise CourseError(f"{CONFIG}: c.Examine.readable is a list of whole paths, such as {example}, not {named!r}.")
    return tuple(sorted(paths))


def offer_trusted(course: Course) -> None:
    """Let test cells import the course's own trusted answers, as ``trusted``, and nothing else of the course.

    All of their modules are loaded here: tests can read none. Checks then name the course's own mistakes, too.

    Raises
    ------
    CourseError
        If the course's own mistakes cannot be used.
    """
    path = course.trusted / "__init__.py"
    if getattr(sys.modules.get("trusted"), "__file__", None) == str(path):
        return
    for name in [name for name in sys.modules if name.partition(".")[0] == "trusted"]:
        del sys.modules[name]
    spec = importlib.util.spec_from_file_location("trusted", path) if path.is_file() else None
    if spec is not None and spec.loader is not None:
        sys.modules["trusted"] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for found in sorted(course.trusted.rglob("[!_]*.py")):
            with contextlib.suppress(Exception):  # a test that needs it will say so
                importlib.import_module(".".join(found.relative_to(course.root).with_suffix("").parts))
    mistakes.use(_own_mistakes(course) if spec else ())


def _own_mistakes(course: Course) -> tuple[Mistake, ...]:
    """Return the ``ENTRIES`` of ``trusted/mistakes.py``."""
    path = course.trusted / "mistakes.py"
    if not path.is_file():
        return ()
    shown = path.relative_to(course.root)
    try:
        entries = tuple(importlib.import_module("trusted.mistakes").ENTRIES)
    except Exception as error:
        raise CourseError(f"{shown}: {type(error).__name__}: {error}") from error
    for entry in entries:
        if not isinstance(entry, Mistake):
            raise CourseError(f"{shown}: ENTRIES holds {entry!r}, which is not a chainrule.mistakes.Mistake.")
        if entry.name in mistakes.NAMES or not re.fullmatch(r"[a-z][a-z0-9-]*", entry.name):
            raise CourseError(f"{shown}: {entry.name!r} is taken, or not in small letters and hyphens: rename it.")
    return entries


def own_mistakes(course: Course) -> list[Mistake]:
    """Return the course's own mistakes, which its checks name beside the package's."""
    offer_trusted(course)
    return [mistake for mistake in mistakes.everything() if mistake.name not in mistakes.NAMES]


@contextlib.contextmanager
def alembic_on_path() -> Iterator[None]:
    """Let nbgrader find ``alembic``, which it starts by its bare name for a new gradebook, in any environment."""
    before = os.environ.get("PATH", os.defpath)
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before
