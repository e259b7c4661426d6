"""Serves the marking page to a browser on this machine only.

Every address begins with a random token; only this machine's own names are answered to, and only this very page may
write. The page loads nothing, and may run nothing but its own script.
"""

import asyncio
import contextlib
import hmac
import html
import json
import secrets
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import tornado.httpserver
import tornado.netutil
import tornado.web
from jupyter_core.paths import jupyter_runtime_dir

from chainrule.grading.course import CourseError
from chainrule.grading.people.marking import Changed, Desk
from chainrule.grading.templates import template
from chainrule.grading.term.gradebook import Mark

_HOSTS = ("127.0.0.1", "localhost")
_MOST_BYTES = 100_000


def serve(
    desk: Desk, question: str | None = None, *, port: int = 0, ready: Callable[[str], None] = lambda url: None
) -> None:
    """Serve the page until the program is interrupted.

    Parameters
    ----------
    desk : Desk
        The answers to mark.
    question : str, optional
        The first question to show; by default an overview.
    port : int
        The port; by default any free one.
    ready : callable
        Called with the page's address once it is reachable.

    Raises
    ------
    CourseError
        If the port is taken.
    """
    asyncio.run(_serve(desk, question, port, ready))


@contextlib.contextmanager
def leading_to(url: str) -> Iterator[Path]:
    """Have a file, which nobody else can read, that leads a browser to an address.

    Everybody on a machine sees the command lines of everybody's programs: a browser is given this file, and not the
    address with its token.
    """
    runtime = Path(jupyter_runtime_dir())
    runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="chainrule-mark-", dir=runtime) as folder:
        file = Path(folder) / "open.html"
        file.touch(mode=0o600)
        place = html.escape(url)
        file.write_text(
            f'<!DOCTYPE html><meta http-equiv="refresh" content="0;url={place}"><a href="{place}">Mark</a>\n',
            encoding="utf-8",
        )
        yield file


async def _serve(desk: Desk, question: str | None, port: int, ready: Callable[[str], None]) -> None:
    token = secrets.token_urlsafe(24)
    try:
        sockets = tornado.netutil.bind_sockets(port, "127.0.0.1")
    except OSError as error:
        raise CourseError(f"Port {port} cannot be used: {error.strerror}. Choose another with --port.") from error
    server = tornado.httpserver.HTTPServer(application(desk, token), max_body_size=_MOST_BYTES)
    server.add_sockets(sockets)
    ready(f"http://127.0.0.1:{sockets[0].getsockname()[1]}/{token}/{f'{question}/' if question else ''}")
    await asyncio.Event().wait()


def application(desk: Desk, token: str) -> tornado.web.Application:
    """Return the pages; every address begins with the token."""
    given = {"desk": desk, "token": token}
    return tornado.web.Application(
        [
            (r"/([\w-]+)/", _Overview, given),
            (r"/([\w-]+)/([^/]+)/", _First, given),
            (r"/([\w-]+)/([^/]+)/next/([0-9a-f]+)", _Next, given),
            (r"/([\w-]+)/([^/]+)/([0-9a-f]+)", _Answer, given),
            (r"/([\w-]+)/([^/]+)/([0-9a-f]+)/(points|comment)", _Write, given),
        ],
        default_handler_class=_Nothing,
        default_handler_args=given,
        log_function=lambda handler: None,
    )


class _Page(tornado.web.RequestHandler):
    """What all pages have in common: who is let in, and what a page may do."""

    desk: Desk
    token: str

    def initialize(self, desk: Desk, token: str) -> None:
        self.desk, self.token = desk, token
        self.nonce = secrets.token_urlsafe(16)

    def prepare(self) -> None:
        """Accept only requests with the token, addressed to this machine, and from this page."""
        headers = self.request.headers
        origin = headers.get("Origin")
        theirs = self.path_args[0] if self.path_args else ""
        opened = self.request.method == "GET" and (  # in a window of its own, as by the file that leads here
            (headers.get("Sec-Fetch-Mode"), headers.get("Sec-Fetch-Dest")) == ("navigate", "document")
        )
        if (
            not hmac.compare_digest(str(theirs).encode(), self.token.encode())
            or self.request.host_name not in _HOSTS
            or (origin is not None and origin != f"http://{self.request.host}")
            or not (opened or headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin"))
        ):
            raise tornado.web.HTTPError(403)

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in {
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
        }.items():
            self.set_header(name, value)

    def show(self, **content: Any) -> None:
        policy = (
            f"default-src 'none'; script-src 'nonce-{self.nonce}'; style-src 'unsafe-inline'; img-src data:; "
            "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        self.set_header("Content-Security-Policy", policy)
        steps = {name: self.desk.progress(name) for name in self.desk.questions}
        content = {"mark": None, "question": None, **content}
        self.write(
            template("marking").render(
                desk=self.desk, progress=steps, nonce=self.nonce, root=f"/{self.token}/", **content
            )
        )

    def find(self, question: str, entry: str) -> Mark:
        if question in self.desk.questions and (mark := self.desk.find(question, entry)):
            return mark
        raise tornado.web.HTTPError(404)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = kwargs.get("exc_info", (None, None, None))[1]
        reason = str(error) if isinstance(error, CourseError) else self._reason
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(reason)

    def log_exception(self, typ: Any, value: BaseException | None, tb: Any) -> None:
        """Say nothing of what the page itself says."""
        if not isinstance(value, tornado.web.HTTPError | CourseError):
            super().log_exception(typ, value, tb)


class _Nothing(_Page):
    def prepare(self) -> None:
        raise tornado.web.HTTPError(404)


class _Overview(_Page):
    def get(self, token: str) -> None:
        self.show()


class _First(_Page):
    """The first answer to a question that waits, or else the first."""

    def get(self, token: str, question: str) -> None:
        if question not in self.desk.questions:
            raise tornado.web.HTTPError(404)
        answers = self.desk.answers(question)
        first = next((mark for mark in answers if mark.waiting), answers[0] if answers else None)
        self.redirect(f"/{self.token}/{question}/{first.entry}" if first else f"/{self.token}/")


class _Next(_Page):
    """The next answer that waits, also of another question; the overview if none does."""

    def get(self, token: str, question: str, entry: str) -> None:
        found = self.desk.next_waiting(self.find(question, entry).question, entry)
        self.redirect(f"/{self.token}/{'/'.join(found)}" if found else f"/{self.token}/")


class _Answer(_Page):
    def get(self, token: str, question: str, entry: str) -> None:
        mark = self.find(question, entry)
        entries = [one.entry for one in self.desk.answers(question)]
        place = entries.index(entry)
        self.show(
            mark=mark,
            question=self.desk.questions[question],
            answer=self.desk.shown(mark),
            place=place + 1,
            previous=entries[place - 1] if place else None,
            following=entries[place + 1] if place + 1 < len(entries) else None,
            remarks=self.desk.remarks(question),
        )


class _Write(_Page):
    """Takes points and comments; says what the gradebook has then."""

    def put(self, token: str, question: str, entry: str, what: str) -> None:
        mark = self.find(question, entry)
        if self.request.headers.get("Content-Type") != "application/json":
            raise tornado.web.HTTPError(415)
        try:
            value, seen = _sent(self.request.body)
            if what == "points":
                self.desk.mark(mark, None if value is None else float(value), seen)
            else:
                self.desk.comment(mark, str(value), str(seen))
        except Changed:
            self.set_status(409)
        except (ValueError, TypeError) as error:
            self.set_status(400)
            self.finish({"message": str(error)})
            return
        mark, steps = self.find(question, entry), self.desk.progress(question)
        self.finish(
            {
                "points": mark.manual_score,
                "comment": mark.comment,
                "waiting": mark.waiting,
                "marked": steps.marked,
                "total": steps.total,
            }
        )


def _sent(body: bytes) -> tuple[Any, Any]:
    content = json.loads(body)
    if not isinstance(content, dict) or content.keys() != {"value", "seen"}:
        raise ValueError("A value, and what was seen before.")
    return content["value"], content["seen"]
