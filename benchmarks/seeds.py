"""The answers of the corpus under many seeds of the hidden tests: does a verdict depend on the numbers that were drawn?

Run it in the project's directory: ``python benchmarks/seeds.py [ASSIGNMENT…] [--seeds N] [--wrong]``. Right answers
must keep all their points under every seed, and with ``--wrong`` wrong ones must lose some under every seed. Each
hidden region is run with all its generators moved to another seed; what is visible runs as it is. Answers run in this
process, unsealed: they are the project's own. What trains or measures time is left out, and named below the table.
"""

import argparse
import builtins
import contextlib
import signal
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import nbformat
import numpy as np

from chainrule.check import CheckFailed
from chainrule.grading import cells, regions
from chainrule.grading.authoring import corpus
from chainrule.grading.authoring.corpus import Section
from chainrule.grading.course import Course
from chainrule.grading.people.terminal import Ticker

ROOT = Path(__file__).parent.parent
COURSE = Course(ROOT)
PROJECT = Course(ROOT)

LEFT_OUT = {
    "svm_loss__speed": "measures time",
    "softmax_loss__speed": "measures time",
    "train_svm__digits": "trains",
    "train_mlp__digits": "trains",
    "train_mlp__mnist": "trains",
}
SLOW = {
    "train_svm__batches",
    "backprop_hidden_layer__weights",
    "backprop_two_layer__output_layer",
    "backprop_two_layer__hidden_layer",
    "train_mlp__batches",
}
"""Tests that take most of the time: they see every tenth seed."""

GUARD = 20
"""Seconds after which an answer counts as one that never returns."""

_default_rng = np.random.default_rng


@contextlib.contextmanager
def moved(seed: int) -> Iterator[None]:
    """Move every seeded generator, the tests', the answers' and the reference's alike; 0 leaves them as they are."""

    def default_rng(given: Any = None) -> np.random.Generator:
        seeded = seed and isinstance(given, (int, np.integer))
        return _default_rng([int(given), seed] if seeded else given)

    np.random.default_rng = default_rng
    try:
        yield
    finally:
        np.random.default_rng = _default_rng


class Test(NamedTuple):
    """A test cell: its compiled pieces, and whether each is hidden."""

    name: str
    pieces: list[tuple[CodeType, bool]]


class Assignment(NamedTuple):
    """A notebook, compiled: what comes before the tests, in order, and the tests of each answer."""

    setup: list[tuple[str | None, CodeType]]
    tests: dict[str, list[Test]]


class Outcome(NamedTuple):
    """How one answer fared in one test: under how many seeds, and what it read under those that it failed."""

    section: Section
    test: str
    seeds: int
    failures: dict[int, str]
    mistakes: frozenset[str]


@cache
def assignment(name: str) -> Assignment:
    """Return a compiled notebook."""
    setup: list[tuple[str | None, CodeType]] = []
    tests: dict[str, list[Test]] = {}
    for cell in nbformat.read(COURSE.source(name), as_version=4).cells:
        role, grade_id = cells.role(cell), cells.grade_id(cell)
        if role in ("given", "answer"):
            setup.append((grade_id if role == "answer" else None, compile(cell.source, f"<{grade_id}>", "exec")))
        elif role == "test":
            pieces = [(compile(code, f"<{grade_id}>", "exec"), hidden) for code, hidden in regions.parts(cell.source)]
            tests.setdefault(cells.answer_of(grade_id), []).append(Test(grade_id, pieces))
    return Assignment(setup, tests)


def namespaces(section: Section) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a student's process and the examiner's hold: answers live in the first, tests see them in both."""
    student: dict[str, Any] = {"__name__": "__main__"}
    examiner: dict[str, Any] = {"__name__": "__main__"}
    for answer, code in assignment(section.assignment).setup:
        if answer == section.answer:
            exec(compile(section.code, f"<{answer}>", "exec"), student)
        else:
            exec(code, student)
        if answer is None:
            exec(code, examiner)
    return student, {**student, **examiner}


def verdict(test: Test, examiner: dict[str, Any], seed: int) -> CheckFailed | Exception | None:
    """Run a test with its hidden generators moved to another seed; return why it failed."""
    names = dict(examiner)
    signal.alarm(GUARD)
    try:
        for code, hidden in test.pieces:
            with moved(seed if hidden else 0):
                exec(code, names)
    except Exception as error:  # noqa: BLE001 (whatever an answer raises)
        return error
    finally:
        signal.alarm(0)
    return None


def examine(section: Section, first: int, stop: int) -> list[Outcome]:
    """Run all tests of one answer, each under the seeds from `first` to `stop`."""
    silence()
    try:
        _, examiner = namespaces(section)
    except Exception as error:  # noqa: BLE001 (whatever an answer raises)
        return [Outcome(section, "its cell", stop - first, dict.fromkeys(range(first, stop), str(error)), frozenset())]
    outcomes: list[Outcome] = []
    caught: set[int] = set()
    for test in assignment(section.assignment).tests[section.answer]:
        if test.name in LEFT_OUT:
            continue
        # A wrong answer is caught by any of its tests: only what no other has caught is left to the next.
        seeds = [seed for seed in range(first, stop) if seed not in caught]
        if test.name in SLOW and section.kind == "right":
            seeds = seeds[::10]
        failed = {seed: error for seed in seeds if (error := verdict(test, examiner, seed)) is not None}
        mistakes = frozenset(filter(None, (getattr(error, "mistake", None) for error in failed.values())))
        failures = {seed: str(error) for seed, error in failed.items()}
        caught |= failures.keys() if section.kind == "wrong" else set()
        outcomes.append(Outcome(section, test.name, len(seeds), failures, mistakes))
    return outcomes


def silence() -> None:
    """Let nothing be printed, nor warned of, and end what takes too long."""
    warnings.simplefilter("ignore")
    builtins.print = lambda *args, **kwargs: None
    signal.signal(signal.SIGALRM, _too_long)


def _too_long(number: int, frame: Any) -> None:
    raise TimeoutError("took too long")


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("assignments", nargs="*")
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--wrong", action="store_true", help="wrong answers, which must fail under every seed")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    names = COURSE.assignments(options.assignments)
    kind = "wrong" if options.wrong else "right"
    sections = [section for section in corpus.read(PROJECT, names) if section.kind == kind]
    chunk = 250
    calls = [
        (section, first, min(first + chunk, options.seeds + 1))
        for section in sections
        for first in range(1, options.seeds + 1, chunk)
    ]
    outcomes: list[Outcome] = []
    start = time.monotonic()
    # The same platform's BLAS on one thread, as when grading: see the Makefile.
    with ProcessPoolExecutor(options.jobs, mp_context=get_context("spawn")) as pool, Ticker("Seeds") as ticker:
        running = [pool.submit(examine, *call) for call in calls]
        for done, future in enumerate(as_completed(running), 1):
            outcomes += future.result()
            ticker(done, len(calls))
    failed = escapes(outcomes, options.seeds) if options.wrong else losses(outcomes)
    for line in failed:
        print(line, file=sys.stderr)
    print(f"\n| assignment | {kind} answers | seeds | {'escapes' if options.wrong else 'failures'} |")
    print("|---|---|---|---|")
    bad = Counter(line.split("/")[0] for line in failed)
    for name in names:
        count = sum(section.assignment == name for section in sections)
        print(f"| {name} | {count} | {options.seeds:,} | {bad[name]} |")
    unseen = sorted(name for name in LEFT_OUT for each in names if tested(each, name))
    slow = sorted(name for name in SLOW for each in names if tested(each, name))
    print(f"\nLeft out: {', '.join(f'{name} ({LEFT_OUT[name]})' for name in unseen) or 'nothing'}.")
    print(f"Under every tenth seed only, as they take most of the time: {', '.join(slow) or 'none'}.")
    print(f"{time.monotonic() - start:.0f} seconds, {options.jobs} processes.")
    sys.exit(1 if failed else 0)


def tested(name: str, test: str) -> bool:
    """Tell whether an assignment has a test of this name."""
    return any(test == each.name for tests in assignment(name).tests.values() for each in tests)


def losses(outcomes: list[Outcome]) -> list[str]:
    """Return a line for each test that a right answer failed."""
    return [
        f"{each.section.assignment}/{each.section.answer}.py, {each.section.name}: {each.test} failed under "
        f"{len(each.failures)} of {each.seeds} seeds, such as {seed}: {message}"
        for each in outcomes
        for seed, message in list(each.failures.items())[:1]
    ]


def escapes(outcomes: list[Outcome], seeds: int) -> list[str]:
    """Return a line for each wrong answer that lost no point under some seed.

    What only a test that is left out catches is not judged.
    """
    caught: dict[Section, set[int]] = {}
    for each in outcomes:
        caught.setdefault(each.section, set()).update(each.failures)
    return [
        f"{section.assignment}/{section.answer}.py, {section.name} ({section.says}): "
        f"not caught under {seeds - len(found)} of {seeds} seeds"
        for section, found in caught.items()
        if len(found) < seeds and (found or not left_out(section))
    ]


def left_out(section: Section) -> bool:
    """Tell whether some test of this answer is left out, which may be the one to catch it."""
    return any(test.name in LEFT_OUT for test in assignment(section.assignment).tests[section.answer])


if __name__ == "__main__":
    main()
