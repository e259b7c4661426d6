"""The pictures that move: each takes what a notebook has, often an answer of the student's, and returns a `Moving`."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from chainrule import gradcheck, plots
from chainrule.graphs import Drawing, Graph, draw
from chainrule.graphs.drawing import Wire, rounded
from chainrule.language import say
from chainrule.moving.sliders import MovingGraph, MovingPlot, Slider

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

Array = NDArray[np.float64]


def temperature(softmax: Callable[[Array], ArrayLike], scores: ArrayLike, classes: Sequence[str]) -> MovingPlot:
    """Move the temperature T by which the scores of an example are divided before they become probabilities.

    Parameters
    ----------
    softmax : callable
        From scores (K,) to probabilities (K,).
    scores : array_like, (K,)
        The first class is the right one.
    classes : sequence of str, K names
    """
    scores = np.asarray(scores, dtype=float)

    def picture(figure: "FigureBase", T: float) -> str:
        p = np.asarray(softmax(scores / T), dtype=float)
        plots.probabilities(p[np.newaxis], classes, [0], ax=figure.subplots())
        return ", ".join(f"{name} {share:.3f}" for name, share in zip(classes, p, strict=True))

    slider = Slider("T", (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 100.0), 1.0)
    return MovingPlot(picture, {"T": slider}, [{"T": 0.2}, {"T": 1.0}, {"T": 10.0}])


def step_size(
    loss: Callable[[Array], tuple[Any, ArrayLike]],
    start: ArrayLike,
    rates: Sequence[float] = (0.001, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0),
    steps: int = 40,
) -> MovingPlot:
    """Move the step size η of gradient descent: how far one step goes, and where many of them lead.

    Parameters
    ----------
    loss : callable
        From weights to ``(loss, gradient)``.
    start : array_like
        The first weights.
    rates : sequence of float
        The step sizes to choose from; the still picture shows the one in the middle, and the next two.
    steps : int
        How many steps to go.
    """
    start = np.asarray(start, dtype=float)

    @cache
    def along() -> tuple[Array, Array]:
        """Step sizes, and the loss after one step with each."""
        gradient = np.asarray(loss(start)[1])
        etas = np.geomspace(rates[0], rates[-1], 40)
        return etas, np.array([float(loss(start - eta * gradient)[0]) for eta in etas])

    def walk(eta: float) -> Array:
        losses, w = [], start
        for _ in range(steps + 1):
            height, gradient = loss(w)
            losses.append(float(height))
            w = w - eta * np.asarray(gradient)
        return np.array(losses)

    def picture(figure: "FigureBase", eta: float) -> str:
        above, below = figure.subplots(2, 1)
        etas, after_one = along()
        losses = walk(eta)
        plots.curves(etas, {"": after_one}, xlabel="η", ylabel=say("after one step"), ax=above).set_xscale("log")
        above.set_ylim(bottom=0)
        above.axhline(losses[0], color="0.3", lw=1, ls=":")
        above.annotate(say("before"), (etas[0], losses[0]), (0, -12), textcoords="offset points", fontsize=9)
        above.plot(eta, losses[1], "o", color=plots.VERMILION, ms=9)
        plots.curves(np.arange(steps + 1), {"": losses}, xlabel=say("step"), ylabel=say("loss"), ax=below)
        below.set_ylim(0, 2 * losses[0])
        if losses.max() > 2 * losses[0]:
            below.set_title(say("(goes up to {number})", number=f"{losses.max():.3g}"), loc="right", fontsize=9)
        return say(
            "the loss is {first}, after one step {second}, after {steps} steps {last}",
            first=f"{losses[0]:.3g}",
            second=f"{losses[1]:.3g}",
            steps=steps,
            last=f"{losses[-1]:.3g}",
        )

    slider = Slider("η", tuple(rates), rates[len(rates) // 2])
    still = [{"eta": eta} for eta in rates[len(rates) // 2 :][:3]]
    return MovingPlot(picture, {"eta": slider}, still, size=(7.0, 5.0))


def nudge(graph: Graph, **inputs: float) -> MovingGraph:
    """Move one input of a graph a little, and watch all values and slopes.

    Parameters
    ----------
    graph : Graph
        A graph of numbers.
    **inputs
        Their values before they are moved.
    """
    before = graph.values(inputs)[graph.output]
    first = next(iter(inputs))

    def picture(which: str, by: float) -> Drawing:
        moved = {**inputs, which: inputs[which] + by}
        values, slope = graph.values(moved), float(graph.slope(which, graph.values(inputs)))
        title = say(
            "{which} = {nudged}: {output} changes by {change}, slope times nudge is {product}",
            which=which,
            nudged=f"{_short(inputs[which])} {'−' if by < 0 else '+'} {abs(by):g}",
            output=graph.output,
            change=_short(values[graph.output] - before, 5),
            product=f"{_short(slope)} · {_short(by)} = {_short(slope * by, 5)}",
        )
        return draw(graph.nodes, values, graph.gradients(moved), digits=graph.digits, title=title)

    sliders = {
        "which": Slider(say("input"), tuple(inputs), first),
        "by": Slider(say("nudge"), (-2.0, -1.0, -0.5, -0.1, -0.01, 0.0, 0.01, 0.1, 0.5, 1.0, 2.0), 0.0),
    }
    return MovingGraph(picture, sliders, [{"which": first, "by": by} for by in (0.0, 0.1, 1.0)])


def backward(graph: Graph, **inputs: float) -> MovingGraph:
    """Walk backward through a graph, wire by wire: each gate sends its own gradient times a local one.

    Parameters
    ----------
    graph : Graph
        A graph of numbers.
    **inputs
        Their values.
    """
    values, slopes = graph.values(inputs), graph.gradients(inputs)
    wires = [(source, gate, i) for gate in reversed(graph.gates) for i, source in enumerate(graph.gates[gate][1])]
    local = {wire: _local(graph, wire, values) for wire in wires}
    sent = {wire: float(slopes[wire[1]]) * local[wire] for wire in wires}
    read_again = {key[0] for key in slopes if not isinstance(key, str)}

    def picture(step: int) -> Drawing:
        shown: dict[Any, float] = {graph.output: 1.0}
        for wire in wires[:step]:
            shown[wire[0]] = shown.get(wire[0], 0.0) + sent[wire]
            if wire[0] in read_again:
                shown[wire] = sent[wire]
        return draw(
            graph.nodes,
            values,
            {**slopes, **shown},
            covered=set(slopes) - set(shown),
            at=wires[step - 1] if step else None,
            digits=graph.digits,
            title=say("Step {step} of {steps}.", step=step, steps=len(wires)) + " " + in_words(step, shown),
        )

    def in_words(step: int, shown: Mapping[Any, float]) -> str:
        if not step:
            return say("The slope of {output} along itself is 1", output=graph.output)
        wire = wires[step - 1]
        source, gate, _ = wire
        product = " = ".join([f"{_short(slopes[gate])} · {_short(local[wire])}", _short(sent[wire])])
        sent_on = say(
            "{gate} sends {source} its upstream gradient times the local one: {product}",
            gate=gate,
            source=source,
            product=product,
        )
        if source not in read_again:
            return sent_on
        return sent_on + "; " + say("{source} has now {sum}", source=source, sum=_short(shown[source]))

    slider = Slider(say("step"), tuple(range(len(wires) + 1)), 0)
    last = len(wires)
    return MovingGraph(picture, {"step": slider}, [{"step": n} for n in (2 * last // 3, last - 1, last)])


def _short(number: Any, digits: int = 4) -> str:
    return rounded(number, digits).replace("-", "−")


def _local(graph: Graph, wire: Wire, values: Mapping[str, Any]) -> float:
    """Return the slope of a gate's value along one of its wires."""
    source, gate, position = wire
    arguments = [values[name] for name in graph.gates[gate][1]]

    def value(x: Any) -> Any:
        return graph.functions[gate](*arguments[:position], x, *arguments[position + 1 :])

    return float(gradcheck.central(value, values[source]))


def momentum(
    momentum_step: Callable[..., tuple[Array, Array]],
    steepness: ArrayLike = (1.0, 20.0),
    start: ArrayLike = (-9.0, 1.6),
    steps: int = 40,
) -> MovingPlot:
    """Move the learning rate η and the momentum μ of a walk down a long valley, ½ Σ steepness w².

    Parameters
    ----------
    momentum_step : callable
        ``momentum_step(w, gradient, v, lr, mu)`` returns the new w and v; with mu = 0 it is plain gradient descent.
    steepness, start : array_like, (2,)
    steps : int
        How many steps to go.
    """
    steep, first = np.asarray(steepness, dtype=float), np.asarray(start, dtype=float)

    def height(points: Array) -> Array:
        return np.asarray((steep * points**2).sum(axis=1) / 2)

    def picture(figure: "FigureBase", eta: float, mu: float) -> str:
        above, below = figure.subplots(2, 1)
        points, v = [first], np.zeros_like(first)
        for _ in range(steps):
            w, v = momentum_step(points[-1], steep * points[-1], v, eta, mu)
            points.append(np.asarray(w))
        path = np.array(points)
        plots.valley(height, {say("walk"): path}, xlim=(-10, 5), ylim=(-2, 2), ax=above).legend().remove()
        heights = height(path)
        plots.curves(np.arange(steps + 1), {"": heights}, xlabel=say("step"), ylabel=say("height"), ax=below)
        below.set(yscale="log", ylim=(1e-4, 1e4))
        across = np.abs(np.diff(path[:, 1])).sum()
        return say(
            "height {height} after {steps} steps, {across} of way across the valley",
            height=f"{heights[-1]:.3g}",
            steps=steps,
            across=f"{across:.3g}",
        )

    sliders = {
        "eta": Slider("η", (0.003, 0.01, 0.03, 0.06, 0.09, 0.099, 0.105, 0.12), 0.03),
        "mu": Slider("μ", (0.0, 0.3, 0.5, 0.8, 0.9, 0.95, 0.99), 0.0),
    }
    still = [{"eta": 0.03, "mu": 0.0}, {"eta": 0.03, "mu": 0.8}, {"eta": 0.105, "mu": 0.0}]
    return MovingPlot(picture, sliders, still, size=(7.0, 5.4))


def dropout(layer: Callable[..., Any], units: ArrayLike, seed: int = 0) -> MovingPlot:
    """Move the probability that a unit is kept, and the number of masks: the last of them, and the mean of all.

    Parameters
    ----------
    layer : callable
        ``layer(keep, seed)`` returns a dropout layer with a ``forward(X)``.
    units : array_like, (n,)
        The outputs of some units, none of them 0.
    seed : int
        Of the masks.
    """
    x = np.asarray(units, dtype=float)
    masks = (1, 2, 3, 5, 10, 30, 100, 1000)

    @cache
    def outputs(keep: float) -> Array:
        return np.asarray(layer(keep, seed).forward(np.tile(x, (masks[-1], 1))), dtype=float)

    def picture(figure: "FigureBase", keep: float, n: int) -> str:
        last, mean = outputs(keep)[n - 1], outputs(keep)[:n].mean(axis=0)
        at, on = np.arange(1, len(x) + 1), last != 0
        axes = figure.subplots(2, 1, sharex=True)
        of_all = say("mean over {n} masks", n=n) if n > 1 else say("mean over 1 mask")
        heights = {say("mask number {n}", n=n): last, of_all: mean}
        for ax, (name, z) in zip(axes, heights.items(), strict=True):
            plots.bars({name: z}, ylabel=say("output"), ax=ax)
            ax.plot(at, x, "_", color="black", ms=16, label=say("without dropout"))
            ax.set_title(name, fontsize=10)
            ax.set_ylim(0, 1.15 * max(x.max() / min(keep, 0.5), z.max()))
        axes[0].plot(at[~on], np.full(np.sum(~on), 0.08 * axes[0].get_ylim()[1]), "x", color=plots.VERMILION, ms=9)
        axes[1].set_xlabel(say("unit (×: silenced, dash: without dropout)"))
        off = float(np.abs(mean - x).max())
        return say(
            "{on} of {units} units are on; the mean over {n} is off by at most {off}",
            on=np.sum(on),
            units=len(x),
            n=n,
            off=f"{off:.2f}",
        )

    sliders = {
        "keep": Slider("keep", (0.1, 0.3, 0.5, 0.8, 1.0), 0.5),
        "n": Slider(say("masks"), masks, 1),
    }
    still = [{"keep": 0.5, "n": 1}, {"keep": 0.5, "n": 10}, {"keep": 0.5, "n": 1000}]
    return MovingPlot(picture, sliders, still, size=(7.0, 5.0))
