"""Marking question by question: what is shown, what reaches the gradebook, who is let in, and the keyboard."""

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from class_of_students import RIGHT, hand_in
from click.testing import CliRunner
from conftest import needs_browser
from nbgrader.api import Gradebook
from needs import CHROMIUM
from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from chainrule.cli import main
from chainrule.grading.authoring import release, source
from chainrule.grading.people import marking, marking_server
from chainrule.grading.term.grade import grade_class
from chainrule.grading.term.gradebook import Grades

QUESTION = "explain_double"
ANSWERS = {
    "ada-lovelace": "Both give $2x$: $$x + x = 2 \\cdot x$$",
    "ben-bitdiddle": "Because <script>steal()</script> addition is multiplication.",
    "chen-li": "I do not know, but $\\frac{x}{2} + \\frac{x}{2} = x$.",
}
TOKEN = "token"


@pytest.fixture(scope="module")
def graded(tmp_path_factory, release_tiny_course):
    """A graded course: three derivations, and one that was left as released."""
    course = release_tiny_course(tmp_path_factory.mktemp("marking") / "course")
    for student, text in ANSWERS.items():
        hand_in(course, student, {**RIGHT, QUESTION: text})
    hand_in(course, "dana-blank", {name: text for name, text in RIGHT.items() if name != QUESTION})
    grade_class(course, ["01_tiny"], jobs=1, wall="none")
    return course


@pytest.fixture
def course(graded):
    """The same, without a mark."""
    with Gradebook(graded.db_url, "chainrule") as book:
        for student in ANSWERS:
            grade = book.find_grade(QUESTION, "01_tiny", "01_tiny", student)
            grade.manual_score, grade.needs_manual_grade = None, True
            book.find_comment(QUESTION, "01_tiny", "01_tiny", student).manual_comment = None
        book.db.commit()
    return graded


@pytest.fixture
def desk(course):
    with Grades(course) as grades:
        yield marking.Desk(course, grades, "01_tiny")


def in_gradebook(course, student):
    with Gradebook(course.db_url, "chainrule") as book:
        grade = book.find_grade(QUESTION, "01_tiny", "01_tiny", student)
        comment = book.find_comment(QUESTION, "01_tiny", "01_tiny", student)
        return grade.manual_score, grade.needs_manual_grade, grade.score, comment.manual_comment


def answer_of(desk, student):
    return next(mark for mark in desk.answers(QUESTION) if mark.student == student)


# --- The desk ---------------------------------------------------------------------------------------------------


def test_points_and_comments_are_those_of_formgrader(course, desk):
    mark = answer_of(desk, "ada-lovelace")
    assert (mark.waiting, mark.most, mark.comment) == (True, 4, "")
    desk.mark(mark, 2.5, seen=None)
    desk.comment(mark, "Which law?\n", seen="")
    assert in_gradebook(course, "ada-lovelace") == (2.5, False, 2.5, "Which law?")
    mark = answer_of(desk, "ada-lovelace")
    assert (mark.waiting, mark.manual_score, mark.comment) == (False, 2.5, "Which law?")
    desk.mark(mark, None, seen=2.5)
    desk.comment(mark, " ", seen="Which law?")
    assert in_gradebook(course, "ada-lovelace") == (None, True, 0, None)


def test_what_formgrader_wrote_meanwhile_is_not_overwritten(course, desk):
    mark = answer_of(desk, "ben-bitdiddle")
    with Gradebook(course.db_url, "chainrule") as book:
        grade = book.find_grade(QUESTION, "01_tiny", "01_tiny", "ben-bitdiddle")
        grade.manual_score, grade.needs_manual_grade = 3, False
        book.db.commit()
    mark = answer_of(desk, "ben-bitdiddle")
    with pytest.raises(marking.Changed):
        desk.mark(mark, 1, seen=None)
    with pytest.raises(marking.Changed):
        desk.comment(mark, "mine", seen="theirs")
    assert in_gradebook(course, "ben-bitdiddle")[0] == 3


@pytest.mark.parametrize("points", [-0.5, 4.5, float("nan"), float("inf")])
def test_points_that_there_are_not_are_refused(course, desk, points):
    with pytest.raises(ValueError, match="From 0 to 4 points"):
        desk.mark(answer_of(desk, "chen-li"), points, seen=None)
    assert in_gradebook(course, "chen-li")[0] is None


def test_blank_answers_are_counted_and_not_shown(desk):
    assert {mark.student for mark in desk.answers(QUESTION)} == set(ANSWERS)
    assert desk.progress(QUESTION) == marking.Progress(marked=0, total=3, blank=1)


def test_the_next_that_waits_comes_round(desk):
    first, second, third = desk.answers(QUESTION)
    desk.mark(second, 4, seen=None)
    assert desk.next_waiting(QUESTION, first.entry) == (QUESTION, third.entry)
    assert desk.next_waiting(QUESTION, third.entry) == (QUESTION, first.entry)
    desk.mark(first, 0, seen=None)
    desk.mark(third, 1, seen=None)
    assert desk.next_waiting(QUESTION, first.entry) is None


def test_comments_are_offered_again_the_commonest_first(desk):
    for mark, text in zip(desk.answers(QUESTION), ("Why?\nGood.", "Why?", "Units!\nWhy?"), strict=True):
        desk.comment(mark, text, seen="")
    assert desk.remarks(QUESTION)[0] == "Why?"
    assert set(desk.remarks(QUESTION)) == {"Why?", "Good.", "Units!"}


EVIL = '<meta http-equiv="refresh" content="0"><style>p{}</style> [a](javascript:x)'


@pytest.mark.parametrize("kind", ["code", "markdown"])
def test_an_answer_is_made_harmless_where_it_is_shown(course, desk, monkeypatch, kind):
    """Whoever graded it; a manually graded cell may hold code."""
    new = getattr(nbformat.v4, f"new_{kind}_cell")
    monkeypatch.setattr(marking.Desk, "_graded_cell", lambda *_: new(EVIL))
    shown = BeautifulSoup(desk.shown(answer_of(desk, "ada-lovelace")), "html.parser")
    assert not shown.find_all(["meta", "style", "a"])
    assert "refresh" in shown.get_text()


@pytest.mark.parametrize("is_regraded", [False, True])
def test_a_question_with_a_new_name_keeps_its_marks(released_course, monkeypatch, is_regraded):
    """Its page was an error until somebody graded again, and then each mark had to be given again."""
    course = released_course
    monkeypatch.chdir(course.root)
    hand_in(course, "ada", RIGHT)
    grade_class(course, ["01_tiny"], jobs=1, wall="none")
    with Grades(course) as grades:
        desk = marking.Desk(course, grades, "01_tiny")
        (mark,) = desk.answers(QUESTION)
        desk.mark(mark, 3.0, None)
    text = course.text("01_tiny")
    text.write_text(text.read_text().replace(QUESTION, "explain_more"))
    for command in (["build", "--no-run"], ["release"]):
        assert CliRunner().invoke(main, command).exit_code == 0
    if is_regraded:
        grade_class(course, ["01_tiny"], jobs=1, wall="none")
    with Grades(course) as grades:
        desk = marking.Desk(course, grades, "01_tiny")
        (mark,) = desk.answers("explain_more")
        assert (mark.manual_score, mark.waiting) == (3.0, False)
        assert ("run `chainrule grade 01_tiny`" in desk.shown(mark)) == (not is_regraded)
        course.autograded("ada", "01_tiny").write_text('{"cells": [')
        assert "run `chainrule grade 01_tiny`" in desk.shown(mark)


def test_an_assignment_without_written_questions_says_so(cli, course):
    text = course.source("01_tiny").read_text()
    try:
        course.source("01_tiny").write_text(text.replace('"solution": true', '"solution": false'))
        done = cli.invoke(main, ["mark", "01_tiny"])
    finally:
        course.source("01_tiny").write_text(text)
    assert (done.exit_code, done.output) == (2, "chainrule: 01_tiny has no manually graded questions.\n")


def test_an_unknown_question_is_named(cli):
    done = cli.invoke(main, ["mark", "01_tiny", "derive_it"])
    assert done.exit_code == 2
    assert "01_tiny has no written question 'derive_it'; available: explain_double." in done.output


@pytest.fixture
def cli(course, monkeypatch):
    monkeypatch.chdir(course.root)
    return CliRunner()


# --- The server -------------------------------------------------------------------------------------------------


@pytest.fixture
def address(course):
    """The page, served by a thread of its own as by the command."""
    ready, loop, found = threading.Event(), asyncio.new_event_loop(), {}

    def run():
        asyncio.set_event_loop(loop)

        async def start():
            sockets = bind_sockets(0, "127.0.0.1")
            HTTPServer(marking_server.application(found["desk"], TOKEN)).add_sockets(sockets)
            found["port"] = sockets[0].getsockname()[1]
            ready.set()

        with Grades(course) as grades:
            found["desk"] = marking.Desk(course, grades, "01_tiny")
            loop.run_until_complete(start())
            loop.run_forever()

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(60)
    yield f"http://127.0.0.1:{found['port']}/{TOKEN}/"
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


def ask(url, **options):
    """Return status, headers and text of an answer."""

    async def fetch():
        try:
            return await AsyncHTTPClient().fetch(url, **options)
        except HTTPClientError as error:
            return error.response

    response = asyncio.run(fetch())
    return response.code, response.headers, response.body.decode()


def put(url, value, seen, **headers):
    body = json.dumps({"value": value, "seen": seen})
    return ask(url, method="PUT", body=body, headers={"Content-Type": "application/json", **headers})


def test_a_page_shows_an_answer_its_scheme_and_no_name(address):
    code, headers, page = ask(f"{address}{QUESTION}/")
    assert code == 200
    assert "says that they agree" in page  # the scheme
    assert "Why?" in page  # what was asked
    assert "Answer 1 of 3" in page
    entries = []
    pages = ""
    for _ in ANSWERS:
        pages += page
        entry = page.split(f"/{QUESTION}/next/")[1].split('"')[0]
        entries.append(entry)
        put(f"{address}{QUESTION}/{entry}/points", 1, None)
        page = ask(f"{address}{QUESTION}/next/{entry}")[2]
    assert len(set(entries)) == 3
    assert "All submitted answers are marked." in page
    assert not [name for name in (*ANSWERS, "dana-blank") if name in pages]
    assert "<msup>" in pages or "<mfrac>" in pages
    assert "<script>steal" not in pages
    assert "script-src 'nonce-" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "http" not in pages.replace("http-equiv", "")


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example:80"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_nobody_else_is_let_in(address, headers):
    assert ask(address, headers=headers)[0] == 403
    assert put(f"{address}{QUESTION}/00/points", 1, None, **headers)[0] == 403


@pytest.mark.parametrize("path", ["", "wrong/", f"wrong/{QUESTION}/", f"{TOKEN}x/"])
def test_without_the_token_nothing_is_shown(address, path):
    code, _, page = ask(address.replace(f"{TOKEN}/", path))
    assert code in (403, 404)
    assert "double" not in page


def test_a_write_says_what_the_gradebook_has(course, address, desk):
    entry = answer_of(desk, "ada-lovelace").entry
    url = f"{address}{QUESTION}/{entry}"
    code, _, text = put(f"{url}/points", 3.5, None)
    assert (code, json.loads(text)) == (200, {"points": 3.5, "comment": "", "waiting": False, "marked": 1, "total": 3})
    code, _, text = put(f"{url}/points", 2, None)  # of a page that was opened before
    assert (code, json.loads(text)["points"]) == (409, 3.5)
    assert json.loads(put(f"{url}/points", 9, 3.5)[2]) == {"message": "From 0 to 4 points."}
    assert put(f"{url}/points", "many", 3.5)[0] == 400
    assert ask(f"{url}/points", method="PUT", body="{}", headers={"Content-Type": "application/json"})[0] == 400
    assert ask(f"{url}/points", method="PUT", body="value=1", headers={"Content-Type": "text/plain"})[0] == 415
    assert put(f"{address}{QUESTION}/{'0' * 32}/points", 1, None)[0] == 404
    assert in_gradebook(course, "ada-lovelace")[0] == 3.5


def test_the_page_has_points_as_they_are_and_not_rounded(course, address, desk):
    """Otherwise it would take its own points for another's, or offer more than there are."""
    mark = answer_of(desk, "ada-lovelace")
    desk.mark(mark, 0.375, seen=None)
    url = f"{address}{QUESTION}/{mark.entry}"
    body = BeautifulSoup(ask(url)[2], "html.parser").body
    assert (body["data-points"], float(body["data-most"])) == ("0.375", 4)
    assert put(f"{url}/points", 1 / 3, float(body["data-points"]))[0] == 200
    assert BeautifulSoup(ask(url)[2], "html.parser").body["data-points"] == repr(1 / 3)


# --- The page in a browser --------------------------------------------------------------------------------------


@pytest.fixture
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=os.getuid() != 0)
        yield browser
        browser.close()


@needs_browser
def test_the_keyboard_is_enough(course, address, browser, tmp_path):
    page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}{QUESTION}/")
    saved = page.get_by_role("status")

    def press(*keys):
        for key in keys:
            page.keyboard.press(key)

    press("3", ".")
    saved.get_by_text("saved ✓").wait_for()
    page.locator("#progress").get_by_text("1 of 3").wait_for()
    assert page.get_by_label("Points", exact=True).and_(page.locator("input")).input_value() == "3.5"
    press("c")
    page.keyboard.insert_text("Say why: $x$.")
    press("Escape")
    page.screenshot(path=tmp_path / "light.png")
    press("Enter")
    page.get_by_text("Answer 2 of 3").wait_for()
    press("q")
    assert page.locator("#comment").input_value() == "Say why: $x$."
    saved.get_by_text("saved ✓").wait_for()
    press("5")  # there are only 4
    saved.get_by_text("From 0 to 4 points.").wait_for()
    press("f", "Enter")
    page.get_by_text("Answer 3 of 3").wait_for()
    press("ArrowLeft")
    page.get_by_text("Answer 2 of 3").wait_for()
    press("ArrowRight")
    page.get_by_text("Answer 3 of 3").wait_for()
    page.emulate_media(color_scheme="dark")
    page.screenshot(path=tmp_path / "dark.png")
    press("0", "Enter")
    page.get_by_text("All submitted answers are marked.").wait_for()
    page.screenshot(path=tmp_path / "done.png")
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(f"{address}{QUESTION}/")
    page.screenshot(path=tmp_path / "phone.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert sorted(in_gradebook(course, name)[0] for name in ANSWERS) == [0, 3.5, 4]
    assert sorted(in_gradebook(course, name)[3] or "" for name in ANSWERS) == ["", "Say why: $x$.", "Say why: $x$."]
    assert complaints == []
    assert {url.split("/")[2] for url in asked} == {address.split("/")[2]}


@needs_browser
def test_a_file_of_ones_own_leads_a_browser_to_the_page(address, browser, tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    with marking_server.leading_to(f"{address}{QUESTION}/") as file:
        assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
        page = browser.new_page()
        page.goto(file.as_uri())
        page.get_by_text("Answer 1 of 3").wait_for()
    assert not file.exists()


def test_where_no_such_file_can_be_made_the_page_is_there_all_the_same(cli, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "file" / "runtime"))
    monkeypatch.setattr(marking_server, "serve", lambda *_, port, ready: ready("http://127.0.0.1/token/"))
    done = cli.invoke(main, ["mark", "01_tiny"])
    assert (done.exit_code, "Open it in a browser yourself" in done.output) == (0, True)


@needs_browser
def test_another_markers_points_are_shown_instead_of_overwritten(course, address, browser, desk):
    page = browser.new_page()
    page.goto(f"{address}{QUESTION}/")
    entry = page.url.rpartition("/")[2]
    desk.mark(desk.find(QUESTION, entry), 1, seen=None)
    page.keyboard.press("4")
    page.get_by_role("status").get_by_text("somebody else changed this meanwhile").wait_for()
    assert page.locator("#points").input_value() == "1"
    assert desk.find(QUESTION, entry).manual_score == 1
    page.keyboard.press("2")
    page.get_by_role("status").get_by_text("saved ✓").wait_for()
    assert desk.find(QUESTION, entry).manual_score == 2


# --- A term with it ---------------------------------------------------------------------------------------------


@contextmanager
def marking_page(course, browser):
    """The page of the command itself, from its overview to the question; ended as a person ends it."""
    command = [sys.executable, "-c", "from chainrule.cli import main; main()", "mark", "01_tiny", "--no-browser"]
    with subprocess.Popen(command, cwd=course.root, stdout=subprocess.PIPE, text=True) as process:
        page, said = browser.new_page(), []
        try:
            page.goto(re.search(r"http\S+", process.stdout.readline())[0])
            page.get_by_role("link", name=QUESTION).first.click()
            yield page, said
        finally:
            page.close()
            process.send_signal(signal.SIGINT)
            said.append(process.stdout.read())
    assert process.returncode == 0


def test_no_command_line_has_the_address(course, tmp_path, monkeypatch):
    """Everybody on a machine, students of a hub included, sees them all."""
    stand_in = tmp_path / "xdg-open"
    stand_in.write_text(
        f'#!/bin/sh\necho "$@" > "{tmp_path}/opened.part"; mv "{tmp_path}/opened.part" "{tmp_path}/opened"\n'
    )
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    command = [sys.executable, "-c", "from chainrule.cli import main; main()", "mark", "01_tiny"]
    with subprocess.Popen(command, cwd=course.root, stdout=subprocess.PIPE, text=True) as process:
        try:
            token = re.search(r"http://[^/]+/([\w-]+)/", process.stdout.readline())[1]
            while not (tmp_path / "opened").exists():
                time.sleep(0.05)
            given = (tmp_path / "opened").read_text().strip()
            assert token not in given
            assert token in Path(given.removeprefix("file://")).read_text()
        finally:
            process.send_signal(signal.SIGINT)
            process.stdout.read()
    assert not list((tmp_path / "runtime").iterdir())


@needs_browser
def test_from_handing_in_to_returning_a_second_time(released_course, browser, monkeypatch):
    """Hand in, grade, mark, return; correct a hidden test, one hands in again, regrade, mark, return."""
    course = released_course
    monkeypatch.chdir(course.root)

    def chainrule(*arguments):
        done = CliRunner().invoke(main, [*arguments, "--jobs", "1"])
        assert done.exit_code == 0, done.output
        return done.output

    def returned():
        return {path.stem: path.read_text() for path in Path("returned", "01_tiny").glob("*.html")}

    wrong = {**RIGHT, "double": "def double(x):\n    return abs(2 * x)"}
    for student, answers in (("ada", RIGHT), ("ben", wrong)):
        hand_in(course, student, {**answers, QUESTION: f"The answer of {student[0]}."})
    chainrule("grade", "--no-sandbox")

    marks = {"The answer of a.": ("4", "Complete."), "The answer of b.": ("1", "Say why.")}
    with marking_page(course, browser) as (page, said):
        for number in (1, 2):
            page.get_by_text(f"Answer {number} of 2").wait_for()
            ((points, comment),) = [mark for text, mark in marks.items() if page.get_by_text(text).count()]
            page.keyboard.press(points)
            page.keyboard.press("c")
            page.keyboard.insert_text(comment)
            page.keyboard.press("Escape")
            page.get_by_role("status").get_by_text("saved ✓").wait_for()
            page.keyboard.press("Enter")
        page.get_by_text("All submitted answers are marked.").wait_for()
    assert "explain_double: 2 of 2 marked" in said[0]

    assert "2 pages written" in chainrule("return")
    first = returned()
    assert "Complete." in first["ada"]
    assert "Say why." in first["ben"]
    assert "1 of 4" in first["ben"]

    text = course.text("01_tiny").read_text().replace("assert double(-3.5) == -7", "assert double(3.5) == 7")
    course.text("01_tiny").write_text(text)
    source.build(course, "01_tiny", run=False)
    release.release(course, "01_tiny")
    hand_in(course, "ada", {**RIGHT, QUESTION: "A better answer of a."})
    said = chainrule("regrade", "--no-sandbox", "--yes")
    assert "2 submissions graded again: 2 would change." in said  # Ada's mark waits for a look

    with marking_page(course, browser) as (page, said):
        page.get_by_text("A better answer of a.").wait_for()  # the one that waits comes first
        assert page.locator("#points").input_value() == "4"  # with the mark of the one before
        page.keyboard.press("3")
        page.get_by_role("status").get_by_text("saved ✓").wait_for()
        page.keyboard.press("Enter")
        page.get_by_text("All submitted answers are marked.").wait_for()
    assert "explain_double: 2 of 2 marked" in said[0]

    assert "2 pages written, 0 were up to date." in chainrule("return")
    second = returned()
    assert "A better answer of a." in second["ada"]
    assert "3 of 4" in second["ada"]
    assert "Say why." in second["ben"]  # a corrected test leaves a mark as it is
    assert "1 of 4" in second["ben"]
    assert "hidden check" in first["ben"]
    assert "hidden check" not in second["ben"].replace("hidden checks included", "")
    assert "0 pages written, 2 were up to date." in chainrule("return")
