"""Backpropagation through small graphs: forward in stages, then the stages backwards.

Every gradient is the upstream gradient times the local one; where a value is used more than once, the gradients of its
uses are added. ``d<name>`` is the gradient of the function's first result with respect to ``<name>``. Integers are
treated as real numbers, and arguments are never changed.

References
----------
Rumelhart, Hinton, Williams: *Learning representations by back-propagating errors*, Nature 323 (1986).
Collobert, Weston, Bottou, Karlen, Kavukcuoglu, Kuksa: *Natural language processing (almost) from scratch*, JMLR 12
(2011), for the ranking objective of `backprop_hidden_layer`.
"""

from collections.abc import Sequence
from functools import reduce

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.floating]


def sigmoid(x: ArrayLike) -> Array:
    """Return ``1 / (1 + e^-x)``, elementwise, without overflow.

    Examples
    --------
    >>> sigmoid([-1000.0, 0.0, 1000.0])
    array([0. , 0.5, 1. ])
    """
    x = np.asarray(x, dtype=float)
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


def backprop_add_multiply(x: float, y: float, z: float) -> tuple[float, float, float, float]:
    """Return ``(f, dx, dy, dz)`` for ``f = (x + y) z``.

    ``∂f/∂x = ∂f/∂y = z``, ``∂f/∂z = x + y``.

    Examples
    --------
    >>> backprop_add_multiply(-2, 5, -4)
    (-12.0, -4.0, -4.0, 3.0)
    """
    x, y, z = float(x), float(y), float(z)
    q = x + y
    dq = z
    return q * z, dq, dq, q


def backprop_sigmoid_neuron(w: Array, x: Array) -> tuple[float, Array, Array]:
    """Return ``(f, dw, dx)`` for ``f = σ(w0 x0 + w1 x1 + w2)``.

    With ``u`` the pre-activation, ``∂f/∂u = f (1 - f)``; ``∂u/∂w = (x0, x1, 1)``, ``∂u/∂x = (w0, w1)``.

    Parameters
    ----------
    w : ndarray, (3,)
        Two weights and the bias.
    x : ndarray, (2,)
        The input.

    Examples
    --------
    >>> f, dw, dx = backprop_sigmoid_neuron(np.array([2.0, -3.0, -3.0]), np.array([-1.0, -2.0]))
    >>> dw.round(4), dx.round(4)
    (array([-0.1966, -0.3932,  0.1966]), array([ 0.3932, -0.5898]))
    """
    w, x = np.asarray(w, dtype=float), np.asarray(x, dtype=float)
    f = float(sigmoid(w[:2] @ x + w[2]))
    du = f * (1.0 - f)
    return f, du * np.append(x, 1.0), du * w[:2]


def backprop_branches(x: float, y: float) -> tuple[float, float, float]:
    """Return ``(f, dx, dy)`` for ``f = (x y + σ(x)) max(x, y)``.

    With ``t = x y + σ(x)`` and ``m = max(x, y)``::

        ∂f/∂x = y m + σ(x) (1 - σ(x)) m + t [x > y]
        ∂f/∂y = x m + t [y > x]

    At a tie, where any split of the maximum's gradient is right, each gets half.
    """
    x, y = float(x), float(y)
    s = float(sigmoid(x))
    t, m = x * y + s, max(x, y)
    share = 0.5 if x == y else float(x > y)
    return t * m, (y + s * (1.0 - s)) * m + t * share, x * m + t * (1.0 - share)


def backprop_svm_network(W: Array, x: Array, y: int, delta: float = 1.0) -> tuple[float, Array, Array]:
    """Return ``(loss, dW, dx)`` of the hinge loss of one example.

    ``L = Σ_{j ≠ y} max(0, s_j - s_y + Δ)`` with ``s = W x``; ``∂L/∂s_j = [margin_j > 0]`` for ``j ≠ y`` and minus their
    sum for ``y``; ``∂L/∂W = ds xᵀ``, ``∂L/∂x = Wᵀ ds``.

    Parameters
    ----------
    W : ndarray, (K, D)
        Weights.
    x : ndarray, (D,)
        The example.
    y : int
        Its class.
    delta : float
        The margin, at least 0.

    Examples
    --------
    >>> loss, dW, dx = backprop_svm_network(np.array([[-2, -1], [1, -5]]), np.array([3, 2]), 0)
    >>> loss, dW.tolist(), dx.tolist()
    (2.0, [[-3.0, -2.0], [3.0, 2.0]], [3.0, -4.0])
    """
    W, x = np.asarray(W, dtype=float), np.asarray(x, dtype=float)
    s = W @ x
    margins = s - s[y] + delta
    margins[y] = 0.0
    ds = (margins > 0).astype(float)
    ds[y] = -ds.sum()
    return float(np.maximum(margins, 0.0).sum()), np.outer(ds, x), W.T @ ds


def backprop_squared_norm(W: Array, x: Array) -> tuple[float, Array, Array]:
    """Return ``(f, dW, dx)`` for ``f = ‖W x‖²``, `W` (M, D) and `x` (D,).

    With ``q = W x``: ``∂f/∂q = 2 q``, ``∂f/∂W = 2 q xᵀ``, ``∂f/∂x = 2 Wᵀ q``.
    """
    W, x = np.asarray(W, dtype=float), np.asarray(x, dtype=float)
    q = W @ x
    dq = 2.0 * q
    return float(q @ q), np.outer(dq, x), W.T @ dq


def backprop_hidden_layer(
    U: Array, W: Array, b: Array, x: Array, x_c: Array, delta: float = 1.0
) -> tuple[float, Array, Array, Array]:
    """Return ``(J, dU, dW, db)`` of the ranking objective of a network with one hidden layer.

    ``s = U·σ(W x + b)``, ``s_c = U·σ(W x_c + b)``, ``J = max(0, Δ + s_c - s)``. If the margin is positive,
    ``∂J/∂s = -1`` and ``∂J/∂s_c = 1``; the error signal at the hidden layer is ``∂J/∂s · U ∘ h ∘ (1 - h)`` for each of
    the two inputs. The parameters serve both, so their gradients are added. All are 0 if the margin is not positive.

    Parameters
    ----------
    U, b : ndarray, (H,)
        Output weights and biases.
    W : ndarray, (H, D)
        Hidden weights.
    x, x_c : ndarray, (D,)
        The true example and the corrupted one.
    delta : float
        The margin, at least 0.
    """
    U, W, b, x, x_c = (np.asarray(a, dtype=float) for a in (U, W, b, x, x_c))
    h, h_c = sigmoid(W @ x + b), sigmoid(W @ x_c + b)
    margin = float(delta + U @ h_c - U @ h)
    active = float(margin > 0)
    error, error_c = -active * U * h * (1.0 - h), active * U * h_c * (1.0 - h_c)
    dU = active * (h_c - h)
    return max(margin, 0.0), dU, np.outer(error, x) + np.outer(error_c, x_c), error + error_c


def backprop_two_layer(
    W1: Array, b1: Array, W2: Array, b2: Array, x: Array, t: Array
) -> tuple[float, Array, Array, Array, Array]:
    """Return ``(L, dW1, db1, dW2, db2)`` of the squared error of two sigmoid layers.

    ``z = σ(W1 x + b1)``, ``out = σ(W2 z + b2)``, ``L = Σ (out - t)²``. The error signals are
    ``δ2 = 2 (out - t) ∘ out ∘ (1 - out)`` and ``δ1 = (W2ᵀ δ2) ∘ z ∘ (1 - z)``; each layer's gradients are
    ``δ inputᵀ`` and ``δ``.

    Parameters
    ----------
    W1, b1 : ndarray, (H, D) and (H,)
        First layer.
    W2, b2 : ndarray, (K, H) and (K,)
        Second layer.
    x : ndarray, (D,)
        Input.
    t : ndarray, (K,)
        Target.
    """
    W1, b1, W2, b2, x, t = (np.asarray(a, dtype=float) for a in (W1, b1, W2, b2, x, t))
    z = sigmoid(W1 @ x + b1)
    out = sigmoid(W2 @ z + b2)
    error2 = 2.0 * (out - t) * out * (1.0 - out)
    error1 = (W2.T @ error2) * z * (1.0 - z)
    return float(((out - t) ** 2).sum()), np.outer(error1, x), error1, np.outer(error2, z), error2


def sum_over_paths(factors: Sequence[Array]) -> Array:
    """Return for each output and input the sum over all paths of the product of the factors along it.

    With ``F_l`` the l-th matrix, (n_l, n_{l-1}), this is ``F_L ⋯ F_1``, (n_L, n_0): the entry ``[i, j]`` of a product
    of matrices *is* the sum over all ways from ``j`` to ``i``.

    Examples
    --------
    >>> sum_over_paths([np.array([[1.0], [2.0]]), np.array([[3.0, 4.0]])])
    array([[11.]])
    """
    return reduce(lambda product, factor: factor @ product, [np.array(factor, dtype=float) for factor in factors])


def repaired_backward(X: Array, W: Array, b: Array, dout: Array) -> tuple[Array, Array, Array]:
    """Return ``(dX, dW, db)``, the backward pass of ``relu(X Wᵀ + b)``.

    With ``S = X Wᵀ + b`` and ``dS = dout ∘ [S > 0]``: ``dX = dS W``, ``dW = dSᵀ X``, ``db = Σ_n dS_n``.

    Parameters
    ----------
    X : ndarray, (N, D)
        A batch.
    W, b : ndarray, (M, D) and (M,)
        Weights and biases.
    dout : ndarray, (N, M)
        The upstream gradient.
    """
    X, W, b, dout = (np.asarray(a, dtype=float) for a in (X, W, b, dout))
    dS = dout * (X @ W.T + b > 0)
    return dS @ W, dS.T @ X, dS.sum(axis=0)
