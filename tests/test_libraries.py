"""Which libraries an answer may import, where a course says so."""

import os
import re
import zipfile

import pytest
from class_of_students import RIGHT, hand_in
from click.testing import CliRunner
from IPython.core.inputtransformer2 import TransformerManager
from little import RIGHT as DOUBLE
from little import answer, checks, given, notebook, play, score
from nbformat.v4 import new_code_cell, new_notebook

from chainrule.cli import main
from chainrule.grading import libraries
from chainrule.grading.authoring import bundle
from chainrule.grading.course import CourseError
from chainrule.grading.limits import Limits
from chainrule.grading.sealed.examiner import examine
from chainrule.grading.sealed.sandbox import Sandbox
from chainrule.grading.settings import limits_of
from chainrule.grading.term.grade import grade_class

WITH_SCIPY = {**RIGHT, "double": "import fractions\nimport sklearn.svm\n\ndef double(x):\n    return x + x"}
SAYS = "sklearn may not be imported in this course, only fractions and numpy"


def allow(course, setting):
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.Examine.sealed = False\nc.Examine.libraries = {setting}\n")


@pytest.fixture
def course(released_course, monkeypatch):
    monkeypatch.chdir(released_course.root)
    return released_course


def run(*arguments):
    return CliRunner().invoke(main, list(arguments))


def test_what_is_loaded_first_is_what_the_instructors_cells_import():
    code = new_code_cell
    source = new_notebook(
        cells=[code("from sklearn.svm import LinearSVC\nimport torch, scipy"), code("import sklearn")]
    )
    wanted = "scipy\nsklearn\nsklearn.svm LinearSVC"
    assert libraries.to_load(source, source.cells) == wanted
    assert libraries.to_load(source, [code("sklearn = None\nimport scipy.stats")]) == wanted  # not what students import
    assert libraries.to_load(source, [code("1 + 1")]) == ""
    assert libraries.to_load(new_notebook(cells=[code("1 + 1")]), source.cells) == ""


def test_feedback_says_what_may_not_be_imported(course):
    hand_in(course, "ada", WITH_SCIPY)
    hand_in(course, "ben", RIGHT)
    assert {one.student: one.score for one in grade_class(course, ["01_tiny"], jobs=1, wall="none")}["ada"] == 4.5
    allow(course, ["fractions"])
    done = run("grade", "--no-sandbox", "--jobs", "1")  # again, unasked
    assert "had not changed" not in done.output
    assert run("feedback", "--jobs", "1").exit_code == 0
    ada, ben = ((course.root / "feedback" / name / "01_tiny" / "01_tiny.html").read_text() for name in ("ada", "ben"))
    assert f"double is not defined: its cell was not run: {SAYS}" in ada
    assert "may not be imported" not in ben
    assert "1 of" in ada or "1.0 of" in ada  # of facts, which imports nothing
    before = course.autograded("ada", "01_tiny").read_text()
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory

    config = course.settings()
    assert NbGraderAPI(CourseDirectory(config=config, root="."), config=config).autograde("01_tiny", "ada")["success"]
    after = course.autograded("ada", "01_tiny").read_text()
    assert [line for line in after.split("\n") if "seconds" not in line] == [
        line for line in before.split("\n") if "seconds" not in line
    ]


def test_students_are_told_with_the_zip(course, tmp_path):
    (course.root / "docs").mkdir()
    (course.root / "docs" / "student.md").write_text("# For students\n")
    wheel = bundle.students_wheel(tmp_path)

    def guide():
        with zipfile.ZipFile(bundle.students_zip(course, ["01_tiny"], wheel)) as packed:
            return packed.read(next(name for name in packed.namelist() if name.endswith("README.md"))).decode()

    assert guide() == "# For students\n"
    allow(course, ["math", "itertools"])
    assert "`itertools`, `math`, and what the notebook itself imports" in guide()


@pytest.mark.parametrize("setting", ["'numpy'", "3", "[1]", "['scipy.special']"])
def test_a_setting_that_is_no_list_of_names_is_one_line(course, setting):
    allow(course, setting)
    with pytest.raises(CourseError, match=r"c\.Examine\.libraries is a list of names"):
        limits_of(course.settings())
    assert run("grade", "--no-sandbox").exit_code == 2


@pytest.mark.parametrize(
    ("code", "score"),
    [
        ("from __future__ import annotations\nimport numpy.linalg, math", 1),
        ("import decimal", 0),
        ("from decimal import Decimal", 0),
        ("__import__('decimal')", 0),
        ("def f():\n    import decimal", 0),
        ("try:\n    import decimal\nexcept ImportError:\n    pass", 0),
        ("%time import math\nimport decimal", 0),
        ("text = 'import decimal'", 1),
    ],
)
def test_every_way_to_import(sandbox, code, score):
    asks = checks("assert double(3) == 6", "double__number")
    found = examine(notebook(answer(f"{code}\n{DOUBLE}", "double"), asks), sandbox, Limits(libraries=("math",)))
    assert found.tests["double__number"].score == score


def test_another_cell_of_the_students_is_not_run_either(sandbox):
    asks = checks("assert double(3) == 6", "double__number")
    code = notebook(play("import decimal\nfactor = 2"), answer("def double(x):\n    return factor * x", "double"), asks)
    found = examine(code, sandbox, Limits(libraries=()))
    assert found.tests["double__number"].score == 0
    assert found.outputs[1][0].evalue == "decimal may not be imported in this course, only numpy"
    assert examine(code, sandbox, Limits()).tests["double__number"].score == 1


@pytest.mark.parametrize(
    "code",
    [
        "from chainrule.mistakes.facts import softmax",
        "from chainrule import mistakes",
        "import chainrule.gradcheck as g",
        "import importlib\nimportlib.import_module('chainrule.mistakes')",
        "%matplotlib inline\nfrom chainrule.mistakes.facts import softmax",
        "from chainrule import plots, mistakes\n!true",
        "%%time\nfrom chainrule.mistakes.facts import softmax",
        "%time from chainrule import mistakes",
        "softmax = check.values.mistakes.facts.softmax",
        "%matplotlib inline\nsoftmax = check.values.mistakes.facts.softmax",
        "import chainrule\nsoftmax = chainrule.mistakes.facts.softmax",
        "import chainrule as c\nclass A:\n    mistakes = 0\nsoftmax = c.mistakes.facts.softmax",
        "c = check\nsoftmax = c.values.mistakes.facts.softmax",
        "v = check.values\nv.own = v\nm = v.mistakes\nclass A:\n    def mistakes(self): ...\nsoftmax = m.facts.softmax",
        "softmax = getattr(check.values, 'mistakes').facts.softmax",
        "from chainrule.moving import mistakes",
    ],
)
def test_an_answer_may_not_import_what_the_package_knows_of_right_answers(code):
    course = notebook(answer("from chainrule import plots, moving", "f"), answer(code, "g"))
    (left_out,) = libraries.refused(course, None).values()
    assert re.fullmatch(r"chainrule\.(mistakes|gradcheck) may not be imported in answers: .*", left_out)
    course.cells.insert(0, given("from chainrule import check, gradcheck, mistakes"))
    assert libraries.refused(course, None) == {}


def test_a_written_code_cell_is_looked_at_and_own_names_are_nobodys():
    own = """class Perceptron(Base):
    kinds: int = 0

    def __init__(self):
        super().__init__()
        self.mistakes = self.kinds

    def language(self):
        return self.mistakes"""
    course = notebook(answer(own, "f"), play("check.hint()\nplots.curves(f.mistakes, [f.language()], check.TOLERANCE)"))
    course.cells.insert(0, given("from chainrule import check, plots"))
    assert libraries.refused(course, None) == {}
    course.cells += [play("print(solver.language)")]
    assert libraries.refused(course, None) == {}
    course.cells += [play("c = check")]
    assert len(libraries.refused(course, None)) == 3
    del course.cells[0]
    assert libraries.refused(course, None) == {}  # nothing of this package is there
    del course.cells[-2:]
    written = answer("from scipy import special as sp", "plan")
    written.metadata["nbgrader"] |= {"grade": True, "points": 1}
    course.cells.append(written)
    assert len(libraries.refused(course, ())) == 1


@pytest.mark.parametrize(
    ("code", "is_refused"),
    [
        ("def f(table):\n    check.hint()\n    return table.language.nunique() + table['kinds'].datasets", False),
        ("def f(table):\n    return getattr(table, 'language')", False),
        ("def f(steps):\n    mistakes = [one.mistakes for one in steps]\n    return len(mistakes)", False),
        ("def f(table):\n    return table.groupby('year').language.count()", False),
        ("def f(table):\n    return (table or check).language", True),
        ("def f(table):\n    return check.call(f).language", True),
        ("def f(table):\n    return check.language", True),
        ("import sys\nm = sys.modules['chainrule']\nm.mistakes", True),
        ("m = globals()['check']\nm.values.mistakes", True),
        ("c = check\nc.values.mistakes", True),
    ],
)
def test_data_may_be_called_like_parts_of_this_package(code, is_refused):
    course = notebook(given("import pandas as pd\nfrom chainrule import check", "tools"), answer(code, "f"))
    assert bool(libraries.refused(course, None)) == is_refused


@pytest.mark.parametrize(
    "made",
    ["SimpleNamespace(mistakes=0)", "namedtuple('Count', 'right mistakes')(1, 0)", "pd.DataFrame({'mistakes': [0]})"],
)
@pytest.mark.parametrize("beside", ["plots.walk(datasets.tea, [0])", "print(vars().keys())"])
def test_attributes_of_ones_own_may_be_called_like_parts_of_this_package(made, beside):
    """In assignment 1, a play cell of the instructor's hands parts on: no answer there could have such an attribute."""
    cells = [given("from chainrule import datasets, plots"), play(beside), answer("pass", "f")]
    source, submitted = notebook(*cells), notebook(*cells)
    submitted.cells[2] = answer(f"def f():\n    counted = {made}\n    return counted.mistakes", "f")
    assert libraries.refused(submitted, None, source) == {}


def test_much_of_a_students_code_is_looked_at_in_a_copy(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before any limit holds, nothing takes long in the process that grades all."""
    looked: list[int] = []
    monkeypatch.setattr(libraries, "refused", lambda *_: looked.append(os.getpid()) or {})
    answered, tested = answer("def f():\n    return 1", "f"), checks("assert f() == 1", "f__x")
    for size in (10, 30_000):
        made = notebook(answered, play("x = 1\n" * size), tested)
        assert score(examine(made, sandbox, source=notebook(answered, tested))) == 1
        assert looked == [os.getpid()]  # a copy keeps its own list


def test_a_cell_of_many_magics_is_not_translated_for_that(monkeypatch: pytest.MonkeyPatch) -> None:
    """IPython reads all of it once for each."""
    monkeypatch.setattr(TransformerManager, "transform_cell", pytest.fail)
    made = notebook(play("%a\n" * 60 + "x = 1;\n" * 3000))
    assert libraries.refused(made, ("numpy",)) == {}
