"""The roles of a notebook's cells, read from nbgrader's metadata.

========  ============================================================  =====================
role      what it is                                                    runs in sealed grading
========  ============================================================  =====================
prose     the instructor's Markdown                                     nowhere
given     read-only code: imports, data, worked examples                on both sides
play      playground code: plots, experiments, a student's own cells    with the student
answer    autograded answer                                             with the student
test      autograder tests: points, visible and hidden checks           with the examiner
written   manually graded answer                                        nowhere; code with the student
========  ============================================================  =====================

Grading skips playground cells that the student left unchanged (see `idle`), and those tagged ``long``.
"""

import hashlib
from copy import deepcopy
from typing import Literal

from nbformat import NotebookNode

from chainrule.language import ENGLISH

Role = Literal["prose", "given", "play", "answer", "test", "written"]


def role(cell: NotebookNode) -> Role:
    """Return the role of a cell of an *instructor's* notebook (a student's metadata cannot be trusted)."""
    marks = cell.metadata.get("nbgrader", {})
    code = cell.cell_type == "code"
    if marks.get("grade") and marks.get("solution"):
        return "written"
    if marks.get("grade") and code:
        return "test"
    if marks.get("solution"):
        return "answer"
    if marks.get("locked") and code:
        return "given"
    return "play" if code else "prose"


def is_run(cell: NotebookNode) -> bool:
    """Return whether a cell runs with the student."""
    return cell.cell_type == "code" and role(cell) in ("given", "play", "answer", "written")


def is_task(cell: NotebookNode) -> bool:
    """Return whether a cell is one of nbgrader's tasks: what the student adds below it is graded by hand."""
    return bool(cell.metadata.get("nbgrader", {}).get("task"))


def grade_id(cell: NotebookNode) -> str | None:
    """Return the name by which nbgrader knows a cell, or None for prose and play."""
    name: str | None = cell.metadata.get("nbgrader", {}).get("grade_id")
    return name


def id_by_text(role: Role, text: str) -> str:
    """Return the id of a cell without a name: who has the cell can tell whether its text is still the same."""
    return f"{role}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def points(cell: NotebookNode) -> float:
    """Return the most points that a cell can earn, 0 for one that is not graded."""
    return float(cell.metadata.get("nbgrader", {}).get("points", 0))


LANGUAGE = "chainrule_language"
"""Key of a notebook's metadata: the language of its course, if that is not English."""


def language(notebook: NotebookNode) -> str:
    """Return the language in which checks and feedback speak about a notebook, such as ``de``."""
    return str(notebook.metadata.get(LANGUAGE, ENGLISH))


LONG = "long"
"""Tag of a play cell that takes long: it is not run when a notebook is graded."""

FULL_POINTS = "full-points"
"""Tag of a test or written cell that was voided: everyone who submits gets its points."""


def is_voided(cell: NotebookNode) -> bool:
    """Return whether a graded cell no longer tells answers apart: everyone has its points, or it has none."""
    if role(cell) not in ("test", "written"):
        return False
    return points(cell) == 0 or FULL_POINTS in cell.metadata.get("tags", [])


def is_long(cell: NotebookNode) -> bool:
    """Return whether a cell only shows something, and takes long to do so."""
    return role(cell) == "play" and LONG in cell.metadata.get("tags", [])


def answer_of(test_id: str) -> str:
    """Return the answer that a test cell examines.

    Examples
    --------
    >>> answer_of("svm_loss__gradient")
    'svm_loss'
    """
    return test_id.split("__")[0]


ADDED = "added-"
"""How the ids of the cells begin that a student added to a notebook, in the one that is graded."""


def is_added(cell: NotebookNode) -> bool:
    """Return whether a student added a cell of the notebook that is graded."""
    return str(cell.get("id", "")).startswith(ADDED)


def _has_headings(cell: NotebookNode) -> bool:
    """Return whether headings in a cell are the instructor's: a student's own notes have some, too."""
    return role(cell) == "prose" and not is_added(cell)


def title(notebook: NotebookNode) -> str | None:
    """Return the heading at the top of a notebook, None if it has none."""
    lines = (line for cell in notebook.cells if _has_headings(cell) for line in cell.source.splitlines())
    return next((line.removeprefix("# ").strip() for line in lines if line.startswith("# ")), None)


def topics(notebook: NotebookNode) -> dict[str, str]:
    """Return the heading above each answer, by the answer's name."""
    found, heading = {}, ""
    for cell in notebook.cells:
        kind, name = role(cell), grade_id(cell)
        if _has_headings(cell):
            headings = [line for line in cell.source.splitlines() if line.startswith("#")]
            heading = headings[-1].lstrip("# ") if headings else heading
        elif kind in ("answer", "written") and name is not None:
            found[name] = heading
    return found


def without_outputs(notebook: NotebookNode) -> NotebookNode:
    """Return a copy of a notebook as it was before any cell ran."""
    notebook = deepcopy(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook
