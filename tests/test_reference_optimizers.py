"""The optimisers' reference: the rules, and that what moves in place follows them."""

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from chainrule.reference import optimizers as reference

CURVATURE = np.array([1.0, 25.0])
START = np.array([4.0, 1.5])


def valley(w):
    return CURVATURE * w


def test_examples_in_docstrings():
    assert doctest.testmod(reference).failed == 0


def test_rules_by_hand():
    w, g, v = np.array([1.0, -2.0]), np.array([4.0, 0.5]), np.array([0.5, 1.0])
    np.testing.assert_allclose(reference.sgd_step(w, g, 0.1), [0.6, -2.05])
    moved, velocity = reference.momentum_step(w, g, v, 0.1, 0.9)
    np.testing.assert_allclose(velocity, [0.05, 0.85])
    np.testing.assert_allclose(moved, [1.05, -1.15])
    moved, velocity = reference.nesterov_step(w, v, lambda at: 2 * at, 0.1, 0.9)
    np.testing.assert_allclose(velocity, 0.9 * v - 0.2 * (w + 0.9 * v))
    np.testing.assert_allclose(moved, w + velocity)
    moved, cache = reference.adagrad_step(w, g, np.array([9.0, 0.0]), 0.1)
    np.testing.assert_allclose(cache, [25.0, 0.25])
    np.testing.assert_allclose(moved, [1 - 0.4 / 5, -2.1])
    moved, cache = reference.rmsprop_step(w, g, np.array([16.0, 0.0]), 0.1)
    np.testing.assert_allclose(cache, [16.0, 0.025])
    np.testing.assert_allclose(moved, [0.9, -2 - 0.05 / np.sqrt(0.025)])
    moved, m, squares = reference.adam_step(w, g, np.array([1.0, 0.0]), np.array([4.0, 0.0]), 2, 0.1)
    np.testing.assert_allclose(m, [0.9 + 0.4, 0.05])
    np.testing.assert_allclose(squares, [4 * 0.999 + 0.016, 0.00025])
    np.testing.assert_allclose(moved, w - 0.1 * (m / 0.19) / np.sqrt(squares / 0.001999), rtol=1e-6)


@given(hnp.arrays(float, 4, elements=st.floats(0.01, 5)), st.integers(1, 50))
def test_a_constant_gradient_moves_adam_by_its_rate_at_every_step(g, steps):
    w, m, v = np.zeros(4), np.zeros(4), np.zeros(4)
    for t in range(1, steps + 1):
        w, m, v = reference.adam_step(w, g, m, v, t, 0.1)
    np.testing.assert_allclose(w, -0.1 * steps, rtol=1e-4)


@pytest.mark.parametrize("kind", [np.float32, np.int64])
def test_adam_takes_other_kinds_of_numbers(kind):
    g = np.array([4, -2], dtype=kind)
    moved, m, v = reference.adam_step(g, g, 0 * g, 0 * g, 1, 0.5)
    np.testing.assert_allclose(moved, g - 0.5 * np.sign(g), rtol=1e-6)
    np.testing.assert_allclose((m, v), ([0.4, -0.2], [0.016, 0.004]), rtol=1e-4)


@given(hnp.arrays(float, 4, elements=st.floats(-5, 5)), hnp.arrays(float, 4, elements=st.floats(-5, 5)))
def test_without_momentum_they_are_one(w, g):
    plain = reference.sgd_step(w, g, 0.3)
    rest = np.zeros(4)
    np.testing.assert_allclose(reference.momentum_step(w, g, rest, 0.3, 0.9)[0], plain)
    np.testing.assert_allclose(reference.nesterov_step(w, rest, lambda at: g, 0.3, 0.9)[0], plain)
    np.testing.assert_allclose(reference.momentum_step(w, g, g, 0.3, 0.0)[0], plain)


def test_momentum_is_faster_in_a_narrow_valley():
    plain, w, v = START, START, np.zeros(2)
    for _ in range(60):
        plain = reference.sgd_step(plain, valley(plain), 0.03)
        w, v = reference.nesterov_step(w, v, valley, 0.03, 0.7)
    assert np.linalg.norm(w) < np.linalg.norm(plain) / 20


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        (lambda: reference.SGD(0.03), lambda w, g, state: (reference.sgd_step(w, g, 0.03), state)),
        (lambda: reference.Momentum(0.03, 0.8), lambda w, g, state: reference.momentum_step(w, g, state, 0.03, 0.8)),
        (lambda: reference.AdaGrad(0.3), lambda w, g, state: reference.adagrad_step(w, g, state, 0.3)),
    ],
)
def test_in_place_is_the_rule(make, rule):
    optimizer, w = make(), START.copy()
    expected, state = START, np.zeros(2)
    for _ in range(20):
        optimizer.step([w], [valley(w)])
        expected, state = rule(expected, valley(expected), state)
        np.testing.assert_allclose(w, expected, rtol=1e-12)


def test_nesterov_in_place_moves_the_points_that_the_rule_looks_ahead_to():
    optimizer, u = reference.Nesterov(0.03, 0.8), START.copy()
    w, v = START, np.zeros(2)
    for _ in range(20):
        optimizer.step([u], [valley(u)])
        w, v = reference.nesterov_step(w, v, valley, 0.03, 0.8)
        np.testing.assert_allclose(u, w + 0.8 * v, rtol=1e-12)


@pytest.mark.parametrize(
    "kind", [reference.SGD, reference.Momentum, reference.Nesterov, reference.AdaGrad], ids=lambda kind: kind.__name__
)
def test_float32_stays_and_every_parameter_moves(kind):
    parameters = [np.ones((3, 2), np.float32), np.ones(4, np.float32)]
    arrays = list(parameters)
    optimizer = kind(0.1)
    for _ in range(2):
        optimizer.step(parameters, [np.full_like(w, 0.5) for w in parameters])
    for w, array in zip(parameters, arrays, strict=True):
        assert w is array
        assert w.dtype == np.float32
        assert (w < 1).all()
