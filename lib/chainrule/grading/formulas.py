r"""Markdown as our pages show it: formulas become MathML when the page is made.

So pages need neither scripts nor a network. What cannot be converted remains readable, as LaTeX. Any text but the
instructor's must have been made harmless before (`harmless.markdown`).
"""

import html
import re
import threading
from collections.abc import Iterable
from functools import lru_cache
from typing import cast
from xml.etree import ElementTree

from math_core import LatexError, LatexToMathML
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from chainrule.grading import macros

_LONGEST = 10_000
_STACK = 64 * 2**20
"""The converter calls itself for nested groups, and has no limit of its own: this is enough for `_LONGEST` braces."""

_DEEPEST = 200
"""Deeper than anybody nests; browsers show up to 512 levels."""

_SYNONYMS = {f"\\{name}": f"\\{other}" for name, other in macros.SYNONYMS.items()} | {
    r"\begin{split}": r"\begin{aligned}",
    r"\end{split}": r"\end{aligned}",
    r"\begin{eqnarray}": r"\begin{array}{rcl}",
    r"\end{eqnarray}": r"\end{array}",
    r"\begin{eqnarray*}": r"\begin{array}{rcl}",
    r"\end{eqnarray*}": r"\end{array}",
}
"""MathJax's names, and the converter's names for the same."""

_SYNONYM = re.compile("|".join(re.escape(name) + ("" if name[-1] == "}" else "(?![A-Za-z])") for name in _SYNONYMS))
_DEFINITION = re.compile(rf"\\(?:{'|'.join(macros.DEFINING)})(?![A-Za-z])")

_LABEL = re.compile(r"\\(?:label|tag\*?|nonumber|notag)(?:\{[^{}]*\}|(?![A-Za-z]))")

_LENGTH = re.compile(r"(?<![#\w.])(\d+\.?\d*|\.\d+)(?=[a-z])")
_LONGEST_LENGTH, _MOST_LENGTHS = 4.0, 100.0
"""Of one attribute, and of a formula, in whatever unit: more would move it out of its place on the page."""

_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;)[A-Za-z]+;")

_ELEMENT = re.compile(
    "math|maction|menclose|merror|mfrac|mi|mmultiscripts|mn|mo|mover|mpadded|mphantom|mprescripts|mroot|mrow|ms|mspace|"
    "msqrt|mstyle|msub|msubsup|msup|mtable|mtd|mtext|mtr|munder|munderover|b|i|em|span"
)
_ATTRIBUTE = re.compile(
    "accent|accentunder|class|columnalign|columnlines|columnspacing|depth|display|displaystyle|fence|form|height|"
    "largeop|linethickness|lspace|math(background|color|size|variant)|maxsize|minsize|movablelimits|notation|"
    "rowalign|rowlines|rowspacing|rspace|scriptlevel|separator|stretchy|style|symmetric|voffset|width"
)


def mathml(latex: str, display: bool = False) -> str:
    r"""Return a formula as MathML, or as its LaTeX in an element ``code`` if it cannot be converted.

    Parameters
    ----------
    latex : str
        The formula, without dollar signs.
    display : bool
        Whether it has a line of its own.

    Examples
    --------
    >>> mathml("x_1")
    '<math><msub><mi>x</mi><mn>1</mn></msub></math>'
    >>> mathml(r"\unheard{x}")
    '<code class="formula">\\unheard{x}</code>'
    """
    return _converted(latex, display) or f'<code class="formula">{html.escape(latex.strip())}</code>'


def to_html(markdown: str, attachments: dict[str, dict[str, str]] | None = None) -> str:
    """Return Markdown as HTML.

    Parameters
    ----------
    markdown : str
        Jupyter's Markdown, with formulas between dollar signs.
    attachments : dict, optional
        The cell's pictures, as nbformat stores them.
    """
    return _rendered(markdown, attachments) if attachments else _remembered(markdown)


def _rendered(markdown: str, attachments: dict[str, dict[str, str]] | None = None) -> str:
    renderer = _Renderer(escape=False, exclude_anchor_links=True, attachments=attachments)
    return MarkdownWithMath(renderer=renderer).render(markdown)


@lru_cache(maxsize=1024)
def _remembered(markdown: str) -> str:
    """Return Markdown as HTML; most of it is the same in all submissions."""
    return _rendered(markdown)


class _Renderer(IPythonRenderer):
    """Jupyter's Markdown with formulas as MathML."""

    def inline_math(self, body: str) -> str:
        return mathml(body)

    def block_math(self, body: str) -> str:
        return mathml(body, display=True)

    def latex_environment(self, name: str, body: str) -> str:
        return mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", display=True)


@lru_cache(maxsize=4096)
def _converted(latex: str, display: bool) -> str | None:
    """Return a formula as MathML; None if it cannot be converted."""
    if len(latex) > _LONGEST or _DEFINITION.search(latex):
        return None
    latex = _LABEL.sub("", _SYNONYM.sub(lambda found: _SYNONYMS[found[0]], latex))
    made: list[str] = []

    def convert() -> None:
        converter = LatexToMathML(fancy_error=False)
        try:
            made.append(converter.convert_with_local_state(latex, displaystyle=display))
        except LatexError:
            return

    before = threading.stack_size(_STACK)
    try:
        thread = threading.Thread(target=convert)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    return _checked(made[0]) if made else None


def _checked(text: str) -> str | None:
    """Return MathML if all its elements only show something and no attribute can do anything; otherwise None."""
    parser: ElementTree.XMLPullParser[ElementTree.Element] = ElementTree.XMLPullParser(("start", "end"))
    root, depth, lengths = None, 0, 0.0
    try:
        parser.feed(_ENTITY.sub(lambda found: html.unescape(found[0]), text))
        parser.close()
    except ElementTree.ParseError:
        return None
    for event, element in cast("Iterable[tuple[str, ElementTree.Element]]", parser.read_events()):
        root = element if root is None else root
        depth += 1 if event == "start" else -1
        longest = max((float(one) for value in element.attrib.values() for one in _LENGTH.findall(value)), default=0.0)
        lengths += longest if event == "start" else 0.0
        if (
            depth > _DEEPEST
            or longest > _LONGEST_LENGTH
            or lengths > _MOST_LENGTHS
            or not _ELEMENT.fullmatch(element.tag)
            or not all(map(_ATTRIBUTE.fullmatch, element.attrib))
        ):
            return None
    return None if root is None else ElementTree.tostring(root, encoding="unicode")
