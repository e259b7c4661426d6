"""Training: what is promised about batches, and the accuracies."""

import doctest

import numpy as np
import pytest

from chainrule import datasets
from chainrule.reference import optimizers, training


def test_examples_in_docstrings():
    assert doctest.testmod(training).failed == 0


@pytest.mark.parametrize("optimizer", [optimizers.SGD, optimizers.Momentum, optimizers.Nesterov, optimizers.AdaGrad])
def test_digits(optimizer):
    X, y, X_val, y_val = datasets.digits()
    network = training.train_mlp(X, y, [64, 32, 10], 15, 32, 0.1, seed=0, optimizer=optimizer)
    assert network.accuracy(X_val, y_val) >= 0.95


def test_the_spiral_needs_a_hidden_layer():
    X, y = datasets.spiral()
    assert training.train_mlp(X, y, [2, 3], 100, 50, 0.5, seed=0).accuracy(X, y) < 0.65
    network = training.train_mlp(X, y, [2, 64, 3], 150, 50, 0.2, seed=0, optimizer=optimizers.Nesterov)
    assert network.accuracy(X, y) > 0.96


def test_the_same_seed_gives_the_same_network():
    X, y, *_ = datasets.digits(train=200)
    one, same, other = (
        training.train_mlp(X, y, [64, 16, 10], 2, 32, 0.1, seed, keep=0.8).parameters for seed in (5, 5, 6)
    )
    for a, b, c in zip(one, same, other, strict=True):
        np.testing.assert_array_equal(a, b)
        assert (a != c).any()


@pytest.mark.parametrize("batch_size", [1, 3, 5, 100])
def test_every_example_moves_the_weights_that_it_alone_can_reach(batch_size):
    X, y = np.eye(7), np.arange(7) % 3
    before, after = (training.train_mlp(X, y, [7, 20, 3], 1, batch_size, lr, seed=0).linears[0].W for lr in (0.0, 0.1))
    assert (before != after).any(axis=0).all()


def test_float32_stays_and_nothing_given_is_changed():
    X, y, *_ = datasets.digits(train=100)
    X = X.astype(np.float32)
    X_before, y_before = X.copy(), y.copy()
    seen = []
    network = training.train_mlp(
        X, y, [64, 8, 10], 3, 30, 0.1, 0, lam=1e-3, decay=True, after_epoch=lambda *what: seen.append(what)
    )
    assert {w.dtype for w in network.parameters} == {np.dtype(np.float32)}
    np.testing.assert_array_equal(X, X_before)
    np.testing.assert_array_equal(y, y_before)
    assert [epoch for epoch, _, _ in seen] == [1, 2, 3]
    assert seen[0][2] > seen[2][2] > 0


def test_a_decaying_learning_rate_ends_small():
    rates = []

    class Spy(optimizers.SGD):
        def step(self, parameters, gradients):
            rates.append(self.lr)
            super().step(parameters, gradients)

    training.train_mlp(np.eye(4), np.arange(4), [4, 4], 2, 2, 1.0, 0, optimizer=Spy, decay=True)
    assert rates == [1.0, 0.75, 0.5, 0.25]


def test_a_shift_moves_images():
    image = np.zeros((2, 5, 5))
    image[:, 2, 2] = 1
    rng = np.random.default_rng(0)
    places = set()
    for _ in range(60):
        moved = training.shifted(image.reshape(2, 25), rng).reshape(2, 5, 5)
        assert moved.sum() == 2
        places.add(tuple(int(i) for i in np.argwhere(moved)[0][1:]))
    assert places == {(i, j) for i in (1, 2, 3) for j in (1, 2, 3)}
