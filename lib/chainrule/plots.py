"""Pictures: scores, losses, templates, searches and regions, with matplotlib.

Every function takes arrays, draws into `ax` (by default a new figure) and returns the Axes; a function that fills a
figure of its own returns the Figure. Colours are those of Okabe and Ito (*Color universal design*, 2008), which people
with any kind of colour vision can tell apart; a line style, marker or number always says the same as the colour.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from chainrule.language import ENGLISH, say, spoken

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.image import AxesImage

    from chainrule.datasets import LearningCurve

BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9"
COLOURS = (BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY)
STYLES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)))
MARKERS = "ox^sDv"


def _axes(ax: "Axes | None", figsize: tuple[float, float] = (7, 3.6)) -> "Axes":
    """Return the Axes, or those of a new figure: a notebook crops it to what is drawn, so no layout is computed."""
    if ax is None:
        import matplotlib.pyplot as plt

        width, height = figsize
        (left, bottom), (right, top) = (0.65 / width, 0.5 / height), (1 - 0.1 / width, 1 - 0.3 / height)
        ax = plt.figure(figsize=figsize, dpi=80).add_axes((left, bottom, right - left, top - bottom))
    return ax


def _mosaic(
    rows: Sequence[NDArray[np.float64]], ax: "Axes", *, cmap: str, limits: tuple[float, float], frames: bool = False
) -> tuple["AxesImage", NDArray[np.float64], NDArray[np.float64]]:
    """Draw images (n, height, width) in rows as a single one, which costs much less than Axes for each of them.

    Returns
    -------
    image : AxesImage
        Its pixels; those between the images are nan.
    left, top : ndarray
        The first column of each column of images, and the first row of each row.
    """
    height, width = rows[0].shape[1:]
    gap = max(1, width // 8)
    left = np.arange(max(map(len, rows))) * (width + gap)
    top = np.arange(len(rows)) * (height + (1 if frames else 3) * gap)
    pixels = np.full((top[-1] + height, left[-1] + width), np.nan)
    for y, row in zip(top, rows, strict=True):
        for x, one in zip(left, row, strict=False):
            pixels[y : y + height, x : x + width] = one
    image = ax.imshow(pixels, cmap=cmap, vmin=limits[0], vmax=limits[1], interpolation="nearest")
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(False)
    if frames:
        for y, row in zip(top, rows, strict=True):
            _frames(left[: len(row)] - 0.5, y - 0.5, width, height, ax)
    return image, left, top


def _frames(left: NDArray[np.float64], bottom: float, width: float, height: float, ax: "Axes") -> None:
    """Draw frames beside each other."""
    from matplotlib.collections import LineCollection

    corners = np.array([(0, 0), (width, 0), (width, height), (0, height), (0, 0)])
    boxes = [corners + (x, bottom) for x in left]
    ax.add_collection(LineCollection(boxes, colors="black", linewidths=0.8, clip_on=False))


def _from_white_to_black(images: NDArray[np.float64]) -> NDArray[np.float64]:
    """Scale each image (height, width) of several to numbers from 0 to 1."""
    images = images - images.min(axis=(1, 2), keepdims=True)
    return np.asarray(images / np.maximum(images.max(axis=(1, 2), keepdims=True), np.finfo(float).tiny))


def _table(values: ArrayLike, what: str) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=float)
    if array.ndim != 2 or not array.size:
        raise ValueError(f"{what} should be a non-empty array of two dimensions, not of shape {array.shape}")
    return array


def _images(values: ArrayLike, what: str, shape: tuple[int, int]) -> NDArray[np.float64]:
    array = _table(values, what)
    height, width = shape
    if array.shape[1] != height * width:
        raise ValueError(
            f"a row of {what} has {array.shape[1]} entries, an image of {height} × {width} has {height * width}"
        )
    return array.reshape(-1, height, width)


def _points(values: ArrayLike) -> NDArray[np.float64]:
    array = _table(values, "points")
    if array.shape[1] != 2:
        raise ValueError(f"points of the plane should have shape (N, 2), not {array.shape}")
    return array


def _labels(labels: ArrayLike, many: int, below: int | None = None) -> NDArray[Any]:
    array = np.asarray(labels)
    if array.shape != (many,) or array.dtype.kind not in "iu":
        raise ValueError(f"labels should be {many} integers, not {array.dtype} of shape {array.shape}")
    if array.min() < 0 or (below is not None and array.max() >= below):
        raise ValueError(f"labels should lie between 0 and {'K - 1' if below is None else below - 1}")
    return array


def _with_article(name: object) -> str:
    """Return "a seven" or "an eight", digits as they are read; in other languages the name alone."""
    if spoken() != ENGLISH:
        return str(name)
    return f"{'an' if str(name)[:1] in 'aeiouAEIOU8' else 'a'} {name}"


def _image_of(name: object) -> str:
    return say("image of {name}", name=_with_article(name))


# --- Curves -------------------------------------------------------------------------------------------------------


def curves(
    x: ArrayLike,
    curves: Mapping[str, ArrayLike],
    *,
    xlabel: str = "",
    ylabel: str = "",
    title: str = "",
    lowest: bool = False,
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw named curves over the same `x`; `lowest` marks the minimum of each.

    Parameters
    ----------
    x : array_like, (n,)
    curves : mapping from a name to array_like, (n,)

    Raises
    ------
    ValueError
        If `x` is empty, or a curve has another length.
    """
    x = np.asarray(x, dtype=float)
    if x.ndim != 1 or not x.size:
        raise ValueError(f"x should be a non-empty array of one dimension, not of shape {x.shape}")
    heights = {name: np.asarray(values, dtype=float) for name, values in curves.items()}
    for name, y in heights.items():
        if y.shape != x.shape:
            raise ValueError(f"the curve {name!r} has shape {y.shape}, and x has {x.shape}")
    ax = _axes(ax)
    for i, (name, y) in enumerate(heights.items()):
        colour = COLOURS[i % len(COLOURS)]
        ax.plot(x, y, color=colour, ls=STYLES[i % len(STYLES)], lw=2, label=name)
        if lowest:
            ax.plot(x[y.argmin()], y.min(), MARKERS[i % len(MARKERS)], color=colour)
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title)
    ax.grid(alpha=0.3)
    if len(curves) > 1:
        ax.legend(frameon=False)
    return ax


def walk(
    curve: Callable[[Any], Any],
    points: ArrayLike,
    span: tuple[float, float],
    *,
    xlabel: str = "",
    ylabel: str = "",
    title: str = "",
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw a function of one variable and a walk on it, numbered from 0 at its start.

    Parameters
    ----------
    curve : callable
        From an array of positions to their heights.
    points : array_like, (n,)
        The positions visited, in order; (n, 1) will do.
    span : tuple of float
        The ends of the horizontal axis.

    Raises
    ------
    ValueError
        If there is no point, or one has more than one coordinate.
    """
    points = np.atleast_1d(np.asarray(points, dtype=float))
    if not points.size or points.size != len(points):
        raise ValueError(f"points should be at least one number each, of shape (n,), not {points.shape}")
    ax = _axes(ax)
    x, points = np.linspace(*span, 400), points.ravel()
    heights = np.array([float(curve(point)) for point in points])
    ax.plot(x, curve(x), color=BLUE, lw=2)
    ax.plot(points, heights, "o--", color=VERMILION, lw=1, ms=5)
    for number in sorted({0, 1, 2, len(points) - 1} & set(range(len(points)))):
        ax.annotate(str(number), (points[number], heights[number]), xytext=(4, 6), textcoords="offset points")
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title, xlim=span)
    ax.grid(alpha=0.3)
    return ax


# --- Linear classifiers -------------------------------------------------------------------------------------------


def score_bars(
    scores: ArrayLike, labels: ArrayLike, classes: Sequence[str], *, title: str = "", ax: "Axes | None" = None
) -> "Axes":
    """Draw the scores of a few examples as groups of bars; the correct class is hatched.

    Parameters
    ----------
    scores : array_like, (N, K)
    labels : array_like of int, (N,)
    classes : sequence of str, K names

    Raises
    ------
    ValueError
        If the shapes do not fit or a label is no class.
    """
    scores = _table(scores, "scores")
    labels = _labels(labels, len(scores), scores.shape[1])
    if len(classes) != scores.shape[1]:
        raise ValueError(f"there are {scores.shape[1]} columns of scores and {len(classes)} names of classes")
    ax = _axes(ax)
    width = 0.8 / len(classes)
    for k, name in enumerate(classes):
        at = np.arange(len(scores)) + (k - (len(classes) - 1) / 2) * width
        bars = ax.bar(at, scores[:, k], width * 0.92, color=COLOURS[k % len(COLOURS)], label=name)
        ax.bar_label(bars, fmt="%.4g", padding=2, fontsize=9)
        for bar, label in zip(bars, labels, strict=True):
            if label == k:
                bar.set(hatch="///", edgecolor="black")
    ax.axhline(0, color="black", lw=0.8)
    ax.set_xticks(range(len(scores)), [_image_of(classes[label]) for label in labels])
    ax.set(ylabel=say("score"), title=title)
    ax.margins(y=0.15)
    ax.legend(frameon=False, ncols=len(classes), title=say("score for (hatched: correct)"))
    return ax


def weights_in_plane(
    before: ArrayLike, after: ArrayLike, x: ArrayLike, classes: Sequence[str], *, ax: "Axes | None" = None
) -> "Axes":
    """Draw an image of two pixels as a grey arrow, and each class's weights as an arrow before and after a step.

    Parameters
    ----------
    before, after : array_like, (K, 2)
        Weights; those before the step are dashed.
    x : array_like, (2,)
        The image.
    classes : sequence of str, K names

    Raises
    ------
    ValueError
        If the weights are not of two pixels.
    """
    before, after, x = _table(before, "weights"), _table(after, "weights"), np.asarray(x, dtype=float)
    if not before.shape == after.shape == (len(classes), 2) or x.shape != (2,):
        raise ValueError(
            f"weights should be ({len(classes)}, 2) and x (2,), not {before.shape}, {after.shape}, {x.shape}"
        )
    ax = _axes(ax, (4.5, 4.5))
    for k, name in enumerate(classes):
        colour = COLOURS[k % len(COLOURS)]
        for tip, style, width, when in ((before[k], "--", 1.2, say("before")), (after[k], "-", 2.2, say("after"))):
            ax.annotate("", tip, (0, 0), arrowprops={"arrowstyle": "->", "color": colour, "ls": style, "lw": width})
            place, side = ((6, -3), "left") if tip[0] > 0 else ((-6, -3), "right")
            ax.annotate(f"{name} {when}", tip, place, textcoords="offset points", fontsize=9, ha=side)
        ax.annotate("", after[k], before[k], arrowprops={"arrowstyle": "->", "color": "grey", "ls": ":", "lw": 1.5})
    ax.annotate("", (x[0], x[1]), (0, 0), arrowprops={"arrowstyle": "-|>", "color": "0.4", "lw": 4, "alpha": 0.5})
    ax.plot(*x, "o", color="black", ms=8)
    ax.annotate(say("image x"), (x[0], x[1]), (8, -3), textcoords="offset points")
    corners = np.vstack([before, after, x[None], np.zeros((1, 2))])
    low, high = corners.min(axis=0) - 1, corners.max(axis=0) + 1
    ax.set(
        xlim=(low[0] - 3, high[0] + 3),
        ylim=(low[1], high[1]),
        xlabel=say("pixel {number}", number=1),
        ylabel=say("pixel {number}", number=2),
        aspect="equal",
    )
    ax.axhline(0, color="black", lw=0.6)
    ax.axvline(0, color="black", lw=0.6)
    ax.grid(alpha=0.3)
    return ax


def loss_along_weight(
    loss: Callable[[NDArray[np.float64]], Any],
    W: ArrayLike,
    index: tuple[int, ...],
    *,
    span: float = 3.0,
    title: str = "",
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw a piecewise linear loss against one weight, the others held fixed, with the slope of each piece.

    Parameters
    ----------
    loss : callable
        From weights like `W` to a number.
    W : array_like
        The present weights, marked by a dot.
    index : tuple of int
        Which entry of `W` moves, by up to `span` to both sides.
    """
    W = np.array(W, dtype=float)

    def at(weight: float) -> float:
        moved = W.copy()
        moved[index] = weight
        return float(loss(moved))

    ax = _axes(ax)
    grid = np.linspace(W[index] - span, W[index] + span, 1201)
    heights = np.array([at(weight) for weight in grid])
    slopes = (np.diff(heights) / np.diff(grid)).round(9) + 0.0  # + 0.0: no -0
    # A grid interval with a kink inside has neither slope: a new piece starts where two neighbours agree again.
    even = np.flatnonzero(np.abs(np.diff(slopes)) < 1e-6 * (1 + np.abs(slopes).max()))
    pieces = np.split(even, np.flatnonzero(np.diff(even) > 1) + 1)
    ax.plot(grid, heights, color=BLUE, lw=2)
    lift = 0.05 * (np.ptp(heights) or 1.0)
    for piece in pieces:
        start, stop = piece[0], piece[-1] + 2
        middle = (start + stop) // 2
        slope = slopes[piece[0]]
        side = "left" if slope <= 0 else "right"
        ax.text(
            grid[middle],
            heights[middle] + lift,
            say("slope {slope}", slope=f"{slope:.3g}".replace("-", "−")),
            fontsize=9,
            ha=side,
        )
        if start:
            ax.plot(grid[start], heights[start], "s", color=ORANGE, ms=6)
    ax.plot(W[index], at(W[index]), "o", color=VERMILION, ms=9)
    ax.annotate(say("we are here"), (W[index], at(W[index])), (-8, -12), textcoords="offset points", ha="right")
    name = ", ".join(map(str, index))
    ax.set(xlabel=f"W[{name}]", ylabel=say("loss of the image"), title=title)
    ax.margins(y=0.15)
    ax.grid(alpha=0.3)
    return ax


def templates(
    W: ArrayLike, shape: tuple[int, int] = (8, 8), *, names: Sequence[str] | None = None, title: str = ""
) -> "Figure":
    """Draw each row of a linear classifier's weights as an image, blue where ink speaks for the class, red against.

    Parameters
    ----------
    W : array_like, (K, D)
    shape : tuple of int
        Height and width of an image; their product is D.

    Returns
    -------
    Figure

    Raises
    ------
    ValueError
        If D is not the size of an image, or there are not as many names as rows.
    """
    import matplotlib.pyplot as plt

    W = _images(W, "W", shape)
    if names is not None and len(names) != len(W):
        raise ValueError(f"there are {len(W)} rows of weights and {len(names)} names")
    columns = min(len(W), 5)
    rows = [W[start : start + columns] for start in range(0, len(W), columns)]
    figure, ax = plt.subplots(figsize=(1.5 * columns, 1.75 * len(rows)), dpi=80, layout="constrained")
    limit = float(np.abs(W).max()) or 1.0
    image, left, top = _mosaic(rows, ax, cmap="RdBu", limits=(-limit, limit))
    _minuses(image, limit, shape)
    _titles(names or range(len(W)), left, top, shape, ax)
    figure.colorbar(image, ax=ax, shrink=0.8, label=say("weight"))
    figure.suptitle(title)
    return figure


def _minuses(image: "AxesImage", limit: float, shape: tuple[int, int]) -> None:
    """In small images of weights, let a minus say the same as strong red."""
    if shape[0] * shape[1] <= 100:
        row, column = np.nonzero(np.asarray(image.get_array()) < -0.3 * limit)
        image.axes.plot(column, row, "_", color="white", ms=4.5, mew=0.8)


def _titles(
    titles: Sequence[object], left: NDArray[Any], top: NDArray[Any], shape: tuple[int, int], ax: "Axes"
) -> None:
    """Write a title above each image of a mosaic."""
    for i, title in enumerate(titles):
        place = left[i % len(left)] + (shape[1] - 1) / 2, top[i // len(left)] - 0.5
        ax.annotate(str(title), place, (0, 3), textcoords="offset points", ha="center", va="bottom", fontsize=10)


def images(X: ArrayLike, titles: Sequence[str], shape: tuple[int, int] = (8, 8), *, columns: int = 8) -> "Figure":
    """Draw images, one per row of X (N, D), each under its title, and return the Figure.

    Raises
    ------
    ValueError
        If D is not the size of an image, or there are not as many titles as images.
    """
    import matplotlib.pyplot as plt

    X = _images(X, "X", shape)
    if len(titles) != len(X):
        raise ValueError(f"there are {len(X)} images and {len(titles)} titles")
    columns = min(columns, len(X))
    X = _from_white_to_black(X)
    rows = [X[start : start + columns] for start in range(0, len(X), columns)]
    figure = plt.figure(figsize=(1.1 * columns, 1.35 * len(rows)), dpi=80)
    ax = figure.add_axes((0, 0, 1, 1))
    _, left, top = _mosaic(rows, ax, cmap="gray_r", limits=(0, 1))
    _titles(titles, left, top, shape, ax)
    return figure


# --- Points in the plane ------------------------------------------------------------------------------------------


def classes(points: ArrayLike, labels: ArrayLike, *, title: str = "", ax: "Axes | None" = None) -> "Axes":
    """Draw points (N, 2) of the plane, each class with its own colour and marker."""
    points = _points(points)
    labels = _labels(labels, len(points))
    ax = _axes(ax, (4, 4))
    for k in np.unique(labels):
        ax.scatter(
            points[labels == k, 0],
            points[labels == k, 1],
            s=18,
            marker=MARKERS[k % len(MARKERS)],
            color=COLOURS[k % len(COLOURS)],
            label=say("class {number}", number=k),
        )
    ax.set(title=title, xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    return ax


def regions(
    predict: Callable[[NDArray[np.float64]], ArrayLike],
    points: ArrayLike,
    labels: ArrayLike,
    *,
    title: str = "",
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw the regions of the plane in which a classifier predicts each class, and points over them.

    Parameters
    ----------
    predict : callable
        From points (n, 2) to their labels (n,).
    points : array_like, (N, 2)
    labels : array_like of int, (N,)
    """
    from matplotlib.colors import ListedColormap

    points = _points(points)
    labels = _labels(labels, len(points))
    ax = _axes(ax, (4, 4))
    low, high = points.min(axis=0), points.max(axis=0)
    margin = 0.08 * (high - low)
    grid = [np.linspace(a, b, 200) for a, b in zip(low - margin, high + margin, strict=True)]
    x, y = np.meshgrid(*grid)
    predicted = np.asarray(predict(np.column_stack([x.ravel(), y.ravel()]))).reshape(x.shape)
    colours = ListedColormap(COLOURS)
    ax.pcolormesh(
        x, y, predicted % len(COLOURS), cmap=colours, vmin=-0.5, vmax=len(COLOURS) - 0.5, alpha=0.25, rasterized=True
    )
    return classes(points, labels, title=title, ax=ax)


# --- Probabilities and what moves them ----------------------------------------------------------------------------


def overflow(t: ArrayLike, exponentials: ArrayLike, probabilities: ArrayLike) -> "Figure":
    """Draw exponentials on a logarithmic axis with the ends of float64, below it a probability made of them.

    Parameters
    ----------
    t, exponentials, probabilities : array_like, (n,)
        Scores, ``exp(t)`` and a probability, as computed; where that is nan the background is grey.

    Returns
    -------
    Figure
    """
    import matplotlib.pyplot as plt

    t, powers, computed = (np.asarray(values, dtype=float) for values in (t, exponentials, probabilities))
    figure, (above, below) = plt.subplots(2, 1, figsize=(7, 4.6), dpi=80, layout="constrained", sharex=True)
    within = np.isfinite(powers) & (powers > 0)
    above.plot(t[within], np.log10(powers[within]), color=BLUE, lw=2)
    ends = np.finfo(np.float64)
    for end, text, side in (
        (ends.max, say("largest float64"), "bottom"),
        (ends.smallest_subnormal, say("smallest"), "top"),
    ):
        above.axhline(np.log10(end), color="0.3", lw=1, ls="--")
        above.annotate(text, (0.5, np.log10(end)), xycoords=("axes fraction", "data"), ha="center", va=side)
    above.set(ylabel=say("log₁₀ of exp(t)"), ylim=(-430, 430))
    below.plot(t, computed, color=VERMILION, lw=2)
    below.set(xlabel="t", ylabel=say("computed probability"), ylim=(0, 1.05))
    for quotient, lost in (("0 / 0", t[np.isnan(computed) & (t < 0)]), ("inf / inf", t[np.isnan(computed) & (t > 0)])):
        if lost.size:
            for ax in (above, below):
                ax.axvspan(lost.min(), lost.max(), color="0.9", lw=0)
            below.text(lost.mean(), 0.5, quotient, ha="center", va="center")
    return figure


def probabilities(
    y_hat: ArrayLike,
    classes: Sequence[str],
    truth: ArrayLike,
    *,
    pushes: ArrayLike | None = None,
    title: str = "",
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw the predicted probabilities of a few examples as groups of bars; the right class is hatched.

    Parameters
    ----------
    y_hat : array_like, (N, K)
    classes : sequence of str, K names
    truth : array_like of int, (N,)
    pushes : array_like, (N, K), optional
        What a step adds to each score, drawn as an arrow that starts at the top of its bar.
    """
    y_hat = _table(y_hat, "y_hat")
    labels = _labels(truth, len(y_hat), y_hat.shape[1])
    ax = _axes(ax)
    several = y_hat.shape[1]
    at = np.arange(len(y_hat))[:, None] + (np.arange(several) - (several - 1) / 2) * 0.8 / several
    for k, name in enumerate(classes):
        bars = ax.bar(at[:, k], y_hat[:, k], 0.74 / several, color=COLOURS[k % len(COLOURS)], label=name)
        ax.bar_label(bars, fmt="%.3f", padding=2, fontsize=9)
        for bar, label in zip(bars, labels, strict=True):
            if label == k:
                bar.set(hatch="///", edgecolor="black")
    if pushes is not None:
        for x, top, push in zip(at.ravel() + 0.28 / several, y_hat.ravel(), np.ravel(pushes), strict=True):
            ax.annotate("", (x, top + push), (x, top), arrowprops={"arrowstyle": "->", "lw": 2})
    ax.set_xticks(range(len(y_hat)), [_image_of(classes[label]) for label in labels])
    ax.set(ylabel=say("predicted probability"), ylim=(0, 1.35), yticks=np.linspace(0, 1, 6), title=title)
    ax.legend(frameon=False, ncols=several, title=say("probability of (hatched: correct)"), loc="upper center")
    return ax


def matrix(
    values: ArrayLike,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    limit: float | None = None,
    title: str = "",
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw a small matrix as a table of its numbers, blue above zero and red below.

    Parameters
    ----------
    values : array_like, (R, C)
    rows, columns : sequence of str, R and C names
    limit : float, optional
        The size that gets the full colour; by default that of the largest entry.
    """
    values = _table(values, "values")
    ax = _axes(ax, (4, 3.4))
    limit = limit or float(np.abs(values).max()) or 1.0
    ax.imshow(values, cmap="RdBu", vmin=-limit, vmax=limit)
    for (i, j), number in np.ndenumerate(np.round(values, 3) + 0.0):  # + 0.0: no sign before a zero
        ax.text(
            j, i, f"{number:.3f}", ha="center", va="center", color="white" if abs(number) > 0.6 * limit else "black"
        )
    ax.set_xticks(range(len(columns)), columns)
    ax.set_yticks(range(len(rows)), rows)
    ax.set(title=title)
    return ax


def template_rows(weights: Mapping[str, ArrayLike], shape: tuple[int, int] = (8, 8)) -> "Figure":
    """Draw the templates of several linear classifiers, a row each, blue where ink speaks for the class, red against.

    Parameters
    ----------
    weights : mapping from a name to array_like, (K, D)
        Every row of images has a colour scale of its own, so that only the patterns are compared.
    shape : tuple of int
        Height and width of an image; their product is D.

    Returns
    -------
    Figure
    """
    import matplotlib.pyplot as plt

    rows = [_images(W, name, shape) for name, W in weights.items()]
    rows = [W / (np.abs(W).max() or 1.0) for W in rows]
    many = max(map(len, rows))
    figure = plt.figure(figsize=(1.03 * many, 1.05 * len(rows)), dpi=80)
    ax = figure.add_axes((0.03, 0, 0.97, 1))
    image, left, top = _mosaic(rows, ax, cmap="RdBu", limits=(-1, 1), frames=True)
    _minuses(image, 1.0, shape)
    ax.set_yticks(top + (shape[0] - 1) / 2, list(weights), rotation=90, va="center")
    ax.tick_params(length=0)
    _titles(range(many), left, top, shape, ax)
    return figure


def predictions(X: ArrayLike, y_hat: ArrayLike, truth: ArrayLike, *, shape: tuple[int, int] = (8, 8)) -> "Figure":
    """Draw images side by side, the probability of each class as a bar below; the right class is orange and outlined.

    Parameters
    ----------
    X : array_like, (N, D)
    y_hat : array_like, (N, K)
    truth : array_like of int, (N,)
    shape : tuple of int
        Height and width of an image; their product is D.

    Returns
    -------
    Figure
    """
    import matplotlib.pyplot as plt

    X, y_hat = _images(X, "X", shape), _table(y_hat, "y_hat")
    if len(X) != len(y_hat):
        raise ValueError(f"there are {len(X)} images and {len(y_hat)} rows of probabilities")
    labels = _labels(truth, len(y_hat), y_hat.shape[1])
    figure = plt.figure(figsize=(1.55 * len(X), 2.95), dpi=80)
    above, below = figure.add_axes((0, 0.49, 1, 0.46)), figure.add_axes((0, 0, 1, 0.46))
    _, left, top = _mosaic([_from_white_to_black(X)], above, cmap="gray_r", limits=(0, 1), frames=True)
    above.set_aspect("auto")
    _titles([_with_article(label) for label in labels], left, top, shape, above)
    many, width = y_hat.shape[1], shape[1]
    at = left[:, np.newaxis] - 0.5 + (np.arange(many) + 0.5) * width / many
    for places, heights, label in zip(at, y_hat, labels, strict=True):
        bars = below.bar(places, heights, 0.8 * width / many, color=BLUE)
        bars[label].set(color=ORANGE, edgecolor="black")
    for k, places in enumerate(at.T):
        below.plot(places, np.full(len(X), -0.07), ls="", marker=f"${k}$", ms=5, mew=0, color="black", clip_on=False)
    _frames(left - 0.5, 0, width, 1.05, below)
    below.set(xlim=above.get_xlim(), ylim=(0, 1.05), xticks=[], yticks=(0, 0.5, 1), ylabel=say("probability"))
    below.spines[:].set_visible(False)
    return figure


def triplet(
    points: Mapping[str, ArrayLike],
    steps: Sequence[ArrayLike],
    *,
    scale: float = 0.25,
    title: str = "",
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw an anchor and other points of the plane, each with an arrow for its step, if that is not zero.

    Parameters
    ----------
    points : mapping from a name to array_like, (2,)
        The anchor first; dotted lines lead from it to the others.
    steps : sequence of array_like, (2,)
        Where each point goes.
    scale : float
        Of the arrows' length.
    """
    ax = _axes(ax, (4.5, 4))
    places = np.array(list(points.values()), dtype=float)
    arrows = scale * np.asarray(steps, dtype=float)
    for i, name in enumerate(points):
        ax.plot(*places[[0, i]].T, color="0.5", ls=":", lw=1.5, zorder=1)
        ax.plot(*places[i], "osX^"[i % 4], color=COLOURS[i % len(COLOURS)], ms=10, label=name, ls="")
        if arrows[i].any():
            style = {"arrowstyle": "-|>", "lw": 2, "color": COLOURS[i % len(COLOURS)]}
            ax.annotate("", places[i] + arrows[i], places[i], arrowprops=style)
    ax.update_datalim(places + arrows)
    ax.margins(0.15)
    ax.autoscale_view()
    ax.set_aspect("equal", adjustable="datalim")
    ax.set(title=title)
    ax.grid(alpha=0.3)
    ax.legend(frameon=False)
    return ax


# --- Networks and their training ----------------------------------------------------------------------------------


def bars(
    heights: Mapping[str, ArrayLike], *, xlabel: str = "", ylabel: str = "", log: bool = False, ax: "Axes | None" = None
) -> "Axes":
    """Draw groups of bars: for each position from 1 a bar of every name.

    Parameters
    ----------
    heights : mapping from a name to array_like, (n,)
    log : bool
        Use a logarithmic axis; bars of height 0 are left out there.
    """
    ax = _axes(ax)
    width = 0.8 / len(heights)
    for i, (name, values) in enumerate(heights.items()):
        at = np.arange(1, len(np.asarray(values)) + 1) + (i - (len(heights) - 1) / 2) * width
        hatch = ("", "//", "..", "xx")[i % 4]
        ax.bar(at, values, width, color=COLOURS[i % len(COLOURS)], label=name, hatch=hatch, edgecolor="white")
    ax.set(xlabel=xlabel, ylabel=ylabel, yscale="log" if log else "linear")
    ax.set_xticks(range(1, 1 + max(len(np.asarray(values)) for values in heights.values())))
    if len(heights) > 1:
        ax.legend(frameon=False, ncols=len(heights), loc="lower center", bbox_to_anchor=(0.5, 1.0))
    return ax


def valley(
    height: Callable[[NDArray[np.float64]], Any],
    paths: Mapping[str, ArrayLike],
    *,
    xlim: tuple[float, float],
    ylim: tuple[float, float],
    title: str = "",
    ax: "Axes | None" = None,
) -> "Axes":
    """Draw the contours of a function of the plane, and walks on it; each ends in a large marker.

    Parameters
    ----------
    height : callable
        From points (n, 2) to their heights (n,).
    paths : mapping from a name to array_like, (steps, 2)
    """
    ax = _axes(ax, (7, 3.6))
    x, y = np.meshgrid(np.linspace(*xlim, 160), np.linspace(*ylim, 120))
    levels = np.asarray(height(np.column_stack([x.ravel(), y.ravel()]))).reshape(x.shape)
    ax.contour(x, y, levels, levels=np.geomspace(max(levels.min(), 1e-2), levels.max(), 14), colors="0.75")
    for i, (name, path) in enumerate(paths.items()):
        points = _table(path, name)
        colour, marker = COLOURS[i % len(COLOURS)], MARKERS[i % len(MARKERS)]
        ax.plot(*points.T, color=colour, lw=1.2, marker=marker, ms=3, alpha=0.9)
        ax.plot(*points[-1], marker, color=colour, ms=10, label=name, markeredgecolor="black", ls="")
    ax.set(xlim=xlim, ylim=ylim, xlabel="$w_0$", ylabel="$w_1$", title=title)
    ax.legend(frameon=False, ncols=len(paths), loc="lower center", bbox_to_anchor=(0.5, 1.0))
    return ax


def learning_curves(curves: Mapping[str, "LearningCurve"]) -> "Figure":
    """Draw training runs side by side, losses above accuracies; those of the validation data are dashed.

    Parameters
    ----------
    curves : mapping from a name to a LearningCurve
        As ``datasets.learning_curves`` returns them.

    Returns
    -------
    Figure
    """
    import matplotlib.pyplot as plt

    place = {"left": 0.06, "right": 0.99, "bottom": 0.1, "top": 0.87, "wspace": 0.28, "hspace": 0.08}
    figure, axes = plt.subplots(
        2, len(curves), figsize=(2.2 * len(curves), 4.4), dpi=80, squeeze=False, sharex="col", gridspec_kw=place
    )
    for (above, below), (name, curve) in zip(axes.T, curves.items(), strict=True):
        epochs = np.arange(1, len(curve.train_loss) + 1)
        for ax, train, val in (
            (above, curve.train_loss, curve.val_loss),
            (below, curve.train_accuracy, curve.val_accuracy),
        ):
            ax.plot(epochs, train, color=BLUE, lw=2, label=say("training"))
            ax.plot(epochs, val, "--", color=VERMILION, lw=2, label=say("validation"))
            ax.grid(alpha=0.3)
        above.set(title=name, ylim=(0, 1.08 * max(curve.train_loss.max(), curve.val_loss.max())))
        below.set(xlabel=say("epoch"), ylim=(0, 1.03))
    axes[0, 0].set_ylabel(say("loss"))
    axes[1, 0].set_ylabel(say("accuracy"))
    figure.legend(*axes[0, 0].get_legend_handles_labels(), loc="upper center", ncols=2, frameon=False)
    return figure


def table(rows: Sequence[Sequence[Any]], columns: Sequence[str], *, best: int | None = None) -> "Axes":
    """Draw a table of text; the row `best` is bold.

    Parameters
    ----------
    rows : sequence of sequences
        The cells, shown as ``str``; each row is as long as `columns`.
    columns : sequence of str
        Headings.

    Returns
    -------
    Axes
    """
    ax = _axes(None, (1.45 * len(columns), 0.32 * (len(rows) + 1)))
    ax.set_position((0, 0, 1, 1))
    ax.axis("off")
    drawn = ax.table([[str(entry) for entry in row] for row in rows], colLabels=list(columns), loc="center")
    drawn.auto_set_font_size(False)
    drawn.set_fontsize(10)
    drawn.scale(1, 1.75)
    for (row, _), cell in drawn.get_celld().items():
        cell.set(edgecolor="0.8", facecolor="0.93" if row == 0 else "white")
        if row == 0 or (best is not None and row == best + 1):
            cell.get_text().set_fontweight("bold")
    return ax
