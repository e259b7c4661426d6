"""Builds the notebook to grade from the file a student submitted.

It starts from the instructor's notebook and takes only text from the student's file: autograded and manually graded
answers, playground cells, and cells the student added. Everything else in the file (read-only cells, autograder tests,
points, ids, cell types, outputs) is ignored, and a finding reports where the student changed it.
"""

import sys
from collections import defaultdict
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Literal

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from chainrule.grading import cells, harmless, names, stock
from chainrule.grading.stubs import released
from chainrule.grading.submission import matching
from chainrule.grading.submission.findings import Finding
from chainrule.grading.submission.matching import Books, Claim, Matching
from chainrule.grading.submission.pictures import Attachment
from chainrule.grading.submission.reading import Reading, UnreadableError, read

Status = Literal["graded", "repaired", "unreadable"]


@dataclass(frozen=True)
class Rebuilt:
    """A submission placed back into the instructor's notebook.

    Parameters
    ----------
    notebook : NotebookNode
        The instructor's cells, hidden tests included, with the student's text.
    status : {"graded", "repaired", "unreadable"}
        Whether the file was intact, had to be repaired, or contained nothing usable.
    findings : list of Finding
        What was repaired, or why nothing was usable.
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
        The student's file, unmodified; None if there is none.

    Returns
    -------
    Rebuilt
        For any bytes at all; if no cell is usable, all answers are as released.
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
    """Return the notebook as released, with the reason why it contains none of the student's work."""
    notebook = deepcopy(source)
    for cell, stub in zip(notebook.cells, released(source).cells, strict=True):
        if cells.role(cell) in ("answer", "written"):
            cell.source = stub.source
    return Rebuilt(cells.without_outputs(notebook), "unreadable", [Finding("unreadable", reason)])


# Putting the notebook together -------------------------------------------------------------------


def _assembled(source: NotebookNode, books: Books, matched: Matching) -> NotebookNode:
    notebook = deepcopy(source)
    notebook.cells = []
    added, gone = _added(source, books, matched), _gone(source, books, matched)
    pictures = books.pictures  # for all added cells together; an answer may quote one of them, with its pictures
    counter = 0
    for home in range(-1, len(source.cells)):
        if home >= 0 and home not in gone:
            notebook.cells.append(_rebuilt_cell(source.cells[home], books, matched.claims.get(home, Claim(home))))
        for code, text in added[home]:
            counter += 1
            new = new_code_cell(text) if code else new_markdown_cell()
            if not code:
                _write(new, text, pictures)
                pictures = {name: pictures[name] for name in pictures if name not in new.get("attachments", {})}
            new.id = f"{cells.ADDED}{counter}"
            notebook.cells.append(new)
    return cells.without_outputs(notebook)


def _gone(source: NotebookNode, books: Books, matched: Matching) -> set[int]:
    """Return the unlocked cells that stay out, in a course that this package did not write: nbgrader has none back.

    They are not in the file, or empty, and all that they define is defined in other cells: by cells that were merged.
    """
    if not stock.is_stock(source):
        return set()
    kept = {home for home, claim in matched.claims.items() if any(books.found[place].plain for place in claim.places)}
    defined = frozenset().union(*(found.defined for found in books.found))
    unlocked = {number: home.stub for number, home in enumerate(books.homes) if home.role == "play" and home.code}
    return {number for number, text in unlocked.items() if number not in kept and names.definitions(text) <= defined}


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
    elif home.role == "written" and not home.code:
        _write(cell, text, books.pictures)
    else:
        cell.source = text.strip("\n")
    return cell


def _write(cell: NotebookNode, text: str, pictures: dict[str, Attachment]) -> None:
    """Put a student's text into a cell, with the pictures it shows."""
    cell.source = harmless.markdown(text, pictures)
    shown = {name: picture for name, picture in pictures.items() if f"](attachment:{name})" in cell.source}
    if shown:
        cell.attachments = shown


def _added(source: NotebookNode, books: Books, matched: Matching) -> dict[int, list[tuple[bool, str]]]:
    """Return the cells the student added (whether code, and text), by the instructor's cell they followed."""
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
            if kept := _kept_beside(source, books, before, place):
                added[before].append((True, kept))
        elif (books.is_the_students(place) or books.is_repeated(place)) and not locked:
            added[before].append((found.cell.code, found.cell.text))
    return added


def _kept_beside(source: NotebookNode, books: Books, home: int, place: int) -> str:
    """Return what a student has added to a cell that does not run as it was handed in, and that other cells may use.

    That is imports in a read-only cell, of other names than it binds, as they usually stand in a notebook's first cell;
    and imports, functions and classes in a long cell, of which nothing runs. In a course that this package did not
    write, they go the way of the cell, as with nbgrader.
    """
    cell, text = books.homes[home], books.found[place].cell.text
    if stock.is_stock(source) or books.is_untouched(place, home):
        return ""
    if cell.role == "given":
        taken = names.definitions(cell.stub) | {"*"}
        return "\n".join(one for one in names.imports(text) if names.imported(one).isdisjoint(taken))
    released = names.defining(cell.stub)
    return "\n\n".join(one for one in names.defining(text) if one not in released) if cell.long else ""


# What there is to say ----------------------------------------------------------------------------


def _differences(source: NotebookNode, books: Books, matched: Matching) -> list[Finding]:
    """Report edits to cells the student may not change, and missing cells."""
    findings = []
    gone = [name for name, home in books.by_name.items() if home not in matched.claims]
    if gone and books.labelled:
        findings.append(Finding("missing", f"Missing cells were restored as released: {', '.join(gone)}."))
    for claim in matched.claims.values():
        home = books.homes[claim.home]
        if home.name is None or not claim.places:
            continue
        found = books.found[claim.places[0]]
        if found.cell.released:  # the instructor changed it since
            continue
        if home.role in ("given", "test") and found.plain != home.plain:
            kept = (
                ", and below it the imports added" if _kept_beside(source, books, claim.home, claim.places[0]) else ""
            )
            findings.append(
                Finding("changed", f"Locked cell {home.name!r} was edited; the instructor's version was used{kept}.")
            )
        if found.cell.label == home.name and found.cell.code != home.code:
            findings.append(Finding("changed", f"The type of cell {home.name!r} was changed; the original was used."))
        marks = source.cells[claim.home].metadata.nbgrader
        if found.cell.label == home.name and not _agree(found.cell.marks, marks):
            findings.append(
                Finding("changed", f"The nbgrader metadata of {home.name!r} was edited; the original was used.")
            )
    return findings


def _agree(marks: dict[str, Any], original: dict[str, Any]) -> bool:
    """Whether two sets of nbgrader metadata agree on a cell's role, and on a test's points.

    An answered question may have the points of an earlier release: its checksum does not tell, as a test's does.
    """
    keys = ["grade", "solution", "locked"]
    is_test = original.get("grade") and not original.get("solution")
    return all(marks.get(key) == original.get(key) for key in (keys + ["points"] if is_test else keys))


def _newer(notebook: NotebookNode, reading: Reading) -> list[Finding]:
    """Report answers that do not parse here but may be valid in the student's newer Python."""
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
        Finding(
            "python",
            f"The notebook was run with Python {theirs}; in Python {ours}, used here, {name!r} is a SyntaxError.",
        )
        for name in broken
    ]
