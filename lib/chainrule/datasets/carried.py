"""Data that a copy of the package carries: a notebook that runs in the browser can download none."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

FOLDER = "carried"
"""The folder of this package that holds it. It is only there in the wheel of ``chainrule site``."""


def carried(name: str) -> Mapping[str, NDArray[Any]] | None:
    """Return the arrays of a data set, by their names; None if this copy of the package does not carry it."""
    path = Path(__file__).with_name(FOLDER) / f"{name}.npz"
    if not path.is_file():
        return None
    with np.load(path) as arrays:
        return dict(arrays)
