"""Computational graphs that know their values and slopes."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule import gradcheck
from chainrule.graphs import slips
from chainrule.graphs.drawing import Drawing, Gate, Nodes, Numbers, Wire, draw, gates_of, wires_of
from chainrule.language import words

OPERATIONS: dict[str, Callable[..., Any]] = {
    "+": np.add,
    "−": np.subtract,
    "×": np.multiply,
    "@": np.matmul,
    "max": np.maximum,
    "max(0,·)": lambda x: np.maximum(x, 0.0),
    "exp": np.exp,
    "1/x": np.reciprocal,
    "σ": lambda x: 1 / (1 + np.exp(-x)),
    "‖·‖²": lambda x: np.sum(x**2),
}
"""What the symbols mean, for graphs that are computed here."""


@dataclass(frozen=True)
class Graph:
    """A computational graph that knows its values, to draw it before and after an answer.

    Parameters
    ----------
    nodes : mapping
        As for `draw`; the last entry is the output. For a symbol that is not in `OPERATIONS`, a third element gives the
        function: ``("+1", ["q"], lambda q: q + 1)``. Inputs may be marked: ``{"W": "weight", "b": "bias", …}``.
    title : str
        The title of the pictures.
    digits : int
        Decimals to show at most.

    Examples
    --------
    >>> graph = Graph({"q": ("+", ["x", "y"]), "f": ("×", ["q", "z"])}, "(x + y) z")
    >>> graph.marked(x=-2, y=5, z=-4, gradients={"x": -4, "y": 4, "z": 3})
    (x + y) z
    node  gate     value  gradient
    x     input    -2     -4 ✓
    y     input    5      4 ✗
    z     input    -4     3 ✓
    q     + (x,y)  3      -4
    f     × (q,z)  -12    1
    """

    nodes: Nodes
    title: str = words("A computational graph")
    digits: int = 4

    @cached_property
    def gates(self) -> dict[str, Gate]:
        """The gates, each after all that it reads."""
        gates = gates_of(self.nodes)
        order = TopologicalSorter({name: gate[1] for name, gate in gates.items()}).static_order()
        return {name: gates[name] for name in order if name in gates}

    @cached_property
    def output(self) -> str:
        """The name of the output."""
        return list(self.nodes)[-1]

    @cached_property
    def functions(self) -> dict[str, Callable[..., Any]]:
        """What each gate computes."""
        return {name: gate[2] if len(gate) > 2 else OPERATIONS[gate[0]] for name, gate in self.gates.items()}

    def inputs_marked(self, mark: str) -> list[str]:
        """Return the inputs that are marked "weight", or "bias"."""
        return [name for name, node in self.nodes.items() if node == mark]

    def values(self, inputs: Numbers, fixed: Numbers | None = None) -> dict[str, Any]:
        """Return the value of every node, forwards.

        Parameters
        ----------
        inputs : mapping
            Name to value.
        fixed : mapping, optional
            Values to use in place of what the graph computes: of a node, or of one wire ``(from, to, position)``.
        """
        return self._computed(list(self.gates), inputs, fixed or {})

    def gradients(self, inputs: Numbers) -> dict[Any, NDArray[np.float64]]:
        """Return the slope of the output along every node, and every wire of a node with several, numerically."""
        values = self.values(inputs)
        return {key: self.slope(key, values) for key in (*values, *self._branches())}

    def facts(self, name: str, inputs: Numbers) -> dict[str, Any]:
        """Return what wrong gradients of a node look like, for `chainrule.mistakes` to recognise them."""
        return slips.gradient_facts(self, name, inputs)

    def value_facts(self, inputs: Numbers) -> dict[str, Any]:
        """Return what the output would be without a bias, or without an activation function."""
        return slips.value_facts(self, inputs)

    def changed(self, gates: Mapping[str, Gate]) -> "Graph":
        """Return the graph with other gates in place of those of the same names."""
        return replace(self, nodes={**self.nodes, **gates})

    def blank(self, **inputs: Any) -> Drawing:
        """Draw the graph with the given inputs' values; all else is an empty slot."""
        slots = dict.fromkeys(self._branches())
        return draw(self.nodes, inputs, slots, digits=self.digits, title=self.title)

    def marked(self, gradients: Numbers, value: Any = None, *, reveal: bool = False, **inputs: Any) -> Drawing:
        """Draw the graph filled in from an answer, each of its numbers marked ✓ or ✗.

        Parameters
        ----------
        gradients : mapping
            The answer's gradients, by the name of the node (or wire, see `Numbers`).
        value : number, optional
            The answer's output.
        reveal : bool
            Write the right number beside a wrong one.
        **inputs
            The inputs' values.

        Notes
        -----
        What is right comes from central differences of the graph itself; so do gradients that the answer does not name.
        """
        values = self.values(inputs)
        judged = {self._full_key(key): number for key, number in gradients.items()}
        keys = dict.fromkeys((*values, *self._branches(), *judged))
        numerical = {key: self.slope(key, values) for key in keys}
        return draw(
            self.nodes,
            values if value is None else {**values, self.output: value},
            {**numerical, **judged},
            right_values={} if value is None else {self.output: values[self.output]},
            right_gradients={key: numerical[key] for key in judged},
            reveal=reveal,
            digits=self.digits,
            title=self.title,
        )

    def slope(self, key: Any, values: Numbers) -> NDArray[np.float64]:
        """Return the slope of the output along a node, or wire, where the nodes have these values."""
        at = values[key if isinstance(key, str) else key[0]]
        behind = self._behind(key)
        return gradcheck.central(lambda x: self._computed(behind, values, {key: x})[self.output], at)

    def _behind(self, key: Any) -> list[str]:
        """Return the gates that a node, or wire, has an effect on, each after all that it reads."""
        reached = [key if isinstance(key, str) else key[1]]
        for name, gate in self.gates.items():
            if name not in reached and not set(gate[1]).isdisjoint(reached):
                reached.append(name)
        return [name for name in reached if name in self.gates]

    def _computed(self, names: list[str], known: Numbers, fixed: Numbers) -> dict[str, Any]:
        """Return the known values, with these gates computed anew, but for what is fixed."""
        values = {**known, **{key: value for key, value in fixed.items() if isinstance(key, str)}}
        for name in names:
            if name not in fixed:
                sources = self.gates[name][1]
                arguments = [fixed.get((source, name, i), values[source]) for i, source in enumerate(sources)]
                values[name] = self.functions[name](*map(_real, arguments))
        return values

    def _full_key(self, key: Any) -> Any:
        """Return the key of a node, or of a wire with the position at which it arrives."""
        if isinstance(key, str) or len(key) == 3:
            return key
        source, name = key
        return source, name, self.gates[name][1].index(source)

    def _branches(self) -> list[Wire]:
        """Return the wires of nodes that have several."""
        wires = wires_of(self.gates)
        count = Counter(source for source, _, _ in wires)
        return [wire for wire in wires if count[wire[0]] > 1]


def _real(x: Any) -> Any:
    return x if type(x) is np.float64 else np.asarray(x, dtype=float)[()]
