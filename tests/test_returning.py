"""Feedback on its way back: in nbgrader's exchange, to Moodle, to Canvas, in a folder; and never out of date."""

import functools
import io
import logging
import multiprocessing
import os
import pwd
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from types import SimpleNamespace

import archives
import nbformat
import pytest
from class_of_students import RIGHT, filled_in, hand_in
from click.testing import CliRunner
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.auth import Authenticator
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import (
    ExchangeCollect,
    ExchangeFetchAssignment,
    ExchangeFetchFeedback,
    ExchangeReleaseAssignment,
    ExchangeSubmit,
)

from chainrule.cli import main
from chainrule.grading.plugins.collect import LmsCollector, NotebookExtractor
from chainrule.grading.term import pages, returning
from chainrule.grading.term.grade import grade_class


@pytest.fixture
def course(released_course, monkeypatch):
    monkeypatch.chdir(released_course.root)
    return released_course


def grade(course):
    return grade_class(course, ["01_tiny"], jobs=1, wall="none")


def chainrule(*arguments):
    return CliRunner().invoke(main, [*arguments, "--jobs", "1"])


def book(course) -> Gradebook:
    return Gradebook(course.db_url, "chainrule")


def mark(course, student, points, comment=None):
    """Mark the derivation as formgrader does."""
    with book(course) as gradebook:
        found = gradebook.find_grade("explain_double", "01_tiny", "01_tiny", student)
        found.manual_score, found.needs_manual_grade = points, False
        gradebook.find_comment("explain_double", "01_tiny", "01_tiny", student).manual_comment = comment
        gradebook.db.commit()


def shown(course, student) -> str:
    return pages.page(course, "01_tiny", student).read_text()


def test_a_page_is_made_again_when_what_it_shows_has_changed(course):
    for student in ("ada", "ben"):
        hand_in(course, student, RIGHT).with_name("timestamp.txt").write_text("2030-01-02 12:00:00 UTC")
    grade(course)

    def written():
        made = pages.write_feedback(course, ["01_tiny"], jobs=1)
        assert len(made.written) + len(made.current) == 2
        return {student for _, student in made.written}

    assert written() == {"ada", "ben"}
    assert written() == set()
    command = [sys.executable, "-c", "from chainrule.cli import main; main()", "feedback"]
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("0 pages written, 2 were up to date.")  # in another process, too
    mark(course, "ada", 3, "Nearly.")
    assert written() == {"ada"}
    assert "Nearly." in shown(course, "ada")
    assert "not marked yet" not in shown(course, "ada")
    for points in (3, 2):
        with book(course) as gradebook:
            gradebook.find_grade_cell("double__number", "01_tiny", "01_tiny").max_score = points
            gradebook.db.commit()
        assert written() == {"ada", "ben"}
    hand_in(course, "ben", {**RIGHT, "double": "def double(x):\n    return x"})
    grade(course)
    assert written() == {"ben"}
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.LateSubmissionPlugin.penalty_method = 'zero'\n")
    assert written() == {"ada", "ben"}  # for other settings
    with book(course) as gradebook:
        gradebook.update_or_create_assignment("01_tiny", duedate="2030-01-01 12:00:00 UTC")
    assert written() == {"ada", "ben"}  # both are late now, without being graded again
    pages.page(course, "01_tiny", "ada").unlink()
    assert written() == {"ada"}


def test_nbgraders_own_command_never_leaves_an_old_page(course):
    hand_in(course, "ada", RIGHT)
    grade(course)
    directory = CourseDirectory(config=course.settings(), root=str(course.root), assignment_id="01_tiny")
    for points in (2, 4):
        mark(course, "ada", points, f"I give {points}.")
        GenerateFeedback(directory, config=course.settings()).start()
        assert f"I give {points}." in shown(course, "ada")


def test_an_answer_that_was_handed_in_again_is_not_shown_with_the_mark_of_the_one_before(course):
    hand_in(course, "ada", RIGHT)
    grade(course)
    mark(course, "ada", 1, "Too short.")
    hand_in(course, "ada", {**RIGHT, "explain_double": "Because $x + x = 2x$."})
    grade(course)
    pages.write_feedback(course, ["01_tiny"], jobs=1)
    assert "Too short." not in shown(course, "ada")
    assert "not marked yet" in shown(course, "ada")
    mark(course, "ada", 4, "Better.")
    pages.write_feedback(course, ["01_tiny"], jobs=1)
    assert "Better." in shown(course, "ada")


def test_what_was_handed_in_since_it_was_graded_is_not_returned(course):
    for student in ("ada", "ben"):
        hand_in(course, student, RIGHT)
    grade(course)
    hand_in(course, "ben", {})
    done = chainrule("return")
    assert done.exit_code == 1
    assert "Latest submission not graded: 01_tiny of ben. Run: chainrule grade 01_tiny" in done.output
    assert "01_tiny: 1 for folder, returned/01_tiny" in done.output
    assert [path.name for path in Path("returned", "01_tiny").iterdir()] == ["ada.html"]
    grade(course)
    done = chainrule("return", "--output", "out")
    assert done.exit_code == 0, done.output
    assert "1 pages written, 1 were up to date." in done.output
    assert sorted(path.name for path in Path("out", "01_tiny").iterdir()) == ["ada.html", "ben.html"]
    assert Path("out", "01_tiny", "ben.html").read_bytes() == pages.page(course, "01_tiny", "ben").read_bytes()


# The exchange ---------------------------------------------------------------------------------------


@pytest.fixture
def students():
    """Two who can hand in through the exchange: system users where the tests may make some."""
    names = [f"ct{os.getpid() % 100_000}{letter}" for letter in "ab"]
    if os.geteuid():
        yield dict.fromkeys(names)
        return
    for name in names:
        subprocess.run(["useradd", "--no-create-home", name], check=True)
    try:
        yield {name: pwd.getpwnam(name) for name in names}
    finally:
        for name in names:
            subprocess.run(["userdel", name], check=True)


@pytest.fixture
def place():
    """A folder that all users may enter, which those of pytest are not."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def as_student(name, user, home, steps):
    """Take steps in the exchange in a process of a student's own."""

    def run():
        if user is not None:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
        os.chdir(home)
        steps()

    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join()
    assert process.exitcode == 0, name


@pytest.mark.filterwarnings(  # nbgrader's own slips: a misspelt argument, files that it leaves open
    "ignore:Passing unrecognized arguments:DeprecationWarning",
    "ignore:unclosed file:ResourceWarning",
    "ignore::pytest.PytestUnraisableExceptionWarning",
)
def test_feedback_comes_back_through_the_exchange(course, students, place):
    """Also where others, whose names come first, handed in by hand; by our command, and by nbgrader's own."""
    root = place / "exchange"
    root.mkdir()
    root.chmod(0o1777)
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.Exchange.root = {str(root)!r}\n")
    settings = course.settings()

    def step(kind, **names):
        directory = CourseDirectory(config=settings, root=str(course.root), assignment_id="01_tiny", **names)
        kind(coursedir=directory, authenticator=Authenticator(config=settings), config=settings).start()

    def with_home(kind, name, home, user):
        config = settings.copy()
        config.Exchange.cache = str(home / "cache")
        config.Exchange.assignment_dir = str(home)
        names = {"student_id": name} if user is None else {}
        directory = CourseDirectory(config=config, root=str(home), assignment_id="01_tiny", **names)
        kind(coursedir=directory, authenticator=Authenticator(config=config), config=config).start()

    step(ExchangeReleaseAssignment)
    work = nbformat.writes(filled_in(course, RIGHT))
    homes = {}
    for name, user in students.items():
        homes[name] = home = place / name
        home.mkdir()
        if user is not None:
            os.chown(home, user.pw_uid, user.pw_gid)

        def take_part(name=name, home=home, user=user):
            with_home(ExchangeFetchAssignment, name, home, user)
            (home / "01_tiny" / "01_tiny.ipynb").write_text(work)
            with_home(ExchangeSubmit, name, home, user)

        as_student(name, user, home, take_part)
    step(ExchangeCollect)
    hand_in(course, "anna", RIGHT).with_name("timestamp.txt").write_text("2030-01-02 12:00:00 UTC")
    assert {result.student: result.score for result in grade(course)} == dict.fromkeys(["anna", *students], 4.5)

    def fetched():
        for name, user in students.items():
            steps = functools.partial(with_home, ExchangeFetchFeedback, name, homes[name], user)
            as_student(name, user, homes[name], steps)
        return {name: [path.read_text() for path in homes[name].rglob("*.html")] for name in students}

    done = chainrule("return")
    assert done.exit_code == 0, done.output
    assert "01_tiny: 2 for exchange, released in the exchange" in done.output
    assert "01_tiny: 1 for folder, returned/01_tiny" in done.output
    assert fetched() == {name: [shown(course, name)] for name in students}

    for name in students:
        mark(course, name, 3, f"To {name}.")
    api = NbGraderAPI(CourseDirectory(config=settings, root=str(course.root)), config=settings)
    assert api.generate_feedback("01_tiny")["success"]
    done = api.release_feedback("01_tiny")  # formgrader's button
    assert done["success"], done
    assert "anna did not hand in through the exchange" in done["log"]
    for name, (text,) in fetched().items():
        assert f"To {name}." in text

    done = chainrule("return", "--to", "exchange")
    assert done.exit_code == 1
    assert "left out: anna did not hand in through the exchange." in done.output
    # One who hands in by hand later has no place there any more.
    name = next(iter(students))
    for path in course.submitted(name, "01_tiny").parent.glob("*.txt"):
        path.unlink()
    grade(course)
    assert not list(course.autograded(name, "01_tiny").parent.glob("*.txt"))


@pytest.mark.filterwarnings("ignore:Passing unrecognized arguments:DeprecationWarning")
def test_an_odd_secret_or_page_costs_nobody_else_the_feedback(course, place):
    root = place / "exchange"
    root.mkdir(mode=0o1777)
    root.chmod(0o1777)
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.Exchange.root = {str(root)!r}\n")
    secrets = {"ada": b"0123abcd", "ben": b"\xff\xfe", "eva": b"", "zoe": b"4567cdef\n"}
    for student, secret in secrets.items():
        path = hand_in(course, student, RIGHT)
        path.with_name("timestamp.txt").write_text("2030-01-02 12:00:00 UTC")
        path.with_name("submission_secret.txt").write_bytes(secret)
    grade(course)
    done = chainrule("return")
    assert done.exit_code == 0, done.output
    assert "01_tiny: 2 for exchange" in done.output
    assert "01_tiny: 2 for folder" in done.output
    released = root / "chainrule" / "feedback"
    assert len(list(released.iterdir())) == 2
    # A page that the student handed in, and a secret that nbgrader's own command took along.
    page = pages.page(course, "01_tiny", "ada")
    page.with_name("leak.html").write_text("the answers")
    pages.page(course, "01_tiny", "ben").with_name("submission_secret.txt").write_bytes(b"\xff")
    api = NbGraderAPI(CourseDirectory(config=course.settings(), root=str(course.root)), config=course.settings())
    done = api.release_feedback("01_tiny")
    assert done["success"], done
    assert "ben did not hand in through the exchange" in done["log"]
    assert len(list(released.iterdir())) == 2


def test_who_has_somebody_elses_secret_gets_no_page_through_the_exchange(course):
    """In a group whose folders were copied, one member read the other's mark, and nobody got the own page."""
    root = course.root.parent / "exchange"
    root.mkdir()
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.Exchange.root = {str(root)!r}\n")
    for name, secret in (("ana", "s1"), ("ben", "s1"), ("zoe", "s2")):
        path = hand_in(course, name, RIGHT)
        path.with_name("timestamp.txt").write_text("2030-01-02 12:00:00 UTC")
        path.with_name("submission_secret.txt").write_text(secret)
    grade(course)
    done = chainrule("return")
    assert "01_tiny: 1 for exchange" in done.output
    assert "01_tiny: 2 for folder" in done.output
    done = chainrule("return", "--to", "exchange")
    assert "ana has the submission_secret.txt of ben: copy notebooks, not folders, for a group." in done.output


def test_an_exchange_that_is_not_there_costs_nobody_else_the_feedback(course):
    """A student can hand in, by hand, the file that is the sign of the exchange."""
    for student in ("ada", "ben", "eve"):
        path = hand_in(course, student, RIGHT)
    path.with_name("timestamp.txt").write_text("2030-01-02 12:00:00 UTC")
    path.with_name("submission_secret.txt").write_text("secret")
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write("\nc.Exchange.root = '/nowhere/exchange'\n")
    grade(course)
    done = chainrule("return")
    assert done.exit_code == 1
    assert "01_tiny: 2 for folder" in done.output
    (line,) = [line for line in done.output.splitlines() if "left out" in line]
    assert line.startswith("01_tiny: left out: eve has submission_secret.txt in submitted/")
    assert "The exchange cannot be used: Unwritable directory" in line
    done = chainrule("return", "--to", "exchange")
    assert done.exit_code == 2
    assert done.output.splitlines()[-1].startswith("chainrule: The exchange cannot be used: Unwritable directory")


# Learning management systems -------------------------------------------------------------------------


def collect(course, *contents: dict[str, bytes]):
    """Collect archives of an LMS as ``nbgrader zip_collect`` does."""
    folder = course.root / "downloaded" / "01_tiny"
    (folder / "archive").mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(contents):
        with zipfile.ZipFile(folder / "archive" / f"{number}.zip", "w") as archive:
            for name, data in content.items():
                archive.writestr(name, data)
    log = logging.getLogger()
    NotebookExtractor(log=log).extract(str(folder / "archive"), str(folder / "extracted"))
    collector = LmsCollector(log=log)
    for path in sorted(folder.glob("extracted/**/*.ipynb")):
        if found := collector.collect(str(path)):
            hand_in(course, found["student_id"], path.read_bytes())


def test_of_two_people_of_one_name_neither_gets_the_page_of_the_other(course):
    names = [archives.moodle(who, number, "01_tiny.ipynb") for who, number in (("Ada B", 1), ("Ada B", 2), ("Ben", 3))]
    collect(course, {name: b"{}" for name in names})
    assert returning._origins(course, "01_tiny") == {"Ben": ["Ben_3_assignsubmission_file"]}


def test_a_page_does_not_go_to_who_took_the_name_of_another_since(course):
    work = nbformat.writes(filled_in(course, RIGHT)).encode()
    collect(course, {archives.moodle("Ada Lovelace", 98, "homework.ipynb"): work})
    late = {archives.moodle(who, number, "homework.ipynb"): work for who, number in (("Ada Lovelace", 99), ("Ben", 3))}
    collect(course, late)  # in place of the first archive
    assert returning._origins(course, "01_tiny") == {"Ben": ["Ben_3_assignsubmission_file"]}


def test_who_has_another_name_since_gets_the_page_of_the_id(course):
    work = nbformat.writes(filled_in(course, RIGHT)).encode()
    first = {archives.moodle(who, number, "a.ipynb"): work for who, number in (("Ada", 98), ("Ben", 3))}
    collect(course, first)
    late = {**first, archives.moodle("Dee", 98, "a.ipynb"): work}  # beside the first one, as far as anybody can tell
    collect(course, late)
    names = ["Ada_98_assignsubmission_file", "Dee_98_assignsubmission_file"]
    assert returning._origins(course, "01_tiny") == {"Ada": names, "Ben": ["Ben_3_assignsubmission_file"]}


def entries(path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_moodle_takes_the_pages_back(course):
    work = nbformat.writes(filled_in(course, RIGHT)).encode()
    collect(
        course,
        {
            archives.moodle("Ada Lovelace", 98, "homework.ipynb"): work,
            archives.moodle("José Ángel O'Hara", 99, "a/b.ipynb", old=True): work,
            archives.moodle("Ben Flat", 100, "homework.ipynb", folders=False): work,
        },
    )
    hand_in(course, "zoe", RIGHT)
    grade(course)
    done = chainrule("return", "--to", "moodle")
    assert done.exit_code == 1
    assert "left out: zoe is in no archive of Moodle's." in done.output
    assert "3 for moodle, returned/01_tiny-moodle.zip" in done.output
    packed = entries("returned/01_tiny-moodle.zip")
    read = {archives.moodle_reads(name): content for name, content in packed.items()}
    whose = {98: "Ada_Lovelace", 99: "José_Ángel_OHara", 100: "Ben_Flat"}
    assert read == {
        (number, "01_tiny.html"): pages.page(course, "01_tiny", name).read_bytes() for number, name in whose.items()
    }
    before = Path("returned/01_tiny-moodle.zip").read_bytes()
    assert chainrule("return", "--student", "zoe").exit_code == 0
    chainrule("return")
    assert Path("returned/01_tiny-moodle.zip").read_bytes() == before


def test_names_inside_what_a_student_handed_in_tell_nothing(tmp_path):
    """Feedback would go to whoever they name, also where the archive was unpacked by hand."""
    folders = [f"{who}_assignsubmission_file" for who in ("Ada Lovelace_98", "Mallory_66")]
    for folder in folders:
        (tmp_path / "downloaded" / "01_tiny" / "archive" / folder).mkdir(parents=True)
    inside = tmp_path / "downloaded" / "01_tiny" / "archive" / folders[1] / "hw.zip"
    with zipfile.ZipFile(inside, "w") as archive:
        archive.writestr("Ada Lovelace_66_assignsubmission_file/x.txt", b"")
    (inside.parent.parent / folders[0] / "a.ipynb").write_bytes(b"")
    (inside.parent.parent / "lovelaceada_98_66_56790_a.ipynb").write_bytes(b"")
    found = returning._origins(SimpleNamespace(root=tmp_path), "01_tiny")
    assert found == {"Ada_Lovelace": [folders[0]], "Mallory": [folders[1]]}


def test_canvas_takes_the_feedback_back(course):
    """As a notebook for a notebook: Canvas shows it under the name of what was handed in."""
    work = nbformat.writes(filled_in(course, RIGHT)).encode()
    folder = io.BytesIO()
    with zipfile.ZipFile(folder, "w") as archive:
        archive.writestr("01_tiny.ipynb", work)
    collect(
        course,
        {
            archives.canvas("Lovelace, Ada", 1234, 56789, "01_tiny-1.ipynb", late=True): work,
            archives.canvas("ben", 77, 500, "homework.zip"): folder.getvalue(),
            archives.canvas("", 0, 501, "01_tiny.ipynb", late=True, hidden="aB3xZ"): work,
        },
    )
    grade(course)
    mark(course, "1234", 3, "Say why.")
    done = chainrule("return")
    assert done.exit_code == 0, done.output
    assert "3 for canvas, returned/01_tiny-canvas.zip" in done.output
    packed = entries("returned/01_tiny-canvas.zip")
    assert {archives.canvas_reads(name) for name in packed} == {("1234", 56789), ("77", 500), ("anon_aB3xZ", 501)}
    notebook = nbformat.reads(packed["lovelaceada_LATE_1234_56789_01_tiny-1.ipynb"].decode(), as_version=4)
    nbformat.validate(notebook)
    assert "| double | 3.5 | 3.5 |" in notebook.cells[0].source
    assert "| explain_double | 3 | 4 |" in notebook.cells[0].source
    text = nbformat.writes(notebook)
    assert "Say why." in text
    for secret in ("Marking scheme", "BEGIN HIDDEN TESTS", "also for negative", "-3.5"):
        assert secret not in text
    inner = entries(io.BytesIO(packed["ben_77_500_homework.zip"]))
    assert inner == {"01_tiny.html": pages.page(course, "01_tiny", "77").read_bytes()}
