"""Notebooks of courses that follow nbgrader's own conventions, brought into the form that grading expects.

Such a course has notebooks of any names, formats and versions; its regions are marked as its configuration says, and
its stubs are nbgrader's. `read` upgrades a notebook with the utilities of nbformat and nbgrader, and writes its regions
the one way that `chainrule.grading.regions` knows. What else must be known of it travels in its metadata.
"""

import contextlib
import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

import nbformat
import sqlalchemy.exc
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.nbgraderformat import MetadataValidator, ValidationError
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions, IncludeHeaderFooter
from nbgrader.utils import find_all_files
from traitlets.config import Config

from chainrule.grading import cells, files
from chainrule.grading.course import Course, CourseError

KEY = "stock"
"""Where the metadata of such a notebook says what has to be known of its course."""

_IGNORED = [".ipynb_checkpoints", "*.pyc", "__pycache__", "*.ipynb", ".*"]
_OURS = {"SOLUTION": ClearSolutions, "HIDDEN TESTS": ClearHiddenTests, "MARK SCHEME": ClearMarkScheme}


def is_stock(notebook: NotebookNode | None) -> bool:
    """Return whether an instructor's notebook follows nbgrader's conventions instead of this package's."""
    return notebook is not None and KEY in notebook.metadata


def read(course: Course, assignment: str, path: Path) -> NotebookNode:
    """Return an instructor's notebook as `nbgrader generate_assignment` sees it, in the form that grading expects.

    Raises
    ------
    CourseError
        If it is not a notebook for Python, or nbgrader would not accept it either.
    """
    shown = path.relative_to(course.root)
    config = course.settings()
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
        _with_header(course, config, notebook)
        MetadataValidator().upgrade_notebook_metadata(notebook)
        MetadataValidator().validate_nb(notebook)
    except FileNotFoundError:
        raise
    except (OSError, ValidationError, nbformat.ValidationError, nbformat.reader.NotJSONError) as error:
        raise CourseError(f"{shown}: {str(error).strip().splitlines()[0]}") from error
    language = notebook.metadata.get("kernelspec", {}).get("language", "python")
    if language.casefold() != "python":
        raise CourseError(f"{shown} is in {language}; only Python can be sealed.")
    _name(notebook)
    _with_instantiated_tests(course, config, assignment, path.stem, notebook)
    for kind, plugin in _OURS.items():
        begin, end = _edges(plugin(config=config))
        for cell in notebook.cells:
            cell.source = _edged(cell.source, kind, begin, end)
    for cell in notebook.cells:
        if cells.LONG in (tags := cell.metadata.get("tags", [])):  # it is ours, and may mean something else to others
            cell.metadata["tags"] = [tag for tag in tags if tag != cells.LONG]
    clear = ClearSolutions(config=config)
    notebook.metadata[KEY] = {
        "code_stub": dict(clear.code_stub),
        "text_stub": clear.text_stub,
        "files": files.digest(supporting_files(course, assignment).values()),
        "replaceable": replaceable(course, assignment),
    }
    return notebook


def clear_solutions(source: NotebookNode) -> ClearSolutions:
    """Return nbgrader's preprocessor with the stubs of the notebook's course."""
    said = source.metadata[KEY]
    return ClearSolutions(code_stub=dict(said["code_stub"]), text_stub=said["text_stub"], enforce_metadata=False)


def supporting_files(course: Course, assignment: str) -> dict[str, Path]:
    """Return the files beside an assignment's notebooks, which nbgrader releases with them, by their relative names."""
    folder = course.source(assignment).parent
    found = sorted(Path(name) for name in find_all_files(str(folder), ignored(course)))
    return {path.relative_to(folder).as_posix(): path for path in found if path.is_file() and not path.is_symlink()}


def has_files(course: Course, assignment: str, source: NotebookNode) -> bool:
    """Return whether the files beside an assignment's notebooks are those that were there when the source was read."""
    if not is_stock(source):
        return True
    there: str = source.metadata[KEY]["files"]
    return there == files.digest(supporting_files(course, assignment).values())


def replaceable(course: Course, assignment: str) -> list[str]:
    """Return the names of files beside a notebook that students may change and hand in, as nbgrader is configured."""
    return list(course.settings().Autograde.get("exclude_overwriting", {}).get(assignment, []))


def ignored(course: Course) -> list[str]:
    """Return the patterns of names of files and folders that are not looked at beside a notebook."""
    return [*course.settings().CourseDirectory.get("ignore", []), *_IGNORED]


def _with_header(course: Course, config: Config, notebook: NotebookNode) -> None:
    """Include the cells that nbgrader puts above and below those of each notebook."""
    with contextlib.chdir(course.root):
        IncludeHeaderFooter(config=config).preprocess(notebook, {})


def _name(notebook: NotebookNode) -> None:
    """Give every cell an id, which older formats do not have; the same each time."""
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)
    seen: Counter[str] = Counter()
    for cell in notebook.cells:
        name = cell.get("id") or f"cell-{hashlib.sha256(cell.source.encode()).hexdigest()[:12]}"
        seen[name] += 1
        cell.id = name if seen[name] == 1 else f"{name[:56]}-{seen[name]}"


def _with_instantiated_tests(
    course: Course, config: Config, assignment: str, name: str, notebook: NotebookNode
) -> None:
    """Take tests that nbgrader generated (``### AUTOTEST``) from the gradebook, the only place that has them whole."""
    mark = config.InstantiateTests.get("autotest_delimiter", "AUTOTEST")
    generated = [cell for cell in notebook.cells if cells.role(cell) == "test" and mark in cell.source]
    if not generated:
        return
    advice = f"run `nbgrader generate_assignment {assignment}` first, which generates them."
    course_id = config.CourseDirectory.get("course_id") or "default_course"
    try:
        with Gradebook(course.db_url, course_id) as book:
            for cell in generated:
                cell.source = book.find_source_cell(cells.grade_id(cell), name, assignment).source
    except (MissingEntry, sqlalchemy.exc.SQLAlchemyError) as error:
        raise CourseError(f"The gradebook has no tests for the autotests of {assignment}/{name}: {advice}") from error


def _edges(plugin: Any) -> tuple[str, str]:
    """Return the texts by which one of nbgrader's preprocessors knows the edges of its regions."""
    names = sorted(name for name in plugin.trait_names() if name.endswith("_delimeter"))
    return getattr(plugin, names[0]), getattr(plugin, names[1])


def _edged(source: str, kind: str, begin: str, end: str) -> str:
    """Return a cell's source with the edges of its regions written our way; nbgrader looks for a mark in a line."""
    lines = []
    for line in source.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        if begin in line:
            line = f"{indent}### BEGIN {kind}"
        elif end in line:
            line = f"{indent}### END {kind}"
        lines.append(line)
    return "\n".join(lines)
