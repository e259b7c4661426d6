"""Handles of the student's objects: what they forward, closed as in our own course and open as in any other."""

import builtins
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from little import answer, checks, notebook, play, score

from chainrule.check import AnswerError
from chainrule.grading import stock
from chainrule.grading.limits import Limits
from chainrule.grading.sealed import fork, handles
from chainrule.grading.sealed.examiner import examine
from chainrule.grading.sealed.given import bind, silenced
from chainrule.grading.sealed.inside.protocol import OPERATIONS
from chainrule.grading.sealed.inside.wire import WireError
from chainrule.grading.sealed.proxies import Student
from chainrule.grading.sealed.sandbox import Sandbox, Session
from chainrule.grading.sealed.surroundings import Surroundings

LIMITS = Limits(cell_seconds=5, call_seconds=5, test_seconds=5)


def judge(sandbox: Sandbox, code: str, test: str, is_open: bool = True) -> None:
    """Run a test of what a cell defines."""
    names: dict[str, Any] = {"__builtins__": builtins}
    with sandbox.session(LIMITS, time.monotonic() + 60) as session:
        error = session.run(0, code, 5)[1]
        assert error is None, error
        connection = session.fork()
        connection.deadline = time.monotonic() + 20
        try:
            student = Student(connection, 5, lambda places: "", names if is_open else None)
            bind(test, names, {}, student.lookup)
            student.bound()
            with silenced():
                exec(compile(test, "<test>", "exec"), names)
        finally:
            connection.close()


VECTOR = '''
class Vector:
    """A vector in the plane."""
    def __init__(self, *xs): self.xs = list(xs)
    def __len__(self): return len(self.xs)
    def __getitem__(self, i): return self.xs[i]
    def __setitem__(self, i, x): self.xs[i] = x
    def __delitem__(self, i): del self.xs[i]
    def __contains__(self, x): return x in self.xs
    def __eq__(self, other): return isinstance(other, Vector) and self.xs == other.xs
    def __lt__(self, other): return sum(self.xs) < sum(other.xs)
    def __add__(self, other): return Vector(*[a + b for a, b in zip(self, other)])
    def __rmul__(self, k): return Vector(*[k * a for a in self.xs])
    def __mul__(self, k): return NotImplemented
    def __iadd__(self, other): self.xs = (self + other).xs; return self
    def __neg__(self): return -1 * self
    def __bool__(self): return any(self.xs)
    def __float__(self): return float(sum(self.xs))
    def __repr__(self): return f"Vector{tuple(self.xs)}"
    def __format__(self, spec): return ",".join(format(x, spec) for x in self.xs)
    def __call__(self, i): return 2.0 * self.xs[i]
    def scaled(self, i: int, *rest: str, scale: float = 2.0, **more) -> float:
        """Scale an entry."""
        return scale * self.xs[i]
class Space(Vector): pass
a, b = Vector(1, 2), Vector(3, 4)
'''

WORKS = {
    "len": "assert len(a) == 2 and len(Vector()) == 0",
    "index": "assert a[0] == 1 and b[-1] == 4 and a[:1] == [1]",
    "index beyond": "try: a[5]\nexcept IndexError: pass\nelse: assert False",
    "set and delete entries": "a[0] = 7\nassert a[0] == 7\ndel a[0]\nassert len(a) == 1",
    "in": "assert 2 in a and 5 not in a",
    "iteration": "assert [x for x in a] == [1, 2] and list(a) == [1, 2] and tuple(b) == (3, 4) and sum(a) == 3",
    "unpacking": "x, y = a\nassert (x, y) == (1, 2)",
    "equality": "assert a == Vector(1, 2) and a != b and not a == b and a != 5 and [a] == [Vector(1, 2)]",
    "order": "assert a < b and b > a and sorted([b, a]) == [a, b] and max(a, b) is b",
    "arithmetic": "assert a + b == Vector(4, 6) and 2 * a == Vector(2, 4) and -a == Vector(-1, -2)",
    "in place": "c = a\na += b\nassert a is c and c.xs == [4, 6]",
    "not implemented": "try: a * 2\nexcept TypeError: pass\nelse: assert False",
    "truth": "assert a and not Vector(0, 0) and not Vector()",
    "conversion": "assert float(a) == 3.0 and type(float(a)) is float",
    "text": "assert repr(a) == str(a) == f'{a!r}' == 'Vector(1, 2)' and f'{a:.1f}' == '1.0,2.0'",
    "classes": "assert isinstance(a, Vector) and not isinstance(a, Space) and not isinstance(5, Vector)\n"
    "assert isinstance(Space(), Vector) and issubclass(Space, Vector) and not issubclass(Vector, Space)",
    "docstrings": "assert Vector.__doc__ == 'A vector in the plane.' and Vector.__name__ == 'Vector'\n"
    "assert 'entry' in a.scaled.__doc__ and a.scaled.__name__ == 'scaled'",
    "signatures": "import inspect\nfrom inspect import signature\n"
    "assert list(signature(a.scaled).parameters) == ['i', 'rest', 'scale', 'more']\n"
    "assert signature(a.scaled).parameters['scale'].default == 2.0 and inspect.isclass(Vector)\n"
    "assert Vector.scaled.__annotations__ == {'i': int, 'rest': str, 'scale': float, 'return': float}",
    "attributes": "a.z = 1\nassert a.z == 1 and hasattr(a, 'z') and 'z' in dir(a) and vars(a)['z'] == 1\n"
    "del a.z\nassert not hasattr(a, 'z')",
    "copies": "import copy\nc = copy.deepcopy(a)\nassert c == a and c is not a\nc[0] = 9\nassert a[0] == 1",
    "what is missing": "assert not hasattr(a, '__enter__') and not callable(b.xs) and callable(a)",
}


@pytest.mark.parametrize("name", WORKS)
def test_an_open_handle_has_the_operators_of_its_object(sandbox: Sandbox, name: str) -> None:
    judge(sandbox, VECTOR, WORKS[name])


FUNCTIONS = '''
import contextlib, random
import numpy as np
def count(n):
    """Count."""
    for i in range(n): yield i
def endless():
    i = 0
    while True: yield i; i += 1
class Opened:
    def __enter__(self): self.log = ["in"]; return self
    def __exit__(self, kind, error, trace): self.log.append(repr(error)); return kind is ValueError
def shout(x): print("got", x); print("end")
def ask(): return input("Name? ") + "!"
def draw(): return random.random(), np.random.rand(), list(np.random.permutation(5))
def grow(items): items.append(1)
def squares(n): return [i * i for i in range(1, n + 1)]
def sum_of_squares(n): return sum(squares(n))
def fail(): print("before"); raise ValueError("no")
def twice(f): print("a"); f(); print("c")
'''

SHARES = {
    "generators": "g = count(3)\nassert next(g) == 0 and list(g) == [1, 2] and list(g) == []\n"
    "from itertools import islice\nassert list(islice(endless(), 3)) == [0, 1, 2]",
    "kinds": "import types\nassert isinstance(count(1), types.GeneratorType) and isinstance(count, types.FunctionType)",
    "contexts": "o = Opened()\nwith o as same: assert same is o\nassert o.log == ['in', 'None']\n"
    "with o: raise ValueError('mine')\nassert o.log == ['in', \"ValueError('mine')\"]\n"
    "try:\n    with o: raise KeyError(1)\nexcept KeyError: pass\nelse: assert False",
    "printed text": "import io, contextlib\nout = io.StringIO()\n"
    "with contextlib.redirect_stdout(out): shout(3)\nassert out.getvalue() == 'got 3\\nend\\n'",
    "printed before an exception": "import io, contextlib\nout = io.StringIO()\nwith contextlib.redirect_stdout(out):\n"
    "    try: fail()\n    except ValueError: pass\nassert out.getvalue() == 'before\\n'",
    "printed in turn": "import io, contextlib\nout = io.StringIO()\n"
    "with contextlib.redirect_stdout(out): twice(lambda: print('b'))\nassert out.getvalue() == 'a\\nb\\nc\\n'",
    "replaced input": "from unittest import mock\nwith mock.patch('builtins.input', return_value='Ada') as asked:\n"
    "    assert ask() == 'Ada!'\nasked.assert_called_once_with('Name? ')\n"
    "try: ask()\nexcept RuntimeError: pass\nelse: assert False",
    "replaced print": "from unittest import mock\nwith mock.patch('builtins.print') as printed: shout(1)\n"
    "assert printed.call_args_list == [mock.call('got', 1), mock.call('end')]",
    "typed input": "import io, sys\nfrom unittest import mock\n"
    "with mock.patch('sys.stdin', io.StringIO('Ada\\n')): assert ask() == 'Ada!'",
    "seeds": "import random\nimport numpy as np\ndef both():\n    random.seed(1); np.random.seed(2)\n"
    "both()\nmine = random.random(), np.random.rand(), list(np.random.permutation(5))\n"
    "both()\nassert draw() == mine\nboth()\ndraw()\nafter = np.random.rand()\nboth()\nnp.random.rand()\n"
    "np.random.permutation(5)\nassert after == np.random.rand()",
    "changed arguments": "items = []\ngrow(items)\nassert items == [1]",
    "deleted names": "kept = squares\ndel squares\ntry: sum_of_squares(2)\nexcept NameError: pass\nelse: assert False\n"
    "squares = kept\nassert sum_of_squares(2) == 5",
    "replaced names": "kept = squares\nsquares = lambda n: [100]\nassert sum_of_squares(2) == 100\nsquares = kept\n"
    "assert sum_of_squares(2) == 5",
}


@pytest.mark.parametrize("name", SHARES)
def test_a_test_shares_its_surroundings_with_answers(sandbox: Sandbox, name: str) -> None:
    judge(sandbox, FUNCTIONS, SHARES[name])


# ---- closed --------------------------------------------------------------------------------------------------------

LENT = """
import numpy as np
from collections import namedtuple
Held = namedtuple("Held", "x")
def cheat(f, x):
    f(0 * x, out=x)
    return np.ones_like(x)
def spoil(f, x):
    f([x, {"x": Held(x)}])
    return x
"""

KEPT = {
    "out": "x = np.arange(3.0)\nassert not np.allclose(cheat(np.sin, x), np.cos(x)) and x[2] == 2",
    "parts": "def add(v):\n    v[0] += 1\n    assert v[1]['x'].x is v[0]\n"
    "x = np.arange(3.0)\ny = spoil(add, x)\nassert y[0] == 1 and x[0] == 0 and y is not x",
    "sets": "s = {1}\nassert spoil(lambda v: v[0].add(2), s) == {1, 2} and s == {1}",
    "what a test asks for": "from chainrule.check import in_place\ns = {1}\n"
    "assert in_place(spoil)(lambda v: v[0].add(2), s) is s and s == {1, 2}",
}


@pytest.mark.parametrize("name", KEPT)
def test_a_function_that_is_lent_changes_nothing_of_the_tests_own(sandbox: Sandbox, name: str) -> None:
    judge(sandbox, LENT, f"import numpy as np\n{KEPT[name]}", is_open=False)


FORGED = "\n".join(
    [
        "class Always:",
        *[f"    def {name}(self, *args): return True" for name in OPERATIONS],
        "def always(*args): return Always()",
        "x = Always()",
    ]
)

CLOSED = {
    "equal": "assert not (x == 1) and x != 1 and not (always() == 5)",
    "in": "try: 1 in x\nexcept TypeError: pass\nelse: assert False",
    "less": "try: x < 1\nexcept TypeError: pass\nelse: assert False",
    "sum": "try: x + 1\nexcept TypeError: pass\nelse: assert False",
    "a number": "try: float(x)\nexcept TypeError: pass\nelse: assert False",
    "iteration": "try: list(x)\nexcept TypeError: pass\nelse: assert False",
    "length": "try: len(x)\nexcept TypeError: pass\nelse: assert False",
    "arrays": "import numpy as np\nassert np.asarray(x).dtype == object and not np.array_equal(x, [1.0])",
    "classes": "try: isinstance(1, Always)\nexcept TypeError: pass\nelse: assert False",
    "text": "assert repr(x) == '<object x>' == str(x)",
}


@pytest.mark.parametrize("name", CLOSED)
def test_a_closed_handle_forwards_no_operator(sandbox: Sandbox, name: str) -> None:
    judge(sandbox, FORGED, CLOSED[name], is_open=False)


def test_a_closed_side_shares_nothing(sandbox: Sandbox) -> None:
    closed = "import io, contextlib\nout = io.StringIO()\nitems = []\n"
    closed += "with contextlib.redirect_stdout(out): shout(3); grow(items)\nassert out.getvalue() == '' and items == []"
    judge(sandbox, FUNCTIONS, closed, is_open=False)


# ---- lies ----------------------------------------------------------------------------------------------------------

LYING = """
import numpy as np
def claims(module, name):
    class Lying:
        def __eq__(self, other): return True
        __hash__ = None
    Lying.__module__, Lying.__qualname__ = module, name
    return Lying()
class Pretending:
    @property
    def __class__(self): return float
"""


@pytest.mark.parametrize(
    "claim",
    [
        ("builtins", "int"),
        ("builtins", "float"),
        ("numpy", "ndarray"),
        ("numpy", "float64"),
        ("pandas", "DataFrame"),
        ("fractions", "Fraction"),
        ("unittest.mock", "Mock"),
        ("chainrule.check.failures", "CheckFailed"),
        ("builtins", "AssertionError"),
        ("click", "ClickException"),
        ("os", "system"),
        ("nowhere", "Nothing"),
    ],
)
def test_a_lie_about_a_class_is_not_believed(sandbox: Sandbox, claim: tuple[str, str]) -> None:
    assert handles.claimed_class([list(claim)]) is None
    test = (
        f"x = claims{claim}\nassert not isinstance(x, (int, float, complex, list, np.ndarray, np.generic, Exception))"
    )
    judge(sandbox, LYING, "import numpy as np\n" + test + "\nassert not isinstance(Pretending(), float)")


def test_a_librarys_class_is_what_the_student_says(sandbox: Sandbox) -> None:
    test = "import click\nx = claims('click.core', 'Command')\nassert isinstance(x, click.Command)"
    judge(sandbox, LYING, test)


@pytest.mark.parametrize(
    "claims", [[], [1], [[]], [["a"]], [[1, 2]], [["os", "path"]], [["sys", "modules"]], [[["a"], "b"]]]
)
def test_a_malformed_claim_is_none(claims: list[Any]) -> None:
    assert handles.claimed_class(claims) is None


@pytest.mark.parametrize(
    "parts",
    [
        None,
        [1],
        [["a"]],
        [["a b", "KEYWORD_ONLY", False, None]],
        [["a", "empty", False, None]],
        [["a", "VAR_KEYWORD", True, 1]],
    ],
)
def test_a_malformed_signature_is_refused(parts: Any) -> None:
    with pytest.raises(WireError):
        handles._signature(parts)


STATE = (3, (*range(624), 624), None)
KEY = ("MT19937", __import__("numpy").zeros(624, "u4"), 624, 0, 0.0)


@pytest.mark.parametrize(
    "returned",
    [
        None,
        [],
        [["text"], None],
        [[["stdin", "text"]], None],
        [[["stdout", 5]], None],
        [[], [STATE]],
        [[], [STATE, ("PCG64", *KEY[1:])]],
        [[], [STATE, (*KEY[:2], 625, 0, 0.0)]],
        [[], [STATE, (*KEY[:2], -1, 0, 0.0)]],
        [[], [STATE, (KEY[0], KEY[1][:5], *KEY[2:])]],
        [[], [STATE, (KEY[0], KEY[1].astype("i8"), *KEY[2:])]],
        [[], [(3, (*range(624), 625), None), KEY]],
        [[], [(3, (*range(624), -1), None), KEY]],
        [[], [(3, (0, 1), None), KEY]],
        [[], [(3, ("a",) * 625, None), KEY]],
        [[], [(2, STATE[1], None), KEY]],
    ],
)
def test_malformed_surroundings_are_refused(returned: Any) -> None:
    surroundings = Surroundings({})
    surroundings._shares_states = True
    with pytest.raises(WireError):
        surroundings.take(returned)


def test_an_operator_that_lies_about_its_type_is_an_error_of_the_test(sandbox: Sandbox) -> None:
    with pytest.raises((TypeError, AnswerError)):
        judge(sandbox, "class A:\n    def __len__(self): return 'many'\nx = A()", "len(x)")


def test_names_of_the_tests_own_and_what_it_expects_stay_here(sandbox: Sandbox) -> None:
    code = "expected = 0\ndef peek(): return [name for name in ('expected', 'secret', 'helper') if globals().get(name)]"
    test = "secret = 42\nassert expected == 0\nexpected = 42\nhelper = print\nassert peek() == []"
    judge(sandbox, code, test)


def test_a_verdict_that_rests_on_operators_of_the_student_is_marked(sandbox: Sandbox) -> None:
    tests = [("len__a", "assert len(a) == 2 and a == Vector(1, 2)"), ("plain__a", "assert a.xs == [1, 2]")]
    cells = [answer(VECTOR, "Vector"), *[checks(code, name) for name, code in tests]]
    course = notebook(*cells)
    course.metadata[stock.KEY] = {"code_stub": {}, "text_stub": ""}
    result = examine(course, sandbox, LIMITS, source=course)
    assert score(result) == 2
    assert result.tests["plain__a"].trusting is None
    assert result.tests["len__a"].trusting


@pytest.fixture
def happened(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Counter[str]]]:
    """Counts, also in copies of this process, which cells run and how often a copy is made."""
    here, there = os.pipe()
    run, copy = Session.run, fork.Copy.__init__

    def running(self: Session, cell: int, code: str, seconds: float) -> tuple[list[Any], Any]:
        os.write(there, f"{code}\n".encode())
        return run(self, cell, code, seconds)

    def copying(self: fork.Copy, *args: Any) -> None:
        os.write(there, b"copy\n")
        copy(self, *args)

    monkeypatch.setattr(Session, "run", running)
    monkeypatch.setattr(fork.Copy, "__init__", copying)
    yield lambda: Counter(os.read(here, 2**16).decode().splitlines())
    os.close(here)
    os.close(there)


@pytest.mark.parametrize("many", [1, 2])
def test_tests_that_cannot_be_sealed_cost_no_more_than_they_need(
    sandbox: Sandbox, happened: Callable[[], Counter[str]], many: int
) -> None:
    """What is below them runs once, for its outputs; and one that is alone in its copy needs none of its own."""
    tests = [checks("assert len(a) == 2", f"len__{number}") for number in range(many)]
    course = notebook(play("a = [1, 2]"), answer(VECTOR + "a = Vector(1, 2)", "Vector"), *tests, play("b = 0"))
    course.metadata[stock.KEY] = {"code_stub": {}, "text_stub": ""}
    assert score(examine(course, sandbox, LIMITS, source=course)) == many
    happened()
    assert score(examine(course, sandbox, LIMITS, source=course)) == many
    found = happened()
    assert (found["a = [1, 2]"], found["b = 0"]) == (3, 1)
    assert found["copy"] == 3 + (many if many > 1 else 0), "one for each kind of test, and for each that is not alone"
