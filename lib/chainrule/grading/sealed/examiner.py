"""Grades a notebook: its cells run in the student's process, its tests in this one, which decides the verdicts.

In a course that this package did not write, it is found out first which tests can be sealed (`proving`).
"""

from collections.abc import Collection

import matplotlib
from nbformat import NotebookNode
from threadpoolctl import threadpool_limits

from chainrule.grading import cells, stock
from chainrule.grading.limits import Limits
from chainrule.grading.sealed import beside as folder
from chainrule.grading.sealed import proving
from chainrule.grading.sealed.beside import Beside
from chainrule.grading.sealed.examination import Examination, Examiner
from chainrule.grading.sealed.proofs import Proof
from chainrule.grading.sealed.sandbox import Sandbox

__all__ = ["Examination", "Limits", "examine", "prove"]


def examine(
    notebook: NotebookNode,
    sandbox: Sandbox,
    limits: Limits = Limits(),  # noqa: B008
    idle: Collection[int] = (),
    source: NotebookNode | None = None,
    beside: Beside = Beside(),  # noqa: B008
) -> Examination:
    """Run a rebuilt notebook and grade it.

    Parameters
    ----------
    notebook : NotebookNode
        The instructor's notebook with the student's text in it. Its metadata is trusted.
    sandbox : Sandbox
        Where the student's cells run.
    limits : Limits
    idle : collection of int
        Cells that do not need to run.
    source : NotebookNode, optional
        The instructor's notebook with its own answers. Without it, every test that breaks counts as failed.
    beside : Beside
        The files beside the notebook.

    Returns
    -------
    Examination

    Raises
    ------
    CourseError
        If one of the instructor's own cells fails.
    """
    if not any(cells.is_run(cell) or cells.role(cell) == "test" for cell in notebook.cells):
        return Examination()
    matplotlib.use("Agg")  # and not by the environment, which the kernels of a Jupyter server would inherit
    with threadpool_limits(1), folder.at(beside.fixed):
        if source is None:
            return Examiner(notebook, sandbox, limits, idle, source).run()
        if not stock.is_stock(source):
            return Examiner(notebook, sandbox, limits, idle, source, beside, meet=proving.met).run()
        proof = proving.proof(source, sandbox, limits, beside)
        folder.remove(proof.written)
        limits = proving.with_room(limits, beside)
        return Examiner(notebook, sandbox, limits, idle, source, beside, proof).run()


def prove(
    source: NotebookNode,
    sandbox: Sandbox,
    limits: Limits = Limits(),  # noqa: B008
    beside: Beside = Beside(),  # noqa: B008
) -> Proof:
    """Find out which tests of an instructor's notebook can be sealed; the parameters are those of `examine`."""
    matplotlib.use("Agg")
    with threadpool_limits(1), folder.at(beside.fixed):
        return (proving.proof if stock.is_stock(source) else proving.met)(source, sandbox, limits, beside)
