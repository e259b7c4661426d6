"""Sanitises student-written text for HTML, Jupyter and terminals.

nbgrader's pages show Markdown unescaped, so it must be sanitised when it is taken from a submission. Nothing here
parses Markdown or HTML, since two parsers never agree on tags. Instead, a space breaks up the few characters that start
every tag or link; it does no harm in prose, code or formulas. Everything runs in time linear in the length of the text:
no pattern tries the same characters repeatedly.
"""

import itertools
import re
import struct
import unicodedata
import zlib
from collections.abc import Collection
from typing import NewType

from chainrule.grading import macros

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_INVISIBLE = re.compile("FILLER|VARIATION SELECTOR|GRAPHEME JOINER|VOWEL INHERENT")
"""In the names of the letters and marks that Unicode lets nobody see (Default_Ignorable_Code_Point)."""
_TAG = re.compile(r"<(?=[A-Za-z/!?]|[^\s<>@]*@)")  # <1ana@example.org> is a link, too
_ENTITY = re.compile(r"&(?=#|[A-Za-z][A-Za-z0-9]*;)")
_LINK = re.compile(r"\](?=[(:])")
_AT = r"(?<=[\w.+-])@(?=[\w-]+\.\w)"  # JupyterLab makes ana@example.org a link, with or without mailto:
_ADDRESS = re.compile(rf":(?=//)|(?i:\bwww)\.(?=\S)|{_AT}")
_DIAGRAM = re.compile(r"((?:(?<!`)`{3,}+|(?<!~)~{3,}+)[^\S\n]*+)mermaid", re.IGNORECASE)
_OPENER = re.compile(r"\\begin(?=\{)|\\\\(?=[\[(])")
_PICTURE = re.compile(r" ?!\[picture\] \(attachment:([\w.-]{1,40})\) ?")
_MARKDOWN = re.compile(r"[\\`*{}\[\]()#!|<>~$&]|(?<![^\W_])_|_(?![^\W_])|^[-+=]|:(?=//)|(?<=www)\.|" + _AT)
_MOST_OPENERS = 200
_MOST_MARKS = 8
"""How many marks a letter may have: more pile up on what is above, and no script needs them."""
_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND bKGD cHRM cICP eXIf gAMA iCCP iTXt pHYs sBIT sRGB tEXt tIME tRNS zTXt".split()
)
"""Of still pictures; animated ones have chunks of their own."""

_MOST_PICTURE = 16 << 20
_MOST_SIDE = 10_000


def text(value: str) -> str:
    r"""Return text without terminal sequences, control characters and those that turn the reading direction.

    Examples
    --------
    >>> text("a\x1b[31mb\x07c")
    'abc'
    """
    value = _ANSI.sub("", value.replace("\r\n", "\n"))
    return _UNSEEN.sub("", value.replace("\r", "\n"))


def line(value: str, most: int = 200) -> str:
    r"""Return text as one line of at most `most` characters.

    Examples
    --------
    >>> line("one\n  two")
    'one two'
    """
    value = " ".join(text(value).split())
    return value if len(value) <= most else value[: most - 1] + "…"


def is_letter(char: str) -> bool:
    r"""Return whether a character is a letter or digit of some script, or a mark on one, such as a vowel sign.

    One that is never seen is none.

    Examples
    --------
    >>> is_letter("é"), is_letter("!"), is_letter("\u3164")
    (True, False, False)
    """
    is_one = unicodedata.category(char)[:1] in ("L", "N", "M")
    return is_one and _INVISIBLE.search(unicodedata.name(char, "")) is None


SafeMarkdown = NewType("SafeMarkdown", str)
"""Markdown that may be shown to anyone. Only `markdown` makes it."""


def markdown(value: str, pictures: Collection[str] = ()) -> SafeMarkdown:
    r"""Return Markdown in which no raw HTML, link, image, diagram or formula can act, whichever viewer shows it.

    LaTeX, emphasis, lists, tables and code stay as they are; an address stays readable, and leads nowhere.

    Parameters
    ----------
    value : str
        Whatever a student wrote, or quotes what one wrote.
    pictures : collection of str
        Names of the cell's attachments that may be shown, each once, however often a student writes what the program
        writes to show one: the program's own, of letters, digits, ``-`` and ``.``.

    Examples
    --------
    >>> markdown("$a<b$ <img src=x onerror=alert(1)> [here](javascript:alert(1))")
    '$a< b$ < img src=x onerror=alert(1)> [here] (javascript:alert(1))'
    >>> markdown("https://example.org, WWW.example.org, ana@example.org")
    'https: //example.org, WWW. example.org, ana@ example.org'
    """
    # After `text` and `_few_marks`, nothing is removed: what was around it could become a tag.
    # Viewers look for formulas in what a browser has made of entities.
    value = _ENTITY.sub("& ", _few_openers(_few_marks(text(value))))
    value = _ADDRESS.sub(r"\g<0> ", _LINK.sub("] ", without_tags(value)))
    value = macros.without_others(_DIAGRAM.sub(r"\1text", value))
    left = set(pictures)

    def shown(found: re.Match[str]) -> str:
        if found[1] not in left:
            return found[0]
        left.remove(found[1])
        return f" ![picture](attachment:{found[1]}) "

    return SafeMarkdown(_PICTURE.sub(shown, value))


def without_tags(value: str) -> str:
    """Return Markdown without raw HTML; links stay: what a grader wrote, who may compare a<b with c>d.

    Examples
    --------
    >>> without_tags("Only for a<b and c>d: [see](https://example.org).")
    'Only for a< b and c>d: [see](https://example.org).'
    """
    return _TAG.sub("< ", value)


def literal(value: str) -> SafeMarkdown:
    r"""Return Markdown that shows a line as it is: a message, or the name of a file.

    Examples
    --------
    >>> print(literal("*hw* [1](x).ipynb"))
    \*hw\* \[1\]\(x\).ipynb
    """
    return SafeMarkdown(_MARKDOWN.sub(r"\\\g<0>", line(value, len(value) + 1)))


def _few_marks(value: str) -> str:
    """Return text without more than so many marks on any letter."""
    if value.isascii():
        return value
    kept, marks = [], 0
    for char in value:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _few_openers(value: str) -> str:
    r"""Set all but the first openers of formulas such as ``\begin{`` apart, which LaTeX does not mind.

    For each one nbconvert looks for its end through the rest of the text.
    """
    count = itertools.count(1)
    return _OPENER.sub(lambda opener: opener[0] + (" " if next(count) > _MOST_OPENERS else ""), value)


def printed(value: str, most: int) -> str:
    r"""Return what a program printed, of at most `most` characters, as a terminal would leave it.

    A carriage return overwrites its line, as progress bars expect.

    Examples
    --------
    >>> printed("10%\r20%\x1b[31m!", 80)
    '20%!'
    """
    shown = value[: 4 * most].replace("\r\n", "\n")
    if "\r" in shown:
        shown = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in shown.split("\n"))
    shown = text(shown)
    return shown if len(shown) <= most and len(value) <= 4 * most else shown[:most] + "\n[…]"


def is_png(data: bytes) -> bool:
    """Return whether the bytes are exactly one well-formed PNG image, a still one, of a sensible size."""
    if len(data) > _MOST_PICTURE or not data.startswith(_PNG):
        return False
    start, kinds = len(_PNG), []
    while start + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, start)
        stop = start + 12 + length
        if stop > len(data):
            return False
        kind = data[start + 4 : start + 8]
        if zlib.crc32(data[start + 4 : stop - 4]) != struct.unpack_from(">I", data, stop - 4)[0]:
            return False
        if kind == b"IHDR":
            width, height = struct.unpack_from(">II", data, start + 8)
            if not (0 < width <= _MOST_SIDE and 0 < height <= _MOST_SIDE):
                return False
        kinds.append(kind)
        start = stop
    return (
        _CHUNKS.issuperset(kinds)
        and start == len(data)
        and kinds[:1] == [b"IHDR"]
        and kinds[-1:] == [b"IEND"]
        and kinds.count(b"IHDR") == 1
    )
