"""The data is what the lectures and scikit-learn say, fresh at every call, and bad arguments get one clear error."""

import doctest
import importlib
import pkgutil
import subprocess
import sys

import numpy as np
import pytest

from chainrule import datasets


@pytest.mark.parametrize("module", [info.name for info in pkgutil.iter_modules(datasets.__path__)])
def test_examples_in_docstrings(module):
    assert doctest.testmod(importlib.import_module(f"chainrule.datasets.{module}")).failed == 0


def test_scikit_learn_gives_its_digits_without_being_loaded():
    """To load it takes longer than to grade a submission, and a test that asks for digits would do so each time."""
    code = "import sys; from chainrule import datasets; datasets.digits(); print('sklearn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize("table", [datasets.cat_car_frog, datasets.apple_banana_pear])
def test_tables_have_a_score_for_each_class(table):
    scores, y, names = table()
    assert scores.shape == (len(y), len(names)) == (3, 3)
    assert scores.dtype == np.float64
    assert y.dtype.kind == "i"


@pytest.mark.parametrize(
    "make", [datasets.cat_car_frog, datasets.apple_banana_pear, datasets.bird_or_car, datasets.spiral, datasets.digits]
)
def test_nothing_done_to_one_copy_spoils_another(make):
    for array in make():
        if isinstance(array, np.ndarray):
            array += 1  # writable, too
    again, third = make(), make()
    for i, item in enumerate(again):
        assert np.array_equal(item, third[i])
        if isinstance(item, np.ndarray):
            assert not np.shares_memory(item, third[i])


def test_the_bird_is_taken_for_a_car():
    W, x, y, names = datasets.bird_or_car()
    assert (W @ x).tolist() == [-8, -7]
    assert names[y] == "bird"


class TestTea:
    def test_has_two_valleys_and_a_hill_between_them(self):
        t = np.linspace(0, 100, 10_001)
        rising = np.diff(datasets.tea_displeasure(t)) > 0
        turns = t[1:-1][rising[1:] != rising[:-1]]
        assert turns == pytest.approx([7.4, 19.5, 62.0], abs=0.1)

    def test_keeps_the_shape_and_takes_integers(self):
        assert datasets.tea_displeasure(np.ones((2, 3), dtype=int)).shape == (2, 3)
        assert datasets.tea_displeasure(62) == pytest.approx(0, abs=1e-9)


class TestSpiral:
    def test_every_arm_is_a_class_within_the_unit_circle(self):
        X, y = datasets.spiral(n=7, arms=4, noise=0.5, seed=3)
        assert X.shape == (28, 2)
        assert np.bincount(y).tolist() == [7, 7, 7, 7]
        assert np.linalg.norm(X, axis=1).max() <= 1 + 1e-12

    def test_without_noise_all_arms_are_one_turned(self):
        X, y = datasets.spiral(n=20, arms=3, noise=0)
        turn = 2 * np.pi / 3
        rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        np.testing.assert_allclose(X[y == 1], X[y == 0] @ rotation.T, atol=1e-12)

    def test_depends_on_the_seed_alone(self):
        assert np.array_equal(datasets.spiral(seed=1).X, datasets.spiral(seed=1).X)
        assert not np.array_equal(datasets.spiral(seed=1).X, datasets.spiral(seed=2).X)

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            ({"n": 0}, "n, the number of points.*at least 1.*0"),
            ({"n": 2.5}, "integer.*2.5"),
            ({"arms": -1}, "arms.*-1"),
            ({"arms": True}, "arms.*True"),
            ({"noise": -0.1}, "noise.*-0.1"),
            ({"noise": float("nan")}, "noise.*nan"),
        ],
    )
    def test_refuses(self, arguments, says):
        with pytest.raises(ValueError, match=says):
            datasets.spiral(**arguments)


class TestDigits:
    def test_are_scaled_shuffled_and_split(self):
        from sklearn.datasets import load_digits

        X_train, y_train, X_val, y_val = datasets.digits(train=1000, seed=5)
        assert (X_train.shape, y_train.shape, X_val.shape, y_val.shape) == ((1000, 64), (1000,), (797, 64), (797,))
        assert X_train.dtype == X_val.dtype == np.float64
        assert y_train.dtype == y_val.dtype == np.int64
        assert (X_train.min(), X_train.max()) == (0, 1)
        pixels, labels = load_digits(return_X_y=True)
        theirs = sorted(map(tuple, np.column_stack([pixels, labels])))
        ours = np.column_stack([16 * np.vstack([X_train, X_val]), np.concatenate([y_train, y_val])])
        assert sorted(map(tuple, ours)) == theirs
        assert not np.array_equal(y_train, labels[:1000])

    def test_both_parts_have_every_digit(self):
        split = datasets.digits()
        assert set(split.y_train) == set(split.y_val) == set(range(10))

    def test_depend_on_the_seed_alone(self):
        assert np.array_equal(datasets.digits(seed=1).y_val, datasets.digits(seed=1).y_val)
        assert not np.array_equal(datasets.digits(seed=1).y_val, datasets.digits(seed=2).y_val)

    @pytest.mark.parametrize("train", [0, -3, 1797, 0.8])
    def test_refuse_to_leave_a_part_empty(self, train):
        with pytest.raises(ValueError, match=f"train should be an integer, from 1 to 1796, but it is {train}"):
            datasets.digits(train=train)
