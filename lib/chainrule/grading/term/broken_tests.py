"""What is wrong with broken tests: kept next to the gradebook, not in the graded notebook, because it quotes tests."""

import json
from pathlib import Path

from chainrule.grading.course import Course
from chainrule.grading.files import write_atomically
from chainrule.grading.results import Submission


def folder(course: Course) -> Path:
    """Return where this is kept, in folders with students' names."""
    return course.root / ".chainrule" / "troubles"


def keep(course: Course, result: Submission) -> None:
    """Keep what is wrong with the tests of one submission, in place of what was wrong before."""
    path = _path(course, result)
    if result.troubles:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps(result.troubles, indent=1) + "\n")
    else:
        path.unlink(missing_ok=True)


def restored(course: Course, result: Submission) -> Submission:
    """Return a submission that was read from its graded notebook, now with what is wrong with its tests."""
    try:
        text = _path(course, result).read_text(encoding="utf-8")
    except OSError:
        return result
    return result.with_troubles(json.loads(text))


def _path(course: Course, result: Submission) -> Path:
    return folder(course) / result.student / f"{result.shown}.json"
