# %% [markdown] needs={"03_softmax_cross_entropy": "cross-entropy's gradient", "04_backprop_by_hand": "the chain rule"}
# # 5 · Modular gates: derivatives that assemble themselves
#
# By hand, every graph needs its own backward pass, written line by line. Below is one more: the SVM
# loss of one example, with an empty slot for each value still to be computed (above a wire) and for each gradient
# (below it). A network that recognises speech has a hundred million slots. **Nobody ever wrote its backward pass. So
# where does it come from?**
#
# After this notebook you can
#
# - write a *gate*: an operation that knows its own derivative, and nothing else;
# - put the nodes of any graph in an order in which they can be computed;
# - build a `ComputationalGraph` that differentiates whatever is assembled from gates, a neural network included;
# - say why nobody ever forms the Jacobian matrix of a layer.

# %% given="setup"
import warnings

import matplotlib.pyplot as plt
import numpy as np

from chainrule import check, datasets, graphs, plots

# %%
graphs.draw(
    {
        "w00 x0": ("×", ["w00", "x0"]),
        "w01 x1": ("×", ["w01", "x1"]),
        "s0": ("+", ["w00 x0", "w01 x1"]),
        "w10 x0": ("×", ["w10", "x0"]),
        "w11 x1": ("×", ["w11", "x1"]),
        "s1": ("+", ["w10 x0", "w11 x1"]),
        "-s0": ("·(−1)", ["s0"]),
        "-lead": ("+", ["-s0", "s1"]),
        "shortfall": ("1+", ["-lead"]),
        "loss": ("max(0,·)", ["shortfall"]),
    },
    {"w00": -2, "w01": -1, "w10": 1, "w11": -5, "x0": 3, "x1": 2},
    title="The SVM loss of one example: two pixels, two classes, the first is right",
)

# %% [markdown]
# *The picture: the SVM's graph, six inputs and ten gates; all gradients, and all values but the inputs', are empty
# boxes.*
#
# **Time.** About 210 minutes: 5 for the beginning and the end, the rest as said below the headings. Words are explained
# in the glossary at the end of the guide (`README.md`, one folder above).
#
# **How this notebook works.** Replace the two lines `# YOUR CODE HERE` and `raise NotImplementedError(…)` with your
# answer, run the cell, then run the check below it: it prints a ✓ for each thing that is right, or a message that says
# what is wrong and, often, what kind of mistake it looks like. When your notebook is graded, hidden checks run as well:
# other numbers, arrays, integers (`int64`), float32. Six digits have to be right (in float32 four), and fewer where a
# number is tiny beside the largest of its array.
#
# **Words.** The right class *leads* by $s_0 - s_1$, and should lead by the *margin*, here 1. What is missing to it,
# $1 - (s_0 - s_1)$, is the *shortfall*; the loss is the shortfall, or 0 if there is none.
#
# **Pictures in words.** Every graph is described for screen readers, as a table of its nodes, with what each reads, its
# value and its gradient. To read the table, put `print(…)` around the last line of the cell.

# %% [markdown]
# ## 1 · What is a gate?
#
# *About 10 minutes.*
#
# A gate sees only its own inputs and its own output $z$. It has two methods:
#
# | method | is given | returns |
# |---|---|---|
# | `forward(*inputs)` | the inputs | the output $z$; keeps in `self` what backward will need |
# | `backward(dz)` | $\text{dz} = \partial L / \partial z$, shaped like $z$ | a **list**: one gradient per input |
#
# Backward is the chain rule, once: *upstream gradient times local derivative*,
# $$\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial z}\cdot\frac{\partial z}{\partial x_i}.$$
# What $L$ is, how far away it is and how many gates lie between: the gate does not know, and need not know.

# %% given="given_gates"
class ShiftGate:
    """z = c + x, with a constant c."""

    def __init__(self, c):
        self.c = c
        self.symbol = f"{c:g}+"  # how pictures show it

    def forward(self, x):
        return self.c + x

    def backward(self, dz):
        return [dz]  # dz/dx = 1


class ScaleGate:
    """z = a x, with a constant a."""

    def __init__(self, a):
        self.a = a
        self.symbol = f"·({a:g})".replace("-", "−")

    def forward(self, x):
        return self.a * x

    def backward(self, dz):
        return [self.a * dz]  # dz/dx = a

# %% [markdown]
# The smallest example: $z = 3x$ at $x = 2$, where the rest of the graph reports $\partial L/\partial z = 5$.
# The same two lines of code serve a number and an array: elementwise, each entry is a graph of its own.

# %%
triple = ScaleGate(3.0)
print("forward: ", triple.forward(2.0))
print("backward:", triple.backward(5.0), "  <- a list, also for one input")
print("arrays:  ", triple.forward(np.array([1.0, 2.0])), triple.backward(np.array([5.0, -1.0])))

# %% [markdown]
# **The rules for all your gates.** Inputs are scalars (Python or NumPy; an array of shape `()` counts as one) or arrays
# of one shape (of three shapes in part 4 only); integers count as real numbers; a gate never changes its inputs or `dz`
# in place, and may keep them without a copy: they stay what they are until `backward`. A gate may be used again, also
# with inputs of another shape: `backward` always refers to the last `forward` of *this* object, and may be called
# twice. The checks' inputs are at most 20 in size, except for the sigmoid's; slopes and `dz` can be larger.
#
# No class inherits from `list`, `dict` or another type of Python's data: where the notebook is graded, its objects
# would arrive at the checks as plain lists or dicts.
#
# And `backward` is **derived, not measured**: it never runs `forward` again with one entry moved. The check of the
# layer in part 4 has 60,000 weights, and does not wait for 60,000 forward passes.

# %% [markdown]
# ## 2 · Two inputs: three patterns
#
# *About 20 minutes.*
#
# $f = (x + y)\,z$ at $x=-2,\ y=5,\ z=-4$ needs two gates. Recall what they do to a gradient: **add distributes** it,
# **multiply switches** the inputs, and, in the next graphs, **max routes** it to the winner.
#
# Write the first: $z = x + y$. (`symbol` is only for the pictures.)

# %% answer="AddGate"
class AddGate:
    """z = x + y."""

    symbol = "+"

    def forward(self, x, y):
        """Return z."""
        ### BEGIN SOLUTION
        return x + y
        ### END SOLUTION

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        ### BEGIN SOLUTION
        return [dz, dz]
        ### END SOLUTION

# %% test="AddGate__passes" points=2
check.value(check.call(AddGate().forward, -2.0, 5.0), 3.0, "the lecture's -2 + 5")
check.gate(AddGate, -2.0, 5.0, dz=-4.0, about="both inputs get the -4 that comes from above")
x, y, dz = np.array([[1, -2], [0, 20]]), np.array([[5, 4], [-1, 3]]), np.array([[1.5, 2.5], [-3.5, 60.0]])
check.value(check.call(AddGate().forward, x, y), [[6, 2], [-1, 23]], "arrays of integers")
check.gate(AddGate, x, y, dz=dz, about="slopes for arrays of integers")
check.gate(AddGate, x, x, dz=dz, about="one array for both inputs, each of which has its own gradient")
check.gate_again(AddGate, (x / 2, y), (y, -x), dz, "two gates, and backward twice")
check.gate_reshaped(AddGate, inputs=2)
rng = np.random.default_rng(1)
drawn = {"x": 3 * rng.normal(size=(3, 4)), "y": 3 * rng.normal(size=(3, 4)), "dz": 3 * rng.normal(size=(3, 4))}
check.alike(check.both_passes(AddGate), drawn, "integers and float32 in place of float64", names=("z", "dx", "dy"))
### BEGIN HIDDEN TESTS
from chainrule.reference import gates as reference

check.elementwise(AddGate, reference.AddGate, inputs=2, seed=501, larger=8)
for x, dz in ((3, 0.5), (np.array([1.5, -2.0]), np.array([3.0, 0.25]))):
    check.gate(AddGate, x, x, dz=dz, trusted=reference.AddGate, about="the same for both inputs")
### END HIDDEN TESTS

# %% [markdown]
# Now $z = x\,y$. Its local derivatives are the *other* input's value, $\partial z/\partial x = y$ and
# $\partial z/\partial y = x$, so this gate is the first that has to remember something.

# %% answer="MultiplyGate"
class MultiplyGate:
    """z = x y, elementwise."""

    symbol = "×"

    def forward(self, x, y):
        """Return z."""
        ### BEGIN SOLUTION
        self.x, self.y = x, y
        return x * y
        ### END SOLUTION

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        ### BEGIN SOLUTION
        return [self.y * dz, self.x * dz]
        ### END SOLUTION

# %% test="MultiplyGate__passes" points=2
multiply = MultiplyGate()
check.value(check.call(multiply.forward, 3.0, -4.0), -12.0, "the lecture's 3 · (-4)")
check.gate(MultiplyGate, 3.0, -4.0, dz=-5.0, about="its gradients, if -5 comes from above")
check.value(check.call(multiply.backward, 1.0), (-4.0, 3.0), "if 1 comes from above, -4 and 3", names=["dx", "dy"])
x, y, dz = np.array([[1, -2], [0, 20]]), np.array([[5, 4], [-1, 3]]), np.array([[1.5, 2.5], [-3.5, 60.0]])
check.gate(MultiplyGate, x[1], y[1], dz=dz[1], about="arrays of integers")
check.value(check.call(MultiplyGate().forward, x, y), [[5, -8], [0, 60]], "matrices of integers")
check.gate(MultiplyGate, x, y, dz=dz, about="slopes for matrices of integers")
check.gate(MultiplyGate, x, x, dz=dz, about="one array for both inputs, each of which has its own gradient")
rng = np.random.default_rng(1)
drawn = {"x": 3 * rng.normal(size=(3, 4)), "y": 3 * rng.normal(size=(3, 4)), "dz": 3 * rng.normal(size=(3, 4))}
check.alike(check.both_passes(MultiplyGate), drawn, "integers and float32 in place of float64", names=("z", "dx", "dy"))
check.gate_reshaped(MultiplyGate, inputs=2)
### BEGIN HIDDEN TESTS
from chainrule.reference import gates as reference

check.elementwise(MultiplyGate, reference.MultiplyGate, inputs=2, seed=502, larger=8, memory=False)
rng = np.random.default_rng(502)
x, y, dz = rng.normal(size=(3, 2, 2))
check.gate(MultiplyGate, x, y, dz=dz, trusted=reference.MultiplyGate, about="square matrices")
x, y, dz = np.array([0.0, 2.0, -1.5]), np.array([3.0, 0.0, 0.5]), np.array([2.0, -3.0, -1.0])
check.gate(MultiplyGate, x, y, dz=dz, trusted=reference.MultiplyGate, about="zeros")
for x, dz in ((3, 0.5), (np.array([1.5, -2.0]), np.array([3.0, 0.25]))):
    check.gate(MultiplyGate, x, x, dz=dz, trusted=reference.MultiplyGate, about="the same for both inputs")
### END HIDDEN TESTS

# %% test="MultiplyGate__memory" points=1
first, second = MultiplyGate(), MultiplyGate()
check.call(first.forward, 3.0, -4.0)
check.call(second.forward, 2.0, 7.0)
about, facts = "the first of two gates remembers its own inputs", {"remembered": 7.0}
check.value(check.call(first.backward, 1.0), (-4.0, 3.0), about, names=["dx", "dy"], facts=facts)
check.value(check.call(second.backward, 1.0), (7.0, 2.0), "and so does the second", names=["dx", "dy"])
check.call(first.forward, 5.0, 6.0)
about, facts = "a gate remembers its last inputs", {"remembered": -4.0}
check.value(check.call(first.backward, 1.0), (6.0, 5.0), about, names=["dx", "dy"], facts=facts)
check.value(check.call(first.backward, 1.0), (6.0, 5.0), "also when backward is called twice", names=["dx", "dy"])
check.call(first.forward, np.array([3.0, 2.0]), np.array([0.5, -1.0]))
for turn in ("and when they are arrays this time", "also when backward is called twice"):
    got, expected = check.call(first.backward, np.array([2.0, 4.0])), (np.array([1.0, -4.0]), np.array([6.0, 8.0]))
    check.value(got, expected, turn, names=["dx", "dy"], facts={"spoiled": np.array([2.0, -16.0])})
### BEGIN HIDDEN TESTS
from chainrule.reference import gates as reference

rng = np.random.default_rng(503)
x, y, u, v, dz = rng.uniform(0.6, 2.0, (5, 4))
check.gate_again(MultiplyGate, (x, y), (u, v), dz, "arrays", trusted=reference.MultiplyGate)
gate = MultiplyGate()
check.call(gate.forward, x, y)
check.value(check.call(gate.backward, dz), (y * dz, x * dz), "an array", names=["dx", "dy"])
check.call(gate.forward, 1.5, 2.5)
check.value(check.call(gate.backward, 0.5), (1.25, 0.75), "then numbers", names=["dx", "dy"])
### END HIDDEN TESTS

# %% [markdown]
# The third pattern, $z = \max(x, y)$ (elementwise). At a tie, $x = y$ exactly, the function has a kink: split `dz`
# between the two as you like, as long as each gets a share from 0 to 1 and the two shares add up to 1. Numbers that
# differ by very little are no tie.

# %% answer="MaxGate"
class MaxGate:
    """z = max(x, y), elementwise."""

    symbol = "max"

    def forward(self, x, y):
        """Return z."""
        ### BEGIN SOLUTION
        self.x_wins = np.asarray(x) >= np.asarray(y)
        return np.maximum(x, y)
        ### END SOLUTION

    def backward(self, dz):
        """Return [dx, dy], given dz of the shape of z."""
        ### BEGIN SOLUTION
        return [self.x_wins * dz, ~self.x_wins * dz]
        ### END SOLUTION

# %% test="MaxGate__passes" points=2
maximum = MaxGate()
check.value(check.call(maximum.forward, 4.0, -1.0), 4.0, "the larger of 4 and -1")
check.gate(MaxGate, 4.0, -1.0, dz=-3.0, about="the winner gets it all")
x, y, dz = np.array([[1, -7], [-5, 20]]), np.array([[5, -8], [-1, 3]]), np.array([[1.5, 2.5], [-3.5, 60.0]])
check.value(check.call(MaxGate().forward, x, y), [[5, -7], [-1, 20]], "the larger ones, in arrays of integers")
check.gate(MaxGate, x, y, dz=dz, about="slopes for arrays of integers")
check.gate_again(MaxGate, (x, y), (y, -x), dz, "two gates, and backward twice")
rng = np.random.default_rng(1)
drawn = {"x": 3 * rng.normal(size=(3, 4)), "y": 3 * rng.normal(size=(3, 4)), "dz": 3 * rng.normal(size=(3, 4))}
check.alike(check.both_passes(MaxGate), drawn, "integers and float32 in place of float64", names=("z", "dx", "dy"))
check.gate_reshaped(MaxGate, inputs=2)
### BEGIN HIDDEN TESTS
from chainrule.reference import gates as reference

check.elementwise(MaxGate, reference.MaxGate, inputs=2, seed=504, larger=8)
about = "NumPy scalars, both negative"
check.gate(MaxGate, np.float64(-1.5), np.array(-2.5), dz=-0.75, trusted=reference.MaxGate, about=about)
### END HIDDEN TESTS

# %% test="MaxGate__ties" points=1
tied = check.call(MaxGate)
check.value(check.call(tied.forward, 3, 3), 3, "the larger of 3 and 3")
dx, dy = check.results(check.call(tied.backward, 8.0), ("dx", "dy"))
check.true(np.ndim(dx) == np.ndim(dy) == 0, "At a tie of two numbers, dx and dy should be numbers.")
check.true(0 <= dx <= 8 and 0 <= dy <= 8, "At a tie, neither input can get more than all or less than nothing.")
about = "At a tie, the two parts together should be the whole gradient."
check.true(np.isclose(dx + dy, 8), about, shows=f"dx + dy is {dx + dy:g}, and dz is 8.")
near = check.call(MaxGate)
check.call(near.forward, np.array([1.0, 3.0, 7.0]), np.array([1 + 1e-13, 2.999, 7.0]))
dx, dy = check.results(check.call(near.backward, np.array([2.0, 4.0, 8.0])), ("dx", "dy"))
check.true(np.shape(dx) == np.shape(dy) == (3,), "The gradients of arrays should have their shape.")
expected = np.array([0.0, 4.0]), np.array([2.0, 0.0])
check.value((dx[:2], dy[:2]), expected, "1 and 1 + 1e-13 are no tie, nor are 3 and 2.999", names=["dx", "dy"])
check.true(np.isclose(dx[2] + dy[2], 8), "At a tie in an array, the two parts together should be the whole gradient.")
### BEGIN HIDDEN TESTS
for gap in (2e-14, 1e-9, 1e-5, 0.004):
    near = check.call(MaxGate)
    check.call(near.forward, np.array([2.0, -0.5 - gap]), np.array([2.0 + gap, -0.5]))
    expected = np.array([0.0, 0.0]), np.array([3.0, 5.0])
    got = check.call(near.backward, np.array([3.0, 5.0]))
    check.value(got, expected, "numbers that differ by very little", names=["dx", "dy"])
x, y, dz = np.array([[1, 2], [5, -3]]), np.array([[1, 4], [2, -3]]), np.array([[4, 7], [-1, -6]])
for first, second, winner in ((x, y, [0.0, 1.0]), (y, x, [1.0, 0.0])):
    tied = check.call(MaxGate)
    check.call(tied.forward, first, second)
    dx, dy = check.results(check.call(tied.backward, dz), ("dx", "dy"))
    check.true(np.shape(dx) == np.shape(dy) == dz.shape, "The gradients of matrices should have their shape.")
    check.true(np.allclose(dx + dy, dz), "At a tie, the two parts together should be the whole gradient.")
    share = np.asarray(dx) / dz
    about = "At a tie, neither input can get more than all or less than nothing."
    check.true(((share >= 0) & (share <= 1)).all(), about)
    check.value(share[[0, 1], [1, 0]], winner, "beside a tie, the winner gets it all")
### END HIDDEN TESTS

# %% [markdown]
# Chain the gates by hand, and the lecture's numbers appear: forward from left to right, backward from right to left,
# starting with $\partial f/\partial f = 1$. Each line hands a gate's result to its neighbour. Remember this cell: soon
# a loop will do its work.

# %%
sum_gate, product_gate = AddGate(), MultiplyGate()
q = sum_gate.forward(-2.0, 5.0)
f = product_gate.forward(q, -4.0)
dq, dz = product_gate.backward(1.0)
dx, dy = sum_gate.backward(dq)
print(f"q = {q:g}, f = {f:g}; dx = {dx:g}, dy = {dy:g}, dz = {dz:g}, dq = {dq:g}")
graphs.draw(
    {"q": (sum_gate, ["x", "y"]), "f": (product_gate, ["q", "z"])},
    {"x": -2.0, "y": 5.0, "z": -4.0, "q": q, "f": f},
    {"x": dx, "y": dy, "z": dz, "q": dq, "f": 1.0},
    right_values={"q": 3.0, "f": -12.0},
    right_gradients={"x": -4.0, "y": -4.0, "z": 3.0, "q": -4.0},
    title="(x + y) z, by your gates",
)

# %% [markdown]
# *The picture: x and y meet in a + gate, its result and z in a × gate; each number has a ✓ if it is right.*
#
# ## 3 · One input: what a sigmoid is made of
#
# *About 35 minutes.*
#
# A sigmoid neuron also needs $e^x$ and $1/x$. In the lecture's example the exponential sees $x = -1$
# and receives $-0.53$ from above: $-0.53 \cdot e^{-1} = -0.20$. Store what saves work: $e^x$ is its own derivative.

# %% answer="ExpGate"
class ExpGate:
    """z = e^x, elementwise."""

    symbol = "exp"

    def forward(self, x):
        """Return z."""
        ### BEGIN SOLUTION
        self.z = np.exp(x)
        return self.z
        ### END SOLUTION

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        ### BEGIN SOLUTION
        return [self.z * dz]
        ### END SOLUTION

# %% test="ExpGate__passes" points=2
power = ExpGate()
check.value(check.call(power.forward, -1.0), 0.36788, "e to the -1", tolerance=1e-4)
check.gate(ExpGate, -1.0, dz=-0.53445, about="the slope there")
check.value(
    check.call(power.backward, -0.53445), (-0.19661,), "the lecture's -0.53 becomes -0.20", tolerance=1e-4, names=["dx"]
)
x, dz = np.array([[1, -2], [4, 12]]), np.array([[1.0, 60.0], [-3.0, 0.001]])
check.value(check.call(ExpGate().forward, x), np.exp(x), "arrays of integers")
check.gate(ExpGate, x, dz=dz, about="slopes for arrays of integers")
for far in (-19.5, 19.5):
    check.value(check.call(ExpGate().forward, far), float(np.exp(far)), f"e to the {far}")
    check.gate(ExpGate, far, dz=-1.5, about=f"the slope at {far}")
check.gate_again(ExpGate, [x], [x / 4], dz, "two gates, and backward twice")
rng = np.random.default_rng(1)
drawn = {"x": 3 * rng.normal(size=(3, 4)), "dz": 3 * rng.normal(size=(3, 4))}
check.alike(check.both_passes(ExpGate), drawn, "integers and float32 in place of float64", names=("z", "dx"))
check.gate_reshaped(ExpGate)
### BEGIN HIDDEN TESTS
from chainrule.reference import gates as reference

check.elementwise(ExpGate, reference.ExpGate, seed=505, larger=8)
check.gate(ExpGate, 0.0, dz=-0.75, trusted=reference.ExpGate, about="zero")
### END HIDDEN TESTS

# %% [markdown]
# $z = 1/x$: at $x = 1.37$ an upstream gradient of 1 becomes $-0.53$. (Zero is never an input.)

# %% answer="ReciprocalGate"
class ReciprocalGate:
    """z = 1 / x, elementwise."""

    symbol = "1/x"

    def forward(self, x):
        """Return z."""
        ### BEGIN SOLUTION
        self.z = 1.0 / x
        return self.z
        ### END SOLUTION

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        ### BEGIN SOLUTION
        return [-self.z * self.z * dz]
        ### END SOLUTION

# %% test="ReciprocalGate__passes" points=2
reciprocal = ReciprocalGate()
check.value(check.call(reciprocal.forward, 1.36788), 0.73106, "the lecture's 1 / 1.37", tolerance=1e-4)
check.gate(ReciprocalGate, 1.36788, dz=-3.0, about="the slope there")
check.value(check.call(reciprocal.backward, 1.0), (-0.53445,), "the gradient -0.53", tolerance=1e-4, names=["dx"])
check.gate(ReciprocalGate, 0.05, dz=60.0, about="a steep slope, near 0")
check.value(check.call(ReciprocalGate().forward, -0.004), -250.0, "even closer to 0")
x, dz = np.array([[1, -2], [4, 20]]), np.array([[1.0, 2.5], [-3.0, 60.0]])
check.value(check.call(ReciprocalGate().forward, x), [[1.0, -0.5], [0.25, 0.05]], "arrays of integers")
check.gate(ReciprocalGate, x, dz=dz, about="slopes for arrays of integers")
check.gate_again(ReciprocalGate, [x], [x / 4], dz, "two gates, and backward twice")
rng = np.random.default_rng(1)
drawn = {"x": rng.uniform(0.6, 5.0, (3, 4)), "dz": 3 * rng.normal(size=(3, 4))}
check.alike(check.both_passes(ReciprocalGate), drawn, "integers and float32 in place of float64", names=("z", "dx"))
check.gate_reshaped(ReciprocalGate)
### BEGIN HIDDEN TESTS
from chainrule.reference import gates as reference

check.elementwise(ReciprocalGate, reference.ReciprocalGate, seed=506, larger=3)
x, dz = np.array([0.004, -0.003, 0.5]), np.array([2.0, -3.0, 1.5])
check.value(check.call(check.call(ReciprocalGate).forward, x), 1 / x, "inputs near 0")
check.gate(ReciprocalGate, x, dz=dz, trusted=reference.ReciprocalGate, about="inputs near 0")
### END HIDDEN TESTS

# %% [markdown]
# A gate may be as large as we like, if its derivative is simple. Four of the gates above, in a row, make a sigmoid,
# $$z = \sigma(x) = \frac{1}{1 + e^{-x}}, \qquad \frac{\partial z}{\partial x} = z\,(1 - z).$$
# A gate of its own is quicker, and can be made *safe*: `np.exp(1000)` overflows. This gate, and only this one, has to
# be right **and without any warning** at $x = \pm 1000$; errors below $10^{-10}$ do not count. Which of $e^{x}$ and
# $e^{-x}$ is harmless where?
#
# <details><summary>Which is harmless where</summary>
#
# $e^{-x}$ is at most 1 where $x \ge 0$, and $e^{x}$ where $x \le 0$. The sigmoid can be written with either: multiply
# numerator and denominator of $1 / (1 + e^{-x})$ by $e^{x}$.
# </details>
#
# **A pitfall:** `np.where` computes *both* branches, everywhere, and then picks.
#
# ```python
# np.where(x >= 0, 1 / (1 + np.exp(-x)), 0)   # right, and yet it warns at x = -1000: np.exp(1000) overflows
# ```

# %% answer="SigmoidGate"
class SigmoidGate:
    """z = 1 / (1 + e^-x), elementwise; right and without warnings for x = ±1000."""

    symbol = "σ"

    def forward(self, x):
        """Return z."""
        ### BEGIN SOLUTION
        power = np.exp(-np.abs(x))  # never above 1
        self.z = np.where(np.asarray(x) >= 0, 1.0, power) / (1.0 + power)
        return self.z
        ### END SOLUTION

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        ### BEGIN SOLUTION
        return [self.z * (1.0 - self.z) * dz]
        ### END SOLUTION

# %% test="SigmoidGate__passes" points=2
sigmoid = SigmoidGate()
check.value(check.call(sigmoid.forward, 1.0), 0.73106, "the lecture's neuron: sigma(1) = 0.73", tolerance=1e-4)
x, dz = np.array([1.0, -2.0, 0.5]), np.array([1.0, 2.0, -3.0])
check.value(check.call(SigmoidGate().forward, np.array([1, -1])), [0.7310586, 0.2689414], "arrays of integers")
check.gate(SigmoidGate, x, dz=dz, about="the slopes of an array", facts={"slope_of_input": [x * (1 - x) * dz]})
check.gate_again(SigmoidGate, [x], [-2 * x], dz, "two gates, and backward twice")
check.call(sigmoid.forward, 1.0)
check.value(check.call(sigmoid.backward, 1.0), (0.19661,), "its slope there, 0.20", tolerance=1e-4, names=["dx"])
rng = np.random.default_rng(1)
drawn = {"x": 3 * rng.normal(size=(3, 4)), "dz": 3 * rng.normal(size=(3, 4))}
check.alike(check.both_passes(SigmoidGate), drawn, "integers and float32 in place of float64", names=("z", "dx"))
check.gate_reshaped(SigmoidGate)
### BEGIN HIDDEN TESTS
from chainrule.reference import gates as reference

check.elementwise(SigmoidGate, reference.SigmoidGate, seed=507, larger=2)
### END HIDDEN TESTS

# %% test="SigmoidGate__stable" points=2
far, dz = np.array([[-1000.0, -1.0, 0.0], [1.0, 1000.0, -20.0]]), np.array([[2.0, 1.0, -3.0], [60.0, 5.0, 4.0]])
with warnings.catch_warnings():
    warnings.simplefilter("error")  # a warning becomes an error
    expected = [[0.0, 0.2689414214, 0.5], [0.7310585786, 1.0, 2.0611536e-9]]
    check.value(check.call(SigmoidGate().forward, far), expected, "far out, without a warning")
    check.gate(SigmoidGate, far, dz=dz, about="the slopes there, without a warning")
    check.gate(SigmoidGate, -1000, dz=2.0, about="a number far out, without a warning")
    got = check.call(SigmoidGate().forward, far.astype(np.float32))
    check.value(got, expected, "the same in float32", tolerance=1e-4)
### BEGIN HIDDEN TESTS
from chainrule.reference import gates as reference

far = np.array([[-1000.0, 3.0, 1000.0], [20.0, -700.0, -30.0]])
dz = np.array([[2.0, -3.0, 1.5], [1.0, 4.0, -2.0]])
with warnings.catch_warnings():
    warnings.simplefilter("error")
    check.gate(SigmoidGate, far, dz=dz, trusted=reference.SigmoidGate, about="inputs far out and near")
    about = "other inputs far out and near"
    check.gate(SigmoidGate, far[::-1].copy(), dz=dz, trusted=reference.SigmoidGate, about=about)
    check.gate(SigmoidGate, -1000.0, dz=2.0, trusted=reference.SigmoidGate, about="a number far below zero")
    check.gate(SigmoidGate, 1000, dz=2.0, trusted=reference.SigmoidGate, about="an integer far above zero")
    about = "float32, far out"
    check.value(check.call(SigmoidGate().forward, np.float32([-1000, 0, 1000])), [0.0, 0.5, 1.0], about)
### END HIDDEN TESTS

# %% [markdown]
# Last of the small ones: the rectified linear unit $z = \max(0, x)$ of the networks to come. At exactly 0, any slope
# between 0 and 1 is right.

# %% answer="ReLUGate"
class ReLUGate:
    """z = max(0, x), elementwise."""

    symbol = "max(0,·)"

    def forward(self, x):
        """Return z."""
        ### BEGIN SOLUTION
        self.active = np.asarray(x) > 0
        return np.maximum(x, 0)
        ### END SOLUTION

    def backward(self, dz):
        """Return [dx], given dz of the shape of z."""
        ### BEGIN SOLUTION
        return [self.active * dz]
        ### END SOLUTION

# %% test="ReLUGate__passes" points=2
relu = ReLUGate()
check.value(check.call(relu.forward, -2.0), 0.0, "what is negative becomes 0")
check.gate(ReLUGate, 20, dz=60.0, about="a number above 0")
x, dz = np.array([[-1.5, 3.0], [-2.0, 0.5]]), np.array([[4.0, -5.0], [6.0, 2.0]])
check.value(check.call(relu.forward, x), [[0.0, 3.0], [0.0, 0.5]], "arrays: negative entries become 0")
check.value(check.call(relu.forward, x / 1000), [[0.0, 0.003], [0.0, 0.0005]], "arrays close to 0")
masked = {"masked_by_upstream": np.maximum(dz, 0)}
check.gate(ReLUGate, x, dz=dz, about="a negative gradient may pass, too", facts=masked)
x, dz = np.array([[1, -2], [3, 20]]), np.array([[1.5, 2.5], [-3.5, 60.0]])
check.value(check.call(ReLUGate().forward, x), [[1, 0], [3, 20]], "arrays of integers")
masked = {"masked_by_upstream": np.maximum(dz, 0)}
check.gate(ReLUGate, x, dz=dz, about="slopes for arrays of integers", facts=masked)
check.gate_again(ReLUGate, [x], [-x], dz, "two gates, and backward twice")
check.call(relu.forward, x / 1e14)
got, expected = check.call(relu.backward, dz), np.array([[1.5, 0.0], [-3.5, 60.0]])
check.value(got, (expected,), "slopes very close to 0", names=["dx"])
check.kink(ReLUGate, 0, 1)
rng = np.random.default_rng(1)
drawn = {"x": 3 * rng.normal(size=(3, 4)), "dz": 3 * rng.normal(size=(3, 4))}
check.alike(check.both_passes(ReLUGate), drawn, "integers and float32 in place of float64", names=("z", "dx"))
check.gate_reshaped(ReLUGate)
### BEGIN HIDDEN TESTS
from chainrule.reference import gates as reference

check.elementwise(ReLUGate, reference.ReLUGate, seed=508, larger=5, near=1000)
x, dz = np.array([-1e-13, 1e-13, -1e-9, 1e-9, -1e-5, 1e-5]), np.array([-1.0, 2.0, 2.0, -3.0, 4.0, 5.0])
check.gate(ReLUGate, x, dz=dz, trusted=reference.ReLUGate, about="inputs very close to 0")
check.kink(ReLUGate, 0, 1)
### END HIDDEN TESTS

# %% [markdown]
# ## 4 · A layer is a gate, too
#
# *About 45 minutes.*
#
# Nothing says that a gate's inputs must be numbers. A fully connected layer maps a whole batch $X$ `(N, D)`, with
# weights $W$ `(M, D)` and biases $b$ `(M,)`, to $X W^\top + b$ `(N, M)`. It has *three* inputs, so backward returns
# `[dX, dW, db]`, each with the shape of the input that it belongs to. Two questions decide all three: *which entries of
# the output does this entry touch?* and *with what factor?*
#
# <details><summary>The answers, one entry each</summary>
#
# $X_{nd}$ touches row $n$ of the output, its entry in column $m$ with the factor $W_{md}$. $W_{md}$ touches column
# $m$, its entry in row $n$ with the factor $X_{nd}$. $b_m$ touches column $m$, with the factor 1. The gradient of each
# is the sum, over all that it touches, of factor times `dout` there; the product that does all of them at once is
# yours to find.
# </details>
#
# Smallest example: $X = (1\ \ 2)$, $W = (3\ \ 4)$, $b = 5$ gives $16$; with `dout` $= 10$: $\text{dX} = (30\ \ 40)$,
# $\text{dW} = (10\ \ 20)$, $\text{db} = 10$.

# %% answer="LinearGate"
class LinearGate:
    """X W^T + b for X (N, D), W (M, D), b (M,)."""

    symbol = "X Wᵀ+b"

    def forward(self, X, W, b):
        """Return the output, (N, M)."""
        ### BEGIN SOLUTION
        self.X, self.W = X, W
        return X @ W.T + b
        ### END SOLUTION

    def backward(self, dout):
        """Return [dX, dW, db] of shapes (N, D), (M, D), (M,), given dout (N, M)."""
        ### BEGIN SOLUTION
        return [dout @ self.W, dout.T @ self.X, dout.sum(axis=0)]
        ### END SOLUTION

# %% test="LinearGate__forward" points=1
X, W, b = np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]]), np.array([5.0])
check.value(
    check.call(LinearGate().forward, X, W, b), [[16.0]], "one example, one output", facts={"X": X, "W": W, "b": b}
)
X, W, b = np.array([[1, 0], [0, 1], [2, -1]]), np.array([[1, 2], [4, 5]]), np.array([0.5, -0.5])
about = "three examples, two inputs, two outputs, examples and weights of integers"
check.value(check.call(LinearGate().forward, X, W, b), [[1.5, 3.5], [2.5, 4.5], [0.5, 2.5]], about)
### BEGIN HIDDEN TESTS
from chainrule.reference import gates as reference

rng = np.random.default_rng(509)
for N, D, M in ((5, 3, 4), (1, 4, 2), (3, 2, 1), (4, 1, 3)):
    X, W, b = (rng.normal(size=shape) for shape in ((N, D), (M, D), (M,)))
    task = check.task(check.call(LinearGate).forward, reference.LinearGate().forward)
    task.in_all_kinds(X, W, b, about=f"{N} examples, {D} inputs, {M} outputs")
### END HIDDEN TESTS

# %% test="LinearGate__backward" points=3
X, W, b = np.array([[1, 0, 2], [0, 1, -1], [3, 1, 4]]), np.array([[1, 2, 3], [4, 5, 20]]), np.array([1, -1])
dout, names = np.array([[1.0, -2.0], [0.5, 30.25], [2.5, 1.0]]), ["dX", "dW", "db"]
check.gate(LinearGate, X, W, b, dz=dout, about="three examples", names=names, facts={"X": X, "W": W, "b": b})
second = np.array([[2.0, 1.0, 0.0], [1.0, 1.0, 0.5], [0.0, 3.0, 1.0]]), -0.5 * W, b
about, square = "one array for examples and weights", np.array([[1.0, -2.0, 0.5], [0.5, 3.0, 1.0], [2.5, 1.0, -4.0]])
check.gate(LinearGate, X, X, X[0], dz=square, about=about, names=names)
about, names = "two layers, and backward twice", ["dX", "dW", "db"]
check.gate_again(LinearGate, (X, W, b), second, dout, about, names=names)
layer = LinearGate()
check.call(layer.forward, np.array([[1.0, 2.0]]), np.array([[3.0, 4.0]]), np.array([5.0]))
gradients = check.call(layer.backward, np.array([[10.0]]))
check.value(
    gradients,
    (np.array([[30.0, 40.0]]), np.array([[10.0, 20.0]]), np.array([10.0])),
    "one example",
    names=["dX", "dW", "db"],
)


def large(seed):
    return [np.random.default_rng(seed).normal(size=shape) for shape in ((3, 10_000), (6, 10_000), 6, (3, 6))]


def one_pass(X, W, b, dout):
    return np.sum((X @ W.T + b) * dout)


def forward_and_backward(X, W, b, dout):
    layer = check.call(LinearGate)
    check.call(layer.forward, X, W, b)
    return check.call(layer.backward, dout)


about = "60,000 weights at the price of a few forward passes"
check.derived(forward_and_backward, one_pass, large, entries=60_000, about=about)
rng = np.random.default_rng(1)
shapes = {"X": (5, 3), "W": (4, 3), "b": 4, "dout": (5, 4)}
drawn = {name: 3 * rng.normal(size=shape) for name, shape in shapes.items()}
check.alike(check.both_passes(LinearGate), drawn, "a layer of integers and float32", names=("out", "dX", "dW", "db"))
for N, M in ((1, 4), (5, 1)):
    small = drawn["X"][:N], drawn["W"][:M], drawn["b"][:M], drawn["dout"][:N, :M]
    shapes = [np.shape(one) for one in check.both_passes(LinearGate)(*small)]
    about = f"With N = {N} and M = {M}, the shapes of out, dX, dW and db should be (N, M) and those of X, W and b."
    check.true(shapes == [(N, M), (N, 3), (M, 3), (M,)], about, shows=f"They are {shapes}.")
check.passed("the shapes for one example, and for one unit")
### BEGIN HIDDEN TESTS
from chainrule.reference import gates as reference

names = ["dX", "dW", "db"]


def products(X, W, b, dout):
    return dout @ W, dout.T @ X, dout.sum(axis=0)


task = check.task(forward_and_backward, products, names)
task.derived(one_pass, lambda n: large(99 + n), entries=60_000, about="a large layer")
rng = np.random.default_rng(510)
for N, D, M in ((5, 3, 4), (1, 4, 2), (3, 2, 1), (4, 1, 3), (3, 3, 3)):
    X, W, b, dout = (rng.normal(size=shape) for shape in ((N, D), (M, D), (M,), (N, M)))
    check.gate_in_all_kinds(
        LinearGate,
        X,
        W,
        b,
        dz=dout,
        trusted=reference.LinearGate,
        about="a layer",
        names=names,
        facts={"X": X, "W": W, "b": b},
    )
X, b, dout = (rng.normal(size=shape) for shape in ((4, 2), 4, (4, 4)))
check.gate(
    LinearGate, X, X, b, dz=dout, trusted=reference.LinearGate, about="examples and weights the same", names=names
)
first = tuple(rng.normal(size=shape) for shape in ((3, 2), (4, 2), (4,)))
second = tuple(rng.normal(size=shape) for shape in ((3, 2), (4, 2), (4,)))
check.gate_again(
    LinearGate, first, second, rng.normal(size=(3, 4)), "layers", trusted=reference.LinearGate, names=names
)
### END HIDDEN TESTS

# %% [markdown]
# **What happened to the Jacobian?** The derivative of a gate with $n$ inputs and $m$ outputs is a matrix with entries
# $J_{ij} = \partial z_i / \partial x_j$, and the chain rule reads $\text{dx} = J^\top \text{dz}$. You never wrote one
# down. Let us look at one: `backward`, given the $i$-th unit vector, returns the $i$-th row of $J$. Your bet first: how
# many of the 144 entries are 0 in a ReLU of 12 numbers, half of them positive, and in a layer from 12 to 12?

# %%
my_bet = {"ReLU": None, "layer": None}  # entries that are 0

rng = np.random.default_rng(5)
x = rng.normal(size=12)
small_layer = rng.normal(size=(12, 12))
relu, linear = ReLUGate(), LinearGate()
relu.forward(x)
linear.forward(x[None], small_layer, np.zeros(12))
jacobians = {
    "ReLU of 12 numbers": np.array([relu.backward(unit)[0] for unit in np.eye(12)]),
    "a layer, 12 to 12": np.array([linear.backward(unit[None])[0][0] for unit in np.eye(12)]),
}
figure, axes = plt.subplots(1, 2, figsize=(7, 3), dpi=80, layout="constrained")
for axis, (title, jacobian) in zip(axes, jacobians.items()):
    picture = axis.imshow(jacobian, cmap="RdBu", vmin=-2.5, vmax=2.5)
    axis.set(title=title, xlabel="input $j$", ylabel="output $i$", xticks=range(0, 12, 3), yticks=range(0, 12, 3))
figure.colorbar(picture, ax=axes, label=r"$\partial z_i\,/\,\partial x_j$")
plt.show()
zeros = {title: int(np.sum(jacobian == 0)) for title, jacobian in jacobians.items()}
print(f"entries that are 0: {zeros}; {np.sum(x > 0)} of the 12 numbers are positive; your bet: {my_bet}")

# %% [markdown]
# *The picture: two 12 × 12 Jacobians, of a ReLU and of a layer, coloured by sign and size.*
#
# <details><summary>The picture in words</summary>
#
# Two tables of 12 × 12 entries, outputs downwards, inputs to the right. The ReLU's is white but for six blue
# entries on its diagonal, which are 1. In the layer's every entry has a colour, red and blue without order, pale ones
# and full ones, from −2.5 to 2.5.
# </details>
#
# <details><summary>Which are 0, and why</summary>
#
# In the ReLU's, all that are off the diagonal, since output $i$ reads input $i$ alone; and on the diagonal those of the
# negative inputs. In the layer's none: every output reads every input. (The row is what it is because $J^\top$ times a
# unit vector picks one column of $J^\top$, a row of $J$: how the $i$-th output moves with every input.)
# </details>
#
# **Your turn, in words** (4 points). A ReLU gate maps 4096 numbers to 4096 numbers.
#
# 1. What shape does its Jacobian have, and how many bytes is that in float64? And for a batch of 100, taken as one
#    vector of 409,600 numbers?
# 2. What do these matrices look like, and why?
# 3. How does `backward` get $J^\top \text{dz}$ without them, and what does that cost?
# 4. The Jacobian of your `LinearGate` with respect to its *weights* is not diagonal. Why does nobody form that one
#    either?

# %% [markdown] written="explain_jacobian" points=4
# ### BEGIN SOLUTION
# 1. $4096 \times 4096$: about 16.8 million entries of 8 bytes, 134 MB (128 MiB). For the batch $409{,}600 \times
#    409{,}600 \approx 1.7 \cdot 10^{11}$ entries, 1.34 TB: it does not fit into any usual computer, for a single layer.
# 2. Diagonal: output $i$ depends on input $i$ alone, so all other derivatives are 0. On the diagonal stands 1 where the
#    input is positive, else 0. For the batch it is block diagonal as well, because examples do not influence one
#    another.
# 3. The product with a diagonal matrix is an elementwise product: `dz * (x > 0)`. 4096 multiplications and as many
#    numbers to remember instead of 16.8 million: time and memory grow linearly with the number of units, not
#    quadratically.
# 4. $Z$ has $NM$ entries and $W$ has $MD$, so the Jacobian has $N M \cdot M D$ entries, nearly all zero ($\partial
#    Z_{nm} / \partial W_{kd} = X_{nd}$ if $m = k$, else 0) and the rest copies of $X$. Its product with the upstream
#    gradient collapses to the matrix product `dout.T @ X`. Backward only ever needs this product, a *vector–Jacobian
#    product*, never the matrix.
#
# **Marking scheme** (4 points)
#
# - 1 point: both sizes right (shape and order of magnitude of the memory: some 130 MB and some 1.3 TB).
# - 1 point: diagonal, with the reason (each output depends on its own input only), ones and zeros.
# - 1 point: elementwise product with the mask, linear cost.
# - 1 point: only the product of the Jacobian with the upstream gradient is needed, and it has a short form (`dout.T @
#   X`); naming the sparse, repeated structure or the size $NM \times MD$ is enough.
# - Take off half a point if a size is wrong only by a factor of 8 (bytes).
# ### END SOLUTION

# %% [markdown]
# ## 5 · In which order?
#
# *About 25 minutes.*
#
# A node can be computed once everything that it *reads* is known. For $f = (x + y)\,z$ we write down who reads whom,
# `{"f": ["q", "z"], "q": ["x", "y"]}`, and `x, y, q, z, f` is a **topological order**: every node comes after all the
# nodes that it reads. So is `z, y, x, q, f`. If two nodes wait for each other, no order exists.
#
# Is `x, q, y, z, f` one, too? And `f, q, z, x, y`?
#
# <details><summary>Are they?</summary>
#
# The first is not: `q` reads `y`, and comes before it. The second is the reverse of one, `y, x, z, q, f`, and that is
# the order of the *backward* pass.
# </details>
#
# Write a function that finds one. Names are strings; a name that appears only inside a list, such as `x`, reads
# nothing; a node may read the same name twice; the order of the dict means nothing. The graphs in the checks are at
# most 100 nodes deep, so recursion is fine, and so is all of Python's standard library.

# %% given="check_order"
def check_order(order, parents, about):
    """Check that every node is listed exactly once, and after all that it reads."""
    everything = set(parents).union(*parents.values())
    names = isinstance(order, (list, tuple)) and all(isinstance(name, str) for name in order)
    check.true(names, f"{about}: the order should be a list of names.")
    check.true(
        set(order) == everything,
        f"{about}: the order should have every node, also those that only a list mentions, and nothing else.",
    )
    check.true(len(order) == len(everything), f"{about}: some node is listed more than once.")
    place = {node: i for i, node in enumerate(order)}
    early = [(node, source) for node, sources in parents.items() for source in sources if place[source] >= place[node]]
    if early:
        node, source = early[0]
        public = f"{about}: some node comes before one that it reads."
        raise check.CheckFailed(f"{about}: {node} reads {source}, but comes before it in {order}.", public)
    check.passed(about)

# %% answer="topological_order"
def topological_order(parents):
    """Put the nodes of a graph in an order in which they can be computed.

    parents: dict from a node's name to the list of names that it reads; it is left unchanged.

    Returns a list of all names, each once, after all that it reads; of an empty dict, an empty list.
    Raises ValueError if there is a cycle, anywhere in the graph.
    """
    ### BEGIN SOLUTION
    order, state = [], {}

    def visit(node):
        if state.get(node) == "done":
            return
        if state.get(node) == "open":
            raise ValueError(f"{node} depends on itself")
        state[node] = "open"
        for parent in parents.get(node, []):
            visit(parent)
        state[node] = "done"
        order.append(node)

    for node in parents:
        visit(node)
    return order
    ### END SOLUTION

# %% test="topological_order__order" points=3
example = {"f": ["q", "z"], "q": ["x", "y"]}
check_order(check.call(topological_order, example), example, "(x + y) z")
example = {"b": ["a"], "d": ["b", "c"], "c": ["a"], "square": ["d", "d"]}
check_order(check.call(topological_order, example), example, "two ways from a to d, and a node that reads d twice")
example = {"f": ["h", "x"], "alone": [], "h": ["q"], "g": ["a"], "q": ["x", "y"]}
check_order(check.call(topological_order, example), example, "readers first, and nodes that f does not need")
for about, step in (("a chain of 60 nodes, last node first", 60), ("a chain of 60 nodes, in no order", 37)):
    example = {f"n{i}": [f"n{i - 1}"] for i in (step * k % 61 for k in range(1, 61))}
    check_order(check.call(topological_order, example), example, about)
check_order(check.call(topological_order, {}), {}, "an empty dict")
### BEGIN HIDDEN TESTS
example = {"out": ["h3"], "h3": ["h2", "x"], "h2": ["h1", "y"], "h1": ["x"]}
check_order(check.call(topological_order, example), example, "a dict that begins with the output")
example = {"h1": ["x"], "h2": ["h1", "y"], "h3": ["h2", "x"], "out": ["h3"]}
check_order(check.call(topological_order, example), example, "a dict that ends with the output")
example = {"a": ["x"], "b": ["y", "y"], "c": ["z"]}
check_order(check.call(topological_order, example), example, "three graphs that do not touch")
example = {"x": [], "a": ["x"], "lonely": []}
check_order(check.call(topological_order, example), example, "nodes with an empty list")
example = {"early": ["late"], "late": ["x"], "wide": ["early", "late", "x", "late"]}
check_order(check.call(topological_order, example), example, "names and depth that disagree")
chain = {f"n{i}": [f"n{i - 1}"] for i in range(1, 90)}
check_order(check.call(topological_order, chain), chain, "a long chain")
check_order(check.call(topological_order, dict(reversed(chain.items()))), chain, "a long chain, last node first")
for seed in range(20):
    rng = np.random.default_rng(seed)
    names = [f"v{i}" for i in rng.permutation(14)]
    reads = {names[i]: [names[j] for j in rng.integers(0, i, rng.integers(1, 4))] for i in range(3, 14)}
    shuffled = {name: reads[name] for name in rng.permutation(list(reads)).tolist()}
    check_order(check.call(topological_order, shuffled), shuffled, "a random graph")
### END HIDDEN TESTS

# %% test="topological_order__cycles" points=1
about = "three nodes that wait for each other, and others"
check.raises(ValueError, topological_order, {"f": ["c", "x"], "c": ["b"], "b": ["a", "x"], "a": ["c"]}, about=about)
about = "two nodes that wait for each other, apart from the rest"
check.raises(ValueError, topological_order, {"f": ["x"], "a": ["b"], "b": ["y", "a"]}, about=about)
about = "a node that reads itself, apart from the rest"
check.raises(ValueError, topological_order, {"a": ["a", "x"], "f": ["x"]}, about=about)
### BEGIN HIDDEN TESTS
check.raises(ValueError, topological_order, {"a": ["a"]}, about="a node that reads itself")
check.raises(
    ValueError,
    topological_order,
    {"f": ["x"], "a": ["c", "x"], "b": ["a"], "c": ["b"]},
    about="a cycle apart from the rest",
)
check.raises(
    ValueError,
    topological_order,
    {"f": ["c"], "c": ["x", "b"], "b": ["a"], "a": ["b", "x"]},
    about="a cycle above a node",
)
diamond = {"d": ["b", "c"], "b": ["a"], "c": ["a", "b"]}
check_order(check.call(topological_order, diamond), diamond, "two ways to one node, which is no cycle")
chain = {"r": ["q"], "q": ["p"]}
check_order(check.call(topological_order, chain), chain, "a chain, which is no cycle")
### END HIDDEN TESTS

# %% [markdown]
# ## 6 · The graph that differentiates itself
#
# *About 50 minutes.*
#
# All that is left is bookkeeping. **Forward:** visit the nodes in topological order; each gate gets the values that it
# reads. **Backward:** start with the upstream gradient at the output and visit the nodes in *reverse* order; each gate
# is given its node's gradient, and what it returns is **added** to what other readers of the same names have sent:
# $$\frac{\partial L}{\partial v} =
# \sum_{u \text{ reads } v} \frac{\partial L}{\partial u}\cdot\frac{\partial u}{\partial v}.$$
#
# Why in *reverse* order? A node's gradient is complete only when all its readers have sent theirs. A gate that is asked
# earlier passes on a part of the truth, or nothing, and never hears of the rest. Take $f = x^2 + y^2$ made of one
# MultiplyGate each: a gate that reads the same name twice sends two gradients to it, and both count.
#
# **Move it: walk backward,** with $f = x\,(x\,y + y)$. *Predict first:* $x$ gets a gradient in the first step. Why is
# it not complete, and when will it be?

# %%
from chainrule import moving

walk = {"xy": ("×", ["x", "y"]), "q": ("+", ["xy", "y"]), "f": ("×", ["x", "q"])}
moving.backward(graphs.Graph(walk, "f = x (x y + y)"), x=2.0, y=-3.0)

# %% [markdown]
# *The picture: the graph after some of six steps; the wire of the last one is thick, the title shows upstream times
# local, and what has not been sent yet is an empty slot. Where nothing can be moved, three steps stand one below the
# other.*
#
# <details><summary>What you should have seen</summary>
#
# The numbers below the nodes are what a dict `gradients` holds at that moment: it starts as `{"f": 1}`, and every wire
# adds its product. Two gates read $x$: `f` sends −9 at once, `xy` sends −6 at the end, and only their sum, −15, is the
# gradient. If `xy` were visited before `q`, it would have nothing to pass on.
# </details>
#
# The checks in this part use gates of our own, so that a slip in one of yours costs nothing here. Their graphs are at
# most 100 nodes deep and have fewer than 1,000 paths from input to output: if you prefer to walk along each path, you
# may.

# %% given="more_gates"
class SubtractGate:
    """z = x - y."""

    symbol = "−"

    def forward(self, x, y):
        return x - y

    def backward(self, dz):
        return [dz, -dz]


class SquareGate:
    """z = x²."""

    symbol = "x²"

    def forward(self, x):
        self.x = x
        return x**2

    def backward(self, dz):
        return [2 * self.x * dz]


class LengthGate:
    """z = sqrt(x² + y²), the length of the vector (x, y)."""

    symbol = "‖·‖"

    def forward(self, x, y):
        self.x, self.y, self.z = x, y, np.hypot(x, y)
        return self.z

    def backward(self, dz):
        return [self.x / self.z * dz, self.y / self.z * dz]


class MeanGate:
    """z = the mean of any number of inputs."""

    symbol = "mean"

    def forward(self, *inputs):
        self.count = len(inputs)
        return sum(inputs) / self.count

    def backward(self, dz):
        share = dz / self.count
        return [share] * self.count  # the same array for all: whoever changes one changes all


class StraightThroughGate:
    """z = the sign of x. Its slope is 0 almost everywhere; its backward passes the gradient on all the same."""

    symbol = "sign"

    def forward(self, x):
        return np.sign(x)

    def backward(self, dz):
        return [dz]

# %% [markdown]
# The smallest example: $f = (2x - y)^2$ at $x = 3$, $y = 1$.
# `nodes` says what each node is, with a gate object of its own, and what it reads, in the order of the gate's inputs:
#
# ```python
# nodes = {"a": (ScaleGate(2.0), ["x"]), "d": (SubtractGate(), ["a", "y"]), "f": (SquareGate(), ["d"])}
# ```
#
# Values: $a = 6$, $d = 5$, $f = 25$. Gradients, backwards: $f: 1$, then $d: 2 \cdot 5 = 10$, then $a: 10$ and $y: -10$,
# then $x: 20$.

# %% answer="ComputationalGraph"
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
        ### BEGIN SOLUTION
        self.nodes, self.output = nodes, output
        order = topological_order({name: names for name, (gate, names) in nodes.items()})
        self.order = [name for name in order if name in nodes]
        ### END SOLUTION

    def forward(self, inputs):
        """Return the output's value. inputs: dict from each input's name to its value, and no others; left
        unchanged."""
        ### BEGIN SOLUTION
        self.values = dict(inputs)
        for name in self.order:
            gate, names = self.nodes[name]
            self.values[name] = gate.forward(*[self.values[source] for source in names])
        return self.values[self.output]
        ### END SOLUTION

    def backward(self, upstream=1.0):
        """Return a dict from each input's name to its gradient, for the values of the last forward.

        upstream: the gradient with respect to the output, of its shape (the default is for a number).
        What the output does not depend on has gradient 0 (a plain 0 will do for an array, too). The checks' gates can
        be given a plain 0; those that the output does not need may also be left out.
        A second backward starts afresh. Arrays that a gate returns may be shared: do not change them in place.
        """
        ### BEGIN SOLUTION
        self.gradients = dict.fromkeys(self.values, 0.0)
        self.gradients[self.output] = upstream
        for name in reversed(self.order):
            gate, names = self.nodes[name]
            for source, gradient in zip(names, gate.backward(self.gradients[name])):
                self.gradients[source] = self.gradients[source] + gradient
        return {name: gradient for name, gradient in self.gradients.items() if name not in self.nodes}
        ### END SOLUTION

# %% test="ComputationalGraph__forward" points=3
nodes = {"a": (ScaleGate(2.0), ["x"]), "d": (SubtractGate(), ["a", "y"]), "f": (SquareGate(), ["d"])}
graph = check.call(ComputationalGraph, nodes, "f")
check.value(check.call(graph.forward, {"x": 3.0, "y": 1.0}), 25.0, "(2x - y)² at x = 3, y = 1")
check.value(
    check.attribute(graph, "values", "forward"),
    {"x": 3.0, "y": 1.0, "a": 6.0, "d": 5.0, "f": 25.0},
    "the value of every name",
)
backwards = {name: nodes[name] for name in ("f", "d", "a")}
check.value(
    check.call(ComputationalGraph(backwards, "f").forward, {"x": 0.0, "y": 2.0}), 4.0, "the same dict, last node first"
)
nodes = {"after": (SquareGate(), ["f"]), "f": (SubtractGate(), ["y", "a"]), "a": (ScaleGate(2.0), ["x"])}
graph, inputs = check.call(ComputationalGraph, nodes, "f"), {"x": np.array([1, 2]), "y": np.array([5, 3])}
about = "y - 2x for arrays of integers; another node reads the output"
check.value(check.call(graph.forward, inputs), np.array([3.0, -1.0]), about)
values = {"a": np.array([2.0, 4.0]), "after": np.array([9.0, 1.0])}
check.value(check.attribute(graph, "values", "forward"), values, "the values of all nodes", more_keys=True)
chain = {f"n{i}": (ShiftGate(0.5), [f"n{i - 1}"]) for i in (37 * k % 61 for k in range(1, 61))}
chained = check.call(check.call(ComputationalGraph, chain, "n60").forward, {"n0": 2.0})
check.value(chained, 32.0, "a chain of 60 nodes, in no order")
### BEGIN HIDDEN TESTS
from chainrule.reference import graph as reference


def tangle(seed):
    """Return nodes in any order that read three inputs and one another; their gates are new each time."""
    rng = np.random.default_rng(seed)
    names, nodes = ["x", "y", "z"], {}
    for i in range(8):
        kind = rng.integers(5)
        gate, arity = (
            (ScaleGate(-0.7), 1),
            (ShiftGate(0.4), 1),
            (SubtractGate(), 2),
            (LengthGate(), 2),
            (MeanGate(), 3),
        )[kind]
        nodes[f"n{i}"] = (gate, [names[j] for j in rng.integers(0, len(names), arity)])
        names.append(f"n{i}")
    return {name: nodes[name] for name in rng.permutation(list(nodes)).tolist()}


def read_inputs(nodes, values):
    """Return the values of those inputs that some node reads."""
    read = {name for _, names in nodes.values() for name in names}
    return {name: value for name, value in zip("xyz", values) if name in read}


rng = np.random.default_rng(520)
for seed in range(6):
    graph, trusted = (
        check.call(ComputationalGraph, tangle(seed), "n7"),
        reference.ComputationalGraph(tangle(seed), "n7"),
    )
    for turn in ("", ", with other inputs"):
        inputs = read_inputs(tangle(seed), rng.uniform(0.5, 2.0, (3, 4)) * rng.choice([-1.0, 1.0], (3, 4)))
        check.value(
            check.call(graph.forward, inputs), trusted.forward(inputs), f"the output of a graph of eight nodes{turn}"
        )
        check.value(check.attribute(graph, "values", "forward"), trusted.values, f"all its values{turn}")
graph, trusted = check.call(ComputationalGraph, tangle(2), "n3"), reference.ComputationalGraph(tangle(2), "n3")
inputs = read_inputs(tangle(2), [2, -3, 5])
check.value(check.call(graph.forward, inputs), trusted.forward(inputs), "an output that is not the last node; integers")
check.value(
    check.attribute(graph, "values", "forward"), trusted.values, "all values, also those that the output does not need"
)
chain = {f"n{i}": (ScaleGate(1.01), [f"n{i - 1}"]) for i in range(80, 0, -1)}
check.value(check.call(ComputationalGraph(chain, "n80").forward, {"n0": 2.0}), 2.0 * 1.01**80, "a chain of 80 nodes")
### END HIDDEN TESTS

# %% test="ComputationalGraph__backward" points=3
nodes = {"a": (ScaleGate(2.0), ["x"]), "d": (SubtractGate(), ["a", "y"]), "f": (SquareGate(), ["d"])}
graph = check.call(ComputationalGraph, nodes, "f")
check.call(graph.forward, {"x": 3.0, "y": 1.0})
got = check.call(graph.backward)
check.value(got, {"x": 20.0, "y": -10.0}, "the gradients of (2x - y)²")
check.true(set(got) == {"x", "y"}, "backward should return the gradients of the inputs, and of no other name.")
check.value(
    check.attribute(graph, "gradients", "backward"),
    {"x": 20.0, "y": -10.0, "a": 10.0, "d": 10.0, "f": 1.0},
    "the gradient of every name",
)
check.value(
    check.call(graph.backward, 0.5),
    {"x": 10.0, "y": -5.0},
    "half the upstream gradient",
    facts={"ignoring_upstream": 20.0},
)
check.value(
    check.attribute(graph, "gradients", "backward"),
    {"x": 10.0, "y": -5.0, "a": 5.0, "d": 5.0, "f": 0.5},
    "half the upstream gradient, the gradient of every name",
)
check.value(check.call(graph.backward, 0.0), {"x": 0.0, "y": 0.0}, "an upstream gradient of 0")
graph = check.call(ComputationalGraph, {"a": (ScaleGate(3.0), ["x"]), "f": (StraightThroughGate(), ["a"])}, "f")
check.call(graph.forward, {"x": 2.0})
check.value(check.call(graph.backward), {"x": 3.0}, "gradients come from the gates' own backward, whatever it returns")
chain = {f"n{i}": (ScaleGate(-1.1), [f"n{i - 1}"]) for i in (37 * k % 61 for k in range(1, 61))}
graph = check.call(ComputationalGraph, chain, "n60")
check.call(graph.forward, {"n0": 2.0})
check.value(check.call(graph.backward), {"n0": 1.1**60}, "a chain of 60 nodes, in no order")
### BEGIN HIDDEN TESTS
from chainrule.reference import graph as reference


def tree():
    """Return nodes each of which is read once, in no good order."""
    return {
        "out": (LengthGate(), ["p", "m"]),
        "s": (SquareGate(), ["x"]),
        "m": (MeanGate(), ["s", "z", "h"]),
        "h": (ShiftGate(-0.3), ["w"]),
        "p": (SubtractGate(), ["k", "y"]),
        "k": (ScaleGate(1.7), ["v"]),
    }


rng = np.random.default_rng(521)
inputs = dict(zip("vwxyz", rng.uniform(0.6, 2.0, (5, 2, 3)) * rng.choice([-1.0, 1.0], (5, 2, 3))))
upstream = rng.normal(size=(2, 3))
graph, trusted = check.call(ComputationalGraph, tree(), "out"), reference.ComputationalGraph(tree(), "out")
check.call(graph.forward, inputs)
trusted.forward(inputs)
local, expected = trusted.backward(np.ones((2, 3))), trusted.backward(upstream)
got = check.call(graph.backward, upstream)
check.value(
    got, {name: expected[name] for name in "vwxyz"}, "matrices through a tree", facts={"ignoring_upstream": local["v"]}
)
inner = {name: trusted.gradients[name] for name in ("s", "m", "h", "p", "k")}
about = "the gradient of every name of a tree"
check.value(check.attribute(graph, "gradients", "backward"), {**expected, **inner}, about, more_keys=True)
numbers = {name: float(value[0, 0]) for name, value in inputs.items()}
check.call(graph.forward, numbers)
trusted.forward(numbers)
check.value(check.call(graph.backward), trusted.backward(), "numbers, without an upstream gradient")
check.value(check.call(graph.backward, 0.0), dict.fromkeys("vwxyz", 0.0), "an upstream gradient of 0")
check.call(graph.forward, {name: np.float32(value) for name, value in inputs.items()})
trusted.forward(inputs)
got = check.call(graph.backward, upstream.astype(np.float32))
check.value(got, expected, "matrices through a tree (float32)", tolerance=check.TOLERANCE_FLOAT32)
whole = {name: np.rint(2 * value).astype(int) for name, value in inputs.items()}
check.call(graph.forward, whole)
trusted.forward(whole)
check.value(check.call(graph.backward, upstream), trusted.backward(upstream), "matrices of integers through a tree")
nodes = {"f": (MeanGate(), ["s", "y"]), "s": (StraightThroughGate(), ["a"]), "a": (SquareGate(), ["x"])}
graph = check.call(ComputationalGraph, nodes, "f")
check.call(graph.forward, {"x": inputs["x"], "y": inputs["y"]})
expected = {"x": inputs["x"] * upstream, "y": 0.5 * upstream}
check.value(check.call(graph.backward, upstream), expected, "a gate whose backward is no slope")
### END HIDDEN TESTS

# %% test="ComputationalGraph__branches" points=3
graph = check.call(
    ComputationalGraph,
    {"a": (ScaleGate(3.0), ["x"]), "b": (SquareGate(), ["x"]), "f": (SubtractGate(), ["a", "b"])},
    "f",
)
check.call(graph.forward, {"x": 5.0})
check.value(check.call(graph.backward), {"x": -7.0}, "3x - x² at x = 5: two branches", facts={"branches": [3.0, -10.0]})
graph = check.call(ComputationalGraph, {"zero": (SubtractGate(), ["x", "x"])}, "zero")
check.call(graph.forward, {"x": 5.0})
facts = {"branches": [1.0, -1.0]}
check.value(check.call(graph.backward), {"x": 0.0}, "x - x: one gate reads the same name twice", facts=facts)
nodes = {
    "after": (SquareGate(), ["f"]),
    "f": (SubtractGate(), ["a", "b"]),
    "b": (SquareGate(), ["a"]),
    "a": (ScaleGate(2.0), ["x"]),
    "aside": (ScaleGate(3.0), ["y"]),
}
graph = check.call(ComputationalGraph, nodes, "f")
check.call(graph.forward, {"x": np.array([3, 5]), "y": np.array([1, 2])})
got = check.call(graph.backward, np.array([0.5, 0.25]))
about = "2x - (2x)² for integers; f reads a directly and through b"
check.value(got, {"x": np.array([-11.0, -9.5])}, about, more_keys=True)


def is_zero(gradient):
    """Tell whether this is a number or an array, and 0: None or an empty list cannot be added to."""
    is_number = isinstance(gradient, (int, float, np.number, np.ndarray)) and np.size(gradient) > 0
    return is_number and np.asarray(gradient).dtype.kind in "biuf" and not np.any(gradient)


about = "An input that the output does not depend on, such as y here, should have the gradient 0, a number or an array."
check.true("y" in got and is_zero(got["y"]), about)
everything = check.attribute(graph, "gradients", "backward")
about = "What the output does not depend on, such as the nodes aside and after, should have the gradient 0."
check.true(all(name in everything and is_zero(everything[name]) for name in ("aside", "after")), about)
# MeanGate hands out one array for all its inputs: who adds in place changes the gradient of the others.
graph = check.call(ComputationalGraph, {"m": (MeanGate(), ["x", "s", "y"]), "s": (ScaleGate(2.0), ["x"])}, "m")
check.call(graph.forward, {"x": np.array([1.0, 2.0]), "y": np.array([3.0, 4.0])})
got = check.call(graph.backward, np.array([0.75, 1.5]))
expected = {"x": np.array([0.75, 1.5]), "y": np.array([0.25, 0.5])}
check.value(got, expected, "the mean of x, 2x and y, by a gate that returns the same array for all")
for order in (["x", "s"], ["s", "x"]):  # whichever of its two readers comes first, x gets dz from one, and 1.25 dz back
    graph = check.call(ComputationalGraph, {"d": (SubtractGate(), order), "s": (ScaleGate(2.25), ["x"])}, "d")
    check.call(graph.forward, {"x": np.array([3, 5])})
    got = check.call(graph.backward, np.array([1, 2]))
    expected = {"x": np.array([-1.25, -2.5]) * (1 if order[0] == "x" else -1)}
    check.value(got, expected, "x and 2.25 x, and an upstream gradient of integers")
nodes = {"f": (SquareGate(), ["a"]), "a": (ScaleGate(2.0), ["x"]), "aside": (SubtractGate(), ["a", "x"])}
graph = check.call(ComputationalGraph, nodes, "f")
check.call(graph.forward, {"x": 3.0})
check.value(check.call(graph.backward), {"x": 24.0}, "(2x)² at x = 3; f does not need a node that reads a and x")
### BEGIN HIDDEN TESTS
from chainrule.reference import graph as reference

rng = np.random.default_rng(522)
x, y, upstream = rng.uniform(0.6, 2.0, (3, 4))


def branches():
    return {"f": (LengthGate(), ["b", "a"]), "b": (SquareGate(), ["x"]), "a": (SubtractGate(), ["y", "x"])}


graph, trusted = check.call(ComputationalGraph, branches(), "f"), reference.ComputationalGraph(branches(), "f")
check.call(graph.forward, {"x": x, "y": y})
trusted.forward({"x": x, "y": y})
expected = trusted.backward(upstream)
by_branch = [2 * x * trusted.gradients["b"], -trusted.gradients["a"]]
check.value(
    check.call(graph.backward, upstream), expected, "an input that two nodes read", facts={"branches": by_branch}
)
graph = check.call(
    ComputationalGraph,
    {"b": (SquareGate(), ["a"]), "f": (SubtractGate(), ["b", "a"]), "a": (ScaleGate(3.0), ["x"])},
    "f",
)
check.call(graph.forward, {"x": x})
check.value(
    check.call(graph.backward, upstream), {"x": (18 * x - 3) * upstream}, "a node in the middle that two nodes read"
)
graph = check.call(ComputationalGraph, {"m": (MeanGate(), ["x", "y", "x", "x"])}, "m")
check.call(graph.forward, {"x": x, "y": y})
got = check.call(graph.backward, upstream)
check.value(got, {"x": 0.75 * upstream, "y": 0.25 * upstream}, "a gate that reads one name three times")
# MeanGate hands out one array for all its inputs: who adds in place changes the gradient of the others.
graph = check.call(ComputationalGraph, {"m": (MeanGate(), ["x", "s", "y"]), "s": (ScaleGate(2.0), ["x"])}, "m")
check.call(graph.forward, {"x": x, "y": y})
got = check.call(graph.backward, upstream)
check.value(got, {"x": upstream, "y": upstream / 3}, "a gate that returns the same array twice")
check.value(
    check.attribute(graph, "gradients", "backward"),
    {"s": upstream / 3},
    "a gate that returns the same array twice, a node on the way",
    more_keys=True,
)
# Nodes that the output does not need, and one that reads it.
nodes = {
    "after": (SquareGate(), ["f"]),
    "f": (SquareGate(), ["m"]),
    "m": (ScaleGate(3.0), ["x"]),
    "aside": (SubtractGate(), ["k", "m"]),
    "k": (ScaleGate(2.0), ["y"]),
}
graph = check.call(ComputationalGraph, nodes, "f")
check.call(graph.forward, {"x": x, "y": y})
got = check.call(graph.backward, upstream)
about = "nodes besides the output, and one that reads it"
check.value(got, {"x": 18 * x * upstream}, about, more_keys=True)
check.true("y" in got and is_zero(got["y"]), "An input that the output does not depend on should have the gradient 0.")
everything = check.attribute(graph, "gradients", "backward")
about = "A node that the output does not depend on should have the gradient 0."
check.true("k" in everything and is_zero(everything["k"]), about)
layers = {}
for i in range(1, 8):
    layers[f"a{i}"] = (ScaleGate(0.8), [f"h{i - 1}"])
    layers[f"h{i}"] = (SubtractGate(), [f"h{i - 1}", f"a{i}"])
graph = check.call(ComputationalGraph, layers, "h7")
check.call(graph.forward, {"h0": x})
check.value(check.call(graph.backward, upstream), {"h0": 0.2**7 * upstream}, "seven branches, one after another")


def tangle(seed):
    """Return nodes in any order that read three inputs and one another; their gates are new each time."""
    rng = np.random.default_rng(seed)
    names, nodes = ["x", "y", "z"], {}
    for i in range(7):
        gate, arity = ((ScaleGate(-0.7), 1), (SquareGate(), 1), (SubtractGate(), 2), (LengthGate(), 2))[rng.integers(4)]
        reads = [names[j] for j in rng.integers(0, len(names), arity)]
        if isinstance(gate, LengthGate):
            reads[0] = "xyz"[i % 3]  # never 0, where a length has no slope
        nodes[f"n{i}"] = (gate, reads)
        names.append(f"n{i}")
    nodes["out"] = (MeanGate(), names)
    return {name: nodes[name] for name in rng.permutation(list(nodes)).tolist()}


for seed in range(6):
    graph, trusted = (
        check.call(ComputationalGraph, tangle(seed), "out"),
        reference.ComputationalGraph(tangle(seed), "out"),
    )
    inputs = dict(zip("xyz", rng.uniform(0.4, 1.2, (3, 4)) * rng.choice([-1.0, 1.0], (3, 4))))
    check.call(graph.forward, inputs)
    trusted.forward(inputs)
    got, expected = check.call(graph.backward, upstream), trusted.backward(upstream)
    check.value(got, {name: expected[name] for name in "xyz"}, "a graph in which everything is read several times")
nodes = {"f": (StraightThroughGate(), ["d"]), "d": (SubtractGate(), ["s", "x"]), "s": (SquareGate(), ["x"])}
graph = check.call(ComputationalGraph, nodes, "f")
check.call(graph.forward, {"x": x})
got = check.call(graph.backward, upstream)
check.value(got, {"x": (2 * x - 1) * upstream}, "two branches into a gate whose backward is no slope")
### END HIDDEN TESTS

# %% test="ComputationalGraph__fresh" points=2
graph = check.call(
    ComputationalGraph,
    {"a": (ScaleGate(3.0), ["x"]), "b": (SquareGate(), ["x"]), "f": (SubtractGate(), ["a", "b"])},
    "f",
)
check.call(graph.forward, {"x": 5.0})
check.value(check.call(graph.backward), {"x": -7.0}, "3x - x² at x = 5", facts={"branches": [3.0, -10.0]})
check.value(check.call(graph.backward), {"x": -7.0}, "backward once more")
check.value(check.call(graph.forward, {"x": 1.0}), 2.0, "another forward, at x = 1")
check.value(check.call(graph.backward), {"x": 1.0}, "and its backward, at x = 1")
check.value(check.call(graph.forward, {"x": np.array([1, 4])}), [2, -4], "one more, with an array of integers")
got = check.call(graph.backward, np.array([0.5, 2.0]))
check.value(got, {"x": np.array([0.5, -10.0])}, "and its backward, from an upstream gradient of its shape")
other = check.call(ComputationalGraph, {"f": (ScaleGate(5.0), ["z"])}, "f")
check.call(other.forward, {"z": 7.0})
check.call(other.backward)
values = check.attribute(graph, "values", "forward")
check.true("z" not in values, "Another graph's forward should not change this one's values.")
expected = {"x": [1, 4], "a": [3, 12], "b": [1, 16], "f": [2, -4]}
check.value(values, expected, "the values are still there when another graph is used")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(523)
x, y, u, upstream = rng.uniform(0.6, 2.0, (4, 3))


def difference():
    return {"f": (SubtractGate(), ["b", "a"]), "b": (SquareGate(), ["x"]), "a": (ScaleGate(3.0), ["x"])}


one, other = check.call(ComputationalGraph, difference(), "f"), check.call(ComputationalGraph, difference(), "f")
check.call(one.forward, {"x": x})
check.call(other.forward, {"x": y})
check.value(
    check.attribute(one, "values", "forward"),
    {"x": x, "b": x**2, "a": 3 * x, "f": x**2 - 3 * x},
    "two graphs at once, the values of the first",
)
check.value(check.call(one.backward, upstream), {"x": (2 * x - 3) * upstream}, "two graphs at once, the first")
check.value(check.call(other.backward, upstream), {"x": (2 * y - 3) * upstream}, "two graphs at once, the second")
check.value(
    check.call(one.backward, 2 * upstream), {"x": (4 * x - 6) * upstream}, "backward again, another upstream gradient"
)
check.value(check.call(one.backward, upstream), {"x": (2 * x - 3) * upstream}, "backward a third time")
check.value(
    check.attribute(one, "gradients", "backward"),
    {"x": (2 * x - 3) * upstream, "b": upstream, "a": -upstream, "f": upstream},
    "all gradients after it",
)
check.value(check.call(one.forward, {"x": u}), u**2 - 3 * u, "forward again, with other inputs")
check.value(
    check.attribute(one, "values", "forward"), {"x": u, "b": u**2, "a": 3 * u, "f": u**2 - 3 * u}, "all values after it"
)
check.value(check.call(one.backward, upstream), {"x": (2 * u - 3) * upstream}, "and its backward")
check.value(check.call(one.forward, {"x": 2.0}), -2.0, "then a number in place of an array")
check.value(check.call(one.backward), {"x": 1.0}, "and its backward")
one = check.call(ComputationalGraph, {"f": (StraightThroughGate(), ["a"]), "a": (ScaleGate(3.0), ["x"])}, "f")
for factor in (1, -2):
    check.call(one.forward, {"x": factor * x})
    got = check.call(one.backward, factor * upstream)
    check.value(got, {"x": 3 * factor * upstream}, f"a gate whose backward is no slope; all inputs times {factor}")
for sign, pair in ((1, ["s", "q"]), (-1, ["q", "s"])):
    mixed = {"f": (SubtractGate(), pair), "q": (MeanGate(), ["x", "y"]), "s": (SubtractGate(), ["x", "y"])}
    one = check.call(ComputationalGraph, mixed, "f")
    check.call(one.forward, {"x": 4, "y": 1})
    got = check.call(one.backward, 3)
    check.value(got, {"x": 1.5 * sign, "y": -4.5 * sign}, "an upstream gradient that is an integer, and fractions")
### END HIDDEN TESTS

# %% [markdown]
# ## 7 · What it can do
#
# *About 20 minutes.*
#
# **The sigmoid neuron**, $f = \sigma(w_0 x_0 + w_1 x_1 + w_2)$, from your primitive gates. By hand you would derive
# each of these numbers; now you only describe the graph. `check.gradients` compares with numerical slopes.

# %%
def run(graph, inputs, about):
    """Pass forward and backward through a graph, and compare its gradients with numerical ones."""
    graph.forward(inputs)
    gradients = graph.backward()
    check.gradients(
        [gradients[name] for name in inputs],
        lambda *values: graph.forward(dict(zip(inputs, values))),
        list(inputs.values()),
        about,
        names=[f"the gradient of {name}" for name in inputs],
    )
    graph.forward(inputs)
    graph.backward()


def show(nodes, graph, title):
    """Draw a graph with its values and gradients; where a name is read more than once, also what each reader sends."""
    read = [source for _, sources in nodes.values() for source in sources]
    sent = {
        (source, name, i): gradient
        for name, (gate, sources) in nodes.items()
        for i, (source, gradient) in enumerate(zip(sources, gate.backward(graph.gradients[name])))
        if read.count(source) > 1
    }
    return graphs.draw(nodes, graph.values, {**graph.gradients, **sent}, title=title)


neuron_nodes = {
    "w0 x0": (MultiplyGate(), ["w0", "x0"]),
    "w1 x1": (MultiplyGate(), ["w1", "x1"]),
    "w·x": (AddGate(), ["w0 x0", "w1 x1"]),
    "s": (AddGate(), ["w·x", "w2"]),
    "-s": (ScaleGate(-1.0), ["s"]),
    "e^-s": (ExpGate(), ["-s"]),
    "1+e^-s": (ShiftGate(1.0), ["e^-s"]),
    "f": (ReciprocalGate(), ["1+e^-s"]),
}
neuron = ComputationalGraph(neuron_nodes, "f")
neuron_inputs = {"w0": 2.0, "x0": -1.0, "w1": -3.0, "x1": -2.0, "w2": -3.0}
run(neuron, neuron_inputs, "the sigmoid neuron, against numerical gradients")
show(neuron_nodes, neuron, "The sigmoid neuron from primitive gates")

# %% [markdown]
# *The picture: the graph of the neuron, every value and every gradient computed by your gates.*
#
# One sigmoid gate in place of the last four gives the same gradients, with a picture half as long. How much goes into
# one gate is a matter of taste, speed and safety, not of correctness.

# %%
compact_nodes = {name: neuron_nodes[name] for name in ("w0 x0", "w1 x1", "w·x", "s")} | {"f": (SigmoidGate(), ["s"])}
compact = ComputationalGraph(compact_nodes, "f")
run(compact, neuron_inputs, "with one sigmoid gate, against numerical gradients")
same = all(np.isclose(compact.gradients[name], neuron.gradients[name]) for name in neuron_inputs)
print("the same gradients as before:", same)
show(compact_nodes, compact, "The same neuron with one sigmoid gate")

# %% [markdown]
# *The picture: the same neuron; the last four gates are now one, which receives 1.*
#
# **The SVM**, the graph with the empty slots from the top: scores −8 and −7, loss 2. Read off the
# gradient of the four weights, and take a step of size 1 against it: what are the new weights, and the new loss?

# %%
my_bet = {"w00": None, "w01": None, "w10": None, "w11": None, "loss": None}  # after the step

svm_nodes = {
    "w00 x0": (MultiplyGate(), ["w00", "x0"]),
    "w01 x1": (MultiplyGate(), ["w01", "x1"]),
    "w10 x0": (MultiplyGate(), ["w10", "x0"]),
    "w11 x1": (MultiplyGate(), ["w11", "x1"]),
    "s0": (AddGate(), ["w00 x0", "w01 x1"]),
    "s1": (AddGate(), ["w10 x0", "w11 x1"]),
    "-s0": (ScaleGate(-1.0), ["s0"]),
    "-lead": (AddGate(), ["-s0", "s1"]),
    "shortfall": (ShiftGate(1.0), ["-lead"]),
    "loss": (ReLUGate(), ["shortfall"]),
}
svm = ComputationalGraph(svm_nodes, "loss")
svm_inputs = {"w00": -2.0, "w01": -1.0, "w10": 1.0, "w11": -5.0, "x0": 3.0, "x1": 2.0}
run(svm, svm_inputs, "the SVM, against numerical gradients")
picture = show(svm_nodes, svm, "The SVM loss of one example")
weights = {name: svm_inputs[name] - 1.0 * svm.gradients[name] for name in ("w00", "w01", "w10", "w11")}
print("weights after a step:", {name: float(weight) for name, weight in weights.items()})
print("loss after the step: ", float(svm.forward({**svm_inputs, **weights})))
print("your bet:            ", my_bet)
picture

# %% [markdown]
# *The picture: the SVM's graph, filled in; the pixels now stand left of the weights, with two gradients each.*
#
# Each pixel is read twice; what its two readers send back stands below their wires, and is added: 2 + 1 = 3 and 1 − 5 =
# −4.
#
# **A maxout unit**, $\max(w_1\!\cdot\!x + b_1,\ w_2\!\cdot\!x + b_2)$, learns its own activation function (below, $u,
# b$ stand for $w_1, b_1$ and $v, c$ for $w_2, b_2$, because `u0` is shorter than `w1_0`). Max routes: the piece that
# loses gets no gradient at all, so only one of the two sets of weights learns from this example.
#
# At the numbers below the first piece is 0.5, the second 4. Before you run: which of the six weights and biases get the
# gradient 0?

# %%
my_bet = []  # those with the gradient 0, such as ["u0", "c"]

maxout_nodes = {
    "u0 x0": (MultiplyGate(), ["u0", "x0"]),
    "u1 x1": (MultiplyGate(), ["u1", "x1"]),
    "u·x": (AddGate(), ["u0 x0", "u1 x1"]),
    "first": (AddGate(), ["u·x", "b"]),
    "v0 x0": (MultiplyGate(), ["v0", "x0"]),
    "v1 x1": (MultiplyGate(), ["v1", "x1"]),
    "v·x": (AddGate(), ["v0 x0", "v1 x1"]),
    "second": (AddGate(), ["v·x", "c"]),
    "f": (MaxGate(), ["first", "second"]),
}
maxout = ComputationalGraph(maxout_nodes, "f")
maxout_inputs = {"u0": 2.0, "u1": 1.0, "b": 0.5, "v0": -1.0, "v1": -2.0, "c": 1.0, "x0": 1.0, "x1": -2.0}
run(maxout, maxout_inputs, "the maxout unit, against numerical gradients")
silent = [name for name in ("u0", "u1", "b", "v0", "v1", "c") if maxout.gradients[name] == 0]
print("gradient 0:", silent, "your bet:", my_bet)
show(maxout_nodes, maxout, "A maxout unit with weights u, b and v, c")

# %% [markdown]
# *The picture: two linear pieces meet in a max gate, with all values and gradients.*
#
# Because gates take arrays, one forward and one backward draw a whole curve and its slope. With two pieces a maxout
# unit can be a ReLU, the absolute value, or something nobody has named. (At the kink itself, any slope between the two
# will do.)

# %%
figure, axes = plt.subplots(1, 3, figsize=(8, 2.6), dpi=80, sharey=True, layout="constrained")
grid = np.linspace(-2, 2, 200)
for axis, (title, (w1, b1, w2, b2)) in zip(
    axes, {"like ReLU": (1, 0, 0, 0), "like |x|": (1, 0, -1, 0), "its own": (1.5, -0.8, -0.3, 0.4)}.items()
):
    pieces = {
        "w1 x": (ScaleGate(w1), ["x"]),
        "first": (ShiftGate(b1), ["w1 x"]),
        "w2 x": (ScaleGate(w2), ["x"]),
        "second": (ShiftGate(b2), ["w2 x"]),
        "f": (MaxGate(), ["first", "second"]),
    }
    unit = ComputationalGraph(pieces, "f")
    axis.plot(grid, unit.forward({"x": grid}), color="#0072B2", label="value")
    axis.plot(grid, unit.backward(np.ones(200))["x"], "--", color="#D55E00", label="gradient")
    axis.set(title=title, xlabel="x")
axes[0].legend()
axes[0].set_ylabel("value, gradient")
plt.show()

# %% [markdown]
# *The picture: the value of three maxout units over x from −2 to 2, and, dashed, their gradient.*
#
# <details><summary>The picture in words</summary>
#
# Like ReLU: the value is 0 up to 0, then x; the gradient jumps from 0 to 1 at 0. Like |x|: the value is a V with its
# tip at 0, the gradient jumps from −1 to 1. Its own: a flatter V, from 1 at −2 down to 0.2 at 0.67, then up steeply to
# 2.2; the gradient jumps from −0.3 to 1.5.
# </details>
#
# **A neural network.** And now with whole layers as gates: three nodes. The loss is not a gate here: its gradient with
# respect to the scores (probabilities minus one-hot, over $N$) is simply the upstream gradient.
# Everything else is done by what you wrote.

# %%
X, y = datasets.spiral()
rng = np.random.default_rng(0)
network = ComputationalGraph(
    {
        "hidden": (LinearGate(), ["X", "W1", "b1"]),
        "active": (ReLUGate(), ["hidden"]),
        "scores": (LinearGate(), ["active", "W2", "b2"]),
    },
    "scores",
)
weights = {"W1": rng.normal(size=(64, 2)), "b1": np.zeros(64), "W2": 0.2 * rng.normal(size=(3, 64)), "b2": np.zeros(3)}
for step in range(1501):
    scores = network.forward({"X": X, **weights})
    probabilities = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    if step % 300 == 0:
        loss = -np.log(probabilities[np.arange(len(y)), y]).mean()
        print(f"step {step:4d}   loss {loss:.2f}   right {(scores.argmax(axis=1) == y).mean():.0%}")
    gradients = network.backward((probabilities - np.eye(3)[y]) / len(y))
    weights = {name: weight - 1.0 * gradients[name] for name, weight in weights.items()}

# %%
plots.regions(
    lambda points: network.forward({"X": points, **weights}).argmax(axis=1), X, y, title="A network out of your gates"
)
plt.show()

# %% [markdown]
# *The picture: three spiral arms, and the plane coloured by the class that your network gives.*
#
# <details><summary>The picture in words</summary>
#
# Dots, crosses and triangles make three arms, which start together in the middle and wind outwards, clockwise. The
# plane is divided into three coloured bands that wind with them; nearly every point lies in the band of its own class.
# </details>
#
# **The same in PyTorch**, if you have it, is five lines; `loss.backward()` does what your `backward` did:
#
# ```python
# model = torch.nn.Sequential(torch.nn.Linear(2, 64), torch.nn.ReLU(), torch.nn.Linear(64, 3))
# loss = torch.nn.functional.cross_entropy(model(X), y)
# model.zero_grad()   # PyTorch adds to the gradients of the last call, as your += adds at branches
# loss.backward()
# with torch.no_grad():
#     for p in model.parameters(): p -= 1.0 * p.grad
# ```
#
# ## What you have learned
#
# *In one sentence: if every part knows its own derivative, the whole needs no derivation.*
#
# - A gate knows its own derivative and nothing else: upstream times local, one gradient per input.
# - Forward in topological order, backward in the reverse, gradients **added** where a value is read more than once:
#   that is all of backpropagation, for any graph.
# - Nobody forms a Jacobian: backward computes its product with the upstream gradient, at a small multiple of the cost
#   of the forward pass (a linear layer: two matrix products instead of one).
# - What you built is the heart of PyTorch and JAX, in about a hundred lines.
#
# **Next**, gates can become layers that own their weights, and a network of them learns to read handwriting.
