"""Five attacks that each fit into an answer cell, on stock nbgrader and on sealed grading.

Makes a small course in a temporary directory, hands in the same wrong answer with each attack, grades it both ways and
prints a Markdown table. The attacks are harmless outside of that directory: stock nbgrader runs them with your rights.

    python benchmarks/attacks.py
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.api import Gradebook

from chainrule.grading.sealed.examiner import examine
from chainrule.grading.sealed.sandbox import Sandbox

WRONG = "def double(x):\n    return 0 * x\n"
RIGHT = "def double(x):\n    return 2 * x\n"
SETUP = "import numpy as np\nimport numpy.testing"
TESTS = {
    "double__number": "assert double(3) == 6",
    "double__hidden": "### BEGIN HIDDEN TESTS\nassert double(314159) == 628318\n### END HIDDEN TESTS",
    "double__array": "numpy.testing.assert_allclose(double(np.ones(3)), 2 * np.ones(3))",
}
WRITING_SECONDS = 15

#: name -> the text of the answer cell
ATTACKS = {
    "none (the wrong answer)": WRONG,
    "none (a right answer)": RIGHT,
    "AST transformer that drops `assert`, and a patched `assert_allclose`": """\
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()
get_ipython().ast_transformers.append(Drop())
numpy.testing.assert_allclose = lambda *a, **k: None
"""
    + WRONG,
    "patched `numpy.testing.assert_allclose`": "numpy.testing.assert_allclose = lambda *a, **k: None\n" + WRONG,
    "always-equal object": """\
class Equal:
    def __eq__(self, other): return True
    def __array__(self, *a, **k): return 2 * np.ones(3)
def double(x):
    return Equal()
""",
    "hidden tests read from its own notebook": """\
import glob, re
known = {}
for name in glob.glob("*.ipynb"):
    for x, y in re.findall(r"double\\((\\d+)\\) == (\\d+)", open(name).read()):
        known[int(x)] = int(y)
def double(x):
    return known.get(x, 0) if np.isscalar(x) else 0 * x
""",
    "writing gradebook.db from a detached process": f"""\
import os, subprocess, sys
code = '''
import pathlib, sqlite3, sys, time
end = time.monotonic() + {WRITING_SECONDS}
while time.monotonic() < end:
    for folder in pathlib.Path(sys.argv[1]).parents:
        if (folder / "gradebook.db").exists():
            try:
                with sqlite3.connect(folder / "gradebook.db") as db:
                    db.execute("UPDATE grade SET auto_score = (SELECT max_score FROM grade_cells "
                               "WHERE grade_cells.id = grade.cell_id)")
            except sqlite3.Error:
                pass
            break
    time.sleep(0.3)
'''
subprocess.Popen([sys.executable, "-c", code, os.path.abspath("x")], start_new_session=True)
"""
    + WRONG,
}


def notebook(answer: str) -> nbformat.NotebookNode:
    """Return the instructor's notebook with the text of an answer."""
    cells = [_cell(SETUP, "setup", grade=False, solution=False, locked=True)]
    cells.append(_cell(answer, "double", grade=False, solution=True, locked=False))
    cells += [_cell(code, name, grade=True, solution=False, locked=True, points=1) for name, code in TESTS.items()]
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    return new_notebook(cells=cells, metadata=kernel)


def _cell(source: str, name: str, **marks: object) -> nbformat.NotebookNode:
    cell = new_code_cell(source, id=name.replace("_", "-"))
    cell.metadata["nbgrader"] = {"grade_id": name, "schema_version": 3, "task": False, **marks}
    return cell


def stock_score(course: Path, answer: str) -> float:
    """Return what nbgrader's own autograde gives for an answer."""
    (course / "source/ps").mkdir(parents=True)
    nbformat.write(notebook(f"### BEGIN SOLUTION\n{RIGHT}### END SOLUTION"), course / "source/ps/ps.ipynb")
    (course / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.root = '.'\n")
    _nbgrader(course, "generate_assignment", "ps")
    (course / "submitted/eve/ps").mkdir(parents=True)
    handed = nbformat.read(course / "release/ps/ps.ipynb", as_version=4)
    next(cell for cell in handed.cells if cell.metadata["nbgrader"]["grade_id"] == "double").source = answer
    nbformat.write(handed, course / "submitted/eve/ps/ps.ipynb")
    _nbgrader(course, "autograde", "ps")
    if "gradebook.db" in answer:
        time.sleep(WRITING_SECONDS)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        score: float = book.find_submission("ps", "eve").score
    return score


def _nbgrader(course: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=course, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"nbgrader {arguments[0]} failed:\n{done.stderr[-2000:]}")


def main() -> None:
    """Print the table."""
    most = len(TESTS)
    print("| attack | stock nbgrader | chainrule |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, Sandbox() as sandbox:
        for number, (name, answer) in enumerate(ATTACKS.items()):
            stock = stock_score(Path(folder, str(number)), answer)
            sealed = sum(test.score for test in examine(notebook(answer), sandbox).tests.values())
            print(f"| {name} | {stock:g} of {most} | {sealed:g} of {most} |", flush=True)


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
