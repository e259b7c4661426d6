"""The same classes, graded by stock ``nbgrader autograde`` and by ``chainrule grade``, side by side.

Run it in the project's directory: ``python benchmarks/grading.py [ASSIGNMENT…]``; without assignments all are graded,
and a light notebook, the one that the tests use. Runs of both programs take turns, on classes of several sizes; a
straight line through the times gives what a program takes to start, and what each submission takes. Every score must
be the same in both, or the benchmark fails. It prints a Markdown table and draws ``docs/images/scaling.png``: on two
idle cores that takes about ten minutes. ``--quick`` grades smaller classes, ``--large`` also 1,000 of the course's
notebooks.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import numpy as np
import psutil
from machine import machine
from nbgrader.api import Gradebook

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import class_of_students  # noqa: E402

from chainrule.grading.authoring import release, source  # noqa: E402
from chainrule.grading.course import CONFIG, Course  # noqa: E402
from chainrule.grading.people import demo  # noqa: E402

LIGHT = "01_tiny"
STOCK = "c = get_config()\nc.CourseDirectory.course_id = 'chainrule'\nc.Execute.timeout = 120\n"
HONEST = [student for student in demo.STUDENTS if student.name in ("ada", "goran", "leo")]
PROGRAMS = {
    "nbgrader autograde": ["nbgrader", "autograde"],
    "chainrule grade --jobs 1": ["chainrule", "grade", "--jobs", "1"],
    "chainrule grade --jobs 2": ["chainrule", "grade", "--jobs", "2"],
}
THEIRS, ALONE, OURS = PROGRAMS
CLASS = 100


@dataclass
class Line:
    """Times of one program on classes of several sizes, and the straight line through them.

    Parameters
    ----------
    seconds : dict
        What each size took.
    """

    seconds: dict[int, float] = field(default_factory=dict)

    @property
    def start_and_each(self) -> tuple[float, float]:
        """What it takes to start, and for each submission."""
        sizes = list(self.seconds)
        each, start = np.polyfit(sizes, [self.seconds[size] for size in sizes], 1)
        return max(float(start), 0.0), float(each)

    def at(self, size: int) -> float:
        """The time for a class: measured, or that of the line."""
        start, each = self.start_and_each
        return self.seconds.get(size, start + each * size)


class Memory(threading.Thread):
    """Watches the memory of a program's processes, pages that several share counted once.

    Parameters
    ----------
    pid : int
        The program.

    Attributes
    ----------
    samples : list of float
        Megabytes of all of its descendants, twice a second.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._program = psutil.Process(pid)
        self.samples: list[float] = []

    def run(self) -> None:
        """Sample until the program ends."""
        while self._program.is_running() and self._program.status() != psutil.STATUS_ZOMBIE:
            used = 0
            try:
                for process in self._program.children(recursive=True):
                    used += process.memory_full_info().pss
                self.samples.append(used / 2**20)
            except (psutil.NoSuchProcess, psutil.AccessDenied):
                pass  # it ended while it was looked at
            time.sleep(0.5)

    def tenths(self) -> tuple[float, float]:
        """The usual memory in the second tenth of the time and in the last."""
        tenth = max(len(self.samples) // 10, 1)
        return statistics.median(self.samples[tenth : 2 * tenth] or self.samples), statistics.median(
            self.samples[-tenth:]
        )


def set_up(root: Path, assignment: str) -> Course:
    """Return a released course with one assignment; ``01_tiny`` is the light one."""
    course = Course(root)
    if assignment == LIGHT:
        class_of_students.write_tiny_course(root)
        source.build(course, assignment, run=False)
    else:
        shutil.copy(ROOT / CONFIG, root)
        shutil.copytree(ROOT / "source" / assignment, course.text(assignment).parent)
    release.release(course, assignment)
    return course


def hand_in(course: Course, assignment: str, students: int) -> None:
    """Hand in honest submissions: complete, half finished and empty ones in turn."""
    original = nbformat.read(course.source(assignment), as_version=4)
    marks = {cell.id: cell.metadata for cell in nbformat.read(course.release(assignment), as_version=4).cells}
    versions = []
    for student in HONEST:
        notebook = deepcopy(demo.fill_in(original, student, []))
        for cell in notebook.cells:
            cell.metadata = marks[cell.id]
        versions.append(nbformat.writes(notebook))
    for number in range(students):
        path = course.submitted(f"student{number:05}", assignment)
        path.parent.mkdir(parents=True)
        path.write_text(versions[number % len(versions)])


def grade(released: Course, assignment: str, program: str, students: int) -> tuple[float, list[float], Memory]:
    """Grade a class of that size; return the time, the scores and what memory it took."""
    with tempfile.TemporaryDirectory() as folder:
        course = Course(Path(shutil.copytree(released.root, Path(folder).resolve() / "course")))
        hand_in(course, assignment, students)
        if program == THEIRS:
            (course.root / CONFIG).write_text(STOCK)
        command, *arguments = PROGRAMS[program]
        path = Path(sys.executable).with_name(command)
        start = time.perf_counter()
        with subprocess.Popen(
            [path, *arguments, assignment], cwd=course.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            memory = Memory(process.pid)
            if program != THEIRS:
                memory.start()
            process.wait()
        seconds = time.perf_counter() - start
        if process.returncode:
            raise SystemExit(f"{program} failed on {assignment}")
        return seconds, scores(course, assignment), memory


def scores(course: Course, assignment: str) -> list[float]:
    """Return the scores of all tests of the first students, one of each kind."""
    with Gradebook(course.db_url, "chainrule") as gradebook:
        return [
            grade.auto_score
            for number in range(len(HONEST))
            for grade in sorted(
                gradebook.find_submission_notebook(assignment, assignment, f"student{number:05}").grades,
                key=lambda grade: grade.name,
            )
        ]


def compare(assignment: str, sizes: dict[str, list[int]]) -> dict[str, Line]:
    """Measure all programs on one assignment, in turns."""
    lines = {program: Line() for program in sizes}
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        released = set_up(Path(folder).resolve(), assignment)
        turns = sorted((size, program) for program, several in sizes.items() for size in several)
        for size, program in turns:
            seconds, found[program], memory = grade(released, assignment, program, size)
            lines[program].seconds[size] = seconds
            print(f"{assignment}, {size} submissions: {program} {seconds:.1f} s", file=sys.stderr, flush=True)
            if size >= CLASS and memory.samples:
                early, late = memory.tenths()
                text = f"memory of {program}, {size} submissions: {early:.0f} MB early, {late:.0f} MB late"
                print(f"{assignment}, {text} (all processes but the caller)", flush=True)
    if len({tuple(each) for each in found.values()}) != 1:
        raise SystemExit(f"{assignment}: different scores: {found}")
    return lines


def row(assignment: str, lines: dict[str, Line]) -> str:
    """Return a row of the table."""
    theirs, ours = lines[THEIRS], lines[OURS]
    size = max(set(theirs.seconds) & set(ours.seconds))
    each = [line.start_and_each[1] for line in (theirs, ours)]
    cells = [
        assignment,
        f"{size}: {theirs.at(size):.1f} s, {ours.at(size):.1f} s, {theirs.at(size) / ours.at(size):.1f} ×",
        f"{each[0]:.2f} s, {each[1]:.3f} s, {each[0] / each[1]:.1f} ×",
        f"{theirs.at(CLASS):.0f} s, {ours.at(CLASS):.0f} s, **{theirs.at(CLASS) / ours.at(CLASS):.1f} ×**",
        f"{lines[ALONE].start_and_each[1] / each[1]:.2f} ×" if ALONE in lines else "",
    ]
    return f"| {' | '.join(cells)} |"


def draw(lines: dict[str, dict[str, Line]], path: Path) -> None:
    """Draw submissions against time."""
    figure, axes = plt.subplots(
        1, len(lines), figsize=(4.5 * len(lines), 4), dpi=100, sharey=True, layout="constrained"
    )
    for ax, (assignment, programs) in zip(np.atleast_1d(axes), lines.items(), strict=True):
        sizes = np.array([3, 10, 30, 100, 300, 1000])
        for program, line in programs.items():
            colour = f"C{list(PROGRAMS).index(program)}"
            start, each = line.start_and_each
            ax.plot(sizes, start + each * sizes, "--", color=colour, lw=1)
            ax.plot(*zip(*sorted(line.seconds.items()), strict=True), "o-", color=colour, label=program)
        ax.set(xscale="log", yscale="log", title=assignment, xlabel="submissions")
        ax.minorticks_off()
        ax.set_yticks([1, 10, 60, 600, 3600, 36000], ["1 s", "10 s", "1 min", "10 min", "1 h", "10 h"])
        ax.grid(alpha=0.3)
    np.atleast_1d(axes)[0].set_ylabel("time (dashed: the straight line)")
    np.atleast_1d(axes)[0].legend()
    figure.savefig(path)


def main() -> None:
    """Measure, print the table, draw the picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")
    parser.add_argument("--quick", action="store_true", help="smaller classes")
    parser.add_argument("--large", action="store_true", help="1,000 submissions of the course's notebooks too")
    parser.add_argument("--picture", type=Path, default=ROOT / "docs" / "images" / "scaling.png")
    options = parser.parse_args()
    project = Course(ROOT)
    names = options.assignments or [LIGHT, *demo.ready(project, project.assignments())]
    light = {THEIRS: [3, 30], ALONE: [30, 100], OURS: [10, 30, 100, 1000]}
    own = {THEIRS: [3, 6], OURS: [6, 24]}
    if options.quick:
        light, own = {THEIRS: [3, 9], ALONE: [9, 30], OURS: [9, 30]}, {THEIRS: [3, 6], OURS: [6, 12]}
    if options.large:
        own[OURS] = [*own[OURS], 1000]
    lines = {name: compare(name, light if name == LIGHT else own) for name in names}
    print(f"\n{machine()}. Times: `nbgrader autograde`, `chainrule grade --jobs 2`, and how many times as fast.\n")
    print(f"| notebook | side by side | each further submission | a class of {CLASS} | two workers against one |")
    print("|---|---|---|---|---|")
    for name in names:
        print(row(name, lines[name]))
    shown = {name: lines[name] for name in (names[0], names[-1])}
    draw(shown, options.picture)


if __name__ == "__main__":
    main()
