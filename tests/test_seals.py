"""What keeps a test from being sealed, found in its code."""

import pytest
from little import answer, checks, notebook

from chainrule.grading import seals

ANSWER = "class Money:\n    def __add__(self, other):\n        return self\ndef f(x):\n    return x\nmine = Money()"
HINDERED = {
    "identity": "held = f(1)\nassert held is f(1)",
    "inside": "import inspect\nassert 'for' not in inspect.getsource(f)",
    "changes": "x = 1\ndel f",
    "subclass": "import math\nclass Coin(Money): pass",
    "own object": "other = 1\nassert mine + other == mine",
    "figure": "import matplotlib.pyplot as plt\nassert plt.gca().get_title() == 'Growth'",
    "time": "assert True\nstart = time.perf_counter()",
    "output": "import contextlib\nwith contextlib.redirect_stdout(None): f(1)",
    "file": "assert f(1) == 1\nassert open('written.txt').read() == 'done'",
    "code": "text = f('1 + 1')\nassert eval(text) == 2",
    "shell": "%timeit f(1)",
}


@pytest.mark.parametrize("kind", HINDERED)
def test_each_obstacle_is_found_in_its_line(kind):
    course = notebook(answer(ANSWER, "f"), checks(HINDERED[kind], "f_1"))
    (found,) = seals.obstacles(course).values()
    lines = HINDERED[kind].splitlines()
    assert (len(lines), kind) in {(one.line, one.kind) for one in found}


def test_there_is_an_example_of_each():
    assert HINDERED.keys() == seals._ADVICE.keys()


def test_what_compares_values_has_none():
    course = notebook(answer(ANSWER, "f"), checks("assert f(2) == 2 and open('beside.txt').read()", "f_1"))
    assert seals.obstacles(course, {"beside.txt"}) == {"f_1": []}
