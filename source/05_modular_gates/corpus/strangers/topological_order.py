# %% wrong: inputs-left-out | only the dict's keys are visited and listed: nodes that appear only inside a list, the inputs, are missing
# expect: explained
def topological_order(parents):
    order = []
    state = {}

    def visit(node):
        if state.get(node) == "done":
            return
        if state.get(node) == "open":
            raise ValueError("cycle")
        state[node] = "open"
        for p in parents[node]:
            if p in parents:
                visit(p)
        state[node] = "done"
        order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: key-error-at-inputs | parents[node] is read for the inputs, too, which are no keys: KeyError
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed."""
    order, visited, path = [], set(), set()

    def dfs(node):
        if node in path:
            raise ValueError(f"cycle through {node}")
        if node in visited:
            return
        path.add(node)
        for parent in parents[node]:
            dfs(parent)
        path.remove(node)
        visited.add(node)
        order.append(node)

    for node in parents:
        dfs(node)
    return order

# %% wrong: readers-first | the node is appended before its parents are visited, so the readers come first
# expect: explained
def topological_order(parents):
    order, done, active = [], set(), set()

    def visit(node):
        if node in active:
            raise ValueError("There is a cycle.")
        if node in done:
            return
        active.add(node)
        order.append(node)
        for parent in parents.get(node, []):
            visit(parent)
        active.discard(node)
        done.add(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: lists-taken-as-children | Kahn's algorithm with the arrows the wrong way: the list of a node is taken as the nodes that come after it
# expect: explained
from collections import deque


def topological_order(parents):
    nodes = set(parents)
    for children in parents.values():
        nodes.update(children)
    indegree = {n: 0 for n in nodes}
    for node, children in parents.items():
        for c in children:
            indegree[c] += 1
    queue = deque(n for n in nodes if indegree[n] == 0)
    order = []
    while queue:
        n = queue.popleft()
        order.append(n)
        for c in parents.get(n, []):
            indegree[c] -= 1
            if indegree[c] == 0:
                queue.append(c)
    if len(order) != len(nodes):
        raise ValueError("cycle")
    return order

# %% wrong: recursion-error-on-cycles | there is no test for cycles: the recursion goes round until Python stops it with RecursionError, not ValueError
# expect: explained
def topological_order(parents):
    order = []

    def visit(node):
        if node in order:
            return
        for p in parents.get(node, []):
            visit(p)
        order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: diamond-taken-for-a-cycle | a node that was seen before counts as a cycle, although it may just be read by two others: nodes are never taken off the set of seen ones
# expect: explained
def topological_order(parents):
    order = []
    seen = set()

    def visit(node):
        if node in order:
            return
        if node in seen:
            raise ValueError("cycle at " + node)
        seen.add(node)
        for p in parents.get(node, []):
            if p in seen:
                raise ValueError("cycle at " + p)
            visit(p)
        order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: double-reading-never-freed | Kahn's algorithm: the counter of a node counts a parent that it reads twice as two, but each parent lowers it only by one: such graphs are reported as cyclic
# expect: explained
def topological_order(parents):
    everything = set(parents)
    for ps in parents.values():
        everything |= set(ps)
    waiting = {n: len(parents.get(n, [])) for n in everything}
    ready = [n for n in everything if waiting[n] == 0]
    order = []
    while ready:
        n = ready.pop()
        order.append(n)
        for child in everything:
            if n in parents.get(child, []):
                waiting[child] -= 1
                if waiting[child] == 0:
                    ready.append(child)
    if len(order) < len(everything):
        raise ValueError("cycle")
    return order

# %% wrong: listed-more-than-once | there is no set of visited nodes, so a node that several others read is listed several times
# expect: explained
def topological_order(parents):
    def visit(node, path):
        if node in path:
            raise ValueError("the graph has a cycle")
        result = []
        for parent in parents.get(node, []):
            result += visit(parent, path + [node])
        return result + [node]

    order = []
    for node in parents:
        order += visit(node, [])
    return order

# %% wrong: empties-the-callers-lists | removes parents that are done from the caller's own lists, so the dict is changed (the copy of the dict is shallow)
# expect: explained
def topological_order(parents):
    graph = dict(parents)
    for sources in parents.values():
        for s in sources:
            graph.setdefault(s, [])
    order = []
    while graph:
        ready = [n for n, sources in graph.items() if not sources]
        if not ready:
            raise ValueError("There is a cycle")
        for n in ready:
            order.append(n)
            del graph[n]
            for sources in graph.values():
                while n in sources:
                    sources.remove(n)
    return order

# %% wrong: adds-keys-to-the-callers-dict | the inputs are added as keys to the caller's dict by setdefault
# expect: explained
def topological_order(parents):
    for node in list(parents):
        for p in parents[node]:
            parents.setdefault(p, [])
    order = []
    while len(order) < len(parents):
        progress = False
        for node in parents:
            if node not in order and all(p in order for p in parents[node]):
                order.append(node)
                progress = True
        if not progress:
            raise ValueError("cycle")
    return order

# %% wrong: only-from-the-last-key | the search starts only at the dict's last key, taken for the output: nodes (and cycles) that it does not depend on are missed
# expect: explained
def topological_order(parents):
    if not parents:
        return []
    output = list(parents)[-1]
    order, open_nodes = [], set()

    def visit(node):
        if node in open_nodes:
            raise ValueError("cycle")
        if node in order:
            return
        open_nodes.add(node)
        for p in parents.get(node, ()):
            visit(p)
        open_nodes.remove(node)
        order.append(node)

    visit(output)
    return order

# %% wrong: cycle-gives-a-shorter-list | nodes on a cycle are never ready, and the function returns the list of the others instead of raising ValueError
# expect: explained
from collections import defaultdict


def topological_order(parents):
    children = defaultdict(list)
    count = {}
    for node, sources in parents.items():
        count[node] = len(sources)
        for s in sources:
            children[s].append(node)
            count.setdefault(s, 0)
    for node in parents:
        count[node] = len(parents[node])
    queue = [n for n in count if count[n] == 0]
    order = []
    while queue:
        node = queue.pop(0)
        order.append(node)
        for c in children[node]:
            count[c] -= 1
            if count[c] == 0:
                queue.append(c)
    return order

# %% wrong: shortest-depth | nodes are sorted by one more than the smallest depth of their parents; a node has to wait for the deepest one
# expect: explained
def topological_order(parents):
    nodes = set(parents) | {p for ps in parents.values() for p in ps}
    depth = {}

    def find(node, path=()):
        if node in path:
            raise ValueError("cycle")
        if node not in depth:
            ps = parents.get(node, [])
            depth[node] = 1 + min((find(p, path + (node,)) for p in ps), default=-1)
        return depth[node]

    for node in nodes:
        find(node)
    return sorted(nodes, key=lambda n: depth[n])

# %% wrong: mutable-default | visited nodes are kept in a default argument, a set that survives the call: the second call misses the names of the first
# expect: explained
def topological_order(parents, visited=set()):
    order, path = [], []

    def visit(node):
        if node in path:
            raise ValueError("cycle")
        if node in visited:
            return
        path.append(node)
        for p in parents.get(node, []):
            visit(p)
        path.pop()
        visited.add(node)
        order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: one-level-only | every node is put after its own list, but the parents are appended without looking at theirs: right only if the dict is in order already
# expect: explained
def topological_order(parents):
    order = []
    for node, sources in parents.items():
        for s in sources:
            if s not in order:
                order.append(s)
        if node not in order:
            order.append(node)
    for node, sources in parents.items():
        if node in sources:
            raise ValueError("cycle")
    return order

# %% wrong: self-reading-accepted | a node that reads itself is not seen as a cycle: it is left out of its own list of things to wait for
# expect: explained
def topological_order(parents):
    needs = {}
    for node, sources in parents.items():
        needs[node] = {s for s in sources if s != node}
        for s in sources:
            needs.setdefault(s, set())
    for node, sources in parents.items():
        needs[node] = {s for s in sources if s != node}
    order = []
    while needs:
        free = sorted(n for n, rest in needs.items() if not rest)
        if not free:
            raise ValueError("The graph has a cycle.")
        order.extend(free)
        for n in free:
            needs.pop(n)
        for rest in needs.values():
            rest.difference_update(free)
    return order

# %% wrong: generator-returned | returns graphlib's static_order(), a generator, instead of a list: nothing is computed (and no cycle found) until somebody asks for its elements
# expect: explained
from graphlib import TopologicalSorter


def topological_order(parents):
    return TopologicalSorter(parents).static_order()

# %% wrong: other-exception | a cycle raises RuntimeError instead of ValueError
# expect: explained
def topological_order(parents):
    order, done, active = [], set(), set()

    def visit(node):
        if node in done:
            return
        if node in active:
            raise RuntimeError("cycle detected")
        active.add(node)
        for parent in parents.get(node, []):
            visit(parent)
        done.add(node)
        order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: endless-on-a-cycle | the loop runs until all nodes are listed, which on a cycle never happens: it does not end (and raises nothing)
# expect: nothing
def topological_order(parents):
    nodes = set(parents)
    for sources in parents.values():
        nodes.update(sources)
    order = []
    while len(order) < len(nodes):
        for node in nodes:
            if node not in order and all(s in order for s in parents.get(node, [])):
                order.append(node)
    return order

# %% right: graphlib | the standard library's TopologicalSorter; its CycleError is a ValueError
import graphlib


def topological_order(parents):
    return list(graphlib.TopologicalSorter(parents).static_order())

# %% right: recursive-generator | a depth-first search as a generator, with the path in a tuple
def topological_order(parents):
    done = set()

    def walk(node, path=()):
        if node in path:
            raise ValueError(" -> ".join([*path, node]))
        if node not in done:
            for source in parents.get(node, ()):
                yield from walk(source, (*path, node))
            done.add(node)
            yield node

    return [name for start in parents for name in walk(start)]

# %% right: longest-path-levels | sorts by the length of the longest path below, found by repeated relaxation
def topological_order(parents):
    level = dict.fromkeys(set(parents).union(*parents.values()), 0)
    for _ in range(len(level) + 1):
        changed = False
        for node, sources in parents.items():
            wanted = max((level[s] + 1 for s in sources), default=0)
            if wanted > level[node]:
                level[node], changed = wanted, True
        if not changed:
            return sorted(level, key=level.get)
    raise ValueError("some nodes wait for each other")

# %% right: rounds-of-ready-nodes | set arithmetic: in each round, all names whose sources are done
def topological_order(parents):
    waiting = set().union(*parents.values()) | parents.keys()
    order = []
    while waiting:
        ready = {n for n in waiting if waiting.isdisjoint(parents.get(n, []))}
        if not ready:
            raise ValueError("cycle among " + ", ".join(sorted(waiting)))
        order += sorted(ready)
        waiting -= ready
    return order

# %% wrong: visited-without-cycles | depth-first with a set of visited nodes, which ends quietly at a cycle instead of raising ValueError
# expect: explained
def topological_order(parents):
    order, seen = [], set()

    def visit(node):
        if node in seen:
            return
        seen.add(node)
        for source in parents.get(node, []):
            visit(source)
        order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: sources-right-before | breadth-first from the output backwards, then reversed: a node that is read at two depths comes too late
# expect: explained
def topological_order(parents):
    read = {s for sources in parents.values() for s in sources}
    queue = [n for n in parents if n not in read]
    if not queue and parents:
        raise ValueError("no output")
    seen = []
    while queue:
        n = queue.pop(0)
        if n in seen:
            continue
        seen.append(n)
        queue.extend(parents.get(n, []))
    if len(seen) != len(set(parents) | read):
        raise ValueError("cycle")
    return seen[::-1]

# %% right: graphlib-2 | the standard library's TopologicalSorter; its CycleError is a kind of ValueError
def topological_order(parents):
    from graphlib import TopologicalSorter

    return list(TopologicalSorter({name: tuple(sources) for name, sources in parents.items()}).static_order())

# %% wrong: duplicates-in-the-counter | Kahn's algorithm that counts a source that is read twice twice, but takes it away only once: such graphs look like cycles
# expect: explained
def topological_order(parents):
    nodes = list(dict.fromkeys([*parents, *(s for sources in parents.values() for s in sources)]))
    waiting = {n: len(parents.get(n, [])) for n in nodes}
    ready = [n for n in nodes if waiting[n] == 0]
    order = []
    while ready:
        n = ready.pop()
        order.append(n)
        for m in parents:
            if n in parents[m]:
                waiting[m] -= 1
                if waiting[m] == 0:
                    ready.append(m)
    if len(order) != len(nodes):
        raise ValueError("cycle")
    return order

# %% wrong: reversed-order | returns the order of the backward pass
# expect: explained
def topological_order(parents):
    order, state = [], {}

    def visit(node):
        if state.get(node) == "done":
            return
        if state.get(node) == "open":
            raise ValueError("cycle")
        state[node] = "open"
        for source in parents.get(node, []):
            visit(source)
        state[node] = "done"
        order.append(node)

    for node in parents:
        visit(node)
    return order[::-1]

# %% wrong: only-the-keys | names that appear only in lists are left out
# expect: explained
def topological_order(parents):
    order, state = [], {}

    def visit(node):
        if state.get(node) == "done":
            return
        if state.get(node) == "open":
            raise ValueError("cycle")
        state[node] = "open"
        for source in parents.get(node, []):
            visit(source)
        state[node] = "done"
        order.append(node)

    for node in parents:
        visit(node)
    return [node for node in order if node in parents]

# %% wrong: no-check-of-cycles | one set of visited nodes: a cycle is never noticed
# expect: explained
def topological_order(parents):
    order, state = [], {}

    def visit(node):
        if node in state:
            return
        state[node] = "open"
        for source in parents.get(node, []):
            visit(source)
        state[node] = "done"
        order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: every-second-visit-is-a-cycle | raises whenever a node is met again, also through a second reader
# expect: explained
def topological_order(parents):
    order, state = [], {}

    def visit(node):
        if node in state:
            raise ValueError("cycle")
        state[node] = "open"
        for source in parents.get(node, []):
            visit(source)
        state[node] = "done"
        order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: starts-from-the-last-key | visits only what the dict's last node needs: separate parts (and cycles there) are missed, {} fails
# expect: explained
def topological_order(parents):
    order, state = [], {}

    def visit(node):
        if state.get(node) == "done":
            return
        if state.get(node) == "open":
            raise ValueError("cycle")
        state[node] = "open"
        for source in parents.get(node, []):
            visit(source)
        state[node] = "done"
        order.append(node)

    visit(list(parents)[-1])
    return order

# %% wrong: appended-before-the-sources | order.append comes before the loop over the sources (pre-order)
# expect: explained
def topological_order(parents):
    order, state = [], {}

    def visit(node):
        if state.get(node) == "done":
            return
        if state.get(node) == "open":
            raise ValueError("cycle")
        state[node] = "open"
        order.append(node)
        for source in parents.get(node, []):
            visit(source)
        state[node] = "done"

    for node in parents:
        visit(node)
    return order

# %% wrong: counts-readers-twice | Kahn's algorithm with counts of names read, but a set of readers: a node that reads a name twice is never ready and looks like a cycle
# expect: explained
def topological_order(parents):
    names = set(parents) | {source for sources in parents.values() for source in sources}
    waiting = {name: len(parents.get(name, [])) for name in names}
    ready = [name for name in names if waiting[name] == 0]
    order = []
    while ready:
        source = ready.pop()
        order.append(source)
        for node in parents:
            if source in parents[node]:
                waiting[node] -= 1
                if waiting[node] == 0:
                    ready.append(node)
    if len(order) < len(names):
        raise ValueError("cycle")
    return order

# %% wrong: changes-the-dict | pops the nodes from the caller's dict as they become ready
# expect: explained
def topological_order(parents):
    order = sorted({s for sources in parents.values() for s in sources} - set(parents))
    while parents:
        ready = [node for node in parents if all(source in order for source in parents[node])]
        if not ready:
            raise ValueError("cycle")
        for node in ready:
            parents.pop(node)
            order.append(node)
    return order

# %% wrong: graphlib-iterator-returned | static_order() of graphlib is an iterator: no list is returned, and a cycle raises only when somebody iterates
# expect: explained
from graphlib import TopologicalSorter


def topological_order(parents):
    return TopologicalSorter(parents).static_order()

# %% wrong: sorts-by-number-of-sources | sorted by how many names each reads: a chain of nodes with one source each comes in any order
# expect: explained
def topological_order(parents):
    names = set(parents) | {source for sources in parents.values() for source in sources}
    return sorted(names, key=lambda name: len(parents.get(name, [])))

# %% wrong: cycle-returns-none | prints a message and returns None instead of raising
# expect: explained
def topological_order(parents):
    order, rest = [], dict(parents)
    order += sorted({s for sources in parents.values() for s in sources} - set(parents))
    while rest:
        ready = [node for node in rest if all(source in order for source in rest[node])]
        if not ready:
            print("there is a cycle")
            return None
        for node in ready:
            order.append(node)
            del rest[node]
    return order

# %% wrong: self-loop-overlooked | Kahn's with "source != node" in the test: a node that reads itself passes as fine
# expect: explained
def topological_order(parents):
    order, rest = [], dict(parents)
    order += sorted({s for sources in parents.values() for s in sources} - set(parents))
    while rest:
        ready = [node for node in rest if all(source in order for source in rest[node] if source != node)]
        if not ready:
            raise ValueError("cycle")
        for node in ready:
            order.append(node)
            del rest[node]
    return order

# %% wrong: duplicates-of-inputs | every input is listed once for each node that reads it
# expect: explained
def topological_order(parents):
    order = []

    def visit(node, above):
        if node in above:
            raise ValueError("cycle")
        for source in parents.get(node, []):
            visit(source, above | {node})
        if node not in order or node not in parents:
            order.append(node)

    for node in parents:
        visit(node, frozenset())
    return order

# %% right: graphlib-as-a-list | the standard library; CycleError is a ValueError
import graphlib


def topological_order(parents):
    return list(graphlib.TopologicalSorter(parents).static_order())

# %% right: by-depth | sorts by the longest way to an input; a depth beyond the number of names means a cycle
def topological_order(parents):
    names = set(parents).union(*parents.values())
    depth = dict.fromkeys(names, 0)
    for _ in range(len(names) + 1):
        deeper = {name: 1 + max((depth[s] for s in parents.get(name, ())), default=-1) for name in names}
        if deeper == depth:
            return sorted(names, key=depth.get)
        depth = deeper
    raise ValueError("there is a cycle") if names else []

# %% right: layer-by-layer | all names that are ready at once, as sets, until nothing is left
def topological_order(parents):
    rest = {name: set(sources) for name, sources in parents.items()}
    for source in set().union(*rest.values()) if rest else ():
        rest.setdefault(source, set())
    order = []
    while rest:
        ready = sorted(name for name, sources in rest.items() if not sources)
        if not ready:
            raise ValueError(f"a cycle among {sorted(rest)}")
        order += ready
        rest = {name: sources - set(ready) for name, sources in rest.items() if name not in ready}
    return order

# %% wrong: no-cycle-check | The depth-first search marks a node when it arrives and never notices that it comes back to one not yet finished: for a cycle it returns some order.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    order, visited = [], set()

    def visit(node):
        if node in visited:
            return
        visited.add(node)
        for source in parents.get(node, []):
            visit(source)
        order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: keys-only | Names that are only read, such as x, are missing: the order has the keys of the dict alone.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    order, done, active = [], set(), set()

    def visit(node):
        if node not in parents or node in done:
            return
        if node in active:
            raise ValueError("cycle")
        active.add(node)
        for source in parents[node]:
            visit(source)
        active.remove(node)
        done.add(node)
        order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: backward-order | Returns the order of the backward pass: every node before those that it reads.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    order, done, active = [], set(), set()

    def visit(node):
        if node in done:
            return
        if node in active:
            raise ValueError("cycle")
        active.add(node)
        for source in parents.get(node, []):
            visit(source)
        active.remove(node)
        done.add(node)
        order.append(node)

    for node in parents:
        visit(node)
    return order[::-1]

# %% wrong: repeated-names | Nothing is remembered, so a node that is read twice is listed twice.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    order = []

    def visit(node, path):
        if node in path:
            raise ValueError("cycle")
        for source in parents.get(node, []):
            visit(source, path + [node])
        order.append(node)

    readable = {source for sources in parents.values() for source in sources}
    for node in parents:
        if node not in readable or node in parents[node]:
            visit(node, [])
    if not order and parents:
        raise ValueError("cycle")
    return order

# %% wrong: twice-is-a-cycle | Takes every node that it meets again for a cycle, also one that is merely read by two others.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    order, seen = [], set()

    def visit(node):
        if node in seen:
            raise ValueError("cycle at " + node)
        seen.add(node)
        for source in parents.get(node, []):
            visit(source)
        order.append(node)

    for node in parents:
        if node not in order:
            visit(node)
    return order

# %% wrong: double-reader-never-ready | Counts what a node still waits for with repetitions, but strikes a name off only once: a node that reads the same name twice waits forever and is called a cycle.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    nodes = set(parents).union(*parents.values())
    waiting = {node: len(parents.get(node, [])) for node in nodes}
    readers = {node: set() for node in nodes}
    for node, sources in parents.items():
        for source in sources:
            readers[source].add(node)
    ready = [node for node in nodes if waiting[node] == 0]
    order = []
    while ready:
        node = ready.pop()
        order.append(node)
        for reader in readers[node]:
            waiting[reader] -= 1
            if waiting[reader] == 0:
                ready.append(reader)
    if len(order) < len(nodes):
        raise ValueError("cycle")
    return order

# %% wrong: stops-at-a-cycle | When nothing is ready any more it returns what it has, instead of raising ValueError for the rest.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    nodes = sorted(set(parents).union(*parents.values()))
    order = []
    while len(order) < len(nodes):
        ready = [n for n in nodes if n not in order and all(s in order for s in parents.get(n, []))]
        if not ready:
            break
        order += ready
    return order

# %% wrong: strikes-off-the-callers-lists | Removes names from the lists of the dict that it was given, which should be left unchanged.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    for source in {source for sources in parents.values() for source in sources}:
        parents.setdefault(source, [])
    order = []
    while len(order) < len(parents):
        ready = [node for node in parents if node not in order and not parents[node]]
        if not ready:
            raise ValueError("cycle")
        order += ready
        for sources in parents.values():
            sources[:] = [source for source in sources if source not in ready]
    return order

# %% wrong: adds-keys | Enters the names that read nothing into the caller's dict, which should be left unchanged.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    for sources in list(parents.values()):
        for source in sources:
            if source not in parents:
                parents[source] = []
    order, state = [], {}

    def visit(node):
        if state.get(node) == "done":
            return
        if state.get(node) == "open":
            raise ValueError("cycle")
        state[node] = "open"
        for source in parents[node]:
            visit(source)
        state[node] = "done"
        order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: breadth-first | Walks breadth-first from the nodes that nobody reads, and turns that round: a node at the end of a short way and of a long one comes too late.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    read = {source for sources in parents.values() for source in sources}
    queue = [node for node in parents if node not in read]
    if len(queue) == 0 and parents:
        raise ValueError("cycle")
    if any(node in sources for node, sources in parents.items()):
        raise ValueError("cycle")
    order = []
    while queue:
        node = queue.pop(0)
        if node not in order:
            order.append(node)
            queue.extend(parents.get(node, []))
    return order[::-1]

# %% wrong: preorder-reversed | Lists a node when the search arrives, and not when it leaves, and reverses the list: with two ways to a node this is no topological order.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    order, active = [], []

    def visit(node):
        if node in active:
            raise ValueError("cycle")
        if node in order:
            return
        order.append(node)
        active.append(node)
        for source in parents.get(node, []):
            visit(source)
        active.pop()

    for node in parents:
        visit(node)
    return order[::-1]

# %% wrong: only-small-cycles | Looks for cycles of one or two nodes only ("two nodes that wait for each other"); three nodes in a ring get an order that does not exist.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    for node, sources in parents.items():
        for source in sources:
            if source == node or node in parents.get(source, []):
                raise ValueError(f"{node} and {source} wait for each other")
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for source in parents.get(node, []):
                visit(source)
            order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: empty-fails | Joins the sets of names with set.union(*…), which needs at least one: for an empty dict it raises TypeError instead of returning an empty list.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    nodes = set(parents) | set.union(*[set(sources) for sources in parents.values()])
    order = []
    while nodes:
        ready = [node for node in nodes if not nodes & set(parents.get(node, []))]
        if not ready:
            raise ValueError("cycle")
        order.extend(ready)
        nodes -= set(ready)
    return order

# %% wrong: empty-is-a-cycle | "Nothing could start, so there is a cycle" also raises ValueError for the empty graph, whose order is the empty list.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    read = [source for sources in parents.values() for source in sources]
    everything = list(dict.fromkeys(list(parents) + read))
    order = [node for node in everything if not parents.get(node)]
    if not order:
        raise ValueError("no node can start: there is a cycle")
    while len(order) < len(everything):
        ready = [n for n in everything if n not in order and set(parents[n]) <= set(order)]
        if not ready:
            raise ValueError("cycle")
        order += ready
    return order

# %% wrong: other-error | Recursion without end stands for the check: a cycle raises RecursionError, where ValueError was promised.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    order = []

    def visit(node):
        for source in parents.get(node, []):
            if source not in order:
                visit(source)
        if node not in order:
            order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: generator | Returns graphlib's iterator and not a list; a cycle is noticed only by whoever walks through it.
# expect: explained
from graphlib import TopologicalSorter


def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    return TopologicalSorter(parents).static_order()

# %% wrong: from-the-output-only | Starts from the last node that nobody reads, as if there were one output; nodes that it does not need, and cycles among them, are not looked at.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    read = {source for sources in parents.values() for source in sources}
    ends = [node for node in parents if node not in read]
    if parents and not ends:
        raise ValueError("cycle")
    order, active = [], []

    def visit(node):
        if node in active:
            raise ValueError("cycle")
        if node in order:
            return
        active.append(node)
        for source in parents.get(node, []):
            visit(source)
        active.remove(node)
        order.append(node)

    if ends:
        visit(ends[-1])
    return order

# %% wrong: remembered-between-calls | The lists are default arguments, made once: the second graph begins with the nodes of the first.
# expect: explained
def _visit(node, parents, order=[], active=[]):
    if node in active:
        active.clear()
        raise ValueError("cycle")
    if node in order:
        return order
    active.append(node)
    for source in parents.get(node, []):
        _visit(source, parents)
    active.remove(node)
    order.append(node)
    return order


def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    order = []
    for node in parents:
        order = _visit(node, parents)
    return list(order)

# %% wrong: forgotten-leaves-in-the-count | Compares the length of the order with the number of keys: names that only a list mentions make up for the nodes of a cycle, which then goes unnoticed.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    nodes = list(parents)
    for sources in parents.values():
        nodes += [source for source in sources if source not in nodes]
    order = []
    for _ in nodes:
        for node in nodes:
            if node not in order and all(source in order for source in parents.get(node, [])):
                order.append(node)
    if len(order) < len(parents):
        raise ValueError("cycle")
    return order

# %% right: graphlib-again | The standard library's sorter; its CycleError is a ValueError.
import graphlib


def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    return list(graphlib.TopologicalSorter(parents).static_order())

# %% right: by-depth-again | Gives each node its depth, the longest way down, by repeated passes, and sorts by it; a depth that does not settle means a cycle.
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    depth = {name: 0 for node, sources in parents.items() for name in (node, *sources)}
    for _ in range(len(depth) + 1):
        settled = True
        for node, sources in parents.items():
            needed = 1 + max((depth[source] for source in sources), default=-1)
            if needed > depth[node]:
                depth[node], settled = needed, False
        if settled:
            return sorted(depth, key=depth.get)
    raise ValueError("there is a cycle")

# %% right: shrinking-copy | Kahn's algorithm on a copy with sets, taking away layer after layer.
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    waiting = {node: set(sources) for node, sources in parents.items()}
    for source in set().union(*parents.values()):
        waiting.setdefault(source, set())
    order = []
    while waiting:
        ready = {node for node, sources in waiting.items() if not sources}
        if not ready:
            raise ValueError("a cycle among " + ", ".join(waiting))
        order.extend(sorted(ready))
        waiting = {node: sources - ready for node, sources in waiting.items() if node not in ready}
    return order

# %% wrong: leaves-not-listed | Only the keys of the dict are listed; names that appear only inside a list are missing.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    order, visiting, done = [], set(), set()

    def visit(node):
        if node in visiting:
            raise ValueError("cycle")
        if node in done or node not in parents:
            return
        visiting.add(node)
        for source in parents[node]:
            visit(source)
        visiting.remove(node)
        done.add(node)
        order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: readers-first-again | The order is that of the backward pass: every node is appended before what it reads.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    order, visiting, done = [], set(), set()

    def visit(node):
        if node in done:
            return
        if node in visiting:
            raise ValueError(f"cycle at {node}")
        visiting.add(node)
        for source in parents.get(node, []):
            visit(source)
        done.add(node)
        order.append(node)

    for node in parents:
        visit(node)
    return order[::-1]

# %% wrong: diamond-taken-for-a-cycle-again | Every node that is met a second time raises ValueError, also one that two others read, or that is read twice.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    order, seen = [], set()

    def visit(node):
        if node in seen:
            raise ValueError("cycle")
        seen.add(node)
        for source in parents.get(node, []):
            visit(source)
        order.append(node)

    for node in parents:
        if node not in seen:
            visit(node)
    return order

# %% wrong: cycles-unnoticed | Depth-first with a single set of visited nodes: a cycle is silently cut open somewhere and an order returned.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    order, seen = [], set()

    def visit(node):
        if node in seen:
            return
        seen.add(node)
        for source in parents.get(node, []):
            visit(source)
        order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: starts-at-the-ends | Walks back from the nodes that no other node reads: a cycle of its own, from which nothing leads away, is never visited and raises nothing.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    ends = [
        node
        for node in parents
        if not any(node in sources for other, sources in parents.items() if other != node)
    ]
    order, visiting = [], set()

    def visit(node):
        if node in order:
            return
        if node in visiting:
            raise ValueError("the graph has a cycle")
        visiting.add(node)
        for source in parents.get(node, []):
            visit(source)
        order.append(node)

    for node in ends:
        visit(node)
    return order

# %% wrong: double-reader-never-ready-again | Counts what each node still waits for with repeats, but counts each reader down once: a node that reads the same name twice looks like a cycle.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    names = set(parents) | {source for sources in parents.values() for source in sources}
    waits = {name: len(parents.get(name, [])) for name in names}
    ready = [name for name in names if waits[name] == 0]
    order = []
    while ready:
        name = ready.pop()
        order.append(name)
        for reader, sources in parents.items():
            if name in sources:
                waits[reader] -= 1
                if waits[reader] == 0:
                    ready.append(reader)
    if len(order) < len(names):
        raise ValueError("cycle")
    return order

# %% wrong: rest-without-cycle-check | Kahn's algorithm without the last check: where there is a cycle the nodes of the cycle are simply missing from the result.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    from collections import deque

    names = list(dict.fromkeys([*parents, *(source for sources in parents.values() for source in sources)]))
    waits = {name: len(set(parents.get(name, []))) for name in names}
    ready = deque(name for name in names if waits[name] == 0)
    order = []
    while ready:
        name = ready.popleft()
        order.append(name)
        for reader in parents:
            if name in parents[reader]:
                waits[reader] -= 1
                if waits[reader] == 0:
                    ready.append(reader)
    return order

# %% wrong: lists-emptied | What is known is removed from the caller's own lists; order and cycles are right, but parents is empty afterwards.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    names = set(parents).union(*parents.values())
    waiting = {name: parents.get(name, []) for name in names}
    order = []
    while waiting:
        ready = [name for name, sources in waiting.items() if not sources]
        if not ready:
            raise ValueError("cycle")
        for name in ready:
            order.append(name)
            del waiting[name]
            for sources in waiting.values():
                while name in sources:
                    sources.remove(name)
    return order

# %% wrong: by-shortest-distance | Sorts by the shortest distance to something that reads nothing, where the longest counts; a cycle raises only if nothing is left to start from.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    names = set(parents).union(*parents.values())
    level = {name: 0 for name in names if not parents.get(name)}
    if names and not level:
        raise ValueError("cycle")
    current = list(level)
    while current:
        following = []
        for name, sources in parents.items():
            if name not in level and any(source in current for source in sources):
                level[name] = level[current[0]] + 1
                following.append(name)
        current = following
    return sorted(level, key=level.get)

# %% right: standard-library | graphlib's TopologicalSorter, whose CycleError is a ValueError.
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    from graphlib import TopologicalSorter

    return list(TopologicalSorter(parents).static_order())

# %% right: by-longest-distance | Gives each name its longest distance from a name that reads nothing, with a memo, and sorts by it; a name that turns up again on the way down from it is a cycle.
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    names = list(parents) + [source for sources in parents.values() for source in sources]
    level = {}

    def height(name, path):
        if name in path:
            raise ValueError(f"{name} waits for itself")
        if name not in level:
            level[name] = 1 + max((height(source, path | {name}) for source in parents.get(name, ())), default=-1)
        return level[name]

    return sorted(dict.fromkeys(names), key=lambda name: height(name, frozenset()))

# %% wrong: inputs-left-out-again | Only the keys of the dict are listed; names that appear only inside a list, such as x, are missing.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed."""
    order, done, active = [], set(), set()

    def visit(node):
        if node in done:
            return
        if node in active:
            raise ValueError("cycle")
        active.add(node)
        for source in parents[node]:
            if source in parents:
                visit(source)
        active.remove(node)
        done.add(node)
        order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: no-cycle-check-again | A depth-first search that marks nodes on arrival: it ends on a cycle, too, but returns an order instead of raising ValueError.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed."""
    order, seen = [], set()

    def visit(node):
        if node in seen:
            return
        seen.add(node)
        for source in parents.get(node, []):
            visit(source)
        order.append(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: preorder | Each node is listed before it visits what it reads, so readers come first.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed."""
    order, done, active = [], set(), set()

    def visit(node):
        if node in active:
            raise ValueError("there is a cycle")
        if node in done:
            return
        order.append(node)
        active.add(node)
        for source in parents.get(node, []):
            visit(source)
        active.discard(node)
        done.add(node)

    for node in parents:
        visit(node)
    return order

# %% wrong: every-second-visit-a-cycle | Raises ValueError whenever a node is met again, although two readers of one node are no cycle.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed."""
    order, visited = [], set()

    def visit(node):
        if node in visited:
            raise ValueError("cycle at " + node)
        visited.add(node)
        for source in parents.get(node, []):
            visit(source)
        order.append(node)

    for node in parents:
        if node not in visited:
            visit(node)
    return order

# %% wrong: double-reader-waits-for-ever | Counts a name read twice as two sources, but crosses it off only once, so such a node is taken for part of a cycle.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed."""
    names = set(parents)
    for sources in parents.values():
        names.update(sources)
    waiting = {name: len(parents.get(name, [])) for name in names}
    readers = {name: {node for node in parents if name in parents[node]} for name in names}
    ready = [name for name in names if waiting[name] == 0]
    order = []
    while ready:
        name = ready.pop()
        order.append(name)
        for reader in readers[name]:
            waiting[reader] -= 1
            if waiting[reader] == 0:
                ready.append(reader)
    if len(order) < len(names):
        raise ValueError("the graph has a cycle")
    return order

# %% wrong: argument-completed | Adds the inputs to the caller's dict, as keys with empty lists, to have all names at hand.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed."""
    for sources in list(parents.values()):
        for source in sources:
            parents.setdefault(source, [])
    order = []
    left = list(parents)
    while left:
        ready = [node for node in left if all(source in order for source in parents[node])]
        if not ready:
            raise ValueError("cycle")
        order.extend(ready)
        left = [node for node in left if node not in ready]
    return order

# %% wrong: cycles-only-below-the-outputs | Searches only from nodes that nobody reads; a cycle apart from them is neither listed nor reported.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed."""
    read = {source for sources in parents.values() for source in sources}
    order, active = [], set()

    def visit(node):
        if node in order:
            return
        if node in active:
            raise ValueError("cycle")
        active.add(node)
        for source in parents.get(node, []):
            visit(source)
        active.remove(node)
        order.append(node)

    for node in parents:
        if node not in read:
            visit(node)
    return order

# %% wrong: breadth-first-reversed | Goes from the outputs in breadth-first order and reverses it: a node at the end of a short way comes after a reader on a long one.
# expect: explained
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed."""
    # cycles: take away nodes whose sources are all gone, until nothing changes
    left = dict(parents)
    while True:
        free = [node for node, sources in left.items() if not any(source in left for source in sources)]
        if not free:
            break
        for node in free:
            del left[node]
    if left:
        raise ValueError("cycle")
    read = {source for sources in parents.values() for source in sources}
    queue = [node for node in parents if node not in read]
    seen = set(queue)
    for node in queue:
        for source in parents.get(node, []):
            if source not in seen:
                seen.add(source)
                queue.append(source)
    return queue[::-1]

# %% right: standard-library-again | graphlib of the standard library, whose CycleError is a ValueError.
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed."""
    from graphlib import TopologicalSorter

    return [*TopologicalSorter(parents).static_order()]

# %% right: rounds-of-sets | In each round all names whose sources are known; sets, so a name read twice counts once.
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed."""
    needs = {node: set(sources) for node, sources in parents.items()}
    for name in set().union(*needs.values()):
        needs.setdefault(name, set())
    order = []
    while needs:
        ready = sorted(node for node in needs if not needs[node])
        if not ready:
            raise ValueError(f"a cycle among {sorted(needs)}")
        order += ready
        needs = {node: sources.difference(ready) for node, sources in needs.items() if node not in ready}
    return order
