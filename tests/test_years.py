"""A course of one's own, and the terms of a course: archived, emptied, brought back."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile

import pytest
from class_of_students import RIGHT, ROOT, hand_in, write_tiny_course
from click.testing import CliRunner
from nbgrader.api import Gradebook

from chainrule.cli import main
from chainrule.grading.authoring import source
from chainrule.grading.course import Course, CourseError
from chainrule.grading.term import years
from chainrule.grading.term.grade import grade_class


@pytest.fixture
def course(released_course, monkeypatch):
    monkeypatch.chdir(released_course.root)
    return released_course


def run(*arguments):
    done = CliRunner().invoke(main, list(arguments))
    assert done.exit_code == 0, done.output
    return done.output


def grade(course):
    return {result.student: result.score for result in grade_class(course, ["01_tiny"], jobs=1, wall="none")}


def test_a_term_is_archived_and_its_successor_starts_empty(course):
    hand_in(course, "ada", RIGHT)
    (course.root / "autograded").mkdir()
    (course.root / "autograded" / "README.md").write_text("What lies here.")
    assert grade(course) == {"ada": 4.5}
    run("return", "--jobs", "1")
    run("report")
    said = run("term", "new", "--yes")
    assert not (course.root / "report.html").exists()
    (archive,) = (course.root / "archive").iterdir()
    assert str(archive) in said
    with tarfile.open(archive) as packed:
        assert "report.html" in packed.getnames()
    assert archive.stat().st_mode & 0o077 == 0
    assert not (course.root / "gradebook.db").exists()
    assert [path.name for path in (course.root / "autograded").iterdir()] == ["README.md"]
    for name in ("submitted", "feedback", "returned"):
        assert not list((course.root / name).iterdir())
    run("release")
    hand_in(course, "ben", {})
    assert grade(course) == {"ben": 0}

    done = CliRunner().invoke(main, ["restore", str(archive)])
    assert done.exit_code == 2
    assert "There is a term in this course (submitted, autograded, gradebook.db)" in done.output
    years.new(course)
    assert "submitted, autograded, feedback, returned, gradebook.db" in run("restore", str(archive))
    with Gradebook(course.db_url, "chainrule") as gradebook:
        assert {one.student.id: one.score for one in gradebook.assignment_submissions("01_tiny")} == {"ada": 4.5}
    before = course.autograded("ada", "01_tiny").stat().st_mtime_ns
    assert grade(course) == {"ada": 4.5}
    assert course.autograded("ada", "01_tiny").stat().st_mtime_ns == before  # as it was graded


def test_nothing_of_a_student_is_left_in_hidden_folders_and_all_comes_back(course):
    """Why tests broke is filed under students' names."""
    test = 'assert facts["half of ten"] == 5, "half of ten is something else"'
    text = course.text("01_tiny").read_text()
    course.text("01_tiny").write_text(text.replace(test, "raise KeyError('broken')"))
    source.build(course, "01_tiny", run=False)
    run("release")
    hand_in(course, "Ada_Lovelace", RIGHT)
    grade(course)
    (kept,) = (course.root / ".chainrule").rglob("Ada_Lovelace/*")
    why = kept.read_text()
    run("term", "new", "--yes")
    assert not [path for path in (course.root / ".chainrule").rglob("*") if "Ada" in path.name]
    run("restore", str(next((course.root / "archive").iterdir())))
    assert kept.read_text() == why


def test_an_archive_overwrites_nothing_and_is_whole_or_not_there(course, tmp_path, monkeypatch):
    target = tmp_path / "term.tar.gz"
    target.write_text("mine")
    with pytest.raises(CourseError, match="is there already"):
        years.archive(course, target)
    assert target.read_text() == "mine"

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tarfile.TarFile, "add", full)
    with pytest.raises(OSError, match="No space"):
        years.archive(course, tmp_path / "other.tar.gz")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course", "term.tar.gz"]


def test_a_damaged_gradebook_is_put_away_as_it_is(course):
    (course.root / "gradebook.db").write_text("garbage")
    assert "gradebook.db is damaged (file is not a database), and packed as it is." in run("archive")
    (archive,) = (course.root / "archive").iterdir()
    with tarfile.open(archive) as packed:
        assert packed.extractfile("gradebook.db").read() == b"garbage"


def test_a_gradebook_that_is_in_use_is_not_archived_half(course):
    hand_in(course, "ada", RIGHT)
    grade(course)
    with contextlib.closing(sqlite3.connect(course.root / "gradebook.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        done = CliRunner().invoke(main, ["archive"])
    assert done.exit_code == 2
    assert "gradebook.db cannot be copied: database is locked." in done.output
    assert not list((course.root / "archive").glob("*"))


def test_a_gradebook_that_is_open_is_not_removed(course):
    """Formgrader opens it with the first page, holds no lock, and would go on writing marks into the file."""
    hand_in(course, "ada", RIGHT)
    grade(course)
    archive = run("archive").split()[-1]
    there = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM student'); print(flush=True)"
    )
    command = [sys.executable, "-c", f"{there}; input()", course.root / "gradebook.db"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as formgrader:
        formgrader.stdout.readline()
        done = CliRunner().invoke(main, ["term", "new", "--yes"])
        assert done.exit_code == 2
        assert "gradebook.db is open in another program (python" in done.output
        assert f"process {formgrader.pid}): close that" in done.output
        assert (course.root / "gradebook.db").is_file()
        assert course.submitted("ada", "01_tiny").is_file()
        (course.root / "gradebook.db").unlink()  # by hand; it is still open
        for name in years.STUDENTS:
            shutil.rmtree(course.root / name, ignore_errors=True)
        done = CliRunner().invoke(main, ["restore", archive])
        assert done.exit_code == 2
        assert "gradebook.db is open in another program" in done.output
        formgrader.communicate(b"\n")
    assert "gradebook.db" in run("restore", archive)


def test_a_gradebook_that_is_locked_is_not_removed(course):
    hand_in(course, "ada", RIGHT)
    grade(course)
    with contextlib.closing(sqlite3.connect(course.root / "gradebook.db")) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CourseError, match="database is locked. Another program is using it"):
            years.new(course)
    assert (course.root / "gradebook.db").is_file()
    assert course.submitted("ada", "01_tiny").is_file()


def test_what_is_archived_comes_back_without_links_and_pipes(course, tmp_path):
    hand_in(course, "ada", RIGHT)
    place = hand_in(course, "mallory", RIGHT).parent
    (place / "absolute").symlink_to("/etc/passwd")
    (place / "up").symlink_to("../../../../..")
    os.mkfifo(place / "pipe")
    (place / "again.ipynb").hardlink_to(place / "01_tiny.ipynb")
    (place / "locked").mkdir()
    (place / "locked" / "x").touch()
    (place / "locked").chmod(0o555)
    said = run("archive", str(tmp_path / "term.tar.gz"))
    for name in ("absolute", "up", "pipe"):
        assert f"left out: submitted/mallory/01_tiny/{name} is neither a file nor a folder." in said
    before = {path.relative_to(course.root) for path in (course.root / "submitted").rglob("*")}
    # An archive of an earlier version has everything.
    with tarfile.open(tmp_path / "old.tar.gz", "w:gz") as packed:
        packed.add(course.root / "submitted", "submitted")
    for archive in ("term.tar.gz", "old.tar.gz"):
        years.new(course)
        assert not list((course.root / "submitted").iterdir())
        run("restore", str(tmp_path / archive))
        after = {path.relative_to(course.root) for path in (course.root / "submitted").rglob("*")}
        assert {path.name for path in before - after} == {"absolute", "up", "pipe"}


def test_a_thousand_folders_in_each_other_stop_neither_the_archive_nor_the_next_term(course):
    top = course.root / "downloaded" / "01_tiny" / "archive"
    top.mkdir(parents=True)
    (top / "work.ipynb").write_text("{}")
    for _ in range(1200):
        top = top / "a"
        top.mkdir()
    said = []
    archive = years.archive(course, course.root / "term.tar.gz", said.append)
    with tarfile.open(archive) as packed:
        assert "downloaded/01_tiny/archive/work.ipynb" in packed.getnames()
    assert "lies too deep" in "".join(said)
    assert "downloaded" in years.new(course)
    assert not list((course.root / "downloaded").iterdir())


def test_what_its_owner_may_not_read_is_archived_before_it_is_removed(course):
    """It was left out, and then removed."""
    path = hand_in(course, "ada", RIGHT)
    path.chmod(0o000)
    path.parent.chmod(0o300)
    said = []
    with tarfile.open(years.archive(course, course.root / "term.tar.gz", said.append)) as packed:
        modes = {entry.name: entry.mode for entry in packed.getmembers()}
    assert modes["submitted/ada/01_tiny"] & 0o700 == 0o700
    assert modes["submitted/ada/01_tiny/01_tiny.ipynb"] & 0o400
    assert said == []


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside"])
def test_an_archive_that_leads_out_of_the_course_is_refused(course, tmp_path, name):
    years.new(course)
    (tmp_path / "evil").write_text("evil")
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as packed:
        packed.add(tmp_path / "evil", name)
    done = CliRunner().invoke(main, ["restore", str(tmp_path / "evil.tar.gz")])
    assert not (course.root.parent / "outside").exists()
    assert done.exit_code in (0, 2)
    assert not (course.root / "outside").exists()


def test_a_course_of_ones_own(tmp_path, monkeypatch, empty_gradebook):
    project = write_tiny_course(tmp_path / "project")
    monkeypatch.chdir(project.root)
    run("new", str(tmp_path / "networks"), "01_tiny")
    own = Course(tmp_path / "networks")
    assert own.settings().CourseDirectory.course_id == "networks"
    done = CliRunner().invoke(main, ["new", str(tmp_path / "networks")])
    assert (done.exit_code, "is not empty" in done.output) == (2, True)

    monkeypatch.chdir(own.root)
    (own.trusted / "layers.py").write_text("def double(x):\n    return 2 * x\n")
    text = own.text("01_tiny").read_text()
    old = "assert double(-3.5) == -7"
    text = text.replace(old, f"from trusted import layers\nassert double(-3.5) == layers.double(-3.5)\n{old}")
    own.text("01_tiny").write_text(text)
    run("build")  # the cells run, that test's included
    run("release")
    assert "trusted" not in own.release("01_tiny").read_text()
    hand_in(own, "ada", RIGHT)
    assert grade(own) == {"ada": 4.5}
    (own.trusted / "layers.py").write_text("def double(x):\n    return 3 * x\n")
    # In a process of its own, as every command is.
    run_again = [__import__("sys").executable, "-c", "from chainrule.cli import main; main()", "grade", "--no-sandbox"]
    done = subprocess.run([*run_again, "--jobs", "1"], cwd=own.root, capture_output=True, text=True, check=True)
    assert "had not changed" not in done.stdout
    assert "double__number: Your own answers do not pass it" in " ".join(done.stdout.split())


def test_a_gradebook_elsewhere_stays_with_its_course(course, tmp_path):
    """A new course wrote into it, and its `term new` deleted it."""
    elsewhere = tmp_path / "spring.db"
    (course.root / "gradebook.db").replace(elsewhere)
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = 'sqlite:///{elsewhere}'\n")
    run("new", str(tmp_path / "networks"), "01_tiny")
    own = Course(tmp_path / "networks")
    assert own.db_url == f"sqlite:///{own.root}/gradebook.db"
    done = CliRunner().invoke(main, ["term", "new", "--yes"])
    assert (done.exit_code, f"move {elsewhere} away yourself" in done.output) == (2, True)
    assert elsewhere.is_file()
    assert not (course.root / "archive").exists()
    elsewhere.rename(tmp_path / "kept.db")
    run("term", "new", "--yes")


def test_what_students_see_may_not_import_trusted_answers(tmp_path):
    course = write_tiny_course(tmp_path)
    text = course.text("01_tiny").read_text()
    with pytest.raises(CourseError, match="students have no"):
        source.parse(text.replace("import numpy as np\n", "import numpy as np\nimport trusted\n"))


@pytest.mark.parametrize("which", ["project", "own"])
def test_no_name_and_no_grade_enters_git(which, tmp_path, monkeypatch):
    if which == "own":
        project = write_tiny_course(tmp_path / "project")
        monkeypatch.chdir(project.root)
        run("new", str(tmp_path / "own"))
        root = tmp_path / "own"
    else:
        root = tmp_path
        (root / ".gitignore").write_text((ROOT / ".gitignore").read_text())
    private = [
        *("submitted/ada/hw/hw.ipynb", "autograded/ada/hw/hw.ipynb", "feedback/ada/hw/hw.html"),
        *("downloaded/hw/archive/all.zip", "returned/hw/ada.html", "gradebook.db", "gradebook.db-journal"),
        *("gradebook.db.2026-10-01", "grades.csv", "canvas.csv", "moodle.csv", "students.csv", "scores.json"),
        *("report.html", "similar.html", "archive/2026.tar.gz", "term.tar.gz", ".chainrule/grading.lock"),
    ]
    for name in private:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("ada: 4.5")
    subprocess.run(["git", "init", "-q", root], check=True)
    done = subprocess.run(["git", "-C", root, "add", "-A", "-n"], capture_output=True, text=True, check=True)
    added = {line.split("'")[1] for line in done.stdout.splitlines()}
    assert not added & set(private)
    assert not [name for name in added if "ada" in (root / name).read_text()]
