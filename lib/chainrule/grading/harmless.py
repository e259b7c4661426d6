"""What students write, made harmless to whoever looks at it: on a page, in Jupyter, on a terminal.

nbgrader's pages show Markdown as it is, so it has to be harmless before: when it is taken from a submission.
Nothing here parses Markdown or HTML: two parsers never agree on what is a tag. Instead the few characters without which
no tag and no link can begin are set apart with a space, in prose, code and formulas alike, where a space does no harm.
"""

import base64
import binascii
import re
from collections.abc import Iterable

from nbformat import NotebookNode
from nbformat.v4 import new_output

MOST_OUTPUT = 20_000
"""Characters of printed output that a graded notebook keeps of one output."""

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_LINK = re.compile(r"\](?=[(:])")
_DIAGRAM = re.compile(r"((?:`{3,}|~{3,})[ \t]*)mermaid", re.IGNORECASE)
_ACTIVE_MACRO = re.compile(
    r"\\(?=(?:href|url|require|csname|cssId|class|style|html\w*|data|includegraphics)(?![A-Za-z]))"
)
_IMAGES = ("image/png", "image/jpeg")


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


def markdown(value: str) -> str:
    r"""Return Markdown in which no raw HTML, link, image, diagram or formula can act, whichever viewer shows it.

    LaTeX, emphasis, lists, tables and code stay as they are; the address of a link stays readable.

    Examples
    --------
    >>> markdown("$a<b$ <img src=x onerror=alert(1)> [here](javascript:alert(1))")
    '$a< b$ < img src=x onerror=alert(1)> [here] (javascript:alert(1))'
    """
    value = _LINK.sub("] ", _TAG.sub("< ", text(value)))
    return _ACTIVE_MACRO.sub("", _DIAGRAM.sub(r"\1text", value))


def outputs(shown: Iterable[NotebookNode]) -> list[NotebookNode]:
    """Return what a cell printed and drew, as plain text and bitmaps only, shortened to `MOST_OUTPUT` characters."""
    return [clean for output in shown if (clean := _output(output)) is not None]


def _output(output: NotebookNode) -> NotebookNode | None:
    kind = output["output_type"]
    if kind == "stream":
        return new_output("stream", name=output["name"], text=_printed(output["text"]))
    if kind == "error":
        traceback = [_printed(part) for part in output["traceback"]]
        return new_output("error", ename=line(output["ename"]), evalue=line(output["evalue"]), traceback=traceback)
    data = {}
    for image in _IMAGES:
        if image in output["data"] and _is_base64(output["data"][image]):
            data[image] = output["data"][image]
    if "text/plain" in output["data"]:
        data["text/plain"] = _printed(output["data"]["text/plain"])
    return new_output("display_data", data=data) if data else None


def _printed(value: str) -> str:
    # A progress bar goes back to the start of its line: only what it wrote last is left on a screen.
    last = (part.rstrip("\r").rpartition("\r")[2] for part in value[: 4 * MOST_OUTPUT].split("\n"))
    value = text("\n".join(last))
    return value if len(value) <= MOST_OUTPUT else value[:MOST_OUTPUT] + "\n… the rest was cut off.\n"


def _is_base64(value: str) -> bool:
    try:
        base64.b64decode(value.replace("\n", ""), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True
