"""Formgrader's page of a submission, without anything from other servers.

``nbgrader_config.py`` sets both parts: formulas are shown as MathML, so MathJax, which nbgrader's page loads from a
content delivery network, has nothing to do.
"""

import re

from chainrule.grading import cells, filters
from chainrule.grading.templates import TEMPLATES

_FROM_ELSEWHERE = re.compile(r"""<script [^>]*src=["']?(?:https?:)?//[^>]*>\s*</script>""")
_DONE_ALREADY = """<script>
window.MathJax = { Hub: { Startup: { signal: { Interest: (listener) => setTimeout(() => listener("End")) } } } };
</script>"""
"""What nbgrader's script waits for before it puts the cursor into the first field."""

_IN_PLACE = "<style>.text_cell_render, .input_area, .output_area { contain: paint; overflow-x: auto; }</style>"
"""Nothing of a cell lies on another one, such as on the verdict of the check above it; what is too wide scrolls."""


_LABELLED = """<style>
.added { border-left: 6px solid #999; margin: 1em 0; padding-left: 1em; }
.added > p { color: #555; font-style: italic; }
</style>"""


def our_own(head: str) -> str:
    """Return the head of a page without scripts from other servers, and with our style."""
    return _FROM_ELSEWHERE.sub(_DONE_ALREADY, head).replace("</head>", f"{_IN_PLACE}{_LABELLED}</head>", 1)


FILTERS = {
    "is_added": cells.is_added,
    "highlight_code": filters.highlight_code,
    "markdown2html": filters.markdown2html,
    "strip_files_prefix": filters.strip_files_prefix,
    "our_own": our_own,
}
TEMPLATE = str(TEMPLATES / "formgrader.html.j2")
