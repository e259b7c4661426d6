"""Reads the text of a notebook's cells from the bytes of a student's file, whatever those bytes are.

The file is scanned once, token by token. Outputs are cut out before anything is built from them, so a notebook with
60 MB of pictures and tables costs no more than its text. If the file is damaged, its intact cells are used.
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
from chainrule.grading.submission.pictures import MOST, Album, Attachment

_MEGABYTE = 2**20
_MOST_DEPTH = 500
_MOST_TOKENS = 2_000_000

# A string ends at its quote; a damaged one at the end of its line, or where an object begins: a brace and a quoted key
# cannot be inside a string, whose quotes are escaped. No quantifier gives back what it took. Each alternative begins
# with a character of its own, so that all between them is passed over at once.
_TOKEN = re.compile(
    rb'"(?:'
    rb'(?P<outputs>outputs"\s*+:\s*+\[)'
    rb'|(?P<kind>cell_type"\s*+:)'
    rb'|(?P<source>(?:source|input)"\s*+:)'
    rb'|(?:[^"\\\n{]++|\\.|\{(?!\s*+"\w++"\s*+:))*+"?'
    rb")"
    rb"|\[|\]|\{|\}"
)


class UnreadableError(Exception):
    """A submission that contains nothing usable; the message gives the reason in one sentence."""


@dataclass(frozen=True)
class FileCell:
    """The parts of a cell in a student's file that grading looks at.

    Parameters
    ----------
    code : bool
        Whether it is a code cell.
    text : str
        Its source.
    id : str or None
        Its id in the file.
    pictures : dict
        The pictures shown in its text, by name, in nbformat's format for attachments.
    marks : dict
        Its nbgrader metadata: the plain values, unchecked.
    released : bool
        Whether its own checksum shows that it is unchanged since the instructor released it, now or earlier.
    """

    code: bool
    text: str
    id: str | None = None
    pictures: dict[str, Attachment] = field(default_factory=dict)
    marks: dict[str, Any] = field(default_factory=dict)
    released: bool = False

    @property
    def label(self) -> str | None:
        """The cell's grade_id in the file."""
        grade_id = self.marks.get("grade_id")
        return grade_id if isinstance(grade_id, str) else None


@dataclass(frozen=True)
class Reading:
    """The contents of a file.

    Parameters
    ----------
    cells : list of FileCell
        In file order.
    findings : list of Finding
        Problems with the file.
    python : tuple of int, or None
        The Python version it was last run with, such as ``(3, 13)``.
    """

    cells: list[FileCell]
    findings: list[Finding]
    python: tuple[int, int] | None = None


def read(submitted: bytes | None, most_pictures: int = MOST) -> Reading:
    """Return the contents of a file.

    Parameters
    ----------
    submitted : bytes or None
        The file.
    most_pictures : int
        How many of its pictures are decoded; a note stands for the others.

    Raises
    ------
    UnreadableError
        If none of its cells has any text.
    """
    if submitted is None:
        raise UnreadableError("No notebook was handed in.")
    if len(submitted) > MOST_BYTES:
        raise UnreadableError(f"The file is larger than {MOST_BYTES // _MEGABYTE} MB; clear its outputs.")
    if not submitted.strip(b"\0 \t\r\n"):
        raise UnreadableError("The file is empty.")
    findings: list[Finding] = []

    def say(text: str) -> None:
        findings.append(Finding("file", text))

    content = _content(_utf8(submitted, say), say)
    raw = _raw_cells(content, say)
    if len(raw) > MOST_CELLS:
        say(f"The file has {len(raw)} cells; only the first {MOST_CELLS} were used.")
    album = Album(most=most_pictures)
    found = [_cell(cell, album) for cell in raw[:MOST_CELLS]]
    if album.lost:
        pictures = "A picture is" if album.lost == 1 else f"{album.lost} pictures are"
        findings.append(Finding("picture", f"{pictures} not shown here; see the submitted file."))
    if any(len(cell.text) > MOST_TEXT for cell in found):
        say(f"Cells longer than {MOST_TEXT:,} characters were left out.")
        found = [cell for cell in found if len(cell.text) <= MOST_TEXT]
    if not any(cell.text.strip() for cell in found):
        raise UnreadableError("The notebook has no cells with any text.")
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
    """Return the parsed file without outputs or, if it is damaged, a notebook of its intact cells."""
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
    say("The file is truncated or damaged; only its intact cells were used.")
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
    """An object or list that is still open."""

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
    """Scan a text once. A bracket that closes an outer level discards everything inside it as damaged."""
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

    for number, token in enumerate(_TOKEN.finditer(data)):
        if number == _MOST_TOKENS:
            raise UnreadableError(f"The file has more than {_MOST_TOKENS:,} strings and brackets; clear its outputs.")
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
    """Return the intact cells of a damaged file, in order."""
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
        say("The file is in an old notebook format; save it with a current version of Jupyter.")
    if not isinstance(found, list):
        raise UnreadableError("The file is not a notebook: it has no cells.")
    language = _inside(content, "metadata", "kernelspec", "language")
    if isinstance(language, str) and language != "python":
        say(f"The notebook's language is {harmless.line(language, 40)!r}; it was read as Python.")
    broken = sum(not isinstance(cell, dict) for cell in found)
    if broken:
        say(f"Invalid cells in the file, ignored: {broken}.")
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
    marks = _plain(_inside(raw, "metadata", "nbgrader"))
    kind = _text(raw.get("cell_type"))
    name = _text(raw.get("id"))
    text = text if isinstance(text, str) else ""
    code = kind == "code" or "outputs" in raw
    before = set(album.kept)
    shown = text if code else album.paste(text, raw.get("attachments"))
    return FileCell(
        code=code,
        text=harmless.text(shown),
        id=name,
        pictures={name: picture for name, picture in album.kept.items() if name not in before},
        marks=marks,
        released=_is_released(harmless.text(text), kind, name, marks),
    )


def _plain(value: Any) -> dict[str, Any]:
    """Return what is not nested in an object: nothing that is needed is, and some libraries recurse into the rest."""
    found = value if isinstance(value, dict) else {}
    return {key: one for key, one in found.items() if isinstance(one, str | int | float)}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _is_released(text: str, kind: str | None, name: str | None, marks: dict[str, Any]) -> bool:
    """Whether a cell matches its checksum: nbgrader's or, for prose and playground cells, the one in its id."""
    if "checksum" in marks:
        cell = from_dict({"cell_type": kind, "source": text, "metadata": {"nbgrader": marks}})
        try:
            return bool(compute_checksum(cell) == marks["checksum"])
        except (KeyError, ValueError, TypeError, AttributeError, OverflowError):
            return False
    return name is not None and name.startswith((cells.id_by_text("prose", text), cells.id_by_text("play", text)))
