"""How far sealed grading agrees with ``nbgrader autograde`` on courses that this package did not write.

::

    python benchmarks/agreement.py COURSE… [--json FILE]

COURSE is a folder with ``source/``, of which a copy is graded. Three students hand in each notebook: one the
instructor's own answers, one the bare release, and one the instructor's answers with a slip in every expression.
"""

import ast
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click
import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from chainrule.grading import cells, names, stock
from chainrule.grading.course import CONFIG, Course, CourseError
from chainrule.grading.results import Submission
from chainrule.grading.settings import limits_of
from chainrule.grading.term.grade import grade_class

Key = tuple[str, str, str, str]
"""Assignment, notebook, test, student."""

SOLUTION, BARE, WRONG = "solution", "bare", "wrong"
SECONDS = 20
"""What a cell may take on both sides: a slip often makes a loop endless."""
PLAIN = f"""c = get_config()
c.Execute.timeout = c.ExecutePreprocessor.timeout = {SECONDS}
c.Execute.startup_timeout = 600
c.Execute.kernel_name = c.ExecutePreprocessor.kernel_name = "python3"  # of this machine, whatever the notebook names
"""
SEALED = PLAIN + "from chainrule.grading import seal\n\nseal.configure(c)\n"
_HEADER = 'c.IncludeHeaderFooter.header = "source/header.ipynb"\n'
_IGNORED = shutil.ignore_patterns(".*")  # checkpoints, and other things that editors leave


@dataclass(frozen=True)
class Verdict:
    """The points for one test of one submission, by nbgrader and by this package."""

    assignment: str
    notebook: str
    test: str
    student: str
    most: float
    theirs: float
    ours: float
    trusting: bool
    tested: bool
    message: str

    @property
    def agree(self) -> bool:
        """Whether both give the same points."""
        return self.theirs == self.ours


class _Slip(ast.NodeTransformer):
    """Makes an answer wrong: sums become differences, smaller becomes greater, numbers and conditions change."""

    _SWAPPED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult}
    _TURNED = {ast.Lt: ast.GtE, ast.Gt: ast.LtE, ast.LtE: ast.Gt, ast.GtE: ast.Lt, ast.Eq: ast.NotEq}

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        node.op = self._SWAPPED.get(type(node.op), type(node.op))()
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        node.ops = [self._TURNED.get(type(op), type(op))() for op in node.ops]
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if type(node.value) in (int, float):
            return ast.Constant(node.value + 1)
        return node


def wrong(code: str) -> str:
    """Return an answer with a slip in every expression; as it is, if it is not plain Python."""
    tree = names.parsed(code)
    return ast.unparse(ast.fix_missing_locations(_Slip().visit(tree))) if tree else code


def filled(release: NotebookNode, source: NotebookNode, student: str) -> NotebookNode:
    """Return a released notebook as a student hands it in."""
    answers = {cells.grade_id(cell): cell.source for cell in source.cells if cells.role(cell) in ("answer", "written")}
    for cell in release.cells if student != BARE else ():
        if (name := cells.grade_id(cell)) in answers:
            code = cell.cell_type == "code" and student == WRONG
            cell.source = wrong(answers[name]) if code else answers[name]
    return release


def hand_in(course: Course, assignment: str) -> None:
    """Hand in an assignment for the three students."""
    for student in (SOLUTION, BARE, WRONG):
        folder = course.submitted(student, assignment).parent
        shutil.copytree(course.release(assignment).parent, folder, ignore=_IGNORED)
        for name in course.notebooks(assignment):
            source = stock.read(course, assignment, course.source(assignment, name))
            release = nbformat.read(course.release(assignment, name), as_version=4)
            nbformat.write(filled(release, source, student), course.submitted(student, assignment, name))


def compared(origin: Path, folder: Path) -> Iterator[Verdict]:
    """Grade two copies of a course, one each way, and yield the verdicts of both."""
    ours, theirs = folder / "sealed" / origin.name, folder / "stock" / origin.name
    shutil.copytree(origin / "source", ours / "source", ignore=_IGNORED)
    header = _HEADER if (ours / "source" / "header.ipynb").is_file() else ""
    (ours / CONFIG).write_text(SEALED + header)
    _run(ours, "update", "source")  # nbgrader itself refuses older schemas
    give_points(ours / "source")
    course = Course(ours)
    assignments = [name for name in course.assignments() if _run(ours, "generate_assignment", name, "--create")]
    for assignment in list(assignments):
        try:
            hand_in(course, assignment)
        except CourseError as error:
            print(f"{origin.name}: {error}", file=sys.stderr)
            assignments.remove(assignment)
    shutil.copytree(ours, theirs)
    (theirs / CONFIG).write_text(PLAIN + header)
    for assignment in assignments:
        _run(theirs, "autograde", assignment, "--force")
    stock_scores = scores(theirs, assignments)
    tests = {
        (one.assignment, one.notebook, test.grade_id, one.student): test
        for assignment in assignments
        for one in graded(course, assignment)
        for test in one.tests
    }
    sealed_scores = scores(ours, assignments)
    if alone := len(sealed_scores.keys() - stock_scores.keys()):
        print(f"{origin.name}: {alone} verdicts only here: nbgrader gave up on the notebook", file=sys.stderr)
    for key in sorted(sealed_scores.keys() & stock_scores.keys()):
        test = tests.get(key)
        yield Verdict(
            *key,
            *stock_scores[key],
            sealed_scores[key][1],
            bool(test and test.trusting),
            not test or test.verdict != "not tested",
            (test.message or test.trouble or "") if test else "",
        )


def give_points(folder: Path) -> None:
    """Give a point for each test that has none: its verdict could not be seen."""
    for path in folder.rglob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            if cells.role(cell) == "test" and not cell.metadata.nbgrader.points:
                cell.metadata.nbgrader.points = 1
        nbformat.write(notebook, path)


def graded(course: Course, assignment: str) -> list[Submission]:
    """Return what sealed grading makes of the submissions for an assignment."""
    limits = replace(limits_of(course.settings()), cell_seconds=SECONDS, call_seconds=SECONDS, test_seconds=SECONDS)
    try:
        return grade_class(course, [assignment], jobs=1, limits=limits)
    except CourseError as error:
        print(f"{course.root.name}/{assignment}: {error}", file=sys.stderr)
        return []


def scores(root: Path, assignments: list[str]) -> dict[Key, tuple[float, float]]:
    """Return the most points and the points of everything that was graded automatically."""
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "default_course") as book:
        return {
            (assignment, notebook.name, grade.name, submitted.student.id): (grade.max_score, grade.auto_score)
            for assignment in assignments
            for notebook in book.find_assignment(assignment).notebooks
            for submitted in notebook.submissions
            for grade in submitted.grades
            if grade.auto_score is not None and grade.cell_type == "code"
        }


def _run(root: Path, *arguments: str) -> bool:
    """Run nbgrader, and return whether it succeeded; say on standard error what it said, if not."""
    command = [str(Path(sys.executable).with_name("nbgrader")), *arguments]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{root.name}: nbgrader {' '.join(arguments)}: {done.stderr.strip().splitlines()[-3:]}", file=sys.stderr)
    return not done.returncode


def summary(name: str, verdicts: list[Verdict]) -> str:
    """Return a line on one course: how many verdicts agree, solutions pass, and wrong answers pass only here."""
    if not verdicts:
        return f"{name}: no verdicts"
    judged = [one for one in verdicts if one.tested]
    passing = [one for one in judged if one.student == SOLUTION and one.theirs and one.theirs == one.most]
    same = sum(one.agree for one in judged)
    pass_here = sum(one.ours == one.most for one in passing)
    let_through = sum(one.ours > one.theirs for one in judged if one.student != SOLUTION)
    kinds = Counter(one.trusting for one in judged)
    return (
        f"{name}: {same} of {len(judged)} verdicts agree ({same / max(len(judged), 1):.1%}), "
        f"{pass_here} of {len(passing)} passing solutions pass, {let_through} wrong answers pass only here, "
        f"{kinds[True]} trusting, {len(verdicts) - len(judged)} not tested"
    )


@click.command()
@click.argument("courses", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path))
def main(courses: tuple[Path, ...], json_file: Path | None) -> None:
    """Compare both ways of grading on copies of some courses."""
    if not courses:
        raise SystemExit(print("Name the folders of some courses: this package has none."))
    everything: list[Verdict] = []
    for origin in courses:
        with tempfile.TemporaryDirectory() as folder:
            verdicts = list(compared(origin.resolve(), Path(folder)))
        for one in verdicts:
            if one.tested and not one.agree:
                print(
                    f"  {one.student}: {one.notebook}/{one.test}: nbgrader {one.theirs}, here {one.ours}: {one.message}"
                )
        print(summary(origin.name, verdicts), flush=True)
        everything += verdicts
    print(summary("all", everything))
    if json_file:
        json_file.write_text(json.dumps([vars(one) for one in everything], indent=1))


if __name__ == "__main__":
    main()
