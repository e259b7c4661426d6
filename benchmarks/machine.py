"""The machine that benchmarks run on. ``python benchmarks/machine.py`` prints one line."""

import os
import platform
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_info


def machine() -> str:
    """Return processor, number of cores, and the versions of Python, NumPy and its linear algebra library."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text().splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    blas = " ".join(
        f"{library['internal_api']} {library['version']} ({library['architecture']})"
        for library in threadpool_info()
        if library["user_api"] == "blas" and "numpy" in library["filepath"]
    )
    return (
        f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores; "
        f"Python {platform.python_version()}, NumPy {np.__version__}, {blas or 'BLAS unknown'}"
    )


if __name__ == "__main__":
    print(machine())
