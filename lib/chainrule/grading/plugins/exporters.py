"""nbgrader plugins that export grades in the formats LMSs import.

::

    nbgrader export --exporter chainrule.grading.plugins.exporters.CanvasExporter --to canvas.csv
    nbgrader export --exporter chainrule.grading.plugins.exporters.MoodleExporter --to moodle.csv
"""

import csv
import io
from pathlib import Path
from types import SimpleNamespace

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student, SubmittedAssignment
from nbgrader.plugins import CsvExportPlugin, ExportPlugin
from traitlets import Dict, Enum

from chainrule.grading.term import penalties
from chainrule.grading.term.gradebook import handed_in

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class _Named:
    """A gradebook for nbgrader's table, which puts names between commas as they are."""

    def __init__(self, gradebook: Gradebook) -> None:
        self._gradebook = gradebook
        self._ids = {_quoted(student.id): student.id for student in gradebook.students}

    @property
    def assignments(self) -> list[Assignment]:
        return list(self._gradebook.assignments)

    @property
    def students(self) -> list[SimpleNamespace]:
        fields = ("id", "last_name", "first_name", "email")
        people = self._gradebook.students
        return [SimpleNamespace(**{name: _quoted(getattr(one, name) or "") for name in fields}) for one in people]

    def find_submission(self, assignment: str, student: str) -> SubmittedAssignment:
        return self._gradebook.find_submission(assignment, self._ids[student])


class PlainCsvExporter(CsvExportPlugin):
    """nbgrader's own table, in which no name is a formula or more than one field.

    Who handed in nothing has 0 points there, as nbgrader has decided, and scripts that read it expect; the tables for
    an LMS leave the field empty.
    """

    def export(self, gradebook: Gradebook) -> None:
        """Write ``grades.csv``."""
        super().export(_Named(gradebook))


class CsvExporter(PlainCsvExporter):
    """The same, with current late penalties."""

    def export(self, gradebook: Gradebook) -> None:
        """Write ``grades.csv``."""
        for assignment in gradebook.assignments:
            penalties.refresh(gradebook.db, self.config, assignment.name)
        super().export(gradebook)


class _LmsExporter(ExportPlugin):
    """What both formats share: a column for each assignment, a row for each student."""

    default_file: str

    columns = Dict(help="The LMS's name for each assignment; assignments not listed keep their names.").tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the grades, late penalties taken off; where nothing was handed in, nothing.

        Parameters
        ----------
        gradebook : Gradebook
            Where they are; ``--assignment`` and ``--student`` choose some of them.
        """
        assignments = [one for one in gradebook.assignments if not self.assignment or one.name in self.assignment]
        students = [one for one in gradebook.students if not self.student or one.id in self.student]
        rows = self.head(assignments)
        for assignment in assignments:
            penalties.refresh(gradebook.db, self.config, assignment.name)
        for student in sorted(students, key=lambda one: one.id):
            scores = [_score(gradebook, assignment, student) for assignment in assignments]
            rows.append([*map(_plain, self.who(student)), *scores])
        target = Path(self.to or self.default_file)
        with target.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        self.log.info(f"Wrote {len(students)} students and {len(assignments)} assignments to {target}")

    def head(self, assignments: list[Assignment]) -> list[list[str]]:
        """Return the rows above the students."""
        raise NotImplementedError

    def who(self, student: Student) -> list[str]:
        """Return the fields that say who a student is."""
        raise NotImplementedError

    def _column(self, assignment: Assignment) -> str:
        return str(self.columns.get(assignment.name, assignment.name))


class CanvasExporter(_LmsExporter):
    """Writes what Canvas imports under *Grades → Import*.

    A column whose name Canvas does not know becomes a new assignment; so name it as Canvas's own export does, with
    the number: ``c.CanvasExporter.columns = {"01_linear_classifier": "Assignment 1 (4711)"}``.
    """

    default_file = "canvas.csv"

    student_id = Enum(
        ["ID", "SIS User ID", "SIS Login ID"],
        default_value="ID",
        help="The Canvas column that contains nbgrader's student IDs; for archives from Canvas, its ID.",
    ).tag(config=True)

    _FIELDS = ("ID", "SIS User ID", "SIS Login ID", "Section")

    def head(self, assignments: list[Assignment]) -> list[list[str]]:
        """Return the header and the row of maximum points."""
        names = ["Student", *self._FIELDS, *map(self._column, assignments)]
        # With the spaces: so Canvas writes it, and tells it from a student.
        most = ["    Points Possible", *[""] * len(self._FIELDS), *(f"{one.max_score:g}" for one in assignments)]
        return [names, most]

    def who(self, student: Student) -> list[str]:
        """Return the name, and the id where Canvas looks for it."""
        name = ", ".join(filter(None, (student.last_name, student.first_name))) or student.id
        return [name, *(student.id if field == self.student_id else "" for field in self._FIELDS)]


class MoodleExporter(_LmsExporter):
    """Writes what Moodle imports under *Grades → Import → CSV file*.

    There, *Identify user by* one of the first columns, and map each assignment's column to its grade item.
    """

    default_file = "moodle.csv"

    def head(self, assignments: list[Assignment]) -> list[list[str]]:
        """Return the header."""
        fields = ["Username", "First name", "Last name", "Email address"]
        return [[*fields, *map(self._column, assignments)]]

    def who(self, student: Student) -> list[str]:
        """Return the id, the name and the address."""
        return [student.id, student.first_name or "", student.last_name or "", student.email or ""]


def _score(gradebook: Gradebook, assignment: Assignment, student: Student) -> str:
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        return ""
    if not handed_in(submission):
        return ""
    return f"{max(0.0, submission.score - (submission.late_submission_penalty or 0.0)):.10g}"


def _quoted(field: str) -> str:
    """Return a name as it stands in a table."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow([_plain(field)])
    return line.getvalue() if field else ""


def _plain(field: str) -> str:
    """Return a name that no spreadsheet takes for a formula: students choose theirs."""
    return "'" + field if field.startswith(_FORMULA) else field
