"""Calling a wrong answer again, on new inputs, to compare it with what is right for them.

An explanation is given only if it holds for these inputs, too: see `mistakes.Probe`.
"""

import contextlib
import io
import itertools
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

import numpy as np

from chainrule import mistakes
from chainrule.check.answers import RAISED, Called, called_for, name_of
from chainrule.gradcheck import central
from chainrule.kinds.copies import copies
from chainrule.language import words
from chainrule.mistakes import contracts, rights
from chainrule.mistakes.ingredients.names import INPUT, INPUTS

UPSTREAM = words("the upstream gradient")
"""The name of `backward`'s argument in explanations."""

_SECONDS = 8.0
"""How long all further calls may take together; a slow answer is called less often."""

SIZE = 40
"""The most entries of a point at which slopes are found by differences."""


def of_answer(
    answer: Callable[..., Any],
    trusted: Callable[..., Any],
    arguments: Mapping[str, Any],
    facts: mistakes.Facts,
    *pick: int,
    given: int | None = None,
) -> mistakes.Probe | None:
    """Return a probe that compares an answer with a trusted function of the same arguments, given by name.

    `pick` says which part of the results to compare; `given`, how many arguments the call gave, if not all.
    """

    def right(changed: Mapping[str, Any]) -> Any:
        return _picked(trusted(**_copied(changed)), pick)

    def got(changed: Mapping[str, Any]) -> Any:
        return _picked(answer(*copies(list(changed.values()))), pick)

    default = "" if given is None else _other_default(got, arguments, given) or ""
    return probe(arguments, got, right, lambda changed: _facts(changed, facts, {}), default=default)


def _other_default(answered: Callable[[dict[str, Any]], Any], arguments: Mapping[str, Any], given: int) -> str | None:
    """Return the name of an argument beyond those given whose default is not the one here; "" if there is none.

    None if the answer cannot be called with all of them, or returns something else each time.
    """

    def result(count: int) -> Any:
        return _numbers(tried(lambda: answered(dict(list(arguments.items())[:count]))))

    before = result(given)
    if before is None or not np.array_equal(before, result(given)):
        return None
    for count, name in enumerate(list(arguments)[given:], given + 1):
        told = result(count)
        if told is None:
            return None
        if not np.array_equal(before, told):
            return name
    return ""


def _contract(call: Called) -> tuple[str, ...] | None:
    one_example = name_of(call.answer) == "softmax" and len(call.args) == 1 and np.ndim(call.args[0]) == 1
    return ("theta",) if one_example else contracts.of(name_of(call.answer))


def _defaults(call: Called) -> dict[str, Any]:
    """Return the defaults of arguments that the course's contract has."""
    names = contracts.STEPS.get(name_of(call.answer)) or _contract(call) or ()
    return {name: contracts.DEFAULTS[name] for name in names if name in contracts.DEFAULTS}


_BESIDE: dict[str, Callable[[Any], Any]] = {
    words("the right result for minus the input"): lambda x: -x,
    words("the right result for twice the input"): lambda x: 2 * x,
    words("the right result for the absolute value of the input"): abs,
    words("the right result for the square of the input"): lambda x: x**2,
}


def arguments_of(got: Any, expected: Any = None) -> mistakes.Facts:
    """Return the facts of the call that returned `got`, if the answer's arguments have names.

    Those that only the course's contract names are returned if a formula gives what is `expected`, or a part of it, so
    that what is said of them can be tried on other inputs.
    """
    found = called_for(got)
    if found is None:
        return {}
    call, _ = found
    if name_of(call.answer).endswith(".forward") and len(call.args) == 1 and np.shape(call.args[0]) == np.shape(got):
        return {"values": {INPUT: call.args[0]}}
    if name_of(call.answer).endswith(".forward") and len(call.args) == len(INPUTS) and not call.kwargs:
        return {"values": dict(zip(INPUTS, call.args, strict=True))}
    contract = _contract(call)
    if contract is None:
        return mistakes.known(_named(call, {}) or {})
    named = {**_defaults(call), **(_named(call, {}) or {})}
    facts = mistakes.known(named)
    if name_of(call.answer) in contracts.BY_HAND:
        facts["values"] = named
    parts = expected if isinstance(expected, tuple) else (expected,)
    recognised = any(
        mistakes.is_numeric(one) and rights.recognised(one, facts) is not None for one in parts if one is not None
    )
    return facts if recognised else {}


def of_value(got: Any, expected: Any, facts: mistakes.Facts, *part: int) -> mistakes.Probe | None:
    """Return a probe of the answer that has just returned `got`, if the facts say what is right in general."""
    found = called_for(got)
    for i in part:
        expected = expected[i]
    formula = rights.recognised(expected, mistakes.known(facts)) if found and mistakes.is_numeric(expected) else None
    if found is None or formula is None:
        return None
    call, pick = found
    pick += part
    arguments = _named(call, facts)
    if arguments is None:
        return None

    def answered(changed: Mapping[str, Any]) -> Any:
        return _picked(_ask(call, changed), pick)

    everything = {**arguments, **{name: one for name, one in _defaults(call).items() if name not in arguments}}
    default = _other_default(answered, everything, len(arguments))
    if default is not None:
        arguments = everything

    def right(changed: Mapping[str, Any]) -> Any:
        known = {**facts, **mistakes.known(changed), "values": {**facts.get("values", {}), **changed}}
        made = (rights.right(formula, shape, known) for shape in _shapes_like(expected, arguments, changed))
        return next((one for one in made if one is not None), None)

    def known_of(changed: Mapping[str, Any]) -> mistakes.Facts:
        found = _facts(changed, facts, {})
        if INPUT in changed:
            beside = {name: right({**changed, INPUT: other(changed[INPUT])}) for name, other in _BESIDE.items()}
            found["values"] = {**found["values"], **{name: one for name, one in beside.items() if one is not None}}
        return found

    return probe(
        arguments,
        answered,
        right,
        known_of,
        loose=name_of(call.answer) in contracts.BY_HAND or not arguments.keys().isdisjoint({INPUT, *INPUTS}),
        default=default or "",
    )


def of_gradient(
    got: Any, loss: Callable[[Any], Any], at: Any, facts: mistakes.Facts, name: str
) -> mistakes.Probe | None:
    """Return a probe of the answer that has just returned a gradient of `loss`: only the point `at` changes."""
    found = _at_point(got, at)
    if found is None or np.size(at) > SIZE:
        return None
    call, place, asked = found
    named = _named(call, facts) or {}
    name = list(named)[place] if len(named) > place else name.removeprefix("d")

    def answered(changed: Mapping[str, Any]) -> Any:
        return asked(changed[name])

    def right(changed: Mapping[str, Any]) -> Any:
        return central(loss, changed[name])

    others = {other: value for other, value in named.items() if other != name}
    start = np.array(at, dtype=float)
    return probe(
        {name: start if start.ndim else float(start)},
        answered,
        right,
        lambda changed: _facts(changed, facts, others),
        resizes=False,
    )


def slope_asked_for(got: Any, at: Any) -> Any:
    """Return the gradient that is asked for, as far as the task of the answer that has just returned `got` is known."""
    found = _at_point(got, at)
    if found is None:
        return None
    call, place, _ = found
    named = _named(call, {}) or {}
    if len(named) <= place:
        return None
    return slope_of_number(name_of(call.answer), {**_defaults(call), **named}, list(named)[place])


def slope_of_number(answer: str, given: Mapping[str, Any], name: str) -> Any:
    """Return the slope of the number that an answer should return first, for one of its arguments, as far as known."""

    def loss(moved: Any) -> Any:
        return mistakes.asked.number(answer, {**given, name: moved})

    return slope_if_known(loss, given[name])


def slope_if_known(loss: Callable[[Any], Any], at: Any) -> Any:
    """Return the slope of what a task asks for; None if `loss` does not know that, or cannot be asked."""
    return tried(lambda: None if loss(at) is None else central(loss, at))


def is_its_own(loss: Callable[..., Any], got: Any) -> bool:
    """Tell whether a loss calls the answer that has just returned `got`, as far as its code shows."""
    found, code = called_for(got), getattr(loss, "__code__", None)
    if found is None or code is None:
        return False
    within = [one.cell_contents for one in getattr(loss, "__closure__", None) or ()]
    read = [getattr(loss, "__globals__", {}).get(name) for name in code.co_names]
    return any(one is found[0].answer for one in [*read, *within])


def elsewhere(got: Any, at: Any) -> Callable[[Any], Any] | None:
    """Return what asks the answer that has just returned `got` at a point for the same at another one, if any did."""
    found = _at_point(got, at)
    return found and found[2]


def _at_point(got: Any, at: Any) -> tuple[Called, int, Callable[[Any], Any]] | None:
    """Return the call that returned `got`, which argument is the point, and a function of that alone."""
    found = called_for(got)
    if found is None:
        return None
    call, pick = found
    places = [i for i, argument in enumerate(call.args) if _equal(argument, at)]
    if len(places) != 1:
        return None
    [place] = places

    def asked(point: Any) -> Any:
        args = [point if i == place else argument for i, argument in enumerate(call.args)]
        return _picked(call.answer(*copies(args), **call.kwargs), pick)

    return call, place, asked


def probe(
    arguments: Mapping[str, Any],
    answered: Callable[[Mapping[str, Any]], Any],
    right: Callable[[Mapping[str, Any]], Any],
    known: Callable[[Mapping[str, Any]], mistakes.Facts],
    **more: Any,
) -> mistakes.Probe | None:
    """Return a probe, or None if no other arguments can be drawn.

    Parameters
    ----------
    arguments : mapping
        The answer's arguments, by name.
    answered, right, known : callable
        Take arguments like these and return what the answer returns, what is right, and the facts.
    **more
        As for `mistakes.Probe`.
    """
    if any(isinstance(argument, np.random.Generator) for argument in arguments.values()):
        return None
    spent = 0.0

    def ask(changed: Mapping[str, Any]) -> mistakes.Sample | None:
        nonlocal spent
        if spent > _SECONDS:
            return None
        start = time.perf_counter()
        with warnings.catch_warnings(action="ignore"), np.errstate(all="ignore"):
            expected = _numbers(tried(lambda: right(changed)))
            if expected is None or not np.isfinite(expected).all():
                return None
            got = _numbers(tried(lambda: answered(changed)))
        spent += time.perf_counter() - start
        return mistakes.Sample(lambda: _quietly(known, changed), got, expected)

    return mistakes.Probe(arguments, ask, **more)


def real(value: Any) -> Any:
    """Return an input as real numbers, so that others like it can be drawn."""
    return np.array(value, dtype=float) if np.ndim(value) else float(value)


_KEPT = ("f", "h", "losses", "quantity", "decay", "beta1", "beta2", "delta", "alpha", "lam")
"""Facts that stay what they are, unless they are arguments."""


def _facts(changed: Mapping[str, Any], facts: mistakes.Facts, fixed: Mapping[str, Any]) -> mistakes.Facts:
    """Return the facts of a call with other arguments."""
    given = {**fixed, **changed}
    renewed = facts["renew"](given) if "renew" in facts else {}
    kept = {key: value for key, value in facts.items() if key in _KEPT}
    values = {**given, **renewed.get("values", {})}
    return cast(mistakes.Facts, {**kept, **mistakes.known(given), **renewed, "values": values})


def _quietly(known: Callable[[Mapping[str, Any]], mistakes.Facts], changed: Mapping[str, Any]) -> mistakes.Facts:
    """Return the facts of a call; none if they cannot be found for its arguments."""
    with warnings.catch_warnings(action="ignore"), np.errstate(all="ignore"):
        found: mistakes.Facts | None = tried(lambda: known(changed))
    return found or {}


def tried(work: Callable[[], Any]) -> Any:
    """Return what a call returns; None if it fails, which a wrong answer may do in any way. Drop what it prints."""
    with contextlib.suppress(*RAISED), contextlib.redirect_stdout(io.StringIO()):
        return work()
    return None


def _numbers(result: Any) -> Any:
    if result is None or isinstance(result, (dict, str)) or not mistakes.is_numeric(result):
        return None
    return np.asarray(result, dtype=float)


def _picked(result: Any, pick: Sequence[int]) -> Any:
    for i in pick:
        if isinstance(result, dict):
            result = result.get(i)
        elif isinstance(result, (list, tuple)) and i < len(result):
            result = result[i]
        else:
            return None
    return result


def _ask(call: Called, changed: Mapping[str, Any]) -> Any:
    values = list(changed.values())
    first = len(call.args) if call.kwargs else len(values)
    return call.answer(*copies(values[:first]), **_copied(dict(list(changed.items())[first:])))


def _copied(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return dict(zip(arguments, copies(list(arguments.values())), strict=True))


def _named(call: Called, facts: mistakes.Facts) -> dict[str, Any] | None:
    """Return the arguments of a call, by the names of the facts that they equal; None if one equals no fact."""
    signature = contracts.STEPS.get(name_of(call.answer), ())
    if signature and not call.kwargs:
        return dict(zip(signature, call.args, strict=False))
    if contract := _contract(call):
        return {**dict(zip(contract, call.args, strict=False)), **call.kwargs}
    left = {**facts.get("values", {}), **mistakes.known(facts)}
    named = {}
    for i, argument in enumerate((*call.args, *call.kwargs.values())):
        keyword = list(call.kwargs)[i - len(call.args)] if i >= len(call.args) else None
        name = keyword or next((key for key, value in left.items() if _equal(value, argument)), None)
        if name is None:
            return None
        left.pop(name, None)
        named[name] = argument
    return named


def _equal(a: Any, b: Any) -> bool:
    if callable(a) or callable(b):
        return a is b
    if a is None or isinstance(a, (str, dict)) or isinstance(b, (str, dict)):
        return type(a) is type(b) and bool(a == b)
    return mistakes.is_numeric(a) and mistakes.is_numeric(b) and np.array_equal(a, b)


def _shapes_like(expected: Any, arguments: Mapping[str, Any], changed: Mapping[str, Any]) -> Iterator[tuple[int, ...]]:
    """Yield shapes that the result may have for other arguments, whose sizes have changed: the likeliest first."""
    shape = np.shape(expected)
    arrays = [name for name, value in arguments.items() if isinstance(value, np.ndarray)]
    yield from (changed[name].shape for name in arrays if arguments[name].shape == shape)
    sizes: dict[int, set[int]] = {}
    for name in arrays:
        for before, after in zip(arguments[name].shape, changed[name].shape, strict=True):
            sizes.setdefault(before, set()).add(after)
    yield from itertools.product(*(sorted(sizes.get(size, {size})) for size in shape))
