"""The attacks on scores, on a course that this package did not write; those on the sandbox itself know no course."""

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from conftest import needs_sandbox
from little import RIGHT, answer, checks, doubling, notebook, shown
from nbformat import NotebookNode
from test_attacks import FIND_RUNNER, FORGERIES, QUICK, SECRET, TRICKS, WIRE, WRONG

from chainrule.grading import stock
from chainrule.grading.course import CONFIG, Course
from chainrule.grading.sealed.examiner import Examination, examine
from chainrule.grading.sealed.sandbox import Sandbox

pytestmark = needs_sandbox

CONFIGURED = "from chainrule.grading import seal\n\nc = get_config()\nseal.configure(c)\n"
HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
MONEY = "class Money:\n    def __add__(self, other):\n        return 3"
OTHERS = [
    answer(MONEY, "Money"),
    checks("assert Money() + Money() == 3", "Money_opened"),
    checks("import inspect\nassert 'return 3' in inspect.getsource(Money.__add__)", "Money_trusting"),
]
"""Tests of another answer, which make the examiner judge in all three ways."""
LARGE = ("many empty lists", "a list that doubles when read", "half a frame for ever", "a huge list", "a huge array")
"""What the wire itself refuses, after a while, in whatever course."""
CODES = {
    **{name: code if "def double" in code else f"{code}\n{WRONG}" for name, code in TRICKS.items()},
    **FORGERIES,
    **{name: FIND_RUNNER + code for name, code in WIRE.items()},
}
ATTACKS = {name: f"import os\n{code}" for name, code in CODES.items() if name not in LARGE}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> NotebookNode:
    """The instructor's notebook."""
    return read(tmp_path_factory.mktemp("elsewhere"), doubling(RIGHT, *OTHERS))


def read(root: Path, right: NotebookNode) -> NotebookNode:
    """Return an instructor's notebook as a course in a folder has it."""
    (root / "source" / "ps1").mkdir(parents=True)
    (root / CONFIG).write_text(CONFIGURED)
    course = Course(root)
    nbformat.write(right, course.source("ps1", "right"))
    return stock.read(course, "ps1", course.source("ps1", "right"))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as warm:
        yield warm


def judged(source: NotebookNode, sandbox: Sandbox, code: str) -> Examination:
    return examine(doubling(code, *OTHERS), sandbox, QUICK, source=source)


def test_an_honest_answer_gets_all_points_each_test_in_its_own_way(source, sandbox):
    found = judged(source, sandbox, RIGHT).tests
    assert {test.score for test in found.values()} == {1}
    assert [name for name, test in found.items() if test.trusting] == ["Money_opened", "Money_trusting"]


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_gains_no_point(source, sandbox, name):
    result = judged(source, sandbox, ATTACKS[name])
    sealed = {name: test for name, test in result.tests.items() if name.startswith("double")}
    assert {(test.score, test.trusting) for test in sealed.values()} == {(0, None)}
    assert len(result.tests) == 5
    assert SECRET not in shown(result)


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
    def made(doing: str, square: str) -> NotebookNode:
        return notebook(
            answer(f"{MONEY}\n    def fit(self, table):\n        {doing}", "Money"),
            checks(HIDDEN.format(OPENED) if hidden else OPENED, "Money_opened"),
            answer(f"def square(x):\n    return {square}", "square"),
            checks(HIDDEN.format(SEALED), "square_sealed"),
            setup=SETTING,
        )

    source = read(tmp_path, made("pass", "x ** 2"))
    for doing in ("pass", MONEYS[name]):
        tests = examine(made(doing, "0 * x"), sandbox, QUICK, source=source).tests
        assert {name: (test.score, test.trusting is None) for name, test in tests.items()} == {
            "Money_opened": (1, False),
            "square_sealed": (0, True),
        }
