"""What this machine, or the container in which this runs, has for grading: cores and memory."""

import contextlib
import os
from pathlib import Path

SUBMISSION_BYTES = 600 << 20
"""What grading one submission can take; docs/figures.md has what the assignments took."""

_CGROUPS = Path("/sys/fs/cgroup")


def cores() -> float:
    """Return how many cores this process may use: those it is bound to, or fewer where a container has a quota."""
    found: list[float] = [len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1]
    with contextlib.suppress(OSError, ValueError):
        quota, period = (_CGROUPS / "cpu.max").read_text().split()
        found.append(int(quota) / int(period))  # a ValueError where there is none: "max"
    with contextlib.suppress(OSError, ValueError):
        quota, period = ((_CGROUPS / "cpu" / f"cpu.cfs_{name}_us").read_text() for name in ("quota", "period"))
        if int(quota) > 0:
            found.append(int(quota) / int(period))
    return min(found)


def memory() -> int | None:
    """Return how many bytes of memory there are, or fewer where a container has a limit; None if nothing says so."""
    found = []
    with contextlib.suppress(OSError, ValueError, AttributeError):
        found.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    for name in ("memory.max", "memory/memory.limit_in_bytes"):
        with contextlib.suppress(OSError, ValueError):
            found.append(int((_CGROUPS / name).read_text()))
    return min(found, default=None)


def submissions() -> int:
    """Return how many submissions can be graded side by side: one for each core, as far as memory goes."""
    most = int(cores())
    if (there := memory()) is not None:
        most = min(most, there // SUBMISSION_BYTES)
    return max(most, 1)
