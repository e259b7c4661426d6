"""The network's reference against scikit-learn's and numerical gradients."""

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.neural_network import MLPClassifier

from chainrule import check, gradcheck
from chainrule.reference import mlp as reference


def problem(sizes, seed=0, N=7):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((N, sizes[0])), rng.integers(0, sizes[-1], N)


def through(network, X, y, lam):
    """The loss as a function of all parameters, first layer to last, by plain formulas."""

    def loss(*parameters):
        weights, biases = parameters[::2], parameters[1::2]
        signal = X
        for i, (W, b) in enumerate(zip(weights, biases, strict=True)):
            signal = signal @ W.T + b
            if i < len(weights) - 1:
                signal = signal * (signal.real > 0)
        correct = signal[np.arange(len(y)), y]
        data = (np.log(np.exp(signal).sum(axis=1)) - correct).mean()
        return data + lam * sum((W**2).sum() for W in weights)

    return loss


def test_examples_in_docstrings():
    assert doctest.testmod(reference).failed == 0


@settings(deadline=None, max_examples=20)
@given(
    st.integers(0, 2**32 - 1),
    st.lists(st.integers(1, 5), min_size=1, max_size=3),
    st.integers(2, 5),
    st.sampled_from([0.0, 0.4]),
)
def test_every_gradient_is_a_complex_step(seed, widths, K, lam):
    sizes = [*widths, K]
    X, y = problem(sizes, seed)
    network = reference.MLP(sizes, seed)
    for linear in network.linears:
        linear.b += np.random.default_rng(seed).standard_normal(len(linear.b))
    loss, gradients = network.loss_and_gradients(X, y, lam)
    formula, parameters = through(network, X, y, lam), network.parameters
    assert np.isclose(loss, formula(*parameters))
    for i, gradient in enumerate(gradient for pair in gradients for gradient in pair):

        def one(x, i=i):
            return formula(*parameters[:i], x, *parameters[i + 1 :])

        np.testing.assert_allclose(gradient, gradcheck.complex_step(one, parameters[i]), rtol=1e-9, atol=1e-11)


def test_scores_are_those_of_scikit_learn():
    X, y = problem([6, 5, 4, 3], N=30)
    network = reference.MLP([6, 5, 4, 3], seed=0)
    theirs = MLPClassifier((5, 4), max_iter=1).partial_fit(X, y, classes=np.arange(3))
    theirs.coefs_ = [linear.W.T for linear in network.linears]
    theirs.intercepts_ = [linear.b for linear in network.linears]
    np.testing.assert_array_equal(network.predict(X), theirs.predict(X))
    assert network.accuracy(X, y) == theirs.score(X, y)


def test_a_large_network_passes_the_check_by_directions():
    sizes = [784, 256, 128, 10]
    X, y = problem(sizes, N=5)
    network = reference.MLP(sizes, seed=1)
    gradients = [gradient for pair in network.loss_and_gradients(X, y, 0.1)[1] for gradient in pair]
    names = [f"{kind}{i}" for i in range(3) for kind in ("dW", "db")]
    check.gradients(
        gradients, through(network, X, y, 0.1), network.parameters, "784-256-128-10", names=names, tolerance=1e-5
    )


def test_dropout_acts_only_in_training():
    X, y = problem([4, 50, 3])
    network = reference.MLP([4, 50, 3], seed=0, keep=0.5)
    np.testing.assert_array_equal(network.forward(X), network.forward(X))
    assert not np.array_equal(network.forward(X, train=True), network.forward(X, train=True))
    losses = {network.loss_and_gradients(X, y)[0] for _ in range(5)}
    assert len(losses) == 5


def test_float32_stays():
    X, y = problem([4, 6, 6, 3])
    network = reference.MLP([4, 6, 6, 3], seed=0, keep=0.7, dtype=np.float32)
    loss, gradients = network.loss_and_gradients(X.astype(np.float32), y, 0.1)
    assert isinstance(loss, float)
    assert {gradient.dtype for pair in gradients for gradient in pair} == {np.dtype(np.float32)}
    layers = (*network.linears, *network.relus, *network.dropouts)
    kept = [value for layer in layers for value in vars(layer).values() if isinstance(value, np.ndarray)]
    assert {array.dtype for array in kept} == {np.dtype(np.float32), np.dtype(bool)}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_seed_decides_and_no_two_layers_start_alike(dtype):
    one, same = (reference.MLP([5, 5, 5, 5], seed=2, dtype=dtype) for _ in range(2))
    for a, b in zip(one.parameters, same.parameters, strict=True):
        np.testing.assert_array_equal(a, b)
    W = [linear.W for linear in one.linears]
    assert not (W[0] == W[1]).any()
    assert not (W[1] == W[2]).any()


def test_a_network_without_hidden_layers_is_a_softmax_classifier():
    from chainrule.reference import softmax

    X, y = problem([4, 3])
    network = reference.MLP([4, 3], seed=0)
    loss, [(dW, db)] = network.loss_and_gradients(X, y, 0.3)
    expected, expected_dW = softmax.softmax_loss(network.linears[0].W, X, y, 0.3)
    assert np.isclose(loss, expected)
    np.testing.assert_allclose(dW, expected_dW)
    assert db.shape == (3,)
