"""Limits the total output of a notebook; each single output is already limited where it is made."""

import base64
import struct
from collections.abc import Mapping

from nbformat import NotebookNode

from chainrule.grading.sealed.shown import LEFT_OUT, left_out

MOST_BYTES = 8 * 2**20
"""Text and pictures of all outputs of a notebook, as they are in its file."""

MOST_PIXELS = 16_000_000
"""Pixels of one picture: a browser needs four bytes for each."""

MOST_PIXELS_IN_ALL = 100_000_000


def limited(outputs: Mapping[int, list[NotebookNode]]) -> dict[int, list[NotebookNode]]:
    """Return a notebook's outputs by cell; outputs over the limit are replaced by a line saying so."""
    left, pixels = MOST_BYTES, MOST_PIXELS_IN_ALL
    kept: dict[int, list[NotebookNode]] = {}
    for index in sorted(outputs):
        kept[index] = []
        for output in outputs[index]:
            size, area = _size(output), _area(output)
            if size > left or area > min(MOST_PIXELS, pixels):
                if not any(said.get("text") == LEFT_OUT for said in kept[index]):
                    kept[index].append(left_out())
                continue
            left, pixels = left - size, pixels - area
            kept[index].append(output)
    return kept


def _size(output: NotebookNode) -> int:
    texts = [output.get("text", ""), *output.get("traceback", []), *output.get("data", {}).values()]
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)


def _area(output: NotebookNode) -> int:
    """Return the pixels of a picture that is known to be a well-formed PNG, as its header says."""
    picture = output.get("data", {}).get("image/png")
    if picture is None:
        return 0
    width, height = struct.unpack_from(">II", base64.b64decode(picture[:64]), 16)
    return int(width * height)
