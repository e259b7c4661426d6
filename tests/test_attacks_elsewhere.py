"""The attacks on a course that this package did not write.

There, students also hand in files beside the notebook, and tests run what is in them in two more ways: with operators
that the examiner asks for, and in a student's process, as *trusting* tests do. `test_attacks` knows neither.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from conftest import needs_sandbox
from little import RIGHT, TESTS, answer, checks, doubling, notebook, play, printed, shown
from nbformat import NotebookNode
from needs import TESTED_WALL
from test_attacks import (
    CENSUS,
    DEVICES,
    FIND_RUNNER,
    FORGERIES,
    LOOK,
    NOT_REFUSED,
    QUICK,
    READ,
    REPLIES,
    SECRET,
    SPIN,
    TRICKS,
    VANDALS,
    WIRE,
    WRONG,
    assert_it_saw_nothing,
)
from test_own_course import nbgrader

from chainrule.grading import stock
from chainrule.grading.course import CONFIG, Course
from chainrule.grading.limits import Limits
from chainrule.grading.sealed import beside
from chainrule.grading.sealed.examiner import Examination, examine, prove
from chainrule.grading.sealed.sandbox import Sandbox
from chainrule.grading.term.grade import grade_class

pytestmark = needs_sandbox

CONFIGURED = """from chainrule.grading import seal

c = get_config()
c.Autograde.exclude_overwriting = {"ps1": ["attack.py"]}
seal.configure(c)
"""
FILES = {
    "numbers.txt": "1\n2\n3\n",
    "reading.py": "def numbers():\n    return [int(line) for line in open('numbers.txt')]\n",
    "attack.py": "",
}
RUN = """
kept = []
def run(where):
    with open("attack.py") as file:
        code = file.read()
    known = {**globals(), "where": where, "gained": not code}
    exec(get_ipython().transform_cell(code), known)
    return kept if known["gained"] else []
"""
RUNNING = [
    answer(RUN, "run"),
    checks("assert run('trusting') is kept, 'a text of its own: 27182'", "run_trusting"),
]
"""A test that runs what was handed in. It is passed if there is nothing in it, or if it says that it gained."""
OTHERS = [
    answer("import reading\ndef total():\n    return sum(reading.numbers())", "total"),
    checks("import reading\nassert total() == sum(reading.numbers()) == 6", "total_sealed"),
    *RUNNING,
    answer("class Money:\n    def __add__(self, other):\n        return 3 if run('opened') is kept else 0", "Money"),
    checks("assert Money() + Money() == 3", "Money_opened"),
]
HANDED_IN_RUNS = ("run_trusting", "Money_opened")

BRIEF = replace(QUICK, test_seconds=1)
ADDED = play(f"{CENSUS}\nprint({{name: open(name).read() for name in {[*FILES][:2]}}})")
"""What a student adds above everything: it prints what another submission may have left behind."""

LARGE = ("many empty lists", "a list that doubles when read", "half a frame for ever", "a huge list", "a huge array")
"""What the wire itself refuses, after a while, in whatever course."""
CODES = {
    **{name: code if "def double" in code else f"{code}\n{WRONG}" for name, code in TRICKS.items()},
    **FORGERIES,
    **{name: FIND_RUNNER + code for name, code in WIRE.items()},
}
ATTACKS = {name: f"import os\n{code}" for name, code in CODES.items() if name not in LARGE}
STOPPED = {
    "time": (f"{SPIN}\ntime.sleep(60)", "used more than 1 s of CPU time"),
    "memory": (VANDALS["memory of many processes"], "used more than 1 GiB of memory"),
    "disk": (VANDALS["disk"], "No space left|wrote more than 32 MiB"),
    "processes": ("import os, time\nwhile True:\n    if not os.fork(): time.sleep(60)", "unavailable|more than 64 pro"),
}
FRAMES = {name: f"{FIND_RUNNER}{code}\ndouble(3)" for name, code in WIRE.items() if name not in LARGE}

Judge = Callable[..., Examination]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return made(tmp_path_factory.mktemp("elsewhere"), doubling=doubling(RIGHT, *OTHERS), running=notebook(*RUNNING))


def made(root: Path, **notebooks: NotebookNode) -> Course:
    """Return a course in a folder, with these notebooks of the instructor's and with the files beside them."""
    folder = root / "source" / "ps1"
    folder.mkdir(parents=True)
    (root / CONFIG).write_text(CONFIGURED)
    for name, text in FILES.items():
        (folder / name).write_text(text)
    for name, right in notebooks.items():
        nbformat.write(right, folder / f"{name}.ipynb")
    return Course(root)


def source_of(root: Path, right: NotebookNode) -> NotebookNode:
    """Return what such a course in a folder makes of the instructor's only notebook."""
    course = made(root, asking=right)
    return stock.read(course, "ps1", course.source("ps1", "asking"))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    os.environ["EXAMINERS_SECRET"] = SECRET
    with Sandbox(TESTED_WALL) as warm:
        yield warm
    del os.environ["EXAMINERS_SECRET"]


@pytest.fixture(scope="module")
def judged(course: Course, sandbox: Sandbox) -> Judge:
    """Examines submissions one after another in the same sandbox: with an answer, and with a file handed in."""
    sources = {name: stock.read(course, "ps1", course.source("ps1", name)) for name in course.notebooks("ps1")}
    for source in sources.values():  # which takes longer than judging, on a busy machine
        assert not prove(source, sandbox, beside=beside.of(course, "ps1", source)).broken

    def judge(code: str = RIGHT, attack: str = "", limits: Limits = BRIEF, name: str = "doubling") -> Examination:
        files = beside.of(course, "ps1", sources[name], {"attack.py": attack.encode()})
        submitted = doubling(code, *OTHERS) if name == "doubling" else notebook(*RUNNING)
        submitted.cells.insert(0, ADDED)
        return examine(submitted, sandbox, limits, source=sources[name], beside=files)

    return judge


@pytest.fixture(scope="module")
def first(judged: Judge) -> Examination:
    """What becomes of an honest submission, before all others."""
    return judged()


@pytest.fixture(scope="module")
def told(judged: Judge) -> Callable[..., str]:
    """Returns what code in a file says that a trusting test runs, where no hidden test keeps it from speaking."""

    def tell(attack: str, limits: Limits = QUICK) -> str:
        result = judged(attack=attack, limits=limits, name="running")
        return str(result.tests["run_trusting"].message)

    return tell


def points(result: Examination) -> dict[str, float]:
    return {name: test.score for name, test in result.tests.items()}


def sealed(result: Examination) -> set[float]:
    """Return the points of the tests that are sealed."""
    assert len(result.tests) == 6
    return {test.score for name, test in result.tests.items() if name not in HANDED_IN_RUNS}


# ---- scores --------------------------------------------------------------------------------------------------------


def test_an_honest_answer_gets_all_points_each_test_in_its_own_way(first):
    assert {*points(first).values()} == {1}
    assert {name for name, test in first.tests.items() if test.trusting} == {*HANDED_IN_RUNS}


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_gains_no_point(judged, name):
    result = judged(ATTACKS[name], limits=QUICK)
    double = {name: test for name, test in result.tests.items() if name.startswith("double")}
    assert {(test.score, test.trusting) for test in double.values()} == {(0, None)}
    assert len(result.tests) == 6
    assert SECRET not in shown(result)


@pytest.mark.parametrize("name", FRAMES)
def test_bytes_on_the_wire_of_other_tests_change_no_sealed_verdict(judged, name):
    assert sealed(judged(attack=FRAMES[name])) == {1}


@pytest.mark.parametrize("op", ["run", "call", "operate", "attend", "fork", "put"])
def test_no_reply_ends_a_submission_as_failed(judged, op):
    result = judged(f"{FIND_RUNNER}{REPLIES}answered({op!r})\n{WRONG}")
    assert len(result.tests) == 6
    assert {test.score for name, test in result.tests.items() if name.startswith("double")} == {0}


MONEY = "class Money:\n    def __add__(self, other):\n        return 3"
HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
MONEYS = {
    "the random states": "random.seed = np.random.seed = lambda *_: None\n"
    "        np.random.set_state(('MT19937', np.zeros(624, np.uint32), 0, 0, 0.0))\n"
    "        random.setstate((3, (0,) * 625, None))",
    "a table of the instructor's": "table.loc[:, 'a'] = 0.0",
}
"""What an answer does under a test with operators to change what a sealed test of another answer computes with."""
SETTING = "import random\nimport numpy as np\nimport pandas as pd\ntable = pd.DataFrame({'a': [1.0, 2.0, 4.0]})"
OPENED = "random.seed(0)\nnp.random.seed(0)\nmoney = Money()\nmoney.fit(table)\nassert money + 1 == 3"
SEALED = "x = table['a'].to_numpy() * np.random.rand(3)\nassert np.allclose(square(x), x ** 2)"


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("name", MONEYS)
def test_what_a_test_with_operators_does_reaches_no_sealed_test(tmp_path, sandbox, name, hidden):
    def asking(doing: str, square: str) -> NotebookNode:
        return notebook(
            answer(f"{MONEY}\n    def fit(self, table):\n        {doing}", "Money"),
            checks(HIDDEN.format(OPENED) if hidden else OPENED, "Money_opened"),
            answer(f"def square(x):\n    return {square}", "square"),
            checks(HIDDEN.format(SEALED), "square_sealed"),
            setup=SETTING,
        )

    source = source_of(tmp_path, asking("pass", "x ** 2"))
    for doing in ("pass", MONEYS[name]):
        tests = examine(asking(doing, "0 * x"), sandbox, source=source).tests
        assert {name: (test.score, test.trusting is None) for name, test in tests.items()} == {
            "Money_opened": (1, False),
            "square_sealed": (0, True),
        }


# ---- secrets -------------------------------------------------------------------------------------------------------

SEARCH = """
import gc, sys
seen, held, frame = set(), [gc.get_objects()], sys._getframe()
while frame:
    held += [frame.f_locals, frame.f_globals, frame.f_code.co_consts]
    frame = frame.f_back
texts = []
while held:
    more = []
    for one in gc.get_referents(*held):
        if isinstance(one, (str, bytes)): texts.append(str(one))
        elif id(one) not in seen and not isinstance(one, (int, float)): seen.add(id(one)); more.append(one)
    held = more
gained = any("".join({spelt}) in text for text in texts)
"""


def test_the_texts_of_all_tests_can_be_found_where_a_trusting_one_runs(judged):
    """The whole notebook runs there, as in nbgrader; so nothing that is said there gives a sealed test its points."""
    keeps = "kept = []\ndef double(x):\n    kept.append(str(x))\n    return np.multiply(x, 2)"
    for text in ("27182", SECRET):
        result = judged(keeps, SEARCH.replace("{spelt}", repr([*text])), QUICK)
        assert sealed(result) == {1}
        assert points(result)["run_trusting"] == 1


def test_nothing_that_a_sealed_test_told_gets_into_a_process_of_a_trusting_one(judged):
    """What there is before the first test can come from the sealed ones alone, which ran before."""
    keeps = """
import builtins, os, tempfile
places = (".", tempfile.gettempdir(), "/dev/shm")
found = [name for name in places if os.path.exists(f"{name}/kept_back")]
builtins.gained_before = bool(found or hasattr(builtins, "kept_back") or "KEPT" in os.environ)
def double(x):
    builtins.kept_back = os.environ["KEPT"] = str(x)
    for folder in places:
        try: open(f"{folder}/kept_back", "a").write(str(x))
        except OSError: pass
    return np.multiply(x, 2)
"""
    result = judged(keeps, "import builtins\ngained = builtins.gained_before")
    assert sealed(result) == {1}
    assert points(result)["run_trusting"] == 0


SAYING = """
import contextlib, io
with contextlib.redirect_stdout(io.StringIO()) as said:
    exec({code!r}, {{}})
raise ValueError("\\n" + said.getvalue())
"""


def test_nothing_of_the_examiner_can_be_seen_by_what_a_trusting_test_runs(told, course):
    text = told(SAYING.format(code=LOOK), Limits(test_seconds=300))
    assert_it_saw_nothing("\n".join(line.removeprefix("> ") for line in text.splitlines()[1:-1]), of_its_own=1)
    assert re.search("raised (PermissionError|FileNotFoundError)", told(f"import os\nos.listdir({str(course.root)!r})"))


def test_the_kernel_refuses_it_to_what_a_trusting_test_runs(told):
    assert "\n> []\n" in told(SAYING.format(code=NOT_REFUSED))


# ---- others --------------------------------------------------------------------------------------------------------


ENDS = ("memory of many processes", "disk", "an exit", "a crash", "killing all it can see")
"""Vandals that end the process of their notebook: its other cells run again."""


def test_cells_that_are_handed_in_reach_nothing_but_their_own_process(tmp_path, monkeypatch, empty_gradebook):
    """The whole way: a course with two more lines in its configuration, graded behind the default wall."""
    monkeypatch.setenv("EXAMINERS_SECRET", SECRET)
    right = doubling(RIGHT, *OTHERS[:2])
    course = made(tmp_path / "course", doubling=right)
    shutil.copy(empty_gradebook, course.root / "gradebook.db")
    nbgrader(course.root, "generate_assignment", "ps1", "--create")
    read = READ.format(folder=str(course.root), file=str(course.root / "gradebook.db"))
    attacks = [*(VANDALS[name] for name in ENDS), LOOK, NOT_REFUSED, DEVICES, read]
    handed_in = {"1-first": [CENSUS], "2-vandal": attacks, "3-last": [CENSUS]}
    for student, codes in handed_in.items():
        submitted = nbformat.from_dict(right)
        submitted.cells[2:2] = map(play, codes)
        course.submitted(student, "ps1", "doubling").parent.mkdir(parents=True)
        nbformat.write(submitted, course.submitted(student, "ps1", "doubling"))
    found = grade_class(course, ["ps1"], jobs=1, limits=replace(QUICK, cell_seconds=60))
    assert {(one.student, one.score) for one in found} == {(student, 4) for student in handed_in}

    def said(student: str) -> list[str]:
        graded = nbformat.read(course.autograded(student, "ps1", "doubling"), as_version=4)
        outputs = {cell.source: cell.get("outputs", ()) for cell in graded.cells}
        return ["".join(one.get("text", "") for one in outputs[code]) for code in handed_in[student]]

    *_, looked, not_refused, devices, course_read = said("2-vandal")
    assert_it_saw_nothing(looked)
    assert (not_refused, devices, course_read) == ("[]\n", "True\n", "")
    assert said("3-last") == said("1-first")


@pytest.mark.parametrize("name", VANDALS)
def test_a_vandal_in_a_file_costs_its_own_tests_only(first, judged, name):
    """Each begins by looking for what the one before it has left behind."""
    result = judged(attack=VANDALS[name])
    assert sealed(result) == {1}
    assert {points(result)[name] for name in HANDED_IN_RUNS} == {0}
    assert printed(result, 0) == printed(first, 0)
    assert len(shown(result)) < 2_000_000


@pytest.mark.parametrize("name", STOPPED)
def test_what_a_trusting_test_runs_has_the_limits_of_all(told, name):
    attack, said = STOPPED[name]
    assert re.search(said, told(attack, replace(QUICK, test_seconds=30, cpu_seconds=1 if name == "time" else 60)))


def test_what_an_answer_does_to_files_beside_it_reaches_nobody(first, judged, course):
    spoils = """
import os
for name in ("numbers.txt", "reading.py", "attack.py"): os.unlink(name)
os.symlink("/etc/passwd", "numbers.txt")
open("reading.py", "w").write("def numbers(): return [6]")
"""
    result = judged(spoils + RIGHT)
    assert {name for name, score in points(result).items() if score} == {name for name, _ in TESTS} | {"total_sealed"}
    assert {name: (course.source("ps1").parent / name).read_text() for name in FILES} == FILES
    after = judged()
    assert points(after) == points(first)
    assert printed(after, 0) == printed(first, 0)


def test_what_operators_need_of_a_hidden_part_mutes_no_other_test(tmp_path, sandbox):
    def asking(double: str) -> NotebookNode:
        return notebook(
            answer(double, "double"),
            checks("assert double(2) == 4, 'two'\n" + HIDDEN.format("tolerance = 1e-9"), "double_value"),
            answer(MONEY, "Money"),
            checks("assert abs(Money() + 1 - 3) < tolerance", "Money_opened"),
        )

    source = source_of(tmp_path, asking("def double(x):\n    return 2 * x"))
    found = examine(asking("print('seen')\ndef double(x):\n    return x"), sandbox, QUICK, source=source)
    assert printed(found, 1) == "seen\n"
    assert found.tests["double_value"].message.endswith("two")
    assert found.tests["Money_opened"].score == 0  # as in nbgrader, nobody has defined what it needs


READ_TESTS = """
import ast
class Reader(ast.NodeTransformer):
    def visit(self, node):
        seen.append(ast.unparse(node))
        return node
seen = []
get_ipython().ast_transformers.append(Reader())
def half(x):
    'half'
    if any('314159' in text for text in seen):
        raise ValueError('read')
    return x / 2
"""


def test_a_test_that_cannot_be_sealed_brings_no_hidden_part_of_another_with_it(tmp_path, sandbox):
    """It may need names of an earlier test; then only the visible part of that is seen by the student's code."""
    source_test = "import inspect\nassert half(tolerance) < 1 and 'half' in inspect.getsource(half)"

    def asking(half: str) -> NotebookNode:
        return notebook(
            answer("def double(x):\n    return 2 * x", "double"),
            checks("tolerance = 1e-6\n" + HIDDEN.format("assert double(314159) == 628318"), "double_value"),
            answer(half, "half"),
            checks(source_test, "half_source"),
        )

    source = source_of(tmp_path, asking("def half(x):\n    'half'\n    return x / 2"))
    tests = examine(asking(READ_TESTS), sandbox, QUICK, source=source).tests
    assert {name: (test.score, test.trusting is None) for name, test in tests.items()} == {
        "double_value": (1, True),
        "half_source": (1, False),
    }


MADE = "def half(x):\n    return x / 2\n"
GAINING = """
from chainrule.grading.sealed import attempt
attempt.Attempt._run_pieces = lambda self, test, chosen, hidden: None
"""
CALLING = f"""
a: 1
b:
- !!python/object/apply:builtins.setattr [!!python/module:chainrule.grading.sealed.new_code "", _REFUSED, []]
- !!python/object/apply:builtins.exec [{GAINING!r}, {{}}]
"""
AS_CODE = {
    "a module that the test writes": (MADE, MADE + GAINING, "Path('made.py').write_text(text())\nimport made"),
    "one that has another's name": (
        MADE,
        MADE + GAINING,
        "Path('reading.py').write_text(text())\nimport reading\nassert reading.half(4) == 2",
    ),
    "one that was moved": (
        MADE,
        MADE + GAINING,
        "Path('a').write_text(text())\nPath('a').rename('made.py')\nimport made",
    ),
    "a text of YAML": ("a: 1", CALLING, "import yaml\nassert yaml.load(text(), Loader=yaml.UnsafeLoader)['a'] == 1"),
}
"""Texts of an honest student's and of another's, and tests that turn them into code, outside of `eval` and `exec`."""


@pytest.mark.parametrize("name", AS_CODE)
def test_a_test_that_turns_a_text_into_code_does_it_where_the_students_code_is(tmp_path, sandbox, name):
    honest, other, test = AS_CODE[name]

    def asking(text: str, factor: int) -> NotebookNode:
        return notebook(
            answer(f"def text():\n    return {text!r}", "text"),
            checks(f"from pathlib import Path\n{test}", "text_1"),
            answer(f"def double(x):\n    return {factor} * x", "double"),
            checks("assert double(1)\n" + HIDDEN.format("assert double(2) == 4"), "double_value"),
        )

    course = made(tmp_path, asking=asking(honest, 2))
    source = stock.read(course, "ps1", course.source("ps1", "asking"))
    files = beside.of(course, "ps1", source)
    right = examine(asking(honest, 2), sandbox, QUICK, source=source, beside=files).tests
    assert {each: (test.score, test.trusting is None) for each, test in right.items()} == {
        "text_1": (1, False),
        "double_value": (1, True),
    }
    assert examine(asking(other, 3), sandbox, QUICK, source=source, beside=files).tests["double_value"].score == 0


def test_a_module_of_the_instructors_is_imported_by_a_sealed_test(first):
    assert first.tests["total_sealed"].trusting is None


def test_an_object_that_cannot_be_printed_fails_no_more_than_its_test(tmp_path, sandbox):
    money = "class Money:\n    def __eq__(self, other):\n        return {}\n    def __str__(self):\n        {}"
    tests = checks("assert Money() == Money(), Money()", "Money_1"), checks("assert 1 == 1", "other")
    source = source_of(tmp_path, notebook(answer(money.format(True, "return 'money'"), "Money"), *tests))
    submitted = notebook(answer(money.format(False, "raise ValueError"), "Money"), *tests)
    assert points(examine(submitted, sandbox, QUICK, source=source)) == {"Money_1": 0, "other": 1}


def test_a_test_that_needs_what_a_text_names_is_no_safer_than_the_one_that_looked_it_up(tmp_path, sandbox):
    def asking(wanted: str) -> NotebookNode:
        return notebook(
            answer(f"def wanted():\n    return {wanted!r}", "wanted"),
            checks("import os\nvalue = getattr(os, wanted())", "value_1"),
            checks("assert len(value) == 1, f'{value!r} has not one character'", "length_1"),
        )

    source = source_of(tmp_path, asking("sep"))
    right = examine(asking("sep"), sandbox, QUICK, source=source).tests
    assert {(test.score, test.trusting is None) for test in right.values()} == {(1, False)}
    assert SECRET not in shown(examine(asking("environ"), sandbox, QUICK, source=source))
