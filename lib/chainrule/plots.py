"""Pictures: scores, losses, templates, searches and regions, with matplotlib.

Every function takes arrays, draws into `ax` (by default a new figure) and returns the Axes. Colours are those of Okabe and
Ito (*Color universal design*, 2008), which people with any kind of colour vision can tell apart; a line style, marker or
number always says the same as the colour.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9"
COLOURS = (BLUE, VERMILION, GREEN, ORANGE, PURPLE, SKY)
STYLES = ("-", "--", "-.", ":", (0, (5, 1)), (0, (1, 1)))
MARKERS = "ox^sDv"


def _axes(ax: Any, figsize: tuple[float, float] = (7, 3.6)) -> Any:
    if ax is None:
        import matplotlib.pyplot as plt

        _, ax = plt.subplots(figsize=figsize, dpi=80, layout="constrained")
    return ax


def _table(values: ArrayLike, what: str) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=float)
    if array.ndim != 2 or not array.size:
        raise ValueError(f"{what} should be a non-empty array of two dimensions, not of shape {array.shape}")
    return array


def _labels(labels: ArrayLike, many: int, below: int | None = None) -> NDArray[Any]:
    array = np.asarray(labels)
    if array.shape != (many,) or array.dtype.kind not in "iu":
        raise ValueError(f"labels should be {many} integers, not {array.dtype} of shape {array.shape}")
    if array.min() < 0 or (below is not None and array.max() >= below):
        raise ValueError(f"labels should lie between 0 and {'K - 1' if below is None else below - 1}")
    return array


# --- Curves -------------------------------------------------------------------------------------------------------


def curves(
    x: ArrayLike,
    curves: Mapping[str, ArrayLike],
    *,
    xlabel: str = "",
    ylabel: str = "",
    title: str = "",
    lowest: bool = False,
    ax: Any = None,
) -> Any:
    """Draw named curves over the same `x`; `lowest` marks the minimum of each.

    Parameters
    ----------
    x : array_like, (n,)
    curves : mapping from a name to array_like, (n,)

    Raises
    ------
    ValueError
        If a curve has another length than `x`.
    """
    x = np.asarray(x, dtype=float)
    ax = _axes(ax)
    for i, (name, values) in enumerate(curves.items()):
        y = np.asarray(values, dtype=float)
        if y.shape != x.shape or x.ndim != 1:
            raise ValueError(f"the curve {name!r} has shape {y.shape}, and x has {x.shape}")
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
    ax: Any = None,
) -> Any:
    """Draw a function of one variable and a walk on it, numbered from 0 at its start.

    Parameters
    ----------
    curve : callable
        From an array of positions to their heights.
    points : array_like, (n,)
        The positions visited, in order.
    span : tuple of float
        The ends of the horizontal axis.
    """
    ax = _axes(ax)
    x, points = np.linspace(*span, 400), np.asarray(points, dtype=float).ravel()
    heights = np.array([float(curve(point)) for point in points])
    ax.plot(x, curve(x), color=BLUE, lw=2)
    ax.plot(points, heights, "o--", color=VERMILION, lw=1, ms=5)
    for number in sorted({0, 1, 2, len(points) - 1} & set(range(len(points)))):
        ax.annotate(str(number), (points[number], heights[number]), xytext=(4, 6), textcoords="offset points")
    ax.set(xlabel=xlabel, ylabel=ylabel, title=title, xlim=span)
    ax.grid(alpha=0.3)
    return ax


# --- Linear classifiers -------------------------------------------------------------------------------------------


def score_bars(scores: ArrayLike, labels: ArrayLike, classes: Sequence[str], *, title: str = "", ax: Any = None) -> Any:
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
    ax.set_xticks(range(len(scores)), [f"image of a {classes[label]}" for label in labels])
    ax.set(ylabel="score", title=title)
    ax.margins(y=0.15)
    ax.legend(frameon=False, ncols=len(classes), title="score for (hatched: correct)")
    return ax


def templates(
    W: ArrayLike, shape: tuple[int, int] = (8, 8), *, names: Sequence[str] | None = None, title: str = ""
) -> Any:
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
        If D is not the size of an image.
    """
    import matplotlib.pyplot as plt

    W = _table(W, "W")
    if W.shape[1] != shape[0] * shape[1]:
        raise ValueError(
            f"a row of W has {W.shape[1]} entries, an image of {shape[0]} × {shape[1]} has {shape[0] * shape[1]}"
        )
    columns = min(len(W), 5)
    rows = -(-len(W) // columns)
    figure, axes = plt.subplots(
        rows, columns, figsize=(1.5 * columns, 1.7 * rows), dpi=80, layout="constrained", squeeze=False
    )
    limit = np.abs(W).max() or 1.0
    for k, ax in enumerate(axes.ravel()):
        ax.axis("off")
        if k < len(W):
            image = ax.imshow(W[k].reshape(shape), cmap="RdBu", vmin=-limit, vmax=limit)
            ax.set_title(names[k] if names else str(k), fontsize=10)
    figure.colorbar(image, ax=axes, shrink=0.8, label="weight")
    figure.suptitle(title)
    return figure


def images(X: ArrayLike, titles: Sequence[str], shape: tuple[int, int] = (8, 8), *, columns: int = 8) -> Any:
    """Draw images, one per row of X (N, D), each under its title, and return the Figure."""
    import matplotlib.pyplot as plt

    X = _table(X, "X")
    columns = min(columns, len(X))
    rows = -(-len(X) // columns)
    figure, axes = plt.subplots(
        rows, columns, figsize=(1.1 * columns, 1.4 * rows), dpi=80, layout="constrained", squeeze=False
    )
    for i, ax in enumerate(axes.ravel()):
        ax.axis("off")
        if i < len(X):
            ax.imshow(X[i].reshape(shape), cmap="gray_r")
            ax.set_title(titles[i], fontsize=10)
    return figure


# --- Points in the plane ------------------------------------------------------------------------------------------


def classes(points: ArrayLike, labels: ArrayLike, *, title: str = "", ax: Any = None) -> Any:
    """Draw points (N, 2) of the plane, each class with its own colour and marker."""
    points = _table(points, "points")
    labels = _labels(labels, len(points))
    ax = _axes(ax, (4, 4))
    for k in np.unique(labels):
        ax.scatter(
            *points[labels == k].T,
            s=18,
            marker=MARKERS[k % len(MARKERS)],
            color=COLOURS[k % len(COLOURS)],
            label=f"class {k}",
        )
    ax.set(title=title, xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    return ax


def regions(
    predict: Callable[[NDArray[np.float64]], ArrayLike],
    points: ArrayLike,
    labels: ArrayLike,
    *,
    title: str = "",
    ax: Any = None,
) -> Any:
    """Draw the regions of the plane in which a classifier predicts each class, and points over them.

    Parameters
    ----------
    predict : callable
        From points (n, 2) to their labels (n,).
    points : array_like, (N, 2)
    labels : array_like of int, (N,)
    """
    from matplotlib.colors import ListedColormap

    points = _table(points, "points")
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
