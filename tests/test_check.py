"""Checks as a student meets them: what passes, what fails, and what the failure says."""

import importlib
import itertools
import linecache
import re
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest

from chainrule import check, gradcheck
from chainrule.check import AnswerError, CheckFailed, smaller, speed
from chainrule.graphs import Graph
from chainrule.kinds.plain import Unsendable

RNG = np.random.default_rng(0)
W, X, y, LAM = RNG.standard_normal((4, 3)), RNG.standard_normal((5, 3)), np.array([0, 1, 1, 1, 3]), 0.5


def ridge(W, X, y, lam):
    """A smooth loss with its gradient: mean of (W x)_y² plus the penalty."""
    s = (X @ W.T)[np.arange(len(y)), y]
    onehot = np.eye(len(W))[y]
    return (s**2).mean() + lam * (W**2).sum(), (onehot * (2 * s / len(y))[:, None]).T @ X + 2 * lam * W


def fails(checking, *args, **kwargs):
    with pytest.raises(CheckFailed) as failure:
        checking(*args, **kwargs)
    return failure.value


def raising(error):
    def answer():
        raise error

    return answer


class TestValue:
    @pytest.mark.parametrize(
        "got",
        [
            np.array([False, True]),
            np.array([256, 257], dtype=np.uint16),
            np.array([-256, -255], dtype=np.int16),
            np.array([2**64 - 1, 1], dtype=np.uint64),
            np.array([1j, 1 + 1j]),
            np.array([0.0, 1.0]),
            np.array([0, 1], dtype=object),
            np.array([b"0", b"1"]),
            np.array(["0", "1"]),
            np.array([0, 1], dtype="m8[s]"),
            np.array([(0,), (1,)], dtype=[("label", int)]),
        ],
        ids=lambda got: str(got.dtype),
    )
    def test_labels_in_a_kind_of_array_that_wraps_or_converts_are_not_right(self, got):
        fails(check.value, got, np.array([0, 1]), "labels")

    @pytest.mark.parametrize(
        ("got", "expected"), [({"a": 1}, {}), ({"a": 1, "z": 99}, {"a": 1}), ([{"a": 1, "z": 9}], ({"a": 1},))]
    )
    def test_a_dict_has_no_further_keys_unless_it_may(self, got, expected):
        failure = fails(check.value, got, expected, "how often")
        assert "which should not be there" in failure.message
        assert "'" not in failure.public
        check.value(got, expected, "how often", more_keys=True)
        check.agrees(lambda: got, lambda: expected, about="how often", more_keys=True)
        fails(check.agrees, lambda: got, lambda: expected, about="how often")

    def test_a_truth_of_numpys_is_one(self):
        for true in (True, np.True_, np.array(True)):
            check.value(true, True, "a truth")
            fails(check.value, true, False, "a truth")
        for other in (1, 1.0, np.ones(1, dtype=bool), "True", None, [True]):
            fails(check.value, other, True, "a truth")

    def test_rounding_of_float32_that_is_left_after_a_cancellation_is_no_mistake(self):
        loss, tolerance = 0.00140448, check.TOLERANCE_FLOAT32
        check.value(loss + 2e-7, loss, "a difference of numbers of size 1", tolerance=tolerance)
        fails(check.value, loss + 2e-7, loss, "the same in float64")
        fails(check.value, loss + 2e-6, loss, "more than rounding", tolerance=tolerance)

    @pytest.mark.parametrize(
        ("got", "expected"),
        [
            (2.0, 2),
            (np.float32(2), 2.0),
            (np.array(2.0), 2.0),
            (np.array([1.0, 2.0]), [1, 2]),
            (np.array([1, 2]), np.array([1.0, 2.0])),
            ([1.0, np.ones(2)], (1.0, np.ones(2))),
            ({"a": 1.0, "b": 2}, {"b": 2, "a": 1}),
            ("overfitting", "overfitting"),
            (np.array([1e4, 1e-9]), np.array([1e4, 1e-9 + 1e-12])),
        ],
    )
    def test_right_values_pass_in_every_form(self, got, expected, capsys):
        check.value(got, expected, "a value")
        assert capsys.readouterr().out == "✓ a value\n"

    @pytest.mark.parametrize(
        ("got", "expected", "says"),
        [
            (None, 1.0, "is None"),
            (3.0, 2.0, "got 3, expected 2"),
            (np.array([1.0, 2.5]), [1, 2], r"got      \[1. , 2.5\]\n  expected \[1., 2.\]"),
            ([1.0, 2.0], [1, 2], r"array of shape \(2,\), but is a list of 2"),
            (np.ones((2, 1)), [1, 1], r"shape \(2, 1\), and should have \(2,\)"),
            (np.array([1.0, 2.0]), np.array([1, 2]), "integers, but its dtype is float64"),
            (np.array([1.0, np.nan]), [1, 2], "contains nan"),
            (np.inf, 2.0, "contains inf"),
            ("two", 2.0, "should be a number, but is 'two'"),
            (np.ones((3, 2)), 2.0, r"has shape \(3, 2\), and should be a number\."),
            (1.0, (1.0, 2.0), "should be 2 results"),
            ((1.0,), (1.0, 2.0), "should be 2 results, but is a tuple of 1"),
            ({"a": None}, {"a": 1.0}, "no value for 'a' yet"),
            ({}, {"a": 1.0}, "no entry 'a'"),
            (7, {"a": 1.0}, "should be a dict"),
        ],
    )
    def test_wrong_values_fail_with_what_differs(self, got, expected, says):
        with pytest.raises(CheckFailed, match=says):
            check.value(got, expected, "a value")

    def test_a_list_of_arrays_of_different_shapes_is_a_message(self):
        failure = fails(check.value, [np.ones(2), np.ones((3, 2))], np.ones((2, 2)), "a product")
        assert "should be an array of shape (2, 2), but is a list of 2" in failure.message

    def test_a_large_array_names_its_worst_entry(self):
        got = np.arange(12.0).reshape(3, 4)
        wrong = got.copy()
        wrong[2, 1] += 1
        assert "1 of 12 entries of shape (3, 4); the worst is [2, 1]: got 10, expected 9." in str(
            fails(check.value, wrong, got, "a table")
        )

    def test_what_is_public_holds_no_values(self):
        right = np.array([6.5, 3.0, -1.0])
        failure = fails(check.value, right / 2, right, "a hidden situation")
        assert "3.25" in failure.message
        assert "3.25" not in failure.public
        assert "6.5" not in failure.public
        assert failure.mistake == "halved"
        assert "halved" in failure.public

    def test_small_entries_count(self):
        fails(check.value, np.array([1.0, 2e-8]), np.array([1.0, 1e-8]), "a row of probabilities")


class TestNotFinite:
    @pytest.mark.parametrize(("largest", "says"), [(1e4, "`np.exp` of more than 709"), (1.0, r"0 times that, 0 / 0")])
    def test_the_hint_fits_the_size_of_the_arguments(self, largest, says):
        got = check.call(lambda x: x * np.nan, np.full(2, largest))
        failure = fails(check.value, got, np.ones(2), "two numbers")
        assert says in failure.hints[0]
        assert "first line whose result is not finite" in failure.hints[1]
        assert (
            failure.short
            == failure.public
            == (
                "two numbers: the result contains nan, as after an overflow, a division by 0 or log(0) "
                "(np.where computes both of its branches)."
            )
        )


class TestResults:
    def test_weights_and_losses_in_the_wrong_order_are_named(self):
        failure = fails(check.results, (np.ones(3), np.ones((2, 2))), ("W", "losses"))
        assert failure.mistake == "results-swapped"
        check.results((np.ones((2, 2)), np.ones(3)), ("W", "losses"))


class TestCall:
    def test_an_unanswered_task_is_named(self):
        def hinge_losses():
            raise NotImplementedError("hinge_losses is not answered yet")

        assert "hinge_losses is not answered yet" in str(fails(check.call, hinge_losses))

    def test_a_changed_argument_is_named(self):
        def predict(W, b):
            b += 1
            return W

        assert "predict changes its argument b" in str(fails(check.call, predict, np.ones(2), np.ones(2)))

    def test_a_changed_argument_of_an_answer_in_another_process_is_counted(self):
        def proxy(*args):
            args[1][:] = 0
            return args[0]

        assert "changes its argument number 2" in str(fails(check.call, proxy, np.ones(2), np.ones(2)))

    def test_arguments_inside_lists_are_watched_too(self):
        def total(factors):
            factors[0][0] = 7
            return 1

        assert "changes its argument factors" in str(fails(check.call, total, [np.ones(2)]))

    def test_the_numbers_of_the_notebook_stay_what_they_are(self):
        def spoil(W, factors):
            W += 1
            factors[1] *= 2
            return 1

        W, factors = np.array([1, 2]), [np.ones(2), np.full(3, 0.1)]
        assert "changes its argument W" in str(fails(check.call, spoil, W, factors))
        assert W.tolist() == [1, 2]
        assert factors[1].tolist() == [0.1, 0.1, 0.1]

    def test_a_list_that_an_answer_puts_into_itself_is_a_change(self):
        def spoil(items):
            items.append(items)
            return items

        def own(items):
            items = {"all": items}
            items["items"] = items
            return items

        assert "changes its argument items" in str(fails(check.call, spoil, [1]))
        assert check.call(own, [1])["all"] == [1]

    def test_no_change_reaches_an_argument_even_while_the_answer_runs(self):
        x = np.ones(2)

        def watch(given):
            given[:] = 7
            assert x.tolist() == [1, 1]
            given[:] = 1
            return given

        check.call(watch, x)

    def test_an_array_that_is_given_twice_stays_one_array(self):
        same = np.ones(2)
        assert check.call(lambda x, y: x is y, same, same)
        assert check.call(lambda x, y: x[0] is y, [same], same)

    def test_memory_is_laid_out_as_it_was(self):
        assert check.call(lambda x: x.flags.f_contiguous, np.ones((2, 3)).T)

    def test_a_missing_return_is_noticed(self):
        assert "`return`" in str(fails(check.call, lambda: None))

    def test_an_exception_says_where(self):
        source = "def scores(x):\n    return x @ missing\n"
        namespace = {}
        exec(compile(source, "<cell>", "exec"), namespace)
        failure = fails(check.call, namespace["scores"], 1)
        assert "scores raised NameError: name 'missing' is not defined" in failure.message
        assert "line 2 of the cell that defines scores" in failure.message
        assert failure.public == "scores raised NameError, in line 2 of the cell that defines scores:."

    def test_an_answer_that_ends_the_program_is_told_so(self):
        def leave(*args):
            raise SystemExit("done")

        class Layer:
            loss = property(leave)

        for checking in (
            lambda: check.call(leave),
            lambda: check.call(lambda: sys.exit()),
            lambda: check.raises(ValueError, leave, about="a wrong kind"),
            lambda: check.attribute(Layer(), "loss"),
            lambda: speed.seconds(leave, ()),
        ):
            failure = fails(checking)
            assert "raised SystemExit: it ends the program" in failure.message
        another = fails(check.call, raising(AnswerError("SystemExit", "3.25", "  line 4 of answer: sys.exit(x)")))
        assert "it ends the program" in another.message
        assert "3.25" not in another.public

    def test_an_interrupt_goes_on(self):
        with pytest.raises(KeyboardInterrupt):
            check.call(raising(KeyboardInterrupt()))

    @pytest.mark.parametrize(
        ("code", "says", "hints"),
        [
            ("w = x.astype(int)\n    w -= 0.5 * x", "and one of int64 cannot hold results of float64", ()),
            ("return max(0, x)", "a single yes or no is needed", ()),
            ("return x[x]", "an index has to be of integers", ()),
            ("return x[0].sum(axis=1)", "an array of dimension 1 has no axis 1", ()),
            ("x[0, 0] = x[0]", "an array is put into the place of a single number", ()),
            ("s = x[:, y]\n    return x - s", "their sizes do not match", (r"`\[:, y\]` picks whole columns",)),
            ("return x / x.sum(axis=1)", "their sizes do not match", (r"A column has the shape \(2, 1\): `keepdims",)),
            ("return x[:1] - x[:, :2]", "their sizes do not match", ()),
        ],
    )
    def test_what_numpy_says_is_said_in_words(self, code, says, hints, monkeypatch):
        code, namespace = f"def answer(x, y):\n    {code}\n", {}
        monkeypatch.setitem(linecache.cache, "<words>", (len(code), None, code.splitlines(keepends=True), "<words>"))
        exec(compile(code, "<words>", "exec"), namespace)
        failure = fails(check.call, namespace["answer"], np.ones((2, 3)), np.array([0, 1]))
        assert says in failure.message
        assert len(failure.hints) == len(hints)
        for hint, given in zip(hints, failure.hints, strict=True):
            assert re.search(hint, given)
            assert given not in failure.public

    def test_parts_of_python_are_not_quoted_as_the_students(self):
        assert "__call__" not in fails(check.call, lambda: exit()).message

    def test_an_exception_of_another_process_is_shown_without_its_message_in_public(self):
        def answer():
            raise AnswerError("ValueError", "the input was 3.25", "  line 4 of answer: raise ValueError(x)")

        failure = fails(check.call, answer)
        assert "3.25" in failure.message
        assert "3.25" not in failure.public
        assert "ValueError" in failure.public
        assert "line 4" in failure.public


class TestAgrees:
    def test_the_trusted_function_decides(self, capsys):
        check.agrees(lambda *a: list(ridge(*a)), ridge, W, X, y, LAM, about="a random batch", names=("loss", "dW"))
        assert "✓ a random batch" in capsys.readouterr().out

    def test_the_arguments_are_facts_for_the_mistake(self):
        def no_penalty(W, X, y, lam):
            loss, dW = ridge(W, X, y, lam)
            return loss, dW - 2 * lam * W

        failure = fails(check.agrees, no_penalty, ridge, W, X, y, LAM, about="a random batch", names=("loss", "dW"))
        assert failure.mistake == "regularization-missing"
        assert "dW" in failure.message

    def test_one_of_several_results_can_be_judged_alone(self):
        def wrong_loss(W, X, y, lam):
            return 0.0, ridge(W, X, y, lam)[1]

        batch, names = (W, X, y, LAM), ("loss", "dW")
        check.agrees(wrong_loss, ridge, *batch, about="a random batch", names=names, only="dW")
        failure = fails(check.agrees, wrong_loss, ridge, *batch, about="a random batch", names=names, only="loss")
        assert "a random batch: loss is not right" in failure.message
        failure = fails(check.agrees, lambda *a: 0.0, ridge, *batch, about="a random batch", names=names, only="loss")
        assert "should be 2 results (loss, dW), but is 0.0" in failure.message

    def test_several_results_are_counted(self):
        assert check.results([1.0, 2.0], ("loss", "dW")) == [1.0, 2.0]
        failure = fails(check.results, 0.25, ("loss", "dW"))
        assert failure.message == "There should be 2 results, (loss, dW), but what is returned is 0.25."
        assert "0.25" not in failure.public

    def test_swapped_results_are_named(self):
        def swapped(W, X, y, lam):
            return ridge(W, X, y, lam)[::-1]

        batch, names = (W, X, y, LAM), ("loss", "dW")
        for only in ("loss", "dW", None):
            failure = fails(check.agrees, swapped, ridge, *batch, about="a random batch", names=names, only=only)
            assert failure.mistake == "results-swapped"
            assert "should be (loss, dW), in this order" in failure.public
        assert fails(check.results, swapped(*batch), names).mistake == "results-swapped"

    def test_an_answer_that_knows_its_numbers_by_heart_is_named(self):
        def constant(x):
            return np.array([1.0, 4.0])

        def square(x):
            return x**2

        check.agrees(constant, square, np.array([1.0, 2.0]), about="two numbers")
        failure = fails(check.agrees, constant, square, np.array([3.0, 2.0]), about="two others")
        assert failure.mistake == "result-constant"
        failure = fails(check.agrees, constant, lambda x: x, np.array([3.0, 2.0]), about="the same again")
        assert failure.mistake is None

    def test_what_is_right_for_float32_is_computed_in_float64(self):
        third = np.full(3, 1 / 3, np.float32)
        check.agrees(lambda x: 1e7 * x.astype(float) % 1, lambda x: 1e7 * x % 1, third, about="digits beyond float32")

    def test_float32_is_judged_as_float32_and_integers_as_real_numbers(self):
        def in_own_kind(W, X, y, lam):
            loss, dW = ridge(W, X, y, lam)
            return loss, dW

        check.agrees_in_all_kinds(in_own_kind, ridge, W, X, y, LAM, about="a random batch", names=("loss", "dW"))

    def test_an_answer_that_keeps_integers_is_caught(self):
        def doubled(W):
            out = np.zeros_like(W)
            out[:] = W * 0.5
            return out

        failure = fails(check.agrees_in_all_kinds, doubled, lambda W: W * 0.5, W, about="weights")
        assert "integers" in failure.message

    def test_the_smallest_integer_is_not_zero(self):
        with pytest.raises(CheckFailed, match="is not right"):
            check.value(np.full(3, -(2**63)), np.zeros(3, dtype=int), "whole numbers")

    @pytest.mark.parametrize("value", [object(), iter([1]), [{"a": (one for one in "b")}], sys.stdin], ids=type)
    def test_what_cannot_be_handed_over_shows_no_exception_of_an_answer(self, value):
        def strict(given):
            raise TypeError

        with pytest.raises(Unsendable, match="cannot be handed to an answer"):
            check.raises(TypeError, strict, value, about="no number")
        check.raises(TypeError, strict, [{1, 2}, np.array([None, "a"]), strict, {"a": b""}], about="no number")

    def test_a_promised_exception(self):
        def strict(kind):
            raise ValueError(kind)

        check.raises(ValueError, strict, "l3", about="an unknown kind")
        assert "should raise ValueError" in str(fails(check.raises, ValueError, abs, -1, about="an unknown kind"))
        failure = fails(check.raises, ValueError, {}.__getitem__, "l3", about="an unknown kind")
        assert "should raise ValueError for an unknown kind" in failure.public
        assert "raised KeyError" in failure.public


class TestGradient:
    def test_a_right_gradient_passes(self):
        check.gradient(ridge(W, X, y, LAM)[1], lambda W: ridge(W, X, y, LAM)[0], W, "dW at random weights")

    @pytest.mark.parametrize("factor", [1 + 1e-5, 0.0, -1.0])
    def test_a_slightly_wrong_one_fails(self, factor):
        fails(check.gradient, factor * ridge(W, X, y, LAM)[1], lambda W: ridge(W, X, y, LAM)[0], W, "dW")

    def test_a_missing_mean_is_named_with_the_ratio(self):
        failure = fails(
            check.gradient,
            5 * ridge(W, X, y, 0)[1],
            lambda W: ridge(W, X, y, 0)[0],
            W,
            "five examples",
            name="dW",
            facts={"X": X, "y": y, "W": W},
        )
        assert "5.000 times the numerical gradient" in failure.message
        assert failure.mistake == "sum-not-mean"

    def test_any_slope_between_the_one_sided_ones_is_right_at_a_kink(self):
        for slope in (0.0, 0.5, 1.0):
            check.gradient(np.array([slope, 1.0]), lambda x: np.maximum(x, 0).sum(), [0.0, 2.0], "relu at its kink")
        fails(check.gradient, np.array([1.5, 1.0]), lambda x: np.maximum(x, 0).sum(), [0.0, 2.0], "relu at its kink")

    @pytest.mark.parametrize("steep", [3.0, 1e3, 1e7, 1e12])
    def test_a_kink_that_ones_own_loss_has_at_the_point_makes_no_gradient_right(self, steep):
        """The answer remembers where it was first asked, and has a kink there: then every slope is a one-sided one."""
        first = {}

        def kinked(x, key):
            one = first.setdefault(key, np.array(x))
            if one.shape != np.shape(x) or np.abs(one - x).max() > 1e-3:
                one = first[key] = np.array(x)
            return steep * np.abs(x - one)

        def loss(U, W):
            J = np.sum((U * W) ** 2) + kinked(U, "U").sum() + kinked(W, "W").sum()
            return J, np.zeros_like(U), np.zeros_like(W)

        class Square:
            def forward(self, x):
                return x * x + kinked(x, "x")

            def backward(self, dz):
                return [0 * dz]

        at = {"U": np.array([1.0, -2.0, 0.5]), "W": np.array([0.5, 2.0, -1.5])}
        fails(check.own_gradient, loss, ("J", "dU", "dW"), "dU", at)
        fails(check.gate, Square, at["U"], dz=at["W"], about="three numbers")
        fails(check.gate, Square, 1.5, dz=2.0, about="a number")
        J, dU, dW = check.call(loss, **at)
        fails(check.gradient, dU, lambda U: loss(U, at["W"])[0], at["U"], "three numbers")
        fails(check.gradient, np.zeros(3), lambda U: loss(U, at["W"])[0], at["U"], "three numbers")

    @pytest.mark.parametrize("at_zero", [0.0, 0.3, 1.0])
    def test_a_right_gradient_at_kinks_is_right_whichever_slope_it_takes(self, at_zero):
        x, dz = np.array([[0.0, 1.0, 0.0], [0.0, -2.0, 0.0]]), np.array([[2.0, -3.0, 4.0], [-1.0, 5.0, 0.5]])

        class ReLU:
            def forward(self, x):
                self.x = x
                return np.maximum(x, 0)

            def backward(self, dz):
                return [np.where(self.x == 0, at_zero, self.x > 0) * dz]

        class Absolute:
            def forward(self, x):
                self.x = x
                return np.abs(np.sin(x))

            def backward(self, dz):
                return [np.where(self.x == 0, at_zero, np.sign(np.sin(self.x)) * np.cos(self.x)) * dz]

        for gate, given, above in ((ReLU, x, dz), (Absolute, x, dz), (Absolute, 0.0, 2.0), (ReLU, 0, 2.0)):
            check.gate(gate, given, dz=above, about="zeros")
        hinge = lambda x: (np.maximum(0, x).sum(), np.where(x == 0, at_zero, x > 0))
        check.own_gradient(hinge, ("J", "dx"), "dx", {"x": x})
        check.gradient(check.call(hinge, x)[1], lambda x: np.maximum(0, x).sum(), x, "zeros")

    def test_a_loss_that_is_no_number_is_a_failure_not_an_error(self):
        failure = fails(check.gradient, W, lambda W: W, W, "swapped results")
        assert "the loss should be a number, but is an array of shape (4, 3)" in failure.message

    def test_shape_and_kind_are_checked_first(self):
        f = lambda W: (W**2).sum()
        assert "shape (3, 4), and should have (4, 3)" in str(fails(check.gradient, 2 * W.T, f, W, "dW"))
        assert "but is None" in str(fails(check.gradient, None, f, W, "dW"))
        assert "nan" in str(fails(check.gradient, np.nan * W, f, W, "dW"))

    def test_a_single_number_may_be_at_a_kink(self):
        check.gradient(np.array(0.3), lambda x: max(0.0, float(x)), 0.0, "max(0, x) at 0")


class TestGradients:
    A, B = RNG.standard_normal((30, 40)), RNG.standard_normal(30)

    @staticmethod
    def loss(A, B):
        return (np.tanh(A @ np.linspace(-1, 1, 40) + B) ** 2).mean()

    def right(self):
        x = np.linspace(-1, 1, 40)
        t = np.tanh(self.A @ x + self.B)
        d = 2 * t * (1 - t**2) / 30
        return [np.outer(d, x), d]

    def test_what_fits_along_directions_of_a_known_seed_is_found(self):
        """The least gradient of all that have the right slopes along these, measured by a few passes."""

        def measured(seed):
            rng = np.random.default_rng(seed)
            ways = [gradcheck.random_direction(self.A.shape, rng) for _ in range(2)]
            slopes = [gradcheck.along(lambda A: self.loss(A, self.B), self.A, way) for way in ways]
            return np.linalg.lstsq(np.stack([way.ravel() for way in ways]), slopes)[0].reshape(self.A.shape)

        given = {"loss": lambda A: self.loss(A, self.B), "at": [self.A], "about": "a layer", "names": ["dA"]}
        check.gradients([measured(3)], seed=3, **given)
        for seed in (0, None):
            fails(check.gradients, [measured(seed)], **given)

    def test_a_right_model_passes_with_few_calls(self):
        calls = []

        def counted(A, B):
            calls.append(1)
            return self.loss(A, B)

        check.gradients(self.right(), counted, [self.A, self.B], "a layer", names=["dA", "dB"])
        assert len(calls) < 20 < self.A.size

    def test_one_wrong_entry_of_many_is_found_and_located(self):
        wrong = self.right()
        wrong[0][7, 3] += 0.1
        failure = fails(check.gradients, wrong, self.loss, [self.A, self.B], "a layer", names=["dA", "dB"])
        assert "dA" in failure.message

    def test_the_tensor_is_named(self):
        wrong = self.right()
        wrong[1] *= -1
        failure = fails(check.gradients, wrong, self.loss, [self.A, self.B], "a layer", names=["dA", "dB"])
        assert "dB" in failure.message
        assert failure.mistake == "sign-flipped"


class Product:
    """A right gate."""

    def forward(self, x, y):
        self.x, self.y = np.asarray(x), np.asarray(y)
        return self.x * self.y

    def backward(self, dz):
        return [self.y * dz, self.x * dz]


class TestGate:
    X, Y, DZ = RNG.uniform(0.7, 2.0, (3, 4))

    def both(self, make):
        return [
            fails(check.gate, make, self.X, self.Y, dz=self.DZ, about="four numbers", **trusted)
            for trusted in ({}, {"trusted": Product})
        ]

    def test_a_right_gate_passes_against_a_trusted_one_and_against_itself(self):
        check.gate(Product, self.X, self.Y, dz=self.DZ, about="four numbers")
        check.gate_in_all_kinds(Product, self.X, self.Y, dz=self.DZ, about="four numbers", trusted=Product)
        check.gate_again(Product, (1.0, 2.0), (3.0, 4.0), 0.5, "numbers", trusted=Product)

    def test_no_output_is_asked_for_twice_to_measure_slopes(self):
        asked = []

        class Counting(Product):
            def forward(self, x, y):
                asked.append((np.asarray(x).tobytes(), np.asarray(y).tobytes()))
                return super().forward(x, y)

        check.gate(Counting, self.X, self.Y, dz=self.DZ, about="four numbers")
        assert len(asked[1:]) == len(set(asked[1:])), "but for the first call, whose gradients are checked"

    def test_a_swap_and_a_missing_upstream_gradient_have_names(self):
        class Swapped(Product):
            def backward(self, dz):
                return [self.x * dz, self.y * dz]

        class Local(Product):
            def backward(self, dz):
                return [self.y, self.x]

        class Upstream(Product):
            def backward(self, dz):
                return [dz, dz]

        assert self.both(Swapped)[1].mistake == "inputs-swapped"
        assert self.both(Upstream)[1].mistake == "local-derivative-missing"
        assert self.both(Local)[1].mistake == "upstream-ignored"

    def test_a_gradient_that_goes_to_both_inputs_is_not_called_swapped(self):
        class Larger(Product):
            def forward(self, x, y):
                self.x_wins = np.asarray(x) > y
                return np.maximum(x, y)

            def backward(self, dz):
                return [self.x_wins * dz, ~self.x_wins * dz]

        class Both(Larger):
            def backward(self, dz):
                return [dz, dz]

        at = {"dz": 2.0, "about": "3 and -1"}
        check.gate(Larger, 3.0, -1.0, **at)
        assert fails(check.gate, Both, 3.0, -1.0, **at).mistake == "local-derivative-missing"
        assert fails(check.gate, Both, 3.0, -1.0, trusted=Larger, **at).mistake == "local-derivative-missing"

    def test_an_output_of_another_shape_is_a_message(self):
        class Echo(Product):
            def forward(self, x, y):
                super().forward(x, y)
                return np.ones((3, 3))

        failure = fails(check.gate, Echo, np.ones((3, 2)), np.ones((3, 2)), dz=np.ones((3, 2)), about="matrices")
        assert "the output of forward should have the shape (3, 2)" in failure.public

    def test_a_gradient_for_each_input_is_asked_for(self):
        class Bare(Product):
            def backward(self, dz):
                return self.y * dz

        assert all("a gradient for each input, [dx, dy]" in str(failure) for failure in self.both(Bare))

    def test_a_changed_upstream_gradient_is_found_and_the_method_named(self):
        class Careless(Product):
            def backward(self, dz):
                dz *= self.x
                return [dz, dz]

        assert all("Careless.backward changes its argument dz" in str(failure) for failure in self.both(Careless))

    def test_a_slope_of_another_function_is_told_from_a_wrong_use_of_what_comes_from_above(self):
        class Cosine(Product):
            def backward(self, dz):
                return [np.cos(self.x) * dz, self.x * dz]

        class Added(Product):
            def backward(self, dz):
                return [np.cos(self.x) + dz, self.x * dz]

        class Ragged(Product):
            def backward(self, dz):
                return [np.cos(self.x) * dz if np.any(dz != 1) else ["no", [1.0]], self.x * dz]

        assert [failure.mistake for failure in self.both(Cosine)] == ["local-derivative-wrong"] * 2
        assert [failure.mistake for failure in self.both(Added)] == [None] * 2
        assert [failure.mistake for failure in self.both(Ragged)] == [None] * 2

    def test_memory_that_gates_share_is_found(self):
        class Shared(Product):
            def forward(self, x, y):
                Shared.x, Shared.y = x, y
                return x * y

            def backward(self, dz):
                return [Shared.y * dz, Shared.x * dz]

        for trusted in (Product, None):
            failure = fails(check.gate_again, Shared, (1.0, 2.0), (3.0, 4.0), 0.5, "numbers", trusted=trusted)
            assert "another gate in use" in str(failure)

    def test_a_layer_that_changes_its_upstream_gradient_is_found_from_another_process(self):
        """There, changes of arguments come back only if asked for."""

        class Backward:
            def __call__(self, dout):
                return dout.copy()

            def __in_place__(self, dout):
                dout[...] = 0.0
                return dout.copy()

        class Layer:
            backward = Backward()

            def forward(self, X):
                return X

        failure = fails(check.gate, check.as_gate(Layer), np.ones(2), dz=np.ones(2), names=["dX"], about="a layer")
        assert "changes its argument dout" in failure.message


class Clock:
    """A clock on which nothing takes time but what says so, and a thread's own, which stands while it waits."""

    def __init__(self) -> None:
        self.elapsed = self.used = 0.0

    def perf_counter(self) -> float:
        return self.elapsed

    def thread_time(self) -> float:
        return self.used

    def compute(self, seconds: float) -> None:
        self.elapsed += seconds
        self.used += seconds

    def wait(self, seconds: float) -> None:
        self.elapsed += seconds


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(speed, "time", clock)
    return clock


MANY = lambda n: [np.random.default_rng(n).standard_normal((20_000, 3))]


def test_a_loop_over_examples_is_told_from_a_vectorised_answer(clock):
    looped = lambda X: [clock.compute(1e-6) for x in X]
    called = []
    check.vectorised(lambda X: called.append(1) or clock.compute(1e-3), looped, MANY, about="many examples")
    assert called.count(1) <= 3  # one try, and two smaller ones before
    failure = fails(check.vectorised, lambda X: [clock.compute(2e-6) for x in X], looped, MANY, about="many")
    assert "Does it loop" in failure.public
    assert "takes 2.0 times as long as a simple loop over the examples" in failure.message


def test_a_table_of_all_pairs_is_refused_before_it_fills_the_memory():
    asked = []

    def table(s, y):
        asked.append(len(s))
        return np.maximum(0, s[:, y] - s[np.arange(len(y)), y] + 1).sum()

    inputs = lambda n: [np.random.default_rng(n).standard_normal((30_000, 3)), np.arange(30_000) % 3]
    failure = fails(check.vectorised, table, lambda s, y: None, inputs, about="many examples")
    assert max(asked) <= 2000
    assert "a table of all pairs" in failure.public
    assert "30,000 would take " in failure.message
    assert failure.message.startswith("many examples: ")


@pytest.mark.parametrize(
    "answer",
    [
        lambda s, y: s.sum(axis=1) - s[np.arange(len(y)), y],
        lambda s, y: np.array([one.max() for one in s]),
        lambda s, y: (s[:, :, np.newaxis] * np.eye(3)).sum(axis=1) @ np.eye(3)[:, :1],
        lambda s, y: s.T @ np.eye(3)[y],
        lambda s, y: [np.outer(one, one) for one in s],
    ],
)
def test_what_grows_with_the_examples_alone_is_no_table_of_pairs(answer):
    inputs = lambda n: [np.random.default_rng(n).standard_normal((30_000, 3)), np.arange(30_000) % 3]
    smaller.refuse_tables(answer, speed.fresh(inputs), "many examples")


def test_the_loop_runs_over_some_of_the_examples_and_counts_as_if_over_all(monkeypatch):
    lengths = []
    looped = lambda X: lengths.append(len(X)) or [x @ x for x in X]
    inputs = lambda n: [np.random.default_rng(n).standard_normal((20_000, 3))]
    check.vectorised(lambda X: (X * X).sum(axis=1), looped, inputs, about="many examples")
    assert set(lengths) == {4000}
    monkeypatch.setattr(speed, "yardstick", lambda function, args: 0.2)
    monkeypatch.setattr(speed, "seconds", lambda *args: 0.9)
    check.vectorised(lambda X: None, looped, inputs, about="many examples")


def test_an_answer_that_comes_near_is_compared_with_the_whole_loop(monkeypatch):
    """On a busy machine, a part of the loop, which takes less time, may not have to wait, while all of it has."""
    lengths = []
    inputs = lambda n: [np.ones((20_000, 3))]
    monkeypatch.setattr(speed, "yardstick", lambda looped, args: looped(*args) or (1.0 if len(args[0]) > 9000 else 0.1))
    monkeypatch.setattr(speed, "seconds", lambda *args: 0.8)
    check.vectorised(lambda X: None, lambda X: lengths.append(len(X)), inputs, about="many examples")
    assert lengths == [4000] * 6 + [20_000]


def test_a_loop_that_others_keep_waiting_is_no_excuse_for_the_cheapest_loops(clock):
    """A list comprehension for the scores alone takes 1.3 times as long as the loop."""
    waiting = lambda X: [clock.wait(0.2), *(clock.compute(1e-6) for x in X)]
    fails(check.vectorised, lambda X: [clock.compute(1.3e-6) for x in X], waiting, MANY, about="many")
    check.vectorised(lambda X: [clock.compute(1.1e-6) for x in X], waiting, MANY, about="many")


@pytest.mark.parametrize(("waiting", "runs"), [(2.0, 10), (5.0, 7), (11.0, 2)])
def test_an_answer_that_had_to_wait_is_tried_again_if_it_came_near(monkeypatch, waiting, runs):
    """A busy machine, without one: the loop takes a second for all, and the answer is in time in its tenth run."""
    times, loops = [waiting] * 9 + [0.5] * 30, [0.2] * 6 + [1.0] * 30
    monkeypatch.setattr(speed, "yardstick", lambda *args: loops.pop(0))
    monkeypatch.setattr(speed, "seconds", lambda *args: times.pop(0))
    if waiting < 3:
        check.vectorised(lambda: None, lambda: None, lambda n: [n], about="many")
    else:
        fails(check.vectorised, lambda: None, lambda: None, lambda n: [n], about="many")
    assert 39 - len(times) == runs


def test_a_loop_that_had_to_wait_for_a_while_is_no_excuse_for_an_answer_that_loops(monkeypatch):
    """The first three runs of the loop take twice as long as they need, those of the answer do not."""
    times = [0.4] * 3 + [0.2] * 40
    monkeypatch.setattr(speed, "yardstick", lambda *args: times.pop(0))
    monkeypatch.setattr(speed, "seconds", lambda *args: 1.2)
    fails(check.vectorised, lambda: None, lambda: None, lambda n: [n], about="many")


def test_every_try_of_a_speed_test_has_data_never_seen_before():
    seen = []

    def slow(X):
        seen.append(X.tobytes())
        return [sum(x) for x in X for _ in range(3)]

    inputs = lambda n: [np.random.default_rng(n).standard_normal((200, 3))]
    fails(check.vectorised, slow, lambda X: None, inputs, about="many", tries=5)
    assert len(set(seen)) == len(seen) == 6  # the last one beside the whole loop


def test_the_numbers_that_data_of_speed_tests_are_drawn_for_cannot_be_foreseen():
    first, second = ([next(speed.fresh(lambda n: [n]))[0] for _ in range(8)] for _ in range(2))
    assert len({*first, *second}) == 16
    assert max(first) > 100_000


class TestWhatIsTimedIsJudged:
    """An answer can tell large arguments from those of the other checks, and return anything for them."""

    @staticmethod
    def inputs(n):
        return [np.random.default_rng(n).standard_normal((20_000, 3))]

    def test_a_loop_that_returns_nothing_for_many_examples(self):
        def liar(X):
            return np.zeros(len(X)) if len(X) > 1000 else np.array([x @ x for x in X])

        task = check.task(liar, lambda X: (X * X).sum(axis=1))
        task.agrees(np.ones((3, 2)), about="three examples")
        failure = fails(task.vectorised, lambda X: [x @ x for x in X], self.inputs, about="many examples")
        assert "is not right" in failure.public

    def test_differences_that_are_not_taken_of_many_entries(self):
        def liar(X):
            return np.zeros(X.shape) if X.size > 1000 else gradcheck.central(lambda X: np.sum(X * X), X)

        task = check.task(liar, lambda X: 2 * X)
        task.agrees(np.ones((3, 2)), about="six entries")
        failure = fails(task.derived, lambda X: np.sum(X * X), self.inputs, entries=60_000, about="many entries")
        assert "is not right" in failure.public

    def test_what_is_right_and_quick_passes(self):
        check.task(lambda X: 2 * X, lambda X: 2 * X).derived(
            lambda X: np.sum(X * X), self.inputs, entries=60_000, about="many entries"
        )


class TestDerived:
    """A gradient of 4,000 entries, of a sum of squares."""

    inputs = staticmethod(lambda seed: [np.random.default_rng(seed).standard_normal(4000)])
    options = {"entries": 4000, "about": "4,000 weights"}

    @staticmethod
    def forward(w):
        return np.sum(w**2)

    def test_a_formula_passes_and_so_do_loops_over_entries(self, capsys):
        check.derived(lambda w: 2 * w, self.forward, self.inputs, **self.options)
        check.derived(lambda w: np.array([2 * one for one in w]), self.forward, self.inputs, **self.options)
        assert capsys.readouterr().out == "✓ 4,000 weights\n" * 2

    def test_a_formula_that_had_to_wait_on_a_part_is_not_taken_for_measured(self, monkeypatch):
        """Three times in a row, on a busy machine."""
        module = importlib.import_module("chainrule.check.derived")
        times = [0.02, 0.04] * 3 + [1e-5] * 20
        monkeypatch.setattr(module, "seconds", lambda *args: times.pop(0))
        check.derived(lambda w: 2 * w, self.forward, self.inputs, **self.options)
        assert len(times) < 20

    @pytest.mark.parametrize("measure", [gradcheck.central, gradcheck.complex_step])
    def test_what_is_measured_entry_by_entry_fails_kindly(self, measure):
        measured = lambda w: measure(self.forward, w)  # 40 times what is allowed here: this holds on a busy machine
        failure = fails(check.derived, measured, self.forward, self.inputs, passes=100, **self.options)
        assert failure.mistake == "measured-not-derived"
        assert "forward passes, for 4,000 entries" in failure.message
        assert "measured" in failure.public
        assert "which formula" in failure.public

    @pytest.mark.parametrize("ways", [(1e-5, -1e-5), (1e-6, 0.0)])
    def test_a_slow_loss_is_not_measured_for_all_entries(self, ways):
        entries = []

        def slow(w):
            total = 0.0
            for _ in range(300):
                total += float(np.sum(w**2)) / 300
            return total

        def measured(w):
            slopes = np.zeros_like(w)
            for i in range(len(w)):
                entries.append(i)
                up, down = (slow(w + step * (np.arange(len(w)) == i)) for step in ways)
                slopes[i] = (up - down) / (ways[0] - ways[1])
            return slopes

        failure = fails(check.derived, measured, self.forward, self.inputs, **self.options)
        assert failure.mistake == "measured-not-derived"
        assert len(entries) <= 15 * (40 + 80) < 4000

    def test_a_part_that_had_to_wait_hides_nothing(self, monkeypatch):
        """In the first try, half of a part takes longer than the part; in the second one, half as long."""
        took = iter([0.45, 0.4, 0.2, 0.4, 0.2, 0.4])
        lengths = []

        def seconds(answer, args, judge=None):
            lengths.append(len(args[0]))
            return next(took)

        module = sys.modules["chainrule.check.derived"]  # its name in the package is the function's
        monkeypatch.setattr(module, "seconds", seconds)
        monkeypatch.setattr(module, "yardstick", lambda forward, args, times=1: 1e-6 * times)
        fails(check.derived, lambda w: 2 * w, self.forward, self.inputs, **self.options)
        assert max(lengths) < 4000

    def test_what_grows_with_the_square_is_told_before_the_whole_is_tried(self, monkeypatch):
        """Two parts in a hundred take 4 ms; two in ten take 0.4 s, and the whole would take 10 s."""
        lengths = []

        def seconds(answer, args, judge=None):
            lengths.append(len(args[0]))
            return 0.4 * (len(args[0]) / 800) ** 2

        module = sys.modules["chainrule.check.derived"]
        monkeypatch.setattr(module, "seconds", seconds)
        monkeypatch.setattr(module, "yardstick", lambda forward, args, times=1: 1e-3 * times)
        fails(check.derived, lambda w: 2 * w, self.forward, self.inputs, **self.options)
        assert max(lengths) == 800

    def test_an_answer_that_takes_the_whole_alone_is_measured_by_that(self):
        def fixed(w):
            assert len(w) == 4000
            return 2 * w

        check.derived(fixed, self.forward, self.inputs, **self.options)

    def test_what_was_measured_before_does_not_help(self):
        known, calls = {}, []

        def remembered(w):
            calls.append(w)
            return known.setdefault(w.tobytes(), gradcheck.central(self.forward, w))

        fails(check.derived, remembered, self.forward, self.inputs, passes=100, **self.options)
        assert len(known) == len(calls)

    @pytest.mark.parametrize(("waiting", "runs"), [(2000.0, 10), (9000.0, 3)])
    def test_an_answer_that_had_to_wait_is_tried_again_if_it_came_near(self, monkeypatch, waiting, runs):
        """As for `vectorised`: a pass takes a millisecond, and a thousand are allowed."""
        module = sys.modules["chainrule.check.derived"]
        times = [waiting / 1000] * 9 + [0.9] * 30
        monkeypatch.setattr(module, "LONG", 100)
        monkeypatch.setattr(module, "_passes_on_a_part", lambda *args: None)
        monkeypatch.setattr(module, "yardstick", lambda forward, args, passes: passes / 1000)
        monkeypatch.setattr(module, "seconds", lambda *args: times.pop(0))
        options = {"passes": 1000, **self.options}
        if waiting < 3000:
            check.derived(lambda w: None, self.forward, self.inputs, **options)
        else:
            fails(check.derived, lambda w: None, self.forward, self.inputs, **options)
        assert 39 - len(times) == runs

    def test_an_answer_that_takes_hardly_any_time_is_tried_again_even_if_it_waited_long(self, monkeypatch):
        """A pass takes 8 µs and a call a millisecond; that it is another process's lets each wait 7 ms, but one."""
        module = sys.modules["chainrule.check.derived"]
        times = [7e-3] * 9 + [1e-3] * 30
        monkeypatch.setattr(module, "_passes_on_a_part", lambda *args: None)
        monkeypatch.setattr(module, "yardstick", lambda forward, args, passes: 8e-6 * passes)
        monkeypatch.setattr(module, "seconds", lambda *args: times.pop(0))
        check.derived(lambda w: None, self.forward, self.inputs, passes=280, **self.options)
        assert 39 - len(times) == 10

    def test_tiny_slopes_have_to_be_right_to_their_digits(self, capsys):
        scores = np.array([20.0, 0.0])
        loss = lambda s: np.log(np.exp(s).sum()) - s[0]
        right = np.exp(scores) / np.exp(scores).sum() - [1, 0]
        check.digits(right.copy(), right, "nearly certain")
        assert capsys.readouterr().out == "✓ nearly certain\n"
        failure = fails(check.digits, gradcheck.central(loss, scores), right, "nearly certain")
        assert failure.mistake == "not-precise"
        assert "have lost their digits" in failure.public

    def test_other_mistakes_in_tiny_slopes_are_not_called_measured(self):
        right = np.array([-2e-9, 2e-9])
        assert fails(check.digits, np.array([1.0, 2.0]), right, "slopes").mistake != "measured-not-derived"
        for factor in (1 / 2, -1, 3, 1 / 7):
            assert fails(check.digits, factor * right, right, "slopes").mistake != "measured-not-derived"
        assert fails(check.digits, np.zeros(2), right, "slopes").mistake != "measured-not-derived"
        assert "shape" in fails(check.digits, np.zeros(3), right, "slopes").message


class TestTask:
    task = check.task(ridge, ridge, ("loss", "dW"))

    def test_a_right_answer_passes_in_all_kinds(self, capsys):
        self.task.in_all_kinds(W, X, y, LAM, about="five examples")
        said = capsys.readouterr().out.splitlines()
        assert said[0] == "✓ five examples"
        assert "✓ five examples (all arrays of integers)" in said

    def test_each_result_can_earn_its_own_points(self, capsys):
        wrong = check.task(lambda *args: (ridge(*args)[0], 0 * W), ridge, ("loss", "dW"))
        wrong.part("loss").agrees(W, X, y, LAM, about="the loss")
        failure = fails(wrong.part("dW").agrees, W, X, y, LAM, about="the gradient")
        assert "dW is not right" in failure.public

    @pytest.mark.parametrize("key", [lambda x: x.shape, lambda x: (x.shape, x.dtype)])
    def test_a_memory_of_shapes_is_found(self, key):
        known = {}

        def remembered(x):
            return known.setdefault(key(x), np.tanh(x))

        task = check.task(remembered, np.tanh)
        with pytest.raises(CheckFailed):
            task.in_all_kinds(RNG.standard_normal(5), about="five numbers")

    def test_integers_are_real_numbers_also_where_all_arrays_hold_them(self):
        task = check.task(lambda x, y: 1.0 * (x + y), lambda x, y: x + y)
        task.in_all_kinds(RNG.standard_normal(4), RNG.standard_normal(4), about="a sum")

    def test_another_trial_has_other_inputs_of_the_same_kind(self):
        trial = self.task.part("dW").trial(W, X, y, LAM, seed=3)
        assert sorted(trial.arguments[2]) == sorted(y)
        assert not np.array_equal(trial.arguments[0], W)
        np.testing.assert_array_equal(trial.got, trial.expected)

    def test_what_is_right_is_computed_before_an_answer_can_change_what_it_is_given(self):
        class Box:
            def __init__(self, number):
                self.number = number

        def emptied(box):
            box.number = 0
            return 0

        fails(check.agrees, emptied, lambda box: box.number, Box(3), about="three")
        task = check.task(emptied, lambda box: box.number, inputs=lambda rng: [Box(3)])
        trial = task.trial(seed=0)
        assert (trial.got, trial.expected) == (0, 3)
        judge = task._judge("three")
        with pytest.raises(CheckFailed):
            speed.seconds(emptied, [Box(3)], judge)

    def test_inputs_can_have_a_generator_of_their_own(self):
        task = check.task(np.sin, np.sin, inputs=lambda rng: [rng.standard_normal(4)])
        assert task.trial(seed=1).arguments[0].shape == (4,)

    def test_a_gradient_is_compared_with_the_slope_of_ones_own_loss(self):
        at = {"W": W, "X": X, "y": y, "lam": LAM}
        check.own_gradient(ridge, ("loss", "dW"), "dW", at)
        halved = lambda *args: (ridge(*args)[0], ridge(*args)[1] / 2)
        failure = fails(check.own_gradient, halved, ("loss", "dW"), "dW", at)
        assert "dW against the numerical gradient of your own loss" in failure.message
        assert "0.500 times the numerical gradient" in failure.message
        assert failure.mistake is None  # the loss might be what is doubled


class Elementwise:
    def forward(self, x):
        self.slope = np.where(np.asarray(x) > 0, 1.0, 0.25)
        return self.slope * x

    def backward(self, dz):
        return [self.slope * dz]


class Halved(Elementwise):
    def backward(self, dz):
        return [self.slope * dz / 2]


class TestElementwise:
    def test_a_right_gate_passes(self):
        check.elementwise(Elementwise, Elementwise, seed=1, larger=3, near=100, far=True)
        check.kink(Elementwise, 0.25, 1.0)

    def test_a_wrong_gate_fails(self):
        assert fails(check.elementwise, Halved, Elementwise, seed=1).mistake == "halved"

    def test_a_slope_beyond_those_beside_the_kink_fails(self):
        class Beyond(Elementwise):
            def forward(self, x):
                self.slope = np.where(np.asarray(x) > 0, 1.0, 0.0)
                return np.maximum(x, 0.0)

        assert "At the kink" in str(fails(check.kink, Beyond, 0.25, 1.0))

    def test_a_constructor_that_wants_arguments_is_a_message(self):
        class Wants(Elementwise):
            def __init__(self, size):
                pass

        assert "Wants raised TypeError" in str(fails(check.gate, Wants, 1.0, dz=1.0, about="a number"))

    def test_a_missing_method_is_a_message(self):
        assert "should have the attribute forward" in str(fails(check.gate, int, 1.0, dz=1.0, about="a number"))


class TestTrue:
    def test_what_a_student_at_work_may_read_is_not_public(self):
        failure = fails(check.true, False, "The sizes should be [4, 2].", shows="They are [3, 3].")
        assert failure.message == "The sizes should be [4, 2]. They are [3, 3]."
        assert failure.public == "The sizes should be [4, 2]."


def test_a_failure_renders_as_a_message_not_a_traceback():
    failure = fails(check.value, 1.0, 3.3, "a value")
    assert failure._render_traceback_() == ["✗ " + failure.message]


def test_a_notebook_shows_the_numbers_and_hints_come_one_by_one(capsys):
    failure = fails(check.value, np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0]), "a value")
    assert failure._render_traceback_() == [
        "✗ a value: the result is not right:\n  got      [1., 2., 3.]\n  expected [2., 4., 6.]",
        "`check.hint()` says more.",
    ]
    for start in ("This looks like “halved”: ", "Ask yourself: ", "There is nothing more to say"):
        check.hint()
        assert capsys.readouterr().out.startswith(start)
    assert failure.explained == "name"


def test_an_answer_is_explained_by_what_it_is_on_inputs_drawn_anew():
    def trusted(x, y):
        return x * y + 2.0 * y

    failure = fails(
        check.agrees, lambda x, y: x * y + 0.5 * y**2, trusted, np.ones(4) * 3, np.arange(1.0, 5), about="a"
    )
    assert failure.explained == "what"
    assert "The result is x × y + 1/2 × y²." in failure.message


def test_a_name_that_fresh_inputs_refute_is_not_given():
    """At these inputs 2 x happens to be twice x²."""
    failure = fails(check.agrees, lambda x: 2.0 * x, lambda x: x**2, np.ones(4), about="a")
    assert failure.mistake is None
    assert "The result is 2 × x." in failure.public


def test_an_answer_that_ignores_an_argument_here_alone_is_not_said_to_ignore_it():
    def trusted(w, x):
        return w - x

    far = np.array([1.0, 2.0, 3.0, 4.0]), np.full(4, -1000.0)
    failure = fails(check.agrees, lambda w, x: np.where(x < -100, 7.0, w - x), trusted, *far, about="a")
    assert "stays the same" not in failure.message
    failure = fails(check.agrees, lambda w, x: np.cos(x), trusted, *far, about="a")
    assert "The result stays the same whatever w is." in failure.message


@pytest.mark.parametrize(
    ("size", "later"),
    [(np.nan, False), (np.inf, False), (1e13, False), (-1e300, False), (np.nan, True), (np.inf, True)],
)
def test_no_gradient_fits_a_loss_whose_slope_cannot_be_measured(size: float, later: bool) -> None:
    """The answer itself may say what the loss is: not even one that says it only beside the point passes."""
    asked = itertools.count()

    def loss(x: np.ndarray) -> float:
        return 1.0 if later and next(asked) == 0 else size

    with pytest.raises(CheckFailed, match="cannot be measured"):
        check.gradient(np.array([7.0, -7.0]), loss, np.array([1.0, 2.0]), "a")


@pytest.mark.parametrize("size", [9e7, 1e12])
def test_nor_do_random_directions_fit_it(size: float) -> None:
    """Beside a large constant, the slopes of a loss are lost: an answer could add one when it is asked again."""
    with pytest.raises(CheckFailed, match="not a number of moderate size"):
        check.gradients([np.zeros(3)], lambda w: 0.01 * w.sum() + size, [np.ones(3)], "a loss", names=["dw"])


def test_the_slope_of_a_large_loss_can_be_measured_if_it_is_large_too() -> None:
    at = np.array([19.5])
    check.gradient(np.exp(at), lambda x: float(np.exp(x).sum()), at, "a")


def test_whole_numbers_are_compared_exactly() -> None:
    check.value(2_000_001, 2_000_001, "a count")
    with pytest.raises(CheckFailed, match="is not right"):
        check.value(2_000_000, 2_000_001, "a count")
    with pytest.raises(CheckFailed, match="is not right"):
        check.value(np.array([2**60 + 1]), np.array([2**60]), "counts")
    check.value(2_000_000, 2_000_001, "about how many", tolerance=1e-5)


@pytest.mark.parametrize("got", [0.0, -6.67e-5, 1e-4])
def test_a_tolerance_is_relative_also_to_a_small_number(got: float) -> None:
    check.value(6.7e-5, 6.67e-5, "a variance", tolerance=0.01)
    with pytest.raises(CheckFailed, match="is not right"):
        check.value(got, 6.67e-5, "a variance", tolerance=0.01)


@pytest.mark.parametrize("kind", [RuntimeError, Exception])
def test_an_answer_that_is_not_written_does_not_raise_what_is_asked_for(kind: type[Exception]) -> None:
    with pytest.raises(CheckFailed, match="not answered yet"):
        check.raises(kind, raising(NotImplementedError("f is not answered yet")), about="an empty stack")
    check.raises(kind, raising(RuntimeError("empty")), about="an empty stack")


def test_results_that_are_not_a_number_are_not_alike() -> None:
    with pytest.raises(CheckFailed):
        check.alike(lambda x: np.full(2, np.nan), {"x": np.ones(2)}, "a")


def test_integers_in_place_of_a_gradient_are_named():
    class Gate:
        def forward(self, x, y):
            self.x, self.y = x, y
            return x * y

        def backward(self, dz):
            return (dz * self.y).astype(self.y.dtype), dz * self.x

    x, y, dz = np.array([1, -2, 0]), np.array([5, 4, -1]), np.array([1.5, 2.5, -3.5])
    failure = fails(check.gate, Gate, x, y, dz=dz, about="integers")
    assert failure.mistake == "integers-kept"


def test_gradients_in_another_order_are_no_wrong_derivatives():
    """Here what stands in the place of dx is its own value, too: as if the product were not switched."""

    def answer(x, y):
        return x * y, x, y

    at = {"x": 2.0, "y": -3.0}
    assert fails(check.own_gradient, answer, ("f", "dx", "dy"), "dx", at).mistake == "results-swapped"


@pytest.mark.parametrize(
    "gate",
    [type("Bare", (), {}), type("NoBackward", (), {"forward": lambda self, x: x}), type("S", (), {"forward": 1})],
)
def test_a_gate_that_lacks_something_is_told_so_also_when_it_is_used_twice(gate):
    x = np.array([1.0, 2.0])
    assert "\n" not in fails(check.gate_again, gate, [x], [-x], x, "two gates").message


def test_zeros_alone_prove_no_mistake():
    """Many slips turn a loss into 0 here."""
    facts = {"W": np.array([[-2.0, -1.0], [1.0, -5.0]]), "x": np.array([3.0, 2.0]), "y": 0, "delta": 1.0}
    assert fails(check.value, 0.0, 2.0, "the bird", facts=facts).mistake is None


def test_results_of_one_shape_in_another_order_are_not_called_wrong_numbers():
    got, names = (np.array([0.05, 0.85]), np.array([1.05, -1.15])), ["w", "v"]
    assert fails(check.value, got, got[::-1], "a step", names=names).mistake == "results-swapped"


@pytest.mark.filterwarnings("error")
def test_complex_numbers_are_no_reason_for_a_warning():
    assert fails(check.value, np.array([1 + 1j, 2]), [1.0, 2.5], "two numbers").mistake is None


def test_where_an_answer_is_wrong_is_said():
    failure = fails(
        check.agrees, lambda x: np.where(x < 0, np.sin(x), x**2), lambda x: x**2, np.linspace(-2, 3, 12), about="a"
    )
    assert failure.explained in ("what", "where")
    assert "It is wrong only where x is negative." in failure.short


def test_the_students_half_stands_alone_and_is_light():
    """No reference, no grading; matplotlib, scikit-learn and pooch load when first used."""
    code = (
        "import sys; from chainrule import check, gradcheck, mistakes, datasets, plots; "
        "print([m for m in sys.modules if m.split('.')[0] in ('matplotlib', 'sklearn', 'pooch', 'nbgrader') "
        "or m.startswith(('chainrule.reference', 'chainrule.grading'))])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_factor_of_a_single_number_is_no_name():
    """It could be anything: of a number alone, only an answer that is asked again shows more."""
    failure = fails(check.value, 3.25, 6.5, "a number")
    assert (failure.mistake, failure.explained) == (None, None)


class Exp:
    def forward(self, x):
        self.z = np.exp(x)
        return self.z

    def backward(self, dz):
        return [self.z * dz]


class TestGatesAreAskedAgain:
    def test_what_a_gradient_is_made_of(self):
        class SlopeOfUpstream(Exp):
            def backward(self, dz):
                return [np.exp(dz)]

        failure = fails(check.gate, SlopeOfUpstream, -1.0, dz=-0.5, about="a number")
        assert failure.explained == "what"
        assert "The result is the slope at the upstream gradient." in failure.public

    def test_a_name_that_fits_by_chance_is_not_said(self):
        """At x = 0 and 1 the square is the value itself."""

        class Square:
            def forward(self, x):
                self.x = x
                return x**2

            def backward(self, dz):
                return [self.x**3 * dz]

        failure = fails(check.gate, Square, np.array([1.0, 0.0, 1.0]), dz=np.array([2.0, 3.0, -1.0]), about="a gate")
        assert failure.mistake != "value-as-slope"
        assert "x³ × the upstream gradient" in failure.message or "x² × the right" in failure.message

    def test_a_wrong_case_is_said_of_a_layer(self):
        class Leaky:
            def forward(self, X):
                self.X = X
                return np.where(X > 0, X, 0.1 * X)

            def backward(self, dout):
                return np.where(self.X > 0, 1.0, 0.1 * dout)

        X, dout = np.array([[1.0, -2.0, 0.5], [-1.5, 2.0, -3.0]]), np.array([[1.0, 2.0, -3.0], [0.5, -1.5, 2.5]])
        failure = fails(check.gate, check.as_gate(Leaky), X, dz=dout, names=["dX"], about="a layer")
        assert "It is wrong only where X is positive." in failure.public

    def test_in_which_situation_a_memory_is_wrong(self):
        class Shared(Exp):
            def forward(self, x):
                Shared.z = np.exp(x)
                return Shared.z

            def backward(self, dz):
                return [Shared.z * dz]

        first, second = np.array([0.5, -1.0]), np.array([1.5, 0.25])
        about = "two arrays"
        failure = fails(check.gate_again, Shared, (first,), (second,), np.array([1.0, -2.0]), about, trusted=Exp)
        assert failure.mistake == "other-inputs-remembered"
        assert "It is wrong only with another gate in use." in failure.message


class TestLayersAreAskedAgain:
    X, dout = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, -1.0]]), np.array([[1.0, -2.0], [0.5, 3.0]])

    def failure_of(self, slope):
        class Linear:
            def __init__(self):
                self.W, self.b, self.dW = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.zeros(2), 0.0

            def forward(self, X):
                self.X = X
                return X @ self.W.T + self.b

            def backward(self, dout):
                self.dW = slope(self, dout)
                return dout @ self.W

        layer = check.call(Linear)
        check.call(layer.forward, self.X)
        check.call(layer.backward, self.dout)
        dW = check.attribute(layer, "dW", "backward")
        return fails(check.value, dW, self.dout.T @ self.X, "dW")

    def test_what_an_attribute_is(self):
        failure = self.failure_of(lambda self, dout: np.outer(dout[-1], self.X[-1]))
        assert "The result is what the last example gives." in failure.public

    def test_a_gradient_that_grows_from_call_to_call(self):
        failure = self.failure_of(lambda self, dout: self.dW + dout.T @ self.X + 1)
        assert "Called twice with the same arguments, it returns two different results." in failure.public


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("old-velocity-used", lambda w, g, v, lr, mu: (w + v, mu * v - lr * g)),
        ("learning-rate-misplaced", lambda w, g, v, lr, mu: (w - lr * (mu * v + g), mu * v + g)),
        ("velocity-sign", lambda w, g, v, lr, mu: (w - mu * v - lr * g, mu * v + lr * g)),
        ("friction-misplaced", lambda w, g, v, lr, mu: (w + mu * (v - lr * g), mu * (v - lr * g))),
    ],
)
def test_slips_of_optimisers_have_names(name, step):
    step.__qualname__ = "momentum_step"
    w, g, v = np.array([1.0, -2.0]), np.array([4.0, 0.5]), np.array([0.5, 1.0])
    expected = np.array([1.05, -1.15]), np.array([0.05, 0.85])
    failure = fails(check.value, check.call(step, w, g, v, 0.1, 0.9), expected, "a step", names=["w", "v"])
    assert failure.mistake == name


def test_of_several_wrong_results_the_one_is_shown_that_can_be_explained():
    """The wrong cache moves the weights in a way that has no name, but the cache itself is a sum of its parts."""

    def rmsprop_step(w, g, cache, lr):
        cache = 0.1 * cache + 0.9 * g**2
        return w - lr * g / np.sqrt(cache), cache

    rmsprop_step.__qualname__ = "rmsprop_step"
    w, g, cache = np.array([1.0, -2.0]), np.array([4.0, 0.5]), np.array([16.0, 1.0])
    right = 0.9 * cache + 0.1 * g**2
    expected, names = (w - 0.1 * g / np.sqrt(right), right), ["w", "cache"]
    got = check.call(rmsprop_step, w, g, cache, 0.1)
    failure = fails(check.value, got, expected, "a step", names=names, facts={"decay": 0.9})
    assert "cache is not right" in failure.message
    assert "The result is (1 - decay) × cache + decay × g²." in failure.message


class TestAnswersToSoftmax:
    rng = np.random.default_rng(3)
    W, X, y = rng.normal(size=(3, 4)), rng.normal(size=(6, 4)), np.array([0, 1, 2, 0, 1, 2])

    def loss_and_gradient(self, W, X, y, lam, counts=lambda p, y: 1.0, penalty=lambda W: (W**2).sum()):
        scores = X @ W.T
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        d = (p - np.eye(len(W))[y]) * np.reshape(counts(p, y), (-1, 1))
        return -np.log(p[np.arange(len(y)), y]).mean() + lam * penalty(W), d.T @ X / len(y) + 2 * lam * W

    def test_which_examples_count(self):
        def answer(W, X, y, lam):
            return self.loss_and_gradient(W, X, y, lam, lambda p, y: p.argmax(axis=1) != y)[1]

        def trusted(W, X, y, lam):
            return self.loss_and_gradient(W, X, y, lam)[1]

        failure = fails(check.agrees, answer, trusted, self.W, self.X, self.y, 0.1, about="a batch")
        assert "Only the examples that are recognised wrongly count." in failure.public

    def test_a_penalty_that_hardly_shows_is_not_said_to_be_missing(self):
        def answer(W, X, y, lam):
            return self.loss_and_gradient(W, X, y, lam, penalty=lambda W: np.sqrt((W**2).sum()))[0]

        def trusted(W, X, y, lam):
            return self.loss_and_gradient(W, X, y, lam)[0]

        given = 3e5 * self.W, self.X / 3e5, self.y, 1e-12
        assert fails(check.agrees, answer, trusted, *given, about="a batch").mistake == "regularization-root"

    def test_a_gradient_is_proved_with_other_truths_too(self):
        """Where one class is certain, what is masked by it looks like the diagonal of the Jacobian alone."""

        def answer(y, theta):
            p = np.exp(theta) / np.exp(theta).sum()
            return np.where(y > 0, p - y, 0.0)

        y, theta = np.array([1.0, 0.0, 0.0]), np.array([0.3, -0.5, 1.0])

        def loss(theta):
            return -(y * np.log(np.exp(theta) / np.exp(theta).sum())).sum()

        got = check.call(answer, y, theta)
        failure = fails(check.gradient, got, loss, theta, "a cat", facts={"y": y, "theta": theta})
        assert failure.mistake is None
        assert "It is wrong only when y holds zeros." in failure.message

    def test_a_shift_that_should_not_matter(self):
        failure = fails(
            check.agrees,
            lambda x: x - np.exp(x).mean(),
            lambda x: x - x.mean(),
            np.array([1.0, -2.0, 0.5, 3.0]),
            about="centred",
        )
        assert "The result changes if the same number is added to all of x." in failure.message


def test_a_large_wrong_batch_needs_no_table_of_all_pairs():
    """Of 20,000 examples that would be three gigabytes."""
    rng = np.random.default_rng(0)
    W, X, y = rng.normal(size=(3, 4)), rng.normal(size=(20_000, 4)), rng.integers(3, size=20_000)

    def loss(W, X, y, lam):
        scores = X @ W.T
        return np.log(np.exp(scores).sum(axis=1)) - scores[np.arange(len(y)), y]

    tracemalloc.start()
    try:
        fails(check.agrees, lambda W, X, y, lam: loss(W, X, y, lam) ** 1.1, loss, W, X, y, 0.1, about="many")
        fails(check.agrees, lambda W, X, y, lam: loss(W, X, y, lam).mean() ** 1.1,
              lambda W, X, y, lam: loss(W, X, y, lam).mean(), W, X, y, 0.1, about="many")  # fmt: skip
        assert tracemalloc.get_traced_memory()[1] < 400e6
    finally:
        tracemalloc.stop()


def test_shapes_that_do_not_fit_are_said_with_the_operation(monkeypatch):
    code = "def backprop(W, ds):\n    scale = 2.0\n    return scale * (W @ ds)\n"
    names = {"__name__": "cell"}
    monkeypatch.setitem(linecache.cache, "<cell>", (len(code), None, code.splitlines(keepends=True), "<cell>"))
    exec(compile(code, "<cell>", "exec"), names)
    failure = fails(check.call, names["backprop"], np.ones((4, 3)), np.ones(4))
    assert "`W @ ds`, (4, 3) and (4,): " in failure.message
    assert "3 columns on the left and 4 rows on the right" in failure.message
    assert "(4, 3)" not in failure.public


def test_a_failure_with_arguments_of_other_kinds_is_explained_too():
    def trusted(W, X, lam):
        return X @ W.T + lam

    failure = fails(check.agrees_in_all_kinds, lambda W, X, lam: X @ W.T + 3 * lam, trusted, W, X, 0.5, about="scores")
    assert "2 × lam is too much" in failure.message


class TestExplainedWithoutAName:
    """What is said of mistakes that nobody foresaw: it holds for new inputs, too."""

    WEIGHTS = np.array([[-1.0, 1.0], [2.0, 0.0], [2.0, 0.5], [3.0, 0.0], [3.0, 2.0]])

    def test_the_classes_that_count_in_a_hinge_loss(self):
        def stops_at_the_correct_class(W, x, y, delta=1.0):
            gradient, scores = np.zeros(W.shape), W @ x
            for j in range(y):
                if scores[j] - scores[y] + delta > 0:
                    gradient[[j, y]] += x, -x
            return gradient

        facts = {"W": self.WEIGHTS, "x": np.array([2.0, 1.0]), "y": 2, "delta": 1.0}
        got = check.call(stops_at_the_correct_class, facts["W"], facts["x"], 2)
        failure = fails(check.value, got, [[0, 0], [2, 1], [-6, -3], [2, 1], [2, 1]], "five classes", facts=facts)
        assert "Only the classes before the correct one count." in failure.message

    def test_another_slope_for_a_gate_of_a_graph(self):
        graph = Graph({"x": "input", "y": "input", "m": ("max", ["x", "y"]), "f": ("×", ["m", "x"])})

        def routes_the_value(x, y):
            m = max(x, y)
            return m * x, m + x * m * (x > y), x * (y >= x)

        at = {"x": 1.5, "y": 0.5}
        failure = fails(check.own_gradient, routes_the_value, ("f", "dx", "dy"), "dx", at, graph=graph)
        assert "its slope times its value in place of the slope of m, along x" in failure.message

    def test_what_the_graph_knows_is_not_measured(self):
        graph = Graph({"W": "input", "x": "input", "q": ("@", ["W", "x"]), "f": ("sum", ["q"], np.sum)})
        calls = []

        def squares(W, x):
            calls.append(1)
            return (W @ x).sum(), np.outer(np.ones(len(W)), x * x), W.sum(axis=0)

        at = {"W": np.arange(12.0).reshape(3, 4) - 5.3, "x": np.array([1.0, -2.0, 3.0, 0.5])}
        failure = fails(check.own_gradient, squares, ("f", "dW", "dx"), "dW", at, graph=graph)
        assert "The result is (the right result)²." in failure.message
        assert len(calls) < 500  # 1,700 if the slopes of f are measured at each further point, with 24 calls

    def test_large_numbers_alone(self):
        def clipped(scores):
            powers = np.exp(np.clip(scores, -500, 500))
            return powers / powers.sum(axis=1, keepdims=True)

        scores = np.array([[10_000.0, 9_999.0], [-10_000.0, -10_000.0], [10_000.0, -10_000.0]])
        right = [[0.7310586, 0.2689414], [0.5, 0.5], [1, 0]]
        failure = fails(check.value, check.call(clipped, scores), right, "large", facts={"scores": scores})
        assert "It is wrong only when scores holds large numbers." in failure.message

    def test_a_mean_over_two_entries_is_not_called_a_half(self):
        def trusted(W, x):
            return 2 * np.outer(W @ x, x)

        W, x = np.array([[1.0, -2.0, 0.5], [0.3, 1.2, -1.0]]), np.array([0.4, -1.1, 2.0])
        failure = fails(check.value, check.call(lambda W, x: trusted(W, x) / 2, W, x), trusted(W, x), "of two entries")
        assert failure.mistake is None

    def test_a_table_over_classes_has_no_row_for_each_example(self):
        def trusted(W, x):
            return W.T @ (W @ x)

        W, x = self.WEIGHTS, np.array([0.4, -1.1])
        failure = fails(check.agrees, lambda W, x: W * (W @ x)[:, None], trusted, W, x, about="a gradient")
        assert failure.mistake is None
        assert "Its sum over the first axis is right." in failure.message

    def test_a_mean_over_the_wrong_classes_is_not_one_over_the_examples(self):
        def trusted(scores, y, delta=1.0):
            margins = np.maximum(0, scores - scores[np.arange(len(y)), y][:, None] + delta)
            margins[np.arange(len(y)), y] = 0
            return margins.sum(axis=1)

        scores, y = np.array([[3.2, 5.1, -1.7], [2.2, 2.5, -3.1]]), np.array([0, 2])
        failure = fails(check.agrees, lambda *given: trusted(*given) / 2, trusted, scores, y, 1.0, about="two of three")
        assert failure.mistake != "averaged-twice"

    def test_the_integers_of_a_gate_are_no_labels(self):
        class AddGate:
            def forward(self, x, y):
                return x + y

            def backward(self, dz):
                return [np.sum(dz), np.sum(dz)]

        x, y, dz = np.array([1, -2, 3]), np.array([4, 0, -1]), np.array([0.5, -1.5, 2.0])
        assert "shape ()" in fails(check.gate, AddGate, x, y, dz=dz, about="arrays").message


def test_a_right_gradient_beside_a_wrong_number_passes_and_the_number_is_asked_about(capsys):
    graph = Graph({"q": ("@", ["W", "x"]), "f": ("‖·‖²", ["q"])})
    W, x = np.array([[1.0, 2.0], [-3.0, 0.5]]), np.array([0.7, -1.2])

    def four_times(W, x):
        q = W @ x
        return 4 * q @ q, np.outer(2 * q, x), W.T @ (2 * q)

    names, at = ("f", "dW", "dx"), {"W": W, "x": x}
    check.own_gradient(four_times, names, "dW", at, graph=graph)
    assert "dW is right for the f which is asked for, but not for yours. Is your f right?" in capsys.readouterr().out
    check.own_gradient(lambda W, x: (4 * (W @ x) @ (W @ x), *four_times(W, x)[1:]), names, "dx", at, graph=graph)
    fails(check.own_gradient, lambda W, x: (x @ x, 3 * four_times(W, x)[1], x), names, "dW", at, graph=graph)


def test_beside_a_name_no_sum_is_spelt_out():
    class ReciprocalGate:
        def forward(self, x):
            return -1.0 / x

    failure = fails(check.value, check.call(ReciprocalGate().forward, 1.36788), 0.73106, "z", tolerance=1e-4)
    assert failure.mistake == "sign-flipped"
    assert "The result is" not in failure.message


def test_whether_a_gradient_is_right_is_said_of_this_courses_tasks_alone():
    """Another course may ask for something else by the same name."""

    def backprop_svm_network(W, x, y):
        margins = W @ x - (W @ x)[y] + 1
        on = (margins > 0).astype(float)
        on[y] = 1 - on.sum()
        return 2 * (np.maximum(margins, 0).sum() - 1), np.outer(on, x), on @ W

    names, at = ("loss", "dW", "dx"), {"W": np.array([[0.5, -1.0], [0.9, 0.2]]), "x": np.array([1.0, -2.0]), "y": 1}
    failure = fails(check.own_gradient, backprop_svm_network, names, "dW", at, facts={**at, "delta": 1.0})
    assert "may be right all the same" in failure.public
    check.own_gradient(backprop_svm_network, names, "dW", at, facts={**at, "delta": 1.0}, is_ours=True)


def adam(new_m, new_v, of_m, of_v):
    """Return a step of Adam with these means and corrections."""

    def adam_step(w, g, m, v, t, lr, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = new_m(m, g, beta1), new_v(v, g, beta1, beta2)
        return w - lr * m / of_m(t, beta1) / (np.sqrt(v / of_v(t, beta1, beta2)) + eps), m, v

    adam_step.__qualname__ = "adam_step"
    return adam_step


MEAN = lambda m, g, beta1: beta1 * m + (1 - beta1) * g
SQUARES = lambda v, g, beta1, beta2: beta2 * v + (1 - beta2) * g**2
OF_MEAN, OF_SQUARES = lambda t, beta1: 1 - beta1**t, lambda t, beta1, beta2: 1 - beta2**t

SLIPS_OF_ADAM = {
    "beta1 in v": (adam(MEAN, lambda v, g, b1, b2: b2 * v + (1 - b1) * g**2, OF_MEAN, OF_SQUARES), None),
    "beta1 for beta2": (adam(MEAN, lambda v, g, b1, b2: b1 * v + (1 - b1) * g**2, OF_MEAN, OF_SQUARES), None),
    "sums": (adam(lambda m, g, b1: b1 * m + g, lambda v, g, b1, b2: b2 * v + g**2, OF_MEAN, OF_SQUARES), None),
    "as they are": (adam(MEAN, SQUARES, lambda t, b1: 1, lambda t, b1, b2: 1), "bias-correction-missing"),
    "v as it is": (adam(MEAN, SQUARES, OF_MEAN, lambda t, b1, b2: 1), "bias-correction-missing"),
    "t + 1": (
        adam(MEAN, SQUARES, lambda t, b1: 1 - b1 ** (t + 1), lambda t, b1, b2: 1 - b2 ** (t + 1)),
        "step-counted-from-zero",
    ),
}


@pytest.mark.parametrize("slip", SLIPS_OF_ADAM)
def test_the_numbers_of_one_step_alone_name_no_mistake(slip):
    """In the first step, from means of 0, several slips have the same result."""
    adam_step, mistake = SLIPS_OF_ADAM[slip]
    w, g, rest = np.array([1.0, -2.0]), np.array([4.0, 0.5]), np.zeros(2)
    got = check.call(adam_step, w, g, rest, rest, 1, 0.2)
    expected = np.array([0.8, -2.2]), np.array([0.4, 0.05]), np.array([0.016, 0.00025])
    named = {
        "bias-correction-missing": [[0.367544468, -2.63245553], [0.98, -2.02], [-5.32455532, -8.32455532]],
        "step-counted-from-zero": [[0.851172636, -2.14882736]],
        "corrected-mean-kept": [g, g**2],
    }
    facts = {"named": named, "beta1": 0.9, "beta2": 0.999}
    failure = fails(check.value, got, expected, "the first step", names=["w", "m", "v"], facts=facts)
    assert failure.mistake == mistake


def of_worst_class(W, x, y, delta=1.0):
    """The loss is wrong; the gradients are those that are asked for."""
    scores = W @ x
    shortfalls = np.maximum(0, scores - scores[y] + delta)
    shortfalls[y] = 0
    slopes = np.where(shortfalls > 0, 1.0, 0.0)
    slopes[y] = -slopes.sum()
    return shortfalls.max(), np.outer(slopes, x), slopes @ W


def test_nor_is_one_whose_task_is_known_by_its_name():
    of_worst_class.__qualname__ = "backprop_svm_network"
    W = np.array([[0.5, -1.0, 0.3], [0.9, 0.2, -0.4], [-0.7, 0.4, 1.1], [0.1, -0.3, 0.2]])
    at = {"W": W, "x": np.array([1.0, -2.0, 0.5]), "y": 1}
    names = ("loss", "dW", "dx")
    for name in names[1:]:
        failure = fails(check.own_gradient, of_worst_class, names, name, at, facts={**at, "delta": 1.0})
        assert "is your loss what is asked for?" in failure.message
        assert failure.mistake is None


def test_a_sign_beside_a_wrong_number_is_not_named():
    """What is turned is the shortfall, in the loss; with it the slopes would have the other sign."""

    def turned(W, x, y, delta=1.0):
        scores = W @ x
        shortfalls = np.maximum(0, scores[y] - scores + delta)
        shortfalls[y] = 0
        slopes = np.where(shortfalls > 0, 1.0, 0.0)
        slopes[y] = -slopes.sum()
        return shortfalls.sum(), np.outer(slopes, x), slopes @ W

    turned.__qualname__ = "backprop_svm_network"
    W = np.array([[0.5, -1.0, 0.3], [0.9, 0.2, -0.4], [-0.7, 0.4, 1.1], [0.1, -0.3, 0.2]])
    at = {"W": W, "x": np.array([1.0, -2.0, 0.5]), "y": 1}
    failure = fails(check.own_gradient, turned, ("loss", "dW", "dx"), "dW", at, facts={**at, "delta": 1.0})
    assert "-1.000 times" in failure.message
    assert failure.mistake is None


def softmax_cross_entropy(scores, y, loss=1.0, slopes=1.0):
    powers = np.exp(scores)
    powers /= powers.sum(axis=1, keepdims=True)
    return -loss * np.log(powers[np.arange(len(y)), y]).mean(), slopes * (powers - np.eye(3)[y]) / len(y)


WRONG_SIGNS = {"the loss": (-1.0, 1.0), "the gradient": (1.0, -1.0), "a sum": (4.0, 1.0)}


@pytest.mark.parametrize("wrong", WRONG_SIGNS)
def test_a_sign_is_that_of_the_gradient_only_if_the_loss_has_the_right_one(wrong):
    scores, y = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0], [2.2, 2.5, -3.1], [4.0, 1.5, 0.5]]), np.array([0, 1, 2, 0])

    def answer(scores, y):
        return softmax_cross_entropy(scores, y, *WRONG_SIGNS[wrong])

    facts = {"scores": scores, "y": y}
    for name, loss in (("softmax_cross_entropy", "is your loss what is asked for?"), ("unknown", None)):
        answer.__qualname__ = name
        dscores = check.part(check.call(answer, scores, y), ["loss", "dscores"], "dscores")
        failure = fails(check.gradient, dscores, lambda at: answer(at, y)[0], scores, "four", facts=facts)
        if loss and wrong != "the gradient":
            assert loss in failure.message
            assert failure.mistake is None
        else:
            assert failure.mistake == ("sign-flipped" if loss else None)
            assert f"{WRONG_SIGNS[wrong][1] / WRONG_SIGNS[wrong][0]:.3f} times" in failure.message


class LinearGate:
    bias, slope = -1.0, 1.0

    def forward(self, X, W, b):
        self.X, self.W = X, W
        return X @ W.T + self.bias * b

    def backward(self, dout):
        return [dout @ self.W, dout.T @ self.X, self.slope * dout.sum(axis=0)]


@pytest.mark.parametrize(("bias", "slope"), [(-1.0, 1.0), (0.0, 1.0), (1.0, -1.0)])
def test_a_right_slope_beside_a_wrong_forward_is_not_blamed(monkeypatch, bias, slope):
    monkeypatch.setattr(LinearGate, "bias", bias)
    monkeypatch.setattr(LinearGate, "slope", slope)
    inputs = np.array([[1.0, 0.5], [2.0, -1.0], [0.3, 1.2]]), np.array([[1.0, 2.0], [0.5, -1.0]]), np.array([1.0, -1.0])
    dout, names = np.array([[1.0, -2.0], [0.5, 30.25], [2.5, 1.0]]), ("dX", "dW", "db")
    one = fails(check.gate, LinearGate, *inputs, dz=dout, about="three", names=names)
    other = fails(check.gate_again, LinearGate, inputs, [2 * one for one in inputs], dout, "two gates", names=names)
    for failure in (one, other):
        assert ("is your forward right?" in failure.message) == (bias != 1.0)
        assert (failure.mistake is None) == (bias != 1.0)


def test_of_a_second_backward_no_other_gate_is_blamed():
    class Spoiled:
        def forward(self, x):
            self.z = 1 / x
            return self.z

        def backward(self, dz):
            self.z = -(self.z**2)
            return [dz * self.z]

    x = np.array([0.5, -2.0, 1.5])
    failure = fails(check.gate_again, Spoiled, [x], [x / 4], np.array([1.0, 2.0, -3.0]), "two gates")
    assert "It is wrong only when backward is called twice." in failure.message


def test_a_stack_that_is_empty_when_backward_is_called_again_is_not_blamed_on_another_gate():
    class Popped:
        stack = []

        def forward(self, x):
            self.stack.append(np.tanh(x))
            return self.stack[-1]

        def backward(self, dz):
            return [dz * (1 - self.stack.pop() ** 2)]

    x = np.array([0.5, -2.0, 1.5])
    failure = fails(check.gate_again, Popped, [x], [x / 4], np.array([1.0, 2.0, -3.0]), "two gates")
    assert "only with another gate" not in failure.message


def test_of_a_constant_no_formula_is_said():
    graph = Graph({"q": ("+", ["x", "y"]), "f": ("×", ["q", "z"])})

    def of_one_point(x, y, z):
        return (x + y) * z, -4.0, -4.0, 3.0

    def of_one_point_throughout(x, y, z):
        return -12.0, -4.0, -4.0, 3.0

    at = {"x": 2.5, "y": -0.5, "z": 0.75}
    for answer in (of_one_point, of_one_point_throughout):
        failure = fails(check.own_gradient, answer, ("f", "dx", "dy", "dz"), "dx", at, graph=graph)
        assert "The result is" not in failure.message


def test_a_gradient_beside_a_loss_with_a_wrong_factor_is_not_called_a_multiple_of_the_right_one():
    def third(s):
        return (s**2).sum() / 3

    at = np.array([1.0, -2.0, 0.5, 3.0])
    failure = fails(check.gradient, 2 * at, third, at, "four numbers", facts={"scores": at})
    assert "3.000 times the numerical gradient" in failure.message
    assert "the right result" not in failure.message


def test_a_mean_in_place_of_a_sum_is_told_by_what_it_is_divided_by():
    graph = Graph({"q": ("@", ["W", "x"]), "f": ("‖·‖²", ["q"])})
    W, x = np.array([[1.0, 2.0], [-3.0, 0.5], [0.4, 1.1]]), np.array([0.7, -1.2])

    def averaged(W, x):
        q = W @ x
        return q @ q, np.outer(2 * q, x) / len(q), W.T @ (2 * q)

    failure = fails(check.own_gradient, averaged, ("f", "dW", "dx"), "dW", {"W": W, "x": x}, graph=graph)
    assert "the right result / the number of entries of the gradient of q" in failure.message


def test_a_forward_that_cuts_off_fractions_is_no_reason_to_blame_its_slopes():
    class Cuts:
        def forward(self, X, W):
            self.X, self.W = X, W
            out = np.zeros((len(X), len(W)), dtype=X.dtype)
            out[:] = X @ W.T
            return out

        def backward(self, dout):
            return [dout @ self.W, dout.T @ self.X]

    X, W, dout = np.array([[1, 2], [3, -1]]), np.array([[0.4, 1.3], [-0.7, 0.2], [1.1, 0.6]]), np.ones((2, 3))
    check.gate(Cuts, X, W, dz=dout, about="slopes", names=["dX", "dW"])


def test_ones_in_place_of_a_gradient_are_no_sum_that_cancels():
    class Ones:
        def forward(self, X, b):
            self.X = X
            return X + b

        def backward(self, dout):
            return [dout, np.ones(self.X.shape[1])]

    X, b, dout = np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([1.0, -1.0]), np.array([[2.0, 3.0], [0.5, 4.0]])
    failure = fails(check.gate, Ones, X, b, dz=dout, about="a layer", names=["dX", "db"])
    assert "The result is" not in failure.message


class TestAskedAgainByTheContract:
    """A test calls an answer without a fact: the course's contract tells what its arguments are."""

    def test_what_a_softmax_is(self):
        def softmax(theta):
            powers = np.exp(theta - theta.max())
            return powers / powers.max()

        got = check.call(softmax, np.array([1.0, 2.0, 0.0]))
        failure = fails(check.value, got, [0.24472847, 0.66524096, 0.09003057], "three scores")
        assert "The result is the exponentials, divided by the largest of the row." in failure.message

    def test_what_the_number_of_an_answer_by_hand_is(self):
        def backprop_squared_norm(W, x):
            return np.mean((W @ x) ** 2), np.outer(W @ x, x), W.T @ (W @ x)

        W = np.array([[1.0, 2.0, 0.5], [3.0, 0.5, -1.0], [0.0, 1.0, 2.0], [1.0, -1.0, 1.0]])
        f = check.part(check.call(backprop_squared_norm, W, np.ones(3)), "fWx", "f")
        failure = fails(check.value, f, 28.5, "f of four rows")
        assert "The result is the right result / the number of rows of W." in failure.message

    def test_two_inputs_of_a_gate_are_drawn_with_either_sign(self):
        """Of a first number that stays the larger one, it seemed that the smaller one never reads it."""

        class MaxGate:
            def forward(self, x, y):
                return np.minimum(x, y)

        failure = fails(check.value, check.call(MaxGate().forward, 4.0, -1.0), 4.0, "the larger of 4 and -1")
        assert "-the right result + the first input + the second input" in failure.message
        assert "stays the same" not in failure.message

    def test_of_several_functions_that_fit_none_is_taken(self):
        """All rectifiers agree on positive numbers."""

        class ELU:
            def forward(self, X):
                return np.maximum(X, np.expm1(X))

        got = check.call(ELU().forward, np.array([[2.0, 3.0]]))
        assert fails(check.value, got, np.array([[2.0, 3.0]]), "positive numbers").explained is None

    def test_other_losses_are_put_together(self):
        def total_loss(W, b, X, y, lam, losses):
            each = losses(X @ W.T + b, y)
            return each[each > 0].mean() + lam * (W**2).sum()

        def losses(scores, y):
            return scores[np.arange(len(y)), y]

        def trusted(W, b, X, y, lam, losses):
            return losses(X @ W.T + b, y).mean() + lam * (W**2).sum()

        failure = fails(check.agrees, total_loss, trusted, W, np.ones(4), X, y, LAM, losses, about="a batch")
        assert "the mean of the losses that are positive" in failure.message


def test_sizes_that_hang_together_are_kept():
    """Three weights for two inputs: with other sizes, an answer that is written for these returns nothing of use."""

    def neuron(w, x):
        f = 1 / (1 + np.exp(-(w[0] * x[0] + w[1] * x[1] + w[2])))
        return f, f * (1 - f) * np.array([x[0], x[1], w[2]])

    at = {"w": np.array([0.4, -1.2, 0.9]), "x": np.array([1.7, 0.6])}
    assert "It is wrong only in the last entry." in fails(check.own_gradient, neuron, ("f", "dw"), "dw", at).message


def test_where_two_inputs_are_compared_otherwise():
    def larger(x, y):
        return np.where(np.abs(x) > np.abs(y), x, y)

    x, y = RNG.standard_normal((2, 4, 5))
    failure = fails(check.agrees, larger, lambda x, y: np.maximum(x, y), x, y, about="two arrays")
    assert "It is wrong only where x + y is negative." in failure.message


def test_where_numbers_lie_beyond_a_bound():
    def clipped(x, a):
        return a * np.where(np.abs(x) > 1.2, np.sign(x) * x**2, x)

    failure = fails(check.agrees, clipped, lambda x, a: a * x, 2 * RNG.standard_normal((4, 5)), 1.5, about="an array")
    assert "It is wrong only where x is larger in size than a certain number." in failure.message


class Keeps(Exp):
    """Keeps the output of its first forward."""

    z = None

    def forward(self, x):
        self.z = np.exp(x) if self.z is None or np.shape(x) == () else self.z
        return np.exp(x)


class OfArrays(Exp):
    """Works for arrays alone."""

    def backward(self, dz):
        return [self.z[:] * dz]


@pytest.mark.parametrize("make", [Keeps, OfArrays])
def test_a_gate_that_cannot_be_used_again_with_another_shape_is_told_so(make):
    failure = fails(check.gate_reshaped, make)
    assert failure.message.startswith("a gate that is used again, with the shape (")


def test_a_gate_that_can_be_used_again_passes(capsys):
    check.gate_reshaped(Exp)
    check.gate_reshaped(Product, inputs=2)
    assert capsys.readouterr().out.count("✓ a gate that is used again, with the shape ") == 6
