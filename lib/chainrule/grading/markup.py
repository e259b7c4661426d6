"""The one place where text becomes HTML that a page does not escape.

Our pages escape whatever they show (`autoescape`), unless it comes from here: from a converter that escapes what it is
given, or from Markdown, which is the instructor's or was made harmless (`harmless.markdown`, `harmless.literal`).
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from bs4 import BeautifulSoup
from markupsafe import Markup

from chainrule.grading import filters, formulas

CONVERTERS = frozenset({"ansi2html", "clean_html", "highlight_code", "markdown2html", "strip_files_prefix"})
"""nbconvert's filters that return HTML."""

_LOOSE = frozenset({"clean_html", "markdown2html"})
"""Those whose HTML holds elements that a person wrote."""


_LONGEST_KEPT = 20_000
"""Characters of HTML that is remembered; longer ones hold pictures."""


def converter(name: str, function: Callable[..., str]) -> Callable[..., Markup]:
    """Return one of `CONVERTERS` as a filter for templates that escape."""

    def converted(*args: Any, **options: Any) -> Markup:
        made = function(*args, **options)
        return Markup(_mended(made) if name in _LOOSE else made)

    converted.__dict__.update({key: value for key, value in vars(function).items() if key.startswith("jinja_")})
    return converted


def _mended(html: str) -> str:
    """Return HTML whose elements end in it, and whose pictures have a description, as nbconvert does for a page."""
    return _mend(html) if len(html) <= _LONGEST_KEPT else _mend.__wrapped__(html)


@lru_cache(maxsize=2048)
def _mend(html: str) -> str:
    soup = BeautifulSoup(html, features="html.parser")
    for picture in soup.select("img:not([alt])"):
        picture.attrs["alt"] = "No description has been provided for this image"
    return str(soup)


def rendered(markdown: str, attachments: dict[str, dict[str, str]] | None = None) -> Markup:
    """Return Markdown as HTML, its formulas as MathML; as it was written if that takes too long."""
    return Markup(filters.limited({}, lambda: formulas.to_html(markdown, attachments), markdown))


def literal(code: str) -> Markup:
    """Return code as HTML that shows it as it stands.

    Examples
    --------
    >>> literal("if a<b:")
    Markup('<pre>if a&lt;b:</pre>')
    """
    return Markup("<pre>{}</pre>").format(code)


def stylesheet(css: str) -> Markup:
    """Return a stylesheet of the program's own."""
    return Markup(css)
