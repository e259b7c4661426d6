"""What `nbgrader collect` takes out of the exchange, where students can leave anything under any name."""

import logging
import os
import pwd
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from traitlets.config import Config

from chainrule.grading import seal
from chainrule.grading.course import Course
from chainrule.grading.plugins import exchange as exchanges
from chainrule.grading.plugins.exchange import Collect, List
from chainrule.grading.term import incoming

USERS = {"ana": 23003, "ben": 23004, "mallory": 23005, "zoe": 23006}
WORK = b'{"cells": []}'


class Exchange:
    """An exchange with a course's folder, and the course."""

    def __init__(self, folder: Path) -> None:
        self.course, self.root = folder / "course", folder / "exchange"
        self.inbound = self.root / "networks" / "inbound"
        for place in (self.course, self.inbound):
            place.mkdir(parents=True)
        self.root.chmod(0o1777)
        self.config = Config()
        self.config.Exchange.root = str(self.root)
        self.config.CourseDirectory.course_id = "networks"
        self.config.CourseDirectory.db_url = f"sqlite:///{folder}/gradebook.db"

    def hand_in(
        self, student: str, owner: str | None = None, ago: timedelta = timedelta(), tail: str = "+x_-1"
    ) -> Path:
        """Hand in as nbgrader does; return the folder."""
        when = datetime.now(UTC) - ago
        said = f"{when:%Y-%m-%d %H:%M:%S.%f} UTC"
        folder = self.inbound / f"{student}+ps1+{said}{tail}"
        folder.mkdir()
        (folder / "timestamp.txt").write_text(said)
        (folder / "ps1.ipynb").write_bytes(WORK)
        (folder / "submission_secret.txt").write_text("secret of " + student)
        self.give(folder, owner or student)
        return folder

    def give(self, folder: Path, owner: str) -> None:
        """Make a folder that of a user of the system; without root, all is one user's."""
        for path in (folder, *folder.rglob("*")):
            if os.geteuid() == 0 and (path.lstat().st_nlink == 1 or path.is_dir()):
                os.chown(path, USERS[owner], -1, follow_symlinks=False)

    def collect(self, **traits) -> tuple[dict[str, dict[str, bytes]], str]:
        """Collect; return the files in ``submitted/`` by student, and what was said."""
        said: list[str] = []
        log = logging.Logger("collect")
        log.addHandler(SimpleNamespace(level=0, handle=lambda record: said.append(record.getMessage())))
        directory = CourseDirectory(config=self.config, root=str(self.course), assignment_id="ps1")
        names = {"coursedir": directory, "authenticator": Authenticator(), "config": self.config, "log": log}
        Collect(**names, **traits).start()
        return self.submitted(), "\n".join(said)

    def listed(self, **traits) -> tuple[list[dict], str]:
        """Return what ``nbgrader list --inbound`` lists, and what it says."""
        said: list[str] = []
        log = logging.Logger("list")
        log.addHandler(SimpleNamespace(level=0, handle=lambda record: said.append(record.getMessage())))
        directory = CourseDirectory(config=self.config, root=str(self.course))
        names = {"coursedir": directory, "authenticator": Authenticator(), "config": self.config, "log": log}
        return List(**names, inbound=True, **traits).start(), "\n".join(said)

    def submitted(self) -> dict[str, dict[str, bytes]]:
        top = self.course / "submitted"
        found: dict[str, dict[str, bytes]] = {}
        for path in sorted(top.rglob("*")):
            if not path.is_dir():
                assert path.is_file()
                assert not path.is_symlink()
                student, assignment, name = str(path.relative_to(top)).split("/", 2)
                assert assignment == "ps1"
                found.setdefault(student, {})[name] = path.read_bytes()
        return found


def stamp(files: dict[str, bytes]) -> datetime:
    text = files["timestamp.txt"].decode().strip()
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S.%f UTC").replace(tzinfo=UTC)


@pytest.fixture
def exchange(tmp_path, monkeypatch):
    names = {number: SimpleNamespace(pw_name=name) for name, number in USERS.items()}
    real = pwd.getpwuid
    monkeypatch.setattr(pwd, "getpwuid", lambda number: names.get(number) or real(number))
    monkeypatch.setattr(pwd, "getpwnam", lambda name: {one.pw_name: one for one in names.values()}[name])
    return Exchange(tmp_path)


def test_another_instructor_of_a_shared_course_can_collect_the_next_assignment(exchange):
    exchange.config.CourseDirectory.groupshared = True
    exchange.hand_in("ana")
    exchange.collect()
    folder = exchange.course / "submitted" / "ana"
    assert all(path.stat().st_mode & 0o020 for path in (folder, *folder.rglob("*")))


def test_what_nbgrader_submits_is_collected(exchange):
    folder = exchange.hand_in("ana")
    (folder / "data.csv").write_text("1,2")
    exchange.give(folder, "ana")
    exchange.hand_in("ben", tail="")
    exchange.hand_in("ana", ago=timedelta(minutes=5))
    found, said = exchange.collect()
    assert set(found) == {"ana", "ben"}
    assert set(found["ana"]) == {"ps1.ipynb", "data.csv", "submission_secret.txt", "timestamp.txt"}
    assert found["ana"]["ps1.ipynb"] == WORK
    assert abs(datetime.now(UTC) - stamp(found["ana"])) < timedelta(minutes=2)
    assert "left out" not in said.lower()


def test_only_later_submissions_take_the_place_of_earlier_ones(exchange):
    exchange.hand_in("ana", ago=timedelta(minutes=5))
    before, _ = exchange.collect()
    (exchange.hand_in("ana") / "ps1.ipynb").write_bytes(b"{}")
    assert exchange.collect()[0] == before
    after, _ = exchange.collect(update=True)
    assert after["ana"]["ps1.ipynb"] == b"{}"
    assert "No newer submission" in exchange.collect(update=True)[1]


def test_what_a_person_put_there_by_hand_stays(exchange, empty_gradebook):
    exchange.config.CourseDirectory.db_url = f"sqlite:///{empty_gradebook}"
    exchange.hand_in("ana", ago=timedelta(minutes=5))
    exchange.collect()
    place = exchange.course / "submitted" / "ana" / "ps1"
    (place / "ps1.ipynb").write_bytes(b"{}")
    (place / "timestamp.txt").unlink()
    for option in ("update", "before_duedate"):
        found, said = exchange.collect(**{option: True})
        assert found["ana"]["ps1.ipynb"] == b"{}"
        assert "it has no time, so a person put it there" in said


def link_to_the_course(exchange, folder):
    (exchange.course / "source.ipynb").write_text("the answers")
    (folder / "ps1.ipynb").unlink()
    (folder / "ps1.ipynb").symlink_to(exchange.course / "source.ipynb")


def hard_link_to_the_course(exchange, folder):
    (exchange.course / "source.ipynb").write_text("the answers")
    (folder / "more.ipynb").hardlink_to(exchange.course / "source.ipynb")


def linked_folder(exchange, folder):
    (exchange.course / "source").mkdir()
    (exchange.course / "source" / "ps1.ipynb").write_text("the answers")
    (folder / "peers").symlink_to(exchange.course / "source")


def link_to_nowhere(exchange, folder):
    (folder / "x").symlink_to("/nowhere")


def pipe(exchange, folder):
    os.mkfifo(folder / "x")


def timestamp_is_a_link(exchange, folder):
    (folder / "timestamp.txt").unlink()
    (folder / "timestamp.txt").symlink_to(exchange.course / "nbgrader_config.py")


def deep(exchange, folder):
    (folder / "/".join("abcdefghij")).mkdir(parents=True)
    (folder / "/".join("abcdefgh") / "x").touch()


def many(exchange, folder):
    for number in range(60):
        (folder / str(number)).touch()


def huge(exchange, folder):
    with (folder / "x").open("wb") as file:
        file.truncate(1 << 40)


@pytest.mark.parametrize(
    "odd",
    [
        link_to_the_course,
        pytest.param(hard_link_to_the_course, marks=pytest.mark.needs("root")),
        linked_folder,
        link_to_nowhere,
        pipe,
        timestamp_is_a_link,
        deep,
        many,
        huge,
    ],
    ids=lambda odd: odd.__name__,
)
def test_no_link_is_followed_and_the_others_are_collected(exchange, odd, monkeypatch):
    monkeypatch.setattr(incoming, "MOST_FILES", 50)
    exchange.hand_in("ana")
    folder = exchange.hand_in("mallory")
    odd(exchange, folder)
    exchange.give(folder, "mallory")
    exchange.hand_in("zoe")
    found, said = exchange.collect()
    assert set(found) == {"ana", "mallory", "zoe"}
    hers = found["mallory"]
    assert b"the answers" not in hers.values()
    assert len(hers) <= 51
    assert not (exchange.course / "nbgrader_config.py").exists()
    if odd is not timestamp_is_a_link:
        assert "mallory: left out (links, odd names, too many, too large or not readable)" in said


@pytest.mark.parametrize(
    "name", ["mallory+ps1+yesterday+x", "..+ps1+2026-01-01 00:00:00 UTC+x", "+ps1+x", "<b>+ps1+x+y"]
)
def test_an_odd_name_costs_nobody_else_anything(exchange, name):
    exchange.hand_in("ana")
    (exchange.inbound / name).mkdir()
    (exchange.inbound / "ben+ps1+2026-01-01 00:00:00 UTC+x").symlink_to(exchange.course)
    (exchange.inbound / "ps1").touch()
    found, said = exchange.collect()
    assert set(found) == {"ana"}
    assert "Left out ben+ps1+2026-01-01 00:00:00 UTC+x: it is not a folder." in said
    assert [path.name for path in exchange.course.iterdir()] == ["submitted"]


def test_a_folder_is_as_young_as_the_youngest_file_in_it(exchange, monkeypatch):
    """Its own time stays as it was when a file is written over in place."""
    folder = exchange.hand_in("ana")
    (folder / "more").mkdir()
    (folder / "more" / "x").touch()
    monkeypatch.setattr(
        Collect, "_when", lambda _, named, at: (datetime.fromtimestamp(at, UTC).replace(tzinfo=None), None)
    )
    for path in (folder / "ps1.ipynb", folder / "more" / "x"):
        before = folder.stat().st_ctime_ns
        time.sleep(0.02)
        with path.open("r+b") as file:
            file.write(b"!")
        assert folder.stat().st_ctime_ns == before
        found, _ = exchange.collect(update=True)
        assert stamp(found["ana"]) == datetime.fromtimestamp(path.stat().st_ctime, UTC)


def test_what_changes_while_it_is_read_costs_its_own_student(exchange, monkeypatch):
    folder = exchange.hand_in("ana")
    exchange.hand_in("ben")
    real = incoming.put

    def put(target, files, when):
        if target.parent.name == "ana":
            (folder / "ps1.ipynb").write_bytes(b"written late")
        return real(target, files, when)

    monkeypatch.setattr(incoming, "put", put)
    found, said = exchange.collect()
    assert set(found) == {"ben"}
    assert "ana: not collected: it was changed while it was read; collect again." in said


def test_how_long_one_student_s_folders_are_looked_at_has_a_limit(exchange, monkeypatch):
    """Links to one file take no room, and no quota counts them."""
    monkeypatch.setattr(exchanges, "_MOST_NAMES", 100)
    monkeypatch.setattr(exchanges, "_MOST_NAMES_OF_STUDENT", 400)
    looked: list[str] = []
    ignored = Collect._is_ignored
    monkeypatch.setattr(Collect, "_is_ignored", lambda self, name: looked.append(name) or ignored(self, name))
    for ago in range(1, 9):
        folder = exchange.hand_in("mallory", ago=timedelta(seconds=ago))
        (folder / "more").mkdir()
        for number in range(300):
            os.link(folder / "ps1.ipynb", folder / "more" / f"x{number}")
    exchange.hand_in("ana")
    found, said = exchange.collect()
    assert set(found) == {"ana", "mallory"}
    assert len(found["mallory"]) < 110
    assert "mallory: left out" in said
    assert "all beyond the first 100 names" in said
    assert said.count("too much is in newer ones of this student's") == 6
    assert len(looked) < 450


def test_if_nothing_can_be_taken_what_is_there_stays(exchange):
    exchange.hand_in("ana", ago=timedelta(minutes=5))
    before, _ = exchange.collect()
    for student in ("ana", "ben"):
        for path in exchange.hand_in(student).iterdir():
            if path.name != "timestamp.txt":
                path.unlink()
    found, said = exchange.collect(update=True)
    assert found == before
    assert "ana: not collected: there are no files." in said
    assert [path.name for path in (exchange.course / "submitted").iterdir()] == ["ana"]


def test_a_folder_is_not_older_than_it_is(exchange, empty_gradebook):
    exchange.config.CourseDirectory.db_url = f"sqlite:///{empty_gradebook}"
    due = datetime.now(UTC) - timedelta(days=1)
    exchange.hand_in("ana", ago=timedelta(days=2))
    found, said = exchange.collect()
    assert f"{due:%Y-%m-%d}" < found["ana"]["timestamp.txt"].decode()
    assert "ana: the folder's name says" in said
    assert "c.Collect.most_minutes = 0 relies on names" in said
    found, said = exchange.collect(most_minutes=0, before_duedate=True)
    assert f"{due:%Y-%m-%d}" > found["ana"]["timestamp.txt"].decode()
    assert "says" not in said


@pytest.mark.needs("root")
def test_nobody_hands_in_for_somebody_else(exchange):
    exchange.hand_in("ana", ago=timedelta(minutes=2))
    (exchange.hand_in("ana", "mallory") / "ps1.ipynb").write_bytes(b"{}")
    exchange.hand_in("ben", "mallory")
    found, said = exchange.collect()
    assert {student: files["ps1.ipynb"] for student, files in found.items()} == {"ana": WORK}
    assert "it is mallory's (c.ExchangeCollect.check_owner = False takes it)" in said
    assert set(exchange.collect(check_owner=False)[0]) == {"ana", "ben"}


@pytest.mark.needs("root")
@pytest.mark.parametrize("said", [None, "2026-10-01 12:00:00 UTC", "no time", "a link"])
def test_nobody_hands_in_a_folder_of_somebody_else(exchange, said):
    """Who may write to the folder above can move it into the exchange, and give it a name."""
    exchange.hand_in("ana", ago=timedelta(minutes=2))
    draft = exchange.hand_in("ana")
    (draft / "ps1.ipynb").write_bytes(b"{}")
    (draft / "timestamp.txt").unlink()
    if said == "a link":
        (draft / "timestamp.txt").symlink_to("ps1.ipynb")
    elif said:
        (draft / "timestamp.txt").write_text(said)
    exchange.give(draft, "ana")
    found, told = exchange.collect()
    assert found["ana"]["ps1.ipynb"] == WORK
    assert f"Left out {draft.name}: nbgrader did not write it" in told


@pytest.mark.needs("root")
def test_a_folder_without_a_time_is_taken_if_there_is_no_other(exchange):
    (exchange.hand_in("ana") / "timestamp.txt").unlink()
    found, said = exchange.collect()
    assert set(found) == {"ana"}
    assert "left out" not in said.lower()


@pytest.mark.needs("root")
def test_a_user_without_a_name_is_nobody_who_has_one(exchange):
    stranger = 24999
    for student in ("ana", "no-user"):
        folder = exchange.hand_in(student, "mallory")
        for path in (folder, *folder.iterdir()):
            os.chown(path, stranger, -1)
    found, said = exchange.collect()
    assert set(found) == {"no-user"}
    assert "it is user 24999's" in said


def test_many_folders_of_one_user_are_few_lines(exchange):
    for number in range(30):
        exchange.hand_in(f"<{number}>", "mallory" if number else "ana")
    _, said = exchange.collect()
    assert said.count("it does not name a student") < 15
    assert re.search(r"Left out (19|20) more folders of \w+\.", said)


@pytest.mark.needs("root")
def test_where_users_have_no_names_of_their_own_two_for_one_student_are_told(exchange, monkeypatch):
    monkeypatch.setattr(pwd, "getpwuid", lambda number: SimpleNamespace(pw_name="jovyan"))
    exchange.hand_in("ana", ago=timedelta(minutes=2))
    exchange.hand_in("ana", "mallory")
    exchange.hand_in("ben")
    found, said = exchange.collect()
    assert set(found) == {"ben"}
    assert "ana: users 23003 and 23005 both handed in under this name; none is taken." in said


@pytest.mark.needs("root")
def test_where_names_are_not_users_two_for_one_student_are_told(exchange):
    exchange.hand_in("4711", "ana", ago=timedelta(minutes=2))
    exchange.hand_in("4711", "mallory")
    found, said = exchange.collect(check_owner=False)
    assert found == {}
    assert "4711: users 23003 and 23005 both handed in under this name; none is taken." in said


@pytest.mark.needs("root")
def test_who_hands_in_under_every_name_keeps_nobody_out(exchange, monkeypatch):
    monkeypatch.setattr(pwd, "getpwuid", lambda number: SimpleNamespace(pw_name="jovyan"))
    for student in ("ana", "ben"):
        exchange.hand_in(student, ago=timedelta(minutes=2))
        (exchange.hand_in(student, "mallory") / "ps1.ipynb").write_bytes(b"{}")
    found, said = exchange.collect()
    assert {student: files["ps1.ipynb"] for student, files in found.items()} == {"ana": WORK, "ben": WORK}
    assert "User 23005 handed in under 2 names: ana, ben." in said


@pytest.mark.needs("root")
def test_who_invents_names_fills_no_disk_by_it(exchange, monkeypatch):
    """30 names with links to one file of holes became 7 GB."""
    monkeypatch.setattr(pwd, "getpwuid", lambda number: SimpleNamespace(pw_name="jovyan"))
    exchange.config.CourseDirectory.max_file_size = 10_000
    exchange.hand_in("ana")
    first = exchange.hand_in("m1", "mallory")
    with (first / "holes.bin").open("wb") as file:
        file.truncate(5 << 20)
    (first / "full.bin").write_bytes(os.urandom(2 << 20))
    exchange.give(first, "mallory")
    for number in (2, 3):
        folder = exchange.hand_in(f"m{number}", "mallory")
        os.link(first / "full.bin", folder / "full.bin")
    found, said = exchange.collect()
    assert {name: set(files) & {"full.bin", "holes.bin"} for name, files in found.items()} == {
        "ana": set(),
        "m1": {"full.bin"},
        "m2": set(),
        "m3": set(),
    }
    assert "User 23005 handed in under 3 names: m1, m2, m3." in said
    assert "m3: left out" in said


@pytest.mark.needs("root")
def test_a_course_s_folder_that_is_a_students_is_refused(exchange):
    exchange.hand_in("ana")
    os.chown(exchange.inbound.parent, USERS["mallory"], -1)
    with pytest.raises(ExchangeError, match="belongs to somebody else"):
        exchange.collect()


def test_both_kinds_of_courses_collect_so(tiny_course):
    ours, theirs = Course(tiny_course.root).settings(), Config()
    seal.configure(theirs)
    for config in (ours, theirs):
        assert (ExchangeFactory(config=config).collect, ExchangeFactory(config=config).list) == (Collect, List)


def test_all_that_students_left_is_listed_and_removed(exchange):
    """A pipe held the list for ever, and a file ended the removal of all that came after it."""
    exchange.hand_in("ana")
    exchange.hand_in("zoe")
    os.mkfifo(exchange.hand_in("mallory") / "other.ipynb")
    pipe, stamp = next(exchange.inbound.glob("mallory+*")), "2026-10-01 12:00:00.000000 UTC+x"
    (exchange.inbound / f"ben+ps1+{stamp}").write_text("a file")
    (exchange.inbound / f"nil+ps1+{stamp}").symlink_to(exchange.course)
    deep = exchange.inbound / f"deep+ps1+{stamp}" / "/".join("abcdefghij" * 20)
    deep.mkdir(parents=True)
    listed, said = exchange.listed()
    assert [one["student_id"] for one in listed] == ["ana", "deep", "zoe"]
    assert f"Not a submission: {pipe.name}" in said
    exchange.listed(remove=True)
    assert list(exchange.inbound.iterdir()) == []
    assert exchange.course.is_dir()
