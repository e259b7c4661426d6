"""The multi-layer perceptron: linear layers with ReLU, and dropout if wanted, in between.

``scores = Linear(… ReLU(Linear(X)) …)``; the loss of a batch is the mean cross-entropy plus ``lam`` times the sum of
all squared weights. All arrays keep the type of the parameters: a network of float32 is trained in float32.

References
----------
Rumelhart, Hinton, Williams: *Learning representations by back-propagating errors*, Nature 323 (1986).
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from chainrule.reference.layers import Array, Dropout, Labels, Linear, ReLU, softmax_cross_entropy


class MLP:
    """A multi-layer perceptron.

    Parameters
    ----------
    sizes : sequence of int
        Numbers of inputs, of units in each hidden layer, and of classes: at least two.
    seed : int, or whatever ``numpy.random.default_rng`` takes
        Of all weights and dropout masks.
    keep : float
        Probability that a hidden unit survives dropout; 1 means no dropout.
    dtype : float32 or float64
        Of the parameters.

    Attributes
    ----------
    linears : list of Linear
        The layers that have parameters, first to last.

    Examples
    --------
    >>> network = MLP([64, 32, 10], seed=0)
    >>> network.forward(np.zeros((5, 64))).shape
    (5, 10)
    """

    def __init__(self, sizes: Sequence[int], seed: Any, keep: float = 1.0, dtype: DTypeLike = np.float64) -> None:
        # One stream of random numbers for each layer: equal seeds would give layers of one shape equal weights.
        streams = iter(np.random.default_rng(seed).spawn(2 * len(sizes)))
        self.linears = [Linear(n_in, n_out, next(streams), dtype) for n_in, n_out in pairwise(sizes)]
        hidden = len(self.linears) - 1
        self.relus = [ReLU() for _ in range(hidden)]
        self.dropouts = [Dropout(keep, next(streams)) for _ in range(hidden)] if keep < 1 else []

    @property
    def parameters(self) -> list[Array]:
        """Every ``W`` and ``b``, first layer to last: the arrays themselves."""
        return [parameter for linear in self.linears for parameter in (linear.W, linear.b)]

    def forward(self, X: Array, train: bool = False) -> Array:
        """Return the scores ``(N, K)``; units drop out only if `train`."""
        for i, linear in enumerate(self.linears):
            X = linear.forward(X)
            if i < len(self.relus):
                X = self.relus[i].forward(X)
                if train and self.dropouts:
                    X = self.dropouts[i].forward(X)
        return X

    def loss_and_gradients(self, X: Array, y: Labels, lam: float = 0.0) -> tuple[float, list[tuple[Array, Array]]]:
        """Return the loss of a batch and the gradient of every ``(W, b)``.

        ``L = 1/N sum_i L_i + lam sum W²`` over the weights of all layers; biases are not penalised. Dropout is active.

        Parameters
        ----------
        X : ndarray, (N, D)
        y : ndarray of int, (N,)
        lam : float
            Strength of the penalty.

        Returns
        -------
        loss : float
        gradients : list of (dW, db)
            Fresh arrays, a pair for each linear layer.
        """
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for i in range(len(self.linears) - 1, 0, -1):
            dout = self.linears[i].backward(dout)
            if self.dropouts:
                dout = self.dropouts[i - 1].backward(dout)
            dout = self.relus[i - 1].backward(dout)
        self.linears[0].differentiate(dout)  # nobody asks for the gradient of the images
        if lam:
            for linear in self.linears:
                loss += lam * float(np.square(linear.W).sum())
                linear.dW += 2 * lam * linear.W
        return loss, [(linear.dW, linear.db) for linear in self.linears]

    def predict(self, X: Array) -> Labels:
        """Return the label of the highest score of each example, ``(N,)``."""
        return self.forward(X).argmax(axis=1)

    def accuracy(self, X: Array, y: Labels) -> float:
        """Return the share of examples whose label is predicted."""
        return float((self.predict(X) == y).mean())
