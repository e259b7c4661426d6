"""An answer together with what it should do, for many checks of the same answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, NamedTuple, cast

import numpy as np

from chainrule import mistakes
from chainrule.check import again
from chainrule.check.answers import call, name_of, part, titled
from chainrule.check.derived import derived
from chainrule.check.failures import CheckFailed, passed
from chainrule.check.slopes import OwnNumber, check_gradient
from chainrule.check.speed import Judge, vectorised
from chainrule.check.values import TOLERANCE, agrees, check_order, close, judge, kinds, of_reals
from chainrule.gradcheck import central
from chainrule.kinds.copies import copies
from chainrule.language import say, words


class Trial(NamedTuple):
    """A further call of an answer: its arguments, what it returned, and what is right."""

    arguments: tuple[Any, ...]
    got: Any
    expected: Any


@dataclass(frozen=True)
class Task:
    """An answer, and a trusted function that does what the answer should.

    Parameters
    ----------
    answer, trusted : callable
        Functions of the same arguments.
    results : sequence of str, optional
        Names of the results, if there are several.
    only : str, optional
        The only one to compare, so that each can earn its own points.
    facts : callable, optional
        Takes the arguments and returns facts to recognise mistakes by, besides the arguments: see `mistakes.Facts`.
    inputs : callable, optional
        Takes a ``numpy.random.Generator`` and returns arguments for further calls.

    Examples
    --------
    >>> task = Task(lambda x: 2 * x, np.sin)
    >>> task.agrees(np.zeros(2), about="two zeros")
    ✓ two zeros
    """

    answer: Callable[..., Any]
    trusted: Callable[..., Any]
    results: Sequence[str] | None = None
    only: str | None = None
    facts: Callable[..., Mapping[str, Any]] | None = None
    inputs: Callable[[np.random.Generator], Sequence[Any]] | None = None

    def part(self, name: str, facts: Callable[..., Mapping[str, Any]] | None = None) -> "Task":
        """Return a task that compares only one of the results."""
        return replace(self, only=name, facts=facts or self.facts)

    def agrees(self, *args: Any, about: str, facts: mistakes.Facts | None = None, **kwargs: Any) -> None:
        """Check that the answer returns what the trusted function returns, as `check.agrees` does."""
        known = mistakes.known({**(self.facts(*args, **kwargs) if self.facts else {}), **(facts or {})})
        agrees(self.answer, self.trusted, *args, about=about, names=self.results, only=self.only, facts=known, **kwargs)

    def in_all_kinds(self, *args: Any, about: str, **kwargs: Any) -> None:
        """Check `agrees` for the arguments in all `kinds`, and for others of the same shapes and dtypes.

        The latter catch an answer that remembers a result by the shapes of its arguments.
        """
        real = replace(self, trusted=of_reals(self.trusted, args))
        for kind in kinds(*args):
            real.agrees(*kind.arguments, about=about + kind.about, **kwargs)
        rng = np.random.default_rng(len(about))
        self.agrees(
            *(_reordered(a, rng) for a in args),
            about=say("{about} (other numbers of the same shape)", about=about),
            **kwargs,
        )

    def vectorised(
        self, looped: Callable[..., Any], inputs: Callable[[int], Sequence[Any]], *, about: str, tries: int = 6
    ) -> None:
        """Check that the answer is `vectorised`, and that every result that was timed is right."""
        vectorised(self.answer, looped, inputs, about=about, tries=tries, judge=self._judge(about))

    def derived(
        self,
        forward: Callable[..., Any],
        inputs: Callable[[int], Sequence[Any]],
        *,
        entries: int,
        about: str,
        passes: int | None = None,
    ) -> None:
        """Check that a gradient was `derived`, and that every result that was timed is right."""
        derived(self.answer, forward, inputs, entries=entries, passes=passes, about=about, judge=self._judge(about))

    def _judge(self, about: str) -> Judge:
        def judge_timed(args: Sequence[Any]) -> Callable[[Any], None]:
            facts = mistakes.known(self.facts(*args) if self.facts else {})
            names, only = self.results, self.only
            return judge(self.answer, self.trusted, args, {}, about=about, names=names, only=only, facts=facts)

        return judge_timed

    def trial(self, *args: Any, seed: int) -> Trial:
        """Call the answer and the trusted function on new inputs.

        They come from `inputs`; without it, they are the given arguments with the entries of each array in another
        order, so that probabilities remain probabilities and labels remain labels.
        """
        rng = np.random.default_rng(seed)
        fresh = self.inputs(rng) if self.inputs else [_reordered(argument, rng) for argument in args]
        expected = self.trusted(*copies(fresh))  # before the answer can change what it is given
        got = call(self.answer, *fresh)
        if self.only is not None and self.results is not None:
            got, expected = part(got, self.results, self.only), part(expected, self.results, self.only)
        return Trial(tuple(fresh), got, expected)


def task(
    answer: Callable[..., Any], trusted: Callable[..., Any], results: Sequence[str] | None = None, **more: Any
) -> Task:
    """Return the `Task` of an answer."""
    return Task(answer, trusted, results, **more)


_BESIDE_NUMBER = words(
    "{about}: {gradient} is right for the {number} which is asked for, but not for yours. Is your {number} right?"
)


def own_gradient(
    answer: Callable[..., Any],
    results: Sequence[str],
    only: str,
    at: Mapping[str, Any],
    about: str = "",
    *,
    graph: Any = None,
    facts: mistakes.Facts | None = None,
    is_ours: bool = False,
) -> None:
    """Check one gradient of an answer against the numerical gradient of the answer's own first result.

    A gradient that is right for what the task asks for passes beside a wrong number, too, with a remark: the number has
    points of its own.

    Parameters
    ----------
    answer : callable
        Returns a number and its gradients.
    results : sequence of str
        Names of the results: ``("J", "dU", "dW")``.
    only : str
        The gradient to check: ``"dU"``.
    at : mapping
        The arguments by name, in order; only ``"U"`` is varied.
    about : str
        As in `value`.
    graph : chainrule.graphs.Graph, optional
        What the answer should compute: it predicts the results of frequent slips, and tells a right gradient beside a
        wrong number. Without it, and for an answer of another course, no factor is named: the number may have it.
    facts : mapping, optional
        As in `value`, besides what the graph predicts.
    is_ours : bool
        Whether the task is that of this course which has the answer's name; a graph says as much.
    """
    number = results[0]
    about = about or say("{gradient} against the numerical gradient of your own {number}", gradient=only, number=number)
    _own_gradient(answer, results, only, at, about, graph, facts, is_ours or graph is not None)


@titled
def _own_gradient(
    answer: Callable[..., Any],
    results: Sequence[str],
    only: str,
    at: Mapping[str, Any],
    about: str,
    graph: Any,
    facts: mistakes.Facts | None,
    is_known: bool,
) -> None:
    """Do what `own_gradient` does; of a task that is known, also what is right is."""
    number, name = results[0], only.removeprefix("d")
    known = mistakes.known({**(graph.facts(name, at) if graph is not None else {}), **(facts or {})})
    returned = call(answer, *at.values())
    got = part(returned, results, only)

    def loss(given: Mapping[str, Any], moved: Any, name: str = name) -> Any:
        return part(call(answer, *{**given, name: moved}.values()), results, number)

    def elsewhere(moved: Any) -> Any:
        return part(call(answer, *{**at, name: moved}.values()), results, only)

    def facts_of(given: Mapping[str, Any]) -> mistakes.Facts:
        of_graph = graph.facts(name, given) if graph is not None else {}
        others = {key: value for key, value in (facts or {}).items() if key not in at}
        return cast(
            mistakes.Facts,
            {"quantity": "gradient", "values": dict(given), **mistakes.known({**others, **given, **of_graph})},
        )

    def slopes(given: Mapping[str, Any]) -> Any:
        """Return the slopes of the answer's number: those of the graph where it is the graph's; else measure them."""
        if graph is not None:
            values = graph.values(given)
            if close(loss(given, given[name]), values[graph.output]):
                return graph.slope(name, values)
        return central(partial(loss, given), given[name])

    probe = again.probe(
        {key: value if isinstance(value, (int, np.integer)) else again.real(value) for key, value in at.items()},
        lambda given: part(answer(*copies(list(given.values()))), results, only),
        slopes,
        facts_of,
        loose=True,
    )
    known = {"quantity": "gradient", **known, "probe": lambda: probe}

    moved = [one.removeprefix("d") for one in results[1:]]
    given = {**(facts or {}), **at}

    def asked_for(name: str = name) -> Any:
        if graph is not None:
            return graph.slope(name, graph.values(at))
        return again.slope_of_number(name_of(answer), given, name)

    def all_asked_for() -> list[Any]:
        asked = mistakes.asked.number(name_of(answer), given) if graph is None else graph.values(at)[graph.output]
        return [asked, *map(asked_for, moved)]

    own = OwnNumber(asked_for, number)
    try:
        check_gradient(got, partial(loss, at), at[name], about, only, TOLERANCE, known, elsewhere, own)
    except CheckFailed:
        asked = again.tried(all_asked_for) if is_known and at.keys() >= set(moved) else None
        if asked:
            check_order(returned, asked, about, results)
        if again.tried(lambda: own.beside(got, central(partial(loss, at), at[name]), about, only)):
            is_right = np.allclose(got, own.right, rtol=0, atol=TOLERANCE * np.abs(own.right).max())
            if asked and is_right and not close(part(returned, results, number), np.asarray(asked[0])):
                return passed(say(_BESIDE_NUMBER, about=about, gradient=only, number=number))
            raise
        if at.keys() >= set(moved):
            right = [central(partial(loss, at, name=one), at[one]) for one in moved]
            check_order(returned[1:], right, about, results[1:])
        raise
    passed(about)


def _reordered(argument: Any, rng: np.random.Generator) -> Any:
    return rng.permuted(argument) if isinstance(argument, np.ndarray) else argument
