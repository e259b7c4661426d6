"""What keeps a test from being sealed, found in its code."""

import pytest
from little import answer, checks, given, notebook, play

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
    "name": "assert f(1) == 1\nassert getattr(math, f('pi'))",
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


@pytest.mark.parametrize(
    "test",
    [
        "import math\nfor name in ('sin', 'cos'):\n    assert getattr(math, name)(0) == f(getattr(math, name)(0))",
        "text = '{} of {}'\nassert f(text).startswith('{} of'), text.format(f(1), 2)",
        "cases = {'sin': 0, 'cos': 1}\nassert all(getattr(math, k)(0) == f(v) for k, v in sorted(cases.items()))",
        "import yaml\nassert yaml.safe_load(f('a: 1')) == {'a': 1}",
        "cases = {'sin': 0}\nassert all(cases[name] == f(name) for name in cases)",
        "assert hasattr(f, 'x') and getattr(f, 'x' + str(1)) == '%s' % f(1) and format(f(1), '.2f')",
    ],
)
def test_names_and_texts_of_its_own_are_no_obstacle(test):
    course = notebook(answer(ANSWER, "f"), checks(test, "f_1"))
    assert {one.kind for found in seals.obstacles(course).values() for one in found} <= {"own object"}
    assert not seals.makers_of_code(course)


@pytest.mark.parametrize(
    "test",
    [
        "assert getattr(math, f('pi')) > 3",
        "for name in f(['pi']):\n    assert getattr(math, name) > 3",
        "import importlib\nassert importlib.import_module(f('math')).pi > 3",
        "text = '{'\ntext = f(text)\nassert text.format(1) == '1'",
        "assert f('{}').format(1) == '1'",
        "from operator import attrgetter\nassert attrgetter(f('pi'))(math) > 3",
        "from functools import reduce\nassert reduce(getattr, f('a.b').split('.'), math) > 3",
        "assert list(map(getattr, [math], f(['pi'])))[0] > 3",
        "assert str.format(f('{}'), 1) == '1'",
        "assert globals()[f('math')].pi > 3 and vars(math)[f('pi')] > 3",
        "setattr(math, f('pi'), 3)",
        "import yaml\nassert yaml.load(f('a: 1'), Loader=yaml.Loader) == {'a': 1}",
        "import yaml\nassert yaml.unsafe_load(f('a: 1')) == {'a': 1}",
        "import duckdb\nassert duckdb.sql(f('select 1')).fetchall() == [(1,)]",
    ],
)
def test_names_and_texts_from_elsewhere_are(test):
    course = notebook(answer(ANSWER, "f"), checks(test, "f_1"))
    assert seals.makers_of_code(course) == {"f_1"}


@pytest.mark.parametrize(
    "made", ["run = lambda text: con.execute(text)", "run = con.execute", "run = functools.partial(con.execute)"]
)
def test_so_is_what_gives_an_engine_another_name(made):
    course = notebook(given("rows = con.execute('select 1').fetchall()", "rows"), play(made), answer(ANSWER, "f"))
    course.cells += [checks("assert run(f('select 1'))", "f_1"), checks("assert f(rows[0]) == 1", "f_2")]
    assert seals.makers_of_code(course) == {"f_1"}


def test_what_compares_values_has_none():
    course = notebook(answer(ANSWER, "f"), checks("assert f(2) == 2 and open('beside.txt').read()", "f_1"))
    assert seals.obstacles(course, {"beside.txt"}) == {"f_1": []}
