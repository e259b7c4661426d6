"""The demo: a class of simulated students, from the release to the feedback."""

import re

import pytest
from click.testing import CliRunner
from needs import WALL

from chainrule.cli import main
from chainrule.datasets import mnist_digits
from chainrule.grading.authoring import source
from chainrule.grading.limits import Limits
from chainrule.grading.people import demo


@pytest.fixture
def project(tmp_path, release_tiny_course, monkeypatch):
    course = release_tiny_course(tmp_path / "project")
    folder = course.corpus("01_tiny")
    folder.mkdir(parents=True)
    (folder / "double.py").write_text(
        "# %% right: sum | adds\ndef double(x):\n    return x + x\n"
        "# %% wrong: triple | three times\ndef double(x):\n    return 3 * x\n"
    )
    monkeypatch.chdir(course.root)
    monkeypatch.setattr(demo, "LIMITS", Limits(cell_seconds=3))
    return course


def test_the_demo_ends_with_scores_and_things_to_look_at(project):
    done = CliRunner().invoke(main, ["demo", "--jobs", "1", "--wall", WALL])
    assert done.exit_code == 0, done.output
    used = "namespaces|container" if WALL == "auto" else WALL
    assert re.search(rf"ran behind the wall: ({used}) ", done.output.splitlines()[-1])
    rows = {line.split()[0]: line.split() for line in done.output.splitlines() if "01_tiny " in line}
    assert rows["ada"][2] == rows["ben"][2] == rows["jon"][2] == "4.5"
    assert rows["chen"][2:] == ["1", "4.5", "points", "lost", "in", "double"]
    assert rows["kim"][2] == "1"
    assert rows["leo"][2] == "0"
    assert rows["nils"][2:] == ["0", "4.5", "unreadable"]
    assert rows["otto"][2] == rows["pia"][2] == "1"
    folder = project.root / "demo"
    pages = {student.name: folder / "feedback" / student.name / "01_tiny" / "01_tiny.html" for student in demo.STUDENTS}
    assert "ran out of time" in pages["otto"].read_text()
    assert "Marking scheme" not in "".join(page.read_text() for page in pages.values())
    assert "ran out of time" in (folder / "report.html").read_text()
    for path in (line.split()[0] for line in done.output.split("Look at\n")[1].split("\n\n")[0].splitlines()):
        assert (folder / path).exists()


def test_what_needs_mnist_is_shown_without_it_and_not_tested(project, monkeypatch, tmp_path):
    monkeypatch.setenv("CHAINRULE_DATA", str(tmp_path / "nothing"))
    monkeypatch.setattr(mnist_digits, "MNIST_MIRRORS", ("http://127.0.0.1:9/",))  # where nothing answers
    monkeypatch.setattr(demo, "STUDENTS", demo.STUDENTS[:4])
    text = project.text("01_tiny")
    text.write_text(
        text.read_text()
        + '\n# %% given="images"\nfrom chainrule import datasets\nfew = datasets.mnist(5, 5)\n'
        + '\n# %% test="double__images" points=2\nassert few == 5\n'
    )
    source.build(project, "01_tiny", run=False)
    done = CliRunner().invoke(main, ["demo", "--jobs", "1", "--wall", WALL])
    assert done.exit_code == 0, done.output
    assert "In 01_tiny, MNIST could not be had: what needs it counts as not tested" in done.output
    rows = {line.split()[0]: line.split() for line in done.output.splitlines() if "01_tiny " in line}
    assert rows["ada"][2] == "6.5"


def test_the_demo_has_a_gradebook_of_its_own(project, monkeypatch, tmp_path):
    """It wrote its students, and its due date, into a course's gradebook that lies elsewhere."""
    with (project.root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = 'sqlite:///{tmp_path}/spring.db'\n")
    monkeypatch.setattr(demo, "STUDENTS", demo.STUDENTS[:4])
    done = CliRunner().invoke(main, ["demo", "--jobs", "1", "--wall", "none"])
    assert done.exit_code == 0, done.output
    assert not (tmp_path / "spring.db").exists()
    assert (project.root / "demo" / "gradebook.db").is_file()


def test_the_demo_does_not_overwrite_other_things(tiny_course, monkeypatch):
    monkeypatch.chdir(tiny_course.root)
    tiny_course.corpus("01_tiny").mkdir(parents=True)
    (tiny_course.root / "demo").mkdir()
    (tiny_course.root / "demo" / "thesis.txt").write_text("mine")
    done = CliRunner().invoke(main, ["demo"])
    assert done.exit_code == 2
    assert "contains something else" in done.output
    assert (tiny_course.root / "demo" / "thesis.txt").read_text() == "mine"


def test_without_a_corpus_the_demo_says_where_to_run_it(tiny_course, monkeypatch):
    monkeypatch.chdir(tiny_course.root)
    done = CliRunner().invoke(main, ["demo"])
    assert done.exit_code == 2
    assert "corpus next to an assignment" in done.output
