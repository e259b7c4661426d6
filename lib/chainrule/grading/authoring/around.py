"""What a build adds to a notebook for the course that it is built in: what it needs of others, and the language.

So a text notebook never mentions another one, and holds in a course that leaves that out, or starts with this one.
"""

import re
from copy import deepcopy
from typing import Any

from nbformat import NotebookNode

from chainrule.grading import cells
from chainrule.grading.course import CONFIG, Course, CourseError
from chainrule.language import ENGLISH, languages, say, speaking, words

NEEDS = "needs"
"""The mark of a cell of prose that says what its notebook needs: assignments, and what of each."""

_NEEDED = words("**You need:** {list}.")
_USES = '\n\nfrom chainrule import language\n\nlanguage.use("{}")'
_USED = re.compile(r'\n\nfrom chainrule import language\n\nlanguage\.use\("\w+"\)\Z')


def are_needs(value: Any) -> bool:
    """Tell whether a mark maps assignments to what is needed of each."""
    return isinstance(value, dict) and bool(value) and all(isinstance(what, str) and what for what in value.values())


def language_of(course: Course) -> str:
    """Return the language of a course, ``c.Chainrule.language``.

    Raises
    ------
    CourseError
        If there is no catalogue for it.
    """
    chosen = course.settings().Chainrule.get("language", ENGLISH)
    if chosen not in languages():
        known = ", ".join(languages())
        raise CourseError(f"{CONFIG}: there is no language {chosen!r}; c.Chainrule.language is one of {known}.")
    return str(chosen)


def added(notebook: NotebookNode, course: Course, assignment: str) -> NotebookNode:
    """Return a copy of a parsed notebook with what the course adds.

    Below a cell that is marked with ``needs``, a line says what a student should know, and from which notebook of this
    course; what the course leaves out is needed all the same. If the course speaks another language than English, the
    first read-only cell says so to the checks.

    Raises
    ------
    CourseError
        If it needs an assignment that comes later in the course, or the language is unknown.
    """
    notebook = deepcopy(notebook)
    spoken = language_of(course)
    present = course.assignments()
    with speaking(spoken):
        for cell in notebook.cells:
            if needs := cell.metadata.get(NEEDS):
                late = [name for name in needs if name in present and present.index(name) >= present.index(assignment)]
                if late:
                    raise CourseError(f"{assignment} needs {late[0]}, which does not come before it: see its text.")
                known = [_need(course, what, name if name in present else None) for name, what in needs.items()]
                cell.source += "\n\n" + say(_NEEDED, list="; ".join(known))
                cell.id = cells.id_by_text("prose", cell.source)
    if spoken != ENGLISH:
        notebook.metadata[cells.LANGUAGE] = spoken
        for cell in [cell for cell in notebook.cells if cells.role(cell) == "given"][:1]:
            cell.source += _USES.format(spoken)
    return notebook


def removed(notebook: NotebookNode) -> None:
    """Take out of a built notebook, in place, what `added` put in."""
    with speaking(str(notebook.metadata.pop(cells.LANGUAGE, ENGLISH))):
        start = "\n\n" + say(_NEEDED).partition("{")[0]
    for cell in notebook.cells:
        if cell.metadata.get(NEEDS):
            cell.source = cell.source.rpartition(start)[0] or cell.source
            cell.id = cells.id_by_text("prose", cell.source)
        elif cells.role(cell) == "given":
            cell.source = _USED.sub("", cell.source)


def _need(course: Course, what: str, name: str | None) -> str:
    if name is None or (title := _title(course, name)) is None:
        return what
    return say("{what} (notebook *{title}*)", what=what, title=title)


def _title(course: Course, name: str) -> str | None:
    """Return the heading of an assignment's text, up to a colon."""
    text = course.text(name)
    lines = text.read_text(encoding="utf-8").splitlines() if text.is_file() else []
    headings = (line.removeprefix("# # ").partition(": ")[0].strip() for line in lines if line.startswith("# # "))
    return next(headings, None)
