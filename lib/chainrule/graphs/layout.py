"""Layered layout of a directed acyclic graph: where to put its nodes so that a reader can follow the edges.

Four steps: each node gets a layer, edges that skip layers get a bend in each layer they pass, the layers are ordered
so that few edges cross, and the nodes of each layer are moved next to what they are connected with.

References
----------
Sugiyama, Tagawa, Toda: *Methods for visual understanding of hierarchical system structures*, IEEE Transactions on
Systems, Man, and Cybernetics 11 (1981).
"""

import random
from collections.abc import Hashable, Mapping, Sequence
from graphlib import TopologicalSorter
from itertools import combinations

Parents = Mapping[Hashable, Sequence[Hashable]]
Neighbours = Mapping[Hashable, Sequence[Hashable]]
"""For each node the nodes that it reads."""

_BEGINNINGS, _SWEEPS = 12, 6
_ROUNDS = 160


def layers(parents: Parents) -> dict[Hashable, int]:
    """Return the layer of each node, counted from 0: later than those of its parents.

    Sources, and chains that start at one, stand as close before their readers as they can.

    Raises
    ------
    graphlib.CycleError
        If the graph has a cycle.

    Examples
    --------
    >>> layers({"sum": ["x", "y"], "product": ["sum", "z"]})
    {'x': 0, 'y': 0, 'z': 1, 'sum': 1, 'product': 2}
    """
    layer: dict[Hashable, int] = {}
    movable: set[Hashable] = set()
    for node in TopologicalSorter(parents).static_order():
        sources = set(parents.get(node, ()))
        layer[node] = max((layer[parent] + 1 for parent in sources), default=0)
        if len(sources) < 2 and sources <= movable:
            movable.add(node)
    for node in reversed(layer):
        readers = [layer[reader] for reader, sources in parents.items() if node in sources]
        if node in movable and readers:
            layer[node] = min(readers) - 1
    return layer


def with_bends(parents: Parents) -> tuple[dict[Hashable, int], list[list[Hashable]]]:
    """Return the layers, and for each edge its path: the two ends and, in each layer between, a bend.

    A bend is a node ``(parent, layer)``, shared by all edges of its parent that pass there.
    """
    layer = layers(parents)
    paths = []
    for node, sources in parents.items():
        for parent in sources:
            bends: list[Hashable] = [(parent, i) for i in range(layer[parent] + 1, layer[node])]
            paths.append([parent, *bends, node])
    for path in paths:
        for bend in path[1:-1]:
            layer[bend] = bend[1]  # type: ignore[index]
    return layer, paths


def order(layer: Mapping[Hashable, int], paths: Sequence[Sequence[Hashable]]) -> list[list[Hashable]]:
    """Return the nodes of each layer from top to bottom, with few crossings between the layers.

    Each layer in turn is sorted by the mean place of its neighbours in the layer before it, back and forth; then
    neighbours swap places where that helps. This may get stuck, so it is done from several starting orders: a
    depth-first walk, and shuffles of it that are the same every time. The best order found is kept.
    """
    before, after = _neighbours(paths)
    start: list[list[Hashable]] = [[] for _ in range(max(layer.values(), default=-1) + 1)]
    for node in _depth_first(layer, before):
        start[layer[node]].append(node)
    best, fewest = start, _crossings(start, after)
    shuffled = random.Random(0)
    for beginning in range(_BEGINNINGS):
        ranks = [list(rank) if beginning == 0 else shuffled.sample(rank, len(rank)) for rank in start]
        for sweep in range(_SWEEPS):
            if fewest == 0:
                return best
            forwards = sweep % 2 == 0
            for i in range(1, len(ranks)) if forwards else range(len(ranks) - 2, -1, -1):
                _sort_by_neighbours(ranks[i], ranks[i - 1 if forwards else i + 1], before if forwards else after)
            _swap_neighbours(ranks, before, after)
            crossings = _crossings(ranks, after)
            if crossings < fewest:
                best, fewest = [list(rank) for rank in ranks], crossings
    return best


def positions(
    ranks: Sequence[Sequence[Hashable]],
    paths: Sequence[Sequence[Hashable]],
    above: Mapping[Hashable, float],
    below: Mapping[Hashable, float],
) -> dict[Hashable, float]:
    """Return the height of each node's centre: near its neighbours, in the given order, without overlap.

    Parameters
    ----------
    ranks : sequence of sequences
        The layers from `order`.
    paths : sequence of sequences
        The edges from `with_bends`.
    above, below : mapping
        The room that each node needs over and under its centre.

    Returns
    -------
    dict
        Heights grow downwards; the topmost node's room starts at 0.
    """
    pull = _pulls(paths)
    y: dict[Hashable, float] = {}
    gaps = [[below[a] + above[b] for a, b in zip(rank, rank[1:], strict=False)] for rank in ranks]
    for rank, gap in zip(ranks, gaps, strict=True):
        middle = sum(gap) / 2
        for i, node in enumerate(rank):
            y[node] = sum(gap[:i]) - middle
    for sweep in range(_ROUNDS):
        for i in range(len(ranks)) if sweep % 2 == 0 else reversed(range(len(ranks))):
            wanted, weights = [], []
            for node in ranks[i]:
                weight = sum(pull.get(node, {}).values())
                wanted.append(sum(w * y[other] for other, w in pull[node].items()) / weight if weight else y[node])
                weights.append(weight or 1.0)
            y.update(zip(ranks[i], _spread(wanted, weights, gaps[i]), strict=True))
    top = min((y[node] - above[node] for node in y), default=0.0)
    return {node: height - top for node, height in y.items()}


def _neighbours(paths: Sequence[Sequence[Hashable]]) -> tuple[Neighbours, Neighbours]:
    """Return for each node its neighbours in the layer before and in the layer after."""
    before: dict[Hashable, list[Hashable]] = {}
    after: dict[Hashable, list[Hashable]] = {}
    for a, b in dict.fromkeys(step for path in paths for step in zip(path, path[1:], strict=False)):
        before.setdefault(b, []).append(a)
        after.setdefault(a, []).append(b)
    return before, after


def _depth_first(layer: Mapping[Hashable, int], before: Neighbours) -> list[Hashable]:
    """Return all nodes, the inputs of a gate beside one another: a start with few crossings."""
    seen: dict[Hashable, None] = {}
    stack = sorted(layer, key=lambda node: layer[node])
    while stack:
        node = stack.pop()
        if node not in seen:
            seen[node] = None
            stack += reversed(before.get(node, []))
    return list(seen)


def _sort_by_neighbours(rank: list[Hashable], fixed: Sequence[Hashable], neighbours: Neighbours) -> None:
    place = {node: i for i, node in enumerate(fixed)}

    def mean(node: Hashable, now: int) -> float:
        places = [place[other] for other in neighbours.get(node, ())]
        return sum(places) / len(places) if places else now * len(fixed) / max(1, len(rank))

    means = {node: mean(node, i) for i, node in enumerate(rank)}
    rank.sort(key=means.__getitem__)


def _swap_neighbours(ranks: list[list[Hashable]], before: Neighbours, after: Neighbours) -> None:
    """Let two nodes, one right above the other, swap places as long as that removes crossings."""
    place = {node: i for rank in ranks for i, node in enumerate(rank)}
    improved = True
    while improved:
        improved = False
        for rank in ranks:
            for i in range(len(rank) - 1):
                upper, lower = rank[i : i + 2]
                now = sum(_crossings_of(upper, lower, side, place) for side in (before, after))
                then = sum(_crossings_of(lower, upper, side, place) for side in (before, after))
                if then < now:
                    rank[i], rank[i + 1] = lower, upper
                    place[lower], place[upper] = i, i + 1
                    improved = True


def _crossings(ranks: Sequence[Sequence[Hashable]], after: Neighbours) -> int:
    place = {node: i for rank in ranks for i, node in enumerate(rank)}
    pairs = (pair for rank in ranks for pair in combinations(rank, 2))
    return sum(_crossings_of(upper, lower, after, place) for upper, lower in pairs)


def _crossings_of(upper: Hashable, lower: Hashable, neighbours: Neighbours, place: Mapping[Hashable, int]) -> int:
    """Return how often the edges of two nodes, one over the other, cross on the way to one side."""
    return sum(place[a] > place[b] for a in neighbours.get(upper, ()) for b in neighbours.get(lower, ()))


def _pulls(paths: Sequence[Sequence[Hashable]]) -> dict[Hashable, dict[Hashable, float]]:
    """Return how strongly neighbours attract each other: bends most of all, so that long edges run straight."""
    pull: dict[Hashable, dict[Hashable, float]] = {}
    for path in paths:
        for i, (a, b) in enumerate(zip(path, path[1:], strict=False)):
            bends = (i > 0) + (i < len(path) - 2)
            pull.setdefault(a, {})[b] = pull.setdefault(b, {})[a] = (1.0, 2.0, 8.0)[bends]
    return pull


def _spread(wanted: Sequence[float], weights: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Return the heights nearest to `wanted` (weighted least squares) that keep order and `gaps`.

    Without the gaps this is isotonic regression, solved by pooling neighbours that are in each other's way.
    """
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    pools: list[list[float]] = []  # mean, weight, members
    for want, weight, offset in zip(wanted, weights, offsets, strict=False):
        pools.append([want - offset, weight, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            mean, mass, members = pools.pop()
            last = pools[-1]
            last[0] = (last[0] * last[1] + mean * mass) / (last[1] + mass)
            last[1] += mass
            last[2] += members
    means = [mean for mean, _, members in pools for _ in range(int(members))]
    return [mean + offset for mean, offset in zip(means, offsets, strict=False)]
