"""The same submissions, graded by stock ``nbgrader autograde`` and by ``chainrule grade --jobs 2``, side by side.

Run it in the project's directory: ``python benchmarks/grading.py [ASSIGNMENT…] [--students N]``. Without
assignments a light notebook is graded, the one that the tests use. Every score must be the same in both, or the
benchmark fails.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from copy import deepcopy
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from conftest import TINY  # noqa: E402

from chainrule.grading import release, source  # noqa: E402
from chainrule.grading.course import CONFIG, Course  # noqa: E402
from chainrule.grading.demo import STUDENTS, fill_in  # noqa: E402

STOCK = "c = get_config()\nc.CourseDirectory.course_id = 'chainrule'\nc.Execute.timeout = 120\n"
HONEST = [student for student in STUDENTS if student.name in ("ada", "goran", "leo")]


def set_up(root: Path, assignment: str) -> Course:
    """Return a released course with one assignment; ``01_tiny`` is the light one."""
    course = Course(root)
    shutil.copy(ROOT / CONFIG, root)
    if assignment == "01_tiny":
        course.text(assignment).parent.mkdir(parents=True)
        course.text(assignment).write_text(TINY)
        source.build(course, assignment, run=False)
    else:
        shutil.copytree(ROOT / "source" / assignment, course.text(assignment).parent)
    release.release(course, assignment)
    return course


def hand_in(course: Course, assignment: str, students: int) -> None:
    """Hand in honest submissions: complete, half finished and empty ones in turn."""
    original = nbformat.read(course.source(assignment), as_version=4)
    marks = {cell.id: cell.metadata for cell in nbformat.read(course.release(assignment), as_version=4).cells}
    versions = [fill_in(original, student, []) for student in HONEST]
    for number in range(students):
        notebook = deepcopy(versions[number % len(versions)])
        for cell in notebook.cells:
            cell.metadata = marks[cell.id]
        path = course.submitted(f"student{number:03}", assignment)
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)


def run(course: Course, command: list[str]) -> float:
    """Return how long a command takes, in seconds."""
    start = time.perf_counter()
    program = Path(sys.executable).with_name(command[0])
    subprocess.run([program, *command[1:]], cwd=course.root, check=True, capture_output=True)
    return time.perf_counter() - start


def scores(course: Course, assignment: str) -> dict[tuple[str, str], float | None]:
    """Return the score of every test and student, and forget them."""
    with Gradebook(course.db_url, "chainrule") as gradebook:
        notebooks = gradebook.notebook_submissions(assignment, assignment)
        found = {(book.student.id, grade.name): grade.auto_score for book in notebooks for grade in book.grades}
        for student in list(gradebook.students):
            gradebook.remove_student(student.id)
    shutil.rmtree(course.root / "autograded")
    return found


def compare(assignment: str, students: int) -> None:
    """Grade one assignment both ways and print the times."""
    with tempfile.TemporaryDirectory() as folder:
        course = set_up(Path(folder).resolve(), assignment)
        hand_in(course, assignment, students)
        ours = run(course, ["chainrule", "grade", assignment, "--jobs", "2"])
        our_scores = scores(course, assignment)
        (course.root / CONFIG).write_text(STOCK)
        theirs = run(course, ["nbgrader", "autograde", assignment])
        their_scores = scores(course, assignment)
    different = [key for key in our_scores.keys() | their_scores.keys() if our_scores.get(key) != their_scores.get(key)]
    if different:
        raise SystemExit(f"{assignment}: different scores: {sorted(different)[:10]}")
    print(f"{assignment}: {students} submissions, {len(our_scores)} equal scores")
    for name, seconds in (("nbgrader autograde", theirs), ("chainrule grade --jobs 2", ours)):
        print(f"  {name:25} {seconds:7.1f} s  {seconds / students:6.2f} s each")
    print(f"  {theirs / ours:.1f} times as fast")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assignments", nargs="*", default=["01_tiny"])
    parser.add_argument("--students", type=int, default=30)
    options = parser.parse_args()
    for name in options.assignments:
        compare(name, options.students)
