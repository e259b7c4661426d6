"""From the bytes of a student's file to the text of its cells, whatever the bytes are.

A file is gone through once, token by token. Outputs are cut out before anything is built from them, so that a notebook
with 60 MB of pictures and tables costs no more than its text; of a damaged file, the cells that are whole are taken.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from nbformat import from_dict
from nbgrader.utils import compute_checksum

from chainrule.grading import cells, harmless
from chainrule.grading.limits import MOST_BYTES, MOST_CELLS, MOST_TAKEN, MOST_TEXT
from chainrule.grading.submission.findings import Finding
from chainrule.grading.submission.pictures import Album, Attachment

_MEGABYTE = 2**20
_MOST_DEPTH = 500

# A string ends at its quote; a damaged one at the end of its line, or where an object begins: a brace and a quoted key
# cannot be inside a string, whose quotes are escaped. No quantifier gives back what it took.
_TOKEN = re.compile(
    rb'(?P<outputs>"outputs"\s*+:\s*+\[)'
    rb'|(?P<kind>"cell_type"\s*+:)'
    rb'|(?P<source>"(?:source|input)"\s*+:)'
    rb'|"(?:[^"\\\n{]++|\\.|\{(?!\s*+"\w++"\s*+:))*+"?'
    rb"|[\[\]{}]"
)


class UnreadableError(Exception):
    """A submission from which nothing can be taken; the message is the reason, one sentence."""


@dataclass(frozen=True)
class FileCell:
    """What is looked at of a cell of a student's file.

    Parameters
    ----------
    code : bool
        Whether it is code.
    text : str
        Its source.
    id : str or None
        The id that the file gives to it.
    pictures : dict
        Those that its text shows, by name, as nbformat keeps attachments.
    marks : dict
        nbgrader's metadata, whatever the file says they are.
    released : bool
        Whether the cell is, by a checksum that it brings along, as an instructor released it, now or earlier.
    """

    code: bool
    text: str
    id: str | None = None
    pictures: dict[str, Attachment] = field(default_factory=dict)
    marks: dict[str, Any] = field(default_factory=dict)
    released: bool = False

    @property
    def label(self) -> str | None:
        """The grade_id that the file gives to the cell."""
        grade_id = self.marks.get("grade_id")
        return grade_id if isinstance(grade_id, str) else None


@dataclass(frozen=True)
class Reading:
    """What was taken from a file.

    Parameters
    ----------
    cells : list of FileCell
        In the file's order.
    findings : list of Finding
        What was wrong with the file.
    python : tuple of int, or None
        The version of Python with which it was last run, such as ``(3, 13)``.
    """

    cells: list[FileCell]
    findings: list[Finding]
    python: tuple[int, int] | None = None


def read(submitted: bytes | None) -> Reading:
    """Return what a file holds.

    Raises
    ------
    UnreadableError
        If that is no cell with text.
    """
    if submitted is None:
        raise UnreadableError("No notebook was handed in.")
    if len(submitted) > MOST_BYTES:
        raise UnreadableError(f"The file has more than {MOST_BYTES // _MEGABYTE} MB; clear its outputs.")
    if not submitted.strip(b"\0 \t\r\n"):
        raise UnreadableError("The file is empty.")
    findings: list[Finding] = []

    def say(text: str) -> None:
        findings.append(Finding("file", text))

    content = _content(_utf8(submitted, say), say)
    raw = _raw_cells(content, say)
    if len(raw) > MOST_CELLS:
        say(f"The file has {len(raw)} cells; the first {MOST_CELLS} were taken.")
    album = Album()
    found = [_cell(cell, album) for cell in raw[:MOST_CELLS]]
    if album.lost:
        pictures = "A picture is" if album.lost == 1 else f"{album.lost} pictures are"
        findings.append(Finding("picture", f"{pictures} not shown here: see the file as it was handed in."))
    if any(len(cell.text) > MOST_TEXT for cell in found):
        say(f"Cells of more than {MOST_TEXT:,} characters were left out.")
        found = [cell for cell in found if len(cell.text) <= MOST_TEXT]
    if not any(cell.text.strip() for cell in found):
        raise UnreadableError("The notebook holds no cell with text.")
    return Reading(found, findings, _python(content))


# Bytes to JSON -----------------------------------------------------------------------------------


def _utf8(submitted: bytes, say: Callable[[str], None]) -> bytes:
    encoding = json.detect_encoding(submitted)
    try:
        text = submitted.decode(encoding, "surrogatepass")
    except UnicodeDecodeError:
        say("The file is not UTF-8 text; it was read as Windows-1252.")
        return submitted.decode("cp1252", "replace").encode()
    if encoding.startswith("utf-8"):
        return submitted.removeprefix(b"\xef\xbb\xbf")
    say(f"The file is {encoding} text instead of UTF-8.")
    return text.removeprefix("\ufeff").encode("utf-8", "surrogatepass")


def _content(data: bytes, say: Callable[[str], None]) -> Any:
    """Return the file as JSON says it is, without outputs; or else a notebook of the cells that are whole."""
    scan = _scan(data)
    if scan.cuts:
        data = b"".join(data[end:start] for end, start in zip([0, *scan.ends], [*scan.starts, None], strict=True))
        scan = _scan(data)
    if scan.weight <= MOST_TAKEN:
        try:
            return _parse(data)
        except (ValueError, RecursionError):
            pass
    rescued = _salvage(data, scan)
    if not rescued:
        raise UnreadableError("The file is not a notebook: it is not JSON.")
    say("The file is cut off or damaged; the cells that are whole were taken.")
    return {"cells": rescued}


@dataclass
class _Scan:
    """Where things are in a text that may be JSON.

    Attributes
    ----------
    cuts : list of (int, int)
        What is between the brackets of outputs.
    cells : list of (int, int, int)
        Objects with a ``cell_type`` and a source, without another such object inside: from, to, and their weight.
    weight : int
        Bytes, but for those in long strings, which are cheap to hold: pictures.
    """

    cuts: list[tuple[int, int]] = field(default_factory=list)
    cells: list[tuple[int, int, int]] = field(default_factory=list)
    weight: int = 0

    @property
    def starts(self) -> list[int]:
        return [start for start, _ in self.cuts]

    @property
    def ends(self) -> list[int]:
        return [end for _, end in self.cuts]


@dataclass
class _Open:
    """An object or list that is not closed yet."""

    closes_with: bytes
    start: int
    long: int
    outputs: bool = False
    keys: set[str] = field(default_factory=set)
    holds_cell: bool = False

    @property
    def is_cell(self) -> bool:
        return len(self.keys) == 2


def _scan(data: bytes) -> _Scan:
    """Go through a text once. A bracket that closes what is not innermost ends all that is inside as damaged."""
    found, stack, long = _Scan(), list[_Open](), 0
    count = {b"}": 0, b"]": 0}
    skipping = 0  # how many of the open ones are outputs

    def push(closes_with: bytes, start: int, outputs: bool = False) -> None:
        nonlocal skipping
        if len(stack) == _MOST_DEPTH:  # whatever is open is not JSON that could be read
            stack.clear()
            count.update({b"}": 0, b"]": 0})
            skipping = 0
        stack.append(_Open(closes_with, start, long, outputs))
        count[closes_with] += 1
        skipping += outputs

    for token in _TOKEN.finditer(data):
        text, kind = token[0], token.lastgroup
        if kind == "outputs":
            push(b"]", token.end(), outputs=not skipping)
        elif kind is not None:
            if stack and stack[-1].closes_with == b"}":
                stack[-1].keys.add(kind)
        elif text == b"{":
            push(b"}", token.start())
        elif text == b"[":
            push(b"]", token.start())
        elif text[:1] == b'"':
            long += len(text) if len(text) > MOST_TEXT else 0
        elif count[text]:
            while True:
                inner = stack.pop()
                count[inner.closes_with] -= 1
                skipping -= inner.outputs
                if inner.closes_with == text:
                    break
            if inner.outputs and len(found.cuts) < 2 * MOST_CELLS:
                found.cuts.append((inner.start, token.start()))
            if stack:
                stack[-1].holds_cell |= inner.is_cell or inner.holds_cell
            if inner.is_cell and not inner.holds_cell and not skipping and len(found.cells) <= MOST_CELLS:
                weight = token.end() - inner.start - (long - inner.long)
                found.cells.append((inner.start, token.end(), weight))
    found.weight = len(data) - long
    return found


def _parse(data: bytes) -> Any:
    return json.loads(data.decode("utf-8", "surrogatepass"))


def _salvage(data: bytes, scan: _Scan) -> list[Any]:
    """Return the whole cells of a damaged file, in order."""
    rescued: list[Any] = []
    left = MOST_TAKEN
    for start, end, weight in scan.cells:
        left -= weight
        if left < 0:
            break
        try:
            rescued.append(_parse(data[start:end]))
        except (ValueError, RecursionError):
            continue
    return rescued


# JSON to cells -----------------------------------------------------------------------------------


def _raw_cells(content: Any, say: Callable[[str], None]) -> list[dict[str, Any]]:
    if isinstance(content, list):
        content = {"cells": content}
    if not isinstance(content, dict):
        raise UnreadableError("The file is not a notebook.")
    found = content.get("cells")
    sheets = content.get("worksheets")
    if not isinstance(found, list) and isinstance(sheets, list):
        found = []
        for sheet in sheets:
            inner = sheet.get("cells") if isinstance(sheet, dict) else None
            found += inner if isinstance(inner, list) else []
        say("The file has an old notebook format; save it with a current Jupyter.")
    if not isinstance(found, list):
        raise UnreadableError("The file is not a notebook: it has no cells.")
    language = _inside(content, "metadata", "kernelspec", "language")
    if language not in (None, "python"):
        say(f"The notebook is made for the language {harmless.line(str(language), 40)!r}; it was read as Python.")
    broken = sum(not isinstance(cell, dict) for cell in found)
    if broken:
        say(f"{broken} of the file's cells are no cells.")
    return [cell for cell in found if isinstance(cell, dict)]


def _python(content: Any) -> tuple[int, int] | None:
    version = _inside(content, "metadata", "language_info", "version")
    match = re.match(r"(3)\.(\d{1,3})(?!\d)", version) if isinstance(version, str) else None
    return (int(match[1]), int(match[2])) if match else None


def _inside(content: Any, *keys: str) -> Any:
    for key in keys:
        content = content.get(key) if isinstance(content, dict) else None
    return content


def _cell(raw: dict[str, Any], album: Album) -> FileCell:
    text = raw.get("source", raw.get("input", ""))
    if isinstance(text, list):
        text = "".join(part for part in text if isinstance(part, str))
    marks = _inside(raw, "metadata", "nbgrader")
    name = raw.get("id")
    text = text if isinstance(text, str) else ""
    code = raw.get("cell_type") == "code" or "outputs" in raw
    before = set(album.kept)
    shown = text if code else album.paste(text, raw.get("attachments"))
    return FileCell(
        code=code,
        text=harmless.text(shown),
        id=name if isinstance(name, str) else None,
        pictures={name: picture for name, picture in album.kept.items() if name not in before},
        marks=marks if isinstance(marks, dict) else {},
        released=_is_released(harmless.text(text), raw.get("cell_type"), name, marks),
    )


def _is_released(text: str, kind: Any, name: Any, marks: Any) -> bool:
    """Whether a cell fits its checksum: nbgrader's, or for prose and play the one in its id."""
    if isinstance(marks, dict) and "checksum" in marks:
        cell = from_dict({"cell_type": kind, "source": text, "metadata": {"nbgrader": marks}})
        try:
            return bool(compute_checksum(cell) == marks["checksum"])
        except (KeyError, ValueError, TypeError, AttributeError, OverflowError):
            return False
    return isinstance(name, str) and name.startswith((cells.id_by_text("prose", text), cells.id_by_text("play", text)))
