"""A class of ten thousand: whether time stays linear and memory flat, and what is still usable afterwards.

Run it in the project's directory: ``python benchmarks/large_class.py [SUBMISSIONS]``. It grades that many submissions
of the light notebook with two workers (on two idle cores, twenty minutes for 10,000), then runs the command once more,
exports the grades, makes the report, and asks for what the pages of nbgrader's formgrader show.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
import nbgrader
from example_course import run
from grading import LIGHT, Memory, hand_in, set_up
from machine import machine

from chainrule.grading.course import Course

PARTS = 10
AFTERWARDS = [
    f"chainrule grade --jobs 2 {LIGHT}",
    "nbgrader export --to grades.csv",
    f"chainrule report {LIGHT}",
]
PAGES = {
    "manage assignments": "get_assignments()",
    "an assignment's submissions": f"get_submissions('{LIGHT}')",
    "manage students": "get_students()",
    "a notebook to mark": f"get_notebook_submissions('{LIGHT}', '{LIGHT}')",
}
"""Formgrader's pages, and nbgrader's function that collects what each shows."""

ASK = """
import sys, time
from nbgrader.apps import NbGrader
from nbgrader.apps.api import NbGraderAPI
app = NbGrader(); app.initialize([])
api = NbGraderAPI(app.coursedir); start = time.perf_counter()
api.{call}
print(time.perf_counter() - start)
"""


def graded(course: Course, submissions: int) -> tuple[list[float], Memory]:
    """Grade the class; return how long each tenth of it took, and the memory."""
    command = [Path(sys.executable).with_name("chainrule"), "grade", "--jobs", "2", LIGHT]
    start = time.monotonic()
    with subprocess.Popen(command, cwd=course.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        memory = Memory(process.pid)
        memory.start()
        process.wait()
    if process.returncode:
        raise SystemExit("grading failed")
    ends = sorted(path.stat().st_mtime for path in course.root.glob(f"autograded/*/{LIGHT}/{LIGHT}.ipynb"))
    if len(ends) != submissions:
        raise SystemExit(f"{len(ends)} of {submissions} were graded")
    marks = [start, *(ends[len(ends) * part // PARTS - 1] for part in range(1, PARTS + 1))]
    return [later - earlier for earlier, later in zip(marks, marks[1:], strict=False)], memory


def page(course: Course, call: str) -> float:
    """Return how long nbgrader takes to collect what a page shows."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(call=call)],
        cwd=course.root,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout.split()[-1])


@click.command()
@click.argument("submissions", type=int, default=10_000)
def main(submissions: int) -> None:
    """Grade a large class, and print what it takes then and afterwards."""
    with tempfile.TemporaryDirectory() as name:
        course = set_up(Path(name).resolve(), LIGHT)
        hand_in(course, LIGHT, submissions)
        tenths, memory = graded(course, submissions)
        early, late = memory.tenths()
        print(f"{machine()}; nbgrader {nbgrader.__version__}. {submissions:,} submissions of the light notebook.\n")
        print(f"Graded in {sum(tenths):.0f} s; each tenth took, in seconds: {', '.join(f'{s:.1f}' for s in tenths)}.")
        print(f"Memory of all processes but the command: {early:.0f} MB early, {late:.0f} MB late.\n")
        print("| afterwards | seconds |\n|---|---|")
        for command in AFTERWARDS:
            print(f"| `{command}` | {run(course.root, command):.1f} |", flush=True)
        for shown, call in PAGES.items():
            print(f"| formgrader: {shown} | {page(course, call):.1f} |", flush=True)
        size = sum(path.stat().st_size for path in course.root.glob("gradebook.db*")) / 2**20
        print(f"\nThe gradebook has {size:.0f} MB.")


if __name__ == "__main__":
    main()
