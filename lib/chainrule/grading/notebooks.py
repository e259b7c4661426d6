"""The instructor's notebook of an assignment, as workers get it, and graded ones."""

import functools
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from chainrule.grading import cells, stock
from chainrule.grading.course import Course, CourseError


def source_text(course: Course, assignment: str, name: str | None = None) -> str:
    """Return the text of an instructor's notebook, without outputs, which are not graded.

    Parameters
    ----------
    course : Course
        The course directory.
    assignment : str
        The assignment.
    name : str, optional
        The notebook; by default the one named like its assignment.
    """
    path = course.source(assignment, name)
    try:
        notebook = stock.read(course, assignment, path) if course.stock else nbformat.read(path, as_version=4)
    except FileNotFoundError:
        if course.stock:
            named = "this command needs one notebook, named like its assignment; see docs/own-course.md"
            raise CourseError(f"There is no {path.relative_to(course.root)}: {named}.") from None
        raise CourseError(f"{path} is not built: run `chainrule build {assignment}` first.") from None
    text: str = nbformat.writes(cells.without_outputs(notebook))
    return text


@functools.lru_cache(maxsize=8)
def parsed(text: str) -> NotebookNode:
    """Return the parsed notebook, which must not be modified."""
    notebook: NotebookNode = nbformat.reads(text, as_version=4)
    return notebook


def graded_notebook(path: Path) -> NotebookNode | None:
    """Return a graded notebook; None if it is missing or damaged."""
    try:
        notebook: NotebookNode = nbformat.v4.reads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, nbformat.reader.NotJSONError):
        return None
    return notebook
