"""Computational graphs that know their values, to draw them before and after an answer, and to name what went wrong."""

from chainrule.graphs.drawing import Drawing, draw, stacked
from chainrule.graphs.graph import OPERATIONS, Graph

__all__ = ["OPERATIONS", "Drawing", "Graph", "draw", "stacked"]
