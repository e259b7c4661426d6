"""Mutation testing of the verdict's path: which small change of the code would no test notice?

    python tests/mutants.py proxies --most 40

Works on a copy of the clone with cosmic-ray (``pip install cosmic-ray``), on mutants drawn at random, always the same
ones. Prints those that survive the tests of the module, and their share. Each mutant costs one run of these tests.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from class_of_students import ROOT

GRADING = "lib/chainrule/grading/"
MODULES = {
    "examination": (GRADING + "sealed/examination.py", ["examiner", "verdicts"]),
    "proving": (GRADING + "sealed/proving.py", ["proofs", "confirmed", "own_course"]),
    "attempt": (GRADING + "sealed/attempt.py", ["examiner", "verdicts", "proofs"]),
    "record": (GRADING + "sealed/record.py", ["examiner", "verdicts"]),
    "follow": (GRADING + "sealed/follow.py", ["follow_through"]),
    "proxies": (GRADING + "sealed/proxies.py", ["examiner", "attacks"]),
    "handles": (GRADING + "sealed/handles.py", ["handles", "examiner"]),
    "foreign": (GRADING + "sealed/foreign.py", ["foreign"]),
    "wire": (GRADING + "sealed/inside/wire.py", ["wire", "kinds"]),
    "reading": (GRADING + "submission/reading.py", ["rebuild", "damaged"]),
    "matching": (GRADING + "submission/matching.py", ["rebuild", "damaged"]),
    "rebuild": (GRADING + "submission/rebuild.py", ["rebuild", "damaged"]),
    "gradebook": (GRADING + "term/gradebook.py", ["grade", "midterm"]),
    "answers": ("lib/chainrule/check/answers.py", ["check"]),
    "values": ("lib/chainrule/check/values.py", ["check"]),
    "slopes": ("lib/chainrule/check/slopes.py", ["check", "gradcheck"]),
    "gates": ("lib/chainrule/check/gates.py", ["check"]),
}
"""What can be mutated, and the tests of it."""

CONFIGURATION = """
[cosmic-ray]
module-path = "{path}"
timeout = {timeout}
excluded-modules = []
test-command = "{command}"
[cosmic-ray.distributor]
name = "local"
"""


def run(*command: str, cwd: Path) -> str:
    """Run a command of cosmic-ray and return what it prints."""
    program = str(Path(sys.executable).with_name(command[0]))
    done = subprocess.run([program, *command[1:]], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed: {done.stderr.strip().splitlines()[-1:]}")
    return done.stdout


def draw(session: Path, most: int) -> None:
    """Leave at most so many mutants in a session."""
    from cosmic_ray.work_db import WorkDB, use_db
    from cosmic_ray.work_item import WorkerOutcome, WorkResult

    with use_db(str(session), WorkDB.Mode.open) as database:
        found = sorted(item.job_id for item in database.pending_work_items)
        for job in random.Random(0).sample(found, max(0, len(found) - most)):
            database.set_result(job, WorkResult(WorkerOutcome.SKIPPED))


def main() -> None:
    """Mutate one module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("module", choices=MODULES)
    parser.add_argument("--most", type=int, default=40, help="how many mutants (default: 40)")
    parser.add_argument(
        "--tests", nargs="+", metavar="NAME", help="run these of the tests (default: all of the module's)"
    )
    options = parser.parse_args()
    path, suites = MODULES[options.module]
    suites = options.tests or suites
    tests = " ".join(f"tests/test_{name}.py" for name in suites)
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder, "clone")
        ignore = shutil.ignore_patterns(".git", ".venv", "build", "__pycache__", "demo")
        shutil.copytree(ROOT, clone, ignore=ignore)
        command = f"env PYTHONPATH={clone / 'lib'} {sys.executable} -m pytest -x -q -p no:cacheprovider {tests}"
        settings = clone / "mutants.toml"
        settings.write_text(CONFIGURATION.format(path=path, timeout=900, command=command))
        begun = time.monotonic()
        run("cosmic-ray", "baseline", "mutants.toml", cwd=clone)
        timeout = int(30 + 3 * (time.monotonic() - begun))  # a mutant may never end
        settings.write_text(CONFIGURATION.format(path=path, timeout=timeout, command=command))
        run("cosmic-ray", "init", "mutants.toml", "mutants.sqlite", cwd=clone)
        draw(clone / "mutants.sqlite", options.most)
        run("cosmic-ray", "exec", "mutants.toml", "mutants.sqlite", cwd=clone)
        print(run("cr-report", "--show-diff", "--surviving-only", "mutants.sqlite", cwd=clone))


if __name__ == "__main__":
    main()
