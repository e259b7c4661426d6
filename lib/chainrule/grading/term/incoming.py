"""Puts a submission into ``submitted/`` from a place where students can leave anything.

Nothing is copied or unpacked as it is there: only the contents of its files are read, under limits, and written to new
files.
"""

import contextlib
import re
import shutil
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from chainrule.grading.files import make_folder, remove
from chainrule.grading.limits import MOST_BYTES, MOST_TOGETHER
from chainrule.grading.submission import choosing

MOST_FILES = 2_000
"""The most files of one submission."""

MOST_DEEP = 8
"""How deep files may lie in folders."""

SECRET = "submission_secret.txt"
TIMESTAMP = "timestamp.txt"

_SECRET = re.compile(rb"[\w-]{1,256}\s*")
_MOST_NAME = 200
_CONFIGURES = re.compile(
    r"(?i)(nbgrader|jupyter\w*|ipython\w*)_config\.\w+|(site|user)customize\.py|conftest\.py|head|\.git.*|\.env.*"
    r"|\.?jupytext.*|pyproject\.toml|setup\.cfg|tox\.ini|mypy\.ini|\.?pylintrc|\.pdbrc|\.rprofile|\.octaverc"
)
"""Names of files that programs run or obey where they are started: a person may look into the folder, and start one.

Git takes a folder with a file called HEAD for a repository, and runs what its configuration names. Jupyter, with
jupytext, opens a notebook with the text of another file, if one of these names says so.
"""

_ORDERS = re.compile(
    b'"' + b"".join(rb"(?:%c|\\u00%02x)" % (letter, letter) for letter in b"jupytext") + rb'"(?=\s*:)', re.IGNORECASE
)
"""What jupytext obeys in a notebook itself, wherever that is opened: which files to open and write with it."""

_IN_COMMENTS = re.compile(rb"^(\W{0,20})jupyter(?=[^\S\n]*:[^\S\n]*$)", re.MULTILINE)
"""The line below which it obeys a script's first comments."""

_IN_FRONT = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<!--\s*)?---")
_MARKDOWN = frozenset({".md", ".markdown", ".rmd", ".qmd", ".myst", ".mystnb", ".mnb"})
"""Where it obeys what is in front of the text, in any spelling that YAML has."""

Reader = Callable[[int], bytes]
"""Returns the content of a file, or its beginning if it has more than the given number of bytes; raises an OSError."""


class NothingError(OSError):
    """There is no file that can be taken."""


def put(target: Path, files: Iterable[tuple[str, Reader]], when: Callable[[], datetime]) -> str | None:
    """Write a submission in place of the one that is there; return what was left out, in one sentence.

    Parameters
    ----------
    target : Path
        The folder ``submitted/<student>/<assignment>``.
    files : iterable of (str, Reader)
        The files by their names, relative with ``/``, the most important ones first.
    when : callable
        Returns when it was handed in, in UTC, after all files have been read, or raises an OSError; the time is written
        into ``timestamp.txt`` instead of what the student may have there.

    Raises
    ------
    NothingError
        If no file can be taken; what is there stays.
    OSError
        If it cannot be written; the same.
    """
    draft, before = (target.with_name(f".{target.name}.{name}") for name in ("draft", "before"))
    shutil.rmtree(draft, ignore_errors=True)
    make_folder(draft)
    try:
        left_out, room = [], MOST_TOGETHER
        for number, (name, read) in enumerate(files):
            if number == MOST_FILES:
                left_out.append("others")
                break
            content = _content(name, read, min(room, MOST_BYTES))
            if content is None:
                left_out.append(name)
                continue
            room -= len(content)
            path = draft / name
            make_folder(path.parent)
            path.write_bytes(without_orders(name, content))
        if not any(draft.iterdir()):
            raise NothingError(_said(left_out) or "there are no files")
        (draft / TIMESTAMP).write_text(f"{when():%Y-%m-%d %H:%M:%S.%f} UTC\n", encoding="utf-8")
        if target.exists():  # who grades meanwhile should hardly find nothing there
            remove(before)
            target.replace(before)
        draft.replace(target)
        remove(before)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        with contextlib.suppress(OSError):
            target.parent.rmdir()  # if nothing was ever handed in
    return _said(left_out)


def first(name: str) -> tuple[int, bool, str]:
    """Return a key that sorts files by importance: those further out first, and notebooks before others."""
    return name.count("/"), not choosing.is_notebook(name), name


def without_orders(name: str, content: bytes) -> bytes:
    r"""Return a file, by its name, in which jupytext finds nothing that is meant for it.

    Jupyter would open it with the text of another file, such as the instructor's, or save its cells into one. To
    jupytext, scripts and Markdown are notebooks, too.

    Examples
    --------
    >>> without_orders("x.ipynb", rb'{"metadata": {"jup\u0079text": {}}, "source": "\"jupytext\": 1"}')
    b'{"metadata": {"not-for-jupytext": {}}, "source": "\\"jupytext\\": 1"}'
    >>> without_orders("x.py", b"# ---\n# jupyter:\n#   jupytext:\n#     formats: ipynb,py\n# ---\n1")
    b'# ---\n# not-for-jupyter:\n#   jupytext:\n#     formats: ipynb,py\n# ---\n1'
    >>> without_orders("x.md", b"---\njupyter: {}\n---\n# Notes")
    b'As handed in:\n\n---\njupyter: {}\n---\n# Notes'
    """
    if choosing.is_notebook(name):
        return _ORDERS.sub(b'"not-for-jupytext"', content)
    if Path(name).suffix.lower() in _MARKDOWN and _IN_FRONT.match(content):
        return b"As handed in:\n\n" + content
    return _IN_COMMENTS.sub(rb"\1not-for-jupyter", content)


def is_secret(content: bytes) -> bool:
    r"""Return whether a student's file can be the secret that nbgrader puts beside a submission in the exchange.

    Examples
    --------
    >>> is_secret(b"9f86d081884c7d65"), is_secret(b""), is_secret(b"\xff")
    (True, False, False)
    """
    return _SECRET.fullmatch(content) is not None


def _content(name: str, read: Reader, most: int) -> bytes | None:
    """Return a file's content; None if it cannot be taken."""
    parts = tuple(name.split("/"))
    fit = name.isprintable() and len(name.encode()) <= _MOST_NAME and ".." not in parts
    if not fit or Path(name).parts != parts or len(parts) > MOST_DEEP or parts[0].casefold() == TIMESTAMP:
        return None
    if any(map(_CONFIGURES.fullmatch, parts)):
        return None
    try:
        content = read(most)
    except OSError:
        return None
    return content if len(content) <= most else None


def _said(names: list[str]) -> str | None:
    told = choosing.left_out([name for name in names if name != TIMESTAMP])
    return f"left out (links, odd names, too many, too large or not readable): {told}" if told else None
