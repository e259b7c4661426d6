"""Matches the cells of a student's file to the cells of the instructor's notebook.

Each strategy sees both notebooks and all earlier claims, and returns claims of its own; a later claim takes a cell away
from an earlier one. Strategies change nothing: `match` folds the claims of all `STRATEGIES` into one mapping.

``home`` is the index of a cell in the instructor's notebook, and ``place`` is the index of a cell in the student's
file.
"""

import ast
import textwrap
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from nbformat import NotebookNode

from chainrule.grading import cells, names
from chainrule.grading.stubs import released
from chainrule.grading.submission.findings import Finding
from chainrule.grading.submission.pictures import Attachment
from chainrule.grading.submission.reading import FileCell


def plain(text: str) -> str:
    """Return text for comparison, without trailing spaces and surrounding blank lines, which vary between editors."""
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


@dataclass(frozen=True)
class Home:
    """A cell of the instructor's notebook.

    Parameters
    ----------
    role : str
        See `chainrule.grading.cells`.
    name : str or None
        Its grade_id.
    id : str
        Its id.
    code : bool
        Whether it is code.
    stub : str
        Its text as released to students.
    long : bool
        Whether it is not run for grading, since it only shows something.
    """

    role: cells.Role
    name: str | None
    id: str
    code: bool
    stub: str
    long: bool = False

    @property
    def is_prose(self) -> bool:
        """Whether it is for an answer in words, not in code."""
        return self.role == "written" and not self.code

    @cached_property
    def plain(self) -> str:
        """The stub, for comparison."""
        return plain(self.stub)


@dataclass(frozen=True)
class Found:
    """A cell of the student's file."""

    cell: FileCell

    @cached_property
    def plain(self) -> str:
        """Its text, for comparison."""
        return plain(self.cell.text)

    @cached_property
    def defined(self) -> frozenset[str]:
        """The names it defines, if it may be code."""
        return names.definitions(self.cell.text) if self.cell.code or self.cell.label else frozenset()


@dataclass(frozen=True)
class Books:
    """The two notebooks."""

    homes: list[Home]
    found: list[Found]

    @classmethod
    def of(cls, source: NotebookNode, found: Iterable[FileCell]) -> "Books":
        """Return an instructor's notebook and the cells of a file, ready to be compared."""
        pairs = zip(source.cells, released(source).cells, strict=True)
        homes = [
            Home(
                cells.role(cell),
                cells.grade_id(cell),
                cell.id,
                cell.cell_type == "code",
                stub.source,
                cells.is_long(cell),
            )
            for cell, stub in pairs
        ]
        return cls(homes, [Found(cell) for cell in found])

    @cached_property
    def pictures(self) -> dict[str, Attachment]:
        """All pictures in the student's file."""
        return {name: picture for found in self.found for name, picture in found.cell.pictures.items()}

    @cached_property
    def by_name(self) -> dict[str, int]:
        """The homes with a name."""
        return {home.name: number for number, home in enumerate(self.homes) if home.name is not None}

    @cached_property
    def by_id(self) -> dict[str, int]:
        """The homes by their ids in the notebook."""
        return {home.id: number for number, home in enumerate(self.homes)}

    @cached_property
    def code_to_run(self) -> set[str]:
        """The text of the instructor's cells with code beside answers and tests, for comparison."""
        return {home.plain for home in self.homes if home.code and home.role in ("given", "play")}

    @cached_property
    def answers(self) -> dict[str, int]:
        """The homes of autograded answers, by the name they define."""
        return {name: home for name, home in self.by_name.items() if self.homes[home].role == "answer"}

    @cached_property
    def stubs(self) -> set[str]:
        """The text of every cell as released, for comparison."""
        return {home.plain for home in self.homes}

    @cached_property
    def labelled(self) -> bool:
        """Whether the file still has any nbgrader metadata."""
        return any(found.cell.label in self.by_name for found in self.found)

    def next_test(self, home: int) -> int:
        """The place of the next test after an instructor's cell, the last one if it was copied; the end without any."""
        tests = [other.name for other in self.homes[home:] if other.role == "test"][:1]
        places = [place for place, found in enumerate(self.found) if tests and found.cell.label == tests[0]]
        return places[-1] if places else len(self.found)

    def is_untouched(self, place: int, home: int) -> bool:
        """Whether a cell contains only what was released for an instructor's cell, now or earlier."""
        found = self.found[place]
        return found.plain in ("", self.homes[home].plain) or found.cell.released

    def is_the_students(self, place: int) -> bool:
        """Whether a cell contains anything written by the student."""
        found = self.found[place]
        return bool(found.plain) and found.plain not in self.stubs and not found.cell.released

    def is_repeated(self, place: int) -> bool:
        """Whether a cell of the student's own does once more what one of the instructor's does: have data as they were.

        It is not that cell, nor one that was copied with its marks.
        """
        found = self.found[place]
        is_own = self.labelled and found.cell.label is None and found.cell.id not in self.by_id
        return is_own and found.cell.code and bool(found.plain) and found.plain in self.code_to_run


@dataclass(frozen=True)
class Claim:
    """The part of a student's file that belongs to one of the instructor's cells.

    Parameters
    ----------
    home : int
        The instructor's cell.
    places : tuple of int
        The matching cells, in order.
    quoted : tuple of int
        Cells that stay in place and are quoted here.
    text : str or None
        Text to use instead of that of `places`.
    below : str
        Text to keep in a separate cell below.
    finding : Finding or None
        What to report about it.
    """

    home: int
    places: tuple[int, ...] = ()
    quoted: tuple[int, ...] = ()
    text: str | None = None
    below: str = ""
    finding: Finding | None = None


Claims = Mapping[int, Claim]
Strategy = Callable[[Books, Claims], list[Claim]]


@dataclass(frozen=True)
class Matching:
    """The result of matching two notebooks."""

    claims: Claims
    findings: list[Finding]


def match(books: Books) -> Matching:
    """Return the part of the student's file that belongs to each of the instructor's cells."""
    claims: dict[int, Claim] = {}
    findings = []
    if not books.labelled:
        text = "The file has lost nbgrader's metadata; its cells were recognised by their content."
        findings.append(Finding("lost marks", text))
    for strategy in STRATEGIES:
        for claim in strategy(books, claims):
            claims = _with(claims, claim)
            findings += [claim.finding] if claim.finding else []
    return Matching(claims, findings)


def taken(claims: Claims) -> dict[int, int]:
    """Return the home of every claimed place."""
    return {place: claim.home for claim in claims.values() for place in claim.places}


def is_unanswered(books: Books, claims: Claims, home: int) -> bool:
    """Return whether an answer has no claim on anything written by the student."""
    claim = claims.get(home, Claim(home))
    return claim.text is None and all(books.is_untouched(place, home) for place in claim.places)


def _with(claims: Claims, new: Claim) -> dict[int, Claim]:
    """Return the claims with one added, and its cells removed from all others."""
    kept, now = dict(claims), set(new.places)
    for home, claim in claims.items():
        if not now.isdisjoint(claim.places):
            places = tuple(place for place in claim.places if place not in now)
            kept[home] = replace(claim, places=places)
            if not places and claim.text is None:
                del kept[home]
    return {**kept, new.home: new}


# Strategies, from the surest to the boldest ------------------------------------------------------


def by_label(books: Books, claims: Claims) -> list[Claim]:
    """Claim cells by nbgrader's grade_id; a cell may have been copied or split."""
    found = []
    for home, places in _fitting(books, claims, lambda cell: cell.label, books.by_name).items():
        chosen = _choose(books, home, places)
        finding = None
        if len(places) > 1:
            rule = _rule(books.homes[home], chosen)
            finding = Finding("copies", f"Cell {books.homes[home].name!r} appears {len(places)} times; {rule}.")
        found.append(Claim(home, chosen, finding=finding))
    return found


def by_id(books: Books, claims: Claims) -> list[Claim]:
    """Claim cells by their notebook ids, ignoring ids shared by several cells."""
    fitting = _fitting(books, claims, lambda cell: cell.id, books.by_id)
    return [Claim(home, tuple(places)) for home, places in fitting.items() if len(places) == 1]


def by_text(books: Books, claims: Claims) -> list[Claim]:
    """Claim cells with exactly the same text as an instructor's cell."""
    free = defaultdict(list)
    for number, home in enumerate(books.homes):
        if number not in claims:
            free[home.code, home.plain].append(number)
    known = taken(claims)
    found = []
    for place, cell in enumerate(books.found):
        homes = free[cell.cell.code, cell.plain]
        if place not in known and homes:
            found.append(Claim(homes.pop(0), (place,)))
    return found


def by_definition(books: Books, claims: Claims) -> list[Claim]:
    """For answers still missing, claim cells that define the name, wherever they are."""
    keeper = taken(claims)
    found = []
    for name, home in books.answers.items():
        if not is_unanswered(books, claims, home):
            continue
        definers = [
            place for place, cell in enumerate(books.found) if books.is_the_students(place) and name in cell.defined
        ]
        if not definers:
            continue
        text = f"The answer {name!r} was found in another cell, by the name it defines."
        finding = Finding("moved", text) if books.labelled else None
        alone = [place for place in definers if place not in keeper or books.homes[keeper[place]].role != "answer"]
        if alone:
            keeper[alone[-1]] = home
            found.append(Claim(home, (alone[-1],), finding=finding))
        else:
            said = f"# {name} is defined in the cell of {books.homes[keeper[definers[-1]]].name}."
            found.append(replace(claims.get(home, Claim(home)), text=said, finding=finding))
    return found


def by_place(books: Books, claims: Claims) -> list[Claim]:
    """Claim written answers and playground cells by their position between cells already matched."""
    found: list[Claim] = []
    for role, code in (("written", False), ("play", True)):
        for number, home in enumerate(books.homes):
            if home.role != role or home.code != code or number in claims:
                continue
            known = {**claims, **{claim.home: claim for claim in found}}
            gap, rivals = _gap(books, known, number)
            fitting = [place for place in gap if books.found[place].cell.code == code and books.found[place].plain]
            if fitting:
                found.append(Claim(number, tuple(fitting if role == "written" and not rivals else fitting[:1])))
    return found


def from_prose(books: Books, claims: Claims) -> list[Claim]:
    """Take text added to the instructor's prose as the answer below it, or keep it below."""
    found = []
    for number, home in enumerate(books.homes):
        if home.role != "prose" or number not in claims or books.is_untouched(claims[number].places[0], number):
            continue
        own = books.found[claims[number].places[0]].cell.text.strip().replace(home.stub.strip(), "").strip()
        below = number + 1
        if below < len(books.homes) and books.homes[below].is_prose and is_unanswered(books, claims, below):
            text = f"The answer {books.homes[below].name!r} was written in the cell above its own."
            found.append(replace(claims.get(below, Claim(below)), text=own, finding=Finding("moved", text)))
        elif own:
            finding = Finding("kept", "Text added to the instructor's prose was kept below it.")
            found.append(replace(claims[number], below=own, finding=finding))
    return found


def beside(books: Books, claims: Claims) -> list[Claim]:
    """Show the grader text in other cells where the cell for a written answer was left unchanged.

    Text between the neighbouring cells is the answer. Other text, and code, may be part of it and is quoted.
    """
    empty = [
        number for number, home in enumerate(books.homes) if home.is_prose and is_unanswered(books, claims, number)
    ]
    known = taken(claims)
    free = {place for place in range(len(books.found)) if place not in known and books.is_the_students(place)}
    near = {home: [place for place in _gap(books, claims, home)[0] if place in free] for home in empty}
    far = sorted(place for place in free.difference(*near.values()) if not _runs(books.found[place]))
    found = []
    for home in empty:
        runs = [place for place in near[home] if _runs(books.found[place])]
        places = tuple(place for place in near[home] if place not in runs)
        quoted = tuple(sorted([*runs, *([] if places or runs else far)]))
        if places or quoted:
            name = books.homes[home].name
            text = f"Answer cell {name!r} was left unchanged; text in other cells was taken as the answer."
            found.append(Claim(home, places, quoted, finding=Finding("moved", text)))
    return found


STRATEGIES: list[Strategy] = [by_label, by_id, by_text, by_definition, by_place, from_prose, beside]


def quote(found: Found) -> str:
    """Return Markdown that displays a cell's text."""
    return textwrap.indent(found.cell.text.strip("\n"), "    ") if found.cell.code else found.cell.text


def _fitting(
    books: Books, claims: Claims, key: Callable[[FileCell], Any], homes: Mapping[Any, int]
) -> dict[int, list[int]]:
    """Return the free places whose cells have the key of a free home and are not evidently mislabelled."""
    known = taken(claims)
    fitting = defaultdict(list)
    for place, found in enumerate(books.found):
        home = homes.get(key(found.cell))
        if home is not None and home not in claims and place not in known and _may_be(books, place, home):
            fitting[home].append(place)
    return fitting


def _may_be(books: Books, place: int, home: int) -> bool:
    """Whether a cell's label is plausible: a cell that defines another answer instead is mislabelled."""
    if home not in books.answers.values():
        return True
    defined = books.found[place].defined
    return books.homes[home].name in defined or not defined & books.answers.keys()


def _choose(books: Books, home: int, places: list[int]) -> tuple[int, ...]:
    """Return which of several cells to use: the last answered one, or all parts of a cell that was split.

    An answer's copy below its tests is an experiment, if there is an answer above them: the tests have seen that one.
    """
    changed = [place for place in places if not books.is_untouched(place, home)]
    if books.homes[home].role != "answer" or not changed:
        return tuple((changed or places)[-1:])
    texts = [books.found[place].cell.text for place in changed]
    whole, name = "\n".join(texts), books.homes[home].name
    if (
        len(changed) > 1
        and None in map(names.parsed, texts)
        and names.parsed(whole)
        and name in names.definitions(whole)
    ):
        return tuple(changed)
    answers = [place for place in changed if name in books.found[place].defined] or changed
    above = [place for place in answers if place < books.next_test(home)]
    return ((above or answers)[-1],)


def _rule(home: Home, chosen: tuple[int, ...]) -> str:
    if home.role not in ("answer", "written"):
        return "the instructor's version was used"
    if len(chosen) > 1:
        return "its parts were joined"
    return "the last answered copy was used" + (", above its tests if there is one" if home.role == "answer" else "")


def _gap(books: Books, claims: Claims, home: int) -> tuple[list[int], bool]:
    """Return the unmatched cells around an instructor's cell, and whether a later cell competes for them."""
    placed = {number: claim.places for number, claim in claims.items() if claim.places and number != home}
    before = next((placed[number][-1] for number in range(home - 1, -1, -1) if number in placed), -1)
    after, rivals = len(books.found), False
    for later in range(home + 1, len(books.homes)):
        if later in placed:
            after = placed[later][0]
            break
        rivals |= books.homes[later].role == books.homes[home].role
    known = taken(claims)
    return [place for place in range(before + 1, after) if place not in known], rivals


def _runs(found: Found) -> bool:
    """Whether a code cell contains actual code rather than text."""
    tree = names.parsed(found.cell.text) if found.cell.code else None
    return tree is not None and not all(_is_text(statement) for statement in tree.body)


def _is_text(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Constant(value=str())):
            return True
    return False
