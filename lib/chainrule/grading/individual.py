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

SEVERAL = (1, 2, 3)
"""Seeds under which `chainrule verify` runs the tests that ask for one."""

_USED = re.compile(r"\bchainrule\.grading(\.| +import +)individual\b")

_seed = 0


def seed() -> int:
    """Return the seed of the student whose submission is being tested.

    For hidden tests: ``rng = np.random.default_rng(individual.seed())``. While a notebook is built or opened in
    Jupyter, where nobody is tested, it is 0.
    """
    return _seed


@contextlib.contextmanager
def using(number: int) -> Iterator[None]:
    """Let `seed` return a number for a while, in this process and those that it starts by forking."""
    global _seed
    before, _seed = _seed, number
    try:
        yield
    finally:
        _seed = before


def is_used(source: str) -> bool:
    """Return whether the text of an instructor's notebook asks for a seed.

    Examples
    --------
    >>> is_used("from chainrule.grading import individual"), is_used("individual answers")
    (True, False)
    """
    return bool(_USED.search(source))


def seed_of(course: Course, assignment: str, student: str, source: str) -> int:
    """Return a student's seed for an assignment; 0 if the text of the instructor's notebook does not ask for one."""
    if not is_used(source):
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
            draft.touch(mode=0o600)
            draft.write_bytes(secrets.token_bytes(32))
            try:
                os.link(draft, path)  # whole, and never over another process's
            finally:
                draft.unlink()
    return path.read_bytes()
