"""Five hundred damaged files: each ends as a row, none stops the others, and what can be told apart is graded."""

import json
import random
from copy import deepcopy

import nbformat
import pytest
from class_of_students import RIGHT, filled_in, hand_in

from chainrule.grading import cells
from chainrule.grading.notebooks import parsed, source_text
from chainrule.grading.submission.rebuild import rebuild
from chainrule.grading.term.grade import grade_class

COUNT = 500
END_TO_END = 40


def _drop_metadata(notebook, draw):
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"], cell["id"] = {}, f"new{number}"
    notebook["metadata"] = {"colab": {"provenance": []}}


def _duplicate(notebook, draw):
    for _ in range(draw.randint(1, 5)):
        cell = draw.choice(notebook["cells"])
        notebook["cells"].insert(notebook["cells"].index(cell) + 1, deepcopy(cell))


def _delete_what_is_not_answered(notebook, draw):
    keep = [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")]
    others = [cell for cell in notebook["cells"] if cell not in keep]
    gone = draw.sample(others, draw.randint(1, len(others)))
    notebook["cells"] = [cell for cell in notebook["cells"] if cell not in gone]


def _shuffle(notebook, draw):
    draw.shuffle(notebook["cells"])


def _same_ids(notebook, draw):
    for cell in notebook["cells"]:
        cell["id"] = "a"


def _format_3(notebook, draw):
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell["input"] = cell.pop("source")
        cell.pop("id", None)
    sheets = [{"cells": notebook.pop("cells"), "metadata": {}}]
    notebook.update(worksheets=sheets, nbformat=3, nbformat_minor=0)


def _points(notebook, draw):
    for cell in notebook["cells"]:
        if "nbgrader" in cell["metadata"]:
            cell["metadata"]["nbgrader"].update(points=draw.choice([-1, 0, 1e400, "many", None, []]), locked="no")


def _types(notebook, draw):
    for cell in notebook["cells"]:
        cell["cell_type"] = draw.choice(["code", "markdown", "raw", "heading", 7, None])


def _list_sources(notebook, draw):
    for cell in notebook["cells"]:
        cell["source"] = [*cell["source"].splitlines(keepends=True), draw.choice([1, None, {}])]


def _no_outputs(notebook, draw):
    for cell in notebook["cells"]:
        for key in ("outputs", "execution_count", "metadata"):
            if draw.random() < 0.5:
                cell.pop(key, None)


def _junk_cells(notebook, draw):
    for _ in range(draw.randint(1, 8)):
        junk = draw.choice([None, 1, "x", [], {}, {"cell_type": "code"}, {"source": 5}, {"metadata": []}])
        notebook["cells"].insert(draw.randint(0, len(notebook["cells"])), junk)


def _kernel(notebook, draw):
    notebook["metadata"]["kernelspec"] = draw.choice([None, "python", {"language": "julia"}, {"language": 3}, []])


def _merge(notebook, draw):
    """Merge cells below each other, as Jupyter does: the first one's metadata stay."""
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    first, second = code[1], code[3]
    first["source"] += "\n\n" + second["source"]
    notebook["cells"].remove(second)


def _split(notebook, draw):
    for cell in [cell for cell in notebook["cells"] if cell["source"].startswith("def ")]:
        head, _, tail = cell["source"].partition("\n")
        cell["source"] = head
        notebook["cells"].insert(notebook["cells"].index(cell) + 1, {**deepcopy(cell), "source": tail})


# What the damage leaves of a complete answer can be told apart, so it must be graded in full.
RECOVERABLE = [
    _drop_metadata,
    _duplicate,
    _delete_what_is_not_answered,
    _same_ids,
    _format_3,
    _points,
    _list_sources,
    _junk_cells,
    _kernel,
    _merge,
    _split,
    _shuffle,
]


def _cut(data, draw):
    return data[: draw.randint(0, len(data))]


def _flip(data, draw):
    damaged = bytearray(data)
    for _ in range(draw.randint(1, 50)):
        damaged[draw.randrange(len(damaged))] = draw.randrange(256)
    return bytes(damaged)


def _encode(data, draw):
    return data.decode().encode(draw.choice(["utf-16", "utf-16-le", "utf-32", "utf-8-sig", "cp1252"]))


def _replace(data, draw):
    junk = [b"", b"\0" * 99, b"null", b"{}", b"[]", b"[" * 9999, b'{"cells":' * 500, b"PK\x03\x04", b"1" * 5000, b"NaN"]
    return draw.choice(junk)


def _append(data, draw):
    return data + draw.choice([b"\n}}", b"garbage", data, b"\xff\xfe", b"<<<<<<< HEAD"])


def damaged(notebook, seed):
    """Return a damaged file, and whether all of it can still be told apart."""
    draw = random.Random(seed)
    content = json.loads(json.dumps(notebook))
    recoverable = draw.random() < 0.5
    if recoverable:
        draw.choice(RECOVERABLE)(content, draw)
        return json.dumps(content).encode(), True
    for damage in draw.sample([*RECOVERABLE[:3], _types, _no_outputs], 2):
        if all("metadata" in cell for cell in content["cells"]):
            damage(content, draw)
    data = json.dumps(content, indent=draw.choice([None, 1])).encode()
    return draw.choice([_cut, _flip, _encode, _replace, _append])(data, draw), False


@pytest.fixture(scope="module")
def course(tmp_path_factory, release_tiny_course):
    return release_tiny_course(tmp_path_factory.mktemp("damaged") / "course")


@pytest.mark.parametrize("start", range(0, COUNT, 50))
def test_whatever_the_bytes_are_there_is_a_notebook_to_grade(course, start):
    source = parsed(source_text(course, "01_tiny"))
    notebook = filled_in(course, RIGHT)
    locked = [cell for cell in source.cells if cells.role(cell) in ("given", "test", "prose")]
    for seed in range(start, start + 50):
        data, recoverable = damaged(notebook, seed)
        rebuilt = rebuild(source, data)
        nbformat.validate(rebuilt.notebook)
        nbformat.writes(rebuilt.notebook).encode()
        assert [cell for cell in rebuilt.notebook.cells if cell in locked] == locked
        assert (rebuilt.status == "graded") == (not rebuilt.findings)
        if recoverable:
            answers = {cells.grade_id(cell): cell.source for cell in rebuilt.notebook.cells}
            assert "not answered yet" not in answers["double"] + answers["facts"], seed
            assert answers["explain_double"] == RIGHT["explain_double"], seed


def test_a_class_of_damaged_files_is_graded(course):
    notebook = filled_in(course, RIGHT)
    whole = set()
    for seed in range(END_TO_END):
        data, recoverable = damaged(notebook, seed)
        hand_in(course, f"s{seed}", data)
        if recoverable:
            whole.add(f"s{seed}")
    results = grade_class(course, ["01_tiny"], jobs=1, wall="none")
    assert len(results) == END_TO_END
    for result in results:
        assert result.max_score == 4.5
        assert course.autograded(result.student, "01_tiny").is_file()
        if result.status == "unreadable":
            assert result.reason
            assert result.score == 0
        if result.student in whole:
            assert result.score == 4.5, result
