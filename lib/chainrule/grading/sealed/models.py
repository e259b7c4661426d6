"""The instructor's own answers, which show whether a test can be passed at all."""

import linecache
import traceback
from typing import Any

from nbformat import NotebookNode

from chainrule.grading import cells, names
from chainrule.grading.course import CourseError
from chainrule.grading.sealed import new_code
from chainrule.grading.sealed.attempt import pieces
from chainrule.grading.sealed.given import Given, bind, new_names, silenced
from chainrule.grading.sealed.proxies import MODELS_MODULE


class Models:
    """The answers of the instructor's notebook.

    Parameters
    ----------
    source : NotebookNode
        The instructor's notebook with its solutions; None if there is none.
    given : Given
        Its read-only cells.
    """

    def __init__(self, source: NotebookNode | None, given: Given) -> None:
        self._cells = [] if source is None else source.cells
        self._given = given

    @property
    def names(self) -> frozenset[str]:
        """The names defined by the answers."""
        answers = (cell for cell in self._cells if cells.role(cell) == "answer")
        return frozenset().union(*(names.definitions(cell.source) for cell in answers))

    @property
    def functions(self) -> frozenset[str]:
        """The names of those that are functions and classes."""
        return self.names & set[str]().union(*(names.functions(cell.source) for cell in self._cells))

    def above(self, grade_id: str) -> dict[str, Any]:
        """Return the names of all read-only cells and answers above a test cell, run on this side.

        Raises
        ------
        CourseError
            If an answer fails.
        """
        known = new_names() | dict(self._given.above(grade_id)) | {"__name__": MODELS_MODULE}
        for cell in self._cells[: self._place(grade_id)]:
            if cells.role(cell) == "answer":
                name = f"<model {cells.grade_id(cell)}>"
                try:
                    with silenced():
                        exec(compile(cell.source, name, "exec"), known)
                except Exception as error:
                    raise CourseError(
                        f"The instructor's own answer {cells.grade_id(cell)!r} fails: {type(error).__name__}: {error}."
                    ) from error
        return known

    def trouble(self, grade_id: str, stand_in: str | None = None) -> str | None:
        """Return how a test fails with the instructor's own answers; None if it passes.

        No student code is involved, so no submission can cause this. With a stand-in, another of these answers is
        tested in the place of the one that the test is for.
        """
        cell = self._cells[self._place(grade_id)]
        answers = self.above(grade_id)
        if stand_in is not None:
            answers[cells.answer_of(grade_id)] = answers[stand_in]
        known = new_names()

        def lookup(name: str) -> Any:
            if name not in answers:
                raise NameError(f"name {name!r} is not defined", name=name)
            return answers[name]

        text = cell.source
        linecache.cache[f"<test {grade_id}>"] = (len(text), None, text.splitlines(keepends=True), f"<test {grade_id}>")
        try:
            with silenced():
                self._given.lend(grade_id, lookup)
                for piece in pieces(cell):
                    bind(piece.source, known, self._given.above(grade_id), lookup, self._given.students)
                    with new_code.refused():
                        exec(piece.code, known)
        except Exception as error:  # noqa: BLE001 - whatever it is, the instructor must see it
            missing = error.name if isinstance(error, NameError) else None
            if missing in self._given.lacking:
                return self._given.lacking[missing]
            trace = error.__traceback__.tb_next if error.__traceback__ else None  # from the test cell on
            return "".join(traceback.format_exception(type(error), error, trace)).strip()
        return None

    def _place(self, grade_id: str) -> int:
        return next(index for index, cell in enumerate(self._cells) if cells.grade_id(cell) == grade_id)
