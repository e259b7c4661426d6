"""A wrong program gets the name of its mistake, and a random difference gets none.

Each wrong program is a right one, written as a beginner would, with a few characters changed. None of the table's
formulas is used: the table is compared with what running such a program gives.
"""

import re
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from chainrule import check, mistakes
from chainrule.mistakes import extremes
from chainrule.mistakes.probe import Probe, Sample

SVM = """
def svm(W, X, y, lam, delta=1.0):
    loss, dW = 0.0, np.zeros(W.shape)
    for i in range(len(X)):
        scores = W @ X[i]
        for j in range(len(W)):
            if j == y[i]:
                continue
            margin = scores[j] - scores[y[i]] + delta
            if margin > 0:
                loss += margin
                dW[j] += X[i]
                dW[y[i]] -= X[i]
    loss = loss / len(X) + lam * (W ** 2).sum()
    dW = dW / len(X) + 2 * lam * W
    return loss, dW
"""

SVM_MATRICES = """
def svm(W, X, y, lam, delta=1.0):
    rows = np.arange(len(y))
    scores = X @ W.T
    margins = np.maximum(0, scores - scores[rows, y][:, None] + delta)
    margins[rows, y] = 0
    loss = margins.sum() / len(X) + lam * (W ** 2).sum()
    active = (margins > 0).astype(float)
    active[rows, y] = -active.sum(axis=1)
    dW = active.T @ X / len(X) + 2 * lam * W
    return loss, dW
"""


class Slip(NamedTuple):
    """A mistake: its name, the result that shows it, and what of the right program is written instead of what."""

    name: str
    result: str
    program: str
    changes: dict[str, str]


LOSS_LINE, GRADIENT_LINE = SVM.splitlines()[-3].strip(), SVM.splitlines()[-2].strip()
ROW_OF_CORRECT_CLASS = "                dW[y[i]] -= X[i]\n"

SLIPS = [
    # regularisation
    Slip("regularization-missing", "loss", SVM, {" + lam * (W ** 2).sum()": ""}),
    Slip("regularization-missing", "dW", SVM, {" + 2 * lam * W": ""}),
    Slip("regularization-halved", "loss", SVM, {"lam * (W": "0.5 * lam * (W"}),
    Slip("regularization-halved", "dW", SVM, {"2 * lam * W": "lam * W"}),
    Slip("regularization-doubled", "loss", SVM, {"return": "loss += lam * (W ** 2).sum(); return"}),
    Slip("regularization-doubled", "dW", SVM, {"return": "dW += 2 * lam * W; return"}),
    Slip("regularization-sign", "loss", SVM, {"+ lam": "- lam"}),
    Slip("regularization-sign", "dW", SVM, {"+ 2 * lam": "- 2 * lam"}),
    Slip("regularization-averaged", "loss", SVM, {LOSS_LINE: "loss = (loss + lam * (W ** 2).sum()) / len(X)"}),
    Slip("regularization-averaged", "dW", SVM, {GRADIENT_LINE: "dW = (dW + 2 * lam * W) / len(X)"}),
    Slip("regularization-not-scaled", "loss", SVM, {"+ lam * (W": "+ (W"}),
    Slip("regularization-not-scaled", "dW", SVM, {"2 * lam * W": "2 * W"}),
    Slip("data-term-missing", "loss", SVM, {LOSS_LINE: "loss = lam * (W ** 2).sum()"}),
    Slip("data-term-missing", "dW", SVM, {GRADIENT_LINE: "dW = 2 * lam * W"}),
    # the rows of the gradient
    Slip("correct-row-missing", "dW", SVM, {ROW_OF_CORRECT_CLASS: ""}),
    Slip("correct-row-missing", "dW", SVM_MATRICES, {"    active[rows, y] = -active.sum(axis=1)\n": ""}),
    Slip(
        "correct-row-counted-once",
        "dW",
        SVM,
        {
            "        for j": "        violated = False\n        for j",
            ROW_OF_CORRECT_CLASS: "                violated = True\n",
            "    loss = loss": "        if violated:\n            dW[y[i]] -= X[i]\n    loss = loss",
        },
    ),
    Slip("correct-row-counted-once", "dW", SVM_MATRICES, {"-active.sum(axis=1)": "-1.0 * active.any(axis=1)"}),
    Slip("correct-row-sign", "dW", SVM, {"dW[y[i]] -=": "dW[y[i]] +="}),
    Slip("correct-row-sign", "dW", SVM_MATRICES, {"-active.sum": "active.sum"}),
    Slip("only-correct-row", "dW", SVM, {"dW[j] += X[i]": "pass"}),
    Slip("correct-class-counted", "dW", SVM_MATRICES, {"    margins[rows, y] = 0\n": ""}),
    Slip(
        "repeated-index-lost",
        "dW",
        SVM_MATRICES,
        {
            "active[rows, y] = -active.sum(axis=1)": "counts = active.sum(axis=1)",
            "dW = active.T @ X / len(X)": "dW = active.T @ X; dW[y] -= counts[:, None] * X; dW = dW / len(X)",
        },
    ),
    # the slope of max(0, m)
    Slip("indicator-missing", "dW", SVM, {"margin > 0": "True"}),
    Slip("margin-instead-of-indicator", "dW", SVM, {"+= X[i]": "+= margin * X[i]", "-= X[i]": "-= margin * X[i]"}),
    Slip("margin-instead-of-indicator", "dW", SVM_MATRICES, {"(margins > 0).astype(float)": "margins.copy()"}),
    # the loss of an example
    Slip("delta-ignored", "loss", SVM, {" + delta": ""}),
    Slip("delta-ignored", "dW", SVM, {" + delta": ""}),
    Slip("delta-fixed", "loss", SVM, {"+ delta": "+ 1"}),
    Slip("delta-fixed", "dW", SVM, {"+ delta": "+ 1"}),
    Slip("correct-class-counted", "loss", SVM, {"j == y[i]": "False"}),
    Slip("correct-class-counted", "loss", SVM_MATRICES, {"    margins[rows, y] = 0\n": ""}),
    Slip("hinge-missing", "loss", SVM, {"margin > 0": "True"}),
    Slip("worst-class-only", "loss", SVM_MATRICES, {"margins.sum()": "margins.max(axis=1).sum()"}),
    Slip(
        "worst-class-only",
        "dW",
        SVM_MATRICES,
        {
            "active = (": "active = np.zeros(margins.shape); worst = margins.argmax(axis=1); active[rows, worst] = (",
            "(margins > 0)": "(margins[rows, worst] > 0)",
        },
    ),
    Slip("hinge-squared", "loss", SVM, {"loss += margin": "loss += margin ** 2"}),
    Slip("hinge-squared", "dW", SVM, {"+= X[i]": "+= 2 * margin * X[i]", "-= X[i]": "-= 2 * margin * X[i]"}),
    Slip("violations-counted", "loss", SVM, {"loss += margin": "loss += 1"}),
    # averages
    Slip("sum-not-mean", "loss", SVM, {"loss / len(X)": "loss"}),
    Slip("sum-not-mean", "dW", SVM, {"dW / len(X)": "dW"}),
    Slip(
        "sum-not-mean",
        "loss",
        SVM,
        {"        scores =": "        loss += lam * (W ** 2).sum(); scores =", LOSS_LINE: "pass"},
    ),
    Slip("sum-not-mean", "dW", SVM, {"        scores =": "        dW += 2 * lam * W; scores =", GRADIENT_LINE: "pass"}),
    Slip("averaged-twice", "loss", SVM, {"loss += margin": "loss += margin / len(X)"}),
    Slip("averaged-twice", "dW", SVM, {"+= X[i]": "+= X[i] / len(X)", "-= X[i]": "-= X[i] / len(X)"}),
    Slip("averaged-twice", "dW", SVM, {"return": "dW = dW / len(X); return"}),
    Slip("averaged-over-classes", "loss", SVM_MATRICES, {"margins.sum() / len(X)": "margins.mean()"}),
    Slip("averaged-over-classes", "dW", SVM_MATRICES, {"X / len(X)": "X / margins.size"}),
    Slip(
        "not-summed-over-batch",
        "dW",
        SVM_MATRICES,
        {"active.T @ X / len(X) + 2 * lam * W": "(active[:, :, None] * X[:, None, :] + 2 * lam * W) / len(X)"},
    ),
    # the whole
    Slip("transposed", "dW", SVM_MATRICES, {"return loss, dW": "return loss, dW.T"}),
    Slip("transposed", "dW", SVM_MATRICES, {"active.T @ X": "X.T @ active", "2 * lam * W": "2 * lam * W.T"}),
    Slip("sign-flipped", "dW", SVM, {"return loss, dW": "return loss, -dW"}),
    Slip("sign-flipped", "loss", SVM, {"return loss": "return -loss"}),
    Slip("doubled", "dW", SVM, {"return": "dW += dW; return"}),
    Slip("halved", "dW", SVM, {"return": "dW = dW / 2; return"}),
    Slip("all-zero", "dW", SVM, {GRADIENT_LINE: "dW = np.zeros(W.shape)"}),
]  # fmt: skip


def run(program, changes, *batch):
    """Run a program with some of its text replaced, and return its results by name."""
    for old, new in changes.items():
        assert old in program, f"{old!r} is not in the program"
        program = program.replace(old, new)
    namespace = {"np": np}
    exec(program, namespace)
    return dict(zip(("loss", "dW"), namespace["svm"](*batch), strict=True))


def batch_of(seed, N=7, D=4, K=5):
    """Weights about 1, N ≠ D ≠ K, unbalanced labels, a penalty and a delta that matter."""
    rng = np.random.default_rng(seed)
    y = rng.choice(K, size=N, p=np.arange(1, K + 1) / (K * (K + 1) / 2))
    return rng.standard_normal((K, D)), rng.standard_normal((N, D)), y, float(rng.uniform(0.3, 0.7)), 1.5


def facts_of(batch):
    return dict(zip(("W", "X", "y", "lam", "delta"), batch, strict=True))


def named(got, expected, batch):
    found = mistakes.find(got, expected, facts_of(batch))
    return found and found.name


def alike(a, b):
    return np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-2)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.name}-{slip.result}")
@settings(deadline=None, derandomize=True, max_examples=25)
@given(seed=st.integers(0, 2**32 - 1), shape=st.sampled_from([(7, 4, 5), (4, 3, 6), (9, 5, 3), (6, 2, 4)]))
def test_a_wrong_program_gets_its_name(slip, seed, shape):
    batch = batch_of(seed, *shape)
    right, wrong = run(slip.program, {}, *batch)[slip.result], run(slip.program, slip.changes, *batch)[slip.result]
    assume(not alike(wrong, right))  # on some batches it does not show
    name = named(wrong, right, batch)
    if name != slip.name:  # on some batches two mistakes come to the same
        others = [other for other in SLIPS if (other.name, other.result) == (name, slip.result)]
        assert any(alike(run(other.program, other.changes, *batch)[other.result], wrong) for other in others), name


def test_both_right_programs_agree():
    for seed in range(20):
        batch = batch_of(seed)
        loops, matrices = run(SVM, {}, *batch), run(SVM_MATRICES, {}, *batch)
        np.testing.assert_allclose(loops["loss"], matrices["loss"])
        np.testing.assert_allclose(loops["dW"], matrices["dW"], atol=1e-12)


def test_a_margin_of_exactly_zero_that_counts_is_named():
    W, X, y = np.array([[1, 0], [0, 1], [1, -1]]), np.array([[1, 0], [2, 1], [0, 3]]), np.array([0, 0, 1])
    batch = (W, X, y, 0.5, 1)
    right, wrong = run(SVM, {}, *batch), run(SVM, {"margin > 0": "margin >= 0"}, *batch)
    assert wrong["loss"] == right["loss"]
    assert named(wrong["dW"], right["dW"], batch) == "zero-margin-counted"


@pytest.mark.parametrize("slip", [slip for slip in SLIPS if slip.name.startswith(("correct-row", "indicator"))])
def test_one_example_is_enough(slip):
    """The facts of ``hinge_gradient_example``: x (D,), an integer label, no lam."""
    W, X, _, _, delta = batch_of(3, N=1)
    y = int((X @ W.T).argsort()[0, 1])  # second to last: several classes violate the margin, one does not
    right, wrong = (run(slip.program, ch, W, X, [y], 0.0, delta)["dW"] for ch in ({}, slip.changes))
    found = mistakes.find(wrong, right, {"W": W, "x": X[0], "y": y, "delta": delta})
    assert found is not None
    assert found.name == slip.name


def test_losses_of_single_examples_are_named():
    W, X, y, _, delta = batch_of(0)
    facts = {"scores": X @ W.T, "y": y, "delta": delta}

    def losses(changes):
        return np.array(
            [run(SVM, changes, W, x[None], [label], 0.0, delta)["loss"] for x, label in zip(X, y, strict=True)]
        )

    for name, changes in {
        "hinge-missing": {"margin > 0": "True"},
        "delta-ignored": {" + delta": ""},
        "delta-fixed": {"+ delta": "+ 1"},
        "correct-class-counted": {"j == y[i]": "False"},
        "hinge-squared": {"loss += margin": "loss += margin ** 2"},
        "violations-counted": {"loss += margin": "loss += 1"},
    }.items():
        assert mistakes.find(losses(changes), losses({}), facts).name == name


def test_margins_are_named():
    """The terms of the losses, as ``svm_margins`` returns them."""
    W, X, y, _, delta = batch_of(0)
    rows, scores = np.arange(len(y)), X @ W.T
    margins = scores - scores[rows, y][:, None] + delta
    off = np.eye(len(W))[y] == 0
    right = np.where(off, np.maximum(margins, 0), 0)
    wrong = {
        "hinge-missing": np.where(off, margins, 0),
        "correct-class-counted": np.maximum(margins, 0),
        "delta-ignored": np.where(off, np.maximum(margins - delta, 0), 0),
        "delta-fixed": np.where(off, np.maximum(margins - delta + 1, 0), 0),
        "violations-counted": np.where(off, margins > 0, 0),
        "hinge-squared": right**2,
        "transposed": right.T,
    }
    facts = {"W": W, "X": X, "y": y, "delta": delta}
    assert {name: mistakes.find(got, right, facts).name for name, got in wrong.items()} == {
        name: name for name in wrong
    }


def test_a_student_reads_the_name():
    wrong = {"2 * lam * W": "lam * W"}
    *batch, _ = batch_of(1)

    def answer(W, X, y, lam):
        return tuple(run(SVM, wrong, W, X, y, lam).values())

    def trusted(W, X, y, lam):
        return tuple(run(SVM, {}, W, X, y, lam).values())

    with pytest.raises(check.CheckFailed, match="This looks like “regularization-halved”") as failure:
        check.agrees(answer, trusted, *batch, about="a random batch", names=("loss", "dW"))
    assert failure.value.mistake == "regularization-halved"
    assert "regularization-halved" in failure.value.public


# --- No match, no claim -------------------------------------------------------------------------------------------

RESULTS = st.sampled_from(["loss", "dW"])
SEEDS = st.integers(0, 2**32 - 1)


@settings(deadline=None, derandomize=True)
@given(SEEDS, RESULTS, st.floats(-6, 2))
def test_noise_gets_no_name(seed, result, magnitude):
    batch = batch_of(seed)
    right = np.asarray(run(SVM, {}, *batch)[result])
    noise = np.random.default_rng([seed, 1]).standard_normal(right.shape)
    assert named(right + 10**magnitude * noise, right, batch) in (None, "not-precise")


@settings(deadline=None, derandomize=True)
@given(SEEDS, st.integers(0, 19), st.floats(0.01, 100), st.booleans())
def test_one_wrong_entry_gets_no_name(seed, entry, factor, flip):
    batch = batch_of(seed)
    right = run(SVM, {}, *batch)["dW"]
    wrong = right.copy()
    wrong.flat[entry] *= -factor if flip else factor
    assume(np.abs(wrong - right).max() > 0.01 * np.abs(right).max())
    assert named(wrong, right, batch) is None


@settings(deadline=None, derandomize=True)
@given(SEEDS, RESULTS, st.floats(-50, 50))
def test_a_factor_without_a_reason_gets_no_name(seed, result, factor):
    batch = batch_of(seed)
    N, right = len(batch[1]), run(SVM, {}, *batch)[result]
    with_a_reason = np.array([0, 1, -1, 2, 0.5, N, 1 / N])
    assume(np.abs(factor - with_a_reason).min() > 1e-2)
    if result == "loss":  # a single number may hit one of the formulas by chance: leave those out
        values = [run(slip.program, slip.changes, *batch)["loss"] for slip in SLIPS if slip.result == "loss"]
        assume(np.abs(factor * right / np.array(values) - 1).min() > 1e-2)
    assert named(factor * np.asarray(right), right, batch) is None


@settings(deadline=None, derandomize=True)
@given(SEEDS, SEEDS)
def test_the_gradient_of_other_weights_gets_no_name(seed, other):
    batch = batch_of(seed)
    elsewhere = (batch[0] + 0.1 * np.random.default_rng(other).standard_normal(batch[0].shape), *batch[1:])
    assert named(run(SVM, {}, *elsewhere)["dW"], run(SVM, {}, *batch)["dW"], batch) is None


@settings(deadline=None, derandomize=True)
@given(SEEDS, RESULTS)
def test_what_is_right_gets_no_name(seed, result):
    batch = batch_of(seed)
    right = run(SVM, {}, *batch)[result]
    assert named(right, right, batch) is None


@pytest.mark.parametrize("got", [np.nan, "text", [[1.0], [1.0, 2.0]], None, np.ones((2, 2, 2))])
def test_what_is_no_gradient_gets_no_name(got):
    assert mistakes.find(got, np.ones((2, 3)), {}) is None


@pytest.mark.parametrize(
    "facts", [{}, {"X": np.ones((4, 2))}, {"W": np.ones((3, 2)), "lam": 0.0}, {"y": np.array([7])}]
)
def test_few_facts_are_no_obstacle(facts):
    assert mistakes.find(-np.ones((3, 2)), np.ones((3, 2)), facts).name == "sign-flipped"


def test_the_table_goes_from_the_specific_to_the_general():
    ranks = [mistake.rank for mistake in mistakes.TABLE]
    assert ranks == sorted(ranks)
    assert set(ranks) == set(mistakes.Rank)


@pytest.mark.parametrize("name", ["lamb", "Lam", "graph"])
def test_an_unknown_fact_is_refused(name):
    with pytest.raises(ValueError, match=f"'{name}' is no fact"):
        mistakes.find(1.0, 2.0, {name: 0.5})


def test_a_fact_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="'W' should hold numbers"):
        mistakes.find(1.0, 2.0, {"W": "text"})


def test_names_are_words_and_each_entry_says_and_asks():
    for mistake in (*mistakes.BY_THEMSELVES, *mistakes.TABLE):
        assert mistake.name in mistakes.NAMES
        assert mistake.name == mistake.name.lower().replace(" ", "-")
        assert mistake.says.endswith(".")
        assert "?" in mistake.asks
        assert mistake.asks.endswith(("?", "."))
        assert not re.search(r": [^?]*, or ", mistake.asks), "a choice of two gives the answer away"


# --- What is known of searches, gates and graphs ------------------------------------------------------------------


def found(got, expected, **facts):
    mistake = mistakes.find(got, expected, facts)
    return mistake and mistake.name


def slopes(f, x, change):
    """The slope of f in each entry, by ``change(f, x, e)``."""
    return np.array([change(f, x, e) for e in np.eye(len(x))])


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("one-sided-difference", lambda f, x, e: (f(x + 0.5 * e) - f(x)) / 0.5),
        ("one-sided-difference", lambda f, x, e: (f(x) - f(x - 0.5 * e)) / 0.5),
        ("step-not-as-given", lambda f, x, e: (f(x + 0.25 * e) - f(x - 0.25 * e)) / 0.5),
        ("step-not-as-given", lambda f, x, e: (f(x + 1e-5 * e) - f(x - 1e-5 * e)) / 2e-5),
        ("several-entries-moved", lambda f, x, e: f(x + 0.5) - f(x - 0.5)),
        ("doubled", lambda f, x, e: (f(x + 0.5 * e) - f(x - 0.5 * e)) / 0.5),
    ],
)
def test_a_wrong_difference_is_named(name, change):
    f, x = lambda x: float(np.sum(x**3) + x[0] * x[1] * x[2]), np.array([1.0, 2.0, -1.5])
    right = slopes(f, x, lambda f, x, e: f(x + 0.5 * e) - f(x - 0.5 * e))
    assert found(slopes(f, x, change), right, f=f, x=x, h=0.5) == name


def walk(x, step, steps=4):
    points = [x]
    for t in range(steps):
        points.append(step(points, t))
    return np.array(points)


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("uphill", lambda points, t: points[-1] + 0.3 * np.sin(points[-1])),
        ("step-size-ignored", lambda points, t: points[-1] - np.sin(points[-1])),
        ("gradient-not-updated", lambda points, t: points[-1] - 0.3 * np.sin(points[0])),
        ("gradient-not-updated", lambda points, t: points[-1] - 0.3 * np.sin(points[max(t - 1, 0)])),
        ("step-size-changed", lambda points, t: points[-1] - 0.3 / (t + 1) * np.sin(points[-1])),
        ("gradient-normalised", lambda points, t: points[-1] - 0.3 * np.sign(np.sin(points[-1]))),
        (None, lambda points, t: points[-1] - 0.31 * np.sin(points[-1])),
    ],
)
def test_a_wrong_walk_is_named(name, step):
    start = np.array([1.0, -2.0, 0.7])
    right = walk(start, lambda points, t: points[-1] - 0.3 * np.sin(points[-1]))
    facts = {"gradient": np.sin, "start": start, "step_size": 0.3, "steps": 4}
    assert found(walk(start, step), right, **facts) == name
    assert found(np.array([right[-1]] * 5), right, **facts) == "same-array-repeated"
    assert found(right[::-1], right, **facts) == "order-reversed"


def test_a_step_is_lost_at_integers_only():
    def squares(x):
        return np.sum(x**2)

    cut_off = np.array([3**2 - 2**2, 4**2 - 3**2])
    assert found(cut_off, np.array([6.0, 8.0]), f=squares, x=np.array([3, 4]), h=0.5) == "integers-kept"
    assert found(np.zeros(2), np.array([0.6, 0.8]), f=squares, x=np.array([0.3, 0.4]), h=1e-5) == "all-zero"


def test_no_repeated_index_is_lost_where_all_labels_differ():
    scores, y = np.array([[1.0, 2.0, 0.5], [0.3, -1.0, 2.0]]), np.array([2, 0])
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    assert found((p - np.eye(3)[y]) / 2, np.log(p), scores=scores, y=y) is None


def test_lost_fractions_and_lost_digits_are_named():
    right = np.array([1.6, -2.3, 0.4])
    assert found(right.astype(int), right) == "integers-kept"
    assert found(-1, np.array(-1.6)) == "integers-kept"
    assert found(right.astype(np.float32), right) == "not-precise"
    assert found(right + 1e-4, right) == "not-precise"
    assert found(right + 0.1, right) is None
    assert found(np.array([1, 2]), np.array([2.0, 1.0])) is None


def test_a_mean_in_place_of_a_sum_is_told_from_one_mean_too_many():
    dout, X = np.arange(1.0, 7.0).reshape(3, 2), np.arange(12.0).reshape(3, 4) - 5
    of_layer = {"upstream": dout, "X": X}
    assert mistakes.find(dout.mean(axis=0), dout.sum(axis=0), of_layer).name == "mean-not-sum"
    assert mistakes.find(dout.T @ X / 3, dout.T @ X, of_layer).name == "mean-not-sum"
    assert mistakes.find(X / 9, X / 3, of_layer).name == "averaged-twice"
    assert mistakes.find(dout.mean(axis=0) / 3, dout.mean(axis=0), {"X": X}).name == "averaged-twice"


def test_where_a_multiple_of_the_right_result_is_right_is_not_told():
    expected = np.array([[3.0, 0.0, 2.0], [0.0, 1.5, 0.0]])
    assert mistakes.explain(0.7 * expected, expected).where is None
    assert mistakes.explain(expected + 0.7 * expected**2, expected).where is not None


def test_what_a_call_tells_is_named():
    right, upstream = np.array([2.0, -6.0]), np.array([1.0, -2.0])
    assert found(right * upstream, right, upstream=upstream) == "upstream-used-twice"
    assert found(np.array([7.0, 5.0]), right, remembered=np.array([7.0, 5.0])) == "other-inputs-remembered"
    assert found(right + 1, right, before=np.ones(2)) == "accumulated"
    assert found(upstream * 0.5, right, upstream=upstream, gate_values=[np.full(2, 0.5)]) == "value-as-slope"
    assert found(np.array([3.0, 4.0]), right, named={"max-misrouted": [np.array([3.0, 4.0])]}) == "max-misrouted"
    assert found(np.array([3.0, 4.0]), right, earlier=np.array([3.0, 4.0])) == "result-constant"


SHAPES = [(), (3,), (4,), (3, 4), (5, 4), (5, 3), (3, 3), (2, 3, 4), (0, 3)]
ARRAYS = [
    *("W", "X", "x", "b", "w", "scores", "dout", "theta", "y_hat", "anchor", "positive", "negative", "U", "x_c"),
    *("start", "upstream", "remembered", "ignoring_upstream", "before", "v", "g", "cache", "own_slope", "other_input"),
    *("spoiled", "masked_twice"),
]
OTHERS = {
    "y": [1, 1.5, np.array([0, 2, 1, 1, 0]), np.array([7]), np.array([0.5, 0.2, 0.3])],
    "f": [lambda x: float(np.sum(x**2))],
    "gradient": [np.sin],
    "losses": [lambda scores, y: scores.sum(axis=1)],
    "kind": ["l2", "elastic"],
    "steps": [3],
    "gate_values": [[np.ones((5, 3))] * 2, [1.0, 2.0, 3.0]],
    "branches": [[np.ones((3, 4))] * 2, [1.0, 2.0, 3.0], [np.ones(2)]],
    "without_slope": [[np.ones((3, 4))]],
} | {name: [0.5, 2] for name in ("lam", "delta", "alpha", "h", "beta", "step_size", "lr", "mu", "eps")}


@settings(deadline=None, derandomize=True, max_examples=600)
@given(st.data())
def test_facts_that_do_not_fit_together_are_no_obstacle(data):
    """A formula that cannot be computed from what is known says nothing: it raises nothing, and hides no error."""
    rng = np.random.default_rng(0)
    facts = {
        name: rng.standard_normal(data.draw(st.sampled_from(SHAPES))) for name in ARRAYS if data.draw(st.booleans())
    }
    facts |= {name: data.draw(st.sampled_from(kinds)) for name, kinds in OTHERS.items() if data.draw(st.booleans())}
    right = rng.standard_normal(data.draw(st.sampled_from(SHAPES[:-2])))
    mistakes.find(-3.3 * right, right, facts)


class TestWhatAHiddenCheckSays:
    """A wrong answer may have seen a hidden input: what it does when it is asked again could spell it out."""

    @staticmethod
    def failure(factor, added):
        X, c = np.array([[1.5, -2.0], [0.25, 3.0], [-1.0, 0.5]]), np.array([0.5, -1.25])
        right = lambda X, c: X @ c
        with pytest.raises(check.CheckFailed) as raised:
            check.agrees(lambda X, c: factor * right(X, c) + added, right, X, c, about="a product")
        return raised.value

    def test_one_ingredient_with_a_simple_factor(self):
        failure = self.failure(1, 2.0)
        assert failure.message.endswith("2 × 1 is too much.")
        assert failure.public.endswith("2 × 1 is too much.")

    @pytest.mark.parametrize(("factor", "added"), [(4 / 3, -1.5), (1, 0.75), (0.75, 2.0)])
    def test_free_factors_are_told_in_the_notebook_alone(self, factor, added):
        failure = self.failure(factor, added)
        assert "The result is" in failure.message
        assert "The result is" not in failure.public
        assert (failure.explained, failure.publicly_explained) == ("what", None)


# --- What was once said, and was not true -------------------------------------------------------------------------


def told(answer, trusted, *args, **facts):
    """What a student reads of a wrong answer that is compared with a trusted function, and its name."""
    with pytest.raises(check.CheckFailed) as raised:
        check.agrees(answer, trusted, *args, about="a call", **facts)
    return raised.value


def hinge_losses(scores, y, delta=1.0):
    margins = np.maximum(0, scores - scores[np.arange(len(y)), y][:, None] + delta)
    margins[np.arange(len(y)), y] = 0
    return margins.sum(axis=1)


def softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


SCORES, LABELS = np.array([[3.2, 5.1, -1.7], [2.2, 2.5, -3.1]]), np.array([0, 2])


@pytest.mark.parametrize("given", [{}, {"scores": SCORES, "y": LABELS}])
@pytest.mark.parametrize("default", [0.0, 2.0])
def test_another_default_is_no_argument_ignored(given, default):
    def answer(scores, y, delta=default):
        return hinge_losses(scores, y, delta)

    answer.__qualname__ = "hinge_losses"
    right = hinge_losses(SCORES, LABELS)
    got = check.call(answer, **given) if given else check.call(answer, SCORES, LABELS)
    with pytest.raises(check.CheckFailed) as by_value:
        check.value(got, right, "two rows", facts={"scores": SCORES, "y": LABELS, "delta": 1.0})
    for failure in (by_value.value, told(answer, hinge_losses, SCORES, LABELS)):
        assert failure.mistake is None
        assert "changes when delta is passed with the default that the task gives" in failure.message


def test_what_counts_delta_as_1_is_not_said_to_ignore_it():
    """Called without it, the answer is asked again with it."""

    def answer(scores, y, delta=1.0):
        margins = scores - scores[np.arange(len(y)), y][:, None] + delta
        margins = np.where(margins > 1, margins - delta, 0)
        margins[np.arange(len(y)), y] = 0
        return margins.sum(axis=1)

    answer.__qualname__ = "hinge_losses"
    got, facts = check.call(answer, SCORES, LABELS), {"scores": SCORES, "y": LABELS, "delta": 1.0}
    with pytest.raises(check.CheckFailed) as raised:
        check.value(got, hinge_losses(SCORES, LABELS), "two rows", facts=facts)
    assert raised.value.mistake is None


def test_a_root_is_not_read_off_a_number_of_which_nothing_else_is_known():
    with pytest.raises(check.CheckFailed) as raised:
        check.value(2.0, 4.0, "primes up to ten")
    assert raised.value.mistake is None


def cross_entropy(y, y_hat):
    possible = y > 0
    return -np.sum(y[possible] * np.log(y_hat[possible]))


def test_a_truth_is_not_ignored_if_only_one_class_can_be_true_in_all_that_was_asked():
    answer = lambda y, y_hat: -np.sum(y[y > 0] * np.log(y_hat))
    answer.__qualname__ = "cross_entropy"
    facts = {"y": np.array([1, 0, 0]), "y_hat": np.array([0.13, 0.869, 0.001])}
    got = check.call(answer, *facts.values())
    with pytest.raises(check.CheckFailed) as raised:
        check.value(got, cross_entropy(*facts.values()), "a truth of integers", facts=facts)
    assert "whatever y is" not in raised.value.message


def test_a_sum_is_said_only_if_it_gives_the_numbers_of_the_call():
    """All truths that are drawn have three entries, those of the call only two that are not 0."""
    answer = lambda y, y_hat: -np.mean(y[y > 0] * np.log(y_hat[y > 0]))
    failure = told(answer, cross_entropy, np.array([0.0, 0.5, 0.5]), np.array([0.0, 0.25, 0.75]))
    assert "The result is" not in failure.message


def test_a_fixed_number_that_is_subtracted_is_no_fixed_margin():
    def minus_one(scores, y, delta=1.0):
        return np.maximum(0, scores - scores[np.arange(len(y)), y][:, None] + delta).sum(axis=1) - 1

    failure = told(minus_one, hinge_losses, SCORES, LABELS, 2.0)
    assert failure.mistake == "one-subtracted"
    assert "whatever delta says" not in failure.message


def test_a_feature_is_no_condition_if_small_inputs_without_it_are_wrong():
    """A class of score 0 competes wherever s_y < delta, negative or not."""

    def zero_competes(scores, y, delta=1.0):
        rows, others = np.arange(len(y)), scores.astype(float)
        others[rows, y] = 0
        return np.maximum(0, others - scores[rows, y][:, None] + delta).sum(axis=1)

    failure = told(zero_competes, hinge_losses, SCORES, LABELS)
    assert "only when" not in failure.message
    assert "max(0, delta - s_y), as of a class with score 0 is too much" in failure.message


def test_integers_are_no_condition_if_float32_is_wrong_too():
    def measured(x):
        return (((x + x.dtype.type(1e-9)) ** 2 - x**2) / 1e-9) if x.dtype != np.float64 else 2.0 * x

    assert "holds integers" not in told(measured, lambda x: 2.0 * x, np.array([3, -4, 5])).message


def test_entries_that_are_not_moved_back_do_not_move_at_once():
    def slopes_of(f, x, h, back):
        x, found = x.astype(float), np.zeros(x.shape)
        for i in np.ndindex(x.shape):
            x[i] += h
            up = f(x)
            x[i] -= 2 * h
            found[i] = (up - f(x)) / (2 * h)
            x[i] += h * back
        return found

    f = lambda x: float(np.prod(x))
    failure = told(
        lambda f, x, h: slopes_of(f, x, h, 0), lambda f, x, h: slopes_of(f, x, h, 1), f, np.arange(2.0, 5), 0.5
    )
    assert failure.mistake == "not-moved-back"


def test_no_class_counts_in_zeros():
    def filled(rows, W, x, y, delta):
        scores = W @ x
        for j in range(len(W)):
            if j != y and scores[j] - scores[y] + delta > 0:
                rows[j] += x
                rows[y] -= x
        return np.array(rows)

    def gradient(W, x, y, delta=1.0):
        return filled(np.zeros(W.shape), W, x, y, delta)

    def one_list(W, x, y, delta=1.0):
        return filled([np.zeros(len(x))] * len(W), W, x, y, delta)

    W = np.array([[-1.0, 1.0], [2.0, 0.0], [2.0, 0.5], [3.0, 0.0], [3.0, 2.0]])
    failure = told(one_list, gradient, W, np.array([2.0, 1.0]), 2)
    assert failure.mistake == "all-zero"
    assert "count" not in failure.message


def test_an_answer_that_is_right_elsewhere_is_not_constant():
    def falsy(scores, y, delta=1.0):
        return hinge_losses(scores, y, delta or 1.0)

    check.agrees(falsy, hinge_losses, SCORES, LABELS, 1.0, about="delta 1")
    for zero in (0, 0.0):
        failure = told(falsy, hinge_losses, SCORES, LABELS, zero)
        assert failure.mistake is None
        assert "It is wrong only when delta is 0." in failure.public


def test_the_first_of_many_points_is_a_row():
    x = np.arange(24.0).reshape(4, 3, 2) + 1
    assert mistakes.explain(np.where(np.arange(4)[:, None, None] > 0, x**2, x), x).where is not None
    assert "in the first row" in mistakes.explain(np.where(np.arange(4)[:, None, None] > 0, x**2 + 1, x), x).where


def test_a_part_of_the_opposite_sign_is_not_missing_twice():
    def trusted(W, X, y, lam):
        return (softmax(X @ W.T) - np.eye(len(W))[y]).T @ X / len(X) + 2 * lam * W

    W, X, y, lam, _ = batch_of(5)
    failure = told(lambda W, X, y, lam: -trusted(W, X, y, 0.0) + 2 * lam * W, trusted, W, X, y, lam)
    assert "the data's part has the opposite sign" in failure.public


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda scores: np.log(softmax(scores) + 1e-300), "The result never falls below -690.776."),
        (lambda scores: np.maximum(log_softmax(scores), -500.0), "The result never falls below -500."),
    ],
)
def test_a_bound_is_told_but_its_number_only_at_work(answer, says):
    failure = told(answer, log_softmax, np.array([[0.0, 800.0], [3.0, 1.0]]))
    assert says in failure.message
    assert "there it stays at that" in failure.public
    assert says not in failure.public


def test_no_classes_are_said_to_count_where_only_a_penalty_is_left():
    def trusted(W, X, y, lam):
        scores = X @ W.T
        margins = np.maximum(scores - scores[np.arange(len(y)), y][:, None] + 1.0, 0)
        margins[np.arange(len(y)), y] = 0
        return margins.sum(axis=1).mean() + lam * (W**2).sum()

    W, X, lam = np.array([[1.0, 2.0], [-1.0, 0.5], [2.0, -1.0]]), np.arange(12.0).reshape(6, 2) % 5 - 2, 0.3
    failure = told(lambda W, X, y, lam: lam * (W**2).sum(), trusted, W, X, np.array([0, 1, 2, 2, 1, 0]), lam)
    assert "count" not in failure.message


def test_rounding_is_no_order_of_the_examples_and_a_threshold_hangs_on_its_number():
    from chainrule.mistakes import behaviour

    assert behaviour._same(np.array([1.0, 1e-17]), np.array([1.0, 2e-17]))
    assert not behaviour._same(np.array([1.0, 1e-9]), np.array([1.0, 2e-9]))


def test_no_bound_is_told_where_numbers_beyond_it_are_right():
    wrong = [mistakes.Sample(dict, np.zeros(2), np.array([1.3, 0.9])) for _ in range(4)]
    right = [mistakes.Sample(dict, one, one) for one in (np.array([0.5, -0.3]), np.array([2.0, -1.0]))]
    assert extremes.bound(wrong[0], [*wrong[1:], *right], mistakes.Probe({}, lambda given: None)) is None


@pytest.mark.parametrize(
    ("shift", "says"),
    [
        (lambda scores: scores.max(), "beside rows of much larger numbers: by itself it is right"),
        (lambda scores: np.abs(scores).max(axis=1, keepdims=True), "only in rows of scores whose numbers are all far"),
        (lambda scores: scores[:, :1], None),
        (lambda scores: 0.0, None),
    ],
)
def test_in_which_rows_a_result_is_not_finite(shift, says):
    def shifted(scores):
        with np.errstate(all="ignore"):
            powers = np.exp(scores - shift(scores))
            return powers / powers.sum(axis=1, keepdims=True)

    scores = np.array([[1e4, 9_999.0], [-1e4, -1e4], [1e4, -1e4], [-1e4, 1e4]])
    public = told(shifted, softmax, scores).public
    assert says in public if says else "rows" not in public


@pytest.mark.parametrize(
    ("answer", "trusted", "args", "says"),
    [
        (
            lambda scores, y: -(softmax(scores) * log_softmax(scores))[np.arange(len(y)), y],
            lambda scores, y: -log_softmax(scores)[np.arange(len(y)), y],
            (SCORES, LABELS),
            "The result is p × (-log p) of the correct class.",
        ),
        (
            lambda W, b, X: (X[:, None] * W).mean(axis=2) + b,
            lambda W, b, X: X @ W.T + b,
            (np.arange(6.0).reshape(3, 2) - 2, np.array([1.0, 0.5, -1]), np.array([[1.0, 2.0], [-1.0, 3.0]])),
            "The result is the mean of w × x over the pixels, plus b.",
        ),
        (
            lambda y, theta: softmax(theta[None])[0] - softmax(y[None])[0],
            lambda y, theta: softmax(theta[None])[0] - y,
            (np.array([0.7, 0.2, 0.1]), np.array([0.4, -1.1, 2.0])),
            " - the softmax of the truth.",
        ),
        (
            lambda theta: (
                np.diag(softmax(theta[None])[0])
                - np.outer(np.exp(theta - theta.max()), np.exp(theta - theta.max())) / np.exp(theta - theta.max()).sum()
            ),
            lambda theta: np.diag(softmax(theta[None])[0]) - np.outer(softmax(theta[None])[0], softmax(theta[None])[0]),
            (np.array([0.4, -1.1, 2.0]),),
            "p on the diagonal - the products e_i e_j of the shifted exponentials, divided by their sum once.",
        ),
    ],
)
def test_what_else_a_result_is(answer, trusted, args, says):
    assert says in told(answer, trusted, *args).message


def test_the_highest_score_in_place_of_its_index_is_told():
    W, b, X, _, _ = batch_of(4, N=8)
    b = np.arange(len(W)) / 3.0

    def label(W, b, X):
        return (X @ W.T + b).argmax(axis=1)

    highest = told(lambda W, b, X: (X @ W.T + b).max(axis=1), label, W, b, batch_of(4, N=8)[1])
    assert "The result is the highest score, not its index." in highest.public
    floats = told(lambda W, b, X: 1.0 * label(W, b, X), label, W, b, batch_of(4)[1])
    assert floats.public == "a call: the result of <lambda> should hold integers."


def test_a_negative_argument_is_no_condition_where_it_only_makes_all_scores_negative():
    from chainrule.reference.linear import predict

    def record_starts_at_zero(W, b, X):
        scores = X @ W.T + b
        return np.where((scores > 0).any(axis=1), scores.argmax(axis=1), 0)

    X = np.array([[0.5, 1.0, 0.2], [0.1, 0.4, 2.0]])
    failure = told(record_starts_at_zero, predict, np.zeros((3, 3)), np.array([-3e12, -1e12, -2e12]), X)
    assert "only when b holds negative" not in failure.message
    assert "It is wrong only for examples all of whose scores are negative." in failure.message


def test_of_the_gradient_of_an_image_no_row_is_spoken_of():
    from chainrule.reference.backprop import backprop_svm_network

    W, x = np.array([[1.0, 0.5], [0.2, -1.0], [0.7, 0.9]]), np.array([2.0, 1.0])
    _, dW, dx = backprop_svm_network(W, x, 1)
    shortfalls = (W @ x - W[1] @ x + 1 > 0) & (np.arange(3) != 1)
    facts = {"W": W, "x": x, "y": 1, "delta": 1.0}
    missing = mistakes.find(shortfalls @ W, dx, facts)
    assert missing.name == "correct-row-missing"
    assert missing.says == "the correct class's row of W is missing in it."
    of_weights = mistakes.find(np.outer(shortfalls, x), dW, facts)
    assert of_weights.says == "the row of the correct class gets nothing from the data."
    assert mistakes.find(shortfalls @ W - W[1], dx, facts).name == "correct-row-counted-once"


def test_what_the_right_result_does_not_depend_on_may_be_ignored():
    rng = np.random.default_rng(0)

    def ask(arguments):
        x, w = arguments["x"], arguments["w"]
        measured = x**2 + 1e-8 * rng.standard_normal(x.shape)  # as slopes found by differences are
        return Sample(lambda: {"values": arguments}, 3 * np.sin(x), measured + 0.0 * w.sum())

    probe = Probe({"x": np.array([1.5, -2.0, 0.3]), "w": np.array([0.5, 2.0])}, ask)
    found = mistakes.explain(3 * np.sin(probe.arguments["x"]), probe.arguments["x"] ** 2, {}, probe)
    assert found.behaviour is None or "whatever w is" not in found.behaviour


def test_a_factor_stands_before_brackets():
    from chainrule.mistakes import explanation, what

    said = explanation._sum([what.Term(2.0, "anchor - negative"), what.Term(-1.0, "log(x - 1)")])
    assert said == "2 × (anchor - negative) - log(x - 1)"


def test_a_size_that_never_varies_is_no_ingredient():
    """Of a batch of two rows, half of the right result is not what is divided by the number of rows."""
    from chainrule.mistakes import what

    right, other = np.array([1.0, -2.0, 0.5]), np.array([1.0, 1.0, 3.0])
    assert what._apart(np.array([right, right / 2, other, 0 * right, 0.1 * right, -right])) == [0, 2, 4]
