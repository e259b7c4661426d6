"""Right and wrong answers to every task, as text: what hidden tests are tested with.

A corpus lies beside its assignment, as ``source/<assignment>/corpus/<answer>.py``; one that is kept elsewhere is
``<folder>/<assignment>/<answer>.py``. What people wrote who saw only the released notebook lies apart, in a folder
``strangers`` there. Each file holds sections::

    # %% right: einsum | another way to write it
    def scores(W, X): ...
    # %% wrong: transposed | W is used as its transpose
    # expect: transposed
    def scores(W, X): ...

A section is the whole text of that one answer cell. The line ``# expect:`` names the mistake that the tests
should find: one name, several with commas between them, ``explained`` where they find no name, but say what is wrong,
or ``nothing`` where all that they say is that something is.
"""

import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from zlib import crc32

from nbformat import NotebookNode

from chainrule import mistakes
from chainrule.grading import cells, names
from chainrule.grading.course import Course, CourseError

_HEADER = re.compile(r"# %% (right|wrong): *([^|\n]*?) *\| *(\S.*?) *")
_EXPLAINED = "explained"
_EXPECT = re.compile(r"# expect: *(\S.*?) *")


@dataclass(frozen=True)
class Section:
    """One answer of a corpus.

    Parameters
    ----------
    assignment, answer : str
        To what.
    kind : {"right", "wrong"}
        What its tests should find it.
    name : str
        What to call it.
    says : str
        What is unusual or wrong about it.
    expect : tuple of str, or None
        The names of mistakes that the tests may recognise, one of them at least; empty where they should find no name.
        None without the line, where nothing is said of names.
    code : str
        The text of the answer cell.
    earns_nothing : bool
        Whether no test at all may give it points; any other wrong answer may be right in parts.
    explained : bool
        Whether the tests should say what is wrong without a name.
    """

    assignment: str
    answer: str
    kind: Literal["right", "wrong"]
    name: str
    says: str
    expect: tuple[str, ...] | None
    code: str
    earns_nothing: bool = False
    explained: bool = False


def read(course: Course, wanted: Iterable[str], folder: Path | None = None, *, strangers: int = 0) -> list[Section]:
    """Return the sections for some assignments or answers, in order of file and line.

    Parameters
    ----------
    course : Course
        The course directory.
    wanted : iterable of str
        Assignments, or single answers as ``assignment:answer``.
    folder : Path, optional
        A corpus that lies elsewhere than beside the assignments.
    strangers : int
        Also return one in so many of the strangers' answers, always the same ones; 0 for none.

    Raises
    ------
    CourseError
        If there is none, or a file is not as it should be; the message says where.
    """
    sections: list[Section] = []
    for name in wanted:
        assignment, _, answer = name.partition(":")
        place = folder / assignment if folder else course.corpus(assignment)
        paths = sorted(place.glob(f"{answer or '*'}.py"))
        if answer and not paths:
            raise CourseError(f"{place} contains no answers to {answer!r}.")
        for path in paths:
            sections += parse(path.read_text("utf-8"), path, assignment)
        for path in sorted((place / "strangers").glob(f"{answer or '*'}.py")) if strangers else []:
            of_strangers = parse(path.read_text("utf-8"), path, assignment)
            sections += [section for section in of_strangers if _draw(section) % strangers == 0]
    if not sections:
        raise CourseError(f"There is no corpus for {', '.join(wanted)}: no {folder or 'source'}/<assignment>/… .py.")
    return sections


def _draw(section: Section) -> int:
    """Return a number that is the section's own, whatever else is in the corpus."""
    return crc32(f"{section.answer} {section.kind} {section.name}".encode())


def parse(text: str, path: Path, assignment: str) -> list[Section]:
    r"""Return the sections of one file, which is named after the answer.

    Raises
    ------
    CourseError
        If a header cannot be read, a section is empty or two have one name.

    Examples
    --------
    >>> section, = parse("# %% wrong: zero | always 0\ndef f():\n    return 0", Path("f.py"), "01_x")
    >>> section.answer, section.kind, section.name
    ('f', 'wrong', 'zero')
    """
    sections: list[Section] = []
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("# %%")]
    if not starts or any(line.strip() for line in lines[: starts[0]]):
        raise CourseError(f"{path}:1: a corpus file starts with '# %% right: name | note' or '# %% wrong: …'.")
    for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True):
        header, body = _HEADER.fullmatch(lines[start]), lines[start + 1 : stop]
        where = f"{path}:{start + 1}"
        if header is None:
            raise CourseError(f"{where}: write '# %% right: name | note' or '# %% wrong: name | mistake'.")
        kind, name, says = header.groups()
        expected = _EXPECT.fullmatch(body[0]) if body else None
        if expected and kind == "right":
            raise CourseError(f"{where}: a right answer cannot expect a mistake.")
        code = "\n".join(body[1:] if expected else body).strip("\n")
        if not code.strip():
            raise CourseError(f"{where}: the section has no code.")
        if any(other.name == name and other.kind == kind for other in sections):
            raise CourseError(f"{where}: there is already a {kind} answer named {name!r}.")
        expect = _names(expected.group(1), where) if expected else None
        explained = expected is not None and expected.group(1) == _EXPLAINED
        sections.append(Section(assignment, path.stem, _kind(kind), name, says, expect, code, explained=explained))
    return sections


def _names(text: str, where: str) -> tuple[str, ...]:
    if text in ("nothing", _EXPLAINED):
        return ()
    names = tuple(name.strip() for name in text.split(","))
    known = {mistake.name for mistake in mistakes.everything()}
    unknown = [name for name in names if name not in known]
    if unknown:
        allowed = "use a name from chainrule.mistakes, 'explained', or 'nothing'"
        raise CourseError(f"{where}: unknown mistake {unknown[0]!r}; {allowed}.")
    return names


def answered(source: NotebookNode, code: dict[str, str]) -> NotebookNode:
    """Return an instructor's notebook with some answers replaced; the others keep their solutions.

    Parameters
    ----------
    source : NotebookNode
        The instructor's notebook.
    code : dict
        Text of answer cells, by their names.

    Raises
    ------
    CourseError
        If the notebook has no such answer.
    """
    notebook = deepcopy(source)
    places = {cells.grade_id(cell): cell for cell in notebook.cells if cells.role(cell) in ("answer", "written")}
    for name, text in code.items():
        if name not in places:
            raise CourseError(f"The notebook has no answer {name!r}; available: {', '.join(filter(None, places))}.")
        places[name].source = text
    return notebook


def excerpt(source: NotebookNode, section: Section) -> NotebookNode:
    """Return only what is needed to test one answer: given cells, answers up to its last test, and its tests.

    Of the cells to play with, those are kept that bind a name which the answer reads.

    Raises
    ------
    CourseError
        If the notebook has no such answer, or no test of it.
    """
    notebook = answered(source, {section.answer: section.code})
    mine = [index for index, cell in enumerate(notebook.cells) if _tests(cell, section.answer)]
    if not mine:
        raise CourseError(f"No test covers {section.answer!r}.")
    played = {
        index: uses
        for index, cell in enumerate(notebook.cells)
        if cells.role(cell) == "play" and cell.cell_type == "code" and (uses := names.uses(cell.source))
    }
    kept = names.needed(played, names.free(section.code)).union(mine)
    notebook.cells = [
        cell
        for index, cell in enumerate(notebook.cells)
        if index <= mine[-1] and (cells.role(cell) in ("given", "answer") or index in kept)
    ]
    return notebook


def _tests(cell: NotebookNode, answer: str) -> bool:
    return cells.role(cell) == "test" and cells.answer_of(cells.grade_id(cell) or "") == answer


def _kind(kind: str) -> Literal["right", "wrong"]:
    return "right" if kind == "right" else "wrong"
