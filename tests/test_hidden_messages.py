"""What a hidden check says takes nothing from the answer: a value of the answer could spell out a hidden input.

The text of every check in a hidden region, or in a function that one may call, is followed back to where its parts come
from. None may come from an answer. (`check.true` has `shows` for what only the student at work may read.)
"""

import ast
import re

import pytest
from conftest import ROOT

TEXTS = sorted(path for path in ROOT.glob("source/*/*.py"))
ABOUT = {"value": 2, "gradient": 3, "true": 1, "gradients": 3, "own_gradient": 4, "gate_again": 4, "CheckFailed": 1}
"""Which argument of a check says what it is about, if it is given by its place."""


def parts(path):
    """Yield (header, text) of the code cells."""
    for part in re.split(r"(?m)^(?=# %%)", path.read_text()):
        header, _, body = part.partition("\n")
        if header.startswith("# %%") and "[markdown]" not in header:
            yield header, body


def targets(target, value):
    """Pair names that are assigned with what they are assigned, item by item where that is plain to see."""
    if isinstance(target, (ast.Tuple, ast.List)):
        if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
            if value.func.id == "enumerate":
                return targets(target.elts[1], value.args[0])
            if value.func.id == "zip" and len(value.args) == len(target.elts):
                return [pair for one in zip(target.elts, value.args, strict=True) for pair in targets(*one)]
        if isinstance(value, ast.Tuple) and len(value.elts) == len(target.elts):
            return [pair for one in zip(target.elts, value.elts, strict=True) for pair in targets(*one)]
        return [pair for one in target.elts for pair in targets(one, value)]
    return [(node.id, value) for node in ast.walk(target) if isinstance(node, ast.Name)]


def names_in(node):
    return {child.id for child in ast.walk(node) if isinstance(child, ast.Name)}


def functions(tree):
    """The lines of functions."""
    return {
        line
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for line in range(function.lineno, function.end_lineno + 1)
    }


def from_answers(tree, answers, hidden):
    """The names of a cell that may hold something of an answer.

    What the visible part assigns to a name is forgotten if the hidden part assigns to it anew.
    """
    flows = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            flows += [pair for target in node.targets for pair in targets(target, node.value)]
        elif isinstance(node, (ast.AugAssign, ast.NamedExpr)):
            flows += targets(node.target, node.value)
        elif isinstance(node, (ast.For, ast.comprehension)):
            flows += targets(node.target, node.iter)
        elif isinstance(node, ast.FunctionDef):
            flows += [(node.name, each.value) for each in ast.walk(node) if isinstance(each, ast.Return) and each.value]
        elif (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("append", "add")
        ):
            flows += [(name, argument) for name in names_in(node.func.value) for argument in node.args]
    anew = {name for name, value in flows if value.lineno in hidden}
    flows = [(name, value) for name, value in flows if name not in anew or value.lineno in hidden | functions(tree)]
    tainted = set(answers)
    while True:
        more = {name for name, value in flows if tainted & names_in(value)} - tainted
        if not more:
            return tainted
        tainted |= more


def texts_of(call):
    """What a check says, as expressions."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    yield from (keyword.value for keyword in call.keywords if keyword.arg in ("about", "message", "public"))
    if name in ABOUT and len(call.args) > ABOUT[name]:
        yield call.args[ABOUT[name]]
    elif name == "CheckFailed" and call.args:
        yield call.args[0]


def quoting(body, answers):
    """The lines of a cell at which a text that is shown for hidden checks quotes an answer."""
    tree = ast.parse(body)
    hidden, inside = set(), False
    for number, line in enumerate(body.splitlines(), start=1):
        inside = (inside or line.startswith("### BEGIN HIDDEN")) and not line.startswith("### END HIDDEN")
        hidden |= {number} if inside else set()
    tainted = from_answers(tree, answers, hidden)
    return [
        call.lineno
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and call.lineno in hidden | functions(tree)
        for text in texts_of(call)
        if tainted & names_in(text)
    ]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_hidden_checks_quote_nothing_of_an_answer(path):
    cells = list(parts(path))
    answers = {match.group(1) for header, _ in cells if (match := re.search(r'answer="(\w+)"', header))}
    for header, body in cells:
        if "answer=" not in header:
            assert not quoting(body, answers), header


@pytest.mark.parametrize(
    "leak",
    [
        'check.true(got == 3, f"The sizes should be 3, but are {got}.")',
        'check.value(got, 3, f"got {got}")',
        'sizes = [len(one) for one in got]\nabout = f"{sizes}"\ncheck.true(False, about)',
        'task.agrees(3, about="it is " + str(got))',
        'raise check.CheckFailed(f"{got}")',
    ],
)
def test_a_quotation_is_found(leak):
    body = f"got = check.call(f, 2)\n### BEGIN HIDDEN TESTS\n{leak}\n### END HIDDEN TESTS"
    assert quoting(body, {"f"})
    assert not quoting(body.replace("check.call(f, 2)", "2"), {"f"})
    assert not quoting(f"got = check.call(f, 2)\n{leak}", {"f"})  # visible


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_what_is_timed_is_judged_where_nobody_sees_the_arguments(path):
    """`Task.derived` and `Task.vectorised` compare what they time; `check.derived` and `check.vectorised` cannot."""
    for header, body in parts(path):
        if "### BEGIN HIDDEN TESTS" in body:
            hidden = "".join(re.findall(r"(?s)### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS", body))
            for kind in ("derived", "vectorised"):
                assert f"check.{kind}(" not in hidden, header
                assert f"check.{kind}(" not in body or f".{kind}(" in hidden, header
