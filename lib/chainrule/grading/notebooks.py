"""The instructor's notebook of an assignment, as workers get it."""

import functools

import nbformat
from nbformat import NotebookNode

from chainrule.grading import cells
from chainrule.grading.course import Course, CourseError


def source_text(course: Course, assignment: str) -> str:
    """Return the text of the instructor's notebook, without outputs, which are not graded."""
    try:
        notebook = nbformat.read(course.source(assignment), as_version=4)
    except FileNotFoundError:
        message = f"{course.source(assignment)} is not built: run `chainrule build {assignment}` first."
        raise CourseError(message) from None
    text: str = nbformat.writes(cells.without_outputs(notebook))
    return text


@functools.lru_cache(maxsize=8)
def parsed(text: str) -> NotebookNode:
    """Return the parsed notebook, which must not be modified."""
    notebook: NotebookNode = nbformat.reads(text, as_version=4)
    return notebook
