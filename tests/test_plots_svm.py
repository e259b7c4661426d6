"""The pictures of assignment 2 show what is there: the slopes between kinks, the arrows of a step."""

import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")

from matplotlib import pyplot as plt

from chainrule import plots


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def slopes_shown(ax):
    return [text.get_text() for text in ax.texts if text.get_text().startswith("slope")]


def test_each_piece_of_a_loss_shows_its_slope():
    ax = plots.loss_along_weight(lambda W: max(0.0, -4 - 3 * W[0, 0]), [[-2.0, 5.0]], (0, 0))
    assert slopes_shown(ax) == ["slope −3", "slope 0"]
    kinks = [line for line in ax.lines if line.get_marker() == "s"]
    assert [float(line.get_xdata()[0]) for line in kinks] == [pytest.approx(-4 / 3, abs=0.01)]


def test_a_loss_without_a_kink_is_one_piece():
    ax = plots.loss_along_weight(lambda W: 2 * W[0], np.array([1.0]), (0,), title="a line")
    assert slopes_shown(ax) == ["slope 2"]
    assert ax.get_title() == "a line"


def test_the_weights_stay_as_they_are():
    W = np.array([[1.0, 2.0]])
    plots.loss_along_weight(lambda V: V.sum(), W, (0, 1))
    assert W.tolist() == [[1.0, 2.0]]


def test_a_step_names_each_class_before_and_after():
    before, after = [[-2, -1], [1, -5]], [[1, 1], [-2, -7]]
    ax = plots.weights_in_plane(before, after, [3, 2], ["bird", "car"])
    words = {text.get_text() for text in ax.texts}
    assert {"bird before", "bird after", "car before", "car after", "image x"} <= words


@pytest.mark.parametrize(
    ("before", "after", "x"),
    [
        (np.ones((2, 3)), np.ones((2, 3)), np.ones(3)),
        (np.ones((2, 2)), np.ones((3, 2)), np.ones(2)),
        (np.ones((2, 2)), np.ones((2, 2)), np.ones(3)),
    ],
)
def test_weights_that_are_not_of_two_pixels_are_refused(before, after, x):
    with pytest.raises(ValueError, match="should be"):
        plots.weights_in_plane(before, after, x, ["bird", "car"])
