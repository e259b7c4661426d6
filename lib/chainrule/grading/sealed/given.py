"""The names visible to a test: those of the read-only cells above it, and those of the answers."""

import ast
import builtins
import contextlib
import copy
import os
import sys
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import FunctionType, ModuleType
from typing import Any

from nbformat import NotebookNode

from chainrule import language
from chainrule.datasets import DataError
from chainrule.grading import cells, names, stock
from chainrule.grading.course import CourseError
from chainrule.grading.sealed import between, lasting, new_code
from chainrule.grading.sealed.proxies import CELLS_MODULE
from chainrule.kinds import kind_of

Lookup = Callable[[str], Any]
"""Maps a name to an answer's value, and raises `NameError` if there is none."""


class Given:
    """The instructor's own cells, run once on this side; each test sees the names of those above it.

    In this package's own format, these are the read-only cells. In a course that this package did not write, they are
    all but answers, statement by statement. Whose a name is at a test, the instructor's own notebook tells: it is the
    examiner's if a statement binds it that runs here, without the student's names. It is the student's from where an
    answer binds or changes it; and in an unlocked cell, which students may edit, if an answer uses it, so that both
    mean the same, or if it is neither a value nor a function. A function that uses the student's names when it is
    called runs here, and finds those of the test. Statements of unlocked cells run only if a test needs them.

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
        Names that the student's cells define, in such a course; in this package's own format, those that answers do.
    needs : dict
        What each test needs of earlier ones, in such a course.
    relying : set of str
        Tests that read what the instructor's cells define, but the student's process says, in such a course.
    doubtful : set of str
        Tests of several answers, one of which may decide those of another, since Python has its name, too.

    Raises
    ------
    CourseError
        If a cell fails.
    """

    def __init__(self, notebook: NotebookNode, source: NotebookNode | None = None) -> None:
        self.lacking: dict[str, str] = {}
        self.is_stock = source is not None and stock.is_stock(source)
        self._is_ours = source is not None and not self.is_stock
        self.students: set[str] = set()
        self._names: dict[str, Any] = new_names(self.is_stock)
        self.needs = between.needs(source.cells) if source is not None and self.is_stock else {}
        self._imported: dict[str, Any] = {}
        self._students: dict[str, set[str]] = {}
        self._imports: dict[str, dict[str, Any]] = {}
        self._above: dict[str, dict[str, Any]] = {}
        self._lent_to: str | None = None
        self.relying: set[str] = set()
        self.doubtful: set[str] = set()
        self._pythons: dict[str, set[str]] = {}
        self._theirs: set[str] = set()
        self._unlocked: set[str] = set()
        self._used: set[str] = set()
        self._reached: dict[str, set[str]] = {}
        self._all: dict[_Statement, names.Uses] = {}
        self._ran: dict[_Statement, names.Uses] = {}
        self._read: set[str] = set()
        self._changeable: dict[tuple[str, str], bool] = {}
        if source is not None and self.is_stock:
            self._go_through(source.cells)
            return
        for cell in source.cells if source is not None else ():
            if cells.role(cell) == "answer":
                self.students |= names.definitions(cell.source) - names.imported(cell.source)
        for cell in notebook.cells:
            if cells.role(cell) == "test":
                above = {name: value for name, value in self._names.items() if name not in self.students}
                self._above[str(cells.grade_id(cell))] = above
            elif cells.role(cell) == "given":
                self._read |= names.free(names.python(cell.source))
                self._run(cell)

    def _go_through(self, source: Sequence[NotebookNode]) -> None:
        code = [names.python(cell.source) for cell in source]
        self._tell_from_python(source, code)
        modules = set[str]().union(*map(names.imported, code))
        own = {
            index: _statements(cell, f"<given {cells.grade_id(cell) or index}>", modules)
            for index, cell in enumerate(source)
            if cells.role(cell) in ("given", "play") and not cells.is_long(cell)
        }
        self._all = {part: part.uses for parts in own.values() for part in parts}
        read = [names.free(text) for cell, text in zip(source, code, strict=True) if cells.role(cell) == "test"]
        read += [part.uses.read for part in self._all if part.always]
        needed = names.needed(self._all, set[str]().union(*read))
        for index, cell in enumerate(source):
            if cells.role(cell) == "test":
                test = str(cells.grade_id(cell))
                self._above[test] = dict(self._names)
                self._students[test], self._imports[test] = set(self.students), dict(self._imported)
                self._reached[test] = _reach(names.free(code[index]), self._ran)
                if self._reached[test] & self._theirs:
                    self.relying.add(test)
            elif index in own:
                with _unattended():
                    for part in own[index]:
                        if part.always or part in needed:
                            self._take(part)
            elif cells.is_run(cell):
                self._leave_to_student(code[index])

    def _tell_from_python(self, source: Sequence[NotebookNode], code: Sequence[str]) -> None:
        """Note which tests have a function from Python that an answer replaces: those of answers further below.

        The tests of an answer are those between it, or what follows it without a test, and the next answer.
        """
        above, answers, is_tested = set[str](), list[set[str]](), False
        for cell, text in zip(source, code, strict=True):
            if cells.role(cell) == "answer":
                if is_tested:
                    above, answers, is_tested = above.union(*answers) & vars(builtins).keys(), [], False
                answers.append(set(names.definitions(text)))
            elif cells.role(cell) == "test":
                is_tested, test, read = True, str(cells.grade_id(cell)), names.free(text)
                here = set[str]().union(*answers)
                self._pythons[test] = above - here
                replacing = [one for one in answers if one & read & vars(builtins).keys()]
                if any(read & (here - one) for one in replacing):
                    self.doubtful.add(test)

    def students_at(self, grade_id: str, *, is_open: bool) -> set[str]:
        """Return the student's names at a test, without those that it has from Python itself.

        A test that the instructor's own answers fail like that is open, and has the student's.
        """
        students = self._students.get(grade_id, self.students)
        return students if is_open else students - self._pythons.get(grade_id, set())

    def _run(self, cell: NotebookNode) -> None:
        try:
            with _unattended():
                exec(compile(cell.source, f"<given {cells.grade_id(cell)}>", "exec"), self._names)
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

    def _take(self, part: "_Statement") -> None:
        """Run a statement of the instructor's, or leave it to the student."""
        bound = self._changes(part.text)
        values = bound - names.imported(part.text)
        if bound & self._used:
            self._use(part.uses.read)
        self._part_from_tests_above(bound - names.definitions(part.text))
        is_shared = part.is_unlocked and bool(values & self._used)
        is_own = not is_shared and not self._is_students(part.uses) and self._runs(part)
        if not is_own or part.is_unlocked and not all(_is_value(self._names.get(name)) for name in values):
            self._leave_to_student(part.text)
            self._theirs |= values
            return
        bound &= self._names.keys()
        self.students -= bound
        self._theirs -= bound
        self._unlocked = self._unlocked | values if part.is_unlocked else self._unlocked - values
        self._ran[part] = replace(part.uses, changed=frozenset(bound))
        self._read |= part.uses.read

    def _is_students(self, uses: names.Uses) -> bool:
        """Return whether code needs the student's cells when it runs, or a function of theirs in place of Python's."""
        replaced = uses.read & self.students & vars(builtins).keys()
        return bool(replaced or uses.at_once & self.students)

    def _runs(self, part: "_Statement") -> bool:
        lent = {key: value for key, value in self._imported.items() if key not in self._names}
        self._names |= lent
        try:
            exec(compile(ast.Module(part.body, []), part.file, "exec"), self._names)
            return bool(part.body)
        except (Exception, SystemExit):  # noqa: BLE001 - that it cannot run without the student's cells is no error
            return False
        finally:
            for key, value in lent.items():
                if self._names.get(key) is value:
                    del self._names[key]

    def _part_from_tests_above(self, changed: Collection[str]) -> None:
        """Copy data that a statement will change in place, so that tests above it see them as they were."""
        for name in changed & self._names.keys():
            value = self._names[name]
            if _is_value(value) and any(above.get(name) is value for above in self._above.values()):
                self._names[name] = copy.deepcopy(value)

    def _leave_to_student(self, code: str) -> None:
        """Note what code of the student's uses, defines or changes; only what it imports is known here, too.

        A name that stands for None or an empty list until then waits for its answer: it is no more than that.
        """
        changed = self._changes(code)
        for name in changed & self._names.keys():
            if _is_nothing(self._names[name]):
                del self._names[name]
        self._use(names.free(code))
        own = names.functions(code) | (names.definitions(code) - names.imported(code))
        for statement in names.imports(code):
            imported: dict[str, Any] = {}
            with contextlib.suppress(Exception), silenced():
                exec(compile(statement, "<import>", "exec"), imported)
            del imported["__builtins__"]
            imported = {name: value for name, value in imported.items() if name not in own}
            self._imported |= imported
            changed -= imported.keys()
        self._give(changed)

    def _use(self, read: Collection[str]) -> None:
        """Let names of unlocked cells that the student's code reads be the student's, and what was made of them."""
        given: set[str] = set()
        while new := _reach(read, self._all) - self._used:
            self._used |= new
            given = self._used & self._unlocked
            for uses in self._ran.values():
                given |= uses.changed if uses.at_once & given else set()
            read = given
        self._give(given)

    def _give(self, changed: set[str]) -> None:
        """Let names be the student's; where they were the instructor's, the student's process answers for them."""
        self._theirs |= changed & self._names.keys()
        self._unlocked -= changed
        for name in changed:
            self._names.pop(name, None)
            self._imported.pop(name, None)
        self.students |= changed

    def _changes(self, code: str) -> set[str]:
        """Return the names that code binds, or whose data it changes; `pd.options.… = …` changes no module."""
        told = {name for name in names.told(code) & self._names.keys() if not callable(self._names[name])}
        changed, known = names.changed(code) | told, self._imported | self._names
        return changed - {n for n in changed - names.definitions(code) if isinstance(known.get(n), ModuleType)}

    def looking_up(self, grade_id: str, lookup: Lookup) -> Lookup:
        """Return a lookup for a test that finds the examiner's own module or function where answers import one.

        In this package's own format, it finds answers only: not what a cell to play with makes.
        """

        def look_up(name: str) -> Any:
            if self._is_ours and name not in self.students:
                raise NameError(f"name {name!r} is not defined", name=name)
            value = lookup(name)
            return imports.get(name, value)

        imports = self._imports.get(grade_id, {})
        return look_up if imports or self._is_ours else lookup

    def above(self, grade_id: str) -> Mapping[str, Any]:
        """Return the names of the cells above a test cell."""
        return self._above[grade_id]

    def relies(self, grade_id: str, found: Collection[str]) -> bool:
        """Return whether a test relies on names, of those found among the student's, that nobody is seen to bind.

        A magic has bound them, such as ``%run``: whose they are cannot be told.
        """
        seen = self._students[grade_id] | self._imports[grade_id].keys() | self._above[grade_id].keys()
        unseen = set(found) - seen
        return bool(self._reached[grade_id] & unseen)

    def can_be_changed(self, grade_id: str, code: str) -> bool:
        """Return whether the code of a test could change something that is not copied.

        That is something of the read-only cells above, or of a library. It is found out once, for all copies of this
        process.
        """
        if (grade_id, code) not in self._changeable:
            above = self._above[grade_id]
            used = names.free(code) & above.keys()
            found = any(lasting.can_change(above[name]) for name in used) or lasting.patches(code, above)
            self._changeable[grade_id, code] = found
        return self._changeable[grade_id, code]

    def lend(self, grade_id: str, lookup: Lookup) -> None:
        """Let functions of the instructor's cells find the names of the test that runs next, answers included."""
        above = self._above[grade_id]
        if self._lent_to != grade_id:
            self._lent_to = grade_id
            self._names |= above
        for name in self._read - above.keys() - self.lacking.keys() - vars(builtins).keys():
            self._names.pop(name, None)
            with contextlib.suppress(NameError):
                self._names[name] = lookup(name)


@dataclass(frozen=True, eq=False)
class _Statement:
    """A statement of one of the instructor's cells; a cell that is not Python is one, of which nothing can run."""

    text: str
    body: list[ast.stmt]
    file: str
    uses: names.Uses
    is_unlocked: bool

    @property
    def always(self) -> bool:
        """Whether it runs even if no test needs what it binds: it is locked, imports, or may set a random state."""
        sets_state = not self.uses.changed and "seed" in self.text
        return not self.is_unlocked or sets_state or bool(names.imports(self.text))


def _statements(cell: NotebookNode, file: str, modules: Collection[str]) -> list[_Statement]:
    code, found, is_unlocked = names.python(cell.source), [], cells.role(cell) == "play"
    tree = names.parsed(code)
    for body in [[]] if tree is None else [[one] for one in tree.body]:
        text = ast.unparse(body[0]) if body else code
        changed = frozenset(names.changed(text) | names.told(text).difference(modules))
        uses = names.Uses(names.free(text), changed, names.needed_at_once(text))
        found.append(_Statement(text, body, file, uses, is_unlocked))
    return found


def _reach(read: Collection[str], parts: Mapping[_Statement, names.Uses]) -> set[str]:
    """Return names, and those that statements read which bind or change them, in turn."""
    return set(read).union(*(part.uses.read for part in names.needed(parts, read)))


def _is_nothing(value: Any) -> bool:
    return value is None or isinstance(value, str | list | dict | set) and not value


def _is_value(value: Any) -> bool:
    """Return whether a value can be handed to an answer as it is: plain data, a function, or a library's class."""
    return isinstance(value, FunctionType) or lasting.is_data(value) or kind_of(value) is not None


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


@contextlib.contextmanager
def _unattended() -> Iterator[None]:
    """Run cells silenced, and give them nothing to read: nobody is there to answer their ``input()``."""
    stdin = sys.stdin
    with silenced(), open(os.devnull) as sys.stdin:
        try:
            yield
        finally:
            sys.stdin = stdin
