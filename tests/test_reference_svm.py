"""The SVM's reference against scikit-learn, SciPy, numerical gradients and its own algebra."""

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.optimize import approx_fprime
from sklearn.datasets import load_digits
from sklearn.metrics import hinge_loss
from sklearn.svm import LinearSVC

from chainrule import gradcheck
from chainrule.reference import descent
from chainrule.reference import svm as reference

BIRD_AND_CAR = np.array([[-2.0, -1.0], [1.0, -5.0]])


def problem(seed, N=7, D=4, K=3):
    """A batch whose margins are all away from the kink."""
    for tries in range(100):
        rng = np.random.default_rng([seed, tries])
        W, X, y = rng.standard_normal((K, D)), rng.standard_normal((N, D)), rng.integers(0, K, N)
        scores = X @ W.T
        if np.abs(scores - scores[np.arange(N), y][:, None] + 1).min() > 1e-3:
            return W, X, y
    raise AssertionError("no such batch")


def integer_batches(K=4, D=3, N=5):
    """Batches of small integers, where margins of exactly 0 are common."""
    small = st.integers(-2, 2)
    return st.tuples(
        hnp.arrays(np.int64, (K, D), elements=small),
        hnp.arrays(np.int64, (N, D), elements=small),
        hnp.arrays(np.int64, (N,), elements=st.integers(0, K - 1)),
    )


def test_examples_in_docstrings():
    assert doctest.testmod(reference).failed == 0


def test_numbers_of_the_lecture():
    W, x = BIRD_AND_CAR, np.array([3.0, 2.0])
    loss, dW = reference.svm_loss(W, x[None], np.array([0]), lam=0.0)
    assert loss == 2
    np.testing.assert_array_equal(dW, [[-3, -2], [3, 2]])
    np.testing.assert_array_equal(W - dW, [[1, 1], [-2, -7]])
    assert reference.svm_loss(W - dW, x[None], np.array([0]), lam=0.0)[0] == 0


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 9), st.sampled_from([0.5, 1.0, 2.5]))
def test_two_classes_are_scikit_learns_binary_hinge_loss(seed, N, delta):
    W, X, _ = problem(seed, N=N, K=2)
    y = np.arange(N) % 2  # scikit-learn takes the classes from the labels
    decision = (X @ (W[1] - W[0])) / delta
    expected = delta * hinge_loss(y, decision)
    assert reference.svm_loss(W, X, y, 0.0, delta)[0] == pytest.approx(expected, rel=1e-12)


def test_scikit_learns_linear_svc_is_our_minimum():
    """With K = 2 and d = w_1 - w_0 the loss is lam/2 ‖d‖² plus the mean hinge loss: LinearSVC's, with C = 1/(lam N)."""
    _, X, y = problem(0, N=60, D=3, K=2)
    lam = 0.05
    svc = LinearSVC(loss="hinge", C=1 / (lam * len(X)), fit_intercept=False, tol=1e-8, max_iter=100_000).fit(X, y)
    best = reference.svm_loss(np.concatenate([-svc.coef_, svc.coef_]) / 2, X, y, lam)[0]
    _, losses = reference.train_svm(X, y, 2, lam, step_size=0.02, batch_size=len(X), steps=2000, seed=0)
    assert best <= losses.min() <= 1.001 * best


@pytest.mark.parametrize("K", [2, 3, 7])
@pytest.mark.parametrize("delta", [1.0, 0.4, 3.0])
def test_gradient_is_that_of_central_differences(K, delta):
    W, X, y = problem(K, K=K)
    lam = 0.6

    def loss(weights):
        return reference.svm_loss(weights.reshape(W.shape), X, y, lam, delta)[0]

    dW = reference.svm_loss(W, X, y, lam, delta)[1]
    np.testing.assert_allclose(dW, gradcheck.central(loss, W), rtol=1e-7, atol=1e-8)
    np.testing.assert_allclose(dW, approx_fprime(W.ravel(), loss, 1e-7).reshape(W.shape), rtol=1e-4, atol=1e-5)


@settings(deadline=None)
@given(integer_batches(), st.sampled_from([0.0, 0.5]), st.sampled_from([0, 1, 2, 1.5]))
def test_loops_matrices_and_single_examples_agree(batch, lam, delta):
    W, X, y = batch
    by_loops, by_matrices = reference.svm_loss_loops(W, X, y, lam, delta), reference.svm_loss(W, X, y, lam, delta)
    np.testing.assert_allclose(by_loops[0], by_matrices[0], rtol=1e-12)
    np.testing.assert_allclose(by_loops[1], by_matrices[1], rtol=1e-12, atol=1e-12)
    each = [reference.hinge_gradient_example(W, x, label, delta) for x, label in zip(X, y, strict=True)]
    np.testing.assert_allclose(np.mean(each, axis=0) + 2 * lam * W, by_matrices[1], rtol=1e-12, atol=1e-12)


@settings(deadline=None)
@given(integer_batches(), st.integers(0, 3))
def test_every_answer_at_a_kink_is_a_subgradient(batch, delta):
    """A convex loss lies above each of its tangents, at kinks too."""
    W, X, y = batch
    loss, dW = reference.svm_loss(W, X, y, 0.3, delta)
    for moved in (W + 1, W - 2, W + np.eye(*W.shape), np.zeros(W.shape)):
        assert reference.svm_loss(moved, X, y, 0.3, delta)[0] >= loss + (dW * (moved - W)).sum() - 1e-9


@settings(deadline=None)
@given(integer_batches(), st.integers(-3, 3))
def test_adding_one_vector_to_all_rows_changes_no_margin(batch, shift):
    W, X, y = batch
    margins = reference.svm_margins(W, X, y)
    np.testing.assert_array_equal(reference.svm_margins(W + shift, X, y), margins)
    assert (margins[np.arange(len(y)), y] == 0).all()
    np.testing.assert_allclose(reference.svm_loss(W, X, y, 0.0)[1].sum(axis=0), 0, atol=1e-12)


def test_inputs_stay_as_they_are():
    W, X, y = problem(1)
    before = W.copy(), X.copy(), y.copy()
    reference.svm_loss(W, X, y, 0.5)
    reference.hinge_gradient_example(W, X[0], int(y[0]))
    reference.train_svm(X, y, 3, 0.5, 0.1, 2, 5, 0)
    for now, was in zip((W, X, y), before, strict=True):
        np.testing.assert_array_equal(now, was)


class TestTraining:
    def test_start_is_the_first_draw(self):
        _, X, y = problem(0)
        W, losses = reference.train_svm(X, y, 5, 0.5, step_size=0.0, batch_size=3, steps=2, seed=11)
        np.testing.assert_array_equal(W, 0.001 * np.random.default_rng(11).standard_normal((5, 4)))
        assert losses.shape == (2,)

    def test_batches_are_different_examples_drawn_afresh(self):
        seen = []

        def spy(W, X, y, lam):
            seen.append(X[:, 0])
            return 0.0, np.zeros_like(W)

        X = np.arange(6.0)[:, None]
        descent.train_linear(spy, X, np.zeros(6, int), 2, 0.0, 0.1, batch_size=4, steps=300, seed=0)
        assert all(len(set(batch)) == 4 for batch in seen)
        assert len({frozenset(batch) for batch in seen}) == 15

    def test_learns_digits(self):
        digits = load_digits()
        X, y = digits.data / 16, digits.target
        W, _ = reference.train_svm(X[:1200], y[:1200], 10, 1e-4, 0.1, 64, 500, seed=0)
        assert ((X[1200:] @ W.T).argmax(axis=1) == y[1200:]).mean() > 0.87
