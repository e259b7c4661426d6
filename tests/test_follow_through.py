"""One slip is paid once: what an answer earns with the trusted one in the place of an earlier one that failed."""

from typing import Any

import numpy as np
import pytest
from class_of_students import hand_in
from click.testing import CliRunner
from little import RIGHT, WRONG, answer, checks, given, notebook, play
from nbformat import NotebookNode

from chainrule.cli import main
from chainrule.grading import cells
from chainrule.grading.authoring import release, source
from chainrule.grading.course import Course
from chainrule.grading.limits import Limits
from chainrule.grading.results import TestResult
from chainrule.grading.sealed.examiner import examine
from chainrule.grading.sealed.follow import candidates
from chainrule.grading.sealed.record import Record
from chainrule.grading.sealed.sandbox import Sandbox
from chainrule.grading.stubs import released

QUICK = Limits(cell_seconds=3, call_seconds=2, test_seconds=3)
HIDDEN = "### BEGIN HIDDEN TESTS\nassert quad(5) == 20\n### END HIDDEN TESTS"
QUAD = "def quad(x):\n    return double(double(x))"


def results(sandbox: Sandbox, double: str, quad: str, limits: Limits = QUICK) -> dict[str, TestResult]:
    def made(first: str, second: str) -> object:
        return notebook(
            given("two = 2", "two"),
            answer(first, "double"),
            checks("assert double(3) == 6", "double__x"),
            answer(second, "quad"),
            checks(f"assert quad(3) == 12\n{HIDDEN}", "quad__x"),
            checks("assert quad(1) == double(2)", "quad__both"),
            checks("assert double(4) == 8", "double__late"),
        )

    return examine(made(double, quad), sandbox, limits, source=made(RIGHT, QUAD)).tests


def both(double: str, quad: str, *between: NotebookNode) -> NotebookNode:
    """Return a notebook with a test of each answer."""
    return notebook(
        answer(double, "double"),
        checks("assert double(3) == 6", "double__x"),
        *between,
        answer(quad, "quad"),
        checks("assert quad(3) == 12", "quad__x"),
    )


def verdicts(found: dict[str, TestResult]) -> list[str]:
    return [found[name].verdict for name in ("double__x", "quad__x", "quad__both", "double__late")]


def test_a_slip_in_an_earlier_answer_costs_its_own_points_only(sandbox: Sandbox) -> None:
    found = results(sandbox, WRONG, QUAD)
    assert verdicts(found) == ["failed", "passed", "passed", "failed"]
    assert found["quad__x"].message == "Passed with our double in place of yours, which fails its own checks."
    assert found["quad__x"].lent == ["double"]
    assert found["double__x"].lent == []


def test_calling_an_earlier_answer_that_does_the_whole_task_earns_nothing(sandbox: Sandbox) -> None:
    def made(double: str, twice: str) -> object:
        return notebook(
            answer(double, "double"),
            checks("assert double(3) == 6", "double__x"),
            answer(twice, "twice"),
            checks("assert twice(3) == 6", "twice__x"),
        )

    tests = examine(
        made(WRONG, "def twice(x):\n    return double(x)"),
        sandbox,
        QUICK,
        source=made(RIGHT, "def twice(x):\n    return x + x"),
    ).tests
    assert tests["twice__x"].verdict == "failed"


CALLING_QUAD = {
    "by its name": "def double(x, twice=False):\n    return quad(x) if twice else 2 * x",
    "through another": "by = lambda x: quad(x)\ndef double(x, twice=False):\n    return by(x) if twice else 2 * x",
    "looked up": "def double(x, twice=False):\n    return globals()['quad'](x) if twice else 2 * x",
}


@pytest.mark.parametrize("way", CALLING_QUAD)
def test_a_trusted_answer_that_calls_the_one_under_test_is_not_lent(sandbox: Sandbox, way: str) -> None:
    """As a layer's step may call a function that is written after it: it would call the instructor's."""
    source = both(CALLING_QUAD[way], "def quad(x):\n    return 4 * x")
    found = examine(both(WRONG, "def quad(x):\n    return double(x, True)"), sandbox, QUICK, source=source)
    assert found.tests["quad__x"].verdict == "failed"


MISSING = ["", "def double(x: return", "def double(x): raise NotImplementedError", "double = 1"]


@pytest.mark.parametrize("double", MISSING)
def test_so_does_an_earlier_answer_that_is_missing(sandbox: Sandbox, double: str) -> None:
    assert verdicts(results(sandbox, double, QUAD)) == ["failed", "passed", "passed", "failed"]


BY_OTHER_WAYS = {
    "through another cell": ("def twice(x):\n    return double(double(x))", "def quad(x):\n    return twice(x)"),
    "by its text": ("", "def quad(x):\n    return globals()['double'](globals()['dou' + 'ble'](x))"),
    "beside a cell that is not plain Python": ("%timeit -n 1 -r 1 1", QUAD),
}


@pytest.mark.parametrize("way", BY_OTHER_WAYS)
def test_it_may_be_called_in_other_ways(sandbox: Sandbox, way: str) -> None:
    added, quad = BY_OTHER_WAYS[way]
    made = [both(double, quad, play(added)) for double in (WRONG, RIGHT)]
    tests = examine(made[0], sandbox, QUICK, source=made[1]).tests
    assert tests["quad__x"].lent == ["double"]


def test_nothing_is_tried_again_if_no_answer_can_be_called() -> None:
    """Nor if the answer itself is not written: then no other can help."""
    record = Record(set(), {name: TestResult(name, 1.0, "failed") for name in ("double__x", "quad__x")})
    solved = f"### BEGIN SOLUTION\n{QUAD}\n### END SOLUTION"
    (stub,) = (cell.source for cell in released(both(RIGHT, solved)).cells if cells.grade_id(cell) == "quad")
    for quad, helped in ((QUAD, {"quad__x": ["double"]}), ("def quad(x):\n    return 3 * x", {}), (stub, {})):
        assert candidates(both(WRONG, quad), record, both(RIGHT, solved)) == helped


def test_nothing_is_tried_again_if_the_course_does_not_want_it(sandbox: Sandbox) -> None:
    limits = Limits(cell_seconds=3, call_seconds=2, test_seconds=3, follow_through=False)
    assert verdicts(results(sandbox, WRONG, QUAD, limits)) == ["failed"] * 2 + ["passed", "failed"]


NO_GAIN = {
    "it does not call it": "def quad(x):\n    return 3 * x",
    "it is wrong with the trusted one, too": "def quad(x):\n    return double(x)",
    "it raises": "def quad(x):\n    double(x)\n    raise ValueError",
    "it ends its process": "def quad(x):\n    double(x)\n    import os\n    os._exit(0)",
    "it looks into the trusted one": "def quad(x):\n    return double.__globals__['quad'](x)",
    "it reads what is not public": "def quad(x):\n    return double._number * double.__code__",
    "it asks for another that was not lent": (
        "def quad(x):\n    double(x)\n    return double._target.quad(x) if hasattr(double, '_target') else 0"
    ),
}


@pytest.mark.parametrize("name", NO_GAIN)
def test_a_wrong_later_answer_gains_nothing(sandbox: Sandbox, name: str) -> None:
    found = results(sandbox, WRONG, NO_GAIN[name])
    assert found["quad__x"].verdict == "failed"
    assert found["double__x"].verdict == found["double__late"].verdict == "failed"


SWAP = """
import gc
def third(x): return 0
runner = next(one for one in gc.get_objects() if type(one).__name__ == "Runner")
before = type(runner)._do_name
def look(self, name):
    names = self._shell.user_ns
    if name != "third" or isinstance(names["second"], type(look)):
        return before(self, name)
    names["first"](1)
    return "value", [names["second"]]
type(runner)._do_name = look
"""


def test_a_trusted_answer_that_is_handed_over_as_the_students_earns_nothing(sandbox: Sandbox) -> None:
    def made(first: str, second: str, third: str) -> object:
        return notebook(
            answer(first, "first"),
            checks("assert first(1) == 1", "first__x"),
            answer(second, "second"),
            checks("assert second(3) == 6", "second__x"),
            answer(third, "third"),
            checks("assert third(3) == 6", "third__x"),
        )

    source = made("def first(x): return x", "def second(x): return 2 * x", "def third(x): return x + x")
    handed_in = made("def first(x): return 0", "def second(x): return 0", SWAP)
    assert examine(handed_in, sandbox, QUICK, source=source).tests["third__x"].verdict == "failed"


def test_what_was_lent_is_gone_with_the_test(sandbox: Sandbox) -> None:
    """An answer that keeps it, in its process or in a file, has nothing of it where it is tested itself."""
    keeps = (
        "kept = []\ndef quad(x):\n    kept.append(double)\n    globals()['double'] = double\n"
        "    import pickle\n    try: open('/tmp/home/kept', 'wb').write(pickle.dumps(double))\n"
        "    except Exception: pass\n"
        "    return double(double(x))"
    )
    double = (
        "import pickle\ndef double(x):\n    if globals().get('kept'): return kept[0](x)\n"
        "    try: return pickle.load(open('/tmp/home/kept', 'rb'))(x)\n    except Exception: return 0"
    )
    assert verdicts(results(sandbox, double, keeps)) == ["failed", "passed", "passed", "failed"]


LAYER = """
class Layer:
    def __init__(self, W): self.W = W
    def forward(self, x):
        self.x = x
        return self.W * x
    def backward(self, dout): self.dW = dout * self.x
"""


def test_layers_are_lent_with_their_attributes(sandbox: Sandbox) -> None:
    train = """
def train(layer_count, x):
    layers = [Layer(np.ones(2)) for _ in range(layer_count)]
    for layer in layers:
        x = layer.forward(x)
    for layer in layers:
        layer.backward(np.ones(2))
        layer.W -= 0.5 * layer.dW
    return [layer.W for layer in layers]
"""

    def made(layer: str) -> object:
        return notebook(
            answer(layer, "Layer"),
            checks("assert Layer(2).forward(3) == 6", "Layer__x"),
            answer(train, "train"),
            checks("assert [W.tolist() for W in train(2, np.ones(2))] == [[0.5, 0.5], [0.5, 0.5]]", "train__x"),
        )

    wrong = LAYER.replace("self.W * x", "self.W + x")
    found = examine(made(wrong), sandbox, QUICK, source=made(LAYER)).tests  # type: ignore[arg-type]
    assert [found["Layer__x"].verdict, found["train__x"].verdict] == ["failed", "passed"]
    assert found["train__x"].lent == ["Layer"]


SEEDS = {
    "a generator for all": "made = [Layer(rng) for _ in range(2)]",
    "by its name": "made = [Layer(seed=rng) for _ in range(2)]",
    "generators derived from it": "made = [Layer(one) for one in rng.spawn(2)]",
    "derived seeds": "made = [Layer(one) for one in np.random.SeedSequence(seed).spawn(2)]",
    "their bits": "made = [Layer(np.random.PCG64(seed + i)) for i in range(2)]",
    "of a function": "made = [layer(rng) for _ in range(2)]",
}


@pytest.mark.parametrize("way", SEEDS)
def test_seeds_may_be_all_that_makes_a_generator(sandbox: Sandbox, way: str) -> None:
    drawing = "class Layer:\n    def __init__(self, seed): self.W = np.random.default_rng(seed).standard_normal(2)"
    called = f"{drawing}\ndef layer(seed):\n    return Layer(seed)"
    first = ("layer", called) if way == "of a function" else ("Layer", drawing)
    net = f"def net(seed):\n    rng = np.random.default_rng(seed)\n    {SEEDS[way]}\n    return [one.W for one in made]"
    use = (
        "a, b = net(5)\nassert a.shape == (2,) and (a != b).all() and (net(5)[1] == b).all() and (net(6)[1] != b).all()"
    )

    def made(slip: str) -> NotebookNode:
        test = checks(f"assert abs({first[0]}(5).W[0] + 0.8019314) < 1e-6", f"{first[0]}__x")
        return notebook(
            answer(first[1].replace("(2)", f"(2){slip}"), first[0]), test, answer(net, "net"), checks(use, "net__x")
        )

    found = examine(made(" * np.nan"), sandbox, QUICK, source=made("")).tests
    assert [found[f"{first[0]}__x"].verdict, found["net__x"].verdict] == ["failed", "passed"]


BOUND = {
    "an alias": ("other = double", "other(other(x))"),
    "an alias beside it": ("", "quad.of(quad.of(x))\nquad.of = double"),
    "a default": ("", "of(of(x))"),
    "an entry of a table": ("", "RULES['double'](RULES['double'](x))\nRULES = {'double': double}"),
    "an attribute of a class": ("class Rules:\n    double = staticmethod(double)", "Rules.double(Rules.double(x))"),
    "a part of it": ("import functools\nagain = functools.partial(double)", "again(again(x))"),
    "its name and signature": (
        "import inspect",
        "double(double(x)) if (double.__name__, str(inspect.signature(double))) == ('double', '(x)') else None",
    ),
    "an argument of a library's": ("", "list(map(double, map(double, [x])))[0]"),
}


@pytest.mark.parametrize("way", BOUND)
def test_a_function_is_lent_wherever_it_is_bound(sandbox: Sandbox, way: str) -> None:
    before, body = BOUND[way]
    quad = f"{before}\ndef quad(x, of=double):\n    return {body}"
    found = examine(both(WRONG, quad), sandbox, QUICK, source=both(RIGHT, QUAD)).tests
    assert found["quad__x"].verdict == "passed", found["quad__x"].message
    assert found["quad__x"].lent == ["double"]


NET = """
class Net:
    kind = "net"
    def __init__(self, W):
        self.W, self.layers, self.known, self.steps = W, [W, 2 * W], {}, 0
    def step(self):
        self.steps += 1
        self.dW = self.steps * self.W
        return float(self.W.sum())
    def double(self): return 2
    @property
    def half(self): return self.W / 2
    @half.setter
    def half(self, W): self.W = 2 * W
"""


HELD = {
    "a list of its own": "net.losses = []\n    for _ in range(3): net.losses.append(net.step())",
    "a list that it keeps": "net.losses = noted = []\n    for _ in range(3): noted.append(net.step())",
    "an array in place": "net.W[...] = 4.0\n    net.losses = [net.step(), net.W.sum()]",
    "an array that it keeps": "W = net.W\n    for _ in range(2):\n        net.step()\n        W += 1",
    "an operator": "net.step()\n    net.W -= 0.5 * net.dW",
    "a dict": "net.known['a'] = net.step()\n    net.known['b'] = 2\n    net.losses = [len(net.known)]",
    "an array in a list": "net.layers[1] *= 5\n    net.step()\n    net.losses = [net.layers[1].sum()]",
    "what is set meanwhile": "net.step()\n    g = net.dW\n    net.step()\n    g *= 9\n    net.losses = [net.dW.sum()]",
    "a property": "net.half = net.W\n    net.losses = [net.half.sum(), net.W.sum()]\n    net.half[0] = 9",
    "a property of what has changed": "W = net.W\n    W += 2\n    net.losses = [net.half.sum()]",
    "a number": "net.steps = 5\n    net.step()\n    net.losses = [net.steps]",
    "what it reads again and again": "net.losses = [net.W is net.W, net.layers is net.layers]",
    "what is not there": "net.losses = [hasattr(net, 'dW'), net.step(), hasattr(net, 'dW'), net.kind]",
    "of two nets": "net.W = other.W = np.ones(2)\n    net.W[0] = 7\n    other.step()",
    "after an exception": "net.W[0] = 5\n    try: net.missing()\n    except AttributeError: net.losses = [net.step()]",
    "a function in the place of a method": (
        "old, net.step = net.step, lambda: 2 * old()\n    net.losses = [net.step()]\n    net = copy.copy(net)"
    ),
    "by vars": "vars(net)['W'] = np.full(2, 4.0)\n    net.losses = [net.step(), vars(net)['W'].sum()]",
    "by __dict__": "net.__dict__.update(steps=5)\n    net.step()\n    net.__dict__['W'] *= net.__dict__['dW'][0]",
    "the names of all": "net.losses = sorted(vars(net)) + [len(vars(net)), 'double' in vars(net), 'W' in net.__dict__]",
    "in a copy": "net.W[0] = 3\n    made = copy.deepcopy(net)\n    net.W[0] = 8\n    made.losses = []\n    net = made",
}


@pytest.mark.parametrize("name", HELD)
def test_what_an_answer_does_to_the_attributes_of_a_lent_object_is_done(sandbox: Sandbox, name: str) -> None:
    """As it is in a notebook, with the answer's own class."""
    made_here = "net, other = Net(np.ones(2)), Net(np.ones(2))"
    train = f"import copy\ndef train():\n    {made_here}\n    {HELD[name]}\n    return net"
    spaces: dict[str, Any] = {"np": np}
    exec(f"{NET}\n{train}", spaces)
    expected = spaces["train"]()
    losses = getattr(expected, "losses", [])
    test = (
        "net = train()\n"
        f"assert net.W.tolist() == {expected.W.tolist()} and getattr(net, 'losses', []) == {losses!r}\n"
        f"assert net.steps == {expected.steps} and list(net.known) == {list(expected.known)}"
    )

    def made(net: str) -> NotebookNode:
        return notebook(
            answer(net, "Net"),
            checks("assert Net(np.ones(2)).double() == 2", "Net__x"),
            answer(train, "train"),
            checks(test, "train__x"),
        )

    wrong = NET.replace("return 2", "return 3").replace("self.steps += 1", "self.steps -= 1").replace("/ 2", "/ 3")
    found = examine(made(wrong), sandbox, QUICK, source=made(NET)).tests
    assert found["train__x"].verdict == "passed", found["train__x"].message


ADDED = {
    "in the class": ("    def twice(self): return self.step() + self.step()\n", ""),
    "from outside": ("", "Net.twice = lambda self: self.step() + self.step()\n"),
}


@pytest.mark.parametrize("name", ADDED)
def test_a_lent_class_keeps_the_methods_that_only_the_students_has(sandbox: Sandbox, name: str) -> None:
    inside, outside = ADDED[name]
    train = f"{outside}def train():\n    return Net(np.ones(2)).twice()"
    test = "assert train() == 4"

    def made(net: str, train: str) -> NotebookNode:
        first = checks("assert Net(np.ones(2)).double() == 2", "Net__x")
        return notebook(answer(net, "Net"), first, answer(train, "train"), checks(test, "train__x"))

    source = made(NET, "def train():\n    net = Net(np.ones(2))\n    return net.step() + net.step()")
    wrong = NET.replace("return 2", "return 3").replace("float(self.W.sum())", "0.0") + inside
    assert examine(made(wrong, train), sandbox, QUICK, source=source).tests["train__x"].lent == ["Net"]


ASKING = {
    "isinstance": "[one for one in (Layer(2), 3) if isinstance(one, Layer)][0].forward(3)",
    "issubclass": "Layer(2).forward(3) if issubclass(Layer, object) and not issubclass(Layer, dict) else 0",
    "its type": "Layer(2).forward(3) if type(Layer(2)) is Layer else 0",
    "its name": "Layer(2).forward(3) if Layer(2).__class__.__name__ == Layer.__name__ == 'Layer' else 0",
    "an alias": "Alias(2).forward(3) if isinstance(Layer(2), Alias) else 0",
    "a derived class": "Hidden(2).double(3) / 2 if isinstance(Hidden(2), Layer) else 0",
    "what a derived class keeps": "Hidden(2).forward(3) + Hidden(2)._kept + Hidden(2).seen - 12",
    "a copy": "copied(Layer(2)).forward(3)",
    "a class made later": "later()(2).forward(3)",
    "a method of the class": "Layer.forward(Layer(2), 3)",
    "operators": "(Layer(2) + Layer(1)).forward(1) * len(Layer(2))",
}

USING = """
import copy
Alias = Layer
class Hidden(Layer):
    def __init__(self, W):
        super().__init__(W)
        self._kept, self.seen = 5, 7
    def forward(self, x): return super().forward(x)
    def double(self, x): return 2 * self.forward(x)
def copied(layer):
    other = copy.deepcopy(layer)
    other.W = 9
    return layer if type(other) is type(layer) and other.W == 9 else None
def later():
    class Later(Layer): pass
    return Later
"""


@pytest.mark.parametrize("name", ASKING)
def test_a_class_is_lent_as_a_class(sandbox: Sandbox, name: str) -> None:
    operators = "    def __add__(self, other): return Layer(self.W + other.W)\n    def __len__(self): return 2\n"
    layer = LAYER + operators

    def made(layer: str, thrice: str) -> NotebookNode:
        return notebook(
            answer(layer, "Layer"),
            checks("assert Layer(2).forward(3) == 6", "Layer__x"),
            answer(f"{USING}\ndef thrice():\n    return {thrice}", "thrice"),
            checks("assert thrice() == 6", "thrice__x"),
        )

    wrong = layer.replace("self.W * x", "self.W + x")
    found = examine(made(wrong, ASKING[name]), sandbox, QUICK, source=made(layer, "6")).tests
    assert [found["Layer__x"].verdict, found["thrice__x"].verdict] == ["failed", "passed"]
    assert found["thrice__x"].lent == ["Layer"]


def test_objects_of_a_trusted_answer_are_of_the_students_class(sandbox: Sandbox) -> None:
    """The class itself is not lent, since the student's own is right: its objects come from another answer."""
    net = "class Net:\n    def __init__(self): self.layers = [Layer(2), abs]"
    count = "def count():\n    return sum(isinstance(one, Layer) for one in Net().layers)"

    def made(net: str) -> NotebookNode:
        return notebook(
            answer(LAYER, "Layer"),
            checks("assert Layer(2).forward(3) == 6", "Layer__x"),
            answer(net, "Net"),
            checks("assert len(Net().layers) == 2", "Net__x"),
            answer(count, "count"),
            checks("assert count() == 1", "count__x"),
        )

    found = examine(made(net.replace(", abs", "").replace("Layer(2)", "")), sandbox, QUICK, source=made(net)).tests
    assert [found["Net__x"].verdict, found["count__x"].verdict] == ["failed", "passed"]


TOUCHED = {
    "a method": "layer.forward = lambda x: np.zeros(2)",
    "a method of the class": "type(layer).forward = lambda self, x: np.zeros(2)",
    "what is private": "layer.__class__ = dict",
    "the class itself": "Layer.forward = lambda self, x: np.zeros(2)",
}


@pytest.mark.parametrize("name", TOUCHED)
def test_what_is_done_to_a_trusted_layer_makes_no_wrong_answer_right(sandbox: Sandbox, name: str) -> None:
    """It does not reach the tests that follow either, for which there is a new layer."""
    spoil = f"""
def train(x):
    layer = Layer(np.ones(2))
    try:
        {TOUCHED[name]}
    except Exception:
        pass
    return np.zeros(2)
"""
    twice = "def twice(x):\n    return Layer(2).forward(x)"

    def made(layer: str, train: str) -> object:
        return notebook(
            answer(layer, "Layer"),
            checks("assert Layer(2).forward(3) == 6", "Layer__x"),
            answer(train, "train"),
            checks("assert train(np.ones(2)).tolist() == [1, 1]", "train__x"),
            answer(twice, "twice"),
            checks("assert twice(3) == 6", "twice__x"),
        )

    wrong = LAYER.replace("self.W * x", "self.W + x")
    right = "def train(x):\n    return Layer(np.ones(2)).forward(x)"
    found = examine(made(wrong, spoil), sandbox, QUICK, source=made(LAYER, right)).tests  # type: ignore[arg-type]
    assert [found[name].verdict for name in ("Layer__x", "train__x", "twice__x")] == ["failed", "failed", "passed"]


MORE = '''
# %% answer="quad"
def quad(x):
    """Return four times `x`."""
    ### BEGIN SOLUTION
    return double(double(x))
    ### END SOLUTION

# %% test="quad__number" points=2
assert quad(3) == 12
### BEGIN HIDDEN TESTS
assert quad(-1) == -4
### END HIDDEN TESTS
'''


def test_everybody_is_told(released_course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    text = released_course.text("01_tiny")
    text.write_text(text.read_text() + MORE)
    source.build(released_course, "01_tiny", run=False)
    release.release(released_course, "01_tiny")
    hand_in(released_course, "ada", {"double": "def double(x):\n    return x * 3", "quad": QUAD})
    monkeypatch.chdir(released_course.root)

    def grade(*options: str) -> str:
        return CliRunner().invoke(main, ["grade", "--no-sandbox", "--jobs", "1", *options]).output

    assert " 2 " in grade()
    said = "Passed with our double in place of yours"
    assert said in released_course.autograded("ada", "01_tiny").read_text()
    assert CliRunner().invoke(main, ["feedback"]).exit_code == 0
    (page,) = released_course.root.glob("feedback/ada/01_tiny/*.html")
    assert said in page.read_text()
    assert CliRunner().invoke(main, ["report"]).exit_code == 0
    assert "quad__number" in (released_course.root / "report.html").read_text()

    assert " 0 " in grade("--no-follow-through")
    config = released_course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "\nc.Examine.follow_through = False\n")
    assert " 0 " in grade("--force")


def test_of_a_lent_layer_only_what_is_public_can_be_read(sandbox: Sandbox) -> None:
    def made(layer: str) -> object:
        return notebook(
            answer(layer, "Layer"),
            checks("assert Layer(2).forward(3) == 6", "Layer__x"),
            answer("def kept():\n    return Layer(np.ones(2))._kept.tolist()", "kept"),
            checks("assert kept() == [1, 1]", "kept__x"),
        )

    private = LAYER.replace("self.W = W", "self.W = self._kept = W")
    found = examine(made(LAYER.replace("self.W * x", "self.W + x")), sandbox, QUICK, source=made(private)).tests  # type: ignore[arg-type]
    assert [found["Layer__x"].verdict, found["kept__x"].verdict] == ["failed", "failed"]
