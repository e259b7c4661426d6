"""For people who see little, other colours, or not at all: descriptions, contrast, and a second sign beside colour."""

import re
from functools import partial

import nbformat
import pytest
from conftest import ROOT
from matplotlib import colors
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from test_moving import FIGURES, GRAPHS, PLOTS, start
from test_plots import DRAWN_IN_AXES, DRAWN_IN_FIGURES

from chainrule import plots

ASSIGNMENTS = sorted(path.parent.name for path in ROOT.glob("source/*/*.py"))
PICTURES = ("image/", "text/html")
LINE, TEXT = 3, 4.5
"""The contrast that WCAG 2.2 asks for: of what is drawn (1.4.11), and of what is written (1.4.3)."""


def contrast(colour: object, ground: object = "white") -> float:
    """Return the contrast ratio of two colours: from 1, none at all, to 21."""
    rgb = [colors.to_rgb(one) for one in (colour, ground)]
    linear = [[v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in one] for one in rgb]
    dark, light = sorted(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in linear)
    return (light + 0.05) / (dark + 0.05)


def prose_beside(cells: list[nbformat.NotebookNode], number: int) -> str:
    """Return the nearest prose above a cell and below it."""
    above = (cell.source for cell in reversed(cells[:number]) if cell.cell_type == "markdown")
    below = (cell.source for cell in cells[number + 1 :] if cell.cell_type == "markdown")
    return " ".join(f"{next(above, '')} {next(below, '')}".split())  # wherever the lines end


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_the_prose_beside_every_picture_says_what_it_shows(assignment):
    notebook = nbformat.read(ROOT / "source" / assignment / f"{assignment}.ipynb", as_version=4)
    shown = [
        number
        for number, cell in enumerate(notebook.cells)
        if any(kind.startswith(PICTURES) for output in cell.get("outputs", []) for kind in output.get("data", {}))
    ]
    assert shown
    assert not [number for number in shown if "*The picture" not in prose_beside(notebook.cells, number)]


def test_a_contrast_is_what_the_standard_says():
    assert contrast("black") == pytest.approx(21)
    assert contrast("#777777") == pytest.approx(4.48, abs=0.01)


def test_the_colours_in_common_use_stand_out():
    """Two lines hardly ever, and a third never, need more; the others come with a marker or a dash."""
    assert min(map(contrast, plots.COLOURS[:3])) >= LINE
    assert len(plots.COLOURS) == len(set(plots.STYLES)) == len(set(plots.MARKERS))


def drawn(name: str) -> Figure:
    """Return one picture of `plots`."""
    return DRAWN_IN_AXES[name](plt.subplots()[1]).figure if name in DRAWN_IN_AXES else DRAWN_IN_FIGURES[name]()


def ground(text: plt.Text) -> object:
    """Return the colour behind a text: that of its place in an image, or white."""
    ax = text.axes
    if ax is None or not ax.images or text.get_transform() != ax.transData:
        return "white"
    column, row = map(round, text.get_position())
    (image,) = ax.images
    return image.to_rgba(image.get_array())[row, column]


def moving(name: str) -> Figure:
    """Return the first state of a picture that moves."""
    figure, picture = Figure(layout="constrained"), FIGURES[name]()
    picture.draw(figure, **start(picture))
    return figure


PICTURES_TO_READ = {name: partial(drawn, name) for name in (*DRAWN_IN_AXES, *DRAWN_IN_FIGURES)}
PICTURES_TO_READ |= {name: partial(moving, name) for name in PLOTS}


@pytest.mark.parametrize("name", PICTURES_TO_READ)
def test_what_is_written_in_a_picture_can_be_read(name):
    figure = PICTURES_TO_READ[name]()
    figure.canvas.draw()
    texts = [text for text in figure.findobj(plt.Text) if text.get_text().strip() and text.get_visible()]
    bare = [text for text in texts if text.get_bbox_patch() is None]
    faint = [text.get_text() for text in bare if contrast(text.get_color(), ground(text)) < TEXT]
    plt.close("all")
    assert not faint


@pytest.mark.parametrize("name", FIGURES)
def test_every_state_of_a_picture_that_moves_is_told_in_words(name):
    picture = FIGURES[name]()
    shown = picture.frame(**start(picture))
    said = r'<svg[^>]* role="img".*<title>[^<]{20,}' if name in GRAPHS else r'<img [^>]*alt="[^"]{20,}"'
    assert re.search(said, shown)


def test_six_curves_differ_without_their_colours():
    x = [0.0, 1.0, 2.0]
    ax = plots.curves(x, {str(number): [number, number + 1, number] for number in range(6)})
    signs = {(line.get_linestyle(), str(line._dash_pattern), line.get_marker()) for line in ax.get_lines()}
    plt.close("all")
    assert len(signs) == 6
