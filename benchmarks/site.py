"""The site in the browser: how long notebooks take to start and to run there, and whether every check passes.

Builds the site of all assignments, fills in the model answers, and runs each notebook in headless Chromium: whole, but
for the cells of assignment 6 that need all of MNIST. Pyodide comes from ``$CHAINRULE_DATA/pyodide-…``, or else from its
server. Exits with status 1 if a cell fails.

    python benchmarks/site.py [ASSIGNMENT…]
"""

import os
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import nbformat
from machine import machine
from nbformat import NotebookNode

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from in_browser import LOCAL_PYODIDE, Notebook, browser_page, served  # noqa: E402

from chainrule.grading import cells  # noqa: E402
from chainrule.grading.course import Course  # noqa: E402
from chainrule.grading.people import demo, site  # noqa: E402

ADA = demo.STUDENTS[0]


def answered(course: Course, name: str) -> NotebookNode:
    """Return a notebook with all answers right, without the cells that need all of MNIST."""
    notebook = demo.fill_in(nbformat.read(course.source(name), as_version=4), ADA, [])
    notebook.cells = [cell for cell in notebook.cells if "long" not in cell.metadata.get("tags", ())]
    return notebook


def seconds(cell: NotebookNode) -> float:
    """Return how long a cell ran, by what JupyterLab recorded; 0 if it did not."""
    if "execution" not in cell.metadata:
        return 0.0
    begun, ended = (
        datetime.fromisoformat(cell.metadata["execution"][key])
        for key in ("iopub.execute_input", "shell.execute_reply")
    )
    return (ended - begun).total_seconds()


def failure(cell: NotebookNode) -> str | None:
    """Return the error that a cell ended with; None if there is none."""
    errors = ("\n".join(output.traceback) for output in cell.get("outputs", []) if output.output_type == "error")
    return next(errors, None)


def main() -> None:
    """Print a table, and what failed."""
    course = Course(ROOT)
    names = course.assignments(tuple(sys.argv[1:]))
    where = "its server" if LOCAL_PYODIDE is None else "this machine"
    print(f"{machine()}; load {os.getloadavg()[0]:.1f}; Pyodide {site.PYODIDE} from {where}\n")
    print("| notebook | ready after | first cell | checks | together | slowest check | whole notebook |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        site.build(course, names, folder, LOCAL_PYODIDE)
        for name in names:
            nbformat.write(answered(course, name), folder / "files" / name / f"{name}.ipynb")
        with served(folder) as address:
            for name in names:
                with browser_page() as page:
                    begun = time.perf_counter()
                    page.goto(f"{address}/lab/index.html?path={name}/{name}.ipynb")
                    opened = Notebook(page)
                    ready = time.perf_counter() - begun
                    ran = opened.run_all().cells
                    whole = time.perf_counter() - begun - ready
                failed = [f"After this, nothing of {name} ran: {why}" for why in map(failure, ran) if why]
                tests = {
                    cells.grade_id(cell): seconds(cell)
                    for cell in ran
                    if cells.role(cell) == "test" and not failure(cell)
                }
                slowest = max(tests, key=tests.__getitem__)
                first = seconds(next(cell for cell in ran if cell.cell_type == "code"))
                print(
                    f"| {name} | {ready:.1f} s | {first:.1f} s | {len(tests)} | {sum(tests.values()):.1f} s "
                    f"| `{slowest}` {tests[slowest]:.1f} s | {whole:.0f} s |",
                    flush=True,
                )
                if failed:
                    raise SystemExit(f"\n{failed[0]}")


if __name__ == "__main__":
    main()
