"""Builds the instructor's notebook from the text that authors edit.

A text notebook is a Jupytext percent file whose cell lines carry one short mark::

    # %% [markdown]                                  prose
    # %%                                             playground
    # %% given="setup"                               read-only code
    # %% answer="softmax"                            the code cell that defines ``softmax``
    # %% test="softmax__value" points=2              its test
    # %% [markdown] written="explain_softmax" points=4

Besides the mark a cell may have ``tags=[…]``, as in any notebook. What the roles mean is in
`chainrule.grading.cells`. What a build adds for the course at hand, `chainrule.grading.authoring.around` knows.
"""

import ast
import builtins
import contextlib
import hashlib
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from chainrule import language
from chainrule.grading import cells, names, regions
from chainrule.grading.authoring import around, formgraders
from chainrule.grading.course import Course, CourseError
from chainrule.grading.files import write_atomically
from chainrule.grading.limits import ONE_THREAD

CELL_SECONDS = 120
"""How long one cell may run, here and in nbval."""
START_SECONDS = 600
"""How long a kernel may take to start, where the machine is busy: ten times what Jupyter waits."""

_MARKS = {
    "given": {"grade": False, "solution": False, "locked": True},
    "answer": {"grade": False, "solution": True, "locked": False},
    "test": {"grade": True, "solution": False, "locked": True},
    "written": {"grade": True, "solution": True, "locked": False},
}
_METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

_CELL_LINE = re.compile(r"# ?%%")
_START = re.compile(r"(# ---\n(#.*\n)*?# ---\n)?\s*# ?%%")
_INSTRUCTORS_ONLY = re.compile(
    r"\b(from +)?chainrule(\.| +import .*\b)(reference|grading)\b|^\s*(from|import) +trusted\b"
)
_SLIDERS = "application/vnd.jupyter.widget-view+json"
_ADDRESS = re.compile(r" at 0x[0-9a-f]{6,}")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class _BrokenRuleError(Exception):
    """A cell breaks a rule of text notebooks, at a line counted from its first."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


def build(course: Course, assignment: str, *, run: bool = True, force: bool = False) -> Path:
    """Build an assignment's instructor notebook from its text.

    The same text gives the same bytes. The file is replaced only when everything went well, and only if nobody has
    edited it since it was built.

    Parameters
    ----------
    course : Course
        The course directory.
    assignment : str
        The name of the assignment.
    run : bool
        Execute the cells; without it the notebook has no outputs.
    force : bool
        Replace the notebook also if it was edited.

    Returns
    -------
    Path
        The notebook.

    Raises
    ------
    CourseError
        If the text breaks a rule or a cell fails, with a message that says where; or if the notebook was edited.
    """
    path = course.text(assignment)
    name = str(path.relative_to(course.root))
    text = _read(path, name)
    notebook = parse(text, name)
    finished = around.added(notebook, course, assignment)
    target = course.source(assignment)
    if not force and _was_edited(course, assignment, notebook):
        keep, drop = f"chainrule build --from-notebook {assignment}", f"chainrule build --force {assignment}"
        built = target.relative_to(course.root)
        raise CourseError(
            f"{built} was edited, and the text knows nothing of it. Keep that: {keep}; or drop it: {drop}"
        )
    if run:
        execute(notebook, path.parent, text, name, course.root, cells.language(finished))
        notebook = around.added(notebook, course, assignment)
    else:
        notebook = finished
    write_atomically(target, nbformat.writes(notebook) + "\n")
    record = _record(course, assignment)
    record.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(record, _digest(notebook))
    return target


def from_notebook(
    course: Course, assignment: str, tell: Callable[[str], object] = lambda line: None, *, force: bool = False
) -> Path:
    """Carry what was edited in an assignment's notebook back into its text, and return the text's path.

    Also of a notebook that has no text yet, such as one that was made with formgrader; `tell` is called with a line for
    each of its cells that had to be renamed or completed. A text whose notebook nobody edited stays as it is.

    Raises
    ------
    CourseError
        If there is no notebook, or its cells break a rule of text notebooks; or if the text was edited, too, unless
        `force` drops that.
    """
    path = course.source(assignment)
    name = str(path.relative_to(course.root))
    try:
        notebook = nbformat.read(path, as_version=4)
    except (FileNotFoundError, nbformat.reader.NotJSONError) as error:
        raise CourseError(f"{name} cannot be read: {error}") from None
    built = _digest(notebook)
    around.removed(notebook)
    if not force and not _is_to_carry(course, assignment, notebook, built):
        return course.text(assignment)
    for line in formgraders.adopt(notebook):
        tell(line)
    blank = _blank_lines(course.text(assignment))
    plain = cells.without_outputs(notebook)
    plain.metadata = NotebookNode({"jupytext": NotebookNode({"notebook_metadata_filter": "-all"})})
    for cell in plain.cells:
        cell.metadata, cell.source = _marks(cell), cell.source.strip("\n")
        if cell.source in blank:
            cell.metadata["lines_to_next_cell"] = blank[cell.source]
    text: str = jupytext.writes(plain, fmt="py:percent")
    if _said(parse(text, f"{name} as text")) != _said(notebook):
        raise CourseError(f"{name} says something that a text notebook cannot: edit the text.")
    write_atomically(course.text(assignment), text)
    return course.text(assignment)


def _is_to_carry(course: Course, assignment: str, notebook: NotebookNode, digest: str) -> bool:
    """Return whether a notebook, of this digest as it was built, has edits that its text has not.

    Raises
    ------
    CourseError
        If the text was edited as well since the notebook was built.
    """
    text, record = course.text(assignment), _record(course, assignment)
    if not text.is_file() or not record.is_file():
        return True
    if record.read_text(encoding="utf-8") == digest:
        return False
    name = str(text.relative_to(course.root))
    if text.stat().st_mtime <= record.stat().st_mtime or _said(parse(_read(text, name), name)) == _said(notebook):
        return True
    raise CourseError(
        f"{name} and its notebook were both edited since that was built. Put the edits of one into the other, or drop "
        f"those of the text: chainrule build --from-notebook --force {assignment}"
    )


def _blank_lines(text: Path) -> dict[str, int]:
    """Return how many blank lines follow a cell of a text, where they are not as many as Jupytext writes."""
    if not text.is_file():
        return {}
    there = jupytext.reads(text.read_text(encoding="utf-8"), fmt="py:percent").cells
    key = "lines_to_next_cell"
    return {cell.source.strip("\n"): cell.metadata[key] for cell in there if key in cell.metadata}


def _marks(cell: NotebookNode) -> NotebookNode:
    """Return the short marks of a cell, as a text notebook has them."""
    role = cells.role(cell)
    marks = NotebookNode()
    if role in _MARKS:
        marks[role] = cells.grade_id(cell)
    if role in ("test", "written"):
        points = cells.points(cell)
        marks["points"] = int(points) if points == int(points) else points
    if tags := cell.metadata.get("tags"):
        marks["tags"] = list(tags)
    if needs := cell.metadata.get(around.NEEDS):
        marks[around.NEEDS] = dict(needs)
    return marks


def _said(notebook: NotebookNode) -> list[tuple[Any, ...]]:
    """Return what an instructor says in a notebook, without what Jupyter adds."""
    return [
        (cell.cell_type, cells.role(cell), cells.grade_id(cell), cells.points(cell), cell.metadata.get("tags", []))
        + (cell.source.strip("\n"),)
        for cell in notebook.cells
    ]


def _digest(notebook: NotebookNode) -> str:
    return hashlib.sha256(repr(_said(notebook)).encode()).hexdigest()


def _record(course: Course, assignment: str) -> Path:
    """Return where it is written what the notebook said when it was built."""
    return course.root / ".chainrule" / "built" / assignment


def _was_edited(course: Course, assignment: str, notebook: NotebookNode) -> bool:
    """Return whether somebody edited the built notebook; in a fresh copy of a course, the younger file tells."""
    try:
        present = nbformat.read(course.source(assignment), as_version=4)
    except (FileNotFoundError, nbformat.reader.NotJSONError):
        return False
    plain = cells.without_outputs(present)
    around.removed(plain)
    if _said(plain) == _said(notebook):
        return False
    record = _record(course, assignment)
    if record.is_file():
        return record.read_text(encoding="utf-8") != _digest(present)
    return course.source(assignment).stat().st_mtime > course.text(assignment).stat().st_mtime


def is_current(course: Course, assignment: str) -> bool:
    """Return whether the built notebook has the cells of the text, whatever course it was built in."""
    path = course.text(assignment)
    name = str(path.relative_to(course.root))
    try:
        built = nbformat.read(course.source(assignment), as_version=4)
    except (FileNotFoundError, nbformat.reader.NotJSONError):
        return False
    around.removed(built)
    return cells.without_outputs(built) == cells.without_outputs(parse(_read(path, name), name))


def check_current(course: Course, assignment: str) -> None:
    """Check that the built notebook has the cells of the text.

    Raises
    ------
    CourseError
        If it has not; the message says how to carry either over to the other.
    """
    if course.stock:
        raise CourseError(f"{assignment} has no text: release it with nbgrader generate_assignment {assignment}.")
    if not is_current(course, assignment):
        built = course.source(assignment).relative_to(course.root)
        edited = f"or, if you edited the notebook, chainrule build --from-notebook {assignment}"
        raise CourseError(f"{built} does not match its text. Run: chainrule build {assignment}, {edited}")


def parse(text: str, name: str = "notebook.py") -> NotebookNode:
    r"""Translate a text notebook into one with nbgrader's metadata, and check the rules for its cells.

    Parameters
    ----------
    text : str
        The text notebook.
    name : str
        What to call it in errors.

    Returns
    -------
    NotebookNode
        The notebook, without outputs.

    Raises
    ------
    CourseError
        If the text breaks a rule, as ``name:line: what is wrong``.

    Examples
    --------
    >>> notebook = parse('# %% given="setup"\nimport numpy as np')
    >>> cells.role(notebook.cells[0]), cells.grade_id(notebook.cells[0])
    ('given', 'setup')
    """
    if not _START.match(text):
        raise CourseError(f"{name}:1: a text notebook starts with a cell line, # %%.")
    notebook: NotebookNode = new_notebook(cells=jupytext.reads(text, fmt="py:percent").cells, metadata=_METADATA)
    numbered = list(zip(notebook.cells, _cell_lines(text, notebook), strict=True))
    seen: Counter[str] = Counter()
    try:
        for cell, line in numbered:  # noqa: B007 (the handler says where it stopped)
            cell.source = cell.source.strip("\n")
            _translate(cell, seen)
            _check_regions(cell)
            _check_code(cell)
        for cell, line in numbered:  # noqa: B007
            _check_references(cell, notebook)
    except _BrokenRuleError as problem:
        raise CourseError(f"{name}:{line + problem.line}: {problem}") from None
    return notebook


def execute(
    notebook: NotebookNode, folder: Path, text: str, name: str, root: Path | None = None, spoken: str = language.ENGLISH
) -> None:
    """Run all cells of a notebook in place, and keep of their outputs what is the same every time.

    Parameters
    ----------
    notebook : NotebookNode
        A notebook as `parse` returns it.
    folder : Path
        Where its cells run.
    text, name : str
        The text it was made from, and what to call that, to say where a cell failed.
    root : Path, optional
        The course, whose own trusted answers hidden tests may import.
    spoken : str
        The language of the checks.

    Raises
    ------
    CourseError
        If a cell raises, runs for more than `CELL_SECONDS`, or prints what differs from run to run.
    """
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        startup_timeout=START_SECONDS,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    )
    environment = {**os.environ, **ONE_THREAD, "MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    environment[language.VARIABLE] = spoken
    if root is not None:
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(root)]))
    numbered = list(zip(notebook.cells, _cell_lines(text, notebook), strict=True))
    with contextlib.ExitStack() as running:
        try:
            running.enter_context(client.setup_kernel(env=environment))
        except RuntimeError as error:
            raise CourseError(f"{name}: the kernel did not start. Build it again. Jupyter says: {error}") from None
        for index, (cell, line) in enumerate(numbered):
            try:
                client.execute_cell(cell, index)
                _drop_sliders(cell)
                _check_outputs(cell)
            except CellExecutionError as error:
                frame = rf"Cell In\[{client.code_cells_executed}\], line (\d+)"
                where = re.findall(frame, _ANSI.sub("", error.traceback))
                problem = f"{error.ename}: {' '.join(_ANSI.sub('', error.evalue).split())}"
                line += int(where[-1]) - 1 if where else 0
            except CellTimeoutError:
                problem = f"the cell runs for more than {CELL_SECONDS} seconds."
            except DeadKernelError:
                problem = "the cell killed its Python process."
            except _BrokenRuleError as error:
                problem = str(error)
            else:
                continue
            raise CourseError(f"{name}:{line}: {_label(cell)}: {problem}")
    code = (cell for cell in notebook.cells if cell.cell_type == "code" and cell.source)
    for count, cell in enumerate(code, start=1):
        cell.execution_count = count
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count


def _read(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        advice = f"chainrule build --from-notebook {path.stem}"
        raise CourseError(f"{name} is missing. To make it from the notebook: {advice}") from None
    except UnicodeDecodeError as error:
        raise CourseError(f"{name} is not UTF-8 text: {error.reason} at byte {error.start}.") from None


def _cell_lines(text: str, notebook: NotebookNode) -> Iterator[int]:
    """Yield for each cell the line of the file (from 1) on which its source starts."""
    lines = text.split("\n")
    at = 0
    for cell in notebook.cells:
        # A cell may itself contain "# %%" inside a string, so look on from where the last one ended.
        while not _CELL_LINE.match(lines[at]):
            at += 1
        at += 1
        source = cell.source.strip("\n")
        while source and at < len(lines) - 1 and not lines[at].strip():
            at += 1
        yield at + 1
        at += len(source.split("\n")) if source else 0


def _label(cell: NotebookNode) -> str:
    grade_id = cells.grade_id(cell)
    return f"{cells.role(cell)} cell {grade_id!r}" if grade_id else f"{cells.role(cell)} cell"


def _translate(cell: NotebookNode, seen: Counter[str]) -> None:
    """Replace a cell's short mark by nbgrader's metadata, and give it an id that stays when others change."""
    marks = {key: value for key, value in cell.metadata.items() if not key.startswith("lines_to_")}
    tags = marks.pop("tags", None)
    points = marks.pop("points", None)
    needs = marks.pop(around.NEEDS, None)
    roles = [key for key in marks if key in _MARKS]
    unknown = [key for key in marks if key not in _MARKS]
    if unknown:
        raise _BrokenRuleError(f"unknown mark {unknown[0]!r}; known: {', '.join(_MARKS)}, points, tags, needs.", -1)
    if len(roles) > 1:
        raise _BrokenRuleError(f"a cell has one role, not both {roles[0]!r} and {roles[1]!r}.", -1)
    if cell.cell_type == "raw":
        raise _BrokenRuleError("raw cells are not allowed in an assignment.", -1)
    cell.metadata = NotebookNode({"tags": tags} if tags else {})
    if needs is not None:
        if cell.cell_type != "markdown" or roles or not around.are_needs(needs):
            said = 'needs={"01_linear_classifier": "mini-batches"} belongs on a cell of prose.'
            raise _BrokenRuleError(said, -1)
        cell.metadata[around.NEEDS] = needs
    if roles:
        cell.metadata["nbgrader"] = _nbgrader(cell, roles[0], marks[roles[0]], points)
        cell.id = marks[roles[0]]
        if seen[cell.id]:
            raise _BrokenRuleError(f"there is already a cell named {cell.id!r}.", -1)
    else:
        if points is not None:
            raise _BrokenRuleError("only test and written cells have points.", -1)
        cell.id = cells.id_by_text(cells.role(cell), cell.source)
        if seen[cell.id]:
            seen[cell.id] += 1
            cell.id += f"-{seen[cell.id]}"
    seen[cell.id] += 1


def _nbgrader(cell: NotebookNode, mark: str, grade_id: Any, points: Any) -> NotebookNode:
    """Return nbgrader's metadata (schema 3) for a marked cell."""
    kind = "markdown" if mark == "written" else "code"
    if cell.cell_type != kind:
        raise _BrokenRuleError(f"{mark}={grade_id!r} belongs on a {kind} cell.", -1)
    if not (isinstance(grade_id, str) and re.fullmatch(r"[A-Za-z_]\w{0,63}", grade_id, re.ASCII)):
        raise _BrokenRuleError(f"{mark}={grade_id!r} is not a Python name (of at most 64 letters).", -1)
    graded = _MARKS[mark]["grade"]
    if graded and not (isinstance(points, int | float) and points >= 0):
        raise _BrokenRuleError(f"{mark} cell {grade_id!r} needs points, such as points=2.", -1)
    if not graded and points is not None:
        raise _BrokenRuleError("only test and written cells have points.", -1)
    if mark == "test" and "__" not in grade_id.strip("_"):
        raise _BrokenRuleError(f"a test is named <answer>__<aspect>, which {grade_id!r} is not.", -1)
    if mark == "written" and not grade_id.startswith(("explain_", "derive_")):
        raise _BrokenRuleError(f"the name {grade_id!r} has to start with explain_ or derive_.", -1)
    metadata = {"schema_version": 3, "grade_id": grade_id, "cell_type": kind, "task": False, **_MARKS[mark]}
    return NotebookNode({**metadata, "points": points} if graded else metadata)


def _check_regions(cell: NotebookNode) -> None:
    """Check that solution and hidden-test regions are balanced and stand where they may."""
    allowed = {"answer": "SOLUTION", "written": "SOLUTION", "test": "HIDDEN TESTS"}.get(cells.role(cell))
    inside, count = None, 0
    for number, line in enumerate(cell.source.split("\n")):
        mark = regions.EDGE.fullmatch(line)
        if not mark:
            if meant := regions.MEANT.search(line):
                message = f"{meant.group()!r}: a region's edge stands alone on its line, as ### BEGIN SOLUTION."
                raise _BrokenRuleError(message, number)
            if inside is None and _INSTRUCTORS_ONLY.search(line):
                raise _BrokenRuleError("students have no chainrule.reference, chainrule.grading or trusted.", number)
            continue
        edge, kind = mark.groups()
        if kind != allowed:
            raise _BrokenRuleError(f"{edge} {kind} is not allowed in a {cells.role(cell)} cell.", number)
        if (edge == "BEGIN") == (inside is not None):
            raise _BrokenRuleError(f"{edge} {kind} without the other end of the region.", number)
        inside = number if edge == "BEGIN" else None
        count += 1
    if inside is not None:
        raise _BrokenRuleError(f"BEGIN {allowed} without the other end of the region.", inside)
    if allowed == "SOLUTION" and not count:
        raise _BrokenRuleError(f"{_label(cell)} has no solution region.", -1)


def _check_code(cell: NotebookNode) -> None:
    """Check that what is run on its own is valid Python, and that an answer defines its name."""
    role = cells.role(cell)
    if role == "given":
        _parse_python(cell.source)
    elif role == "test":
        for piece, _ in regions.parts(cell.source):
            _parse_python(piece)
        if not _parse_python(regions.visible(cell.source)).body:
            raise _BrokenRuleError(f"{_label(cell)} has no check that students can see.")
    elif role == "answer":
        _parse_python(cell.source)
        released = regions.replaced(cell.source, "pass")
        _parse_python(released)
        name = cells.grade_id(cell)
        if name not in names.definitions(released):
            raise _BrokenRuleError(f"{_label(cell)} does not define {name} outside its solution region.")


def _parse_python(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise _BrokenRuleError(f"not valid Python: {error.msg}.", (error.lineno or 1) - 1) from None


def _answers(notebook: NotebookNode) -> set[str | None]:
    return {cells.grade_id(cell) for cell in notebook.cells if cells.role(cell) == "answer"}


def _beside_answers(before: Sequence[NotebookNode]) -> set[str]:
    """Return the names that cells of answers define outside of their solutions."""
    shown = (regions.visible(cell.source) for cell in before if cells.role(cell) == "answer")
    return set[str]().union(*map(names.definitions, shown))


def _check_references(cell: NotebookNode, notebook: NotebookNode) -> None:
    """Check what cells say of each other: tests and answers belong together, given code calls no answer."""
    role, grade_id = cells.role(cell), cells.grade_id(cell) or ""
    if role == "test":
        before = notebook.cells[: notebook.cells.index(cell)]
        answer = cells.answer_of(grade_id)
        if not any(cells.role(other) == "answer" and cells.grade_id(other) == answer for other in before):
            raise _BrokenRuleError(f"test {grade_id!r} has no answer cell {answer!r} above it.", -1)
        # Each test is examined on its own, beside given code and answers alone.
        there = {name for other in before if cells.role(other) == "given" for name in names.definitions(other.source)}
        elsewhere = {
            name for other in before if cells.role(other) in ("test", "play") for name in names.bound(other.source)
        }
        borrowed = (names.free(cell.source) & elsewhere) - there - _answers(notebook)
        if borrowed:
            raise _BrokenRuleError(
                f"test {grade_id!r} uses {min(borrowed)!r}, which only a test cell or playground cell defines.", -1
            )
        beside = (names.free(cell.source) & _beside_answers(before)) - _answers(notebook)
        if beside:
            raise _BrokenRuleError(
                f"test {grade_id!r} uses {min(beside)!r}, which an answer's cell defines beside its answer: a student "
                "may change it there. Define it in a read-only cell.",
                -1,
            )
    elif role == "answer":
        tests = [cells.grade_id(other) or "" for other in notebook.cells if cells.role(other) == "test"]
        if grade_id not in map(cells.answer_of, tests):
            raise _BrokenRuleError(f"answer {grade_id!r} has no test.", -1)
        given = (other for other in notebook.cells if cells.role(other) == "given")
        if hasattr(builtins, grade_id) or any(grade_id in names.definitions(other.source) for other in given):
            raise _BrokenRuleError(
                f"answer {grade_id!r} has a name that Python or a read-only cell has: tests would use that one. Choose "
                "another.",
                -1,
            )
    elif role == "given":
        answers = _answers(notebook)
        for node in ast.walk(_parse_python(cell.source)):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in answers:
                raise _BrokenRuleError(f"given code may not use the answer {node.id!r}.", node.lineno - 1)


def _drop_sliders(cell: NotebookNode) -> None:
    """Keep the still picture alone: sliders are those of a kernel that is gone, by an id that differs every time."""
    for output in cell.get("outputs", []):
        output.get("data", {}).pop(_SLIDERS, None)


def _check_outputs(cell: NotebookNode) -> None:
    """Check that a cell shows nothing that differs from run to run."""
    for output in cell.get("outputs", []):
        if output.output_type == "stream" and output.name == "stderr":
            said = " ".join(output.text.split())
            raise _BrokenRuleError(f"it writes to stderr, which differs from run to run: {said}")
        shown = output.get("text") or output.get("data", {}).get("text/plain", "")
        if _ADDRESS.search(shown):
            raise _BrokenRuleError(f"it shows a memory address (end the line with ;): {shown.strip()}")
