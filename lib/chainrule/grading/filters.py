"""nbconvert's filters as our pages and formgrader's use them: within limits of time and size.

Some text of a few thousand characters keeps Markdown or a highlighter busy for minutes. So what a student wrote may
take only so much of the processor's time on a page, and so much of the page; the rest is shown as it was written.
"""

import html
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.filters import Highlight2HTML

from chainrule.grading import formulas

_SECONDS, _ROOM = "seconds_for_text", "room_for_markdown"

_MOST_SECONDS = 5.0
"""Of the processor, for the texts of one page: the longest notebook of the course takes a twentieth of it."""

_MOST_ON_A_PAGE = 2 * 2**20
"""Characters of HTML made from Markdown on one page: fifty times what the longest notebook of the course has."""

_LONGEST_CODE = 30_000
"""Characters of a cell whose code is highlighted."""


class _TookTooLongError(Exception):
    """The time was up."""


def limited(page: MutableMapping[str, Any], make: Callable[[], str], text: str) -> str:
    """Return the HTML that is made of a text, or the text as it was written: if nothing can be made of it, or the time
    for the page is up.

    Parameters
    ----------
    page : mapping
        What is left for the page is kept in it; at first it may be empty.
    make : callable
        Makes the HTML.
    text : str
        The text.
    """
    seconds = page.get(_SECONDS, _MOST_SECONDS)
    if seconds <= 0:
        return as_written(text)
    start = time.thread_time()
    try:
        with _within(seconds):
            made = make()
    except _TookTooLongError:
        page[_SECONDS] = 0.0
        return as_written(text)
    except Exception:  # noqa: BLE001 - the text is a student's; Markdown calls itself for each quote in a list
        made = as_written(text)
    page[_SECONDS] = seconds - (time.thread_time() - start)
    return made


def as_written(text: str) -> str:
    """Return HTML that shows a text as it was written, and says why."""
    return f"<p>[too much for one page: shown as it was written]</p><pre>{html.escape(text)}</pre>"


@pass_context
def markdown2html(context: Context, markdown: str) -> str:
    """Return Markdown as HTML, its formulas as MathML."""
    attachments = context.get("cell", {}).get("attachments")
    page = context.get("resources", {})
    room = page.get(_ROOM, _MOST_ON_A_PAGE)
    if room <= 0:
        return as_written(markdown)
    made = limited(page, lambda: formulas.to_html(markdown, attachments), markdown)
    pictures = sum(len(data) for kinds in (attachments or {}).values() for data in kinds.values())
    page[_ROOM] = room - max(len(made) - pictures, 0)
    return made if page[_ROOM] >= 0 else as_written(markdown)


def highlighter(highlight: Callable[..., str]) -> Callable[..., str]:
    """Return a filter ``highlight_code``, for nbconvert's or another one."""

    @pass_context
    def highlight_code(context: Context, source: str, metadata: Any = None) -> str:
        if len(source) > _LONGEST_CODE:
            return as_written(source)
        return limited(context.get("resources", {}), lambda: highlight(source, metadata=metadata), source)

    return highlight_code


@pass_context
def highlight_code(context: Context, source: str, metadata: Any = None) -> str:
    """Return code as HTML, highlighted as the notebook's language is by nbconvert."""
    made: str = highlighter(_remembering(lexer(context.get("nb", {}))))(context, source, metadata)
    return made


def lexer(notebook: Mapping[str, Any]) -> str | None:
    """Return what Pygments calls a notebook's language; None if the notebook does not say."""
    language = notebook.get("metadata", {}).get("language_info", {})
    name: str | None = language.get("pygments_lexer", language.get("name"))
    return name


@lru_cache(maxsize=8)
def _remembering(lexer: str | None) -> Callable[..., str]:
    """Return nbconvert's highlighter for a language; it remembers code, most of which all submissions have."""
    highlight = Highlight2HTML(pygments_lexer=lexer)

    @lru_cache(maxsize=1024)
    def remembered(source: str, magics: str | None) -> str:
        html: str = highlight(source, metadata={"magics_language": magics} if magics else None)
        return html

    return lambda source, metadata=None: remembered(source, (metadata or {}).get("magics_language"))


def strip_files_prefix(text: str) -> str:
    """Return text as it is: nbconvert's filter takes minutes for many brackets.

    It is for addresses of old notebooks that begin with ``files/``.
    """
    return text


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raise an error in the block once this process has used the processor for so long.

    A signal does it, also in the midst of a regular expression. Signals arrive in the main thread; in others, only the
    limit of all texts together holds.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise _TookTooLongError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
