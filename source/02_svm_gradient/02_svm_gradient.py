# %% [markdown] needs={"01_linear_classifier": "scores, the hinge loss, slopes by central differences, mini-batches"}
# # 2 · The gradient of the SVM: which way should the weights move?
#
# A camera with two pixels sees $x = (3, 2)$. It is a bird, but the scores say: bird $-8$, car $-7$. So it says: car.
# Four weights made this mistake. **Which way should each of them move, and how far?**
#
# One can *ask* the loss: nudge a weight, look, nudge the next. For the 30,720 weights of a classifier on CIFAR-10 that
# takes 61,440 looks at the data, for one step. In this notebook you derive one formula that needs a single look.
#
# After this notebook you can
#
# - derive the gradient of the multiclass hinge loss on paper, kink included;
# - write it for one image, for a batch with loops, and for a batch without any loop over images;
# - check any gradient against numbers, so that you need not trust it;
# - train a classifier of handwritten digits by mini-batch gradient descent, and look at what it has learned.

# %% given="setup"
import matplotlib.pyplot as plt
import numpy as np

from chainrule import check, datasets, gradcheck, plots

# %%
before, x, label, classes = datasets.bird_or_car()
after = np.array([[1.0, 1.0], [-2.0, -7.0]])
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4.2), dpi=80, layout="constrained")
plots.weights_in_plane(before, after, x, classes, ax=left)
plots.score_bars([before @ x, after @ x], [label, label], classes, ax=right)
right.set_xticks([0, 1], ["before the step", "after the step"])
plt.show()

# %% [markdown]
# *The picture: left, the plane of the two pixels with the image as a grey arrow and each class's weights as an arrow,
# dashed before a step and solid after it; the dotted arrows are the changes. Right, the scores before and after.*
#
# <details><summary>The picture in words</summary>
#
# Left: the image is an arrow to (3, 2). The bird's weights are at (−2, −1) before the step, which is away from the
# image, and at (1, 1) after it; the dotted arrow between them is (3, 2). The car's go from (1, −5) to (−2, −7); the
# dotted arrow is (−3, −2). Right: before the step the bird has the score −8 and the car −7; after it, the bird has 5
# and the car −20.
# </details>
#
# The step leads from the weights $(-2, -1)$ and $(1, -5)$ to $(1, 1)$ and $(-2, -7)$. Compare each dotted arrow with
# the image: why these? The formula that you will find says just this.
#
# **Time.** About 140 minutes: 10 for the beginning and the end, the rest as said below the headings. Words are
# explained in the glossary at the end of the guide (`README.md`, one folder above).
#
# **How this notebook works.** Replace the two lines `# YOUR CODE HERE` and `raise NotImplementedError(…)` with your
# answer, run the cell, then run the check below it: it prints a ✓ for each thing that is right, or a message that says
# what is wrong and, often, what kind of mistake it looks like. When your notebook is graded, hidden checks run as well:
# other sizes, other numbers, integers, float32. Where it says `YOUR ANSWER HERE`, write text (double-click the cell); a
# person will mark it. The code of the checks may be folded, as a line with three dots: run it all the same. What is
# below *The picture in words* is folded, too; click to read it.

# %% [markdown]
# ## What we agree on
#
# | | shape | |
# |---|---|---|
# | `X` | `(N, D)` | one example per row; any `N` from 1 |
# | `y` | `(N,)` | integer labels 0 … K−1; a class may be missing from the batch |
# | `W` | `(K, D)` | one row $w_j$ per class, K ≥ 2; scores are $s_j = w_j \cdot x$, **without a bias** |
# | `delta` | number ≥ 0 | the *margin* $\Delta$, by which the correct score has to lead; 1 unless given |
# | `lam` | number ≥ 0 | strength of the penalty $\lambda \sum W^2$, **without a factor ½** |
#
# **Three words.** The *margin* is $\Delta$, the lead that we ask for. The *lead* over class $j$ is $s_y - s_j$. The
# *shortfall* is what is missing, $s_j - s_y + \Delta$: bad if positive. A wrong class counts only if its shortfall is
# **above** 0; at exactly 0 we take the slope 0. “Exactly 0” is meant as your floats come out; checks at a kink use
# numbers for which every order of operations is exact.
#
# **Where did the bias go?** Give every image one more pixel that is always 1: its weights are the biases, and they are
# learned like all others. So nothing is lost by leaving them out, and every formula becomes shorter.
#
# Arguments may be integers (int64) or float32, and stand for real numbers; leave them as they were. Plain numbers, such
# as `lam`, `delta` and `step_size`, may be Python integers, too. Where a shape is given, return a NumPy array; a number
# may also be an array of shape `()`. Numbers are compared to about six significant digits (float32: four), tiny ones
# beside much larger ones to fewer. However small a pixel, a shortfall or `lam` is, it counts, and scores may be of any
# size and sign. Any way to the right numbers is fine, unless the task says otherwise.
#
# **Derived, not measured.** Slopes can be measured, with two looks at the data for every weight. Here
# a gradient has to be *derived*: one call may cost no more than a few looks, however many weights there are. The
# checks of gradients use 60,000 of them, and stop whoever moves one weight after another. (Loops over examples and
# classes are fine where the task does not say otherwise. Measuring remains the best way to *check* what you derived.)

# %% given="examples"
# Two pixels and two classes: bird, car. The image is a bird, so its label is 0.
W_lecture, x_lecture, y_lecture, _ = datasets.bird_or_car()

# Four images of two pixels, three classes: small enough to check everything by hand.
W_small = np.array([[-1.0, 1.0], [-2.0, -1.0], [1.0, -1.0]])
X_small = np.array([[1.0, 2.0], [1.0, 1.0], [2.0, -1.0], [2.0, 2.0]])
y_small = np.array([0, 2, 1, 2])

# One image, five classes, label 2: scores -1, 4, 4.5, 6, 8; shortfalls -4.5, 0.5, ·, 2.5, 4.5.
W_five = np.array([[-1.0, 1.0], [2.0, 0.0], [2.0, 0.5], [3.0, 0.0], [3.0, 2.0]])
x_five = np.array([2.0, 1.0])


def random_batch(seed, N, D, K):
    """Return random weights (K, D), examples (N, D) and labels (N,), for experiments and checks."""
    rng = np.random.default_rng(seed)
    return rng.standard_normal((K, D)), rng.standard_normal((N, D)), rng.integers(0, K, N)


def one_look(W, X, *others):
    """Compute scores, and a sum: about what a loss costs, and the yardstick for the cost of a gradient."""
    return np.maximum(X @ W.T, 0.0).sum()

# %% [markdown]
# ## 1 · Shortfalls
#
# *About 12 minutes.*
#
# The loss of example $i$ adds up how much too close each wrong class comes to the right one:
#
# $$L_i = \sum_{j \neq y_i} \max(0,\, m_{ij}), \qquad m_{ij} = s_{ij} - s_{i y_i} + \Delta .$$
#
# $m_{ij}$ is the shortfall of the lead over class $j$: above 0 it says how much is missing, at 0 or below the lead is
# large enough. (The function that computes these numbers has the usual name, `svm_margins`.)
#
# The bird: $m_{\text{car}} = -7 - (-8) + 1 = 2$, so the loss is 2. The four small images, with $\Delta = 1$:
#
# | image | scores | label | shortfalls that count |
# |---|---|---|---|
# | (1, 2) | 1, −4, −1 | 0 | ·, 0, 0 |
# | (1, 1) | 0, −3, 0 | 2 | 1, 0, · |
# | (2, −1) | −3, −3, 3 | 1 | 1, ·, 7 |
# | (2, 2) | 0, −6, 0 | 2 | 1, 0, · |
#
# **Task.** Compute the last column for any batch: `(N, K)`, with 0 where the table has a dot.

# %% answer="svm_margins"
def svm_margins(W, X, y, delta=1.0):
    """Return the shortfalls that count: max(0, s_j - s_{y_i} + delta), and 0 in the correct class's column.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N, K)
    """
    ### BEGIN SOLUTION
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, np.newaxis] + delta)
    margins[rows, y] = 0
    return margins
    ### END SOLUTION

# %% test="svm_margins__value" points=3
check.value(
    check.call(svm_margins, W_small, X_small, y_small),
    [[0, 0, 0], [1, 0, 0], [1, 0, 7], [1, 0, 0]],
    "the four small images",
    facts={"W": W_small, "X": X_small, "y": y_small, "delta": 1.0},
)
bird = {"W": W_lecture, "X": x_lecture[np.newaxis], "y": np.array([0]), "delta": 1.0}
check.value(check.call(svm_margins, *bird.values()), [[0, 2]], "the bird", facts=bird)
check.value(check.call(svm_margins, W_lecture, x_lecture[np.newaxis], np.array([1])), [[0, 0]], "if it were a car")
ahead = {"W": np.eye(2), "X": np.array([[2.0, 1.5]]), "y": np.array([0]), "delta": 1.0}
check.value(check.call(svm_margins, *ahead.values()), [[0, 0.5]], "a lead of half the margin", facts=ahead)
tiny = {"W": np.eye(2), "X": np.array([[2.0, 1 + 2.0**-36]]), "y": np.array([0]), "delta": 1.0}
check.value(check.call(svm_margins, *tiny.values()), [[0, 2.0**-36]], "a shortfall of 1.5e-11", facts=tiny)
low = {"W": np.array([[-5.0], [-5.5], [-9.0]]), "X": np.array([[1e3], [1e12]]), "y": np.array([0, 0]), "delta": 501.0}
check.value(check.call(svm_margins, *low.values()), [[0, 1, 0], [0, 0, 0]], "scores far below zero", facts=low)
five = {"W": W_five, "X": np.array([x_five, [2.0, 3.999]]), "y": np.array([2, 2]), "delta": 0.0}
expected = [[0, 0, 0, 1.5, 3.5], [0, 0, 0, 0.0005, 7.9985]]
check.value(check.call(svm_margins, *five.values()), expected, "two images, five classes, delta 0", facts=five)
whole = {"W": W_small.astype(int), "X": X_small[1:].astype(int), "y": y_small[1:], "delta": 2.5}
expected = [[2.5, 0, 0], [2.5, 0, 8.5], [2.5, 0, 0]]
check.value(
    check.call(svm_margins, *whole.values()), expected, "weights and images of integers, delta 2.5", facts=whole
)
rng = np.random.default_rng(1)
drawn = {"W": 3 * rng.normal(size=(4, 3)), "X": 3 * rng.normal(size=(7, 3)), "y": np.array([3, 1, 1, 0, 3, 1, 3])}
drawn["delta"] = 0.7
check.alike(svm_margins, drawn, "seven images as integers and float32")
check.one_by_one(svm_margins, drawn, ["X", "y"], "the same images, one by one")
### BEGIN HIDDEN TESTS
from chainrule.reference import svm as reference

task = check.task(svm_margins, reference.svm_margins)
task.in_all_kinds(*random_batch(11, 9, 4, 5), 1.5, about="nine examples, another delta")
task.in_all_kinds(*random_batch(12, 5, 3, 7), about="seven classes, five examples")
task.agrees(*random_batch(13, 6, 4, 2), 0.4, about="two classes, a small delta")
task.agrees(*random_batch(14, 1, 5, 4), 2, about="a batch of one example, delta an integer")
task.agrees(*random_batch(15, 4, 4, 4), 0.0, about="as many examples as classes and pixels, delta 0")
W, X, _ = random_batch(16, 6, 2, 4)
task.agrees(W, X, np.array([3, 1, 1, 3, 3, 1]), 1.0, about="classes without an example")
task.agrees(5 * W, X, np.array([0, 0, 0, 2, 0, 0]), 3.0, about="large shortfalls")
# With (2, 1) and label 0, the shortfalls are ±1/4096, 0.5 and 1.5.
slightly = np.array([[1.0, 1.0], [0.5, 1 + 2.0**-12], [0.5, 1 - 2.0**-12], [0.5, 1.5], [0.5, 2.5]])
about = "a shortfall just above 0, and one just below"
task.agrees(slightly, np.array([[2.0, 1.0]]), np.array([0]), about=about)
tiny = np.array([[1.0, 1.0], [0.5, 1 + 2.0**-34], [0.5, 1 - 2.0**-34]])
task.agrees(tiny, np.array([[2.0, 1.0]]), np.array([0]), about=about)
task.agrees(np.array([[-4], [-5], [-6]]), np.array([[1000], [10**13]]), np.array([0, 0]), 1500, about="low scores")
### END HIDDEN TESTS

# %% [markdown]
# ## 2 · One weight at a time
#
# *About 6 minutes.*
#
# Vary one weight and keep the others fixed: how does the loss of one image change? It is drawn here from your
# `svm_margins`.

# %%
def loss_of_bird(W):
    return svm_margins(W, x_lecture[np.newaxis], np.array([0])).sum()


def loss_of_five_classes(W):
    return svm_margins(W, x_five[np.newaxis], np.array([2])).sum()


fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6), dpi=80, layout="constrained")
plots.loss_along_weight(loss_of_bird, W_lecture, (0, 0), title="the bird: $x = (3, 2)$, correct row 0", ax=left)
title = "five classes: $x = (2, 1)$, correct row 2"
plots.loss_along_weight(loss_of_five_classes, W_five, (2, 0), title=title, span=3.5, ax=right)
plt.show()

# %% [markdown]
# *The picture: the loss against one weight, a chain of straight pieces, each marked with its slope; squares mark the
# kinks, the large dot the weight as it is.*
#
# <details><summary>The picture in words</summary>
#
# Left, the bird, against W[0, 0] from −5 to 1: a piece of slope −3 leads from a loss of 11 down to 0, at a kink at
# −1.33; from there the slope is 0. The dot is at −2, with a loss of 2. Right, five classes, against W[2, 0] from −1.5
# to 5.5: pieces of the slopes −8, −6, −4, −2 and 0, with kinks at −0.25, 2.25, 3.25 and 4.25. The dot is at 2, on the
# piece of slope −6, with a loss of 7.5.
# </details>
#
# So three things are to be explained: why a piece is straight, how large its slope is (what does the 3 have to do with
# the bird?), and what changes from piece to piece. At a kink itself there are two one-sided slopes and no derivative;
# any number between them is a *subgradient*, and we agree on the slope of the side on which the class does not count: 0
# for that class.

# %% [markdown]
# ## 3 · On paper: the rows of the wrong classes
#
# *About 15 minutes.*
#
# Take one example $x_i$ with label $y_i$, and let $\mathbb 1[\cdot]$ be 1 where the condition holds and 0 elsewhere.
# Fix **one wrong class** $j \neq y_i$, and assume for now that no shortfall is exactly 0.
#
# **Task (3 points).** Derive $\dfrac{\partial L_i}{\partial w_j}$, a row of $D$ numbers. Show
#
# 1. which terms of the sum $L_i$ contain $w_j$;
# 2. the derivative in both cases of $\max(0, \cdot)$, by the chain rule;
# 3. the result in one line, with $\mathbb 1[\cdot]$; then apply it to the car.
#
# Formulas go between dollar signs, like `$\frac{\partial L_i}{\partial w_j}$`. Plain words and `dL/dw_j` will do as
# well: it is the argument that counts.

# %% [markdown] written="derive_other_rows" points=3
# ### BEGIN SOLUTION
# **1.** Written out, $L_i = \sum_{k \neq y_i} \max(0,\; w_k \cdot x_i - w_{y_i} \cdot x_i + \Delta)$. The row $w_j$
# with $j \neq y_i$ occurs in one term only, the one with $k = j$. All others do not depend on it, so
#
# $$\frac{\partial L_i}{\partial w_j} = \frac{\partial}{\partial w_j} \max(0, m_{ij}),
# \qquad m_{ij} = w_j \cdot x_i - w_{y_i} \cdot x_i + \Delta .$$
#
# **2.** The shortfall is linear in $w_j$, with $\dfrac{\partial m_{ij}}{\partial w_j} = x_i$. Where $m_{ij} > 0$ the
# maximum is $m_{ij}$ itself, with slope 1; where $m_{ij} < 0$ it is the constant 0, with slope 0. By the chain rule
#
# $$\frac{\partial}{\partial w_j} \max(0, m_{ij}) = \frac{d \max(0, m)}{dm}\bigg|_{m = m_{ij}}
# \cdot \frac{\partial m_{ij}}{\partial w_j}
# = \begin{cases} 1 \cdot x_i & m_{ij} > 0 \\ 0 \cdot x_i & m_{ij} < 0 \end{cases}$$
#
# **3.** In one line:
#
# $$\boxed{\frac{\partial L_i}{\partial w_j} = \mathbb 1[\,w_j \cdot x_i - w_{y_i} \cdot x_i + \Delta > 0\,]\; x_i
# \qquad (j \neq y_i)}$$
#
# The car: $m = -7 + 8 + 1 = 2 > 0$, so its row of the gradient is $x = (3, 2)$; a step *against* it takes
# $x$ away from the car's weights.
#
# **Marking scheme** (3 points)
# - 1: says that $w_j$ is in exactly one term of the sum (or differentiates the sum term by term and shows that the
#   others vanish)
# - 1: both cases of the maximum, with $\partial m_{ij} / \partial w_j = x_i$; half a point if only the case
#   $m_{ij} > 0$ is there
# - 1: the result with its indicator, **and** $(3, 2)$ for the car; half a point for one of the two
# - Take off half a point, once, if the size of the shortfall multiplies $x_i$ ($m_{ij}\,x_i$), or if a scalar is given
#   where a row is asked for
# - Index notation ($\partial L_i / \partial w_{jd} = \mathbb 1[\cdot]\, x_{id}$) and words without LaTeX are equally
#   good
# ### END SOLUTION

# %% [markdown]
# ## 4 · On paper: the row of the correct class
#
# *About 25 minutes.*
#
# **Task (4 points).** Now derive $\dfrac{\partial L_i}{\partial w_{y_i}}$. Show
#
# 1. in how many terms of $L_i$ the row $w_{y_i}$ occurs, and the derivative of each;
# 2. the result in one line; then apply it to the bird, and to the second of the small images, $(1, 1)$ with
#    label 2, if $\Delta$ is 4;
# 3. that all $K$ rows of the gradient add up to zero, **and** in a sentence why this must be so (what becomes of the
#    shortfalls if the same vector is added to every row of $W$?);
# 4. what the two one-sided slopes along one weight $w_{y_i d}$ are, with $x_{id} > 0$, when one shortfall is exactly 0
#    and all others are negative; and what our convention makes of it.

# %% [markdown] written="derive_correct_row" points=4
# ### BEGIN SOLUTION
# **1.** The row $w_{y_i}$ is subtracted in **every** term: $m_{ij} = w_j \cdot x_i - w_{y_i} \cdot x_i + \Delta$ for
# each of the $K - 1$ classes $j \neq y_i$, with $\dfrac{\partial m_{ij}}{\partial w_{y_i}} = -x_i$. As before a term
# with $m_{ij} > 0$ passes this on and one with $m_{ij} < 0$ passes on nothing, so that each contributes
# $-\mathbb 1[m_{ij} > 0]\, x_i$.
#
# **2.** The derivative of a sum is the sum of the derivatives:
#
# $$\boxed{\frac{\partial L_i}{\partial w_{y_i}} = -\Big(\sum_{j \neq y_i} \mathbb 1[\,w_j \cdot x_i - w_{y_i}
# \cdot x_i + \Delta > 0\,]\Big)\, x_i}$$
#
# that is, minus the *number* of classes that violate the margin, times $x_i$. The bird: one class violates it, so the
# row is $-(3, 2) = (-3, -2)$. The second small image with $\Delta = 4$: classes 0 and 1 both do (shortfalls 4 and 1),
# so the row is $-2 \cdot (1, 1) = (-2, -2)$.
#
# **3.** Each violating class has $+x_i$ in its own row and puts $-x_i$ into the correct one; together
# $\sum_{j \neq y_i} \mathbb 1[m_{ij} > 0]\, x_i - \sum_{j \neq y_i} \mathbb 1[m_{ij} > 0]\, x_i = 0$. It must be so
# because only *differences* of rows, $w_j - w_{y_i}$, are in the shortfalls: adding the same vector $v$ to all rows
# leaves $L_i$ as it is, so its slope $\sum_j \frac{\partial L_i}{\partial w_j} \cdot v$ in this direction is 0 for
# every $v$.
#
# **4.** Let $m_{ij} = 0$ and all other shortfalls be negative. Adding $t$ to the weight $w_{y_i d}$ makes $m_{ij} =
# -t\, x_{id}$. For $t > 0$ the shortfall is negative: the loss stays 0, the slope on the right is 0. For $t < 0$
# (small) it is positive: the loss is $-t\, x_{id}$, the slope on the left is $-x_{id}$. The loss has a kink, and any
# number from $-x_{id}$ to 0 is a subgradient. Our convention counts only shortfalls above 0, which picks the slope 0:
# the whole row is zero.
#
# **Marking scheme** (4 points)
# - 1: $w_{y_i}$ is in all $K - 1$ terms, each with derivative $-\mathbb 1[m_{ij} > 0]\, x_i$ (the minus sign explained
#   by $\partial m_{ij} / \partial w_{y_i} = -x_i$)
# - 1: the sum of indicators in the result, and $(-3, -2)$ and $(-2, -2)$; half a point if $x_i$ is counted only once
#   however many classes violate the margin, or if a number is wrong
# - 1: the rows cancel (half a point), because the loss depends on differences of rows only (half a point)
# - 1: the one-sided slopes, $-x_{id}$ on the left and 0 on the right (half a point), and 0 as the convention (half a
#   point)
# - A proof of 3 from the formula alone earns its half point; a numerical example without an argument earns nothing
# ### END SOLUTION

# %% [markdown]
# ## 5 · The gradient of one example
#
# *About 12 minutes.*
#
# **Task.** Turn both formulas into code: the gradient of one example's $L_i$, all rows at once. For the bird the result
# is $\begin{pmatrix} -3 & -2 \\ 3 & 2 \end{pmatrix}$. It has to be derived: the last check asks for the gradient of
# 60,000 weights at the price of a few looks at the image.

# %% answer="hinge_gradient_example"
def hinge_gradient_example(W, x, y, delta=1.0):
    """Return the gradient of one example's hinge loss with respect to W.

    Parameters
    ----------
    W : (K, D) weights, x : (D,) one example, y : int, its label, delta : number, at least 0

    Returns
    -------
    ndarray, (K, D)
    """
    ### BEGIN SOLUTION
    margins = W @ x - W[y] @ x + delta
    margins[y] = 0
    counts = (margins > 0).astype(float)
    counts[y] = -counts.sum()
    return np.outer(counts, x)
    ### END SOLUTION

# %% test="hinge_gradient_example__value" points=4
bird = {"W": W_lecture, "x": x_lecture, "y": 0, "delta": 1.0}
check.value(check.call(hinge_gradient_example, *bird.values()), [[-3, -2], [3, 2]], "the bird", facts=bird)
check.value(
    check.call(hinge_gradient_example, W_five, x_five, 2),
    [[0, 0], [2, 1], [-6, -3], [2, 1], [2, 1]],
    "one image, five classes",
    facts={"W": W_five, "x": x_five, "y": 2, "delta": 1.0},
)
got = check.call(hinge_gradient_example, W_small, X_small[2], 1)
check.value(got, [[2, -1], [-4, 2], [2, -1]], "the third small image")
got = check.call(hinge_gradient_example, W_small, X_small[0], 0)
check.value(got, np.zeros((3, 2)), "an image without any loss")


def large(seed):
    W, X, _ = random_batch(seed, N=1, D=10_000, K=6)
    return W, X[0], 3


about = "60,000 weights at the price of a few looks at the image"
check.derived(hinge_gradient_example, one_look, large, entries=60_000, about=about)
whole = {"W": W_small.astype(int), "x": np.array([1.5, 1e-6]), "y": 2, "delta": 3.0005}
got = check.call(hinge_gradient_example, *whole.values())
about = "weights of integers, a faint pixel, a shortfall of 0.0005"
check.value(got, [[1.5, 1e-6], [0, 0], [-1.5, -1e-6]], about, facts=whole)
rng = np.random.default_rng(2)
drawn = {"W": 3 * rng.normal(size=(5, 3)), "x": 3 * rng.normal(size=3), "y": 2, "delta": 9.7}
check.alike(hinge_gradient_example, drawn, "an image as integers and float32")
### BEGIN HIDDEN TESTS
from chainrule.reference import svm as reference

task = check.task(hinge_gradient_example, reference.hinge_gradient_example)
task.derived(one_look, lambda n: large(28 + n), entries=60_000, about="an image of 10,000 pixels")
W, X, _ = random_batch(24, 6, 4, 5)
for label in range(5):
    task.agrees(W, X[label], label, 1.5, about="five classes, each in turn the correct one")
task.in_all_kinds(W, X[5], 2, 0.7, about="another delta")
for K, D in ((2, 3), (3, 5), (7, 2), (4, 4)):
    W, X, y = random_batch(22 + K, 3, D, K)
    for x, label in zip(X, y):
        task.agrees(W, x, int(label), about=f"{K} classes, {D} pixels")
W, X, _ = random_batch(27, 1, 3, 6)
task.agrees(W, X[0], 4, 20.0, about="a delta so large that every class counts")
# With (2, 1) and label 0, the shortfalls are ±above, 0.5 and 1.5.
for above in (2.0**-12, 2.0**-41):
    slightly = np.array([[1.0, 1.0], [0.5, 1 + above], [0.5, 1 - above], [0.5, 1.5], [0.5, 2.5]])
    task.agrees(slightly, np.array([2.0, 1.0]), 0, about="a shortfall just above 0, and one just below")
### END HIDDEN TESTS

# %% [markdown]
# And at the kink? Below, one of the shortfalls is exactly 0. It does not count: its row stays zero.

# %% test="hinge_gradient_example__kink" points=1
# (2, 1), with label 0, has the shortfalls ·, 0, 2, −2
W_kink = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, -1.0]])
check.value(
    check.call(hinge_gradient_example, W_kink, np.array([2.0, 1.0]), 0),
    [[-2, -1], [0, 0], [2, 1], [0, 0]],
    "a shortfall of exactly 0",
    facts={"W": W_kink, "x": np.array([2.0, 1.0]), "y": 0, "delta": 1.0},
)
facts = {"W": W_kink, "x": np.array([2.0, 1.0]), "y": 0, "delta": 1 + 2.0**-40}
got = check.call(hinge_gradient_example, *facts.values())
check.value(got, [[-4, -2], [2, 1], [2, 1], [0, 0]], "with a delta that is higher by 2⁻⁴⁰, it counts", facts=facts)
facts = {"W": W_five, "x": x_five, "y": 2, "delta": 0.0}
got = check.call(hinge_gradient_example, *facts.values())
check.value(got, [[0, 0], [0, 0], [-4, -2], [2, 1], [2, 1]], "five classes, delta 0: two of them count", facts=facts)


def large_at_kinks(seed):
    """Equal scores, of integers and thus exact, and a delta of 0: every wrong class is exactly at the kink."""
    return np.ones((6, 10_000)), np.random.default_rng(seed).integers(-9, 10, 10_000).astype(float), 0, 0.0


about = "60,000 weights, all at a kink, at the price of a few looks at the image"
check.derived(hinge_gradient_example, one_look, large_at_kinks, entries=60_000, about=about)
### BEGIN HIDDEN TESTS
from chainrule.reference import svm as reference

task = check.task(hinge_gradient_example, reference.hinge_gradient_example)
task.derived(one_look, lambda n: large_at_kinks(83 + n), entries=60_000, about="60,000 other weights at a kink")
W = np.array([[1, 2, 0], [0, 1, -1], [2, 2, 1], [1, 0, 2]])
x = np.array([2, 1, -1])
for label in range(4):
    for delta in (1, 0):
        task.agrees(W, x, label, delta, about="integers, where shortfalls can be exactly 0")
equal_rows = np.array([[1.0, 2.0], [1.0, 2.0], [0.0, 1.0]])
task.agrees(equal_rows, np.array([1.0, 3.0]), 0, 0.0, about="equal scores and a delta of 0")
### END HIDDEN TESTS

# %% [markdown]
# **What would measuring cost?** You now have two ways to the gradient of one image: your formula, and central
# differences of its loss. Guess before you run: how many looks at the image does each need for 60,000 weights?

# %%
my_bet = {"differences": None, "formula": None}  # looks at the image for 60,000 weights


def loss_of_image(W, x, y):
    global looks
    looks += 1
    return svm_margins(W, x[np.newaxis], np.array([y])).sum()


for D in (2, 20, 200):
    W, X, _ = random_batch(D, N=1, D=D, K=6)
    looks = 0
    measured = gradcheck.central(lambda W: loss_of_image(W, X[0], 3), W)
    same = np.abs(measured - hinge_gradient_example(W, X[0], 3)).max() < 1e-6
    print(f"{W.size:5,d} weights: {looks:6,d} looks by differences, about 2 by the formula; the same numbers: {same}")
print(f"60,000 weights: {2 * 60_000:,d} looks by differences, about 2 by the formula; your bet: {my_bet}")

# %% [markdown]
# How far should the step go? Against the gradient both rows move, each by $\eta\, x$ and in opposite directions, so a
# step of size $\eta$ lowers the shortfall by $2\eta \lVert x \rVert^2 = 26\,\eta$. The shortfall is 2: a step of size
# $2/26 \approx 0.08$ would have been enough.

# %%
g = hinge_gradient_example(W_lecture, x_lecture, 0)
for step_size in (0.0, 0.04, 2 / 26, 1.0):
    scores = (W_lecture - step_size * g) @ x_lecture
    loss = max(0.0, scores[1] - scores[0] + 1)
    print(f"step size {step_size:.2f}: bird {scores[0]:6.2f}, car {scores[1]:7.2f}, loss {loss:.2f}")

# %% [markdown]
# The step of size 1 makes the bird win by 25. This image does not mind; the next one, a car that looks similar, might.
# No single image should have all the say: so now for many.

# %% [markdown]
# ## 6 · A batch, with loops
#
# *About 15 minutes.*
#
# The loss that we minimise is the mean over the batch, plus the penalty on large weights. Why a mean, and not a sum?
# Then the losses of 10 and of 10,000 examples are of the same size, and so are their gradients: the same step size will
# do for both, and $\lambda$ weighs the penalty against one example, not against however many there happen to be.
#
# $$L = \frac1N \sum_{i=1}^{N} L_i + \lambda \sum_{j,d} W_{jd}^2 .$$
#
# For the four small images and $\lambda = 0.3$: $L = \tfrac14 (0 + 1 + 8 + 1) + 0.3 \cdot 9 = 5.2$.
#
# **Task.** Return the pair `(loss, dW)`: the number $L$ and its gradient, `(K, D)`. Write it the way you would explain
# it, with one loop over examples and one over classes. Speed comes later; this is the version to trust. (Tested
# are the result and, as for every gradient, what it costs, not how it is written.)

# %% answer="svm_loss_loops"
def svm_loss_loops(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    ### BEGIN SOLUTION
    N, K = len(X), len(W)
    loss = 0.0
    dW = np.zeros(W.shape)
    for i in range(N):
        for j in range(K):
            if j == y[i]:
                continue
            margin = W[j] @ X[i] - W[y[i]] @ X[i] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    return loss / N + lam * np.sum(W**2), dW / N + 2 * lam * W
    ### END SOLUTION

# %% test="svm_loss_loops__value" points=2
small = {"W": W_small, "X": X_small, "y": y_small, "lam": 0.3, "delta": 1.0}
last_three = {"W": W_small.astype(int), "X": X_small[1:].astype(int), "y": y_small[1:], "lam": 0.3, "delta": 1.7}
bird = {"W": W_lecture, "X": x_lecture[np.newaxis], "y": np.array([0]), "lam": 0.0, "delta": 1.0}
loss, _ = check.results(check.call(svm_loss_loops, *bird.values()), ("loss", "dW"))
check.value(loss, 2, "the loss of the bird", facts=bird)
loss, _ = check.results(check.call(svm_loss_loops, W_small, X_small, y_small, 0.3), ("loss", "dW"))
check.value(loss, 5.2, "the loss of the four small images", facts=small)
loss, _ = check.results(check.call(svm_loss_loops, *last_three.values()), ("loss", "dW"))
check.value(loss, 2.7 + 12.8 / 3, "the last three small images, in integers, with a delta of 1.7", facts=last_three)
five = {"W": W_five, "X": x_five[np.newaxis], "y": np.array([2]), "lam": 0.1, "delta": 0.0}
loss, _ = check.results(check.call(svm_loss_loops, *five.values()), ("loss", "dW"))
check.value(loss, 5 + 3.225, "one image, five classes, delta 0: two of them count", facts=five)
rng = np.random.default_rng(3)
drawn = {"W": 3 * rng.normal(size=(4, 3)), "X": 3 * rng.normal(size=(7, 3)), "y": np.array([3, 1, 1, 0, 3, 1, 3])}
drawn |= {"lam": 0.3, "delta": 0.7}
about = "the loss of seven images as integers and float32"
check.alike(svm_loss_loops, drawn, about, names=("loss", "dW"), only=["loss"])
about = "the loss of the images one by one"
check.one_by_one(svm_loss_loops, drawn, ["X", "y"], about, names=("loss", "dW"), only=["loss"], mean=True)
### BEGIN HIDDEN TESTS
from chainrule.reference import svm as reference

task = check.task(svm_loss_loops, reference.svm_loss, ("loss", "dW"), only="loss")
task.in_all_kinds(*random_batch(31, 8, 4, 5), 0.7, 1.5, about="eight examples, five classes")
for K, D, N in ((2, 3, 5), (3, 6, 4), (7, 2, 9), (4, 4, 4)):
    task.agrees(*random_batch(31 + K, N, D, K), 0.4, about=f"{N} examples of {D} pixels, {K} classes")
task.agrees(*random_batch(31 + 8, 1, 3, 4), 0.0123, 0.3, about="a batch of one example, a small lam")
W, X, _ = random_batch(31 + 9, 5, 2, 4)
task.agrees(W, X, np.array([3, 1, 1, 3, 3]), 1, 2, about="classes without an example, lam and delta integers")
task.agrees(W, X, np.array([0, 0, 2, 0, 0]), 0.0, 0.0, about="no penalty, delta 0")

### END HIDDEN TESTS

# %% test="svm_loss_loops__gradient" points=3
small = {"W": W_small, "X": X_small, "y": y_small, "lam": 0.3, "delta": 1.0}
whole = {"W": W_small.astype(int), "X": X_small[1:].astype(int), "y": y_small[1:], "lam": 0.25, "delta": 2.5}
_, dW = check.results(check.call(svm_loss_loops, W_small, X_small, y_small, 0.3), ("loss", "dW"))
check.value(dW, [[0.65, 1.1], [-2.2, -0.1], [0.35, -1.6]], "the gradient for the four small images", facts=small)
bird = {"W": W_lecture, "X": x_lecture[np.newaxis], "y": np.array([0]), "lam": 0.0, "delta": 1.0}
_, dW = check.results(check.call(svm_loss_loops, *bird.values()), ("loss", "dW"))
check.value(dW, [[-3, -2], [3, 2]], "the gradient for the bird", facts=bird)
_, dW = check.results(check.call(svm_loss_loops, *whole.values()), ("loss", "dW"))
expected = np.array([[7, 7], [-14, 1], [1, -11]]) / 6
check.value(dW, expected, "three images and weights of integers, with a delta of 2.5", facts=whole)
whole |= {"lam": 1, "delta": 2}
_, dW = check.results(check.call(svm_loss_loops, *whole.values()), ("loss", "dW"))
expected = np.array([[-1, 8], [-16, -4], [5, -10]]) / 3
check.value(dW, expected, "the same three images and weights; lam and delta are integers, too", facts=whole)


def large(seed):
    return *random_batch(seed, N=1, D=10_000, K=6), 0.3


about = "60,000 weights at the price of a few looks at the image"
check.derived(svm_loss_loops, one_look, large, entries=60_000, about=about)
five = {"W": W_five, "X": x_five[np.newaxis], "y": np.array([2]), "lam": 1e-5, "delta": 0.5 + 2.0**-40}
_, dW = check.results(check.call(svm_loss_loops, *five.values()), ("loss", "dW"))
expected = np.array([[0, 0], [2, 1], [-6, -3], [2, 1], [2, 1]]) + 2e-5 * W_five
check.value(dW, expected, "one image, five classes, of which one counts by 2⁻⁴⁰ only, a small lam", facts=five)
fractions = np.array([[1.0, 0.375], [0.5, 1.0], [2.0, -1.0]])  # with one shortfall of exactly 0, in the first image
whole = {"W": W_small.astype(int), "X": fractions, "y": np.array([2, 0, 1]), "lam": 1, "delta": 1.25}
_, dW = check.results(check.call(svm_loss_loops, *whole.values()), ("loss", "dW"))
expected = np.array([[-9, 8], [-32, -8], [17, -12]]) / 6
check.value(dW, expected, "images of fractions, weights and lam of integers, a delta of 1.25", facts=whole)
rng = np.random.default_rng(3)
drawn = {"W": 3 * rng.normal(size=(4, 3)), "X": 3 * rng.normal(size=(7, 3)), "y": np.array([3, 1, 1, 0, 3, 1, 3])}
drawn |= {"lam": 0.3, "delta": 0.7}
about = "the gradient for seven images as integers and float32"
check.alike(svm_loss_loops, drawn, about, names=("loss", "dW"), only=["dW"])
about = "the gradient for the images one by one"
check.one_by_one(svm_loss_loops, drawn, ["X", "y"], about, names=("loss", "dW"), only=["dW"], mean=True)
### BEGIN HIDDEN TESTS
from chainrule.reference import svm as reference

task = check.task(svm_loss_loops, reference.svm_loss, ("loss", "dW"), only="dW")
task.derived(one_look, lambda n: large(73 + n), entries=60_000, about="an image of 10,000 pixels")
task.in_all_kinds(*random_batch(31 + 20, 8, 3, 5), 0.7, 1.5, about="eight examples, five classes")
for K, D, N in ((2, 3, 5), (3, 6, 4), (7, 2, 9), (4, 4, 4)):
    task.agrees(*random_batch(31 + 20 + K, N, D, K), 0.4, about=f"{N} examples of {D} pixels, {K} classes")
task.agrees(*random_batch(31 + 28, 1, 3, 4), 0.0123, 0.3, about="a batch of one example, a small lam")
# With (2, 1) and label 0, the shortfalls are ±above, 0.5 and 1.5.
for above in (2.0**-12, 2.0**-41):
    slightly = np.array([[1.0, 1.0], [0.5, 1 + above], [0.5, 1 - above], [0.5, 1.5], [0.5, 2.5]])
    about = "a shortfall just above 0, and one just below"
    task.agrees(slightly, np.array([[2.0, 1.0]]), np.array([0]), 0.0, about=about)
W, X, _ = random_batch(31 + 29, 5, 2, 4)
task.agrees(W, X, np.array([3, 1, 1, 3, 3]), 1, 2, about="classes without an example, lam and delta integers")
task.agrees(W, X, np.array([0, 0, 2, 0, 0]), 0.0, 0.2, about="no penalty")
W, X = np.array([[1, 0], [0, 1], [1, 1], [2, -1]]), np.array([[2, 1], [1, 1], [0, 1], [1, 2], [3, 1]])
task.agrees(1.0 * W, 1.0 * X, np.array([0, 1, 2, 3, 0]), 0.5, about="whole numbers, where shortfalls can be exactly 0")
task.agrees(W, X, np.array([0, 1, 2, 3, 0]), 0.5, 1.25, about="weights and examples of integers, delta 1.25")
task.agrees(W, X, np.array([0, 1, 2, 3, 0]), 2, 3, about="weights, examples, lam and delta of integers")

### END HIDDEN TESTS

# %% [markdown]
# Do not take my word for it, or your own. A gradient claims to be the slope of a loss, and slopes can be measured: with
# central differences of *your own* loss. Try other batches; break your gradient on purpose and see
# what the check says.

# %%
W, X, y = random_batch(0, N=6, D=4, K=3)
loss, dW = svm_loss_loops(W, X, y, lam=0.5)
check.gradient(
    dW,
    lambda W: svm_loss_loops(W, X, y, lam=0.5)[0],
    at=W,
    about="my gradient is the slope of my loss",
    facts={"W": W, "X": X, "y": y, "lam": 0.5, "delta": 1.0},
)

# %% [markdown]
# ## 7 · A batch, without loops
#
# *About 20 minutes.*
#
# Python's loops are too slow for training. Look again at what an example does: it adds a *multiple* of its $x_i$ to
# each row of `dW`. Call the multiple for row $j$ $G_{ij}$, so that $G$ is `(N, K)`. Two questions lead you to the
# answer:
#
# - What is $G$ for the four small images? Write it on paper first; the cell below checks a
#   row at a time.
# - Which matrix product adds up $G_{ij}\, x_i$ over all $i$, for every $j$ at once? The shapes tell you: `(N, K)` and
#   `(N, D)` have to give `(K, D)`.
#
# **A pitfall.** `scores[:, y]` does *not* pick one score per example:
#
# ```python
# scores = np.array([[1, 2, 3], [4, 5, 6]]); y = np.array([2, 0])
# scores[:, y]               # [[3, 1], [6, 4]]: both columns, for every row
# scores[np.arange(2), y]    # [3, 4]: one for each row
# ```

# %%
my_G = np.zeros((4, 3))  # fill in: one row per small image, in the order of the table of section 1
my_G[2] = 1, -2, 1

for i in range(4):
    if not my_G[i].any() and i > 0:
        print(f"image {i}: still all zeros")
        continue
    agrees = np.array_equal(np.outer(my_G[i], X_small[i]), hinge_gradient_example(W_small, X_small[i], y_small[i]))
    print(f"image {i}: {'✓' if agrees else '✗ its row of G times the image is not your gradient of section 5'}")

# %% [markdown]
# **Task.** The same result as before, and no Python loop over examples (over classes is fine): a check measures the
# time, for 30,000 examples, of which a table of all pairs would not fit into memory. And derived, as always.

# %% answer="svm_loss"
def svm_loss(W, X, y, lam, delta=1.0):
    """Return the loss of a batch, and its gradient with respect to W, without a loop over examples.

    Parameters
    ----------
    W : (K, D) weights, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, delta : number, at least 0

    Returns
    -------
    (loss, dW) : a number, and an ndarray (K, D)
    """
    ### BEGIN SOLUTION
    N = len(X)
    margins = svm_margins(W, X, y, delta)
    loss = margins.sum() / N + lam * np.sum(W**2)
    G = (margins > 0).astype(float)
    G[np.arange(N), y] = -G.sum(axis=1)
    dW = G.T @ X / N + 2 * lam * W
    return loss, dW
    ### END SOLUTION

# %% test="svm_loss__value" points=2
small = {"W": W_small, "X": X_small, "y": y_small, "lam": 0.3, "delta": 1.0}
last_three = {"W": W_small.astype(int), "X": X_small[1:].astype(int), "y": y_small[1:], "lam": 0.3, "delta": 1.7}
bird = {"W": W_lecture, "X": x_lecture[np.newaxis], "y": np.array([0]), "lam": 0.0, "delta": 1.0}
loss, _ = check.results(check.call(svm_loss, *bird.values()), ("loss", "dW"))
check.value(loss, 2, "the loss of the bird", facts=bird)
loss, _ = check.results(check.call(svm_loss, W_small, X_small, y_small, 0.3), ("loss", "dW"))
check.value(loss, 5.2, "the loss of the four small images", facts=small)
loss, _ = check.results(check.call(svm_loss, *last_three.values()), ("loss", "dW"))
check.value(loss, 2.7 + 12.8 / 3, "the last three small images, in integers, with a delta of 1.7", facts=last_three)
five = {"W": W_five, "X": x_five[np.newaxis], "y": np.array([2]), "lam": 0.1, "delta": 0.0}
loss, _ = check.results(check.call(svm_loss, *five.values()), ("loss", "dW"))
check.value(loss, 5 + 3.225, "one image, five classes, delta 0: two of them count", facts=five)
many = {"W": np.zeros((300, 1)), "X": np.ones((2, 1)), "y": np.array([7, 7]), "lam": 0.0, "delta": 1.0}
loss, _ = check.results(check.call(svm_loss, *many.values()), ("loss", "dW"))
check.value(loss, 299.0, "300 classes, all of which come too close", facts=many)
rng = np.random.default_rng(4)
drawn = {"W": 3 * rng.normal(size=(4, 3)), "X": 3 * rng.normal(size=(7, 3)), "y": np.array([3, 1, 1, 0, 3, 1, 3])}
drawn |= {"lam": 0.3, "delta": 0.7}
about = "the loss of seven images as integers and float32"
check.alike(svm_loss, drawn, about, names=("loss", "dW"), only=["loss"])
about = "the loss of the images one by one"
check.one_by_one(svm_loss, drawn, ["X", "y"], about, names=("loss", "dW"), only=["loss"], mean=True)
### BEGIN HIDDEN TESTS
from chainrule.reference import svm as reference

task = check.task(svm_loss, reference.svm_loss, ("loss", "dW"), only="loss")
task.in_all_kinds(*random_batch(61, 8, 4, 5), 0.7, 1.5, about="eight examples, five classes")
for K, D, N in ((2, 3, 5), (3, 6, 4), (7, 2, 9), (4, 4, 4)):
    task.agrees(*random_batch(61 + K, N, D, K), 0.4, about=f"{N} examples of {D} pixels, {K} classes")
task.agrees(*random_batch(61 + 8, 1, 3, 4), 0.0123, 0.3, about="a batch of one example, a small lam")
W, X, _ = random_batch(61 + 9, 5, 2, 4)
task.agrees(W, X, np.array([3, 1, 1, 3, 3]), 1, 2, about="classes without an example, lam and delta integers")
task.agrees(W, X, np.array([0, 0, 2, 0, 0]), 0.0, 0.0, about="no penalty, delta 0")
task.agrees(*random_batch(72, 300, 20, 6), 0.3, about="three hundred examples")
### END HIDDEN TESTS

# %% test="svm_loss__gradient" points=4
small = {"W": W_small, "X": X_small, "y": y_small, "lam": 0.3, "delta": 1.0}
whole = {"W": W_small.astype(int), "X": X_small[1:].astype(int), "y": y_small[1:], "lam": 0.25, "delta": 2.5}
_, dW = check.results(check.call(svm_loss, W_small, X_small, y_small, 0.3), ("loss", "dW"))
check.value(dW, [[0.65, 1.1], [-2.2, -0.1], [0.35, -1.6]], "the gradient for the four small images", facts=small)
bird = {"W": W_lecture, "X": x_lecture[np.newaxis], "y": np.array([0]), "lam": 0.0, "delta": 1.0}
_, dW = check.results(check.call(svm_loss, *bird.values()), ("loss", "dW"))
check.value(dW, [[-3, -2], [3, 2]], "the gradient for the bird", facts=bird)
_, dW = check.results(check.call(svm_loss, *whole.values()), ("loss", "dW"))
expected = np.array([[7, 7], [-14, 1], [1, -11]]) / 6
check.value(dW, expected, "three images and weights of integers, with a delta of 2.5", facts=whole)
whole |= {"lam": 1, "delta": 2}
_, dW = check.results(check.call(svm_loss, *whole.values()), ("loss", "dW"))
expected = np.array([[-1, 8], [-16, -4], [5, -10]]) / 3
check.value(dW, expected, "the same three images and weights; lam and delta are integers, too", facts=whole)


def large(seed):
    return *random_batch(seed, N=2, D=10_000, K=6), 0.3


about = "60,000 weights at the price of a few looks at the images"
check.derived(svm_loss, one_look, large, entries=60_000, about=about)
five = {"W": W_five, "X": x_five[np.newaxis], "y": np.array([2]), "lam": 1e-5, "delta": 0.5 + 2.0**-40}
_, dW = check.results(check.call(svm_loss, *five.values()), ("loss", "dW"))
expected = np.array([[0, 0], [2, 1], [-6, -3], [2, 1], [2, 1]]) + 2e-5 * W_five
check.value(dW, expected, "one image, five classes, of which one counts by 2⁻⁴⁰ only, a small lam", facts=five)
fractions = np.array([[1.0, 0.375], [0.5, 1.0], [2.0, -1.0]])  # with one shortfall of exactly 0, in the first image
whole = {"W": W_small.astype(int), "X": fractions, "y": np.array([2, 0, 1]), "lam": 1, "delta": 1.25}
_, dW = check.results(check.call(svm_loss, *whole.values()), ("loss", "dW"))
expected = np.array([[-9, 8], [-32, -8], [17, -12]]) / 6
check.value(dW, expected, "images of fractions, weights and lam of integers, a delta of 1.25", facts=whole)
X = np.array([[1000.1, 0.3], [1000.4, -0.2]])
_, dW = check.results(check.call(svm_loss, np.zeros((2, 2)), X, np.array([0, 1]), 0.0), ("loss", "dW"))
check.value(dW, [[0.15, -0.25], [-0.15, 0.25]], "two images that differ little from each other")
rng = np.random.default_rng(4)
drawn = {"W": 3 * rng.normal(size=(4, 3)), "X": 3 * rng.normal(size=(7, 3)), "y": np.array([3, 1, 1, 0, 3, 1, 3])}
drawn |= {"lam": 0.3, "delta": 0.7}
about = "the gradient for seven images as integers and float32"
check.alike(svm_loss, drawn, about, names=("loss", "dW"), only=["dW"])
about = "the gradient for the images one by one"
check.one_by_one(svm_loss, drawn, ["X", "y"], about, names=("loss", "dW"), only=["dW"], mean=True)
many = {"W": np.zeros((300, 1)), "X": np.ones((2, 1)), "y": np.array([7, 7]), "lam": 0.0, "delta": 1.0}
_, dW = check.results(check.call(svm_loss, *many.values()), ("loss", "dW"))
expected = np.where(np.arange(300) == 7, -299.0, 1.0)[:, np.newaxis]
check.value(dW, expected, "the gradient for 300 classes, all of which come too close", facts=many)
### BEGIN HIDDEN TESTS
from chainrule.reference import svm as reference

task = check.task(svm_loss, reference.svm_loss, ("loss", "dW"), only="dW")
task.derived(one_look, lambda n: large(73 + n), entries=60_000, about="two images of 10,000 pixels")
task.in_all_kinds(*random_batch(61 + 20, 8, 3, 5), 0.7, 1.5, about="eight examples, five classes")
for K, D, N in ((2, 3, 5), (3, 6, 4), (7, 2, 9), (4, 4, 4)):
    task.agrees(*random_batch(61 + 20 + K, N, D, K), 0.4, about=f"{N} examples of {D} pixels, {K} classes")
task.agrees(*random_batch(61 + 28, 1, 3, 4), 0.0123, 0.3, about="a batch of one example, a small lam")
# With (2, 1) and label 0, the shortfalls are ±above, 0.5 and 1.5.
for above in (2.0**-12, 2.0**-41):
    slightly = np.array([[1.0, 1.0], [0.5, 1 + above], [0.5, 1 - above], [0.5, 1.5], [0.5, 2.5]])
    about = "a shortfall just above 0, and one just below"
    task.agrees(slightly, np.array([[2.0, 1.0]]), np.array([0]), 0.0, about=about)
W, X, _ = random_batch(61 + 29, 5, 2, 4)
task.agrees(W, X, np.array([3, 1, 1, 3, 3]), 1, 2, about="classes without an example, lam and delta integers")
task.agrees(W, X, np.array([0, 0, 2, 0, 0]), 0.0, 0.2, about="no penalty")
W, X = np.array([[1, 0], [0, 1], [1, 1], [2, -1]]), np.array([[2, 1], [1, 1], [0, 1], [1, 2], [3, 1]])
task.agrees(1.0 * W, 1.0 * X, np.array([0, 1, 2, 3, 0]), 0.5, about="whole numbers, where shortfalls can be exactly 0")
task.agrees(W, X, np.array([0, 1, 2, 3, 0]), 0.5, 1.25, about="weights and examples of integers, delta 1.25")
task.agrees(W, X, np.array([0, 1, 2, 3, 0]), 2, 3, about="weights, examples, lam and delta of integers")
task.agrees(*random_batch(93, 300, 20, 6), 0.3, about="three hundred examples")
task.agrees(*random_batch(94, 3, 2, 200), 0.1, 30.0, about="two hundred classes, all within the margin")
X = np.array([[1000.1, 0.3], [1000.4, -0.2]])
task.agrees(np.zeros((2, 2)), X, np.array([0, 1]), 0.3, about="small differences of large pixels")
### END HIDDEN TESTS

# %% test="svm_loss__speed" points=3
def one_by_one(W, X, y, lam):
    """Compute only the scores, but in a loop over the examples. An answer without one is faster, and does more."""
    return [W @ x for x in X]


def many(seed):
    return *random_batch(seed, N=30_000, D=8, K=3), 0.1


check.vectorised(svm_loss, one_by_one, many, about="the time for thirty thousand examples")
rows = np.repeat([0, 2, 1], [10_000, 20_000, 2])  # of the small images, with the losses 0, 8 and 1
third, second = np.array([[2, -1], [-4, 2], [2, -1]]), np.array([[1, 1], [0, 0], [-1, -1]])
expected = (8 * 20_000 + 2) / 30_002 + 2.7, (20_000 * third + 2 * second) / 30_002 + 0.6 * W_small
facts = {"W": W_small, "X": X_small[rows], "y": y_small[rows], "lam": 0.3, "delta": 1.0}
got = check.call(svm_loss, *facts.values())
check.value(got, expected, "and the results for 30,002 examples", names=("loss", "dW"), facts=facts)
### BEGIN HIDDEN TESTS
from chainrule.reference import svm as reference


def hidden_many(seed):
    return *random_batch(9500 + seed, 32_003, 9, 3), 0.1


task = check.task(svm_loss, reference.svm_loss, ("loss", "dW"))
task.vectorised(one_by_one, hidden_many, about="the time for 32,000 examples")
### END HIDDEN TESTS

# %% [markdown]
# Two programs that share not a single line, yet agree to the last digits, are a stronger argument than either alone:

# %%
W, X, y = random_batch(1, N=500, D=10, K=5)
(loss_1, dW_1), (loss_2, dW_2) = svm_loss_loops(W, X, y, 0.1), svm_loss(W, X, y, 0.1)
print(f"the losses agree: {np.isclose(loss_1, loss_2, rtol=1e-10)}")
print(f"the gradients agree: {np.allclose(dW_1, dW_2, rtol=1e-10)}")

# %% [markdown]
# ## 8 · Training
#
# *About 25 minutes.*
#
# The digits are 8 × 8 images of handwriting, 64 pixels between 0 and 1, ten classes. *Mini-batch* gradient descent
# looks at a few of them at a time, and takes a step at once:
#
# 1. start at `0.001 * rng.standard_normal((num_classes, D))`, the first draw of `rng = np.random.default_rng(seed)`;
# 2. draw `batch_size` **different** examples out of all `N` with the same `rng`, every set equally likely, whether `N`
#    is 6 or 600, and **afresh at every step**: there are no epochs here, so an example may return in the very next
#    batch while another waits. (Batches continue the generator that drew the start, at each step or all before the
#    loop: make no second one, and do not use NumPy's global one);
# 3. record the loss of this batch, penalty included, **before** the update; then $W \leftarrow W - \eta\, \partial L /
#    \partial W$, with the whole gradient and the same $\eta$ = `step_size` at every step; back to 2, until `steps`
#    steps are done.
#
# **Task.** Return the last weights and all recorded losses. The margin is 1; `batch_size` is at most `N`, and with
# `batch_size == N` this is full-batch gradient descent. Some classes may have no examples.

# %% answer="train_svm"
def train_svm(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a multiclass SVM by mini-batch gradient descent.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, num_classes : number of rows of W,
    lam : strength of the penalty, step_size : of each step, batch_size : examples in a batch,
    steps : number of steps, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (W, losses) : ndarrays (num_classes, D) and (steps,)
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    N, D = X.shape
    W = 0.001 * rng.standard_normal((num_classes, D))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(N, size=batch_size, replace=False)
        losses[step], dW = svm_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses
    ### END SOLUTION

# %% given="checking_training"
from itertools import combinations


def follow(losses, W, X, y, lam, step_size, batch_size, loss_of):
    """Tell each step's batch by its loss; return the batches, and the weights to which their steps lead from W."""
    chosen = [list(batch) for batch in combinations(range(len(X)), batch_size)]
    batches, possible = [], []
    about = "Each loss should be that of batch_size different examples, penalty included, before the weights move."
    for loss in losses:
        if step_size or not possible:
            possible = [loss_of(W, X[batch], y[batch], lam) for batch in chosen]
        if not step_size and not batches:
            apart = np.diff(sorted(loss for loss, _ in possible)).min() > 1e-5
            check.true(apart, "From your start several batches have the same loss: is it drawn as the task says?")
        nearest = min(range(len(chosen)), key=lambda i: abs(possible[i][0] - loss))
        check.true(abs(possible[nearest][0] - loss) < 1e-6, about)
        batches.append(chosen[nearest])
        W = W - step_size * possible[nearest][1]
        if step_size:
            about = "After the first step the losses fit no batch: is each step step_size times its gradient, downhill?"
    return batches, W


def check_draws(train, N, batch_size):
    """Check how batches are drawn from N images: each has a pixel of its own, whose weights tell how often it came."""
    X, y = np.eye(N), np.arange(N) % 2

    def times_drawn(steps, seed):
        settings = {"num_classes": 2, "lam": 0.0, "batch_size": batch_size, "seed": seed}
        start, _ = train(X, y, **settings, step_size=0.0, steps=1)
        scale = 0.01 / (np.abs(start).max() or 1.0)  # so that scores are near 0, where each draw has the same slope
        W, _ = train(scale * X, y, **settings, step_size=0.01 / scale**2, steps=steps)
        return (W - start)[y, np.arange(N)] * batch_size * scale / 0.01

    batches = [times_drawn(1, seed) for seed in range(3)]
    once = [np.allclose(np.sort(times), np.arange(N) >= N - batch_size, atol=0.1) for times in batches]
    check.true(all(once), f"A batch of {batch_size} of {N} images should have {batch_size} different ones.")
    together = sum(np.sum(np.diff(np.flatnonzero(times > 0.5)) == 1) for times in batches)
    expected = 3 * batch_size * (batch_size - 1) / N
    about = f"Of {N} images, too many that were given one after the other share a batch: any two are equally likely to."
    check.true(together < expected + 6 * np.sqrt(expected), about)
    share = batch_size / N
    spread = np.var(times_drawn(100, 3)) / (100 * share * (1 - share))  # 1 ± √(2/N) if all are equally likely
    about = f"Of {N} images some come too often, or all too evenly: each batch should be drawn from all, afresh."
    check.true(abs(spread - 1) < 6 * np.sqrt(2 / N), about)

# %% test="train_svm__start" points=2
def train(X, y, **settings):
    return check.results(check.call(train_svm, X, y, **settings), ("W", "losses"))


_, X, y = random_batch(2, N=12, D=4, K=3)
settings = {"num_classes": 5, "lam": 0.1, "batch_size": 12}
W, losses = train(X, y, **settings, step_size=1e-30, steps=4, seed=0)
start = 0.001 * np.random.default_rng(0).standard_normal((5, 4))
about = "steps too small to move anything: the start, a row for each of num_classes = 5"
check.value(W, start, about, facts={"shape": (5, 4), "seed": 0})
about = "four losses; with tiny weights each of four wrong classes has a shortfall of about 1"
check.value(losses, np.full(4, 4.0), about, tolerance=0.02)
_, losses = train(X, y, **settings, step_size=0.1, steps=1, seed=0)
loss, _ = check.results(check.call(svm_loss, start, X, y, 0.1), ("loss", "dW"))
about = "With all the examples in one batch, the loss before the first step is that of the start."
shows = "Is an example in the batch twice, or without its own label, or the loss recorded after the step?"
check.true(np.allclose(losses, loss, rtol=1e-6), about, shows=shows)
settings = {"num_classes": 3, "lam": 0.1, "step_size": 0.5, "batch_size": 5, "steps": 9}
W, losses = train(X, y, **settings, seed=3)
check.value(train(X, y, **settings, seed=3), (W, losses), "the same seed, the same result", names=("W", "losses"))
### BEGIN HIDDEN TESTS
from chainrule.reference import svm as reference

for seed, N, D, K in ((1, 9, 5, 4), (17, 6, 2, 7), (23, 8, 6, 2)):
    _, X, y = random_batch(seed, N, D, K)
    start = 0.001 * np.random.default_rng(seed).standard_normal((K, D))
    W, losses = train(X, y, num_classes=K, lam=0.2, step_size=1e-30, batch_size=3, steps=2, seed=seed)
    check.value(W, start, "the start for other seeds and shapes")
    loss, dW = reference.svm_loss(start, X, y, 100.0)
    W, losses = train(X, y, num_classes=K, lam=100.0, step_size=0.01, batch_size=N, steps=1, seed=seed)
    about = "With all the examples and a strong penalty, the first recorded loss should be that before the step."
    check.true(np.allclose(losses, loss, rtol=1e-6), about)
    about = "With all the examples and a strong penalty, the first step should be step_size times the gradient."
    check.true(np.allclose((start - W) / 0.01, dW, rtol=1e-6, atol=1e-6), about)
W, losses = train(X, np.zeros(8, dtype=int), num_classes=5, lam=0.0, step_size=0.1, batch_size=1, steps=1, seed=4)
check.true(np.shape(W) == (5, 6), "W should have num_classes rows, also if the labels show fewer classes.")
check.true(np.shape(losses) == (1,), "A single step should give losses of shape (1,).")
W, _ = train(X, y, num_classes=2, lam=0.2, step_size=0.1, batch_size=3, steps=6, seed=5)
W_other, _ = train(X, y, num_classes=2, lam=0.2, step_size=0.1, batch_size=3, steps=6, seed=6)
check.true(not np.allclose(W, W_other), "Another seed should give another result.")
### END HIDDEN TESTS

# %% test="train_svm__full_batch" points=4
def train(X, y, **settings):
    return check.results(check.call(train_svm, X, y, **settings), ("W", "losses"))


_, X, y = random_batch(3, N=12, D=4, K=3)
settings = {"num_classes": 3, "lam": 0.05, "batch_size": 12, "seed": 0}
W, losses = train(X, y, **settings, step_size=1e-30, steps=5)
if np.ptp(losses) > 1e-9:
    _, of_one_label = train(X, 0 * y, **settings, step_size=1e-30, steps=5)
    about = "In a batch of all the examples the loss changes from step to step, but not if all have the same label: is "
    about += "each image in the batch with its own label?"
    check.true(np.ptp(of_one_label) > 1e-9, about)
about = "A batch of all the examples is always the same, and nothing moves: all five losses should be equal."
check.true(np.ptp(losses) < 1e-9, about, shows="Is an example in a batch twice?")
W, losses = train(X, y, **settings, step_size=0.05, steps=20)
about = "Full-batch steps as small as these, against the gradient, make the loss fall each time."
check.true(np.all(np.diff(losses) < 0), about, shows=f"It goes from {losses[0]:.3f} to {losses[-1]:.3f}.")
check.passed("the loss falls at each step of all examples")
whole = np.rint(100 * X).astype(int)  # large images of integers
settings = {"num_classes": 3, "lam": 100.0, "batch_size": 12, "seed": 0, "steps": 1}
(start, _), (W, losses) = (train(whole, y, **settings, step_size=step_size) for step_size in (0.0, 0.01))
check.value(start, 0.001 * np.random.default_rng(0).standard_normal((3, 4)), "the same start for images of integers")
loss, dW = check.results(check.call(svm_loss, start, whole, y, 100.0), ("loss", "dW"))
check.value(losses, [loss], "the loss of images of integers, before the first step")
about = "The first step should be step_size times your svm_loss's gradient, downhill, a strong penalty included."
check.true(np.allclose((start - W) / 0.01, dW, rtol=1e-6, atol=1e-6), about)
### BEGIN HIDDEN TESTS
from chainrule.reference import svm as reference


def check_full_batch(X, y, num_classes, lam, step_size, steps, seed, about, tolerance=check.TOLERANCE):
    """Compare with full-batch descent from the student's own start, which another test judges."""
    settings = {"num_classes": num_classes, "lam": lam, "batch_size": len(X), "seed": seed}
    W, _ = train(X, y, step_size=1e-30, steps=steps, **settings)
    check.true(np.shape(W) == (num_classes, X.shape[1]), f"{about}: W should have the shape (num_classes, D).")
    losses = np.zeros(steps)
    for step in range(steps):
        losses[step], dW = reference.svm_loss(W, X.astype(float), y, lam)
        W = W - step_size * dW
    got = check.call(train_svm, X, y, step_size=step_size, steps=steps, **settings)
    check.value(got, (W, losses), about, names=("W", "losses"), tolerance=tolerance)


_, X, y = random_batch(101, 15, 4, 5)
for kind, (X_kind, y_kind), tolerance in check.kinds(X, y):
    check_full_batch(X_kind, y_kind, 5, 0.3, 0.2, 12, 7, f"full-batch training{kind}", tolerance)
for seed, N, D, K in ((102, 7, 6, 2), (103, 10, 3, 6)):
    _, X_other, y_other = random_batch(seed, N, D, K)
    check_full_batch(X_other, y_other, K, 0.5, 0.6, 25, seed, f"large full-batch steps, {K} classes")
check_full_batch(X, y, 7, 0.4, 0.1, 1, 8, "a single full-batch step, more classes than the labels show")
check_full_batch(X[:1], y[:1], 5, 0.0, 0.1, 3, 9, "a single example, no penalty")
check_full_batch(200 * X, y, 5, 0.1, 0.001, 6, 10, "images of large pixels")
check_full_batch(np.rint(20 * X).astype(int), y, 5, 0.0, 0.01, 6, 11, "large pixels of integers, no penalty")
### END HIDDEN TESTS

# %% test="train_svm__batches" points=4
def train(X, y, **settings):
    return check.results(check.call(train_svm, X, y, **settings), ("W", "losses"))


def yours(*batch):
    return check.results(check.call(svm_loss, *batch), ("loss", "dW"))


_, X, y = random_batch(4, N=10, D=3, K=4)
start, losses = train(1000 * X, y, num_classes=4, lam=0.0, step_size=1e-30, batch_size=3, steps=8, seed=1)
check.true(np.shape(losses) == (8,), "Eight steps should give losses of shape (8,).")
alone = [yours(start, 1000 * X[[i]], y[[i]], 0.0)[0] for i in range(10)]
about = "From your start all examples have the same loss: is it drawn as the task says?"
check.true(np.ptp(alone) > 1e-6, about)
about = "No weight moves, so each loss shows its batch. All eight are the same batch, or all of the examples."
shows = "Is a new rng made at every step, or the batch drawn only once, before the loop?"
check.true(np.ptp(losses) > 1e-6, about, shows=shows)
check.passed("the batches differ")

# Four examples. Where no weight moves, each loss tells which of them were in the batch.
X, y, settings = X[:4], np.array([0, 1, 1, 1]), {"num_classes": 3, "lam": 0.0, "step_size": 0.0}
start, _ = train(X, y, **settings, batch_size=2, steps=300, seed=1)
check.true(np.shape(start) == (3, 3), "W should have the shape (num_classes, D), here (3, 3).")
unit = 10 * np.abs(start).mean() or 0.01  # scores so small that all margins count: no two pairs share a loss
X = X / unit
_, losses = train(X, y, **settings, batch_size=2, steps=300, seed=1)
batches, _ = follow(losses, start, X, y, 0.0, 0.0, 2, yours)
about = "Two of four examples make six pairs, and some never come up: are any two equally likely to be a batch?"
check.true(len(set(map(tuple, batches))) == 6, about)
often = max(batches.count(batch) for batch in batches)
about = "Of the six pairs, one is a batch far more often than in one step of six: are any two equally likely?"
check.true(often < 80, about, shows=f"It is {often} times in 300 steps.")
common = np.mean([len(set(batch) & set(after)) for batch, after in zip(batches, batches[1:])])  # 1 if drawn afresh
about = "Batches avoid the examples of the batch before: each should be drawn from all of them, afresh."
check.true(common > 0.8, about)
about = "Batches keep examples of the batch before: each should be drawn from all of them, afresh."
check.true(common < 1.2, about)
other, losses = train(X, y, **settings, batch_size=2, steps=100, seed=2)
others, _ = follow(losses, other, X, y, 0.0, 0.0, 2, yours)
check.true(others != batches[:100], "Two seeds give the same batches: are all draws from the one rng?")
four, losses = train(X, y, **{**settings, "num_classes": 4}, batch_size=2, steps=100, seed=1)
others, _ = follow(losses, four, X, y, 0.0, 0.0, 2, yours)
about = "The start of four classes takes more draws than that of three, and yet the same batches follow."
shows = "Do they continue the rng that drew the start?"
check.true(others != batches[:100], about, shows=shows)
start, losses = train(X, y, **settings, batch_size=1, steps=10, seed=1)
follow(losses, start, X, y, 0.0, 0.0, 1, yours)
check.passed("each batch is drawn afresh, and has batch_size different examples")
six, labels = 10 * np.eye(6), np.array([0, 1, 2, 0, 1, 2])
W, _ = train(six, labels, num_classes=3, lam=0.0, step_size=1.0, batch_size=1, steps=100, seed=1)
about = "Six examples, one at a time, should be learned in 100 steps. Some have no loss any more: does training go on?"
check.true(np.all(np.argmax(six @ W.T, axis=1) == labels), about)
settings, X = {"num_classes": 3, "lam": 0.2, "batch_size": 2, "steps": 12, "seed": 1}, X * unit
X[:, 0] /= 1e6  # a faint pixel
(start, _), (W, losses) = (train(X, y, **settings, step_size=step_size) for step_size in (0.0, 0.5))
_, expected = follow(losses, start, X, y, 0.2, 0.5, 2, yours)
check.value(W, expected, "twelve steps, each along the gradient of the batch whose loss is recorded")
check_draws(train, N=300, batch_size=40)
check.passed("batches of 40 of 300 images, any of which are equally likely to meet")
### BEGIN HIDDEN TESTS
from itertools import combinations_with_replacement

from chainrule.reference import svm as reference

N, D, K, SIZE = 7, 4, 3, 3
SETS, REPEATED = list(combinations(range(N), SIZE)), list(combinations_with_replacement(range(N), SIZE))


def run(steps, step_size, seed, classes=K):
    settings = {"lam": LAM, "step_size": step_size, "batch_size": SIZE, "steps": steps, "seed": seed}
    return train(X, y, num_classes=classes, **settings)


def losses_of(W, sets, lam):
    alone = [reference.svm_loss(W, X[[i]], y[[i]], lam)[0] for i in range(N)]
    return {chosen: sum(alone[i] for i in chosen) / len(chosen) for chosen in sets}


def batch_of(loss, W):
    """The set of examples with this loss."""
    right = losses_of(W, SETS, LAM)
    closest = min(right, key=lambda chosen: abs(right[chosen] - loss))
    if abs(right[closest] - loss) <= 1e-6 * loss:
        return closest
    says, mistake = "Each loss should be that of the step's batch, before the weights move.", None
    if any(abs(other - loss) <= 1e-6 * loss for other in losses_of(W, SETS, 0.0).values()):
        says, mistake = "The penalty on the weights is missing in the recorded losses.", "regularization-missing"
    elif any(abs(other - loss) <= 1e-6 * loss for other in losses_of(W, REPEATED, LAM).values()):
        says = "The examples of a batch should be different, but one is in it more than once."
    raise check.CheckFailed(says, mistake=mistake)


# Scaled so that scores are about 1. Then each set of examples has a loss of its own, which gives it away.
LAM, X, y = 0.0, np.ones((N, D)), np.arange(N) % K
start = run(1000, 1e-30, 0)[0]
unit = np.abs(start).mean() or 0.001
LAM = 0.005 / unit**2
for data_seed in range(111, 131):
    _, X, y = random_batch(data_seed, N, D, K)
    X = X / unit
    if np.diff(sorted(losses_of(start, SETS, LAM).values())).min() > 1e-4:
        break
else:
    raise check.CheckFailed("From your start several batches have the same loss: is it drawn as the task says?")

losses = [float(loss) for loss in run(1000, 1e-30, 0)[1]]
known = {loss: batch_of(loss, start) for loss in set(losses)}
drawn = [known[loss] for loss in losses]
check.passed("each batch has batch_size different examples, its recorded loss the penalty")
check.true(len(set(drawn)) > 10, "The same few batches return again and again: is each drawn afresh?")
common = np.mean([len(set(a) & set(b)) for a, b in zip(drawn, drawn[1:])])  # 9/7 ± 0.02 if drawn afresh
check.true(common > 1.15, "Batches avoid the examples of the batch before: each should be drawn from all of them.")
check.true(common < 1.42, "Batches keep examples of the batch before: each should be drawn from all of them.")
counts = np.array([drawn.count(chosen) for chosen in SETS])
expected = len(drawn) / len(SETS)
spread = np.sum((counts - expected) ** 2 / expected)  # 34 ± 8 if all are equally likely
check.true(counts.min() > 0 and spread < 100, "Not every set of examples is equally likely to be a batch.")
about = "Not every set of examples is equally likely to be a batch: some examples are drawn more often than others."
check.true(abs(np.mean(drawn) - 3) < 0.18, about)  # the examples are numbered 0 to 6
check.passed("the batches come from all examples, each set equally likely")

for seed in range(1, 6):
    W, (W_end, losses) = run(5, 1e-30, seed)[0], run(5, unit**2, seed)
    for loss in losses:
        batch = list(batch_of(float(loss), W))
        W = W - unit**2 * reference.svm_loss(W, X[batch], y[batch], LAM)[1]
    check.value(W_end, W, f"training {seed}: each step goes against the gradient of the batch whose loss is recorded")

LAM, X = 0.0, 0.1 * X  # scores so small that all margins count: no two sets share a loss, whatever the start
drawn = set()
for seed in range(1, 6):
    W, losses = run(5, 1e-30, seed)
    drawn.add(tuple(batch_of(float(loss), W) for loss in losses))
check.true(len(drawn) > 1, "Other seeds draw the same batches: are all draws from the one rng?")
drawn = set()
for classes in (3, 4, 5):
    W, losses = run(20, 1e-30, 6, classes)
    drawn.add(tuple(batch_of(float(loss), W) for loss in losses))
about = "More classes, a longer start, and yet the same batches: do they continue the rng that drew the start?"
check.true(len(drawn) == 3, about)
SIZE, SETS, REPEATED = 1, [(i,) for i in range(N)], []
W, losses = run(20, 1e-30, 0)
for loss in losses:
    batch_of(float(loss), W)
check.passed("other seeds, other batches; batches of a single example")
check_draws(train, N=600, batch_size=70)
check.passed("batches of 70 of 600 images")
### END HIDDEN TESTS

# %% [markdown]
# Now for the digits: 1,200 to train on, and the other 597 for validation, to see whether it helped.

# %% test="train_svm__digits" points=2
def train(X, y, **settings):
    return check.results(check.call(train_svm, X, y, **settings), ("W", "losses"))


def sums(W_start, lam, step_size, steps):
    """The sums of the columns of W after training: the rows of the gradient add up to 0, but for the penalty's."""
    return (1 - 2 * lam * step_size) ** steps * W_start.sum(axis=0)


digits = datasets.digits(train=1200)
settings = {"num_classes": 10, "lam": 1e-4, "step_size": 0.1, "batch_size": 32, "steps": 400}
W, losses = train(digits.X_train, digits.y_train, **settings, seed=0)
check.true(np.shape(W) == (10, 64), "W should have the shape (num_classes, D), here (10, 64).")
start, _ = train(digits.X_train, digits.y_train, **{**settings, "step_size": 0.0}, seed=0)
if np.abs(start).max() < 0.01:  # another test judges the start
    about = "the first loss: all nine wrong classes have a shortfall of about 1"
    check.value(losses[:1], [9.0], about, tolerance=0.02)
accuracy = np.mean((digits.X_val @ W.T).argmax(axis=1) == digits.y_val)
about = "More than 85 % of the validation digits should be recognised."
check.true(
    accuracy > 0.85, about, shows=f"Now {accuracy:.0%} are. The loss goes from {losses[0]:.2f} to {losses[-1]:.2f}."
)
check.passed("more than 85 % of the validation digits are recognised")
expected = sums(start, 1e-4, 0.1, 400)
about = "The rows of W should add up to what the start and the penalty leave: is each step along the gradient?"
check.true(np.allclose(W.sum(axis=0), expected, rtol=0, atol=1e-7), about)
### BEGIN HIDDEN TESTS
settings = {"num_classes": 10, "lam": 1e-3, "step_size": 0.05, "batch_size": 20, "steps": 500}
W, losses = train(digits.X_val, digits.y_val, **settings, seed=11)
accuracy = np.mean((digits.X_train @ W.T).argmax(axis=1) == digits.y_train)
check.true(accuracy > 0.8, "Trained on other digits, with another seed, too few digits are recognised.")
start, _ = train(digits.X_val, digits.y_val, **{**settings, "step_size": 0.0}, seed=11)
if np.abs(start).max() < 0.01:
    check.value(losses[:1], [9.0], "the first loss on other digits", tolerance=0.02)
check.true(np.mean(losses[-50:]) < 0.3 * losses[0], "The recorded losses should fall while the digits are learned.")
expected = sums(start, 1e-3, 0.05, 500)
check.true(np.allclose(W.sum(axis=0), expected, rtol=0, atol=1e-7), about)
check.passed("learns other digits as well")
settings = {"num_classes": 10, "lam": 1e-3, "step_size": 0.05, "batch_size": 20, "steps": 3}
one, two = (train(digits.X_val, digits.y_val, **settings, seed=seed)[0] for seed in (12, 13))
check.true(not np.allclose(one, two), "Another seed should give another result, on digits as well.")
# A digit for each class and one more: whatever was drawn, the end is that of one of all the ways to draw two pairs.
from itertools import product

from chainrule.reference import svm as reference

chosen = [int(np.flatnonzero(digits.y_val == label)[0]) for label in range(10)]
X, y = digits.X_val[chosen], digits.y_val[chosen]
settings = {"num_classes": 10, "lam": 0.01, "seed": 14}
expected, _ = train(X, y, **settings, step_size=0.0, batch_size=10, steps=30)
for _ in range(30):
    expected = expected - 0.1 * reference.svm_loss(expected, X, y, 0.01)[1]
W, _ = train(X, y, **settings, step_size=0.1, batch_size=10, steps=30)
check.value(W, expected, "all of ten digits at each of 30 steps")
X, y = X[:4], y[:4]
start, _ = train(X, y, **settings, step_size=0.0, batch_size=2, steps=2)
ends = []
for pairs in product(map(list, combinations(range(4), 2)), repeat=2):
    end = start
    for pair in pairs:
        end = end - 0.1 * reference.svm_loss(end, X[pair], y[pair], 0.01)[1]
    ends.append(end)
W, _ = train(X, y, **settings, step_size=0.1, batch_size=2, steps=2)
about = "Two steps with two of four digits each should follow the gradients of the two batches."
check.true(any(np.allclose(W, end, rtol=0, atol=1e-7) for end in ends), about)
### END HIDDEN TESTS

# %% [markdown]
# ### Small batches or all at once?
# Both runs below see 48,000 digits in all: full-batch descent spends them on 40 careful steps, mini-batch
# descent on 1,500 hasty ones.

# %%
digits = datasets.digits(train=1200)
N = len(digits.X_train)
plans = {"full batch": (N, 40), "mini-batches of 32": (32, 1500)}
learned = {
    name: train_svm(digits.X_train, digits.y_train, 10, lam=1e-3, step_size=0.1, batch_size=size, steps=steps, seed=0)
    for name, (size, steps) in plans.items()
}
fig, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6), dpi=80, layout="constrained", sharey=True)
for i, (name, (size, steps)) in enumerate(plans.items()):
    W, losses = learned[name]
    accuracy = np.mean((digits.X_val @ W.T).argmax(axis=1) == digits.y_val)
    print(f"{name:18s} {steps:5d} steps, {steps * size:,} digits seen, validation accuracy {100 * accuracy:.0f} %")
    style = {"color": plots.COLOURS[i], "lw": 2 - i, "alpha": 1 - 0.3 * i, "label": name}
    left.plot(losses[:40], **style)
    right.plot(np.arange(steps) * size, losses, **style)
left.set(xlabel="step (the first 40)", ylabel="loss of the batch")
right.set(xlabel="digits seen")
for ax in (left, right):
    ax.grid(alpha=0.3)
    ax.legend(frameon=False)
plt.show()

# %% [markdown]
# *The picture: the training loss of both runs against steps (left) and against the number of digits seen (right).*
#
# <details><summary>The picture in words</summary>
#
# Left, 40 steps: the full batch falls smoothly from 9 to 2.0 after 5 steps, 1.2 after 10 and 0.5 after 40. The
# mini-batches fall nearly as fast, but jump: 2.3 at step 6, 3.3 at step 7; 0.7 at step 17, 1.7 at step 18. Right, over
# 48,000 digits seen: the mini-batches are below 1 within the first thousand, and then flicker between 0.1 and 0.5, with
# a mean of 0.2; the full batch takes all 48,000 to come down to 0.5.
# </details>
#
# Step by step the mini-batches are the noisier ones, but after 40 steps both are near 0.5. By then the mini-batches
# have seen 1,280 digits, and the full batch 48,000.
#
# A mini-batch gives a rough estimate of the gradient; early on, rough is all you need to know where down is. Change
# `size`, `step_size` and `lam`, and look again.

# %% [markdown]
# **Move it: the step size.** Forty steps on all 1,200 digits with your `svm_loss`, from tiny weights. *Predict first:*
# the first step is taken with a slope that is right. Can the loss still go up? And is an η whose first step goes deep
# always a good one?

# %%
from chainrule import moving

tiny = 0.001 * np.random.default_rng(0).standard_normal((10, 64))
moving.step_size(lambda W: svm_loss(W, digits.X_train, digits.y_train, 1e-3), tiny)

# %% [markdown]
# *The picture: above, the loss after one step against its size η, with a dot at the η that is chosen; below, the loss
# over 40 steps with this η. Where nothing can be moved, three sizes stand side by side.*
#
# <details><summary>The picture in words</summary>
#
# Above, the same curve in all three pictures: after one step of size η, 8.98 for η = 0.001, 7.0 for 0.1, the lowest,
# 1.1, near η = 1.3, and 4.6 for 10. The dot is at 3.4 for η = 0.3, at 1.1 for 1, and at 1.4 for 3. Below, over 40
# steps: with η = 0.3 the loss goes 9, 3.4, 2.4, 4.6, 2.3 and then down, to 0.3 after 28 steps; with 1 it goes 9, 1.1,
# 5.5, 12.9, 3.9, 6.3, then down in smaller jumps, to 0.4 after 16; with 3 it goes 9, 1.4, 3.5, 10.4, 18.6, jumps until
# step 14, and then falls slowly, from 1.1 to 0.6.
# </details>
#
# <details><summary>What you should have seen</summary>
#
# A slope tells what happens nearby, and a long step is not nearby: above, the loss falls, reaches its lowest point, and
# rises again behind it. With η = 0.001 hardly anything happens; with 0.1 the loss falls all the way. With 0.3 it is
# larger again after the third step, and with 1 that step overshoots so far that the loss is 12.9, more than at the
# start, though the first step went deepest of all: to 1.1. Both recover, and end near 0.3. With η = 3 the walk gets to
# 18.6, with 10 to 66. It never flies off to infinity, because the slope of a hinge does not grow with the distance, and
# ends where the penalty has shrunk what is too much.
# </details>

# %% [markdown]
# ### What has it learned?
# A row of $W$ has as many entries as an image has pixels, so it *is* an image: a template. The score is how well the
# two overlap.

# %%
W, _ = train_svm(digits.X_train, digits.y_train, 10, lam=1e-3, step_size=0.1, batch_size=32, steps=1500, seed=0)
plots.templates(W, title="Ten rows of W: ink on blue speaks for the digit, ink on red (−: strongly) against it")
plt.show()

# %% [markdown]
# *The picture: ten weight images, blue where ink speaks for the digit, red where it speaks against it.*
#
# <details><summary>The picture in words</summary>
#
# Ten squares of 8 × 8 weights, from dark red (−1.3) over white (0) to dark blue (1.3). The 0 is dark red in the middle,
# in a pale blue ring. The 1 has a dark blue spot above the middle, the 9 one at the upper right, where its loop closes.
# The 2 and the 3 are red on the left of their upper half, the 7 and the 9 in their lower half. The 4 is red along its
# upper edge, and blue in a band across the middle. The 5 is red at the upper right, and again at the lower left.
# </details>
#
# Look for the red hole in the 0, where it hardly ever has ink, for the left of the 3, where an 8 is closed, and for the
# top of the 4, where a 9 is closed.
#
# Each update added multiples of images $x_i$ to each row, and the penalty shrank it a little. So, apart from the tiny
# start, every template is a weighted sum of training images: they are added where the digit should have won and did not
# lead by the margin, and subtracted where it came too close to the right one. That is the arrow picture from the top
# again, in 64 dimensions.
#
# **What a template cannot do.** One template per class means one *idea* of the class. Which digits suffer from that?

# %%
my_bet = None  # the two digits that are recognised worst, such as (3, 5)

guess = (digits.X_val @ W.T).argmax(axis=1)
confused = np.zeros((10, 10), dtype=int)
np.add.at(confused, (digits.y_val, guess), 1)
print("validation digits, a row for each true digit, a column for each guess:")
print("      " + "".join(f"{k:4d}" for k in range(10)))
for k in range(10):
    print(f"{k:4d}: " + "".join(f"{n:4d}" if n else "   ·" for n in confused[k]))
right = np.diag(confused) / confused.sum(axis=1)
worst = [int(k) for k in np.argsort(right)[:2]]
print(f"recognised worst: {worst[0]} and {worst[1]}; your bet: {my_bet}")

# %% [markdown]
# Look at the row of the 1 and the column of the 8: people write their ones in several ways. A single template has to be
# an average of all of them, like the horse with two heads that a linear classifier learns from photographs of horses
# that look left and right. That is the reason for networks: a hidden layer can keep several templates for one class.

# %% [markdown]
# ## What you have learned
#
# *In one sentence: a gradient that is derived moves every weight at once, for the price of a look.*
#
# * One shortfall above 0 moves two rows, by the same image, in opposite directions; that is all there is to this
#   gradient.
# * The slope of $\max(0, m)$ is 0 or 1, never $m$; at the kink we have to agree on something.
# * Loops first, checked against numbers; then matrices, checked against the loops.
# * Many rough steps beat a few exact ones.
#
# The hinge is satisfied as soon as the lead is $\Delta$; how *sure* should a classifier be? If scores
# become probabilities, a loss can ask for that, and its gradient becomes even simpler.
