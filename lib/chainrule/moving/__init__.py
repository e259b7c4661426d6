"""Pictures with something to move: sliders where they work, and elsewhere a few of their states side by side.

Nothing that is graded depends on them. To make another one, see `Moving`.
"""

from chainrule.moving.figures import backward, dropout, momentum, nudge, step_size, temperature
from chainrule.moving.sliders import Moving, MovingGraph, MovingPlot, Slider

__all__ = [
    "Moving",
    "MovingGraph",
    "MovingPlot",
    "Slider",
    "backward",
    "dropout",
    "momentum",
    "nudge",
    "step_size",
    "temperature",
]
