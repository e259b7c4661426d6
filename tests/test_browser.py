"""JupyterLab and formgrader as students and instructors use them: in a browser.

Two real JupyterLabs, one in the course and one in a student's folder, joined by nbgrader's exchange. All that they
write is in a temporary folder, and the pages that a person would look at are kept there as pictures: run pytest with
``--basetemp=DIR`` to find them again.
"""

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT, needs_browser, needs_sandbox
from needs import CHROMIUM

from chainrule.grading import cells
from chainrule.grading.course import CONFIG

pytestmark = needs_browser

OPENED = ("01_linear_classifier", "05_modular_gates")
"""With pictures and with graphs; that the given cells of all notebooks run is tested without a browser."""

ASSIGNMENT = "02_svm_gradient"
PATIENCE = 120  # seconds: how long a step may take on a busy machine

WRONG = """\
def svm_margins(W, X, y, delta=1.0):
    scores = X @ W.T
    margins = scores - scores[np.arange(len(y)), y][:, np.newaxis] + delta
    margins[np.arange(len(y)), y] = 0
    return margins
"""
RIGHT = WRONG.replace("return margins", "return np.maximum(0, margins)")
DERIVATION = r"""
Only the term of class $j$ contains $w_j$. Where its margin is positive its slope is that of $w_j \cdot x_i$, which
is $x_i$; elsewhere it is 0. So

$$\frac{\partial L_i}{\partial w_j} = \mathbb 1[m_{ij} > 0]\, x_i .$$
"""
REMARK = "Right. What is it for the car?"


class Lab:
    """A running JupyterLab, and pages that show it."""

    def __init__(self, url: str, token: str, pages):
        self.url, self.token, self.pages = url, token, pages

    def open(self, path: str = ""):
        """Return a page with JupyterLab: its launcher, or a file."""
        page = self.pages.new_page()
        page.goto(f"{self.url}/lab{'/tree/' + path if path else ''}?token={self.token}&reset")
        return page

    def open_notebook(self, path: str):
        """Return a page with a notebook whose kernel is ready."""
        page = self.open(path)
        page.locator(".jp-StatusBar-Widget").get_by_text("| Idle").wait_for()
        return page


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=os.getuid() != 0)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pages(browser):
    """What a person has open; no page may fetch anything from elsewhere."""
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    context.set_default_timeout(PATIENCE * 1000)
    asked = []
    context.route(
        lambda url: not url.startswith("http://127.0.0.1"),
        lambda route: (asked.append(route.request.url), route.abort()),
    )
    yield context
    assert asked == []
    context.close()


@pytest.fixture(scope="module")
def world(tmp_path_factory, empty_gradebook):
    """A course with one assignment, released, an exchange, and a student's folder."""
    folder = tmp_path_factory.mktemp("browser")
    course = folder / "course"
    shutil.copytree(ROOT / "source" / ASSIGNMENT, course / "source" / ASSIGNMENT)
    shutil.copy(ROOT / CONFIG, course)
    shutil.copy(empty_gradebook, course / "gradebook.db")
    chainrule = Path(sys.executable).with_name("chainrule")
    subprocess.run([chainrule, "release"], cwd=course, check=True, capture_output=True)
    shutil.copytree(ROOT / "release", folder / "student" / "handed_out")
    (folder / "exchange").mkdir()
    (folder / "exchange").chmod(0o777)
    return folder


@pytest.fixture(scope="module")
def instructor(world, pages):
    with jupyter_lab(world / "course", world) as (url, token):
        yield Lab(url, token, pages)


@pytest.fixture(scope="module")
def student(world, pages):
    with jupyter_lab(world / "student", world) as (url, token):
        yield Lab(url, token, pages)


@contextmanager
def jupyter_lab(folder: Path, world: Path):
    """Run JupyterLab in a folder, with a home of its own."""
    home = world / f"home-{folder.name}"
    settings = {
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
        "notebook-extension/tracker": {"windowingMode": "none"},  # all cells are on the page, also far down
    }
    for name, content in settings.items():
        path = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(content))
    (home / "config").mkdir()
    (home / "config" / CONFIG).write_text(
        f"c = get_config()\nc.Exchange.root = {str(world / 'exchange')!r}\nc.CourseDirectory.course_id = 'chainrule'\n"
    )
    directories = {
        "HOME": home,
        "JUPYTER_CONFIG_DIR": home / "config",
        "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime",
        "JUPYTERLAB_SETTINGS_DIR": home / "settings",
        "JUPYTERLAB_WORKSPACES_DIR": home / "workspaces",
    }
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, token = f"http://127.0.0.1:{port}", secrets.token_hex()
    options = ["--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={port}", "--ServerApp.port_retries=0"]
    with open(home / "log", "wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options],
            cwd=folder,
            env={**os.environ, **{name: str(path) for name, path in directories.items()}, "JUPYTER_TOKEN": token},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(f"{url}/api", server)
            yield url, token
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _wait_for(url: str, server: subprocess.Popen) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(url).close()
            return
        except urllib.error.URLError:
            assert server.poll() is None, "JupyterLab did not start; see the file log in its home"
            assert time.monotonic() < end, "JupyterLab does not answer"
            time.sleep(0.1)


def run_all(page) -> None:
    """Run all cells by the menu, and wait until no cell waits to be run."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.locator(".jp-InputPrompt").get_by_text(re.compile(r"\[\d+\]:")).first.wait_for()
    page.locator(".jp-InputPrompt").get_by_text("[*]:").first.wait_for(state="detached")


def cell_of(page, notebook: Path, grade_id: str):
    """Return the cell of a page that has a grade_id in the file."""
    names = [cells.grade_id(cell) for cell in nbformat.read(notebook, as_version=4).cells]
    return page.locator(".jp-Notebook .jp-Cell").nth(names.index(grade_id))


def write(page, cell, text: str) -> None:
    """Replace the text of a cell, and run it; the next one is then the selected one."""
    cell.dblclick()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    page.keyboard.press("Shift+Enter")


def ask_for_a_hint(page, hint: str, shot: Path) -> None:
    """Run check.hint() in a new cell above the selected one, wait for what it says, and delete the cell again."""
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("check.hint()")
    page.keyboard.press("Control+Enter")
    page.locator(".jp-OutputArea").get_by_text(hint).wait_for()
    page.screenshot(path=shot)
    page.keyboard.press("d")
    page.keyboard.press("d")
    page.locator(".jp-OutputArea").get_by_text(hint).wait_for(state="detached")


@pytest.mark.parametrize("assignment", OPENED)
def test_a_released_notebook_opens_and_runs_to_the_first_task(student, assignment):
    page = student.open_notebook(f"handed_out/{assignment}/{assignment}.ipynb")
    run_all(page)
    failures = page.locator(
        ".jp-OutputArea-output[data-mime-type*=error], .jp-OutputArea-output[data-mime-type*=stderr]"
    )
    assert [text for text in failures.all_inner_texts() if "is not answered yet" not in text] == []
    assert page.get_by_text("is not answered yet").first.is_visible()
    page.close()


MOVING = """
from chainrule import moving

moving.temperature(lambda s: s / s.sum(), [1.0, 2.0, 1.0], ["cat", "car", "frog"])
"""


def test_a_slider_moves_the_picture(world, student):
    path = world / "student" / "moving.ipynb"
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    cells_there = [nbformat.v4.new_code_cell(MOVING)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells_there, metadata={"kernelspec": kernel}), path)
    page = student.open_notebook(path.name)
    run_all(page)
    shown = page.locator(".jp-OutputArea .widget-html")
    shown.get_by_text("T = 1: cat 0.250").wait_for()
    before = shown.locator("img").get_attribute("src")
    for said in ("T = 2: cat", "T = 5: cat"):
        page.locator(".widget-slider .noUi-handle").press("ArrowRight")
        shown.get_by_text(said).wait_for()
    assert shown.locator("img").get_attribute("src") != before
    page.screenshot(path=world / "moving.png")
    page.close()


@needs_sandbox
def test_from_the_release_to_the_feedback(world, instructor, student):
    shots = world / "pictures"
    shots.mkdir()
    desk = open_formgrader(instructor)
    press(desk, "release")
    hand_in(student, world, shots)
    press(desk, "collect")
    grade_and_mark(desk, shots)
    read_feedback(student, world, shots)


def open_formgrader(instructor):
    """Return formgrader's page, which is a frame in JupyterLab's."""
    page = instructor.open()
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Formgrader", exact=True).click()
    page.locator("iframe").wait_for()
    return page


def press(desk, column: str) -> None:
    """Press the button in a column of formgrader's only row, and wait for its success."""
    frame = desk.frame_locator("iframe")
    frame.locator(f"td.{column} a").click()
    frame.locator(".modal-body").get_by_text("Successfully").first.wait_for()
    frame.locator(".modal-footer button").click()
    frame.locator(".modal-backdrop").wait_for(state="detached")


def open_assignments(student):
    """Return a page with the list of a student's assignments."""
    page = student.open()
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Assignment List").click()
    return page


def hand_in(student, world, shots) -> None:
    """Fetch the assignment, answer a question wrongly and then rightly, derive something, validate and submit."""
    listed = open_assignments(student)
    listed.get_by_role("button", name="Fetch").click()
    listed.get_by_role("button", name="Submit").wait_for()

    path = f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb"
    page = student.open_notebook(path)
    run_all(page)
    answer = cell_of(page, world / "student" / path, "svm_margins")
    check = cell_of(page, world / "student" / path, "svm_margins__value").locator(".jp-OutputArea")
    write(page, answer, WRONG)
    page.keyboard.press("Shift+Enter")
    check.get_by_text("check.hint()").wait_for()
    ask_for_a_hint(page, "This looks like “hinge-missing”", shots / "explanation.png")
    write(page, answer, RIGHT)
    page.keyboard.press("Shift+Enter")
    check.get_by_text("✓ the bird").wait_for()
    page.screenshot(path=shots / "answered.png")
    write(page, cell_of(page, world / "student" / path, "derive_other_rows"), DERIVATION)

    page.get_by_text("Validate", exact=True).click()
    dialog = page.locator(".jp-Dialog")
    dialog.wait_for()
    page.screenshot(path=shots / "validate.png")
    failures = dialog.inner_text()
    assert "hinge_gradient_example is not answered yet" in failures
    assert "the four small images" in failures  # of the tests of later answers
    assert "svm_margins, W_small" not in failures
    dialog.locator("button").click()
    page.close()
    listed.get_by_role("button", name="Submit").click()
    listed.locator("#submitted_assignments_list").get_by_text(ASSIGNMENT).wait_for()
    listed.screenshot(path=shots / "submitted.png")
    listed.close()


def grade_and_mark(desk, shots) -> None:
    """Autograde the submission, mark the derivation by its scheme, and release feedback."""
    frame = desk.frame_locator("iframe")
    frame.locator("td.num-submissions a").click()
    press(desk, "autograde")
    frame.locator("td.status").get_by_text("needs manual grading").wait_for()
    points = sum(map(cells.points, nbformat.read(ROOT / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", 4).cells))
    assert frame.locator("td.score").inner_text() == f"3 / {points:g}"  # those of svm_margins
    desk.screenshot(path=shots / "submissions.png")
    frame.locator("td.student-name a").click()
    with desk.expect_response("**/formgrader/api/comments?*"), desk.expect_response("**/formgrader/api/grades?*"):
        frame.locator("td.name a").click()
    mark, comment = frame.locator("#derive_other_rows.needs_manual_grade"), frame.locator("#derive_other_rows-comment")
    mark.wait_for()  # the page has filled in what the gradebook holds, and will not overwrite what is typed now
    scheme = frame.locator(".text_cell").filter(has_text="For the grader: model answer and marking scheme").first
    assert "1: both cases of the maximum" in scheme.inner_text()
    mark = frame.locator("#derive_other_rows")
    for field, text in ((comment, REMARK), (mark, "2.5")):
        with desk.expect_response(lambda answer, text=text: text in (answer.request.post_data or "")):
            field.fill(text)
            field.blur()
    mark.scroll_into_view_if_needed()
    desk.screenshot(path=shots / "marking.png")

    frame.get_by_role("link", name="Manual Grading").click()
    frame.get_by_role("link", name="Manage Assignments").click()
    press(desk, "generate-feedback")
    press(desk, "release-feedback")
    desk.screenshot(path=shots / "released.png")


def read_feedback(student, world, shots) -> None:
    """Fetch the feedback, and read what the grader wrote."""
    listed = open_assignments(student)
    listed.get_by_role("button", name="Fetch Feedback").click()
    listed.get_by_text("(view feedback)").wait_for()
    listed.close()
    (feedback,) = (world / "student" / ASSIGNMENT / "feedback").rglob("*.html")
    page = student.open(str(feedback.relative_to(world / "student")))
    shown = page.frame_locator(".jp-HTMLViewer iframe").locator("body")
    shown.get_by_text(REMARK).first.wait_for()
    page.screenshot(path=shots / "feedback-top.png")
    shown.get_by_text(REMARK).first.scroll_into_view_if_needed()
    page.screenshot(path=shots / "feedback.png")
    text = shown.inner_text()
    assert "2.5 of 3" in text
    assert "Passed, hidden checks included." in text
    assert "marking scheme" not in text.lower()
