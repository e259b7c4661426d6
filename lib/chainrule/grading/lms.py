"""How Canvas and Moodle name what they pack, and take back.

============================================================  =====================================
name                                                          student
============================================================  =====================================
``lovelaceada_LATE_1234_56789_01_linear_classifier-1.ipynb``  ``1234``: Canvas's number of the user
``Ada Lovelace_98_assignsubmission_file_/homework.ipynb``     ``Ada_Lovelace``: Moodle's other number
                                                              is another one in each assignment
============================================================  =====================================
"""

import re
import unicodedata

from chainrule.grading import harmless

CANVAS = re.compile(r"[^_]+_(?:LATE_)?(?P<student>\d+)_\d+_")
MOODLE = re.compile(r"(?P<student>.+?)_\d+_assignsubmission_file_")


def owner(name: str) -> str | None:
    """Return the student whose file or folder this is, "" if the name is nobody's; None if no LMS names one so.

    Parameters
    ----------
    name : str
        The outermost part of a path in the archive: what is deeper is named by the student, perhaps like somebody
        else's.

    Examples
    --------
    >>> owner("lovelaceada_1234_56789_homework.ipynb"), owner("homework.ipynb")
    ('1234', None)
    """
    match = MOODLE.match(name) or CANVAS.match(name)
    return _student(match["student"]) if match else None


def _student(name: str) -> str:
    """Return a name as a folder can have it.

    Examples
    --------
    >>> _student("José  Ángel O'Hara ../x")
    'José_Ángel_OHara_x'
    """
    kept = "".join(char for char in unicodedata.normalize("NFC", name) if harmless.is_letter(char) or char in " -_")
    return "_".join(kept.split())[:100]
