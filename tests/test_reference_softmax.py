"""The softmax classifier's reference against SciPy, scikit-learn, the complex step and its own algebra."""

import doctest

import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from chainrule import gradcheck
from chainrule.reference import softmax as reference

ROWS = hnp.arrays(
    np.float64,
    hnp.array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=7).filter(lambda shape: shape[1] >= 2),
    elements=st.floats(-1e4, 1e4),
)


def problem(seed, N=7, D=4, K=3):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((K, D)), rng.standard_normal((N, D)), rng.integers(0, K, N)


def test_examples_in_docstrings():
    assert doctest.testmod(reference).failed == 0


@settings(deadline=None)
@given(ROWS)
def test_softmax_and_its_logarithm_agree_with_scipy(scores):
    np.testing.assert_allclose(reference.softmax(scores), scipy.special.softmax(scores, axis=1), rtol=1e-12)
    np.testing.assert_allclose(
        reference.log_softmax(scores), scipy.special.log_softmax(scores, axis=1), rtol=1e-10, atol=1e-15
    )
    np.testing.assert_array_equal(reference.softmax(scores)[0], reference.softmax(scores[0]))


@settings(deadline=None)
@given(ROWS, st.floats(-1e4, 1e4))
def test_a_shift_of_all_scores_changes_nothing(scores, shift):
    np.testing.assert_allclose(reference.softmax(scores + shift), reference.softmax(scores), rtol=1e-7, atol=1e-300)


@pytest.mark.parametrize("K", [2, 3, 7])
def test_jacobian_is_that_of_the_complex_step(K):
    theta = np.random.default_rng(K).standard_normal(K)
    J = reference.softmax_jacobian(theta)
    rows = [gradcheck.complex_step(lambda t, i=i: reference.softmax(t)[i], theta) for i in range(K)]
    np.testing.assert_allclose(J, rows, rtol=1e-12)
    np.testing.assert_allclose(J.sum(axis=0), 0, atol=1e-15)


def test_cross_entropy_is_scipys_and_ignores_impossible_classes():
    rng = np.random.default_rng(0)
    y, y_hat = rng.dirichlet(np.ones(5)), rng.dirichlet(np.ones(5))
    assert reference.cross_entropy(y, y_hat) == pytest.approx(
        scipy.special.rel_entr(y, y_hat).sum() + scipy.special.entr(y).sum()
    )
    assert reference.cross_entropy(np.array([0, 0.5, 0.5]), np.array([0.0, 0.25, 0.75])) == pytest.approx(
        -(np.log(0.25) + np.log(0.75)) / 2
    )


@settings(deadline=None)
@given(st.integers(2, 7), st.integers(0, 1000))
def test_gradient_is_that_of_the_complex_step_and_of_the_chain_rule(K, seed):
    rng = np.random.default_rng(seed)
    y, theta = rng.dirichlet(np.ones(K)), 2 * rng.standard_normal(K)
    gradient = reference.cross_entropy_gradient(y, theta)
    np.testing.assert_allclose(
        gradient,
        gradcheck.complex_step(lambda t: -(y * np.log(reference.softmax(t))).sum(), theta),
        rtol=1e-9,
        atol=1e-13,
    )
    np.testing.assert_allclose(
        gradient, reference.softmax_jacobian(theta).T @ (-y / reference.softmax(theta)), rtol=1e-9, atol=1e-13
    )


def test_loss_is_that_of_scikit_learn():
    W, X, y = problem(1)
    loss, _ = reference.softmax_loss(W, X, y, 0.0)
    assert loss == pytest.approx(log_loss(y, scipy.special.softmax(X @ W.T, axis=1), labels=range(3)))
    assert reference.softmax_loss(0 * W, X, y, 0.7)[0] == pytest.approx(np.log(3))


@pytest.mark.parametrize(("N", "D", "K"), [(7, 4, 3), (1, 5, 2), (4, 2, 6)])
def test_loss_gradient_is_that_of_the_complex_step(N, D, K):
    W, X, y = problem(N, N, D, K)
    _, dW = reference.softmax_loss(W, X, y, 0.4)
    np.testing.assert_allclose(
        dW, gradcheck.complex_step(lambda w: reference.softmax_loss(w, X, y, 0.4)[0], W), rtol=1e-10
    )


def test_loss_gradient_vanishes_where_scikit_learn_stops():
    _, X, y = problem(2, N=60)
    C = 0.5
    model = LogisticRegression(C=C, fit_intercept=False, tol=1e-10, max_iter=1000).fit(X, y)
    _, dW = reference.softmax_loss(model.coef_, X, y, 1 / (2 * C * len(X)))
    np.testing.assert_allclose(dW, 0, atol=1e-7)


def test_loss_is_right_at_large_scores():
    loss, dW = reference.softmax_loss(np.array([[1e4], [-1e4], [9999.0]]), np.ones((1, 1)), np.array([1]), 0.0)
    assert loss == pytest.approx(2e4 + np.log1p(np.exp(-1)))
    np.testing.assert_allclose(dW[:, 0], [1 / (1 + np.exp(-1)), -1, 1 / (1 + np.e)])


def test_training_descends_and_repeats_itself():
    W, X, _ = problem(3, N=50)
    y = (X @ W.T).argmax(axis=1)
    once, losses = reference.train_softmax(X, y, 3, 0.001, 1.0, 20, 200, seed=5)
    again, _ = reference.train_softmax(X, y, 3, 0.001, 1.0, 20, 200, seed=5)
    np.testing.assert_array_equal(once, again)
    assert losses.shape == (200,)
    assert losses[0] == pytest.approx(np.log(3), rel=0.01)
    assert ((X @ once.T).argmax(axis=1) == y).mean() > 0.9


def test_a_batch_as_large_as_the_data_is_gradient_descent():
    _, X, y = problem(4)
    W, losses = reference.train_softmax(X, y, 4, 0.3, 0.5, 100, 3, seed=6)
    expected = 0.001 * np.random.default_rng(6).standard_normal((4, 4))
    for loss in losses:
        right, dW = reference.softmax_loss(expected, X, y, 0.3)
        assert loss == pytest.approx(right)
        expected = expected - 0.5 * dW
    np.testing.assert_allclose(W, expected)
