"""What a student waits for: imports, reading MNIST, and the visible checks of every notebook, with the model answers.

Run it in the project's directory: ``python benchmarks/student.py``; it takes about half a minute. Seconds are of the
processor, on one thread. Checks of answers that train (``train_…``) are counted apart.
"""

import os

from chainrule.grading.limits import ONE_THREAD

os.environ |= ONE_THREAD  # before NumPy is loaded

import contextlib
import io
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib
import nbformat
import numpy as np
from machine import machine

from chainrule import datasets
from chainrule.grading import cells, regions

ROOT = Path(__file__).parent.parent
IMPORTS = {
    "`import chainrule`": "import chainrule",
    "`from chainrule import check, datasets, plots`": "from chainrule import check, datasets, plots",
}
REPEATS = 7


def seconds(function: Callable[[], object]) -> float:
    """Return the processor's seconds of one call."""
    begun = time.process_time()
    function()
    return time.process_time() - begun


def importing(statement: str) -> float:
    """Return the seconds of an import in a fresh process, after NumPy's."""
    program = f"import numpy, time; begun = time.process_time(); {statement}; print(time.process_time() - begun)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return float(done.stdout)


def checks(path: Path) -> dict[str, float]:
    """Run a notebook's given cells, model answers and visible checks; return the seconds of each check."""
    names: dict[str, Any] = {"__name__": "__main__"}
    found = {}
    for cell in nbformat.read(path, as_version=4).cells:
        what, name = cells.role(cell), cells.grade_id(cell)
        if what in ("given", "answer"):
            exec(cell.source, names)
        elif what == "test" and name is not None:
            code = compile(regions.visible(cell.source), name, "exec")
            with contextlib.redirect_stdout(io.StringIO()):
                found[name] = seconds(lambda code=code: exec(code, names))
    return found


def main() -> None:
    """Print two tables."""
    matplotlib.use("Agg")
    print(f"{machine()}\n")
    print("| | seconds, median (lowest – highest) |")
    print("|---|---|")
    rows = {what: [importing(statement) for _ in range(REPEATS)] for what, statement in IMPORTS.items()}
    rows["`datasets.mnist()`, from the cache"] = [seconds(datasets.mnist) for _ in range(REPEATS)]
    for what, times in rows.items():
        print(f"| {what} | {np.median(times):.4f} ({min(times):.4f} – {max(times):.4f}) |", flush=True)
    print("\n| notebook | checks | seconds | slowest check | training, separately |")
    print("|---|---|---|---|---|")
    for path in sorted(ROOT.glob("source/*/*.ipynb")):
        found = checks(path)
        training = sum(time for name, time in found.items() if name.startswith("train_"))
        others = {name: time for name, time in found.items() if not name.startswith("train_")}
        slowest = max(others, key=lambda name: others[name])
        total, most = sum(others.values()), f"{slowest} {others[slowest]:.3f}"
        print(f"| {path.stem} | {len(found)} | {total:.2f} | {most} | {training:.2f} |", flush=True)


if __name__ == "__main__":
    main()
