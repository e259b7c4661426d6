"""The gradebook on a real PostgreSQL server, which a class with several graders has."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path

import pytest
import sqlalchemy
from class_of_students import RIGHT, hand_in
from click.testing import CliRunner
from nbgrader.api import Gradebook
from needs import POSTGRES

from chainrule.cli import main
from chainrule.grading.course import Course
from chainrule.grading.term import entries, gradebook, submitted
from chainrule.grading.term.grade import grade_class

pytestmark = pytest.mark.needs("postgresql")


@pytest.fixture(scope="module")
def server():
    """A server of our own, which listens on a socket in a folder alone; its address for SQLAlchemy."""
    user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
    folder = Path(tempfile.mkdtemp())
    try:
        if user:
            shutil.chown(folder, user)
        data = folder / "data"

        def run(program, *arguments):
            subprocess.run([POSTGRES / program, *arguments], user=user, cwd=folder, check=True, capture_output=True)

        run("initdb", "-D", data, "--auth=trust", "--username=grader", "--no-sync", "--encoding=UTF8")
        run("pg_ctl", "-D", data, "-o", f"-k {folder} -c listen_addresses= -F", "-l", folder / "log", "-w", "start")
        try:
            yield f"postgresql+psycopg2://grader@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def on_server(course, server, database):
    """Release a course whose gradebook is a new database."""
    (course.root / "gradebook.db").unlink()
    engine = sqlalchemy.create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {database}")
    engine.dispose()
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {server.replace('/postgres?', f'/{database}?')!r}\n")
    with contextlib.chdir(course.root):
        assert CliRunner().invoke(main, ["release"]).exit_code == 0


def test_a_course_whose_gradebook_is_on_a_server(server, released_course, monkeypatch):
    course = released_course
    monkeypatch.chdir(course.root)
    (course.root / "gradebook.db").unlink()
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {server!r}\n")
    hand_in(course, "ada", RIGHT)
    hand_in(course, "Dvořák", {"double": RIGHT["double"]})

    def run(*arguments):
        done = CliRunner().invoke(main, list(arguments))
        assert done.exit_code == 0, done.output
        return done.output

    def scores():
        with Gradebook(server, "chainrule") as gradebook:
            return {one.student.id: one.score for one in gradebook.assignment_submissions("01_tiny")}

    run("release")
    run("grade", "--no-sandbox", "--jobs", "1")
    assert scores() == {"ada": 4.5, "Dvořák": 3.5}
    assert "2 of them had not changed" in run("grade", "--no-sandbox", "--jobs", "1")
    text = course.text("01_tiny")
    text.write_text(text.read_text().replace('"double__number" points=2', '"double__number" points=3'))
    run("build", "--no-run")
    run("release")
    run("regrade", "--yes", "--no-sandbox", "--jobs", "1")
    assert scores() == {"ada": 5.5, "Dvořák": 4.5}
    text.write_text(text.read_text().replace("explain_double", "explain_more"))
    run("build", "--no-run")
    assert "explain_double is explain_more now" in run("release")
    run("grade", "--no-sandbox", "--jobs", "1")
    with Gradebook(server, "chainrule") as gradebook:
        gradebook.update_or_create_assignment("01_tiny", duedate="2030-01-01 12:00:00 UTC")
    run("extend", "01_tiny", "ada", "--days", "1")
    assert "2 for folder" in run("return", "--jobs", "1")
    run("report")
    assert not (course.root / "gradebook.db").exists()


@pytest.mark.parametrize("is_let_through", [False, True])
def test_what_the_gradebook_cannot_hold_costs_its_own_submission(server, released_course, monkeypatch, is_let_through):
    """A name of 129 letters ended the run for all who came after it."""
    on_server(released_course, server, f"names_{is_let_through:d}")
    monkeypatch.chdir(released_course.root)
    names = ["M" * 128, "M" * 129, "zoe"]
    for name in names:
        hand_in(released_course, name, RIGHT)
    if is_let_through:
        monkeypatch.setattr(submitted, "_LONGEST_NAME", 200)
    rows = {one.student: one for one in grade_class(released_course, ["01_tiny"], jobs=1, wall="none")}
    assert [rows[name].score for name in names] == [4.5, 0, 4.5]
    told = "The gradebook refuses it: value too long" if is_let_through else "not a valid student ID"
    assert told in rows[names[1]].reason


def test_who_may_write_but_owns_nothing_can_grade(server, released_course, monkeypatch):
    on_server(released_course, server, "helped")
    monkeypatch.chdir(released_course.root)
    hand_in(released_course, "ada", RIGHT)
    assert grade_class(released_course, ["01_tiny"], jobs=1, wall="none")[0].score == 4.5
    engine = sqlalchemy.create_engine(server.replace("/postgres?", "/helped?"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE ROLE helper LOGIN")
        connection.exec_driver_sql("GRANT ALL ON ALL TABLES IN SCHEMA public TO helper")
    engine.dispose()
    config = released_course.root / "nbgrader_config.py"
    config.write_text(config.read_text().replace("grader@", "helper@"))
    hand_in(released_course, "ben", RIGHT)
    assert len(grade_class(Course(released_course.root), ["01_tiny"], jobs=1, wall="none")) == 2


def test_a_mark_that_a_person_saves_while_grading_records_is_kept(server, released_course, monkeypatch):
    course = released_course
    monkeypatch.chdir(course.root)
    on_server(course, server, "marks")
    hand_in(course, "ada", RIGHT)
    grade_class(course, ["01_tiny"], jobs=1, wall="none")

    def mark(points, comment):
        with gradebook.Grades(course) as grades:
            (found,) = grades.to_mark("01_tiny", ["explain_double"])
            grades.mark(found.entry, points)
            grades.comment(found.entry, comment)

    mark(2.0, "So so.")
    write, threads = entries.write, []

    def written(connection, entry):
        threads.append(threading.Thread(target=mark, args=(3.5, "Well done.")))
        threads[-1].start()
        threads[-1].join(3)  # it may have to wait until this is written
        write(connection, entry)

    monkeypatch.setattr(entries, "write", written)
    hand_in(course, "ada", {**RIGHT, "explain_double": "Better: both give $2x$."})
    grade_class(course, ["01_tiny"], jobs=1, wall="none")
    for thread in threads:
        thread.join()
    assert len(threads) == 1
    with gradebook.Grades(course) as grades:
        (found,) = grades.to_mark("01_tiny", ["explain_double"])
    assert (found.manual_score, found.comment) == (3.5, "Well done.")


def test_a_server_that_is_away_is_one_line(released_course, monkeypatch):
    monkeypatch.chdir(released_course.root)
    hand_in(released_course, "ada", RIGHT)
    with (released_course.root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.CourseDirectory.db_url = 'postgresql+psycopg2://grader:secret@/grades?host=/nowhere'\n")
    done = CliRunner().invoke(main, ["grade", "--no-sandbox", "--jobs", "1"])
    assert done.exit_code == 2
    (line,) = done.output.splitlines()
    assert line.startswith("chainrule: The gradebook postgresql+psycopg2://grader:***@/grades")
    assert "secret" not in line
