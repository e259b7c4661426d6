"""Which pictures and experiments grading may leave out: none that could make a difference."""

from copy import deepcopy

import pytest
from class_of_students import RIGHT, hand_in
from little import answer, checks, given, notebook, play

from chainrule.grading import names
from chainrule.grading.idle import idle_cells
from chainrule.grading.term.grade import grade_class


def idle(shown, code, *more):
    """Whether a play cell with this code is left out beside an answer cell with that one."""
    source = notebook(play(shown), answer(code, "f"), checks("assert f(1) == 2", "f__value"), *map(play, more))
    return 1 in idle_cells(source, source)


@pytest.mark.parametrize(
    "code",
    [
        "def f(x):\n    W = x\n    return W + 1",
        "W = 2\nf = lambda x: x * W",
        "def f(x):\n    return [W for W in range(x)][0]",
        "for W in [1]:\n    f = abs(W)",
        "import numpy as W\nf = W.abs",
        "if len('a'):\n    W = 1\nelse:\n    W = 2\nf = W.__add__",
        "class f:\n    W = 1\n    def __init__(self, W):\n        self.W = W",
        "def f(x):\n    return g(x)\ndef g(x):\n    return W\nW = 2",
        "obj = type('O', (), {})()\nobj.W = 1\nf = obj.W",
        "(W := 3)\nf = W",
        "with open('x') as W:\n    f = W",
        "W, (a, *b) = 1, (2, 3)\nf = W + a",
        "W: int = 3\nf = W",
    ],
)
def test_what_does_not_read_a_name_of_a_picture(code):
    assert idle("W = 1\nprint(W)", code)


@pytest.mark.parametrize(
    "code",
    [
        "def f(x):\n    return W + x",
        "f = W.copy",
        "W += 1\nf = W",
        "W = W + 1\nf = W",
        "if len('a'):\n    W = 1\nf = W",
        "def f(x):\n    def inner():\n        return W\n    return inner()",
        "class f:\n    value = W",
        "class f:\n    def g(self):\n        return W",
        "f = [x for x in W]",
        "f = lambda x=W: x",
        "def f(x=W):\n    return x",
        "@W\ndef f(x):\n    return x",
        "print(W)\nW = 2\nf = W",
        "for W in W:\n    f = W",
        "W: int = W + 1\nf = W",
        "def f(x):\n    global W\n    W = W + 1\n    return W",
        "f = eval('W')",
        "f = globals()['W']",
        "%timeit W\nf = 2",
        "def f(x:\n    return",
    ],
)
def test_what_does(code):
    assert not idle("W = 1\nprint(W)", code)


@pytest.mark.parametrize(
    "shown",
    [
        "import os as W",
        "def W():\n    pass",
        "class W:\n    pass",
        "for W in range(3):\n    pass",
        "W[0] = 3",
        "W.a.b[1].c = 3",
        "W += 1",
        "del W",
        "def g():\n    global W\n    W = 1\ng()",
        "from math import pi as W",
        "with open('a') as W:\n    pass",
        "[W := 1]",
        "try:\n    pass\nexcept Exception as W:\n    pass",
        "match 1:\n    case W:\n        pass",
        "%run W",
    ],
)
def test_what_binds_or_changes_a_name_that_an_answer_reads_runs(shown):
    assert not idle(shown, "def f(x):\n    return W")


def test_what_fills_given_data_that_an_answer_reads_runs():
    answers = answer("def f(x):\n    return sum(prices) + x", "f"), checks("assert f(1) == 7", "f__value")
    source = notebook(given("prices = [1, 2]"), play("more = 3"), play("prices.append(more)"), play("more"), *answers)
    assert idle_cells(source, source) == {4}


@pytest.mark.parametrize(
    "code",
    [
        "read(prices)",
        "last = prices.pop()",
        "print(prices.pop())",
        "np.add(prices, 1, out=prices)",
        "heapq.heappop(prices)",
        "other = prices\nother.pop()",
        "assert prices.pop()",
        "for price in prices:\n    price.clear()",
    ],
)
def test_so_does_what_may_change_them_in_any_other_way(code):
    answers = answer("def f(x):\n    return sum(prices) + x", "f"), checks("assert f(1) == 7", "f__value")
    source = notebook(given("prices = [1, 2]\ndef read(into):\n    into.append(3)"), play(code), play("1"), *answers)
    assert idle_cells(source, source) == {3}


def test_what_a_needed_cell_reads_is_needed_too():
    assert not idle("a = 1", "def f(x):\n    return b", "b = a")
    assert idle("a = 1", "def f(x):\n    return b", "b = 1")


def test_what_the_student_changed_or_added_runs():
    source = notebook(play("print(1)"), answer("f = 2", "f"), play("print(2)"))
    mine = deepcopy(source)
    mine.cells[1].source = "print(1 + 1)"
    mine.cells.append(play("print(3)"))
    assert idle_cells(source, mine) == {3}


def test_the_graded_notebook_shows_what_ran(released_course):
    course = released_course
    path = hand_in(course, "ada", RIGHT)
    text = path.read_text()
    picture = 'print(f\\"{double(np.arange(4)).sum():.2f}\\")'
    assert picture in text
    hand_in(course, "bob", text.replace(picture, "print(41 + 1)").encode())
    hand_in(course, "cid", {**RIGHT, "double": "print('mine')\n" + RIGHT["double"]})
    results = grade_class(course, ["01_tiny"], jobs=1, wall="none")
    assert [result.score for result in results] == [4.5] * 3
    graded = {name: course.autograded(name, "01_tiny").read_text() for name in ("ada", "bob", "cid")}
    assert "12.00" not in graded["ada"]
    assert '"42\\n"' in graded["bob"]
    assert '"mine\\n"' in graded["cid"]


@pytest.mark.parametrize(
    "code",
    [
        "x = " + "+".join("1" * 5000),
        "x = 1\nif x:\n    pass\n" + "elif x:\n    pass\n" * 900,
        "x = a" + ".b" * 3000,
        "x = f" + "()" * 3000,
        "x = " + "-" * 3000 + "1",
        "x = " + "lambda: " * 90 + "1",
        "x = " + "(" * 150 + ")" * 150,
        "x = " + "[" * 90 + "y for y in " * 90,
        "\n".join("    " * depth + "if 1:" for depth in range(90)) + "\n" + "    " * 90 + "pass",
        "x = '" + "{" * 100 + "'",
    ],
)
def test_deep_code_leaves_nothing_out_and_breaks_nothing(code):
    source = notebook(play("x = 1\nprint(x)"), answer("def f(x):\n    return x", "f"), play(code), play("print(x)"))
    idle_cells(source, source)
    names.definitions(code), names.bound(code), names.read(code)


def test_much_code_of_the_students_is_not_gone_through():
    """Were all of it, a notebook could take minutes before any limit on time begins."""
    source = notebook(play("W = 1"), answer("def f(x):\n    return 2 * x", "f"), checks("assert f(1) == 2", "f__value"))
    handed_in = deepcopy(source)
    handed_in.cells.append(play("if a: b\n" * 20_000))
    assert 1 in idle_cells(source, source)
    assert idle_cells(source, handed_in) == set()
