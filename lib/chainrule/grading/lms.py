"""The names of files and folders in archives from Canvas and Moodle, and whose they are.

============================================================  =======================================
name                                                          student
============================================================  =======================================
``lovelaceada_LATE_1234_56789_01_linear_classifier-1.ipynb``  ``1234``: Canvas's number of the user
``Ada Lovelace_98_assignsubmission_file/homework.ipynb``      ``Ada_Lovelace``: Moodle's number differs
                                                              from assignment to assignment
``Ada Lovelace_98_assignsubmission_file_/homework.ipynb``     the same, from Moodle before 2022
``Participant_98_assignsubmission_file/homework.ipynb``       ``Participant_98``: anonymous marking
============================================================  =======================================
"""

import re
import unicodedata
from dataclasses import dataclass

from chainrule.grading import harmless

CANVAS = re.compile(r"[^_]+_(?:LATE_)?(?P<student>\d+)_(?P<number>\d+)_")
MOODLE = re.compile(r"(?P<student>.+?)_(?P<number>\d+)_assignsubmission_file(?:_|$)")
_WITHOUT_NAMES = "Participant"


@dataclass(frozen=True)
class Owner:
    """The owner of a file or folder.

    Parameters
    ----------
    student : str
        The student's name, fit for a folder; "" if nothing is left of it.
    person : str
        What distinguishes people with the same name, as far as the LMS does.
    """

    student: str
    person: str


def owner_of(name: str) -> Owner | None:
    """Return the owner of a file or folder; None if no LMS uses such a name.

    Parameters
    ----------
    name : str
        The outermost part of a path in the archive that has such a name: students choose the names further in, and may
        choose somebody else's.

    Examples
    --------
    >>> owner_of("lovelaceada_1234_56789_homework.ipynb")
    Owner(student='1234', person='1234')
    """
    if match := MOODLE.match(name):
        student = _student(match["student"])
        return Owner(f"{student}_{match['number']}" if student == _WITHOUT_NAMES else student, match["number"])
    if match := CANVAS.match(name):
        return Owner(match["student"], match["student"])
    return None


def owner(name: str) -> str | None:
    """Return the `student` of `owner_of`; None if no LMS uses such a name.

    Examples
    --------
    >>> owner("Participant_201_assignsubmission_file"), owner("homework.ipynb")
    ('Participant_201', None)
    """
    found = owner_of(name)
    return None if found is None else found.student


def _student(name: str) -> str:
    """Return a name, fit for a folder.

    Examples
    --------
    >>> _student("José  Ángel O'Hara ../x")
    'José_Ángel_OHara_x'
    """
    kept = "".join(char for char in unicodedata.normalize("NFC", name) if harmless.is_letter(char) or char in " -_")
    return "_".join(kept.split())[:100]
