"""Terminal output for grading: progress, scores, mistakes, and problems."""

import sys
import time
from collections import Counter
from datetime import timedelta
from itertools import groupby
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.measure import Measurement
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from chainrule.grading import harmless
from chainrule.grading.results import Submission
from chainrule.grading.term.gradebook import Change
from chainrule.grading.term.verify import Verdict

_SECONDS_BETWEEN_LINES = 60.0


class Ticker:
    """Shows the progress of a long task: a bar on a terminal, a line per minute elsewhere.

    Parameters
    ----------
    what : str
        The task, such as ``"Grading"``.
    console : Console, optional
        Where to show it; by default standard error.

    Attributes
    ----------
    done, total : int
        The number done, and the total.
    """

    def __init__(self, what: str, console: Console | None = None) -> None:
        self._what = what
        # Bound to today's stream: the examiner silences sys.stderr for the instructor's cells.
        self._console = console or Console(file=sys.stderr)
        self._start = self._last = time.monotonic()
        self.done = self.total = 0
        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
        self._bar = Progress(TextColumn(what), *columns, console=self._console, disable=not self._console.is_terminal)
        self._task = self._bar.add_task(what, total=None, rate="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` are done."""
        now = time.monotonic()
        self.done, self.total = done, total
        if not done:
            self._bar.update(self._task, total=total)
            return
        per_second = done / max(now - self._start, 1e-9)
        rate = f"{per_second:.1f} per second" if per_second >= 1 else f"{1 / per_second:.1f} seconds each"
        self._bar.update(self._task, completed=done, total=total, rate=rate)
        if not self._console.is_terminal and (done == total or now - self._last > _SECONDS_BETWEEN_LINES):
            self._last = now
            left = timedelta(seconds=round((total - done) / per_second))
            self._console.print(f"{self._what}: {done} of {total}, {rate}, {left} left", highlight=False)


def print_scores(results: list[Submission], console: Console | None = None) -> None:
    """Print a row for each submission: its score, the mistakes found and what was wrong with the file.

    Names and reasons, which students control, are printed as plain text.
    """
    console = console or Console()
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading, right in (("student", False), ("assignment", False), ("score", True), ("of", True), ("found", False)):
        table.add_column(heading, justify="right" if right else "left", no_wrap=heading != "found")
    for result in results:
        table.add_row(
            Text(harmless.line(result.student, 40)),
            Text(result.shown),
            Text(f"{result.score:g}"),
            Text(f"{result.max_score:g}"),
            Text(_found(result), style="red" if result.status in ("unreadable", "failed") else ""),
        )
    console.print(table)
    for title, statuses in (("Repaired or unreadable:", ("repaired", "unreadable")), ("Failed:", ("failed",))):
        troubled = [result for result in results if result.reason and result.status in statuses]
        if troubled:
            _say(console, f"\n{title}", "bold")
        for result in troubled:
            _say(console, f"  {harmless.line(result.student, 40)}, {result.shown}: {result.reason}")
    _print_troubles({test: trouble for result in results for test, trouble in result.troubles.items()}, console)
    trusting = {f"{result.shown}: {test.grade_id}" for result in results for test in result.tests if test.trusting}
    if trusting:
        _say(console, "\nNot sealed (chainrule lint says why, and how to rewrite them):", "bold")
    for name in sorted(trusting):
        _say(console, f"  {name}")
    _say(console, "\n" + _summary(results))


def _print_troubles(troubles: dict[str, str], console: Console) -> None:
    """Print what is wrong with each broken test; it may quote hidden tests, so only for instructors."""
    if troubles:
        _say(console, "\nNot tested, because the test itself broke (full points until you decide):", "bold red")
    for name, trouble in troubles.items():
        _say(console, f"  {name}:\n" + "\n".join(f"    {line}" for line in trouble.splitlines()))


def _say(console: Console, text: str, style: str = "") -> None:
    """Print plain text without wrapping lines."""
    console.print(Text(text, style=style), soft_wrap=True)


def mistakes(result: Submission) -> list[str]:
    """Return the recognised mistakes of a submission, as ``answer: mistake``, each once."""
    named = [f"{part.answer}: {test.mistake}" for part in result.answers for test in part.tests if test.mistake]
    return list(dict.fromkeys(named))


def _found(result: Submission) -> str:
    if result.status in ("unreadable", "failed"):
        return result.status
    found = mistakes(result)
    recognised = {text.split(": ")[0] for text in found}
    wrong = [part.answer for part in result.answers if part.score < part.max_score and part.answer not in recognised]
    if wrong:
        found.append(f"points lost in {', '.join(wrong)}" if len(wrong) < 5 else f"points lost in {len(wrong)} answers")
    return "; ".join(found)


def _summary(results: list[Submission]) -> str:
    counts = Counter(result.status for result in results)
    possible = sum(result.max_score for result in results if result.status != "failed")
    mean = sum(result.score for result in results) / possible if possible else 0.0
    parts = [
        f"{counts[status]} {status}" for status in ("graded", "repaired", "unreadable", "failed") if counts[status]
    ]
    return f"{len(results)} submissions ({', '.join(parts)}), {mean:.0%} of the tests' points."


def print_changes(changes: list[Change], console: Console | None = None) -> bool:
    """Print a row for each submission whose score, cells or need of marking would change, the largest loss first.

    Returns
    -------
    bool
        Whether there is one.
    """
    console = console or Console()
    changed = [one for one in changes if one.cells or (one.before, one.waited) != (one.after, one.waiting)]
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("student", "assignment", "before", "after", "change", "to mark", "cells"):
        table.add_column(heading, justify="right" if heading in ("before", "after", "change", "to mark") else "left")
    for one in sorted(changed, key=lambda one: (_difference(one), one.student)):
        cells = ", ".join(f"{name} {_mark(old)} → {_mark(new)}" for name, (old, new) in sorted(one.cells.items()))
        table.add_row(
            Text(harmless.line(one.student, 40)),
            Text(one.assignment),
            Text(_mark(one.before)),
            Text(_mark(one.after)),
            Text(f"{_difference(one):+g}"),
            Text(str(one.waiting or "")),
            Text(cells),
        )
    if changed:
        # As wide as it is: a name that is cut off is of no use.
        table.width = Measurement.get(console, console.options.update(max_width=10_000), table).maximum
        console.print(table, crop=False)
    graded = f"{len(changes)} submissions graded again"
    _say(console, f"{graded}: {len(changed)} would change." if changed else f"{graded}: no score changes.")
    return bool(changed)


def _difference(change: Change) -> float:
    return round((change.after or 0.0) - (change.before or 0.0), 6)


def _mark(points: float | None) -> str:
    return "–" if points is None else f"{points:g}"


def print_verdicts(verdicts: list[Verdict], console: Console | None = None) -> None:
    """Print a matrix of answers and sections, what the tests judged wrongly or did not name, and the counts."""
    console = console or Console()
    for assignment, rows in groupby(verdicts, lambda verdict: verdict.section.assignment):
        console.print(_matrix(assignment, list(rows)))
        console.print()
    _say(console, "Each sign is a section: ✓ judged correctly, ✗ judged wrongly, ? cannot be run.\n")
    for verdict in verdicts:
        section = verdict.section
        where = f"{section.assignment}/{section.answer}.py, {section.kind}: {section.name} ({section.says})"
        points = f"{verdict.score:g} of {verdict.max_score:g} points"
        if verdict.obstacle:
            _say(console, f"cannot be run: {where}: {verdict.obstacle}", "red")
        elif verdict.troubles:
            _say(console, f"not tested: {where}", "red")
        elif not verdict.as_expected:
            what = "rejected" if section.kind == "right" else "let through"
            _say(console, f"{what}: {where}: {points}", "red")
            for message in verdict.messages:
                _say(console, f"    {message}")
        elif not verdict.is_named and not section.earns_nothing:
            found, expected = ", ".join(verdict.mistakes), ", ".join(section.expect or ())
            _say(console, f"not named: {where}: found {found or 'nothing'}, not {expected or 'nothing'}", "yellow")
    _print_troubles({test: trouble for verdict in verdicts for test, trouble in verdict.troubles.items()}, console)
    for kind, good in (("wrong", "caught"), ("right", "accepted")):
        chosen = [verdict for verdict in verdicts if verdict.section.kind == kind]
        _say(console, f"{sum(verdict.as_expected for verdict in chosen)} of {len(chosen)} {kind} answers {good}.")
    with_name = [verdict for verdict in verdicts if verdict.section.expect]
    nameless = sum(verdict.section.expect == () for verdict in verdicts)
    if with_name or nameless:
        named = sum(verdict.is_named for verdict in with_name)
        _say(console, f"{named} of {len(with_name)} mistakes named as expected; {nameless} more have no name.")


def _matrix(assignment: str, verdicts: list[Verdict]) -> Table:
    """Return a row for each answer, with a sign for each of its sections."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in (assignment, "right", "wrong"):
        table.add_column(heading, no_wrap=heading == assignment, overflow="fold")
    for answer, sections in groupby(verdicts, lambda verdict: verdict.section.answer):
        signs = {"right": "", "wrong": ""}
        for verdict in sections:
            signs[verdict.section.kind] += "?" if verdict.obstacle else "✓" if verdict.as_expected else "✗"
        table.add_row(answer, *signs.values())
    return table
