"""Pictures of computational graphs: values on top of each wire, gradients below, wrong ones marked.

Values are upright and blue, gradients are slanted, orange and start with ▽, so that colour is never the only sign.
"""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any, Literal

import numpy as np

from chainrule.graphs import layout
from chainrule.language import say, words

Gate = tuple[Any, Sequence[str]] | tuple[Any, Sequence[str], Callable[..., Any]]
"""``(symbol, [names it reads])`` and, optionally, the function that it computes. The symbol may be a gate object: its
``symbol``, or else the name of its class, is drawn."""

Nodes = Mapping[str, Gate | Literal["weight", "bias"]]
"""A graph: for each gate its name and the `Gate`. All other names that a gate reads are inputs of the graph; one that
is a weight or a bias is marked as such: ``{"w": "weight", "p": ("×", ["w", "x"])}``."""

Numbers = Mapping[Any, Any]
"""Values or gradients by the name of a node. A gradient of one wire alone has the key ``(from, to)``, or
``(from, to, position)`` where a gate reads the same node more than once."""

Wire = tuple[str, str, int]
"""A wire: from, to, and which of the inputs there."""

_VALUE, _GRADIENT, _WRONG, _RIGHT = "#0060A8", "#B84E00", "#A00040", "#00694C"
_INK, _FAINT, _WIRE, _GATE, _INPUT, _BLUSH = "#222222", "#666666", "#8A8A8A", "#FFFFFF", "#EEF2F6", "#FBE3EC"
_MONO = "DejaVu Sans Mono, Menlo, Consolas, monospace"
_SANS = "DejaVu Sans, Verdana, Helvetica, sans-serif"
_SIZE, _LINE = 13.0, 16.0  # of the numbers, in px
_CHAR = 0.602  # width of a monospaced character, in sizes
_RADIUS, _GAP = 17.0, 30.0  # of a gate, and between layers
_WIDEST = 940.0  # what the column of a notebook shows without scrolling, on a page or laptop of 1,100 pixels or more
_FITS = 'style="max-width:100%;height:auto"'
_TOLERANCE = 1e-4


@dataclass(frozen=True)
class Drawing:
    """A picture that a notebook shows as SVG, and anything else as text.

    Parameters
    ----------
    svg : str
        The picture; its ``<title>`` and ``<desc>`` say the same in words.
    text : str
        A table of the nodes with their values and gradients.
    size : tuple of float
        Width and height of the picture in pixels.
    """

    svg: str = field(repr=False)
    text: str
    size: tuple[float, float]

    def _repr_svg_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return self.text


def draw(
    nodes: Nodes,
    values: Numbers | None = None,
    gradients: Numbers | None = None,
    *,
    right_values: Numbers | None = None,
    right_gradients: Numbers | None = None,
    reveal: bool = False,
    slots: bool = True,
    digits: int = 4,
    covered: Collection[Any] = (),
    at: Wire | None = None,
    title: str = words("A computational graph"),
) -> Drawing:
    """Draw a computational graph from left to right.

    Parameters
    ----------
    nodes : mapping
        ``{"q": ("+", ["x", "y"]), "f": ("×", ["q", "z"])}``; see `Nodes`. The order carries no meaning.
    values, gradients : mapping, optional
        Numbers or arrays to write on the wires; see `Numbers`. What is missing (or None) stays an empty slot.
    right_values, right_gradients : mapping, optional
        What is right. Entries named here are marked ✓, or ✗ where they differ by more than a ten-thousandth.
    reveal : bool
        Write the right number beside a wrong one.
    slots : bool
        Draw the empty slots.
    digits : int
        Decimals to show at most.
    covered : collection
        Keys of gradients that are yet to come: empty slots, but with the room for their numbers, so that nothing moves
        when they are shown.
    at : Wire, optional
        A wire to draw thick.
    title : str
        What the picture shows.

    Returns
    -------
    Drawing

    Raises
    ------
    graphlib.CycleError
        If a gate needs its own output.

    Examples
    --------
    >>> draw({"q": ("+", ["x", "y"]), "f": ("×", ["q", "z"])}, {"x": -2, "y": 5, "z": -4, "q": 3, "f": -12},
    ...      {"x": -4, "z": 2}, right_gradients={"x": -4, "z": 3}, title="(x + y) z")
    (x + y) z
    node  gate     value  gradient
    x     input    -2     -4 ✓
    y     input    5      ?
    z     input    -4     2 ✗
    q     + (x,y)  3      ?
    f     × (q,z)  -12    ?
    """
    gates = gates_of(nodes)
    entries = _Entries(
        values or {}, gradients or {}, right_values or {}, right_gradients or {}, reveal, slots, digits, covered
    )
    title = say(title)
    table = _table(gates, entries, title)
    return _drawing(gates, entries, at, title, table)


def stacked(drawings: Sequence[Drawing]) -> Drawing:
    """Return a picture that shows others, one below the other."""
    width = max(drawing.size[0] for drawing in drawings)
    shapes, top = [], 0.0
    for drawing in drawings:
        shapes.append(drawing.svg.replace(_FITS, f'y="{top:.0f}"', 1))
        top += drawing.size[1]
    return Drawing(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{top:.0f}" '
        f'viewBox="0 0 {width:.0f} {top:.0f}" {_FITS}>' + "".join(shapes) + "</svg>",
        "\n\n".join(drawing.text for drawing in drawings),
        (width, top),
    )


@dataclass(frozen=True)
class _Label:
    """What stands over or under a wire; a mark is "✓", "✗" or nothing. What is covered has its room alone."""

    lines: tuple[str, ...]
    mark: str = ""
    right: tuple[str, ...] = ()
    covered: bool = False

    @property
    def width(self) -> float:
        return max((len(line) for line in (*self.lines, *self.right)), default=0) * _SIZE * _CHAR

    @property
    def height(self) -> float:
        return (len(self.lines) + len(self.right)) * _LINE


@dataclass(frozen=True)
class _Entries:
    """The numbers of a graph, and which of them are judged."""

    values: Numbers
    gradients: Numbers
    right_values: Numbers
    right_gradients: Numbers
    reveal: bool
    slots: bool
    digits: int
    covered: Collection[Any]

    def value(self, key: Any) -> _Label | None:
        return self._label(self.values.get(key), self.right_values.get(key), "")

    def gradient(self, key: Any) -> _Label | None:
        label = self._label(self.gradients.get(key), self.right_gradients.get(key), "▽ ")
        return replace(label, covered=True) if label and key in self.covered else label

    def _label(self, number: Any, right: Any, sign: str) -> _Label | None:
        if number is None:
            return None if self.slots else _Label(())
        mark = "" if right is None else "✓" if _equal(number, right) else "✗"
        correction = (say("should be"), *_rows(right, self.digits)) if mark == "✗" and self.reveal else ()
        rows = _rows(number, self.digits)
        pad = " " * len(sign)
        lines = [(sign if i == 0 else pad) + row for i, row in enumerate(rows)]
        lines[-1] += f" {mark}" if mark else ""
        return _Label(tuple(lines), mark, correction)


def _equal(number: Any, right: Any) -> bool:
    try:
        number, right = np.asarray(number, dtype=float), np.asarray(right, dtype=float)
    except (TypeError, ValueError):
        return False
    if number.shape != right.shape:
        return False
    scale = max(float(np.abs(right).max(initial=0.0)), 1e-6)
    return bool((np.abs(number - right) <= _TOLERANCE * scale).all())


def rounded(x: Any, digits: int) -> str:
    """Write a number with few decimals, so that rounding noise never shows."""
    if not np.isfinite(x):
        return str(float(x))
    return f"{round(float(x), digits) + 0.0:.6g}"


def _rows(number: Any, digits: int) -> tuple[str, ...]:
    """Write a scalar, a vector or a small matrix in lines of equal width; of anything larger, its shape."""
    try:
        array = np.asarray(number, dtype=float)
    except (TypeError, ValueError):
        return (str(number)[:12],)
    if array.ndim == 0:
        return (rounded(array, digits),)
    if array.ndim > 2 or array.shape[-1] > 4 or array.size > 12 or not array.size:
        return ("×".join(map(str, array.shape)) + " " + say("array"),)
    table = [[rounded(x, digits) for x in row] for row in np.atleast_2d(array)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return tuple(
        "[" + " ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) + "]" for row in table
    )


def _symbol(gate: Any) -> str:
    if isinstance(gate, str):
        return gate
    return str(getattr(gate, "symbol", type(gate).__name__.removesuffix("Gate")))


def gates_of(nodes: Nodes) -> dict[str, Gate]:
    """Return the gates alone, without the marks of inputs."""
    return {name: node for name, node in nodes.items() if not isinstance(node, str)}


def wires_of(gates: Mapping[str, Gate]) -> list[Wire]:
    """Return every wire of a graph, one for each input of each gate."""
    return [(source, name, i) for name, gate in gates.items() for i, source in enumerate(gate[1])]


def _wire_key(wire: Wire, numbers: Numbers) -> Any:
    """Return the key under which `numbers` has an entry for one wire alone, or None."""
    return next((key for key in (wire, wire[:2]) if key in numbers), None)


# --- Words --------------------------------------------------------------------------------------------------------


def _table(gates: Mapping[str, Gate], entries: _Entries, title: str) -> str:
    layer = layout.layers({name: gate[1] for name, gate in gates.items()})
    names = sorted(map(str, layer), key=lambda name: (name in gates, layer[name]))
    rows = [(say("node"), say("gate"), say("value"), say("gradient"))]
    for name in names:
        gate = f"{_symbol(gates[name][0])} ({','.join(gates[name][1])})" if name in gates else say("input")
        rows.append((name, gate, _words(entries.value(name)), _words(entries.gradient(name))))
    for wire in wires_of(gates):
        key = _wire_key(wire, entries.gradients)
        if key is not None:
            rows.append((f"{wire[0]}→{wire[1]}", say("wire"), "", _words(entries.gradient(key))))
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]) for row in rows
    ]
    return "\n".join([title, *(line.rstrip() for line in lines)])


def _words(label: _Label | None) -> str:
    if label is None or label.covered or not label.lines:
        return "?" if label is None or label.covered else ""
    words = " ".join(line.strip() for line in label.lines).removeprefix("▽ ")
    return words + (f" ({' '.join(label.right)})" if label.right else "")


# --- SVG ----------------------------------------------------------------------------------------------------------


@dataclass
class _Box:
    """The space of a node: its body, then a stretch of wire that carries the labels."""

    body: float = 0.0
    stem: float = 0.0
    above: float = 9.0
    below: float = 9.0
    x: float = 0.0
    y: float = 0.0


def _drawing(gates: Mapping[str, Gate], entries: _Entries, at: Wire | None, title: str, description: str) -> Drawing:
    keys = {wire: key for wire in wires_of(gates) if (key := _wire_key(wire, entries.gradients)) is not None}
    layer, paths = layout.with_bends(_with_labels(gates, keys))
    boxes: dict[Hashable, _Box] = {point: _Box() for point in layer}
    for wire, key in keys.items():
        boxes[wire] = _wire_box(entries.gradient(key))
    names = [name for name in layer if isinstance(name, str)]
    for name in names:
        boxes[name] = _node_box(name, gates, entries)
    ranks = layout.order(layer, paths)
    above, below = ({point: getattr(box, side) for point, box in boxes.items()} for side in ("above", "below"))
    width = max(_place(ranks, boxes, layout.positions(ranks, paths, above, below)), _text_width(title)) + 24
    height = max((box.y + box.below for box in boxes.values()), default=0.0) + 48

    scale = min(1.0, _WIDEST / width)
    ports = _ports(paths, boxes)
    shapes = [_text(0, -16, title, _INK, size=14, anchor="start")]
    shapes += [
        _wire(path, port, boxes, arrow=path[-1] in gates, thick=_is_part(path, at))
        for path, port in zip(paths, ports, strict=True)
    ]
    shapes += [_node(name, gates, boxes[name], entries, last=not _is_read(name, gates)) for name in names]
    for wire, key in keys.items():
        box = boxes[wire]
        line = _line(box.x, _start(box), box.y, thick=wire == at)
        shapes += [line, _below((box.x + _start(box)) / 2, box.y, entries.gradient(key))]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{scale * width:.0f}" height="{scale * height:.0f}" '
        f'viewBox="-12 -36 {width:.0f} {height:.0f}" {_FITS} font-family="{_SANS}">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
        f'<rect x="-12" y="-36" width="{width:.0f}" height="{height:.0f}" rx="6" fill="#FFFFFF"/>'
        + "".join(shapes)
        + "</svg>"
    )
    return Drawing(svg, description, (scale * width, scale * height))


def _text_width(text: str) -> float:
    """Return about how wide a title is."""
    return 14 * 0.56 * len(text)


def _is_part(path: Sequence[Hashable], wire: Wire | None) -> bool:
    """Return whether a path is a wire, or leads to or from its label."""
    return wire is not None and (wire in (path[0], path[-1]) or (path[0], path[-1]) == wire[:2])


def _with_labels(gates: Mapping[str, Gate], labelled: Collection[Wire]) -> layout.Parents:
    """Return what reads what, with the label of a wire as a point on its way."""
    parents: dict[Hashable, list[Hashable]] = {name: [] for name in gates}
    for wire in wires_of(gates):
        source, name, _ = wire
        parents[name].append(wire if wire in labelled else source)
        if wire in labelled:
            parents[wire] = [source]
    return parents


def _is_read(name: str, gates: Mapping[str, Gate]) -> bool:
    return any(name in gate[1] for gate in gates.values())


def _wire_box(label: _Label | None) -> _Box:
    """Return the room that the gradient of one wire needs."""
    return _Box(stem=label.width + 8 if label else 42.0, below=(label.height if label else _LINE) + 8)


def _node_box(name: str, gates: Mapping[str, Gate], entries: _Entries) -> _Box:
    """Return the room that a node needs with its labels."""
    value, gradient = entries.value(name), entries.gradient(name)
    text = _symbol(gates[name][0]) if name in gates else name
    body = max(2 * _RADIUS, len(text) * _SIZE * 0.66 + 18)
    labels = [label for label in (value, gradient) if label]
    stem = max([42.0, *(label.width + 10 for label in labels)])
    over = value.height if value else _LINE
    under = gradient.height if gradient else _LINE
    caption = _LINE - 2 if name in gates else 0.0
    return _Box(body, stem, max(_RADIUS, over + 6) + 6, max(_RADIUS + caption, under + 6) + 6)


def _place(
    ranks: Sequence[Sequence[Hashable]], boxes: Mapping[Hashable, _Box], heights: Mapping[Hashable, float]
) -> float:
    """Set where each box is, and return the right edge of the last."""
    x = 0.0
    for rank in ranks:
        body, stem = (max(getattr(boxes[point], part) for point in rank) for part in ("body", "stem"))
        for point in rank:
            box = boxes[point]
            box.x, box.y = x + (body / 2 if box.body else 0.0), heights[point]
            box.stem = x + body + stem - box.x - box.body / 2  # all wires of a layer part from the same line
        x += body + stem + _GAP
    return x - _GAP


def _start(box: _Box) -> float:
    return box.x + box.body / 2 + box.stem


def _ports(paths: Sequence[Sequence[Hashable]], boxes: Mapping[Hashable, _Box]) -> list[float]:
    """Return for each wire how far above or below its gate's middle it arrives."""
    arriving: dict[Hashable, list[int]] = {}
    for i, path in enumerate(paths):
        arriving.setdefault(path[-1], []).append(i)
    offsets = [0.0] * len(paths)
    for wires in arriving.values():
        wires.sort(key=lambda i: boxes[paths[i][-2]].y)
        step = min(12.0, 22.0 / max(1, len(wires) - 1))
        for place, i in enumerate(wires):
            offsets[i] = step * (place - (len(wires) - 1) / 2)
    return offsets


def _wire(path: Sequence[Hashable], port: float, boxes: Mapping[Hashable, _Box], *, arrow: bool, thick: bool) -> str:
    """Draw a wire: curves from layer to layer, level where it passes one."""
    x, y = _start(boxes[path[0]]), boxes[path[0]].y
    curve = f"M{x:.1f} {y:.1f}"
    for point in path[1:]:
        box = boxes[point]
        end_x, end_y = box.x - box.body / 2, box.y
        if point == path[-1] and arrow:  # it meets the round side of its gate
            end_x, end_y = end_x + _RADIUS - float(np.sqrt(_RADIUS**2 - port**2)) - 6, end_y + port
        half = (x + end_x) / 2
        curve += f"C{half:.1f} {y:.1f} {half:.1f} {end_y:.1f} {end_x:.1f} {end_y:.1f}"
        x, y = (end_x, end_y) if point == path[-1] else (_start(box), end_y)
        curve += f"H{x:.1f}"
    shape = f'<path d="{curve}" fill="none" {_stroke(thick)}/>'
    return shape + (_arrow(x + 6, y) if arrow else "")


def _line(x: float, end: float, y: float, *, thick: bool = False) -> str:
    return f'<path d="M{x:.1f} {y:.1f}H{end:.1f}" {_stroke(thick)}/>'


def _stroke(thick: bool) -> str:
    return f'stroke="{_INK if thick else _WIRE}" stroke-width="{4 if thick else 1.5}"'


def _arrow(x: float, y: float) -> str:
    return f'<path d="M{x:.1f} {y:.1f}l-9 -4v8z" fill="{_WIRE}"/>'


def _node(name: str, gates: Mapping[str, Gate], box: _Box, entries: _Entries, *, last: bool) -> str:
    left, end = box.x - box.body / 2, _start(box)
    is_gate = name in gates
    text = _symbol(gates[name][0]) if is_gate else name
    middle = box.x + box.body / 2 + (box.stem - 4) / 2
    shapes = [
        _line(box.x + box.body / 2, end - (6 if last else 0), box.y),
        f'<rect x="{left:.1f}" y="{box.y - _RADIUS:.1f}" width="{box.body:.1f}" height="{2 * _RADIUS:.1f}" '
        f'rx="{_RADIUS if is_gate else 5:g}" fill="{_GATE if is_gate else _INPUT}" '
        f'stroke="{_INK}" stroke-width="1.3"/>',
        _text(box.x, box.y + 5, text, _INK, size=15 if len(text) < 3 else _SIZE, italic=not is_gate),
    ]
    if is_gate:
        shapes.append(_text(box.x, box.y + _RADIUS + 12, name, _FAINT, size=10.5, italic=True))
    if last:
        shapes.append(_arrow(end, box.y))
    shapes.append(_above(middle, box.y, entries.value(name)))
    shapes.append(_below(middle, box.y, entries.gradient(name)))
    return "".join(shapes)


def _above(x: float, y: float, label: _Label | None) -> str:
    if label is None:
        return _slot(x, y - _LINE - 4, _VALUE)
    return _label_text(x, y - 6 - label.height, label, _VALUE)


def _below(x: float, y: float, label: _Label | None) -> str:
    if label is None or label.covered:
        return _slot(x, y + 4, _GRADIENT)
    return _label_text(x, y + 3, label, _GRADIENT, italic=True)


def _slot(x: float, top: float, colour: str) -> str:
    return (
        f'<rect x="{x - 17:.1f}" y="{top:.1f}" width="34" height="{_LINE:g}" rx="3" fill="none" '
        f'stroke="{colour}" stroke-dasharray="3 3" opacity="0.65"/>'
    )


def _label_text(x: float, top: float, label: _Label, colour: str, *, italic: bool = False) -> str:
    shapes = []
    wrong = label.mark == "✗"
    if wrong:
        shapes.append(
            f'<rect x="{x - label.width / 2 - 3:.1f}" y="{top:.1f}" width="{label.width + 6:.1f}" '
            f'height="{label.height + 1:.1f}" rx="3" fill="{_BLUSH}"/>'
        )
    for i, line in enumerate((*label.lines, *label.right)):
        y = top + 13 + i * _LINE
        if i < len(label.lines):
            shapes.append(_text(x, y, line, _WRONG if wrong else colour, italic=italic, mono=True, bold=wrong))
        else:
            shapes.append(_text(x, y, line, _RIGHT, size=_SIZE - 1, mono=True))
    return "".join(shapes)


def _text(
    x: float,
    y: float,
    text: str,
    colour: str,
    *,
    size: float = _SIZE,
    italic: bool = False,
    bold: bool = False,
    mono: bool = False,
    anchor: str = "middle",
) -> str:
    style = (' font-style="italic"' if italic else "") + (' font-weight="bold"' if bold else "")
    font = f' font-family="{_MONO}"' if mono else ""
    shown = escape(text.replace("-", "−") if mono else text)
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour}" text-anchor="{anchor}"'
        f'{font}{style} xml:space="preserve">{shown}</text>'
    )
