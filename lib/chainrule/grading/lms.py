"""The names of files and folders in archives from Canvas and Moodle, and whose they are.

============================================================  =======================================
name                                                          student
============================================================  =======================================
``lovelaceada_LATE_1234_56789_01_linear_classifier-1.ipynb``  ``1234``: Canvas's number of the user
``anon_aB3xZ_56789_homework.ipynb``                           ``anon_aB3xZ``: anonymous grading
``Ada Lovelace_98_assignsubmission_file/homework.ipynb``      ``Ada_Lovelace``: Moodle's number differs
                                                              from assignment to assignment
``Ada Lovelace_98_assignsubmission_file_/homework.ipynb``     the same, from Moodle before 2022
``Participant_98_assignsubmission_file/homework.ipynb``       ``Participant_98``: anonymous marking
============================================================  =======================================

Canvas makes such a name in ``lib/content_zipper.rb`` and reads it in ``app/models/abstract_assignment.rb``; Moodle
makes it in ``mod/assign/classes/downloader.php`` (before 4.1 in ``locallib.php``), and reads it in
``mod/assign/feedback/file/importziplib.php``.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from chainrule.grading import harmless

_FILE = r"_(?:\d+_|(?:text|link)\.html$)"  # the number of an upload, or what was typed into Canvas
_CANVAS = re.compile(rf"(?P<name>(?:(?!\d+_)[^_]*_)+?)(?P<student>\d+){_FILE}")
_CANVAS_WITHOUT_NAMES = re.compile(rf"(?:LATE_)?(?P<student>anon_[0-9A-Za-z]+){_FILE}")
_NUMBERS = re.compile(r"(?<![^_])[1-9]\d*_(?:[1-9]\d*_|(?:text|link)\.html$)")
_MONTH_AND_DAY = r"(?:0?[1-9]|[12]\d|3[01])_(?:0?[1-9]|[12]\d|3[01])"
_DATE = re.compile(
    rf"(?<![^_])(?<!\d_)(?:(?:19|20)\d\d_{_MONTH_AND_DAY}(?!\d|_\d)|{_MONTH_AND_DAY}_(?:19|20)\d\d(?![\d_]))"
)
"""In a file's name, with no other number beside it: nobody's numbers, since no upload has one as small as a day's."""
_MOODLE_MARKS = re.compile(r"_\d+_assignsubmission_file(?=_|$)")
MOODLE = re.compile(r"(?P<student>.+?)_(?P<number>\d+)_assignsubmission_file(?:_|$)")
ONLINE_TEXT = "_assignsubmission_onlinetext"
"""In the name of what a student typed into Moodle, beside files or in place of one."""

_WITHOUT_NAMES = re.compile(
    "Participante?|Partecipante|Teilnehmerin|Deelnemer|Deltagare|Dalyvis|Partaidea|Sodelujoči|Katılımcı|Участник"
    "|参加者|参与者|参与人|參與者"
)
"""What Moodle's language packs put in the place of a name (``hiddenuser`` of ``mod_assign``), as it comes out of
`_student`. Words of other languages are known where several people have them: see `students`.
"""

_MOST_LETTERS, _MOST_BYTES = 100, 150
"""Of a name: a student's ID has at most 128 letters, a folder's name 255 bytes, and something may be put behind it."""


_KEPT = "ªº\N{THAI CHARACTER SARA AM}\N{LAO VOWEL SIGN AM}"
"""Letters with a spelling in two, which nobody uses, and those of Mª and Nº, which look like no others."""

_MOST_MARKS = 6
"""On one letter: Burmese has as many."""

RECORD = "collected.json"
"""What was collected of an assignment, beside its archives."""


@dataclass(frozen=True)
class Owner:
    """The owner of a file or folder.

    Parameters
    ----------
    student : str
        The student's name, fit for a folder; "" if nothing is left of it.
    person : str
        What distinguishes people with the same `student`, as far as the LMS does.
    lms : str
        Who says so.
    """

    student: str
    person: str
    lms: Literal["canvas", "moodle"]


def owner_of(name: str) -> Owner | None:
    """Return the owner of a file or folder; None if no LMS uses such a name.

    Parameters
    ----------
    name : str
        The outermost part of a path in the archive that has such a name: students choose the names further in, and may
        choose somebody else's.

    Examples
    --------
    >>> owner_of("lovelaceada_LATE_1234_56789_homework.ipynb")
    Owner(student='1234', person='lovelaceada', lms='canvas')
    >>> owner_of("homework.ipynb")
    """
    if match := MOODLE.match(name):
        student = _student(match["student"])
        number = match["number"]
        return Owner(f"{student}_{number}" if _WITHOUT_NAMES.fullmatch(student) else student, number, "moodle")
    if match := _CANVAS_WITHOUT_NAMES.match(name):
        return Owner(match["student"], "", "canvas")
    if match := _CANVAS.match(name):
        return Owner(match["student"], match["name"].removesuffix("_").removesuffix("_LATE"), "canvas")
    return None


def recorded(folder: Path) -> dict[str, dict[str, Any]]:
    """Return what is on record of an assignment's earlier archives; nothing if there were none.

    Parameters
    ----------
    folder : Path
        ``downloaded/<assignment>``.

    Returns
    -------
    dict
        For each student ``hashes``, of what was put in place and all that was extracted since, and ``people``, who
        Moodle says it is; "" if it says so of several people.
    """
    try:
        known = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        known = {}
    return {what: known.get(what, {}) for what in ("hashes", "people")}


def is_certain(name: str, assignment: str) -> bool:
    """Return whether a file's name leaves no doubt whose it is.

    In Canvas students choose both their own name, which comes first, and that of their file. Each may contain numbers,
    so that those of the user and of the upload may be any of several. In Moodle, a name or file may contain what Moodle
    puts between them.

    Examples
    --------
    >>> is_certain("lovelaceada_1234_56789_01_tiny.ipynb", "01_tiny")
    True
    >>> is_certain("lovelaceada_1234_56789_tiny_2026_10_1.ipynb", "01_tiny")
    True
    >>> is_certain("lovelaceada_1234_66_56790_01_tiny.ipynb", "01_tiny")  # user 66 is called "Lovelace, Ada_1234"
    False
    """
    if match := MOODLE.match(name):  # or somebody of that name in Canvas, which puts its numbers behind it
        return len(_MOODLE_MARKS.findall(name)) == 1 and not _has_numbers(name[match.end() :])
    match = None if _CANVAS_WITHOUT_NAMES.match(name) else _CANVAS.match(name)
    if match is None or re.fullmatch(rf"{re.escape(assignment)}(?:-\d+)?\.ipynb", name[match.end() :]):
        return True
    return not _has_numbers(name[match.end("student") + 1 :])


def _has_numbers(rest: str) -> bool:
    """Return whether there is what could be Canvas's numbers of a user and an upload."""
    return _NUMBERS.search(_DATE.sub("date", rest)) is not None


def students(owners: Iterable[Owner], known: Mapping[str, str] = MappingProxyType({})) -> dict[Owner, str]:
    """Return the students' ids, for the owners of everything in the archives of an assignment.

    In Moodle, somebody whose number is known from an earlier archive keeps that id, whatever the name is now. Where
    several others all have one name, it is some language's word for a participant: names are hidden, and the number
    tells people apart. Not if earlier archives show names, where they are two people of one name. In a later archive
    with a single one, the name is known from earlier ones.

    Parameters
    ----------
    owners : iterable of Owner
    known : mapping of str to str
        The students of earlier archives, each with who Moodle says it is; "" if it said so of several people.

    Examples
    --------
    >>> folders = [f"Uczestnik_{number}_assignsubmission_file" for number in (201, 202)]
    >>> list(students(filter(None, map(owner_of, folders))).values())
    ['Uczestnik_201', 'Uczestnik_202']
    """
    by_number = {person: student for student, person in reversed(list(known.items())) if person}
    found = {owner: by_number.get(owner.person) if owner.lms == "moodle" else owner.student for owner in owners}
    new = [owner for owner, student in found.items() if student is None]
    names = {owner.student for owner in new}
    numbered = Counter(one.removesuffix(f"_{person}") for one, person in known.items() if one.endswith(f"_{person}"))
    words = {name for name, count in numbered.items() if count > 1}  # once, it is a person with a number for a name
    shown = numbered.total() < len(known) or not names.isdisjoint(known)
    hidden = len(names) == 1 and (len(new) > 1 or names <= words) and not shown
    return {
        owner: student or (f"{owner.student}_{owner.person}" if hidden else owner.student)
        for owner, student in found.items()
    }


def plain(name: str) -> str:
    """Return a name in the plain spelling of all names that look like it, but for letters of different scripts.

    Letters that only stand for others become these: ligatures, small, wide and mathematical ones. Of the marks on a
    letter each is there once, and no more than any script has: more would lie on the lines above.

    Examples
    --------
    >>> plain("ﬁnn²"), plain("Mª José"), len(plain("a" + 60 * "\u0301")), len(plain("น้ำ"))
    ('finn2', 'Mª José', 1, 3)
    """
    spelled = "".join(
        char if char in _KEPT else unicodedata.normalize("NFKC", char) for char in unicodedata.normalize("NFC", name)
    )
    kept: list[str] = []
    marks: list[str] = []
    for char in unicodedata.normalize("NFD", spelled):
        is_mark = unicodedata.category(char).startswith("M")
        marks = marks if is_mark else []
        if is_mark:
            if char in marks or len(marks) == _MOST_MARKS or not kept or not harmless.is_letter(kept[-1]):
                continue
            marks.append(char)
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _student(name: str) -> str:
    """Return a name, fit for a folder.

    Examples
    --------
    >>> _student("José  Ángel O'Hara ../x")
    'José_Ángel_OHara_x'
    """
    kept = "".join(char for char in plain(name) if harmless.is_letter(char) or char in " -_")
    return "_".join(kept.split())[:_MOST_LETTERS].encode()[:_MOST_BYTES].decode(errors="ignore")
