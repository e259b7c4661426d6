"""Follow-through: an answer that fails with a failed earlier one is tested again with the trusted one in its place.

So that one slip is paid once. The trusted answer stays on the examiner's side and is lent like any other function, in a
process that is made for that test and ended with it. That an answer uses an earlier one is seen from its calls.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from nbformat import NotebookNode

from chainrule.grading import cells, names
from chainrule.grading.idle import is_much
from chainrule.grading.sealed import fork, new_code
from chainrule.grading.sealed.attempt import Attempt, OpenTest
from chainrule.grading.sealed.models import Models
from chainrule.grading.sealed.new_code import NewCodeError
from chainrule.grading.sealed.record import Record
from chainrule.grading.sealed.sandbox import Stop
from chainrule.grading.stubs import released

_USED = "used"


def candidates(notebook: NotebookNode, record: Record, source: NotebookNode) -> dict[str, list[str]]:
    """Return the failed tests that other answers may help, each with those: answers above it that failed, too.

    These are answers whose names the test reads, or code that it may call. No answer helps one that is not written, and
    none is lent that may call the instructor's own in the place of the one under test: that would do its work.

    Parameters
    ----------
    notebook : NotebookNode
        A submission, rebuilt.
    record : Record
        The verdicts on its tests.
    source : NotebookNode
        The instructor's notebook.
    """
    failed = {name for name, result in record.tests.items() if result.verdict == "failed"}
    wrong = {cells.answer_of(name) for name in failed}
    if len(wrong) < 2:
        return {}
    stubs = {cells.grade_id(cell): cell.source for cell in released(source).cells if cells.role(cell) == "answer"}
    code = None if is_much(source, notebook) else _code(filter(cells.is_run, notebook.cells))
    calling = _calling(source)
    above: list[str] = []
    unwritten: set[str] = set()
    found: dict[str, list[str]] = {}
    for cell in notebook.cells:
        name = str(cells.grade_id(cell))
        if cells.role(cell) == "answer" and name in wrong:
            above.append(name)
            if cell.source == stubs.get(name):
                unwritten.add(name)
        elif cells.role(cell) == "test" and name in failed and cells.answer_of(name) not in unwritten:
            read = _read(code, names.free(cell.source) | {cells.answer_of(name)})
            not_to_lend = {cells.answer_of(name)} | calling[cells.answer_of(name)]
            earlier = [one for one in above if one not in not_to_lend and (read is None or one in read)]
            found |= {name: earlier} if earlier else {}
    return found


def _code(run: Iterable[NotebookNode]) -> dict[int, names.Uses] | None:
    """Return what cells do with names; None if one is not plain Python."""
    code = {index: names.uses(cell.source) for index, cell in enumerate(run)}
    plain = {index: found for index, found in code.items() if found is not None}
    return plain if len(plain) == len(code) else None


def _read(code: Mapping[int, names.Uses] | None, first: frozenset[str]) -> frozenset[str] | None:
    """Return these names and those that code may read which they stand for; None if it may read any."""
    if code is None:
        return None
    read = first.union(*(code[index].read for index in names.needed(code, first)))
    return None if read & names.LOOKING_UP_BY_TEXT else read


def _calling(source: NotebookNode) -> dict[str, set[str]]:
    """Return for each of the instructor's answers the others that may call it."""
    answers = {str(cells.grade_id(cell)): cell.source for cell in source.cells if cells.role(cell) == "answer"}
    code = _code(cell for cell in source.cells if cells.role(cell) in ("given", "answer"))
    reached = {name: _read(code, names.free(text)) for name, text in answers.items()}
    return {
        name: {other for other, read in reached.items() if read is None or names.functions(text) & read}
        for name, text in answers.items()
    }


class FollowThrough(Attempt):
    """One more attempt at some tests of a notebook.

    Parameters
    ----------
    *args, **kwargs
        As for `Attempt`; the notes are its own, since what it meets is known already.
    candidates : dict
        Tests, each with the answers to lend.
    models : Models
        The instructor's answers.
    """

    def __init__(self, *args: Any, candidates: Mapping[str, list[str]], models: Models, **kwargs: Any) -> None:
        super().__init__(*args, whole=False, **kwargs)
        self._candidates = candidates
        self._models = models
        self._trusted = models.above(list(candidates)[-1])

    def try_again(self, tell: fork.Tell) -> None:
        """Tell each test that is passed now, with the answers that were lent and called.

        One that would pass the test itself does the whole task: calling it earns nothing.
        """
        for test in self._run_cells() or ():
            if not self._gone(test) and (used := self._used(test)) and all(self._fails(test, name) for name in used):
                tell(test.grade_id, used)
            test.connection.close()

    def _used(self, test: OpenTest) -> list[str]:
        """Return which trusted answers a test calls, if it is passed with them."""
        lent = {name: value for name in self._candidates[test.grade_id] if callable(value := self._trusted.get(name))}
        used: list[str] = []

        def work(test: OpenTest, line: fork.Line) -> None:
            if self._has_taken(test, lent):
                self._run_pieces(test, test.pieces, hidden=True)
                if test.grade_id not in self._record.tests:
                    line.tell(_USED, *[name for name, value in lent.items() if test.student.has_called(value)])

        self._go_on(test, work, lambda what, *names: used.extend(names if what == _USED else ()))
        return used

    def _fails(self, test: OpenTest, name: str) -> bool:
        """Return whether a trusted answer fails the test in the place of the one that it is for."""
        troubles: list[str] = []

        def work(tell: fork.Tell) -> None:
            with self._places[test.grade_id].within():
                tell(self._models.trouble(test.grade_id, name) or "")

        fork.run(work, troubles.append, self._limits.examiner_bytes, self._limits.test_seconds)
        return any(troubles)

    def _has_taken(self, test: OpenTest, lent: Mapping[str, Any]) -> bool:
        try:
            with new_code.refused():
                for name, value in lent.items():
                    test.student.lend(name, value)
        except (Stop, NewCodeError):
            return False
        return True

    def _is_to_open(self, cell: NotebookNode) -> bool:
        return cells.grade_id(cell) in self._candidates
