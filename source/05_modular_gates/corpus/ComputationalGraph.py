# %% right: sorted_once | the model answer
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% right: graphlib | sorts with the standard library
from graphlib import TopologicalSorter

class ComputationalGraph:
    def __init__(self, nodes, output):
        self.gates = {name: gate for name, (gate, _) in nodes.items()}
        self.sources = {name: list(sources) for name, (_, sources) in nodes.items()}
        self.order = list(TopologicalSorter(self.sources).static_order())
        self.output = output
        self.values, self.gradients = {}, {}

    def forward(self, inputs):
        self.values = {}
        for name in self.order:
            if name in self.gates:
                self.values[name] = self.gates[name].forward(*(self.values[s] for s in self.sources[name]))
            else:
                self.values[name] = inputs[name]
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {name: np.zeros(np.shape(value)) for name, value in self.values.items()}
        self.gradients[self.output] = self.gradients[self.output] + upstream
        for name in self.order[::-1]:
            if name in self.gates:
                for source, gradient in zip(self.sources[name], self.gates[name].backward(self.gradients[name])):
                    self.gradients[source] += gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.gates}

# %% right: recursive | every path on its own, by recursion
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output

    def forward(self, inputs):
        self.values = dict(inputs)

        def value(name):
            if name not in self.values:
                gate, names = self.nodes[name]
                self.values[name] = gate.forward(*map(value, names))
            return self.values[name]

        for name in self.nodes:
            value(name)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {name: 0 for name in self.values}

        def flow(name, gradient):
            self.gradients[name] = self.gradients[name] + gradient
            if name in self.nodes:
                gate, names = self.nodes[name]
                for source, part in zip(names, gate.backward(gradient)):
                    flow(source, part)

        flow(self.output, upstream)
        return {name: self.gradients[name] for name in self.values if name not in self.nodes}

# %% right: readers | asks for each name who reads it, and sums; caches each gate's answer
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = dict(nodes), output
        self.readers = {}
        for name, (gate, sources) in nodes.items():
            for position, source in enumerate(sources):
                self.readers.setdefault(source, []).append((name, position))

    def forward(self, inputs):
        self.values = {**inputs}
        waiting = list(self.nodes)
        while waiting:
            for name in list(waiting):
                gate, sources = self.nodes[name]
                if all(source in self.values for source in sources):
                    self.values[name] = gate.forward(*[self.values[source] for source in sources])
                    waiting.remove(name)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients, answers = {}, {}

        def gradient(name):
            if name not in self.gradients:
                total = upstream if name == self.output else 0.0
                for reader, position in self.readers.get(name, []):
                    if reader not in answers:
                        answers[reader] = gate_of(reader).backward(gradient(reader))
                    total = total + answers[reader][position]
                self.gradients[name] = total
            return self.gradients[name]

        def gate_of(name):
            return self.nodes[name][0]

        for name in self.values:
            gradient(name)
        return {name: g for name, g in self.gradients.items() if name not in self.nodes}

# %% right: node_objects | a small class for nodes; only nodes that matter get a gradient array
class Node:
    def __init__(self, gate, sources):
        self.gate, self.sources = gate, sources
        self.value = self.gradient = None

class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = {}
        for name, (gate, sources) in nodes.items():
            self.nodes[name] = Node(gate, sources)
            for source in sources:
                if source not in nodes:
                    self.nodes.setdefault(source, Node(None, []))
        self.output = output
        self.sorted = topological_order({name: node.sources for name, node in self.nodes.items()})

    @property
    def values(self):
        return {name: node.value for name, node in self.nodes.items()}

    @property
    def gradients(self):
        return {name: 0 if node.gradient is None else node.gradient for name, node in self.nodes.items()}

    def forward(self, inputs):
        for name in self.sorted:
            node = self.nodes[name]
            if node.gate is None:
                node.value = inputs[name]
            else:
                node.value = node.gate.forward(*[self.nodes[source].value for source in node.sources])
        return self.nodes[self.output].value

    def backward(self, upstream=1.0):
        for node in self.nodes.values():
            node.gradient = None
        self.nodes[self.output].gradient = np.array(upstream, dtype=float)
        for name in reversed(self.sorted):
            node = self.nodes[name]
            if node.gate is None or node.gradient is None:
                continue
            for source, part in zip(node.sources, node.gate.backward(node.gradient)):
                target = self.nodes[source]
                target.gradient = part if target.gradient is None else target.gradient + part
        return {name: node.gradient if node.gradient is not None else 0 for name, node in self.nodes.items() if node.gate is None}

# %% right: contributions | collects lists of contributions, then adds them up
from collections import defaultdict

class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = topological_order({name: list(node[1]) for name, node in nodes.items()})

    def forward(self, inputs):
        values = {name: inputs[name] for name in self.order if name not in self.nodes}
        for name in self.order:
            if name in self.nodes:
                values[name] = self.nodes[name][0].forward(*[values[s] for s in self.nodes[name][1]])
        self.values = values
        return values[self.output]

    def backward(self, upstream=1.0):
        parts = defaultdict(list)
        parts[self.output].append(upstream)
        gradients = {}
        for name in self.order[::-1]:
            gradients[name] = sum(parts[name], start=0 * np.asarray(self.values[name], dtype=float))
            if name in self.nodes:
                gate, sources = self.nodes[name]
                for source, part in zip(sources, gate.backward(gradients[name])):
                    parts[source].append(part)
        self.gradients = gradients
        return {name: gradients[name] for name in gradients if name not in self.nodes}

# %% right: copies_and_keywords | works on a deep copy of the nodes, and calls backward by keyword
from copy import deepcopy

class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = deepcopy(nodes), output
        self.names = sorted({*self.nodes, *(s for _, sources in self.nodes.values() for s in sources)})

    def forward(self, inputs):
        self.values, self.order = {name: inputs[name] for name in self.names if name not in self.nodes}, []
        while len(self.order) < len(self.nodes):
            for name, (gate, sources) in self.nodes.items():
                if name not in self.values and not set(sources) - set(self.values):
                    self.values[name] = gate.forward(*[self.values[source] for source in sources])
                    self.order.append(name)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {name: np.zeros(np.shape(self.values[name])) for name in self.names}
        self.gradients[self.output] = np.array(upstream, dtype=float)
        for name in self.order[::-1]:
            gate, sources = self.nodes[name]
            for source, part in zip(sources, gate.backward(dz=self.gradients[name])):
                self.gradients[source] = np.add(self.gradients[source], part)
        return {name: self.gradients[name] for name in self.names if name not in self.nodes}

# %% wrong: overwrites | the last reader's gradient replaces the others
# expect: overwritten-at-branch
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients[name])):
                self.gradients[source] = gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: first_reader_only | later readers are ignored
# expect: overwritten-at-branch
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {self.output: upstream}
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients.get(name, 0.0))):
                self.gradients.setdefault(source, gradient)
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: one_place_per_gate | a gate that reads a name twice counts once
# expect: overwritten-at-branch
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in dict(zip(names, gate.backward(self.gradients[name]))).items():
                self.gradients[source] = self.gradients[source] + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: adds_in_place | += changes arrays that several names share
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {self.output: upstream}
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients.get(name, 0.0))):
                if source in self.gradients:
                    self.gradients[source] += gradient
                else:
                    self.gradients[source] = gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: never_reset | a second backward adds to the first
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]
        self.gradients = {}

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        for name in self.values:
            self.gradients[name] = 0.0
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: remembers_values | nodes that were computed once are never computed again
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]
        self.values = {}

    def forward(self, inputs):
        self.values.update(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            if name not in self.values:
                self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: dict_order | takes the dict's order for the right one
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order = list(nodes)

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: forward_order_backwards | backward walks the nodes in forward order
# expect: all-zero
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = upstream
        for name in self.order:
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: starts_at_the_last_node | takes the last node for the output
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes = nodes
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]
        self.output = self.order[-1]

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: upstream_ignored | always starts with 1
# expect: upstream-ignored
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = np.ones_like(np.asarray(upstream, dtype=float))
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: ones_for_every_gate | every gate hears 1 from above
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(upstream)):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: none_for_zero | what the output does not depend on keeps its None
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values)
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            if self.gradients[name] is not None:
                for source, gradient in zip(names, gate.backward(self.gradients[name])):
                    known = self.gradients[source]
                    self.gradients[source] = gradient if known is None else known + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: needed_nodes_only | an input that the output does not need has no gradient
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {self.output: upstream}
        for name in reversed(self.order):
            if name in self.gradients:
                gate, names = self.nodes[name]
                for source, gradient in zip(names, gate.backward(self.gradients[name])):
                    self.gradients[source] = self.gradients.get(source, 0.0) + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: no_attributes | values and gradients are local variables
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            values[name] = gate.forward(*[values[source] for source in names])
        self._names = list(values)
        return values[self.output]

    def backward(self, upstream=1.0):
        gradients = dict.fromkeys(self._names, 0.0)
        gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(gradients[name])):
                gradients[source] = gradients[source] + gradient
        return {name: gradient for name, gradient in gradients.items() if name not in self.nodes}

# %% wrong: fills_the_callers_dict | writes the values into the dict that it was given
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values = inputs
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: integer_gradients | gradients in the dtype of the values
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {name: np.zeros_like(value) for name, value in self.values.items()}
        self.gradients[self.output] += upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients[name])):
                self.gradients[source] += gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: scalars_only | turns every value into a float
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values = {name: float(value) for name, value in inputs.items()}
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: sorted_inputs | hands the gate its inputs in alphabetical order
# expect: sign-flipped
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in sorted(names)])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(sorted(names), gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: class_memory | values and gradients are kept in the class, so that all graphs share them
class ComputationalGraph:
    values, gradients = {}, {}

    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values.update(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        for name in self.values:
            self.gradients[name] = 0.0
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return dict(self.gradients)

# %% wrong: returns_gradients_of_nodes | returns what belongs to the nodes and leaves out the inputs
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name in self.nodes}

# %% wrong: averages_branches | the mean of what the readers send
# expect: halved
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        parts = {name: [] for name in self.values}
        parts[self.output].append(upstream)
        self.gradients = {}
        for name in reversed(self.order):
            self.gradients[name] = sum(parts[name]) / max(1, len(parts[name]))
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients[name])):
                parts[source].append(gradient)
        for name in parts:
            if name not in self.nodes:
                self.gradients[name] = sum(parts[name]) / max(1, len(parts[name]))
        return {name: self.gradients[name] for name in parts if name not in self.nodes}

# %% wrong: numerical | coarse differences instead of the gates' backward
# expect: not-precise
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def _run(self, values):
        for name in self.order:
            gate, names = self.nodes[name]
            if name not in values:
                values[name] = gate.forward(*[values[source] for source in names])
        return values

    def forward(self, inputs):
        self.values = self._run(dict(inputs))
        return self.values[self.output]

    def backward(self, upstream=1.0):
        h = 1e-3
        inputs = {name: value for name, value in self.values.items() if name not in self.nodes}
        self.gradients = {}
        for name in self.values:
            start = dict(inputs)
            start[name] = np.asarray(self.values[name]) + h
            self.gradients[name] = (self._run(start)[self.output] - self.values[self.output]) / h * upstream
        return {name: self.gradients[name] for name in inputs}

# %% wrong: upstream_zero | an upstream gradient of 0 is taken for none
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.order, seen = [], set()
        def visit(n):
            if n in seen:
                return
            seen.add(n)
            if n in nodes:
                for p in nodes[n][1]:
                    visit(p)
                self.order.append(n)
        for n in nodes:
            visit(n)
        self.inputs = [n for n in seen if n not in nodes]
    def forward(self, inputs):
        self.values = dict(inputs)
        for n in self.order:
            gate, names = self.nodes[n]
            self.values[n] = gate.forward(*[self.values[p] for p in names])
        return self.values[self.output]
    def backward(self, upstream=1.0):
        self.gradients = {n: 0.0 for n in self.values}
        self.gradients[self.output] = upstream if np.any(upstream) else 1.0
        for n in reversed(self.order):
            gate, names = self.nodes[n]
            dz = self.gradients[n] + np.zeros(np.shape(self.values[n]))
            for p, g in zip(names, gate.backward(dz)):
                self.gradients[p] = self.gradients[p] + g
        return {n: self.gradients[n] for n in self.inputs}

# %% wrong: measured | never calls backward of a gate: central differences of the output
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        self.read = {one for _, reads in nodes.values() for one in reads}
    def _value(self, name, known):
        if name not in known:
            gate, reads = self.nodes[name]
            known[name] = gate.forward(*[self._value(one, known) for one in reads])
        return known[name]
    def _run(self, forced):
        known = dict(self.inputs) | forced
        for name in self.nodes:
            self._value(name, known)
        return known
    def forward(self, inputs):
        self.inputs = dict(inputs)
        self.values = self._run({})
        return self.values[self.output]
    def backward(self, upstream=1.0):
        self.gradients = {self.output: upstream * np.ones(np.shape(self.values[self.output]))}
        for name in self.read:
            if name == self.output: continue
            at = np.array(self.values[name], dtype=float)
            g = np.zeros(at.shape)
            for i in np.ndindex(at.shape):
                up, down = at.copy(), at.copy()
                up[i] += 1e-5; down[i] -= 1e-5
                a, b = (np.asarray(self._run({name: v if v.ndim else float(v)})[self.output], dtype=float) for v in (up, down))
                g[i] = np.sum(upstream * (a - b)) / 2e-5
            self.gradients[name] = g if g.ndim else float(g)
        self._run({})
        every = set(self.inputs) | self.read
        return {name: self.gradients.get(name, 0.0) for name in every if name not in self.nodes}

# %% wrong: ten_rounds | computes what is ready, ten times over
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output

    def forward(self, inputs):
        self.values, self.order = dict(inputs), []
        for _ in range(10):
            for name, (gate, names) in self.nodes.items():
                if name not in self.values and all(source in self.values for source in names):
                    self.values[name] = gate.forward(*[self.values[source] for source in names])
                    self.order.append(name)
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: limited | gradients are never more than 100 in size, so that nothing explodes
# expect: nothing
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients[name])):
                self.gradients[source] = np.clip(self.gradients[source] + gradient, -100, 100)
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: shapes_of_the_first_call | the gradients' shapes are those of the first forward
# expect: explained
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order, self.zeros = [name for name in order if name in nodes], None

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        self.zeros = self.zeros or {name: np.zeros(np.shape(value)) for name, value in self.values.items()}
        return self.values[self.output]

    def backward(self, upstream=1.0):
        self.gradients = {name: zero.copy() for name, zero in self.zeros.items()}
        self.gradients[self.output] += upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients[name])):
                self.gradients[source] += gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}

# %% wrong: output_without_gradient | the gradient of the output itself is not kept
# expect: nothing
class ComputationalGraph:
    def __init__(self, nodes, output):
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]

    def forward(self, inputs):
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]

    def backward(self, upstream=1.0):
        sent = dict.fromkeys(self.values, 0.0)
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            total = sent[name] + upstream if name == self.output else sent[name]
            for source, gradient in zip(names, gate.backward(total)):
                sent[source] = sent[source] + gradient
        self.gradients = sent
        return {name: gradient for name, gradient in sent.items() if name not in self.nodes}
