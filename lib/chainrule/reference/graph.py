"""Computational graphs: forward in topological order, backward in reverse.

Backward does one thing for each node, from the output to the inputs: it asks the node's gate for the gradients of its
inputs and *adds* them to what other readers of those inputs have sent::

    ∂L/∂v = sum over the nodes u that read v of ∂L/∂u · ∂u/∂v

Each node is visited once, after all its readers, so the cost is that of a few forward passes however many paths lead
from an input to the output.

References
----------
Linnainmaa: *Taylor expansion of the accumulated rounding error*, BIT 16 (1976).
Kahn: *Topological sorting of large networks*, Communications of the ACM 5 (1962).
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence

import numpy as np

from chainrule.reference.gates import Gate, Value

Name = Hashable


def topological_order(parents: Mapping[Name, Iterable[Name]]) -> list[Name]:
    """Return all nodes, each after those that it reads.

    Kahn's algorithm: a node is ready as soon as everything that it reads has been listed.

    Parameters
    ----------
    parents : mapping
        For each node the nodes that it reads. Nodes that appear only there read nothing.

    Raises
    ------
    ValueError
        If there is a cycle.

    Examples
    --------
    >>> topological_order({"f": ["q", "z"], "q": ["x", "y"]})
    ['z', 'x', 'y', 'q', 'f']
    """
    reads = {node: set(sources) for node, sources in parents.items()}
    readers: dict[Name, list[Name]] = {node: [] for node in reads}
    for node, sources in parents.items():
        for source in dict.fromkeys(sources):
            readers.setdefault(source, []).append(node)
    ready = [node for node in readers if not reads.get(node)]
    order = []
    for node in ready:  # grows while it is walked
        order.append(node)
        for reader in readers[node]:
            reads[reader].remove(node)
            if not reads[reader]:
                ready.append(reader)
    if len(order) < len(readers):
        raise ValueError("the graph has a cycle")
    return order


class ComputationalGraph:
    """A function put together from gates.

    Parameters
    ----------
    nodes : mapping
        From a node's name to its gate, an object of its own, and the names that it reads. Names that are not keys
        are the graph's inputs.
    output : str
        The node whose value is the graph's.

    Attributes
    ----------
    values : dict
        After `forward`: the value of every name.
    gradients : dict
        After `backward`: the gradient of the output with respect to every name.

    Examples
    --------
    >>> from chainrule.reference.gates import AddGate, MultiplyGate
    >>> graph = ComputationalGraph({"q": (AddGate(), ["x", "y"]), "f": (MultiplyGate(), ["q", "z"])}, "f")
    >>> float(graph.forward({"x": -2.0, "y": 5.0, "z": -4.0}))
    -12.0
    >>> {name: float(gradient) for name, gradient in graph.backward().items()}
    {'x': -4.0, 'y': -4.0, 'z': 3.0}
    """

    def __init__(self, nodes: Mapping[Name, tuple[Gate, Sequence[Name]]], output: Name) -> None:
        self.nodes = dict(nodes)
        self.output = output
        self.order = topological_order({name: sources for name, (_, sources) in self.nodes.items()})
        self.values: dict[Name, Value] = {}
        self.gradients: dict[Name, Value] = {}

    def forward(self, inputs: Mapping[Name, Value]) -> Value:
        """Return the value of the output."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        return self.values[self.output]

    def backward(self, upstream: Value = 1.0) -> dict[Name, Value]:
        """Return the gradient with respect to each input, given that with respect to the output."""
        self.gradients = {name: np.zeros(np.shape(self.values[name])) for name in self.order}
        self.gradients[self.output] = np.asarray(upstream)
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name]), strict=True):
                    # A new array each time: gates may hand out the same array twice.
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}
