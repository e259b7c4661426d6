"""Submissions from an LMS: real-looking archives are collected, and hostile ones write nothing elsewhere."""

import io
import logging
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from class_of_students import RIGHT, filled_in

from chainrule.grading.plugins import collect
from chainrule.grading.plugins.collect import LmsCollector, NotebookExtractor
from chainrule.grading.term.grade import grade_class

NOTEBOOK = b'{"cells": []}'


def zipped(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.fixture
def folders(tmp_path):
    """The folders ``archive`` and ``extracted`` of an assignment."""
    folder = tmp_path / "course" / "downloaded" / "01_tiny"
    (folder / "archive").mkdir(parents=True)
    return folder / "archive", folder / "extracted"


@pytest.fixture
def extract(folders, caplog):
    """Extract an archive; return the files and what was said."""

    def extract(content: bytes, name: str = "submissions.zip", **limits: int) -> tuple[dict[str, bytes], str]:
        archive, extracted = folders
        (archive / name).write_bytes(content)
        outside = files(archive.parents[3]).keys()
        NotebookExtractor(log=logging.getLogger(), **limits).extract(str(archive), str(extracted))
        assert {path for path in files(archive.parents[3]) if "/extracted/" not in path} == outside
        return files(extracted), caplog.text

    return extract


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_canvas_and_moodle_pack_is_collected_and_graded(released_course):
    right = nbformat.writes(filled_in(released_course, RIGHT)).encode()
    folder = released_course.root / "downloaded" / "01_tiny" / "archive"
    folder.mkdir(parents=True)
    canvas = {
        "lovelaceada_1234_56789_01_tiny.ipynb": right,
        "turingalan_LATE_1235_56790_01_tiny-2.ipynb": right,
        "turingalan_LATE_1235_56790_holiday.jpg": b"no notebook",
        "hoppergrace_1236_56791_my homework (1).ipynb": right,
    }
    moodle = {
        "José Ángel O'Hara_98_assignsubmission_file_/01_tiny.ipynb": right,
        "Noether Emmy_99_assignsubmission_file_homework.ipynb": right,
        "Bernoulli Jakob_100_assignsubmission_file_/all.zip": zipped({"my/deep/01_tiny.ipynb": right}),
        "Bernoulli Jakob_100_assignsubmission_onlinetext_/onlinetext.html": b"see the file",
    }
    (folder / "neural_2026_10_nets.zip").write_bytes(zipped(canvas))
    (folder / "CS101-Assignment 1-4711.zip").write_bytes(zipped(moodle))
    nbgrader = Path(sys.executable).with_name("nbgrader")
    done = subprocess.run(
        [nbgrader, "zip_collect", "01_tiny"], cwd=released_course.root, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    results = grade_class(released_course, ["01_tiny"], jobs=1, wall="none")
    students = ["1234", "1235", "1236", "Bernoulli_Jakob", "José_Ángel_OHara", "Noether_Emmy"]
    assert sorted(result.student for result in results) == students
    assert {(result.status, result.score) for result in results} == {("graded", 4.5)}


@pytest.mark.parametrize(
    "name",
    [
        "../../../escaped_1_2_01.ipynb",
        "/tmp/escaped_1_2_01.ipynb",
        "a/../../../../escaped_1_2_01.ipynb",
        "..\\..\\escaped_1_2_01.ipynb",
        "C:escaped_1_2_01.ipynb",
    ],
)
def test_a_way_out_of_the_folder(extract, name):
    taken, said = extract(zipped({name: NOTEBOOK, "fine_1_2_01.ipynb": NOTEBOOK}))
    assert list(taken) == ["submissions.zip/fine_1_2_01.ipynb"]
    assert "its name leads out of the folder" in said


def test_a_link(extract, folders, tmp_path):
    (tmp_path / "gradebook.ipynb").write_bytes(b"secret")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        entry = zipfile.ZipInfo("link_1_2_01.ipynb")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, str(tmp_path / "gradebook.ipynb"))
    (folders[0] / "loose_1_3_01.ipynb").symlink_to(tmp_path / "gradebook.ipynb")
    taken, said = extract(target.getvalue())
    assert not taken
    assert said.count("it is not a regular file") == 2


def test_a_bomb(extract, monkeypatch):
    monkeypatch.setattr(collect, "MOST_BYTES", 1000)
    bomb = zipped({"bomb_1_2_01.ipynb": b" " * 10**6, "fine_1_3_01.ipynb": NOTEBOOK})
    taken, said = extract(bomb)
    assert list(taken) == ["submissions.zip/fine_1_3_01.ipynb"]
    assert "it has more than" in said


def test_a_bomb_of_many_files(extract):
    many = zipped({f"n_{number}_2_01.ipynb": b"x" * 100 for number in range(50)})
    taken, said = extract(many, most_files=10)
    assert len(taken) == 10
    assert "Left out submissions.zip: it holds more than 10 files." in said


def test_a_bomb_in_all(extract):
    inner = zipped({f"{number}.ipynb": b"x" * 1000 for number in range(50)})
    taken, said = extract(zipped({"a_1_2_work.zip": inner}), most_bytes=len(inner) + 3500)
    assert len(taken) == 3
    assert "Left out submissions.zip: all that it holds is more than" in said


def test_a_zip_in_a_zip_in_a_zip(extract):
    inner = zipped({"01.ipynb": NOTEBOOK})
    taken, said = extract(zipped({"a_1_2_x.zip": zipped({"y.zip": inner, "02.ipynb": NOTEBOOK})}))
    assert list(taken) == ["submissions.zip/a_1_2_x/02.ipynb"]
    assert "a person has to unpack it" in said


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", zipped({"a_1_2_01.ipynb": NOTEBOOK})[:-30]])
def test_a_broken_archive(extract, content):
    taken, said = extract(content)
    assert not taken
    assert "Left out submissions.zip" in said


def test_damaged_and_locked_entries(extract):
    data = bytearray(zipped({"a_1_2_01.ipynb": b"0123456789" * 20, "b_1_3_01.ipynb": NOTEBOOK}))
    data[45:50] = b"xxxxx"
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the second entry now asks for a password
        data[data.rindex(signature) + flags] |= 1
    taken, said = extract(bytes(data))
    assert not taken
    assert said.count("Left out submissions.zip/") == 2


def test_odd_names(extract):
    names = ["a\x1b[31m_1_2_01.ipynb", "b\n_1_3_01.ipynb", "c" * 300 + "_1_4_01.ipynb", "\u202eipynb_1_5_01.ipynb"]
    taken, said = extract(zipped({name: NOTEBOOK for name in names}))
    assert not taken
    assert said.count("Left out") == len(names)
    assert "\x1b" not in said


def test_the_same_name_twice(extract):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a_1_2_01.ipynb", b"first")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("a_1_2_01.ipynb", b"second")
    taken, said = extract(target.getvalue())
    assert taken == {"submissions.zip/a_1_2_01.ipynb": b"first"}
    assert "File exists" in said


def test_an_empty_folder(folders, caplog):
    NotebookExtractor(log=logging.getLogger()).extract(*map(str, folders))
    assert "put the zip from the LMS there" in caplog.text


def test_two_notebooks_of_one_student(caplog):
    collector = LmsCollector(log=logging.getLogger())
    names = ["s.zip/Ada Byron_1_assignsubmission_file_/a.ipynb", "s.zip/Ada Byron_2_assignsubmission_file_/a.ipynb"]
    taken = [collector.collect(f"/x/downloaded/01_tiny/extracted/{name}") for name in names]
    assert taken == [{"student_id": "Ada_Byron", "file_id": "01_tiny"}, None]
    assert "Ada_Byron has two notebooks" in caplog.text
    assert all(name in caplog.text for name in names)


@pytest.mark.parametrize(
    ("name", "student"),
    [
        ("all.zip/mallory_66_7_x/Ada Byron_1_assignsubmission_file_/a.ipynb", "66"),
        ("all.zip/mallory_66_7_ada_1_2_a.ipynb", "66"),
        ("all.zip/mallory_66_7_x/downloaded/01_tiny/extracted/ada_1_2_a.ipynb", "66"),
        ("all.zip/Mallory_66_assignsubmission_file_/Ada Byron_1_assignsubmission_file_/a.ipynb", "Mallory"),
        ("all.zip/Mallory_66_assignsubmission_file_Ada Byron_1_assignsubmission_file_a.ipynb", "Mallory"),
        ("Mallory_66_assignsubmission_file_/ada_1_2_a.ipynb", "Mallory"),
    ],
)
def test_nobody_hands_in_for_somebody_else(name, student):
    found = LmsCollector(log=logging.getLogger()).collect(f"/x/downloaded/01_tiny/extracted/{name}")
    assert found == {"student_id": student, "file_id": "01_tiny"}


@pytest.mark.parametrize("name", ["notes.ipynb", "s.zip/..._1_assignsubmission_file_/a.ipynb", "a_b_c_01.ipynb"])
def test_names_that_tell_no_student(caplog, name):
    assert LmsCollector(log=logging.getLogger()).collect(f"/x/downloaded/01/extracted/{name}") is None
    assert "Left out" in caplog.text
