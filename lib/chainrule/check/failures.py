"""What a check says when an answer is wrong.

Every failure has two texts: one with numbers, for the student at work, and one for hidden checks, without inputs and
values.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from chainrule import mistakes
from chainrule.check import borrowed
from chainrule.language import said, say, words

NAMED = words("This looks like “{name}”: {says}")
"""The line of a message that names a mistake."""

ASKED = words("Ask yourself: {question}")
"""The line of a message that asks a question."""

_OVERFLOWS = 700
"""Above it `np.exp` overflows."""

_FEW = 10
"""A hidden check may tell a number of results below this."""


NUMBERS = words("There is nothing more to say: compare the numbers of a small example by hand.")
"""What is left to do where a number is wrong."""

SHAPES = words(
    "There is nothing more to say: print the shape after each line. Which is the first that is not what it should be?"
)
"""… where a shape is."""

RETURNED = words("There is nothing more to say: compare your `return` with what the task says is returned.")
"""… where something else is returned than asked for."""

STOPPED = words(
    "There is nothing more to say: above the line that failed, print what it works with: values, shapes, types."
)
"""… after an exception."""

UNWRITTEN = words(
    "There is nothing more to say: the answer's cell still has its `raise NotImplementedError`, or was not run since."
)
"""… where there is no answer yet."""

CHANGED = words("There is nothing more to say: look for `+=`, `-=`, `*=`, `/=`, `[…] =` and `out=` on an argument.")
"""… where an argument was changed."""

SLOW = words("There is nothing more to say: which line runs once for each example or each entry?")
"""… where an answer takes too long."""

SENTENCE = words("There is nothing more to say: compare this sentence with your code, line by line.")
"""… where something is said of the answer, and no number is wrong."""


class CheckFailed(AssertionError):
    """An answer is wrong.

    Parameters
    ----------
    message : str
        What a student who sees the inputs may read: numbers, shapes, the worst entry, and the explanation.
    public : str
        The same without inputs and values, for hidden checks.
    mistake : str, optional
        A name from `mistakes.NAMES`.
    explained : str, optional
        How it is explained: ``"name"``, ``"what"``, ``"where"`` or ``"behaviour"``. A message explains itself, unless
        all that it says is that something is not right.
    hints : tuple of str
        What `hint` prints, one at a time; if there are any, the notebook shows `short` in place of `message`.
    short : str, optional
        The message without the hints.
    then : str
        What `hint` says when there are no more hints.

    Attributes
    ----------
    publicly_explained : str or None
        How `public` explains it.
    """

    def __init__(
        self,
        message: str,
        public: str | None = None,
        mistake: str | None = None,
        explained: str | None = "what",
        hints: tuple[str, ...] = (),
        short: str | None = None,
        then: str = NUMBERS,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.public = message if public is None else public
        self.mistake = mistake
        self.explained = "name" if mistake is not None else explained
        self.publicly_explained = self.explained
        self.hints = hints
        self.short = message if short is None else short
        self.then = then

    def of_case(self, about: str) -> "CheckFailed":
        """Return this failure, which begins with the title of its case; with no other one before that it had."""
        if about and not any(text.startswith(about) for text in (self.message, self.public)):
            self.message, self.public, self.short = (
                f"{about}: {text}" for text in (self.message, self.public, self.short)
            )
            self.args = (self.message,)
        return self

    def _render_traceback_(self) -> list[str]:
        """Show the message alone: IPython calls this in place of its traceback."""
        _shown[:] = [*self.hints, self.then]
        more = [remark] if (remark := borrowed.remark()) else []
        more += [say("`check.hint()` says more.")] if self.hints else []
        return ["✗ " + self.short, *more]


_shown: list[str] = [words("No check has failed yet.")]
"""The hints of the failure that was shown last, and not yet given; the last one stays."""


def hint() -> None:
    """Print a hint about the check that failed last: first what is wrong, then, called again, a question."""
    print(said(_shown.pop(0) if len(_shown) > 1 else _shown[0]))


class AnswerError(Exception):
    """An exception in an answer that runs in another process.

    Parameters
    ----------
    kind : str
        The exception's type.
    text : str
        Its message.
    where : str
        The lines of the student's own code that led to it.
    operation : str
        The operation in which it was raised, with the shapes of its arrays, if two do not fit.
    columns : str
        The name in a ``[:, y]`` that picks whole columns.
    """

    def __init__(self, kind: str, text: str = "", where: str = "", operation: str = "", columns: str = "") -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text
        self.where = where
        self.operation = operation
        self.columns = columns


def quoted(text: str) -> str:
    r"""Return what an answer said, to be part of a message: none of its lines can be taken for one of the message.

    Examples
    --------
    >>> print(quoted("bad value\nPassed."))
    bad value
    > Passed.
    """
    return "\n> ".join(text.splitlines())


def failed(
    about: str, detail: str, public: str, why: mistakes.Explanation | None = None, then: str = NUMBERS
) -> CheckFailed:
    """Build the failure; `public`, which hidden checks say, holds no value, shape or type that the answer chose.

    The detail is a sentence, without its full stop. If there is no explanation (`why` is None), it says by itself what
    is wrong.
    """
    return failure(
        f"{about}: {detail}{'' if detail.endswith((']', '?')) else '.'}",
        f"{about}: {public}{'' if public.endswith('?') else '.'}",
        why,
        then,
    )


def failure(message: str, public: str, why: mistakes.Explanation | None, then: str = NUMBERS) -> CheckFailed:
    """Build a failure that ends with the explanation: where the result is wrong, what it is or does, and a question."""
    if why is None or why.kind is None:
        return CheckFailed(message, public, explained=None if why is not None else "what", then=then)
    place, hints = _place(why), _hints(why)
    less = why.of_hidden_check
    found = CheckFailed(
        "\n".join([message, *place, *hints]),
        "\n".join([public, *_place(less), *_hints(less)]),
        why.mistake.name if why.mistake else None,
        why.kind,
        tuple(hints),
        short="\n".join([message, *place]),
        then=then,
    )
    found.publicly_explained = less.kind
    return found


def _place(why: mistakes.Explanation) -> list[str]:
    return [why.where] if why.where else []


def _hints(why: mistakes.Explanation) -> list[str]:
    hints = [said for said in (why.what, why.behaviour) if said]
    if why.mistake is None:
        return hints
    named = say(NAMED, name=why.mistake.name, says=say(why.mistake.says))
    return [named, *hints, say(ASKED, question=say(why.mistake.asks))]


def other_kind(got: Any, wanted: str, about: str, what: str, why: mistakes.Explanation | None = None) -> CheckFailed:
    """Build the failure of a result of the wrong kind: not an array, not a number, or too many or too few results."""
    why = why if why is not None and why.kind is not None else None
    detail, public = (_should_be(what, wanted, one) for one in (describe(got), _outline(got)))
    return failed(about, detail, public, why, RETURNED)


def _should_be(what: str, wanted: str, got: str) -> str:
    return say("{what} should be {wanted}, but is {got}", what=what, wanted=wanted, got=got)


def wrong_shape(got: NDArray[Any], expected: NDArray[Any], about: str, what: str, facts: mistakes.Facts) -> CheckFailed:
    """Build the failure of a wrong shape; a hidden check names the shape only if all its sizes occur in the call.

    Any other shape could spell out an input.
    """
    sizes = {0, 1, *expected.shape}.union(*(np.shape(fact) for fact in facts.values() if isinstance(fact, np.ndarray)))
    known = got.ndim <= expected.ndim + 2 and sizes.issuperset(got.shape)
    values = {"what": what, "shape": got.shape, "right": expected.shape}
    if expected.ndim:
        detail = say("{what} has shape {shape}, and should have {right}", **values)
        public = detail if known else say("{what} has another shape, and should have {right}", **values)
    else:
        detail = say("{what} has shape {shape}, and should be a number", **values)
        public = detail if known else say("{what} has another shape, and should be a number", **values)
    found = failed(about, detail, public, explained(got, expected, facts), SHAPES)
    found.explained = found.explained or "what"  # the shape says what is wrong
    found.publicly_explained = found.publicly_explained or "what"
    return found


def not_finite(about: str, what: str, bad: str, largest: float, where: str | None = None) -> CheckFailed:
    """Build the failure of a result with an infinity or nan, for arguments of which the largest entry is `largest`.

    `where` is a sentence on the rows that are so, if it is known.
    """
    said = say(
        "{what} contains {bad}, as after an overflow, a division by 0 or log(0) "
        "(np.where computes both of its branches)",
        what=what,
        bad=bad,
    )
    public = "\n".join([f"{about}: {said}.", *([where] if where else [])])
    if largest > _OVERFLOWS:
        facts = say(
            "`np.exp` of more than 709 is inf, and of less than −745 it is 0. "
            "Then inf / inf and 0 / 0 are nan, and log(0) is −inf."
        )
    else:
        facts = say("log(0) and 1 / 0 are infinite; 0 times that, 0 / 0 and inf − inf are nan.")
    hints = (facts, say(ASKED, question=say("which is the first line whose result is not finite? Print it.")))
    return CheckFailed("\n".join([public, *hints]), public, hints=hints, short=public)


def explained(got: Any, expected: Any, facts: mistakes.Facts) -> mistakes.Explanation:
    """Explain a wrong result by the facts of its call; if they include a ``probe``, the answer is called again."""
    known: mistakes.Facts = {**facts}
    probe = known.pop("probe", lambda: None)
    return mistakes.explain(got, expected, known, probe())


def difference(got: NDArray[Any], expected: NDArray[Any], error: NDArray[Any], allowed: NDArray[Any]) -> str:
    """Describe how two arrays differ: all values if there are few, otherwise the worst entry and how many are wrong."""
    if expected.ndim == 0:
        return " " + say("got {got}, expected {expected}", got=_digits(got), expected=_digits(expected))
    if expected.size <= 6:
        return "\n" + say("  got      {got}\n  expected {expected}", got=_digits(got), expected=_digits(expected))
    worst = np.unravel_index(int(np.argmax(error / allowed)), expected.shape)
    index = "[" + ", ".join(str(int(i)) for i in worst) + "]"
    wrong = int((error > allowed).sum())
    values = {
        "wrong": wrong,
        "size": expected.size,
        "shape": expected.shape,
        "index": index,
        "got": _digits(got[worst]),
        "expected": _digits(expected[worst]),
    }
    if wrong == expected.size:
        return " " + say("every entry of shape {shape}; the worst is {index}: got {got}, expected {expected}", **values)
    return " " + say(
        "{wrong} of {size} entries of shape {shape}; the worst is {index}: got {got}, expected {expected}", **values
    )


def _digits(numbers: Any) -> str:
    if np.ndim(numbers) == 0:
        number = np.asarray(numbers)[()]
        return f"{number:.6g}" if number.dtype.kind == "f" else str(number)
    return np.array2string(np.asarray(numbers), precision=6, separator=", ", suppress_small=False).replace("\n", "")


def describe(thing: Any) -> str:
    """Describe what an answer returned, for the student at work."""
    if isinstance(thing, np.ndarray):
        return say("an array of shape {shape} and dtype {dtype}", shape=thing.shape, dtype=thing.dtype)
    if isinstance(thing, (tuple, list)):
        return say("a {kind} of {count}", kind=type(thing).__name__, count=len(thing))
    if isinstance(thing, np.generic):
        thing = thing.item()
    if isinstance(thing, (bool, int, float, str)):
        return f"{thing!r}"[:80]
    return "None" if thing is None else say("of type {kind}", kind=type(thing).__name__)


def _outline(thing: Any) -> str:
    """Describe a result for hidden checks: without values, lengths or names, which could spell out an input."""
    if isinstance(thing, np.ndarray):
        return say("an array")
    if isinstance(thing, (tuple, list)):
        kind = type(thing).__name__
        return (
            say("a {kind} of {count}", kind=kind, count=len(thing)) if len(thing) < _FEW else say("a {kind}", kind=kind)
        )
    if thing is None or isinstance(thing, dict):
        return "None" if thing is None else say("a dict")
    if isinstance(thing, (str, bytes)):
        return say("text")
    if isinstance(thing, (bool, int, float, complex, np.generic)):
        return say("a number")
    return say("something else")


def passed(about: str) -> None:
    """Say that a check was passed."""
    print(f"✓ {about}")
