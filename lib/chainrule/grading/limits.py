"""The limits on a submission, the walls around it, and how much of a file is read."""

from dataclasses import dataclass

MOST_BYTES = 128 * 2**20
"""A larger file is not read. Most of a large one is outputs, which are skipped."""

MOST_TOGETHER = 2 * MOST_BYTES
"""Bytes that are read of all files of one submission."""

MOST_TAKEN = 8 * 2**20
"""Bytes of a file that are parsed, outputs and pictures aside: no notebook of a course has that much text."""

MOST_CELLS = 1_000
"""The most cells of a file that are used."""

MOST_TEXT = 100_000
"""The most characters in one cell."""

MOST_MESSAGE = 4_000
"""The most characters of a test's message shown to students."""

ONE_THREAD = dict.fromkeys(("MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
"""Environment that keeps BLAS on one thread: quick on a busy machine, and the same last digit always.

It must be set before NumPy is loaded: threads that were started spin for a while after each fork.
"""

WALLS = ("auto", "namespaces", "container", "weak-container", "none")
"""The walls around students' code, by the names that ``--wall`` takes (see `chainrule.grading.sealed.walls`)."""


@dataclass(frozen=True)
class Limits:
    """The resources a submission may use.

    Parameters
    ----------
    cell_seconds, call_seconds, test_seconds, submission_seconds : float
        Time for one of the student's cells, one call of an answer, one test cell, and the whole submission.
    memory_bytes : int
        Memory of each process, and of all processes of a submission together.
    processes : int
        Processes and threads at the same time, beside one for each test cell.
    disk_bytes : int
        Total size of files.
    files : int
        How many files and folders there may be.
    output_bytes : int
        Text that one cell may print.
    cpu_seconds : float
        CPU time of all processes together.
    follow_through : bool
        Whether an answer that fails may use the trusted one in the place of an earlier one that failed.
    libraries : tuple of str, or None
        What an answer may import, beside what the read-only cells import; None allows everything.
    readable : tuple of str
        Files and folders that tests may read, beside those that all of them need.
    examiner_bytes : int
        Memory of the examiner's own work on the submission, beyond what it needs at rest.
    """

    cell_seconds: float = 60
    call_seconds: float = 60
    test_seconds: float = 120
    submission_seconds: float = 1200
    memory_bytes: int = 4 << 30
    processes: int = 256
    disk_bytes: int = 256 << 20
    files: int = 16_384
    output_bytes: int = 200_000
    cpu_seconds: float = 2400
    examiner_bytes: int = 2 << 30
    follow_through: bool = True
    libraries: tuple[str, ...] | None = None
    readable: tuple[str, ...] = ()
