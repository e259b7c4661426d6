"""Gates: functions that know their own derivative.

A gate has two methods. ``forward(*inputs)`` returns the output ``z`` and keeps what the derivative needs.
``backward(dz)`` takes the gradient of some loss ``L`` with respect to ``z``, of the shape of ``z``, and returns a list
with the gradient with respect to each input, in order::

    ∂L/∂x_i = ∂L/∂z · ∂z/∂x_i            (chain rule: upstream times local)

The inputs of the elementwise gates are scalars or arrays of one shape; integers are treated as real numbers.

References
----------
Rumelhart, Hinton, Williams: *Learning representations by back-propagating errors*, Nature 323 (1986).
Griewank, Walther: *Evaluating Derivatives*, 2nd ed., chapter 3 (the reverse mode).
"""

from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

Value = Any
"""A scalar or an array."""


class Gate(Protocol):
    """A node of a computational graph."""

    def forward(self, *inputs: Any) -> Value:
        """Return the output, and keep what `backward` needs."""

    def backward(self, dz: Any) -> list[Value]:
        """Return the gradient with respect to each input of the last `forward`."""


class ShiftGate:
    """``z = c + x``, ``∂z/∂x = 1``.

    Examples
    --------
    >>> gate = ShiftGate(1.0)
    >>> float(gate.forward(2.0)), [float(dx) for dx in gate.backward(5.0)]
    (3.0, [5.0])
    """

    def __init__(self, c: float) -> None:
        self.c = c

    def forward(self, x: ArrayLike) -> Value:
        """Return ``c + x``."""
        return self.c + np.asarray(x)

    def backward(self, dz: Value) -> list[Value]:
        """Return ``[dz]``."""
        return [1.0 * np.asarray(dz)]


class ScaleGate:
    """``z = a x``, ``∂z/∂x = a``."""

    def __init__(self, a: float) -> None:
        self.a = a

    def forward(self, x: ArrayLike) -> Value:
        """Return ``a x``."""
        return self.a * np.asarray(x)

    def backward(self, dz: Value) -> list[Value]:
        """Return ``[a dz]``."""
        return [self.a * np.asarray(dz)]


class AddGate:
    """``z = x + y``, ``∂z/∂x = ∂z/∂y = 1``: the upstream gradient goes to both."""

    def forward(self, x: ArrayLike, y: ArrayLike) -> Value:
        """Return ``x + y``."""
        return np.asarray(x) + np.asarray(y)

    def backward(self, dz: Value) -> list[Value]:
        """Return ``[dz, dz]``, as two arrays."""
        return [1.0 * np.asarray(dz), 1.0 * np.asarray(dz)]


class MultiplyGate:
    """``z = x y``, ``∂z/∂x = y``, ``∂z/∂y = x``: each input is the other's slope."""

    def forward(self, x: ArrayLike, y: ArrayLike) -> Value:
        """Return ``x y``."""
        self.x, self.y = np.asarray(x), np.asarray(y)
        return self.x * self.y

    def backward(self, dz: Value) -> list[Value]:
        """Return ``[y dz, x dz]``."""
        return [self.y * dz, self.x * dz]


class MaxGate:
    """``z = max(x, y)``: ``∂z/∂x = 1`` where ``x > y`` and 0 where ``x < y``; at a tie each gets half."""

    def forward(self, x: ArrayLike, y: ArrayLike) -> Value:
        """Return the larger of the two, elementwise."""
        x, y = np.asarray(x), np.asarray(y)
        self.share = (x > y) + 0.5 * (x == y)
        return np.maximum(x, y)

    def backward(self, dz: Value) -> list[Value]:
        """Return ``[share dz, (1 - share) dz]``."""
        return [self.share * dz, (1.0 - self.share) * dz]


class ExpGate:
    """``z = e^x``, ``∂z/∂x = e^x = z``."""

    def forward(self, x: ArrayLike) -> Value:
        """Return ``e^x``."""
        self.z = np.exp(np.asarray(x))
        return self.z

    def backward(self, dz: Value) -> list[Value]:
        """Return ``[z dz]``."""
        return [self.z * dz]


class ReciprocalGate:
    """``z = 1 / x``, ``∂z/∂x = -1 / x² = -z²``."""

    def forward(self, x: ArrayLike) -> Value:
        """Return ``1 / x``."""
        self.z = 1.0 / np.asarray(x)
        return self.z

    def backward(self, dz: Value) -> list[Value]:
        """Return ``[-z² dz]``."""
        return [-(self.z**2) * dz]


class SigmoidGate:
    """``z = 1 / (1 + e^-x)``, ``∂z/∂x = z (1 - z)``.

    For negative ``x`` the same function is written ``e^x / (1 + e^x)``, so that no power exceeds 1.

    Examples
    --------
    >>> gate = SigmoidGate()
    >>> gate.forward(np.array([-1000.0, 0.0, 1000.0]))
    array([0. , 0.5, 1. ])
    """

    def forward(self, x: ArrayLike) -> Value:
        """Return ``1 / (1 + e^-x)``."""
        x = np.asarray(x)
        power = np.exp(-np.abs(x))
        self.z = np.where(x >= 0, 1.0, power) / (1.0 + power)
        return self.z

    def backward(self, dz: Value) -> list[Value]:
        """Return ``[z (1 - z) dz]``."""
        return [self.z * (1.0 - self.z) * dz]


class ReLUGate:
    """``z = max(0, x)``, ``∂z/∂x = 1`` where ``x > 0``, else 0."""

    def forward(self, x: ArrayLike) -> Value:
        """Return ``max(0, x)``."""
        x = np.asarray(x)
        self.active = x > 0
        return np.maximum(x, 0)

    def backward(self, dz: Value) -> list[Value]:
        """Return ``[dz where x > 0]``."""
        return [self.active * np.asarray(dz)]


class LinearGate:
    """``Z = X Wᵀ + b`` for a batch: ``X`` (N, D), ``W`` (M, D), ``b`` (M,), ``Z`` (N, M).

    With ``dZ`` the gradient of the loss with respect to ``Z``::

        dX = dZ W            (N, D)
        dW = dZᵀ X           (M, D)
        db = sum over examples of dZ      (M,)
    """

    def forward(self, X: NDArray[Any], W: NDArray[Any], b: NDArray[Any]) -> NDArray[Any]:
        """Return ``X Wᵀ + b``."""
        self.X, self.W = X, W
        return X @ W.T + b

    def backward(self, dout: NDArray[Any]) -> list[NDArray[Any]]:
        """Return ``[dX, dW, db]``."""
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]
