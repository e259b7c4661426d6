"""Grades one submission: from the student's bytes to a graded notebook and its scores, without touching the disk."""

import time
from copy import deepcopy
from dataclasses import asdict
from typing import Any

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.utils import compute_checksum

from chainrule import __version__
from chainrule.grading import cells, harmless, regions, stock
from chainrule.grading.idle import idle_cells
from chainrule.grading.limits import Limits
from chainrule.grading.results import Answer, Event, Submission, TestResult
from chainrule.grading.sealed import fork
from chainrule.grading.sealed.beside import Beside
from chainrule.grading.sealed.examiner import Examination, examine
from chainrule.grading.sealed.sandbox import Sandbox
from chainrule.grading.stubs import released
from chainrule.grading.submission.findings import Finding
from chainrule.grading.submission.outputs import limited
from chainrule.grading.submission.rebuild import Rebuilt, Status, rebuild, unreadable
from chainrule.language import say, speaking, words

SCHEME = "marking-scheme"
"""Tag of a cell that graders see and students do not."""

UNTESTED = "not-tested"
"""Tag of a test cell that broke, so that a person must decide."""

TRUSTING = "trusting"
"""Tag of a test cell whose verdict relies on the student's own process."""

UNSEALED = words("(This check relies on what the answer's own process says: its verdict is not sealed.)")

FINDINGS = "findings"
"""Tag of the first cell, which says what was repaired and what went wrong while the notebook ran."""


def grade(
    student: str,
    assignment: str,
    source: NotebookNode,
    submitted: bytes | str | None,
    sandbox: Sandbox,
    note: str | None = None,
    limits: Limits = Limits(),  # noqa: B008
    beside: Beside = Beside(),  # noqa: B008
) -> tuple[NotebookNode, Submission]:
    """Grade one submission.

    Parameters
    ----------
    student, assignment : str
        The student, and the assignment.
    source : NotebookNode
        The instructor's notebook.
    submitted : bytes, str or None
        The student's file, or a sentence saying why it cannot be read; None if there is no file.
    sandbox : Sandbox
        Where the student's code runs.
    note : str or None
        What was wrong with the way it was submitted, in a sentence.
    limits : Limits
        The resources it may use.
    beside : Beside
        The files beside the notebook.

    Returns
    -------
    notebook : NotebookNode
        The graded notebook, as `finish` describes it.
    submission : Submission
        The scores.
    """
    start = time.perf_counter()
    rebuilt = restore(source, submitted, note, limits)
    examination = inspect(source, rebuilt, sandbox, limits, beside)
    notebook = finish(source, rebuilt, examination)
    return notebook, summarize(student, assignment, rebuilt, examination, time.perf_counter() - start, sandbox.wall)


def restore(
    source: NotebookNode,
    submitted: bytes | str | None,
    note: str | None = None,
    limits: Limits = Limits(),  # noqa: B008
) -> Rebuilt:
    """Rebuild a submission, in a process of its own: decoders of pictures read what the student's file says.

    The parameters are those of `grade`.
    """
    rebuilt = unreadable(source, submitted) if isinstance(submitted, str) else _rebuilt(source, submitted, limits)
    if note is None:
        return rebuilt
    status: Status = "unreadable" if rebuilt.status == "unreadable" else "repaired"
    return Rebuilt(rebuilt.notebook, status, [*rebuilt.findings, Finding("handed in", note)])


def _rebuilt(source: NotebookNode, submitted: bytes | None, limits: Limits) -> Rebuilt:
    found: list[Any] = []

    def work(tell: fork.Tell) -> None:
        rebuilt = rebuild(source, submitted)
        tell(rebuilt.notebook, rebuilt.status, [asdict(finding) for finding in rebuilt.findings])

    lacked = fork.run(work, lambda *told: found.extend(told), limits.examiner_bytes, limits.submission_seconds)
    if lacked is not None:
        return unreadable(source, f"The file was not read: that {fork.LACKED[lacked]}.")
    notebook, status, findings = found
    return Rebuilt(from_dict(notebook), status, [Finding(**finding) for finding in findings])


def inspect(
    source: NotebookNode,
    rebuilt: Rebuilt,
    sandbox: Sandbox,
    limits: Limits = Limits(),  # noqa: B008
    beside: Beside = Beside(),  # noqa: B008
) -> Examination:
    """Examine a rebuilt notebook; if nothing was usable, every test fails without being run."""
    with speaking(cells.language(source)):
        return _inspected(source, rebuilt, sandbox, limits, beside)


def _inspected(source: NotebookNode, rebuilt: Rebuilt, sandbox: Sandbox, limits: Limits, beside: Beside) -> Examination:
    if rebuilt.status != "unreadable":
        idle = set() if stock.is_stock(source) else idle_cells(source, rebuilt.notebook)
        examination = examine(rebuilt.notebook, sandbox, limits, idle, source, beside)
        return _voided(rebuilt.notebook, examination)
    results = {}
    for cell in rebuilt.notebook.cells:
        name = cells.grade_id(cell)
        if cells.role(cell) == "test" and name is not None:
            results[name] = TestResult(name, cells.points(cell), "failed", rebuilt.findings[0].text)
    return _voided(rebuilt.notebook, Examination(results, {}, []))


def _voided(notebook: NotebookNode, examination: Examination) -> Examination:
    """Give everyone the points of what was voided, without a word on the answer."""
    for cell in () if stock.is_stock(notebook) else filter(cells.is_voided, notebook.cells):
        if (name := cells.grade_id(cell)) in examination.tests:
            most = examination.tests[name].max_score
            examination.tests[name] = TestResult(name, most, "passed", say("This check tells nothing any more."))
    return examination


def finish(source: NotebookNode, rebuilt: Rebuilt, examination: Examination) -> NotebookNode:
    """Return the graded notebook, which graders open in formgrader and nbgrader turns into feedback.

    Test cells show their visible part and their verdict, which nbgrader reads as the score: an error means no points,
    printed text means full points. Tests that broke are tagged ``not-tested``. Each manually graded answer is followed
    by its marking scheme, in a cell tagged ``marking-scheme``; findings come first, in a cell tagged ``findings``.

    Parameters
    ----------
    source : NotebookNode
        The instructor's notebook.
    rebuilt : Rebuilt
        The submission.
    examination : Examination
        The results of the tests.
    """
    with speaking(cells.language(source)):
        return _finished(source, rebuilt, examination)


def _finished(source: NotebookNode, rebuilt: Rebuilt, examination: Examination) -> NotebookNode:
    notebook = deepcopy(rebuilt.notebook)
    notebook.metadata.pop(stock.KEY, None)
    originals = {cells.grade_id(cell): cell for cell in source.cells}
    stubs = {cells.grade_id(cell): cell for cell in released(source).cells}
    notebook.cells = []
    outputs = limited(examination.outputs)
    notes = [finding.text for finding in rebuilt.findings]
    notes += [harmless.line(event.text) for event in examination.events]
    if notes:
        notebook.cells.append(_findings(rebuilt.status, notes))
    for index, cell in enumerate(rebuilt.notebook.cells):
        shown, name, role = deepcopy(cell), cells.grade_id(cell), cells.role(cell)
        notebook.cells.append(shown)
        if shown.cell_type == "code":
            shown.outputs = outputs.get(index, [])  # harmless already
        if role == "test" and name is not None:
            shown.source = regions.visible(cell.source)
            shown.outputs = outputs_of(examination.tests[name], regions.hides(cell.source))
            if examination.tests[name].verdict == "not tested":
                shown.metadata.tags = [UNTESTED]
            elif examination.tests[name].trusting is not None:
                shown.metadata.tags = [TRUSTING]
        if name is not None:
            # nbgrader takes a cell whose checksum is still that of the release for unanswered.
            shown.metadata.nbgrader.checksum = compute_checksum(stubs[name])
        if cells.is_task(cell):
            shown.source = regions.visible(cell.source)
        # In courses of others, the pages of feedback are nbgrader's, which would show it to students.
        if (role == "written" or cells.is_task(cell)) and not stock.is_stock(source):
            notebook.cells.append(_scheme(originals[name]))
    return notebook


def stamp(notebook: NotebookNode, result: Submission, fingerprint: str) -> None:
    """Record in a graded notebook its scores and what it was made from."""
    scores = result.public_json()
    record = {"version": __version__, "fingerprint": fingerprint, "submission": scores}
    notebook.metadata["chainrule"] = record


def summarize(
    student: str, assignment: str, rebuilt: Rebuilt, examination: Examination, seconds: float, wall: str
) -> Submission:
    """Return the scores of an examined submission, test by test."""
    grouped: dict[str, list[TestResult]] = {}
    for name in filter(None, map(cells.grade_id, rebuilt.notebook.cells)):
        if name in examination.tests:
            grouped.setdefault(cells.answer_of(name), []).append(examination.tests[name])
    return Submission(
        student=student,
        assignment=assignment,
        status=rebuilt.status,
        reason=" ".join(finding.text for finding in rebuilt.findings) or None,
        seconds=round(seconds, 3),
        answers=[Answer(name, tests) for name, tests in grouped.items()],
        events=[Event(event.kind, harmless.line(event.text)) for event in examination.events],
        wall=wall,
    )


def outputs_of(result: TestResult, hidden: bool) -> list[NotebookNode]:
    """Return outputs that nbgrader reads as a score and a student as an explanation."""
    unsealed = "" if result.trusting is None else f" {say(UNSEALED)}"
    if result.earned is not None and result.earned < result.max_score:
        earned, most = f"{result.earned:g}", f"{result.max_score:g}"
        partly = say("Partly passed: {earned} of {most} points.", earned=earned, most=most)
        text = (result.message or partly) + unsealed
        points = new_output("execute_result", data={"text/plain": f"{result.earned!r}"}, execution_count=None)
        return [new_output("stream", name="stdout", text=text + "\n"), points]
    if result.verdict == "failed":
        message = result.message or say("The check failed.")
        return [new_output("error", ename="Failed", evalue=harmless.line(message), traceback=message.split("\n"))]
    passed = say("Passed, hidden checks included.") if hidden else say("Passed.")
    return [new_output("stream", name="stdout", text=(result.message or passed) + unsealed + "\n")]


def _findings(status: Status, notes: list[str]) -> NotebookNode:
    title = say("This submission could not be read") if status == "unreadable" else say("Notes on this submission")
    listed = "\n".join(f"- {harmless.literal(note)}" for note in notes)
    cell: NotebookNode = new_markdown_cell(f"**{title}**\n\n{listed}", metadata={"tags": [FINDINGS]})
    cell.id = FINDINGS
    return cell


def _scheme(original: NotebookNode) -> NotebookNode:
    lines = regions.split(original.source)[1]
    if original.cell_type == "code":
        lines = ["```python", *(lines or original.source.split("\n")), "```"]
    text = "\n".join(["**For the grader: model answer and marking scheme**", "", *lines])
    cell: NotebookNode = new_markdown_cell(text, metadata={"tags": [SCHEME]})
    cell.id = f"{SCHEME}-{original.id}"[:64]
    return cell
