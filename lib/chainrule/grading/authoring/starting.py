"""A course directory of one's own, beside the installed package."""

import shutil
from pathlib import Path

from chainrule.grading.course import CONFIG, OWN_GRADEBOOK, Course, CourseError

_LEFT = shutil.ignore_patterns("__pycache__", ".*")

IGNORED = """\
# Whatever holds a student's name, work or grade, and what can be made again.
/submitted/
/autograded/
/feedback/
/downloaded/
/returned/
/exchange/
/archive/
/.chainrule/
*.db
*.db-*
*.db.*
/*.csv
/*.json
/*.html
/*.tar*
/*.zip
/release/*.whl
/release/*.zip
/site/
.ipynb_checkpoints/
__pycache__/
.nbgrader.log
"""

_TRUSTED = '''\
"""Trusted answers of this course: hidden tests import them, `from trusted import …`. Students never get them."""
'''

_MISTAKES = '''\
"""Mistakes of this course, which its checks name beside the package's. Students get the words, never a formula."""

from chainrule.mistakes import Mistake

ENTRIES: tuple[Mistake, ...] = ()
'''


def new_course(project: Course, target: Path, assignments: list[str]) -> Course:
    """Make a course directory with some of a project's assignments, and return it.

    Parameters
    ----------
    project : Course
        Where the assignments, the settings and the students' guide are.
    target : Path
        The directory, which is made.
    assignments : list of str
        Which ones.

    Raises
    ------
    CourseError
        If there is something at `target`.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CourseError(f"{target} is not empty: name another directory.")
    target.mkdir(parents=True, exist_ok=True)
    for name in assignments:
        shutil.copytree(project.text(name).parent, target / "source" / name, ignore=_LEFT)
    guide = project.root / "docs" / "student.md"
    if guide.is_file():
        (target / "docs").mkdir()
        shutil.copy(guide, target / "docs")
    settings = (project.root / CONFIG).read_text(encoding="utf-8")
    own = settings.replace('course_id = "chainrule"', f"course_id = {target.resolve().name!r}")
    is_elsewhere = bool(project.settings().CourseDirectory.get("db_url"))
    (target / CONFIG).write_text(own + (OWN_GRADEBOOK if is_elsewhere else ""), encoding="utf-8")
    (target / ".gitignore").write_text(IGNORED, encoding="utf-8")
    (target / "trusted").mkdir()
    (target / "trusted" / "__init__.py").write_text(_TRUSTED, encoding="utf-8")
    (target / "trusted" / "mistakes.py").write_text(_MISTAKES, encoding="utf-8")
    return Course.find(target)
