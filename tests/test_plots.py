"""Pictures show what they are given, draw where they are told, and refuse what does not fit."""

import inspect
import subprocess
import sys

import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from chainrule import datasets, language, moving, plots


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def right_class(points):
    return (points[:, 0] > 0).astype(int)


PLANE = np.array([[-1.0, 0.0], [1.0, 0.5], [0.5, -1.0]])

PREDICTED = np.array([[0.1, 0.2, 0.7], [0.5, 0.25, 0.25]])
TRIPLET = {"anchor": [0.0, 0.0], "same": [1.0, 1.0], "other": [-1.0, 2.0]}
T = np.array([-800.0, -700.0, 0.0, 700.0, 800.0])
OVERFLOW = T, [0.0, np.exp(-700), 1.0, np.exp(700), np.inf], [np.nan, 0.0, 0.5, 1.0, np.nan]


def norms(points):
    return (points**2).sum(axis=1)


DRAWN_IN_AXES = {
    "curves": lambda ax: plots.curves([1, 2, 3], {"one": [3, 1, 2], "two": [0, 1, 4]}, lowest=True, ax=ax),
    "walk": lambda ax: plots.walk(datasets.tea_displeasure, [[95.0], [80.0], [70.0]], (0, 100), ax=ax),
    "score_bars": lambda ax: plots.score_bars(*datasets.cat_car_frog(), ax=ax),
    "classes": lambda ax: plots.classes(PLANE, [0, 1, 1], ax=ax),
    "regions": lambda ax: plots.regions(right_class, PLANE, [0, 1, 1], ax=ax),
    "weights_in_plane": lambda ax: plots.weights_in_plane(PLANE[:2], -PLANE[:2], [3, 2], ["cat", "car"], ax=ax),
    "loss_along_weight": lambda ax: plots.loss_along_weight(lambda W: max(0.0, W[0] - 1), [0.0], (0,), ax=ax),
    "probabilities": lambda ax: plots.probabilities(PREDICTED, ["cat", "car", "frog"], [2, 0], ax=ax),
    "matrix": lambda ax: plots.matrix([[-2.0, 0.5, 0.0], [1.5, 1.0, -0.25]], "ab", "xyz", ax=ax),
    "triplet": lambda ax: plots.triplet(TRIPLET, [[0, 0], [1, 0], [0, -1]], ax=ax),
    "bars": lambda ax: plots.bars({"one": [1.0, 2.0], "two": [2.0, 4.0]}, ax=ax),
    "valley": lambda ax: plots.valley(norms, {"sgd": PLANE}, xlim=(-2, 2), ylim=(-1, 1), ax=ax),
}

DRAWN_IN_FIGURES = {
    "templates": lambda: plots.templates(np.arange(12.0).reshape(2, 6), (2, 3)),
    "images": lambda: plots.images(np.ones((3, 6)), ["a", "b", "c"], (2, 3)),
    "overflow": lambda: plots.overflow(*OVERFLOW),
    "template_rows": lambda: plots.template_rows({"SVM": np.eye(2, 6), "softmax": -3 * np.eye(2, 6)}, (2, 3)),
    "predictions": lambda: plots.predictions(np.ones((2, 6)), PREDICTED, [2, 0], shape=(2, 3)),
    "learning_curves": lambda: plots.learning_curves(datasets.learning_curves()),
    "table": lambda: plots.table([["0.1", 32], ["0.2", 64]], ["learning rate", "units"], best=1).figure,
}


def test_every_picture_is_drawn_here():
    drawn = {name for name, value in vars(plots).items() if inspect.isfunction(value) and not name.startswith("_")}
    assert {name for name in drawn if vars(plots)[name].__module__ == plots.__name__} == {
        *DRAWN_IN_AXES,
        *DRAWN_IN_FIGURES,
    }


def test_matplotlib_loads_when_first_used():
    code = "import sys; from chainrule import plots; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("draw", DRAWN_IN_AXES.values(), ids=DRAWN_IN_AXES)
def test_draws_into_the_axes_it_is_given_or_into_its_own(draw):
    _, ax = plt.subplots()
    assert draw(ax) is ax
    assert len(plt.get_fignums()) == 1
    own = draw(None)
    assert isinstance(own, Axes)
    own.figure.canvas.draw()


@pytest.mark.parametrize("draw", DRAWN_IN_FIGURES.values(), ids=DRAWN_IN_FIGURES)
def test_fills_a_figure(draw):
    figure = draw()
    assert isinstance(figure, Figure)
    figure.canvas.draw()


def test_score_bars_have_the_height_of_the_scores_and_hatch_the_correct_class():
    scores, y, names = datasets.cat_car_frog()
    ax = plots.score_bars(scores, y, names)
    for k, bars in enumerate(ax.containers):
        assert [bar.get_height() for bar in bars] == scores[:, k].tolist()
        assert [bool(bar.get_hatch()) for bar in bars] == (y == k).tolist()


def test_a_walk_passes_through_all_its_points():
    points = [95.0, 80.0, 70.0]
    _, steps = plots.walk(datasets.tea_displeasure, points, (0, 100)).lines
    assert steps.get_xdata().tolist() == points
    assert steps.get_ydata() == pytest.approx(datasets.tea_displeasure(points))


def test_curves_mark_their_lowest_points():
    lines = plots.curves([1, 2, 3], {"one": [3, 1, 2]}, lowest=True).lines
    assert (lines[1].get_xdata()[0], lines[1].get_ydata()[0]) == (2, 1)


def mosaic(image, shape, columns, rows=1):
    """Return the images of which a mosaic is made, row by row, the missing ones included."""
    pixels = image.get_array().filled(np.nan)
    (height, width), (H, W) = shape, pixels.shape
    down = (H - height) // max(rows - 1, 1)
    across = (W - width) // max(columns - 1, 1)
    places = [(y * down, x * across) for y in range(rows) for x in range(columns)]
    return [pixels[y : y + height, x : x + width] for y, x in places]


def test_templates_share_a_scale_with_zero_in_the_middle():
    W = np.array([[0.0, -3.0, 1.0, 1.0], [0.5, 0.0, 0.0, 2.0]])
    figure = plots.templates(W, (2, 2), names=["cat", "car"])
    (image,) = figure.axes[0].images
    assert image.get_clim() == (-3, 3)
    assert [part.ravel().tolist() for part in mosaic(image, (2, 2), 2)] == W.tolist()
    assert [text.get_text() for text in figure.axes[0].texts] == ["cat", "car"]


def test_probabilities_are_the_heights_of_bars_and_the_right_class_is_hatched():
    ax = plots.probabilities(PREDICTED, ["cat", "car", "frog"], [2, 0])
    for k, bars in enumerate(ax.containers):
        assert [bar.get_height() for bar in bars] == PREDICTED[:, k].tolist()
        assert [bool(bar.get_hatch()) for bar in bars] == [k == 2, k == 0]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["cat", "car", "frog"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["image of a frog", "image of a cat"]


def test_an_eight_has_the_article_of_its_sound():
    figure = plots.predictions(np.zeros((2, 64)), np.full((2, 10), 0.1), [8, 1])
    assert [text.get_text() for text in figure.axes[0].texts] == ["an 8", "a 1"]
    ax = plots.score_bars([[1.0, 2.0]], [0], ["apple", "pear"])
    assert [label.get_text() for label in ax.get_xticklabels()] == ["image of an apple"]


def test_a_push_is_an_arrow_from_the_top_of_its_bar():
    pushes = np.array([[0.1, 0.2, -0.3], [-0.5, 0.25, 0.25]])
    ax = plots.probabilities(PREDICTED, ["cat", "car", "frog"], [2, 0], pushes=pushes)
    arrows = [text for text in ax.texts if text.arrow_patch is not None]
    assert [arrow.xyann[1] for arrow in arrows] == PREDICTED.ravel().tolist()
    assert [arrow.xy[1] for arrow in arrows] == (PREDICTED + pushes).ravel().tolist()


def test_a_matrix_shows_its_numbers_in_their_places():
    values = np.array([[-2.0, 0.5, -0.0], [1.5, 1.0, -0.25]])
    ax = plots.matrix(values, "ab", "xyz", title="dW")
    places = {(int(text.get_position()[1]), int(text.get_position()[0])): text.get_text() for text in ax.texts}
    assert places == {place: f"{number + 0.0:.3f}" for place, number in np.ndenumerate(values)}
    assert ax.images[0].get_array().tolist() == values.tolist()
    assert ax.images[0].get_clim() == (-2, 2)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b"]
    assert ax.get_title() == "dW"


def test_template_rows_have_a_scale_each():
    W, V = np.eye(2, 6), -3 * np.eye(3, 6)
    figure = plots.template_rows({"SVM": W, "softmax": V}, (2, 3))
    ((image,),) = [ax.images for ax in figure.axes]
    first, second, missing, *others = (part.ravel() for part in mosaic(image, (2, 3), 3, rows=2))
    assert np.isnan(missing).all()
    assert np.array([first, second, *others]).tolist() == [*W.tolist(), *(V / 3).tolist()]
    assert image.get_clim() == (-1, 1)


def test_predictions_are_bars_below_their_images():
    X = np.arange(12.0).reshape(2, 6)
    above, below = plots.predictions(X, PREDICTED, [2, 0], shape=(2, 3)).axes
    parts = mosaic(above.images[0], (2, 3), 2)
    assert [part.ravel().tolist() for part in parts] == [(np.arange(6) / 5).tolist()] * 2  # each from white to black
    assert [text.get_text() for text in above.texts] == ["a 2", "a 0"]
    assert below.get_xlim() == above.get_xlim()
    for bars, heights, right, left in zip(below.containers, PREDICTED, [2, 0], (0, 4), strict=True):
        assert [bar.get_height() for bar in bars] == heights.tolist()
        assert [bar.get_edgecolor() == (0, 0, 0, 1) for bar in bars] == [k == right for k in range(3)]
        assert [bar.get_center()[0] for bar in bars] == pytest.approx([left, left + 1, left + 2])


def test_overflow_shows_the_powers_and_where_a_probability_is_lost():
    above, below = plots.overflow(*OVERFLOW).axes
    x, powers = above.lines[0].get_data()
    assert x.tolist() == [-700, 0, 700]  # neither 0 nor inf has a logarithm
    assert powers == pytest.approx(x / np.log(10))
    assert below.lines[0].get_ydata() == pytest.approx(OVERFLOW[2], nan_ok=True)
    assert [(text.get_text(), text.get_position()[0]) for text in below.texts] == [("0 / 0", -800), ("inf / inf", 800)]


def test_a_triplet_has_an_arrow_for_each_step_that_goes_somewhere():
    ax = plots.triplet(TRIPLET, [[0, 0], [2, 0], [0, -1]], scale=0.5)
    arrows = {tuple(text.xyann): tuple(text.xy) for text in ax.texts}
    assert arrows == {(1, 1): (2, 1), (-1, 2): (-1, 1.5)}
    dots = [tuple(line.get_xydata()[0]) for line in ax.lines if line.get_marker() not in ("", "None")]
    assert dots == [tuple(place) for place in TRIPLET.values()]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == list(TRIPLET)


def test_weights_that_are_all_zero_have_templates():
    plots.templates(np.zeros((3, 4)), (2, 2)).canvas.draw()


def test_nothing_that_is_drawn_is_changed():
    scores, y, names = datasets.cat_car_frog()
    W, points = np.arange(8.0).reshape(2, 4), PLANE.copy()
    plots.score_bars(scores, y, names)
    plots.templates(W, (2, 2))
    plots.regions(right_class, points, [0, 1, 1])
    assert np.array_equal(scores, datasets.cat_car_frog().scores)
    assert np.array_equal(W, np.arange(8.0).reshape(2, 4))
    assert np.array_equal(points, PLANE)


BAD = {
    "an empty batch of scores": (lambda: plots.score_bars(np.empty((0, 3)), [], "abc"), "non-empty.*(0, 3)"),
    "scores of one dimension": (lambda: plots.score_bars([1.0, 2.0], [0, 1], "ab"), "two dimensions.*(2,)"),
    "too few labels": (lambda: plots.score_bars(np.ones((3, 2)), [0, 1], "ab"), "3 integers.*(2,)"),
    "a label that is too large": (lambda: plots.score_bars(np.ones((2, 2)), [0, 2], "ab"), "between 0 and 1"),
    "a negative label": (lambda: plots.score_bars(np.ones((2, 2)), [0, -1], "ab"), "between 0 and 1"),
    "labels that are no integers": (lambda: plots.score_bars(np.ones((2, 2)), [0.0, 1.0], "ab"), "integers.*float64"),
    "too few names": (lambda: plots.score_bars(np.ones((2, 3)), [0, 1], "ab"), "3 columns of scores and 2 names"),
    "a curve that is too short": (lambda: plots.curves([1, 2, 3], {"mine": [1, 2]}), "'mine'.*(2,).*(3,)"),
    "curves over nothing": (lambda: plots.curves([], {"mine": []}), "x should be a non-empty"),
    "a walk of no points": (lambda: plots.walk(np.sin, [], (0, 1)), "at least one.*(0,)"),
    "a walk in the plane": (lambda: plots.walk(np.sin, PLANE, (0, 1)), "one number each.*(3, 2)"),
    "templates of another size": (lambda: plots.templates(np.ones((2, 63))), "63 entries.*8 × 8 has 64"),
    "templates without weights": (lambda: plots.templates(np.ones((0, 64))), "non-empty.*(0, 64)"),
    "templates with too few names": (lambda: plots.templates(np.ones((3, 64)), names="ab"), "3 rows.*2 names"),
    "images of another size": (lambda: plots.images(np.ones((2, 60)), "ab"), "60 entries.*has 64"),
    "images without a title": (lambda: plots.images(np.ones((2, 64)), "a"), "2 images and 1 titles"),
    "points in space": (lambda: plots.classes(np.ones((4, 3)), [0, 1, 1, 0]), "(N, 2), not (4, 3)"),
    "no points": (lambda: plots.regions(right_class, np.empty((0, 2)), []), "non-empty.*(0, 2)"),
    "a negative class": (lambda: plots.classes(PLANE, [0, -1, 1]), "between 0 and K - 1"),
}


@pytest.mark.parametrize(("draw", "says"), BAD.values(), ids=BAD)
def test_refuses(draw, says):
    with pytest.raises(ValueError, match=says.replace("(", r"\(").replace(")", r"\)")) as caught:
        draw()
    assert "\n" not in str(caught.value)
    assert not plt.get_fignums(), "an empty figure is left behind"


def test_labels_are_in_the_language_that_is_spoken():
    with language.speaking("de"):
        ax = plots.probabilities([[0.2, 0.8]], ["cat", "car"], [0])
        slope = moving.step_size(lambda w: (float(w @ w), 2 * w), np.ones(2))
    assert ax.get_ylabel() == "vorhergesagte Wahrscheinlichkeit"
    assert [label.get_text() for label in ax.get_xticklabels()] == ["Bild: cat"]
    assert "nach einem Schritt" in slope._repr_mimebundle_()["text/plain"]
