"""Chooses which of several submitted files is the notebook for an assignment.

Computers leave copies, metadata files and checkpoints next to a notebook, and students rename it. The notebook's
content decides which belong to the assignment, then how deep they lie, their names, and how many answers they have.
"""

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from nbformat import NotebookNode

from chainrule.grading import harmless
from chainrule.grading.limits import Limits
from chainrule.grading.sealed import fork
from chainrule.grading.submission import matching
from chainrule.grading.submission.matching import Books, Found
from chainrule.grading.submission.reading import FileCell, UnreadableError, read

_NOTEBOOK = re.compile(r".+\.ipynb(?:\.(?:txt|json))?", re.IGNORECASE | re.DOTALL)
_JUNK = re.compile(
    r"(?:^|/)(?:__MACOSX|\.ipynb_checkpoints|\.[^/]*|[^/]*-checkpoint\.ipynb|Thumbs\.db|desktop\.ini)(?:/|$)"
)
_MOST_NAMED = 5
_MOST_READ = 50
_MOST_SECONDS = 20.0
_MOST_STEPS = 500_000
"""Of all files together, more than ten large notebooks have: half a second of a core, or a whole one at worst."""
_MOST_CODE = 400_000
"""Characters in different cells of all files together that may be code, in which definitions are looked for."""


def is_notebook(name: str) -> bool:
    """Return whether a file is named like a notebook, by a browser or mail program at worst.

    Examples
    --------
    >>> is_notebook("HW.IPYNB"), is_notebook("hw.ipynb.txt"), is_notebook("hw.pdf")
    (True, True, False)
    """
    return _NOTEBOOK.fullmatch(PurePosixPath(name).name) is not None


def is_junk(name: str) -> bool:
    """Return whether a path is one of those that a computer makes without being asked.

    Examples
    --------
    >>> is_junk("__MACOSX/hw/._hw.ipynb"), is_junk("hw/.ipynb_checkpoints/hw-checkpoint.ipynb"), is_junk("hw.ipynb")
    (True, True, False)
    """
    return _JUNK.search(name) is not None


@dataclass(frozen=True)
class Choice:
    """The notebook to grade, and others that could have been.

    Parameters
    ----------
    name : str
        Its name.
    rivals : list of str
        The names of those that also have answers to at least half of the assignment's questions.
    """

    name: str
    rivals: list[str]


def choose(source: NotebookNode | None, assignment: str, files: Mapping[str, bytes]) -> Choice | None:
    """Return which notebook to grade.

    Parameters
    ----------
    source : NotebookNode or None
        The instructor's notebook; without it, names decide.
    assignment : str
        Its name.
    files : mapping of str to bytes
        The notebooks, by name.

    Returns
    -------
    Choice or None
        Among those with at least half of the assignment's questions, and answers, those in the outermost folder, as
        others inside are often older. Of these, the one named as the assignment, unless another has more than twice as
        many answers: a name may be that of the one that somebody began in. Else, the one with most answers. One named
        as the assignment is also taken if it is too large to be looked into, or if there is no answer in any. One with
        fewer questions is used if it is the only one. None if there are several and none belongs to this assignment.
    """
    names = sorted(name for name in files if not is_junk(name)) or sorted(files)
    if len(names) == 1:
        return Choice(names[0], [])
    names = to_read(names, assignment)
    found = _contents(source, assignment, {name: files[name] for name in names})
    answering = [name for name in found if found[name][0] >= 0.5 and found[name][1]]
    named = [name for name in names if _is_named(name, assignment)]
    fitting = (
        [name for name in named if name not in found]
        or answering
        or [name for name in found if found[name][1]]
        or named
        or [name for name in found if found[name][0] >= 0.5]
        or [name for name in found if found[name][0] > 0]
    )
    outermost = min((_depth(name) for name in fitting), default=0)
    near = {name: found.get(name, (0.0, 0)) for name in sorted(fitting) if _depth(name) == outermost}
    most = max((answered for _, answered in near.values()), default=0)

    def worth(name: str) -> tuple[bool, int, float]:
        share, answered = near[name]
        return _is_named(name, assignment) and 2 * answered >= most, answered, share

    chosen = max(near, key=worth, default=None)
    return None if chosen is None else Choice(chosen, sorted(set(answering) - {chosen}))


def is_another(source: NotebookNode | None, assignment: str, there: bytes, new: bytes) -> bool:
    """Return whether a notebook is another assignment's: it has none of the questions, and what is there has some."""
    found = _contents(source, assignment, {"there": there, "new": new})
    return found.get("there", (0.0, 0))[0] > 0 and found.get("new", (1.0, 0))[0] == 0


def to_read(names: list[str], assignment: str) -> list[str]:
    """Return those of many notebooks that are worth reading, the ones named as the assignment first."""
    return sorted(names, key=lambda name: not _is_named(name, assignment))[:_MOST_READ]


def left_out(names: list[str]) -> str:
    """Return a list of files for use in a sentence, "" if there is nothing to mention."""
    return listed([harmless.line(name, 80) for name in names if not is_junk(name)], _MOST_NAMED)


def listed(names: list[str], most: int) -> str:
    """Return names for use in a sentence: at most so many, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _depth(name: str) -> int:
    """Return in how many folders a file lies."""
    return len(PurePosixPath(name).parents)


def _is_named(name: str, assignment: str) -> bool:
    return PurePosixPath(name).name.casefold().startswith(f"{assignment.casefold()}.ipynb")


def _contents(source: NotebookNode | None, assignment: str, files: Mapping[str, bytes]) -> dict[str, tuple[float, int]]:
    """Return what is known of the files that could be read, by name: `_content`.

    They are read in a copy of this process, under limits: a file costs its own student, and nobody else. How much all
    of them take is counted, since everybody waits meanwhile: those that take least come first, after the ones named as
    the assignment, and what is then too much is not read.
    """
    found: dict[str, tuple[float, int]] = {}
    if source is None:
        return found

    def work(tell: fork.Tell) -> None:
        steps, code = _MOST_STEPS, set[str]()
        homes = Books.of(source, []).homes
        needed = {name: _steps(files[name]) for name in files}
        for name in sorted(files, key=lambda name: (not _is_named(name, assignment), needed[name])):
            if needed[name] > steps:
                continue
            steps -= needed[name]
            cells = _cells(files[name])
            more = code.union(cell.text for cell in cells if cell.code or cell.label)
            if sum(map(len, more)) <= _MOST_CODE:
                code = more
                tell(name, *_content(Books(homes, [Found(cell) for cell in cells])))

    def hear(name: str, share: float, answered: int) -> None:
        found[name] = share, answered

    with contextlib.suppress(RuntimeError):  # it is named among the files left out
        fork.run(work, hear, Limits().examiner_bytes, _MOST_SECONDS)
    return found


def _steps(data: bytes) -> int:
    """Return about how much work it is to read a file: a step for each string and bracket, or what takes as long."""
    marks = len(data) - len(data.translate(None, b'"[]{}'))
    return marks + data.count(b",") // 8 + len(data) // 256


def _cells(data: bytes) -> list[FileCell]:
    try:
        return read(data, most_pictures=0).cells
    except UnreadableError:
        return []


def _content(books: Books) -> tuple[float, int]:
    """Return the share of the assignment's questions that a file has, and how many of them it answers."""
    claims = matching.match(books).claims
    asked = [home for home, cell in enumerate(books.homes) if cell.role in ("answer", "written")]
    there = [home for home in asked if home in claims]
    answered = sum(not matching.is_unanswered(books, claims, home) for home in there)
    return len(there) / max(len(asked), 1), answered
