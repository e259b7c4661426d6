"""A grading machine without MNIST: it says what to do, and gives no zeros."""

import re

import pytest
from class_of_students import RIGHT, hand_in

from chainrule.datasets import mnist_digits
from chainrule.grading.authoring import release, source
from chainrule.grading.results import NOT_TESTED
from chainrule.grading.sealed import workers
from chainrule.grading.term.grade import grade_class

SAYS = r"^\S*mnist\S* is not there, and could not be downloaded .*`chainrule data mnist`.*$"


@pytest.fixture(autouse=True)
def _no_mnist(tmp_path, monkeypatch):
    monkeypatch.setenv("CHAINRULE_DATA", str(tmp_path / "nothing"))
    monkeypatch.setattr(mnist_digits, "MNIST_MIRRORS", ("http://127.0.0.1:9/",))  # where nothing answers
    workers._cool()  # a sandbox keeps the environment in which it started
    yield
    workers._cool()


def test_what_needs_it_is_not_tested_and_the_rest_is_graded(released_course):
    add_images(released_course)
    # A submission may not fill in what is lacking.
    hand_in(released_course, "ben", {**RIGHT, "double": RIGHT["double"] + "\nfew = 5"})
    (result,) = grade_class(released_course, ["01_tiny"], ("ben",), jobs=1, wall="none")
    (images,) = [test for test in result.tests if test.grade_id == "double__images"]
    assert (images.verdict, images.score, images.message) == ("not tested", 2, NOT_TESTED)
    assert re.match(SAYS, images.trouble)
    assert {test.verdict for test in result.tests if test is not images} == {"passed"}


def add_images(course):
    text = course.text("01_tiny")
    more = (
        '\n# %% given="images"\nfrom chainrule import datasets\nfew = datasets.mnist(5, 5)\n'
        '\n# %% test="double__images" points=2\nassert few == 5\n'
        '\n# %% test="double__own_name" points=1\ndef few():\n    return double(2)\n\n\nassert few() == 4\n'
    )
    text.write_text(text.read_text() + more)
    source.build(course, "01_tiny", run=False)
    release.release(course, "01_tiny")
