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
