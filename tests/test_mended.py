"""What nbgrader has no setting for, and our configurations mend."""

import logging
from pathlib import Path

import nbgrader.server_extensions.formgrader.formgrader as pages
import pytest
from jinja2 import Environment, FileSystemLoader
from nbconvert.exporters import HTMLExporter
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from chainrule.grading import filters, seal
from chainrule.grading.plugins import mended

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
