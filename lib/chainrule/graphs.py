"""Computational graphs that know their values, to draw them before and after an answer, and to name what went wrong."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule import gradcheck, layered
from chainrule.drawings import Drawing, Nodes, Numbers, Wire, draw, wires_of

__all__ = ["OPERATIONS", "Graph", "draw"]

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
        As for `draw`; the last entry is the output. A third element, a function, says what a symbol means that is not
        in `OPERATIONS`: ``("+1", ["q"], lambda q: q + 1)``.
    title : str
        What the pictures are called.
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
    title: str = "A computational graph"
    digits: int = 4

    @property
    def output(self) -> str:
        """The name of the output."""
        return list(self.nodes)[-1]

    def values(self, inputs: Numbers, fixed: Numbers | None = None) -> dict[str, Any]:
        """Return the value of every node, forwards.

        Parameters
        ----------
        inputs : mapping
            Name to value.
        fixed : mapping, optional
            Values to use in place of what the graph computes: of a node, or of one wire ``(from, to, position)``.
        """
        fixed = fixed or {}
        values = {**inputs, **{key: value for key, value in fixed.items() if isinstance(key, str)}}
        layer = layered.layers({name: gate[1] for name, gate in self.nodes.items()})
        for name in sorted(self.nodes, key=layer.__getitem__):
            if name in fixed:
                continue
            symbol, sources, *function = self.nodes[name]
            arguments = [fixed.get((source, name, i), values[source]) for i, source in enumerate(sources)]
            values[name] = (function[0] if function else OPERATIONS[symbol])(*map(_real, arguments))
        return values

    def gradients(self, inputs: Numbers) -> dict[Any, NDArray[np.float64]]:
        """Return the slope of the output along every node, and every wire of a node with several, numerically."""
        values = self.values(inputs)
        return {key: self._slope(key, inputs, values) for key in (*values, *self._branches())}

    def facts(self, name: str, inputs: Numbers) -> dict[str, Any]:
        """Return what wrong gradients of a node look like, for `chainrule.mistakes` to recognise them.

        Parameters
        ----------
        name : str
            A node.
        inputs : mapping
            Name to value.

        Returns
        -------
        dict
            The inputs; ``branches``, the gradients of its wires; ``ignoring_upstream``, its gradient had all upstream
            gradients been ones; ``without_slope`` and ``slope_of_input``, its gradients had each σ, or all of them,
            slope 1, or a slope made of its input; ``not_switched``, had a product passed on its input's own value;
            ``misrouted``, had a max not routed its gradient to the winner; ``named``, more of the kind, by mistake.
        """
        values = self.values(inputs)
        wires = [wire for wire in wires_of(self.nodes) if wire[0] == name]
        sigmas = [gate for gate in self.nodes if self.nodes[gate][0] == "σ"]
        chosen = [[gate] for gate in sigmas] + ([sigmas] if len(sigmas) > 1 else [])

        def local(wire: Wire) -> NDArray[np.float64]:
            return gradcheck.central(lambda x: np.sum(self.values(inputs, {wire: x})[wire[1]]), values[name])

        def bent(gates: list[str], slope: Callable[[Any, Any], Any]) -> NDArray[np.float64]:
            nodes = dict(self.nodes)
            for gate in gates:
                _, [source] = self.nodes[gate][:2]
                at, height = values[source], values[gate]
                nodes[gate] = ("σ", [source], lambda x, at=at, height=height: height + slope(at, height) * (x - at))
            return Graph(nodes)._slope(name, inputs, values)

        right = self._slope(name, inputs, values)
        products = [gate for gate in self.nodes if self.nodes[gate][0] == "×"]
        through_max = [wire for wire in wires if self.nodes[wire[1]][0] == "max"]
        named = {
            "slope-of-tanh": [bent(gates, lambda x, z: 1 - z**2) for gates in chosen],
            "weights-not-passed-back": [self._without_weights(name, inputs, values)],
            "local-derivative-missing": [
                np.full_like(right, self._slope(wire[1], inputs, values))
                for wire in wires
                if np.ndim(right) > np.ndim(values[wire[1]]) == 0
            ],
        }
        # A slip elsewhere in the graph leaves this gradient as it is, and says nothing of a wrong one.
        return {
            **inputs,
            "branches": [self._slope(wire, inputs, values) for wire in wires],
            "ignoring_upstream": sum(map(local, wires)),
            "without_slope": _others([bent(gates, lambda x, z: 1.0) for gates in chosen], right),
            "slope_of_input": _others([bent(gates, lambda x, z: x * (1 - x)) for gates in chosen], right),
            "not_switched": _others([self._not_switched(gate, name, inputs, values) for gate in products], right),
            "named": {mistake: _others(gradients, right) for mistake, gradients in named.items()},
            "misrouted": _others(
                [right + part for wire in through_max for part in self._misrouted(wire, inputs)], right
            ),
        }

    def _without_weights(self, name: str, inputs: Numbers, values: Numbers) -> NDArray[np.float64]:
        """The gradient of a node if the gates ``U·`` and ``W…`` passed gradients on to the layer before as they are."""
        nodes = dict(self.nodes)
        for gate, (symbol, sources, *functions) in self.nodes.items():
            if not functions or symbol[0] not in "UW":
                continue
            function = functions[0]
            hidden = [i for i, source in enumerate(sources) if source in self.nodes]
            at = [values[source] for source in sources]

            def passing(*given: Any, function: Any = function, at: Any = at, hidden: Any = hidden) -> Any:
                kept = [at[i] if i in hidden else x for i, x in enumerate(given)]
                return function(*kept) + sum(np.sum(given[i] - at[i]) for i in hidden)

            if hidden:
                nodes[gate] = (symbol, sources, passing)
        return Graph(nodes)._slope(name, inputs, values)

    def value_facts(self, inputs: Numbers) -> dict[str, Any]:
        """Return what the output would be without a bias, or without an activation function."""
        right = np.asarray(self.values(inputs)[self.output], dtype=float)
        without_bias = [self.values({**inputs, b: 0.0 * np.asarray(inputs[b])}) for b in inputs if b.startswith("b")]
        linear = [
            Graph({**self.nodes, gate: ("=", node[1], lambda x: x)}).values(inputs)
            for gate, node in self.nodes.items()
            if node[0] == "σ"
        ]
        named = {"bias-missing": without_bias, "activation-missing": linear}
        return {"named": {name: _others([v[self.output] for v in one], right) for name, one in named.items()}}

    def _not_switched(self, gate: str, name: str, inputs: Numbers, values: Numbers) -> NDArray[np.float64]:
        """The gradient of a node if a product passed on the value of the input itself, not of the other one."""
        sources = self.nodes[gate][1]
        x, y = (values[source] for source in sources)

        def bent(u: Any, v: Any) -> Any:
            return x * y + x * (u - x) + y * (v - y)

        return Graph({**self.nodes, gate: ("×", sources, bent)})._slope(name, inputs, values)

    def _misrouted(self, wire: Wire, inputs: Numbers) -> list[NDArray[np.float64]]:
        """What is too much if a maximum hands its gradient to both inputs, to the smaller one, or half to each."""
        values = self.values(inputs)
        whole, mine = (self._slope(key, inputs, values) for key in (wire[1], wire))
        return [whole - mine, whole - 2 * mine, whole / 2 - mine]

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
        Right is what central differences of the graph itself say; so are the gradients that the answer does not name.
        """
        values = self.values(inputs)
        judged = {self._full_key(key): number for key, number in gradients.items()}
        keys = dict.fromkeys((*values, *self._branches(), *judged))
        numerical = {key: self._slope(key, inputs, values) for key in keys}
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

    def _slope(self, key: Any, inputs: Numbers, values: Numbers) -> NDArray[np.float64]:
        at = values[key if isinstance(key, str) else key[0]]
        return gradcheck.central(lambda x: self.values(inputs, {key: x})[self.output], at)

    def _full_key(self, key: Any) -> Any:
        """Return the key of a node, or of a wire with the position at which it arrives."""
        if isinstance(key, str) or len(key) == 3:
            return key
        source, name = key
        return source, name, self.nodes[name][1].index(source)

    def _branches(self) -> list[Wire]:
        """Return the wires of nodes that have several."""
        wires = wires_of(self.nodes)
        count = Counter(source for source, _, _ in wires)
        return [wire for wire in wires if count[wire[0]] > 1]


def _others(gradients: list[NDArray[np.float64]], right: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    return [gradient for gradient in gradients if not np.allclose(gradient, right, rtol=1e-4)]


def _real(x: Any) -> Any:
    return np.asarray(x, dtype=float)[()]
