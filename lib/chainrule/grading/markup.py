"""The one place where text becomes HTML that a page does not escape.

Our pages escape whatever they show (`autoescape`), unless it comes from here: from a converter that escapes what it is
given, or from Markdown, which is the instructor's or was made harmless (`harmless.markdown`, `harmless.literal`).
"""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from chainrule.grading import formulas

CONVERTERS = frozenset({"ansi2html", "clean_html", "highlight_code", "markdown2html", "strip_files_prefix"})
"""nbconvert's filters that return HTML."""


_LONGEST_CODE = 30_000
_LONGEST_LINE = 400
"""Characters of what is highlighted: Pygments takes quadratic time for some lines."""


def converter(name: str, function: Callable[..., str]) -> Callable[..., Markup]:
    """Return one of `CONVERTERS` as a filter for templates that escape."""

    def converted(text: str, *args: Any, **options: Any) -> Markup:
        if name == "highlight_code" and (len(text) > _LONGEST_CODE or max(map(len, text.split("\n"))) > _LONGEST_LINE):
            return Markup('<div class="highlight"><pre>{}</pre></div>').format(text)
        return Markup(function(text, *args, **options))

    converted.__dict__.update({key: value for key, value in vars(function).items() if key.startswith("jinja_")})
    return converted


def rendered(markdown: str, attachments: dict[str, dict[str, str]] | None = None) -> Markup:
    """Return Markdown as HTML, its formulas as MathML."""
    return Markup(formulas.to_html(markdown, attachments))


def stylesheet(css: str) -> Markup:
    """Return a stylesheet of the program's own."""
    return Markup(css)
