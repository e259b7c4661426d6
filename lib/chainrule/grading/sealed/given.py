"""The names visible to a test: those of the read-only cells above it, and those of the answers."""

import builtins
import contextlib
import copy
import os
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from nbformat import NotebookNode

from chainrule.datasets import DataError
from chainrule.grading import cells, names
from chainrule.grading.course import CourseError
from chainrule.grading.sealed.proxies import CELLS_MODULE

Lookup = Callable[[str], Any]
"""Maps a name to an answer's value, and raises `NameError` if there is none."""


class Given:
    """The instructor's read-only cells, run once on this side; each test sees the names of those above it.

    Parameters
    ----------
    notebook : NotebookNode
        The instructor's notebook; the content of its answer cells does not matter.

    Attributes
    ----------
    lacking : dict
        Names missing because this machine lacks the data of their cell, each with what is lacking.

    Raises
    ------
    CourseError
        If a cell fails.
    """

    def __init__(self, notebook: NotebookNode) -> None:
        self.lacking: dict[str, str] = {}
        self._names: dict[str, Any] = new_names()
        self._above: dict[str, dict[str, Any]] = {}
        read: set[str] = set()
        for cell in notebook.cells:
            if cells.role(cell) == "test":
                self._above[str(cells.grade_id(cell))] = dict(self._names)
            elif cells.role(cell) == "given":
                read |= _read(cell.source)
                self._run(cell)
        self._answers = read - self._names.keys() - self.lacking.keys() - vars(builtins).keys()

    def _run(self, cell: NotebookNode) -> None:
        name = f"<given {cells.grade_id(cell)}>"
        try:
            with silenced():
                exec(compile(cell.source, name, "exec"), self._names)
        except DataError as error:
            self.lacking |= dict.fromkeys(names.bound(cell.source) - self._names.keys(), str(error))
        except Exception as error:
            if isinstance(error, NameError) and error.name in self.lacking:
                self.lacking |= dict.fromkeys(names.bound(cell.source) - self._names.keys(), self.lacking[error.name])
                return
            raise CourseError(
                f"The read-only cell {cells.grade_id(cell)!r} fails on the examiner's side: "
                f"{type(error).__name__}: {error}. Read-only cells must be plain Python and must not call answers."
            ) from error

    def above(self, grade_id: str) -> Mapping[str, Any]:
        """Return the names of the cells above a test cell; copy their values before an answer sees them."""
        return self._above[grade_id]

    def lend(self, lookup: Lookup) -> None:
        """Let functions in read-only cells that call answers find those of the test that runs next."""
        for name in self._answers:
            self._names.pop(name, None)
            with contextlib.suppress(NameError):
                self._names[name] = lookup(name)


def new_names() -> dict[str, Any]:
    """Return the names of an empty module."""
    return {"__name__": CELLS_MODULE, "__builtins__": builtins}


def bind(code: str, known: dict[str, Any], given: Mapping[str, Any], lookup: Lookup) -> None:
    """Bind in `known` the names that code will read, from read-only cells first, then from answers.

    A name found in neither stays unbound, and raises `NameError` when it is used.
    """
    for name in _read(code) - known.keys():
        if name in given:
            value = given[name]
            # A copy: what a test or an answer does to it must not reach other tests.
            known[name] = copy.deepcopy(value) if isinstance(value, (np.ndarray, list, dict, tuple)) else value
        elif not hasattr(builtins, name):
            with contextlib.suppress(NameError):
                known[name] = lookup(name)


@contextlib.contextmanager
def silenced() -> Iterator[None]:
    """Discard output and warnings of the instructor's code on this side."""
    with (
        open(os.devnull, "w") as sink,
        contextlib.redirect_stdout(sink),
        contextlib.redirect_stderr(sink),
        warnings.catch_warnings(action="ignore"),
    ):
        yield


def _read(code: str) -> frozenset[str] | set[str]:
    found = names.uses(code)
    return names.read(code) if found is None else found.read
