"""How Sphinx makes a site of these pages and of the notebooks that students get: ``make docs``."""

import ast
import shutil
from pathlib import Path

import nbformat
from docutils import nodes

from chainrule import __version__
from chainrule.grading import cells, formulas

_here = Path(__file__).parent

project, author = "chainrule", "the chainrule authors"
version = release = __version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_math_renderer = "mathml"
myst_update_mathjax = False
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
nb_execution_mode = "off"
suppress_warnings = [
    "myst.header",  # a notebook may leave out a level of headings
    "misc.highlighting_failure",  # an example may leave out code: …
]

html_theme = "furo"
html_title = "chainrule"
html_static_path = ["_static"]
html_css_files = ["site.css"]


def _with_pictures(released: Path) -> nbformat.NotebookNode:
    """Return a released notebook with the instructor's outputs of all cells that no answer has a part in."""
    notebook = nbformat.read(released, as_version=4)
    source = _here.parent / "source" / released.parent.name / released.name
    outputs = {cell.id: cell.get("outputs") for cell in nbformat.read(source, as_version=4).cells}
    answered: set[str] = set()
    for cell in notebook.cells:
        role = cells.role(cell)
        if role not in ("given", "play", "answer"):
            continue
        reads, binds = _names(cell.source)
        if role == "answer" or reads & answered:
            answered |= binds
        else:
            cell.outputs = outputs[cell.id]
    return notebook


def _names(code: str) -> tuple[set[str], set[str]]:
    """Return the names that code reads, and those that it binds."""
    found = list(ast.walk(ast.parse(code)))
    named = [node for node in found if isinstance(node, ast.Name)]
    reads = {node.id for node in named if isinstance(node.ctx, ast.Load)}
    binds = {node.id for node in named if not isinstance(node.ctx, ast.Load)}
    return reads, binds | {node.name for node in found if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def _show_formula(translator: nodes.NodeVisitor, node: nodes.math | nodes.math_block) -> None:
    translator.body.append(formulas.mathml(node.astext(), display=isinstance(node, nodes.math_block)))
    raise nodes.SkipNode


def setup(app) -> None:
    """Show formulas as all our pages do, without a script from elsewhere."""
    app.add_html_math_renderer("mathml", (_show_formula, None), (_show_formula, None))


# What Sphinx reads has to lie below this folder.
shutil.rmtree(_here / "notebooks", ignore_errors=True)
for _notebook in sorted(_here.parent.glob("release/*/*.ipynb")):
    (_here / "notebooks").mkdir(exist_ok=True)
    nbformat.write(_with_pictures(_notebook), _here / "notebooks" / _notebook.name)
