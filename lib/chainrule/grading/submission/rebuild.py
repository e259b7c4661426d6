"""From what a student handed in to the notebook that is graded.

The instructor's notebook is the frame; of the student's file only text is taken: that of answers, written answers, play
cells, and cells that the student added. Everything else in the file (locked cells, tests, points, ids, types, outputs)
counts nothing, and where the student changed it the findings say so.
"""

import sys
from collections import defaultdict
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from chainrule.grading import cells, harmless, names
from chainrule.grading.stubs import released
from chainrule.grading.submission import matching
from chainrule.grading.submission.findings import Finding
from chainrule.grading.submission.matching import Books, Claim, Matching
from chainrule.grading.submission.reading import Reading, UnreadableError, read

Status = Literal["graded", "repaired", "unreadable"]


@dataclass(frozen=True)
class Rebuilt:
    """A submission put back into the instructor's notebook.

    Parameters
    ----------
    notebook : NotebookNode
        The instructor's cells, hidden tests included, with the student's text.
    status : {"graded", "repaired", "unreadable"}
        Whether the file was as it should be, had to be repaired, or held nothing that could be taken.
    findings : list of Finding
        What was repaired, or why nothing could be taken.
    """

    notebook: NotebookNode
    status: Status
    findings: list[Finding]


def rebuild(source: NotebookNode, submitted: bytes | None) -> Rebuilt:
    """Put a student's text into the instructor's notebook.

    Parameters
    ----------
    source : NotebookNode
        The instructor's notebook, solutions and hidden tests included.
    submitted : bytes or None
        The student's file as it is; None if there is none.

    Returns
    -------
    Rebuilt
        Whatever the bytes are; without a single usable cell, all answers are as released.
    """
    try:
        reading = read(submitted)
    except UnreadableError as reason:
        return unreadable(source, str(reason))
    books = Books.of(source, reading.cells)
    matched = matching.match(books)
    notebook = _assembled(source, books, matched)
    findings = [*reading.findings, *matched.findings, *_differences(source, books, matched), *_newer(notebook, reading)]
    return Rebuilt(notebook, "repaired" if findings else "graded", findings)


def unreadable(source: NotebookNode, reason: str) -> Rebuilt:
    """Return the notebook as it was released, with the reason why nothing of the student's is in it."""
    notebook = deepcopy(source)
    for cell, stub in zip(notebook.cells, released(source).cells, strict=True):
        if cells.role(cell) in ("answer", "written"):
            cell.source = stub.source
    return Rebuilt(cells.without_outputs(notebook), "unreadable", [Finding("unreadable", reason)])


# Putting the notebook together -------------------------------------------------------------------


def _assembled(source: NotebookNode, books: Books, matched: Matching) -> NotebookNode:
    notebook = deepcopy(source)
    notebook.cells = []
    added = _added(books, matched)
    counter = 0
    for home in range(-1, len(source.cells)):
        if home >= 0:
            notebook.cells.append(_rebuilt_cell(source.cells[home], books, matched.claims.get(home, Claim(home))))
        for code, text in added[home]:
            counter += 1
            new = new_code_cell(text) if code else new_markdown_cell()
            if not code:
                _write(new, text, books)
            new.id = f"added-{counter}"
            notebook.cells.append(new)
    return cells.without_outputs(notebook)


def _rebuilt_cell(original: NotebookNode, books: Books, claim: Claim) -> NotebookNode:
    cell: NotebookNode = deepcopy(original)
    home = books.homes[claim.home]
    if home.role not in ("answer", "written", "play"):
        return cell
    places = [place for place in claim.places if not books.is_untouched(place, claim.home)]
    texts = [books.found[place].cell.text for place in places] if claim.text is None else [claim.text]
    text = "\n\n".join(texts + [matching.quote(books.found[place]) for place in claim.quoted])
    if matching.plain(text) in ("", home.plain):
        cell.source = home.stub
    elif home.role == "written":
        _write(cell, text, books)
    else:
        cell.source = text.strip("\n")
    return cell


def _write(cell: NotebookNode, text: str, books: Books) -> None:
    """Put what a student wrote into a cell, with the pictures that it shows."""
    cell.source = harmless.markdown(text, books.pictures)
    shown = {name: picture for name, picture in books.pictures.items() if f"(attachment:{name})" in cell.source}
    if shown:
        cell.attachments = shown


def _added(books: Books, matched: Matching) -> dict[int, list[tuple[bool, str]]]:
    """Return the student's own cells, whether code or not, each by the instructor's cell that it came after."""
    added = defaultdict(list)
    keeper = matching.taken(matched.claims)
    for claim in matched.claims.values():
        if claim.below:
            added[claim.home].append((False, claim.below))
    before = -1
    for place, found in enumerate(books.found):
        home = books.by_name.get(found.cell.label or "")
        locked = home is not None and books.homes[home].role in ("given", "test")
        if place in keeper:
            before = keeper[place]
        elif books.is_the_students(place) and not locked:
            added[before].append((found.cell.code, found.cell.text))
    return added


# What there is to say ----------------------------------------------------------------------------


def _differences(source: NotebookNode, books: Books, matched: Matching) -> list[Finding]:
    """Say what the student changed of what is not the student's to change, and what is missing."""
    findings = []
    gone = [name for name, home in books.by_name.items() if home not in matched.claims]
    if gone and books.labelled:
        findings.append(Finding("missing", f"Missing cells were put back as released: {', '.join(gone)}."))
    for claim in matched.claims.values():
        home = books.homes[claim.home]
        if home.name is None or not claim.places:
            continue
        found = books.found[claim.places[0]]
        if found.cell.released:  # the instructor changed it since
            continue
        if home.role in ("given", "test") and found.plain != home.plain:
            findings.append(Finding("changed", f"The locked cell {home.name!r} was changed; the instructor's counts."))
        if found.cell.label == home.name and found.cell.code != home.code:
            findings.append(Finding("changed", f"The cell {home.name!r} had another type; the instructor's counts."))
        marks = source.cells[claim.home].metadata.nbgrader
        if found.cell.label == home.name and not _agree(found.cell.marks, marks):
            findings.append(Finding("changed", f"The metadata of {home.name!r} was changed; the instructor's counts."))
    return findings


def _agree(marks: dict[str, Any], original: dict[str, Any]) -> bool:
    """Whether nbgrader's metadata say the same about a cell's role and worth."""
    keys = ["grade", "solution", "locked"]
    return all(marks.get(key) == original.get(key) for key in (keys + ["points"] if original.get("grade") else keys))


def _newer(notebook: NotebookNode, reading: Reading) -> list[Finding]:
    """Say which answers are no Python here and may be in the newer one that the student has."""
    here = sys.version_info[:2]
    if reading.python is None or reading.python <= here:
        return []
    broken = [
        cells.grade_id(cell)
        for cell in notebook.cells
        if cells.role(cell) == "answer" and names.parsed(cell.source) is None
    ]
    theirs, ours = (".".join(map(str, version)) for version in (reading.python, here))
    return [
        Finding("python", f"The notebook was run with Python {theirs}; graded with {ours}, {name!r} is a SyntaxError.")
        for name in broken
    ]
