"""Pictures of computational graphs: layout, marks, words."""

from graphlib import CycleError
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chainrule import graphs, mistakes
from chainrule.graphs import layout
from chainrule.graphs.backward import Backward

PRODUCT = {"q": ("+", ["x", "y"]), "f": ("×", ["q", "z"])}
LECTURE = {"x": -2, "y": 5, "z": -4}


@st.composite
def dags(draw):
    """A graph of up to 15 gates, each of which reads one to three nodes before it."""
    names = ["x", "y"]
    parents = {}
    for i in range(draw(st.integers(1, 15))):
        parents[f"n{i}"] = draw(st.lists(st.sampled_from(names), min_size=1, max_size=3))
        names.append(f"n{i}")
    return parents


def texts(svg):
    return [element.text for element in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


@given(dags())
def test_every_node_comes_after_what_it_reads(parents):
    layer = layout.layers(parents)
    assert all(layer[source] < layer[node] for node, sources in parents.items() for source in sources)
    assert min(layer.values()) >= 0


@settings(max_examples=50, deadline=None)
@given(dags())
def test_layout_keeps_all_nodes_apart(parents):
    layer, paths = layout.with_bends(parents)
    ranks = layout.order(layer, paths)
    assert sorted(map(str, layer)) == sorted(str(node) for rank in ranks for node in rank)
    assert all(layer[b] - layer[a] == 1 for path in paths for a, b in zip(path, path[1:], strict=False))
    room = dict.fromkeys(layer, 10.0)
    y = layout.positions(ranks, paths, room, room)
    assert all(y[b] - y[a] >= 20 - 1e-6 for rank in ranks for a, b in zip(rank, rank[1:], strict=False))
    assert min(y.values()) == pytest.approx(10.0)


@settings(max_examples=25, deadline=None)
@given(dags())
def test_any_graph_is_drawn(parents):
    nodes = {name: ("+", sources, lambda *x: sum(x)) for name, sources in parents.items()}
    graph = graphs.Graph(nodes)
    drawing = graph.marked({}, x=1.0, y=2.0) if {"x", "y"} <= set(layout.layers(parents)) else graph.blank(x=1.0, y=2.0)
    ElementTree.fromstring(drawing.svg)


def test_a_graph_that_can_be_drawn_without_crossings_is():
    nodes = {}
    for i, x in enumerate(("x", "x_c")):
        nodes |= {f"a{i}": ["W", x], f"v{i}": [f"a{i}", "b"], f"h{i}": [f"v{i}"], f"s{i}": ["U", f"h{i}"]}
    layer, paths = layout.with_bends(nodes | {"d": ["s1", "s0"], "m": ["d", "delta"], "J": ["m"]})
    ranks = layout.order(layer, paths)
    place = {node: i for rank in ranks for i, node in enumerate(rank)}
    steps = {step for path in paths for step in zip(path, path[1:], strict=False)}
    crossings = [
        (a, b)
        for a in steps
        for b in steps
        if layer[a[0]] == layer[b[0]] and place[a[0]] < place[b[0]] and place[a[1]] > place[b[1]]
    ]
    assert not crossings


def test_a_cycle_is_refused():
    with pytest.raises(CycleError):
        graphs.draw({"a": ("+", ["b"]), "b": ("+", ["a"])})


def test_values_flow_forwards_and_gradients_back():
    graph = graphs.Graph(PRODUCT)
    assert graph.values(LECTURE)["f"] == -12
    gradients = {key: float(slope) for key, slope in graph.gradients(LECTURE).items()}
    assert gradients == pytest.approx({"x": -4, "y": -4, "z": 3, "q": -4, "f": 1})


def test_gradients_of_wires_add_up_to_that_of_their_node():
    graph = graphs.Graph({"s": ("σ", ["x"]), "p": ("×", ["x", "x"]), "f": ("+", ["s", "p"])})
    gradients = graph.gradients({"x": 1.5})
    wires = [gradients[key] for key in (("x", "s", 0), ("x", "p", 0), ("x", "p", 1))]
    assert sum(wires) == pytest.approx(gradients["x"])


def test_answers_are_marked_against_the_numerical_gradient():
    graph = graphs.Graph(PRODUCT)
    drawing = graph.marked({"x": -4.0, "y": 4.0, "z": 3.0}, -12.0, **LECTURE)
    shown = texts(drawing.svg)
    assert {"▽ −4 ✓", "▽ 4 ✗", "▽ 3 ✓", "−12 ✓"} <= set(shown)
    assert "should be" not in shown
    assert "should be" in texts(graph.marked({"y": 4.0}, reveal=True, **LECTURE).svg)


@pytest.mark.parametrize("wrong", [np.zeros(3), "nonsense", [[1.0], [2.0, 3.0]], np.nan, np.inf, np.zeros((2, 2, 2))])
def test_any_wrong_answer_can_be_drawn(wrong):
    assert "✗" in repr(graphs.Graph(PRODUCT).marked({"x": wrong}, **LECTURE))


def test_the_gradient_of_one_wire_can_be_judged():
    graph = graphs.Graph({"p": ("×", ["x", "y"]), "f": ("+", ["p", "x"])})
    drawing = graph.marked({("x", "f"): 1.0, ("x", "p"): 9.0, ("p", "f"): 1.0}, x=2.0, y=3.0)
    assert {"▽ 1 ✓", "▽ 9 ✗"} <= set(texts(drawing.svg))


def test_before_the_answer_there_are_only_slots():
    drawing = graphs.Graph(PRODUCT).blank(**LECTURE)
    assert not any("▽" in text for text in texts(drawing.svg))
    assert drawing.svg.count("stroke-dasharray") == 2 + 5  # two values, five gradients


def test_text_is_escaped():
    drawing = graphs.draw({"<f>": ("&", ["a<b"])}, title='"<script>"')
    root = ElementTree.fromstring(drawing.svg)
    assert "<script>" not in drawing.svg
    assert root[0].text == '"<script>"'
    assert "<f>" in texts(drawing.svg)


def test_the_same_graph_gives_the_same_bytes_and_a_description():
    first, second = (graphs.Graph(PRODUCT, "f").marked({"x": 1.0}, **LECTURE) for _ in range(2))
    assert first.svg == second.svg
    assert ElementTree.fromstring(first.svg)[1].text == repr(first)


def test_gate_objects_are_drawn_by_their_name():
    class MaxGate:
        pass

    class PlusTwo:
        symbol = "+2"

    shown = texts(graphs.draw({"m": (MaxGate(), ["x", "y"]), "f": (PlusTwo(), ["m"])}).svg)
    assert {"Max", "+2"} <= set(shown)


def test_without_slots_nothing_is_asked_for():
    drawing = graphs.draw(PRODUCT, {"x": 1}, slots=False)
    assert "stroke-dasharray" not in drawing.svg
    assert "?" not in repr(drawing)


def test_facts_name_the_mistakes_of_a_graph():
    graph = graphs.Graph({"v": ("×", ["w", "x"]), "h": ("σ", ["v"]), "f": ("×", ["h", "x"])})
    w, x = 0.7, 1.3
    h = 1 / (1 + np.exp(-w * x))
    right = h * (1 - h) * w * x + h

    def name(wrong):
        return mistakes.find(wrong, right, graph.facts("x", {"w": w, "x": x})).name

    assert name(h) == "overwritten-at-branch"
    assert name(w + h) == "upstream-ignored"
    assert name(w * x + h) == "activation-slope-missing"
    assert name(w * x * (1 - w * x) * w * x + h) == "activation-slope-of-input"


@pytest.mark.parametrize(("weight", "bias"), [("W", "b"), ("V", "c"), ("b", "U")])
def test_a_weight_and_a_bias_are_what_is_marked_whatever_they_are_called(weight, bias):
    nodes = {
        weight: "weight",
        bias: "bias",
        "base": ("×", ["x", "x"]),
        "gate": ("any label", [weight, "base", bias], lambda w, x, b: w * x + b),
    }
    graph = graphs.Graph(nodes)
    inputs = {weight: 3.0, bias: 0.5, "x": 2.0}
    values = graph.value_facts(inputs)["named"]["bias-missing"]
    assert [float(value) for value in values] == [12.0]
    # d(w x²)/dx is 2 w x = 12; without the weight on the way, 2 x = 4
    assert [float(g) for g in graph.facts("x", inputs)["named"]["weights-not-passed-back"]] == pytest.approx([4.0])
    unmarked = graphs.Graph({name: node for name, node in nodes.items() if not isinstance(node, str)})
    assert unmarked.value_facts(inputs)["named"]["bias-missing"] == []
    assert unmarked.facts("x", inputs)["named"]["weights-not-passed-back"] == []


def test_marks_are_not_drawn():
    graph = graphs.Graph({"w": "weight", "p": ("×", ["w", "x"])}, "f")
    assert graph.blank(w=1.0, x=2.0).svg == graphs.Graph({"p": ("×", ["w", "x"])}, "f").blank(w=1.0, x=2.0).svg


def test_values_do_not_need_a_layout(monkeypatch):
    monkeypatch.setattr(layout, "layers", None)
    late_first = {"f": ("×", ["q", "z"]), "q": ("+", ["x", "y"])}
    assert graphs.Graph(late_first).values(LECTURE) == {**LECTURE, "q": 3, "f": -12}


@given(st.integers(0, 2**32 - 1))
def test_the_chain_rule_gives_the_slopes_of_the_whole_graph(seed):
    rng = np.random.default_rng(seed)
    graph = graphs.Graph(
        {
            "v": ("@", ["W", "x"]),
            "u": ("+", ["v", "b"]),
            "h": ("σ", ["u"]),
            "m": ("max", ["h", "c"]),
            "p": ("×", ["m", "h"]),
            "L": ("‖·‖²", ["p"]),
        }
    )
    values = graph.values(
        {"W": rng.normal(size=(3, 2)), "x": rng.normal(size=2), "b": rng.normal(), "c": rng.random(3)}
    )
    found = Backward(graph, values).right
    for key, gradient in found.items():
        np.testing.assert_allclose(gradient, graph.slope(key, values), rtol=1e-6, atol=1e-8)
