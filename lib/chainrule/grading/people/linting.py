"""Says how far each test of a course can be sealed, and how to rewrite those that cannot."""

from collections.abc import Iterator
from dataclasses import dataclass

from chainrule.grading import cells, seals
from chainrule.grading.course import Course
from chainrule.grading.limits import Limits
from chainrule.grading.notebooks import parsed, source_text
from chainrule.grading.sealed import beside, workers
from chainrule.grading.sealed.examiner import prove
from chainrule.grading.settings import offer_trusted


@dataclass(frozen=True)
class Linted:
    """The tests of one notebook.

    Parameters
    ----------
    notebook : str
        The notebook, as ``assignment/notebook``.
    tests : int
        How many there are.
    trusting, broken : dict
        Those that cannot be sealed, and those that fail with the instructor's own answers, each with the reason.
    obstacles : dict
        What their code does that cannot be sealed, where that is known.
    """

    notebook: str
    tests: int
    trusting: dict[str, str]
    broken: dict[str, str]
    obstacles: dict[str, list[seals.Obstacle]]

    def lines(self) -> Iterator[str]:
        """Yield lines that say all this."""
        sealed = self.tests - len(self.trusting) - len(self.broken)
        yield f"{self.notebook}: {sealed} of {self.tests} tests sealed"
        for name, why in self.trusting.items():
            yield f"  {name} is trusting:"
            for obstacle in self.obstacles.get(name, []):
                yield f"    line {obstacle.line} {obstacle.what}. Instead: {obstacle.advice}."
            if not self.obstacles.get(name):
                yield f"    sealed, it fails with your own answers: {why}"
        for name, why in self.broken.items():
            yield f"  {name} fails with your own answers, and will not be tested: {why}"


def lint(course: Course, assignments: list[str], wall: str, limits: Limits) -> Iterator[Linted]:
    """Yield what is known of the tests of each notebook, after they have run with the instructor's own answers.

    Raises
    ------
    CourseError
        If there is no sandbox.
    """
    offer_trusted(course)
    for assignment in assignments:
        for name in course.notebooks(assignment):
            source = parsed(source_text(course, assignment, name))
            files = beside.of(course, assignment, source)
            proof = prove(source, workers.warm_sandbox(course.root, wall), limits, files)
            tests = sum(cells.role(cell) == "test" for cell in source.cells)
            found = seals.obstacles(source, files.fixed.keys() - proof.written) if course.stock else {}
            yield Linted(
                f"{assignment}/{name}", tests, proof.trusting | proof.opened | proof.marked, proof.broken, found
            )
