"""A submission becomes the instructor's notebook with the student's text, whatever the file looks like."""

import base64
import contextlib
import json
import random
import sys
from copy import deepcopy

import nbformat
import pytest
from nbgrader.utils import compute_checksum

from chainrule.grading import cells, harmless, stock
from chainrule.grading.authoring.source import parse
from chainrule.grading.limits import MOST_BYTES, Limits
from chainrule.grading.stubs import released
from chainrule.grading.submission import grade_one, reading
from chainrule.grading.submission.rebuild import rebuild

TEXT = '''
# %% [markdown]
# # Two functions
# %% given="setup"
import numpy as np
# %% [markdown]
# ## Double
# %% answer="double"
def double(x):
    """Return twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION
# %% test="double__value" points=2
assert double(2) == 4
### BEGIN HIDDEN TESTS
assert double(21) == 42
### END HIDDEN TESTS
# %%
print(double(3))
# %% [markdown]
# ## Half
# %% answer="half"
def half(x):
    """Return half of x."""
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION
# %% test="half__value" points=1
assert half(2) == 1
# %% [markdown]
# Why?
# %% [markdown] written="explain_half" points=3
# ### BEGIN SOLUTION
# Because.
# ### END SOLUTION
# %% [markdown]
# The end.
'''
DOUBLE = "def double(x):\n    return x + x"
HALF = "def half(x):\n    return x * 0.5"


@pytest.fixture(scope="module")
def source():
    return parse(TEXT.lstrip())


@pytest.fixture
def handed_in(source):
    """The release with both answers and the explanation filled in."""
    notebook = deepcopy(released(source))
    cell(notebook, "double").source = DOUBLE
    cell(notebook, "half").source = HALF
    cell(notebook, "explain_half").source = "Half is $x/2$."
    return notebook


def cell(notebook, name):
    return next(cell for cell in notebook.cells if cells.grade_id(cell) == name)


def pack(notebook):
    return json.dumps(notebook).encode()


def without_marks(notebook):
    """What Colab leaves: new ids, no metadata."""
    for number, each in enumerate(notebook.cells):
        each.metadata, each.id = {}, f"colab{number}"
    return notebook


def texts(rebuilt):
    return [each.source for each in rebuilt.notebook.cells]


def said(rebuilt):
    return [finding.text for finding in rebuilt.findings]


def answers(rebuilt):
    return [cell(rebuilt.notebook, name).source for name in ("double", "half", "explain_half")]


ANSWERED = [DOUBLE, HALF, "Half is $x/2$."]


def test_an_ordinary_submission_keeps_its_answers_and_has_no_findings(source, handed_in):
    rebuilt = rebuild(source, pack(handed_in))
    assert (rebuilt.status, rebuilt.findings) == ("graded", [])
    assert answers(rebuilt) == ANSWERED
    assert cell(rebuilt.notebook, "double__value").source == cell(source, "double__value").source
    nbformat.validate(rebuilt.notebook)


def test_an_empty_release_is_graded_with_its_stubs(source):
    rebuilt = rebuild(source, pack(released(source)))
    assert rebuilt.status == "graded"
    assert "double is not answered yet" in cell(rebuilt.notebook, "double").source
    assert "BEGIN SOLUTION" not in "".join(texts(rebuilt))


def test_locked_cells_tests_and_marks_are_the_instructors(source, handed_in):
    cell(handed_in, "setup").source = "import os"
    test = cell(handed_in, "double__value")
    test.source, test.metadata.nbgrader.points = "pass", 100
    cell(handed_in, "half").metadata.nbgrader.locked = True
    rebuilt = rebuild(source, pack(handed_in))
    assert rebuilt.status == "repaired"
    assert answers(rebuilt) == ANSWERED
    for name in ("setup", "double__value"):
        assert cell(rebuilt.notebook, name) == cell(source, name)
    found = " ".join(said(rebuilt))
    assert "Locked cell 'setup' was edited" in found
    assert "metadata of 'double__value' was edited" in found
    assert "metadata of 'half' was edited" in found


def test_cells_of_the_student_stay_after_the_cell_that_they_follow(source, handed_in):
    handed_in.cells.insert(4, nbformat.v4.new_code_cell("helper = 1"))
    handed_in.cells.insert(5, nbformat.v4.new_markdown_cell("my notes"))
    handed_in.cells.insert(0, nbformat.v4.new_code_cell("first = 1"))
    rebuilt = rebuild(source, pack(handed_in))
    sources = texts(rebuilt)
    assert rebuilt.status == "graded"
    assert sources[0] == "first = 1"
    assert sources[sources.index(DOUBLE) + 1 :][:2] == ["helper = 1", "my notes"]
    assert len(sources) == len(source.cells) + 3
    place = sources.index("helper = 1")
    added = [rebuilt.notebook.cells[number] for number in (0, place, place + 1)]
    assert [(new.id, new.cell_type) for new in added] == [
        ("added-1", "code"),
        ("added-2", "code"),
        ("added-3", "markdown"),
    ]


def test_a_cell_that_sets_data_back_as_the_instructors_cell_does_stays(source, handed_in):
    """What came between has changed them. A copy that is still marked is the instructor's cell."""
    new = nbformat.v4.new_code_cell
    copied = deepcopy(handed_in.cells[1])
    copied.id = "copied"
    handed_in.cells += [new("np = None", id="mine"), new("import numpy as np", id="again"), copied]
    rebuilt = rebuild(source, pack(handed_in)).notebook
    assert [one.source for one in rebuilt.cells[-2:]] == ["np = None", "import numpy as np"]


@pytest.mark.parametrize("code", ["np.random.seed(3)", "shift = 1\nshift += 1"])
def test_in_a_course_of_others_an_unlocked_cell_that_was_merged_does_not_come_back(source, code):
    """Or it would run a second time, below what it was merged with."""
    source = deepcopy(source)
    source.metadata[stock.KEY] = {"code_stub": {"python": "..."}, "text_stub": "..."}
    source.cells[5].source = code
    handed_in = released(source)
    cell(handed_in, "double").source += f"\n{code}"
    handed_in.cells.pop(5)
    rebuilt = texts(rebuild(source, pack(handed_in)))
    assert code not in rebuilt
    cell(handed_in, "double").source = DOUBLE
    assert (code in texts(rebuild(source, pack(handed_in)))) == ("shift" in code)


def test_edited_play_cells_are_taken(source, handed_in):
    handed_in.cells[5].source = "print('mine')"
    assert "print('mine')" in texts(rebuild(source, pack(handed_in)))


def test_what_is_defined_in_a_long_cell_is_there_although_that_is_not_run(source, handed_in):
    source.cells[5].metadata.tags = ["long"]
    before = handed_in.cells[5].source
    handed_in.cells[5].source = f"import math\ndef shrunk(x):\n    return x / 2\nn = 3\n{before}"
    added = texts(rebuild(source, pack(handed_in)))[6]
    assert added == "import math\n\ndef shrunk(x):\n    return x / 2"
    handed_in.cells[5].source = before
    assert len(texts(rebuild(source, pack(handed_in)))) == len(source.cells)


def test_without_metadata_cells_are_recognised_by_what_they_say(source, handed_in):
    handed_in.cells[5].source = "print('mine')"
    rebuilt = rebuild(source, pack(without_marks(handed_in)))
    assert rebuilt.status == "repaired"
    assert answers(rebuilt) == ANSWERED
    assert len(rebuilt.notebook.cells) == len(source.cells)
    assert "print('mine')" in texts(rebuilt)
    assert "lost nbgrader's metadata" in said(rebuilt)[0]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-32", "cp1252"])
def test_other_encodings(source, handed_in, encoding):
    cell(handed_in, "explain_half").source = "Halbe Höhe"
    rebuilt = rebuild(source, json.dumps(handed_in, ensure_ascii=False).encode(encoding))
    assert answers(rebuilt) == [DOUBLE, HALF, "Halbe Höhe"]


def test_a_cut_file_gives_its_whole_cells(source, handed_in):
    data = pack(handed_in)
    rebuilt = rebuild(source, data[: data.index(b"Half is")])
    assert rebuilt.status == "repaired"
    assert answers(rebuilt)[:2] == [DOUBLE, HALF]
    assert answers(rebuilt)[2] == cell(released(source), "explain_half").source


def test_a_file_of_format_3(source, handed_in):
    old = [{"cell_type": "heading", "level": 1, "source": "Two functions"}]
    for each in handed_in.cells:
        key = "input" if each.cell_type == "code" else "source"
        old.append({"cell_type": each.cell_type, key: each.source.splitlines(keepends=True), "metadata": {}})
    rebuilt = rebuild(source, json.dumps({"nbformat": 3, "worksheets": [{"cells": old}]}).encode())
    assert answers(rebuilt) == ANSWERED
    assert any("old notebook format" in finding for finding in said(rebuilt))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "No notebook"),
        (b"", "empty"),
        (b"\0" * 100, "empty"),
        (b"hello", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"42", "not a notebook"),
        (b'{"cells": 3}', "no cells"),
        (b'{"cells": []}', "no cells with any text"),
        (b'{"cells": [1, null, "x", []]}', "no cells with any text"),
        (b" " * (MOST_BYTES + 1), "larger than"),
    ],
)
def test_files_without_a_usable_cell_say_why(source, data, reason):
    rebuilt = rebuild(source, data)
    assert rebuilt.status == "unreadable"
    assert reason in said(rebuilt)[0]
    assert "not answered yet" in cell(rebuilt.notebook, "double").source


def test_of_several_copies_the_last_answered_counts(source, handed_in):
    first = cell(handed_in, "double")
    stub, newer = deepcopy(cell(released(source), "double")), deepcopy(first)
    newer.source = "def double(x):\n    return 2.0 * x"
    place = handed_in.cells.index(first) + 1
    handed_in.cells[place:place] = [newer, stub]
    rebuilt = rebuild(source, pack(handed_in))
    assert cell(rebuilt.notebook, "double").source == newer.source
    assert "3 times" in said(rebuilt)[0]
    assert stub.source not in texts(rebuilt)


def test_a_copy_below_the_tests_is_an_experiment_if_there_is_an_answer_above_them(source, handed_in):
    """In the notebook, run from top to bottom, the tests have seen that one."""
    answer = cell(handed_in, "double")
    experiment = deepcopy(answer)
    experiment.source = "def double(x):\n    return x ** 2"
    handed_in.cells.append(experiment)
    rebuilt = rebuild(source, pack(handed_in))
    assert cell(rebuilt.notebook, "double").source == answer.source
    assert texts(rebuilt)[-1] == experiment.source

    answer.source = cell(released(source), "double").source
    assert cell(rebuild(source, pack(handed_in)).notebook, "double").source == experiment.source


def test_imports_that_were_added_to_a_locked_cell_are_there_below_it(source, handed_in):
    setup = next(one for one in handed_in.cells if cells.role(one) == "given")
    own = setup.source
    setup.source = "import math\nfrom statistics import *\nimport random as np\n" + own
    rebuilt = rebuild(source, pack(handed_in))
    found = texts(rebuilt)
    assert found[found.index(own) + 1] == "import math"
    assert "the instructor's version was used, and below it the imports added" in said(rebuilt)[0]


def test_a_split_answer_is_joined(source, handed_in):
    first = cell(handed_in, "double")
    second = deepcopy(first)
    first.source, second.source = "def double(x):\n    y = x", "    return y + x"
    handed_in.cells.insert(handed_in.cells.index(first) + 1, second)
    rebuilt = rebuild(source, pack(handed_in))
    assert "y = x\n    return" in cell(rebuilt.notebook, "double").source.replace("\n\n", "\n")


def test_merged_answers_both_count(source, handed_in):
    cell(handed_in, "double").source += "\n\n" + HALF
    handed_in.cells.remove(cell(handed_in, "half"))
    rebuilt = rebuild(source, pack(handed_in))
    assert HALF in cell(rebuilt.notebook, "double").source
    assert "double" in cell(rebuilt.notebook, "half").source
    assert "raise" not in cell(rebuilt.notebook, "half").source


def test_an_answer_in_a_new_cell_counts_where_its_own_is_empty(source, handed_in):
    answered = cell(handed_in, "half").source
    cell(handed_in, "half").source = cell(released(source), "half").source
    handed_in.cells.append(nbformat.v4.new_code_cell(answered))
    assert cell(rebuild(source, pack(handed_in)).notebook, "half").source == HALF


def test_swapped_labels_do_not_swap_answers(source, handed_in):
    double, half = cell(handed_in, "double"), cell(handed_in, "half")
    double.metadata.nbgrader, half.metadata.nbgrader = half.metadata.nbgrader, double.metadata.nbgrader
    double.id, half.id = half.id, double.id
    assert answers(rebuild(source, pack(handed_in))) == ANSWERED


def test_all_ids_equal_and_order_reversed(source, handed_in):
    for each in handed_in.cells:
        each.id = "same"
    handed_in.cells.reverse()
    assert answers(rebuild(source, pack(handed_in))) == ANSWERED


def test_an_answer_typed_into_the_question_counts(source, handed_in):
    handed_in.cells.remove(cell(handed_in, "explain_half"))
    question = next(each for each in handed_in.cells if each.source == "Why?")
    question.source += "\n\nBecause of the half."
    assert answers(rebuild(source, pack(handed_in)))[2] == "Because of the half."


def test_deleted_cells_come_back_as_released(source, handed_in):
    handed_in.cells = [cell(handed_in, "double"), cell(handed_in, "double__value")]
    rebuilt = rebuild(source, pack(handed_in))
    assert answers(rebuilt)[0] == DOUBLE
    assert len(rebuilt.notebook.cells) == len(source.cells)
    assert "Missing cells" in said(rebuilt)[0]


def test_wrong_types_everywhere(source, handed_in):
    raw = json.loads(pack(handed_in))
    for key in ("metadata", "nbformat", "nbformat_minor"):
        raw[key] = [1]
    raw["cells"][0] = {"source": {"a": 1}}
    raw["cells"][1]["metadata"] = "x"
    raw["cells"][2]["cell_type"] = 7
    raw["cells"][3]["source"] = [*raw["cells"][3]["source"].splitlines(keepends=True), 5, None]
    raw["cells"][4]["metadata"]["nbgrader"] = {"grade_id": ["double__value"], "points": "NaN"}
    raw["cells"][7]["cell_type"] = "markdown"
    assert answers(rebuild(source, json.dumps(raw).encode())) == ANSWERED


def test_lone_surrogates_and_terminal_escapes_are_dropped(source, handed_in):
    cell(handed_in, "double").source = DOUBLE + "  # \x1b[31mred\x00\ud800"
    rebuilt = rebuild(source, pack(handed_in))
    assert answers(rebuilt)[0] == DOUBLE + "  # red"
    nbformat.writes(rebuilt.notebook).encode()


def test_another_kernel_is_reported(source, handed_in):
    handed_in.metadata.kernelspec = {"name": "ir", "language": "R"}
    rebuilt = rebuild(source, pack(handed_in))
    assert "'R'" in said(rebuilt)[0]
    assert rebuilt.notebook.metadata == source.metadata


# --- Written answers in cells of their own ------------------------------------------------------------------------


def unanswered(notebook, name="explain_half"):
    """Put the stub of a written answer back, and return its place."""
    cell(notebook, name).source = "YOUR ANSWER HERE"
    return notebook.cells.index(cell(notebook, name))


@pytest.mark.parametrize("new", [nbformat.v4.new_markdown_cell, nbformat.v4.new_raw_cell, nbformat.v4.new_code_cell])
@pytest.mark.parametrize("where", ["below", "above", "at the end"])
def test_a_derivation_in_a_cell_of_its_own_beside_the_untouched_stub_is_the_answer(source, handed_in, new, where):
    place = unanswered(handed_in)
    place = {"below": place + 1, "above": place, "at the end": len(handed_in.cells)}[where]
    handed_in.cells.insert(place, new("Half of x is x over two: x / 2 = h"))
    rebuilt = rebuild(source, pack(handed_in))
    assert "Half of x is x over two: x / 2 = h" in answers(rebuilt)[2]
    assert "YOUR ANSWER HERE" not in answers(rebuilt)[2]
    assert [finding.kind for finding in rebuilt.findings] == ["moved"]


@pytest.mark.parametrize("text", ["# Half of x is x over two.", '"""Half of x is x over two."""', "Half of x is"])
def test_a_derivation_in_a_code_cell_at_the_end_is_put_before_a_person(source, handed_in, text):
    unanswered(handed_in)
    handed_in.cells += [nbformat.v4.new_code_cell("print(1 + 1)"), nbformat.v4.new_code_cell(text)]
    rebuilt = rebuild(source, pack(handed_in))
    assert text in answers(rebuilt)[2]
    assert "print" not in answers(rebuilt)[2]


def test_code_beside_the_untouched_stub_is_quoted_and_still_runs(source, handed_in):
    handed_in.cells.insert(unanswered(handed_in) + 1, nbformat.v4.new_code_cell("h = 3 / 2"))
    rebuilt = rebuild(source, pack(handed_in))
    assert answers(rebuilt)[2] == "    h = 3 / 2"
    assert "h = 3 / 2" in texts(rebuilt)


def test_notes_and_experiments_are_no_answer_where_there_is_one(source, handed_in):
    handed_in.cells += [nbformat.v4.new_markdown_cell("my notes"), nbformat.v4.new_code_cell("1 + 1")]
    rebuilt = rebuild(source, pack(handed_in))
    assert answers(rebuilt) == ANSWERED
    assert rebuilt.findings == []


def test_what_is_untouched_stays_unanswered(source):
    assert answers(rebuild(source, pack(released(source))))[2] == "YOUR ANSWER HERE"


# --- Corrections after the release --------------------------------------------------------------------------------


@pytest.fixture
def checked(source, handed_in):
    """What was handed in, with nbgrader's checksums of the release."""
    for each, original in zip(handed_in.cells, released(source).cells, strict=True):
        if "nbgrader" in each.metadata:
            each.metadata.nbgrader.checksum = compute_checksum(original)
    return handed_in


def test_a_correction_accuses_nobody(checked):
    corrected = parse(
        TEXT.lstrip()
        .replace("import numpy as np", "import numpy")
        .replace("assert half(2) == 1", "assert half(4) == 2")
        .replace('test="double__value" points=2', 'test="double__value" points=3')
        .replace("Return half of x.", "Return one half of x.")
        .replace("# Why?", "# Say why.")
        .replace("print(double(3))", "print(double(4))")
    )
    cell(checked, "half").source = cell(released(parse(TEXT.lstrip())), "half").source
    rebuilt = rebuild(corrected, pack(checked))
    assert rebuilt.findings == []
    assert cell(rebuilt.notebook, "half").source == cell(released(corrected), "half").source
    assert len(rebuilt.notebook.cells) == len(corrected.cells)
    assert texts(rebuilt)[-1] == "The end."


def test_who_changes_a_locked_cell_is_still_named(source, checked):
    cell(checked, "setup").source = "import os"
    cell(checked, "double__value").metadata.nbgrader.points = 100
    assert [finding.kind for finding in rebuild(source, pack(checked)).findings] == ["changed", "changed"]


def test_syntax_of_a_newer_python_is_told_from_a_slip(source, handed_in):
    here = f"3.{sys.version_info.minor}"
    handed_in.metadata["language_info"] = {"version": "3.99.1"}
    assert rebuild(source, pack(handed_in)).findings == []
    cell(handed_in, "half").source = "def half(x):\n    return x /"
    [finding] = rebuild(source, pack(handed_in)).findings
    assert finding.kind == "python"
    assert all(word in finding.text for word in ("3.99", here, "'half'"))
    handed_in.metadata.language_info.version = here
    assert rebuild(source, pack(handed_in)).findings == []


# --- Large and damaged files --------------------------------------------------------------------------------------


def with_outputs(notebook, size):
    """Add outputs as libraries write them: pictures, and tables of numbers."""
    picture = base64.b64encode(random.Random(1).randbytes(size // 2)).decode()
    numbers = {"data": [{"x": [0.125] * (size // 20), "cell_type": "x", "source": "["}]}
    code = [each for each in notebook.cells if each.cell_type == "code"]
    code[0].outputs = [nbformat.v4.new_output("display_data", {"image/png": picture})]
    code[-1].outputs = [nbformat.v4.new_output("display_data", {"application/vnd.plotly.v1+json": numbers})]
    return notebook


def test_a_large_file_of_outputs_is_graded(source, handed_in):
    data = json.dumps(with_outputs(handed_in, 60 * 2**20), indent=1).encode()
    assert len(data) > 60 * 2**20
    rebuilt = rebuild(source, data)
    assert rebuilt.findings == []
    assert answers(rebuilt) == ANSWERED


@pytest.mark.parametrize("indent", [None, 1])
def test_a_large_file_that_is_cut_off_gives_its_whole_cells(source, handed_in, indent):
    data = json.dumps(with_outputs(handed_in, 2**24), indent=indent).encode()
    rebuilt = rebuild(source, data[:-3000])
    assert answers(rebuilt)[0] == DOUBLE
    assert rebuilt.status == "repaired"


def test_what_is_too_much_is_left_out_not_the_rest(source, handed_in, monkeypatch):
    monkeypatch.setattr(reading, "MOST_TAKEN", 20_000)
    handed_in.cells.append(nbformat.v4.new_code_cell("x = 1\n" * 10_000))
    assert answers(rebuild(source, pack(handed_in))) == ANSWERED


def test_a_lost_quote_costs_one_cell(source, handed_in):
    data = pack(handed_in).replace(b'"def double', b"def double", 1)
    rebuilt = rebuild(source, data)
    assert answers(rebuilt)[1:] == ANSWERED[1:]


def steps(function, *args):
    """Count the lines of Python that a call runs."""
    count = 0

    def trace(frame, event, arg):
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        function(*args)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        b'{"cell_type":',
        b'{"cell_type":"code","source":[',
        b'{"cells":[{"cell_type":"code","source":"","outputs":[',
        b'"outputs":[{',
        b"[",
        b"]",
        b'"',
        b'\\"',
        b"{ ",
        b'{"cell_type":"code","source":"x = 1"}, ',
        b'{"metadata":{"cell_type":1}}',
    ],
)
def test_reading_takes_time_in_proportion_to_the_file(source, unit, monkeypatch):
    parsed = []
    monkeypatch.setattr(reading, "_parse", lambda data, parse=reading._parse: parsed.append(len(data)) or parse(data))

    def read(count):
        parsed.clear()
        data = b'{"cells": [' + unit * count
        with contextlib.suppress(reading.UnreadableError):
            reading.read(data)
        assert sum(parsed) <= 2 * len(data)

    small, large = (steps(read, count) for count in (300, 1200))
    assert large <= 5 * small + 1000


@pytest.mark.parametrize("unit", [b'"', b'\\"', b"{ ", b'{"', b'"{ ', b'{"cell_type"', b'"outputs" : '])
def test_a_token_is_found_without_looking_again(unit):
    """Were it quadratic, this would take days."""
    with contextlib.suppress(reading.UnreadableError):
        reading.read(unit * (4_000_000 // len(unit)))


def test_a_cell_that_was_lost_comes_back_without_hidden_tests():
    """nbgrader allows them in every graded cell, also in one that a person marks, and releases none."""
    marks = {"grade": True, "solution": True, "locked": False, "points": 2, "grade_id": "g", "schema_version": 3}
    hidden = "### BEGIN HIDDEN TESTS\nassert g(31337) == 94011\n### END HIDDEN TESTS"
    cell = nbformat.v4.new_code_cell(
        f"### BEGIN SOLUTION\ng = 3\n### END SOLUTION\n{hidden}", metadata={"nbgrader": marks}
    )
    [stub] = released(nbformat.v4.new_notebook(cells=[cell])).cells
    assert "31337" not in stub.source
    assert "is not answered yet" in stub.source


def test_markdown_keeps_formulas_and_loses_what_acts():
    kept = "**bold** R&D $a_i \\le b$ $$\\begin{aligned} a&=b \\end{aligned}$$ and $$\\sum_j x_j$$ `code` | a | b |"
    assert harmless.markdown(kept) == kept
    assert "<s" not in harmless.markdown("<script>alert(1)</script>")
    assert "](" not in harmless.markdown("[x](javascript:alert(1)) ![](attachment:a)")
    for macro in (
        "\\href{javascript:alert(1)}{x}",
        "\\mmlToken{mi}[href='javascript:alert(1)']{x}",
        "\\bbox[position:fixed]{x}",
        "\\fcolorbox{red;position:fixed}{white}{x}",
        "\\rule{999em}{999em}",
        "\\hspace{-50em}",
        "x \\\\[-50em]",
        "\\smash{x}",
        "\\def\\text#1{All points given}",
        "\\renewcommand{\\text}[1]{All points given}",
        "\\let\\frac=\\quad",
        "\\begin{empheq}{x}",
        "\\macroOfTomorrow{x}",
        "&#92;href{javascript:alert(1)}{x}",
        "&bsol;href{javascript:alert(1)}{x}",
    ):
        assert macro not in harmless.markdown(f"${macro}$")
    assert "mermaid" not in harmless.markdown("```\xa0mermaid\ngraph\n```")


MACROS = """
alpha varepsilon Omega partial nabla infty ell hbar aleph le leq geqslant ne approx equiv propto sim cong ll in
notin subseteq cup setminus emptyset forall exists neg land lor implies iff mapsto to rightarrow Leftarrow
Longleftrightarrow hookrightarrow uparrow sum prod int oint bigcup bigoplus lim sup argmin max det Pr exp ln sin
tanh frac dfrac binom sqrt hat widehat bar overline tilde widetilde vec dot ddot underbrace overbrace overset
underset stackrel xrightarrow mathbb mathbf mathcal mathfrak mathrm mathsf mathtt boldsymbol bm text textbf textit
mbox operatorname left right big Bigl Biggr langle rangle lVert lceil rfloor cdot times otimes odot circ ast pm mp
ldots cdots vdots ddots dots quad qquad boxed cancel color textcolor tag label ref eqref nonumber substack phantom
limits displaystyle Big middle mid nmid parallel perp top dagger prime pmod varpropto
"""


def test_formulas_that_students_write_stay_as_they_are():
    text = " ".join(f"\\{name}" for name in MACROS.split())
    for kind in ("align*", "array", "cases", "equation", "gather", "bmatrix", "smallmatrix", "split", "eqnarray"):
        text += f" \\begin{{{kind}}} a &= b \\\\[2pt] c \\end{{{kind}}}"
    text += " \\hspace{1cm} \\mkern-18mu \\\\[ x^2 \\\\] \\\\( x \\\\) \\, \\; \\! \\{ \\} \\| \\R^n"
    assert harmless.markdown(text) == text


@pytest.mark.parametrize("unit", [b"[", b"{}", b'"",'])
def test_a_file_of_more_brackets_than_any_notebook_has_is_not_read_to_its_end(unit, monkeypatch):
    monkeypatch.setattr(reading, "_MOST_TOKENS", 1000)
    with pytest.raises(reading.UnreadableError, match="more than 1,000 strings and brackets; clear its outputs"):
        reading.read(unit * 2000)


@pytest.mark.parametrize("depth", [60, 480, 900, 3_000])
@pytest.mark.parametrize(
    "place",
    [
        '{"cells": [{"cell_type": "code", "source": "x", "metadata": {"nbgrader": {"checksum": "x", "a": %s}}}]}',
        '{"cells": [{"cell_type": "code", "source": "x", "metadata": {"nbgrader": {"checksum": %s}}}]}',
        '{"cells": [{"cell_type": %s, "id": %s, "source": "x", "metadata": {"nbgrader": {"checksum": "x"}}}]}',
        '{"cells": [{"source": "x"}], "metadata": {"kernelspec": {"language": %s}}}',
        '{"cells": [{"source": ["x", %s], "metadata": %s}]}',
        '{"cells": [{"source": "![](attachment:a)", "attachments": {"a": {"image/png": [%s]}}}]}',
        '{"cells": [{"source": "![](attachment:a)", "attachments": {"a": {"image/png": %s}}}]}',
    ],
)
@pytest.mark.parametrize("ends", ["[]", ('{"a":', "}")])
def test_nothing_that_is_nested_stops_the_reading(source, place, depth, ends):
    nested = ends[0] * depth + "1" + ends[1] * depth
    try:
        reading.read((place.replace("%s", nested)).encode())
    except reading.UnreadableError:
        assert depth > 900


def test_a_file_that_takes_too_much_to_read_ends_as_a_row(source, monkeypatch):
    monkeypatch.setattr(grade_one, "rebuild", lambda *_: bytearray(2**30))
    rebuilt = grade_one.restore(source, b"{}", limits=Limits(examiner_bytes=2**20))
    assert rebuilt.status == "unreadable"
    assert [finding.text for finding in rebuilt.findings] == ["The file was not read: that needed too much memory."]


def test_what_is_rebuilt_in_a_process_of_its_own_is_the_same(source):
    handed_in = pack(released(source))
    assert grade_one.restore(source, handed_in) == rebuild(source, handed_in)
