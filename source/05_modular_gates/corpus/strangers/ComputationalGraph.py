# %% wrong: gradient-overwritten | at branches the gradient is assigned (=) instead of added: only the last reader counts
# expect: overwritten-at-branch
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[s] for s in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {name: 0.0 for name in self.order}
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for s, g in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[s] = g
        return {n: self.gradients[n] for n in self.order if n not in self.nodes}

# %% wrong: gradients-never-reset | the dict of gradients is created once in __init__ and added to for ever: a second backward returns the sum of both
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({n: s for n, (_, s) in nodes.items()})
        self.inputs = [n for n in self.order if n not in nodes]
        self.gradients = {n: 0.0 for n in self.order}

    def forward(self, inputs):
        self.values = {**inputs}
        for n in self.order:
            if n in self.nodes:
                gate, sources = self.nodes[n]
                self.values[n] = gate.forward(*(self.values[s] for s in sources))
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients[self.output] = upstream
        for n in self.order[::-1]:
            if n not in self.nodes:
                continue
            gate, sources = self.nodes[n]
            for s, g in zip(sources, gate.backward(self.gradients[n])):
                self.gradients[s] = self.gradients[s] + g
        return {n: self.gradients[n] for n in self.inputs}

# %% wrong: adds-in-place | the first gradient is stored as it is and later ones are added with +=, which changes an array that a gate may have given to several inputs
# expect: nothing
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({name: node[1] for name, node in nodes.items()})

    def forward(self, inputs):
        self.values = inputs.copy()
        for name in self.order:
            if name in self.nodes:
                gate, reads = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[r] for r in reads])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        grads = {self.output: upstream}
        for name in reversed(self.order):
            if name in self.nodes and name in grads:
                gate, reads = self.nodes[name]
                for r, g in zip(reads, gate.backward(grads[name])):
                    if r in grads:
                        grads[r] += g
                    else:
                        grads[r] = g
        for name in self.order:
            grads.setdefault(name, 0.0)
        self.gradients = grads
        return {n: grads[n] for n in self.order if n not in self.nodes}

# %% wrong: dict-order | the nodes are computed in the order of the dict, which means nothing: a node may come before what it reads (KeyError)
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output

    def forward(self, inputs):
        self.input_names = list(inputs)
        self.values = dict(inputs)
        for name, (gate, sources) in self.nodes.items():
            args = [self.values[s] for s in sources]
            self.values[name] = gate.forward(*args)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {name: 0.0 for name in self.values}
        self.gradients[self.output] = upstream
        for name, (gate, sources) in reversed(list(self.nodes.items())):
            grads = gate.backward(self.gradients[name])
            for s, g in zip(sources, grads):
                self.gradients[s] = self.gradients[s] + g
        return {name: self.gradients[name] for name in self.input_names}

# %% wrong: backward-in-forward-order | backward visits the nodes in the same order as forward, so nodes hand on a gradient before they have got theirs
# expect: all-zero
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({k: v[1] for k, v in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[s] for s in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.order, 0.0)
        self.gradients[self.output] = upstream
        for name in self.order:
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            for s, g in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[s] = self.gradients[s] + g
        return {n: g for n, g in self.gradients.items() if n not in self.nodes}

# %% wrong: upstream-ignored | backward always starts with 1.0 at the output, whatever upstream is
# expect: upstream-ignored
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({k: s for k, (g, s) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for k in self.order:
            if k in self.nodes:
                g, s = self.nodes[k]
                self.values[k] = g.forward(*map(self.values.get, s))
        return self.values[self.output]

    def backward(self, upstream=1.0):
        grads = {k: 0.0 for k in self.order}
        grads[self.output] = 1.0  # df/df
        for k in reversed(self.order):
            if k in self.nodes:
                gate, sources = self.nodes[k]
                for s, d in zip(sources, gate.backward(grads[k])):
                    grads[s] = grads[s] + d
        self.gradients = grads
        return {k: grads[k] for k in grads if k not in self.nodes}

# %% wrong: fills-the-callers-dict | self.values is the caller's dict of inputs itself, and all node values are written into it
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = [n for n in topological_order({k: v[1] for k, v in nodes.items()}) if n in nodes]

    def forward(self, inputs):
        self.names = list(inputs)
        self.values = inputs
        for n in self.order:
            gate, sources = self.nodes[n]
            self.values[n] = gate.forward(*[self.values[s] for s in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {n: 0.0 for n in self.values}
        self.gradients[self.output] = upstream
        for n in self.order[::-1]:
            gate, sources = self.nodes[n]
            for s, g in zip(sources, gate.backward(self.gradients[n])):
                self.gradients[s] = self.gradients[s] + g
        return {n: self.gradients[n] for n in self.names if n not in self.nodes}

# %% wrong: unreached-inputs-missing | the gradients hold only what the walk back has reached: inputs that the output does not depend on have no entry instead of 0
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({k: v[1] for k, v in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[s] for s in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {self.output: upstream}
        for name in reversed(self.order):
            if name in self.nodes and name in self.gradients:
                gate, sources = self.nodes[name]
                for s, g in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[s] = self.gradients.get(s, 0) + g
        return {n: g for n, g in self.gradients.items() if n not in self.nodes}

# %% wrong: last-node-is-the-output | the last node of the topological order is taken for the output; another node may read the output, or stand beside it
# expect: nothing
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({k: v[1] for k, v in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                result = gate.forward(*[self.values[s] for s in sources])
                self.values[name] = result
        return result

    def backward(self, upstream=1.0):
        self.gradients = {name: 0.0 for name in self.order}
        self.gradients[self.order[-1]] = upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for s, g in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[s] = self.gradients[s] + g
        return {n: self.gradients[n] for n in self.order if n not in self.nodes}

# %% wrong: every-end-starts-with-one | every node that nobody reads starts with the upstream gradient, not only the output
# expect: nothing
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({k: v[1] for k, v in nodes.items()})
        read = {s for _, sources in nodes.values() for s in sources}
        self.ends = {n for n in nodes if n not in read} | {output}

    def forward(self, inputs):
        self.values = dict(inputs)
        for n in self.order:
            if n in self.nodes:
                gate, sources = self.nodes[n]
                self.values[n] = gate.forward(*[self.values[s] for s in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {n: (upstream if n in self.ends else 0.0) for n in self.order}
        for n in reversed(self.order):
            if n in self.nodes:
                gate, sources = self.nodes[n]
                for s, g in zip(sources, gate.backward(self.gradients[n])):
                    self.gradients[s] = self.gradients[s] + g
        return {n: self.gradients[n] for n in self.order if n not in self.nodes}

# %% wrong: no-attribute-values | the values are kept under another name (self.cache), so the graph has no attribute values (nor gradients)
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({k: v[1] for k, v in nodes.items()})
        self.cache = {}
        self.grads = {}

    def forward(self, inputs):
        self.cache = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.cache[name] = gate.forward(*[self.cache[s] for s in sources])
        return self.cache[self.output]

    def backward(self, upstream=1.0):
        self.grads = {name: 0.0 for name in self.order}
        self.grads[self.output] = upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for s, g in zip(sources, gate.backward(self.grads[name])):
                    self.grads[s] = self.grads[s] + g
        return {n: self.grads[n] for n in self.order if n not in self.nodes}

# %% wrong: gradients-of-inputs-only | the attribute gradients holds only what is returned, the inputs: the inner nodes are missing
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({k: v[1] for k, v in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[s] for s in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        g = {name: 0.0 for name in self.order}
        g[self.output] = upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for s, d in zip(sources, gate.backward(g[name])):
                    g[s] = g[s] + d
        self.gradients = {n: g[n] for n in self.order if n not in self.nodes}
        return self.gradients

# %% wrong: same-name-twice-lost | the gate's gradients are put into a dict by name first, so a gate that reads one name twice sends only the last of the two
# expect: overwritten-at-branch
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({k: v[1] for k, v in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[s] for s in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {name: 0.0 for name in self.order}
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                sent = dict(zip(sources, gate.backward(self.gradients[name])))
                for s in sent:
                    self.gradients[s] = self.gradients[s] + sent[s]
        return {n: self.gradients[n] for n in self.order if n not in self.nodes}

# %% wrong: memoised-for-ever | values once computed are never computed again, so a forward with other inputs returns old numbers
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.values = {}

    def compute(self, name):
        if name not in self.values:
            gate, sources = self.nodes[name]
            self.values[name] = gate.forward(*[self.compute(s) for s in sources])
        return self.values[name]

    def forward(self, inputs):
        self.values.update(inputs)
        for name in self.nodes:
            self.compute(name)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        order = topological_order({k: v[1] for k, v in self.nodes.items()})
        self.gradients = {name: 0.0 for name in order}
        self.gradients[self.output] = upstream
        for name in reversed(order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for s, g in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[s] = self.gradients[s] + g
        return {n: self.gradients[n] for n in order if n not in self.nodes}

# %% wrong: breadth-first-backward | backward walks breadth-first from the output and handles each node once, when it is first reached: its gradient may not be complete then
# expect: nothing
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({k: v[1] for k, v in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[s] for s in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {name: 0.0 for name in self.order}
        self.gradients[self.output] = upstream
        queue, visited = [self.output], {self.output}
        while queue:
            name = queue.pop(0)
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            for s, g in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[s] = self.gradients[s] + g
                if s not in visited:
                    visited.add(s)
                    queue.append(s)
        return {n: self.gradients[n] for n in self.order if n not in self.nodes}

# %% wrong: truth-of-an-array | nodes with no gradient are skipped by if self.gradients[name] == 0, which raises for arrays
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({k: v[1] for k, v in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[s] for s in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {name: 0.0 for name in self.order}
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name not in self.nodes or self.gradients[name] == 0:
                continue
            gate, sources = self.nodes[name]
            for s, g in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[s] = self.gradients[s] + g
        return {n: self.gradients[n] for n in self.order if n not in self.nodes}

# %% wrong: integer-zeros | the gradients start as np.zeros_like(value) and are added in place: for integer inputs the zeros are integers and cannot take real numbers (raises)
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({k: v[1] for k, v in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[s] for s in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {name: np.zeros_like(self.values[name]) for name in self.order}
        self.gradients[self.output] += upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for s, g in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[s] += g
        return {n: self.gradients[n] for n in self.order if n not in self.nodes}

# %% wrong: shared-class-dicts | values and gradients are class-level dicts that are filled, never replaced: all graphs write into the same two dicts, and names of another graph remain
# expect: nothing
class ComputationalGraph:
    values = {}
    gradients = {}

    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({k: v[1] for k, v in nodes.items()})

    def forward(self, inputs):
        for k, v in inputs.items():
            self.values[k] = v
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[s] for s in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        for name in self.order:
            self.gradients[name] = 0.0
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for s, g in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[s] = self.gradients[s] + g
        return {n: self.gradients[n] for n in self.order if n not in self.nodes}

# %% wrong: set-of-sources | the names that a gate reads are stored as a set (and sorted), which loses their order and the second reading of a name: x - x raises, x - y is computed for y - x
# expect: sign-flipped
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.output = output
        self.gates = {name: gate for name, (gate, _) in nodes.items()}
        self.parents = {name: set(sources) for name, (_, sources) in nodes.items()}
        self.order = topological_order(self.parents)

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.gates:
                arguments = [self.values[p] for p in sorted(self.parents[name])]
                self.values[name] = self.gates[name].forward(*arguments)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {name: 0.0 for name in self.order}
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name in self.gates:
                for p, g in zip(sorted(self.parents[name]), self.gates[name].backward(self.gradients[name])):
                    self.gradients[p] = self.gradients[p] + g
        return {n: self.gradients[n] for n in self.order if n not in self.gates}

# %% wrong: inputs-treated-as-nodes | the loop of forward also looks up the graph's inputs among the nodes: KeyError
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({k: v[1] for k, v in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, sources = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[s] for s in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {name: 0.0 for name in self.order}
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, sources = self.nodes[name]
            for s, g in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[s] = self.gradients[s] + g
        return self.gradients

# %% wrong: only-ancestors-computed | forward computes only what the output depends on, by recursion: nodes beside the output have no entry in values
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.names = {s for _, sources in nodes.values() for s in sources} | set(nodes)

    def forward(self, inputs):
        self.values = dict(inputs)
        self.order = []

        def value(name):
            if name not in self.values:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[value(s) for s in sources])
                self.order.append(name)
            return self.values[name]

        return value(self.output)

    def backward(self, upstream=1.0):
        self.gradients = {name: 0.0 for name in self.names}
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, sources = self.nodes[name]
            for s, g in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[s] = self.gradients[s] + g
        return {name: g for name, g in self.gradients.items() if name not in self.nodes}

# %% right: graphlib-and-defaultdict | graphlib for the order, gradients collected as lists and summed
from collections import defaultdict
from graphlib import TopologicalSorter


class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = list(TopologicalSorter({n: r for n, (_, r) in nodes.items()}).static_order())

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in filter(self.nodes.__contains__, self.order):
            gate, reads = self.nodes[name]
            self.values[name] = gate.forward(*map(self.values.__getitem__, reads))
        return self.values[self.output]

    def backward(self, upstream=1.0):
        sent = defaultdict(list, {self.output: [upstream]})
        self.gradients = {}
        for name in self.order[::-1]:
            self.gradients[name] = gradient = sum(sent[name])
            if name in self.nodes and sent[name]:
                gate, reads = self.nodes[name]
                for source, g in zip(reads, gate.backward(gradient)):
                    sent[source].append(g)
        return {n: g for n, g in self.gradients.items() if n not in self.nodes}

# %% right: along-every-path | recursion along each path from the output to the inputs, without any order
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.inputs = {s for _, reads in nodes.values() for s in reads} - set(nodes)

    def forward(self, inputs):
        self.values = {**inputs}

        def value(name):
            if name not in self.values:
                gate, reads = self.nodes[name]
                self.values[name] = gate.forward(*[value(s) for s in reads])
            return self.values[name]

        for name in self.nodes:
            value(name)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys([*self.inputs, *self.nodes], 0.0)
        self._send(self.output, upstream)
        return {name: self.gradients[name] for name in self.inputs}

    def _send(self, name, gradient):
        self.gradients[name] = self.gradients[name] + gradient
        if name in self.nodes:
            gate, reads = self.nodes[name]
            for source, g in zip(reads, gate.backward(gradient)):
                self._send(source, g)

# %% right: pulls-from-readers | the gradient of a name is asked for recursively from its readers, and memoised per backward
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.readers = {name: [] for name in nodes}
        for name, (_, sources) in nodes.items():
            for place, source in enumerate(sources):
                self.readers.setdefault(source, []).append((name, place))

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in topological_order({n: s for n, (_, s) in self.nodes.items()}):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[s] for s in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        sent = {}
        self.gradients = {}

        def gradient(name):
            if name not in self.gradients:
                total = upstream if name == self.output else 0.0
                for reader, place in self.readers[name]:
                    g = gradient(reader)
                    if reader not in sent:
                        sent[reader] = self.nodes[reader][0].backward(g)
                    total = total + sent[reader][place]
                self.gradients[name] = total
            return self.gradients[name]

        for name in self.readers:
            gradient(name)
        return {name: self.gradients[name] for name in self.readers if name not in self.nodes}

# %% right: node-objects | small dataclass objects that know their value, gradient and sources
from dataclasses import dataclass, field


@dataclass
class _Node:
    name: str
    gate: object = None
    sources: list = field(default_factory=list)
    value: object = None
    gradient: object = 0.0


class ComputationalGraph:
    def __init__(self, nodes, output):
        self.output = output
        self.all = {}
        for name in topological_order({n: list(s) for n, (_, s) in nodes.items()}):
            gate, sources = nodes.get(name, (None, []))
            self.all[name] = _Node(name, gate, [self.all[s] for s in sources])

    @property
    def values(self):
        return {n.name: n.value for n in self.all.values()}

    @property
    def gradients(self):
        return {n.name: n.gradient for n in self.all.values()}

    def forward(self, inputs):
        for node in self.all.values():
            if node.gate is None:
                node.value = inputs[node.name]
            else:
                node.value = node.gate.forward(*[s.value for s in node.sources])
        return self.all[self.output].value

    def backward(self, upstream=1.0):
        for node in self.all.values():
            node.gradient = 0.0
        self.all[self.output].gradient = upstream
        for node in reversed(list(self.all.values())):
            if node.gate is not None:
                for source, g in zip(node.sources, node.gate.backward(node.gradient)):
                    source.gradient = source.gradient + g
        return {n.name: n.gradient for n in self.all.values() if n.gate is None}

# %% wrong: seed-at-the-last-node | the upstream gradient starts at the last node of the order instead of at the output
# expect: all-zero
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({n: s for n, (g, s) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for n in self.order:
            if n in self.nodes:
                gate, src = self.nodes[n]
                self.values[n] = gate.forward(*[self.values[s] for s in src])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.order, 0.0)
        self.gradients[self.order[-1]] = upstream
        for n in self.order[::-1]:
            if n in self.nodes:
                gate, src = self.nodes[n]
                for s, g in zip(src, gate.backward(self.gradients[n])):
                    self.gradients[s] = self.gradients[s] + g
        return {n: self.gradients[n] for n in self.order if n not in self.nodes}

# %% wrong: dict-by-source | puts what a gate returns into a dict by the sources' names first: of a name that is read twice one gradient is lost
# expect: overwritten-at-branch
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({n: s for n, (g, s) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for n in self.order:
            if n in self.nodes:
                gate, src = self.nodes[n]
                self.values[n] = gate.forward(*[self.values[s] for s in src])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        G = {n: 0.0 for n in self.order}
        G[self.output] = upstream
        for n in self.order[::-1]:
            if n in self.nodes:
                gate, src = self.nodes[n]
                sent = dict(zip(src, gate.backward(G[n])))
                for s in sent:
                    G[s] = G[s] + sent[s]
        self.gradients = G
        return {n: G[n] for n in self.order if n not in self.nodes}

# %% wrong: values-are-the-inputs | self.values is the caller's dict of inputs itself, which gets all nodes written into it
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({n: s for n, (g, s) in nodes.items()})

    def forward(self, inputs):
        self.values = inputs
        for n in self.order:
            if n in self.nodes:
                gate, src = self.nodes[n]
                self.values[n] = gate.forward(*[self.values[s] for s in src])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        G = {n: 0.0 for n in self.order}
        G[self.output] = upstream
        for n in self.order[::-1]:
            if n in self.nodes:
                gate, src = self.nodes[n]
                for s, g in zip(src, gate.backward(G[n])):
                    G[s] = G[s] + g
        self.gradients = G
        return {n: G[n] for n in self.order if n not in self.nodes}

# %% right: pulls-with-readers | a node pulls its gradient from its readers by a memoised recursion, rather than readers pushing; each gate's backward is called once
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = dict(nodes)
        self.output = output
        self.readers = {}
        for name, (_, sources) in self.nodes.items():
            self.readers.setdefault(name, [])
            for place, source in enumerate(sources):
                self.readers.setdefault(source, []).append((name, place))

    def forward(self, inputs):
        self.values = {}

        def value(name):
            if name not in self.values:
                if name in self.nodes:
                    gate, sources = self.nodes[name]
                    self.values[name] = gate.forward(*[value(source) for source in sources])
                else:
                    self.values[name] = inputs[name]
            return self.values[name]

        for name in [*inputs, *self.nodes]:
            value(name)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients, sent = {}, {}

        def gradient(name):
            if name not in self.gradients:
                total = upstream if name == self.output else None
                for reader, place in self.readers.get(name, []):
                    whole = gradient(reader)
                    if whole is None:
                        continue
                    if reader not in sent:
                        sent[reader] = self.nodes[reader][0].backward(whole)
                    total = sent[reader][place] if total is None else total + sent[reader][place]
                self.gradients[name] = total
            return self.gradients[name]

        for name in self.values:
            gradient(name)
        self.gradients = {name: 0.0 if g is None else g for name, g in self.gradients.items()}
        return {name: g for name, g in self.gradients.items() if name not in self.nodes}

# %% wrong: overwrites-at-branches | = in place of +=: of several readers only the last one visited counts
# expect: overwritten-at-branch
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({n: src for n, (_, src) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for n in self.order:
            if n in self.nodes:
                gate, src = self.nodes[n]
                self.values[n] = gate.forward(*[self.values[s] for s in src])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {n: 0 for n in self.values}
        self.gradients[self.output] = upstream
        for n in reversed(self.order):
            if n in self.nodes:
                gate, src = self.nodes[n]
                for s, g in zip(src, gate.backward(self.gradients[n])):
                    self.gradients[s] = g
        return {n: self.gradients[n] for n in self.order if n not in self.nodes}

# %% wrong: adds-in-place-2 | += on the gradients, which are the very arrays that the gates returned: with shared arrays others are changed
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({n: src for n, (_, src) in nodes.items()})
        self.values = {}
        self.gradients = {}

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[s] for s in sources))
        return self.values[self.output]

    def backward(self, upstream=1.0):
        grads = {self.output: upstream}
        for name in self.order[::-1]:
            if name not in self.nodes or name not in grads:
                continue
            gate, sources = self.nodes[name]
            for s, g in zip(sources, gate.backward(grads[name])):
                if s in grads:
                    grads[s] += g
                else:
                    grads[s] = g
        for name in self.order:
            grads.setdefault(name, 0.0)
        self.gradients = grads
        return {name: grads[name] for name in self.order if name not in self.nodes}

# %% wrong: never-starts-afresh | the gradients are made in __init__ and added to by every backward
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({n: s for n, (g, s) in nodes.items()})
        self.gradients = {n: 0.0 for n in self.order}

    def forward(self, inputs):
        self.values = {**inputs}
        for n in self.order:
            if n in self.nodes:
                gate, src = self.nodes[n]
                self.values[n] = gate.forward(*[self.values[s] for s in src])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients[self.output] = upstream
        for n in reversed(self.order):
            if n in self.nodes:
                gate, src = self.nodes[n]
                for s, g in zip(src, gate.backward(self.gradients[n])):
                    self.gradients[s] = self.gradients[s] + g
        return {n: self.gradients[n] for n in self.order if n not in self.nodes}

# %% wrong: last-reader-wins | = instead of adding: a name that is read twice keeps the last gradient only
# expect: overwritten-at-branch
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = self.gradients[self.output] + upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: gradients-never-cleared | gradients are made in __init__ only and added to by every backward
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output, self.gradients = nodes, output, {}
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        for name in self.values:
            self.gradients.setdefault(name, 0.0)
        self.gradients[self.output] = self.gradients[self.output] + upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: forward-order-backwards | backward visits the nodes in the order of forward
# expect: all-zero
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = self.gradients[self.output] + upstream
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: dict-order-trusted | evaluates in the order of the dict instead of a topological order
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = list(nodes)

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = self.gradients[self.output] + upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: shared-arrays-added-in-place | += on arrays that a gate returned: the arrays are shared (as MeanGate's), others change with them
# expect: overwritten-at-branch
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = self.gradients[self.output] + upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    if isinstance(self.gradients[source], float):
                        self.gradients[source] = gradient
                    else:
                        self.gradients[source] += gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: upstream-ignored-2 | starts with 1 whatever upstream is
# expect: upstream-ignored
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = 1.0
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: upstream-multiplied-at-the-end | starts with 1 and multiplies the inputs' gradients by upstream: right for numbers, wrong for arrays of different entries mixed by a gate, and gradients of nodes lack it
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = 1.0
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: upstream * self.gradients[name] for name in self.inputs}

# %% wrong: sources-as-a-dict | collects each gate's gradients in dict(zip(sources, ...)): a gate that reads a name twice sends one gradient only
# expect: overwritten-at-branch
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = self.gradients[self.output] + upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in dict(zip(sources, gate.backward(self.gradients[name]))).items():
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: inputs-written-into | self.values = inputs: the caller's dict grows by all nodes
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        self.inputs = list(inputs)
        self.values = inputs
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = self.gradients[self.output] + upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: unreached-inputs-missing-2 | the result has only the names that received a gradient: KeyError for an input that the output does not depend on
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {self.output: upstream}
        for name in reversed(self.order):
            if name in self.nodes and name in self.gradients:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients.get(source, 0.0) + gradient
        return {name: self.gradients[name] for name in self.inputs if name in self.gradients}

# %% wrong: values-kept-from-before | computes a node only if it has no value yet: a second forward returns the first one's results
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output, self.values = nodes, output, {}
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        self.values.update(inputs)
        for name in self.order:
            if name in self.nodes and name not in self.values:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = self.gradients[self.output] + upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: last-node-is-the-output-2 | returns and starts from the last node of the order instead of `output`
# expect: nothing
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})
        self.output = self.order[-1]

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = self.gradients[self.output] + upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: returns-all-gradients | backward returns self.gradients, with all the nodes in it, not only the inputs
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = self.gradients[self.output] + upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return self.gradients

# %% wrong: mean-of-two-readers | halves the sum whenever another reader has sent before: the gradients of several readers are averaged instead of added
# expect: halved
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = self.gradients[self.output] + upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = (self.gradients[source] + gradient) / (2 if np.any(self.gradients[source]) else 1)
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: unused-nodes-get-one | every node that nobody reads starts with the gradient 1, not only the output
# expect: nothing
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        read = {s for _, sources in self.nodes.values() for s in sources}
        for name in self.nodes:
            if name not in read:
                self.gradients[name] = upstream
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: sources-sorted | sorts the names that a gate reads: x - y becomes y - x where the names say so
# expect: sign-flipped
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sorted(sources)))
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = self.gradients[self.output] + upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: upstream-multiplied-once-more | multiplies the gate's gradient by the upstream once more
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = self.gradients[self.output] + upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient * self.gradients[name]
        return {name: self.gradients[name] for name in self.inputs}

# %% right: lazy-recursion-and-messages | forward by recursion with memory; backward collects messages in lists and sums them
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: list(sources) for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        self.inputs, self.values = tuple(inputs), {**inputs}

        def value(name):
            if name not in self.values:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*map(value, sources))
            return self.values[name]

        for name in self.order:
            value(name)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        letters = {name: [] for name in self.values}
        letters[self.output].append(upstream)
        self.gradients = {}
        for name in [*reversed(self.order), *self.inputs]:
            if name in self.gradients or name not in letters:
                continue
            self.gradients[name] = sum(letters[name][1:], letters[name][0]) if letters[name] else 0.0
            if name in self.nodes and letters[name]:
                gate, sources = self.nodes[name]
                for source, letter in zip(sources, gate.backward(self.gradients[name])):
                    letters[source].append(letter)
        return {name: self.gradients[name] for name in self.inputs}

# %% right: walks-along-each-path | recursive depth-first walk along every path from the output | open: calls backward once per path ("if you prefer to walk along each path, you may")
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = [n for n in topological_order({n: s for n, (_, s) in nodes.items()}) if n in nodes]

    def forward(self, inputs):
        self.values, self.names = inputs.copy(), set(inputs)
        for name in self.order:
            self.values[name] = self.nodes[name][0].forward(*[self.values[s] for s in self.nodes[name][1]])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {name: 0.0 for name in self.values}

        def walk(name, arriving):
            self.gradients[name] = self.gradients[name] + arriving
            if name not in self.names:
                gate, sources = self.nodes[name]
                for source, part in zip(sources, gate.backward(arriving)):
                    walk(source, part)

        walk(self.output, upstream)
        return {name: self.gradients[name] for name in self.names}

# %% wrong: skips-where-gradient-is-falsy | `if not gradient: continue`: the truth value of an array is ambiguous, error for arrays
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = self.gradients[self.output] + upstream
        for name in reversed(self.order):
            if not self.gradients[name]:
                continue
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: measured-by-differences | forgets the gates' backward and nudges each input as a whole: wrong for gates that mix the entries of an array, no gradients of the nodes, wrong for a straight-through gate
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        values = {name: self.values[name] for name in self.inputs}
        self.gradients = {}
        for name in values:
            ends = [self.forward({**values, name: values[name] + h}) for h in (1e-5, -1e-5)]
            self.gradients[name] = upstream * (ends[0] - ends[1]) / 2e-5
        self.forward(values)
        return self.gradients
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = self.gradients[self.output] + upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% right: own-order-by-readiness | no topological_order: repeats over the dict until all values are known; remembers the order in which they came
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = dict(nodes), output

    def forward(self, inputs):
        self.values, self.came, self.given = dict(inputs), [], list(inputs)
        while len(self.came) < len(self.nodes):
            for name, (gate, sources) in self.nodes.items():
                if name not in self.values and all(source in self.values for source in sources):
                    self.values[name] = gate.forward(*[self.values[source] for source in sources])
                    self.came.append(name)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        total = {name: 0 for name in self.values}
        total[self.output] = upstream
        for name in self.came[::-1]:
            gate, sources = self.nodes[name]
            if not np.any(np.asarray(total[name]) != 0):
                continue
            for source, piece in zip(sources, gate.backward(total[name])):
                total[source] = np.add(total[source], piece)
        self.gradients = total
        return {name: total[name] for name in self.given}

# %% wrong: overwritten-at-branches | A name's gradient is assigned, not added: where several gates read a name, only one of them counts.
# expect: overwritten-at-branch
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {name: 0 for name in self.order}
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[source] = gradient
        return {name: self.gradients[name] for name in self.order if name not in self.nodes}

# %% wrong: adds-in-place-again | += on arrays changes the array that a gate has handed out, and with it the gradients of the others that share it.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {self.output: upstream}
        for name in reversed(self.order):
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            if name in self.gradients:
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    if source in self.gradients:
                        self.gradients[source] += gradient
                    else:
                        self.gradients[source] = gradient
        for name in self.order:
            self.gradients.setdefault(name, 0)
        return {name: self.gradients[name] for name in self.order if name not in self.nodes}

# %% wrong: one-gradient-per-name | A dict of what the gate sends has one place per name: a gate that reads the same name twice loses the first of its two gradients.
# expect: overwritten-at-branch
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {name: 0 for name in self.order}
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            sent = dict(zip(sources, gate.backward(self.gradients[name])))
            for source in sent:
                self.gradients[source] = self.gradients[source] + sent[source]
        return {name: self.gradients[name] for name in self.order if name not in self.nodes}

# %% wrong: first-index | Finds the gradient by the name's index in the list, which is always the first: x - x sends 1 twice.
# expect: nothing
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = dict.fromkeys(self.order, 0)
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            sent = gate.backward(self.gradients[name])
            for source in sources:
                self.gradients[source] = self.gradients[source] + sent[sources.index(source)]
        return {name: self.gradients[name] for name in self.order if name not in self.nodes}

# %% wrong: never-reset | The gradients are set to 0 in __init__ only, so that a second backward adds to the first.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})
        self.gradients = {name: 0 for name in self.order}

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.order if name not in self.nodes}

# %% wrong: upstream-ignored-again | backward always starts with 1 at the output.
# expect: upstream-ignored
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {name: 0 for name in self.order}
        self.gradients[self.output] = 1.0
        for name in reversed(self.order):
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.order if name not in self.nodes}

# %% wrong: order-of-the-dict | Visits the nodes in the order of the dict, which means nothing.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name, (gate, sources) in self.nodes.items():
            self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {name: 0 for name in self.values}
        self.gradients[self.output] = upstream
        for name, (gate, sources) in reversed(list(self.nodes.items())):
            for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.values if name not in self.nodes}

# %% wrong: inputs-filled-up | self.values is the caller's dict itself, into which forward writes the values of all nodes.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = inputs
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {name: 0 for name in self.order}
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.order if name not in self.nodes}

# %% wrong: shared-by-all-graphs | values and gradients are dicts of the class, so that all graphs write into the same two.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    values = {}
    gradients = {}

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values.update(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        for name in self.order:
            self.gradients[name] = 0
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.order if name not in self.nodes}

# %% wrong: last-node-as-output | Takes the last node in the order for the output; other nodes may read the output, or stand beside it.
# expect: nothing
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes = nodes
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})
        self.output = self.order[-1]

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {name: 0 for name in self.order}
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.order if name not in self.nodes}

# %% wrong: every-end-is-an-output | Starts with upstream at every node that nobody reads, so nodes beside the output add their own gradients.
# expect: nothing
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        read = {source for gate, sources in self.nodes.values() for source in sources}
        self.gradients = {name: 0 if name in read else upstream for name in self.order}
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.order if name not in self.nodes}

# %% wrong: integer-zeros-again | The gradients start as zeros like the values: for integers, adding real numbers in place is refused.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {name: np.zeros_like(value) for name, value in self.values.items()}
        self.gradients[self.output] += upstream
        for name in reversed(self.order):
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[source] += gradient
        return {name: self.gradients[name] for name in self.order if name not in self.nodes}

# %% wrong: integer-copies | Copies the first gradient and adds in place: if that one is of integers, say with an upstream of integers, real numbers of other readers do not go into it.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {self.output: np.array(upstream)}
        for name in reversed(self.order):
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            if name in self.gradients:
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    if source in self.gradients:
                        self.gradients[source] += gradient
                    else:
                        self.gradients[source] = np.array(gradient)
        for name in self.order:
            self.gradients.setdefault(name, 0)
        return {name: self.gradients[name] for name in self.order if name not in self.nodes}

# %% wrong: unneeded-names-missing | self.gradients has only names that the output depends on; nodes beside it should be there, with 0.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {self.output: upstream}
        for name in reversed(self.order):
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            if name not in self.gradients:
                continue
            for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients.get(source, 0) + gradient
        return {name: self.gradients.get(name, 0) for name in self.order if name not in self.nodes}

# %% wrong: inputs-missing | The dict that backward returns lacks the inputs on which the output does not depend; their gradient is 0.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {self.output: upstream}
        for name in reversed(self.order):
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            if name in self.gradients:
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients.get(source, 0) + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: breadth-first-backward-again | Walks breadth-first from the output and asks each gate once, when it is first met: it may not yet have heard from all its readers.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {name: 0 for name in self.order}
        self.gradients[self.output] = upstream
        queue = [self.output]
        for name in queue:
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
                if source not in queue:
                    queue.append(source)
        return {name: self.gradients[name] for name in self.order if name not in self.nodes}

# %% wrong: sends-the-total-again | Walks along every path, but each time passes on all that a node has received so far, so earlier parts are sent again.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {name: 0 for name in self.order}

        def send(name, gradient):
            self.gradients[name] = self.gradients[name] + gradient
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, part in zip(sources, gate.backward(self.gradients[name])):
                    send(source, part)

        send(self.output, upstream)
        return {name: self.gradients[name] for name in self.order if name not in self.nodes}

# %% wrong: all-names-returned | backward returns the gradients of all names, and not of the inputs only.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {name: 0 for name in self.order}
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return self.gradients

# %% wrong: only-what-the-output-needs | forward computes only the nodes that the output needs, so the values of the others are missing.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        self.order = []

        def compute(name):
            if name not in self.values:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[compute(source) for source in sources])
                self.order.append(name)
            return self.values[name]

        return compute(self.output)

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = dict.fromkeys(self.values, 0)
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, sources = self.nodes[name]
            for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.values if name not in self.nodes}

# %% wrong: output-not-in-gradients | The output's upstream is passed to its gate without being kept, so self.gradients has 0 for the output.
# expect: nothing
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = dict.fromkeys(self.order, 0)
        needed = {self.output}
        for name in reversed(self.order):
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            if name in needed:
                needed.update(sources)
                dz = upstream if name == self.output else self.gradients[name]
                for source, gradient in zip(sources, gate.backward(dz)):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.order if name not in self.nodes}

# %% right: every-path | Walks along every path from the output and adds the products, as the text allows.
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {name: 0.0 for name in self.order}

        def send(name, gradient):
            self.gradients[name] = self.gradients[name] + gradient
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, part in zip(sources, gate.backward(gradient)):
                    send(source, part)

        send(self.output, upstream)
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% right: letters-in-boxes | Collects in a list per name what its readers send, and sums when the name's turn comes.
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        boxes = {name: [] for name in self.order}
        boxes[self.output].append(upstream)
        self.gradients = {}
        for name in reversed(self.order):
            self.gradients[name] = sum(boxes[name])
            if name in self.nodes and boxes[name]:
                gate, sources = self.nodes[name]
                for source, letter in zip(sources, gate.backward(self.gradients[name])):
                    boxes[source].append(letter)
        return {name: self.gradients[name] for name in self.values if name not in self.nodes}

# %% right: pull-by-recursion | Recursion without any order: values and gradients are pulled when first needed, and kept.
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = dict(nodes), output
        self.readers = {}
        for name, (gate, sources) in nodes.items():
            self.readers.setdefault(name, [])
            for place, source in enumerate(sources):
                self.readers.setdefault(source, []).append((name, place))

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)

        def value(name):
            if name not in self.values:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*map(value, sources))
            return self.values[name]

        for name in self.nodes:
            value(name)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        needed, todo = set(), [self.output]
        while todo:
            name = todo.pop()
            if name not in needed:
                needed.add(name)
                todo.extend(self.nodes[name][1] if name in self.nodes else [])
        sent, gradients = {}, {}

        def gradient(name):
            if name not in gradients:
                total = upstream if name == self.output else 0.0
                for reader, place in self.readers.get(name, []):
                    if reader in needed:
                        total = total + outgoing(reader)[place]
                gradients[name] = total if name in needed else 0.0
            return gradients[name]

        def outgoing(name):
            if name not in sent:
                sent[name] = self.nodes[name][0].backward(gradient(name))
            return sent[name]

        for name in self.values:
            gradient(name)
        self.gradients = gradients
        return {name: gradients[name] for name in self.values if name not in self.nodes}

# %% wrong: last-reader-only | What a gate returns replaces what other readers have sent before, instead of being added to it.
# expect: overwritten-at-branch
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {name: 0.0 for name in self.values}
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = gradient
        return {name: self.gradients[name] for name in self.values if name not in self.nodes}

# %% wrong: same-name-once | The gates' gradients are put into a dict by name first: of a gate that reads the same name twice, one is lost.
# expect: overwritten-at-branch
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = [
            name for name in topological_order({name: sources for name, (_, sources) in nodes.items()}) if name in nodes
        ]

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.inputs = list(inputs)
        self.values = dict(inputs)
        for name in self.order:
            gate, sources = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, sources = self.nodes[name]
            sent = dict(zip(sources, gate.backward(self.gradients[name])))
            for source, gradient in sent.items():
                self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: added-in-place | The first gradient is stored as it comes and later ones are added with += in place: arrays that a gate returns for several inputs are changed for all.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {self.output: upstream}
        for name in reversed(self.order):
            if name not in self.gradients:
                self.gradients[name] = 0.0
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    if source in self.gradients:
                        self.gradients[source] += gradient
                    else:
                        self.gradients[source] = gradient
        return {name: self.gradients[name] for name in self.values if name not in self.nodes}

# %% wrong: gradients-pile-up | The gradients are set to 0 in __init__ only: a second backward adds to the first.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})
        self.values = {}
        self.gradients = {name: 0.0 for name in self.order}

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = {**inputs}
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients[self.output] = upstream
        for name in self.order[::-1]:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.order if name not in self.nodes}

# %% wrong: waits-for-readers-aside | A node passes on once all its readers have sent, also readers that the output does not need, and that never send: the gradient stops there.
# expect: all-zero
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = upstream
        missing = dict.fromkeys(self.values, 0)
        for _, sources in self.nodes.values():
            for source in sources:
                missing[source] += 1
        ready = [self.output]
        while ready:
            name = ready.pop()
            if name not in self.nodes:
                continue
            gate, sources = self.nodes[name]
            for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
                missing[source] -= 1
                if missing[source] == 0:
                    ready.append(source)
        return {name: self.gradients[name] for name in self.values if name not in self.nodes}

# %% wrong: breadth-first-back | Walks back level by level from the output and visits each node once, when it is first met: a gate may be asked before all its readers have sent.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {name: 0.0 for name in self.values}
        self.gradients[self.output] = upstream
        queue = [self.output]
        for name in queue:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
                    if source not in queue:
                        queue.append(source)
        return {name: self.gradients[name] for name in self.values if name not in self.nodes}

# %% wrong: callers-dict-filled | The values are collected in the caller's own dict of inputs, which is to be left unchanged.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = inputs
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {name: 0.0 for name in self.order}
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.order if name not in self.nodes}

# %% wrong: every-end-is-an-output-again | Every node that nobody reads starts with the upstream gradient, not the output alone: nodes aside add their own slopes.
# expect: nothing
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: sources for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*(self.values[source] for source in sources))
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        read = {source for _, sources in self.nodes.values() for source in sources}
        self.gradients = {name: 0.0 if name in read else upstream for name in self.values}
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.values if name not in self.nodes}

# %% wrong: order-of-the-dict-all-gradients-returned | Two slips: the nodes are visited in the order of the dict, and backward returns the gradients of all names, not those of the inputs.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        for name, (gate, sources) in self.nodes.items():
            self.values[name] = gate.forward(*(self.values[source] for source in sources))
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        self.gradients = {name: 0.0 for name in self.values}
        self.gradients[self.output] = upstream
        for name, (gate, sources) in reversed(list(self.nodes.items())):
            for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return self.gradients

# %% right: letters-then-sum | Every node keeps a list of what its readers send, and adds the list up when its turn comes.
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = dict(nodes), output
        self.order = topological_order({name: list(sources) for name, (_, sources) in nodes.items()})

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = {}
        for name in self.order:
            if name in inputs:
                self.values[name] = inputs[name]
            else:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*map(self.values.__getitem__, sources))
        for name in inputs:
            self.values.setdefault(name, inputs[name])
        self.inputs = list(inputs)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        letters = {name: [] for name in self.values}
        letters[self.output].append(upstream)
        self.gradients = {}
        for name in [*self.order][::-1]:
            self.gradients[name] = sum(letters[name], 0.0)
            if name in self.nodes and letters[name]:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    letters[source].append(gradient)
        return {name: self.gradients.get(name, 0.0) for name in self.inputs}

# %% right: recursion-with-memo | No topological order at all: values by recursion through what a node reads, gradients by recursion through its readers, both with a memo.
class ComputationalGraph:
    """A function assembled from gates.

    nodes: dict from a node's name to (gate, [names that it reads]). Names that are no key are the graph's inputs.
           The dict's order means nothing. A node may be read by many others, several times by one, or by none;
           there are no cycles.
    output: the name of the node whose value is the graph's; other nodes may read it, too.

    Attributes
    values: after forward, a dict from every name (inputs, all nodes) to its value.
    gradients: after backward, a dict from every name to the gradient of the output with respect to it.
    """

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.readers = {}
        for name, (_, sources) in nodes.items():
            for place, source in enumerate(sources):
                self.readers.setdefault(source, []).append((name, place))

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        self.values = dict(inputs)
        self.inputs = list(inputs)

        def value(name):
            if name not in self.values:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[value(source) for source in sources])
            return self.values[name]

        for name in self.nodes:
            value(name)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (1.0 is meant for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too).
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        found, sent = {}, {}

        def gradient(name):
            if name not in found:
                total = upstream if name == self.output else None
                for reader, place in self.readers.get(name, []):
                    above = gradient(reader)
                    if above is None:  # the output does not need this reader
                        continue
                    if reader not in sent:
                        sent[reader] = self.nodes[reader][0].backward(above)
                    total = sent[reader][place] if total is None else total + sent[reader][place]
                found[name] = total
            return found[name]

        for name in self.values:
            gradient(name)
        self.gradients = {name: 0.0 if total is None else total for name, total in found.items()}
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: assigned-instead-of-added | What a gate returns is assigned to its sources, so of several readers only the last one counts.
# expect: overwritten-at-branch
class ComputationalGraph:
    """A function assembled from gates."""

    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})
        self.inputs = [name for name in self.order if name not in nodes]

    def forward(self, inputs):
        """Return the output's value."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient."""
        self.gradients = {name: 0.0 for name in self.order}
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: order-of-the-dict-again | Visits the nodes in the order of the dict, which means nothing, and not in topological order.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates."""

    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output

    def forward(self, inputs):
        """Return the output's value."""
        self.inputs = list(inputs)
        self.values = dict(inputs)
        for name, (gate, sources) in self.nodes.items():
            self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient."""
        self.gradients = {name: 0.0 for name in self.values}
        self.gradients[self.output] = upstream
        for name, (gate, sources) in reversed(list(self.nodes.items())):
            for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: added-in-place-again | The first gradient that arrives is stored without a copy and later ones are added with += in place, which changes arrays that gates share.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates."""

    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})
        self.inputs = [name for name in self.order if name not in nodes]

    def forward(self, inputs):
        """Return the output's value."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient."""
        self.gradients = {self.output: upstream}
        for name in reversed(self.order):
            if name not in self.gradients:
                self.gradients[name] = 0.0
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    if source in self.gradients:
                        self.gradients[source] += gradient
                    else:
                        self.gradients[source] = gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: gradients-never-reset-again | The gradients are set to 0 once, in the constructor, so every further backward adds to those of the last one.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates."""

    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})
        self.inputs = [name for name in self.order if name not in nodes]
        self.gradients = {name: 0.0 for name in self.order}

    def forward(self, inputs):
        """Return the output's value."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient."""
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: seeded-at-the-last-node | The upstream gradient is put at the last node of the order, which is not the output where other nodes read the output or stand aside.
# expect: all-zero
class ComputationalGraph:
    """A function assembled from gates."""

    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})
        self.inputs = [name for name in self.order if name not in nodes]

    def forward(self, inputs):
        """Return the output's value."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient."""
        self.gradients = dict.fromkeys(self.order, 0.0)
        self.gradients[self.order[-1]] = upstream
        for name in self.order[::-1]:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: two-uses-in-one-dict | The gradients that a gate returns go into a dict by the names of its sources, so of a name that it reads twice only one gradient is left.
# expect: overwritten-at-branch
class ComputationalGraph:
    """A function assembled from gates."""

    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})
        self.inputs = [name for name in self.order if name not in nodes]

    def forward(self, inputs):
        """Return the output's value."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient."""
        self.gradients = {name: 0.0 for name in self.order}
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                sent = dict(zip(sources, gate.backward(self.gradients[name])))
                for source in sent:
                    self.gradients[source] = self.gradients[source] + sent[source]
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: partial-sums-sent-again | A recursion from the output walks every path, but sends on the sum collected so far instead of what has just arrived, so earlier parts are sent twice.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates."""

    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})
        self.inputs = [name for name in self.order if name not in nodes]

    def forward(self, inputs):
        """Return the output's value."""
        self.values = dict(inputs)
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient."""
        self.gradients = {name: 0.0 for name in self.order}

        def send(name, gradient):
            self.gradients[name] = self.gradients[name] + gradient
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, one in zip(sources, gate.backward(self.gradients[name])):
                    send(source, one)

        send(self.output, upstream)
        return {name: self.gradients[name] for name in self.inputs}

# %% wrong: inputs-dict-as-memory | The dict of inputs itself becomes values, so the caller's dict is filled with the values of all nodes.
# expect: explained
class ComputationalGraph:
    """A function assembled from gates."""

    def __init__(self, nodes, output):
        self.nodes = nodes
        self.output = output
        self.order = topological_order({name: sources for name, (gate, sources) in nodes.items()})
        self.inputs = [name for name in self.order if name not in nodes]

    def forward(self, inputs):
        """Return the output's value."""
        self.values = inputs
        for name in self.order:
            if name in self.nodes:
                gate, sources = self.nodes[name]
                self.values[name] = gate.forward(*[self.values[source] for source in sources])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient."""
        self.gradients = {name: 0.0 for name in self.order}
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, gradient in zip(sources, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients[source] + gradient
        return {name: self.gradients[name] for name in self.inputs}

# %% right: parts-in-lists | Every name has a list of the parts that arrive, which is summed when the node is visited.
class ComputationalGraph:
    """A function assembled from gates."""

    def __init__(self, nodes, output):
        self.nodes, self.output = dict(nodes), output
        self.order = topological_order({name: list(sources) for name, (_, sources) in nodes.items()})
        self.values, self.gradients = {}, {}

    def forward(self, inputs):
        """Return the output's value."""
        self.values = {**inputs}
        for name in filter(self.nodes.__contains__, self.order):
            gate, sources = self.nodes[name]
            self.values[name] = gate.forward(*map(self.values.get, sources))
        return self.values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient."""
        parts = {name: [] for name in self.order}
        parts[self.output].append(upstream)
        self.gradients = {}
        for name in reversed(self.order):
            self.gradients[name] = sum(parts[name])  # a new object, or 0
            if parts[name] and name in self.nodes:
                gate, sources = self.nodes[name]
                for source, part in zip(sources, gate.backward(self.gradients[name])):
                    parts[source].append(part)
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% right: path-by-path | Values by recursion with a memory, gradients by walking along each path from the output, which the text allows.
class ComputationalGraph:
    """A function assembled from gates."""

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.names = set(nodes)
        for _, sources in nodes.values():
            self.names.update(sources)

    def forward(self, inputs):
        """Return the output's value."""
        values = dict(inputs)

        def compute(name):
            if name not in values:
                gate, sources = self.nodes[name]
                values[name] = gate.forward(*[compute(source) for source in sources])
            return values[name]

        for name in self.nodes:
            compute(name)
        self.values = values
        return values[self.output]

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient."""
        gradients = {name: 0.0 for name in self.names}
        stack = [(self.output, upstream)]
        while stack:
            name, gradient = stack.pop()
            gradients[name] = gradients[name] + gradient
            if name in self.nodes:
                gate, sources = self.nodes[name]
                stack.extend(zip(sources, gate.backward(gradient)))
        self.gradients = gradients
        return {name: gradients[name] for name in self.names if name not in self.nodes}
