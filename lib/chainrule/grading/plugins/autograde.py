"""nbgrader plugins for grading, to be set in ``nbgrader_config.py``.

``nbgrader autograde`` and formgrader's button work in two steps, each from one file to the next. The first rebuilds the
submission (`SubmissionExporter`, `Rebuild`), the second examines it (`Examine`) and leaves the scores to nbgrader.
"""

import glob
import itertools
import json
import os
import shutil
import time
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    NbGraderPreprocessor,
)
from traitlets import Bool, Enum, List, Unicode

from chainrule.grading import cells, harmless, individual, regions
from chainrule.grading.course import Course
from chainrule.grading.limits import WALLS
from chainrule.grading.notebooks import graded_notebook, parsed, source_text
from chainrule.grading.sealed import beside, workers
from chainrule.grading.settings import limits_of, offer_trusted
from chainrule.grading.submission import grade_one
from chainrule.grading.submission.findings import Finding
from chainrule.grading.submission.rebuild import Rebuilt
from chainrule.grading.term import broken_tests, extras, grade, submitted
from chainrule.grading.term.gradebook import SaveVerdicts, answers_and_points


def init_notebooks(converter: Autograde) -> None:
    """Let each submission have the assignment's notebook, which `Rebuild` finds under any name, and in any folder.

    `mended` puts this in the place of nbgrader's own, which ends where nobody has a file in the submission's folder.
    """
    names = converter.coursedir.assignment_id, converter.coursedir.student_id
    is_ours = issubclass(converter.exporter_class, SubmissionExporter)
    is_ours = is_ours and not Course.find(Path(converter.coursedir.root)).stock
    folders = filter(os.path.isdir, glob.glob(converter._format_source(*names))) if is_ours else ()
    converter.assignments = {folder: [os.path.join(folder, f"{Path(folder).name}.ipynb")] for folder in folders}
    converter.notebooks = []
    if not converter.assignments:
        super(Autograde, converter).init_notebooks()


class SubmissionExporter(NotebookExporter):
    """Passes a submission to `Rebuild` unparsed, since nbformat would reject a damaged one.

    Folders whose names are no student IDs are left out before the gradebook hears of them: formgrader shows names
    unescaped.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)  # type: ignore[no-untyped-call]
        self.before: dict[tuple[str, str], dict[str, Any]] = {}
        if isinstance(self.parent, Autograde):
            _leave_odd_names_out(self.parent)
            _remove_half_graded(self.parent)
            self.before = _graded_before(self.parent)

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Convert a file; a file to be rebuilt is not parsed first."""
        if not any(isinstance(plugin, Rebuild) for plugin in self._preprocessors):
            return super().from_filename(filename, resources, **kwargs)
        resources = {**(resources or {}), "submitted": filename}
        return super().from_notebook_node(new_notebook(), resources, **kwargs)  # type: ignore


def _leave_odd_names_out(converter: Autograde) -> None:
    for folder in list(converter.assignments):
        student = Path(folder).parent.name
        if not submitted.is_student(student):
            converter.log.error(f"{harmless.line(student)!r} is not a valid student ID; rename the folder.")
            del converter.assignments[folder]
    if not converter.assignments:
        raise NbGraderException("Nothing was handed in under a valid student ID.")


def _remove_half_graded(converter: Autograde) -> None:
    """Remove what was left between the two steps when nbgrader was killed: it would take that for graded."""
    for notebook, *_ in converter.assignments.values():
        names = converter.init_single_notebook_resources(notebook)["nbgrader"]
        folder = Path(converter._format_dest(names["assignment"], names["student"]))
        left = list(filter(_is_half_graded, folder.glob("*.ipynb")))
        if left and converter.coursedir.notebook_id == "*":
            shutil.rmtree(folder)
        else:
            for path in left:
                path.unlink()


def _graded_before(converter: Autograde) -> dict[tuple[str, str], dict[str, Any]]:
    """Return answers and points of the notebooks that nbgrader is about to replace, by student and name."""
    found = {}
    for notebook in itertools.chain.from_iterable(converter.assignments.values()):
        names = converter.init_single_notebook_resources(notebook)["nbgrader"]
        place = Path(converter._format_dest(names["assignment"], names["student"]), f"{names['notebook']}.ipynb")
        if (graded := graded_notebook(place)) is not None:
            found[names["student"], names["notebook"]] = answers_and_points(graded)
    return found


def _is_half_graded(path: Path) -> bool:
    try:
        ours = json.loads(path.read_bytes())["metadata"].get("chainrule")
    except (ValueError, LookupError):
        return True  # it was not even written
    return ours is not None and "submission" not in ours


class Rebuild(NbGraderPreprocessor):
    """Puts the text of a submission into the instructor's notebook."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Replace `nb` by the rebuilt notebook."""
        course, names = Course.find(), resources["nbgrader"]  # nbgrader has changed to the course directory
        path, name = Path(resources["submitted"]), names["notebook"]
        handed = submitted.in_folder(course, path.parent, names["assignment"], name)
        submission = replace(handed, student=names["student"])
        source = grade.sources_of(course, [submission])[submission.assignment, name]
        call = grade.prepare(course, submission, source, limits=limits_of(self.config))
        grade.put_time(course.autograded(names["student"], names["assignment"]).parent, call.handed_in)
        rebuilt = grade_one.restore(parsed(call.source), call.submitted, call.note, call.limits)
        for finding in rebuilt.findings:
            self.log.warning(finding.text)
        findings = [asdict(finding) for finding in rebuilt.findings]
        found = {"status": rebuilt.status, "findings": findings, "fingerprint": call.fingerprint}
        rebuilt.notebook.metadata["chainrule"] = found
        for cell in rebuilt.notebook.cells:
            if cells.role(cell) == "test" or cells.is_task(cell):
                cell.source = regions.visible(cell.source)  # no file has more, also if this is killed
        return rebuilt.notebook, resources


class Examine(NbGraderPreprocessor):
    """Runs a rebuilt notebook, sealed, and writes the verdicts into its test cells."""

    sealed = Bool(True, help="If False, same as wall = 'none'.").tag(config=True)
    wall = Enum(WALLS, WALLS[0], help="How to sandbox student code.").tag(config=True)

    follow_through = Bool(
        True, help="Whether an answer that fails may use the trusted one in the place of an earlier one that failed."
    ).tag(config=True)

    stock = Bool(False, help="Set by seal.configure: follow nbgrader's own conventions in everything.").tag(config=True)

    libraries = List(
        Unicode(), None, allow_none=True, help="What an answer may import, beside what the read-only cells import."
    ).tag(config=True)

    readable = List(
        Unicode(), help="Files and folders outside of the course that tests may read, such as a library's data."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Replace `nb` by the graded notebook."""
        start = time.perf_counter()
        course, names = Course.find(), resources["nbgrader"]
        found = nb.metadata.pop("chainrule")
        rebuilt = Rebuilt(nb, found["status"], [Finding(**finding) for finding in found["findings"]])
        text = source_text(course, names["assignment"], names["notebook"])
        source, seed = parsed(text), individual.seed_of(course, names["assignment"], names["student"], text)
        tests = {cells.grade_id(cell): cell.source for cell in source.cells if cells.role(cell) == "test"}
        for cell in nb.cells:
            cell.source = tests.get(cells.grade_id(cell), cell.source)
        offer_trusted(course)
        folder = course.submitted(names["student"], names["assignment"]).parent
        handed_in, _ = extras.read(course, names["assignment"], folder)
        files = beside.of(course, names["assignment"], source, handed_in)
        sandbox = workers.warm_sandbox(course.root, self.wall if self.sealed else "none")
        with individual.using(seed):
            examination = grade_one.inspect(source, rebuilt, sandbox, limits_of(self.config), files)
        for event in examination.events:
            self.log.warning(event.text)
        graded = grade_one.finish(source, rebuilt, examination)
        seconds = time.perf_counter() - start
        result = grade_one.summarize(names["student"], names["assignment"], rebuilt, examination, seconds, sandbox.wall)
        for name, trouble in result.troubles.items():
            self.log.warning("%s has not been tested: the test itself broke.\n%s", name, trouble)
        result = replace(result, notebook=names["notebook"])
        broken_tests.keep(course, result)
        grade_one.stamp(graded, result, found["fingerprint"])
        return graded, resources


SANITIZE = [Rebuild, CheckCellMetadata]
"""The first step of ``nbgrader autograde``."""

AUTOGRADE = [Examine, SaveVerdicts, AssignLatePenalties, CheckCellMetadata]
"""The second step of ``nbgrader autograde``."""
