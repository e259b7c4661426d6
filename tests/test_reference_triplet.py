"""The triplet loss's reference against numerical gradients, and at the kink."""

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from chainrule import gradcheck
from chainrule.reference import triplet as reference


def test_examples_in_docstrings():
    assert doctest.testmod(reference).failed == 0


@settings(deadline=None)
@given(st.integers(1, 6), st.integers(1, 5), st.integers(0, 1000))
def test_gradients_are_the_slopes_of_the_loss(N, D, seed):
    rng = np.random.default_rng(seed)
    points = list(rng.standard_normal((3, N, D)))
    _, *gradients = reference.triplet_loss(*points, 1.5)
    for i, gradient in enumerate(gradients):

        def loss(x, i=i):
            return reference.triplet_loss(*points[:i], x, *points[i + 1 :], 1.5)[0]

        far_from_kinks = ~np.array([gradcheck.is_kink(loss, points[i], index) for index in np.ndindex(N, D)]).reshape(
            N, D
        )
        np.testing.assert_allclose(
            gradient[far_from_kinks], gradcheck.central(loss, points[i])[far_from_kinks], rtol=1e-6, atol=1e-7
        )


def test_loss_is_made_of_scipys_distances():
    a, p, n = np.random.default_rng(0).standard_normal((3, 5, 3))
    margins = np.diag(cdist(a, p, "sqeuclidean") - cdist(a, n, "sqeuclidean")) + 0.3
    assert reference.triplet_loss(a, p, n, 0.3)[0] == pytest.approx(margins[margins > 0].sum())


def test_moving_all_three_together_changes_nothing():
    a, p, n = np.random.default_rng(1).standard_normal((3, 5, 3))
    _, *gradients = reference.triplet_loss(a, p, n, 2.0)
    np.testing.assert_allclose(sum(gradients), 0, atol=1e-14)


def test_a_margin_of_exactly_zero_pulls_nothing():
    loss, *gradients = reference.triplet_loss(np.zeros((1, 2)), np.array([[0, 2]]), np.array([[2, 1]]), 1)
    assert loss == 0
    assert not np.any(gradients)
