"""The site in which notebooks run in the browser: what is in it, what is not, and that it works."""

import hashlib
import importlib.metadata
import io
import json
import re
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import jupyterlite_core
import nbformat
import needs
import numpy as np
import pytest
from class_of_students import RIGHT, filled_in, hand_in
from click.testing import CliRunner
from conftest import ROOT, needs_browser, needs_mnist
from in_browser import LOCAL_PYODIDE, Notebook, browser_page, pyodide_can_be_had, served
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from chainrule import check, datasets
from chainrule.cli import main
from chainrule.datasets import carried, mnist_digits, small_digits
from chainrule.grading import cells, regions
from chainrule.grading.course import Course
from chainrule.grading.people import demo, site
from chainrule.grading.students_half import STUDENTS_HALF
from chainrule.grading.term.grade import grade_class

COURSE = Course(ROOT)
ASSIGNMENT = "01_linear_classifier"
REPOSITORY = site.Repository("ada/networks")
EXTENSIONS = {"@jupyterlite/pyodide-kernel-extension", "@jupyter-widgets/jupyterlab-manager"}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """The site of all assignments, with all that may be in it; Pyodide only if it is here."""
    folder = tmp_path_factory.mktemp("site") / "site"
    site.build(COURSE, COURSE.assignments(), folder, LOCAL_PYODIDE, REPOSITORY)
    return folder


def opened(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file and, if it is an archive, what is in it, by name, to any depth."""
    yield name, content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield from opened(f"{name}/{inner}", archive.read(inner))
    elif re.search(r"\.(tgz|tar(\.\w+)?)$", name):
        with tarfile.open(fileobj=io.BytesIO(content)) as archive:
            for member in filter(tarfile.TarInfo.isfile, archive.getmembers()):
                yield from opened(f"{name}/{member.name}", archive.extractfile(member).read())


def strings(value: object) -> Iterator[str]:
    """Yield all strings of a JSON value: what a notebook says, without JSON's escapes."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(inner)


def text_of(name: str, content: bytes) -> str:
    text = content.decode("utf-8", errors="ignore")
    return "\n".join(strings(json.loads(text))) if name.endswith(".ipynb") else text


def secrets() -> set[str]:
    """Every line of a solution, hidden test or marking scheme that stands nowhere in the open."""
    hidden, visible = set(), []
    for name in COURSE.assignments():
        for cell in nbformat.read(COURSE.source(name), as_version=4).cells:
            open_lines, secret_lines = regions.split(cell.source)
            visible += open_lines
            hidden.update(line.strip() for line in secret_lines if len(line.strip()) >= 20)
    half = (path.read_text() for name in STUDENTS_HALF for path in (ROOT / "lib/chainrule").glob(f"{name}*/**/*.py"))
    in_the_open = "\n".join([*visible, *half])
    return {line for line in hidden if line not in in_the_open}


def of_others() -> set[bytes]:
    """The files of JupyterLab, its Python kernel and its sliders, as their packages have them."""
    installed = Path(sys.prefix, "share/jupyter/labextensions")
    found = [path.read_bytes() for name in EXTENSIONS for path in (installed / name).rglob("*") if path.is_file()]
    for archive in Path(jupyterlite_core.__file__).parent.glob("*.tgz"):
        found += [content for _, content in opened(archive.name, archive.read_bytes())]
    return {hashlib.sha256(content).digest() for content in found}


def test_no_file_gives_anything_away(built):
    """Every file is opened, archives and wheels, too, but for those that are JupyterLite's and Pyodide's, unchanged."""
    others = of_others()
    paths = [path for path in built.rglob("*") if path.is_file() and path.parent.name != "pyodide"]
    contents = {str(path.relative_to(built)): path.read_bytes() for path in paths}
    files = {
        inner: text_of(inner, text)
        for name, content in contents.items()
        if hashlib.sha256(content).digest() not in others
        for inner, text in opened(name, content)
    }
    assert len(files) > 80
    in_wheel = {match.group(1) for name in files if (match := re.search(r"\.whl/chainrule/(\w+)", name))}
    assert in_wheel == {*STUDENTS_HALF, "py"}
    everything = "\n".join(files.values())
    found = sorted(line for line in secrets() if line in everything)
    assert found == []
    assert not re.search(r"BEGIN (SOLUTION|HIDDEN TESTS|MARK SCHEME)|\bfrom chainrule\.(reference|grading)", everything)


def test_the_search_for_secrets_would_find_them(tmp_path):
    """Also in a wheel within a zip."""
    line = sorted(secrets())[0]
    assert len(secrets()) > 500
    wheel = io.BytesIO()
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.ipynb", json.dumps({"cells": [{"source": [line]}]}))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("b.whl", wheel.getvalue())
    found = dict(opened("a.zip", (tmp_path / "a.zip").read_bytes()))
    assert line in text_of("x.ipynb", found["a.zip/b.whl/x.ipynb"])


def test_the_first_page_leads_to_every_notebook_and_says_how_to_hand_in(built):
    page = (built / "index.html").read_text()
    for name in COURSE.assignments():
        assert f'href="lab/index.html?path={name}/{name}.ipynb"' in page
        there = nbformat.read(built / "files" / name / f"{name}.ipynb", as_version=4).cells
        assert there[1:] == nbformat.read(COURSE.release(name), as_version=4).cells
    assert "choose <i>Download</i>. Hand in this" in page
    assert not re.search(r"src=.(https?:)?//", page)


def test_colab_and_binder_find_what_they_need(built):
    page = (built / "index.html").read_text()
    path = f"files/{ASSIGNMENT}/{ASSIGNMENT}.ipynb"
    assert f'href="https://colab.research.google.com/github/ada/networks/blob/main/{path}"' in page
    quoted = path.replace("/", "%2F")
    assert f'href="https://mybinder.org/v2/gh/ada/networks/main?labpath={quoted}"' in page
    wheels = [path.relative_to(built).as_posix() for path in built.glob("static/wheels/chainrule-*.whl")]
    needed = (built / "binder" / "requirements.txt").read_text().splitlines()
    assert [line for line in needed if line.startswith("./")] == [f"./{wheel}" for wheel in wheels]
    (address,) = re.findall(r"%pip install --quiet (\S+)", first_cell(built).source)
    assert address == f"https://raw.githubusercontent.com/ada/networks/main/{wheels[0].replace('+', '%2B')}"


def first_cell(built: Path) -> nbformat.NotebookNode:
    return nbformat.read(built / "files" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4).cells[0]


def test_the_cell_for_colab_changes_nothing_elsewhere(built, released_course):
    notebook = filled_in(released_course, RIGHT)
    notebook.cells.insert(0, first_cell(built))
    hand_in(released_course, "ana", nbformat.writes(notebook).encode())
    hand_in(released_course, "ben", RIGHT)
    ana, ben = grade_class(released_course, ["01_tiny"], jobs=1, wall="none")
    assert [ana.score, ana.status, ana.reason] == [ben.score, "graded", None]


def test_nothing_of_this_machine_is_in_it(built):
    """Neither other extensions that are installed here, nor the paths of the build."""
    settings = json.loads((built / "jupyter-lite.json").read_text())["jupyter-config-data"]
    assert {one["name"] for one in settings["federated_extensions"]} == EXTENSIONS
    assert str(Path(sys.prefix)) not in json.dumps(settings)
    assert str(ROOT) not in json.dumps(settings)


# --- Its data ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def carry(tmp_path, monkeypatch):
    """Makes this copy of the package one that carries data."""

    def carry(name: str, arrays: dict[str, np.ndarray]) -> None:
        (tmp_path / carried.FOLDER).mkdir(exist_ok=True)
        np.savez(tmp_path / carried.FOLDER / f"{name}.npz", **arrays)
        monkeypatch.setattr(carried, "__file__", str(tmp_path / "carried.py"))

    small_digits.all_digits.cache_clear()
    yield carry
    small_digits.all_digits.cache_clear()


def in_wheel(built: Path, name: str) -> dict[str, np.ndarray]:
    """Return the arrays of a data set in the site's wheel."""
    (wheel,) = built.glob("static/wheels/chainrule-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return dict(np.load(io.BytesIO(archive.read(f"chainrule/datasets/carried/{name}.npz"))))


def test_the_digits_are_those_of_scikit_learn(built, carry):
    expected = datasets.digits()
    small_digits.all_digits.cache_clear()
    carry("digits", in_wheel(built, "digits"))
    assert small_digits.all_digits()[0].dtype == np.uint8  # read from the wheel
    for ours, theirs in zip(datasets.digits(), expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)
        assert ours.dtype == theirs.dtype


@needs_mnist
def test_its_slice_of_mnist_is_the_beginning_of_mnist(built, carry, monkeypatch):
    expected = datasets.mnist(50, 20)
    carry("mnist", in_wheel(built, "mnist"))
    monkeypatch.setattr(mnist_digits.sys, "platform", "emscripten")
    assert [len(array) for array in datasets.mnist(**site.SLICE)] == [5000, 5000, 1000, 1000]
    for ours, theirs in zip(datasets.mnist(50, 20), expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)
        assert ours.dtype == theirs.dtype


def test_more_of_mnist_than_the_site_has(carry, monkeypatch):
    monkeypatch.setattr(mnist_digits.sys, "platform", "emscripten")
    carry("digits", {})
    with pytest.raises(datasets.DataError, match="This site in the browser has no MNIST. For all"):
        datasets.mnist()
    X, y = np.zeros((20, 784), np.uint8), np.zeros(20, np.uint8)
    carry("mnist", {"X_train": X, "y_train": y, "X_test": X[:5], "y_test": y[:5]})
    with pytest.raises(datasets.DataError, match=r"only the first 20 .* and 5 .*: ask for mnist\(train=20, test=5\)"):
        datasets.mnist()
    assert len(datasets.mnist(20, 5).y_test) == 5


def test_speed_is_measured_where_a_thread_has_no_clock(monkeypatch):
    monkeypatch.delattr(time, "thread_time")
    monkeypatch.setattr(time, "process_time", lambda: 0.0)
    examples = lambda n: [np.arange(50_000.0) + n]
    check.vectorised(lambda x: x * x, lambda x: [v * v for v in x.tolist()], examples, about="squares")
    with pytest.raises(check.CheckFailed, match="takes as long as"):
        check.derived(lambda x: [v * v for v in x.tolist()], np.sum, examples, entries=30, about="slopes")


# --- Bad use ----------------------------------------------------------------------------------------------------------


def refused(course: Course, monkeypatch, *options: str) -> str:
    monkeypatch.chdir(course.root)
    result = CliRunner().invoke(main, ["site", *options])
    assert result.exit_code == 2, result.output
    assert result.stderr.count("\n") == 1
    assert not (course.root / "site" / "index.html").exists()
    return result.stderr.removeprefix("chainrule: ").rstrip("\n")


def test_without_jupyterlite(released_course, monkeypatch):
    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    said = refused(released_course, monkeypatch)
    assert said.endswith("is not installed. In the folder of the package, run: pip install '.[instructor,site]'")


def test_before_the_release(tiny_course, monkeypatch):
    assert refused(tiny_course, monkeypatch) == "01_tiny is not released yet. Run: chainrule release 01_tiny"


def test_a_folder_with_something_else(released_course, monkeypatch):
    (released_course.root / "site").mkdir()
    (released_course.root / "site" / "thesis.tex").touch()
    assert refused(released_course, monkeypatch) == "site contains something else; choose another with --dir."
    (released_course.root / "file").touch()
    assert refused(released_course, monkeypatch, "--dir", "file").startswith("file contains something else")
    assert (released_course.root / "site" / "thesis.tex").exists()


def test_another_pyodide(released_course, tmp_path, monkeypatch):
    said = refused(released_course, monkeypatch, "--pyodide", str(tmp_path))
    assert said == f"{tmp_path} is not Pyodide: it has no readable pyodide-lock.json."
    (tmp_path / "pyodide-lock.json").write_text('{"info": {"version": "0.29.3"}}')
    said = refused(released_course, monkeypatch, "--pyodide", str(tmp_path))
    assert said == f"{tmp_path} is Pyodide 0.29.3; the site needs {site.PYODIDE}."


@pytest.mark.parametrize("text", ["networks", "https://github.com/ada/networks", "ada/net works", "ada/networks@"])
def test_no_repository(released_course, monkeypatch, text):
    said = refused(released_course, monkeypatch, "--github", text)
    assert said == f"{text!r} is no repository on GitHub: write OWNER/NAME, or OWNER/NAME@BRANCH."


def test_a_solution_that_got_into_the_release(released_course, monkeypatch):
    solution = regions.split(nbformat.read(released_course.source("01_tiny"), 4).cells[3].source)[1]
    (released_course.release("01_tiny").parent / "notes.py").write_text("\n".join(solution))
    said = refused(released_course, monkeypatch)
    assert said.startswith("01_tiny is not for a site: in release/, notes.py contains a line of a solution")


def test_an_earlier_site_is_replaced_and_its_history_kept(released_course, monkeypatch):
    monkeypatch.chdir(released_course.root)
    folder = released_course.root / "site"
    for name in (".git", "files", "lab"):
        (folder / name).mkdir(parents=True)
    for name in (".chainrule-site", ".git/config", "CNAME", "files/old.ipynb"):
        (folder / name).touch()
    assert CliRunner().invoke(main, ["site"]).exit_code == 0
    assert (folder / ".git" / "config").exists()
    assert (folder / "CNAME").exists()
    assert sorted(path.name for path in (folder / "files").iterdir()) == ["01_tiny"]
    settings = json.loads((folder / "jupyter-lite.json").read_text())["jupyter-config-data"]["litePluginSettings"]
    kernel = settings["@jupyterlite/pyodide-kernel-extension:kernel"]
    assert kernel["pyodideUrl"] == f"https://cdn.jsdelivr.net/pyodide/v{site.PYODIDE}/full/pyodide.js"


# --- In the browser ---------------------------------------------------------------------------------------------------


@needs_browser
def test_in_the_browser_a_wrong_answer_is_explained_and_a_right_one_passes(built):
    if not pyodide_can_be_had():
        needs.skip("pyodide")
    path = built / "files" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    notebook = answered(nbformat.read(path, as_version=4))
    notebook.cells.append(nbformat.v4.new_code_cell(SLIDERS))
    source = {cells.grade_id(cell): cell.source for cell in notebook.cells}
    nbformat.write(notebook, path)
    with served(built) as address, browser_page() as page:
        page.goto(address)
        page.get_by_role("link", name="1 · The linear classifier").click()
        opened = Notebook(page)
        opened.write("setup", source["setup"] + HERE)
        opened.write("linear_scores", re.sub(r"return .*", "return X @ W.T", source["linear_scores"]))
        said = outputs(opened.run_all())
        assert "✗ the two small images" in said["linear_scores__value"]
        assert said["setup"].splitlines()[-1] == "int32, matplotlib 3.8, one thread"
        opened.write("linear_scores__value", "check.hint()")
        assert "This looks like “bias-missing”" in outputs(opened.run_all())["linear_scores__value"]
        for name in ("linear_scores", "linear_scores__value"):
            opened.write(name, source[name])
        said = outputs(opened.run_all())
        for share, text in ((0.5, "Step 1 of 2. f sends x"), (0.95, "Step 2 of 2. f sends y")):
            move_slider(page, share, text)
        handed_in = nbformat.read(opened.download(), as_version=4)
    assert source["linear_scores"] in [cell.source for cell in handed_in.cells]
    tests = [cells.grade_id(cell) for cell in notebook.cells if cells.role(cell) == "test"]
    assert [name for name in tests if "✓" not in said[name]] == []


def move_slider(page, share, text):
    """Click on a slider until the picture has followed: a long notebook scrolls, and a click can miss."""
    for _ in range(60):
        page.locator(".widget-slider").scroll_into_view_if_needed()
        track = page.locator(".widget-slider .noUi-base").bounding_box()
        page.mouse.click(track["x"] + share * track["width"], track["y"] + track["height"] / 2)
        with suppress(PlaywrightTimeout):
            page.locator(".widget-html text").get_by_text(text).wait_for(timeout=3000)
            page.locator(".widget-slider .noUi-state-tap").wait_for(state="detached")
            return
    raise AssertionError(f"the picture never said: {text}")


def answered(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return a released notebook with all answers right."""
    ada = demo.STUDENTS[0]
    filled = demo.fill_in(nbformat.read(COURSE.source(ASSIGNMENT), as_version=4), ada, [])
    answers = {cells.grade_id(cell): cell.source for cell in filled.cells if cells.role(cell) == "answer"}
    for cell in notebook.cells:
        cell.source = answers.get(cells.grade_id(cell), cell.source)
    return notebook


SLIDERS = """
from chainrule import graphs, moving

moving.backward(graphs.Graph({"f": ("×", ["x", "y"])}), x=2.0, y=3.0)
"""
"""A picture that moves, at the end of the notebook."""

HERE = """
import threading
import matplotlib

try:
    threading.Thread(target=print).start()
    threads = "threads"
except RuntimeError:
    threads = "one thread"
print(f"{np.array([1, 2]).dtype}, matplotlib {matplotlib.__version__[:3]}, {threads}")
"""
"""Says what makes this Python unlike the others that run the notebooks."""


def outputs(notebook: nbformat.NotebookNode) -> dict[str | None, str]:
    """Return what each cell printed or raised."""
    return {
        cells.grade_id(cell): "\n".join(
            output.get("text") or "\n".join(output.get("traceback", [])) for output in cell.outputs
        )
        for cell in notebook.cells
        if cell.cell_type == "code"
    }
