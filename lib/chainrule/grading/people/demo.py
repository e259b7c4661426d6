"""A course with a class of simulated students, graded before your eyes."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from chainrule import datasets
from chainrule.grading import cells, regions
from chainrule.grading.authoring import corpus
from chainrule.grading.authoring.corpus import Section
from chainrule.grading.authoring.release import release
from chainrule.grading.course import CONFIG, OWN_GRADEBOOK, Course, CourseError
from chainrule.grading.limits import Limits
from chainrule.grading.people import report
from chainrule.grading.results import Submission
from chainrule.grading.stubs import released
from chainrule.grading.term import pages
from chainrule.grading.term.grade import Progress, grade_class

_MARKER = ".chainrule-demo"
_DUE, _IN_TIME, _LATE = (f"2030-01-{day} 12:00:00 UTC" for day in ("10", "09", "11"))

LIMITS = Limits(cell_seconds=40)
"""Less than in earnest: one of the class writes an endless loop. All else has time on a busy machine, too."""

_ENDS_ITS_PROCESS = "import os\n\nos._exit(1)"
_NEVER_ENDS = "while True:\n    pass"
_CHEATS = """\
# Where answers and tests share a process, this would earn all points.
from chainrule import check

for name in ("value", "agrees", "agrees_in_all_kinds", "gradient"):
    setattr(check, name, lambda *args, **kwargs: None)
np.allclose = np.testing.assert_allclose = lambda *args, **kwargs: True


def {answer}(*args, **kwargs):
    return 0.0
"""


@dataclass(frozen=True)
class Student:
    """A simulated student.

    Parameters
    ----------
    name, story : str
        Who, and what the demo says about them.
    mistakes : tuple of int
        Which of the corpus's wrong answers they give, by number; at most one for each task counts.
    share : float
        The part of the tasks that they answer, from the top.
    unusual : bool
        Whether they answer as the corpus's unusual right answers do.
    late : bool
        Whether they hand in a day late.
    first : str
        The text of their first answer, in place of a solution; ``{answer}`` in it stands for its name.
    assignments : int
        How many they hand in before they give up.
    treat : callable
        What happens to the file's text before it is handed in.
    """

    name: str
    story: str
    mistakes: tuple[int, ...] = ()
    share: float = 1.0
    unusual: bool = False
    late: bool = False
    first: str = ""
    assignments: int = 99
    treat: Callable[[str], str] = str


def _as_colab(text: str) -> str:
    """Return a notebook as Colab saves it, without nbgrader's metadata."""
    notebook = json.loads(text)
    notebook["metadata"] = {"colab": {"provenance": []}}
    for number, cell in enumerate(notebook["cells"]):
        cell["metadata"], cell["id"] = {"id": f"x{number}"}, f"x{number}"
    return json.dumps(notebook)


STUDENTS = (
    Student("ada", "answers everything right"),
    Student("ben", "answers everything right, in unusual ways", unusual=True),
    Student("chen", "one slip", mistakes=(20,)),
    Student("dina", "two slips", mistakes=(10, 45)),
    Student("emil", "three mistakes", mistakes=(5, 33, 70)),
    Student("fatma", "many mistakes", mistakes=tuple(range(0, 80, 6))),
    Student("goran", "half finished", share=0.5),
    Student("hana", "half finished, with mistakes", share=0.5, mistakes=(25, 50)),
    Student("ida", "handed in a day late", mistakes=(20,), late=True),
    Student("jon", "worked in Colab, which drops nbgrader's metadata", assignments=2, treat=_as_colab),
    Student("kim", "one answer ends its own process", assignments=2, first=_ENDS_ITS_PROCESS),
    Student("leo", "handed in an empty notebook, and then no more", assignments=1, share=0.0),
    Student("mia", "the upload was cut off", assignments=2, treat=lambda text: text[: len(text) // 3]),
    Student(
        "nils", "submitted a file that is not a notebook", assignments=1, treat=lambda text: "PK\x03\x04 homework.docx"
    ),
    Student("otto", "one answer never ends", assignments=1, first=_NEVER_ENDS),
    Student("pia", "tries to switch the tests off", assignments=2, first=_CHEATS),
)


def without_mnist(project: Course, assignments: list[str]) -> list[str]:
    """Return the assignments that need MNIST if it cannot be had: what they test with it counts as not tested."""
    needing = [name for name in assignments if "datasets.mnist(" in project.text(name).read_text("utf-8")]
    try:
        if needing:
            datasets.mnist()
    except datasets.DataError:
        return needing
    return []


def set_up(project: Course, assignments: list[str], folder: Path, tell: Callable[[str], None]) -> Course:
    """Make a course with submissions of all `STUDENTS`, and return it.

    Parameters
    ----------
    project : Course
        Where the assignments and their corpus are.
    assignments : list of str
        Which ones.
    folder : Path
        Made afresh; what an earlier demo left there is removed.
    tell : callable
        Called with a line before each step.

    Raises
    ------
    CourseError
        If there is no corpus, or the folder contains something else.
    """
    if not any(project.corpus(assignment).is_dir() for assignment in assignments):
        raise CourseError("The demo takes its students' mistakes from the corpus next to an assignment: none found.")
    if folder.exists() and not (folder / _MARKER).is_file() and any(folder.iterdir()):
        raise CourseError(f"{folder} contains something else; choose another with --dir.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)  # a container's volume cannot be removed
    (folder / _MARKER).touch()
    settings = (project.root / CONFIG).read_text(encoding="utf-8")
    (folder / CONFIG).write_text(settings + OWN_GRADEBOOK, encoding="utf-8")
    course = Course(folder.resolve())
    for number, assignment in enumerate(assignments):
        tell(f"Releasing {assignment}")
        shutil.copytree(project.text(assignment).parent, course.text(assignment).parent)
        release(course, assignment)
        with Gradebook(course.db_url, course.settings().CourseDirectory.course_id) as gradebook:
            gradebook.update_or_create_assignment(assignment, duedate=_DUE)
        students = [student for student in STUDENTS if number < student.assignments]
        tell(f"Handing in {assignment}: {len(students)} students")
        source = nbformat.read(course.source(assignment), as_version=4)
        answers = corpus.read(project, [assignment]) if project.corpus(assignment).is_dir() else []
        for student in students:
            path = course.submitted(student.name, assignment)
            path.parent.mkdir(parents=True)
            path.write_text(student.treat(nbformat.writes(fill_in(source, student, answers))), encoding="utf-8")
            path.with_name("timestamp.txt").write_text(_LATE if student.late else _IN_TIME)
    return course


def fill_in(source: NotebookNode, student: Student, answers: list[Section]) -> NotebookNode:
    """Return an assignment as a simulated student hands it in."""
    notebook = released(source)
    solutions = {cells.grade_id(cell): _solution(cell.source) for cell in source.cells}
    tasks = [cell for cell in notebook.cells if cells.role(cell) in ("answer", "written")]
    given = {name: solutions[name] for name in map(cells.grade_id, tasks)}
    wrong = [section for section in answers if section.kind == "wrong"]
    # Mistakes that have a name come first: they show what feedback can say.
    wrong.sort(key=lambda section: not section.expect)
    if student.unusual:
        given |= {section.answer: section.code for section in answers if section.kind == "right"}
    if wrong:
        given |= {section.answer: section.code for section in (wrong[n % len(wrong)] for n in student.mistakes)}
    if student.first:
        name = next(cells.grade_id(cell) for cell in tasks if cell.cell_type == "code")
        given[name] = student.first.format(answer=name)
    for cell in tasks[: round(student.share * len(tasks))]:
        cell.source = given[cells.grade_id(cell)]
    return notebook


def grade(course: Course, assignments: list[str], jobs: int | None, wall: str, progress: Progress) -> list[Submission]:
    """Grade the demo's class, as a course would be but for the limits."""
    return grade_class(course, assignments, jobs=jobs, wall=wall, limits=LIMITS, progress=progress)


def write_pages(course: Course, assignments: list[str], jobs: int | None) -> tuple[Path, Path]:
    """Write everyone's feedback and the class report; return the folder of the one and the other."""
    pages.write_feedback(course, assignments, jobs=jobs)
    page = course.root / "report.html"
    report.write(report.collect(course, assignments), page)
    return course.root / "feedback", page


def _solution(text: str) -> str:
    """Return a model answer without the marks around it, and without the marking scheme below it."""
    return regions.without_edges(text.split("**Marking scheme**")[0].rstrip())
