"""What nbgrader has no setting for, and our configurations mend."""

import logging
import os
from pathlib import Path
from types import SimpleNamespace

import nbgrader.server_extensions.formgrader.formgrader as pages
import pytest
from class_of_students import RIGHT, hand_in
from jinja2 import Environment, FileSystemLoader
from nbconvert.exporters import HTMLExporter
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import Autograde, GenerateFeedback, base
from nbgrader.coursedir import CourseDirectory
from nbgrader.server_extensions.formgrader.handlers import SubmissionFilesHandler
from traitlets.config import Config

from chainrule.grading import filters, seal
from chainrule.grading.course import Course
from chainrule.grading.plugins import mended
from chainrule.grading.term import extras, incoming
from chainrule.grading.term.grade import grade_class

TEMPLATES = Path(pages.__file__).parent / "templates"
BROKEN = {"formgrade_404.tpl"}
"""It imports a template that nbgrader has renamed."""
EVIL = 'eve";alert(1);x="<img src=x onerror=alert(1)>'


@pytest.fixture(autouse=True)
def unmended(monkeypatch):
    """Put nbgrader's own back afterwards."""
    monkeypatch.setattr(CourseDirectory, "get_existing_timestamp", CourseDirectory.get_existing_timestamp)
    monkeypatch.setattr(NbGraderAPI, "get_submitted_timestamp", NbGraderAPI.get_submitted_timestamp)
    monkeypatch.setattr(pages, "Environment", Environment)
    monkeypatch.setattr(pages, "HTMLExporter", HTMLExporter)
    monkeypatch.setattr(base, "find_all_files", base.find_all_files)
    monkeypatch.setattr(Autograde, "init_notebooks", Autograde.init_notebooks)
    monkeypatch.setattr(SubmissionFilesHandler, "set_extra_headers", SubmissionFilesHandler.set_extra_headers)


def shown(template: str, name: str) -> str:
    """Return one of formgrader's pages, made as its server does."""
    environment = pages.Environment(loader=FileSystemLoader([str(TEMPLATES)]))
    names = ("student_id", "assignment_id", "notebook_id", "course_dir", "current_config", "exchange", "error_code")
    return environment.get_template(template).render(dict.fromkeys(names, name), base_url="/", resources={})


@pytest.mark.parametrize("template", sorted({path.name for path in TEMPLATES.glob("*.tpl")} - BROKEN))
def test_formgraders_lists_escape_names(template):
    plain = shown(template, "ana+o_1")
    mended.mend()
    assert shown(template, "ana+o_1") == plain
    assert "<img src=x" not in shown(template, EVIL)
    assert 'eve";' not in shown(template, EVIL)


ODD = {
    "words": b"yesterday evening",
    "no text": b"\xff\xfe\x00",
    "no year": b"10-11 23:00:00",
    "too much": b"2026-10-01 23:00:00 " * 1000,
}


@pytest.mark.parametrize("odd", [*ODD, "a folder", "a link"])
def test_an_odd_time_stamp_stops_nobody(tmp_path, odd):
    log, said = logging.Logger("nbgrader"), []
    log.addHandler(type("Handler", (), {"level": 0, "handle": lambda self, record: said.append(record.getMessage())})())
    directory = CourseDirectory(root=str(tmp_path), log=log)
    stamp = tmp_path / "submitted" / "eve" / "ps1" / "timestamp.txt"
    stamp.parent.mkdir(parents=True)
    if odd == "a folder":
        stamp.mkdir()
    elif odd == "a link":
        stamp.symlink_to("/etc/passwd")
    else:
        stamp.write_bytes(ODD[odd])
    mended.mend()
    assert directory.get_existing_timestamp(str(stamp.parent)) is None
    assert NbGraderAPI(directory).get_submitted_timestamp("ps1", "eve") is None
    assert len(said) == 2
    assert str(stamp.parent) in said[0]
    assert "write it like 2026-10-01 23:59:00 +0200" in said[0]


def test_a_time_is_read_as_before(tmp_path):
    stamp = tmp_path / "submitted" / "ana" / "ps1" / "timestamp.txt"
    stamp.parent.mkdir(parents=True)
    stamp.write_text("2026-10-01 23:30:00.5 UTC")
    directory = CourseDirectory(root=str(tmp_path))
    before = directory.get_existing_timestamp(str(stamp.parent))
    mended.mend()
    assert directory.get_existing_timestamp(str(stamp.parent)) == before
    assert directory.get_existing_timestamp(str(tmp_path)) is None


def test_both_kinds_of_courses_are_mended(tiny_course):
    tiny_course.settings()
    ours = CourseDirectory.get_existing_timestamp
    CourseDirectory.get_existing_timestamp = None
    theirs = Config()
    theirs.HTMLExporter.filters = {"own": str}
    seal.configure(theirs)
    assert CourseDirectory.get_existing_timestamp is ours
    assert ours.__module__ == mended.__name__
    made = HTMLExporter(config=theirs).filters
    assert made["strip_files_prefix"] is filters.strip_files_prefix
    assert made["own"] is str


def test_names_are_text_on_formgraders_page_of_a_submission(released_course):
    """A first name from an LMS ran as a script, in the grader's session."""
    hand_in(released_course, "eve", RIGHT)
    grade_class(released_course, ["01_tiny"], jobs=1, wall="none")
    config = released_course.settings()
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [str(TEMPLATES)]
    mended.mend()
    names = dict.fromkeys(("student", "first_name", "last_name"), EVIL)
    others = dict.fromkeys(("assignment_id", "notebook_id", "submission_id", "base_url", "notebook_path"), "x")
    page, _ = pages.HTMLExporter(config=config).from_filename(
        str(released_course.autograded("eve", "01_tiny")), resources={**names, **others, "index": 0, "total": 1}
    )
    assert "<img src=x onerror" not in page
    assert "&lt;img src=x onerror" in page


@pytest.mark.parametrize("is_stock", [False, True])
def test_what_lies_beside_a_students_notebook_is_copied_only_if_grading_takes_it(
    released_course, monkeypatch, is_stock
):
    """nbgrader copied what links lead to: other people's files, and /dev/zero until the disk was full."""
    course = released_course
    monkeypatch.chdir(course.root)
    if is_stock:
        monkeypatch.setattr(Course, "stock", True)
        monkeypatch.setattr(extras.stock, "supporting_files", lambda *_: {})
    folder = hand_in(course, "eve", RIGHT).parent
    (folder / "data.csv").write_text("1,2")
    (folder / "page.html").symlink_to("/etc/passwd")
    (folder / incoming.SECRET).write_text("secret")
    os.mkfifo(folder / "pipe")
    mended.mend()
    copied = base.find_all_files(str(folder), ["*.ipynb"])
    assert {Path(path).name for path in copied} == {incoming.SECRET} | ({"data.csv"} if is_stock else set())
    (course.root / "source" / "01_tiny" / "linked.csv").symlink_to("/etc/passwd")
    assert [Path(path).name for path in base.find_all_files("source/./01_tiny", ["*.ipynb", "*.py"])] == ["linked.csv"]


def test_no_link_is_followed_from_a_graded_notebook_to_its_page(released_course, monkeypatch):
    course = released_course
    monkeypatch.chdir(course.root)
    hand_in(course, "eve", RIGHT)
    grade_class(course, ["01_tiny"], jobs=1, wall="none")
    (course.autograded("eve", "01_tiny").parent / "notes.txt").symlink_to("/etc/passwd")
    config = course.settings()
    GenerateFeedback(
        CourseDirectory(config=config, root=str(course.root), assignment_id="01_tiny"), config=config
    ).start()
    pages_of_eve = course.root / "feedback" / "eve" / "01_tiny"
    assert (pages_of_eve / "01_tiny.html").is_file()
    assert not (pages_of_eve / "notes.txt").exists()


def test_what_a_student_handed_in_has_no_part_of_formgraders_page():
    mended.mend()
    headers = {}
    SubmissionFilesHandler.set_extra_headers(SimpleNamespace(set_header=headers.__setitem__), "evil.html")
    assert headers == {"Content-Security-Policy": "sandbox"}
