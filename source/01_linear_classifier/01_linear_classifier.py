# %% [markdown]
# # 1 · The linear classifier: from 64 numbers to “this is a seven”
#
# To a computer an image is a table of numbers. You recognise a seven at once, but nobody can write down the rule by
# which you do it. So we let the computer find the rule: give every class some **weights**, measure how bad they are by
# a **loss**, and **search** for better ones. How far does this get us with nothing but products, sums and patience?
#
# After this notebook you can
#
# - compute scores, and turn them into a prediction, a hinge loss, probabilities and a cross-entropy;
# - say why large weights should cost something;
# - find good weights by chance, by slopes, and in small batches, and say what each way costs;
# - recognise handwritten digits with a program whose every line you wrote.

# %% given="setup"
import matplotlib.pyplot as plt
import numpy as np

from chainrule import check, datasets, plots

# %%
digits = datasets.digits()
some = [np.flatnonzero(digits.y_train == digit)[i] for i in (0, 1) for digit in range(10)]
plots.images(digits.X_train[some], [str(label) for label in digits.y_train[some]], columns=10)
plt.show()

# %% [markdown]
# *The picture: two rows of handwritten digits, 0 to 9, of 8 × 8 grey pixels, each under its label.*
#
# <details><summary>The picture in words</summary>
#
# Twenty squares of 8 × 8 pixels, from white to black: in each row one image of each digit from 0 to 9, under its label.
# Strokes are two or three pixels wide. The two ones differ most: a slanted stroke with a flag, and a plain thick bar.
# The upper 8 and the upper 9 are hard to read even for people.
# </details>
#
# There are 1,797 of them. Their larger sibling, CIFAR-10, has 60,000 photographs of 32 × 32 pixels in three colours,
# 3,072 numbers each, also in ten classes; everything you write here works for it, too.
#
# **Time.** About 163 minutes: 7 for the beginning and the end, the rest as said below the headings. A good place for a
# break is after part 7. Words are explained in the glossary at the end of the guide (`README.md`, one folder above).
#
# **How this notebook works.** Replace the two lines `# YOUR CODE HERE` and `raise NotImplementedError(…)` with your
# answer, run the cell, then run the check below it: it prints a ✓ for each thing that is right, or a message that says
# what is wrong; then `check.hint()` often says what kind of mistake it looks like, and asks a question. When your
# notebook is graded, hidden checks run as well: other sizes, other numbers, integers, float32. Where it says `YOUR
# ANSWER HERE`, write text (double-click the cell); a person will mark it. The code of the checks may be folded, as a
# line with three dots: run it all the same. What is below *The picture in words* is folded, too; click to read it.

# %% [markdown]
# ## What we agree on
#
# | | shape | |
# |---|---|---|
# | `X` | `(N, D)` | one example per row; any `N` from 1 |
# | `y` | `(N,)` | integer labels 0 … K−1, `K` at least 2; a class may be missing from the batch |
# | `W`, `b` | `(K, D)`, `(K,)` | one row of weights and one bias per class (without labels, `K` may be 1) |
# | scores | `(N, K)` | one row per example |
#
# Where a shape is given, return a NumPy array; a number may also be an array of shape `()`. Arguments may be integers
# (int64) or float32, and stand for real numbers; **leave them as they were**, and work on copies. Logarithms are
# natural. Where there is a `seed`, make `rng = np.random.default_rng(seed)` once in each call, and draw everything from
# it. Numbers are compared to about six significant digits (float32: four), tiny ones beside much larger ones to fewer.
# Any way to the right numbers is fine: loops, if you like them.

# %% given="examples"
# Two images of four pixels, three classes: small enough to check everything by hand.
X_small = np.array([[1.0, 0.0, 2.0, 1.0], [0.0, 1.0, 1.0, 3.0]])
y_small = np.array([1, 0])
W_small = np.array([[1.0, 0.0, -1.0, 2.0], [0.0, 2.0, 1.0, 0.0], [-1.0, 1.0, 0.0, 1.0]])
b_small = np.array([0.0, 1.0, -1.0])


def random_batch(seed, N, D, K):
    """Return random weights (K, D), biases (K,), examples (N, D) and labels (N,), for experiments and checks."""
    rng = np.random.default_rng(seed)
    return rng.standard_normal((K, D)), rng.standard_normal(K), rng.standard_normal((N, D)), rng.integers(0, K, N)


def random_scores(seed, N, K):
    """Return random scores (N, K) and labels (N,), for experiments and checks."""
    rng = np.random.default_rng(seed)
    return 2 * rng.standard_normal((N, K)), rng.integers(0, K, N)

# %% [markdown]
# ## 1 · Scores
#
# *About 8 minutes.*
#
# Each class asks every pixel for its opinion: a positive weight says that ink here speaks for the class, a negative one
# that it speaks against it. The score of class $k$ is the sum of all opinions, and plus a bias, for how common the
# class is anyway:
#
# $$s_k = \sum_d W_{kd}\, x_d + b_k, \qquad \text{all at once:}\quad s = W x + b .$$
#
# The first small image is $x = (1, 0, 2, 1)$, and class 0 has the weights $(1, 0, -1, 2)$ and the bias 0, so $s_0 = 1 +
# 0 - 2 + 2 + 0 = 1$. Work out $s_1$ and $s_2$ by hand (3 and −1), then write it for a whole batch.
#
# **Task.** Return the scores `(N, K)`: row $i$ is $W x_i + b$. Mind which way round `W` is.

# %% answer="linear_scores"
def linear_scores(W, b, X):
    """Return the scores of a linear classifier: row i is W x_i + b.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples

    Returns
    -------
    ndarray, (N, K)
    """
    ### BEGIN SOLUTION
    return X @ W.T + b
    ### END SOLUTION

# %% test="linear_scores__value" points=3
small = {"W": W_small, "b": b_small, "X": X_small}
check.value(check.call(linear_scores, **small), [[1, 3, -1], [5, 4, 3]], "the two small images", facts=small)
small["X"] = X_small[::-1]
check.value(check.call(linear_scores, **small), [[5, 4, 3], [1, 3, -1]], "the two in the other order", facts=small)
W_bird, x_bird, _, _ = datasets.bird_or_car()
check.value(check.call(linear_scores, W_bird, np.zeros(2), x_bird[np.newaxis]), [[-8, -7]], "the lecture's bird")
again = [0, 1, 1, 0, 1]  # five images: more than classes or pixels
whole = {"W": W_small.astype(int), "b": b_small + 0.5, "X": X_small[again].astype(int)}
expected = np.array([[1.5, 3.5, -0.5], [5.5, 4.5, 3.5]])[again]
about = "five images and weights of integers, and biases that are half a point higher"
check.value(check.call(linear_scores, **whole), expected, about, facts=whole)
close = {"W": np.array([[1.0, -1.0]]), "b": np.zeros(1), "X": np.array([[1000.1, 1000.223456]])}
about = "one image and one class: a small difference of large numbers"
check.value(check.call(linear_scores, **close), [[-0.123456]], about, facts=close)
rng = np.random.default_rng(1)
drawn = {"W": 3 * rng.normal(size=(4, 3)), "b": 3 * rng.normal(size=4), "X": 3 * rng.normal(size=(6, 3))}
check.alike(linear_scores, drawn, "six images as integers and float32")
check.one_by_one(linear_scores, drawn, ["X"], "the same images, one by one")
### BEGIN HIDDEN TESTS
from chainrule.reference import linear as reference

task = check.task(linear_scores, reference.linear_scores)
task.in_all_kinds(*random_batch(1, 7, 4, 3)[:3], about="seven examples, three classes")
for N, D, K in ((4, 4, 4), (1, 5, 3), (3, 2, 7), (5, 6, 2), (2, 1, 4)):
    task.agrees(*random_batch(N + D, N, D, K)[:3], about=f"batch of {N}, {D} pixels, {K} classes")
W, X = np.array([[1.0, -999.9], [-1.0, 1000.3]]), np.array([[1000.1, 1.0], [1000.2, 1.0]])
task.agrees(W, np.zeros(2), X, about="small differences of large numbers")
### END HIDDEN TESTS

# %% [markdown]
# ## 2 · Prediction
#
# *About 4 minutes.*
#
# The class with the highest score wins, however little it leads: $\hat y_i = \arg\max_k s_{ik}$. At a tie, where scores
# are equal as your floats come out, we agree on the **lowest** label.
#
# **Task.** Return the predicted labels, `(N,)`, with an integer dtype that has room for them: there may be a thousand
# classes.

# %% answer="predict"
def predict(W, b, X):
    """Return for each example the label of its highest score; at a tie the lowest of the labels.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples

    Returns
    -------
    ndarray of int, (N,)
    """
    ### BEGIN SOLUTION
    return linear_scores(W, b, X).argmax(axis=1)
    ### END SOLUTION

# %% test="predict__value" points=2
small = {"W": W_small, "b": b_small, "X": X_small}
check.value(check.call(predict, **small), np.array([1, 0]), "the two small images", facts=small)
small["b"] = np.array([0.0, 0.0, 5.0])
check.value(check.call(predict, **small), np.array([2, 2]), "the same with a high bias for class 2", facts=small)
again = [0, 1, 0, 0, 1]
ties = {"W": W_small.astype(int), "b": np.array([1, 1, 3]), "X": X_small[again].astype(int)}
about = "five images of integers; at the first, the labels 1 and 2 have the same score"
check.value(check.call(predict, **ties), np.array([1, 2])[again], about, facts=ties)
ties["b"] = np.array([1.0, 1.0, 3.000001])
check.value(check.call(predict, **ties), np.array([2, 2])[again], "and then label 2 leads by a millionth", facts=ties)
got = check.call(predict, W_small, np.array([1000.0, 3000.0, 2000.0]), X_small)
check.value(got, np.array([1, 1]), "scores of thousands")
got = check.call(predict, np.zeros((3, 4)), np.array([0.0, 1e-20, 0.0]), X_small)
check.value(got, np.array([1, 1]), "a lead of 1e-20")
got = check.call(predict, np.zeros((3, 4)), np.array([-3e12, -1e12, -2e12]), X_small)
check.value(got, np.array([1, 1]), "scores far below zero")
got = check.call(predict, np.zeros((1000, 4)), np.arange(1000) / 100, X_small)
check.value(got, np.array([999, 999]), "a thousand classes, the last of which has the highest bias")
W_bird, x_bird, _, _ = datasets.bird_or_car()
got = check.call(predict, W_bird, np.zeros(2), x_bird[np.newaxis])
check.value(got, np.array([1]), "the lecture's bird, with scores of -8 and -7, is taken for a car")
rng = np.random.default_rng(2)
drawn = {"W": 3 * rng.normal(size=(4, 3)), "b": 3 * rng.normal(size=4), "X": 3 * rng.normal(size=(9, 3))}
check.alike(predict, drawn, "nine images as integers and float32")
check.one_by_one(predict, drawn, ["X"], "the same images, one by one")
### BEGIN HIDDEN TESTS
from chainrule.reference import linear as reference

task = check.task(predict, reference.predict)
task.in_all_kinds(*random_batch(11, 9, 4, 5)[:3], about="nine examples, five classes")
for N, D, K in ((30, 3, 3), (1, 4, 6), (40, 2, 7), (25, 5, 2)):
    task.agrees(*random_batch(12 + D, N, D, K)[:3], about=f"batch of {N}, {D} pixels, {K} classes")
W, b, X, _ = random_batch(13, 12, 3, 4)
for low in (50, 1e10):
    task.agrees(W, b - low, X, about="scores that are all below zero")
for scale in (1e-3, 1e-6, 1e-25):
    task.agrees(scale * W, scale * b, X, about="scores that are nearly equal")
task.agrees(np.ones((5, 3)), np.array([0.0, 2.0, 1.0, 2.0, 2.0]), X, about="a tie of three classes")
task.agrees(np.zeros((4, 3)), np.zeros(4), X, about="a tie of all classes")
W, b, X, _ = random_batch(14, 6, 3, 1000)
task.agrees(W, b + 0.01 * np.arange(1000), X, about="a thousand classes")
### END HIDDEN TESTS

# %% [markdown]
# ## 3 · How bad is that? The hinge loss
#
# *About 15 minutes.*
#
# Here are three images, and the scores that some weights give them. Before you read on: which of the
# three would you complain about, and how loudly?

# %%
cats = datasets.cat_car_frog()
plots.score_bars(cats.scores, cats.y, cats.names)
plt.show()

# %% [markdown]
# *The picture: the scores of the three images, a group of three bars each; the correct class is hatched.*
#
# <details><summary>The picture in words</summary>
#
# For the image of a cat: cat 3.2 (correct, hatched), car 5.1, frog −1.7. For that of a car: cat 1.3, car 4.9 (correct),
# frog 2. For that of a frog: cat 2.2, car 2.5, frog −3.1 (correct). Only the car's correct bar is the highest of its
# group; the frog's points down.
# </details>
#
# The **hinge loss** demands that the correct score *lead* every other one by a *margin* $\Delta$. What is missing to
# it, $s_{ij} - s_{i y_i} + \Delta$, is the *shortfall*: bad if positive. The loss adds up the shortfalls (Crammer and
# Singer, 2001, gave the multiclass SVM its usual forms):
#
# $$L_i = \sum_{j \neq y_i} \max(0,\; s_{ij} - s_{i y_i} + \Delta) .$$
#
# The cat, with $\Delta = 1$: $\max(0,\, 5.1 - 3.2 + 1) + \max(0,\, -1.7 - 3.2 + 1) = 2.9 + 0 = 2.9$.
#
# **Task.** Return each example's loss, `(N,)`; do not take the mean yet. `delta` is at least 0.

# %% answer="hinge_losses"
def hinge_losses(scores, y, delta=1.0):
    """Return each example's hinge loss: the sum over j != y_i of max(0, s_j - s_{y_i} + delta).

    Parameters
    ----------
    scores : (N, K), y : (N,) integer labels, delta : number, at least 0

    Returns
    -------
    ndarray, (N,)
    """
    ### BEGIN SOLUTION
    examples = np.arange(len(y))
    margins = np.maximum(0, scores - scores[examples, y][:, np.newaxis] + delta)
    margins[examples, y] = 0
    return margins.sum(axis=1)
    ### END SOLUTION

# %% test="hinge_losses__value" points=3
cats = datasets.cat_car_frog()
frog_and_cat = {"scores": cats.scores[[2, 0]], "y": cats.y[[2, 0]]}
check.value(
    check.call(hinge_losses, **frog_and_cat), [12.9, 2.9], "the frog and the cat", facts={**frog_and_cat, "delta": 1.0}
)
check.value(check.call(hinge_losses, cats.scores, cats.y), [2.9, 0, 12.9], "cat, car and frog")
check.value(
    check.call(hinge_losses, cats.scores[:1], cats.y[:1], delta=6.0), [9.0], "the cat alone, with a margin of 6"
)
### BEGIN HIDDEN TESTS
from chainrule.reference import losses as reference

task = check.task(hinge_losses, reference.hinge_losses)
task.agrees(*random_scores(21, 8, 5), 1.5, about="eight examples, five classes, another delta")
for N, K in ((5, 2), (4, 4), (1, 3), (3, 7), (200, 6)):
    task.agrees(*random_scores(21 + K, N, K), about=f"batch of {N}, {K} classes")
scores, _ = random_scores(22, 6, 4)
task.agrees(scores, np.array([3, 1, 1, 3, 3, 1]), 0.4, about="classes without an example, a small delta")
task.agrees(scores, np.array([2, 2, 2, 2, 2, 2]), 0.0, about="one class only, delta 0")
task.agrees(scores, np.zeros(6, dtype=int), about="the first class only")
task.agrees(np.array([[-19.2, 18.1, 19.7], [-0.3, 17.5, -18.4]]), np.array([0, 2]), about="large margins")
task.agrees(scores - 15, np.array([0, 0, 3, 0, 1, 0]), 6.0, about="scores below zero, a large delta")
### END HIDDEN TESTS

# %% test="hinge_losses__kinds" points=1
scores, y = np.array([[3.0, 1, 4], [1, 5, 9], [2, 6, 5], [3, 5, 30]]), np.array([2, 1, 0, 1])
facts = {"scores": scores, "y": y, "delta": 0.5}
check.value(check.call(hinge_losses, scores, y, 0.5), [0, 4.5, 8, 25.5], "a margin of half", facts=facts)
check.value(
    check.call(hinge_losses, scores.astype(int), y, 0.5),
    [0, 4.5, 8, 25.5],
    "the same scores as integers",
)
equal = {"scores": np.array([[2.0, 2.0, -3.0, 1.5], [2.0, 0.5, 2.0, 1.0]]), "y": np.array([1, 0]), "delta": 1.5}
about = "four classes, and a rival with the score of the correct one"
check.value(check.call(hinge_losses, *equal.values()), [2.5, 2.0], about, facts=equal)
check.value(check.call(hinge_losses, scores, y, 0.0), [0, 4, 7, 25], "a margin of 0")
rng = np.random.default_rng(3)
drawn = {"scores": 3 * rng.normal(size=(7, 5)), "y": np.array([4, 1, 1, 0, 3, 1, 4]), "delta": 0.7}
check.alike(hinge_losses, drawn, "seven rows of scores as integers and float32")
check.one_by_one(hinge_losses, drawn, ["scores", "y"], "the same rows, one by one")
got = check.call(hinge_losses, np.array([[0.0, 5000.0, -3000.0]]), np.array([0]))
check.value(got, [5001.0], "scores of thousands")
low = {"scores": np.array([[-5000.0, -5000.5, -9000.0], [-2e12, -2e12 - 0.5, -3e12]]), "y": np.array([0, 0])}
about = "scores far below zero, and a lead of half the margin"
check.value(check.call(hinge_losses, **low), [0.5, 0.5], about, facts={**low, "delta": 1.0})
got = check.call(hinge_losses, np.array([[2.0, 1 + 2.0**-36]]), np.array([0]))
check.value(got, [2.0**-36], "a shortfall of 1.5e-11")
### BEGIN HIDDEN TESTS
from chainrule.reference import losses as reference

task = check.task(hinge_losses, reference.hinge_losses)
task.in_all_kinds(*random_scores(31, 9, 4), 0.7, about="nine examples, four classes")
task.agrees(np.array([[2, 1, 0, 3], [1, 1, 1, 1]]), np.array([0, 2]), 1, about="margins of exactly 0")
task.agrees(np.array([[2, 1, 0, 3], [1, 1, 1, 1]]), np.array([3, 0]), 0.5, about="whole numbers and half a margin")
task.agrees(np.array([[-4e3, -4001], [-1e13, -1e13 - 1]]), np.array([0, 0]), 1.5, about="scores far below zero")
task.agrees(np.array([[3.0, 2.5 + 2.0**-34]]), np.array([0]), 0.5, about="a tiny shortfall")
### END HIDDEN TESTS

# %% [markdown]
# The loss of the three together is the mean, $(2.9 + 0 + 12.9) / 3 = 5.27$. What about the lecture's apple, banana and
# pear?

# %%
fruit = datasets.apple_banana_pear()
for name, row in zip(fruit.names, fruit.scores):
    print(f"the {name:6s} has the scores", "  ".join(f"{other} {score:5.2f}" for other, score in zip(fruit.names, row)))
for what, scores in (("scores as they are", fruit.scores), ("all scores doubled", 2 * fruit.scores)):
    losses = zip(fruit.names, hinge_losses(scores, fruit.y))
    print(what + ":", "  ".join(f"{name}: {'a loss' if loss > 0 else 'none'}" for name, loss in losses))

# %% [markdown]
# Doubling all weights (and biases) doubles all scores. The pear's zero stays a zero: where the margin is kept, weights
# twice as large keep it, too. And the apple's loss is gone, although nothing was learned: the scores have only become
# louder. Keep this in mind for section 6.

# %% [markdown]
# ## 4 · How sure is that? Softmax
#
# *About 12 minutes.*
#
# Scores are hard to read: is 5.1 a lot? **Softmax** turns a row of them into probabilities, positive, with sum 1:
#
# $$p_{ik} = \frac{e^{s_{ik}}}{\sum_j e^{s_{ij}}} .$$
#
# Why exponentials? A probability has to be positive, whatever the score; and a lead of 1 should mean the same
# everywhere. With exponentials it multiplies the odds, $p_{ij}/p_{ik} = e^{s_{ij} - s_{ik}}$, by $e \approx 2.7$,
# whether the scores are 0 and 1 or 100 and 101.
#
# The cat: $(e^{3.2}, e^{5.1}, e^{-1.7}) = (24.53,\ 164.02,\ 0.183)$, with sum 188.74, give $(0.130,\ 0.869,\ 0.001)$.
#
# Now try `np.exp(1000.0)`. What may you add to all scores of a row without changing its probabilities? The answer makes
# your softmax safe.
#
# **Task.** Return the probabilities, right (not merely finite) for scores of ±10,000, even when the rows differ greatly
# in size. (Where such scores are float32, they are far apart.) Probabilities below $10^{-12}$ may come out as 0.

# %% answer="softmax"
def softmax(scores):
    """Return the probabilities exp(s_k) / sum_j exp(s_j) of each row.

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction

    Returns
    -------
    ndarray, (N, K): each row has the sum 1
    """
    ### BEGIN SOLUTION
    powers = np.exp(scores - np.max(scores, axis=1, keepdims=True))  # the largest becomes exp(0) = 1
    return powers / np.sum(powers, axis=1, keepdims=True)
    ### END SOLUTION

# %% test="softmax__value" points=2
cats = datasets.cat_car_frog()
probabilities = check.call(softmax, cats.scores)
by_hand = [[0.12998, 0.86905, 0.00097], [0.02524, 0.92392, 0.05084], [0.42466, 0.57322, 0.00212]]
check.value(
    probabilities, by_hand, "the probabilities of cat, car and frog", tolerance=0.001, facts={"scores": cats.scores}
)
check.value(probabilities.sum(axis=1), [1, 1, 1], "each row has the sum 1")
### BEGIN HIDDEN TESTS
from chainrule.reference import losses as reference

task = check.task(softmax, reference.softmax)
task.in_all_kinds(random_scores(41, 6, 4)[0], about="six examples, four classes")
for N, K in ((5, 2), (3, 3), (1, 5), (4, 7)):
    task.agrees(random_scores(41 + K, N, K)[0], about=f"batch of {N}, {K} classes")
task.agrees(np.full((3, 4), 2.0), about="equal scores")
### END HIDDEN TESTS

# %% test="softmax__large" points=2
large = np.array([[10_000.0, 9_999.0], [-10_000.0, -10_000.0], [-10_000.0, 10_000.0]])
expected = [[0.7310586, 0.2689414], [0.5, 0.5], [0, 1]]
check.value(check.call(softmax, large), expected, "scores of ±10,000", facts={"scores": large})
near = np.array([[10_000.0, 9_999.3]])
check.value(check.call(softmax, near), [[0.6681878, 0.3318122]], "10,000 and 9,999.3", facts={"scores": near})
about = "−10,000 and −9,999.3"
check.value(check.call(softmax, -near), [[0.3318122, 0.6681878]], about, facts={"scores": -near})
sure = {"scores": np.array([[0, 20, 0]])}
check.value(check.call(softmax, **sure), [[2.0611536e-9, 1, 2.0611536e-9]], "probabilities of 2e-9", facts=sure)
low = np.array([[-10_000, -10_001]])
check.value(check.call(softmax, low), [[0.7310586, 0.2689414]], "integers near −10,000", facts={"scores": low})
rng = np.random.default_rng(4)
check.alike(softmax, {"scores": 3 * rng.normal(size=(6, 4))}, "six rows of scores as integers and float32")
rows = rng.normal(size=(6, 4)) * np.array([[1.0], [10], [100], [1000], [3000], [0.001]])
check.one_by_one(softmax, {"scores": rows}, ["scores"], "rows of very different size, one by one")
check.value(check.call(softmax, np.array([[5.0], [-3.0]])), [[1.0], [1.0]], "a single class")
### BEGIN HIDDEN TESTS
from chainrule.reference import losses as reference

task = check.task(softmax, reference.softmax)
large = np.array(
    [[10_000.0, 9_998.7, 9_999.3], [-10_000.0, -9_999.3, -9_998.1], [0.3, -0.2, 1.0], [10_000.0, -10_000.0, 0.0]]
)
task.agrees(large, about="rows of very different size")
task.agrees(np.rint(large).astype(int), about="large whole numbers")
task.agrees(large[2:].astype(np.float32), about="large scores in float32")
task.agrees(np.array([[-10_000.0, -10_002.0]]), about="one row, all scores near −10,000")
task.agrees(np.array([[18.0, -1.5, 0.0], [0.5, -9.0, 9.0]]), about="small probabilities")
for largest in range(3):
    apart = np.roll([[10_000.0, -10_000.0, 0.0]], largest, axis=1)
    task.agrees(apart, about=f"one score far above the others, that of class {largest}")
### END HIDDEN TESTS

# %% [markdown]
# ## 5 · How surprising is that? Cross-entropy
#
# *About 20 minutes.*
#
# If the probabilities are taken at their word, how surprising is the truth? The **cross-entropy loss** is minus the
# logarithm of the probability that the correct class was given:
#
# $$L_i = -\ln p_{i y_i} .$$
#
# Why minus a logarithm? Surprises should add up: the probability of two independent things is a product, and a
# logarithm turns products into sums. To be sure and right costs nothing; to be sure and wrong costs a lot: $-\ln 0.001
# = 6.9$.
#
# It has a second meaning. If the examples are independent, the probability of *all* the labels that we saw is the
# product $\prod_i p_{i y_i}$. Its logarithm is $\sum_i \ln p_{i y_i} = -\sum_i L_i$. So weights that make the sum of
# the losses small are those that make the labels we saw **most likely**.
#
# Beware: if $p$ is so small that the computer rounds it to 0, its logarithm is $-\infty$. But the logarithm of a
# quotient is a difference, and $\ln e^{s} = s$ needs no computing.
#
# **Task.** Return each example's loss, `(N,)`, finite and right for scores of ±10,000. Losses below $10^{-12}$ may come
# out as 0.

# %% answer="cross_entropy_losses"
def cross_entropy_losses(scores, y):
    """Return each example's cross-entropy: -log softmax(s_i)[y_i].

    Parameters
    ----------
    scores : (N, K), of any size up to 10,000 in either direction, y : (N,) integer labels

    Returns
    -------
    ndarray, (N,)
    """
    ### BEGIN SOLUTION
    shifted = scores - np.max(scores, axis=1, keepdims=True)
    return np.log(np.sum(np.exp(shifted), axis=1)) - shifted[np.arange(len(y)), y]
    ### END SOLUTION

# %% test="cross_entropy_losses__value" points=2
four = {"scores": np.log([[1.0, 4, 5], [1, 1, 1], [3, 1, 4], [5, 3, 2]]), "y": np.array([1, 2, 2, 1])}
about = "probabilities of 0.4, 1/3, 0.5 and 0.3 for the correct class, and none of class 0"
check.value(check.call(cross_entropy_losses, **four), -np.log([0.4, 1 / 3, 0.5, 0.3]), about, facts=four)
sure = {"scores": np.array([[9, 0]]), "y": np.array([0])}
about = "two classes, scores of integers: nearly certain, and right"
check.value(check.call(cross_entropy_losses, **sure), [np.log1p(np.exp(-9))], about, facts=sure)
### BEGIN HIDDEN TESTS
from chainrule.reference import losses as reference

task = check.task(cross_entropy_losses, reference.cross_entropy_losses)
task.in_all_kinds(*random_scores(51, 8, 5), about="eight examples, five classes")
for N, K in ((5, 2), (4, 4), (1, 3), (3, 7), (200, 6)):
    task.agrees(*random_scores(51 + K, N, K), about=f"batch of {N}, {K} classes")
scores, _ = random_scores(52, 6, 4)
task.agrees(scores, np.array([3, 1, 1, 3, 3, 1]), about="classes without an example")
sure = np.array([[0.0, -17.3, -18.1], [1.2, -16.0, -17.7]])
task.agrees(sure, np.array([0, 0]), about="a correct class that is nearly certain")
### END HIDDEN TESTS

# %% test="cross_entropy_losses__large" points=2
large = np.array([[10_000.0, -10_000.0], [10_000.0, -10_000.0], [-10_000.0, -10_000.0]])
facts = {"scores": large, "y": np.array([1, 0, 1])}
check.value(check.call(cross_entropy_losses, **facts), [20_000, 0, np.log(2)], "scores of ±10,000", facts=facts)
far = {"scores": np.array([[900.0, 900.0, 0.0]]), "y": np.array([2])}
about = "far behind two classes that share the highest score"
check.value(check.call(cross_entropy_losses, **far), [900 + np.log(2)], about, facts=far)
rng, y = np.random.default_rng(5), np.array([3, 1, 1, 0, 2, 1])
about = "six rows of scores as integers and float32"
check.alike(cross_entropy_losses, {"scores": 3 * rng.normal(size=(6, 4)), "y": y}, about)
rows = rng.normal(size=(6, 4)) * np.array([[1.0], [10], [100], [1000], [3000], [0.001]])
about = "rows of very different size, one by one"
check.one_by_one(cross_entropy_losses, {"scores": rows, "y": y}, ["scores", "y"], about)
check.value(check.call(cross_entropy_losses, np.array([[5.0]]), np.array([0])), [0.0], "a single class and one example")
### BEGIN HIDDEN TESTS
from chainrule.reference import losses as reference

task = check.task(cross_entropy_losses, reference.cross_entropy_losses)
large = np.array(
    [
        [10_000.0, 9_998.7, 9_999.3],
        [-10_000.0, -9_999.3, -9_998.1],
        [0.3, -0.2, 1.0],
        [10_000.0, -10_000.0, 0.0],
        [0.0, 800.0, -800.0],
        [1000.0, -0.5, 1000.25],
    ]
)
for label in range(3):
    task.agrees(large, np.full(6, label), about="rows of very different size")
    task.agrees(large[5:], np.full(1, label), about="two scores far above the third")
    task.agrees(np.rint(large).astype(int), np.full(6, label), about="large whole numbers")
    task.agrees(large[2:5].astype(np.float32), np.full(3, label), about="large scores in float32")
task.agrees(np.array([[0.0, 40.0, 0.0]]), np.array([2]), about="a probability far below the smallest step from 1")
### END HIDDEN TESTS

# %% [markdown]
# Both losses against the lead of the correct class, for two classes. Where does each become zero? Your bet, then run.

# %%
my_bet = {"hinge": None, "cross-entropy": None}  # the lead at which the loss is 0

lead = np.linspace(-3, 4, 141)
two_scores, correct = np.column_stack([lead, np.zeros(141)]), np.zeros(141, dtype=int)
plots.curves(
    lead,
    {"hinge": hinge_losses(two_scores, correct), "cross-entropy": cross_entropy_losses(two_scores, correct)},
    xlabel="score of the correct class minus score of the other",
    ylabel="loss",
)
plt.show()
print("your bet:", my_bet)

# %% [markdown]
# *The picture: the hinge loss and the cross-entropy against the lead, from −3 to 4.*
#
# <details><summary>The picture in words</summary>
#
# The hinge loss is a straight line, from 4 at a lead of −3 down to 0 at a lead of 1, and 0 from there on. The
# cross-entropy bends: it is 3.05 at −3, 0.69 at 0, 0.31 at 1, and 0.02 at 4. It is the lower one up to a lead of about
# 0.55, and the higher one after it.
# </details>
#
# <details><summary>Where they become zero</summary>
#
# The hinge is content at 1, once the lead is as large as the margin. Cross-entropy always wants a little more, and
# never gets to zero.
# </details>
#
# ### Trust, but compute
#
# Lecturers make slips. The slides say that the hinge loss of the **apple** is 0.33, and that the cross-entropy of the
# **cat** is 0.89. Both are wrong.
#
# **Task.** Put the right values (to ±0.005), as plain numbers, in place of the two `None`s, and delete the `raise`
# line. Work them out by hand: the checks below compare them with what your own `hinge_losses` and
# `cross_entropy_losses` say. And, for yourself: what did the lecturer press on the calculator to get 0.89?

# %% answer="lecture_slips"
lecture_slips = {"apple_hinge_loss": None, "cat_cross_entropy": None}
### BEGIN SOLUTION
lecture_slips = {"apple_hinge_loss": 0.43, "cat_cross_entropy": 2.04}  # 0.89 is the logarithm to base 10
### END SOLUTION

# %% test="lecture_slips__apple" points=1
number = lecture_slips.get("apple_hinge_loss") if isinstance(lecture_slips, dict) else None
check.true(number is not None, "lecture_slips has no value for “apple_hinge_loss” yet: a number is asked for.")
plain = isinstance(number, (int, float, np.number)) and not isinstance(number, bool)
check.true(plain, "The value for “apple_hinge_loss” should be a plain number, such as 1.5.")
check.true(abs(number - 0.33) > 0.005, "0.33 is what the slide says, and the slide is wrong.")
fruit = datasets.apple_banana_pear()
yours = np.ravel(check.call(hinge_losses, fruit.scores, fruit.y))[0]
about = "Your own hinge_losses gives another number for the apple, with a margin of 1: which of the two is wrong?"
check.true(abs(number - yours) <= 0.005, about)
check.passed("the number for the apple is what your hinge_losses gives")
### BEGIN HIDDEN TESTS
check.true(abs(number - 0.43) <= 0.005, "That is not the hinge loss of the apple, with a margin of 1.")
### END HIDDEN TESTS

# %% test="lecture_slips__cat" points=1
number = lecture_slips.get("cat_cross_entropy") if isinstance(lecture_slips, dict) else None
check.true(number is not None, "lecture_slips has no value for “cat_cross_entropy” yet: a number is asked for.")
plain = isinstance(number, (int, float, np.number)) and not isinstance(number, bool)
check.true(plain, "The value for “cat_cross_entropy” should be a plain number, such as 1.5.")
check.true(abs(number - 0.89) > 0.005, "0.89 is what the slide says, and the slide is wrong.")
cats = datasets.cat_car_frog()
yours = np.ravel(check.call(cross_entropy_losses, cats.scores, cats.y))[0]
about = "Your own cross_entropy_losses gives another number for the cat: which of the two is wrong?"
check.true(abs(number - yours) <= 0.005, about)
check.passed("the number for the cat is what your cross_entropy_losses gives")
### BEGIN HIDDEN TESTS
check.true(abs(number - 2.0404) <= 0.005, "That is not the cross-entropy of the cat.")
### END HIDDEN TESTS

# %% [markdown]
# ## 6 · Large weights should cost something
#
# *About 25 minutes.*
#
# Say there are three candidates for a single weight, $w = 1$, 2 and 3, and the examples give them the losses 2, 5 and
# 0.5. With a penalty $|w|$ on its size, a different one wins:

# %%
candidates, data_loss = np.array([1.0, 2.0, 3.0]), np.array([2.0, 5.0, 0.5])
for name, loss in (("loss", data_loss), ("loss + |w|", data_loss + np.abs(candidates))):
    print(
        f"{name:10s}",
        *(f"  w = {w:.0f}: {value:.1f}" for w, value in zip(candidates, loss)),
        f"  best: w = {candidates[loss.argmin()]:.0f}",
    )

# %% [markdown]
# Why prefer small weights? One reason you saw above: if $W$ has no hinge loss, $2W$ has none either (and cross-entropy
# even prefers it, if all answers are right), and a penalty makes the choice. There are several ways to measure the
# size:
#
# | `kind` | penalty $R(W)$ | of the single row $W = (2, -3, 6)$ |
# |---|---|---|
# | `"l2"` | $\sum W^2$ (no factor ½) | 49 |
# | `"l1"` | $\sum \lvert W \rvert$ | 11 |
# | `"elastic"` | $\sum (\beta W^2 + \lvert W \rvert)$ | $49 \beta + 11$ |
#
# **Task.** Return the penalty, a number. `beta`, at least 0, matters only for `"elastic"`. `W` is `(K, D)`, with any
# `K`. Any other `kind` raises a `ValueError`, and so does one that is spelt otherwise, such as `"L2"`.

# %% answer="weight_penalty"
def weight_penalty(W, kind="l2", beta=1.0):
    """Return the size of the weights: "l2", "l1" or "elastic"; ValueError for any other kind.

    Parameters
    ----------
    W : (K, D) weights, kind : str, beta : number

    Returns
    -------
    number
    """
    ### BEGIN SOLUTION
    if kind == "l2":
        return np.sum(W**2)
    if kind == "l1":
        return np.sum(np.abs(W))
    if kind == "elastic":
        return np.sum(beta * W**2 + np.abs(W))
    raise ValueError(f"unknown kind of penalty: {kind!r}")
    ### END SOLUTION

# %% test="weight_penalty__value" points=2
W = np.array([[2, -3, 6]])
for kind, penalty, with_beta, without in (("l2", 49, 49, 49), ("l1", 11, 11, 11), ("elastic", 60, 109, 11)):
    facts = {"W": W, "kind": kind, "beta": 1.0}
    check.value(check.call(weight_penalty, W, kind), penalty, f"{kind}: the size of (2, −3, 6)", facts=facts)
    facts = {"W": W, "kind": kind, "beta": 2.0}
    check.value(check.call(weight_penalty, W, kind, 2.0), with_beta, f"{kind} with beta = 2", facts=facts)
    facts = {"W": W, "kind": kind, "beta": 0.0}
    check.value(check.call(weight_penalty, W, kind, 0.0), without, f"{kind} with beta = 0", facts=facts)
W = np.array([[1.0, -2.0, 0.0], [3.0, 0.5, -1.0]])
for kind, penalty in (("l2", 15.25), ("l1", 7.5), ("elastic", 22.75)):
    facts = {"W": W, "kind": kind, "beta": 1.0}
    check.value(check.call(weight_penalty, W, kind), penalty, f"{kind}: two rows of weights", facts=facts)
for kind in ("l2", "l1", "elastic"):
    drawn = {"W": 3 * np.random.default_rng(6).normal(size=(3, 4)), "kind": kind, "beta": 0.7}
    check.alike(weight_penalty, drawn, f"{kind}: twelve weights as integers and float32")
### BEGIN HIDDEN TESTS
from chainrule.reference import losses as reference

task = check.task(weight_penalty, reference.weight_penalty)
W = random_batch(61, 1, 4, 3)[0]
task.in_all_kinds(W, about="twelve weights, kind and beta not given")
for kind in ("l2", "l1", "elastic"):
    for beta in (0.3, 2, 0.0):
        task.in_all_kinds(1.7 * W, kind, beta, about=f"{kind}, with a beta")
task.agrees(W[:1], "elastic", beta=0.6, about="a single row of weights, elastic")
task.agrees(-np.abs(W[:1, :1]), "l1", about="a single negative weight, l1")
### END HIDDEN TESTS

# %% test="weight_penalty__kind" points=1
for kind in ("l3", "L2", "elastic net", "l", "", "l1 "):
    about = f"{kind!r}, an unknown kind of penalty"
    check.raises(ValueError, weight_penalty, np.array([[2.0, -3.0, 6.0]]), kind, about=about)
check.value(check.call(weight_penalty, np.array([[2.0, -3.0, 6.0]]), "l1"), 11, "and a known kind raises nothing")
### BEGIN HIDDEN TESTS
from chainrule.reference import losses as reference

for kind in ("", "L1", "l0", " l2", "elastic1"):
    check.raises(ValueError, weight_penalty, np.ones((2, 3)), kind, about="another unknown kind of penalty")
task = check.task(weight_penalty, reference.weight_penalty)
for kind in ("l2", "l1", "elastic"):
    task.agrees(np.array([[2.0, -0.5, 3.0]]), kind, about=f"{kind}, which is a known kind")
### END HIDDEN TESTS

# %% [markdown]
# There is a second, better reason. For the image $x = (1, 1, 1, 1)$ the weights $w_1 = (1, 0, 0, 0)$ and $w_2 = (.25,
# .25, .25, .25)$ give the same score:

# %%
w_one, w_all, x = np.array([[1.0, 0, 0, 0]]), np.full((1, 4), 0.25), np.ones(4)  # one row of weights each
for name, w in (("(1, 0, 0, 0)", w_one), ("(.25, .25, .25, .25)", w_all)):
    print(f"w = {name:21s} score {(w @ x)[0]:.2f}")

# %% [markdown]
# **Task (4 points, in words).** Why should we prefer $w_2$ to $w_1$, although both give this image the same score? In
# five to ten sentences say
#
# 1. which of the two the L2 penalty prefers, with the numbers (your `weight_penalty` gives them), and what it is about
#    squares that makes it so;
# 2. how the two respond to an image that differs a little from $x$, for example in the first pixel or by noise in every
#    pixel;
# 3. what this has to do with images that the classifier has not seen;
# 4. what the L1 penalty has to say about this pair, and when you might want $w_1$ after all.

# %% [markdown] written="explain_regularization" points=4
# ### BEGIN SOLUTION
# **1.** L2 gives $w_1$ the penalty $1^2 = 1$ and $w_2$ the penalty $4 \cdot 0.25^2 = 0.25$, so it prefers $w_2$. A
# square punishes one large entry more than several small ones of the same sum: among all weights with a given sum, the
# squares add up to least when all entries are equal.
#
# **2.** $w_1$ looks at the first pixel only. If that pixel changes by $\varepsilon$ the score changes by all of
# $\varepsilon$, with $w_2$ by a quarter of it; a speck of dust on it ruins the decision of $w_1$. With independent
# noise of variance $\sigma^2$ in each pixel, the score's variance is $\lVert w \rVert^2 \sigma^2$: $\sigma^2$ for
# $w_1$, $\sigma^2 / 4$ for $w_2$. So the L2 penalty *is* the sensitivity to noise.
#
# **3.** New images are variations of those that we trained on. A classifier that collects evidence from all pixels, and
# depends on no single one, still gives similar scores there: it generalises, at the price of fitting the training
# images a little less closely.
#
# **4.** L1 gives both the penalty 1: it has no preference here. In general L1 tends to weights of which many are
# exactly 0. One may want that if only few inputs matter or can be measured, or if a person has to read the result.
#
# **Marking scheme** (4 points)
# - 1: L2 prefers $w_2$, with 1 against 0.25 (half a point), and a reason: squares punish one large entry more than
#   several small ones (half a point)
# - 1: a small change of the first pixel, or noise, moves the score of $w_1$ more than that of $w_2$; half a point if
#   only "uses all pixels" is said and no consequence drawn
# - 1: the step to unseen images: less dependence on single pixels, so better generalisation (less overfitting);
#   "smaller weights are better" alone earns nothing
# - 1: L1 gives both 1, no preference (half a point); a reasonable case for sparse weights (half a point)
# - The variance $\lVert w \rVert^2 \sigma^2$ is a fine argument for 2 and not required
# ### END SOLUTION

# %% [markdown]
# ## 7 · The total loss
#
# *About 6 minutes.*
#
# Now everything that counts against a set of weights, in one number: the mean loss of the examples, plus the L2
# penalty, of strength $\lambda$. A mean, and not a sum, so that losses (and later step sizes) mean the same for 10
# examples and for 10,000. Biases are **not** penalised: they move all scores of a class, and spread no evidence.
#
# $$L(W, b) = \frac1N \sum_{i=1}^N L_i + \lambda \sum_{k,d} W_{kd}^2$$
#
# Which $L_i$ to use is up to the caller: `losses` is a function, such as your `hinge_losses` or `cross_entropy_losses`.
#
# **Task.** Return $L$, a number. Call `losses(scores, y)` once, with the whole batch. All that it returns counts in the
# mean, also what is 0 or below.

# %% answer="total_loss"
def total_loss(W, b, X, y, lam, losses):
    """Return the mean loss of a batch plus lam times the L2 penalty on W.

    Parameters
    ----------
    W : (K, D) weights, b : (K,) biases, X : (N, D) examples, y : (N,) integer labels,
    lam : strength of the penalty, losses : function from scores (N, K) and labels (N,) to losses (N,)

    Returns
    -------
    number
    """
    ### BEGIN SOLUTION
    return np.mean(losses(linear_scores(W, b, X), y)) + lam * weight_penalty(W)
    ### END SOLUTION

# %% test="total_loss__value" points=3
def one_less(scores, y):
    """A loss as simple as can be, and of any sign: the score of the correct class, minus 1."""
    asked.append(np.shape(scores))
    return scores[np.arange(len(y)), y] - 1


# The two small images again and again, with the scores (1, 3, −1) and (5, 4, 3): the losses are −2, 3, 4, 0 and 3, with
# mean 1.6. The squared weights add up to 14.
asked, five, labels = [], X_small[[0, 1, 1, 0, 1]].astype(int), np.array([2, 1, 0, 0, 1])
facts = {"W": W_small.astype(int), "b": b_small, "X": five, "y": labels, "lam": 0.25, "losses": one_less}
got = check.call(total_loss, *facts.values())
about = "five small images, in integers, with the score of the correct class minus 1 as their loss"
check.value(got, 1.6 + 0.25 * 14, about, facts=facts)
check.true(asked == [(5, 3)], "losses should be called once, with the whole batch.")
got = check.call(total_loss, facts["W"], b_small - 20, five, labels, 0.0, one_less)
check.value(got, -18.4, "the same without a penalty, and with biases that are lower by 20")
rng = np.random.default_rng(7)
drawn = {"W": 3 * rng.normal(size=(4, 3)), "b": 3 * rng.normal(size=4), "X": 3 * rng.normal(size=(5, 3))}
drawn = {**drawn, "y": np.array([2, 0, 3, 0, 2]), "lam": 0.3, "losses": one_less}
check.alike(total_loss, drawn, "five images as integers and float32")
check.one_by_one(total_loss, drawn, ["X", "y"], "the same images, one by one", mean=True)
### BEGIN HIDDEN TESTS
from chainrule.reference import losses as reference

task = check.task(total_loss, reference.total_loss)
batch = random_batch(71, 7, 4, 3)
task.in_all_kinds(*batch, 0.6, reference.cross_entropy_losses, about="seven examples, cross-entropy")
for N, D, K in ((5, 3, 2), (4, 4, 4), (1, 5, 3), (3, 2, 7)):
    for losses in (reference.hinge_losses, reference.cross_entropy_losses):
        task.agrees(*random_batch(71 + K, N, D, K), 0.4, losses, about=f"batch of {N}, {K} classes")
task.agrees(*batch, 2, lambda scores, y: scores[:, 1] ** 2 + y, about="a loss of another kind, lam an integer")
W, b, X, y = batch
task.agrees(W, b, X, y, 0.0123, reference.hinge_losses, about="a small lam")
task.agrees(W, 5 + b, X, y, 0.7, reference.hinge_losses, about="large biases")
task.agrees(W, b - 16, X, y, 0.2, lambda scores, y: scores.sum(axis=1), about="scores far below zero")

calls = []


def counted(scores, y):
    calls.append(np.shape(scores))
    return np.arange(len(y)) + 1.0


check.value(check.call(total_loss, W, b, X, y, 0.0, counted), 4.0, "losses that depend on the place in the batch")
check.true(calls == [(7, 3)], "losses should be called once, with the whole batch.")
### END HIDDEN TESTS

# %% [markdown]
# ## 8 · Search by chance
#
# *About 8 minutes.*
#
# We can tell good weights from bad ones. How do we find good ones? The simplest idea: try some, and keep the best.
# It needs nothing but the loss.
#
# **Task.** Draw `trials` arrays of weights, one `rng.standard_normal(shape)` each, in order, from `rng =
# np.random.default_rng(seed)`. Return `(best_W, best_loss)`, however little it is better; the first one, if several are
# equal. `shape` is a tuple, `trials` is at least 1, and losses are finite, of any size and sign.

# %% answer="random_search"
def random_search(loss, shape, trials, seed):
    """Return the best of some random weights, the first of equals, and its loss.

    Parameters
    ----------
    loss : function from an array of weights to a number, shape : tuple, of the weights,
    trials : how many to draw, at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    (best_W, best_loss) : an ndarray of the given shape, and a number
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    best_W, best_loss = None, np.inf
    for _ in range(trials):
        W = rng.standard_normal(shape)
        this_loss = loss(W)
        if this_loss < best_loss:
            best_W, best_loss = W, this_loss
    return best_W, best_loss
    ### END SOLUTION

# %% test="random_search__value" points=3
def distance_from_ones(W):
    return np.sum((W - 1) ** 2)


def large_distance(W):
    return 1e100 * (2 + distance_from_ones(W))


def nearly_equal(W):
    return 1 + 1e-13 * distance_from_ones(W)


def negative_distance(W):
    return distance_from_ones(W) - 100


names, best_of_four = ("best_W", "best_loss"), [1.304, 0.947081]
four = "the same, if losses are larger than 1e100, and in four trials, of which the last is the best"
below = "losses below zero, in four trials of seed 118, of which the third is the best: a fifth would be better"
for loss, trials, seed, best_W, best_loss, about in (
    (distance_from_ones, 50, 0, best_of_four, 0.095216, "the best of 50 pairs, seed 0"),
    (large_distance, 4, 0, best_of_four, 2.095216e100, four),
    (nearly_equal, 4, 0, best_of_four, 1.0, "losses that differ in the thirteenth digit"),
    (negative_distance, 4, 118, [0.364990, -0.232788], -98.076996, below),
):
    facts = {"loss": loss, "shape": (2,), "trials": trials, "seed": seed}
    found = check.call(random_search, *facts.values())
    check.value(found, (best_W, best_loss), about, tolerance=1e-5, names=names, facts=facts)
### BEGIN HIDDEN TESTS
from chainrule.reference import search as reference

task = check.task(random_search, reference.random_search, ("best_W", "best_loss"))
task.agrees(distance_from_ones, (3, 4), 40, 5, about="twelve weights, forty trials")
for seed in (1, 2, 3, 12345):
    task.agrees(lambda W: float(np.sin(3 * W).sum()), (2, 3), 25, seed, about="another loss, other seeds")
task.agrees(lambda W: -100 - W.sum(), (4,), 30, 6, about="losses below zero")
for size in (1e9, 1e80):
    task.agrees(lambda W: size * (1000 + W[0, 0]), (1, 2), 30, 7, about="very large losses")
for size in (1e-6, 1e-25):
    task.agrees(lambda W: size * W[0, 0], (1, 2), 30, 7, about="losses that are nearly equal")
for size in (1e-6, 1e-12):
    task.agrees(lambda W: 50 + size * W[0, 0], (1, 2), 30, 9, about="losses that differ in their last digits")
task.agrees(distance_from_ones, (2, 2, 3), 1, 8, about="a single trial")
for trials in range(2, 10):
    task.agrees(lambda W: float(W[1]), (3,), trials, 11, about="a few trials")
### END HIDDEN TESTS

# %% test="random_search__ties" points=1
drawn = np.random.default_rng(437).standard_normal((5, 2, 1, 3))
found = check.call(random_search, lambda W: 5.0 + np.rint(W[0, 0, 0]), (2, 1, 3), 5, 437)
about = "losses 6, 4, 4, 7 and 5: of the second and the third trial, the second is returned"
named = {"last-of-equals": [drawn[2]], "last-not-best": [drawn[4]]}
check.value(found, (drawn[1], 4.0), about, names=("best_W", "best_loss"), facts={"named": named})
first = np.random.default_rng(2).standard_normal((2, 1, 3))
for loss, trials, about in (
    (lambda W: 7.0, 5, "if all are equal, the first is returned"),
    (lambda W: 0.0, 5, "if all are 0, the first is returned"),
    (lambda W: W[0, 0, 0], 1, "a single trial"),
):
    facts = {"loss": loss, "shape": (2, 1, 3), "trials": trials, "seed": 2}
    found = check.call(random_search, *facts.values())
    check.value(found, (first, loss(first)), about, names=("best_W", "best_loss"), facts=facts)
### BEGIN HIDDEN TESTS
from chainrule.reference import search as reference

task = check.task(random_search, reference.random_search, ("best_W", "best_loss"))
for seed in range(4):
    task.agrees(lambda W: float(np.round(W.sum())), (2, 2), 60, seed, about="losses with many equals")
### END HIDDEN TESTS

# %% [markdown]
# ## 9 · Feel the slope
#
# *About 15 minutes.*
#
# Chance forgets everything that it has seen. Better: stand where you are, feel in every direction whether the loss
# rises or falls, and walk downhill. The lecture has a loss of 1.25347, moves the first weight by 0.0001, finds 1.25322,
# and reports the slope $(1.25322 - 1.25347) / 0.0001 = -2.5$. This is a **forward difference**; there is a better one,
# the **central difference**, with a look to both sides:
#
# $$\frac{f(x + h e) - f(x)}{h} \quad\text{(forward)}, \qquad \frac{f(x + h e) - f(x - h e)}{2h}
# \quad\text{(central)},$$
#
# where $e$ is 1 in one entry and 0 in all others. How much better is it? Here is $f(x) = e^x$ at 0, where the slope is
# 1:

# %%
print(f"the lecture's slope: {(1.25322 - 1.25347) / 0.0001:.1f}")
for h in (1e-1, 1e-2, 1e-3, 1e-4):
    forward, central = (np.exp(h) - 1) / h, (np.exp(h) - np.exp(-h)) / (2 * h)
    print(f"h = {h:.0e}   error forward {forward - 1:.0e}   central {central - 1:.0e}")

# %% given="functions"
def sum_of_squares(x):
    """A function with the slope 2 x."""
    return np.sum(x**2)


def sum_of_cubes(x):
    """A function with the slope 3 x²."""
    return np.sum(x**3)

# %% [markdown]
# A ten times smaller $h$ makes the forward error ten times smaller, and the central one a hundred times. That is worth
# the second look. (Not for ever: for very small $h$ the two values of $f$ agree in nearly all their digits, and
# rounding takes over. Try `h = 1e-12`.)
#
# **Task.** Return the gradient of `f` at `x` by central differences, entry by entry, with **exactly the given** `h`: an
# array of the shape of `x`, whatever that is (also `()`, a single number), in float64. `x` may be a transpose or
# another view of an array. `f` takes an array like `x` and returns a number. Call it with **float64** arrays only (or,
# for the shape `()`, a NumPy number), even when `x` holds integers or float32. When you return, `x` has to be **bit for
# bit** as it was.

# %% answer="numerical_gradient"
def numerical_gradient(f, x, h=1e-5):
    """Return the gradient of f at x: (f(x + h e) - f(x - h e)) / 2h, entry by entry.

    Parameters
    ----------
    f : function from a float64 array of the shape of x to a number,
    x : array of any shape, h : number, the step

    Returns
    -------
    ndarray of float64, shape of x
    """
    ### BEGIN SOLUTION
    x = np.array(x, dtype=np.float64)  # a copy: + h followed by - h may round, and integers cannot hold h
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        center = x[index]
        x[index] = center + h
        above = f(x)
        x[index] = center - h
        below = f(x)
        x[index] = center
        gradient[index] = (above - below) / (2 * h)
    return gradient
    ### END SOLUTION

# %% test="numerical_gradient__value" points=3
facts = {"f": sum_of_cubes, "x": np.array([[1.0, 2.0]]), "h": 0.5}
check.value(
    check.call(numerical_gradient, *facts.values()),
    [[3.25, 12.25]],
    "x³ at 1 and 2 with h = 0.5 (which gives 3x² + h²)",
    facts=facts,
)
facts = {"f": sum_of_squares, "x": np.array([1.0, -2.0, 0.5]), "h": 1e-5}
check.value(
    check.call(numerical_gradient, *facts.values()), [2, -4, 1], "the slopes of x² at 1, −2 and 0.5", facts=facts
)
facts = {"f": np.prod, "x": np.array([2.0, 3.0, 4.0]), "h": 0.5}
about = "the product of 2, 3 and 4, h = 0.5"
check.value(check.call(numerical_gradient, *facts.values()), [12, 8, 6], about, facts=facts)
check.value(check.call(numerical_gradient, np.prod, facts["x"]), [12, 8, 6], "the same with the usual h")
got = check.call(numerical_gradient, lambda x: 1e-9 * np.prod(x), facts["x"])
check.value(got, [1.2e-8, 8e-9, 6e-9], "the same product, times a billionth")
### BEGIN HIDDEN TESTS
from chainrule.reference import search as reference

task = check.task(numerical_gradient, reference.numerical_gradient)


def wavy(x):
    """A loss in which every entry has a weight of its own."""
    weights = np.cos(np.arange(1, x.size + 1)).reshape(x.shape)
    return float(np.sum(weights * np.sin(x)) + np.prod(np.cos(x / 3)))


rng = np.random.default_rng(91)
for shape in ((3, 4), (5,), (1, 1), (2, 3, 2), (7, 1)):
    task.agrees(wavy, rng.standard_normal(shape), about=f"an array of shape {shape}")
for h in (0.5, 0.1, 1e-3, 2):
    task.agrees(wavy, rng.standard_normal((2, 3)), h, about="another step h")
task.agrees(
    lambda x: float(np.abs(x).sum()), np.array([0.0, 1.0, 0.2]), 0.5, about="a function with a kink, a large step"
)
task.agrees(lambda x: 3.0, rng.standard_normal(4), about="a constant function")
task.agrees(lambda x: 1e-10 * wavy(x), rng.standard_normal(4), about="a function with tiny slopes")
task.agrees(lambda x: float(np.sin(x)), np.array(0.7), about="a single number, of shape ()")
task.agrees(wavy, rng.standard_normal((3, 4)).T, about="a transposed array, of which ravel() is a copy")
### END HIDDEN TESTS

# %% test="numerical_gradient__kinds" points=2
facts = {"f": sum_of_squares, "x": np.array([3, -1]), "h": 1e-5}
check.value(check.call(numerical_gradient, *facts.values()), [6, -2], "x² at 3 and −1, in integers", facts=facts)
asked = set()


def watched(x):
    asked.add((str(np.asarray(x).dtype), np.shape(x)))
    return np.sum(x**2) / 4


for x in (
    np.array([[3, -1]]),
    np.array([[0.1, 0.7]], dtype=np.float32),
    np.array([1 / 3, 0.1, 1e-7]),
    np.array(0.7),
    np.array([[[1.0, 2.0, 3.0]], [[4.0, 5.0, 6.0]]]).T,  # a transpose: other entries are neighbours in memory
):
    asked.clear()
    got = check.call(numerical_gradient, watched, x)
    check.value(got, x.astype(float) / 2, f"the slopes of x²/4, x of {x.dtype} and of shape {x.shape}")
    check.true(np.asarray(got).dtype == np.float64, "The gradient should be of float64, whatever x is.")
    about = "f should be called with arrays of float64, and of the shape of x, whatever x is."
    check.true(asked == {("float64", x.shape)}, about)
### BEGIN HIDDEN TESTS
from chainrule.reference import search as reference

seen = []


def watched(x):
    seen.append((str(np.asarray(x).dtype), np.shape(x)))
    return float(np.sum(np.asarray(x, dtype=np.float64) ** 3))


rng = np.random.default_rng(92)
for x in (
    rng.standard_normal((4, 3)),
    rng.standard_normal((4, 3)),
    rng.integers(-3, 4, (2, 5)),
    rng.standard_normal(6).astype(np.float32),
    np.array([1 / 3, 0.1, 1e-7, 1e3]),
):
    seen.clear()
    got = check.call(numerical_gradient, watched, x)
    check.value(got, reference.numerical_gradient(watched, x), f"x of {x.dtype}, unchanged afterwards")
    check.true(np.asarray(got).dtype == np.float64, "The gradient should be of float64, whatever x is.")
    check.true({kind for kind, _ in seen} == {"float64"}, "f should be called with float64 arrays, whatever x is.")
    check.true({shape for _, shape in seen} == {x.shape}, "f should be called with arrays of the shape of x.")
### END HIDDEN TESTS

# %% [markdown]
# ## 10 · Walk downhill
#
# *About 10 minutes.*
#
# At which temperature is tea best? One could try them all: *exhaustive search*, possible with one number, hopeless with
# the 640 weights of section 13 (ten digits, 64 pixels). Or start somewhere and follow the slope down:
#
# $$x_{t+1} = x_t - \eta\, \nabla f(x_t),$$
#
# with the **step size** (or learning rate) $\eta$. On $f(x) = x^2$, with slope $2x$, from 8 with $\eta = 0.25$: 8, 4,
# 2, 1, …
#
# **A pitfall**, in three lines:
#
# ```python
# x = np.array([8, 4]); y = x
# y -= 1            # changes x, too: one array, two names (and 0.5 instead of 1 would be an error: x holds integers)
# y = y - 0.5       # makes a new array, of floats; x stays
# ```
#
# **Task.** Return **all** points of the walk, the start first: an array `(steps + 1, *start.shape)`. Each step is the
# whole gradient times the same `step_size`, wherever it leads, however small it is. `steps` may be 0, and `start` may
# hold integers. Beware: `gradient` may return the very array that you passed to it, so do not change either of them in
# place.

# %% answer="gradient_descent"
def gradient_descent(gradient, start, step_size, steps):
    """Return all points of a walk against the gradient, the start first.

    Parameters
    ----------
    gradient : function from a point to the gradient there, an array of its shape,
    start : array of any shape, also (), step_size : number, steps : how many, at least 0

    Returns
    -------
    ndarray, (steps + 1, *start.shape)
    """
    ### BEGIN SOLUTION
    x = start
    points = [x]
    for _ in range(steps):
        x = x - step_size * gradient(x)
        points.append(x)
    return np.array(points)
    ### END SOLUTION

# %% test="gradient_descent__value" points=3
facts = {"gradient": lambda x: 2 * x, "start": np.array([8.0]), "step_size": 0.25, "steps": 3}
check.value(check.call(gradient_descent, **facts), [[8], [4], [2], [1]], "three steps down x²", facts=facts)
facts = {"gradient": lambda x: x, "start": np.array([[800, -4], [3, 1]]), "step_size": 0.5, "steps": 2}
expected = [[[800, -4], [3, 1]], [[400, -2], [1.5, 0.5]], [[200, -1], [0.75, 0.25]]]
about = "a matrix of integers, and a gradient that returns what it was given"
check.value(check.call(gradient_descent, **facts), expected, about, facts=facts)
for gradient, start, step_size, points, about in (
    (lambda x: 0 * x, [0.5], 0.5, [[0.5], [0.5], [0.5]], "level ground: two steps on the spot"),
    (lambda x: 0 * x + 1e-10, [0.0], 1.0, [[0.0], [-1e-10], [-2e-10]], "a slope of 1e-10: two tiny steps"),
    (lambda x: 0 * x + 5e-6, [1.0], 1.0, [[1.0], [1 - 5e-6], [1 - 1e-5]], "two small steps from 1"),
    (lambda x: 0 * x + 1e-20, [0.0], 1e20, [[0.0], [-1.0], [-2.0]], "a slope of 1e-20 and a step size of 1e20"),
    (lambda x: 2 * x, [1.0], 1.5, [[1.0], [-2.0], [4.0]], "a step size that is too large: ever farther away"),
    (lambda x: 2 * x, 8.0, 0.25, [8.0, 4.0, 2.0], "a start that is a single number, of shape ()"),
    (lambda x: x / 4, [8], 1, [[8.0], [6.0], [4.5]], "start and step size of integers, slopes of fractions"),
):
    facts = {"gradient": gradient, "start": np.array(start), "step_size": step_size, "steps": 2}
    check.value(check.call(gradient_descent, **facts), points, about, facts=facts)
check.value(check.call(gradient_descent, lambda x: x, np.array([8.0, -4.0]), 0.5, 0), [[8, -4]], "no step at all")
far = check.call(gradient_descent, lambda x: x, np.array([1.0, -1e6]), 0.01, 400)
check.value(far[-1], np.array([1.0, -1e6]) * 0.99**400, "400 small steps, each of them 1 % of the way")
### BEGIN HIDDEN TESTS
from chainrule.reference import search as reference

task = check.task(gradient_descent, reference.gradient_descent)
rng = np.random.default_rng(101)
task.in_all_kinds(
    lambda x: np.sin(x) + 0.3 * x, 2 * rng.standard_normal((3, 2)), 0.3, 8, about="eight steps of a matrix"
)
A = rng.standard_normal((4, 4))
task.agrees(lambda x: A @ A.T @ x, rng.standard_normal(4), 0.07, 12, about="a valley askew")
task.agrees(lambda x: np.cos(x), rng.standard_normal((2, 1, 3)), 1, 5, about="three dimensions, step size an integer")
task.agrees(lambda x: x, np.array([3, -2, 7]), 0.1, 4, about="a start of whole numbers")
task.agrees(lambda x: -x, rng.standard_normal(5), 0.5, 6, about="a walk that goes away")
task.agrees(lambda x: 60 * x, 5 + rng.standard_normal((2, 3)), 0.01, 5, about="a steep valley")
task.agrees(lambda x: 3 * x, 1 + rng.random(4), 0.8, 5, about="a walk that leaps across the valley, ever farther")
for steps in (0, 1):
    task.agrees(lambda x: x**3, rng.standard_normal((2, 3)), 0.2, steps, about=f"number of steps: {steps}")
task.agrees(lambda x: 2 * x, np.array(3.0), 0.1, 4, about="a start that is a single number, of shape ()")
for slope, step_size in ((5e-7, 1), (3e-11, 1), (3e-22, 1e21)):
    about = "a slope so small that one might stop too early"
    task.agrees(lambda x: np.full(2, slope), np.zeros(2), step_size, 20, about=about)
task.agrees(lambda x: np.full(2, 4e-6), np.ones(2), 1, 20, about="steps that are small beside the place")
task.agrees(lambda x: 0.0 * x, np.array([0.5, -2.0]), 0.1, 4, about="level ground: the walk stays where it is")
task.agrees(lambda x: x / 3, np.array([[7, -5]]), 1, 4, about="a start and a step size of integers")

asked = []


def recorded(x):
    asked.append(np.array(x))
    return np.array([1.0, 2.0])


points = check.call(gradient_descent, recorded, np.array([0.5, 0.5]), 0.1, 3)
check.true(len(asked) >= 3, "The gradient should be asked at every step.")
for i in range(3):
    check.value(asked[i], [0.5 - 0.1 * i, 0.5 - 0.2 * i], "the gradient is asked where the walk is")
### END HIDDEN TESTS

# %% [markdown]
# And the tea? Below, your `gradient_descent` walks on your `numerical_gradient`.

# %%
def slope_of_displeasure(temperature):
    return numerical_gradient(lambda t: datasets.tea_displeasure(t)[0], temperature)


temperatures = np.arange(0, 101)
best = temperatures[datasets.tea_displeasure(temperatures).argmin()]
print(f"exhaustive search, 101 cups: {best} °C")
fig, axes = plt.subplots(1, 3, figsize=(11, 3.4), dpi=80, layout="constrained", sharey=True)
for ax, (start, step_size) in zip(axes, ((95.0, 40.0), (95.0, 390.0), (15.0, 7.0))):
    points = gradient_descent(slope_of_displeasure, np.array([start]), step_size, 12)
    print(f"from {start:.0f} °C with steps of size {step_size:3.0f}: {points[-1, 0]:.1f} °C after 12 steps")
    plots.walk(
        datasets.tea_displeasure,
        points,
        (0, 100),
        xlabel="temperature in °C",
        title=f"step size {step_size:.0f}",
        ax=ax,
    )
axes[0].set_ylabel("displeasure")
plt.show()

# %% [markdown]
# *The picture: three walks on one curve, which has a deep valley at 62 °C and a shallower one, iced tea, near 7 °C.*
#
# <details><summary>The picture in words</summary>
#
# The curve falls from 5 at 0 °C to 1.8 near 7 °C, rises to 3.8 near 20 °C, falls to 0 at 62 °C, and rises to 3.7 at 100
# °C. Left, with the step size 40, the points come down from 95 °C in ever shorter steps, and are at 64 °C after 12. In
# the middle, with 390, the walk leaps from 95 °C across the valley to 31 °C and back, each time a little less far, and
# is at 79 °C after 12 steps. Right, with 7, the points slide from 15 °C into the shallow valley, and rest at 7.4 °C.
# </details>
#
# (The curve is flat, well below 1 per °C; hence the large step sizes.)
#
# Two things to remember: the step size decides whether you arrive, and the start decides where. A slope knows only its
# own neighbourhood.

# %% [markdown]
# ## 11 · A race
#
# *About 8 minutes.*
#
# Now with images: fives, sixes and sevens, shrunk to four pixels, so 12 weights. One *look* is one computation of the
# loss on all of these images. The lecture gave random search **100 looks**; a numerical gradient of 12 weights takes 24
# of them, so for the same price gradient descent can take four steps. Four! Your bet? (It has a place below.)

# %% given="race"
def four_pixels(X, mean):
    """Shrink images of 8 × 8 pixels to 2 × 2, relative to a mean image."""
    return X.reshape(-1, 2, 4, 2, 4).mean(axis=(2, 4)).reshape(-1, 4) - mean


digits = datasets.digits()
chosen = np.isin(digits.y_train, (5, 6, 7))
X_race = four_pixels(digits.X_train[chosen], four_pixels(digits.X_train[chosen], 0).mean(axis=0))
y_race = digits.y_train[chosen] - 5

# %%
my_bet = None  # "random search" or "gradient descent": whose loss is lower after 100 looks?

looks = []  # the loss at each look, in order


def race_loss(W):
    looks.append(total_loss(W, np.zeros(3), X_race, y_race, 1e-3, cross_entropy_losses))
    return looks[-1]


lucky, _ = random_search(race_loss, (3, 4), 2400, seed=0)
by_chance = np.minimum.accumulate(looks)[:2400]
lucky_at_100, _ = random_search(race_loss, (3, 4), 100, seed=0)

walk = gradient_descent(lambda W: numerical_gradient(race_loss, W), np.zeros((3, 4)), step_size=50.0, steps=100)
by_slope = np.repeat([race_loss(W) for W in walk], 24)[1:2401]  # a new point, and its loss, after every 24 looks

ax = plots.curves(
    np.arange(1, 2401),
    {"random search": by_chance, "gradient descent": by_slope},
    xlabel="looks at the data",
    ylabel="loss of the best so far",
)
ax.set(xscale="log", xticks=[1, 10, 100, 1000], xticklabels=["1", "10", "100", "1,000"])
ax.axvline(100, color="black", lw=1, ls=":")
print("your bet:", my_bet)
print(f"after  100 looks: random search {by_chance[99]:.2f}, gradient descent {by_slope[99]:.2f}")
print(f"after 2400 looks: random search {by_chance[-1]:.2f}, gradient descent {by_slope[-1]:.2f}")
for name, W in (
    ("random search, 100 looks", lucky_at_100),
    ("gradient descent, 4 steps", walk[4]),
    ("random search, 2400 looks", lucky),
    ("gradient descent, 100 steps", walk[-1]),
):
    print(f"{name}: {100 * np.mean(predict(W, np.zeros(3), X_race) == y_race):.0f} % of these training images right")
plt.show()

# %% [markdown]
# *The picture: the loss of the best weights so far against the number of looks, on a logarithmic axis; dotted, 100
# looks.*
#
# <details><summary>The picture in words</summary>
#
# Random search goes down in stairs: 1.12 at the first look, 0.95 after 20, 0.93 after 100, 0.85 from about 120, 0.80
# from about 340 on. Gradient descent stays at 1.10 while it feels its first slope, drops to 0.66 at look 24, to 0.55 at
# 48 and to 0.50 at 96, and is nearly flat from 200 on, at 0.47.
# </details>
#
# With 100 looks, random search gets 67 % of the images right, and gradient descent 95 %. After 2,400 looks random
# search has caught up (96 % each), although its loss is still much higher: its weights point the right way, but are too
# small to be sure. That is possible with 12 weights. With the 640 of section 13 nearly all directions are wrong ones,
# and only a slope can tell which are right. (Cauchy described gradient descent in 1847; the first machine that learned
# weights for images was Rosenblatt's perceptron, in 1958.)

# %% [markdown]
# ## 12 · In small batches
#
# *About 12 minutes.*
#
# A look at all examples is expensive, and a rough slope will do. So shuffle the examples, cut them into
# **mini-batches**, and take a step for each. When all have been used once, an **epoch** is over.
#
# **Task.** Return a list of pairs `(X_b, y_b)`, each a tuple or a list of two arrays:
#
# - every example exactly once, unchanged, shuffled *together with its label* (labels repeat, in any order);
# - $\lceil N / B \rceil$ batches, with $B$ = `batch_size`: all but the last of exactly $B$ examples, and none empty.
#   $B$ is at least 1 and may exceed $N$;
# - shuffled by `rng = np.random.default_rng(seed)`, so that every order is equally likely, of three examples or of
#   tens of thousands. Which one a seed gives is up to you, but the same seed gives the same batches, and another seed
#   gives other batches.

# %% answer="minibatches"
def minibatches(X, y, batch_size, seed):
    """Return all examples with their labels, shuffled, in batches.

    Parameters
    ----------
    X : (N, D) examples, y : (N,) integer labels, batch_size : at least 1, seed : of numpy.random.default_rng

    Returns
    -------
    list of (X_b, y_b), with shapes (n, D) and (n,)
    """
    ### BEGIN SOLUTION
    order = np.random.default_rng(seed).permutation(len(X))
    batches = []
    for first in range(0, len(X), batch_size):
        batch = order[first : first + batch_size]
        batches.append((X[batch], y[batch]))
    return batches
    ### END SOLUTION

# %% test="minibatches__content" points=3
def check_batches(N, D, batch_size, seed, kind=float):
    """Check sizes and contents; example i is (i, i + 1/7, i + 2/7, …), and the labels are 1, 0, 3, 2, 1, 0, …"""
    X, y = (np.arange(N)[:, np.newaxis] + np.arange(D) / 7).astype(kind), (3 * np.arange(N) + 1) % 4
    batches = check.call(minibatches, X, y, batch_size, seed)
    about = f"{N} examples of {np.dtype(kind)} in batches of {batch_size}"
    check.true(isinstance(batches, (list, tuple)), f"{about}: the result should be a list.")
    pairs = all(isinstance(batch, (list, tuple)) and len(batch) == 2 for batch in batches)
    check.true(pairs, f"{about}: each batch should be a pair (X_b, y_b).")
    arrays = all(isinstance(array, np.ndarray) and array.ndim > 0 for batch in batches for array in batch)
    check.true(arrays, f"{about}: X_b and y_b should be arrays.")
    sizes = [min(batch_size, N - first) for first in range(0, N, batch_size)]
    got = [len(y_b) for _, y_b in batches]
    check.true(got == sizes, f"{about}: the sizes of the batches should be {sizes}.", shows=f"They are {got}.")
    found = []  # the numbers of the examples, in their new order
    for (X_b, y_b), size in zip(batches, sizes):
        shapes = np.shape(X_b) == (size, D) and np.shape(y_b) == (size,)
        check.true(shapes, f"{about}: the shapes of a batch should be (n, D) and (n,).")
        check.true(y_b.dtype.kind in "iu", f"{about}: labels should stay integers.")
        examples = [int(i) if 0 <= i < N else 0 for i in X_b[:, 0]]
        check.true(np.array_equal(X_b, X[examples]), f"{about}: the pixels of an example have changed.")
        found += examples
    check.true(sorted(found) == list(range(N)), f"{about}: every example should be there exactly once.")
    labels = np.concatenate([y_b for _, y_b in batches])
    said = f"{about}: an example has lost its label."
    check.true(np.array_equal(labels, y[found]), said, shows="Are X and y put in the same order?")
    check.passed(about)


check_batches(N=3, D=2, batch_size=5, seed=2)
check_batches(N=4, D=1, batch_size=1, seed=3)
check_batches(N=6, D=2, batch_size=3, seed=1, kind=int)
check_batches(N=7, D=2, batch_size=3, seed=4)
check_batches(N=10, D=3, batch_size=4, seed=0)
check_batches(N=1300, D=1, batch_size=300, seed=5)
### BEGIN HIDDEN TESTS
for N, D, batch_size, seed in ((13, 2, 5, 3), (12, 4, 4, 4), (5, 1, 1, 5), (7, 3, 7, 6), (4, 2, 9, 7), (1, 3, 2, 8)):
    check_batches(N, D, batch_size, seed)
for N, D, batch_size, seed in ((50, 2, 8, 9), (9, 5, 8, 10), (70_000, 1, 9_000, 11)):
    check_batches(N, D, batch_size, seed)
rng = np.random.default_rng(111)
X, y = rng.integers(0, 5, (12, 4)), np.array([2, 0, 0, 2, 2, 2, 0, 0, 0, 0, 2, 0])
expected = sorted([*map(float, x), int(label)] for x, label in zip(X, y))
for kind in (np.int64, np.float32, np.float64):
    batches = check.call(minibatches, X.astype(kind), y, 5, 12)
    rows = sorted([*map(float, x), int(label)] for X_b, y_b in batches for x, label in zip(X_b, y_b))
    check.true(rows == expected, "Labels that repeat, or pixels of integers or float32, come out changed.")
X = rng.standard_normal((7, 3))
for X_b, y_b in check.call(minibatches, X, np.arange(7), 3, 13):
    check.value(X_b, X[y_b], "pixels that are no whole numbers")
check.passed("labels that repeat, pixels of other kinds")
### END HIDDEN TESTS

# %% test="minibatches__shuffled" points=2
def order_of(N, batch_size, seed):
    """The order in which the examples come out; example i has the pixels 2 i and 2 i + 1, every second one label 1."""
    X = np.arange(2.0 * N).reshape(N, 2)
    batches = check.call(minibatches, X, np.arange(N) % 2, batch_size, seed)
    check.true(isinstance(batches, (list, tuple)), "The result should be a list.")
    pairs = all(isinstance(batch, (list, tuple)) and len(batch) == 2 for batch in batches)
    pairs = pairs and all(np.ndim(X_b) == 2 and np.ndim(y_b) == 1 for X_b, y_b in batches)
    check.true(pairs, "Each batch should be a pair (X_b, y_b), of shapes (n, D) and (n,).")
    pixels, labels = (np.concatenate([batch[i] for batch in batches]) for i in (0, 1))
    order = pixels[:, 0] / 2
    check.true(sorted(order) == list(range(N)), "Every example should be there exactly once.")
    together = np.array_equal(pixels[:, 1], pixels[:, 0] + 1) and np.array_equal(labels, order % 2)
    check.true(together, "Examples and labels should be shuffled together.")
    return tuple(int(example) for example in order)


def check_order(N, batch_size, seed):
    """Check that the order is another one than given, depends on the seed, and on nothing else."""
    order = order_of(N, batch_size, seed)
    check.true(order != tuple(range(N)), "The examples come in the order they were given: shuffle them.")
    check.true(order == order_of(N, batch_size, seed), "The same seed should give the same order, and does not.")
    check.true(order != order_of(N, batch_size, seed + 1), "Another seed should give another order.")


def check_places(N, batch_size, seeds):
    """Check what holds if every order is equally likely, with bounds of five standard deviations and more."""
    orders = np.array([order_of(N, batch_size, seed) for seed in seeds])
    moved, steps = orders - np.arange(N), np.diff(orders)
    unequal, off = "Not every order is equally likely: ", 1.5 / np.sqrt(orders.size)
    about, earlier = "about half of the examples should come earlier than they were given.", np.mean(moved > 0)
    check.true(abs(earlier - 0.5 + 0.5 / N) < off, unequal + about, shows=f"Here {earlier:.1%} do.")
    about, later = "about half should come right after one that was given earlier.", np.mean(steps > 0)
    shows = f"Here {later:.1%} do: is anything drawn in which numbers can tie?"
    check.true(abs(later - 0.5) < off, unequal + about, shows=shows)
    of_many = "too many still come right after the example that they followed.", "too many examples keep their place."
    for about, many in zip(of_many, (np.sum(steps == 1), np.sum(moved == 0))):
        shows = f"In {len(seeds)} orders of {N} examples {many} do, and it should be about {len(seeds)}."
        check.true(many < len(seeds) + 7 * np.sqrt(len(seeds)), unequal + about, shows=shows)
    after, before = np.full((2, len(orders), N), -1)  # two orders have one or two neighbours in common, and never 30
    np.put_along_axis(after, orders[:, :-1], orders[:, 1:], axis=1)
    np.put_along_axis(before, orders[:, 1:], orders[:, :-1], axis=1)
    common = [np.sum(one == two) for i, one in enumerate(after) for two in (*after[:i], *before[:i])]
    about = "in the orders of two seeds, the same examples come one after the other. Is it one order, begun elsewhere?"
    check.true(max(common) < 30, unequal + about)
    of_ways = (
        "examples should move by a third of all the places, on average.",
        "those that come one after the other should have been a third of all the places apart, on average.",
        "the orders of two seeds should have nothing to do with each other.",
    )
    for about, apart in zip(of_ways, (moved, steps, np.diff(orders, axis=0))):
        share = np.mean(np.abs(apart)) / N
        check.true(abs(share - 1 / 3) < off, unequal + about, shows=f"Here it is {share:.1%} of them.")


check_order(N=20, batch_size=6, seed=0)
check.passed("shuffled; the same seed, the same order")
check_places(N=100, batch_size=100, seeds=range(100))
check_places(N=1500, batch_size=64, seeds=range(5))
drawn = [order_of(3, 2, seed) for seed in range(200)]
about = "Three examples have six orders, and some never come up: are only the batches shuffled, or each batch or class?"
check.true(len(set(drawn)) == 6, about)
about = "One of the six orders comes up far more often than the others: is anything drawn in which numbers can tie?"
check.true(max(map(drawn.count, drawn)) < 65, about, shows=f"It comes {max(map(drawn.count, drawn))} times in 200.")
check.passed("any order may come up")
### BEGIN HIDDEN TESTS
for N, batch_size, seed in ((30, 7, 21), (16, 4, 23), (25, 25, 25), (12, 1, 27)):
    check_order(N, batch_size, seed)
orders = [order_of(4, 2, seed) for seed in range(480)]  # 24 orders, each about 20 times
counts = [orders.count(order) for order in set(orders)]
about = "Not every order is possible: are the examples shuffled, or only the batches?"
check.true(len(counts) == 24, about)
check.true(max(counts) < 60, "Some orders are much more likely than others.")
check_places(N=120, batch_size=120, seeds=range(1000, 1090))
check_places(N=3100, batch_size=500, seeds=range(2000, 2005))
check.passed("every order is possible")
### END HIDDEN TESTS

# %% [markdown]
# ## 13 · All together
#
# *About 13 minutes.*
#
# **Three sets of images.** A classifier may know the images that it learned from by heart, so we judge it by others.
#
# | set | is for | how often may one look? |
# |---|---|---|
# | *training* | moving the weights | always |
# | *validation* | choosing: the step size, $\lambda$, when to stop | after every experiment |
# | *test* | one honest number at the end | once |
#
# Why not two? Whoever tries a hundred settings and keeps the one with the best validation accuracy has fitted the
# validation images, too, by choosing: the number is a little too good. So the last word belongs to a set that nothing
# was chosen by. Below, 1,200 digits are for training, 297 for validation, 300 for the test.
#
# Ten classes of 64 pixels, 640 weights: time for everything you wrote to work together. For each mini-batch of 96
# digits, feel the slope of the total loss in all 640 directions, and take one step. The biases stay 0. Which step size?
# Try three of them, look at the validation digits, and let the test digits judge the one that you chose. (This takes a
# few seconds; you will see why.) What should the first loss be, of weights that are all 0?

# %%
my_bet = None  # the first loss

digits = datasets.digits(train=1200)
X_val, y_val = digits.X_val[:297], digits.y_val[:297]
X_test, y_test = digits.X_val[297:], digits.y_val[297:]
b = np.zeros(10)


def accuracy(W, X, y):
    return 100 * np.mean(predict(W, b, X) == y)


def learn(step_size):
    """One epoch; return the weights, and the loss of each batch before its step."""
    W, losses = np.zeros((10, 64)), []
    for X_b, y_b in minibatches(digits.X_train, digits.y_train, 96, seed=0):

        def batch_loss(W):
            return total_loss(W, b, X_b, y_b, 1e-3, cross_entropy_losses)

        losses.append(batch_loss(W))
        W = W - step_size * numerical_gradient(batch_loss, W)
    return W, losses


learned = {step_size: learn(step_size) for step_size in (0.05, 0.5, 5.0)}
for step_size, (W, losses) in learned.items():
    shares = accuracy(W, digits.X_train, digits.y_train), accuracy(W, X_val, y_val)
    of_sets = "training {:.0f} %, validation {:.0f} %".format(*shares)
    print(f"step size {step_size:4g}: first loss {losses[0]:.2f}, last {losses[-1]:.2f}; right on {of_sets}")
print("your bet on the first loss:", my_bet)
chosen = max(learned, key=lambda step_size: accuracy(learned[step_size][0], X_val, y_val))
W, learning = learned[chosen]
print(f"chosen: {chosen:g}. On the 300 test digits, looked at once: {accuracy(W, X_test, y_test):.0f} %")
print(f"{len(learning)} steps took {2 * W.size * len(learning):,} computations of a loss")

lucky, _ = random_search(
    lambda W: total_loss(W, b, digits.X_train, digits.y_train, 1e-3, cross_entropy_losses), (10, 64), 100, seed=0
)
print(f"random search, 100 trials: {accuracy(lucky, X_val, y_val):.0f} % of the validation digits")

# %%
plots.curves(np.arange(len(learning)), {"mini-batches": learning}, xlabel="step", ylabel="loss of the batch")
plt.show()
plots.templates(W, title="Ten rows of W: ink on blue speaks for the digit, ink on red (−: strongly) against it")
plt.show()

# %% [markdown]
# *The pictures: the training loss of each batch; and the ten rows of $W$ as images.*
#
# <details><summary>The picture in words</summary>
#
# First picture: in 13 steps the loss of the batch falls from 2.30 to 1.44, nearly along a straight line; once it
# is a little higher than one step before. Second picture: ten squares of 8 × 8 weights, from dark red (−0.35) over
# white (0) to dark blue (0.35); the outer columns are white. The 0 is red in the middle, with a blue ring around it.
# The 1 has a blue stroke down the middle, and red on both sides. The 7 is blue at the top and on the right, and dark
# red at the bottom. The 8 is the palest.
# </details>
#
# <details><summary>The first loss</summary>
#
# It is $\ln 10 = 2.30$: with weights of 0 all ten classes look alike. (The hinge loss would be 9: nine wrong classes,
# each with a shortfall of 1.)
# </details>
#
# From the templates alone, which digits would you expect to be confused?

# %% [markdown]
# ## What you have learned
#
# *In one sentence: learning is a search for the weights that a loss minds least, and a slope makes the search short.*
#
# * Scores are $Wx + b$; a loss turns them into a complaint, a penalty keeps the weights small and spreads the evidence.
# * Hinge is content with a margin, cross-entropy never quite; both need care: the hinge with its correct class,
#   cross-entropy with large numbers.
# * Chance is cheap to write and hopeless in many dimensions. A slope tells where to go, a step size how far, a
#   mini-batch how little is enough to know.
# * Check what you read. Even slides.
#
# But one step cost us 1,280 computations of the loss, two for every weight. For the 30,720 weights of CIFAR-10 a
# *single* step would cost more than all of our 3 × 13 = 39 steps together. With pencil and paper one finds the
# slope of a loss as a formula: one look, all weights at once.
