"""From bytes to a row: nothing that a file can hold ends a submission as failed."""

import json
from copy import deepcopy

import nbformat
import pytest
from class_of_students import RIGHT, filled_in, hand_in
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chainrule.grading import cells, formulas, harmless
from chainrule.grading.authoring.source import parse
from chainrule.grading.idle import idle_cells
from chainrule.grading.notebooks import parsed, source_text
from chainrule.grading.people import terminal
from chainrule.grading.results import Submission, TestResult
from chainrule.grading.sealed.examiner import Examination
from chainrule.grading.stubs import released
from chainrule.grading.submission import grade_one
from chainrule.grading.term.grade import grade_class

DEPTHS = st.sampled_from([1, 3, 30, 95, 250, 600, 1_500, 5_000])

DEEP = {
    "a sum": lambda n: "x = " + "+".join(["1"] * n),
    "a power": lambda n: "x = " + "**".join(["1"] * n),
    "a comparison": lambda n: "x = " + "<".join(["1"] * n),
    "a chain of and": lambda n: "x = " + " and ".join(["1"] * n),
    "attributes": lambda n: "x = a" + ".b" * n,
    "calls": lambda n: "x = f" + "()" * n,
    "indices": lambda n: "x = f" + "[0]" * n,
    "assigned attributes": lambda n: "a" + ".b" * n + " = 1",
    "signs": lambda n: "x = " + "-" * n + "1",
    "nots": lambda n: "x = " + "not " * n + "1",
    "brackets": lambda n: "x = " + "(" * n + "1" + ")" * n,
    "lists": lambda n: "x = " + "[" * n + "]" * n,
    "dicts": lambda n: "x = " + "{1: " * n + "1" + "}" * n,
    "lambdas": lambda n: "x = " + "lambda: " * n + "1",
    "conditions": lambda n: "x = " + "1 if 1 else " * n + "1",
    "comprehensions": lambda n: "x = " + "[" * n + "1" + " for y in [1]]" * n,
    "elif": lambda n: "if 0:\n    pass\n" + "elif 0:\n    pass\n" * n,
    "nested blocks": lambda n: "\n".join(" " * depth + "if 1:" for depth in range(n)) + "\n" + " " * n + "pass",
    "nested functions": lambda n: (
        "\n".join(" " * depth + f"def f{depth}():" for depth in range(n)) + "\n" + " " * n + "pass"
    ),
    "decorators": lambda n: "@f\n" * n + "def g(): pass",
    "targets": lambda n: "a = " * n + "1",
    "a pattern": lambda n: "match 1:\n    case " + "[" * n + "]" * n + ":\n        pass",
    "f-strings": lambda n: "x = " + "f'{" * min(n, 3) + "1" + "}'" * min(n, 3),
    "a long number": lambda n: "x = " + "9" * n,
    "a long name": lambda n: "x" * n + " = 1",
    "many names": lambda n: ", ".join(f"x{k}" for k in range(n)) + " = range(9)",
    "many globals": lambda n: "def f():\n" + "".join(f"    global x{k}\n" for k in range(n)),
    "backslashes": lambda n: "x = 1 " + "\\\n" * n + "+ 1",
    "open brackets": lambda n: "x = " + "(" * n,
    "open quotes": lambda n: "'\"" * n,
    "quotes in Markdown": lambda n: "> " * n + "x",
    "lists in Markdown": lambda n: "\n".join("  " * depth + "- x" for depth in range(min(n, 600))),
    "formulas": lambda n: "$" + "{" * n + "x" + "}" * n + "$",
    "fractions": lambda n: "$$" + "\\frac{" * n + "1" + "}{2}" * n + "$$",
    "emphasis": lambda n: "*_" * n + "x" + "_*" * n,
    "a table": lambda n: "|a" * n + "|\n" + "|-" * n + "|",
}
deep = st.builds(lambda kind, depth: DEEP[kind](depth), st.sampled_from(sorted(DEEP)), DEPTHS)
texts = st.one_of(st.text(max_size=200), st.characters(codec=None).map(str), deep)
junk = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=8,
)
KEYS = ["cell_type", "source", "input", "metadata", "id", "outputs", "attachments", "execution_count"]
MARKS = ["grade_id", "grade", "solution", "locked", "points", "checksum", "schema_version", "task", "cell_type"]
WHOLE = ["metadata", "nbformat", "nbformat_minor", "cells", "worksheets"]

SOURCE = parse(
    """
# %% given="setup"
import numpy as np
# %% answer="double"
def double(x):
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
# %%
print(double(3))
# %% test="double__value" points=2
assert double(2) == 4
# %% [markdown] written="explain_it" points=3
# ### BEGIN SOLUTION
# Because.
# ### END SOLUTION
""".lstrip()
)
HANDED_IN = json.loads(json.dumps(released(SOURCE)))


@st.composite
def files(draw):
    """A notebook in which some things are something else."""
    notebook = deepcopy(HANDED_IN)
    for cell in notebook["cells"]:
        if draw(st.booleans()):
            cell["source"] = draw(texts)
        if draw(st.integers(0, 3)) == 0:
            cell[draw(st.sampled_from(KEYS))] = draw(junk)
        marks = cell["metadata"].get("nbgrader") if isinstance(cell.get("metadata"), dict) else None
        if isinstance(marks, dict) and draw(st.integers(0, 3)) == 0:
            marks[draw(st.sampled_from(MARKS))] = draw(junk)
    for text in draw(st.lists(texts, max_size=3)):
        kind = draw(st.sampled_from(["code", "markdown", "raw", "heading"]))
        notebook["cells"].insert(draw(st.integers(0, len(notebook["cells"]))), {"cell_type": kind, "source": text})
    if draw(st.integers(0, 5)) == 0:
        notebook[draw(st.sampled_from(WHOLE))] = draw(junk)
    data = json.dumps(notebook, indent=draw(st.sampled_from([None, 1])), ensure_ascii=draw(st.booleans()))
    return data.encode("utf-8", "surrogatepass")


def go(data):
    """Take bytes the whole way to a row, but for running them."""
    rebuilt = grade_one.restore(SOURCE, data)
    nbformat.validate(rebuilt.notebook)
    idle_cells(SOURCE, rebuilt.notebook)
    results = {"double__value": TestResult("double__value", 2.0, "failed", message="no")}
    examination = Examination(results, {}, [])
    graded = grade_one.finish(SOURCE, rebuilt, examination)
    result = grade_one.summarize("ada", "01", rebuilt, examination, 0.1, "none")
    grade_one.stamp(graded, result, "0")
    again = nbformat.reads(nbformat.writes(graded).encode().decode(), as_version=4)
    nbformat.validate(again)
    row = Submission.from_json(json.loads(json.dumps(result.as_json())))
    assert row == result
    assert row.status in ("graded", "repaired", "unreadable")
    locked = [cell.source for cell in SOURCE.cells if cells.role(cell) in ("given", "test")]
    assert [cell.source for cell in again.cells if cells.role(cell) in ("given", "test")] == locked


fuzzed = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@fuzzed
@given(files())
def test_whatever_is_in_a_notebook(data):
    go(data)


@fuzzed
@given(files(), st.data())
def test_whatever_is_lost_of_it(data, draw):
    begin = draw.draw(st.integers(0, len(data)))
    end = draw.draw(st.integers(begin, len(data)))
    go(data[:begin] + draw.draw(st.binary(max_size=20)) + data[end:])


@fuzzed
@given(st.binary(max_size=300))
def test_whatever_the_bytes_are(data):
    go(data)


@pytest.mark.parametrize("kind", sorted(DEEP))
@pytest.mark.parametrize("role", ["answer", "written", "added"])
def test_deep_things_in_every_place(kind, role):
    for depth in (95, 600, 5_000):
        notebook = deepcopy(HANDED_IN)
        text = DEEP[kind](depth)
        if role == "added":
            notebook["cells"] += [{"cell_type": kind, "source": text, "metadata": {}} for kind in ("code", "markdown")]
        else:
            notebook["cells"][1 if role == "answer" else 4]["source"] = text
        go(json.dumps(notebook).encode())


@pytest.mark.parametrize("kind", sorted(DEEP))
def test_deep_things_on_a_page(kind):
    formulas.to_html(harmless.markdown(DEEP[kind](2_000)))


def test_a_class_of_deep_things_is_graded(released_course, capsys):
    """The whole way, run and recorded: a deep expression costs at most its own cell."""
    kinds = ["a sum", "attributes", "elif", "signs", "calls", "brackets", "open brackets", "a long number"]
    for number, kind in enumerate(kinds):
        book = filled_in(released_course, {**RIGHT, "explain_double": DEEP["formulas"](600)})
        book.cells.insert(2, nbformat.v4.new_code_cell(DEEP[kind](600)))
        hand_in(released_course, f"s{number}", nbformat.writes(book).encode())
    results = grade_class(released_course, ["01_tiny"], jobs=1, wall="none")
    assert {result.status for result in results} == {"graded"}
    assert {result.score for result in results} == {4.5}
    source = parsed(source_text(released_course, "01_tiny"))
    assert all(result.max_score == sum(map(cells.points, source.cells)) - 4 for result in results)
    terminal.print_scores(results)
