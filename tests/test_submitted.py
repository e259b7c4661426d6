"""What is in ``submitted/``: whose it is, which file counts, and when it was handed in."""

import json
import os
import time
import unicodedata
from datetime import UTC, datetime

import nbformat
import pytest
from class_of_students import RIGHT, filled_in, hand_in

from chainrule.grading import harmless, lms
from chainrule.grading.notebooks import parsed, source_text
from chainrule.grading.submission import choosing, pictures, stamps
from chainrule.grading.term import incoming, submitted
from chainrule.grading.term.submitted import find, read


def put(course, student, files):
    folder = course.root / "submitted" / student / "01_tiny"
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


@pytest.fixture
def right(released_course):
    return nbformat.writes(filled_in(released_course, RIGHT)).encode()


def other(text="x = 1"):
    return json.dumps(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text)])).encode()


# --- Which file -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("files", "chosen", "said"),
    [
        (["homework.ipynb", "._homework.ipynb"], "homework.ipynb", "not named"),
        (["Homework.IPYNB", ".DS_Store", "Thumbs.db"], "Homework.IPYNB", "Homework.IPYNB."),
        (["homework.ipynb.txt", "plan.pdf"], "homework.ipynb.txt", "beside plan.pdf"),
        (["Untitled.ipynb", "answers.ipynb"], "answers.ipynb", "beside Untitled.ipynb"),
        (["answers-checkpoint.ipynb", "answers.ipynb"], "answers.ipynb", "not named"),
        (["01_tiny.ipynb", "Untitled.ipynb"], "01_tiny.ipynb", None),
    ],
)
def test_the_notebook_of_the_assignment_is_taken_whatever_is_beside_it(released_course, right, files, chosen, said):
    put(released_course, "ada", {name: right if name in (chosen, "._homework.ipynb") else other() for name in files})
    [handed] = find(released_course, ["01_tiny"])
    assert handed.path.name == chosen
    assert (said in handed.note) if said else handed.note is None
    assert handed.read() == right


def test_a_notebook_that_breaks_the_reading_costs_its_own_student_only(released_course, right, monkeypatch):
    reading = choosing.read

    def read(data, **options):
        return reading(data, **options) if data == right else 1 / 0

    monkeypatch.setattr(choosing, "read", read)
    put(released_course, "ada", {"a.ipynb": right, "b.ipynb": right})
    put(released_course, "mallory", {"a.ipynb": other(), "b.ipynb": other("y = 1")})
    ada, mallory = find(released_course, ["01_tiny"])
    assert ada.problem is None
    assert "only: a.ipynb, b.ipynb" in mallory.problem


def test_to_choose_a_notebook_no_picture_is_decoded_and_not_every_file_is_read(released_course, right, monkeypatch):
    monkeypatch.setattr(pictures, "_reencoded", lambda data: 1 / 0)
    photo = right.replace(b"Twice", b"![](data:image/png;base64,aaaa) Twice")
    put(released_course, "ada", {f"{number}.ipynb": other(f"x = {number}") for number in range(60)})
    put(released_course, "ada", {"01_tiny.ipynb.txt": photo})
    [handed] = find(released_course, ["01_tiny"])
    assert handed.path.name == "01_tiny.ipynb.txt"
    assert len(choosing.to_read([f"{number}" for number in range(60)], "01_tiny")) == 50


@pytest.mark.parametrize(
    "content",
    [
        b'"",' * 500_000,
        b'{"cells": [' + b"1," * 3_000_000 + b"1]}",
        other("x=1\n" * 24_000),
        b'{"cells": [], "a": ' + b" " * 10_000_000 + b"1}",
    ],
    ids=["strings", "numbers", "code", "spaces"],
)
def test_a_folder_of_false_notebooks_costs_everybody_a_moment_only(released_course, right, content):
    put(released_course, "ada", {f"{number:02}.ipynb": content for number in range(25)} | {"homework.ipynb": right})
    start = os.times()
    [handed] = find(released_course, ["01_tiny"])
    end = os.times()
    assert handed.path.name == "homework.ipynb"
    spent = sum(end[:4]) - sum(start[:4])  # of a core, by this process and those that it waited for
    assert spent < 5


def test_a_notebook_with_large_outputs_is_found_beside_others(released_course, right):
    notebook = nbformat.reads(right.decode(), 4)
    table = "<td>1.0</td>" * 200 + "\n"
    notebook.cells[-1].outputs = [nbformat.v4.new_output("display_data", {"text/html": table * 1_000})]
    notebook.cells[-2].outputs = [nbformat.v4.new_output("stream", text=f"{number}\n") for number in range(2_000)]
    put(released_course, "ada", {"homework.ipynb": nbformat.writes(notebook).encode(), "a.ipynb": other()})
    [handed] = find(released_course, ["01_tiny"])
    assert handed.path.name == "homework.ipynb"


def test_many_large_notebooks_are_not_all_held_at_once(released_course, right, monkeypatch):
    monkeypatch.setattr(submitted, "MOST_TOGETHER", len(right) + 1_000)
    held = []
    monkeypatch.setattr(choosing, "choose", lambda source, name, files: held.append(sum(map(len, files.values()))))
    large = {f"{number}.ipynb": b" " * 400 for number in range(10)}
    put(released_course, "ada", {"01_tiny.ipynb.txt": right, **large})
    find(released_course, ["01_tiny"])
    assert held == [len(right) + 800]


def test_of_two_tries_the_one_that_is_answered_counts(released_course, right):
    empty = nbformat.writes(filled_in(released_course, {})).encode()
    put(released_course, "ada", {"a.ipynb": empty, "b.ipynb": right, "c.ipynb": empty})
    [handed] = find(released_course, ["01_tiny"])
    assert handed.path.name == "b.ipynb"


def test_a_notebook_of_the_right_name_does_not_win_over_the_one_that_is_answered(released_course, right):
    """Jupyter's *Duplicate* leaves the released one untouched; a note tells of whatever else has answers."""
    empty = nbformat.writes(filled_in(released_course, {})).encode()
    some = nbformat.writes(filled_in(released_course, {"facts": RIGHT["facts"]})).encode()
    put(released_course, "ada", {"01_tiny.ipynb": empty, "01_tiny-Copy1.ipynb": right})
    put(released_course, "ben", {"01_tiny.ipynb": some, "final.ipynb": right, "plan.pdf": b""})
    put(released_course, "cid", {"01_tiny.ipynb": right, "old.ipynb": some, "empty.ipynb": empty})
    put(released_course, "dan", {"01_tiny.ipynb": b"torn", "empty.ipynb": empty})
    put(released_course, "eve", {"01_tiny.ipynb": some, "01_tiny (1).ipynb": some})
    ada, ben, cid, dan, eve = find(released_course, ["01_tiny"])
    assert (ada.path.name, ben.path.name, cid.path.name) == ("01_tiny-Copy1.ipynb", "final.ipynb", "01_tiny.ipynb")
    assert ada.note == "01_tiny-Copy1.ipynb is graded, which has more answers than 01_tiny.ipynb."
    assert ben.note == "final.ipynb is graded, which has more answers than 01_tiny.ipynb, beside plan.pdf."
    assert cid.note == "01_tiny.ipynb is graded; beside it, with answers to the same questions: old.ipynb."
    assert eve.note == "01_tiny.ipynb is graded; beside it, with answers to the same questions: 01_tiny (1).ipynb."
    assert (dan.path.name, dan.note) == ("01_tiny.ipynb", None)


def test_the_final_notebook_of_the_right_name_is_not_replaced_by_an_older_try(released_course, right):
    """One that lies deeper, or has a few more answers, may well be older; of the second kind a note tells."""
    two = nbformat.writes(filled_in(released_course, dict(list(RIGHT.items())[:2]))).encode()
    one = nbformat.writes(filled_in(released_course, {"facts": RIGHT["facts"]})).encode()
    put(released_course, "ada", {"01_tiny.ipynb": one, "old/01_tiny.ipynb": right})
    put(released_course, "ben", {"01_tiny.ipynb": two, "01_tiny-backup.ipynb": right})
    ada, ben = find(released_course, ["01_tiny"])
    assert [ada.path.name, ada.path.parent.name] == ["01_tiny.ipynb", "01_tiny"]
    assert ada.note == "01_tiny.ipynb is graded; beside it, with answers to the same questions: old/01_tiny.ipynb."
    assert ben.path.name == "01_tiny.ipynb"
    assert ben.note == "01_tiny.ipynb is graded; beside it, with answers to the same questions: 01_tiny-backup.ipynb."


def test_the_same_holds_for_what_an_lms_packs(released_course, right):
    some = nbformat.writes(filled_in(released_course, {"facts": RIGHT["facts"]})).encode()
    source = parsed(source_text(released_course, "01_tiny"))
    chosen = choosing.choose(source, "01_tiny", {"hw/01_tiny.ipynb": some, "hw/final.ipynb": right})
    assert chosen == choosing.Choice("hw/final.ipynb", ["hw/01_tiny.ipynb"])


def test_a_notebook_of_the_right_name_that_is_too_large_to_look_into_is_taken(released_course, right, monkeypatch):
    large = right + b" " * len(right)
    monkeypatch.setattr(choosing, "_MOST_STEPS", choosing._steps(right))
    put(released_course, "ada", {"01_tiny.ipynb": large, "old.ipynb": right})
    [handed] = find(released_course, ["01_tiny"])
    assert handed.path.name == "01_tiny.ipynb"


def test_a_notebook_in_a_folder_is_found(released_course, right, tmp_path):
    """A zip that Gradescope unpacks, and a repository, have folders."""
    put(
        released_course, "ada", {"hw1/01_tiny.ipynb": right, "README.md": b"", "timestamp.txt": b"2030-01-02 12:00 UTC"}
    )
    put(released_course, "ben", {"all/02_next.ipynb": other(), "all/.git/x.ipynb": right, "all/one/my.ipynb": right})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "01_tiny.ipynb").write_bytes(right)
    put(released_course, "mal", {"x": b""})
    (released_course.root / "submitted" / "mal" / "01_tiny" / "link").symlink_to(tmp_path / "elsewhere")
    ada, ben, mal = find(released_course, ["01_tiny"])
    assert ada.note == "The notebook was not named 01_tiny.ipynb but hw1/01_tiny.ipynb, beside README.md."
    assert ada.read() == ben.read() == right
    assert ada.folder == ben.folder.parents[1] / "ada" / "01_tiny"
    assert submitted.time_in(ada.folder, None)[0] == datetime(2030, 1, 2, 12)
    assert mal.problem == "There is no 01_tiny.ipynb, only: link, x."


def test_several_notebooks_of_something_else_are_named(released_course):
    put(released_course, "ada", {"a.ipynb": other(), "b.ipynb": other()})
    [handed] = find(released_course, ["01_tiny"])
    assert handed.problem == "There is no 01_tiny.ipynb, only: a.ipynb, b.ipynb."


# --- Whose ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["अनुष्का शर्मा", "நீலா", "ศิริพร", "José", "陳大文", "أحمد", "ada@example.org", "_x", "น้ำฝน", "ကျွန်ုပ်", "Nguyễn"]
)
def test_names_of_every_script_are_names(released_course, name):
    hand_in(released_course, name, RIGHT)
    [handed] = find(released_course, ["01_tiny"], (name,))
    assert handed.student == name
    assert handed.has_name


def test_a_folder_as_macos_writes_it_has_the_name_that_everyone_means(released_course):
    hand_in(released_course, unicodedata.normalize("NFD", "josé"), RIGHT)
    [handed] = find(released_course, ["01_tiny"], ("josé",))
    assert handed.student == unicodedata.normalize("NFC", "josé")
    assert isinstance(handed.read(), bytes)


def test_two_folders_that_look_the_same_are_one_student_with_a_note(released_course):
    for form in ("NFC", "NFD"):
        hand_in(released_course, unicodedata.normalize(form, "josé"), RIGHT)
    [handed] = find(released_course, ["01_tiny"])
    assert "looks the same" in handed.note


@pytest.mark.parametrize("name", ["<b>x", "-x", " x", "o'hara", "a\u202eb", "x" * 201])
def test_what_would_act_on_a_page_or_in_a_shell_is_no_name(released_course, name):
    hand_in(released_course, name, RIGHT)
    [handed] = find(released_course, ["01_tiny"])
    assert not handed.has_name


#: Unicode's Default_Ignorable_Code_Point, and Bidi_Control: nobody sees them.
UNSEEN = [
    0x34F,
    0x115F,
    0x1160,
    0x17B4,
    0x17B5,
    *range(0x180B, 0x1810),
    0x3164,
    *range(0xFE00, 0xFE10),
    0xFFA0,
    0xE0100,
]
UNSEEN += [0xAD, 0x200B, 0x200D, 0x2060, 0xFEFF, 0xE0001]
TURNING = [0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]


def test_names_that_look_the_same_are_not_two_students():
    for code in [*UNSEEN, *TURNING]:
        assert not submitted.is_student(f"ada{chr(code)}"), hex(code)
    assert not any(map(submitted.is_student, ["ada ", "ada  byron", "ada\u00a0byron"]))
    owners = [
        lms.owner_of(f"Ada{char} Lovelace_{number}_assignsubmission_file_")
        for number, char in enumerate(("", "\u034f", "\u3164", "\ufe0f"), 1)
    ]
    assert [owner.student for owner in owners] == ["Ada_Lovelace"] * 4


LOOK_ALIKES = [
    ("finn", "ﬁnn"),
    ("dijk", "dĳk"),
    ("ljuba", "ǉuba"),
    ("2", "²"),
    ("ada", "𝖺𝖽𝖺"),
    ("ana", "ａna"),
    ("or", "oʳ"),
    ("ك", "ﻙ"),
    ("a\u0332nn", "a\u0332\u0332nn"),
    ("á", "a" + "\u0301" * 60),
    ("á", "á\u0332\u0301"),
]


@pytest.mark.parametrize(("name", "other"), LOOK_ALIKES)
def test_of_two_names_that_look_the_same_in_one_script_one_is_none(name, other):
    assert submitted.is_student(name)
    assert not submitted.is_student(other)
    owners = [lms.owner_of(f"{one} Lee_{number}_assignsubmission_file") for number, one in enumerate((name, other))]
    assert len({owner.student.replace("\u0332", "") for owner in owners}) == 1  # so none of both is taken
    assert all(submitted.is_student(owner.student) for owner in owners)


@pytest.mark.parametrize("name", ["\u0301ada", "ada \u0301x", "ada-\u0301x"])
def test_a_mark_is_on_a_letter(name):
    assert not submitted.is_student(name)


def test_what_turns_the_direction_of_text_is_left_out():
    assert all(harmless.text(f"a{chr(code)}b") == "ab" for code in TURNING)


def test_a_link_is_not_followed(released_course, tmp_path):
    path = hand_in(released_course, "ada", RIGHT)
    path.rename(tmp_path / "x")
    path.symlink_to(tmp_path / "x")
    assert read(path) == "The notebook is a symbolic link."


# --- When -----------------------------------------------------------------------------------------------------------

NOON = datetime(2026, 10, 13, 12)


@pytest.mark.parametrize(
    "stamp",
    [
        "2026-10-13 12:00:00",
        "2026-10-13 12:00:00.000000 UTC",
        "2026-10-13T12:00:00Z",
        "2026-10-13 14:00:00 CEST",
        "2026-10-13 14:00 +0200",
        "2026-10-13 14:00:00 +02:00",
        "2026-10-13T14:00:00.0+02:00",
        "2026-10-13 14:00:00 GMT+2",
        "2026-10-13 14:00:00 Europe/Berlin",
        "2026-10-13 08:00:00 EDT",
        "2026-10-13 8:00 am EDT",
        "2026-10-13 05:00:00 PDT",
        "2026-10-13 09:00:00 -03",
        "2026-10-13 17:30 UTC+5:30",
        "2026-10-13 22:00:00 AEST",
        "10/13/2026 12:00 PM",
        "10/13/2026 10:00 PM AEST",
        "13.10.2026 12:00",
        "Tue, 13 Oct 2026 14:00:00 +0200 (CEST)",
        "Tue Oct 13 14:00:00 CEST 2026",
        "Tuesday, 13 October 2026, 12:00 PM",
        "\ufeff2026-10-13 12:00:00 UTC\r\n",
    ],
)
def test_times_as_people_and_programs_write_them(stamp):
    assert stamps.when(stamp.encode()) == (NOON, None)


def test_what_powershell_writes():
    assert stamps.when("2026-10-13 14:00:00 CEST\r\n".encode("utf-16")) == (NOON, None)


@pytest.mark.parametrize(
    "stamp",
    [
        "2026-10-13 12:00:00 IST",
        "2026-10-13 12:00:00 XYZ",
        "2026-10-13 12:00:00 +9900",
        "2026-10-13 12:00:00 200",
        "2026-10-13",
        "12:00",
        "13 Oct 12:00",
        "13/10/26 12:00",
        "10/11/2026 12:00",
        "2026-10-13 12:00:00 CEST tomorrow",
        "2026-13-45 99:00",
        f"2026-11-29 9:{'9' * 40}:1 12:30",
        "x" * 1000,
        "\ud800",
    ],
)
def test_what_can_mean_two_things_or_none_cannot_be_read(stamp):
    when, problem = stamps.when(stamp.encode("utf-8", "surrogatepass"))
    assert when is None
    assert "cannot be read" in problem


def test_an_abbreviation_of_the_courses_own_zone_is_known():
    assert stamps.when(b"2026-10-13 17:30:00 IST", "Asia/Kolkata") == (NOON, None)
    for zone, hour in (("CEST", 0), ("CET", 1)):  # the hour that comes twice
        assert stamps.when(f"2026-10-25 02:30:00 {zone}".encode(), "Europe/Berlin") == (
            datetime(2026, 10, 25, hour, 30),
            None,
        )
    assert stamps.when(b"2026-10-13 15:00:00 IDT", "Asia/Jerusalem") == (NOON, None)


@pytest.mark.parametrize("zone", ["CST", "CDT", "PST", "IST", "BST"])
@pytest.mark.parametrize("stamp", ["2026-10-13 12:00:00 {}", "Tue Oct 13 12:00:00 {} 2026"])
def test_an_abbreviation_of_several_zones_is_not_guessed(stamp, zone):
    when, problem = stamps.when(stamp.format(zone).encode(), "Europe/Berlin")
    assert when is None
    assert f": {zone} stands for several time zones (write it like" in problem


@pytest.mark.parametrize(
    ("home", "stamp"),
    [
        ("Asia/Shanghai", "20:00:00 CST"),
        ("America/Chicago", "07:00:00 CDT"),
        ("America/Chicago", "06:00:00 CST"),  # as many write in summer, too
        ("America/Havana", "08:00:00 CDT"),
        ("Asia/Manila", "20:00:00 PST"),
        ("Europe/London", "13:00:00 BST"),
        ("Europe/Dublin", "13:00:00 IST"),
    ],
)
def test_one_of_several_zones_is_that_of_the_course_or_of_the_machine(monkeypatch, home, stamp):
    stamp = f"2026-10-13 {stamp}".encode()
    assert stamps.when(stamp, home) == (NOON, None)
    monkeypatch.setenv("TZ", home)
    time.tzset()
    try:
        assert stamps.when(stamp) == stamps.when(stamp, "Europe/Berlin") == (NOON, None)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_nothing_is_no_time():
    assert stamps.when(b" \n") == (None, None)


@pytest.mark.parametrize(
    "name",
    [
        *("nbgrader_config.py", "Jupyter_Server_config.json", "src/sitecustomize.py", "HEAD", "data/head"),
        *("jupytext.toml", "pyproject.toml"),
    ],
)
def test_what_programs_run_where_they_are_started_is_left_out(tmp_path, name):
    """An instructor may start one in the folder, to look at what was handed in."""
    files = [(one, lambda most: b"print(1)") for one in ("a.ipynb", name, "config.py")]
    left_out = incoming.put(tmp_path / "bob" / "ps1", files, lambda: datetime.now(UTC))
    assert name in left_out
    found = {path.name for path in (tmp_path / "bob").rglob("*") if path.is_file()}
    assert found == {"a.ipynb", "config.py", "timestamp.txt"}


def test_a_notebook_tells_jupytext_nothing_and_is_the_same_otherwise(tmp_path):
    """From the exchange and from repositories, too; a cell may well speak of it."""
    book = {"cells": [{"source": ['"jupytext": 1', "jupytext"]}], "metadata": {"kernelspec": {"name": "python3"}}}
    text = json.dumps({**book, "metadata": {"jupytext": {"formats": "ipynb,../../../source/x///py"}}})
    for spelt in (text, text.replace('"jupytext": {', '"j\\u0075pytex\\u0074"\n:{')):
        files = [("ps1.ipynb", lambda most, spelt=spelt: spelt.encode())]
        incoming.put(tmp_path / "bob" / "ps1", files, lambda: datetime.now(UTC))
        found = json.loads((tmp_path / "bob" / "ps1" / "ps1.ipynb").read_bytes())
        assert "jupytext" not in found["metadata"]
        assert found["cells"] == book["cells"]
