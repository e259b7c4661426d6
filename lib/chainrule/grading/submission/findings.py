"""Findings about a submission as data: a kind for code to act on, and a sentence for people to read."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "unreadable",  # nothing in it is usable
    "file",  # encoding, format, damage, sizes
    "handed in",  # name, folder, time
    "lost marks",  # nbgrader's metadata is gone
    "copies",  # a cell appears several times
    "moved",  # an answer was in a cell other than its own
    "kept",  # student text that belongs to no cell
    "missing",  # cells that were restored as released
    "changed",  # a cell or metadata that students may not change
    "picture",  # one that is only in the submitted file
    "python",  # written for a newer Python than the grader's
]


@dataclass(frozen=True)
class Finding:
    """Something that was repaired, or the reason why nothing was usable.

    Parameters
    ----------
    kind : Kind
        What it is about.
    text : str
        One sentence for the instructor and the student. It may quote the file, so display it as plain text.
    """

    kind: Kind
    text: str
