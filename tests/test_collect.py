"""Submissions from an LMS: real-looking archives are collected, and hostile ones write nothing elsewhere."""

import io
import json
import logging
import os
import stat
import struct
import subprocess
import sys
import tracemalloc
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path

import nbformat
import pytest
from archives import canvas, moodle
from class_of_students import RIGHT, filled_in

from chainrule.grading import files as files_of_ours
from chainrule.grading import lms
from chainrule.grading.plugins import collect
from chainrule.grading.plugins.collect import LmsCollector, NotebookExtractor
from chainrule.grading.term import incoming
from chainrule.grading.term.grade import grade_class
from chainrule.grading.term.submitted import is_student

NOTEBOOK = b'{"cells": []}'


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
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
    """Extract an archive; return each student's notebook and what was said."""

    def extract(content: bytes, name: str = "submissions.zip", **limits: int) -> tuple[dict[str, bytes], str]:
        archive, extracted = folders
        (archive / name).write_bytes(content)
        outside = files(archive.parents[3]).keys()
        NotebookExtractor(log=logging.getLogger(), **limits).extract(str(archive), str(extracted))
        written = files(archive.parents[3]).keys() - outside
        assert all("/extracted/" in path or path.endswith("/collected.json") for path in written)
        found = files(extracted)
        assert all(Path(path).name == "01_tiny.ipynb" for path in found)
        return {Path(path).parent.name: content for path, content in found.items()}, caplog.text

    return extract


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def zip_collect(course):
    nbgrader = Path(sys.executable).with_name("nbgrader")
    done = subprocess.run([nbgrader, "zip_collect", "01_tiny"], cwd=course.root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return "\n".join(line for line in done.stderr.splitlines() if "WARNING" in line)


def test_what_canvas_and_moodle_pack_is_collected_and_graded(released_course):
    right = nbformat.writes(filled_in(released_course, RIGHT)).encode()
    empty = nbformat.writes(filled_in(released_course, {})).encode()
    folder = released_course.root / "downloaded" / "01_tiny" / "archive"
    folder.mkdir(parents=True)
    from_canvas = {
        canvas("Lovelace, Ada", 1234, 56789, "01_tiny.ipynb"): right,
        canvas("Turing, Alan", 1235, 56790, "01_tiny-2.ipynb", late=True): right,
        canvas("Turing, Alan", 1235, 56790, "holiday.jpg", late=True): b"no notebook",
        canvas("Hopper, Grace", 1236, 56791, "my homework (1).ipynb"): right,
        canvas("Noether, Emmy", 1237, 56792, "Untitled.ipynb"): NOTEBOOK,
        canvas("Noether, Emmy", 1237, 56793, "work.IPYNB"): right,
        canvas("Babbage, Charles", 1238, 56794, "plan.pdf"): b"%PDF",
        canvas("van_der Waerden, B. L.", 1239, 56795, "01_tiny.ipynb"): right,
        canvas("X Æ, 12", 1240, 56796, "second try.ipynb"): right,
        canvas("", 0, 56797, "01_tiny.ipynb", hidden="aB3xZ"): right,
        canvas("", 0, 56798, "01_tiny.ipynb", hidden="12345", late=True): right,
        "typedtina_1241_text.html": b"<p>I could not upload it.</p>",
    }
    from_moodle = {
        moodle("José Ángel O'Hara", 98, "01_tiny.ipynb", old=True): right,
        moodle("Noether Emmy", 99, "homework.ipynb", folders=False): right,
        moodle("Bernoulli Jakob", 100, "all.zip", old=True): zipped({"my/deep/01_tiny.ipynb": right}),
        moodle("Bernoulli Jakob", 100, "onlinetext.html", plugin="onlinetext", old=True): b"see the file",
    }
    since_2022 = {
        moodle("अनुष्का शर्मा", 101, "01_tiny.ipynb"): right,
        moodle("नीला", 102, "01_tiny.ipynb"): right,
        moodle("नीली", 103, "01_tiny.ipynb"): right,
        moodle("Participant", 201, "01_tiny.ipynb"): right,
        moodle("Participant", 202, "01_tiny.ipynb"): right,
        moodle("Mac_User", 104, "HW.ZIP"): zipped(
            {
                "homework/.DS_Store": b"x",
                "homework/01_tiny.ipynb": right,
                "__MACOSX/homework/._01_tiny.ipynb": b"\0\5\x16\7",
                "homework/.ipynb_checkpoints/01_tiny-checkpoint.ipynb": empty,
            }
        ),
        moodle("Windows User", 105, "hw.zip"): zipped({"hw\\01_tiny.ipynb": right, "hw\\desktop.ini": b"x"}),
    }
    (folder / "submissions.zip").write_bytes(zipped(from_canvas))
    (folder / "CS101-Assignment 1-4711.zip").write_bytes(zipped(from_moodle))
    (folder / "CS101-Assignment 1-4712.zip").write_bytes(zipped(since_2022))
    said = zip_collect(released_course)
    results = grade_class(released_course, ["01_tiny"], jobs=1, wall="none")
    students = [
        "1234",
        "1235",
        "1236",
        "1237",
        "1239",
        "1240",
        "anon_12345",
        "anon_aB3xZ",
        "Bernoulli_Jakob",
        "José_Ángel_OHara",
        "Mac_User",
        "Noether_Emmy",
    ]
    students += ["Participant_201", "Participant_202", "Windows_User", "अनुष्का_शर्मा", "नीला", "नीली"]
    assert [result.student for result in results] == sorted(students)
    assert {(result.status, result.score) for result in results} == {("graded", 4.5)}
    assert "1235: submissions.zip/turingalan_LATE_1235_56790_01_tiny-2.ipynb is taken; left out:" in said
    assert "1238 handed in no notebook for 01_tiny, only: submissions.zip/babbagecharles_1238_56794_plan.pdf." in said
    assert "noetheremmy_1237_56792_Untitled.ipynb." in said
    assert "1241 handed in no notebook for 01_tiny, only: submissions.zip/typedtina_1241_text.html." in said
    assert "Left out 1 texts that were typed into Moodle (onlinetext.html)." in said
    assert "Mac_User:" not in said
    assert "Windows_User:" not in said


def test_a_later_archive_replaces_what_is_newer_and_nothing_that_a_person_put_there(released_course):
    archive = released_course.root / "downloaded" / "01_tiny" / "archive" / "submissions.zip"
    archive.parent.mkdir(parents=True)

    def collected(answers):
        books = {name: nbformat.writes(filled_in(released_course, {**RIGHT, "double": text})) for name, text in answers}
        archive.write_bytes(
            zipped({moodle(name, ord(name[0]), "01_tiny.ipynb"): book.encode() for name, book in books.items()})
        )
        said = zip_collect(released_course)
        paths = {name: released_course.submitted(name, "01_tiny") for name, _ in answers}
        return {name: path.read_text() == books[name] for name, path in paths.items()}, said

    first = [("ada", "first = 1"), ("bob", "first = 1"), ("cid", "first = 1")]
    assert all(collected(first)[0].values())
    released_course.submitted("cid", "01_tiny").write_text("{}")
    (released_course.submitted("ada", "01_tiny").parent / "timestamp.txt").write_text("2030-01-01 00:00:00 UTC")
    fresh, said = collected([("ada", "first = 1"), ("bob", "second = 2"), ("cid", "second = 2"), ("dan", "late = 3")])
    assert fresh == {"ada": True, "bob": True, "cid": False, "dan": True}
    assert "cid: a person put the notebook into submitted/" in said
    assert (released_course.submitted("ada", "01_tiny").parent / "timestamp.txt").is_file()


def test_in_a_shared_course_all_that_is_written_is_the_groups(released_course):
    """As nbgrader's ``groupshared`` says, whoever of several instructors has run a command."""
    config = released_course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.CourseDirectory.groupshared = True\n")
    archive = released_course.root / "downloaded" / "01_tiny" / "archive" / "submissions.zip"
    archive.parent.mkdir(parents=True)
    work = nbformat.writes(filled_in(released_course, RIGHT)).encode()
    archive.write_bytes(zipped({moodle("Ada", 98, "a.ipynb"): work, moodle("Ben", 3, "a.ipynb"): work}))
    before = set(released_course.root.rglob("*"))
    zip_collect(released_course)
    for command in ("grade --no-sandbox --jobs 2", "feedback --jobs 2", "return --to folder"):
        name, *options = command.split()
        chainrule = Path(sys.executable).with_name("chainrule")
        done = subprocess.run([chainrule, name, "01_tiny", *options], cwd=released_course.root, capture_output=True)
        assert done.returncode == 0, done.stderr
    written = set(released_course.root.rglob("*")) - before
    assert {"submitted", "autograded", "feedback", "returned", "collected.json", "grading.lock"} <= {
        path.name for path in written
    }
    assert [path for path in sorted(written) if not path.stat().st_mode & stat.S_IWGRP] == []
    for step in ("submitted", "autograded"):
        folders = [path for path in (released_course.root / step, *(released_course.root / step).rglob("*"))]
        assert all(path.stat().st_mode & stat.S_ISGID for path in folders if path.is_dir() and path in written)


def test_an_earlier_version_that_a_person_put_back_stays(released_course):
    """Its time has run out for the newer one; and what the student hands in for a third time is that of the second."""
    archive = released_course.root / "downloaded" / "01_tiny" / "archive" / "submissions.zip"
    archive.parent.mkdir(parents=True)
    place = released_course.submitted("ada", "01_tiny")
    texts = [filled_in(released_course, {**RIGHT, "double": f"double = {number}"}) for number in (1, 2, 3)]
    on_time, late, later = (nbformat.writes(text).encode() for text in texts)

    def collected(book: bytes) -> str:
        archive.write_bytes(zipped({moodle("ada", 1, "01_tiny.ipynb"): book}))
        return zip_collect(released_course)

    for book in (on_time, late, on_time, late):
        assert "a person put" not in collected(book)
        assert place.read_bytes() == book
    place.write_bytes(on_time)
    for book in (late, later):
        assert "ada: a person put the notebook into submitted/" in collected(book)
        assert place.read_bytes() == on_time


def test_what_a_person_put_beside_a_notebook_stays_when_that_is_replaced(released_course):
    archive = released_course.root / "downloaded" / "01_tiny" / "archive" / "submissions.zip"
    archive.parent.mkdir(parents=True)
    place = released_course.submitted("ada", "01_tiny")
    for number in (1, 2):
        book = nbformat.writes(filled_in(released_course, {**RIGHT, "double": f"double = {number}"})).encode()
        archive.write_bytes(zipped({moodle("ada", 1, "01_tiny.ipynb"): book}))
        said = zip_collect(released_course)
        assert place.read_bytes() == book
        for name in ("timestamp.txt", "remarks.md"):
            place.with_name(name).write_text("2030-01-01 00:00:00 UTC")
    assert sorted(path.name for path in place.parent.iterdir()) == ["01_tiny.ipynb", "remarks.md", "timestamp.txt"]
    assert "ada: the notebook is a newer one now; timestamp.txt" in said


def test_what_ended_before_anything_was_put_in_place_is_collected_by_the_next_run(released_course, monkeypatch):
    """Also where a run recorded so far only what it had extracted last."""
    archive = released_course.root / "downloaded" / "01_tiny" / "archive"
    archive.mkdir(parents=True)

    def hand_in_again(number: int) -> bytes:
        book = nbformat.writes(filled_in(released_course, {**RIGHT, "double": f"double = {number}"})).encode()
        (archive / "submissions.zip").write_bytes(zipped({moodle("ada", 1, "01_tiny.ipynb"): book}))
        return book

    hand_in_again(1)
    zip_collect(released_course)
    record = archive.with_name(lms.RECORD)
    known = json.loads(record.read_text())
    record.write_text(json.dumps({**known, "hashes": {name: made[-1] for name, made in known["hashes"].items()}}))
    newer = hand_in_again(2)
    monkeypatch.chdir(released_course.root)
    NotebookExtractor(log=logging.getLogger()).extract(str(archive), str(archive.with_name("extracted")))
    assert "stays" not in zip_collect(released_course)
    assert released_course.submitted("ada", "01_tiny").read_bytes() == newer


@pytest.mark.parametrize("names", [("submissions.zip", "submissions (1).zip"), ("a.zip", "b.zip"), ("b.zip", "a.zip")])
def test_of_several_archives_the_newest_counts(extract, folders, names):
    """The one that was downloaded last, whatever its name; an older one for whom the newest has no notebook."""
    old = {canvas("Ada", 1, 5, "01_tiny.ipynb"): b"old", canvas("Ben", 2, 6, "a.ipynb"): b"ben"}
    new = {canvas("Ada", 1, 7, "01_tiny-1.ipynb", late=True): b"new", canvas("Ben", 2, 8, "plan.pdf"): b"%PDF"}
    (folders[0] / names[0]).write_bytes(zipped(old))
    os.utime(folders[0] / names[0], (1, 1))
    taken, said = extract(zipped(new), names[1])
    assert taken == {"1": b"new", "2": b"ben"}
    assert f"2: {names[0]}/ben_2_6_a.ipynb is taken; left out: {names[1]}/ben_2_8_plan.pdf." in said


def test_nobody_replaces_somebody_elses_work_under_their_name(extract):
    """In Moodle, students can change their names; an archive of late work has not everybody in it."""
    taken, _ = extract(zipped({moodle("Ada Byron", 11, "01_tiny.ipynb"): NOTEBOOK}))
    assert list(taken) == ["Ada_Byron"]
    taken, said = extract(zipped({moodle("Ada Byron", 12, "01_tiny.ipynb"): b'{"cells": [1]}'}))
    assert taken == {"Ada_Byron": NOTEBOOK}
    assert "somebody else's" in said


def test_two_people_of_one_name_in_a_later_archive_are_no_participants(extract):
    """Late work alone, of two Adas; one has the number that makes her name somebody else's, or is known as Ben."""
    extract(zipped({moodle("Ada 12", 11, "plan.pdf"): b"%PDF", moodle("Ben", 3, "a.ipynb"): b"ben"}))
    late = {moodle("Ada", 12, "a.ipynb"): b"twelve", moodle("Ada", 13, "a.ipynb"): b"thirteen"}
    taken, said = extract(zipped(late))
    assert taken == {"Ben": b"ben"}
    assert "Ada: files of 12 and 13 have this name; none is taken. Put theirs into submitted/ yourself." in said
    taken, said = extract(zipped({moodle("Ada", 13, "a.ipynb"): b"thirteen"}))
    assert taken == {"Ben": b"ben"}
    assert "Ada: this name was somebody else's in an earlier archive. Put it into submitted/ yourself." in said


def test_who_has_another_name_in_a_later_archive_keeps_the_id(extract):
    extract(zipped({moodle(*who, "a.ipynb"): b"first" for who in [("Ada", 98), ("Ben", 12), ("Cy", 13)]}))
    late = {moodle("Dee", 12, "a.ipynb"): b"of 12", moodle("Dee", 14, "a.ipynb"): b"of 14"}
    for name in ("submissions.zip", "late.zip"):  # in place of the first one, and beside it
        taken, _ = extract(zipped(late), name)
        assert taken == {"Ada": b"first", "Ben": b"of 12", "Cy": b"first", "Dee": b"of 14"}


def test_who_handed_in_no_notebook_at_first_keeps_the_name(extract):
    extract(zipped({moodle("Ada", 98, "plan.pdf"): b"%PDF", moodle("Ben", 3, "a.ipynb"): b"ben"}))
    taken, said = extract(zipped({moodle("Ada", 99, "a.ipynb"): b"forged"}))
    assert taken == {"Ben": b"ben"}
    assert "somebody else's" in said
    assert extract(zipped({moodle("Ada", 98, "a.ipynb"): b"ada"}))[0] == {"Ada": b"ada", "Ben": b"ben"}


@pytest.mark.parametrize(
    "name",
    [
        "../../../escaped_1_2_01.ipynb",
        "/tmp/escaped_1_2_01.ipynb",
        "a/../../../../escaped_1_2_01.ipynb",
        "..\\..\\escaped_1_2_01.ipynb",
        "C:escaped_1_2_01.ipynb",
        "x\x1b[31m_1_2_01.ipynb",
        "x" * 300 + "_1_2_01.ipynb",
        "\u202eipynb_1_2_01.ipynb",
    ],
)
def test_no_name_leads_anywhere(extract, name):
    taken, said = extract(zipped({name: NOTEBOOK, "fine_3_2_01.ipynb": NOTEBOOK}))
    assert taken == {"1": NOTEBOOK, "3": NOTEBOOK}
    assert "\x1b" not in said


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


def jupytext_in(course):
    """Return what JupyterLab opens and saves files with, where jupytext is installed."""
    from jupyter_server.services.contents.largefilemanager import LargeFileManager
    from jupytext.sync_contentsmanager import build_sync_jupytext_contents_manager_class

    return build_sync_jupytext_contents_manager_class(LargeFileManager)(root_dir=str(course.root))


def test_opening_what_was_collected_reads_and_writes_no_other_file(released_course):
    """With jupytext, a notebook's own metadata say which files are opened and saved with it."""
    text = released_course.source("01_tiny").with_suffix(".py")
    book = filled_in(released_course, RIGHT)
    book.metadata["jupytext"] = {"formats": "submitted/66/01_tiny///ipynb,source/01_tiny///py:percent"}
    theirs = nbformat.writes(book).replace('"jupytext"', '"jupyte\\u0078t"').encode()
    archive = released_course.root / "downloaded" / "01_tiny" / "archive" / "submissions.zip"
    archive.parent.mkdir(parents=True)
    archive.write_bytes(zipped({canvas("Eve", 66, 501, "01_tiny.ipynb"): theirs}))
    zip_collect(released_course)
    before = text.read_bytes()
    os.utime(text)
    manager = jupytext_in(released_course)
    model = manager.get("submitted/66/01_tiny/01_tiny.ipynb")
    assert "BEGIN" not in json.dumps(model["content"])
    manager.save(model, "submitted/66/01_tiny/01_tiny.ipynb")
    assert text.read_bytes() == before


ORDERS = {
    "01_tiny.md": "---\njupyter:\n  jupytext:\n    formats: {formats}\n---\n\n# Mine\n",
    "notes.md": "<!--\n---\njupyter:\n  jupytext:\n    formats: {formats}\n---\n-->\n\n# Mine\n",
    "book.md": '---\n"jupyt\\x65xt":\n  formats: {formats}\nkernelspec:\n  name: a\n---\n\n```{{code-cell}}\n1\n```\n',
    "01_tiny.py": "# ---\n# jupyter:\n#   jupytext:\n#     formats: {formats}\n# ---\n\n# %%\n1\n",
    "lines.py": "# ---\r\n# jupyter: \r\n#   jupytext:\r\n#     formats: {formats}\r\n# ---\r\n1\r\n",
    "01_tiny.jl": "# ---\n# jupyter:\n#   jupytext:\n#     formats: {formats}\n# ---\n1\n",
    "01_tiny.Rmd": "---\njupyter:\n  jupytext:\n    formats: {formats}\n---\n\n# Mine\n",
}


@pytest.mark.parametrize("name", ORDERS)
def test_nor_does_opening_a_text_that_was_collected(released_course, name):
    """To jupytext, scripts and Markdown are notebooks, and say in their first lines what is opened with them."""
    text = released_course.text("01_tiny")
    kind = {".Rmd": "Rmd", ".jl": "jl:percent", ".py": "py:percent"}.get(Path(name).suffix, "md")
    formats = f"submitted/eve/01_tiny//{kind},source/01_tiny//py:percent"
    target = released_course.root / "submitted" / "eve" / "01_tiny"
    theirs = ORDERS[name].format(formats=formats).encode()
    incoming.put(target, [(name, lambda most: theirs)], lambda: datetime.now(UTC))
    before = text.read_bytes()
    manager = jupytext_in(released_course)
    model = manager.get(f"submitted/eve/01_tiny/{name}", type="notebook")
    assert "BEGIN" not in json.dumps(model["content"])
    assert "formats" not in model["content"]["metadata"].get("jupytext", {})
    manager.save(model, f"submitted/eve/01_tiny/{name}")
    assert text.read_bytes() == before


# --- Limits are those of an upload: whoever fills them up costs nobody else anything ----------------------------------


def test_a_bomb(extract, monkeypatch):
    monkeypatch.setattr(collect, "MOST_BYTES", 1000)
    taken, said = extract(zipped({"bomb_1_2_01.ipynb": b" " * 10**6, "fine_3_2_01.ipynb": NOTEBOOK}))
    assert list(taken) == ["3"]
    assert "bomb_1_2_01.ipynb: it is larger than" in said


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_bomb_is_not_unpacked_first(extract, monkeypatch, method):
    """Of whatever method, in a student's zip or in the LMS's: no more memory than the limit and some parts."""
    monkeypatch.setattr(collect, "MOST_BYTES", 2**20)
    bomb = {"bomb_1_2_01.ipynb": b" " * 2**26}
    packed = zipped(bomb, method)
    tracemalloc.start()
    taken, said = extract(zipped({"a_4_2_work.zip": packed, "fine_3_2_01.ipynb": NOTEBOOK}))
    taken |= extract(packed, "other.zip")[0]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert list(taken) == ["3"]
    assert "bomb_1_2_01.ipynb: it is" in said
    assert peak < 2**24


def test_a_bomb_of_many_files(extract):
    many = zipped({f"{number}.txt": b"" for number in range(50)})
    taken, said = extract(zipped({"a_1_2_work.zip": many, "fine_3_2_01.ipynb": NOTEBOOK}), most_files=10)
    assert list(taken) == ["3"]
    assert "Left out submissions.zip/a_1_2_work.zip: it contains more than 10 files." in said


def test_many_files_that_cannot_be_taken_are_a_few_lines(extract):
    broken = zipped({f"{number}.ipynb": b"{}" for number in range(50)})
    broken = broken.replace(b"PK\3\4", b"PK\0\0")
    taken, said = extract(zipped({"a_1_2_work.zip": broken, "fine_3_2_01.ipynb": NOTEBOOK}))
    assert list(taken) == ["3"]
    assert said.count("a_1_2_work.zip/") == 10
    assert "left out 40 more files like these" in said


def test_a_bomb_of_a_long_list(extract, monkeypatch):
    """Its length is counted, not read: a second mark of an end could lie about it."""
    monkeypatch.setattr(collect, "_MOST_LISTED", 40)
    many = bytearray(zipped({f"{number}.txt": b"" for number in range(50)}))
    many[-18:-14] = b"PK\5\6"  # numbers of disks, which nobody reads
    taken, said = extract(zipped({"a_1_2_work.zip": bytes(many), "fine_3_2_01.ipynb": NOTEBOOK}))
    assert list(taken) == ["3"]
    assert "a_1_2_work.zip: its list of contents is too long." in said


def test_a_bomb_in_all(extract):
    inner = zipped({f"{number}.ipynb": b"x" * 1000 for number in range(50)})
    taken, said = extract(
        zipped({"a_1_2_work.zip": inner, "fine_3_2_01.ipynb": NOTEBOOK}), most_bytes=len(inner) + 3500
    )
    assert list(taken) == ["3"]
    assert "Left out submissions.zip/a_1_2_work.zip: its contents are too large in total." in said


@pytest.mark.parametrize("damage", [False, True])
def test_what_is_refused_counts(extract, monkeypatch, damage):
    """Too large, or damaged: else one upload could have a thousand bombs unpacked."""
    monkeypatch.setattr(collect, "MOST_BYTES", 10**6 if damage else 10_000)
    monkeypatch.setattr(collect, "_PART", 500)
    inner = zipped({f"{number}.ipynb": b" " * 20_000 for number in range(50)})
    if damage:
        inner = inner.replace(struct.pack("<I", zlib.crc32(b" " * 20_000)), b"\0\0\0\0")
    files = {"a_1_2_work.zip": inner, "fine_3_2_01.ipynb": NOTEBOOK}
    taken, said = extract(zipped(files), most_bytes=len(inner) + 50_000)
    assert list(taken) == ["3"]
    assert "a_1_2_work.zip: its contents are too large in total." in said


# --- Whose ----------------------------------------------------------------------------------------------------------

FORGED = zipped({"ada_1234_1_01_tiny.ipynb": b"forged", "Ada Byron_7_assignsubmission_file/01_tiny.ipynb": b"forged"})
ADA = {"ada_1234_9_01_tiny.ipynb": b"ada", "Ada Byron_7_assignsubmission_file/01_tiny.ipynb": b"ada"}


@pytest.mark.parametrize(
    "name",
    [
        "mallory_66_7_hw.zip",
        "mallory_66_7_hw.zip.zip",
        "mallory_66_7_.zip",
        "mallory_66_7_x.zip_1_2_y.zip",
        "Mallory_66_assignsubmission_file/hw.zip",
        "Mallory_66_assignsubmission_file/hw.zip.zip",
        "Mallory_66_assignsubmission_file_hw.zip",
        "Mallory_66_assignsubmission_file_/Ada Byron_7_assignsubmission_file_.zip",
        "Mallory_66_assignsubmission_file_Ada Byron_7_assignsubmission_file_.zip",
        "Mallory_66_assignsubmission_file/Ada Byron_7_assignsubmission_file/a.zip",
    ],
)
def test_nobody_hands_in_for_somebody_else(extract, name):
    taken, _ = extract(zipped({name: FORGED, **ADA}))
    assert taken.pop("1234") == taken.pop("Ada_Byron") == b"ada"
    assert taken.keys() <= {"66", "Mallory"}


def test_an_archive_that_is_named_like_an_upload_is_not_guessed_at(extract):
    taken, said = extract(FORGED, "mallory_66_7_hw.zip")
    assert not taken
    assert "rename the LMS's own zip to submissions.zip" in said


def test_an_archive_that_a_person_has_unpacked(extract, folders):
    loose = {"CS 101/Ada Byron_7_assignsubmission_file/a.ipynb": b"ada", "bob_2_3_a.ipynb": b"bob"}
    loose["mallory_66_7_hw.zip"] = zipped({"a.ipynb": b"mallory"})
    for name, content in loose.items():
        (folders[0] / name).parent.mkdir(parents=True, exist_ok=True)
        (folders[0] / name).write_bytes(content)
    taken, said = extract(zipped({}), "nothing.zip")
    assert taken == {"Ada_Byron": b"ada", "2": b"bob", "66": b"mallory"}


def test_folders_in_folders_that_a_person_has_unpacked(extract, folders, monkeypatch):
    monkeypatch.setattr(files_of_ours, "_DEEPEST", 3)
    (folders[0] / "Mal Lory_12_assignsubmission_file" / "a" / "a" / "a" / "a").mkdir(parents=True)
    taken, said = extract(zipped({"ada_1234_9_01_tiny.ipynb": NOTEBOOK}))
    assert list(taken) == ["1234"]
    assert "it lies too deep" in said


def test_two_people_of_one_name(extract):
    people = (("Ada Byron", 1), ("Ada Byron", 2), ("Ben", 3))
    taken, said = extract(zipped({moodle(*who, "a.ipynb"): str(who[1]).encode() for who in people}))
    assert taken == {"Ben": b"3"}
    assert "Ada_Byron: files of 1 and 2 have this name; none is taken. Put theirs into submitted/ yourself." in said


@pytest.mark.parametrize("rest", ["/a.ipynb", "_/a.ipynb", "_a.ipynb"])
def test_a_name_that_holds_what_moodle_puts_behind_names(extract, rest):
    """Moodle 4.1 and later take underscores out of names; others do not."""
    forged = f"Ada Byron_1_assignsubmission_file_97_assignsubmission_file{rest}"
    names = {forged: b"forged", moodle("Ben", 3, "a.ipynb"): b"ben"}
    taken, said = extract(zipped(names))
    assert taken == {"Ben": b"ben"}
    assert "the numbers in its name could be those of several students" in said
    assert extract(zipped({**names, moodle("Ada Byron", 98, "a.ipynb"): b"ada"}))[0] == {
        "Ada_Byron": b"ada",
        "Ben": b"ben",
    }


@pytest.mark.parametrize("letter", ["\u4e2d", "\u0958", "x"])
def test_a_long_name_stops_nobody(extract, letter):
    """A folder's name has at most 255 bytes; Moodle allows a hundred characters, and some become two when composed."""
    long = f"{letter * 100}_2_assignsubmission_file/01_tiny.ipynb"
    taken, _ = extract(zipped({long: NOTEBOOK, "Ada_1_assignsubmission_file/01_tiny.ipynb": NOTEBOOK}))
    assert len(taken) == 2
    assert all(is_student(student) for student in taken)
    number = f"ada_{'9' * 300}_2_01_tiny.ipynb"
    taken, said = extract(zipped({number: NOTEBOOK}), "canvas.zip")
    assert "not a valid student ID" in said


def test_names_that_moodle_hides_in_any_language(extract):
    taken, said = extract(zipped({moodle("Uczestnik", n, "a.ipynb"): str(n).encode() for n in (1, 2)}))
    assert taken == {"Uczestnik_1": b"1", "Uczestnik_2": b"2"}
    assert not said


WORDS = ["Participant", "Teilnehmer/in", "Participante", "Partecipante", "Deelnemer", "Deltagare", "Dalyvis"]
WORDS += ["Partaidea", "Sodelujoči", "Katılımcı", "Участник", "参加者", "参与者", "参与人", "參與者"]


@pytest.mark.parametrize("word", WORDS)
def test_the_only_participant_of_a_first_archive_has_a_number(extract, word):
    """In the languages whose word is known: a word alone could be a name, and another's next time."""
    name = word.replace("/", "")
    assert extract(zipped({moodle(word, 201, "a.ipynb"): b"1"}))[0] == {f"{name}_201": b"1"}
    taken, _ = extract(zipped({moodle(word, n, "a.ipynb"): str(n).encode() for n in (201, 202)}))
    assert taken == {f"{name}_201": b"201", f"{name}_202": b"202"}


def test_a_name_in_canvas_that_looks_like_moodles_mark(extract):
    """A student of Canvas's, 66, who calls herself "1234_9_assignsubmission_file", is not Moodle's student 1234."""
    forged = "1234_9_assignsubmission_file_66_777_01_tiny.ipynb"
    taken, said = extract(zipped({forged: b"forged", canvas("Ada", 1234, 9, "a.ipynb"): b"ada"}))
    assert taken == {"1234": b"ada"}
    assert "the numbers in its name could be those of several students" in said


def test_a_single_participant_of_a_later_archive_has_the_same_number(extract):
    """Late work of one, and of one who had handed in nothing before."""
    first = {moodle("Teilnehmer", n, "a.ipynb"): str(n).encode() for n in (11, 12)}
    taken, _ = extract(zipped(first), "1.zip")
    assert taken == {"Teilnehmer_11": b"11", "Teilnehmer_12": b"12"}
    for number in (11, 14):
        taken, said = extract(zipped({moodle("Teilnehmer", number, "a.ipynb"): b"late"}), "1.zip")
        assert taken[f"Teilnehmer_{number}"] == b"late"
        assert "none is taken" not in said
        assert "Teilnehmer" not in taken


def test_a_notebook_of_another_assignment_replaces_none(released_course):
    """Of the wrong archive, each notebook is its student's only one."""
    right = nbformat.writes(filled_in(released_course, RIGHT)).encode()
    cells = [nbformat.v4.new_code_cell("def area(r):\n    return 3.14 * r * r", metadata={})]
    other = nbformat.writes(nbformat.v4.new_notebook(cells=cells)).encode()
    folder = released_course.root / "downloaded" / "01_tiny" / "archive"
    folder.mkdir(parents=True)
    for content in (right, other):
        (folder / "submissions.zip").write_bytes(zipped({canvas("Ada", 66, 501, "hw.ipynb"): content}))
        said = zip_collect(released_course)
    assert "66: this notebook has none of the questions of 01_tiny, so the earlier one stays." in said
    assert released_course.submitted("66", "01_tiny").read_bytes() == right


def test_who_is_called_by_a_number_makes_no_name_a_word_for_all(extract):
    first = {moodle("Ada Lovelace 301", 301, "a.ipynb"): b"eve", moodle("Ben Bitdiddle", 302, "a.ipynb"): b"ben"}
    taken, _ = extract(zipped(first), "1.zip")
    assert set(taken) == {"Ada_Lovelace_301", "Ben_Bitdiddle"}
    taken, _ = extract(zipped({moodle("Ada Lovelace", 305, "a.ipynb"): b"ada"}), "1.zip")
    assert taken["Ada_Lovelace"] == b"ada"


def test_a_name_that_was_a_persons_is_no_word_for_a_participant(extract):
    """Late work alone, of Ada and of somebody who has taken her name since."""
    extract(zipped({moodle("Ada", 98, "a.ipynb"): b"ada", moodle("Ben", 3, "a.ipynb"): b"ben"}))
    taken, said = extract(zipped({moodle("Ada", n, "a.ipynb"): b"late" for n in (98, 99)}))
    assert taken == {"Ada": b"ada", "Ben": b"ben"}
    assert "none is taken" in said


def test_a_name_that_looks_like_somebody_elses_number(extract):
    """Canvas takes a number between underscores out of a name, once."""
    forged = canvas("x__1___2__", 66, 7, "a.ipynb")
    assert forged == "x_1_2__66_7_a.ipynb"
    taken, said = extract(zipped({forged: b"forged", canvas("Ada", 1, 9, "a.ipynb"): b"ada", "b_3_4_a.ipynb": b"b"}))
    assert taken == {"1": b"ada", "3": b"b"}
    assert f"Left out submissions.zip/{forged}: the numbers in its name could be those of several students." in said


@pytest.mark.parametrize("who", ["Lovelace, Ada_1", "a__1__5", "x_1_2", "Lovelace, Ada_1_LATE_2", "a_1_2_b_3_c"])
@pytest.mark.parametrize("file", ["01_tiny.ipynb", "a.ipynb", "text.html"])
def test_no_name_takes_the_place_of_somebody_else(extract, who, file):
    forged = canvas(who, 66, 56790, file) if file != "text.html" else f"{canvas(who, 66, 56790, '')[:-7]}_{file}"
    taken, _ = extract(zipped({forged: b"forged", canvas("Lovelace, Ada", 1, 56789, "01_tiny.ipynb"): b"ada"}))
    assert taken.pop("1") == b"ada"
    assert set(taken) <= {"66"}


@pytest.mark.parametrize("date", ["2026_10_1", "2026_10_01", "1_10_2026", "10_31_2026"])
@pytest.mark.parametrize("name", ["tiny_{}.ipynb", "{}.ipynb", "tiny_{}-2.ipynb"])
def test_a_date_in_the_name_of_a_file_is_nobodys_number(extract, name, date):
    file = name.format(date)
    names = {moodle("Ada", 98, file, folders=False): b"ada", moodle("Ben", 3, "a.ipynb", folders=False): b"ben"}
    if file.startswith("tiny"):
        names[canvas("Cy", 1234, 56789, file, late=True)] = b"cy"
    taken, said = extract(zipped(names))
    assert taken.pop("1234", b"cy") == b"cy"
    assert taken == {"Ada": b"ada", "Ben": b"ben"}
    assert "Left out" not in said


@pytest.mark.parametrize(
    "forged",
    [
        "lovelace_1_5_2026_10_12_777_f.ipynb",  # user 12 is called so far that it looks like a date
        "lovelace_1_5_x_66_2026_10_5.ipynb",  # user 66, upload 2026
        "lovelace_1_5_x_5_10_2026_f.ipynb",  # user 10, upload 2026
        "1_9_assignsubmission_file_2026_10_12_777_f.ipynb",
    ],
)
def test_no_date_hides_a_number(extract, forged):
    taken, _ = extract(zipped({forged: b"forged", canvas("Lovelace, Ada", 1, 56789, "01_tiny.ipynb"): b"ada"}))
    assert taken == {"1": b"ada"}


def test_an_assignment_may_be_named_with_numbers():
    assert lms.is_certain("ada_1_56789_1_2_intro-3.ipynb", "1_2_intro")
    assert not lms.is_certain("ada_1_56789_1_2_intro.ipynb", "01_tiny")


@pytest.mark.parametrize("name", ["notes.ipynb", "..._1_assignsubmission_file_/a.ipynb", "a_b_c_01.ipynb", "plan.pdf"])
def test_names_that_tell_no_student(extract, name):
    taken, said = extract(zipped({name: NOTEBOOK}))
    assert not taken
    assert f"Left out submissions.zip/{name}" in said


@pytest.mark.parametrize(
    ("name", "student"),
    [
        (canvas("Lovelace, Ada", 1234, 56789, "01-1.ipynb", late=True), "1234"),
        ("Group 7_lovelaceada_1234_56789_01.ipynb", "1234"),
        (canvas("O_Brien, Flann", 1234, 56789, "5_6_7.ipynb"), "1234"),
        ("Ada Lovelace_98_assignsubmission_file", "Ada_Lovelace"),
        ("Participant_98_assignsubmission_file_", "Participant_98"),
    ],
)
def test_the_names_of_an_lms(name, student):
    owner = lms.owner_of(name)
    assert owner is not None
    assert owner.student == student


@pytest.mark.parametrize(
    "name",
    ["Ada Lovelace_98_assignsubmission_onlinetext", "homework_1.ipynb", "2026_10_homework.ipynb", "hw_1_link.ipynb"],
)
def test_names_that_no_lms_gives(name):
    assert lms.owner_of(name) is None


def test_the_collector_reads_the_place_and_nothing_else():
    collector = LmsCollector(log=logging.getLogger())
    found = collector.collect("/x/downloaded/hw1.final/extracted/Ada_Byron/hw1.final.ipynb")
    assert found == {"student_id": "Ada_Byron", "file_id": "hw1.final.ipynb"}  # nbgrader takes off what ends it
    assert collector.collect("/x/downloaded/01_tiny/extracted/ada_1_2_01.ipynb") is None


# --- Broken archives ------------------------------------------------------------------------------------------------


def test_a_zip_in_a_zip_in_a_zip(extract):
    inner = zipped({"01.ipynb": NOTEBOOK})
    taken, said = extract(zipped({"a_1_2_x.zip": zipped({"y.zip": inner, "02.ipynb": b"this"})}))
    assert taken == {"1": b"this"}
    assert "y.zip: unpack it by hand" in said


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", zipped({"a_1_2_01.ipynb": NOTEBOOK})[:-30]])
def test_a_broken_archive(extract, content):
    taken, said = extract(content)
    assert not taken
    assert "Left out submissions.zip" in said


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"PK\x03\x04 no zip", FORGED[:-30]])
def test_a_broken_upload_costs_nobody_else_anything(extract, content):
    taken, said = extract(zipped({"a_1_2_hw.zip": content, "fine_3_2_01.ipynb": NOTEBOOK}))
    assert list(taken) == ["3"]
    assert "Left out submissions.zip/a_1_2_hw.zip" in said


def test_damaged_and_locked_entries(extract):
    data = bytearray(zipped({"a_1_2_01.ipynb": b"0123456789" * 20, "b_3_3_01.ipynb": NOTEBOOK}))
    data[45:50] = b"xxxxx"
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the second entry now asks for a password
        data[data.rindex(signature) + flags] |= 1
    taken, said = extract(bytes(data))
    assert not taken
    assert said.count("Left out submissions.zip/") == 2


def test_an_empty_folder(folders, caplog):
    NotebookExtractor(log=logging.getLogger()).extract(*map(str, folders))
    assert "put the zip from the LMS there" in caplog.text


def test_a_zip_that_a_library_stumbles_over_costs_its_own_student_only(extract):
    broken = zipped({"aaaa.ipynb": NOTEBOOK}).replace(b"aaaa", b"\xff\xfe\xff\xfe")
    flag = broken.index(b"PK\1\2") + 9  # says that names are UTF-8
    broken = broken[:flag] + b"\x08" + broken[flag + 1 :]
    taken, said = extract(zipped({"a_1_2_x.zip": broken, "fine_3_2_01.ipynb": NOTEBOOK}))
    assert list(taken) == ["3"]
    assert "Left out submissions.zip/a_1_2_x.zip" in said


@pytest.mark.parametrize("at", [8, 9, 10, 30, 36])
def test_no_method_or_name_in_a_students_zip_stops_the_others(extract, folders, at):
    """A method of compression that is damaged, a name that is no text: libraries raise many kinds for them."""
    broken = bytearray(zipped({"aaaa.ipynb": NOTEBOOK}))
    start = broken.index(b"PK\1\2")
    broken[start + at] ^= 0x0E
    broken[8] = broken[start + 10]
    (folders[0] / "b_4_5_hw.zip").write_bytes(broken)
    taken, _ = extract(zipped({"a_1_2_x.zip": bytes(broken), "fine_3_2_01.ipynb": NOTEBOOK}))
    assert taken["3"] == NOTEBOOK
