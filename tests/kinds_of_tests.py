"""A course of its own kind: one small question for each thing that tests of other courses do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

import numpy as np
from matplotlib.image import imsave
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

SEALED, TRUSTING, BROKEN = "sealed", "trusting", "broken"


@dataclass(frozen=True)
class Kind:
    """One question.

    Parameters
    ----------
    name : str
        What it is about.
    right, wrong : str
        Two answers.
    tests : tuple of str
        Its test cells.
    seal : str
        What all of its tests are.
    above, between : str
        Read-only code above the answer, and below it.
    unlocked : str
        Code in a cell that students may change, above everything.
    manual : bool
        Whether the answer is also graded by hand.
    differs : bool
        Whether the points are not those of nbgrader, as documented.
    """

    name: str
    right: str
    wrong: str
    tests: tuple[str, ...]
    seal: str = SEALED
    above: str = ""
    between: str = ""
    unlocked: str = ""
    manual: bool = False
    differs: bool = False


VECTOR = '''
class Vector:
    """A vector."""
    def __init__(self, *xs): self.xs = list(xs)
    def __iter__(self): return iter(self.xs)
    def __getitem__(self, i): return self.xs[i]
    def __setitem__(self, i, x): self.xs[i] = x
    def __eq__(self, other): return self.xs == other.xs
    def __lt__(self, other): return self.xs < other.xs
    def scaled(self, factor: float = 2.0):
        """Scale it."""
        return [factor * x for x in self]
class Space(Vector): pass
'''
ARROW = '''
class Vector:
    """An arrow."""
    def __init__(self, *xs): self.xs = list(xs)
    def __iter__(self): return iter([0])
    def __getitem__(self, i): return 0
    def __setitem__(self, i, x): pass
    def __eq__(self, other): return False
    def __lt__(self, other): return False
    def scaled(self): pass
class Space: pass
'''

KINDS = [
    Kind("value", "def square(x):\n    return x * x", "def square(x):\n    return x", ("assert square(3) == 9",)),
    Kind(
        "hidden",
        "def double(x):\n    return 2 * x",
        "def double(x):\n    return 4 if x == 2 else x",
        ("assert double(2) == 4\n### BEGIN SECRET\nassert double(5) == 10\n### END SECRET",),
    ),
    Kind(
        "hidden_in_a_block",
        "def triple(x):\n    return 3 * x",
        "def triple(x):\n    return 6",
        (
            "for x in (2,):\n    assert triple(x) == 6\n"
            "    ### BEGIN SECRET\n    assert triple(5) == 15\n    ### END SECRET",
        ),
    ),
    Kind(
        "partial",
        "def halves(x):\n    return x / 2",
        "def halves(x):\n    return x // 2",
        ("points = 0\nif halves(4) == 2:\n    points += 0.5\nif halves(3) == 1.5:\n    points += 0.5\npoints",),
    ),
    Kind(
        "raises",
        "def root(x):\n    if x < 0:\n        raise ValueError('negative')\n    return x ** 0.5",
        "def root(x):\n    return abs(x) ** 0.5",
        ("try:\n    root(-1)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError('no ValueError')",),
    ),
    Kind(
        "read_only_cell_that_calls",
        "def cube(x):\n    return x ** 3",
        "def cube(x):\n    return x",
        ("assert helper(2) == 9",),
        between="cube_of_four = cube(4)\ndef helper(x):\n    return cube(x) + 1",
    ),
    Kind(
        "read_only_cell_that_keeps_a_result",
        "def fourth_power(x):\n    return x ** 4",
        "def fourth_power(x):\n    return x",
        ("assert power_of_three == 81",),
        between="power_of_three = fourth_power(3)",
        seal=TRUSTING,
    ),
    Kind(
        "import_in_an_unlocked_cell",
        "def circle(r):\n    return mathematics.pi * r ** 2",
        "def circle(r):\n    return 3 * r ** 2",
        ("assert mathematics.isclose(circle(2), mathematics.pi * 4)",),
        unlocked="import math as mathematics",
    ),
    Kind(
        "import_that_is_the_answer",
        "import decimal as exact",
        "pass",
        ("assert exact.Decimal('1.5') == exact.Decimal(3) / 2",),
        seal=TRUSTING,
    ),
    Kind(
        "earlier_test",
        "def fourth(x):\n    return x ** 4",
        "def fourth(x):\n    return x",
        (
            "import fractions\nexpected = 16\nassert expected == fourth(2)",
            "assert fourth(2) + fractions.Fraction(0) == expected",
        ),
    ),
    Kind(
        "builtin_name",
        "def sorted(x):\n    return [3, 2, 1]",
        "def sorted(x):\n    return [1, 2, 3]",
        ("assert sorted([2, 1, 3]) == [3, 2, 1]",),
    ),
    Kind(
        "variable",
        "answer = 42",
        "answer = 41",
        ("assert answer == 42",),
        above="answer = None",
    ),
    Kind(
        "changed_in_place",
        "basket.append('apple')",
        "basket.append('pear')",
        ("assert basket == ['apple']",),
        above="basket = []",
    ),
    Kind(
        "file_beside",
        "def total():\n    return sum(int(line) for line in open('numbers.txt'))",
        "def total():\n    return 0",
        ("import reading\nassert total() == sum(reading.numbers('numbers.txt'))",),
    ),
    Kind(
        "file_written",
        "with open('written.txt', 'w') as file:\n    file.write('done')",
        "pass",
        ("assert open('written.txt').read() == 'done'",),
        seal=TRUSTING,
    ),
    Kind(
        "file_overwritten",
        "with open('result.txt', 'w') as file:\n    file.write('done')",
        "with open('result.txt', 'w') as file:\n    file.write('not yet')",
        ("assert open('result.txt').read() == 'done'",),
        seal=TRUSTING,
    ),
    Kind(
        "files_that_a_hidden_test_reads",
        "import pandas as pd\ndef mean(column):\n    return pd.read_csv('data/table.csv')[column].mean()",
        "def mean(column):\n    return 2.0",
        (
            "import numpy as np\nimport pandas as pd\nassert mean('a') == 2\n### BEGIN SECRET\n"
            "assert mean('b') == pd.read_csv('data/table.csv')['b'].mean() == np.load('steps.npy').mean()\n"
            "with open('data/table.csv') as file:\n    assert file.readline() == 'a,b\\n'\n### END SECRET",
        ),
    ),
    Kind(
        "picture_beside",
        "import matplotlib.pyplot as plt\ndef red():\n    return plt.imread('data/red.png')[..., 0].sum()",
        "def red():\n    return 0",
        ("import matplotlib.pyplot as plt\nassert red() == plt.imread('data/red.png')[..., 0].sum() > 0",),
    ),
    Kind(
        "file_that_a_hidden_test_compares_with_another",
        "import pandas as pd\npd.read_csv('data/table.csv').sort_values('b').to_csv('sorted.csv', index=False)",
        "import pandas as pd\npd.read_csv('data/table.csv').sort_values('a').to_csv('sorted.csv', index=False)",
        (
            "import pandas as pd\nassert len(pd.read_csv('sorted.csv')) == 3\n### BEGIN SECRET\n"
            "pd.testing.assert_frame_equal(pd.read_csv('sorted.csv'), pd.read_csv('data/expected.csv'))\n"
            "### END SECRET",
        ),
        seal=TRUSTING,
    ),
    Kind(
        "file_written_by_a_name_that_is_computed",
        "import numpy as np\ndef save(place):\n    np.save(place, np.arange(3) * 2)\nsave('left' + '_behind.npy')",
        "import numpy as np\ndef save(place):\n    np.save(place, np.arange(3))\nsave('left' + '_behind.npy')",
        (
            "import numpy as np\nassert np.load('left_behind.npy').shape == (3,)\n### BEGIN SECRET\n"
            "assert np.load('left_behind.npy').sum() == 6\n### END SECRET",
        ),
        seal=TRUSTING,
    ),
    Kind(
        "magics",
        "%matplotlib inline\nlines = !echo one\ndef first():\n    return lines[0]",
        "%matplotlib inline\nlines = !echo two\ndef first():\n    return lines[0]",
        ("%time found = first()\nassert found == 'one'",),
        seal=TRUSTING,
    ),
    Kind(
        "identity",
        "state = []\ndef shared():\n    return state",
        "def shared():\n    return []",
        ("held = shared()\nassert held is shared()",),
        seal=TRUSTING,
    ),
    Kind(
        "own_operators",
        "class Money:\n    def __init__(self, n):\n        self.n = n\n    def __add__(self, other):\n"
        "        return Money(self.n + other.n)\n    def __len__(self):\n        return self.n",
        "class Money:\n    def __init__(self, n):\n        self.n = n\n    def __add__(self, other):\n"
        "        return Money(self.n)\n    def __len__(self):\n        return 0",
        ("assert (Money(1) + Money(2)).n == 3", "assert len(Money(2)) == 2"),
        seal=TRUSTING,
    ),
    Kind(
        "own_protocols",
        VECTOR.strip(),
        ARROW.strip(),
        (
            "assert list(Vector(1, 2)) == [1, 2] and [x for x in Vector(3)] == [3]",
            "v = Vector(1, 2)\nv[0] = 5\nassert v[0] == 5 and v[-1] == 2",
            "assert Vector(1) == Vector(1) and min(Vector(2), Vector(1)) == Vector(1)",
            "assert isinstance(Space(1), Vector) and issubclass(Space, Vector)",
            "assert Vector.__doc__ == 'A vector.' and 'Scale' in Vector.scaled.__doc__",
            "import inspect\nassert inspect.signature(Vector.scaled).parameters['factor'].default == 2.0",
            "assert 'scaled' in dir(Vector(1)) and Vector(1).scaled() == [2.0]",
        ),
        seal=TRUSTING,
    ),
    Kind(
        "object_of_a_library",
        "import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument('n', type=int);",
        "import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument('n');",
        (
            "import argparse\nassert isinstance(parser, argparse.ArgumentParser)\n"
            "assert parser.parse_args(['1']).n == 1",
        ),
        seal=TRUSTING,
    ),
    Kind(
        "own_methods",
        "class Counter:\n    def __init__(self):\n        self.n = 0\n    def add(self):\n        self.n += 1",
        "class Counter:\n    def __init__(self):\n        self.n = 0\n    def add(self):\n        pass",
        ("counter = Counter()\ncounter.add()\ncounter.add()\nassert counter.n == 2",),
    ),
    Kind(
        "subclass",
        "class Base:\n    def name(self):\n        return self.kind() + '!'",
        "class Base:\n    def name(self):\n        return '?'",
        ("class Derived(Base):\n    def kind(self):\n        return 'derived'\nassert Derived().name() == 'derived!'",),
        seal=TRUSTING,
    ),
    Kind(
        "source_code",
        "def loopless(x):\n    return x * (x + 1) // 2",
        "def loopless(x):\n    n = 0\n    for i in range(x + 1):\n        n += i\n    return n",
        ("import inspect\nassert 'for' not in inspect.getsource(loopless)",),
        seal=TRUSTING,
    ),
    Kind(
        "name_deleted",
        "def inner(x):\n    return x + 1\ndef outer(x):\n    return inner(x) * 2",
        "def inner(x):\n    return x + 1\ndef outer(x):\n    return (x + 1) * 2",
        (
            "kept = inner\ndel inner\ntry:\n    outer(1)\nexcept NameError:\n    pass\n"
            "else:\n    raise AssertionError('outer does not use inner')\nfinally:\n    inner = kept",
        ),
        seal=TRUSTING,
    ),
    Kind(
        "name_replaced",
        "def step(x):\n    return x + 1\ndef walk(x):\n    return step(step(x))",
        "def step(x):\n    return x + 1\ndef walk(x):\n    return x + 2",
        ("kept = step\nstep = lambda x: x + 10\ntry:\n    assert walk(0) == 20\nfinally:\n    step = kept",),
        seal=TRUSTING,
    ),
    Kind(
        "printed",
        "def greet():\n    print('hello')",
        "def greet():\n    print('bye')",
        (
            "import contextlib, io\nwith contextlib.redirect_stdout(io.StringIO()) as out:\n    greet()\n"
            "assert out.getvalue() == 'hello\\n'",
        ),
        seal=TRUSTING,
    ),
    Kind(
        "figure",
        "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()\naxes.set_title('Growth');",
        "import matplotlib.pyplot as plt\nfigure, axes = plt.subplots()",
        ("assert axes.get_title() == 'Growth'",),
        seal=TRUSTING,
    ),
    Kind(
        "lines_of_a_figure",
        "import matplotlib.pyplot as plt\nfigure, drawn = plt.subplots()\ndrawn.plot([1, 2], [3, 4]);",
        "import matplotlib.pyplot as plt\nfigure, drawn = plt.subplots()\ndrawn.plot([1, 2], [4, 3]);",
        ("assert [list(line.get_ydata()) for line in drawn.lines] == [[3, 4]]",),
        seal=TRUSTING,
    ),
    Kind(
        "manual_code",
        "def by_hand(x):\n    return x + 7",
        "def by_hand(x):\n    return x",
        ("assert by_hand(1) == 8",),
        manual=True,
    ),
    Kind(
        "warning",
        "def noisy(x):\n    return x",
        "def noisy(x):\n    return -x",
        ("import sys\nprint('careful', file=sys.stderr)\nassert noisy(1) == 1",),
        differs=True,
    ),
    Kind(
        "mocked_input",
        "def ask():\n    return int(input('How many? ')) + 1",
        "def ask():\n    return 1",
        ("from unittest import mock\nwith mock.patch('builtins.input', return_value='4'):\n    assert ask() == 5",),
        seal=TRUSTING,
    ),
    Kind(
        "random_state",
        "import random\ndef roll():\n    return random.randint(1, 6)",
        "import random\ndef roll():\n    return random.randint(7, 12)",
        ("import random\nrandom.seed(3)\nexpected = random.randint(1, 6)\nrandom.seed(3)\nassert roll() == expected",),
        seal=TRUSTING,
    ),
    Kind(
        "seeded_in_a_cell",
        "def draw():\n    return random.random()",
        "def draw():\n    return 0.5",
        ("assert abs(draw() - 0.6229016948897019) < 1e-12",),
        above="import random\nrandom.seed(5)",
    ),
    Kind(
        "lying_class",
        "def how_many():\n    return 3",
        "class Lying:\n    __class__ = int\n    def __eq__(self, other):\n        return True\n"
        "def how_many():\n    return Lying()",
        ("assert isinstance(how_many(), int)\nassert how_many() == 3",),
        differs=True,
    ),
    Kind(
        "module_handed_in",
        "import mycode",
        "import mycode",
        ("assert mycode.half(4) == 2",),
    ),
    Kind(
        "module_that_a_test_imports",
        "pass",
        "pass",
        ("import mycode as handed_in\nassert handed_in.half(4) == 2",),
        seal=TRUSTING,
    ),
    Kind(
        "data_handed_in",
        "def lines():\n    return len(open('data/mine.csv').readlines())",
        "def lines():\n    return len(open('data/mine.csv').readlines())",
        ("assert lines() == 2",),
    ),
    Kind(
        "broken",
        "def fine():\n    return 1",
        "def fine():\n    return 2",
        ("assert fine() == 3",),
        seal=BROKEN,
        differs=True,
    ),
]


def _saved(save: Callable[[BytesIO, np.ndarray], None], array: np.ndarray) -> bytes:
    file = BytesIO()
    save(file, array)
    return file.getvalue()


BESIDE = {
    "numbers.txt": b"1\n2\n3\n",
    "reading.py": b"def numbers(name):\n    return [int(line) for line in open(name)]\n",
    "data/table.csv": b"a,b\n1,6\n2,5\n3,1\n",
    "data/expected.csv": b"a,b\n3,1\n2,5\n1,6\n",
    "steps.npy": _saved(np.save, np.array([4.0, 4.0])),
    "data/red.png": _saved(imsave, np.ones((2, 2, 3)) * [1, 0, 0]),
    "result.txt": b"done",  # left behind by the instructor's own answer, as is the next
    "left_behind.npy": _saved(np.save, np.array([0, 2, 4])),
}
"""Files beside the notebook that no student can replace."""

HANDED_IN = {
    "mycode.py": ("def half(x):\n    return x / 2\n", "def half(x):\n    return 0\n"),
    "data/mine.csv": ("1\n2\n", "1\n"),
}
"""Files that students may replace, with right contents and wrong ones."""

LIBRARIES = """
import datetime, decimal, fractions
import numpy as np
import pandas as pd
import scipy.sparse

def made(kind):
    return {
        "set": {1, "a"}, "range": range(3), "slice": slice(1, None), "dtype": np.dtype("f4"),
        "date": datetime.date(2020, 2, 29), "exact": fractions.Fraction(1, 3), "decimal": decimal.Decimal("1.10"),
        "dates": np.array(["2020-01-01"], "M8[D]"), "frame": pd.DataFrame({"a": [1, 2]}, index=["x", "y"]),
        "text": np.array(["a", "bc"]), "objects": np.array([None, "x"], dtype=object),
        "index": pd.Index(["x", "y"], name="k"), "series": pd.Series([1.5, None], name="s"),
        "sparse": scipy.sparse.csr_matrix(np.eye(2)),
    }[kind]
"""

OTHERS = [
    Kind("other_file", "def one():\n    return 1", "def one():\n    return 2", ("assert one() == 1",)),
    Kind(
        "libraries",
        LIBRARIES.strip(),
        "def made(kind):\n    return None",
        (
            "import datetime, decimal, fractions\nassert made('set') == {1, 'a'} and list(made('range')) == [0, 1, 2]\n"
            "assert [1, 2][made('slice')] == [2] and made('date').year == 2020\n"
            "assert made('exact') * 3 == 1 and isinstance(made('decimal'), decimal.Decimal)",
            "import numpy as np\nassert made('dtype') == np.float32\n"
            "assert (made('dates') == np.datetime64('2020-01-01')).all()\n"
            "assert np.char.upper(made('text')).tolist() == ['A', 'BC'] and made('objects')[1] == 'x'",
            "import pandas as pd\nassert isinstance(made('frame'), pd.DataFrame)\n"
            "pd.testing.assert_frame_equal(made('frame'), pd.DataFrame({'a': [1, 2]}, index=['x', 'y']))\n"
            "assert made('series').isna().sum() == 1 and made('index').equals(made('frame').index)",
            "import scipy.sparse\nassert scipy.sparse.issparse(made('sparse')) and made('sparse').nnz == 2",
        ),
    ),
    Kind(
        "autotest",
        "def tenth(x):\n    return x / 10",
        "def tenth(x):\n    return x",
        ("### AUTOTEST tenth(50)",),
    ),
]
"""Kinds for another notebook, which has an older format."""


@dataclass
class Book:
    """The notebook of some kinds, with the answers of a student."""

    kinds: list[Kind] = field(default_factory=lambda: KINDS)

    def source(self) -> NotebookNode:
        """Return the instructor's notebook."""
        cells = [new_markdown_cell("# Kinds of tests")]
        cells += [new_code_cell(kind.unlocked) for kind in self.kinds if kind.unlocked]
        for kind in self.kinds:
            answer = f"### BEGIN ANSWER\n{kind.right}\n### END ANSWER"
            if kind.above:
                cells.append(_marked(kind.above, f"{kind.name}_above", locked=True))
            cells.append(
                _marked(answer, kind.name, solution=True, grade=kind.manual, points=1 if kind.manual else None)
            )
            if kind.between:
                cells.append(_marked(kind.between, f"{kind.name}_between", locked=True))
            for number, test in enumerate(kind.tests):
                cells.append(_marked(test, f"{kind.name}_{number}", grade=True, locked=True, points=1))
        task = new_markdown_cell("Add a cell.\n### BEGIN MARK SCHEME\nOne point.\n### END MARK SCHEME")
        task.metadata["nbgrader"] = _marks("task", points=1, locked=True) | {"task": True}
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        return new_notebook(cells=[*cells, task], metadata={"kernelspec": kernel})

    def handed_in(self, release: NotebookNode, right: bool) -> NotebookNode:
        """Return the released notebook with right or wrong answers."""
        answers = {kind.name: kind.right if right else kind.wrong for kind in self.kinds}
        for cell in release.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in answers:
                cell.source = answers[name]
        return release


def _marked(source: str, name: str, **marks: object) -> NotebookNode:
    cell = new_code_cell(source)
    cell.metadata["nbgrader"] = _marks(name, **marks)
    return cell


def _marks(name: str, points: float | None = None, **marks: object) -> dict[str, object]:
    known = {"grade_id": name, "schema_version": 3, "task": False, "grade": False, "solution": False, "locked": False}
    return known | marks | ({} if points is None else {"points": points})


ATTACKS = {
    "an object that equals everything": """
class Equal:
    def __eq__(self, other):
        return True

def square(x):
    return Equal()
""",
    "a patched assertion": """
import ast, builtins
builtins.AssertionError = BaseException
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()
get_ipython().ast_transformers.append(Drop())

def square(x):
    return x
""",
    "names of the tests": """
expected = 1
def square(x):
    global expected
    expected = 1
    return 1
""",
    "a module in place of the one beside the notebook": """
import sys
open('reading.py', 'w').write('numbers = lambda name: [9]')
sys.modules.pop('reading', None)
def square(x):
    return x
""",
    "the end of the process": """
import os
def square(x):
    os._exit(0)
""",
}
"""Wrong answers to the first question that try to pass all the same."""
