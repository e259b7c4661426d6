"""What holds for any right answer, checked without a right result; and what is said only if it is all that is wrong."""

import numpy as np
import pytest

from chainrule import check, mistakes
from chainrule.check import again
from chainrule.mistakes import behaviour


def failing(run):
    with pytest.raises(check.CheckFailed) as caught:
        run()
    return caught.value


GIVEN = {"X": np.array([[1.5, -2.25], [0.75, 3.5], [2.5, 0.25]]), "w": np.array([0.5, 1.75])}


def like_x(X, w):
    out = np.zeros_like(X)
    out[...] = X * w
    return out


def of_single(X, w):
    return X * w if X.dtype == float else X.astype(np.float16) * w


def by_memory(X, w):
    return X.ravel("K").reshape(X.shape) * w


def centred(X, w):
    return X * w - X.mean()


def squeezed(X, w):
    return np.squeeze(X * w)


def test_right_answers_pass(capsys):
    check.alike(lambda X, w: X * w, GIVEN, "a product")
    check.one_by_one(lambda X, w: X * w, GIVEN, ["X"], "a product, row by row")
    check.one_by_one(lambda X, w: (X @ w).mean(), GIVEN, ["X"], "a mean", mean=True)
    check.alike(lambda X, w: (float((X @ w).sum()), X * w), GIVEN, "two results", names=("f", "g"))
    assert capsys.readouterr().out.count("✓") == 4


def test_results_that_keep_the_dtype_of_an_argument_are_named():
    failure = failing(lambda: check.alike(like_x, GIVEN, "a product"))
    assert failure.mistake == "integers-kept"
    assert "if X holds the same numbers as integers" in failure.message
    assert "1.75" not in failure.public


@pytest.mark.parametrize(
    ("answer", "says"),
    [(of_single, "if X, w holds the same numbers as float32"), (by_memory, "X is stored column by column")],
)
def test_results_that_hang_on_precision_or_layout_are_told(answer, says):
    given = {**GIVEN, "X": GIVEN["X"] + 1e-3} if answer is of_single else GIVEN
    failure = failing(lambda: check.alike(answer, given, "a product"))
    assert says in failure.message
    assert failure.explained


def test_examples_that_hang_on_others_are_told():
    failure = failing(lambda: check.one_by_one(centred, GIVEN, ["X"], "rows"))
    assert "changes for an example with those beside it" in failure.public
    failure = failing(lambda: check.one_by_one(squeezed, GIVEN, ["X"], "rows"))
    assert "should have the shape (1, 2)" in failure.public
    failure = failing(lambda: check.one_by_one(lambda X, w: (X @ w).sum(), GIVEN, ["X"], "a mean", mean=True))
    assert "is not the mean of the examples'" in failure.public


def behaves(answer, right, **arguments):
    probe = again.of_answer(answer, right, arguments, mistakes.known(arguments))
    return behaviour.of(probe, list(probe.fresh(20, 8)))


def test_entries_that_hang_on_others_are_told():
    w, g = np.array([1.0, 2.0, 3.0]), np.array([1.0, -1.0, 2.0])
    told = behaves(lambda w, g: w - np.tanh(g) * g.std(), lambda w, g: w - g, w=w, g=g)
    assert told == "What comes out for one entry of the arguments changes with another entry."
    assert behaves(lambda w, g: w - np.tanh(g), lambda w, g: w - g, w=w, g=g) is None


def test_a_statement_accounts_for_all_that_is_wrong():
    right = np.array([1.0, 2.0])
    assert mistakes.find(right * 2, right).name == "doubled"
    nearly = mistakes.find(right + 3e-4, right, {"named": {"bias-missing": [right + 3e-4 + 4e-6]}})
    assert nearly is None or nearly.name != "bias-missing"


def step_ahead(w, v, gradient, lr, mu):
    v = mu * v - lr * gradient(w + mu * v)
    return w + v, v


def keras_step(w, v, gradient, lr, mu):
    """What holds for the gradient 2 w alone: it is taken at w - mu v, with a correction that undoes that there."""
    v = mu * v - lr * (gradient(w - mu * v) + 4 * mu * v)
    return w + v, v


def test_what_holds_in_a_valley_alone_is_not_said():
    given = {"w": np.array([1.0, -2.0]), "v": np.array([0.5, 1.0]), "gradient": lambda w: 2 * w, "lr": 0.1, "mu": 0.9}
    probe = again.of_answer(keras_step, step_ahead, given, mistakes.known(given), 0)
    assert any(not sample.is_right for sample in probe.fresh(20, 8))
    assert any(sample.is_right for sample in probe.fresh(20, 8))


def explained(answer, right, **arguments):
    got, expected = np.asarray(answer(**arguments)), np.asarray(right(**arguments))
    facts = mistakes.known(arguments)
    return mistakes.explain(got, expected, facts, again.of_answer(answer, right, arguments, facts))


def test_integers_are_blamed_only_if_they_are_all_that_is_wrong():
    W, X = np.array([[1, 2], [3, 4]]), np.array([[0.5, 1.25], [2.5, -1.0], [0.75, 3.0]])

    def right(W, X):
        return X @ W.T

    kept = explained(lambda W, X: (X @ W.T).astype(W.dtype), right, W=W, X=X)
    assert kept.mistake.name == "integers-kept"
    counts = explained(lambda W, X: (X @ W.T > 1).astype(int), right, W=W, X=X)
    assert counts.mistake is None


def searched(loss, shape, trials, seed, better):
    rng, best, lowest = np.random.default_rng(seed), None, None
    for _ in range(trials):
        W = rng.standard_normal(shape)
        if lowest is None or better(loss(W), lowest):
            best, lowest = W, loss(W)
    return best, lowest


def test_the_last_of_equals_is_one_whatever_they_are():
    first = np.random.default_rng(2).standard_normal((2, 3))
    facts = {"loss": lambda W: 0.0, "shape": (2, 3), "trials": 5, "seed": 2}

    def said(better):
        got = check.call(lambda *given: searched(*given, better), *facts.values())
        return failing(lambda: check.value(got, (first, 0.0), "ties", names=("W", "loss"), facts=facts)).mistake

    assert said(lambda one, lowest: one <= lowest) == "last-of-equals"
    assert said(lambda one, lowest: not lowest or one < lowest) is None


def test_only_the_results_that_are_asked_for_are_compared(capsys):
    odd_loss = lambda X, w: (float(X.sum() // 1) if X.dtype == int else len(X), X * w)
    for law in (check.alike, lambda *args, **more: check.one_by_one(*args[:2], ["X"], args[2], **more)):
        law(odd_loss, GIVEN, "a product", names=("loss", "product"), only=["product"])
        failing(lambda law=law: law(odd_loss, GIVEN, "a number", names=("loss", "product")))
    assert capsys.readouterr().out == "✓ a product\n" * 2


@pytest.mark.parametrize("result", [{"X": np.ones(2)}, "text", [np.ones(2), np.ones(3)]])
def test_what_is_no_array_is_said_to_be_none(result):
    for law in (
        lambda: check.alike(lambda X, w: result, GIVEN, "a product"),
        lambda: check.one_by_one(lambda X, w: result, GIVEN, ["X"], "a product"),
    ):
        failure = failing(law)
        assert failure.message.startswith("a product: the result of ")
        assert "should be numbers, but is" in failure.message
        assert "return" in failure.then
