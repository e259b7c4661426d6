"""The layers' reference against SciPy, scikit-learn, numerical gradients and its own algebra."""

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, log_softmax
from sklearn.metrics import log_loss

from chainrule import gradcheck
from chainrule.reference import layers as reference

ACTIVATIONS = {
    "ReLU": reference.ReLU,
    "Sigmoid": reference.Sigmoid,
    "Tanh": reference.Tanh,
    "LeakyReLU": lambda: reference.LeakyReLU(0.3),
    "ELU": lambda: reference.ELU(0.7),
}
activations = pytest.mark.parametrize("make", ACTIVATIONS.values(), ids=ACTIVATIONS)


def away_from_kinks(seed, shape=(4, 3)):
    rng = np.random.default_rng(seed)
    return rng.uniform(0.1, 3.0, shape) * rng.choice([-1.0, 1.0], shape)


def test_examples_in_docstrings():
    assert doctest.testmod(reference).failed == 0


# --- Linear -------------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5), st.integers(1, 5), st.integers(1, 5))
def test_a_linear_layers_gradients_are_numerical_ones(seed, N, n_in, n_out):
    rng = np.random.default_rng(seed)
    X, dout = rng.standard_normal((N, n_in)), rng.standard_normal((N, n_out))
    layer = reference.Linear(n_in, n_out, seed)
    layer.b = rng.standard_normal(n_out)
    W, b = layer.W.copy(), layer.b.copy()
    layer.forward(X)
    dX = layer.backward(dout)

    def loss(X, W, b):
        return (dout * (X @ W.T + b)).sum()

    np.testing.assert_allclose(dX, gradcheck.complex_step(lambda X: loss(X, W, b), X))
    np.testing.assert_allclose(layer.dW, gradcheck.complex_step(lambda W: loss(X, W, b), W))
    np.testing.assert_allclose(layer.db, gradcheck.complex_step(lambda b: loss(X, W, b), b), atol=1e-12)


def test_he_initialisation_keeps_the_size_of_signals():
    signal = np.random.default_rng(0).standard_normal((200, 300))
    for depth in range(10):
        signal = np.maximum(reference.Linear(300, 300, seed=depth + 1).forward(signal), 0)
    assert 0.7 < np.sqrt((signal**2).mean()) < 1.4


def test_the_seed_decides_the_weights():
    one, same, other = (reference.Linear(5, 4, seed) for seed in (3, 3, 4))
    np.testing.assert_array_equal(one.W, same.W)
    assert not (one.W == other.W).any()
    assert not one.b.any()


# --- Activations --------------------------------------------------------------------------------------------------


def test_activations_are_their_formulas():
    X = away_from_kinks(0)
    expected = {
        "ReLU": np.maximum(X, 0),
        "Sigmoid": expit(X),
        "Tanh": np.tanh(X),
        "LeakyReLU": np.where(X > 0, X, 0.3 * X),
        "ELU": np.where(X > 0, X, 0.7 * (np.exp(X) - 1)),
    }
    for name, make in ACTIVATIONS.items():
        np.testing.assert_allclose(make().forward(X), expected[name], rtol=1e-12, err_msg=name)


@activations
def test_an_activations_gradient_is_a_numerical_one(make):
    X, dout = away_from_kinks(1), np.random.default_rng(2).standard_normal((4, 3))
    layer = make()
    layer.forward(X)
    numerical = gradcheck.central(lambda X: (dout * make().forward(X)).sum(), X)
    np.testing.assert_allclose(layer.backward(dout), numerical, rtol=1e-7, atol=1e-9)


@activations
@pytest.mark.filterwarnings("error")
def test_activations_are_right_far_out(make):
    X = np.array([[-1000.0, -700.0, 0.0, 700.0, 1000.0]])
    layer = make()
    z, slope = layer.forward(X), layer.backward(np.ones_like(X))
    assert np.isfinite(z).all()
    assert ((slope >= 0) & (slope <= 1)).all()
    np.testing.assert_allclose(layer.backward(2 * np.ones_like(X)), 2 * slope)


@activations
def test_float32_stays_and_integers_are_real_numbers(make):
    X = np.array([[-2, -1, 1, 3]])
    layer = make()
    assert layer.forward(X.astype(np.float32)).dtype == np.float32
    assert layer.backward(np.ones((1, 4), np.float32)).dtype == np.float32
    np.testing.assert_array_equal(layer.forward(X), layer.forward(X.astype(float)))
    np.testing.assert_allclose(layer.backward(np.ones((1, 4), int)), layer.backward(np.ones((1, 4))))


@activations
def test_nothing_given_is_changed_or_handed_back(make):
    X, dout = away_from_kinks(3), np.ones((4, 3))
    before = X.copy()
    layer = make()
    layer.forward(X)[:] = 0
    layer.backward(dout)[:] = 0
    np.testing.assert_array_equal(X, before)
    assert (dout == 1).all()


# --- Dropout ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("keep", [0.3, 0.8, 1.0])
def test_dropout_keeps_the_mean(keep):
    X = np.full((400, 250), 2.0)
    out = reference.Dropout(keep, seed=0).forward(X)
    assert set(np.unique(out)) <= {0.0, 2.0 / keep}
    assert abs((out > 0).mean() - keep) < 0.01
    assert abs(out.mean() - 2.0) < 0.05


def test_dropout_draws_afresh_and_is_gone_in_a_test():
    X, dout = np.ones((30, 20)), np.random.default_rng(0).standard_normal((30, 20))
    layer = reference.Dropout(0.5, seed=1)
    first, second = layer.forward(X), layer.forward(X)
    assert (first != second).mean() > 0.3
    np.testing.assert_array_equal(layer.backward(dout), dout * second)
    np.testing.assert_array_equal(layer.forward(X, train=False), X)
    np.testing.assert_array_equal(layer.backward(dout), dout)
    np.testing.assert_array_equal(reference.Dropout(0.5, seed=1).forward(X), first)


# --- Loss ---------------------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.integers(2, 7))
def test_softmax_cross_entropy_against_scikit_learn_and_complex_step(seed, N, K):
    rng = np.random.default_rng(seed)
    scores, y = 5 * rng.standard_normal((N, K)), rng.integers(0, K, N)
    loss, dscores = reference.softmax_cross_entropy(scores, y)
    assert np.isclose(loss, -log_softmax(scores, axis=1)[np.arange(N), y].mean(), rtol=1e-12)
    probabilities = np.exp(log_softmax(scores, axis=1))
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    assert np.isclose(loss, log_loss(y, probabilities, labels=np.arange(K)), rtol=1e-6, atol=1e-12)

    def formula(scores):
        return (np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(N), y]).mean()

    np.testing.assert_allclose(dscores, gradcheck.complex_step(formula, scores), atol=1e-12)


def test_softmax_cross_entropy_is_right_for_scores_of_any_size():
    scores = np.array([[1e4, 9999.0, -1e4], [0.3, -0.2, 0.1], [-1e4, 1e4, 0.0]])
    loss, dscores = reference.softmax_cross_entropy(scores, np.array([1, 0, 0]))
    expected = -log_softmax(scores, axis=1)[[0, 1, 2], [1, 0, 0]].mean()
    assert np.isclose(loss, expected, rtol=1e-12)
    np.testing.assert_allclose(dscores.sum(axis=1), 0, atol=1e-15)
    single = reference.softmax_cross_entropy(scores.astype(np.float32), np.array([1, 0, 0]))
    assert np.isclose(single[0], expected, rtol=1e-6)
    assert single[1].dtype == np.float32


@pytest.mark.parametrize("offset", [0.0, 100.0, 1e4, 1e15])
def test_softmax_cross_entropy_ignores_what_all_scores_share(offset):
    scores, y = np.array([[1.0, 2.0, 4.0]]), np.array([0])
    np.testing.assert_allclose(
        reference.softmax_cross_entropy(scores + offset, y)[1], reference.softmax_cross_entropy(scores, y)[1], rtol=1e-9
    )
