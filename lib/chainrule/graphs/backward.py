"""The backward pass through a graph, by the chain rule, also with other slopes in place of some gates' own."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from chainrule import gradcheck
from chainrule.graphs.drawing import Numbers, Wire, wires_of

if TYPE_CHECKING:
    from chainrule.graphs.graph import Graph

Array = NDArray[np.float64]


class Backward:
    """A backward pass at given values. Each gate's own slopes are found numerically, once.

    Parameters
    ----------
    graph : Graph
    values : mapping
        The value of every node.
    """

    def __init__(self, graph: "Graph", values: Numbers) -> None:
        self._graph = graph
        self._values = {name: np.asarray(value, dtype=float) for name, value in values.items()}
        self._slopes: dict[Wire, Array] = {}

    @cached_property
    def right(self) -> dict[Any, Array]:
        """The gradients of the graph as it is."""
        return self.gradients()

    def gradients(self, changed: Mapping[str, Callable[..., Any]] | None = None) -> dict[Any, Array]:
        """Return the gradient of the output along every node and every wire.

        Parameters
        ----------
        changed : mapping, optional
            Functions in place of those that gates compute, with the same values, but other slopes.
        """
        graph = self._graph
        found: dict[Any, Array] = {name: np.zeros(np.shape(value)) for name, value in self._values.items()}
        found[graph.output] = np.ones(np.shape(self._values[graph.output]))
        for name in reversed(graph.gates):
            function = (changed or {}).get(name)
            for wire in self._wires[name]:
                found[wire] = self.passed_back(wire, found[name], function)
                found[wire[0]] = found[wire[0]] + found[wire]
        return found

    def passed_back(self, wire: Wire, upstream: Array, function: Callable[..., Any] | None = None) -> Array:
        """Return what a gate passes back along one of its wires: the upstream gradient times the gate's slopes.

        `function` is what the gate computes, if it is not what the graph says.
        """
        source, name, _ = wire
        if function is not None:
            slopes = self._slopes_along(wire, function)
        else:
            if wire not in self._slopes:
                self._slopes[wire] = self._slopes_along(wire, self._graph.functions[name])
            slopes = self._slopes[wire]
        return np.reshape(np.ravel(upstream) @ slopes, np.shape(self._values[source]))

    @cached_property
    def _wires(self) -> dict[str, list[Wire]]:
        wires = wires_of(self._graph.gates)
        return {name: [wire for wire in wires if wire[1] == name] for name in self._graph.gates}

    def _slopes_along(self, wire: Wire, function: Callable[..., Any]) -> Array:
        """Return the slope of every entry of a gate's value (rows) along every entry of an input (columns)."""
        source, name, place = wire
        given = [self._values[one][()] for one in self._graph.gates[name][1]]
        at = self._values[source]
        return gradcheck.slopes(lambda x: function(*given[:place], x, *given[place + 1 :]), at)
