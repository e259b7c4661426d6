"""Little notebooks to examine, and what came of them."""

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from chainrule.grading.sealed.examiner import Examination

SETUP = "import numpy as np"

RIGHT = "def double(x):\n    return np.multiply(x, 2)"
WRONG = "def double(x):\n    return np.multiply(x, 0)"

#: Three tests of `double`; the hidden part's input is unlike any other number.
TESTS = (
    ("double__number", "assert double(3) == 6, 'double(3) is 6'"),
    ("double__array", "np.testing.assert_allclose(double(np.ones(3)), 2 * np.ones(3))"),
    (
        "double__hidden",
        "### BEGIN HIDDEN TESTS\nassert double(314159) == 628318 and double(314159) > 7\n### END HIDDEN TESTS",
    ),
)


def given(source: str, name: str = "setup") -> NotebookNode:
    return _cell(source, name, grade=False, solution=False, locked=True)


def answer(source: str, name: str) -> NotebookNode:
    return _cell(source, name, grade=False, solution=True, locked=False)


def checks(source: str, name: str, points: float = 1) -> NotebookNode:
    return _cell(source, name, grade=True, solution=False, locked=True, points=points)


def play(source: str, **named: str) -> NotebookNode:
    return new_code_cell(source, **named)


def _cell(source: str, name: str, **marks: object) -> NotebookNode:
    cell = new_code_cell(source)
    cell.metadata["nbgrader"] = {"grade_id": name, "schema_version": 3, "task": False, **marks}
    return cell


def notebook(*cells: NotebookNode, setup: str = SETUP) -> NotebookNode:
    return new_notebook(cells=[given(setup), *cells])


def doubling(source: str, *more: NotebookNode) -> NotebookNode:
    """Return a notebook whose one answer is `double`, with its three tests."""
    return notebook(answer(source, "double"), *[checks(code, name) for name, code in TESTS], *more)


def score(result: Examination) -> float:
    return sum(test.score for test in result.tests.values())


def shown(result: Examination) -> str:
    """Return all that leaves as text: messages, outputs, events."""
    return repr(result)


def printed(result: Examination, index: int) -> str:
    return "".join(output.get("text", "") for output in result.outputs.get(index, []))
