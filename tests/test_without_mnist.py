"""A grading machine without MNIST: it says what to do, and gives no zeros."""

import nbformat
import pytest
from class_of_students import RIGHT, hand_in
from conftest import ROOT
from nbgrader.api import Gradebook, MissingEntry

from chainrule.datasets import mnist_digits
from chainrule.grading.authoring import source
from chainrule.grading.course import Course, CourseError
from chainrule.grading.sealed.examiner import examine
from chainrule.grading.sealed.sandbox import Sandbox
from chainrule.grading.term.grade import grade_class

SAYS = r"^\S*mnist\S* is not there, and could not be downloaded .*`chainrule data mnist`.*$"


@pytest.fixture(autouse=True)
def _no_mnist(tmp_path, monkeypatch):
    monkeypatch.setenv("CHAINRULE_DATA", str(tmp_path / "nothing"))
    monkeypatch.setattr(mnist_digits, "MNIST_MIRRORS", ("http://127.0.0.1:9/",))  # where nothing answers


def test_the_assignment_is_not_examined_at_all():
    notebook = nbformat.read(Course(ROOT).source("06_mlp_mnist"), as_version=4)
    with Sandbox("none") as sandbox, pytest.raises(CourseError, match=SAYS):
        examine(notebook, sandbox)


def test_of_what_needs_it_nothing_is_recorded_and_the_rest_is_graded(released_course):
    hand_in(released_course, "ada", RIGHT)
    assert [result.score for result in grade_class(released_course, ["01_tiny"], jobs=1, wall="none")] == [4.5]

    text = released_course.text("01_tiny")
    text.write_text(
        text.read_text() + '\n# %% given="images"\nfrom chainrule import datasets\nfew = datasets.mnist(5, 5)\n'
    )
    source.build(released_course, "01_tiny", run=False)
    hand_in(released_course, "ben", RIGHT)
    with pytest.raises(CourseError, match=SAYS):
        grade_class(released_course, ["01_tiny"], ("ben",), jobs=1, wall="none")
    assert not released_course.autograded("ben", "01_tiny").exists()
    with Gradebook(released_course.db_url) as gradebook, pytest.raises(MissingEntry):
        gradebook.find_submission("01_tiny", "ben")
