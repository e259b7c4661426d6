"""Gives a gradebook that holds submissions the changed questions of an instructor's notebook."""

from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Comment, Grade, Gradebook, GradeCell, MissingEntry, SolutionCell, SourceCell

from chainrule.grading import cells
from chainrule.grading.course import CourseError


def change(book: Gradebook, assignment: str, source: NotebookNode, *, force: bool = False) -> list[str]:
    """Give a gradebook that holds submissions the questions of an instructor's notebook.

    nbgrader itself refuses to add or remove a cell once anything was handed in. A single cell of a kind that is gone
    where a single one has come is taken for renamed, and keeps its marks.

    Parameters
    ----------
    book : Gradebook
        nbgrader's gradebook, open.
    assignment : str
        Which; one that is new to the gradebook, or was not handed in, is left alone.
    source : NotebookNode
        The instructor's notebook.
    force : bool
        Also remove cells that a person has marked, marks and all.

    Returns
    -------
    list of str
        What was done, one sentence each.

    Raises
    ------
    CourseError
        If marks that a person gave would be lost.
    """
    try:
        notebook = book.find_notebook(assignment, assignment)
    except MissingEntry:
        return []
    if not notebook.submissions:
        return []
    wanted = {name: kinds for cell in source.cells if (name := cells.grade_id(cell)) and (kinds := _kinds(cell))}
    there: dict[str, dict[str, Any]] = {}
    for entry in (*notebook.grade_cells, *notebook.solution_cells, *notebook.source_cells):
        there.setdefault(entry.name, {})[type(entry).__name__] = entry
    gone = [name for name, entries in there.items() if set(entries) != wanted.get(name)]
    new = [name for name, kinds in wanted.items() if set(there.get(name, ())) != kinds]
    said = []
    for name in list(gone):
        alike = [other for other in new if other not in there and wanted[other] == set(there[name])]
        rivals = [other for other in gone if set(there[other]) == set(there[name])]
        if len(alike) == len(rivals) == 1:
            for entry in there[name].values():
                entry.name = alike[0]
            gone.remove(name)
            new.remove(alike[0])
            said.append(f"{name} is {alike[0]} now; marks and comments were kept.")
    ids = {entry.id: name for name in gone for entry in there[name].values()}
    grades = book.db.query(Grade).filter(Grade.cell_id.in_(ids)).all()
    marked = sorted({ids[grade.cell_id] for grade in grades if grade.manual_score is not None})
    if marked and not force:
        book.db.rollback()
        advice = f"Void it instead (points=0), or lose them: chainrule release --force {assignment}"
        raise CourseError(f"{', '.join(marked)} would be removed, and marks that a person gave with it. {advice}")
    for row in (*grades, *book.db.query(Comment).filter(Comment.cell_id.in_(ids))):
        book.db.delete(row)
    for name in gone:
        for entry in there[name].values():
            book.db.delete(entry)
        said.append(f"{name} was removed from all submissions.")
    book.db.flush()
    for cell in source.cells:
        if (name := cells.grade_id(cell)) in new:
            _add_cell(book, notebook, cell)
            said.append(f"{name} was added to all submissions: grade them again.")
    book.db.flush()
    book.db.expire(notebook)  # its cells are others now
    said += _flagged(notebook, source)
    book.db.commit()
    return said


def _flagged(notebook: Any, source: NotebookNode) -> list[str]:
    """Flag for review the marks that a person gave to cells whose points have changed since; return what was done."""
    points = {cells.grade_id(cell): cells.points(cell) for cell in source.cells if not cells.is_voided(cell)}
    said = []
    for cell in notebook.grade_cells:
        now = points.get(cell.name, cell.max_score)
        marked = [grade for grade in cell.grades if grade.manual_score is not None] if now != cell.max_score else []
        for grade in marked:
            grade.needs_manual_grade = True
        if marked:
            said.append(
                f"{cell.name} has {now:g} points now, not {cell.max_score:g}; "
                f"marks that were given for it are kept, and flagged for review: {len(marked)}."
            )
    return said


def _kinds(cell: NotebookNode) -> set[str]:
    """Return under which kinds nbgrader's gradebook knows a cell."""
    marks = cell.metadata.get("nbgrader", {})
    kinds = {kind for kind, mark in (("GradeCell", "grade"), ("SolutionCell", "solution")) if marks.get(mark)}
    return kinds | {"SourceCell"} if kinds or marks.get("locked") else set()


def _add_cell(book: Gradebook, notebook: Any, cell: NotebookNode) -> None:
    """Add a cell to a notebook, and a place for its points and comments to all its submissions."""
    name, kinds = cells.grade_id(cell), _kinds(cell)
    common = {"name": name, "notebook": notebook, "cell_type": cell.cell_type}
    book.db.add(SourceCell(**common, source=cell.source, locked=bool(cell.metadata.nbgrader.get("locked"))))
    if "GradeCell" in kinds:
        graded = GradeCell(**common, max_score=cells.points(cell))
        book.db.add(graded)
    if "SolutionCell" in kinds:
        answer = SolutionCell(name=name, notebook=notebook)
        book.db.add(answer)
    book.db.flush()
    for submitted in notebook.submissions:
        if "GradeCell" in kinds:
            book.db.add(Grade(cell_id=graded.id, notebook=submitted))
        if "SolutionCell" in kinds:
            book.db.add(Comment(cell_id=answer.id, notebook=submitted))
