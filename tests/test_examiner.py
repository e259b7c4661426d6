"""The examiner on honest notebooks: everything costs exactly what it should."""

import os
import struct
import time
import zlib
from dataclasses import replace

import pytest
from little import RIGHT, TESTS, WRONG, answer, checks, doubling, given, notebook, play, printed, score, shown
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook
from needs import WALL

from chainrule.grading.course import CourseError
from chainrule.grading.harmless import is_png
from chainrule.grading.limits import Limits
from chainrule.grading.results import Event
from chainrule.grading.sealed.examiner import Examination, examine
from chainrule.grading.sealed.given import Given
from chainrule.grading.sealed.sandbox import Sandbox

QUICK = Limits(cell_seconds=5, call_seconds=2, test_seconds=5)


def hidden(code: str) -> str:
    return f"### BEGIN HIDDEN TESTS\n{code}\n### END HIDDEN TESTS"


def message(result: Examination, name: str) -> str:
    assert result.tests[name].score == 0
    return result.tests[name].message or ""


def test_a_notebook_without_code_needs_no_process():
    book, sandbox = new_notebook(cells=[new_markdown_cell("What is a gradient?")]), Sandbox(WALL)
    assert examine(book, sandbox, source=book) == Examination()
    assert sandbox._process is None


# ---- fair ----------------------------------------------------------------------------------------------------------

HABITS = {
    "prints": "print('a')\nimport sys\nprint('b', file=sys.stderr)",
    "warnings": "import warnings\nwarnings.warn('careful')\nnp.log(0)",
    "inline plots": "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "%timeit": "%timeit -n 1 -r 1 sum(range(10))",
    "%%time": "%%time\nx = 1",
    "!ls": "!ls\nfiles = !ls /\nassert 'usr' in files",
    "%pip": "%pip --version",
    "input()": "name = input('Name? ')",
    "sys.exit()": "import sys\nsys.exit()",
    "exit": "exit",
    "a helper": "def helper(x):\n    return x",
    "an error": "1 / 0",
    "a syntax error": "def f(:",
    "an indentation error": "  x = 1\n y = 2",
    "await": "import asyncio\nawait asyncio.sleep(0)",
    "a subprocess": "import subprocess\nsubprocess.run(['true'], check=True)",
    "a thread pool": "from concurrent.futures import *\nwith ThreadPoolExecutor(2) as p: list(p.map(abs, [1]))",
    "a process pool": "import multiprocessing\nwith multiprocessing.Pool(2) as p: p.map(abs, [1])",
    "a file": "open('notes.txt', 'w').write('a')\nassert open('notes.txt').read() == 'a'",
    "an empty cell": "",
    "help": "double?",
    "a warning as error": "import warnings\nwarnings.simplefilter('error')\nnp.seterr(all='raise')",
}


@pytest.mark.parametrize("name", HABITS)
def test_a_habit_costs_nothing(sandbox: Sandbox, name: str) -> None:
    cells = [play(HABITS[name]), answer(RIGHT, "double"), play(HABITS[name])]
    cells += [checks(code, test) for test, code in TESTS]
    assert score(examine(notebook(*cells), sandbox, QUICK)) == 3


def test_what_an_answer_prints_or_draws_while_it_is_called_counts_for_nothing(sandbox: Sandbox) -> None:
    noisy = """
import sys, warnings, matplotlib.pyplot as plt
def double(x):
    print("called", x); print("called", file=sys.stderr); warnings.warn("called")
    plt.plot([1, 2]); display("called")
    return np.multiply(x, 2)
"""
    result = examine(doubling(noisy), sandbox, QUICK)
    assert score(result) == 3
    assert "called" not in shown(result)


def test_cells_show_text_pictures_and_results(sandbox: Sandbox) -> None:
    code = "import matplotlib.pyplot as plt\nprint('a\\x1b[31mb')\nplt.plot([1, 2])\nplt.show()\n'last'"
    result = examine(notebook(play(code)), sandbox, QUICK)
    stream, picture, last = result.outputs[1]
    assert stream.text == "ab\n"
    assert set(picture.data) == {"text/plain", "image/png"}
    assert last.output_type == "execute_result"
    assert last.data == {"text/plain": "'last'"}


def test_a_large_picture_is_shown(sandbox: Sandbox) -> None:
    """Three megabytes: more than a message of other data may have."""
    code = """
import io, matplotlib.pyplot as plt, numpy as np
from IPython.display import Image
file = io.BytesIO()
plt.imsave(file, np.random.default_rng(0).random((1000, 1000, 3)), format="png")
Image(file.getvalue())
"""
    result = examine(notebook(play(code)), sandbox, QUICK)
    [picture] = result.outputs[1]
    assert len(picture.data["image/png"]) > 3_000_000
    assert not result.events


def test_a_progress_bar_leaves_one_line(sandbox: Sandbox) -> None:
    code = "for n in range(1000): print(f'\\r{n}', end='')"
    assert printed(examine(notebook(play(code)), sandbox, QUICK), 1) == "999"


def test_markup_and_scripts_are_never_shown_as_such(sandbox: Sandbox) -> None:
    code = (
        "from IPython.display import HTML, SVG, Javascript, Markdown, Latex, display\n"
        "display(HTML('<script>1</script>'), Javascript('1'), Markdown('<b>'), SVG('<svg onload=\"1\"></svg>'))\n"
        "display({'image/png': b'<script>', 'text/html': '<script>', 'application/json': {}}, raw=True)"
    )
    result = examine(notebook(play(code)), sandbox, QUICK)
    for output in result.outputs[1]:
        assert set(output.get("data", {})) <= {"text/plain", "image/png"}
    assert "image/png" not in shown(result)


def test_a_wrong_answer_costs_its_own_points_only(sandbox: Sandbox) -> None:
    cells = [
        answer("def half(x): return x", "half"),
        checks("assert half(2) == 1, 'half of 2 is 1'", "half__two", 5),
        *doubling(RIGHT).cells[1:],
    ]
    result = examine(notebook(*cells), sandbox, QUICK)
    assert score(result) == 3
    assert message(result, "half__two").endswith("half of 2 is 1")
    assert result.tests["half__two"].max_score == 5


def test_a_slow_but_right_answer_is_right(sandbox: Sandbox) -> None:
    slow = "import time\ndef double(x):\n    time.sleep(0.5)\n    return np.multiply(x, 2)"
    assert score(examine(doubling(slow), sandbox, QUICK)) == 3


def test_a_cell_that_hangs_is_interrupted_and_the_rest_goes_on(sandbox: Sandbox) -> None:
    cells = [play("x = 1\nwhile True: pass"), *doubling(RIGHT, play("print(x)")).cells[1:]]
    result = examine(notebook(*cells), sandbox, Limits(cell_seconds=0.5))
    assert score(result) == 3
    assert result.outputs[1][-1].ename == "TimeoutError"
    assert printed(result, 6) == "1\n"
    assert [event.text for event in result.events] == ["cell 2 ran out of time (0.5 s)"]


def test_a_name_that_is_not_there_says_why(sandbox: Sandbox) -> None:
    result = examine(doubling("def double(x):\n    return ("), sandbox, QUICK)
    assert "double is not defined" in message(result, "double__number")
    assert "SyntaxError" in message(result, "double__number")


def test_an_unanswered_task_says_so(sandbox: Sandbox) -> None:
    text = 'def double(x):\n    # YOUR CODE HERE\n    raise NotImplementedError("double is not answered yet")'
    result = examine(doubling(text), sandbox, QUICK)
    assert "double is not answered yet" in message(result, "double__number")
    assert "line 3 of the cell double" in message(result, "double__number")


def test_a_cell_with_a_long_sum_is_no_attempt_at_tampering(sandbox: Sandbox) -> None:
    result = examine(doubling(RIGHT, play("total = " + " + ".join(["1"] * 6000))), sandbox, QUICK)
    assert score(result) == 3
    assert not any(event.kind == "attempted tampering" for event in result.events)


def test_a_given_cell_that_fails_with_the_student_is_told(sandbox: Sandbox) -> None:
    cells = [play("del np"), given("ones = np.ones(3)", "ones"), *doubling(RIGHT).cells[1:]]
    (event,) = examine(notebook(*cells), sandbox, QUICK).events
    assert event == Event("given cell failed", "the cell ones stopped with NameError: name 'np' is not defined")


def test_an_input_call_is_a_clear_error(sandbox: Sandbox) -> None:
    result = examine(notebook(play("input()")), sandbox, QUICK)
    assert "nobody is there to type" in result.outputs[1][0].evalue


def test_state_is_that_at_the_place_of_the_test(sandbox: Sandbox) -> None:
    cells = [*doubling(RIGHT).cells[1:], answer(WRONG, "double_again"), play("del double")]
    assert score(examine(notebook(*cells), sandbox, QUICK)) == 3


def test_the_tests_do_not_disturb_each_other(sandbox: Sandbox) -> None:
    once = "calls = []\ndef double(x):\n    calls.append(x)\n    return np.multiply(x, 2) if len(calls) < 3 else None"
    assert score(examine(doubling(once), sandbox, QUICK)) == 3


BANK = """
balances = {"ada": 100, "ben": 50}

class Count:
    seen = []

def withdraw(name, amount):
    balances[name] -= amount
    Count.seen.append(name)
    np.random.seed(amount)
    return balances[name]
"""


def test_what_an_answer_changes_through_a_given_function_no_other_test_sees(sandbox: Sandbox) -> None:
    pay = "def pay(withdraw, name, amount):\n    withdraw('ada', 10**6)\n    return withdraw(name, amount)"
    result = examine(
        notebook(
            given(BANK, "bank"),
            answer(pay, "pay"),
            checks(
                f"assert pay(withdraw, 'ben', 30) == balances['ben'] == 20\n{hidden('assert Count.seen')}", "pay__x"
            ),
            answer("def richest(balances):\n    return 'ben'", "richest"),
            checks(hidden("assert richest(balances) == max(balances, key=balances.get)"), "richest__x"),
            checks("assert not Count.seen and np.random.rand() != np.random.RandomState(30).rand()", "richest__y"),
        ),
        sandbox,
        QUICK,
    )
    found = {name: test.verdict for name, test in result.tests.items()}
    assert found == {"pay__x": "passed", "richest__x": "failed", "richest__y": "passed"}


LASTING = {
    "a list": ("f = [1, {'a': np.ones(2)}]", False),
    "a function that computes": (
        "def g(x):\n    return np.sum(x) + 1\ndef f(n=2):\n    return [g(x) for x in range(n)]",
        False,
    ),
    "a function that appends": ("seen = []\ndef f(x):\n    seen.append(x)", True),
    "a function of one that appends": ("seen = []\ndef g(x):\n    seen.append(x)\ndef f(x):\n    return g(x)", True),
    "a function that counts": ("n = 0\ndef f():\n    global n\n    n += 1", True),
    "a function that counts in itself": ("def f():\n    f.n = 1", True),
    "a function with a memory": ("def f(x, seen=[]):\n    seen.append(x)", True),
    "a closure": ("def made():\n    seen = []\n    return lambda x: seen.append(x)\nf = made()", True),
    "a function that reads what is defined below": ("def f(x):\n    seen.append(x)\nseen = []", True),
    "a function that seeds": ("def f(n):\n    np.random.seed(n)", True),
    "a function that sets items of what it made": ("def f(x):\n    y = np.zeros(3)\n    y[0] = x\n    return y", False),
    "a function with random numbers of its own": ("def f(n):\n    return np.random.default_rng(n).normal()", False),
    "a function that draws": ("def f(n):\n    return np.random.normal(n)", True),
    "a function that sets the environment": ("import os\ndef f(x):\n    os.environ['MODE'] = x", True),
    "a function that imports": ("def f(x):\n    import os.path\n    os.environ['MODE'] = x", True),
    "a function that finds modules first": ("import sys\ndef f(x):\n    sys.path.insert(0, x)", True),
    "a function that sets what NumPy does": ("def f(x):\n    np.seterr(all=x)", True),
    "an imported function that does": ("from numpy import seterr\ndef f(x):\n    seterr(all=x)", True),
    "a function that sets an option": ("import pandas as pd\ndef f(x):\n    pd.set_option('display.width', x)", True),
    "a function that writes": ("def f(x):\n    open('a', 'w').write(x)", True),
    "a class": ("class f:\n    pass", True),
    "an object": ("class C:\n    pass\nf = C()", True),
    "a generator": ("f = iter([1])", True),
    "a list of functions": ("seen = []\nf = [lambda x: seen.append(x)]", True),
}


@pytest.mark.parametrize("name", LASTING)
def test_what_can_change_for_good_is_known(name: str) -> None:
    source, lasts = LASTING[name]
    cells = given(source, "cell"), checks("assert f", "f__x")
    assert Given(notebook(*cells)).can_be_changed("f__x", "f") == lasts


PATCHES = {
    "np.linalg.solve = None": True,
    "np.zeros(3)[0] = 1\nx = np.ones(3)\nx[0] = 2\nlayer.np = 3": False,
    "def g():\n    del np.sin\ng()": True,
    "la = np.linalg\nla.solve = None": True,
    "setattr(np, 'sin', None)": True,
    "setattr(layer, 'W', 1)": False,
    "import os\nos.environ['MODE'] = 'x'": True,
    "from unittest.mock import patch\nwith patch('time.time'): pass": True,
    "from unittest import mock\nwith mock.patch.object(np, 'sin'): pass": True,
    "patch = np.ones((2, 2))\nassert f(patch)": False,
}


@pytest.mark.parametrize("code", PATCHES)
def test_what_a_test_sets_in_a_library_is_known(code: str) -> None:
    cells = answer("layer = 1", "layer"), checks(code, "layer__x")
    assert Given(notebook(*cells)).can_be_changed("layer__x", code) == PATCHES[code]


def test_a_test_that_does_not_take_back_what_it_sets_in_a_library_disturbs_no_other(sandbox: Sandbox) -> None:
    patching = "solve = np.linalg.solve\nnp.linalg.solve = None\nassert zero(1) == 0\nnp.linalg.solve = solve"
    cells = (
        answer("def zero(x):\n    return x", "zero"),
        checks(hidden(patching), "zero__x"),
        answer("def one(x):\n    return np.eye(x)", "one"),
        checks(hidden("assert np.allclose(one(2), np.linalg.solve(np.eye(2), np.eye(2)))"), "one__x"),
    )
    found = examine(notebook(*cells), sandbox, QUICK).tests
    assert {name: test.verdict for name, test in found.items()} == {"zero__x": "failed", "one__x": "passed"}


MODE = """
import os
def mode(new=None):
    if new: os.environ["MODE"] = new
    return os.environ.get("MODE", "strict")
"""


def test_what_an_answer_sets_in_a_library_no_other_test_sees(sandbox: Sandbox) -> None:
    cells = (
        given(MODE, "mode"),
        answer("def run(mode, new):\n    return mode(new)", "run"),
        checks("assert run(mode, 'easy') == 'easy'", "run__x"),
        answer("def square(x):\n    return 0", "square"),
        checks(hidden("assert mode() == 'easy' or square(3) == 9"), "square__x"),
    )
    found = examine(notebook(*cells), sandbox, QUICK).tests
    assert {name: test.verdict for name, test in found.items()} == {"run__x": "passed", "square__x": "failed"}


def test_random_numbers_do_not_depend_on_the_order_of_submissions(sandbox: Sandbox) -> None:
    code = "import random\nprint(random.random(), np.random.rand(), hash('a'))"
    first, second = (printed(examine(notebook(play(code)), sandbox, QUICK), 1) for _ in range(2))
    assert first == second


def test_a_main_guard_and_pickles_of_own_classes_work(sandbox: Sandbox) -> None:
    code = (
        "import pickle\nclass A: pass\nassert isinstance(pickle.loads(pickle.dumps(A())), A)\n"
        "if __name__ == '__main__': print('main')"
    )
    assert printed(examine(notebook(play(code)), sandbox, QUICK), 1) == "main\n"


# ---- what tests may do with answers --------------------------------------------------------------------------------

COUNTER = """
class Counter:
    start = 5
    def __init__(self, n=0): self.n = n; self.W = np.ones(2)
    def add(self, k): self.n += k; return self
    def total(self): return self.W.sum() + self.n
    @property
    def broken(self): raise KeyError("broken")
"""


def passes(sandbox: Sandbox, code: str, test: str, setup: str = "import numpy as np") -> None:
    for text in (test, hidden(test)):
        result = examine(notebook(answer(code, "a"), checks(text, "a__x"), setup=setup), sandbox, QUICK)
        assert score(result) == 1, result


def test_objects_are_constructed_read_written_and_called(sandbox: Sandbox) -> None:
    passes(
        sandbox,
        COUNTER,
        "c = Counter(n=2)\nassert c.n == 2 and c.add(3) is c and c.n == 5\n"
        "c.W = np.zeros(2)\nassert c.total() == 5\nassert Counter.start == 5 and Counter.__name__ == 'Counter'\n"
        "assert Counter(1).n == 1 and c.n == 5",
    )


def test_an_exception_can_be_caught_by_its_type(sandbox: Sandbox) -> None:
    passes(
        sandbox,
        COUNTER
        + "class Own(ValueError): pass\ndef fail(kind): raise {'v': Own('mine'), 'z': ZeroDivisionError()}[kind]",
        "from chainrule.check import AnswerError\n"
        "for kind, error in (('v', ValueError), ('z', ArithmeticError), ('x', KeyError)):\n"
        "    try: fail(kind)\n"
        "    except error as e: assert isinstance(e, AnswerError) and 'line' in e.where\n"
        "    else: assert False\n"
        "try: Counter().broken\nexcept KeyError: pass\nelse: assert False\n"
        "try: Counter().nothing\nexcept AttributeError: pass\nelse: assert False\n"
        "try: Counter(1, 2, 3)\nexcept TypeError as e: assert 'argument' in str(e)\nelse: assert False",
    )


def test_callbacks_run_where_they_live(sandbox: Sandbox) -> None:
    passes(
        sandbox,
        "def apply(f, x):\n    try: return f(x)\n    except ZeroDivisionError: return 'caught'",
        "seen = []\nassert apply(seen.append, 3) is None and seen == [3]\n"
        "assert apply(lambda x: 1 / x, 0) == 'caught'\n"
        "assert apply(np.tanh, 0.0) == 0\n"
        "assert apply(lambda x: apply(lambda y: x + y, 1), 2) == 3\n"
        "try: apply(lambda x: [][1], 0)\nexcept IndexError: pass\nelse: assert False",
    )


def test_a_failed_check_in_a_callback_is_the_failure_of_the_test(sandbox: Sandbox) -> None:
    code = "def apply(f, x): return f(x)"
    test = "from chainrule.check import CheckFailed\ndef f(x): raise CheckFailed('seen', 'public', 'sign')\napply(f, 1)"
    result = examine(notebook(answer(code, "apply"), checks(test, "apply__x")), sandbox, QUICK)
    assert message(result, "apply__x") == "seen"
    assert result.tests["apply__x"].mistake == "sign"


def test_a_students_function_can_be_handed_to_a_students_function(sandbox: Sandbox) -> None:
    passes(
        sandbox,
        "def inc(x): return x + 1\ndef apply(f, x):\n    assert f is inc\n    return f(x), f",
        "y, f = apply(inc, 2)\nassert y == 3 and f is inc",
    )


@pytest.mark.parametrize(("answered", "kind"), [("iter(())", "object"), ("max", "function")])
def test_what_is_no_plain_data_is_called_by_no_name_of_ours(sandbox: Sandbox, answered: str, kind: str) -> None:
    asks = "from chainrule import check\ncheck.value(check.call(double, 1), 2.0, 'two')"
    code = notebook(answer(f"def double(x):\n    return {answered}", "double"), checks(asks, "double__number"))
    assert f"should be a number, but is of type {kind}." in message(examine(code, sandbox, QUICK), "double__number")


def test_objects_of_given_classes_can_be_handed_over(sandbox: Sandbox) -> None:
    setup = "class Gate:\n    def __init__(self, a): self.a = a\n    def forward(self, x): return self.a * x"
    passes(
        sandbox,
        "class Graph:\n    def __init__(self, gate): self.gate = gate\n"
        "    def forward(self, x): return self.gate.forward(x)",
        "g = Graph(Gate(3))\nassert g.forward(2) == 6\nassert g.gate.a == 3",
        setup,
    )


def test_their_fields_can_be_read_as_in_a_notebook(sandbox: Sandbox) -> None:
    setup = (
        "class Gate:\n    symbol = '+'\n    def __init__(self, a): self.a, self._own = a, a\n"
        "    def forward(self, x):\n        self.x = x\n        return x"
    )
    code = (
        "import copy\nclass Graph:\n    def __init__(self, gate): self.gate = copy.deepcopy(gate)\n"
        "    def seen(self, x):\n        self.gate.forward(x)\n"
        "        hidden = hasattr(self.gate, '_own'), hasattr(self.gate, 'b')\n"
        "        return self.gate.symbol, self.gate.a, self.gate.x, *hidden"
    )
    passes(sandbox, code, "assert Graph(Gate([3])).seen(2) == ('+', [3], 2, False, False)", setup)


SHORT = Limits(cell_seconds=1, call_seconds=1, test_seconds=1, submission_seconds=8)


POLYNOMIAL = """
class Polynomial:
    def __init__(self, parts): self.parts = list(parts)
    def __len__(self): return len(self.parts)
    def __add__(self, other): return Polynomial(map(sum, zip(self.parts, other.parts)))
    def add(self, other): self.parts += other.parts
"""


@pytest.mark.parametrize(
    "how", ["isinstance(p, Polynomial)", "type(p) is Polynomial", "len(p) == 2", "(p + p).parts == [2, 4]"]
)
def test_a_test_that_needs_more_of_an_object_than_its_methods_and_attributes_costs_nobody(
    sandbox: Sandbox, how: str
) -> None:
    """With a part of what an object can do, another way than the instructor's would fail."""

    def made(code: str) -> NotebookNode:
        test = checks("assert count(Polynomial([1, 2])) == 1", "count__x")
        return notebook(answer(code, "count"), test, setup="import numpy as np" + POLYNOMIAL)

    own = made("def count(p): return int(isinstance(p, Polynomial))")
    found = examine(made(f"def count(p): return int({how})"), sandbox, QUICK, source=own).tests["count__x"]
    assert found.verdict == "not tested"


def test_a_copy_of_a_given_object_is_another_one(sandbox: Sandbox) -> None:
    code = "import copy\ndef first(p):\n    q = copy.deepcopy(p)\n    q.parts = [3]\n    return p.parts[0]"
    passes(sandbox, code, "assert first(Polynomial([1, 2])) == 1", "import numpy as np" + POLYNOMIAL)


def test_a_method_of_a_given_object_runs_where_the_object_is(sandbox: Sandbox) -> None:
    code = "def grow(p):\n    p.add(Polynomial([5]))\n    return p"
    test = "assert grow(Polynomial([1])).parts == [1, 5]"
    passes(sandbox, code, test, "import numpy as np" + POLYNOMIAL)


def test_answers_that_hang_leave_time_for_those_that_do_not(sandbox: Sandbox) -> None:
    cells = [
        cell
        for n in range(10)
        for cell in (
            answer(f"def f{n}(x):\n    while True: pass", f"f{n}"),
            checks(f"assert f{n}(1) == 2", f"f{n}__one"),
            checks(f"### BEGIN HIDDEN TESTS\nassert f{n}(1) == 2\n### END HIDDEN TESTS", f"f{n}__two"),
        )
    ]
    right = answer("def inc(x):\n    return x + 1", "inc")
    test = checks("assert inc(1) == 2\n### BEGIN HIDDEN TESTS\nassert inc(2) == 3\n### END HIDDEN TESTS", "inc__both")
    result = examine(notebook(*cells, right, test), sandbox, SHORT)
    assert result.tests["inc__both"].verdict == "passed"
    assert score(result) == 1


def test_long_experiments_leave_time_for_the_tests(sandbox: Sandbox) -> None:
    """What answers read is there all the same."""
    right = answer("def inc(x):\n    return x + one", "inc")
    experiments = [play("import time\ntime.sleep(0.9)", id=f"play{n}") for n in range(12)]
    last = play("one = 1\nwords = 'read by nobody'", id="last")
    made = notebook(right, *experiments, last, checks("assert inc(1) == 2", "inc__one"))
    result = examine(made, sandbox, SHORT)
    assert score(result) == 1
    assert [event.text for event in result.events if "was not run" in event.text]


CRASH = "import os\nos._exit(1)"


@pytest.mark.parametrize("above", [True, False])
def test_however_many_cells_end_their_process_a_right_answer_keeps_its_points(sandbox: Sandbox, above: bool) -> None:
    """They are left out one after another, and then all at once."""
    crashing = [play(f"{CRASH}  # {number}", id=f"crash{number}") for number in range(20)]
    own = [answer("def inc(x):\n    return x + one", "inc"), checks("assert inc(1) == 2", "inc__one")]
    needed = play("one = 1", id="needed")
    result = examine(notebook(*(crashing if above else []), needed, *own, *([] if above else crashing)), sandbox, QUICK)
    assert score(result) == 1
    assert len([event for event in result.events if "run again without it" in event.text]) == 12
    assert "too many cells ended their process" in " ".join(event.text for event in result.events)


def test_however_many_answers_end_their_process_the_others_keep_their_points(sandbox: Sandbox) -> None:
    cells = []
    for number in range(14):
        cells += [
            answer(f"bad{number} = 1\n{CRASH}", f"bad{number}"),
            checks(f"assert bad{number}", f"bad{number}__is"),
        ]
        cells += [answer(f"good{number} = 1", f"good{number}"), checks(f"assert good{number}", f"good{number}__is")]
    result = examine(notebook(*cells), sandbox, QUICK)
    assert {name for name, test in result.tests.items() if test.verdict == "passed"} == {
        f"good{number}__is" for number in range(14)
    }


def test_cells_that_end_their_process_slowly_leave_time_for_the_tests(sandbox: Sandbox) -> None:
    crashing = [play(f"import time\ntime.sleep(0.8)\n{CRASH}", id=f"crash{number}") for number in range(20)]
    own = [answer("def inc(x):\n    return x + 1", "inc"), checks("assert inc(1) == 2", "inc__one")]
    result = examine(notebook(*crashing, *own), sandbox, SHORT)
    assert score(result) == 1


def test_what_was_not_reached_is_not_said_to_have_run_out_of_time(sandbox: Sandbox) -> None:
    cells = [answer("def slow(x):\n    while True: pass", "slow"), checks("assert slow(1) == 2", "slow__one")]
    right = [answer("def inc(x):\n    return x + 1", "inc"), checks("assert inc(1) == 2", "inc__one")]
    limits = Limits(cell_seconds=1, call_seconds=9, test_seconds=9, submission_seconds=2)
    result = examine(notebook(*cells, *right), sandbox, limits)
    assert "slow was stopped: it ran out of time (9 s)" not in message(result, "slow__one")
    assert "inc" not in message(result, "inc__one")


def test_a_method_has_its_full_name(sandbox: Sandbox) -> None:
    passes(
        sandbox, COUNTER, "assert Counter(1).total.__name__ == 'Counter.total'\nassert Counter.__name__ == 'Counter'"
    )


def test_a_notebook_may_turn_warnings_into_errors(sandbox: Sandbox) -> None:
    code = """import warnings
warnings.filterwarnings("error")
def logarithm(x):
    try:
        return np.log(x)
    except RuntimeWarning:
        return None"""
    made = notebook(answer(code, "logarithm"), checks("assert logarithm(0.0) is None", "logarithm__zero"))
    assert score(examine(made, sandbox)) == 1


def test_a_long_list_crosses(sandbox: Sandbox) -> None:
    """Where the own answer may return an array, which is sent as bytes."""
    made = notebook(
        answer("def walk(n):\n    return [float(i) for i in range(n)]", "walk"),
        checks("assert sum(walk(300_000)) > 1", "walk__long"),
    )
    assert score(examine(made, sandbox)) == 1


def test_a_test_can_ask_whether_an_answer_warns(sandbox: Sandbox) -> None:
    code = "def loud(x): return np.log(x)\ndef quiet(x):\n    with np.errstate(all='ignore'): return np.log(x)"
    test = """
import warnings
loud(0.0)  # a warning means nothing, unless the test says so
with warnings.catch_warnings():
    warnings.simplefilter("error")
    quiet(0.0)
    try: loud(0.0)
    except RuntimeWarning as warning: assert "divide by zero" in str(warning)
    else: raise AssertionError("no warning")
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    loud(0.0)
assert [one.category for one in caught] == [RuntimeWarning]
"""
    passes(sandbox, code, test)


def test_given_functions_can_reach_answers(sandbox: Sandbox) -> None:
    setup = "import numpy as np\ndef twice(x): return double(double(x))"
    passes(sandbox, RIGHT, "assert twice(1) == 4", setup)


def test_arrays_changed_in_place_are_seen_where_a_test_asks_for_it(sandbox: Sandbox) -> None:
    passes(
        sandbox,
        "def spoil(x, items):\n    x[0] = 9\n    items.append(x)\n    return x",
        "from chainrule.check import in_place\n"
        "x = np.zeros(3)\nitems = []\ny = in_place(spoil)(x, items)\nassert y is x and x[0] == 9 and items[0] is x\n"
        "x = np.zeros(3)\nitems = []\ny = spoil(x, items)\nassert y[0] == 9 and x[0] == 0 and items == []",
    )


def test_plain_data_keeps_its_types(sandbox: Sandbox) -> None:
    passes(
        sandbox,
        "labels = np.arange(3)\nfacts = {'a': 1.5, 'b': (1, [2])}\ndef f(): return np.float32(1), 2, None, 'a', 1 + 2j",
        "assert labels.dtype.kind == 'i' and type(labels) is np.ndarray\n"
        "assert facts == {'a': 1.5, 'b': (1, [2])}\n"
        "a, b, c, d, e = f()\nassert a.dtype == np.float32 and b == 2 and c is None and d == 'a' and e == 1 + 2j",
    )


def test_the_visible_and_hidden_parts_share_names(sandbox: Sandbox) -> None:
    test = "x = double(2)\n" + hidden("y = x + 1\nassert y == 5") + "\nassert y == 5"
    assert score(examine(notebook(answer(RIGHT, "double"), checks(test, "double__x")), sandbox, QUICK)) == 1


# ---- feedback ------------------------------------------------------------------------------------------------------


def test_a_hidden_failure_tells_type_and_line_but_no_value(sandbox: Sandbox) -> None:
    code = "def double(x):\n    raise ValueError(f'got {x}')"
    test = hidden("double(314159)")
    text = message(examine(notebook(answer(code, "double"), checks(test, "double__h")), sandbox, QUICK), "double__h")
    assert text.startswith("A hidden check on double failed")
    assert "ValueError" in text
    assert "line 2 of the cell double: raise ValueError" in text
    assert "314159" not in text


def test_a_gate_is_used_again_with_other_shapes_in_its_own_process(sandbox: Sandbox) -> None:
    code = "class Twice:\n    def forward(self, x):\n        return x\n    def backward(self, dz):\n        return [{}]"
    setup = "import numpy as np\nfrom chainrule import check"
    for gradient, scored in (("dz", 1), ("dz[:]", 0)):
        cells = [answer(code.format(gradient), "Twice"), checks("check.gate_reshaped(Twice)", "Twice__again")]
        result = examine(notebook(*cells, setup=setup), sandbox, QUICK)
        assert score(result) == scored
    assert message(result, "Twice__again").startswith(
        "a gate that is used again, with the shape (): Twice.backward raised"
    )


def test_operands_that_do_not_fit_are_shown_where_inputs_may_be_seen(sandbox: Sandbox) -> None:
    code = "def double(W, y):\n    rows = W[:, y]\n    return W @ rows"
    test = "from chainrule import check\nimport numpy as np\nW, y = np.ones((4, 3)), np.array([0, 1, 2, 0, 1])\n"
    cells = [answer(code, "double"), checks(test + "check.call(double, W, y)", "double__seen"),
             checks(test + hidden("check.call(double, W, y)"), "double__h")]  # fmt: skip
    result = examine(notebook(*cells, setup="import numpy as np\nfrom chainrule import check"), sandbox, QUICK)
    assert "`W @ rows`, (4, 3) and (4, 5): " in message(result, "double__seen")
    assert "`W @" not in message(result, "double__h").replace("return W @ rows", "")
    assert "4" not in message(result, "double__h")


def test_a_failed_check_quotes_its_own_line(sandbox: Sandbox) -> None:
    test = checks("got = double(3)\nassert got == 6", "double__lines")
    message = examine(notebook(answer(WRONG, "double"), test), sandbox, QUICK).tests["double__lines"].message
    assert message == "A check of double failed (line 2: assert got == 6)"


def test_a_line_of_a_cell_that_is_not_there_is_not_quoted(sandbox: Sandbox) -> None:
    """The student's process says which; the first number that is too large is as good as any."""
    forged = "def double(x):\n    exec(compile('raise ValueError(1)', '<cell 5>', 'exec'))"
    message = examine(doubling(forged), sandbox, QUICK).tests["double__number"].message or ""
    assert message.splitlines()[0] == "double raised ValueError: 1"
    assert "of the cell double: exec" in message
    assert message.count("line ") == 1


def test_a_given_cell_that_fails_is_the_courses_error(sandbox: Sandbox) -> None:
    with pytest.raises(CourseError, match="setup"):
        examine(notebook(setup="1 / 0"), sandbox, QUICK)


def test_a_given_cell_in_the_middle_is_not_known_above_it(sandbox: Sandbox) -> None:
    cells = [answer(RIGHT, "double"), checks("assert late", "double__x"), given("late = 1", "late")]
    assert "late is not defined" in message(examine(notebook(*cells), sandbox, QUICK), "double__x")


def test_a_test_that_never_ends_on_this_side_is_stopped(sandbox: Sandbox) -> None:
    cells = [answer(RIGHT, "double"), checks("while double: pass", "double__x")]
    start = time.monotonic()
    result = examine(notebook(*cells), sandbox, Limits(test_seconds=0.5))
    assert "checking its result took too long" in message(result, "double__x")
    assert time.monotonic() - start < 60


def test_only_whole_pictures_that_stand_still_are_pictures() -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    start, end = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), chunk(b"IEND", b"")
    still = b"\x89PNG\r\n\x1a\n" + start + chunk(b"IDAT", zlib.compress(b"\0\0")) + end
    assert not is_png(b"")
    assert not is_png(b"\x89PNG\r\n\x1a\n<script>")
    assert is_png(still)
    assert not is_png(still.replace(start, start + chunk(b"acTL", struct.pack(">II", 9, 0))))


def test_the_examiners_environment_stays_as_it_was(sandbox: Sandbox) -> None:
    """A Jupyter server that grades starts kernels afterwards: one that inherits a backend draws no pictures."""
    before = dict(os.environ)
    examine(notebook(play("print(1)")), sandbox)
    assert dict(os.environ) == before


#: Answers with names that Python or a read-only cell has: (read-only cell, right answer, wrong one, test).
NAMES = {
    "of a star import": (
        "from math import *",
        "def sqrt(x):\n    return x**0.5",
        "def sqrt(x):\n    return 0",
        "assert sqrt(9) == 3",
    ),
    "of Python, beside another": (
        "",
        "def double(x):\n    return 2 * x\ndef pow(x, n):\n    return x**n",
        "def double(x):\n    return 2 * x\ndef pow(x, n):\n    return 0",
        "assert double(2) == 4 and pow(3, 2) == 9",
    ),
    "of an import that may fail": (
        "try:\n    from math import sqrt\nexcept ImportError:\n    sqrt = None",
        "def sqrt(x):\n    return x**0.5",
        "def sqrt(x):\n    return 0",
        "assert sqrt(9) == 3",
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_an_answer_has_is_the_answers(sandbox, name):
    setup, *answers, test = NAMES[name]
    books = [notebook(answer(code, "own"), checks(test, "own__it"), setup=setup) for code in answers]
    assert [score(examine(book, sandbox, source=books[0])) for book in books] == [1, 0]


@pytest.mark.parametrize("helper", ["", "def close(a, b):\n    return near(a, b)"])
def test_no_test_believes_a_cell_to_play_with(sandbox, helper):
    """The build refuses most of these; a student could edit the cell."""
    test = "assert close(double(2), 4)" if helper else "assert near(double(2), 4)"
    played, edited = "def near(a, b):\n    return a == b", "def near(a, b):\n    return True"
    source, forged = (
        notebook(play(cell), answer(code, "double"), checks(test, "double__it"), setup=f"import numpy as np\n{helper}")
        for cell, code in ((played, RIGHT), (edited, WRONG))
    )
    for book in (source, forged):
        assert examine(book, sandbox, source=source).tests["double__it"].verdict == "not tested"


def test_an_object_of_a_read_only_cell_stays_what_it_is_whatever_an_answer_does_to_it(sandbox: Sandbox) -> None:
    setup = """import numpy as np
from chainrule import check

class Stack:
    def __init__(self, things):
        self.things = list(things)

    def pop(self):
        return self.things.pop()

    def size(self):
        return len(self.things)
"""
    code = """stack = Stack([1.0, 2.0, 3.0])
check.agrees(total, lambda stack: sum(stack.things), stack, about="a stack")"""
    emptying = """def total(stack):
    numbers = [stack.pop() for _ in range(stack.size())]
    return {}"""
    left = f"""{code}
check.value(stack.size(), 3, "how many are left")"""

    def book(returned: str) -> NotebookNode:
        tests = [checks(hidden(code), "total__1"), checks(left, "total__2")]
        return notebook(answer(emptying.format(returned), "total"), *tests, setup=setup)

    right = book("sum(numbers)")
    assert score(examine(right, sandbox, QUICK, source=right)) == 2
    assert score(examine(book("0.0"), sandbox, QUICK, source=right)) == 0


OBJECTS = """import numpy as np
import weakref
from chainrule import check

class Stack:
    def __init__(self, things, below=None):
        self.things, self.below = list(things), below
    def pop(self):
        return self.things.pop()
    def push(self, thing):
        self.things.append(thing)
        return self
    def size(self):
        return len(self.things)
    def lower(self):
        return self.below
class Vector:
    def __init__(self, x):
        self.x = x
    def zero(self):
        self.x[...] = 0
class Board(Stack):
    def __init__(self, things):
        self.np = np
        super().__init__(things)
class Oracle(Stack):
    asked = last = 0
    def __call__(self, x):
        self.asked, self.last = self.asked + 1, x
        return x
    def restart(self):
        self.asked = 0
    def slope(self):
        return 2 * self.last
class Shared(Stack):
    all, made = [1], 0
    def __init__(self, things):
        super().__init__(things)
        self.into, self.out, self.me = self.things.append, ([], (self.things.pop,)), weakref.ref(self)
        numbers = self.things
        self.drop = lambda: numbers.pop()
        self.seen = self.all
    def put(self, thing):
        self.into(thing)
        return self
    def take(self):
        return self.out[1][0]()
    def fall(self):
        return self.drop()
    def me_too(self):
        self.me().things.clear()
    def forget(self):
        self.all.clear()
        Shared.made, Shared.more = 7, True
        return len(self.seen) + self.made
class Told(Shared):
    def __call__(self):
        return self.all
class Meta(type):
    made = [1]
class Kept(Stack, metaclass=Meta):
    steps, _seen_ = 0, [1]
    class Inner:
        items = [1]
    def wipe(self):
        self._seen_.clear(), self.Inner.items.clear(), type(type(self)).made.clear()
    def step(self):
        Kept.steps += 1
"""
LEFT_ALONE = {
    "what a method takes away": ("stack = Stack([1, 2])\nassert f(stack) == stack.things", "stack.pop(), stack.pop()"),
    "an array of the test": ("x = np.ones(2)\nassert f(Vector(x)) == list(x)", "stack.zero()"),
    "an object in an object": (
        "below = Stack([3])\nassert f(Stack([], below)) == below.things",
        "stack.below.pop()",
    ),
    "an object that a method returns": (
        "below = Stack([3])\nassert f(Stack([], below)) == below.things",
        "stack.lower().pop()",
    ),
    "an object that a function returns": ("s = Stack([3])\nassert f(lambda: s) == s.things", "stack().pop()"),
    "an object among others": ("s = Stack([3])\nassert f([1, {'s': s}]) == s.things", "stack[1]['s'].pop()"),
    "what holds an answer": ("s = Stack([f])\nassert f(s) == s.things", "stack.pop()"),
    "an object that holds a module": ("board = Board([1])\nassert f(board) == board.things", "stack.pop()"),
    "the same in check.call": ("board = Board([1])\nassert check.call(f, board) == board.things", "stack.pop()"),
    "how often it was called": ("s = Oracle([])\nf(s)\nassert s.asked == 0", "stack(1), stack.restart()"),
    "the same count in check.call": (
        "s = Oracle([])\ncheck.call(f, s)\nassert s.asked == 0",
        "stack(1), stack.restart()",
    ),
    "a method of its list": ("s = Shared([])\nassert f(s) != s.things", "stack.put(1)"),
    "a method of its list in a tuple": ("s = Shared([1])\nassert f(s) == s.things", "stack.take()"),
    "a function that holds its list": ("s = Shared([1])\nassert f(s) == s.things", "stack.fall()"),
    "a weak reference to itself": ("s = Shared([1])\nassert f(s) == s.things", "stack.me_too()"),
    "a list of its class": ("s = Shared([1])\nassert f(s) == Shared.all", "stack.forget()"),
    "a number of its class": ("s = Shared([1])\nf(s)\nassert s.made or hasattr(Shared, 'more')", "stack.forget()"),
    "a list of its class with an odd name": ("assert f(Kept([])) == Kept._seen_", "stack.wipe()"),
    "a list of a class in its class": ("assert f(Kept([])) == Kept.Inner.items", "stack.wipe()"),
    "a list of the class of its class": ("assert f(Kept([])) == Meta.made", "stack.wipe()"),
    "a list of the class of what can be called": ("s = Told([])\nassert f(s) == s()", "stack.forget()"),
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_no_call_changes_an_object_of_the_test(sandbox: Sandbox, name: str) -> None:
    test, change = LEFT_ALONE[name]
    book = notebook(answer(f"def f(stack):\n    {change}\n    return []", "f"), checks(test, "f__x"), setup=OBJECTS)
    assert examine(book, sandbox, QUICK).tests["f__x"].verdict == "failed"


SEEN_BY_ANSWERS = {
    "their own changes": "return stack.push(5).size() + stack.lower().push(1).push(2).size() + stack.below.size()",
    "what the test's function does": "return stack.push(again(stack)).size() + 6",
    "the same object twice": "stack.push(1)\n    return stack.push(1).size() + same.size() + 2",
    "what a call has left for a method": "oracle(3)\n    return oracle.slope() + oracle.last - oracle.asked",
    "what it does by methods of a list": "return shared.put(3).take() + shared.put(5).fall()",
    "their attributes by vars": "return vars(stack)['things'][0] + len(stack.__dict__) + 5",
    "what it does to a class": "return 1 + shared.forget()",
}


@pytest.mark.parametrize("name", SEEN_BY_ANSWERS)
def test_an_answer_sees_what_it_does_to_objects(sandbox: Sandbox, name: str) -> None:
    code = f"def f(stack, same, again, oracle, shared):\n    {SEEN_BY_ANSWERS[name]}"
    test = """s, t = Stack([1], Stack([1])), Shared([])
assert f(s, s, lambda stack: stack.size(), Oracle([]), t) == 8
assert s.size() == 1 and t.size() == 0 and t.made == 0 and t.all == [1]"""
    book = notebook(answer(code, "f"), checks(test, "f__x"), setup=OBJECTS)
    assert examine(book, sandbox, QUICK).tests["f__x"].verdict == "passed"


def test_functions_of_a_test_work_with_its_own_classes(sandbox: Sandbox) -> None:
    code = "def f(shared, kept, count):\n    shared.forget()\n    kept.wipe()\n    count()\n    return count()"
    test = """s, k = Shared([]), Kept([])
def count():
    k.step()
    return Shared.all + Kept.Inner.items + [k.steps]
assert f(s, k, count) == [1, 1, 2]
assert (Kept.steps, Shared.all, Kept._seen_) == (2, [1], [1])"""
    book = notebook(answer(code, "f"), checks(test, "f__x"), setup=OBJECTS)
    assert examine(book, sandbox, QUICK).tests["f__x"].verdict == "passed"


def test_a_test_that_asks_for_it_sees_what_an_answer_does_to_an_object(sandbox: Sandbox) -> None:
    test = "s = Stack([1, 2])\ncheck.in_place(f)(s)\nassert s.things == [1]"
    book = notebook(answer("def f(stack):\n    stack.pop()", "f"), checks(test, "f__x"), setup=OBJECTS)
    assert examine(book, sandbox, QUICK).tests["f__x"].verdict == "passed"


@pytest.mark.parametrize("call", ["f(s)", "check.call(f, s)"])
@pytest.mark.parametrize("held", ["threading.Lock()", "{s.things.append}"])
def test_an_object_that_cannot_be_copied_is_not_handed_over(sandbox: Sandbox, call: str, held: str) -> None:
    """It was, and an answer could empty it."""
    test = f"s = Stack([1])\ns.held = {held}\n{call}"
    code = answer("def f(stack):\n    return stack.size()", "f")
    book = notebook(code, checks(test, "f__x"), setup=f"import threading\n{OBJECTS}")
    assert "it cannot be copied" in str(examine(book, sandbox, QUICK, source=book).tests["f__x"].trouble)


CROWD = """def f(step):
    try:
        step([0] + [[(1,)] + [None] * 60 for j in range(60)])
    except TypeError:
        pass
    return {}"""


def test_objects_are_not_believed_after_a_crowd_of_other_places(sandbox: Sandbox) -> None:
    test = "assert f(lambda x: x + 1).shape == (3,)"
    fake = "type('Fake', (), {'shape': (3,)})()"
    right, wrong = (notebook(answer(CROWD.format(one), "f"), checks(test, "f__x")) for one in ("np.ones(3)", fake))
    for book, verdict in ((right, "passed"), (wrong, "failed")):
        assert examine(book, sandbox, QUICK, source=right).tests["f__x"].verdict == verdict


def test_a_notebook_may_have_more_tests_than_an_answer_may_have_processes(sandbox: Sandbox) -> None:
    """None of them was tested, and everybody had all points."""
    tests = [checks(f"assert f({number}) == {number}", f"f__{number}") for number in range(12)]
    book = notebook(answer("def f(x):\n    return x", "f"), *tests)
    found = examine(book, sandbox, replace(QUICK, processes=4)).tests
    assert {test.verdict for test in found.values()} == {"passed"}


def test_an_argument_that_is_resized_in_place_is_no_tampering(sandbox: Sandbox) -> None:
    code = "def f(X):\n    X.resize((len(X), 3), refcheck=False)\n    return X.sum()"
    test = "from chainrule import check\ncheck.call(f, np.ones((2, 2)))"
    found = examine(notebook(answer(code, "f"), checks(test, "f__x"), setup="import numpy as np"), sandbox, QUICK)
    assert "resized in place: its caller still needs it" in (found.tests["f__x"].message or "")
    assert found.events == []


#: What an answer may do to its argument or return without ill will, and the examiner does not read: (answer, check).
UNREADABLE = {
    "a list put into itself": ("x.append(x)", "f([1])"),
    "a list put into itself, with check.call": ("x.append(x)", "check.call(f, [1])"),
    "a list put into itself in place": ("x.append((1, {2: x}))", "check.in_place(f)([1])"),
    "a dict put into itself": ("x['a'] = x", "f({})"),
    "an argument that holds itself returned": ("x.append(x)\n    return x", "f([1])"),
    "a new list that holds itself": ("y = []\n    y.append(y)\n    return y", "f([1])"),
    "a list in itself handed to a function": ("x.append(x)\n    x[0](x)", "f([len])"),
    "two lists put into themselves": ("a, b = x\n    a.append(a)\n    b.append(b)", "f([[1], [2]])"),
    "a deep list put into an argument": ("for _ in range(50): x[:] = [list(x)]", "f([1])"),
    "a tree that doubles": ("for _ in range(25): x = [x, x]\n    return x", "f([1])"),
    "a large matrix many times": ("return [np.matrix(np.zeros((1000, 1000)))] * 25", "f([1])"),
    "many sets": ("return [{n} for n in range(150_000)]", "f([1])"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_the_examiner_does_not_read_is_an_error_of_the_answer_and_no_tampering(
    sandbox: Sandbox, name: str
) -> None:
    does, check = UNREADABLE[name]
    book = notebook(
        answer(f"def f(x):\n    {does}\n    return 1", "f"),
        checks(check, "f__x"),
        setup="import numpy as np\nfrom chainrule import check",
    )
    found = examine(book, sandbox, replace(QUICK, call_seconds=5))
    message = found.tests["f__x"].message or ""
    assert message.startswith("f raised TypeError: a value ")
    assert "to be handed over" in message
    assert not found.events


def test_what_an_answer_changes_in_an_array_that_is_read_only_is_no_tampering(sandbox: Sandbox) -> None:
    test = "x = np.ones(2)\nx.flags.writeable = False\ncheck.in_place(f)(x)\nassert x[0] == 5"
    code, setup = "def f(x):\n    x[0] = 5", "import numpy as np\nfrom chainrule import check"
    found = examine(notebook(answer(code, "f"), checks(test, "f__x"), setup=setup), sandbox, QUICK)
    assert (found.tests["f__x"].verdict, found.events) == ("failed", [])


def test_what_cannot_be_handed_to_an_answer_tests_nothing(sandbox: Sandbox) -> None:
    setup = "import numpy as np\nfrom chainrule import check"
    test = """check.value(check.call(area, 1.0), 3.0, "a circle")
check.raises(TypeError, area, {}, about="a radius that is no number")"""

    def book(code: str) -> NotebookNode:
        tests = [checks(hidden(test.format(one)), f"area__{i}") for i, one in enumerate(("object()", "range(10**9)"))]
        return notebook(answer(code, "area"), *tests, setup=setup)

    right = book("def area(r):\n    if not isinstance(r, float):\n        raise TypeError\n    return 3 * r")
    for each in (right, book("def area(r):\n    return 3.0")):
        for test, kind in zip(
            examine(each, sandbox, QUICK, source=right).tests.values(), ("object", "range"), strict=True
        ):
            assert test.verdict == "not tested"
            assert f"an object of type {kind} cannot be handed to an answer" in (test.trouble or "")
