"""Individual numbers: a hidden test may draw its data by a seed that differs from student to student.

Two students who compare their feedback then compare different numbers. A student's seed is the same in every regrade:
it is made from the assignment, the student's id and a secret of the course, which is kept in ``.chainrule/``.
"""

import contextlib
import hmac
import os
import re
import secrets
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from chainrule.grading.course import Course
from chainrule.grading.notebooks import parsed

SEVERAL = (1, 2, 3)
"""Seeds under which `chainrule verify` runs the tests that ask for one."""

_NAMED = [re.compile(rf"\b{name}\b") for name in ("grading", "individual")]

_seed: int | None = 0
"""None while a submission is graded of whose assignment no code names this module."""


def seed() -> int:
    """Return the seed of the student whose submission is being tested.

    For hidden tests: ``rng = np.random.default_rng(individual.seed())``. While a notebook is built or opened in
    Jupyter, where nobody is tested, it is 0.

    Raises
    ------
    RuntimeError
        If a submission is tested, and nothing in its assignment's code says that there is a seed.
    """
    if _seed is None:
        raise RuntimeError(
            "individual.seed() was called, but no code of the notebook or of trusted/ names chainrule.grading and "
            "individual: write `from chainrule.grading import individual` into the test"
        )
    return _seed


def current() -> int:
    """Return the seed, 0 if there is none."""
    return _seed or 0


@contextlib.contextmanager
def using(number: int) -> Iterator[None]:
    """Let `seed` return a number for a while, in this process and those that it forks; 0 stands for none."""
    global _seed
    before, _seed = _seed, number or None
    try:
        yield
    finally:
        _seed = before


def is_used(course: Course, source: str) -> bool:
    """Return whether code may ask for a seed: in the text of an instructor's notebook, or in ``trusted/``.

    It is enough that the code names this module and its package, in whichever way it may be imported; where nothing
    asks for it, a seed does no harm.
    """
    if not source:  # nothing is to be graded
        return False
    code = [str(cell.source) for cell in parsed(source).cells if cell.cell_type == "code"]
    code += [path.read_text(encoding="utf-8", errors="replace") for path in sorted(course.trusted.rglob("*.py"))]
    return all(any(name.search(one) for one in code) for name in _NAMED)


def seed_of(course: Course, assignment: str, student: str, source: str) -> int:
    """Return a student's seed for an assignment; 0 if no code asks for one."""
    if not is_used(course, source):
        return 0
    whose = repr((assignment, unicodedata.normalize("NFC", student))).encode()
    return int.from_bytes(hmac.digest(secret(course), whose, "sha256")[:8], "big") or 1


def secret_path(course: Course) -> Path:
    """Return where a course keeps the secret that seeds are made with."""
    return course.root / ".chainrule" / "individual.key"


def secret(course: Course) -> bytes:
    """Return the course's secret, which is made when it is first needed."""
    path = secret_path(course)
    path.parent.mkdir(exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with contextlib.suppress(FileExistsError):
        if not path.exists():
            draft.touch(mode=0o660 if course.is_shared else 0o600)
            draft.write_bytes(secrets.token_bytes(32))
            try:
                os.link(draft, path)  # whole, and never over another process's
            finally:
                draft.unlink()
    return path.read_bytes()
