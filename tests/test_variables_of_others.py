"""What an answer reads that only checks define is an error in the notebook, too, as it is where answers are graded."""

import sys

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

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
    notebook.run("class Gate:\n    def forward(self, x):\n        return x\n    def backward(self, dz):\n        return x * dz")
    shown = notebook.run('x = 2.0\ngate = Gate()\ncheck.call(gate.forward, x)\ncheck.call(gate.backward, 1.0)')
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
        "x = np.ones(3)\ncheck.vectorised(square, lambda v: [one**2 for one in v], lambda n: [np.ones(10)], about='time')"
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
    "a nested function": "def square(values):\n    x = values\n    def inner():\n        return x * x\n    return inner()",
    "a comprehension": "def square(values):\n    return np.array([x * x for x in values])",
    "a partial": "def power(x, values):\n    return values**x\nsquare = functools.partial(power, 2)",
    "a decorator": (
        "def same(f):\n    @functools.wraps(f)\n    def g(*x):\n        return f(*x)\n    return g\n"
        "@same\ndef square(x):\n    return x**2"
    ),
    "an object that is called": "class Square:\n    x = 2\n    def __call__(self, v):\n        return v**self.x\nsquare = Square()",
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
    notebook.run("class Square(Base):\n    pass\ndef square(values):\n    return np.sqrt(power(values) * Square().of(values))")
    assert notebook.run(SQUARE) is None


def test_a_function_that_a_check_hands_over_may_read_what_it_likes(notebook):
    notebook.run("def square(f, values):\n    if values is None:\n        print(asked)\n    return f(values)")
    cell = 'asked = []\ndef f(x):\n    asked.append(x)\n    return x\ncheck.value(check.call(square, f, 1.0), 1.0, "f")'
    assert notebook.run(cell) is None


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
