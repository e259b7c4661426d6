"""What an answer shares with a test besides its arguments, on the student's side: see `sealed.surroundings`."""

import builtins
import contextlib
import random
import sys
from collections.abc import Callable, Iterator
from typing import Any

from .protocol import REPLACEABLE
from .shell import Outputs


class Surroundings:
    """The surroundings of one call.

    Parameters
    ----------
    names : dict
        The names of the notebook.
    outputs : Outputs
        Where printed text goes.
    """

    def __init__(self, names: dict[str, Any], outputs: Outputs) -> None:
        self._names = names
        self._outputs = outputs
        self._states: list[Any] | None = None
        self._texts: list[list[str]] = []

    @contextlib.contextmanager
    def shared(
        self, names: list[list[Any]], replaced: dict[str, Callable[..., Any]], states: list[Any] | None
    ) -> Iterator[None]:
        """Set the names, functions and random states that the test has set, and collect what is printed."""
        for name, is_set, value in names:
            if is_set:
                self._names[name] = value
            else:
                self._names.pop(name, None)
        self._states = states
        if states is not None:
            set_random_states(*states)
        originals = {name: getattr(builtins, name) for name in REPLACEABLE}
        vars(builtins).update(replaced)
        try:
            yield
        finally:
            vars(builtins).update(originals)
            self._texts = self.printed()

    def printed(self) -> list[list[str]]:
        """Return what was printed since the last time, each piece with its stream."""
        return [[name, text] for kind, name, text in self._outputs.take() if kind == "text"]

    def returned(self) -> list[Any]:
        """Return what was printed and, if the test has touched them, the random states."""
        return [self._texts, None if self._states is None else random_states()]


def random_states() -> list[Any]:
    """Return the states of the random numbers of Python and of NumPy."""
    states: list[Any] = [random.getstate(), None]
    if "numpy" in sys.modules:
        import numpy as np

        states[1] = np.random.get_state()
    return states


def set_random_states(python: Any, numpy: Any) -> None:
    """Set the states of the random numbers of Python and of NumPy, which were checked or come from the examiner."""
    import numpy as np

    random.setstate(python)
    np.random.set_state(numpy)
