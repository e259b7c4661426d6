"""The reference gates and the graph, against numerical gradients, SciPy and networks written by hand."""

import graphlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from chainrule import gradcheck
from chainrule.reference import gates, graph

ELEMENTWISE = {
    "shift": (lambda: gates.ShiftGate(0.7), 1, lambda x: 0.7 + x),
    "scale": (lambda: gates.ScaleGate(-1.3), 1, lambda x: -1.3 * x),
    "add": (gates.AddGate, 2, np.add),
    "multiply": (gates.MultiplyGate, 2, np.multiply),
    "max": (gates.MaxGate, 2, np.maximum),
    "exp": (gates.ExpGate, 1, np.exp),
    "reciprocal": (gates.ReciprocalGate, 1, lambda x: 1.0 / x),
    "sigmoid": (gates.SigmoidGate, 1, expit),
    "relu": (gates.ReLUGate, 1, lambda x: np.maximum(x, 0.0)),
}


def away_from_kinks(rng, shape):
    """Values between 0.3 and 2 in size, of either sign, no two alike."""
    return rng.uniform(0.3, 2.0, shape) * rng.choice([-1.0, 1.0], shape)


@pytest.mark.parametrize("name", ELEMENTWISE)
@pytest.mark.parametrize("shape", [(), (4,), (2, 3), (2, 1, 3)])
def test_elementwise_gates_against_central_differences(name, shape):
    make, arity, function = ELEMENTWISE[name]
    rng = np.random.default_rng(len(name))
    inputs = [away_from_kinks(rng, shape) for _ in range(arity)]
    dz = rng.normal(size=shape)
    gate = make()
    assert np.allclose(gate.forward(*inputs), function(*inputs), rtol=1e-14)
    gradients = gate.backward(dz)
    assert len(gradients) == arity
    for i, gradient in enumerate(gradients):

        def loss(x, i=i):
            return (dz * make().forward(*inputs[:i], x, *inputs[i + 1 :])).sum()

        assert np.shape(gradient) == shape
        assert np.allclose(gradient, gradcheck.central(loss, inputs[i]), atol=1e-8)


@pytest.mark.parametrize("name", ["multiply", "exp", "reciprocal"])
def test_analytic_gates_against_the_complex_step(name):
    make, arity, function = ELEMENTWISE[name]
    rng = np.random.default_rng(3)
    inputs = [away_from_kinks(rng, (3,)) for _ in range(arity)]
    dz = rng.normal(size=3)
    gate = make()
    gate.forward(*inputs)
    for i, gradient in enumerate(gate.backward(dz)):

        def loss(x, i=i):
            return (dz * function(*inputs[:i], x, *inputs[i + 1 :])).sum()

        assert np.allclose(gradient, gradcheck.complex_step(loss, inputs[i]), rtol=1e-13)


def test_integers_are_real_numbers():
    for make, arity, function in ELEMENTWISE.values():
        inputs = [np.array([2, -3, 1]), np.array([-1, 4, 5])][:arity]
        gate = make()
        assert np.allclose(gate.forward(*inputs), function(*[x.astype(float) for x in inputs]))
        assert all(np.asarray(gradient).dtype == float for gradient in gate.backward(np.array([0.5, 0.25, -1.5])))


@pytest.mark.filterwarnings("error")
def test_sigmoid_is_right_and_silent_far_out():
    x = np.array([-1000.0, -40.0, -1.0, 0.0, 1.0, 40.0, 1000.0])
    gate = gates.SigmoidGate()
    assert np.allclose(gate.forward(x), expit(x), rtol=1e-14, atol=0)
    assert np.allclose(gate.backward(np.ones(7))[0], expit(x) * expit(-x), rtol=1e-9, atol=1e-16)


def test_max_splits_a_tie_and_relu_is_flat_at_zero():
    gate = gates.MaxGate()
    gate.forward(np.array([1, 2, 3]), np.array([1, 3, 2]))
    assert np.array_equal(gate.backward(np.array([4.0, 5.0, 6.0])), [[2, 0, 6], [2, 5, 0]])
    relu = gates.ReLUGate()
    assert relu.forward(0.0) == 0.0
    assert relu.backward(3.0) == [0.0]


def test_linear_gate_against_central_differences():
    rng = np.random.default_rng(5)
    inputs = [rng.normal(size=shape) for shape in ((4, 3), (2, 3), (2,))]
    dout = rng.normal(size=(4, 2))
    gate = gates.LinearGate()
    assert np.allclose(gate.forward(*inputs), inputs[0] @ inputs[1].T + inputs[2])
    for i, gradient in enumerate(gate.backward(dout)):

        def loss(x, i=i):
            return (dout * gates.LinearGate().forward(*inputs[:i], x, *inputs[i + 1 :])).sum()

        assert gradient.shape == inputs[i].shape
        assert np.allclose(gradient, gradcheck.central(loss, inputs[i]), atol=1e-8)


# --- Order --------------------------------------------------------------------------------------------------------


@st.composite
def acyclic(draw):
    """A graph whose nodes read only nodes of lower numbers, its dict in any order, readings repeated."""
    size = draw(st.integers(1, 12))
    reads = {i: draw(st.lists(st.integers(0, i - 1), max_size=4)) for i in range(1, size)} if size > 1 else {0: []}
    return {i: reads[i] for i in draw(st.permutations(list(reads)))}


@given(acyclic())
def test_every_node_comes_after_what_it_reads(parents):
    order = graph.topological_order(parents)
    assert sorted(order) == sorted({*parents, *(source for sources in parents.values() for source in sources)})
    place = {node: i for i, node in enumerate(order)}
    assert all(place[source] < place[node] for node, sources in parents.items() for source in sources)


@given(acyclic(), st.data())
def test_cycles_are_refused_as_graphlib_refuses_them(parents, data):
    nodes = sorted(parents)
    parents = {node: [*sources, data.draw(st.sampled_from(nodes))] for node, sources in parents.items()}
    try:
        list(graphlib.TopologicalSorter(parents).static_order())
    except graphlib.CycleError:
        with pytest.raises(ValueError, match="cycle"):
            graph.topological_order(parents)
    else:
        graph.topological_order(parents)


# --- Graphs -------------------------------------------------------------------------------------------------------


def sigmoid_neuron():
    return {
        "a0": (gates.MultiplyGate(), ["w0", "x0"]),
        "a1": (gates.MultiplyGate(), ["w1", "x1"]),
        "s": (gates.AddGate(), ["a0", "a1"]),
        "t": (gates.AddGate(), ["s", "w2"]),
        "n": (gates.ScaleGate(-1.0), ["t"]),
        "e": (gates.ExpGate(), ["n"]),
        "d": (gates.ShiftGate(1.0), ["e"]),
        "f": (gates.ReciprocalGate(), ["d"]),
    }


NEURON = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}


def test_lecture_numbers_of_the_sigmoid_neuron():
    neuron = graph.ComputationalGraph(sigmoid_neuron(), "f")
    assert round(float(neuron.forward(NEURON)), 4) == 0.7311
    gradient = neuron.backward()
    assert {name: round(float(g), 4) for name, g in gradient.items()} == {
        "w0": -0.1966,
        "w1": -0.3932,
        "w2": 0.1966,
        "x0": 0.3932,
        "x1": -0.5898,
    }
    on_the_way = [round(float(neuron.values[name]), 2) for name in ("s", "t", "n", "e", "d", "f")]
    assert on_the_way == [4.0, 1.0, -1.0, 0.37, 1.37, 0.73]
    flowing_back = [round(float(neuron.gradients[name]), 2) for name in ("f", "d", "e", "n", "t", "s")]
    assert flowing_back == [1.0, -0.53, -0.53, -0.2, 0.2, 0.2]


def test_passes_do_not_remember_the_last_ones():
    neuron = graph.ComputationalGraph(sigmoid_neuron(), "f")
    other = {name: 0.3 * value + 0.1 for name, value in NEURON.items()}
    neuron.forward(NEURON)
    first = neuron.backward()
    assert neuron.backward() == first
    assert neuron.backward(2.0) == {name: 2.0 * g for name, g in first.items()}
    neuron.forward(other)
    fresh = graph.ComputationalGraph(sigmoid_neuron(), "f")
    fresh.forward(other)
    assert neuron.backward() == fresh.backward()


def test_what_the_output_does_not_depend_on_has_gradient_zero():
    nodes = {"dead": (gates.ExpGate(), ["f"]), "f": (gates.MultiplyGate(), ["x", "x"]), "u": (gates.ExpGate(), ["y"])}
    g = graph.ComputationalGraph(nodes, "f")
    assert g.forward({"x": 3.0, "y": 1.0}) == 9.0
    assert g.backward() == {"x": 6.0, "y": 0.0}
    assert set(g.values) == set(g.gradients) == {"x", "y", "f", "dead", "u"}


@st.composite
def random_graph(draw):
    """Nodes that read inputs or earlier nodes; smooth gates that keep values small; any dict order."""
    names = ["x", "y", "z"]
    nodes = {}
    for i in range(draw(st.integers(1, 8))):
        make, arity = draw(
            st.sampled_from([(gates.AddGate, 2), (gates.MultiplyGate, 2), (gates.SigmoidGate, 1), (tame, 1)])
        )
        nodes[f"n{i}"] = (make(), [draw(st.sampled_from(names)) for _ in range(arity)])
        names.append(f"n{i}")
    output = draw(st.sampled_from(sorted(nodes)))
    return {name: nodes[name] for name in draw(st.permutations(sorted(nodes)))}, output


def tame():
    return gates.ScaleGate(0.5)


@settings(deadline=None, max_examples=60)
@given(random_graph(), st.integers(0, 99))
def test_random_graphs_against_central_differences(described, seed):
    nodes, output = described
    g = graph.ComputationalGraph(nodes, output)
    rng = np.random.default_rng(seed)
    at = rng.uniform(-0.7, 0.7, (3, 2))

    read = sorted({source for _, sources in nodes.values() for source in sources if source not in nodes})
    upstream = rng.normal(size=2)

    def loss(point):
        return (upstream * g.forward(dict(zip("xyz", point, strict=True)))).sum()

    expected = gradcheck.central(loss, at)
    g.forward(dict(zip("xyz", at, strict=True)))
    gradient = g.backward(upstream)
    for name in read:
        assert np.allclose(gradient[name], expected["xyz".index(name)], rtol=1e-6, atol=1e-7)


def test_a_network_is_a_graph():
    rng = np.random.default_rng(1)
    X, W1, b1, W2, b2 = (rng.normal(size=shape) for shape in ((5, 3), (4, 3), (4,), (2, 4), (2,)))
    network = graph.ComputationalGraph(
        {
            "hidden": (gates.LinearGate(), ["X", "W1", "b1"]),
            "active": (gates.ReLUGate(), ["hidden"]),
            "scores": (gates.LinearGate(), ["active", "W2", "b2"]),
        },
        "scores",
    )
    hidden = X @ W1.T + b1
    assert np.allclose(
        network.forward({"X": X, "W1": W1, "b1": b1, "W2": W2, "b2": b2}), np.maximum(hidden, 0) @ W2.T + b2
    )
    dout = rng.normal(size=(5, 2))
    gradient = network.backward(dout)
    dhidden = (dout @ W2) * (hidden > 0)
    assert np.allclose(gradient["W1"], dhidden.T @ X)
    assert np.allclose(gradient["b2"], dout.sum(axis=0))
    assert np.allclose(gradient["X"], dhidden @ W1)
