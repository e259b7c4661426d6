"""The names visible to a test: those of the read-only cells above it, and those of the answers."""

import ast
import builtins
import contextlib
import copy
import os
import sys
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from types import ModuleType
from typing import Any

from nbformat import NotebookNode

from chainrule import language
from chainrule.datasets import DataError
from chainrule.grading import cells, names, stock
from chainrule.grading.course import CourseError
from chainrule.grading.sealed import between, lasting, new_code
from chainrule.grading.sealed.proxies import CELLS_MODULE

Lookup = Callable[[str], Any]
"""Maps a name to an answer's value, and raises `NameError` if there is none."""


class Given:
    """The instructor's read-only cells, run once on this side; each test sees the names of those above it.

    In a course that this package did not write, a read-only cell may also use what the student's cells define, and
    these may define again what it has defined. The instructor's own notebook tells whose a name is at each test:
    names from statements that use the student's when they run are the student's, and so are those that an unlocked
    cell changes. A function that uses the student's when it is called runs here, and finds those of the test. What
    unlocked cells import is imported here, for tests whose student has imported it as well.

    Parameters
    ----------
    notebook : NotebookNode
        The instructor's notebook; the content of its answer cells does not matter.
    source : NotebookNode, optional
        The same with the instructor's own answers.

    Attributes
    ----------
    lacking : dict
        Names missing because this machine lacks the data of their cell, each with what is lacking.
    is_stock : bool
        Whether the course follows nbgrader's conventions instead of this package's.
    students : set of str
        Names that the student's cells define, in such a course.
    needs : dict
        What each test needs of earlier ones, in such a course.
    relying : set of str
        Tests that read what a read-only cell defines with the student's code, or what that may have changed, in such a
        course.

    Raises
    ------
    CourseError
        If a cell fails.
    """

    def __init__(self, notebook: NotebookNode, source: NotebookNode | None = None) -> None:
        self.lacking: dict[str, str] = {}
        self.is_stock = source is not None and stock.is_stock(source)
        self.students: set[str] = set()
        self._names: dict[str, Any] = new_names(self.is_stock)
        self.needs = between.needs(source.cells) if source is not None and self.is_stock else {}
        self._imported: dict[str, Any] = {}
        self._above: dict[str, dict[str, Any]] = {}
        self.relying: set[str] = set()
        self._theirs: set[str] = set()
        self._read: dict[str, frozenset[str]] = {}
        self._parts: list[tuple[frozenset[str], set[str]]] = []
        read: set[str] = set()
        for cell in source.cells if source is not None and self.is_stock else notebook.cells:
            if cells.role(cell) == "test":
                test = str(cells.grade_id(cell))
                self._above[test] = dict(self._names)
                self._read[test] = names.free(names.python(cell.source))
                if self._read[test] & self._theirs:
                    self.relying.add(test)
            elif cells.role(cell) == "given":
                read |= names.free(names.python(cell.source))
                self._run(cell)
            elif self.is_stock and cells.is_run(cell):
                code, before = names.python(cell.source), set(self._names)
                self._leave_to_student(code)
                if cells.role(cell) == "play":  # what an answer changes is the answer
                    self._theirs |= before - self._names.keys()
                self._theirs -= names.definitions(code)
        self._answers = read - self._names.keys() - self.lacking.keys() - vars(builtins).keys()

    def _run(self, cell: NotebookNode) -> None:
        name = f"<given {cells.grade_id(cell)}>"
        if self.is_stock:
            self._run_if_it_can(names.python(cell.source), name)
            return
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

    def _run_if_it_can(self, code: str, name: str) -> None:
        """Run those statements of a read-only cell that can do without the student's cells.

        The names that the others bind are the student's.
        """
        tree = names.parsed(code)
        if tree is None:
            self._leave_to_student(code)
            self._theirs |= names.definitions(code)
            return
        lent = {key: value for key, value in self._imported.items() if key not in self._names}
        self._names |= lent
        with silenced():
            for statement in tree.body:
                part = ast.unparse(statement)
                if self._is_students(part) or not self._runs(statement, name):
                    self._leave_to_student(part)
                    self._theirs |= set() if names.imports(part) else _changed(part)
                    continue
                bound = _changed(part) & self._names.keys()
                self.students -= bound
                self._theirs -= bound
                self._theirs |= bound if names.free(part) & self._theirs else set()
                self._parts.append((names.free(part), bound))
        for key, value in lent.items():
            if self._names.get(key) is value:
                del self._names[key]

    def _is_students(self, code: str) -> bool:
        """Return whether code needs the student's cells when it runs, or a function of theirs in place of Python's."""
        replaced = names.free(code) & self.students & vars(builtins).keys()
        return bool(replaced or names.needed_at_once(code) & self.students)

    def _runs(self, statement: ast.stmt, name: str) -> bool:
        try:
            exec(compile(ast.Module([statement], []), name, "exec"), self._names)
        except (Exception, SystemExit):  # noqa: BLE001 - that it cannot run without the student's cells is no error
            return False
        return True

    def _leave_to_student(self, code: str) -> None:
        """Note what a cell of the student's defines or changes; only what it imports is known here, too."""
        changed = _changed(code) | {name for name in names.told(code) if self._is_data(name)}
        # `pd.options.… = …` changes no module into one of the student's.
        changed -= {name for name in changed - names.definitions(code) if isinstance(self._known(name), ModuleType)}
        for statement in names.imports(code):
            imported: dict[str, Any] = {}
            with contextlib.suppress(Exception), silenced():
                exec(compile(statement, "<import>", "exec"), imported)
            del imported["__builtins__"]
            self._imported |= imported
            changed -= imported.keys()
        for name in changed:
            self._names.pop(name, None)
            self._imported.pop(name, None)
        self.students |= changed

    def _known(self, name: str) -> Any:
        return self._names.get(name, self._imported.get(name))

    def _is_data(self, name: str) -> bool:
        """Return whether a name of a read-only cell stands for data that a method may have changed."""
        value = self._names.get(name)
        return value is not None and not isinstance(value, ModuleType) and not callable(value)

    def looking_up(self, lookup: Lookup) -> Lookup:
        """Return a lookup that finds the examiner's own module or function where the student's cells import one."""

        def look_up(name: str) -> Any:
            value = lookup(name)
            return self._imported.get(name, value)

        return look_up if self._imported else lookup

    def above(self, grade_id: str) -> Mapping[str, Any]:
        """Return the names of the cells above a test cell."""
        return self._above[grade_id]

    def relies(self, grade_id: str, found: Collection[str]) -> bool:
        """Return whether a test relies on names, of those found among the student's, that nobody is seen to bind.

        A magic has bound them, such as ``%run``: whose they are cannot be told.
        """
        unseen = set(found) - self.students - self._names.keys() - self._imported.keys() - self._above[grade_id].keys()
        for free, bound in self._parts if unseen else ():
            unseen |= bound if free & unseen else set()
        return bool(self._read[grade_id] & unseen)

    def can_be_changed(self, grade_id: str, code: str) -> bool:
        """Return whether the code of a test could change something of the read-only cells above that is not copied."""
        above = self._above[grade_id]
        return any(lasting.can_change(above[name]) for name in names.free(code) & above.keys())

    def lend(self, lookup: Lookup) -> None:
        """Let functions in read-only cells that call answers find those of the test that runs next."""
        for name in self._answers:
            self._names.pop(name, None)
            with contextlib.suppress(NameError):
                self._names[name] = lookup(name)


def new_names(is_stock: bool = False) -> dict[str, Any]:
    """Return the names of an empty module; in a notebook of any course, with those that IPython adds."""
    return {"__name__": CELLS_MODULE, "__builtins__": builtins} | (_NOTEBOOK if is_stock else {})


class _NoShell:
    """What ``get_ipython()`` returns on this side: magics and shell lines do nothing, but for those that run a cell."""

    _RUN = ("time", "timeit", "capture", "prun")

    def run_line_magic(self, name: str, line: str, *_: Any) -> None:
        if name in self._RUN:
            new_code.run_own(line, sys._getframe(1))

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        if name in self._RUN:
            new_code.run_own(cell, sys._getframe(1))

    def system(self, command: str) -> None:
        pass

    getoutput = system


_NOTEBOOK: dict[str, Any] = {"get_ipython": _NoShell, "display": lambda *_, **__: None}


def bind(
    code: str,
    known: dict[str, Any],
    given: Mapping[str, Any],
    lookup: Lookup,
    students: Collection[str] = (),
    copied: bool = False,
) -> None:
    """Bind in `known` the names that code will read, from read-only cells first, then from answers.

    A name found in neither stays unbound, and raises `NameError` when it is used. Of names that Python itself has, only
    those in `students` are looked up. Unless data are `copied`, what the code does to those of read-only cells is
    done to the only ones of this process.
    """
    for name in names.free(code) - known.keys():
        if name in given:
            known[name] = copy.deepcopy(given[name]) if copied and lasting.is_data(given[name]) else given[name]
        elif name in students or not hasattr(builtins, name):
            with contextlib.suppress(NameError):
                known[name] = lookup(name)


@contextlib.contextmanager
def silenced() -> Iterator[None]:
    """Discard output and warnings of the instructor's code on this side, and the language that it chooses."""
    with (
        language.kept(),
        open(os.devnull, "w") as sink,
        contextlib.redirect_stdout(sink),
        contextlib.redirect_stderr(sink),
        warnings.catch_warnings(action="ignore"),
    ):
        yield


def _changed(code: str) -> set[str]:
    """Return the names that a cell binds or changes; those of all its scopes if it is not plain Python."""
    found = names.uses(code)
    return set(names.definitions(code) if found is None else found.changed - {""})
