"""What a student reads where checks run in a notebook: of variables of other cells, titles, lines, and hints."""

import re
import subprocess
import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from chainrule import check
from chainrule.check import CheckFailed


class Notebook:
    """Runs cells as a kernel does."""

    def __init__(self):
        self.shell = InteractiveShell(config=Config({"HistoryManager": {"enabled": False}}))
        self.run("import functools\nimport numpy as np\nfrom chainrule import check")

    def run(self, cell):
        """Run a cell; return what a failed check shows, if one failed."""
        done = self.shell.run_cell(cell, store_history=True)
        error = done.error_before_exec or done.error_in_exec
        if error is None:
            return None
        assert isinstance(error, CheckFailed), error
        return "\n".join(error._render_traceback_())


@pytest.fixture
def notebook(monkeypatch):
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    return Notebook()


LAYER = """
class Linear:
    def __init__(self):
        self.W = np.ones((2, 3))

    def forward(self, X):
        self.X = X
        return X @ {weights}.T

    def backward(self, dout):
        return dout.T @ {inputs}
"""
CHECK_LAYER = """
X, W, dout = np.ones((4, 3)), np.full((2, 3), 2.0), np.ones((4, 2))
layer = check.call(Linear)
layer.W = W
check.value(check.call(layer.forward, X), np.full((4, 2), 6.0), "two units")
check.value(check.call(layer.backward, dout), np.full((2, 3), 4.0), "its gradient")
"""
SQUARE = 'x = np.arange(3.0)\ncheck.value(check.call(square, x), [0, 1, 4], "three numbers")'


@pytest.mark.parametrize(
    ("weights", "inputs", "says"),
    [
        ("W", "self.X", "Linear.forward uses `W`"),
        ("self.W", "X", "Linear.backward uses `X`"),
    ],
)
def test_a_forgotten_self_is_named_the_first_time_and_every_time(notebook, weights, inputs, says):
    notebook.run(LAYER.format(weights=weights, inputs=inputs))
    for _ in range(2):
        shown = notebook.run(CHECK_LAYER)
        assert says in shown
        assert f"did you mean `self.{says[-2]}`?" in shown
        assert "from other cells" not in shown


def test_a_variable_that_an_earlier_check_has_left_is_not_there_either(notebook):
    notebook.run(LAYER.format(weights="self.W", inputs="self.X"))
    assert notebook.run(CHECK_LAYER) is None
    notebook.run(LAYER.format(weights="W", inputs="self.X"))
    shown = notebook.run('check.value(check.call(Linear().forward, np.ones((1, 3))), [[3, 3]], "one example")')
    assert "did you mean `self.W`?" in shown


def test_it_is_named_also_if_an_experiment_has_a_variable_of_this_name(notebook):
    notebook.run("W = 3.0")
    notebook.run(LAYER.format(weights="W", inputs="self.X"))
    assert "did you mean `self.W`?" in notebook.run(CHECK_LAYER)


def test_what_one_method_should_keep_for_another_is_told(notebook):
    notebook.run(
        "class Gate:\n    def forward(self, x):\n        return x\n    def backward(self, dz):\n        return x * dz"
    )
    shown = notebook.run("x = 2.0\ngate = Gate()\ncheck.call(gate.forward, x)\ncheck.call(gate.backward, 1.0)")
    assert "Gate.backward uses `x`" in shown
    assert "is set, and read, as `self.x`" in shown


def test_a_function_that_reads_a_variable_of_its_check_is_told(notebook):
    notebook.run("def square(values):\n    return x * values")
    shown = notebook.run(SQUARE)
    assert "square uses `x`, which is neither its argument nor its own variable: only a check's cell" in shown
    assert "in line" not in shown
    notebook.run("def times(a, b):\n    return a * x\ndef square(values):\n    return times(values, values)")
    assert "times uses `x`" in notebook.run(SQUARE)


def test_so_it_is_where_time_is_measured_or_an_exception_asked_for(notebook):
    notebook.run("def square(values):\n    if len(x) > 2:\n        raise ValueError\n    return values**2")
    shown = notebook.run('x = np.ones(3)\ncheck.raises(ValueError, square, np.ones(2), about="two numbers")')
    assert "square uses `x`" in shown
    shown = notebook.run(
        "x = np.ones(3)\n"
        "check.vectorised(square, lambda v: [one**2 for one in v], lambda n: [np.ones(10)], about='time')"
    )
    assert "square uses `x`" in shown


def test_a_variable_of_another_cell_is_asked_about_if_the_answer_is_wrong(notebook):
    notebook.run("X_train = np.ones(3)")
    notebook.run("EPS = 1e-8")
    notebook.run("def square(values):\n    return X_train * values + EPS")
    shown = notebook.run(SQUARE)
    assert "square reads `X_train` from other cells: should that come from its arguments?" in shown
    assert "EPS" not in shown
    shown = notebook.run('check.true(False, "something else")')
    assert "X_train" not in shown


RIGHT = {
    "an argument": "def square(x):\n    return x * x",
    "a local variable": "def square(values):\n    x = values\n    return x * x",
    "a constant of its cell": "scale = 1.0\ndef square(values):\n    return scale * values**2",
    "a helper of its cell": "def twice(a):\n    return a * a\ndef square(values):\n    return twice(values)",
    "a lambda": "k = 2\nsquare = lambda values: values**k",
    "a closure": "def power(x):\n    def of(values):\n        return values**x\n    return of\nsquare = power(2)",
    "a nested function": "def square(values):\n    x = values\n    def f():\n        return x * x\n    return f()",
    "a comprehension": "def square(values):\n    return np.array([x * x for x in values])",
    "a partial": "def power(x, values):\n    return values**x\nsquare = functools.partial(power, 2)",
    "a decorator": (
        "def same(f):\n    @functools.wraps(f)\n    def g(*x):\n        return f(*x)\n    return g\n"
        "@same\ndef square(x):\n    return x**2"
    ),
    "an object": "class Square:\n    x = 2\n    def __call__(self, v):\n        return v**self.x\nsquare = Square()",
    "a method": "class Square:\n    @staticmethod\n    def of(x):\n        return x**2\nsquare = Square.of",
    "a global that is set": "def square(values):\n    global x\n    x = values\n    return x * x",
    "a branch that never runs": "def square(values):\n    if values is None:\n        return x\n    return values**2",
    "a name that it can do without": (
        "def square(values):\n    try:\n        x[None][9]\n    except NameError:\n        pass\n    return values**2"
    ),
}


@pytest.mark.parametrize("answer", RIGHT.values(), ids=RIGHT)
def test_a_right_answer_in_any_style_passes(notebook, answer):
    notebook.run(answer)
    for _ in range(2):
        assert notebook.run(SQUARE) is None


def test_a_constant_in_a_cell_of_the_students_own_is_theirs(notebook):
    """Such a cell runs when the notebook is graded."""
    notebook.run("power = 2")
    notebook.run("def square(values):\n    return values**power")
    assert notebook.run(SQUARE) is None
    assert notebook.run("power = 2\n" + SQUARE) is None


def test_what_given_code_defines_is_there(notebook):
    notebook.run("def progress(n):\n    check.true(True, '')\n    return n\nfew = 2")
    notebook.run("def square(values):\n    return progress(values**few)")
    assert notebook.run("progress(1)\n" + SQUARE) is None


def test_other_answers_and_classes_of_other_cells_may_be_used(notebook):
    notebook.run("EXPONENT = 2\ndef power(values):\n    return values**EXPONENT")
    notebook.run("class Base:\n    exponent = 2\n    def of(self, values):\n        return values**self.exponent")
    notebook.run(
        "class Square(Base):\n    pass\ndef square(values):\n    return np.sqrt(power(values) * Square().of(values))"
    )
    assert notebook.run(SQUARE) is None


def test_a_function_that_a_check_hands_over_may_read_what_it_likes(notebook):
    notebook.run("def square(f, values):\n    if values is None:\n        print(asked)\n    return f(values)")
    cell = 'asked = []\ndef f(x):\n    asked.append(x)\n    return x\ncheck.value(check.call(square, f, 1.0), 1.0, "f")'
    assert notebook.run(cell) is None


HELPERS = {
    "a function of the check's": ("def part(x): return x * x", "def part(x, y, z): return 0"),
    "data of the check's": ("def part(x): return x * x", "part = 7"),
    "a short function": ("part = lambda x: x * x", "def part(x, y, z): return 0"),
    "one that needs another": ("def part(x): return more(x) * x\ndef more(x): return x", "part = more = 7"),
    "one with a memory": ("@functools.lru_cache\ndef part(x): return x * x", "part = 7"),
}


@pytest.mark.parametrize("name", HELPERS)
def test_a_helper_is_the_answers_own_whatever_a_check_calls_so(notebook, name):
    own, theirs = HELPERS[name]
    check_cell = f"{theirs}\ncheck.value(check.call(square, 3.0), 9.0, 'three')"
    notebook.run(f"{own}\ndef square(x): return part(x)")
    assert notebook.run(check_cell) is None
    assert notebook.run(check_cell) is None
    assert notebook.run("check.value(check.call(square, 2.0), 4.0, 'two')") is None
    notebook.run(own)
    notebook.run("def square(x): return part(x)")
    assert notebook.run(check_cell) is None


def test_the_check_goes_on_with_its_own(notebook):
    notebook.run("def part(x): return x * x\ndef square(x): return part(x)")
    cell = "def part(x): return x + 1\ncheck.value(check.call(square, 3.0), 9.0, 'three')"
    assert notebook.run(f"{cell}\nassert part(3.0) == 4.0") is None
    assert notebook.run(f"{cell}\ncheck.value(check.call(map, part, [3.0]).__next__(), 4.0, 'a sum')") is None


def test_a_wrong_helper_is_wrong_on_its_own_line(notebook):
    notebook.run("def square(x):\n    return part(x)\n\ndef part(x):\n    return x[0]")
    said = notebook.run("def part(x): return x + 1\ncheck.value(check.call(square, 3.0), 9.0, 'three')")
    assert "line 5 of the cell" in said


def test_all_variables_are_there_again_afterwards(notebook):
    notebook.run("def square(values):\n    return x * values")
    notebook.run(SQUARE)
    assert notebook.run("assert x.tolist() == [0, 1, 2]") is None


def test_a_check_within_the_answers_own_cell_is_no_check_of_others(notebook):
    assert notebook.run(f"x = 1.0\ndef square(values):\n    return x * values**2\n{SQUARE.replace('x', 'v')}") is None


def test_a_constant_that_the_check_overwrites_is_told(notebook):
    """Where the notebook is graded, it does not."""
    notebook.run("x = 2\ndef square(values):\n    return values**x")
    shown = notebook.run(SQUARE)
    assert "square reads `x`, to which the check's cell has given another value." in shown


def test_so_is_a_class_also_in_the_cells_after_that(notebook):
    helper = "class Squared:\n    def __init__(self, v):\n        self.v = v**2\n"
    notebook.run(helper + "def square(values):\n    return Squared(values).v")
    other = "class Squared:\n    pass\n"
    for cell in (other + SQUARE, SQUARE):
        shown = notebook.run(cell)
        assert "square raised TypeError" in shown
        assert "square reads `Squared`, to which the check's cell has given another value." in shown


@pytest.mark.parametrize("helper", ["def part(x):\n    return x + 1", "part = lambda x: x + 1"])
def test_a_function_that_is_put_back_for_the_call_is_to_blame_for_nothing(notebook, helper):
    notebook.run(f"def square(x):\n    return part(x)\n\n{helper}")
    for cell in ("def part(x): return x * x\ncheck.value(check.call(square, 3.0), 9.0, 'three')", SQUARE):
        shown = notebook.run(cell)
        assert "is not right" in shown
        assert "`part`" not in shown


BROKEN = {
    "in the same line": 'check.value(check.call(square, X), 1.0, "a matrix")',
    "of named results": 'check.value(check.part(check.call(square, X), "ab", "a"), 1.0, "a matrix")',
    "below": 'got = check.call(square, X)\ncheck.value(got, 1.0, "a matrix")',
    "in a variable": 'got = check.call(square, X)\nabout, one = "a matrix", 1.0\ncheck.value(got, one, about)',
    "of a loop": 'for n in (2,):\n    got = check.call(square, X)\n    check.value(got, 1, f"a matrix of {n} rows")',
    "of a loop over titles": 'for about in ("a matrix",):\n    check.value(check.call(square, X), 1, about)',
    "of a function": (
        "def ask(n):\n    got = check.call(square, X)\n    about = f'a matrix of {n} rows'\n"
        "    check.true(got, '')\n    check.passed(about)\nask(2)"
    ),
    "above a function": 'def ask():\n    return check.call(square, X)\ncheck.value(ask(), 1, "a matrix")',
    "of gradients": 'check.gradient(check.call(square, X), np.sum, X, "a matrix")',
    "of laws": 'check.alike(square, {"x": X}, "a matrix")',
    "of one by one": 'check.one_by_one(square, {"x": X}, ["x"], "a matrix")',
    "of time": 'check.derived(square, np.sum, lambda n: [X], entries=6, about="a matrix")',
    "of gates": (
        'class Gate:\n    def forward(self, x):\n        return square(x)\ncheck.gate(Gate, X, dz=X, about="a matrix")'
    ),
}


@pytest.mark.parametrize("cell", BROKEN.values(), ids=BROKEN)
def test_an_exception_keeps_the_title_of_its_case(notebook, cell):
    notebook.run("def square(x):\n    return x @ x")
    shown = notebook.run(f'X = np.ones((2, 3))\ncheck.passed("another title")\n{cell}\ncheck.passed("a later one")')
    assert re.match("✗ a matrix( of 2 rows)?: (square|Gate.forward) raised ValueError: ", shown)
    assert shown.count("a matrix:") + shown.count("rows:") == 1


@pytest.mark.parametrize(
    ("answer", "says"),
    [("x += 1\n    return x", "square changes its argument"), ("x * x", "returns None"), ("return x, x", "3 results")],
)
def test_so_does_every_other_failure_before_the_result_is_compared(notebook, answer, says):
    notebook.run(f"def square(x):\n    {answer}")
    shown = notebook.run(
        'a, *_ = check.results(check.call(square, np.ones(3)), "abc")\ncheck.value(a, 1.0, "three ones")'
    )
    assert shown.startswith("✗ three ones: ")
    assert says in shown


def test_an_answer_that_is_not_written_yet_has_no_case(notebook):
    notebook.run("def square(x):\n    raise NotImplementedError('square')")
    assert notebook.run(SQUARE).startswith("✗ square is not answered yet")


def test_lines_count_from_the_first_one_of_the_cell_that_has_them(notebook):
    notebook.run("\n\n# two empty lines, and this one\ndef helper(x):\n    return x @ x")
    notebook.run("class Layer:\n    def forward(self, x):\n        return helper(x)")
    shown = notebook.run('check.value(check.call(Layer().forward, np.ones((2, 3))), 1.0, "a matrix")')
    assert shown.splitlines()[1:] == [
        "  line 3 of the cell that defines Layer.forward: return helper(x)",
        "  line 5 of the cell that defines helper: return x @ x",
    ]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("raise ValueError('no')", "above the line that failed, print what it works with"),
        ("return x @ np.ones((4, 4))", "print the shape after each line"),
        ("return x[:2]", "print the shape after each line"),
        ("return {'x': x}", "compare your `return` with what the task says"),
        ("return None", "compare your `return` with what the task says"),
        ("x[0] = 1\n    return x", "look for `+=`"),
        ("raise NotImplementedError", "the answer's cell"),
        ("return x**3 - x + 0.3", "compare the numbers of a small example by hand"),
    ],
)
def test_when_nothing_more_is_known_the_hint_fits_the_failure(notebook, answer, says, capsys):
    notebook.run(f"def square(x):\n    {answer}")
    notebook.run(SQUARE)
    capsys.readouterr()
    for _ in range(4):
        check.hint()
    assert f"There is nothing more to say: {says}" in capsys.readouterr().out


def test_there_is_no_hint_before_a_check_has_failed():
    code = "from chainrule import check; check.hint()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "No check has failed yet.\n"


@pytest.mark.parametrize("fill", ["G[y] = -G.sum()", "G[y] -= 1", "G[y] = 2"])
def test_numbers_that_are_put_into_an_array_of_truths_are_told(notebook, fill):
    notebook.run(f"def slopes(x, y):\n    G = x > 0\n    {fill}\n    return 1.0 * G")
    shown = notebook.run('check.value(check.call(slopes, np.ones(3), 1), [1.0, -2.0, 1.0], "three ones")')
    assert "In slopes, `G` holds True and False" in shown


@pytest.mark.parametrize(
    "body",
    [
        "G = (x > 0).astype(float)\n    G[y] = -G.sum()",
        "G = x > 0\n    G = 1.0 * G\n    G[y] -= 1",
        "G = x > 0\n    G[y] = False",
        "G = x > 0\n    G[y] = 0",
        "G = x > 0\n    x[G] = 0",
    ],
)
def test_other_masks_are_no_mistake(notebook, body):
    notebook.run(f"def slopes(x, y):\n    x = x.copy()\n    {body}\n    return 1.0 * G")
    shown = notebook.run('check.value(check.call(slopes, np.ones(3), 1), [1.0, -7.0, 1.0], "three ones")')
    assert shown.startswith("✗ three ones")
    assert "holds True and False" not in shown


@pytest.mark.parametrize("minus", ["-(x > 0)", "(x > 0) - (x < 0)"])
def test_a_minus_of_truths_is_said_in_words(notebook, minus):
    notebook.run(f"def square(x):\n    return {minus}")
    assert "there is no minus for arrays of True and False" in notebook.run(SQUARE)
