r"""Which of LaTeX's macros a student's formula may use, whatever shows it: those that only typeset.

MathJax has others, which take addresses, styles and attributes, load more macros, cover or move what is around them, or
give a macro another meaning in all formulas of the page. Names are many and new ones come, so these are not the ones
listed: what `math_core` knows, which makes the formulas of our own pages, is good, and little else.
"""

import re
from functools import lru_cache

from math_core import LatexError, LatexToMathML

DEFINING = (
    *("def", "edef", "gdef", "xdef", "let", "futurelet", "global"),
    *("newcommand", "renewcommand", "providecommand", "DeclareMathOperator"),
)
"""What gives a meaning to a macro, here or in other formulas, or turns a short formula into a long one."""

SYNONYMS = {
    "hbox": "text",
    "mbox": "text",
    "textnormal": "text",
    "mathds": "mathbb",
    "mathnormal": "mathit",
    "pmb": "boldsymbol",
    "widetilde": "tilde",
    "dotsb": "cdots",
    "dotsc": "ldots",
    "dotsi": "cdots",
    "dotsm": "cdots",
    "dotso": "ldots",
}
"""MathJax's names of what `math_core` calls otherwise."""

_ALSO = """
ref substack buildrel cancelto displaylines cr hfill strut smallfrown smallsmile smallsetminus shortmid shortparallel
nshortmid nshortparallel thickapprox thicksim varpropto varliminf varlimsup varinjlim varprojlim longleftrightarrows Gg
Ll TeX LaTeX
"""
"""Others that only typeset, which `math_core` does not have."""

_LENGTHS = ("hspace", "hskip", "kern", "mkern", "mskip", "mspace")
_SIZED = ("begin", "cr", "genfrac", "raisebox", "shoveleft", "shoveright")
"""What takes a length among its arguments."""

_SHORT = re.compile(r"\*?\s*\{?\s*-?(?:\d?(?:\.\d*)?\s*(?:em|ex|cm|in|pc)|\d{0,2}(?:\.\d*)?\s*(?:pt|mu|mm|px|bp))")
"""A length after a macro or a line's end: longer ones move text out of its place on the page."""

_BACK = re.compile(r"\*?\s*[\[{]?\s*-(\d*\.?\d+)?\.?\s*(em|ex|cm|in|pc|pt|mu|mm|px|bp)")
_EM = {"em": 1, "ex": 0.5, "cm": 2.4, "in": 6, "pc": 1, "pt": 0.1, "mu": 0.06, "mm": 0.24, "px": 0.1, "bp": 0.1}
_NEGATIVE = {"!": 1 / 6, "negthinspace": 1 / 6, "negmedspace": 2 / 9, "negthickspace": 5 / 18}
_MOST_BACK = 10
"""How many em a text may go back in all."""

_RAISED = re.compile(r"\s*\{\s*[-+]?(\d*\.?\d+)?\.?\s*(em|ex|cm|in|pc|pt|mu|mm|px|bp)\s*\}")
_ROW = 1
_MOST_UP = 1
"""How many em a text may go up or down in all, a row in less than its own height apart: more would come to lie on what
is above or below it, such as a verdict, and headings have large letters."""

_ARGUMENTS = re.compile(r"(?:\s*(?:\{(?:[^{}]|\{[^{}]*\})*\}|\[[^\[\]]*\]))*")
_LENGTH = re.compile(r"[\[{]\s*([-+]?[\d.]+\s*[a-z]{2})\s*[\]}]")

_ENVIRONMENT = re.compile(
    r"\s*\{(?:(?:align(?:at|ed|edat)?|flalign|gather(?:ed)?|multlined?|eqnarray|equation|split|array|subarray|math"
    r"|displaymath|d?r?cases|[bBpvV]?(?:small)?matrix|CD)\*?)\}"
)
_MACRO = re.compile(r"\\(?:([A-Za-z]+|!)|\\\*?(?=\[\s*[-+]?[\d.,]+\s*[a-z]{2}\s*\]))")
_LONGEST_NAME = 40


def without_others(text: str) -> str:
    r"""Return text in which a space sets all other macros apart: what shows formulas then shows their names.

    Parameters
    ----------
    text : str
        Any text; where its formulas begin and end is for those who show it to say.

    Examples
    --------
    >>> print(without_others(r"\alpha \le \href{javascript:alert(1)}{x}"))
    \alpha \le \ href{javascript:alert(1)}{x}
    >>> print(without_others(r"\kern-6em \kern-6em \genfrac{}{}{99em}{}{a}{b}"))
    \kern-6em \ kern-6em \ genfrac{}{}{99em}{}{a}{b}
    """
    back = up = 0.0

    def kept(found: re.Match[str]) -> str:
        nonlocal back, up
        if not _is_good(found):
            return _apart(found)
        back += _NEGATIVE.get(found[1], 0.0)
        if found[1] == "raisebox":
            up += _em(_RAISED.match(text, found.end()))
        elif found[1] is None:
            up += max(_em(_BACK.match(text, found.end())) - _ROW, 0.0)
        elif found[1] in _LENGTHS:
            back += _em(_BACK.match(text, found.end()))
        return found[0] if back < _MOST_BACK and up <= _MOST_UP else _apart(found)

    return _MACRO.sub(kept, text)


def _em(length: re.Match[str] | None) -> float:
    """Return a length in em, without its sign; 0 for none."""
    return float(length[1] or 0) * _EM[length[2]] if length else 0.0


def _is_good(found: re.Match[str]) -> bool:
    name, text, stop = found[1], found.string, found.end()
    if name is None:
        return _SHORT.match(text, stop + 1) is not None
    if name == "raisebox" and not _RAISED.match(text, stop):
        return False
    if name in _SIZED and not all(map(_SHORT.fullmatch, _lengths(text, stop))):
        return False
    if name == "begin":
        return _ENVIRONMENT.match(text, stop) is not None
    return _typesets(name) and (name not in _LENGTHS or _SHORT.match(text, stop) is not None)


def _lengths(text: str, start: int) -> list[str]:
    """Return the lengths among the arguments that begin at a place."""
    arguments = _ARGUMENTS.match(text, start)
    return _LENGTH.findall(arguments[0]) if arguments else []


def _apart(found: re.Match[str]) -> str:
    return f"{found[0]} " if found[1] is None else f"\\ {found[1]}"


@lru_cache(maxsize=4096)
def _typesets(name: str) -> bool:
    r"""Return whether a macro only typesets.

    Those of one letter do, wherever there are any; and they are more often a ``\n`` in code.
    """
    if len(name) == 1 or name in _ALSO.split() or name in SYNONYMS:
        return True
    if name in DEFINING or len(name) > _LONGEST_NAME:
        return False
    try:
        LatexToMathML(fancy_error=False).convert_with_local_state(f"\\{name}", displaystyle=False)
    except LatexError as error:
        return "Unknown command" not in str(error)
    return True
