"""Students for tests: they fill in a released notebook and hand it in."""

import re
import shutil
import sqlite3
from copy import deepcopy
from pathlib import Path

import nbformat
from conftest import ROOT, TINY

from chainrule.grading import cells
from chainrule.grading.authoring import release, source
from chainrule.grading.course import CONFIG, Course

RIGHT = {
    "double": "def double(x):\n    return x + x",
    "facts": "facts = {'half of ten': 5}",
    "explain_double": "Both give $2x$.",
}
"""Answers to the tiny course that earn all 4.5 points of its tests."""


def tiny_course(root: Path) -> Course:
    """Return the tiny course, released."""
    folder = root / "source" / "01_tiny"
    folder.mkdir(parents=True)
    shutil.copy(ROOT / CONFIG, root)
    (folder / "01_tiny.py").write_text(TINY)
    course = Course(root)
    source.build(course, "01_tiny", run=False)
    release.release(course, "01_tiny")
    return course


def filled_in(course: Course, answers: dict[str, str], assignment: str = "01_tiny") -> nbformat.NotebookNode:
    """Return the released notebook with some answers filled in."""
    notebook = deepcopy(nbformat.read(course.release(assignment), as_version=4))
    for cell in notebook.cells:
        cell.source = answers.get(cells.grade_id(cell) or "", cell.source)
    return notebook


def hand_in(course: Course, student: str, content: dict[str, str] | bytes, assignment: str = "01_tiny") -> Path:
    """Put a notebook with these answers, or a file with these bytes, into ``submitted/``."""
    path = course.submitted(student, assignment)
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        nbformat.write(filled_in(course, content, assignment), path)
    return path


def outcome(course: Course) -> dict[str, object]:
    """Return all that grading left behind, but for times and the gradebook's random keys."""
    notebooks: dict[str, object] = {}
    for path in sorted((course.root / "autograded").rglob("*")):
        if path.is_file():
            text = re.sub(r'"seconds": [\d.]+', '"seconds": 0', path.read_text())
            notebooks[str(path.relative_to(course.root))] = text
    with sqlite3.connect(course.root / "gradebook.db") as connection:
        rows = connection.execute(_GRADES).fetchall() + connection.execute(_COMMENTS).fetchall()
        counts = [
            connection.execute(f"select count(*) from {table}").fetchone()[0]
            for table in ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")
        ]
    return {**notebooks, "gradebook": sorted(rows, key=repr), "rows": counts}


_FROM = """
    join base_cell on base_cell.id = entry.cell_id
    join submitted_notebook on submitted_notebook.id = entry.notebook_id
    join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
"""
_GRADES = f"""
    select student_id, timestamp, late_submission_penalty, name, auto_score, manual_score, needs_manual_grade
    from grade as entry {_FROM}
"""
_COMMENTS = f"select student_id, name, auto_comment, manual_comment from comment as entry {_FROM}"
