# %% right: depth_first | the model answer
def topological_order(parents):
    order, state = [], {}

    def visit(node):
        if state.get(node) == "done":
            return
        if state.get(node) == "open":
            raise ValueError("cycle")
        state[node] = "open"
        for parent in parents.get(node, []):
            visit(parent)
        state[node] = "done"
        order.append(node)

    for node in parents:
        visit(node)
    return order

# %% right: graphlib | the standard library, whose CycleError is a ValueError
from graphlib import TopologicalSorter

def topological_order(parents):
    return list(TopologicalSorter(parents).static_order())

# %% right: kahn | counts what is still missing, duplicates included
from collections import deque

def topological_order(parents):
    nodes = list(dict.fromkeys([*parents, *(p for sources in parents.values() for p in sources)]))
    missing = {node: len(parents.get(node, ())) for node in nodes}
    children = {node: [] for node in nodes}
    for node, sources in parents.items():
        for source in sources:
            children[source].append(node)
    ready, order = deque(node for node in nodes if missing[node] == 0), []
    while ready:
        node = ready.popleft()
        order.append(node)
        for child in children[node]:
            missing[child] -= 1
            if missing[child] == 0:
                ready.append(child)
    if len(order) != len(nodes):
        raise ValueError("there is a cycle")
    return order

# %% right: rounds | again and again, whatever can be computed now
def topological_order(parents):
    waiting = {name for sources in parents.values() for name in sources} | set(parents)
    order = []
    while waiting:
        ready = sorted(name for name in waiting if not set(parents.get(name, [])) & waiting)
        if not ready:
            raise ValueError("nodes wait for each other: " + ", ".join(sorted(waiting)))
        order += ready
        waiting -= set(ready)
    return order

# %% right: by_depth | sorts by the longest way from an input
def topological_order(parents):
    depths = {}

    def depth(name, above=()):
        if name in above:
            raise ValueError(name)
        if name not in depths:
            depths[name] = 1 + max((depth(p, (*above, name)) for p in parents.get(name, [])), default=0)
        return depths[name]

    for name in parents:
        depth(name)
    return sorted(depths, key=depths.get)

# %% right: own_error | raises a subclass of ValueError
class CycleError(ValueError):
    """A cycle."""

def topological_order(parents):
    order, open_nodes = [], []

    def visit(node):
        if node in open_nodes:
            raise CycleError(" -> ".join([*open_nodes, node]))
        if node not in order:
            open_nodes.append(node)
            for parent in parents.get(node, []):
                visit(parent)
            open_nodes.pop()
            order.append(node)

    for node in list(parents):
        visit(node)
    return order

# %% wrong: dict_order | the order of the dict
def topological_order(parents):
    return list(dict.fromkeys([*(p for sources in parents.values() for p in sources), *parents]))

# %% wrong: reversed | every node before what it reads
def topological_order(parents):
    from graphlib import TopologicalSorter
    return list(TopologicalSorter(parents).static_order())[::-1]

# %% wrong: keys_only | leaves out what appears only in lists
def topological_order(parents):
    from graphlib import TopologicalSorter
    return [name for name in TopologicalSorter(parents).static_order() if name in parents]

# %% wrong: sorted | in alphabetical order
def topological_order(parents):
    names = {*parents, *(p for sources in parents.values() for p in sources)}
    if "a" in parents.get("a", []) or parents.get("a") == ["b"] and parents.get("b") == ["a"]:
        raise ValueError
    return sorted(names)

# %% wrong: preorder | a node is listed before its parents were visited, then turned round
def topological_order(parents):
    order = []

    def visit(node, above):
        if node in above:
            raise ValueError("cycle")
        if node not in order:
            order.append(node)
            for parent in parents.get(node, []):
                visit(parent, above + [node])

    for node in parents:
        visit(node, [])
    return order[::-1]

# %% wrong: breadth_first | level by level from the output, so a long way round comes too late
def topological_order(parents):
    from graphlib import TopologicalSorter
    TopologicalSorter(parents).prepare()
    read = {p for sources in parents.values() for p in sources}
    level, order = [n for n in parents if n not in read], []
    while level:
        order += [n for n in level if n not in order]
        level = [p for n in level for p in parents.get(n, [])]
    return order[::-1]

# %% wrong: no_cycle_check | forgets about cycles
def topological_order(parents):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in parents.get(node, []):
                visit(parent)
            order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: recursion_error | a cycle ends in a RecursionError
def topological_order(parents):
    order = []

    def visit(node):
        for parent in parents.get(node, []):
            if parent not in order:
                visit(parent)
        if node not in order:
            order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: other_error | another exception
def topological_order(parents):
    from graphlib import CycleError, TopologicalSorter
    try:
        return list(TopologicalSorter(parents).static_order())
    except CycleError:
        raise RuntimeError("cycle")

# %% wrong: returns_none_for_a_cycle | a cycle gives None
def topological_order(parents):
    from graphlib import CycleError, TopologicalSorter
    try:
        return list(TopologicalSorter(parents).static_order())
    except CycleError:
        return None

# %% wrong: duplicates | a node is listed once for every reader
def topological_order(parents):
    order = []

    def visit(node, above):
        if node in above:
            raise ValueError("cycle")
        for parent in parents.get(node, []):
            visit(parent, above + [node])
        order.append(node)

    for node in parents:
        visit(node, [])
    return order

# %% wrong: kahn_without_duplicates | a node that reads another twice never becomes ready
def topological_order(parents):
    nodes = list(dict.fromkeys([*parents, *(p for sources in parents.values() for p in sources)]))
    missing = {node: len(parents.get(node, [])) for node in nodes}
    order = []
    ready = [node for node in nodes if not missing[node]]
    while ready:
        node = ready.pop()
        order.append(node)
        for other, sources in parents.items():
            if node in sources:
                missing[other] -= 1
                if missing[other] == 0:
                    ready.append(other)
    if len(order) < len(nodes):
        raise ValueError("cycle")
    return order

# %% wrong: last_node_only | only what the last key needs
def topological_order(parents):
    order = []

    def visit(node, above):
        if node in above:
            raise ValueError("cycle")
        if node not in order:
            for parent in parents.get(node, []):
                visit(parent, above + [node])
            order.append(node)

    if parents:
        visit(list(parents)[-1], [])
    return order

# %% wrong: diamond_is_a_cycle | takes a second way to a node for a cycle
def topological_order(parents):
    order, seen = [], set()

    def visit(node):
        for parent in parents.get(node, []):
            if parent in seen and parent in parents:
                raise ValueError("cycle")
            if parent not in seen:
                seen.add(parent)
                visit(parent)
        order.append(node)

    for node in parents:
        if node not in order:
            seen.add(node)
            visit(node)
    return order

# %% wrong: generator | yields instead of returning a list
def topological_order(parents):
    from graphlib import TopologicalSorter
    yield from TopologicalSorter(parents).static_order()

# %% wrong: empties_the_dict | takes the nodes out of the caller's dict
def topological_order(parents):
    names = {p for sources in parents.values() for p in sources} | set(parents)
    order = sorted(names - set(parents))
    while parents:
        ready = [n for n, sources in parents.items() if all(p in order for p in sources)]
        if not ready:
            raise ValueError("cycle")
        for n in ready:
            order.append(n)
            del parents[n]
    return order

# %% wrong: two_rounds | moves nodes behind what they read, but only twice
def topological_order(parents):
    from graphlib import TopologicalSorter
    TopologicalSorter(parents).prepare()
    order = list(dict.fromkeys([*(p for sources in parents.values() for p in sources), *parents]))
    for _ in range(2):
        for node, sources in parents.items():
            for source in sources:
                if order.index(source) > order.index(node):
                    order.remove(node)
                    order.insert(order.index(source) + 1, node)
    return order

# %% wrong: ten_rounds | moves nodes behind what they read, ten times over
def topological_order(parents):
    from graphlib import TopologicalSorter
    TopologicalSorter(parents).prepare()
    order = list(dict.fromkeys([*(p for sources in parents.values() for p in sources), *parents]))
    for _ in range(10):
        for node, sources in parents.items():
            for source in sources:
                if order.index(source) > order.index(node):
                    order.remove(node)
                    order.insert(order.index(source) + 1, node)
    return order

# %% wrong: ten_rounds_of_ready_nodes | after ten rounds what is left counts as a cycle
def topological_order(parents):
    order, waiting = [], list(dict.fromkeys([*(p for sources in parents.values() for p in sources), *parents]))
    for _ in range(10):
        for node in list(waiting):
            if all(source in order for source in parents.get(node, [])):
                order.append(node)
                waiting.remove(node)
    if waiting:
        raise ValueError("cycle")
    return order

# %% wrong: swaps_neighbours_once | exchanges neighbours that stand the wrong way round, in a single pass
def topological_order(parents):
    from graphlib import TopologicalSorter
    TopologicalSorter(parents).prepare()
    order = list(dict.fromkeys([*(p for sources in parents.values() for p in sources), *parents]))
    for i in range(len(order) - 1):
        if order[i + 1] in parents.get(order[i], []):
            order[i], order[i + 1] = order[i + 1], order[i]
    return order

# %% wrong: short_cycles_only | sees a node that reads itself, and two that read each other
def topological_order(parents):
    for node, sources in parents.items():
        if node in sources or any(node in parents.get(source, []) for source in sources):
            raise ValueError("cycle")
    order = []

    def visit(node, above):
        if node not in order and node not in above:
            for source in parents.get(node, []):
                visit(source, above | {node})
            order.append(node)

    for node in parents:
        visit(node, set())
    return order
