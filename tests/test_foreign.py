"""A sealed test meets objects of the student's only where it meets them with the instructor's own answers."""

from collections import OrderedDict, deque, namedtuple

import numpy as np
import pytest
from conftest import needs_sandbox
from little import answer, checks, notebook
from nbformat import NotebookNode

from chainrule.check import CheckFailed
from chainrule.grading import stock
from chainrule.grading.sealed import foreign
from chainrule.grading.sealed.examiner import examine, prove
from chainrule.grading.sealed.foreign import Foreign, Handles
from chainrule.grading.sealed.handles import Answer
from chainrule.grading.sealed.sandbox import Sandbox

OWN = """
import collections
import numpy as np
Pair = collections.namedtuple("Pair", "a b")
class Stack:
    def __init__(self):
        self.items, self.size, self.next = [], 0, None
    def push(self, x):
        self.items.append(x)
        self.size += 1
    def pop(self):
        return self.items.pop()
def mask(x):
    return x > 0
def norm(s):
    return s.lower()
def pair():
    return Pair(np.arange(2), 3)
def table():
    return {"a": np.arange(2), "stack": Stack()}
def objects():
    return np.array([2.0, None], dtype=object)
def fit():
    return 3.0, Stack()
def each(f):
    return [f(n) for n in (1, 2)]
def longest(words, key):
    return max(words, key=key)
def keep(f):
    return Stack()
def both(f, g):
    return [f, lambda x: g(f(x))]
def shape(x):
    return np.zeros((2, 3))
def evens(xs):
    return [x for x in xs if x % 2 == 0]
def total(xs):
    return sum(xs)
def stacked(n):
    return [n, Stack()]
limit = 2.0
def chain(n):
    first = last = Stack()
    for _ in range(n - 1):
        last.next = Stack()
        last = last.next
    return first
class Node:
    def __init__(self, value, left=None, right=None):
        self.value, self.left, self.right = value, left, right
def tree(xs):
    return Node(xs[0], None, tree(xs[1:])) if xs else None
"""
LIE = """
class Lie:
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *a, **k: True
"""

#: A test, and an answer that knows nothing: in the second, every handle lies.
ATTACKS = {
    "a method": ("mask(np.array([1, 2])).all()", "def mask(x):\n    return Lie()"),
    "text": ("norm('ABC').startswith('ab') and norm('X').islower()", "def norm(s):\n    return Lie()"),
    "NumPy that asks": ("np.all(mask(np.ones(3)))", "def mask(x):\n    return Lie()"),
    "a named tuple": ("pair().a.any()", "def pair():\n    return Pair(Lie(), 3)"),
    "a dict": ("table()['a'].any()", "def table():\n    return {'a': Lie(), 'stack': Stack()}"),
    "an array of objects": ("objects()[0].is_integer()", "def objects():\n    return np.array([Lie(), None])"),
    "one of two results": ("fit()[0].is_integer()", "def fit():\n    return Lie(), Stack()"),
    "a callback": ("each(lambda n: n.bit_length()) == [1, 2]", "def each(f):\n    f(Lie())\n    return [1, 2]"),
    "an attribute": ("Stack().size.bit_length() <= 1", "class Stack:\n    size = Lie()"),
    "a name": ("limit.is_integer()", "limit = Lie()"),
    "where the own answers never led the test": (
        "norm('A') == 'a' or norm('AB').startswith('ab')",
        "def norm(s):\n    return Lie() if s == 'AB' else 'x'",
    ),
    "the other result, where the own answers never led the test": (
        "fit()[0] == 3 or fit()[1].size == 0 and fit()[0].is_integer()",
        "def fit(got=[]):\n    got.append(0)\n    return 2.5 if len(got) < 3 else Lie(), Stack()",
    ),
    "a function that a test lends": (
        "longest(['a', 'bbb'], len).startswith('bbb')",
        "def longest(words, key):\n    return collections.namedtuple('T', 'startswith')(key)",
    ),
    "one that a test lends, in a list": ("each(float)[0].fromhex('1') == 1", "def each(f):\n    return [f, 2.0]"),
    "one that a test lends, in an attribute": (
        "keep(int).size.bit_length() <= 1",
        "def keep(f):\n    stack = Stack()\n    stack.size = collections.namedtuple('T', 'bit_length')(f)\n"
        "    return stack",
    ),
}

#: Tests, and what else right answers may do.
HONEST = {
    "a result that nobody reads": (
        "stack = Stack()\nstack.push(1)\nprint(stack.push(2))\nassert stack.pop() == 2",
        "def push(self, x):\n    self.items.append(x)\n    return self\nStack.push = push",
    ),
    "a result for another answer": ("assert total(evens([1, 2, 4])) == 6", "def evens(xs):\n    return iter([2, 4])"),
    "objects in objects": (
        "first = chain(3)\ncount = 0\nwhile first is not None:\n    count, first = count + 1, first.next\n"
        "assert count == 3",
        "def chain(n):\n    class Node:\n        next = None\n    first = Node()\n    first.next = Node()\n"
        "    first.next.next = Node()\n    return first",
    ),
    "objects in objects, put together otherwise": (
        "def inorder(n):\n    return [] if n is None else inorder(n.left) + [n.value] + inorder(n.right)\n"
        "assert inorder(tree([1, 2, 3, 4, 5])) == [1, 2, 3, 4, 5]",
        "def tree(xs):\n    m = len(xs) // 2\n    return Node(xs[m], tree(xs[:m]), tree(xs[m + 1 :])) if xs else None",
    ),
    "an object where the own answers never led the test": (
        "def sizes(loss):\n    return [loss, fit()[1].size]\nassert sizes(fit()[0])[0] == 3 or fit()[1].size == 0",
        "def fit():\n    return 2.0, Stack()",
    ),
    "one of two results": ("loss, stack = fit()\nstack.push(1)\nassert (loss, stack.pop()) == (3, 1)", ""),
    "a named tuple for a tuple": (
        "loss, stack = fit()\nstack.push(1)\nassert (loss, stack.pop()) == (3, 1)",
        "def fit():\n    return Pair(3.0, Stack())",
    ),
    "an OrderedDict for a dict": (
        "stack = table()['stack']\nstack.push(1)\nassert stack.pop() == 1",
        "def table():\n    return collections.OrderedDict(stack=Stack(), a=np.arange(2))",
    ),
    "a deque for a list": (
        "stacks = stacked(2)\nstacks[1].push(1)\nassert stacks[0] == 2 and stacks[1].pop() == 1",
        "def stacked(n):\n    return collections.deque([n, Stack()])",
    ),
    "what a test lends where it did": ("f, g = both(abs, str)\nassert (f(-1), g(-1)) == (1, '1')", ""),
    "what a test lends for a function": (
        "f, g = both(abs, abs)\nassert (f(-1), g(-1)) == (1, 1)",
        "def both(f, g):\n    return [f, f]",
    ),
    "names that tables have": (
        "loss, stack = fit()\nstack.push(1)\nassert (loss, stack.pop()) == (3, 1) and fit()[0] == 3",
        "def fit():\n    return collections.namedtuple('Fitted', 'mean count')(3.0, Stack())",
    ),
    "names that tables have, in a list": (
        "assert each(lambda n: n) == [1, 2] and each(lambda n: (n, n))[0] == (1, 1)",
        "Item = collections.namedtuple('Item', 'index count')\ndef each(f):\n"
        "    return [Item(*f(n)) if isinstance(f(n), tuple) else f(n) for n in (1, 2)]",
    ),
}


def book(test: str, more: str = "", is_stock: bool = True) -> NotebookNode:
    made = notebook(answer(f"{OWN}{LIE}{more}", "own"), checks(f"import numpy as np\n{test}", "own__x"))
    if is_stock:
        made.metadata[stock.KEY] = {"replaceable": []}
    return made


@needs_sandbox
@pytest.mark.parametrize("is_stock", [True, False])
@pytest.mark.parametrize("name", ATTACKS)
def test_an_object_says_nothing_for_itself(sandbox: Sandbox, name: str, is_stock: bool):
    test, wrong = ATTACKS[name]
    source = book(f"assert {test}", is_stock=is_stock)
    assert examine(source, sandbox, source=source).tests["own__x"].verdict == "passed"
    found = examine(book(f"assert {test}", wrong, is_stock), sandbox, source=source).tests["own__x"]
    assert (found.verdict, found.trusting) == ("failed", None)
    assert "where a value is expected" in (found.message or "") or name == "a callback"


@needs_sandbox
@pytest.mark.parametrize("is_stock", [True, False])
@pytest.mark.parametrize("name", HONEST)
def test_what_is_not_asked_may_be_anything(sandbox: Sandbox, name: str, is_stock: bool):
    test, more = HONEST[name]
    source = book(test, is_stock=is_stock)
    found = examine(book(test, more, is_stock), sandbox, source=source).tests["own__x"]
    assert (found.verdict, found.trusting, found.message) == ("passed", None, None)


@needs_sandbox
def test_a_trusted_earlier_answer_lends_no_belief(sandbox: Sandbox):
    """Nor does a test that is tried again with one."""
    tests = checks("assert f(1) == 2", "f__x"), checks("assert g(1).bit_length() == 3", "g__x")

    def made(f: str, g: str) -> NotebookNode:
        first, second = f"def f(x):\n    return {f}", f"def g(x):\n    return {g}"
        return notebook(answer(first, "f"), answer(second, "g"), *tests)

    source = made("x + 1", "f(x) + 3")
    lying = "[0, type('L', (), {'bit_length': lambda self: 3})()][f(x) == 2]"
    assert examine(made("x - 1", "f(x) + 3"), sandbox, source=source).tests["g__x"].lent == ["f"]
    assert examine(made("x - 1", lying), sandbox, source=source).tests["g__x"].verdict == "failed"


@needs_sandbox
def test_an_object_of_a_library_is_believed_but_marked(sandbox: Sandbox):
    first = book("assert parser().parse_args([]).n == 1")
    second = book("assert Stack().size == 0")
    for made in (first, second):
        made.cells[1].source += (
            "\nimport argparse\ndef parser():\n    made = argparse.ArgumentParser()\n    made.set_defaults(n=1)\n"
            "    return made"
        )
    assert "a class that is no answer" in prove(first, sandbox).marked["own__x"]
    assert not prove(second, sandbox).marked


HANDLE = Answer(None, 0, "object", "it")
Pair = namedtuple("Pair", "a b")
Swapped = namedtuple("Swapped", "b a")
Other = namedtuple("Other", "c d")
Counted = namedtuple("Counted", "a count")


@pytest.mark.parametrize(
    ("own", "same", "other"),
    [
        (HANDLE, HANDLE, [HANDLE]),
        ([HANDLE], [HANDLE, HANDLE], [[HANDLE]]),
        ((1, HANDLE), (2, HANDLE), (HANDLE, HANDLE)),
        ({"a": HANDLE, "b": 1}, {"a": HANDLE}, {"b": HANDLE}),
        ({1: {HANDLE}}, {2: {HANDLE}}, {HANDLE: 1}),
        (np.array([HANDLE, 2]), np.array([HANDLE, 1]), np.array([1, HANDLE])),
        ((HANDLE, 1), Pair(HANDLE, 2), Pair(1, HANDLE)),
        (Pair(HANDLE, 1), (HANDLE, 1), (1, HANDLE)),
        (Pair(HANDLE, 1), Other(HANDLE, 1), Swapped(HANDLE, 1)),
        (Pair(HANDLE, 1), Pair(HANDLE, 2), Swapped(1, HANDLE)),
        ({"a": HANDLE, "b": 1}, OrderedDict(b=1, a=HANDLE), OrderedDict(a=1, b=HANDLE)),
        (OrderedDict(a=HANDLE, b=1), {"a": HANDLE}, {"b": HANDLE}),
        ([HANDLE, 1], deque([HANDLE, 2], 2), deque([1, HANDLE])),
        ([HANDLE, 1], np.array([HANDLE, 2]), np.array([1, HANDLE])),
        (deque([HANDLE]), [HANDLE, HANDLE], HANDLE),
        ({1, HANDLE}, {HANDLE}, (1, [HANDLE])),
        ({1: HANDLE, 2: 0.5}, {np.float64(1): HANDLE}, {2: HANDLE, 1: 0.5}),
        ({(0, 1): HANDLE, (1, 0): 0.5}, {(1, 0): 0.5, (0, 1): HANDLE}, {(1, 0): HANDLE, (0, 1): 0.5}),
        ({"key": 1, HANDLE: 2}, {HANDLE: 1}, {"key": HANDLE}),
        ({"*": HANDLE, "a": 1}, {"*": HANDLE}, {"a": HANDLE}),
        (0, (), HANDLE),
        ([HANDLE, None], [None, HANDLE], (1, [HANDLE])),
        (len, max, HANDLE),
        (HANDLE, len, [len]),
        ([len], [max, min], [HANDLE]),
        ((1, len), Pair(2, max), (len, 1)),
        ({"a": HANDLE, "b": len}, {"a": len, "b": len}, {"a": HANDLE, "b": HANDLE}),
        ([HANDLE], [len], len),
    ],
)
def test_a_part_is_known_by_its_place(own: object, same: object, other: object, monkeypatch):
    monkeypatch.setattr(foreign, "_site", lambda: "here")
    places: list[foreign.Place] = []
    assert Handles(None, places.append).believed("call", own, "f") is own
    handles = Handles(places, lambda place: pytest.fail("what is known is not noted"))
    assert handles.believed("call", own, "f") is own
    assert handles.believed("call", same, "f") is same
    assert type(handles.believed("call", other, "f")) is Foreign
    assert (type(handles.believed("get", own, "f")) is Foreign) == bool(places)


def test_what_is_kept_of_a_place_is_short(monkeypatch):
    """Its steps are keys that a student has chosen."""
    monkeypatch.setattr(foreign, "_site", lambda: "here")
    places: list[foreign.Place] = []
    Handles(None, places.append).believed("call", {"k" * 10**6: HANDLE, ("k" * 10**6, 1): HANDLE, "a": 1}, "f")
    assert len(places) == 2
    assert max(map(len, map(repr, places))) < 200


@pytest.mark.parametrize(
    ("own", "got", "has_names"),
    [
        ((1, 2), Counted(1, 2), False),
        ((1, 2), Pair(1, 2), True),
        (Counted(1, 2), Counted(3, 4), True),
        (Pair(1, 2), Counted(1, 2), False),
        (HANDLE, Counted(1, 2), True),
        ([Counted(1, 2), Counted(1, 2)], [Counted(3, 4)], True),
        ([(1, 2)], [Counted(3, 4)], False),
        ({"x": np.zeros(2)}, {"x": Counted(3, 4)}, False),
    ],
)
def test_a_named_tuple_has_names_of_other_types_only_where_the_own_one_has_them(own, got, has_names, monkeypatch):
    monkeypatch.setattr(foreign, "_site", lambda: "here")
    places: list[foreign.Place] = []
    Handles(None, places.append).believed("call", own, "f")
    value = got._replace() if isinstance(got, tuple) else got
    back = Handles(places, lambda place: None).believed("call", value, "f")
    assert back == got
    part = back if isinstance(back, tuple) else next(iter(back.values() if isinstance(back, dict) else back))
    assert isinstance(part, tuple)
    assert hasattr(part, "_fields") == has_names
    assert not has_names or part._fields


@pytest.mark.parametrize(
    "use", [bool, len, list, hash, lambda x: x == 1, lambda x: 1 + x, lambda x: x.all(), lambda x: x(), np.all]
)
def test_any_use_of_a_stand_in_says_what_is_wrong(use):
    with pytest.raises(CheckFailed, match="mask gives an object of a class of its own"):
        use(Foreign(HANDLE, "mask"))
    assert not isinstance(Foreign(HANDLE, "mask"), int)
    assert f"{Foreign(HANDLE, 'mask')}" == "<object mask>"


@needs_sandbox
def test_an_earlier_test_that_is_failed_on_purpose_changes_no_numbers_of_a_later_one(sandbox: Sandbox):
    """The answer knows by a cell between the two in whose copy it is called, and there fails the first one's line."""

    def book(code: str, between: str):
        first = checks("x, expected = 2, 4\nassert f(x) == expected\nx, expected = 5, 25", "f_1")
        hidden = checks("### BEGIN HIDDEN TESTS\nassert f(x) == expected\n### END HIDDEN TESTS", "f_2")
        made = notebook(answer(code, "f"), first, answer(between, "between"), hidden)
        made.metadata[stock.KEY] = {"replaceable": []}
        return made

    right = book("def f(x):\n    return x * x", "pass")
    code = "calls, stage = [], 1\ndef f(x):\n    calls.append(x)\n    return 0 if stage == 2 and len(calls) == 1 else 4"
    for submitted, scores in ((right, [1, 1]), (book(code, "stage = 2"), [1, 0])):
        found = examine(submitted, sandbox, source=right).tests
        assert [found[name].score for name in ("f_1", "f_2")] == scores


MONEY = (
    "class Money:\n    def __init__(self, cents):\n        self.cents = cents\n    def __add__(self, other):\n        "
)


@needs_sandbox
def test_statements_that_a_later_test_needs_are_places_of_their_own(sandbox: Sandbox):
    """An object passed where the own answers gave data: each statement began in line 1."""

    def book(mask: str) -> NotebookNode:
        own = f"import numpy as np\nclass Stack:\n    size = 0\ndef make(n):\n    return Stack()\n{mask}"
        first = checks("s = make(3)\nm = mask(3)\nassert s.size == 0", "a_1")
        made = notebook(answer(own, "own"), first, checks("assert m.shape == (3,)", "b_1"))
        made.metadata[stock.KEY] = {"replaceable": []}
        return made

    source = book("def mask(n):\n    return np.arange(n) > 0")
    wrong = book("class Yes:\n    shape = (3,)\ndef mask(n):\n    return Yes()")
    for handed_in, verdict in ((source, "passed"), (wrong, "failed")):
        assert examine(handed_in, sandbox, source=source).tests["b_1"].verdict == verdict


@needs_sandbox
def test_what_a_failed_test_with_operators_did_not_define_is_not_for_the_student_to_say(sandbox: Sandbox):
    def book(code: str):
        tests = "expected = (Money(2) + Money(3)).cents", "assert (Money(3) + Money(4)).cents == expected + 2"
        made = notebook(answer(code, "Money"), *[checks(test, f"Money_{n}") for n, test in enumerate(tests)])
        made.metadata[stock.KEY] = {"replaceable": []}
        return made

    right = book(f"{MONEY}return Money(self.cents + other.cents)")
    wrong = book(f"{MONEY}assert other.cents != 3\n        return Money(9)\nexpected = 7")
    for submitted, scores in ((right, [1, 1]), (wrong, [0, 0])):
        found = examine(submitted, sandbox, source=right).tests.values()
        assert [(test.score, bool(test.trusting)) for test in found] == [(score, True) for score in scores]


@needs_sandbox
def test_our_own_format_marks_what_believes_an_object_of_a_library(sandbox: Sandbox):
    def book(code: str):
        made = notebook(answer(code, "parser"), checks("assert parser().parse_args([]).n == 1", "parser__n"))
        made.cells.append(checks("assert callable(parser)", "parser__is_one"))
        return made

    right = book(
        "import argparse\ndef parser():\n    made = argparse.ArgumentParser()\n    made.set_defaults(n=1)\n"
        "    return made"
    )
    made_up = book(f"{LIE}class One:\n    n = 1\nLie.parse_args = lambda *a: One\nparser = Lie")
    for submitted in (right, made_up):
        found = examine(submitted, sandbox, source=right).tests
        assert [(test.score, bool(test.trusting)) for test in found.values()] == [(1, True), (1, False)]


@needs_sandbox
def test_our_own_format_marks_what_believes_an_object_of_a_read_only_cells_class(sandbox: Sandbox):
    """An answer can set its methods: what they say is not the instructor's word."""
    board = "class Board:\n    def is_solved(self):\n        return False"

    def book(code: str) -> NotebookNode:
        test = checks("assert solve().is_solved()", "solve__solved")
        return notebook(
            answer(f"def solve():\n    made = Board()\n    {code}\n    return made", "solve"), test, setup=board
        )

    right = book("Board.is_solved = lambda self: True")
    found = examine(book("made.is_solved = lambda: True"), sandbox, source=right).tests["solve__solved"]
    assert (found.score, bool(found.trusting)) == (1, True)
