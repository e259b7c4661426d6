"""What Gradescope's autograder takes: memory, processor time, and the time to start, for each assignment.

Run it as root in the project's directory: ``python benchmarks/gradescope.py [ASSIGNMENT…]``. The autograder's zip is
laid out as on Gradescope. It grades the instructor's own notebook, and a submission without a notebook: that is the
start. Memory is the largest sum of the proportional set sizes of all processes, read ten times a second. Processor
time does not depend on what else the machine does; half a core takes twice as long.
"""

import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from machine import machine

from chainrule.grading.course import Course
from chainrule.grading.term import gradescope

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from test_gradescope import check_schema, in_container, laid_out  # noqa: E402  (of the tests' folder)


def family(first: int) -> set[int]:
    """Return the numbers of a process and all its descendants."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    found = {first}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def memory(processes: set[int]) -> int:
    """Return the bytes that some processes hold, a page shared by several counted once."""
    total = 0
    for process in processes:
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) << 10
    return total


def run(folder: Path) -> tuple[float, int]:
    """Run the autograder; return its processor seconds, and its most memory."""
    command = in_container(str(folder / "run_autograder"), str(folder))
    process = subprocess.Popen(command, env={**os.environ, "CHAINRULE_VENV": str(folder / "venv")})
    most = 0
    while True:
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        most = max(most, memory(family(process.pid)))
        time.sleep(0.1)
    if status:
        sys.exit("run_autograder failed")
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime, most


def main() -> None:
    """Print a table."""
    print(machine())
    if os.geteuid():
        print("Gradescope's scripts run as root: run this as root.")
        return
    print(f"limits: {gradescope.LIMITS.memory_bytes >> 20} MB, {gradescope.LIMITS.submission_seconds} s\n")
    print("| assignment | points | memory | processor time | start: processor time, memory |\n|---|---|---|---|---|")
    course = Course(ROOT)
    for assignment in sys.argv[1:] or course.assignments():
        with tempfile.TemporaryDirectory() as name:
            top = Path(name)
            archive = gradescope.write_zip(course, assignment, top / "autograder.zip")
            folder = laid_out(archive, top / "autograder")
            start, base = run(folder)
            shutil.copy(course.source(assignment), folder / "submission")
            used, most = run(folder)
            found = json.loads((folder / "results" / "results.json").read_text())
            check_schema(found)
            score, full = (sum(test[key] for test in found["tests"]) for key in ("score", "max_score"))
            row = f"{score:g} of {full:g} | {most >> 20} MB | {used:.0f} s | {start:.0f} s, {base >> 20} MB"
            print(f"| `{assignment}` | {row} |", flush=True)


if __name__ == "__main__":
    main()
