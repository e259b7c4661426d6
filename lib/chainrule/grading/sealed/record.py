"""What is known about a notebook so far, reported piece by piece, as plain data, by copies of this process."""

from collections import Counter
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any

import nbformat
from nbformat import NotebookNode

from chainrule.grading.results import Event, EventKind, TestResult
from chainrule.grading.sealed.fork import Tell
from chainrule.grading.sealed.shown import left_out

MOST_KEPT = 16 * 2**20
"""Characters of outputs that are kept until what is shown is chosen."""


@dataclass
class Record:
    """What is known about a notebook.

    Parameters
    ----------
    left_out : set of int
        Cells that are not run.

    Attributes
    ----------
    tests : dict
        The verdicts, by ``grade_id``.
    outputs : dict
        The sanitised outputs of cells, by index.
    sizes : dict
        How many characters there are in the outputs of each cell.
    events : list of Event
        What an instructor should know.
    reasons : dict
        Why an answer's cell failed, by the answer's name.
    stops : Counter
        How often an answer had to be stopped.
    broken : dict
        Test cells that raised an exception of their own or hit one of the examiner's limits; whether the answer caused
        it is not known yet.
    spent : set of str
        Test cells that fail, if they do, since they or a cell above ran out of time or memory.
    making : set of str
        Test cells that wanted to turn text into code.
    closed : dict
        Test cells that wanted to open a file that tests may not, each with the file.
    handed : dict
        Where test cells met handles, each place as `foreign` describes it.
    told : bool
        Whether the student's code has seen a hidden input.
    over : bool
        Whether nothing more is judged, since cells ended their process when they ran again after that.
    doing : int or None
        The cell being run or judged.
    complete : bool
        Whether every test has a verdict.
    attempts : int
        How often the notebook was begun.
    played : float
        Seconds that cells to play with have taken, in all attempts.
    """

    left_out: set[int]
    tests: dict[str, TestResult] = field(default_factory=dict)
    outputs: dict[int, list[NotebookNode]] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    stops: Counter[str] = field(default_factory=Counter)
    broken: set[str] = field(default_factory=set)
    spent: set[str] = field(default_factory=set)
    making: set[str] = field(default_factory=set)
    closed: dict[str, str] = field(default_factory=dict)
    handed: dict[str, list[list[str]]] = field(default_factory=dict)
    told: bool = False
    over: bool = False
    doing: int | None = None
    complete: bool = False
    attempts: int = 0
    played: float = 0.0

    @property
    def progress(self) -> tuple[int, int, int]:
        """What another attempt need not do again: cells left out, verdicts, and how often answers were stopped."""
        return len(self.left_out), len(self.tests), self.stops.total()

    def add(self, what: str, *values: Any) -> None:
        """Add what a `Notes` object reports."""
        match what, values:
            case "doing", [index]:
                self.doing = index
            case "verdict", [dict(verdict)]:
                result = TestResult(**verdict)
                self.tests[result.grade_id] = result
            case "broken", [name]:
                self.broken.add(name)
            case "spent", [name]:
                self.spent.add(name)
            case "making", [name]:
                self.making.add(name)
            case "closed", [name, path]:
                self.closed[name] = path
            case "handed", [name, place]:
                self.handed.setdefault(name, []).append(place)
            case "outputs", [index, outputs]:
                self.outputs[index] = [nbformat.from_dict(output) for output in outputs]
                self.sizes[index] = len(repr(outputs))
            case "event", [kind, text]:
                self.events.append(Event(kind, text))
            case "reason", [name, why]:
                self.reasons[name] = why
            case "left out", [index]:
                self.left_out.add(index)
            case "stopped", [answer]:
                self.stops[answer] += 1
            case "played", [seconds]:
                self.played += seconds
            case "told", []:
                self.told = True
            case "over", []:
                self.over = True
            case "complete", []:
                self.complete = True
            case _:
                raise ValueError(f"{what} cannot be recorded")


class Notes:
    """Adds results to a record and, through `tell`, to that of another process."""

    def __init__(self, record: Record, tell: Tell | None = None) -> None:
        self.record = record
        self._tell = tell

    def doing(self, index: int | None) -> None:
        """Say which cell is to blame if this process ends now."""
        self.add("doing", index)

    def verdict(self, result: TestResult) -> None:
        """Report the verdict of a test."""
        self.add("verdict", asdict(result))

    def broken(self, name: str) -> None:
        """Report that a test raised an exception of its own or hit one of the examiner's limits."""
        self.add("broken", name)

    def spent(self, name: str) -> None:
        """Report that a test failed since something ran out of time or memory."""
        self.add("spent", name)

    def making(self, name: str) -> None:
        """Report that a test wanted to turn text into code."""
        self.add("making", name)

    def closed(self, name: str, path: str) -> None:
        """Report that a test wanted to open a file that tests may not."""
        self.add("closed", name, path)

    def handed(self, name: str, place: Collection[str]) -> None:
        """Report where a test met a handle."""
        self.add("handed", name, list(place))

    def outputs(self, index: int, outputs: list[NotebookNode]) -> None:
        """Report the outputs of a cell, unless those of others are more than can be shown anyway."""
        others = sum(size for cell, size in self.record.sizes.items() if cell != index)
        self.add("outputs", index, outputs if others < MOST_KEPT else [left_out()])

    def event(self, kind: EventKind, text: str) -> None:
        """Report something an instructor should know."""
        self.add("event", kind, text)

    def reason(self, name: str, why: str) -> None:
        """Report why an answer's cell failed."""
        self.add("reason", name, why)

    def left_out(self, index: int) -> None:
        """Report that a cell must not be run again."""
        self.add("left out", index)

    def stopped(self, answer: str) -> None:
        """Report that an answer had to be stopped."""
        self.add("stopped", answer)

    def played(self, seconds: float) -> None:
        """Report how long a cell to play with took."""
        self.add("played", seconds)

    def told(self) -> None:
        """Report that the student's code has now seen a hidden input."""
        self.add("told")

    def over(self) -> None:
        """Report that nothing more can be judged."""
        self.add("over")

    def complete(self) -> None:
        """Report that every test has a verdict."""
        self.add("complete")

    def add(self, what: str, *values: Any) -> None:
        """Report something as plain data, which another `Notes` object may have passed on."""
        self.record.add(what, *values)
        if self._tell is not None:
            self._tell(what, *values)
