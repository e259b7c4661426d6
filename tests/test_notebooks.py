"""The instructor's notebooks show what their cells show today.

nbval runs each notebook of ``source/`` strictly: every text output must be the same, character for character
(pictures are not compared). That what is committed has the cells of the text is compared here, cell by cell. The
notebooks of ``release/`` fail at unanswered tasks on purpose, which nbval cannot express; ``test_release.py`` runs
them and says cell by cell what has to work, and what to fail and how.
"""

import os
import subprocess
import sys

import nbformat
import pytest
from conftest import ASSIGNMENTS_TO_RUN, ROOT, needs_sandbox

from chainrule.grading import cells
from chainrule.grading.authoring import source
from chainrule.grading.course import Course
from chainrule.grading.limits import ONE_THREAD
from chainrule.grading.people import demo
from chainrule.grading.sealed.sandbox import Sandbox
from chainrule.grading.submission import grade_one

ASSIGNMENTS = sorted(path.parent.name for path in ROOT.glob("source/*/*.py"))


def nbval(path) -> subprocess.CompletedProcess[str]:
    """Run nbval on a notebook as anyone would, in a process of its own."""
    options = ["--nbval", f"--nbval-cell-timeout={source.CELL_SECONDS}", "-p", "no:cacheprovider", "-q", "--tb=short"]
    options += [f"--nbval-kernel-startup-timeout={source.START_SECONDS}"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, f"--rootdir={path.parent}", str(path)],
        env={**os.environ, **ONE_THREAD},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_notebook_has_the_cells_of_its_text(assignment):
    assert source.is_current(Course(ROOT), assignment), f"run: chainrule build {assignment}"


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_cell_was_run(assignment):
    notebook = nbformat.read(Course(ROOT).source(assignment), as_version=4)
    counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code" and cell.source]
    assert counts == list(range(1, len(counts) + 1))


@pytest.mark.parametrize("assignment", ASSIGNMENTS_TO_RUN)
def test_nbval(assignment, tmp_path):
    """Of cells that train for long nbval ignores the output: that they run, they show with fewer images as well."""
    notebook = nbformat.read(Course(ROOT).source(assignment), as_version=4)
    for cell in filter(cells.is_long, notebook.cells):
        assert "nbval-ignore-output" in cell.metadata.tags
        cell.source = cell.source.replace("datasets.mnist()", "datasets.mnist(train=2_000, test=500)")
    path = tmp_path / f"{assignment}.ipynb"
    nbformat.write(notebook, path)
    done = nbval(path)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-1000:]


@needs_sandbox
@pytest.mark.parametrize("assignment", ASSIGNMENTS_TO_RUN)
def test_the_model_answers_earn_all_points_in_the_sandbox_without_a_remark(assignment):
    source_notebook = nbformat.read(Course(ROOT).source(assignment), as_version=4)
    handed_in = nbformat.writes(demo.fill_in(source_notebook, demo.STUDENTS[0], [])).encode()
    with Sandbox() as sandbox:
        graded, result = grade_one.grade("ada", assignment, source_notebook, handed_in, sandbox)
    assert (result.status, result.reason, result.events) == ("graded", None, [])
    assert result.score == result.max_score
    shown = [output for cell in graded.cells for output in cell.get("outputs", [])]
    assert [output for output in shown if output.output_type == "error"] == []


def test_nbval_sees_a_changed_output(tiny_course):
    path = source.build(tiny_course, "01_tiny")
    assert nbval(path).returncode == 0
    path.write_text(path.read_text().replace("12.00", "12.01"))
    done = nbval(path)
    assert done.returncode == 1
    assert "1 failed" in done.stdout
