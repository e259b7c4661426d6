"""Gradescope: an autograder zip for one assignment, and the program that runs in it.

Gradescope unpacks the zip to ``/autograder/source`` and runs ``setup.sh`` once, as root. Then, for each submission in a
fresh container, it runs ``run_autograder``, which reads ``/autograder/submission`` and writes
``/autograder/results/results.json`` (https://gradescope-autograders.readthedocs.io). Namespaces are not available
there, so the wall is *container*: students' code runs as a user of its own, and only root can read hidden tests.
"""

import json
import os
import shutil
import sys
import tempfile
import zipfile
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG
from typing import Any

from chainrule import mistakes
from chainrule.check.failures import NAMED
from chainrule.grading import cells, harmless, individual, notebooks
from chainrule.grading.authoring import bundle
from chainrule.grading.course import Course, CourseError
from chainrule.grading.limits import ONE_THREAD, Limits
from chainrule.grading.results import Submission, TestResult
from chainrule.grading.sealed.examiner import examine
from chainrule.grading.sealed.sandbox import Sandbox
from chainrule.grading.settings import limits_of, offer_trusted
from chainrule.grading.submission import choosing, grade_one
from chainrule.grading.term import submitted
from chainrule.language import say, speaking

WALL = "container"

LIMITS = Limits(cell_seconds=120, call_seconds=60, submission_seconds=540, memory_bytes=512 << 20, processes=64)
"""For what Gradescope gives by default: half a core, 768 MB, and ten minutes in all."""

_RULES = ("follow_through", "libraries", "readable")
"""Which limits the course sets, and not the machine (``c.Examine``)."""

_DETAILS = "details.json"
_MOST_FAILING = 3
_STUDENT = "student"  # a container grades one submission, and need not know whose it is
_SIGNS = {"passed": {"status": "passed"}, "failed": {"status": "failed"}, "not tested": {}}

_SETUP = """\
#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image.
set -euo pipefail
cd "$(dirname "$0")"
python=${PYTHON:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    "$python" -m pip install --quiet uv  # the image's Python is too old: uv brings one
    "$python" -m uv python install --install-dir /opt/python 3.12
    python=$(ls /opt/python/*/bin/python3.12 | head -n 1)
fi
"$python" -m venv "${CHAINRULE_VENV:-/opt/chainrule}"
"${CHAINRULE_VENV:-/opt/chainrule}/bin/pip" install --quiet --requirement requirements.txt
chmod -R go-rwx .  # only root may read the hidden tests
"""

_RUN = f"""\
#!/usr/bin/env bash
export {" ".join(f"{name}={number}" for name, number in ONE_THREAD.items())}
exec "${{CHAINRULE_VENV:-/opt/chainrule}}/bin/python" -m chainrule.grading.term.gradescope "${{1:-/autograder}}"
"""


def write_zip(course: Course, assignment: str, target: Path, *, details: bool = False) -> Path:
    """Write an assignment's autograder for Gradescope, and return its path.

    The zip holds the hidden tests and the trusted answers: it is for Gradescope alone.

    Parameters
    ----------
    course : Course
        The course directory.
    assignment : str
        The name of the assignment.
    target : Path
        The path of the zip; an existing file is replaced.
    details : bool
        Whether students read all that the feedback page says of a hidden test; see `results`.

    Raises
    ------
    CourseError
        If the instructor's notebook is not built, its own answers fail a test, a setting of the course is of the wrong
        kind, or the course follows nbgrader's conventions: the zip has no files beside the notebook, without which its
        tests would not run.
    """
    if course.stock:
        raise CourseError(
            "Gradescope can grade only courses in this package's own format: grade this one with chainrule grade."
        )
    notebook = notebooks.source_text(course, assignment)
    limits = limits_of(course.settings())
    rules = {name: getattr(limits, name) for name in _RULES}
    if failing := _failing(course, notebook, limits):
        raise CourseError(f"{assignment}: your own answers fail {failing}. Gradescope would refuse right answers, too.")
    with tempfile.TemporaryDirectory() as folder:
        wheel = bundle.instructors_wheel(Path(folder))
        pins = "\n".join(f"{name}=={version(name)}" for name in bundle.instructors_packages())
        content = {
            "setup.sh": _SETUP.encode(),
            "run_autograder": _RUN.encode(),
            "requirements.txt": f"{pins}\n./{wheel.name}\n".encode(),
            wheel.name: wheel.read_bytes(),
            f"source/{assignment}/{assignment}.ipynb": notebook.encode(),
            "rules.json": json.dumps(rules).encode(),
            _DETAILS: json.dumps(details).encode(),
        }
    if individual.is_used(course, notebook):
        content[str(individual.secret_path(course).relative_to(course.root))] = individual.secret(course)
    trusted = [path for path in sorted(course.trusted.rglob("*")) if path.suffix == ".py"]
    content |= {f"trusted/{path.relative_to(course.trusted)}": path.read_bytes() for path in trusted}
    draft = target.with_name(f".{target.name}.draft")
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            entry = zipfile.ZipInfo(name)  # dated 1980: the same course gives the same bytes
            entry.external_attr = (0o755 if name in ("setup.sh", "run_autograder") else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return draft.replace(target)


def _failing(course: Course, notebook: str, limits: Limits) -> str:
    """Return which tests the instructor's own answers fail, and why, for use in a sentence."""
    if not hasattr(os, "fork"):  # Windows writes zips, and cannot grade
        return ""
    source = notebooks.parsed(notebook)
    offer_trusted(course)
    with Sandbox("none") as sandbox:  # it is the instructor's code
        found = examine(source, sandbox, limits).tests  # of a submission, what these fail would be not tested
    why = {name: harmless.line(test.message or "") for name, test in found.items() if test.verdict == "failed"}
    return choosing.listed([f"{name} ({said})" for name, said in why.items()], _MOST_FAILING)


def results(submission: Submission, *, details: bool = False) -> dict[str, Any]:
    """Return the results of a graded submission as Gradescope reads them.

    Each of our tests is one of Gradescope's, in the notebook's order. Students read the same as on their feedback page,
    but of a failed hidden test no more than a mistake's name, unless `details` is true: they may hand in as often as
    they like there, and an answer can say one number of a hidden test in each attempt, by the line where it fails.

    Examples
    --------
    >>> from chainrule.grading.results import Answer
    >>> right = Submission("ada", "01_x", "graded", None, 0.1, [Answer("f", [TestResult("f__value", 2.0)])])
    >>> results(right)["tests"]  # doctest: +NORMALIZE_WHITESPACE
    [{'number': '1.1', 'name': 'f: value', 'score': 2.0, 'max_score': 2.0, 'status': 'passed',
      'output': 'Passed.', 'output_format': 'md', 'visibility': 'visible'}]
    """
    tests = [
        _test(f"{number}.{part}", test if details else _in_brief(answer.answer, test))
        for number, answer in enumerate(submission.answers, start=1)
        for part, test in enumerate(answer.tests, start=1)
    ]
    untested = sum(test.verdict == "not tested" for answer in submission.answers for test in answer.tests)
    notes = [_code(submission.reason)] if submission.reason else []
    if untested:
        notes.append(
            say("Not tested: {count}. A person decides about these; until then they count in full.", count=untested)
        )
    return {
        "output": "\n\n".join(notes),
        "output_format": "md",
        "tests": tests,
        "stdout_visibility": "hidden",
    }


def _in_brief(answer: str, test: TestResult) -> TestResult:
    """Return a result that says of a failed hidden test no more than the name of a mistake."""
    if not test.hidden:
        return test
    named = [one for one in mistakes.everything() if one.name == test.mistake]
    said = [say("A hidden check on {answer} failed.", answer=answer)]
    said += [say(NAMED, name=one.name, says=say(one.says)) for one in named[:1]]
    return replace(test, message="\n".join(said))


def _test(number: str, test: TestResult) -> dict[str, Any]:
    answer, _, aspect = test.grade_id.partition("__")
    output = _code(test.message) if test.message else "Passed."
    if test.trusting is not None:
        output += f"\n\n{say(grade_one.UNSEALED)}"
    return {
        "number": number,
        "name": f"{answer}: {aspect.replace('_', ' ')}",
        "score": test.score,
        "max_score": test.max_score,
        **_SIGNS[test.verdict],
        "output": output,
        "output_format": "md",
        "visibility": "visible",
    }


def _code(message: str) -> str:
    """Return text as a code block of Markdown, in which nothing is active: a message may quote a student."""
    return "\n".join("    " + line for line in message.split("\n"))


def _whose(folder: Path) -> str:
    """Return who handed in, and in which attempt: Gradescope's numbers of the student, or a group's, and of it.

    Each attempt draws its own individual numbers: what one told of them is of no use in the next.
    """
    metadata = json.loads((folder / "submission_metadata.json").read_text(encoding="utf-8"))
    return "+".join(sorted(str(user["id"]) for user in metadata["users"])) + f"#{metadata['id']}"


def _limits(folder: Path) -> Limits:
    """Return Gradescope's limits, with the rules of the course that the zip brought."""
    rules = json.loads((folder / "source" / "rules.json").read_text(encoding="utf-8"))
    kept: dict[str, Any] = {name: tuple(rule) if isinstance(rule, list) else rule for name, rule in rules.items()}
    return replace(LIMITS, **kept)


def _no_files(folder: str, names: list[str]) -> list[str]:
    """Return what in a folder cannot be copied: pipes, sockets and devices."""
    kinds = {name: os.lstat(os.path.join(folder, name)).st_mode for name in names}
    return [name for name, kind in kinds.items() if not (S_ISREG(kind) or S_ISDIR(kind) or S_ISLNK(kind))]


def run(folder: Path) -> None:
    """Grade the submission in Gradescope's folder, and write its results there."""
    course = Course(folder / "source")
    (assignment,) = (path.stem for path in (folder / "source" / "source").glob("*/*.ipynb"))
    text = notebooks.source_text(course, assignment)
    source = notebooks.parsed(text)
    seed = individual.seed_of(course, assignment, _whose(folder), text) if individual.is_used(course, text) else 0
    place = course.submitted(_STUDENT, assignment).parent
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder / "submission", place, symlinks=True, ignore=_no_files)
    (found,) = submitted.find(course, [assignment])
    offer_trusted(course)
    with individual.using(seed), Sandbox(WALL, hidden=(folder,)) as sandbox:
        _, result = grade_one.grade(_STUDENT, assignment, source, found.read(), sandbox, found.note, _limits(folder))
    (folder / "results").mkdir(exist_ok=True)
    details = json.loads((folder / "source" / _DETAILS).read_text(encoding="utf-8"))
    with speaking(cells.language(source)):
        told = json.dumps(results(result, details=details), indent=1)
    (folder / "results" / "results.json").write_text(told, encoding="utf-8")


if __name__ == "__main__":
    run(Path(sys.argv[1]))
