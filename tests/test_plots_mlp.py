"""The pictures of assignment 6, and the learning curves that it shows."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from chainrule import check, datasets, plots
from chainrule.reference import layers


@pytest.fixture(autouse=True)
def _closes_figures():
    yield
    plt.close("all")


def test_each_learning_curve_shows_what_is_wrong():
    curves = datasets.learning_curves()
    assert {len(row) for curve in curves.values() for row in curve} == {22}
    assert all(((row >= 0) & (row <= 1)).all() for curve in curves.values() for row in curve[2:])
    falls = {name: np.diff(curve.train_loss) for name, curve in curves.items()}
    A, B, C, D, E = curves.values()
    assert abs(A.train_loss - A.val_loss)[-5:].max() < 0.1  # capacity too low: no gap, and half right
    assert A.train_accuracy[-1] < 0.6
    assert abs(falls["A"][-5:]).max() < 0.02
    assert (falls["B"] < 0).all()  # learning rate too low: always down, and still far from anywhere
    assert B.train_loss[-1] > 2
    assert C.train_accuracy[-1] - C.val_accuracy[-1] > 0.1  # overfitting
    assert C.val_loss[-1] > 2 * C.train_loss[-1]
    assert (falls["D"] > 0.05).sum() >= 5  # batch too small: up and down, though good
    assert D.val_accuracy[-1] > 0.9
    assert E.train_loss.min() > np.log(10)  # learning rate too high: worse than guessing


def test_each_broken_run_shows_its_bug_at_one_check_first():
    runs = datasets.broken_runs()
    for run in runs.values():
        assert [len(row) for row in run[1:5]] == [2, 4, 4, 2]
        assert {len(row) for row in run.curves} == {20}
    failing = {
        name: [
            abs(run.start - np.log(10)) > 0.2,
            run.twice[0] != run.twice[1],
            run.gradient_errors.max() > 1e-6,
            run.changes.min() == 0 or run.small_step[1] >= run.small_step[0],
            run.by_heart < 1,
            run.curves.val_accuracy[-1] < 0.5,
        ]
        for name, run in runs.items()
    }
    assert not any(failing.pop("healthy"))
    assert {name: checks.index(True) for name, checks in failing.items()} == {"P": 5, "Q": 2, "R": 0, "S": 1, "T": 3}
    assert abs(runs["R"].start / 20 - np.log(10)) < 0.1  # a sum over a batch, and no confident network
    assert runs["P"].curves.train_accuracy[-1] > 0.9
    assert runs["P"].curves.val_accuracy.max() < 0.15
    assert (runs["Q"].gradient_errors > 1e-6).tolist() == [True, True, False, False]  # not the biases alone


def test_learning_curves_are_drawn_side_by_side():
    figure = plots.learning_curves(datasets.learning_curves())
    assert len(figure.axes) == 10
    assert [ax.get_title() for ax in figure.axes[:5]] == list("ABCDE")


def test_bars():
    ax = plots.bars({"one": [1.0, 2.0, 3.0], "two": [2.0, 4.0, 8.0]}, xlabel="layer", log=True)
    assert sorted(bar.get_height() for bar in ax.patches) == [1, 2, 2, 3, 4, 8]
    assert ax.get_yscale() == "log"
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["one", "two"]


def test_bars_of_one_kind_need_no_legend():
    assert plots.bars({"dead units": [1.0, 2.0]}).get_legend() is None


def test_a_valley_with_two_walks():
    path = np.array([[0.0, 1.0], [0.5, 0.5], [1.0, 0.2]])
    ax = plots.valley(
        lambda p: (p**2).sum(axis=1), {"sgd": path, "momentum": path + 1}, xlim=(-2, 2), ylim=(-1, 1), title="race"
    )
    np.testing.assert_array_equal(ax.lines[0].get_xydata(), path)
    np.testing.assert_array_equal(ax.lines[3].get_xydata(), path[-1:] + 1)
    assert ax.get_title() == "race"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$w_0$", "$w_1$")


def test_a_table_marks_its_best_row():
    ax = plots.table([["0.1", 32], ["0.2", 64]], ["learning rate", "units"], best=1)
    cells = ax.tables[0].get_celld()
    assert cells[2, 1].get_text().get_text() == "64"
    assert cells[2, 0].get_text().get_weight() == "bold"
    assert cells[1, 0].get_text().get_weight() != "bold"


def test_a_layer_is_checked_as_a_gate(capsys):
    X = np.array([[1.0, -2.0, 0.5], [-1.0, 3.0, 2.0]])
    dout = np.array([[1.0, 2.0, -3.0], [0.5, -1.5, 2.5]])
    relu = check.as_gate(layers.ReLU)
    check.gate(relu, X, dz=dout, names=["dX"], about="ReLU")
    check.gate_again(relu, (X,), (-X,), dout, "ReLU", trusted=relu, names=["dX"])
    assert "✓ ReLU" in capsys.readouterr().out

    class Forgetful(layers.ReLU):
        def backward(self, dout):
            return dout

    class Silent(layers.ReLU):
        def backward(self, dout):
            pass

    with pytest.raises(check.CheckFailed, match="dX is not right") as failed:
        check.gate(check.as_gate(Forgetful), X, dz=dout, names=["dX"], about="two examples", trusted=relu)
    assert failed.value.mistake == "local-derivative-missing"
    with pytest.raises(check.CheckFailed, match=r"Silent\.backward returns None"):
        check.gate(check.as_gate(Silent), X, dz=dout, names=["dX"], about="two examples")
