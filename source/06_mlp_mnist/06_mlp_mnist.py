# %% [markdown] needs={"03_softmax_cross_entropy": "cross-entropy's gradient", "05_modular_gates": "gates of a graph"}
# # 6 · A multi-layer perceptron that reads handwriting
#
# Below are the three arms of a spiral. The best linear classifier gets about half of the points right: its regions are
# wedges between straight lines, and no wedge follows an arm. **What would it take to bend the lines?** The answer, a
# few matrix products with a kink in between, also reads 97 of 100 handwritten digits, and you are about to write all of
# it.
#
# After this notebook you can
#
# - write the layers of a neural network, forward and backward, and check all gradients at once;
# - say why the start, the kind of kink and the optimiser matter, and see it in pictures;
# - train a network on the 60,000 images of MNIST in well under a minute;
# - read a learning curve as a doctor reads a chart, and tune a network without fooling yourself.

# %% given="setup"
import time

import matplotlib.pyplot as plt
import numpy as np
from threadpoolctl import threadpool_limits

from chainrule import check, datasets, gradcheck, plots

threadpool_limits(1)  # see "One thread" below
spiral, digits = datasets.spiral(), datasets.digits()

# %% tags=["nbval-ignore-output"]
from sklearn.linear_model import LogisticRegression

straight = LogisticRegression(C=100.0).fit(spiral.X, spiral.y)
plots.regions(straight.predict, spiral.X, spiral.y, title="The best straight lines")
plt.show()
print(f"right on these points: {straight.score(spiral.X, spiral.y):.0%}")

# %% [markdown]
# *The picture: three spiral arms of 100 points, and the regions of a linear classifier, three wedges.*
#
# <details><summary>The picture in words</summary>
#
# Two axes from −1 to 1. Three arms start together at the origin and wind outwards, clockwise, by about two thirds of a
# turn: dots (blue), which leave to the right and end at the lower left; crosses (orange), which leave downwards and
# end at the top; triangles (green), which leave to the left and end at the right. Three straight borders from near the
# origin, to the top left, to the right and to the lower left, make three wedges, one for each class. In its wedge each
# arm has its outer half; its inner half lies in other wedges: 54 % of the points are right.
# </details>
#
# **Time.** About 315 minutes: 13 for the beginning and the end, the rest as said below the headings. Words are
# explained in the glossary at the end of the guide (`README.md`, one folder above).
#
# **How this notebook works.** Replace the two lines `# YOUR CODE HERE` and `raise NotImplementedError(…)` with your
# answer, run the cell, then run the check below it: it prints a ✓ for each thing that is right, or a message that says
# what is wrong. When your notebook is graded, hidden checks run as well: other shapes, integers (`int64`), float32. Six
# digits have to be right (in float32 four), and fewer where a number is tiny beside the largest of its array; if all of
# an array is tiny, its largest numbers need their digits, down to 10⁻¹⁰. Later answers use earlier ones, so go from top
# to bottom. Cells marked **long** train for a while; they are left out when the notebook is graded. Numbers and
# pictures that the text describes come from our solution: your network draws other random numbers, so yours will look
# similar, but not the same. Where it says `YOUR ANSWER HERE`, write text (double-click the cell); a person will mark
# it.
#
# **One thread.** The matrix products here are small. Splitting one between two cores costs more than it saves, and when
# something else keeps a core busy, the threads wait for each other: we have seen the same training run *20 times
# slower* with two threads than with one. So the cell above tells the linear algebra library to use a single one.

# %% [markdown]
# ## What we agree on
#
# | | shape | |
# |---|---|---|
# | `X` | `(N, n_in)` | a batch, one example per row; any `N` from 1 |
# | `W`, `b` | `(n_out, n_in)`, `(n_out,)` | a layer's weights, one row per unit, and its biases |
# | `y` | `(N,)` | integer labels 0 … K−1; a class may be missing from a batch |
#
# A **layer** is a gate that owns its parameters: `forward(X)` returns the output and keeps what
# `backward` needs; `backward(dout)`, given the gradient of the loss with respect to that output, returns the gradient
# with respect to `X`: an array, not a list. It always refers to the last `forward` of this object, and may be called
# twice. Arguments may be integers or float32, and stand for real numbers; **leave them unchanged**, `dout` as well.
# They stay what they are until `backward`. Return NumPy arrays. As before, no class inherits from `list` or `dict`.
#
# Randomness comes from a `seed`: make `rng = np.random.default_rng(seed)` once, with the object, not in each call, and
# take every draw from that `rng`. (A network and its training may derive further seeds from theirs, in any way.) The
# seed 0 is a seed like any other.
#
# Gradients are **derived, not measured**: `backward` and `loss_and_gradients` may cost no more than a few forward
# passes, however many weights there are. Finite differences fail the checks of gradients; to check your own they are
# welcome.
#
# **Train, validation, test.** Three sets of images, for three questions. *Training* images move the weights.
# *Validation* images choose between networks: how many units, which learning rate, when to stop. Whoever has chosen by
# them has fitted them a little, too, so an honest last number needs a third set that nothing was chosen by: the *test*
# images, looked at once, at the end. MNIST brings 10,000 of them, by other writers. The small digits have only the
# first two here.

# %% [markdown]
# ## 1 · The linear layer
#
# *About 15 minutes.*
#
# $$Z = X W^\top + b$$
#
# The three gradients are those of a linear gate. The layer owns $W$ and $b$, so `backward` returns
# only `dX`; it leaves the other two gradients in the attributes `dW` and `db`. The biases start at 0. The weights start
# as normal numbers, each drawn by itself, with mean 0 and standard deviation $\sqrt{2 / n_\text{in}}$ (He
# initialisation); you will see why in a minute.
#
# Smallest example: $X = (1\ \ 2)$, $W = (3\ \ 4)$, $b = 5$ gives $16$; with `dout` $= 10$: $\text{dX} = (30\ \ 40)$,
# $\text{dW} = (10\ \ 20)$, $\text{db} = 10$.
#
# Other code, such as the checks, may assign to `W` and `b`: always use the current values.

# %% answer="Linear"
class Linear:
    """A fully connected layer, Z = X W^T + b.

    n_in, n_out: numbers of inputs and outputs.
    seed: of the random weights.

    Attributes
    W: (n_out, n_in), normal, of mean 0 and standard deviation sqrt(2 / n_in); b: (n_out,), zeros
    dW, db: their gradients, set by backward
    """

    def __init__(self, n_in, n_out, seed):
        ### BEGIN SOLUTION
        rng = np.random.default_rng(seed)
        self.W = np.sqrt(2 / n_in) * rng.standard_normal((n_out, n_in))
        self.b = np.zeros(n_out)
        ### END SOLUTION

    def forward(self, X):
        """Return Z, (N, n_out)."""
        ### BEGIN SOLUTION
        self.X = X
        return X @ self.W.T + self.b
        ### END SOLUTION

    def backward(self, dout):
        """Return dX, (N, n_in), given dout (N, n_out); set dW and db, of the shapes of W and b."""
        ### BEGIN SOLUTION
        self.dW = dout.T @ self.X
        self.db = dout.sum(axis=0)
        return dout @ self.W
        ### END SOLUTION

# %% test="Linear__initial" points=2
layer = check.call(Linear, 3, 2, seed=0)
W = np.array(check.attribute(layer, "W"))
check.true(W.shape == (2, 3), "The weights of a layer from 3 to 2 should have the shape (2, 3).")
check.value(check.attribute(layer, "b"), [0.0, 0.0], "the biases start at 0")
check.value(check.call(Linear, 3, 2, seed=0).W, W, "the same seed gives the same weights")
check.true(np.all(check.call(Linear, 3, 2, seed=1).W != W), "Another seed should give other weights.")
W = np.asarray(check.call(Linear, 50, 400, seed=0).W)
about = "The standard deviation should be sqrt(2 / n_in): 0.2 for 50 inputs."
check.true(abs(np.std(W) / 0.2 - 1) < 0.03, about, shows=f"It is {np.std(W):.3f}.")
check.true(abs(W.mean()) < 0.01, "The mean of the weights should be 0.")
about = "The weights should be normally distributed: of 20,000, about 68 % are closer to 0 than the standard deviation."
check.true(abs((np.abs(W) < 0.2).mean() - 0.683) < 0.03, about)
by_itself = "Every weight should be drawn by itself, and not be equal to another one, or to minus another one."
check.true(len(np.unique(np.abs(W))) > 0.99 * W.size, by_itself)
elsewhere = "Another seed should give other weights, and not the same ones in other places."
check.true(np.isin(check.call(Linear, 50, 400, seed=1).W, W).mean() < 0.01, elsewhere)
### BEGIN HIDDEN TESTS
for n_in, n_out in ((400, 150), (30, 2000), (1, 6000), (5000, 12)):
    W = np.asarray(check.call(Linear, n_in, n_out, seed=n_in).W)
    check.true(W.shape == (n_out, n_in), "The weights should have the shape (n_out, n_in).")
    standard = W / np.sqrt(2 / n_in)
    check.true(abs(standard.mean()) < 6 / np.sqrt(W.size), "The mean of the weights should be 0.")
    check.true(
        abs(standard.std() - 1) < 4 / np.sqrt(W.size), "The standard deviation of the weights should be sqrt(2 / n_in)."
    )
    for deviations, share in ((1, 0.3173), (2, 0.0455), (3, 0.0027)):  # the tolerances let 1 in 4,000,000 runs fail
        off = abs((np.abs(standard) > deviations).mean() - share)
        check.true(off < 6 * np.sqrt(share / W.size), "The weights should be normally distributed.")
    check.true(len(np.unique(np.abs(W))) > 0.99 * W.size, by_itself)
    check.true(np.isin(Linear(n_in, n_out, seed=n_in + 1).W, W).mean() < 0.01, elsewhere)
    for of, rows in zip(("units", "inputs"), (W, W.T)):
        if len(rows) > 1 and rows.shape[1] >= 100:  # the n weights of two are alike by 1 / √n by chance
            closest = np.abs(np.corrcoef(rows) - np.eye(len(rows))).max()
            about = f"The weights of two {of} should have nothing to do with each other."
            check.true(closest < 8 / np.sqrt(rows.shape[1]), about)
check.value(Linear(4, 5, seed=7).W, np.array(Linear(4, 5, seed=7).W), "the same seed, another size")
check.true(np.all(Linear(4, 5, seed=7).W != Linear(4, 5, seed=8).W), "Another seed should give other weights.")
### END HIDDEN TESTS

# %% test="Linear__forward" points=1
layer = check.call(Linear, 2, 1, seed=0)
old = np.array([[1.0, 2.0]]) @ np.array(check.attribute(layer, "W")).T + np.array(check.attribute(layer, "b"))
layer.W, layer.b = np.array([[3.0, 4.0]]), np.array([5.0])
got = check.call(layer.forward, np.array([[1.0, 2.0]]))
about = "W and b were assigned after the layer was made, and forward still uses the old ones: it should read self.W."
check.true(np.shape(got) != (1, 1) or not np.allclose(got, old), about)
check.value(got, [[16.0]], "one example, W and b assigned later")
layer.W = np.array([[1.0, -1.0]])
check.value(check.call(layer.forward, np.array([[1.0, 2.0], [0.5, 0.0]])), [[4.0], [5.5]], "two examples, another W")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(601)
for N, n_in, n_out in ((5, 3, 4), (1, 4, 2), (3, 2, 1), (4, 1, 3), (3, 3, 3)):
    arrays = (rng.normal(size=shape) for shape in ((N, n_in), (n_out, n_in), (n_out,)))
    for kind, (X, W, b), tolerance in check.kinds(*arrays):
        expected = X.astype(float) @ W.T.astype(float) + b
        layer = check.call(Linear, n_in, n_out, seed=1)
        layer.W, layer.b = W.copy(), b.copy()
        about = f"{N} examples, {n_in} inputs, {n_out} outputs{kind}"
        check.value(check.call(layer.forward, X), expected, about, tolerance=tolerance)
### END HIDDEN TESTS

# %% test="Linear__backward" points=3
X, b = np.array([[1, 0, 2], [0, 1, -1], [3, 1, 4]]), np.array([1, -1])
W, dout = np.array([[1, 2, 3], [4, 5, 20]]), np.array([[1.0, -2.0], [0.5, 30.25], [2.5, 1.0]])
layer = check.call(Linear, 3, 2, seed=0)
layer.W, layer.b = W.copy(), b.copy()
check.call(layer.forward, X)
dX = check.call(layer.backward, dout)
dW, db = (check.attribute(layer, name, "backward") for name in ("dW", "db"))
facts = {"X": X, "upstream": dout}
check.gradient(dW, lambda W: np.sum(dout * (X @ W.T + b)), W, "dW, three examples", name="dW", facts=facts)
check.gradient(db, lambda b: np.sum(dout * (X @ W.T + b)), b, "db, three examples", name="db", facts=facts)
check.gradient(dX, lambda X: np.sum(dout * (X @ W.T + b)), X, "dX, three examples", name="dX", facts=facts)
other, elsewhere = check.call(Linear, 3, 2, seed=1), np.array([[2.0, 1.0, 0.0], [1.0, 1.0, 0.5], [0.0, 3.0, 1.0]])
first = np.array(dW)
check.call(other.forward, elsewhere)
check.call(layer.backward, dout)
of_other = gradcheck.central(lambda W: np.sum(dout * (elsewhere @ W.T + b)), W)
about, facts = "dW again, after another layer's forward", {"before": first, "remembered": of_other}
check.value(check.attribute(layer, "dW", "backward"), first, about, facts=facts)
check.value(check.attribute(layer, "db", "backward"), dout.sum(axis=0), "db again, after another layer's forward")
check.call(layer.forward, elsewhere)
check.call(layer.backward, dout)
about = "dW after another forward of this layer: the last one counts"
check.value(check.attribute(layer, "dW", "backward"), of_other, about, facts={"remembered": first})
large = check.call(Linear, 10_000, 6, seed=0)


def inputs(seed):
    return [np.random.default_rng(seed).normal(size=shape) for shape in ((6, 10_000), (3, 10_000), (3, 6))]


def one_pass(W, X, dout):
    return np.sum((X @ W.T) * dout)


def forward_and_backward(W, X, dout):
    large.W = W
    check.call(large.forward, X)
    return check.call(large.backward, dout)


about = "60,000 weights at the price of a few forward passes"
check.derived(forward_and_backward, one_pass, inputs, entries=60_000, about=about)
def passes(W, b, X, dout):
    layer = check.call(Linear, np.shape(W)[1], np.shape(W)[0], seed=0)
    layer.W, layer.b = W, b
    Z, dX = check.call(layer.forward, X), check.call(layer.backward, dout)
    return Z, dX, check.attribute(layer, "dW", "backward"), check.attribute(layer, "db", "backward")


rng = np.random.default_rng(1)
shapes = {"W": (4, 3), "b": 4, "X": (5, 3), "dout": (5, 4)}
drawn = {name: 3 * rng.normal(size=shape) for name, shape in shapes.items()}
check.alike(passes, drawn, "a layer of integers and float32", names=("Z", "dX", "dW", "db"))
for N, n_in, n_out, case in ((1, 3, 4, "a batch of one"), (5, 1, 4, "one input"), (5, 3, 1, "one output")):
    W, b, X = drawn["W"][:n_out, :n_in], drawn["b"][:n_out], drawn["X"][:N, :n_in]
    dout = drawn["dout"][:N, :n_out]
    _, *gradients = passes(W, b, X, dout)
    for name, got, array in zip(("dX", "dW", "db"), gradients, (X, W, b)):
        about = f"{name} should have the shape of {name[1:]}, also with {case}."
        check.true(np.shape(got) == array.shape, about, shows=f"It is {np.shape(got)}, not {array.shape}.")
    if N == 1:
        check.value(gradients[2], dout[0], "db for a batch of one")
### BEGIN HIDDEN TESTS
def gradients_of_layer(layer, dout):
    """Return (dX, dW, db) of a layer."""
    dX = check.call(layer.backward, dout)
    return dX, check.attribute(layer, "dW", "backward"), check.attribute(layer, "db", "backward")


def all_gradients(W, X, dout):
    large.W = W
    check.call(large.forward, X)
    return gradients_of_layer(large, dout)


names = ["dX", "dW", "db"]
task = check.task(all_gradients, lambda W, X, dout: (dout @ W, dout.T @ X, dout.sum(axis=0)), names)
task.derived(one_pass, lambda n: inputs(99 + n), entries=60_000, about="a large layer")
rng = np.random.default_rng(602)
for N, n_in, n_out in ((5, 3, 4), (1, 4, 2), (3, 2, 1), (4, 1, 3), (3, 3, 3)):
    arrays = (rng.normal(size=shape) for shape in ((N, n_in), (n_out, n_in), (n_out,), (N, n_out)))
    for kind, (X, W, b, dout), tolerance in check.kinds(*arrays):
        expected = tuple(product.astype(float) for product in (dout @ W, dout.T @ X, dout.sum(axis=0)))
        if kind == " (float32)":
            X, W, dout = (array.astype(float) for array in (X, W, dout))
            expected = dout @ W, dout.T @ X, dout.sum(axis=0)
            X, W, dout = (array.astype(np.float32) for array in (X, W, dout))
        layer = check.call(Linear, n_in, n_out, seed=1)
        layer.W, layer.b = W.copy(), b.copy()
        check.call(layer.forward, X)
        about = f"{N} examples, {n_in} inputs, {n_out} outputs{kind}"
        facts = {"X": X.astype(float), "dout": dout.astype(float)}
        check.value(gradients_of_layer(layer, dout), expected, about, names=names, tolerance=tolerance, facts=facts)
# The last forward counts, two layers do not disturb each other, and backward may be called again.
one, other = check.call(Linear, 3, 2, seed=1), check.call(Linear, 3, 2, seed=2)
X, U, dout, W, V = (rng.normal(size=shape) for shape in ((4, 3), (4, 3), (4, 2), (2, 3), (2, 3)))
one.W, other.W = W.copy(), V.copy()
check.call(one.forward, U)
check.call(one.forward, X)
check.call(other.forward, U)
facts = {"remembered": dout.T @ U}
for turn in ("", ", backward called twice"):
    dX, dW, db = gradients_of_layer(one, dout)
    check.value(dX, dout @ W, f"the last forward counts{turn}")
    expected = dout.T @ X, dout.sum(axis=0)
    check.value((dW, db), expected, f"the last forward counts{turn}", names=["dW", "db"], facts=facts)
    facts = {"before": dout.T @ X}
_, dW, _ = gradients_of_layer(other, 2 * dout)
check.value(check.attribute(one, "dW"), dout.T @ X, "another layer's backward changes nothing here")
check.value(dW, 2 * dout.T @ U, "the other layer")
W, X, dout = inputs(99)
large.W = W
check.call(large.forward, X)
expected = dout @ W, dout.T @ X, dout.sum(axis=0)
check.value(gradients_of_layer(large, dout), expected, "a large layer", names=names)
### END HIDDEN TESTS

# %% [markdown]
# ## 2 · The kink in between
#
# *About 40 minutes.*
#
# Two linear layers in a row are one linear layer: $W_2 (W_1 x) = (W_2 W_1)\, x$. Depth pays only if something nonlinear
# stands between them: one wide enough layer of almost any such function (polynomials are the exception), followed by a
# linear one, can approximate every continuous function on a bounded region. Five candidates:
#
# | | value | slope |
# |---|---|---|
# | ReLU | $\max(0, x)$ | 0 or 1 |
# | sigmoid | $\sigma(x) = 1 / (1 + e^{-x})$ | $\sigma(x)\,(1 - \sigma(x))$, at most ¼ |
# | tanh | $\tanh x$ | $1 - \tanh^2 x$ |
# | leaky ReLU | $x$, or $a x$ for $x < 0$ | 1 or $a$ |
# | ELU | $x$, or $\alpha\,(e^x - 1)$ for $x < 0$ | 1 or $\alpha\, e^x$ |
#
# All are elementwise; all must be right at ±1,000. At exactly 0 any slope between those on the two sides is right (for
# sigmoid and tanh there is only one). Start with **ReLU**.

# %% answer="ReLU"
class ReLU:
    """z = max(0, x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        ### BEGIN SOLUTION
        self.active = X > 0
        return np.maximum(X, 0)
        ### END SOLUTION

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        ### BEGIN SOLUTION
        return dout * self.active
        ### END SOLUTION

# %% test="ReLU__passes" points=1
X, whole = np.array([[1000.0, -2.0, 0.5], [-1.5, 2.0, -3.0]]), np.array([[1, -2, 3], [-1, 2, -3]])
dout = np.array([[1.25, 2.0, -30.25], [0.5, -1.5, 2.5]])
z = check.call(check.call(ReLU).forward, X)
check.value(z, [[1000.0, 0.0, 0.5], [0.0, 2.0, 0.0]], "what is negative becomes 0")
z = check.call(check.call(ReLU).forward, X[:, 1:] / 1000)
check.value(z, [[0.0, 0.0005], [0.002, 0.0]], "also close to 0")
about, facts = "the slope of integers, times dout", {"masked_by_upstream": np.maximum(dout, 0)}
check.gate(check.as_gate(ReLU), whole, dz=dout, names=["dX"], about=about, facts=facts)
check.gate_again(check.as_gate(ReLU), [X], [-X], dout, "two layers, and backward twice", names=["dX"])
check.kink(ReLU, 0, 1, layer=True)
rng = np.random.default_rng(1)
drawn = {"X": 3 * rng.normal(size=(4, 5)), "dout": 3 * rng.normal(size=(4, 5))}
check.alike(check.both_passes(ReLU), drawn, "integers and float32 in place of float64", names=("z", "dX"))
### BEGIN HIDDEN TESTS
from chainrule.reference import layers as reference

check.elementwise(ReLU, reference.ReLU, seed=603, layer=True, near=1000, far=True)
check.kink(ReLU, 0, 1, layer=True)
### END HIDDEN TESTS

# %% [markdown]
# **Sigmoid** and **tanh**. They are smooth, and *saturate*: far from 0 they are flat. (A warning about overflow does no
# harm; a wrong number does.)

# %% answer="Sigmoid"
class Sigmoid:
    """z = 1 / (1 + e^-x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        ### BEGIN SOLUTION
        power = np.exp(-np.abs(X))  # never above 1
        self.z = np.where(X >= 0, 1.0, power) / (1.0 + power)
        return self.z
        ### END SOLUTION

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        ### BEGIN SOLUTION
        return dout * self.z * (1.0 - self.z)
        ### END SOLUTION

# %% test="Sigmoid__passes" points=2
X, dout = np.array([[1.0, -2.0, 0.5], [-1.5, 2.0, -3.0]]), np.array([[1.0, 2.0, -30.0], [0.5, -1.5, 2.5]])
z = check.call(check.call(Sigmoid).forward, np.array([[0, 1]]))
check.value(z, [[0.5, 0.7310586]], "sigma(0) and sigma(1)")
z = check.call(check.call(Sigmoid).forward, np.array([[9.0, -9.0]]))
check.value(z, [[0.9998766, 0.0001233946]], "sigma(9) and sigma(-9), not yet 1 and 0")
about, facts = "the slope, times what comes from above", {"slope_of_input": [X * (1 - X) * dout]}
check.gate(check.as_gate(Sigmoid), X, dz=dout, names=["dX"], about=about, facts=facts)
whole = np.array([[1, 2, -3], [4, -1, 2]])
check.gate_again(check.as_gate(Sigmoid), [X], [-2 * X], whole, "two layers, and backward twice", names=["dX"])
far = np.array([[-1000.0, 1000.0]])
check.value(check.call(check.call(Sigmoid).forward, far), [[0.0, 1.0]], "far out, at ±1000")
check.gate(check.as_gate(Sigmoid), far, dz=np.array([[2.0, 3.0]]), names=["dX"], about="the slopes at ±1000: flat")
nearly, above = np.array([[9.0, -9.0]]), np.array([[1e4, 2e4]])
check.gate(check.as_gate(Sigmoid), nearly, dz=above, names=["dX"], about="not yet flat at 9 and -9")
rng = np.random.default_rng(1)
drawn = {"X": 3 * rng.normal(size=(4, 5)), "dout": 3 * rng.normal(size=(4, 5))}
check.alike(check.both_passes(Sigmoid), drawn, "integers and float32 in place of float64", names=("z", "dX"))
### BEGIN HIDDEN TESTS
from chainrule.reference import layers as reference

check.elementwise(Sigmoid, reference.Sigmoid, seed=604, layer=True, near=20, far=True)
X = np.array([[9.0, -9.0, 11.0], [-12.0, 8.5, -8.2]])
trusted = check.as_gate(reference.Sigmoid)
check.gate(check.as_gate(Sigmoid), X, dz=1e4 * X, trusted=trusted, names=["dX"], about="far from 0, but not flat")
### END HIDDEN TESTS

# %% answer="Tanh"
class Tanh:
    """z = tanh(x), elementwise."""

    def forward(self, X):
        """Return z, of the shape of X."""
        ### BEGIN SOLUTION
        self.z = np.tanh(X)
        return self.z
        ### END SOLUTION

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        ### BEGIN SOLUTION
        return dout * (1.0 - self.z**2)
        ### END SOLUTION

# %% test="Tanh__passes" points=1
X, dout = np.array([[1.0, -2.0, 0.5], [-1.5, 2.0, -3.0]]), np.array([[1.0, 2.0, -30.0], [0.5, -1.5, 2.5]])
z = check.call(check.call(Tanh).forward, np.array([[0.0, 1.0, 0.05]]))
check.value(z, [[0.0, 0.76159416, 0.04995837]], "tanh(0), tanh(1) and tanh(0.05)")
about, facts = "the slope, times what comes from above", {"slope_of_input": [(1 - X**2) * dout]}
check.gate(check.as_gate(Tanh), X, dz=dout, names=["dX"], about=about, facts=facts)
whole = np.array([[1, 2, -3], [4, -1, 2]])
check.gate_again(check.as_gate(Tanh), [X], [whole], whole, "two layers, and backward twice", names=["dX"])
far = np.array([[-1000.0, 1000.0]])
check.value(check.call(check.call(Tanh).forward, far), [[-1.0, 1.0]], "far out, at ±1000")
check.gate(check.as_gate(Tanh), far, dz=np.array([[2.0, 3.0]]), names=["dX"], about="the slopes at ±1000: flat")
nearly, above = np.array([[5.5, -6.0]]), np.array([[1e4, 2e4]])
check.value(check.call(check.call(Tanh).forward, nearly), [[0.9999666, -0.9999877]], "tanh(5.5) and tanh(-6)")
check.gate(check.as_gate(Tanh), nearly, dz=above, names=["dX"], about="not yet flat at 5.5 and -6")
rng = np.random.default_rng(1)
drawn = {"X": 3 * rng.normal(size=(4, 5)), "dout": 3 * rng.normal(size=(4, 5))}
check.alike(check.both_passes(Tanh), drawn, "integers and float32 in place of float64", names=("z", "dX"))
### BEGIN HIDDEN TESTS
from chainrule.reference import layers as reference

check.elementwise(Tanh, reference.Tanh, seed=605, layer=True, near=20, far=True)
X, dout = np.array([[5.0, -5.2, 6.5], [-7.0, 6.2, -8.0]]), 1e5 * np.array([[1.0, -2.0, 3.0], [2.0, -1.0, 3.0]])
check.gate(check.as_gate(Tanh), X, dz=dout, trusted=check.as_gate(reference.Tanh), names=["dX"], about="nearly flat")
### END HIDDEN TESTS

# %% [markdown]
# **Leaky ReLU** and **ELU** keep a little slope where ReLU has none. $0 \le a < 1$ (the argument `slope`) and $\alpha >
# 0$ (`alpha`); the lectures use $a = 0.1$ here and $0.3$ there.

# %% answer="LeakyReLU"
class LeakyReLU:
    """z = x where x > 0, else slope * x, elementwise."""

    def __init__(self, slope=0.1):
        self.slope = slope

    def forward(self, X):
        """Return z, of the shape of X."""
        ### BEGIN SOLUTION
        self.slopes = np.where(X > 0, 1.0, self.slope)
        return X * self.slopes
        ### END SOLUTION

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        ### BEGIN SOLUTION
        return dout * self.slopes
        ### END SOLUTION

# %% test="LeakyReLU__passes" points=1
X, dout = np.array([[1, -2, 3], [-4, 2, -3]]), np.array([[1.25, 2.0, -30.25], [0.5, -1.5, 2.5]])
tenth, third, none = (check.call(LeakyReLU, *slope) for slope in ((), (0.3,), (0.0,)))
check.value(check.call(tenth.forward, X), [[1.0, -0.2, 3.0], [-0.4, 2.0, -0.3]], "a tenth of what is negative")
about = "three tenths, if the slope is 0.3"
check.value(check.call(third.forward, X), [[1.0, -0.6, 3.0], [-1.2, 2.0, -0.9]], about)
check.value(check.call(none.forward, X), [[1.0, 0.0, 3.0], [0.0, 2.0, 0.0]], "nothing, if the slope is 0")
about, facts = "the slope of integers, times dout", {"masked_by_upstream": np.where(dout > 0, dout, 0.3 * dout)}
check.gate(check.as_gate(lambda: LeakyReLU(0.3)), X, dz=dout, names=["dX"], about=about, facts=facts)
check.gate_again(check.as_gate(LeakyReLU), [X / 1000], [-X], dout, "two layers, and backward twice", names=["dX"])
check.kink(LeakyReLU, 0.1, 1, layer=True)
about = "the slope, if that of what is negative is 0"
check.gate(check.as_gate(lambda: LeakyReLU(0.0)), X, dz=dout, names=["dX"], about=about)
rng = np.random.default_rng(1)
drawn = {"X": 3 * rng.normal(size=(4, 5)), "dout": 3 * rng.normal(size=(4, 5))}
about = "integers and float32 in place of float64"
check.alike(check.both_passes(lambda: LeakyReLU(0.3)), drawn, about, names=("z", "dX"))
### BEGIN HIDDEN TESTS
from chainrule.reference import layers as reference

for slope in (0.1, 0.3, 0.0, 0.85):
    ours, trusted = (lambda: LeakyReLU(slope)), (lambda: reference.LeakyReLU(slope))
    check.elementwise(ours, trusted, seed=606, layer=True, near=1000, far=True)
    check.kink(ours, slope, 1, layer=True)
check.elementwise(LeakyReLU, reference.LeakyReLU, seed=607, layer=True)
first, second = check.call(LeakyReLU, 0.25), check.call(LeakyReLU, 0.75)
z = check.call(first.forward, np.array([[-4.0, 3.0]]))
check.value(z, [[-1.0, 3.0]], "the first of two layers, each with its own slope")
check.value(check.call(first.backward, np.array([[4.0, 4.0]])), [[1.0, 4.0]], "and its slopes")
### END HIDDEN TESTS

# %% answer="ELU"
class ELU:
    """z = x where x > 0, else alpha * (e^x - 1), elementwise."""

    def __init__(self, alpha=1.0):
        self.alpha = alpha

    def forward(self, X):
        """Return z, of the shape of X."""
        ### BEGIN SOLUTION
        power = np.exp(np.minimum(X, 0))  # 1 where x is positive, so nothing overflows
        self.slopes = np.where(X > 0, 1.0, self.alpha * power)
        return np.where(X > 0, X, self.alpha * (power - 1))
        ### END SOLUTION

    def backward(self, dout):
        """Return dX, given dout of the shape of X."""
        ### BEGIN SOLUTION
        return dout * self.slopes
        ### END SOLUTION

# %% test="ELU__passes" points=2
X, dout = np.array([[1.0, -2.0, 0.5], [-1.5, 2.0, -3.0]]), np.array([[1.0, 2.0, -30.0], [0.5, -1.5, 2.5]])
one, half, twice = check.call(ELU), check.call(ELU, 0.5), check.call(ELU, 2.0)
check.value(check.call(one.forward, np.array([[2, -1]])), [[2.0, -0.6321206]], "2, and e to the -1, minus 1")
about = "half of that, if alpha is 0.5: it multiplies all of the negative side"
check.value(check.call(half.forward, np.array([[2.0, -1.0]])), [[2.0, -0.3160603]], about)
check.value(check.call(twice.forward, np.array([[2.0, -1.0]])), [[2.0, -1.2642411]], "and twice that, if alpha is 2")
about = "the slope, times what comes from above"
check.gate(check.as_gate(lambda: ELU(0.5)), X, dz=dout, names=["dX"], about=about)
about = "the slope near 0: 1 above, and alpha times a power of e below, also where that is more than 1"
for alpha in (0.5, 2.0):
    check.gate(check.as_gate(lambda: ELU(alpha)), X / 10, dz=dout, names=["dX"], about=about)
whole = np.array([[1, 2, -3], [4, -1, 2]])
check.gate_again(check.as_gate(ELU), [X], [-2 * X], whole, "two layers, and backward twice", names=["dX"])
far = np.array([[-1000.0, 1000.0]])
check.value(check.call(check.call(ELU).forward, far), [[-1.0, 1000.0]], "far out, at ±1000")
check.gate(check.as_gate(ELU), far, dz=np.array([[2.0, 3.0]]), names=["dX"], about="the slopes far out, at ±1000")
nearly, above = np.array([[-9.0, -6.0]]), np.array([[2e4, 1e3]])
check.gate(check.as_gate(ELU), nearly, dz=above, names=["dX"], about="not yet flat at -9 and -6")
rng = np.random.default_rng(1)
drawn = {"X": 3 * rng.normal(size=(4, 5)), "dout": 3 * rng.normal(size=(4, 5))}
check.alike(check.both_passes(lambda: ELU(0.7)), drawn, "integers and float32 in place of float64", names=("z", "dX"))
### BEGIN HIDDEN TESTS
from chainrule.reference import layers as reference

for alpha in (1.0, 0.3, 2.5):
    ours, trusted = (lambda: ELU(alpha)), (lambda: reference.ELU(alpha))
    check.elementwise(ours, trusted, seed=607, layer=True, near=20, far=True)
check.elementwise(ELU, reference.ELU, seed=608, layer=True)
X, dout = np.array([[-5.0, -8.0, -11.0]]), np.array([[1e3, 2e4, -3e5]])
check.gate(check.as_gate(ELU), X, dz=dout, trusted=check.as_gate(reference.ELU), names=["dX"], about="nearly flat")
check.kink(lambda: ELU(0.25), 0.25, 1, layer=True)
first, second = check.call(ELU, 0.25), check.call(ELU, 0.75)
z = check.call(first.forward, np.array([[-4.0, 3.0]]))
check.value(z, [[np.expm1(-4) / 4, 3.0]], "the first of two layers, each with its own alpha")
check.value(check.call(first.backward, np.array([[4.0, 4.0]])), [[np.exp(-4), 4.0]], "and its slopes")
### END HIDDEN TESTS

# %% [markdown]
# All five and their slopes, computed by your layers:

# %%
figure, axes = plt.subplots(1, 2, figsize=(8.5, 3), dpi=80, layout="constrained")
grid = np.linspace(-6, 6, 241)[np.newaxis]
activations = {"ReLU": ReLU(), "sigmoid": Sigmoid(), "tanh": Tanh(), "leaky ReLU": LeakyReLU(), "ELU": ELU()}
values = {name: layer.forward(grid)[0] for name, layer in activations.items()}
slopes = {name: layer.backward(np.ones_like(grid))[0] for name, layer in activations.items()}
plots.curves(grid[0], values, xlabel="x", title="value", ax=axes[0]).set_ylim(-1.5, 3)
plots.curves(grid[0], slopes, xlabel="x", title="slope", ax=axes[1]).legend().remove()
plt.show()

# %% [markdown]
# *The picture: the five functions over x from −6 to 6 (left), and their slopes (right).*
#
# <details><summary>The picture in words</summary>
#
# Left, values: ReLU is 0 up to 0, then x. Leaky ReLU is the same on the right and falls to −0.6 at −6. ELU bends from
# −1 through 0 into x. The sigmoid climbs from 0 through ½ at 0 to 1, tanh from −1 through 0 to 1, and both are flat
# beyond 4.
#
# Right, slopes: ReLU jumps from 0 to 1, leaky ReLU from 0.1 to 1; ELU climbs smoothly to 1 and stays. tanh has a bell
# of height 1, the sigmoid a wider and flatter one of height ¼.
# </details>
#
# **Saturation.** A gradient on its way back is multiplied by one slope per layer. Let it pass through ten layers of 100
# units:

# %% tags=["nbval-ignore-output"]
def gradients_by_layer(activation, depth=10, width=100):
    """Send a batch forward through layers and a gradient back; return the gradient's size at each layer."""
    rng = np.random.default_rng(0)
    layers = [layer for i in range(depth) for layer in (Linear(width, width, seed=i + 1), activation())]
    signal, gradient, sizes = rng.standard_normal((50, width)), rng.standard_normal((50, width)), []
    for layer in layers:
        signal = layer.forward(signal)
    for layer in reversed(layers):
        gradient = layer.backward(gradient)
        if isinstance(layer, Linear):
            sizes.append(np.sqrt(np.mean(gradient**2)))
    return sizes[::-1]


sizes = {name: gradients_by_layer(kind) for name, kind in (("ReLU", ReLU), ("tanh", Tanh), ("sigmoid", Sigmoid))}
plots.bars(sizes, xlabel="layer (the loss is to the right)", ylabel="size of the gradient", log=True)
plt.show()
for name, of_layers in sizes.items():
    print(f"{name:8s} of the gradient at layer 10, layer 1 sees {of_layers[0] / of_layers[-1]:.2g}")

# %% [markdown]
# *The picture: the size of the gradient at layers 1 to 10, on a logarithmic axis, for ReLU, tanh and sigmoid.*
#
# <details><summary>The picture in words</summary>
#
# Ten groups of three bars. Those of ReLU and tanh are all close to 1. Those of the sigmoid shrink to the left, by
# about a factor of 3 in each layer: 0.3 at layer 10, 0.001 at layer 5, 0.000008 at layer 1.
# </details>
#
# <details><summary>Why the sigmoid, and not tanh, which saturates as well?</summary>
#
# In each layer a gradient is multiplied by the slope and by the weights. He's weights, made for ReLU, enlarge it by √2
# on average. The sigmoid's slope is at most ¼, and √2 · ¼ ≈ 0.35: a third is left, in the best case, and of the third
# a third. The slope of tanh is 1 at 0, and smaller elsewhere; with weights of this size some units are near 0 and some
# are far out, and √2 makes up for what the flat ones stop. Saturation then is the misfortune of single units, which
# hardly learn, and not of the layers below.
# </details>
#
# **How large should the weights be at the start?** Let the inputs $x_j$ of a unit have the mean square $q$, and let
# each weight have mean 0 and variance $v$, independent of everything else. Then $z = \sum_j w_j x_j$ has mean 0, and of
# its square only the terms $w_j^2 x_j^2$ survive on average: $\overline{z^2} = n_\text{in}\, v\, q$. As often as not
# $z$ is negative, and ReLU makes it 0, so that the next layer sees the mean square $\tfrac12\, n_\text{in}\, v\, q$. It
# is again $q$ if $v = 2 / n_\text{in}$. That is He's rule, and the 2 is there because ReLU throws half of the square
# away. (For tanh, which throws nothing away near 0, $1/n_\text{in}$ would do.) What if we start ten times smaller, or
# three times larger? Ten layers multiply the error ten times: guess the two powers of ten, then run.

# %%
my_bet = {"3 × He": None, "0.1 × He": None}  # the size of the signal after ten layers; with He's weights it is about 1


def signals_by_layer(scale, depth=10, width=100):
    """Send a batch through layers of ReLU whose weights are `scale` times He's; return the signal's size after each."""
    signal, sizes = np.random.default_rng(0).standard_normal((50, width)), []
    for i in range(depth):
        layer, relu = Linear(width, width, seed=i + 1), ReLU()
        layer.W = scale * layer.W
        signal = relu.forward(layer.forward(signal))
        sizes.append(np.sqrt(np.mean(signal**2)))
    return sizes


sizes = {f"{scale:g} × He": signals_by_layer(scale) for scale in (3.0, 1.0, 0.1)}
plots.bars(sizes, xlabel="layer", ylabel="size of the signal", log=True)
plt.show()
for name, bet in my_bet.items():
    print(f"{name:8s} after ten layers {sizes[name][-1]:.1g}, your bet: {bet}")

# %% [markdown]
# *The picture: the size of the signal after layers 1 to 10, on a logarithmic axis, for three sizes of the weights.*
#
# <details><summary>The picture in words</summary>
#
# Ten groups of three bars. With He's weights all ten are close to 1. Three times larger: 3 after the first layer,
# 50,000 after the tenth. Ten times smaller: 0.1 after the first layer, about $10^{-10}$ after the tenth.
# </details>
#
# <details><summary>The two powers</summary>
#
# ReLU passes on a factor: three times larger weights make a three times larger signal, layer by layer, and $3^{10}
# \approx 59{,}000$; $0.1^{10} = 10^{-10}$. Backwards the same factors multiply the gradient. Only at a factor of 1 can
# one stack ten layers, or a hundred.
# </details>

# %% [markdown]
# ## 3 · Dropout: a network that must not rely on any one unit
#
# *About 15 minutes.*
#
# A committee in which one member always knows best stops thinking. Send members home at random, and all have to learn.
# While training, each unit is silenced with probability $1 - \text{keep}$, anew for every example and step; what
# survives is divided by `keep`, so that the mean stays the same and nothing has to be scaled after training (*inverted*
# dropout):
#
# $$z = m \cdot x, \qquad m = \tfrac{1}{\text{keep}}\,[u < \text{keep}],
# \quad u \text{ uniform in } [0, 1) \text{ for every entry.}$$
#
# Smallest example: $x = (2\ \ 4)$, keep $= 0.5$, and the second is silenced: $z = (4\ \ 0)$; with `dout` $= (1\ \ 1)$,
# dX $= (2\ \ 0)$. (A mask for the whole batch, or a row of it for all examples, is not enough: every entry has its
# own. Which of the generator's methods draws it is up to you.) A `Dropout` of its own drops out unless it is told not
# to; a whole network, below, only when it is told to.

# %% answer="Dropout"
class Dropout:
    """Inverted dropout: every entry survives with probability keep, 0 < keep <= 1, and is divided by it.

    seed: of the masks; every training forward draws a new one from the same generator.
    """

    def __init__(self, keep, seed):
        ### BEGIN SOLUTION
        self.keep = keep
        self.rng = np.random.default_rng(seed)
        self.mask = None
        ### END SOLUTION

    def forward(self, X, train=True):
        """Return z, of the shape of X; X itself if train is False."""
        ### BEGIN SOLUTION
        if not train:
            self.mask = None
            return X
        self.mask = (self.rng.random(X.shape) < self.keep) / self.keep
        return X * self.mask
        ### END SOLUTION

    def backward(self, dout):
        """Return dX, by the mask of the last forward; dout itself if that was not in training."""
        ### BEGIN SOLUTION
        return dout if self.mask is None else dout * self.mask
        ### END SOLUTION

# %% test="Dropout__forward" points=2
X = np.full((200, 50), 2.0)
dropout, twin = check.call(Dropout, 0.4, seed=0), check.call(Dropout, 0.4, seed=0)
out = np.asarray(check.call(dropout.forward, X))
check.true(
    out.shape == X.shape, "forward should return an array of the shape of X.", shows=f"Its shape is {out.shape}."
)
about = "In training nothing drops out: does forward look at its argument train, and is train True unless given?"
check.true(np.any(out != X), about)
one_draw = "All entries are kept, or all are dropped: every one of them needs a random number of its own."
check.true(np.any(out != out[0, 0]), one_draw)
factors = (0.4, 6.25, 1 / 0.6, 0.6, 0.4**-0.5)
named = {"mask-not-scaled": [[0, 2]], "mask-scaled-wrongly": [[0, 2 * one] for one in factors]}
check.value(np.unique(out), [0.0, 5.0], "with keep = 0.4, a 2 becomes 0 or 5", facts={"named": named})
about = "All examples have the same mask: every entry should be kept or dropped by itself. How many numbers are drawn?"
check.true(not np.all(out == out[:1]), about)
about = "All units of an example are dropped together: every entry should be kept or dropped by itself."
check.true(not np.all(out == out[:, :1]), about)
about = "With keep = 0.4, two of five entries should survive: is keep the share of those that do, or that do not?"
check.true(abs((out > 0).mean() - 0.4) < 0.025, about, shows=f"Of 10,000, {np.sum(out > 0):,} survived.")
many = np.sum(np.asarray(check.call(check.call(Dropout, 0.45, seed=0).forward, X)) > 0)
about = "With keep = 0.45, about 4,500 of 10,000 should survive: are the numbers that are drawn rounded?"
check.true(abs(many - 4500) < 325, about, shows=f"{many:,} do.")
about = "Every example should have a mask of its own, and of 200 with 50 units no two have the same one by chance."
check.true(len(np.unique(out > 0, axis=0)) == len(out), about)
check.value(check.call(twin.forward, X), out, "another layer with the same seed draws the same mask")
about = "Another seed should draw another mask."
check.true(np.any(out != check.call(check.call(Dropout, 0.4, seed=1).forward, X)), about)
check.true(np.any(out != check.call(dropout.forward, X)), "The next forward should draw a new mask.")
three = [check.call(Dropout, 0.4, seed=seed) for seed in (0, 1, 2)]
drawn = {np.asarray(check.call(one.forward, X[:20])).tobytes() for one in three for _ in range(3)}
about = "The first three masks of each of the seeds 0, 1 and 2 should be nine different ones."
check.true(len(drawn) == 9, about, shows="Is a new generator made for a forward, from the seed and a counter?")
survivors = {int(np.sum(np.asarray(check.call(dropout.forward, X)) > 0)) for _ in range(5)}
about = "Each entry survives or not by itself: how many do should vary a little from mask to mask."
check.true(len(survivors) > 1, about)
whole = np.asarray(check.call(dropout.forward, np.full((40, 50), 3)))
check.value(np.unique(whole), [0.0, 7.5], "and an integer 3 becomes 0 or 7.5")
tested = np.asarray(check.call(dropout.forward, X, train=False))
about = "With train=False nothing should drop out: does forward look at its argument train?"
check.true(np.all(tested != 0), about, shows=f"Of 10,000 entries, {np.sum(tested == 0):,} did.")
named = {"scaled-in-test": [X * 0.4, X / 0.4]}
check.value(tested, X, "nothing is dropped, or scaled, when train=False", facts={"named": named})
check.value(check.call(check.call(Dropout, 1.0, seed=0).forward, X), X, "nor with keep = 1")
rare = np.asarray(check.call(check.call(Dropout, 0.005, seed=0).forward, X)) > 0
about = "With keep = 0.005, one in 200 should survive: about 50 of 10,000."
check.true(20 <= rare.sum() <= 80, about, shows=f"{rare.sum()} do.")
### BEGIN HIDDEN TESTS
rng = np.random.default_rng(608)
for keep in (0.3, 0.55, 0.9):
    X = rng.uniform(0.5, 2.0, (300, 200)) * rng.choice([-1.0, 1.0], (300, 200))
    dropout = check.call(Dropout, keep, seed=5)
    first, second = np.asarray(check.call(dropout.forward, X)), np.asarray(check.call(dropout.forward, X))
    again = np.asarray(check.call(Dropout(keep, seed=5).forward, X))
    check.value(again, first, "the same seed gives the same mask")
    for out in (first, second):
        alive = out != 0
        named = {"mask-not-scaled": [X[alive]], "mask-scaled-wrongly": [X[alive] * keep, X[alive] / keep**2]}
        check.value(out[alive], X[alive] / keep, "what survives is divided by keep", facts={"named": named})
        check.true(abs(alive.mean() - keep) < 0.02, "The share of entries that survive should be keep.")
        for axis in (0, 1):
            shares = alive.mean(axis=axis)
            spread = np.sqrt(keep * (1 - keep) / X.shape[axis])
            check.true(
                0.7 * spread < shares.std() < 1.4 * spread, "The mask should be drawn for every entry by itself."
            )
        neighbours = (alive[:, 1:] == alive[:, :-1]).mean(), (alive[1:] == alive[:-1]).mean()
        expected = keep**2 + (1 - keep) ** 2
        check.true(
            np.abs(np.array(neighbours) - expected).max() < 0.03, "The mask should be drawn for every entry by itself."
        )
    both = ((first != 0) & (second != 0)).mean()
    check.true(abs(both - keep**2) < 0.02, "Two masks should have nothing to do with each other.")
    other = np.asarray(Dropout(keep, seed=6).forward(X))
    check.true(abs(((first != 0) & (other != 0)).mean() - keep**2) < 0.02, "Another seed should give another mask.")
    check.value(check.call(dropout.forward, X, train=False), X, "train=False after training")


def closest(rows):
    """Return the largest correlation between two rows, as they are, or with one of them moved along."""
    rows = (rows - rows.mean(axis=1, keepdims=True)) / rows.std(axis=1, keepdims=True)
    spectra, n = np.fft.rfft(rows), rows.shape[1]
    return np.max([np.abs(np.fft.irfft(spectra[i] * spectra[:i].conj(), n)).max() for i in range(1, len(rows))]) / n


# The n entries of two masks are alike by about 1 / √n by chance, and never by 8 / √n.
several = [check.call(Dropout, 0.5, seed=seed) for seed in range(4)]
masks = np.array([np.ravel(check.call(one.forward, np.ones((20, 50)))) for one in several for _ in range(12)])
about = "The masks of one layer after the other, and of two seeds, should have nothing to do with each other."
check.true(closest(masks) < 8 / np.sqrt(masks.shape[1]), about)
mask = np.asarray(check.call(several[0].forward, np.ones((100, 120))))
for about, rows in zip(("Examples", "Units"), (mask, mask.T)):
    about += " of a batch should have masks that have nothing to do with each other."
    check.true(closest(rows) < 8 / np.sqrt(rows.shape[1]), about)
# If every entry is drawn by itself, the number of survivors varies from mask to mask: with 2500 entries by 25.
dropout = Dropout(0.5, seed=2)
survivors = [np.count_nonzero(dropout.forward(np.ones((50, 50)))) for _ in range(30)]
check.true(np.std(survivors) > 10, "Every entry should be drawn by itself: the number of survivors varies.")
everything = Dropout(1.0, seed=0)
for kind, (X,), tolerance in check.kinds(3 * rng.normal(size=(60, 40))):
    check.value(check.call(everything.forward, X), X.astype(float), f"keep = 1{kind}", tolerance=tolerance)
    check.value(
        np.asarray(check.call(everything.forward, X, train=False), dtype=float), X.astype(float), f"train=False{kind}"
    )
dropout = Dropout(0.5, seed=1)
check.value(np.unique(check.call(dropout.forward, np.full((40, 30), 3))), [0.0, 6.0], "integers")
check.true(
    len(np.unique(check.call(dropout.forward, np.full((1, 4000), 1.0)) > 0)) == 2,
    "One example should be masked entry by entry.",
)
### END HIDDEN TESTS

# %% test="Dropout__backward" points=2
X, dout = np.full((40, 30), 2.0), np.arange(1.0, 1201.0).reshape(40, 30)
dropout, twin = check.call(Dropout, 0.4, seed=0), check.call(Dropout, 0.4, seed=0)
mask = np.asarray(check.call(twin.forward, np.ones((40, 30))))
check.true(mask.shape == X.shape, "forward should return an array of the shape of X.")
about = "In training nothing drops out: does forward look at its argument train, and is train True unless given?"
check.true(np.any(mask != 1), about)
one_draw = "All entries are kept, or all are dropped: every one of them needs a random number of its own."
check.true(np.any(mask != mask[0, 0]), one_draw)
named = {"mask-not-scaled": [[0, 1]], "mask-scaled-wrongly": [[0, one] for one in (0.4, 6.25, 1 / 0.6, 0.6, 0.4**-0.5)]}
check.value(np.unique(mask), [0.0, 2.5], "with keep = 0.4, a 1 becomes 0 or 2.5", facts={"named": named})
X[:, :10] = 0.0  # as a ReLU before it leaves them
check.call(dropout.forward, X)
check.call(check.call(Dropout, 0.4, seed=1).forward, X)  # another layer, with a mask of its own
got = check.call(dropout.backward, dout)
about = "backward uses the same mask, also where an input was 0"
named = {
    "mask-from-output": [dout * mask * (X > 0)],
    "mask-not-scaled": [dout * (mask > 0)],
    "mask-scaled-wrongly": [dout * mask / 0.4, dout * mask * 0.4],
}
facts = {"upstream": dout, "values": {"X": X}, "named": named}
again = "backward, called twice after one forward, gives two results: the mask is drawn in forward alone, and kept."
check.true(np.array_equal(got, check.call(dropout.backward, dout)), again)
check.value(got, dout * mask, about, facts=facts)
check.call(dropout.forward, X, train=False)
about, facts = "after a forward with train=False, nothing is masked", {"named": {"mask-left-over": [dout * mask]}}
check.value(check.call(dropout.backward, dout), dout, about, facts=facts)
whole = check.call(Dropout, 1.0, seed=0)
check.call(whole.forward, X)
check.value(check.call(whole.backward, dout), dout, "with keep = 1, backward masks nothing")
check.call(dropout.forward, X)
masked = np.mean(np.asarray(check.call(dropout.backward, dout)) == 0)
check.true(abs(masked - 0.6) < 0.1, "After the next forward in training, backward should mask again.")


### BEGIN HIDDEN TESTS
def mask_of(dropout, X, **options):
    """Run forward, and return its mask, after a check that it is one: 0, or 1 / keep for about a share of keep."""
    mask = np.asarray(check.call(dropout.forward, X, **options)) / X
    alive = mask > 0
    check.true(mask.shape == X.shape and np.allclose(mask[alive], 1 / keep), "What survives should be divided by keep.")
    spread = np.sqrt(keep * (1 - keep) / X.size)
    check.true(abs(alive.mean() - keep) < 5 * spread, "The share of entries that survive should be keep.")
    return mask


rng = np.random.default_rng(609)
for keep in (0.3, 0.7):
    X, dout = rng.uniform(0.5, 2.0, (20, 30)), rng.normal(size=(20, 30))
    dropout, other = check.call(Dropout, keep, seed=3), check.call(Dropout, keep, seed=4)
    check.call(dropout.forward, X)
    mask = mask_of(dropout, X)
    check.call(other.forward, X)
    facts = {"upstream": dout, "ignoring_upstream": mask, "named": {"mask-not-scaled": [dout * (mask > 0)]}}
    for turn in ("", ", backward called twice"):
        check.value(check.call(dropout.backward, dout), dout * mask, f"the mask of the last forward{turn}", facts=facts)
    check.call(dropout.forward, X, train=False)
    check.value(check.call(dropout.backward, dout), dout, "a test after training")
    mask = mask_of(dropout, X, train=True)
    check.value(check.call(dropout.backward, dout), dout * mask, "training after a test", facts=facts)
    mask = mask_of(dropout, X[:1])
    check.value(check.call(dropout.backward, dout[:1]), dout[:1] * mask, "one example")
    whole = np.rint(3 * dout).astype(int)
    mask = mask_of(dropout, X)
    check.value(check.call(dropout.backward, whole), whole * mask, "integers from above")
for keep in (0.005, 0.995):
    mask_of(check.call(Dropout, keep, seed=6), np.ones((200, 500)))
keep, X = 0.5, np.zeros((50, 40))
dropout, twin = check.call(Dropout, keep, seed=9), check.call(Dropout, keep, seed=9)
check.call(dropout.forward, X)
check.value(check.call(dropout.backward, np.ones_like(X)), mask_of(twin, X + 1), "inputs of 0")
### END HIDDEN TESTS

# %% [markdown]
# **Move it: dropout.** Ten units, and your `Dropout`. *Predict first:* with keep = 0.5, how large is the output of a
# unit that survives? Over how many masks does one have to average until the outputs without dropout come back? And with
# keep = 0.1?

# %%
from chainrule import moving

moving.dropout(Dropout, [1.0, 1.4, 2.0, 0.9, 1.5, 1.1, 0.8, 1.2, 1.0, 1.8])

# %% [markdown]
# *The picture: above, the ten outputs under the last mask, a cross for each silenced unit and a dash at its output
# without dropout; below, the mean over all masks so far. Where nothing can be moved, 1, 10 and 1,000 masks stand side
# by side.*
#
# <details><summary>The picture in words</summary>
#
# Keep is ½. Above, each of the ten units either has a cross and no bar, or a bar of twice the height of its dash.
# Below, bars for the mean over the masks: after one mask they are the bars from above; after ten, most are near their
# dashes, some are off by a half; after a thousand, all are within a tenth of them.
# </details>
#
# <details><summary>What you should have seen</summary>
#
# Survivors are doubled, so the mean is right from the start, but a single mask is far off: the noise is the point, no
# unit can rely on another. The mean over $n$ masks is off by about $x \sqrt{(1 - \text{keep}) / (\text{keep} \cdot
# n)}$: at keep = 0.5 it takes about a hundred for 10 %, at keep = 0.1 nine times as many.
# </details>

# %% [markdown]
# ## 4 · The loss
#
# *About 12 minutes.*
#
# The last layer gives scores; softmax and cross-entropy turn them into a loss, here as one function
# with the gradient that collapsed so nicely:
#
# $$L = -\frac1N \sum_i \ln \text{softmax}(s_i)_{y_i}, \qquad \frac{\partial L}{\partial s_i}
# = \frac{\text{softmax}(s_i) - \text{onehot}(y_i)}{N}.$$
#
# Smallest example: one row of scores $(0\ \ 0)$, label 1: loss $\ln 2 = 0.693$, gradient $(0.5\ \ {-0.5})$. It must be
# right for scores of ±10,000, also for rows of very different size.

# %% answer="softmax_cross_entropy"
def softmax_cross_entropy(scores, y):
    """Return (loss, dscores): the mean cross-entropy of a batch and its gradient.

    scores: (N, K), of any size up to 10,000 in either direction; y: (N,) integer labels
    loss: a number; dscores: (N, K)
    """
    ### BEGIN SOLUTION
    examples = np.arange(len(y))
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(log_probabilities)
    dscores[examples, y] -= 1
    return -log_probabilities[examples, y].mean(), dscores / len(y)
    ### END SOLUTION

# %% test="softmax_cross_entropy__value" points=1
scores, y = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1]]), np.array([0, 1, 2])
loss = check.part(check.call(softmax_cross_entropy, scores[:1], y[:1]), ["loss", "dscores"], "loss")
check.value(loss, 2.0403552, "the lecture's cat, 2.04", facts={"scores": scores[:1], "y": y[:1]})
loss = check.part(
    check.call(softmax_cross_entropy, np.zeros((4, 2)), np.array([1, 0, 0, 1])), ["loss", "dscores"], "loss"
)
check.value(loss, np.log(2), "equal scores for two classes", facts={"X": np.zeros((4, 2))})
drawn = {"scores": 3 * np.random.default_rng(1).normal(size=(6, 4)), "y": np.array([3, 1, 1, 0, 3, 1])}
about = "the loss of six rows of scores as integers and float32"
check.alike(softmax_cross_entropy, drawn, about, names=("loss", "dscores"), only=["loss"])
### BEGIN HIDDEN TESTS
from chainrule.reference import layers as reference

task = check.task(softmax_cross_entropy, reference.softmax_cross_entropy, ["loss", "dscores"], only="loss")
rng = np.random.default_rng(610)
for N, K in ((7, 4), (1, 3), (5, 2), (4, 7), (3, 3)):
    scores, y = 2 * rng.normal(size=(N, K)), rng.integers(0, K, N)
    task.in_all_kinds(scores, y, about="a batch")
scores = 2 * rng.normal(size=(6, 5))
task.agrees(scores, np.array([3, 1, 1, 3, 3, 1]), about="classes without an example")
### END HIDDEN TESTS

# %% test="softmax_cross_entropy__gradient" points=2
scores, y = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1], [4.0, 1.5, 0.5]]), np.array([0, 1, 2, 0])
at, about = {"scores": scores, "y": y}, "cat, car, frog and another cat: the numerical gradient of your own loss"
check.own_gradient(softmax_cross_entropy, ("loss", "dscores"), "dscores", at, about, facts=at, is_ours=True)
apart = np.array([[20.0, 0.0]])
_, dscores = check.results(check.call(softmax_cross_entropy, apart, np.array([0])), ("loss", "dscores"))
check.digits(dscores, [[-2.0611536e-9, 2.0611536e-9]], "scores 20 and 0: a billionth of a slope, to its digits")


def large(seed):
    return np.random.default_rng(seed).normal(size=(4, 200)), np.array([7, 60, 0, 199])


def one_pass(scores, y):
    return np.log(np.exp(scores).sum(axis=1)).mean()


about = "800 scores at the price of a few forward passes"
check.derived(softmax_cross_entropy, one_pass, large, entries=800, passes=280, about=about)
drawn = {"scores": 3 * np.random.default_rng(1).normal(size=(6, 4)), "y": np.array([3, 1, 1, 0, 3, 1])}
about = "dscores of six rows of scores as integers and float32"
check.alike(softmax_cross_entropy, drawn, about, names=("loss", "dscores"), only=["dscores"])
### BEGIN HIDDEN TESTS
from chainrule.reference import layers as reference

task = check.task(softmax_cross_entropy, reference.softmax_cross_entropy, ["loss", "dscores"], only="dscores")
task.derived(one_pass, lambda n: large(99 + n), entries=800, passes=280, about="two hundred classes")
rng = np.random.default_rng(611)
for N, K in ((7, 4), (1, 3), (5, 2), (4, 7), (3, 3)):
    scores, y = 2 * rng.normal(size=(N, K)), rng.integers(0, K, N)
    task.in_all_kinds(scores, y, about="a batch")
scores = 2 * rng.normal(size=(6, 5))
task.agrees(scores, np.array([3, 1, 1, 3, 3, 1]), about="classes without an example")
### END HIDDEN TESTS

# %% test="softmax_cross_entropy__stable" points=1
facts = {"scores": np.array([[10_000, 9_999], [-10_000, -10_000], [10_000, 9_200]]), "y": np.array([0, 1, 1])}
loss, dscores = check.results(check.call(softmax_cross_entropy, *facts.values()), ("loss", "dscores"))
about = "integer scores of ±10,000, the last sure and wrong"
check.value(loss, (0.3132617 + 0.6931472 + 800.0) / 3, about, facts=facts)
expected = [[-0.0896471, 0.0896471], [1 / 6, -1 / 6], [1 / 3, -1 / 3]]
check.value(dscores, expected, "dscores of the same integers", facts=facts)
far = np.array([[10_000.0, -10_000.0]])
loss, _ = check.results(check.call(softmax_cross_entropy, far, np.array([1])), ("loss", "dscores"))
check.value(loss, 20_000.0, "10,000 and −10,000: as sure, and as wrong, as can be")
### BEGIN HIDDEN TESTS
from chainrule.reference import layers as reference

task = check.task(softmax_cross_entropy, reference.softmax_cross_entropy, ["loss", "dscores"])
large = np.array(
    [[10_000.0, 9_998.7, 9_999.3], [-10_000.0, -9_999.3, -9_998.1], [0.3, -0.2, 1.0], [10_000.0, -10_000.0, 0.0]]
)
task.agrees(large, np.array([1, 0, 2, 0]), about="rows of very different size")
task.agrees(large, np.array([1, 0, 2, 1]), about="sure and wrong")
task.agrees(np.rint(large).astype(int), np.array([1, 0, 2, 1]), about="large whole numbers")
task.agrees(large[1:2], np.array([0]), about="one row, all scores near −10,000")
### END HIDDEN TESTS

# %% [markdown]
# ## 5 · The network
#
# *About 45 minutes.*
#
# `MLP([784, 256, 128, 10], seed)` is Linear – ReLU – Linear – ReLU – Linear: each hidden layer is a Linear and a ReLU
# (and a Dropout after it, if `keep < 1`); the last Linear gives the scores. `[64, 10]` has no hidden layer: the linear
# softmax classifier, with a bias.
#
# **A pitfall:** the defaults differ. `Dropout.forward(X)` *trains* unless it is told otherwise (`train=True`), and
# `MLP.forward(X)` does *not* (`train=False`). Pass the argument on, always: a network whose `forward` forgets it drops
# units while it is tested, too.
#
# ```python
# layer.forward(X)           # a Dropout now takes its own default, and trains
# layer.forward(X, train)    # … and now does what the network was asked for; a Linear or ReLU takes X alone
# ```
#
# $$L = \frac1N \sum_i L_i + \lambda \sum_{\text{layers}} \sum W^2, \qquad \text{biases are never penalised.}$$
#
# Backward is a loop over the layers in reverse. Every hidden layer needs a ReLU object *of its own*, since each
# remembers its last input, and, if `keep < 1`, a Dropout of its own, after the first hidden layer and after every other
# one. Give every Linear a seed of its own, derived from `seed`: two layers should not start with the same weights. And
# every Dropout as well: with one seed for all, layers of one width would always silence the same units.

# %% given="checking_networks"
def linears_of(network):
    """Return the linear layers of a network, after a check that there are some."""
    linears = check.attribute(network, "linears")
    listed = isinstance(linears, (list, tuple)) and len(linears) > 0
    check.true(listed, "The attribute linears should be a list of Linear layers.")
    return linears


def tensors_of(network, sizes=None):
    """Return every W and b: W of the first linear layer, b, W of the second, and so on; of these sizes, if given."""
    tensors = [np.array(check.attribute(linear, name)) for linear in linears_of(network) for name in ("W", "b")]
    if sizes is not None:
        shapes = [shape for n_in, n_out in zip(sizes, sizes[1:]) for shape in ((n_out, n_in), (n_out,))]
        check.true([tensor.shape for tensor in tensors] == shapes, f"W and b should have the shapes {shapes}.")
    return tensors


def assign(network, tensors):
    """Give a network these W and b, in the order of `tensors_of`; return the network."""
    for linear, W, b in zip(linears_of(network), tensors[::2], tensors[1::2]):
        check.attribute(linear, "W")
        linear.W, linear.b = W.copy(), b.copy()
    return network


def gradients_of(network, X, y, lam):
    """Return the loss of a batch, and the gradients in the order of `tensors_of`, after a count of them."""
    loss, gradients = check.results(
        check.call(check.attribute(network, "loss_and_gradients"), X, y, lam), ("loss", "grads")
    )
    if not isinstance(gradients, (list, tuple)) or len(gradients) != len(linears_of(network)):
        raise check.CheckFailed("The gradients should be a list with a pair (dW, db) for each linear layer.")
    return loss, [gradient for pair in gradients for gradient in check.results(pair, ("dW", "db"))]


def mean_cross_entropy(network, X, y):
    """Return the loss of a network without a penalty and dropout, from its scores."""
    powers = np.exp(check.call(check.attribute(network, "forward"), X))
    check.true(np.shape(powers)[:1] == (len(y),) and np.ndim(powers) == 2, "The scores should have the shape (N, K).")
    return -np.log(powers[np.arange(len(y)), y] / powers.sum(axis=1)).mean()


def check_network(network, X, y, lam, about, without_slope=(), shared=()):
    """Compare every gradient of a network with the slope of its own loss; the last two are those of two slips."""
    linears, tensors = linears_of(network), tensors_of(network)
    _, gradients = gradients_of(network, X, y, lam)
    for i, (tensor, gradient) in enumerate(zip(tensors, gradients)):
        linear, letter = linears[i // 2], "Wb"[i % 2]

        def loss(moved):
            setattr(linear, letter, moved)
            return network.loss_and_gradients(X, y, lam)[0]

        name = f"d{letter} of layer {i // 2 + 1}"
        facts = {"X": X, "without_slope": without_slope[i : i + 1], "named": {"memory-shared": shared[i : i + 1]}}
        if lam and i % 2 == 0:
            facts |= {"W": tensor, "lam": lam}
        check.gradient(gradient, loss, tensor, f"{about}, {name}", name=name, facts=facts)
        setattr(linear, letter, tensor.copy())


def check_cost(network, sizes, lam, about, trusted=None, seed=0):
    """Check that the gradients of a network with one hidden layer cost far less than a forward pass for each weight.

    With a trusted network, they are compared with its gradients.
    """
    W, b, V, c = tensors_of(network, sizes)

    def inputs(n):
        return np.random.default_rng(seed + n).normal(size=(5, sizes[0])), np.arange(5) % sizes[-1]

    def forward(X, y):
        return np.log(np.exp(np.maximum(X @ W.T + b, 0.0) @ V.T + c).sum(axis=1)).mean()

    def gradients(of):
        def loss_and_gradients(X, y):
            return np.concatenate([np.ravel(gradient) for gradient in gradients_of(of, X, y, lam)[1]])

        return loss_and_gradients

    if trusted is None:
        check.derived(gradients(network), forward, inputs, entries=W.size + V.size, about=about)
    else:
        assign(trusted, [W, b, V, c])
        check.task(gradients(network), gradients(trusted)).derived(
            forward, inputs, entries=W.size + V.size, about=about
        )

# %% answer="MLP"
class MLP:
    """A multi-layer perceptron: Linear, ReLU (and Dropout if keep < 1) for each hidden layer; Linear for the scores.

    sizes: [inputs, hidden units …, classes], at least two numbers
    seed: of all weights and masks; the same seed gives the same network
    keep: the probability that a hidden unit survives dropout

    Attribute
    linears: the list of its Linear layers, first to last
    """

    def __init__(self, sizes, seed, keep=1.0):
        ### BEGIN SOLUTION
        seeds = np.random.default_rng(seed).integers(2**32, size=2 * len(sizes)).tolist()
        self.linears, self.layers = [], []
        for n_in, n_out in zip(sizes, sizes[1:]):
            if self.linears:
                self.layers.append(ReLU())
                if keep < 1:
                    self.layers.append(Dropout(keep, seeds.pop()))
            self.linears.append(Linear(n_in, n_out, seeds.pop()))
            self.layers.append(self.linears[-1])
        ### END SOLUTION

    def forward(self, X, train=False):
        """Return the scores, (N, K), of a batch X, (N, D); units drop out only if train is True."""
        ### BEGIN SOLUTION
        for layer in self.layers:
            X = layer.forward(X, train) if isinstance(layer, Dropout) else layer.forward(X)
        return X
        ### END SOLUTION

    def loss_and_gradients(self, X, y, lam):
        """Return (loss, grads) of a batch, with dropout (if any) active.

        loss: mean cross-entropy + lam * (sum of the squares of all W)
        grads: a list with (dW, db), a tuple or a list, for each linear layer
        """
        ### BEGIN SOLUTION
        loss, dout = softmax_cross_entropy(self.forward(X, train=True), y)
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        loss += lam * sum(np.sum(linear.W**2) for linear in self.linears)
        return loss, [(linear.dW + 2 * lam * linear.W, linear.db) for linear in self.linears]
        ### END SOLUTION

# %% test="MLP__forward" points=2
two = np.array([[1, 2], [-3, 1]])
first = [np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 0.0]]), np.array([0.0, 0.5, 1.0])]
second = [np.array([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0]]), np.array([0.5, 0.0])]
third = [np.array([[2.0, 1.0], [-1.0, 0.0], [0.0, 5.0]]), np.array([0.0, 1.0, -1.0])]
network = assign(check.call(MLP, [2, 3, 2], seed=0), first + second)
forward = check.attribute(network, "forward")
check.value(check.call(forward, two), [[3.5, 0.0], [12.5, -4.0]], "two examples, by hand")
deep = check.call(MLP, [2, 3, 2, 3], seed=0)
tensors_of(deep, [2, 3, 2, 3])
forward = check.attribute(assign(deep, first + second + third), "forward")
check.value(check.call(forward, two), [[7.0, -2.5, -1.0], [25.0, -11.5, -1.0]], "a second hidden layer, of two units")
linears = linears_of(check.call(MLP, [4, 3], seed=0))
check.true(len(linears) == 1, "[4, 3] has no hidden layer: there should be a single Linear.")
### BEGIN HIDDEN TESTS
from chainrule.reference import mlp as reference

rng = np.random.default_rng(620)
for N, sizes in ((7, [4, 6, 5, 3]), (1, [3, 5, 2]), (4, [3, 4]), (5, [2, 3, 4, 5, 6]), (3, [4, 4, 4, 4])):
    network, trusted = check.call(MLP, sizes, seed=3), reference.MLP(sizes, seed=0)
    check.true(len(linears_of(network)) == len(sizes) - 1, "There should be a linear layer between each two sizes.")
    tensors = [rng.normal(size=tensor.shape) for tensor in trusted.parameters]
    assign(network, tensors)
    assign(trusted, tensors)
    for kind, (X,), tolerance in check.kinds(rng.normal(size=(N, sizes[0]))):
        check.value(
            check.call(check.attribute(network, "forward"), X),
            trusted.forward(X.astype(float)),
            f"the scores of a batch{kind}",
            tolerance=tolerance,
        )
### END HIDDEN TESTS

# %% test="MLP__start" points=1
sizes = [30, 40, 25, 25, 25, 10]
network, same, other = (check.call(MLP, sizes, seed=seed) for seed in (5, 5, 123_456))
W = tensors_of(network, sizes)[::2]
about = "Every layer should start with a standard deviation of sqrt(2 / n_in)."
check.true(all(0.8 < w.std() / np.sqrt(2 / w.shape[1]) < 1.2 for w in W), about)
check.true(np.all(W[2] != W[3]), "Two layers of one shape should not start with the same weights.")
drawn = [np.ravel(w)[:100] / w.std() for w in W]
about = "No layer should start with the weights of another one, up to a factor: has each a seed of its own?"
check.true(all(abs(np.corrcoef(drawn)[i, j]) < 0.6 for i in range(5) for j in range(i)), about)
W_of_zero = tensors_of(check.call(MLP, sizes, seed=0))[::2]
about = "With seed 0, two layers of one shape start with the same weights: is a seed multiplied by something?"
check.true(np.all(W_of_zero[2] != W_of_zero[3]), about)
check.value(tensors_of(same)[2], W[1], "the same seed gives the same network")
again = tuple(tensors_of(check.call(MLP, sizes, seed=0))[::2])
about = "the seed 0 gives the same network each time"
check.value(again, tuple(W_of_zero), about, names=["W1", "W2", "W3", "W4", "W5"])
about = "Another seed should give another network, in every layer."
check.true(all(np.all(one != two) for one, two in zip(W, tensors_of(other)[::2])), about)
### BEGIN HIDDEN TESTS
for network in (
    check.call(MLP, [300, 200, 200, 200, 100], seed=8),
    check.call(MLP, [300, 200, 200, 200, 100], seed=8, keep=0.5),
):
    W, b = tensors_of(network)[::2], tensors_of(network)[1::2]
    for w in W:
        check.true(
            abs(w.std() / np.sqrt(2 / w.shape[1]) - 1) < 0.03,
            "Every layer should start with a standard deviation of sqrt(2 / n_in).",
        )
    check.true(not any(np.any(one) for one in b), "The biases should start at 0.")
    for one, other in ((W[0][:, :200], W[1]), (W[1], W[2]), (W[0][:100, :200], W[3])):
        correlation = abs(np.corrcoef(one.ravel(), other.ravel())[0, 1])
        check.true(correlation < 0.05, "The layers' weights should have nothing to do with each other.")
equal = tensors_of(check.call(MLP, [5, 40, 40, 40, 3], seed=0))[::2]
about = "Two layers of one shape should not start with the same weights, whatever the seed."
check.true(np.any(equal[1] != equal[2]), about)
again = tensors_of(check.call(MLP, [5, 40, 40, 40, 3], seed=0))[::2]
check.value(again[2], equal[2], "the seed 0 gives the same network each time")
# Far from 8: seeds counted up from there for the layers belong to nobody else.
other = tensors_of(check.call(MLP, [300, 200, 200, 200, 100], seed=123_456))[::2]
for one, two in zip(W, other):
    check.true(np.all(one != two), "Another seed should give another network in every layer.")
### END HIDDEN TESTS

# %% test="MLP__gradients" points=4
rng = np.random.default_rng(0)
X, y = rng.normal(size=(6, 5)), np.array([0, 2, 2, 1, 2, 0])
network = check.call(MLP, [5, 4, 3], seed=1)
tensors = tensors_of(network, [5, 4, 3])
expected = mean_cross_entropy(network, X, y)
loss, _ = gradients_of(network, X, y, 0.0)
unmoved = all(np.array_equal(one, two) for one, two in zip(tensors, tensors_of(network)))
check.true(unmoved, "loss_and_gradients should leave the weights as they are: the step is somebody else's.")
check.value(loss, expected, "the loss: the mean cross-entropy of 6 examples", facts={"X": X})
_, dscores = softmax_cross_entropy(check.call(check.attribute(network, "forward"), X), y)
at_hidden = dscores @ tensors[2]
check_network(network, X, y, 0.0, "6 examples", without_slope=[at_hidden.T @ X, at_hidden.sum(axis=0)])
deep = check.call(MLP, [5, 4, 4, 3], seed=2)
assign(deep, [rng.normal(size=tensor.shape) for tensor in tensors_of(deep)])
W, b, V, c, U, _ = tensors_of(deep, [5, 4, 4, 3])
on = np.maximum(X @ W.T + b, 0) @ V.T + c > 0  # which units of the second layer are active
_, dscores = softmax_cross_entropy(check.call(check.attribute(deep, "forward"), X), y)
at_first = ((dscores @ U) * on @ V) * on
check_network(deep, X, y, 0.0, "two hidden layers", shared=[at_first.T @ X, at_first.sum(axis=0)])
check_network(check.call(MLP, [5, 3], seed=4), X[:1], y[:1], 0.0, "one example, no hidden layer")
wide = check.call(MLP, [200, 40, 10], seed=3)
check_cost(wide, [200, 40, 10], 0.0, "8,400 weights at the price of a few forward passes")
### BEGIN HIDDEN TESTS
from chainrule.reference import mlp as reference

check_cost(wide, [200, 40, 10], 0.0, "other examples", reference.MLP([200, 40, 10], seed=0), seed=99)
rng = np.random.default_rng(621)


def without_slope(trusted, X, y):
    """The gradients, had ReLU the slope 1 everywhere."""
    from chainrule.reference import layers

    _, dout = layers.softmax_cross_entropy(trusted.forward(X, train=True), y)
    gradients = []
    for linear in reversed(trusted.linears):
        dout = linear.backward(dout)
        gradients[:0] = [linear.dW, linear.db]
    return gradients


for N, sizes in ((7, [4, 6, 5, 3]), (1, [3, 5, 2]), (4, [3, 4]), (5, [2, 3, 4, 5, 6]), (3, [4, 4, 4, 4])):
    network, trusted = check.call(MLP, sizes, seed=3), reference.MLP(sizes, seed=0)
    tensors = [rng.normal(size=tensor.shape) for tensor in trusted.parameters]
    y = rng.integers(0, sizes[-1], N)
    for kind, (X,), tolerance in check.kinds(rng.normal(size=(N, sizes[0]))):
        assign(network, tensors)
        assign(trusted, tensors)
        linear = without_slope(trusted, X.astype(float), y)
        loss, pairs = trusted.loss_and_gradients(X.astype(float), y, 0.0)
        got, gradients = gradients_of(network, X, y, 0.0)
        check.value(got, loss, f"the loss of a network{kind}", tolerance=tolerance, facts={"X": X})
        expected = [gradient for pair in pairs for gradient in pair]
        for i in reversed(range(len(expected))):
            name = f"{'db' if i % 2 else 'dW'} of a layer"
            check.value(
                gradients[i],
                expected[i],
                f"{name}{kind}",
                tolerance=tolerance,
                facts={"X": X, "without_slope": [linear[i]]},
            )
### END HIDDEN TESTS

# %% test="MLP__penalty" points=2
rng = np.random.default_rng(0)
X, y = rng.normal(size=(6, 5)), np.array([0, 2, 2, 1, 2, 0])
network = check.call(MLP, [5, 4, 6, 3], seed=1)
assign(network, [rng.normal(size=tensor.shape) for tensor in tensors_of(network)])
weights, biases = (np.concatenate([np.ravel(one) for one in tensors_of(network)[i::2]]) for i in (0, 1))
loss, _ = gradients_of(network, X, y, 0.5)
check.value(
    loss,
    mean_cross_entropy(network, X, y) + 0.5 * np.sum(weights**2),
    "the loss with lam = 0.5",
    facts={"X": X, "W": weights, "b": biases, "lam": 0.5},
)
check_network(network, X, y, 0.5, "6 examples, lam = 0.5")
wide = check.call(MLP, [200, 40, 10], seed=3)
check_cost(wide, [200, 40, 10], 0.5, "8,400 weights, penalty included, at the price of a few forward passes")
### BEGIN HIDDEN TESTS
from chainrule.reference import mlp as reference

check_cost(wide, [200, 40, 10], 0.5, "other examples", reference.MLP([200, 40, 10], seed=0), seed=99)
rng = np.random.default_rng(622)
for N, sizes, lam in ((5, [4, 6, 5, 3], 0.35), (1, [3, 5, 2], 0.7), (4, [3, 4], 0.3), (3, [2, 3, 4, 5, 6], 1)):
    network, trusted = check.call(MLP, sizes, seed=3), reference.MLP(sizes, seed=0)
    tensors = [rng.normal(size=tensor.shape) for tensor in trusted.parameters]
    X, y = rng.normal(size=(N, sizes[0])), rng.integers(0, sizes[-1], N)
    assign(network, tensors)
    assign(trusted, tensors)
    loss, pairs = trusted.loss_and_gradients(X, y, lam)
    expected = [gradient for pair in pairs for gradient in pair]
    got, gradients = gradients_of(network, X, y, lam)
    for i in range(len(expected)):
        name = f"{'db' if i % 2 else 'dW'} of a layer, with a penalty"
        check.value(gradients[i], expected[i], name, facts={"X": X, "W": None if i % 2 else tensors[i], "lam": lam})
    check.value(
        got,
        loss,
        "a loss with a penalty",
        facts={
            "X": X,
            "W": np.concatenate([w.ravel() for w in tensors[::2]]),
            "b": np.concatenate(tensors[1::2]),
            "lam": lam,
        },
    )
    check.value(tensors_of(network)[0], tensors[0], "the weights after it, which should be what they were")
    again, _ = gradients_of(network, X, y, 0.0)
    check.value(again, trusted.loss_and_gradients(X, y, 0.0)[0], "the loss without a penalty, after one with it")
### END HIDDEN TESTS

# %% test="MLP__dropout" points=1
X, y = np.random.default_rng(0).normal(size=(6, 5)), np.array([0, 2, 2, 1, 2, 0])
network = check.call(MLP, [5, 40, 3], seed=1, keep=0.5)
W, b, V, c = tensors_of(network, [5, 40, 3])
plain = np.maximum(X @ W.T + b, 0) @ V.T + c
first, second = (np.asarray(check.call(check.attribute(network, "forward"), X)) for _ in range(2))
about = "forward without train=True gives other scores each time: is train passed on to every Dropout?"
check.true(np.array_equal(first, second), about)
check.value(first, plain, "no dropout unless training")
first, second = (np.asarray(check.call(check.attribute(network, "forward"), X, train=True)) for _ in range(2))
check.true(np.any(first != second), "With train=True, units should drop out: is train passed on to every Dropout?")
first, second = (gradients_of(network, X, y, 0.0)[0] for _ in range(2))
check.true(first != second, "Units should drop out in loss_and_gradients, which is training, too.")
about = "no dropout without train=True, also after forward with it and after loss_and_gradients"
check.value(check.call(check.attribute(network, "forward"), X), plain, about)
for seed in (0, 1):
    twins = [check.call(MLP, [5, 40, 3], seed=seed, keep=0.5) for _ in range(2)]
    first, second = (np.asarray(check.call(check.attribute(twin, "forward"), X, train=True)) for twin in twins)
    about = "Two networks of one seed should give the same scores in training: are weights and masks drawn from it?"
    check.true(np.array_equal(first, second), about)
# One example and two hidden layers of two units each: sixteen masks, each with a loss of its own.
keep, X, y = 0.6, np.array([[1.0, 2.0]]), np.array([1])
W, b = np.array([[0.5, 0.25], [-0.5, 1.0]]), np.array([0.25, -0.5])
V, c = np.array([[0.3, 0.7], [0.9, -0.2]]), np.array([0.4, 0.5])
U, d = np.array([[0.3, -0.5], [0.2, 0.4]]), np.array([0.1, -0.2])
network = assign(check.call(MLP, [2, 2, 2, 2], seed=2, keep=keep), [W, b, V, c, U, d])
masks = [np.array(mask) / keep for mask in np.ndindex(2, 2, 2, 2)]


def loss_with(mask, W, V, U):
    hidden = np.maximum(X @ W.T + b, 0) * mask[:2]
    s = (np.maximum(hidden @ V.T + c, 0) * mask[2:]) @ U.T + d
    return np.log(np.exp(s).sum()) - s[0, 1]


without = assign(check.call(MLP, [2, 2, 2, 2], seed=2), [W, b, V, c, U, d])
check_network(without, X, y, 0.0, "one example, and no dropout yet")
drawn = set()
for _ in range(12):
    loss, (dW, _, dV, _, dU, _) = gradients_of(network, X, y, 0.0)
    mask = min(masks, key=lambda mask: abs(loss_with(mask, W, V, U) - loss))
    known = abs(loss_with(mask, W, V, U) - loss) < 1e-6
    about = "The units of every hidden layer should drop out, and nothing else; what survives is divided by keep."
    check.true(known, about)
    slopes = (
        gradcheck.central(lambda W: loss_with(mask, W, V, U), W),
        gradcheck.central(lambda V: loss_with(mask, W, V, U), V),
        gradcheck.central(lambda U: loss_with(mask, W, V, U), U),
    )
    about = "The gradients should pass the same masks as the outputs of the hidden units did."
    for one, slope in zip((dW, dV, dU), slopes):
        check.true(np.shape(one) == slope.shape and np.allclose(one, slope, atol=1e-6), about)
    drawn.add(tuple(mask))
check.true(len(drawn) > 1, "Each call should draw a new mask.")
about = "Two hidden layers of one width should not always silence the same units: has each Dropout a seed of its own?"
check.true(any(mask[:2] != mask[2:] for mask in drawn), about)
check.passed("units drop out in training, forward and backward")
### BEGIN HIDDEN TESTS
from itertools import product

from chainrule.reference import layers as reference

# Three hidden units and three examples: a network with dropout has 512 masks, each with its own loss and gradients.
rng = np.random.default_rng(623)
keep, y = 0.6, np.array([2, 0, 3])
X, W, V = rng.uniform(0.3, 1.5, (3, 2)), rng.uniform(0.3, 1.5, (3, 2)), rng.normal(size=(4, 3))
b, c = rng.uniform(0.1, 0.5, 3), rng.normal(size=4)


def with_mask(mask):
    """The loss and the gradients if these units survive."""
    hidden = (X @ W.T + b) * mask / keep
    loss, dscores = reference.softmax_cross_entropy(hidden @ V.T + c, y)
    dhidden = dscores @ V * mask / keep
    return loss, (dhidden.T @ X, dhidden.sum(axis=0), dscores.T @ hidden, dscores.sum(axis=0))


masks = [np.reshape(bits, (3, 3)) for bits in product((0.0, 1.0), repeat=9)]
losses = np.array([with_mask(mask)[0] for mask in masks])
network = assign(check.call(MLP, [2, 3, 4], seed=3, keep=keep), [W, b, V, c])
drawn = []
for _ in range(40):
    loss, gradients = gradients_of(network, X, y, 0.0)
    nearest = int(np.abs(losses - loss).argmin())
    check.value(loss, losses[nearest], "the loss of a network with dropout: that of some mask")
    _, expected = with_mask(masks[nearest])
    for name, gradient, right in zip(("dW", "db", "dW", "db"), gradients, expected):
        check.value(gradient, right, f"{name} of a layer, with the same mask")
    drawn.append(nearest)
check.true(len(set(drawn)) > 15, "A new mask should be drawn each time, for every example.")
alive = np.mean([masks[i] for i in drawn])
check.true(abs(alive - keep) < 0.15, "Each hidden unit should survive with probability keep.")
# Two hidden layers: a mask for each, and none is that of another layer.
rng = np.random.default_rng(624)
W, V, U = rng.uniform(0.3, 1.5, (3, 2)), rng.uniform(0.3, 1.5, (3, 3)), rng.normal(size=(2, 3))
b, c, d = rng.uniform(0.1, 0.5, 3), rng.uniform(0.1, 0.5, 3), rng.normal(size=2)
X, y = rng.uniform(0.3, 1.5, (1, 2)), np.array([1])


def with_masks(one, two):
    """The loss and the gradients if these units of the two layers survive."""
    hidden = (X @ W.T + b) * one / keep
    second = (hidden @ V.T + c) * two / keep
    loss, dscores = reference.softmax_cross_entropy(second @ U.T + d, y)
    dsecond = dscores @ U * two / keep
    dhidden = dsecond @ V * one / keep
    return loss, (dhidden.T @ X, dhidden.sum(axis=0), dsecond.T @ hidden, dsecond.sum(axis=0), dscores.T @ second)


masks = [(np.array(bits[:3]), np.array(bits[3:])) for bits in product((0.0, 1.0), repeat=6)]
losses = np.array([with_masks(*mask)[0] for mask in masks])
network = assign(check.call(MLP, [2, 3, 3, 2], seed=3, keep=keep), [W, b, V, c, U, d])
drawn = []
for _ in range(40):
    loss, gradients = gradients_of(network, X, y, 0.0)
    nearest = int(np.abs(losses - loss).argmin())
    check.value(loss, losses[nearest], "the loss of two hidden layers with dropout: that of some mask for each")
    for gradient, right in zip(gradients, with_masks(*masks[nearest])[1]):
        check.value(gradient, right, "a gradient of two hidden layers with dropout, with the same masks")
    drawn.append(np.array_equal(*masks[nearest]))
check.true(not all(drawn), "Two hidden layers of one width should not always silence the same units.")
# Each hidden unit survives with probability keep, is divided by it, and nothing else drops out.
units = 20_000
network = check.call(MLP, [2, units, 2], seed=1, keep=0.8)
assign(network, [np.ones((units, 2)), np.zeros(units), np.full((2, units), 1 / units), np.zeros(2)])
half = np.full((50, 2), 0.5)
shares = [np.asarray(check.call(check.attribute(network, "forward"), half[:1], train=True))[0] for _ in range(5)]
about = "The mean of the units' outputs should stay what it is without dropout."
check.true(np.abs(np.array(shares) - 1).max() < 0.02, about)
outputs = np.array([check.call(check.attribute(network, "forward"), half, train=True) for _ in range(4)])[:, :, 0]
about = "Each unit should survive with probability keep, by itself."
check.true(0.8 < np.std(outputs) / np.sqrt(0.25 / units) < 1.25, about)
for seed in (0, 9):
    twins = [check.call(MLP, [5, 30, 30, 3], seed=seed, keep=0.7) for _ in range(2)]
    first, second = (gradients_of(twin, np.ones((4, 5)), np.array([2, 0, 1, 1]), 0.0)[0] for twin in twins)
    check.value(second, first, "the loss with dropout of a network of the same seed")
# Training is over when a call is: neither loss_and_gradients nor forward(X, train=True) leaves dropout switched on.
forward, (W, b, V, c, U, d) = check.attribute(twins[0], "forward"), tensors_of(twins[0])
right = np.maximum(np.maximum(np.ones((4, 5)) @ W.T + b, 0) @ V.T + c, 0) @ U.T + d
check.value(check.call(forward, np.ones((4, 5))), right, "no dropout after loss_and_gradients")
check.call(forward, np.ones((4, 5)), train=True)
check.value(check.call(forward, np.ones((4, 5))), right, "no dropout after forward with train=True")
plain = check.call(MLP, [5, 3], seed=1, keep=0.5)
X, (W, b) = rng.normal(size=(4, 5)), tensors_of(plain, [5, 3])
check.value(check.call(plain.forward, X, train=True), X @ W.T + b, "no hidden layer, no dropout")
### END HIDDEN TESTS

# %% [markdown]
# **All 235,146 gradients at once.** Entry by entry, a network of 784-256-128-10 would need 470,292 forward passes. But
# if $g$ is the gradient, the slope along any direction $d$ is $g \cdot d$: compare the two for a few random directions
# in each tensor, a few passes each. A mistake goes unnoticed only if it is tiny, or happens to be orthogonal to all of
# them. This is how large networks are checked.

# %%
rng = np.random.default_rng(0)
network = MLP([784, 256, 128, 10], seed=0)
X, y = rng.random((5, 784)), np.array([3, 1, 4, 1, 5])
loss, gradients = gradients_of(network, X, y, 1e-3)
passes = 0


def counted_loss(*tensors):
    global passes
    passes += 1
    return assign(network, tensors).loss_and_gradients(X, y, 1e-3)[0]


check.gradients(
    gradients, counted_loss, tensors_of(network), "784-256-128-10", names=["dW1", "db1", "dW2", "db2", "dW3", "db3"]
)
print(
    f"{sum(gradient.size for gradient in gradients):,} gradients checked with fewer than 100 forward passes:",
    passes < 100,
)

# %% [markdown]
# **The same network in PyTorch** (shown, not needed; without PyTorch the cell says so). Same weights, same batch, same
# penalty; `backward` walks through the graph that `forward` has recorded, as a graph of gates does.

# %% tags=["long", "nbval-ignore-output"]
try:
    import torch
except ModuleNotFoundError:
    print("PyTorch is not installed: there is nothing to compare with here, and nothing is missing.")
else:
    tensors = [torch.tensor(tensor, requires_grad=True) for tensor in tensors_of(network)]
    W1, b1, W2, b2, W3, b3 = tensors
    hidden = torch.relu(torch.relu(torch.tensor(X) @ W1.T + b1) @ W2.T + b2)
    theirs = torch.nn.functional.cross_entropy(hidden @ W3.T + b3, torch.tensor(y))
    theirs = theirs + 1e-3 * sum((W**2).sum() for W in (W1, W2, W3))
    theirs.backward()
    print(f"loss: yours {loss:.12f}, PyTorch's {theirs.item():.12f}")
    for name, yours, tensor in zip(("dW1", "db1", "dW2", "db2", "dW3", "db3"), gradients, tensors):
        print(f"{name}: largest difference {np.abs(yours - tensor.grad.numpy()).max():.0e}")

# %% [markdown]
# ### What can go wrong at the start
#
# Full-batch gradient descent on 500 digits, from four starts: He's weights, all zeros, a hundredth of He's, and five
# times He's.

# %% tags=["nbval-ignore-output"]
def descend(network, lr, steps, lam=0.0):
    """Take full-batch steps on 500 digits; return the losses."""
    losses = []
    for _ in range(steps):
        loss, grads = network.loss_and_gradients(digits.X_train[:500], digits.y_train[:500], lam)
        losses.append(loss)
        for linear, (dW, db) in zip(network.linears, grads):
            linear.W, linear.b = linear.W - lr * dW, linear.b - lr * db
    return losses


histories = {}
for name, scale in (("He", 1.0), ("all zeros", 0.0), ("He / 100", 0.01), ("5 × He", 5.0)):
    network = MLP([64, 32, 32, 10], seed=0)
    for linear in network.linears:
        linear.W = scale * linear.W
    histories[name] = descend(network, lr=0.1, steps=200)
axis = plots.curves(np.arange(200), histories, xlabel="step", ylabel="loss", title="Four starts")
axis.set_yscale("log")
axis.axhline(np.log(10), color="0.5", lw=1)
plt.show()
for name, losses in histories.items():
    print(f"{name:9s} loss {losses[0]:7.2f} at the start, {losses[-1]:5.2f} after 200 steps")

# %% [markdown]
# *The picture: the training loss over 200 steps from the four starts, on a logarithmic axis with a line at ln 10.*
#
# <details><summary>The picture in words</summary>
#
# He's start begins at 2.5 and falls smoothly to 0.16. All zeros and He / 100 lie on the line at 2.3 from the first to
# the last step. Five times He begins at 133, is at 3 after 15 steps, crosses the line soon after, and then falls
# slowly, to 0.84.
# </details>
#
# With zeros every hidden unit outputs 0 and receives 0: only the last bias learns. A hundredth of He's weights is
# nearly the same. And if all units started *equal*, they would stay equal for ever: only chance can tell them apart.
# With five times He's weights the network starts very sure, and very wrong.
#
# **A habit.** The first loss of any training should be about $\ln K$ (2.30 for ten classes): nothing has been learned,
# so all classes should look alike. If yours is not, look for the reason before you train.
#
# **Dying ReLU.** A unit whose input is negative for *every* example has slope 0 everywhere: it will never learn again.
# One large step can do that. How many of 200 units are dead after 20 steps? Guess for a learning rate of 1, and of 8.

# %% tags=["nbval-ignore-output"]
my_bet = {1.0: None, 8.0: None}  # % of the units that are dead

rates = [0.1, 1.0, 2.0, 4.0, 8.0]
dead = []
for lr in rates:
    network = MLP([64, 200, 10], seed=0)
    descend(network, lr, steps=20)
    hidden = network.linears[0].forward(digits.X_train[:500])
    dead.append(100 * np.mean((hidden <= 0).all(axis=0)))
axis = plots.bars({"dead units": dead}, xlabel="learning rate", ylabel="% of 200 units")
axis.set_xticks(range(1, len(rates) + 1), [f"{rate:g}" for rate in rates])
plt.show()
print("dead:", ", ".join(f"{share:.0f} % at a rate of {rate:g}" for rate, share in zip(rates, dead)))
print("your bet:", ", ".join(f"{bet} % at a rate of {rate:g}" for rate, bet in my_bet.items()))

# %% [markdown]
# *The picture: the share of dead units against the learning rate.*
#
# <details><summary>The picture in words</summary>
#
# Five bars: 4 % at a rate of 0.1, 4 % at 1, 56 % at 2, 92 % at 4, 96 % at 8.
# </details>
#
# A leaky ReLU (with a slope above 0) cannot die, and an ELU hardly can: there is always a slope to come back on.

# %% [markdown]
# ## 6 · Six ways down a valley
#
# *About 35 minutes.*
#
# Gradient descent follows the steepest slope. In a long, narrow valley that is bad advice: the slope points across the
# valley, not along it. A step that is short enough not to bounce from wall to wall hardly moves along the floor.
#
# **Momentum** adds up the steps. What changes its sign from step to step, the slope across, cancels; what keeps its
# sign, the slope along, accumulates. Let the gradient be $g$ at every step. The velocity grows to $-\eta g\,(1 + \mu +
# \mu^2 + \dots) = -\eta g / (1 - \mu)$: with $\mu = 0.9$, to ten times a step of plain gradient descent.
# (Polyak, 1964. Nesterov, 1983, takes the gradient where the velocity is about to lead.)
#
# **A rate for each weight** is the other idea: divide each weight's gradient by how large its gradients usually are.
# Then a steep direction and a flat one move at the same speed. *AdaGrad* divides by the root of the *sum* of all
# squares so far; that sum only grows, so the steps only shrink, like $1/\sqrt t$, and in the end it stalls. *RMSProp*
# takes a running mean instead, which forgets: with `decay` 0.9 it remembers about the last ten steps.
#
# **Adam** is RMSProp with momentum: a running mean $m$ of the gradient over the root of a running mean $v$ of its
# square. Both start at 0, and that needs a repair. After the first step $m' = 0.1\,g$, a tenth of the gradient that it
# should estimate, and $v' = 0.001\,g^2$. The weights that the first $t$ gradients have received in $m'$ add up to $1 -
# \beta_1^t$, so divide by that: $\hat m = g$ after the first step, and $\hat v = g^2$. Without the repair the first
# step would be $0.1 / \sqrt{0.001} \approx 3$ times too long.
#
# The rules to write, each a function that returns **new** arrays and leaves its arguments as they were (the formulas
# hold from the first step on, with a velocity or a cache of 0, too):
#
# | rule | formula |
# |---|---|
# | SGD | $w' = w - \eta\, g$ |
# | momentum | $v' = \mu v - \eta\, g, \quad w' = w + v'$ |
# | Nesterov | the same, with the gradient at $w + \mu v$: first the momentum step, then the correction at that point |
# | AdaGrad | $c' = c + g^2, \quad w' = w - \eta\, g / (\sqrt{c'} + \varepsilon)$ |
# | RMSProp | $c' = \rho\, c + (1 - \rho)\, g^2, \quad w' = w - \eta\, g / (\sqrt{c'} + \varepsilon)$ |
# | Adam | two running means, below |
#
# $$m' = \beta_1 m + (1 - \beta_1)\, g, \qquad v' = \beta_2 v + (1 - \beta_2)\, g^2,$$
#
# $$\hat m = m' / (1 - \beta_1^t), \qquad \hat v = v' / (1 - \beta_2^t), \qquad
# w' = w - \eta\, \hat m / (\sqrt{\hat v} + \varepsilon) .$$
#
# All arrays have one shape, and everything happens entry by entry. $\rho$ is the argument `decay`, and $t$ the
# number of the step, from 1.
#
# Smallest example: $w = 1,\ g = 4,\ v = 0.5,\ \eta = 0.1,\ \mu = 0.9$: SGD goes to 0.6; momentum has $v' = 0.45 - 0.4 =
# 0.05$ and goes to 1.05. AdaGrad with $c = 9$: $c' = 25$, $w' = 1 - 0.4/5 = 0.92$. RMSProp with $c = 16$: $c' = 16$,
# $w' = 1 - 0.4/4 = 0.9$. Adam's first step, with $m = v = 0$: $\hat m = 4$, $\hat v = 16$, $w' = 0.9$.

# %% answer="sgd_step"
def sgd_step(w, g, lr):
    """Return the new w, given its gradient g; arrays of any one shape."""
    ### BEGIN SOLUTION
    return w - lr * g
    ### END SOLUTION

# %% test="sgd_step__value" points=1
w, g = np.array([1.0, -2.0]), np.array([4.0, 0.5])
named = {
    "uphill": [w + 0.1 * g],
    "step-size-ignored": [w - g],
    "gradient-normalised": [w - 0.1 * g / np.linalg.norm(g), w - 0.1 * np.sign(g)],
}
check.value(check.call(sgd_step, w, g, 0.1), [0.6, -2.05], "a step of two weights", facts={"named": named})
w, g = np.array([[10, -2, 0]]), np.array([[400.5, 2.0, -1.0]])
check.value(check.call(sgd_step, w, g, 0.5), [[-190.25, -3.0, 0.5]], "weights of integers, and another rate")
rng = np.random.default_rng(1)
drawn = {"w": 3 * rng.normal(size=(2, 1, 3)), "g": 3 * rng.normal(size=(2, 1, 3)), "lr": 0.1}
check.alike(sgd_step, drawn, "integers and float32, in three dimensions")
got = check.call(sgd_step, np.zeros(3), np.array([1e6, -1e-6, 3.0]), 0.01)
check.value(got / [1e4, 1e-8, 0.03], [-1.0, 1.0, -1.0], "a very large gradient, a very small one, and one between")
### BEGIN HIDDEN TESTS
from chainrule.reference import optimizers as reference

task = check.task(sgd_step, reference.sgd_step)
rng = np.random.default_rng(630)
for shape in ((3, 4), (5,), (1, 1)):
    w, g = rng.normal(size=(2, *shape))
    task.in_all_kinds(w, g, 0.3, about="a step")
task.agrees(300 * w, 1e4 * g, 0.3, about="a large gradient")
### END HIDDEN TESTS

# %% answer="momentum_step"
def momentum_step(w, g, v, lr, mu):
    """Return (new w, new v), given the gradient g and the velocity v; arrays of any one shape."""
    ### BEGIN SOLUTION
    v = mu * v - lr * g
    return w + v, v
    ### END SOLUTION

# %% test="momentum_step__value" points=1
w, g, v = np.array([1.0, -2.0]), np.array([4.0, 0.5]), np.array([0.5, 1.0])
named = {"uphill": [w + 0.9 * v + 0.1 * g], "step-size-ignored": [w + 0.9 * v - g]}
got = check.call(momentum_step, w, g, v, 0.1, 0.9)
check.value(
    got,
    (np.array([1.05, -1.15]), np.array([0.05, 0.85])),
    "a step of two weights",
    names=["w", "v"],
    facts={"named": named},
)
got = check.call(momentum_step, np.array([[10, -2]]), np.array([[1.5, 40.0]]), np.array([[2, 1]]), 0.5, 0.25)
expected = np.array([[9.75, -21.75]]), np.array([[-0.25, -19.75]])
check.value(got, expected, "integers, with another rate and mu", names=["w", "v"])
rng = np.random.default_rng(1)
drawn = {name: 3 * rng.normal(size=(2, 1, 3)) for name in ("w", "g", "v")}
about = "integers and float32, in three dimensions"
check.alike(momentum_step, {**drawn, "lr": 0.1, "mu": 0.9}, about, names=("w", "v"))
got = check.call(momentum_step, np.zeros(2), np.array([1e6, 0.0]), np.array([0.0, -1e4]), 0.01, 0.5)
check.value(got, (np.array([-1e4, -5e3]),) * 2, "a very large gradient, and a very large velocity", names=["w", "v"])
### BEGIN HIDDEN TESTS
from chainrule.reference import optimizers as reference

task = check.task(momentum_step, reference.momentum_step, ["w", "v"])
rng = np.random.default_rng(631)
for shape in ((3, 4), (5,), (1, 1)):
    w, g, v = rng.normal(size=(3, *shape))
    task.in_all_kinds(w, g, v, 0.3, 0.8, about="a step")
task.agrees(w, g, v, 0.3, 0.0, about="without momentum")
task.agrees(300 * w, 1000 * g, 200 * v, 0.3, 0.8, about="a large gradient and velocity")
### END HIDDEN TESTS

# %% [markdown]
# For Nesterov, `gradient` is a function from weights to the gradient there. It may return the very array that it is
# given, so change neither.

# %% answer="nesterov_step"
def nesterov_step(w, v, gradient, lr, mu):
    """Return (new w, new v): the velocity's step first, corrected by the gradient where it leads."""
    ### BEGIN SOLUTION
    v = mu * v - lr * gradient(w + mu * v)
    return w + v, v
    ### END SOLUTION

# %% test="nesterov_step__value" points=2
w, v = np.array([1.0, -2.0]), np.array([0.5, 1.0])
ahead = w + 0.9 * v
named = {"uphill": [ahead + 0.1 * 2 * ahead], "step-size-ignored": [ahead - 2 * ahead]}
got = check.call(nesterov_step, w, v, lambda w: 2 * w, 0.1, 0.9)
check.value(
    got,
    (np.array([1.16, -0.88]), np.array([0.16, 1.12])),
    "a step in the valley w²",
    names=["w", "v"],
    facts={"named": named},
)
got = check.call(nesterov_step, np.array([[10, -2]]), np.array([[2, 1]]), lambda w: w, 0.5, 0.25)
expected = np.array([[5.25, -0.875]]), np.array([[-4.75, 1.125]])
check.value(got, expected, "integers, and a gradient that returns what it is given", names=["w", "v"])
rng = np.random.default_rng(1)
drawn = {name: 3 * rng.normal(size=(2, 1, 3)) for name in ("w", "v")}
drawn |= {"gradient": np.sin, "lr": 0.1, "mu": 0.9}
check.alike(nesterov_step, drawn, "integers, in three dimensions", names=("w", "v"), single=False)
got = check.call(nesterov_step, np.zeros(2), np.array([0.0, -1e4]), lambda w: np.array([1e6, 0.0]), 0.01, 0.5)
check.value(got, (np.array([-1e4, -5e3]),) * 2, "a very large gradient, and a very large velocity", names=["w", "v"])
got = check.call(nesterov_step, np.array([1.0, -0.5]), np.array([0.5, 1.0]), lambda w: w**3, 0.1, 0.8)
expected = np.array([1.1256, 0.2973]), np.array([0.1256, 0.7973])
check.value(got, expected, "a step on the slope of w⁴ / 4", names=["w", "v"])
### BEGIN HIDDEN TESTS
from chainrule.reference import optimizers as reference

task = check.task(nesterov_step, reference.nesterov_step, ["w", "v"])
rng = np.random.default_rng(632)
for shape in ((3, 4), (5,), (1, 1)):
    w, v, steep = rng.normal(size=(3, *shape))
    task.in_all_kinds(w, v, lambda w: np.sin(3 * w) + steep * w, 0.3, 0.8, about="a step")
task.agrees(w, v, lambda w: w, 0.2, 0.9, about="a gradient that returns what it is given")
task.agrees(w, v, lambda w: 4 * w**3, 0.05, 0.0, about="without momentum")
### END HIDDEN TESTS

# %% answer="adagrad_step"
def adagrad_step(w, g, cache, lr, eps=1e-8):
    """Return (new w, new cache), given the gradient g; cache is the sum of the squares of all gradients so far."""
    ### BEGIN SOLUTION
    cache = cache + g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache
    ### END SOLUTION

# %% test="adagrad_step__value" points=1
got = check.call(adagrad_step, np.array([1.0, -2.0]), np.array([4.0, 0.5]), np.array([9.0, 0.0]), 0.1)
check.value(
    got,
    (np.array([0.92, -2.1]), np.array([25.0, 0.25])),
    "a step of two weights",
    names=["w", "cache"],
    facts={"named": {"uphill": [np.array([1.08, -1.9])]}},
)
got = check.call(adagrad_step, np.array([1.0, -2.0]), np.array([4.0, 0.5]), np.zeros(2), 0.1)
expected = np.array([0.9, -2.1]), np.array([16.0, 0.25])
about = "the first step, from an empty cache: it divides by the root of this square, too"
check.value(got, expected, about, names=["w", "cache"])
got = check.call(adagrad_step, np.array([[1, 2]]), np.array([[3, 4]]), np.array([[16, 0]]), 2.0, 1.0)
named = {"eps-misplaced": [[[-0.17669681, 0.059715]]]}
expected = np.array([[0.0, 0.4]]), np.array([[25.0, 16.0]])
check.value(got, expected, "integers, and an eps of 1 beside the root", names=["w", "cache"], facts={"named": named})
rng = np.random.default_rng(1)
drawn = {name: 3 * rng.normal(size=(2, 1, 3)) for name in ("w", "g")}
drawn |= {"cache": rng.uniform(1.0, 9.0, (2, 1, 3)), "lr": 0.1}
check.alike(adagrad_step, drawn, "integers and float32, in three dimensions", names=("w", "cache"))
got = check.call(adagrad_step, np.zeros(3), np.array([3e5, -3e-5, 0.0]), np.array([16e10, 16e-10, 1.0]), 0.5, 1e-12)
expected = np.array([-0.3, 0.3, 0.0]), np.array([25e10, 25e-10, 1.0])
check.value(got[0], expected[0], "a very large gradient, a very small one, and none")
check.value(got[1] / expected[1], np.ones(3), "and the caches")
### BEGIN HIDDEN TESTS
from chainrule.reference import optimizers as reference

task = check.task(adagrad_step, reference.adagrad_step, ["w", "cache"])
rng = np.random.default_rng(633)
for shape in ((3, 4), (5,), (1, 1)):
    w, g = rng.normal(size=(2, *shape))
    cache = rng.uniform(0.5, 3.0, shape)
    task.in_all_kinds(w, g, cache, 0.3, about="a step")
    task.agrees(w, g, cache, 0.3, 0.5, about="a large eps")
task.agrees(w, 0 * g, 0 * cache, 0.3, about="no gradient yet")
task.agrees(w, g, 0 * cache, 0.3, about="an empty cache")
### END HIDDEN TESTS

# %% answer="rmsprop_step"
def rmsprop_step(w, g, cache, lr, decay=0.9, eps=1e-8):
    """Return (new w, new cache), given the gradient g; cache is the running mean of the squares of the gradients."""
    ### BEGIN SOLUTION
    cache = decay * cache + (1 - decay) * g**2
    return w - lr * g / (np.sqrt(cache) + eps), cache
    ### END SOLUTION

# %% test="rmsprop_step__value" points=1
w, g, cache = np.array([1.0, -2.0]), np.array([4.0, 0.5]), np.array([16.0, 0.0])
named = {
    "uphill": [[1.1, -1.68377223]],
    "step-size-ignored": [[0, -5.16227766]],
    "gradient-not-squared": [[0.896024951, -2.2236068]],
}
expected = np.array([0.9, -2.31622777]), np.array([16.0, 0.025])
got = check.call(rmsprop_step, w, g, cache, 0.1)
check.value(got, expected, "a step of two weights", names=["w", "cache"], facts={"named": named, "decay": 0.9})
got = check.call(rmsprop_step, np.array([[1, 2]]), np.array([[3, 1]]), np.array([[1, 1]]), 1.5, 0.5, 1.0)
named = {"eps-misplaced": [[[-0.837117307, 0.939339828]]]}
expected = np.array([[-0.390576475, 1.25]]), np.array([[5.0, 1.0]])
about = "integers, a decay of 0.5, and an eps of 1 beside the root"
check.value(got, expected, about, names=["w", "cache"], facts={"named": named})
rng = np.random.default_rng(1)
drawn = {name: 3 * rng.normal(size=(2, 1, 3)) for name in ("w", "g")}
drawn |= {"cache": rng.uniform(1.0, 9.0, (2, 1, 3)), "lr": 0.1}
check.alike(rmsprop_step, drawn, "integers and float32, in three dimensions", names=("w", "cache"))
got = check.call(rmsprop_step, np.zeros(3), np.array([3e5, -3e-5, 0.0]), np.zeros(3), 0.5, 0.75, 1e-12)
check.value(got[0], [-1.0, 1.0, 0.0], "from an empty cache: a very large gradient, a very small one, and none")
check.value(got[1][:2] / [9e10, 9e-10], [0.25, 0.25], "and the caches")
### BEGIN HIDDEN TESTS
from chainrule.reference import optimizers as reference

task = check.task(rmsprop_step, reference.rmsprop_step, ["w", "cache"])
rng = np.random.default_rng(634)
for shape in ((3, 4), (5,), (1, 1)):
    w, g = rng.normal(size=(2, *shape))
    cache = rng.uniform(0.5, 3.0, shape)
    task.in_all_kinds(w, g, cache, 0.3, about="a step")
    task.in_all_kinds(w, g, cache, 0.3, 0.6, about="another decay")
    task.agrees(w, g, cache, 0.3, 0.7, 0.5, about="a large eps")
task.agrees(w, 0 * g, 0 * cache, 0.3, about="no gradient yet")
task.agrees(w, g, 0 * cache, 0.3, about="an empty cache")
### END HIDDEN TESTS

# %% answer="adam_step"
def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    """Return (new w, new m, new v), given the gradient g and the number t of this step, from 1.

    m, v: the running means of the gradients and of their squares; both are zeros before the first step.
    """
    ### BEGIN SOLUTION
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - lr * m_hat / (np.sqrt(v_hat) + eps), m, v
    ### END SOLUTION

# %% test="adam_step__first" points=1
w, g, rest = np.array([1.0, -2.0]), np.array([4.0, 0.5]), np.zeros(2)
got = check.call(adam_step, w, g, rest, rest, 1, 0.2)
expected = np.array([0.8, -2.2]), np.array([0.4, 0.05]), np.array([0.016, 0.00025])
named = {
    "uphill": [[1.2, -1.8]],
    "step-size-ignored": [[0.0, -3.0]],
    "bias-correction-missing": [[0.367544468, -2.63245553], [0.98, -2.02], [-5.32455532, -8.32455532]],
    "step-counted-from-zero": [[0.851172636, -2.14882736]],
    "corrected-mean-kept": [g, g**2],
}
about = "the first step: of the size of the learning rate, against the sign of the gradient"
check.value(got, expected, about, names=["w", "m", "v"], facts={"named": named, "beta1": 0.9, "beta2": 0.999})
### BEGIN HIDDEN TESTS
from chainrule.reference import optimizers as reference

task = check.task(adam_step, reference.adam_step, ["w", "m", "v"])
rng = np.random.default_rng(635)
for shape in ((3, 4), (5,), (1, 1)):
    w, g = rng.normal(size=(2, *shape))
    task.in_all_kinds(w, g, 0 * w, 0 * w, 1, 0.3, about="the first step")
    task.agrees(w, g, 0 * w, 0 * w, 1, 0.3, 0.8, 0.95, about="the first step, with other betas")
    task.agrees(w, g, 0 * w, 0 * w, 1, 0.3, 0.8, 0.95, 0.5, about="the first step, with a large eps")
task.agrees(w, 0 * g, 0 * w, 0 * w, 1, 0.3, about="no gradient yet")
task.agrees(w, g, 0 * w, 0 * w, 1, 0.3, 0.0, 0.0, about="nothing is remembered")
### END HIDDEN TESTS

# %% test="adam_step__later" points=1
w, g, m, v = np.array([1.0, 2.0]), np.array([2.0, -1.0]), np.array([1.0, 3.0]), np.array([2.0, 1.0])
got = check.call(adam_step, w, g, m, v, 2, 0.5, 0.5, 0.75, 0.5)
expected = np.array([0.654033973, 1.66863133]), np.array([1.5, 1.0]), np.array([2.5, 1.0])
named = {
    "uphill": [[1.34596603, 2.33136867]],
    "eps-misplaced": [[0.598852221, 1.60057021]],
    "gradient-not-squared": [[0.620937866, 1.57511309]],
    "bias-correction-missing": [[0.63962039, 1.66666667]],
    "step-counted-from-zero": [[0.590418822, 1.6], [0.667709815, 1.68519661]],
    "corrected-mean-kept": [[2.0, 4 / 3], [40 / 7, 16 / 7]],
}
about = "a second step, with other betas and a large eps"
check.value(got, expected, about, names=["w", "m", "v"], facts={"named": named})
w, m, v = np.zeros(2), np.zeros(2), np.zeros(2)
for t in (1, 2, 3):
    w, m, v = check.results(check.call(adam_step, w, np.array([5.0, -0.01]), m, v, t, 0.1), ("w", "m", "v"))
check.value(w, [-0.3, 0.3], "three steps with one gradient, each of the size of the learning rate", tolerance=1e-5)
w, g, m, v = np.array([[1, -2]]), np.array([[0.5, -1.0]]), np.array([[0.2, 1.0]]), np.array([[4, 8]])
got = check.call(adam_step, w, g, m, v, 3, 0.1, 0.5, 0.75, 0.5)
expected = np.array([[0.98572237, -2.0]]), np.array([[0.35, 0.0]]), np.array([[3.0625, 6.25]])
check.value(got, expected, "a third step, with a smaller gradient than before: v falls", names=["w", "m", "v"])
g = np.array([5e5, -5e-3])
late = check.call(adam_step, np.zeros(2), g, g, g**2, 10**6, 0.1)
check.value(late[0], [-0.1, 0.1], "step 1,000,000, with a gradient that was always the same", tolerance=1e-5)
for t in (20, 400):
    m, v = 2.0 * (1 - 0.9 ** (t - 1)), 4.0 * (1 - 0.999 ** (t - 1))  # what t - 1 gradients of 2 have made of them
    got = check.call(adam_step, np.zeros(1), np.array([2.0]), np.array([m]), np.array([v]), t, 0.1)
    check.value(got[0], [-0.1], f"step {t}, with a gradient that was always the same", tolerance=1e-5)
rng = np.random.default_rng(1)
drawn = {name: 3 * rng.normal(size=(2, 1, 3)) for name in ("w", "g", "m")}
drawn |= {"v": rng.uniform(1.0, 9.0, (2, 1, 3)), "t": 7, "lr": 0.1}
check.alike(adam_step, drawn, "integers and float32, in three dimensions", names=("w", "m", "v"))
### BEGIN HIDDEN TESTS
from chainrule.reference import optimizers as reference

task = check.task(adam_step, reference.adam_step, ["w", "m", "v"])
rng = np.random.default_rng(636)
for shape in ((3, 4), (5,), (1, 1)):
    w, g, m = rng.normal(size=(3, *shape))
    v = rng.uniform(0.5, 3.0, shape)
    for t in (2, 7, 300):
        task.in_all_kinds(w, g, m, v, t, 0.3, about="a later step")
    task.agrees(w, g, m, v, 3, 0.3, 0.6, 0.9, about="a later step, with other betas")
    task.agrees(w, g, m, v, 3, 0.3, 0.6, 0.9, 0.5, about="a later step, with a large eps")
### END HIDDEN TESTS

# %% [markdown]
# **The race**, 40 steps down $\tfrac12 (w_0^2 + 20\, w_1^2)$, twenty times steeper across than along, from the same
# point. **Your bet first:** who bounces from wall to wall, who swings, who goes straight to the floor, and who ends
# lowest? Write it down, then run.

# %% tags=["nbval-ignore-output"]
my_bet = {"lowest after 40 steps": "…", "swings most": "…"}  # SGD, momentum, Nesterov, AdaGrad, RMSProp or Adam

STEEP = np.array([1.0, 20.0])


def valley_height(points):
    return (STEEP * points**2).sum(axis=1) / 2


def race(start, gradient, steps, rates, mu=0.8):
    """Walk with all the rules named in `rates`; return the points of each, (steps + 1, …)."""
    paths = {name: [start] for name in rates}
    state = {name: (np.zeros_like(start), np.zeros_like(start)) for name in rates}
    for t in range(1, steps + 1):
        for name, lr in rates.items():
            w, (a, b) = paths[name][-1], state[name]
            if name == "SGD":
                w = sgd_step(w, gradient(w), lr)
            elif name == "momentum":
                w, a = momentum_step(w, gradient(w), a, lr, mu)
            elif name == "Nesterov":
                w, a = nesterov_step(w, a, gradient, lr, mu)
            elif name == "AdaGrad":
                w, a = adagrad_step(w, gradient(w), a, lr)
            elif name == "RMSProp":
                w, a = rmsprop_step(w, gradient(w), a, lr)
            else:
                w, a, b = adam_step(w, gradient(w), a, b, t, lr)
            paths[name].append(w)
            state[name] = a, b
    return {name: np.array(path) for name, path in paths.items()}


one_rate = {"SGD": 0.09, "momentum": 0.03, "Nesterov": 0.03}
rate_each = {"AdaGrad": 1.0, "RMSProp": 0.3, "Adam": 0.3}
paths = race(np.array([-9.0, 1.6]), lambda w: STEEP * w, 40, one_rate | rate_each)
figure, axes = plt.subplots(2, 1, figsize=(8, 6), dpi=80, layout="constrained")
for ax, rates in zip(axes, (one_rate, rate_each)):
    plots.valley(valley_height, {name: paths[name] for name in rates}, xlim=(-10, 3), ylim=(-2, 2), ax=ax)
plt.show()
print("your bet:", ", ".join(f"{what}: {who}" for what, who in my_bet.items()))
for name, path in paths.items():
    swings = np.sum(np.abs(np.diff(path[:, 1])))
    print(f"{name:9s} height after 40 steps {valley_height(path[-1:])[0]:7.4f}, way across the valley {swings:5.2f}")

# %% [markdown]
# *The picture: contours of a long valley and walks from its left end to the middle. Above, SGD zigzags, momentum swings
# wide, Nesterov less; below, AdaGrad and RMSProp go to the floor and along it, Adam swings.*
#
# <details><summary>The picture in words</summary>
#
# The contours are long ellipses around (0, 0). All walks start at (−9, 1.6).
#
# Above: SGD jumps from wall to wall, each time less far, on its way along the floor, and ends a little short of the
# middle. Momentum makes three wide waves, runs past the middle to 0.8 and comes back. Nesterov makes one shallow wave
# and arrives.
#
# Below: AdaGrad and RMSProp take the same way, first diagonally down to the floor, then along it; AdaGrad's steps
# shrink and it stops at −1.3, RMSProp comes within 0.2 of the middle. Adam goes diagonally through the floor, makes
# two wide waves, and is near the middle when the time is over.
# </details>
#
# <details><summary>Who wins, and who swings</summary>
#
# Lowest is Nesterov (a height of 0.000004), then momentum (0.004), RMSProp (0.01), SGD (0.02), Adam (0.2) and AdaGrad
# (0.9). SGD bounces from wall to wall, 14 across in all, momentum swings 8, Adam 4, Nesterov 2. AdaGrad and RMSProp go
# straight to the floor: 1.6, which is no more than the way down.
# </details>
#
# The rules with a rate for each weight do not end lower than momentum and Nesterov here: on so small a problem one can
# find the best single rate by hand. What they buy is that a rate need not be found anew for every weight. Stretch the
# valley (`STEEP = np.array([1.0, 2000.0])`), run the race again, see whose rates still do, and set it back before you
# go on.
#
# <details><summary>Whose rates still do</summary>
#
# A slope that is a hundred times steeper makes a hundred times longer steps for SGD, momentum and Nesterov: all three
# fly off. AdaGrad, RMSProp and Adam walk, to the last digit, the way that they walked before: each divides by the size
# of its own gradients, so a factor in them cancels.
# </details>
#
# **Move it: rate and momentum.** *Predict first:* without momentum, from which η on does the walk fly off? The steep
# direction has the slope $20\,w_1$. Then let η = 0.03 and raise μ: is more always better?

# %%
moving.momentum(momentum_step, STEEP)

# %% [markdown]
# *The picture: above, the walk on the contours of the valley; below, the height after each of its 40 steps. Where
# nothing can be moved, three settings stand side by side.*
#
# <details><summary>The picture in words</summary>
#
# η = 0.03, μ = 0: the walk goes down to the floor and creeps along it, to −2.6; the height falls from 70 to 4, along a
# straight line on the logarithmic axis. η = 0.03, μ = 0.8: three waves across the valley, a turn just beyond the
# middle; the height falls, in waves, to 0.003. η = 0.105, μ = 0: each step across the valley is longer than the last,
# the walk leaves the picture; the height rises to 10,000 within 30 steps.
# </details>
#
# <details><summary>What you should have seen</summary>
#
# A step multiplies $w_1$ by $1 - 20\,\eta$, which is below −1 from η = 0.1 on: 0.099 still comes down, bouncing, 0.105
# flies off. With momentum, η = 0.03 gets to the floor and along it: μ = 0.8 ends far lower than μ = 0. With μ = 0.99
# the walk has too much swing to come to rest in 40 steps. And momentum allows larger rates: with μ = 0.8 even η = 0.12
# arrives.
# </details>
#
# The same race where it counts, on 500 digits: all weights of a network, one after another, are one long vector $w$.

# %% tags=["nbval-ignore-output"]
def as_vector(tensors):
    return np.concatenate([np.ravel(tensor) for tensor in tensors])


network = MLP([64, 32, 10], seed=0)
tensors = tensors_of(network)
ends = np.cumsum([tensor.size for tensor in tensors])[:-1]


def at(w):
    """Return loss and gradient of the network whose weights are the vector w."""
    assign(network, [part.reshape(tensor.shape) for part, tensor in zip(np.split(w, ends), tensors)])
    loss, gradients = network.loss_and_gradients(digits.X_train[:500], digits.y_train[:500], 0.0)
    return loss, as_vector([gradient for pair in gradients for gradient in pair])


rates = {"SGD": 0.2, "momentum": 0.2, "Nesterov": 0.2, "AdaGrad": 0.05, "RMSProp": 0.005, "Adam": 0.02}
paths = race(as_vector(tensors), lambda w: at(w)[1], 60, rates)
losses = {name: [at(w)[0] for w in path] for name, path in paths.items()}
plots.curves(np.arange(61), losses, xlabel="step", ylabel="loss", title="The race on digits")
plt.show()
print("training loss after 60 steps:", ", ".join(f"{name} {loss[-1]:.3f}" for name, loss in losses.items()))

# %% [markdown]
# *The picture: six falling curves of the training loss over 60 steps; SGD's falls slowest.*
#
# <details><summary>The picture in words</summary>
#
# All begin at 2.3. After 20 steps SGD is at 1.35, RMSProp at 0.65, momentum, Nesterov and AdaGrad at 0.4, Adam at 0.2;
# after 60 steps SGD at 0.52, RMSProp at 0.17, AdaGrad at 0.15, momentum and Nesterov, whose curves lie on each other,
# at 0.11, Adam at 0.02. AdaGrad's second step goes up a little.
# </details>
#
# **Which one to use?** Adam with a rate of 0.001 is a good first guess for most networks, SGD with momentum often ends
# a little better after some tuning. Whoever compares two optimisers has to tune the rate of both.

# %% [markdown]
# ## 7 · Training
#
# *About 30 minutes.*
#
# Now you have everything. In each **epoch**, shuffle the examples (with their labels), and take a step for each batch
# of `batch_size`; all batches but the last have exactly that size, and the last one takes what is left, so that every
# example is used; if `batch_size` exceeds $N$, all of them are one batch. Train on `X` as it is given: whoever scales
# the images does so before. Update every $W$ and every $b$, by any of your six rules, and without regularisation
# ($\lambda = 0$). The learning rates below suit plain SGD; with momentum $\mu$ a step grows to about $1/(1-\mu)$ times
# its size, and with RMSProp or Adam every step has the size of the rate, so there you may want to scale `lr` inside
# `train_mlp`, by a fixed factor: a hundredth of `lr` has to give a hundredth of the step. From epoch to epoch the rate
# may fall somewhat, but not rise. Velocities, caches and running means are kept from epoch to epoch, and with Adam, $t$
# counts the steps of the whole training, from 1. And train to the end, all epochs, also when the loss is small or
# rises.
#
# **Keep a record.** The network that you return has an attribute `losses`, one number per epoch: the mean of the losses
# that `loss_and_gradients` returned in it (each batch counts once, also a short one; a mean over the examples is right,
# too, and so is the loss of all of them, taken once as the epoch begins or ends). You will want to see the curve, above
# all when it does not fall.
#
# **A pitfall:** shuffle images and labels with *one* permutation.
#
# ```python
# rng.shuffle(X); rng.shuffle(y)      # two permutations: the labels have left their images (and the caller's X changed)
# order = rng.permutation(len(X))     # one
# X[order], y[order]                  # for both, as new arrays
# ```
#
# If you want to see that something is happening: `for epoch in progress(epochs)` prints a dot per epoch.
#
# **What the checks ask for,** with a rate of 0.1, and 0.03 for MNIST:
#
# | data | network | training | asked for |
# |---|---|---|---|
# | the digits | 64-32-10 | 15 epochs, batches of 32 | 90 % of the validation digits (64-10: 85 %) |
# | the digits, sorted by label | 64-32-10 | 8 epochs, batches of 16 | 85 % of the validation digits |
# | 60 of them | 64-32-10 | 100 epochs, batches of 7 | 98 % of these 60; after one epoch, not more than 90 % |
# | seven examples | 7-20-3 | 400 epochs, one batch | all seven |
# | 5,000 images of MNIST | 784-128-10 | 5 epochs, batches of 64 | 75 % of 1,000 others, 80 % of these |
#
# Besides: the first step goes against the gradient, in every weight; each epoch has an order of its own; the same seed
# gives the same network, and another seed another one.

# %% given="progress"
def progress(epochs):
    """Count the epochs from 1, and print a dot when another is over (at most 20 dots)."""
    for epoch in range(1, epochs + 1):
        yield epoch
        if epoch % -(-epochs // 20) == 0:
            print(".", end="", flush=True)
    print(" trained")


def accuracy(network, X, y):
    """Return the share of examples whose highest score is that of their label."""
    scores = np.asarray(check.call(check.attribute(network, "forward"), X))
    check.true(scores.ndim == 2 and len(scores) == len(y), "The scores should have the shape (N, K).")
    return np.mean(scores.argmax(axis=1) == y)


def check_tiny_steps(train, X, y, sizes):
    """Check that a network trained with a tiny rate stays near its start, however many epochs there are."""
    one, same, two = (
        tensors_of(check.call(train, X, y, sizes, epochs, len(X), 1e-12, seed=0), sizes) for epochs in (1, 1, 2)
    )
    about = "The same seed should give the same network: here two trainings with seed 0 end in different ones."
    check.true(all(np.array_equal(a, b) for a, b in zip(one, same)), about)
    about = "With a rate of 1e-12, one and two epochs should end at nearly the same weights. Is every step lr times "
    about += "something, or a fixed factor times lr, and does the same network go on from epoch to epoch?"
    check.true(all(np.allclose(a, b, rtol=0, atol=1e-6) for a, b in zip(one, two)), about)

# %% answer="train_mlp"
def train_mlp(X, y, sizes, epochs, batch_size, lr, seed):
    """Return a trained MLP, which has an attribute losses: a list with the mean training loss of each epoch.

    X: (N, D) examples; y: (N,) labels; sizes: of the network, [D, …, K]
    epochs: how many times every example is used; batch_size: examples in a step; lr: learning rate
    seed: of the weights and of the order of the examples; the same seed gives the same network
    """
    ### BEGIN SOLUTION
    network = MLP(sizes, seed)
    kind = np.result_type(X, np.float32)  # images in float32 get weights in float32: twice as fast
    for linear in network.linears:
        linear.W, linear.b = linear.W.astype(kind), linear.b.astype(kind)
    rng = np.random.default_rng(seed)
    network.losses = []
    for _ in progress(epochs):
        order, losses = rng.permutation(len(X)), []
        for start in range(0, len(X), batch_size):
            batch = order[start : start + batch_size]
            loss, grads = network.loss_and_gradients(X[batch], y[batch], 0.0)
            losses.append(loss)
            for linear, (dW, db) in zip(network.linears, grads):
                linear.W = sgd_step(linear.W, dW, lr)
                linear.b = sgd_step(linear.b, db, lr)
        network.losses.append(float(np.mean(losses)))
    return network
    ### END SOLUTION

# %% test="train_mlp__digits" points=2
def scores(network, X):
    """The scores of a network, from its weights alone; its own forward should give the same."""
    tensors, values = tensors_of(network), X
    for i in range(0, len(tensors), 2):
        values = (np.maximum(values, 0) if i else values) @ tensors[i].T + tensors[i + 1]
    about = "the scores that forward gives are those of the weights in linears"
    check.value(check.call(check.attribute(network, "forward"), X), values, about, tolerance=1e-3)
    return values


def share_of_right(network, X, y):
    """The share of examples that a network recognises."""
    return np.mean(scores(network, X).argmax(axis=1) == y)


def cross_entropy(network, X, y):
    """The mean cross-entropy of a network."""
    s = scores(network, X)
    s = s - s.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(s).sum(axis=1)) - s[np.arange(len(y)), y])


X, y = digits.X_train, digits.y_train
check_tiny_steps(train_mlp, X[:60], y[:60], [64, 16, 10])
# Wide enough that no example silences a whole layer, at whose units the slope would have a kink.
start, step = (check.call(train_mlp, X, y, [64, 20, 20, 20], 1, len(X), lr, seed=0) for lr in (1e-12, 0.001))
before, after = cross_entropy(start, X, y), cross_entropy(step, X, y)
check.true(2 < before < 5, "At the start all 20 classes are much alike: the loss should be near ln 20 = 3.0.")
moved = [bool(np.any(old != new)) for old, new in zip(tensors_of(start), tensors_of(step))]
about = "After one step some W or b is what it was: is the result of each step assigned to linear.W or linear.b?"
check.true(all(moved), about)
about = "One small step with all the examples should lower their loss: is it taken, and against the gradient?"
check.true(after < before, about, shows=f"It goes from {before:.5f} to {after:.5f}.")


def check_first_step(start, step, slopes):
    """Check that a first step goes against the slopes, and as far as each array's own slopes let a rule go."""
    even = []  # whether a step is as long everywhere, as with a rule that divides by the size of the slopes
    for old, new, slope in zip(start, step, slopes):
        steep = np.abs(slope) > 1e-3 * np.abs(slope).max()
        moved = (old - new)[steep] * np.sign(slope[steep])
        about = "One small step with all the examples should move every weight and bias against its slope. "
        about += "If the rule keeps velocities: has each W and each b its own, also where two have one shape?"
        check.true((moved >= 0).all(), about)
        even.append(not moved.size or moved.max() < 1.1 * moved.min())
    about = "In the first step the rule divides by the size of the slopes, but for some W or b not by that of its own: "
    about += "has each its own cache, also where two have one shape?"
    check.true(all(even) or not even[0], about)


check_first_step(tensors_of(start), tensors_of(step), gradients_of(start, X, y, 0.0)[1])
check.passed("one step with all digits lowers their loss")
network = check.call(train_mlp, X, y, [64, 32, 10], 15, 32, 0.1, seed=0)
loss, share = cross_entropy(network, X, y), share_of_right(network, digits.X_val, digits.y_val)
one = check.call(train_mlp, X, y, [64, 32, 10], 1, 32, 0.1, seed=0)
first = cross_entropy(one, X, y)
about = "The loss after 15 epochs is hardly below that after one. "
about += "Does the same network go on from epoch to epoch, and do labels keep to their images?"
check.true(loss < 0.85 * first or loss < 0.3, about, shows=f"It is {first:.2f} after one, {loss:.2f} after 15.")
about = "The loss falls, but too slowly: 15 epochs should bring it below 0.3 on the digits that were trained on. "
about += "Does every batch make a step, and is it lr times the gradient, which is a mean over the batch already?"
check.true(loss < 0.3, about, shows=f"It is {first:.2f} after one, {loss:.2f} after 15.")
about = "The digits that were trained on are known, and yet fewer than 90 % of the validation digits are right."
check.true(share >= 0.9, about, shows=f"It is {share:.1%}.")
check.passed("15 epochs on the digits: at least 90 % of the validation digits are right")
straight = check.call(train_mlp, X, y, [64, 10], 15, 32, 0.1, seed=0)
about = "Without a hidden layer, 15 epochs should give at least 85 % of the validation digits right."
check.true(share_of_right(straight, digits.X_val, digits.y_val) >= 0.85, about)
order = np.argsort(y, kind="stable")
of_sorted = check.call(train_mlp, X[order], y[order], [64, 32, 10], 8, 16, 0.1, seed=1)
about = "Digits that come sorted by their labels should be learned, too: 85 % of the validation digits in 8 epochs."
check.true(share_of_right(of_sorted, digits.X_val, digits.y_val) >= 0.85, about)
check.passed("no hidden layer, and digits sorted by label")
### BEGIN HIDDEN TESTS
shapes = [np.shape(tensor) for tensor in tensors_of(network)]
check.true(shapes == [(32, 64), (32,), (10, 32), (10,)], "The result should be an MLP of the sizes asked for.")


def few(seed, sizes=(64, 16, 10), epochs=2, batch_size=32, lr=0.1, pixels=X[:100]):
    return check.call(train_mlp, pixels, y[:100], list(sizes), epochs, batch_size, lr, seed=seed)


for seeds in ((4, 4, 5), (0, 0, 4)):
    for one, two, three in zip(*(tensors_of(few(seed)) for seed in seeds)):
        check.value(two, one, "the same seed gives the same network")
        check.true(np.any(three != one), "Another seed should give another network.")
# Whatever the rule: one step with all examples moves every weight against its slope.
from chainrule.reference import mlp as reference

for seed, sizes in ((6, (64, 16, 10)), (7, (64, 20, 20, 20))):
    start, step = (tensors_of(few(seed, sizes, 1, 1000, lr)) for lr in (1e-12, 0.01))
    _, pairs = assign(reference.MLP(list(sizes), seed=0), start).loss_and_gradients(X[:100], y[:100], 0.0)
    slopes = [slope for pair in pairs for slope in pair]
    check_first_step(start, step, slopes)
    for old, new, slope in zip(start, step, slopes):
        steep = np.abs(slope) > 1e-3 * np.abs(slope).max()
        against = np.sign(old - new)[steep] == np.sign(slope)[steep]
        check.true(against.all(), "One step with all the examples should move every weight against its slope.")
straight = check.call(train_mlp, X, y, [64, 10], 15, 32, 0.1, seed=1)
about = "A network without a hidden layer should learn the digits, too."
check.true(share_of_right(straight, digits.X_val, digits.y_val) >= 0.85, about)
# Whatever the optimiser: integer pixels train the network that the same real numbers train.
pixels = np.rint(16 * X[:100])
whole, real = (tensors_of(few(2, lr=0.005, pixels=kind)) for kind in (pixels.astype(int), pixels))
for one, two in zip(whole, real):
    check.value(one, two, "integer pixels, as real numbers", tolerance=1e-4)
### END HIDDEN TESTS

# %% test="train_mlp__losses" points=1
X, y = digits.X_train[:96], digits.y_train[:96]
network = check.call(train_mlp, X, y, [64, 16, 10], 12, 32, 0.1, seed=0)
losses = np.asarray(check.attribute(network, "losses", "train_mlp"), dtype=float)
about = "After 12 epochs, losses should hold 12 numbers, one for each epoch."
check.true(losses.shape == (12,), about, shows=f"Yours has the shape {losses.shape}.")
about = "The training loss falls over 12 epochs, and so should losses: is each the mean of its own epoch?"
check.true(losses[-1] < losses[0], about, shows=f"They are {np.array2string(losses, precision=2)}.")
end = mean_cross_entropy(network, X, y)
about = "losses should follow the loss of the network: is each the mean of its own epoch, and of no earlier one?"
shows = f"After 12 epochs the network's loss is {end:.2f}, and the last of yours {losses[-1]:.2f}."
check.true(losses[-1] - end < 0.3 * (losses[0] - end), about, shows=shows)
check_tiny_steps(train_mlp, X, y, [64, 16, 10])
still = check.call(train_mlp, X, y, [64, 16, 10], 12, 32, 1e-15, seed=0)
losses = np.asarray(check.attribute(still, "losses", "train_mlp"), dtype=float)
about = "The training should go on for all its 12 epochs, also if the loss does not fall, and record 12 losses."
check.true(losses.shape == (12,), about, shows=f"Yours has the shape {losses.shape}.")
about = "Where the steps are too small to move anything, every epoch's loss should be the mean over its batches."
loss = mean_cross_entropy(still, X, y)
shows = f"Here, with three batches, that is {loss:.4f}, and yours are {', '.join(f'{one:.4f}' for one in losses)}."
check.true(np.allclose(losses, loss, rtol=0.01), about, shows=shows)
check.passed("one mean loss per epoch, and they fall")


def recorded(first, batch_size, seed, many=13, epochs=4):
    """The losses of epochs in which nothing moves, for as many bright digits; and the loss of each of these."""
    X, y = 10 * digits.X_train[first : first + many], digits.y_train[first : first + many]
    still = check.call(train_mlp, X, y, [64, 12, 10], epochs, batch_size, 1e-15, seed=seed)
    s = np.asarray(check.call(check.attribute(still, "forward"), X))
    each = np.log(np.exp(s).sum(axis=1)) - s[np.arange(many), y]
    return np.asarray(check.attribute(still, "losses", "train_mlp"), dtype=float), each


def fit_batches_of_four(losses, each):
    """Whether each loss is the mean over the batches of 4, 4, 4 and 1, or over all the examples."""
    possible = np.append(((each.sum() - each) / 4 + each) / 4, each.mean())
    return np.abs(losses[:, np.newaxis] - possible).min(axis=1).max() < 1e-3 * each.mean()


losses, each = recorded(0, 13, seed=0)
scaled = "The images should be trained on as they are given, here up to 10: the losses are not those of such images."
shows = f"It is {each.mean():.4f}, and yours {', '.join(f'{one:.4f}' for one in losses)}."
check.true(np.allclose(losses, each.mean(), rtol=1e-3), scaled, shows=shows)
cut = "13 examples in batches of 4 make three batches of 4 and one of 1, and nothing moves: a loss is not the mean of "
cut += "these four, nor of all examples. Which examples are in the batches, and by what is their sum divided?"
losses, each = recorded(0, 4, seed=0)
check.true(fit_batches_of_four(losses, each), cut)
check.passed("images as they are given, in batches of the size asked for")
def pairs_left_over(many, epochs, seed):
    """How many different pairs are the last batch of many examples, epoch by epoch; None if losses do not tell."""
    rng = np.random.default_rng(many)
    X, y = rng.normal(0.0, 2.0, (many, 3)), rng.integers(0, 4, many)
    still = check.call(train_mlp, X, y, [3, 5, 4], epochs, many - 2, 1e-15, seed=seed)
    s = np.asarray(check.call(check.attribute(still, "forward"), X))
    each = np.log(np.exp(s - s.max(axis=1, keepdims=True)).sum(axis=1)) + s.max(axis=1) - s[np.arange(many), y]
    losses = np.asarray(check.attribute(still, "losses", "train_mlp"), dtype=float)
    if np.allclose(losses, each.mean(), rtol=1e-3):  # the loss of all examples
        return None
    sums = (2 * losses - each.sum() / (many - 2)) / (1 / 2 - 1 / (many - 2))  # the losses of the two last ones
    one, other = np.triu_indices(many, 1)
    return len({int(np.abs(each[one] + each[other] - last).argmin()) for last in sums})


# Of 1,770 pairs, 120 draws by chance give 116 different ones, and never so few as 90; one order gives 60 at most.
anew = "60 examples make a batch of 58 and one of 2, and nothing moves: in 120 epochs, far too few different pairs are "
anew += "left over. Each epoch should have a new order, not the old one that begins elsewhere."
pairs = pairs_left_over(60, 120, seed=0)
check.true(pairs is None or pairs > 90, anew, shows=f"There are {pairs}.")
check.passed("a new order for each epoch")
left_over = "301 examples make a batch of 300 and one of 1, and nothing moves: the same example is left over in each "
left_over += "of six epochs. The examples should be shuffled in each epoch anew, however many there are."
losses, each = recorded(0, 300, seed=0, many=301, epochs=6)
check.true(np.ptp(losses) > 1e-6 or np.allclose(losses, each.mean(), rtol=1e-3), left_over)
### BEGIN HIDDEN TESTS
losses, each = recorded(20, 13, seed=2)
check.true(np.allclose(losses, each.mean(), rtol=1e-3), scaled)
check.true(fit_batches_of_four(*recorded(40, 4, seed=3)), cut)
losses, each = recorded(400, 300, seed=4, many=301, epochs=6)
check.true(np.ptp(losses) > 1e-6 or np.allclose(losses, each.mean(), rtol=1e-3), left_over)
pairs = pairs_left_over(150, 240, seed=5)
check.true(pairs is None or pairs > 195, anew)
X, y = digits.X_val[:60], digits.y_val[:60]
for epochs, batch_size in ((1, 1000), (3, 20)):
    still = check.call(train_mlp, X, y, [64, 12, 10], epochs, batch_size, 1e-15, seed=3)
    losses = np.asarray(check.attribute(still, "losses", "train_mlp"), dtype=float)
    check.true(losses.shape == (epochs,), "losses should hold one number for each epoch.")
    check.true(np.allclose(losses, mean_cross_entropy(still, X, y), rtol=0.01), about)
### END HIDDEN TESTS

# %% test="train_mlp__batches" points=2
seven, labels = np.eye(7, dtype=int), np.array([0, 1, 2, 0, 1, 2, 0])
check_tiny_steps(train_mlp, seven, labels, [7, 20, 3])
network = check.call(train_mlp, seven, labels, [7, 20, 3], 400, 7, 0.1, seed=0)
tensors_of(network, [7, 20, 3])
share = accuracy(network, seven, labels)
about = "7 examples should be learned by heart in 400 steps, each with all of them."
check.true(
    share == 1, about, shows=f"Now {share:.0%} are. Do labels keep to their examples? Is the step taken, and downhill?"
)
check.passed("7 examples are learned by heart")
before, after = (check.call(train_mlp, seven, labels, [7, 20, 3], n, 1, 0.1, seed=0) for n in (400, 401))
about = "The training should go on to its last epoch, also when the loss is small: each has its steps, and its loss."
check.true(np.shape(check.attribute(after, "losses", "train_mlp")) == (401,), about)
check.true(np.any(tensors_of(before)[0] != tensors_of(after)[0]), about)
larger = check.call(train_mlp, seven, labels, [7, 20, 3], 400, 100, 0.1, seed=0)
unmoved = tensors_of(check.call(train_mlp, seven, labels, [7, 20, 3], 1, 100, 1e-12, seed=0))
moved = any(np.abs(one - two).max() > 1e-7 for one, two in zip(tensors_of(larger), unmoved))
about = "A batch size larger than the number of examples should be one batch of all of them; here no step is taken."
check.true(moved, about)
share = accuracy(larger, seven, labels)
about = "A batch size larger than the number of examples should be one batch of all of them, with a whole step."
shows = f"Now {share:.0%} are learned by heart. Is anything divided by batch_size that has fewer examples?"
check.true(share == 1, about, shows=shows)
check.passed("a batch size larger than the number of examples")
sizes = [7, 20, 12, 3]
start, step = (tensors_of(check.call(train_mlp, seven, labels, sizes, 1, 3, lr, seed=0)) for lr in (1e-12, 0.1))
moved = [bool((np.abs(one - two) > 1e-7).any()) for one, two in zip(start, step)]
check.true(all(moved[1::2]), "The biases of every layer should be trained.")
check.true(all(moved[::2]), "The weights of every layer should be trained.")
moved = (np.abs(step[0] - start[0]).max(axis=0) > 1e-7).all()
check.true(moved, "In one epoch every example should be used, those of an incomplete batch, too.")
check.passed("every example is used, every weight and bias trained")
for seed, about in ((4, "the same seed gives the same network"), (0, "the seed 0 gives the same network each time")):
    one, again, other = (
        tensors_of(check.call(train_mlp, seven, labels, [7, 20, 3], 3, 3, 0.1, seed=n)) for n in (seed, seed, 5)
    )
    check.value(tuple(again), tuple(one), about, names=["W1", "b1", "W2", "b2"])
    check.true(all(np.any(a != b) for a, b in zip(one, other)), "Another seed should give another network.")
def copied(copies, epochs, batch_size, lr, seed):
    """A network that was trained on copies of one example: for small steps its slope hardly changes."""
    return check.call(
        train_mlp, np.ones((copies, 2)), np.zeros(copies, dtype=int), [2, 5, 3], epochs, batch_size, lr, seed=seed
    )


def way(batch_size, lr, seed=0, epochs=1, copies=12):
    """How far the last biases, which start at 0, are moved by epochs of steps that hardly change the slope."""
    return np.abs(tensors_of(copied(copies, epochs, batch_size, lr, seed))[-1])


def rises(seed):
    """Whether the losses of copies of one example fall faster and faster, in 150 small steps an epoch."""
    losses = check.attribute(copied(150, 4, 1, 1e-5, seed), "losses", "train_mlp")
    falls = -np.diff(np.asarray(losses, dtype=float))
    return falls[-1] > 1.5 * falls[0]


def of_one_size(before, after):
    """Whether the last epoch moved most weights of the last layer equally far."""
    steps = np.abs(after[-2] - before[-2])
    steps = steps[steps > 0]
    return np.mean(np.abs(steps / np.median(steps) - 1) < 0.01) > 0.5


once, often, long = way(12, 1e-5), way(1, 1e-5), way(1, 1e-7, copies=300)
about = "Twelve copies of one example are one step, or twelve steps in batches of one, which should lead farther; here "
about += "both lead equally far. Is there a step for each batch of batch_size, and each lr times a mean gradient?"
check.true(not np.allclose(once, often, rtol=0.01), about)
about = "With a rule that divides by the size of the gradients, no step should be longer than the first one as long as "
about += "the gradient stays what it is: is every state kept from step to step, and does Adam's t count all steps?"
divides = once.min() > 0.9 * once.max()  # as AdaGrad, RMSProp and Adam do
check.true(not divides or (often < 12.5 * once).all() and (long < 3.1 * once).all(), about)
rising = "The learning rate should not rise from epoch to epoch: it is lr, or lr times a fixed factor, from the start."
check.true(not rises(0), rising)
restarts = "What a rule keeps (velocities, caches, running means, Adam's t) should go on from one epoch to the next."
ratio = way(4, 1e-5, epochs=4) / often  # twelve steps, too
within = (ratio > 0.45).all() and (ratio < 1.1).all()
keeps_nothing = not divides and np.allclose(often, 12 * once, rtol=0.01)
alike_ways = "Twelve small steps should lead as far in four epochs as in one, or somewhat less far if the rate falls: "
alike_ways += "does each epoch take the step of each of its batches, with the rate lr?"
check.true(within or not keeps_nothing, alike_ways)
check.true(within, restarts)
short, longer = (check.call(train_mlp, seven, labels, [7, 20, 3], n, 7, 0.1, seed=0) for n in (200, 201))
check.true(not of_one_size(tensors_of(short), tensors_of(longer)), restarts)
check.passed("a long way in small steps, none longer than those before")
counted = "13 examples make as many steps with batches of 4 as 16 do: three of 4, and a whole step with what is left. "
counted += "Here, with copies of one example, 13 do not lead as far as 16."
check.true(np.allclose(way(4, 1e-5, copies=13), way(4, 1e-5, copies=16), rtol=0.01), counted)
check.passed("as many steps as there are batches")
# Twelve examples that look alike, each with a label of its own: with steps as large as these, the last is remembered.
alike, own = np.ones((12, 1)), np.arange(12)


def remembered(epochs, seed, images=alike, batch_size=1, lr=10.0):
    """The examples of the last batch, if the rule is plain; with another one, some examples."""
    network = check.call(train_mlp, images, own, [1, 12], epochs, batch_size, lr, seed=seed)
    scores = np.asarray(check.call(check.attribute(network, "forward"), images[:1]))[0]
    check.true(np.isfinite(scores).all(), "The scores should stay numbers, also if every pixel of all images is 0.")
    return frozenset(np.argsort(scores)[-batch_size:].tolist())


def shared(seed):
    """How many examples the last batches of two epochs have in common, of six each, for every two of five epochs."""
    dark = np.zeros((12, 1))  # so that all scores start at 0
    batches = [remembered(epochs, seed, dark, 6, 100.0) for epochs in range(1, 6)]
    return {len(one & two) for i, one in enumerate(batches) for two in batches[:i]}


def last_of_dark(seed):
    """The last examples of one to six epochs, if the rule is plain: found by the biases alone."""
    return {remembered(epochs, seed, np.zeros((12, 1)), lr=100.0) for epochs in range(1, 7)}


lasts = [[remembered(epochs, seed) for epochs in range(1, 7)] for seed in (0, 1)]
about = "The same example comes last in every epoch: the examples should be shuffled, and in each epoch anew."
check.true(max(len(set(one)) for one in lasts) > 1 or len(last_of_dark(0)) > 1, about)
seeded = "Two seeds give one order of the examples, epoch by epoch: the order should depend on the seed, too."
check.true(lasts[0] != lasts[1], seeded)
cut_once = "The same examples share a batch in every epoch: shuffle the examples, then cut the batches anew."
check.true(not (shared(0) <= {0, 6} and shared(1) <= {0, 6}), cut_once)
check.passed("each epoch has an order of its own")
def first_layer(epochs, lr, seed):
    """The weights of the first layer after training with images whose pixels are all 0."""
    return tensors_of(check.call(train_mlp, np.zeros((12, 3)), own, [3, 8, 12], epochs, 1, lr, seed=seed))[0]


decays = "Where all pixels are 0, the loss has no slope along the weights of the first layer, and yet they are moved: "
decays += "is anything added to the gradients? There should be no regularisation: lam is 0."
start, end = first_layer(1, 1e-12, seed=0), first_layer(3, 0.1, seed=0)
check.true(np.allclose(end, start, rtol=0, atol=1e-4 * np.abs(start).max()), decays)
check.passed("what has no slope is not moved")
rough = check.call(train_mlp, alike, own, [1, 12], 12, 1, 10.0, seed=0)
about = "The training should go on for all its 12 epochs, also when the loss rises."
check.true(np.shape(check.attribute(rough, "losses", "train_mlp")) == (12,), about)
check.passed("training goes on to its last epoch")
sixty, their = digits.X_train[:60], digits.y_train[:60]
trained = [check.call(train_mlp, sixty, their, [64, 32, 10], epochs, 7, 0.1, seed=0) for epochs in (100, 1)]
shares = [accuracy(network, sixty, their) for network in trained]
about = "60 digits should be learned by heart in 100 epochs, and not in one."
shows = f"Of them are known {shares[0]:.0%} and {shares[1]:.0%}."
check.true(shares[0] >= 0.98 and shares[1] <= 0.9, about, shows=shows)
check.passed("60 digits are learned by heart in 100 epochs, and not in one")
### BEGIN HIDDEN TESTS
once, often = way(12, 2e-5, seed=1), way(1, 2e-5, seed=1)
divides = once.min() > 0.9 * once.max()
check.true(not divides or (often < 12.5 * once).all(), about)
check.true(not rises(2), rising)
ratio = way(4, 2e-5, seed=1, epochs=4) / often
within = (ratio > 0.45).all() and (ratio < 1.1).all()
check.true(within or divides or not np.allclose(often, 12 * once, rtol=0.01), alike_ways)
check.true(within, restarts)
check.true(np.allclose(way(3, 2e-5, copies=11), way(3, 2e-5, copies=12), rtol=0.01), counted)
# Training goes on to its last epoch: one more moves the weights once more.
one, two = (tensors_of(check.call(train_mlp, seven, labels, [7, 20, 3], n, 7, 0.1, seed=2)) for n in (400, 401))
check.true(np.any(one[0] != two[0]), "The training should go on for all its epochs, also when the loss is small.")
check.true(not of_one_size(one, two), restarts)
network = check.call(train_mlp, alike, own, [1, 12], 30, 1, 3.0, seed=3)
about = "The training should go on for all its epochs, also when the loss rises."
check.true(np.shape(check.attribute(network, "losses", "train_mlp")) == (30,), about)
# Each example has a pixel of its own: its weights move only if it is used. With a tiny learning rate nothing moves.
for batch_size in (4, 1, 3, 7, 6):
    before = tensors_of(check.call(train_mlp, seven, labels, [7, 30, 3], 1, batch_size, 1e-12, seed=1))
    after = tensors_of(check.call(train_mlp, seven, labels, [7, 30, 3], 1, batch_size, 0.1, seed=1))
    moved = np.abs(after[0] - before[0]).max(axis=0) > 1e-7
    check.true(moved.all(), "In one epoch every example should be used, those of an incomplete batch, too.")
    for i, (one, two) in enumerate(zip(before, after)):
        what = "biases" if i % 2 else "weights"
        check.true((np.abs(one - two) > 1e-7).any(), f"The {what} of every layer should be trained.")
# Sorted by their labels, the digits are hard to learn for one who does not shuffle.
order = np.argsort(digits.y_train, kind="stable")
network = check.call(train_mlp, digits.X_train[order], digits.y_train[order], [64, 32, 10], 8, 16, 0.1, seed=0)
check.true(
    accuracy(network, digits.X_val, digits.y_val) >= 0.85,
    "Examples that come sorted by their labels should be shuffled, together with the labels.",
)
start, end = first_layer(1, 1e-12, seed=4), first_layer(5, 0.1, seed=4)
check.true(np.allclose(end, start, rtol=0, atol=2e-4 * np.abs(start).max()), decays)
lasts = [[remembered(epochs, seed) for epochs in range(1, 7)] for seed in range(2, 5)]
about = "Each epoch should have a new order: the examples should be shuffled again."
check.true(max(len(set(one)) for one in lasts) > 1, about)
check.true(lasts[0] != lasts[1], seeded)
check.true(not shared(3) <= {0, 6}, cut_once)
longer = check.call(train_mlp, digits.X_train[:60], digits.y_train[:60], [64, 32, 10], 100, 7, 0.1, seed=3)
shorter = check.call(train_mlp, digits.X_train[:60], digits.y_train[:60], [64, 32, 10], 1, 7, 0.1, seed=3)
check.true(
    accuracy(longer, digits.X_train[:60], digits.y_train[:60]) >= 0.98,
    "100 epochs should be enough to learn 60 digits by heart.",
)
check.true(
    accuracy(shorter, digits.X_train[:60], digits.y_train[:60]) <= 0.9,
    "One epoch should not be enough to learn 60 digits by heart: is every example used once per epoch?",
)
### END HIDDEN TESTS

# %% [markdown]
# **Back to the spiral.** The same `train_mlp`, without and with a hidden layer:

# %% tags=["nbval-ignore-output"]
figure, axes = plt.subplots(1, 2, figsize=(8, 4), dpi=80, layout="constrained")
shares = {}
for axis, (name, sizes) in zip(axes, {"no hidden layer": [2, 3], "100 hidden units": [2, 100, 3]}.items()):
    network = train_mlp(spiral.X, spiral.y, sizes, epochs=400, batch_size=30, lr=0.3, seed=0)
    shares[name] = accuracy(network, spiral.X, spiral.y)
    plots.regions(
        lambda points: network.forward(points).argmax(axis=1),
        spiral.X,
        spiral.y,
        title=f"{name}: {shares[name]:.0%} right",
        ax=axis,
    )
plt.show()
for name, share in shares.items():
    print(f"{name:16s} {share:.1%} of the training points right")

# %% [markdown]
# *The picture: the spiral twice, with the regions of a network without a hidden layer (left) and with one (right).*
#
# <details><summary>The picture in words</summary>
#
# Left, three wedges with straight borders, as in the first picture: 54 % right. Right, the borders are curves that
# start at the origin and wind outwards between the arms, so that every arm lies in a band of its own colour: 99 %
# right.
# </details>
#
# Each hidden unit adds one straight crease; a hundred creases bend into any shape. (These are training points: that a
# network separates them does not say how it does on others.)
#
# **What dropout buys.** 200 digits are few for 200 hidden units: a network learns them by heart. With dropout it has to
# find several reasons for each:

# %% tags=["nbval-ignore-output"]
X, y = digits.X_train[:200], digits.y_train[:200]
losses = {}
for name, keep in (("all units", 1.0), ("dropout, keep = 0.5", 0.5)):
    network, losses[name] = MLP([64, 200, 10], seed=0, keep=keep), []
    for step in range(1, 801):
        _, grads = network.loss_and_gradients(X, y, 0.0)  # all 200 at once
        for linear, (dW, db) in zip(network.linears, grads):
            linear.W, linear.b = sgd_step(linear.W, dW, 0.3), sgd_step(linear.b, db, 0.3)
        if step % 10 == 0:
            losses[name].append(softmax_cross_entropy(network.forward(digits.X_val), digits.y_val)[0])
axis = plots.curves(np.arange(10, 801, 10), losses, xlabel="step", ylabel="validation loss")
axis.set_ylim(0.1, 0.4)
plt.show()
print("validation loss at the end:", ", ".join(f"{name} {loss[-1]:.3f}" for name, loss in losses.items()))

# %% [markdown]
# *The picture: the validation loss over 800 steps, without and with dropout.*
#
# <details><summary>The picture in words</summary>
#
# Both fall steeply and meet at 0.25 after 100 steps. Without dropout the curve is smooth and levels off at 0.18. With
# dropout it is jagged, and goes on falling to 0.15.
# </details>
#
# With dropout it falls less smoothly, but further. The gain is small here, and grows with the network.

# %% [markdown]
# ## 8 · MNIST
#
# *About 15 minutes.*
#
# 60,000 handwritten digits of 28 × 28 pixels to learn from, and 10,000 by other writers to judge by: 12 MB, downloaded
# once. Without an internet connection, the error says where to put the files. The check trains for 5 epochs on the
# first 5,000 images, which takes a second or two.

# %% given="mnist"
few = datasets.mnist(train=5_000, test=1_000)

# %% test="train_mlp__mnist" points=2
# With this rate, plain steps get 84 to 88 % of the others right for any seed; with 0.1, now and then less than 80 %.
network = check.call(train_mlp, few.X_train, few.y_train, [784, 128, 10], 5, 64, 0.03, seed=0)
share = accuracy(network, few.X_test, few.y_test)
about = "5 epochs on 5,000 images should give at least 75 % of 1,000 others right."
check.true(share >= 0.75, about, shows=f"They give {share:.1%}.")
known = accuracy(network, few.X_train, few.y_train)
about = "5 epochs on 5,000 images should give at least 80 % of these right."
check.true(known >= 0.8, about, shows=f"They give {known:.1%}.")
check.passed("5 epochs on 5,000 images of MNIST: at least 75 % of 1,000 others are right")
### BEGIN HIDDEN TESTS
check.true(
    [W.shape for W in tensors_of(network)[::2]] == [(128, 784), (10, 128)],
    "The result should be an MLP of the sizes asked for.",
)
check.true(
    accuracy(network, few.X_train, few.y_train) >= 0.8, "The images that it was trained on should be known better."
)
W1, b1, W2, b2 = tensors_of(network)
expected = np.maximum(few.X_test @ W1.T + b1, 0) @ W2.T + b2
about = "the scores that forward gives are those of the weights in linears"
check.value(check.call(check.attribute(network, "forward"), few.X_test), expected, about, tolerance=1e-3)
other = check.call(train_mlp, few.X_train, few.y_train, [784, 128, 10], 1, 64, 0.03, seed=1)
same = all(np.array_equal(one, two) for one, two in zip(tensors_of(network), tensors_of(other)))
check.true(not same, "Another seed, and one epoch, should give another network.")
### END HIDDEN TESTS

# %% [markdown]
# And now all of them (**long**: a quarter of a minute). At least 96.5 % of the test images should be right; ours gets
# above 97 %. What will yours do?

# %% tags=["long", "nbval-ignore-output"]
mnist = datasets.mnist()
started = time.process_time()
network = train_mlp(mnist.X_train, mnist.y_train, [784, 128, 10], epochs=10, batch_size=64, lr=0.1, seed=0)
seconds = time.process_time() - started  # of this process alone
share = accuracy(network, mnist.X_test, mnist.y_test)
enough = "✓" if share >= 0.965 else "✗ (96.5 % asked for)"
print(f"{share:.2%} of the 10,000 test images right {enough}, after {seconds:.0f} s")
plots.curves(np.arange(1, 11), {"training loss": network.losses}, xlabel="epoch", ylabel="mean loss")
plt.show()

# %% [markdown]
# *The picture: the mean training loss of each of your ten epochs.*
#
# <details><summary>The picture in words</summary>
#
# Ours: 0.37 in the first epoch, 0.20 in the second, then ever more slowly down to 0.06 in the tenth.
# </details>
#
# If your loss does not fall: section 9 has the list of what to look at first.

# %% [markdown]
# **What does it get wrong?** The mistakes that it was surest of:

# %% tags=["long", "nbval-ignore-output"]
scores = network.forward(mnist.X_test)
probabilities = np.exp(scores - scores.max(axis=1, keepdims=True))
probabilities /= probabilities.sum(axis=1, keepdims=True)
predicted = probabilities.argmax(axis=1)
wrong = np.flatnonzero(predicted != mnist.y_test)
worst = wrong[np.argsort(-probabilities[wrong, predicted[wrong]])][:24]
plots.images(mnist.X_test[worst], [f"{mnist.y_test[i]}, not {predicted[i]}" for i in worst], (28, 28), columns=8)
plt.show()

# %% [markdown]
# *The picture: 24 test digits, each with its label and what your network took it for.*
#
# <details><summary>The picture in words</summary>
#
# Ours has, for instance, a 6 whose loop is not closed (taken for a 1), a 7 with a bar and a hook at its foot (for a
# 2), a 1 in two pieces (for a 6), a 9 with a small loop (for a 4), and a 5 with a loop that is closed (for a 6). All
# are blots, or strokes that are broken, closed or bent as in another digit.
# </details>
#
# Would you have hesitated over them yourself? And which pairs are confused most often? Count them, for instance with
# `Counter(zip(mnist.y_test[wrong].tolist(), predicted[wrong].tolist())).most_common()` from `collections`.
#
# <details><summary>Which pairs</summary>
#
# Among the 249 mistakes of our network 21 are between 4 and 9, 16 between 2 and 7, 16 between 3 and 5, and 13 between
# 7 and 9: pairs that share most of their strokes. They are not symmetric: thirteen 3s are taken for a 5, and three 5s
# for a 3. Yours will have other numbers, and most likely the same pairs.
# </details>
#
# **What does it look at?** Each of the 128 hidden units compares the image with its own template. The twenty that weigh
# most:

# %% tags=["long", "nbval-ignore-output"]
importance = np.linalg.norm(network.linears[0].W, axis=1) * np.linalg.norm(network.linears[1].W, axis=0)
chosen = np.argsort(-importance)[:20]
plots.templates(
    network.linears[0].W[chosen], (28, 28), names=[f"unit {i}" for i in chosen], title="First-layer weights"
)
plt.show()

# %% [markdown]
# *The picture: twenty images of first-layer weights, blue where ink excites the unit and red where it calms it.*
#
# <details><summary>The picture in words</summary>
#
# Twenty squares of 28 × 28 pixels, on one scale from −0.5 to 0.5. All are speckled, pale red and blue, up to the
# border. In most of them a few stronger patches stand near the middle: a red bar below a blue one, a red one beside a
# blue one, an arc. None of them looks like a digit.
# </details>
#
# These are not digits, as the templates of a linear classifier are; some hold a stroke or an edge, many are speckled.
# The border, where no image has ink, still shows the noise of the start: no gradient ever reached it.

# %% [markdown]
# ## 9 · When it does not learn
#
# *About 35 minutes.*
#
# A training run that fails prints no error. What to look at, in this order:
#
# | look at | it should | else suspect |
# |---|---|---|
# | the loss before the first step | be about $\ln K$ | scores too large; a sum for a mean |
# | the loss after one small full-batch step | be lower | the sign of the step; the gradient: check it numerically |
# | every $W$ and $b$ after that step | have moved | the result of the step is not assigned |
# | seven examples, many epochs | be learned by heart | the capacity; labels that are drawn anew in every step |
# | validation accuracy, once the training loss falls | beat guessing | labels off their images; sets treated unlike |
#
# ### Find the bug
#
# Somebody trains a network of 64-128-10 on 200 digits, in batches of 20. Each of the runs P to T has **one bug**; the
# run `healthy` has none. (They are real runs, stored when the course was made; your own layers play no part.) You
# cannot see their code, only check them. Six checks, the cheapest first:

# %% given="broken_runs"
runs = datasets.broken_runs()  # "healthy", "P", "Q", "R", "S", "T"
TENSORS = ("W1", "b1", "W2", "b2")
CHECKS = [
    "loss at the start",
    "same images twice",
    "gradient check",
    "one small step",
    "seven by heart",
    "training and validation",
]
BUGS = [
    "starting weights too large",
    "loss summed, not averaged",
    "dropout active in validation",
    "slope of ReLU left out in backward",
    "bias gradients averaged over the batch",
    "steps go uphill",
    "steps of one layer not assigned",
    "learning rate too low",
    "labels shuffled away from their images",
    "too few images to learn from",
]


def loss_at_the_start(run):
    print(f"loss of the first batch, before any step: {run.start:.2f}")


def same_images_twice(run):
    first, second = run.twice
    print(f"validation images right, before any step: {first:.2%}; the same images once more: {second:.2%}")


def gradient_check(run):
    errors = ", ".join(f"{name} {error:.1e}" for name, error in zip(TENSORS, run.gradient_errors))
    print(f"largest difference from a numerical gradient, divided by the largest slope: {errors}")


def one_small_step(run):
    before, after = run.small_step
    changes = ", ".join(f"{name} {change:.1e}" for name, change in zip(TENSORS, run.changes))
    print(f"one small step with all images: the loss goes from {before:.4g} to {after:.4g}; largest change: {changes}")


def seven_by_heart(run):
    print(f"after 300 steps with the same seven images: {7 * run.by_heart:.0f} of 7 right")


def training_and_validation(*several):
    names = [name for run in several for name, known in runs.items() if known is run]
    plots.learning_curves({name: runs[name].curves for name in names})
    plt.show()
    for name in names:
        loss, _, train, val = (values[-1] for values in runs[name].curves)
        print(f"{name}: training loss {loss:.2f}; right {train:.0%} of training, {val:.0%} of validation images")


# %%
healthy = runs["healthy"]
for look in (loss_at_the_start, same_images_twice, gradient_check, one_small_step, seven_by_heart):
    look(healthy)
training_and_validation(healthy)

# %% [markdown]
# *The picture: losses (above) and accuracies (below) of the run without a bug; training solid, validation dashed.*
#
# <details><summary>The picture in words</summary>
#
# Over 20 epochs the training loss falls from 0.5 to 0.01, the validation loss from 0.65 to 0.21, where it stays from
# the eighth epoch on. The accuracies rise from 92 % to 100 % (training) and from 86 % to 94 % (validation).
# </details>
#
# **Task (5 points).** Examine the five runs in a cell of your own, `gradient_check(runs["P"])` and so on. For each,
# write down
#
# - the **first** check, in the order of `CHECKS`, that would not come out like this without a bug (a run with other
#   random numbers may give 2.4 for 2.3, or know another digit; within one run, the same images give the same), and
# - the bug, one of `BUGS`. Five of the ten are there, each in one run.
#
# The two make a pair, a tuple or a list. Each run is a point, if both are right. The checks below only see that you
# chose from the lists; the rest is tested when your notebook is graded.

# %% answer="bug_reports"
bug_reports = {"P": (None, None), "Q": (None, None), "R": (None, None), "S": (None, None), "T": (None, None)}
### BEGIN SOLUTION
bug_reports = {
    "P": ("training and validation", "labels shuffled away from their images"),
    "Q": ("gradient check", "slope of ReLU left out in backward"),
    "R": ("loss at the start", "loss summed, not averaged"),
    "S": ("same images twice", "dropout active in validation"),
    "T": ("one small step", "steps of one layer not assigned"),
}
### END SOLUTION

# %% given="reading_reports"
def report_of(reports, name):
    """Return the check and the bug that are reported for a run, after a check that they are among the known ones."""
    report = reports.get(name) if isinstance(reports, dict) else None
    check.true(isinstance(report, (tuple, list)) and len(report) == 2, f"Run {name} needs a pair: a check and a bug.")
    check.true(not any(word is None for word in report), f"bug_reports has no value for run {name} yet.")
    known = [any(str(word) == one for one in words) for word, words in zip(report, (CHECKS, BUGS))]
    check.true(known[0], f"The first word on run {name} should be one of CHECKS, letter by letter.")
    check.true(known[1], f"The second word on run {name} should be one of BUGS, letter by letter.")
    check.passed(f"run {name}: a check and a bug from the lists")
    return tuple(str(word) for word in report)

# %% test="bug_reports__P" points=1
look, bug = report_of(bug_reports, "P")
### BEGIN HIDDEN TESTS
check.true(look == "training and validation", "Run P: another check, or an earlier one, is the first to show its bug.")
check.true(bug == "labels shuffled away from their images", "Run P: the check is right, the bug is another.")
### END HIDDEN TESTS

# %% test="bug_reports__Q" points=1
look, bug = report_of(bug_reports, "Q")
### BEGIN HIDDEN TESTS
check.true(look == "gradient check", "Run Q: another check, or an earlier one, is the first to show its bug.")
check.true(bug == "slope of ReLU left out in backward", "Run Q: the check is right, the bug is another.")
### END HIDDEN TESTS

# %% test="bug_reports__R" points=1
look, bug = report_of(bug_reports, "R")
### BEGIN HIDDEN TESTS
check.true(look == "loss at the start", "Run R: another check, or an earlier one, is the first to show its bug.")
check.true(bug == "loss summed, not averaged", "Run R: the check is right, the bug is another.")
### END HIDDEN TESTS

# %% test="bug_reports__S" points=1
look, bug = report_of(bug_reports, "S")
### BEGIN HIDDEN TESTS
check.true(look == "same images twice", "Run S: another check, or an earlier one, is the first to show its bug.")
check.true(bug == "dropout active in validation", "Run S: the check is right, the bug is another.")
### END HIDDEN TESTS

# %% test="bug_reports__T" points=1
look, bug = report_of(bug_reports, "T")
### BEGIN HIDDEN TESTS
check.true(look == "one small step", "Run T: another check, or an earlier one, is the first to show its bug.")
check.true(bug == "steps of one layer not assigned", "Run T: the check is right, the bug is another.")
### END HIDDEN TESTS

# %% [markdown]
# ### The shape of the curves
#
# Only when the checks are in order does the *shape* of the curves tell you something:
#
# | the curves | the reason |
# |---|---|
# | both losses fall slowly and together, along a line | steps too small for the number of epochs |
# | the loss jumps, and is *no better than guessing* | steps so long that each one undoes the last |
# | the loss jumps from epoch to epoch, but at a *low level* | each step follows too few examples: a noisy gradient |
# | both losses stop early, close together and too high | the model cannot do better: too few units or layers |
# | the training loss goes on falling, the validation loss does not | it learns the training images by heart |
#
# Noise and long steps look alike, since a step is the rate times a noisy gradient; the *level* tells them apart. A
# batch that is too small still learns something in each epoch.
#
# Below are five real training runs (they were stored when the course was made), on the digits or on the spiral. Each
# has one thing wrong with it. Remember that guessing among ten classes costs $\ln 10 = 2.3$, and among three $\ln 3 =
# 1.1$.

# %% given="curves"
DIAGNOSES = ["learning rate too low", "learning rate too high", "batch too small", "capacity too low", "overfitting"]
curves = datasets.learning_curves()

# %%
plots.learning_curves(curves)
plt.show()

# %% [markdown]
# *The picture: for each of A to E the loss above and the accuracy below, over 22 epochs; training solid, validation
# dashed.*
#
# <details><summary>The picture in words</summary>
#
# A: both losses fall from 1.0, together, and level off, at 0.77 (training) and 0.74 (validation); both accuracies stay
# near 50 % from the third epoch on.
#
# B: both losses fall together along a line, from 2.45 to 2.2; both accuracies rise together along a line, from 10 % to
# 26 %.
#
# C: both losses begin at 2.0; the training loss falls to 0.15, the validation loss to 0.45, where it stops. The
# accuracies rise to 99 % (training) and 88 % (validation).
#
# D: both losses jump up and down between almost 0 and 0.7, the training loss below the validation loss; accuracies
# jump between 83 % and 99 %.
#
# E: both losses jump, together, between 2.4 and 3.3; both accuracies stay at 10 %.
# </details>
#
# **Task.** Give each run its diagnosis; every one of the five is used exactly once. The check below only sees that:
# whether the diagnoses are right is tested when your notebook is graded.

# %% answer="curve_diagnosis"
curve_diagnosis = {"A": None, "B": None, "C": None, "D": None, "E": None}
### BEGIN SOLUTION
curve_diagnosis = {
    "A": "capacity too low",
    "B": "learning rate too low",
    "C": "overfitting",
    "D": "batch too small",
    "E": "learning rate too high",
}
### END SOLUTION

# %% test="curve_diagnosis__all" points=2
for name in "ABCDE":
    value = curve_diagnosis.get(name) if isinstance(curve_diagnosis, dict) else None
    check.true(value is not None, f"curve_diagnosis has no value for {name!r} yet.")
given = [str(curve_diagnosis[name]) for name in "ABCDE"]
check.true(
    sorted(given) == sorted(DIAGNOSES),
    "Every one of the five diagnoses should be used exactly once, in the words of DIAGNOSES.",
)
check.passed("five diagnoses, each used once")
### BEGIN HIDDEN TESTS
right = ["capacity too low", "learning rate too low", "overfitting", "batch too small", "learning rate too high"]
check.true(
    given == right,
    "Some of the diagnoses are not right. Which runs do no better than guessing, in which do the two curves part, "
    "and which still learns something although its loss jumps?",
)
### END HIDDEN TESTS

# %% [markdown]
# ## 10 · Tuning, without fooling yourself
#
# *About 60 minutes.*
#
# Layers, units, learning rate, batch size: none of them can be learned by gradient descent. Try them on **validation**
# images, which are taken from the training data. In this section, never choose anything by the test images: they judge
# your final choice, once. (We have looked at them in section 8, but made no decision by them.) Here is a small start
# (**long**: about half a minute), on 10,000 images, judged by 5,000 others.

# %% tags=["long", "nbval-ignore-output"]
X, y = mnist.X_train[:10_000], mnist.y_train[:10_000]
X_val, y_val = mnist.X_train[-5_000:], mnist.y_train[-5_000:]
rows = []
for hidden in ([32], [128], [128, 64]):
    for lr in (0.02, 0.1, 0.5):
        tried = train_mlp(X, y, [784, *hidden, 10], epochs=8, batch_size=32, lr=lr, seed=0)
        rows.append((hidden, lr, accuracy(tried, X, y), accuracy(tried, X_val, y_val)))
best = max(range(len(rows)), key=lambda i: rows[i][3])
shown = [(hidden, lr, f"{train:.1%}", f"{val:.1%}") for hidden, lr, train, val in rows]
plots.table(shown, ["hidden units", "learning rate", "training", "validation"], best=best)
plt.show()
print(f"best on the validation images: {rows[best][0]} hidden units, rate {rows[best][1]}, {rows[best][3]:.1%}")

# %% [markdown]
# *The picture: a table of nine runs: hidden units, learning rate, accuracy on training and validation images; the best
# row is bold.*
#
# Which sizes are hurt by the large rate, and is 0.02 too small for all of them?
#
# <details><summary>What our table says</summary>
#
# | hidden units | rate 0.02 | 0.1 | 0.5 |
# |---|---|---|---|
# | 32 | 92.8 % / 92.9 % | 96.4 % / 94.7 % | 94.1 % / 92.4 % |
# | 128 | 93.5 % / 93.6 % | 98.1 % / 95.5 % | 99.8 % / 96.4 % |
# | 128, 64 | 95.2 % / 94.4 % | 99.3 % / 95.9 % | 97.7 % / 95.2 % |
#
# (training / validation.) The rate of 0.5 hurts the small network and the deep one, and suits the wide one best. With
# 0.02 every size ends below its result with 0.1, in eight epochs: training and validation are close together and still
# rising, so it is too small for this time, and not for ever. Differences of less than half a per cent are 25 of 5,000
# images: another seed may turn them round.
# </details>
#
# A few such tables later, this is ours (**long**: half a minute). Compared with the network of section 8: more units
# (256), batches half as large (32), a larger step (0.15) and, above all, more epochs (14).

# %% tags=["long", "nbval-ignore-output"]
tuned = train_mlp(mnist.X_train, mnist.y_train, [784, 256, 10], epochs=14, batch_size=32, lr=0.15, seed=0)
print(f"{accuracy(tuned, mnist.X_test, mnist.y_test):.2%} of the 10,000 test images right")

# %% [markdown]
# **Your turn, in words and one plot** (6 points). Tune *something*: units, layers, learning rate, batch size,
# optimiser, dropout, the penalty. The cell below shows how such an experiment may look. Replace it by one of your own
# (another quantity, or another network and grid); the example itself earns no points. Make at least one **plot**. Where
# `train_mlp` has no argument for it (optimiser, dropout, penalty), write a loop of your own. The cell is not run when
# the notebook is graded: save the notebook *with* its plot before you hand it in, and put the numbers that you read off
# it into your text. Then report:
#
# 1. What did you vary, what did you hold fixed, on which data did you train, and on which did you choose?
# 2. What happened? Refer to your plot, with numbers.
# 3. Why, as far as you can tell? Which of the five diagnoses of section 9 did you meet?
# 4. What would you choose, and how many of the test images does it get right?

# %% tags=["long", "nbval-ignore-output"]
rates = [0.01, 0.03, 0.1, 0.3, 1.0]
trained = {lr: train_mlp(X, y, [784, 64, 10], epochs=5, batch_size=32, lr=lr, seed=0) for lr in rates}
losses = {
    "training": [softmax_cross_entropy(network.forward(X), y)[0] for network in trained.values()],
    "validation": [softmax_cross_entropy(network.forward(X_val), y_val)[0] for network in trained.values()],
}
axis = plots.curves(rates, losses, xlabel="learning rate", ylabel="loss after 5 epochs", lowest=True)
axis.set_xscale("log")
plt.show()

# %% [markdown]
# *The picture, an example of such a plot: training and validation loss after five epochs, against the learning rate;
# the lowest points are marked.*
#
# <details><summary>The picture in words</summary>
#
# Rates from 0.01 to 1 on a logarithmic axis. The training loss falls from 0.37 at 0.01 over 0.14 at 0.1 to 0.09 at
# 0.3, and rises to 0.48 at 1. The validation loss falls from 0.33 over 0.19 to 0.17, and rises to 0.50. Both are
# lowest at 0.3.
# </details>

# %% [markdown] written="explain_tuning" points=6
# ### BEGIN SOLUTION
# 1. I varied the number of hidden units (8, 32, 128, 512) of a 784-h-10 network and held the rest fixed: 8 epochs,
#    batches of 32, SGD with learning rate 0.1, seed 0, and once more with seed 1. I trained on the first 10,000
#    training images and chose by the loss on the last 5,000 of them; the test images I did not touch.
# 2. In the plot both losses fall as units are added: the training loss from 0.26 over 0.12 and 0.08 to 0.07, the
#    validation loss from 0.29 over 0.19 and 0.15 to 0.15, which is 91.7, 94.7, 95.5 and 95.9 % right. The last step,
#    from 128 to 512 units, still lowers the training loss by a fifth, and the validation loss by 0.006 only.
# 3. With 8 units both losses are high and close together: *capacity too low*. With 512 the validation loss is more than
#    twice the training loss: the beginning of *overfitting*, 407,050 weights and biases for 10,000 images, so that more
#    images would help more than more units. The second seed moved the validation loss by up to 0.006 (by 0.05 with 8
#    units): whether 512 are better than 128 I cannot tell for sure.
# 4. I choose 512 units and all 60,000 images, which also close the gap. This gets 98.1 % of the test images right,
#    looked at once.
#
# **Marking scheme** (6 points)
#
# - 1 point: says what was varied and what was held fixed, one thing (or a full grid) at a time.
# - 1 point: chose on validation data, not on test data, and says which; the test accuracy was looked at once, at the
#   end.
# - 2 points: a plot (or several) with labelled axes that shows the effect (1), and a text that reads it with numbers
#   (1).
# - 1 point: an explanation that fits the plot, in terms of step size, noise of batches, capacity or overfitting.
# - 1 point: a conclusion with the final choice and its test accuracy, or a remark on chance (seeds, repeated runs).
# - Any honest result is fine, also "it made no difference". No point for the plot and its reading if it is missing or
#   the example's; the others can still be earned with a table.
# - The plot is in the file as it was handed in (`submitted/<student>/06_mlp_mnist/`), not in the graded copy.
# ### END SOLUTION

# %% [markdown]
# ## What you have learned
#
# *In one sentence: a network is a few matrix products with kinks between them, and the craft is to notice when it does
# not learn.*
#
# - A network is linear layers with a kink in between; forward and backward are loops over layers that each know their
#   own derivative.
# - The start decides whether signals and gradients survive; saturated and dead units do not learn; dropout, momentum
#   and adaptive rates are a line or two each.
# - Random directions check a quarter of a million gradients in a few passes.
# - Learning curves tell what is wrong; validation data choose; test data judge, once.
#
# **What comes next** is not in this course, and yet it is: convolutions are linear layers with shared weights,
# attention is softmax between matrix products, PyTorch is your `ComputationalGraph` with four hundred gates. You have
# written the rest.
