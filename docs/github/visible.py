"""Runs the notebooks in a folder, and writes in Markdown which visible tests pass: ``python visible.py FOLDER``.

For the page of a run on GitHub. It decides no grade: the student's code runs in the same process as the tests, and
hidden tests are not here.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

SECONDS_FOR_A_CELL = 300


def main() -> None:
    """Print a section for each notebook."""
    paths = [path for path in sorted(Path(sys.argv[1]).rglob("*.ipynb")) if ".ipynb_checkpoints" not in path.parts]
    for path in paths:
        print("\n".join(section(path)))
    if not paths:
        print("There is no notebook in this repository.")


def section(path: Path) -> Iterator[str]:
    """Yield the lines about one notebook."""
    yield f"## {literal(path.stem)}\n"
    try:
        notebook = nbformat.read(path, as_version=4)
    except (ValueError, nbformat.ValidationError):
        yield "This file is not a notebook that can be read. Open it in JupyterLab, and save it again.\n"
        return
    client = NotebookClient(
        notebook, timeout=SECONDS_FOR_A_CELL, startup_timeout=600, allow_errors=True, resources=at(path)
    )
    try:
        client.execute()
    except (CellTimeoutError, DeadKernelError) as error:
        yield f"A cell took longer than {SECONDS_FOR_A_CELL} seconds, or ended Python ({type(error).__name__}).\n"
    tests = [
        cell for cell in notebook.cells if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("grade")
    ]
    messages = {cell.metadata.nbgrader.grade_id: message(cell) for cell in tests}
    passed = sum(text == "" for text in messages.values())
    yield f"{passed} of {len(tests)} visible tests pass. The grade is decided by further, hidden tests.\n"
    yield "| test | |\n|---|---|"
    for name, text in messages.items():
        yield f"| {literal(name.replace('__', ': '))} | {'passed' if text == '' else 'not yet'} |"
    for name, text in messages.items():
        if text:
            yield f"\n### {literal(name.replace('__', ': '))}\n\n{code(text)}\n"


def at(path: Path) -> dict[str, dict[str, str]]:
    """Return where a notebook runs: beside its file."""
    return {"metadata": {"path": str(path.parent)}}


def message(cell: nbformat.NotebookNode) -> str:
    """Return what a test says: nothing if it passed."""
    if cell.execution_count is None:
        return "It was not run."
    errors = [output for output in cell.outputs if output.output_type == "error"]
    return "\n".join(f"{error.ename}: {error.evalue}" if error.evalue else error.ename for error in errors)


def code(text: str) -> str:
    """Return text as a block in which nothing acts."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    return "\n".join(f"    {line}" for line in plain.split("\n"))


def literal(text: str) -> str:
    """Return a name as it is written, whatever it would mean in Markdown."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&])", r"\\\1", text)


if __name__ == "__main__":
    main()
