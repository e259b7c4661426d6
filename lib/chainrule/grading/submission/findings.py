"""What is worth saying about a submission, as data: a kind to act on, and the sentence that people read."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "unreadable",  # nothing could be taken
    "file",  # encoding, format, damage, sizes
    "handed in",  # name, folder, time
    "lost marks",  # nbgrader's metadata is gone
    "copies",  # a cell is there several times
    "moved",  # an answer stood in another cell than its own
    "kept",  # text of the student's that has no place of its own
    "missing",  # cells that were put back as released
    "changed",  # a cell or marks that are not the student's to change
    "picture",  # one that is only in the file as it was handed in
    "python",  # written for a newer Python than the grader's
]


@dataclass(frozen=True)
class Finding:
    """Something that was repaired, or why nothing could be taken.

    Parameters
    ----------
    kind : Kind
        What it is about.
    text : str
        One sentence for the instructor and the student. It may quote the file, so it is shown as text.
    """

    kind: Kind
    text: str
