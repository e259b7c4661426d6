"""What a test shares with the answers that it calls, besides arguments and results.

In one process, an answer prints to where the test looks, reads what the test types, draws random numbers that the test
seeded, and sees the names that the test sets or deletes. Here each call takes this along and brings it back, as plain
data. Of the test's names only those go along that are the student's own, and of their new values only functions: what a
test expects stays here.
"""

import builtins
import sys
from typing import Any

import numpy as np

from chainrule.grading.sealed.inside import wire
from chainrule.grading.sealed.inside.protocol import REPLACEABLE
from chainrule.grading.sealed.inside.surroundings import random_states, set_random_states

_ORIGINALS = {name: getattr(builtins, name) for name in REPLACEABLE}
_WORDS = 624
_MISSING = object()


class Surroundings:
    """The surroundings of the calls of one test.

    Parameters
    ----------
    names : dict
        The names of the test.
    """

    def __init__(self, names: dict[str, Any]) -> None:
        self._names = names
        self._new: set[str] = set()
        self._found: dict[str, Any] = {}
        self._stdin = sys.stdin
        self._seen = _key(random_states())
        self._shares_states = False

    def found(self, name: str) -> None:
        """Note that a name of the test's was found among the student's."""
        if name not in self._found:
            self._new.add(name)

    def bound(self) -> None:
        """Note what the names that were found stand for, before the test runs: it may set or delete them."""
        self._found |= {name: self._names.get(name, _MISSING) for name in self._new}
        self._new.clear()

    def lent(self) -> list[Any]:
        """Return what goes along with the next call."""
        return [self._changed_names(), self._replaced(), self._states()]

    def take(self, returned: Any) -> None:
        """Let what the call brought back have its effect here."""
        match returned:
            case [texts, states]:
                self.write(texts)
            case _:
                raise wire.WireError("surroundings are malformed")
        if states is not None and self._shares_states:
            self._take_states(states)

    def write(self, texts: Any) -> None:
        """Print here what was printed there."""
        if not isinstance(texts, list):
            raise wire.WireError("surroundings are malformed")
        for item in texts[: wire.MAX_OUTPUTS]:
            match item:
                case [str(stream), str(text)] if stream in ("stdout", "stderr"):
                    getattr(sys, stream).write(text)
                case _:
                    raise wire.WireError("surroundings are malformed")

    def _changed_names(self) -> list[list[Any]]:
        """Return the names that the test has deleted, or set to a function or None; data could be what it expects."""
        changed = []
        for name, before in self._found.items():
            now = self._names.get(name, _MISSING)
            if now is not before and (now is _MISSING or now is None or callable(now)):
                changed.append([name, now is not _MISSING, None if now is _MISSING else now])
                self._found[name] = now
        return changed

    def _replaced(self) -> dict[str, Any]:
        replaced = {name: getattr(builtins, name) for name in REPLACEABLE}
        lent = {name: value for name, value in replaced.items() if value is not _ORIGINALS[name]}
        if sys.stdin is not self._stdin and "input" not in lent:
            lent["input"] = _read_line
        return lent

    def _states(self) -> list[Any] | None:
        """Return the random states, if the test has touched them since the last call."""
        states = random_states()
        if _key(states) == self._seen and not self._shares_states:
            return None
        self._shares_states = True
        self._seen = _key(states)
        return states

    def _take_states(self, states: Any) -> None:
        match states:
            case [
                [3, tuple(words), None | float() as spare],
                ["MT19937", np.ndarray() as key, int(place), 0 | 1 as has_spare, float(other)],
            ]:
                pass
            case _:
                raise wire.WireError("a random state is malformed")
        sound = len(words) == _WORDS + 1 and all(type(word) is int and 0 <= word < 1 << 32 for word in words)
        sound = sound and words[-1] <= _WORDS and 0 <= place <= _WORDS  # NumPy reads memory by this
        if not sound or key.dtype != np.uint32 or key.shape != (_WORDS,):
            raise wire.WireError("a random state is malformed")
        set_random_states((3, words, spare), ("MT19937", key, place, has_spare, other))
        self._seen = _key(random_states())


def _key(states: list[Any]) -> tuple[Any, ...]:
    python, (name, key, *rest) = states
    return python, name, key.tobytes(), *rest


def _read_line(prompt: Any = "") -> str:
    """Do what ``input`` does where a test has replaced standard input."""
    sys.stdout.write(str(prompt))
    line = sys.stdin.readline()
    if not line:
        raise EOFError("EOF when reading a line")
    return line.removesuffix("\n")
