# %% [markdown] needs={"02_svm_gradient": "the hinge loss and its gradient"}
# # 4 · Backpropagation by hand
#
# The network below has two hidden units. It should score one example, $x$, higher than another, $x_c$, by a margin of
# 1. It does not, and for that it pays the loss $J$ at the end. **How much is each single weight to blame, and in which
# direction should it move?** Every dashed slot stands for something that nobody has worked out yet: a value (blue,
# above the wire) or a gradient (orange, below it, marked ▽ once it is filled in). (You see a table and no picture? Then
# the notebook came from another machine: *File → Trust Notebook*.)
#
# After this notebook you can
#
# * read a formula as a graph, run it forwards in stages, and walk back through the stages with the chain rule;
# * add gradients where a value is used more than once, and say what add, max and multiply do to a gradient;
# * do the same with whole vectors and matrices, and check every result by its shape and by a numerical gradient;
# * find planted bugs in somebody else's backward pass.

# %% given="setup"
import matplotlib.pyplot as plt
import numpy as np

from chainrule import check, gradcheck, graphs

# %% given="ranking_graph"
def one_input(suffix):
    """The path of one input through the hidden layer to its score."""
    x, v, h, s = (name + suffix for name in "xvhs")
    return {v: (f"W {x} + b", ["W", x, "b"], lambda W, x, b: W @ x + b), h: ("σ", [v]), s: ("U·", ["U", h], np.dot)}


ranking_graph = graphs.Graph(
    {
        "U": "weight",
        "W": "weight",
        "b": "bias",
        **one_input(""),
        **one_input("_c"),
        "shortfall": ("Δ + s_c − s", ["delta", "s_c", "s"], lambda delta, s_c, s: delta + s_c - s),
        "J": ("max(0,·)", ["shortfall"]),
    },
    "Two examples through one hidden layer:  J = max(0, Δ + s_c − s),  s = U·σ(W x + b)",
    digits=2,
)
ranking_inputs = {
    "U": np.array([2.0, -1.0]),
    "W": np.array([[1.0, -1.0], [0.5, 1.0]]),
    "b": np.array([0.5, -1.0]),
    "x": np.array([2.0, 1.0]),
    "x_c": np.array([-1.0, 1.0]),
    "delta": 1.0,
}

# %%
ranking_graph.blank(**ranking_inputs)

# %% [markdown]
# *The picture: six inputs, two copies of the chain W x + b, σ, product with `U`, which meet in Δ + s_c − s, then max(0,
# ·); `W`, `b` and `U` feed both chains.*
#
# In part 6 it is filled in from your own code. We begin with two gates.
#
# **Time.** About 275 minutes: 10 for the beginning and the end, the rest as said below the headings. Words are
# explained in the glossary at the end of the guide (`README.md`, one folder above).
#
# **How this notebook works.** Replace the two lines `# YOUR CODE HERE` and `raise NotImplementedError(…)` with your
# answer, run the cell, then run the check below it: it prints a ✓ for each thing that is right, or a message that says
# what is wrong and, often, what kind of mistake it looks like. Below the tests, pictures are filled in from *your*
# answer: ✓ and ✗ come from comparing with a numerical gradient of the graph, and so do the gradients that your answer
# does not return. When your notebook is graded, hidden checks run as well: other numbers, other shapes, integers
# (`int64`, which count as real numbers), float32. Six digits have to be right (in float32 four), and fewer where a
# number is tiny beside the largest of its array.
#
# **Conventions.** `dx` is short for $\partial f / \partial x$, $f$ being what the graph computes. A gradient has the
# shape of what it belongs to. Results that have a shape must be arrays; a number may be one of Python or NumPy, or an
# array of shape `()`. Leave your arguments unchanged, `dout` of part 9, too. The *margin* is $\Delta$, the argument
# `delta`: the *lead* $s - s_c$ that is asked for. What is missing to it, $\Delta - (s - s_c) = s_c - s + \Delta$, is
# the *shortfall*. What goes into a σ stays within ±80 in all checks (float32, too), so that no exponential overflows:
# do not clip it. A σ has to be right down to $10^{-14}$ (there to one digit); a slope below $10^{-10}$ may come out
# as 0. “Exactly 0” means 0 as your floats come out: the checks at a kink use numbers for which every order of
# operations gives the same sign.
#
# **Pictures in words.** Every graph is described for screen readers, as a table of its nodes, with what each reads, its
# value and its gradient. To read the table, put `print(…)` around the last line of the cell.
#
# **Derived, not measured.** Loops are fine everywhere, and so is any way to the right numbers *by the chain rule*. For
# the scalars of parts 1 to 3 you may do what you like. From part 5 on the checks also ask for the gradients of networks
# with thousands of weights, at the price of a few forward passes. Whoever moves one weight after another needs a
# forward pass or two for each, and does not arrive. Part 8 counts why.

# %% [markdown]
# ## 1 · Forwards in stages, backwards through the stages
#
# *About 15 minutes.*
#
# Give every intermediate result a name. Each stage then has a **local gradient** that you know by heart, and the chain
# rule multiplies it by the **upstream gradient**, which the rest of the graph reports:
#
# $$\frac{\partial f}{\partial x} \;=\; \underbrace{\frac{\partial f}{\partial q}}_{\text{upstream}}
# \cdot \underbrace{\frac{\partial q}{\partial x}}_{\text{local}}
# \qquad\text{starting from}\qquad \frac{\partial f}{\partial f} = 1.$$
#
# An example, not from the lecture: $g = (a\,b + c)^2$ at $a = 2,\ b = -1,\ c = 5$. Read the backward pass next to the
# picture, from right to left.

# %%
a, b, c = 2.0, -1.0, 5.0

# forwards, in stages
p = a * b
q = p + c
g = q**2

# backwards: the same stages, last one first
dq = 2 * q  #            g = q²:     local 2q, upstream 1
dp = 1 * dq  #           q = p + c:  local 1 for each, upstream dq
dc = 1 * dq
da = b * dp  #           p = a b:    local b for a, and a for b, upstream dp
db = a * dp

square_graph = graphs.Graph(
    {"p": ("×", ["a", "b"]), "q": ("+", ["p", "c"]), "g": ("(·)²", ["q"], np.square)}, "g = (a b + c)²"
)
square_graph.marked({"a": da, "b": db, "c": dc, "p": dp, "q": dq}, g, a=a, b=b, c=c)

# %% [markdown]
# *The picture: a b + c and its square, with the values above the wires and your gradients below, each marked ✓.*
#
# **Your turn**, with the lecture's graph: $f = (x + y)\,z$ at $x = -2,\ y = 5,\ z = -4$. Fill in the slots on paper
# first.

# %% given="product_graph"
product_graph = graphs.Graph({"q": ("+", ["x", "y"]), "f": ("×", ["q", "z"])}, "f = (x + y) z")

# %%
product_graph.blank(x=-2, y=5, z=-4)

# %% [markdown]
# *The picture: x and y meet in a + gate called q; q and z meet in a × gate called f. The gradients are empty slots.*

# %% answer="backprop_add_multiply"
def backprop_add_multiply(x, y, z):
    """Value and gradients of f = (x + y) z.

    x, y, z: scalars, Python or NumPy, or arrays of shape ().
    Returns (f, dx, dy, dz).
    """
    ### BEGIN SOLUTION
    q = x + y
    f = q * z

    dq = z
    dz = q
    dx = dq
    dy = dq
    return f, dx, dy, dz
    ### END SOLUTION

# %% test="backprop_add_multiply__value" points=1
NAMES = ("f", "dx", "dy", "dz")
check.value(check.part(check.call(backprop_add_multiply, -2, 5, -4), NAMES, "f"), -12.0, "f at the lecture's point")
f = check.part(check.call(backprop_add_multiply, 1.5, 0.8, -0.7), NAMES, "f")
check.value(f, -1.61, "f at a point of fractions", facts={"earlier": -12.0})
f = check.part(check.call(backprop_add_multiply, np.float64(1.5), 2, np.array(-0.5)), NAMES, "f")
check.value(f, -1.75, "f for a NumPy scalar, an integer and an array of shape ()")
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_add_multiply, reference.backprop_add_multiply, NAMES, only="f")
rng = np.random.default_rng(401)
for about in ("f at a random point", "f at another point"):
    x, y, z = map(float, rng.uniform(-3, 3, 3))
    task.agrees(x, y, z, about=about)
task.agrees(np.float64(x), np.int64(3), 2, about="f of NumPy scalars")
task.agrees(np.float32(x), np.float32(y), np.float32(z), about="f in float32")
### END HIDDEN TESTS

# %% test="backprop_add_multiply__gradient" points=2
NAMES = ("f", "dx", "dy", "dz")
x, y, z = 1.5, 0.8, -0.7
for name in ("dx", "dy", "dz"):
    check.own_gradient(backprop_add_multiply, NAMES, name, {"x": x, "y": y, "z": z}, graph=product_graph)
for at, expected, about in (
    ((-2, 5, -4), (-4.0, -4.0, 3.0), "the lecture's numbers: -4, -4, 3"),
    ((30, -1, 0), (0.0, 0.0, 29.0), "where z is 0"),
    ((3, -3, 2), (2.0, 2.0, 0.0), "where x + y is 0"),
    ((0, 0, -2), (-2.0, -2.0, 0.0), "where x and y are 0"),
):
    _, *gradients = check.results(check.call(backprop_add_multiply, *at), NAMES)
    check.value(gradients, expected, about, names=NAMES[1:])
for one, same, about in (
    ((2, -3, 5), (2.0, -3.0, 5.0), "the same gradients for integers as for floats"),
    ((np.float64(1.5), 2, np.array(-0.5)), (1.5, 2.0, -0.5), "and for a NumPy scalar and an array of shape ()"),
):
    _, *expected = check.results(check.call(backprop_add_multiply, *same), NAMES)
    _, *gradients = check.results(check.call(backprop_add_multiply, *one), NAMES)
    check.value(gradients, tuple(expected), about, names=NAMES[1:])
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

for name in NAMES[1:]:
    task = check.task(backprop_add_multiply, reference.backprop_add_multiply, NAMES, only=name)
    rng = np.random.default_rng(402)
    for about in ("a random point", "another point", "a third point"):
        x, y, z = map(float, rng.uniform(-3, 3, 3))
        task.agrees(x, y, z, about=about)
    task.agrees(3, -1, 0, about="Python integers, z = 0")
    for given in ((-1.5, 1.5, 4.0), (0.0, 0.0, 0.7), (0, 2, 3), (2, 0, -3)):
        task.agrees(*given, about="a point with zeros")
    task.agrees(np.float64(x), np.int64(3), 2, about="NumPy scalars")
    task.agrees(np.float32(x), np.float32(y), np.float32(z), about="float32")
### END HIDDEN TESTS

# %% [markdown]
# The same graph, filled in from your answer:

# %%
f, dx, dy, dz = backprop_add_multiply(-2, 5, -4)
product_graph.marked({"x": dx, "y": dy, "z": dz}, f, x=-2, y=5, z=-4)

# %% [markdown]
# *The picture: the graph with your gradients below the wires; a wrong one is red, with a ✗.*
#
# What does it mean? Raise $x$ by a tiny $\varepsilon$, and $f$ changes by $-4\,\varepsilon$. If $f$ were a loss you
# would raise $x$ and $y$, and lower $z$.

# %% [markdown]
# **Move it: nudge an input.** *Predict first:* raise $z$ by 1. By how much does $f$ change? Which of the three slopes
# changes, and which do not? Then try $x$.

# %%
from chainrule import moving

moving.nudge(product_graph, z=-4, x=-2, y=5)

# %% [markdown]
# *The picture: the graph with all values and slopes after the nudge; its title compares the change of f with slope
# times nudge. Where nothing can be moved, three nudges of z stand one below the other.*
#
# <details><summary>What you should have seen</summary>
#
# $f$ changes by 3, the slope of $z$, exactly: in $z$ alone $f$ is a straight line. The slopes of $x$ and $y$ are the
# value of $z$, so they move from −4 to −3; that of $z$ is $x + y$ and stays. Nudge $x$ instead, and only the slope of
# $z$ moves. A multiplication makes the slope of each input depend on the other one.
# </details>

# %% [markdown]
# ## 2 · A neuron, gate by gate
#
# *About 25 minutes.*
#
# $$f(w, x) = \sigma(w_0 x_0 + w_1 x_1 + w_2), \qquad \sigma(u) = \frac{1}{1 + e^{-u}}$$
#
# The graph takes σ apart into four gates whose derivatives are in every table: $-u$, $e^u$, $1 + u$, $1/u$.

# %% given="neuron_graph"
neuron_graph = graphs.Graph(
    {
        "w0 x0": ("×", ["w0", "x0"]),
        "w1 x1": ("×", ["w1", "x1"]),
        "sum": ("+", ["w0 x0", "w1 x1"]),
        "u": ("+", ["sum", "w2"]),
        "−u": ("×(−1)", ["u"], np.negative),
        "e^−u": ("exp", ["−u"]),
        "1+e^−u": ("+1", ["e^−u"], lambda x: x + 1),
        "f": ("1/·", ["1+e^−u"], np.reciprocal),
    },
    "f = σ(w0 x0 + w1 x1 + w2), from primitive gates",
    digits=2,
)
one_gate_graph = graphs.Graph(
    {"u": ("w·(x, 1)", ["w", "x"], lambda w, x: w @ np.append(x, 1.0)), "f": ("σ", ["u"])}, "σ as one gate"
)

# %%
neuron_graph.blank(w0=2, w1=-3, w2=-3, x0=-1, x1=-2)

# %% [markdown]
# *The picture: two products and w2 are added, which gives u; then ×(−1), exp, +1 and 1/· lead to f.*
#
# Walk back from the right and you multiply four local gradients. Do it once on paper: the product collapses to
# something short in terms of $f$ alone. That is why σ is usually drawn as *one* gate, with that local gradient. Write
# the neuron either way.
#
# <details><summary>What it collapses to</summary>
#
# With $f = 1/(1 + e^{-u})$ the four factors are $-f^2$ (of $1/\cdot$), 1, $e^{-u}$ and $-1$; their product is $f^2
# e^{-u}$, and since $e^{-u} = 1/f - 1$ it is $f\,(1 - f)$: at most ¼, at $f = ½$.
# </details>

# %% answer="backprop_sigmoid_neuron"
def backprop_sigmoid_neuron(w, x):
    """Value and gradients of f = sigma(w0 x0 + w1 x1 + w2).

    w: (3,), the last entry is the bias.  x: (2,).
    Returns (f, dw, dx): a number, an array (3,) and an array (2,).
    """
    ### BEGIN SOLUTION
    u = w[0] * x[0] + w[1] * x[1] + w[2]
    f = 1 / (1 + np.exp(-u))

    du = f * (1 - f)
    dw = du * np.array([x[0], x[1], 1.0])
    dx = du * np.array([w[0], w[1]])
    return f, dw, dx
    ### END SOLUTION

# %% test="backprop_sigmoid_neuron__value" points=1
NAMES = ("f", "dw", "dx")
f = check.part(check.call(backprop_sigmoid_neuron, np.array([2.0, -3.0, -3.0]), np.array([-1.0, -2.0])), NAMES, "f")
check.value(f, 1 / (1 + np.exp(-1.0)), "the lecture's neuron says 0.7311")
f = check.part(check.call(backprop_sigmoid_neuron, np.array([3.0, -3.0, -3.0]), np.array([-4.0, 2.0])), NAMES, "f")
about, facts = "a neuron that is off, u = -21", {"earlier": 1 / (1 + np.exp(-1.0))}
check.value(f, 7.58256e-10, about, facts=facts)
f = check.part(check.call(backprop_sigmoid_neuron, np.array([3.0, -4.0, -4.0]), np.array([-4.0, 4.0])), NAMES, "f")
check.value(f / 1.26642e-14, 1.0, "a neuron that is far off, u = -32: f / 1.26642e-14, to one digit", tolerance=0.1)
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_sigmoid_neuron, reference.backprop_sigmoid_neuron, NAMES, only="f")
rng = np.random.default_rng(403)
w, x = rng.uniform(-2, 2, 3), rng.uniform(-2, 2, 2)
task.in_all_kinds(w, x, about="f at a random point")
task.agrees(4 * w, 2 * x, about="f far from zero")
for w, x in (([2.0, 5.0, -1.5], [-10.0, -2.0]), ([6.0, -1.0, 4.0], [-5.0, 6.0])):  # u is -31.5 and -32
    w, x = np.array(w), np.array(x)
    f = check.part(check.call(backprop_sigmoid_neuron, w, x), NAMES, "f")
    right, _, _ = reference.backprop_sigmoid_neuron(w, x)
    check.value(f / right, 1.0, "f of a neuron that is far off, to one digit", tolerance=0.1)
### END HIDDEN TESTS

# %% test="backprop_sigmoid_neuron__weights" points=2
NAMES = ("f", "dw", "dx")
w, x = np.array([0.4, -1.2, 0.9]), np.array([1.7, 0.6])
check.own_gradient(backprop_sigmoid_neuron, NAMES, "dw", {"w": w, "x": x}, graph=one_gate_graph)
w, x = np.array([2, -3, -3]), np.array([-1, -2])
dw = check.part(check.call(backprop_sigmoid_neuron, w, x), NAMES, "dw")
check.value(dw, np.array([-0.1966, -0.3932, 0.1966]), "the lecture's numbers, as integers", tolerance=1e-3)
dw = check.part(check.call(backprop_sigmoid_neuron, np.zeros(3), np.zeros(2)), NAMES, "dw")
check.value(dw, np.array([0, 0, 0.25]), "dw where all weights and inputs are zero")
dw = check.part(check.call(backprop_sigmoid_neuron, np.array([6.0, -2.0, 2.0]), np.array([3.0, 2.0])), NAMES, "dw")
about = "dw of a neuron that is fully on, u = 16: times 1e7, to two digits"
check.value(1e7 * dw, np.array([3.376, 2.251, 1.125]), about, tolerance=1e-2)  # differences are not more exact
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_sigmoid_neuron, reference.backprop_sigmoid_neuron, NAMES, only="dw")
rng = np.random.default_rng(404)
for about in ("dw at a random point", "dw at another point"):
    w, x = rng.uniform(-2, 2, 3), rng.uniform(-2, 2, 2)
    facts = one_gate_graph.facts("w", {"w": w, "x": x})
    task.in_all_kinds(w, x, about=about, facts=facts)
task.agrees(np.zeros(3), x, about="dw where all weights are zero")
task.agrees(w, np.zeros(2), about="dw where all inputs are zero")
for sign in (1, -1):  # u is ±16
    w, x = sign * np.array([4.0, -1.0, 1.0]), np.array([3.5, -1.0])
    got = check.part(check.call(backprop_sigmoid_neuron, w, x), NAMES, "dw")
    right = reference.backprop_sigmoid_neuron(w, x)[1]
    check.value(got / right, np.ones(3), "dw of a neuron fully on or off, to two digits", tolerance=1e-2)
### END HIDDEN TESTS

# %% test="backprop_sigmoid_neuron__inputs" points=1
NAMES = ("f", "dw", "dx")
w, x = np.array([0.4, -1.2, 0.9]), np.array([1.7, 0.6])
check.own_gradient(backprop_sigmoid_neuron, NAMES, "dx", {"w": w, "x": x}, graph=one_gate_graph)
dx = check.part(check.call(backprop_sigmoid_neuron, np.array([2, -3, -3]), np.array([-1, -2])), NAMES, "dx")
check.value(dx, np.array([0.3932, -0.5898]), "the lecture's numbers, as integers", tolerance=1e-3)
dx = check.part(check.call(backprop_sigmoid_neuron, np.array([0.0, 2.0, 1.0]), np.array([3.0, -0.5])), NAMES, "dx")
check.value(dx, np.array([0, 0.5]), "dx where u and a weight are 0")
rng = np.random.default_rng(1)
about = "a neuron of integers and float32"
check.alike(backprop_sigmoid_neuron, {"w": rng.normal(size=3), "x": rng.normal(size=2)}, about, names=NAMES)
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_sigmoid_neuron, reference.backprop_sigmoid_neuron, NAMES, only="dx")
rng = np.random.default_rng(405)
for about in ("dx at a random point", "dx at another point"):
    w, x = rng.uniform(0.3, 2, 3) * rng.choice([-1.0, 1.0], 3), rng.uniform(-2, 2, 2)
    facts = one_gate_graph.facts("x", {"w": w, "x": x})
    task.in_all_kinds(w, x, about=about, facts=facts)
task.agrees(w, np.zeros(2), about="dx where all inputs are zero")
for sign in (1, -1):  # u is ±16
    w, x = sign * np.array([4.0, -1.0, 1.0]), np.array([3.5, -1.0])
    got = check.part(check.call(backprop_sigmoid_neuron, w, x), NAMES, "dx")
    right = reference.backprop_sigmoid_neuron(w, x)[2]
    check.value(got / right, np.ones(2), "dx of a neuron fully on or off, to two digits", tolerance=1e-2)
### END HIDDEN TESTS

# %% [markdown]
# The graph again, filled in. Where along the chain does the gradient shrink, and where does it keep its size?

# %%
f, dw, dx = backprop_sigmoid_neuron(np.array([2.0, -3.0, -3.0]), np.array([-1.0, -2.0]))
neuron_graph.marked(
    {"w0": dw[0], "w1": dw[1], "w2": dw[2], "x0": dx[0], "x1": dx[1]}, f, w0=2, w1=-3, w2=-3, x0=-1, x1=-2
)

# %% [markdown]
# *The picture: the chain with its gradients, from 1 at f to your numbers at the five inputs.*
#
# <details><summary>Where it shrinks</summary>
#
# At 1/·, from 1 to 0.53, since the slope there is $-f^2$; and at exp, to 0.2, since $e^{-u} = 0.37$. The gates ×(−1),
# +1 and + have slopes of ±1, and keep its size. At a product each side gets it times the *other* input: 0.2 becomes
# 0.59 at $x_1$, whose weight is −3.
# </details>
#
# With σ as one gate and arrays on the wires the same graph is short:

# %%
one_gate_graph.marked({"w": dw, "x": dx}, f, w=np.array([2.0, -3.0, -3.0]), x=np.array([-1.0, -2.0]))

# %% [markdown]
# *The picture: w and x meet in one gate, which gives u; σ gives f.*

# %% [markdown]
# ## 3 · Branches: gradients add
#
# *About 20 minutes.*
#
# Now $x$ and $y$ are used more than once:
#
# $$f(x, y) = \bigl(x\,y + \sigma(x)\bigr)\cdot \max(x, y)$$
#
# If a value leaves its node on several wires, a change in it travels along all of them, so **the gradients that come
# back are added**: $\dfrac{\partial f}{\partial x} = \sum_{\text{uses } k} \dfrac{\partial f}{\partial
# q_k}\,\dfrac{\partial q_k}{\partial x}$. In code, this is where `+=` belongs; a plain `=` forgets all uses but the
# last.
#
# **A pitfall:** in NumPy, `+=` works in place.
#
# ```python
# dx = dq            # one array, two names
# dx += dp           # now dq is wrong, too
# dx = dq + dp       # a new array; for scalars all three lines are fine
# ```
#
# At a tie, $x = y$ exactly, any *split* of the gradient between the two inputs of max is right, as long as each part is
# between nothing and all of it, and the two add up to the whole.

# %% given="branch_graph"
branch_graph = graphs.Graph(
    {
        "xy": ("×", ["x", "y"]),
        "σ(x)": ("σ", ["x"]),
        "m": ("max", ["x", "y"]),
        "t": ("+", ["xy", "σ(x)"]),
        "f": ("×", ["t", "m"]),
    },
    "f = (x y + σ(x)) · max(x, y)",
    digits=3,
)

# %%
branch_graph.blank(x=2, y=-1)

# %% [markdown]
# *The picture: x leaves on three wires, to ×, σ and max; y on two, to × and max; + and a last × join them.*
#
# Before you write: what will stand below the three wires of x? Fill in the five slots on paper.

# %% answer="backprop_branches"
def backprop_branches(x, y):
    """Value and gradients of f = (x y + sigma(x)) * max(x, y).

    x, y: scalars, Python or NumPy, or arrays of shape ().
    Returns (f, dx, dy). At a tie x = y, any split of the max's gradient between the two is right.
    """
    ### BEGIN SOLUTION
    s = 1 / (1 + np.exp(-x))
    t = x * y + s
    m = max(x, y)
    f = t * m

    dt, dm = m, t
    dx, dy = dt * y, dt * x  # through x y
    dx += dt * s * (1 - s)  # through sigma(x)
    if x >= y:  # through max: all of it to the winner
        dx += dm
    else:
        dy += dm
    return f, dx, dy
    ### END SOLUTION

# %% test="backprop_branches__value" points=1
NAMES = ("f", "dx", "dy")
f = check.part(check.call(backprop_branches, 0.0, 3.0), NAMES, "f")
check.value(f, 1.5, "f at x = 0, y = 3: (0 + 1/2) times 3")
f = check.part(check.call(backprop_branches, -2.0, -1.0), NAMES, "f")
check.value(f, -2.1192029, "f at x = -2, y = -1: (2 + 0.12) times -1")
for one, about in (
    ((2, -3), "integers"),
    ((np.float64(-1.5), -4), "a NumPy scalar and an integer"),
    ((np.array(0.5), 3), "an array of shape () and an integer"),
):
    same, got = (check.part(check.call(backprop_branches, *at), NAMES, "f") for at in (map(float, one), one))
    check.value(got, same, f"the same f for {about} as for floats")
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_branches, reference.backprop_branches, NAMES, only="f")
for about, x, y in (
    ("f where x wins", 1.3, -0.6),
    ("f where y wins", -1.7, 0.9),
    ("f of two negatives", -0.4, -2.1),
    ("f of integers", -1, 2),
):
    task.agrees(x, y, about=about)
task.agrees(np.float32(0.3), np.float32(1.9), about="f in float32")
### END HIDDEN TESTS

# %% test="backprop_branches__dx" points=2
NAMES = ("f", "dx", "dy")
for x, y, about in (
    (1.4, -0.6, "dx where x wins the max: the numerical gradient of your own f"),
    (0.4, 1.3, "dx where y wins: the numerical gradient of your own f"),
    (-1.2, -1.201, "dx where x wins by a little: the numerical gradient of your own f"),
):
    check.own_gradient(backprop_branches, NAMES, "dx", {"x": x, "y": y}, about, graph=branch_graph)
for x, y, expected, about in (
    (2.0, 2 + 1e-12, 4.20998717, "dx where y wins by 1e-12"),
    (2 + 1e-12, 2.0, 9.09078425, "dx where x wins by 1e-12"),
    (0, -3, 0.5, "dx where the max is 0"),
    (1.0, -1 / (1 + np.exp(-1.0)), -0.53444665, "dx where the first factor is 0"),
):
    check.value(check.part(check.call(backprop_branches, x, y), NAMES, "dx"), expected, about)
for one, about in (
    ((2, -3), "integers"),
    ((np.float64(-1.5), -4), "a NumPy scalar and an integer"),
    ((np.array(0.5), 3), "an array of shape () and an integer"),
):
    same, got = (check.part(check.call(backprop_branches, *at), NAMES, "dx") for at in (map(float, one), one))
    check.value(got, same, f"the same dx for {about} as for floats")
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_branches, reference.backprop_branches, NAMES, only="dx")
for about, x, y in (
    ("dx where x wins, both positive", 2.1, 0.8),
    ("dx where y wins, both positive", 0.5, 1.9),
    ("dx where x wins, both negative", -0.4, -2.1),
    ("dx where y wins, both negative", -2.3, -0.7),
    ("dx near a tie", 1.53, 1.5),
    ("dx nearer to a tie", 1.5, 1.5 + 1e-8),
    ("dx very near to a tie", -0.75 + 4e-13, -0.75),
    ("dx where x is 0", 0.0, -1.7),
    ("dx where y is 0", -1.5, 0),
    ("dx where the first factor is 0", 2.0, -0.5 / (1 + np.exp(-2.0))),
    ("dx of integers", 3, -2),
    ("dx of NumPy scalars", np.float64(1.1), np.int64(2)),
):
    facts = branch_graph.facts("x", {"x": x, "y": y})
    task.agrees(x, y, about=about, facts=facts)
task.agrees(np.float32(1.9), np.float32(0.3), about="dx in float32")
### END HIDDEN TESTS

# %% test="backprop_branches__dy" points=2
NAMES = ("f", "dx", "dy")
for x, y, about in (
    (0.4, 1.3, "dy where y wins the max: the numerical gradient of your own f"),
    (1.4, -0.6, "dy where x wins: the numerical gradient of your own f"),
    (-1.201, -1.2, "dy where y wins by a little: the numerical gradient of your own f"),
):
    check.own_gradient(backprop_branches, NAMES, "dy", {"x": x, "y": y}, about, graph=branch_graph)
for x, y, expected, about in (
    (2.0, 2 + 1e-12, 8.88079708, "dy where y wins by 1e-12"),
    (2 + 1e-12, 2.0, 4.0, "dy where x wins by 1e-12"),
    (-2, 0, 0.11920292, "dy where the max is 0"),
    (1.0, -1 / (1 + np.exp(-1.0)), 1.0, "dy where the first factor is 0"),
):
    check.value(check.part(check.call(backprop_branches, x, y), NAMES, "dy"), expected, about)
_, dx, dy = check.results(check.call(backprop_branches, 2, 2), NAMES)
about, facts = "dx + dy at the tie x = y = 2: the gradient of max once", {"misrouted": [17.9715813, 8.2099872]}
check.value(dx + dy, 13.0907842, about, facts=facts)
about = "At the tie x = y = 2, max gives y more than all of its gradient, or less than none."
check.true(4 - 1e-6 <= dy <= 8.8807971 + 1e-6, about)  # dy is 4 through x y; max has 4.88 to give
for one, about in (
    ((2, -3), "integers"),
    ((np.float64(-1.5), -4), "a NumPy scalar and an integer"),
    ((np.array(0.5), 3), "an array of shape () and an integer"),
):
    same, got = (check.part(check.call(backprop_branches, *at), NAMES, "dy") for at in (map(float, one), one))
    check.value(got, same, f"the same dy for {about} as for floats")
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_branches, reference.backprop_branches, NAMES, only="dy")
for about, x, y in (
    ("dy where y wins, both positive", 0.5, 1.9),
    ("dy where x wins, both positive", 2.1, 0.8),
    ("dy where y wins, both negative", -2.3, -0.7),
    ("dy where x wins, both negative", -0.4, -2.1),
    ("dy near a tie", 1.53, 1.5),
    ("dy nearer to a tie", 1.5, 1.5 + 1e-8),
    ("dy very near to a tie", -0.75 + 4e-13, -0.75),
    ("dy where x is 0", 0.0, -1.7),
    ("dy where y is 0", -1.5, 0),
    ("dy where the first factor is 0", 2.0, -0.5 / (1 + np.exp(-2.0))),
    ("dy of integers", -2, 3),
    ("dy of NumPy scalars", np.float64(1.1), np.int64(2)),
):
    facts = branch_graph.facts("y", {"x": x, "y": y})
    task.agrees(x, y, about=about, facts=facts)
task.agrees(np.float32(0.3), np.float32(1.9), about="dy in float32")
for tie in (2, -1):  # any split of the one gradient will do, so dx + dy is fixed and dy lies between all and nothing
    f, dx, dy = reference.backprop_branches(tie, tie)
    got = check.call(backprop_branches, tie, tie)
    got_dx, got_dy = check.part(got, NAMES, "dx"), check.part(got, NAMES, "dy")
    t = f / tie
    facts = {"misrouted": [dx + dy + t, dx + dy - t]}
    check.value(got_dx + got_dy, dx + dy, "dx + dy at a tie: one gradient, however it is split", facts=facts)
    check.true(
        abs(got_dy - dy) <= abs(t) / 2 + 1e-6,
        "dy at a tie x = y gets more than all of the gradient, or less than none.",
    )
### END HIDDEN TESTS

# %% [markdown]
# Each of your gradients must be the sum of what stands below the wires that leave its input:

# %%
f, dx, dy = backprop_branches(2.0, -1.0)
branch_graph.marked({"x": dx, "y": dy}, f, x=2.0, y=-1.0)

# %% [markdown]
# *The picture: the graph with a gradient below each wire, and your dx and dy below x and y.*
#
# <details><summary>What stands below the five wires</summary>
#
# Of $x$: −2 (from ×: 2 · y), 0.21 (from σ: 2 · 0.105) and −1.119 (from max, which $x$ wins: all of it); together
# −2.909. Of $y$: 4 (from ×: 2 · x) and 0 (from max); together 4.
# </details>

# %% [markdown]
# **Move it: walk backward.** One wire at a time, from the right: the gate sends its own gradient, times its local one.
# *Predict each product* before you go on. At which step is the gradient of $x$ complete?

# %%
moving.backward(branch_graph, x=2.0, y=-1.0)

# %% [markdown]
# *The picture: the graph after some of nine steps; the wire of the last one is thick, the title shows upstream times
# local, and what has not been sent yet is an empty slot. Where nothing can be moved, three steps stand one below the
# other.*
#
# <details><summary>What you should have seen</summary>
#
# $x$ hears from three gates, and its gradient grows with each; it is complete only when the last has sent, at the very
# end. Until then any number below $x$ is a part of the truth. That is why the walk goes backward through *all* gates
# that read a node before it goes on from the node.
# </details>

# %% [markdown]
# ## 4 · Three patterns
#
# *About 20 minutes.*
#
# You have met three kinds of gates often enough to see what each does to a gradient. People say: **add distributes, max
# routes, multiply switches.**
#
# Explain the three (about 8 lines, in the next cell): for each, its local gradients, and one number from the graphs
# above that shows it. (*Distributes* means: hands all of it to each input, not a share.) Then answer: one input of a
# neuron is given in millimetres rather than metres, so that its number is 1000 times larger. Suppose the gradient that
# arrives at the neuron's sum is as before. What happens to the gradient of the weight of this input, and what does that
# mean for the step size of gradient descent? *(4 points)*

# %% [markdown] written="explain_patterns" points=4
# ### BEGIN SOLUTION
# **Add distributes.** For $q = x + y$ both local gradients are 1, so each input gets exactly the upstream gradient: in
# $f = (x+y)z$ both x and y get −4, which is what stands under q.
#
# **Max routes.** For $m = \max(x, y)$ the local gradient is 1 for the larger input and 0 for the other: the whole
# gradient goes to the winner, nothing to the loser. In the graph of part 3, at $x = 2, y = -1$, the wire from x to max
# carries all of m's gradient, −1.119, and the wire from y carries 0.
#
# **Multiply switches.** For $f = q z$ the local gradient of each input is the *other* input's value: z gets $q = 3$ and
# q gets $z = -4$ (times the upstream 1).
#
# **Consequence.** The gradient of a weight is the upstream gradient times its input. An input 1000 times larger makes
# the gradient of its weight 1000 times larger (as long as the pre-activation, and with it the upstream gradient, is
# about the same), so the step size would have to shrink accordingly, while the other weights then crawl: hence we
# normalise inputs.
#
# **Marking scheme** (4 points)
#
# - 1 point: add, local gradients of 1, with a fitting number.
# - 1 point: max, gradient 1 for the winner and 0 for the loser, with a fitting number.
# - 1 point: multiply, local gradient is the other input, with a fitting number.
# - 1 point: the weight's gradient scales with the input, and the step size has to be smaller (or inputs be normalised).
# - Take off half a point for each pattern named without local gradients or without a number.
# ### END SOLUTION

# %% [markdown]
# ## 5 · From scalars to vectors: the SVM, and a squared norm
#
# *About 55 minutes.*
#
# The SVM's hinge loss, as a graph: two pixels, two classes, $x = (3, 2)$, rows of $W$ for bird $(-2, -1)$ and car
# $(1, -5)$; it is a bird, label 0.
#
# $$L = \sum_{j \neq y} \max(0,\; s_j - s_y + \Delta), \qquad s = W x$$

# %% given="svm_graph"
svm_graph = graphs.Graph(
    {
        "w00 x0": ("×", ["w00", "x0"]),
        "w01 x1": ("×", ["w01", "x1"]),
        "bird": ("+", ["w00 x0", "w01 x1"]),
        "w10 x0": ("×", ["w10", "x0"]),
        "w11 x1": ("×", ["w11", "x1"]),
        "car": ("+", ["w10 x0", "w11 x1"]),
        "-lead": ("−", ["car", "bird"]),
        "shortfall": ("+", ["-lead", "Δ"]),
        "L": ("max(0,·)", ["shortfall"]),
    },
    "The SVM loss of one example, a bird",
)
svm_inputs = {"w00": -2, "w01": -1, "w10": 1, "w11": -5, "x0": 3, "x1": 2, "Δ": 1}

# %%
svm_graph.blank(**svm_inputs)

# %% [markdown]
# *The picture: four × gates, one per weight; two + gates for the scores of bird and car; their difference, plus Δ,
# max(0, ·).*
#
# Do it for any number of classes and pixels, with arrays. Besides the gradient of the weights, you need that of
# the *input*. Here, too, a class counts only where its shortfall is above 0; at exactly 0 it adds nothing to the
# gradients, and above 0, however little, it counts in full. (So we agreed for the hinge. For a ReLU, in part 9, any
# slope from 0 to 1 will do at exactly 0.)
#
# **One entry, with indices.** Let $g_k = \partial L / \partial s_k$, and $s_k = \sum_d W_{kd}\, x_d$.
#
# * *A weight.* $W_{kd}$ is in one score only, $s_k$, where it is multiplied by $x_d$. So $\partial L / \partial W_{kd}
#   = g_k\, x_d$: entry $(k, d)$ is a product of entry $k$ of $g$ and entry $d$ of $x$. That table of products is the
#   outer product of the two.
# * *A pixel.* $x_d$ is in *every* score, in $s_k$ with the factor $W_{kd}$. Gradients add at branches: $\partial L
#   / \partial x_d = \sum_k g_k\, W_{kd}$. The sum runs over the *first* index of $W$, down a column, where $W x$ runs
#   over the second, along a row. Hence $W^\top g$: forwards $W$ collects pixels for a score, backwards it collects
#   scores for a pixel. The bird has $g = (-1, 1)$, so $\partial L/\partial x_0 = -1 \cdot (-2) + 1 \cdot 1 = 3$.

# %% answer="backprop_svm_network"
def backprop_svm_network(W, x, y, delta=1.0):
    """Hinge loss of one example, and its gradients.

    W: (K, D), one row per class.  x: (D,).  y: the correct class, an int.  delta: at least 0.
    Returns (loss, dW, dx): a number, (K, D) and (D,).
    """
    ### BEGIN SOLUTION
    scores = W @ x
    shortfalls = np.maximum(0, scores - scores[y] + delta)
    shortfalls[y] = 0
    loss = shortfalls.sum()

    dscores = np.where(shortfalls > 0, 1.0, 0.0)
    dscores[y] = -dscores.sum()
    return loss, np.outer(dscores, x), dscores @ W
    ### END SOLUTION

# %% test="backprop_svm_network__loss" points=1
NAMES = ("loss", "dW", "dx")
W, x = np.array([[-2.0, -1.0], [1.0, -5.0]]), np.array([3.0, 2.0])
facts = {"W": W, "x": x, "y": 0, "delta": 1.0}
check.value(
    check.part(check.call(backprop_svm_network, W, x, 0), NAMES, "loss"),
    2.0,
    "the lecture's bird: -7 + 8 + 1 = 2",
    facts=facts,
)
check.value(check.part(check.call(backprop_svm_network, W, x, 0, 0.0), NAMES, "loss"), 1.0, "the bird, with delta = 0")
check.value(
    check.part(check.call(backprop_svm_network, W, x, 1), NAMES, "loss"),
    0.0,
    "a car with these scores would cost nothing",
)
W, x = np.array([[-1, 1], [-2, -1], [-2, 0], [1, -1]]), np.array([0.75, 0.25])
facts = {"W": W, "x": x, "y": 0, "delta": 1.25}
loss = check.part(check.call(backprop_svm_network, *facts.values()), NAMES, "loss")
check.value(loss, 2.5, "weights of integers, a delta of 1.25; the shortfalls are 0, 0.25 and 2.25", facts=facts)
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_svm_network, reference.backprop_svm_network, NAMES, only="loss")
rng = np.random.default_rng(406)
W, x = rng.normal(size=(5, 3)), rng.normal(size=3)
task.in_all_kinds(W, x, 3, about="the loss with five classes")
task.agrees(W, x, 0, 2.5, about="the loss with a delta of its own")
task.agrees(W[:2], x, 1, 0.0, about="the loss with delta = 0")
### END HIDDEN TESTS

# %% test="backprop_svm_network__weights" points=2
NAMES = ("loss", "dW", "dx")
W, x = np.array([[0.5, -1.0, 0.3], [0.9, 0.2, -0.4], [-0.7, 0.4, 1.1], [0.1, -0.3, 0.2]]), np.array([1.0, -2.0, 0.5])
at = {"W": W, "x": x, "y": 1}
check.own_gradient(backprop_svm_network, NAMES, "dW", at, facts={**at, "delta": 1.0}, is_ours=True)
W, x = np.array([[-2.0, -1.0], [1.0, -5.0]]), np.array([3.0, 2.0])
dW = check.part(check.call(backprop_svm_network, W, x, 0), NAMES, "dW")
check.value(dW, [[-3.0, -2.0], [3.0, 2.0]], "the lecture's bird", facts={"W": W, "x": x, "y": 0, "delta": 1.0})


def large(seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(6, 10_000)), rng.normal(size=10_000), 3


def one_pass(W, x, y):
    return np.maximum(W @ x, 0.0).sum()


about = "60,000 weights at the price of a few forward passes"
check.derived(backprop_svm_network, one_pass, large, entries=60_000, about=about)
W, x = np.array([[-1, 1], [-2, -1], [-2, 0], [1, -1]]), np.array([0.75, 0.25])
facts = {"W": W, "x": x, "y": 0, "delta": 1.25}
dW = check.part(check.call(backprop_svm_network, *facts.values()), NAMES, "dW")
about = "weights of integers, a delta of 1.25; the shortfalls are 0, 0.25 and 2.25"
check.value(dW, [[-1.5, -0.5], [0, 0], [0.75, 0.25], [0.75, 0.25]], about, facts=facts)
W, x = np.array([[-2.0, -1.0], [1.0, -5.0]]), np.array([3.0, 2.0])
dW = check.part(check.call(backprop_svm_network, W, x, 0, 0.0), NAMES, "dW")
check.value(dW, [[-3.0, -2.0], [3.0, 2.0]], "the bird, with delta = 0")
check.value(check.part(check.call(backprop_svm_network, W, x, 1), NAMES, "dW"), np.zeros((2, 2)), "dW without a loss")
level = np.array([[1, 2], [2, 1], [0, 3]]), np.array([1.0, 1.0]), 1  # equal scores: each shortfall is delta
much, little = (check.part(check.call(backprop_svm_network, *level, d), NAMES, "dW") for d in (1.0, 2.0**-40))
check.value(little, much, "dW is the same for shortfalls of 1e-12 as for shortfalls of 1")
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_svm_network, reference.backprop_svm_network, NAMES, only="dW")
task.derived(one_pass, lambda n: large(99 + n), entries=60_000, about="dW with 10,000 pixels")
rng = np.random.default_rng(407)
W, x = rng.normal(size=(5, 3)), rng.normal(size=3)
task.in_all_kinds(W, x, 3, about="dW with five classes")
task.agrees(W, x, 0, 2.5, about="dW with a delta of its own")
task.agrees(W, x, 4, 0.0, about="dW with delta = 0")
task.in_all_kinds(W, x + 0.3, 1, 50.0, about="dW where every class counts")
task.agrees(rng.normal(size=(2, 6)), rng.normal(size=6), 1, 3.0, about="dW with two classes")
task.agrees(np.array([[1, 2], [2, 1], [0, 2]]), np.array([1, 1]), 0, about="dW of integers")
task.agrees(np.array([[3, 2], [2, 2], [3, 1]]), np.array([1, 1]), 0, about="dW where shortfalls are exactly 0")
level = np.array([[3.0, 1.0], [4.0, 0.0], [2.0, 2.0], [1.0, 1.0]])
for delta in (0.0, 2.0**-41, 2.0**-25):
    task.agrees(level, np.array([1.0, 1.0]), 0, delta, about="dW where shortfalls are small, or 0")
### END HIDDEN TESTS

# %% test="backprop_svm_network__input" points=2
NAMES = ("loss", "dW", "dx")
W, x = np.array([[0.5, -1.0, 0.3], [0.9, 0.2, -0.4], [-0.7, 0.4, 1.1], [0.1, -0.3, 0.2]]), np.array([1, -2, 0])
at = {"W": W, "x": x, "y": 1}
check.own_gradient(backprop_svm_network, NAMES, "dx", at, facts={**at, "delta": 1.0}, is_ours=True)
W, x = np.array([[-2.0, -1.0], [1.0, -5.0]]), np.array([3.0, 2.0])
check.value(check.part(check.call(backprop_svm_network, W, x, 0), NAMES, "dx"), [3.0, -4.0], "the lecture's bird")


def wide(seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(2, 40_000)), rng.normal(size=40_000), 1


def one_pass(W, x, y):
    return np.maximum(W @ x, 0.0).sum()


about = "40,000 pixels at the price of a few forward passes"
check.derived(backprop_svm_network, one_pass, wide, entries=40_000, about=about)
W, x = np.array([[-1, 1], [-2, -1], [-2, 0], [1, -1]]), np.array([0.75, 0.25])
facts = {"W": W, "x": x, "y": 0, "delta": 1.25}
dx = check.part(check.call(backprop_svm_network, *facts.values()), NAMES, "dx")
about = "weights of integers, a delta of 1.25; the shortfalls are 0, 0.25 and 2.25"
check.value(dx, [1, -3], about, facts=facts)
W, x = np.array([[-2.0, -1.0], [1.0, -5.0]]), np.array([3.0, 2.0])
check.value(check.part(check.call(backprop_svm_network, W, x, 0, 0), NAMES, "dx"), [3.0, -4.0], "the bird, delta = 0")
check.value(check.part(check.call(backprop_svm_network, W, x, 1), NAMES, "dx"), np.zeros(2), "dx without a loss")
level = np.array([[1, 2], [2, 1], [0, 3]]), np.array([1.0, 1.0]), 1  # equal scores: each shortfall is delta
much, little = (check.part(check.call(backprop_svm_network, *level, d), NAMES, "dx") for d in (1.0, 2.0**-40))
check.value(little, much, "dx is the same for shortfalls of 1e-12 as for shortfalls of 1")
rng = np.random.default_rng(2)
drawn = {"W": 3 * rng.normal(size=(5, 3)), "x": 3 * rng.normal(size=3), "y": 2, "delta": 9.7}
check.alike(backprop_svm_network, drawn, "a network of integers and float32", names=NAMES)
one = np.array([[0.5], [2.0]]), np.array([3.0]), 0
shapes = [np.shape(gradient) for gradient in check.results(check.call(backprop_svm_network, *one), NAMES)]
about = "With two classes and one pixel, the shapes of loss, dW and dx should be (), (2, 1) and (1,)."
check.true(shapes == [(), (2, 1), (1,)], about, shows=f"They are {shapes}.")
check.passed("the shapes for one pixel")
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_svm_network, reference.backprop_svm_network, NAMES, only="dx")
task.derived(one_pass, lambda n: wide(99 + n), entries=40_000, about="dx with 40,000 pixels")
rng = np.random.default_rng(408)
W, x = rng.normal(size=(5, 3)), rng.normal(size=3)
task.in_all_kinds(W, x, 3, about="dx with five classes")
task.agrees(W, x, 0, 2.5, about="dx with a delta of its own")
task.agrees(rng.normal(size=(2, 6)), rng.normal(size=6), 1, 3.0, about="dx with two classes")
task.agrees(np.array([[3, 2], [2, 2], [3, 1]]), np.array([1, 1]), 0, about="dx where shortfalls are exactly 0")
level = np.array([[3.0, 1.0], [4.0, 0.0], [2.0, 2.0], [1.0, 1.0]])
for delta in (0.0, 2.0**-41, 2.0**-25):
    task.agrees(level, np.array([1.0, 1.0]), 0, delta, about="dx where shortfalls are small, or 0")
### END HIDDEN TESTS

# %% [markdown]
# Each pixel's gradient is the sum of its two wires:

# %%
loss, dW, dx = backprop_svm_network(np.array([[-2.0, -1.0], [1.0, -5.0]]), np.array([3.0, 2.0]), 0)
mine = {"w00": dW[0, 0], "w01": dW[0, 1], "w10": dW[1, 0], "w11": dW[1, 1], "x0": dx[0], "x1": dx[1]}
svm_graph.marked(mine, loss, **svm_inputs)

# %% [markdown]
# *The picture: the SVM's graph with your gradients below the weights and the pixels.*
#
# The gradient of the input says how to make this bird *look* more, or less, like a car: the road to adversarial
# examples.

# %% [markdown]
# **Vectors on the wires.** Drawing a gate per entry soon fills the whole wall. From here on a wire carries a whole
# array, and so does its gradient:
#
# $$f = \lVert W x\rVert^2 = \sum_i q_i^2, \qquad q = W x$$
#
# Again: *work out one entry with indices, then look for the product that does all of them*, and only then check the
# shapes. (Where $W$ is square every shape fits, also the wrong ones.) With $q_i = \sum_j W_{ij} x_j$, what is $\partial
# q_i / \partial W_{ij}$? And in how many $q_i$ does one $x_j$ appear?
#
# <details><summary>The two answers</summary>
#
# $\partial q_i / \partial W_{ij} = x_j$, and no other $q$ has $W_{ij}$ in it. $x_j$ appears in every $q_i$, each time
# with another factor, $W_{ij}$: a branch, so a sum over $i$.
# </details>

# %% given="norm_graph"
norm_graph = graphs.Graph({"q": ("@", ["W", "x"]), "f": ("‖·‖²", ["q"])}, "f = ‖W x‖²")

# %%
norm_graph.blank(W=np.array([[0.1, 0.5], [-0.3, 0.8]]), x=np.array([0.2, 0.4]))

# %% [markdown]
# *The picture: W, 2 × 2, and x meet in a matrix product @ called q; then the squared norm. Gradient slots are empty.*

# %% answer="backprop_squared_norm"
def backprop_squared_norm(W, x):
    """Value and gradients of f = ||W x||^2.

    W: (M, D).  x: (D,).
    Returns (f, dW, dx): a number, (M, D) and (D,).
    """
    ### BEGIN SOLUTION
    q = W @ x
    f = np.sum(q**2)

    dq = 2 * q
    dW = np.outer(dq, x)
    dx = W.T @ dq
    return f, dW, dx
    ### END SOLUTION

# %% given="large_norm"
# For the checks below: arguments with 60,000 weights, and what one forward pass costs with them.
def large_norm(seed):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(250, 240)), rng.normal(size=240)


def norm_pass(W, x):
    return np.sum((W @ x) ** 2)

# %% test="backprop_squared_norm__value" points=1
NAMES = ("f", "dW", "dx")
W, x = np.array([[0.1, 0.5], [-0.3, 0.8]]), np.array([0.2, 0.4])
check.value(check.part(check.call(backprop_squared_norm, W, x), NAMES, "f"), 0.116, "the lecture's f = 0.22² + 0.26²")
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_squared_norm, reference.backprop_squared_norm, NAMES, only="f")
rng = np.random.default_rng(409)
W, x = rng.normal(size=(4, 3)), rng.normal(size=3)
task.in_all_kinds(W, x, about="f, W of 4 × 3")
task.agrees(W[:1], x, about="f, W of one row")
### END HIDDEN TESTS

# %% test="backprop_squared_norm__weights" points=2
NAMES = ("f", "dW", "dx")
W, x = np.array([[0.7, -0.2], [1.0, 0.4], [0.9, -0.5]]), np.array([1.5, -1.0])
check.own_gradient(backprop_squared_norm, NAMES, "dW", {"W": W, "x": x}, graph=norm_graph)
W, x = np.array([[0.1, 0.5], [-0.3, 0.8]]), np.array([0.2, 0.4])
dW = check.part(check.call(backprop_squared_norm, W, x), NAMES, "dW")
check.value(dW, [[0.088, 0.176], [0.104, 0.208]], "the lecture's numbers", facts={"W": W, "x": x})
dW = check.part(check.call(backprop_squared_norm, np.array([[2, -3]]), np.array([0.5, 0.25])), NAMES, "dW")
check.value(dW, [[0.25, 0.125]], "a single row of weights, integers")
dW = check.part(check.call(backprop_squared_norm, np.array([[2, -3], [4, -6]]), np.array([1.5, 1.0])), NAMES, "dW")
check.value(dW, np.zeros((2, 2)), "dW where W x is 0")
about = "60,000 weights at the price of a few forward passes"
check.derived(backprop_squared_norm, norm_pass, large_norm, entries=60_000, about=about)
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_squared_norm, reference.backprop_squared_norm, NAMES, only="dW")
task.derived(norm_pass, lambda n: large_norm(99 + n), entries=60_000, about="dW of 250 × 240")
rng = np.random.default_rng(410)
for about, shape in (
    ("dW, W of 4 × 3", (4, 3)),
    ("dW, W of 2 × 5", (2, 5)),
    ("dW, W square", (3, 3)),
    ("dW, W of one row", (1, 4)),
    ("dW, W of one column", (4, 1)),
):
    W, x = rng.normal(size=shape), rng.normal(size=shape[1])
    facts = norm_graph.facts("W", {"W": W, "x": x})
    task.agrees(W, x, about=about, facts=facts)
task.in_all_kinds(2 * W, x + 1, about="dW")
for W, x in ((np.array([[1.0, -2.0], [-0.5, 1.0], [3.0, -6.0]]), np.array([4.0, 2.0])), (np.ones((2, 3)), np.zeros(3))):
    task.agrees(W, x, about="dW where W x is 0")
### END HIDDEN TESTS

# %% test="backprop_squared_norm__input" points=2
NAMES = ("f", "dW", "dx")
W, x = np.array([[0.7, -0.2, 1.0], [0.4, 0.9, -0.5]]), np.array([2, -1, 3])
check.own_gradient(backprop_squared_norm, NAMES, "dx", {"W": W, "x": x}, graph=norm_graph)
W, x = np.array([[0.1, 0.5], [-0.3, 0.8]]), np.array([0.2, 0.4])
dx = check.part(check.call(backprop_squared_norm, W, x), NAMES, "dx")
check.value(dx, [-0.112, 0.636], "the lecture's numbers", facts={"W": W, "x": x})
dx = check.part(check.call(backprop_squared_norm, np.array([[2, -3]]), np.array([0.5, 0.25])), NAMES, "dx")
check.value(dx, [1, -1.5], "a single row of weights, integers")
dx = check.part(check.call(backprop_squared_norm, np.array([[2, -3], [4, -6]]), np.array([1.5, 1.0])), NAMES, "dx")
check.value(dx, np.zeros(2), "dx where W x is 0")
about = "60,000 weights at the price of a few forward passes"
check.derived(backprop_squared_norm, norm_pass, large_norm, entries=60_000, about=about)
rng = np.random.default_rng(3)
drawn = {"W": 3 * rng.normal(size=(4, 3)), "x": 3 * rng.normal(size=3)}
check.alike(backprop_squared_norm, drawn, "weights and inputs of integers and float32", names=NAMES)
shapes = [np.shape(one) for one in check.call(backprop_squared_norm, np.array([[0.5]]), np.array([3.0]))]
about = "With one weight, the shapes of f, dW and dx should be (), (1, 1) and (1,)."
check.true(shapes == [(), (1, 1), (1,)], about, shows=f"They are {shapes}.")
check.passed("the shapes for one weight")
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_squared_norm, reference.backprop_squared_norm, NAMES, only="dx")
task.derived(norm_pass, lambda n: large_norm(99 + n), entries=60_000, about="dx of 240 inputs")
rng = np.random.default_rng(411)
for about, shape in (
    ("dx, W of 4 × 3", (4, 3)),
    ("dx, W of 2 × 5", (2, 5)),
    ("dx, W square", (3, 3)),
    ("dx, W of one row", (1, 4)),
    ("dx, W of one column", (4, 1)),
):
    W, x = rng.normal(size=shape), rng.normal(size=shape[1])
    facts = norm_graph.facts("x", {"W": W, "x": x})
    task.agrees(W, x, about=about, facts=facts)
task.in_all_kinds(2 * W, x + 1, about="dx")
for W, x in ((np.array([[1.0, -2.0], [-0.5, 1.0], [3.0, -6.0]]), np.array([4.0, 2.0])), (np.ones((2, 3)), np.zeros(3))):
    task.agrees(W, x, about="dx where W x is 0")
### END HIDDEN TESTS

# %% [markdown]
# Every gradient has the shape of the value above it:

# %%
W, x = np.array([[0.1, 0.5], [-0.3, 0.8]]), np.array([0.2, 0.4])
f, dW, dx = backprop_squared_norm(W, x)
norm_graph.marked({"W": dW, "x": dx}, f, W=W, x=x)

# %% [markdown]
# *The picture: the graph with your dW below W, dx below x, and 2q below q.*

# %% [markdown]
# ## 6 · A hidden layer and its error signals
#
# *About 45 minutes.*
#
# Back to the opening question. One network scores the true example, $s = U \cdot \sigma(W x + b)$, and a corrupted one,
# $s_c = U \cdot \sigma(W x_c + b)$, and we want the first to win by $\Delta$:
#
# $$J = \max(0,\; \Delta + s_c - s)$$
#
# Let $v = W x + b$ be the pre-activations of the hidden layer and $h = \sigma(v)$. The gradient at $v$ is so useful
# that it has a name, the **error signal** $\delta = \partial J / \partial v$ (not the argument `delta`, which is the
# margin $\Delta$): once you have it, the gradients of $W$ and $b$ are one step away. There are two, one for each
# example, since the same $U$, $W$ and $b$ are used twice.
#
# Where $\Delta + s_c - s$ is exactly 0, or below, all gradients are 0. Above 0, however little, it counts in full.

# %% answer="backprop_hidden_layer"
def backprop_hidden_layer(U, W, b, x, x_c, delta=1.0):
    """Ranking objective of a network with one hidden layer, and its gradients.

    s = U . sigma(W x + b),  s_c = U . sigma(W x_c + b),  J = max(0, delta + s_c - s)
    U, b: (H,).  W: (H, D).  x, x_c: (D,).  delta: at least 0.
    Returns (J, dU, dW, db): a number, (H,), (H, D) and (H,).
    """
    ### BEGIN SOLUTION
    h = 1 / (1 + np.exp(-(W @ x + b)))
    h_c = 1 / (1 + np.exp(-(W @ x_c + b)))
    shortfall = delta + U @ h_c - U @ h
    J = max(0.0, shortfall)

    ds_c = 1.0 if shortfall > 0 else 0.0
    ds = -ds_c
    dU = ds * h + ds_c * h_c
    error = ds * U * h * (1 - h)  # at v, the pre-activations of x
    error_c = ds_c * U * h_c * (1 - h_c)
    dW = np.outer(error, x) + np.outer(error_c, x_c)
    db = error + error_c
    return J, dU, dW, db
    ### END SOLUTION

# %% given="large_ranking"
# For the checks below: networks with many hidden units, or many inputs, and what one forward pass costs with them.
def large_ranking(seed, H=6000, D=1):
    rng = np.random.default_rng(seed)
    U, b, (x, x_c) = rng.normal(size=H), rng.normal(size=H), rng.normal(size=(2, D))
    return U, rng.normal(size=(H, D)) / D, b, x, x_c, 1e6


def wide_ranking(seed):
    return large_ranking(seed, H=6, D=10_000)


def ranking_pass(U, W, b, x, x_c, delta):
    return [U @ (1 / (1 + np.exp(-(W @ each + b)))) for each in (x, x_c)]


# A network that gives both examples the same score, so that the shortfall is delta, and one whose only unit is off.
level_ranking = np.ones(2), np.eye(2), np.zeros(2), np.array([1.0, 2.0]), np.array([2.0, 1.0])
off_ranking = np.array([1.0]), np.array([[1.0]]), np.array([-19.0]), np.array([1.0]), np.array([-19.0])

# %% test="backprop_hidden_layer__objective" points=1
NAMES = ("J", "dU", "dW", "db")
J = check.part(
    check.call(backprop_hidden_layer, *(ranking_inputs[name] for name in ("U", "W", "b", "x", "x_c"))), NAMES, "J"
)
check.value(J, 0.083219, "J of the network in the first picture", tolerance=1e-4, facts=ranking_inputs)
J = check.part(
    check.call(backprop_hidden_layer, *(ranking_inputs[name] for name in ("U", "W", "b", "x", "x_c")), 0.5), NAMES, "J"
)
check.value(J, 0.0, "with delta = 0.5 the lead is large enough: J = 0", facts={**ranking_inputs, "delta": 0.5})
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_hidden_layer, reference.backprop_hidden_layer, NAMES, only="J")
rng = np.random.default_rng(412)
U, W, b, x, x_c = (
    rng.normal(size=4),
    rng.normal(size=(4, 3)),
    rng.normal(size=4),
    rng.normal(size=3),
    rng.normal(size=3),
)
task.in_all_kinds(U, W, b, x, x_c, 3.0, about="J of another network")
task.agrees(U, W, b, x, x, 0.5, about="J where both examples are the same")
task.agrees(
    np.array([5.0]),
    np.array([[2.0, 1.0]]),
    np.array([0.0]),
    np.array([1.0, 1.0]),
    np.array([-1.0, 0.0]),
    about="J where the margin is kept",
)
### END HIDDEN TESTS

# %% test="backprop_hidden_layer__output_weights" points=1
NAMES = ("J", "dU", "dW", "db")
U, W, b = np.array([0.8, -1.1, 0.5]), np.array([[0.6, -0.9], [1.2, 0.4], [-0.3, 0.7]]), np.array([0.2, -0.4, 0.9])
x, x_c = np.array([1.1, -0.6]), np.array([-0.8, 1.3])
check.own_gradient(
    backprop_hidden_layer, NAMES, "dU", {"U": U, "W": W, "b": b, "x": x, "x_c": x_c, "delta": 2.0}, graph=ranking_graph
)
each = (check.call(backprop_hidden_layer, *level_ranking, delta) for delta in (1.0, 2.0**-40))
much, little = (check.part(one, NAMES, "dU") for one in each)
check.value(little, much, "dU is the same for a shortfall of 1e-12 as for a shortfall of 1")
got = check.part(check.call(backprop_hidden_layer, *off_ranking), NAMES, "dU")
check.value(got, [-1.522998e-8], "dU where the only hidden unit is off, v = -18")
got = check.call(backprop_hidden_layer, U, W, b, x_c, x, 0.0)
about = "dU is 0 where the margin is kept (x and x_c exchanged, delta = 0)"
still_on = [[0.6121823, 0.3622039, -0.3485178]]
named = {"kept-margin-counted": still_on if check.part(got, NAMES, "J") == 0 else []}
check.value(check.part(got, NAMES, "dU"), np.zeros(3), about, facts={"named": named})
got = check.part(check.call(backprop_hidden_layer, np.zeros(3), W, b, x, x_c, 0.0), NAMES, "dU")
about = "dU is 0 where the shortfall is exactly 0 (U = 0, delta = 0)"
named = {"zero-margin-counted": [[-0.6121823, -0.3622039, 0.3485178]]}
check.value(got, np.zeros(3), about, facts={"named": named})
at = {"U": np.array([1, -2, 1]), "W": W, "b": b, "x": x, "x_c": x_c, "delta": 4.0}
check.own_gradient(backprop_hidden_layer, NAMES, "dU", at, "dU, where U is of integers", graph=ranking_graph)
about = "6,000 output weights at the price of a few forward passes"
check.derived(backprop_hidden_layer, ranking_pass, large_ranking, entries=6000, passes=3000, about=about)
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_hidden_layer, reference.backprop_hidden_layer, NAMES, only="dU")
task.derived(ranking_pass, lambda n: large_ranking(99 + n), entries=6000, passes=3000, about="dU of a large network")
rng = np.random.default_rng(413)
for H, D in ((4, 3), (2, 5), (3, 3), (1, 1)):
    U, W, b, x, x_c = (
        rng.normal(size=H),
        rng.normal(size=(H, D)),
        rng.normal(size=H),
        rng.normal(size=D),
        rng.normal(size=D),
    )
    facts = ranking_graph.facts("U", {"U": U, "W": W, "b": b, "x": x, "x_c": x_c, "delta": 3.0 * H})
    task.agrees(U, W, b, x, x_c, 3.0 * H, about=f"dU with {H} hidden unit(s)", facts=facts)
U, W, b, x, x_c = (
    rng.normal(size=4),
    rng.normal(size=(4, 3)),
    rng.normal(size=4),
    rng.normal(size=3),
    rng.normal(size=3),
)
task.in_all_kinds(U, W, b, x, x_c, 12.0, about="dU")
task.agrees(
    np.array([5.0]),
    np.array([[2.0, 1.0]]),
    np.array([0.0]),
    np.array([1.0, 1.0]),
    np.array([-1.0, 0.0]),
    about="dU where the margin is kept",
)
for delta in (2.0**-41, 2.0**-20):
    level = 2 * np.ones(2), np.eye(2), np.full(2, 0.25), np.array([0.5, -1.0]), np.array([-1.0, 0.5])
    task.agrees(*level, delta, about="dU where the shortfall is small")
for u in (-17.5, 17.0):
    one = np.array([2.0]), np.array([[u]]), np.array([0.0]), np.array([1.0]), np.array([1.5])
    task.agrees(*one, about="dU where the only hidden unit is fully on or off")
task.agrees(
    np.zeros(2),
    np.array([[1.0, -2.0], [2.0, 1.0]]),
    np.array([1.0, 0.0]),
    np.array([1.0, 2.0]),
    np.array([0.0, -1.0]),
    0.0,
    about="dU where the shortfall is exactly 0",
)
### END HIDDEN TESTS

# %% test="backprop_hidden_layer__weights" points=2
NAMES = ("J", "dU", "dW", "db")
U, W, b = np.array([0.8, -1.1, 0.5]), np.array([[0.6, -0.9], [1.2, 0.4], [-0.3, 0.7]]), np.array([0.2, -0.4, 0.9])
x, x_c = np.array([1.1, -0.6]), np.array([-0.8, 1.3])
check.own_gradient(
    backprop_hidden_layer, NAMES, "dW", {"U": U, "W": W, "b": b, "x": x, "x_c": x_c, "delta": 2.0}, graph=ranking_graph
)
each = (check.call(backprop_hidden_layer, *level_ranking, delta) for delta in (1.0, 2.0**-40))
much, little = (check.part(one, NAMES, "dW") for one in each)
check.value(little, much, "dW is the same for a shortfall of 1e-12 as for a shortfall of 1")
got = check.part(check.call(backprop_hidden_layer, *off_ranking), NAMES, "dW")
check.value(got, [[-1.522998e-8]], "dW where the only hidden unit is off, v = -18")
got = check.call(backprop_hidden_layer, U, W, b, x_c, x, 0.0)
about = "dW is 0 where the margin is kept (x and x_c exchanged, delta = 0)"
still_on = [[[0.2381391, -0.2362258], [-0.4553983, 0.4484802], [0.1771473, -0.1402586]]]
named = {"kept-margin-counted": still_on if check.part(got, NAMES, "J") == 0 else []}
check.value(check.part(got, NAMES, "dW"), np.zeros((3, 2)), about, facts={"named": named})
about = "dW of the network in the first picture, where W is square"
check.own_gradient(backprop_hidden_layer, NAMES, "dW", ranking_inputs, about, graph=ranking_graph)
at = {"U": U, "W": np.array([[1, -1], [1, 0], [0, 1]]), "b": b, "x": x, "x_c": x_c, "delta": 4.0}
check.own_gradient(backprop_hidden_layer, NAMES, "dW", at, "dW, where W is of integers", graph=ranking_graph)
about = "60,000 weights at the price of a few forward passes"
check.derived(backprop_hidden_layer, ranking_pass, wide_ranking, entries=60_000, about=about)
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_hidden_layer, reference.backprop_hidden_layer, NAMES, only="dW")
task.derived(ranking_pass, lambda n: wide_ranking(99 + n), entries=60_000, about="dW of a large network")
rng = np.random.default_rng(414)
for H, D in ((4, 3), (2, 5), (3, 3), (1, 1)):
    U, W, b, x, x_c = (
        rng.normal(size=H),
        rng.normal(size=(H, D)),
        rng.normal(size=H),
        rng.normal(size=D),
        rng.normal(size=D),
    )
    facts = ranking_graph.facts("W", {"U": U, "W": W, "b": b, "x": x, "x_c": x_c, "delta": 3.0 * H})
    task.agrees(U, W, b, x, x_c, 3.0 * H, about=f"dW with {H} hidden unit(s)", facts=facts)
U, W, b, x, x_c = (
    rng.normal(size=4),
    rng.normal(size=(4, 3)),
    rng.normal(size=4),
    rng.normal(size=3),
    rng.normal(size=3),
)
task.in_all_kinds(U, W, b, x, x_c, 12.0, about="dW")
task.agrees(
    np.array([5.0]),
    np.array([[2.0, 1.0]]),
    np.array([0.0]),
    np.array([1.0, 1.0]),
    np.array([-1.0, 0.0]),
    about="dW where the margin is kept",
)
for delta in (2.0**-41, 2.0**-20):
    level = 2 * np.ones(2), np.eye(2), np.full(2, 0.25), np.array([0.5, -1.0]), np.array([-1.0, 0.5])
    task.agrees(*level, delta, about="dW where the shortfall is small")
for u in (-17.5, 17.0):
    one = np.array([2.0]), np.array([[u]]), np.array([0.0]), np.array([1.0]), np.array([1.5])
    task.agrees(*one, about="dW where the only hidden unit is fully on or off")
### END HIDDEN TESTS

# %% test="backprop_hidden_layer__biases" points=2
NAMES = ("J", "dU", "dW", "db")
U, W, b = np.array([0.8, -1.1, 0.5]), np.array([[0.6, -0.9], [1.2, 0.4], [-0.3, 0.7]]), np.array([0.2, -0.4, 0.9])
x, x_c = np.array([1.1, -0.6]), np.array([-0.8, 1.3])
check.own_gradient(
    backprop_hidden_layer, NAMES, "db", {"U": U, "W": W, "b": b, "x": x, "x_c": x_c, "delta": 2.0}, graph=ranking_graph
)
each = (check.call(backprop_hidden_layer, *level_ranking, delta) for delta in (1.0, 2.0**-40))
much, little = (check.part(one, NAMES, "db") for one in each)
check.value(little, much, "db is the same for a shortfall of 1e-12 as for a shortfall of 1")
got = check.part(check.call(backprop_hidden_layer, *off_ranking), NAMES, "db")
check.value(got, [-1.522998e-8], "db where the only hidden unit is off, v = -18")
got = check.call(backprop_hidden_layer, U, W, b, x_c, x, 0.0)
about = "db is 0 where the margin is kept (x and x_c exchanged, delta = 0)"
still_on = [[0.0038273, -0.0138361, 0.0737772]]
named = {"kept-margin-counted": still_on if check.part(got, NAMES, "J") == 0 else []}
check.value(check.part(got, NAMES, "db"), np.zeros(3), about, facts={"named": named})
at = {"U": U, "W": W, "b": np.array([0, -1, 1]), "x": x, "x_c": x_c, "delta": 4.0}
check.own_gradient(backprop_hidden_layer, NAMES, "db", at, "db, where b is of integers", graph=ranking_graph)
about = "6,000 biases at the price of a few forward passes"
check.derived(backprop_hidden_layer, ranking_pass, large_ranking, entries=6000, passes=3000, about=about)
rng = np.random.default_rng(4)
shapes = {"U": 4, "W": (4, 3), "b": 4, "x": 3, "x_c": 3}
drawn = {name: 1.5 * rng.normal(size=shape) for name, shape in shapes.items()}
check.alike(backprop_hidden_layer, {**drawn, "delta": 20.0}, "a network of integers and float32", names=NAMES)
one = (np.array([2.0]), np.array([[0.5]]), np.array([0.25]), np.array([1.0]), np.array([-1.0]))
shapes = [np.shape(gradient) for gradient in check.results(check.call(backprop_hidden_layer, *one), NAMES)]
about = "With one unit and one input, the shapes of J, dU, dW and db should be (), (1,), (1, 1) and (1,)."
check.true(shapes == [(), (1,), (1, 1), (1,)], about, shows=f"They are {shapes}.")
check.passed("the shapes for one unit and one input")
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_hidden_layer, reference.backprop_hidden_layer, NAMES, only="db")
task.derived(ranking_pass, lambda n: large_ranking(99 + n), entries=6000, passes=3000, about="db of a large network")
rng = np.random.default_rng(415)
for H, D in ((4, 3), (2, 5), (3, 3), (1, 1)):
    U, W, b, x, x_c = (
        rng.normal(size=H),
        rng.normal(size=(H, D)),
        rng.normal(size=H),
        rng.normal(size=D),
        rng.normal(size=D),
    )
    facts = ranking_graph.facts("b", {"U": U, "W": W, "b": b, "x": x, "x_c": x_c, "delta": 3.0 * H})
    task.agrees(U, W, b, x, x_c, 3.0 * H, about=f"db with {H} hidden unit(s)", facts=facts)
U, W, b, x, x_c = (
    rng.normal(size=4),
    rng.normal(size=(4, 3)),
    rng.normal(size=4),
    rng.normal(size=3),
    rng.normal(size=3),
)
task.in_all_kinds(U, W, b, x, x_c, 12.0, about="db")
task.agrees(
    np.array([5.0]),
    np.array([[2.0, 1.0]]),
    np.array([0.0]),
    np.array([1.0, 1.0]),
    np.array([-1.0, 0.0]),
    about="db where the margin is kept",
)
for delta in (2.0**-41, 2.0**-20):
    level = 2 * np.ones(2), np.eye(2), np.full(2, 0.25), np.array([0.5, -1.0]), np.array([-1.0, 0.5])
    task.agrees(*level, delta, about="db where the shortfall is small")
for u in (-17.5, 17.0):
    one = np.array([2.0]), np.array([[u]]), np.array([0.0]), np.array([1.0]), np.array([1.5])
    task.agrees(*one, about="db where the only hidden unit is fully on or off")
### END HIDDEN TESTS

# %% [markdown]
# The graph of the beginning, filled in. Which weights should move most? Is any of them not to blame at all?

# %%
U, W, b, x, x_c = (ranking_inputs[name] for name in ("U", "W", "b", "x", "x_c"))
J, dU, dW, db = backprop_hidden_layer(U, W, b, x, x_c)
ranking_graph.marked({"U": dU, "W": dW, "b": db}, J, **ranking_inputs)

# %% [markdown]
# *The picture: the first graph with all its slots filled; the two error signals stand below the nodes v and v_c.*
#
# The error signals are added below b, and, each times its input, below W.
#
# <details><summary>Which should move most, and which is not to blame</summary>
#
# Most: $W_{00}$, with −0.89, then $U_0$ (−0.64) and $W_{10}$ (0.63). Not at all: $b_0$ and $W_{01}$, with 0. The zeros
# come from symmetry: σ is equally steep at 1.5 and −1.5, so the two error signals of the first unit, −0.3 and 0.3,
# cancel; and where both inputs are 1, so do their products. ($b_0$ lifts both scores by the same amount, and the lead
# stays what it is.)
# </details>
#
# Now take the step that they ask for:

# %%
for step_size in (0.0, 0.1, 0.2):
    moved = [one - step_size * slope for one, slope in zip((U, W, b), (dU, dW, db))]
    print(f"step size {step_size:.1f}: J = {backprop_hidden_layer(*moved, x, x_c)[0]:.4f}")

# %% [markdown]
# **Who hears the blame?** Take a network whose seven hidden units have an equal say, $U_i = 1$, and whose
# pre-activations for $x$ run from −6 to 6 (the other input leaves them all at −20, where σ is flat). All of them output
# too little. Your bet: which units get the error signals of largest size?

# %%
my_bet = None  # the pre-activation, from -6 to 6, whose error signal is largest

v = np.linspace(-6, 6, 7)
_, _, _, error = backprop_hidden_layer(
    np.ones(7),
    np.stack([v, np.full(7, -20.0)], axis=1),
    np.zeros(7),
    np.array([1.0, 0.0]),
    np.array([0.0, 1.0]),
    delta=9.0,
)
figure, (top, bottom) = plt.subplots(2, 1, figsize=(6, 3.6), dpi=80, sharex=True, layout="constrained")
top.bar(v, 1 / (1 + np.exp(-v)), width=1.2, color="#0072B2")
top.set_ylabel("activation h")
bottom.bar(v, error, width=1.2, color="#D55E00")
bottom.set_ylabel("error signal δ")
bottom.set_xlabel("pre-activation v of the hidden unit")
plt.show()
print("your bet:", my_bet)

# %% [markdown]
# *The picture: two rows of seven bars, the activations h above, the error signals from your db below.*
#
# <details><summary>The picture in words</summary>
#
# The pre-activations are −6, −4, −2, 0, 2, 4 and 6. The activations above climb from almost 0 over 0.12 at −2, 0.5 at
# 0 and 0.88 at 2 to almost 1. The error signals below hang down: −0.25 at 0, −0.1 at −2 and 2, −0.02 at −4 and 4, next
# to nothing at −6 and 6.
# </details>
#
# <details><summary>Who, and why</summary>
#
# A unit that is undecided, $v = 0$, gets the blame; a **saturated** unit, fully on or off, hears almost nothing and
# hardly learns, even if it is wrong. In deep networks this factor $h(1-h) \le \tfrac14$ is multiplied in at every
# layer, one reason why ReLU took over.
# </details>

# %% [markdown]
# ## 7 · Two layers
#
# *About 30 minutes.*
#
# The lecture's first network, with sigmoids in both layers and the squared error (no factor ½):
#
# $$z = \sigma(W_1 x + b_1), \qquad \text{out} = \sigma(W_2 z + b_2), \qquad L = \sum_k (\text{out}_k - t_k)^2$$
#
# The output layer has an error signal $\delta_2$, the hidden layer $\delta_1$. How does $\delta_1$ follow from
# $\delta_2$? A hidden unit feeds *every* output, so its error is a sum: the same weights that carried $z$ forwards
# carry $\delta_2$ back.

# %% given="two_layer_graph"
two_layer_graph = graphs.Graph(
    {
        "W1": "weight",
        "b1": "bias",
        "W2": "weight",
        "b2": "bias",
        "v1": ("W1 x + b1", ["W1", "x", "b1"], lambda W, x, b: W @ x + b),
        "z": ("σ", ["v1"]),
        "v2": ("W2 z + b2", ["W2", "z", "b2"], lambda W, x, b: W @ x + b),
        "out": ("σ", ["v2"]),
        "error": ("−", ["out", "t"]),
        "L": ("‖·‖²", ["error"]),
    },
    "Two layers and the squared error",
    digits=2,
)
two_layer_inputs = {
    "W1": np.array([[1.0, -0.5], [0.5, 2.0]]),
    "b1": np.array([0.0, -1.0]),
    "W2": np.array([[2.0, -1.0]]),
    "b2": np.array([0.5]),
    "x": np.array([1.0, 0.5]),
    "t": np.array([0.0]),
}

# %%
two_layer_graph.blank(**two_layer_inputs)

# %% [markdown]
# *The picture: a chain of six gates, W1 x + b1, σ, W2 z + b2, σ, minus t, squared norm.*

# %% answer="backprop_two_layer"
def backprop_two_layer(W1, b1, W2, b2, x, t):
    """Squared error of a two-layer network, and its gradients.

    z = sigma(W1 x + b1),  out = sigma(W2 z + b2),  L = sum over k of (out_k - t_k)^2
    W1: (H, D).  b1: (H,).  W2: (K, H).  b2: (K,).  x: (D,).  t: (K,).
    Returns (L, dW1, db1, dW2, db2): a number, and arrays of the shapes of W1, b1, W2, b2.
    """
    ### BEGIN SOLUTION
    z = 1 / (1 + np.exp(-(W1 @ x + b1)))
    out = 1 / (1 + np.exp(-(W2 @ z + b2)))
    L = np.sum((out - t) ** 2)

    error2 = 2 * (out - t) * out * (1 - out)
    error1 = (W2.T @ error2) * z * (1 - z)
    return L, np.outer(error1, x), error1, np.outer(error2, z), error2
    ### END SOLUTION

# %% given="large_two_layer"
# For the checks below: a network of 60,000 weights, its input and its target, and what one forward pass costs.
def large_two_layer(seed):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in ((100, 600), 100, (2, 100), 2, 600, 2)]


# A hidden unit that is off, at v = -18, and an output that is fully on; then outputs that are what they should be.
off_two_layer = [np.array(one) for one in ([[1.0]], [-19.0], [[8.0], [0.0]], [0.0, 18.0], [1.0], [0.0, 0.0])]
right_two_layer = [np.array(one) for one in ([[1.0, -1.0]], [0.5], [[0.0], [0.0]], [0.0, 0.0], [2.0, 1.0], [0.5, 0.5])]


def two_layer_pass(W1, b1, W2, b2, x, t):
    return W2 @ (1 / (1 + np.exp(-(W1 @ x + b1))))

# %% test="backprop_two_layer__loss" points=1
NAMES = ("L", "dW1", "db1", "dW2", "db2")
L = check.part(
    check.call(backprop_two_layer, *(two_layer_inputs[name] for name in ("W1", "b1", "W2", "b2", "x", "t"))), NAMES, "L"
)
facts = two_layer_graph.value_facts(two_layer_inputs)
check.value(L, 0.600391, "L of the network in the picture", tolerance=1e-4, facts=facts)
L = check.part(
    check.call(
        backprop_two_layer,
        np.zeros((4, 2)),
        np.zeros(4),
        np.zeros((3, 4)),
        np.zeros(3),
        np.ones(2),
        np.array([1.0, 0.0, 0.5]),
    ),
    NAMES,
    "L",
)
check.value(L, 0.5, "without weights all three outputs say 1/2")
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_two_layer, reference.backprop_two_layer, NAMES, only="L")
rng = np.random.default_rng(416)
arguments = [rng.normal(size=shape) for shape in ((4, 3), 4, (2, 4), 2, 3, 2)]
task.in_all_kinds(*arguments, about="L with two outputs")
### END HIDDEN TESTS

# %% test="backprop_two_layer__output_layer" points=2
NAMES = ("L", "dW1", "db1", "dW2", "db2")
at = {
    "W1": np.array([[0.6, -0.9], [1.2, 0.4], [-0.3, 0.7]]),
    "b1": np.array([0.2, -0.4, 0.9]),
    "W2": np.array([[1, -1, 0], [0, 1, -1]]),
    "b2": np.array([-1, 1]),
    "x": np.array([1.1, -0.6]),
    "t": np.array([1.0, 0.25]),
}
for name in ("W2", "b2"):
    check.own_gradient(backprop_two_layer, NAMES, f"d{name}", at, graph=two_layer_graph)
off, right = check.call(backprop_two_layer, *off_two_layer), check.call(backprop_two_layer, *right_two_layer)
for name, expected in (("dW2", [[3.807495e-9], [0]]), ("db2", [0.25, 3.045996e-8])):
    check.value(check.part(off, NAMES, name), expected, f"{name} where a hidden unit is off, and an output fully on")
    none = np.zeros(np.shape(expected))
    check.value(check.part(right, NAMES, name), none, f"{name} where the outputs are what they should be")
about = "60,000 weights at the price of a few forward passes"
check.derived(backprop_two_layer, two_layer_pass, large_two_layer, entries=60_000, about=about)
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_two_layer, reference.backprop_two_layer, NAMES)
for name in ("W2", "b2"):
    about = f"d{name} with 100 hidden units"
    task.part(f"d{name}").derived(two_layer_pass, lambda n: large_two_layer(99 + n), entries=60_000, about=about)
rng = np.random.default_rng(417)
for D, H, K in ((3, 4, 2), (2, 3, 5), (3, 3, 3), (1, 1, 1)):
    arguments = [rng.normal(size=shape) for shape in ((H, D), H, (K, H), K, D, K)]
    for name in ("W2", "b2"):
        facts = two_layer_graph.facts(name, dict(zip(("W1", "b1", "W2", "b2", "x", "t"), arguments)))
        task.part(f"d{name}").agrees(*arguments, about=f"d{name} with {H} hidden and {K} output units", facts=facts)
arguments = [0.7 * rng.normal(size=shape) for shape in ((4, 3), 4, (2, 4), 2, 3, 2)]
for name in ("W2", "b2"):
    task.part(f"d{name}").in_all_kinds(*arguments, about=f"d{name}")
    far = [np.array(one) for one in ([[-2.0]], [-14.5], [[4.0], [0.0]], [0.0, -17.5], [1.5], [0.0, 1.0])]
    task.part(f"d{name}").agrees(*far, about=f"d{name} where units are off")
    done = [np.array(one) for one in ([[0.0], [2.0]], [0.0, 1.0], [[0.0, 0.0]], [0.0], [1.5], [0.5])]
    task.part(f"d{name}").agrees(*done, about=f"d{name} where the output is what it should be")
### END HIDDEN TESTS

# %% test="backprop_two_layer__hidden_layer" points=3
NAMES = ("L", "dW1", "db1", "dW2", "db2")
at = {
    "W1": np.array([[1, -1, 0], [0, 1, -1]]),
    "b1": np.array([1, -1]),
    "W2": np.array([[1.0, -0.7], [0.3, 0.8]]),
    "b2": np.array([-0.2, 0.6]),
    "x": np.array([1.1, -0.6, 0.5]),
    "t": np.array([1.0, 0.25]),
}
for name in ("W1", "b1"):
    check.own_gradient(backprop_two_layer, NAMES, f"d{name}", at, graph=two_layer_graph)
off, right = check.call(backprop_two_layer, *off_two_layer), check.call(backprop_two_layer, *right_two_layer)
for name, expected, none in (("dW1", [[3.045996e-8]], np.zeros((1, 2))), ("db1", [3.045996e-8], np.zeros(1))):
    check.value(check.part(off, NAMES, name), expected, f"{name} where a hidden unit is off, and an output fully on")
    check.value(check.part(right, NAMES, name), none, f"{name} where the outputs are what they should be")
about = "60,000 weights at the price of a few forward passes"
check.derived(backprop_two_layer, two_layer_pass, large_two_layer, entries=60_000, about=about)
rng = np.random.default_rng(5)
shapes = {"W1": (4, 3), "b1": 4, "W2": (2, 4), "b2": 2, "x": 3, "t": 2}
drawn = {name: 1.5 * rng.normal(size=shape) for name, shape in shapes.items()}
check.alike(backprop_two_layer, drawn, "a network of integers and float32", names=NAMES)
one = (np.array([[0.5]]), np.array([0.25]), np.array([[2.0]]), np.array([-1.0]), np.array([1.0]), np.array([0.75]))
shapes = [np.shape(gradient) for gradient in check.results(check.call(backprop_two_layer, *one), NAMES)]
about = "With one node in each layer, the shapes of dW1, db1, dW2 and db2 should be (1, 1), (1,), (1, 1) and (1,)."
check.true(shapes[1:] == [(1, 1), (1,), (1, 1), (1,)], about, shows=f"They are {shapes[1:]}.")
check.passed("the shapes for one node in each layer")
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(backprop_two_layer, reference.backprop_two_layer, NAMES)
for name in ("W1", "b1"):
    about = f"d{name} with 100 hidden units"
    task.part(f"d{name}").derived(two_layer_pass, lambda n: large_two_layer(99 + n), entries=60_000, about=about)
rng = np.random.default_rng(418)
for D, H, K in ((3, 4, 2), (2, 3, 5), (3, 3, 3), (1, 1, 1)):
    arguments = [rng.normal(size=shape) for shape in ((H, D), H, (K, H), K, D, K)]
    for name in ("W1", "b1"):
        facts = two_layer_graph.facts(name, dict(zip(("W1", "b1", "W2", "b2", "x", "t"), arguments)))
        task.part(f"d{name}").agrees(*arguments, about=f"d{name} with {H} hidden and {K} output units", facts=facts)
arguments = [0.7 * rng.normal(size=shape) for shape in ((4, 3), 4, (2, 4), 2, 3, 2)]
for name in ("W1", "b1"):
    task.part(f"d{name}").in_all_kinds(*arguments, about=f"d{name}")
    far = [np.array(one) for one in ([[-2.0]], [-14.5], [[4.0], [0.0]], [0.0, -17.5], [1.5], [0.0, 1.0])]
    task.part(f"d{name}").agrees(*far, about=f"d{name} where units are off")
    done = [np.array(one) for one in ([[0.0], [2.0]], [0.0, 1.0], [[0.0, 0.0]], [0.0], [1.5], [0.5])]
    task.part(f"d{name}").agrees(*done, about=f"d{name} where the output is what it should be")
### END HIDDEN TESTS

# %% [markdown]
# Compare the error signals below v2 and v1: which one is smaller, and why?

# %%
L, dW1, db1, dW2, db2 = backprop_two_layer(*(two_layer_inputs[name] for name in ("W1", "b1", "W2", "b2", "x", "t")))
two_layer_graph.marked({"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}, L, **two_layer_inputs)

# %% [markdown]
# *The picture: the chain with all gradients; db2 stands below v2, db1 below v1, which is one more sigmoid further
# back.*
#
# <details><summary>Which is smaller, and why</summary>
#
# The one below $v_1$, (0.12, −0.06), against 0.27 below $v_2$. On its way from $v_2$ to $v_1$ it is multiplied by the
# weights, 2 and −1, and by the slope of the sigmoid, $z\,(1 - z)$, here 0.22 and 0.24, and never more than ¼. Larger
# weights could make up for that; a few more sigmoids, and little would be left.
# </details>

# %% [markdown]
# ## 8 · The sum over all paths
#
# *About 25 minutes.*
#
# Another view of the same thing. Move one input a little, and the change travels along *every path* to the output. On
# each edge it is multiplied by that edge's **rate factor**, how fast the node at its head changes as the node at its
# tail changes. So the derivative is
#
# $$\frac{\partial\, \text{out}_i}{\partial\, \text{in}_j} =
# \sum_{\text{paths from } j \text{ to } i}\;\; \prod_{\text{edges on the path}} \text{factor}.$$

# %%
first, second = np.array([[2, -1], [0.5, 3], [-1, 0]]), np.array([[1, -2, 3]])
factor_on = {(source, f"h{i}"): first[i, j] for i in range(3) for j, source in enumerate("ab")}
factor_on |= {(f"h{i}", "out"): second[0, i] for i in range(3)}
layers = {**{f"h{i}": ("+", ["a", "b"]) for i in range(3)}, "out": ("+", ["h0", "h1", "h2"])}
graphs.draw(
    layers, gradients=factor_on, slots=False, title="Rate factors on the edges: 2 inputs, 3 hidden nodes, 1 output"
)

# %% [markdown]
# *The picture: inputs a and b, three hidden nodes and one output; on each edge stands its rate factor.*
#
# (The factors are local: no gradients yet, although they are drawn in the same colour.) From a there are three paths,
# $2\cdot1 + 0.5\cdot(-2) + (-1)\cdot3 = -2$; from b, $-1\cdot1 + 3\cdot(-2) + 0\cdot3 = -7$.
#
# The factors between two layers make a matrix: the entry in row $i$, column $j$ belongs to the edge from node $j$ to
# node $i$ of the next layer. Write the sum over all paths for any number of layers. Any way will do, even walking the
# paths one by one; the tests use small networks only.

# %% answer="sum_over_paths"
def sum_over_paths(factors):
    """Sum over all paths of the product of the rate factors along each.

    factors: a list of at least one matrix. The l-th is (n_l, n_{l-1}); entry [i, j] is the factor of the edge from
        node j of layer l-1 to node i of layer l.
    Returns (n_L, n_0): entry [i, j] sums over all paths from input j to output i.
    """
    ### BEGIN SOLUTION
    total = factors[0]
    for factor in factors[1:]:
        total = factor @ total
    return total
    ### END SOLUTION

# %% test="sum_over_paths__small" points=1
check.value(
    check.call(sum_over_paths, [np.array([[2.0]]), np.array([[5.0]])]),
    np.array([[10.0]]),
    "a single path, with the factors 2 and 5",
)
check.value(
    check.call(sum_over_paths, [np.array([[2.0], [3.0]]), np.array([[4.0, -1.0]])]),
    np.array([[5.0]]),
    "two paths, of which one gives 2 · 4 and the other 3 · (−1)",
)
check.value(
    check.call(sum_over_paths, [np.array([[2.0, -1.0], [0.5, 3.0], [-1.0, 0.0]]), np.array([[1.0, -2.0, 3.0]])]),
    np.array([[-2.0, -7.0]]),
    "the network in the picture",
)
check.value(
    check.call(sum_over_paths, [np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])]),
    np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]),
    "one matrix: every path is one edge",
)
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(sum_over_paths, reference.sum_over_paths)
rng = np.random.default_rng(419)
factors = [rng.normal(size=shape) for shape in ((2, 3), (4, 2))]
task.agrees(factors, about="two matrices")
task.agrees([rng.normal(size=(3, 1))], about="one input")
task.agrees([np.ones((3, 2)), np.ones((2, 3))], about="all factors 1: the number of paths")
### END HIDDEN TESTS

# %% test="sum_over_paths__deep" points=2
ones = [np.ones((3, 2)), np.ones((4, 3)), np.ones((1, 4)), np.ones((2, 1))]
about = "all factors 1: counts the 3 · 4 · 1 paths from each input to each output"
check.value(check.call(sum_over_paths, ones), [[12.0, 12.0], [12.0, 12.0]], about)
factors = [
    np.array([[1, 2], [0, 1], [3, -1]]),
    np.array([[1, 0, 2], [-1, 1, 0]]),
    np.array([[0.5, 2], [1, -1], [0, 3]]),
]
expected = [[1.5, -2], [8, 1], [-3, -3]]
check.value(check.call(sum_over_paths, factors), expected, "three layers, integers and real numbers")
real, whole = np.array([[0.5, -0.25]]), np.array([[2], [-1], [3]])
expected = [[1.0, -0.5], [-0.5, 0.25], [1.5, -0.75]]
check.value(check.call(sum_over_paths, [real, whole]), expected, "real numbers, then integers")
got = check.call(sum_over_paths, [whole, real[:, [0, 1, 1]], whole[:1]])
check.value(got, [[1.0]], "real numbers between integers")
square = [np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0.0, 1.0], [1.0, 1.0]])]
check.value(check.call(sum_over_paths, square), [[3.0, 4.0], [4.0, 6.0]], "two layers of two nodes each")
chain = [np.array([[2.0], [-1.0]]), np.array([[1.0, 3.0]])] * 5  # 2 − 3 = −1 from each node to the one after the next
check.value(check.call(sum_over_paths, chain), [[-1.0]], "ten layers, one node and two in turn")
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(sum_over_paths, reference.sum_over_paths)
rng = np.random.default_rng(420)
for about, sizes in (
    ("three matrices", (2, 4, 3, 5)),
    ("four matrices", (3, 2, 4, 2, 3)),
    ("five matrices, all square", (2, 2, 2, 2, 2, 2)),
    ("a network as narrow as one node", (3, 1, 2, 1)),
):
    factors = [rng.normal(size=(after, before)) for before, after in zip(sizes, sizes[1:])]
    task.agrees(factors, about=about)
whole = [rng.integers(-3, 4, size=(after, before)) for before, after in ((3, 2), (2, 4), (4, 3))]
check.agrees(sum_over_paths, lambda factors: reference.sum_over_paths(factors) + 0.0, whole, about="integer factors")
task.agrees([rng.integers(-3, 4, size=(2, 3)), rng.normal(size=(2, 2))], about="integers, then real numbers")
mixed = [rng.normal(size=(3, 2)), whole[0], rng.normal(size=(3, 2)), whole[0]]
for first, last, about in ((0, 2, "real numbers, then integers"), (0, 4, "in turn"), (1, 4, "integers at both ends")):
    task.agrees(mixed[first:last], about=f"integers and real numbers: {about}")
single = [factor.astype(np.float32) for factor in factors]
check.value(
    check.call(sum_over_paths, single),
    reference.sum_over_paths(single),
    "float32 factors",
    tolerance=check.TOLERANCE_FLOAT32,
)
### END HIDDEN TESTS

# %% [markdown]
# Is it really backpropagation? The edges of the two-layer network of part 7 have the factors $w \cdot \sigma'$, with
# $\sigma'$ the slope at the node that the edge reaches. Sum over its paths, and compare with the slope of its output.

# %%
W1, b1, W2, b2, x = (two_layer_inputs[name] for name in ("W1", "b1", "W2", "b2", "x"))
z = 1 / (1 + np.exp(-(W1 @ x + b1)))
out = 1 / (1 + np.exp(-(W2 @ z + b2)))
by_paths = sum_over_paths([(z * (1 - z))[:, None] * W1, (out * (1 - out))[:, None] * W2])
h = 1e-5
slopes = [(1 / (1 + np.exp(-(W2 @ (1 / (1 + np.exp(-(W1 @ (x + h * e) + b1)))) + b2))) - out) / h for e in np.eye(2)]
print("sum over paths   ", " ".join(f"{number:8.4f}" for number in by_paths[0]))
print("slope of out     ", " ".join(f"{number[0]:8.4f}" for number in slopes))

# %% [markdown]
# **Why nobody walks the paths.** With ten nodes in every layer, each further layer multiplies the number of paths by
# ten, but adds only one more matrix product: every node *adds up*, once, what arrives. That is all that backpropagation
# is: **the sum over all paths, with the common parts shared.**

# %%
depth = np.arange(1, 12)
width = 10
path_by_path = (depth - 1) * float(width) ** (depth + 1)
by_matrices = (depth - 1) * float(width) ** 3
print("layers of edges   path by path   by matrix products")
for d in (2, 5, 11):
    print(f"{d:15d}   {path_by_path[d - 1]:12.0e}   {by_matrices[d - 1]:18.0e}")
figure, axes = plt.subplots(figsize=(6, 3), dpi=80, layout="constrained")
axes.semilogy(depth[1:], path_by_path[1:], "o-", color="#D55E00", label="path by path")
axes.semilogy(depth[1:], by_matrices[1:], "s-", color="#0072B2", label="products of matrices")
axes.set_xlabel("layers of edges, 10 nodes in each layer")
axes.set_ylabel("multiplications")
axes.legend()
plt.show()

# %% [markdown]
# *The picture: multiplications against the number of layers, on a logarithmic axis, path by path and by matrix
# products.*
#
# <details><summary>The picture in words</summary>
#
# From 2 to 11 layers of edges. Both begin at 1,000. Path by path they climb along a nearly straight line, a factor of
# ten and more for each layer, to $10^{13}$. By matrix products they bend and stay low: 10,000 at 11 layers.
# </details>
#
# **And why backwards?** The products can be taken from either end. Take a network with $n_0 = 1000$ inputs, two hidden
# layers of 100 and **one** output, the loss; its factors are matrices $F_1$ (100 × 1000), $F_2$ (100 × 100) and $F_3$
# (1 × 100). A product of an $(a, b)$ and a $(b, c)$ matrix costs $a\,b\,c$ multiplications.
#
# * *Forwards*, from the inputs on: $F_3\,(F_2\, F_1)$. Each step keeps a column for every input.
# * *Backwards*, from the loss: $(F_3\, F_2)\, F_1$. Each step keeps a row for every output, and there is one.
#
# Count both on paper, and write it down, before you run. And for a graph with one input and 1000 outputs?

# %%
my_count = {"forwards": None, "backwards": None}  # your bets, for 1000 inputs and one output


def multiplications(sizes):
    """Count the multiplications of both orders; sizes: nodes in each layer, inputs first."""
    forwards = sum(after * before * sizes[0] for before, after in zip(sizes[1:], sizes[2:]))
    backwards = sum(sizes[-1] * after * before for before, after in zip(sizes[-3::-1], sizes[-2::-1]))
    return {"forwards": forwards, "backwards": backwards}


for sizes in ([1000, 100, 100, 1], [1, 100, 100, 1000], [100, 100, 100, 100]):
    print(" → ".join(map(str, sizes)), "", {order: f"{n:,}" for order, n in multiplications(sizes).items()})
print("your bets for the first:", my_count)

# %% [markdown]
# A loss is *one* number with very many inputs (the weights), so one walks backwards: a single row travels through the
# graph, and every edge is used once, as in the forward pass. With its second product, for the weights, a backward pass
# costs about twice a forward pass, **however many weights there are**. Forwards one would carry a column for each
# weight: a pass per weight, exactly what finite differences cost. So differences are not only inexact, they are forward
# accumulation of the slowest kind. (With one input and many outputs it is the other way round. Both orders have been
# known for long, the backward one since Linnainmaa, 1970; Rumelhart, Hinton and Williams made it famous in 1986.)

# %% [markdown]
# ## 9 · Repair somebody else's backward pass
#
# *About 30 minutes.*
#
# The last graph is a layer on a whole batch: $\text{out} = \text{ReLU}(S)$, $S = X W^\top + b$, one example per row.
# The upstream gradient is `dout`, $(N, M)$, a gradient for each entry of out. The answer cell contains code for its
# backward pass. It reads well, and **three of its lines are wrong.** Each bug is famous.
#
# Find them as you would in your own code: write down the shape of each result, redo the chain rule for a single entry,
# compare with a numerical gradient. **Repair the lines above** `# YOUR CODE HERE`, then delete that line and the
# `raise` below it; the `return` at the end stays. (An answer from scratch is just as good.)

# %% given="relu_layer"
def relu_layer(X, W, b):
    """The forward pass, which is right: X is (N, D), W is (M, D), b is (M,); returns (N, M)."""
    return np.maximum(0.0, X @ W.T + b)


relu_graph = graphs.Graph(
    {
        "W": "weight",
        "b": "bias",
        "S": ("X Wᵀ + b", ["X", "W", "b"], lambda X, W, b: X @ W.T + b),
        "out": ("max(0,·)", ["S"]),
        "loss": ("Σ out·dout", ["out", "dout"], lambda out, dout: np.sum(out * dout)),
    },
    "A layer on a batch of three examples, three features, two units",
    digits=2,
)
relu_inputs = {
    "X": np.array([[1, -1, 1], [0, 2, 1], [2, 1, 0]]),
    "W": np.array([[1, -1, 1], [-1, 1, 1]]),
    "b": np.array([2, -1]),
    "dout": np.array([[-2.5, 1.0], [2.0, 1.25], [-1.5, 2.0]]),
}


def relu_slips(of, X, W, b, dout):
    """For the checks: gradients of layers that are not quite this one, which tell what is wrong with yours."""
    arguments = {"X": X, "W": W, "b": b, "dout": dout}

    def slope(loss, **changed):
        at = {**arguments, **changed}
        return gradcheck.central(lambda moved: np.sum(loss(**{**at, of: moved})), at[of])

    def layer(X, W, b, dout):
        return relu_layer(X, W, b) * dout

    def layer_without_relu(X, W, b, dout):
        return (X @ W.T + b) * dout

    def half_square(X, W, b, dout):
        return relu_layer(X, W, b) ** 2 / 2 * dout

    positive = np.maximum(dout, 0)
    return {
        "X": X,
        "upstream": dout,
        "masked_by_upstream": slope(layer_without_relu, dout=positive),
        "masked_twice": slope(layer, dout=positive),
        "without_slope": [slope(layer_without_relu)],
        "ignoring_upstream": slope(layer, dout=np.ones_like(dout)),
        "named": {"bias-missing": [slope(layer, b=0 * b)], "value-as-slope": [slope(half_square)]},
    }

# %%
relu_graph.blank(**relu_inputs)

# %% [markdown]
# *The picture: X, W and b flow into X Wᵀ + b, called S; then max(0, ·), called out; then a sum weighted with dout.*

# %% answer="repaired_backward"
def repaired_backward(X, W, b, dout):
    """Backward pass of out = relu(X W^T + b).

    X: (N, D).  W: (M, D).  b: (M,).  dout: (N, M), the gradient of the loss with respect to out.
    Returns (dX, dW, db), of the shapes of X, W and b. Where S is exactly 0, any slope from 0 to 1 is right.
    """
    mask = dout > 0
    dS = dout * mask
    dX = dS @ W
    dW = X.T @ dS
    db = dS
    ### BEGIN SOLUTION
    S = X @ W.T + b
    dS = dout * (S > 0)  # ReLU looks at its own input
    dX = dS @ W
    dW = dS.T @ X  # (M, D), like W
    db = dS.sum(axis=0)  # every example used the same b
    ### END SOLUTION
    return dX, dW, db

# %% test="repaired_backward__dX" points=2
NAMES = ("dX", "dW", "db")
X, W, b, dout = (relu_inputs[name] for name in ("X", "W", "b", "dout"))
check.gradient(
    check.part(check.call(repaired_backward, X, W, b, dout), NAMES, "dX"),
    lambda v: np.sum(relu_layer(v, W, b) * dout),
    X,
    "dX against the numerical gradient of the layer",
    name="dX",
    facts=relu_slips("X", **relu_inputs),
)


def large(seed, N=3, D=10_000, M=2):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(N, D)), rng.normal(size=(M, D)), rng.normal(size=M), rng.normal(size=(N, M))


def one_pass(X, W, b, dout):
    return np.sum(relu_layer(X, W, b) * dout)


about = "30,000 inputs at the price of a few forward passes"
check.derived(repaired_backward, one_pass, large, entries=30_000, about=about)
one = np.array([[1.0, 2.0]]), np.array([[2.0, -1.0]]), np.zeros(1), np.array([[4.0]])  # S is 0
slopes = check.part(check.call(repaired_backward, *one), NAMES, "dX") / np.array([[8.0, -4.0]])
about = "dX where S is exactly 0: the slope of ReLU there has to be between 0 and 1."
check.true(((slopes >= 0) & (slopes <= 1)).all(), about)
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(repaired_backward, reference.repaired_backward, NAMES, only="dX")
rng = np.random.default_rng(421)
X, W, b, dout = rng.normal(size=(6, 4)), rng.normal(size=(3, 4)), rng.normal(size=3), rng.normal(size=(6, 3))
facts = relu_slips("X", X, W, b, dout)
task.agrees(X, W, b, dout, about="dX of a batch of six", facts=facts)
task.derived(one_pass, lambda n: large(99 + n), entries=30_000, about="dX of a large layer")
X, W, b, dout = (2 * np.rint(1.5 * rng.normal(size=shape)) for shape in ((5, 4), (3, 4), 3, (5, 3)))
b, dout = b + 1, dout + rng.normal(size=dout.shape)  # S is odd: no entry is at the kink, also not in integers
task.in_all_kinds(X, W, b, dout, about="dX of a batch of five")
for whole in range(3):  # sums between 0 and 1
    small = [rng.uniform(-0.5, 0.5, shape) for shape in ((5, 4), (3, 4), 3)]
    small[whole] = rng.integers(-1, 2, small[whole].shape)
    task.agrees(*small, dout, about="dX where S is small, one argument of integers")
X, W, b = np.array([[3.0, 1.0], [-6.0, -2.0]]), np.array([[1.0, -3.0], [-2.0, 6.0]]), 2.0**-41 * np.array([-1, 1])
task.agrees(X, W, b, dout[:2, :2], about="dX where S is very close to 0")
for about, N, D, M in (("dX of one example", 1, 3, 2), ("dX where N = D = M", 3, 3, 3), ("dX with one unit", 4, 2, 1)):
    X, W, b, dout = rng.normal(size=(N, D)), rng.normal(size=(M, D)), rng.normal(size=M), rng.normal(size=(N, M))
    task.agrees(X, W, b, dout, about=about)
task.agrees(X, W, b - 50, dout, about="dX where every unit is off")
# S is exactly 0: any slope of ReLU from 0 to 1 is right.
slopes = np.asarray(
    check.part(
        check.call(repaired_backward, np.array([[1.0, 2.0]]), np.array([[2.0, -1.0]]), np.zeros(1), np.array([[4.0]])),
        NAMES,
        "dX",
    )
) / [[8.0, -4.0]]
check.true(
    ((slopes >= 0) & (slopes <= 1)).all(), "dX where S is exactly 0: the slope of ReLU there has to be between 0 and 1."
)
### END HIDDEN TESTS

# %% test="repaired_backward__dW" points=2
NAMES = ("dX", "dW", "db")
X, W, b, dout = (relu_inputs[name] for name in ("X", "W", "b", "dout"))
check.gradient(
    check.part(check.call(repaired_backward, X, W, b, dout), NAMES, "dW"),
    lambda v: np.sum(relu_layer(X, v, b) * dout),
    W,
    "dW against the numerical gradient of the layer",
    name="dW",
    facts=relu_slips("W", **relu_inputs),
)
W, b = np.array([[1, -1, 1], [-1, 1, 1], [1, 1, 2]]), np.array([2, -1, -1])
dout = np.array([[-2.5, 1.0, 0.5], [2.0, 1.25, -1.0], [-1.5, 2.0, 3.0]])
check.gradient(
    check.part(check.call(repaired_backward, X, W, b, dout), NAMES, "dW"),
    lambda v: np.sum(relu_layer(X, v, b) * dout),
    W,
    "dW of a layer with as many units as features and examples",
    name="dW",
    facts=relu_slips("W", X, W, b, dout),
)


def large(seed, N=3, D=10_000, M=6):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(N, D)), rng.normal(size=(M, D)), rng.normal(size=M), rng.normal(size=(N, M))


def one_pass(X, W, b, dout):
    return np.sum(relu_layer(X, W, b) * dout)


about = "60,000 weights at the price of a few forward passes"
check.derived(repaired_backward, one_pass, large, entries=30_000, about=about)
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(repaired_backward, reference.repaired_backward, NAMES, only="dW")
rng = np.random.default_rng(422)
X, W, b, dout = rng.normal(size=(6, 4)), rng.normal(size=(3, 4)), rng.normal(size=3), rng.normal(size=(6, 3))
facts = relu_slips("W", X, W, b, dout)
task.agrees(X, W, b, dout, about="dW of a batch of six", facts=facts)
task.derived(one_pass, lambda n: large(99 + n), entries=30_000, about="dW of a large layer")
X, W, b, dout = (2 * np.rint(1.5 * rng.normal(size=shape)) for shape in ((5, 4), (3, 4), 3, (5, 3)))
b, dout = b + 1, dout + rng.normal(size=dout.shape)  # S is odd: no entry is at the kink, also not in integers
task.in_all_kinds(X, W, b, dout, about="dW of a batch of five")
for whole in range(3):  # sums between 0 and 1
    small = [rng.uniform(-0.5, 0.5, shape) for shape in ((5, 4), (3, 4), 3)]
    small[whole] = rng.integers(-1, 2, small[whole].shape)
    task.agrees(*small, dout, about="dW where S is small, one argument of integers")
X, W, b = np.array([[3.0, 1.0], [-6.0, -2.0]]), np.array([[1.0, -3.0], [-2.0, 6.0]]), 2.0**-41 * np.array([-1, 1])
task.agrees(X, W, b, dout[:2, :2], about="dW where S is very close to 0")
for about, N, D, M in (("dW of one example", 1, 3, 2), ("dW where N = D = M", 3, 3, 3), ("dW with one unit", 4, 2, 1)):
    X, W, b, dout = rng.normal(size=(N, D)), rng.normal(size=(M, D)), rng.normal(size=M), rng.normal(size=(N, M))
    task.agrees(X, W, b, dout, about=about)
# S is exactly 0: any slope of ReLU from 0 to 1 is right.
slopes = np.asarray(
    check.part(
        check.call(repaired_backward, np.array([[1.0, 2.0]]), np.array([[2.0, -1.0]]), np.zeros(1), np.array([[4.0]])),
        NAMES,
        "dW",
    )
) / [[4.0, 8.0]]
check.true(
    ((slopes >= 0) & (slopes <= 1)).all(), "dW where S is exactly 0: the slope of ReLU there has to be between 0 and 1."
)
### END HIDDEN TESTS

# %% test="repaired_backward__db" points=2
NAMES = ("dX", "dW", "db")
X, W, b, dout = (relu_inputs[name] for name in ("X", "W", "b", "dout"))
check.gradient(
    check.part(check.call(repaired_backward, X, W, b, dout), NAMES, "db"),
    lambda v: np.sum(relu_layer(X, W, v) * dout),
    b,
    "db against the numerical gradient of the layer",
    name="db",
    facts=relu_slips("b", **relu_inputs),
)


def large(seed, N=2, D=1, M=20_000):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(N, D)), rng.normal(size=(M, D)), rng.normal(size=M), rng.normal(size=(N, M))


def one_pass(X, W, b, dout):
    return np.sum(relu_layer(X, W, b) * dout)


about = "20,000 biases at the price of a few forward passes"
check.derived(repaired_backward, one_pass, large, entries=20_000, passes=2000, about=about)
rng = np.random.default_rng(6)
shapes = {"X": (5, 3), "W": (4, 3), "b": 4, "dout": (5, 4)}
drawn = {name: 3 * rng.normal(size=shape) for name, shape in shapes.items()}
check.alike(repaired_backward, drawn, "a layer of integers and float32", names=NAMES)
for name in ("X", "W"):  # sums between 0 and 1
    small = {**drawn, name: drawn[name] / 15, "b": drawn["b"] / 3}
    check.alike(repaired_backward, small, f"the same with a small {name}: sums between 0 and 1", names=NAMES)
X, W, b, dout = np.array([[1, 2], [2, 4]]), np.array([[2, -1], [-4, 2]]), np.array([1.0, -1.0]), drawn["dout"][:2, :2]
much, little = (tuple(check.results(check.call(repaired_backward, X, W, s * b, dout), NAMES)) for s in (1.0, 2.0**-40))
check.value(little, much, "the gradients are the same where S is ±1e-12 as where it is ±1", names=NAMES)
for N, M in ((1, 4), (5, 1), (1, 1)):
    got = check.call(repaired_backward, drawn["X"][:N], drawn["W"][:M], drawn["b"][:M], drawn["dout"][:N, :M])
    shapes = {name: np.shape(one) for name, one in zip(NAMES, check.results(got, NAMES))}
    about = f"With N = {N} and M = {M}, the shapes should be those of X, W and b: {(N, 3)}, {(M, 3)} and {(M,)}."
    check.true(shapes == {"dX": (N, 3), "dW": (M, 3), "db": (M,)}, about, shows=f"They are {shapes}.")
check.passed("the shapes for one example, and for one unit")
### BEGIN HIDDEN TESTS
from chainrule.reference import backprop as reference

task = check.task(repaired_backward, reference.repaired_backward, NAMES, only="db")
rng = np.random.default_rng(423)
X, W, b, dout = rng.normal(size=(6, 4)), rng.normal(size=(3, 4)), rng.normal(size=3), rng.normal(size=(6, 3))
facts = relu_slips("b", X, W, b, dout)
task.agrees(X, W, b, dout, about="db of a batch of six", facts=facts)
task.derived(one_pass, lambda n: large(99 + n), entries=20_000, passes=2000, about="db of a large layer")
X, W, b, dout = (2 * np.rint(1.5 * rng.normal(size=shape)) for shape in ((5, 4), (3, 4), 3, (5, 3)))
b, dout = b + 1, dout + rng.normal(size=dout.shape)  # S is odd: no entry is at the kink, also not in integers
task.in_all_kinds(X, W, b, dout, about="db of a batch of five")
for whole in range(3):  # sums between 0 and 1
    small = [rng.uniform(-0.5, 0.5, shape) for shape in ((5, 4), (3, 4), 3)]
    small[whole] = rng.integers(-1, 2, small[whole].shape)
    task.agrees(*small, dout, about="db where S is small, one argument of integers")
X, W, b = np.array([[3.0, 1.0], [-6.0, -2.0]]), np.array([[1.0, -3.0], [-2.0, 6.0]]), 2.0**-41 * np.array([-1, 1])
task.agrees(X, W, b, dout[:2, :2], about="db where S is very close to 0")
for about, N, D, M in (("db of one example", 1, 3, 2), ("db where N = D = M", 3, 3, 3), ("db with one unit", 4, 2, 1)):
    X, W, b, dout = rng.normal(size=(N, D)), rng.normal(size=(M, D)), rng.normal(size=M), rng.normal(size=(N, M))
    task.agrees(X, W, b, dout, about=about)
# S is exactly 0: any slope of ReLU from 0 to 1 is right.
slopes = np.asarray(
    check.part(
        check.call(repaired_backward, np.array([[1.0, 2.0]]), np.array([[2.0, -1.0]]), np.zeros(1), np.array([[4.0]])),
        NAMES,
        "db",
    )
) / [4.0]
check.true(
    ((slopes >= 0) & (slopes <= 1)).all(), "db where S is exactly 0: the slope of ReLU there has to be between 0 and 1."
)
### END HIDDEN TESTS

# %% [markdown]
# A gate that sums with the weights `dout` has `dout` as its gradient: so any upstream gradient can be tested with a
# loss that is a single number.

# %%
dX, dW, db = repaired_backward(*(relu_inputs[name] for name in ("X", "W", "b", "dout")))
relu_graph.marked({"X": dX, "W": dW, "b": db}, **relu_inputs)

# %% [markdown]
# *The picture: the same graph with your dX, dW and db below X, W and b.*
#
# <details><summary>The three bugs (open this when yours are found)</summary>
#
# *The mask of the gradient*: ReLU has to ask where its own **input** was positive; a mask of `dout > 0` throws away
# every negative gradient, and training creeps on with half of its signal. (As a deliberate choice, for pictures, it is
# called *guided backpropagation*.) *The bias not summed*: `b` was used once for each example, so its gradients add;
# NumPy would broadcast an `(N, M)` array into the step without a word. *The transpose*: `X.T @ dS` has the shape of
# $W^\top$, which goes unnoticed wherever a layer is square.
# </details>

# %% [markdown]
# ## What you have learned
#
# *In one sentence: the blame for one number flows back along the wires, multiplied on each and added where they meet.*
#
# * Any formula is a graph of small gates. Forwards in stages, then backwards through the stages: **upstream × local**,
#   and **sums at branches**.
# * Add distributes, max routes, multiply switches; σ lets through at most a quarter.
# * A gradient has the shape of its value. Parameters that serve a whole batch, or two inputs, collect the gradients of
#   all uses.
# * Backpropagation is the sum over all paths, with the common parts shared, taken from the end that has one number. It
#   costs about two forward passes, and not one for each weight.
#
# By now you have written the same few lines many times: *multiply by the other input*, *times z (1 − z)*, *outer
# product with the input*. Each of them can be written once, as a gate with `forward` and `backward`,
# and a graph object calls them in the right order. Then nobody ever has to write a backward pass by hand again.
