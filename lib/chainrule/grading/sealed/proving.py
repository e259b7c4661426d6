"""Finds out, with the instructor's own answers, which tests can be sealed, and what is to be said of the others.

No submission is involved. What is found out is kept (`proofs`).
"""

import ast
import builtins
import functools
import os
from collections.abc import Callable, Collection, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from chainrule.grading import cells, names, seals
from chainrule.grading.idle import idle_cells
from chainrule.grading.limits import Limits
from chainrule.grading.results import TestResult
from chainrule.grading.sealed import beside as folder
from chainrule.grading.sealed import between, proofs
from chainrule.grading.sealed.beside import Beside
from chainrule.grading.sealed.examination import Examiner
from chainrule.grading.sealed.foreign import OF_LIBRARY
from chainrule.grading.sealed.proofs import Proof
from chainrule.grading.sealed.sandbox import Sandbox

_STIR = "__import__('random').seed(7)\n__import__('numpy').random.seed(7)"
"""Sets another state of random numbers."""

_SEEDING = ("seed", "setstate", "set_state")
_HASH_SEEDS = (1, 4, 6, 7)
"""Others than that of grading: with two words in a set, both sides have the same order by chance every other time."""

_HOLLOW = ("raise NotImplementedError", *(f"return {value}" for value in ("None", "0", "''", "[]", "args and args[0]")))
"""What answers do that do not answer."""

_MAKING = "it turns text into code, which has to be done where the student's code runs"
_RELYING = (
    "it reads what the student's process says for a cell of yours: what one makes with answers or by a magic, what an "
    "answer of yours binds or changes, too, or what an unlocked one makes that your answers use. Call answers in the "
    "test, or in the body of a function of your own; lock cells, and let answers bind other names than these"
)
_NAMED_AS_PYTHONS = (
    "it reads an answer with the name of a function of Python's, and another answer, whose points the first one may "
    "decide: put the tests of the first one right below it, or give it another name"
)
_LIBRARY = (
    "it believes an object of a class that is no answer, in whose place a student's code can put one of its own: "
    "compare what functions return"
)
_UNREADABLE = (
    "it opens {}, which tests may not. To let tests read what is in a folder, name it in nbgrader_config.py: "
    "c.Examine.readable = [{!r}]"
)
_UNCONFIRMED = (
    "it does not pass where the student's code runs ({}), so nothing shows what an answer changes, prints or keeps: "
    "let it use what a notebook in its own folder can"
)
_ONLY_THERE_TOLD = (
    "it passes with the examiner whatever the answers are, and only the student's process tells whether they are "
    "right: call them in the test cell itself, with plain data, and compare what they return"
)
_UNORDERED = (
    "the order of a set or the hash of a text decides it, which differs from process to process: sort the set, so that "
    "it can be sealed"
)
_LESS = (
    "your own answers earn less than in one process with all tests: it does not see all that earlier ones did. Let a "
    "test end with the points that it counted itself"
)
_APART = (
    "Your own answers do not pass it where tests run, apart from answers: {} Are they right, and does it compare plain "
    "data that answers return?"
)
_SPENT = "{} So nobody knows whether it can be sealed: let the test, or what it calls, do less."


def proof(source: NotebookNode, sandbox: Sandbox, limits: Limits, beside: Beside) -> Proof:
    """Return which tests of an instructor's notebook its own answers pass, and how; that is found out once."""
    around = f"{sandbox.ready()} {limits.readable} {beside.trusted}"
    limits = with_room(limits, beside.own)
    return proofs.known(source, around, beside.kept, lambda: _Prover(source, sandbox, limits, beside.own).proof())


def met(source: NotebookNode, sandbox: Sandbox, limits: Limits, beside: Beside) -> Proof:
    """Return which tests of a notebook of this package's own format its own answers pass, and where they meet handles.

    That is found out once.
    """
    around = f"{sandbox.ready()} {beside.trusted}"
    return proofs.known(source, around, beside.kept, lambda: _meeting(source, sandbox, limits))


def with_room(limits: Limits, beside: Beside) -> Limits:
    """Return limits that leave as much room for what a submission writes as without files beside it."""
    return replace(limits, disk_bytes=limits.disk_bytes + sum(map(len, beside.students.values())))


def _meeting(source: NotebookNode, sandbox: Sandbox, limits: Limits) -> Proof:
    limits, idle = replace(limits, follow_through=False), idle_cells(source, source)
    examiner = Examiner(source, sandbox, limits, idle, source)
    found, handed = examiner.run().tests, examiner.handed
    if failing := {name for name, test in found.items() if test.verdict != "passed"}:  # the machine may have been busy
        again = Examiner(source, sandbox, limits, idle, source, only=failing)
        found |= {name: test for name, test in again.run().tests.items() if name in failing}
        handed = handed | again.handed
    handles = {name: handed.get(name, []) for name, test in found.items() if test.verdict == "passed"}
    return Proof(
        broken={name: test.trouble or _APART.format(_why(test)) for name, test in found.items() if name not in handles},
        marked={name: _LIBRARY for name, places in handles.items() if list(OF_LIBRARY) in places},
        handles=handles,
    )


class _Prover:
    """Finds out what becomes of the tests of any nbgrader course.

    Parameters
    ----------
    source : NotebookNode
        The instructor's notebook.
    sandbox : Sandbox
    limits : Limits
    own : Beside
        The files beside the instructor's own answers.
    """

    def __init__(self, source: NotebookNode, sandbox: Sandbox, limits: Limits, own: Beside) -> None:
        self._source = source
        self._sandbox = sandbox
        self._limits = limits
        self._own = own
        self._scored: set[str] = set()
        self._written: set[str] = set()
        self._spent: dict[str, str] = {}
        self._unreadable: dict[str, str] = {}
        self._making = seals.makers_of_code(source)
        self._relying: set[str] = set()
        self._doubtful: set[str] = set()
        self._library: set[str] = set()
        self._handles: dict[str, list[list[str]]] = {}
        self._earned: dict[str, float] = {}
        self._unordered: set[str] = set()

    def proof(self) -> Proof:
        """Let the own answers meet the tests: with the examiner, with open handles, where the student's code runs."""
        closed = self._closed()
        found = seals.obstacles(self._source, self._own.fixed.keys() - self._written)
        for name in closed:  # which of their names the answers define shows only where they work
            self._handles.pop(name, None)
        opened = self._failing(Proof(opened=closed), closed) if closed else {}
        there = self._as_nbgrader()
        opened |= {
            name: _LESS for name in found if name not in opened and self._earned.get(name, 0.0) < there[name].score
        }
        theirs = opened | dict.fromkeys(self._unordered, _UNORDERED)
        theirs |= dict.fromkeys(self._making - self._spent.keys(), _MAKING)
        failing = {name: _why(test) for name, test in there.items() if test.verdict != "passed"}
        broken = {name: why for name, why in failing.items() if name in theirs and name not in self._spent}
        for name, path in self._unreadable.items():
            if name in broken:
                broken[name] = _UNREADABLE.format(path, os.path.dirname(os.path.abspath(path)))
        broken |= self._spent
        sealed = found.keys() - theirs.keys() - broken.keys()
        unconfirmed = {name: _UNCONFIRMED.format(why) for name, why in failing.items() if name in sealed}
        weak = unconfirmed | dict.fromkeys(self._only_told(sealed), _ONLY_THERE_TOLD)
        doubts = {name: why for name, why in self._doubts().items() if name not in closed | theirs | broken}
        objects = {name: "" for name in sealed - closed.keys() if any(one.is_of_objects for one in found[name])}
        reasons = objects | weak | closed | theirs | doubts
        lint = {name: "; ".join(f"line {one.line} {one.what}" for one in found[name]) for name in reasons}
        said = {name: lint[name] or why for name, why in reasons.items()}
        return Proof(
            trusting={name: said[name] for name in theirs if name not in broken},
            opened={name: said[name] for name in closed if name not in theirs},
            marked={name: said[name] for name in objects | weak | doubts},
            broken=broken,
            scored=sorted(self._scored),
            written=sorted(self._written),
            confirmed=sorted(sealed - unconfirmed.keys()),
            handles={name: self._handles.get(name, []) for name in found if name not in theirs | broken},
        )

    def _closed(self) -> dict[str, str]:
        """Return the tests that do not pass with closed handles, each with the reason."""
        failed = self._failing(Proof())
        if self._written:  # what is in them is for the student's side to say
            folder.remove(self._written)
            failed = self._failing(Proof())
        for draws, stirred in ((self._earned.keys(), _stirred_first), (_seeding(self._source), _stirred)):
            if doubtful := draws - failed.keys() - self._spent.keys():
                failed |= self._failing(Proof(), doubtful, stirred(self._source))
        for seed in _HASH_SEEDS if _depends_on_hashes(self._source) else ():
            passing = self._earned.keys() - failed.keys() - self._unordered - self._spent.keys()
            with Sandbox(self._sandbox.wall, hidden=self._sandbox.hidden, hash_seed=seed) as other:
                self._unordered |= self._failing(Proof(), passing, sandbox=other).keys()
        for name, needed in between.needs(self._source.cells).items():  # what it needs would run on the examiner's side
            for some in (self._making, self._relying):
                if some & {str(cells.grade_id(test)) for test in needed.tests}:
                    some.add(name)
        return {name: why for name, why in failed.items() if name not in self._making | self._unordered}

    def _doubts(self) -> dict[str, str]:
        """Return the tests that believe what the student's process says of more than answers, each with the reason."""
        doubts = dict.fromkeys(self._doubtful, _NAMED_AS_PYTHONS) | dict.fromkeys(self._library, _LIBRARY)
        return doubts | dict.fromkeys(self._relying, _RELYING)

    def _failing(
        self,
        proof: Proof,
        only: Collection[str] | None = None,
        notebook: NotebookNode | None = None,
        sandbox: Sandbox | None = None,
    ) -> dict[str, str]:
        """Return which tests fail, of these, and why; note what else they show."""
        examiner = self._examiner(self._source if notebook is None else notebook, only, proof, sandbox)
        found = examiner.run().tests
        self._written |= examiner.written
        self._scored |= {name for name, test in found.items() if test.earned is not None}
        self._earned |= {name: test.score for name, test in found.items() if only is None or name in only}
        failed = {name: _why(test) for name, test in found.items() if test.verdict != "passed"}
        self._spend(failed, examiner)
        self._making |= examiner.making
        self._relying |= examiner.relying
        self._doubtful |= examiner.doubtful
        self._unreadable |= examiner.closed
        for name, places in examiner.handed.items():
            self._handles.setdefault(name, []).extend(places)
            if list(OF_LIBRARY) in places:
                self._library.add(name)
        return {name: why for name, why in failed.items() if name not in self._spent}

    def _as_nbgrader(self) -> dict[str, TestResult]:
        """Return the verdicts on all tests where the own answers run, in one process with them."""
        examiner = self._examiner(self._source, None)
        found = examiner.as_nbgrader()
        self._spend({name: _why(test) for name, test in found.items() if test.verdict != "passed"}, examiner)
        self._scored |= {name for name, test in found.items() if test.earned is not None}
        return found

    def _only_told(self, sealed: Collection[str]) -> set[str]:
        """Return the sealed tests that some answer passes with the examiner and fails where the student's code runs.

        Of answers that do not answer, that is: what such a test asks of the others, too, only their process tells.
        """
        told: set[str] = set()
        for notebook, asking in _hollows(self._source):
            asked = asking.intersection(sealed) - told
            tests = self._examiner(notebook, asked).run().tests if asked else {}
            passing = {name for name in asked if tests[name].verdict == "passed"}
            there = self._examiner(notebook, passing).as_nbgrader() if passing else {}
            told |= {name for name, test in there.items() if test.verdict != "passed"}
        return told

    def _examiner(
        self,
        notebook: NotebookNode,
        only: Collection[str] | None,
        proof: Proof = Proof(),  # noqa: B008
        sandbox: Sandbox | None = None,
    ) -> Examiner:
        there, watched = sandbox or self._sandbox, self._own.fixed
        return Examiner(notebook, there, self._limits, (), self._source, self._own, proof, only, watched=watched)

    def _spend(self, failed: dict[str, str], examiner: Examiner) -> None:
        """Note which tests failed for lack of time or memory: that shows nothing else."""
        self._spent |= {name: _SPENT.format(why) for name, why in failed.items() if name in examiner.spent}


def _seeding(source: NotebookNode) -> set[str]:
    """Return the tests that may set, if only by a helper, the state of random numbers, from which answers may draw."""
    return {
        name for name, texts in _reached(source).items() if any(word in text for word in _SEEDING for text in texts)
    }


def _reached(source: NotebookNode) -> dict[str, tuple[str, ...]]:
    """Return the code of each test, with the functions and statements of the notebook that it needs."""
    code = [(cell, names.python(cell.source)) for cell in source.cells if cell.cell_type == "code"]
    trees = [tree for _, text in code if (tree := names.parsed(text)) is not None]
    functions = [part for tree in trees for part in ast.walk(tree) if isinstance(part, ast.FunctionDef)]
    parts = [*functions, *(statement for tree in trees for statement in tree.body)]
    made = {text: found for text in map(ast.unparse, parts) if (found := names.uses(text)) is not None}
    tests = [(str(cells.grade_id(cell)), text) for cell, text in code if cells.role(cell) == "test"]
    return {name: (text, *names.needed(made, names.read(text))) for name, text in tests}


def _depends_on_hashes(source: NotebookNode) -> bool:
    """Return whether code may go through a set, whose order is by chance for text, or ask for a hash."""
    code = [names.python(cell.source) for cell in source.cells if cell.cell_type == "code"]
    return any(names.makes_sets(text) or "hash" in text for text in code)


def _stirred(source: NotebookNode) -> NotebookNode:
    """Return a notebook with other random states at its tests: what passed without their own states was chance."""
    notebook = deepcopy(source)
    notebook.cells = [
        one for cell in source.cells for one in ([new_code_cell(_STIR), cell] if cells.role(cell) == "test" else [cell])
    ]
    return notebook


def _stirred_first(source: NotebookNode) -> NotebookNode:
    """Return a notebook whose cells find another random state: a test may seed with what this process begins with."""
    notebook = deepcopy(source)
    notebook.cells.insert(0, new_code_cell(_STIR))
    return notebook


def _hollows(source: NotebookNode) -> Iterator[tuple[NotebookNode, set[str]]]:
    """Yield the notebook with answers that do not answer, and the tests to ask then.

    All functions and classes do one thing, and other names are None; then only what answers import does not answer;
    then one answer alone returns nothing, as one whose work is to change its arguments or to print should.
    """
    reached = _reached(source)
    for body in _HOLLOW:
        yield _with_answers(source, functools.partial(_hollow, body)), set(reached)
    answers = [cell for cell in source.cells if cells.role(cell) == "answer" and cells.is_run(cell)]
    if any(names.imported(cell.source) for cell in answers):
        yield _with_answers(source, _without_imports), set(reached)
    for answer in answers if len(answers) > 1 else ():
        own = names.definitions(answer.source) - vars(builtins).keys()  # of those, tests of other answers have Python's
        asking = {name for name, texts in reached.items() if any(names.read(text) & own for text in texts)}
        yield _with_answers(source, functools.partial(_hollow, "return None"), [answer]), asking


def _hollow(body: str, code: str) -> str:
    functions = names.functions(code)
    lines = [
        f"def {name}(*args, **kwargs): {body}" if name in functions else f"{name} = None"
        for name in sorted(names.definitions(code) - {"*"})
    ]
    return "\n".join(lines)


def _without_imports(code: str) -> str:
    return "\n".join([code, *(f"{name} = None" for name in sorted(names.imported(code) - {"*"}))])


def _with_answers(
    source: NotebookNode, change: Callable[[str], str], only: Sequence[NotebookNode] = ()
) -> NotebookNode:
    notebook = deepcopy(source)
    for cell, own in zip(notebook.cells, source.cells, strict=True):
        if cells.role(cell) == "answer" and cells.is_run(cell) and (not only or own in only):
            cell.source = change(cell.source)
    return notebook


def _why(test: TestResult) -> str:
    return (test.message or "it did not pass").splitlines()[0]
