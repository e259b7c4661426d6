"""The examiner runs a notebook's cells in the student's process and its tests in its own, and decides the verdicts.

Each `Attempt` runs in a copy of this process, which the kernel ends if it takes too long or too much memory.
The cell or test that caused this is left out when the rest is run again. A test that stops without a verdict is run
again with the instructor's own answers; if it stops there, too, the answer counts as not tested and loses no points.
"""

import contextlib
import os
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from nbformat import NotebookNode

from chainrule.grading import cells, individual, libraries, names, regions
from chainrule.grading.course import CourseError
from chainrule.grading.idle import is_much
from chainrule.grading.limits import Limits
from chainrule.grading.results import NOT_TESTED, Event, TestResult, followed_through
from chainrule.grading.sealed import beside as folder
from chainrule.grading.sealed import fork, shown, walls
from chainrule.grading.sealed.attempt import KINDS, MOST_ATTEMPTS, Attempt, fail, lack, leave_out, pieces
from chainrule.grading.sealed.beside import Beside, Place
from chainrule.grading.sealed.follow import FollowThrough, candidates
from chainrule.grading.sealed.foreign import NOTHING, TOO_MANY
from chainrule.grading.sealed.given import Given
from chainrule.grading.sealed.inside import landlock
from chainrule.grading.sealed.models import Models
from chainrule.grading.sealed.proofs import Proof
from chainrule.grading.sealed.record import Notes, Record
from chainrule.grading.sealed.sandbox import Sandbox, Session, Stop
from chainrule.grading.sealed.whole_run import WholeRun, as_given
from chainrule.language import say, words

_ONLY_THERE = words(
    "What your code returns passes this test, but the test fails where it runs together with your code, as it does in "
    "your notebook. Does your code change what it is given, print, or keep something from one call to the next? Or "
    "does an earlier test fail that defines what this one needs?"
)
_sound: set[str] = set()
"""Fingerprints of tests that the instructor's own answers have already passed in this process."""


@dataclass
class Examination:
    """The results of running a notebook.

    Parameters
    ----------
    tests : dict
        The verdict on every test cell, by its ``grade_id``.
    outputs : dict
        The sanitised outputs of the student's cells, in nbformat's format, by cell index.
    events : list of Event
        What an instructor should know: time-outs, crashes, tampering.
    """

    tests: dict[str, TestResult] = field(default_factory=dict)
    outputs: dict[int, list[NotebookNode]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)


class Examiner:
    """Runs one notebook and judges its tests, attempt after attempt.

    Parameters
    ----------
    notebook, sandbox, limits, idle, source, beside
        As for `examiner.examine`.
    proof : Proof
        What is known of the tests, in a course of any kind.
    only : collection of str, optional
        The tests to judge; all by default.
    watched : collection of str
        Files of which to find out whether the notebook's code writes or deletes them.
    meet : callable, optional
        Finds out which tests the instructor's own answers pass sealed, and where these meet handles, in this package's
        own format.
    """

    def __init__(
        self,
        notebook: NotebookNode,
        sandbox: Sandbox,
        limits: Limits,
        idle: Collection[int],
        source: NotebookNode | None,
        beside: Beside = Beside(),  # noqa: B008
        proof: Proof = Proof(),  # noqa: B008
        only: Collection[str] | None = None,
        watched: Collection[str] = (),
        meet: Callable[[NotebookNode, Sandbox, Limits, Beside], Proof] | None = None,
    ) -> None:
        self._notebook = notebook
        self._cells = notebook.cells
        self._sandbox = sandbox
        self._limits = replace(limits, processes=limits.processes + len(self._tests))
        self._end = time.monotonic() + limits.submission_seconds
        self._given = Given(notebook, source)
        self._rules: int | None = None
        self._beside = beside
        self._proof = proof
        self._only = only
        self._watched = sorted(watched)
        self._meet = meet
        self.written: set[str] = set()
        self._source = source
        self._models = Models(source, self._given)
        run = [cell for index, cell in enumerate(self._cells) if cells.is_run(cell) and index not in idle]
        self._modules = libraries.to_load(source, run) if source is not None else ""
        self._record = Record(set(idle))
        self._notes = Notes(self._record)
        self._read_ahead()
        self._refuse()

    @property
    def _tests(self) -> list[str]:
        return [str(cells.grade_id(cell)) for cell in self._cells if cells.role(cell) == "test"]

    @property
    def spent(self) -> set[str]:
        """The tests that failed because they, or a cell that they may need, ran out of time or memory."""
        return self._record.spent

    @property
    def making(self) -> set[str]:
        """The tests that wanted to turn text into code, outside of the student's process."""
        return self._record.making

    @property
    def closed(self) -> dict[str, str]:
        """The tests that wanted to open a file that they may not, each with the file."""
        return self._record.closed

    @property
    def relying(self) -> set[str]:
        """The tests that read what the student's process says of a name that is not an answer's."""
        found = {name: [place[0][6:] for place in met if place[0][:6] == "found "] for name, met in self.handed.items()}
        return self._given.relying | {name for name in found if self._given.relies(name, found[name])}

    @property
    def doubtful(self) -> set[str]:
        """The tests that one answer may decide for another, since it has the name of a function of Python's."""
        return self._given.doubtful

    @property
    def handed(self) -> dict[str, list[list[str]]]:
        """Where tests met handles."""
        return self._record.handed

    def run(self) -> Examination:
        self._set_aside()
        opened_first = not self._hides(self._proof.opened)  # so that they can say more
        if opened_first:
            self._apart(self._judge_opened, self._proof.opened)
        self._attempt(self._judge_sealed)
        self._doubt()
        self._set_right()
        if self._limits.follow_through and self._source is not None and not self._given.is_stock:
            self._follow_through()
        if not opened_first:
            self._apart(self._judge_opened, self._proof.opened)
        self._run_whole()
        self._score()
        for name, why in (self._proof.trusting | self._proof.opened | self._proof.marked).items():
            self._record.tests[name] = replace(self._record.tests[name], trusting=why)
        return Examination(self._record.tests, self._record.outputs, self._record.events)

    def as_nbgrader(self) -> dict[str, TestResult]:
        """Return the verdicts on these tests where the student's code runs."""
        self._set_aside()
        tests = self._tests if self._only is None else self._only
        self._apart(self._judge_whole, tests)
        return {name: self._record.tests[name] for name in tests}

    def _attempt(self, judge: Callable[..., None]) -> None:
        """Judge tests in one session after another, until every one of them has a verdict.

        A cell that ends its process is left out of the next one, and an answer that does is judged: so that costs
        nobody else anything, as long as there is time. Attempts are few if they bring nothing, or if hidden inputs have
        been told.
        """
        spare = MOST_ATTEMPTS
        while spare and not (self._record.complete or self._record.over or time.monotonic() > self._end):
            before = self._record.progress
            self._record.attempts += 1
            try:
                with self._sandbox.session(self._limits, self._end, self._modules) as session:
                    for name, content in self._beside.students.items():
                        session.put(name, content)
                    with self._watching(session):
                        self._sit(session, judge)
            except Stop as stop:
                self._notes.event("sandbox", f"the sandbox did not start ({stop}); tried again")
            if self._record.told or self._record.progress == before:
                spare -= 1
        if not self._record.complete:
            self._give_up()

    @contextlib.contextmanager
    def _watching(self, session: Session) -> Iterator[None]:
        """Note which of the watched files the code of the notebook writes or deletes."""
        if self._watched:
            session.watch(self._watched)
        yield
        if self._watched:
            with contextlib.suppress(Stop):
                self.written |= session.written() & set(self._watched)

    def _judge_sealed(self, *known: Any) -> None:
        elsewhere = self._proof.trusting.keys() | self._proof.opened
        is_own = self._meet is None and self._proof.handles is None
        Attempt(*known, elsewhere=elsewhere, handles=self._proof.handles, is_own=is_own).run()

    def _judge_opened(self, *known: Any) -> None:
        elsewhere = {str(cells.grade_id(cell)) for cell in self._cells} - self._proof.opened.keys()
        Attempt(*known, elsewhere=elsewhere, opened=self._proof.opened, whole=False, handles=self._proof.handles).run()

    def _run_whole(self) -> None:
        """Judge as nbgrader does what cannot be judged with the examiner, and once more what has passed there.

        Whether an answer changed its arguments, printed, kept something or used what it may not, only its own process
        shows. As an answer could forge that, it can only cost what was earned with the examiner. It costs nothing if
        the student's edit of an unlocked cell is all that a test fails for.
        """
        here = {name: test for name in self._proof.confirmed if (test := self._record.tests[name]).verdict == "passed"}
        self._end = time.monotonic() + self._limits.submission_seconds  # it may take as long as with the examiner
        self._apart(self._judge_whole, here.keys() | self._proof.trusting)
        there = {name: self._record.tests[name] for name in here}
        lost = {name for name, test in here.items() if there[name].score < test.score}
        if lost and self._source is not None and (given := as_given(self._notebook, self._source)) != self._notebook:
            again = Examiner(given, self._sandbox, self._limits, (), self._source, self._beside, only=lost)
            again._end = self._end
            there |= {name: test for name, test in again.as_nbgrader().items() if test.score > there[name].score}
        for name, test in here.items():
            self._notes.verdict(_lower(test, there[name]))

    @staticmethod
    def _judge_whole(*known: Any) -> None:
        WholeRun(*known).run()

    def _known(
        self, session: Session, notes: Notes, places: Mapping[str, Place]
    ) -> tuple[NotebookNode, Given, Session, Limits, float, Notes, frozenset[str], Mapping[str, Place]]:
        """Return what every kind of attempt takes."""
        return self._notebook, self._given, session, self._limits, self._end, notes, self._models.names, places

    def _hides(self, tests: Collection[str]) -> bool:
        """Return whether any of these tests has a hidden part, or runs one of an earlier test that it needs."""
        needed = [other for name in tests for other in self._given.needs[name].tests]
        found = [*needed, *(cell for cell in self._cells if cells.grade_id(cell) in tests)]
        return any(regions.hides(cell.source) for cell in found)

    def _apart(self, judge: Callable[..., None], tests: Collection[str]) -> None:
        """Judge tests that are not sealed in processes of their own, on both sides: what they do reaches no others.

        What other tests told the student's code, it may have noted: then these tests, too, say nothing that it says.
        Others whose answer had to be stopped are not run again, even for what they define.
        """
        if not tests:
            return
        others = self._record
        judged = {name: test for name, test in others.tests.items() if name not in tests}
        ended = judged.keys() & others.stops
        stopped = {index for index, cell in enumerate(self._cells) if cells.grade_id(cell) in ended}
        left_out, begun, played = others.left_out | stopped, others.attempts, others.played
        self._record = Record(left_out, judged, told=others.told, attempts=begun, played=played)
        self._notes = Notes(self._record)
        self._attempt(judge)
        others.tests |= {name: test for name, test in self._record.tests.items() if name in tests}
        others.events += [event for event in self._record.events if event not in others.events]
        others.spent |= self._record.spent
        others.making |= self._record.making
        others.closed |= self._record.closed
        others.handed |= self._record.handed
        others.told = self._record.told
        self._record, self._notes = others, Notes(others)

    def _score(self) -> None:
        """Fail a test that ends with points for the instructor's answers, and with no number for these."""
        for cell in self._cells:
            name = cells.grade_id(cell)
            test = self._record.tests[name] if name in self._proof.scored else None
            if test is not None and test.verdict == "passed" and test.earned is None:
                fail(self._notes, cell, say("It earned no points: what it ends with is not a number."))

    def _sit(self, session: Session, judge: Callable[..., None]) -> None:
        with self._places() as places:

            def work(tell: fork.Tell) -> None:
                self._limit_files()
                judge(*self._known(session, Notes(self._record, tell), places))

            left = max(self._end - time.monotonic(), 0) + 1
            self._record.doing = None
            lacked = fork.run(work, self._record.add, self._limits.examiner_bytes, left)
        if lacked is not None:
            self._blame(lacked)

    @contextlib.contextmanager
    def _places(self) -> Iterator[Mapping[str, Place]]:
        """Make a place for each test, and the rules for what a copy of this process may do with files.

        What a test does may depend on a text of the student's: the name of a file, or what a database is told. So it
        writes in its own place only, which no other can list or name; it reads what tests need, and the files beside
        the notebook; and it has nothing of the network.
        """
        version = landlock.abi()
        with folder.places(self._tests, linked=version > 0) as places:
            if not version:
                yield places
                return
            readable = walls.for_tests(self._sandbox.hidden, self._limits.readable)
            writable = [*(str(place.path) for place in places.values()), os.devnull]
            with landlock.files(version, writable, [*readable, os.getcwd()]) as self._rules:
                yield places

    def _limit_files(self) -> None:
        """Let this copy of the process keep to the rules for files, for good."""
        if self._rules is not None:
            landlock.enforce(self._rules)
            os.close(self._rules)  # rules could be added, for other copies

    def _blame(self, lacked: str) -> None:
        """Leave out the cell or test that used up the examiner's own time or memory."""
        index = self._record.doing
        if index is None:
            self._notes.event("sandbox", f"the examiner {fork.LACKED[lacked]}; tried again")
        elif cells.role(self._cells[index]) != "test":
            leave_out(self._notes, self._cells, index, KINDS[lacked], f"its output {fork.LACKED[lacked]} to read")
        else:
            lack(self._notes, self._cells[index], lacked)

    def _give_up(self) -> None:
        late = time.monotonic() > self._end
        why = f"ran out of time ({self._limits.submission_seconds:g} s)" if late else "kept ending its own process"
        said = say("It was not tested: the notebook's code kept ending its own process.")
        if late:
            seconds = f"{self._limits.submission_seconds:g}"
            said = say("It was not tested: the notebook's code ran out of time ({seconds} s).", seconds=seconds)
        for cell in self._cells:
            if cells.role(cell) == "test" and cells.grade_id(cell) not in self._record.tests:
                self._notes.spent(str(cells.grade_id(cell)))
                fail(self._notes, cell, said)
        self._notes.event("ran out of time" if late else "stopped", f"gave up: the notebook's code {why}")

    def _read_ahead(self) -> None:
        """Read and compile the tests in this process, once for all its copies and all submissions."""
        for cell in self._cells:
            if cells.role(cell) == "test":
                for piece in pieces(cell, self._given.is_stock):
                    names.free(piece.source)
                self._given.can_be_changed(str(cells.grade_id(cell)), cell.source)

    def _refuse(self) -> None:
        """Leave out cells that import what the course does not allow; very much code is looked at in a copy."""
        found: dict[int, str] = {}

        def look(tell: fork.Tell) -> None:
            for index, why in libraries.refused(self._notebook, self._limits.libraries, self._source).items():
                tell(index, why)

        if self._source is None or not is_much(self._source, self._notebook):
            look(found.__setitem__)
        else:
            left = max(self._end - time.monotonic(), 0)
            lacked = fork.run(look, found.__setitem__, self._limits.examiner_bytes, left)
            if lacked is not None:
                student = [index for index, cell in enumerate(self._cells) if cells.role(cell) in ("answer", "play")]
                found = dict.fromkeys(student, f"to see what the notebook imports {fork.LACKED[lacked]}")
        for index, why in found.items():
            self._notes.left_out(index)
            self._notes.reason(str(cells.grade_id(self._cells[index])), f"its cell was not run: {why}")
            self._notes.outputs(index, [shown.error("ImportError", why, [])])

    # What was met where the instructor's own answers gave plain data

    def _doubt(self) -> None:
        """Judge again, with what is known then, the tests that passed and may not have met handles where they did.

        In this package's own format, most tests meet none but the functions and classes that they are for. So where
        they meet others with the instructor's own answers is found out only if one does.
        """
        usual = [[f"name {name} "] for name in self._models.functions]
        usual += [[f"found {name}"] for name in self._models.names]
        met = {
            name: [place for place in places if not place[0].endswith(NOTHING)]
            for name, places in self.handed.items()
            if self._record.tests[name].verdict == "passed"
        }
        if self._meet is None or all(place in usual for places in met.values() for place in places):
            return
        known = self._places_of_handles()
        doubtful = {name for name in met if any(place not in known.get(name, met[name]) for place in met[name])}
        doubtful |= {name for name in met if [*TOO_MANY] in met[name]}
        for name in doubtful:
            del self._record.tests[name]
        self._apart(self._judge_sealed, doubtful)

    def _places_of_handles(self) -> dict[str, list[list[str]]]:
        return self._known_of_own().handles or {}

    def _known_of_own(self) -> Proof:
        """Return what is known of the tests; in this package's own format, the own answers are asked for it now."""
        if self._proof.handles is None and self._meet is not None and self._source is not None:
            self._proof = self._meet(self._source, self._sandbox, self._limits, self._beside)
        return self._proof

    # What was not tested

    def _set_aside(self) -> None:
        """Leave out tests that need data this machine lacks, so that a submission cannot supply it, and broken ones."""
        for cell in self._cells:
            name = str(cells.grade_id(cell))
            if self._only is not None and name not in self._only and cells.role(cell) == "test":
                self._notes.verdict(TestResult(name, cells.points(cell)))
        for cell in self._cells if self._proof.broken else ():
            name = str(cells.grade_id(cell))
            if name in self._proof.broken and cells.role(cell) == "test":
                self._not_tested(cell, self._proof.broken[name])
        for cell in self._cells if self._given.lacking else ():
            if cells.role(cell) == "test":
                needed = names.read(cell.source) - names.definitions(cell.source)  # it may have a name of its own
                lacking = [name for name in sorted(needed) if name in self._given.lacking]
                for name in lacking[:1]:
                    self._not_tested(cell, self._given.lacking[name])

    def _not_tested(self, cell: NotebookNode, trouble: str) -> None:
        name = str(cells.grade_id(cell))
        self._notes.verdict(TestResult(name, cells.points(cell), "not tested", say(NOT_TESTED), trouble=trouble))

    def _set_right(self) -> None:
        """Find out which of the broken tests also break with the instructor's own answers, and which these fail here.

        The latter, which pass where answers and tests are in one process, nobody can pass.
        """
        for cell in self._cells:
            name = str(cells.grade_id(cell))
            test = self._record.tests.get(name)
            trouble = self._trouble(name) if name in self._record.broken else None
            if trouble is None and self._meet is not None and test is not None and test.verdict == "failed":
                trouble = self._known_of_own().broken.get(name)
            if trouble is not None:
                self._not_tested(cell, trouble)

    def _trouble(self, name: str) -> str | None:
        if self._source is None or self._given.is_stock:  # whose own answers have passed it already, sealed
            return None
        fingerprint = self._fingerprint(name)
        seconds = min(self._limits.test_seconds, self._end + self._limits.test_seconds - time.monotonic())
        if fingerprint in _sound or seconds <= 0:
            return None
        found: list[str] = []

        with self._places() as places:

            def work(tell: fork.Tell) -> None:
                self._limit_files()
                try:
                    with places[name].within():
                        tell("trouble", self._models.trouble(name) or "")
                except CourseError as error:
                    tell("course", str(error))

            lacked = fork.run(work, lambda *told: found.extend(told), self._limits.examiner_bytes, seconds)
        match found:
            case ["course", text]:
                raise CourseError(text)
            case ["trouble", ""]:
                _sound.add(fingerprint)
            case ["trouble", text]:
                return text
            case _ if seconds == self._limits.test_seconds or lacked == "memory":
                return f"The test itself {fork.LACKED[lacked or 'time']}, even with the instructor's own answers."
        return None

    # What an earlier answer spoilt

    def _follow_through(self) -> None:
        """Let answers keep the points that they earn with trusted ones in the place of earlier ones that failed."""
        assert self._source is not None
        wanted = candidates(self._notebook, self._record, self._source)
        left = self._end - time.monotonic()
        if not wanted or left <= 0:
            return
        handles = self._places_of_handles()
        scratch = Record(set(self._record.left_out), told=True)
        passed: dict[str, list[str]] = {}

        def work(tell: fork.Tell) -> None:
            self._limit_files()
            known = self._known(session, Notes(scratch), places)
            trial = FollowThrough(*known, candidates=wanted, models=self._models, handles=handles)
            trial.try_again(tell)

        try:
            limits = self._limits, self._end, self._modules
            with self._sandbox.session(*limits) as session, self._places() as places:
                fork.run(work, passed.__setitem__, self._limits.examiner_bytes, left)
        except Stop as stop:
            self._notes.event("sandbox", f"nothing was tested again with trusted answers: {stop}")
        for name, lent in passed.items():
            points = self._record.tests[name].max_score
            self._notes.verdict(TestResult(name, points, message=followed_through(lent), lent=lent))

    def _fingerprint(self, name: str) -> str:
        """Return a hash of everything that a test's run with the instructor's answers depends on."""
        assert self._source is not None
        digest = sha256(f"{name} {individual.current()} {self._beside.trusted}".encode())
        for cell in self._source.cells:
            if cells.role(cell) in ("given", "answer") or cells.grade_id(cell) == name:
                digest.update(repr(cell.source).encode())
        return digest.hexdigest()


def _lower(here: TestResult, there: TestResult) -> TestResult:
    """Return the verdict on a test that has passed with the examiner, and got another where the student's code runs."""
    if there.score >= here.score:
        return here
    if there.verdict == "passed":
        return replace(here, earned=there.earned)
    # Of hidden tests, whose text is told there, not even the kind of an exception comes back.
    how = [] if there.hidden or not there.message else [there.message]
    return replace(there, message=" ".join([say(_ONLY_THERE), *how]))
