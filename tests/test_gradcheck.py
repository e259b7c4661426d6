"""Numerical gradients against exact ones."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chainrule import gradcheck

points = arrays(np.float64, st.tuples(st.integers(1, 3), st.integers(1, 4)), elements=st.floats(-2, 2))


def smooth(x):
    """A function that mixes all entries, analytic, with complex numbers allowed."""
    return np.exp(0.3 * x).sum() * (x**2).sum() + np.sin(x).prod()


@given(points)
def test_central_differences_agree_with_the_complex_step(x):
    exact = gradcheck.complex_step(smooth, x)
    assert np.allclose(gradcheck.central(smooth, x), exact, rtol=1e-7, atol=1e-7)


@given(points, st.integers(0, 2**32 - 1))
def test_the_slope_along_a_direction_is_the_gradient_times_it(x, seed):
    direction = gradcheck.random_direction(x.shape, np.random.default_rng(seed))
    assert np.isclose(
        gradcheck.along(smooth, x, direction),
        (gradcheck.complex_step(smooth, x) * direction).sum(),
        rtol=1e-6,
        atol=1e-6,
    )


def test_errors_of_two_entries_do_not_cancel_along_a_random_direction():
    # As when two entries are swapped: one error is minus the other.
    directions = [gradcheck.random_direction((2,), np.random.default_rng(seed)) for seed in range(200)]
    assert min(abs(d[0] - d[1]) for d in directions) > 1e-4
    assert min(abs(d[0] + d[1]) for d in directions) > 1e-4


def test_no_entry_of_a_random_direction_is_lost():
    direction = gradcheck.random_direction((300, 300), np.random.default_rng(0))
    assert (np.abs(direction) >= 0.5).all()
    assert (np.abs(direction) <= 1).all()
    assert abs((direction > 0).mean() - 0.5) < 0.01


@pytest.mark.parametrize("dtype", [np.int64, np.float32, np.float64])
def test_the_kind_of_input_does_not_swallow_the_step(dtype):
    x = np.array([3, -2, 5], dtype=dtype)
    before = x.copy()
    gradient = gradcheck.central(lambda x: (x**3).sum(), x)
    assert gradient.dtype == np.float64
    assert np.allclose(gradient, [27, 12, 75], rtol=1e-8)
    assert np.array_equal(x, before)
    assert x.dtype == dtype


def test_a_function_that_changes_its_argument_does_no_harm():
    def f(x):
        x *= 2
        return (x**2).sum()

    assert np.allclose(gradcheck.central(f, np.ones(2)), 8)


def test_the_given_step_is_used_exactly():
    # On x³ a central difference is 3x² + h²: with h = 0.5 the error shows the step.
    assert np.isclose(gradcheck.central(lambda x: x[0] ** 3, [1.0], h=0.5)[0], 3.25)


def test_zero_dimensions_and_empty_arrays():
    assert np.isclose(gradcheck.central(lambda x: x**2, 3.0), 6.0)
    assert gradcheck.central(lambda x: 0.0, np.zeros((0, 3))).shape == (0, 3)


def test_a_loss_that_is_not_one_number_is_refused():
    with pytest.raises(ValueError, match=r"one number.*\(2,\)"):
        gradcheck.central(lambda x: x, np.ones(2))


@pytest.mark.parametrize(
    ("f", "at", "kink"),
    [
        (lambda x: np.abs(x).sum(), [0.0], True),
        (lambda x: np.maximum(0, x).sum(), [0.0], True),
        (lambda x: np.maximum(0, x).sum(), [0.5], False),
        (lambda x: (x**2).sum(), [0.0], False),
        (lambda x: np.exp(20 * x).sum(), [0.1], False),
        (lambda x: np.maximum(0, x).sum(), [2e-7], True),
    ],
)
def test_kinks_are_recognised_and_curvature_is_not_mistaken_for_one(f, at, kink):
    assert gradcheck.is_kink(f, at, (0,)) is kink


def test_one_sided_slopes():
    left, right = gradcheck.one_sided(lambda x: np.maximum(-x, 3 * x).sum(), [0.0], (0,))
    assert (round(left, 6), round(right, 6)) == (-1, 3)
