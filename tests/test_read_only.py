"""Read-only and unlocked cells of other courses: whose process says what their names stand for."""

import io

import pytest
from conftest import needs_sandbox
from little import answer, checks, given, notebook, play
from nbformat import NotebookNode

from chainrule.grading import names, stock
from chainrule.grading.limits import Limits
from chainrule.grading.sealed.beside import Beside
from chainrule.grading.sealed.examiner import examine, prove
from chainrule.grading.sealed.given import Given
from chainrule.grading.sealed.sandbox import Sandbox

HELPER = "def all_right(xs):\n    return all(abs(area(x) - 3 * x * x) < 1e-3 for x in xs)"
HIDDEN = "### BEGIN HIDDEN TESTS\nassert all_right([3.0, 7.0])\n### END HIDDEN TESTS"
RIGHT, WRONG = "def area(r):\n    return 3 * r * r", "def area(r):\n    return 0"
REBOUND = "all_right = lambda xs: True"


def book(area: str, helper: str, more: str = "pass", *tests: str) -> NotebookNode:
    asked = [checks(test, f"area_{n}") for n, test in enumerate(tests or ("assert all_right([1.0])", HIDDEN))]
    made = notebook(answer(area, "area"), given(helper, "helper"), answer(more, "other"), *asked)
    made.metadata[stock.KEY] = {"replaceable": []}
    return made


SEALED = {
    "its body alone uses the answer": HELPER,
    "another function uses it": f"def near(x):\n    return abs(area(x) - 3 * x * x)\n{HELPER}",
    "it is called as well": f"{HELPER}\nfound = all_right([1.0])",
    "the answer is called above": f"found = area(1.0)\n{HELPER}",
    "a lambda": "all_right = lambda xs: all(area(x) == 3 * x * x for x in xs)\nfound = area(1.0)",
    "it needs data": f"limit = 1e-3\nfound = area(limit)\n{HELPER.replace('1e-3', 'limit')}",
}


@needs_sandbox
@pytest.mark.parametrize("name", SEALED)
def test_a_function_that_calls_answers_runs_with_the_examiner(sandbox: Sandbox, name: str):
    source = book(RIGHT, SEALED[name])
    for area, more, score in ((RIGHT, "pass", 1), (RIGHT, REBOUND, 1), (WRONG, "pass", 0), (WRONG, REBOUND, 0)):
        found = examine(book(area, SEALED[name], more), sandbox, source=source).tests.values()
        assert {(test.score, test.trusting) for test in found} == {(score, None)}


DEFAULT = HELPER.replace("(xs)", "(xs, area=area)", 1)
TRUSTING = {
    "a default": DEFAULT,
    "a decorator": f"@(lambda f, area=area: f)\n{HELPER}",
    "a function that calls such a one": DEFAULT,
}


@needs_sandbox
@pytest.mark.parametrize("name", TRUSTING)
def test_what_runs_with_the_student_makes_tests_trusting(sandbox: Sandbox, name: str):
    helper, test = TRUSTING[name], "assert all_right([1.0])"
    source = book(RIGHT, helper, "pass", test, "assert area(2.0) == 12")
    if "such a one" in name:
        source.cells.insert(3, given("def sure():\n    return all_right([1.0])", "second"))
        source.cells[-2].source = "assert sure()"
    proof = prove(source, sandbox, Limits(), Beside())
    assert (list(proof.marked), proof.trusting, proof.broken) == (["area_0"], {}, {})
    assert "Call answers in the test" in proof.marked["area_0"]
    found = examine(source, sandbox, source=source).tests
    assert [(test.score, bool(test.trusting)) for test in (found["area_0"], found["area_1"])] == [(1, True), (1, False)]


@needs_sandbox
def test_what_a_read_only_cell_expects_is_not_for_the_student_to_say(sandbox: Sandbox):
    helper, test = "found = area(1.0)\nEXPECTED = 12", "assert area(2.0) == EXPECTED"
    source = book(RIGHT, helper, "pass", test)
    for area, more, score in ((RIGHT, "pass", 1), (WRONG, "EXPECTED = 0", 0)):
        found = examine(book(area, helper, more, test), sandbox, source=source).tests["area_0"]
        assert (found.score, found.trusting) == (score, None)


@needs_sandbox
def test_an_answer_of_the_name_of_a_method_is_still_sealed(sandbox: Sandbox):
    helper = "found = area(1.0)\nclass Model:\n    def area(self):\n        return 3"
    source = book(RIGHT, helper, "pass", "assert area(2.0) == 12", "assert found == 3")
    assert list(prove(source, sandbox, Limits(), Beside()).marked) == ["area_1"]


@needs_sandbox
def test_what_ipython_cannot_translate_costs_no_other_points(sandbox: Sandbox):
    found = examine(book(RIGHT, HELPER, 'x = %"""'), sandbox, source=book(RIGHT, HELPER)).tests
    assert [test.score for test in found.values()] == [1, 1]


@pytest.mark.parametrize("code", ['x = %"""', "!ls\n" * 501, "!ls\n" * 50 + "x = 1\n" * 5000])
def test_what_ipython_cannot_translate_soon_stays_as_it_is(code: str):
    assert names.python(code, soon=True) == code


LATER = "### BEGIN HIDDEN TESTS\nassert area(5.0) == expected\n### END HIDDEN TESTS"


@needs_sandbox
def test_what_a_failed_test_did_not_define_is_not_for_the_student_to_say(sandbox: Sandbox):
    tests = ("assert area(2.0) == 12\nexpected = 75", LATER)
    source = book(RIGHT, HELPER, "pass", *tests)
    for area, score in ((RIGHT, 1), (WRONG, 0)):
        found = examine(book(area, HELPER, "expected = 0", *tests), sandbox, source=source).tests.values()
        assert [test.score for test in found] == [score, score]


UNLOCKED = ["table.head()", "pd.options.display.max_rows = 20", "table.info()"]


@needs_sandbox
@pytest.mark.parametrize("look", UNLOCKED)
def test_an_unlocked_cell_that_changes_no_data_leaves_them_to_the_examiner(sandbox: Sandbox, look: str):
    data = "import pandas as pd\ntable = pd.DataFrame({'a': [1.0, 2.0]})"
    test = "pd.testing.assert_series_equal(area(table.a), 3 * table.a ** 2)"
    source = book(RIGHT, data, look, test)
    assert not prove(source, sandbox, Limits(), Beside()).marked
    for area, more, score in ((RIGHT, look, 1), (WRONG, f"{look}\nclass pd:\n    class testing:\n        pass", 0)):
        found = examine(book(area, data, more, test), sandbox, source=source).tests["area_0"]
        assert (found.score, found.trusting) == (score, None)


@needs_sandbox
@pytest.mark.parametrize("is_answer", [True, False])
def test_data_that_an_answer_changes_are_the_students(sandbox: Sandbox, is_answer: bool):
    source = book(RIGHT, "basket = [1]", "basket.append(2)", "assert basket == [1, 2]", "assert area(1) == 3")
    if not is_answer:
        source.cells[3] = play("basket.append(2)")
    assert list(prove(source, sandbox, Limits(), Beside()).marked) == (["area_0"] if is_answer else [])


@needs_sandbox
@pytest.mark.parametrize("test", ["assert allclose(area(1.0), 3.0)", "assert near(3.0)"])
def test_what_a_magic_defines_is_the_students(sandbox: Sandbox, test: str):
    helper = "%pylab agg\ndef near(x):\n    return allclose(area(1.0), x)"
    source = book(RIGHT, helper, "pass", test, "assert area(1.0) == 3.0")
    assert list(prove(source, sandbox, Limits(), Beside()).marked) == ["area_0"]


@needs_sandbox
def test_what_makes_a_test_trusting_lets_no_object_compare_itself(sandbox: Sandbox):
    helper = "results = [area(r) for r in (1.0, 2.0)]"
    source = book(RIGHT, helper, "pass", "assert results == [3.0, 12.0]")
    equal = "class Equal:\n    __eq__ = lambda self, other: True\n    __len__ = lambda self: 2\nresults = Equal()"
    wrong = book("def area(r):\n    return 0", helper, equal, "assert results == [3.0, 12.0]")
    for submitted, score in ((source, 1), (wrong, 0)):
        found = examine(submitted, sandbox, source=source).tests["area_0"]
        assert (found.score, bool(found.trusting)) == (score, True), found


def plainly(unlocked: str, area: str, *tests: str, more: str = "pass", locked: str = "pass") -> NotebookNode:
    """Return a notebook whose answers have an unlocked cell of the instructor's above them, and a locked one."""
    made = book(area, "pass", more, *tests)
    made.cells[1:1] = [given(locked, "data"), play(unlocked, id="unlocked")]
    return made


SETUP = "import numpy as np\ndata = np.arange(3)\nEXPECTED = 15\ndef near(a, b):\n    return abs(a - b) < 1e-9"
EDITED = "import numpy as np\ndata = np.zeros(3)\nEXPECTED = 0\ndef near(a, b):\n    return True"


@needs_sandbox
@pytest.mark.parametrize("place", ["", "### BEGIN HIDDEN TESTS\n"])
def test_what_an_unlocked_cell_defines_for_tests_is_not_for_the_student_to_say(sandbox: Sandbox, place: str):
    test = f"{place}assert near(area(data).sum(), EXPECTED)\n{place.replace('BEGIN', 'END')}"
    source = plainly(SETUP, RIGHT, test)
    for unlocked, area, score in ((SETUP, RIGHT, 1), (EDITED, RIGHT, 1), ("pass", RIGHT, 1), (EDITED, WRONG, 0)):
        found = examine(plainly(unlocked, area, test), sandbox, source=source).tests["area_0"]
        assert (found.score, found.trusting) == (score, None), found


#: An unlocked cell, another answer, a test, and what a student may make of the cell: both must see that.
SHARED = {
    "an answer uses the data": ("n = 3", "squares = [area(k) for k in range(n)]", "assert len(squares) == n", "n = 4"),
    "a function of an answer": ("n = 3", "def scaled(x):\n    return n * x", "assert scaled(2) == n * 2", "n = 4"),
    "by a function": (
        "n = 3\ndef grid():\n    return list(range(n))",
        "squares = [area(k) for k in grid()]",
        "assert len(squares) == n",
        "n = 4\ndef grid():\n    return list(range(n))",
    ),
    "what is made of it": (
        "n = 3\nexpected = [3 * k * k for k in range(n)]",
        "squares = [area(k) for k in range(n)]",
        "assert squares == expected",
        "n = 4\nexpected = [3 * k * k for k in range(n)]",
    ),
    "an answer changes it": (
        "table = {'r': 2}",
        "table['area'] = area(table['r'])",
        "assert table['area'] == 3 * table['r'] ** 2",
        "table = {'r': 3}",
    ),
    "a class": (
        "class Disc:\n    def __init__(self, r):\n        self.r = r",
        "def of(disc):\n    return area(disc.r)",
        "assert of(Disc(2)) == 12",
        "class Disc:\n    def __init__(self, radius):\n        self.r = radius",
    ),
    "an object of a library": (
        "import types\nr = 2\ndisc = types.SimpleNamespace(r=r)",
        "def of(disc):\n    return area(disc.r)",
        "assert of(disc) == 3 * r * r",
        "import types\nr = 5\ndisc = types.SimpleNamespace(r=r)",
    ),
    "the answer is called": (
        "n = 3",
        "def squares(n):\n    return [area(k) for k in range(n)]\nfound = squares(n)",
        "assert len(found) == n",
        "n = 4",
    ),
}


@needs_sandbox
@pytest.mark.parametrize("name", SHARED)
def test_what_an_unlocked_cell_shares_with_answers_is_the_students_and_marked(sandbox: Sandbox, name: str):
    unlocked, more, test, edited = SHARED[name]
    source = plainly(unlocked, RIGHT, test, "assert area(1) == 3", more=more)
    for cell in (unlocked, edited):
        found = examine(plainly(cell, RIGHT, test, "assert area(1) == 3", more=more), sandbox, source=source).tests
        assert [(one.score, bool(one.trusting)) for one in found.values()] == [(1, True), (1, False)]


@needs_sandbox
def test_an_unlocked_cell_that_calls_answers_is_the_students(sandbox: Sandbox):
    """So are the data that it hands to them: students may call them with others."""
    test = "assert found == 3 * r * r"
    source = plainly("r = 2", RIGHT, test, "assert area(1) == 3")
    source.cells.insert(4, play("found = area(r)"))
    for r in (2, 5):
        submitted = plainly(f"r = {r}", RIGHT, test, "assert area(1) == 3")
        submitted.cells.insert(4, play("found = area(r)"))
        found = examine(submitted, sandbox, source=source).tests
        assert [(one.score, bool(one.trusting)) for one in found.values()] == [(1, True), (1, False)]


ERROR = "def error(f):\n    return sum(abs(f(i) - 3 * i * i) for i in range(N))"


@needs_sandbox
def test_a_function_finds_no_name_of_the_instructors_with_the_student(sandbox: Sandbox):
    test = "assert error(area) < 1e-6"
    source = plainly("N = 10\nprint([n * n for n in range(N)])", RIGHT, test, locked=f"N = 100\n{ERROR}")
    for area, score in ((RIGHT, 1), (WRONG, 0)):
        submitted = plainly("N = 0", area, test, locked=f"N = 100\n{ERROR}")
        found = examine(submitted, sandbox, source=source).tests["area_0"]
        assert (found.score, found.trusting) == (score, None), found


@needs_sandbox
@pytest.mark.parametrize("test", ["assert all(area(t) == 3 * t * t for t in xs)", "assert sure()"])
def test_what_a_read_only_cell_and_an_answer_both_bind_makes_tests_trusting(sandbox: Sandbox, test: str):
    locked = "xs = [1.0, 2.5]\ndef sure():\n    return all(area(t) == 3 * t * t for t in xs)"
    loop = f"{RIGHT}\nfor xs in ([1.0], [2.0]):\n    print(area(xs[0]))"
    source = plainly("pass", loop, test, "assert area(1) == 3", locked=locked)
    proof = prove(source, sandbox, Limits(), Beside())
    assert (list(proof.marked), proof.trusting, proof.opened, proof.broken) == (["area_0"], {}, {}, {})


@needs_sandbox
def test_each_test_sees_the_data_of_unlocked_cells_as_they_were_at_its_place(sandbox: Sandbox):
    locked = "basket, n = [1], 1\ndef held():\n    return len(basket), n"
    tests = ("assert held() == (1, 1) and basket == [1]", "assert held() == (2, 5) and basket == [1, 2]")
    source = plainly("pass", RIGHT, *tests, locked=locked)
    source.cells.insert(-1, play("basket.append(2)\nn = 5"))
    proof = prove(source, sandbox, Limits(), Beside())
    assert (proof.marked, proof.trusting, proof.opened, proof.broken) == ({}, {}, {}, {})


@needs_sandbox
def test_all_names_that_an_unlocked_cell_imports_are_the_examiners(sandbox: Sandbox):
    test = "assert isclose(area(2.0), 12)"
    source = plainly("from math import *", RIGHT, test)
    for area, score in ((RIGHT, 1), (f"{WRONG}\nisclose = lambda a, b: True", 0)):
        found = examine(plainly("from math import *", area, test), sandbox, source=source).tests["area_0"]
        assert (found.score, found.trusting) == (score, None)


def test_experiments_that_no_test_needs_do_not_run_with_the_examiner():
    unlocked = "import numpy as np\nr = np.arange(2)\ntrained = [1]\nwhile trained:\n    pass"
    source = plainly(unlocked, RIGHT, "assert area(r)[1] == 3")
    assert {"np", "r", "trained"} & Given(source, source).above("area_0").keys() == {"np", "r"}


def test_nobody_is_asked_for_what_a_cell_reads(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("3\n"))
    source = plainly("r = float(input('r? '))", RIGHT, "assert area(r) == 3 * r * r")
    assert "r" not in Given(source, source).above("area_0")


RIGHT_ABS, WRONG_ABS = "def abs(x):\n    return x if x >= 0 else -x", "def abs(x):\n    return 0"
ASKED = "assert abs(-3) == 3 and abs(2) == 2"
NEAR = "assert abs(area(2.0) - 12) < 1e-6"


def replacing(first: str, area: str, *cells: NotebookNode) -> NotebookNode:
    """Return a notebook with an answer that has the name of a function of Python's, above another one."""
    made = notebook(answer(first, "first"), *cells[:-1], answer(area, "area"), cells[-1])
    made.metadata[stock.KEY] = {"replaceable": []}
    return made


@needs_sandbox
def test_an_answer_named_like_a_function_of_pythons_decides_its_own_tests_only(sandbox: Sandbox):
    tests = checks(ASKED, "first_0"), checks(NEAR, "area_0")
    source = replacing(RIGHT_ABS, RIGHT, *tests)
    proof = prove(source, sandbox, Limits(), Beside())
    assert (proof.marked, proof.trusting, proof.opened, proof.broken) == ({}, {}, {}, {})
    for first, area, scores in (
        (RIGHT_ABS, RIGHT, [1, 1]),
        (WRONG_ABS, RIGHT, [0, 1]),
        (RIGHT_ABS, WRONG, [1, 0]),
        (WRONG_ABS, WRONG, [0, 0]),
        ("pass", RIGHT, [1, 1]),
    ):
        found = examine(replacing(first, area, *tests), sandbox, source=source).tests.values()
        assert [one.score for one in found] == scores, (first, area, found)


@needs_sandbox
def test_a_test_that_needs_an_answer_instead_of_a_function_of_pythons_has_it_and_is_marked(sandbox: Sandbox):
    tests = checks("assert sum(1, 2) == 3", "first_0"), checks("assert area(2) == sum(5, 7)", "area_0")
    source = replacing("def sum(a, b):\n    return a + b", RIGHT, *tests)
    proof = prove(source, sandbox, Limits(), Beside())
    assert (list(proof.opened), proof.trusting, proof.broken) == (["area_0"], {}, {})
    found = examine(source, sandbox, source=source).tests
    assert {name: (one.score, bool(one.trusting)) for name, one in found.items()} == {
        "first_0": (1, False),
        "area_0": (1, True),
    }


@needs_sandbox
def test_tests_below_several_answers_are_marked_if_one_may_decide_those_of_another(sandbox: Sandbox):
    source = notebook(answer(RIGHT_ABS, "first"), answer(RIGHT, "area"), checks(ASKED, "one"), checks(NEAR, "other"))
    source.metadata[stock.KEY] = {"replaceable": []}
    proof = prove(source, sandbox, Limits(), Beside())
    assert (list(proof.marked), proof.trusting, proof.opened, proof.broken) == (["other"], {}, {}, {})
    found = examine(source, sandbox, source=source).tests
    assert [(one.score, bool(one.trusting)) for one in found.values()] == [(1, False), (1, True)]
