"""From what a student handed in to the notebook that is graded.

The instructor's notebook is the frame; of the student's file only text is taken: that of answers, written answers, play
cells, and cells that the student added. Everything else in the file (locked cells, tests, points, ids, types, outputs,
attachments) counts nothing, and where it differs the findings say so.
"""

import ast
import json
import re
import warnings
from collections import defaultdict
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Literal

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from chainrule.grading import cells, harmless, names
from chainrule.grading.limits import MOST_BYTES, MOST_CELLS, MOST_TEXT
from chainrule.grading.stubs import released

Status = Literal["graded", "repaired", "unreadable"]

_CELL = re.compile(r'\{\s*"(?:cell_type|attachments|execution_count|id|metadata)"')


class UnreadableError(Exception):
    """A submission from which nothing can be taken; the message is the reason, one sentence."""


@dataclass(frozen=True)
class Rebuilt:
    """A submission put back into the instructor's notebook.

    Parameters
    ----------
    notebook : NotebookNode
        The instructor's cells, hidden tests included, with the student's text.
    status : {"graded", "repaired", "unreadable"}
        Whether the file was as it should be, had to be repaired, or held nothing that could be taken.
    findings : list of str
        What was repaired, or why nothing could be taken, one sentence each.
    """

    notebook: NotebookNode
    status: Status
    findings: list[str]


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
        found, findings = _read(submitted)
    except UnreadableError as reason:
        return unreadable(source, str(reason))
    return _Match(source, found, findings).rebuilt()


def unreadable(source: NotebookNode, reason: str) -> Rebuilt:
    """Return the notebook as it was released, with the reason why nothing of the student's is in it."""
    notebook = deepcopy(source)
    for cell, stub in zip(notebook.cells, released(source).cells, strict=True):
        if cells.role(cell) in ("answer", "written"):
            cell.source = stub.source
    return Rebuilt(cells.without_outputs(notebook), "unreadable", [reason])


# Reading the file --------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Cell:
    """What is looked at of a cell of a student's file."""

    code: bool
    text: str
    id: str | None
    marks: dict[str, Any]

    @property
    def label(self) -> str | None:
        """The grade_id that the file gives to the cell."""
        grade_id = self.marks.get("grade_id")
        return grade_id if isinstance(grade_id, str) else None


def _read(submitted: bytes | None) -> tuple[list[_Cell], list[str]]:
    """Return the cells of a file, and what is wrong with it."""
    if submitted is None:
        raise UnreadableError("No notebook was handed in.")
    if len(submitted) > MOST_BYTES:
        raise UnreadableError(f"The file has more than {MOST_BYTES // 2**20} MB; clear its outputs.")
    if not submitted.strip(b"\0 \t\r\n"):
        raise UnreadableError("The file is empty.")
    text, findings = _decode(submitted)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = {"cells": _salvage(text)}
        findings.append("The file is cut off or damaged; the cells that are whole were taken.")
        if not content["cells"]:
            raise UnreadableError("The file is not a notebook: it is not JSON.") from None
    raw = _raw_cells(content, findings)
    if len(raw) > MOST_CELLS:
        findings.append(f"The file has {len(raw)} cells; the first {MOST_CELLS} were taken.")
    found = [_cell(cell) for cell in raw[:MOST_CELLS]]
    if any(len(cell.text) > MOST_TEXT for cell in found):
        findings.append(f"Cells of more than {MOST_TEXT:,} characters were left out.")
        found = [cell for cell in found if len(cell.text) <= MOST_TEXT]
    if not any(cell.text.strip() for cell in found):
        raise UnreadableError("The notebook holds no cell with text.")
    return found, findings


def _decode(submitted: bytes) -> tuple[str, list[str]]:
    encoding = json.detect_encoding(submitted)
    try:
        text = submitted.decode(encoding, "surrogatepass").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return submitted.decode("cp1252", "replace"), ["The file is not UTF-8 text; it was read as Windows-1252."]
    return text, [] if encoding.startswith("utf-8") else [f"The file is {encoding} text instead of UTF-8."]


def _salvage(text: str) -> list[Any]:
    """Return the whole cells of a damaged file, in order."""
    decoder = json.JSONDecoder()
    rescued: list[Any] = []
    end = attempts = 0
    for start in _CELL.finditer(text):
        if start.start() < end:
            continue
        attempts += 1
        if attempts > 2 * MOST_CELLS:
            break
        try:
            cell, end = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            continue
        if isinstance(cell, dict) and "cell_type" in cell:
            rescued.append(cell)
    return rescued


def _raw_cells(content: Any, findings: list[str]) -> list[dict[str, Any]]:
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
        findings.append("The file has an old notebook format; save it with a current Jupyter.")
    if not isinstance(found, list):
        raise UnreadableError("The file is not a notebook: it has no cells.")
    language = _language(content.get("metadata"))
    if language not in (None, "python"):
        name = harmless.line(str(language), 40)
        findings.append(f"The notebook is made for the language {name!r}; it was read as Python.")
    broken = sum(not isinstance(cell, dict) for cell in found)
    if broken:
        findings.append(f"{broken} of the file's cells are no cells.")
    return [cell for cell in found if isinstance(cell, dict)]


def _language(metadata: Any) -> Any:
    kernel = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    return kernel.get("language") if isinstance(kernel, dict) else None


def _cell(raw: dict[str, Any]) -> _Cell:
    text = raw.get("source", raw.get("input", ""))
    if isinstance(text, list):
        text = "".join(part for part in text if isinstance(part, str))
    metadata = raw.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = raw.get("id")
    return _Cell(
        code=raw.get("cell_type") == "code" or "outputs" in raw,
        text=harmless.text(text) if isinstance(text, str) else "",
        id=name if isinstance(name, str) else None,
        marks=marks if isinstance(marks, dict) else {},
    )


# Finding out which cell is which -----------------------------------------------------------------


def _plain(text: str) -> str:
    """Return text for comparison: editors differ in blanks at line ends and blank lines around."""
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


@dataclass
class _Match:
    """Which cell of the student's file belongs to which of the instructor's.

    An instructor's cell is known by its index ``home`` in the instructor's notebook, a student's by its ``place`` in
    the file.
    """

    source: NotebookNode
    found: list[_Cell]
    findings: list[str]
    places: dict[int, list[int]] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    added: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.roles = [cells.role(cell) for cell in self.source.cells]
        self.names = [cells.grade_id(cell) for cell in self.source.cells]
        self.stubs = [cell.source for cell in released(self.source).cells]
        self.plain_stubs = [_plain(stub) for stub in self.stubs]
        self.plain = [_plain(cell.text) for cell in self.found]
        self.defined = [names.definitions(cell.text) if cell.code or cell.label else set() for cell in self.found]
        self.answers = {
            name: home for home, name in enumerate(self.names) if name is not None and self.roles[home] == "answer"
        }

    def rebuilt(self) -> Rebuilt:
        homes = {name: home for home, name in enumerate(self.names) if name is not None}
        self.labelled = any(cell.label in homes for cell in self.found)
        if not self.labelled:
            self.findings.append("The file has lost nbgrader's marks; its cells were recognised by what they say.")
        self._claim(lambda cell: cell.label, homes, several=True)
        self._claim(lambda cell: cell.id, {cell.get("id"): home for home, cell in enumerate(self.source.cells)})
        self._claim_equal()
        self._claim_definitions()
        self._claim_gaps()
        self._take_edited_prose()
        self._report()
        self._keep_added()
        notebook = self._assemble()
        return Rebuilt(notebook, "repaired" if self.findings else "graded", self.findings)

    @property
    def taken(self) -> set[int]:
        return {place for places in self.places.values() for place in places}

    def _is_stub(self, home: int) -> bool:
        """Whether nothing of the student's is known for an answer."""
        return all(self.plain[place] in ("", self.plain_stubs[home]) for place in self.places.get(home, []))

    def _fits(self, place: int, home: int) -> bool:
        """Whether a cell may be what it says it is: one that defines another answer instead is mislabelled."""
        if self.roles[home] != "answer" or self.names[home] in self.defined[place]:
            return True
        return not self.defined[place] & self.answers.keys()

    def _claim(self, key: Callable[[_Cell], Any], homes: dict[Any, int], several: bool = False) -> None:
        """Match cells by a key. A key that many cells share proves something only if `several` is allowed."""
        taken = self.taken
        claims = defaultdict(list)
        for place, cell in enumerate(self.found):
            home = homes.get(key(cell))
            if home is not None and home not in self.places and place not in taken and self._fits(place, home):
                claims[home].append(place)
        for home, places in claims.items():
            if len(places) == 1 or several:
                self.places[home] = self._choose(home, places)
            if len(places) > 1 and several:
                rule = self._rule(home)
                self.findings.append(f"The cell {self.names[home]!r} is there {len(places)} times; {rule}.")

    def _rule(self, home: int) -> str:
        if self.roles[home] not in ("answer", "written"):
            return "the instructor's counts"
        return "its parts were joined" if len(self.places[home]) > 1 else "the last one that was answered counts"

    def _choose(self, home: int, places: list[int]) -> list[int]:
        """Return which of several cells is the one: the last that is answered, or all parts of one that was split."""
        changed = [place for place in places if self.plain[place] not in ("", self.plain_stubs[home])]
        if self.roles[home] != "answer" or not changed:
            return (changed or places)[-1:]
        whole = "\n".join(self.found[place].text for place in changed)
        name = self.names[home]
        parts_are_broken = any(not _is_python(self.found[place].text) for place in changed)
        if len(changed) > 1 and parts_are_broken and _is_python(whole) and name in names.definitions(whole):
            return changed
        return ([place for place in changed if name in self.defined[place]] or changed)[-1:]

    def _claim_equal(self) -> None:
        """Match cells that say exactly what an instructor's cell says."""
        free = defaultdict(list)
        for home, stub in enumerate(self.plain_stubs):
            if home not in self.places:
                free[self.source.cells[home].cell_type == "code", stub].append(home)
        taken = self.taken
        for place, cell in enumerate(self.found):
            homes = free[cell.code, self.plain[place]]
            if place not in taken and homes:
                self.places[homes.pop(0)] = [place]

    def _claim_definitions(self) -> None:
        """Match what is still unanswered with cells that define its name, wherever they are."""
        keeper = {place: home for home, places in self.places.items() for place in places}
        released = set(self.plain_stubs)
        for name, home in self.answers.items():
            if not self._is_stub(home):
                continue
            definers = [
                place for place, names in enumerate(self.defined) if name in names and self.plain[place] not in released
            ]
            alone = [place for place in definers if place not in keeper or self.roles[keeper[place]] != "answer"]
            if alone:
                place = alone[-1]
                if place in keeper:
                    del self.places[keeper[place]]
                self.places[home], keeper[place] = [place], home
            elif definers:
                other = self.names[keeper[definers[-1]]]
                self.texts[home] = f"# {name} is defined in the cell of {other}."
            if definers and self.labelled:
                self.findings.append(f"The answer {name!r} was found in another cell, by the name that it defines.")

    def _claim_gaps(self) -> None:
        """Match written and play cells that nothing identifies by their place between cells that are known."""
        for role, code in (("written", False), ("play", True)):
            for home, its_role in enumerate(self.roles):
                if its_role != role or home in self.places:
                    continue
                gap, rivals = self._gap(home, role)
                fitting = [place for place in gap if self.found[place].code == code and self.plain[place]]
                if fitting:
                    self.places[home] = fitting if role == "written" and not rivals else fitting[:1]

    def _gap(self, home: int, role: str) -> tuple[list[int], bool]:
        """Return the unknown cells around an instructor's cell, and whether a later one looks for the same."""
        before = next((self.places[h][-1] for h in range(home - 1, -1, -1) if h in self.places), -1)
        after, rivals = len(self.found), False
        for later in range(home + 1, len(self.roles)):
            if later in self.places:
                after = self.places[later][0]
                break
            rivals |= self.roles[later] == role
        taken = self.taken
        return [place for place in range(before + 1, after) if place not in taken], rivals

    def _take_edited_prose(self) -> None:
        """Keep what was written into the instructor's prose: as the answer below it, or in a cell of its own."""
        for home, role in enumerate(self.roles):
            if role != "prose" or home not in self.places:
                continue
            text, stub = self.found[self.places[home][0]].text.strip(), self.stubs[home].strip()
            if _plain(text) == _plain(stub) or not text:
                continue
            own = text.replace(stub, "").strip()
            following = home + 1
            if following < len(self.roles) and self.roles[following] == "written" and self._is_stub(following):
                self.texts[following] = own
                self.findings.append(f"The answer {self.names[following]!r} was written into the cell above its own.")
            elif own:
                self.added[home].append(("markdown", own))
                self.findings.append("Text that was written into the instructor's prose is kept below it.")

    def _report(self) -> None:
        """Say what differs in the cells that students should not change, and what is missing."""
        missing = [name for home, name in enumerate(self.names) if name and home not in {*self.places, *self.texts}]
        if missing and self.labelled:
            self.findings.append(f"Missing cells were put back as released: {', '.join(missing)}.")
        for home, places in self.places.items():
            name, role, cell = self.names[home], self.roles[home], self.found[places[0]]
            if role in ("given", "test") and self.plain[places[0]] != self.plain_stubs[home]:
                self.findings.append(f"The locked cell {name!r} was changed; the instructor's counts.")
            if name is None:
                continue
            original = self.source.cells[home]
            if cell.code != (original.cell_type == "code"):
                self.findings.append(f"The cell {name!r} had another type; the instructor's counts.")
            if cell.label == name and _marks(cell.marks) != _marks(original.metadata.nbgrader):
                self.findings.append(f"The marks of {name!r} were changed; the instructor's count.")

    def _keep_added(self) -> None:
        """Keep the student's own cells, each after the cell that it came after."""
        keeper = {place: home for home, places in self.places.items() for place in places}
        locked = {name for name, role in zip(self.names, self.roles, strict=True) if name and role in ("given", "test")}
        known = {*self.plain_stubs, ""}
        before = -1
        for place, cell in enumerate(self.found):
            if place in keeper:
                before = keeper[place]
            elif self.plain[place] not in known and cell.label not in locked:
                self.added[before].append(("code" if cell.code else "markdown", cell.text))

    def _assemble(self) -> NotebookNode:
        notebook = deepcopy(self.source)
        notebook.cells = []
        counter = 0
        for home in range(-1, len(self.source.cells)):
            if home >= 0:
                notebook.cells.append(self._rebuilt_cell(home))
            for kind, text in self.added[home]:
                counter += 1
                new = new_code_cell(text) if kind == "code" else new_markdown_cell(harmless.markdown(text))
                new.id = f"added-{counter}"
                notebook.cells.append(new)
        return cells.without_outputs(notebook)

    def _rebuilt_cell(self, home: int) -> NotebookNode:
        cell: NotebookNode = deepcopy(self.source.cells[home])
        role = self.roles[home]
        if role not in ("answer", "written", "play"):
            return cell
        text = self.texts.get(home)
        if text is None:
            text = "\n\n".join(self.found[place].text for place in self.places.get(home, []))
        if _plain(text) in ("", self.plain_stubs[home]):
            cell.source = self.stubs[home]
        else:
            cell.source = harmless.markdown(text) if role == "written" else text.strip("\n")
        return cell


def _marks(marks: dict[str, Any]) -> list[Any]:
    """Return what nbgrader's metadata says about a cell's role and worth."""
    keys = ("grade", "solution", "locked", "points") if marks.get("grade") else ("grade", "solution", "locked")
    return [marks.get(key) for key in keys]


def _is_python(code: str) -> bool:
    try:
        with warnings.catch_warnings(action="ignore"):
            ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
