"""A drawing function of a few numbers, shown with a slider for each or, where there are none, in a few states at once.

Sliders are those of ipywidgets, and the picture beside them is HTML that is replaced: unlike its ``interact``, which
catches what a cell prints, this works in JupyterLab, Jupyter Notebook, VS Code, Colab and JupyterLite alike.
"""

import base64
import importlib.util
import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from chainrule.graphs import Drawing, stacked

if TYPE_CHECKING:
    from ipywidgets import VBox
    from matplotlib.figure import Figure, FigureBase

_DPI = 80
_FRAME = '<figure style="margin:0">{picture}<figcaption>{words}</figcaption></figure>'


@dataclass(frozen=True)
class Slider:
    """Something to move: a number, or one of a few names.

    Parameters
    ----------
    label : str
        What stands beside it.
    values : sequence
        The numbers, or names, that it takes.
    start : number or str
        The first one.

    Raises
    ------
    ValueError
        If it cannot start there.
    """

    label: str
    values: Sequence[Any]
    start: Any

    def __post_init__(self) -> None:
        """Refuse a start that is not among the values."""
        if self.start not in self.values:
            raise ValueError(f"{self.label} cannot start at {self.start}: that is not one of its values")

    def says(self, value: Any) -> str:
        """Return a value as it is shown."""
        return value if isinstance(value, str) else f"{value:g}".replace("-", "−")


class Moving(ABC):
    """A picture of a few numbers. In a notebook, there is a slider for each; elsewhere, and in files, a still picture.

    Parameters
    ----------
    sliders : mapping from str to Slider
        By the name of the argument of `draw`.
    still : sequence of mappings
        The states that the still picture shows: for each argument its value.

    Notes
    -----
    What shows it is the end of a cell that is an expression. The still picture is drawn at once, so that the cell fails
    if an answer does; the states of the sliders when they are needed, and once.
    """

    def __init__(self, sliders: Mapping[str, Slider], still: Sequence[Mapping[str, Any]]) -> None:
        self.sliders = dict(sliders)
        self.still = [dict(state) for state in still]
        self.frame = cache(self._frame)
        self._drawn_still = self._still()

    @abstractmethod
    def _frame(self, **state: Any) -> str:
        """Return one state as HTML, with the words that say the same."""

    @abstractmethod
    def _still(self) -> dict[str, Any]:
        """Return all states of the still picture, by kind of output; ``text/plain`` says the same in words."""

    def title(self, **state: Any) -> str:
        """Return which state this is: the label of each slider with its value."""
        return ", ".join(f"{slider.label} = {slider.says(state[name])}" for name, slider in self.sliders.items())

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        live = self.with_sliders()._repr_mimebundle_() if _there_can_be_sliders() else {}
        return {**live, **self._drawn_still}

    def with_sliders(self) -> "VBox":
        """Return the widget that a notebook shows: the sliders, and below them the picture."""
        import ipywidgets as widgets

        picture = widgets.HTML(self.frame(**{name: slider.start for name, slider in self.sliders.items()}))
        controls = {}
        for name, slider in self.sliders.items():
            named = isinstance(slider.start, str)
            controls[name] = (widgets.Dropdown if named else widgets.SelectionSlider)(
                description=slider.label,
                options=[(slider.says(value), value) for value in slider.values],
                value=slider.start,
                style={"description_width": "initial"},
                layout=widgets.Layout(width="auto" if named else "min(100%, 32em)"),
            )

        def redraw(_change: object) -> None:
            picture.value = self.frame(**{name: control.value for name, control in controls.items()})

        for control in controls.values():
            control.observe(redraw, "value")
        return widgets.VBox([*controls.values(), picture])


def _there_can_be_sliders() -> bool:
    """Return whether a kernel runs this, to which a slider can tell that it was moved, and there are sliders."""
    from IPython import get_ipython

    return hasattr(get_ipython(), "kernel") and importlib.util.find_spec("ipywidgets") is not None


class MovingPlot(Moving):
    """A picture made with matplotlib.

    Parameters
    ----------
    draw : callable
        ``draw(figure, **state)`` draws into an empty figure, or part of one, and returns in words what it shows.
    sliders, still
        As for `Moving`.
    size : tuple of float
        Of a figure with one state, in inches. The still picture has its states side by side, each narrower.
    """

    def __init__(
        self,
        draw: Callable[..., str],
        sliders: Mapping[str, Slider],
        still: Sequence[Mapping[str, Any]],
        size: tuple[float, float] = (7.0, 3.6),
    ) -> None:
        self.draw = draw
        self.size = size
        super().__init__(sliders, still)

    def _frame(self, **state: Any) -> str:
        figure = _figure(self.size)
        words = self._drawn(figure, state)
        picture = f'<img src="data:image/png;base64,{_png(figure)}" alt="{escape(words)}" style="max-width:100%">'
        return _FRAME.format(picture=picture, words=escape(words))

    def _still(self) -> dict[str, Any]:
        figure = _figure((11.6, self.size[1]))
        parts = figure.subfigures(1, len(self.still), squeeze=False)[0]
        words = [self._drawn(part, state) for part, state in zip(parts, self.still, strict=True)]
        return {"image/png": _png(figure), "text/plain": "\n".join(words)}

    def _drawn(self, figure: "FigureBase", state: Mapping[str, Any]) -> str:
        title = self.title(**state)
        figure.suptitle(title, fontsize=11)
        return f"{title}: {self.draw(figure, **state)}"


class MovingGraph(Moving):
    """A picture of a computational graph.

    Parameters
    ----------
    draw : callable
        ``draw(**state)`` returns a `Drawing`, whose title says in words what is to be seen in it.
    sliders, still
        As for `Moving`. The still picture has its states one below the other.
    """

    def __init__(
        self,
        draw: Callable[..., Drawing],
        sliders: Mapping[str, Slider],
        still: Sequence[Mapping[str, Any]],
    ) -> None:
        self.draw = draw
        super().__init__(sliders, still)

    def _frame(self, **state: Any) -> str:
        return self.draw(**state).svg

    def _still(self) -> dict[str, Any]:
        drawing = stacked([self.draw(**state) for state in self.still])
        return {"image/svg+xml": drawing.svg, "text/plain": drawing.text}


def _figure(size: tuple[float, float]) -> "Figure":
    """Return a figure of which pyplot knows nothing: it would show it below the cell, too."""
    from matplotlib.figure import Figure

    return Figure(figsize=size, dpi=_DPI, layout="constrained")


def _png(figure: "Figure") -> str:
    """Return the picture as PNG, in base 64."""
    target = io.BytesIO()
    figure.savefig(target, format="png")
    return base64.b64encode(target.getvalue()).decode("ascii")
