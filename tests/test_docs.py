"""The guides: their site is built, their links lead somewhere, and their commands are run."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from class_of_students import RIGHT, TINY, filled_in, hand_in
from conftest import ROOT, needs_sandbox

from chainrule import check
from chainrule.grading.authoring import release, source
from chainrule.grading.course import CONFIG, Course
from chainrule.grading.settings import limits_of

ASSIGNMENT = "01_linear_classifier"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)

ELSEWHERE = {
    r"make (demo|test|notebooks|lint|bench|docs|images|requirements)\b": "each runs commands that have tests",
    r"docker (build|run) ": "tests/images.py, with buildah",
    r"\. \.venv/bin/activate": "test_a_shell_in_the_environment finds the commands",
    r"python3 -m venv |course/bin/(pip|jupyter) ": "tests/test_bundle.py, in an empty environment",
    r"chainrule \w+ 07_batchnorm|chainrule new \.\./networks|cd \.\./|python hand_in": "tests/test_tutorial.py",
    r"chainrule site|pip install '\.\[instructor,site\]'": "tests/test_site.py",
    r"chainrule (lint|grade ps1)|nbgrader generate_assignment ps1": "tests/test_own_course.py",
    r"chainrule mark ": "tests/test_marking.py",
    r"chainrule regrade ": "tests/test_midterm.py",
    r"chainrule (new|archive|term new|restore) ": "tests/test_years.py",
    r"chainrule (build|verify) 03_softmax_cross_entropy": "tests/test_notebooks.py and tests/test_corpus.py",
    r"pip install '\.\[cluster\]'|.* --scheduler |dask (scheduler|worker)": "tests/test_scheduler.py",
    r"chainrule release 03_softmax_cross_entropy": "tests/test_release.py",
}
"""Commands that cannot run here, or take too long, and where they are covered."""


def commands(page: Path) -> list[str]:
    """Return the commands of a page's shell blocks, without comments."""
    blocks = [text for language, text in BLOCK.findall(page.read_text()) if language in ("sh", "bash", "console")]
    lines = "".join(blocks).replace("\\\n", " ").splitlines()
    parts = [part.strip() for line in lines for part in _without_comment(line).split(" && ")]
    return [part for part in parts if part]


def _without_comment(line: str) -> str:
    return re.sub(r"(^|\s)#\s.*$", "", line)


COMMANDS = list(dict.fromkeys(command for page in PAGES for command in commands(page)))
RUN = [command for command in COMMANDS if not any(re.match(pattern, command) for pattern in ELSEWHERE)]


@pytest.fixture(scope="module")
def course(tmp_path_factory, empty_gradebook) -> Course:
    """A course in the middle of a term: its one assignment is called as in the guides, and was handed in twice."""
    root = tmp_path_factory.mktemp("docs") / "course"
    text = root / "source" / ASSIGNMENT / f"{ASSIGNMENT}.py"
    text.parent.mkdir(parents=True)
    text.write_text(TINY)
    (root / CONFIG).write_text((ROOT / CONFIG).read_text() + f"\nc.Exchange.root = {str(root.parent / 'exchange')!r}\n")
    (root.parent / "exchange").mkdir()
    (root.parent / "exchange").chmod(0o1777)
    shutil.copy(empty_gradebook, root / "gradebook.db")
    course = Course(root)
    source.build(course, ASSIGNMENT, run=False)
    release.release(course, ASSIGNMENT)
    for student in ("ana", "ben"):
        hand_in(course, student, RIGHT, ASSIGNMENT).with_name("timestamp.txt").write_text("2026-10-01 20:00:00 UTC")
    archive = root / "downloaded" / ASSIGNMENT / "archive" / "submissions.zip"
    archive.parent.mkdir(parents=True)
    with zipfile.ZipFile(archive, "w") as packed:
        right = nbformat.writes(filled_in(course, RIGHT, ASSIGNMENT))
        packed.writestr(f"lovelaceada_1234_56789_{ASSIGNMENT}.ipynb", right)
    (root / "students.csv").write_text("id,first_name,last_name,email\nana,Ana,Silva,ana@example.org\n")
    return course


def in_shell(command: str, course: Course) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    home = course.root.parent / "home"
    home.mkdir(exist_ok=True)
    environment = {**os.environ, "PATH": path, "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home)}
    options = {"cwd": course.root, "env": environment, "capture_output": True, "text": True}
    return subprocess.run(["bash", "-euc", command], check=False, **options)


@needs_sandbox
def test_every_command_works_in_the_order_of_the_guides(course):
    for command in RUN:
        done = in_shell(command, course)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    for made in ("release", "submitted/1234", "feedback/ana", "grades.csv", "canvas.csv", "moodle.csv", "report.html"):
        assert (course.root / made).exists()


def test_the_settings_in_the_guide_work(tmp_path):
    page = (ROOT / "docs" / "instructor.md").read_text()
    blocks = [text for language, text in BLOCK.findall(page) if language == "python"]
    (tmp_path / CONFIG).write_text((ROOT / CONFIG).read_text() + "".join(blocks))
    settings = Course(tmp_path).settings()
    assert settings.PenaltyPerDay.part == 0.1
    assert limits_of(settings).libraries == ("itertools", "math")


def test_the_settings_for_a_hub_keep_what_the_machine_has(tmp_path, monkeypatch):
    """With the command of the guide, on a machine that has settings, and on one that has none; and once more."""
    page = (ROOT / "docs" / "jupyterhub.md").read_text()
    (command,) = (line for line in page.splitlines() if line.startswith("install -d /etc/jupyter"))
    for before in ("c.Exchange.timezone = 'Europe/Berlin'", None):
        place = tmp_path / ("has" if before else "new")
        if before:
            place.mkdir()
            (place / CONFIG).write_text(before)
        for _ in range(2):
            subprocess.run(command.replace("/etc/jupyter", str(place)), shell=True, cwd=ROOT, check=True)
        monkeypatch.setattr("chainrule.grading.course.jupyter_config_path", lambda place=place: [str(place)])
        (tmp_path / CONFIG).touch()
        settings = Course(tmp_path).settings()
        assert settings.Exchange.root == "/srv/nbgrader/exchange"
        assert settings.Exchange.get("timezone") == ("Europe/Berlin" if before else None)


def test_no_exception_is_out_of_use():
    assert [pattern for pattern in ELSEWHERE if not any(re.match(pattern, command) for command in COMMANDS)] == []


def test_commands_are_marked_as_such():
    """A block without a language would never be run."""
    unmarked = [
        (page.name, text) for page in PAGES for language, text in BLOCK.findall(page.read_text()) if not language
    ]
    assert unmarked == []


def test_a_shell_in_the_environment_finds_the_commands(course):
    activate = Path(sys.executable).parent / "activate"
    found = in_shell(f". {shlex.quote(str(activate))} && command -v chainrule nbgrader jupyter", course)
    assert found.stdout.split() == [str(activate.with_name(name)) for name in ("chainrule", "nbgrader", "jupyter")]


def test_every_link_and_picture_is_there_and_every_picture_is_described():
    broken, silent = [], []
    for page in PAGES:
        for picture, text, target in re.findall(r"(!?)\[([^\]]*)\]\(([^)#\s]+)[^)]*\)", page.read_text()):
            if "://" not in target and not (page.parent / target).exists():
                broken.append((page.name, target))
            if picture and len(text) < 20:
                silent.append((page.name, target))
    assert (broken, silent) == ([], [])


def test_the_site_is_built_without_a_warning(tmp_path):
    for folder in ("docs", "release", "source"):
        ignore = shutil.ignore_patterns("notebooks", ".ipynb_checkpoints")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignore)
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "docs", "site"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    pages = {path.stem for path in (tmp_path / "site").glob("*.html")}
    assert pages >= {"index", *(page.stem for page in PAGES[1:])}
    assert pages >= {"instructor", "student", "authoring", "security", "architecture"}
    notebooks = {path.stem for path in (tmp_path / "site" / "notebooks").glob("*.html")}
    assert notebooks == {path.stem for path in ROOT.glob("release/*/*.ipynb")}
    for page in (tmp_path / "site").rglob("*.html"):
        assert not re.search(r"<(script|link|img)[^>]+(src|href)=.(https?:)?//", page.read_text()), page.name
    first = (tmp_path / "site" / "notebooks" / "01_linear_classifier.html").read_text()
    assert "<math" in first
    assert first.count("<img") >= 1
    checks = (tmp_path / "site" / "checks.html").read_text()
    called = [name for name in check.__all__ if callable(getattr(check, name))]
    assert [name for name in called if f'id="chainrule.check.{name}"' not in checks] == []
    index = (tmp_path / "site" / "index.html").read_text()
    assert all(f'href="{name}.html"' in index for name in pages - {"index", "genindex", "py-modindex", "search"})


def test_the_parts_in_the_picture_of_the_architecture_exist():
    picture = (ROOT / "docs" / "images" / "architecture.svg").read_text()
    parts = {"source", "release", "bundle", "collect", "rebuild", "examiner"}
    assert parts <= set(re.findall(r">(\w+)</text>", picture))
    assert parts <= {path.stem for path in (ROOT / "lib" / "chainrule" / "grading").glob("*/*.py")}


def test_whoever_asks_where_something_is_finds_it():
    page = (ROOT / "docs" / "architecture.md").read_text()
    files = re.findall(r"^\| … .*\| `(\S+)` \|$", page, re.MULTILINE)
    assert len(files) >= 10
    assert [name for name in files if not (ROOT / name).is_file()] == []
