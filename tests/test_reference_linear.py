"""The reference answers of assignment 1 against scikit-learn, SciPy and the complex step."""

import doctest

import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import log_loss

from chainrule import datasets, gradcheck
from chainrule.reference import linear, losses, search

seeds = st.integers(0, 2**32 - 1)


def case(seed, N=7, D=4, K=3):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(K, D)), rng.normal(size=K), rng.normal(size=(N, D)), rng.integers(0, K, N)


@pytest.mark.parametrize("module", [linear, losses, search], ids=lambda module: module.__name__)
def test_examples_in_docstrings(module):
    assert doctest.testmod(module).failed == 0


@given(seeds)
def test_scores_one_example_at_a_time(seed):
    W, b, X, _ = case(seed)
    one_by_one = np.array([[sum(w * x for w, x in zip(row, example, strict=True)) for row in W] for example in X]) + b
    assert np.allclose(linear.linear_scores(W, b, X), one_by_one)
    assert np.array_equal(linear.predict(W, b, X), [max(range(3), key=lambda k: row[k]) for row in one_by_one])


def test_a_tie_goes_to_the_lowest_label():
    assert linear.predict(np.zeros((3, 2)), np.array([0, 1, 1]), np.ones((1, 2))) == 1


def test_the_lecture_numbers():
    cats, fruits = datasets.cat_car_frog(), datasets.apple_banana_pear()
    assert np.allclose(losses.hinge_losses(cats.scores, cats.y), [2.9, 0, 12.9])
    assert round(losses.hinge_losses(cats.scores, cats.y).mean(), 4) == 5.2667
    assert np.allclose(losses.hinge_losses(fruits.scores, fruits.y), [0.43, 1.25, 0])
    assert np.allclose(losses.cross_entropy_losses(cats.scores, cats.y)[0], 2.040, atol=5e-4)


@given(seeds)
def test_losses_agree_with_scikit_learn_and_scipy(seed):
    W, b, X, y = case(seed)
    scores = linear.linear_scores(W, b, X)
    assert np.allclose(losses.softmax(scores), scipy.special.softmax(scores, axis=1))
    assert np.isclose(
        losses.cross_entropy_losses(scores, y).mean(), log_loss(y, losses.softmax(scores), labels=range(3))
    )


@given(seeds)
def test_the_two_class_hinge_is_that_of_the_score_difference(seed):
    rng = np.random.default_rng(seed)
    scores, y = rng.normal(size=(6, 2)), rng.integers(0, 2, 6)
    signed = (scores[:, 1] - scores[:, 0]) * (2 * y - 1)
    assert np.allclose(losses.hinge_losses(scores, y, 0.7), np.maximum(0, 0.7 - signed))


def test_cross_entropy_of_large_scores():
    assert np.allclose(losses.cross_entropy_losses([[10_000.0, -10_000.0]], [1]), 20_000)


def test_penalties():
    W = np.array([[1.0, -2.0], [0.0, 3.0]])
    assert [losses.weight_penalty(W, kind, 0.5) for kind in ("l2", "l1", "elastic")] == [14, 6, 13]
    with pytest.raises(ValueError, match="'l3'"):
        losses.weight_penalty(W, "l3")


@given(seeds)
def test_the_total_loss_has_the_gradient_of_softmax_regression(seed):
    W, b, X, y = case(seed)
    numerical = gradcheck.central(lambda W: losses.total_loss(W, b, X, y, 0.3, losses.cross_entropy_losses), W)
    p = losses.softmax(linear.linear_scores(W, b, X))
    assert np.allclose(numerical, (p - np.eye(3)[y]).T @ X / len(y) + 0.6 * W, atol=1e-8)


def test_random_search_keeps_the_first_of_equals_and_draws_in_order():
    best, loss = search.random_search(lambda W: 1.0, (2, 3), 5, seed=4)
    assert np.array_equal(best, np.random.default_rng(4).standard_normal((2, 3)))
    assert loss == 1.0


@given(seeds)
def test_the_numerical_gradient_against_the_complex_step(seed):
    x = np.random.default_rng(seed).normal(size=(2, 3))
    f = lambda x: (np.exp(x) * x**2).sum()
    assert np.allclose(search.numerical_gradient(f, x), gradcheck.complex_step(f, x), rtol=1e-6, atol=1e-6)


def test_gradient_descent_on_a_parabola_shrinks_geometrically():
    points = search.gradient_descent(lambda x: 2 * x, np.array([8.0, -4.0]), 0.25, 3)
    assert np.array_equal(points, [[8, -4], [4, -2], [2, -1], [1, -0.5]])
    assert search.gradient_descent(lambda x: x, 3, 0.1, 0).tolist() == [3]


@given(seeds, st.integers(1, 9), st.integers(1, 12))
def test_minibatches_hold_every_example_once_with_its_label(seed, N, batch_size):
    X, y = np.arange(2 * N).reshape(N, 2), np.arange(N)
    batches = search.minibatches(X, y, batch_size, seed)
    assert [len(labels) for _, labels in batches[:-1]] == [batch_size] * (len(batches) - 1)
    assert 1 <= len(batches[-1][1]) <= batch_size
    seen = np.concatenate([labels for _, labels in batches])
    assert np.array_equal(np.sort(seen), y)
    assert all(np.array_equal(examples, X[labels]) for examples, labels in batches)
