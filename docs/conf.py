"""How Sphinx makes a site of these pages and of the notebooks that students get: ``make docs``."""

import shutil
from pathlib import Path

from chainrule import __version__

_here = Path(__file__).parent

project, author = "chainrule", "the chainrule authors"
version = release = __version__

extensions = ["myst_nb"]
myst_enable_extensions = ["dollarmath", "colon_fence"]
myst_heading_anchors = 3
nb_execution_mode = "off"
suppress_warnings = [
    "myst.header",  # a notebook may leave out a level of headings
    "misc.highlighting_failure",  # an example may leave out code: …
]

html_theme = "furo"
html_title = "chainrule"

# What Sphinx reads has to lie below this folder.
shutil.rmtree(_here / "notebooks", ignore_errors=True)
for _notebook in sorted(_here.parent.glob("release/*/*.ipynb")):
    (_here / "notebooks").mkdir(exist_ok=True)
    shutil.copy(_notebook, _here / "notebooks")
