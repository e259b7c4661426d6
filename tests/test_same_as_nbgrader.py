"""On honest submissions, sealed grading gives the scores that nbgrader's own autograde gives."""

import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT, needs_sandbox
from nbgrader.api import Gradebook

from chainrule.grading import cells
from chainrule.grading.authoring import corpus, release, source
from chainrule.grading.course import CONFIG, Course
from chainrule.grading.limits import Limits
from chainrule.grading.people.demo import Student, fill_in
from chainrule.grading.term.grade import grade_class

PROJECT = Course(ROOT)
PLAIN = f"""c = get_config()
c.CourseDirectory.course_id = "chainrule"
c.Execute.timeout = {source.CELL_SECONDS}
c.Execute.startup_timeout = {source.START_SECONDS}
"""

HONEST = Student("ben", "Right in unusual ways, but for three mistakes.", mistakes=(0, 25, 50), unusual=True)


@needs_sandbox
@pytest.mark.parametrize("assignment", PROJECT.assignments())
def test_the_scores_are_those_of_nbgrader(assignment, tmp_path, empty_gradebook):
    course = Course(tmp_path)
    shutil.copy(ROOT / CONFIG, tmp_path)
    shutil.copy(empty_gradebook, tmp_path / "gradebook.db")
    shutil.copytree(PROJECT.text(assignment).parent, course.text(assignment).parent)
    release.release(course, assignment)
    answers = corpus.read(Course(ROOT), [assignment])
    solved = nbformat.read(course.source(assignment), as_version=4)
    path = course.submitted(HONEST.name, assignment)
    path.parent.mkdir(parents=True)
    nbformat.write(without_playgrounds(fill_in(solved, HONEST, answers)), path)
    grade_class(course, [assignment], jobs=1, limits=Limits(follow_through=False))  # nbgrader knows nothing like it
    ours = take_scores(course, assignment)
    (tmp_path / CONFIG).write_text(PLAIN)
    command = [Path(sys.executable).with_name("nbgrader"), "autograde", assignment]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    assert ours == take_scores(course, assignment)
    assert sum(ours.values()) > 0


def without_playgrounds(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Empty the cells that count for nothing, pictures and training: `test_nbval` runs all tests beside them."""
    for cell in notebook.cells:
        if cells.role(cell) == "play":
            cell.source = ""
    return notebook


def take_scores(course: Course, assignment: str) -> dict[tuple[str, str], float]:
    """Return every student's score of every test but those of speed, which are timed, and forget the grading."""
    with Gradebook(course.db_url, "chainrule") as gradebook:
        notebooks = gradebook.notebook_submissions(assignment, assignment)
        scores = {
            (notebook.student.id, grade.name): grade.auto_score
            for notebook in notebooks
            for grade in notebook.grades
            if grade.auto_score is not None and not grade.name.endswith("__speed")
        }
        for student in list(gradebook.students):
            gradebook.remove_student(student.id)
    shutil.rmtree(course.root / "autograded")
    return scores
