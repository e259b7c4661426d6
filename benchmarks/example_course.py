"""The example course that comes with nbgrader, graded by ``nbgrader autograde`` and by ``chainrule grade``.

Run it in the project's directory: ``python benchmarks/example_course.py [SUBMISSIONS]``, 30 by default. A third of the
class hands in the instructor's answers, a third the bare release, a third answers with slips. Every score must be the
same in both, or the benchmark fails.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import click
from agreement import BARE, PLAIN, SEALED, SOLUTION, WRONG, hand_in, scores
from machine import machine

from chainrule.grading.course import CONFIG, Course

ASSIGNMENT = "ps1"
PROGRAMS = {"nbgrader autograde": PLAIN, "chainrule grade --jobs 1": SEALED, "chainrule grade --jobs 2": SEALED}


def run(root: Path, command: str) -> float:
    """Run a command of this Python's in a folder, and return how long it took."""
    program, *arguments = command.split()
    start = time.perf_counter()
    subprocess.run([Path(sys.executable).with_name(program), *arguments], cwd=root, check=True, capture_output=True)
    return time.perf_counter() - start


def handed_in(folder: Path, submissions: int) -> Course:
    """Return the example course, released, with that many submissions."""
    run(folder, "nbgrader quickstart example")
    course = Course(folder / "example")
    (course.root / CONFIG).write_text(SEALED)
    run(course.root, f"nbgrader generate_assignment {ASSIGNMENT} --create")
    hand_in(course, ASSIGNMENT)
    kinds = [(course.root / "submitted" / kind) for kind in (SOLUTION, BARE, WRONG)]
    for number in range(submissions):
        shutil.copytree(kinds[number % 3], kinds[0].with_name(f"student{number:04}"))
    for kind in kinds:
        shutil.rmtree(kind)
    return course


@click.command()
@click.argument("submissions", type=int, default=30)
def main(submissions: int) -> None:
    """Grade a class with each program, and print how long each takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        course, seconds, found = handed_in(folder, submissions), {}, {}
        for number, (program, config) in enumerate(PROGRAMS.items()):
            root = Path(shutil.copytree(course.root, folder / str(number)))
            (root / CONFIG).write_text(config)
            seconds[program] = run(root, f"{program} {ASSIGNMENT}")
            found[program] = scores(root, [ASSIGNMENT])
    theirs = next(iter(PROGRAMS))
    if any(each != found[theirs] for each in found.values()):
        raise SystemExit("different scores")
    print(f"{machine()}. {submissions} submissions of two notebooks.\n")
    print("| program | seconds | |\n|---|---|---|")
    for program, took in seconds.items():
        print(f"| `{program}` | {took:.1f} | {seconds[theirs] / took:.1f} × |")


if __name__ == "__main__":
    main()
