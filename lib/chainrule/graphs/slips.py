"""The results of frequent slips in a backward pass through a graph, for `chainrule.mistakes` to recognise them."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from chainrule import mistakes
from chainrule.graphs.backward import Backward
from chainrule.graphs.drawing import Gate, Numbers, Wire, wires_of
from chainrule.language import words

if TYPE_CHECKING:
    from chainrule.graphs.graph import Graph

Array = NDArray[np.float64]

Function = Callable[..., Any]
"""What a gate computes."""


def gradient_facts(graph: "Graph", name: str, inputs: Numbers) -> dict[str, Any]:
    """Return what wrong gradients of a node look like.

    Parameters
    ----------
    graph : Graph
    name : str
        A node.
    inputs : mapping
        Name to value.

    Returns
    -------
    dict
        The inputs; ``branches``, the gradients of its wires; ``values``, all numbers on the graph, those near the node
        first; and its gradients if something went wrong: ``ignoring_upstream``, all upstream gradients were 1;
        ``without_slope`` and ``slope_of_input``, one σ, or all of them, had slope 1, or a slope computed from its
        input; ``not_switched``, a product passed on its input's own value; ``misrouted``, a max did not route its
        gradient to the winner; ``named``, others, by mistake; ``bent``, a function that returns more, by what each is.
    """
    values = graph.values(inputs)
    backward = Backward(graph, values)
    right = backward.right[name]
    wires = [wire for wire in wires_of(graph.gates) if wire[0] == name]
    sigmas = _gates_with(graph, "σ")
    chosen = [[gate] for gate in sigmas] + ([sigmas] if len(sigmas) > 1 else [])

    def others(gradients: list[Array]) -> list[Array]:
        """Drop gradients that are right: those slips, elsewhere in the graph, cannot explain a wrong one."""
        return [gradient for gradient in gradients if not np.allclose(gradient, right, rtol=1e-4)]

    def in_place(gradients: list[Array]) -> list[Array]:
        """Do the same, but leave a gap: each has its place, by which a slip is known again for other inputs."""
        gap = np.full_like(right, np.nan)
        return [gap if np.allclose(gradient, right, rtol=1e-4) else gradient for gradient in gradients]

    def had(functions: dict[str, Function]) -> Array:
        return backward.gradients(functions)[name]

    def with_slope(slope: Callable[[Any, Any], Any]) -> list[Array]:
        return [had({gate: _bent(graph.gates[gate], gate, values, slope) for gate in gates}) for gates in chosen]

    named = {
        "slope-of-tanh": with_slope(lambda x, z: 1 - z**2),
        "weights-not-passed-back": [had(_without_weights(graph, values))],
        "value-as-slope": with_slope(lambda x, z: z),
        "local-derivative-missing": [
            np.full_like(right, backward.right[wire[1]])
            for wire in wires
            if np.ndim(right) > np.ndim(values[wire[1]]) == 0
        ],
    }
    through_max = [wire for wire in wires if graph.gates[wire[1]][0] == "max"]
    return {
        **mistakes.known(inputs),
        "branches": [backward.right[wire] for wire in wires],
        "ignoring_upstream": sum(backward.passed_back(wire, np.ones(np.shape(values[wire[1]]))) for wire in wires),
        "without_slope": in_place(with_slope(lambda x, z: 1.0)),
        "slope_of_input": in_place(with_slope(lambda x, z: x * (1 - x))),
        "not_switched": in_place([had(_not_switched(graph, gate, values)) for gate in _gates_with(graph, "×")]),
        "named": {mistake: others(gradients) for mistake, gradients in named.items()},
        "values": _in_reach(graph, name, inputs, values, backward),
        "bent": lambda: _bent_gradients(graph, name, values, backward),
        "misrouted": in_place([right + part for wire in through_max for part in _misrouted(wire, backward)]),
    }


def value_facts(graph: "Graph", inputs: Numbers) -> dict[str, Any]:
    """Return what the output would be without a bias, or without an activation function."""
    right = graph.values(inputs)[graph.output]
    without_bias = [{**inputs, bias: 0.0 * np.asarray(inputs[bias])} for bias in graph.inputs_marked("bias")]
    named = {
        "bias-missing": [graph.values(changed) for changed in without_bias],
        "activation-missing": [
            graph.changed({gate: ("=", graph.gates[gate][1], lambda x: x)}).values(inputs)
            for gate in _gates_with(graph, "σ")
        ],
    }
    outputs = {mistake: [values[graph.output] for values in wrong] for mistake, wrong in named.items()}
    return {
        "named": {
            mistake: [output for output in wrong if not np.allclose(output, right, rtol=1e-4)]
            for mistake, wrong in outputs.items()
        }
    }


def _in_reach(graph: "Graph", name: str, inputs: Numbers, values: Numbers, backward: Backward) -> dict[str, Any]:
    """The values and gradients of all nodes, those that the node's own gradient is made of first."""
    readers = [wire[1] for wire in wires_of(graph.gates) if wire[0] == name]
    beside = [source for reader in readers for source in graph.gates[reader][1]]
    nodes = dict.fromkeys([*readers, *beside, *graph.gates, *inputs])
    numbers: dict[str, Any] = {}
    for node in nodes:
        if node in graph.gates and node != graph.output:
            numbers[words("the gradient of {node}", node=node)] = backward.right[node]
        numbers[node] = values[node]
    return numbers


def _gates_with(graph: "Graph", symbol: str) -> list[str]:
    return [name for name, gate in graph.gates.items() if gate[0] == symbol]


def _bent(gate: Gate, name: str, values: Numbers, slope: Callable[[Any, Any], Any]) -> Function:
    """Return a function of one input with a gate's value, but the slope ``slope(input, output)``."""
    [source] = gate[1]
    at, height = values[source], values[name]
    return lambda x: height + slope(at, height) * (x - at)


_SLOPES: dict[str, Callable[[Any, Any, Any], Any]] = {
    "1": lambda x, z, slope: np.ones_like(slope),
    words("its value"): lambda x, z, slope: z,
    words("its input"): lambda x, z, slope: x,
    words("its slope times its value"): lambda x, z, slope: slope * z,
    words("its slope times its input"): lambda x, z, slope: slope * x,
    words("minus its slope"): lambda x, z, slope: -slope,
    words("twice its slope"): lambda x, z, slope: 2 * slope,
    words("half its slope"): lambda x, z, slope: slope / 2,
}
"""What may be taken for a gate's slope: functions of the input, the output and the right slope."""

_LARGEST = 16
"""The most entries of a node whose gradient is computed with wrong slopes."""


def _bent_gradients(graph: "Graph", name: str, values: Numbers, backward: Backward) -> dict[str, Array]:
    """Return a node's gradients if one gate's slope, or that of all gates of a kind, is taken to be something else."""
    if np.size(values[name]) > _LARGEST:
        return {}
    wires = [wire for wire in wires_of(graph.gates) if wire[1] in graph._behind(name) and _is_entrywise(wire, values)]
    chosen = {words("{gate}, along {source},", gate=wire[1], source=wire[0]): [wire] for wire in wires}
    for symbol in dict.fromkeys(graph.gates[wire[1]][0] for wire in wires):
        alike = [wire for wire in wires if graph.gates[wire[1]][0] == symbol]
        if len(alike) > 1 and len(graph.gates[alike[0][1]][1]) == 1:
            chosen[words("each {gate}", gate=symbol)] = alike
    for gate, both in _by_gate(wires).items():
        if len(both) > 1:
            chosen[words("{gate}, along each of its inputs,", gate=gate)] = both
    found: dict[str, Array] = {}
    for gates, some in chosen.items():
        slopes = dict(_SLOPES)
        if len(some) == 1:
            source, gate, _ = some[0]
            slopes[words("its slope alone, without the upstream gradient,")] = _divided_by(backward.right[gate])
            for node, value in values.items():
                if np.shape(value) == np.shape(values[source]) and node != source:
                    slopes[words("the value of {node}", node=node)] = _constant(value)
                if graph.gates[gate][0] == "σ" and np.shape(value) == np.shape(values[gate]) and node != gate:
                    slopes[words("v (1 - v), with v = {node},", node=node)] = _constant(value * (1 - value))
        for phrase, slope in slopes.items():
            changed = {gate: _bent_along(graph, of_gate, values, slope) for gate, of_gate in _by_gate(some).items()}
            said = words("what comes out with {slope} in place of the slope of {gates}", slope=phrase, gates=gates)
            found[said] = backward.gradients(changed)[name]
    return found


def _by_gate(wires: Sequence[Wire]) -> dict[str, list[Wire]]:
    return {gate: [wire for wire in wires if wire[1] == gate] for gate in dict.fromkeys(wire[1] for wire in wires)}


def _divided_by(upstream: Array) -> Callable[[Any, Any, Any], Any]:
    return lambda x, z, slope: slope / np.where(upstream == 0, np.nan, upstream)


def _constant(value: Any) -> Callable[[Any, Any, Any], Any]:
    return lambda x, z, slope: value


def _is_entrywise(wire: Wire, values: Numbers) -> bool:
    return np.shape(values[wire[0]]) == np.shape(values[wire[1]])


def _bent_along(
    graph: "Graph", wires: Sequence[Wire], values: Numbers, slope: Callable[[Any, Any, Any], Any]
) -> Function:
    """Return a function with a gate's value, but another slope along some of its wires."""
    name = wires[0][1]
    sources = graph.gates[name][1]
    function, height = graph.functions[name], values[name]
    at = {place: values[source] for source, _, place in wires}

    def moved(place: int, step: float) -> Any:
        given = [np.asarray(values[one], dtype=float)[()] for one in sources]
        given[place] = given[place] + step
        return function(*given)

    others = {place: slope(at[place], height, (moved(place, 1e-6) - moved(place, -1e-6)) / 2e-6) for place in at}

    def bent(*given: Any) -> Any:
        kept = [at.get(i, x) for i, x in enumerate(given)]
        return function(*kept) + sum(other * (given[place] - at[place]) for place, other in others.items())

    return bent


def _without_weights(graph: "Graph", values: Numbers) -> dict[str, Function]:
    """Return the gates that multiply hidden nodes by weights, changed to pass gradients on to the nodes unchanged."""
    weights = set(graph.inputs_marked("weight"))

    def passing(name: str, hidden: list[int]) -> Function:
        at = [values[source] for source in graph.gates[name][1]]

        def function(*given: Any) -> Any:
            kept = [at[i] if i in hidden else x for i, x in enumerate(given)]
            return graph.functions[name](*kept) + sum(np.sum(given[i] - at[i]) for i in hidden)

        return function

    changed = {}
    for name, gate in graph.gates.items():
        hidden = [i for i, source in enumerate(gate[1]) if source in graph.gates]
        if hidden and weights.intersection(gate[1]):
            changed[name] = passing(name, hidden)
    return changed


def _not_switched(graph: "Graph", name: str, values: Numbers) -> dict[str, Function]:
    """Return a product that passes on the value of the input itself, not of the other one."""
    x, y = (values[source] for source in graph.gates[name][1])
    return {name: lambda u, v: x * y + x * (u - x) + y * (v - y)}


def _misrouted(wire: Wire, backward: Backward) -> list[Array]:
    """Return what is too much if a maximum gives its gradient to both inputs, to the smaller one, or half to each."""
    whole, mine = backward.right[wire[1]], backward.right[wire]
    return [whole - mine, whole - 2 * mine, whole / 2 - mine]
