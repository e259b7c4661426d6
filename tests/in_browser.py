"""Notebooks of a built site, in a browser that reaches nothing else: for a test, and for ``benchmarks/site.py``."""

import json
import os
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from nbformat import NotebookNode, from_dict
from needs import CHROMIUM
from playwright.sync_api import Page, sync_playwright

from chainrule import datasets
from chainrule.grading.people.site import PYODIDE

LOCAL_PYODIDE = next(datasets.mnist_folder().parent.glob(f"pyodide-{PYODIDE}"), None)
"""Pyodide beside MNIST, so that the site is tested without a network."""

PYODIDE_SERVER = "https://cdn.jsdelivr.net/pyodide/"

PATIENCE = 600  # seconds: how long Python may take to start, or a notebook to run, on a busy machine

_OPENED = "() => window.jupyterapp?.shell.currentWidget?.sessionContext && true"
_READY = """async () => {
    const widget = jupyterapp.shell.currentWidget;
    await widget.context.ready;
    await widget.sessionContext.ready;
    await widget.sessionContext.session.kernel.info;
}"""
_RUN = """() => {
    window.ran = false;
    jupyterapp.commands.execute("notebook:run-all-cells").finally(() => { window.ran = true; });
}"""
_WRITE = """([name, text]) => {
    for (const cell of jupyterapp.shell.currentWidget.content.model.cells)
        if (cell.getMetadata("nbgrader")?.grade_id === name) cell.sharedModel.setSource(text);
}"""


def pyodide_can_be_had() -> bool:
    """Return whether Pyodide is here, or else browsers would get it from its server."""
    if LOCAL_PYODIDE is not None:
        return True
    try:
        urllib.request.urlopen(f"{PYODIDE_SERVER}v{PYODIDE}/full/pyodide-lock.json", timeout=30).close()
    except OSError:
        return False
    return True


class Notebook:
    """A notebook that is open in JupyterLab, on a page of a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE * 1000)
        page.wait_for_function(_OPENED)
        page.evaluate(_READY)

    def write(self, grade_id: str, text: str) -> None:
        """Replace the text of a cell."""
        self.page.evaluate(_WRITE, [grade_id, text])

    def run_all(self) -> NotebookNode:
        """Run all cells, up to the first that fails; return the notebook."""
        self.page.evaluate(_RUN)
        self.page.wait_for_function("() => window.ran")
        return from_dict(self.page.evaluate("() => jupyterapp.shell.currentWidget.context.model.toJSON()"))

    def download(self) -> Path:
        """Save the notebook and download it, as the site's first page says; return the file."""
        self.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
        self.page.locator(".jp-DirListing-item").first.click(button="right")
        with self.page.expect_download() as download:
            self.page.get_by_role("menuitem", name="Download", exact=True).click()
        return download.value.path()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a site on this machine, and give its address; JupyterLab records times, and can be reached by scripts."""
    settings = folder / "jupyter-lite.json"
    content = json.loads(settings.read_text())
    content["jupyter-config-data"] |= {
        "exposeAppInBrowser": "true",
        "settingsOverrides": {"@jupyterlab/notebook-extension:tracker": {"recordTiming": True}},
    }
    settings.write_text(json.dumps(content))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def browser_page() -> Iterator[Page]:
    """A page of a browser that may ask this machine alone and, if Pyodide is not on it, Pyodide's server."""
    allowed = ("http://127.0.0.1:", *([] if LOCAL_PYODIDE else [PYODIDE_SERVER]))
    asked = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=os.getuid() != 0)
        context = browser.new_context(viewport={"width": 1200, "height": 800})
        context.route(
            lambda url: not url.startswith(allowed),
            lambda route: (asked.append(route.request.url), route.abort()),
        )
        yield context.new_page()
        browser.close()
    assert asked == []
