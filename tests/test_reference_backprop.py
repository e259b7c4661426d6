"""Backpropagation by hand against numerical gradients, the complex step, SciPy, and paths counted one by one."""

import doctest
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.special import expit

from chainrule import gradcheck
from chainrule.reference import backprop as reference

seeds = st.integers(0, 2**32 - 1)
numbers = st.floats(-5, 5)


def slopes(function, arguments, places):
    """The central differences of a function's first result with respect to the arguments at `places`."""

    def one(x, place):
        return function(*arguments[:place], x, *arguments[place + 1 :])[0]

    return [gradcheck.central(lambda x, place=place: one(x, place), arguments[place]) for place in places]


def assert_gradients(function, arguments, places, tolerance=1e-6):
    results = function(*arguments)[1:]
    for got, numerical in zip(results, slopes(function, arguments, places), strict=True):
        assert np.shape(got) == numerical.shape
        scale = max(float(np.abs(numerical).max(initial=0.0)), 1e-2)
        np.testing.assert_allclose(got, numerical, rtol=0, atol=tolerance * scale)


def test_examples_in_docstrings():
    assert doctest.testmod(reference).failed == 0


def test_numbers_of_the_lecture():
    assert reference.backprop_add_multiply(-2, 5, -4) == (-12, -4, -4, 3)
    f, dw, dx = reference.backprop_sigmoid_neuron(np.array([2, -3, -3]), np.array([-1, -2]))
    assert f == pytest.approx(0.7311, abs=1e-4)
    np.testing.assert_allclose(dw, [-0.1966, -0.3932, 0.1966], atol=5e-5)
    np.testing.assert_allclose(dx, [0.3932, -0.5898], atol=5e-5)
    f, dW, dx = reference.backprop_squared_norm(np.array([[0.1, 0.5], [-0.3, 0.8]]), np.array([0.2, 0.4]))
    assert f == pytest.approx(0.116)
    np.testing.assert_allclose(dW, [[0.088, 0.176], [0.104, 0.208]])
    np.testing.assert_allclose(dx, [-0.112, 0.636])


@given(hnp.arrays(float, 20, elements=st.floats(-700, 700)))
def test_sigmoid_is_scipys(x):
    np.testing.assert_allclose(reference.sigmoid(x), expit(x), rtol=1e-12, atol=1e-300)


@given(numbers, numbers, numbers)
def test_add_multiply(x, y, z):
    assert_gradients(reference.backprop_add_multiply, (x, y, z), (0, 1, 2))


@given(numbers, numbers)
def test_branches(x, y):
    if abs(x - y) > 1e-3:
        assert_gradients(reference.backprop_branches, (x, y), (0, 1))


@given(st.integers(-4, 4))
def test_branches_at_a_tie_share_one_gradient(x):
    f, dx, dy = reference.backprop_branches(x, x)
    s = expit(x)
    along = gradcheck.central(lambda v: (v * v + expit(v)) * v, float(x))
    assert f == pytest.approx((x * x + s) * x)
    assert dx + dy == pytest.approx(float(along), rel=1e-6, abs=1e-6)


@given(seeds)
def test_sigmoid_neuron(seed):
    rng = np.random.default_rng(seed)
    w, x = rng.standard_normal(3), rng.standard_normal(2)
    assert_gradients(reference.backprop_sigmoid_neuron, (w, x), (0, 1))


@settings(deadline=None)
@given(seeds, st.integers(2, 6), st.integers(1, 5), st.sampled_from([0.0, 0.5, 1.0, 2.5]))
def test_svm_network(seed, K, D, delta):
    rng = np.random.default_rng(seed)
    W, x, y = rng.standard_normal((K, D)), rng.standard_normal(D), int(rng.integers(K))
    s = W @ x
    if np.abs(np.delete(s - s[y] + delta, y)).min() > 1e-3:
        assert_gradients(reference.backprop_svm_network, (W, x, y, delta), (0, 1))


@given(seeds, st.integers(1, 5), st.integers(1, 5))
def test_squared_norm(seed, M, D):
    rng = np.random.default_rng(seed)
    W, x = rng.standard_normal((M, D)), rng.standard_normal(D)
    f, dW, dx = reference.backprop_squared_norm(W, x)
    assert f == pytest.approx(np.linalg.norm(W @ x) ** 2)
    np.testing.assert_allclose(dW, gradcheck.complex_step(lambda W: ((W @ x) ** 2).sum(), W), atol=1e-12)
    np.testing.assert_allclose(dx, gradcheck.complex_step(lambda x: ((W @ x) ** 2).sum(), x), atol=1e-12)


@settings(deadline=None)
@given(seeds, st.integers(1, 5), st.integers(1, 4), st.sampled_from([0.0, 0.3, 1.0, 2.0]))
def test_hidden_layer(seed, H, D, delta):
    rng = np.random.default_rng(seed)
    U, W, b = rng.standard_normal(H), rng.standard_normal((H, D)), rng.standard_normal(H)
    x, x_c = rng.standard_normal(D), rng.standard_normal(D)
    if abs(delta + U @ expit(W @ x_c + b) - U @ expit(W @ x + b)) > 1e-3:
        assert_gradients(reference.backprop_hidden_layer, (U, W, b, x, x_c, delta), (0, 1, 2))


def test_hidden_layer_has_no_gradient_at_a_margin_of_zero():
    ones = np.ones(2)
    J, *gradients = reference.backprop_hidden_layer(ones, np.ones((2, 2)), ones, ones, ones, delta=0.0)
    assert J == 0
    assert not any(gradient.any() for gradient in gradients)


@settings(deadline=None)
@given(seeds, st.integers(1, 4), st.integers(1, 4), st.integers(1, 4))
def test_two_layer(seed, D, H, K):
    rng = np.random.default_rng(seed)
    W1, b1, W2, b2 = (rng.standard_normal(shape) for shape in ((H, D), H, (K, H), K))
    assert_gradients(
        reference.backprop_two_layer, (W1, b1, W2, b2, rng.standard_normal(D), rng.random(K)), (0, 1, 2, 3)
    )


@settings(deadline=None)
@given(seeds, st.lists(st.integers(1, 4), min_size=2, max_size=5))
def test_sum_over_paths_is_what_walking_every_path_gives(seed, sizes):
    rng = np.random.default_rng(seed)
    factors = [rng.standard_normal((after, before)) for before, after in zip(sizes, sizes[1:], strict=False)]
    walked = np.zeros((sizes[-1], sizes[0]))
    for path in product(*map(range, sizes)):
        walked[path[-1], path[0]] += np.prod([factors[i][path[i + 1], path[i]] for i in range(len(factors))])
    np.testing.assert_allclose(reference.sum_over_paths(factors), walked, atol=1e-12)


@settings(deadline=None)
@given(seeds, st.integers(1, 5), st.integers(1, 4), st.integers(1, 3))
def test_repaired_backward(seed, N, D, M):
    rng = np.random.default_rng(seed)
    X, W, b, dout = (rng.standard_normal(shape) for shape in ((N, D), (M, D), M, (N, M)))
    if np.abs(X @ W.T + b).min() > 1e-3:

        def weighted(X, W, b):
            return ((np.maximum(X @ W.T + b, 0) * dout).sum(), *reference.repaired_backward(X, W, b, dout))

        assert_gradients(weighted, (X, W, b), (0, 1, 2))
