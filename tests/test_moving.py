"""Pictures that move: the numbers that they show, and what stands for them where nothing can be moved."""

import base64
import importlib.util
import io
import re
import subprocess
import sys
from functools import cache
from html import unescape
from types import SimpleNamespace

import IPython
import numpy as np
import pytest
from PIL import Image

from chainrule import datasets, moving
from chainrule.grading.authoring import source
from chainrule.grading.sealed.inside.shell import Outputs
from chainrule.graphs import Graph
from chainrule.reference import layers, optimizers
from chainrule.reference.softmax import softmax

WIDGET = "application/vnd.jupyter.widget-view+json"
SCORES, _, CLASSES = datasets.cat_car_frog()
PRODUCT = Graph({"q": ("+", ["x", "y"]), "f": ("×", ["q", "z"])}, "f = (x + y) z")
TWICE = Graph({"s": ("×", ["x", "x"]), "m": ("max", ["x", "y"]), "f": ("+", ["s", "m"])}, "f = x² + max(x, y)")
UNITS = [1.0, 2.0, 0.5, 1.5]


def bowl(w):
    return float(w @ w), 2 * w


FIGURES = {
    "temperature": lambda: moving.temperature(softmax, SCORES[0], CLASSES),
    "step_size": lambda: moving.step_size(bowl, np.array([3.0, -1.0]), rates=(0.1, 0.5, 1.1), steps=5),
    "nudge": lambda: moving.nudge(PRODUCT, z=-4.0, x=-2.0, y=5.0),
    "backward": lambda: moving.backward(TWICE, x=3.0, y=1.0),
    "momentum": lambda: moving.momentum(optimizers.momentum_step, steps=5),
    "dropout": lambda: moving.dropout(layers.Dropout, UNITS),
}
FIGURES = {name: cache(figure) for name, figure in FIGURES.items()}
GRAPHS = ["nudge", "backward"]
PLOTS = [name for name in FIGURES if name not in GRAPHS]


def words(picture, **state):
    """Return what a state of a picture says about itself."""
    shown = picture.frame(**state)
    return unescape(re.search("<figcaption>(.*)</figcaption>|<title>(.*?)</title>", shown).expand(r"\1\2"))


def start(picture):
    return {name: slider.start for name, slider in picture.sliders.items()}


def test_every_picture_is_tried_here():
    assert set(FIGURES) == {name for name in moving.__all__ if name[0].islower()}


# --- Numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("T", [0.1, 1.0, 100.0])
def test_the_bars_of_a_temperature_are_the_softmax_of_the_divided_scores(T):
    powers = np.exp((SCORES[0] - SCORES[0].max()) / T)
    expected = [f"{name} {p:.3f}" for name, p in zip(CLASSES, powers / powers.sum(), strict=True)]
    assert words(FIGURES["temperature"](), T=T) == f"T = {T:g}: " + ", ".join(expected)


@pytest.mark.parametrize("eta", [0.1, 0.5, 1.1])
def test_a_step_multiplies_the_weights_of_a_bowl(eta):
    after = [10 * (1 - 2 * eta) ** (2 * steps) for steps in (1, 5)]
    said = f"η = {eta}: the loss is 10, after one step {after[0]:.3g}, after 5 steps {after[1]:.3g}"
    assert words(FIGURES["step_size"](), eta=eta) == said


def test_a_nudge_moves_values_and_slopes():
    picture = FIGURES["nudge"]()
    said = words(picture, which="z", by=0.5)
    assert said == "z = −4 + 0.5: f changes by 1.5, slope times nudge is 3 · 0.5 = 1.5"
    assert words(picture, which="x", by=-1.0).startswith("x = −2 − 1: f changes by 4, slope times nudge is −4 · −1")
    rows = picture.draw(which="z", by=0.5).text.splitlines()
    assert [row.split()[-2:] for row in rows if row[0] in "xyz" and "input" in row] == [
        ["-2", "-3.5"],
        ["5", "-3.5"],
        ["-3.5", "3"],
    ]


def test_the_walk_backward_ends_with_all_gradients_and_each_step_adds_upstream_times_local():
    picture = FIGURES["backward"]()
    assert picture.sliders["step"].values == tuple(range(7))
    products = [re.search(r"one: (\S+) · (\S+) = ([^;]+)", words(picture, step=step)).groups() for step in range(1, 7)]
    numbers = np.array([[float(number.replace("−", "-")) for number in product] for product in products])
    np.testing.assert_allclose(numbers[:, 0] * numbers[:, 1], numbers[:, 2], rtol=1e-3)
    assert "x has now 7" in words(picture, step=6) or "x has now 7" in words(picture, step=5)
    last = picture.draw(step=6).text
    assert re.search(r"^x +input +3 +7$", last, re.MULTILINE)
    assert re.search(r"^y +input +1 +0$", last, re.MULTILINE)
    assert "?" not in last


def test_what_has_not_been_sent_is_an_empty_slot_and_nothing_moves_when_it_is():
    drawings = [FIGURES["backward"]().draw(step=step) for step in range(7)]
    assert [drawing.text.count("?") for drawing in drawings[:3]] == [7, 6, 5]
    nodes = [re.findall(r'<rect x="(\S+)" y="(\S+)" \S+ height="34.0"', drawing.svg) for drawing in drawings]
    assert len(nodes[0]) == 5
    assert nodes == 7 * nodes[:1]
    assert [drawing.svg.count('stroke-width="4"') > 0 for drawing in drawings] == [False] + 6 * [True]


def test_without_momentum_the_walk_is_plain_gradient_descent():
    w = np.array([-9.0, 1.6]) * (1 - 0.03 * np.array([1.0, 20.0])) ** 5
    height = (np.array([1.0, 20.0]) * w**2).sum() / 2
    assert words(FIGURES["momentum"](), eta=0.03, mu=0.0).startswith(f"η = 0.03, μ = 0: height {height:.3g} after 5")


def test_dropout_shows_the_masks_of_the_layer():
    picture = FIGURES["dropout"]()
    outputs = layers.Dropout(0.3, 0).forward(np.tile(UNITS, (1000, 1)))[:10]
    off = np.abs(outputs.mean(axis=0) - UNITS).max()
    said = f"{np.count_nonzero(outputs[9])} of 4 units are on; the mean over 10 is off by at most {off:.2f}"
    assert words(picture, keep=0.3, n=10) == f"keep = 0.3, masks = 10: {said}"
    assert words(picture, keep=1.0, n=1).endswith("4 of 4 units are on; the mean over 1 is off by at most 0.00")


# --- What is shown ----------------------------------------------------------------------------------------------------


@pytest.fixture
def kernel(monkeypatch):
    """Makes this process one in which a kernel runs cells."""
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=None))


def test_nothing_is_loaded_before_it_is_needed():
    code = "import sys; from chainrule import moving; print({'matplotlib', 'ipywidgets', 'IPython'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@pytest.mark.parametrize("name", FIGURES)
def test_without_sliders_there_is_a_still_picture_that_says_the_same(name, kernel, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    picture = FIGURES[name]()
    bundle = picture._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "image/png" if name in PLOTS else "image/svg+xml"}
    assert all(words(picture, **state) in bundle["text/plain"] for state in picture.still)
    if name in PLOTS:
        with Image.open(io.BytesIO(base64.b64decode(bundle["image/png"]))) as image:
            assert image.width <= 1100
    else:
        assert float(re.search(r' width="(\d+)"', bundle["image/svg+xml"])[1]) <= 1100


def test_outside_of_a_kernel_no_slider_is_made():
    assert WIDGET not in FIGURES["nudge"]()._repr_mimebundle_()


@pytest.mark.parametrize("name", FIGURES)
def test_a_moved_slider_changes_the_picture(name, kernel):
    picture = FIGURES[name]()
    assert WIDGET in picture._repr_mimebundle_()
    *controls, shown = picture.with_sliders().children
    assert [control.description for control in controls] == [slider.label for slider in picture.sliders.values()]
    assert shown.value == picture.frame(**start(picture))
    control, (moved, slider) = controls[-1], list(picture.sliders.items())[-1]
    control.value = slider.values[-1] if slider.start != slider.values[-1] else slider.values[0]
    assert shown.value == picture.frame(**{**start(picture), moved: control.value}) != picture.frame(**start(picture))


def test_a_state_is_drawn_once(kernel):
    drawn = []

    def draw(x):
        drawn.append(x)
        return PRODUCT.blank(x=x, y=1, z=1)

    picture = moving.MovingGraph(draw, {"x": moving.Slider("x", (1, 2, 3), 1)}, [{"x": 2}])
    assert drawn == [2]
    control, _ = picture.with_sliders().children
    for value in (3, 1, 3, 1):
        control.value = value
    assert drawn == [2, 1, 3]


def test_an_answer_that_is_missing_fails_the_cell():
    def softmax(_scores):
        raise NotImplementedError("softmax is not answered yet")

    with pytest.raises(NotImplementedError, match="softmax is not answered yet"):
        moving.temperature(softmax, SCORES[0], CLASSES)


def test_a_slider_starts_at_one_of_its_values():
    with pytest.raises(ValueError, match="T cannot start at 3: that is not one of its values"):
        moving.Slider("T", (1.0, 2.0), 3)


def test_no_notebook_keeps_sliders_of_a_kernel_that_is_gone(tiny_course):
    text = tiny_course.text("01_tiny")
    cell = (
        "# %%\nfrom chainrule import graphs, moving\nmoving.nudge(graphs.Graph({'f': ('×', ['x', 'y'])}), x=1, y=2)\n"
    )
    notebook = source.parse(cell)
    source.execute(notebook, text.parent, cell, text.name)
    (output,) = notebook.cells[0].outputs
    assert set(output.data) == {"image/svg+xml", "text/plain"}
    assert "widgets" not in notebook.metadata


def test_a_changed_cell_shows_the_still_picture_in_feedback():
    outputs = Outputs(10_000)
    outputs.data("result", FIGURES["temperature"]()._repr_mimebundle_())
    ((kind, text, picture),) = outputs.take()
    assert (kind, picture[:4]) == ("result", b"\x89PNG")
    assert text.startswith("T = 0.2: cat 0.000, car 1.000")
