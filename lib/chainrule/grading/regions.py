r"""The regions of a cell that students do not get: nbgrader's ``### BEGIN …`` and ``### END …`` lines.

This is their only grammar: each edge is a line of its own, with three hashes, in capitals.
"""

import re
from typing import Literal

Kind = Literal["SOLUTION", "HIDDEN TESTS", "MARK SCHEME"]

EDGE = re.compile(r"[ \t]*### (BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)[ \t]*")
"""A whole line that begins or ends a region."""

MEANT = re.compile(
    r"#+\s*(?:begin|end)[\s_-]+(?:solutions?|hidden[\s_-]*tests?|mark(?:ing)?[\s_-]*schemes?)\b"
    r"|\b(?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)\b",
    re.IGNORECASE,
)
"""What authors write when they mean an `EDGE`; to nbgrader, anything but an `EDGE` is a comment."""


def split(source: str) -> tuple[list[str], list[str]]:
    r"""Return the lines of a cell that everyone may see, and those inside its regions.

    Examples
    --------
    >>> split("a\n### BEGIN SOLUTION\nb\n### END SOLUTION\nc")
    (['a', 'c'], ['b'])
    """
    visible: list[str] = []
    secret: list[str] = []
    lines = iter(source.split("\n"))
    for line in lines:
        if not EDGE.fullmatch(line):
            visible.append(line)
            continue
        for inner in lines:
            if EDGE.fullmatch(inner):
                break
            secret.append(inner)
    return visible, secret


def visible(source: str) -> str:
    """Return a test cell's source without its hidden regions: all of it that students may ever see."""
    return "\n".join(split(source)[0]).rstrip("\n")


def hides(source: str) -> bool:
    """Return whether a test cell has a hidden part."""
    return any(hidden for _, hidden in parts(source))


def without_edges(source: str) -> str:
    """Return a cell's source with the content of its regions, but without their edges."""
    return "\n".join(line for line in source.split("\n") if not EDGE.fullmatch(line))


def replaced(source: str, stub: str) -> str:
    r"""Return a cell's source with `stub`, indented like the region, in place of each region.

    Examples
    --------
    >>> replaced("def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION", "pass")
    'def f():\n    pass'
    """
    lines: list[str] = []
    inside = False
    for line in source.split("\n"):
        if EDGE.fullmatch(line):
            inside = not inside
            if inside:
                lines.append(line[: len(line) - len(line.lstrip())] + stub)
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


def parts(source: str) -> list[tuple[str, bool]]:
    r"""Split a test cell into ``(code, hidden)`` pieces, in order.

    Each piece is padded with blank lines, so that line numbers in a traceback are those of the whole cell.

    Examples
    --------
    >>> parts("a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS")
    [('a', False), ('\n\nb', True)]
    """
    pieces: list[tuple[str, bool]] = []
    start, hidden = 0, False
    lines = source.split("\n")
    for number, line in enumerate([*lines, None]):
        if line is not None and not EDGE.fullmatch(line):
            continue
        code = "\n".join(lines[start:number])
        if code.strip():
            pieces.append(("\n" * start + code, hidden))
        start, hidden = number + 1, not hidden
    return pieces
