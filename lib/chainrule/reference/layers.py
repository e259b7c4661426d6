"""Layers: functions with parameters that know their own derivative.

``forward(X)`` maps a batch ``X`` ``(N, n_in)`` to its output and keeps what `backward` needs. ``backward(dout)`` takes
the gradient of some loss ``L`` with respect to that output and returns the gradient with respect to ``X``; a layer
with parameters also keeps their gradients. No layer changes what it is given, float32 stays float32, and integers are
treated as real numbers.

References
----------
He, Zhang, Ren, Sun: *Delving deep into rectifiers*, ICCV, 2015 (the initial weights).
Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov: *Dropout*, Journal of Machine Learning Research 15 (2014).
Clevert, Unterthiner, Hochreiter: *Fast and accurate deep network learning by exponential linear units*, ICLR, 2016.
"""

from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

Array = NDArray[np.floating]
Labels = NDArray[np.integer]


class Layer(Protocol):
    """Anything that can stand between two other layers."""

    def forward(self, X: Array) -> Array:
        """Return the output, and keep what `backward` needs."""

    def backward(self, dout: Array) -> Array:
        """Return the gradient with respect to the input of the last `forward`."""


class Linear:
    """``Z = X Wᵀ + b`` with ``X`` (N, n_in), ``W`` (n_out, n_in), ``b`` (n_out,).

    With ``dZ`` (N, n_out) the gradient of the loss with respect to ``Z``::

        dX = dZ W             (N, n_in)
        dW = dZᵀ X            (n_out, n_in)
        db = sum over examples of dZ      (n_out,)

    The weights start as ``sqrt(2 / n_in)`` times standard normal numbers (He), so that a layer of ReLUs preserves
    the size of its signals; the biases start at 0.

    Parameters
    ----------
    n_in, n_out : int
        Numbers of inputs and outputs.
    seed : int, or whatever ``numpy.random.default_rng`` takes
        Of the weights.
    dtype : float32 or float64
        Of the parameters.

    Attributes
    ----------
    W, b : ndarray
        The parameters; assigning to them changes the layer.
    dW, db : ndarray
        Their gradients, after `backward`.

    Examples
    --------
    >>> layer = Linear(784, 100, seed=0)
    >>> layer.W.shape, float(layer.W.std().round(3))
    ((100, 784), 0.051)
    """

    def __init__(self, n_in: int, n_out: int, seed: Any, dtype: DTypeLike = np.float64) -> None:
        self.W: Array = np.random.default_rng(seed).standard_normal((n_out, n_in)).astype(dtype)
        self.W *= np.sqrt(2 / n_in)
        self.b: Array = np.zeros(n_out, dtype)

    def forward(self, X: ArrayLike) -> Array:
        """Return ``X Wᵀ + b``."""
        self.X = np.asarray(X)
        return self.X @ self.W.T + self.b

    def backward(self, dout: ArrayLike) -> Array:
        """Set ``dW`` and ``db``, and return ``dX``."""
        dout = np.asarray(dout)
        self.differentiate(dout)
        return dout @ self.W

    def differentiate(self, dout: Array) -> None:
        """Set ``dW`` and ``db`` alone: all that the first layer of a network needs."""
        self.dW: Array = dout.T @ self.X
        self.db: Array = dout.sum(axis=0)


class ReLU:
    """``z = max(0, x)``, ``∂z/∂x = 1`` where ``x > 0``, else 0."""

    def forward(self, X: ArrayLike) -> Array:
        """Return ``max(0, x)``, elementwise."""
        out: Array = np.maximum(_real(X), 0)
        self.active = out > 0
        return out

    def backward(self, dout: ArrayLike) -> Array:
        """Return ``dout`` where ``x > 0``."""
        return np.asarray(dout) * self.active


class Sigmoid:
    """``z = 1 / (1 + e^-x)``, ``∂z/∂x = z (1 - z)``, at most 1/4.

    For negative ``x`` the same function is written ``e^x / (1 + e^x)``, so that no power exceeds 1; ``1 - z`` is the
    sigmoid of ``-x``, computed without cancellation.
    """

    def forward(self, X: ArrayLike) -> Array:
        """Return ``1 / (1 + e^-x)``, elementwise."""
        X = _real(X)
        power = np.exp(-np.abs(X))
        z: Array = np.where(X >= 0, 1, power) / (1 + power)
        self.slope = power / (1 + power) ** 2
        return z

    def backward(self, dout: ArrayLike) -> Array:
        """Return ``z (1 - z) dout``."""
        return np.asarray(dout) * self.slope


class Tanh:
    """``z = tanh(x)``, ``∂z/∂x = 1 - z²``."""

    def forward(self, X: ArrayLike) -> Array:
        """Return ``tanh(x)``, elementwise."""
        self.z: Array = np.tanh(_real(X))
        return self.z

    def backward(self, dout: ArrayLike) -> Array:
        """Return ``(1 - z²) dout``."""
        return np.asarray(dout) * (1 - self.z) * (1 + self.z)


class LeakyReLU:
    """``z = x`` where ``x > 0``, else ``slope x``, with ``0 <= slope < 1``."""

    def __init__(self, slope: float = 0.1) -> None:
        self.slope = slope

    def forward(self, X: ArrayLike) -> Array:
        """Return ``max(x, slope x)``, elementwise."""
        X = _real(X)
        self.slopes = np.where(X > 0, X.dtype.type(1), X.dtype.type(self.slope))
        out: Array = X * self.slopes
        return out

    def backward(self, dout: ArrayLike) -> Array:
        """Return ``dout`` where ``x > 0``, else ``slope dout``."""
        return np.asarray(dout) * self.slopes


class ELU:
    """``z = x`` where ``x > 0``, else ``alpha (e^x - 1)``, with ``alpha > 0``; ``∂z/∂x = 1`` or ``alpha e^x``."""

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = alpha

    def forward(self, X: ArrayLike) -> Array:
        """Return ``x`` or ``alpha (e^x - 1)``, elementwise."""
        X = _real(X)
        below = np.minimum(X, 0)
        self.slopes = np.where(X > 0, X.dtype.type(1), X.dtype.type(self.alpha) * np.exp(below))
        out: Array = np.maximum(X, 0) + self.alpha * np.expm1(below)
        return out

    def backward(self, dout: ArrayLike) -> Array:
        """Return ``dout`` where ``x > 0``, else ``alpha e^x dout``."""
        return np.asarray(dout) * self.slopes


class Dropout:
    """Inverted dropout: each entry survives with probability `keep`, and is divided by it.

    The mask is ``m = [u < keep] / keep`` with ``u`` uniform, drawn afresh for every entry in every training forward;
    ``z = m x``, so that ``E z = x`` and nothing needs to be scaled when the network is used.

    Parameters
    ----------
    keep : float
        ``0 < keep <= 1``.
    seed : int, or whatever ``numpy.random.default_rng`` takes
        Of the masks.
    """

    def __init__(self, keep: float, seed: Any) -> None:
        self.keep = keep
        self.rng = np.random.default_rng(seed)
        self.mask: Array | None = None

    def forward(self, X: ArrayLike, train: bool = True) -> Array:
        """Return ``m x``, with a new mask; ``x`` itself unless `train`."""
        X = _real(X)
        if not train:
            self.mask = None
            return X.copy()
        drawn = self.rng.random(X.shape, dtype=np.float32 if X.dtype == np.float32 else np.float64)
        self.mask = (drawn < self.keep) * X.dtype.type(1 / self.keep)
        out: Array = X * self.mask
        return out

    def backward(self, dout: ArrayLike) -> Array:
        """Return ``m dout`` with the mask of the last forward; ``dout`` itself after one that did not train."""
        dout = np.asarray(dout)
        return dout.copy() if self.mask is None else dout * self.mask


def softmax_cross_entropy(scores: ArrayLike, y: Labels) -> tuple[float, Array]:
    """Return the mean cross-entropy of a batch and its gradient with respect to the scores.

    ``L = -1/N sum_i log softmax(s_i)[y_i]``, ``∂L/∂s_i = (softmax(s_i) - onehot(y_i)) / N``. The largest score of a row
    is subtracted first: right for scores of any size.

    Parameters
    ----------
    scores : array_like, (N, K)
    y : ndarray of int, (N,)
        Labels.

    Returns
    -------
    loss : float
    dscores : ndarray, (N, K)

    Examples
    --------
    >>> loss, dscores = softmax_cross_entropy(np.array([[0.0, 0.0]]), np.array([1]))
    >>> round(loss, 4), dscores
    (0.6931, array([[ 0.5, -0.5]]))
    """
    scores = _real(scores)
    examples = np.arange(len(scores))
    dscores: Array = scores - scores.max(axis=1, keepdims=True)
    correct = dscores[examples, y]
    np.exp(dscores, out=dscores)
    total = dscores.sum(axis=1, keepdims=True)
    loss = (np.log(total[:, 0]) - correct).mean(dtype=np.float64)
    dscores /= total * len(scores)
    dscores[examples, y] -= 1 / len(scores)
    return float(loss), dscores


def _real(X: ArrayLike) -> Array:
    """Return `X` itself if it holds real numbers, else a copy in float64."""
    X = np.asarray(X)
    return X if X.dtype.kind == "f" else X.astype(np.float64)
