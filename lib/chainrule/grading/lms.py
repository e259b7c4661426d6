"""How Canvas and Moodle name what they pack, and take back.

============================================================  =====================================
name                                                          student
============================================================  =====================================
``lovelaceada_LATE_1234_56789_01_linear_classifier-1.ipynb``  ``1234``: Canvas's number of the user
``Ada Lovelace_98_assignsubmission_file/homework.ipynb``      ``Ada_Lovelace``: Moodle's other number
                                                              is another one in each assignment
``Ada Lovelace_98_assignsubmission_file_/homework.ipynb``     the same: Moodle before 2022
``Participant_98_assignsubmission_file/homework.ipynb``       ``Participant_98``: marked without names
============================================================  =====================================
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
    """Whose a file or folder is.

    Parameters
    ----------
    student : str
        The student as a folder can be named; "" if nothing is left of the name.
    person : str
        What tells two people of one name apart, as far as the LMS does.
    """

    student: str
    person: str


def owner_of(name: str) -> Owner | None:
    """Return whose file or folder this is; None if no LMS names one so.

    Parameters
    ----------
    name : str
        The outermost such part of a path in the archive: what is deeper is named by the student, perhaps like somebody
        else's.

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
    """Return the student whose file or folder this is, "" if the name is nobody's; None if no LMS names one so.

    Examples
    --------
    >>> owner("Participant_201_assignsubmission_file"), owner("homework.ipynb")
    ('Participant_201', None)
    """
    found = owner_of(name)
    return None if found is None else found.student


def _student(name: str) -> str:
    """Return a name as a folder can have it.

    Examples
    --------
    >>> _student("José  Ángel O'Hara ../x")
    'José_Ángel_OHara_x'
    """
    kept = "".join(char for char in unicodedata.normalize("NFC", name) if harmless.is_letter(char) or char in " -_")
    return "_".join(kept.split())[:100]
