"""Builds the outputs of cells, plain text and pictures, from what a student's process reports."""

import base64
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_output

from chainrule.grading import harmless
from chainrule.grading.sealed.inside import wire

LEFT_OUT = "[left out: the notebook shows too much]\n"
"""What stands in the place of outputs that are over the limits."""


def left_out() -> NotebookNode:
    """Return an output that says that others were left out."""
    output: NotebookNode = new_output("stream", name="stdout", text=LEFT_OUT)
    return output


def outputs(claimed: list[Any], most: int) -> list[NotebookNode]:
    """Return the outputs of a cell, each of at most `most` characters.

    Raises
    ------
    WireError
        If one is malformed.
    """
    return [shown for one in claimed[: 2 * wire.MAX_OUTPUTS] for shown in _output(one, most)]


def error(kind: str, text: str, lines: list[str]) -> NotebookNode:
    """Return an exception as a cell shows it, below the student's own lines."""
    output: NotebookNode = new_output("error", ename=kind, evalue=text, traceback=[*lines, f"{kind}: {text}"])
    return output


def _output(claimed: Any, most: int) -> list[NotebookNode]:
    # By type first: a literal is compared with `==`, which may be an array's.
    match claimed:
        case [str(kind), str(stream), str(text)] if kind == "text" and stream in ("stdout", "stderr"):
            return [new_output("stream", name=stream, text=harmless.printed(text, most))]
        case [str(kind), str(text), bytes() | None as picture] if kind in ("display", "result"):
            data = {"text/plain": harmless.printed(text, most)} if text else {}
            if picture is not None and harmless.is_png(picture):
                data["image/png"] = base64.b64encode(picture).decode("ascii")
            if not data:
                return []
            if kind == "result":
                return [new_output("execute_result", data=data, execution_count=None)]
            return [new_output("display_data", data=data)]
    raise wire.WireError("an output is malformed")
