"""nbgrader plug-ins of the grading side, set in ``nbgrader_config.py``.

``nbgrader autograde`` and formgrader's button work in two steps, each from one file to the next. The first rebuilds the
submission (`SubmissionExporter`, `Rebuild`), the second examines it (`Examine`) and leaves the scores to nbgrader.
"""

import time
from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbformat.v4 import new_notebook
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    NbGraderPreprocessor,
    SaveAutoGrades,
)
from traitlets import Bool

from chainrule.grading import grade, submission, workers
from chainrule.grading.course import Course
from chainrule.grading.rebuild import Rebuilt


class SubmissionExporter(NotebookExporter):
    """Hands a submission to `Rebuild` as it is: nbformat would refuse a damaged one."""

    def from_filename(
        self, filename: str, resources: dict[str, Any] | None = None, **kwargs: Any
    ) -> tuple[NotebookNode, dict[str, Any]]:
        """Convert a file; one that is to be rebuilt is not parsed before."""
        if not any(isinstance(plugin, Rebuild) for plugin in self._preprocessors):
            return super().from_filename(filename, resources, **kwargs)
        return super().from_notebook_node(new_notebook(), {**(resources or {}), "submitted": filename}, **kwargs)


class Rebuild(NbGraderPreprocessor):
    """Puts the text of a submission into the instructor's notebook."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Replace `nb` by the rebuilt notebook."""
        course, names = Course.find(), resources["nbgrader"]  # nbgrader has changed to the course directory
        handed = grade.Handed(names["student"], names["assignment"], Path(resources["submitted"]))
        call = grade.prepare(course, handed, grade.source_text(course, handed.assignment))
        rebuilt = submission.restore(grade.parsed(call.source), call.submitted, call.note)
        for finding in rebuilt.findings:
            self.log.warning(finding)
        found = {"status": rebuilt.status, "findings": rebuilt.findings, "fingerprint": call.fingerprint}
        rebuilt.notebook.metadata["chainrule"] = found
        return rebuilt.notebook, resources


class Examine(NbGraderPreprocessor):
    """Runs a rebuilt notebook, sealed, and writes the verdicts into its test cells."""

    sealed = Bool(True, help="Whether student code runs in the sandbox.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Replace `nb` by the graded notebook."""
        start = time.perf_counter()
        course, names = Course.find(), resources["nbgrader"]
        found = nb.metadata.pop("chainrule")
        rebuilt = Rebuilt(nb, found["status"], found["findings"])
        source = grade.parsed(grade.source_text(course, names["assignment"]))
        examination = submission.inspect(source, rebuilt, workers.warm_sandbox(course.root, self.sealed))
        for event in examination.events:
            self.log.warning(event)
        graded = submission.finish(source, rebuilt, examination)
        seconds = time.perf_counter() - start
        result = submission.summarize(names["student"], names["assignment"], rebuilt, examination, seconds)
        submission.stamp(graded, result, found["fingerprint"], self.sealed)
        return graded, resources


SANITIZE = [Rebuild, CheckCellMetadata]
"""The first step of ``nbgrader autograde``."""

AUTOGRADE = [Examine, SaveAutoGrades, AssignLatePenalties, CheckCellMetadata]
"""The second step of ``nbgrader autograde``."""
