"""Tests of other courses have to pass with the examiner and where the student's code runs, as nbgrader runs them."""

from pathlib import Path

import pytest
from conftest import needs_sandbox
from little import answer, checks, given, notebook, play, score
from nbformat import NotebookNode

from chainrule.grading import stock
from chainrule.grading.limits import Limits
from chainrule.grading.sealed.examiner import Examination, examine, prove
from chainrule.grading.sealed.sandbox import Sandbox

pytestmark = needs_sandbox
LIMITS = Limits()
SORTED = "def ordered(x):\n    return sorted(x)"
SORTS = "def ordered(x):\n    x.sort()\n    return x"


FORGING = """import ast
class Deaf(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Deaf())"""


def book(code: str, *tests: str, before: NotebookNode | None = None) -> NotebookNode:
    cells = [checks(test, f"own__{number}") for number, test in enumerate(tests)]
    made = notebook(*([before] if before else []), answer(code, "own"), *cells)
    for cell in made.cells:
        cell.id = cell.metadata.get("nbgrader", {}).get("grade_id", cell.id)
    made.metadata[stock.KEY] = {"code_stub": {}, "text_stub": ""}
    return made


def graded(sandbox: Sandbox, source: NotebookNode, submitted: NotebookNode) -> Examination:
    return examine(submitted, sandbox, LIMITS, source=source)


#: Tests for what must not happen: (data of a read-only cell,) a right answer, a wrong one, the test.
ONLY_THERE = {
    "arguments": ("", SORTED, SORTS, "x = [3, 1, 2]\nassert ordered(x) == [1, 2, 3]\nassert x == [3, 1, 2]"),
    "data": (
        "data = [1, 2]",
        "def f(k):\n    return data + [k]",
        "def f(k):\n    data.append(k)\n    return data",
        "before = list(data)\nassert f(7) == before + [7] and data == before",
    ),
    "memory": (
        "",
        "def f(x, out=None):\n    return [*(out or []), x]",
        "def f(x, out=[]):\n    out.append(x)\n    return out",
        "one = f(1)\nf(2)\nassert one == [1]",
    ),
    "a view": (
        "",
        "def first(a):\n    return a[:, 0].copy()",
        "def first(a):\n    return a[:, 0]",
        "a = np.zeros((2, 2))\nc = first(a)\nc[0] = 9\nassert a[0, 0] == 0",
    ),
    "overflow": (
        "",
        "def f(x):\n    return np.exp(-np.abs(x))",
        "def f(x):\n    return np.exp(x) if x <= 0 else 1 / np.exp(x)",
        "with np.errstate(over='raise'):\n    assert f(1000.0) == 0",
    ),
    "truth": ("", "class A:\n    pass", "class A:\n    def __bool__(self): return False", "assert A()"),
    "no docstring": (
        "",
        "def f():\n    'Return one.'\n    return 1",
        "def f():\n    return 1",
        "assert f() == 1 and f.__doc__",
    ),
    "recursion": (
        "",
        "def f(n):\n    return n",
        "def f(n):\n    return n and 1 + f(n - 1)",
        "import sys\nmost = sys.getrecursionlimit()\nsys.setrecursionlimit(300)\n"
        "try:\n    assert f(400) == 400\nfinally:\n    sys.setrecursionlimit(most)",
    ),
    "an import": ("", "import math as m", "m = 0", "assert m.pi > 3"),
    "a replaced import": ("", "from operator import add", "def add(a, b):\n    return 0", "assert add(1, 2) == 3"),
    "no exception": (
        "",
        "def f(x):\n    return x + 1",
        "def f(x):\n    return 0",
        "try:\n    f(object())\nexcept TypeError:\n    pass\nelse:\n    assert False",
    ),
}


@pytest.mark.parametrize("hidden", [False, True])
@pytest.mark.parametrize("name", ONLY_THERE)
def test_what_only_the_students_process_shows_costs_the_points(sandbox: Sandbox, name: str, hidden: bool) -> None:
    data, right, wrong, test = ONLY_THERE[name]
    test = f"### BEGIN HIDDEN TESTS\n{test}\n### END HIDDEN TESTS" if hidden else test
    before = given(data, "data") if data else None
    source = book(right, test, before=before)
    assert score(graded(sandbox, source, source)) == 1
    result = graded(sandbox, source, book(wrong, test, before=before))
    assert score(result) == 0
    message = result.tests["own__0"].message
    assert message is not None
    assert message.startswith("What your code returns passes this test")
    assert not hidden or not any(line in message for line in test.splitlines())
    assert hidden or name != "arguments" or "assert x == [3, 1, 2]" in message


def test_what_a_test_needs_of_an_unlocked_cell_is_as_the_instructor_wrote_it(sandbox: Sandbox) -> None:
    """Students may edit such a cell, for experiments: in neither place does the test see that."""
    right, test = "def f(n):\n    return n * n", "assert f(n) == 9"
    source = book(right, test, before=play("n = 3", id="n"))
    assert score(graded(sandbox, source, book(right, test, before=play("n = 5", id="n")))) == 1
    assert score(graded(sandbox, source, book("def f(n):\n    return n + n", test, before=play("n = 2", id="n")))) == 0


def test_what_the_visible_part_of_a_test_makes_of_such_data_is_there_in_the_hidden_part(sandbox: Sandbox) -> None:
    hidden = "### BEGIN HIDDEN TESTS\nassert f(data) == 3\n### END HIDDEN TESTS"
    test = f"data.append(2)\nassert f(data) == 3\n{hidden}"
    source, edited = (
        book("def f(x):\n    return sum(x)", test, before=play(f"data = [{number}]", id="list")) for number in (1, 5)
    )
    assert score(graded(sandbox, source, edited)) == 1


def test_a_test_that_pytest_fails_costs_its_own_points_only(sandbox: Sandbox) -> None:
    """What `pytest.raises` raises then is no `Exception`: it does not end the attempt of all."""
    test = "import pytest\nwith pytest.raises(TypeError):\n    ordered(1)"
    tests = [*[test] * 14, "assert ordered([2, 1]) == [1, 2]"]
    result = graded(sandbox, book(SORTED, *tests), book("def ordered(x):\n    return x and [1, 2]", *tests))
    assert score(result) == 1
    assert not result.events


def test_it_can_only_cost_what_was_earned_with_the_examiner(sandbox: Sandbox) -> None:
    test = "x = [3, 1]\npoints = 0.5 * (ordered(x) == [1, 3])\npoints + 0.5 * (x == [3, 1])"
    source = book(SORTED, test)
    assert score(graded(sandbox, source, source)) == 1
    assert score(graded(sandbox, source, book(SORTS, test))) == 0.5
    assert score(graded(sandbox, source, book("def ordered(x):\n    return x", test))) == 0.5


def test_an_answer_that_forges_what_its_process_says_gains_nothing(sandbox: Sandbox) -> None:
    forging = (
        "import sys\ndef ordered(x):\n    frame = sys._getframe()\n    while frame:\n"
        "        frame.f_globals.update(assert_=True)\n        frame = frame.f_back\n    raise SystemExit(0)"
    )
    source = book(SORTED, "assert ordered([2, 1]) == [1, 2]")
    assert score(graded(sandbox, source, book(forging, "assert ordered([2, 1]) == [1, 2]"))) == 0


def test_hidden_parts_of_earlier_tests_that_a_test_needs_are_there(sandbox: Sandbox) -> None:
    hidden = "### BEGIN HIDDEN TESTS\ndef same(a, b):\n    return list(a) == list(b)\n### END HIDDEN TESTS"
    tests = hidden, "x = [3, 1, 2]\nassert same(ordered(x), [1, 2, 3])\nassert same(x, [3, 1, 2])"
    source = book(SORTED, *tests)
    assert prove(source, sandbox, LIMITS).confirmed == ["own__0", "own__1"]
    assert score(graded(sandbox, source, source)) == 2
    assert score(graded(sandbox, source, book(SORTS, *tests))) == 1


def test_a_test_that_only_the_examiner_can_run_is_marked(sandbox: Sandbox, tmp_path: Path) -> None:
    """The student's process may not open what the read-only cell opens here."""
    (tmp_path / "words").write_text("b a")
    source = book(
        SORTED,
        "assert ordered(words) == ['a', 'b']",
        before=given(f"words = open({str(tmp_path / 'words')!r}).read().split()", "data"),
    )
    proof = prove(source, sandbox, LIMITS)
    assert (proof.confirmed, list(proof.marked)) == ([], ["own__0"])
    assert "does not pass where the student's code runs" in proof.marked["own__0"]
    result = graded(sandbox, source, source)
    assert score(result) == 1
    assert result.tests["own__0"].trusting


@pytest.mark.parametrize(
    "test",
    [
        "if __name__ == '__main__':\n    assert f(3) == 9",
        "import __main__\nif hasattr(__main__, 'f'):\n    assert __main__.f(3) == 9",
        "try:\n    f(object())\nexcept TypeError:\n    pass\nelse:\n    assert False",
    ],
)
def test_a_test_that_only_the_students_process_can_fail_is_marked(sandbox: Sandbox, test: str) -> None:
    tests = test, "assert f(2) == 4", "assert callable(f) and 1 + 1 == 2"
    source = book("def f(x):\n    return x * x", *tests)
    assert list(prove(source, sandbox, LIMITS).marked) == ["own__0"]
    assert score(graded(sandbox, source, source)) == 3
    assert score(graded(sandbox, source, book("def f(x):\n    return 0", *tests))) == 1


def test_a_test_whose_one_answer_only_the_students_process_can_fail_is_marked(sandbox: Sandbox) -> None:
    """It asks another answer, too, so that it fails if none of them answers."""
    tests = (
        "try:\n    f(object())\nexcept TypeError:\n    pass\nelse:\n    assert False\nassert double(2) == 4",
        "assert f(2) == 4 and double(3) == 6",
    )
    source = book("def f(x):\n    return x * x", *tests)
    source.cells.insert(1, answer("def double(x):\n    return 2 * x", "double"))
    assert list(prove(source, sandbox, LIMITS).marked) == ["own__0"]
    assert score(graded(sandbox, source, source)) == 2


#: Unlocked cells, which a student may edit, if only by a comment, and a test of `lambda x: x * x` with their data.
UNLOCKED = {
    "a loop": (
        "cases = []\nfor i in range(4):\n    cases.append((i, i * i))",
        "for x, y in cases:\n    assert f(x) == y",
    ),
    "a list in a dict": (
        "cases = {'f': []}\ncases['f'].append((2, 4))",
        "for x, y in cases['f']:\n    assert f(x) == y",
    ),
    "a seed": (
        "np.random.seed(0)\nX = np.random.normal(size=5)",
        "assert abs(f(X[0]) - 3.1118) < 1e-3 and len(X) == 5",
    ),
    "what it was before": ("xs.append(3)\nn = len(xs)\nn += 1", "assert f(len(xs)) == 9 and f(n) == 16"),
    "a function": ("def square(x):\n    return k * x * x\nk = 1", "assert f(3) == square(3)"),
    "a function without a name": ("square = lambda x: x * x", "assert f(3) == square(3)"),
    "a date": ("import datetime\nday = datetime.date(2024, 1, 3)", "assert f(day.day) == 9"),
    "what a call fills": (
        "cases = [(0, 0)]\ndef fill(more):\n    more.append((3, 9))\nfill(cases)",
        "for x, y in cases:\n    assert x == 0 or f(x) == y",
    ),
    "what is bound again": (
        "from math import sqrt\nsqrt = lambda x: -1\nk = 3\nk = 2",
        "assert f(k) == 4 and sqrt(4) < 0",
    ),
}


@pytest.mark.parametrize("edit", ["", "\n# I looked at this.", "\nprint(7)"])
@pytest.mark.parametrize("name", UNLOCKED)
def test_an_edited_unlocked_cell_neither_gives_nor_costs_points(sandbox: Sandbox, name: str, edit: str) -> None:
    cell, test = UNLOCKED[name]
    right, wrong = "def f(x):\n    return x * x", "def f(x):\n    return -1"

    def made(code: str, edit: str = "") -> NotebookNode:
        notebook = book(code, test, before=given("xs = [1, 2]", "data"))
        notebook.cells.insert(2, play(cell + edit, id="unlocked"))
        return notebook

    source = made(right)
    proof = prove(source, sandbox, LIMITS)
    assert (proof.trusting, proof.opened, proof.broken) == ({}, {}, {})
    assert score(graded(sandbox, source, made(right, edit))) == 1
    assert score(graded(sandbox, source, made(wrong, edit))) == 0


@pytest.mark.parametrize("half", ["np.mean([{}, {}])", "round(np.float64(0.5 * {} + 0.5 * {}), 2)"])
def test_a_number_of_numpy_is_partial_credit_there_too(sandbox: Sandbox, half: str) -> None:
    test = "x = [3, 1]\n" + half.format("(ordered(x) == [1, 3])", "(x == [3, 1])")
    source = book(SORTED, test)
    assert score(graded(sandbox, source, source)) == 1
    assert score(graded(sandbox, source, book(SORTS, test))) == 0.5


def test_a_hidden_test_says_nothing_of_how_it_fails_there(sandbox: Sandbox) -> None:
    """Its text can be read there, and spelt by the kind of an exception and by the line that raises it."""
    hidden = "### BEGIN HIDDEN TESTS\nx = [3, 1]\nassert ordered(x) == [1, 3] and x == [3, 1]\n### END HIDDEN TESTS"
    source = book(SORTED, hidden)
    spelling = (
        "import __main__\ndef ordered(x):\n    if hasattr(__main__, 'x'):\n        raise KeyError\n    return sorted(x)"
    )
    message = graded(sandbox, source, book(spelling, hidden)).tests["own__0"].message
    assert message is not None
    assert message.endswith("that defines what this one needs?")


def test_a_sealed_test_that_lint_has_something_against_is_marked(sandbox: Sandbox) -> None:
    code = "class P:\n    def __init__(self, x): self.x = x\n    def __eq__(self, other): return self.x == other.x"
    source = book(code, "assert P(1) != P(2)")
    assert "line 1" in prove(source, sandbox, LIMITS).marked["own__0"]
    assert graded(sandbox, source, source).tests["own__0"].trusting


def test_what_a_magic_runs_counts(sandbox: Sandbox) -> None:
    """On the examiner's side it does nothing; and where it runs, a magic that stops goes on after it has said so."""
    test = "with open('c.py', 'w') as file: file.write('assert ordered([2, 1]) == [1, 2]')\n%run -i c.py"
    source = book(SORTED, test, "%%bash\n[ 1 = 1 ]")
    assert prove(source, sandbox, LIMITS).trusting.keys() == {"own__0", "own__1"}
    assert score(graded(sandbox, source, source)) == 2
    assert score(graded(sandbox, source, book("def ordered(x):\n    return x", test, "%%bash\n[ 1 = 1 ]"))) == 1


def test_an_answer_that_hangs_costs_no_other_whose_tests_are_named_alike(sandbox: Sandbox) -> None:
    """What stands before the underscores is an answer's name in this package's own format only."""
    right = "def f(x):\n    return x * x\ndef g(x):\n    return x + 1"
    tests = [f"assert f({n}) == {n * n}" for n in range(3)] + [f"assert g({n}) == {n + 1}" for n in range(3)]
    source, hanging = book(right, *tests), book(right.replace("return x * x", "while True: pass"), *tests)
    assert score(examine(hanging, sandbox, Limits(call_seconds=0.5), source=source)) == 3


#: What a later test adds to a name of an earlier one, or of a read-only cell: (cell, tests, points of a wrong answer).
ADDED = {
    "a sum": ("", ("score = 0\nscore += f(2) == 4", "score += f(3) == 9", "score / 2"), 2),
    "a dict": ("", ("results = {}", "results[2] = f(2)", "assert all(results[k] == k * k for k in results)"), 2),
    "a list": ("", ("wrong = []", "if f(2) != 4:\n    wrong.append(2)", "assert not wrong"), 2),
    "a read-only cell's": ("wrong = []", ("if f(2) != 4:\n    wrong.append(2)", "pass", "assert not wrong"), 2),
    "by a function": (
        "wrong = []\ndef check(ok):\n    ok or wrong.append(1)",
        ("check(f(2) == 4)", "check(f(3) == 9)", "assert not wrong"),
        2,
    ),
    "by a library": (
        "import heapq\nwrong = []",
        ("f(2) == 4 or heapq.heappush(wrong, 2)", "pass", "assert not wrong"),
        2,
    ),
    "by a global name": (
        "score = 0\ndef award(n):\n    global score\n    score += n",
        ("award(f(2) == 4)", "award(f(3) == 9)", "score / 2"),
        2,
    ),
    "a flag": ("", ("assert f(2) == 4\npart = True", "assert part", "assert part and True"), 0),
}


@pytest.mark.parametrize("name", ADDED)
def test_what_a_test_adds_to_a_name_is_there_in_a_later_one(sandbox: Sandbox, name: str) -> None:
    data, tests, points = ADDED[name]
    before = given(data, "data") if data else None
    source = book("def f(x):\n    return x * x", *tests, before=before)
    assert score(graded(sandbox, source, source)) == 3
    assert score(graded(sandbox, source, book("def f(x):\n    return 0", *tests, before=before))) == points


@pytest.mark.parametrize("ends", ["while True: pass", "import os; os._exit(1)"])
@pytest.mark.parametrize("hidden", [False, True])
def test_an_answer_that_ends_costs_no_other_the_data_of_its_test(sandbox: Sandbox, ends: str, hidden: bool) -> None:
    tests = "data = [1, 2, 3]\nassert f(data) == 6", "assert g(data) == 3", "more = data + [1]\nassert g(more) == 4"
    if hidden:
        tests = tuple(f"### BEGIN HIDDEN TESTS\n{test}\n### END HIDDEN TESTS" for test in tests)
    right = "def f(x):\n    return sum(x)\ndef g(x):\n    return len(x)"
    source, ending = book(right, *tests), book(right.replace("return sum(x)", ends), *tests)
    limits = Limits(call_seconds=0.5, test_seconds=3)
    assert score(examine(ending, sandbox, limits, source=source)) == 2


def test_what_the_visible_part_of_a_test_ends_with_is_run(sandbox: Sandbox) -> None:
    """Also by the examiner: an answer that forges hides it from the second run."""
    hidden = "### BEGIN HIDDEN TESTS\nassert f(3) == 9\n### END HIDDEN TESTS"
    test = f"np.testing.assert_allclose(f(2), 4)\n{hidden}"
    source = book("def f(x):\n    return x * x", test)
    forging = f"{FORGING}\ndef f(x):\n    return 9"
    assert score(graded(sandbox, source, source)) == 1
    result = graded(sandbox, source, book(forging, test))
    assert score(result) == 0
    assert "assert_allclose" in (result.tests["own__0"].message or "")


def test_a_comment_below_the_points_of_a_test_hides_none(sandbox: Sandbox) -> None:
    test = "### BEGIN HIDDEN TESTS\n(f(2) == 4) / 2 + (f(0) == 0) / 2\n### END HIDDEN TESTS\n# These were the points."
    source = book("def f(x):\n    return x * x", test)
    assert score(graded(sandbox, source, book("def f(x):\n    return 0", test))) == 0.5


@pytest.mark.parametrize("code", ["x * x", "abs(x * x)"])
def test_what_a_test_binds_on_one_way_only_hides_no_earlier_one(sandbox: Sandbox, code: str) -> None:
    tests = "tolerance = 1", "if f(2) is four:\n    tolerance = 2", "assert abs(f(3) - 9) < tolerance"
    four = given("four = object()", "four")
    source = book("def f(x):\n    return x * x", *tests, before=four)
    assert score(graded(sandbox, source, book(f"def f(x):\n    return {code}", *tests, before=four))) == 3


def test_a_test_that_awaits_is_judged_where_a_notebook_runs(sandbox: Sandbox) -> None:
    """To Python, `await` is a syntax error there: it stops no other test."""
    tests = "seen = 1\nassert await f(seen) == 1", "assert await f(seen) == 1"
    source = book("async def f(x):\n    return x * x", *tests)
    assert prove(source, sandbox, LIMITS).trusting.keys() == {"own__0", "own__1"}
    assert score(graded(sandbox, source, source)) == 2
    assert score(graded(sandbox, source, book("async def f(x):\n    return 0", *tests))) == 0


@pytest.mark.parametrize("asks", ["socket.getaddrinfo(f(), 80)", "socket.socket(type=2).sendto(b'', (f(), 53))"])
def test_a_test_asks_nobody_in_the_network(sandbox: Sandbox, asks: str) -> None:
    """Whom an answer names would be told of a hidden input, in the name itself."""
    test = f"import socket\ntry:\n    {asks}\nexcept PermissionError:\n    pass\nelse:\n    assert False"
    source = book("def f():\n    return '127.0.0.1'", test)
    proof = prove(source, sandbox, LIMITS)
    assert (proof.opened, proof.trusting, proof.broken) == ({}, {}, {})


def test_a_test_that_exits_is_one_that_fails(sandbox: Sandbox) -> None:
    tests = [*["import sys\nif f(2) != 4:\n    sys.exit('wrong')"] * 13, "assert f(0) == 0"]
    source = book("def f(x):\n    return x * x", *tests)
    result = graded(sandbox, source, book("def f(x):\n    return 0", *tests))
    assert score(result) == 1
    assert not result.events


def test_points_are_read_after_much_that_is_printed(sandbox: Sandbox) -> None:
    test = "0.5 * f(1)"
    source = book("def f(x):\n    return x", test)
    chatty = book("def f(x):\n    print('x' * 300_000)\n    return x", test)
    assert score(graded(sandbox, source, chatty)) == 0.5


#: Tests that pass with the own answers by chance alone, if both sides happen to agree: a read-only cell, answer, test.
CHANCE = {
    "the order of a set": (
        "words = ['ant', 'bee', 'cat', 'dog', 'elk', 'fox']\nfirst = list(set(words))",
        "def f():\n    return list(set(['ant', 'bee', 'cat', 'dog', 'elk', 'fox']))",
        "assert f() == first",
    ),
    "a helper that seeds": (
        "import random\ndef restart():\n    random.seed(0)",
        "import random\ndef f():\n    return random.random()",
        "restart()\nassert abs(f() - 0.8444) < 1e-3",
    ),
}


@pytest.mark.parametrize("name", CHANCE)
def test_chance_seals_no_test(sandbox: Sandbox, name: str) -> None:
    data, code, test = CHANCE[name]
    source = book(code, test, before=given(data, "data"))
    proof = prove(source, sandbox, LIMITS)
    assert [*proof.opened, *proof.trusting] == ["own__0"]
    drawn = book(f"{code}\nf()", test, before=given(data, "data"))
    assert score(graded(sandbox, source, source)) == score(graded(sandbox, source, drawn)) == 1


#: What right answers may raise: the own answer, another one, what a test expects.
RAISED = {
    "of Unicode": ("def f(b):\n    raise ValueError", "def f(b):\n    return b'\\xff'.decode()", "ValueError"),
    "of two kinds": (
        "def f(b):\n    raise IndexError",
        "def f(b):\n    return np.ones(2).sum(axis=3)",
        "IndexError",
    ),
}


@pytest.mark.parametrize("name", RAISED)
def test_an_exception_is_caught_as_each_of_its_kinds(sandbox: Sandbox, name: str) -> None:
    own, other, kind = RAISED[name]
    test = f"try:\n    f(b'')\nexcept {kind}:\n    pass\nelse:\n    assert False"
    source = book(own, test)
    assert score(graded(sandbox, source, book(other, test))) == 1


def test_an_import_of_all_names_takes_no_answer_out_of_a_test(sandbox: Sandbox) -> None:
    right = "from math import *\ndef gcd(a, b):\n    return a if b == 0 else gcd(b, a % b)"
    test = "assert gcd(12, 18) == 6"
    source = book(right, test)
    assert score(graded(sandbox, source, source)) == 1
    forging = f"{FORGING}\nfrom math import *\ndef gcd(a, b):\n    return 1"
    assert score(graded(sandbox, source, book(forging, test))) == 0


@pytest.mark.parametrize("test", ["assert collect([1]).equals([2])", "assert same(collect([1]), [2])"])
def test_a_test_that_believes_an_object_of_the_instructors_class_is_marked(sandbox: Sandbox, test: str) -> None:
    bag = "class Bag:\n    def __init__(self, xs): self.xs = xs\n    def equals(self, other): return self.xs == other\n"
    before = given(f"{bag}def same(one, other):\n    return one.equals(other)", "data")
    source = book("def collect(xs):\n    return Bag([2 * x for x in xs])", test, before=before)
    assert list(prove(source, sandbox, LIMITS).marked) == ["own__0"]


def test_an_answer_that_ends_the_second_run_gains_nothing(sandbox: Sandbox) -> None:
    """It sees there, in the text of a test or in what one has made, that it is not asked by the examiner."""
    tests = "seen = 1", "x = [3, 1, 2]\nassert ordered(x) == [1, 2, 3] and x == [3, 1, 2]"
    source = book(SORTED, *tests)
    for ending in ("import os\n        os._exit(1)", "while True: pass"):
        code = f"def ordered(x):\n    x.sort()\n    if 'seen' in globals():\n        {ending}\n    return x"
        limits = Limits(call_seconds=1, test_seconds=2, submission_seconds=10)
        assert score(examine(book(code, *tests), sandbox, limits, source=source)) == 1


@pytest.mark.parametrize("ending", ["import os; os._exit(1)", "while True: pass"])
def test_an_answer_that_hangs_or_ends_its_process_in_many_tests_costs_no_other_its_points(
    sandbox: Sandbox, ending: str
) -> None:
    tests = [f"assert double({number}) == {2 * number}" for number in range(13)]

    def both(code: str) -> NotebookNode:
        made = book(code, *tests)
        made.cells += [answer("def half(x):\n    return x / 2", "half"), checks("assert half(3) == 1.5", "half__value")]
        for cell in made.cells:
            cell.id = cell.metadata.get("nbgrader", {}).get("grade_id", cell.id)
        return made

    limits = Limits(call_seconds=0.3, test_seconds=2, submission_seconds=15)
    source = both("def double(x):\n    return 2 * x")
    assert score(examine(both(f"def double(x):\n    {ending}"), sandbox, limits, source=source)) == 1


_TREE = """class Node:
    def __init__(self, value, left, right): self.value, self.left, self.right = value, left, right
def build(xs):
    if not xs: return None
    m = {}
    return Node(xs[m], build(xs[:m]), build(xs[m + 1:]))
"""
_TABLE = """class Entry:
    def __init__(self, key, value): self.key, self.value = key, value
class Table:
    def __init__(self): self.buckets = [None] * 8
    def put(self, key, value):
        i = {} % 8
        while self.buckets[i] is not None: i = (i + 1) % 8
        self.buckets[i] = Entry(key, value)
"""

_LISTS = """class Entry:
    def __init__(self, key): self.key = key
def table(keys):
    buckets = [[] for _ in range(5)]
    for key in keys: buckets[{} % 5].append(Entry(key))
    return buckets
"""

#: Objects of objects: the code, two right ways to write it, the test.
SOME_NONE = {
    "a tree": (
        _TREE,
        ("len(xs) // 2", "(len(xs) - 1) // 2"),
        "def total(node):\n    return node.value + total(node.left) + total(node.right) if node is not None else 0\n"
        "assert total(build([1, 2, 3, 4])) == 10 and total(build([])) == 0",
    ),
    "a hash table": (
        _TABLE,
        ("len(key)", "ord(key[0])"),
        "table = Table()\nfor n, word in enumerate(['ant', 'bee', 'cat']):\n    table.put(word, n)\n"
        "assert sorted(one.value for one in table.buckets if one is not None) == [0, 1, 2]",
    ),
    "lists of entries": (
        _LISTS,
        ("len(key)", "ord(key[0])"),
        "assert sorted(one.key for some in table(['ant', 'bee', 'tiger']) for one in some) == ['ant', 'bee', 'tiger']",
    ),
    "thousands of places": (
        "class Entry:\n    pass\ndef table(n):\n    return [{} for i in range(n)]",
        ("Entry() if i % 3 else 5", "Entry() if i % 3 == 1 else 5"),
        "assert len([one for one in table(2000) if one is not None]) == 2000",
    ),
}


@pytest.mark.parametrize("name", SOME_NONE)
def test_an_object_may_stand_where_the_own_answers_have_none(sandbox: Sandbox, name: str) -> None:
    code, ways, test = SOME_NONE[name]
    books = [book(code.format(way), test) for way in ways]
    for source in books:
        for submitted in books:
            assert score(graded(sandbox, source, submitted)) == 1


POLYNOMIAL = """class Polynomial:
    count = 1
    def __init__(self, parts): self.parts = list(parts)
    def one(self): return self.parts[0]
"""


@pytest.mark.parametrize(
    "way", ["p.one()", "len(p.parts) - 1", "vars(p)['parts'][0]", "type(p).count", "int(type(p) is Polynomial)"]
)
def test_of_an_object_that_a_test_hands_over_an_answer_may_ask_anything(sandbox: Sandbox, way: str) -> None:
    """What the own answers ask of it may be less: then other right ones would fail with the examiner."""
    source, submitted = (
        book(f"def own(p):\n    return {one}", "assert own(Polynomial([1, 2])) == 1", before=given(POLYNOMIAL, "first"))
        for one in ("p.one()", way)
    )
    result = graded(sandbox, source, submitted)
    assert (score(result), bool(result.tests["own__0"].trusting)) == (1, True)


@pytest.mark.parametrize("below", ["from numpy import sum", "sum = 3 + 4"])
def test_what_binds_a_name_below_a_test_takes_no_answer_out_of_it(sandbox: Sandbox, below: str) -> None:
    right = "def sum(xs):\n    return xs and xs[0] + sum(xs[1:]) or 0"
    forging = f"{FORGING}\ndef sum(xs):\n    return 0"

    def made(code: str) -> NotebookNode:
        notebook = book(code, "assert sum([1, 2, 3]) == 6")
        notebook.cells.append(given(below, "later"))
        return notebook

    assert score(graded(sandbox, made(right), made(right))) == 1
    assert score(graded(sandbox, made(right), made(forging))) == 0
