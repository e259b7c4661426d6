"""A small course, and students for it: they fill in a released notebook and hand it in."""

import re
import shutil
import sqlite3
from copy import deepcopy
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from chainrule.grading import cells
from chainrule.grading.course import CONFIG, Course
from chainrule.grading.settings import alembic_on_path

ROOT = Path(__file__).parent.parent

TINY = '''\
# %% [markdown]
# # Tiny
# Two answers and a written one.

# %% given="setup"
import numpy as np

two = 2

# %% [markdown]
# Write `double`.

# %% answer="double"
def double(x):
    """Return twice `x`, a number or an array."""
    ### BEGIN SOLUTION
    return np.multiply(x, two)
    ### END SOLUTION

# %%
print(f"{double(np.arange(4)).sum():.2f}")

# %% test="double__number" points=2
assert double(3) == 6, "double(3) is 6"
### BEGIN HIDDEN TESTS
assert double(-3.5) == -7, "double is also for negative numbers"
### END HIDDEN TESTS

# %% test="double__array" points=1.5
assert np.array_equal(double(np.ones(3)), [2, 2, 2])

# %% answer="facts"
facts = {"half of ten": None}
### BEGIN SOLUTION
facts = {"half of ten": 10 / 2}
### END SOLUTION

# %% test="facts__half" points=1
assert facts["half of ten"] is not None, "facts is not answered yet"
### BEGIN HIDDEN TESTS
assert facts["half of ten"] == 5, "half of ten is something else"
### END HIDDEN TESTS

# %% [markdown]
# Why?

# %% [markdown] written="explain_double" points=4
# ### BEGIN SOLUTION
# Because addition and multiplication by two agree.
#
# **Marking scheme** (4 points)
# - 4: says that they agree
# ### END SOLUTION
'''

RIGHT = {
    "double": "def double(x):\n    return x + x",
    "facts": "facts = {'half of ten': 5}",
    "explain_double": "Both give $2x$.",
}
"""Answers to the tiny course that earn all 4.5 points of its tests."""


def write_tiny_course(root: Path) -> Course:
    """Return a new course with one assignment, ``01_tiny``, as text."""
    folder = root / "source" / "01_tiny"
    folder.mkdir(parents=True)
    (folder / "01_tiny.py").write_text(TINY)
    shutil.copy(ROOT / CONFIG, root)
    return Course(root)


def make_gradebook(path: Path) -> None:
    """Make a gradebook with nothing in it."""
    with alembic_on_path():
        Gradebook(f"sqlite:///{path}", "chainrule").close()


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
    """Return all that grading left behind, but for times, the gradebook's random keys, and drafts of a killed process.

    Such a draft ends in the number of the process; nothing reads it.
    """
    notebooks: dict[str, object] = {}
    for path in sorted((course.root / "autograded").rglob("*")):
        if path.is_file() and not re.search(r"\.\d+$", path.name):
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
