# %% [markdown] needs={"02_svm_gradient": "the hinge loss, its gradient, mini-batches"}
# # 3 · Softmax and cross-entropy
#
# An SVM asks the right class to win by a margin. Here scores become **probabilities**, and the loss
# asks: *how surprised are you by the truth?* After this notebook you can
#
# * turn scores into probabilities, even where the obvious formula breaks down;
# * derive the gradient of the cross-entropy through a softmax, and say why almost everything cancels;
# * write every step of the derivation as code, and check it on its own;
# * train a softmax classifier and compare what it learned with an SVM;
# * write the triplet loss, which learns distances instead of classes.

# %% given="setup"
import matplotlib.pyplot as plt
import numpy as np

from chainrule import check, datasets, gradcheck, plots

# %% [markdown]
# **Time.** About 175 minutes: 6 for the beginning and the end, the rest as said below the headings. Words are explained
# in the glossary at the end of the guide (`README.md`, one folder above).
#
# **How this notebook works.** Replace the two lines `# YOUR CODE HERE` and `raise NotImplementedError(…)` with your
# answer, run the cell, then run the check below it: it prints a ✓ for each thing that is right, or a message that says
# what is wrong and, often, what kind of mistake it looks like. When your notebook is graded, hidden checks run as well.
# Two derivations are written in Markdown and read by a person. The code of the checks may be folded, as a line with
# three dots: run it all the same. What is below *The picture in words* is folded, too; click to read it.
#
# **Conventions.** `X` is `(N, D)`, an example per row; `W` is `(K, D)`, a row per class. There is no bias:
# a pixel that is always 1 would do its work. Logarithms are natural. Any array may hold float32, or
# integers (int64), which count as real numbers. Numbers are compared to about six significant digits, and to about four
# where an argument is float32, tiny ones beside much larger ones to fewer. (Scores of thousands that are float32 are
# far apart.) Plain numbers, such as `lam`, may be Python integers, too. Leave your arguments as they were. Results that
# have a shape must be arrays; a number may also be an array of shape `()`. Loops are fine where a task does not say
# “vectorised”.
#
# **Words.** Scores are $s$ (the argument of some functions is called `theta`), probabilities $p$ (`y_hat`), the true
# distribution $t$ (the argument `y` of parts 2 to 4). A *label* $y$ is a single class; it
# stands for the distribution that puts everything on that class. The *lead* of the right class is its score minus that
# of a rival; a *margin* is a lead that somebody asks for.
#
# **Derived, not measured.** A gradient may cost no more than a few looks at the data, and
# differences of a loss are stopped by the checks: by their price, or by the digits that they lose where a slope is a
# billionth. (A complex step loses none, and is accepted where it costs as little: for a single row of scores.)

# %% [markdown]
# ## The question
#
# Let $m$ be the lead of the right class over its only rival. The hinge loss with the margin 1 is $\max(0,\, 1 - m)$;
# the loss of this notebook is the second curve.

# %%
m = np.linspace(-4, 6, 201)
plots.curves(
    m,
    {"hinge": np.maximum(0, 1 - m), "cross-entropy": np.logaddexp(0, -m)},
    xlabel="lead m: score of the right class minus score of its rival",
    ylabel="loss of this example",
)
plt.show()

# %% [markdown]
# *The picture: both losses against the lead. The hinge meets zero at 1 and stays there; the cross-entropy bends, and
# comes ever closer to zero.*
#
# <details><summary>The picture in words</summary>
#
# The hinge is a straight line from 5 at a lead of −4 to 0 at a lead of 1, and 0 from there on. The cross-entropy is
# 4.02 at −4, 2.13 at −2, 0.69 at 0, 0.31 at 1, 0.05 at 3 and 0.002 at 6.
# </details>
#
# At $m = 3$ the hinge leaves the weights alone. Does the cross-entropy? **How hard does each loss still push, and in
# which direction?** Part 4 answers with a formula of your own.

# %% [markdown]
# ## 1 · From scores to probabilities
#
# *About 12 minutes.*
#
# The **softmax** turns $K$ scores $s$ into a distribution $p$:
#
# $$p_i = \frac{e^{s_i}}{\sum_{k=1}^K e^{s_k}}$$
#
# **Why exp?** A share has to be positive, whatever the score; and a score that is higher by 1 should mean the same
# everywhere. With exponentials it does: it multiplies the odds, $p_i / p_j = e^{s_i - s_j}$, by $e$, whether the scores
# are 0 and 1 or 100 and 101. (Boltzmann found the same formula in 1868, with energies for scores.)
#
# The lecture's cat picture has the scores 3.2 (cat), 5.1 (car), −1.7 (frog). Their exponentials are 24.53, 164.02 and
# 0.183, which sum to 188.74, so the probabilities are **0.130, 0.869, 0.001**. The highest score has the highest
# probability, and on paper nobody gets exactly zero.

# %% given="lecture_pictures"
lecture_scores, lecture_labels, lecture_classes = datasets.cat_car_frog()  # rows: a cat, a car, a frog
cat = lecture_scores[0]

# %% [markdown]
# ### Where the obvious formula breaks
#
# The largest float64 is about $1.8 \cdot 10^{308} \approx e^{709.8}$, and everything below $e^{-745.2}$ becomes 0. The
# next cell computes the formula as it stands, for the two scores $(t,\, t - 1)$. On paper the first probability is
# $1/(1 + e^{-1}) = 0.7311$, whatever $t$ is. For which $t$ will the computer agree?

# %%
t = np.linspace(-1000, 1000, 2001)
with np.errstate(over="ignore", invalid="ignore"):
    exponentials = np.exp(t)
    as_written = exponentials / (exponentials + np.exp(t - 1))
for i in (100, 256, 500, 1000, 1700, 1800):
    print(f"t = {t[i]:5.0f}   exp(t) = {exponentials[i]:9.3g}   probability of the first class = {as_written[i]:.4f}")
plots.overflow(t, exponentials, as_written)
plt.show()

# %% [markdown]
# *The picture: top, $e^t$ on a logarithmic axis; bottom, the computed probability. Both end on either side.*
#
# <details><summary>The picture in words</summary>
#
# Top: for t from −745 to 710 the logarithm of $e^t$ to base 10 is a straight line from −324 to 308; dashed lines mark
# the smallest and the largest float64, and on either side, where $e^t$ is 0 or infinite, the picture is grey. Bottom:
# between the same two ends the computed probability is flat at 0.731, but for a spike at the left end that goes from
# 0.67 to 1. On either side of it stand “0 / 0” and “inf / inf”.
# </details>
#
# On the right the quotient is `inf / inf`, on the left `0 / 0`. Both are `nan`, and one `nan` in a loss spoils every
# weight that it touches. (The jump just before the left end: there $e^t$ has only a digit or two left.) The flat line
# between shows the way out: a shift of all scores changes nothing, $\operatorname{softmax}(s + c) =
# \operatorname{softmax}(s)$ for every number $c$ (why?). You may choose $c$ as you like, separately for each row. Which
# one keeps every exponential from overflowing *and* the denominator away from zero?

# %% answer="softmax"
def softmax(theta):
    """Turn scores into probabilities, over the last axis.

    Parameters
    ----------
    theta : ndarray, (K,) or (N, K)
        The scores of one example, or of N examples, one per row. They may be as large as ±10,000,
        and one row may be of a very different size than the next.

    Returns
    -------
    ndarray, shape of theta
        Probabilities, which sum to 1 in each row. What is below 1e-12 may come out as 0.
    """
    ### BEGIN SOLUTION
    shifted = theta - np.max(theta, axis=-1, keepdims=True)
    powers = np.exp(shifted)
    return powers / np.sum(powers, axis=-1, keepdims=True)
    ### END SOLUTION

# %% test="softmax__value" points=2
by_hand = np.array([24.5325, 164.0219, 0.18268]) / 188.7371
check.value(check.call(softmax, cat), by_hand, "the lecture's cat picture", tolerance=1e-4)
two_rows = np.array([[0.0, 0.0, 0.0, 0.0], [0.0, 0.0, np.log(2), 0.0]])
expected = [[0.25, 0.25, 0.25, 0.25], [0.2, 0.2, 0.4, 0.2]]
check.value(check.call(softmax, two_rows), expected, "two examples, four classes", facts={"theta": two_rows})
whole = np.array([[1, 2], [0, 0], [3, -1]])
expected = [[0.2689414, 0.7310586], [0.5, 0.5], [0.9820138, 0.0179862]]
check.value(check.call(softmax, whole), expected, "three examples, scores of integers", facts={"theta": whole})
sure = np.array([0, 20, 0])
check.value(check.call(softmax, sure), [2.0611536e-9, 1, 2.0611536e-9], "probabilities of 2e-9", facts={"theta": sure})
### BEGIN HIDDEN TESTS
from chainrule.reference import softmax as reference

task = check.task(softmax, reference.softmax)
generator = np.random.default_rng(301)
for N, K in [(5, 3), (2, 7), (4, 4), (1, 6), (6, 2)]:
    task.in_all_kinds(2 * generator.standard_normal((N, K)), about=f"{N} examples with {K} classes")
for K in (2, 5, 7):
    task.in_all_kinds(2 * generator.standard_normal(K), about=f"one example with {K} classes, without a batch")
task.agrees(np.array([[-20.0, 19.5, 3.0], [18.0, 20.0, -19.0]]), about="scores up to ±20")
task.agrees(np.array([[18.0, -1.5, 0.0], [0.5, -9.0, 9.0]]), about="small probabilities")
### END HIDDEN TESTS

# %% test="softmax__stable" points=2
for score in (1000.0, -1000.0):
    check.value(check.call(softmax, np.full(3, score)), [1 / 3, 1 / 3, 1 / 3], f"three equal scores of {score:.0f}")
rows = np.array([[10_000.0, 0.0], [-1000.0, -1001.0]])
expected = [[1, 0], [0.7310586, 0.2689414]]
check.value(check.call(softmax, rows), expected, "two rows of very different size", facts={"theta": rows})
near = np.array([[10_000.0, 9_999.3]])
about = "a batch of one, 10,000 and 9,999.3"
check.value(check.call(softmax, near), [[0.6681878, 0.3318122]], about, facts={"theta": near})
about = "a batch of one, −10,000 and −9,999.3"
check.value(check.call(softmax, -near), [[0.3318122, 0.6681878]], about, facts={"theta": -near})
rng = np.random.default_rng(1)
check.alike(softmax, {"theta": 3 * rng.normal(size=(6, 4))}, "six rows of scores as integers and float32")
check.alike(softmax, {"theta": 3 * rng.normal(size=4)}, "the scores of one example as integers and float32")
rows = rng.normal(size=(6, 4)) * np.array([[1.0], [10], [100], [1000], [3000], [0.001]])
check.one_by_one(softmax, {"theta": rows}, ["theta"], "rows of very different size, one by one")
check.value(check.call(softmax, np.array([[5.0], [-3.0]])), [[1.0], [1.0]], "a single class")
### BEGIN HIDDEN TESTS
from chainrule.reference import softmax as reference

task = check.task(softmax, reference.softmax)
rows = np.array(
    [
        [10000.0, 9999.3, 9998.7],
        [-10000.0, -9999.45, -10000.9],
        [0.3, -0.2, 0.1],
        [10000.0, -10000.0, 0.0],
        [-800.0, -801.2, -802.1],
    ]
)
for row in rows:
    task.agrees(row, about="one example, scores up to ±10,000")
task.agrees(rows, about="rows of very different size in one batch")
task.agrees(rows[:, :2], about="two classes, rows of very different size")
task.agrees(np.rint(rows).astype(np.int64), about="large integer scores")
apart = np.array([[10000.0, 0.0, -10000.0, 9000.0], [-10000.0, 0.0, 10.0, 3.0]], dtype=np.float32)
task.agrees(apart, about="large scores in float32")
### END HIDDEN TESTS

# %% [markdown]
# Now the flat line has no ends, and the lecture's three pictures have their probabilities. Which one is the worst
# blunder?

# %%
yours = np.array([softmax(np.array([here, here - 1]))[0] for here in t])
print(f"your probability of the first class, over all t: from {yours.min():.4f} to {yours.max():.4f}")
plots.probabilities(softmax(lecture_scores), lecture_classes, truth=lecture_labels)
plt.show()

# %% [markdown]
# *The picture: three groups of bars, the probabilities of the cat, the car and the frog; the right class is hatched.*
#
# <details><summary>The picture in words</summary>
#
# For the cat: cat 0.130 (right, hatched), car 0.869, frog 0.001. For the car: cat 0.025, car 0.924 (right), frog 0.051.
# For the frog: cat 0.425, car 0.573, frog 0.002 (right).
# </details>
#
# The worst blunder is the frog's: it gets 0.002 where it should get all.

# %% [markdown]
# **Move it: the temperature.** Divide all scores by a number $T$ before the softmax. *Predict first:* what is left of
# the cat's three probabilities as $T$ goes to 0, and what for a huge $T$? Does the order of the classes ever change?

# %%
from chainrule import moving

moving.temperature(softmax, cat, lecture_classes)

# %% [markdown]
# *The picture: your softmax of the cat's scores, divided by T, as bars; the right class is hatched. Where nothing can
# be moved, three temperatures stand side by side.*
#
# <details><summary>The picture in words</summary>
#
# With T = 0.2: cat 0.000, car 1.000, frog 0.000. With T = 1: cat 0.130, car 0.869, frog 0.001. With T = 10: cat 0.354,
# car 0.429, frog 0.217. The cat is right, and hatched.
# </details>
#
# <details><summary>What you should have seen</summary>
#
# The odds are $p_i / p_j = e^{(s_i - s_j)/T}$. For small $T$ every difference becomes huge, and the highest score takes
# everything: the softmax turns into the argmax. For large $T$ all differences vanish, and each class gets ⅓. The order
# never changes. So “is 5.1 much?” has no answer; “is a lead of 1.9 much?” has: at $T = 1$ it is $e^{1.9} \approx 6.7$
# to 1. Training chooses the temperature, too: doubling all weights is $T = ½$. (A language model that is asked for more
# surprising words is run at a higher $T$.)
# </details>

# %% [markdown]
# ## 2 · How surprised are you by the truth?
#
# *About 12 minutes.*
#
# The truth is a distribution too, $t$: usually with everything on one class, $(1, 0, 0)$ for the cat; but ten
# annotators who disagree (seven say cat, two car, one frog) give $(0.7, 0.2, 0.1)$. The **cross-entropy** of a
# prediction $p$ is
#
# $$L(t, p) = -\sum_{i=1}^K t_i \log p_i$$
#
# **Why minus a logarithm?** Surprises should *add up*. If two independent things happen, with probabilities $p$ and
# $q$, both happen with probability $p\,q$, and being told of both should surprise as much as being told of one, then of
# the other: $\text{surprise}(p\,q) = \text{surprise}(p) + \text{surprise}(q)$. That is a logarithm, and since what is
# certain is no surprise and what is rare is a great one, it has a minus. (Shannon, 1948.) *Cross* it is, because two
# distributions meet: the surprise is that of a prediction, $-\log p_i$, its frequency that of the truth, $t_i$.
#
# For the lecture's cat one term is left, $-\ln 0.130 = 2.040$. A class with $t_i = 0$ contributes **0**, whatever $p_i$
# is (the limit of $t \log p$; but what does `0 * np.log(0.0)` give?). However small $t_i > 0$ is, its class counts, and
# $p_i$ may be as small as $10^{-200}$ there: a “small number for safety” inside the logarithm would change the answer.

# %% answer="cross_entropy"
def cross_entropy(y, y_hat):
    """Return the cross-entropy of a prediction.

    Parameters
    ----------
    y : ndarray, (K,)
        The truth: any distribution. Entries may be 0.
    y_hat : ndarray, (K,)
        The predicted distribution; positive wherever y is, and perhaps 0 elsewhere.

    Returns
    -------
    float
        -sum_i y_i log(y_hat_i), where a class with y_i = 0 contributes 0.
    """
    ### BEGIN SOLUTION
    happens = y > 0
    return -np.sum(y[happens] * np.log(y_hat[happens]))
    ### END SOLUTION

# %% test="cross_entropy__value" points=1
truth, guess = np.array([0.2, 0.8]), np.array([0.25, 0.75])
loss = check.call(cross_entropy, truth, guess)
check.value(loss, 0.5074046, "the truth (0.2, 0.8), the prediction (0.25, 0.75)", facts={"y": truth, "y_hat": guess})
loss = check.call(cross_entropy, np.array([1, 0, 0]), np.array([0.130, 0.869, 0.001]))
check.value(loss, 2.0402, "the lecture's cat picture, with a truth of integers", tolerance=1e-4)
truth, guess = np.array([0.3, 0.69999, 0.00001]), np.array([0.3, 0.7, 1e-200])
loss = check.call(cross_entropy, truth, guess)
about = "a rare class, predicted with probability 1e-200"
check.value(loss, 0.615465905, about, facts={"y": truth, "y_hat": guess})
truth, guess = np.array([1 - 1e-12, 1e-12]), np.array([1.0, 1e-200])
loss = check.call(cross_entropy, truth, guess)
about = "a class with the probability 1e-12 that was given 1e-200, so that the other's is rounded to 1"
check.value(loss, 4.6051702e-10, about, facts={"y": truth, "y_hat": guess})
loss = check.call(cross_entropy, np.full(1000, 0.001), np.append(np.full(999, 0.0005), 0.5005))
check.value(loss, 7.5939937, "a thousand classes, all as likely as each other")
### BEGIN HIDDEN TESTS
from chainrule.reference import softmax as reference

task = check.task(cross_entropy, reference.cross_entropy)
generator = np.random.default_rng(302)
for K in (4, 2, 3, 7):
    truth, guess = generator.dirichlet(np.ones(K)), generator.dirichlet(np.ones(K))
    task.agrees(truth, guess, about=f"two distributions over {K} classes")
    task.agrees(truth[::-1].copy(), guess, about=f"another truth over {K} classes")
    task.agrees(truth.astype(np.float32), guess.astype(np.float32), about=f"distributions over {K} classes (float32)")
    one = np.eye(K)[K // 2]
    task.agrees(one, guess, about=f"a certain truth among {K} classes")
    task.agrees(one.astype(int), guess, about="a certain truth, in integers")
tiny = [([0.25, 0.75], [1.0, 1e-200]), ([0.5, 0.25, 0.25], [1e-9, 1 - 2e-9, 1e-9]), ([0.0, 1.0], [1.0, 1e-30])]
for truth, guess in tiny:
    task.agrees(np.array(truth), np.array(guess), about="a tiny predicted probability")
rare = np.array([0.6, 0.4 - 1e-5, 1e-5]), np.array([0.3, 0.7 - 1e-9, 1e-9])
task.agrees(*rare, about="a class that is rare, but possible")
task.agrees(np.array([3e-12, 1 - 3e-12, 0.0]), np.array([1e-150, 1.0, 0.0]), about="a class that is very rare")
### END HIDDEN TESTS

# %% test="cross_entropy__zeros" points=1
certain = np.array([0, 1])
about = "a prediction that is certain, and right, in integers"
check.value(check.call(cross_entropy, certain, certain.copy()), 0.0, about)
loss = check.call(cross_entropy, np.array([0.0, 0.5, 0.5]), np.array([0.0, 0.25, 0.75]))
check.value(loss, 0.8369882, "an impossible class, which was given no probability")
### BEGIN HIDDEN TESTS
from chainrule.reference import softmax as reference

task = check.task(cross_entropy, reference.cross_entropy)
for truth, guess in [
    ([0.0, 0.6, 0.4, 0.0], [0.0, 0.5, 0.3, 0.2]),
    ([0.3, 0.0, 0.7], [0.9, 0.0, 0.1]),
    ([0.0, 1.0, 0.0], [0.5, 0.5, 0.0]),
    ([0.2, 0.8, 0.0, 0.0, 0.0], [0.7, 0.3, 0.0, 0.0, 0.0]),
]:
    task.agrees(np.array(truth), np.array(guess), about="impossible classes, some with probability 0")
task.agrees(np.array([0.0, 1.0, 0.0]), np.array([0, 1, 0]), about="a certain prediction, in integers")
### END HIDDEN TESTS

# %% [markdown]
# Which prediction costs least? Take two classes; the true probability of the first is $q$, the predicted one $p$. Guess
# where the lowest points lie, for $q = 1$, 0.7 and 0.5, and whether they are at zero.

# %%
my_bet = {"q = 1.0": None, "q = 0.7": None, "q = 0.5": None}  # where is each lowest, and is it zero there?

grid = np.linspace(0.01, 0.99, 99)
bowls = {f"q = {q}": [cross_entropy(np.array([q, 1 - q]), np.array([p, 1 - p])) for p in grid] for q in (1.0, 0.7, 0.5)}
for name, bowl in bowls.items():
    print(f"{name}: lowest loss {np.min(bowl):.3f}, at p = {grid[np.argmin(bowl)]:.2f}; your bet: {my_bet[name]}")
plots.curves(grid, bowls, xlabel="predicted probability p", ylabel="cross-entropy", lowest=True)
plt.show()

# %% [markdown]
# *The picture: three curves over the predicted probability, the lowest point of each marked.*
#
# <details><summary>The picture in words</summary>
#
# For q = 1 the curve falls all the way, from 4.6 at p = 0.01 to 0.01 at 0.99. For q = 0.7 it falls from 3.2 to its
# lowest point, 0.61 at p = 0.7, and rises to 1.4. For q = 0.5 it is the same from both sides: 2.3 at either end, and
# 0.69 at p = 0.5.
# </details>
#
# <details><summary>Why there</summary>
#
# The best prediction is the truth, $p = q$ (for $q = 1$ the grid ends at 0.99). What remains there is the uncertainty
# in the truth itself, its *entropy*: no prediction can remove it.
# </details>

# %% [markdown]
# ## 3 · How the probabilities move
#
# *About 35 minutes.*
#
# Training needs $\partial L / \partial s$. The loss sees $s$ only through $p$, so one link of the chain is the
# **Jacobian** of the softmax: raise score $j$ a little; what happens to probability $i$? Every score is in every
# denominator, so all $K \times K$ entries matter.
#
# **Derive $\partial p_i / \partial s_j$** *(4 points)*, and name the rule that you use in each step:
#
# 1. (a) for $i = j$;
# 2. (b) for $i \ne j$;
# 3. (c) both in one formula in which no exponential is left, only $p$, and as a matrix $J$;
# 4. (d) show that every row of $J$ sums to zero, and say in a sentence what that has to do with the shift of part 1.

# %% [markdown] written="derive_softmax_jacobian" points=4
# ### BEGIN SOLUTION
# Let $S = \sum_k e^{s_k}$, so that $p_i = e^{s_i} / S$. In the sum only the term $k = j$ depends on
# $s_j$, so $\partial S / \partial s_j = e^{s_j}$. By the quotient rule
#
# $$\frac{\partial p_i}{\partial s_j}
# = \frac{\dfrac{\partial e^{s_i}}{\partial s_j}\, S - e^{s_i}\, e^{s_j}}{S^2} .$$
#
# (a) $i = j$: then $\partial e^{s_i} / \partial s_i = e^{s_i}$, and $\dfrac{\partial p_i}{\partial s_i} =
# \dfrac{e^{s_i}}{S} \cdot \dfrac{S - e^{s_i}}{S} = p_i\,(1 - p_i)$.
#
# (b) $i \ne j$: then $\partial e^{s_i} / \partial s_j = 0$, and $\dfrac{\partial p_i}{\partial
# s_j} = -\dfrac{e^{s_i}}{S} \cdot \dfrac{e^{s_j}}{S} = -p_i\, p_j$.
#
# (c) With $\delta_{ij} = 1$ if $i = j$ and $0$ otherwise: $\dfrac{\partial p_i}{\partial s_j} = p_i\,(\delta_{ij} -
# p_j)$, that is, $J = \operatorname{diag}(p) - p\, p^\top$.
#
# (d) $\sum_j p_i (\delta_{ij} - p_j) = p_i - p_i \sum_j p_j = p_i - p_i = 0$, since
# the probabilities sum to 1. So $J \mathbf 1 = 0$: moving all scores by the same amount changes no probability, which
# is the shift of part 1, in the small.
#
# **Marking scheme** (4 points)
#
# - 1 point: a sound start. Quotient rule (or product rule, or the derivative of $\log p_i = s_i - \log S$),
#   with $\partial S / \partial s_j = e^{s_j}$.
# - 1 point: (a) $p_i (1 - p_i)$, derived.
# - 1 point: (b) $-p_i p_j$, derived, with its sign; ½ if only the sign is wrong, 0 if it is said to vanish.
# - ½ point: (c) one formula and the matrix, without exponentials.
# - ½ point: (d) the row sum is zero because the probabilities sum to 1, *and* the link with the shift.
# - Results that are only stated earn at most 1 point in all. A slip that is carried forward correctly costs points only
#   once.
# ### END SOLUTION

# %% [markdown]
# Your formula as code: `J[i, j]` is $\partial p_i / \partial s_j$, a row per probability, a column per score. Scores
# are within ±20 here, where entries may be as small as $10^{-17}$; those near $10^{-9}$ must still be right to six
# digits, which differences cannot achieve.

# %% answer="softmax_jacobian"
def softmax_jacobian(theta):
    """Return how each probability moves with each score.

    Parameters
    ----------
    theta : ndarray, (K,)
        The scores of one example, of one class or more.

    Returns
    -------
    ndarray, (K, K)
        Entry [i, j] is the derivative of softmax(theta)[i] with respect to theta[j].
    """
    ### BEGIN SOLUTION
    y_hat = softmax(theta)
    return np.diag(y_hat) - np.outer(y_hat, y_hat)
    ### END SOLUTION

# %% test="softmax_jacobian__value" points=3
theta = np.log([1.0, 2.0, 1.0])  # probabilities 1/4, 1/2, 1/4
by_hand = np.array([[3, -2, -1], [-2, 4, -2], [-1, -2, 3]]) / 16
check.value(check.call(softmax_jacobian, theta), by_hand, "probabilities ¼, ½, ¼", facts={"theta": theta})
J = check.call(softmax_jacobian, cat)
check.true(np.shape(J) == (3, 3), "The Jacobian of three probabilities by three scores should have shape (3, 3).")
for i, name in enumerate(lecture_classes):
    about = f"row {i}: how the probability of the {name} moves"
    check.gradient(J[i], lambda theta: np.exp(theta[i]) / np.exp(theta).sum(), cat, about, name=f"row {i}")
expected = [[0.1966119, -0.1966119], [-0.1966119, 0.1966119]]
check.value(check.call(softmax_jacobian, np.array([1, 0])), expected, "scores 1 and 0, in integers")
check.value(check.call(softmax_jacobian, np.array([0.7])), [[0.0]], "a single class, whose probability is always 1")
J = check.call(softmax_jacobian, np.array([11.0, -10.0]))
by_hand = np.array([[7.5825604, -7.5825604], [-7.5825604, 7.5825604]])
check.value(1e10 * np.asarray(J), by_hand, "scores 11 and −10: slopes near a billionth, to six digits")
about = "four scores as integers and float32"
check.alike(softmax_jacobian, {"theta": 3 * np.random.default_rng(2).normal(size=4)}, about)
### BEGIN HIDDEN TESTS
from chainrule.reference import softmax as reference

task = check.task(softmax_jacobian, reference.softmax_jacobian)
generator = np.random.default_rng(303)
for K in (4, 2, 3, 5, 7):
    task.in_all_kinds(generator.standard_normal(K), about=f"the scores of {K} classes")
task.agrees(np.array([20.0, 19.0, -20.0, 3.0]), about="scores up to ±20")
task.agrees(np.full(6, -2.5), about="six equal scores")
theta = np.array([-1.0, 18.0, 0.5])
got = 1e8 * np.asarray(check.call(softmax_jacobian, theta))
check.value(got, 1e8 * reference.softmax_jacobian(theta), "a class that is nearly certain, slopes to six digits")
### END HIDDEN TESTS

# %% [markdown]
# Below are three Jacobians as coloured tables: with equal scores, for the cat picture, and where one class has nearly
# all the probability. Before you run: which of the three softmaxes moves most when a score is raised, and which hardly?

# %%
situations = {
    "equal scores": np.zeros(3),
    "the cat picture": cat,
    "one class has nearly all": np.array([5.0, 0.0, 1.0]),
}
fig, axes = plt.subplots(1, 3, figsize=(10, 3.2), dpi=80, layout="constrained")
for ax, (title, theta) in zip(axes, situations.items()):
    J = softmax_jacobian(theta)
    print(f"{title:25s} largest row sum {np.abs(J.sum(axis=1)).max():.6f}   largest entry {np.abs(J).max():.4f}")
    plots.matrix(J, rows=lecture_classes, columns=lecture_classes, limit=0.25, title=title, ax=ax)
axes[0].set(xlabel="score that is raised", ylabel="probability that moves")
plt.show()

# %% [markdown]
# *The picture: three tables of 3 × 3 entries, blue above zero, red below.*
#
# <details><summary>The picture in words</summary>
#
# With equal scores: 0.222 on the diagonal, −0.111 everywhere else. For the cat picture: 0.113, −0.113, 0.000; −0.113,
# 0.114, −0.001; 0.000, −0.001, 0.001 (rows and columns in the order cat, car, frog). With nearly all for the cat:
# 0.024, −0.006, −0.017; −0.006, 0.007, 0.000; −0.017, 0.000, 0.018.
# </details>
#
# Every row sums to zero, and since $J$ is symmetric so does every column: raise one score, and what one class gains the
# others lose. Probability only passes from class to class, and a confident softmax hardly moves.

# %% [markdown]
# ## 4 · Through the chain, and the collapse
#
# *About 35 minutes.*
#
# **Derive $\partial L / \partial s_j$ for $L = -\sum_i t_i \log p_i$ and $p = \operatorname{softmax}(s)$** *(6
# points)*:
#
# 1. (a) What is $\partial L / \partial p_i$?
# 2. (b) Write the chain rule for $\partial L / \partial s_j$. Why is it a sum, and over what?
# 3. (c) Substitute your Jacobian and simplify until no logarithm, no fraction and no sum is left. Where do you use that
#    $t$ is a distribution?
# 4. (d) The scores are $s = W x$: what is the gradient with respect to row $w_k$ of $W$?

# %% [markdown] written="derive_cross_entropy_gradient" points=6
# ### BEGIN SOLUTION
# (a) In $-\sum_k t_k \log p_k$ only the term $k = i$ contains $p_i$: $\dfrac{\partial L}{\partial p_i} =
# -\dfrac{t_i}{p_i}$.
#
# (b) The score $s_j$ is in the denominator of *every* $p_i$, so it acts on $L$ along $K$ paths, whose effects
# add:
#
# $$\frac{\partial L}{\partial s_j} =
# \sum_{i=1}^K \frac{\partial L}{\partial p_i}\, \frac{\partial p_i}{\partial s_j},
# \qquad \text{in matrices} \quad \nabla_s L = J^\top\, \nabla_{p} L .$$
#
# (c) With $\partial p_i / \partial s_j = p_i (\delta_{ij} - p_j)$ the factor $p_i$ cancels the
# denominator:
#
# $$\frac{\partial L}{\partial s_j} = -\sum_i \frac{t_i}{p_i}\, p_i\, (\delta_{ij} - p_j)
# = -\sum_i t_i\, \delta_{ij} + p_j \sum_i t_i = p_j - t_j .$$
#
# The last step uses $\sum_i t_i = 1$. So $\nabla_s L = p - t$: prediction minus truth.
#
# (d) $s_k = w_k \cdot x$, so $\partial s_k / \partial w_k = x$, and no other score depends on $w_k$:
# $\dfrac{\partial L}{\partial w_k} = (p_k - t_k)\, x$; for the whole matrix $(p - t)\, x^\top$.
#
# **Marking scheme** (6 points)
#
# - 1 point: (a) $-t_i / p_i$, with its sign.
# - 1 point: (b) the chain rule as a sum over all $i$.
# - 1 point: (b) the reason: $s_j$ reaches $L$ through every $p_i$, because it is in every denominator.
# - 1 point: (c) the Jacobian is substituted, and $p_i$ cancels.
# - 1 point: (c) $p_j - t_j$, with $\sum_i t_i = 1$ named where it is used; ½ if $t$ is silently taken as one-hot.
# - 1 point: (d) $(p_k - t_k)\, x$, by the chain rule.
# - The route via $L = -\sum_i t_i s_i + \log \sum_k e^{s_k}$ is equally right. If every step is shown it earns
#   (c) in full; (a), (b) and (d) are still required.
# - A wrong Jacobian from part 3, used correctly, costs nothing here.
# ### END SOLUTION

# %% [markdown]
# Before you trust a chain, look at each link. The next cell measures link 1 numerically (is it your formula (a)?),
# takes link 2 from your Jacobian, and multiplies; the product is compared with a numerical gradient of the whole loss.
# The true distribution is that of the ten annotators.

# %%
annotators = np.array([0.7, 0.2, 0.1])
y_hat = softmax(cat)
link_1 = gradcheck.central(lambda guess: cross_entropy(annotators, guess), y_hat, h=1e-8)
by_chain = softmax_jacobian(cat).T @ link_1
print("probabilities                                   ", "  ".join(f"{number:8.3f}" for number in y_hat))
print("link 1, slope of the loss for each probability  ", "  ".join(f"{number:8.3f}" for number in link_1))
print("times link 2, slope of the loss for each score  ", "  ".join(f"{number:8.3f}" for number in by_chain))
check.gradient(
    by_chain, lambda theta: cross_entropy(annotators, softmax(theta)), cat, "the chain rule holds", tolerance=1e-5
)

# %% [markdown]
# The slopes for the probabilities are wild, those for the scores tame: the collapse at work. Now the collapsed formula
# as code, for **any** distribution `y`, not only one that is sure of its class. Scores are within ±20 here, and slopes
# of a billionth must still be right to six digits: differences of the loss have lost them.

# %% answer="cross_entropy_gradient"
def cross_entropy_gradient(y, theta):
    """Return the gradient of cross_entropy(y, softmax(theta)) with respect to theta.

    Parameters
    ----------
    y : ndarray, (K,)
        The truth: any distribution.
    theta : ndarray, (K,)
        The scores.

    Returns
    -------
    ndarray, (K,)
    """
    ### BEGIN SOLUTION
    return softmax(theta) - y
    ### END SOLUTION

# %% test="cross_entropy_gradient__value" points=3
def loss_as_written(y, theta):
    return -(y * np.log(np.exp(theta) / np.exp(theta).sum())).sum()


for y, about in [
    (np.array([1.0, 0.0, 0.0]), "the cat picture, surely a cat"),
    (np.array([0.7, 0.2, 0.1]), "the cat picture, ten annotators"),
]:
    slopes = check.call(cross_entropy_gradient, y, cat)
    check.gradient(slopes, lambda theta: loss_as_written(y, theta), cat, about, facts={"y": y, "theta": cat})
slopes = check.call(cross_entropy_gradient, np.array([1, 0]), np.array([11, -10]))
about = "scores 11 and −10, in integers: slopes near a billionth, to their digits"
check.digits(slopes, [-7.5825604e-10, 7.5825604e-10], about)
slopes = check.call(cross_entropy_gradient, np.array([1.0, 0.0]), np.array([-50.0, 0.0]))
check.value(slopes, [-1.0, 1.0], "a true class with a probability of 2e-22")
drawn = {"y": np.array([0.1, 0.7, 0.15, 0.05]), "theta": 3 * np.random.default_rng(3).normal(size=4)}
check.alike(cross_entropy_gradient, drawn, "four scores as integers and float32")
### BEGIN HIDDEN TESTS
from chainrule.reference import softmax as reference

task = check.task(cross_entropy_gradient, reference.cross_entropy_gradient)
generator = np.random.default_rng(304)
for K in (4, 2, 3, 5, 7):
    y, theta = generator.dirichlet(np.ones(K)), 1.5 * generator.standard_normal(K)
    task.agrees(y, theta, about=f"any distribution over {K} classes")
    task.agrees(y[::-1].copy(), theta, about=f"another distribution over {K} classes")
    task.agrees(y.astype(np.float32), theta.astype(np.float32), about=f"{K} classes in float32")
    task.agrees(y, np.rint(2 * theta).astype(np.int64), about=f"integer scores of {K} classes")
    one = np.eye(K)[K - 1]
    task.agrees(one, theta, about="a truth that is sure of one class")
    task.agrees(one.astype(int), theta, about="a truth that is sure of one class, in integers")
task.agrees(np.array([0.2, 0.5, 0.3]), np.array([20.0, -20.0, 18.0]), about="scores up to ±20")
y, theta = np.array([0.0, 1.0, 0.0]), np.array([-3.0, 18.0, -2.5])
got, right = check.call(cross_entropy_gradient, y, theta), reference.cross_entropy_gradient(y, theta)
check.digits(got, right, "a class that is nearly certain, to its digits")
### END HIDDEN TESTS

# %% [markdown]
# Chain and collapse agree; what has the collapse gained? For $K$ classes the Jacobian has $K^2$ entries, the collapsed
# gradient $K$. And where a probability is too small for a float, link 1 is no longer a number, but the collapsed
# formula does not even notice. That is why libraries offer softmax and cross-entropy as **one** operation.

# %%
check.value(cross_entropy_gradient(annotators, cat), by_chain, "chain and collapse agree", tolerance=1e-5)
for theta in (np.array([0.0, 8.0]), np.array([0.0, 800.0])):
    with np.errstate(divide="ignore", invalid="ignore"):
        link_1 = gradcheck.central(lambda guess: cross_entropy(np.array([1.0, 0.0]), guess), softmax(theta), h=1e-8)
        chain = softmax_jacobian(theta).T @ link_1
    collapsed = cross_entropy_gradient(np.array([1.0, 0.0]), theta)
    print(
        f"scores 0 and {theta[1]:3.0f}:   chain {chain[0]:7.4f} {chain[1]:7.4f}   "
        f"collapsed {collapsed[0]:7.4f} {collapsed[1]:7.4f}"
    )

# %% [markdown]
# And the opening question: how hard does each loss push at a lead of −3, at 0, and at 3? Your bet, then run.

# %%
my_bet = {"hinge": (None, None, None), "cross-entropy": (None, None, None)}  # the slope at leads of -3, 0 and 3

fig, axes = plt.subplots(1, 2, figsize=(10, 3.6), dpi=80, layout="constrained")
pushes = -cross_entropy_gradient(np.array([1.0, 0.0, 0.0]), cat)
plots.probabilities(softmax(cat)[None], lecture_classes, truth=[0], pushes=pushes[None], ax=axes[0])
slope = np.array([cross_entropy_gradient(np.array([1.0, 0.0]), np.array([lead, 0.0]))[0] for lead in m])
print(f"slope of the cross-entropy at a lead of -3, 0 and 3: {slope[20]:.3f}, {slope[80]:.3f}, {slope[140]:.3f}")
print("your bet:", my_bet)
plots.curves(
    m, {"hinge": -1.0 * (m < 1), "cross-entropy": slope}, xlabel="lead m", ylabel="slope of the loss", ax=axes[1]
)
plt.show()

# %% [markdown]
# *The picture: left, the probabilities of the cat picture, with an arrow on each bar for the push that a step against
# the gradient gives to its score. Right, the slope of both losses against the lead.*
#
# <details><summary>The picture in words</summary>
#
# Left: cat 0.130 (right, hatched), car 0.869, frog 0.001. The cat's arrow goes up from the tip of its bar, by 0.870, to
# 1; the car's goes down by 0.869, to 0; the frog's goes down by 0.001. Right: the slope of the hinge is −1 up to a lead
# of 1, and 0 from there on. That of the cross-entropy rises from −0.98 at a lead of −4 over −0.95 at −3, −0.5 at 0 and
# −0.27 at 1 to −0.05 at 3, and is nearly 0 at 6.
# </details>
#
# The tips of the arrows end at 1, 0 and 0: each arrow is truth minus prediction.
#
# <details><summary>How hard each pushes</summary>
#
# The hinge pushes with strength 1 up to the margin, and then not at all. The cross-entropy pushes with whatever is
# missing from certainty: nearly 1 for a blunder, one half at a tie, 0.05 at a lead of 3, but never with nothing.
# </details>

# %% [markdown]
# ## 5 · A batch, a loss, a gradient
#
# *About 30 minutes.*
#
# The loss needs $\log p$. A logarithm *after* the softmax comes too late: for scores 0 and 800 the first probability is
# rounded to 0, and its logarithm, −800 on paper, becomes −∞. So simplify on paper first,
#
# $$\log p_j = s_j - \log \sum_k e^{s_k} ,$$
#
# and make the sum of exponentials safe as in part 1.

# %% answer="log_softmax"
def log_softmax(scores):
    """Return the logarithms of the probabilities, row by row.

    Parameters
    ----------
    scores : ndarray, (N, K)
        As large as ±10,000; rows may be of very different size.

    Returns
    -------
    ndarray, (N, K)
        log(softmax(scores)): finite, and right, even where a probability is too small for a float.
    """
    ### BEGIN SOLUTION
    highest = scores.max(axis=1, keepdims=True)
    return scores - highest - np.log(np.exp(scores - highest).sum(axis=1, keepdims=True))
    ### END SOLUTION

# %% test="log_softmax__value" points=1
scores = np.log([[1.0, 2.0, 1.0], [3.0, 1.0, 6.0]])
expected = np.log([[0.25, 0.5, 0.25], [0.3, 0.1, 0.6]])
check.value(check.call(log_softmax, scores), expected, "two examples, three classes", facts={"scores": scores})
whole = np.array([[1, 2], [0, 0], [12, 0]])
expected = [[-1.3132617, -0.3132617], [-0.6931472, -0.6931472], [-6.1441935e-6, -12.0000061]]
check.value(check.call(log_softmax, whole), expected, "three examples, scores of integers", facts={"scores": whole})
### BEGIN HIDDEN TESTS
from chainrule.reference import softmax as reference

task = check.task(log_softmax, reference.log_softmax)
generator = np.random.default_rng(305)
for N, K in [(5, 3), (2, 7), (4, 4), (1, 6), (6, 2)]:
    task.in_all_kinds(2 * generator.standard_normal((N, K)), about=f"{N} examples with {K} classes")
sure = np.array([[9.1, 0.2, -1.0], [0.4, -16.0, -17.7]])
task.agrees(sure, about="a class that is nearly certain")
### END HIDDEN TESTS

# %% test="log_softmax__stable" points=2
check.value(check.call(log_softmax, np.array([[0, 800]])), [[-800.0, 0.0]], "scores 0 and 800, in integers")
check.value(check.call(log_softmax, np.array([[900, 0]])), [[0.0, -900.0]], "scores 900 and 0, in integers")
rows = np.array([[10_000.0, 0.0], [-1000.0, -1001.0]])
expected = [[0, -10_000], [-0.3132617, -1.3132617]]
check.value(check.call(log_softmax, rows), expected, "two rows of very different size", facts={"scores": rows})
far = np.array([[10_000.0, -10_000.0, 9_990.0]])
expected = [[-4.5398899e-5, -20_000.0000454, -10.0000454]]
check.value(check.call(log_softmax, far), expected, "from −10,000 to 10,000", facts={"scores": far})
shared = np.array([[900, 900, 0]])
expected = [[-np.log(2), -np.log(2), -900 - np.log(2)]]
about = "far behind two classes that share the highest score"
check.value(check.call(log_softmax, shared), expected, about, facts={"scores": shared})
rng = np.random.default_rng(4)
check.alike(log_softmax, {"scores": 3 * rng.normal(size=(6, 4))}, "six rows of scores as integers and float32")
rows = rng.normal(size=(6, 4)) * np.array([[1.0], [10], [100], [1000], [3000], [0.001]])
check.one_by_one(log_softmax, {"scores": rows}, ["scores"], "rows of very different size, one by one")
check.value(check.call(log_softmax, np.array([[5.0], [-3.0]])), [[0.0], [0.0]], "a single class")
### BEGIN HIDDEN TESTS
from chainrule.reference import softmax as reference

task = check.task(log_softmax, reference.log_softmax)
rows = np.array(
    [
        [10000.0, 9999.3, 9998.7],
        [-10000.0, -9999.45, -10000.9],
        [0.3, -0.2, 0.1],
        [10000.0, -10000.0, 0.0],
        [-800.0, -801.2, -802.1],
        [1000.25, 0.5, 1000.0],
    ]
)
for row in rows:
    task.agrees(row[None], about="one row, scores up to ±10,000")
task.agrees(rows, about="rows of very different size")
task.agrees(rows[:, 1:], about="two classes, rows of very different size")
task.agrees(np.rint(rows).astype(np.int64), about="large integer scores")
### END HIDDEN TESTS

# %% [markdown]
# Now everything together, for a batch. Example $n$ has the scores $s_n = W x_n$ and the probabilities $p_n$; its label
# $y_n$ stands for the distribution that puts everything on that class. With the same penalty as for the SVM,
#
# $$L(W) = -\frac1N \sum_{n=1}^N \log p_{n,\,y_n} + \lambda \sum_{k,d} W_{kd}^2 .$$
#
# For the lecture's three pictures the cross-entropies are 2.040, 0.079 and 6.156, with mean **2.759** (their hinge
# losses were 2.9, 0 and 12.9). The gradient is your part 4 (d), averaged over the batch, plus the slope of the penalty.
# Write it **vectorised** (no Python loop over examples; a check measures the time for 20,000), **stable** (scores up to
# ±10,000, where a label far behind costs what it should: with scores 0 and 800 and the first class right, the loss is
# 800), and derived. Here, too, a slope of a billionth must be right to six digits, for scores within ±20. A batch may
# contain a single example, or no example of some class.
#
# **Two pitfalls**, one line each:
#
# ```python
# p = np.exp(s) / np.exp(s).sum(axis=1)  # divides column by column; with as many rows as columns nobody complains
# p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)  # (N, K) by (N, 1): row by row
# G[:, y] -= 1  # subtracts from whole columns; G[np.arange(N), y] -= 1 from one entry of each row
# ```

# %% answer="softmax_loss"
def softmax_loss(W, X, y, lam):
    """Return the loss of a softmax classifier and its gradient.

    Parameters
    ----------
    W : ndarray, (K, D)
        Weights, a row per class.
    X : ndarray, (N, D)
        Examples.
    y : ndarray of int, (N,)
        Labels from 0 to K-1.
    lam : float
        Strength of the penalty.

    Returns
    -------
    loss : float
        Mean cross-entropy over the batch plus lam * sum(W²).
    dW : ndarray, (K, D)
        Its gradient with respect to W.
    """
    ### BEGIN SOLUTION
    N = len(y)
    log_probabilities = log_softmax(X @ W.T)
    loss = -np.mean(log_probabilities[np.arange(N), y]) + lam * np.sum(W**2)

    d_scores = np.exp(log_probabilities)
    d_scores[np.arange(N), y] -= 1
    dW = d_scores.T @ X / N + 2 * lam * W
    return loss, dW
    ### END SOLUTION

# %% test="softmax_loss__value" points=2
facts = {"W": lecture_scores.T, "X": np.eye(3), "y": np.array([0, 1, 2]), "lam": 0.0}
loss, _ = check.results(check.call(softmax_loss, *facts.values()), ("loss", "dW"))
check.value(loss, 2.7586546, "the lecture's three pictures", facts=facts)
facts = {"W": np.ones((5, 2), dtype=int), "X": np.ones((4, 2)), "y": np.array([0, 1, 1, 4]), "lam": 0.3}
loss, _ = check.results(check.call(softmax_loss, *facts.values()), ("loss", "dW"))
about = "five equal rows of weights, in integers: log 5, and the penalty of ten ones"
check.value(loss, np.log(5) + 0.3 * 10, about, facts=facts)
# Probabilities (1, 2, 1) / 4 for every example, of which the correct class has ¼, ¼, ½ and ¼.
facts = {"W": np.log([[1.0], [2.0], [1.0]]), "X": np.ones((4, 1), dtype=int), "y": np.array([0, 2, 1, 2]), "lam": 0.0}
loss, _ = check.results(check.call(softmax_loss, *facts.values()), ("loss", "dW"))
check.value(loss, 1.75 * np.log(2), "four examples in integers, three classes", facts=facts)
W = np.array([[2.0, -3.0], [0.5, 1.0], [0.0, 1.0]])
facts = {"W": W, "X": np.zeros((4, 2)), "y": np.array([0, 2, 2, 0]), "lam": 0.5}
loss, _ = check.results(check.call(softmax_loss, *facts.values()), ("loss", "dW"))
check.value(loss, np.log(3) + 0.5 * 15.25, "black images: log 3, and half the sum of the squared weights", facts=facts)
rng, names = np.random.default_rng(5), ("loss", "dW")
drawn = {"W": 3 * rng.normal(size=(4, 3)), "X": 3 * rng.normal(size=(7, 3)), "y": np.array([3, 1, 1, 0, 3, 1, 3])}
drawn["lam"] = 0.3
about = "the loss of seven examples as integers and float32"
check.alike(softmax_loss, drawn, about, names=names, only=["loss"])
about = "the loss of the examples one by one"
check.one_by_one(softmax_loss, drawn, ["X", "y"], about, names=names, only=["loss"], mean=True)
### BEGIN HIDDEN TESTS
from chainrule.reference import softmax as reference

task = check.task(softmax_loss, reference.softmax_loss, ("loss", "dW"), only="loss")
generator = np.random.default_rng(306)
for N, D, K, lam, about in [
    (7, 4, 3, 0.6, "7 examples, 4 features, 3 classes"),
    (5, 2, 6, 0.3, "fewer examples than classes"),
    (6, 3, 2, 0.0, "two classes, no penalty"),
    (1, 3, 4, 0.0123, "a batch of one example, a small lam"),
]:
    labels = np.minimum(generator.integers(0, K, N), max(1, K - 2))
    task.in_all_kinds(generator.standard_normal((K, D)), generator.standard_normal((N, D)), labels, lam, about=about)
### END HIDDEN TESTS

# %% test="softmax_loss__gradient" points=4
names = ("loss", "dW")
# Probabilities (1, 1, 2) / 4 for the first, third and fourth example, (2, 4, 2) / 8 for the second.
W, X = np.log([[1, 2], [1, 4], [np.sqrt(2), 2]]), np.array([[2.0, 0], [0, 1], [2, 0], [2, 0]])
y = np.array([2, 0, 2, 1])
data = np.array([[6, -3], [-2, 2], [-4, 1]]) / 16
for lam, about in [(0.0, "four examples without a penalty"), (0.5, "four examples with a penalty")]:
    _, dW = check.results(check.call(softmax_loss, W, X, y, lam), names)
    check.value(dW, data + 2 * lam * W, about, facts={"W": W, "X": X, "y": y, "lam": lam})
facts = {"W": np.zeros((3, 2), dtype=int), "X": X, "y": y, "lam": 1}
_, dW = check.results(check.call(softmax_loss, *facts.values()), names)
by_hand = np.array([[6, -2], [0, 1], [-6, 1]]) / 12
check.value(dW, by_hand, "all weights 0, in integers, as lam: each class has the probability 1/3", facts=facts)
W_sure = np.array([[11.0], [-10.0]])
_, dW = check.results(check.call(softmax_loss, W_sure, np.ones((1, 1)), np.array([0]), 0.0), names)
about = "scores 11 and −10: slopes near a billionth, to their digits"
check.digits(dW, [[-7.5825604e-10], [7.5825604e-10]], about)


def large(seed):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((6, 4000)) / 40, rng.standard_normal((2, 4000)), np.array([1, 4]), 0.3


def one_look(W, X, y, lam):
    return np.log(np.exp(X @ W.T).sum(axis=1)).sum()


about = "24,000 weights at the price of a few looks at the examples"
check.derived(softmax_loss, one_look, large, entries=24_000, about=about)
rng = np.random.default_rng(5)
drawn = {"W": 3 * rng.normal(size=(4, 3)), "X": 3 * rng.normal(size=(7, 3)), "y": np.array([3, 1, 1, 0, 3, 1, 3])}
drawn["lam"] = 0.3
about = "the gradient for seven examples as integers and float32"
check.alike(softmax_loss, drawn, about, names=names, only=["dW"])
about = "the gradient for the examples one by one"
check.one_by_one(softmax_loss, drawn, ["X", "y"], about, names=names, only=["dW"], mean=True)
### BEGIN HIDDEN TESTS
from chainrule.reference import softmax as reference

task = check.task(softmax_loss, reference.softmax_loss, ("loss", "dW"), only="dW")
task.derived(one_look, lambda n: large(99 + n), entries=24_000, about="two examples of 4,000 features")
W, X = np.array([[18.0, 0.0], [-3.0, 1.0], [-3.5, -0.5]]), np.array([[1.0, 0.5], [1.0, -0.25]])
_, dW = check.results(check.call(softmax_loss, W, X, np.array([0, 0]), 0.0), names)
right = reference.softmax_loss(W, X, np.array([0, 0]), 0.0)[1]
check.digits(dW, right, "two examples whose class is nearly certain, to the digits of each slope")
W = np.array([[1, 0], [-2, 1], [0, 1]])
task.agrees(W, np.array([[1.5, 0.5], [0.25, -1.0]]), np.array([0, 2]), 2, about="weights and lam of integers")
generator = np.random.default_rng(307)
for N, D, K, lam, about in [
    (7, 4, 3, 0.6, "7 examples, 4 features, 3 classes"),
    (5, 2, 6, 0.3, "fewer examples than classes"),
    (6, 3, 2, 0.0, "two classes, no penalty"),
    (4, 4, 4, 0.7, "as many examples as features and classes"),
    (8, 3, 7, 0.4, "unbalanced labels, classes without an example"),
    (1, 3, 4, 0.0123, "a batch of one example, a small lam"),
]:
    labels = np.minimum(generator.integers(0, K, N), max(1, K - 3))
    task.in_all_kinds(generator.standard_normal((K, D)), generator.standard_normal((N, D)), labels, lam, about=about)
### END HIDDEN TESTS

# %% test="softmax_loss__stable" points=2
W, X, y = np.array([[1000.0], [-1000.0], [1000.0]]), np.array([[1.0], [-1.0], [0.0]]), np.array([1, 1, 1])
loss, dW = check.results(check.call(softmax_loss, W, X, y, 0.0), ("loss", "dW"))
facts = {"W": W, "X": X, "y": y, "lam": 0.0}
about = "scores of ±1000 and of 0, two of them equal: certainly wrong, certainly right, undecided"
check.value(loss, (2000 + np.log(2) + 0 + np.log(3)) / 3, about, facts=facts)
check.value(dW, [[1 / 6], [-1 / 3], [1 / 6]], "the gradient for scores of ±1000 and of 0", facts=facts)
### BEGIN HIDDEN TESTS
from chainrule.reference import softmax as reference

task = check.task(softmax_loss, reference.softmax_loss, ("loss", "dW"))
weights = np.array([[10000.0, 0.0], [9999.3, 1.0], [-10000.0, -1.0]])
images = np.array([[1.0, 0.0], [-1.0, 0.5], [0.0, 2.0], [1.0, -1.0]])
for labels, lam, about in [
    (np.array([1, 2, 1, 0]), 0.0, "scores of ±10,000, losses of size 1"),
    (np.array([2, 0, 2, 2]), 0.0, "scores of ±10,000, most of them blunders"),
    (np.array([1, 0, 0, 0]), 1e-8, "scores of ±10,000 and a penalty"),
]:
    for chosen in (slice(None), slice(1)):
        task.agrees(weights, images[chosen], labels[chosen], lam, about=about)
shared = np.array([[900.0, 0.0], [0.25, 0.5], [900.0, 0.0], [899.5, 0.0]])
task.agrees(shared, np.array([[1.0, 1.0]]), np.array([1]), 0.0, about="far behind three classes that are nearly equal")
### END HIDDEN TESTS

# %% test="softmax_loss__speed" points=1
def one_by_one(W, X, y, lam):
    """Compute only exponentials, but in a loop over the examples. An answer without one is faster, and does more."""
    return [np.exp(W @ x) for x in X]


def many(seed, N=20_003):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((3, 8)), rng.standard_normal((N, 8)), rng.integers(0, 3, N), 0.1


check.vectorised(softmax_loss, one_by_one, many, about="the time for 20,000 examples")
# Probabilities (1, 2, 1) / 4 for 20,001 examples. The correct class has ½, but ¼ for the last one; class 0 is missing.
N, y = 20_001, np.append(np.ones(20_000, dtype=int), 2)
facts = {"W": np.log([[1.0], [2.0], [1.0]]), "X": np.ones((N, 1)), "y": y, "lam": 0.0}
got = check.call(softmax_loss, *facts.values())
expected = 20_002 / N * np.log(2), np.array([[0.25], [0.5 - 20_000 / N], [0.25 - 1 / N]])
check.value(got, expected, "and the results for 20,001 examples", names=("loss", "dW"), facts=facts)
### BEGIN HIDDEN TESTS
from chainrule.reference import softmax as reference


def hidden_many(seed):
    return many(30_800 + seed)


task = check.task(softmax_loss, reference.softmax_loss, ("loss", "dW"))
task.vectorised(one_by_one, hidden_many, about="the time for 20,000 other examples")
### END HIDDEN TESTS

# %% [markdown]
# **A check that costs nothing:** with weights near zero all classes are equally likely, so the first loss of any
# training must be close to $\log K$: 2.30 for ten digits. If yours is, the loss and its mean are in order before the
# first step is taken.
#
# ## 6 · Training
#
# *About 15 minutes.*
#
# As for an SVM: start small, draw a batch of different examples afresh at every step, step against the gradient. If you
# have trained one, what has to change?

# %% answer="train_softmax"
def train_softmax(X, y, num_classes, lam, step_size, batch_size, steps, seed):
    """Train a softmax classifier by mini-batch gradient descent.

    All draws come from one rng = np.random.default_rng(seed). The first one is the start,
    W = 0.001 * rng.standard_normal((num_classes, D)). Then each step draws, by any method, a fresh batch of
    batch_size (at most N) different examples, uniformly from all N. Batches continue the generator that drew the
    start: make no second one, and do not use NumPy's global one.

    Parameters
    ----------
    X, y, lam
        As in softmax_loss.
    num_classes : int
        Rows of W; some class may have no example.
    step_size : float
        W moves by step_size times the gradient, the same step_size at every step.
    batch_size, steps, seed : int

    Returns
    -------
    W : ndarray, (num_classes, D)
        The weights after the last step.
    losses : ndarray, (steps,)
        The loss of each step's batch, penalty included, before W moves.
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    W = 0.001 * rng.standard_normal((num_classes, X.shape[1]))
    losses = np.zeros(steps)
    for step in range(steps):
        batch = rng.choice(len(X), size=batch_size, replace=False)
        losses[step], dW = softmax_loss(W, X[batch], y[batch], lam)
        W = W - step_size * dW
    return W, losses
    ### END SOLUTION

# %% given="checking_training"
from itertools import combinations


def follow(losses, W, X, y, lam, step_size, batch_size, loss_of):
    """Tell each step's batch by its loss; return the batches, and the weights to which their steps lead from W."""
    chosen = [list(batch) for batch in combinations(range(len(X)), batch_size)]
    batches, possible = [], []
    about = "Each loss should be that of a batch of batch_size different examples, before the weights move."
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
        start, _ = train(X, y, 2, 0.0, 0.0, batch_size, 1, seed)
        scale = 0.01 / (np.abs(start).max() or 1.0)  # so that scores are near 0, where each draw has the slope ½
        W, _ = train(scale * X, y, 2, 0.0, 0.01 / scale**2, batch_size, steps, seed)
        return (W - start)[y, np.arange(N)] * batch_size * scale / 0.005

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

# %% test="train_softmax__full_batch" points=3
def train(*settings):
    return check.results(check.call(train_softmax, *settings), ("W", "losses"))


generator = np.random.default_rng(5)
X, y = generator.standard_normal((9, 4)), np.array([0, 1, 2, 0, 1, 2, 2, 2, 2])
start = 0.001 * np.random.default_rng(11).standard_normal((5, 4))
W, losses = train(X, y, 5, 0.0, 0.0, 9, 3, 11)
about = "steps of size 0 stay at the start, which has a row for each of num_classes = 5"
check.value(W, start, about, facts={"shape": (5, 4), "seed": 11})
check.value(losses, np.full(3, np.log(5)), "and the loss stays near log 5", tolerance=0.01)
if np.ptp(losses) > 1e-9:
    _, of_one_label = train(X, 0 * y, 5, 0.0, 0.0, 9, 3, 11)
    about = "In a batch of all the examples the loss changes from step to step, but not if all have the same label: is "
    about += "each image in the batch with its own label?"
    check.true(np.ptp(of_one_label) > 1e-9, about)
about = "A batch of all the examples is always the same, and nothing moves: all three losses should be equal."
check.true(np.ptp(losses) < 1e-9, about, shows="Is an example in a batch twice?")
whole = np.rint(100 * X).astype(int)  # large images of integers
check.value(train(whole, y, 5, 0.0, 0.0, 9, 3, 11)[0], start, "the same start for images of integers")
(start, _), (W, losses) = (train(whole, y, 5, 100.0, step_size, 9, 1, 11) for step_size in (0.0, 0.01))
loss, dW = check.results(check.call(softmax_loss, start, whole, y, 100.0), ("loss", "dW"))
about = "Each loss should be that of the step's batch, penalty included, before the weights move."
check.true(np.allclose(losses, loss, rtol=1e-6), about)
about = "The first step should be step_size times your softmax_loss's gradient, downhill, a strong penalty included."
check.true(np.allclose((start - W) / 0.01, dW, rtol=1e-6, atol=1e-6), about)
check.passed("the first step, and the loss before it")
W, losses = train(X, y, 3, 0.01, 0.5, 9, 20, 11)
check.true(np.shape(losses) == (20,), "losses should have one entry per step.")
check.true((np.diff(losses) < 0).all(), "On the whole batch, each step against the gradient should lower the loss.")
check.passed("twenty steps of all examples lower the loss each time")
easy, labels = 10 * np.eye(3), np.array([0, 2, 1])
_, losses = train(easy, labels, 3, 0.0, 0.1, 3, 300, 11)
check.true(np.shape(losses) == (300,) and (losses > 0).all(), "300 steps should all be taken, and have their losses.")
about = "Three examples that are easy to tell apart: each of 300 steps should lower the loss, however small it is."
check.true((np.diff(losses) < 0).all(), about)
check.passed("training goes on where the loss is small")
### BEGIN HIDDEN TESTS
from chainrule.reference import softmax as reference

task = check.task(train_softmax, reference.train_softmax, ("W", "losses"))
generator = np.random.default_rng(309)
for N, D, K, *settings, about in [
    (8, 3, 4, 0.3, 0.5, 8, 5, 1, "a batch of all examples, five steps"),
    (6, 4, 3, 0.0, 0.8, 6, 25, 2, "25 steps without a penalty"),
    (5, 2, 6, 0.4, 0.3, 5, 4, 3, "fewer examples than classes"),
    (1, 3, 2, 0.2, 0.5, 1, 3, 4, "a single example"),
    (7, 5, 2, 0.1, 0.5, 7, 1, 5, "a single step"),
]:
    X, y = 2 * generator.standard_normal((N, D)), np.minimum(generator.integers(0, K, N), max(1, K - 2))
    task.in_all_kinds(X, y, K, *settings, about=about)
X, y = generator.standard_normal((6, 3)), np.array([0, 2, 1, 0, 0, 2])
task.agrees(100 * X, y, 3, 0.1, 1e-4, 6, 6, 6, about="images of large pixels")
task.agrees(9 * np.eye(3), np.array([1, 2, 0]), 3, 0.0, 1.0, 3, 40, 7, about="training on, where the loss is almost 0")
### END HIDDEN TESTS

# %% test="train_softmax__mini_batches" points=2
def train(*settings):
    return check.results(check.call(train_softmax, *settings), ("W", "losses"))


generator = np.random.default_rng(6)
X, y = generator.standard_normal((30, 4)), generator.integers(0, 3, 30)
once, _ = train(X, y, 3, 0.01, 0.1, 8, 15, 21)
again, _ = train(X, y, 3, 0.01, 0.1, 8, 15, 21)
other, _ = train(X, y, 3, 0.01, 0.1, 8, 15, 22)
check.value(again, once, "the same seed gives the same weights")
check.true(np.abs(other - once).max() > 1e-6, "Another seed should lead to other weights.")


def yours(*batch):
    return check.results(check.call(softmax_loss, *batch), ("loss", "dW"))


# Four examples. Where no weight moves, each loss tells which of them were in the batch.
X, y = X[:4], np.array([0, 1, 1, 1])
start, _ = train(X, y, 3, 0.0, 0.0, 2, 100, 21)
check.true(np.shape(start) == (3, 4), "W should have the shape (num_classes, D), here (3, 4).")
unit = np.abs(start).mean() or 0.001
X = X / unit  # scores of about 1, whatever the start: the other test judges it
start, losses = train(X, y, 3, 0.0, 0.0, 2, 300, 21)
batches, _ = follow(losses, start, X, y, 0.0, 0.0, 2, yours)
about = "No weight moves, so each loss shows its batch: it is the same batch again and again."
shows = "Is the rng made, or the batch drawn, outside of the loop, or anew in each step?"
check.true(any(batch != batches[0] for batch in batches), about, shows=shows)
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
other, losses = train(X, y, 3, 0.0, 0.0, 2, 100, 22)
others, _ = follow(losses, other, X, y, 0.0, 0.0, 2, yours)
check.true(others != batches[:100], "Two seeds give the same batches: are all draws from the one rng?")
four, losses = train(X, y, 4, 0.0, 0.0, 2, 100, 21)
others, _ = follow(losses, four, X, y, 0.0, 0.0, 2, yours)
about = "The start of four classes takes more draws than that of three, and yet the same batches follow."
shows = "Do they continue the rng that drew the start?"
check.true(others != batches[:100], about, shows=shows)
start, losses = train(X, y, 3, 0.0, 0.0, 1, 10, 21)
follow(losses, start, X, y, 0.0, 0.0, 1, yours)
check.passed("each batch is drawn afresh, and has batch_size different examples")
X = X * unit
X[:, 0] /= 1e6  # a faint pixel
(start, _), (W, losses) = (train(X, y, 3, 0.2, step_size, 2, 12, 21) for step_size in (0.0, 0.5))
_, expected = follow(losses, start, X, y, 0.2, 0.5, 2, yours)
check.value(W, expected, "twelve steps, each along the gradient of the batch whose loss is recorded")
check_draws(train, N=300, batch_size=40)
check.passed("batches of 40 of 300 images, any of which are equally likely to meet")
### BEGIN HIDDEN TESTS
from chainrule.reference import softmax as reference

# Steps too small to matter: each recorded loss tells which two of the five examples were in the batch.
SEED, STEPS = 310, 1000
X, y = np.random.default_rng(1).standard_normal((5, 3)), np.array([0, 1, 1, 1, 0])
start, _ = train(X, y, 3, 0.0, 0.0, 2, 1, SEED)
check.true(np.shape(start) == (3, 3), "W should have the shape (num_classes, D).")
X = X / (np.abs(start).mean() or 0.001)  # scores of about 1, whatever the start
start, losses = train(X, y, 3, 0.0, 0.0, 2, STEPS, SEED)
pairs = [frozenset(pair) for pair in combinations(range(5), 2)]
of_pair = np.array([reference.softmax_loss(start, X[list(pair)], y[list(pair)], 0.0)[0] for pair in pairs])
apart = np.diff(np.sort(of_pair)).min() > 1e-5
check.true(apart, "From your start several batches have the same loss: is it drawn as the task says?")
check.true(
    isinstance(losses, np.ndarray) and losses.shape == (STEPS,), "losses should be an array, one entry per step."
)
distances = np.abs(losses[:, None] - of_pair)
drawn = [pairs[nearest] for nearest in distances.argmin(axis=1)]
check.true(
    (distances.min(axis=1) < 1e-6).all(),
    "Each batch should hold batch_size different examples, and its mean loss should be recorded.",
)
check.true(set(drawn) == set(pairs), "Some examples never meet: is the same batch drawn again and again?")
counts = np.array([drawn.count(pair) for pair in pairs])  # 100 of each on average
spread = np.sum((counts - 100) ** 2 / 100)  # 9 ± 4 if all are equally likely
check.true(spread < 50, "Not every pair of examples is equally likely to be a batch.")
near = sum(min(pair) + 1 == max(pair) or pair == {0, 4} for pair in drawn)  # 500 ± 16
check.true(420 < near < 580, "Not every pair is equally likely to be a batch: how near its examples are matters.")
common = np.mean([len(pair & after) for pair, after in zip(drawn, drawn[1:])])  # 0.8 ± 0.02 if drawn afresh
check.true(0.68 < common < 0.92, "Each batch should be drawn afresh from all examples, whatever the last one was.")
_, same = train(X, y, 3, 0.0, 0.0, 2, STEPS, SEED)
check.value(same, losses, "the same seed gives the same batches")

start, losses = train(X, y, 3, 0.0, 0.0, 1, 30, SEED)
alone = [reference.softmax_loss(start, X[[i]], y[[i]], 0.0)[0] for i in range(5)]
check.true(all(np.abs(alone - loss).min() < 1e-6 for loss in losses), "A batch of size 1 should hold a single example.")

# With real steps: follow whichever batches were drawn.
X, drawn = np.random.default_rng(2).standard_normal((5, 4)), set()
for seed in (SEED, SEED + 1):
    (start, _), (W, losses) = (train(X, y, 3, 0.2, step_size, 2, 12, seed) for step_size in (0.0, 0.5))
    batches, expected = follow(losses, start, X, y, 0.2, 0.5, 2, reference.softmax_loss)
    check.value(W, expected, "the weights after twelve steps with mini-batches")
    drawn.add(tuple(map(tuple, batches)))
check.true(len(drawn) == 2, "Two seeds give the same batches: are all draws from the one rng?")
drawn = set()
X = 100 * X
for K in (3, 5):
    start, losses = train(X, y, K, 0.0, 0.0, 2, 30, SEED)
    drawn.add(tuple(map(tuple, follow(losses, start, X, y, 0.0, 0.0, 2, reference.softmax_loss)[0])))
about = "More classes, a longer start, and yet the same batches: do they continue the rng that drew the start?"
check.true(len(drawn) == 2, about)
check_draws(train, N=600, batch_size=70)
### END HIDDEN TESTS

# %% [markdown]
# Real handwriting: 8 × 8 digits, 1,500 to train on and 297 for validation. Beside your classifier, the next cell trains
# scikit-learn's linear SVM on the same images. (Its hinge counts the closest rival only; the templates are of the same
# kind as those of the hinge loss that counts all rivals.) What will the first loss be?

# %%
from sklearn.svm import LinearSVC

images, labels, val_images, val_labels = datasets.digits()
W_softmax, losses = train_softmax(images, labels, 10, 1e-4, 1.0, 64, 600, 0)
svm = LinearSVC(multi_class="crammer_singer", C=0.1, fit_intercept=False, random_state=0).fit(images, labels)
print(
    f"loss of the first batch {losses[0]:.2f} (log 10 = {np.log(10):.2f}), "
    f"mean of the last hundred {losses[-100:].mean():.2f}"
)
for name, W in {"softmax": W_softmax, "SVM": svm.coef_}.items():
    right = np.mean((val_images @ W.T).argmax(axis=1) == val_labels)
    print(f"{name:8s} right on the validation images: {100 * right:.0f} %")
plots.curves(np.arange(600), {"softmax": losses}, xlabel="step", ylabel="loss of the batch")
plt.show()

# %% [markdown]
# *The picture above: the training loss of each batch over 600 steps; it flickers, since every batch is different.*
#
# <details><summary>The picture in words</summary>
#
# The loss of the batch falls from 2.30 to 1.17 after 10 steps, 0.43 after 50 and 0.3 after 100; then it flickers,
# around 0.25 at step 200 and around 0.17 over the last hundred steps.
# </details>
#
# Each row of $W$ is an image, the **template** of its class. *The picture below: ten templates in each of two rows,
# softmax above, SVM below; blue where ink speaks for the digit, red where it speaks against it.*

# %%
plots.template_rows({"softmax": W_softmax, "SVM": svm.coef_})
plt.show()

# %% [markdown]
# <details><summary>The picture in words</summary>
#
# Column by column the two rows can hardly be told apart: the 0 is red in the middle, the 1 has a dark blue spot above
# the middle, the 2 and the 3 are red on the left of their upper half, the 5 is dark red at the upper right, the 7 is
# red at the bottom, and the 9 is blue at the upper right and red at the lower left. The SVM's 0 and 7 are paler than
# the softmax's, its 9 is stronger.
# </details>
#
# The templates are nearly the same, and so is the accuracy. What the SVM does not say is how sure it is.
#
# **Which of the two?** Cross-entropy, if somebody needs probabilities, if the truth is a distribution, or as the last
# layer of a network. The SVM, if only the decision counts: it is done with whatever leads by the margin, so that only
# examples near the border (the *support vectors*) shape its weights, and those far on the right side pull at nothing.

# %%
sure = softmax(val_images @ W_softmax.T)
order = np.argsort(sure[np.arange(len(val_labels)), val_labels])
shown = order[[-1, -2, 0, 3, 6, 12]]
plots.predictions(val_images[shown], sure[shown], truth=val_labels[shown])
plt.show()

# %% [markdown]
# *The picture: six validation digits with their ten probabilities below, the right class orange and outlined; the first
# two are the surest, the others among the hardest.*
#
# <details><summary>The picture in words</summary>
#
# A 4 and a 7, whose right classes get nearly all. Then a 6 with 0.65 for 8, 0.14 for 0, and 0.09 for 6; a 1, a thick
# bar, with 0.45 for 4, 0.32 for 1 and 0.20 for 8; an 8 with 0.41 for 8 and 0.20 for 9; an 8 with 0.51 for 8 and 0.43
# for 1.
# </details>
#
# **What does $\lambda$ do?** Train with three penalties and look at the templates.

# %%
by_penalty = {lam: train_softmax(images, labels, 10, lam, 0.5, 64, 600, 0)[0] for lam in (0.0, 0.01, 0.3)}
for lam, W in by_penalty.items():
    on = {"training": (images, labels), "validation": (val_images, val_labels)}
    right = {name: np.mean((X @ W.T).argmax(axis=1) == y) for name, (X, y) in on.items()}
    shares = ", ".join(f"{name} {100 * share:.0f} %" for name, share in right.items())
    print(f"λ = {lam:4g}: right {shares}; largest weight {np.abs(W).max():.2f}")
plots.template_rows({f"λ = {lam:g}": W for lam, W in by_penalty.items()})
plt.show()

# %% [markdown]
# *The picture: three rows of ten templates, for three strengths of the penalty, each row on a scale of its own.*
#
# <details><summary>The picture in words</summary>
#
# Each row has colours of its own: the strongest weight is 2.22 for λ = 0, 0.87 for λ = 0.01 and 0.09 for λ = 0.3. The
# first two rows look nearly the same, with a few dark entries each: blue above the middle of the 1, red in the middle
# of the 0, on the left of the 3, at the upper right of the 5 and at the bottom of the 7. In the third row the colours
# spread over whole strokes: the 0 is a broad blue ring around its red middle, the 5 has a blue stroke at the upper left
# and one at the top, the 6 has one at the lower left; the 1, the 2 and the 8 are pale.
# </details>
#
# When the data are silent, a step only shrinks the weights, by the factor $1 - 2\eta\lambda$. So a weight stays large
# only if the data keep asking for it, and a strong penalty leaves what all images of a class agree on.
#
# **Choose $\lambda$ and the step size together**, on validation images: the best step size depends on the penalty. For
# 100 training digits, your bet: which row and which column win, and where does training break down? If the winner
# stands at an edge of your own grid, look beyond it.

# %% tags=["nbval-ignore-output"]
my_bet = {"lambda": None, "step size": None}

penalties, step_sizes = (0.0, 1e-3, 1e-2, 1e-1), (0.01, 0.1, 1.0, 10.0)
grid = {
    (lam, step_size): train_softmax(images[:100], labels[:100], 10, lam, step_size, 32, 300, 0)[0]
    for lam in penalties
    for step_size in step_sizes
}
shares = {key: np.mean((val_images @ W.T).argmax(axis=1) == val_labels) for key, W in grid.items()}
rows = [(f"{lam:g}", *(f"{shares[lam, size]:.1%}" for size in step_sizes)) for lam in penalties]
plots.table(rows, ["λ", *(f"step size {size:g}" for size in step_sizes)])
plt.show()
best = max(shares, key=shares.get)
print(f"trained on 100 digits, best on the validation digits: λ = {best[0]:g}, step size {best[1]:g}; bet: {my_bet}")

# %% [markdown]
# *The picture: a table of the share of 297 validation digits that are right, a row for each penalty, a column for each
# step size.*
#
# <details><summary>The picture in words</summary>
#
# For the step sizes 0.01, 0.1, 1 and 10: with λ = 0, 74.7, 90.2, 89.6 and 88.9 %; with λ = 0.001, 74.7, 90.2, 90.6 and
# some 60 %; with λ = 0.01, 74.4, 89.9, 89.9 and some 30 %; with λ = 0.1, 70.0, 79.1, 51.2 and 12.5 %. (A digit more or
# less on other machines; where the weights swing and never settle, as at the two numbers without digits, many more.)
# </details>
#
# One digit more or less is 0.3 %: numbers in the table that differ by less than a per cent are as good as each other.
# (And the winner's own number is a little too good, since it was chosen by these digits.)
#
# <details><summary>Where it breaks down</summary>
#
# Where both are large. With $\eta\lambda = 1$ the penalty alone multiplies the weights by $1 - 2\eta\lambda = -1$ in
# each step: they never come to rest.
# </details>

# %% [markdown]
# ## 7 · Distances in place of classes: the triplet loss
#
# *About 30 minutes.*
#
# Nobody trains a million classes to recognise a million faces. One learns to *place* pictures so that those of one
# person lie close together. A **triplet** is an anchor $a$, a positive $p$ (same person) and a negative $n$ (someone
# else); the negative should be farther away, in squared distance, by at least $\alpha$:
#
# $$L = \sum_{i=1}^N \max\bigl(0,\; \|a_i - p_i\|^2 - \|a_i - n_i\|^2 + \alpha\bigr)$$
#
# A hinge again, but a **sum** over the triplets, not a mean. Example: $a = (0, 0)$, $p = (2, 1)$, $n = (1, -2)$,
# $\alpha = 1$: both squared distances are 5, so the loss is $5 - 5 + 1 = 1$. All three points can move, so there are
# three gradients. Where the sum inside $\max(0, \cdot)$ is exactly 0 (as your floats come out: checks use numbers for
# which every order of operations is exact), that triplet adds nothing to them; above 0, however little, it counts in
# full. Points may lie close together, far from the origin: subtract them before you square.

# %% given="triplet_example"
anchor, positive, negative = np.array([[0.0, 0.0]]), np.array([[2.0, 1.0]]), np.array([[1.0, -2.0]])

# %% answer="triplet_loss"
def triplet_loss(anchor, positive, negative, alpha):
    """Return the triplet loss of a batch and its three gradients.

    Parameters
    ----------
    anchor, positive, negative : ndarray, (N, D)
        Row i of each makes the i-th triplet.
    alpha : float
        How much farther away the negative should be, at least 0.

    Returns
    -------
    loss : float
        Summed over the triplets.
    d_anchor, d_positive, d_negative : ndarray, (N, D)
        Its gradients with respect to the three points.
    """
    ### BEGIN SOLUTION
    near = np.sum((anchor - positive) ** 2, axis=1)
    far = np.sum((anchor - negative) ** 2, axis=1)
    margins = near - far + alpha
    active = (margins > 0)[:, None]
    d_anchor = 2 * (negative - positive) * active
    d_positive = 2 * (positive - anchor) * active
    d_negative = 2 * (anchor - negative) * active
    return np.sum(np.maximum(0, margins)), d_anchor, d_positive, d_negative
    ### END SOLUTION

# %% test="triplet_loss__value" points=2
names = ("loss", "d_anchor", "d_positive", "d_negative")
for others, alpha, expected, about in [
    ([[1.0, -2.0], [1.0, -1.0]], 1.0, 5.0, "the example above, and the same with a nearer negative: 1 + 4"),
    ([[2.0, -4.0]], 1.0, 0.0, "a negative that is far enough away"),
    ([[1.0, -2.0], [5.0, -5.0], [1.0, -1.0]], 1.0, 5.0, "both with one that is far away between them: 1 + 0 + 4"),
    ([[1.0, -2.0], [1.0, -1.0]], 0.0, 3.0, "the first two with an alpha of 0: 0 + 3"),
    ([[1.0, -2.0]], 2.0**-36, 2.0**-36, "an alpha of 1.5e-11"),
]:
    batch = np.zeros((len(others), 2)), np.repeat(positive, len(others), axis=0), np.array(others), alpha
    facts = dict(zip(("anchor", "positive", "negative", "alpha"), batch))
    loss, *_ = check.results(check.call(triplet_loss, *batch), names)
    check.value(loss, expected, about, facts=facts)
far = {"anchor": anchor + 2.0**26, "positive": positive + 2.0**26, "negative": negative + 2.0**26, "alpha": 1.0}
loss, *_ = check.results(check.call(triplet_loss, *far.values()), names)
check.value(loss, 1.0, "the example above, moved by 2²⁶ in both coordinates", facts=far)
rng = np.random.default_rng(6)
drawn = {name: 3 * rng.normal(size=(6, 4)) for name in ("anchor", "positive", "negative")}
about = "the loss of six triplets as integers and float32"
check.alike(triplet_loss, {**drawn, "alpha": 1.7}, about, names=names, only=["loss"])
### BEGIN HIDDEN TESTS
from chainrule.reference import triplet as reference

task = check.task(triplet_loss, reference.triplet_loss, names, only="loss")
tiny = np.zeros((1, 2)), np.array([[3.0, 4.0]]), np.array([[5.0, 0.0]])
task.agrees(*tiny, 2.0**-34, about="a shortfall just above 0")
task.agrees(*(2.0**27 + points for points in tiny), 0.5, about="points far from the origin")
generator = np.random.default_rng(311)
for N, D, alpha in [(6, 3, 1.5), (1, 4, 2.0), (5, 1, 0.3), (3, 3, 4.0), (9, 2, 0.0)]:
    points, about = 1.5 * generator.standard_normal((3, N, D)), f"triplets ({N}, {D})"
    task.in_all_kinds(*points, alpha, about=about)
apart = np.zeros((2, 3)), np.ones((2, 3)), np.full((2, 3), 5.0)
task.agrees(*apart, 0.5, about="negatives that are all far away")
### END HIDDEN TESTS

# %% test="triplet_loss__gradient" points=4
names = ("loss", "d_anchor", "d_positive", "d_negative")
facts = {"anchor": np.zeros((1, 3)), "positive": np.array([[2.0, 1, 3]]), "negative": np.array([[1.0, -2, 1]])}
facts["alpha"] = 1.0
by_hand = {"anchor": [[-2, -6, -4]], "positive": [[4, 2, 6]], "negative": [[-2, 4, -2]]}
_, *gradients = check.results(check.call(triplet_loss, *facts.values()), names)
for gradient, (point, expected) in zip(gradients, by_hand.items()):
    check.value(gradient, expected, f"one triplet in three dimensions, moving the {point}", facts=facts)


def large(seed):
    return *np.random.default_rng(seed).standard_normal((3, 2, 4000)), 1.0


def one_look(anchor, positive, negative, alpha):
    return np.sum((anchor - positive) ** 2) - np.sum((anchor - negative) ** 2)


about = "24,000 coordinates at the price of a few looks at the triplets"
check.derived(triplet_loss, one_look, large, entries=24_000, about=about)

# What stands inside max(0, ·), with alpha = 1.5, is 0.0005, -5.5, 2.5, 9.5, 0.5, 4.5 and 0: another alpha leaves other
# triplets active. The anchors are integers.
facts = {
    "anchor": np.array([[0, 0], [1, 1], [2, 0], [0, 1], [1, 0], [1, 1], [0, 0]]),
    "positive": np.array([[0.25, 2], [1, 0], [3, 1], [3, 1], [1, 2], [1, 3], [1, 0]]),
    "negative": np.array([[2.0, 1.2498], [3, 3], [1, 0], [0, 0], [3, 1], [2, 1], [1.5, 0.5]]),
    "alpha": 1.5,
}
by_hand = {
    "anchor": [[3.5, -1.5004], [0, 0], [-4, -2], [-6, -2], [4, -2], [2, -4], [0, 0]],
    "positive": [[0.5, 4], [0, 0], [2, 2], [6, 0], [0, 4], [0, 4], [0, 0]],
    "negative": [[-4, -2.4996], [0, 0], [2, 0], [0, 2], [-4, -2], [-2, 0], [0, 0]],
}
_, *gradients = check.results(check.call(triplet_loss, *facts.values()), names)
for gradient, (point, expected) in zip(gradients, by_hand.items()):
    check.value(gradient, expected, f"seven triplets, one of them at the kink, moving the {point}", facts=facts)
facts = {"anchor": anchor, "positive": positive, "negative": negative, "alpha": 2.0**-40}
_, *gradients = check.results(check.call(triplet_loss, *facts.values()), names)
for point, gradient, expected in zip(by_hand, gradients, ([[-2, -6]], [[4, 2]], [[-2, 4]])):
    check.value(gradient, expected, f"an alpha of 2⁻⁴⁰ only, moving the {point}", facts=facts)
rng = np.random.default_rng(6)
drawn = {name: 3 * rng.normal(size=(6, 4)) for name in ("anchor", "positive", "negative")}
about = "the gradients of six triplets as integers and float32"
check.alike(triplet_loss, {**drawn, "alpha": 1.7}, about, names=names, only=names[1:])
def slopes(*batch):
    return check.results(check.call(triplet_loss, *batch), names)[1:]


about = "the gradients of the triplets one by one"
check.one_by_one(slopes, {**drawn, "alpha": 1.7}, list(drawn), about, names=names[1:])
### BEGIN HIDDEN TESTS
from chainrule.reference import triplet as reference

ties = np.array([[0, 0], [1, 1], [0, 0]]), np.array([[0, 2], [2, 1], [1, 0]]), np.array([[2, 1], [1, 4], [3, 0]])
equal = np.zeros((1, 2)), np.array([[3.0, 4.0]]), np.array([[3.0, -4.0]])
slightly = (  # shortfalls of ±1/4096, ±2⁻⁴⁰, 0.75 and 4
    np.zeros((6, 2)),
    np.array([[2.0**-6, 0], [0, 0], [2.0**-20, 0], [0, 0], [1, 1], [2, 0]]),
    np.array([[1, 0], [1, 2.0**-6], [1, 0], [1, 2.0**-20], [1.5, 0], [1, 0]]),
)
three = np.random.default_rng(94).standard_normal((3, 5, 2))
for name in names[1:]:
    task = check.task(triplet_loss, reference.triplet_loss, names, only=name)
    task.derived(one_look, lambda n: large(99 + n), entries=24_000, about="points of 4,000 coordinates")
    task.agrees(*three, 1.5, about="triplets of which alpha decides who counts")
    generator = np.random.default_rng(312)
    for N, D, alpha in [(6, 3, 1.5), (1, 4, 2.0), (5, 1, 0.3), (3, 3, 4.0), (9, 2, 0.0)]:
        points = 1.5 * generator.standard_normal((3, N, D))
        task.in_all_kinds(*points, alpha, about=f"triplets ({N}, {D})")
    for alpha, about in [
        (1, "a shortfall of exactly 0"),
        (8, "two shortfalls of exactly 0, one above"),
        (0, "far negatives"),
    ]:
        task.agrees(*ties, alpha, about=about + ", integers")
        task.agrees(*(part.astype(float) for part in ties), float(alpha), about=about)
    task.agrees(*equal, 0.0, about="equal distances and alpha 0")
    task.agrees(*slightly, 1.0, about="a shortfall just above 0, and one just below")
### END HIDDEN TESTS

# %% [markdown]
# Two triplets, and the steps that your gradients give: where will each point go?

# %%
fig, axes = plt.subplots(1, 2, figsize=(10, 4), dpi=80, layout="constrained")
for ax, far in zip(axes, (negative, 2 * negative)):
    loss, *gradients = triplet_loss(anchor, positive, far, 1.0)
    print(f"loss {loss:.1f}, sum of the three gradients {np.abs(sum(gradients)).max():.1f}")
    points = {"anchor": anchor[0], "positive": positive[0], "negative": far[0]}
    plots.triplet(points, [-gradient[0] for gradient in gradients], title=f"loss {loss:.1f}", ax=ax)

# %% [markdown]
# *The picture: two triplets in the plane, with arrows for a quarter of the step against the gradient; in the second the
# negative is far enough away, and there are none.*
#
# <details><summary>The picture in words</summary>
#
# Left, with a loss of 1: the anchor at (0, 0), the positive at (2, 1), the negative at (1, −2). The arrow at the anchor
# goes to (0.5, 1.5), that at the positive to (1, 0.5), straight towards the anchor, and that at the negative to (1.5,
# −3), straight away from it. Right, with a loss of 0: the negative is at (2, −4), and there are no arrows.
# </details>
#
# The positive is drawn to the anchor, the negative is driven away, and the anchor moves away from the negative, towards
# the positive. Laid end to end, the three arrows form a closed triangle: their sum is zero.

# %% [markdown]
# Now let many triplets pull at once. Twenty points of two kinds start in one heap. No class is ever named, only “this
# one is more like that one than like the other”. (Here the points themselves move. In a network they are its outputs,
# and the three gradients are passed on to its weights; FaceNet, 2015, learned faces in this way.)

# %%
rng = np.random.default_rng(8)
points, kinds = rng.standard_normal((20, 2)), np.repeat([0, 1], 10)
i, j, k = np.array(
    [(i, j, k) for i in range(20) for j in range(20) for k in range(20) if i != j and kinds[i] == kinds[j] != kinds[k]]
).T
fig, axes = plt.subplots(1, 3, figsize=(10, 3.4), dpi=80, layout="constrained", sharex=True, sharey=True)
for step in range(61):
    if step in (0, 15, 60):
        in_order = np.mean(((points[i] - points[j]) ** 2).sum(axis=1) < ((points[i] - points[k]) ** 2).sum(axis=1))
        print(f"after {step:2d} steps {100 * in_order:3.0f} % of the triplets are in order")
        plots.classes(points, kinds, title=f"after {step} steps", ax=axes[(0, 15, 60).index(step)])
    _, *gradients = triplet_loss(points[i], points[j], points[k], 4.0)
    for index, gradient in zip((i, j, k), gradients):
        np.subtract.at(points, index, 0.0002 * gradient)

# %% [markdown]
# *The picture: the twenty points at the start, after 15 and after 60 steps, circles and crosses for the two kinds.*
#
# <details><summary>The picture in words</summary>
#
# At the start, circles and crosses lie mixed in one heap, 4 wide and 4 high. After 15 steps it is still one heap, but
# smaller, and most circles are above most crosses. After 60 steps all ten circles lie close together at the top, with
# $x_2$ between 1.3 and 1.8, and all ten crosses at the bottom, with $x_2$ between −0.9 and −1.5.
# </details>

# %% [markdown]
# ## What you have learned
#
# *In one sentence: read scores as probabilities, and each step is truth minus prediction.*
#
# * A softmax depends on *differences* of scores only; choose the shift, and it never overflows.
# * Its Jacobian passes probability from class to class; the logarithm of the loss cancels nearly all of it, and what
#   remains fits in three words: prediction minus truth.
# * The hinge stops at the margin, the cross-entropy never does; the templates end up much alike.
# * A loss can speak of distances, too, and its gradient is again a pull and a push.
#
# You followed *one* chain by hand, link by link. If the chain becomes a graph with branches, one rule
# walks through all of it: backpropagation.
